"""The sums that a report gives of the information processing fee (信息处理费), against the tariff of 国办函〔2020〕109号 and table 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from gov_lint.nouns import Cell, Fault, Related, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import (
    Amount,
    breaks,
    find_amounts,
    number,
    prose_spans,
    sentences,
    sentences_with,
    without_citations,
)

FACTS = ("printed", "due", "terms", "total", "income", "count", "unit_en", "most", "most_en")


class Options(NamedTuple):
    """What is a fault: a sum that no number of requests or pages comes to (``granularity``, for ``step`` see there); itemised sums that do not
    come to the sum stated (``breakdown``); a fee that is not the tariff's for the one request or applicant that it is stated for (``formula``); more
    collected than the cell ``row``, ``column`` of ``table`` holds in 10,000 yuan (``income``)."""

    find: Literal["granularity", "breakdown", "formula", "income"]
    step: int = 10
    table: str = "公开"
    row: str = "行政事业性收费"
    column: str = "本年收费金额"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """At most one fault."""
    passages = _passages(report)
    if not passages:
        return
    if options.find == "granularity":
        yield from _granularity(passages, options.step)
    elif options.find == "breakdown":
        yield from _breakdown(passages)
    elif options.find == "formula":
        yield from _formula(passages)
    else:
        yield from _income(report, passages, options)


# --- where the fee is spoken of ---

_ABOUT = ("处理费", "费通知")
_FEE = r"处理费|收费通知|缴费通知|(?:信息公开|依申请|公开申请)[^，。；]{0,12}收(?:取[^，。；]{0,6})?费"
_OTHER_FEE = (
    "工本|邮寄|快递|复印|复制|检索|诉讼|律师|罚|补贴|补助|补偿|赔偿|奖励|预算|决算|资金|投入|经费|维护费|建设费|税款|税费|采购|合同|事业性收费|服务费"
    "|涉企|物业|学费|医疗费|社会保险|贷款|押金|保证金|滞纳金|利息"
)
_EARLIER = r"上年|上一年|去年|往年|同比|较20\d\d年|以来"
_LONGEST = 1500
"""How many characters a passage has at most."""
_LIST = "其中|分别|具体|包括|按件|按量"
_LISTED = rf"(?:{_LIST})[^。]{{0,200}}元"


class _Passage(NamedTuple):
    """A sentence about the fee, with those after it that itemise it: where it begins, and its words."""

    start: int
    words: str
    sums: tuple[Amount, ...]
    """The sums of the fee in it, counted from its beginning."""
    whole: bool
    """Whether these are all the sums that it has."""


@lru_cache(maxsize=8)
def _passages(report: Report) -> tuple[_Passage, ...]:
    """What the prose says of the fee's sums in the report's own year."""
    if not any(words in report.text for words in _ABOUT):
        return ()
    masked = without_citations(report.text)
    edges = breaks(report)
    found = []
    for prose in prose_spans(report):
        for span in _joined(masked, prose, edges) if _has_sum(masked, prose) else ():
            words = masked[span.start : span.end]
            if (
                len(words) > _LONGEST
                or "元" not in words
                or compiled(_EARLIER).search(words)
                or _of_another_year(words, report.year)
            ):
                continue
            sums = [a for a in find_amounts(words, Span(0, len(words))) if not _tariff(words, a)]
            own = tuple(a for a in sums if not compiled(_OTHER_FEE).search(_clause(words, a)))
            if own:
                found.append(_Passage(span.start, words, own, len(own) == len(sums)))
    return tuple(found)


def _has_sum(text: str, span: Span) -> bool:
    """Whether a stretch has a sum of money, at a glance."""
    at = text.find("元", span.start, span.end)
    while at > 0:
        if text[at - 1] in "0123456789零一二三四五六七八九十百千 万":
            return True
        at = text.find("元", at + 1, span.end)
    return False


def _joined(text: str, prose: Span, edges: Sequence[int]) -> Iterator[Span]:
    """The sentences about the fee, each with those that follow it and itemise it."""
    end = prose.start
    for span in sentences_with(compiled("费"), text, prose, edges):
        if span.start < end or not compiled(_FEE).search(text, span.start, span.end):
            continue
        end = span.end
        if compiled(_LIST).match(text, end):
            for other in sentences(text, Span(end, prose.end), edges):
                if other.start > end or not compiled(_LISTED).match(text, other.start, other.end):
                    break
                end = other.end
        yield Span(span.start, end)


def _clause(words: str, sum_: Amount) -> str:
    """The words before a sum in its clause, and those close behind it."""
    return compiled("[，。；：]").split(words[: sum_.span.start])[-1] + words[sum_.span.end : sum_.span.end + 6]


def _tariff(words: str, sum_: Amount) -> bool:
    """Whether a sum is one of the tariff or an approximate one."""
    before, after = words[max(0, sum_.span.start - 8) : sum_.span.start], words[sum_.span.end : sum_.span.end + 4]
    return bool(
        compiled(r"(?:每[^，。；、]{0,6}|标准(?:为|是)?|提高|增加|近|约|超过?|不足|余)$").search(before)
        or compiled(r"[/／]|每|一件|一页|左右|以上|的?标准|多").match(after)
        or "余" in words[sum_.span.start : sum_.span.end]
    )


def _of_another_year(words: str, year: int | None) -> bool:
    """Whether a passage names a year that is not the report's."""
    return year is not None and any(int(y) != year for y in compiled(r"20\d\d(?=年)").findall(words))


