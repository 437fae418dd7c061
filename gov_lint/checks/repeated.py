"""One thing counted twice in the prose, with two results: 主动公开政府信息22条 … 主动公开政府信息55条."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from gov_lint.context import Counted, counted
from gov_lint.figures import Figure, marked
from gov_lint.nouns import Fault, Related, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import breaks, prose_spans, sentences

FACTS = ("metric", "printed", "other")


class Options(NamedTuple):
    """None: a thing is the same only where nothing but words that say nothing of it (全年, 共, 我局) parts its two names."""


class _Claim(NamedTuple):
    """What is counted, by the words that tell it from others, and the figure."""

    metric: str
    figure: Figure


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at the second of two claims that differ, once for each thing."""
    first: dict[tuple[str, str], _Claim] = {}
    told: set[tuple[str, str]] = set()
    text = report.text
    for claim in _claims(report):
        key = (claim.metric, claim.figure.unit)
        known = first.setdefault(key, claim)
        if key in told or _agree(known.figure, claim.figure):
            continue
        told.add(key)
        printed, other = (text[f.span.start : f.span.end] for f in (claim.figure, known.figure))
        related = Related(known.figure.span, f"此处是{other}", f"here it is {other}")
        yield Fault(claim.figure.span, {"metric": claim.metric, "printed": printed, "other": other}, (related,))


def _agree(one: Figure, other: Figure) -> bool:
    """Whether two figures may be one number, printed more or less exactly."""
    give = sum((f.step / 2 for f in (one, other) if f.scale or f.step != 1), Decimal())
    return abs(one.value - other.value) <= give


# --- what is counted ---

_VERB = (
    "主动公开|公开发布|公开|发布|公布|推送|制作|发表|刊发|编发|刊登|召开|举办|举行|组织|开展|新增|更新|办理|承办|制发|出台|回应|回复|答复|收到|受理"
    "|接待|编制|印发|报送"
)
_METRIC = compiled(
    rf"(?P<where>[^，。；、：]{{0,16}}?)(?P<verb>{_VERB})(?P<what>(?:[\u4e00-\u9fff]|“[^”]{{1,12}}”){{0,14}})"
)
_IDLE = compiled(
    r"T{4}年度?|本年度?|全年|一年来|年内|当年|今年|年度|共计|累计|合计|总计|一共|总共|总|共|已经|已|均|还|也|另|并|则|先后|分别|及时|依法|依规|规范|积极|持续|不断|通过|利用|依托"
    r"|经由|在|上(?!级|传|报|线|门)|向社会|对外|面向社会|我[局办委厅]|本[局办委厅]|本机关|本单位|我单位|本街道|街道办事处|我街道|镇政府|乡政府|我[镇乡]|达到?|为|是|了|的|约|数量|总数|总量|条数|件数|数"
)
_GENERAL = compiled("^(?:各级各类|各类|各项|各种|有关|相关)?(?:政府信息|政府公开信息|信息)?(?:公开)?$")
_THINGS = compiled(
    r"^(?:各类|各项|相关)?(?:政策解读|解读材料|政策解读材料|解读信息|解读|新闻发布会|发布会|政府公报|公报|(?:政务公开|政府信息公开|信息公开)(?:工作|业务|专题)*培训(?:会|班|活动)?|工作动态|政务动态|动态信息"
    r"|(?:图文|视频|图片|图表)解读|政策图解|图解|(?:群众|网民|网友|公众)留言|[县市区]长信箱来信|通知公告|政府开放日活动|政务开放日活动|行政规范性文件|规范性文件|政策文件|政府文件|政务信息|工作信息|人大代表建议|政协提案|代表建议|人大建议|建议提案|意见建议|重大决策预公开|常务会议"
    r"|视频|短视频|图文|稿件|文章|原创信息|简报|政府信息公开申请|信息公开申请|依申请公开|依申请公开申请)$"
)
_WHERE = compiled(
    r"(?P<scope>[全我本各][省市县区州镇乡旗]|本街道|[省市县区州]本级|[省市县区州镇乡](?:人民)?政府(?!网|门|信|公))?"
    r"(?P<channel>[\u4e00-\u9fff]{0,8}(?:网站|官网|公众号|公众平台|微信|微博|抖音号?|头条号?|视频号|新媒体|公开平台|公开专栏|政务网|公报|公开栏|宣传栏))?"
)
_PART = compiled(
    "LLLL|NNNN|20\\d\\d年|其中|包括|分别|季度|上半年|下半年|第[一二三四]|月|上年|去年|上一年|往年|同期|较|比上|历年|以来|平均|每|人均|截至|截止|示范|试点|另有|另外|剩余|未|不|拟|将|计划|力争|目标|要求"
)
_ASIDE = compiled(
    r"^(?:T{4}年度?|本年度?|全年|一年来|年内|据统计|经统计|统计期内|TTTT年1月1日至(?:TTTT年)?12月31日|我(?:[局办委厅县市区州镇乡]|单位|街道)|本(?:[局办委厅县市区州镇乡]|机关|单位|街道)|[^，。；：]{2,20}(?:局|委员会|办公室|厅|中心|人民政府|街道办事处))$"
)
_TABLED = compiled("申请|依申请|规范性文件|规章")
"""What the mandated tables count, and rules of their own compare."""


