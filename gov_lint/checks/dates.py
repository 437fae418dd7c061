"""The report's year and the dates that must fit it: the period of its figures, its day of publication, years named in its sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from gov_lint.nouns import Dated, Fault, Related, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import (
    ORGAN_ENDS,
    all_dates,
    breaks,
    find_dates,
    find_years,
    number,
    prose_spans,
    prose_text,
    sentences,
    sentences_with,
    without_citations,
)

FACTS = ("year", "due", "date", "by", "printed", "other", "what", "what_en")


class Options(NamedTuple):
    """What is a fault.

    ``year-unknown``: the report's year cannot be told, or its title names two.  ``impossible``: a date that no calendar has.
    ``period-missing``, ``period-year``, ``period-part``: the period of the figures is not stated, is another year's, is not the whole year.
    ``signoff-early``, ``signoff-year``: the closing date lies in the year itself, or in a year that is not the next.
    ``signoff-missing``: neither an organ nor a date closes the report, and no date of publication stands on its page.
    ``late``: published (as given, else as signed) after ``by`` (month-day) of the next year.
    ``late-local``: after the day that the option of the organ's kind gives (empty: none), and not after the national one, which is a finding of
    its own.
    ``sentence``: a sentence of ``section`` that matches ``pattern`` names a year other than the report's plus ``offset``.  The
    ``once`` says that one sentence with the right year is enough, whatever others say of other years.  The
    pattern's group ``year`` is that year (20…); the sentence is left alone where ``unless`` occurs in it, or in the next one ``unless_next``.
    """

    find: Literal[
        "year-unknown",
        "impossible",
        "period-missing",
        "period-year",
        "period-part",
        "signoff-early",
        "signoff-year",
        "signoff-missing",
        "late",
        "late-local",
        "sentence",
    ]
    by: str = "12-31"
    department: str = ""
    government: str = ""
    town: str = ""
    subdistrict: str = ""
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
    for kind in ("by", *_LOCAL):
        if getattr(options, kind) and not compiled(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])").fullmatch(
            getattr(options, kind)
        ):
            yield f"{kind} takes a month and a day, as in 01-31"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each such date; none where the report's year is unknown, but for the rule that says so."""
    if options.find == "year-unknown":
        yield from _year_unknown(report)
    elif options.find == "impossible":
        yield from _impossible(report)
    elif options.find == "period-missing":
        yield from _period_missing(report)
    elif options.find == "signoff-missing":
        yield from _signoff_missing(report)
    elif report.year is None:
        return
    elif options.find == "sentence":
        yield from _sentence(report, report.year, options)
    elif options.find.startswith("period"):
        yield from _period(report, report.year, options.find)
    elif options.find == "late":
        yield from _late(report, report.year, options.by)
    elif options.find == "late-local":
        yield from _late_local(report, report.year, options)
    else:
        yield from _signoff(report, report.year, options.find)


def _year_unknown(report: Report) -> Iterator[Fault]:
    """A title with two years, or no year anywhere."""
    if report.year is None:
        if report.title is not None or len(report.sections) > 2:
            yield Fault(report.heading(0), {"printed": ""})
        return
    if report.title is None:
        return
    years = _title_years(report)
    if len(years) > 1:
        yield Fault(report.title.span, {"printed": "（" + "、".join(f"{year}年" for year in years) + "）"})


def _title_years(report: Report) -> list[int]:
    """The years that the title names."""
    if report.title is None:
        return []
    found = find_years(report.text, report.title.span)
    joined = compiled(r"(?<!\d)(20\d\d)年?度?[-—–~～至到、和]{1,2}(20\d\d)年").search(_title_lines(report))
    return sorted({year for _, year in found} | ({int(year) for year in joined.groups()} if joined else set()))


def _title_lines(report: Report) -> str:
    """The title, and what of its line stands before it: the first of two years joined by a dash is no part of the title."""
    if report.title is None:
        return ""
    at = bisect_right(report.squeezed.lines, report.title.span.start) - 1
    return report.text[report.squeezed.lines[max(at, 0)] : report.title.span.end]


_NUMERAL = "〇○零一二三四五六七八九十"
_DOUBTFUL = compiled(
    rf"(?<=[\d{_NUMERAL}])月(?<!\D[1-9]月)(?<!\D0[1-9]月)(?<!\D1[0-2]月)"
    rf"|月份? ?(?:0{{1,2}}|3[2-9]|[4-9]\d|[{_NUMERAL}]{{1,3}})[日号]"
    r"|月(?:(?<=[^1]2月)份? ?(?:29|30)|(?<=[^1][2469]月)份? ?31|(?<=11月)份? ?31)[日号]"
    r"|[-./] ?\d{1,2} ?[-./] ?\d"
)
"""All dates but those whose month and day are plain digits that any year has: most reports have no others."""


