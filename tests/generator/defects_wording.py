"""Known defects of the words: wording, privacy, contact, fees, dates, and of structure and tables what came later."""

from __future__ import annotations

import random
import re

from tests.generator import model as m
from tests.generator import wording as w
from tests.generator.defects import (
    CELL_LAYOUTS,
    CONTACTS,
    FAULT,
    LIST,
    NONZERO,
    TITLE,
    Due,
    _no_unpaid,
    _plain_titles,
    _set_contact,
    _without,
    defect,
    quirk,
)
from tests.generator.marks import marked
from tests.generator.numerals import say


def text_of(model: m.ReportModel, rng: random.Random, *patterns: str, **names: object) -> str:
    """One of those sentences with the report's names."""
    values = {
        "year": model.year, "last": model.year - 1, "next": model.year + 1, "we": model.organ.we,
        "name": model.organ.name, "place": model.organ.place, "lt": "<", "gt": ">",
    }  # fmt: skip
    return say(rng, rng.choice(patterns), values | names)


def plant(
    model: m.ReportModel, rng: random.Random, text: str, where: tuple[str, ...] = ("overview", "item", "five", "six")
) -> Due:
    """Puts a sentence with the fault somewhere in the prose."""
    prose, words = model.prose, marked(text, FAULT)
    place = rng.choice(where)
    if place == "overview" and prose.overview:
        prose.overview = words + prose.overview if rng.random() < 0.3 else prose.overview + words
    elif place == "five" and prose.five:
        prose.five[-1] += words
    elif place == "six":
        prose.six.append(("other", words))
    else:
        item = rng.choice([i for i in prose.items if i.topic not in ("依申请公开", "其他")])
        item.body += words
    return Due((FAULT,))


# --- wording ----------------------------------------------------------------------------------------------------------


@defect("regulation-citation")
def regulation_number_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.preface["basis"] = text_of(
        model, rng,
        "根据《中华人民共和国政府信息公开条例》（国务院令第{n}号）要求，编制本报告。",
        "按照《中华人民共和国政府信息公开条例》（中华人民共和国国务院令第{n}号，以下简称《条例》）规定，{name}编制了本年度报告。",
        "依据《政府信息公开条例》（国令第{n}号）有关规定编制。",
        n=rng.choice([492, 492, 771, 117, 712, 710]),
    )  # fmt: skip
    return Due(("preface.basis",))


@defect("format-notice-citation")
def notice_misquoted(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.preface["basis"] = text_of(
        model, rng,
        "根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，编制本报告。",
        "根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕<31|3|20>号）要求，编制本报告。",
        "根据《中华人民共和国政府信息公开条例》、《国务院办公厅政府信息与政务公开办公室关于印发政府〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）的规定编制。",
        "按照《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（<国办发|国办函|国公开办函>〔2021〕30号）要求编制本报告。",
        "根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔<2020|2022>〕30号）要求，编制本报告。",
    )  # fmt: skip
    return Due(("preface.basis",))


@defect("format-notice-obsolete")
def notice_obsolete(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.preface["basis"] = text_of(
        model, rng,
        "根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）要求，编制本报告。",
        "按照国办公开办函〔2019〕60号文件要求，{name}编制了本报告。",
        "依据《政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号），编制{year}年度报告。",
    )  # fmt: skip
    return Due(("preface.basis",))


@defect("regulation-short-name")
def regulation_short(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.preface["basis"] = text_of(
        model, rng,
        "根据《政府信息公开条例》要求，编制本报告。",
        "按照《条例》规定，{name}编制了{year}年度报告。",
        "根据《政府信息公开条例》第五十条规定，现公布{year}年度报告。",
    )  # fmt: skip
    _without(model, "中华人民共和国政府信息公开条例")
    return Due(("preface.basis",))


@defect("bracket-mismatch")
def bracket_odd(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "全年发布政策解读（含图解、视频等12篇。",
            "开展业务培训(包括线上培训）两场。",
            "落实“三审三校制度，确保信息准确。",
            "认真学习《中华人民共和国保守国家秘密法等法律法规。",
            "对公开栏目进行了优化（新增2个)。",
            "组织开展“政府开放日活动，效果良好。",
        ),
    )  # fmt: skip


@defect("bracket-mismatch")
def bracket_of_a_sub_item(model: m.ReportModel, rng: random.Random) -> Due:
    item = rng.choice(model.prose.items)
    at = model.prose.items.index(item)
    heading = re.sub("^[（(]?[一二三四五六1-6][）).、是]{0,2}", "", item.heading)
    item.heading = rng.choice(["({}）", "（{})"]).format(w.ORDINALS[at]) + heading
    return Due((f"item.{item.topic}",), ("overview-numbering", "heading-style"))


@defect("punctuation")
def punctuation_odd(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "现将有关情况报告如下:主要做法有三点。",
            "健全工作机制,落实工作责任。",
            "全年没有发生舆情事件。。",
            "加强组织领导，，明确责任分工。",
            "优化栏目设置;及时更新内容。",
            "工作成效明显 。",
            "加强学习 ，提高认识。",
        ),
    )  # fmt: skip


@defect("nested-title-marks")
def title_marks_nested(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "认真贯彻《{place}人民政府关于印发《{year}年政务公开工作要点》的通知》精神。",
            "落实《关于印发{lt}政务公开工作实施方案{gt}的通知》要求。",
            "印发《关于贯彻落实《信息发布审查办法》的意见》，明确责任。",
        ),
    )  # fmt: skip


