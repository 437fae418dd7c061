"""What a terminal needs: widths, colours, broken lines, and characters of a report that must not reach it as they are.

A text's *cells* are the columns it takes on the screen: two for a Chinese character, as :mod:`rich.cells` measures them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TextIO

from rich.cells import cell_len as cell_len

DEFAULT_WIDTH = 100
"""Cells a line, where the output is no terminal."""
NARROWEST = 24
TAB = 4
"""Cells that a tab of a report is shown as, wherever it stands."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, directions, zero-width characters and half characters: what a terminal would obey, or not show."""

_UNIT = re.compile(
    r"[ \t\n]+"
    r"|[（《〈“‘〔「『【]*(?:[!-~]+|[^ \t\n])[，。、；：！？）》〉”’〕」』】%…]*"
)
"""What stays together when lines are broken: an ASCII word, or a character with the punctuation that clings to it."""


class Screen(NamedTuple):
    """Where text goes: how many cells a line has, and whether colours are understood."""

    width: int = DEFAULT_WIDTH
    colour: bool = False

    def paint(self, text: str, *styles: str) -> str:
        """The text in those styles (names of ``STYLES``), or as it is where there are no colours."""
        codes = ";".join(STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colour and codes and text else text


STYLES = {
    "bold": "1",
    "dim": "2",
    "underline": "4",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "good": "1;32",
    "place": "36",
}
"""The styles there are, with their ANSI codes; those named like a severity are for it."""


def screen_of(stream: TextIO | None, colour: str = "auto") -> Screen:
    """The screen that a stream writes to.  ``colour`` is ``always``, ``never`` or ``auto``; then NO_COLOR and FORCE_COLOR decide, and
    whether it is a terminal."""
    tty = bool(stream) and _is_terminal(stream)
    return Screen(_width(stream if tty else None), _wants_colour(colour, tty))


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _wants_colour(choice: str, tty: bool) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return tty and os.environ.get("TERM") != "dumb"


def _width(terminal: TextIO | None) -> int:
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given[:6]) > 0:
        return max(int(given[:6]), NARROWEST)
    try:
        width = os.get_terminal_size(terminal.fileno()).columns if terminal else DEFAULT_WIDTH
    except (OSError, ValueError):
        width = DEFAULT_WIDTH
    return max(width or DEFAULT_WIDTH, NARROWEST)


def visible(text: str) -> str:
    """The text with what a terminal would obey or hide written out, such as ``\\x1b``.  Tabs stay."""
    return _UNSEEN.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def wrap(text: str, width: int, first: int | None = None) -> list[str]:
    """The text in lines of at most ``width`` cells, the first of at most ``first``.  Chinese breaks between any two characters, but no
    line begins with closing punctuation."""
    return list(_wrapped(text, width, first))


@lru_cache(maxsize=512)  # the same clauses are cited again and again
def _wrapped(text: str, width: int, first: int | None) -> tuple[str, ...]:
    lines: list[str] = []
    line, used, room = "", 0, width if first is None else first
    for unit, cells in _units(text, width):
        if line and used + cells > room:
            lines.append(line.rstrip())
            line, used, room = "", 0, width
        if line or unit != " ":
            line += unit
            used += cells
    return (*lines, line.rstrip())


def _units(text: str, width: int) -> Iterator[tuple[str, int]]:
    """What may not be broken, with its cells: words, characters, single blanks."""
    for match in _UNIT.finditer(text):
        unit = match.group()
        if unit.isspace():
            yield " ", 1
        elif (cells := cell_len(unit)) <= width:
            yield unit, cells
        else:
            yield from ((char, cell_len(char)) for char in unit)


def pad(text: str, width: int) -> str:
    """The text with spaces up to that many cells."""
    return text + " " * (width - cell_len(text))


class Excerpt(NamedTuple):
    """A line of a report as shown: what is before the marked words, these, and what is after; and the cells of the first two."""

    before: str
    marked: str
    after: str
    indent: int
    length: int


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """The part of a line around the characters from ``start`` to ``end`` that fits into ``width`` cells, with … where it is cut."""
    start = min(max(start, 0), len(line))
    end = min(max(end, start), len(line))
    margin = len(line[:start]) - len(line[:start].lstrip())
    room = max(width - 4, 8)  # … may take two cells on a Chinese terminal, once on each side
    marked, used = _taken(line[start:end], room)
    cut = marked < end - start
    right, _ = _taken(line[end:], room - used) if not cut else (0, 0)
    left = _taken_back(line[margin:start], room - used - min(_cells(line[end : end + right]), (room - used) * 2 // 3))
    right = 0 if cut else _taken(line[end:], room - used - _cells(line[start - left : start]))[0]
    before = ("…" if start - left > margin else "") + _shown(line[start - left : start])
    words = _shown(line[start : start + marked]) + ("…" if cut else "")
    tail = line[end + right :] if not cut else ""
    after = _shown(line[end : end + right]).rstrip() + ("…" if tail.strip() else "")
    return Excerpt(before, words, after if not cut else "", cell_len(before), max(cell_len(words), 1))


def _shown(text: str) -> str:
    return visible(text).replace("\t", " " * TAB)


@lru_cache(maxsize=2048)
def _cells(text: str) -> int:
    """How many cells a text takes as shown; most are single characters, asked for again and again."""
    return cell_len(_shown(text))


def _taken(text: str, room: int) -> tuple[int, int]:
    """How many characters from the front fit into that many cells, and the cells they take."""
    used = 0
    for count, sign in enumerate(text[: room + 1]):
        cells = _cells(sign)
        if used + cells > room:
            return count, used
        used += cells
    return min(len(text), room + 1), used


def _taken_back(text: str, room: int) -> int:
    """How many characters from the end fit into that many cells."""
    return _taken(text[: -room - 2 : -1], room)[0] if text and room > 0 else 0
