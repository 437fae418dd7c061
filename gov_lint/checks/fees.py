"""What a report says of the information processing fee (信息处理费), against itself and against table 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from gov_lint.nouns import Cell, Fault, Related, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import (
    Amount,
    breaks,
    find_amounts,
    find_years,
    number,
    prose_spans,
    sentences_with,
    within,
    without_citations,
)

FACTS = ("denial", "claim", "count", "noticed", "collected", "reason", "reason_en")


class Options(NamedTuple):
    """What is a fault: the fee denied and claimed (``contradiction``); notices, their sum and the sum collected that cannot all be
    right (``notice``); requests closed for an unpaid fee in ``row`` of ``table`` where the text denies any notice or fee (``unpaid``)."""

    find: Literal["contradiction", "notice", "unpaid"]
    table: str = "申请"
    row: str = "逾期不缴费"
    carried: str = "上年结转"
    unfinished: tuple[str, ...] = ("其他", "结转下年")
    total: str = "总计"


class _Clause(NamedTuple):
    """A stretch between two marks of punctuation, and its sentence."""

    span: Span
    words: str
    sentence: str
    at_home: bool
    """Whether it stands in section six, where a fee without a name is this one."""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """At most one fault."""
    clauses = _clauses(report)
    if not clauses:
        return
    if options.find == "contradiction":
        yield from _contradiction(clauses)
    elif options.find == "notice":
        yield from _notice(report, clauses, options)
    else:
        yield from _unpaid(report, clauses, options)


_ABOUT = "处理费|收费通知|费用|收取|收费|缴费|缴纳"
_NAMED = (
    "(?:信息|公开|申请|产生|收取|收到)处理费|信息处理费|公开费|费通知|申请[^，。；]{0,12}(?:收取[^，。；]{0,6}|收)费"
)
"""What tells that a sentence outside of section six is about this fee."""
_OWN_NAME = (
    "(?:信息|公开|申请|收取|收到|缴纳|产生|征收|的|了)处理费|^处理费|公开费|[收缴交免付]费|费用|费通知|费情况|该费"
)
_HOME = 6
_MOST = 40
"""How many clauses that deny a fee, and how many that claim one, are compared."""
_OTHER_FEE = "事业性收费|涉企|教育收费|物业|停车|医疗|学费|水费|电费|社会保险|保费|税费|罚"
_LONGEST = 3000
"""How many characters a sentence has at most."""


@lru_cache(maxsize=8)
def _clauses(report: Report) -> tuple[_Clause, ...]:
    """The clauses about the fee and about the report's year, outside of the tables."""
    masked = without_citations(report.text)
    edges = breaks(report)
    home = next((section.body for section in report.sections if section.number == _HOME), None)
    found: list[_Clause] = []
    for prose in prose_spans(report):
        for span in sentences_with(compiled(_ABOUT), masked, prose, edges):
            if span.end - span.start > _LONGEST:
                continue
            sentence = masked[span.start : span.end]
            if "处理费" not in sentence and compiled(_OTHER_FEE).search(sentence):
                continue
            other = False
            for match in _PIECE.finditer(sentence):
                words = match.group()
                years = [year for _, year in find_years(words, Span(0, len(words)))] if "年" in words else ()
                if years:
                    other = report.year is not None and _of_another(words, years, report.year)
                if not other and not ("年" in words and compiled("上年|上一年|去年|往年").search(words)):
                    place = Span(span.start + match.start(), span.start + match.end())
                    at_home = home is not None and home.start <= span.start < home.end
                    found.append(_Clause(place, words, sentence, at_home))
    return tuple(found)


_PIECE = compiled(r"(?:[^，；：。（）、]|(?<=\d)，(?=\d{3}))+")


def _of_another(words: str, years: Sequence[int], year: int) -> bool:
    """Whether a clause tells of another year's fee: it names no other year, or says what became of that fee in this one."""
    return year not in years or (years[0] != year and bool(compiled("收取的|于20").search(words)))


# --- denied and claimed ---

