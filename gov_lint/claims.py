"""Where the prose speaks of what the mandated tables count, and whether it speaks of the report's own organ and year.

A passage is a sentence about requests, disputes, documents or decisions.  What it says can be held against a table only where its scope is the
report's: not a part of the organ or another one, not another year, not other things that are counted alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from gov_lint.arithmetic import Equation, outcomes
from gov_lint.figures import Figure, figures, marked
from gov_lint.nouns import Cell, Related, Report, Span, Table
from gov_lint.patterns import compiled, possible
from gov_lint.prose import breaks, prose_spans, same_organ, sentences
from gov_lint.structure.form import FormTable, load_form

Topic = Literal["requests", "disputes", "documents", "decisions"]
"""What a passage may be about."""


class Passage(NamedTuple):
    """A sentence about one of the topics; ``section`` is the number of its section by meaning, ``whole`` the sub-item or the section that
    holds it.  ``since`` is where the sentence begins that named the subject, for one that names none itself."""

    span: Span
    section: int
    whole: Span
    since: int


_ABOUT = compiled(
    "(?P<requests>信息公开申请|依申请|公开申请|申请公开|信息的?申请|申请件|申请量|申请数|申请(?=#))"
    "|(?P<disputes>复议|诉讼)"
    "|(?P<documents>规范性文件|规章(?!制度))"
    "|(?P<decisions>行政许可|行政处罚|行政强制|事业性收费)"
)
_OWN_DISPUTES = compiled(
    "信息公开|政务公开|依申请|公开申请|直接起诉|复议后(?:起诉|提起)"
    "|(?:没有|没有发生|未发生|未出现|未产生|[年度]无|均无|，无)(?:任何|一[起例件]|新的)?(?:行政)?(?:复议|诉讼)(?:案件|案|行政|诉讼|复议|情况|事项|[和或及、])*(?=[，；。])"
    "|诉讼(?:案件|案)?(?:均|都|数量)*为?[零无〇](?=[，；。件起宗])|复议(?:案件|案)?(?:为|共)?0[件起宗例][、，和](?:行政)?诉讼(?:案件|案)?(?:为|共)?0[件起宗例]"
)
"""What tells that a sentence is on disputes about government information: it says so, or names groups of table 4, or denies all disputes."""
_ELSEWHERE = compiled("主动公开|解读|平台|网站|公众号|培训|建议|提案|留言|热线")
_CUT = compiled("[，；：。！？（）\t\n]|(?<=[#件条份宗起例次个项])、")


@lru_cache(maxsize=8)
def passages(report: Report, topic: str) -> tuple[Passage, ...]:
    """The passages about a topic, in the order of the text.  In a sub-item about requests every sentence is; a sentence that
    names no topic goes with the one before it."""
    return tuple(passage for passage, topics in _all(report) if topic in topics)


@lru_cache(maxsize=8)
def said_of(report: Report, topic: str) -> str:
    """All that the passages about a topic say, as ``figures.marked`` has it: where words are not here, no passage has them."""
    text = marked(report)
    return "\n".join([text[passage.span.start : passage.span.end] for passage in passages(report, topic)])


@lru_cache(maxsize=8)
def _all(report: Report) -> tuple[tuple[Passage, frozenset[str]], ...]:
    """Every passage with its topics."""
    text = marked(report)
    edges = breaks(report)
    heads = set(edges)
    items = [Span(i.heading.start, i.body.end) for i in report.items if i.topic == "依申请公开"]
    starts = [section.heading.start for section in report.sections]
    found = []
    for prose in prose_spans(report):
        hits = [(match.start(), match.lastgroup or "") for match in _ABOUT.finditer(text, *prose)]
        if not hits:
            continue
        hits.append((len(text), ""))
        at, since, before = 0, 0, _NONE
        for span in sentences(text, prose, edges):
            named = set()
            while hits[at][0] < span.end:
                named.add(hits[at][1])
                at += 1
            if before and span.start in heads:
                before = _NONE
            if named or not before:
                since = span.start
            if not named and before and not _ELSEWHERE.search(text, *span):
                named = set(before)
            item = next((i for i in items if i.start <= span.start < i.end), None)
            if item:
                named.add("requests")
            if not named or span.end - span.start > _LONGEST:
                before = _NONE
                continue
            number = bisect_right(starts, span.start)
            section = report.sections[number - 1] if number else None
            meaning = section.number if section else 0
            if "disputes" in named and not (
                _own(report.text, span, meaning, bool(item), before) or _same(report, span)
            ):
                named.discard("disputes")
            before = frozenset(named)
            whole = item or (section.body if section else span)
            if whole.end - whole.start > 10 * _LONGEST:
                whole = span
            since = max(since, span.start - _LONGEST)
            found.append((Passage(span, meaning, whole, since), before))
    return tuple(found)


_NONE: frozenset[str] = frozenset()
_LONGEST = 2000
"""What is longer than this is no sentence."""


def _own(text: str, span: Span, section: int, in_item: bool, before: frozenset[str]) -> bool:
    """Whether a sentence on disputes is on those about government information, which bureaus of justice have others beside."""
    return (
        in_item
        or section in (3, 4)
        or bool(before & {"requests", "disputes"})
        or bool(_OWN_DISPUTES.search(text, *span))
    )


_CASES = compiled("(?:复议|诉讼)(?:申请|案件|案|数量|件数|共|为|：)*(?P<n>#+)")


def _same(report: Report, span: Span) -> bool:
    """Whether the cases that a sentence counts are as many as table 4 has, and so the same."""
    told = {match.start("n") for match in _CASES.finditer(marked(report), *span)}
    if not told:
        return False
    totals = [evaluate(report, "复议诉讼", sides) for sides in ("行政复议.总计", "直接起诉.总计 + 复议后起诉.总计")]
    values = {found.value for found in totals if found and found.value}
    return any(figure.number.start in told and figure.value in values for figure in _figures(report, span))


def clause(text: str, passage: Passage, start: int, end: int) -> Span:
    """The stretch between two marks of punctuation (、 is none here) that holds a place of a passage."""
    first = passage.span.start
    for match in _CUT.finditer(text, first, start):
        first = match.end()
    last = _CUT.search(text, end, passage.span.end)
    return Span(first, last.start() if last else passage.span.end)


_CHANNEL = (
    "(?:网上|网络|网站|在线|平台|信函|邮寄|邮件|邮箱|当面|现场|窗口|传真|快递|线上|线下|系统|纸质|口头|微信|电子)"
)
_WORDS = {
    "<gap>": r"(?:[^#，；。（）\n\t]|（[^#（）]{0,20}）){0,36}",
    "<near>": r"[^#，；。、（）\n\t]{0,12}",
    "<unit>": "(?:件次|[件份宗条起次个项例])",
    "<persons>": "自然人|企业|律师|个人(?!、)|公民(?!、|和|或|及)|(?<!公民、)(?<!公民和)(?<!公民或)(?<!公民及)法人",
    "<channel>": f"^(?!.*{_CHANNEL}[^#]{{0,10}}[、和及与或][^#]{{0,10}}{_CHANNEL})(?!.*(?:等|多种|各种|各类)).*{_CHANNEL}",
}


@lru_cache(maxsize=512)
def spelled(stated: str) -> str:
    """A pattern of a rule file without its short words: ``<n>`` is a number (the group that a match ends with), ``<unit>`` what it counts, ``<gap>``
    words of the same clause, ``<near>`` a few of them, ``<persons>`` one kind of applicants, ``<channel>`` a clause on one way that requests came by."""
    for short, long in _WORDS.items():
        stated = stated.replace(short, long)
    first, *rest = stated.split("<n>")
    return "".join([first, *(f"(?P<n{i}>#+){words}" for i, words in enumerate(rest))])


@lru_cache(maxsize=512)
def pattern(stated: str) -> re.Pattern[str]:
    """The compiled pattern of a rule file."""
    return compiled(spelled(stated))


def may_say(report: Report, topic: str, stated: str) -> bool:
    """Whether a passage about a topic may match a pattern of a rule file."""
    said = said_of(report, topic)
    return bool(said) and possible(spelled(stated), said)


def misspelled(stated: str) -> Iterator[str]:
    """What is wrong with a pattern of a rule file."""
    try:
        pattern(stated)
    except re.error as error:
        yield f"no pattern: {error}"


# --- scope ---

_THINGS = compiled(
    "涉及?[我本][县市区局镇乡办单机部]|备案|代理|应诉|出庭|协助|配合|会同|联合|指导|督促|督办|(?<!结)转办(?!理)|转交|转送|转来|移送|交办|咨询|留言|信箱|热线|12345|建议提案|(?<!复)议案|提案|(?<!未)以[^，。；#]{1,8}为被(?:申请人|告)|人大|政协|网民|网友|来信|来电|来访"
    "|群众(?:来)?信(?!息)|力争|下一步|计划|目标|指标|不超过|以内|件均|人均|抽查|抽检|通报|典型案例"
)
_SUBJECTS = {
    "requests": compiled("申请(?!人|事项|材料)|依申请"),
    "disputes": compiled("复议|诉讼|起诉"),
    "documents": compiled("规范性文件|规章"),
    "decisions": compiled("许可|处罚|强制|收费"),
}
_OBJECTS = {
    "requests": "复议|诉讼|许可|处罚|规范性文件|审批|违法|立案|办件|工单|诉求|投诉|举报|信访|不动产|企业开办|信息#|审查信息|业务|检查|意见#",
    "disputes": "一审|二审|赔偿",
    "documents": "政策(?:性)?文件|公文",
    "decisions": "检查|信息#",
}
_SEVERAL = compiled(
    r"(?:20\d\d|LLLL)年?(?:至|到|—|-|－|~|～){1,2}(?:TTTT|LLLL)年|[两二三四五六七八九十\d#]年(?:来|间|以来)|(?<!今年)(?<!本年)(?<!一年)(?<!年度)以来"
)
_EARLIER = compiled(
    r"(?:较|比|同)[^#，；。]{0,12}(?:[增减升降多少涨]|持平)|(?:增加|增长|减少|下降|上升|多|少)了?#|同比|环比|同期|去年同|历[年史]|(?<!今年)(?<!本年)(?<!一年)(?<!年度)以来|平均|月均|日均|每(?:年|月|季|周|天)"
    r"|季度|半年|(?<!\d)\d{1,2}月(?!31日)|近[一二两三四五#\d]{1,2}年|占(?:比|总)"
)
_CUMULATIVE = compiled("累计|截[至止]")
_THIS_YEAR = compiled(r"TTTT年|本年|今年|全年|年内|当年|(?<![\dLN])年[底末]|本报告年|报告期|统计期|年度(?!.{0,4}结转)")
_YEAR = compiled(r"(?P<own>TTTT年|本年|今年|当年)|(?P<other>(?:LLLL|NNNN|(?<!\d)20\d\d)年|上一?年|去年|前年|往年)")
_MONTHS = compiled(
    r"(?<![\d日])(?!0?1月?份?(?:至|到|[-—–－~～])+12月)\d{1,2}月?份?(?:至|到|[-—–－~～])+\d{1,2}月(?:份|底|末)?(?!\d)"
    r"|[上下]半年|[一二三四首前#]个?季度|(?<![\d至到截止])(?!12月)\d{1,2}月份?(?=，)|[前后头#]个月"
)
"""A part of the year."""
_CARRIED = compiled(
    "^.?(?:LLLL年|NNNN年|20..年|上一?年|去年|前年|往年)度?(?:末|底|未办结|的|申请)?(?:结转|转结|遗留|转入|接续|延续)|^[至到较比转同于入和]"
)
_ASIDE = compiled("（[^（）]*）")
_NARROW = (
    r"[省市县区州旗](?:人民)?政府(?:本级|办公[室厅]|办(?![理公结复件事])|系统)|(?:[省市县区州旗]|本)本?级(?:机关|部门|单位)?"
    r"|各(?:有关|相关|级)?(?:县|市|区|乡|镇|街道|部门|单位|股室|科室|处室|地)|[市县区省州旗]直|[县市区省州]级(?:部门|单位)|(?:乡镇|镇街|街道|基层)(?:街道|部门|单位|政府|办事处)?(?=[^#，；。]{0,8}#)"
    r"|名义|下属|所属|局属|直属|二级(?:机构|单位)|(?<![我本])分局|派出机构|其他部门|其他单位|部门(?=[^#，；。]{0,6}#)"
)
_WIDE = "全(?:[市县区省州旗盟]|地区|系统)"
_BEGIN = (
    r"(?:(?<=^)|(?<=[，；：。、）中])|(?<=年度)|(?<=年)(?![度初末底内来终以]))"
    r"(?![我本全向由对将经在按以为与和及因]|通过|收到|受理|办理|答复|其中|根据|配合|协助|会同|依托|加强)"
)
_ACTS = "(?=(?:[共分总合新计未没已按依全今本被]|累计|分别|一共)*(?:#|收到|受理|接收|新收|接到|办理|办结|答复|发生|收办|承办|制发|制定|出台|印发|作出|实施))"
_NAMED = (
    rf"{_BEGIN}(?:(?:(?![我本全年向由])[\u4e00-\u9fff]){{1,12}}?(?:局|委员会|委|厅|镇|乡|街道|支队|大队)(?!部|面)"
    rf"|(?:(?![我本全年])[\u4e00-\u9fff]){{2,16}}?(?:办事处|办公室|政府|中心|管委会|学校|医院){_ACTS})"
)
_SCOPE = compiled(
    f"(?P<named>{_NAMED})|(?P<narrow>{_NARROW})|(?P<wide>{_WIDE})|(?P<mine>(?<!涉及)(?<!涉)(?<!对)(?<!由)我(?:[局委厅办县市区镇乡街处队馆校院会社旗州盟省署]|分局|支队|大队|总队|中心|单位|机关|管委会|公司)|本(?:机关|单位|部门|中心|处|馆|院|校|分局|支队|大队|局|办|委|厅|县|市|区|镇|乡|街道)(?!级))"
)
_REGIONS = frozenset(("government", "town", "subdistrict"))


_PART = compiled("其中|#[件宗条份][^#，；。]{0,12}(?<!其)中，")
_ITS_REQUEST = compiled("[^#，；。公开]{0,6}申请")
_ATTRIBUTES = compiled(
    "(?:属性|标注|(?:公文|发文|拟文|制文|行文|文件|文稿)[^。]{0,60}主动公开[^#，；。、]{0,8}#)(?:(?!申请(?!公开))[^。])*$"
)
"""Documents by whether they are to be disclosed: what follows in the same list is so too."""
_UNRELATED = compiled(
    "(?:（[^（）]{0,30}）|[，、；]?[^#。（）]{0,12}){0,2}[，；（]?[^#，；。]{0,6}(?:(?:不属于?|不涉及|并?非|不是)(?:政府|政务)?信息公开|与(?:政府|政务)?信息公开[^#，；。]{0,6}无关)"
)
_AS_JUDGE = compiled(
    "备案的?[^，；。#]{0,24}(?:复议|诉讼)[^；。]{0,20}$|作为(?:行政)?复议机[关构](?:(?!被申请|被告)[^。])*$|复议机[关构](?:共|依法|全年)*(?:办理|受理|审理)(?:(?!被申请|被告)[^。])*$"
)
"""Cases that were registered somewhere, or that the organ decides: what follows in the same list was so too."""
_KINDS_OF_CASES = compiled("[（，](?:其中)?[^#，；。（）]{0,8}(?:信息公开|政务公开)[^#，；。（）]{0,8}#")
"""How many of the cases just counted are on government information: the others are not."""


def in_scope(
    report: Report, topic: str, passage: Passage, span: Span, *, carried: bool = False, part: bool = False
) -> bool:
    """Whether what stands at a place of a passage is said of the report's own organ and year, and of all of it.

    ``carried`` is for what is said of the year before or after; ``part`` for what may be a part (其中) of another figure.
    """
    text = marked(report)
    place = clause(text, passage, *span)
    words = text[place.start : place.end]
    if _THINGS.search(words) or _EARLIER.search(words):
        return False
    before = _ASIDE.sub("", text[passage.span.start : span.start])
    if _of_a_stretch(_SEVERAL, before) or _of_a_stretch(_MONTHS, before) or _of_others(topic, before, words):
        return False
    if _of_other_matters(topic, before + words, text[place.end : passage.span.end]):
        return False
    if not part and _PART.search(compiled("[；：（]").split(before)[-1]):
        return False
    if not carried and not _of_this_year(before, words):
        return False
    return _of_this_organ(report, before)


def _of_a_stretch(stretch: re.Pattern[str], before: str) -> bool:
    """Whether a stretch of years or of months is named before a place, and no single year after it."""
    last = _last(stretch, before)
    return bool(last and not _THIS_YEAR.search(before, last.end()))


def _of_other_matters(topic: str, before: str, after: str) -> bool:
    """Whether what is counted at a place is not on government information, or is documents by their kind of disclosure (公文属性), or cases that
    the organ decides itself."""
    if _UNRELATED.match(after):
        return True
    if topic == "disputes":
        return bool(_AS_JUDGE.search(before) or _KINDS_OF_CASES.match(after))
    return topic == "requests" and bool(_ATTRIBUTES.search(before))


def _of_others(topic: str, before: str, words: str) -> bool:
    """Whether a clause that names no subject follows one on other things: letters came in, so many were answered."""
    subject = _SUBJECTS[topic]
    if subject.search(words):
        return False
    found = max((m.end() for p in (_THINGS, compiled(_OBJECTS[topic])) if (m := _last(p, before))), default=0)
    return bool(found) and not subject.search(before, _after_object(before, found))


def _after_object(before: str, at: int) -> int:
    """Where the name of another thing ends (不动产 in 不动产登记申请)."""
    named = _ITS_REQUEST.match(before, at)
    return named.end() if named else at


def _of_this_year(before: str, words: str) -> bool:
    """Whether the last year named before a place is the report's, and what adds up over years begins with it.  A year may also be named for
    what was carried in from it or out to it (2022年度结转…)."""
    last = _last(_YEAR, before)
    if last and last["other"] and not _CARRIED.search(before[max(0, last.start() - 1) : last.end() + 6]):
        return False
    return not _CUMULATIVE.search(words) or bool(_THIS_YEAR.search(before + words))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match in a short text."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _of_this_organ(report: Report, before: str) -> bool:
    """Whether the last organ or region named before a place is the report's own."""
    last = _last(_SCOPE, before)
    if last is None or last["mine"]:
        return True
    organ = report.title.organ if report.title else ""
    if last["wide"]:
        return report.organ_kind in (None, *_REGIONS)
    if last["named"]:
        if report.organ_kind in _REGIONS and compiled("[局委厅]$|委员会$|中心$|队$|政府办(?:公[室厅])?$").search(
            last["named"]
        ):
            return False  # a bureau of the region
        return not organ or same_organ(organ, last["named"])
    if report.organ_kind == "subdistrict" and last["narrow"].startswith("街道"):
        return True
    named = compiled("政府办公[室厅]|政府办").search(last["narrow"])
    return bool(named and organ and compiled("政府办公[室厅]$|政府办$").search(organ))


