"""A government's report and its units': the command, its inputs, and what its findings look like."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gov_lint import cli
from gov_lint.engine import check_report, chosen
from gov_lint.nouns import Around, Settings, Source
from gov_lint.relatives import answers_elsewhere
from gov_lint.rulepack import load_pack
from gov_lint.structure import recognise
from tests.conftest import ROOT
from tests.generator import measure

FORM = """{organ}{year}年政府信息公开工作年度报告

一、总体情况
{prose}
二、主动公开政府信息情况
第二十条第（五）项
信息内容 本年处理决定数量
行政许可 {permits}
第二十条第（六）项
信息内容 本年处理决定数量
行政处罚 0
行政强制 0
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量 {new} 0 0 0 0 0 {new}
二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0
（七）总计 {new} 0 0 0 0 0 {new}
四、结转下年度继续办理 0 0 0 0 0 0 0
五、存在的主要问题及改进情况
六、其他需要报告的事项
"""
COPIED = (
    "坚持把主动公开作为联系群众的窗口，定期把项目进度、资金去向和验收结论放到网站专栏，让受益村组随时能够查到。接到群众对工程质量的疑问后，"
    "由业务股室到现场核实，三个工作日内在专栏回帖说明。建立拟公开信息三级把关台账，起草股室、办公室和分管领导逐级签字，属性认定不清的一律退回补正。"
)


def text(organ: str, new: int = 2, permits: int = 5, year: int = 2024, prose: str = "") -> str:
    """A report with those figures; its prose is its own unless it is given."""
    own = f"{organ}公开信息的条目按月核对，" + "".join(
        f"第{sign}项工作由{organ}专人负责落实到底。" for sign in "甲乙丙丁戊己庚辛"
    )
    return FORM.format(organ=organ, year=year, new=new, permits=permits, prose=prose or own)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county with three units, whose figures add up."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GOVLINT_LANG"):
        monkeypatch.delenv(name, raising=False)
    county(7, 15)
    for number, organ in enumerate(("柳川县水利局", "柳川县教育局", "青坪镇人民政府")):
        put(f"部门/{number}.txt", text(organ, (3, 2, 2)[number]))
    return tmp_path


def put(name: str, words: str, encoding: str = "utf-8") -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(words, encoding=encoding)
    return name


def county(new: int, permits: int) -> str:
    return put("县.txt", text("柳川县人民政府", new, permits))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a roll-up of the county, rules of the family only."""
    code = cli.main(["rollup", *arguments, "--select", "rollup"])
    out, err = capsys.readouterr()
    return code, out, err


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[tuple[str, str]], dict[str, Any], str]:
    """The findings as file and rule, the whole JSON, and standard error."""
    _, out, err = run(capsys, *arguments, "--format", "json")
    document = json.loads(out)
    return [(file["path"], f["rule"]) for file in document["files"] for f in file["findings"]], document, err