_DENIED = (
    r"(?:未|没有|没|无|不存在|零)(?:[^费元，。；]{0,14})(?:收取|产生|发生|收费|征收|收缴|涉及|缴纳)[^，。；]{0,24}"
    r"|不涉及[^，。；费元]{0,12}(?:处理费|收费|费用)"
    r"|^(?:[^费，。；]{0,20})(?:无|零)(?:信息)?(?:公开)?(?:信息)?(?:处理费|收费)"
    r"|(?:收取|产生|实收|共收|合计|收费|处理费|收到|征收)[^，。；\d]{0,16}(?<![\d.])(?:0(?:\.0{1,4})?|零)万?元"
    r"|(?:处理费|收费)(?:金额|总额|收入|数额|总金额)?(?:均|共|共计)?为(?:零|0)(?!\.)$"
)
_NO_DENIAL = (
    "检索|复制|邮寄|工本|成本|其他费|其它费|任何其他|额外|超标|标准|违规|乱收|争议|投诉|异议|逾期|未按|减免|未超|不超|通知|未缴|未予缴"
    "|没有缴|符合"
)
_CLAIM_VERB = "实收|实际收|收取|收到|共收|已收|缴纳|征收|收缴|入库|收费|缴费|产生|收入"
_NO_CLAIM = "通知|应收|应缴|应当|拟|未|没有|逾期|标准|规定|不|告知|放弃|撤|减免|退"
_SCOPE = (
    "本级|全[省市县区州镇乡旗]|下属|所属|局属|直属|各|其他|其余|其它|个别|除|另|我|本机关|本单位|市政府|县政府|区政府"
)
_OWN = frozenset({"我", "本机关", "本单位", "市政府", "县政府", "区政府"})


def _denies(clause: _Clause) -> bool:
    found = compiled(_DENIED).search(clause.words)
    return bool(found and "费" in clause.sentence and not compiled(_NO_DENIAL).search(clause.words))


def _claims(clause: _Clause) -> bool:
    """Whether a clause says that a fee was collected: a sum above zero, or a number of cases above zero."""
    if not compiled("元|[1-9]").search(clause.words) or compiled(_NO_CLAIM).search(clause.words):
        return False
    if not compiled("处理费|费用|收费|缴费").search(clause.sentence) or _of_other_fee(clause):
        return False
    verb = compiled(_CLAIM_VERB).search(clause.words)
    if not verb:
        return False
    sums = find_amounts(clause.words, Span(0, len(clause.words)))
    if sums:
        return any(amount.yuan > 0 for amount in sums) and verb.start() < sums[-1].span.end
    cases = compiled(r"(?<![\d.])([1-9]\d{0,4})(?:件|宗|名|人|笔|份)[^，。；]{0,16}收取[^，。；]{0,12}费").search(
        clause.words
    )
    charged = compiled(r"收费(?:共|：|为)?[1-9]\d{0,4}(?:件|宗|笔|份)").search(clause.words)
    return bool(cases or (charged and "处理费" in clause.sentence))


def _of_other_fee(clause: _Clause) -> bool:
    """Whether a clause is about another fee: it names one (污水处理费, 水资源费), or does not name this one where it would have to: outside of section
    six, and where table 2's own words (收费金额) or its unit of 10,000 yuan stand."""
    if compiled(_OTHER_FEE).search(clause.words) or "费" in compiled(_OWN_NAME).sub("", clause.words):
        return True
    tabular = compiled("收费金额|收费项目|许可|处罚|[万亿]元").search(clause.sentence)
    return (not clause.at_home or tabular is not None) and not compiled(_NAMED).search(clause.sentence)


def _scopes(clause: _Clause) -> frozenset[str]:
    found = compiled(_SCOPE).findall(clause.words)
    return frozenset(scope for scope in found if scope not in _OWN and scope[0] != "全")


_SUBJECT = (
    r"(?:^|[，；：。、])(?:20\d\d年度?|本年度?|全年|其中|上年度?){0,2}(?!我|本|全)"
    r"(?P<organ>(?:(?![未没无收费])[\u4e00-\u9fff]){1,24}?(?:局|委员会|委|厅|办公室|政府|管委会|办事处|中心))"
    r"(?=[未没无共全收依按对向实已均有发本在\d])"
)


def _subject(clause: _Clause) -> str:
    """The organ of which a clause tells: the last one named so far in its sentence as a subject."""
    so_far = clause.sentence[: clause.sentence.find(clause.words) + len(clause.words)]
    found = [match["organ"] for match in compiled(_SUBJECT).finditer(so_far)]
    return found[-1] if found else ""


class _Side(NamedTuple):
    """A clause that denies a fee or claims one, and of whom it tells."""

    clause: _Clause
    scopes: frozenset[str]
    organ: str
    everywhere: bool
    """Whether its sentence tells of the whole area."""


def _side(clause: _Clause) -> _Side:
    everywhere = compiled("(?:全|我)[省市县区州旗镇乡]|各").search(clause.sentence) is not None
    return _Side(clause, _scopes(clause), _subject(clause), everywhere)


def _of_others(denial: _Side, claim: _Side) -> bool:
    """Whether two clauses tell of two organs, each by its name, as a government's report on all its bureaus may; or the denial of one organ, and the
    claim of the whole area."""
    a, b = denial.organ, claim.organ
    apart = bool(a and b) and not within(a, b) and not within(b, a)
    return apart or denial.scopes != claim.scopes or bool(a and claim.everywhere)


