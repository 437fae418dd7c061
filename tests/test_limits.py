"""The page of the limits says what the readers hold to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gov_lint import readers
from gov_lint.annotate import parts
from gov_lint.batch import lint
from gov_lint.readers import apart, doc, docx, flow, html_tree, mht, odt, ofd, office, package, pdf, rtf, xlsx
from tests.conftest import ROOT

MB = 1024 * 1024
STATED = {
    "任何文件": [f"{readers.MAX_BYTES // MB} MB"],
    "文档的文字": [f"{flow.MAX_CHARACTERS:,}"],
    "文档的表格": [f"{flow.MAX_CELLS:,}", f"嵌套 {flow.MAX_DEPTH} 层"],
    "`.docx`、`.odt`、`.xlsx`、`.ofd` 的部件": [
        f"每个 {package.MAX_PART // MB} MB",
        f"合计 {package.MAX_TOTAL // MB} MB",
        f"{package.MAX_PARTS:,}",
    ],
    "上述部件里的标记": [f"{package.MAX_MARKS:,}"],
    "`.docx`、`.odt` 的结构": [f"嵌套 {docx.MAX_NESTING} 层", f"嵌套 {odt.MAX_NESTING} 层"],
    "网页": [f"{html_tree.MAX_TAGS:,}"],
    "`.mht`": [f"{mht._MOST_PAGES} 个"],
    "PDF ": [f"{pdf.MAX_PAGES} 页", f"{pdf.MAX_OBJECTS:,}", f"{pdf.MAX_SEGMENTS:,}"],
    "OFD": [f"{ofd.MAX_PAGES:,} 页", f"{ofd.MAX_GLYPHS:,}", f"{ofd.MAX_OBJECTS:,}", f"{ofd.MAX_STROKES:,}"],
    "`.rtf`": [f"{rtf._MAX_GROUPS:,}"],
    "`.xlsx`": [f"{xlsx._MAX_SHEETS} 个", f"{xlsx._MAX_MERGES:,}"],
    "PDF、OFD、": [f"{readers._LARGE // MB} MB", f"{apart.SECONDS:.0f} 秒", f"{apart.MEMORY // 10**9} GB"],
    "交给 LibreOffice": [f"{office.SECONDS:.0f} 秒", "GOVLINT_NO_LIBREOFFICE"],
    "扫描件": [f"{apart.SECONDS_OCR:.0f} 秒", f"{apart.MEMORY_OCR // 10**9} GB"],
    "`govlint annotate`": [f"{parts.MAX_COPIED // MB} MB"],
}
"""What the page says of each limit, by the beginning of its row."""


@pytest.mark.parametrize("row", STATED)
def test_the_page_states_the_limits(row: str) -> None:
    text = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    [line] = [line for line in text.split("\n") if line.startswith(f"| {row}")]
    assert [words for words in STATED[row] if words not in line] == []


def test_every_row_is_looked_at() -> None:
    text = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = [line for line in text.split("\n") if line.startswith("| ") and not line.startswith("| 适用")]
    assert len(rows) == len(STATED)
    assert doc._MAX_STREAM <= readers.MAX_BYTES


def test_a_file_of_200_megabytes_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with open("large.docx", "wb") as file:
        file.write(b"PK\x03\x04")
        os.truncate("large.docx", 200 * MB)
    Path("next.txt").write_text("柳川县水利局2023年政府信息公开工作年度报告\n", encoding="utf-8")
    from gov_lint.batch import Look

    assert lint(["large.docx", "next.txt"], Look(quiet=True)) == 2
    shown = capsys.readouterr()
    assert "large.docx：文件超过 64 MB" in shown.err
    assert "next.txt:1:" in shown.out