def _place(passage: _Passage, span: Span) -> Span:
    return Span(passage.start + span.start, passage.start + span.end)


def _printed(passage: _Passage, sum_: Amount) -> str:
    return passage.words[sum_.span.start : sum_.span.end]


def _exact(printed: str) -> bool:
    """Whether a sum is printed in yuan, not rounded to 10,000 of them."""
    return not compiled(r"\d[余]?[百千]|[万亿]").search(printed)


# --- steps ---


def _granularity(passages: tuple[_Passage, ...], step: int) -> Iterator[Fault]:
    for passage in passages:
        if _wrong_sums(passage):
            continue
        for sum_ in passage.sums:
            if sum_.yuan % step and _exact(_printed(passage, sum_)):
                yield Fault(_place(passage, sum_.span), {"printed": _printed(passage, sum_)})
                return


# --- itemised sums ---

_MARK = r"其中|分别(?:为|是|收取)?|具体(?:为|是|情况|如下|明细)?|包括|明细|（(?=[^（）]{0,120}元)|：(?=[^：]{1,60}元[、，；][^：]{1,60}元)"
_OPEN = "等|余|约|主要|例如|如：|为主|左右|以上|部分"
_CASES = compiled(r"(?<![\d.第])(\d{1,4}|[一二三四五六七八九十]{1,3})(?:件|份|宗|笔)(?!以)")
_TOTAL = r"(?:合计|共计|总计|总共|共收|共)(?:收取|收费|实收|为|：|金额|信息处理费|处理费){0,3}$"


def _wrong_sums(passage: _Passage) -> tuple[Amount, tuple[Amount, ...]] | None:
    """The sum stated and those it is itemised into, where they do not agree."""
    if len(passage.sums) < 3 or not passage.whole:
        return None
    mark = compiled(_MARK).search(passage.words, passage.sums[0].span.end)
    if mark:
        before = [a for a in passage.sums if a.span.end <= mark.start()]
        parts = tuple(a for a in passage.sums if a.span.start >= mark.end())
        if len(parts) > 2 and compiled(_TOTAL).search(passage.words, parts[-2].span.end, parts[-1].span.start):
            parts = parts[:-1]  # the total once more
        return _apart(passage, mark.start(), before, parts)
    return _added(passage)


def _apart(
    passage: _Passage, at: int, before: list[Amount], parts: tuple[Amount, ...]
) -> tuple[Amount, tuple[Amount, ...]] | None:
    words = passage.words
    last = parts[-1].span.end if parts else at
    if not before or len(parts) < 2 or compiled(_OPEN).search(words, at, last + 2):
        return None
    if compiled(r"(?:每|标准|退|免|减|实收|实际|应收|应缴|未缴|已缴|未收|已收)").search(words, at, last):
        return None
    if compiled("其中|含|包括").search(words, at + 2, last):
        return None  # a list in a list
    total = sum(a.yuan for a in parts)
    if any(a.yuan == total for a in before) or not all(_exact(_printed(passage, a)) for a in (*parts, *before)):
        return None
    stated = before[-1]
    if total < stated.yuan and not _closed(words, at, parts) and not _nearly(total, stated.yuan, parts):
        return None
    return stated, parts


