"""Facts of a report's prose: its title, its year, the period it covers, its sign-off, the kind of its organ.

Pure functions over squeezed text; spans count in it.  ``lines`` are the offsets at which lines of the source begin
(``Squeezed.lines``): layout that a title and a sign-off need to be told from the prose around them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from gov_lint.nouns import Dated, Period, Signoff, Span, Title
from gov_lint.patterns import compiled
from gov_lint.prose import ORGAN_ENDS, find_dates, find_range, number, organ_kind, sentences

__all__ = ["find_dates", "find_period", "find_signoff", "find_title", "organ_kind", "report_year"]

_YEAR = r"(?:20\d\d|二[〇○零◯Oo0][〇○零◯Oo0一二三四五六七八九]{2})"
_SPACED = rf"(?:{_YEAR}|2 0 \d \d)"
"""A title's year; its digits may be set apart."""
_CORE = compiled(
    r"(?:政府信息公开|政府信息与政务公开|政务信息公开|政务公开|信息公开)(?:工作)?(?:情况的|的)?"
    rf"(?:(?P<within>{_YEAR})年(?=年))?(?:(?:年度)?(?:工作)?(?:情况)?(?:报告|总结)|年报)"
    rf"(?P<tail>（(?P<after>{_YEAR})(?:年度?)?）|(?P<behind>{_YEAR})(?:年度?）|年度(?=\n|$)))?"
)
_STOP = compiled(
    r"〔 ?\d{4} ?〕 ?\d{1,4}号|(?<=[\dA-Za-z]) (?!(?:\d ){0,2}\d年)|[>＞：《》〈〉|\t\n。，；！？»/#*“”、…→]|(?<![\u4e00-\u9fff])-|—|［|］|【|】"
)
_NOT_AFTER = compiled(r"[》〉”。，；、]|格式|编制|有关事项|的|等|及|和|由|专栏|栏目|工作|下载|（国办|进行|中|内容|如下")
_QUOTED_AFTER = compiled(r"[》〉”]|格式")
_YEAR_LAST = compiled(rf"(?P<organ>.*?)(?P<year>{_SPACED})(?:年度|年)?(?:的)?")
_YEAR_FIRST = compiled(rf"(?:.*?)(?P<year>{_SPACED})(?:年度|年)(?:的)?(?P<organ>.+)")
_LABEL = compiled(
    r"^ ?(?:标题|名称|信息名称|文件名称|题名|主题|正文|(?:政府)?信息公开(?:工作)?(?:年报|年度报告)|关于(?:印发|公布|发布)?|中共)?"
)
_TITLE_LINE = compiled(
    rf" ?(?:{_SPACED}年度?)?[\u3400-\u9fff（）·]{{0,40}}(?:{_SPACED}年度?)?(?:政府信息(?:公开)?(?:工作)?)?"
)


def find_title(text: str, end: int, lines: Sequence[int] = ()) -> Title | None:
    """The title: organ, year (before or after it, or in brackets behind) and the words 政府信息公开工作年度报告 or others in use for
    them, over one to three lines before ``end``."""
    best: tuple[int, Title] | None = None
    starts = sorted({at + text.startswith(" ", at) for at in lines if at <= end} | {0})
    for core in _CORE.finditer(text, 0, end):
        found = _title(text, core, starts, end)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _title(text: str, core: re.Match[str], starts: Sequence[int], end: int) -> tuple[int, Title] | None:
    """The title that ends with these words, and how much speaks for it."""
    alone = core.end() in starts or core.end() >= end or text[core.end() : core.end() + 1] in ("", "\t", "\n")
    if _NOT_AFTER.match(text, core.end()) if not alone else _QUOTED_AFTER.match(text, core.end()):
        return None
    if max(text.rfind(mark, 0, core.start()) for mark in "《〈") > max(
        text.rfind(mark, 0, core.start()) for mark in "》〉"
    ):
        return None  # the name of a document
    start = _reach(text, core.start(), starts)
    words = text[start : core.start()]
    if words.lstrip().startswith(("现将", "兹将", "特将")):
        return None  # a sentence of the preface that fills its line
    label = _LABEL.match(words)
    skip = label.end() if label else 0
    start, words = start + skip, words[skip:]
    organ, printed = _organ_and_year(words)
    year = number((printed or core["within"] or core["after"] or core["behind"] or "").replace(" ", ""))
    whole = alone and (start in starts or bool(text[start - 1 : start] and _STOP.match(text[start - 1])))
    if year is None and not whole:
        return None
    if year is None and not organ and not (start in starts and "年度报告" in core.group()):
        return None
    if not alone and len(starts) > 1 and start not in starts:
        return None
    organ = compiled(r"^20\d\d年度?").sub("", organ)
    score = 4 * (year is not None) + 2 * bool(organ) + 2 * alone + (start in starts)
    return score, Title(Span(start, core.end()), text[start : core.end()], organ, year)


