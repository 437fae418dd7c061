"""Whether there is a report to read at all, and whether all of it could be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import in_pictures
from gov_lint.structure.form import load_form

FACTS = ("count", "lines", "table", "reason", "reason_en", "cause", "cause_en", "advice", "advice_en")


class Options(NamedTuple):
    """What is a fault: text that is ``other`` than such a report, text that is too ``short`` to be one (``least`` Chinese characters) or has no
    figure in the sections with tables, characters that are ``damaged``, a table whose numbers stayed ``unread``, a file ``unchecked`` because a part of
    govlint is not installed."""

    find: Literal["other", "short", "damaged", "unread", "unchecked"]
    least: int = 200


def check(report: Report, options: Options) -> Iterator[Fault]:
    """At most one fault (for what is unread, one a table)."""
    if options.find == "unchecked" or not report.source.unread:
        yield from _FINDERS[options.find](report, options)


_PIECE = 400
"""How many characters mostly tell that there is a report: letters are counted in pieces of that size."""


def _letters(report: Report, enough: int = 10**9) -> int:
    """How many Chinese characters there are, counted no further than to ``enough``."""
    count = 0
    for start in range(0, len(report.text), _PIECE):
        count += sum(map(len, compiled(r"[一-鿿]+").findall(report.text, start, start + _PIECE)))
        if count >= enough:
            break
    return count


def _is_report(report: Report) -> bool:
    """Whether anything says that this is an annual report: its title, two of its sections, or a table with three rows."""
    if report.title is not None or len({s.number for s in report.sections if s.number}) > 1:
        return True
    return any(
        sum(row.read != "unread" and not row.loose for row in table.rows.values()) >= 3
        for table in report.tables.values()
    )


def _first(report: Report) -> Span:
    return Span(0, min(1, len(report.text)))


def _other(report: Report, options: Options) -> Iterator[Fault]:
    if not _is_report(report) and _letters(report) >= options.least:
        yield Fault(_first(report), {"count": str(_letters(report))})


def _short(report: Report, options: Options) -> Iterator[Fault]:
    letters = _letters(report, options.least)
    if report.source.tables_only and report.tables:
        return
    if letters < options.least:
        yield Fault(report.title.span if report.title else _first(report), _scan_facts(report, letters))
        return
    holders = [section for section in report.sections if section.number in (2, 3, 4)]
    if (
        len(holders) == 3
        and not report.tables
        and not any(compiled(r"\d").search(report.words(s.body)) for s in holders)
    ):
        yield Fault(holders[0].heading, _scan_facts(report, _letters(report)))


_PERHAPS = {
    "cause": "可能是扫描件或图片",
    "cause_en": "perhaps a scan or a picture",
    "advice": "可复制文字的文件",
    "advice_en": "a file with real text",
}
_SCANNED = {
    "cause": "有的页面是图片，没有文字：这是扫描件",
    "cause_en": "pages are pictures without text: this is a scan",
    "advice": '报告原来的 Word、WPS 文件，或者运行 pip install "govlint[ocr]" 后再检查，由程序识别图片里的文字',
    "advice_en": 'the original Word or WPS file, or run pip install "govlint[ocr]", which recognises the characters in pictures',
}
_RECOGNISED = _SCANNED | {
    "advice": "报告原来的 Word、WPS 文件；图片里的文字已尝试识别，识别出的太少",
    "advice_en": "the original Word or WPS file; too few characters could be recognised in the pictures",
}


def _scan_facts(report: Report, letters: int) -> dict[str, str]:
    """How many characters there are, why probably, and which file to take instead."""
    source = report.source
    words = _PERHAPS if not source.pictures else _RECOGNISED if source.guessed else _SCANNED
    return {"count": str(letters), **words}


def _damaged(report: Report, options: Options) -> Iterator[Fault]:
    offsets = report.source.damaged or _replaced(report.source.text)
    if not offsets:
        return
    lines = sorted({report.source.position(offset)[0] for offset in offsets})
    at = report.squeezed.text.find("\ufffd")
    facts = {"count": str(len(offsets)), "lines": "、".join(map(str, lines[:8])) + ("…" if len(lines) > 8 else "")}
    yield Fault(Span(at, at + 1) if at >= 0 else _first(report), facts)


def _replaced(text: str) -> tuple[int, ...]:
    """Offsets of characters that an earlier conversion put where it could not read."""
    return tuple(match.start() for match in compiled("\ufffd").finditer(text)) if "\ufffd" in text else ()


_LOST = {
    "cause": "文本中的数字与行名已经分离",
    "cause_en": "the text has lost which number stands where",
}
_PASTED = {
    "cause": "这一部分没有文字，表格可能是图片",
    "cause_en": "there is no text in its section, it is perhaps a picture",
}


def _unread(report: Report, options: Options) -> Iterator[Fault]:
    for table in report.tables.values():
        unread = [row for row in table.rows.values() if row.read == "unread"]
        if unread:
            form = load_form().table(table.name, table.edition)
            cells = sum(len(row.cells) for row in unread)
            facts = {"table": f"表{form.number}", "count": str(cells), "lines": "", **_LOST}
            yield Fault(unread[0].label, facts, (), (table.name,))
    for section in report.sections:
        if section.number in (2, 3, 4) and in_pictures(report, section):
            form = next(t for t in load_form().tables[2021].values() if t.section == section.number)
            facts = {
                "table": f"表{form.number}",
                "count": str(sum(len(row.columns) for row in form.leaves)),
                "lines": "",
                **_PASTED,
            }
            yield Fault(section.heading, facts, (), (form.name,), severity="warning")


def _unchecked(report: Report, options: Options) -> Iterator[Fault]:
    if report.source.unread:
        reason, reason_en = report.source.unread
        yield Fault(_first(report), {"reason": reason, "reason_en": reason_en})


_FINDERS = {"other": _other, "short": _short, "damaged": _damaged, "unread": _unread, "unchecked": _unchecked}