# --- what a list is a part of ---

_LONGEST_LIST = 32
"""No list that divides a number has more numbers."""
_COUNTED = frozenset(("", "件", "件次", "份", "宗", "条", "起", "例", "次"))
_TOTAL = {
    "requests": compiled(
        "申请(?!人)|依申请|办结|答复|办复|回复|办理|受理|收到|接收|接到|新收|结转|案卷|评查|抽[取查选]|审查|^(?:以上)?(?:共计?|合计|总计|总共)#+[件宗份]"
    ),
    "disputes": compiled("复议|诉讼|起诉|案件|审结"),
}
_LISTED = compiled(
    "(?:予以|部分|同意|全部)公开|不予|不同意公开|无法提供|其[他它](?:方式)?处理|维持|纠正|其[他它]结果|[未在]审|审理中|下一?年|次年|翌年|NNNN"
)


def of_another_whole(
    report: Report, topic: str, passage: Passage, at: int, wholes: frozenset[Decimal], beside: frozenset[int]
) -> bool:
    """Whether the list that holds a place divides another number than one of the ``wholes``: requests of one kind, cases that were looked through.

    The number that a list divides is the one before its bracket, or the last one before it that counts requests or cases by something else
    than what became of them, and is none of the list's own (``beside``, where those begin).  Numbers that add up to a whole before them
    (收到10件，网上申请6件，信函申请4件) divide it and are over.
    """
    text = marked(report)
    start = passage.span.start
    opened = _opened(text, start, at)
    told = [f for f in _figures(report, Span(start, at))[-_LONGEST_LIST:] if f.unit in _COUNTED and not f.approximate]
    if opened >= 0:
        inside = [f for f in told if f.number.start > opened]
        if not any(f.number.start not in beside and _totals(text, topic, passage, f) for f in inside):
            head = next((f for f in reversed(told) if f.span.end <= opened), None)
            return bool(head and opened - head.span.end <= 3 and head.value not in wholes)
        told = inside
    else:
        told = [f for f in told if _opened(text, start, f.number.start) < 0]
    carried = False
    for i in reversed(range(len(told))):
        words = "" if told[i].number.start in beside else _totals(text, topic, passage, told[i])
        if not words:
            continue
        if told[i].value in wholes or _exhausts(told, i, wholes):
            return False
        if "结转" not in words or compiled("结转的?#+[件份宗条]?[^#]{0,8}(?:中|结果|办理|答复)").search(words):
            return True
        carried = True
    return carried


