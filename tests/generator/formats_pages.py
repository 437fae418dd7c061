"""A document laid out on pages: lines of text, and ruled tables with wrapped labels that go on over page breaks.  All lengths in millimetres."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.generator.formats import Document, Grid, Text, placed
from tests.generator.layouts import width, wrap

WIDTH, HEIGHT = 210.0, 297.0
LEFT, TOP = 25.0, 28.0
_INNER = WIDTH - 2 * LEFT
_BOTTOM = HEIGHT - 28.0
_BODY, _CELL = 4.2, 3.2
"""The sizes of the type in the text and in tables."""
_COLUMNS = {2: (46.0, 38.0, 38.0, 38.0), 3: (9.0, 17.0, 36.0), 4: ()}
"""The widths of a table's first columns; the others share the rest."""


class Line(NamedTuple):
    """A line of text: where its first sign's box begins (from the page's top left corner), the size of the type, the words."""

    x: float
    y: float
    size: float
    text: str


class Rule(NamedTuple):
    """A ruled line, level or upright."""

    x: float
    y: float
    x_end: float
    y_end: float


@dataclass
class Page:
    """A page."""

    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def pages(document: Document, rng: random.Random) -> list[Page]:
    """The pages of a document, with page numbers."""
    printer = _Printer(repeat=rng.random() < 0.5, number=rng.choice(["- {} -", "— {} —", "第 {} 页", "{}"]))
    for part in document.parts:
        if isinstance(part, Grid):
            printer.grid(part)
        else:
            printer.text(part)
    return printer.finished()


class _Printer:
    def __init__(self, *, repeat: bool, number: str) -> None:
        self.repeat, self.number = repeat, number
        self.pages = [Page()]
        self.y = TOP

    def finished(self) -> list[Page]:
        """The pages, each with its number."""
        for at, page in enumerate(self.pages, 1):
            text = self.number.format(at)
            page.lines.append(Line((WIDTH - len(text) * 2) / 2, HEIGHT - 18, 3.5, text))
        return self.pages

    def turn(self) -> None:
        """Begins a page."""
        self.pages.append(Page())
        self.y = TOP

    def text(self, part: Text) -> None:
        """A paragraph, wrapped."""
        size = 5.6 if part.kind == "title" else _BODY
        for text in part.text.split("\n"):
            indent = 4 if part.kind == "para" else 0
            for at, line in enumerate(wrap(text, int(_INNER / size * 2), indent)):
                if self.y + size * 1.8 > _BOTTOM:
                    self.turn()
                long = width(line) * size / 2
                x = LEFT + (indent * size / 2 if at == 0 else 0)
                if part.kind == "title":
                    x = LEFT + (_INNER - long) / 2
                elif part.kind == "sign":
                    x = LEFT + _INNER - long
                self.pages[-1].lines.append(Line(x, self.y, size, line))
                self.y += size * 1.8

    def grid(self, grid: Grid) -> None:
        """A table; where a page is full, it goes on upon the next one, perhaps with its heads again."""
        edges = _edges(grid)
        lines = {
            (row, column): _wrapped(box.text, edges[column + box.colspan - 1] - edges[column - 1])
            for row, column, box in placed(grid)
        }
        heights = [7.0] * len(grid.rows)
        for row, column, box in placed(grid):
            if box.rowspan == 1:
                heights[row - 1] = max(heights[row - 1], len(lines[row, column]) * _CELL * 1.25 + 2)
        for row, column, box in placed(grid):
            lack = len(lines[row, column]) * _CELL * 1.25 + 2 - sum(heights[row - 1 : row - 1 + box.rowspan])
            if lack > 0:
                heights[row + box.rowspan - 2] += lack
        first, heads = 0, grid.heads
        while first < len(grid.rows):
            repeated = heads if first and self.repeat else 0
            used = self.y + sum(heights[:repeated])
            last = first
            while last < len(grid.rows) and (used + heights[last] <= _BOTTOM or (last == first and self.y == TOP)):
                used += heights[last]
                last += 1
            if last == first or (first < heads and last <= heads and last < len(grid.rows)):
                self.turn()
                continue
            if repeated:
                self.stretch(grid, edges, heights, lines, 0, repeated)
            self.stretch(grid, edges, heights, lines, first, last)
            if last < len(grid.rows):
                self.turn()
            first = last
        self.y += 4

    def stretch(
        self,
        grid: Grid,
        edges: list[float],
        heights: list[float],
        lines: dict[tuple[int, int], list[str]],
        first: int,
        last: int,
    ) -> None:
        """The rows of a table from the first to before the last one, on this page.  A cell's words stand where it begins."""
        page = self.pages[-1]
        tops = [self.y]
        for height in heights[first:last]:
            tops.append(tops[-1] + height)
        for row, column, box in placed(grid):
            begin, end = max(row - 1, first), min(row - 1 + box.rowspan, last)
            if begin >= end:
                continue
            x, right = edges[column - 1], edges[column + box.colspan - 1]
            y, below = tops[begin - first], tops[end - first]
            page.rules += [
                Rule(x, y, right, y),
                Rule(x, below, right, below),
                Rule(x, y, x, below),
                Rule(right, y, right, below),
            ]
            if begin != row - 1:
                continue
            shown = lines[row, column]
            start = y + max((below - y - len(shown) * _CELL * 1.25) / 2, 0.5)
            for at, text in enumerate(shown):
                long = width(text) * _CELL / 2
                page.lines.append(Line(x + max((right - x - long) / 2, 0.5), start + at * _CELL * 1.25, _CELL, text))
        self.y = tops[-1]


def _edges(grid: Grid) -> list[float]:
    """The places of a table's upright lines."""
    widths = list(_COLUMNS[grid.section])[: grid.columns]
    rest = grid.columns - len(widths)
    widths += [(_INNER - sum(widths)) / rest] * rest if rest else []
    found = [LEFT]
    for one in widths:
        found.append(found[-1] + one)
    return found


def _wrapped(text: str, room: float) -> list[str]:
    """A cell's words in lines."""
    return (
        [line for part in text.split("\n") for line in wrap(part, max(int((room - 1.5) / _CELL * 2), 2))]
        if text
        else []
    )
