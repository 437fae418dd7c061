"""The reports of examples/ and what govlint says of them, word for word; and what the READMEs say of govlint."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.renew_examples import READMES, ROOT, checked, expected, reports, shown


@pytest.mark.parametrize("report", reports(), ids=lambda path: path.name)
def test_output_is_as_printed_beside_the_example(report: Path) -> None:
    output, code = checked(report)
    assert output == expected(report.name)
    assert code == (0 if report.name.startswith("clean") else 1)


def test_there_are_examples_and_no_output_without_one() -> None:
    assert len(reports()) >= 8
    folder = reports()[0].parent
    assert {path.stem for path in folder.glob("*.expected")} == {path.stem for path in reports()}


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readme_shows_what_govlint_prints(readme: Path) -> None:
    outputs = shown(readme)
    assert outputs
    assert outputs == {name: expected(name) for name in outputs}


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readme_names_every_option(readme: Path) -> None:
    command = [sys.executable, "-m", "gov_lint", "lint", "--help"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    options = set(re.findall(r"--[a-z-]+", done.stdout)) - {"--help", "--version"}
    assert len(options) > 8
    assert set(re.findall(r"--[a-z-]+", readme.read_text(encoding="utf-8"))) >= options


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_rule_in_the_readme_is_the_rule(readme: Path) -> None:
    [head] = re.findall(r"^```yaml\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.S | re.M)
    rule = ROOT / "rules" / "annual_report" / "tables" / "disputes-sum.yaml"
    assert rule.read_text(encoding="utf-8").startswith(head)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_links_of_the_readme_lead_somewhere(readme: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", readme.read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []
