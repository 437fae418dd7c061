"""Words that a report must have, in their place, and words that it must not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Repair, Report, Span
from gov_lint.patterns import compiled, possible
from gov_lint.prose import han, prose_spans, prose_text, without_citations

FACTS = ("missing", "printed", "section", "title")


class Options(NamedTuple):
    """What is a fault.

    ``missing``: one of the ``topics`` (its name, and a pattern of words for it) occurs nowhere in the prose of ``sections`` (0 is the whole
    report); said once, on the heading of the section ``at`` (0: the title).  Silent where ``elsewhere`` occurs outside ``sections``, and
    where one of the sections is not there at all.
    ``misplaced``: what the topics name is not in ``sections``, but ``elsewhere`` occurs somewhere else: there.
    ``present``: ``pattern`` occurs; not where the same place begins a match of ``unless``.
    What ``own`` matches of it counts in the report's own text only, from its title to its sign-off.
    ``malformed``: what group ``it`` of ``pattern`` reads does not match ``form`` as a whole.
    ``until`` says for a section by its number which words end what counts of it (plans for the next year are no results).
    ``wrong`` and ``right``: where all of the words found match ``wrong``, its group ``at`` is to be replaced by ``right``, in which ``{it}`` is its group
    ``it``.
    ``hollow``: nothing is missing from a section ``at`` with fewer Chinese characters, which is a finding of its own.
    ``milder`` names kinds of organs for which the finding is a warning at most.
    """

    find: Literal["missing", "misplaced", "present", "malformed"]
    topics: Mapping[str, str] = {}
    sections: tuple[int, ...] = (0,)
    at: int = 0
    elsewhere: str = ""
    pattern: str = ""
    unless: str = ""
    own: str = ""
    form: str = ""
    milder: tuple[str, ...] = ()
    until: Mapping[str, str] = {}
    hollow: int = 0
    wrong: str = ""
    right: str = ""


PLAIN = ("right",)


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    if options.wrong and "at" not in compiled(options.wrong).groupindex:
        yield "wrong has no group at"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """The faults of this kind."""
    if options.find == "present":
        yield from _present(report, options)
    elif options.find == "malformed":
        yield from _malformed(report, options)
    else:
        yield from _missing(report, options)


def _stretches(report: Report, sections: tuple[int, ...]) -> list[Span]:
    """The prose of some sections; of the whole report for 0."""
    prose = prose_spans(report)
    if 0 in sections:
        return prose
    bodies = [s.body for s in report.sections if s.number in sections]
    cuts = [Span(max(a.start, b.start), min(a.end, b.end)) for a in prose for b in bodies]
    return [cut for cut in cuts if cut.start < cut.end]


def _missing(report: Report, options: Options) -> Iterator[Fault]:
    section = report.section(options.at) if options.at else None
    if options.at and (section is None or (options.hollow and han(report.words(section.body)) < options.hollow)):
        return
    if not report.sections and not report.title:
        return
    spans = [_before(report, span, options) for span in _stretches(report, options.sections)]
    missing = [
        name
        for name, words in options.topics.items()
        if not any(compiled(words).search(report.text, span.start, span.end) for span in spans)
    ]
    if not missing:
        return
    other = _elsewhere(report, options) if options.elsewhere else None
    facts = {
        "missing": "、".join(missing),
        "section": report.words(report.heading(options.at)),
        "title": _title(report),
    }
    if options.find == "misplaced":
        if other:
            yield Fault(other, facts | {"printed": report.words(other)})
    elif not other:
        milder = "warning" if report.organ_kind in options.milder else None
        yield Fault(report.heading(options.at), facts | {"printed": ""}, severity=milder)


def _before(report: Report, span: Span, options: Options) -> Span:
    """What of a stretch stands before the words that end what counts of its section."""
    for number, words in options.until.items():
        section = report.section(int(number))
        if section and section.body.start <= span.start < section.body.end:
            end = compiled(words).search(report.text, span.start, span.end)
            return Span(span.start, end.start()) if end else span
    return span


def _title(report: Report) -> str:
    return report.title.text if report.title else ""


def _elsewhere(report: Report, options: Options) -> Span | None:
    """Where the words stand outside of the sections that should hold them; the name of a document is no such place."""
    held = [s.body for s in report.sections if s.number in options.sections]
    masked = without_citations(report.text)
    for span in prose_spans(report):
        for match in compiled(options.elsewhere).finditer(masked, span.start, span.end):
            if not any(body.start <= match.start() < body.end for body in held):
                return Span(*match.span())
    return None


def _present(report: Report, options: Options) -> Iterator[Fault]:
    """Each place once; places that follow one another closely are one, which one repair would not mend."""
    if not possible(options.pattern, prose_text(report)):
        return
    last, fault = -99, None
    for match in _matches(report, options):
        apart = match.start() - last > 12 or compiled("[。；\n]").search(report.text, last, match.start())
        if apart and fault:
            yield fault
        if apart:
            fault = Fault(Span(*match.span()), {"printed": match.group()}, repair=_mended(report, match, options))
        elif fault:
            fault = fault._replace(repair=None)
        last = match.end()
    if fault:
        yield fault


def _matches(report: Report, options: Options) -> Iterator[re.Match[str]]:
    """The places where the pattern occurs and counts."""
    for span in _stretches(report, options.sections):
        for match in compiled(options.pattern).finditer(report.text, span.start, span.end):
            if options.unless and _unless(report.text, match.start(), options.unless):
                continue
            if not (options.own and compiled(options.own).match(match.group()) and _outside(report, match.start())):
                yield match


def _mended(report: Report, match: re.Match[str], options: Options) -> Repair | None:
    """The right words in place of the wrong ones, where the rule knows them."""
    wrong = compiled(options.wrong).fullmatch(match.group()) if options.wrong else None
    if wrong is None:
        return None
    it = wrong["it"] if "it" in wrong.re.groupindex else ""
    start, end = wrong.span("at")
    return Repair(Span(match.start() + start, match.start() + end), options.right.replace("{it}", it))


def _outside(report: Report, at: int) -> bool:
    """Whether a place lies before the title or after the sign-off, where a page has words of its own."""
    closing = report.signoff.date.span if report.signoff.date else report.signoff.organ_span
    return bool((report.title and at < report.title.span.start) or (closing and at >= closing.end))


def _unless(text: str, at: int, unless: str) -> bool:
    """Whether a match of ``unless`` covers this place."""
    return any(m.start() <= at < m.end() for m in compiled(unless).finditer(text, max(0, at - 80), at + 80))


def _malformed(report: Report, options: Options) -> Iterator[Fault]:
    for span in _stretches(report, options.sections):
        for match in compiled(options.pattern).finditer(report.text, span.start, span.end):
            for number, piece in enumerate(compiled("[^、]+").finditer(match["it"])):
                at = match.start("it")
                place = Span(at + piece.start(), at + piece.end())
                further = number > 0
                if _badly_formed(piece.group(), options.form, further=further) and _badly_formed(
                    _rejoined(report, place), options.form, further=further
                ):
                    yield Fault(place, {"printed": _as_printed(report, place)})


_SHORT = r"\d{6}"
"""A number that is too long for an extension and too short for a line of its own."""


def _badly_formed(words: str, form: str, *, further: bool) -> bool:
    """Whether words are no number of that form; ``further`` says that another number stands before it."""
    bare = words.strip(" -—–－")
    if not bare or han(bare):
        return False
    return not compiled(form).fullmatch(bare) or (further and bool(compiled(_SHORT).fullmatch(bare)))


def _rejoined(report: Report, span: Span) -> str:
    """The words of a span without the spaces at which a line ends in the source."""
    origin, source = report.squeezed.origin, report.source.text
    return "".join(
        report.text[at]
        for at in range(span.start, span.end)
        if report.text[at] != " " or "\n" not in source[origin(at - 1) : origin(at + 1)]
    )


def _as_printed(report: Report, span: Span) -> str:
    """The words of a span as the source has them, unless a line ends between them."""
    start, end = report.squeezed.origin(span.start), report.squeezed.origin(span.end - 1) + 1
    printed = report.source.text[start:end]
    return report.words(span) if "\n" in printed else printed
