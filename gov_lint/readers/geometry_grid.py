"""Tables by their drawn lines: the cells are the rectangles between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gov_lint.readers.flow import MAX_CELLS, Cell, Paragraph, Piece, Table, too_many_cells
from gov_lint.readers.geometry_glyphs import Glyph, Page, Stroke, em_of, has_gap, is_word, pieces_of, rows_of

MAX_CROSSINGS = 1_000_000
"""How many pairs of a horizontal and a vertical line of one page are looked at; a page with more is a drawing, and no table is sought in it."""

MAX_TABLES = 100
"""How many ruled tables of one page are read, those with the most lines."""


# --- drawn lines ------------------------------------------------------------------------------------------------------


class _Rule(NamedTuple):
    """A straight line: at which x it stands (y for a level one), from where to where."""

    at: float
    start: float
    end: float


def _rules(strokes: Sequence[Stroke], em: float) -> tuple[list[_Rule], list[_Rule]]:
    """The level lines and the upright ones, each joined from what was drawn in pieces, dashes, twice or double."""
    thin = 0.4 * em
    level: list[_Rule] = []
    upright: list[_Rule] = []
    for left, top, right, bottom in strokes:
        if bottom - top <= thin:
            level.append(_Rule((top + bottom) / 2, left, right))
        if right - left <= thin:
            upright.append(_Rule((left + right) / 2, top, bottom))
    return _merged(level, em), _merged(upright, em)


def _merged(rules: list[_Rule], em: float) -> list[_Rule]:
    found: list[_Rule] = []
    rules.sort()
    begin = 0
    for at in range(1, len(rules) + 1):
        if at < len(rules) and rules[at].at - rules[begin].at <= 0.3 * em:
            continue
        same = sorted(rules[begin:at], key=lambda rule: rule.start)
        middle = sum(rule.at for rule in same) / len(same)
        begin = at
        start, end = same[0].start, same[0].end
        for rule in same[1:]:
            if rule.start - end > 0.5 * em:
                if end - start >= 0.7 * em:
                    found.append(_Rule(middle, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        if end - start >= 0.7 * em:
            found.append(_Rule(middle, start, end))
    return found


def _frames(level: list[_Rule], upright: list[_Rule], em: float) -> list[tuple[list[_Rule], list[_Rule]]]:
    """The lines that touch one another, directly or by others."""
    if len(level) * len(upright) > MAX_CROSSINGS:
        return []
    near = 0.35 * em
    heads = list(range(len(level) + len(upright)))

    def head(at: int) -> int:
        while heads[at] != at:
            heads[at] = heads[heads[at]]
            at = heads[at]
        return at

    heights = [rule.at for rule in level]
    for number, rule in enumerate(upright, len(level)):
        for at in range(bisect_left(heights, rule.start - near), bisect_right(heights, rule.end + near)):
            if level[at].start - near <= rule.at <= level[at].end + near:
                heads[head(number)] = head(at)
    frames: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for number, rule in enumerate([*level, *upright]):
        frames.setdefault(head(number), ([], []))[number >= len(level)].append(rule)
    alone = [frame[1][0] for frame in frames.values() if not frame[0]]
    found = [frame for frame in frames.values() if frame[0] and frame[1]]
    for rows, columns in found if len(found) * len(alone) < MAX_CROSSINGS else ():
        columns += [rule for rule in alone if _beside(rule, rows)]
    return found


def _beside(rule: _Rule, rows: Sequence[_Rule]) -> bool:
    """Whether an upright line that touches no other one is the side of a table that has these level lines: of a cell as high as its page."""
    top, bottom = rows[0].at, rows[-1].at
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    covered = min(rule.end, bottom) - max(rule.start, top)
    near = 0.4 * (right - left)
    return covered > 0.8 * (bottom - top) > 0 and left - near < rule.at < right + near


def distinct(values: Iterable[float], em: float) -> list[float]:
    """Places in ascending order, one of those that lie too near for a cell between them."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 0.8 * em:
            kept.append(value)
    return kept


def nearest(values: Sequence[float], value: float) -> int:
    at = bisect_left(values, value)
    if at and (at == len(values) or value - values[at - 1] <= values[at] - value):
        return at - 1
    return at


# --- tables -----------------------------------------------------------------------------------------------------------


class _Text(NamedTuple):
    """What one page shows of a cell: printed lines, and whether they run from top to bottom."""

    page: int
    rows: list[list[Glyph]]
    right: float
    em: float

    @property
    def text(self) -> str:
        return "".join([glyph.text for row in self.rows for glyph in row])

    @property
    def full(self) -> bool:
        """Whether the last line goes up to the border, so that its words may go on elsewhere."""
        row = self.rows[-1]
        return self.right - row[-1].right < 1.6 * max(self.em, row[-1].right - row[-1].left)


class Box:
    """A cell by its borders: left and right in the page's unit, its first row and the one after its last, and its text by pages."""

    def __init__(self, left: float, right: float, first: int, after: int, texts: list[_Text]) -> None:
        self.left, self.right, self.first, self.after, self.texts = left, right, first, after, texts

    @property
    def text(self) -> str:
        return "".join([text.text for text in self.texts])


