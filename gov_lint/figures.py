"""The numbers of a report's prose: what is counted, how exactly, and in which clause.

A figure is a number that counts or measures something (12件, 3.5万条, 共计五起, 42.86%).  Numbers that name something are none: those of
documents, articles, dates, items, hotlines, phones, and the Chinese numerals of set phrases (一件事, 三审三校).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gov_lint.nouns import Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import breaks, number, prose_spans, sentences, without_citations


class Figure(NamedTuple):
    """A number of the prose.  ``number`` are its digits with 万 and 亿, ``span`` goes on to the end of the unit; ``value`` is exact as printed,
    ``step`` one unit in the last printed place (7.26万: 100).  ``unit`` is empty where none is printed, ``scale`` is 百, 千, 万, 亿 or empty."""

    span: Span
    number: Span
    value: Decimal
    step: Decimal
    unit: str
    scale: str
    approximate: bool


class Clause(NamedTuple):
    """A stretch between two marks of punctuation.  ``words`` is its text with citations masked, ``section`` the number of its section by
    meaning (0: outside of them all)."""

    span: Span
    words: str
    sentence: Span
    section: int
    figures: tuple[Figure, ...]


_UNITS = (
    "个百分点|个工作日|人次|人天|件次|条次|篇次|期次|户次|场次|万?字|平方米|公里|小时|分钟|余?件|宗|起|条|份|例|次|项|篇|人|期|场|部|家|户"
    "|元|个|类|批|名|位|张|本|册|页|幅|套|处|台|种|亩|吨|天|轮|则|段|集|组|分(?!别|为|局|类)|倍|辆|只|间|所|支|栏|款|点击|%|％|‰"
)
_CHINESE = "[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾][一二两三四五六七八九十百千万零〇]{0,9}"
_FIGURE = compiled(
    r"(?P<percent>百分之(?:[零一二三四五六七八九十百]{1,6}(?:点[零一二三四五六七八九]{1,4})?|\d{1,4}(?:\.\d+)?))"
    r"|(?P<digits>\d{1,3}(?:，\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])|(?!20\d\d年|\d{1,2}[月日])\d+(?:\.\d+)?)"
    rf"(?P<more>[余多来]?)(?P<scale>[百千]?[万亿]{{0,2}}|[百千])(?P<more2>[余多]?)(?P<unit>{_UNITS})?"
    rf"|(?P<chinese>{_CHINESE})(?P<more3>[余多来几]?)(?P<unit3>{_UNITS})"
    r"|(?<=[为是：共计])(?P<zero>[零〇])(?P<unit4>[件宗起条份例次项个])?(?=[，。；、（）\s]|$)"
    r"|(?<=[到理请议讼生有数量])(?P<zero2>[零〇])(?P<unit5>[件宗起份例次项])(?=[，。；、（）\s]|$)"
)
_PHRASE = compiled(
    "一(?:件事|次性|条龙|张网|张图|张表|本通|本账|个(?:口|窗|门|不)|点|则|批次|篇篇|条一|件一|项一|次办|所|支|部分|起(?![，。；、（）案行信政因诉]|$))"
    "|两个?(?:维护|确立|结合|毫不|处)|[二两三四五六七八九十]+[个项类种条](?:方面|层面|环节|维度|意识|自信|全面|必须|服从|善于|坚持|务必|清单|内部事务|过程性|过程信息|监督|制度(?!\\d)|基本|重点方面|聚焦|统一)"
    "|三安全|三类内部|四类过程"
)
_BEFORE_CHINESE = frozenset("第统同唯专单逐每某这那另首初进之数几上“‘「〝\"'再下万亿百千零〇点之近十任各某第")
_BEFORE_DIGITS = frozenset(".-–—－~/_@:=×第〔[#")
_HOTLINE = compiled(r"12\d{3}|96\d{3,4}|1(?:10|14|19|20)|[48]00")
_NO_DATA = compiled(r"年|月|日(?!均)|号|时(?!间)|点|届|级|版|楼|室|路|栋|座|单元|°|×|[A-Za-z@/:_-]|\.[A-Za-z\d]")
_CALLED = compiled(r"电话|传真|邮编|邮政编码|热线|号码|编号|编码|QQ|网址|邮箱|账号|索引号|文号|房间|代码|备案号")
_EXACTLY = frozenset("为是共计数量达到：")
_ROUGH_BEFORE = compiled(
    r"(?:约|近|超|逾|超过|不少于|不低于|至少|大约|将近|接近|突破|多于|大于|小于|不超过|不足|不到)$"
)
_ROUGH_AFTER = compiled(r"以上|左右|上下|以内|以下|之多|有余")
_ENDS = frozenset(("", "，", "。", "；", "、", "（", "）", "\n"))
_WHOLE = frozenset(("件", "宗", "起", "条", "份", "例", "次", "个", "项", "人", "篇", "期", "场"))
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@lru_cache(maxsize=8)
def figures(report: Report) -> tuple[Figure, ...]:
    """The figures of the prose, in the order of the text."""
    text = without_citations(report.text)
    found: list[Figure] = []
    for prose in prose_spans(report):
        for match in _FIGURE.finditer(text, prose.start, prose.end):
            figure = _chinese(text, match) if match["digits"] is None else _digits(text, match)
            if figure is not None:
                found.append(figure)
    return tuple(found)


_ONE = Decimal(1)


def _digits(text: str, match: re.Match[str]) -> Figure | None:
    """The figure that a match prints in digits; None where they name something."""
    start, end = match.span()
    before = text[start - 1] if start else ""
    digits, more, scale, more2, unit = match.group("digits", "more", "scale", "more2", "unit")
    if not unit and not scale:
        if not _bare(text, start, end):
            return None
        unit = ""
    if (
        end - start > 24
        or before in _BEFORE_DIGITS
        or (before.isascii() and before.isalpha())
        or (before == " " and text[start - 2].isdigit())
    ):
        return None
    unit = unit or ""
    if not scale and unit in _WHOLE and "." in digits and before not in _EXACTLY and before != "均":
        # an item's number and a count: 2.3件申请…
        start += digits.index(".") + 1
        digits = text[start : match.end("digits")]
    elif (
        digits[0] in "1489"
        and _HOTLINE.fullmatch(digits)
        and text.startswith(("政务", "热线", "平台", "市民", "便民"), match.end("digits"))
    ):
        return None
    if not scale and digits.isdecimal():
        rough = bool(more or more2)
        return _made(text, Span(start, end), Span(start, match.end("digits")), Decimal(digits), _ONE, unit, "", rough)
    plain = digits.replace("，", "").replace(" ", "")
    factor = 1
    for sign in scale:
        factor *= _SCALES[sign]
    decimals = len(plain) - plain.index(".") - 1 if "." in plain else 0
    rough = bool(more or more2)
    stop = match.end("scale") if scale else match.end("digits")
    value, step = Decimal(plain) * factor, Decimal(factor).scaleb(-decimals)
    if step >= 1:
        value, step = Decimal(int(value)), Decimal(int(step))
    return _made(text, Span(start, end), Span(start, stop), value, step, unit, scale, rough)


def _bare(text: str, start: int, end: int) -> bool:
    """Whether a number without a unit counts something: 数量为3，."""
    before = text[start - 1 : start]
    if before not in _EXACTLY or end - start > 8 or _NO_DATA.match(text, end):
        return False
    if text[end : end + 1] not in _ENDS:
        return False  # a cell, or a word that takes no number
    return not _CALLED.search(text, max(0, start - 12), start)


def _chinese(text: str, match: re.Match[str]) -> Figure | None:
    """The figure that a match prints in Chinese numerals; None where it is part of a phrase."""
    start, end = match.span()
    if match["percent"]:
        words = match["percent"][3:]
        value = _decimal(words)
        if value is None:
            return None
        places = max(0, -int(value.as_tuple().exponent))
        return _made(text, Span(start, end), Span(start, end), value, Decimal(1).scaleb(-places), "%", "", False)
    if match["chinese"] is None:
        zero = "zero" if match["zero"] else "zero2"
        unit = match["unit4"] or match["unit5"] or ""
        return _made(text, Span(start, end), Span(*match.span(zero)), Decimal(0), Decimal(1), unit, "", False)
    if (start and text[start - 1] in _BEFORE_CHINESE) or _PHRASE.match(text, start):
        return None
    whole = _whole(match["chinese"])
    if whole is None:
        return None
    return _made(
        text,
        Span(start, end),
        Span(*match.span("chinese")),
        Decimal(whole),
        Decimal(1),
        match["unit3"],
        "",
        bool(match["more3"]),
    )


def _whole(words: str) -> int | None:
    """The value of a Chinese numeral with 万."""
    high, ten_thousands, low = words.rpartition("万")
    if not ten_thousands:
        return number(words)
    parts = number(high), number(low) if low else 0
    return None if parts[0] is None or parts[1] is None else parts[0] * 10_000 + parts[1]


def _decimal(words: str) -> Decimal | None:
    if words[0].isdigit():
        return Decimal(words)
    whole, point, rest = words.partition("点")
    value = number(whole)
    if value is None:
        return None
    return Decimal(f"{value}.{''.join(str(number(sign)) for sign in rest)}") if point else Decimal(value)


def _made(
    text: str, span: Span, digits: Span, value: Decimal, step: Decimal, unit: str, scale: str, rough: bool
) -> Figure:
    """A figure, with a look at the words around it that make it a rough one."""
    if unit.startswith("余"):
        unit, rough = unit[1:], True
    rough = (
        rough
        or bool(_ROUGH_BEFORE.search(text, max(0, span.start - 3), span.start))
        or bool(_ROUGH_AFTER.match(text, span.end))
    )
    return Figure(span, digits, value, step, "%" if unit == "％" else unit, scale, rough)


@lru_cache(maxsize=8)
def marked(report: Report) -> str:
    """The text with citations masked and a ``#`` in place of each character of a figure's number (共收到##件), the years of the report, before it and after
    it as ``TTTT年``, ``LLLL年`` and ``NNNN年``; every offset stays.  Patterns read claims in it without knowing how numbers are printed."""
    text = without_citations(report.text)
    pieces, at = [], 0
    for figure in figures(report):
        start, end = figure.number
        pieces += [text[at:start], "#" * (end - start)]
        at = end
    text = "".join([*pieces, text[at:]])
    if report.year:
        for year, sign in ((report.year, "T"), (report.year - 1, "L"), (report.year + 1, "N")):
            text = text.replace(f"{year}年", f"{sign * 4}年")
    return text


def figure_at(report: Report, at: int) -> Figure | None:
    """The figure whose number begins at a place."""
    every = figures(report)
    found = bisect_left(every, at, key=lambda figure: figure.number.start)
    return every[found] if found < len(every) and every[found].number.start == at else None


@lru_cache(maxsize=8)
def clauses(report: Report) -> tuple[Clause, ...]:
    """The clauses of the prose, in the order of the text.  The comma of 1，234 parts nothing."""
    text, plain = marked(report), without_citations(report.text)
    every = figures(report)
    starts = [figure.span.start for figure in every]
    marks = [section.heading.start for section in report.sections]
    numbers = [0, *(section.number for section in report.sections)]
    edges = breaks(report)
    found: list[Clause] = []
    for prose in prose_spans(report):
        for sentence in sentences(text, prose, edges):
            section = numbers[bisect_right(marks, sentence.start)]
            at = bisect_right(starts, sentence.start - 1)
            for match in _PIECE.finditer(text, sentence.start, sentence.end):
                span, first = Span(*match.span()), at
                while at < len(every) and starts[at] < span.end:
                    at += 1
                found.append(Clause(span, plain[span.start : span.end], sentence, section, every[first:at]))
    return tuple(found)


_PIECE = compiled("[^，；：。、？！（）\t\n]+")