def _figures(report: Report, span: Span) -> tuple[Figure, ...]:
    """The figures whose numbers begin in a span."""
    found = figures(report)
    first, last = (bisect_left(found, at, key=lambda figure: figure.number.start) for at in span)
    return found[first:last]


def _totals(text: str, topic: str, passage: Passage, figure: Figure) -> str:
    """The clause of a number that counts all that a list then divides; empty where it counts something else."""
    near = Span(max(passage.span.start, figure.number.start - 60), passage.span.end)
    place = clause(text, passage._replace(span=near), figure.number.start, figure.span.end)
    words = text[place.start : place.end]
    return words if _TOTAL[topic].search(words) and not _LISTED.search(words) and not _EARLIER.search(words) else ""


def _exhausts(told: list[Figure], last: int, wholes: frozenset[Decimal]) -> bool:
    """Whether a number is the last of those that add up to a whole before them."""
    total = Decimal(0)
    for i in range(last, 0, -1):
        total += told[i].value
        if total == told[i - 1].value and total in wholes:
            return True
    return False


def _opened(text: str, start: int, at: int) -> int:
    """Where the bracket begins that a place stands in; -1 where it stands in none."""
    opened = text.rfind("（", start, at)
    return opened if opened >= 0 and text.find("）", opened, at) < 0 else -1