class Grid:
    """A table on one page, or the joined ones of several."""

    def __init__(self, xs: list[float], ys: list[float], em: float, page: int) -> None:
        self.xs, self.em, self.page, self.last_page = xs, em, page, page
        self.top, self.bottom = ys[0], ys[-1]
        self.rows = len(ys) - 1
        self.boxes: list[Box] = []
        self.open_above = self.open_below = False
        self.repeats: list[Box] | None = None

    def above(self, run: Sequence[Glyph]) -> Box | None:
        """The cell of the last row that words below it continue: as large, within its sides, and as near as the next line."""
        left, right = run[0].left, run[-1].right
        for box in self.boxes:
            if (
                box.after == self.rows
                and box.texts
                and box.left - 0.2 * self.em < left
                and right < box.right + 0.2 * self.em
            ):
                last = box.texts[-1].rows[-1][0]
                near = -0.5 * self.em < run[0].top - last.bottom < 0.5 * self.em
                same = abs((run[0].bottom - run[0].top) - (last.bottom - last.top)) < 0.1 * self.em
                return box if near and same and last.bottom > self.bottom - 0.5 * self.em else None
        return None

    def table(self, spots: bool) -> Table:
        """The table for the document."""
        xs = distinct((x for box in self.boxes for x in (box.left, box.right)), self.em)
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for box in sorted(self.boxes, key=lambda box: box.left):
            columns = nearest(xs, box.right) - nearest(xs, box.left)
            rows[box.first].append(Cell(_paragraphs(box, spots), max(columns, 1), box.after - box.first))
        return Table(rows)


def _paragraphs(box: Box, spots: bool) -> list[Paragraph]:
    """The text of a cell; a paragraph of it for each page, with no blank where words go on."""
    texts = [text for text in box.texts if text.rows]
    if not texts:
        return []
    pieces: list[Piece] = []
    for number, text in enumerate(texts):
        if number and _apart(texts[number - 1].rows[-1][-1], text.rows[0][0], texts[number - 1].full):
            pieces.append(Piece(" "))
        pieces += pieces_of(_cell_words(text), text.page, spots)
    return [Paragraph(pieces, texts[0].page)]


def _cell_words(text: _Text) -> Iterator[Glyph | str]:
    last: list[Glyph] | None = None
    for row in text.rows:
        if last and _apart(last[-1], row[0], text.right - last[-1].right < 1.6 * text.em):
            yield " "
        for at, glyph in enumerate(row):
            if at and has_gap(row[at - 1], glyph, text.em):
                yield " "
            yield glyph
        last = row


def _apart(before: Glyph, after: Glyph, full: bool) -> bool:
    """Whether a line's end parts what stands before and behind it: words do not go on, nor numbers that had room."""
    if not (is_word(before.text[-1]) and is_word(after.text[0])):
        return False
    return not full or not (before.text[-1].isdigit() and after.text[0].isdigit())


def grids_of(page: Page) -> list[Grid]:
    """The ruled tables of a page, each with its glyphs; a frame around one cell only is none."""
    if not page.strokes:
        return []
    small = em_of(page.glyphs, 0.1)
    frames = [frame for frame in _frames(*_rules(page.strokes, small), small) if len(frame[0]) + len(frame[1]) > 2]
    frames.sort(key=lambda frame: -len(frame[0]) - len(frame[1]))
    found = []
    for level, upright in frames[:MAX_TABLES]:
        left, right = min(r.start for r in level), max(r.end for r in level)
        top, bottom = level[0].at, level[-1].at
        em = em_of([g for g in page.glyphs if left <= g.left < right and top <= (g.top + g.bottom) / 2 < bottom])
        ruled = _ruled(page, level, upright, em)
        if ruled is not None and len(ruled.grid.boxes) > 1:
            found.append(ruled)
    if not found:
        return []
    found.sort(key=lambda ruled: (ruled.grid.xs[-1] - ruled.grid.xs[0]) * (ruled.grid.bottom - ruled.grid.top))
    return _filled(page, found)


class _Ruled(NamedTuple):
    """A table by its lines: which cell owns each rectangle between neighbouring ones, the heights of its rows, for each row where the borders of
    its columns are, and the places beside a table of tables that others of them are wider than."""

    grid: Grid
    owners: list[list[int]]
    ys: list[float]
    edges: list[list[float]]
    bare: set[int]

    def owner(self, x: float, y: float) -> int | None:
        """The cell at a place."""
        if not self.ys[0] <= y < self.ys[-1]:
            return None
        row = bisect_right(self.ys, y) - 1
        edges = self.edges[row]
        return self.owners[row][bisect_right(edges, x) - 1] if edges[0] <= x < edges[-1] else None


