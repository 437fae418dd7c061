"""Writes beside each report of examples/ what govlint says of it, and shows one in the READMEs.

``make examples`` runs this; a test compares.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
_SHOWN = re.compile(r"(?<=^\$ govlint examples/)(?P<name>\S+)\n(?P<output>.*?)(?=^```$)", re.S | re.M)


def reports() -> list[Path]:
    """The example reports."""
    return sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".txt", ".md"))


def checked(report: Path) -> tuple[str, int]:
    """What govlint prints of a report, and the code it ends with."""
    command = [sys.executable, "-m", "gov_lint", "--format", "text", "--color", "never", f"examples/{report.name}"]
    environment = {**os.environ, "COLUMNS": "100", "GOVLINT_LANG": "zh", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.stderr:
        raise RuntimeError(f"{report.name}: {done.stderr}")
    return done.stdout, done.returncode


def shown(readme: Path) -> dict[str, str]:
    """The outputs that a README shows, by the example's file name."""
    return {match["name"]: match["output"] for match in _SHOWN.finditer(readme.read_text(encoding="utf-8"))}


def expected(name: str) -> str:
    """The output kept beside the example of that name."""
    return (ROOT / "examples" / name).with_suffix(".expected").read_text(encoding="utf-8")


def main() -> None:
    """Renews every expected output, then the READMEs."""
    for report in reports():
        output, code = checked(report)
        report.with_suffix(".expected").write_text(output, encoding="utf-8", newline="\n")
        print(f"examples/{report.name}: exit {code}")
    for readme in READMES:
        text = readme.read_text(encoding="utf-8")
        text = _SHOWN.sub(lambda match: f"{match['name']}\n{expected(match['name'])}", text)
        readme.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
