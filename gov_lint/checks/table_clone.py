"""Tables that are last year's, number by number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.nouns import NUMBER, Fault, Related, Report
from gov_lint.relatives import last_year

NEEDS = "previous"
FACTS = ("cells", "year")


class Options(NamedTuple):
    """The tables compared, how many cells must not be zero, and in how many different tables or rows they must stand."""

    tables: tuple[str, ...]
    least: int


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault on the first of the tables where all cells are the same."""
    before = last_year(report)
    if before is None or any(name not in report.tables or name not in before.tables for name in options.tables):
        return
    full = 0
    for name in options.tables:
        here, there = report.tables[name].by_name, before.tables[name].by_name
        if here.keys() != there.keys():
            return
        for key, cell in here.items():
            if cell.state != there[key].state or cell.value != there[key].value:
                return
            full += cell.state == NUMBER and bool(cell.value)
    if full < options.least:
        return
    name = options.tables[0]
    first = next(cell for cell in report.tables[name].by_name.values())
    twin = before.tables[name].by_name[first.row, first.column]
    words = ("上年报告的同一张表", "the same table in last year's report")
    facts = {"cells": str(full), "year": str(before.year or "")}
    yield Fault(first.span, facts, (Related(twin.span, *words, before),), (name,))
