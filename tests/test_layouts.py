"""One report in shapes that published files take: every cell is read, and nothing is found."""

from __future__ import annotations

import re

import pytest

from gov_lint.api import check_text
from tests.test_never_flag import DISPUTES, disputes, report

BASE = report()
ROW = re.compile(r"(?m)^(.*?)((?: \d[\d.]*)+)$")
FIVE = "结果维持 {} 结果纠正 {} 其他结果 {} 尚未审结 {} 总计 {}"


def separated(mark: str) -> str:
    """The rows with another mark between cells."""
    return ROW.sub(lambda m: m.group(1) + m.group(2).replace(" ", mark), BASE)


def headed(ordinal: str) -> str:
    """The sections with another kind of ordinal; ``1`` and ``一`` stand for the number."""
    text = BASE
    for number, printed in enumerate("一二三四五六", 1):
        new = ordinal.replace("1", str(number)).replace("一", printed)
        text = re.sub(f"(?m)^{printed}、(?=总体|主动|收到|政府信息公开行政|存在|其他)", new, text)
    return text


LAYOUTS = {
    "as it is": BASE,
    "commas": separated(","),
    "semicolons": separated(";"),
    "tabs": separated("\t"),
    "wide blanks": separated("\u3000"),
    "no-break spaces": separated("\u00a0"),
    "pipes without borders": "|---|---|\n" + separated(" | "),
    "box drawing": separated(" │ "),
    "no lines at all": BASE.replace("\n", " "),
    "blank lines and indents": BASE.replace("\n", "\n\n　　"),
    "form feeds and page numbers": BASE.replace("（四）无法提供", "\f第 3 页 共 6 页\n（四）无法提供").replace(
        "四、政府", "3 / 6\n四、政府"
    ),
    "heads repeated after a page break": BASE.replace(
        "（五）不予处理", "- 5 -\n申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 其他\n（五）不予处理"
    ),
    "subtotals in the rows of groups": BASE.replace("（三）不予公开", "（三）不予公开 0 0 0 0 0 0 0"),
    "numbers glued to their labels": re.sub(r"(行政许可|行政处罚|行政强制|行政事业性收费) ", r"\1", BASE),
    "letters of labels parted": BASE.replace("（七）总计", "（七）总　计").replace("规章 ", "规　章 "),
    "ordinals 1、": headed("1、"),
    "ordinals 1.": headed("1."),
    "ordinals 第一章": headed("第一章 "),
    "ordinals 第一部分": headed("第一部分 "),
    "ordinals （一）": headed("（一）"),
    "no ordinals": headed(""),
    "heads and values in pairs": BASE.replace(
        disputes(DISPUTES),
        f"行政复议\n{FIVE.format(*'00000')}\n行政诉讼\n未经复议直接起诉\n{FIVE.format(*'01001')}\n复议后起诉\n{FIVE.format(*'00000')}",
    ),
    "a row a group": BASE.replace(
        disputes(DISPUTES),
        "项目 结果维持 结果纠正 其他结果 尚未审结 总计\n行政复议 0 0 0 0 0\n未经复议直接起诉 0 1 0 0 1\n复议后起诉 0 0 0 0 0",
    ),
    "a table a group": BASE.replace(
        disputes(DISPUTES),
        "行政复议\n结果维持 结果纠正 其他结果 尚未审结 总计\n0 0 0 0 0\n行政诉讼\n未经复议直接起诉 复议后起诉\n"
        "结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计\n0 1 0 0 1 0 0 0 0 0",
    ),
    "prose before the tables": BASE.replace(
        "三、收到和处理政府信息公开申请情况\n",
        "三、收到和处理政府信息公开申请情况\n2023年，我局新收政府信息公开申请 3 件，上年结转 1 件，予以公开 3 件。见下表：\n",
    ).replace(
        "二、主动公开政府信息情况\n", "二、主动公开政府信息情况\n2023年，我局办理行政许可 31 件，行政处罚 4 件。\n"
    ),
    "notes in cells": BASE.replace("行政许可 31", "行政许可 31（其中网上办理20件）"),
    "units in cells": BASE.replace("行政许可 31", "行政许可 31件").replace(
        "行政事业性收费 2.21", "行政事业性收费 2.21万元"
    ),
    "a web page around it": "首页 > 政府信息公开 > 政府信息公开年报\n索引号：000014349/2024-00012　发布日期：2024-01-19\n字号：大 中 小\n"
    + BASE
    + "\n附件：年度报告.pdf\n上一篇：没有了\n主办：青禾县人民政府办公室 网站标识码：3505210001\n",
    "a bare page number among the rows": BASE.replace("8.属于行政查询事项", "3\n8.属于行政查询事项"),
    "a bare page number after table two's row": BASE.replace("行政许可 31\n", "行政许可 31\n3\n"),
    "a bare page number after table four": BASE.replace(f"{DISPUTES}\n", f"{DISPUTES}\n4\n"),
    "page numbers that count up": BASE.replace("（四）无法提供", "3\n\n（四）无法提供")
    .replace("（一）主动", "2\n（一）主动")
    .replace("五、存在", "4\n五、存在"),
    "HTML tables in Markdown": re.sub(
        r"(?m)^(.*?)((?: \d[\d.]*)+)$",
        lambda m: f"<table><tr><td>{m[1]}</td>" + "".join(f"<td>{v}</td>" for v in m[2].split()) + "</tr></table>",
        BASE,
    ),
    "merged cells repeated": re.sub(r"(?m)^(行政许可|行政处罚|行政强制) (\d+)$", r"\1\t\2\t\2\t\2", BASE),
    "a table of contents": BASE.replace(
        "本报告根据",
        "目 录\n一、总体情况…………1\n二、主动公开政府信息情况…………2\n三、收到和处理政府信息公开申请情况…………3\n"
        "四、政府信息公开行政复议、行政诉讼情况…………4\n五、存在的主要问题及改进情况…………5\n六、其他需要报告的事项…………6\n本报告根据",
    ),
    "a table of contents with page numbers and a title in other words": BASE.replace(
        "本报告根据",
        "目 录\n一、总体情况 1\n二、主动公开政府信息情况 2\n三、行政机关收到和处理政府信息公开申请情况 3\n"
        "四、政府信息公开行政复议、行政诉讼情况 4\n五、存在的主要问题及改进情况 5\n六、其他需要报告的事项 6\n本报告根据",
    ),
    "captions that repeat headings without ordinals": re.sub(
        r"(?m)^[一二三四五六]、(.*(?:情况|事项))$", r"\1", BASE
    ).replace("第二十条第（一）项", "主动公开政府信息情况\n第二十条第（一）项", 1),
    "swapped rows": BASE.replace("行政处罚 4\n行政强制 0", "行政强制 0\n行政处罚 4"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_cell_is_read_and_nothing_found(name: str) -> None:
    result = check_text(LAYOUTS[name], "report.txt")
    values = {
        (cell.row, cell.column): cell.value
        for table in result.report.tables.values()
        for cell in table.by_name.values()
    }
    assert result.cells_read == result.cells_due == 200
    assert values["行政许可", "本年处理决定数量"] == 31
    assert values["新收", "总计"] == 3
    assert values["行政处罚", "本年处理决定数量"] == 4
    assert [(f.rule, f.place.line, f.message.zh) for f in result.findings if f.severity != "note"] == []


MESSY = {
    "a subtotal column": (
        re.sub(r"(?m)^([一（1-9四二].* )(\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", r"\1\2 \3 \4 \5 \6 \7 0 \8", BASE),
        ["applications-column-count"],
    ),
    "no total column": (
        re.sub(r"(?m)^([一（1-9四二].* )(\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", r"\1\2 \3 \4 \5 \6 \7", BASE),
        ["applications-column-count"],
    ),
    "the old single row in a new report": (
        re.sub(r"（六）其他处理\n.*\n.*\n3\.其他.*", "（六）其他处理 0 0 0 0 0 0 0", BASE),
        ["edition-mismatch"],
    ),
    "zeros left blank": (
        separated("\t").replace("\t0", "\t"),
        ["cell-empty", "cell-empty", "cell-empty", "cell-empty", "disputes-incomplete"],
    ),
}


def tabbed(old: str, new: str) -> str:
    return separated("\t").replace(old, new)


MESSY |= {
    "a letter for a zero": (BASE.replace("（一）予以公开 2 1 0", "（一）予以公开 2 1 O"), ["count-invalid"]),
    "a letter for a zero in a cell": (tabbed("（一）予以公开\t2\t1\t0", "（一）予以公开\t2\t1\tO"), ["count-invalid"]),
    "a numeral in a cell": (tabbed("行政处罚\t4", "行政处罚\t四"), ["count-invalid"]),
    "about": (BASE.replace("行政许可 31", "行政许可 约31"), ["count-invalid"]),
    "two numbers in one": (BASE.replace("行政许可 31", "行政许可 3 1"), ["count-invalid"]),
    "a negative count": (BASE.replace("（一）予以公开 2 1 0", "（一）予以公开 -2 1 0"), ["count-invalid"]),
    "a head left over from the old form": (BASE.replace("本年制发件数", "本年新制作数量"), ["edition-mismatch"]),
    "a row left over from the old form": (
        BASE.replace(
            "三、收到和处理",
            "第二十条第（九）项\n信息内容 采购项目数量 采购总金额\n政府集中采购 3 25.6\n三、收到和处理",
        ),
        ["edition-mismatch"],
    ),
    "numbers of sections shifted": (
        headed("1、").replace("5、存在", "6、存在").replace("6、其他", "7、其他"),
        ["section-number"],
    ),
    "table four with fourteen numbers": (BASE.replace(DISPUTES, DISPUTES[:-2]), ["disputes-incomplete"]),
    "table four with dashes": (BASE.replace(DISPUTES, DISPUTES.replace("0", "/")), ["cell-placeholder"]),
    "two sections under one heading": (
        BASE.replace(
            "三、收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请及行政复议、行政诉讼情况"
        ).replace("四、政府信息公开行政复议、行政诉讼情况\n", ""),
        ["section-missing"],
    ),
}


@pytest.mark.parametrize("name", MESSY)
def test_one_cause_is_one_finding(name: str) -> None:
    text, rules = MESSY[name]
    result = check_text(text, "report.txt")
    found = sorted(f.rule for f in result.findings if f.severity != "note")
    assert found == rules, [(f.rule, f.place.line, f.message.zh) for f in result.findings]


def test_values_behind_several_tabs_and_no_cell_of_their_own() -> None:
    result = check_text("柳川县水利局2023年政府信息公开工作年度报告\n\t\t3\n\t\t4\n\t\t5\n一、总体情况\n\t正文\n")
    assert result.report.title
    assert [section.number for section in result.report.sections] == [1]
