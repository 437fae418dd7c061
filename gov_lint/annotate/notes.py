"""A result in the words that are written into a copy of the report: a note for each finding, and the list of all of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from gov_lint import __version__
from gov_lint.annotate import Note, Sheet
from gov_lint.nouns import SEVERITIES, Block, Finding, RelatedPlace, Report, Result, Rule
from gov_lint.pages import SEVERITY_WORDS

_ZH = {
    "related": "相关：",
    "more": "……（共 {} 处）",
    "basis": "依据：",
    "practice": "（惯例，未见法定要求）",
    "guess": "把握：部分依据是推测（如机关类型、公布日期），已降一级。",
    "explain": "规则说明：govlint explain {}",
    "comma": "，",
    "semicolon": "；",
    "in_page": "第 {page} 页",
    "in_paragraph": "第 {paragraph} 段",
    "in_table": "第 {table} 个表格第 {row} 行第 {column} 列",
    "heading": "govlint 检查结果",
    "about": "文件：{name}；检查时间：{time}；{counts}；govlint {version}",
    "closing": "本表和批注由 govlint 生成，公布前请删除。",
}
_EN = {
    "related": "See also: ",
    "more": " … ({} places)",
    "basis": "Basis: ",
    "practice": " (practice; no legal duty was found)",
    "guess": "Confidence: partly a guess (such as the type of organ or the date of publication), so one step milder.",
    "explain": "About the rule: govlint explain {}",
    "comma": ", ",
    "semicolon": "; ",
    "in_page": "page {page}",
    "in_paragraph": "paragraph {paragraph}",
    "in_table": "table {table}, row {row}, column {column}",
    "heading": "Findings of govlint",
    "about": "File: {name}; checked: {time}; {counts}; govlint {version}",
    "closing": "This table and the comments were made by govlint; delete them before publication.",
}
_MOST = 12
"""Related places that are named at most."""
_QUOTED = 16
"""Characters of the report's own words that say where a finding is."""
_HEADS = {"zh": ("序号", "级别", "位置", "问题", "依据"), "en": ("No.", "Severity", "Place", "Finding", "Basis")}


def notes_of(result: Result, rules: Mapping[str, Rule], lang: str = "zh") -> list[Note]:
    """A note for each finding, in their order.  ``rules`` are those of the run, by id."""
    return [_note(finding, rules.get(finding.rule), lang) for finding in result.findings]


def sheet_of(result: Result, rules: Mapping[str, Rule], checked: datetime, lang: str = "zh") -> Sheet:
    """The list of all findings; ``checked`` is when they were found."""
    words = _words(lang)
    rows = [
        (
            str(number),
            SEVERITY_WORDS[lang][finding.severity],
            _place(result.report, finding, lang),
            finding.message.in_(lang),
            _basis(finding, rules.get(finding.rule), lang),
        )
        for number, finding in enumerate(result.findings, 1)
    ]
    about = words["about"].format(
        name=os.path.basename(result.report.source.name),
        time=checked.strftime("%Y-%m-%d %H:%M"),
        counts=counts_of(result, lang),
        version=__version__,
    )
    return Sheet(words["heading"], about, _HEADS[lang], rows, words["closing"])


def counts_of(result: Result, lang: str) -> str:
    """How many findings there are of each severity, gravest first, as in 错误 2，警告 1."""
    counts = Counter(finding.severity for finding in result.findings)
    named = [f"{SEVERITY_WORDS[lang][name]} {counts[name]}" for name in reversed(SEVERITIES) if counts[name]]
    return _words(lang)["comma"].join(named)


def _words(lang: str) -> Mapping[str, str]:
    return _EN if lang == "en" else _ZH


def _note(finding: Finding, rule: Rule | None, lang: str) -> Note:
    title = f"{SEVERITY_WORDS[lang][finding.severity]} {finding.rule}"
    text = "\n".join(_lines(finding, rule, lang))
    return Note(finding.place.start, finding.place.end, title, text, finding.severity)


def _lines(finding: Finding, rule: Rule | None, lang: str) -> Iterator[str]:
    """What is wrong and what it ought to be, the places that belong to it, the clause, and where more is said."""
    words = _words(lang)
    yield finding.message.in_(lang)
    if finding.related:
        related = words["semicolon"].join(_related(other, lang) for other in finding.related[:_MOST])
        more = words["more"].format(len(finding.related)) if len(finding.related) > _MOST else ""
        yield words["related"] + related + more
    yield words["basis"] + _basis(finding, rule, lang)
    if finding.guessed:
        yield words["guess"]
    yield words["explain"].format(finding.rule)


def _basis(finding: Finding, rule: Rule | None, lang: str) -> str:
    """The clause; of a rule that rests on practice alone, that it does, unless this is said anyway."""
    said = "未见" in finding.basis.zh + finding.message.zh
    practice = rule is not None and rule.basis_level == "惯例" and not said
    return finding.basis.in_(lang) + (_words(lang)["practice"] if practice else "")


def _related(other: RelatedPlace, lang: str) -> str:
    """A related place: the file, where that is another one; the cell, or the paragraph where nothing else is said; and its own words."""
    words, block = other.words.in_(lang), other.place.block
    where = _in_document(block, lang) if block and (block.table or not words) else ""
    return " ".join(part for part in (os.path.basename(other.file), where, words) if part)


def _place(report: Report, finding: Finding, lang: str) -> str:
    """Where a finding is, as one looks it up on paper: table, row and column by their printed names, else the section and the words there."""
    if finding.cell:
        return " ".join(finding.cell)
    start, end = finding.place.start, finding.place.end
    section, block = _section(report, start), finding.place.block
    where = _in_document(block, lang) if block and block.table else ""
    words = report.source.text[start:end].strip().partition("\n")[0]
    quoted = f"“{words[:_QUOTED]}{'…' if len(words) > _QUOTED else ''}”" if len(words) > 1 else ""
    return " ".join(part for part in (section, where, quoted if words[-_QUOTED:] not in section else "") if part)


def _section(report: Report, offset: int) -> str:
    """The heading of the section that a character of the source is in; empty before the first."""
    before = [s for s in report.sections if report.squeezed.origin(s.heading.start) <= offset]
    return report.words(before[-1].heading) if before else ""


def _in_document(block: Block, lang: str) -> str:
    """A place by counting pages, paragraphs and cells."""
    given = block._asdict()
    words = _words(lang)
    named = [words[f"in_{name}"] for name in ("page", "paragraph", "table") if given[name]]
    return words["comma"].join(named).format(**given)
