"""Percentages of the prose whose two numbers stand beside them, recomputed with the rounding of all three."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple

from gov_lint.context import counted
from gov_lint.figures import Figure, figures
from gov_lint.nouns import Fault, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import without_citations

FACTS = ("printed", "over", "under", "due")


class Options(NamedTuple):
    """``rows`` and ``column`` of ``table`` hold totals of requests that a share may be of."""

    table: str = "申请"
    rows: tuple[str, ...] = ("新收", "上年结转", "总计")
    column: str = "总计"


class _Pair(NamedTuple):
    """Two numbers that a percentage may be of: the first as a share of the second, each with how much it may be off."""

    over: Decimal
    under: Decimal
    over_give: Decimal
    under_give: Decimal


class _Claim(NamedTuple):
    """A percentage and what it may be of: what it says, and other readings."""

    percent: Figure
    said: _Pair
    others: Iterator[_Pair]


_Totals = Callable[[], tuple[Decimal, ...]]
"""What the table says of the requests."""


_MOST = 80
"""How many figures a sentence has at most."""
_BACK = 3
"""How many sentences before its own a share's total may stand in."""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each percentage that none of its readings comes to."""
    every = figures(report)
    if not any(figure.unit == "%" for figure in every):
        return
    text = without_citations(report.text)
    totals = partial(_table_totals, report, options)
    earlier: list[tuple[Figure, ...]] = []
    for span, own in counted(report):
        for at, figure in enumerate(own if len(own) <= _MOST else ()):
            if figure.unit != "%" or figure.approximate or not at:
                continue
            for claim in _claims(text, span, own, at, earlier[-_BACK:], totals):
                if not _fits(figure, claim.said) and not any(_fits(figure, pair) for pair in claim.others):
                    yield _fault(text, claim)
        earlier.append(own[-_MOST:])


def _table_totals(report: Report, options: Options) -> tuple[Decimal, ...]:
    """What the table says of the requests: received, carried over, handled, and the first two together."""
    table = report.tables.get(options.table)
    cells = [table.cell(row, options.column) for row in options.rows] if table else []
    values = [Decimal(cell.value) for cell in cells if cell and cell.value is not None]
    return (*values, sum(values[:2], Decimal())) if len(values) > 1 else tuple(values)


# --- arithmetic ---


def _give(figure: Figure) -> Decimal:
    """How much a rounded figure may be off; a plain whole number is exact."""
    return figure.step / 2 if figure.scale or figure.step != 1 else Decimal()


def _pair(over: Figure, under: Figure) -> _Pair:
    return _Pair(over.value, under.value, _give(over), _give(under))


def _fits(percent: Figure, pair: _Pair) -> bool:
    """Whether a percentage is that share, rounded or cut off at its last place, whatever its numbers were before they were rounded."""
    least, most = pair.under - pair.under_give, pair.under + pair.under_give
    if least <= 0 or most <= 0:
        return True
    low = 100 * max(pair.over - pair.over_give, Decimal()) / most
    high = 100 * (pair.over + pair.over_give) / least
    return percent.value + percent.step > low and percent.value - percent.step < high


def _fault(text: str, claim: _Claim) -> Fault:
    pair = claim.said
    due = (100 * pair.over / pair.under).quantize(min(claim.percent.step, Decimal("0.01")), ROUND_HALF_UP)
    facts = {
        "printed": text[claim.percent.span.start : claim.percent.span.end],
        "over": f"{pair.over.normalize():f}",
        "under": f"{pair.under.normalize():f}",
        "due": f"{due:f}%",
    }
    return Fault(claim.percent.span, facts)


# --- what a percentage is of ---

_OF = (
    "(?:总数|总量|总件数|总条数|总计|总体|总|数量|件数|条数|数|量|全部|全年|所有|各类|政府信息公开|政府信息|信息|主动公开|公开|发布|依申请|申请|办理|办结|答复|受理|收到|新收|收件|本年度?"
    "|当年|年度|结果|处理|其|上述|以上|的|中|人大|政协|建议|提案|决定|答复件|比例|比重|比率|比)*"
)
_SHARE = compiled(rf"[^，。；、（）]{{0,12}}[，、（]?(?:其)?占{_OF}(?:为|达到?|：|是)?")
_SHARE_OF = compiled(r"[^，。；、（）]{0,6}[，、（]?占[^，。；、（）\d]{0,12}")
_UNSURE = compiled("分别|各|均|合计|共计|两[者项类]|三[者项类]|累计")
_TASK = compiled(
    r"(?:完成|达到|占|超额完成|为|是)[^，。；]{0,14}(?:任务|目标|计划|指标|要求)(?:任务|目标)?(?:总?数|总?量|值|人数)?(?:（|：|为|是|的)?$"
)
_GROWN = compiled(
    r"[^，。；、]{0,10}[，（、]?(?:同比|环比|较?上年|年)?(?:增长|增加|增幅|增长率|增|上升|提升|提高|多|下降|减少|降低|降幅|降|减)(?:率|幅度|幅|了|比例|比率)?(?:为|达到?|约|：)?"
)
_FROM = compiled(r"(?:由|从)(?!.{0,20}(?:增|减|升|降))[^，。；]{0,14}$")
_TO = compiled(r"(?:增加|增长|上升|提高|提升|减少|下降|降低|增|升|减|降|扩大|缩减)(?:至|到|为)[^，。；]{0,8}$")
_AGAINST = compiled(r"(?:较|比|相比|对比)[^，。；]{0,4}(?:上一?年|去年|20\d\d年)[^，。；增减升降多少提高低涨]{0,12}$")
_BY = compiled(
    r"(?:(?:较|比|同比|环比)[^。；]{0,18}?)(?:增加|减少|增长|下降|上升|降低|提高|提升|多|少|增|减|高|低)(?:了|出)?(?:申请|信息)?$"
)
_LOWER = compiled("减|下降|降|少|低")


