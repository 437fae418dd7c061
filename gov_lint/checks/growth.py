"""Growth over last year, in per cent or in numbers, recomputed from both reports."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from gov_lint.figures import Figure, clauses, figures, marked
from gov_lint.nouns import Fault, Related, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import breaks, prose_spans, sentences
from gov_lint.relatives import last_year

NEEDS = "previous"
FACTS = ("printed", "now", "last", "due", "due_en", "year")

_WORD = compiled(
    r"(?P<way>增长|上升|增加|提高|提升|上涨|增幅|增多|递增|下降|减少|降低|下滑|降幅|回落)(?:了|率|幅度|幅|比例)?(?:约|近)?(?:为|达到|达|是)?$"
)
_DOWN = compiled("下降|减少|降低|下滑|降幅|回落")
_YEARLY = compiled(r"同比|[与较比同]?(?:上年|去年|上一年|上个年度|前一年|LLLL年)")
_MORE = compiled(r"(?:多|(?<![不至减])少)(?:收到?|受理|办理|接收|公开|发布|答复)?了?$")
_TENTHS = compiled(
    r"(?<![\d一二三四五六七八九])([一二三四五六七八九1-9])成(?![一二三四五六七八九立果效为员功本都就交品都])"
)
"""Tenths (增长四成), which are no figure elsewhere."""
_CASES = ("件", "宗", "份", "起")
_GAP = compiled(r"[^；。#]{0,40}")
_REQUESTS = compiled(r"申请|收办|受理|答复|办结|办理")
_OTHER = compiled(
    r"许可|处罚|强制|收费|信函|邮寄|网络|平台|邮件|邮箱|当面|现场|窗口|自然人|企业|法人|组织|机构|热线|诉求|咨询|信访|建议|提案|留言|来电|复议|诉讼|事项|类|备案|其中|分别"
)
"""What else is counted than all requests."""
_UNITS = ("件", "份", "宗", "条", "次", "件次", "个", "")
_TRIM = compiled(
    r"(?:TTTT|LLLL|NNNN)年(?:度|以来)?|今年(?:以来)?|去年|全年|年内|本年度?|本?报告期内|截至[^，]{0,8}|[我本该]?[局委办厅县市区镇乡](?=[^局委办厅]{4})|我[县市区镇乡州旗省]|全[县市区镇乡州旗省]"
    r"|共计|累计|总计|合计|共|总共|达到|达|为|约|了|各类|各种|其中"
)

_LONG = 60
"""More words than this before a figure do not name it."""
_NEAR = 8
"""How many figures before and after a rate may be what it was reckoned from."""


class Options(NamedTuple):
    """No options."""


class _Claim(NamedTuple):
    """A growth as printed: the figure that grew, by how much (below zero where it shrank; per cent unless ``counted``; more than one reading
    for 增长2倍), one unit in the last place of that, and the words."""

    base: Figure
    readings: tuple[Decimal, ...]
    step: Decimal
    counted: bool
    words: Span
    sentence: Span
    others: tuple[Figure, ...]


class _Past(NamedTuple):
    """A figure of last year's report: its value, one unit in its last place, where it stands, and what it counts."""

    value: Decimal
    step: Decimal
    span: Span
    zh: str
    en: str


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at each growth that no figure of last year's report bears out."""
    before = last_year(report)
    if before is None:
        return
    for claim in _claims(report):
        past = _past(report, before, claim)
        if not past or any(_bears(claim, p.value, p.step) for p in past):
            continue
        if any(_bears(claim, figure.value, figure.step) for figure in claim.others):
            continue
        yield _fault(report, before, claim, past[0])


def _fault(report: Report, before: Report, claim: _Claim, past: _Past) -> Fault:
    facts = {
        "printed": report.words(claim.words),
        "now": report.words(claim.base.span),
        "last": str(past.value),
        "due": _due(claim, past),
        "due_en": _due_in_english(claim, past),
        "year": str(before.year or ""),
    }
    related = (
        Related(claim.base.span, f"本年：{facts['now']}", f"this year: {facts['now']}"),
        Related(past.span, past.zh, past.en, before),
    )
    return Fault(claim.words, facts, related)


def _due(claim: _Claim, past: _Past) -> str:
    """The growth that both figures make."""
    if claim.counted:
        more = claim.base.value - past.value
        return f"{'减少' if more < 0 else '增加'}{abs(more)}{claim.base.unit}"
    due = (claim.base.value / past.value - 1) * 100
    due = due.quantize(min(claim.step, Decimal("0.1")), ROUND_HALF_UP)
    return f"{'下降' if due < 0 else '增长'}{abs(due)}%"


