"""Reading Chinese prose in squeezed text: numerals, dates, years, sentences, sums of money, and names of organs.

Pure functions over text and spans; nothing here judges.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gov_lint.nouns import Dated, Item, Report, Section, Span
from gov_lint.patterns import compiled

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("〇○零◯Oo0", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_YEAR = r"(?:20\d\d|二[〇○零◯Oo0][〇○零◯Oo0一二三四五六七八九]{2})"
_SMALL = r"(?:\d{1,2}|[〇○零一二三四五六七八九十]{1,3})"
_DATE = compiled(
    rf"(?<!\d)(?P<y>{_YEAR})年 ?(?P<m>{_SMALL}|元)月(?:份)? ?(?P<d>{_SMALL})[日号]"
    r"|(?<![\dA-Za-z/.=_])(?P<iy>20\d\d)(?P<s> ?[-./] ?)(?P<im>\d{1,2})(?P=s)(?P<id>\d{1,2})(?!\d)(?![-/.]\d{1,3}(?!\d))"
    rf"|(?<![\d年.])(?P<bm>{_SMALL}|元)月 ?(?P<bd>{_SMALL})(?:日|号(?=[，。；）止期\t\n]|$))"
)
_CLOCK = r"(?:（含[当本]?日?）)?(?: ?(?:0{1,2}(?:时|点|：00)|零时|零点))?"
_DATE_SIGN = compiled(r"月|(?<=20\d\d)(?: (?=[-./])|[-./])")
"""What each date has: 月, or what follows the year of one in digits …"""
_BEFORE_SIGN, _AFTER_SIGN = 12, 24
"""… and how far before and behind it a date and what it is told by may reach."""
_JOIN = compiled(
    rf"{_CLOCK} ?(?:起|始)?，?(?:至|到|—|–|―|-|~|～|－|截至|止于){{1,2}}(?:次年|翌年)?(?:当年|同年|本年)? ?"
)
_SENTENCE = compiled(r"[^。！？\n\t]+[。！？]?")
_HAN = compiled(r"[\u3400-\u9fff]+")


def number(words: str) -> int | None:
    """The value of a numeral: 12, 1，203, 十二, 一百零五, 两; None for anything else."""
    bare = words.replace("，", "").replace(",", "")
    if bare.isascii():
        return int(bare) if bare.isdigit() else None
    if not bare or any(char not in _DIGITS and char not in _TENS for char in bare):
        return None
    if not any(char in _TENS for char in bare):
        return int("".join(str(_DIGITS[char]) for char in bare))
    total, digit = 0, 0
    for char in bare:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def han(text: str) -> int:
    """How many Chinese characters a text holds."""
    return sum(map(len, _HAN.findall(text)))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(words: str) -> int | None:
    """The month that a numeral or 元 (the first) names."""
    return 1 if words == "元" else number(words)


def _dated(match: re.Match[str], year: int) -> Dated | None:
    """The date that a match prints; without a year of its own it is one of ``year`` (0 for unknown, then any leap day is possible)."""
    if match["bm"]:
        month, day = _month(match["bm"]), number(match["bd"])
    elif match["im"]:
        year, month, day = int(match["iy"]), int(match["im"]), int(match["id"])
    else:
        year, month, day = number(match["y"]) or 0, _month(match["m"]), number(match["d"])
    if month is None or day is None:
        return None
    return Dated(Span(*match.span()), year, month, day, _day(year or 2000, month, day))


def all_dates(text: str, span: Span) -> list[Dated]:
    """Every date printed in a span, those without a year too: the second of a range takes the year of the first, any other has year 0."""
    found: list[Dated] = []
    at = span.start
    for sign in _DATE_SIGN.finditer(text, span.start, span.end):
        if sign.start() < at:
            continue
        match = _DATE.search(text, max(at, sign.start() - _BEFORE_SIGN), min(span.end, sign.end() + _AFTER_SIGN))
        if not match or match.start() > sign.start():
            continue
        at = match.end()
        year = 0
        if match["bm"] and found and found[-1].year and _JOIN.fullmatch(text, found[-1].span.end, match.start()):
            year = found[-1].year
        dated = _dated(match, year)
        if dated and not (match["im"] and dated.value is None and (dated.month > 12 or dated.day > 39)):
            found.append(dated)
    return found


def find_dates(text: str, span: Span) -> list[Dated]:
    """The dates of a span whose year is printed, or follows from the first half of a range (2023年1月1日至12月31日)."""
    return [dated for dated in all_dates(text, span) if dated.year]


def find_range(text: str, dates: list[Dated]) -> Iterator[tuple[Dated, Dated]]:
    """Two dates that a word such as 至 joins."""
    for first, last in pairwise(dates):
        if _JOIN.fullmatch(text, first.span.end, last.span.start):
            yield first, last


_YEARS = compiled(rf"(?<!\d)({_YEAR})(?=年)")


def find_years(text: str, span: Span) -> list[tuple[Span, int]]:
    """The years that a span names, as in 2023年 and 二〇二三年."""
    return [(Span(*m.span(1)), number(m.group(1)) or 0) for m in _YEARS.finditer(text, span.start, span.end)]


def sentences(text: str, span: Span, breaks: Iterable[int] = ()) -> Iterator[Span]:
    """The sentences of a span; one ends with 。, ！ or ？, with a row or a cell, and at each of the ``breaks``."""
    edges = sorted({at for at in breaks if span.start < at < span.end} | {span.end})
    start = span.start
    for edge in edges:
        for match in _SENTENCE.finditer(text, start, edge):
            yield Span(*match.span())
        start = edge


_LONGEST_TITLE = 20


def is_title(item: Item) -> bool:
    """Whether the heading of a sub-item is a title only; a long one is the first sentence of its text too."""
    return item.heading.end - item.heading.start <= _LONGEST_TITLE


@lru_cache(maxsize=8)
def breaks(report: Report) -> list[int]:
    """Where a sentence begins or ends though no full stop says so: at headings of sections and sub-items, and at the title's end."""
    spans = [section.heading for section in report.sections]
    found = {at for span in spans for at in span} | {section.body.start for section in report.sections}
    for item in report.items:
        found.add(item.heading.start)
        if is_title(item):
            found |= {item.heading.end, item.body.start}
    if report.title:
        found.add(report.title.span.end)
    return sorted(found)


