"""The outputs for offices: the sheet of comments in Markdown, and the table of findings as CSV."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from gov_lint.nouns import NEW, UNCHANGED, Block, Fix, Result, Section, Span, Waiver, Words
from gov_lint.records import replace
from gov_lint.reporters import Context, Unread, render, reporter_of
from tests.conftest import ROOT
from tests.made import TEXT, finding, place, report, result, rule

RULES = {"applications-balance": rule()}
UNREAD = Unread("坏 文件.pdf", Words("不能读", "unreadable"))
WAIVER = Waiver("经批准按原样公布", "李主任", date(2030, 1, 1), "govlint-waivers.yaml", 4)
FORM = (
    "青禾县水利局2023年政府信息公开工作年度报告\n"
    "根据规定编制。\n"
    "一、总体情况\n公开了5条。\n"
    "三、收到和处理政府信息公开申请情况\n新收\t6\t7\n"
    "六、其他需要报告的事项\n无。\n"
)


def output(name: str, *outcomes: Result | Unread, base: Path | str = "", lang: str = "zh") -> str:
    """The output of a format."""
    return render(reporter_of(name, Context(lang, RULES, str(base))), outcomes)


def sheet(*outcomes: Result | Unread, lang: str = "zh") -> str:
    """The sheets in Markdown."""
    return output("markdown", *outcomes, lang=lang)


def html(markdown: str) -> str:
    """Markdown as a reader sees it, with the tables and bare links that code hosts understand."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)


def in_sections() -> Result:
    """A result with findings in the preface and in sections one, three and six."""
    of = report(FORM)
    starts = {1: FORM.index("一、"), 3: FORM.index("三、"), 6: FORM.index("六、")}
    sections = tuple(
        Section(number, number, "", "exact", Span(start, start + 2), Span(start + 2, start + 3))
        for number, start in starts.items()
    )
    found = [finding(of, words) for words in ("根据", "5", "6", "7", "无。")]
    return result(replace(of, sections=sections), *found)


def test_the_sheet_is_a_letter_with_the_findings_by_section() -> None:
    lines = [line for line in sheet(in_sections()).splitlines() if line]
    assert lines[:3] == [
        "# 政府信息公开工作年度报告复核意见单",
        "致：青禾县水利局",
        "材料：《青禾县水利局2023年政府信息公开工作年度报告》（年报.txt）",
    ]
    assert "共 **5** 处：应当改正 5 处" in lines[3]
    assert [line for line in lines if line.startswith("## ")] == [
        "## 标题、前言（1 处）",
        "## 一、总体情况（1 处）",
        "## 三、收到和处理政府信息公开申请情况（2 处）",
        "## 六、其他需要报告的事项（含落款）（1 处）",
    ]
    assert [line for line in lines if line[0].isdecimal()] == [f"{number}. **应当改正**" for number in range(1, 6)]
    assert any("复核日期：" in line and "年" in line for line in lines)


def test_a_finding_says_where_what_and_why() -> None:
    of = report()
    found = finding(of, "5", related=("7",), cell=("表三", "（七）总计", "总计"), guessed=True)
    text = sheet(result(of, found._replace(fix=Fix(place(of, "5"), "4"))))
    items = [line.strip() for line in text.splitlines() if line.startswith("   - ")]
    assert items == [
        "- 位置：第 3 行第 18 列",
        "- 涉及：表三 / （七）总计 / 总计",
        "- 原文：“5”",
        "- 问题：“自然人”列：左边 5，右边 4，应当相等",
        f"- 要求：{RULES['applications-balance'].title.zh}",
        "- 改法：“5”改为“4”",
        "- 相关：第 3 行第 22 列 另见 7",
        "- 依据：国办公开办函〔2021〕30号，表三",
        "- 把握：部分依据是推测（如机关类型、公布日期），请结合实际情况核实。",
    ]


