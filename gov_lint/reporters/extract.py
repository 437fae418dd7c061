"""What the parser recognised in one report, as data: sections, tables with every cell and its place, the normalised text, and
the lines that the numbers of lines count (but for web pages, where they are those of the page's source)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gov_lint.nouns import Cell, Item, Report, Row, Section, Span, Table
from gov_lint.reporters import printable_path
from gov_lint.reporters.json import VERSION, place_data, report_data


def extract(report: Report) -> dict[str, Any]:
    """All that was recognised, as JSON can hold it."""
    return {
        "version": VERSION,
        "path": printable_path(report.source.name),
        "format": report.source.format,
        "encoding": report.source.encoding,
        **report_data(report),
        "preface": report.words(report.preface) or None,
        "sections": [_section(report, section) for section in report.sections],
        "items": [_item(report, item) for item in report.items],
        "tables": [_table(report, table) for table in report.tables.values()],
        "text": report.text,
        "lines": report.source.text.split("\n"),
    }


def _section(report: Report, section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "ordinal": section.ordinal,
        "title": section.title,
        "match": section.match,
        **_place(report, section.heading),
        "text": report.words(section.body),
    }


def _item(report: Report, item: Item) -> dict[str, Any]:
    return {"topic": item.topic, **_place(report, item.heading), "text": report.words(item.body)}


def _table(report: Report, table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "edition": table.edition,
        **_place(report, table.span),
        "headers": list(table.headers),
        "missing": list(table.missing),
        "unread": table.unread,
        "rows": [_row(report, row) for row in table.rows.values()],
        "extra": [_row(report, row) for row in table.extra],
    }


def _row(report: Report, row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "printed": row.printed,
        "read": row.read,
        **_place(report, row.label),
        "cells": [_cell(report, cell) for cell in row.cells],
        "loose": [{"raw": report.words(span), **_place(report, span)} for span in row.loose],
    }


def _cell(report: Report, cell: Cell) -> dict[str, Any]:
    value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
    return {
        "row": cell.row,
        "column_name": cell.column,
        "state": cell.state,
        "value": value,
        "raw": cell.raw,
        "note": cell.note,
        **_place(report, cell.span),
    }


def _place(report: Report, span: Span) -> dict[str, Any]:
    return place_data(report.place(span))
