"""A government's count of 规章 that was added up from units which can make none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.nouns import Cell, Fault, Related, Report
from gov_lint.relatives import children, organ_of

NEEDS = "parts"
FACTS = ("column", "whole", "parts", "count")


class Options(NamedTuple):
    """The table and the row that no unit may add to."""

    table: str
    row: str


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at the first cell of the row that holds what the units report, and no more."""
    table = report.tables.get(options.table)
    row = table.rows.get(options.row) if table else None
    for cell in row.cells if row else ():
        held = list(_held(report, options, cell.column))
        total = sum(other.value or 0 for _, other in held)
        if cell.value and total and total >= cell.value:
            facts = {"column": cell.column, "whole": cell.raw, "parts": str(total), "count": str(len(held))}
            related = tuple(
                Related(other.span, f"{organ_of(part)}：{other.raw}", f"{organ_of(part)}: {other.raw}", part)
                for part, other in held[:10]
            )
            yield Fault(cell.span, facts, related, (options.table, options.row, cell.column))
            return


def _held(report: Report, options: Options, column: str) -> Iterator[tuple[Report, Cell]]:
    """The units that report some."""
    for part in children(report):
        table = part.tables.get(options.table)
        cell = table.cell(options.row, column) if table else None
        if cell and cell.value and cell.value > 0:
            yield part, cell