@defect("quote-nesting")
def quotes_nested(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "开设“深化“放管服”改革”专栏，及时发布信息。",
            "打造“一窗受理“一网通办”服务”品牌。",
            "推出“政策“面对面”宣讲”活动三场。",
        ),
    )  # fmt: skip


@defect("document-number-bracket")
def number_brackets(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "认真落实《政府信息公开信息处理费管理办法》（国办函[2020]109号）。",
            "按照《关于全面推进基层政务公开标准化规范化工作的指导意见》（国办发(2019)54号）要求，编制事项目录。",
            "按照国办发【2019】54号文件要求，推进基层公开。",
            "贯彻国办发（2019）54号文件精神，规范公开专区。",
        ),
    )  # fmt: skip


@defect("duplicate-word")
def word_twice(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "及时公开财政资金资金使用情况。",
            "进一步加强加强组织领导，压实责任。",
            "不断完善信息公开信息公开制度。",
            "{we}高度重视政府政府信息公开工作。",
            "定期开展监督检查检查，及时整改。",
        ),
    )  # fmt: skip


@defect("approximate-count")
def count_rough(model: m.ReportModel, rng: random.Random) -> Due:
    item = next(i for i in model.prose.items if i.topic == "主动公开")
    item.body = marked(
        text_of(
            model, rng,
            "{year}年，{we}主动公开政府信息11000余条。",
            "全年通过网站公开信息约500条。",
            "{year}年，{we}累计公开政府信息300多条。",
            "全年主动公开各类信息近千条。",
            "全年发布政府信息1200 余条。",
        ),
        FAULT,
    ) + "内容涵盖机构职能、工作动态和通知公告等，及时满足群众需要。"  # fmt: skip
    return Due((FAULT,))


@defect("generic-prose", kinds=("department", "town"))
def prose_of_nobody(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.five = [
        marked(
            text_of(
                model, rng,
                "部分地区公开意识不强，多数部门对公开工作重视不够，一些地区信息更新滞后。",
                "一些地方对政府信息公开认识不足，有的地方栏目长期不更新，各级政府部门之间缺乏协调。",
                "部分地区和一些部门公开内容不够全面，有的地方解读形式单一。",
            ),
            FAULT,
        )
        + text_of(model, rng, "下一步，{we}将加强培训，完善制度，切实加以改进。")
    ]  # fmt: skip
    return Due((FAULT,))


@defect("section-six-off-topic")
def six_of_other_things(model: m.ReportModel, rng: random.Random) -> Due:
    sentences = [
        "全年城镇新增就业7262人，完成年度目标任务的103.7%。",
        "失业人员再就业2130人，就业困难人员就业640人。",
        "举办招聘会36场，提供岗位12000个，达成意向3500人。",
        "开展职业技能培训48期，培训学员2400人次。",
        "城乡居民养老保险参保12.4万人，基金运行平稳。",
        "粮食总产量达到21万吨，蔬菜种植面积稳定在6万亩。",
        "新建高标准农田3.2万亩，改造提升灌区两处。",
        "全年接待游客180万人次，旅游收入同比增长11.2%。",
        "新建改建农村公路56公里，危桥改造5座。",
        "空气质量优良天数为341天，主要河流断面水质稳定达标。",
        "完成老旧小区改造14个，惠及居民2600户。",
        "发放创业担保贷款860笔，带动就业人数持续增加。",
        "为困难群体落实各类生活补贴，兜牢民生保障底线。",
        "推进河湖治理和水土保持，生态面貌明显改善。",
    ]
    chosen = rng.sample(sentences, k=len(sentences))
    model.prose.six = [*[x for x in model.prose.six if x[0] == "fee"], ("other", marked("".join(chosen), FAULT))]
    return Due((FAULT, "heading.6", "six.*"))


@defect("jiezhi")
def until_misspelt(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "截止{year}年12月31日，共公开信息{x}条。",
            "截止{year}年底，网站运行平稳。",
            "截止到{year}年12月31日，各项任务全部完成。",
            "截止目前，专栏运行良好。",
            x=rng.randint(20, 99),
        ),
        ("item", "overview"),
    )  # fmt: skip


