"""Pages of placed characters and drawn lines, as PDF, OFD and recognised scans have them, read as paragraphs and tables.

A table is what lines enclose; its cells are the rectangles between them.  What stands outside tables is prose, a paragraph a printed line, with the
blanks that the page shows, so that columns without lines stay columns.  Page numbers and running heads are left out; a table that goes on over a
page break is one table, and a row that the break splits is one row.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from gov_lint.readers.flow import MAX_CELLS, Cell, Paragraph, Piece, Table, too_many_cells

MAX_CROSSINGS = 1_000_000
"""How many pairs of a horizontal and a vertical line of one page are looked at; a page with more is a drawing, and no table is sought in it."""

MAX_TABLES = 100
"""How many ruled tables of one page are read, those with the most lines."""


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


def blocks_of(pages: Sequence[Page], *, spots: bool = False) -> list[Paragraph | Table]:
    """The paragraphs and tables of a document in reading order.  With ``spots`` every glyph is a piece of its own with a Spot as its origin."""
    sheets = [_sheet(page) for page in pages]
    _drop_margins(sheets)
    _align(sheets)
    found: list[Paragraph | Table] = []
    for parts in _paragraph_parts(_joined(sheets)):
        first = parts[0]
        if isinstance(first, _Grid):
            found.append(first.table(spots))
        else:
            words = list(_words([part for part in parts if isinstance(part, _Line)]))
            found.append(Paragraph(_pieces(words, first.page, spots), first.page))
    return found


# --- glyphs -----------------------------------------------------------------------------------------------------------

_EM = 10.5
"""The size of a character where nothing on the page tells: the form is mostly printed in that many points."""
_WIDE = "\u2e80"
"""Characters from here on are as wide as they are high."""
_LATIN = "\u2000"
"""Characters before this one stand in words with blanks between them."""


def _em(glyphs: Sequence[Glyph], share: float = 0.5) -> float:
    """The size that so large a share of the characters do not exceed."""
    widths = [g.right - g.left for g in glyphs if len(g.text) == 1 and g.text > "\u2e80" and g.right > g.left]
    if not widths:
        widths = [min(g.bottom - g.top, (g.right - g.left) * 2 / len(g.text)) for g in glyphs if g.bottom > g.top]
    return max(sorted(widths)[int(len(widths) * share)], 0.01) if widths else _EM


def _rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
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


def _gap(before: Glyph, after: Glyph, em: float) -> bool:
    """Whether the page shows a blank between two glyphs of a line."""
    gap = after.left - before.right
    return gap > 0.22 * em and (gap > 0.6 * em or (before.text[-1] < _LATIN and after.text[0] < _LATIN))


def _pieces(words: Iterable[Glyph | str], page: int, spots: bool) -> list[Piece]:
    if spots:
        return [Piece(w) if isinstance(w, str) else Piece(w.text, origin=Spot(page, w)) for w in words]
    return [Piece("".join([w if isinstance(w, str) else w.text for w in words]))]


class _Line:
    """A printed line outside of tables."""

    def __init__(self, glyphs: list[Glyph], page: int, em: float) -> None:
        self.glyphs, self.page = glyphs, page
        self.top = min(g.top for g in glyphs)
        self.bottom = max(g.bottom for g in glyphs)
        self.left, self.right = glyphs[0].left, glyphs[-1].right
        self.edges = 0.0, self.right
        self.rivers: Sequence[float] = ()
        self.em = em

    @property
    def size(self) -> float:
        """The height of its first character."""
        return self.glyphs[0].bottom - self.glyphs[0].top

    @cached_property
    def text(self) -> str:
        """Its words, without the blanks around them."""
        return "".join([w if isinstance(w, str) else w.text for w in self.words()]).strip()

    @cached_property
    def in_columns(self) -> bool:
        """Whether it has gaps as between columns."""
        return any(after.left - before.right > 1.2 * self.em for before, after in pairwise(self.glyphs))

    def _parted(self, before: Glyph, after: Glyph) -> bool:
        """Whether a column ends between two glyphs."""
        if not self.rivers or after.left - before.right < 0.1 * self.em:
            return False
        at = bisect_left(self.rivers, before.right)
        return at < len(self.rivers) and self.rivers[at] <= after.left

    def goes_on(self, below: _Line) -> bool:
        """Whether the next line goes on with this one's paragraph: this one is full up to the text's right edge, that one begins at its left."""
        em = self.em
        word = _WORD.match(below.text)
        room = self.edges[1] - self.right - (len(word[0]) * 0.6 * em if word else 0)
        if self._is_centred(below):
            return True
        return (
            below.page == self.page
            and room < 1.3 * em
            and below.left - self.edges[0] < 0.7 * em
            and below.top - self.bottom < 1.6 * em
            and abs(below.size - self.size) < 0.2 * em
            and not _HEADING.match(below.text)
            and not self.in_columns
            and not below.in_columns
        )

    def _is_centred(self, below: _Line) -> bool:
        """Whether it is a full line of a centred title, and the next one the rest of it."""
        size = self.size
        return (
            below.page == self.page
            and size > 1.2 * self.em
            and max(self.left - self.edges[0], self.edges[1] - self.right) < 1.1 * size
            and abs(self.left + self.right - below.left - below.right) < size
            and abs(below.size - size) < 0.1 * size
            and len(below.glyphs) < 6
            and below.top - self.bottom < 1.6 * size
        )

    def words(self, first: bool = True) -> Iterator[Glyph | str]:
        """The glyphs, with the blanks between them: after a wide gap so many that columns stand below one another.  ``first`` says that it begins
        its paragraph; else there is no blank before it, but between words."""
        last: Glyph | None = None
        column = 0
        for glyph in self.glyphs:
            if last is None and not first:
                blanks = 0
            elif last is None or glyph.left - last.right > 1.2 * self.em or self._parted(last, glyph):
                due = round((glyph.left - self.edges[0]) * 2 / self.em)
                blanks = max(due - column, 2 if last else 0)
            else:
                blanks = 1 if _gap(last, glyph, self.em) else 0
            if blanks:
                yield " " * min(blanks, 200)
            yield glyph
            column += blanks + (
                len(glyph.text) if glyph.text < _WIDE else sum(2 if sign >= _WIDE else 1 for sign in glyph.text)
            )
            last = glyph


def _words(lines: Sequence[_Line]) -> Iterator[Glyph | str]:
    """The glyphs of a paragraph's lines and the blanks between them.  A line's end parts two words, not the halves of an address or a number."""
    for at, line in enumerate(lines):
        if at:
            before, after = _LAST.search(lines[at - 1].text), line.text[0]
            if before and _is_word(before[0][-1]) and _is_word(after) and after.isalpha():
                yield from "" if set(before[0]) & set("/:@.") else " "
        yield from line.words(not at)


def _is_word(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


_WORD = re.compile(r"[!-~]+")
_LAST = re.compile(r"[!-~]+$")
_HEADING = re.compile(
    r"\d{1,2}[.、．](?!\d)|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+[章节部条]"
)
"""How headings and the items of a list begin, which are no continued lines."""


def _paragraph_parts(parts: Sequence[_Line | _Grid]) -> Iterator[list[_Line | _Grid]]:
    """Each table by itself, and the lines of each paragraph."""
    group: list[_Line | _Grid] = []
    for part in parts:
        last = group[-1] if group else None
        if not (isinstance(last, _Line) and isinstance(part, _Line) and last.goes_on(part)):
            if group:
                yield group
            group = []
        group.append(part)
    if group:
        yield group


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


def _distinct(values: Iterable[float], em: float) -> list[float]:
    """Places in ascending order, one of those that lie too near for a cell between them."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 0.8 * em:
            kept.append(value)
    return kept


