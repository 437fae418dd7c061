"""The outputs for code hosts and CI servers: GitHub, GitLab, JUnit, reviewdog, Checkstyle."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from gov_lint.nouns import NEW, UNCHANGED, Block, Finding, Fix, Result, Waiver, Words
from gov_lint.records import replace
from gov_lint.reporters import Context, Unread, render, reporter_of
from tests import output_schemas
from tests.made import TEXT, finding, place, report, result, rule

RULES = {"applications-balance": rule()}
UNREAD = Unread("坏 文件.pdf", Words("不能读", "unreadable"))
WAIVER = Waiver("经批准按原样公布", "李主任", date(2030, 1, 1), "govlint-waivers.yaml", 4)


def output(
    name: str,
    *outcomes: Result | Unread,
    base: Path | str = "",
    lang: str = "zh",
    fail_on: str = "error",
    ascii_only: bool = False,
) -> str:
    """The output of a format."""
    context = Context(lang, RULES, str(base), fail_on=fail_on)
    return render(reporter_of(name, context, ascii_only=ascii_only), outcomes)


def one(name: str = "年报.txt", text: str = TEXT, severity: str = "error") -> Result:
    """A result with one finding, and one place that is related to it."""
    of = report(text, name)
    cell = ("表三", "（七）总计", "总计")
    return result(of, finding(of, "5", related=("7",), cell=cell, severity=severity))


def of_kinds() -> Result:
    """A result with an error, a warning, a note, a finding let pass and one of the baseline."""
    of = report()
    found = [finding(of, "5", severity=severity, key=severity) for severity in ("error", "warning", "note")]
    found.append(finding(of, "7", key="waived")._replace(waiver=WAIVER))
    found.append(finding(of, "2", key="old")._replace(baseline=UNCHANGED))
    return result(of, *found)


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands of a log as GitHub's runner reads them: name, properties, message."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        if match:
            pairs = (pair.partition("=") for pair in match[2].split(","))
            found.append((match[1], {key: unquote(value) for key, _, value in pairs}, unquote(match[3])))
    return found


def test_github_names_file_line_columns_title_and_basis(tmp_path: Path) -> None:
    [(name, properties, message)] = commands(output("github", one(), base=tmp_path))
    assert name == "error"
    assert properties == {
        "file": "年报.txt",
        "line": "3",
        "endLine": "3",
        "col": "18",
        "endColumn": "19",
        "title": f"applications-balance {RULES['applications-balance'].title.zh}",
    }
    assert message.splitlines() == [
        "“自然人”列：左边 5，右边 4，应当相等",
        "相关：第 3 行第 22 列 另见 7",
        "依据：国办公开办函〔2021〕30号，表三",
    ]


def test_github_escapes_what_ends_a_property_or_a_message(tmp_path: Path) -> None:
    of = report(TEXT, "a,b:c::50%\n.txt")
    hostile = finding(of, "5", message="100%\n::error::x\r%0A")
    text = output("github", result(of, hostile), base=tmp_path)
    assert len(text.splitlines()) == 1
    [(_, properties, message)] = commands(text)
    assert properties["file"] == "a,b:c::50%\n.txt"
    assert message.splitlines()[0] == "100% ::error::x %0A"


def test_github_gives_no_columns_over_several_lines(tmp_path: Path) -> None:
    of = report()
    [(_, properties, _)] = commands(output("github", result(of, finding(of, "2\t7\n四、")), base=tmp_path))
    assert (properties["line"], properties["endLine"]) == ("3", "4")
    assert "col" not in properties and "endColumn" not in properties


def test_github_writes_new_findings_first_and_old_ones_as_notices(tmp_path: Path) -> None:
    found = commands(output("github", of_kinds(), one("二.txt"), base=tmp_path))
    assert [name for name, _, _ in found] == ["error", "warning", "notice", "error", "notice"]
    assert found[-1][2].startswith("【基线已有】")
    assert "经批准" not in output("github", of_kinds(), base=tmp_path)


def test_github_writes_each_file_at_once(tmp_path: Path) -> None:
    reporter = reporter_of("github", Context("zh", RULES, str(tmp_path)))
    assert commands(reporter.result(one()))


def test_github_says_that_it_shows_ten(tmp_path: Path) -> None:
    outcomes = [one(f"{number}.txt") for number in range(13)]
    text = output("github", *outcomes, base=tmp_path)
    assert len(commands(text)) == 13
    assert "另外 3 条见本日志" in text.splitlines()[-1]
    assert "另外" not in output("github", *outcomes[:10], base=tmp_path)


def test_github_and_gitlab_start_at_the_top_of_the_work_tree(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    outcomes = [one("a b/年报.txt"), one("../c.txt"), one("/elsewhere/d.txt"), one("<stdin>")]
    expected = ["sub/a b/年报.txt", "c.txt", "/elsewhere/d.txt", "stdin"]
    base = tmp_path / "sub"
    assert [properties["file"] for _, properties, _ in commands(output("github", *outcomes, base=base))] == expected
    assert [issue["location"]["path"] for issue in gitlab(*outcomes, base=base)] == expected


def test_the_others_start_at_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    base = tmp_path / "sub"
    base.mkdir()
    outcomes = [one("a b/年报.txt"), one(str(base / "c.txt")), one("../d.txt"), one("<stdin>")]
    expected = ["a b/年报.txt", "c.txt", f"{tmp_path.as_posix()}/d.txt", "stdin"]
    assert [found["location"]["path"] for found in rdjson(*outcomes, base=base)["diagnostics"]] == expected
    assert [file.get("name") for file in checkstyle(*outcomes, base=base)] == expected
    assert [suite.get("name") for suite in junit(*outcomes, base=base)] == expected


def gitlab(*outcomes: Result | Unread, **given: Any) -> Any:
    """GitLab's issues, after its schema was kept."""
    from jsonschema import Draft202012Validator

    issues = json.loads(output("gitlab", *outcomes, **given))
    Draft202012Validator(output_schemas.GITLAB).validate(issues)
    return issues


