"""The report for code-scanning services."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gov_lint.nouns import NEW, UNCHANGED, Block, Fix, Result, Settings, Source, Span, Waiver, Words
from gov_lint.readers import read_bytes
from gov_lint.records import replace
from gov_lint.reporters import Context, Unread, render, sarif
from gov_lint.reporters.sarif import SarifReporter
from gov_lint.reporters.sarif_places import ROOT as ROOT_ID
from gov_lint.reporters.sarif_rules import clauses
from gov_lint.rulepack import load_pack
from gov_lint.structure import recognise
from tests.conftest import ROOT
from tests.made import TEXT, finding, place, report, result, rule

RULES = {"applications-balance": rule()}


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads((ROOT / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


def log(*outcomes: Result | Unread, base: Path | str = "", lang: str = "zh", **context: Any) -> Any:
    """The log of these outcomes."""
    return json.loads(render(SarifReporter(Context(lang, RULES, str(base), **context)), outcomes))


@pytest.fixture(autouse=True)
def outside_of_pipelines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own pipeline is not the one that is spoken of."""
    for name in list(os.environ):
        if name.startswith(("BUILD_", "SYSTEM_", "GITHUB_", "CI_", "GOVLINT_DOCS", "GOVLINT_SARIF")):
            monkeypatch.delenv(name)


def one(name: str = "年报.txt", text: str = TEXT) -> Result:
    """A result with one finding."""
    of = report(text, name)
    return result(of, finding(of, "5", related=("7",), cell=("表三", "（七）总计", "总计")))


def test_the_schema_is_kept(schema: Any, tmp_path: Path) -> None:
    from jsonschema import Draft4Validator

    unread = Unread("坏 文件.pdf", Words("不能读", "unreadable"))
    for outcomes in ([], [one()], [one("a b/年报 1.txt"), one("<stdin>"), unread], [unread]):
        for lang in ("zh", "en"):
            Draft4Validator(schema).validate(log(*outcomes, base=tmp_path, lang=lang))


