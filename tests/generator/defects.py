"""Known defects: each turns a clean report into one with exactly that fault, and says where the finding is due.

A defect changes the model, never the text, so it shows in every layout.  ``due`` are the logical places of which one
must be the finding's; a place such as ``row.申请.*`` stands for all that begin so; ``first`` is the first printed one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.generator import model as m
from tests.generator import wording as w
from tests.generator.marks import marked

FAULT = "fault"
TITLE = ("title", "first")


@dataclass
class Due:
    """What must be found: the places one of which is the finding's, other rules that may speak of the same cause, rules
    one of which will do instead, and words that the message must hold."""

    places: tuple[str, ...]
    companions: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    words: str = ""
    blank_instead: tuple[str, ...] = ()
    """Rules that will do where the layout does not show blank cells."""
    around: dict[str, list[m.ReportModel]] = field(default_factory=dict)
    """The reports around it: ``previous``, ``parts``, ``siblings``."""
    incomplete: bool = False
    """Whether the parts are not all that there are."""
    units: tuple[str, ...] = ()
    """The names of the units that owe a report."""


Inject = Callable[[m.ReportModel, random.Random], Due]


@dataclass(frozen=True)
class Defect:
    """One way to break one rule."""

    rule: str
    name: str
    inject: Inject
    kinds: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    from_year: int = 2021
    layouts: tuple[str, ...] = field(default=())
    """The layouts that can carry it; empty for all."""


DEFECTS: list[Defect] = []


def defect(
    rule: str,
    *,
    kinds: tuple[str, ...] = (),
    sizes: tuple[str, ...] = (),
    from_year: int = 2021,
    layouts: tuple[str, ...] = (),
) -> Callable[[Inject], Inject]:
    """Registers an injector for a rule."""

    def register(inject: Inject) -> Inject:
        DEFECTS.append(Defect(rule, inject.__name__, inject, kinds, sizes, from_year, layouts))
        return inject

    return register


LIST = ("preface-contents-mismatch",)
NONZERO = ("small", "medium", "large")
CELL_LAYOUTS = ("tsv", "cells-tab", "markdown")
DEPARTMENT = ("department", "office")
GOVERNMENT = ("government", "city")


def _plain_titles(model: m.ReportModel) -> None:
    """Gives the report the printed section titles and ordinals, so that a defect there is the only oddity."""
    prose = model.prose
    prose.titles = dict(w.CANONICAL)
    prose.ordinals = {n: w.ORDINALS[n - 1] + "、" for n in range(1, 7)}
    if "contents" in prose.preface:
        prose.preface["contents"] = w.preface_list(random.Random(0), prose.titles, set())


# --- structure --------------------------------------------------------------------------------------------------------


@defect("section-missing")
def section_dropped(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    gone = rng.choice([2, 3, 4, 5, 6])
    model.prose.order.remove(gone)
    near = {f"heading.{n}" for n in (gone - 1, gone + 1)}
    also = LIST + (("fee-statement-missing",) if gone == 6 else ())
    return Due((*TITLE, *near), also)


@defect("section-missing")
def section_dropped_and_renumbered(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    gone = rng.choice([2, 3, 4, 5])
    model.prose.order.remove(gone)
    for at, number in enumerate(model.prose.order):
        model.prose.ordinals[number] = w.ORDINALS[at] + "、"
    return Due((*TITLE, *(f"heading.{n}" for n in (gone - 1, gone + 1))), (*LIST, "section-number"))


@defect("section-missing")
def section_renamed(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    number, title = rng.choice(
        [(5, "特色亮点工作"), (5, "工作成效"), (5, "典型经验做法"), (1, "组织领导"), (6, "附则")]
    )
    model.prose.titles[number] = title
    also = LIST + {
        1: ("overview-topic-missing", "requests-without-figure"),
        6: ("fee-statement-missing", "fee-statement-misplaced"),
    }.get(number, ())
    if number == 1:
        also += ("assessment-missing",)
    return Due((*TITLE, "heading.*"), also)


@defect("section-order")
def sections_swapped(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    at = rng.choice([1, 2, 3, 4])
    order = model.prose.order
    order[at], order[at + 1] = order[at + 1], order[at]
    return Due((f"heading.{order[at]}", f"heading.{order[at + 1]}"), LIST)


@defect("section-order")
def sections_swapped_and_renumbered(model: m.ReportModel, rng: random.Random) -> Due:
    due = sections_swapped(model, rng)
    for at, number in enumerate(model.prose.order):
        model.prose.ordinals[number] = w.ORDINALS[at] + "、"
    return Due(due.places, (*LIST, "section-number"))


@defect("section-number")
def ordinals_shifted(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    start = rng.choice([1, 2, 3, 4])
    for number in range(start, 7):
        model.prose.ordinals[number] = w.ORDINALS[number - 2 if start > 1 else number] + "、"
    return Due(tuple(f"heading.{n}" for n in range(start, 7)))


@defect("section-number")
def ordinal_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    number = rng.randint(2, 6)
    model.prose.ordinals[number] = w.ORDINALS[number - 2] + "、"
    return Due((f"heading.{number}",))


@defect("section-title-variant")
def title_of_the_article(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    number = rng.choice([2, 3, 4, 5])
    titles = [t for t in w.VARIANTS[number] if t != w.CANONICAL[number]]
    model.prose.titles[number] = rng.choice(titles)
    return Due((f"heading.{number}",), LIST)


_TYPOS = [
    (5, "存在的主要问题及改情况"),
    (5, "存在的主要问提及改进情况"),
    (6, "其进他需要报告的事项"),
    (6, "其他需要报告的事顶"),
    (6, "其他需要报的事项"),
    (3, "收到和处理政府信息公开申清情况"),
    (3, "收到和处理政府信息公开申请情"),
    (3, "收到和处理政府信公开申请情况"),
    (2, "主动公开政府信息倩况"),
    (2, "主动公开政信息情况"),
    (4, "政府信息公开行政复议、行政诉松情况"),
    (4, "政府信息公开行政复议、行政诉讼清况"),
    (4, "政府信息公开政行复议、行政诉讼情况"),
    (1, "总休情况"),
]


@defect("section-title-typo")
def heading_typo(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    number, title = rng.choice(_TYPOS)
    model.prose.titles[number] = title
    return Due((f"heading.{number}",), LIST)


@defect("section-title-typo")
def preface_typo(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    number, title = rng.choice(_TYPOS[:-1])
    names = [title if n == number else w.CANONICAL[n] for n in range(1, 7)]
    model.prose.preface = {
        "basis": model.prose.preface["basis"],
        "contents": f"本报告由{'、'.join(names)}六部分组成。",
    } | {k: v for k, v in model.prose.preface.items() if k not in ("basis", "contents")}
    return Due(("preface.contents",), LIST)


@defect("section-empty")
def prose_section_empty(model: m.ReportModel, rng: random.Random) -> Due:
    prose = model.prose
    if rng.random() < 0.7:
        prose.five = rng.choice([[], ["无。"], ["无"], ["暂无。"], ["略。"], ["同上"]])
        return Due(("heading.5", "five"), ("problems-or-improvements-missing",))
    prose.preface_inside = False
    prose.overview, prose.items = rng.choice(["", "无。", "略"]), []
    also = ("overview-topic-missing", "overview-thin", "requests-without-figure", "assessment-missing")
    return Due(("heading.1", "overview"), also)


@defect("section-empty")
def table_section_empty(model: m.ReportModel, rng: random.Random) -> Due:
    number = rng.choice([2, 3, 4])
    model.prose.bodies[number] = rng.choice(["", "无。", "略。", "无"])
    return Due((f"heading.{number}", f"body.{number}"), ("table-missing",), instead=("table-missing",))


_TOPIC_WORDS = {
    "主动公开": "主动公开",
    "依申请公开": "依申请|申请情况|公开申请",
    "政府信息管理": "信息管理|信息进行管理",
    "平台建设": "平台建设",
    "监督保障": "监督保障",
}


def _drop_item(model: m.ReportModel, topics: list[str]) -> str:
    """Drops one sub-item whose words stand nowhere else in section one, and gives the rest their ordinals anew."""
    prose = model.prose
    for topic in topics:
        rest = prose.overview + "".join(i.heading + i.body for i in prose.items if i.topic != topic)
        if prose.preface_inside:
            rest += "".join(prose.preface.values())
        if not re.search(_TOPIC_WORDS[topic], rest):
            prose.items = [i for i in prose.items if i.topic != topic]
            for at, item in enumerate(prose.items):
                item.heading = re.sub(r"^（?\(?[一二三四五1-5][）)]?(是|\.|、)?", f"（{w.ORDINALS[at]}）", item.heading)
            return topic
    return ""


@defect("overview-topic-missing", kinds=("department", "office", "subdistrict"))
def overview_without_topic(model: m.ReportModel, rng: random.Random) -> Due:
    topics = rng.sample(["政府信息管理", "平台建设", "监督保障"], k=3)
    model.prose.preface_inside = False
    model.prose.overview = f"{model.year}年，{model.organ.we}扎实推进公开工作，成效明显。"
    if not _drop_item(model, topics):
        return overview_of_two_topics(model, rng)
    return Due(("heading.1", "overview"))


@defect("overview-topic-missing", kinds=("department", "office", "subdistrict"))
def overview_of_two_topics(model: m.ReportModel, rng: random.Random) -> Due:
    prose = model.prose
    prose.preface_inside = False
    prose.overview = f"{model.year}年，{model.organ.we}按照上级部署做好各项公开工作。"
    prose.items = [
        m.Item(
            "主动公开",
            "（一）主动公开情况" + ("：" if prose.item_style != "own" else ""),
            f"{model.year}年通过网站公开信息{rng.randint(20, 200)}条。",
        ),
        m.Item(
            "依申请公开", "（二）依申请公开情况" + ("：" if prose.item_style != "own" else ""), w._requests(rng, model)
        ),
    ]
    return Due(("heading.1", "overview"))


@defect("overview-thin")
def overview_is_preface(model: m.ReportModel, rng: random.Random) -> Due:
    prose = model.prose
    prose.preface_inside, prose.glued = True, False
    prose.preface = {"basis": prose.preface["basis"], "period": w.period(rng, model.year)}
    prose.overview, prose.items = "", []
    prose.tail = prose.tail or w.contact(rng, model.organ)
    return Due(
        ("heading.1", "preface"),
        ("overview-topic-missing", "requests-without-figure", "assessment-missing", "section-empty"),
    )


@defect("overview-thin")
def item_thin(model: m.ReportModel, rng: random.Random) -> Due:
    topic = rng.choice(["政府信息管理", "平台建设"])
    for item in model.prose.items:
        if item.topic == topic:
            item.body = rng.choice(["不断加强。", "工作有序开展。", "运行良好。", "按要求落实到位。"])
    return Due((f"item.{topic}", f"item.{topic}.body"))


@defect("title-missing")
def no_title(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.title = rng.choice([[], [], [model.organ.name]])
    return Due((*TITLE, "preface", "heading.1"), ("title-nonstandard",))


@defect("title-nonstandard")
def title_odd(model: m.ReportModel, rng: random.Random) -> Due:
    name, year = model.organ.name, model.year
    model.prose.title = [
        rng.choice(
            [
                f"{name}{year}年度政府信息公开工作年度报告",
                f"{name}{year}年政府信息公开年度报告",
                f"{year}年政府信息公开工作年度报告",
                f"{year}年度政府信息公开年度报告",
            ]
        )
    ]
    return Due(TITLE)


def _other_organ(model: m.ReportModel, rng: random.Random) -> str:
    """The name of another organ: another bureau of the same place, or the same one of another place."""
    organ = model.organ
    while True:
        other = m.make_organ(rng, ("department",) if organ.kind == "department" else (organ.kind,))
        if not _akin(other, organ):
            break
    if organ.kind == "department" and organ.name.startswith(organ.place) and rng.random() < 0.5:
        ending = organ.name[len(organ.place) :]
        return organ.place + rng.choice([b for b in m.BUREAUS if b[:2] != ending[:2]])
    return other.name


def _akin(one: m.Organ, other: m.Organ) -> bool:
    """Whether two organs could pass for one: the same invented place name, whatever its suffix."""
    return one.place[:2] in other.name or other.place[:2] in one.name


@defect("organ-mismatch")
def signoff_of_another(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.signoff_organ = _other_organ(model, rng)
    model.prose.signoff_date = model.prose.signoff_date or f"{model.year + 1}年1月12日"
    model.prose.title = [f"{model.organ.name}{model.year}年政府信息公开工作年度报告"]
    return Due(("signoff.organ", *TITLE))


@defect("organ-mismatch")
def preface_of_another(model: m.ReportModel, rng: random.Random) -> Due:
    other = _other_organ(model, rng)
    model.prose.title = [f"{model.organ.name}{model.year}年政府信息公开工作年度报告"]
    model.prose.preface["basis"] = rng.choice(
        [
            f"根据《中华人民共和国政府信息公开条例》要求，由{other}编制本年度报告。",
            f"根据《中华人民共和国政府信息公开条例》规定，现公布{other}{model.year}年政府信息公开工作年度报告。",
        ]
    )
    return Due(("preface.basis", *TITLE))


@defect("preface-contents-mismatch")
def preface_lists_others(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    names = list(w.CANONICAL.values())
    if rng.random() < 0.5:
        names[2] = rng.choice(["依申请公开政府信息情况", "政府信息依申请公开情况"])
        names[4] = "存在的主要问题及改进措施"
        text = f"本报告由{'、'.join(names)}六个部分组成。"
    else:
        names = [
            "概述",
            "主动公开政府信息的情况",
            "依申请公开政府信息的情况",
            "政府信息公开收费及减免情况",
            "行政复议和行政诉讼情况",
            "存在的主要问题及改进措施",
        ]
        text = f"全文包括{'、'.join(names)}共六个部分。"
    preface = model.prose.preface
    model.prose.preface = {"basis": preface["basis"], "contents": text} | {
        k: v for k, v in preface.items() if k not in ("basis", "contents")
    }
    return Due(("preface.contents", "heading.3", "heading.5", "heading.1"))


@defect("preface-count-mismatch")
def preface_count_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    names = list(w.CANONICAL.values())
    count = "六"
    also: tuple[str, ...] = ()
    if rng.random() < 0.5:
        del names[rng.choice([1, 3, 4])]
        also = LIST
    else:
        count = rng.choice("五七四")
    text = rng.choice([f"本报告由{'、'.join(names)}{count}部分组成。", f"全文包括{'、'.join(names)}共{count}个部分。"])
    preface = model.prose.preface
    model.prose.preface = {"basis": preface["basis"], "contents": text} | {
        k: v for k, v in preface.items() if k not in ("basis", "contents")
    }
    return Due(("preface.contents",), also)


@defect("edition-mismatch")
def old_table_two(model: m.ReportModel, rng: random.Random) -> Due:
    model.edition = 2019
    model.disclosure = m.make_disclosure(rng, 2019, model.organ, model.size)
    model.disclosure_order = list(model.disclosure)
    return Due(("heading.2", "caption.*", "head.*", "row.公开.*"), ("disclosure-row-missing",))


@defect("edition-mismatch", sizes=("zero", "small", "medium"))
def old_row_six(model: m.ReportModel, rng: random.Random) -> Due:
    requests = {k: v for k, v in model.requests.items() if k not in ("f1", "f2", "f3", "T", "K")}
    parts = [[int(x) for x in model.requests[k]] for k in ("f1", "f2", "f3")]
    requests["f"] = [str(sum(column)) for column in zip(*parts, strict=True)]
    requests |= {"T": model.requests["T"], "K": model.requests["K"]}
    model.requests, model.request_edition, model.row_order = requests, 2019, list(requests)
    return Due(("row.申请.f", "group.申请.f", "heading.3"), ("applications-row-missing",))


@defect("table-missing")
def table_gone(model: m.ReportModel, rng: random.Random) -> Due:
    number = rng.choice([2, 3, 4])
    model.prose.bodies[number] = {
        2: f"{model.year}年，{model.organ.we}按照法定要求主动公开政府信息，内容准确及时，详见网站。",
        3: f"{model.year}年，{model.organ.we}认真办理各类申请，按时答复，具体情况详见附件所列表格。",
        4: f"{model.year}年，{model.organ.we}未发生行政复议和行政诉讼案件，具体情况详见所附表格。",
    }[number]
    return Due((f"heading.{number}", f"body.{number}"))


_PLACEHOLDERS = [
    "（文字描述）",
    "XX局认真落实各项要求。",
    "20XX年，各项工作有序推进。",
    "【请填写工作亮点】",
    "共开展培训____次。",
    "（单位名称）高度重视公开工作。",
    "全年召开会议×× 次。",
    "〇〇局高度重视。",
]


@defect("placeholder-left")
def placeholder(model: m.ReportModel, rng: random.Random) -> Due:
    words = marked(rng.choice(_PLACEHOLDERS), FAULT)
    prose = model.prose
    where = rng.choice(["overview", "five", "six"])
    if where == "overview":
        prose.overview += words
    elif where == "five":
        prose.five[-1] += words
    else:
        prose.six.append(("other", rng.choice([words, marked("（文字描述，收取信息处理费情况在此处报告。）", FAULT)])))
    return Due((FAULT,))


def _without(model: m.ReportModel, pattern: str, *, five: bool = True) -> None:
    """Drops every sentence with those words from the prose, or from all but section five."""

    def keep(text: str) -> str:
        kept = "".join(s for s in re.findall("[^。；]*[。；]?", text) if not re.search(pattern, s))
        return kept or ("按照统一部署落实各项措施，明确专人负责，确保取得实效。" if text else "")

    prose = model.prose
    prose.overview = keep(prose.overview)
    for item in prose.items:
        item.body = keep(item.body)
    if five:
        prose.five = [keep(text) for text in prose.five]
    prose.six = [(key, keep(text)) for key, text in prose.six]


_MATTERS = ["考核|考评", "社会评议|评议|满意度|第三方评估|监督员", "责任追究|追责|问责|追究"]


@defect("assessment-missing", kinds=("government", "city", "town"))
def assessment_silent(model: m.ReportModel, rng: random.Random) -> Due:
    gone = rng.choice(["|".join(_MATTERS), *_MATTERS])
    _without(model, "|".join(_MATTERS))
    said = {
        _MATTERS[0]: "将公开工作纳入年度考核",
        _MATTERS[1]: "开展社会评议，群众评价良好",
        _MATTERS[2]: "未发生责任追究情形",
    }
    for item in model.prose.items:
        if item.topic == "监督保障":
            item.body += (
                "加强日常监督检查，全年开展自查四次，及时整改问题。"
                + "；".join(t for k, t in said.items() if k not in gone)
                + "。"
            )
            item.body = item.body.replace("。。", "。")
    return Due(("heading.1", "item.监督保障", "item.监督保障.body"))


@defect("requests-without-figure")
def requests_unsaid(model: m.ReportModel, rng: random.Random) -> Due:
    prose = model.prose
    for item in prose.items:
        if item.topic == "依申请公开":
            item.body = rng.choice(
                [
                    "进一步规范受理、登记、审核、办理、答复、归档等环节，畅通申请渠道，切实维护申请人合法权益。",
                    "严格按照法定程序和时限办理申请，加强与申请人的沟通，努力提升答复的规范化水平。",
                ]
            )
    return Due(("item.依申请公开", "item.依申请公开.body", "heading.1"))


@defect("text-not-extractable")
def text_cut(model: m.ReportModel, rng: random.Random) -> Due:
    prose = model.prose
    prose.preface, prose.overview, prose.items, prose.order, prose.tail = {}, "", [], [], ""
    prose.contents = False
    if rng.random() < 0.5:
        prose.signoff_organ = prose.signoff_date = ""
    return Due(("first", "title"))


# --- tables -----------------------------------------------------------------------------------------------------------


@defect("disclosure-row-missing", from_year=2019)
def disclosure_row_gone(model: m.ReportModel, rng: random.Random) -> Due:
    gone = rng.choice(model.disclosure_order)
    model.disclosure_order.remove(gone)
    return Due(("heading.2", "caption.*", "row.公开.*", "head.*"))


def _bump(cells: list[str], at: int, by: int) -> None:
    cells[at] = str(int(cells[at]) + by)


_SUMS = ("applications-row-sum", "applications-results-sum", "applications-balance", "applications-single-cell")


@defect("count-invalid")
def disclosure_count_invalid(model: m.ReportModel, rng: random.Random) -> Due:
    name, at = rng.choice([("行政许可", 0), ("行政处罚", 0), ("行政规范性文件", 0), ("行政强制", 0)])
    model.disclosure[name][at] = rng.choice(["-3", "1.5", "-12", "0.5"])
    return Due((f"cell.公开.{name}.{at}",), ("normative-stock-negative",))


@defect("count-invalid")
def request_count_invalid(model: m.ReportModel, rng: random.Random) -> Due:
    key = rng.choice(model.row_order)
    at = rng.randint(1, 5)
    model.requests[key][at] = rng.choice(["1.5", "-3", "2.5"])
    return Due((f"cell.申请.{key}.{at}",), _SUMS)


@defect("fee-income-unit")
def fee_unit_missing(model: m.ReportModel, rng: random.Random) -> Due:
    head = "本年收费金额（单位：万元）"
    model.heads[head] = rng.choice(["本年收费金额", "本年收费金额（单位：元）"])
    return Due(("head.第二十条第（八）项.*", "row.公开.行政事业性收费", "heading.2"))


@defect("fee-income-unit")
def fee_in_yuan(model: m.ReportModel, rng: random.Random) -> Due:
    model.disclosure["行政事业性收费"] = [rng.choice(["22104元", "350元", "1.2亿元"])]
    return Due(("cell.公开.行政事业性收费.0", "row.公开.行政事业性收费"))


_SHORT_ROW = ("applications-column-count",)
_SHORT_GROUP = ("disputes-incomplete",)
_SHORT_DISCLOSURE = ("disclosure-row-missing", "count-invalid", "cell-empty")


@defect("cell-empty")
def disclosure_cell_blank(model: m.ReportModel, rng: random.Random) -> Due:
    name = rng.choice(model.disclosure_order)
    at = rng.randrange(len(model.disclosure[name]))
    model.disclosure[name][at] = ""
    return Due((f"cell.公开.{name}.{at}", f"row.公开.{name}"), blank_instead=_SHORT_DISCLOSURE)


@defect("cell-empty", from_year=2019)
def request_cell_blank(model: m.ReportModel, rng: random.Random) -> Due:
    key, at = rng.choice(model.row_order), rng.randrange(7)
    model.requests[key][at] = ""
    return Due((f"cell.申请.{key}.*", f"row.申请.{key}"), blank_instead=_SHORT_ROW)


@defect("cell-empty", from_year=2019)
def request_row_blank(model: m.ReportModel, rng: random.Random) -> Due:
    key = rng.choice(model.row_order[2:])
    model.requests[key] = [""] * 7
    near = (f"cell.申请.{key}.0", f"row.申请.{key}")
    return Due(near, blank_instead=(*_SHORT_ROW, "applications-row-missing", "table-unread"))


@defect("cell-empty", sizes=("zero",), layouts=CELL_LAYOUTS, from_year=2019)
def request_column_blank(model: m.ReportModel, rng: random.Random) -> Due:
    at = rng.randrange(7)
    for cells in model.requests.values():
        cells[at] = ""
    return Due((*(f"cell.申请.{k}.{at}" for k in model.row_order), "row.申请.*", "heading.3"))


@defect("cell-empty", sizes=NONZERO, layouts=CELL_LAYOUTS, from_year=2019)
def zeros_left_blank(model: m.ReportModel, rng: random.Random) -> Due:
    for cells in model.requests.values():
        cells[:] = ["" if c == "0" else c for c in cells]
    return Due(("cell.申请.*", "row.申请.*", "heading.3"))


@defect("cell-empty", layouts=CELL_LAYOUTS)
def dispute_cell_blank(model: m.ReportModel, rng: random.Random) -> Due:
    at = rng.randrange(15)
    model.disputes[at] = ""
    return Due((f"cell.复议诉讼.{at // 5}.{at % 5}",), instead=("disputes-incomplete",))


_DASHES = ["/", "—", "-", "--", "无", "N/A", "不适用", "／", "——", "×"]


@defect("cell-placeholder")
def disclosure_placeholder(model: m.ReportModel, rng: random.Random) -> Due:
    name, dash = rng.choice(model.disclosure_order), rng.choice(_DASHES)
    if rng.random() < 0.5:
        model.disclosure[name] = [dash] * len(model.disclosure[name])
        return Due((f"cell.公开.{name}.*", f"row.公开.{name}"))
    at = rng.randrange(len(model.disclosure[name]))
    model.disclosure[name][at] = dash
    return Due((f"cell.公开.{name}.{at}",))


@defect("cell-placeholder", from_year=2019)
def request_placeholder(model: m.ReportModel, rng: random.Random) -> Due:
    key, dash = rng.choice(model.row_order), rng.choice(_DASHES)
    ats = range(7) if rng.random() < 0.5 else [rng.randrange(7)]
    for at in ats:
        model.requests[key][at] = dash
    return Due((*tuple(f"cell.申请.{key}.{at}" for at in ats), f"row.申请.{key}"))


@defect("cell-placeholder", from_year=2019)
def dispute_placeholder(model: m.ReportModel, rng: random.Random) -> Due:
    group, dash = rng.randrange(3), rng.choice(_DASHES)
    ats = range(5) if rng.random() < 0.5 else [rng.randrange(5)]
    for at in ats:
        model.disputes[group * 5 + at] = dash
    return Due(tuple(f"cell.复议诉讼.{group}.{at}" for at in ats))


@defect("normative-stock-negative")
def stock_negative(model: m.ReportModel, rng: random.Random) -> Due:
    made, gone = rng.randint(4, 30), rng.randint(0, 2)
    model.disclosure["行政规范性文件"] = [str(made), str(gone), str(max(made - gone - rng.randint(1, 9), 0))]
    return Due(("row.公开.行政规范性文件", "cell.公开.行政规范性文件.*"))


@defect("applications-balance", sizes=NONZERO, from_year=2019)
def balance_broken(model: m.ReportModel, rng: random.Random) -> Due:
    key, by, at = rng.choice(["r1", "r2", "K"]), rng.choice([1, 2, 5, 10]), rng.randrange(6)
    _bump(model.requests[key], at, by)
    _bump(model.requests[key], 6, by)
    return Due(
        tuple(f"row.申请.{k}" for k in ("r1", "r2", "T", "K"))
        + tuple(f"cell.申请.{k}.{c}" for k in ("r1", "r2", "T", "K") for c in (at, 6))
    )


@defect("regulation-authority", kinds=("town",))
def town_with_regulations(model: m.ReportModel, rng: random.Random) -> Due:
    model.disclosure["规章"] = rng.choice([["0", "0", "6"], ["1", "0", "3"], ["2", "1", "9"]])
    return Due(("row.公开.规章", "cell.公开.规章.*"))


@defect("regulation-authority", kinds=("department",))
def county_bureau_with_regulations(model: m.ReportModel, rng: random.Random) -> Due:
    place = rng.choice(m.PLACES) + "县"
    _rename(
        model,
        m.Organ(place + rng.choice([b for b in m.BUREAUS if b != "司法局"]), "department", "我单位", place, "县"),
        rng,
    )
    model.disclosure["规章"] = rng.choice([["0", "0", "4"], ["1", "0", "2"], ["3", "0", "12"]])
    return Due(("row.公开.规章", "cell.公开.规章.*"))


def _rename(model: m.ReportModel, organ: m.Organ, rng: random.Random) -> None:
    """Gives the report another organ, and writes its prose anew."""
    model.organ = organ
    model.prose = w.make_prose(rng, model)


@defect("applications-row-missing", from_year=2019)
def request_row_gone(model: m.ReportModel, rng: random.Random) -> Due:
    gone = (
        rng.choice([k for k in model.row_order if k != "f"]) if "f" in model.row_order else rng.choice(model.row_order)
    )
    model.row_order.remove(gone)
    return Due(("heading.3", "row.申请.*", "group.申请.*"), _SUMS)


@defect("applications-column-count", from_year=2019)
def row_too_long(model: m.ReportModel, rng: random.Random) -> Due:
    key = rng.choice(model.row_order)
    model.requests[key].insert(rng.choice([1, 6]), model.requests[key][0] if rng.random() < 0.5 else "0")
    return Due((f"row.申请.{key}", f"cell.申请.{key}.*"))


@defect(
    "applications-column-count",
    layouts=("pdf", "pdf-split", "flow", "glued", "cells-plain", "cells-wide", "aligned"),
    from_year=2019,
)
def row_too_short(model: m.ReportModel, rng: random.Random) -> Due:
    key = rng.choice(model.row_order)
    del model.requests[key][rng.choice([0, 3, 6])]
    return Due((f"row.申请.{key}", f"cell.申请.{key}.*"))


@defect("applications-results-sum", sizes=NONZERO, from_year=2019)
def results_sum_broken(model: m.ReportModel, rng: random.Random) -> Due:
    by, at = rng.choice([1, 2, 10]), rng.randrange(6)
    for key in ("T", "r1"):
        _bump(model.requests[key], at, by)
        _bump(model.requests[key], 6, by)
    return Due(("row.申请.T", f"cell.申请.T.{at}", "cell.申请.T.6"))


@defect("applications-results-sum", sizes=NONZERO, from_year=2019)
def leaf_row_broken(model: m.ReportModel, rng: random.Random) -> Due:
    leaves = [k for k in model.row_order if k[0] in "abcdef" and k != "f2"]
    key, by, at = rng.choice(leaves), rng.choice([1, 3]), rng.randrange(6)
    _bump(model.requests[key], at, by)
    _bump(model.requests[key], 6, by)
    return Due(("row.申请.T", f"cell.申请.T.{at}", "cell.申请.T.6"))


@defect("applications-row-sum", sizes=NONZERO, from_year=2019)
def row_sums_broken(model: m.ReportModel, rng: random.Random) -> Due:
    by = rng.choice([1, 2, 10])
    first, second = ("r1", "K") if rng.random() < 0.5 else ("r2", "K")
    at = rng.randrange(6)
    _bump(model.requests[first], at, by)
    _bump(model.requests[second], at, by)
    places = [f"{kind}.申请.{k}" for k in (first, second) for kind in ("row", "cell")]
    shifted = ("applications-columns-shifted",)  # a row such as 10 0 0 0 0 0 0 may be either
    return Due(tuple(p + ("" if p.startswith("row") else ".*") for p in places), shifted, shifted)


@defect("applications-single-cell", from_year=2019)
def one_cell_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    key, at = rng.choice(model.row_order), rng.randrange(7)
    right = int(model.requests[key][at])
    wrong = rng.choice(
        [n for n in (right + 1, right + 2, right - 1, right + 10, right * 10, right + 100) if n >= 0 and n != right]
    )
    model.requests[key][at] = str(wrong)
    return Due((f"cell.申请.{key}.{at}",), words=str(right))


@defect("disputes-incomplete", layouts=CELL_LAYOUTS, from_year=2019)
def dispute_group_blank(model: m.ReportModel, rng: random.Random) -> Due:
    group = rng.randrange(3)
    for at in range(5):
        model.disputes[group * 5 + at] = ""
    return Due(("heading.4", "cell.复议诉讼.*"))


@defect(
    "disputes-incomplete",
    layouts=("pdf", "pdf-split", "flow", "glued", "cells-plain", "cells-wide", "aligned"),
    from_year=2019,
)
def dispute_values_gone(model: m.ReportModel, rng: random.Random) -> Due:
    del model.disputes[-rng.choice([1, 2, 5]) :]
    return Due(("heading.4", "cell.复议诉讼.*"))


@defect("disputes-incomplete", from_year=2019)
def dispute_table_half(model: m.ReportModel, rng: random.Random) -> Due:
    model.captions = False
    return Due(("heading.4", "cell.复议诉讼.*", "table.4"), ("table-header-mismatch",))


@defect("disputes-sum", from_year=2019)
def dispute_sum_broken(model: m.ReportModel, rng: random.Random) -> Due:
    group, at = rng.randrange(3), rng.randrange(5)
    _bump(model.disputes, group * 5 + at, rng.choice([1, 2, 7]))
    return Due(tuple(f"cell.复议诉讼.{group}.{i}" for i in range(5)))


# --- dates ------------------------------------------------------------------------------------------------------------


@defect("report-year")
def no_year(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.title = [f"{model.organ.name}政府信息公开工作年度报告"]
    model.prose.preface.pop("period", None)
    model.prose.preface["basis"] = "根据《中华人民共和国政府信息公开条例》要求，编制本年度报告。"
    whole_year = re.compile(r"\d{4}年1月1日(?=.{0,6}12月31日)")  # a period told elsewhere tells the year
    model.prose.overview = whole_year.sub("1月1日", model.prose.overview)
    for item in model.prose.items:
        item.body = whole_year.sub("1月1日", item.body)
    return Due((*TITLE,), ("title-missing", "title-nonstandard", "period-missing"))


@defect("report-year")
def two_years(model: m.ReportModel, rng: random.Random) -> Due:
    name, year = model.organ.name, model.year
    model.prose.title = rng.choice(
        [
            [f"{name}{year}年政府信息公开工作年度报告（{year - 1}年度）"],
            [f"{year - 1}年{name}{year}年政府信息公开工作年度报告"],
            [f"{year - 1}年{name}", f"{year}年政府信息公开工作年度报告"],
        ]
    )
    return Due(TITLE, ("title-nonstandard", "period-year-mismatch"))


@defect("period-year-mismatch", from_year=2019)
def period_of_last_year(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.preface["period"] = w.period(rng, model.year + rng.choice([-1, -1, 1]))
    return Due(("preface.period",))


@defect("period-missing")
def no_period(model: m.ReportModel, rng: random.Random) -> Due:
    del model.prose.preface["period"]
    _without(model, "1月1日至|12月31日")
    return Due((*TITLE, "preface", "heading.1"))


@defect("period-not-full-year")
def period_short(model: m.ReportModel, rng: random.Random) -> Due:
    year = model.year
    bounds = rng.choice(
        [
            (f"{year}年1月1日", f"{year}年11月30日"),
            (f"{year}年1月1日", "12月25日"),
            (f"{year}年2月1日", f"{year}年12月31日"),
            (f"{year}年1月1日", f"{year}年12月30日"),
            (f"{year}年1月5日", "12月31日"),
        ]
    )
    model.prose.preface["period"] = rng.choice(
        ["本报告所列数据的统计期限自{}起至{}止。", "本报告中所列数据的统计期限为{}至{}。"]
    ).format(*bounds)
    return Due(("preface.period",))


@defect("stale-year")
def last_years_sentence(model: m.ReportModel, rng: random.Random) -> Due:
    year, we = model.year - rng.choice([1, 1, 2]), model.organ.we
    words = marked(
        rng.choice(
            [
                f"{year}年，{we}共公开各类政府信息{rng.randint(50, 900)}条。",
                f"{year}年，{we}通过网站主动公开信息{rng.randint(50, 900)}条。",
                f"{year}年{we}组织开展业务培训{rng.randint(2, 9)}次，参训人员得到有效提升。",
            ]
        ),
        FAULT,
    )
    prose = model.prose
    if prose.overview and rng.random() < 0.5:
        prose.overview += words
    else:
        item = prose.items[0] if prose.items[0].topic == "主动公开" else prose.items[1]
        item.body = words + item.body if rng.random() < 0.5 else item.body + words
    return Due((FAULT,))


@defect("plan-year")
def plan_of_this_year(model: m.ReportModel, rng: random.Random) -> Due:
    year, we = model.year - rng.choice([0, 0, 1]), model.organ.we
    words = marked(
        rng.choice(
            [
                f"{year}年，{we}将重点做好以下几方面工作：一是提高认识，二是加强培训。",
                f"{year}年，{we}将进一步细化公开内容，提升公开质量。",
                f"下一步，{year}年{we}计划继续完善制度，加强队伍建设。",
            ]
        ),
        FAULT,
    )
    model.prose.five = [model.prose.five[0], words] if rng.random() < 0.7 else [model.prose.five[0] + words]
    return Due((FAULT,))


def _sign(model: m.ReportModel, date: str) -> None:
    model.prose.signoff_date = date
    model.prose.signoff_organ = model.prose.signoff_organ or model.organ.name


@defect("signoff-too-early")
def signed_within_the_year(model: m.ReportModel, rng: random.Random) -> Due:
    _sign(model, w.date_words(rng, model.year, rng.choice([11, 12]), rng.randint(1, 30)))
    return Due(("signoff.date",))


@defect("deadline-department", kinds=DEPARTMENT, from_year=2019)
def department_late(model: m.ReportModel, rng: random.Random) -> Due:
    month = rng.choice([2, 2, 3, 4, 6])
    _sign(model, w.date_words(rng, model.year + 1, month, rng.randint(1, 28)))
    return Due(("signoff.date",))


@defect("deadline-government", kinds=GOVERNMENT, from_year=2019)
def government_late(model: m.ReportModel, rng: random.Random) -> Due:
    _sign(model, w.date_words(rng, model.year + 1, rng.choice([4, 4, 5]), rng.randint(1, 30)))
    return Due(("signoff.date",))


@defect("date-impossible")
def impossible_date(model: m.ReportModel, rng: random.Random) -> Due:
    year = model.year
    prose = model.prose
    if rng.random() < 0.4:
        _sign(model, f"{year + 1}年{rng.choice(['1月32日', '2月30日', '13月5日', '1月0日'])}")
        return Due(("signoff.date",), ("deadline-department",))
    day = rng.choice(["2月30日", "11月31日", "13月1日", "4月31日", "6月31日"])
    words = marked(f"{year}年{day}，{model.organ.we}召开专题会议部署公开工作。", FAULT)
    prose.overview += words
    return Due((FAULT,))


@defect("signoff-year")
def signed_years_later(model: m.ReportModel, rng: random.Random) -> Due:
    _sign(model, w.date_words(rng, model.year + 2, 1, rng.randint(3, 28)))
    return Due(("signoff.date",), ("deadline-department", "deadline-government"))


@defect("signoff-year")
def signed_in_january_of_the_year(model: m.ReportModel, rng: random.Random) -> Due:
    _sign(model, w.date_words(rng, model.year, 1, rng.randint(3, 28)))
    return Due(("signoff.date",), instead=("signoff-too-early",))


# --- contact ----------------------------------------------------------------------------------------------------------


CONTACTS = r"0\d{2,3}[-—]\d{7}|http|@"
"""What makes a sentence of the prose a contact."""


@defect("contact-missing")
def no_contact(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.preface.pop("contact", None)
    model.prose.tail = ""
    _without(model, CONTACTS)
    return Due((*TITLE, "preface", "heading.1", "heading.6", "preface.*"))


def _set_contact(model: m.ReportModel, words: str) -> str:
    if "contact" in model.prose.preface:
        model.prose.preface["contact"] = words
        return "preface.contact"
    model.prose.tail = words
    return "tail"


@defect("phone-malformed")
def phone_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    number = rng.choice(
        ["0359-752327", "0795-73626071", "03595-7523270", "0571-836052101", "0359-75232", "0578—209082"]
    )
    if number == "0795-73626071":
        number = "0795-736260712"
    place = _set_contact(
        model,
        f"如对本报告有疑问，请与{model.organ.name}联系（地址：{model.organ.place}府前街8号，联系电话：{number}）。",
    )
    return Due((place,))


@defect("contact-organ-mismatch")
def contact_of_another(model: m.ReportModel, rng: random.Random) -> Due:
    other = _other_organ(model, rng)
    if model.organ.place in other or model.organ.name[-4:] == other[-4:]:
        while True:
            made = m.make_organ(rng, ("department",))
            if (
                not _akin(made, model.organ)
                and made.name[-4:] != model.organ.name[-4:]
                and made.name[-6:-3] not in model.organ.name
            ):
                break
        other = made.name
    number = f"0358-{rng.randint(2000000, 8999999)}"
    words = f"如对本报告有疑问，请与{other}联系（地址：振兴路{rng.randint(2, 90)}号，电话：{number}）。"
    return Due((_set_contact(model, words),), ("organ-mismatch",))


# --- fees -------------------------------------------------------------------------------------------------------------


def _no_unpaid(model: m.ReportModel) -> None:
    """Books what stands under 逾期未缴费 elsewhere."""
    if any(c != "0" for c in model.requests["f2"]):
        model.requests["f2"], model.requests["f3"] = (
            ["0"] * 7,
            [str(int(x) + int(y)) for x, y in zip(model.requests["f2"], model.requests["f3"], strict=True)],
        )


@defect("fee-statement-missing")
def no_fee_statement(model: m.ReportModel, rng: random.Random) -> Due:
    _no_unpaid(model)
    text = rng.choice(
        [
            "无。",
            "无其他需要报告的事项。",
            "暂无其他需要报告的事项。",
            f"{model.year}年，{model.organ.we}承办人大代表建议3件、政协提案5件，均已按时办结。",
        ]
    )
    model.prose.six = [("other", text)]
    return Due(("heading.6", "six.other"), ("section-empty",))


@defect("fee-statement-misplaced")
def fee_statement_elsewhere(model: m.ReportModel, rng: random.Random) -> Due:
    _no_unpaid(model)
    words = marked(f"{model.year}年{model.organ.we}未收取政府信息公开信息处理费。", FAULT)
    model.prose.six = [("other", rng.choice(["无。", "无其他需要报告的事项。"]))]
    if rng.random() < 0.6:
        next(i for i in model.prose.items if i.topic == "依申请公开").body += words
    else:
        model.prose.five[-1] += words
    return Due((FAULT, "heading.6", "six.other"))


@defect("fee-contradiction")
def fee_twice(model: m.ReportModel, rng: random.Random) -> Due:
    _no_unpaid(model)
    year, we = model.year, model.organ.we
    amount = rng.randint(2, 90) * 10
    text = rng.choice(
        [
            f"{year}年，{we}未收取信息处理费。{year}年依申请公开共收取信息处理费{amount}元。",
            f"{year}年，{we}没有产生信息处理费，实际收取信息处理费{amount}元。",
            f"本机关{year}年未收取政府信息公开信息处理费，全年共收取政府信息公开信息处理费{amount}元。",
        ]
    )
    model.prose.six = [("fee", text)]
    return Due(("six.fee",))


@defect("fee-notice-logic")
def fee_notices_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    _no_unpaid(model)
    year = model.year
    text = rng.choice(
        [
            f"{year}年发出收费通知1件，通知总金额100元，实收总金额300元。",
            f"{year}年共发出信息处理费收费通知2件，收费通知金额500元，实际收取信息处理费900元。",
            f"{year}年发出收费通知0件，收费通知总金额400元，实际收取信息处理费400元。",
            f"{year}年，{model.organ.we}发出收费通知0件，收取信息处理费200元。",
        ]
    )
    model.requests["r2"] = model.requests["r2"]
    model.prose.six = [("fee", text)]
    return Due(("six.fee",))


@defect("fee-unpaid-row", sizes=("medium", "large"))
def unpaid_without_notice(model: m.ReportModel, rng: random.Random) -> Due:
    _no_unpaid(model)
    requests = model.requests
    key = next((k for k in requests if k[0] in "abcdef" and k != "f2" and requests[k][6] != "0"), None)
    if key:
        requests["f2"], requests[key] = requests[key], requests["f2"]
    else:  # nothing was closed: one application more, received and closed so
        for k in ("r1", "f2", "T"):
            requests[k] = [str(int(v) + (i in (0, 6))) for i, v in enumerate(requests[k])]
    we, year = model.organ.we, model.year
    model.prose.six = [
        (
            "fee",
            rng.choice(
                [
                    f"{year}年，{we}未发出收费通知，没有产生信息处理费。",
                    f"{year}年，{we}没有产生政府信息公开信息处理费。",
                ]
            ),
        )
    ]
    return Due(("six.fee", "row.申请.f2", "cell.申请.f2.*"), instead=())


@defect("fee-year")
def fee_of_last_year(model: m.ReportModel, rng: random.Random) -> Due:
    _no_unpaid(model)
    year, we = model.year - rng.choice([1, 1, 2]), model.organ.we
    text = rng.choice(
        [
            f"{year}年，{we}未收取政府信息公开信息处理费。",
            f"本机关{year}年度未收取信息处理费。",
            f"{year}年度没有产生信息处理费。",
        ]
    )
    model.prose.six = [("fee", text)]
    return Due(("six.fee",))


# --- oddities that no rule of this step names, and that must not cost a cell ------------------------------------------

QUIRKS: list[Defect] = []


def quirk(*, sizes: tuple[str, ...] = (), from_year: int = 2021) -> Callable[[Inject], Inject]:
    """Registers an oddity; the companions of its ``Due`` are what may be said of it."""

    def register(inject: Inject) -> Inject:
        QUIRKS.append(Defect("quirk", inject.__name__, inject, (), sizes, from_year))
        return inject

    return register


@quirk()
def note_in_cell(model: m.ReportModel, rng: random.Random) -> Due:
    model.disclosure["行政规范性文件"] = [
        "22",
        "0",
        rng.choice(["30（其中修订16件）", "30（含联合发文2件）", "30（根据清理结果调整）"]),
    ]
    return Due(())


@quirk(from_year=2019)
def misprinted_labels(model: m.ReportModel, rng: random.Random) -> Due:
    odd = {
        "c2": "2.其他法律行政止公开",
        "c3": "3.危及三安全一稳定",
        "c6": "6.属于四类过程信息",
        "d2": "2.没有现成信息需要另制作",
        "e5": "5.要求行政机关确认或重新出具已获信息",
        "c5": "5.属于三类内部管理事务信息",
        "b": "（二）部分公开（区分处理的，只计这一情形，不计其它情形）",
        "e1": "1.信访投诉举报类申请",
        "K": "四、结转下年继续办理",
        "r2": "二、上年度结转政府信息公开申请数量",
        "d3": "3.补正后申请仍不明确",
        "c8": "8.属于行政查询事顶",
    }
    for key in rng.sample(sorted(odd), k=2):
        model.labels[key] = odd[key]
    return Due(())


@quirk(from_year=2019, sizes=("large",))
def thousands_and_wide_digits(model: m.ReportModel, rng: random.Random) -> Due:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for key in rng.sample(model.row_order, k=4):
        model.requests[key] = [c.translate(wide) if rng.random() < 0.5 else f"{int(c):,}" for c in model.requests[key]]
    return Due(())


@quirk(from_year=2019)
def table_twice(model: m.ReportModel, rng: random.Random) -> Due:
    model.twice.add(rng.choice([2, 3, 4]))
    return Due((), ("disputes-incomplete",))


@quirk(from_year=2019)
def rows_swapped(model: m.ReportModel, rng: random.Random) -> Due:
    at = rng.choice([5, 8, 13, 16])
    order = model.row_order
    order[at], order[at + 1] = order[at + 1], order[at]
    return Due(())
