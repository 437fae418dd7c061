"""Totals of the prose and the parts that they are broken down into (共56件，其中网络21件、信函1件、当面34件), against one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from gov_lint.context import Counted, counted
from gov_lint.figures import Figure, figures
from gov_lint.nouns import Fault, Related, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import without_citations

FACTS = ("total", "terms", "sum", "unit", "due", "than", "than_en")


class Options(NamedTuple):
    """Which lists are judged: those of kinds and topics (``parts``), of the channels that requests came by (``channels``), of places and organs
    (``regions``), or any that only a wrong 万 or 亿 keeps from its total (``magnitude``).  ``table``, ``rows`` and ``column`` hold totals of requests
    that a list may come to as well."""

    find: Literal["parts", "channels", "regions", "magnitude"]
    table: str = "申请"
    rows: tuple[str, ...] = ("新收", "上年结转", "总计")
    column: str = "总计"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each list that does not come to its total."""
    for listed in _lists(report):
        if _slip(listed) is not None:
            if options.find == "magnitude":
                yield _shifted(listed)
        elif options.find == listed.kind and _off(report, listed, options):
            yield _fault(
                listed, severity="note" if listed.rough or (options.find == "parts" and _less(listed)) else None
            )


def _table_totals(report: Report, options: Options) -> tuple[Decimal, ...]:
    """What the table says of the requests: received, carried over, both, handled."""
    table = report.tables.get(options.table)
    cells = [table.cell(row, options.column) for row in options.rows] if table else []
    values = [Decimal(cell.value) for cell in cells if cell and cell.value is not None]
    return (*values, sum(values[:2], Decimal())) if len(values) > 1 else tuple(values)


# --- where lists stand ---


class _Item(NamedTuple):
    """A figure, and the words between the one before it on its level of brackets and itself."""

    figure: Figure
    label: str


class _Level(NamedTuple):
    """What stands on one level of brackets in a sentence; ``before`` is the figure that a bracket follows, ``tail`` are the words after the last
    figure."""

    items: tuple[_Item, ...]
    before: _Item | None
    tail: str


class _List(NamedTuple):
    """A total and its parts.  ``earlier`` are other figures before them that may be the total as well; ``more`` are those that follow the parts and
    may belong to them; ``left_out`` says that there may be parts that were not listed."""

    kind: str
    total: Figure
    context: str
    """The words before the total."""
    parts: tuple[_Item, ...]
    earlier: tuple[Figure, ...]
    more: tuple[Figure, ...]
    left_out: bool
    whole: bool
    """Whether its words show that nothing was left out."""
    rough: bool = False
    """Whether a part is one of 100余: no more than a note."""


_MOST = 80
"""How many figures a sentence has at most."""
_HINT = compiled("其中|包括|分为|分别[是为]|：|（|网|信|邮|当面|现场|线上|窗口|电话|传真|书面")
"""What a sentence of few figures has where it lists something."""
_OPENING = compiled("其中|包括|分为|分别[是为]|：")
"""What a sentence has where parts follow their total."""
_BRACKETED = compiled(r"（[\u4e00-\u9fff]{2,12}\d{1,6}[\u4e00-\u9fff]{1,2}[、，；][\u4e00-\u9fff]{2,12}\d")
"""A bracket that holds names and numbers."""
_PLACES = compiled("[县区市州盟旗镇乡]|街道|办事处|苏木|管委会|农场|林场|本级|省直|级机关|级部门")
"""What a sentence has that names places."""
_BRACKETS = compiled("[（）]")
_PLAIN_UNITS = frozenset(
    (
        "件",
        "宗",
        "起",
        "条",
        "份",
        "例",
        "次",
        "个",
        "项",
        "篇",
        "期",
        "人",
        "条次",
        "篇次",
        "件次",
        "人次",
        "场",
        "部",
        "家",
        "户",
        "元",
        "批",
        "名",
        "册",
        "则",
    )
)


