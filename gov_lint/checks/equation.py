"""Arithmetic on a mandated table: an identity of the form, or an equation over its rows or columns."""

from __future__ import annotations

from collections.abc import Iterator

from gov_lint.arithmetic import Equation as Options
from gov_lint.arithmetic import outcomes, problems, stated
from gov_lint.nouns import Fault, Related, Report, Verdict
from gov_lint.structure.form import load_form

__all__ = ["FACTS", "Options", "check", "problems", "verdicts"]

FACTS = ("each", "left", "right", "left_parts", "right_parts", "table")


def verdicts(report: Report, options: Options) -> Iterator[Verdict]:
    """How each identity came out."""
    words = {True: "holds", False: "fails", None: "unknown"}
    for outcome in outcomes(report, options):
        left, right = outcome.sums or ("", "")
        yield Verdict("", (options.table, outcome.subject), words[outcome.holds], str(left), str(right))


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each row or column where the identity fails."""
    table = report.tables.get(options.table)
    if table is None:
        return
    form = load_form().table(options.table, table.edition)
    each, _, at = stated(options, form)
    for outcome in outcomes(report, options):
        if outcome.holds is not False or outcome.sums is None:
            continue
        left = [table.by_name[key] for key in outcome.left]
        right = [table.by_name[key] for key in outcome.right]
        cells = left + right
        place = next((c for c in cells if at in ((c.column,) if each == "row" else (c.row,))), cells[0])
        name = (lambda c: c.column) if each == "row" else (lambda c: form.by_name[c.row].label)
        yield Fault(
            place.span,
            {
                "each": form.by_name[outcome.subject].label if each == "row" else outcome.subject,
                "left": str(outcome.sums[0]),
                "right": str(outcome.sums[1]),
                "left_parts": "＋".join(c.raw for c in left),
                "right_parts": "＋".join(c.raw for c in right),
                "table": f"表{form.number}",
            },
            tuple(Related(c.span, f"{name(c)}：{c.raw}", f"{name(c)}: {c.raw}") for c in cells if c is not place),
            (options.table, place.row, place.column),
            guessed=any(table.rows[c.row].read == "inferred" for c in cells),
        )
