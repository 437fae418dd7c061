"""What a report tells of: its own facts, in their place, and about the bodies that it is to cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Report, Section, Span
from gov_lint.patterns import compiled
from gov_lint.prose import breaks, han, prose_spans, sentences, without_citations

FACTS = ("printed", "count", "share")


class Options(NamedTuple):
    """What is a fault.

    ``generic``: ``words`` of a general essay occur at least ``least`` times (once more where its name does not tell its level) in sections
    one and five of a single unit's report, of a county's government only where section one has no figure; or section one, of ``long``
    Chinese characters or more, has no figure at all.
    ``off-topic``: section six has more than ``long`` Chinese characters, and fewer than ``share`` percent of its sentences match ``words``.
    ``scope``: a government's report with at least ``least`` of ``words``, none of ``wide`` in sections one and five; a department's report with a sentence that matches
    ``totals`` and no figure of its own (``words`` before it), unless its organ's name matches ``unless``.
    """

    find: Literal["generic", "off-topic", "scope"]
    words: str
    least: int = 2
    long: int = 200
    share: int = 20
    wide: str = ""
    totals: str = ""
    unless: str = ""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """The faults of this kind."""
    if options.find == "generic":
        yield from _generic(report, options)
    elif options.find == "off-topic":
        yield from _off_topic(report, options)
    else:
        yield from _scope(report, options)


_FIGURE = compiled(
    r"(?<![第\d])\d[\d.，]{0,15} ?(?:余|多)?(?:[万亿]?[条件次个期篇份场人家项起例宗部类%％批轮名户处台套页]|万|亿|元|余)"
    r"|[一二三四五六七八九十百千两零]余?(?:条|件|次|篇|份|场|人次|例|宗|期)"
)
"""A count of something, not a date, a year or the number of an article."""


def _generic(report: Report, options: Options) -> Iterator[Fault]:
    first = report.section(1)
    level = _level(report)
    if first is None or level == "region":
        return
    figures = bool(_FIGURE.search(without_citations(report.text), *first.body))
    if (
        not figures
        and han(report.words(first.body)) >= options.long
        and not compiled(r"\d").search(report.words(first.body))
    ):
        yield Fault(first.heading, {"printed": "“总体情况”里没有任何数字", "count": "0"})
        return
    if report.organ_kind == "government" and figures:
        return
    least = options.least if level == "unit" or not figures else options.least + 1
    bodies = [section.body for section in report.sections if section.number in (1, 5)]
    found = [match for body in bodies for match in compiled(options.words).finditer(report.text, body.start, body.end)]
    if len(found) >= least:
        printed = "、".join(dict.fromkeys(f"“{match.group()}”" for match in found))
        yield Fault(Span(*found[0].span()), {"printed": f"用{printed}一类的话泛泛而谈", "count": str(len(found))})


def _level(report: Report) -> str:
    """``unit`` for one body of a county or lower, ``region`` for those that have such units below them; else empty."""
    organ = report.title.organ if report.title else ""
    county = bool(compiled("县|[^自治地社新]区|旗|镇|乡|街道").search(compiled("自治区|城乡|开发区").sub("", organ)))
    if report.organ_kind == "government":
        return "" if county else "region"
    if not organ or (not county and compiled("省|自治区|(?:北京|天津|上海|重庆)市|州(?!市)|盟|部$|总局").search(organ)):
        return "region"
    return "unit" if county else ""


def _off_topic(report: Report, options: Options) -> Iterator[Fault]:
    section = report.section(6)
    if section is None:
        return
    body = _own(report, section)
    if han(report.words(body)) <= options.long:
        return
    said = [
        Span(*m.span())
        for span in sentences(report.text, body, breaks(report))
        for m in compiled("[^；]+").finditer(report.text, *span)
    ]
    said = [span for span in said if han(report.words(span)) > 3]
    off = [span for span in said if not compiled(options.words).search(report.words(span))]
    if said and (len(said) - len(off)) * 100 < options.share * len(said):
        share = str(round((len(said) - len(off)) * 100 / len(said)))
        yield Fault(
            Span(said[0].start, off[-1].end),
            {"printed": report.words(off[0])[:30], "count": str(len(off)), "share": share},
        )


def _own(report: Report, section: Section) -> Span:
    """A section's body up to the sign-off."""
    closing = report.signoff.organ_span or (report.signoff.date.span if report.signoff.date else None)
    end = closing.start if closing and section.body.start < closing.start < section.body.end else section.body.end
    return Span(section.body.start, end)


_OWN_FIGURE = r"(?:{})[^。；\n\d]{{0,24}}(?:公开|发布|收到|受理|新收)[^。；\n\d]{{0,16}}\d"
"""What an organ tells of its own figures, behind words for itself."""


def _scope(report: Report, options: Options) -> Iterator[Fault]:
    organ = report.title.organ if report.title else ""
    if report.organ_kind not in ("government", "department") or compiled(options.unless).search(organ):
        return
    if report.organ_kind == "government":
        own = [
            match
            for span in prose_spans(report)
            for match in compiled(options.words).finditer(report.text, span.start, span.end)
        ]
        told = [section.body for section in report.sections if section.number in (1, 5)]
        wide = compiled(options.wide)
        if len(own) >= options.least and not any(wide.search(report.text, *body) for body in told):
            yield Fault(
                Span(*own[0].span()),
                {"printed": own[0].group(), "count": str(len(own))},
                guessed=not report.organ_kind_given,
            )
        return
    first = report.section(1)
    found = first and compiled(options.totals).search(without_citations(report.text), first.body.start, first.body.end)
    if found and not compiled(_OWN_FIGURE.format(options.words)).search(report.text):
        place = Span(found.end() - len(found.group().lstrip("，。；：）\n")), found.end())
        yield Fault(
            place,
            {"printed": report.words(place), "count": "1"},
            guessed=not report.organ_kind_given,
        )
