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


_PIECES = re.compile("([\U000f0000-\U000fffff])")


def settle(text: str) -> tuple[str, dict[str, list[Spot]]]:
    """The text without marks, and where the words of each key stand."""
    out: list[str] = []
    place = last = (1, 1)
    waiting: list[str] = []
    started: dict[str, tuple[int, int]] = {}
    seen: dict[str, tuple[int, int]] = {}
    spots: dict[str, list[Spot]] = {}
    for piece in _PIECES.split(text):
        if MARK.fullmatch(piece):
            key, end = divmod(ord(piece) - _BASE, 2)
            _mark(_keys[key], bool(end), place, last, waiting, started, seen, spots)
            continue
        lead = len(piece) - len(piece.lstrip())
        if lead < len(piece):
            for key_name in waiting:
                seen[key_name] = _after(place, piece[:lead])
            waiting.clear()
            last = _after(place, piece.rstrip()[:-1])
        out.append(piece)
        place = _after(place, piece)
    return "".join(out), spots


def _after(place: tuple[int, int], text: str) -> tuple[int, int]:
    """The place behind a text that begins at a place."""
    line, column = place
    lines = text.count("\n")
    return (line + lines, len(text) - text.rfind("\n")) if lines else (line, column + len(text))


def _mark(
    key: str,
    end: bool,
    place: tuple[int, int],
    last: tuple[int, int],
    waiting: list[str],
    started: dict[str, tuple[int, int]],
    seen: dict[str, tuple[int, int]],
    spots: dict[str, list[Spot]],
) -> None:
    """Notes where marked words begin, or keeps the spot of those that end."""
    if not end:
        waiting.append(key)
        started[key] = place
    elif key in waiting:  # nothing visible between the marks
        waiting.remove(key)
        spots.setdefault(key, []).append(Spot(*started[key], *started[key]))
    else:
        spots.setdefault(key, []).append(Spot(*seen[key], *last))
