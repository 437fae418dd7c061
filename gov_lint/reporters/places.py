"""What several outputs say alike: where a file and a finding are, in words and in the columns of a format, and what a finding is worth."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from html import escape

from gov_lint.nouns import UNCHANGED, Finding, Fix, Place, RelatedPlace, Report, Rule, Source
from gov_lint.reporters import details
from gov_lint.reporters.sarif_places import work_tree
from gov_lint.terminal import visible

STDIN = "stdin"
"""What standard input is called where a path is due."""
OTHER_SECTION = 7
"""The group of findings in sections that the form does not have."""
_NUMERALS = "一二三四五六"
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\r\n]+")
_WORDS = {
    "zh": {
        "line": "第 {line} 行第 {column} 列",
        "open": "（",
        "close": "）",
        "basis": "依据：",
        "related": "相关：",
        "stop": "。",
        "old": "【基线已有】",
    },
    "en": {
        "line": "line {line}, column {column}",
        "open": " (",
        "close": ")",
        "basis": "Basis: ",
        "related": "See also: ",
        "stop": ". ",
        "old": "[in the baseline] ",
    },
}


class Paths:
    """The paths of a run's files as an output writes them: with forward slashes, from the folder that the run was started in on, or from the top
    of its work tree on; whole for files elsewhere.  What is no character is replaced."""

    def __init__(self, base: str = "", *, from_top: bool = False) -> None:
        self._folder = os.path.abspath(base or os.curdir)
        self._start = work_tree(self._folder) if from_top else self._folder

    def of(self, name: str) -> str:
        """The path of a file as it was named to govlint."""
        if name in ("<stdin>", ""):
            return STDIN
        full = os.path.abspath(os.path.join(self._folder, name))
        inside = full.startswith(os.path.join(self._start, ""))
        path = os.path.relpath(full, self._start) if inside else full
        return _SURROGATES.sub("\ufffd", path.replace(os.sep, "/"))


def utf16_column(source: Source, line: int, column: int) -> int:
    """A column in UTF-16 code units, from 1."""
    before = source.file_line(line)[: column - 1]
    return column + sum(1 for sign in before if ord(sign) > 0xFFFF)


def utf8_column(source: Source, line: int, column: int) -> int:
    """A column in bytes of UTF-8, from 1."""
    before = source.file_line(line)[: column - 1]
    return column - len(before) + len(before.encode("utf-8", "replace"))


def one_line(text: str) -> str:
    """The text in one line; what a terminal would obey or hide is written out."""
    return visible(_BLANKS.sub(" ", text).strip())


def words_of(lang: str) -> dict[str, str]:
    """The words that places are told in."""
    return _WORDS["en" if lang == "en" else "zh"]


def place_words(place: Place, lang: str) -> str:
    """A place as one finds it in the document, else in the lines of the text."""
    return details.where(place.block, lang) or words_of(lang)["line"].format(line=place.line, column=place.column)


def said(finding: Finding, lang: str) -> str:
    """The sentence of a finding in one line, with its page, paragraph or cell, and a mark where it is an old one."""
    words, where = words_of(lang), details.where(finding.place.block, lang)
    mark = words["old"] if finding.baseline == UNCHANGED else ""
    shown = f"{words['open']}{where}{words['close']}" if where else ""
    return mark + one_line(finding.message.in_(lang)) + shown


def basis_line(finding: Finding, rule: Rule | None, lang: str) -> str:
    """The clause that a finding rests on."""
    return words_of(lang)["basis"] + one_line(details.basis(finding, rule, lang))


def with_basis(finding: Finding, rule: Rule | None, lang: str) -> str:
    """The sentence of a finding and its clause, in one line."""
    return said(finding, lang) + words_of(lang)["stop"] + basis_line(finding, rule, lang)


def related_lines(finding: Finding, lang: str) -> list[str]:
    """The related places of a finding, a line each."""
    return [words_of(lang)["related"] + related_words(related, lang) for related in finding.related]


def related_words(related: RelatedPlace, lang: str) -> str:
    """A related place: its file where that is another one, where in it, and what stands there."""
    parts = (related.file, place_words(related.place, lang), related.words.in_(lang))
    return one_line(" ".join(part for part in parts if part))


def level(finding: Finding) -> str:
    """The severity that an output without a notion of old findings gives: an old one is a note."""
    return "note" if finding.baseline == UNCHANGED else finding.severity


def quoted(source: Source, place: Place, most: int = 60) -> str:
    """The words of the report at a place, in one line, cut after ``most`` characters."""
    words = one_line(source.text[place.start : min(place.end, place.start + 4 * most)])
    return words if len(words) <= most else words[:most] + "…"


def replacement(fix: Fix, source: Source) -> str | None:
    """What a program may put into the file at the place of a repair; None for a document, and where a page spells the characters in another way."""
    place = fix.place
    if source.format not in ("text", "html") or place.line != place.end_line:
        return None
    if source.file_line(place.line)[place.column - 1 : place.end_column - 1] != source.text[place.start : place.end]:
        return None
    return escape(fix.text, quote=False) if source.format == "html" else fix.text


def section_of(report: Report, finding: Finding) -> int:
    """The section that a finding stands in: 1 to 6, 0 before the first one, OTHER_SECTION in one that the form does not have.  What is said of a
    table whose section has no heading belongs to that section."""
    table = finding.cell[0] if finding.cell else ""
    number = _NUMERALS.find(table[1:]) + 1 if len(table) == 2 and table[0] == "表" else 0
    if number and not report.section(number):
        return number
    origin = report.squeezed.origin
    starts = sorted((origin(section.heading.start), section.number or OTHER_SECTION) for section in report.sections)
    at = bisect_right([start for start, _ in starts], finding.place.start)
    return starts[at - 1][1] if at else 0
