"""Two years of one organ: how the pair is found, and how findings in two files look in each output."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gov_lint import cli, pairing
from gov_lint.engine import check_report, chosen
from gov_lint.nouns import Around, Settings, Source
from gov_lint.rulepack import load_pack
from gov_lint.similarity import covered, known_runs, letters_of, prose_of
from gov_lint.structure import recognise
from tests.conftest import ROOT
from tests.generator import layouts, measure

FORM = """{organ}{year}年政府信息公开工作年度报告

一、总体情况
（一）主动公开。{year}年共公开信息86条，其中财政预决算信息列出了到项目的明细，重大建设项目按月更新了进度和资金。
（二）平台建设。网站栏目按办事主题重新归类，来电询问的问题整理成问答放在首页。
二、主动公开政府信息情况
第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 {rules}
行政规范性文件 {documents}
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量 {new} 0 0 0 0 0 {new}
二、上年结转政府信息公开申请数量 {carried} 0 0 0 0 0 {carried}
（七）总计 {done} 0 0 0 0 0 {done}
四、结转下年度继续办理 {left} 0 0 0 0 0 {left}
五、存在的主要问题及改进情况
六、其他需要报告的事项
"""
NUMBERS: dict[int, dict[str, Any]] = {
    2023: {"rules": "1 0 11", "documents": "30 5 597", "new": 3511, "carried": 96, "done": 3486, "left": 121},
    2024: {"rules": "2 1 12", "documents": "50 227 420", "new": 3525, "carried": 121, "done": 3500, "left": 146},
}
"""The figures of a real city, whose two reports agree."""


def text(year: int, organ: str = "青江市人民政府", **changed: Any) -> str:
    """A report of those figures, on the year before last for any other year."""
    return FORM.format(organ=organ, year=year, **{**NUMBERS.get(year, NUMBERS[2023]), **changed})


def findings(now: str, last: str, rule: str = "") -> list[Any]:
    """What the rules on two years say of a pair."""
    rules = [r for r in chosen(load_pack(), profile="strict") if r.family == "previous-year" and rule in ("", r.id)]
    previous = recognise(Source("上年.txt", last), Settings())
    report = recognise(Source("本年.txt", now), Settings())
    return list(check_report(replace(report, around=Around(previous=previous)), rules).findings)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GOVLINT_LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def put(name: str, words: str, encoding: str = "utf-8") -> str:
    """A file with those words."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(words, encoding=encoding)
    return name


