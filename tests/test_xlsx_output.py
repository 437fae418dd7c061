"""The workbook: its sheets, what their cells hold, and that words of a report stay words."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gov_lint.nouns import UNCHANGED, Block, Finding, Fix, Result, Waiver, Words
from gov_lint.outputs import Refusal, pair
from gov_lint.reporters import Context, Unread
from gov_lint.reporters import xlsx as workbook_module
from gov_lint.reporters.xlsx import FINDINGS, MOST_SIGNS, XlsxReporter, writable
from tests.conftest import ROOT
from tests.made import finding, report, result, rule

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EVIL = "=cmd()|' /C calc'!A0 <script>[/x] http://evil.example/ \u202e\x1b\x00\ud800\uffff"


def made(*outcomes: Result | Unread, lang: str = "zh") -> bytes:
    """The workbook of these outcomes."""
    reporter = XlsxReporter(Context(lang, {"applications-balance": rule()}))
    for outcome in outcomes:
        assert (reporter.unread(outcome) if isinstance(outcome, Unread) else reporter.result(outcome)) == ""
    return reporter.end()


def sheets(data: bytes) -> dict[str, list[list[str | int]]]:
    """The rows of each sheet; a cell with a formula or a link is refused."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not [name for name in parts if "worksheets/_rels" in name or "external" in name.lower()]
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    found = {}
    for number, sheet in enumerate(book.iter(f"{M}sheet"), 1):
        root = ElementTree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"])
        assert root.find(f".//{M}f") is None and root.find(f".//{M}hyperlink") is None
        found[sheet.attrib["name"]] = [[value(cell) for cell in row] for row in root.iter(f"{M}row")]
    return found


def value(cell: ElementTree.Element) -> str | int:
    """What a cell holds."""
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{M}t"))
    number = cell.find(f"{M}v")
    return "" if number is None else int(number.text or "")


def columns(data: bytes, row: int = 1, sheet: str = "问题") -> dict[str, str | int]:
    """The cells of a row by the heads of their columns."""
    head, *rows = sheets(data)[sheet]
    return dict(zip(map(str, head), rows[row - 1], strict=True))


def test_a_finding_is_a_row() -> None:
    of = report()
    one = finding(of, "5", related=("四、结转",), cell=("表三", "新收", "自然人"), guessed=True)
    one = one._replace(fix=Fix(one.place, "4"), place=one.place._replace(block=Block(0, page=3)))
    row = columns(made(result(of, one)))
    assert row == {
        "序号": 1,
        "文件": "年报.txt",
        "级别": "错误",
        "问题": "“自然人”列：左边 5，右边 4，应当相等",
        "位置": "第 3 页",
        "表、行、列": "表三 / 新收 / 自然人",
        "原文": "一、本年新收政府信息公开申请数量 【5】 2 7",
        "改为": "4",
        "依据": "国办公开办函〔2021〕30号，表三",
        "处理情况": "",
        "状态": "",
        "豁免说明": "",
        "把握": "部分依据是推测",
        "相关位置": "4:1 另见 四、结转",
        "机关": "青禾县水利局",
        "年度": 2023,
        "规则": "applications-balance",
        "规则要求": "申请的收与办应当平衡",
        "依据性质": "格式",
        "行:列": "3:18",
    }


def test_files_are_summed_up_and_unread_ones_say_why() -> None:
    of = report()
    note = finding(of, "2", severity="note")
    data = made(
        result(of, finding(of, "5"), note), result(report(name="好.txt")), Unread("坏.pdf", Words("已损坏", "damaged"))
    )
    assert sheets(data)["汇总"][1:] == [
        [1, "年报.txt", "青禾县水利局", 2023, 1, 0, 1, 0, 0, 199, 1, 200, ""],
        [2, "好.txt", "青禾县水利局", 2023, 0, 0, 0, 0, 0, 199, 1, 200, ""],
        [3, "坏.pdf", "", "", "", "", "", "", "", "", "", "", "已损坏"],
        ["合计", "", "", "", 1, 0, 1, 0, 0, 398, 2, 400, ""],
    ]


def test_rules_are_counted() -> None:
    of = report()
    unknown = finding(of, "2", rule="zz", severity="note")
    data = made(result(of, finding(of, "5"), finding(of, "7"), unknown), result(of, finding(of, "5")))
    assert sheets(data)["按规则"][1:] == [
        ["applications-balance", "错误", 3, 2, "申请的收与办应当平衡", "国办公开办函〔2021〕30号，表三", "格式"],
        ["zz", "提示", 1, 1, "", "国办公开办函〔2021〕30号，表三", ""],
    ]


def test_what_does_not_count_is_listed_and_counted_apart() -> None:
    of = report()
    waived = finding(of, "5")._replace(waiver=Waiver("上级已同意", "王某", date(2025, 12, 31)))
    data = made(result(of, waived, finding(of, "7")._replace(baseline=UNCHANGED)))
    assert sheets(data)["汇总"][1][4:9] == [0, 0, 0, 1, 1]
    assert columns(data)["状态"] == "已豁免" and columns(data, 2)["状态"] == "基线已有"
    assert columns(data)["豁免说明"] == "上级已同意，批准人：王某，有效期至 2025-12-31"
    assert len(sheets(data)["按规则"]) == 1


