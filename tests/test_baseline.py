"""The baseline: what was wrong before stays visible and fails no run; what is new does, wherever it is."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.test_cli import govlint, here
from tests.test_waivers import CELLS, LIST, entry

__all__ = ["here"]

WRONG = CELLS.replace(
    "一、总体情况\n",
    "一、总体情况\n全年主动公开政府信息152条，其中工程类54条，服务类58条，管理类49条。联系人手机：13805361187。"
    "20件答复中予以公开9件，占50%；部分公开3件。\n",
)
"""Faults in prose and in a table."""
OPTIONS = ("--fail-on", "note", "--select", "disputes-sum,breakdown-sum,percentage,mobile-as-contact")


def check(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[list[str], int, int]:
    """The new findings, the number of old ones, and how many are gone; the exit code says that something is new."""
    run = govlint(capsys, *arguments, *OPTIONS, "-q", "--baseline", "b.json")
    lines = run.out.splitlines()
    new = [line for line in lines if not line.endswith("（基线中已有）")]
    gone = re.search(r"基线中有 (\d+) 条已消除", run.err)
    assert run.code == bool(new)
    return new, len(lines) - len(new), int(gone[1]) if gone else 0


@pytest.fixture
def written(here: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A report in a folder whose findings are in a baseline."""
    path = Path("年报.txt")
    path.write_text(WRONG, encoding="utf-8")
    run = govlint(capsys, path, *OPTIONS, "-q", "--write-baseline", "b.json")
    assert run.code == 0 and len(run.out.splitlines()) == 5 and "已把 5 条问题写入基线 b.json" in run.err
    return path


def markdown(text: str) -> str:
    """The same report as Markdown."""
    lines = text.splitlines()
    lines[0] = "# **" + lines[0] + "**"
    table = [line for line in lines if "\t" in line]
    rows = ["| " + line.replace("\t", " | ") + " |" for line in table[2:]]
    rows.insert(1, "|" + " --- |" * 15)
    prose = [f"\n## {line}\n" if line[1:2] == "、" else line + "\n" for line in lines if "\t" not in line]
    return "\n".join([*prose, *rows]) + "\n"


