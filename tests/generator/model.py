"""What an invented report says, before anybody lays it out: its organ, its year, its three tables and its prose."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

# --- the form ---------------------------------------------------------------------------------------------------------

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
"""The seven columns of table 3."""

GROUPS = {"c": "（三）不予公开", "d": "（四）无法提供", "e": "（五）不予处理", "f": "（六）其他处理"}
"""The groups of table 3 that have rows below them, by the first letter of their rows' keys."""

ROWS_2021 = {
    "r1": "一、本年新收政府信息公开申请数量",
    "r2": "二、上年结转政府信息公开申请数量",
    "a": "（一）予以公开",
    "b": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "c1": "1.属于国家秘密",
    "c2": "2.其他法律行政法规禁止公开",
    "c3": "3.危及“三安全一稳定”",
    "c4": "4.保护第三方合法权益",
    "c5": "5.属于三类内部事务信息",
    "c6": "6.属于四类过程性信息",
    "c7": "7.属于行政执法案卷",
    "c8": "8.属于行政查询事项",
    "d1": "1.本机关不掌握相关政府信息",
    "d2": "2.没有现成信息需要另行制作",
    "d3": "3.补正后申请内容仍不明确",
    "e1": "1.信访举报投诉类申请",
    "e2": "2.重复申请",
    "e3": "3.要求提供公开出版物",
    "e4": "4.无正当理由大量反复申请",
    "e5": "5.要求行政机关确认或重新出具已获取信息",
    "f1": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "f2": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "f3": "3.其他",
    "T": "（七）总计",
    "K": "四、结转下年度继续办理",
}
"""The 25 rows of table 3 in the 2021 form: key to printed label."""

ROWS_2019 = {k: v for k, v in ROWS_2021.items() if k[0] != "f" and k not in "TK"} | {
    "f": "（六）其他处理",
    "T": "（七）总计",
    "K": "四、结转下年度继续办理",
}
"""The 23 rows of table 3 in the 2019 form."""

LEAVES_2021 = tuple(k for k in ROWS_2021 if k[0] in "abcdef")
LEAVES_2019 = tuple(k for k in ROWS_2019 if k[0] in "abcdef")

DISCLOSURE_2021: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("第二十条第（一）项", ("本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "行政规范性文件")),
    ("第二十条第（五）项", ("本年处理决定数量",), ("行政许可",)),
    ("第二十条第（六）项", ("本年处理决定数量",), ("行政处罚", "行政强制")),
    ("第二十条第（八）项", ("本年收费金额（单位：万元）",), ("行政事业性收费",)),
)
"""Table 2 in the 2021 form: caption, heads of the number columns, rows."""

DISCLOSURE_2019: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("第二十条第（一）项", ("本年新制作数量", "本年新公开数量", "对外公开总数量"), ("规章", "规范性文件")),
    ("第二十条第（五）项", ("上一年项目数量", "本年增/减", "处理决定数量"), ("行政许可", "其他对外管理服务事项")),
    ("第二十条第（六）项", ("上一年项目数量", "本年增/减", "处理决定数量"), ("行政处罚", "行政强制")),
    ("第二十条第（八）项", ("上一年项目数量", "本年增/减"), ("行政事业性收费",)),
    ("第二十条第（九）项", ("采购项目数量", "采购总金额"), ("政府集中采购",)),
)
"""Table 2 in the 2019 form."""

DISPUTE_GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")
DISPUTE_HEADS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

# --- the organ --------------------------------------------------------------------------------------------------------

