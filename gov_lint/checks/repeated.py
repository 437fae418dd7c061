"""One thing counted twice in the prose, with two results: 主动公开政府信息22条 … 主动公开政府信息55条."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gov_lint.figures import Clause, Figure, clauses, marked
from gov_lint.nouns import Fault, Related, Report, Span
from gov_lint.patterns import compiled

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
    r"|通知公告|政府开放日活动|政务开放日活动|行政规范性文件|规范性文件|政策文件|政府文件|政务信息|工作信息|人大代表建议|政协提案|代表建议|人大建议|建议提案|意见建议|重大决策预公开|常务会议"
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


@lru_cache(maxsize=8)
def _claims(report: Report) -> tuple[_Claim, ...]:
    """The claims of the prose on the whole of a thing in the report's year, in the order of the text."""
    text = marked(report)
    organ = report.title.organ if report.title else ""
    found: list[_Claim] = []
    sentence: list[Clause] = []
    short = ""
    bodies = {item.body.start for item in report.items} | {section.body.start for section in report.sections}
    current = Span(-1, -1)
    counted = False
    for clause in clauses(report):
        if clause.sentence is not current and clause.sentence != current:
            short = "" if counted else text[current.start : current.end] if current.start >= 0 else ""
            current, sentence, counted = clause.sentence, [], False
        sentence.append(clause)
        if not clause.figures:
            continue
        counted = True
        if len(clause.figures) == 1 and len(sentence) < _LONGEST and _may_count(text, clause):
            begun = _begun(report, text, clause, headed=current.start in bodies)
            limits = "" if current.start in bodies or begun else short
            claim = _claim(text, clause, sentence, organ, limits, begun)
            if claim:
                found.append(claim)
    return tuple(found)


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


def _may_count(text: str, clause: Clause) -> bool:
    """Whether a clause has a verb and a figure of the kind, at a glance."""
    figure = clause.figures[0]
    return (
        clause.section in (0, 1, 2, 6)
        and figure.span.start - clause.span.start < 60
        and not figure.approximate
        and figure.unit not in ("", "%", "元", "个百分点")
        and _VERBS.search(text, clause.span.start, figure.span.start) is not None
        and not _PART.search(text, max(clause.span.start, figure.span.start - 48), figure.span.start)
    )


_FRESH = compiled("T{4}年|全年|本年度?|年内|一年来")


def _begun(report: Report, text: str, clause: Clause, *, headed: bool) -> int:
    """Where a new line of a clause's sentence begins anew (全年…), after a heading without a full stop, or what follows the colon of the rest of
    a sub-item's heading (``headed``); 0 where none does."""
    if headed:
        colon = text.find("：", clause.sentence.start, clause.figures[0].span.start)
        if colon > 0 and _FRESH.match(text, colon + 1):
            return colon + 1
    lines = report.squeezed.lines
    at = bisect_right(lines, clause.figures[0].span.start) - 1
    while at >= 0 and lines[at] > clause.sentence.start:
        if _FRESH.match(text, lines[at]):
            return lines[at]
        at -= 1
    return 0


def _claim(text: str, clause: Clause, sentence: list[Clause], organ: str, before: str, begun: int) -> _Claim | None:
    """What a clause counts, where its words and all before it in its sentence (from ``begun`` on) leave no doubt that it is the whole."""
    figure = clause.figures[0]
    if figure.approximate or not figure.unit or figure.unit in ("%", "元", "个百分点"):
        return None
    words = text[max(clause.span.start, begun) : figure.span.start]
    rest = text[figure.span.end : clause.span.end]
    if not words or len(words) > 48 or _PART.search(words) or _LATER.search(rest):
        return None
    for other in sentence[:-1]:
        said = text[max(other.span.start, begun) : other.span.end]
        if other.span.end > begun and not _ASIDE.match(said) and not (organ.endswith(said) and len(said) > 2):
            return None
    if (
        text[clause.span.start - 1 : clause.span.start] in ("：", "（", "、")
        and len(sentence) > 1
        and clause.span.start > begun
    ):
        return None
    if before and len(before) < _HEADING and compiled("方面|领域|[：:]|^[一二三四五六七八九十]是").search(before):
        return None
    bare = compiled(_ORDINAL).sub("", words)
    match = _METRIC.fullmatch(_IDLE.sub("", _without_self(bare, organ)))
    where = _WHERE.fullmatch(match["where"]) if match else None
    if not match or not where:
        return None
    channel = where["channel"] or ""
    scope = "" if channel and where["scope"] and where["scope"][0] in "我本" else where["scope"] or ""
    what = match["what"] + rest
    if _TABLED.search(what):
        return None
    if _GENERAL.match(what):
        what = ""
        if not compiled("公开|发布|公布|推送|更新").search(match["verb"]):
            return None
    elif not _THINGS.match(what):
        return None
    return _Claim(scope + channel + match["verb"] + what, figure)


_ORDINAL = r"^(?:（?[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.．、]|[一二三四五六七八九十]{1,2}[是、])"
_LATER = compiled("其中|以上|左右|次|（|较|比|的")
