"""The Regulations as a report cites them: by their number and year, and at first by their full name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Repair, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import number, running_spans

FACTS = ("printed", "due")


class Options(NamedTuple):
    """The regulations by their ``title`` and ``short`` title, the ``serial`` of the order that revised them and its ``year``; ``older`` is the serial of
    the order before, which is right in a sentence that matches ``history``; ``days`` are the days (2019-05-15) on which they came into force.

    ``find`` says what is a fault: a ``number`` (or year, or day) that is not theirs, or a first mention by a ``short`` name.
    """

    find: Literal["number", "short"]
    title: str
    short: str
    serial: int = 0
    year: int = 0
    older: int = 0
    history: str = ""
    days: tuple[str, ...] = ()


def check(report: Report, options: Options) -> Iterator[Fault]:
    """The faults of this kind."""
    if options.short not in report.text and not compiled("《(?:信息公开)?条例》").search(report.text):
        return
    if options.find == "number":
        yield from _numbers(report, options)
    else:
        yield from _first(report, options)


_DIGITS = r"[ 0-9A-Za-z〇○零一二三四五六七八九十百]{1,9}"
_NUMBER = (
    rf"国(?:务院)?(?:令|第(?=[^，。]{{1,8}}令))[（〔\[]?(?:20\d\d(?:[〕\]）]|年))?第? ?(?P<n>{_DIGITS}) ?[）〕\]]?"
    r"(?:(?P<unit>[号條条项])令?|(?=[）〕\]，、])|$)(?P<open>）?)"
)
"""国务院令第711号, 国令第711号, 国务院第711号令, 国务院令〔2019〕711号 and so on."""
_BRACKET = r"(?:（[^（）]{0,40}）)?（(?:[^（）《》]|《[^《》]{1,12}》){0,40}）"


def _numbers(report: Report, options: Options) -> Iterator[Fault]:
    text = report.text
    title = compiled(rf"《(?:新|新修订)?(?:中华人民共和国)?{options.short}》")
    for prose in running_spans(report):
        for cited in title.finditer(text, prose.start, prose.end):
            fault = _numbered(report, cited, prose, options) if "令" in text else None
            fault = fault or _dated(report, cited, prose, options)
            if fault:
                yield fault


def _numbered(report: Report, cited: re.Match[str], prose: Span, options: Options) -> Fault | None:
    """The number beside a title, in the bracket behind it or just before it, that is not the regulations' own."""
    text = report.text
    found: list[re.Match[str]] = []
    bracket = compiled(_BRACKET).match(text, cited.end(), prose.end)
    if bracket:
        found += compiled(_NUMBER).finditer(text, bracket.start(), bracket.end())
    elif bare := compiled(_NUMBER).match(text, cited.end(), prose.end):
        found += [bare] if text[bare.end() : bare.end() + 1] != "《" else []
    before = max(prose.start, cited.start() - 30)
    found += [
        m for m in compiled(_NUMBER).finditer(text, before, cited.start()) if _leads(text, m.end(), cited.start())
    ]
    wrong = [match for match in found if not _right(match, options)]
    if not wrong or len(wrong) < len(found):
        return None
    match = wrong[0]
    if match["unit"] in ("号", None) and number(match["n"].strip()) == options.older:
        around = text[max(prose.start, cited.start() - 80) : match.end() + 80]
        if (report.year or options.year) < options.year or compiled(options.history).search(around):
            return None
    span = Span(match.start(), match.end() - len(match["open"]))
    plain = compiled(r"国(?:务院)?令第?(?P<n>\d+)号").fullmatch(report.words(span))
    mend = Repair(Span(*match.span("n")), str(options.serial)) if plain else None
    return Fault(span, {"printed": report.words(span), "due": f"国务院令第{options.serial}号"}, repair=mend)


def _leads(text: str, end: int, start: int) -> bool:
    """Whether a number's end leads straight to a title: 国务院令第711号《…》, …号公布的《…》."""
    return bool(compiled(r"[）)]?(?:公布|颁布|发布|修订)?(?:施行)?的?(?:新修订的|新)?").fullmatch(text, end, start))


def _right(match: re.Match[str], options: Options) -> bool:
    return match["unit"] in ("号", None) and number(match["n"].replace(" ", "")) == options.serial


def _dated(report: Report, cited: re.Match[str], prose: Span, options: Options) -> Fault | None:
    """A year of revision, or a day of coming into force, beside a title that is not the regulations' own."""
    text = report.text
    if "修" not in text[max(prose.start, cited.start() - 20) : cited.end() + 44]:
        return _in_force(report, cited, prose, options)
    behind = compiled(r"（(?:[^（）]{0,24}，)?(?P<y>20\d\d)年?(?:最新|新|第[一二]次)?修[订正改]").match(
        text, cited.end(), prose.end
    )
    before = compiled(r"(?P<y>20\d\d)年(?:最新|新)?修[订正改](?:后|颁布|公布|发布|实施|施行)*的?(?=《)")
    year = behind or next(
        (
            m
            for m in before.finditer(text, max(prose.start, cited.start() - 16), cited.end())
            if m.end() == cited.start()
        ),
        None,
    )
    if year and int(year["y"]) != options.year:
        span = Span(year.start("y"), year.end())
        mend = Repair(Span(*year.span("y")), str(options.year))
        return Fault(span, {"printed": report.words(span), "due": f"{options.year}年修订"}, repair=mend)
    return _in_force(report, cited, prose, options)


def _in_force(report: Report, cited: re.Match[str], prose: Span, options: Options) -> Fault | None:
    day = r"(?P<y>20\d\d)年 ?(?P<m>\d{1,2})月 ?(?P<d>\d{1,2})日(?:起)?(?:正式|开始|颁布)?(?:施行|实施|生效)"
    behind = compiled(rf"[（，]?(?:已)?(?:自|于|从)?{day}").match(report.text, cited.end(), prose.end)
    if not behind or f"{behind['y']}-{int(behind['m']):02}-{int(behind['d']):02}" in options.days:
        return None
    span = Span(behind.start("y"), behind.end())
    return Fault(span, {"printed": report.words(span), "due": f"自{options.days[0]}起施行"})


def _first(report: Report, options: Options) -> Iterator[Fault]:
    """The first mention, where it is a short one."""
    text = report.text
    for prose in running_spans(report):
        match = compiled(rf"{options.title}|《{options.short}》|《(?:信息公开)?条例》").search(
            text, prose.start, prose.end
        )
        if not match:
            continue
        named = compiled(r"[^。]{0,40}条例》?(?:（[^（）]{0,40})?以?下?简?称").search(
            text, max(prose.start, match.start() - 60), match.start()
        )
        if options.title not in match.group() and not named:
            span = Span(*match.span())
            mend = Repair(Span(span.start + 1, span.end - 1), options.title)
            yield Fault(span, {"printed": match.group(), "due": f"《{options.title}》"}, repair=mend)
        return