def _claims(
    text: str,
    span: Span,
    own: tuple[Figure, ...],
    at: int,
    earlier: Sequence[tuple[Figure, ...]],
    totals: _Totals,
) -> Iterator[_Claim]:
    """What a percentage of a sentence says, if its words are plain enough."""
    percent, last = own[at], own[at - 1]
    label = text[last.span.end : percent.span.start]
    if last.unit == "%" or last.approximate or not last.unit or compiled("百分点").match(text, percent.span.end):
        return
    if at > 1 and "分别" in text[span.start : last.span.start]:
        return  # which of the numbers it is of goes by their order
    if label == "的" and at > 1 and _SHARE_OF.fullmatch(text, own[at - 2].span.end, last.span.start):
        if own[at - 2].unit == last.unit and last.value and not own[at - 2].approximate:
            yield _Claim(percent, _pair(own[at - 2], last), iter(()))
    elif label in ("的", "的约") and _TASK.search(text, max(span.start, last.span.start - 30), last.span.start):
        yield from _task(own, at)
    elif (_SHARE.fullmatch(label) and not _UNSURE.search(label)) or (
        label == "（" and text.startswith("）", percent.span.end) and percent.value < 100
    ):
        yield from _share(text, span, own, at, earlier, totals)
    elif _GROWN.fullmatch(label):
        yield from _grown(text, span, own, at)
    else:
        yield from _rate(text, span, own, at, label, totals)


def _task(own: tuple[Figure, ...], at: int) -> Iterator[_Claim]:
    """完成任务数3100人的112.4%."""
    under = own[at - 1]
    overs = [f for f in reversed(own[: at - 1]) if f.unit == under.unit]
    if overs and not any(f.approximate for f in overs) and under.value:
        yield _Claim(own[at], _pair(overs[0], under), (_pair(over, under) for over in overs[1:]))


def _share(
    text: str,
    span: Span,
    own: tuple[Figure, ...],
    at: int,
    earlier: Sequence[tuple[Figure, ...]],
    totals: _Totals,
) -> Iterator[_Claim]:
    """42件，占42.86%: of the total that stands before it, unless it fits another one."""
    over = own[at - 1]
    before = [f for f in own[: at - 1] if f.unit == over.unit]
    siblings = {
        id(a)
        for some in (own, *earlier[-1:])
        for a, b in pairwise(some)
        if b.unit == "%" and _part(text[a.span.end : b.span.start])
    }
    near = [*reversed(before), *_carried(text, span, earlier, over.unit)]
    wholes = [f for f in near if id(f) not in siblings and f.value >= over.value and f.value]
    if not wholes or any(f.approximate for f in wholes):
        return
    others = [f for sentence in (*earlier, own) for f in sentence if f.unit == over.unit and f is not over and f.value]
    if any(f.approximate for f in others):
        return
    sums = [sum((f.value for f in own if f.unit == over.unit and id(f) in siblings), Decimal())]
    sums += [
        a.value + b.value for some in (before, *earlier) for a, b in pairwise(some) if a.unit == b.unit == over.unit
    ]
    first, *rest = (_pair(over, whole) for whole in (*wholes, *others))
    of_table = totals if over.unit in ("件", "宗", "份", "起") else tuple
    more = (_Pair(over.value, total, _give(over), Decimal()) for total in _after(sums, of_table) if total)
    yield _Claim(own[at], first, chain(rest, more))


def _after(sums: Sequence[Decimal], totals: _Totals) -> Iterator[Decimal]:
    """Sums, and what the table says once none of them fits."""
    yield from sums
    yield from totals()


def _carried(text: str, span: Span, earlier: Sequence[tuple[Figure, ...]], unit: str) -> list[Figure]:
    """The total in the sentence before, where a sentence goes on with it: it begins with 其中, or that total is the only figure of its unit there
    and its words say that it is one."""
    found = [f for f in (earlier[-1] if earlier else ()) if f.unit == unit]
    if not found:
        return []
    if compiled("其中|从|按").match(text, span.start):
        return found[-1:]
    words = text[max(0, found[-1].span.start - 24) : found[-1].span.start]
    return found if len(found) == 1 and _WHOLE.search(words) else []