def _reach(text: str, at: int, starts: Sequence[int]) -> int:
    """Where the title begins whose last words begin at ``at``: on their line, or up to three lines above while it wants organ or year."""
    line = bisect_right(starts, at) - 1
    reached = _bounded(text, starts[line], at)
    for above in range(line - 1, max(line - 4, -1), -1):
        organ, year = _organ_and_year(text[reached:at])
        if (organ and year) or reached != starts[above + 1]:
            break
        start = _bounded(text, starts[above], reached)
        if start != starts[above] or not _TITLE_LINE.fullmatch(text, start, reached):
            break
        if organ and not _YEAR_ONLY.fullmatch(text, start, reached):
            break
        reached = start
    return reached


_YEAR_ONLY = compiled(rf"{_SPACED}年度?")


def _bounded(text: str, start: int, end: int) -> int:
    """The start of the stretch before ``end`` that no punctuation breaks, and no earlier than ``start``."""
    for match in _STOP.finditer(text, max(start, end - 80), end):
        start = match.end()
    return max(start, end - 80)


def _organ_and_year(words: str) -> tuple[str, str]:
    """The organ and the year in the words before 政府信息公开工作年度报告."""
    last = _YEAR_LAST.fullmatch(words)
    if last:
        return _bare(last["organ"]), last["year"]
    first = _YEAR_FIRST.fullmatch(words)
    return (_bare(first["organ"]), first["year"]) if first else (_bare(words), "")


def _bare(organ: str) -> str:
    """An organ's name without what titles put around it."""
    found = organ.strip(" （）()·-")
    for mark in ("（", "）"):
        if found.count("（") != found.count("）") and found.endswith(mark):
            found = found[:-1]
    if organ.count("（") == organ.count("）") and organ.strip().endswith("）") and "（" in found:
        found += "）"
    return compiled(r"(?:关于|的)$").sub("", compiled(r"^(?:关于)").sub("", found))


_PERIOD_WORD = compiled(
    r"(?:统计|数据|报告|所列)(?:的)?(?:统计|数据|起止|截止|采集|时间)?(?:的)?(?:期限|时限|时间|区间|周期|范围|时段|日期|期间|年限|口径|跨度)"
    r"|所列(?:的)?(?:各项|有关|相关|主要)?(?:统计)?(?:数据|数字|内容|情况|信息)|本(?:年度)?报告(?:中)?(?:的|所)?(?:各项|有关|相关|统计|涉及|引用|使用|公布|反映|采用){0,2}"
    r"(?:的)?(?:各项|有关|相关)?(?:统计)?(?:数据|数字|内容|情况|期)|(?:报告期|统计期(?=为|是|：|自|从))|(?:统计)?(?:期限|时限)(?:为|自|从|是|：|均)|统计数据|数据统计|起止(?:时间|日期)|数据(?:自|从|为|截至|截止)"
)
_MONTHS = compiled(
    rf"(?<!\d)(?P<y>{_YEAR})年(?P<a>\d{{1,2}})月(?:份)?(?:起|始)?(?:至|到|—|–|-|~|～|－){{1,2}}(?:(?P<z>{_YEAR})年)?(?P<b>\d{{1,2}})月(?:份|底|止)?(?!\d)"
)
_YEAR_END = compiled(rf"(?:起|始)?，?(?:至|到)(?P<end>(?:(?P<y>{_YEAR})年|当年|同年|本年)?年?[底末])")
_WHOLE = compiled(
    rf"(?:为|是|：|均为)(?:{_YEAR})年(?:度|全年)?(?:（1月1日[^（）]{{1,8}}12月31日）)?(?:$|[。，；）止])|(?:为|是|：)(?:本年度|上一年度|全年)(?:$|[。，；）])"
)