def _nearly(found: Decimal | int, stated: Decimal, parts: tuple[Amount, ...]) -> bool:
    """Whether so little is missing of a longer list that it is rather wrong than incomplete."""
    return len(parts) > 2 and found * 10 >= stated * 8


def _closed(words: str, at: int, parts: tuple[Amount, ...]) -> bool:
    """Whether a list leaves nothing out: its cases are as many as those stated, it goes by the two ways of charging, or 分别 says so."""
    if words.startswith("分别", at) or (words[at] == "（" and "其中" not in words[at : parts[-1].span.end]):
        return True
    if compiled("各[1一][件份宗]|按件[^。]{0,60}按量|按量[^。]{0,60}按件|本级[^。]{0,60}(?:[镇乡街]|部门)").search(
        words, at
    ):
        return True
    stated = [number(m.group(1)) for m in _CASES.finditer(words, 0, at)]
    listed = [number(m.group(1)) or 0 for m in _CASES.finditer(words, at, parts[-1].span.end + 4)]
    return sum(listed) in stated if len(listed) >= len(parts) else len(parts) in stated


def _added(passage: _Passage) -> tuple[Amount, tuple[Amount, ...]] | None:
    """Sums that a total closes: 按件收取200元，按量收取30元，合计230元."""
    *parts, total = passage.sums
    if not compiled(_TOTAL).search(passage.words, 0, total.span.start):
        return None
    if compiled(f"通知|应收|应缴|实收|实际|退|免|减|未|{_OPEN}").search(passage.words, parts[0].span.start):
        return None
    if not all(_exact(_printed(passage, a)) for a in passage.sums) or sum(a.yuan for a in parts) == total.yuan:
        return None
    return total, tuple(parts)


def _breakdown(passages: tuple[_Passage, ...]) -> Iterator[Fault]:
    for passage in passages:
        found = _wrong_sums(passage)
        if not found:
            continue
        total, parts = found
        terms = "+".join(f"{a.yuan.normalize():f}" for a in parts)
        facts = {
            "total": _printed(passage, total),
            "terms": terms,
            "due": f"{sum((a.yuan for a in parts), Decimal()).normalize():f}",
        }
        first, last = parts[0].span.start, parts[-1].span.end
        related = Related(
            _place(passage, Span(first, last)), f"分项之和 {facts['due']}元", f"parts: {facts['due']} yuan"
        )
        yield Fault(_place(passage, total.span), facts, (related,))
        return


# --- the tariff ---


def by_requests(count: int) -> int:
    """The fee in yuan for one applicant's requests of one month: none for the first 10, 100 each for those to the 30th, and for each further
    tier of 10 another 100 more each (109号第四条)."""
    fee = 100 * (min(count, 30) - 10) if count > 10 else 0
    rate, left = 200, count - 30
    while left > 0:
        fee += rate * min(left, 10)
        rate, left = rate + 100, left - 10
    return fee


def by_pages(count: int) -> int:
    """The fee in yuan for the pages given on one request: none for the first 30, then 10 each to the 100th, 20 each to the 200th, 40 each
    after it (109号第五条)."""
    return 10 * max(min(count, 100) - 30, 0) + 20 * max(min(count, 200) - 100, 0) + 40 * max(count - 200, 0)


_NUMBER = r"(?:(?<![\d.])\d{1,4}|(?<![一二三四五六七八九十百])[一二三四五六七八九十百]{1,6})"
_ONE = r"(?:(?:(?<!\d)1|一|同一|某|该)(?:名|位|个|申请人)|同一申请人|某申请人|该申请人)"
_MONTH = r"当月|同月|同一月|一个月|单月|(?:1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})月份?内?|一个自然月|同一自然月"
_BY_REQUESTS = rf"(?:申请|提交|提出|收到|共|计|公开申请|申请量为?)(?:的|了|共|政府信息公开申请)?(?P<n>{_NUMBER})件"
_BY_PAGES = rf"(?P<n>{_NUMBER})页"
_NOT_WHOLE = r"超|以上|以下|以内|不足|标准|每|其中|免|减|未|约|余|第\d|-|至\d|—|退|分档|部分"