def _due_in_english(claim: _Claim, past: _Past) -> str:
    more = claim.base.value - past.value
    if claim.counted:
        return f"{abs(more)} {'fewer' if more < 0 else 'more'}"
    due = (abs(more) / past.value * 100).quantize(min(claim.step, Decimal("0.1")), ROUND_HALF_UP)
    return f"{'down' if more < 0 else 'up'} {due}%"


def _bears(claim: _Claim, last: Decimal, step: Decimal) -> bool:
    """Whether a growth from ``last`` may be printed like that, rounded or cut off, whatever was rounded before."""
    base = claim.base
    half, own = (
        (step / 2 if step > 1 or last % 1 else Decimal(0)),
        (base.step / 2 if base.step > 1 or base.value % 1 else Decimal(0)),
    )
    if last - half <= 0:
        return False
    if claim.counted:
        low, high = base.value - own - last - half, base.value + own - last + half
        slack = claim.step / 2 if claim.step > 1 else Decimal(0)
        return any(low - slack <= more <= high + slack for more in claim.readings)
    low = ((base.value - own) / (last + half) - 1) * 100
    high = ((base.value + own) / (last - half) - 1) * 100
    return any(_prints(percent, claim.step, low, high) for percent in claim.readings)


def _prints(percent: Decimal, step: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether a rate between two bounds, rounded or cut off to the last printed place, reads like that."""
    if low - step / 2 <= percent <= high + step / 2:
        return True
    return low - step < percent <= high if percent >= 0 else low <= percent < high + step


def _claims(report: Report) -> Iterator[_Claim]:
    """The growths over last year that the prose prints, each behind the figure that grew."""
    text, every = marked(report), figures(report)
    starts = [figure.span.start for figure in every]
    for prose in prose_spans(report):
        for sentence in sentences(text, prose, breaks(report)):
            if "#" not in text[sentence.start : sentence.end] or not _YEARLY.search(text, *sentence):
                continue
            inside = every[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            yield from _claims_in(text, sentence, inside)


def _claims_in(text: str, sentence: Span, inside: tuple[Figure, ...]) -> Iterator[_Claim]:
    for number, rate in enumerate(inside):
        base = inside[number - 1]
        if not number or rate.approximate or not _comparable(base, rate):
            continue
        start = _grown(text, sentence, base, rate)
        if start is None:
            continue
        down = _DOWN.match(text, start) or text[start] == "少"
        near = inside[max(number - _NEAR, 0) : number + _NEAR]
        others = tuple(f for f in near if f is not base and f is not rate and f.unit == base.unit)
        readings: tuple[Decimal, ...] = (rate.value,)
        step = rate.step
        if rate.unit == "倍":
            readings, step = (rate.value * 100, (rate.value - 1) * 100), step * 100
        readings = tuple(-value for value in readings) if down else readings
        yield _Claim(base, readings, step, rate.unit not in ("%", "倍"), Span(start, rate.span.end), sentence, others)
    yield from _tenths(text, sentence, inside)


def _comparable(base: Figure, rate: Figure) -> bool:
    """Whether a figure may have grown by another: by per cent or so many times, or by a number of the same things."""
    if base.unit in ("%", "倍") or base.approximate or not base.value:
        return False
    alike = base.unit == rate.unit or (base.unit in _CASES and rate.unit in _CASES)
    return rate.unit in ("%", "倍") or (alike and rate.unit in _UNITS and bool(rate.unit))


def _grown(text: str, sentence: Span, base: Figure, rate: Figure) -> int | None:
    """Where the word for growing right before a rate begins, if the figure before it grew by it since last year."""
    begin = max(sentence.start, rate.span.start - 10)
    word = _WORD.search(text, begin, rate.span.start)
    if word is None and rate.unit not in ("%", "倍"):
        word = _MORE.search(text, begin, rate.span.start)
    if word is None or not _GAP.fullmatch(text, base.span.end, word.start()):
        return None
    return word.start() if _YEARLY.search(text, base.span.end, word.start()) else None


def _tenths(text: str, sentence: Span, inside: tuple[Figure, ...]) -> Iterator[_Claim]:
    """Growth in tenths."""
    for match in _TENTHS.finditer(text, sentence.start, sentence.end):
        word = _WORD.search(text, max(sentence.start, match.start() - 10), match.start())
        before = [figure for figure in inside if figure.span.end <= match.start()]
        if word is None or not before or before[-1].approximate or compiled("多|以上|左右|余").match(text, match.end()):
            continue
        base = before[-1]
        if base.unit in ("%", "倍") or not base.value or not _GAP.fullmatch(text, base.span.end, word.start()):
            continue
        if _YEARLY.search(text, base.span.end, word.start()):
            tenths = Decimal(10 * ("一二三四五六七八九".find(match[1]) + 1 or int(match[1])))
            percent = -tenths if _DOWN.match(text, word.start()) else tenths
            yield _Claim(base, (percent,), Decimal(10), False, Span(word.start(), match.end()), sentence, ())


def _past(report: Report, before: Report, claim: _Claim) -> list[_Past]:
    """What of last year's report the figure that grew may be compared with, the likeliest first."""
    start = max(claim.sentence.start, claim.base.span.start - 80)
    text, clause = marked(report), max(start, _clause_start(report, claim.base))
    other = claim.base.unit not in _UNITS or _OTHER.search(text, clause, claim.base.span.start)
    decided = _decided(report, before, claim.base, text[clause : claim.base.span.start])
    if decided:
        return [decided]
    if not other and _REQUESTS.search(text, start, claim.words.end):
        now, then = _counts(report), _counts(before)
        same = [name for name, past in now.items() if past.value == claim.base.value and name in then]
        if same:
            return sorted((past for past in then.values() if past.value), key=lambda past: past is not then[same[0]])
    label = _label_of(report, claim.base)
    found = _labelled(before).get((label, claim.base.unit), ()) if len(label) >= 4 else ()
    return list(found) if len({past.value for past in found}) == 1 and found[0].value else []


_DECISIONS = ("行政许可", "行政处罚", "行政强制")


def _decided(report: Report, before: Report, base: Figure, words: str) -> _Past | None:
    """Last year's decisions of one kind, where a figure is this year's count of them in table 2 and its words name that kind alone."""
    kinds = [kind for kind in _DECISIONS if kind in words]
    if len(kinds) != 1:
        return None
    cells = []
    for each in (report, before):
        table = each.tables.get("公开")
        cell = table.cell(kinds[0], "本年处理决定数量") if table and table.edition == 2021 else None
        if cell is None or cell.value is None:
            return None
        cells.append(cell)
    now, then = cells
    if now.value != base.value or not then.value:
        return None
    names = f"上年报告的{kinds[0]}：{then.raw}", f"{kinds[0]} in last year's report: {then.raw}"
    return _Past(Decimal(then.value), Decimal(1), then.span, *names)


@lru_cache(maxsize=8)
def _counts(report: Report) -> Mapping[str, _Past]:
    """The requests of a report in the three ways they are counted: received, with those carried in, and closed."""
    table = report.tables.get("申请")
    if table is None:
        return {}
    cells = {name: table.cell(name, "总计") for name in ("新收", "上年结转", "总计")}
    new, carried, closed = cells["新收"], cells["上年结转"], cells["总计"]
    found = {}
    if new and isinstance(new.value, int):
        words = f"上年报告的新收：{new.raw}", f"received, in last year's report: {new.raw}"
        found["新收"] = _Past(Decimal(new.value), Decimal(1), new.span, *words)
        if carried and isinstance(carried.value, int):
            both = new.value + carried.value
            words = f"上年报告的新收与结转：{new.raw}＋{carried.raw}", f"received and carried in, last year: {both}"
            found["收办"] = _Past(Decimal(both), Decimal(1), new.span, *words)
    if closed and isinstance(closed.value, int):
        words = f"上年报告的办理结果总计：{closed.raw}", f"closed, in last year's report: {closed.raw}"
        found["办结"] = _Past(Decimal(closed.value), Decimal(1), closed.span, *words)
    return found


def _label_of(report: Report, figure: Figure) -> str:
    """What a figure counts: the words of its clause before it."""
    start = _clause_start(report, figure)
    return _trimmed(marked(report)[start : figure.span.start]) if figure.span.start - start < _LONG else ""


def _clause_start(report: Report, figure: Figure) -> int:
    every = clauses(report)
    at = bisect_right(every, figure.span.start, key=lambda clause: clause.span.start) - 1
    return every[at].span.start if at >= 0 else 0


def _trimmed(words: str) -> str:
    return "" if "#" in words else compiled(r"[^\u3400-\u9fff]").sub("", _TRIM.sub("", words))


@lru_cache(maxsize=8)
def _labelled(report: Report) -> Mapping[tuple[str, str], tuple[_Past, ...]]:
    """The figures of a report by what they count and their unit; two of those that differ are enough to know that they do."""
    found: dict[tuple[str, str], tuple[_Past, ...]] = {}
    text = marked(report)
    for clause in clauses(report):
        for figure in clause.figures[:1]:
            if figure.span.start - clause.span.start >= _LONG:
                continue
            label = _trimmed(text[clause.span.start : figure.span.start])
            before = found.get((label, figure.unit), ())
            if len(before) > 1 or any(past.value == figure.value for past in before):
                continue
            if len(label) >= 4 and not figure.approximate and figure.unit != "%":
                words = report.words(figure.span)
                past = _Past(
                    figure.value, figure.step, figure.span, f"上年报告：{words}", f"in last year's report: {words}"
                )
                found[label, figure.unit] = (*before, past)
    return found
