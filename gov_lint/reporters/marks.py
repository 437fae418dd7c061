"""The text of a report as HTML: its lines with their numbers, rows of tabs as tables, and the places of findings marked.

Everything that comes from the text is escaped, and what would not be seen or would turn the page's writing around is written out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby, pairwise
from typing import NamedTuple

from gov_lint.nouns import SEVERITIES, Source
from gov_lint.terminal import visible

WHOLE = 150_000
"""Characters of a text up to which all of it is shown; of a longer one, the lines around marks."""
_BEGINNING = 12
"""Lines at the beginning of a long text that are shown all the same."""
_AROUND = 3
"""Lines before and after a mark that are shown of a long text."""
_MOST_LINES = 80
"""Lines over which a mark goes on."""
_LONG = 12_000
"""Characters of a line up to which all of it is shown …"""
_NEAR = 400
"""… and around each mark of a longer one."""
_MOST_CELLS = 60
"""Cells of a line that is shown as a row of a table."""
_WIDE = 38
"""Characters in a line of the page, roughly."""
_LINE, _TABLE, _GAP = "line", "table", "gap"


class Mark(NamedTuple):
    """A place that a finding is about: offsets in the source's text, the number that the finding has on the page, what a reader of the screen
    says of it, and whether it is shown as settled."""

    start: int
    end: int
    number: int
    severity: str
    label: str
    muted: bool = False


class Unit(NamedTuple):
    """A line of prose, the rows of a table, or a note about lines left out: its HTML, its height in lines, roughly, and the marks that
    begin in it."""

    html: str
    height: float
    begins: tuple[int, ...]


class _Range(NamedTuple):
    """What is shown as one run: the characters from ``start`` to ``end``, and the border before them (``before`` is ``start`` without one)."""

    before: int
    start: int
    end: int

    def touches(self, mark: Mark) -> bool:
        if mark.start == mark.end:
            return self.before <= mark.start <= self.end
        return mark.start < self.end + (self.start == self.end) and mark.end > self.before


def shown(text: str) -> str:
    """Words from anywhere, safe in HTML and in its attributes."""
    return escape(visible(text))


class MarkedText:
    """The text of one source with its marks.  ``key`` begins the names of all that can be linked to; ``words`` are ``omitted_lines``,
    ``omitted_signs``, ``blank`` and ``table``, for what is said beside the text; ``wanted`` are offsets whose lines are shown in any case.
    """

    def __init__(
        self, source: Source, marks: Sequence[Mark], key: str, words: Mapping[str, str], wanted: Collection[int] = ()
    ) -> None:
        self._source = source
        self._key = key
        self._words = words
        self._lines: dict[int, list[Mark]] = defaultdict(list)
        self._chips: set[int] = set()
        for mark in marks:
            first = self.line_of(mark.start)
            last = min(self.line_of(max(mark.end - 1, mark.start)), first + _MOST_LINES - 1)
            for line in range(first, last + 1):
                self._lines[line].append(mark)
        self._wanted = {self.line_of(offset) for offset in wanted}

    def line_of(self, offset: int) -> int:
        """The line of the text, from 1, in which a character stands."""
        return max(bisect_right(self._source.line_starts, offset), 1)

    def units(self, whole: bool) -> Iterator[Unit]:
        """The text from top to bottom; ``whole`` says that no line is left out."""
        for numbers, kind in _runs(self._kept(whole), self._source):
            if kind == _GAP:
                text = self._words["omitted_lines"].format(numbers[0], numbers[-1])
                yield Unit(f'<p class="gap">{text}</p>\n', 1, ())
            elif kind == _TABLE:
                yield self._table(numbers)
            else:
                yield from map(self._line, numbers)

    def _kept(self, whole: bool) -> list[int]:
        count = len(self._source.line_starts)
        if whole:
            end = count - (count > 1 and not self._source.line(count) and count not in self._lines)
            return list(range(1, end + 1))
        kept = {*range(1, _BEGINNING + 1), *self._wanted}
        for number in self._lines:
            kept.update(range(number - _AROUND, number + _AROUND + 1))
        return sorted(number for number in kept if 1 <= number <= count)

    def _line(self, number: int) -> Unit:
        start = self._source.line_starts[number - 1]
        line = self._source.line(number)
        before = set(self._chips)
        html = "".join(self._pieces(_Range(start, start, start + len(line)), self._lines.get(number, [])))
        name = ' class="e"' if not line.strip() and number not in self._lines else ""
        height = max(len(line) / _WIDE, 1) if line.strip() else 0.5
        begins = tuple(sorted(self._chips - before))
        return Unit(f"<p{name}{self._name(number)}{self._number(start)}>{html}</p>\n", height, begins)

    def _name(self, number: int) -> str:
        """What links to a line lead to."""
        return f' id="{self._key}L{number}"'

    def _number(self, start: int) -> str:
        """The number that is shown before the line that begins there: that of the file, where it has lines of its own."""
        return f' data-n="{self._source.position(start)[0]}"'

    def _pieces(self, run: _Range, marks: Iterable[Mark]) -> Iterator[str]:
        """A run with its marks: it is cut where one begins or ends, so that any of them may overlap."""
        begins: dict[int, list[tuple[int, Mark]]] = defaultdict(list)
        cuts = {run.start, run.end}
        for mark in marks:
            if run.touches(mark):
                start, end = max(mark.start, run.start), min(max(mark.end, run.start), run.end)
                begins[start].append((end, mark))
                cuts |= {start, end}
        over: list[tuple[int, Mark]] = []
        for cut, after in pairwise([*sorted(cuts), run.end]):
            points = [mark for end, mark in begins[cut] if end == cut]
            if points:
                yield f'<mark class="{_class(points)} z" title="{self._words["blank"]}"></mark>'
                yield from self._numbers(points)
            over = [each for each in (*over, *begins[cut]) if each[0] > cut]
            if after > cut:
                yield from self._stretch(cut, after, [mark for _, mark in over], run)
                yield from self._numbers([mark for end, mark in over if end == after])

    def _stretch(self, start: int, end: int, over: Sequence[Mark], run: _Range) -> Iterator[str]:
        if over:
            yield f'<mark class="{_class(over)}">{self._text(start, end)}</mark>'
        else:
            yield from self._plain(start, end, run)

    def _plain(self, start: int, end: int, run: _Range) -> Iterator[str]:
        """Unmarked characters; of very many in a long line, those next to what is marked."""
        if run.end - run.start <= _LONG or end - start <= 3 * _NEAR:
            yield self._text(start, end)
            return
        head, tail = start + _NEAR, end - _NEAR if end < run.end else end
        yield self._text(start, head)
        yield f'<i class="gap">{self._words["omitted_signs"].format(tail - head)}</i>'
        yield self._text(tail, end)

    def _text(self, start: int, end: int) -> str:
        """Some characters of the text; of a very long stretch, its beginning and its end."""
        if end - start <= _LONG:
            return shown(self._source.text[start:end])
        gap = f'<i class="gap">{self._words["omitted_signs"].format(end - start - 2 * _NEAR)}</i>'
        return shown(self._source.text[start : start + _NEAR]) + gap + shown(self._source.text[end - _NEAR : end])

    def _numbers(self, marks: Iterable[Mark]) -> Iterator[str]:
        """The numbers of findings behind their places, each a link to the finding, once."""
        for mark in marks:
            if mark.number not in self._chips:
                self._chips.add(mark.number)
                name = f"b {mark.severity}{' muted' if mark.muted else ''}"
                yield (
                    f'<a class="{name}" id="{self._key}m{mark.number}" href="#{self._key}n{mark.number}" '
                    f'aria-label="{shown(mark.label)}">{mark.number}</a>'
                )

    def _table(self, numbers: Sequence[int]) -> Unit:
        """Rows of cells as a table.  A cell stands in the column that the document has it in, where that is known."""
        rows = [self._cells(number) for number in numbers]
        columns = [self._columns(cells) for cells in rows]
        width = max(each[-1] for each in columns)
        lines, begins, height = [], [], 1.0
        for number, cells, places in zip(numbers, rows, columns, strict=True):
            before = set(self._chips)
            lines.append(self._row(number, cells, places, width))
            begins += sorted(self._chips - before)
            height += 1.5 + max(run.end - run.start for run in cells) // 16
        open_ = f'<div class="table" role="region" tabindex="0" aria-label="{self._words["table"]}"><table>\n'
        return Unit(open_ + "".join(lines) + "</table></div>\n", height, tuple(begins))

    def _row(self, number: int, cells: Sequence[_Range], places: Sequence[int], width: int) -> str:
        marks = self._lines.get(number, [])
        nexts = [*places[1:], width + 1 if places[-1] < width and self._source.blocks else places[-1] + 1]
        parts = [f"<td{_across(places[0] - 1)}></td>"] if places[0] > 1 else []
        for run, place, after in zip(cells, places, nexts, strict=True):
            text = self._source.text[run.start : run.end].strip()
            name = ' class="d"' if len(text) < 16 and text.replace(",", "").replace(".", "").isdecimal() else ""
            parts.append(f"<td{name}{_across(after - place)}>{''.join(self._pieces(run, marks))}</td>")
        if nexts[-1] <= width:
            parts.append(f'<td class="none"{_across(width - nexts[-1] + 1)}></td>')
        first = f'<td class="n"{self._number(self._source.line_starts[number - 1])}></td>'
        return f"<tr{self._name(number)}>{first}{''.join(parts)}</tr>\n"

    def _cells(self, number: int) -> list[_Range]:
        """The cells of a line.  A tab belongs to the cell after it."""
        before = self._source.line_starts[number - 1]
        cells: list[_Range] = []
        for cell in self._source.line(number).split("\t"):
            start = before + bool(cells)
            cells.append(_Range(before, start, start + len(cell)))
            before = start + len(cell)
        return cells

    def _columns(self, cells: Sequence[_Range]) -> list[int]:
        """The column of each cell, from 1."""
        columns: list[int] = []
        for run in cells:
            least = columns[-1] + 1 if columns else 1
            filled = self._source.text[run.start : run.end].strip()
            block = self._source.block(run.start) if filled else None
            columns.append(max(block.column or 0, least) if block else least)
        return columns if columns[-1] <= 2 * _MOST_CELLS else list(range(1, len(cells) + 1))


def _across(columns: int) -> str:
    return f' colspan="{columns}"' if columns > 1 else ""


def _class(marks: Sequence[Mark]) -> str:
    """The look of what some marks cover: that of the gravest which is not settled."""
    worst = max(marks, key=lambda mark: (not mark.muted, SEVERITIES.index(mark.severity)))
    return worst.severity + (" muted" if worst.muted else "")


def _runs(numbers: Sequence[int], source: Source) -> Iterator[tuple[Sequence[int], str]]:
    """The lines to be shown, those that make a table together, and between them those that are left out."""
    last = 0
    for kind, line in groupby(numbers, key=_kind_in(source)):
        run: list[int] = []
        for number in line:
            if number > last + 1:
                yield from _whole(run, kind, source)
                yield range(last + 1, number), _GAP
                run = []
            run.append(number)
            last = number
        yield from _whole(run, kind, source)
    count = len(source.line_starts)
    if last < count - 1 or (last < count and source.line(count)):
        yield range(last + 1, count + 1), _GAP


def _kind_in(source: Source) -> Callable[[int], str]:
    """What a line looks like by itself: a row of a table or not."""
    return lambda number: _TABLE if 0 < source.line(number).count("\t") < _MOST_CELLS else _LINE


def _whole(numbers: Sequence[int], kind: str, source: Source) -> Iterator[tuple[Sequence[int], str]]:
    """Neighbouring lines of a kind, if any.  Lines with tabs are no table where none of them has two cells with words in it."""
    if kind == _TABLE and not any(_filled(source.line(number)) > 1 for number in numbers):
        kind = _LINE
    if numbers:
        yield numbers, kind


def _filled(line: str) -> int:
    """How many cells of a line hold something."""
    return sum(1 for cell in line.split("\t") if cell.strip())