class _Candidate(NamedTuple):
    """A figure that may be a claim's: its clause, its sentence, and from where on that has what the figure is of."""

    figure: Figure
    clause: Span
    sentence: Span
    begun: int
    since: int
    """Where the sentence with figures before this one ends."""


def _claims(report: Report) -> Iterator[_Claim]:
    """The claims of the prose on the whole of a thing in the report's year, in the order of the text; only those that others may contradict."""
    text = marked(report)
    bodies = {item.body.start for item in report.items} | {section.body.start for section in report.sections}
    candidates = list(_candidates(report, text, bodies))
    values: dict[str, set[Decimal]] = {}
    for candidate in candidates:
        values.setdefault(candidate.figure.unit, set()).add(candidate.figure.value)
    for candidate in candidates:
        if len(values[candidate.figure.unit]) > 1:
            headed = candidate.sentence.start in bodies or candidate.begun
            metric = _metric(text, candidate, _organ(report), "" if headed else _heading(report, text, candidate))
            if metric:
                yield _Claim(metric, candidate.figure)


def _organ(report: Report) -> str:
    return report.title.organ if report.title else ""


def _candidates(report: Report, text: str, bodies: Container[int]) -> Iterator[_Candidate]:
    """The figures that alone have a clause, and nothing before it in its sentence that may limit what it says."""
    marks = [section.heading.start for section in report.sections]
    numbers = [0, *(section.number for section in report.sections)]
    organ = _organ(report)
    since = 0
    for sentence in counted(report):
        span = sentence.span
        for figure, clause in _clauses(text, sentence) if numbers[bisect_right(marks, span.start)] in _SECTIONS else ():
            begun = _begun(report, text, span, figure, headed=span.start in bodies)
            earlier = list(islice(_PIECE.finditer(text, span.start, clause.start), _LONGEST))
            if len(earlier) < _LONGEST and _whole(text, clause, figure, earlier, organ, begun):
                yield _Candidate(figure, clause, span, begun, since)
        since = span.end


def _clauses(text: str, sentence: Counted) -> Iterator[tuple[Figure, Span]]:
    """The clauses of a sentence that have one figure and may count something, at a glance."""
    span, own = sentence
    before = span.start
    for at, figure in enumerate(own):
        place, last = figure.span.start, at + 1 == len(own)
        if _countable(figure) and _VERBS.search(text, before, place):
            least = max(before, place - _WIDEST)
            begun = _UP_TO.match(text, least, place)
            start = begun.end() if begun else least
            alone = start > least or (not at and start == span.start and place - start < _WIDEST)
            mark = _MARK.search(text, place, span.end if last else own[at + 1].span.start)
            if alone and (mark or last) and _may_count(text, start, place):
                yield figure, Span(start, mark.start() if mark else span.end)
        before = place


_PIECE = compiled("[^，；：。、？！（）\t\n]+")
"""A clause."""
_MARK = compiled("[，；：。、？！（）\t\n]")
_UP_TO = compiled("(?s:.*[，；：。、？！（）\t\n])?")
"""All before the clause of a place."""
_WIDEST = 60
"""How many characters stand before a figure in its clause, at most."""
_SECTIONS = (0, 1, 2, 5, 6)
"""The sections that tell of what was made public and done, or what was wanting in it."""


