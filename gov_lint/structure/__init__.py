"""From text to Report: recognises what the mandated form asks for, and judges nothing."""

from __future__ import annotations

from gov_lint.nouns import Report, Settings, Source, Span
from gov_lint.structure import facts
from gov_lint.structure.grammar import parse
from gov_lint.structure.headings import find_headings, items, sections
from gov_lint.structure.squeeze import squeeze
from gov_lint.structure.tables import read_tables
from gov_lint.structure.tokens import tokenise

__all__ = ["recognise"]


def recognise(source: Source, settings: Settings) -> Report:
    """The report in a source.  Any text gives one; what was not found is empty or None."""
    squeezed = squeeze(source.text)
    text = squeezed.text
    headings = find_headings(squeezed)
    found = sections(squeezed, headings)
    tables = read_tables(parse(tokenise(squeezed, headings)), text, settings.edition, squeezed.lines)
    front = Span(0, found[0].heading.start if found else len(text))
    title = facts.find_title(text, front.end, squeezed.lines)
    preface = Span(title.span.end if title else 0, front.end)
    overview = next((s.body for s in found if s.number == 1), Span(front.end, front.end))
    period = facts.find_period(text, Span(preface.start, max(preface.end, overview.end)), title.year if title else None)
    last = found[-1].body.start if found else front.start
    signoff = facts.find_signoff(text, last, len(text), squeezed.lines)
    year = facts.report_year(title, period, source.name, signoff)
    return Report(
        source,
        squeezed,
        settings.edition or _edition({name: table.edition for name, table in tables.items()}, year),
        settings.edition is not None,
        title,
        year,
        preface,
        found,
        items(squeezed, overview),
        tables,
        period,
        signoff,
        settings.org_type or (facts.organ_kind(title.organ) if title else None),
        settings.org_type is not None,
        settings.published,
    )


def _edition(tables: dict[str, int], year: int | None) -> int:
    """The edition of the form: the tables' own words tell, then the year."""
    for name in ("公开", "申请"):
        if name in tables:
            return tables[name]
    return 2019 if year is not None and year < 2021 else 2021
