"""Arithmetic on a mandated table: an identity of the form, or an equation over its rows or columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gov_lint.arithmetic import Equation as Options
from gov_lint.arithmetic import all_hold, outcomes, problems, stated
from gov_lint.nouns import (
    BLANK,
    MISSING,
    NUMBER,
    PLACEHOLDER,
    TEXT,
    Cell,
    Fault,
    Related,
    Report,
    Tally,
    Verdict,
    Words,
)
from gov_lint.structure.form import load_form

__all__ = ["FACTS", "Options", "check", "evidence", "problems", "tally"]

FACTS = ("each", "left", "right", "left_parts", "right_parts", "table")


def tally(report: Report, options: Options) -> Tally:
    """How the identities came out."""
    tried = outcomes(report, options)
    unknown = sum(outcome.sums is None for outcome in tried)
    if all_hold(report, options):
        return Tally(len(tried) - unknown, 0, unknown)
    fails = sum(outcome.holds is False for outcome in tried)
    return Tally(len(tried) - unknown - fails, fails, unknown)


def evidence(report: Report, options: Options) -> Iterator[Verdict]:
    """How each identity came out, with the numbers on its sides, or what keeps it from being judged."""
    table = report.tables.get(options.table)
    if table is None:
        return
    cells = table.by_name
    form = load_form().table(options.table, table.edition)
    by_row = stated(options, form)[0] == "row"
    for outcome in outcomes(report, options):
        verdict = Verdict(
            "",
            (options.table, outcome.subject),
            "holds" if outcome.holds else "fails",
            left_parts=tuple(cells[key].raw for key in outcome.left if key in cells),
            right_parts=tuple(cells[key].raw for key in outcome.right if key in cells),
            printed=(f"表{form.number}", form.by_name[outcome.subject].label if by_row else outcome.subject),
            relation=outcome.operator,
        )
        if outcome.sums is None:
            yield verdict._replace(outcome="unknown", why=_unknown(cells, outcome.left + outcome.right))
        else:
            yield verdict._replace(left=str(outcome.sums[0]), right=str(outcome.sums[1]))


_STATES = {
    BLANK: ("空白", "blank"),
    PLACEHOLDER: ("不是数字", "no number"),
    TEXT: ("不是数字", "no number"),
    MISSING: ("没有读到", "not found"),
    NUMBER: ("不是可填的数", "no number that the cell takes"),
}


def _unknown(cells: Mapping[tuple[str, str], Cell], keys: tuple[tuple[str, str], ...]) -> Words:
    """Which cells keep an identity from being judged: the first few, and why."""
    bad = [key for key in keys if key not in cells or cells[key].state != NUMBER]
    bad = bad or [key for key in keys if not isinstance(cells[key].value, int) or cells[key].value < 0]  # type: ignore[operator]
    zh, en = _STATES[cells[bad[0]].state if bad and bad[0] in cells else MISSING]
    names = "、".join("/".join(key) for key in bad[:3]) + ("……" if len(bad) > 3 else "")
    return Words(f"{names}{zh}", f"{names}: {en}")


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each row or column where the identity fails."""
    table = report.tables.get(options.table)
    if table is None or all_hold(report, options):
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