@defect("problems-or-improvements-missing")
def only_praise(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.five = [
        text_of(
            model, rng,
            "{year}年，{we}政府信息公开工作取得明显成效，信息发布及时准确，群众反映良好，获得上级充分肯定。",
            "{we}严格落实各项要求，公开内容全面、程序规范，工作有序开展。",
            "{year}年{we}政府信息公开工作无问题。",
            "本年度{we}不存在主要问题。",
            "存在的主要问题：公开意识不够强，栏目更新不够及时，人员力量较为薄弱。",
            "当前主要的问题是专业人员缺乏，解读形式单一，公开深度不足。",
        )
    ]  # fmt: skip
    return Due(("heading.5", "five"))


@defect("report-name")
def report_misnamed(model: m.ReportModel, rng: random.Random) -> Due:
    model.prose.preface["basis"] = text_of(
        model, rng,
        "根据《中华人民共和国政府信息公开条例》要求，现公布{name}{year}年<政务公开工作年度报告|政务公开年度报告|信息公开工作总结>。",
        "根据《中华人民共和国政府信息公开条例》要求，特编制本<政务公开工作年度报告|信息公开总结>。",
    )  # fmt: skip
    return Due(("preface.basis",))


@defect("key-phrase-misquote")
def phrase_misquoted(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "{we}坚持以习近平新时代特色社会主义思想为指导，扎实开展工作。",
            "深入学习贯彻习近平新时代中国特社会主义思想，提高政治站位。",
            "坚持以公开为常态、不公开为列外，做好公开工作。",
            "严格执行《中华人民共和国政府信公开条例》，规范公开行为。",
            "坚持习近平新时代中国特色社会主主义思想，做好各项工作。",
            "严格遵守《中华人民共和国保守国家秘蜜法》等规定，做好保密审查。",
            "以习近平新时代中国持色社会主义思想为指引，推进公开。",
        ),
        ("overview", "item"),
    )  # fmt: skip


@defect("duplicate-paragraph")
def paragraph_twice(model: m.ReportModel, rng: random.Random) -> Due:
    text = text_of(
        model, rng,
        "进一步加强政府信息公开工作的组织领导，健全工作制度，明确责任分工，加大业务培训力度，不断提升公开的质量和水平，更好地服务群众。",
        "严格落实信息发布审核制度，坚持先审查、后公开，对拟公开的信息逐条把关，切实做到内容准确、格式规范、发布及时，杜绝失密泄密事件发生。",
    )  # fmt: skip
    model.prose.five = [*model.prose.five, marked(text, FAULT), marked(text, FAULT)]
    return Due((FAULT,))


# --- privacy ----------------------------------------------------------------------------------------------------------


def identity(rng: random.Random) -> str:
    """An invented identity number with a right check digit."""
    first = f"{rng.choice(['110101', '330106', '140825'])}19{rng.randint(50, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(1, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, weights, strict=True)) % 11]


def card(rng: random.Random) -> str:
    """An invented card number that passes Luhn's check."""
    body = "6217" + "".join(str(rng.randint(0, 9)) for _ in range(14))
    total = sum(sum(divmod(int(c) * 2, 10)) if i % 2 == 0 else int(c) for i, c in enumerate(reversed(body)))
    return body + str(-total % 10)


