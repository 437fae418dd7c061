"""Writes beside the examples what govlint says of them, and shows some of it in the READMEs.

``make examples`` runs this; a test compares.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
_SHOWN = re.compile(r"(?<=^\$ )(?P<command>govlint [^\n]+)\n(?P<output>.*?)(?=^```$)", re.S | re.M)


class Case(NamedTuple):
    """A run of govlint whose output is kept: in which file of ``examples/``, the command as a user types it, and the code it ends with."""

    kept: str
    command: str
    code: int = 1

    @property
    def path(self) -> Path:
        """Where the output is kept."""
        return EXAMPLES / self.kept


_REGION = "govlint rollup examples/region/county.txt --parts examples/region/units --units examples/region/units.list"
_TOGETHER = (
    Case("years.expected", "govlint examples/years"),
    Case("years-quiet.expected", "govlint examples/years --quiet"),
    Case("region.expected", _REGION),
    Case("region-quiet.expected", f"{_REGION} --quiet"),
    Case("pack.expected", "govlint examples/errors-tabs.txt --rules examples/pack --quiet"),
    Case("pack-test.expected", "govlint rules test examples/pack", code=0),
)
"""The runs over several files: two years of an organ, a region, a pack of rules."""


def reports() -> list[Path]:
    """The example reports that are checked one by one."""
    return sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".md", ".docx", ".html"))


def cases() -> list[Case]:
    """All runs whose output is kept."""
    each = [
        Case(
            f"{report.stem}.expected", f"govlint examples/{report.name}", code=int(not report.name.startswith("clean"))
        )
        for report in reports()
    ]
    return [*each, *_TOGETHER]


def output_of(case: Case) -> tuple[str, int]:
    """What govlint prints, and the code it ends with."""
    command = [sys.executable, "-m", "gov_lint", *case.command.split()[1:]]
    environment = {**os.environ, "COLUMNS": "100", "GOVLINT_LANG": "zh", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.stderr:
        raise RuntimeError(f"{case.command}: {done.stderr}")
    return done.stdout, done.returncode


def shown(readme: Path) -> dict[str, str]:
    """The outputs that a README shows, by the command."""
    return {match["command"]: match["output"] for match in _SHOWN.finditer(readme.read_text(encoding="utf-8"))}


def main() -> None:
    """Renews every expected output, then the READMEs."""
    kept: dict[str, str] = {}
    for case in cases():
        kept[case.command], code = output_of(case)
        case.path.write_text(kept[case.command], encoding="utf-8", newline="\n")
        print(f"{case.command}: exit {code}")
    for readme in READMES:
        text = readme.read_text(encoding="utf-8")
        text = _SHOWN.sub(lambda match: f"{match['command']}\n{kept[match['command']]}", text)
        readme.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
