"""Suppressions: which findings an office lets pass, and why.  They stand in files of their own, never in the text that is published.

An entry names its rule, the file and the cell (or words) that the finding is about, never a line::

    - rule: applications-balance
      file: 2023年/年报.txt
      cell: 表三 / （七）总计 / 总计
      reason: 上年结转数经复核更正，说明见第六部分
      approver: 办公室主任
      expires: 2026-12-31

``govlint-suppressions.yaml`` is a list of such; so is what ``suppress`` holds in the settings, and, without ``file``, a sidecar
beside a report (``年报.txt.govlint.yaml``, or ``年报.govlint.yaml`` whatever the report's format).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from unicodedata import normalize

from gov_lint.files import READABLE
from gov_lint.nouns import Finding, Place, Source, Waiver
from gov_lint.yamlfile import Document, Mistake, Path, near, parse, read_kept

NAME = "govlint-suppressions.yaml"
"""The file that holds for the reports of its folder and those below."""
SIDECAR = ".govlint.yaml"
"""What the name of a file with the suppressions of one report has after the report's."""
ALWAYS = ("suppression-unused", "suppression-expired", "unchecked")
"""Rules that cannot be suppressed: what they say must not go unseen."""
LEAST_WORDS = 2
"""How many letters and figures ``words`` must have to tell anything."""
_KEYS = ("rule", "file", "cell", "words", "reason", "approver", "expires")
_NEEDED = ("rule", "reason")
_QUOTED = 40
"""How long a quotation may be that is made for an entry."""
_SHORT, _AROUND = 4, 8
"""A quotation with fewer letters and figures than the first gets so many characters more on both sides as the second says."""
_CUT = 60
"""How much of an entry's subject messages show."""

HEADER = """\
# govlint 的豁免清单：哪些问题经批准不再提示，以及理由。报告正文里不写任何标记。
# 每条写明 rule（规则）、file（相对本文件的路径，可用 * 和 **）、cell（单元格）或 words（原文摘录）、reason（理由），
# 可写 approver（批准人；必查规则必须写）和 expires（有效期，含当日）。用 govlint suppress 添加。
"""

Rules = Mapping[str, Mapping[str, Any]]
"""Rules as plain data, by id."""


class Entry(NamedTuple):
    """A suppression, and where it is written down: the folder that ``file`` starts from, the document and the line."""

    rule: str
    file: str
    reason: str
    cell: str = ""
    words: str = ""
    approver: str = ""
    expires: date | None = None
    home: str = ""
    document: str = ""
    line: int = 0

    @property
    def subject(self) -> str:
        """What the entry is about, in short."""
        return f"{self.file} {self.cell or self.words}".strip()[:_CUT]

    @property
    def waiver(self) -> Waiver:
        """What a finding is told that this entry lets pass."""
        return Waiver(self.reason, self.approver, self.expires, self.document, self.line)

    def expired(self, today: date) -> bool:
        """Whether the last day of the entry is over."""
        return self.expires is not None and self.expires < today

    @property
    def several(self) -> bool:
        """Whether the entry may mean several files."""
        return bool(re.search(r"[*?]|/$", self.file))

    def names(self, path: str) -> bool:
        """Whether a file is one that the entry means.  The extension of a report may be left out."""
        relative = _spelt(beside(path, self.home))
        pattern = _pattern(self.file)
        stem, extension = os.path.splitext(relative)
        return bool(pattern.fullmatch(relative) or (extension.lower() in READABLE and pattern.fullmatch(stem)))

    def means(self, finding: Finding, quoted: Quotable) -> bool:
        """Whether a finding of a file that the entry names is the one that it means."""
        if finding.rule != self.rule or (self.cell and not _within(finding.cell, self.cell)):
            return False
        return not self.words or quoted.touches(self.words, finding.place)


class Listed:
    """Entries, to be looked up by the files that they name: those without signs at once, however many there are."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._all = tuple(entries)
        self._exact: dict[str, dict[str, list[int]]] = {}
        self._patterns: list[int] = []
        for number, entry in enumerate(self._all):
            names = self._exact.setdefault(entry.home, {})
            if entry.several:
                self._patterns.append(number)
            else:
                names.setdefault(_spelt(entry.file.removeprefix("./")), []).append(number)

    def of(self, path: str) -> list[Entry]:
        """The entries that name a file, in their order."""
        found = {number for number in self._patterns if self._all[number].names(path)}
        for home, names in self._exact.items():
            relative = _spelt(beside(path, home))
            stem, extension = os.path.splitext(relative)
            found.update(names.get(relative, ()), names.get(stem, ()) if extension.lower() in READABLE else ())
        return [self._all[number] for number in sorted(found)]


def _within(cell: Sequence[str], given: str) -> bool:
    """Whether a cell is the given one, or in the row or table that is given."""
    wanted = plain(given)
    return any(plain("".join(cell[:count])) == wanted for count in range(1, len(cell) + 1))


def plain(text: str) -> str:
    """The letters and figures of a text, in one width: what stays when layout, marks and the kinds of punctuation change."""
    return "".join(filter(str.isalnum, normalize("NFKC", text)))


class Quotable:
    """The text of a source, to look quotations up in."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def _text(self) -> tuple[str, list[int]]:
        """The letters and figures of the text, and the offset in the source that each comes from."""
        folded = {sign: plain(sign) for sign in set(self._source.text)}
        pieces = [(folded[sign], offset) for offset, sign in enumerate(self._source.text) if folded[sign]]
        return "".join(piece for piece, _ in pieces), [offset for piece, offset in pieces for _ in piece]

    def touches(self, words: str, place: Place) -> bool:
        """Whether the words are quoted from a stretch of the text that a place is in, or in part."""
        text, offsets = self._text
        wanted = plain(words)
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            if offsets[at] < max(place.end, place.start + 1) and place.start <= offsets[at + len(wanted) - 1]:
                return True
            at = text.find(wanted, at + 1)
        return False