def _contradiction(clauses: tuple[_Clause, ...]) -> Iterator[Fault]:
    claims = list(islice((clause for clause in clauses if _claims(clause) and not _denies(clause)), _MOST))
    if not claims:
        return
    claimed = [_side(clause) for clause in claims]
    for denial in map(_side, islice(filter(_denies, clauses), _MOST)):
        claim = next((side for side in claimed if not _of_others(denial, side)), None)
        if claim:
            first, second = sorted((denial.clause, claim.clause), key=lambda clause: clause.span.start)
            facts = {"denial": denial.clause.words, "claim": claim.clause.words}
            related = Related(first.span, f"与此处矛盾：{first.words}", f"contradicts: {first.words}")
            yield Fault(second.span, facts, (related,))
            return


# --- notices, their sum, the sum collected ---

_NOTICES = (
    r"收费通知(?:书|单|函)?(?:的)?(?:件数|数量|份数)?(?:共|共计|合计|为|：|有|，){0,2}(?P<a>\d{1,5}|[一二三四五六七八九十两零]{1,3})(?:件|份|次|个|张)"
    r"|(?<![\d.])(?P<b>\d{1,5}|[一二三四五六七八九十两零]{1,3})(?:件|份|次|个|张)(?:信息公开|政府信息公开|信息处理费|的|缴纳|信息处理){0,3}收费通知"
    r"|通知(?:缴费|收费)?件数(?:共|为|：)?(?P<c>\d{1,5})|通知(?:缴费|收费)(?:共|共计|合计|为|：)?(?P<d>\d{1,5})(?:件|份|宗|笔|人次)"
)
_UNSENT = "(?:未发|未出|没有发|未制发|未送达|未开具|未下达)[^，。；]{0,10}收费通知"
_NOTICED_SUM = r"通知|应收|应缴|总金额|总额|金额|涉及|合计|共计"
_COLLECTED = r"实收|实际收|实际缴|实缴|收取|收到|已缴|缴纳|入库|到账|收缴"


def _notice(report: Report, clauses: tuple[_Clause, ...], options: Options) -> Iterator[Fault]:
    """The triple of one report: how many notices, over how much, and how much came in."""
    count: tuple[int, _Clause] | None = None
    noticed: tuple[Decimal, _Clause] | None = None
    collected: tuple[Decimal, _Clause] | None = None
    for clause in clauses:
        found = compiled(_NOTICES).search(clause.words) if count is None and "通知" in clause.words else None
        if found and not compiled("^(?:其中|有)").search(clause.words):
            value = number(found["a"] or found["b"] or found["c"] or found["d"])
            count = (value, clause) if value is not None else None
        for amount in find_amounts(clause.words, Span(0, len(clause.words))) if "元" in clause.words else ():
            kind = _kind(clause, amount, count is not None)
            if kind == "collected" and collected is None:
                collected = (amount.yuan, clause)
            elif kind == "noticed" and noticed is None:
                noticed = (amount.yuan, clause)
        if count is None and "通知" in clause.words and compiled(_UNSENT).search(clause.words):
            count = (0, clause)
    if [count, noticed, collected].count(None) < 2:
        yield from _triple(report, count, noticed, collected, options)


def _kind(clause: _Clause, amount: Amount, noticed_before: bool) -> str | None:
    """Whether a sum is one that was collected or one that a notice asked for."""
    before = clause.words[: amount.span.start]
    verbs = [(m.start(), "collected") for m in compiled(_COLLECTED).finditer(before)]
    asks = [(m.start(), "noticed") for m in compiled("通知|应收|应缴").finditer(before)]
    if compiled("其中|每|标准|平均").search(before):
        return None
    if asks and (not compiled("实收|实际|实缴|到账|入库").search(before)):
        return "noticed"
    if verbs:
        return None if compiled("未|没有|拟|需").search(before) else "collected"
    if noticed_before and compiled(_NOTICED_SUM).search(before):
        return "noticed"
    return None