_SENTENCE_ENDS = "。！？\n\t"


def sentences_with(pattern: re.Pattern[str], text: str, span: Span, breaks: Sequence[int] = ()) -> Iterator[Span]:
    """The sentences of a span in which a match of a pattern begins; ``breaks`` are in order.  Quicker than :func:`sentences` where few do."""
    at = span.start
    while match := pattern.search(text, at, span.end):
        where = match.start()
        edge = bisect_right(breaks, where)
        start = max(at, breaks[edge - 1] if edge else 0)
        start = max(start, *(text.rfind(mark, start, where) + 1 for mark in _SENTENCE_ENDS))
        found = _SENTENCE.match(text, start, min(span.end, breaks[edge]) if edge < len(breaks) else span.end)
        if found:
            yield Span(*found.span())
        at = found.end() if found else where + 1


_CITED = compiled(r"《[^《》]{1,90}(?:《[^《》]{1,60}》[^《》]{0,20})?》|〔 ?\d{4} ?〕|\[ ?\d{4} ?\]")


@lru_cache(maxsize=16)
def without_citations(text: str) -> str:
    """The text with the insides of 《》 and 〔〕 masked; every offset stays."""
    return _CITED.sub(lambda m: m.group()[0] + "□" * (len(m.group()) - 2) + m.group()[-1], text)


@lru_cache(maxsize=8)
def prose_spans(report: Report) -> list[Span]:
    """The stretches of a report that are no mandated table."""
    found, at = [], 0
    for table in sorted(report.tables.values(), key=lambda table: table.span.start):
        if table.span.start > at:
            found.append(Span(at, table.span.start))
        at = max(at, table.span.end)
    if at < len(report.text):
        found.append(Span(at, len(report.text)))
    return found


@lru_cache(maxsize=8)
def prose_text(report: Report) -> str:
    """All that stands outside of the mandated tables, to see quickly what cannot be there."""
    return "\t".join(map(report.words, prose_spans(report)))


@lru_cache(maxsize=8)
def running_spans(report: Report) -> tuple[Span, ...]:
    """The running text: all but the tables and what else stands in their sections, where cells and labels break anywhere."""
    tabular = sorted(section.body for section in report.sections if section.number in (2, 3, 4))
    found: list[Span] = []
    for prose in prose_spans(report):
        start = prose.start
        for body in tabular:
            if body.start < prose.end and body.end > start:
                found.append(Span(start, max(start, body.start)))
                start = body.end
        found.append(Span(start, prose.end))
    return tuple(span for span in found if span.start < span.end)


class Amount(NamedTuple):
    """A sum of money as printed, in yuan."""

    span: Span
    yuan: Decimal


_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MONEY = compiled(
    r"(?<![\d.])(?P<n>\d{1,3}(?:，\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d{1,2})?(?=元)|\d+(?:\.\d+)?)余?(?P<s>[百千万亿]?)元(?!/|／|每)"
    r"|(?P<c>[零〇一二三四五六七八九十百千两]{1,9})元(?!/|／|每|旦|宵)"
)
_TARIFF = compiled(r"每[^，。；\d]{0,4}$")


def find_amounts(text: str, span: Span) -> list[Amount]:
    """The sums of money in a span, without tariffs such as 100元/件 and 每页10元."""
    found = []
    for match in _MONEY.finditer(text, span.start, span.end):
        if _TARIFF.search(text, max(span.start, match.start() - 6), match.start()):
            continue
        if match["n"]:
            yuan = Decimal(match["n"].replace("，", "").replace(" ", "")) * _SCALE[match["s"]]
        else:
            value = number(match["c"])
            if value is None:
                continue
            yuan = Decimal(value)
        found.append(Amount(Span(*match.span()), yuan))
    return found


# --- organs ---

_BODY = (
    "人民政府办公厅|人民政府办公室|政府办公厅|政府办公室|政府办|人民政府|行政公署|政府|街道办事处|办事处|街道办|管理委员会|管委会|委员会|办公厅|办公室"
    "|联合会|联合社|联社|供销合作社|监督所|管理处|服务处|管理站|总队|支队|大队|参事室|档案馆|研究室|管理所|中心|公司|集团|医院|学校|大学|学院"
    "|分局|总局|海关|局|厅|委|署|办"
)
ORGAN_ENDS = f"(?:{_BODY})"
"""A pattern for the last word of an organ's name."""
_ZONE = r"(?:开发|高新(?:技术)?(?:产业)?|工业园|产业园|园|风景(?:名胜)?|景|保税|示范|经济|度假|合作|试验|管理|功能|集聚|新)区"
_KINDS = tuple(
    (compiled(pattern), kind)
    for pattern, kind in (
        (r"(?:人民)?政府办(?:公室|公厅)?$|(?:行署|行政公署)办公(?:室|厅)$", "department"),
        (
            r"(?:公司|集团|医院|学校|中学|小学|大学|学院|幼儿园|卫生院|村民委员会|居民委员会|居委会|村委会|法院|检察院)$",
            "other",
        ),
        (r"(?:联合会|工商联|总工会|红十字会|供销合作社|联合社|联社|团委|妇联|残联)$", "other"),
        (rf"{_ZONE}[^局]{{0,4}}(?:管理委员会|管委会)$|(?<!监督)管委会$", "other"),
        (r"驻[^，。]{1,8}办事处$", "department"),
        (r"(?:街道办事处|街道办|办事处|街道)$", "subdistrict"),
        (r"(?:镇|乡|苏木)(?:人民)?政府$", "town"),
        (r"(?:人民政府|行政公署|(?:县|市|区|旗|省|州|盟)政府|行署)$", "government"),
        (
            r"(?:局|委员会|委|办公室|办公厅|厅|办|中心|署|处|队|海关|参事室|研究室|档案馆|监督所|管理所|管理站)$",
            "department",
        ),
        (rf"{_ZONE}$", "other"),
        (r"(?:镇|乡)$", "town"),
        (r"(?:县|市|区|旗|省|州|盟)$", "government"),
    )
)