def beside(path: str, home: str) -> str:
    """A file's path from a folder, with forward slashes and composed characters; from the top where the folder is on another drive."""
    full = os.path.abspath(path)
    try:
        full = os.path.relpath(full, home or os.curdir)
    except ValueError:
        pass
    return normalize("NFC", full.replace(os.sep, "/"))


def _spelt(path: str) -> str:
    """A path in one spelling: composed characters, and small letters where the system takes them for the same."""
    path = normalize("NFC", path)
    return path.lower() if os.path.normcase("A") == "a" else path


@lru_cache(maxsize=8192)
def _pattern(given: str) -> re.Pattern[str]:
    """The paths that a given one stands for: ``*`` is anything in one name, ``**`` whole folders, a slash at the end all that is in a folder."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", _spelt(given.removeprefix("./")) + ("**" if given.endswith("/") else ""))
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part) or re.escape(part) for part in parts), re.DOTALL)


def read_file(path: str, shown: str, rules: Rules) -> tuple[list[Entry], list[Mistake]]:
    """The entries of a file with suppressions or of a sidecar, and the mistakes in it.  ``shown`` is what messages call it."""
    document, mistakes = read_kept(path, shown)
    if mistakes:
        return [], mistakes
    return read(
        document.data, document, home=os.path.dirname(os.path.abspath(path)), rules=rules, report=report_of(path)
    )


def report_of(path: str) -> str:
    """The name of the report that a sidecar belongs to (its extension may be wanting); empty for a file that is no sidecar."""
    name = os.path.basename(path)
    return name.removesuffix(SIDECAR) if name.endswith(SIDECAR) else ""


def read(
    entries: Any, document: Document, *, home: str, rules: Rules, at: Path = (), report: str = ""
) -> tuple[list[Entry], list[Mistake]]:
    """The entries of a list that stands in a document at some path, and the mistakes in it.

    ``home`` is the folder that files are named from; ``report`` the one report that all of them are about, in a sidecar.
    """
    if entries is None:
        return [], []
    if not isinstance(entries, list):
        words = "豁免清单应当是一个列表，每条以“- rule:”开头", "suppressions are a list; each begins with '- rule:'"
        return [], [document.mistake(at, *words)]
    found: list[Entry] = []
    mistakes: list[Mistake] = []
    for number, given in enumerate(entries):
        here = (*at, str(number))
        wrong = document.mistakes(
            ((*here, *below), zh, en) for below, zh, en in _wrong(given, rules, sidecar=bool(report))
        )
        mistakes += wrong
        if not wrong:
            found.append(_entry(given, report, home, document.name, document.line(here)))
    return found, mistakes


def _entry(given: Mapping[str, Any], report: str, home: str, document: str, line: int) -> Entry:
    texts = {key: str(value).strip() for key, value in given.items()}
    expires = date.fromisoformat(texts["expires"]) if "expires" in texts else None
    file = report or texts["file"].replace("\\", "/")
    named = {key: texts[key] for key in ("cell", "words", "approver") if key in texts}
    return Entry(
        texts["rule"], file, texts["reason"], **named, expires=expires, home=home, document=document, line=line
    )


def _wrong(given: Any, rules: Rules, *, sidecar: bool) -> Iterator[tuple[Path, str, str]]:
    """What is wrong with one entry."""
    if not isinstance(given, dict):
        yield (), "每条豁免应当是“键: 值”的形式", "a suppression is a mapping"
        return
    for key, value in given.items():
        if key not in _KEYS:
            zh, en = near(key, _KEYS)
            yield (key,), f"没有 {key!r} 这个键{zh}", f"unknown key {key!r}{en}"
        elif isinstance(value, list | dict) or not str(value).strip():
            yield (key,), f"{key} 应当是一句话，不能为空", f"{key} is words, and not empty"
    for key in (*_NEEDED, *(() if sidecar else ("file",))):
        if key not in given:
            yield (), f"缺少 {key}", f"{key} is missing"
    if "cell" not in given and "words" not in given:
        yield (
            (),
            "要写明是哪一处：表格中的写 cell（如 表三 / （七）总计），其他的写 words（原文摘录）",
            "it takes a cell (such as 表三 / （七）总计) or words (a quotation of the text)",
        )
    if "words" in given and len(plain(str(given["words"]))) < LEAST_WORDS:
        yield ("words",), "words 至少要有两个字", "words are two characters at least"
    if "expires" in given and day(str(given["expires"])) is None:
        yield ("expires",), "expires 应当是 2026-12-31 这样的日期", "expires is a day such as 2026-12-31"
    yield from _wrong_file(str(given.get("file", "")), sidecar=sidecar)
    if "rule" in given:
        yield from wrong_rule(str(given["rule"]).strip(), str(given.get("approver", "")).strip(), rules)


def _wrong_file(file: str, *, sidecar: bool) -> Iterator[tuple[Path, str, str]]:
    if file and sidecar:
        yield (
            ("file",),
            "报告旁边的豁免文件只管这一份报告，不写 file",
            "a file beside a report is about that report and names no other",
        )
    elif re.match(r"[/\\]|[A-Za-z]:", file):
        yield (
            ("file",),
            "file 应当写相对路径，这样文件夹移动后仍然有效",
            "file is a relative path, which stays right when folders move",
        )


def wrong_rule(name: str, approver: str, rules: Rules) -> Iterator[tuple[Path, str, str]]:
    """Why a rule cannot be suppressed in that way: it is not there, it is never suppressed, it is mandatory and nobody approved."""
    if name not in rules:
        zh, en = near(name, list(rules))
        yield ("rule",), f"没有 {name!r} 这条规则{zh}", f"there is no rule {name!r}{en}"
    elif name in ALWAYS:
        yield ("rule",), f"{name} 不能豁免", f"{name} cannot be suppressed"
    elif rules[name]["mandatory"] and not approver:
        yield (
            ("rule",),
            f"{name} 是必查规则，豁免它要写 approver（批准人）",
            f"{name} is mandatory; suppressing it takes an approver",
        )


def day(printed: str) -> date | None:
    """The day that is written as 2026-12-31; None where it is none."""
    try:
        return date.fromisoformat(printed) if re.fullmatch(r"\d{4}-\d\d-\d\d", printed) else None
    except ValueError:
        return None


def quotation(place: Place, source: Source, *, secret: bool = False) -> str:
    """Words of a source that tell a place of it: its own, with some around where it has few; of what must stay ``secret`` (and of long
    numbers, which may be somebody's) only the first character, with what stands before it."""
    text = source.text
    if secret or re.search("[0-9]{7}", text[place.start : place.end]):
        before = text[max(place.start - _QUOTED, 0) : place.start + 1].rsplit("\n", 1)[-1]
        return " ".join(before.split())[-_AROUND * 2 :]
    own = text[place.start : place.end]
    if len(plain(own)) < _SHORT:
        before = text[max(place.start - _AROUND, 0) : place.start].rsplit("\n", 1)[-1]
        own = before + own + text[place.end : place.end + _AROUND].split("\n", 1)[0]
    return " ".join(own.split())[:_QUOTED].strip()


def with_entry(text: str, given: Mapping[str, str]) -> str | None:
    """The text of a file with suppressions with one entry more at its end, all else untouched; None where its layout does not allow that."""
    end = "\r\n" if "\r\n" in text else "\n"
    text = text or HEADER
    text += "" if text.endswith(("\n", "\r")) else end
    indent = next((m[1] for m in re.finditer(r"(?m)^( *)- ", text)), "")
    lines = [f"{key}: {_scalar(value)}" for key, value in given.items()]
    added = text + "".join(f"{indent}{'  ' if n else '- '}{line}{end}" for n, line in enumerate(lines))
    before, after = (parse(version.encode("utf-8", "replace"), "") for version in (text, added))
    whole = not before[1] and not after[1] and after[0].data == [*(before[0].data or ()), dict(given)]
    return added if whole else None


def _scalar(value: str) -> str:
    """A value as YAML: bare where that is understood, else in quotes."""
    import json

    quoted = [json.dumps(value, ensure_ascii=ascii_only) for ascii_only in (False, True)]
    bare = [] if set(value) & set("\"'\n\\{}[],&*#?|<>=!%@`") else [value]
    for written in (*bare, *quoted):
        document, mistakes = parse(f"k: {written}\n".encode("utf-8", "replace"), "")
        if not mistakes and document.data == {"k": value}:
            return written
    return quoted[1]


def subject_of(finding: Finding, source: Source, *, secret: bool = False) -> tuple[str, str]:
    """What an entry says to mean a finding: its ``cell``, or its ``words``, without long numbers where they are ``secret``."""
    if finding.cell:
        return "cell", " / ".join(finding.cell)
    return "words", quotation(finding.place, source, secret=secret)
