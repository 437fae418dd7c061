"""Tables of formats that say where the borders of each row's cells stand (.doc, .rtf): rows of cells in one grid.

Each row has borders of its own, in twips (twentieths of a point); borders of different rows that nearly meet are one line of the grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gov_lint.readers.flow import MAX_CELLS, MAX_DEPTH, Cell, Paragraph, Table, text_of, too_long, too_many_cells

_NEAR = 45
"""Borders that stand no further apart, in twips (0.8 mm), are one line: rows made at different times differ by some rounding."""


_MOST_BLOCKS = 100_000
"""The most paragraphs that are kept; a report has one or two thousand."""


class Form(NamedTuple):
    """What a row says of a cell.  ``right`` is its right border in twips, None where the file says none; ``left_on`` says that it continues the
    cell to the left (one that has words of its own does not), ``above`` that it continues the one above."""

    right: int | None = None
    left_on: bool = False
    above: bool = False


class GridCell(NamedTuple):
    """A cell as its row has it."""

    blocks: Sequence[Paragraph | Table]
    right: int | None
    left_on: bool
    above: bool


_FREE = Form()


class _Level:
    """A table that is being read, or (the outermost level) the document."""

    def __init__(self) -> None:
        self.rows: list[list[GridCell]] = []
        self.cells: list[list[Paragraph | Table]] = []
        self.blocks: list[Paragraph | Table] = []


class Builder:
    """Puts the paragraphs of a document together, which say in how many tables they stand and where cells and rows end."""

    def __init__(self) -> None:
        self._levels = [_Level()]
        self._blocks = 0
        self._cells = 0

    def to_depth(self, depth: int) -> None:
        """What follows stands in so many tables: ends those that it does not stand in, begins those that it does."""
        levels = self._levels
        while len(levels) - 1 > depth:
            level = levels[-1]
            if level.cells or any(isinstance(block, Table) or block.pieces[0].text for block in level.blocks):
                self.end_row(())
            del levels[-1]
            if level.rows:
                levels[-1].blocks.append(table_of(level.rows))
        while len(levels) - 1 < min(depth, MAX_DEPTH):
            levels.append(_Level())

    def add(self, *blocks: Paragraph | Table) -> None:
        """Appends to the cell that is open.  Raises ReadError where there are more than any document has."""
        self._blocks += len(blocks)
        if self._blocks > _MOST_BLOCKS:
            raise too_long()
        self._levels[-1].blocks += blocks

    def end_cell(self) -> None:
        """What came since the last cell is a cell.  Raises ReadError where there are more than any document has."""
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise too_many_cells()
        level = self._levels[-1]
        level.cells.append(level.blocks)
        level.blocks = []

    def end_row(self, forms: Sequence[Form]) -> None:
        """What came since the last row is a row; ``forms`` are those of its cells, as far as they are known."""
        level = self._levels[-1]
        if level.blocks:
            self.end_cell()
        if level.cells:
            known = min(len(forms), len(level.cells))
            all_forms = [*forms[:known], *[_FREE] * (len(level.cells) - known)]
            level.rows.append([GridCell(blocks, *form) for blocks, form in zip(level.cells, all_forms, strict=True)])
            level.cells = []

    def finish(self) -> list[Paragraph | Table]:
        """All that was put together."""
        self.to_depth(0)
        return self._levels[0].blocks


class _Open:
    """A cell of the table that is made: it may still grow to the right and down."""

    def __init__(self, blocks: Sequence[Paragraph | Table], colspan: int) -> None:
        self.blocks = blocks
        self.colspan = colspan
        self.rowspan = 1


def table_of(rows: Sequence[Sequence[GridCell]]) -> Table:
    """The table of those rows."""
    lines = _lines(rows)
    made: list[list[_Open]] = []
    above: dict[int, _Open] = {}
    for row in rows:
        cells: list[_Open] = []
        here: dict[int, _Open] = {}
        at = 0
        last: _Open | None = None
        for cell in row:
            after = at + 1 if cell.right is None else max(at + 1, lines[cell.right])
            upper = above.get(at) if cell.above else None
            if cell.left_on and at and not text_of(cell.blocks).strip():
                if last is not None:
                    last.colspan += after - at
            elif upper is not None:
                upper.rowspan += 1
                here[at], last = upper, None
            else:
                last = here[at] = _Open(cell.blocks, after - at)
                cells.append(last)
            at = after
        made.append(cells)
        above = here
    return Table([[Cell(cell.blocks, cell.colspan, cell.rowspan) for cell in row] for row in made])


def _lines(rows: Sequence[Sequence[GridCell]]) -> dict[int, int]:
    """The number of the grid's line at each border; 0 is the left border of the table."""
    found: dict[int, int] = {}
    number = start = 0
    for border in sorted({cell.right for row in rows for cell in row if cell.right is not None}):
        if not number or border - start > _NEAR:
            number, start = number + 1, border
        found[border] = number
    return found