@lru_cache(maxsize=8)
def _lists(report: Report) -> tuple[_List, ...]:
    """The lists of the prose that may be wrong: those whose figures are exact and whose parts do not plainly come to the total."""
    text = without_citations(report.text)
    found: list[_List] = []
    last = Counted(Span(-1, -1), ())
    for sentence in _sentences(report, text):
        span, own = sentence
        follows = 0 <= span.start - last.span.end <= 1
        runs = len(own) > 1 and _may_run(text, last.span.start if follows else span.start, span, own)
        if (runs or _may_open(text, span, own)) and len(own) <= _MOST:
            words = text[span.start : span.end]
            goes_on = runs or words.startswith("其中") or "（其中" in words
            before = _outer(text, last) if follows and goes_on else ()
            if len(before) > 1 and not text.startswith("其中", span.start):
                before = ()  # nobody can say which of them is broken down
            for level in _levels(text, span, own):
                found += _of_level(level, before, text, runs=runs)
        last = sentence
    return tuple(found)


def _sentences(report: Report, text: str) -> list[Counted]:
    """The sentences with figures; one that goes on after a colon that was taken for a heading's end is one with what stands before it."""
    found: list[Counted] = []
    end = -2
    for sentence in counted(report):
        start = sentence.span.start
        if start - end <= 1 and text[start - 1] == "：":
            begun = found.pop()
            sentence = Counted(Span(begun.span.start, sentence.span.end), begun.figures + sentence.figures)
        found.append(sentence)
        end = sentence.span.end
    return found


def _may_run(text: str, since: int, span: Span, own: Sequence[Figure]) -> bool:
    """Whether a sentence may list channels of requests, which it names itself or the one before it (from ``since`` on), or places, at a glance."""
    if len(own) < 3 and not _HINT.search(text, span.start, span.end):
        return False
    if "申请" in text[since : span.end] and _REQUESTS_BY.search(text, span.start, span.end):
        return True
    return _several(text, span, own) and _PLACES.search(text, span.start, span.end) is not None


def _may_open(text: str, span: Span, own: Sequence[Figure]) -> bool:
    """Whether a sentence may list parts after their total, or parts of a figure in 万 or 亿, at a glance."""
    if text.startswith("其中", span.start):
        return True
    aside = "（" in text[span.start : span.end]
    least, most = span if aside else (own[0].span.end, own[-1].span.start)
    opening = _OPENING.search(text, least, most) or (aside and _BRACKETED.search(text, least, most)) or None
    return opening is not None or (any(figure.scale for figure in own) and _several(text, span, own))


def _several(text: str, span: Span, own: Sequence[Figure]) -> bool:
    """Whether a sentence may have three figures of one unit."""
    units = [figure.unit for figure in own]
    return any(units.count(unit) > 2 for unit in units) or "分别" in text[span.start : span.end]


def _outer(text: str, sentence: Counted) -> tuple[_Item, ...]:
    """The plain counts of a sentence outside of its brackets; nothing where they are too many."""
    span, own = sentence
    if len(own) > _MOST:
        return ()
    listing = len(own) > 2 or _HINT.search(text, span.start, span.end)
    levels = _levels(text, span, own) if listing else []
    items = levels[0].items if levels else _items(text, span, own)
    return tuple(item for item in items if item.figure.unit in _PLAIN_UNITS)


def _items(text: str, span: Span, own: Sequence[Figure]) -> list[_Item]:
    """The figures of a sentence without brackets, each with the words before it."""
    starts = (span.start, *(figure.span.end for figure in own))
    return [_Item(figure, text[at : figure.span.start]) for at, figure in zip(starts, own, strict=False)]


def _levels(text: str, span: Span, own: Sequence[Figure]) -> list[_Level]:
    """The levels of a sentence: what stands outside of brackets, and what stands in each pair of them."""
    marks = [(m.start(), m.group()) for m in _BRACKETS.finditer(text, span.start, span.end)]
    if not marks:
        if len(own) < 2 and "其中" not in text[span.start : span.end]:
            return []
        return [_Level(_respectively(_items(text, span, own)), None, text[own[-1].span.end : span.end])]
    events: list[tuple[int, str, Figure | None]] = [(at, sign, None) for at, sign in marks]
    events += [(figure.span.start, "", figure) for figure in own]
    events.sort(key=lambda event: event[0])
    items: list[list[_Item]] = [[]]
    words: list[str] = [""]
    heads: list[_Item | None] = [None]
    stack = [0]
    pos = span.start
    for at, sign, figure in events:
        if at < pos:
            continue
        level = stack[-1]
        words[level] += text[pos:at]
        pos = at + 1
        if figure is not None:
            items[level].append(_Item(figure, words[level]))
            words[level], pos = "", figure.span.end
        elif sign == "（":
            stack.append(len(items))
            heads.append(items[level][-1] if items[level] else None)
            items.append([])
            words.append("")
        elif len(stack) > 1:
            stack.pop()
    words[stack[-1]] += text[pos : span.end]
    return [_Level(_respectively(i), h, w) for i, h, w in zip(items, heads, words, strict=True)]


