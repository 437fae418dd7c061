"""The report for programs: everything of the results, in one JSON document.

``version`` grows when a field changes its meaning or goes away, not when one is added.  Lines and columns count from 1, in code points.
"""

from __future__ import annotations

import json
from typing import Any

from gov_lint import __version__
from gov_lint.nouns import SEVERITIES, Dated, Finding, Place, RelatedPlace, Report, Result, Verdict, Waiver, Words
from gov_lint.reporters import Checked, Context, Unread, printable_path

VERSION = 1


class JsonReporter:
    """Gathers the files of a run and writes them at its end.  ``ascii_only`` is for outputs that are not in UTF-8."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._ascii_only = ascii_only
        self._files: list[dict[str, Any]] = []
        self._unread: list[dict[str, Any]] = []

    def result(self, result: Result) -> str:
        """Keeps what is said of a file."""
        self._files.append(file_data(result, self._context))
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        message = _words(unread.words)
        self._unread.append({"path": printable_path(unread.name), "message": message, "internal": unread.internal})
        return ""

    def end(self) -> str:
        """The document."""
        counts = {s: sum(file["counts"][s] for file in self._files) for s in reversed(SEVERITIES)}
        document = {
            "version": VERSION,
            "tool": {"name": "govlint", "version": __version__},
            "counts": {"files": len(self._files), "unread": len(self._unread), **counts},
            "files": self._files,
            "unread": self._unread,
        }
        text = json.dumps(document, ensure_ascii=self._ascii_only, indent=2)
        return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def file_data(result: Result, context: Context) -> dict[str, Any]:
    """All that is said of one file."""
    report = result.report
    checked = Checked.of(result)
    return {
        "path": printable_path(report.source.name),
        "format": report.source.format,
        "encoding": report.source.encoding,
        "report": report_data(report),
        "previous": printable_path(report.around.previous.source.name) if report.around.previous else None,
        "checked": {
            "sections": {"found": checked.sections, "due": checked.sections_due},
            "cells": {"read": checked.cells, "blank": checked.cells_blank, "due": checked.cells_due},
            "identities": {
                "held": checked.identities["holds"],
                "failed": checked.identities["fails"],
                "unknown": checked.identities["unknown"],
            },
        },
        "counts": checked.counts(),
        "findings": [_finding(report, finding, context) for finding in result.findings],
        "identities": [_verdict(verdict) for verdict in result.verdicts],
    }


def report_data(report: Report) -> dict[str, Any]:
    """What a report says of itself: title, organ, year, period, closing, and the type of organ and edition it was taken for."""
    title, signoff = report.title, report.signoff
    period = report.period
    return {
        "title": title.text if title else None,
        "organ": title.organ or None if title else None,
        "year": report.year,
        "edition": report.edition,
        "edition_given": report.edition_given,
        "organ_kind": report.organ_kind,
        "organ_kind_given": report.organ_kind_given,
        "published": report.published.isoformat() if report.published else None,
        "period": [_date(period.start), _date(period.end)] if period else None,
        "signoff": {"organ": signoff.organ or None, "date": _date(signoff.date)},
    }


def place_data(place: Place) -> dict[str, Any]:
    """A place; for formats that have them with its page, its paragraph (outside tables), and the table, row and column of its cell."""
    data: dict[str, Any] = {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
    block = place.block
    if block and block.page:
        data["page"] = block.page
    if block and block.paragraph:
        data["paragraph"] = block.paragraph
    if block and block.table:
        data["table"] = {"number": block.table, "row": block.row, "column": block.column}
    return data


def _finding(report: Report, finding: Finding, context: Context) -> dict[str, Any]:
    rule = context.rules.get(finding.rule)
    return {
        "rule": finding.rule,
        "family": rule.family if rule else None,
        "severity": finding.severity,
        **place_data(finding.place),
        "message": _words(finding.message),
        "basis": _words(finding.basis),
        "basis_level": rule.basis_level if rule else None,
        "cell": list(finding.cell),
        "related": [_related(report, related) for related in finding.related],
        "guessed": finding.guessed,
        "key": finding.key,
        "fix": {**place_data(finding.fix.place), "text": finding.fix.text} if finding.fix else None,
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
        "baseline": finding.baseline or None,
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    """Why a finding is let pass, and where that is written down."""
    return {
        "reason": waiver.reason,
        "approver": waiver.approver or None,
        "expires": waiver.expires.isoformat() if waiver.expires else None,
        "path": printable_path(waiver.file) if waiver.file else None,
        "line": waiver.line or None,
    }


def _related(report: Report, related: RelatedPlace) -> dict[str, Any]:
    """A related place, and the file it is in."""
    path = printable_path(related.file or report.source.name)
    return {"path": path, **place_data(related.place), "message": _words(related.words)}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    outcome = {"holds": "held", "fails": "failed"}.get(verdict.outcome, "unknown")
    return {
        "rule": verdict.rule,
        "subject": list(verdict.subject),
        "outcome": outcome,
        "left": verdict.left or None,
        "right": verdict.right or None,
        "left_parts": list(verdict.left_parts),
        "right_parts": list(verdict.right_parts),
        "relation": verdict.relation,
        "printed": list(verdict.printed),
        "why": _words(verdict.why) if verdict.why.zh else None,
    }


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _date(dated: Dated | None) -> str | None:
    return dated.value.isoformat() if dated and dated.value else None