def test_a_document_is_told_by_page_and_cell() -> None:
    of = report()
    spot = finding(of, "5")
    paged = spot._replace(place=spot.place._replace(block=Block(0, page=2, table=1, row=3, column=4)))
    assert "- 位置：第 2 页，第 1 个表格第 3 行第 4 列\n" in sheet(result(of, paged))


def test_a_number_that_the_message_masks_is_not_quoted() -> None:
    of = report(TEXT + "联系电话 13900000000\n")
    text = sheet(result(of, finding(of, "13900000000", message="写的是手机号码（139****0000）")))
    assert "13900000000" not in text


def test_a_table_without_its_heading_belongs_to_its_section() -> None:
    of = report()
    assert "## 三、" in sheet(result(of, finding(of, "5", cell=("表三", "新收", "自然人"))))


def test_old_findings_are_marked_and_waived_ones_stand_apart() -> None:
    of = report()
    old = finding(of, "5")._replace(baseline=UNCHANGED)
    waived = finding(of, "7")._replace(waiver=WAIVER)
    text = sheet(result(of, old, waived, finding(of, "2", severity="note")._replace(baseline=NEW)))
    assert "共 **2** 处：供参考 1 处，以前已提出 1 处" in text
    assert "**应当改正** · 以前已提出" in text
    after = text.partition("## 已同意暂不处理的事项（1 处）")[2]
    assert "3. **应当改正** · 已豁免" in after
    assert "经批准按原样公布" in after and "李主任" in after and "2030-01-01" in after


def test_a_letter_names_no_folders_of_this_machine() -> None:
    text = sheet(result(report(name="/home/someone/材料/年报.txt")))
    assert "（年报.txt）" in text and "someone" not in text


def test_a_clean_report_gets_a_kind_word() -> None:
    text = sheet(result(report()))
    assert "未发现需要处理的问题" in text and "应当改正" not in text


def test_several_files_begin_with_a_summary() -> None:
    of = report()
    text = sheet(result(of, finding(of, "5")), result(report(name="好.txt")), UNREAD)
    assert text.startswith("# 政府信息公开工作年度报告复核情况汇总\n")
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert table[2:] == [
        "| 年报.txt | 青禾县水利局 | 2023 | 有问题 | 1 | 0 | 0 | 0 | 0 |",
        "| 好.txt | 青禾县水利局 | 2023 | 未发现问题 | 0 | 0 | 0 | 0 | 0 |",
        "| 坏 文件.pdf |  |  | 未能复核 | 0 | 0 | 0 | 0 | 0 |",
        "| 合计（3 个文件） |  |  |  | 1 | 0 | 0 | 0 | 0 |",
    ]
    assert text.count("# 政府信息公开工作年度报告复核意见单") == 3
    assert "未能复核：不能读" in text


def test_the_sheet_in_english() -> None:
    of = report()
    text = sheet(result(of, finding(of, "5")), UNREAD, lang="en")
    assert "Problem: not equal" in text and "Basis: format notice, table 3" in text and "unreadable" in text
    assert "依据" not in text and "位置" not in text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<!-- ",
        "[x](javascript:alert(1))",
        "![x](http://evil.example/a.png)",
        "[/x]",
        "`code` ``",
        "a | b | c",
        "**x** __y__ ~~z~~ *a*",
        "http://evil.example/ www.evil.example a@evil.example",
        "&lt;b&gt; &#60;",
        "line\n# head\n- item\n\n---\n",
        "\\",
        "]]> ::error::",
        "$x$",
    ],
)
def test_words_of_a_report_are_no_markup(hostile: str) -> None:
    def tags(text: str) -> list[str]:
        return [part.split(">")[0] for part in html(text).split("<")[1:]]

    def made(words: str) -> str:
        of = report(TEXT, f"{words}.txt".replace("\n", " ").replace("/", "_"), organ=words)
        named = replace(of, title=of.title._replace(text=words) if of.title else None)
        spot = finding(named, "5", message=words, cell=("表三", words, words))
        waived = finding(named, "7")._replace(waiver=Waiver(words, words))
        mended = spot._replace(fix=Fix(place(named, "5"), words))
        return sheet(result(named, mended, waived), Unread(words.replace("\n", " "), Words(words, words)))

    assert tags(made(hostile)) == tags(made("话"))


