"""The report's year and the dates that must fit it: the period of its figures, its day of publication, years named in its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from gov_lint.nouns import Dated, Fault, Related, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import all_dates, breaks, find_years, number, prose_spans, sentences, without_citations

FACTS = ("year", "due", "date", "by", "printed", "other")


class Options(NamedTuple):
    """What is a fault.

    ``year-unknown``: the report's year cannot be told, or its title names two.  ``impossible``: a date that no calendar has.
    ``period-missing``, ``period-year``, ``period-part``: the period of the figures is not stated, is another year's, is not the whole year.
    ``signoff-early``, ``signoff-year``: the closing date lies in the year itself, or in a year that is not the next.
    ``late``: published (as given, else as signed) after ``by`` (month-day) of the next year.
    ``sentence``: a sentence of ``section`` that matches ``pattern`` names a year other than the report's plus ``offset``.  The
    ``once`` says that one sentence with the right year is enough, whatever others say of other years.  The
    pattern's group ``year`` is that year; the sentence is left alone where ``unless`` occurs in it, or in the next one ``unless_next``.
    """

    find: Literal[
        "year-unknown",
        "impossible",
        "period-missing",
        "period-year",
        "period-part",
        "signoff-early",
        "signoff-year",
        "late",
        "sentence",
    ]
    by: str = "12-31"
    section: int = 1
    pattern: str = ""
    unless: str = ""
    unless_next: str = ""
    offset: int = 0
    once: bool = False


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    if options.find == "sentence" and "(?P<year>" not in options.pattern:
        yield "a sentence needs a pattern with the group 'year'"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each such date; none where the report's year is unknown, but for the rule that says so."""
    if options.find == "year-unknown":
        yield from _year_unknown(report)
    elif options.find == "impossible":
        yield from _impossible(report)
    elif options.find == "period-missing":
        yield from _period_missing(report)
    elif report.year is None:
        return
    elif options.find == "sentence":
        yield from _sentence(report, report.year, options)
    elif options.find.startswith("period"):
        yield from _period(report, report.year, options.find)
    elif options.find == "late":
        yield from _late(report, report.year, options)
    else:
        yield from _signoff(report, report.year, options.find)


def _year_unknown(report: Report) -> Iterator[Fault]:
    """A title with two years (joined by no 至 or —), or no year anywhere."""
    if report.year is None:
        if report.title is not None or len(report.sections) > 2:
            yield Fault(report.heading(0), {"printed": ""})
        return
    if report.title is None:
        return
    found = find_years(report.text, report.title.span)
    years = sorted({year for _, year in found})
    if len(years) > 1 and not compiled(r"\d{4}年?度?[-—–~～至、和]{1,2}\d{4}").search(report.title.text):
        yield Fault(report.title.span, {"printed": "（" + "、".join(f"{year}年" for year in years) + "）"})


def _impossible(report: Report) -> Iterator[Fault]:
    for span in prose_spans(report):
        for dated in all_dates(report.text, span):
            if dated.value is None:
                yield Fault(dated.span, {"date": report.words(dated.span)})


def _period_missing(report: Report) -> Iterator[Fault]:
    if report.period is None and (report.title or report.sections):
        yield Fault(report.heading(0), {"year": str(report.year or "")})


def _period(report: Report, year: int, find: str) -> Iterator[Fault]:
    period = report.period
    if period is None or (period.start is None and period.end is None):
        return
    bounds = [bound for bound in (period.start, period.end) if bound]
    if any(bound.value is None for bound in bounds):
        return  # an impossible date is a finding of its own
    facts = {"year": str(year), "other": str(bounds[-1].year), "printed": report.words(period.span)}
    strange = all(bound.year != year for bound in bounds)
    if strange:
        if find == "period-year":
            title = (Related(report.title.span, "标题中的年份", "the year in the title"),) if report.title else ()
            yield Fault(period.span, facts, title)
        return
    whole = (period.start is None or period.start.value == date(year, 1, 1)) and period.end is not None
    if find == "period-part" and not (whole and period.end and period.end.value == date(year, 12, 31)):
        young = compiled("成立|组建|挂牌|揭牌|机构改革|新设|合并").search(report.text, 0, max(period.span.end + 600, 1))
        yield Fault(period.span, facts, severity="warning" if young else None)


def _slip(day: date, year: int) -> bool:
    """Whether a closing date is of another year by mistake: on the same day of the next year the report would be due."""
    return day.year < year or (day.year == year and day.month < 5) or day.year > year + 1


def _signoff(report: Report, year: int, find: str) -> Iterator[Fault]:
    signed = report.signoff.date
    if signed is None or signed.value is None or signed.value.year == year + 1:
        return
    if _slip(signed.value, year) == (find == "signoff-year"):
        facts = {"date": report.words(signed.span), "year": str(year), "due": str(year + 1), "other": str(signed.year)}
        yield Fault(signed.span, facts)


def _late(report: Report, year: int, options: Options) -> Iterator[Fault]:
    """Later than allowed; a day of publication that only the closing date tells is a guess."""
    month, day = map(int, options.by.split("-"))
    limit = date(year + 1, month, day)
    signed: Dated | None = report.signoff.date
    at = report.published or (signed.value if signed and signed.value and signed.value.year == year + 1 else None)
    if at is None or at <= limit:
        return
    facts = {
        "date": f"{at.year}年{at.month}月{at.day}日",
        "by": f"{limit.year}年{month}月{day}日",
        "year": str(year),
        "due": str(year + 1),
    }
    yield Fault(signed.span if signed else report.heading(0), facts, guessed=report.published is None)


def _sentence(report: Report, year: int, options: Options) -> Iterator[Fault]:
    section = report.section(options.section)
    if section is None:
        return
    masked = without_citations(report.text[section.body.start : section.body.end])
    shift = section.body.start
    edges = [at - shift for at in breaks(report)]
    spans = list(sentences(masked, Span(0, len(masked)), edges))
    due = year + options.offset
    if options.once and any(_says(masked[s.start : s.end], options.pattern, due) for s in spans):
        return
    for span, later in zip(spans, [*spans[1:], Span(0, 0)], strict=False):
        words = masked[span.start : span.end]
        match = compiled(options.pattern).search(words)
        if not match or (options.unless and compiled(options.unless).search(words)):
            continue
        if options.unless_next and compiled(options.unless_next).search(masked[later.start : later.end]):
            continue
        named = number(match["year"])
        if named is None or due in (y for _, y in find_years(words, Span(0, len(words)))):
            continue
        at = shift + span.start + match.start("year")
        facts = {"year": str(year), "due": str(due), "other": str(named), "printed": _shown(words)}
        yield Fault(Span(at, at + len(match["year"]) + 1), facts)


def _says(words: str, pattern: str, due: int) -> bool:
    """Whether a sentence matches, and names the year that is due."""
    return bool(compiled(pattern).search(words)) and due in (y for _, y in find_years(words, Span(0, len(words))))


def _shown(words: str) -> str:
    """A sentence, cut where it is long."""
    bare = words.strip()
    return bare if len(bare) <= 30 else bare[:29] + "…"
