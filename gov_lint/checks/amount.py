"""Amounts in a table of which the size tells that the unit was mistaken."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from gov_lint.nouns import NUMBER, Fault, Report
from gov_lint.patterns import compiled
from gov_lint.structure.form import load_form

FACTS = ("printed", "unit", "reason", "reason_en", "table")


class Options(NamedTuple):
    """The table and the row whose amount, in the form's unit, is looked at.  ``large`` is an amount that a department of a place that
    ``places`` matches does not reach, ``round`` the least that looks like another unit when it ends in four zeros; organs that
    ``unless`` matches have large ones.  ``decimals`` is how many a sum of money can have."""

    table: str
    row: str
    places: str
    unless: str = ""
    large: int = 10000
    round: int = 100000
    decimals: int = 6


def check(report: Report, options: Options) -> Iterator[Fault]:
    """At most one fault, at the amount."""
    table = report.tables.get(options.table)
    row = table.rows.get(options.row) if table else None
    if table is None or row is None or not row.cells:
        return
    form = load_form().table(options.table, table.edition)
    unit = form.by_name[options.row].unit
    cell = row.cells[-1]
    if not unit or cell.state != NUMBER or cell.value is None or cell.note:
        return
    reason = _reason(report, options, cell.value)
    if reason:
        facts = {
            "printed": cell.raw,
            "unit": unit,
            "table": f"表{form.number}",
            "reason": reason[0],
            "reason_en": reason[1],
        }
        yield Fault(cell.span, facts, (), (options.table, cell.row, cell.column), guessed=row.read == "inferred")


def _reason(report: Report, options: Options, value: int | Decimal) -> tuple[str, str] | None:
    """Why an amount looks like one in another unit; None where it does not."""
    if isinstance(value, Decimal) and -int(value.normalize().as_tuple().exponent) > options.decimals:
        return "小数位数超过了一分钱", "it has more decimals than a sum of money"
    organ = report.title.organ if report.title else ""
    if report.organ_kind not in ("department", "town", "subdistrict") or not organ:
        return None
    usual = not (options.unless and compiled(options.unless).search(organ))
    rounded = value >= options.round and value == int(value) and int(value) % 10000 == 0
    local = report.organ_kind != "department" or bool(compiled(options.places).search(organ))
    if (local and usual and value >= options.large) or (rounded and (local or usual)):
        large = f"{Decimal(value) / 10000:.2f}".rstrip("0").rstrip(".")
        return f"相当于 {large} 亿元", f"that is {large} hundred million yuan"
    return None
