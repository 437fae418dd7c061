"""Reports a second on one core: texts in memory, linted and written out as the terminal would show them.

``python benchmarks/throughput.py [--seconds S]`` prints the figure, and exits with 1 where it is below ``LEAST``.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

LEAST = 300
"""Reports a second that a run must do."""


def texts() -> list[tuple[str, bytes]]:
    """The reports: the public samples where they are, else the examples, and generated ones as far as the generator is there."""
    found: list[tuple[str, bytes]] = []
    for folder in (ROOT.parent / "shared" / "seeds", ROOT / "examples"):
        found += [(str(path), path.read_bytes()) for path in sorted(folder.rglob("*.txt"))]
        if found:
            break
    return found


def rate(reports: list[tuple[str, bytes]], seconds: float) -> tuple[float, int]:
    """Reports a second, and the findings of one round."""
    from gov_lint.batch import collect_rarely
    from gov_lint.engine import run
    from gov_lint.nouns import Settings
    from gov_lint.readers import read_bytes
    from gov_lint.reporters import Context
    from gov_lint.reporters.text import TextReporter
    from gov_lint.rulepack import load_pack
    from gov_lint.terminal import Screen

    collect_rarely()
    pack = load_pack()
    reporter = TextReporter(Context(rules=pack.by_id), Screen())

    def once() -> int:
        findings = 0
        for name, data in reports:
            result = run(read_bytes(data, name), pack, Settings())
            reporter.result(result)
            findings += len(result.findings)
        return findings

    findings = once()  # compiles patterns, loads the grammar
    start, done = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        once()
        done += len(reports)
    return done / (time.perf_counter() - start), findings


def main() -> int:
    """Prints the figure; 1 where it is too low."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    reports = texts()
    if not reports:
        print("no reports to measure with")
        return 1
    figure, findings = rate(reports, options.seconds)
    print(f"{figure:.0f} reports/s on one core ({len(reports)} texts, {findings} findings a round; at least {LEAST})")
    return int(figure < LEAST)


if __name__ == "__main__":
    raise SystemExit(main())
