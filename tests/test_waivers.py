"""Suppressions as an office lives with them: a list of its own, with reasons, that never touches the published text."""

from __future__ import annotations

import json
import os
import unicodedata
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from gov_lint import waivers
from tests.test_cli import REPORT, govlint, here

__all__ = ["here"]

CELLS = (
    "柳川县水利局2023年政府信息公开工作年度报告\n一、总体情况\n"
    + "我局认真落实条例，及时公开政府信息，做好解读和回应。" * 12
    + """
四、政府信息公开行政复议、行政诉讼情况
行政复议	行政诉讼
未经复议直接起诉	复议后起诉
结果维持	结果纠正	其他结果	尚未审结	总计	结果维持	结果纠正	其他结果	尚未审结	总计	结果维持	结果纠正	其他结果	尚未审结	总计
3	1	0	0	5	0	0	0	0	0	1	0	0	0	2
"""
)
"""Two wrong sums in the third table, of one rule."""
RULE = "disputes-sum"
LIST = "govlint-suppressions.yaml"
LAPSES = "suppression-unused,suppression-expired"


def entry(**given: str) -> str:
    """An entry of the list, with a reason."""
    lines = [
        f"{key}: {value}" for key, value in {"rule": RULE, "file": "年报.txt", "reason": "已公告更正", **given}.items()
    ]
    return "- " + "\n  ".join(lines) + "\n"


@pytest.fixture
def cells(here: Path) -> Path:
    """A report with two wrong sums."""
    path = Path("年报.txt")
    path.write_text(CELLS, encoding="utf-8")
    return path