def test_gitlab_grades_findings(tmp_path: Path) -> None:
    issues = gitlab(of_kinds(), UNREAD, base=tmp_path)
    assert [issue["severity"] for issue in issues] == ["critical", "major", "minor", "info", "blocker"]
    assert issues[0]["check_name"] == "applications-balance"
    assert issues[0]["location"]["lines"]["begin"] == 3
    assert issues[0]["description"] == ("“自然人”列：左边 5，右边 4，应当相等。依据：国办公开办函〔2021〕30号，表三")
    assert (issues[-1]["location"]["path"], issues[-1]["description"]) == ("坏 文件.pdf", "不能读")
    assert gitlab() == []


def test_gitlab_fingerprints_survive_moved_lines_and_are_each_once(tmp_path: Path) -> None:
    def marks(*outcomes: Result) -> list[str]:
        return [issue["fingerprint"] for issue in gitlab(*outcomes, base=tmp_path)]

    assert marks(one(text="\n" * 50 + TEXT)) == marks(one())
    assert marks(one("另一个.txt")) != marks(one())
    of = report()
    twins = marks(result(of, finding(of, "5"), finding(of, "7")), one("二.txt"))
    assert len(set(twins)) == 3
    known = result(of, finding(of, "5")._replace(baseline=UNCHANGED))
    assert marks(known) == marks(one()), "what a merge request compares must not change when a baseline is made"


def rdjson(*outcomes: Result | Unread, **given: Any) -> Any:
    """reviewdog's document, after its schema was kept."""
    from jsonschema import Draft202012Validator

    document = json.loads(output("rdjson", *outcomes, **given))
    Draft202012Validator(output_schemas.RDJSON).validate(document)
    return document


