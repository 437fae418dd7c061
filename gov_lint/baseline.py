"""The baseline: findings that were there when a team began to use govlint, or that it has put up with.  They stay visible and fail no run.

A finding is known by its file, its rule and its cell (or, outside tables, the words that it is about); lines, messages and severities do
not matter.  Files are named from the baseline's own folder.  A report that was exported anew to another format stays the same file.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from gov_lint.files import READABLE
from gov_lint.nouns import NEW, UNCHANGED, Finding, Result, Source
from gov_lint.waivers import beside, plain

VERSION = 1
MOST_BYTES = 50_000_000
"""How long a file may be."""
_FEW, _BEFORE = 8, 16
"""Fewer letters and figures than the first tell little; with them goes so much of what is before them as the second says."""
_ALIKE, _LEAST = 0.85, 16
"""Words of this length or more are those of before where they are as much alike as that: somebody has edited the sentence."""

Key = tuple[str, str]
"""A rule, and what a finding of it is about."""


class BaselineError(Exception):
    """Why a file is no baseline, in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class Special(NamedTuple):
    """Rules whose findings are not told by their words."""

    secret: Collection[str] = ()
    """Those about what should not be written down once more."""
    once: Collection[str] = ()
    """Those about what is nowhere in a report, which have one finding in it at most, wherever that stands."""


class Known(NamedTuple):
    """What a baseline holds of one file: whose report it is, of which year, and how many findings of each key it had."""

    organ: str
    year: int | None
    findings: Counter[Key]


def known_of(result: Result, findings: Iterable[Finding], special: Special) -> Known:
    """What a baseline is to hold of a result."""
    report = result.report
    organ = report.title.organ if report.title else ""
    return Known(organ, report.year, Counter(key_of(finding, report.source, special) for finding in findings))


def key_of(finding: Finding, source: Source, special: Special) -> Key:
    """The rule of a finding and its cell, or its words without layout and punctuation; few words with what stands before them in the sentence.
    Long numbers, which may be somebody's, and the words of secret rules are only told by a digest."""
    if finding.cell:
        return finding.rule, " / ".join(finding.cell)
    if finding.rule in special.once:
        return finding.rule, ""
    words = finding.key.removeprefix(finding.rule + "|").rpartition("|")[0]
    told = plain(words)
    if finding.rule in special.secret:
        return finding.rule, _digest(told)
    if len(told) < _FEW:
        before = re.split("[。；！？]", source.text[max(finding.place.start - 4 * _BEFORE, 0) : finding.place.start])[
            -1
        ]
        told = f"{plain(before)[-_BEFORE:]} {told or ''.join(words.split())}".strip()
    return finding.rule, re.sub(r"[0-9]{7,}", lambda number: _digest(number[0]), told)


def _digest(words: str) -> str:
    """What tells words from others and is too short to be turned back into them."""
    from hashlib import sha256

    return "#" + sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:6]


class Baseline:
    """The findings of a file written before, and which of them a run has met again."""

    def __init__(self, home: str, files: Mapping[str, Known], special: Special) -> None:
        self.home = home
        self.files = dict(files)
        self._special = special
        self._gone: dict[str, Counter[Key]] = {}

    def match(self, result: Result, ran: Callable[[str], bool]) -> tuple[Finding, ...]:
        """The findings of a result, each NEW or UNCHANGED.  ``ran`` says of a rule whether it could find anything in this file: what others
        had found is not gone."""
        names = self._names(result)
        left: Counter[Key] = Counter()
        for name in names:
            left |= self.files[name].findings
        old: set[int] = set()
        keys = [key_of(finding, result.report.source, self._special) for finding in result.findings]
        for alike in (_same, _similar):
            for number, key in enumerate(keys):
                held = alike(key, left, result.findings[number]) if number not in old else None
                if held:
                    left[held] -= 1
                    old.add(number)
        for name in names:
            tables_only = result.report.source.tables_only  # there nothing else could be found again
            gone = Counter(
                {
                    key: count
                    for key, count in left.items()
                    if count > 0 and ran(key[0]) and not (tables_only and not key[1].startswith("表"))
                }
            )
            gone &= self.files[name].findings
            self._gone[name] = self._gone[name] & gone if name in self._gone else gone
        return tuple(
            finding._replace(baseline=UNCHANGED if number in old else NEW)
            for number, finding in enumerate(result.findings)
        )

    @property
    def gone(self) -> int:
        """How many findings were not met again in the files that were checked."""
        return sum(gone.total() for gone in self._gone.values())

    def _names(self, result: Result) -> list[str]:
        """The files of the baseline that a checked one is: that of its name, else those of the same report in other formats."""
        name = beside(result.report.source.name, self.home)
        if name in self.files:
            return [name]
        stem = stem_of(name)
        this = known_of(result, (), Special())
        return [other for other, known in self.files.items() if stem_of(other) == stem and _same_report(known, this)]