# fmt: off
PLACES = [
    "云棠", "蓼川", "青蘅", "泽岚", "临漪", "柏湾", "桐砚", "梧溪", "澄岭", "霁川", "苍溆", "栖原", "蕙阳", "砚山坪",
    "沐河", "璟山", "怀棠", "绛溪", "东垣岭", "宁漪", "望舒", "稷原", "汀兰", "岐泽", "松漪", "白蘋", "洛棠", "鹿澄",
    "寒溪", "金霁",
]
# fmt: on
CITIES = ["清桓", "岚州", "沧榆", "靖川", "梓阳", "抚棠", "涟安"]
PROVINCES = ["江岚省", "西霁省"]
TOWNS = ["柳溪", "石桥铺", "东湾", "青坪", "三岔河", "白马庙", "大榆树", "长岭", "双泉", "桃花源", "官渡口", "清水塘"]
# fmt: off
BUREAUS = [
    "人力资源和社会保障局", "教育局", "财政局", "司法局", "审计局", "统计局", "卫生健康局", "农业农村局", "水利局",
    "自然资源局", "交通运输局", "住房和城乡建设局", "文化和旅游局", "应急管理局", "市场监督管理局", "医疗保障局",
    "退役军人事务局", "民政局", "公安局", "发展和改革局", "城市管理综合行政执法局", "行政审批服务管理局",
    "林业和草原局", "工业和信息化局", "科学技术局", "商务局", "民族宗教事务局", "文物局", "发展和改革委员会",
    "卫生健康委员会", "国有资产监督管理委员会",
]
# fmt: on


@dataclass(frozen=True)
class Organ:
    """An invented organ: its full name, its kind as the linter names kinds, how it speaks of itself, where it sits."""

    name: str
    kind: str
    we: str
    place: str
    """The place with its suffix, such as 云棠县."""
    area: str
    """What the place is called in short: 县, 市, 区, 镇 …"""
    regulations: bool = False
    """Whether it may make 规章."""
    short: str = ""
    """The name that a title may lawfully give instead: a county for its government, a town without 人民政府."""
    contact: str = ""
    """Who answers for the report, where that is another body of the same place."""


def make_organ(rng: random.Random, kinds: Sequence[str]) -> Organ:
    """An organ of one of those kinds: department, office, government, city, town, subdistrict."""
    kind = rng.choice(list(kinds))
    suffix = rng.choice("县县县市区区")
    place = rng.choice(PLACES) + suffix
    city = rng.choice(CITIES) + "市"
    prefix = city if suffix == "区" and rng.random() < 0.4 else ""
    if kind == "office":
        word = rng.choice(["办公室", "办公室", "办公厅"] if suffix == "市" else ["办公室"])
        we = rng.choice(["我办", "我单位", "本机关", "县政府办公室".replace("县", suffix)])
        return Organ(f"{prefix}{place}人民政府{word}", "department", we, place, suffix)
    if kind == "government":
        we, who = (
            rng.choice(["我", "全"]) + suffix,
            rng.choice(["人民政府办公室", "政务公开办公室", "行政审批服务管理局"]),
        )
        return Organ(
            f"{prefix}{place}人民政府", "government", we, place, suffix, short=prefix + place, contact=place + who
        )
    if kind == "city":
        we = rng.choice(["我市", "全市"])
        return Organ(f"{city}人民政府", "government", we, city, "市", True, city, f"{city}人民政府办公室")
    if kind == "town":
        word = rng.choice("镇镇乡")
        name = rng.choice(TOWNS) + word
        whole = f"{place if rng.random() < 0.7 else ''}{name}人民政府"
        we = rng.choice(["我" + word, "本机关", word + "政府"])
        return Organ(whole, "town", we, name, word, short=whole.removesuffix("人民政府"), contact=name + "党政办公室")
    if kind == "subdistrict":
        name = rng.choice(TOWNS) + "街道"
        whole = f"{place if rng.random() < 0.7 else ''}{name}办事处"
        we = rng.choice(["我街道", "本街道", "街道办事处"])
        return Organ(whole, "subdistrict", we, name, "街道", short=whole.removesuffix("办事处"))
    if kind == "other":
        return _odd_organ(rng, place, suffix, city)
    bureau = rng.choice(BUREAUS)
    if rng.random() < 0.15:
        place, suffix, prefix = city, "市", ""
    ending = "委" if bureau.endswith("委员会") else "局"
    we = rng.choice([f"我{ending}", f"我{ending}", "本机关", "我单位", f"{suffix}{bureau}", "本单位"])
    return Organ(f"{prefix}{place}{bureau}", "department", we, place, suffix)


