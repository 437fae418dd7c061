"""Regular expressions, compiled once and for all.

Compiling the patterns of a run takes longer than the rest of it, for a class of Chinese characters costs a millisecond.  What the compiler makes
of a pattern is therefore kept in the cache and handed to the engine as it is.  That is a short cut through the private parts of ``re``:
where anything about it is not as expected, the pattern is compiled as usual.
"""

from __future__ import annotations

import re
import sys
from array import array
from binascii import a2b_base64, b2a_base64
from functools import lru_cache
from typing import Any

from gov_lint import cache

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler as _sre_compiler  # type: ignore[attr-defined]
    from re import _parser as _sre_parser

    _MAGIC = f"{_sre.MAGIC} {_sre.CODESIZE}"
except (ImportError, AttributeError):  # pragma: no cover - another Python than CPython
    _MAGIC = ""

_KEY = f"{sys.version} {_MAGIC}".encode()
_new: dict[str, list[Any]] = {}


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern.  Flags are written in it, as in ``(?m)``."""
    if not _MAGIC:
        return re.compile(pattern)
    try:
        kept = _kept().get(pattern)
        if kept is None:
            kept = _new[pattern] = _code(pattern)
        flags, groups, names, code = kept
        numbers: list[str | None] = [None] * (groups + 1)
        for name, number in names.items():
            numbers[number] = name
        made: re.Pattern[str] = _sre.compile(
            pattern, flags, array("I", a2b_base64(code)).tolist(), groups, names, tuple(numbers)
        )
        return made
    except (AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        _new.pop(pattern, None)
        return re.compile(pattern)


def keep() -> None:
    """Puts the patterns that this run compiled into the cache, for the next one."""
    if _new:
        cache.store("patterns", _KEY, {**_kept(), **_new})
        _new.clear()


@lru_cache(maxsize=1)
def _kept() -> dict[str, list[Any]]:
    """The patterns in the cache: flags, number of groups, names of groups, code."""
    found = cache.load("patterns", _KEY)
    return found if isinstance(found, dict) and len(found) < 4096 else {}


def _code(pattern: str) -> list[Any]:
    """What the compiler makes of a pattern."""
    parsed = _sre_parser.parse(pattern, 0)
    code = array("I", map(int, _sre_compiler._code(parsed, 0)))
    state = parsed.state
    return [state.flags, state.groups - 1, state.groupdict, b2a_base64(code.tobytes(), newline=False).decode("ascii")]