def test_rdjson_counts_bytes_and_links_the_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVLINT_DOCS", "https://docs.example.gov.cn/govlint")
    [found] = rdjson(one(text="表𠮷5 7\n"), base=tmp_path)["diagnostics"]
    assert found["location"]["range"] == {"start": {"line": 1, "column": 8}, "end": {"line": 1, "column": 9}}
    assert found["severity"] == "ERROR"
    assert found["code"]["value"] == "applications-balance"
    assert found["code"]["url"].startswith("https://docs.example.gov.cn/govlint/")
    [related] = found["related_locations"]
    assert related["message"] == "另见 7"
    assert related["location"]["range"]["start"] == {"line": 1, "column": 10}


def test_rdjson_offers_the_one_certain_change(tmp_path: Path) -> None:
    of = report("表𠮷5 7\n")
    mended = finding(of, "5")._replace(fix=Fix(place(of, "5"), "4"))
    [found] = rdjson(result(of, mended), base=tmp_path)["diagnostics"]
    start, end = {"line": 1, "column": 8}, {"line": 1, "column": 9}
    assert found["suggestions"] == [{"range": {"start": start, "end": end}, "text": "4"}]
    document = replace(of, source=replace(of.source, format="docx"))
    [found] = rdjson(result(document, mended), base=tmp_path)["diagnostics"]
    assert "suggestions" not in found, "a line of a Word file cannot be replaced"


def test_rdjson_leaves_out_what_is_waived_and_lowers_what_is_old(tmp_path: Path) -> None:
    diagnostics = rdjson(of_kinds(), UNREAD, base=tmp_path)["diagnostics"]
    assert [found["severity"] for found in diagnostics] == ["ERROR", "WARNING", "INFO", "INFO", "ERROR"]
    assert diagnostics[3]["message"].startswith("【基线已有】")
    assert diagnostics[-1]["location"] == {"path": "坏 文件.pdf"}


def valid(schema: str, text: str) -> ElementTree.Element:
    """The document, after its XML Schema was kept."""
    from lxml import etree

    etree.XMLSchema(etree.fromstring(schema)).assertValid(etree.fromstring(text.encode()))
    return ElementTree.fromstring(text)


def checkstyle(*outcomes: Result | Unread, **given: Any) -> ElementTree.Element:
    """Checkstyle's document."""
    return valid(output_schemas.CHECKSTYLE, output("checkstyle", *outcomes, **given))


def test_checkstyle(tmp_path: Path) -> None:
    files = list(checkstyle(of_kinds(), result(report(name="好.txt")), UNREAD, base=tmp_path))
    assert [file.get("name") for file in files] == ["年报.txt", "好.txt", "坏 文件.pdf"]
    errors = list(files[0])
    assert [error.get("severity") for error in errors] == ["error", "warning", "info", "info"]
    assert (errors[0].get("line"), errors[0].get("column")) == ("3", "18")
    assert errors[0].get("source") == f"govlint.{RULES['applications-balance'].family}.applications-balance"
    assert "经批准" not in str([error.get("message") for error in errors])
    assert list(files[1]) == []
    assert (files[2][0].get("severity"), files[2][0].get("message")) == ("error", "不能读")
    assert list(checkstyle()) == []


def test_checkstyle_is_written_file_by_file(tmp_path: Path) -> None:
    reporter = reporter_of("checkstyle", Context("zh", RULES, str(tmp_path)))
    assert "<error " in reporter.result(one())


@pytest.mark.parametrize(("name", "attribute"), [("github", "col=(\\d+)"), ("checkstyle", 'column="(\\d+)"')])
def test_columns_of_other_outputs_are_utf16_units(name: str, attribute: str, tmp_path: Path) -> None:
    match = re.search(attribute, output(name, one(text="表𠮷5 7\n"), base=tmp_path))
    assert match and match[1] == "4"


def junit(*outcomes: Result | Unread, **given: Any) -> ElementTree.Element:
    """The JUnit document."""
    return valid(output_schemas.JUNIT, output("junit", *outcomes, **given))


