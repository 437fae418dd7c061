"""A table of findings for spreadsheets: comma-separated values (RFC 4180) in UTF-8 with a byte order mark, one row a finding.

A field that a spreadsheet would take for a formula begins with an apostrophe.  Lines and columns count from 1, in code points.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from gov_lint.nouns import Finding, Report, Result
from gov_lint.pages import SEVERITY_WORDS
from gov_lint.reporters import Context, Unread, details
from gov_lint.reporters.places import Paths, one_line

_COLUMNS = {
    "文件": "file",
    "机关": "organ",
    "年度": "year",
    "行": "line",
    "列": "column",
    "页": "page",
    "段": "paragraph",
    "表格": "table",
    "表格行": "table_row",
    "表格列": "table_column",
    "级别": "severity",
    "规则": "rule",
    "问题": "message",
    "依据": "basis",
    "单元格": "cell",
    "状态": "status",
    "豁免理由": "reason",
    "批准人": "approver",
    "豁免到期": "expires",
}
"""The heads of the columns, in Chinese and in English."""
_UNREAD = {"zh": "未检查", "en": "not checked"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class CsvReporter:
    """Writes the rows of each file at once, the first with the head.  ``ascii_only`` is for outputs that are not in UTF-8: they get no mark."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._paths = Paths(context.base)
        self._rules = context.rules
        self._lang = "en" if context.lang == "en" else "zh"
        self._head = ("" if ascii_only else "\ufeff") + _rows([_COLUMNS.values() if self._lang == "en" else _COLUMNS])

    def result(self, result: Result) -> str:
        """The rows of a file."""
        return self._started(_rows(self._row(result.report, finding) for finding in result.findings))

    def unread(self, unread: Unread) -> str:
        """A row for the file."""
        kind = "internal-error" if unread.internal else "file-not-read"
        severity, status = SEVERITY_WORDS[self._lang]["error"], _UNREAD[self._lang]
        words = one_line(unread.words.in_(self._lang))
        row = (self._paths.of(unread.name), *[""] * 9, severity, kind, words, "", "", status, "", "", "")
        return self._started(_rows([row]))

    def end(self) -> str:
        """The head, where nothing was written under it."""
        return self._started("")

    def _started(self, text: str) -> str:
        text, self._head = self._head + text, ""
        return text

    def _row(self, report: Report, finding: Finding) -> tuple[object, ...]:
        lang, place, block, waiver = self._lang, finding.place, finding.place.block, finding.waiver
        organ = report.title.organ if report.title else ""
        given = (block.page, block.paragraph, block.table, block.row, block.column) if block else (None,) * 5
        return (
            self._paths.of(report.source.name),
            organ or report.signoff.organ,
            report.year,
            place.line,
            place.column,
            *given,
            SEVERITY_WORDS[lang][finding.severity],
            finding.rule,
            finding.message.in_(lang),
            details.basis(finding, self._rules.get(finding.rule), lang),
            "/".join(finding.cell),
            details.status(finding, lang),
            waiver.reason if waiver else "",
            waiver.approver if waiver else "",
            waiver.expires.isoformat() if waiver and waiver.expires else "",
        )


def _rows(rows: Iterable[Iterable[object]]) -> str:
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\r\n").writerows([_field(value) for value in row] for row in rows)
    return held.getvalue()


def _field(value: object) -> object:
    """A value that stays one: no formula, no second line."""
    if value is None or isinstance(value, int):
        return value
    text = one_line(str(value))
    return "'" + text if text.startswith(_FORMULA) else text
