"""Tables over page breaks: the parts of one are joined, and a row that the break splits is one row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gov_lint.readers.geometry_grid import Box, Grid, distinct, nearest
from gov_lint.readers.geometry_lines import Line
from gov_lint.readers.geometry_pages import Sheet

_CONTINUED = re.compile(r"[（(]?(?:续表|续上表|接上页|接上表|续)[一二三四五六七八九十\d]*[）)]?")
_ORDINAL = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．，]|第[一二三四五六七八九十]+条|\d(?=[\u4e00-\u9fff])(?![年月日个件条项])"
)
_OPENING = "“‘〝《〈「『（(["
_NUMBERS = re.compile(r"[-+—－\d.,，%／/无]+")


def joined(sheets: Sequence[Sheet]) -> list[Line | Grid]:
    """The parts of all pages; tables that go on over a page break are one."""
    found: list[Line | Grid] = []
    for sheet in sheets:
        parts = sheet.parts
        if found and isinstance(found[-1], Grid):
            skipped = 0
            while skipped < len(parts) and _is_continued(parts[skipped]):
                skipped += 1
            while skipped < len(parts):
                first = parts[skipped]
                shift = _shift(found[-1], first) if isinstance(first, Grid) else None
                if shift is None or not isinstance(first, Grid):
                    break
                _join(found[-1], first, shift)
                skipped += 1
                parts = parts[skipped:]
                skipped = 0
        found += parts
    return found


def _is_continued(part: Line | Grid) -> bool:
    return isinstance(part, Line) and bool(_CONTINUED.fullmatch(part.text.replace(" ", "")))


def _shift(grid: Grid, below: Grid) -> float | None:
    """How far to the right a table must be moved to go on with the one at the foot of the page before: it is as wide or has most of its column
    lines, and shares them.  None where it does not go on.  A table without a line above it may also go on below repeated heads."""
    if not (below.page == grid.last_page + 1 or (below.page == grid.last_page > grid.page and below.open_above)):
        return None
    em = max(grid.em, below.em)
    least = min(len(grid.xs), len(below.xs))
    for shift in (grid.xs[0] - below.xs[0], grid.xs[-1] - below.xs[-1], 0.0):
        shared = sum(abs(grid.xs[nearest(grid.xs, x + shift)] - x - shift) <= 0.6 * em for x in below.xs)
        wide = abs(below.xs[-1] + shift - grid.xs[-1]) <= 1.5 * em and abs(below.xs[0] + shift - grid.xs[0]) <= 1.5 * em
        if shared * 2 >= least if wide else shared >= max(0.7 * least, 4):
            return shift
    return None


def _join(grid: Grid, below: Grid, shift: float) -> None:
    """Appends the rows of a table that goes on."""
    em = max(grid.em, below.em)
    xs = sorted({x for box in grid.boxes for x in (box.left, box.right)})
    for box in below.boxes:
        box.left, box.right = (_snapped(xs, x + shift, em) for x in (box.left, box.right))
    heads = _repeated_heads(grid, below)
    for box in below.boxes:
        if box.first < heads < box.after:
            box.first = heads
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
    grid.xs = distinct([*grid.xs, *(x for box in boxes for x in (box.left, box.right))], em)
    grid.open_below = below.open_below


def _snapped(xs: Sequence[float], x: float, em: float) -> float:
    near = xs[nearest(xs, x)]
    return near if abs(near - x) <= 0.6 * em else x


def _repeated_heads(grid: Grid, below: Grid) -> int:
    """How many rows at the top repeat the table's first ones, words for words."""
    rows = 0
    while rows < min(below.rows, grid.rows):
        first, again = (
            sorted((box.left, box.after, box.text) for box in each.boxes if box.first == rows and box.text)
            for each in (grid, below)
        )
        if first != again or any(_NUMBERS.fullmatch(text) for _, _, text in again):
            break
        rows += 1
    while rows and any(box.first < rows < box.after and box.text for box in below.boxes):
        rows -= 1
    return rows if any(box.text for box in below.boxes if box.first < rows) else 0


def _splits_row(rows: int, pairs: Sequence[tuple[Box, Box]], heads: int, opened: bool) -> bool:
    """Whether the last row of a page and the first of the next are one that the break splits: no number stands on both sides, and words go on.

    ``opened`` says that no line closes the row.
    """
    leaves = [(u, v) for u, v in pairs if u.first == rows - 1 and v.after == heads + 1]
    both = [(u, v) for u, v in leaves if u.text and v.text]
    if not leaves or any(_ORDINAL.match(v.text) for _, v in both):
        return False
    if len(both) == 1 and both[0] == leaves[0] and _NUMBERS.fullmatch(both[0][0].text):
        return not _NUMBERS.fullmatch(both[0][1].text)  # a label's number stands above the break, its words below
    if len(both) == 1 and _ORDINAL.match(both[0][0].text) and _one_sided(leaves, both[0]):
        return True
    numbers = [(u, v) for u, v in both if _NUMBERS.fullmatch(u.text) or _NUMBERS.fullmatch(v.text)]
    if numbers and not any(u.text and not v.text for u, v in leaves):
        return False  # else digits of numbers go on below, which some of the row's cells have room for
    return all(u.texts[-1].full or ((opened or _unfinished(u, v)) and (u, v) not in numbers) for u, v in both)


def _one_sided(leaves: Sequence[tuple[Box, Box]], label: tuple[Box, Box]) -> bool:
    """Whether the numbers of a row stand all above the break, or all below it, and only the label on both sides."""
    others = [pair for pair in leaves if pair is not label]
    return any(all(pair[side].text for pair in others) and len(others) > 1 for side in (0, 1))


def _unfinished(upper: Box, lower: Box) -> bool:
    """Whether signs show that words go on below a break, though the line had room."""
    return lower.text[0] in _OPENING or upper.text[-1] in _OPENING + "、，,"


def _reaches_on(upper: Box, lower: Box, others: Sequence[tuple[Box, Box]]) -> bool:
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