@defect("id-number")
def identity_shown(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "为困难群众（身份证号：{x}）发放补助信息已公示。",
            "公示低保对象信息，如{x}。",
            "申请人身份证号码{x}，已按程序答复。",
            "联系人身份证{x}。",
            x=identity(rng),
        ),
    )  # fmt: skip


@defect("mobile-number")
def mobile_shown(model: m.ReportModel, rng: random.Random) -> Due:
    number = f"1{rng.choice('3578')}{rng.randint(0, 9)}{rng.randint(0, 99999999):08d}"
    return plant(
        model, rng,
        text_of(
            model, rng,
            "申请人来电（{x}）反映问题，已及时答复。",
            "群众王某（手机{x}）咨询有关政策，已当场解答。",
            "全年接到{x}等来电申请，均已办理。",
            x=number,
        ),
        ("item", "five"),
    )  # fmt: skip


@defect("person-named")
def person_shown(model: m.ReportModel, rng: random.Random) -> Due:
    name = rng.choice(["张建国", "李秀英", "王海涛", "赵敏", "刘志强", "陈玉兰", "周伟"])
    return plant(
        model, rng,
        text_of(
            model, rng,
            "申请人{x}不服答复申请行政复议。",
            "原告{x}诉{we}政府信息公开一案已审结。",
            "投诉人{x}反映的栏目更新问题已整改。",
            "申请人{x}要求公开征地材料，已依法答复。",
            x=name,
        ),
        ("item",),
    )  # fmt: skip


@defect("bank-card")
def card_shown(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "补助资金发放至银行卡号{x}。",
            "收款账号：{x}，开户行为当地农商银行。",
            "通过个人账户（账号{x}）兑付补贴。",
            x=card(rng),
        ),
    )  # fmt: skip


@defect("secrecy-mark")
def secrecy_shown(model: m.ReportModel, rng: random.Random) -> Due:
    words = rng.choice(
        ["机密★1年", "秘密★", "绝密★长期", "密级：秘密", "内部资料 注意保存", "内部资料，注意保存", "机密"]
    )
    if rng.random() < 0.6:
        above = [] if words == "机密" else model.prose.head  # a mark without a star is one where it stands alone
        model.prose.head = [marked(words, FAULT), *above]
        return Due((FAULT,), ("title-missing",))
    return plant(model, rng, f"（{words}）" if words != "机密" else "秘密★6个月", ("six",))


@defect("internal-document")
def internal_cited(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "按照《关于做好信息公开工作的通知》（{place}政办发明电〔{year}〕12号）要求开展自查。",
            "落实上级内部发电〔{year}〕5号精神，加强管理。",
            "相关材料注明“此件不公开”。",
        ),
    )  # fmt: skip


# --- contact ----------------------------------------------------------------------------------------------------------


def contact(model: m.ReportModel, rng: random.Random, *patterns: str, **names: object) -> Due:
    """Makes that the only contact block."""
    _without(model, CONTACTS)
    model.prose.preface.pop("download", None)
    return Due((_set_contact(model, text_of(model, rng, *patterns, **names)),))


@defect("contact-incomplete")
def contact_without_phone(model: m.ReportModel, rng: random.Random) -> Due:
    return contact(
        model, rng,
        "如对本报告有疑问，请与{name}联系（地址：{place}府前街8号，邮编：043100）。",
        "联系地址：{place}文昌大街12号；邮政编码：043100。",
        "如有疑问，请与{name}办公室联系。",
    )  # fmt: skip


@defect("postcode-malformed")
def postcode_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    return contact(
        model, rng,
        "如对本报告有疑问，请与{name}联系（地址：{place}府前街8号，邮编：{x}，电话：0359-7523270）。",
        "联系地址：{place}文昌大街12号；邮政编码：{x}；联系电话：0359-7523270。",
        "地址：{place}府前街8号，邮编{x}，联系电话0359-7523270。",
        x=rng.choice(["43100", "0431000", "04310", "3310010"]),
    )  # fmt: skip


@defect("mobile-as-contact")
def mobile_for_contact(model: m.ReportModel, rng: random.Random) -> Due:
    return contact(
        model, rng,
        "如对本报告有疑问，请与{name}联系（联系电话：{x}）。",
        "联系地址：{place}文昌大街12号；联系电话：{x}。",
        "如有疑问，请与{name}联系，电话{x}。",
        x=f"13{rng.randint(100000000, 999999999)}",
    )  # fmt: skip