def _odd_organ(rng: random.Random, place: str, suffix: str, city: str) -> Organ:
    """A department of a rarer kind: a branch, a tax office, a zone's committee, a province's or an autonomous county's."""
    province, bare = rng.choice(PROVINCES), place.removesuffix(suffix)
    name, area, we = rng.choice(
        [
            (f"{city}生态环境局{place}分局", place, "我分局"),
            (f"国家税务总局{place}税务局", place, "我局"),
            (f"{bare}经济技术开发区管理委员会", place, "管委会"),
            (f"{province}{rng.choice(['财政厅', '水利厅', '商务厅'])}", province, "我厅"),
            (f"{bare}土家族自治县{rng.choice(BUREAUS)}", bare, "我局"),
            (f"{place}供销合作社联合社", place, "本单位"),
            (f"{city}公安局交通警察支队", city, "我支队"),
            (f"{bare}旗{rng.choice(BUREAUS)}", bare + "旗", "我局"),
        ]
    )
    return Organ(name, "other", we, area, suffix)


# --- the tables -------------------------------------------------------------------------------------------------------


def _split(rng: random.Random, total: int, parts: int) -> list[int]:
    """A random split of a total over so many parts, most of it in a few of them."""
    found = [0] * parts
    favourites = rng.sample(range(parts), k=min(parts, rng.randint(2, 5)))
    while total > 0:
        share = min(total, max(1, int(total * rng.random())))
        at = rng.choice(favourites) if rng.random() < 0.8 else rng.randrange(parts)
        found[at] += share
        total -= share
    return found


