"""Figures of table 2 that are ten times last year's, or a tenth of them, and no word why: a slip of units, as a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.nouns import Cell, Fault, Related, Report
from gov_lint.relatives import last_year, reorganised, says

NEEDS = "previous"
FACTS = ("row", "last", "now", "year")


class Options(NamedTuple):
    """The rows and columns that are compared (all of a row's where no column is named), from which figure on (the greater of the two), how many
    times greater it must be, and the words that explain it in a sentence that names the row."""

    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    least: int
    times: int
    because: str


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at each such figure."""
    before = last_year(report)
    if before is None or options.table not in report.tables or options.table not in before.tables:
        return
    here, there = report.tables[options.table], before.tables[options.table]
    if min(here.edition, there.edition) < 2021 or reorganised(report):
        return
    for name in options.rows:
        for column in options.columns:
            now, last = here.cell(name, column), there.cell(name, column)
            if now and last and _leaps(now, last, options) and not says(report, _words(name), options.because):
                facts = {"row": name, "last": last.raw, "now": now.raw, "year": str(before.year or "")}
                words = (f"上年报告的“{name}”：{last.raw}", f"“{name}” in last year's report: {last.raw}")
                yield Fault(now.span, facts, (Related(last.span, *words, before),), (options.table, name, column))


def _leaps(now: Cell, last: Cell, options: Options) -> bool:
    if now.value is None or last.value is None:
        return False
    low, high = sorted((now.value, last.value))
    return low > 0 and high >= options.least and high >= options.times * low


def _words(row: str) -> str:
    """How prose names a row."""
    return row.removeprefix("行政") if row != "行政事业性收费" else "收费"
