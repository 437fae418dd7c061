"""The report for an office: a workbook with a sheet of the files, a sheet of the findings, one a row, and a sheet of the rules.

Words of a report are written as text and never as a formula or a link; what a workbook cannot hold is made visible or cut.  The same run gives the
same bytes: SOURCE_DATE_EPOCH (seconds since 1970) sets the day of making that the workbook names, which is 2000-01-01 otherwise.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from gov_lint import __version__
from gov_lint.nouns import SEVERITIES, Finding, RelatedPlace, Report, Result
from gov_lint.pages import SEVERITY_WORDS
from gov_lint.reporters import Checked, Context, Unread, printable_path
from gov_lint.reporters.details import basis, status, waived, where
from gov_lint.terminal import cell_len, visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""Rows of a sheet, the head included."""
MOST_SIGNS = 32_767
"""UTF-16 code units of a cell."""
_EXCERPT = 60
"""Characters of the report that are quoted before and after the place of a finding."""
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, beside control characters."""
_LEVELS_EN = {"法定": "law", "格式": "form", "地方": "local", "惯例": "practice"}
_MADE = datetime(2000, 1, 1)

_ZH = {
    "summary": "汇总",
    "findings": "问题",
    "rules": "按规则",
    "total": "合计",
    "title": "政府信息公开工作年度报告检查结果",
    "line": "{}:{}",
    "delete": "（删去）",
    "guess": "部分依据是推测",
    "semicolon": "；",
    "colon": "：",
}
_EN = {
    "summary": "Summary",
    "findings": "Findings",
    "rules": "By rule",
    "total": "Total",
    "title": "Findings on annual reports on government information disclosure",
    "line": "{}:{}",
    "delete": "(delete)",
    "guess": "partly a guess",
    "semicolon": "; ",
    "colon": ": ",
}
Value = str | int
"""What a cell holds."""


class Column(NamedTuple):
    """A column of a sheet: its head in both languages and its width in digits."""

    zh: str
    en: str
    width: float


FILES = (
    Column("序号", "No.", 6),
    Column("文件", "File", 38),
    Column("机关", "Agency", 28),
    Column("年度", "Year", 8),
    Column("错误", "Errors", 8),
    Column("警告", "Warnings", 10),
    Column("提示", "Notes", 8),
    Column("已豁免", "Waived", 8),
    Column("基线已有", "In the baseline", 10),
    Column("已读单元格", "Cells read", 11),
    Column("空白单元格", "Cells blank", 11),
    Column("应有单元格", "Cells due", 11),
    Column("未能检查的原因", "Why it was not checked", 44),
)
"""The columns of the sheet of files."""
FINDINGS = (
    Column("序号", "No.", 6),
    Column("文件", "File", 22),
    Column("级别", "Severity", 8),
    Column("问题", "Finding", 42),
    Column("位置", "Place", 15),
    Column("表、行、列", "Table, row, column", 18),
    Column("原文", "Text", 30),
    Column("改为", "Change to", 9),
    Column("依据", "Basis", 34),
    Column("处理情况", "What was done", 14),
    Column("状态", "Status", 11),
    Column("豁免说明", "Why waived", 28),
    Column("把握", "Confidence", 12),
    Column("相关位置", "See also", 36),
    Column("机关", "Agency", 24),
    Column("年度", "Year", 8),
    Column("规则", "Rule", 26),
    Column("规则要求", "What the rule asks for", 32),
    Column("依据性质", "Kind of basis", 10),
    Column("行:列", "Line:column", 12),
)
"""The columns of the sheet of findings; 处理情况 is for those who work on them."""
_SEVERITY = 2
"""The column of the sheet of findings that is coloured …"""
_PRINTED = 10
"""… and how many columns of it are printed."""
RULES = (
    Column("规则", "Rule", 28),
    Column("级别", "Severity", 9),
    Column("数量", "Count", 8),
    Column("文件数", "Files", 8),
    Column("规则要求", "What the rule asks for", 46),
    Column("依据", "Basis", 60),
    Column("依据性质", "Kind of basis", 11),
)
"""The columns of the sheet of rules."""


class _Row(NamedTuple):
    """A finding's row, and the name of its look: a severity, or ``muted``."""

    values: tuple[Value, ...]
    look: str


