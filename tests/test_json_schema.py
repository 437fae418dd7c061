"""The JSON output keeps its published schema, whatever is checked; the schema is strict, and comes with govlint."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from gov_lint import DOCS
from gov_lint.cli import main
from gov_lint.examples import check_example
from gov_lint.formats import SCHEMAS
from gov_lint.nouns import NEW, UNCHANGED, Fix, Result, Waiver, Words
from gov_lint.reporters import Context, Unread, render
from gov_lint.reporters.json import VERSION, JsonReporter
from gov_lint.resources import resource
from gov_lint.rulepack import load_pack
from tests.conftest import ROOT
from tests.made import finding, place, report, result

PACK = load_pack(examples=True)
EXAMPLES = [path for path in sorted((ROOT / "examples").iterdir()) if path.suffix in (".txt", ".md", ".docx", ".html")]


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(resource("schemas", SCHEMAS["json"]))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def document(*outcomes: Result | Unread) -> Any:
    """The JSON output for these outcomes."""
    rules = {rule.id: rule for rule in PACK.rules}
    return json.loads(render(JsonReporter(Context("zh", rules)), outcomes))


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The JSON output of a run."""
    main([*arguments, "--format", "json", "--no-config"])
    return json.loads(capsys.readouterr().out)


def kept(outcome: Result) -> Any:
    """A document with one finding, which keeps the schema."""
    made = document(outcome)
    validator().validate(made)
    return made["files"][0]["findings"][0]


@pytest.mark.parametrize("rule", PACK.rules, ids=[rule.id for rule in PACK.rules])
def test_every_example_keeps_the_schema(rule: Any) -> None:
    validator().validate(document(*(check_example(rule, example) for example in rule.examples)))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_files_of_all_kinds(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = output(capsys, str(path))
    validator().validate(made)
    assert made["files"]


def test_reports_beside_others(capsys: pytest.CaptureFixture[str]) -> None:
    years, region = ROOT / "examples" / "years", ROOT / "examples" / "region"
    made = output(capsys, str(years))
    validator().validate(made)
    assert any(file["previous"] for file in made["files"])
    whole = output(capsys, "rollup", str(region / "county.txt"), "--parts", str(region / "units"))
    validator().validate(whole)
    assert any(
        related["path"] != file["path"] for file in whole["files"] for f in file["findings"] for related in f["related"]
    )


def test_nothing_and_unread_files() -> None:
    validator().validate(document())
    unread = [Unread("x.pdf", Words("不能读", "unreadable")), Unread("y", Words("出错", "failed"), internal=True)]
    made = document(*unread)
    validator().validate(made)
    assert [entry["internal"] for entry in made["unread"]] == [False, True]


def test_a_repair() -> None:
    of = report()
    found = kept(result(of, finding(of, "5")._replace(fix=Fix(place(of, "5"), "4"))))
    assert found["fix"] == {"line": 3, "column": 18, "end_line": 3, "end_column": 19, "text": "4"}


def test_a_finding_that_is_let_pass() -> None:
    of = report()
    waiver = Waiver("上级已同意", "李强", date(2025, 3, 1), "govlint.yaml", 7)
    found = kept(result(of, finding(of, "5")._replace(waiver=waiver)))
    assert found["waiver"] == {
        "reason": "上级已同意",
        "approver": "李强",
        "expires": "2025-03-01",
        "path": "govlint.yaml",
        "line": 7,
    }
    assert kept(result(of, finding(of, "5")._replace(waiver=Waiver("已核实"))))["waiver"]["expires"] is None


@pytest.mark.parametrize("state", [NEW, UNCHANGED])
def test_a_finding_and_a_baseline(state: str) -> None:
    of = report()
    assert kept(result(of, finding(of, "5")._replace(baseline=state)))["baseline"] == state


def test_a_finding_of_which_nothing_is_known() -> None:
    of = report()
    found = kept(result(of, finding(of, "5", rule="reserved")))
    assert (found["family"], found["fix"], found["waiver"], found["baseline"]) == (None, None, None, None)


def test_the_schema_is_strict() -> None:
    of = report()
    made = document(result(of, finding(of, "5")))
    for path in ((), ("files", 0), ("files", 0, "findings", 0), ("files", 0, "report"), ("files", 0, "checked")):
        spoilt = json.loads(json.dumps(made))
        part = spoilt
        for step in path:
            part = part[step]
        part["another"] = 1
        with pytest.raises(ValidationError):
            validator().validate(spoilt)
    del made["files"][0]["findings"][0]["rule"]
    with pytest.raises(ValidationError):
        validator().validate(made)


def test_the_schema_has_the_version_and_an_address() -> None:
    schema = json.loads(resource("schemas", SCHEMAS["json"]))
    assert schema["properties"]["version"] == {"const": VERSION}
    assert schema["$id"] == f"{DOCS}schemas/{SCHEMAS['json']}"
    assert SCHEMAS["json"] == f"output-{VERSION}.json"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_command_prints_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(resource("schemas", SCHEMAS[name]))


def test_an_unknown_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "nothing"]) == 2
    assert "json" in capsys.readouterr().err
