"""The files that hold settings: ``govlint.yaml``, or ``[tool.govlint]`` in ``pyproject.toml``, and those that they extend."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from gov_lint.settings.keys import FILES, OVERRIDES, listed, wrong
from gov_lint.yamlfile import MOST_BYTES, Document, Mistake, Path, read_kept

NAME = "govlint.yaml"
"""The name of a settings file."""
PYPROJECT = "pyproject.toml"
"""The file that has settings in a table among those of other tools."""
MOST_FILES = 32
"""How many files one may extend, directly or not."""
MOST_LEVELS = 8
"""How long a chain of files that extend one another may be."""

_TABLE = rb"""(?m)^[ \t]*(?:\[{1,2}[ \t]*)?(?:["']?tool["']?[ \t]*\.[ \t]*)?["']?govlint["']?[ \t]*(?:[\].=]|\r?$)"""
"""What may be the beginning of a table ``tool.govlint``, in any of TOML's spellings."""


class Held(NamedTuple):
    """What one settings file holds, and of that what has nothing wrong with it."""

    path: str
    document: Document
    data: Mapping[str, Any]

    @property
    def home(self) -> str:
        """The folder that paths in it are told from."""
        return os.path.dirname(self.path)


def nearest(folder: str) -> str:
    """The settings file of a folder or the nearest one above; empty where there is none."""
    while True:
        for path in (os.path.join(folder, NAME), os.path.join(folder, PYPROJECT)):
            if os.path.isfile(path) and (path.endswith(NAME) or has_table(path)):
                return path
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def has_table(path: str) -> bool:
    """Whether a ``pyproject.toml`` has settings for govlint."""
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        return False
    if b"govlint" not in data or not re.search(_TABLE, data):
        return False
    document, mistakes = _document(path)
    return bool(mistakes) or document.data not in (None, {})


def shadowed(path: str) -> str:
    """The ``pyproject.toml`` beside a ``govlint.yaml`` whose settings are not used for that reason; empty where there is none."""
    other = os.path.join(os.path.dirname(path), PYPROJECT)
    return shown(other) if os.path.basename(path) == NAME and os.path.isfile(other) and has_table(other) else ""


def read_all(path: str) -> tuple[list[Held], list[Mistake]]:
    """What a settings file and all that it extends hold, the file itself last; and all that is wrong with them."""
    found: list[Held] = []
    mistakes: list[Mistake] = []
    _read(path, (), found, mistakes)
    return found, mistakes


def _read(path: str, above: tuple[str, ...], found: list[Held], mistakes: list[Mistake]) -> None:
    """Reads a file after those that it extends.  ``above`` are the files that lead to it."""
    path = os.path.abspath(path)
    document, here = _document(path)
    faults = [] if here else list(wrong(document.data))
    mistakes += here or document.mistakes(faults)
    data = _without(document.data, [at for at, _, _ in faults])
    held = Held(path, document, data)
    above = (*above, os.path.realpath(path))
    for number, other in enumerate(listed(data.get("extends", []))):
        target = os.path.join(held.home, other)
        words = _unfit(target, above, len(found))
        if words:
            at = ("extends", str(number)) if isinstance(data["extends"], list) else ("extends",)
            mistakes.append(document.mistake(at, f"extends：{other} {words[0]}", f"extends: {other} {words[1]}"))
        else:
            _read(target, above, found, mistakes)
    found.append(held)


def _without(data: Any, paths: Iterable[Path]) -> dict[str, Any]:
    """What a file holds less the values at which something is wrong; an override of which nothing is left is an empty one."""
    if not isinstance(data, dict):
        return {}
    found = dict(data)
    for path in paths:
        if path[0] == OVERRIDES and len(path) > 1:
            items = list(found[OVERRIDES])
            number = int(path[1])
            whole = len(path) < 3 or path[2] == FILES
            items[number] = {} if whole else {key: item for key, item in items[number].items() if key != path[2]}
            found[OVERRIDES] = items
        else:
            found.pop(path[0], None)
    return found


def _unfit(target: str, above: tuple[str, ...], count: int) -> tuple[str, str] | None:
    """Why a file cannot be extended; None where it can."""
    if not os.path.isfile(target):
        return "不存在，或者不是文件（从本文件所在目录算起）", "is no file (told from this file's folder)"
    if os.path.realpath(target) in above:
        return "又回到了它自己", "leads back to itself"
    if len(above) >= MOST_LEVELS or count >= MOST_FILES:
        zh = f"不再读取：最多 {MOST_LEVELS} 层、{MOST_FILES} 个文件"
        return zh, f"is not read: there are {MOST_LEVELS} levels and {MOST_FILES} files at most"
    return None


def _document(path: str) -> tuple[Document, list[Mistake]]:
    """What one file holds."""
    name = shown(path)
    if not path.endswith(".toml"):
        return read_kept(path, name)
    return read_kept(path, name, _project if os.path.basename(path) == PYPROJECT else _plain)


def _project(data: bytes, name: str) -> tuple[Document, list[Mistake]]:
    from gov_lint.settings.tomlfile import parse

    return parse(data, name, ("tool", "govlint"))


def _plain(data: bytes, name: str) -> tuple[Document, list[Mistake]]:
    from gov_lint.settings.tomlfile import parse

    return parse(data, name)


def shown(path: str) -> str:
    """A path as messages show it: relative to the current folder where it is below it."""
    path = os.path.abspath(path)
    return path.removeprefix(os.path.join(os.path.abspath(os.curdir), ""))
