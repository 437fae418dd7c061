"""The reports for people and for programs, and what a terminal is shown."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gov_lint.nouns import Example, Words
from gov_lint.pages import reference, rule_page
from gov_lint.reporters import Context, Unread, render
from gov_lint.reporters.json import JsonReporter
from gov_lint.reporters.text import TextReporter
from gov_lint.terminal import Screen, excerpt, visible, wrap
from tests.made import TEXT, finding, report, result, rule

RULES = {"applications-balance": rule()}


def shown(*outcomes: object, width: int = 100, colour: bool = False, lang: str = "zh", **options: bool) -> str:
    """The text report of these outcomes."""
    return render(TextReporter(Context(lang, RULES), Screen(width, colour), **options), outcomes)  # type: ignore[arg-type]


def test_a_finding_has_its_place_line_related_places_and_basis() -> None:
    of = report()
    text = shown(result(of, finding(of, "5", related=("0", "四、结转"), guessed=True)))
    assert text.splitlines() == [
        "年报.txt",
        "  3:18  错误  applications-balance  “自然人”列：左边 5，右边 4，应当相等",
        "    │ 一、本年新收政府信息公开申请数量    5    2    7",
        "    │                                     ^",
        "    相关：1:8 另见 0；4:1 另见 四、结转",
        "    依据：国办公开办函〔2021〕30号，表三",
        "    把握：部分依据是推测（如机关类型、公布日期），已降一级；可用 --org-type、--published 指明。",
        "  × 错误 1；已检查：章节 1/6，单元格 199/200（空白 1），勾稽关系 成立 1，不成立 1，无法判断 1",
        "",
    ]


def test_a_clean_report_takes_one_line() -> None:
    text = shown(result(report()))
    expected = (
        "年报.txt  √ 未发现问题（已检查：章节 1/6，单元格 199/200（空白 1），勾稽关系 成立 1，不成立 1，无法判断 1）\n"
    )
    assert text == expected


def test_english() -> None:
    of = report()
    text = shown(result(of, finding(of, "5", severity="warning")), lang="en", width=150)
    assert "3:18  warning  applications-balance  not equal" in text
    assert "Basis: format notice, table 3" in text
    assert "checked: sections 1/6, cells 199/200 (1 blank), identities 1 held, 1 failed, 1 could not be judged" in text
    assert not re.search(r"[，；。：]", text.replace("一、本年新收政府信息公开申请数量", ""))


def test_several_files_end_with_a_sum() -> None:
    of = report()
    one, clean = result(of, finding(of, "5")), result(of)
    assert shown(one, clean, Unread("x.pdf", Words("不能读", "unreadable"))).endswith(
        "共 3 个文件：1 个未发现问题，1 个有问题（错误 1）；1 个未能检查。\n"
    )


def test_quiet_leaves_a_line_a_finding() -> None:
    of = report()
    assert shown(result(of, finding(of, "5")), quiet=True) == (
        "年报.txt:3:18: 错误 applications-balance “自然人”列：左边 5，右边 4，应当相等\n"
    )
    assert shown(result(of), quiet=True) == ""


def test_statistics() -> None:
    of = report()
    both = result(of, finding(of, "5"), finding(of, "7"))
    assert "按规则统计：\n     2  错误  applications-balance  申请的收与办应当平衡\n" in shown(both, statistics=True)


def test_the_same_basis_is_not_said_twice_in_a_row() -> None:
    of = report()
    assert shown(result(of, finding(of, "5"), finding(of, "7"))).count("依据：同上") == 1


def test_words_of_a_report_are_no_markup_and_reach_no_terminal() -> None:
    of = report("[bold]x[/条例] \x1b[31m红\x07\u202e5\n")
    text = shown(result(of, finding(of, "5", message="[red]\x1b]0;title\x07")), colour=False)
    assert "│ [bold]x[/条例] \\x1b[31m红\\x07\\u202e5" in text
    assert "[red]\\x1b]0;title\\x07" in text
    assert not re.search("[\x00-\x09\x0b-\x1f]", text)


def test_a_hostile_file_name_is_made_visible() -> None:
    of = report(name="a\x1b[2Jb.txt")
    assert "\x1b" not in shown(result(of, finding(of, "5")), result(of))


def test_colours_underline_the_words_themselves() -> None:
    of = report()
    assert "\x1b[4;1;31m5\x1b[0m" in shown(result(of, finding(of, "5")), colour=True)
    assert "\x1b" not in shown(result(of, finding(of, "5")))


@pytest.mark.parametrize("width", [24, 40, 60, 80, 200])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    long = "一、" + "主动公开政府信息的情况" * 40 + "五号" + "公开" * 100 + "\n"
    of = report(long)
    text = shown(result(of, finding(of, "五号", message="说明" * 60, related=("一", "公"))), result(of), width=width)
    assert max(cell_len(line) for line in text.splitlines() if "年报.txt" not in line) <= width


def test_every_sign_of_the_report_is_in_gbk() -> None:
    of = report()
    shown(result(of, finding(of, "5", guessed=True)), result(of), result(of), statistics=True).encode("gbk")
    warning = finding(of, "5", severity="warning", rule="x")
    shown(result(of, warning), colour=True, statistics=True).encode("gbk")


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("短行", 0, 2),
        ("字" * 400, 200, 203),
        ("字" * 400, 0, 2),
        ("字" * 400, 398, 400),
        ("字" * 400, 10, 390),
        (" " * 80 + "0\t\t0", 82, 82),
        ("a" * 400, 399, 400),
        ("", 0, 1),
        ("字" * 5, 9, 12),
    ],
)
@pytest.mark.parametrize("width", [18, 40, 80])
def test_excerpts_fit_and_mark_the_words(line: str, start: int, end: int, width: int) -> None:
    cut = excerpt(line, start, end, width)
    assert cell_len(cut.before + cut.marked + cut.after) <= width
    assert cut.indent == cell_len(cut.before)
    assert cut.length >= 1
    assert line[start:end].startswith(cut.marked.removesuffix("…").rstrip(" "))


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 50), st.integers(16, 120))
def test_any_excerpt_fits(line: str, start: int, length: int, width: int) -> None:
    cut = excerpt(line.replace("\n", " "), start, start + length, width)
    assert cell_len(cut.before + cut.marked + cut.after) <= width
    assert visible(cut.before + cut.marked + cut.after) == cut.before + cut.marked + cut.after


@given(st.text(max_size=200), st.integers(8, 100))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    squeezed = re.sub(r"\s", "", "".join(lines))
    assert squeezed == re.sub(r"\s", "", text)
    assert all(cell_len(line) <= width for line in lines)


def test_no_wrapped_line_begins_with_closing_punctuation() -> None:
    lines = wrap("第一项加第二项之和，等于第三项（含）加第四项之和。" * 5, 21)
    assert not [line for line in lines if line[0] in "，。）"]


def test_json_says_all() -> None:
    of = report()
    one = finding(of, "5", related=("7",), cell=("表三", "新收", "自然人"))
    data = json.loads(
        render(JsonReporter(Context("zh", RULES)), [result(of, one), Unread("x", Words("不能读", "unreadable"))])
    )
    assert data["version"] == 1
    assert data["counts"] == {"files": 1, "unread": 1, "error": 1, "warning": 0, "note": 0}
    assert data["unread"] == [{"path": "x", "message": {"zh": "不能读", "en": "unreadable"}, "internal": False}]
    [file] = data["files"]
    assert file["checked"] == {
        "sections": {"found": 1, "due": 6},
        "cells": {"read": 199, "blank": 1, "due": 200},
        "identities": {"held": 1, "failed": 1, "unknown": 1},
    }
    assert file["report"]["organ"] == "青禾县水利局"
    assert [v["outcome"] for v in file["identities"]] == ["held", "failed", "unknown"]
    [found] = file["findings"]
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (3, 18, 3, 19)
    assert found["cell"] == ["表三", "新收", "自然人"]
    assert found["family"] == "tables"
    assert found["related"][0]["column"] == 22


def test_json_can_be_ascii() -> None:
    assert render(JsonReporter(Context(), ascii_only=True), [result(report())]).isascii()


def test_json_columns_are_code_points() -> None:
    of = report("𠮷𠮷5\n")
    data = json.loads(render(JsonReporter(Context()), [result(of, finding(of, "5"))]))
    assert data["files"][0]["findings"][0]["column"] == 3


def test_a_rule_page_shows_the_marked_line() -> None:
    bad = Example("第一行\n第二行\n第三行", ((2, "应当相等"),), {"org_type": "town"}, "bad")
    page = rule_page(rule(examples=(bad, Example("好", role="good"))))
    assert "检查时的选项：`--org-type town`" in page
    assert ">   2 第二行\n      ^ 应当相等" in page
    assert "## 正例" in page
    assert "## 合法的写法" not in page


def test_a_long_example_is_cut_around_its_marks() -> None:
    text = "\n".join(f"第{n}行" for n in range(1, 41))
    page = rule_page(rule(examples=(Example(text, ((20, ""),), {}, "bad"),)), "en")
    assert "第17行" in page
    assert "第16行" not in page
    assert page.count("…") == 2
    assert "^ reported here" in page


def test_the_reference_links_every_rule() -> None:
    text = reference([rule("a"), rule("b"), rule("c", family="dates")])
    assert text.index("[a](#a)") < text.index("### a") < text.index("## dates") < text.index("### c")


def test_text_of_the_made_report() -> None:
    assert TEXT.count("\n") == 4
