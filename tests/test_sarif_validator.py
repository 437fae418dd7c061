"""The validator of SARIF's makers finds no error and no warning in any log, for GitHub and for a pipeline of Azure.

``GOVLINT_SARIF_MULTITOOL`` names its program, which ``npm install @microsoft/sarif-multitool`` leaves at
``node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool``.  It exits with 0 whatever it finds, so its lines are read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from gov_lint.cli import main
from gov_lint.nouns import NEW, UNCHANGED, Finding, Result, Waiver, Words
from gov_lint.reporters import Context, Unread, render, sarif
from gov_lint.reporters.sarif import SarifReporter
from gov_lint.rulepack import load_pack
from tests.conftest import ROOT, missing
from tests.made import finding, report, result
from tests.pdf_made import pdf
from tests.test_sarif import AZURE

NAME = "2023年 年度报告𠮷.txt"
TEXT = """\
𠮷安县水利局2023年政府信息公开工作年度报告
一、总体情况
截止2023年12月31日，𠮷安县公开信息120条,还有“[2020]109号”和[x](http://a.cn)。按照国办函[2020]109号，及时及时答复。
"""
_LINE = re.compile(r"\b(error|warning) ([A-Z][A-Za-z]*\d+)")
_LET_PASS = {"SARIF2001", "WRN999"}
"""A message ends with a full stop, of which the first only knows that of ASCII; the second says that a rule is switched off, below."""

SETTINGS = """\
<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled" Type="Driver.RuleEnabledState" />
  </Properties>
</Properties>
"""
"""What keeps the validator from trying every address of the documentation, which it only notes."""


@pytest.fixture(scope="module")
def validator() -> str:
    """The program."""
    given = os.environ.get("GOVLINT_SARIF_MULTITOOL") or shutil.which("Sarif.Multitool")
    if not given:
        missing("the SARIF validator (GOVLINT_SARIF_MULTITOOL)")
    return str(given)


@pytest.fixture(autouse=True)
def no_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("BUILD_", "SYSTEM_", "GITHUB_", "CI_")):
            monkeypatch.delenv(name)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree with reports of several formats, two years and a region, and a file that is none."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "报告").mkdir()
    (tmp_path / "报告" / NAME).write_text(TEXT, encoding="utf-8")
    for name in ("errors-word.docx", "errors-web.html", "errors-gb18030.txt", "errors-markdown.md"):
        shutil.copy(ROOT / "examples" / name, tmp_path / "报告" / name)
    for name in ("years", "region"):
        shutil.copytree(ROOT / "examples" / name, tmp_path / name)
    title = TEXT.split("\n")[0][1:].encode("utf-16-be").hex()
    (tmp_path / "报告" / "年报.pdf").write_bytes(pdf([f"BT /F 12 Tf 60 700 Td <{title}> Tj ET".encode()]))
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(validator: str, logs: Sequence[Path], kind: str) -> str:
    """What the validator says."""
    settings = logs[0].parent / "validator.xml"
    settings.write_text(SETTINGS, encoding="utf-8")
    command = [validator, "validate", *map(str, logs), "--rule-kind", kind, "--level", "Error;Warning"]
    done = subprocess.run(
        [*command, "--config", str(settings)],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},  # it asks for ICU otherwise
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def complaints(validator: str, logs: Sequence[Path], kind: str) -> list[str]:
    """The validator's lines that tell an error or a warning."""
    output = said(validator, logs, kind)
    assert "Analysis completed successfully" in output
    assert f"{len(logs)} files scanned" in output
    lines = output.splitlines()
    return [line for line in lines if (found := _LINE.search(line)) and found[2] not in _LET_PASS]


def logs_of(tree: Path, seeds: Sequence[Path] = ()) -> list[Path]:
    """Logs of all kinds of runs."""
    for seed in seeds:
        shutil.copy(seed, tree / "报告" / seed.name)
    outside = tree.parent / "outside.txt"
    outside.write_text(TEXT, encoding="utf-8")
    runs = {
        "all": [".", "picture.txt", "--profile", "strict"],
        "english": ["报告", "--lang", "en"],
        "outside": [str(outside), str(tree / "picture.txt")],
        "nothing": ["picture.txt"],
        "previous": ["years/water-2023.txt", "--previous", "years/water-2022.txt"],
        "rollup": ["rollup", "region/county.txt", "--parts", "region/units"],
    }
    for name, arguments in runs.items():
        main([*arguments, "--no-config", "--format", "sarif", "--output", f"{name}.sarif"])
    return [tree / f"{name}.sarif" for name in runs]


def made_of(tree: Path) -> Path:
    """A log with findings that were let pass, that a baseline knows, and with what is reserved for govlint itself."""
    of = report()

    def one(words: str, **changes: object) -> Finding:
        return finding(of, words, related=("7",))._replace(**changes)  # type: ignore[arg-type]

    waiver = Waiver("口径经上级同意", "李强", date(2025, 3, 1), "govlint.yaml", 3)
    outcome: Result = result(
        of,
        one("5", baseline=NEW, waiver=waiver),
        one("7", baseline=UNCHANGED),
        one("2", baseline=NEW, rule="reserved"),
    )
    unread = Unread("坏 文件.pdf", Words("不能读", "unreadable"), internal=True)
    context = Context("zh", {rule.id: rule for rule in load_pack(examples=True).rules}, str(tree), "error", True)
    path = tree / "made.sarif"
    path.write_text(render(SarifReporter(context), [outcome, outcome, unread]), encoding="utf-8")
    return path


def test_github(validator: str, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs = logs_of(tree)
    monkeypatch.setattr(sarif, "LIMITS", (3, 3))
    logs.append(made_of(tree))
    assert complaints(validator, logs, "Sarif;Gh") == []


def test_a_pipeline_of_azure(validator: str, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in AZURE.items():
        monkeypatch.setenv(name, value)
    assert complaints(validator, [*logs_of(tree), made_of(tree)], "Sarif;Gh;Ado") == []


def test_the_seeds(validator: str, tree: Path, seeds: list[Path]) -> None:
    assert complaints(validator, logs_of(tree, seeds), "Sarif;Gh") == []


def test_a_complaint_would_be_seen(validator: str, tree: Path) -> None:
    broken = tree / "broken.sarif"
    broken.write_text('{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{}]}')
    assert _LINE.search(said(validator, [broken], "Sarif;Gh"))
