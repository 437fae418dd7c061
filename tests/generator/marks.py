"""Marks: invisible characters that travel with words through every layout and tell where the words came to stand."""

from __future__ import annotations

import re
from typing import NamedTuple

_BASE = 0xF0000
_ids: dict[str, int] = {}
_keys: list[str] = []

MARK = re.compile("[\U000f0000-\U000fffff]")


class Spot(NamedTuple):
    """Where marked words stand: lines and columns from 1; the end is that of the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


def marked(text: str, key: str) -> str:
    """The text between two marks of that key."""
    if key not in _ids:
        _ids[key] = len(_keys)
        _keys.append(key)
    begin = _BASE + 2 * _ids[key]
    return f"{chr(begin)}{text}{chr(begin + 1)}"


def bare(text: str) -> str:
    """The text without marks."""
    return MARK.sub("", text)


def settle(text: str) -> tuple[str, dict[str, list[Spot]]]:
    """The text without marks, and where the words of each key stand."""
    out: list[str] = []
    line, column = 1, 1
    last = (1, 1)
    waiting: list[str] = []
    started: dict[str, tuple[int, int]] = {}
    seen: dict[str, tuple[int, int]] = {}
    spots: dict[str, list[Spot]] = {}
    for char in text:
        code = ord(char) - _BASE
        if 0 <= code < 0x10000:
            key = _keys[code // 2]
            if code % 2 == 0:
                waiting.append(key)
                started[key] = (line, column)
            else:
                if key in waiting:  # nothing visible between the marks
                    waiting.remove(key)
                    at = started[key]
                    spots.setdefault(key, []).append(Spot(*at, *at))
                else:
                    spots.setdefault(key, []).append(Spot(*seen[key], *last))
            continue
        if waiting and not char.isspace():
            for key in waiting:
                seen[key] = (line, column)
            waiting.clear()
        out.append(char)
        if not char.isspace():
            last = (line, column)
        if char == "\n":
            line, column = line + 1, 1
        else:
            column += 1
    return "".join(out), spots
