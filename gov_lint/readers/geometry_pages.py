"""Pages by their lines of prose and their tables; page numbers and running heads are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from gov_lint.readers.geometry_columns import runs_of, settled
from gov_lint.readers.geometry_glyphs import Glyph, Page, em_of, rows_of, within
from gov_lint.readers.geometry_grid import Grid, grids_of
from gov_lint.readers.geometry_lines import Line


class Sheet:
    """A page by its lines of prose and its tables, from top to bottom."""

    def __init__(self, page: Page, parts: list[Line | Grid]) -> None:
        self.number, self.height, self.parts = page.number, page.height, parts


_LARGE = 0.03
"""Characters larger than this part of the page's height are those of a title, or of a watermark."""


def without_marks(pages: Sequence[Page]) -> Sequence[Page]:
    """The pages without watermarks: large characters that stand at the same place of most pages."""
    large = [{_spot(g): g for g in page.glyphs if g.bottom - g.top > _LARGE * page.height} for page in pages]
    seen = Counter(spot for some in large for spot in some)
    gone = {spot for spot, count in seen.items() if count >= max(3, 0.6 * len(pages))}
    if not gone:
        return pages
    return [page._replace(glyphs=[g for g in page.glyphs if _spot(g) not in gone]) for page in pages]


def _spot(glyph: Glyph) -> tuple[str, int, int]:
    return glyph.text, round(glyph.left), round(glyph.top)


def sheet_of(page: Page) -> Sheet:
    """A page by its parts."""
    glyphs = [g for g in page.glyphs if g.text.strip()]
    em = em_of(glyphs)
    page = page._replace(glyphs=glyphs)
    numbers = _numbers(page)
    if numbers:
        page = page._replace(glyphs=[g for g in glyphs if g not in numbers])
    grids = [grid for grid in grids_of(page) if any(box.texts for box in grid.boxes)]
    if grids:
        inside = {id(g) for grid in grids for box in grid.boxes for text in box.texts for row in text.rows for g in row}
        boxes = [(grid.xs[0], grid.top, grid.xs[-1], grid.bottom) for grid in grids]
        glyphs = [g for g in glyphs if id(g) not in inside and (g in numbers or not within(g, boxes))]
    if grids:
        em = em_of(glyphs)
    parts: list[Line | Grid] = [Line(row, page.number, em) for row in settled(_rows(glyphs, em, page.width), em)]
    parts += grids
    parts.sort(key=lambda part: part.top)
    return Sheet(page, _cells_filled(parts) if grids else parts)


def _cells_filled(parts: list[Line | Grid]) -> list[Line | Grid]:
    """The parts of a page with the words in their cells that ran out of them below, where a page was too short for a label."""
    kept: list[Line | Grid] = []
    grid: Grid | None = None
    for part in parts:
        if isinstance(part, Grid):
            grid = part
        elif grid is not None:
            boxes = [box for run in runs_of(part.glyphs, grid.em) if (box := grid.above(run))]
            if len(boxes) == len(list(runs_of(part.glyphs, grid.em))):
                for box, run in zip(boxes, runs_of(part.glyphs, grid.em), strict=True):
                    box.texts[-1].rows.append(list(run))
                continue
            grid = None
        kept.append(part)
    return kept


_FULL = 0.35
"""Words that are as wide as this part of the page are a line of prose, which tells where the text stands."""