def _nearest(values: Sequence[float], value: float) -> int:
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


class _Box:
    """A cell by its borders: left and right in the page's unit, its first row and the one after its last, and its text by pages."""

    def __init__(self, left: float, right: float, first: int, after: int, texts: list[_Text]) -> None:
        self.left, self.right, self.first, self.after, self.texts = left, right, first, after, texts

    @property
    def text(self) -> str:
        return "".join([text.text for text in self.texts])


class _Grid:
    """A table on one page, or the joined ones of several."""

    def __init__(self, xs: list[float], ys: list[float], em: float, page: int) -> None:
        self.xs, self.em, self.page, self.last_page = xs, em, page, page
        self.top, self.bottom = ys[0], ys[-1]
        self.rows = len(ys) - 1
        self.boxes: list[_Box] = []
        self.open_above = self.open_below = False
        self.repeats: list[_Box] | None = None

    def table(self, spots: bool) -> Table:
        """The table for the document."""
        xs = _distinct((x for box in self.boxes for x in (box.left, box.right)), self.em)
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for box in sorted(self.boxes, key=lambda box: box.left):
            columns = _nearest(xs, box.right) - _nearest(xs, box.left)
            rows[box.first].append(Cell(_paragraphs(box, spots), max(columns, 1), box.after - box.first))
        return Table(rows)


