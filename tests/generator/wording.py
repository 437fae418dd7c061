"""The sentences of invented reports: many ways to say the few things that every report says."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from tests.generator import essays, told
from tests.generator import model as m
from tests.generator.numerals import STYLES, han, say

CANONICAL = {
    1: "总体情况",
    2: "主动公开政府信息情况",
    3: "收到和处理政府信息公开申请情况",
    4: "政府信息公开行政复议、行政诉讼情况",
    5: "存在的主要问题及改进情况",
    6: "其他需要报告的事项",
}
VARIANTS = {
    1: ["总体情况"],
    2: ["行政机关主动公开政府信息情况", "主动公开政府信息的情况", "主动公开政府信息情况"],
    3: ["行政机关收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请的情况"],
    4: [
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开行政复议和行政诉讼情况",
        "政府信息公开行政复议及行政诉讼情况",
        "行政复议、行政诉讼情况",
        "政府信息公开行政复议、行政诉讼的情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼的情况",
    ],
    5: [
        "政府信息公开工作存在的主要问题及改进情况",
        "存在的主要问题和改进情况",
        "存在的主要问题及改进措施",
        "存在的主要问题和改进措施",
        "政府信息公开工作中存在的主要问题及改进情况",
        "存在主要问题及改进情况",
    ],
    6: ["其他需要报告的事项", "其它需要报告的事项", "需要报告的其他事项"],
}
ORDINALS = "一二三四五六七八九十"
TOPICS = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
ITEM_NAMES = {
    "主动公开": [
        "主动公开情况",
        "主动公开",
        "主动公开政府信息情况",
        "主动公开政府信息的情况",
        "主动公开方面",
        "聚焦主动公开，增强工作透明度",
        "主动公开工作扎实推进",
        "政府信息主动公开情况",
    ],
    "依申请公开": [
        "依申请公开情况",
        "依申请公开",
        "依申请公开政府信息情况",
        "政府信息依申请公开情况",
        "依申请公开工作情况",
        "依申请公开办理情况",
        "依申请公开方面",
        "规范依申请公开办理",
        "依申请公开工作规范有序",
    ],
    "政府信息管理": [
        "政府信息管理情况",
        "强化政府信息管理",
        "政府信息管理",
        "政府信息管理方面",
        "对政府信息进行管理情况",
        "信息管理情况",
    ],
    "平台建设": [
        "平台建设情况",
        "政府信息公开平台建设",
        "政府信息公开平台建设情况",
        "平台建设",
        "信息公开平台建设情况",
        "加强平台建设，畅通公开渠道",
    ],
    "监督保障": [
        "监督保障情况",
        "监督保障",
        "监督保障方面",
        "政府信息公开监督保障情况",
        "监督保障工作情况",
        "健全监督保障机制",
    ],
}


def date_words(rng: random.Random, year: int, month: int, day: int) -> str:
    """A sign-off date in one of the usual spellings."""
    digits = "".join("〇一二三四五六七八九"[int(d)] for d in str(year))
    return rng.choice(
        [f"{year}年{month}月{day}日"] * 4
        + [
            f"{digits}年{han(month)}月{han(day)}日",
            f"{year} 年 {month} 月 {day} 日",
            f"{year}年{month:02d}月{day:02d}日",
        ]
    )


def _title(rng: random.Random, organ: m.Organ, year: int, notes: set[str]) -> list[str]:
    name, what = organ.name, "政府信息公开工作年度报告"
    if organ.short and rng.random() < 0.3:
        name = organ.short
    form = rng.randrange(14)
    if form in (2, 9, 12):
        notes.add("title-nonstandard")
    return [
        [f"{name}{year}年{what}"],
        [name, f"{year}年{what}"],
        [f"{name}{year}年度{what}"],
        [f"{year}年{name}{what}"],
        [f"{name}{year}年政府信息公开", "工作年度报告"],
        [name, f"{year}年", what],
        [f"{year}年{name}", what],
        [f"{name} {year}年{what}"],
        [f"{name}{year}年", what],
        [f"{name}{what}", f"（{year}年度）"],
        [name, f"{year} 年{what}"],
        [f"{name}{year}年{what}"],
        [f"{name}{year}年度政府信息公开年度报告"],
        [f"{name} ", f"{year}年政府信息公开", "工作年度报告"],
    ][form]


def phone(rng: random.Random) -> str:
    """A well-formed invented landline number."""
    area = rng.choice(["0358", "0371", "0571", "0795", "0953", "0578", "0898", "023", "0431", "0517"])
    size = 8 if area in ("023", "0371", "0571", "0431") else rng.choice([7, 7, 8])
    number = str(rng.randint(2, 8)) + "".join(str(rng.randint(0, 9)) for _ in range(size - 1))
    other = number[:-2] + f"{(int(number[-2:]) + 1) % 100:02d}"
    return rng.choice(
        [f"{area}-{number}"] * 5
        + [
            f"{area}—{number}",
            f"{area}－{number}",
            f"（{area}）{number}",
            f"{area}-{number}-{rng.randint(1, 99)}",
            f"{area}-{number}、{area}-{other}",
            f"{area}-{number}、{other}",
            f"{area}{number}",
            f"{area}-{number}转{rng.randint(801, 899)}",
            f"{area}-{number}（传真）",
        ]
    )


def contact(rng: random.Random, organ: m.Organ, who: str = "") -> str:
    """A contact block, in one of the usual forms."""
    office = rng.choice(["", "", "办公室", "政务公开科"]) if organ.kind == "department" else ""
    who = who or organ.contact or organ.name + office
    if organ.kind == "department" and rng.random() < 0.15:
        who = organ.we + rng.choice(["", "办公室"])
    street = (
        rng.choice(["振兴路", "文昌大街", "滨河东路", "府前街", "人民中路", "迎宾大道"]) + f"{rng.randint(1, 399)}号"
    )
    post = f"{rng.randint(1, 7)}{rng.randint(0, 99999):05d}"
    number = phone(rng)
    mail = (
        rng.choice(["zwgk", "bgs", "xxgk"]) + str(rng.randint(1, 99)) + rng.choice(["@163.com", "@126.com", "@qq.com"])
    )
    official = rng.choice(["zwgk", "bgs", "xxgk_"]) + str(rng.randint(1, 99)) + "@example.gov.cn"
    place = organ.place
    return rng.choice(
        [
            f"如对本报告有任何疑问，请与{who}联系（地址：{place}{street}；邮编：{post}；电话：{number}；电子邮箱：{mail}）。",
            f"如对本年度报告有疑问，请与{who}联系，地址：{place}{street}，联系电话：{number}。",
            f"公民、法人或者其他组织对本报告有疑问的，请联系{who}（地址：{place}{street}，邮政编码：{post}，联系电话：{number}）。",
            f"如有疑问，请与{who}联系。联系电话：{number}，传真：{number.split('、')[0]}，邮箱：{mail}。",
            f"如对报告内容有疑问或意见建议，请与{who}联系（联系电话：{number}；通讯地址：{place}{street}）。",
            f"联系地址：{place}{street}；邮编：{post}；联系电话：{number}。",
            f"如对本报告有疑问，请与{who}联系，电话{number}，电子邮箱{official}。",
            f"联系单位：{who}\n地  址：{place}{street}\n邮政编码：{post}\n联系电话：{number}",
            f"如对本报告有任何意见和建议，欢迎与{who}联系（电话：{number}，传真：{number.split('、')[0]}，邮箱：{official}）。",
            f"社会公众可通过以下方式联系我们：办公地址：{place}{street}；办公时间：工作日上午8:30—12:00，下午14:30—18:00；咨询电话：{number}。",
            f"地址：{place}{street}，邮编{post}，联系电话{number}，网址：http://www.example.gov.cn/。",
            f"报告电子版可在政府门户网站下载。如有疑问，请联系{who}，联系方式：{number}。",
        ]
    )


def preface_list(rng: random.Random, titles: dict[int, str], notes: set[str]) -> str:
    """The clause that lists the six parts."""
    form = rng.randrange(6)
    names = list(CANONICAL.values()) if form == 4 else [titles[n] for n in range(1, 7)]
    if names != [titles[n] for n in range(1, 7)]:
        notes.add("preface-contents-mismatch")
    if form == 5:
        names = [f"“{name}”" for name in names]
    mark = rng.choice(["、", "、", "，"])
    body = mark.join(names[:-1]) + rng.choice([mark, "和", "以及"] if form != 5 else ["", "和"]) + names[-1]
    subject = rng.choice(["本报告由", "全文由", "报告内容包括", "全文包括", "本年度报告包括"])
    count = rng.choice(["共六部分", "六个部分", "共六个部分", "等六个部分", "六部分内容", "6个部分"])
    return f"{subject}{body}{count}{'组成' if subject.endswith('由') else ''}。"


def period(rng: random.Random, year: int) -> str:
    """The sentence that states the period."""
    whole = rng.choice(
        [
            f"{year}年1月1日至{year}年12月31日",
            f"{year}年1月1日至12月31日",
            f"{year}年1月1日起至{year}年12月31日止",
            f"{year}年1月1日起，至{year}年12月31日止",
            f"{year}年1月1日—{year}年12月31日",
            f"{year}年1月1日至12月31日止",
        ]
    )
    return rng.choice(
        [
            f"本报告中所列数据的统计期限为{whole}。",
            f"所列数据统计时限自{whole}。",
            f"本报告统计数据时间为{whole}。",
            f"本年度报告中所列统计数据的统计时限为{whole}。",
            f"报告中数据统计期限自{whole}。",
            f"本报告数据统计时间：{whole}。",
            f"（统计时限：{whole}）",
            f"本报告中使用的数据统计期限从{whole}。",
        ]
    )


_DOWNLOADS = [
    "本报告的电子版可在本机关门户网站（http://www.example.gov.cn）下载。",
    "本报告电子版可在政府网站“政府信息公开年报”栏目查阅和下载。",
]


def _basis(rng: random.Random, organ: m.Organ, year: int, edition: int) -> str:
    law = rng.choice(
        [
            "《中华人民共和国政府信息公开条例》",
            "《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）",
            "《中华人民共和国政府信息公开条例》（国令第711号）（以下简称《条例》）",
            "《中华人民共和国政府信息公开条例》（以下简称《条例》）第五十条",
            "新修订的《中华人民共和国政府信息公开条例》（中华人民共和国国务院令第711号）",
            "《中华人民共和国政府信息公开条例》（2019年修订）",
            "《中华人民共和国政府信息公开条例》（国务院第711号令，以下称《条例》）第四十九条、第五十条",
            "2019年5月15日起施行的《中华人民共和国政府信息公开条例》",
        ]
    )
    notice = rng.choice(
        [
            "",
            "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）",
            "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
            "国务院办公厅政府信息与政务公开办公室《关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）",
            "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）和上级关于做好年度报告编制工作的通知",
            "国办公开办函〔2021〕30号文件",
        ]
        if edition == 2021
        else [
            "",
            "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）",
        ]
    )
    base = law + (rng.choice(["和", "及", "、"]) + notice if notice else "")
    name = organ.name
    return rng.choice(
        [
            f"根据{base}要求，{name}编制了{year}年政府信息公开工作年度报告。",
            f"本报告根据{base}的规定，由{name}编制。",
            f"按照{base}有关规定，现公布{name}{year}年政府信息公开工作年度报告。",
            f"本年度报告是根据{base}要求，结合{organ.we}工作实际编制而成。",
            f"依据{base}，特向社会公布{year}年度政府信息公开工作年度报告。",
            f"根据{base}规定，结合{year}年度政府信息公开工作情况，编制本报告。",
            f"为进一步保障公众知情权，根据{base}，现将{name}{year}年政府信息公开工作情况报告如下。",
            f"现根据{base}的要求，公布{name}{year}年度政府信息公开工作情况。",
        ]
    )


def zero_claim(rng: random.Random, organ: m.Organ, year: int) -> str:
    """A sentence that says that no request came in."""
    return say(rng, rng.choice(told.ZERO), {"year": year, "we": organ.we, "app": "政府信息公开申请"}) + "。"


def _requests(rng: random.Random, model: m.ReportModel) -> str:
    return told.requests(told.Teller(rng, model))


_FEE_NOTICE = [
    "《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）",
    "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）",
    "《政府信息公开信息处理费管理办法》",
    "国办函〔2020〕109号文件",
]
_NO_FEE = [
    "{year}年，{we}<未收取|没有收取|未产生|没有产生|未发生>政府信息公开信息处理费。",
    "本机关{year}年未收取政府信息公开信息处理费。",
    "按照{notice}规定的按件、按量收费标准，本年度没有产生信息公开处理费。",
    "{year}年度，{we}未向申请人收取任何信息处理费。",
    "依据{notice}，{we}{year}年收取信息处理费<0元|共0元>。",
    "本年度{we}不涉及收取政府信息公开信息处理费的情况。",
    "{year}年，{we}未发生依申请公开收费情况，信息处理费为0元。",
    "{we}本年度未发出信息处理费收费通知，未收取信息处理费。",
    "<根据|按照>{notice}<要求|有关规定>，{year}年<未产生|未收取>信息处理费。",
    "关于收取信息处理费情况：{year}年{we}没有收取信息处理费。",
    "{year}年，{we}发出收费通知的件数为0件，总金额为0元，实际收取的总金额为0元。",
    "（一）收取信息处理费情况。{year}年，{we}未收取信息处理费。",
    "1.信息处理费收取情况：{year}年度本机关未产生信息处理费用。",
    "自2021年1月1日《政府信息公开信息处理费管理办法》施行以来，{we}均未收取信息处理费，{year}年亦未收取。",
    "{year}年，{we}在依申请公开办理中未收取检索、复制、邮寄等任何费用，信息处理费收取金额为零。",
    "{we}严格执行{notice}，{year}年度信息处理费收取件数0件，收取金额0元。",
    "全年办理的申请均未达到收费标准，未收取信息处理费。",
    "收取信息处理费情况：无。",
    "信息处理费收取情况：{year}年未收取。",
]


def _fee(pages: int) -> int:
    """The fee by pages of one application: 10 yuan a page from 31, 20 from 101, 40 from 201."""
    return 10 * max(0, min(pages, 100) - 30) + 20 * max(0, min(pages, 200) - 100) + 40 * max(0, pages - 200)


def fee_statement(rng: random.Random, model: m.ReportModel) -> str:
    """A lawful sentence about the information processing fee."""
    names = {"we": model.organ.we, "year": model.year, "notice": rng.choice(_FEE_NOTICE)}
    unpaid = model.number("f2") if "f2" in model.requests else 0
    if unpaid:
        return say(
            rng,
            "{year}年，{we}依据{notice}发出收费通知{unpaid}件，通知金额{amount}元，申请人均逾期未缴纳，实收0元。",
            names | {"unpaid": unpaid, "amount": unpaid * 200},
        )
    if model.number("T") > 20 and rng.random() < 0.3:
        fees = [_fee(rng.randint(31, 260)) for _ in range(rng.randint(1, 3))]
        return say(
            rng,
            rng.choice(
                [
                    "{year}年，{we}依法收取政府信息公开信息处理费{amount}元。",
                    "{year}年共发出收费通知{cases}件，通知总金额{amount}元，实际收取信息处理费{amount}元。",
                    "全年有{cases}件申请按量收取信息处理费，<共计|合计>{amount}元。",
                    "依据{notice}，{year}年{we}向{cases}名申请人收取信息处理费{amount}元，已全额上缴国库。",
                    "{year}年按量计收信息处理费{cases}件，分别为{each}元，共{amount}元。",
                ]
            ),
            names | {"cases": len(fees), "amount": sum(fees), "each": "元、".join(map(str, fees))},
        )
    return say(rng, rng.choice(_NO_FEE), names)


def item_body(rng: random.Random, topic: str, model: m.ReportModel, facts: essays.Facts) -> str:
    """The body of one sub-item of section one."""
    if topic == "主动公开":
        return essays.active(told.Teller(rng, model), facts)
    if topic == "依申请公开":
        return _requests(rng, model)
    body = essays.stock(rng, topic, facts)
    if topic == "监督保障" and model.organ.kind in ("government", "town"):
        body += say(rng, rng.choice(essays.ASSESSMENT), facts)
    return body


def item_ordinal(style: str, at: int) -> str:
    """The ordinal of a sub-item, such as （一）."""
    han = ORDINALS[at]
    return {"（": f"（{han}）", "(": f"({han})", "1.": f"{at + 1}.", "1、": f"{at + 1}、", "是": f"{han}是"}[style]


def _items(rng: random.Random, model: m.ReportModel, style: str, facts: essays.Facts) -> list[m.Item]:
    ordinal = rng.choice(["（"] * 6 + ["(", "1.", "1、"] + (["是"] if style != "own" else []))
    topics = list(TOPICS)
    if rng.random() < 0.15:
        topics[2], topics[3] = topics[3], topics[2]
    items = []
    if "（一）" in model.prose.ordinals.values():
        ordinal = rng.choice(["1.", "1、"])
    if ordinal in ("1.", "1、", "("):
        model.notes.add("heading-style")
    for at, topic in enumerate(topics):
        name = rng.choice(ITEM_NAMES[topic])
        end = {"own": "", "line": rng.choice(["。", "：", "。"]), "inline": "："}[style]
        items.append(m.Item(topic, item_ordinal(ordinal, at) + name + end, item_body(rng, topic, model, facts)))
    if rng.random() < 0.08:
        end = {"own": "", "line": "。", "inline": "："}[style]
        extra = rng.choice(
            ["基层政务公开标准化规范化建设情况", "政务公开队伍建设情况", "政策解读回应情况", "标准化规范化情况"]
        )
        body = rng.choice(
            [
                "编制完善标准目录，规范设置公开专区，方便群众就近查询。",
                "配齐配强工作力量，专兼职人员持证上岗，定期开展业务交流。",
                f"结合实际梳理公开事项，{model.year}年新增试点领域3个。",
            ]
        )
        items.append(m.Item("其他", item_ordinal(ordinal, 5) + extra + end, body))
    return items


def _signoff(rng: random.Random, organ: m.Organ, year: int) -> str:
    if organ.kind == "government" and rng.random() < 0.6:
        month = rng.randint(1, 3)
        return date_words(rng, year + 1, month, rng.randint(2, 28 if month < 3 else 31))
    return date_words(rng, year + 1, 1, rng.randint(2, 31))


def make_prose(rng: random.Random, model: m.ReportModel) -> m.Prose:
    """All the prose of a clean report about those tables."""
    organ, year, notes = model.organ, model.year, model.notes
    facts = essays.Facts(rng, model)
    titles = dict(CANONICAL)
    if rng.random() < 0.3:
        for number in rng.sample(range(1, 7), k=rng.randint(1, 4)):
            titles[number] = rng.choice(VARIANTS[number])
    if titles != CANONICAL:
        notes |= {"section-title-variant", "preface-contents-mismatch"}
    preface = {"basis": _basis(rng, organ, year, model.edition)}
    if rng.random() < 0.6:
        preface["contents"] = preface_list(rng, titles, notes)
    preface["period"] = period(rng, year)
    if rng.random() < 0.12:
        preface["download"] = rng.choice(_DOWNLOADS)
    style = rng.choice(["own"] * 4 + ["line"] * 3 + ["inline"])
    ordinals = _ordinals(rng)
    model.prose.ordinals = ordinals
    prose = m.Prose(
        title=_title(rng, organ, year, notes),
        preface=preface,
        titles=titles,
        ordinals=ordinals,
        order=list(range(1, 7)),
        overview=essays.opening(rng, facts),
        items=_items(rng, model, style, facts),
        five=[essays.problems(rng, facts), essays.measures(rng, facts)],
        six=[("fee", fee_statement(rng, model))],
        item_style=style,
    )
    if rng.random() < 0.3:
        prose.five = ["".join(prose.five)]
    if rng.random() < 0.35:
        prose.six.insert(rng.choice([0, 1]), ("other", essays.others(rng, facts)))
    prose.preface_inside = rng.random() < 0.15
    prose.glued = not prose.preface_inside and rng.random() < 0.1 and prose.ordinals[1].startswith("一")
    if rng.random() < 0.8:
        prose.signoff_date = _signoff(rng, organ, year)
        prose.signoff_organ = organ.name if rng.random() < 0.85 else ""
        if organ.kind == "government" and rng.random() < 0.2:
            prose.signoff_organ = organ.name + "办公室"
    if rng.random() < 0.75:
        prose.preface["contact"] = contact(rng, organ)
    else:
        prose.tail = contact(rng, organ)
    if not "".join(prose.preface.values()).endswith("。"):
        prose.glued = False
    if rng.random() < 0.15:
        _web(rng, model, prose)
    if prose.tail[-1:].isdigit() and prose.signoff_date:
        # Below a number, a date's digits cannot be told from the number's once the lines are joined.
        prose.signoff_organ = prose.signoff_organ or organ.name
    _lawful_notes(model, prose)
    if rng.random() < 0.08 and prose.ordinals[1]:
        prose.contents = True
    if rng.random() < 0.05:
        prose.titles[6] += rng.choice(["：", "。"])
    return prose


def _lawful_notes(model: m.ReportModel, prose: m.Prose) -> None:
    """Adds the notes that this prose deserves though nothing is wrong with it."""
    everything = "".join([*prose.preface.values(), prose.tail])
    if re.search(r"@(163|126|qq|sina)\.com", everything):
        model.notes.add("email-personal")
    words = "".join(item.body for item in prose.items) + prose.overview
    if re.search(r"余[条件]|约|近|多条", words):
        model.notes.add("approximate-count")
    if re.search("信息公开处理费|信息处理费用", "".join(text for _, text in prose.six)):
        model.notes.add("fee-term")
    model.notes |= {"deadline-local", "fee-vs-income", "previous-spike"}
    if re.search("含上年度结转", words):
        model.notes.add("received-mismatch")
    if not prose.signoff_date or not prose.signoff_organ:
        model.notes.add("signoff-missing")


def _ordinals(rng: random.Random) -> dict[int, str]:
    """The ordinals of the six headings."""
    form = rng.choice(["{}、"] * 12 + ["", "{}．", "{}、 ", "（{}）", "第{}部分 ", "{}、"])
    return {n: form.format(ORDINALS[n - 1]) for n in range(1, 7)}


def _web(rng: random.Random, model: m.ReportModel, prose: m.Prose) -> None:
    """What a page on the web has around the report: an index, a date, buttons."""
    day = f"{model.year + 1}-01-{rng.randint(10, 30)}"
    number = f"{rng.randint(100000, 999999)}/{model.year + 1}-00{rng.randint(100, 999)}"
    prose.head = rng.choice(
        [
            [f"索 引 号：{number}", f"发布日期：{day}"],
            [f"发布时间：{day} 10:{rng.randint(10, 59)}", f"来源：{model.organ.name}", "【字体：大 中 小】"],
            ["当前位置：首页 > 政府信息公开 > 政府信息公开年报"],
            [],
        ]
    )
    if not prose.head and prose.signoff_date:
        prose.under_title = f"（{prose.signoff_date}）"
        prose.signoff_date = prose.signoff_organ = ""
    foot = [[], ["打印本页 关闭窗口"], ["扫一扫在手机打开当前页"], ["附件：政府信息公开工作年度报告.pdf"]]
    prose.foot = rng.choice(foot)


_RARER_KINDS = ("office", "government", "government", "city", "town", "town", "subdistrict", "other", "other")


def make_model(
    rng: random.Random,
    *,
    kinds: Sequence[str] = (),
    sizes: Sequence[str] = (),
    from_year: int = 2019,
    years: Sequence[int] = (2019, 2020, *[2021, 2022, 2023, 2024, 2025] * 3),
) -> m.ReportModel:
    """A clean report.  Kinds, sizes and years narrow the choice, and no year is before ``from_year``."""
    chosen = kinds or ("department",) * 8 + _RARER_KINDS
    organ = m.make_organ(rng, chosen)
    year = rng.choice([y for y in years if y >= from_year] or list(years))
    edition = 2019 if year <= 2020 else 2021
    size = rng.choice(sizes or ("zero", "zero", "small", "small", "medium", "large"))
    requests = m.make_requests(rng, edition, size)
    if "f2" in requests and rng.random() < 0.1:
        _move_to_unpaid(requests)
    model = m.ReportModel(
        organ, year, edition, size, m.make_disclosure(rng, edition, organ, size), requests, m.make_disputes(rng, size),
        prose=m.Prose([], {}, {}, {}, [], "", [], [], []), request_edition=edition,
    )  # fmt: skip
    model.style = rng.choice(STYLES)
    _label_variants(rng, model)
    model.row_order, model.disclosure_order = list(model.requests), list(model.disclosure)
    model.prose = make_prose(rng, model)
    return model


def _move_to_unpaid(requests: dict[str, list[str]]) -> None:
    """Books some requests of another outcome under 逾期未缴费, column by column, so that every sum stays."""
    for key in ("f3", "d1", "a"):
        if int(requests[key][0]) > 1:
            requests["f2"], requests[key] = requests[key], requests["f2"]
            return


def _label_variants(rng: random.Random, model: m.ReportModel) -> None:
    """The spellings of row labels that published reports use."""
    style = rng.choice(["."] * 5 + ["、", "．", ". ", " "])
    quotes = rng.choice(["“”"] * 5 + ['""', "〝〞", "””"])
    narrow = rng.random() < 0.25
    short = rng.random() < 0.1
    rows = m.ROWS_2021 if model.request_edition == 2021 else m.ROWS_2019
    for key, label in rows.items():
        text = label
        if key[0] in "cdef" and key[1:]:
            if short and key in ("f1", "f2"):
                text = {"f1": "1.逾期不补正", "f2": "2.逾期不缴费"}[key]
            text = text[0] + style + text[2:]
        text = text.replace("“", quotes[0]).replace("”", quotes[1])
        if narrow:
            text = text.replace("（", "(").replace("）", ")")
        if text != label:
            model.labels[key] = text
    for letter, label in m.GROUPS.items():
        if narrow:
            model.labels[letter] = label.replace("（", "(").replace("）", ") " if rng.random() < 0.5 else ")")
    if rng.random() < 0.2:
        for caption in ("第二十条第（一）项", "第二十条第（五）项", "第二十条第（六）项", "第二十条第（八）项"):
            model.heads[caption] = caption.replace("条第", "条 第")
