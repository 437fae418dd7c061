"""A cache of JSON values and plain bytes in the user's own cache folder; it may vanish or be damaged at any time and nobody notices.

A file holds a checksum of its body on the first line and the body after it; nothing in it is ever executed.
``GOVLINT_CACHE_DIR`` names another folder; empty, it turns the cache off.
"""

from __future__ import annotations

import json
import os
import sys
from binascii import crc32
from collections.abc import Callable
from typing import Any

from gov_lint import __version__

_KEPT = 8
"""How many values of one name are kept: editing rules makes a new one each time."""


def load_or_build(name: str, key: bytes, build: Callable[[], Any]) -> Any:
    """The JSON value ``name`` that ``build`` makes from what ``key`` stands for, from the cache where it is there.

    ``key`` holds all that the value depends on; the versions of govlint and Python are added.  The value comes back as JSON gives
    it (tuples are lists) whether or not it was cached.  Errors of ``build`` are the caller's; errors of the cache are nobody's.
    """
    value = load(name, key)
    if value is None:
        value = json.loads(_dumped(build()))
        store(name, key, value)
    return value


def load(name: str, key: bytes) -> Any:
    """The value kept under that name and key; None where there is none."""
    body = load_bytes(name, key)
    return None if body is None else json.loads(body)


def store(name: str, key: bytes, value: Any) -> None:
    """Keeps a value under that name and key, where the cache can be written."""
    store_bytes(name, key, _dumped(value).encode())


def load_bytes(name: str, key: bytes) -> bytes | None:
    """The bytes kept under that name and key; None where there are none."""
    path = _path(name, key)
    return _read(path) if path else None


def store_bytes(name: str, key: bytes, body: bytes) -> None:
    """Keeps bytes under that name and key, where the cache can be written."""
    path = _path(name, key)
    if path:
        _write(path, body)
        _prune(os.path.dirname(path), name)


def _path(name: str, key: bytes) -> str:
    """The file of a value; empty where the cache is off."""
    folder = cache_dir()
    versions = f"{__version__}\0{sys.version_info[:3]}\0{name}\0".encode()
    return os.path.join(folder, f"{name}-{_digest(versions + key)[:32]}.json") if folder else ""


def cache_dir() -> str:
    """The folder for cached values of this user; empty where there is none or the user wants none."""
    chosen = os.environ.get("GOVLINT_CACHE_DIR")
    if chosen is not None:
        return chosen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "govlint") if os.path.isabs(base) else ""


def _digest(data: bytes) -> str:
    """The SHA-256 of the data, in hexadecimal, without loading OpenSSL where Python has its own."""
    try:
        from _sha2 import sha256  # type: ignore[import-not-found, unused-ignore]  # Python 3.12 and later
    except ImportError:
        try:
            from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore]  # Python 3.11
        except ImportError:
            from hashlib import sha256
    return str(sha256(data).hexdigest())


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(path: str) -> bytes | None:
    """The body of a cache file, or None where it is missing, unreadable or damaged."""
    try:
        with open(path, "rb") as file:
            checksum, _, body = file.read().partition(b"\n")
    except (OSError, ValueError):
        return None
    return body if checksum == _checksum(body) else None


def _checksum(body: bytes) -> bytes:
    """What tells a damaged body: its length and CRC-32, which take no time where a SHA-256 without OpenSSL takes milliseconds."""
    return b"%08x %d" % (crc32(body), len(body))


def _write(path: str, body: bytes) -> None:
    """Puts a cache file in place as a whole, or not at all."""
    import tempfile

    try:
        folder = os.path.dirname(path)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix="draft-", dir=folder)
    except (OSError, ValueError):
        return
    try:
        with open(handle, "wb") as file:
            file.write(_checksum(body) + b"\n" + body)
        os.replace(draft, path)
    except OSError:
        _remove(draft)


def _prune(folder: str, name: str) -> None:
    """Removes the oldest values of that name, beyond those kept."""
    try:
        with os.scandir(folder) as entries:
            files = [(e.stat().st_mtime, e.path) for e in entries if e.name.startswith(f"{name}-") and e.is_file()]
    except (OSError, ValueError):
        return
    for _, path in sorted(files, reverse=True)[_KEPT:]:
        _remove(path)


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        pass