def _paragraphs(box: _Box, spots: bool) -> list[Paragraph]:
    """The text of a cell; a paragraph of it for each page, with no blank where words go on."""
    texts = [text for text in box.texts if text.rows]
    if not texts:
        return []
    pieces: list[Piece] = []
    for number, text in enumerate(texts):
        if number and _apart(texts[number - 1].rows[-1][-1], text.rows[0][0], texts[number - 1].full):
            pieces.append(Piece(" "))
        pieces += _pieces(_cell_words(text), text.page, spots)
    return [Paragraph(pieces, texts[0].page)]


def _cell_words(text: _Text) -> Iterator[Glyph | str]:
    last: list[Glyph] | None = None
    for row in text.rows:
        if last and _apart(last[-1], row[0], text.right - last[-1].right < 1.6 * text.em):
            yield " "
        for at, glyph in enumerate(row):
            if at and _gap(row[at - 1], glyph, text.em):
                yield " "
            yield glyph
        last = row


def _apart(before: Glyph, after: Glyph, full: bool) -> bool:
    """Whether a line's end parts what stands before and behind it: words do not go on, nor numbers that had room."""
    if not (_is_word(before.text[-1]) and _is_word(after.text[0])):
        return False
    return not full or not (before.text[-1].isdigit() and after.text[0].isdigit())


def _grids(page: Page) -> list[_Grid]:
    """The ruled tables of a page, each with its glyphs; a frame around one cell only is none."""
    if not page.strokes:
        return []
    small = _em(page.glyphs, 0.1)
    frames = [frame for frame in _frames(*_rules(page.strokes, small), small) if len(frame[0]) + len(frame[1]) > 2]
    frames.sort(key=lambda frame: -len(frame[0]) - len(frame[1]))
    found = []
    for level, upright in frames[:MAX_TABLES]:
        box = min(r.start for r in level), level[0].at, max(r.end for r in level), level[-1].at
        em = _em([glyph for glyph in page.glyphs if _within(glyph, [box])])
        grid, owners, ys = _grid(page, level, upright, em)
        if grid is not None and len(grid.boxes) > 1:
            found.append((grid, owners, ys))
    if not found:
        return []
    found.sort(key=lambda entry: (entry[0].xs[-1] - entry[0].xs[0]) * (entry[0].bottom - entry[0].top))
    return _filled(page, found)


def _filled(page: Page, found: list[tuple[_Grid, list[list[int]], list[float]]]) -> list[_Grid]:
    """The tables, smallest first, with the glyphs that stand in each cell; ``page.glyphs`` loses none, see ``_sheet``."""
    texts: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in page.glyphs:
        place = _place(glyph, found)
        if place is not None:
            texts.setdefault(place, []).append(glyph)
    for (number, owner), glyphs in texts.items():
        grid = found[number][0]
        box = grid.boxes[owner]
        box.texts.append(_Text(page.number, _cell_rows(glyphs, grid.em), box.right, grid.em))
    return [grid for grid, _, _ in found]


def _place(glyph: Glyph, found: Sequence[tuple[_Grid, list[list[int]], list[float]]]) -> tuple[int, int] | None:
    """The table and the cell that a glyph stands in."""
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    for number, (grid, owners, ys) in enumerate(found):
        if grid.top <= y < grid.bottom and grid.xs[0] <= x < grid.xs[-1]:
            return number, owners[bisect_right(ys, y) - 1][bisect_right(grid.xs, x) - 1]
    return None