def phrase(report: Report, span: Span) -> str:
    """The words of a claim, shortened in the middle."""
    words = report.words(span)
    return words if len(words) <= 30 else f"{words[:12]}……{words[-16:]}"


# --- cells ---


class Sum(NamedTuple):
    """A sum of cells of a table, each with its sign, and its value: None where a cell holds no number."""

    cells: tuple[Cell, ...]
    signs: tuple[int, ...]
    value: int | Decimal | None

    @property
    def parts(self) -> str:
        """The sum spelled out, without zeros: 26＋20."""
        shown = [(sign, c) for sign, c in zip(self.signs, self.cells, strict=True) if c.value or len(self.cells) < 3]
        return "".join(f"{'＋' if sign > 0 else '－'}{c.raw or c.value}" for sign, c in shown).removeprefix("＋")


@lru_cache(maxsize=512)
def terms(stated: str, table: str, edition: int) -> tuple[tuple[int, str, str], ...]:
    """What a rule file states as a sum (新收 + 上年结转, 新收.自然人, 总计 - 上年结转): for each cell its sign, row and column.  A cell without a column is in
    the last one of its row; a part of the form stands for its rows."""
    form = load_form().table(table, edition)
    found = []
    sign = 1
    for word in stated.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
            continue
        name, _, column = word.partition(".")
        for row in form.expand(name):
            columns = form.by_name[row].columns if row in form.by_name else ()
            found.append((sign, row, column or (columns[-1] if columns else "")))
    return tuple(found)