def _respectively(items: list[_Item]) -> tuple[_Item, ...]:
    """The items of a level, with the numbers of 分别为3、4、5件 each as one, all in the last one's unit."""
    found: list[_Item] = []
    for item in items:
        first = found[-1] if found else None
        if (
            first
            and not first.figure.unit
            and "分别" in first.label
            and compiled(r"[、，和及\d]+").fullmatch(item.label)
        ):
            unit = item.figure.unit
            found[-1] = _Item(first.figure._replace(unit=unit), first.label)
            for digits in compiled(r"\d+").findall(item.label):
                found.append(_Item(item.figure._replace(value=Decimal(digits), step=Decimal(1), scale=""), "、"))
        found.append(item)
    return tuple(found)


# --- what is a list ---

_MARK = compiled(r"其中|包括|分为|分别[是为](?=[\u4e00-\u9fff]{2})|^[^，。；、]{0,8}：")
_NESTED = compiled("其中|包括|含|涉及|分为|细分")
_CHANGE = compiled("较|同比|环比|相比|比上|增长|增加|增幅|减少|上升|下降|提高|提升|降低|多|少|占")
_STOP = compiled(
    r"^[，；、。]?(?:全年|本年|年内|同时|此外|另外|另有|另|并|还|均|全部|截至|目前|办结|答复|回复|共|新增|收到|受理|新收|组织|召开|举办|开展|我[局县市区镇乡办委厅]"
    r"|20\d\d年|行政复议|行政诉讼|未|累计|总计|合计|总|结转|因|依申请|主动公开|制发|印发|编制|制作|更新|培训|参与|参加|办理|接受|接待|转办|处理)"
)
_ACTIONS = compiled(
    "推送|制作|发布|编发|刊发|发送|报送|刊登|撰写|开设|举办|发放|更新|开展|收到|采用|采纳|录用|办结|答复"
)
_NOT_OF_IT = compiled(
    "更新量|发布量|累计|历年|现行有效|存量|阅读|浏览|点击|访问|粉丝|关注|播放|转发|上年|去年|上一年|结转|截至|截止|平均|每|人均|日均|最[高多大低少]|满意|粘性"
)
_MEDIA = compiled(
    "网站|官网|门户|网页|公众号|微信|微博|双微|抖音|快手|头条|视频号|客户端|APP|App|新媒体|媒体|报纸|日报|晚报|报刊|广播|电视|电台|公示栏|公开栏|宣传栏|公告栏|公报|平台|云上|一张网"
    "|政务网|显示屏|显示屏|微官网|小程序|QQ|短信|专栏|海报|展板"
)
_REQUESTS_BY = compiled(
    "网络|网上|互联网|在线|线上|平台|网站|电子邮件|邮件|邮箱|信函|信件|邮寄|邮政|快递|EMS|寄送|来信|来函|书面(?!政府信息|依申请|信息公开)|纸质|当面|现场|当场|窗口|来访|上门|面交|递交|线下|电话|传真|口头|微信|公众号|移动端"
)
_OTHER = compiled(r"其[他它](?:渠道|方式|形式|途径|来源)?[^，、；]{0,6}$")
_HELPING = compiled("协助|协办|转办|配合|代办")
_ONE_OF_TABLE = compiled(
    "自然人|公民|个人|法人|组织|企业|科研|公益|法律服务|予以公开|同意公开|部分公开|不予公开|无法提供|不予处理|其他处理|其它处理|不掌握|维持|纠正|其他结果|审结|审理"
    "|答复|办结|复议|诉讼|撤诉|驳回|纠错|败诉|胜诉|不存在|逾期|补正|申请公开|信访"
)
_APPLICANT = compiled("自然人|公民|法人|组织|企业|机构")
_PLACE = compiled(
    r"^(?!全|我|本[^级]|各|该|其)[\u4e00-\u9fff]{0,10}?(?:[县区市州盟旗镇乡]|街道|街道办|办事处|苏木|开发区|新区|园区|管委会|农场|林场|本级|[市县区州省]直(?:部门|单位|机关)?|级机关|级部门)"
    r"(?:人民政府|政府|机关|部门|单位|各?部门)?(?:共|新|各)?(?:收到|受理|新收|接收|办理|收办|处理|公开|发布|主动公开)?(?:申请|政府信息公开申请|信息|政府信息)?(?:为|有|：)?$"
)
_TRAITS = compiled("岁|学历|学位|本科|研究生|党员|女性|女职工|职称|少数民族")
_LEAVES_OUT = compiled(
    "等|主要|其余|剩余|例如|比如|如下|部分|分别有|重点(?=是|包括|有)|大多|多为|以上|前[三四五六\\d]|较多|位居|同步|交叉|重复|重叠"
)


