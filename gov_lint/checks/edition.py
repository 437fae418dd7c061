"""Whether the tables are those of the edition of the form that the report's year asks for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gov_lint.nouns import Fault, Related, Report, Span
from gov_lint.structure.form import load_form

FACTS = ("year", "printed", "due", "table")


class Options(NamedTuple):
    """The first report year of the newer edition, and the words of each edition that the other does not have are in the form."""

    since: int = 2021


def check(report: Report, options: Options) -> Iterator[Fault]:
    """One fault at the first word that only the other edition has, with the other table as a related place; milder where an old report
    uses the newer form."""
    if report.year is None:
        return
    due = 2021 if report.year >= options.since else 2019
    found = [(name, span) for name in ("公开", "申请") if (span := _stray(report, name, due))]
    if not found:
        return
    (name, span), *others = found
    number = load_form().table(name, due).number
    facts = {"year": str(report.year), "printed": report.words(span), "due": str(due), "table": f"表{number}"}
    related = tuple(Related(other, "另一处", "another place") for _, other in others)
    yield Fault(span, facts, related, (name,), severity=None if due == 2021 else "note")


@lru_cache(maxsize=8)
def _words_of_the_other(name: str, due: int) -> tuple[str, ...]:
    """Column heads and row labels of a table that only the other edition than the one due has."""
    mine, other = load_form().table(name, due), load_form().table(name, 2019 if due == 2021 else 2021)
    words = {head for head in other.heads if not any(head in mine_head for mine_head in mine.heads)}
    return tuple(sorted(words | {row.label for row in other.leaves if row.name not in mine.by_name}))


def _stray(report: Report, name: str, due: int) -> Span | None:
    """The first column head or row label of a table that only the other edition has."""
    table = report.tables.get(name)
    if table is None:
        return None
    printed = report.words(table.span)
    places = [Span(at, at + len(word)) for word in _words_of_the_other(name, due) if (at := printed.find(word)) >= 0]
    if places:
        return Span(*(table.span.start + at for at in min(places)))
    if table.edition == due:
        return None
    mine = load_form().table(name, due)
    rows = [row for row in table.rows.values() if row.name in mine.by_name and mine.by_name[row.name].group]
    if rows:
        at = report.text.rfind("（", max(rows[0].label.start - 3, 0), rows[0].label.start)
        return Span(at if at >= 0 else rows[0].label.start, rows[0].label.end)
    return None
