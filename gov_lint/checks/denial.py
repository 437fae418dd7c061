"""Words of the prose that say none or all, held against the cells of a mandated table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from gov_lint.claims import (
    Passage,
    Sum,
    clause,
    evaluate,
    explained,
    guessed,
    in_scope,
    may_say,
    misspelled,
    passages,
    pattern,
    related,
    unknown_cells,
)
from gov_lint.figures import figure_at, marked
from gov_lint.nouns import Fault, Report, Span, Verdict, Words
from gov_lint.patterns import compiled

FACTS = ("what", "phrase", "value", "where", "where_en", "parts")

_FIELDS = frozenset(
    ["says", "zero", "cells", "not", "prior", "unless", "topic", "severity", "scope", "where", "where_en"]
)


class Options(NamedTuple):
    """Which words say that some cells are zero.

    ``claims`` are by what is denied.  ``says`` finds the words, in text where numbers are ``#`` (``figures.marked``), or ``zero`` a number that
    denies it where it is 0; ``cells`` is the sum that must be zero.  ``not`` are words that its clause must not have, ``unless`` words
    that the sub-item (or section) that holds it must not have; ``scope`` is ``carried`` or ``part`` as for the kind ``agreement``; ``topic`` replaces the rule's.
    """

    table: str
    topic: Literal["requests", "disputes", "documents", "decisions"]
    claims: Mapping[str, Mapping[str, str]]
    foreign: str = ""


class _Denial(NamedTuple):
    """Words that deny something, and what they deny."""

    what: str
    stated: Mapping[str, str]
    span: Span


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    for what, stated in options.claims.items():
        for name in stated.keys() - _FIELDS:
            yield f"{what}: no field {name!r}; there are: {', '.join(sorted(_FIELDS))}"
        if not {"says", "zero"} & stated.keys() or "cells" not in stated:
            yield f"{what}: needs 'cells', and 'says' or 'zero'"
        for words in (stated.get("says", ""), stated.get("zero", "<n>")):
            yield from (f"{what}: {mistake}" for mistake in misspelled(words))
        if "zero" in stated and "<n>" not in stated["zero"]:
            yield f"{what}: 'zero' needs <n>, the number"
        yield from (f"{what}: no cell {cell}" for cell in unknown_cells(stated.get("cells", ""), options.table, 2021))


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at the first denial of each thing that the table has."""
    for what, stated in options.claims.items():
        if not _may_deny(report, stated, options):
            continue
        right = evaluate(report, options.table, stated["cells"])
        if right is None or not right.value:
            continue
        span = next(_denials(report, stated, options), None)
        if span and not explained(report, options.table, right, -right.value):
            yield _fault(report, options, _Denial(what, stated, span), right)


def evidence(report: Report, options: Options) -> Iterator[Verdict]:
    """How each denial compared."""
    if options.table not in report.tables:
        return
    for what, stated in options.claims.items():
        right = evaluate(report, options.table, stated["cells"])
        for span in _denials(report, stated, options):
            where = ("正文", f"“{_phrase(report, span)}”", stated.get("where", ""))
            verdict = Verdict("", ("text", what), "unknown", "0", left_parts=("0",), printed=where)
            if right is None or right.value is None:
                yield verdict._replace(why=Words("表中没有读出相应的数字", "no such number was read in the table"))
                continue
            cells = tuple(cell.raw or str(cell.value) for cell in right.cells)
            outcome = "fails" if right.value else "holds"
            yield verdict._replace(outcome=outcome, right=str(right.value), right_parts=cells)


def _may_deny(report: Report, stated: Mapping[str, str], options: Options) -> bool:
    """Whether the prose has words that a denial needs."""
    topic = stated.get("topic", options.topic)
    return any(may_say(report, topic, stated[key]) for key in ("says", "zero") if key in stated)


def _denials(report: Report, stated: Mapping[str, str], options: Options) -> Iterator[Span]:
    """The words of the prose that deny something of the report's own organ and year."""
    text = marked(report)
    for passage in passages(report, stated.get("topic", options.topic)):
        for span, point in _places(report, text, passage, stated):
            if _said(report, text, passage, span, point, stated, options):
                yield span


def _places(report: Report, text: str, passage: Passage, stated: Mapping[str, str]) -> Iterator[tuple[Span, Span]]:
    """The places of a passage that deny, by words or by a number that is zero; each with the words or the number itself."""
    if "says" in stated:
        for match in pattern(stated["says"]).finditer(text, *passage.span):
            yield Span(*match.span()), Span(*match.span())
    if "zero" in stated:
        for match in pattern(stated["zero"]).finditer(text, *passage.span):
            figure = figure_at(report, match.start(match.lastgroup or 0))
            if figure and not figure.value and figure.unit not in ("元", "%"):
                yield Span(match.start(), max(match.end(), figure.span.end)), figure.span


def _said(
    report: Report, text: str, passage: Passage, span: Span, point: Span, stated: Mapping[str, str], options: Options
) -> bool:
    place = clause(text, passage, span.start, span.end)
    words = text[min(place.start, span.start) : place.end]
    if any(foreign and compiled(foreign).search(words) for foreign in (options.foreign, stated.get("not", ""))):
        return False
    if "prior" in stated and compiled(stated["prior"]).search(text, *_prior(text, passage, place)):
        return False
    if "unless" in stated and compiled(stated["unless"]).search(text, *_around(passage)):
        return False
    scope, topic = stated.get("scope", ""), stated.get("topic", options.topic)
    return in_scope(report, topic, passage, point, carried="carried" in scope, part="part" in scope)


def _prior(text: str, passage: Passage, place: Span) -> Span:
    """The clause before the one that is given, in the same passage."""
    if place.start == passage.span.start:
        return Span(place.start, place.start)
    return clause(text, passage, place.start - 1, place.start - 1)


def _around(passage: Passage) -> Span:
    """The sub-item or section that holds a passage, at least the passage."""
    return Span(min(passage.whole.start, passage.span.start), max(passage.whole.end, passage.span.end))


def _phrase(report: Report, span: Span) -> str:
    """The words of a denial, shortened in the middle."""
    words = report.words(span)
    return words if len(words) <= 30 else f"{words[:14]}……{words[-14:]}"


def _fault(report: Report, options: Options, denial: _Denial, right: Sum) -> Fault:
    stated = denial.stated
    facts = {
        "what": denial.what,
        "phrase": _phrase(report, denial.span),
        "value": str(right.value),
        "where": stated.get("where", ""),
        "where_en": stated.get("where_en", ""),
        "parts": f"（{right.parts}）" if "＋" in right.parts else "",
    }
    cell = (options.table, right.cells[0].row, right.cells[0].column) if len(right.cells) == 1 else ()
    places = related(report, options.table, right)
    return Fault(denial.span, facts, places, cell, guessed(report, options.table, right), stated.get("severity"))
