"""Documents and meetings of other years, named as what the year's work followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gov_lint.nouns import Fault, Report, Span
from gov_lint.patterns import compiled, possible
from gov_lint.prose import breaks, prose_spans, prose_text, sentences_with

FACTS = ("printed", "year", "other")


class Options(NamedTuple):
    """What is a fault.

    ``pattern`` reads a document of a year (its group ``year``): a fault where that year lies two or more before the report's, the sentence
    matches ``task`` and not ``unless``, and names no such document of the year itself; for the year right before, where it matches ``present`` too.
    ``framings``: from a year on (the key), words that name an older congress as what the work follows …
    ``newer``: … and words that show that the report knows of a later one.
    """

    pattern: str
    task: str
    present: str
    unless: str
    framings: Mapping[str, str] = {}
    newer: Mapping[str, str] = {}


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each such document, and one for a congress that a later one followed."""
    if report.year is None:
        return
    yield from _documents(report, report.year, options)
    yield from _congresses(report, report.year, options)


def _documents(report: Report, year: int, options: Options) -> Iterator[Fault]:
    pattern = compiled(options.pattern)
    if not possible(options.pattern, prose_text(report)):
        return
    for span in prose_spans(report):
        for sentence in sentences_with(pattern, report.text, span, breaks(report)):
            found = list(pattern.finditer(report.text, *sentence))
            words = report.words(sentence)
            if (
                not found
                or any(int(match["year"]) >= year for match in found)
                or compiled(options.unless).search(words)
            ):
                continue
            old = year - max(int(match["year"]) for match in found)
            if not compiled(options.task).search(words) or (old == 1 and not compiled(options.present).search(words)):
                continue
            match = found[0]
            facts = {"printed": match.group(), "year": str(year), "other": match["year"]}
            yield Fault(Span(*match.span()), facts)


def _congresses(report: Report, year: int, options: Options) -> Iterator[Fault]:
    for since, words in options.framings.items():
        if (
            year < int(since)
            or not possible(words, prose_text(report))
            or compiled(options.newer[since]).search(report.text)
        ):
            continue
        for span in prose_spans(report):
            match = compiled(words).search(report.text, span.start, span.end)
            if match:
                yield Fault(Span(*match.span()), {"printed": match.group(), "year": str(year), "other": since})
                return