def _grid(
    page: Page, level: list[_Rule], upright: list[_Rule], em: float
) -> tuple[_Grid | None, list[list[int]], list[float]]:
    """A table by its lines: which cell owns each rectangle between neighbouring lines, and the heights of its rows."""
    xs = _distinct([r.at for r in upright], em)
    ys = _distinct([r.at for r in level], em)
    left, right = min(r.start for r in level), max(r.end for r in level)
    top = _middle_of([r.start for r in upright if r.start < ys[0] - 0.8 * em], ys[0])
    bottom = _middle_of([r.end for r in upright if r.end > ys[-1] + 0.8 * em], ys[-1])
    xs = [left] * (xs[0] - left > em) + xs + [right] * (right - xs[-1] > em)
    open_above, open_below = top < ys[0], bottom > ys[-1]
    ys = [top] * open_above + ys + [bottom] * open_below
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1:
        return None, [], ys
    if columns * rows > MAX_CELLS:
        raise too_many_cells()
    walls = [[at in (0, columns) for at in range(columns + 1)] for _ in range(rows)]
    for rule in upright:
        for at in _covered(ys, rule):
            walls[at][_nearest(xs, rule.at)] = True
    floors = [[at in (0, rows)] * columns for at in range(rows + 1)]
    for rule in level:
        for at in _covered(xs, rule):
            floors[_nearest(ys, rule.at)][at] = True
    grid = _Grid(xs, ys, em, page.number)
    grid.open_above, grid.open_below = open_above, open_below
    owners = [[-1] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if owners[row][column] < 0:
                after, below = _rectangle(walls, floors, owners, row, column)
                for line in owners[row:below]:
                    line[column:after] = [len(grid.boxes)] * (after - column)
                grid.boxes.append(_Box(xs[column], xs[after], row, below, []))
    return grid, owners, ys


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
    return _rows_of(glyphs)


# --- pages ------------------------------------------------------------------------------------------------------------


class _Sheet:
    """A page by its lines of prose and its tables, from top to bottom."""

    def __init__(self, page: Page, parts: list[_Line | _Grid]) -> None:
        self.number, self.height, self.parts = page.number, page.height, parts


def _sheet(page: Page) -> _Sheet:
    glyphs = [g for g in page.glyphs if g.text.strip()]
    em = _em(glyphs)
    page = page._replace(glyphs=glyphs)
    numbers = _numbers(page)
    if numbers:
        page = page._replace(glyphs=[g for g in glyphs if g not in numbers])
    grids = [grid for grid in _grids(page) if any(box.texts for box in grid.boxes)]
    if grids:
        inside = {id(g) for grid in grids for box in grid.boxes for text in box.texts for row in text.rows for g in row}
        boxes = [(grid.xs[0], grid.top, grid.xs[-1], grid.bottom) for grid in grids]
        glyphs = [g for g in glyphs if id(g) not in inside and (g in numbers or not _within(g, boxes))]
    if grids:
        em = _em(glyphs)
    parts: list[_Line | _Grid] = [_Line(row, page.number, em) for row in _rows_of(glyphs)]
    parts += grids
    parts.sort(key=lambda part: part.top)
    return _Sheet(page, parts)


def _numbers(page: Page) -> set[Glyph]:
    """The page number, where lines of a table go on to it: the outermost printed line in a margin, that no level line parts from the edge."""
    found: set[Glyph] = set()
    level = [stroke.top for stroke in page.strokes if stroke.right - stroke.left > stroke.bottom - stroke.top]
    low, high = page.height * _MARGIN, page.height * (1 - _MARGIN)
    for lower in (True, False):
        some = [g for g in page.glyphs if (g.top > high if lower else g.bottom < low)]
        rows = _rows_of(some)
        if not rows:
            continue
        row = rows[-1 if lower else 0]
        text = "".join([g.text for g in row])
        inside = any(row[0].bottom < y <= page.height if lower else 0 <= y < row[0].top for y in level)
        if _NUMBERED.fullmatch(text) and not inside:
            found.update(row)
    return found


def _within(glyph: Glyph, boxes: list[tuple[float, float, float, float]]) -> bool:
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    return any(left <= x < right and top <= y < bottom for left, top, right, bottom in boxes)


_MARGIN = 0.13
"""The part of a page's height, above and below, where page numbers and running heads stand."""
_HEAD = 0.085
"""The part where no text stands that is not a running head or foot."""
_NUMBERED = re.compile(r"[-—–－―─~·•.\s]*第?\s*(\d{1,3})\s*页?(?:\s*[/／，,]?\s*共?\s*\d{1,3}\s*页?)?[-—–－―─~·•.\s]*")
"""A page's number and nothing else: ``- 3 -``, ``第 3 页 共 8 页``, ``3/8``, ``3``."""
_DIGITS = re.compile(r"\d+")


def _drop_margins(sheets: Sequence[_Sheet]) -> None:
    """Leaves out the page numbers, and what is printed at the same height of several pages."""
    edges = list({id(line): (sheet, line) for sheet in sheets for line in _edge_lines(sheet)}.values())
    texts = {id(line): line.text.translate(_WIDE_DIGITS) for _, line in edges}
    seen = Counter(_key(sheet, line, texts[id(line)]) for sheet, line in edges)
    numbers: Counter[int] = Counter()
    for sheet, line in edges:
        match = _NUMBERED.fullmatch(texts[id(line)])
        if match:
            numbers[int(match[1]) - sheet.number] += 1
    gone = set()
    for sheet, line in edges:
        text = texts[id(line)]
        match = _NUMBERED.fullmatch(text)
        if match:
            shift = int(match[1]) - sheet.number
            if not text.isdigit() or shift == 0 or numbers[shift] > 1:
                gone.add(id(line))
        elif _repeated(seen, sheet, line, text, len(sheets)):
            gone.add(id(line))
    for sheet in sheets:
        sheet.parts = [part for part in sheet.parts if id(part) not in gone]


_WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_Key = tuple[str, int, bool]


def _key(sheet: _Sheet, line: _Line, text: str) -> _Key:
    """What lines that repeat on other pages have in common: their words but for numbers, and their place."""
    upper = line.top < sheet.height / 2
    height = line.top if upper else sheet.height - line.bottom
    return _DIGITS.sub("#", text), round(height / max(sheet.height, 1) * 200), upper


def _repeated(seen: Counter[_Key], sheet: _Sheet, line: _Line, text: str, pages: int) -> bool:
    """Whether a line stands on so many pages that it is a running head; two times a name may also open the report and close it."""
    words, height, upper = _key(sheet, line, text)
    count = sum(seen[words, height + shift, upper] for shift in (-1, 0, 1))
    room = line.bottom if upper else sheet.height - line.top
    return count >= max(2, 0.4 * pages) and (count > 2 or room < _HEAD * sheet.height)


def _edge_lines(sheet: _Sheet) -> Iterator[_Line]:
    """The lines of prose in the margins that no table and no other text parts from the edge: at most three above, three below."""
    low, high = sheet.height * _MARGIN, sheet.height * (1 - _MARGIN)
    for parts, above in ((sheet.parts[:3], True), (sheet.parts[:-4:-1], False)):
        for part in parts:
            if isinstance(part, _Grid) or (part.bottom > low if above else part.top < high):
                break
            yield part


_MANY = 10
"""So many lines show where the text of their page begins and ends; a page with fewer is like the others."""


def _align(sheets: Sequence[_Sheet]) -> None:
    """Tells each line between which edges its page's text stands."""
    lines = [[part for part in sheet.parts if isinstance(part, _Line)] for sheet in sheets]
    everywhere = _edges([line for some in lines for line in some])
    for some in lines:
        edges = _edges(some) if len(some) >= _MANY else everywhere
        for line in some:
            line.edges = edges
        for run in _column_runs(some):
            rivers = _rivers(run)
            for line in run:
                line.rivers = rivers


def _column_runs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Stretches of lines that are laid out in columns, with the labels between them that are not."""
    run: list[_Line] = []
    end = 0
    for line in lines:
        if line.in_columns:
            run.append(line)
            end = len(run)
        elif run and len(run) - end < 4:
            run.append(line)
        elif run:
            yield run[:end]
            run = []
    yield run[:end] if run else []


def _rivers(lines: Sequence[_Line]) -> list[float]:
    """The middles of the white stretches between columns, which hardly any line prints on."""
    if len(lines) < 4:
        return []
    step = 0.125 * lines[0].em
    left, right = _edges(lines)
    printed = [0] * (min(int((right - left) / step), 20_000) + 2)
    for line in lines:
        if line.in_columns or line.right - line.left < 0.5 * (right - left):
            for at in {at for glyph in line.glyphs for at in range(*_steps(glyph, left, step, len(printed)))}:
                printed[at] += 1
    most = len(lines) // 12
    found: list[float] = []
    begin = -1
    for at, count in enumerate(printed):
        if count <= most and begin < 0:
            begin = at
        elif count > most and begin >= 0:
            found.append(left + (begin + at) / 2 * step)
            begin = -1
    return found


def _steps(glyph: Glyph, left: float, step: float, most: int) -> tuple[int, int]:
    """On which steps of a line a glyph is printed: the first, and the one after the last."""
    return min(int((glyph.left - left) / step), most), min(int((glyph.right - left) / step), most)


def _edges(lines: Sequence[_Line]) -> tuple[float, float]:
    return min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0)


# --- page breaks ------------------------------------------------------------------------------------------------------

_CONTINUED = re.compile(r"[（(]?(?:续表|续上表|接上页|接上表|续)[一二三四五六七八九十\d]*[）)]?")
_ORDINAL = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．，]|第[一二三四五六七八九十]+条|\d(?=[\u4e00-\u9fff])(?![年月日个件条项])"
)
_NUMBERS = re.compile(r"[-+—－\d.,，%／/无]+")


def _joined(sheets: Sequence[_Sheet]) -> list[_Line | _Grid]:
    """The parts of all pages; tables that go on over a page break are one."""
    found: list[_Line | _Grid] = []
    for sheet in sheets:
        parts = sheet.parts
        if found and isinstance(found[-1], _Grid):
            skipped = 0
            while skipped < len(parts) and _is_continued(parts[skipped]):
                skipped += 1
            while skipped < len(parts):
                first = parts[skipped]
                shift = _shift(found[-1], first) if isinstance(first, _Grid) else None
                if shift is None or not isinstance(first, _Grid):
                    break
                _join(found[-1], first, shift)
                skipped += 1
                parts = parts[skipped:]
                skipped = 0
        found += parts
    return found


def _is_continued(part: _Line | _Grid) -> bool:
    return isinstance(part, _Line) and bool(_CONTINUED.fullmatch(part.text.replace(" ", "")))


def _shift(grid: _Grid, below: _Grid) -> float | None:
    """How far to the right a table must be moved to go on with the one at the foot of the page before: it is as wide or has most of its column
    lines, and shares them.  None where it does not go on.  A table without a line above it may also go on below repeated heads."""
    if not (below.page == grid.last_page + 1 or (below.page == grid.last_page > grid.page and below.open_above)):
        return None
    em = max(grid.em, below.em)
    least = min(len(grid.xs), len(below.xs))
    for shift in (grid.xs[0] - below.xs[0], grid.xs[-1] - below.xs[-1], 0.0):
        shared = sum(abs(grid.xs[_nearest(grid.xs, x + shift)] - x - shift) <= 0.6 * em for x in below.xs)
        wide = abs(below.xs[-1] + shift - grid.xs[-1]) <= 1.5 * em and abs(below.xs[0] + shift - grid.xs[0]) <= 1.5 * em
        if shared * 2 >= least if wide else shared >= max(0.7 * least, 4):
            return shift
    return None


def _join(grid: _Grid, below: _Grid, shift: float) -> None:
    """Appends the rows of a table that goes on."""
    em = max(grid.em, below.em)
    xs = sorted({x for box in grid.boxes for x in (box.left, box.right)})
    for box in below.boxes:
        box.left, box.right = (_snapped(xs, x + shift, em) for x in (box.left, box.right))
    heads = _repeated_heads(grid, below)
    boxes = [box for box in below.boxes if box.first >= heads]
    grid.bottom, grid.last_page = below.bottom, below.last_page
    if not boxes:
        return
    over = {(box.left, box.right): box for box in grid.boxes if box.after == grid.rows}
    under = {(box.left, box.right): box for box in boxes if box.first == heads}
    pairs = [(over[key], under[key]) for key in sorted(under) if key in over]
    unpaired = [box for side in (over, under) for key, box in side.items() if not (key in over and key in under)]
    whole = not any(box.text for box in unpaired) and len(unpaired) < len(pairs)
    split = whole and _splits_row(grid.rows, pairs, heads, grid.open_below or below.open_above)
    gone = set()
    for at, (upper, lower) in enumerate(pairs):
        if split or _reaches_on(upper, lower, [*pairs[:at], *pairs[at + 1 :]]):
            upper.after = grid.rows + lower.after - heads - split
            upper.texts += lower.texts if lower.text != upper.text else []
            gone.add(id(lower))
    for box in boxes:
        box.first += grid.rows - heads - split
        box.after += grid.rows - heads - split
    grid.boxes += [box for box in boxes if id(box) not in gone]
    grid.rows += below.rows - heads - split
    grid.xs = _distinct([*grid.xs, *(x for box in boxes for x in (box.left, box.right))], em)
    grid.open_below = below.open_below


def _snapped(xs: Sequence[float], x: float, em: float) -> float:
    near = xs[_nearest(xs, x)]
    return near if abs(near - x) <= 0.6 * em else x


def _repeated_heads(grid: _Grid, below: _Grid) -> int:
    """How many rows at the top repeat the table's first ones, words for words."""
    rows = 0
    while rows < min(below.rows, grid.rows):
        first, again = (
            sorted((box.left, box.after, box.text) for box in each.boxes if box.first == rows) for each in (grid, below)
        )
        if first != again or any(_NUMBERS.fullmatch(text) for _, _, text in again):
            break
        rows += 1
    while rows and any(box.first < rows < box.after for box in below.boxes):
        rows -= 1
    return rows if any(box.text for box in below.boxes if box.first < rows) else 0


def _splits_row(rows: int, pairs: Sequence[tuple[_Box, _Box]], heads: int, opened: bool) -> bool:
    """Whether the last row of a page and the first of the next are one that the break splits: no number stands on both sides, and words go on.

    ``opened`` says that no line closes the row.
    """
    leaves = [(u, v) for u, v in pairs if u.first == rows - 1 and v.after == heads + 1]
    both = [(u, v) for u, v in leaves if u.text and v.text]
    if not leaves or any(_ORDINAL.match(v.text) for _, v in both):
        return False
    if len(both) == 1 and both[0] == leaves[0] and _NUMBERS.fullmatch(both[0][0].text):
        return not _NUMBERS.fullmatch(both[0][1].text)  # a label's number stands above the break, its words below
    numbers = [(u, v) for u, v in both if _NUMBERS.fullmatch(u.text) or _NUMBERS.fullmatch(v.text)]
    if numbers and not any(u.text and not v.text for u, v in leaves):
        return False  # else digits of numbers go on below, which some of the row's cells have room for
    return all(u.texts[-1].full or ((opened or _unfinished(u, v)) and (u, v) not in numbers) for u, v in both)


def _unfinished(upper: _Box, lower: _Box) -> bool:
    """Whether signs show that words go on below a break, though the line had room."""
    return lower.text[0] in "“‘《〈「『（([" or upper.text[-1] in "“‘《〈「『（([、，,"


def _reaches_on(upper: _Box, lower: _Box, others: Sequence[tuple[_Box, _Box]]) -> bool:
    """Whether a cell that several rows share goes on below the break: its words do, or stand on one side only.  ``others`` are the cells beside
    it, above and below the break."""
    several = upper.after - upper.first > 1 or lower.after - lower.first > 1
    if several and (
        not upper.text or not lower.text or (upper.text == lower.text and not _NUMBERS.fullmatch(lower.text))
    ):
        return True
    if not upper.text or not lower.text or _ORDINAL.match(lower.text) or _NUMBERS.fullmatch(lower.text):
        return False
    if several and _ORDINAL.match(upper.text):
        return True
    labelled = any(
        u.text and v.text and not _ORDINAL.match(v.text) and not _NUMBERS.fullmatch(v.text) for u, v in others
    )
    return (several or labelled) and (upper.texts[-1].full or _unfinished(upper, lower))