def test_a_result_is_complete(tmp_path: Path) -> None:
    run = log(one(), base=tmp_path)["runs"][0]
    [found] = run["results"]
    driver = run["tool"]["driver"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert found["level"] == "error"
    assert driver["rules"][found["ruleIndex"]]["id"] == found["ruleId"] == "applications-balance"
    [location] = found["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 18,
        "endLine": 3,
        "endColumn": 19,
        "snippet": {"text": "5"},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "表三/（七）总计/总计"
    [related] = found["relatedLocations"]
    assert (related["id"], related["message"]["text"]) == (1, "另见 7")
    assert related["physicalLocation"]["region"]["startColumn"] == 22
    assert {"name", "fullName", "version", "semanticVersion"} <= driver.keys()
    assert driver["rules"][0]["help"]["markdown"].startswith("# applications-balance")
    assert driver["rules"][0]["defaultConfiguration"] == {"level": "error"}


def test_columns_are_utf16_units(tmp_path: Path) -> None:
    found = log(one(text="𠮷𠮷5 7\n"), base=tmp_path)["runs"][0]["results"][0]
    region = found["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (5, 6)
    assert found["relatedLocations"][0]["physicalLocation"]["region"]["startColumn"] == 7


def test_addresses_are_relative_and_encoded(tmp_path: Path) -> None:
    run = log(one("报告/年报 1%.txt"), base=tmp_path)["runs"][0]
    address = run["artifacts"][0]["location"]
    assert address["uri"] == "%E6%8A%A5%E5%91%8A/%E5%B9%B4%E6%8A%A5%201%25.txt"
    assert run["originalUriBaseIds"][ROOT_ID]["uri"] == tmp_path.as_uri() + "/"


def test_addresses_start_at_the_top_of_the_work_tree(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    run = log(one("a.txt"), one("../b.txt"), base=tmp_path / "sub")["runs"][0]
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == ["sub/a.txt", "b.txt"]


def test_a_file_elsewhere_has_an_absolute_address(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    elsewhere = tmp_path / "年报.txt"
    run = log(one(str(elsewhere)), base=tmp_path / "here")["runs"][0]
    assert run["artifacts"][0]["location"] == {"uri": elsewhere.as_uri()}
    assert "originalUriBaseIds" not in run


def test_a_name_that_looks_like_a_scheme_or_is_no_text(tmp_path: Path) -> None:
    broken = os.fsdecode(b"\xff.txt")
    run = log(one("a:b.txt"), one(broken), base=tmp_path)["runs"][0]
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == ["a%3Ab.txt", "%FF.txt"]


def test_standard_input(tmp_path: Path) -> None:
    run = log(one("<stdin>"), base=tmp_path)["runs"][0]
    assert run["artifacts"][0]["location"]["uri"] == "stdin"


def test_an_unread_file_is_a_notification(tmp_path: Path) -> None:
    run = log(one(), Unread("x.pdf", Words("不能读", "unreadable")), base=tmp_path)["runs"][0]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    [note] = invocation["toolExecutionNotifications"]
    assert (note["level"], note["message"]["text"]) == ("error", "不能读。")
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "x.pdf"


def test_fingerprints_survive_moved_lines_and_new_names(tmp_path: Path) -> None:
    def mark(outcome: Result) -> str:
        found = log(outcome, base=tmp_path)["runs"][0]["results"][0]
        return str(found["partialFingerprints"]["primaryLocationLineHash"])

    of = report("\n" * 50 + TEXT, "other.txt")
    assert mark(result(of, finding(of, "5"))) == mark(one())
    other = report(year=2024)
    assert mark(result(other, finding(other, "5"))) != mark(one())
    of = report()
    assert mark(result(of, finding(of, "5", key="another"))) != mark(one())


def test_twins_have_fingerprints_of_their_own(tmp_path: Path) -> None:
    of = report()
    results = log(result(of, finding(of, "5"), finding(of, "7")), base=tmp_path)["runs"][0]["results"]
    assert len({r["partialFingerprints"]["primaryLocationLineHash"] for r in results}) == 2


def test_a_finding_of_no_rule_is_listed_all_the_same(tmp_path: Path) -> None:
    of = report()
    run = log(result(of, finding(of, "5", rule="reserved")), base=tmp_path)["runs"][0]
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == "reserved"


def changed(outcome: Result, **changes: Any) -> Result:
    """A result whose findings have these fields."""
    return replace(outcome, findings=tuple(one._replace(**changes) for one in outcome.findings))


def first(outcome: Result, base: Path, **given: Any) -> Any:
    """The first result of the log."""
    return log(outcome, base=base, **given)["runs"][0]["results"][0]


def test_rules_lead_to_their_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVLINT_DOCS", "https://docs.example.gov.cn/govlint")
    driver = log(one(), base=tmp_path)["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == "https://docs.example.gov.cn/govlint/"
    assert driver["rules"][0]["helpUri"] == "https://docs.example.gov.cn/govlint/rules/applications-balance/"


def test_rules_point_at_clauses(tmp_path: Path) -> None:
    run = log(one(), base=tmp_path)["runs"][0]
    [form] = run["taxonomies"]
    assert (form["organization"], form["version"]) == ("国务院办公厅政府信息与政务公开办公室", "2021")
    [relation] = run["tool"]["driver"]["rules"][0]["relationships"]
    target = relation["target"]
    assert form["taxa"][target["index"]]["id"] == target["id"] == "表三"
    assert target["toolComponent"]["guid"] == form["guid"]
    [supported] = run["tool"]["driver"]["supportedTaxonomies"]
    assert (supported["guid"], supported["index"]) == (form["guid"], 0)


@pytest.mark.parametrize(
    ("basis", "level", "names"),
    [
        (
            "《政府信息公开条例》第五十条第一款第（二）项；国办公开办函〔2021〕30号，表三“申请人情况”",
            "法定",
            ["第五十条第一款第二项", "表三"],
        ),
        ("《中华人民共和国政府信息公开条例》第四十九条、第五十条", "法定", ["第四十九条", "第五十条"]),
        (
            "《政府信息公开条例》第二十条第（一）（五）（六）项",
            "格式",
            ["第二十条第一项", "第二十条第五项", "第二十条第六项"],
        ),
        (
            "国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》，表二、表三、表四",
            "格式",
            ["表二", "表三", "表四"],
        ),
        ("国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》六；年度报告应当内容准确", "格式", ["第六部分"]),
        ("国办函〔2020〕109号《政府信息公开信息处理费管理办法》", "格式", [""]),
        ("《政府信息公开条例》第四十九条；未见规定", "惯例", []),
        ("文字校对", "地方", []),
    ],
)
def test_clauses_of_a_basis(basis: str, level: str, names: list[str]) -> None:
    made = rule(basis=Words(basis, basis), basis_level=level)
    assert [clause.name for clause in clauses(made)] == names


def test_every_rule_of_law_or_form_names_a_clause() -> None:
    rules = load_pack().rules
    assert [r.id for r in rules if r.basis_level in ("法定", "格式") and not clauses(r)] == []


def test_messages_link_to_related_places(tmp_path: Path) -> None:
    of = report("一[x](1)5 7\n")
    made = result(of, finding(of, "5", related=("7",), message="“[x](1)”写错了"))
    found = first(made, tmp_path)
    assert found["message"]["text"] == "“\\[x\\](1)”写错了。相关：[另见 7](1)。"
    assert found["relatedLocations"][0]["id"] == 1


def test_brackets_of_a_document_make_no_link(tmp_path: Path) -> None:
    of = report("[x](http://a.cn)和[2020]5\n")
    assert first(result(of, finding(of, "5", message="[x](http://a.cn)")), tmp_path)["message"]["text"] == (
        "\\[x\\](http://a.cn)。"
    )
    assert first(result(of, finding(of, "5", message="[2020]109号")), tmp_path)["message"]["text"] == "[2020]109号。"


def test_many_related_places_are_listed_and_some_linked(tmp_path: Path) -> None:
    of = report()
    found = first(result(of, finding(of, "5", related=("7",) * 9)), tmp_path)
    assert len(found["relatedLocations"]) == 9
    assert found["message"]["text"].endswith("[另见 7](5)等 9 处。")


def test_a_repair_of_a_text(tmp_path: Path) -> None:
    of = report("𠮷5 7\n")
    fix = Fix(place(of, "5"), "[4]")
    [fixed] = first(changed(result(of, finding(of, "5")), fix=fix), tmp_path)["fixes"]
    [change] = fixed["artifactChanges"]
    [replacement] = change["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 4}
    assert replacement["insertedContent"] == {"text": "[4]"}
    assert change["artifactLocation"]["uri"] == "%E5%B9%B4%E6%8A%A5.txt"


def test_a_document_has_no_repair_that_a_tool_may_apply(tmp_path: Path) -> None:
    of = replace(report(), source=Source("年报.docx", TEXT, format="docx"))
    fix = Fix(place(of, "5"), "4")
    assert "fixes" not in first(changed(result(of, finding(of, "5")), fix=fix), tmp_path)


def test_a_page_that_spells_a_character_otherwise_has_no_repair(tmp_path: Path) -> None:
    page = b"<html><body><p>\xe6\x88\xaa&#27490;2023\xe5\xb9\xb412\xe6\x9c\x8831\xe6\x97\xa5\xef\xbc\x8c\xe5\x85\xac\xe5\xbc\x80\xe3\x80\x82</p></body></html>"
    for text, fixable in ((page, False), (page.replace(b"&#27490;", "止".encode()), True)):
        of = recognise(read_bytes(text, "a.html"), Settings())
        at = of.text.index("截止")
        fix = Fix(of.place(Span(at, at + 2)), "<截至>")
        found = first(changed(result(of, finding(of, "截止")), fix=fix), tmp_path)
        assert ("fixes" in found) == fixable
        if fixable:
            [replacement] = found["fixes"][0]["artifactChanges"][0]["replacements"]
            assert replacement["insertedContent"]["text"] == "&lt;截至&gt;"


def test_a_finding_that_is_let_pass_is_suppressed(tmp_path: Path) -> None:
    waiver = Waiver("数据口径经上级同意", "李强", date(2025, 3, 1), "豁免 清单.yaml", 7)
    of = report()
    made = replace(one(), findings=(one().findings[0]._replace(waiver=waiver), finding(of, "7")))
    waived, other = log(made, base=tmp_path)["runs"][0]["results"]
    [suppression] = waived["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == "数据口径经上级同意；批准：李强；有效期至 2025-03-01"
    where = suppression["location"]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "%E8%B1%81%E5%85%8D%20%E6%B8%85%E5%8D%95.yaml"
    assert where["region"] == {"startLine": 7}
    assert other["suppressions"] == []
    assert "suppressions" not in first(one(), tmp_path)


def test_all_results_or_none_are_held_against_a_baseline(tmp_path: Path) -> None:
    assert "baselineState" not in first(one(), tmp_path)
    of = report()
    made = replace(one(), findings=(one().findings[0]._replace(baseline=UNCHANGED), finding(of, "7")))
    states = [found["baselineState"] for found in log(made, base=tmp_path)["runs"][0]["results"]]
    assert states == [UNCHANGED, NEW]
    assert first(one(), tmp_path, baseline=True)["baselineState"] == NEW


def test_files_have_their_hash_and_encoding(tmp_path: Path) -> None:
    (tmp_path / "年报.txt").write_bytes(TEXT.encode("gb18030"))
    of = report()
    made = result(replace(of, source=replace(of.source, encoding="gb18030")), finding(of, "5"))
    [artifact] = log(made, base=tmp_path)["runs"][0]["artifacts"]
    assert artifact["hashes"]["sha-256"] == hashlib.sha256(TEXT.encode("gb18030")).hexdigest()
    assert (artifact["length"], artifact["encoding"], artifact["mimeType"]) == (
        len(TEXT.encode("gb18030")),
        "GB18030",
        "text/plain",
    )


def test_a_file_that_is_gone_has_no_hash(tmp_path: Path) -> None:
    [artifact] = log(one("gone.txt"), base=tmp_path)["runs"][0]["artifacts"]
    assert "hashes" not in artifact
    [artifact] = log(one("<stdin>"), base=tmp_path)["runs"][0]["artifacts"]
    assert "hashes" not in artifact


def test_a_pipe_is_not_read_twice(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    [artifact] = log(one("pipe.txt"), base=tmp_path)["runs"][0]["artifacts"]
    assert "hashes" not in artifact


def test_a_rule_of_an_agency_has_no_page(tmp_path: Path) -> None:
    own = {"applications-balance": rule(foreign=True)}
    run = json.loads(render(SarifReporter(Context("zh", own, str(tmp_path))), [one()]))["runs"][0]
    assert "helpUri" not in run["tool"]["driver"]["rules"][0]


def test_a_document_has_no_encoding(tmp_path: Path) -> None:
    of = replace(
        report(), source=Source("年报.docx", TEXT, format="docx", blocks=(Block(0, table=3, row=2, column=1),))
    )
    run = log(result(of, finding(of, "5")), base=tmp_path)["runs"][0]
    assert "encoding" not in run["artifacts"][0]
    assert run["artifacts"][0]["mimeType"].endswith("wordprocessingml.document")
    assert run["results"][0]["locations"][0]["properties"]["table"] == {"number": 3, "row": 2, "column": 1}


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("never", 0)])
def test_the_exit_code(tmp_path: Path, fail_on: str, code: int) -> None:
    [invocation] = log(one(), base=tmp_path, fail_on=fail_on)["runs"][0]["invocations"]
    assert invocation["exitCode"] == code
    unread = Unread("x.pdf", Words("不能读", "unreadable"))
    assert log(one(), unread, base=tmp_path, fail_on=fail_on)["runs"][0]["invocations"][0]["exitCode"] == 2


def test_findings_that_do_not_count_do_not_fail_a_run(tmp_path: Path) -> None:
    for changes in ({"baseline": UNCHANGED}, {"waiver": Waiver("已核实")}, {"severity": "note"}):
        [invocation] = log(changed(one(), **changes), base=tmp_path, fail_on="error")["runs"][0]["invocations"]
        assert invocation["exitCode"] == 0


def test_many_results_are_split_into_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "LIMITS", (3, 3))
    of = report()
    three = result(of, *(finding(of, "5", key=str(number)) for number in range(3)))
    runs = log(one("a.txt"), three, one("b.txt"), one("c.txt"), base=tmp_path)["runs"]
    assert [len(run["results"]) for run in runs] == [1, 5]
    assert [run["automationDetails"]["id"] for run in runs] == ["govlint/", "govlint/2/"]
    for run in runs:
        for found in run["results"]:
            assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == found["ruleId"]
            location = found["locations"][0]["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][location["index"]]["location"]["uri"] == location["uri"]


def test_the_limits_are_those_of_github() -> None:
    assert len(sarif.LIMITS) <= 20
    assert max(sarif.LIMITS) <= 25_000


def test_a_category(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVLINT_SARIF_CATEGORY", "严格/每周")
    assert log(base=tmp_path)["runs"][0]["automationDetails"]["id"] == "govlint/%E4%B8%A5%E6%A0%BC/%E6%AF%8F%E5%91%A8/"


AZURE = {
    "SYSTEM_DEFINITIONID": "12",
    "BUILD_DEFINITIONNAME": "年报 检查",
    "SYSTEM_PHASEID": "9c2e7b0e-6f3c-5d0e-8a5d-0d6b8f7f1a11",
    "SYSTEM_PHASENAME": "Job",
    "SYSTEM_COLLECTIONURI": "https://dev.azure.com/liuchuan/",
    "SYSTEM_TEAMPROJECT": "年报",
    "BUILD_SOURCEBRANCH": "refs/heads/main",
    "BUILD_BUILDID": "77",
    "BUILD_REPOSITORY_URI": "https://user:secret@dev.azure.com/liuchuan/_git/年报",
    "BUILD_SOURCEVERSION": "0123456789abcdef0123456789abcdef01234567",
}


def test_a_pipeline_of_azure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in AZURE.items():
        monkeypatch.setenv(name, value)
    run = log(one(), base=tmp_path)["runs"][0]
    start = "azuredevops/pipeline/build/liuchuan/%E5%B9%B4%E6%8A%A5/12/9c2e7b0e-6f3c-5d0e-8a5d-0d6b8f7f1a11/main/77/"
    assert run["automationDetails"]["id"] == start + "govlint/"
    assert run["automationDetails"]["properties"]["azuredevops/pipeline/build/buildDefinitionName"] == "年报 检查"
    [version] = run["versionControlProvenance"]
    assert version["repositoryUri"] == "https://dev.azure.com/liuchuan/_git/%E5%B9%B4%E6%8A%A5"
    assert version["mappedTo"] == {"uriBaseId": ROOT_ID}
    assert "secret" not in json.dumps(run)


def test_a_pipeline_of_github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "liuchuan/reports")
    monkeypatch.setenv("GITHUB_SHA", "0123")
    monkeypatch.setenv("GITHUB_REF", "refs/heads/main")
    run = log(one(), base=tmp_path)["runs"][0]
    [version] = run["versionControlProvenance"]
    assert (version["repositoryUri"], version["revisionId"]) == ("https://github.com/liuchuan/reports", "0123")
    assert run["automationDetails"] == {"id": "govlint/"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("SYSTEM_DEFINITIONID", "x"), ("SYSTEM_PHASEID", "00000000-0000-0000-0000-000000000000"), ("SYSTEM_PHASEID", "")],
)
def test_half_a_pipeline_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for variable, given in {**AZURE, name: value, "BUILD_REPOSITORY_URI": "https://[/", "CI_PROJECT_URL": "x"}.items():
        monkeypatch.setenv(variable, given)
    run = log(one(), base=tmp_path)["runs"][0]
    assert run["automationDetails"] == {"id": "govlint/"}
    assert "versionControlProvenance" not in run


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    text = "<script>\x1b[31m\u202e\ud800=cmd()5\u2028 7\n"
    of = report(text)
    found = first(result(of, finding(of, "5", message=f"“{text.strip()}”")), tmp_path)
    assert "\ud800" not in found["message"]["text"]
    assert found["message"]["text"].startswith("“<script>\x1b")


def test_the_context_is_larger_than_the_place(tmp_path: Path) -> None:
    of = report("5\n甲5 7\n")
    whole = first(result(of, finding(of, "5")), tmp_path)["locations"][0]["physicalLocation"]
    assert "contextRegion" not in whole
    of = report("甲5 7\n")
    part = first(result(of, finding(of, "5")), tmp_path)["locations"][0]["physicalLocation"]
    assert part["contextRegion"]["snippet"]["text"] == "甲5 7"
