"""Whether the tables are those of the edition of the form that the report's year asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.nouns import Fault, Report, Span
from gov_lint.structure.form import load_form

FACTS = ("year", "printed", "due", "table")


class Options(NamedTuple):
    """The first report year of the newer edition, and the words of each edition that the other does not have are in the form."""

    since: int = 2021


def check(report: Report, options: Options) -> Iterator[Fault]:
    """One fault for the table of public information, one for that of applications; milder where an old report uses the newer form."""
    if report.year is None:
        return
    due = 2021 if report.year >= options.since else 2019
    for name in ("公开", "申请"):
        table = report.tables.get(name)
        if table is None:
            continue
        mine, other = load_form().table(name, due), load_form().table(name, 2019 if due == 2021 else 2021)
        words = [head for head in table.headers if head not in mine.heads]
        stray = [
            row.name for row in table.rows.values() if row.name not in mine.by_name or mine.by_name[row.name].group
        ]
        if table.edition == due or not (words or stray):
            continue
        printed = words[0] if words else other.by_name[stray[0]].label
        at = report.text.find(printed, table.span.start, table.span.end)
        label = next((row.label for row in table.rows.values() if row.name in stray), table.span)
        span = Span(at, at + len(printed)) if at >= 0 else Span(label.start, min(label.end, label.start + 8))
        facts = {"year": str(report.year), "printed": printed, "due": str(due), "table": f"表{mine.number}"}
        yield Fault(span, facts, (), (name,), severity=None if due == 2021 else "note")