def _triple(
    report: Report,
    count: tuple[int, _Clause] | None,
    noticed: tuple[Decimal, _Clause] | None,
    collected: tuple[Decimal, _Clause] | None,
    options: Options,
) -> Iterator[Fault]:
    table = report.tables.get(options.table)
    carried = table.cell(options.carried, options.total) if table else None
    earlier = bool(carried and carried.value)
    facts = {"count": str(count[0]) if count else "", "noticed": _yuan(noticed), "collected": _yuan(collected)}
    if noticed and collected and collected[0] > noticed[0] and noticed[0] > 0:
        reason = {"reason": f"实收{facts['collected']}，超过通知的{facts['noticed']}"}
        reason["reason_en"] = f"{facts['collected']} collected, but notices over {facts['noticed']} only"
        yield _triple_fault(collected[1], noticed[1], facts | reason, milder=earlier)
    elif count and count[0] == 0 and ((collected and collected[0] > 0) or (noticed and noticed[0] > 0)):
        place = collected[1] if collected and collected[0] > 0 else noticed[1] if noticed else count[1]
        shown = facts["collected"] if collected and collected[0] > 0 else facts["noticed"]
        reason = {"reason": f"没有收费通知，却有{shown}", "reason_en": f"no notice of charges, but {shown}"}
        yield _triple_fault(place, count[1], facts | reason, milder=earlier)
    elif count and count[0] > 0 and noticed and noticed[0] == 0:
        reason = {
            "reason": f"有{count[0]}件收费通知，通知的金额却是0元",
            "reason_en": f"{count[0]} notices of charges, but over 0 yuan",
        }
        yield _triple_fault(noticed[1], count[1], facts | reason, milder=True)
    elif count and collected and collected[0] == 0 and _more_than_unpaid(report, count[0], options):
        reason = {
            "reason": f"有{count[0]}件收费通知，实收0元，表三逾期不缴费、其他处理和结转下年的却不到{count[0]}件",
            "reason_en": f"{count[0]} notices of charges and nothing collected, but table 3 has fewer requests that may be unpaid",
        }
        yield _triple_fault(collected[1], count[1], facts | reason, milder=True)


def _more_than_unpaid(report: Report, notices: int, options: Options) -> bool:
    """Whether there were more notices than requests that may have had one without paying, as far as the table tells."""
    table = report.tables.get(options.table)
    cells = [table.cell(row, options.total) if table else None for row in (options.row, *options.unfinished)]
    values = [cell.value for cell in cells if cell and isinstance(cell.value, int)]
    return len(values) == len(cells) and notices > sum(values)


def _triple_fault(place: _Clause, other: _Clause, facts: dict[str, str], *, milder: bool) -> Fault:
    related = () if place is other else (Related(other.span, f"见：{other.words}", f"see: {other.words}"),)
    return Fault(place.span, facts, related, severity="warning" if milder else None)


def _yuan(sum_: tuple[Decimal, _Clause] | None) -> str:
    return f"{sum_[0].normalize():f}元" if sum_ else ""


# --- the row of unpaid fees ---

_NO_NOTICE = (
    r"(?:未|没有|无|未曾)(?:向(?:任何)?申请人)?(?:发出|出具|发送|送达|下达|制发|开具|发放|印发|制作)?(?:过|任何|信息公开|信息处理费|政府信息公开){0,3}收费通知"
    r"|(?:未|没有|无)(?:产生|发生|涉及)[^，。；]{0,20}(?:费|收费)|不涉及[^，。；]{0,16}费"
)
_NOT_COLLECTED = (
    r"(?:未|没有|无)[^，。；费]{0,10}(?:收取|收费)|处理费(?:金额|总额|收入)?(?:为|共|共计|：)?(?:零|0)(?:元|$)"
)
_SENT = (
    r"(?:发出|发送|送达|出具|下达|制发|开具|发放)[^，。；未]{0,16}(?:收费通知|缴费通知)"
    r"|逾期|放弃|未按[^，。；]{0,12}缴|未缴|不缴|未支付"
)


def _unpaid(report: Report, clauses: tuple[_Clause, ...], options: Options) -> Iterator[Fault]:
    table = report.tables.get(options.table)
    cell = table.cell(options.row, options.total) if table else None
    if cell is None or not isinstance(cell.value, int) or cell.value <= 0:
        return
    if table and not _adds_up(table.rows[options.row].cells, options.total):
        return  # the cell itself is wrong: a finding of its own
    denial = _first(clauses, _NO_NOTICE)
    if any(compiled(_SENT).search(c.words) and not compiled(_NO_NOTICE).search(c.words) for c in clauses):
        return
    milder = denial is None
    denial = denial or _first(clauses, _NOT_COLLECTED)
    if denial is None:
        return
    related = Related(
        cell.span,
        f"表三“{options.row}”总计：{cell.raw or cell.value}",
        f"table 3, unpaid fees, total: {cell.raw or cell.value}",
    )
    facts = {"denial": denial.words, "count": str(cell.value)}
    yield Fault(denial.span, facts, (related,), severity="note" if milder else None)


def _adds_up(cells: Iterable[Cell], total: str) -> bool:
    """Whether a row's total is the sum of its cells, as far as all of them were read."""
    values = {cell.column: cell.value for cell in cells}
    last = values.pop(total, None)
    numbers = [value for value in values.values() if value is not None]
    return last is None or len(numbers) < len(values) or sum(numbers) == last


def _first(clauses: tuple[_Clause, ...], pattern: str) -> _Clause | None:
    return next((c for c in clauses if compiled(pattern).search(c.words)), None)