def find_period(text: str, span: Span, year: int | None = None) -> Period | None:
    """The period that the report says its figures cover: a range in a sentence that speaks of the figures; else a range over the whole of
    ``year`` anywhere in the span."""
    for sentence in sentences(text, span):
        word = _PERIOD_WORD.search(text, sentence.start, sentence.end)
        if word:
            found = _stated(text, sentence, word)
            if found:
                return found
    for first, last in find_range(text, find_dates(text, span)):
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year == (
            year or first.year
        ):
            return Period(Span(first.span.start, last.span.end), first, last)
    return None


def _stated(text: str, sentence: Span, word: re.Match[str]) -> Period | None:
    """The period in a sentence that speaks of the report's figures."""
    dates = find_dates(text, sentence)
    for first, last in find_range(text, dates):
        if first.span.start - word.end() < 40 and word.start() - last.span.end < 30:
            return Period(Span(first.span.start, last.span.end), first, last)
    for start in dates:
        rest = _YEAR_END.match(text, start.span.end, sentence.end)
        if rest and start.span.start - word.end() < 40:
            return _to_year_end(start, rest)
    months = _MONTHS.search(text, word.end(), min(sentence.end, word.end() + 60))
    if months:
        return _months(months)
    whole = _WHOLE.search(text, word.start(), sentence.end)
    if whole and whole.start() - word.end() < 10 and compiled(r"期|时|间|度|度数|范围").search(word.group()):
        return Period(Span(*whole.span()), None, None)
    until = compiled("(?:截至|截止|截止到|截至到|截止至)(?:时间为|日期为|为)?").search(
        text, sentence.start, sentence.end
    )
    if until:
        ends = [d for d in dates if d.span.start == until.end() and (d.month, d.day) == (12, 31)]
        if ends:
            return Period(Span(until.start(), ends[0].span.end), None, ends[0])
    return None


def _to_year_end(start: Dated, rest: re.Match[str]) -> Period:
    """A period from a day to the end of a year, the same one unless the words after the day name another."""
    year = number(rest["y"] or "") or start.year
    end = Dated(Span(*rest.span("end")), year, 12, 31, date(year, 12, 31))
    return Period(Span(start.span.start, rest.end()), start, end)


