"""What a start imports: nothing heavy that the command does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

REPORT = "青禾县水利局2023年政府信息公开工作年度报告\n一、总体情况\n" + "我局及时公开政府信息。" * 40 + "\n"
HEAVY = {
    "lark",
    "yaml",
    "chardet",
    "rich.console",
    "rich.table",
    "jsonschema",
    "logging",
    "importlib.metadata",
    "concurrent.futures",
}


def imported(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run has imported at its end."""
    code = "import sys; from gov_lint.cli import main; main(); sys.stdout = sys.stderr; sys.stdout.write('\\n'.join(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GOVLINT_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report and a warm cache."""
    made = tmp_path_factory.mktemp("startup")
    (made / "a.txt").write_text(REPORT, encoding="utf-8")
    (made / "b.txt").write_text(REPORT, encoding="gb18030")
    imported(made, "a.txt")
    return made


@pytest.mark.parametrize("name", ["a.txt", "b.txt"])
def test_a_plain_run(folder: Path, name: str) -> None:
    modules = imported(folder, name)
    assert "gov_lint.engine" in modules
    assert not modules & HEAVY
    assert not modules & {
        "click",
        "gov_lint.pages",
        "gov_lint.reporters.sarif",
        "gov_lint.reporters.json",
        "subprocess",
        "dataclasses",
        "inspect",
        "pathlib",
        "gov_lint.packbuild",
    }


def test_options_bring_click_and_no_more(folder: Path) -> None:
    modules = imported(folder, "a.txt", "--fail-on", "never")
    assert "click" in modules
    assert not modules & HEAVY


def test_version(folder: Path) -> None:
    modules = imported(folder, "--version")
    assert not modules & (HEAVY | {"click", "dataclasses", "json", "pathlib", "rich"})
    ours = {name for name in modules if name.startswith("gov_lint")}
    assert ours <= {"gov_lint", "gov_lint.cli", "gov_lint.outputs", "gov_lint.files"}


def test_help(folder: Path) -> None:
    modules = imported(folder, "--help")
    assert not modules & (HEAVY | {"gov_lint.engine", "gov_lint.nouns"})


def test_json_brings_no_parser_of_rules(folder: Path) -> None:
    assert not imported(folder, "a.txt", "--format", "json") & HEAVY
