"""Known defects of the families previous-year and rollup: a report and those around it do not agree."""

from __future__ import annotations

import copy
import dataclasses
import random
from decimal import Decimal

from tests.generator import model as m
from tests.generator import pairs, told
from tests.generator.defects import FAULT, GOVERNMENT, NONZERO, TITLE, Due, _without, defect, quirk
from tests.generator.marks import marked
from tests.generator.numerals import percent
from tests.generator.told import Teller

PROSE = ("preface", "overview", "item.*", "six.*", "five", "heading.1", "heading.5", *TITLE)
COUNTY = ("government",)


def _bump(cells: list[str], at: int, by: int) -> None:
    cells[at] = str(int(cells[at]) + by)


# --- last year --------------------------------------------------------------------------------------------------------


@defect("previous-carry", from_year=2020)
def carried_total_differs(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    at, by = rng.randrange(6), rng.choice([1, 2, 9])
    for key in ("K", "r1"):
        _bump(before.requests[key], at, by)
        _bump(before.requests[key], 6, by)
    return Due(("row.申请.r2", "cell.申请.r2.*"), around={"previous": [before]})


@defect("previous-carry", from_year=2020)
def carried_column_differs(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    at, other = rng.sample(range(6), k=2)
    for key in ("K", "r1"):
        _bump(before.requests[key], at, 1)
        _bump(before.requests[key], 6, 1)
    for key in ("r2", "K"):
        _bump(model.requests[key], other, 1)
        _bump(model.requests[key], 6, 1)
    pairs.rewrite(rng, model)
    return Due(("row.申请.r2", "cell.申请.r2.*"), ("carried-in-unfinished",), around={"previous": [before]})


@defect("previous-normative-stock", from_year=2022)
def stock_differs(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    _bump(before.disclosure["行政规范性文件"], 2, rng.choice([1, 3, 12]))
    _without(model, "清理")  # a note on a clearing explains the difference
    return Due(("row.公开.行政规范性文件", "cell.公开.行政规范性文件.*"), around={"previous": [before]})


@quirk(from_year=2022)
def stock_explained(model: m.ReportModel, rng: random.Random) -> Due:
    """NF-14: a note on a clearing explains why the stocks of two years differ."""
    before = pairs.previous(rng, model)
    _bump(before.disclosure["行政规范性文件"], 2, rng.choice([1, 3, 12]))
    item = next(i for i in model.prose.items if i.topic == "政府信息管理")
    item.body += rng.choice(
        [
            "行政规范性文件现行有效件数根据清理结果进行了调整，以本年度报告为准。",
            "本年度开展规范性文件全面清理，部分文件宣布失效，现行有效件数相应调整。",
        ]
    )
    return Due((), around={"previous": [before]})


@defect("previous-regulation-stock", kinds=("city",), from_year=2022)
def regulations_differ(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    _bump(before.disclosure["规章"], 2, rng.choice([1, 2]))
    _without(model, "清理")
    return Due(("row.公开.规章", "cell.公开.规章.*"), around={"previous": [before]})


def _copied(model: m.ReportModel, before: m.ReportModel) -> m.Prose:
    """This year's prose as last year's: the same words with the years before."""
    prose = copy.deepcopy(model.prose)

    def older(text: str) -> str:
        text = text.replace(str(model.year), "Y0").replace(str(model.year - 1), "Y1").replace(str(model.year + 1), "Y2")
        return text.replace("Y0", str(before.year)).replace("Y1", str(before.year - 1)).replace("Y2", str(model.year))

    prose.title, prose.preface = before.prose.title, before.prose.preface
    prose.signoff_organ, prose.signoff_date = before.prose.signoff_organ, before.prose.signoff_date
    prose.overview, prose.five = older(prose.overview), [older(x) for x in prose.five]
    for item in prose.items:
        item.body = older(item.body)
    prose.six = [(key, older(text)) for key, text in prose.six]
    return prose


@defect("previous-text-reuse", from_year=2020)
def text_copied(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    pairs.rewrite(rng, model)
    while sum(len(i.body) for i in model.prose.items) < 300:
        pairs.rewrite(rng, model)
    before.prose = _copied(model, before)
    return Due(PROSE, around={"previous": [before]})


@defect("previous-text-reuse", from_year=2020)
def text_copied_but_for_figures(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    while sum(len(i.body) for i in model.prose.items if i.topic not in ("主动公开", "依申请公开")) < 220:
        pairs.rewrite(rng, model)
    own = {i.topic: i.body for i in before.prose.items}
    before.prose = _copied(model, before)
    for item in before.prose.items:
        if item.topic in ("主动公开", "依申请公开"):
            item.body = own[item.topic]
    return Due(PROSE, around={"previous": [before]})


@defect("previous-table-clone", sizes=("small", "medium", "large"), from_year=2022)
def tables_copied(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    if model.requests["T"][6] == "0":
        model.requests = m.make_requests(rng, 2021, "medium")
    before.requests, before.disclosure = copy.deepcopy(model.requests), copy.deepcopy(model.disclosure)
    before.disputes = list(model.disputes)
    model.disclosure["行政许可"] = before.disclosure["行政许可"] = ["31"]
    model.disclosure["行政处罚"] = before.disclosure["行政处罚"] = ["17"]
    model.before = int(before.requests["r1"][6])
    pairs.rewrite(rng, model)
    pairs.rewrite(rng, before)
    also = ("previous-carry", "previous-normative-stock", "previous-regulation-stock", "previous-pending-vanish")
    return Due(
        (*TITLE, "heading.2", "heading.3", "heading.4", "table.*", "cell.*", "row.*"),
        also,
        around={"previous": [before]},
    )


@defect("previous-spike", from_year=2022)
def decisions_leap(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    name = rng.choice(["行政许可", "行政处罚", "行政事业性收费"])
    few, much = (
        ("2.5", "31250") if name == "行政事业性收费" else (str(rng.randint(11, 40)), str(rng.randint(2000, 9000)))
    )
    before.disclosure[name], model.disclosure[name] = rng.choice([([few], [much]), ([much], [few])])
    pairs.rewrite(rng, model)
    pairs.rewrite(rng, before)
    return Due((f"row.公开.{name}", f"cell.公开.{name}.0"), ("fee-income-magnitude",), around={"previous": [before]})


@defect("previous-pending-vanish", from_year=2020)
def pending_vanished(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.previous(rng, model)
    group = rng.randrange(3)
    pending = int(model.disputes[group * 5 + 4]) + rng.randint(2, 20)
    before.disputes[group * 5 + 3] = str(pending)
    before.disputes[group * 5 + 4] = str(sum(int(x) for x in before.disputes[group * 5 : group * 5 + 4]))
    pairs.rewrite(rng, before)
    return Due((*(f"cell.复议诉讼.{group}.{at}" for at in range(5)), "heading.4"), around={"previous": [before]})


@defect("previous-percentage", sizes=NONZERO, from_year=2020)
def growth_not_of_last_year(model: m.ReportModel, rng: random.Random) -> Due:
    for _ in range(100):
        before = pairs.previous(rng, model)
        if int(before.requests["r1"][6]) > 5 and told.figures(model).new > 0:
            break
        model.requests = m.make_requests(rng, model.request_edition, "medium")
    f, old = told.figures(model), told.figures(before)
    right = [abs(Decimal(x - y)) * 100 / y for x, y in ((f.new, old.new), (f.both, old.both), (f.done, old.done)) if y]
    wrong = right[0] + Decimal("4.3")
    while any(abs(wrong - x) < 2 for x in right):
        wrong += Decimal("3.7")
    text = Teller(rng, model).say(
        "{year}年，{we}共收到政府信息公开申请{new}件，同比{more}{share}。",
        "全年新收政府信息公开申请{new}件，较上年{more}{share}。",
        "{year}年，{we}收到政府信息公开申请{new}件，比{last}年{more}{share}。",
        more="增长" if f.new >= old.new else "下降",
        share=percent(wrong, 100, 2),
    )
    next(i for i in model.prose.items if i.topic == "依申请公开").body = marked(text, FAULT)
    return Due((FAULT,), around={"previous": [before]})


@defect("previous-report-mismatch", from_year=2022)
def two_years_back(model: m.ReportModel, rng: random.Random) -> Due:
    before = pairs.fresh(rng, model.organ, model.year - rng.choice([0, 2]))
    return Due(
        TITLE, ("previous-carry", "previous-normative-stock", "previous-pending-vanish"), around={"previous": [before]}
    )


@defect("previous-report-mismatch", kinds=("department",), from_year=2020)
def last_year_of_another(model: m.ReportModel, rng: random.Random) -> Due:
    while (other := m.make_organ(rng, ("department",))).place[:2] == model.organ.place[:2]:
        pass
    before = pairs.fresh(rng, other, model.year - 1)
    also = ("previous-carry", "previous-normative-stock", "previous-pending-vanish", "previous-percentage")
    return Due(TITLE, also, around={"previous": [before]})


# --- the units --------------------------------------------------------------------------------------------------------


@defect("rollup-less-than-part", kinds=COUNTY)
def unit_has_more_decisions(model: m.ReportModel, rng: random.Random) -> Due:
    units = pairs.region(rng, model)
    name = rng.choice(["行政许可", "行政处罚", "行政强制"])
    unit = rng.choice(units)
    unit.disclosure[name] = [str(int(model.disclosure[name][0]) + rng.choice([1, 5, 200]))]
    pairs.rewrite(rng, unit)
    return Due((f"cell.公开.{name}.0", f"row.公开.{name}"), ("rollup-sum",), around={"parts": units}, incomplete=True)


@defect("rollup-less-than-part", kinds=COUNTY)
def unit_has_more_requests(model: m.ReportModel, rng: random.Random) -> Due:
    units = pairs.region(rng, model)
    unit, by = rng.choice(units), int(model.requests["r1"][6]) + 3
    for key in ("r1", "a", "T"):
        _bump(unit.requests[key], 0, by)
        _bump(unit.requests[key], 6, by)
    pairs.rewrite(rng, unit)
    return Due(("cell.申请.r1.*", "row.申请.r1"), ("rollup-sum",), around={"parts": units}, incomplete=True)


@defect("rollup-less-than-part", kinds=COUNTY)
def unit_has_more_disputes(model: m.ReportModel, rng: random.Random) -> Due:
    units = pairs.region(rng, model)
    unit, group = rng.choice(units), rng.randrange(3)
    by = int(model.disputes[group * 5 + 4]) + 1
    for at in (0, 4):
        _bump(unit.disputes, group * 5 + at, by)
    pairs.rewrite(rng, unit)
    places = tuple(f"cell.复议诉讼.{group}.{at}" for at in range(5))
    return Due(places, ("rollup-sum",), around={"parts": units}, incomplete=True)


@defect("rollup-sum", kinds=COUNTY)
def units_sum_to_another(model: m.ReportModel, rng: random.Random) -> Due:
    units = pairs.region(rng, model)
    name = rng.choice(["行政许可", "行政处罚", "行政强制"])
    _bump(model.disclosure[name], 0, rng.choice([1, 7]))
    pairs.rewrite(rng, model)
    return Due((f"cell.公开.{name}.0", f"row.公开.{name}"), around={"parts": units})


@defect("rollup-sum", kinds=COUNTY)
def requests_sum_to_another(model: m.ReportModel, rng: random.Random) -> Due:
    units = pairs.region(rng, model)
    for key in ("r1", "a", "T"):
        for at in (0, 6):
            _bump(model.requests[key], at, 7)
    pairs.rewrite(rng, model)
    return Due(("cell.申请.*", "row.申请.*"), around={"parts": units})


@defect("rollup-unit-missing", kinds=COUNTY)
def unit_without_report(model: m.ReportModel, rng: random.Random) -> Due:
    units = pairs.region(rng, model)
    names = [u.organ.name for u in units]
    names.insert(rng.randrange(len(names)), f"{model.organ.place}招商促进局")
    return Due((*TITLE, "first"), ("rollup-sum",), around={"parts": units}, units=tuple(names), incomplete=True)


@defect("rollup-scope-wording", kinds=COUNTY)
def government_as_a_bureau(model: m.ReportModel, rng: random.Random) -> Due:
    old = model.organ
    model.organ = dataclasses.replace(old, we=rng.choice(["我局", "本单位"]))
    units = pairs.region(rng, model)
    _without(model, "全[县市区]|各|乡镇|所属|[县市区]直|下属|部门|政府网站|政府信息公开平台", five=False)
    model.prose.items[
        -1
    ].body += f"{model.organ.we}主要领导亲自部署，{model.organ.we}办公室具体落实，{model.organ.we}干部职工共同参与。"
    places = (*TITLE, "heading.1", "overview", "item.*", "five", "six.*", "preface")
    return Due(places, ("assessment-missing", "overview-thin"), around={"parts": units})


@defect("rollup-breakdown-sum", kinds=GOVERNMENT, sizes=("medium", "large"))
def regions_sum_to_another(model: m.ReportModel, rng: random.Random) -> Due:
    t = Teller(rng, model)
    if not t.told.new or t.told.carried:
        while (t := Teller(rng, model)).told.carried or t.told.new < 30:
            model.requests = m.make_requests(rng, 2021, "medium")
        pairs.rewrite(rng, model)
        t = Teller(rng, model)
    places = rng.sample(m.PLACES, k=4)
    parts = told.split(rng, t.told.new, 4)
    parts[0] += rng.choice([1, 10])
    listed = "、".join(f"{p}县{t.n(n)}件" for p, n in zip(places, parts, strict=True))
    text = t.say(
        "{year}年，{we}共收到政府信息公开申请{new}件，其中{listed}。",
        "全年新收政府信息公开申请{new}件。按地区分，{listed}。",
        "{year}年，全市新收政府信息公开申请{new}件（{listed}）。",
        listed=listed,
    )
    next(i for i in model.prose.items if i.topic == "依申请公开").body = marked(text, FAULT)
    return Due((FAULT,), instead=("breakdown-sum",))


@defect("rollup-clone", kinds=("department",))
def copied_from_a_sibling(model: m.ReportModel, rng: random.Random) -> Due:
    while sum(len(i.body) for i in model.prose.items) < 300:
        pairs.rewrite(rng, model)
    others = pairs.siblings(rng, model)
    twin = rng.choice(others)
    twin.prose.overview = model.prose.overview.replace(model.organ.we, "我局")
    twin.prose.items, twin.prose.five = copy.deepcopy(model.prose.items), list(model.prose.five)
    twin.prose.item_style = model.prose.item_style
    twin.requests, twin.disputes = copy.deepcopy(model.requests), list(model.disputes)
    return Due(PROSE, around={"siblings": others})


@defect("rollup-regulation", kinds=COUNTY)
def county_sums_regulations(model: m.ReportModel, rng: random.Random) -> Due:
    place = rng.choice(m.PLACES) + "县"
    model.organ = m.Organ(
        place + "人民政府", "government", "我县", place, "县", short=place, contact=place + "人民政府办公室"
    )
    units = pairs.region(rng, model)
    model.disclosure["规章"] = ["0", "0", rng.choice(["3", "1", "12"])]
    return Due(
        ("cell.公开.规章.*", "row.公开.规章"),
        ("rollup-sum",),
        instead=("regulation-authority",),
        around={"parts": units},
    )
