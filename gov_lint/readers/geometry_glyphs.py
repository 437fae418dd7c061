"""Printed characters and drawn lines by their places, and what shows on a page between two characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gov_lint.readers.flow import Piece


class Glyph(NamedTuple):
    """One printed character, or a few that were printed together, and their box; y grows downward."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Stroke(NamedTuple):
    """A drawn line, or a filled rectangle as thin as one."""

    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    """One page as a person sees it, in any unit; ``number`` counts from 1, glyphs stand in the order in which they were printed."""

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    strokes: Sequence[Stroke]


class Spot(NamedTuple):
    """The origin of a piece of text: the number of its page, and its glyph."""

    page: int
    glyph: Glyph


_EM = 10.5
"""The size of a character where nothing on the page tells: the form is mostly printed in that many points."""
WIDE = "\u2e80"
"""Characters from here on are as wide as they are high."""
_LATIN = "\u2000"
"""Characters before this one stand in words with blanks between them."""


def em_of(glyphs: Sequence[Glyph], share: float = 0.5) -> float:
    """The size that so large a share of the characters do not exceed."""
    widths = [g.right - g.left for g in glyphs if len(g.text) == 1 and g.text > WIDE and g.right > g.left]
    if not widths:
        widths = [min(g.bottom - g.top, (g.right - g.left) * 2 / len(g.text)) for g in glyphs if g.bottom > g.top]
    return max(sorted(widths)[int(len(widths) * share)], 0.01) if widths else _EM


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs in printed lines from top to bottom, those of a line from left to right; what was printed twice stands once."""
    rows: list[list[Glyph]] = []
    middle = tallest = 0.0
    for glyph in sorted(glyphs, key=_middle):
        at, height = _middle(glyph), glyph.bottom - glyph.top
        if rows and at - middle < 0.35 * max(tallest, height):
            row = rows[-1]
            row.append(glyph)
            middle += (at - middle) / len(row)
            tallest = max(tallest, height)
        else:
            rows.append([glyph])
            middle, tallest = at, height
    return [_once(sorted(row, key=_left)) for row in rows]


def _middle(glyph: Glyph) -> float:
    return glyph.top + glyph.bottom


def _left(glyph: Glyph) -> float:
    return glyph.left


def _once(row: list[Glyph]) -> list[Glyph]:
    """A line without the characters that are printed again nearly on themselves, as some programs make bold ones."""
    if not any(b.text == a.text and b.left - a.left < 0.4 * (a.right - a.left) for a, b in pairwise(row)):
        return row
    kept = row[:1]
    for glyph in row[1:]:
        if not any(g.text == glyph.text and glyph.left - g.left < 0.4 * (g.right - g.left) for g in kept[-2:]):
            kept.append(glyph)
    return kept


def has_gap(before: Glyph, after: Glyph, em: float) -> bool:
    """Whether the page shows a blank between two glyphs of a line."""
    gap = after.left - before.right
    return gap > 0.22 * em and (gap > 0.6 * em or (before.text[-1] < _LATIN and after.text[0] < _LATIN))


def pieces_of(words: Iterable[Glyph | str], page: int, spots: bool) -> list[Piece]:
    if spots:
        return [Piece(w) if isinstance(w, str) else Piece(w.text, origin=Spot(page, w)) for w in words]
    return [Piece("".join([w if isinstance(w, str) else w.text for w in words]))]


def within(glyph: Glyph, boxes: list[tuple[float, float, float, float]]) -> bool:
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    return any(left <= x < right and top <= y < bottom for left, top, right, bottom in boxes)


def is_word(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
