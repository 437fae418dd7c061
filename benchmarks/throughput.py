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


def generated(count: int) -> list[tuple[str, bytes]]:
    """Clean reports of the tests' generator, in all its layouts."""
    from tests.generator.measure import clean_cases

    return [(f"{case.seed}.txt", case.shown.text.encode()) for case in clean_cases(1, count)]


def samples() -> list[tuple[str, bytes]]:
    """The public samples, which are two to four times as long as a generated report; nothing where they are not there."""
    folder = ROOT.parent / "shared" / "seeds"
    return [(str(path), path.read_bytes()) for path in sorted(folder.glob("*.txt"))]


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
    figure, findings = rate(generated(200), options.seconds)
    print(f"{figure:.0f} reports/s on one core (200 generated reports, {findings} findings a round; at least {LEAST})")
    if long := samples():
        slower, findings = rate(long, options.seconds)
        print(f"{slower:.0f} reports/s on one core ({len(long)} public samples, {findings} findings a round)")
    return int(figure < LEAST)


if __name__ == "__main__":
    raise SystemExit(main())