def rows(text: str) -> list[list[str]]:
    """The rows of a CSV file as a spreadsheet reads them."""
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))


def test_the_table_has_a_row_a_finding() -> None:
    of = report()
    spot = finding(of, "5", cell=("表三", "（七）总计", "总计"))
    block = Block(0, page=2, paragraph=None, table=1, row=3, column=4)
    waived = spot._replace(place=spot.place._replace(block=block), waiver=WAIVER)
    old, new = finding(of, "2")._replace(baseline=UNCHANGED), finding(of, "7")._replace(baseline=NEW)
    head, *body = rows(output("csv", result(of, waived, old, new), result(report()), UNREAD))
    assert len(body) == 4 and all(len(row) == len(head) for row in body)
    first = dict(zip(head, body[0], strict=True))
    assert first == {
        "文件": "年报.txt",
        "机关": "青禾县水利局",
        "年度": "2023",
        "行": "3",
        "列": "18",
        "页": "2",
        "段": "",
        "表格": "1",
        "表格行": "3",
        "表格列": "4",
        "级别": "错误",
        "规则": "applications-balance",
        "问题": "“自然人”列：左边 5，右边 4，应当相等",
        "依据": "国办公开办函〔2021〕30号，表三",
        "单元格": "表三/（七）总计/总计",
        "状态": "已豁免",
        "豁免理由": "经批准按原样公布",
        "批准人": "李主任",
        "豁免到期": "2030-01-01",
    }
    status = head.index("状态")
    assert [row[status] for row in body] == ["已豁免", "基线已有", "新增", "未检查"]
    assert body[-1][0] == "坏 文件.pdf" and "不能读" in body[-1]


def test_the_table_has_a_head_and_windows_line_ends() -> None:
    assert len(rows(output("csv"))) == len(rows(output("csv", result(report())))) == 1
    of = report()
    text = output("csv", result(of, finding(of, "5")), UNREAD)
    assert text.count("\r\n") == text.count("\n") == 3
    assert rows(output("csv", lang="en"))[0][:4] == ["file", "organ", "year", "line"]


def test_the_table_is_written_file_by_file() -> None:
    of = report()
    reporter = reporter_of("csv", Context("zh", RULES))
    assert "applications-balance" in reporter.result(result(of, finding(of, "5")))


@pytest.mark.parametrize("formula", ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "＝1", " =1"])
def test_a_field_is_no_formula(formula: str) -> None:
    of = report(TEXT, formula.strip(), organ=formula)
    spot = finding(of, "5", message=formula, cell=(formula,))._replace(waiver=Waiver(formula, formula))
    for row in rows(output("csv", result(of, spot)))[1:]:
        assert not [field for field in row if field.strip()[:1] in "=+-@＝" and field.strip()]
        assert row[1] == f"'{formula.strip()}"


def test_on_an_output_that_is_not_in_utf8_there_is_no_mark() -> None:
    assert render(reporter_of("csv", Context("zh", RULES), ascii_only=True), []).startswith("文件,")


def test_processes_make_the_same_sheet(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "errors-text.txt").read_text(encoding="utf-8")
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(text.replace("青墩", f"第{number}"), encoding="utf-8")

    def made(jobs: str) -> str:
        command = [sys.executable, "-m", "gov_lint", ".", "--no-previous", "--no-config", "--format", "markdown"]
        done = subprocess.run(
            [*command, "--jobs", jobs],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr.decode()
        return done.stdout.decode()

    one = made("1")
    assert "## 一、总体情况" in one
    assert made("2") == one
