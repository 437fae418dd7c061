"""Tables without drawn lines: words that wrap within a cell are put into the printed line of their row, so that each line reads as a row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gov_lint.readers.geometry_glyphs import Glyph

_NUMBER = re.compile(r"-?\d[\d.,]*|[-—/]")
_LEAST = 3
"""A printed line that ends with so many numbers, far apart, is a row of a table."""
_HEADS = 8
"""The heads of a table are at most so many printed lines."""

_Row = list[Glyph]


def runs_of(row: Sequence[Glyph], em: float) -> Iterator[Sequence[Glyph]]:
    """The stretches of a line between wide gaps."""
    begin = 0
    for at in range(1, len(row)):
        if row[at].left - row[at - 1].right > 1.2 * em:
            yield row[begin:at]
            begin = at
    yield row[begin:]


def settled(rows: list[_Row], em: float) -> list[_Row]:
    """The printed lines of a page, with the wrapped words of its tables' heads and labels in one line each."""
    numbers = {at: columns for at, row in enumerate(rows) if (columns := _numbers(row, em))}
    if not numbers:
        return rows
    rows = [list(row) for row in rows]
    last = -_HEADS
    for at, columns in numbers.items():
        first = columns[0][0].left
        if at - last > 3:
            _join_heads(rows, at, columns, em)
        if rows[at] and rows[at][0].left >= first:
            _join_label(rows, at, first, numbers, em)
        last = at
    return [row for row in rows if row]


def _numbers(row: _Row, em: float) -> list[Sequence[Glyph]]:
    """The numbers that end a row of a table; none for other lines."""
    if len(row) < _LEAST or not _NUMBER.fullmatch(row[-1].text):
        return []
    runs = list(runs_of(row, em))
    at = len(runs)
    while at and _NUMBER.fullmatch("".join([glyph.text for glyph in runs[at - 1]])):
        at -= 1
    return runs[at:] if len(runs) - at >= _LEAST else []


def _center(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _join_heads(rows: list[_Row], at: int, columns: Sequence[Sequence[Glyph]], em: float) -> None:
    """Joins the heads above the first row of numbers, column by column, where they wrap."""
    places = [(run[0].left + run[-1].right) / 2 for run in columns]
    borders = [(a + b) / 2 for a, b in pairwise(places)]
    borders = [2 * places[0] - borders[0], *borders, 2 * places[-1] - borders[-1]]
    stacks: list[list[_Row]] = [[] for _ in columns]
    closed = [False] * len(columns)
    lowest, below = 0, rows[at][0].top
    for number in range(at - 1, max(at - 1 - _HEADS, -1), -1):
        row = rows[number]
        if not row or below - row[0].bottom > 1.5 * em:
            break
        below = row[0].top
        for part in _parts(row, borders):
            first, after = (bisect_right(borders, x) - 1 for x in (part[0].left, part[-1].right))
            if first < 0:
                continue
            first, after = min(first, len(columns) - 1), min(after, len(columns) - 1)
            stack = stacks[first]
            near = not stack or stack[-1][0].top - part[0].bottom < 0.7 * em
            if first == after and near and not closed[first]:
                stack.append(part)
                lowest = max(lowest, number)
            else:
                closed[first : after + 1] = [True] * (after + 1 - first)
    if any(len(stack) > 1 for stack in stacks):
        joined = [glyph for stack in stacks for part in reversed(stack) for glyph in part]
        taken = {id(glyph) for glyph in joined}
        for number in range(max(at - _HEADS, 0), at):
            rows[number] = [glyph for glyph in rows[number] if id(glyph) not in taken]
        rows[lowest] = _inserted(rows[lowest], joined)


def _parts(row: _Row, borders: Sequence[float]) -> Iterator[_Row]:
    """The words of a line of heads, parted where a gap lies between two columns."""
    part: _Row = []
    for glyph in row:
        if part and bisect_right(borders, _middle(part[-1])) != bisect_right(borders, _middle(glyph)):
            gap = glyph.left - part[-1].right
            if gap > 0.15 * (glyph.right - glyph.left):
                yield part
                part = []
        part.append(glyph)
    yield part


def _middle(glyph: Glyph) -> float:
    return (glyph.left + glyph.right) / 2


def _inserted(row: _Row, joined: _Row) -> _Row:
    """A line with more words in it, which stay together."""
    return [g for g in row if g.left < joined[0].left] + joined + [g for g in row if g.left >= joined[0].left]


def _join_label(rows: list[_Row], at: int, first: float, numbers: dict[int, list[Sequence[Glyph]]], em: float) -> None:
    """Puts the two halves of a label, above a row of numbers and below it, before the numbers."""
    middle = _center(rows[at][-1])
    halves = [
        [
            (number, part)
            for number in range(start, stop, step)
            if 0 <= number < len(rows) and rows[number] and number not in numbers
            for part in runs_of(rows[number], em)
            if part[-1].right < first and abs(_center(part[0]) - middle) < 1.2 * em
        ]
        for start, stop, step in ((at - 1, at - 4, -1), (at + 1, at + 4, 1))
    ]
    pairs = [
        (upper, lower)
        for upper in halves[0]
        for lower in halves[1]
        if abs(2 * middle - _center(upper[1][0]) - _center(lower[1][0])) < 0.4 * em
        and upper[1][0].left < lower[1][-1].right
        and lower[1][0].left < upper[1][-1].right
    ]
    if not pairs:
        return
    upper, lower = max(pairs, key=lambda pair: pair[0][1][0].left)
    taken = {id(glyph) for _, part in (upper, lower) for glyph in part}
    for number, _ in (upper, lower):
        rows[number] = [glyph for glyph in rows[number] if id(glyph) not in taken]
    rows[at] = [*upper[1], *lower[1], *rows[at]]
