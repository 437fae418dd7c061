"""How long the language server takes from a keystroke to the findings: a client types into texts one character at a time.

``python benchmarks/lsp.py [--strokes N]`` prints the median and the slowest of each text, and exits with 1 where a median is over ``MOST``.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

MOST = 100.0
"""Milliseconds that a median may be."""
PAUSE = 0.05
"""Seconds between two keystrokes."""


def texts() -> list[tuple[str, str]]:
    """The public samples where they are there, and the examples."""
    samples = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    examples = [path for path in sorted((ROOT / "examples").glob("*.txt")) if "gb18030" not in path.name]
    return [(path.name, path.read_text(encoding="utf-8-sig")) for path in [*samples, *examples]]


async def measured(strokes: int) -> list[tuple[str, int, list[float]]]:
    """The milliseconds of each keystroke, by text, with the text's length."""
    from lsprotocol import types

    from tests.lsp_client import Editor

    found = []
    with tempfile.TemporaryDirectory() as folder:
        async with Editor(Path(folder)) as editor:
            for name, text in texts():
                uri = (Path(folder) / name).as_uri()
                await editor.open(uri, text)
                at = editor.position(uri, len(text) // 2)
                taken = []
                for _ in range(strokes):
                    await asyncio.sleep(PAUSE)
                    begun = time.perf_counter()
                    editor.edit(uri, types.TextDocumentContentChangePartial(types.Range(at, at), "字"))
                    await editor.diagnostics(uri)
                    taken.append((time.perf_counter() - begun) * 1000)
                found.append((name, len(text), taken))
    return found


def main() -> int:
    """Prints the figures; 1 where one is too high."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", type=int, default=30)
    options = parser.parse_args()
    slowest = 0.0
    for name, length, taken in asyncio.run(measured(options.strokes)):
        median = statistics.median(taken)
        slowest = max(slowest, median)
        print(f"{median:6.1f} ms median, {max(taken):6.1f} ms slowest  {name} ({length} characters)")
    print(f"{slowest:6.1f} ms is the slowest median (at most {MOST:.0f})")
    return int(slowest > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
