"""Sentences that tell in words what the three tables hold.

Every sentence is made from ``Figures``, which are the tables' own: a clean report tells them as they are, and a defect
tells them with one of them changed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from tests.generator import model as m
from tests.generator.numerals import percent, say, shown


class Figures(NamedTuple):
    """What text and tables both may say; counts of cases unless said otherwise."""

    new: int = 0
    carried: int = 0
    done: int = 0
    rest: int = 0
    open: int = 0
    partly: int = 0
    refused: int = 0
    lacking: int = 0
    unhandled: int = 0
    other: int = 0
    absent: int = 0
    """本机关不掌握相关政府信息, one row of 无法提供."""
    persons: int = 0
    bodies: int = 0
    reviews: int = 0
    upheld: int = 0
    corrected: int = 0
    otherwise: int = 0
    pending: int = 0
    suits: int = 0
    direct: int = 0
    second: int = 0
    """Suits after a review."""
    suits_upheld: int = 0
    suits_corrected: int = 0
    suits_otherwise: int = 0
    suits_pending: int = 0
    made: int = 0
    repealed: int = 0
    valid: int = 0
    permits: int = 0
    fines: int = 0
    forced: int = 0

    @property
    def both(self) -> int:
        """New and carried in."""
        return self.new + self.carried


def figures(model: m.ReportModel) -> Figures:
    """The tables' figures; those of a cell that is no plain count are 0."""

    def request(*keys: str, column: int = 6) -> int:
        return sum(_count(model.requests[k][column]) for k in keys if k in model.requests)

    def group(letter: str) -> int:
        return request(*(k for k in model.requests if k[0] == letter))

    def law(name: str, at: int = 0) -> int:
        cells = model.disclosure.get(name, [])
        return _count(cells[at]) if at < len(cells) else 0

    case = [_count(x) for x in model.disputes] + [0] * 15
    rules = "行政规范性文件"
    return Figures(
        *(request(k) for k in ("r1", "r2", "T", "K", "a", "b")),
        *(group(letter) for letter in "cdef"),
        request("d1"),
        request("r1", column=0),
        sum(request("r1", column=c) for c in range(1, 6)),
        case[4], *case[:4],
        case[9] + case[14], case[9], case[14],
        *(case[5 + i] + case[10 + i] for i in range(4)),
        *(law(rules, i) for i in range(3)),
        law("行政许可"), law("行政处罚"), law("行政强制"),
    )  # fmt: skip


def _count(text: str) -> int:
    return int(text) if text.isdigit() else 0


class Teller:
    """Tells the figures of one report: its year, its words for itself, its way to print numbers."""

    def __init__(self, rng: random.Random, model: m.ReportModel, told: Figures | None = None) -> None:
        self.rng, self.model = rng, model
        self.told = told or figures(model)

    def n(self, number: int) -> str:
        """A count as this report prints it."""
        return shown(number, self.model.style)

    def say(self, *patterns: str, **names: object) -> str:
        """One of those sentences, filled with this report's names and figures."""
        model = self.model
        values: dict[str, object] = {k: self.n(v) for k, v in self.told._asdict().items()}
        values |= {
            "both": self.n(self.told.both), "year": model.year, "next": model.year + 1, "last": model.year - 1,
            "we": model.organ.we, "place": model.organ.place, "app": self.rng.choice(_APPLICATION),
            "unit": self.unit,
        }  # fmt: skip
        return say(self.rng, self.rng.choice(patterns), values | names)

    @property
    def unit(self) -> str:
        """The word that counts applications."""
        return "件"


_APPLICATION = [
    "政府信息公开申请",
    "政府信息公开申请",
    "政府信息公开申请",
    "依申请公开政府信息申请",
    "依申请公开申请",
    "政府信息依申请公开件",
    "信息公开申请",
]

# --- applications -----------------------------------------------------------------------------------------------------