def _of_level(level: _Level, outer: tuple[_Item, ...], text: str, *, runs: bool) -> Iterator[_List]:
    """The lists on one level that may be wrong.  ``outer`` are the figures of the sentence before, ``runs`` says that there may be channels
    or places."""
    earlier = outer[-1] if outer else None
    items = tuple(item for item in level.items if item.figure.unit not in ("%", "‰", "个百分点"))
    if not items:
        return
    if len(items) < 2 and not _MARK.search(items[0].label):
        return
    taken = 0
    for kind, start, end in _runs(items) if runs else ():
        total, rest = _total(items, start, end, level.before or earlier)
        if total is None or not _same_unit(total.figure.unit, items[start].figure.unit):
            continue
        context = "".join(item.label for item in items[: start + 1]) + (earlier.label if earlier else "")
        context += level.before.label if level.before else ""
        if kind == "channels" and "申请" not in context + items[end - 1].label + level.tail:
            continue
        taken = end
        if not _comes_to(total.figure, items[start:end]):
            yield _listed(kind, total, items[start:end], items[:start], rest, level, text)
    if any(item.figure.scale for item in (*items, *((level.before,) if level.before else ()))):
        yield from _scaled((level.before, *items) if level.before else items, level, text)
    for at, item in enumerate(items):
        mark = _MARK.search(item.label)
        if at < taken or not mark:
            continue
        inner = not mark.start() and not at and mark.group() == "其中"
        head = items[at - 1] if at else level.before or (earlier if inner else None)
        if head is None or head.figure.unit not in _PLAIN_UNITS:
            continue
        parts, nested, mixed, end = _parts(items, at, head.figure.unit)
        if not parts or _CHANGE.search(head.label[-4:]):
            continue
        before = (*outer[:-1], *items[: max(at - 1, 0)]) if head is earlier else items[: max(at - 1, 0)]
        listed = _listed("parts", head, parts, before, items[end:], level, text)
        rough = _at_least(listed, items[end : end + 1], text)
        if rough:
            yield rough
        elif not _comes_to(head.figure, parts):
            yield listed._replace(left_out=listed.left_out or nested or mixed)
    whole = level.before if len(items) > 1 and not taken else None
    if whole and _plainly_parts(whole, items, level.tail) and not _comes_to(whole.figure, items):
        yield _listed("parts", whole, items, (), (), level, text)._replace(left_out=True)


_FORWARDED = compiled(r"[、，；]?[\u4e00-\u9fff]{0,6}转发")
_LABEL = compiled(r"[、，；]?[\u4e00-\u9fffA-Za-z]{2,12}")