def test_a_county_that_adds_up_is_clean(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings, document, err = found(capsys, "县.txt", "--parts", "部门", "--complete")
    assert findings == [] and err == ""
    assert [file["path"] for file in document["files"]] == ["县.txt", "部门/0.txt", "部门/1.txt", "部门/2.txt"]


def test_less_than_a_part_and_another_sum(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county(2, 15)
    assert found(capsys, "县.txt", "--parts", "部门")[0] == [("县.txt", "rollup-less-than-part")]
    county(9, 15)
    assert found(capsys, "县.txt", "--parts", "部门")[0] == []
    [(file, rule)] = found(capsys, "县.txt", "--parts", "部门", "--complete")[0]
    assert (file, rule) == ("县.txt", "rollup-sum")


def test_parts_may_be_files_and_the_county_may_lie_among_them(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county(9, 15)
    put("部门/县.txt", text("柳川县人民政府", 9, 15))
    findings, document, _ = found(capsys, "部门/县.txt", "--parts", "部门/0.txt", "--parts", "部门", "--complete")
    assert findings == [("部门/县.txt", "rollup-sum")]
    assert len(document["files"]) == 4


def test_other_rules_judge_the_county_only(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["rollup", "县.txt", "--parts", "部门", "--format", "json"])
    files = {file["path"]: file["findings"] for file in json.loads(capsys.readouterr().out)["files"]}
    assert {"section-missing", "fee-statement-missing"} <= {f["rule"] for f in files["县.txt"]}
    assert all(f["family"] == "rollup" for path, fs in files.items() if path != "县.txt" for f in fs)


def test_an_unreadable_part_costs_only_itself_and_the_sums(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county(2, 99)
    Path("部门/3.txt").write_bytes(b"%PDF-1.4\n\x00\x01")
    code, _, _ = run(capsys, "县.txt", "--parts", "部门", "--complete")
    assert code == 2
    findings, document, err = found(capsys, "县.txt", "--parts", "部门", "--complete")
    assert findings == [("县.txt", "rollup-less-than-part")]
    assert [unread["path"] for unread in document["unread"]] == ["部门/3.txt"] and "部门/3.txt" in err


def test_an_unreadable_county_leaves_the_units(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("部门/8.txt", text("柳川县财政局", prose=COPIED))
    put("部门/9.txt", text("柳川县民政局", prose=COPIED))
    for name in ("没有.txt", "坏.txt"):
        Path("坏.txt").write_bytes(b"%PDF-1.4\n\x00\x01")
        findings, document, err = found(capsys, name, "--parts", "部门")
        assert findings == [("部门/9.txt", "rollup-clone")]
        assert [unread["path"] for unread in document["unread"]] == [name] and name in err


def test_units_without_a_report(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("名单.txt", "# 应当报告的单位\n县水利局\n县教育局，\n青坪镇\n\n县财政局\n", "gb18030")
    findings, document, _ = found(capsys, "县.txt", "--parts", "部门", "--units", "名单.txt")
    assert findings == [("县.txt", "rollup-unit-missing")]
    [message] = [f["message"]["zh"] for f in document["files"][0]["findings"]]
    assert "4 个单位中，1 个没有 2024 年的报告：县财政局" in message
    Path("部门/县财政局.txt").write_bytes(b"%PDF-1.4\n\x00\x01")  # it is there, though nobody can read it
    assert found(capsys, "县.txt", "--parts", "部门", "--units", "名单.txt")[0] == []


def test_an_unreadable_list_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "县.txt", "--parts", "部门", "--units", "没有.txt")
    assert code == 2 and "没有.txt" in err


def test_reports_of_another_year_are_left_out_and_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("部门/旧.txt", text("柳川县民政局", 99, 99, year=2023))
    findings, _, err = found(capsys, "县.txt", "--parts", "部门", "--complete")
    assert findings == [] and "1 个文件不是 2024 年的报告" in err and "部门/旧.txt" in err


def test_parts_that_lead_nowhere(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkdir("空")
    code, _, err = run(capsys, "县.txt", "--parts", "空")
    assert code == 2 and "没有给出任何可以读取的报告" in err
    code, _, err = run(capsys, "县.txt")
    assert code == 2 and "--parts" in err


def test_a_folder_with_gbk_names(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county(2, 99)
    name = os.path.join(os.fsencode(here), "部门".encode(), "统计局.txt".encode("gbk"))
    try:
        with open(name, "wb") as file:
            file.write(text("柳川县统计局", 8).encode("gb18030"))
    except OSError:
        pytest.skip("this file system has no such names")
    code, out, _ = run(capsys, "县.txt", "--parts", "部门")
    assert code == 1 and "“柳川县统计局”一个单位就有 8" in out.replace("\n    ", "")


def test_outputs_never_replace_an_input(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("部门/0.txt").read_bytes()
    code, _, err = run(capsys, "县.txt", "--parts", "部门/0.txt", "--format", "json", "--output", "部门/0.txt")
    assert code == 2 and "不会覆盖" in err and Path("部门/0.txt").read_bytes() == before


def test_clones_are_on_the_later_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("部门/8.txt", text("柳川县财政局", prose=COPIED))
    put("部门/9.txt", text("柳川县民政局", prose=COPIED.replace("三个", "两个")))
    findings, document, _ = found(capsys, "县.txt", "--parts", "部门")
    assert findings == [("部门/9.txt", "rollup-clone")]
    [finding] = document["files"][-1]["findings"]
    assert finding["related"][0]["path"] == "部门/8.txt" and "坚持把主动公开" in finding["message"]["zh"]


def test_text_and_sarif_name_the_parts(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from jsonschema import Draft4Validator

    county(2, 15)
    code, out, _ = run(capsys, "县.txt", "--parts", "部门")
    assert code == 1 and "相关：部门/0.txt:14:" in out
    _, out, _ = run(capsys, "县.txt", "--parts", "部门", "--format", "sarif")
    log = json.loads(out)
    schema = json.loads((ROOT / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    Draft4Validator(schema).validate(log)
    [result] = log["runs"][0]["results"]
    place = result["relatedLocations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("0.txt") and len(log["runs"][0]["artifacts"]) == 4
    assert place["region"]["startLine"] == 14


def test_english_and_exit_codes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county(9, 15)
    code, out, _ = run(capsys, "县.txt", "--parts", "部门", "--complete", "--lang", "en")
    assert code == 0 and "the 3 units add up to 7" in out.replace("\n    ", " ")
    assert run(capsys, "县.txt", "--parts", "部门", "--complete", "--fail-on", "warning")[0] == 1


@pytest.mark.parametrize(
    "organ",
    [
        "国家税务总局柳川县税务局",
        "柳川县气象局",
        "国家统计局柳川调查队",
        "青江市生态环境局柳川分局",
        "柳川县消防救援大队",
    ],
)
def test_bodies_that_answer_elsewhere(organ: str) -> None:
    assert answers_elsewhere(organ)


@pytest.mark.parametrize(
    "organ", ["柳川县水利局", "柳川县统计局", "柳川县人民政府办公室", "青坪镇人民政府", "柳川县市场监督管理局"]
)
def test_bodies_of_the_place(organ: str) -> None:
    assert not answers_elsewhere(organ)


def test_random_lawful_regions_and_units_are_clean() -> None:
    rules = [r for r in chosen(load_pack(), profile="publish") if r.family == "rollup"]
    seen = 0
    for seed in range(1, 200):
        case = measure.make_case(seed)
        if not case.others.keys() & {"parts", "siblings"}:
            continue
        assert check_report(measure.report_of(case), rules).findings == (), case.name
        seen += 1
    assert seen > 10


def test_a_hundred_units_are_compared_in_no_time() -> None:
    rule = load_pack().by_id["rollup-clone"]
    reports = tuple(
        recognise(Source(f"{seed}.txt", measure.make_case(seed).shown.text), Settings()) for seed in range(1, 101)
    )
    begun = time.perf_counter()
    for report in reports:
        check_report(replace(report, around=Around(siblings=reports)), [rule])
    assert time.perf_counter() - begun < 2