def make_requests(rng: random.Random, edition: int, size: str) -> dict[str, list[str]]:
    """A balanced table 3; every printed identity holds in every column and row.  Size: zero, small, medium, large."""
    leaves = LEAVES_2021 if edition == 2021 else LEAVES_2019
    rows = ROWS_2021 if edition == 2021 else ROWS_2019
    top = {"zero": 0, "small": 12, "medium": 300, "large": 4800}[size]
    counts = {key: [0] * 6 for key in rows}
    for column in range(6):
        total = (
            (rng.randint(1, top) if top else 0)
            if column == 0
            else rng.randint(0, max(1, top // 8))
            if top and rng.random() < 0.45
            else 0
        )
        for key, part in zip(leaves, _split(rng, total, len(leaves)), strict=True):
            counts[key][column] = 0 if key == "f2" else part
        done = sum(counts[key][column] for key in leaves)
        rest = rng.randint(0, max(1, done // 12)) if done and rng.random() < 0.5 else 0
        carried = rng.randint(0, min(done + rest, max(1, done // 10))) if done and rng.random() < 0.5 else 0
        counts["T"][column], counts["K"][column] = done, rest
        counts["r2"][column], counts["r1"][column] = carried, done + rest - carried
    return {key: [str(n) for n in [*values, sum(values)]] for key, values in counts.items()}


def make_disclosure(rng: random.Random, edition: int, organ: Organ, size: str) -> dict[str, list[str]]:
    """Table 2: row name to printed cells."""
    zero = size == "zero"

    def count(top: int, blank: float) -> int:
        return 0 if rng.random() < blank else rng.randint(1, top)

    if edition == 2019:
        found: dict[str, list[str]] = {}
        for _, heads, names in DISCLOSURE_2019:
            for name in names:
                cells = [str(count(60, 0.5)) for _ in heads]
                if "本年增/减" in heads:
                    change = rng.randint(-5, 5)
                    cells[1] = rng.choice([str(change), f"+{change}" if change > 0 else str(change), "0"])
                if name == "政府集中采购":
                    cells[1] = rng.choice(
                        ["0", f"{rng.randint(1, 900)}.{rng.randint(1, 99)}", str(rng.randint(1, 90000))]
                    )
                if name == "规章":
                    cells = ["0", "0", "0"]
                found[name] = cells
        return found
    big = {"government": 900000, "town": 80}.get(organ.kind, 3000)
    made, repealed = count(9, 0.5), count(6, 0.6)
    if zero and rng.random() < 0.5:
        made = repealed = 0
    valid = max(made - repealed, 0) + rng.choice([0, 0, rng.randint(0, 60)])
    rules = [0, 0, 0]
    if organ.regulations:
        new, gone = count(3, 0.4), count(2, 0.6)
        rules = [new, gone, new + rng.randint(4, 20)]
    income = rng.choice(
        [
            "0",
            "0",
            "0",
            "5",
            f"{rng.randint(1, 90)}.{rng.randint(1, 9999):04d}",
            f"{rng.randint(0, 40)}.{rng.randint(1, 9)}",
        ]
    )
    return {
        "规章": [str(n) for n in rules],
        "行政规范性文件": [str(made), str(repealed), str(valid)],
        "行政许可": [str(count(big, 0.4))],
        "行政处罚": [str(count(big, 0.5))],
        "行政强制": [str(count(max(3, big // 20), 0.7))],
        "行政事业性收费": [income],
    }


def make_disputes(rng: random.Random, size: str) -> list[str]:
    """Table 4: fifteen printed cells, each group with its total."""
    top = {"zero": 0, "small": 2, "medium": 9, "large": 180}[size]
    cells: list[int] = []
    for _ in DISPUTE_GROUPS:
        live = top and rng.random() < 0.5
        group = [rng.randint(0, top) if live and rng.random() < 0.6 else 0 for _ in range(4)]
        cells += [*group, sum(group)]
    return [str(n) for n in cells]


# --- the prose --------------------------------------------------------------------------------------------------------


@dataclass
class Item:
    """A sub-item of section one: its topic, its heading as printed (with its ordinal) and its body."""

    topic: str
    heading: str
    body: str


@dataclass
class Prose:
    """Everything that is no table.  Strings may carry marks (see ``layouts``) around words that a defect put there."""

    title: list[str]
    preface: dict[str, str]
    """Sentences by what they say: basis, contents, period, contact, intro; printed in this order."""
    titles: dict[int, str]
    ordinals: dict[int, str]
    order: list[int]
    overview: str
    items: list[Item]
    five: list[str]
    six: list[tuple[str, str]]
    """Paragraphs of section six; the one about the fee has the key ``fee``."""
    signoff_organ: str = ""
    signoff_date: str = ""
    tail: str = ""
    """A paragraph after section six, such as the contact block."""
    preface_inside: bool = False
    """Whether the preface stands below the heading of section one."""
    glued: bool = False
    """Whether the heading of section one ends the preface's last line."""
    item_style: str = "own"
    """``own``: headings on lines of their own; ``line``: heading and body in one paragraph; ``inline``: all in one."""
    bodies: dict[int, str] = field(default_factory=dict)
    """What stands in section two, three or four instead of its table."""
    head: list[str] = field(default_factory=list)
    """Lines before the title, as web pages have them."""
    under_title: str = ""
    """A line between title and preface, such as a date in brackets."""
    contents: bool = False
    """Whether a table of contents stands between title and preface."""
    foot: list[str] = field(default_factory=list)
    """Lines after the sign-off."""


@dataclass
class ReportModel:
    """One invented report, and what may lawfully be noted about it."""

    organ: Organ
    year: int
    edition: int
    size: str
    disclosure: dict[str, list[str]]
    requests: dict[str, list[str]]
    disputes: list[str]
    prose: Prose
    request_edition: int = 2021
    """The edition of table 3, which a defect may set apart from that of table 2."""
    labels: dict[str, str] = field(default_factory=dict)
    """Printed labels that differ from the form's: ``row key`` or name to label."""
    heads: dict[str, str] = field(default_factory=dict)
    """Printed heads and captions that differ from the form's."""
    row_order: list[str] = field(default_factory=list)
    """The keys of table 3's rows in the order printed; a missing row is not among them."""
    disclosure_order: list[str] = field(default_factory=list)
    subtotals: dict[str, list[str]] = field(default_factory=dict)
    """Cells in the rows of groups, by the group's letter, as some reports fill them in."""
    twice: set[int] = field(default_factory=set)
    """Sections whose table is printed twice."""
    captions: bool = True
    """Whether table 4 prints the captions of its groups."""
    style: str = "plain"
    """How the prose prints its counts (see ``numerals``)."""
    before: int | None = None
    """How many applications came in the year before, where last year's report is at hand."""
    notes: set[str] = field(default_factory=set)
    """Rules that may lawfully note something of this clean report."""

    def number(self, key: str, column: int = 6) -> int:
        """A cell of table 3 as a number."""
        return int(self.requests[key][column])