def stem_of(name: str) -> str:
    """A report's path without the extension of its format."""
    stem, extension = os.path.splitext(name)
    return stem if extension.lower() in READABLE else name


def _same_report(one: Known, other: Known) -> bool:
    """Whether two files can be one report: nothing says that organ or year differ."""
    organs, years = {plain(one.organ), plain(other.organ)} - {""}, {one.year, other.year} - {None}
    return len(organs) < 2 and len(years) < 2


def _same(key: Key, left: Counter[Key], finding: Finding) -> Key | None:
    return key if left[key] > 0 else None


def _similar(key: Key, left: Counter[Key], finding: Finding) -> Key | None:
    """The key of a finding about words that were edited since; cells have names, which nobody edits."""
    if finding.cell:
        return None
    for other, count in left.items():
        if count > 0 and other[0] == key[0] and _continues(key[1], other[1]):
            return other
    if len(key[1]) < _LEAST:
        return None
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, "", key[1], autojunk=False)
    best, held = _ALIKE, None
    for other, count in left.items():
        if count < 1 or other[0] != key[0] or len(other[1]) < _LEAST:
            continue
        matcher.set_seq1(other[1])
        if matcher.quick_ratio() >= best and matcher.ratio() >= best:
            best, held = matcher.ratio(), other
    return held


def _continues(one: str, other: str) -> bool:
    """Whether these are the same words after the same ones, of which one has more: another sentence or a heading came before them."""
    (before, _, words), (earlier, _, same) = one.rpartition(" "), other.rpartition(" ")
    short, long = sorted((before, earlier), key=len)
    return words == same and len(short) >= _FEW and long.endswith(short)


def read(path: str, special: Special) -> Baseline:
    """The baseline in a file.  Raises BaselineError where there is none."""
    try:
        if not os.path.isfile(path):
            raise BaselineError(
                "没有这个文件；先用 --write-baseline 生成", "there is no such file; write one with --write-baseline"
            )
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BaselineError(f"无法读取：{error.strerror}", f"it cannot be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise BaselineError(f"文件超过 {MOST_BYTES:,} 字节", f"it is longer than {MOST_BYTES:,} bytes")
    try:
        stated = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BaselineError("不是 UTF-8 编码的 JSON", "it is no JSON in UTF-8") from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        words = (
            f"第 {line} 行起不是有效的 JSON，文件可能不完整或有合并冲突",
            f"line {line} is no valid JSON: perhaps it is cut or has conflicts",
        )
        raise BaselineError(*words) from error
    if isinstance(stated, dict) and isinstance(stated.get("version"), int) and stated["version"] > VERSION:
        raise BaselineError(
            f"由更新版本的 govlint 写成（格式 {stated['version']}）；请升级 govlint",
            f"a newer govlint has written it (format {stated['version']}); update govlint",
        )
    try:
        return Baseline(os.path.dirname(os.path.abspath(path)), _known(stated), special)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        words = "不是 --write-baseline 写的文件，或被改动过", "--write-baseline has not written it like that"
        raise BaselineError(*words) from error


def _known(stated: Any) -> dict[str, Known]:
    """The files of a baseline.  Raises what comes of data that is not as it should be."""
    if stated["version"] != VERSION:
        raise ValueError
    found = {}
    for name, file in stated["files"].items():
        keys = [(rule, subject) for rule, subjects in file["findings"].items() for subject in subjects]
        year = file["year"]
        texts = [file["organ"], *(subject for _, subject in keys)]
        if not all(isinstance(text, str) for text in texts) or not isinstance(year, int | None):
            raise TypeError
        found[name] = Known(file["organ"], year, Counter(keys))
    return found


def written(files: Mapping[str, Known]) -> bytes:
    """The file of a baseline: sorted, a line for each finding, the same for the same findings."""
    counts: Counter[str] = Counter()
    stated: dict[str, Any] = {}
    for name, known in sorted(files.items()):
        findings: dict[str, list[str]] = {}
        for rule, subject in sorted(known.findings.elements()):
            findings.setdefault(rule, []).append(subject)
            counts[rule] += 1
        if findings:
            stated[name] = {"organ": known.organ, "year": known.year, "findings": findings}
    data = {"version": VERSION, "counts": dict(sorted(counts.items())), "files": stated}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def kept(old: Baseline, now: Mapping[str, Known], ran: Mapping[str, Callable[[str], bool]]) -> dict[str, Known]:
    """The files that a new baseline holds: what was found now, and of the old one what this run did not look at (files that it did not read and that
    are still there; rules that it did not use)."""
    files = dict(now)
    for name, known in old.files.items():
        if name in now:
            unseen = Counter({key: count for key, count in known.findings.items() if not ran[name](key[0])})
            files[name] = now[name]._replace(findings=now[name].findings | unseen)
        elif os.path.isfile(os.path.join(old.home, name)):
            files[name] = known
    return files