@defect("email-malformed")
def mail_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    due = contact(
        model, rng,
        "如对本报告有疑问，请与{name}联系（电话：0359-7523270，电子邮箱：{x}）。",
        "联系地址：{place}文昌大街12号；联系电话：0359-7523270；邮箱：{x}。",
        "如有疑问，请与{name}联系，电话0359-7523270，E-mail：{x}。",
        x=rng.choice(["zwgk@example", "bgs@@example.gov.cn", "zwgk@example..gov.cn", "zwgk163.com", "bgs@163", "xxgk@.gov.cn", "zwgk@163,com"]),
    )  # fmt: skip
    due.companions = ("email-personal",)
    return due


@defect("email-personal")
def mail_private(model: m.ReportModel, rng: random.Random) -> Due:
    return contact(
        model, rng,
        "如对本报告有疑问，请与{name}联系（电话：0359-7523270，电子邮箱：{x}）。",
        "联系电话：0359-7523270；邮箱：{x}。",
        "如有疑问，请与{name}联系，电话0359-7523270，E-mail：{x}。",
        x=rng.choice(["zwgk2020@163.com", "523456789@qq.com", "bgs@126.com", "xxgk8@sina.com", "zfb@139.com", "zwgk@sohu.com"]),
    )  # fmt: skip


@defect("url-malformed")
def address_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    return _download(
        model,
        rng,
        rng.choice(
            [
                "http//www.example.gov.cn",
                "http:www.example.gov.cn",
                "www.example.gov",
                "http:///www.example.gov.cn",
                "htp://www.example.gov.cn",
                "http://www.example.com",
            ]
        ),
    )


@defect("url-malformed", layouts=("tsv", "cells-tab", "cells-plain", "cells-wide", "markdown", "flow", "glued"))
def address_with_space(model: m.ReportModel, rng: random.Random) -> Due:
    """Where lines are not wrapped: elsewhere a space may be the end of a line."""
    return _download(model, rng, rng.choice(["http://www. example.gov.cn", "http://www.example. gov.cn"]))


@defect("url-malformed")
def address_left_out(model: m.ReportModel, rng: random.Random) -> Due:
    return _download(model, rng, "")


def _download(model: m.ReportModel, rng: random.Random, address: str) -> Due:
    model.prose.preface["download"] = text_of(
        model,
        rng,
        "本报告的电子版可在{place}人民政府网站（{x}）下载。",
        "公众可登录政府门户网站（{x}）查询本报告。",
        "本报告在{place}政府网站（{x}）公布。",
        x=address,
    )
    return Due(("preface.download",))


# --- fees -------------------------------------------------------------------------------------------------------------


def fee(model: m.ReportModel, rng: random.Random, *patterns: str, **names: object) -> Due:
    """Makes that all that is said of the fee."""
    _no_unpaid(model)
    model.prose.six = [("fee", text_of(model, rng, *patterns, **names))]
    return Due(("six.fee",))


@defect("fee-term")
def fee_named_oddly(model: m.ReportModel, rng: random.Random) -> Due:
    return fee(
        model, rng,
        "{year}年，{we}未收取信息公开处理费。",
        "{year}年度没有产生信息公开处理费。",
        "{year}年，{we}未收取依申请公开费用。",
        "{year}年，{we}未收取信息处理费用。",
    )  # fmt: skip


@defect("fee-amount-granularity", sizes=("medium", "large"))
def fee_not_of_tens(model: m.ReportModel, rng: random.Random) -> Due:
    return fee(
        model, rng,
        "{year}年，{we}收取政府信息公开信息处理费{x}元。",
        "{year}年依申请公开收取信息处理费共计{x}元。",
        "全年有2件申请收取信息处理费，合计{x}元。",
        "{year}年，{we}向申请人收取信息处理费{x}元，已上缴国库。",
        x=rng.choice([395, 1234, 88, 105, 3942]),
    )  # fmt: skip


