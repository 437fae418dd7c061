"""Cells of a government's report held against the same cells of the reports that it sums up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from gov_lint.nouns import Cell, Fault, Related, Report
from gov_lint.relatives import children, level, organ_of
from gov_lint.structure.form import load_form

NEEDS = "parts"
FACTS = ("table", "row", "column", "whole", "parts", "organ", "difference", "count")

_SHOWN = 10
"""How many parts a finding names; of more it says how many there are."""


class Options(NamedTuple):
    """What is a fault: a cell that is ``less`` than that of one part, or one that is not the ``sum`` of all parts where they are complete.
    ``cells`` are table, row and column, parted by slashes; of those joined by ``<`` only the first that fails is reported: the
    later ones follow from it."""

    find: Literal["less", "sum"]
    cells: tuple[str, ...]


class _Held(NamedTuple):
    """A part's cell."""

    part: Report
    cell: Cell


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    form = load_form().tables[2021]
    for chain in options.cells:
        for name in _chain(chain):
            table, row, column = (*name, "", "")[:3]
            rows = form[table].by_name if table in form else {}
            if row not in rows or column not in rows[row].columns:
                yield f"no cell {'/'.join(name)!r}"


def _chain(words: str) -> list[tuple[str, ...]]:
    return [tuple(name.strip().split("/")) for name in words.split("<")]


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at each cell that fails, the first of those that hang together."""
    if options.find == "sum" and not report.around.complete:
        return
    parts = level(report) if options.find == "sum" else children(report)
    if not parts:
        return
    for chain in options.cells:
        for table, row, column in _chain(chain):
            fault = _fault(report, parts, options, (table, row, column))
            if fault:
                yield fault
                break


def _fault(report: Report, parts: Sequence[Report], options: Options, key: tuple[str, str, str]) -> Fault | None:
    cell = _cell(report, key)
    if cell is None:
        return None
    return (_sum if options.find == "sum" else _less)(cell, parts, key)


def _cell(report: Report, key: tuple[str, str, str]) -> Cell | None:
    """The cell of that table, row and column, where it holds what it takes."""
    table = report.tables.get(key[0])
    cell = table.cell(*key[1:]) if table else None
    return cell if cell and cell.value is not None and cell.value >= 0 else None


def _less(cell: Cell, parts: Sequence[Report], key: tuple[str, str, str]) -> Fault | None:
    """A fault where one part alone has more than the whole."""
    more = [_Held(part, held) for part in parts if (held := _cell(part, key)) and (held.value or 0) > (cell.value or 0)]
    if not more:
        return None
    more.sort(key=lambda held: -(held.cell.value or 0))
    facts = {
        **_names(cell, key),
        "parts": more[0].cell.raw,
        "organ": organ_of(more[0].part),
        "difference": str((more[0].cell.value or 0) - (cell.value or 0)),
        "count": str(len(more)),
    }
    return Fault(cell.span, facts, tuple(_related(more)), key)


def _sum(cell: Cell, parts: Sequence[Report], key: tuple[str, str, str]) -> Fault | None:
    """A fault where all parts are known and do not add up to the whole."""
    held = [_Held(part, found) for part in parts if (found := _cell(part, key))]
    total = sum(each.cell.value or 0 for each in held)
    if len(held) < len(parts) or total == cell.value:
        return None
    held.sort(key=lambda each: -(each.cell.value or 0))
    facts = {
        **_names(cell, key),
        "parts": str(total),
        "organ": "",
        "difference": str(abs(total - (cell.value or 0))),
        "count": str(len(held)),
    }
    return Fault(cell.span, facts, tuple(_related([each for each in held if each.cell.value] or held[:1])), key)


def _names(cell: Cell, key: tuple[str, str, str]) -> dict[str, str]:
    """The printed names of a cell, and its number."""
    form = load_form().table(key[0], 2021)
    return {"table": f"表{form.number}", "row": form.by_name[key[1]].label, "column": key[2], "whole": cell.raw}


def _related(held: Sequence[_Held]) -> Iterator[Related]:
    """The parts' cells; the last one shown says how many more there are."""
    left = len(held) - _SHOWN
    for number, (part, cell) in enumerate(held[:_SHOWN], 1):
        more = left > 0 and number == _SHOWN
        organ = organ_of(part)
        zh = f"{organ}：{cell.raw}" + (f"（另有 {left} 个单位未列出）" if more else "")
        yield Related(cell.span, zh, f"{organ}: {cell.raw}" + (f" ({left} more units not shown)" if more else ""), part)