def page(text: str) -> str:
    """The same report as a web page."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split("\t")) + "</tr>"
        for line in text.splitlines()
        if "\t" in line and "复议" not in line
    )
    head = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr><td colspan=5></td><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    prose = "".join(f"<p>{line}</p>" for line in text.splitlines() if "\t" not in line)
    return f"<html><meta charset=utf-8><body>{prose}<table>{head}{rows}</table></body></html>"


def wrapped(text: str) -> str:
    """The same report with its paragraphs broken anew."""
    return "\n".join(re.sub("(.{31})", r"\1\n", line) if "\t" not in line else line for line in text.splitlines())


def test_the_same_report_has_nothing_new_and_nothing_gone(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, written) == ([], 5, 0)
    for text in (
        "\n" * 50 + WRONG,
        wrapped(WRONG),
        WRONG.replace("，", ",").replace("：", ":"),
        WRONG.replace("\n", "\r\n"),
    ):
        written.write_bytes(text.encode())
        assert check(capsys, written) == ([], 5, 0)
    written.unlink()
    for name, text in (("年报.md", markdown(WRONG)), ("年报.html", page(WRONG))):
        Path(name).write_text(text, encoding="utf-8")
        assert check(capsys, name) == ([], 5, 0)
        Path(name).unlink()
    (written.with_suffix(".md")).write_text(markdown(WRONG), encoding="gb18030")
    assert check(capsys, ".") == ([], 5, 0)


def test_a_second_file_with_the_same_fault_is_new(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("另一份.txt").write_text(WRONG, encoding="utf-8")
    new, old, gone = check(capsys, ".")
    assert {line.split(":")[0] for line in new} == {"另一份.txt"} and (len(new), old, gone) == (5, 5, 0)
    Path("2022").mkdir()
    os.replace("另一份.txt", "2022/年报.txt")
    assert len(check(capsys, ".", "--no-previous")[0]) == 5
    Path("年报.md").write_text(
        WRONG.replace("柳川县水利局", "云棠县财政局"), encoding="utf-8"
    )  # another report of that name
    assert len(check(capsys, "年报.md")[0]) == 5


def test_what_is_new_in_a_known_file_is_told(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written.write_text(WRONG.replace("\t0\t0\t0\t0\t0\t1", "\t0\t0\t0\t0\t4\t1"), encoding="utf-8")
    new, old, gone = check(capsys, written)
    assert len(new) == 1 and "disputes-sum" in new[0] and (old, gone) == (5, 0)
    written.write_text(WRONG.replace("部分公开3件。", "部分公开3件，占30%。"), encoding="utf-8")
    assert [line.split(" ")[2] for line in check(capsys, written)[0]] == ["percentage"]
    text = WRONG.replace("占50%；部分公开3件。", "占45%；部分公开3件，占30%。")  # one mended, one new
    written.write_text(text, encoding="utf-8")
    new, old, gone = check(capsys, written)
    assert [line.split(" ")[2] for line in new] == ["percentage"] and (old, gone) == (4, 1)


def test_a_changed_number_in_the_same_cell_is_the_same_finding(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written.write_text(WRONG.replace("3\t1\t0\t0\t5", "3\t1\t0\t0\t7"), encoding="utf-8")
    assert check(capsys, written) == ([], 5, 0)
    written.write_text(WRONG.replace("3\t1\t0\t0\t5", "3\t1\t0\t0\t4"), encoding="utf-8")
    assert check(capsys, written) == ([], 4, 1)
    run = govlint(capsys, written, *OPTIONS, "--baseline", "b.json", "--write-baseline", "b.json", "--lang", "en")
    assert run.code == 0 and "1 findings of the baseline are gone" in run.err and "4 findings are written" in run.err
    assert check(capsys, written) == ([], 4, 0)


def test_what_is_nowhere_in_a_report_is_one_finding_wherever_it_stands(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--select", "signoff-missing,period-missing,fee-statement-missing", "-q")
    path = Path("年报.txt")
    path.write_text(
        CELLS + "\n六、其他需要报告的事项\n本年度没有其他需要报告的事项，下一年度继续做好工作。\n", encoding="utf-8"
    )
    before = govlint(capsys, path, *options, "--write-baseline", "b.json").out.splitlines()
    assert len(before) == 3
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("需要报告的事项，下一", "需要报告的事项，\n在新的一"), encoding="utf-8")
    run = govlint(capsys, path, *options, "--fail-on", "note", "--baseline", "b.json")
    assert run.code == 0 and "已消除" not in run.err and len(run.out.splitlines()) == 3


def test_an_edit_elsewhere_moves_nothing(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = WRONG.replace("一、总体情况\n", "一、总体情况\n按照条例要求，现将情况报告如下。\n", 1).replace(
        "服务类", "便民服务类"
    )
    written.write_text(text, encoding="utf-8")
    assert check(capsys, written) == ([], 5, 0)


def test_a_moved_folder_keeps_its_baseline(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = here / "年报 2023"
    folder.mkdir()
    (folder / "年报.txt").write_text(WRONG, encoding="utf-8")
    assert govlint(capsys, here, *OPTIONS, "--write-baseline", here / "b.json").code == 0
    moved = here.parent / (here.name + "-moved")
    os.rename(here, moved)
    monkeypatch.chdir(moved / "年报 2023")
    run = govlint(capsys, "年报.txt", *OPTIONS, "--baseline", "../b.json")
    assert run.code == 0 and "没有新的问题；基线中已有 5" in run.out


def test_the_file_is_the_same_each_time_and_has_no_long_numbers(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path("b.json").read_bytes()
    stated = json.loads(before)
    assert stated["version"] == 1 and stated["counts"]["disputes-sum"] == 2
    assert "表四 / 行政复议 / 总计" in stated["files"]["年报.txt"]["findings"]["disputes-sum"]
    assert b"13805361187" not in before and "年报.txt" in before.decode() and before.endswith(b"}\n")
    written.write_text("\n\n" + WRONG, encoding="utf-8")
    govlint(capsys, written, *OPTIONS, "--write-baseline", "b.json")
    assert Path("b.json").read_bytes() == before


def test_writing_keeps_what_the_run_did_not_look_at(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("另.txt").write_text(WRONG, encoding="utf-8")
    Path("去.txt").write_text(WRONG, encoding="utf-8")
    govlint(capsys, "另.txt", "去.txt", *OPTIONS, "--write-baseline", "b.json")
    Path("去.txt").unlink()
    govlint(capsys, "另.txt", "--select", "percentage", "--write-baseline", "b.json")
    files = json.loads(Path("b.json").read_text(encoding="utf-8"))["files"]
    assert set(files) == {"年报.txt", "另.txt"} and files["另.txt"] == files["年报.txt"]


def test_suppressed_findings_are_not_written_and_come_back_as_new(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("b.json").unlink()
    Path(LIST).write_text(entry(cell="表四"), encoding="utf-8")
    govlint(capsys, written, *OPTIONS, "--write-baseline", "b.json")
    assert check(capsys, written) == ([], 3, 0)
    Path(LIST).unlink()
    assert len(check(capsys, written)[0]) == 2


def test_several_processes_and_machines_are_told_the_same(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("另一份.txt").write_text(WRONG, encoding="utf-8")
    assert check(capsys, ".", "-j", "1") == check(capsys, ".", "-j", "3")
    run = govlint(capsys, ".", *OPTIONS, "--baseline", "b.json", "--format", "sarif")
    states = [result.get("baselineState") for result in json.loads(run.out)["runs"][0]["results"]]
    assert sorted(map(str, states)) == ["new"] * 5 + ["unchanged"] * 5


def test_settings_name_the_baseline(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("govlint.yaml").write_text("baseline: b.json\n", encoding="utf-8")
    assert govlint(capsys, written, "--select", "disputes-sum").code == 0
    Path("b.json").unlink()
    assert govlint(capsys, written, "--write-baseline", "b.json").code == 0
    assert govlint(capsys, written).code == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "JSON"),
        (b'{"version": 1,\n<<<<<<< HEAD\n', "第 2 行"),
        (b"[]", "不是 --write-baseline"),
        (b'{"version": 1, "files": {"a": {"organ": 1, "year": 2, "findings": {}}}}', "不是 --write-baseline"),
        (b'{"version": 9, "files": {}}', "升级"),
        ("柳川县".encode("gb18030"), "UTF-8"),
        (b"[" * 100_000, "JSON"),
        (None, "先用 --write-baseline"),
    ],
)
def test_what_is_no_baseline_is_refused(
    written: Path, capsys: pytest.CaptureFixture[str], data: bytes | None, words: str
) -> None:
    if data is None:
        Path("b.json").unlink()
    else:
        Path("b.json").write_bytes(data)
    run = govlint(capsys, written, "--baseline", "b.json")
    assert run.code == 2 and run.out == "" and "b.json" in run.err and words in run.err
    if data is not None:
        assert govlint(capsys, written, "--write-baseline", "b.json").code == 2
        assert Path("b.json").read_bytes() == data


def test_a_report_is_never_overwritten(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert govlint(capsys, written, "--write-baseline", written).code == 2
    assert written.read_text(encoding="utf-8") == WRONG
    assert govlint(capsys, written, "--write-baseline", "没有/b.json").code == 2