def unknown_cells(stated: str, table: str, edition: int) -> list[str]:
    """The cells of a stated sum that the form does not have."""
    rows = load_form().table(table, edition).by_name
    return [
        f"{row}.{column}"
        for _, row, column in terms(stated, table, edition)
        if row not in rows or column not in rows[row].columns
    ]


@lru_cache(maxsize=128)
def evaluate(report: Report, table: str, stated: str) -> Sum | None:
    """A stated sum of the report's table; None where the table, or one of the cells, was not found."""
    found = report.tables.get(table)
    if found is None:
        return None
    keys = terms(stated, table, found.edition)
    signs = tuple(sign for sign, _, _ in keys)
    try:
        cells = tuple(_cell(found, row, column) for _, row, column in keys)
    except KeyError:
        return None
    total: int | Decimal = 0
    for sign, cell in zip(signs, cells, strict=True):
        if cell.value is None:
            return Sum(cells, signs, None)
        total += sign * cell.value
    return Sum(cells, signs, total) if cells else None


def _cell(table: Table, row: str, column: str) -> Cell:
    """A cell by the names of the form of 2021; the form of 2019 calls 本年处理决定数量 处理决定数量."""
    cell = table.cell(row, column) or table.cell(row, column.removeprefix("本年"))
    if cell is None:
        raise KeyError(row, column)
    return cell


