"""What published reports lawfully do: each entry of the never-flag list as a report, on which no error and no warning may appear."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gov_lint.api import check_text
from gov_lint.nouns import Result
from gov_lint.structure.form import load_form

ORGAN = "青禾县水利局"
DEFAULTS = {
    "title": "{organ}{year}年政府信息公开工作年度报告",
    "preface": "本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号文件要求编制。"
    "所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"
    "如有疑问，请与{organ}办公室联系（地址：{place}人民路18号，邮编：362000，电话：0595-8623107）。",
    "1": "一、总体情况\n{year}年，我单位认真落实政务公开各项部署，各项工作有序推进。",
    "a": "（一）主动公开情况。全年主动公开政府信息86条。",
    "b": "（二）依申请公开情况。全年新收政府信息公开申请3件，上年结转1件，办结3件，结转下年度1件。",
    "c": "（三）政府信息管理情况。严格执行信息发布三审三校制度，及时清理失效信息。",
    "d": "（四）政府信息公开平台建设情况。依托县政府网站和公众号统一发布，栏目每月巡查一次。",
    "e": "（五）监督保障情况。明确专人负责，全年开展业务培训2次，未发生责任追究情形。",
    "2": "二、主动公开政府信息情况",
    "3": "三、收到和处理政府信息公开申请情况",
    "4": "四、政府信息公开行政复议、行政诉讼情况",
    "5": "五、存在的主要问题及改进情况\n存在的问题是政策解读形式比较单一，下一步将丰富图文解读，加强业务培训。",
    "6": "六、其他需要报告的事项\n本机关{year}年未收取政府信息公开信息处理费。",
    "signoff": "{organ}\n{next}年1月19日",
}
DISCLOSURE = {
    "规章": "0 0 0",
    "行政规范性文件": "2 0 9",
    "行政许可": "31",
    "行政处罚": "4",
    "行政强制": "0",
    "行政事业性收费": "2.21",
}
DISPUTES = "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"


def applications(values: dict[str, str]) -> str:
    """The table of applications, zeros where nothing else is said."""
    form = load_form().table("申请", 2021)
    zeros = " ".join("0" for _ in form.columns)
    rows = [row.label + ("" if row.group else " " + values.get(row.name, zeros)) for row in form.rows]
    heads = (
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况\n自然人 法人或其他组织 总计"
    )
    return "\n".join([heads, *rows])


REQUESTS = {
    "新收": "2 1 0 0 0 0 3",
    "上年结转": "1 0 0 0 0 0 1",
    "予以公开": "2 1 0 0 0 0 3",
    "总计": "2 1 0 0 0 0 3",
    "结转下年": "1 0 0 0 0 0 1",
}


def disclosure(values: dict[str, str]) -> str:
    row = DISCLOSURE | values
    return (
        "第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 {规章}\n行政规范性文件 {行政规范性文件}\n"
        "第二十条第（五）项\n信息内容 本年处理决定数量\n行政许可 {行政许可}\n第二十条第（六）项\n信息内容 本年处理决定数量\n"
        "行政处罚 {行政处罚}\n行政强制 {行政强制}\n第二十条第（八）项\n信息内容 本年收费金额（单位：万元）\n行政事业性收费 {行政事业性收费}"
    ).format(**row)


def disputes(values: str) -> str:
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    return f"行政复议 行政诉讼\n{five} 未经复议直接起诉 复议后起诉\n{five} {five}\n{values}"


def report(organ: str = ORGAN, year: int = 2023, table2: dict[str, str] | None = None, **parts: str) -> str:
    """A whole report; ``parts`` replace those of DEFAULTS (``t3``: rows of table 3 as a text, ``t4``: the values of table 4)."""
    said = {**DEFAULTS, **{key.removeprefix("s"): value for key, value in parts.items()}}
    said = {**said, **{key: value for key, value in parts.items() if key in DEFAULTS}}
    tables = {
        "2": disclosure(table2 or {}),
        "3": parts.get("t3", applications(REQUESTS)),
        "4": disputes(parts.get("t4", DISPUTES)),
    }
    place = organ.split("人民政府")[0][:3]
    lines = []
    for key in ("title", "preface", "1", "a", "b", "c", "d", "e", "2", "3", "4", "5", "6", "signoff"):
        lines.append(said[key].format(organ=organ, year=year, next=year + 1, place=place))
        if key in tables:
            lines.append(tables[key])
    return "\n".join(line for line in lines if line) + "\n"


def check(text: str, **settings: str) -> Result:
    return check_text(text, "report.txt", **settings)  # type: ignore[arg-type]


def rows(text: str, change: Callable[[str], str]) -> str:
    return "\n".join(change(line) for line in text.split("\n"))


GOVERNMENT = "青禾县人民政府"
ASSESSED = "（五）监督保障情况。组织年度工作考核和社会评议，满意度为96%，未发生责任追究情形。"
ZERO_REQUESTS = "（二）依申请公开情况。{year}年，我局未收到政府信息公开申请。"

LAWFUL = {
    "NF-01 stock need not balance within a year": report(table2={"行政规范性文件": "1 5 5"}),
    "NF-02 a whole city's 收办 is new plus carried in": report(
        b="（二）依申请公开情况。全市共收办政府信息公开申请4件，办结3件。"
    ),
    "NF-03 answers include those carried in": report(
        b="（二）依申请公开情况。全年答复申请3件（含上年度结转申请1件，另有1件顺延到下年度答复）。"
    ),
    "NF-04 lawsuits are the sum of two groups": report(
        e=DEFAULTS["e"] + "全年行政诉讼3件，其中结果维持2件，其他结果1件。", t4="0 0 0 0 0 1 0 0 0 1 1 0 1 0 2"
    ),
    "NF-05 lawsuits after last year's reviews": report(t4="0 0 0 0 0 0 0 0 0 0 1 0 0 0 1"),
    "NF-06 cases filed for the record": report(e=DEFAULTS["e"] + "备案因政府信息公开引发的复议12件、代理应诉5件。"),
    "NF-07 channels add up to new plus carried in": report(b=DEFAULTS["b"] + "其中网络申请2件、信函申请2件。"),
    "NF-08 lists that stay below their total": report(
        a="（一）主动公开情况。全年公开信息86条，其中通知公告30条、工作动态20余条等。"
    ),
    "NF-09 policy papers are no normative documents": report(a="（一）主动公开情况。公开政策性文件11件、信息86条。"),
    "NF-10 published decisions are fewer than all": report(
        a="（一）主动公开情况。公开行政许可结果12件、行政处罚决定2件。"
    ),
    "NF-11 last year and next year in their place": report(
        a="（一）主动公开情况。按时发布2022年政府信息公开工作年度报告，较2022年增加12条，落实2023年政务公开工作要点，全年公开信息86条。",
        s5="五、存在的主要问题及改进情况\n上一年度报告指出的解读单一问题，2023年已通过图解改进。仍存在更新不及时的不足，2024年将加强巡查。",
    ),
    "NF-12 the office of a government is a department": report(
        organ="青禾县人民政府办公室", s1="一、总体情况\n{year}年，办公室认真落实各项部署，各项工作有序推进。"
    ),
    "NF-13 an organ that takes no applications": report(
        organ="青禾市人民政府参事室",
        b="（二）依申请公开情况。本机关不对外行使行政管理职能，暂不接受依申请公开，{year}年未收到申请。",
        t3=applications({}),
    ),
    "NF-14 a stock corrected by a review of documents": report(
        a="（一）主动公开情况。公开信息86条，现行有效件数根据规范性文件清理结果作了调整，以本年度报告为准。",
        table2={"行政规范性文件": "2 0 4"},
    ),
    "NF-15 a new organ": report(
        organ="青禾县数据局", s1="一、总体情况\n{year}年3月我局在机构改革中组建，各项公开工作有序推进。"
    ),
    "NF-16 other names and another order of sub-items": report(
        a="（一）主动公开方面。全年主动公开政府信息86条。",
        c="（三）平台建设。依托县政府网站和公众号统一发布。",
        d="（四）对政府信息进行管理情况。严格执行三审三校制度，及时清理失效信息。",
        e="（五）监督保障。明确专人负责。\n（六）政务公开标准化规范化情况。完成26个试点领域目录编制。",
    ),
    "NF-17 sub-items in one paragraph": report(
        **dict.fromkeys("bcde", ""), a="".join(DEFAULTS[key] for key in "abcde")
    ),
    "NF-18 other titles of sections": report(
        s4="四、行政复议及行政诉讼情况",
        s5="五、存在的主要问题和改进措施\n问题是解读形式比较单一，下一步将丰富图文解读。",
    ),
    "NF-19 other labels of rows": report(
        t3=applications(REQUESTS)
        .replace("1.", "1、")
        .replace("2.", "2 ．")
        .replace("（一）", "(一) ")
        .replace("“三安全一稳定”", "〝三安全一稳定〞")
        .replace("1、申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.逾期不补正")
        .replace("2 ．申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2.逾期不缴费")
    ).replace("第二十条第", "第二十条 第"),
    "NF-20 wrapped labels, numbers and page numbers": report(
        t3=applications(REQUESTS)
        .replace("三、本年度办理结果", "三、本\n年度办\n理结果")
        .replace("自然人", "自然\n人")
        .replace("总计\n一、", "总计商业\n企业\n一、")
        .replace("不计其他情形） 0 0 0 0 0 0 0", "不计其他情形）\n0 0 0 0 0 0\n0\n\n- 4 -\n")
    ).replace("2.21", "\u00a0\u30002.21\u3000\t"),
    "NF-21 rows that look like headings": report(
        t3=applications(REQUESTS).replace("一、本年新收", "\n一、本年新收").replace("四、结转", "\n四、结转")
    ),
    "NF-22 a whole year of zeros": report(
        b=ZERO_REQUESTS,
        t3=applications({}),
        table2=dict.fromkeys(DISCLOSURE, "0") | {"规章": "0 0 0", "行政规范性文件": "0 0 0"},
    ),
    **{
        f"NF-23 fee statement {number}": report(s6=f"六、其他需要报告的事项\n{words}")
        for number, words in enumerate(
            (
                "本年度没有产生信息处理费。",
                "本机关不涉及收取政府信息公开信息处理费的情况。",
                "{year}年收取信息处理费0元。",
                "依据国办函〔2020〕109号文件，本年度未发生收费情况，无其他需要报告的事项。",
                "（一）收取信息处理费情况\n{year}年度未发出收费通知，未收取信息处理费。",
                "本年度未向申请人收取任何费用。",
            )
        )
    },
    "NF-24 other fees beside no processing fee": report(table2={"行政事业性收费": "24.1982"}),
    "NF-25 a fee though applications are few": report(
        s6="六、其他需要报告的事项\n{year}年发出收费通知1件，按量计收信息处理费390元，已缴入国库。"
    ),
    "NF-26 percentages from rounded figures": report(
        a="（一）主动公开情况。公开信息86条，访问量7.26万次，完成目标72500次的100.2%。"
    ),
    "NF-28 a title over two lines with the year in brackets": report(
        title="{organ}政府信息公开\n工作年度报告（{year}年度）"
    ),
    "NF-29 the old form for an old year": None,
    "NF-30 numbers in citations": report(
        b=ZERO_REQUESTS + "办理依据为国令第711号第二十七条和〔2021〕30号文件第20条。", t3=applications({})
    ),
    "a government that says what article 50 asks": report(
        organ=GOVERNMENT, e=ASSESSED, signoff="{organ}\n{next}年3月28日"
    ),
    "a town that has been assessed": report(organ="青禾县柳溪镇人民政府", e=ASSESSED),
    "a sub-district": report(organ="青禾市东关街道办事处"),
    "clean as it is": report(),
}


@pytest.mark.parametrize("name", [name for name, text in LAWFUL.items() if text is not None])
def test_a_lawful_report_has_no_error_and_no_warning(name: str) -> None:
    text = LAWFUL[name]
    assert text is not None
    result = check(text)
    assert [(f.rule, f.place.line, f.message.zh) for f in result.findings if f.severity != "note"] == []
    assert (result.cells_read, result.cells_due) == (200, 200)


def test_the_old_form_for_an_old_year() -> None:
    """NF-29, with the example that the repository keeps of it."""
    from tests.conftest import ROOT

    result = check((ROOT / "examples" / "clean-2019.txt").read_text(encoding="utf-8"))
    assert [f.rule for f in result.findings if f.severity != "note"] == []
    assert result.report.edition == 2019


def test_blank_cells_are_a_warning_and_never_zero() -> None:
    """NF-27: a table published with blanks is warned about, its sums are neither right nor wrong."""
    tabbed = applications(REQUESTS).replace(" 0", "\t").replace(" ", "\t")
    result = check(report(t3=tabbed))
    assert {f.rule for f in result.findings if f.severity != "note"} == {"cell-empty"}
    assert {f.severity for f in result.findings} <= {"warning", "note"}
    assert result.identities.unknown
    assert not result.identities.fails