def test_words_of_a_report_are_text() -> None:
    of = report(EVIL + "\n@SUM(1)\t+1\t-1\n", name="=1+1.txt", organ="@SUM(A1)")
    hostile = finding(of, "cmd", message=EVIL, rule=EVIL, cell=("=1",))
    hostile = hostile._replace(waiver=Waiver(EVIL, EVIL, None, "=1"), fix=Fix(hostile.place, "=2"))
    data = made(
        result(of, hostile), result(of, finding(of, "5" if "5" in of.text else "cmd")), Unread("=1", Words(EVIL, EVIL))
    )
    row = columns(data)
    assert row["文件"] == "=1+1.txt" and row["机关"] == "@SUM(A1)" and row["改为"] == "=2"
    assert row["问题"] == "=cmd()|' /C calc'!A0 <script>[/x] http://evil.example/ \\u202e\\x1b\\x00\\ud800\\uffff"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b'quotePrefix="1"' in package.read("xl/styles.xml")


def test_the_head_stays_in_sight_and_rows_can_be_filtered() -> None:
    of = report()
    with zipfile.ZipFile(io.BytesIO(made(result(of, finding(of, "5"), finding(of, "7"))))) as package:
        root = ElementTree.fromstring(package.read("xl/worksheets/sheet2.xml"))
    pane, area = root.find(f".//{M}pane"), root.find(f"{M}autoFilter")
    assert pane is not None and pane.attrib["state"] == "frozen" and pane.attrib["ySplit"] == "1"
    assert area is not None and area.attrib["ref"] == "A1:T3"
    assert len(FINDINGS) == 20


def test_a_cell_holds_no_more_than_excel_takes() -> None:
    for text in ("长" * 40_000, "𠮷" * 20_000, "a" + "𠮷" * 40_000):
        cut = writable(text)
        assert len(cut.encode("utf-16-le")) // 2 <= MOST_SIGNS and cut.endswith("…")
    assert writable("𠮷" * 16_000) == "𠮷" * 16_000
    of = report("公" * 50_000)
    data = made(result(of, finding(of, "公" * 50_000, message="长" * 40_000)))
    assert len(str(columns(data)["问题"])) == MOST_SIGNS and len(str(columns(data)["原文"])) < 200


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "MOST_ROWS", 4)
    of = report()
    found = sheets(made(result(of, *[finding(of, "5")] * 7)))
    assert {name: len(rows) for name, rows in found.items()} == {
        "汇总": 2,
        "问题": 4,
        "问题 2": 4,
        "问题 3": 2,
        "按规则": 2,
    }
    assert [row[0] for name in ("问题", "问题 2", "问题 3") for row in found[name][1:]] == [1, 2, 3, 4, 5, 6, 7]


def test_the_same_run_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    of = report()
    first = made(result(of, finding(of, "5")))
    assert made(result(of, finding(of, "5"))) == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    with zipfile.ZipFile(io.BytesIO(made(result(of)))) as package:
        assert b"2025-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_a_run_without_findings_has_its_sheets() -> None:
    assert list(sheets(made(result(report())))) == ["汇总", "问题", "按规则"]
    assert list(sheets(made())) == ["汇总", "问题", "按规则"]


def test_english() -> None:
    of = report()
    found = sheets(made(result(of, finding(of, "5", guessed=True)), result(of), lang="en"))
    assert list(found) == ["Summary", "Findings", "By rule"]
    heads = " ".join(str(cell) for rows in found.values() for cell in rows[0])
    assert not re.search("[一-鿿]", heads)
    assert "partly a guess" in found["Findings"][1] and found["Summary"][-1][0] == "Total"


def test_without_the_package_nothing_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refusal) as refused:
        pair(["xlsx"], ["a.xlsx"])
    assert 'pip install "govlint[office]"' in refused.value.zh and 'pip install "govlint[office]"' in refused.value.en


def test_a_workbook_needs_a_file() -> None:
    with pytest.raises(Refusal):
        pair(["xlsx"], [])


def test_the_command_writes_it(tmp_path: Path) -> None:
    (tmp_path / "2023年 年度报告𠮷.txt").write_text(report().text, encoding="gb18030", errors="replace")
    done = subprocess.run(
        [sys.executable, "-m", "gov_lint", "2023年 年度报告𠮷.txt", "--format", "xlsx", "--output", "结果.xlsx"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "GOVLINT_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1) and not done.stdout, done.stderr
    assert columns((tmp_path / "结果.xlsx").read_bytes())["文件"] == "2023年 年度报告𠮷.txt"


def test_two_findings_with_the_same_words_are_two_rows() -> None:
    of = report()
    twins: list[Finding] = [finding(of, "0")] * 2
    assert len(sheets(made(result(of, *twins)))["问题"]) == 3