def _filled(page: Page, found: Sequence[_Ruled]) -> list[Grid]:
    """The tables, smallest first, with the glyphs that stand in each cell."""
    texts: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in page.glyphs:
        place = _place(glyph, found)
        if place is not None:
            texts.setdefault(place, []).append(glyph)
    for (number, owner), glyphs in texts.items():
        grid = found[number].grid
        box = grid.boxes[owner]
        box.texts.append(_Text(page.number, _cell_rows(glyphs, grid.em), box.right, grid.em))
    for ruled in found:
        ruled.grid.boxes = [box for at, box in enumerate(ruled.grid.boxes) if box.texts or at not in ruled.bare]
    return [ruled.grid for ruled in found]


def _place(glyph: Glyph, found: Sequence[_Ruled]) -> tuple[int, int] | None:
    """The table and the cell that a glyph stands in."""
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    for number, ruled in enumerate(found):
        owner = ruled.owner(x, y)
        if owner is not None:
            return number, owner
    return None


def _ruled(page: Page, level: list[_Rule], upright: list[_Rule], em: float) -> _Ruled | None:
    """The table that lines draw."""
    xs = distinct([r.at for r in upright], em)
    ys = distinct([r.at for r in level], em)
    left, right = min(r.start for r in level), max(r.end for r in level)
    top = _middle_of([r.start for r in upright if r.start < ys[0] - 0.8 * em], ys[0])
    bottom = _middle_of([r.end for r in upright if r.end > ys[-1] + 0.8 * em], ys[-1])
    xs = [left] * (xs[0] - left > em) + xs + [right] * (right - xs[-1] > em)
    open_above, open_below = top < ys[0], bottom > ys[-1]
    ys = [top] * open_above + ys + [bottom] * open_below
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1:
        return None
    if columns * rows > MAX_CELLS:
        raise too_many_cells()
    walls = [[False] * (columns + 1) for _ in range(rows)]
    edges = [xs[:] for _ in range(rows)]
    for rule in upright:
        column = nearest(xs, rule.at)
        for at in _covered(ys, rule):
            walls[at][column] = True
            edges[at][column] = rule.at
    floors = [[at in (0, rows)] * columns for at in range(rows + 1)]
    for rule in level:
        for at in _covered(xs, rule):
            floors[nearest(ys, rule.at)][at] = True
    closed = [any(row[side] for row in walls) for side in (0, columns)]
    bare = [[False] * columns for _ in range(rows)]
    for row, some in enumerate(walls):
        bare[row][0] = closed[0] and not some[0]
        bare[row][-1] = closed[1] and not some[columns]
        some[0] = some[columns] = True
    grid = Grid(xs, ys, em, page.number)
    grid.open_above, grid.open_below = open_above, open_below
    ruled = _Ruled(grid, [[-1] * columns for _ in range(rows)], ys, edges, set())
    owners = ruled.owners
    for row in range(rows):
        for column in range(columns):
            if owners[row][column] < 0:
                after, below = _rectangle(walls, floors, owners, row, column)
                for line in owners[row:below]:
                    line[column:after] = [len(grid.boxes)] * (after - column)
                if any(bare[at][column] or bare[at][after - 1] for at in range(row, below)):
                    ruled.bare.add(len(grid.boxes))
                grid.boxes.append(Box(xs[column], xs[after], row, below, []))
    return ruled


def _middle_of(values: list[float], other: float) -> float:
    return sorted(values)[len(values) // 2] if values else other


def _covered(places: Sequence[float], rule: _Rule) -> Iterator[int]:
    """Between which neighbouring places the line goes, half the way at least."""
    for at in range(max(bisect_right(places, rule.start) - 1, 0), len(places) - 1):
        low, high = places[at], places[at + 1]
        if low >= rule.end:
            return
        if min(high, rule.end) - max(low, rule.start) > 0.5 * (high - low):
            yield at


def _rectangle(
    walls: list[list[bool]], floors: list[list[bool]], owners: list[list[int]], row: int, column: int
) -> tuple[int, int]:
    """How far the cell that begins there reaches: the column after its last, and the row."""
    after = column + 1
    while not walls[row][after] and owners[row][after] < 0:
        after += 1
    below = row + 1
    while (
        below < len(owners)
        and not any(floors[below][column:after])
        and not any(walls[below][column + 1 : after])
        and all(owner < 0 for owner in owners[below][column:after])
    ):
        below += 1
    return after, below


def _cell_rows(glyphs: list[Glyph], em: float) -> list[list[Glyph]]:
    """The printed lines of a cell.  Text that runs downward (or was turned) stays as it was printed, as one line a glyph."""
    if len(glyphs) > 2:
        down = across = 0
        for before, after in pairwise(glyphs):
            wide, high = abs(after.left - before.left), abs(after.top - before.top)
            if high > 0.5 * em and wide < 0.3 * em:
                down += 1
            elif wide > 0.2 * em and high < 0.5 * em:
                across += 1
        if down > 2 * across and down + across >= 0.6 * (len(glyphs) - 1):
            return [[glyph] for glyph in glyphs]
    return rows_of(glyphs)
