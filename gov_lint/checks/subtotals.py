"""Subtotals that the form does not have: numbers in the rows of groups, and a column that sums up the organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gov_lint.nouns import NUMBER, Fault, Related, Report, Row, Span, Table
from gov_lint.structure.form import FormTable, load_form

FACTS = ("subject", "subject_en", "printed", "sum", "parts", "count")


class Options(NamedTuple):
    """The table; ``head`` is the word that a column of subtotals has above it."""

    table: str
    head: str = "小计"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each row of subtotals that are not the sum of their parts."""
    table = report.tables.get(options.table)
    if table is None:
        return
    form = load_form().table(options.table, table.edition)
    for row in table.extra:
        if row.name in form.by_name and form.by_name[row.name].group:
            yield from _group(table, form, row)
    yield from _column(report, table, form, options)


def _group(table: Table, form: FormTable, row: Row) -> Iterator[Fault]:
    """A row of a group with numbers: in each column the sum of the group's rows."""
    members = form.expand(row.name)
    wrong = []
    for cell in row.cells:
        parts = [table.cell(name, cell.column) for name in members]
        values = [part.value for part in parts if part is not None and part.state == NUMBER]
        known = [value for value in values if isinstance(value, int)]
        if isinstance(cell.value, int) and len(known) == len(members) and sum(known) != cell.value:
            wrong.append((cell, sum(known), [str(value) for value in known if value] or ["0"]))
    if not wrong:
        return
    label = form.by_name[row.name].label
    cell, total, values_printed = wrong[0]
    facts = {
        "subject": f"“{label}”行“{cell.column}”列",
        "subject_en": f"“{label}”, column “{cell.column}”",
        "printed": cell.raw,
        "sum": str(total),
        "parts": "＋".join(values_printed),
        "count": str(len(wrong)),
    }
    related = tuple(
        Related(c.span, f"“{c.column}”列：填 {c.raw}，各项之和 {s}", f"{c.column}: {c.raw}, the parts make {s}")
        for c, s, _ in wrong[1:]
    )
    guessed = row.read == "inferred"
    yield Fault(cell.span, facts, related, (table.name, row.name, cell.column), guessed)


def _column(report: Report, table: Table, form: FormTable, options: Options) -> Iterator[Fault]:
    """Rows with one number more than the form has columns, under a head that says so: the number that sums up the organisations."""
    first = min([row.label.start for row in table.rows.values()], default=table.span.start)
    head = report.text[table.span.start : first]
    if options.head not in head:
        return
    rows = [
        (row, values)
        for row in table.rows.values()
        if len(row.loose) == len(form.columns) + 1 and (values := _numbers(report, row.loose))
    ]
    if not rows:
        return
    last = len(form.columns) - 1
    before = head.find(options.head) < head.find(form.columns[1])
    at = max((1, last), key=lambda i: (sum(_adds_up(values, i) for _, values in rows), (i == 1) == before))
    for row, values in rows:
        if not _adds_up(values, at):
            yield _wrong(row, form, values, at, options.head)


def _numbers(report: Report, spans: Sequence[Span]) -> list[int]:
    """The whole numbers that were printed; none where one is something else."""
    printed = [report.words(span).strip().replace("，", "") for span in spans]
    return [int(word) for word in printed] if all(word.isdecimal() for word in printed) else []


def _parts(values: Sequence[int], at: int) -> Sequence[int]:
    """The numbers that a subtotal at that place sums up."""
    return values[2:-1] if at == 1 else values[1:at]


def _adds_up(values: Sequence[int], at: int) -> bool:
    return values[at] == sum(_parts(values, at)) and values[-1] == values[0] + values[at]


def _wrong(row: Row, form: FormTable, values: Sequence[int], at: int, head: str) -> Fault:
    """The fault of a row whose subtotal, or whose total, is not the sum of its parts."""
    label = form.by_name[row.name].label
    parts = _parts(values, at)
    if values[at] != sum(parts):
        column, place, total, shown = head, at, sum(parts), parts
    else:
        column, place, total, shown = "总计", len(values) - 1, values[0] + values[at], (values[0], values[at])
    facts = {
        "subject": f"“{label}”行“{column}”",
        "subject_en": f"“{label}”, “{column}”",
        "printed": str(values[place]),
        "sum": str(total),
        "parts": "＋".join(map(str, shown)),
        "count": "1",
    }
    return Fault(row.loose[place], facts, (Related(row.label, "行名", "row label"),), (form.name, row.name))
