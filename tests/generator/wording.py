"""The sentences of invented reports: many ways to say the few things that every report says."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.generator import model as m

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
    ],
    "政府信息管理": ["政府信息管理情况", "政府信息管理", "政府信息管理方面", "对政府信息进行管理情况", "信息管理情况"],
    "平台建设": [
        "平台建设情况",
        "政府信息公开平台建设",
        "政府信息公开平台建设情况",
        "平台建设",
        "信息公开平台建设情况",
    ],
    "监督保障": ["监督保障情况", "监督保障", "监督保障方面", "政府信息公开监督保障情况", "监督保障工作情况"],
}


def han_number(number: int) -> str:
    """A day or month in Chinese, such as 十九."""
    if number < 11:
        return ORDINALS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else ORDINALS[tens - 1]) + "十" + (ORDINALS[ones - 1] if ones else "")


def date_words(rng: random.Random, year: int, month: int, day: int) -> str:
    """A sign-off date in one of the usual spellings."""
    digits = "".join("〇一二三四五六七八九"[int(d)] for d in str(year))
    return rng.choice(
        [f"{year}年{month}月{day}日"] * 4
        + [
            f"{digits}年{han_number(month)}月{han_number(day)}日",
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
    place = organ.place
    return rng.choice(
        [
            f"如对本报告有任何疑问，请与{who}联系（地址：{place}{street}；邮编：{post}；电话：{number}；电子邮箱：{mail}）。",
            f"如对本年度报告有疑问，请与{who}联系，地址：{place}{street}，联系电话：{number}。",
            f"公民、法人或者其他组织对本报告有疑问的，请联系{who}（地址：{place}{street}，邮政编码：{post}，联系电话：{number}）。",
            f"如有疑问，请与{who}联系。联系电话：{number}，传真：{number.split('、')[0]}，邮箱：{mail}。",
            f"如对报告内容有疑问或意见建议，请与{who}联系（联系电话：{number}；通讯地址：{place}{street}）。",
            f"联系地址：{place}{street}；邮编：{post}；联系电话：{number}。",
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
        ]
    )
    notice = rng.choice(
        [
            "",
            "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）",
            "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
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
        ]
    )


def _overview(rng: random.Random, organ: m.Organ, year: int) -> str:
    we = organ.we
    return rng.choice(
        [
            f"{year}年，{we}坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党的二十大精神，扎实推进各项公开任务，不断提升工作透明度。",
            f"{year}年，在上级党委、政府的坚强领导下，{we}紧紧围绕中心工作，聚焦群众关切，持续做好公开、解读、回应各环节工作。",
            (
                f"{year}年，{we}认真落实《{year}年{organ.place}政务公开工作要点》，坚持以公开为常态、不公开为例外。"
                f"与{year - 1}年相比，公开数量稳步增长。"
            ),
            (
                f"自2019年《条例》修订实施以来，{we}持续规范公开行为。"
                f"{year}年，{we}按照“公开为原则、不公开为例外”的要求扎实推进各项工作。"
            ),
            (
                f"{year}年，{we}针对{year - 1}年度评估反馈的问题逐项整改，"
                f"{year}年3月15日召开专题会议部署全年任务，12月31日前全部完成。"
            ),
            f"一年来，{we}严格执行条例各项规定，健全机制、细化责任，切实保障人民群众的知情权、参与权和监督权。现将有关情况报告如下：",
            (
                f"{year}年，{we}把政府信息公开作为法治政府建设的重要抓手，"
                f"按时发布《{year - 1}年政府信息公开工作年度报告》，各项工作平稳有序。"
            ),
        ]
    )


def _active(rng: random.Random, organ: m.Organ, year: int) -> str:
    parts = [rng.randint(1, 90) for _ in range(rng.randint(2, 5))]
    names = rng.sample(
        ["政策文件", "工作动态", "通知公告", "财政预决算", "人事信息", "规划计划", "重点领域信息", "机构职能"],
        k=len(parts),
    )
    listed = "，".join(f"{n}{p}条" for n, p in zip(names, parts, strict=True))
    web = rng.choice(["政府门户网站", f"{organ.place}人民政府网站", "政务公开专栏"])
    return rng.choice(
        [
            f"{year}年，{organ.we}通过{web}公开各类信息{sum(parts)}条，其中{listed}。",
            f"全年累计发布政府信息{sum(parts)}条。其中：{listed}。同时通过微信公众号推送信息{rng.randint(20, 900)}条。",
            (
                f"坚持应公开尽公开，依托{web}发布信息{sum(parts) + 40}条，其中{listed}等；"
                f"开展政策解读{rng.randint(1, 20)}次。"
            ),
            (
                f"及时更新法定主动公开内容，全年公开信息{rng.randint(100, 3000)}余条，"
                f"较{year - 1}年增长{rng.randint(3, 30)}%。公开{year - 1}年度决算和{year}年度预算各1份。"
            ),
            f"围绕社会保障、生态环境、优化营商环境等重点领域，主动公开政府信息{sum(parts)}条（{listed}）。",
        ]
    )


def zero_claim(rng: random.Random, organ: m.Organ, year: int) -> str:
    """A sentence that says that no request came in."""
    we = organ.we
    return rng.choice(
        [
            f"{year}年{we}未收到政府信息公开申请。",
            f"{year}年，{we}未收到依申请公开政府信息的申请。",
            "全年没有收到公民、法人和其他组织提出的政府信息公开申请。",
            f"{year}年度，{we}收到政府信息公开申请0件。",
            f"畅通网络、信函、当面等申请渠道，{year}年收到依申请公开申请数量为0。",
            "本年度无政府信息公开申请。",
            f"{we}进一步规范受理、登记、审核、答复各环节，{year}年共收到0件申请。",
            f"{year}年，{we}共收到依申请公开事项0条，未发生逾期答复的情形。",
        ]
    )


def _requests(rng: random.Random, model: m.ReportModel) -> str:
    organ, year = model.organ, model.year
    new, carried, done, rest = (model.number(k) for k in ("r1", "r2", "T", "K"))
    cases = [int(x) for x in model.disputes]
    if new + carried == 0:
        text = zero_claim(rng, organ, year)
    else:
        kept = f"，结转下年度继续办理{rest}件" if rest else rng.choice(["", "，均已按期办结"])
        over = rng.choice(["，上年结转{}件", "，另有上年度结转{}件"]).format(carried) if carried else ""
        text = rng.choice(
            [
                f"{year}年，{organ.we}共收到政府信息公开申请{new}件{over}，本年度办理完成{done}件{kept}。",
                f"全年新收政府信息公开申请{new}件{over}，办结{done}件{kept}。",
                f"{year}年新收到依申请公开{new}件{over}，答复{done}件{kept}，均在法定期限内答复。",
                f"{year}年，{organ.we}收到书面政府信息公开申请 {new} 件{over}，办理完毕 {done} 件{kept}。",
            ]
        )
    if sum(cases) and rng.random() < 0.6:
        suits = cases[9] + cases[14]
        text += f"因政府信息公开引发行政复议{cases[4]}件、行政诉讼{suits}件。"
    elif not sum(cases) and rng.random() < 0.4:
        text += rng.choice(["未发生因政府信息公开引起的行政复议、行政诉讼。", "全年没有产生行政复议和行政诉讼案件。"])
    return text


_MANAGEMENT = [
    "严格落实信息发布“三审三校”制度，坚持先审查、后公开，确保公开内容准确、规范。",
    "健全政府信息制作、获取、保存、处理等制度，做好公文公开属性源头认定，及时清理失效文件。",
    "规范信息发布审核流程，由经办人、科室负责人、分管领导逐级把关，全年未发生失泄密事件。",
    "一是完善信息发布审查机制；二是加强档案管理；三是动态调整公开目录，全年更新{n}次。",
    "严格执行保密审查制度，对拟公开信息逐条审查，杜绝涉密信息和个人隐私上网。",
]
_PLATFORM = [
    "加强门户网站专栏维护，优化栏目设置{n}个，政务新媒体账号运行平稳，内容更新及时。",
    "持续完善网站、微信公众号、公示栏等公开渠道，方便群众查询，检查整改错链断链{n}处。",
    "依托统一平台做好栏目日常巡查，规范运维政务新媒体{n}个，未新开设账号。",
    "在办事大厅设置公开查阅点，配备查阅设备{n}台，为群众提供便捷服务。",
    "统筹用好政府网站和政务新媒体，做到同步更新、相互补充，访问量达{n}万余次。",
]
_SUPERVISION = [
    "调整充实工作领导小组，明确专人负责，全年组织业务培训{n}次，参训{m}人次。",
    "主要领导定期听取汇报，将公开工作列入年度重点任务，每季度开展自查并督促整改。",
    "通过设立意见箱、公布监督电话等方式主动接受群众监督，全年召开专题会议{n}次。",
    "压实工作责任，建立台账，定期通报各科室信息报送情况，发现问题及时整改{n}个。",
    "强化队伍建设，开展业务学习{n}次，未发生因不履行公开义务被责任追究的情况。",
]
_ASSESSMENT = [
    "把政府信息公开纳入年度绩效考核，考核结果与评优挂钩；开展社会评议，群众满意度较高；全年没有因政府信息公开被责任追究的情形。",
    "工作考核方面，对各部门各乡镇开展季度测评并纳入目标考核；社会评议方面，邀请代表委员评议公开工作；责任追究方面，未发生需要追究责任的情况。",
    "将政务公开工作列入综合考核，占分值{n}分；委托第三方评估并向社会公布评议结果；本年度未发生责任追究情形。",
]
_PROBLEMS = [
    "一是公开内容的深度和广度还不够，部分栏目更新不够及时；二是政策解读形式较为单一，群众关注度有待提高。",
    "对照上级要求和群众期盼，我们的工作仍存在一些不足：公开意识有待加强，业务人员流动较大，业务能力需进一步提升。",
    "存在的主要问题：一是个别科室重视程度不足，信息报送不够主动；二是公开渠道宣传不到位。",
    "目前还存在信息发布时效性不强、解读质量不高、互动回应薄弱等问题。",
    "{year}年，工作虽取得一定成绩，但与新形势新要求相比仍有差距，主要表现为公开的针对性不强、人员力量薄弱等问题。",
]
_PLANS = [
    "针对上一年度报告中提出的人员不足问题，{year}年{we}增配专职人员，有效改进了工作。下一步将继续加强培训，提升服务水平。",
    "{year}年，{we}针对存在的问题进行了认真整改，{next}年将在提升解读质量、优化公开平台等方面下功夫。",
    "（一）加强组织领导。{we}将定期研究公开工作。（二）加强培训。{next}年组织培训{n}次。（三）加强考核，推动任务落实。",
    "{next}年，{we}将重点做好以下工作：一是加强业务培训，提升人员能力；二是丰富解读形式，增强公开实效；三是完善考评机制，压实工作责任。",
    "下一步，{we}将坚持问题导向，采取有力措施加以改进：进一步细化公开内容，及时更新栏目信息，拓宽公众参与渠道。",
    "针对上述问题，{we}已采取以下改进措施：健全信息报送制度，明确专人负责；加强与上级部门沟通，规范办理流程。",
    "改进措施：一是提高思想认识，强化组织领导；二是加大培训力度，{next}年计划组织专题培训不少于{n}次；三是加强日常监测，及时整改问题。",
    "今后，{we}将认真落实{next}年政务公开工作要求，对照“十四五”规划和2024-2026年工作方案，持续提升公开质量。",
]
_OTHERS = [
    "{year}年，{we}未发生政府信息公开领域舆情事件。按照{year}年政务公开工作要点安排，{n}项任务全部落实。",
    "（二）其他事项。{we}组织开展政务公开主题宣传活动{n}场次，发放资料{m}份。",
    "{year}年，{we}承办人大代表建议{n}件、政协提案{m}件，均已按时办结并依法公开答复结果。",
    "{we}认真落实《{year}年政务公开工作要点》，各项任务按期完成。",
    "无其他需要报告的事项。",
    "{we}严格落实上级关于政务新媒体管理的要求，开展常态化监管。",
]


def fee_statement(rng: random.Random, model: m.ReportModel) -> str:
    """A lawful sentence about the information processing fee."""
    we, year = model.organ.we, model.year
    notice = "《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）"
    unpaid = model.number("f2") if "f2" in model.requests else 0
    if unpaid:
        return (
            f"{year}年，{we}依据{notice}发出收费通知{unpaid}件，通知金额{unpaid * 200}元，申请人均逾期未缴纳，实收0元。"
        )
    plain = [
        f"{year}年，{we}未收取政府信息公开信息处理费。",
        f"本机关{year}年未收取政府信息公开信息处理费。",
        f"按照{notice}规定的按件、按量收费标准，本年度没有产生信息公开处理费。",
        f"{year}年度，{we}未向申请人收取任何信息处理费。",
        f"依据《政府信息公开信息处理费管理办法》，{we}{year}年收取信息处理费0元。",
        f"本年度{we}不涉及收取政府信息公开信息处理费的情况。",
        f"{year}年，{we}未发生依申请公开收费情况，信息处理费为0元。",
        f"{we}本年度未发出信息处理费收费通知，未收取信息处理费。",
        f"根据{notice}要求，{year}年未产生信息处理费。",
        f"关于收取信息处理费情况：{year}年本单位没有收取信息处理费。",
        f"{year}年，{we}发出收费通知的件数为0件，总金额为0元，实际收取的总金额为0元。",
        f"（一）收取信息处理费情况。{year}年，{we}未收取信息处理费。",
        f"1.信息处理费收取情况：{year}年度本机关未产生信息处理费用。",
        f"自2021年1月1日《政府信息公开信息处理费管理办法》施行以来，{we}均未收取信息处理费，{year}年亦未收取。",
    ]
    if model.number("T") > 20 and rng.random() < 0.3:
        amount = rng.randint(3, 400) * 10
        cases = rng.randint(1, 3)
        return rng.choice(
            [
                f"{year}年，{we}依法收取政府信息公开信息处理费{amount}元。",
                f"{year}年共发出收费通知{cases}件，通知总金额{amount}元，实际收取信息处理费{amount}元。",
                f"全年有{cases}件申请按量收取信息处理费，共计{amount}元。",
            ]
        )
    return rng.choice(plain)


def fill(rng: random.Random, text: str, model: m.ReportModel) -> str:
    """A stock sentence with this report's names and some small numbers."""
    return text.format(
        year=model.year, next=model.year + 1, we=model.organ.we, n=rng.randint(2, 9), m=rng.randint(10, 60)
    )