_WHOLE = compiled(r"(?:共|总(?!体)|全年|收到|受理|新收|接到|主动公开)[^，。；]{0,14}$")


def _part(label: str) -> bool:
    """Whether the words between a number and a percentage make it a share's number."""
    return label == "（" or bool(_SHARE.fullmatch(label))


def _grown(text: str, span: Span, own: tuple[Figure, ...], at: int) -> Iterator[_Claim]:
    """由3607件增至3646件，增长1.08%; 3646件，比上年3607件增长1.08%; 3646件，比上年增加39件，增长1.08%."""
    last = own[at - 1]
    same = [f for f in own[: at - 1] if f.unit == last.unit]
    if not same or any(f.approximate for f in same):
        return
    before = same[-1]
    words = text[before.span.end : last.span.start]
    start = max(span.start, before.span.start - 24)
    if _TO.search(words) and _FROM.search(text, start, before.span.start) and before.value:
        yield _Claim(own[at], _growth(last, before), iter(()))
    elif _AGAINST.search(words) and last.value:
        yield _Claim(own[at], _growth(before, last), (_growth(f, last) for f in reversed(same[:-1])))
    elif _BY.search(words):
        sign = 1 if _LOWER.search(compiled(r"[较比]").split(words)[-1]) else -1
        stated = [_pair(last, f) for f in reversed(same) if f.value]
        worked = [
            _Pair(last.value, f.value + sign * last.value, _give(last), _give(f) + _give(last)) for f in reversed(same)
        ]
        pairs = stated + worked if "相比" in words else worked + stated
        if pairs and pairs[0].under > 0:
            yield _Claim(own[at], pairs[0], iter(pairs[1:]))


def _growth(now: Figure, then: Figure) -> _Pair:
    return _Pair(abs(now.value - then.value), then.value, _give(now) + _give(then), _give(then))


_RATE = compiled(r"[^，。；、（）]{0,10}[，、（](?P<verb>办结|答复|回复|采纳|完成|整改|公开|解决)率(?:为|达到?|：)?")


_OF_PLAN = compiled(r"[，、]?(?:已|全年|共)?(?:完成|占|达到|为)[^，。；]{0,6}(?:计划|任务|目标|指标)(?:总?[数量])?的")
_ANY_RATE = compiled(
    r"[^，。；、（）]{0,4}[）]?[，、（；][^，。；、（）]{0,6}?(?P<stem>[\u4e00-\u9fff]{2})(?:率|比例|比重)(?:约?为|达到?了?|是|：)?"
)


def _of_two(text: str, span: Span, own: tuple[Figure, ...], at: int, label: str) -> Iterator[_Claim]:
    """应公开100条、已公开96条，公开率96%; 计划发布120条，实际发布150条，完成计划的125%: of the only two numbers before it, that which the words name."""
    if at != 2 or own[0].unit != own[1].unit or any(f.approximate or not f.value for f in own[:2]):
        return
    labels = (
        text[max(span.start, own[0].span.start - 24) : own[0].span.start],
        text[own[0].span.end : own[1].span.start],
    )
    if _OF_PLAN.fullmatch(label):
        planned = [bool(compiled("计划|任务|目标|应").search(words)) for words in labels]
        if planned[0] != planned[1]:
            over, under = (own[1], own[0]) if planned[0] else (own[0], own[1])
            yield _Claim(own[2], _pair(over, under), iter(()))
        return
    match = _ANY_RATE.fullmatch(label)
    low = 0 if own[0].value < own[1].value else 1
    if not match or own[0].value == own[1].value or own[2].value >= 100 or match["stem"] not in labels[low]:
        return
    if compiled("按时|按期|及时|限时|逾期|上年|去年|同比|较|比上|增|结转").search(text, span.start, own[2].span.start):
        return
    yield _Claim(own[2], _pair(own[low], own[1 - low]), iter(()))


def _rate(text: str, span: Span, own: tuple[Figure, ...], at: int, label: str, totals: _Totals) -> Iterator[_Claim]:
    """收到10件、答复8件，答复率80%: the number after the rate's own verb, of the number before it."""
    match = _RATE.fullmatch(label)
    if not match:
        yield from _of_two(text, span, own, at, label)
    if not match or own[at].value == 100 or at < 2:
        return
    over, under = own[at - 1], own[at - 2]
    if over.unit != under.unit or match["verb"] not in text[under.span.end : over.span.start] or not under.value:
        return
    if under.approximate or compiled("按时|按期|及时|限时|逾期").search(text, span.start, own[at].span.start):
        return
    if compiled("其中|、|，").search(text[under.span.end : over.span.start]) is None:
        return
    rest = [_pair(over, f) for f in own[: at - 2] if f.unit == over.unit and f.value]
    sums = [a.value + b.value for a, b in pairwise([f for f in own[: at - 1] if f.unit == over.unit])]
    more = (_Pair(over.value, total, Decimal(), Decimal()) for total in _after(sums, totals) if total)
    yield _Claim(own[at], _pair(over, under), chain(rest, more))
