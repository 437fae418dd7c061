"""A fixed slice of the mutated documents: each ends in a result or a refusal, in time and within the memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, missing, need_tool
from tests.generator.equality import FORMATS

BASE = ["docx", "docx-typed", "html-modern", "html-layout", "html-word", "xlsx", "md", "utf-16"]
MADE = ["odt", "rtf", "doc", "pdf-libreoffice", "ofd"]


@pytest.mark.parametrize(("names", "count"), [(BASE, 320), (MADE, 200)], ids=["base", "made"])
def test_a_slice_of_mutated_documents(names: list[str], count: int, tmp_path: Path) -> None:
    for kind in (kind for kind in FORMATS if kind.name in names):
        if kind.tool:
            need_tool(kind.tool)
        if kind.package and kind.package not in _installed():
            missing(f"the Python package {kind.package}")
    command = [sys.executable, "-m", "tests.fuzz", "--count", str(count), "--seed", "2024", "--keep", str(tmp_path)]
    for name in names:
        command += ["--format", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{count} files of {3 * len(names)} samples, 0 failures" in done.stdout


def _installed() -> set[str]:
    from importlib.util import find_spec

    return {name for name in ("olefile", "ofdkit", "pypdfium2") if find_spec(name)}