def govlint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a run."""
    code = cli.main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[dict[str, Any], str]:
    """The JSON of a run, by file, and standard error."""
    _, out, err = govlint(capsys, *arguments, "--format", "json")
    return {file["path"]: file for file in json.loads(out)["files"]}, err


def of_family(file: dict[str, Any]) -> list[str]:
    return [finding["rule"] for finding in file["findings"] if finding["family"] == "previous-year"]


WRONG = {"carried": 120, "done": 3499}


# --- the rules --------------------------------------------------------------------------------------------------------


def test_a_real_pair_agrees() -> None:
    assert findings(text(2024), text(2023)) == []


def test_each_figure_that_breaks_the_pair_is_one_finding() -> None:
    assert [f.rule for f in findings(text(2024, **WRONG), text(2023))] == ["previous-carry"]
    assert [f.rule for f in findings(text(2024, rules="2 1 13"), text(2023))] == ["previous-regulation-stock"]
    assert [f.rule for f in findings(text(2024, documents="50 227 421"), text(2023))] == ["previous-normative-stock"]


@pytest.mark.parametrize(
    ("year", "organ"), [(2022, "青江市人民政府"), (2024, "青江市人民政府"), (2023, "桐岭县教育局")]
)
def test_a_wrong_pair_is_all_that_is_said(year: int, organ: str) -> None:
    last = text(year, organ, left=7, rules="9 9 99")
    assert [f.rule for f in findings(text(2024), last)] == ["previous-report-mismatch"]


def test_every_finding_points_into_last_years_report() -> None:
    for changed in (WRONG, {"rules": "2 1 13"}, {"documents": "50 227 421"}):
        [finding] = findings(text(2024, **changed), text(2023))
        assert [related.file for related in finding.related if related.file] and finding.related[0].file == "上年.txt"


def test_random_lawful_pairs_are_clean_and_broken_ones_are_found() -> None:
    rules = [r for r in chosen(load_pack(), profile="publish") if r.family == "previous-year"]
    seen = 0
    for seed in range(1, 200):
        case = measure.make_case(seed)
        if "previous" not in case.others:
            continue
        report = measure.report_of(case)
        assert check_report(report, rules).findings == (), case.name
        seen += 1
    assert seen > 15


def test_letters_leave_out_numbers_citations_and_what_every_report_says() -> None:
    assert letters_of("2023年公开信息86条，同比增长5.2%。") == letters_of("2024年公开信息113条，同比增长7%。")
    assert letters_of("根据《中华人民共和国政府信息公开条例》要求，编制2023年年度报告。") == ""
    assert letters_of("本机关2023年未收到政府信息公开申请。") == ""
    assert letters_of("2023年未收取政府信息公开信息处理费。") == ""


def test_a_set_phrase_is_no_copy() -> None:
    known = known_runs(prose_of(recognise(Source("", text(2023)), Settings()), (1, 5, 6)))
    assert covered("推进办事公开流程再造方便群众", known) == 0


def test_long_copied_texts_take_little_time() -> None:
    body = "".join(f"为解决第{i}村的饮水问题，组织技术人员逐户排查管网并张贴公示。" for i in range(4000))
    now = text(2024).replace("（一）主动公开。", "（一）主动公开。" + body)
    last = text(2023).replace("（一）主动公开。", "（一）主动公开。" + body)
    import time

    begun = time.perf_counter()
    found = findings(now, last, "previous-text-reuse")
    assert [f.severity for f in found] == ["error"] and time.perf_counter() - begun < 10


GROWTH = (
    "全年主动公开信息1234条，同比增长12%。",
    "网站总访问量达38.6万次，较上年增长15.3%。",
    "政务新媒体发布信息2,345条，阅读量120万次，同比分别增长12%、30%。",
    "收到申请3525件，比2023年增加14件，增长0.4%。",
    "其中，网络申请2800件，占79.4%，同比上升3个百分点。",
    "全市共收到政府信息公开申请3525件，较上年3511件增长0.4%。",
    "全年办结3500件，按时办结率100%，同比提高2%。",
    "受理行政复议134件，同比下降20.7%。",
    "依申请公开数量同比增长0.40%。",
    "全市新收申请3525件，同比上升0.4%，其中自然人申请3000件，同比增长2.5%。",
    "答复3500件，同比增长0.4%。",
    "收到申请3525件，数量与上年基本持平。",
    "与去年同期相比，申请量增长0.4%。",
    "办理人大建议86件、政协提案112件，同比增长5%。",
    "政府网站发布信息86条，较去年同期增加12%。",
    "组织培训12场次，同比增长20%，参训人员3525人次，同比增长80%。",
    "收办申请3646件，同比增长1.1%。",
    "申请3646件（含上年结转121件），同比增长1.08%。",
    "公开财政资金类信息3525条，同比增长30%。",
    "12345热线办理群众诉求3500件，满意率98%，同比提升1.2%。",
    "受理申请3525件，同比增长约0.4%。",
    "全年受理申请3525件次，环比增长5%。",
    "近三年申请量年均增长5%，2024年达3525件。",
    "在申请方式上，信函申请3500件，同比增长40%。",
    "全市办理行政许可3525件，同比增长9%。",
    "接受咨询3500人次，同比增长9%。",
    "申请量由3511件增至3525件，同比增长0.40%。",
    "新收申请总量3525件，同比增幅为0.4%。",
)
"""What ordinary reports say of growth: borne out by last year's figures, or about something that they do not tell."""
LAST = "政府网站发布信息77条。全年主动公开信息1100条，受理行政复议169件，组织培训10场次。"


@pytest.mark.parametrize("sentence", GROWTH)
def test_ordinary_growth_is_no_finding(sentence: str) -> None:
    now = text(2024).replace("网站栏目按办事", sentence + "网站栏目按办事")
    assert findings(now, text(2023).replace("网站栏目按办事", LAST + "网站栏目按办事")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "全市共收到政府信息公开申请3525件，较上年增长4%。",
        "全年新收申请3525件，同比下降0.4%。",
        "2024年收办信息公开申请3646件，比2023年增长1.05%。",
        "全年办结申请3500件，与上年同期相比上升百分之四。",
        "政府网站发布信息86条，较去年同期增加22%。",
        "组织培训12场次（同比增长50%）。",
    ],
)
def test_growth_that_last_year_belies_is_found(sentence: str) -> None:
    now = text(2024).replace("网站栏目按办事", sentence + "网站栏目按办事")
    found = findings(now, text(2023).replace("网站栏目按办事", LAST + "网站栏目按办事"))
    assert [f.rule for f in found] == ["previous-percentage"]


# --- the pair ---------------------------------------------------------------------------------------------------------