def organ_kind(organ: str) -> str | None:
    """What kind of organ a name is that of, one of ``nouns.ORGAN_KINDS``; None where the name does not tell.

    A government's office is a department; a name without a body (江陵县) is the place's government.
    """
    bare = compiled(r"（[^（）]{0,30}）$").sub("", organ.strip())
    if len(bare) < 3 and not bare.endswith(("县", "市")):
        return None
    return next((kind for pattern, kind in _KINDS if pattern.search(bare)), None)


_ENDING = compiled(
    r"(?:管理委员会|委员会|办公室|办公厅|人民政府|政府|办事处|管理局|管理处|总局|分局|中心|党工委|党委|局|厅|委|办)+$"
)
_BUREAUS = tuple(
    sorted(
        [
            "教育",
            "财政",
            "司法",
            "审计",
            "统计",
            "水利",
            "水务",
            "民政",
            "公安",
            "商务",
            "文物",
            "体育",
            "粮食",
            "信访",
            "税务",
            "气象",
            "档案",
            "林业",
            "农业",
            "交通",
            "科技",
            "农业农村",
            "科学技术",
            "工业和信息化",
            "人力资源和社会保障",
            "自然资源",
            "自然资源和规划",
            "住房和城乡建设",
            "交通运输",
            "文化和旅游",
            "卫生健康",
            "应急管理",
            "生态环境",
            "市场监督管理",
            "医疗保障",
            "退役军人事务",
            "发展和改革",
            "民族宗教事务",
            "城市管理",
            "城市管理综合行政执法",
            "行政审批服务管理",
            "林业和草原",
            "国有资产监督管理",
            "供销合作社联合社",
            "乡村振兴",
            "金融工作",
            "机关事务管理",
            "人民防空",
            "园林绿化",
            "海洋",
            "渔业",
        ],
        key=len,
        reverse=True,
    )
)
"""Full names of bureaus (without their last word), longest first: two of them are two organs though they share a letter."""
_GENERAL = compiled("管理|行政|综合|服务|事务|建设|监督|事业|工作|和|与|、")
_ONE_DOOR = compiled("审批|政务服务|数据|营商环境")
"""Names in turn of the organ that runs the service halls."""
_ASIDE = compiled(r"（[^（）]{0,30}）|[“”、·]")


def same_organ(one: str, other: str) -> bool:
    """Whether two names may be of one organ: one abbreviates the other, adds an office or a place to it, or what parts them still shares a
    letter.  In doubt they may."""
    a, b = _ASIDE.sub("", one), _ASIDE.sub("", other)
    if within(a, b) or within(b, a):
        return True
    if levels_differ(a, b) or _bureau_of(a, b) or _bureau_of(b, a):
        return False
    a, b = _ENDING.sub("", a), _ENDING.sub("", b)
    if _hall(one) != _hall(other) and not (_HALL_MATE.search(one) or _HALL_MATE.search(other)):
        return False
    if not a or not b or within(a, b) or within(b, a):
        return True
    if not same_place(one, other):
        return False
    if _ONE_DOOR.search(a) and _ONE_DOOR.search(b):
        return True
    fields = [
        next((name for name in _BUREAUS if words.endswith((name, name.removesuffix("管理")))), "") for words in (a, b)
    ]
    if all(fields):
        return within(*fields) or within(*reversed(fields))
    left, right = _apart(a, b)
    left, right = _GENERAL.sub("", left), _GENERAL.sub("", right)
    return not left or not right or bool(set(left) & set(right))


_ABOVE = compiled(r"^[\u4e00-\u9fff]{2,8}?(?:自治区|自治州|地区|省|盟)")
_LEVEL = compiled(r"([\u4e00-\u9fff]{2,4}?)([县市区旗])")


