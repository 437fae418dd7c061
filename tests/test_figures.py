"""The number reader: which numbers of the prose count something, and what they are worth."""

from __future__ import annotations

import pytest

from gov_lint.figures import clauses, figures, marked
from gov_lint.nouns import Report, Settings, Source
from gov_lint.structure import recognise


def _report(sentence: str) -> Report:
    text = f"柳川县水利局2023年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n二、主动公开政府信息情况\n"
    return recognise(Source("report.txt", text), Settings())


def _found(sentence: str) -> list[tuple[str, str]]:
    return [(f"{figure.value:f}", figure.unit) for figure in figures(_report(sentence))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("共收到申请12件。", [("12", "件")]),
        ("共收到申请 12 件，其中自然人 10件、法人2 件。", [("12", "件"), ("10", "件"), ("2", "件")]),
        ("主动公开信息１，２３４条。", [("1234", "条")]),
        ("主动公开信息1,234条，其中公文56件。", [("1234", "条"), ("56", "件")]),
        ("主动公开信息1 234条。", [("1234", "条")]),
        ("主动公开信息3.5万条。", [("35000", "条")]),
        ("主动公开信息1万余条。", [("10000", "条")]),
        ("主动公开信息11000余条。", [("11000", "条")]),
        ("受理依申请公开事项共计五件。", [("5", "件")]),
        ("受理依申请公开事项一百零五件。", [("105", "件")]),
        ("受理申请两宗，发生行政复议一起。", [("2", "宗"), ("1", "起")]),
        ("公开信息二万三千条。", [("23000", "条")]),
        ("收到申请数量为0。", [("0", "")]),
        ("收到申请数量为零，", [("0", "")]),
        ("按时办结率100%，满意率达99.5％。", [("100", "%"), ("99.5", "%")]),
        ("同比增长百分之三十。", [("30", "%")]),
        ("投入经费7.26万元。", [("72600", "元")]),
        ("1.2件申请已答复。", [("2", "件")]),
        ("开通账号3个，举办培训5场次。", [("3", "个"), ("5", "场次")]),
    ],
)
def test_what_counts(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert _found(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。",
        "按照国办公开办函〔2021〕30号第二十条执行。",
        "2023年1月31日前完成，统计期限自2023年1月1日至12月31日。",
        "（一）主动公开。一是加强学习，第一批任务已完成。",
        "1.加强组织领导。2、完善制度。（3）强化监督。",
        "做好12345热线和12315平台的对接。",
        "联系电话：0379-7362607，邮编：471000。",
        "推进一件事一次办、一站式服务、一体化平台、一网通办。",
        "落实三审三校，推进五公开，用好两微一端。",
        "坚决做到“两个维护”，学习二十大精神和十四五规划。",
        "严格区分三类内部事务信息和四类过程性信息。",
        "推行双随机一公开，与群众一起建设。",
        "全力以赴，万众一心，进一步统一思想。",
    ],
)
def test_what_names(sentence: str) -> None:
    assert _found(sentence) == []


def test_step_and_approximate() -> None:
    rough, scaled, exact = figures(_report("公开信息5000余条，资金7.26万元，培训2次。"))
    assert (rough.approximate, rough.step) == (True, 1)
    assert (scaled.approximate, scaled.step, scaled.scale) == (False, 100, "万")
    assert (exact.approximate, exact.value) == (False, 2)


def test_clauses_and_their_figures() -> None:
    report = _report("2023年共收到申请1,234件，其中自然人10件、法人2件；上年结转1件。")
    found = [(clause.words, len(clause.figures), clause.section) for clause in clauses(report) if clause.figures]
    assert found == [
        ("2023年共收到申请1，234件", 1, 1),
        ("其中自然人10件", 1, 1),
        ("法人2件", 1, 1),
        ("上年结转1件", 1, 1),
    ]


def test_marked_keeps_every_offset() -> None:
    report = _report("2023年共收到申请1,234件，2022年结转1件，结转2024年0件。")
    text = marked(report)
    assert len(text) == len(report.text)
    assert "TTTT年共收到申请#####件，LLLL年结转#件，结转NNNN年#件。" in text


def test_a_heading_ends_a_sentence() -> None:
    report = _report("（一）主动公开情况\n公开信息12条\n（二）依申请公开情况\n收到申请3件")
    sentences = {clause.sentence for clause in clauses(report) if clause.figures}
    assert len(sentences) == 2
