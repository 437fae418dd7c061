"""Where the rules of a pack are: the national ones in govlint's own folder, an agency's in a folder with a ``pack.yaml``.

A pack may rest on another one (``extends``), in the end on the national rules.  Nothing outside its folder is ever read for it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from gov_lint import checks
from gov_lint.resources import resource_path
from gov_lint.yamlfile import Document, Mistake, Path, near, read_kept

if TYPE_CHECKING:
    from hashlib import _Hash

MANIFEST = "pack.yaml"
"""The file that makes a folder a pack."""
NATIONAL = "national"
"""The name of the national rules in ``extends``."""
PROFILES = "profiles"
"""The folder of a pack that holds its named profiles."""
MOST_FILES = 2_000
"""How many files with rules or profiles a pack may have."""
_MOST_BYTES = 20_000_000
"""How long they may be together."""
_MOST_ENTRIES = 20_000
"""How many names a pack's folders may hold, whatever they are."""
_MOST_LEVELS = 8
"""How deep its folders may be nested."""
MOST_PACKS = 16
"""How many packs may be loaded at once."""
_MANIFEST_KEYS = ("name", "extends", "profile", "rules")
_NAME_LENGTH = 100


class PackError(Exception):
    """The mistakes in rule files, each with its file and line."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(mistake.in_("en") for mistake in self.mistakes))


class Home(NamedTuple):
    """The folder of a pack.  ``shown`` is what messages call it; the national one has no manifest."""

    folder: str
    shown: str
    manifest: Document | None = None

    @property
    def foreign(self) -> bool:
        """Whether this is an agency's own pack."""
        return self.manifest is not None


class File(NamedTuple):
    """A file of a pack: what messages call it, where it is, and what tells whether it has changed (its size first)."""

    name: str
    path: str
    stamp: str


def national() -> Home:
    """The national rules."""
    return Home(resource_path("rules"), "")


def homes(folders: Sequence[str]) -> tuple[list[Home], list[Mistake]]:
    """The packs in these folders and those that they rest on, each once and after what it rests on, the national rules first; and what is
    wrong with their descriptions."""
    found: dict[str, Home] = {}
    mistakes: list[Mistake] = []
    for folder in folders:
        _add(folder, None, (), found, mistakes)
    return [national(), *found.values()], mistakes


def _add(
    shown: str,
    said: tuple[Document, str] | None,
    below: tuple[str, ...],
    found: dict[str, Home],
    mistakes: list[Mistake],
) -> None:
    """Adds a pack after what it rests on.  ``said`` is the manifest that names it, ``below`` are the packs that rest on it."""
    folder = os.path.realpath(shown)
    manifest = os.path.join(folder, MANIFEST)
    words = None
    if folder in below:
        words = f"{shown} 绕了一圈又以自己为基础", f"{shown} rests on itself in the end"
    elif not os.path.isfile(manifest):
        words = f"{shown} 中没有 {MANIFEST}，不是规则包", f"{shown} holds no {MANIFEST}: it is no rule pack"
    elif len(found) + len(below) >= MOST_PACKS:
        words = f"规则包超过 {MOST_PACKS} 个", f"there are more than {MOST_PACKS} packs"
    if words:
        mistakes.append(said[0].mistake(("extends",), *words) if said else Mistake(shown, 1, *words))
    if words or folder in found:
        return
    name = _joined(shown, MANIFEST)
    if os.path.islink(manifest):
        mistakes.append(Mistake(name, 1, *_LINK))
        return
    document, wrong = read_kept(manifest, name)
    wrong = wrong or document.mistakes(_wrong_manifest(document))
    mistakes += wrong
    base = document.data.get("extends", NATIONAL) if isinstance(document.data, dict) and not wrong else NATIONAL
    if base != NATIONAL:
        _add(_joined(shown, base), (document, base), (*below, folder), found, mistakes)
    found[folder] = Home(folder, shown, document if not wrong else Document(name, {}))


def _joined(folder: str, name: str) -> str:
    return os.path.normpath(os.path.join(folder, name)).replace(os.sep, "/")


def _wrong_manifest(document: Document) -> Iterator[tuple[Path, str, str]]:
    data = document.data
    if not isinstance(data, dict):
        yield (), "规则包说明应当是“键: 值”的形式", "a pack's description is a mapping"
        return
    for key in data:
        if key not in _MANIFEST_KEYS:
            zh, en = near(key, _MANIFEST_KEYS)
            yield (key,), f"没有 {key!r} 这个键{zh}", f"unknown key {key!r}{en}"
    name = data.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > _NAME_LENGTH:
        yield ("name",), "name 应当是规则包的名称", "name is the name of the pack"
    base = data.get("extends", NATIONAL)
    if not isinstance(base, str) or not base or os.path.isabs(base):
        words = (
            f"extends 只能是 {NATIONAL}，或者另一个规则包的相对路径",
            f"extends is {NATIONAL}, or the relative path of another pack",
        )
        yield ("extends",), *words
    if not isinstance(data.get("rules", {}), dict):
        yield ("rules",), "rules 应当是“规则: 改动”的形式", "rules is a mapping of rules to changes"
    if not isinstance(data.get("profile", ""), str):
        yield ("profile",), "profile 应当是一个名称", "profile is a name"


