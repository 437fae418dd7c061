"""The texts of open documents, as an editor's edits leave them, and places in the units that editors count in.

Lines end as the protocol says: with ``\\n``, ``\\r\\n`` or ``\\r``, and with nothing else.  A text may hold halves of surrogate pairs while an edit is
under way; two halves that meet become one character again.
"""

from __future__ import annotations

import re

from gov_lint.nouns import Place, Source

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
"""The units that columns may be counted in."""
_CODECS = {UTF8: "utf-8", UTF16: "utf-16-le"}
_WIDTHS = {UTF8: 1, UTF16: 2}
_END = re.compile(r"\r\n|\r|\n")
_HALF = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"

Point = tuple[int, int]
"""A line and a column of the protocol: both from 0, the column in the client's units."""


def units(text: str, encoding: str) -> int:
    """How many units a text has."""
    if encoding == UTF32 or text.isascii():
        return len(text)
    return len(text.encode(_CODECS[encoding], "surrogatepass")) // _WIDTHS[encoding]


def cut(line: str, column: int, encoding: str) -> tuple[str, str]:
    """The parts of a line before and after a column; one beyond its end is its end.  In UTF-16 a character may be cut into its halves, in UTF-8 the
    cut is before it."""
    column = max(column, 0)
    if encoding == UTF32 or line.isascii():
        return line[:column], line[column:]
    codec, at = _CODECS[encoding], column * _WIDTHS[encoding]
    data = line.encode(codec, "surrogatepass")
    while encoding == UTF8 and at < len(data) and data[at] & 0xC0 == 0x80:
        at -= 1
    return data[:at].decode(codec, "surrogatepass"), data[at:].decode(codec, "surrogatepass")


def _joined(text: str) -> str:
    """A text whose surrogates that make a pair are one character."""
    return (
        text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass") if _HALF.search(text) else text
    )


def edited(text: str, start: Point, end: Point, new: str, encoding: str) -> str:
    """A text with what stands between two points replaced; points outside the text are its nearest ones."""
    if end < start:
        start, end = end, start
    ends = [match.span() for match in _END.finditer(text)]
    before, _ = _parted(text, ends, start, encoding)
    _, after = _parted(text, ends, end, encoding)
    return _joined(before + new + after)


def _parted(text: str, ends: list[tuple[int, int]], point: Point, encoding: str) -> tuple[str, str]:
    """The text before and after a point; ``ends`` are the ends of its lines."""
    line, column = point
    if line < 0:
        return "", text
    if line > len(ends):
        return text, ""
    first = ends[line - 1][1] if line else 0
    last = ends[line][0] if line < len(ends) else len(text)
    before, after = cut(text[first:last], column, encoding)
    return text[:first] + before, after + text[last:]


def end_of(text: str, encoding: str) -> Point:
    """The point after the last character of a text."""
    ends = list(_END.finditer(text))
    return len(ends), units(text[ends[-1].end() if ends else 0 :], encoding)


def readable(text: str) -> str:
    """A text as readers take it: lines end with ``\\n`` only; halves of pairs, which no file can hold, and a byte order mark are replaced by signs
    of the same width."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("\ufeff"):
        text = " " + text[1:]
    return _HALF.sub(_REPLACEMENT, text)


def points(source: Source, place: Place, encoding: str) -> tuple[Point, Point]:
    """Where a place begins and ends for a client."""
    start = _point(source, place.line, place.column, encoding)
    end = _point(source, place.end_line, place.end_column, encoding)
    return start, max(start, end)


def _point(source: Source, line: int, column: int, encoding: str) -> Point:
    before = source.file_line(line)[: max(column - 1, 0)]
    return max(line - 1, 0), units(before, encoding)


def position(source: Source, point: Point, encoding: str) -> tuple[int, int]:
    """The line and the column in code points, both from 1, that a client's point means."""
    line, column = point
    return line + 1, len(cut(source.file_line(line + 1), column, encoding)[0]) + 1


def covers(place: Place, line: int, column: int) -> bool:
    """Whether a line and a column are in a place, or at its end."""
    return (place.line, place.column) <= (line, column) <= (place.end_line, place.end_column)