def cases(of: ElementTree.Element) -> list[str]:
    """How the cases of a suite came out."""
    return [case[0].tag if len(case) else "passed" for case in of]


def test_junit_has_a_suite_a_file_and_a_case_a_finding(tmp_path: Path) -> None:
    document = junit(one(), result(report(name="好.txt")), UNREAD, base=tmp_path)
    bad, good, unread = document
    assert (bad.get("name"), cases(bad)) == ("年报.txt", ["failure"])
    assert bad[0].get("name") == "applications-balance 表三/（七）总计/总计"
    assert (bad[0].get("file"), bad[0].get("line")) == ("年报.txt", "3")
    assert bad[0][0].get("message") == "“自然人”列：左边 5，右边 4，应当相等"
    assert "依据：国办公开办函〔2021〕30号，表三" in str(bad[0][0].text)
    assert cases(good) == ["passed"]
    assert (unread.get("name"), cases(unread)) == ("坏 文件.pdf", ["error"])
    assert [document.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["3", "1", "1", "0"]


@pytest.mark.parametrize(
    ("fail_on", "failing"), [("error", 1), ("warning", 2), ("note", 3), ("never", 1)], ids=lambda value: str(value)
)
def test_junit_fails_what_fails_the_run(fail_on: str, failing: int, tmp_path: Path) -> None:
    [suite] = junit(of_kinds(), base=tmp_path, fail_on=fail_on)
    assert cases(suite) == ["failure"] * failing + ["skipped"] * (5 - failing)
    names = [case.get("name") for case in suite]
    assert len(set(names)) == 5, "two cases of one name count as one"
    reasons = [str(case[0].get("message")) for case in suite]
    assert "经批准按原样公布" in reasons[3] and "李主任" in reasons[3]
    assert reasons[4].startswith("【基线已有】")


def test_junit_never_fails_what_was_read_in_pictures(tmp_path: Path) -> None:
    of = report()
    scanned = replace(of, source=replace(of.source, guessed=True))
    assert cases(junit(result(scanned, finding(of, "5", severity="note")), base=tmp_path, fail_on="note")[0]) == [
        "skipped"
    ]


def test_junit_takes_a_file_whose_reader_is_missing_for_an_error(tmp_path: Path) -> None:
    of = report()
    missing = replace(of, source=replace(of.source, unread=("请安装", "please install")))
    assert cases(junit(result(missing, finding(of, "5")), base=tmp_path)[0]) == ["error"]


def test_documents_are_named_by_page_and_cell(tmp_path: Path) -> None:
    of = report()
    spot = finding(of, "5")
    paged = spot._replace(place=spot.place._replace(block=Block(0, page=2, table=1, row=3, column=4)))
    for name in ("github", "gitlab", "rdjson", "checkstyle", "junit"):
        assert "第 2 页，第 1 个表格第 3 行第 4 列" in output(name, result(of, paged), base=tmp_path), name


@pytest.mark.parametrize("name", ["gitlab", "rdjson", "checkstyle", "junit"])
def test_outputs_that_are_not_in_utf8_lose_nothing(name: str, tmp_path: Path) -> None:
    text = output(name, one("年报𠮷.txt"), base=tmp_path, ascii_only=True)
    assert text.isascii()
    whole = output(name, one("年报𠮷.txt"), base=tmp_path)
    if name in ("gitlab", "rdjson"):
        assert json.loads(text) == json.loads(whole)
    else:
        assert ElementTree.canonicalize(text) == ElementTree.canonicalize(whole)


def test_english(tmp_path: Path) -> None:
    for name in ("github", "gitlab", "rdjson", "checkstyle", "junit"):
        found: Finding = finding(report(), "5")._replace(baseline=NEW)
        text = output(name, result(report(), found), UNREAD, base=tmp_path, lang="en")
        assert "not equal" in text and "Basis: format notice, table 3" in unquote(text), name
        assert "unreadable" in text and "依据" not in text, name