def test_a_pair_in_a_folder_is_found_by_itself(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, last = put("a/2024.txt", text(2024, **WRONG)), put("b/乙.txt", text(2023))
    other = put("c/丙.txt", text(2023, "柳川县水利局", left=5))
    files, _ = run_json(capsys, ".")
    assert files[now]["previous"] == last and of_family(files[now]) == ["previous-carry"]
    assert files[last]["previous"] is None and files[other]["previous"] is None
    files, _ = run_json(capsys, ".", "--no-previous")
    assert files[now]["previous"] is None and of_family(files[now]) == []


def test_titles_that_differ_in_form_still_pair(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = put("x.txt", text(2024, **WRONG).replace("青江市人民政府2024年", "青江市\n2024年", 1))
    put("y.md", "# " + text(2023))
    files, _ = run_json(capsys, "x.txt", "y.md")
    assert of_family(files[now]) == ["previous-carry"]


def test_three_years_make_two_pairs_whatever_the_processes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [put(f"{year}/青江.txt", text(year, left=9)) for year in (2022, 2023, 2024)]
    for jobs in ("1", "2"):
        files, _ = run_json(capsys, ".", "-j", jobs)
        assert [files[name]["previous"] for name in names] == [None, names[0], names[1]]
        assert "previous-carry" in of_family(files[names[2]])


def test_file_names_pair_where_titles_say_too_little(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = "政府信息公开工作年度报告\n"
    now = put("柳川县水利局2024年政府信息公开工作年度报告.txt", bare + text(2024, **WRONG).split("\n", 1)[1])
    last = put("柳川县水利局2023年政府信息公开工作年度报告.txt", bare + text(2023).split("\n", 1)[1])
    files, _ = run_json(capsys, ".")
    assert files[now]["previous"] == last


def test_organs_that_only_look_alike_are_no_pair(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt", text(2024, "柳川县水利局", **WRONG))
    put("b.txt", text(2023, "柳川县水务局"))
    put("c.txt", text(2023, "青江市水利局"))
    files, _ = run_json(capsys, ".")
    assert all(file["previous"] is None for file in files.values())


def test_gbk_files_with_gbk_names_pair(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {}
    for year, changed in ((2024, WRONG), (2023, {})):
        name = f"青江{year}.txt".encode("gbk")
        try:
            with open(os.path.join(os.fsencode(here), name), "wb") as file:
                file.write(text(year, **changed).encode("gb18030"))
        except OSError:
            pytest.skip("this file system has no such names")
        names[year] = name.decode("utf-8", "replace")
    files, _ = run_json(capsys, ".")
    [now] = [file for path, file in files.items() if "2024" in path]
    assert now["previous"] == names[2023] and of_family(now) == ["previous-carry"]
    code, out, _ = govlint(capsys, ".")
    assert code == 1 and "对照上年报告" in out


def test_last_years_report_may_be_given(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, last = put("now.txt", text(2024, **WRONG)), put("old/last.txt", text(2023))
    put("old/other.txt", text(2023, "柳川县水利局", left=5))
    for given in (last, "old"):
        files, err = run_json(capsys, now, "--previous", given)
        assert list(files) == [now] and of_family(files[now]) == ["previous-carry"] and err == ""


def test_a_report_given_for_one_file_is_taken_as_it_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, last = put("now.txt", text(2024)), put("last.txt", text(2022))
    files, _ = run_json(capsys, now, "--previous", last)
    assert of_family(files[now]) == ["previous-report-mismatch"]


def test_a_report_given_for_several_files_is_for_its_own_organ(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, last = put("now.txt", text(2024, **WRONG)), put("last.txt", text(2023))
    other = put("other.txt", text(2024, "柳川县水利局"))
    files, err = run_json(capsys, now, other, "--previous", last)
    assert files[now]["previous"] == last and files[other]["previous"] is None
    assert "1 个文件" in err and "other.txt" in err


def test_a_folder_may_call_the_organ_by_a_shorter_name(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = put("now.txt", text(2024, "柳川县人力资源和社会保障局", **WRONG))
    last = put("old/1.txt", text(2023, "柳川县人社局"))
    put("old/2.txt", text(2023, "柳川县教育局"))
    files, _ = run_json(capsys, now, "--previous", "old")
    assert files[now]["previous"] == last


def test_standard_input_has_a_last_year_too(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import types

    last = put("last.txt", text(2023))
    stream = types.SimpleNamespace(buffer=io.BytesIO(text(2024, **WRONG).encode()))
    monkeypatch.setattr("sys.stdin", stream)
    files, _ = run_json(capsys, "-", "--previous", last)
    assert of_family(files["<stdin>"]) == ["previous-carry"]


@pytest.mark.parametrize("given", ["nowhere.txt", "bad.txt"])
def test_an_unreadable_last_year_costs_only_itself(here: Path, capsys: pytest.CaptureFixture[str], given: str) -> None:
    Path("bad.txt").write_bytes(b"%PDF-1.4\n\x00\x01\x02")
    now = put("now.txt", text(2024, **WRONG))
    code, out, err = govlint(capsys, now, "--previous", given, "--format", "json")
    document = json.loads(out)
    assert code == 2 and given in err
    assert [file["path"] for file in document["files"]] == [now]
    assert [unread["path"] for unread in document["unread"]] == [given]


def test_an_output_never_replaces_last_years_report(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, last = put("now.txt", text(2024)), put("last.txt", text(2023))
    code, _, err = govlint(capsys, now, "--previous", last, "--format", "json", "--output", last)
    assert code == 2 and "不会覆盖" in err and Path(last).read_text(encoding="utf-8") == text(2023)


def test_previous_and_no_previous_exclude_each_other(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = govlint(capsys, put("a.txt", text(2024)), "--previous", "a.txt", "--no-previous")
    assert code == 2 and "只能用一个" in err


def test_files_of_one_year_are_hardly_looked_at(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [put(f"{i}.txt", text(2023, f"柳川县第{i}局")) for i in range(20)]
    monkeypatch.setattr(pairing, "find_title", lambda *_: pytest.fail("looked at a title"))
    assert pairing.pairs_among(names) == pairing.Pairs()


def test_a_pipe_is_not_read_for_its_title(here: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo("pipe")
    assert pairing.pairs_among(["pipe", put("a.txt", text(2023))]) == pairing.Pairs()


# --- the outputs ------------------------------------------------------------------------------------------------------


def test_the_text_names_the_file_it_compared_with(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, last = put("now.txt", text(2024, **WRONG)), put("last.txt", text(2023))
    code, out, _ = govlint(capsys, now, "--previous", last, "--select", "previous-year")
    assert code == 1
    assert out.startswith("now.txt（对照上年报告：last.txt）\n")
    assert "last.txt:15:27 上年报告“四、结转下年度继续办理”总计：121" in out.replace("\n    ", "")
    _, out, _ = govlint(capsys, now, "--previous", last, "--select", "previous-year", "--lang", "en")
    assert out.startswith("now.txt (compared with last year's: last.txt)\n")
    put("now.txt", text(2024))
    _, out, _ = govlint(capsys, now, "--previous", last, "--select", "previous-year")
    assert out.startswith("now.txt（对照上年报告：last.txt）  √")


def test_json_says_which_file_a_place_is_in(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, last = put("now.txt", text(2024, **WRONG)), put("last.txt", text(2023))
    files, _ = run_json(capsys, now, "--previous", last, "--select", "previous-carry")
    [finding] = files[now]["findings"]
    assert finding["related"][0]["path"] == last and finding["related"][0]["line"] == 15


@pytest.mark.parametrize("both", [False, True])
def test_sarif_has_the_other_file_among_its_artifacts(
    here: Path, capsys: pytest.CaptureFixture[str], both: bool
) -> None:
    from jsonschema import Draft4Validator

    now, last = put("now.txt", text(2024, **WRONG)), put("last.txt", text(2023))
    arguments = [now, last] if both else [now, "--previous", last]
    _, out, _ = govlint(
        capsys, *arguments, "--select", "previous-year", "--format", "sarif", "-j", "2" if both else "1"
    )
    log = json.loads(out)
    schema = json.loads((ROOT / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    Draft4Validator(schema).validate(log)
    run = log["runs"][0]
    [result] = run["results"]
    place = result["relatedLocations"][0]["physicalLocation"]
    artifact = run["artifacts"][place["artifactLocation"]["index"]]
    assert artifact["location"]["uri"] == place["artifactLocation"]["uri"] == "last.txt"
    assert place["region"]["startLine"] == 15
    assert len(run["artifacts"]) == 2 and artifact.get("roles") == (["analysisTarget"] if both else None)


def test_layouts_do_not_matter(here: Path) -> None:
    for seed in (3, 8, 21):
        case = measure.make_case(seed, "", next(d for d in measure.injectors("previous-carry")))
        for layout in layouts.LAYOUTS:
            shown = layouts.render(case.model, layout, random.Random(seed)).text
            assert "previous-carry" in [f.rule for f in findings(shown, case.others["previous"][0])], (seed, layout)