def _heading(report: Report, text: str, candidate: _Candidate) -> str:
    """The sentence before a candidate's, if it has no figure."""
    edges = breaks(report)
    for prose in reversed(prose_spans(report)):
        gap = Span(max(prose.start, candidate.since), min(prose.end, candidate.sentence.start))
        for span in reversed(list(sentences(text, gap, edges)) if gap.start < gap.end else ()):
            if _PIECE.search(text, span.start, span.end):
                return text[span.start : span.end]
    return ""


def _without_self(words: str, organ: str) -> str:
    """Words without the organ's own name at their beginning, or its last letters (县民政局 of 璟山县民政局)."""
    words = compiled(r"^(?:T{4}年度?|全年|本年度?|年内)+").sub("", words)
    for length in range(min(len(organ), len(words)), 2, -1):
        if organ.endswith(words[:length]):
            return words[length:]
    return words


_HEADING = 24
"""A sentence of fewer characters without a figure may be a heading that limits what follows it."""


_LONGEST = 12
"""How many clauses stand before a claim in its sentence, at most."""
_VERBS = compiled(
    "公[开布]|发布|推送|制作|发表|刊|召开|举[办行]|组织|开展|新增|更新|办理|承办|制发|出台|回[应复]|答复|接待|编[制发]|印发|报送"
)


def _countable(figure: Figure) -> bool:
    """Whether a figure is an exact one of things."""
    return not figure.approximate and figure.unit not in ("", "%", "元", "个百分点")


def _may_count(text: str, start: int, place: int) -> bool:
    """Whether a clause has a verb before its figure, and no word that makes it one of a part, at a glance."""
    return _VERBS.search(text, start, place) is not None and not _PART.search(text, max(start, place - 48), place)


_FRESH = compiled("T{4}年|全年|本年度?|年内|一年来")


def _begun(report: Report, text: str, sentence: Span, figure: Figure, *, headed: bool) -> int:
    """Where a new line of a figure's sentence begins anew (全年…), after a heading without a full stop, or what follows the colon of the rest
    of a sub-item's heading (``headed``); 0 where none does."""
    start, place = sentence.start, figure.span.start
    if headed:
        colon = text.find("：", start, place)
        if colon > 0 and _FRESH.match(text, colon + 1):
            return colon + 1
    lines = report.squeezed.lines
    at = bisect_right(lines, place) - 1
    while at >= 0 and lines[at] > start:
        if _FRESH.match(text, lines[at]):
            return lines[at]
        at -= 1
    return 0


def _whole(text: str, clause: Span, figure: Figure, earlier: Sequence[re.Match[str]], organ: str, begun: int) -> bool:
    """Whether the words of a clause, and all before it in its sentence (from ``begun`` on), leave no doubt that it counts the whole."""
    start, end = max(clause.start, begun), figure.span.start
    if not 0 < end - start <= 48 or _PART.search(text, start, end) or _LATER.search(text, figure.span.end, clause.end):
        return False
    for other in earlier:
        said = text[max(other.start(), begun) : other.end()]
        if other.end() > begun and not _ASIDE.match(said) and not (organ.endswith(said) and len(said) > 2):
            return False
    return not (earlier and clause.start > begun and text[clause.start - 1] in "：（、")


def _metric(text: str, candidate: _Candidate, organ: str, before: str) -> str:
    """What a clause counts; empty where its words or the heading ``before`` it do not tell."""
    figure, clause = candidate.figure, candidate.clause
    words = text[max(clause.start, candidate.begun) : figure.span.start]
    rest = text[figure.span.end : clause.end]
    if before and len(before) < _HEADING and compiled("方面|领域|[：:]|^[一二三四五六七八九十]是").search(before):
        return ""
    bare = compiled(_ORDINAL).sub("", words)
    match = _METRIC.fullmatch(_IDLE.sub("", _without_self(bare, organ)))
    where = _WHERE.fullmatch(match["where"]) if match else None
    if not match or not where:
        return ""
    channel = where["channel"] or ""
    scope = "" if channel and where["scope"] and where["scope"][0] in "我本" else where["scope"] or ""
    what = match["what"] + rest
    if _TABLED.search(what):
        return ""
    if _GENERAL.match(what):
        what = ""
        if not compiled("公开|发布|公布|推送|更新").search(match["verb"]):
            return ""
    elif not _THINGS.match(what):
        return ""
    return scope + channel + match["verb"] + what


_ORDINAL = r"^(?:（?[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.．、]|[一二三四五六七八九十]{1,2}[是、])"
_LATER = compiled("其中|以上|左右|次|（|较|比|的")