def found(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> list[str]:
    """The findings of some rules: file, line and rule."""
    chosen = () if "--select" in arguments else ("--select", f"{RULE},{LAPSES}")
    out = govlint(capsys, *arguments, *chosen, "-q").out
    return [line.split(" ")[0] + line.split(" ")[2] for line in out.splitlines()]


def test_one_cell_is_let_pass_and_the_other_is_not(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = cells.read_bytes()
    assert len(found(capsys, cells)) == 2
    Path(LIST).write_text(entry(cell="表四 / 行政复议 / 总计"), encoding="utf-8")
    assert len(found(capsys, cells)) == 1
    run = govlint(capsys, cells, "--select", RULE)
    assert run.code == 1 and "另有 1 条已豁免（--no-suppress 查看）" in run.out and "行政复议" not in run.out
    assert "1 more suppressed" in govlint(capsys, cells, "--select", RULE, "--lang", "en").out
    assert len(found(capsys, cells, "--no-suppress")) == 2
    assert cells.read_bytes() == before


def test_a_file_without_other_findings_passes(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(LIST).write_text(entry(cell="表四"), encoding="utf-8")
    run = govlint(capsys, cells, "--select", RULE)
    assert run.code == 0 and "√ 未发现问题" in run.out and "另有 2 条已豁免" in run.out
    assert govlint(capsys, cells, "--select", RULE, "--no-suppress").code == 1


def test_a_changed_number_and_moved_lines_change_nothing(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(LIST).write_text(entry(cell="表四/行政复议/总计"), encoding="utf-8")
    cells.write_text("\n" * 50 + CELLS.replace("3\t1\t0\t0\t5", "3\t1\t0\t0\t7"), encoding="utf-8")
    assert [line for line in found(capsys, cells) if RULE in line] == ["年报.txt:58:29:" + RULE]


def test_the_list_of_the_folder_above_holds_wherever_one_is(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = here / "街道 办" / "2023年"
    folder.mkdir(parents=True)
    (folder / "年报.txt").write_text(CELLS, encoding="utf-8")
    (here / LIST).write_text(entry(file="街道 办/**/*.txt", cell="表四"), encoding="utf-8")
    elsewhere = here / "别处"
    elsewhere.mkdir()
    for place, name in ((here, "街道 办"), (folder, "年报.txt"), (elsewhere, "../街道 办/2023年/年报.txt")):
        monkeypatch.chdir(place)
        assert found(capsys, name) == []
    moved = here.parent / (here.name + "-moved")
    os.rename(here, moved)
    monkeypatch.chdir(moved)
    assert found(capsys, ".") == []


@pytest.mark.parametrize("file", ["年报", "年报.txt", "*.txt", r"子\..\年报.txt", "./年报.txt", "**/年报.*"])
def test_files_may_be_named_in_many_ways(cells: Path, capsys: pytest.CaptureFixture[str], file: str) -> None:
    Path(LIST).write_text(entry(file=f"'{file}'", cell="表四"), encoding="utf-8")
    expected = 2 if ".." in file else 0
    assert len([line for line in found(capsys, cells) if RULE in line]) == expected


def test_a_name_in_decomposed_characters_is_the_same(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "Élan 年报.txt"
    (here / unicodedata.normalize("NFD", name)).write_text(CELLS, encoding="utf-8")
    (here / LIST).write_text(entry(file=unicodedata.normalize("NFC", name), cell="表四"), encoding="utf-8")
    assert found(capsys, here) == []


@pytest.mark.parametrize("name", ["年报.txt.govlint.yaml", "年报.govlint.yaml"])
def test_a_sidecar_is_about_its_report_alone(cells: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (cells.parent / "另一份.txt").write_text(CELLS, encoding="utf-8")
    Path(name).write_text(f"- rule: {RULE}\n  cell: 表四\n  reason: 已公告更正\n", encoding="utf-8")
    assert [line.split(":")[0] for line in found(capsys, ".")] == ["另一份.txt", "另一份.txt"]
    Path(name).write_text(entry(cell="表四"), encoding="utf-8")
    run = govlint(capsys, ".")
    assert run.code == 2 and f"{name}:2:" in run.err


def test_settings_hold_suppressions_too(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "".join("  " + line + "\n" for line in entry(cell="表四").splitlines())
    Path("govlint.yaml").write_text("suppress:\n" + lines, encoding="utf-8")
    assert found(capsys, cells) == []
    Path("govlint.yaml").write_text("suppress:\n" + lines.replace(RULE, "disputes-sums"), encoding="utf-8")
    run = govlint(capsys, cells)
    assert run.code == 2 and "govlint.yaml:2:" in run.err and "disputes-sum" in run.err


def test_words_tell_a_finding_outside_tables(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "年报.txt"
    path.write_text(
        REPORT.replace("一、总体情况", "联系人手机：13805361187，\n13905361187。\n一、总体情况"), encoding="utf-8"
    )
    assert len(found(capsys, path, "--select", "mobile-as-contact")) == 2
    Path(LIST).write_text(entry(rule="mobile-as-contact", words="联系人手机:138"), encoding="utf-8")
    assert [line.split(":")[1] for line in found(capsys, path, "--select", "mobile-as-contact")] == ["3"]


def test_all_mistakes_are_told_at_once(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(LIST).write_text(
        "- rule: disputes-sums\n  file: 年报.txt\n  cell: 表四\n  reason: x\n"
        "- rule: disputes-sum\n  file: /年报.txt\n  line: 8\n"
        "- rule: title-missing\n  file: a.txt\n  words: 总\n  reason: '  '\n  expires: 2026-13-01\n"
        "- 只有一句话\n",
        encoding="utf-8",
    )
    Path("年报.govlint.yaml").write_text("rule: disputes-sum\n", encoding="utf-8")
    run = govlint(capsys, cells)
    assert run.code == 2 and run.out == ""
    for told in (
        ":1: 没有",
        ":5: 缺少 reason",
        ":5: 要写明",
        ":6: file",
        ":7: 没有 'line'",
        ":10: words",
        ":11: reason",
        ":12: expires",
    ):
        assert LIST + told in run.err
    assert LIST + ":13:" in run.err and "年报.govlint.yaml:1:" in run.err


def test_an_expired_one_is_told_and_the_finding_is_back(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    today = date.today()
    Path(LIST).write_text(entry(cell="表四", expires=today.isoformat()), encoding="utf-8")
    assert found(capsys, cells) == []
    Path(LIST).write_text("# 清单\n" + entry(cell="表四", expires=(today - timedelta(1)).isoformat()), encoding="utf-8")
    told = found(capsys, cells)
    assert told[-1] == f"{LIST}:2:1:suppression-expired" and len(told) == 3
    Path(LIST).write_text(
        entry(cell="表四", reason="'<script>[/x] =cmd()'") + entry(cell="表三 | x", expires="2020-01-01"),
        encoding="utf-8",
    )
    assert [line for line in found(capsys, cells) if "expired" in line] == [f"{LIST}:5:1:suppression-expired"]
    assert len(found(capsys, cells, "--no-suppress")) == 2
    assert govlint(capsys, cells, "--ignore", "suppression-expired", "-q").out.count("suppression") == 0
    Path(LIST).write_text(
        entry(cell="表四 x", reason="r2") + entry(cell="表四", expires="2020-01-01"), encoding="utf-8"
    )
    assert f"{LIST}:5:1:suppression-expired" in found(capsys, cells)


def test_an_unused_one_is_told_only_where_it_could_have_been_used(
    cells: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (cells.parent / "另.txt").write_text(CELLS.replace("5", "4").replace("2\n", "1\n"), encoding="utf-8")
    unused = f"{LIST}:1:1:suppression-unused"
    Path(LIST).write_text(entry(file="另.txt", cell="表四"), encoding="utf-8")
    assert unused not in found(capsys, cells)
    assert found(capsys, "另.txt") == [unused]
    assert "suppression-unused" not in govlint(capsys, "另.txt", "--select", f"title-missing,{LAPSES}", "-q").out
    assert "suppression-unused" not in govlint(capsys, "另.txt", "--ignore", RULE, "-q").out
    assert "suppression-unused" not in govlint(capsys, "另.txt", "--no-suppress", "-q").out
    Path(LIST).write_text(entry(file="'*.txt'", cell="表四 / 行政复议 / 结果维持"), encoding="utf-8")
    assert unused not in found(capsys, "另.txt") and unused in found(capsys, ".")
    run = govlint(capsys, "另.txt", cells, "--format", "sarif", "--select", f"{RULE},{LAPSES}")
    rules = [rule["id"] for rule in json.loads(run.out)["runs"][0]["tool"]["driver"]["rules"]]
    assert "suppression-unused" in rules and LIST in run.out


def test_only_a_named_file_is_heeded_where_one_is_named(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(LIST).write_text(entry(cell="表四"), encoding="utf-8")
    office = cells.parent / "上级"
    office.mkdir()
    (office / "清单.yaml").write_text(entry(file="../年报.txt", cell="表四 / 行政复议"), encoding="utf-8")
    assert len(found(capsys, cells, "--suppressions", "上级/清单.yaml")) == 1
    assert govlint(capsys, cells, "--suppressions", "没有.yaml").code == 2


def test_many_processes_do_the_same(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(6):
        (here / f"{number}.txt").write_text(CELLS, encoding="utf-8")
    (here / LIST).write_text(
        entry(file="'[0-4].txt'", cell="表四") + entry(file="'?.txt'", cell="表四 / 行政复议"), encoding="utf-8"
    )
    one = found(capsys, ".", "-j", "1")
    assert len(one) == 6 and found(capsys, ".", "-j", "3") == one


def test_a_mandatory_rule_takes_an_approver(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = Path("规则")
    (pack / "own").mkdir(parents=True)
    (pack / "pack.yaml").write_text("name: 柳川县\n", encoding="utf-8")
    (pack / "own" / "own-word.yaml").write_text(
        "title: {zh: 不写水利局, en: no bureau}\nseverity: error\nprofile: minimal\nmandatory: true\n"
        "basis: {zh: 县里的规定, en: local}\nbasis_level: 地方\nwhy: {zh: 试, en: a trial}\n"
        "check:\n  wording: {find: present, pattern: 水利局}\nmessage: {zh: 不用这个词, en: not this word}\n"
        "examples:\n  good: [无]\n  bad:\n    - |\n      柳川县水利局  #! 不用\n",
        encoding="utf-8",
    )
    given = ("--rules", pack, "--rule", "own-word", "--reason", "名称如此")
    assert "批准人" in govlint(capsys, "suppress", cells, *given).err
    assert govlint(capsys, "suppress", cells, *given, "--approver", "局长").code == 0
    assert "own-word" not in govlint(capsys, cells, "--rules", pack, "-q").out


def suppressed(capsys: pytest.CaptureFixture[str], path: Path, *more: str) -> tuple[int, str]:
    run = govlint(capsys, "suppress", path, "--rule", RULE, "--reason", "已公告更正", *more)
    return run.code, run.out + run.err


def test_suppress_adds_an_entry_and_keeps_the_rest(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = suppressed(capsys, cells)
    assert code == 2 and "表四 / 行政复议 / 总计" in told and not Path(LIST).exists()
    text = "\ufeff# 我们的清单\r\n\r\n  - rule: title-missing   # 说明\r\n    file: 别的.txt\r\n    words: 总体\r\n    reason: x\r\n  # 尾注"
    Path(LIST).write_bytes(text.encode())
    code, told = suppressed(
        capsys, cells, "--cell", "表四 / 行政复议 / 总计", "--approver", "张: #三", "--expires", "2099-12-31"
    )
    assert (code, told) == (0, f"已豁免，写入 {LIST} 第 8 行\n")
    after = Path(LIST).read_bytes().decode()
    assert after.startswith(text + "\r\n  - rule: disputes-sum\r\n    file: 年报.txt\r\n") and "2099-12-31\r\n" in after
    assert len(found(capsys, cells)) == 1
    assert "第 8 行已有" in suppressed(capsys, cells, "--cell", "表四/行政复议/总计")[1]
    assert Path(LIST).read_bytes().decode() == after
    assert suppressed(capsys, cells)[0] == 0  # only one is left that could be meant
    assert found(capsys, cells) == [] and suppressed(capsys, cells)[0] == 2


def test_suppress_refuses_what_would_be_wrong(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more, words in (
        (("--reason", " "), "--reason"),
        (("--rule", "disputes-sums"), "disputes-sum"),
        (("--rule", "suppression-unused"), "不能豁免"),
        (("--expires", "2020-01-01"), "已经过去"),
        (("--cell", "表三"), "那里没有"),
        (("--rule", "title-missing"), "现在没有"),
    ):
        code, told = suppressed(capsys, cells, *more)
        assert code == 2 and words in told and not Path(LIST).exists()
    assert suppressed(capsys, cells, "--cell", "表三", "--force")[0] == 0
    assert Path(LIST).read_text(encoding="utf-8").startswith("# govlint")
    assert govlint(capsys, "suppress", "没有.txt", "--rule", RULE, "--reason", "x").code == 2
    assert govlint(capsys, "suppress", cells, "--rule", RULE).code == 2
    Path(LIST).write_text("[]\n", encoding="utf-8")
    assert suppressed(capsys, cells, "--cell", "表四")[0] == 2
    assert Path(LIST).read_text(encoding="utf-8") == "[]\n"


def test_suppress_writes_beside_the_settings_or_into_a_sidecar(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = here / "2023年"
    folder.mkdir()
    path = folder / "年 报.txt"
    path.write_text(CELLS, encoding="utf-8")
    Path("govlint.yaml").write_text("profile: minimal\n", encoding="utf-8")
    assert suppressed(capsys, path, "--cell", "表四 / 行政复议 / 总计")[0] == 0
    assert "file: 2023年/年 报.txt" in Path(LIST).read_text(encoding="utf-8")
    sidecar = str(folder / "年 报.txt.govlint.yaml")
    assert suppressed(capsys, path, "--cell", "表四", "--suppressions", sidecar)[0] == 0
    assert "file:" not in Path(sidecar).read_text(encoding="utf-8").split("- rule")[1]
    assert found(capsys, path) == []


def test_no_telephone_number_is_copied(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "年报.txt"
    path.write_text(REPORT.replace("一、总体情况", "联系人手机：13805361187。\n一、总体情况"), encoding="utf-8")
    run = govlint(capsys, "suppress", path, "--rule", "mobile-as-contact", "--reason", "值班手机")
    assert run.code == 0 and "138" not in Path(LIST).read_text(encoding="utf-8")
    assert found(capsys, path, "--select", "mobile-as-contact") == []


def test_the_rules_about_suppressions_have_pages(capsys: pytest.CaptureFixture[str]) -> None:
    for rule in ("suppression-unused", "suppression-expired"):
        assert "豁免" in govlint(capsys, "explain", rule).out


def test_entries_are_looked_up_as_they_are_named(here: Path) -> None:
    files = [
        "年报.txt",
        "./年报.txt",
        "2023年/年报",
        "../年报.docx",
        "2023年/",
        "*.txt",
        "**/年报.txt",
        "年报",
        "a.yaml",
        "年报.txt",
    ]
    entries = [
        waivers.Entry(RULE, file, "r", home=os.path.join(here, home), line=line)
        for line, (file, home) in enumerate(product(files, ("", "2023年")))
    ]
    listed = waivers.Listed(entries)
    for path in ("年报.txt", "年报.docx", "2023年/年报.txt", "2023年/年报.md", "a.yaml", "另.txt"):
        assert listed.of(path) == [entry for entry in entries if entry.names(path)]
    assert [entry.file for entry in listed.of("2023年/年报.md")] == ["2023年/年报", "2023年/", "年报"]


def test_a_list_is_no_report_in_a_letter_and_on_a_page(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(LIST).write_text(entry(cell="表四", expires="2020-01-01"), encoding="utf-8")
    letter = govlint(capsys, cells, "--format", "markdown").out
    assert letter.count("# 政府信息公开工作年度报告复核意见单") == 1
    assert f"# 豁免清单待处理事项（不发给报告单位）\n\n材料：{LIST}\n\n1. " in letter.replace("\\", "")
    assert "共 1 个文件" in govlint(capsys, cells, "--format", "html").out


def test_a_page_of_results_counts_no_sections_of_the_list(cells: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(LIST).write_text(entry(words="没有这样的话"), encoding="utf-8")
    govlint(capsys, cells, "--format", "html", "--output", "o.html")
    page = Path("o.html").read_text(encoding="utf-8")
    assert "suppression-unused" in page
    assert page.count("已检查：") == 1
