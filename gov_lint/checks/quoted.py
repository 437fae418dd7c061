"""A document that a report quotes by its title and its number: whether both are that document's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gov_lint.nouns import Fault, Repair, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import breaks, prose_spans
from gov_lint.structure.headings import distance

FACTS = ("printed", "due")


class Options(NamedTuple):
    """The document: its ``title``, the short ``names`` that will do, the ``issuer``, ``year`` and ``serial`` of its number (国办函〔2020〕109号).

    ``about`` are words that tell its title from others, misprinted or not; ``field`` are words that tell that a sentence with a number and no
    title is about it; ``frame`` is what may stand around the title (印发…的通知); ``typos`` is how many letters a title may be off and still
    be meant for it, where no number says so.  ``others`` are numbers of other documents, in whatever brackets, of which nothing is said.
    """

    title: str
    issuer: str
    year: int
    serial: int
    about: str
    field: str
    names: tuple[str, ...] = ()
    frame: str = ""
    typos: int = 3
    others: tuple[str, ...] = ()


_TITLE = r"《(?P<title>[^《》。\n]{2,90}(?:《[^《》。\n]{1,60}》[^《》。\n]{0,20})?)》"
_YEAR = r"[〔﹝\[【（〖(] ?(?P<year>\d{4}) ?[〕﹞\]】）〗)] ?第? ?(?P<serial>\d{1,4}) ?号"
_NUMBER = rf"(?P<issuer>[\u4e00-\u9fff]{{2,10}}) ?{_YEAR}"
_BETWEEN = r"[（，、]?(?:的通知)?[（，、]?"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each place where the title or the number is another's."""
    faults = list(_faults(report, options))
    if faults and compiled(options.field).search(report.text):
        yield from faults


def _faults(report: Report, options: Options) -> Iterator[Fault]:
    text, quotes = report.text, _quotes(report)
    due = f"{options.issuer}〔{options.year}〕{options.serial}号《{options.title}》"
    for match, number in quotes.titles:
        if not compiled(options.about).search(match["title"]) or (number and _plain(number) in options.others):
            continue
        span = _misquoted(match, number, options)
        if span:
            mend = _mended(match, number, span, options)
            yield Fault(span, {"printed": text[span.start : span.end], "due": due}, repair=mend)
    for number in quotes.bare:
        if _plain(number) in options.others:
            continue
        span = _misnumbered(report, number, options)
        if span:
            yield Fault(span, {"printed": text[span.start : span.end], "due": due})


class _Quotes(NamedTuple):
    """The documents that a report quotes: titles with their numbers, and numbers without a title."""

    titles: tuple[tuple[re.Match[str], re.Match[str] | None], ...]
    bare: tuple[re.Match[str], ...]


@lru_cache(maxsize=8)
def _quotes(report: Report) -> _Quotes:
    text, behind = report.text, compiled(_BETWEEN + _NUMBER)
    titles: list[tuple[re.Match[str], re.Match[str] | None]] = []
    bare: list[re.Match[str]] = []
    for prose in prose_spans(report):
        found = [(m, behind.match(text, m.end(), prose.end)) for m in compiled(_TITLE).finditer(text, *prose)]
        read = {number.end() for _, number in found if number}
        titles += found
        bare += [number for number in _numbers(text, prose) if number.end() not in read]
    return _Quotes(tuple(titles), tuple(bare))


def _misquoted(title: re.Match[str], number: re.Match[str] | None, options: Options) -> Span | None:
    """The part of a title and its number that is not the document's; None where they may be another document's."""
    if number and not _issuer(number, options):
        return None
    core = compiled(rf"[〈〉<>《》“” ]|{options.frame or '$^'}").sub("", title["title"])
    right = core in (options.title, *options.names)
    if not number:
        meant = not right and 0 < distance(core, options.title, options.typos) <= options.typos
        return Span(title.start("title"), title.end("title")) if meant else None
    numbered = _numbered(number, options)
    if right and numbered:
        return None
    if right:
        return Span(number.end("issuer") - len(_issuer(number, options)), number.end())
    if not numbered and distance(core, options.title, options.typos) > options.typos:
        return None
    return Span(title.start("title"), title.end("title") if numbered else number.end())


def _mended(title: re.Match[str], number: re.Match[str] | None, span: Span, options: Options) -> Repair | None:
    """The right title or the right number in place of a wrong one; None where both are wrong, or words stand around the title."""
    if span == title.span("title"):
        framed = options.frame and compiled(options.frame).search(title["title"])
        return None if framed or not compiled("[^《》〈〉]+").fullmatch(title["title"]) else Repair(span, options.title)
    if number and span.start > title.end():
        return Repair(span, f"{options.issuer}〔{options.year}〕{options.serial}号")
    return None


def _issuer(number: re.Match[str], options: Options) -> str:
    """The letters of a number from the first one of the document's own on (国办函 of 见国办函); empty where it is not there, for then the number is
    another government's."""
    return number["issuer"][at:] if (at := number["issuer"].rfind(options.issuer[0])) >= 0 else ""


def _numbers(text: str, span: Span) -> Iterator[re.Match[str]]:
    """The numbers of documents in a span.  Their years are looked for first: few brackets stand in a text, and many letters."""
    if text.find("号", span.start, span.end) < 0:
        return
    for year in compiled(_YEAR).finditer(text, span.start, span.end):
        number = compiled(_NUMBER).search(text, max(span.start, year.start() - 11), year.end())
        if number:
            yield number


def _plain(number: re.Match[str]) -> str:
    """A number with the brackets that it ought to have."""
    return f"{number['issuer']}〔{number['year']}〕{int(number['serial'])}号"


def _numbered(number: re.Match[str], options: Options) -> bool:
    found = (_issuer(number, options), int(number["year"]), int(number["serial"]))
    return found == (options.issuer, options.year, options.serial)


_SENTENCE = 300
"""How far a sentence is looked for to either side."""


def _misnumbered(report: Report, number: re.Match[str], options: Options) -> Span | None:
    """A number that stands without a title and is nearly the document's."""
    issuer = _issuer(number, options)
    same = (issuer == options.issuer, int(number["year"]) == options.year, int(number["serial"]) == options.serial)
    if not issuer or all(same) or sum(same) < 2:
        return None
    span = Span(number.end("issuer") - len(issuer), number.end())
    if same[1] and same[2] and len(issuer) > 6:
        return None
    text = report.text
    first, last = max(0, span.start - _SENTENCE), min(len(text), span.end + _SENTENCE)
    edge = max((at for at in breaks(report) if at <= span.start), default=0)
    start = max(first, text.rfind("。", first, span.start) + 1, text.rfind("\n", first, span.start) + 1, edge)
    end = min(at for at in (text.find("。", span.end, last), text.find("\n", span.end, last), last) if at >= 0)
    return span if compiled(options.field).search(text, start, end) else None