def _formula(passages: tuple[_Passage, ...]) -> Iterator[Fault]:
    for passage in passages:
        words = passage.words
        if (
            len(passage.sums) != 1
            or compiled(_NOT_WHOLE).search(words)
            or not _exact(_printed(passage, passage.sums[0]))
        ):
            continue
        found = _count(words)
        if found is None:
            continue
        unit, count, whole = found
        due, stated = by_requests(count) if unit == "件" else by_pages(count), passage.sums[0].yuan
        if stated > due or (whole and stated != due):
            facts = {
                "printed": _printed(passage, passage.sums[0]),
                "count": f"{count}{unit}",
                "unit_en": f"{count} {'requests' if unit == '件' else 'pages'}",
                "due": str(due),
                "most": "" if whole else "至多",
                "most_en": "" if whole else "at most ",
            }
            yield Fault(_place(passage, passage.sums[0].span), facts)
            return


def _count(words: str) -> tuple[str, int, bool] | None:
    """The requests of one applicant, or the pages given to one, where the words say just that; and whether they are of one month, or of one
    request: else the tariff's fee for all of them together is the most that they can cost."""
    pages = [number(m["n"]) for m in compiled(_BY_PAGES).finditer(words)]
    cases = [number(m["n"]) for m in compiled(rf"(?P<n>{_NUMBER})[件份宗](?!以)").finditer(words)]
    one = bool(compiled(_ONE).search(words))
    if len(pages) == 1 and pages[0] and "按件" not in words and (set(cases) == {1} or (one and not cases)):
        return "页", pages[0], bool(cases)
    if len(pages) == 1 and pages[0] and not cases and "件收" not in words and "按件" not in words:
        return "页", pages[0], False  # of how many requests is not said: of one they cost the most
    if pages or "按量" in words or not one:
        return None
    requests = [number(m["n"]) for m in compiled(_BY_REQUESTS).finditer(words)]
    if len(requests) != 1 or len(cases) != 1 or not requests[0]:
        return None
    return "件", requests[0], len(compiled(_MONTH).findall(words)) == 1


# --- against table 2 ---

_COLLECTED = compiled(r"(?:实收|实际收|收取|共收|已收|征收|收缴|入库|收到|收费)[^，。；、未]{0,24}$")
_NOT_COLLECTED = r"通知|应收|应缴|拟|未|没有|逾期|标准|规定|不|放弃|撤|减免|退|其中|含"


def _income(report: Report, passages: tuple[_Passage, ...], options: Options) -> Iterator[Fault]:
    table = report.tables.get(options.table)
    cell = table.cell(options.row, options.column) if table else None
    if cell is None or cell.value is None:
        return
    most = _greatest(cell)
    for passage in passages:
        for sum_ in passage.sums:
            clause = compiled("[，。；：]").split(passage.words[: sum_.span.start])[-1]
            if not _COLLECTED.search(clause) or compiled(_NOT_COLLECTED).search(clause):
                continue
            if sum_.yuan - _half_step(_printed(passage, sum_)) > most * 10_000:
                facts = {
                    "printed": _printed(passage, sum_),
                    "income": cell.raw or str(cell.value),
                    "due": f"{(sum_.yuan / 10_000).normalize():f}",
                }
                related = Related(
                    cell.span,
                    f"表二“{options.row}”：{facts['income']}万元",
                    f"table 2, fees charged: {facts['income']} (10,000 yuan)",
                )
                yield Fault(_place(passage, sum_.span), facts, (related,))
            return


def _half_step(printed: str) -> Decimal:
    """By how much a sum printed in 10,000 yuan may be rounded up; nothing for one in yuan."""
    match = compiled(r"(\d+(?:\.(\d+))?)余?([百千万亿])").search(printed)
    if not match:
        return Decimal()
    power = {"百": 2, "千": 3, "万": 4, "亿": 8}[match[3]]
    return Decimal(5).scaleb(power - len(match[2] or "") - 1)


def _greatest(cell: Cell) -> Decimal:
    """The most that a cell's figure may stand for after rounding; a plain 0 stands for nothing."""
    value = Decimal(cell.value or 0)
    if not value:
        return value
    exponent = value.as_tuple().exponent
    return value + Decimal(5).scaleb(int(exponent) - 1)