def item_body(rng: random.Random, topic: str, model: m.ReportModel) -> str:
    """The body of one sub-item of section one."""
    if topic == "主动公开":
        return _active(rng, model.organ, model.year)
    if topic == "依申请公开":
        return _requests(rng, model)
    stock = {"政府信息管理": _MANAGEMENT, "平台建设": _PLATFORM, "监督保障": _SUPERVISION}[topic]
    body = fill(rng, rng.choice(stock), model)
    if topic == "监督保障" and model.organ.kind in ("government", "town"):
        body += fill(rng, rng.choice(_ASSESSMENT), model)
    return body


def item_ordinal(style: str, at: int) -> str:
    """The ordinal of a sub-item, such as （一）."""
    han = ORDINALS[at]
    return {"（": f"（{han}）", "(": f"({han})", "1.": f"{at + 1}.", "1、": f"{at + 1}、", "是": f"{han}是"}[style]


def _items(rng: random.Random, model: m.ReportModel, style: str) -> list[m.Item]:
    ordinal = rng.choice(["（"] * 6 + ["(", "1.", "1、"] + (["是"] if style != "own" else []))
    topics = list(TOPICS)
    if rng.random() < 0.15:
        topics[2], topics[3] = topics[3], topics[2]
    items = []
    if "（一）" in model.prose.ordinals.values():
        ordinal = rng.choice(["1.", "1、"])
    for at, topic in enumerate(topics):
        name = rng.choice(ITEM_NAMES[topic])
        end = {"own": "", "line": rng.choice(["。", "：", "。"]), "inline": "："}[style]
        items.append(m.Item(topic, item_ordinal(ordinal, at) + name + end, item_body(rng, topic, model)))
    if rng.random() < 0.08:
        end = {"own": "", "line": "。", "inline": "："}[style]
        extra = rng.choice(["基层政务公开标准化规范化建设情况", "政务公开队伍建设情况"])
        body = "编制完善标准目录，规范设置公开专区，方便群众就近查询。"
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
        overview=_overview(rng, organ, year),
        items=_items(rng, model, style),
        five=[fill(rng, rng.choice(_PROBLEMS), model), fill(rng, rng.choice(_PLANS), model)],
        six=[("fee", fee_statement(rng, model))],
        item_style=style,
    )
    if rng.random() < 0.3:
        prose.five = ["".join(prose.five)]
    if rng.random() < 0.35:
        prose.six.insert(rng.choice([0, 1]), ("other", fill(rng, rng.choice(_OTHERS), model)))
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
    if rng.random() < 0.15:
        _web(rng, model, prose)
    if rng.random() < 0.08 and prose.ordinals[1]:
        prose.contents = True
    if rng.random() < 0.05:
        prose.titles[6] += rng.choice(["：", "。"])
    return prose


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
    rng: random.Random, *, kinds: Sequence[str] = (), sizes: Sequence[str] = (), from_year: int = 2019
) -> m.ReportModel:
    """A clean report.  Kinds and sizes narrow the choice; years run from ``from_year`` to 2025."""
    chosen = kinds or ("department",) * 8 + _RARER_KINDS
    organ = m.make_organ(rng, chosen)
    year = rng.choice([y for y in (2019, 2020, *[2021, 2022, 2023, 2024, 2025] * 3) if y >= from_year])
    edition = 2019 if year <= 2020 else 2021
    size = rng.choice(sizes or ("zero", "zero", "small", "small", "medium", "large"))
    requests = m.make_requests(rng, edition, size)
    if "f2" in requests and rng.random() < 0.1:
        _move_to_unpaid(requests)
    model = m.ReportModel(
        organ, year, edition, size, m.make_disclosure(rng, edition, organ, size), requests, m.make_disputes(rng, size),
        prose=m.Prose([], {}, {}, {}, [], "", [], [], []), request_edition=edition,
    )  # fmt: skip
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