def _impossible(report: Report) -> Iterator[Fault]:
    if not _DOUBTFUL.search(prose_text(report)):
        return
    for span in prose_spans(report):
        for dated in all_dates(report.text, span):
            if _halved(report.text, dated.span.start):
                continue
            if dated.value is None or _no_leap_day(report, dated):
                yield Fault(dated.span, {"date": report.words(dated.span)})
        for match in compiled(_NO_MONTH).finditer(report.text, span.start, span.end):
            yield Fault(Span(*match.span()), {"date": match.group()})


def _halved(text: str, at: int) -> bool:
    """Whether the number that begins at a place is the rest of one that a line's end parts: 1 2月31日."""
    return at > 1 and text[at - 1] == " " and text[at - 2].isdigit()


_OTHER_YEAR = compiled("[明次翌来去上下]一?年|新的一年|今后|下一步|闰")
_NEAR = 120
"""So far before a day without a year the year stands that it belongs to."""


def _no_leap_day(report: Report, dated: Dated) -> bool:
    """Whether a day is 29 February of the report's own year, which has none; only section one surely tells of that year."""
    first, year = report.section(1), report.year
    if dated.year or (dated.month, dated.day) != (2, 29) or year is None or (year % 4 == 0 and year % 100 != 0):
        return False
    if first is None or not first.body.start <= dated.span.start < first.body.end:
        return False
    before = Span(max(first.body.start, dated.span.start - _NEAR), dated.span.start)
    named = compiled(r"20\d\d").findall(report.text, *before) or [str(year)]
    others = any(number != year for _, number in find_years(report.text, before))
    return (
        named[-1] == str(year) and not others and not _OTHER_YEAR.search(report.text, before.start, dated.span.end + 40)
    )


_NO_MONTH = (
    r"(?<!\d)20\d\d年 ?(?:0{1,2}|1[3-9]|[2-9]\d)月(?! ?\d{1,2}[日号])(?!度)"
    r"|(?<![\dA-Za-z/.=_—–-])20\d\d-(?:00|1[3-9])-(?:0[1-9]|[12]\d|3[01])(?![-\d/号])"
)
"""A month that no calendar has, without a day; and as a date in digits, where no other number (a phone's, a file's) may look so."""


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
    if find == "period-year" and report.title and report.title.year and report.title.year != year:
        if len(_title_years(report)) > 1:
            return  # a finding of its own
        said = Related(period.span, "统计期限", "the period of the figures")  # the title's year is the odd one out
        yield Fault(report.title.span, facts | {"year": str(report.title.year)}, (said,))
        return
    strange = all(bound.year != year for bound in bounds)
    if strange:
        if find == "period-year":
            title = (Related(report.title.span, "标题中的年份", "the year in the title"),) if report.title else ()
            yield Fault(period.span, facts, title)
        return
    whole = (period.start is None or period.start.value == date(year, 1, 1)) and period.end is not None
    if find == "period-part" and not (whole and period.end and period.end.value == date(year, 12, 31)):
        young = compiled(_YOUNG).search(report.text, 0, period.span.end + 600)
        yield Fault(period.span, facts, severity="warning" if young else None)


_YOUNG = (
    r"机构改革|新(?:成立|组建)|(?:组建|挂牌)成立|(?:正式|挂牌|揭牌)(?:成立|运行|挂牌|揭牌)|(?:成立|组建|挂牌|设立)(?:以来|之日|至今|不足|较晚|后，|于20)"
    r"|于(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?[^，。；]{0,6}(?:成立|组建|挂牌|揭牌|合并)(?![^，。；]{0,20}小组)"
)
"""Words that say of an organ that it is young."""


def _slip(day: date, year: int) -> bool:
    """Whether a closing date is of another year by mistake: on the same day of the next year the report would be due."""
    return day.year < year or (day.year == year and day.month < 5) or day.year > year + 1


def _signoff(report: Report, year: int, find: str) -> Iterator[Fault]:
    signed = report.signoff.date
    if find == "signoff-early" and report.published and report.published.year <= year:
        yield _published_early(report, report.published, year)
        return
    if signed is None or signed.value is None or signed.value.year == year + 1:
        return
    if _slip(signed.value, year) == (find == "signoff-year"):
        facts = {"date": report.words(signed.span), "year": str(year), "due": str(year + 1), "other": str(signed.year)}
        yield Fault(signed.span, facts | _SIGNED)