def _plainly_parts(head: _Item, items: Sequence[_Item], tail: str) -> bool:
    """Whether a bracket without a word such as 其中 holds nothing but names and numbers in the unit of the figure before it."""
    unit = head.figure.unit
    return (
        unit in _PLAIN_UNITS
        and not tail
        and not _CHANGE.search(head.label[-4:])
        and all(item.figure.unit == unit and _LABEL.fullmatch(item.label) for item in items)
        and not any(pattern.search(item.label) for item in items for pattern in (_NOT_OF_IT, _CHANGE, _MARK, _DONE))
    )


_DONE = compiled("回复|答复|办|采[纳用]|完成|落实|整改|反馈|审|评|查|推送|转|报|废止|修订|收到|受理")


def _at_least(listed: _List, after: Sequence[_Item], text: str) -> _List | None:
    """A list with rough parts (100余条), at their least; with a forwarded part after it (公众号转发100余条), which the list counts as one.  None
    where that may still be no more than the total."""
    parts = listed.parts
    if after and after[0].figure.unit == listed.total.unit and _FORWARDED.fullmatch(after[0].label):
        parts = (*parts, after[0])
    if listed.total.approximate or len(parts) < 2:
        return None
    rough = [item.figure for item in parts if item.figure.approximate]
    if not rough or not all(compiled("[余多]").search(text, f.number.start, f.span.end) for f in rough):
        return None
    media = [item for item in parts if _MEDIA.search(item.label)]
    if any(item.label[:1] != parts[-1].label[:1] for item in parts[1:]):
        return None  # another mark begins something new
    if sum(item.figure.value for item in parts) <= listed.total.value or len(media) == len(parts):
        return None
    return listed._replace(parts=parts, more=(), rough=True)


def _scaled(items: tuple[_Item, ...], level: _Level, text: str) -> Iterator[_List]:
    """A figure in 万 or 亿 and those after it without, whose sum has its very digits, with no word such as 其中 between them."""
    for at, item in enumerate(items[:-2]):
        power = Decimal(10) ** {"万": 4, "亿": 8}.get(item.figure.scale, 0)
        if power == 1 or len(_plain(item.figure.value / power)) < 3 or _MARK.search(items[at + 1].label):
            continue
        total = Decimal()
        for end in range(at + 1, len(items)):
            figure = items[end].figure
            if figure.unit != item.figure.unit or figure.scale or figure.approximate:
                break
            total += figure.value
            if end > at + 1 and total * power == item.figure.value:
                yield _listed("", item, items[at + 1 : end + 1], (), (), level, text)
                break


def _same_unit(one: str, other: str) -> bool:
    """Whether two units may count one thing: a request is 件, 份 or 宗."""
    return one == other or (one in _REQUEST_UNITS and other in _REQUEST_UNITS)


_REQUEST_UNITS = frozenset(("件", "份", "宗", "起", "例"))


def _segment(item: _Item) -> str:
    """The last words of a label: those that name the part."""
    return _SEGMENTS.split(item.label)[-1].strip()


_SEGMENTS = compiled("[、，；：。]|其中|包括|分为|分别[是为]")


def _runs(items: tuple[_Item, ...]) -> Iterator[tuple[str, int, int]]:
    """Stretches of items with one unit that name channels of requests, or places: the kind, the first item, the one after the last."""
    at = 0
    while at < len(items):
        kind = _class(items[at])
        end = at + 1
        if kind:
            unit = items[at].figure.unit
            names = [_segment(items[at])]
            while end < len(items) and items[end].figure.unit == unit and _goes_on(kind, items[end]):
                name = _segment(items[end]).removesuffix("的")
                if kind == "regions" and name in names:
                    break  # what is said of a place that was listed already
                names.append(name)
                end += 1
            start = at
            if kind == "channels" and at and _OTHER.search(items[at - 1].label) and items[at - 1].figure.unit == unit:
                start -= 1  # 其他方式 comes first
            if end - start >= (2 if kind == "channels" else 3) and unit in _PLAIN_UNITS:
                yield kind, start, end
        at = end


def _class(item: _Item) -> str:
    segment = _segment(item)
    if _PLACE.match(segment):
        kind = "regions"
    elif len(segment) <= 24 and _REQUESTS_BY.search(segment):
        kind = "channels"
    else:
        return ""
    return "" if _NOT_OF_IT.search(item.label) or _CHANGE.search(item.label) else kind


