"""How long a whole process takes, in multiples of ``python -c pass``, which is measured beside it in the same run.

``python benchmarks/startup.py [--runs N] [FILE]`` prints the medians and the ratios, and exits with 1 where a ratio is beyond its limit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIMITS = {"govlint --version": 5.0, "govlint FILE": 9.0}
"""The most that each command may take, in multiples of a bare Python."""


def measure(report: Path, runs: int) -> dict[str, float]:
    """The median seconds of each command.  The commands take turns, so that a busy machine is unkind to all of them alike."""
    start = "import sys; from gov_lint.cli import main; sys.exit(main())"  # what the installed command does
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "govlint --version": [sys.executable, "-c", start, "--version"],
        "govlint FILE": [sys.executable, "-c", start, str(report)],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "GOVLINT_CACHE_DIR": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(-2, runs):  # two turns to warm up: bytecode, the cache
            for name, command in commands.items():
                began = time.perf_counter()
                subprocess.run(command, env=environment, capture_output=True, check=False)
                if turn >= 0:
                    seconds[name].append(time.perf_counter() - began)
    return {name: statistics.median(values) for name, values in seconds.items()}


def sample(folder: Path) -> Path:
    """A report to check: the first of the public ones, of the examples, or one line where there are none."""
    for found in (ROOT.parent / "shared" / "seeds", ROOT / "examples"):
        reports = sorted(found.rglob("*.txt"))
        if reports:
            return reports[0]
    made = folder / "report.txt"
    made.write_text("一、总体情况\n", encoding="utf-8")
    return made


def main() -> int:
    """Prints the figures; 1 where one is beyond its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=21)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        medians = measure(options.file or sample(Path(folder)), options.runs)
    bare = medians["python -c pass"]
    beyond = False
    for name, seconds in medians.items():
        ratio = seconds / bare
        limit = LIMITS.get(name)
        beyond |= limit is not None and ratio > limit
        print(f"{name:20} {seconds * 1000:6.1f} ms  {ratio:4.1f}x" + (f"  (at most {limit:.0f}x)" if limit else ""))
    return int(beyond)


if __name__ == "__main__":
    raise SystemExit(main())