@defect("fee-breakdown-sum", sizes=("medium", "large"))
def fee_parts_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    parts = [rng.randint(3, 90) * 10 for _ in range(3)]
    return fee(
        model, rng,
        "{year}年有3件申请收取信息处理费{t}元，其中第一件{a}元，第二件{b}元，第三件{c}元。",
        "{year}年共收取信息处理费{t}元。其中：自然资源局{a}元，住房和城乡建设局{b}元，教育局{c}元。",
        "{year}年，{we}3件申请收取信息处理费，分别为{a}元、{b}元、{c}元，共{t}元。",
        "全年收取信息处理费{t}元（{a}元、{b}元、{c}元各1件）。",
        t=sum(parts) + rng.choice([10, 100, -20]), a=parts[0], b=parts[1], c=parts[2],
    )  # fmt: skip


@defect("fee-old-basis")
def fee_of_2008(model: m.ReportModel, rng: random.Random) -> Due:
    return fee(
        model, rng,
        "{year}年，{we}按照检索费、复制费、邮寄费标准收取信息处理费0元。",
        "根据《关于提供政府公开信息收费等有关问题的通知》（财综〔2008〕44号）规定，{year}年未收取信息处理费。",
        "依据国家发展改革委、财政部关于检索费、复制费的收费标准，{year}年信息处理费收取0元。",
        "按照政府信息公开检索、复制、邮寄等成本费用收费标准，{year}年未产生信息处理费。",
    )  # fmt: skip


@defect("fee-citation")
def fee_notice_misquoted(model: m.ReportModel, rng: random.Random) -> Due:
    return fee(
        model, rng,
        "依据《政府信息公开信息处理费管理办法》（<国办发|国办公开办函|国发>〔2020〕109号），{year}年未收取信息处理费。",
        "按照《政府信息公开信息处理费管理办法》（国办函〔<2021|2019>〕109号）规定，{year}年{we}未收取信息处理费。",
        "按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕<190|19|108>号）规定，{year}年未产生信息处理费。",
        "依据《政府信息公开<信息处理费收费|处理费管理|信息费管理>办法》（国办函〔2020〕109号），{year}年未收取信息处理费。",
    )  # fmt: skip


@defect("fee-vs-income", sizes=("medium", "large"))
def fee_above_income(model: m.ReportModel, rng: random.Random) -> Due:
    model.disclosure["行政事业性收费"] = [rng.choice(["0", "0.0100", "0.0"])]
    due = fee(
        model, rng,
        "{year}年，{we}收取政府信息公开信息处理费{x}元。",
        "{year}年依申请公开收取信息处理费共计{x}元。",
        x=rng.choice([39400, 12000, 6010]),
    )  # fmt: skip
    return Due((*due.places, "cell.公开.行政事业性收费.0", "row.公开.行政事业性收费"))


@defect("fee-formula", sizes=("medium", "large"))
def fee_formula_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    return fee(
        model, rng,
        "{year}年，1名申请人当月申请12件，{we}按件收取信息处理费300元。",
        "{year}年，{we}对1名申请人提出的15件申请按件计收信息处理费1500元。",
        "{year}年有1件申请提供材料50页，按量收取信息处理费500元。",
        "{year}年，{we}向1名申请人提供复制件120页，按量收取信息处理费1200元。",
    )  # fmt: skip


# --- dates ------------------------------------------------------------------------------------------------------------


@defect("signoff-missing")
def unsigned(model: m.ReportModel, rng: random.Random) -> Due:
    prose = model.prose
    prose.signoff_organ = prose.signoff_date = prose.under_title = ""
    prose.head, prose.foot = [], []
    return Due((*TITLE, "heading.6", "six.*", "tail", "preface"))


@defect("stale-reference")
def old_task(model: m.ReportModel, rng: random.Random) -> Due:
    return plant(
        model, rng,
        text_of(
            model, rng,
            "认真落实《{x}年政务公开工作要点》，细化任务分工。",
            "{we}对照{x}年政务公开工作要点，逐项抓好落实。",
            "按照《{x}年{place}政务公开工作要点》要求，推进各项任务。",
            "{year}年，{we}认真落实{last}年政务公开工作要点，细化任务分工。",
        x=model.year - rng.choice([2, 3]),
        ),
        ("overview", "item"),
    )  # fmt: skip


# --- structure --------------------------------------------------------------------------------------------------------