RECEIVED = [
    "{year}年，{we}共收到{app}{new}件",
    "{year}年{we}新收{app}{new}件",
    "全年共<收到|接收|受理>{app}{new}件",
    "{year}年度，{we}<共计收到|累计收到|新收到>{app}{new}件",
    "本年度<共|>收到公民、法人和其他组织提出的{app}{new}件",
    "<报告期内|本年度内|一年来>，{we}接到{app}共{new}件",
    "{year}年，{we}收到的政府信息公开申请<数量|总数>为{new}件",
    "{year}年<1月1日至12月31日期间|全年>，新收{app}<共计|合计|>{new}件",
    "{year}年，共有{new}件{app}<通过各类渠道提交至{we}|由{we}受理>",
    "{year}年，{we}<政务公开工作机构|相关科室>依法受理{app}{new}件",
    "今年以来{we}<收到|收悉>书面{app}{new}件",
]
CARRIED = [
    "<上年结转|上年度结转|结转上年度|{last}年结转>{carried}件",
    "<另有|其中|含>上年度结转办理{carried}件",
    "上一年度结转的申请{carried}件",
]
"""After a sentence of ``RECEIVED``; 其中 and 含 belong to sums of both only."""
BOTH = [
    "{year}年，{we}共办理{app}{both}件，其中新收{new}件，上年结转{carried}件",
    "全年<收办|办理>{app}{both}件（新收{new}件，上年度结转{carried}件）",
    "{year}年，{we}收到{app}{new}件，加上{last}年结转{carried}件，全年应办{both}件",
    "{year}年<新收|共收到>{app}{new}件，结转上年{carried}件，合计{both}件",
    "{year}年，{we}处理{app}{both}件，其中本年新收{new}件，上年度结转{carried}件",
]
BOTH += [
    "{year}年，结转上年度未办结申请{carried}件，新收{app}{new}件，共计{both}件",
    "全年共收到{app}{both}件（含上年度结转{carried}件）",
    "本年度应办理{app}{both}件：新收{new}件，{last}年转入{carried}件",
    "全年<新收|收到>{app}{new}件，另有{carried}件为上年度结转",
]
DONE = [
    "<已办结|办结>{done}件",
    "<答复|已答复|依法答复>{done}件",
    "本年度办理完成{done}件",
    "<全年|本年度>共办结{done}件",
    "办理答复{done}件",
    "办理完毕{done}件",
]
CLOSED = [
    "均已<按期|依法按时|在法定期限内>办结",
    "全部<按时办结|依法依规答复|办结>",
    "办结率100%",
    "<所有申请均已按期答复|均依法在规定时限内予以答复>",
    "按时办结率<为|达到|>100%",
]
REST = [
    "结转下年度继续办理{rest}件",
    "结转至{next}年办理{rest}件",
    "<剩余|其余>{rest}件结转下年度",
    "{rest}件<结转下一年度|结转至下年度>继续办理",
    "另有{rest}件尚在办理期限内，结转下年度继续办理",
    "转下年度办理{rest}件",
    "<跨年办理|顺延到下年度办理>{rest}件",
]
EXCEPT = [
    "除{rest}件结转下年度办理外，其余均已按期办结",
    "除结转下年的{rest}件外，其他申请全部在法定期限内答复",
]
ZERO = [
    "{year}年，{we}未收到<政府信息公开申请|依申请公开政府信息的申请|任何形式的政府信息公开申请>",
    "<全年|本年度|年内>没有收到<公民、法人和其他组织提出的|>政府信息公开申请",
    "{year}年度，{we}<收到|受理|新收>{app}0件",
    "{year}年收到<依申请公开申请|信息公开申请>的数量为0",
    "<本年度|{year}年>无政府信息公开申请",
    "{year}年共<受理|收到>0件政府信息公开申请",
    "{year}年，{we}<共|>收到依申请公开事项0件，不存在逾期答复的情形",
    "{year}年{we}<政府信息公开申请量为零|依申请公开实现零申请>",
    "{year}年，{we}未接到<公民、法人或其他组织|群众><的|提出的>政府信息公开申请",
    "截至{year}年12月31日，{we}未收到政府信息公开申请，也无上年度结转申请",
]
GROUPS = (
    ("open", "予以公开"), ("partly", "部分公开"), ("refused", "不予公开"), ("lacking", "无法提供"),
    ("unhandled", "不予处理"), ("other", "其他处理"),
)  # fmt: skip


