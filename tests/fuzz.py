"""Mutated documents: what a reader makes of files that are cut off, garbled, or written to harm.

``python -m tests.fuzz --count N [--format docx] [--seed S]`` mutates the documents of :func:`samples` and checks them as a user
would; it prints every file that ends otherwise than in a result or a refusal, takes longer than ``SECONDS`` or more memory than ``MEMORY``, and exits
with 1 where there is one.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import shutil
import signal
import sys
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SECONDS = 10
MEMORY = 1_000_000_000

_BYTES = (
    b"\0",
    b"\xff",
    b"<",
    b">",
    b"&",
    b"%",
    b"{",
    b"}",
    b"\\",
    b"\x07",
    b"0",
    b"9",
    b"-1",
    b"99999999999",
    b"\xff\xff\xff\x7f",
    b"\n" * 9,
)
_TAGS = re.compile(rb"<(/?)([A-Za-z][\w:.-]*)([^<>]*)>")
_NUMBERS = re.compile(rb"\d+")
_EXTREMES = (b"0", b"-1", b"1", b"65535", b"65536", b"100000", b"2147483648", b"99999999999999999999", b"1e400", b"NaN")


class Failure(NamedTuple):
    """What went wrong with a mutated file."""

    format: str
    number: int
    what: str


def samples(names: Sequence[str] = (), kept: Path | None = None) -> list[tuple[str, bytes]]:
    """Documents in the formats of these names (all of them where there are none), three of each, by their extensions.  Formats whose tools are not installed
    are left out.  ``kept`` is a folder that keeps what tools have made."""
    from tests.generator.equality import FORMATS, SAMPLES, files_of

    found = []
    for kind in FORMATS:
        if (names and kind.name not in names) or (kind.tool and shutil.which(kind.tool) is None):
            continue
        for number, sample in enumerate(SAMPLES[i] for i in (0, 11, 13)):
            path = kept and kept / f"{kind.name}-{number}{kind.extension}"
            if path is None or not path.exists():
                data = files_of(kind, [sample])[sample.name]
                if path is not None:
                    path.write_bytes(data)
            else:
                data = path.read_bytes()
            found.append((kind.extension[1:], data))
    return found


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A mutation of a document: of its bytes, or (for a zip) of one of its parts, packed again."""
    if data[:2] == b"PK" and rng.random() < 0.8:
        return _mutated_package(data, rng)
    for _ in range(rng.choice((1, 1, 2, 5))):
        data = _mutated_bytes(data, rng)
    return data


def _mutated_bytes(data: bytes, rng: random.Random) -> bytes:
    if not data:
        return rng.randbytes(20)
    start = rng.randrange(len(data))
    end = min(len(data), start + rng.choice((1, 2, 8, 64, 512, 4096)))
    kind = rng.randrange(9)
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:start] + rng.choice(_BYTES) + data[start:]
    if kind == 2:
        return data[:start] + rng.randbytes(end - start) + data[end:]
    if kind == 3:
        return data[:start] + data[end:]
    if kind == 4:
        return data[:end] + data[start:end] * rng.choice((1, 3, 200)) + data[end:]
    if kind == 5:
        return data[:start] + bytes([data[start] ^ (1 << rng.randrange(8))]) + data[start + 1 :]
    if kind == 6:
        return _replaced(_NUMBERS, data, lambda: rng.choice(_EXTREMES), rng)
    if kind == 7:
        return _mutated_tags(data, rng)
    other = rng.randrange(len(data))
    return data[:start] + data[other : other + end - start] + data[end:]


def _replaced(pattern: re.Pattern[bytes], data: bytes, value: object, rng: random.Random) -> bytes:
    found = list(pattern.finditer(data))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 3, 20)))), key=lambda m: -m.start()):
        data = data[: match.start()] + value() + data[match.end() :]  # type: ignore[operator]
    return data


def _mutated_tags(data: bytes, rng: random.Random) -> bytes:
    """Tags left out, doubled, moved or nested without end."""
    found = list(_TAGS.finditer(data))
    if not found:
        return data
    match, other = rng.choice(found), rng.choice(found)
    kind = rng.randrange(5)
    if kind == 0:
        return data[: match.start()] + data[match.end() :]
    if kind == 1:
        return data[: match.end()] + match[0] * rng.choice((1, 50, 20_000)) + data[match.end() :]
    if kind == 2:
        return data[: match.start()] + other[0] + data[match.end() :]
    if kind == 3:
        a, b = sorted((match.start(), other.start()))
        return data[:b] + data[a:b] + data[b:]
    name = match[2]
    depth = rng.choice((30, 2_000, 30_000))
    return data[: match.start()] + (b"<" + name + b">") * depth + (b"</" + name + b">") * depth + data[match.start() :]


def _mutated_package(data: bytes, rng: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:
        return _mutated_bytes(data, rng)
    large = [i for i, (name, _) in enumerate(parts) if name.endswith(".xml")] or list(range(len(parts)))
    victim = max(large, key=lambda i: len(parts[i][1])) if rng.random() < 0.5 else rng.choice(large)
    name, content = parts[victim]
    kind = rng.randrange(12)
    if kind == 0:
        del parts[victim]
    elif kind == 1:
        parts.append(parts[victim])
    elif kind == 2:
        parts[victim] = (f"../../{name}", content)
    else:
        for _ in range(rng.choice((1, 1, 3))):
            content = (_mutated_tags if rng.random() < 0.5 else _mutated_bytes)(content, rng)
        parts[victim] = (name, content)
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a part that is there twice
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def failures(samples: Sequence[tuple[str, bytes]], seed: int, numbers: Sequence[int]) -> Iterator[Failure]:
    """What goes wrong with the mutations of these numbers of the samples (format and bytes)."""
    from gov_lint.engine import run
    from gov_lint.readers import ReadError, read_bytes
    from gov_lint.rulepack import load_pack

    pack = load_pack()
    for number in numbers:
        rng = random.Random(f"{seed}/{number}")
        kind, data = samples[number % len(samples)]
        data = mutated(data, rng)
        before = time.perf_counter()
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(3 * SECONDS)
        try:
            run(read_bytes(data, f"{number}.{kind}"), pack)
        except ReadError as error:
            if not (error.zh and error.en):
                yield Failure(kind, number, "a refusal without words")
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            yield Failure(kind, number, traceback.format_exc(limit=-4))
        finally:
            signal.alarm(0)
        seconds = time.perf_counter() - before
        if seconds > SECONDS:
            yield Failure(kind, number, f"{seconds:.1f} s")


def peak() -> int:
    """The most memory (bytes) that this process and those it started have had."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError("no end")


def main() -> int:
    """Mutates, prints what fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", action="append")
    parser.add_argument("--out", type=Path, help="folder for the files that fail")
    parser.add_argument("--keep", type=Path, help="folder that keeps the documents that are mutated")
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(exist_ok=True)
    chosen = samples(given.format or (), given.keep)
    found = list(failures(chosen, given.seed, range(given.first, given.first + given.count)))
    for failure in found:
        print(f"{failure.number} {failure.format}: {failure.what}")
        if given.out:
            kind, data = chosen[failure.number % len(chosen)]
            given.out.mkdir(exist_ok=True)
            (given.out / f"{failure.number}.{kind}").write_bytes(
                mutated(data, random.Random(f"{given.seed}/{failure.number}"))
            )
    print(
        f"{given.count} files of {len(chosen)} samples, {len(found)} failures, {peak() / 1e6:.0f} MB; {dict(Counter(f.format for f in found))}"
    )
    return int(bool(found) or peak() > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
