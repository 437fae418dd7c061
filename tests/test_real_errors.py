"""Errors that published reports made, rebuilt in invented ones: each is found, under its rule and on its line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gov_lint.engine import check_report, chosen, run
from gov_lint.nouns import Around, Settings, Source
from gov_lint.rulepack import load_pack
from gov_lint.structure import recognise
from tests.test_never_flag import REQUESTS, applications, report

PACK = load_pack()


def lines_of(text: str, words: str) -> set[int]:
    """The lines that hold those words."""
    return {number for number, line in enumerate(text.split("\n"), 1) if words in line}


def blanked(text: str) -> str:
    """Table 3 with tabs between its cells, blank but for totals of 0."""
    lines = []
    for line in text.split("\n"):
        label, *values = line.rsplit(" ", 7)
        lines.append("\t".join([label, *[""] * 6, "0"]) if len(values) == 7 and values[0].isdigit() else line)
    return "\n".join(lines)


NO_ITEMS = {"b": "", "c": "", "d": "", "e": ""}
SIX_PARTS = "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
PERIOD = "所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。联系电话：0595-8623107。"

CASES: list[tuple[str, str, list[tuple[str, str]]]] = [
    (
        "text and table count different requests, an alien sub-item, 截止",
        report(
            b="（二）依申请公开情况。截止2023年12月31日，共受理政府信息公开申请2件，均已答复。",
            c="（三）群众咨询情况。接听咨询电话36次。",
            d="",
            e="",
            t3=applications({"新收": "3 0 0 0 0 0 3", "予以公开": "3 0 0 0 0 0 3", "总计": "3 0 0 0 0 0 3"}),
        ),
        [("received-mismatch", "申请2件"), ("overview-topic-missing", "一、总体情况"), ("jiezhi", "截止2023年")],
    ),
    (
        "six parts of which five are named, a slash, blank cells beside totals, two sub-items",
        report(
            preface=f"{SIX_PARTS}存在的主要问题及改进情况、其他需要报告的事项六部分组成。{PERIOD}",
            c="",
            d="",
            e="",
            table2={"规章": "/ / /"},
            b="（二）依申请公开情况。2023年未收到政府信息公开申请。",
            t3=blanked(applications({})),
        ),
        [
            ("preface-count-mismatch", "六部分"),
            ("cell-placeholder", "规章"),
            ("cell-empty", "一、本年新收"),
            ("overview-topic-missing", "一、总体情况"),
        ],
    ),
    (
        "a town with regulations, and a preface in place of section one",
        report(
            "青禾县柳溪镇人民政府",
            **{
                "1": "一、总体情况\n根据《中华人民共和国政府信息公开条例》和上级要求，编制本报告。",
                "a": "",
                **NO_ITEMS,
                "preface": PERIOD,
            },
            table2={"规章": "0 0 6"},
        ),
        [("regulation-authority", "规章"), ("overview-thin", "一、总体情况")],
    ),
    (
        "no period, no sub-items, blank cells",
        report(
            preface="现公布本机关年度报告。联系电话：0595-8623107。",
            **{
                "1": "一、总体情况\n2023年，我局认真做好政府信息公开工作，主动公开信息36条，其中法律援助、公证和人民调解信息20条；"
                "未收到依申请公开政府信息的申请，较好地满足了群众和企业了解司法行政工作的需要。",
                "a": "",
            },
            **NO_ITEMS,
            t3=blanked(applications({})),
        ),
        [("period-missing", ""), ("overview-topic-missing", "一、总体情况"), ("cell-empty", "一、本年新收")],
    ),
    (
        "a unit ten thousand times too large",
        report(
            "涟安市人民政府",
            a="（一）主动公开情况。全市网站发布信息173769万条，其中市政府网站75656条，部门网站98113条。",
        ),
        [("unit-magnitude", "173769万条")],
    ),
    (
        "two values for one thing",
        report(
            a="（一）主动公开情况。2023年，我局在门户网站主动公开政府信息22条。\n2023年，我局在门户网站主动公开政府信息55条，公众号发布12条。"
        ),
        [("self-contradiction", "55条")],
    ),
    (
        "misprinted titles in the preface",
        report(
            preface=f"{SIX_PARTS}政府信息公开行政复议、行政诉讼情况、存在的主要问题及改情况，其进他需要报告的事项六部分组成。{PERIOD}",
        ),
        [("section-title-typo", "其进他")],
    ),
    (
        "an old scheme in the preface, a malformed mailbox, a narrow comma",
        report(
            preface="本报告由概述、主动公开政府信息情况、依申请公开政府信息情况、收费及减免情况、存在的问题和改进措施五个部分组成。"
            + PERIOD
            + "电子邮箱：81236@qq，com。",
            a="（一）主动公开情况。全年主动公开政府信息86条，收到信件,183条。",
        ),
        [
            ("preface-contents-mismatch", "概述"),
            ("email-malformed", "81236"),
            ("punctuation", "收到信件,183条"),
        ],
    ),
    (
        "年度 twice in the title, quotation marks in quotation marks",
        report(
            title="{organ}{year}年度政府信息公开工作年度报告",
            c="（三）政府信息管理情况。围绕“深化“放管服”改革”发布信息，严格执行三审三校。",
        ),
        [("title-nonstandard", "年度政府信息"), ("quote-nesting", "放管服")],
    ),
    (
        "an essay without a figure of its own",
        report(
            "青禾县人民政府",
            **{"1": "一、总体情况\n政府信息公开是建设法治政府的必然要求，部分地区和多数部门持续推进。"},
            a="（一）主动公开情况。一些地区公开不够及时，各级政府部门主动公开意识不断增强。",
            b="（二）依申请公开情况。部分地区对申请的办理不够规范，多数部门能够依法答复，有的地方没有收到申请。",
            c="（三）政府信息管理情况。多数部门建立了信息发布审查制度。",
            d="（四）政府信息公开平台建设情况。一些地区的网站更新不够及时。",
            e="（五）监督保障情况。部分地区开展了考核、社会评议和责任追究。",
        ),
        [("generic-prose", "")],
    ),
    (
        "the form's name without 公开工作",
        report(
            preface="按照《中华人民共和国政府信息年度报告格式》（国办公开办函〔2021〕30号）要求编制。"
            "本报告数据统计期限为2023年1月1日至2023年12月31日。电话：0595-8623107。",
            a="（一）主动公开情况。截止2023年12月31日，全年主动公开政府信息86条。",
        ),
        [("format-notice-citation", "年度报告格式"), ("jiezhi", "截止2023年")],
    ),
    (
        "parts that add up to more than their total, of which one is no part",
        report(a="（一）主动公开情况。全年主动公开政府信息276条，其中部门动态216条，通知公告50条，公众号转发100余条。"),
        [("breakdown-sum", "276条")],
    ),
]


@pytest.mark.parametrize(("text", "due"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_real_error_is_found(text: str, due: list[tuple[str, str]]) -> None:
    result = run(Source("report.txt", text), PACK, Settings(), profile="strict")
    found = {(f.rule, f.place.line) for f in result.findings}
    for rule, words in due:
        lines = lines_of(text, words) if words else {line for name, line in found if name == rule}
        assert {(rule, line) for line in lines} & found, (rule, sorted(found))


def test_a_growth_that_last_years_report_does_not_bear_out() -> None:
    before = report("涟安市人民政府", 2023, t3=applications(many(3607)))
    after = report(
        "涟安市人民政府",
        2024,
        t3=applications(many(3646)),
        b="（二）依申请公开情况。2024年，全市新收政府信息公开申请3646件，同比增长1.05%，办结3646件。",
    )
    previous = recognise(Source("2023.txt", before), Settings())
    current = replace(recognise(Source("2024.txt", after), Settings()), around=Around(previous=previous))
    findings = check_report(current, chosen(PACK, profile="strict")).findings
    [found] = [f for f in findings if f.rule == "previous-percentage"]
    assert "1.05" in found.message.zh
    assert any(related.file == "2023.txt" for related in found.related)


def many(count: int) -> dict[str, str]:
    row = f"{count} 0 0 0 0 0 {count}"
    return REQUESTS | {
        "新收": row,
        "上年结转": "0 0 0 0 0 0 0",
        "予以公开": row,
        "总计": row,
        "结转下年": "0 0 0 0 0 0 0",
    }


def test_cases_that_were_registered_are_of_another_scope() -> None:
    text = report(
        "涟安市人民政府",
        e="（五）监督保障情况。组织年度工作考核和社会评议，未发生责任追究情形。",
        b="（二）依申请公开情况。全市新收政府信息公开申请3件，上年结转1件，办结3件，结转下年度1件。"
        "全市备案的因政府信息公开引发的行政复议134件、行政诉讼57件。",
        t4="100 20 30 20 170 20 5 5 0 30 40 3 2 2 47",
    )
    assert not run(Source("report.txt", text), PACK, Settings(), profile="strict").findings