def _months(match: re.Match[str]) -> Period:
    """A period given by months: from the first day of the one to the last day of the other."""
    start_year = number(match["y"]) or 0
    end_year = number(match["z"]) or start_year if match["z"] else start_year
    first, last = int(match["a"]), int(match["b"])
    span = Span(*match.span())
    day = (date(end_year + last // 12, last % 12 + 1, 1) - timedelta(1)).day if 0 < last < 13 else 31
    start = date(start_year, first, 1) if 0 < first < 13 else None
    end = date(end_year, last, day) if 0 < last < 13 else None
    return Period(span, Dated(span, start_year, first, 1, start), Dated(span, end_year, last, day, end))


_ORGAN_BACK = compiled(rf"[\u3400-\u9fff（）·]{{1,45}}?{ORGAN_ENDS}(?:（[^（）]{{1,8}}）)?")
_TAIL = compiled(
    r"[\n\t（]|附件|印发|发布(?:$|\n)|联系|抄送|打印|关闭|来源|责任编辑|编辑|主办|承办|上一篇|下一篇|版权|扫|分享|相关|浏览|信息来源|索引|地址|电话|返回|点击|网站|【|（此件|\d{1,3}$|-|—"
)
_DATE_LABEL = compiled(r"(?:发布|公布|印发|成文|编制|报告|落款|公开|填报)?(?:日期|时间)(?:：|为)?$")
_ENDS = "。；！？\n\t）”.：》"


def find_signoff(text: str, start: int, end: int, lines: Sequence[int] = ()) -> Signoff:
    """The organ and the date that close the report: after its last sentence, a part of none.  ``start`` is where the last section's
    body begins."""
    starts = set(lines[bisect_left(lines, start) :]) | {start}
    starts |= {at + 1 for at in starts if text[at : at + 1] == " "}  # it parts two numbers that stand on two lines
    span = Span(start, end)
    dates = find_dates(text, span)
    for dated in reversed(dates):
        at, after = dated.span
        if text[at - 1 : at] == "（" and text[after : after + 1] == "）" and at > start:
            at, after = at - 1, after + 1
        if not (after >= end or after in starts or _TAIL.match(text, after, end)):
            continue
        organ, before = _organ_before(text, start, at, starts)
        if not _free(text, before, starts, organ is None):
            if organ is None or not _free(text, at, starts, True):
                continue
            organ = None
        if organ is None:
            organ = _organ_after(text, after, end, starts)
        return Signoff(text[organ.start : organ.end] if organ else "", organ, dated)
    return _organ_alone(text, start, end, starts)


def _organ_before(text: str, start: int, at: int, starts: set[int]) -> tuple[Span | None, int]:
    """The organ that stands right before a date, and where both begin."""
    label = _DATE_LABEL.search(text, max(start, at - 8), at)
    at = label.start() if label else at
    while at > start and text[at - 1] in "\t\n":
        at -= 1
    if text[at - 4 : at] in ("（盖章）", "（公章）", "（印章）"):
        at -= 4
    low = max(start, at - 48)
    for begin in sorted((s for s in starts if low <= s < at), reverse=True):
        if _ORGAN_BACK.fullmatch(text, begin, at):
            return Span(begin, at), begin
    cut = max((text.rfind(mark, low, at) for mark in "。；！？\n\t：”"), default=-1) + 1
    if cut > low and _ORGAN_BACK.fullmatch(text, cut, at):
        return Span(cut, at), cut
    return None, at


def _free(text: str, at: int, starts: set[int], lone: bool) -> bool:
    """Whether no sentence runs on into this place."""
    if at == 0 or text[at - 1] in _ENDS or at in starts:
        before = text[max(0, at - 12) : at]
        return not (
            lone
            and at in starts
            and text[at - 1 : at] not in _ENDS
            and compiled("(?:截至|截止|于|自|从|到|至|在|，|、|和|及|年|月)$").search(before)
        )
    return False


def _organ_after(text: str, at: int, end: int, starts: set[int]) -> Span | None:
    """An organ that stands in a line of its own right after the date."""
    if at not in starts:
        return None
    stop = min([s for s in starts if s > at], default=end)
    return Span(at, stop) if stop - at < 46 and _ORGAN_BACK.fullmatch(text, at, stop) else None


def _organ_alone(text: str, start: int, end: int, starts: set[int]) -> Signoff:
    """An organ that closes the text without a date."""
    stop = end
    while stop > start and text[stop - 1] in "\t\n ":
        stop -= 1
    cut = max(text.rfind(mark, start, stop) for mark in "。；！？\n\t") + 1
    options = sorted((s for s in starts if stop - 46 <= s < stop), reverse=True) + ([cut] if cut > start else [])
    for begin in options:
        if begin > start and stop - begin >= 4 and _free(text, begin, starts, False) and _is_organ(text[begin:stop]):
            return Signoff(text[begin:stop], Span(begin, stop), None)
    return Signoff()


def _is_organ(words: str) -> bool:
    """Whether words are the name of an organ, and no sentence that ends with one."""
    if not _ORGAN_BACK.fullmatch(words) or organ_kind(words) is None:
        return False
    return not compiled("[未没无不将已共]|情况|事项").search(words)


def report_year(title: Title | None, period: Period | None, name: str, signoff: Signoff = Signoff()) -> int | None:
    """The year that a report is about: its title's, else that of its period, else that of its file's name.  A title that stands alone
    against both the period and the sign-off of the year after is misprinted."""
    if title and title.year:
        return _outvoted(period, signoff) or title.year
    for bound in (period.end, period.start) if period else ():
        if bound:
            return bound.year
    said = compiled(r"(?<![0-9A-Za-z])(20[0-3]\d)年度?[^/\\]{0,30}(?:报告|年报|公开)").search(name)
    if said:
        return int(said.group(1))
    found = set(compiled(r"(?<![0-9A-Za-z])(20[0-3]\d)(?![0-9A-Za-z])").findall(compiled(r"[/\\]").split(name)[-1]))
    return int(found.pop()) if len(found) == 1 else None


def _outvoted(period: Period | None, signoff: Signoff) -> int | None:
    """The year of a period that the sign-off bears out."""
    if period is None or period.start is None or period.end is None or signoff.date is None:
        return None
    same = period.start.year == period.end.year == signoff.date.year - 1
    return period.end.year if same else None