def _rows(glyphs: Sequence[Glyph], em: float, width: float) -> list[list[Glyph]]:
    """The printed lines of the text, without what stands in a column of its own beside it, as menus do on printed web pages: left of where lines
    begin, or right of where they end, in three lines at least, between which none reaches over."""
    rows = rows_of(glyphs)
    runs = [run for row in rows for run in runs_of(row, em)]
    if len(runs) == len(rows):
        return rows
    full = [run for run in runs if run[-1].right - run[0].left > _FULL * width]
    if len(full) < 3:
        return rows
    left = sorted(run[0].left for run in full)[len(full) // 8] - 0.8 * em
    right = sorted(run[-1].right for run in full)[-1 - len(full) // 8] + 0.8 * em
    gone: set[int] = set()
    for beside, over in (
        ([run for run in runs if run[-1].right < left], [run for run in runs if run[0].left < left <= run[-1].right]),
        ([run for run in runs if run[0].left > right], [run for run in runs if run[0].left <= right < run[-1].right]),
    ):
        if len(beside) < 3:
            continue
        top, bottom = beside[0][0].top, beside[-1][0].bottom
        if not any(top < run[0].bottom and run[0].top < bottom for run in over):
            gone.update(id(glyph) for run in beside for glyph in run)
    return rows_of([glyph for glyph in glyphs if id(glyph) not in gone]) if gone else rows


def _numbers(page: Page) -> set[Glyph]:
    """The page number, where lines of a table go on to it: the outermost printed line in a margin, that no level line parts from the edge."""
    found: set[Glyph] = set()
    level = [stroke.top for stroke in page.strokes if stroke.right - stroke.left > stroke.bottom - stroke.top]
    low, high = page.height * _MARGIN, page.height * (1 - _MARGIN)
    for lower in (True, False):
        some = [g for g in page.glyphs if (g.top > high if lower else g.bottom < low)]
        rows = rows_of(some)
        if not rows:
            continue
        row = rows[-1 if lower else 0]
        text = "".join([g.text for g in row])
        inside = any(row[0].bottom < y <= page.height if lower else 0 <= y < row[0].top for y in level)
        if _NUMBERED.fullmatch(text) and not inside:
            found.update(row)
    return found


_MARGIN = 0.13
"""The part of a page's height, above and below, where page numbers and running heads stand."""
_HEAD = 0.085
"""The part where no text stands that is not a running head or foot."""
_NUMBERED = re.compile(r"[-—–－―─~·•.\s]*第?\s*(\d{1,3})\s*页?(?:\s*[/／，,]?\s*共?\s*\d{1,3}\s*页?)?[-—–－―─~·•.\s]*")
"""A page's number and nothing else: ``- 3 -``, ``第 3 页 共 8 页``, ``3/8``, ``3``."""
_DIGITS = re.compile(r"\d+")


def drop_margins(sheets: Sequence[Sheet]) -> None:
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


def _key(sheet: Sheet, line: Line, text: str) -> _Key:
    """What lines that repeat on other pages have in common: their words but for numbers, and their place."""
    upper = line.top < sheet.height / 2
    height = line.top if upper else sheet.height - line.bottom
    return _DIGITS.sub("#", text), round(height / max(sheet.height, 1) * 200), upper


def _repeated(seen: Counter[_Key], sheet: Sheet, line: Line, text: str, pages: int) -> bool:
    """Whether a line stands on so many pages that it is a running head; two times a name may also open the report and close it."""
    words, height, upper = _key(sheet, line, text)
    count = sum(seen[words, height + shift, upper] for shift in (-1, 0, 1))
    room = line.bottom if upper else sheet.height - line.top
    return count >= max(2, 0.4 * pages) and (count > 2 or room < _HEAD * sheet.height)


def _edge_lines(sheet: Sheet) -> Iterator[Line]:
    """The lines of prose in the margins that no table and no other text parts from the edge: at most three above, three below."""
    low, high = sheet.height * _MARGIN, sheet.height * (1 - _MARGIN)
    for parts, above in ((sheet.parts[:3], True), (sheet.parts[:-4:-1], False)):
        for part in parts:
            if isinstance(part, Grid) or (part.bottom > low if above else part.top < high):
                break
            yield part


_MANY = 10
"""So many lines show where the text of their page begins and ends; a page with fewer is like the others."""


def align(sheets: Sequence[Sheet]) -> None:
    """Tells each line between which edges its page's text stands."""
    lines = [[part for part in sheet.parts if isinstance(part, Line)] for sheet in sheets]
    everywhere = _edges([line for some in lines for line in some])
    for some in lines:
        edges = _edges(some) if len(some) >= _MANY else everywhere
        for line in some:
            line.edges = edges
        for run in _column_runs(some):
            rivers = _rivers(run)
            for line in run:
                line.rivers = rivers


def _column_runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Stretches of lines that are laid out in columns, with the labels between them that are not."""
    run: list[Line] = []
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


def _rivers(lines: Sequence[Line]) -> list[float]:
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


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    return min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0)