def joined(rng: random.Random, parts: list[str]) -> str:
    """A sentence of those clauses."""
    return rng.choice(["，", "，", "，", "；"]).join(parts) + "。"


def received(t: Teller) -> str:
    """How many came in, and from last year."""
    f = t.told
    if not f.carried:
        return t.say(*RECEIVED)
    if t.rng.random() < 0.6:
        return t.say(*BOTH)
    return t.say(*RECEIVED) + "，" + t.say(CARRIED[0], "另有上年度结转办理{carried}件", CARRIED[2])


def closed(t: Teller) -> str:
    """How many were closed, and how many are left."""
    f = t.told
    if not f.rest:
        extra = t.say(*CLOSED)
        if t.rng.random() < 0.3:
            return extra
        done = t.say(*DONE)
        if f.carried and t.rng.random() < 0.3:
            done = t.say("<共|全年|>答复{done}件（含上年度结转{carried}件）")
        return done + ("，" + extra if t.rng.random() < 0.4 else "")
    if t.rng.random() < 0.2:
        return t.say(*EXCEPT)
    return t.say(*DONE) + "，" + t.say(*REST)


def outcomes(t: Teller) -> str:
    """How the closed ones ended, group by group."""
    f, rng = t.told, t.rng
    live = [(k, name) for k, name in GROUPS if getattr(f, k)]
    listed = live if rng.random() < 0.7 else list(GROUPS)
    if f.open and f.partly and rng.random() < 0.15:
        rest = [(k, name) for k, name in live if k not in ("open", "partly")]
        parts = [
            f"予以公开及部分公开{t.n(f.open + f.partly)}件",
            *(f"{name}{t.n(getattr(f, k))}件" for k, name in rest),
        ]
    elif rng.random() < 0.15:
        parts = [f"{name}的有{t.n(getattr(f, k))}件" for k, name in live]
    elif rng.random() < 0.15:
        parts = [f"{t.n(getattr(f, k))}件{name if name != '其他处理' else '作其他处理'}" for k, name in live]
    else:
        parts = [f"{name}{t.n(getattr(f, k))}件" for k, name in listed]
    head = t.say(
        "从<办理|处理|答复>结果看，",
        "办理结果为：",
        "其中，",
        "<已办结的申请中|在{done}件办结的申请中>，",
        "答复结果具体为：",
        "按<答复|办理>类型分，",
    )
    return head + rng.choice(["、", "，", "；"]).join(parts) + "。"


def share(t: Teller) -> str:
    """One outcome with its share of all."""
    f, rng = t.told, t.rng
    key, name = rng.choice([(k, name) for k, name in GROUPS if getattr(f, k)])
    part = percent(getattr(f, key), f.done, rng.choice([0, 1, 2, 2]))
    return t.say(
        "全年办结的{done}件申请中，{name}{part}件，占{share}。",
        "{name}{part}件，占办结总数{done}件的{share}。",
        name=name,
        part=t.n(getattr(f, key)),
        share=part,
    )


def applicants(t: Teller) -> str:
    """Who asked."""
    return t.say(
        "从申请人<类型|情况|构成>看，自然人{persons}件，法人或其他组织{bodies}件。",
        "新收申请中，自然人<提出|申请>{persons}件，法人或其他组织<提出|申请>{bodies}件。",
        "<新收的{new}件申请|本年新收申请>中，由自然人提出的{persons}件，由法人和其他组织提出的{bodies}件。",
        "按申请主体分，自然人{persons}件、法人或其他组织{bodies}件。",
    )


CHANNELS = ["网络申请", "信函申请", "当面申请", "电子邮件申请", "传真申请"]


