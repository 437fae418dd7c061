"""The report for code-scanning services."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from gov_lint.nouns import Result, Words
from gov_lint.reporters import Context, Unread, render
from gov_lint.reporters.sarif import ROOT as ROOT_ID
from gov_lint.reporters.sarif import SarifReporter
from tests.conftest import ROOT
from tests.made import TEXT, finding, report, result, rule

RULES = {"applications-balance": rule()}


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads((ROOT / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


def log(*outcomes: Result | Unread, base: Path | str = "", lang: str = "zh") -> Any:
    """The log of these outcomes."""
    return json.loads(render(SarifReporter(Context(lang, RULES, str(base))), outcomes))


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
    assert (note["level"], note["message"]["text"]) == ("error", "不能读")
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
