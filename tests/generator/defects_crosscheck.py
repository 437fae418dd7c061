"""Known defects of family crosscheck: the text tells one figure that the tables, or the text itself, tell otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

from tests.generator import essays, told
from tests.generator import model as m
from tests.generator import wording as w
from tests.generator.defects import FAULT, NONZERO, Due, defect
from tests.generator.marks import marked
from tests.generator.numerals import percent, say
from tests.generator.told import Figures, Teller, figures


def fit(model: m.ReportModel, rng: random.Random, holds: Callable[[Figures], bool]) -> Figures:
    """The figures of the model, whose tables are drawn anew until that holds of them."""
    for _ in range(500):
        found = figures(model)
        if holds(found):
            model.prose = w.make_prose(rng, model)
            return found
        size = rng.choice(NONZERO)
        model.requests = m.make_requests(rng, model.request_edition, size)
        model.disputes = m.make_disputes(rng, size)
        model.disclosure = m.make_disclosure(rng, model.edition, model.organ, size)
    raise AssertionError("no such tables")


def other(rng: random.Random, right: int, *avoid: int) -> int:
    """Another count, of those that people write instead, that is none of those to avoid."""
    near = [right + 1, right + 2, right - 1, right + 10, right * 2, right + 7, right * 10, right - 2]
    return rng.choice([n for n in near if n > 0 and n != right and n not in avoid])


def body(model: m.ReportModel, topic: str, text: str, rng: random.Random) -> Due:
    """Makes that text, which holds the fault, all that a sub-item says, with a lawful sentence before or after it."""
    model.style = "plain" if model.style == "han" and rng.random() < 0.5 else model.style
    item = next(i for i in model.prose.items if i.topic == topic)
    lawful = {"依申请公开": told.PROCEDURE, "主动公开": essays.ACTIVE[:3]}[topic]
    more = say(rng, rng.choice(lawful), essays.Facts(rng, model))
    item.body = more + marked(text, FAULT) if rng.random() < 0.6 else marked(text, FAULT) + more
    return Due((FAULT,), ("self-contradiction",))


def requests(model: m.ReportModel, rng: random.Random, text: str) -> Due:
    """Makes that text what is said of applications."""
    return body(model, "依申请公开", text, rng)


def active(model: m.ReportModel, rng: random.Random, text: str) -> Due:
    """Makes that text what is said of disclosure."""
    return body(model, "主动公开", text, rng)


# --- applications -----------------------------------------------------------------------------------------------------


@defect("received-mismatch", sizes=NONZERO, from_year=2019)
def told_received(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.new > 0 and not f.carried)
    t = Teller(rng, model, f._replace(new=other(rng, f.new, f.both, f.done)))
    text = t.say(*told.RECEIVED)
    return requests(model, rng, text + rng.choice(["。", "，" + told.closed(t) + "。", "，按规定予以答复。"]))


@defect("received-mismatch", sizes=NONZERO, from_year=2019)
def told_received_with_carried(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.new > 0 and f.carried > 0)
    wrong = other(rng, f.new, f.both, f.done, f.done - f.carried)
    t = Teller(rng, model, f._replace(new=wrong))
    return requests(model, rng, told.received(t) + "。")


@defect("received-mismatch", sizes=NONZERO, from_year=2019)
def told_handled(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.new > 0)
    t = Teller(rng, model)
    text = t.say(
        "{year}年，{we}共办理{app}{x}件。",
        "全年收办政府信息公开申请{x}件，均按程序处理。",
        "{year}年，{we}处理依申请公开申请共{x}件。",
        x=t.n(other(rng, f.both, f.new, f.done)),
    )
    due = requests(model, rng, text)
    due.instead = ("processed-mismatch",)
    return due


@defect("received-mismatch", sizes=("zero",), from_year=2019)
def told_received_of_none(model: m.ReportModel, rng: random.Random) -> Due:
    if figures(model).both:
        return told_received(model, rng)
    t = Teller(rng, model, Figures(new=rng.randint(1, 40)))
    due = requests(model, rng, t.say(*told.RECEIVED) + rng.choice(["。", "，均按期答复。"]))
    due.instead = ("none-received-mismatch",)
    due.companions += ("all-closed-mismatch",)
    return due


@defect("none-received-mismatch", sizes=NONZERO, from_year=2019)
def told_none(model: m.ReportModel, rng: random.Random) -> Due:
    fit(model, rng, lambda f: f.new > 0)
    text = Teller(rng, model).say(*told.ZERO) + "。"
    due = requests(model, rng, text)
    due.instead = ("received-mismatch",)
    return due


@defect("carried-in-mismatch", sizes=NONZERO, from_year=2019)
def told_carried_in(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.new > 0 and f.carried > 0)
    wrong = f._replace(carried=other(rng, f.carried))
    t = Teller(rng, model, wrong)
    first = Teller(rng, model, f).say(*told.RECEIVED)
    text = (
        first
        + "，"
        + t.say(
            told.CARRIED[0],
            told.CARRIED[2],
            "上年度转结{carried}件",
            "结转上年申请{carried}件",
            "另有上年度结转{carried}件",
        )
    )
    return requests(model, rng, text + "。")


@defect("carried-in-mismatch", sizes=NONZERO, from_year=2019)
def told_carried_of_none(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.new > 0 and f.carried == 0)
    text = Teller(rng, model, f._replace(carried=rng.randint(1, 9))).say(
        *(x + "，" + y for x in told.RECEIVED[:4] for y in told.CARRIED[:1])
    )
    return requests(model, rng, text + "。")


@defect("carried-out-mismatch", sizes=NONZERO, from_year=2019)
def told_carried_out(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.new > 1)
    t = Teller(rng, model, f._replace(rest=other(rng, f.rest)))
    text = told.received(t) + "，" + t.say(*told.DONE) + "，" + t.say(*told.REST) + "。"
    due = requests(model, rng, text)
    due.companions += ("breakdown-sum",)
    return due


@defect("processed-mismatch", sizes=NONZERO, from_year=2019)
def told_processed(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.done > 1)
    answered = [f.done - f.unhandled, f.done - f.other, f.done - f.unhandled - f.other]  # what 答复 may lawfully count
    t = Teller(rng, model, f._replace(done=other(rng, f.done, f.both, f.new, f.done - f.carried, *answered)))
    text = told.received(t) + "，" + t.say(*told.DONE)
    if f.rest:
        text += "，" + t.say(*told.REST)
    return requests(model, rng, text + "。")


@defect("outcomes-mismatch", sizes=NONZERO, from_year=2019)
def told_outcome(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.done > 3)
    key, name = rng.choice([(k, name) for k, name in told.GROUPS if getattr(f, k)])
    wrong = f._replace(**{key: other(rng, getattr(f, key))})
    t = Teller(rng, model, wrong)
    text = rng.choice(
        [
            told.outcomes(t),
            told.outcomes(t),
            t.say("全年{name}{x}件。", "其中{name}{x}件，均依法说明理由。", name=name, x=t.n(getattr(wrong, key))),
        ]
    )
    due = requests(model, rng, told.received(Teller(rng, model, f)) + "。" + text)
    due.companions += ("breakdown-sum", "percentage")
    return due


@defect("applicants-mismatch", sizes=NONZERO, from_year=2019)
def told_applicants(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.persons > 2 and f.bodies > 2 and not f.carried)
    key = rng.choice(["persons", "bodies"])
    t = Teller(rng, model, f._replace(**{key: other(rng, getattr(f, key))}))
    due = requests(model, rng, told.received(t) + "。" + told.applicants(t))
    due.companions += ("breakdown-sum",)
    return due


@defect("channels-sum", sizes=NONZERO, from_year=2019)
def told_channels(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.new > 4 and not f.carried)
    parts = told.split(rng, f.new, rng.choice([2, 3]))
    parts[rng.randrange(len(parts))] += rng.choice([1, 2, 5])
    t = Teller(rng, model, f)
    due = requests(model, rng, told.received(t) + "，" + told.channels(t, parts))
    due.companions += ("breakdown-sum",)
    return due


@defect("all-closed-mismatch", sizes=NONZERO, from_year=2019)
def told_all_closed(model: m.ReportModel, rng: random.Random) -> Due:
    fit(model, rng, lambda f: f.new > 1 and f.rest > 0)
    t = Teller(rng, model)
    text = told.received(t) + "，" + t.say(
        "全部按时办结", "全部依法答复", "均已办结", "均已按期答复", "办结率100%", "已全部办结", "答复率、办结率均为100%",
        "全部在规定期限内办结答复",
    ) + "。"  # fmt: skip
    return requests(model, rng, text)


# --- review and suits -------------------------------------------------------------------------------------------------


@defect("review-mismatch", sizes=("medium", "large"), from_year=2019)
def told_reviews(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.reviews > 1)
    t = Teller(rng, model, f._replace(reviews=other(rng, f.reviews)))
    text = t.say(*told.REVIEWS, told.CASES[0], told.CASES[1], told.CASES[2])
    return requests(model, rng, told.received(t) + "。" + text if f.both else told.zero(t) + text)


@defect("litigation-mismatch", sizes=("medium", "large"), from_year=2019)
def told_suits(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.direct > 1 and f.second > 1)
    wrong = other(rng, f.suits, f.direct, f.second)
    t = Teller(rng, model, f._replace(suits=wrong))
    text = t.say(*(x for x in (*told.SUITS, *told.CASES[:3]) if "其中" not in x))
    return requests(model, rng, told.received(t) + "。" + text if f.both else text)


@defect("litigation-mismatch", sizes=("medium", "large"), from_year=2019)
def told_direct_suits(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.direct > 1)
    t = Teller(rng, model, f._replace(direct=other(rng, f.direct, f.suits)))
    text = t.say(
        "未经复议直接起诉{direct}件。",
        "因政府信息公开引起的行政诉讼中，未经复议直接起诉的{direct}件。",
        "全年发生政府信息公开行政诉讼（未经复议直接起诉）{direct}件。",
    )
    return requests(model, rng, text)


@defect("case-outcomes-mismatch", sizes=("medium", "large"), from_year=2019)
def told_review_end(model: m.ReportModel, rng: random.Random) -> Due:
    prefix = rng.choice(["", "suits_"])
    f = fit(model, rng, lambda f: (f.reviews if not prefix else f.suits) > 3)
    key = rng.choice([k for k, _ in told.REVIEW_ENDS if getattr(f, prefix + k)])
    t = Teller(rng, model, f._replace(**{prefix + key: other(rng, getattr(f, prefix + key))}))
    due = requests(model, rng, told.ends(t, prefix))
    due.companions += ("breakdown-sum",)
    return due


@defect("no-cases-mismatch", sizes=("medium", "large"), from_year=2019)
def told_no_cases(model: m.ReportModel, rng: random.Random) -> Due:
    fit(model, rng, lambda f: f.reviews + f.suits > 0)
    due = requests(model, rng, Teller(rng, model).say(*told.NO_CASES))
    due.instead = ("review-mismatch", "litigation-mismatch")
    return due


@defect("no-cases-mismatch", sizes=("medium", "large"), from_year=2019)
def told_no_suits(model: m.ReportModel, rng: random.Random) -> Due:
    fit(model, rng, lambda f: f.suits > 0)
    text = Teller(rng, model).say(
        "<未发生|无>因政府信息公开引起的行政诉讼。",
        "全年没有因政府信息公开工作被提起行政诉讼。",
        "{year}年，{we}未产生政府信息公开行政诉讼案件。",
    )
    due = requests(model, rng, text)
    due.instead = ("litigation-mismatch",)
    return due


# --- documents and decisions ------------------------------------------------------------------------------------------


@defect("normative-docs-mismatch")
def told_documents(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: 0 < f.made < f.valid)
    key, patterns = rng.choice(
        [
            ("made", [*told.NORMATIVE[:2], told.NORMATIVE[4], "{year}年，{we}制定出台行政规范性文件{made}件。"]),
            ("valid", [told.NORMATIVE[0], told.NORMATIVE[2], "截至年底，现行有效的行政规范性文件{valid}件。"]),
            ("repealed", [*told.NORMATIVE[:2], "本年度废止行政规范性文件{repealed}件。"]),
        ]
    )
    t = Teller(rng, model, f._replace(**{key: other(rng, getattr(f, key), f.valid)}))
    return active(model, rng, t.say(*patterns))


@defect("decisions-mismatch")
def told_decisions(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.permits > 1 and f.fines > 1)
    key = rng.choice(["permits", "fines"])
    t = Teller(rng, model, f._replace(**{key: other(rng, getattr(f, key))}))
    patterns = [x for x in told.DECISIONS if "{" + key + "}" in x]
    extra = {
        "permits": "{year}年，{we}办理行政许可事项{permits}件。",
        "fines": "全年共作出行政处罚决定{fines}件，均已公示。",
    }
    return active(model, rng, t.say(*patterns, extra[key]))


@defect("no-function-mismatch")
def told_no_function(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: min(f.permits, f.fines, f.made) > 0)
    model.disclosure["行政强制"] = [str(max(f.forced, 2))]
    text = Teller(rng, model).say(
        "{we}<无|没有>行政许可职能。",
        "{we}不具有行政处罚职能，无行政处罚事项。",
        "{year}年，{we}未制定行政规范性文件。",
        "{we}无行政许可、行政处罚、行政强制事项。",
        "{year}年，{we}没有作出行政处罚决定。",
    )
    due = active(model, rng, text)
    due.instead = ("normative-docs-mismatch", "decisions-mismatch")
    return due


@defect("no-function-mismatch")
def told_no_charges(model: m.ReportModel, rng: random.Random) -> Due:
    model.disclosure["行政事业性收费"] = [rng.choice(["5", "12.5", "0.8640"])]
    text = Teller(rng, model).say(
        "{we}<无|没有>行政事业性收费项目。",
        "{year}年，{we}未收取行政事业性收费。",
        "{we}不涉及行政事业性收费。",
    )
    return active(model, rng, text)


# --- the text against itself ------------------------------------------------------------------------------------------


@defect("breakdown-sum", from_year=2019)
def parts_above_the_total(model: m.ReportModel, rng: random.Random) -> Due:
    t = Teller(rng, model)
    names, parts = essays.breakdown(t)
    total = sum(parts) - rng.choice([1, 2, 3, 10])
    mark = rng.choice(["、", "，", "；"])
    text = t.say(
        "{year}年，{we}通过网站公开各类信息{total}条，其中{listed}。",
        "全年主动公开政府信息{total}条，其中：{listed}。",
        "全年发布信息{total}条（其中{listed}）。",
        "共公开信息{total}条。其中，{listed}。",
        total=t.n(total),
        listed=mark.join(f"{n}{t.n(p)}条" for n, p in zip(names, parts, strict=True)),
    )
    return active(model, rng, text)


@defect("breakdown-sum", from_year=2019)
def parts_below_the_total(model: m.ReportModel, rng: random.Random) -> Due:
    t = Teller(rng, model)
    names, parts = essays.breakdown(t)
    total = sum(parts) + rng.choice([1, 2, 3])
    text = t.say(
        "{year}年，{we}公开各类信息{total}条，包括{listed}。",
        "{year}年，{we}通过网站公开各类信息共{total}条，其中{listed}。",
        "全年发布信息{total}条：{listed}。",
        total=t.n(total),
        listed="、".join(f"{n}{t.n(p)}条" for n, p in zip(names, parts, strict=True)),
    )
    return active(model, rng, text)


@defect("self-contradiction", from_year=2019)
def told_twice(model: m.ReportModel, rng: random.Random) -> Due:
    t = Teller(rng, model)
    one = rng.randint(20, 900)
    first, second = rng.choice(
        [
            ("{year}年，{we}通过政府网站主动公开信息{x}条。", "{year}年，{we}通过政府网站主动公开信息{y}条。"),
            ("全年通过微信公众号发布信息{x}条。", "全年微信公众号发布信息{y}条。"),
            ("{year}年，{we}在门户网站公开政府信息{x}条。", "全年，{we}在门户网站公开政府信息{y}条。"),
            ("全年组织政务公开业务培训{x}次。", "全年共组织政务公开业务培训{y}次。"),
        ]
    )
    if "培训" in first:
        one = rng.randint(2, 9)
    values = {"x": t.n(one), "y": t.n(other(rng, one))}
    due = active(model, rng, t.say(first, **values) + t.say(second, **values))
    if rng.random() < 0.5:
        item = next(i for i in model.prose.items if i.topic == "主动公开")
        item.body = marked(t.say(first, **values), FAULT)
        later = next(i for i in model.prose.items if i.topic == "平台建设")
        later.body = marked(t.say(second, **values), FAULT)
    return due


@defect("unit-magnitude", from_year=2019)
def unit_slipped(model: m.ReportModel, rng: random.Random) -> Due:
    parts = [rng.randint(11000, 99999) for _ in range(rng.choice([2, 3]))]
    names = rng.sample(["政府网站", "政务新媒体", "公开专栏", "公示栏"], k=len(parts))
    listed = "、".join(f"{n}{p}条" for n, p in zip(names, parts, strict=True))
    text = Teller(rng, model).say(
        "{year}年，{we}公开各类信息{total}万条，其中{listed}。",
        "全年累计发布政府信息{total}万条，其中：{listed}。",
        "全年公开信息共{total}万条（{listed}）。",
        total=sum(parts),
        listed=listed,
    )
    due = active(model, rng, text)
    due.companions += ("breakdown-sum",)
    return due


@defect("percentage", sizes=NONZERO, from_year=2019)
def share_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    t = Teller(rng, model)
    total = rng.randint(30, 900)
    part = rng.randint(5, total - 5)
    right = Decimal(part) * 100 / Decimal(total)
    off = right + rng.choice(
        [Decimal("3.1"), Decimal("-2.7") if right > 5 else Decimal("2.7"), Decimal("11"), Decimal("0.6")]
    )
    text = t.say(
        "{year}年，{we}通过网站公开信息{total}条，其中政策解读{part}条，占{share}。",
        "全年发布信息{total}条，其中工作动态{part}条，占比{share}。",
        "全年公开政府信息{total}条，其中民生信息{part}条，占总数的{share}。",
        "公开信息共{total}条。其中，通知公告{part}条，占公开总数的{share}。",
        total=t.n(total),
        part=t.n(part),
        share=percent(off, 100, rng.choice([1, 2])),
    )
    return active(model, rng, text)


@defect("percentage", sizes=("medium", "large"), from_year=2019)
def share_of_outcome_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.done > 20 and f.open > 2 and f.done - f.open > 2)
    t = Teller(rng, model, f)
    off = Decimal(f.open) * 100 / f.done
    off += 4 if off < 50 else -4
    text = t.say(
        "全年办结的{done}件申请中，予以公开{open}件，占{share}。",
        "全年办结申请{done}件，其中予以公开{open}件，占办结总数的{share}。",
        share=percent(off, 100, 2),
    )
    return requests(model, rng, text)


@defect("percentage", from_year=2019)
def growth_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    f = fit(model, rng, lambda f: f.new > 5)
    before = rng.choice([max(1, f.new * 4 // 5), f.new * 5 // 4 + 1])
    right = abs(Decimal(f.new - before)) * 100 / before
    t = Teller(rng, model, f)
    text = t.say(
        "{year}年，{we}共收到政府信息公开申请{new}件，比{last}年的{before}件{more}{share}。",
        "全年新收政府信息公开申请{new}件，较上年的{before}件{more}{share}。",
        before=t.n(before),
        more="增长" if f.new > before else "下降",
        share=percent(right + 7, 100, rng.choice([1, 2])),
    )
    return requests(model, rng, text)