def split(rng: random.Random, total: int, parts: int) -> list[int]:
    """A total in so many parts, none of them negative."""
    cuts = sorted(rng.randint(0, total) for _ in range(parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def channels(t: Teller, parts: list[int] | None = None) -> str:
    """How they asked."""
    rng = t.rng
    names = rng.choice(
        [
            ["网络平台", "信函", "当面"],
            ["网上提交", "邮寄"],
            ["网络申请", "信函申请", "现场申请"],
            ["在线平台", "邮政寄送", "当面提交", "电子邮件"],
        ]
    )
    parts = parts or split(rng, t.told.new, len(names))
    names = names[: len(parts)] + ["传真"] * (len(parts) - len(names))
    listed = rng.choice(["、", "，"]).join(f"{name}{t.n(p)}件" for name, p in zip(names, parts, strict=True))
    return t.say(
        "从申请<渠道|方式>看，{listed}。",
        "<新收申请|新收的{new}件申请>中，{listed}。",
        "按受理<渠道|途径>分：{listed}。",
        "新收申请{new}件，其中{listed}。",
        listed=listed,
    )


APPLICANT_KINDS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def kinds(t: Teller) -> str:
    """Who asked, by the six columns of table 3."""
    cells = [int(x) for x in t.model.requests["r1"][:6]]
    rng = t.rng
    live = [(k, n) for k, n in zip(APPLICANT_KINDS, cells, strict=True) if n or rng.random() < 0.2]
    listed = rng.choice(["、", "，"]).join(f"{k}{'' if k != '其他' else '申请人'}{t.n(n)}件" for k, n in live)
    return t.say("新收申请按申请人类型划分：{x}。", "新收申请中，{x}。", "从申请主体来看，新收的申请中{x}。", x=listed)


LEAF_NAMES = {
    "c1": "属于国家秘密", "c2": "其他法律行政法规禁止公开", "c3": "危及“三安全一稳定”", "c4": "保护第三方合法权益",
    "c5": "属于三类内部事务信息", "c6": "属于四类过程性信息", "c7": "属于行政执法案卷", "c8": "属于行政查询事项",
    "d1": "本机关不掌握相关政府信息", "d2": "没有现成信息需要另行制作", "d3": "补正后申请内容仍不明确",
    "e1": "信访举报投诉类申请", "e2": "重复申请", "e3": "要求提供公开出版物", "e4": "无正当理由大量反复申请",
    "e5": "要求行政机关确认或重新出具已获取信息",
}  # fmt: skip


def leaves(t: Teller) -> str:
    """One group of outcomes with its rows."""
    groups = [("c", "不予公开", t.told.refused), ("d", "无法提供", t.told.lacking), ("e", "不予处理", t.told.unhandled)]
    live = [g for g in groups if g[2]]
    if not live:
        return ""
    letter, name, whole = t.rng.choice(live)
    rows = [(LEAF_NAMES[k], _count(v[6])) for k, v in t.model.requests.items() if k[0] == letter]
    listed = t.rng.choice(["、", "，"]).join(f"{k}{t.n(n)}件" for k, n in rows if n)
    return t.say(
        "{name}{whole}件，其中{listed}。", "作出{name}答复{whole}件（{listed}）。", "{name}的{whole}件中，{listed}。",
        name=name, whole=t.n(whole), listed=listed,
    )  # fmt: skip


CONTENT = [
    "从申请内容看，主要涉及征地拆迁、城乡规划、<工程建设|社会保障>等方面。",
    "申请内容主要集中在<土地征收|房屋拆迁|工程建设>（{x}件）等领域。",
    "收到申请后1个工作日内登记转办，15个工作日内提出答复意见，20个工作日内答复申请人。",
    "平均办理时长<8.5|11|6>个工作日，最短2天，无一超期。",
    "因内容不明确要求补正{y}次，征求第三方意见{y}次，依法延期答复{y}件。",
    "对涉及多个部门的申请组织会商{y}次。",
    "有{y}件申请经沟通后当场提供了信息查询途径。",
    "出庭应诉{y}次，参加行政复议听证{y}次。",
    "上年尚未审结的行政复议案件均已在本年办结。",
    "为申请人提供信息查询服务{y}人次，更正个人信息{y}条。",
]
"""What else is told of applications and is in no table."""


def regions(t: Teller) -> str:
    """A government's new applications by where they came in."""
    names = t.rng.choice([["县直部门", "乡镇"], ["政府本级", "政府部门", "乡镇（街道）"], ["市直部门", "县（市、区）"]])
    parts = split(t.rng, t.told.new, len(names))
    listed = "，".join(f"{k}{t.n(n)}件" for k, n in zip(names, parts, strict=True))
    return t.say("新收申请{new}件中，{x}。", "按受理单位分，新收申请中{x}。", x=listed)


SCOPES = [
    "全年<协助|配合>上级机关办理政府信息公开申请{x}件。",
    "全年接受依申请公开<电话|现场>咨询{x}人次。",
    "办理12345政务服务便民热线工单{y}件，<按时办结率100%|满意率98.6%>。",
    "网站“领导信箱”栏目收到<来信|留言>{y}件，<回复{y}件|均已回复>。",
    "全年受理群众<咨询|来电来访>{y}人次，均给予耐心解答。",
    "办理网民留言{x}条，回复率100%。",
    "全年未收到<行政许可类|>投诉举报。",
    "{last}年收到的申请均已办结。",
    "代理部门出具依申请公开法律意见{x}件。",
    "全年向{place}档案馆、公共图书馆移交公开文件{x}件。",
    "办理转办的信访事项{x}件。",
]
"""Figures that look like those of the tables and count something else."""


def scope(t: Teller) -> str:
    """A figure of another scope."""
    return t.say(*SCOPES, x=t.rng.randint(2, 30), y=t.rng.randint(31, 900))


PROCEDURE = [
    "进一步<规范|完善>依申请公开<受理、登记、审核、办理、答复、归档等|工作>流程，切实保障申请人合法权益。",
    "畅通<网络、信函、当面等|线上线下>申请渠道，安排专人负责接收和办理。",
    "严格<执行|遵守>《中华人民共和国政府信息公开条例》关于依申请公开的<规定|要求>，做到依法依规、及时准确答复。",
    "建立依申请公开<会商|研判|协调>机制，对复杂疑难申请由法律顾问审核把关。",
    "对申请内容不明确的，主动与申请人沟通，<引导其补正|做好解释说明>。",
    "统一使用规范化答复文书，<答复质量明显提高|持续提升答复质量>。",
    "在门户网站公布了受理机构、联系电话和办理流程，方便群众提出申请。",
    "按照自收到申请之日起20个工作日内答复的要求，<加强全过程跟踪|实行台账管理>。",
    "",
    "",
]


def requests(t: Teller) -> str:
    """A whole paragraph about applications."""
    f, rng = t.told, t.rng
    if not f.both:
        parts = [t.say(*ZERO) + "。"]
    else:
        first = received(t)
        two = closed(t)
        parts = [first + "，" + two + "。"] if rng.random() < 0.6 else [first + "。", two + "。"]
        if f.done and rng.random() < 0.45:
            parts.append(outcomes(t))
        if f.new and not f.carried and rng.random() < 0.3:
            parts.append(applicants(t))
        if f.new and rng.random() < 0.25:
            parts.append(channels(t))
        if f.done and rng.random() < 0.2:
            parts.append(share(t))
        if f.new and rng.random() < 0.15:
            parts.append(change(t))
        if f.new and rng.random() < 0.12:
            parts.append(kinds(t))
        if f.done and rng.random() < 0.15:
            parts.append(leaves(t))
        if t.model.organ.kind == "government" and f.new and rng.random() < 0.3:
            parts.append(regions(t))
    if rng.random() < 0.5:
        parts.append(disputes(t))
    if rng.random() < 0.25:
        parts.append(scope(t))
    if f.new > 3 and rng.random() < 0.25:
        parts.append(t.say(*CONTENT, x=t.n(rng.randint(1, f.new)), y=t.n(rng.randint(1, 3))))
    head = t.say(*PROCEDURE)
    if rng.random() < 0.3:
        return "".join(parts) + head
    return head + "".join(parts)


def change(t: Teller) -> str:
    """This year's number beside last year's."""
    rng, new = t.rng, t.told.new
    before = max(1, new + rng.choice([-1, 1]) * rng.randint(1, max(1, new // 2)))
    before = before if t.model.before is None else t.model.before
    if before in (0, new):
        return ""
    word = ("增加", "增长") if new > before else ("减少", "下降")
    return t.say(
        "与{last}年的{before}件相比，<新收申请|申请量>{more}{gap}件，{grown}{share}。",
        "<较|比>上年的{before}件{more}{gap}件，同比{grown}{share}。",
        "{last}年同期为{before}件，同比{grown}{share}。",
        before=t.n(before), gap=t.n(abs(new - before)), more=word[0], grown=word[1],
        share=percent(abs(new - before), before, rng.choice([1, 2])),
    )  # fmt: skip


# --- review and suits -------------------------------------------------------------------------------------------------

NO_CASES = [
    "<未发生|没有发生|未产生>因政府信息公开<引起|引发|>的行政复议、行政诉讼。",
    "<全年|本年度>没有<产生|发生>政府信息公开行政复议和行政诉讼案件。",
    "{year}年，{we}无政府信息公开<行政复议、行政诉讼案件|行政复议或行政诉讼>。",
    "<全年|{year}年>未因政府信息公开工作被申请行政复议、提起行政诉讼。",
    "因政府信息公开申请行政复议0件、提起行政诉讼0件。",
    "<未引发|未收到>涉及政府信息公开的行政复议和行政诉讼。",
    "政府信息公开行政复议、行政诉讼案件数均为0。",
]
CASES = [
    "因政府信息公开<引发|被申请>行政复议{reviews}件、行政诉讼{suits}件。",
    "全年<发生|涉及>政府信息公开行政复议案件{reviews}件，行政诉讼案件{suits}件。",
    "{year}年，{we}因政府信息公开被申请行政复议{reviews}件，被提起行政诉讼{suits}件。",
    "涉及政府信息公开的行政复议{reviews}件；行政诉讼{suits}件，其中未经复议直接起诉{direct}件，复议后起诉{second}件。",
    "政府信息公开类行政复议共{reviews}件，行政诉讼共{suits}件（直接起诉{direct}件、复议后起诉{second}件）。",
]
REVIEWS = [
    "{year}年，{we}因政府信息公开被申请行政复议{reviews}件。",
    "全年<发生|涉及>政府信息公开行政复议案件{reviews}件。",
    "<因政府信息公开工作|政府信息公开方面>，全年被申请行政复议{reviews}宗。",
    "申请人不服政府信息公开答复申请行政复议的{reviews}件。",
]
SUITS = [
    "{year}年，因政府信息公开被提起行政诉讼{suits}件。",
    "<全年|年内>发生政府信息公开行政诉讼案件{suits}件，其中未经复议直接起诉{direct}件，复议后起诉{second}件。",
    "涉及政府信息公开的行政诉讼{suits}起。",
    "因信息公开引发行政诉讼{suits}件。",
]
REVIEW_ENDS = (("upheld", "维持"), ("corrected", "纠正"), ("otherwise", "其他"), ("pending", "尚未审结"))


def ends(t: Teller, prefix: str = "") -> str:
    """How the cases of one kind ended."""
    f, rng = t.told, t.rng
    whole = {"": f.reviews, "suits_": f.suits}[prefix]
    names = rng.choice(
        [
            ("结果维持", "结果纠正", "其他结果", "尚未审结"),
            ("维持", "纠正", "其他结果", "尚未审结"),
            ("结果维持", "结果纠正", "其他结果", "正在审理"),
        ]
    )
    pairs = [(name, getattr(f, prefix + key)) for name, (key, _) in zip(names, REVIEW_ENDS, strict=True)]
    listed = rng.choice(["、", "，"]).join(f"{name}{t.n(n)}件" for name, n in pairs if n or rng.random() < 0.4)
    kind = "行政诉讼" if prefix else "行政复议"
    return t.say(
        "政府信息公开<案件中，|方面，>{kind}{whole}件，其中{listed}。",
        "全年发生政府信息公开{kind}案件{whole}件（{listed}）。",
        "因政府信息公开引发{kind}{whole}件：{listed}。",
        kind=kind, whole=t.n(whole), listed=listed or "均已审结",
    )  # fmt: skip


def disputes(t: Teller) -> str:
    """What became of review and suits."""
    f, rng = t.told, t.rng
    if not f.reviews + f.suits:
        return t.say(*NO_CASES)
    told = rng.random()
    if told < 0.5:
        return t.say(*CASES)
    text = (ends(t) if told < 0.8 else t.say(*REVIEWS)) if f.reviews else t.say("未发生政府信息公开行政复议。", "")
    if f.suits:
        text += ends(t, "suits_") if told < 0.8 else t.say(*SUITS)
    else:
        text += t.say("未发生因政府信息公开引起的行政诉讼。", "无政府信息公开行政诉讼案件。", "")
    if not f.corrected + f.suits_corrected and rng.random() < 0.4:
        text += t.say("全年无<被纠错|结果纠正>和败诉情形。", "未出现被纠正的案件。")
    return text


RECEIVED += [
    "{year}年，公民、法人和其他组织向{we}提交{app}{new}件",
    "<依申请公开方面，|>全年<登记受理|累计受理>{app}{new}份",
    "{year}年，{we}依申请公开收件{new}件",
    "{we}{year}年收到群众{app}{new}件",
    "{year}年度<接收|新增>{app}{new}宗",
    "{year}年，{we}政府信息公开申请收件量为{new}件",
]
BOTH += [
    "{year}年，承接{last}年结转申请{carried}件，新收{app}{new}件",
    "{year}年新收{app}{new}件、上年度结转{carried}件，共办理{both}件",
]
DONE += ["依法<作出|出具>答复{done}件", "<全年|本年度>办结申请{done}件", "已答复申请人{done}件", "办结数为{done}件"]
CLOSED += ["均在规定期限内答复申请人", "无超期答复情形", "已全部办结", "按期答复率100%"]
REST += [
    "<尚有|仍有>{rest}件<未到答复期限|正在办理>，结转{next}年",
    "{rest}件结转{next}年<继续|>办理",
    "<年末|年底>结转{rest}件",
    "未办结的{rest}件转入{next}年度办理",
]
ZERO += [
    "<全年|{year}年>政府信息公开申请<受理量|收件数>为0<件|>",
    "{year}年度无依申请公开<件|事项|申请>",
    "{we}{year}年没有接到<依申请公开|政府信息公开>申请",
    "截至{year}年底，未收到<公民、法人或其他组织的|任何>政府信息公开申请",
    "{year}年，{we}收到依申请公开<办件|申请>为零",
]
NO_CASES += [
    "未发生政府信息公开<行政复议案件和行政诉讼案件|行政复议、诉讼案件>。",
    "{year}年无因政府信息公开<申请行政复议|引起的行政复议>、提起行政诉讼的情况。",
    "政府信息公开行政复议0件，行政诉讼0件。",
]
REVIEWS += [
    "作为被申请人的政府信息公开行政复议案件{reviews}件。",
    "<收到|接到>因政府信息公开引发的行政复议{reviews}件。",
    "涉政府信息公开行政复议{reviews}起。",
]
SUITS += [
    "作为被告的政府信息公开行政诉讼案件{suits}件。",
    "<引起|产生>涉政府信息公开行政诉讼{suits}宗。",
    "被提起政府信息公开行政诉讼{suits}件。",
]
CASES += [
    "{year}年政府信息公开行政复议{reviews}件、行政诉讼{suits}件，均依法应对。",
    "<发生|引发>涉及政府信息公开的行政复议{reviews}起、行政诉讼{suits}起。",
]

# --- documents and decisions ------------------------------------------------------------------------------------------

NORMATIVE = [
    "<全年|{year}年>制发行政规范性文件{made}件，废止{repealed}件，现行有效{valid}件。",
    "{year}年，{we}新制定行政规范性文件{made}件、废止{repealed}件，现行有效行政规范性文件{valid}件。",
    "全年出台行政规范性文件{made}件，截至年底现行有效{valid}件。",
    "<动态清理|及时更新>行政规范性文件目录，本年废止{repealed}件，现行有效{valid}件。",
    "{year}年{we}制发行政规范性文件{made}件，均已在网站公开。",
    "现行有效的行政规范性文件共{valid}件，其中本年制发{made}件。",
]
NO_NORMATIVE = [
    "{year}年，{we}未制发行政规范性文件。",
    "全年<未制定|没有制定>行政规范性文件。",
    "本年度{we}无新制发的行政规范性文件。",
]
DECISIONS = [
    "{year}年，{we}共作出行政许可决定{permits}件、行政处罚决定{fines}件。",
    "全年<办理|作出>行政许可{permits}件，<作出|实施>行政处罚{fines}件，行政强制{forced}件。",
    "{year}年度作出行政处罚决定{fines}件、行政强制决定{forced}件。",
    "全年行政许可处理决定{permits}件，行政处罚处理决定{fines}件，行政强制处理决定{forced}件。",
]
OTHER_DOCUMENTS = [
    "<通过网站公开|公开发布><政策性文件|政策文件>{x}件。",
    "全年公开<各类公文|其他文件>{x}份，配套发布政策解读{y}篇。",
    "办理规范性文件备案审查{x}件。",
    "全年<公示|公开>行政许可信息{y}条、行政处罚信息{z}条。",
    "在信用平台归集“双公示”信息{y}条。",
    "对{x}件拟公开文件开展公平竞争审查。",
    "减免行政事业性收费{x}.6万元，惠及企业{y}家。",
    "集中公开本级财政预决算及“三公”经费信息，预算公开率100%。",
    "转载上级政策文件{y}篇，<制作图解{x}个|发布图文解读{x}篇>。",
    "调整<权责清单|公共服务事项清单>{x}项。",
]


NORMATIVE = [
    *NORMATIVE[:-1],
    "{year}年<印发|制定>行政规范性文件{made}件，废止行政规范性文件{repealed}件。",
    "本年度制发行政规范性文件<共|>{made}件；废止{repealed}件；年末现行有效{valid}件。",
    "<目前|截至{year}年底>，{we}现行有效的行政规范性文件{valid}件。",
    NORMATIVE[-1],
]
DECISIONS += [
    "{year}年，{we}<作出|下达>行政处罚决定{fines}件。",
    "{year}年<准予|办结|受理办结>行政许可{permits}件。",
    "全年实施行政强制{forced}件，作出行政许可决定{permits}件。",
]


def normative(t: Teller) -> str:
    """What table 2 says of documents."""
    f = t.told
    if not f.made and t.rng.random() < 0.6:
        return t.say(*NO_NORMATIVE)
    return t.say(*(NORMATIVE if f.made <= f.valid else NORMATIVE[:-1]))


def decisions(t: Teller) -> str:
    """What table 2 says of decisions."""
    return t.say(*DECISIONS)


def other_documents(t: Teller) -> str:
    """Documents and published decisions that no table counts."""
    return t.say(*OTHER_DOCUMENTS, x=t.rng.randint(2, 30), y=t.rng.randint(31, 200), z=t.rng.randint(3, 99))


Tell = Callable[[Teller], str]


def zero(t: Teller) -> str:
    """That none came in."""
    return t.say(*ZERO) + "。"