class XlsxReporter:
    """Keeps the rows of a run and makes the workbook at its end.  A workbook is no text, so ``ascii_only`` changes nothing."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._lang = "en" if context.lang == "en" else "zh"
        self._words = _EN if self._lang == "en" else _ZH
        self._files: list[tuple[Value, ...]] = []
        self._rows: list[_Row] = []
        self._rules: Counter[tuple[str, str]] = Counter()
        self._rule_files: Counter[tuple[str, str]] = Counter()
        self._bases: dict[str, str] = {}

    def result(self, result: Result) -> str:
        """Keeps the rows of a file."""
        report = result.report
        counts = Counter(_look(finding) for finding in result.findings)
        waived_count = sum(1 for finding in result.findings if finding.waiver)
        organ, year = _organ(report), report.year or ""
        checked = Checked.of(result)
        unread = report.source.unread
        self._files.append(
            (
                len(self._files) + 1,
                printable_path(report.source.name),
                organ,
                year,
                *(counts[severity] for severity in reversed(SEVERITIES)),
                waived_count,
                counts["muted"] - waived_count,
                checked.cells,
                checked.cells_blank,
                checked.cells_due,
                unread[self._lang == "en"] if unread else "",
            )
        )
        for finding in result.findings:
            self._rows.append(_Row(self._values(report, organ, year, finding), _look(finding)))
            self._bases.setdefault(finding.rule, finding.basis.in_(self._lang))
        found = Counter((finding.rule, finding.severity) for finding in result.findings if finding.counts)
        self._rules += found
        self._rule_files.update(found.keys())
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        blank = ("",) * (len(FILES) - 3)
        words = unread.words.in_(self._lang)
        self._files.append((len(self._files) + 1, printable_path(unread.name), *blank, words))
        return ""

    def end(self) -> bytes:
        """The workbook."""
        from xlsxwriter import Workbook

        data = BytesIO()
        with Workbook(data, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
            book.set_properties(
                {
                    "title": self._words["title"],
                    "comments": f"govlint {__version__}",
                    "created": _made(),
                }
            )
            styles = _Styles(book)
            self._summary(book, styles)
            self._findings(book, styles)
            self._by_rule(book, styles)
        return data.getvalue()

    def _values(self, report: Report, organ: str, year: Value, finding: Finding) -> tuple[Value, ...]:
        """The cells of a finding's row."""
        lang, words, place = self._lang, self._words, finding.place
        rule = self._context.rules.get(finding.rule)
        position = words["line"].format(place.line, place.column)
        return (
            len(self._rows) + 1,
            printable_path(report.source.name),
            SEVERITY_WORDS[lang][finding.severity],
            finding.message.in_(lang),
            where(place.block, lang) or position,
            " / ".join(finding.cell),
            _quoted(report, finding),
            (finding.fix.text or words["delete"]) if finding.fix else "",
            basis(finding, rule, lang),
            "",
            status(finding, lang),
            waived(finding.waiver, lang) if finding.waiver else "",
            words["guess"] if finding.guessed else "",
            words["semicolon"].join(self._related(related) for related in finding.related),
            organ,
            year,
            finding.rule,
            rule.title.in_(lang) if rule else "",
            _level(rule.basis_level, lang) if rule else "",
            position,
        )

    def _related(self, related: RelatedPlace) -> str:
        """A related place, with its file where that is another one."""
        home = printable_path(related.file) + self._words["colon"] if related.file else ""
        position = self._words["line"].format(related.place.line, related.place.column)
        return f"{home}{position} {related.words.in_(self._lang)}".rstrip()

    def _summary(self, book: Workbook, styles: _Styles) -> None:
        """The sheet of files, with totals below."""
        sheets = _Sheets(book, styles, self._words["summary"], FILES, self._lang)
        for values in self._files:
            failed = bool(values[-1])
            sheets.add(values, lambda at, failed=failed: "error" if failed and at == len(FILES) - 1 else "")  # type: ignore[misc]
        if len(self._files) > 1:
            sums = tuple(
                sum(value for values in self._files if isinstance(value := values[at], int))
                for at in range(4, len(FILES) - 1)
            )
            sheets.add((self._words["total"], "", "", "", *sums, ""), lambda at: "bold", data=False)
        sheets.close()

    def _findings(self, book: Workbook, styles: _Styles) -> None:
        sheets = _Sheets(book, styles, self._words["findings"], FINDINGS, self._lang, _PRINTED)
        for values, look in self._rows:
            sheets.add(values, lambda at, look=look: look if at == _SEVERITY or look == "muted" else "")  # type: ignore[misc]
        sheets.close()

    def _by_rule(self, book: Workbook, styles: _Styles) -> None:
        """The sheet of rules, those with the most findings first.  What is waived or was there before is not counted."""
        sheets = _Sheets(book, styles, self._words["rules"], RULES, self._lang)
        for (name, severity), count in sorted(self._rules.items(), key=lambda item: (-item[1], item[0])):
            rule = self._context.rules.get(name)
            values = (
                name,
                SEVERITY_WORDS[self._lang][severity],
                count,
                self._rule_files[name, severity],
                rule.title.in_(self._lang) if rule else "",
                rule.basis.in_(self._lang) if rule else self._bases[name],
                _level(rule.basis_level, self._lang) if rule else "",
            )
            sheets.add(values, lambda at, severity=severity: severity if at == 1 else "")  # type: ignore[misc]
        sheets.close()