def guessed(report: Report, table: str, sum_: Sum) -> bool:
    """Whether a row of the sum was read by a fallback."""
    return any(report.tables[table].rows[cell.row].read == "inferred" for cell in sum_.cells)


def explained(report: Report, table: str, sum_: Sum, step: int | Decimal) -> bool:
    """Whether the table itself is known to be wrong where it differs from the text by ``step``: the row of a cell does not add up, or
    a column's sum fails that would hold with the text's number.  Another rule speaks of that."""
    form = load_form().table(table, report.tables[table].edition)
    keys = {(cell.row, cell.column) for cell in sum_.cells}
    rows = {cell.row for cell in sum_.cells}
    for name, identity in form.identities.items():
        for outcome in outcomes(report, Equation(table, name)):
            if outcome.holds is not False or outcome.sums is None:
                continue
            if identity.each == "row":
                if outcome.subject in rows:
                    return True
            else:
                left, right = keys & set(outcome.left), keys & set(outcome.right)
                difference = outcome.sums[1] - outcome.sums[0]
                if (left and step == difference) or (right and step == -difference):
                    return True
    return False


def related(report: Report, table: str, sum_: Sum) -> tuple[Related, ...]:
    """The cells of a sum that are not zero, each with its printed row, as places that belong to a fault; the first one where all are zero."""
    form = load_form().table(table, report.tables[table].edition)
    shown = [cell for cell in sum_.cells if cell.value] or list(sum_.cells[:1])
    return tuple(Related(cell.span, *_labelled(form, cell)) for cell in shown[:8])


def _labelled(form: FormTable, cell: Cell) -> tuple[str, str]:
    label = form.by_name[cell.row].label
    value = cell.raw or str(cell.value)
    return f"表{form.number}“{label}”{cell.column}：{value}", f"table {form.number}, {label}, {cell.column}: {value}"
