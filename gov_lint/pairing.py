"""Which file is last year's report of which: told from the titles, so that hardly more than the first lines of files are read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from gov_lint.files import STDIN, find
from gov_lint.nouns import Around, Report, Settings, Source
from gov_lint.patterns import compiled
from gov_lint.prose import same_organ
from gov_lint.readers import is_text, opened, read_bytes, read_path
from gov_lint.structure import recognise
from gov_lint.structure.facts import find_title, report_year
from gov_lint.structure.squeeze import squeeze

HEAD = 4096
"""How many bytes of a file are read to find its title."""

_TITLE = re.compile(
    rb"(?s)(20[0-4]\d)\s{0,8}(?:\xe5\xb9\xb4|\xc4\xea).{0,90}?(?:\xe5\x85\xac\xe5\xbc\x80|\xb9\xab\xbf\xaa).{0,24}?(?:\xe6\x8a\xa5|\xb1\xa8)"
)
"""A year, 公开 and 报 close together, in UTF-8 or GB18030."""


class Head(NamedTuple):
    """Whose report a file is, and of which year, as far as its title or its name tells."""

    organ: str = ""
    year: int | None = None

    @property
    def known(self) -> bool:
        """Whether both are known."""
        return bool(self.organ) and self.year is not None


@dataclass(frozen=True)
class Pairs:
    """The files that are compared with last year's: path to path."""

    previous: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def members(self) -> frozenset[str]:
        """The files that take part in a pair, on either side."""
        return frozenset(self.previous) | frozenset(self.previous.values())


def pairs_among(files: Sequence[str]) -> Pairs:
    """The pairs that stand among the files of a run: the same organ, one year after the other.  Files of one year cost a look at their
    first bytes."""
    _forget()
    if len(files) < 2:
        return Pairs()
    years: set[int | None] = set()
    unsure: list[str] = []
    for path in files:
        year = _quick_year(path)
        if year:
            years.add(year)
        else:
            unsure.append(path)
    if len(years) < 2:
        years |= {head_of(path).year for path in unsure}
    if len(years - {None}) < 2:
        return Pairs()
    heads = {path: head_of(path) for path in files}
    return Pairs(_paired(heads, heads))


def pairs_given(files: Sequence[str], previous: str) -> tuple[Pairs, list[str]]:
    """The pairs of files with what the user gave as last year's report, or as a folder of such; and the files without one.  A
    single report is compared with a single file whatever that is.  Raises ReadError where it cannot be read."""
    _forget()
    if os.path.isdir(previous):
        others: Sequence[str] = find([previous]).files
    else:
        parsed(previous, Settings())
        others = [previous]
        if len(files) == 1:
            return Pairs({files[0]: previous}), []
    heads = {path: head_of(path) for path in files}
    found = _paired(heads, {path: head_of(path) for path in others}, loosely=True)
    return Pairs(found), [path for path in files if path not in found]


def _paired(heads: Mapping[str, Head], others: Mapping[str, Head], *, loosely: bool = False) -> dict[str, str]:
    """For each file the one whose head is the same organ's of the year before."""
    places: dict[tuple[str, int], list[str]] = {}
    by_year: dict[int, list[str]] = {}
    for path, head in others.items():
        if head.year is not None and head.organ:
            places.setdefault((_name(head.organ), head.year), []).append(path)
            by_year.setdefault(head.year, []).append(path)
    found = {}
    for path, head in heads.items():
        if head.year is None or not head.organ:
            continue
        before = places.get((_name(head.organ), head.year - 1), [])
        if not before and loosely:
            before = [p for p in by_year.get(head.year - 1, ()) if same_organ(head.organ, others[p].organ)]
            before = before if len(before) == 1 else []
        before = [other for other in before if other != path]
        if before:
            found[path] = min(before, key=lambda other: (os.path.dirname(other) != os.path.dirname(path), other))
    return found


def _name(organ: str) -> str:
    """What two spellings of an organ's name have in common: 柳川县人民政府, 柳川县."""
    return compiled(r"(?:人民政府|办事处)$").sub("", compiled(r"[\s·（）()]").sub("", organ))


def _first_bytes(path: str, count: int) -> bytes:
    """The beginning of a file; nothing of a pipe, which can be read only once."""
    try:
        path = opened(path)
        if not os.path.isfile(path):
            return b""
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        return b""
    try:
        return os.read(handle, count)
    except OSError:
        return b""
    finally:
        os.close(handle)


def _quick_year(path: str) -> int | None:
    """The year in a title that is easily found; None where there is none."""
    if path == STDIN:
        return None
    match = _TITLE.search(_first_bytes(path, HEAD))
    return int(match[1]) if match else None


@lru_cache(maxsize=4096)
def head_of(path: str) -> Head:
    """Whose report a file is, and of which year: by its title, else by its name; the other way round where reading the title means reading the whole
    document."""
    if path == STDIN:
        return Head()
    stem = os.path.splitext(os.path.basename(path))[0]
    data = _first_bytes(path, HEAD)
    if is_text(data):
        if len(data) == HEAD:
            data = data[: data.rfind(b"\n") + 1] or data
        texts: Iterable[Callable[[], str]] = (lambda: _text(lambda: read_bytes(data, path)), lambda: stem)
    else:
        texts = (lambda: stem, lambda: _text(lambda: read_path(path)))
    for text in texts:
        squeezed = squeeze(text())
        title = find_title(squeezed.text, len(squeezed.text), squeezed.lines)
        if title and title.organ:
            year = report_year(title, None, path)
            return Head(title.organ, year)
    return Head("", report_year(None, None, path))


def _text(read: Callable[[], Source]) -> str:
    """The text before the first section; empty where it cannot be read."""
    try:
        text = read().text[:1600]
    except Exception:  # said of the file itself when it is checked
        return ""
    first = compiled(r"\n[#* \t\u3000]*一、").search(text)
    return text[: first.start()] if first else text


@lru_cache(maxsize=24)
def parsed(path: str, settings: Settings) -> Report:
    """The report in a file.  A few are kept: each is checked, and serves as the year before of the next.  Raises ReadError where it
    cannot be read."""
    return recognise(read_path(path), settings)


def _forget() -> None:
    """Drops what an earlier run of this process has read: files change."""
    head_of.cache_clear()
    parsed.cache_clear()


def with_last_year(report: Report, path: str, pairs: Pairs, settings: Settings) -> Report:
    """The report of a file with last year's beside it, where it has one that can be read."""
    before = pairs.previous.get(path)
    if before is None:
        return report
    try:
        last = parsed(before, Settings(settings.org_type))
    except Exception:  # said of that file when it is checked, or when it was given
        return report
    return replace(report, around=Around(previous=last))


def names(paths: Iterable[str], lang: str, most: int = 5) -> str:
    """A few paths for a message."""
    every = list(paths)
    comma, more = (", ", ", …") if lang == "en" else ("、", "……")
    return comma.join(every[:most]) + (more if len(every) > most else "")