class _Styles:
    """The looks of cells in a workbook, made when first used."""

    _LOOKS: dict[str, dict[str, Any]] = {  # noqa: RUF012 - never changed
        "": {},
        "head": {"bold": True, "bg_color": "#E7EBF0", "valign": "vcenter"},
        "bold": {"bold": True},
        "error": {"bold": True, "font_color": "#A4161A", "bg_color": "#FDEAEA"},
        "warning": {"bold": True, "font_color": "#744700", "bg_color": "#FFF3D4"},
        "note": {"font_color": "#0B4F8A", "bg_color": "#E5F1FB"},
        "muted": {"font_color": "#59616B", "bg_color": "#ECEEF1"},
    }

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}

    def of(self, look: str, *, text: bool = True) -> Format:
        """A look.  That of a text has a program keep it as text when somebody edits the cell."""
        key = look, text
        if key not in self._made:
            given = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#C5CBD3", **self._LOOKS[look]}
            given |= {"quote_prefix": True} if text else {"align": "center"}
            self._made[key] = self._book.add_format(given)
        return self._made[key]


class _Sheets:
    """A table that is written row by row, onto further sheets where one is full."""

    def __init__(
        self, book: Workbook, styles: _Styles, name: str, columns: Sequence[Column], lang: str, printed: int = 0
    ) -> None:
        self._book = book
        self._styles = styles
        self._name = name
        self._columns = columns
        self._printed = printed or len(columns)
        self._heads = [column.en if lang == "en" else column.zh for column in columns]
        self._count = 0
        self._open()

    def _open(self) -> None:
        self._count += 1
        name = self._name if self._count == 1 else f"{self._name} {self._count}"
        self._sheet: Worksheet = self._book.add_worksheet(name)
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, column.width)
        self._sheet.freeze_panes(1, 2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_footer("&C&P / &N")
        self._row = self._filtered = 0
        self._write(self._heads, lambda _: "head")

    def add(self, values: Sequence[Value], look: Callable[[int], str], *, data: bool = True) -> None:
        """Writes a row; ``look`` names that of the cell in a column, ``data`` says whether the filter covers the row."""
        if self._row >= MOST_ROWS:
            self.close()
            self._open()
        if data:
            self._filtered = self._row
        self._write(values, look)

    def _write(self, values: Sequence[Value], look: Callable[[int], str]) -> None:
        texts = [writable(value) if isinstance(value, str) else str(value) for value in values]
        widths = [column.width for column in self._columns]
        lines = max(map(_lines, texts, widths))
        self._sheet.set_row(self._row, min(lines * _LINE + 2, _HIGHEST))
        for at, (value, text) in enumerate(zip(values, texts, strict=True)):
            if isinstance(value, int):
                self._sheet.write_number(self._row, at, value, self._styles.of(look(at), text=False))
            elif text:
                self._sheet.write_string(self._row, at, text, self._styles.of(look(at)))
            else:
                self._sheet.write_blank(self._row, at, None, self._styles.of(look(at), text=False))
        self._row += 1

    def close(self) -> None:
        """Ends a sheet, with a filter on its rows."""
        self._sheet.autofilter(0, 0, self._filtered, len(self._columns) - 1)
        self._sheet.print_area(0, 0, self._row - 1, self._printed - 1)


_LINE, _HIGHEST = 15.0, 405.0
"""The height of a line and of the highest row, in points.  Rows have their height from here: not every program finds it."""


def _lines(text: str, width: float) -> int:
    """The lines that a text takes in a column, roughly, up to those of the highest row."""
    return min(-int(-cell_len(text[:2000]) * 1.1 // max(width - 1, 1)), 40) or 1


def writable(text: str) -> str:
    """Words from anywhere as a cell can hold them: what is not seen or no XML is written out, what is too long is cut."""
    text = _UNWRITABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", visible(text))
    if len(text) * 2 > MOST_SIGNS and len(text.encode("utf-16-le")) > 2 * MOST_SIGNS:
        text = text.encode("utf-16-le")[: 2 * (MOST_SIGNS - 1)].decode("utf-16-le", "ignore") + "…"
    return text


def _look(finding: Finding) -> str:
    return finding.severity if finding.counts else "muted"


def _organ(report: Report) -> str:
    return report.title.organ if report.title else ""


def _level(level: str, lang: str) -> str:
    return _LEVELS_EN.get(level, level) if lang == "en" else level


def _quoted(report: Report, finding: Finding) -> str:
    """The words at a finding's place, in brackets, with what stands around them in the same line."""
    source, place = report.source, finding.place
    number, column = source.text_position(place.start)
    line = source.line(number)
    start = column - 1
    end = min(start + place.end - place.start, len(line))
    before, after = line[max(start - _EXCERPT, 0) : start], line[end : end + _EXCERPT]
    cut = line[start:end] if end - start <= 2 * _EXCERPT else f"{line[start : start + 2 * _EXCERPT]}…"
    words = f"{'…' if start > _EXCERPT else ''}{before}【{cut}】{after}{'…' if len(line) > end + _EXCERPT else ''}"
    return " ".join(words.split())


def _made() -> datetime:
    """The day of making that the workbook names."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given.isdecimal() or len(given) > 10:
        return _MADE
    return datetime.fromtimestamp(int(given), UTC).replace(tzinfo=None)