def _goes_on(kind: str, item: _Item) -> bool:
    """Whether an item goes on with a list of that kind."""
    if _NESTED.search(item.label) or compiled("[。]|共计|合计|总计|其中").search(item.label):
        return False
    found = _class(item)
    if found == kind:
        return True
    if kind == "channels":
        return bool(_OTHER.search(item.label) or _HELPING.search(item.label))
    return bool(compiled(r"[、，；][\u4e00-\u9fff]{2,6}").fullmatch(item.label)) and not _STOP.match(item.label)


def _total(
    items: tuple[_Item, ...], start: int, end: int, before: _Item | None
) -> tuple[_Item | None, tuple[_Item, ...]]:
    """The total of a run: the figure before it, or the one after it that says 共计; and the figures that are left after it."""
    rest = items[end:]
    head = start - 1
    while head > 0 and _APPLICANT.search(_segment(items[head])):
        head -= 1  # the same requests by applicant
    if start and (_CHANGE.search(items[head].label) or _class(items[head])):
        return None, rest
    if start:
        return items[head], rest
    if rest and compiled("共|合计|总计|总数").search(rest[0].label[:8]):
        return rest[0], rest[1:]
    return before, rest


def _parts(items: tuple[_Item, ...], at: int, unit: str) -> tuple[tuple[_Item, ...], bool, bool, int]:
    """The parts from an item on, whether one of them has parts of its own, whether some have another unit, and where they end."""
    parts: list[_Item] = []
    mixed = False
    opening = _segment(items[at])[:2]
    for i in range(at, len(items)):
        item = items[i]
        if i > at and _NESTED.search(item.label):
            return tuple(parts), True, mixed, i
        if i > at and _CHANGE.search(item.label):
            continue
        if i > at and (item.label.startswith("等") or _anew(item, items[at])):
            return tuple(parts), False, mixed, i
        if i > at and _STOP.match(item.label) and opening != item.label.lstrip("，；、。")[:2]:
            return tuple(parts), False, mixed, i
        if _NOT_OF_IT.search(item.label):
            return tuple(parts), True, mixed, i
        if item.figure.unit != unit:
            mixed = True
        else:
            parts.append(item)
    return tuple(parts), False, mixed, len(items)


def _anew(item: _Item, first: _Item) -> bool:
    """Whether an item tells of another action than the first part."""
    if item.label.startswith("、") and _MEDIA.search(item.label) and _MEDIA.search(first.label):
        return False
    return any(verb not in first.label for verb in _ACTIONS.findall(item.label))


def _listed(
    kind: str,
    total: _Item,
    parts: tuple[_Item, ...],
    before: tuple[_Item, ...],
    after: tuple[_Item, ...],
    level: _Level,
    text: str,
) -> _List:
    last = parts[-1].figure.span.end
    words = parts[0].label[-40:] + "".join(item.label for item in parts[1:]) + text[last : last + 4] + level.tail[:12]
    earlier = tuple(item.figure for item in before if item.figure.unit == total.figure.unit and item != total)
    more = tuple(item.figure for item in after if item.figure.unit == total.figure.unit)
    rough = total.figure.approximate or any(item.figure.approximate for item in parts)
    whole = "分别" in words or any(_OTHER.search(item.label) for item in parts)
    context = "".join(item.label for item in before) + total.label
    left_out = rough or bool(_LEAVES_OUT.search(words))
    return _List(kind, total.figure, context, parts, earlier, more, left_out, whole)


# --- whether it comes to its total ---


def _comes_to(total: Figure, parts: Sequence[_Item]) -> bool:
    """Whether parts plainly come to their total, or one of the figures is approximate: nothing can be wrong then."""
    figures = [item.figure for item in parts]
    if total.approximate or any(figure.approximate for figure in figures):
        return True
    give = sum(map(_give, figures), _give(total))
    return abs(sum((figure.value for figure in figures), -total.value)) <= give


def _sum(listed: _List) -> Decimal:
    return sum((item.figure.value for item in listed.parts), Decimal())


def _less(listed: _List) -> bool:
    return _sum(listed) < listed.total.value


