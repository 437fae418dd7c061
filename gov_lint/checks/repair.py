"""One wrong cell, found by the identities that it breaks.

Each cell of the table of applications takes part in the sum of its row and in one or two sums of its column, and no two cells in the same set of
sums.  Where the sums that fail are just those of one cell, all by the same amount, that cell is wrong and has one right value; two
wrong cells never look like one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from gov_lint.arithmetic import Equation, Outcome, all_hold, outcomes
from gov_lint.nouns import Fault, Related, Repair, Report, Table
from gov_lint.structure.form import FormTable, load_form

FACTS = ("row", "column", "printed", "value", "count")


class Options(NamedTuple):
    """The table whose identities are tried."""

    table: str


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at the one cell whose repair makes every identity of the table hold; nothing where a cell holds no number."""
    table = report.tables.get(options.table)
    if table is None or table.missing:
        return
    form = load_form().table(options.table, table.edition)
    identities = {name: Equation(options.table, name) for name in form.identities}
    if all(all_hold(report, identity) for identity in identities.values()):
        return
    tried = [(name, o) for name, identity in identities.items() for o in outcomes(report, identity)]
    failed = [(name, o) for name, o in tried if o.holds is False]
    cells = list(table.by_name.values())
    if not failed or any(not isinstance(cell.value, int) for cell in cells):
        return
    steps: dict[tuple[str, str], dict[int, int | Decimal]] = defaultdict(dict)
    for number, (_, outcome) in enumerate(tried):
        if outcome.sums is None:
            return
        difference = outcome.sums[1] - outcome.sums[0]
        for sign, side in ((1, outcome.left), (-1, outcome.right)):
            for key in side:
                steps[key][number] = difference * sign
    broken = {number for number, (_, outcome) in enumerate(tried) if outcome.holds is False}
    repairs = []
    for cell in cells:
        moves = steps[cell.row, cell.column]
        if set(moves) == broken and len(set(moves.values())) == 1:
            step = next(iter(moves.values()))
            if isinstance(cell.value, int) and cell.value + step >= 0:
                repairs.append((cell, cell.value + step))
    if len(repairs) != 1:
        return
    cell, value = repairs[0]
    label = form.by_name[cell.row].label
    facts = {"row": label, "column": cell.column, "printed": cell.raw, "value": str(value), "count": str(len(failed))}
    related = tuple(_related(table, form, name, outcome, (cell.row, cell.column)) for name, outcome in failed)
    guessed = any(row.read == "inferred" for row in table.rows.values())
    bare = report.words(cell.span).isdecimal() and not guessed
    mend = Repair(cell.span, str(value)) if bare else None
    yield Fault(cell.span, facts, related, (options.table, cell.row, cell.column), guessed, repair=mend)


def _related(table: Table, form: FormTable, name: str, outcome: Outcome, wrong: tuple[str, str]) -> Related:
    """A failed identity, at the cell of it that is not the wrong one."""
    identity = form.identities[name]
    cells = (*outcome.left, *outcome.right)
    others = [table.by_name[key] for key in cells if key != wrong]
    at = next((c for c in others if identity.at in (c.row, c.column)), others[0])
    left, right = outcome.sums or (0, 0)
    row = identity.each == "row"
    subject = form.by_name[outcome.subject].label if row else outcome.subject
    zh = f"“{subject}”{'行' if row else '列'}：{identity.zh[0]} {left} ≠ {identity.zh[1]} {right}"
    return Related(at.span, zh, f"{subject}: {identity.en[0]}, {left} ≠ {identity.en[1]}, {right}")
