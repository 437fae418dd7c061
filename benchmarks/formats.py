"""How long a report takes as a document, against the same report as text: reading, recognising and checking, in one process.

``python benchmarks/formats.py [--rounds N] [--keep DIR]`` prints medians as ratios, and exits with 1 where one is above its limit.  Formats whose tools are not
installed are left out; ``--keep`` is a folder that keeps what the tools have made.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

LIMITS = {
    "docx": 3.0,
    "html-modern": 3.0,
    "html-layout": 3.0,
    "html-word": 3.0,
    "pdf-libreoffice": 15.0,
    "pdf-chromium": 15.0,
}
"""How many times as long as the text a format may take; the others are printed only."""
COUNT = 10


def files(kept: Path | None) -> dict[str, list[bytes]]:
    """The same reports in every format."""
    from tests.generator.equality import FORMATS, REFERENCE, SAMPLES, files_of

    chosen = SAMPLES[:COUNT]
    found = {}
    for kind in (REFERENCE, *FORMATS):
        if (kind.tool and shutil.which(kind.tool) is None) or kind.name.startswith(("txt-", "utf", "gb")) * (
            kind is not REFERENCE
        ):
            continue
        paths = {sample.name: (kept / f"{kind.name}-{sample.name}") for sample in chosen} if kept else {}
        if paths and all(path.exists() for path in paths.values()):
            found[kind.name] = [path.read_bytes() for path in paths.values()]
            continue
        made = files_of(kind, chosen)
        for name, path in paths.items():
            path.write_bytes(made[name])
        found[kind.name] = list(made.values())
    return found


def main() -> int:
    """Measures and prints."""
    from gov_lint.batch import collect_rarely
    from gov_lint.engine import run
    from gov_lint.readers import read_bytes
    from gov_lint.rulepack import load_pack

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(exist_ok=True)
    made = files(given.keep)
    pack = load_pack()
    collect_rarely()
    times: dict[str, list[float]] = {name: [] for name in made}
    for number in range(given.rounds + 1):
        for (
            name,
            reports,
        ) in made.items():  # the formats take turns, so that a slow moment of the machine slows all of them
            for data in reports:
                before = time.perf_counter()
                run(read_bytes(data, name), pack)
                if number:  # the first round compiles patterns and starts the process apart
                    times[name].append(time.perf_counter() - before)
    medians = {name: statistics.median(found) * 1000 for name, found in times.items()}
    base = medians["txt-tsv"]
    wrong = 0
    for name, median in medians.items():
        size = statistics.mean(map(len, made[name])) / 1000
        limit = LIMITS.get(name)
        wrong += limit is not None and median > limit * base
        print(
            f"{name:16} {size:7.0f} kB {median:7.1f} ms {median / base:6.1f}x"
            + (f"  (at most {limit:.0f}x)" if limit else "")
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
