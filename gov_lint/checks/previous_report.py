"""The report given as last year's: of the year before, and of the same organ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.nouns import Fault, Related, Report
from gov_lint.relatives import organ_of, other_organ, top, wrong_year

NEEDS = "previous"
FACTS = ("here", "there")


class Options(NamedTuple):
    """No options."""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault on the title where the two reports do not go together."""
    before = report.around.previous
    if before is None or not (wrong_year(report) or other_organ(report)):
        return
    here, there = (f"{organ_of(r)}{r.year}年" if r.year else organ_of(r) for r in (report, before))
    words = (f"给出的上年报告：{there}", f"the report given as last year's: {there}")
    yield Fault(top(report), {"here": here, "there": there}, (Related(top(before), *words, before),))