_SIGNED = {"what": "落款日期", "what_en": "signed on"}
_PUBLISHED = {"what": "公布日期（由 --published 给出）", "what_en": "published (as given by --published) on"}


def _printed(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _published_early(report: Report, day: date, year: int) -> Fault:
    """A given day of publication that no report on that year can have."""
    facts = {"date": _printed(day), "year": str(year), "due": str(year + 1), "other": str(day.year)}
    return Fault(report.heading(0), facts | _PUBLISHED)


_SHOWN = {"what": "页面所载的发布日期", "what_en": "published (as its page says) on"}
_SHOWN_LABEL = compiled(r"(?:发布|公布|公开)(?:时间|日期)：? ?")


def _shown_on(report: Report) -> Dated | None:
    """The day of publication that the head of a web page tells of a report that bears no date itself."""
    if report.signoff.date or not report.sections:
        return None
    head = Span(0, min(section.heading.start for section in report.sections))
    label = _SHOWN_LABEL.search(report.text, *head)
    dates = find_dates(report.text, Span(label.end(), min(label.end() + 20, head.end))) if label else []
    return dates[0] if label and dates and dates[0].span.start == label.end() else None


def _published_on(report: Report, year: int) -> date | None:
    """The day of publication: as given, else as the report closes, else as its page says."""
    told = report.signoff.date or _shown_on(report)
    return report.published or (told.value if told and told.value and told.value.year == year + 1 else None)


def _late(report: Report, year: int, by: str) -> Iterator[Fault]:
    """Later than allowed; a day of publication that only the closing date tells is a guess."""
    month, day = map(int, by.split("-"))
    limit = date(year + 1, month, day)
    signed: Dated | None = report.signoff.date or _shown_on(report)
    at = _published_on(report, year)
    if at is None or at <= limit:
        return
    facts = {
        "date": _printed(at),
        "by": f"{limit.year}年{month}月{day}日",
        "year": str(year),
        "due": str(year + 1),
    }
    facts |= _PUBLISHED if report.published else _SIGNED if report.signoff.date else _SHOWN
    yield Fault(signed.span if signed else report.heading(0), facts, guessed=report.published is None)


_LOCAL = ("department", "government", "town", "subdistrict")
"""The kinds of organs for which a local rule may set a day …"""
_NATIONAL = {"department": (1, 31), "government": (3, 31)}
"""… and the days of article 49, after which a report is late everywhere."""


def _late_local(report: Report, year: int, options: Options) -> Iterator[Fault]:
    """Later than a local rule allows, and not later than the law does."""
    kind = report.organ_kind or ""
    by = getattr(options, kind) if kind in _LOCAL else ""
    at = _published_on(report, year)
    if by and at and not (kind in _NATIONAL and at > date(year + 1, *_NATIONAL[kind])):
        yield from _late(report, year, by)


_FOOT = compiled(
    r"扫一扫|分享|打印|关闭|版权|主办|承办|ICP|网安备|标识码|上一篇|下一篇|上一条|下一条|^ ?附件|责任编辑|责编|编辑：|^ ?【|收藏|返回"
    r"|浏览|点击|字号|字体|相关(?:链接|附件|文档)|来源：|审核：|抄送"
)
"""Words of a web page's foot, which is no part of the report."""
_CLOSING = compiled(
    r"(?:发布|公布|公开|成文|生成|发文|印发|制发|更新|编辑|录入|上传|提交|填报|报送|报告|落款|编制)(?:时间|日期)|(?:^|[\n\t】|]) ?(?:日期|时间)："
)
_ANY_DATE = compiled(
    r"20\d\d ?[-/.年] ?\d{1,2} ?(?:[-/.月] ?\d{1,2}|月)|[二2][〇○零Oo0][〇○零Oo0一二三四五六七八九\d]{2}年[^，。；]{1,4}月"
)


def _signoff_missing(report: Report) -> Iterator[Fault]:
    """No close in any known shape: at the last line of the text that is no foot of a web page."""
    if report.signoff.organ or report.signoff.date or report.published or report.title is None:
        return
    last = max(report.sections, key=lambda section: section.body.end, default=None)
    if last is None or last.number not in (5, 6) or _dated_page(report, last.body):
        return
    line = _last_line(report, last.body.start)
    if line and not compiled(rf"[^，。；]{{2,40}}{ORGAN_ENDS}(?:（[^（）]{{1,12}}）)? ?").fullmatch(report.words(line)):
        yield Fault(line, {"year": str(report.year or "")})


def _dated_page(report: Report, body: Span) -> bool:
    """Whether the page says when it was published: before the title, below it or in the preface, in a label with a date, or in what stands below
    the report."""
    if report.title and _ANY_DATE.search(report.text, 0, report.title.span.start):
        return True
    first = min(section.heading.start for section in report.sections)
    if report.year and any(dated.year > report.year for dated in find_dates(report.text, Span(0, first))):
        return True
    for label in _CLOSING.finditer(report.text):
        if _ANY_DATE.search(report.text, label.end(), label.end() + 16):
            return True
    if any(_MONTH_LINE.fullmatch(report.text, begin, end) for begin, end in pairwise(_lines(report, body.start))):
        return True
    return bool(_ANY_DATE.search(report.text, max(body.start, len(report.text.rstrip()) - 40)))


_MONTH_LINE = compiled(
    rf" ?（?(?:[\u4e00-\u9fff]{{2,40}}{ORGAN_ENDS}[ \t\n]*)?(?:20\d\d|二[〇○零◯Oo0][〇○零◯Oo0一二三四五六七八九]{{2}})年 ?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
    r"(?: ?\d{1,2}日)?）?[ \t\n]*"
)
"""A line with a month and its year, as some reports are signed."""


def _lines(report: Report, start: int) -> list[int]:
    """Where lines begin from a place on, and the end of the text."""
    return sorted({at for at in report.squeezed.lines if at >= start} | {start, len(report.text)})


def _last_line(report: Report, start: int) -> Span | None:
    """The last line of the report's own text."""
    for begin, end in reversed(list(pairwise(_lines(report, start)))):
        words = report.text[begin:end].strip()
        if compiled(r"[\u4e00-\u9fff]").search(words) and not _FOOT.search(words):
            begin += len(report.text[begin:end]) - len(report.text[begin:end].lstrip())
            return Span(begin, begin + len(words))
    return None


_YEAR = r"20\d\d|二[〇○零◯Oo0]"
"""How a year begins that a sentence names."""


def _sentence(report: Report, year: int, options: Options) -> Iterator[Fault]:
    section = report.section(options.section)
    if section is None:
        return
    due = year + options.offset
    if all(named == due for _, named in find_years(report.text, section.body)):
        return
    masked, edges = without_citations(report.text), breaks(report)
    if options.once:
        named_in = sentences_with(compiled(_YEAR), masked, section.body, edges)
        if any(_says(_in_digits(masked[s.start : s.end]), options.pattern, due) for s in named_in):
            return
    for span in sentences_with(compiled(rf"(?!{due})(?:{_YEAR})"), masked, section.body, edges):
        words = _in_digits(masked[span.start : span.end])
        if due in (year for _, year in find_years(words, Span(0, len(words)))):
            continue
        match = compiled(options.pattern).search(words)
        if not match or (options.unless and compiled(options.unless).search(words)):
            continue
        later = next(sentences(masked, Span(span.end, section.body.end), edges), Span(0, 0))
        following = _in_digits(masked[later.start : later.end])
        if options.unless_next and compiled(options.unless_next).search(following):
            continue
        named = number(match["year"])
        if named is None:
            continue
        at = span.start + match.start("year")
        facts = {
            "year": str(year),
            "due": str(due),
            "other": str(named),
            "printed": _shown(report.words(span)),
        }
        yield Fault(Span(at, at + len(match["year"]) + 1), facts)


_WRITTEN_YEAR = compiled("二[〇○零◯Oo0][〇○零◯Oo0一二三四五六七八九]{2}(?=年)")


def _in_digits(words: str) -> str:
    """A text with its years in digits, for patterns to read."""
    if not _WRITTEN_YEAR.search(words):
        return words
    return _WRITTEN_YEAR.sub(lambda match: str(number(match.group()) or match.group()), words)


def _says(words: str, pattern: str, due: int) -> bool:
    """Whether a sentence matches, and names the year that is due."""
    return bool(compiled(pattern).search(words)) and due in (y for _, y in find_years(words, Span(0, len(words))))


def _shown(words: str) -> str:
    """A sentence, cut where it is long."""
    bare = words.strip()
    return bare if len(bare) <= 30 else bare[:29] + "…"
