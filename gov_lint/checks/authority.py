"""Figures that an organ of this kind cannot have: rules (规章) of an organ that may make none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.nouns import Fault, Report
from gov_lint.patterns import compiled
from gov_lint.structure.form import load_form

FACTS = ("organ", "row", "columns", "printed")


class Options(NamedTuple):
    """The row in question; the names of organs that ``cannot`` have it, less those that ``may`` all the same (patterns)."""

    table: str
    row: str
    cannot: str
    may: str


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault where an organ that cannot have such figures reports some; nothing where its name does not tell."""
    table = report.tables.get(options.table)
    if table is None or options.row not in table.rows or report.title is None:
        return
    organ = report.title.organ
    if not organ or not compiled(options.cannot).search(organ) or compiled(options.may).search(organ):
        return
    cells = [cell for cell in table.rows[options.row].cells if cell.value]
    if cells:
        facts = {
            "organ": organ,
            "row": load_form().table(options.table, table.edition).by_name[options.row].label,
            "columns": "、".join(cell.column for cell in cells),
            "printed": "、".join(cell.raw for cell in cells),
        }
        yield Fault(
            cells[0].span, facts, (), (options.table, options.row, cells[0].column), guessed=not report.organ_kind_given
        )
