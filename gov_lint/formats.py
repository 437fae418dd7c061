"""The output formats by their names."""

from __future__ import annotations

FORMATS = {
    "text": "TextReporter",
    "json": "JsonReporter",
    "sarif": "SarifReporter",
    "markdown": "MarkdownReporter",
    "csv": "CsvReporter",
    "github": "GithubReporter",
    "gitlab": "GitlabReporter",
    "junit": "JunitReporter",
    "rdjson": "RdjsonReporter",
    "checkstyle": "CheckstyleReporter",
    "html": "HtmlReporter",
    "xlsx": "XlsxReporter",
}
"""Each is a module of ``reporters`` with this class, made from a Context and ``ascii_only`` (``text`` asks for a screen instead)."""
BINARY = frozenset({"xlsx"})
"""Formats that are no text."""
PACKAGES = {"xlsx": ("xlsxwriter", "office")}
"""What formats need beyond govlint itself: a module, and the extra that brings it."""
SCHEMAS = {"json": "output-1.json", "config": "config.json"}
"""The JSON Schemas that ``govlint schema`` prints, by their names there: files of the folder ``schemas``."""

PAGE_MARK = '<meta name="generator" content="govlint">'
"""What the head of a page of results has, so that nobody takes it for a report."""
SHEET_MARK = "<!-- govlint -->"
"""What ends a sheet of results in Markdown."""
BOOK_MARK = "<dc:description>govlint "
"""What the properties of a workbook of results have."""
