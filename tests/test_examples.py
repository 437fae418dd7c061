"""The reports of examples/ and what govlint says of them, word for word; and what the READMEs say of govlint."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.renew_examples import EXAMPLES, READMES, ROOT, Case, cases, output_of, reports, shown


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.kept)
def test_output_is_as_printed_beside_the_example(case: Case) -> None:
    output, code = output_of(case)
    assert output == case.path.read_text(encoding="utf-8")
    assert code == case.code


def test_there_are_examples_and_no_output_without_one() -> None:
    assert len(reports()) >= 9
    assert {path.name for path in EXAMPLES.rglob("*.expected")} == {case.kept for case in cases()}
    used = " ".join(case.command for case in cases())
    assert [path.name for path in EXAMPLES.iterdir() if path.is_dir() and f"examples/{path.name}" not in used] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readme_shows_what_govlint_prints(readme: Path) -> None:
    kept = {case.command: case.path.read_text(encoding="utf-8") for case in cases()}
    outputs = shown(readme)
    assert len(outputs) >= 4
    assert outputs == {command: kept[command] for command in outputs}


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
    text = readme.read_text(encoding="utf-8")
    headings = {f"#{head.lower().replace(' ', '-')}" for head in re.findall(r"^#+ (.+)$", text, re.M)}
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if link not in headings and not (ROOT / link).exists()] == []