def _give(figure: Figure) -> Decimal:
    """How much a rounded figure may be off; a plain whole number is exact."""
    return figure.step / 2 if figure.scale or figure.step != 1 else Decimal()


def _fits(listed: _List, values: Sequence[Decimal], totals: Sequence[Decimal]) -> bool:
    give = _give(listed.total) + sum((_give(item.figure) for item in listed.parts), Decimal())
    return any(abs(value - total) <= give for value in values for total in totals)


_NEAR = 200
"""How far before the total of a list by places another total may stand that the list divides."""


def _off(report: Report, listed: _List, options: Options) -> bool:
    """Whether nothing that the list may add up to is a total that it may have."""
    if listed.kind == "parts" and not _wrong_parts(report, listed):
        return False
    values = [item.figure.value for item in listed.parts]
    fewest = min(2, len(values)) if listed.kind == "parts" else len(values)
    sums = [sum(values[:n], Decimal()) for n in range(fewest, len(values) + 1) if _may_end(listed, n)]
    for figure in listed.more[:3]:
        sums.append(sums[-1] + figure.value)
    totals = [listed.total.value, *(figure.value for figure in listed.earlier)]
    totals += [a + b for a in totals for b in totals[1:] if a != b]
    if listed.kind == "regions":
        begin = listed.total.span.start
        same = [f for f in figures(report) if f.unit == listed.total.unit and begin - _NEAR < f.span.start < begin]
        if any(f.value == _sum(listed) for f in same):
            return False
    if listed.kind != "parts" or compiled("申请").search("".join(item.label for item in listed.parts)):
        totals += _table_totals(report, options)
    if listed.kind == "channels":
        sums += [_sum(listed) - item.figure.value for item in listed.parts if _HELPING.search(item.label)]
    if _fits(listed, sums, totals):
        return False
    if listed.kind == "parts":
        return _less(listed) or not _steps(listed, values, totals)
    if _sum(listed) > max(totals):
        return True
    if listed.left_out or _sum(listed) > listed.total.value:
        return False
    return listed.kind == "channels" or _all_places(listed)


def _may_end(listed: _List, count: int) -> bool:
    """Whether a list may end after so many of its parts: the next one does not plainly go on with it."""
    if listed.kind != "parts" or count == len(listed.parts):
        return True
    label = listed.parts[count].label
    if label[:1] != listed.parts[1].label[:1]:
        return True
    return label[:1] == "，" and any(pattern.search(label) for pattern in (_MEDIA, _ACTIONS, _DONE))


def _steps(listed: _List, values: list[Decimal], totals: list[Decimal]) -> bool:
    """Whether a part is the sum of those after it, as in a list of two steps without brackets, or repeats the total; and the rest is no more
    than the total."""
    for i, value in enumerate(values):
        after = Decimal()
        for j in range(i + 1, len(values)):
            after += values[j]
            rest = sum(values) - after
            if j > i + 1 and after == value and (rest in totals or (j > i + 2 and rest <= max(totals))):
                return True
    others = [value for value in values if value != listed.total.value]
    return 0 < len(others) < len(values) and sum(others) <= max(totals)


def _all_places(listed: _List) -> bool:
    """Whether a list of places seems to name all of them: the authority's own part is there, or there are many, or little is missing."""
    own = any(compiled("本级|[市县区州]直|机关|部门").search(_segment(item)) for item in listed.parts)
    return own or len(listed.parts) > 5 or _sum(listed) * 10 >= listed.total.value * 9


def _wrong_parts(report: Report, listed: _List) -> bool:
    """Whether the parts are more than the total, or a complete list comes to less."""
    labels = "".join(item.label for item in listed.parts)
    if _ONE_OF_TABLE.search(labels) and ("申请" in report.tables or "复议诉讼" in report.tables):
        return False  # compared with the tables by rules of their own
    if listed.total.unit == "元" and compiled("处理费|收费").search(listed.context + labels):
        return False  # the fee has a rule of its own
    if "公开" in report.tables and compiled("规范性文件|规章|现行有效").search(listed.context + labels):
        return False  # made and in force are counts of their own
    total, found = listed.total.value, _sum(listed)
    if found > total and _TRAITS.search(labels):
        return False  # whoever is young may be a graduate too
    media = bool(_MEDIA.search(labels)) or compiled("转载|原创|视频|图文|图片").search(labels) is not None
    if found > total:
        if any(figure.value >= found for figure in listed.earlier) or compiled("同步|交叉|重复").search(labels):
            return False
        return listed.rough or not media or (len(listed.parts) > 1 and found * 10 <= total * 11)
    if listed.left_out or media or len(listed.parts) < 2:
        return False
    near = found * 20 >= total * 19 if len(listed.parts) < 4 else found * 10 >= total * 9
    return listed.whole or (near and len(listed.parts) > 2)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _fault(listed: _List, severity: str | None) -> Fault:
    parts = [item.figure for item in listed.parts]
    found = _sum(listed)
    more = found > listed.total.value
    facts = {
        "total": _plain(listed.total.value),
        "terms": "+".join(_plain(figure.value) + ("余" if figure.approximate else "") for figure in parts),
        "sum": _plain(found),
        "unit": listed.total.unit,
        "due": _plain(found),
        "than": "多于" if more else "少于",
        "than_en": "more" if more else "less",
    }
    span = Span(parts[0].span.start, parts[-1].span.end)
    related = Related(span, f"分项之和 {facts['sum']}{facts['unit']}", f"the parts come to {facts['sum']}")
    return Fault(listed.total.span, facts, (related,), severity=severity)


# --- a wrong 万 or 亿 ---

_POWERS = tuple(Decimal(10) ** n for n in (4, 8, -4, -8))


def _slip(listed: _List) -> tuple[Figure, Decimal] | None:
    """The figure whose 万 or 亿 is too many or too few, with the power of ten that mends it; None where nothing or more is wrong."""
    figures_ = [listed.total, *(item.figure for item in listed.parts)]
    scales = {figure.scale for figure in figures_}
    odd = listed.total.step < 1
    if (len(scales) == 1 and not odd) or len(listed.parts) < 2 or any(figure.approximate for figure in figures_):
        return None
    found = _sum(listed)
    if _fits(listed, [found], [listed.total.value]):
        return None
    for power in _POWERS:
        total = listed.total.value * power
        if _whole(listed.total, power) and abs(found - total) <= _slack(listed.total, power):
            return listed.total, power
    for figure in figures_[1:]:
        for power in _POWERS:
            rest = found - figure.value + figure.value * power
            if _whole(figure, power) and rest == listed.total.value:
                return figure, power
    return None


def _whole(figure: Figure, power: Decimal) -> bool:
    """Whether a figure can do without, or with one more, of that power: it prints a 万 that may go, or none and has decimals or may take one."""
    if power < 1:
        return bool(figure.scale) and Decimal(1) / power <= figure.step * Decimal(10) ** 8
    return not figure.scale or figure.scale == "万"


def _slack(figure: Figure, power: Decimal) -> Decimal:
    """How much a mended total may be off: half of its last printed place where that is still more than one."""
    step = figure.step * power
    return step / 2 if step > 1 else Decimal()


def _shifted(listed: _List) -> Fault:
    slip = _slip(listed)
    assert slip is not None
    figure, power = slip
    fault = _fault(listed, None)
    facts = {
        **fault.facts,
        "total": _shown(figure),
        "due": _natural(figure.value * power, figure.unit),
        "terms": "+".join(_shown(item.figure).removesuffix(figure.unit) for item in listed.parts),
        "sum": _natural(_sum(listed), "") if any(item.figure.scale for item in listed.parts) else _plain(_sum(listed)),
    }
    return Fault(figure.span, facts, fault.related)


def _natural(value: Decimal, unit: str) -> str:
    """A number with 万 where it has that many."""
    if value >= 10_000 and value % 100 == 0:
        return f"{_plain(value / 10_000)}万{unit}"
    return f"{_plain(value)}{unit}"


def _shown(figure: Figure) -> str:
    """A figure as printed: its number with 万 or 亿, and its unit."""
    power = {"万": 4, "亿": 8, "百": 2, "千": 3, "百万": 6, "千万": 7}.get(figure.scale, 0)
    return f"{_plain(figure.value.scaleb(-power))}{figure.scale}{figure.unit}"