def levels_differ(one: str, other: str) -> bool:
    """Whether two names name places that share their proper name and nothing else: 青川县 and 青川市."""
    mine, theirs = _levels(one), _levels(other)
    return any(not levels & theirs[name] for name, levels in mine.items() if name in theirs)


def _levels(organ: str) -> dict[str, set[str]]:
    """The proper names of places in an organ's name, each with the levels it stands with."""
    found: dict[str, set[str]] = {}
    for name, level in _LEVEL.findall(_ABOVE.sub("", organ)):
        found.setdefault(name, set()).add(level)
    return found


_BUREAU = compiled(r"(?:局|厅|(?<!管理)委员会)$")


def _bureau_of(one: str, other: str) -> bool:
    """Whether one name is that of a government and the other plainly that of one of its bureaus, not of its office."""
    return bool(one.endswith("政府") and _BUREAU.search(other) and not _HALL_MATE.search(other))


_HALL = compiled(r"政府(?:办|办公室|办公厅)$")
_HALL_MATE = compiled(
    r"政务|信息|数据|审批|[县市区州旗]委|领导小组|(?<!督)(?<!理)管理委员会|政府$|[县市区州盟旗省镇乡]$|街道|政府办公[室厅].*科$"
)


def _hall(organ: str) -> bool:
    """Whether a name is that of a government's office, which no bureau's name abbreviates."""
    return bool(_HALL.search(organ))


def same_place(one: str, other: str) -> bool:
    """Whether two names of organs share a place's name: two letters in a row that are no part of an organ's general words."""
    a, b = _places(one), _places(other)
    return not a or not b or bool(a & b)


_PLACE = compiled(
    r"[\u4e00-\u9fff]{2,12}?(?:自治区|自治州|自治县|省|市|地区|盟|州|县|旗|新区|区|镇|(?<!城)乡|街道|苏木)"
)


_PEOPLES = compiled(
    "(?:土家|布依|仡佬|哈尼|傈僳|蒙古|朝鲜|锡伯|达斡尔|鄂温克|鄂伦春|拉祜|纳西|毛南|仫佬|景颇|东乡|保安|裕固|独龙|普米|德昂|布朗|撒拉|基诺|门巴"
    "|哈萨克|柯尔克孜|维吾尔|塔吉克|各|苗|回|藏|彝|壮|侗|瑶|满|白|傣|羌|黎|畲|土|水|佤|怒)族"
)


def _places(organ: str) -> set[str]:
    found: set[str] = set()
    for match in _PLACE.finditer(_PEOPLES.sub("", organ)):
        name = compiled(r"(?:自治区|自治州|自治县|新区|街道|苏木|地区|[省市盟州县旗区镇乡])$").sub("", match.group())
        found |= {name[i : i + 2] for i in range(len(name) - 1)} if len(name) > 1 else {match.group()}
    return found


def own_place(organ: str) -> str:
    """The last place that a name names: the town of a county's town."""
    found = [match.group() for match in _PLACE.finditer(_PEOPLES.sub("", organ))]
    return re.sub("(?:街道|[镇乡])$", "", found[-1]) if found else ""


def within(short: str, long: str) -> bool:
    """Whether all letters of one text stand in the other, in whatever order."""
    rest = list(long)
    for char in short:
        if char not in rest:
            return False
        rest.remove(char)
    return True


def _apart(one: str, other: str) -> tuple[str, str]:
    """What is left of two texts without their common beginning and their common end."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def holds_table(report: Report, section: Section) -> bool:
    """Whether a mandated table stands in a section."""
    return any(section.heading.start <= table.span.start < section.body.end for table in report.tables.values())


def in_pictures(report: Report, section: Section) -> bool:
    """Whether a section's table may be a picture: the file has such, and the section no table and no figure."""
    return (
        report.source.pictures
        and not holds_table(report, section)
        and not compiled(r"\d").search(report.words(section.body))
    )
