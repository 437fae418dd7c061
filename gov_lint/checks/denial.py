"""Words of the prose that say none or all, held against the cells of a mandated table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gov_lint.claims import (
    Passage,
    Sum,
    Topic,
    clause,
    evaluate,
    explained,
    guessed,
    in_scope,
    may_say,
    misspelled,
    passages,
    pattern,
    phrase,
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
    topic: Topic
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
    """A fault at the first denial of each thing that the table has; one for all that the same words deny."""
    found: dict[int, list[tuple[_Denial, Sum]]] = {}
    for what, stated in options.claims.items():
        if not _may_deny(report, stated, options):
            continue
        right = evaluate(report, options.table, stated["cells"])
        if right is None or not right.value:
            continue
        span = next(_denials(report, stated, options), None)
        if span and not explained(report, options.table, right, -right.value):
            at = next(
                (at for at, same in found.items() if at < span.end and span.start < same[0][0].span.end), span.start
            )
            found.setdefault(at, []).append((_Denial(what, stated, span), right))
    for denials in found.values():
        yield _fault(report, options, denials)


def evidence(report: Report, options: Options) -> Iterator[Verdict]:
    """How each denial compared."""
    if options.table not in report.tables:
        return
    for what, stated in options.claims.items():
        right = evaluate(report, options.table, stated["cells"])
        for span in _denials(report, stated, options):
            where = ("正文", f"“{phrase(report, span)}”", stated.get("where", ""))
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
    if any(foreign and pattern(foreign).search(words) for foreign in (options.foreign, stated.get("not", ""))):
        return False
    if "prior" in stated and compiled(stated["prior"]).search(text, *_prior(text, passage, place)):
        return False
    if "unless" in stated and compiled(stated["unless"]).search(text, *_around(passage)):
        return False
    if _of_some(text[passage.span.start : place.end], place.start - passage.span.start):
        return False
    scope, topic = stated.get("scope", ""), stated.get("topic", options.topic)
    return in_scope(report, topic, passage, point, carried="carried" in scope, part="part" in scope)


_SOME = compiled(
    "(?:#+(?:余|多)?(?:家|个(?:[^#，；。件月]{0,8}(?:单位|部门|机关|机构|乡镇|镇|乡|街道|村|社区|局|股室|科室)|(?=[未没无均全]))))"
    "|(?:大部分|大多数|绝大多数|多数|部分|一些|有些|少数|个别|其余|其他|另有)的?(?:行政|政府|县直|市直|区直)?(?:单位|部门|机关|机构|乡镇|街道|镇街)"
)
_ALL = compiled("全[县市区省州盟旗](?:各|所有)?[^#，；。有中]{0,6}$")
_REPORTS_OWN = compiled("我[局委厅县市区镇乡街]|本(?:机关|单位|级)|全[县市区省州盟旗]")


def _of_some(before: str, clause_start: int) -> bool:
    """Whether a denial is of some organs out of many (94家单位未收到申请), named in its clause or before it."""
    found = list(_SOME.finditer(before))
    last = found[-1] if found else None
    if last is None or _REPORTS_OWN.search(before, max(last.end(), clause_start)):
        return False
    return not (_ALL.search(before, 0, last.start()) and compiled("均|都").search(before, last.end()))


def _prior(text: str, passage: Passage, place: Span) -> Span:
    """The clause before the one that is given, in the same passage."""
    if place.start == passage.span.start:
        return Span(place.start, place.start)
    return clause(text, passage, place.start - 1, place.start - 1)


def _around(passage: Passage) -> Span:
    """The sub-item or section that holds a passage, at least the passage."""
    return Span(min(passage.whole.start, passage.span.start), max(passage.whole.end, passage.span.end))


def _fault(report: Report, options: Options, denials: list[tuple[_Denial, Sum]]) -> Fault:
    """The fault of words that deny one thing or several: what the table has of each but the last is named before that."""
    denial, right = denials[-1]
    spans = [denied.span for denied, _ in denials]
    span = Span(min(span.start for span in spans), max(span.end for span in spans))
    others = [(d.stated, sum_) for d, sum_ in denials[:-1]]
    facts = {
        "what": "、".join(denied.what for denied, _ in denials),
        "phrase": phrase(report, span),
        "value": str(right.value),
        "where": "".join(f"{s.get('where', '')}是{r.value}，" for s, r in others) + denial.stated.get("where", ""),
        "where_en": "".join(f"{s.get('where_en', '')} has {r.value}, " for s, r in others)
        + denial.stated.get("where_en", ""),
        "parts": f"（{right.parts}）" if "＋" in right.parts else "",
    }
    cells = [cell for _, sum_ in denials for cell in sum_.cells]
    cell = (options.table, cells[0].row, cells[0].column) if len(cells) == 1 else ()
    places = tuple(place for _, sum_ in denials for place in related(report, options.table, sum_))
    inferred = any(guessed(report, options.table, sum_) for _, sum_ in denials)
    return Fault(span, facts, places, cell, inferred, denial.stated.get("severity"))