@defect("section-duplicate")
def heading_twice(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    model.prose.order.insert(5, 5)
    return Due(("heading.5",), LIST)


@defect("overview-numbering")
def items_misnumbered(model: m.ReportModel, rng: random.Random) -> Due:
    items = [i for i in model.prose.items if i.topic != "其他"]
    model.prose.items = items
    orders = rng.choice([(1, 2, 2, 4, 5), (1, 2, 4, 5, 6), (1, 2, 3, 3, 4), (1, 3, 4, 5, 6)])
    for at, (item, order) in enumerate(zip(items, orders, strict=True)):
        name = re.sub("^[（(]?[一二三四五六1-6][）).、是]{0,2}", "", item.heading)
        item.heading = f"（{w.ORDINALS[order - 1]}）{name}"
        assert at < 5
    return Due(tuple(f"item.{i.topic}" for i in items))


_SHORT = {
    "人力资源和社会保障局": "人社局", "发展和改革局": "发改局", "发展和改革委员会": "发改委", "市场监督管理局": "市监局", "住房和城乡建设局": "住建局",
    "卫生健康局": "卫健局", "文化和旅游局": "文旅局", "医疗保障局": "医保局", "工业和信息化局": "工信局", "退役军人事务局": "退役军人局",
    "卫生健康委员会": "卫健委", "国有资产监督管理委员会": "国资委",
}  # fmt: skip


@defect("title-organ-abbreviated", kinds=("department",))
def title_short(model: m.ReportModel, rng: random.Random) -> Due:
    long = rng.choice(sorted(_SHORT))
    place = rng.choice(m.PLACES) + "县"
    model.organ = m.Organ(place + long, "department", "我单位", place, "县")
    model.prose = w.make_prose(rng, model)
    form = rng.choice(["{}{}年政府信息公开工作年度报告", "{1}年{0}政府信息公开工作年度报告"])
    model.prose.title = [form.format(place + _SHORT[long], model.year)]
    return Due(TITLE, ("organ-mismatch",))


@defect("section-extra")
def seventh_section(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    title = rng.choice(["重点领域信息公开情况", "政务公开工作亮点", "建议提案办理情况", "下一步工作打算"])
    model.prose.order.append(7)
    model.prose.titles[7], model.prose.ordinals[7] = title, "七、"
    model.prose.bodies[7] = text_of(
        model, rng, "{year}年，{we}结合实际<扎实推进|统筹安排>有关工作，<取得了较好成效|各项任务按时完成>。"
    )
    return Due(("heading.7",), ("section-empty",))


@defect("conversion-residue")
def residue(model: m.ReportModel, rng: random.Random) -> Due:
    due = plant(model, rng, rng.choice(_RESIDUES))
    due.instead = ("damaged-text",)  # what could not be read is that rule's
    return due


_RESIDUES = [
    "[bookmark: _GoBack]严格落实各项要求。",
    "错误！未定义书签。",
    "工作有序推进。错误!未找到引用源。",
    "扎实推进**重点任务**落实。",
    "持续提升\ufffd\ufffd水平。",
    "**强化培训，提升能力。",
]


@defect("overview-too-long", kinds=("department",), layouts=("flow", "tsv", "pdf", "markdown"))
def overview_long(model: m.ReportModel, rng: random.Random) -> Due:
    from tests.generator import essays

    facts = essays.Facts(rng, model)
    for topic in ("政府信息管理", "平台建设", "监督保障"):
        item = next(i for i in model.prose.items if i.topic == topic)
        item.body = "".join(say(rng, x, facts) for x in essays.STOCK[topic])
    return Due(("heading.1", "overview", "item.*", "preface"))


@defect("heading-style")
def items_as_figures(model: m.ReportModel, rng: random.Random) -> Due:
    _plain_titles(model)
    form = rng.choice(["（{}）", "{}.", "{}、", "（{}） "])
    if model.prose.item_style == "inline":
        model.prose.item_style = "line"
    for at, item in enumerate(model.prose.items):
        name = re.sub("^[（(]?[一二三四五六1-6][）).、是]{0,2}", "", item.heading)
        item.heading = form.format(at + 1) + name
    return Due(("item.*", "heading.1"))


# --- tables -----------------------------------------------------------------------------------------------------------


@defect("table-header-mismatch")
def head_changed(model: m.ReportModel, rng: random.Random) -> Due:
    old, new = rng.choice(
        [
            ("本年制发件数", "本年发布件数"),
            ("本年废止件数", "本年失效件数"),
            ("现行有效件数", "有效件数总计"),
            ("本年处理决定数量", "本年办理数量"),
        ]
    )
    model.heads[old] = new
    return Due(("head.*", "heading.2", "row.公开.*", "caption.*"))


@defect("cell-format", sizes=NONZERO, from_year=2019, layouts=(*CELL_LAYOUTS, "flow", "pdf"))
def cell_misprinted(model: m.ReportModel, rng: random.Random) -> Due:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    key, at = rng.choice(model.row_order), rng.choice([0, 6])
    cell = model.requests[key][at]
    model.requests[key][at] = rng.choice(
        [cell.translate(wide), "0" + cell, f"{int(cell):,}" if int(cell) > 999 else cell.translate(wide)]
    )
    return Due((f"cell.申请.{key}.{at}", f"row.申请.{key}"))


@defect("fee-income-magnitude", kinds=("department", "town"))
def income_in_yuan(model: m.ReportModel, rng: random.Random) -> Due:
    place = rng.choice(m.PLACES) + "县"
    if model.organ.kind == "department":
        model.organ = m.Organ(
            place + rng.choice(["教育局", "司法局", "统计局", "民政局"]), "department", "我局", place, "县"
        )
        model.prose = w.make_prose(rng, model)
    model.disclosure["行政事业性收费"] = [rng.choice(["220000", "1350000", "46000", "0.12345678"])]
    return Due(("cell.公开.行政事业性收费.0", "row.公开.行政事业性收费"))


@defect("row-label-mismatch", from_year=2019)
def label_changed(model: m.ReportModel, rng: random.Random) -> Due:
    key, label = rng.choice(
        [
            ("c3", "3.危及安全"),
            ("c5", "5.属于内部信息"),
            ("d1", "1.本机关不拥有该信息"),
            ("e1", "1.举报类"),
            ("c7", "7.执法案卷类政府信息"),
            ("d2", "2.需要另行加工制作的"),
        ]
    )
    model.labels[key] = label
    return Due(("row.申请.*", "cell.申请.*", "group.申请.*", "heading.3"), instead=("applications-row-missing",))


@defect("applications-columns-shifted", sizes=NONZERO, layouts=CELL_LAYOUTS, from_year=2019)
def row_shifted(model: m.ReportModel, rng: random.Random) -> Due:
    keys = [
        k
        for k in model.row_order
        if (model.requests[k][0] != "0" and model.requests[k][1:6] != ["0"] * 5) or int(model.requests[k][0]) > 1
    ]
    key = rng.choice([k for k in keys if model.requests[k][6] != "0"] or model.row_order[:1])
    cells = model.requests[key]
    model.requests[key] = [*cells[1:], "0"] if rng.random() < 0.5 else ["0", *cells[:-1]]
    also = ("applications-row-sum", "applications-results-sum", "applications-balance")
    return Due((f"row.申请.{key}", f"cell.申请.{key}.*", "heading.3"), also)


@defect("carried-in-unfinished", sizes=("small", "medium"), from_year=2019)
def carried_not_closed(model: m.ReportModel, rng: random.Random) -> Due:
    by = int(model.requests["T"][6]) + rng.randint(1, 5)
    for key in ("r2", "K"):
        for at in (0, 6):
            model.requests[key][at] = str(int(model.requests[key][at]) + by)
    model.prose = w.make_prose(rng, model)
    return Due(("row.申请.r2", "cell.申请.r2.*", "row.申请.T", "cell.申请.T.*"))


def _subtotal(model: m.ReportModel, letter: str) -> list[int]:
    rows = [[int(x) for x in cells] for key, cells in model.requests.items() if key[0] == letter]
    return [sum(column) for column in zip(*rows, strict=True)]


@defect("applications-subtotals", sizes=NONZERO)
def subtotal_wrong(model: m.ReportModel, rng: random.Random) -> Due:
    letter = rng.choice("cdef")
    sums = _subtotal(model, letter)
    for at in rng.choice([(0,), (6,), (0, 6)]):
        sums[at] += rng.choice([1, 2, 10])
    model.subtotals[letter] = [str(x) for x in sums]
    return Due((f"row.申请.{letter}", f"cell.申请.{letter}.*"))


@quirk(sizes=NONZERO)
def subtotals_right(model: m.ReportModel, rng: random.Random) -> Due:
    for letter in "cdef":
        model.subtotals[letter] = [str(x) for x in _subtotal(model, letter)]
    return Due(())