_LINK = "规则包中不能有符号链接", "a pack holds no symbolic links"


def files(home: Home, mistakes: list[Mistake]) -> list[File]:
    """The files with rules and profiles of a pack, in the order of their names.  What is wrong with others is added to the mistakes."""
    found = sorted(_walk(home, home.folder, "", [_MOST_ENTRIES], mistakes))
    if len(found) > MOST_FILES:
        words = f"规则文件超过 {MOST_FILES:,} 个", f"there are more than {MOST_FILES:,} rule files"
        mistakes.append(Mistake(home.shown, 1, *words))
        return []
    if sum(int(file.stamp.split()[0]) for file in found) > _MOST_BYTES:
        words = (
            f"规则文件合计超过 {_MOST_BYTES:,} 字节",
            f"the rule files are longer than {_MOST_BYTES:,} bytes together",
        )
        mistakes.append(Mistake(home.shown, 1, *words))
        return []
    return found


def _walk(home: Home, folder: str, inner: str, left: list[int], mistakes: list[Mistake]) -> Iterator[File]:
    """The files in a folder of a pack and below.  ``left`` counts the names that may still come."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                left[0] -= 1
                if left[0] < 0:
                    break
                if not entry.name.startswith("."):
                    yield from _entry(home, entry, inner, left, mistakes)
    except OSError as error:
        reason = error.strerror or str(error)
        mistakes.append(Mistake(_joined(home.shown, inner), 1, f"无法读取：{reason}", f"it cannot be read: {reason}"))
    if left[0] < 0 and not inner:
        words = f"目录中的文件超过 {_MOST_ENTRIES:,} 个", f"the folder holds more than {_MOST_ENTRIES:,} files"
        mistakes.append(Mistake(home.shown, 1, *words))


def _entry(home: Home, entry: os.DirEntry[str], inner: str, left: list[int], mistakes: list[Mistake]) -> Iterator[File]:
    inside = f"{inner}/{entry.name}" if inner else entry.name
    name = _joined(home.shown, inside) if home.shown else inside
    words = None
    if home.foreign and entry.is_symlink():
        words = _LINK
    elif entry.is_dir():
        if inside.count("/") >= _MOST_LEVELS:
            words = f"目录嵌套超过 {_MOST_LEVELS} 层", f"folders are nested deeper than {_MOST_LEVELS} levels"
        else:
            yield from _walk(home, entry.path, inside, left, mistakes)
    elif entry.name.endswith(".yml"):
        words = "文件名应当以 .yaml 结尾", "the file's name ends in .yaml"
    elif entry.name.endswith(".yaml"):
        found = entry.stat()
        if inside == MANIFEST:
            pass
        elif not inner:
            words = "规则文件应当放在以类别命名的目录中", "a rule's file stands in a folder named after its family"
        elif not stat.S_ISREG(found.st_mode):
            words = "不是普通文件", "this is no regular file"
        else:
            stamp = f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
            yield File(name, entry.path, stamp)
    if words:
        mistakes.append(Mistake(name, 1, *words))


def kinds_stamp() -> list[str]:
    """What tells whether the kinds of check have changed, which rules are checked against, or the modules that make data of rules."""
    with os.scandir(checks.__path__[0]) as entries:
        found = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py")]
    found += [(name, os.stat(path)) for name, path in _makers() if os.path.isfile(path)]
    return sorted(f"{name} {stamp.st_size} {stamp.st_mtime_ns}" for name, stamp in found)


def _makers() -> list[tuple[str, str]]:
    """The modules that make the data of a pack, with their files: another edition of them makes other data of the same rules."""
    return [(name, os.path.join(os.path.dirname(__file__), name)) for name in ("packbuild.py", "rulefile.py")]


def digest_of(packs: Iterable[tuple[Home, Iterable[File]]]) -> str:
    """The SHA-256 of the kinds of check, of what makes data of rules and of all that packs hold, by the names of their files."""
    from hashlib import sha256

    digest = sha256()
    for folder in checks.__path__:
        for path in sorted(os.listdir(folder)):
            if path.endswith(".py"):
                _take(digest, path, os.path.join(folder, path))
    for name, path in _makers():
        _take(digest, name, path)
    for home, held in packs:
        digest.update(f"{home.folder}\0{home.manifest}\0".encode("utf-8", "replace"))
        for file in held:
            _take(digest, file.name, file.path)
    return digest.hexdigest()


def _take(digest: _Hash, name: str, path: str) -> None:
    try:
        with open(path, "rb") as file:
            body = file.read()
    except OSError:  # said by whoever reads it for its rules
        body = b""
    digest.update(f"{name}\0{len(body)}\0".encode("utf-8", "replace") + body)


def is_profile(home: Home, file: File) -> bool:
    """Whether a file holds a profile: those in the folder for them."""
    return os.path.dirname(file.path) == os.path.join(home.folder, PROFILES)
