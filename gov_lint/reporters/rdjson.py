"""reviewdog's diagnostics (rdjson): for comments on pull requests of any code host, with changes that a reviewer may take over.

Columns are bytes of UTF-8, from 1, whatever the file's own encoding is.  Waived findings are left out; those of the baseline are ``INFO``.
"""

from __future__ import annotations

import json
from typing import Any

from gov_lint import docs_url, rule_url
from gov_lint.nouns import Finding, Place, RelatedPlace, Report, Result, Source
from gov_lint.reporters import Context, Unread
from gov_lint.reporters.places import Paths, basis_line, level, one_line, replacement, said, utf8_column

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}
_NAME = "govlint"


class RdjsonReporter:
    """Gathers the diagnostics of a run and writes them at its end.  ``ascii_only`` is for outputs that are not in UTF-8."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._ascii_only = ascii_only
        self._paths = Paths(context.base)
        self._diagnostics: list[dict[str, Any]] = []

    def result(self, result: Result) -> str:
        """Keeps the findings of a file."""
        self._diagnostics += [self._diagnostic(f, result.report) for f in result.findings if f.waiver is None]
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        self._diagnostics.append(
            {
                "message": one_line(unread.words.in_(self._context.lang)),
                "location": {"path": self._paths.of(unread.name)},
                "severity": "ERROR",
                "code": {"value": "internal-error" if unread.internal else "file-not-read"},
            }
        )
        return ""

    def end(self) -> str:
        """The document."""
        document = {
            "source": {"name": _NAME, "url": docs_url()},
            "severity": "WARNING",
            "diagnostics": self._diagnostics,
        }
        text = json.dumps(document, ensure_ascii=self._ascii_only, indent=2)
        return text.encode("utf-8", "replace").decode("utf-8") + "\n"

    def _diagnostic(self, finding: Finding, report: Report) -> dict[str, Any]:
        lang, source = self._context.lang, report.source
        data: dict[str, Any] = {
            "message": f"{said(finding, lang)}\n{basis_line(finding, self._context.rules.get(finding.rule), lang)}",
            "location": self._location(source.name, finding.place, source),
            "severity": _SEVERITIES[level(finding)],
            "code": {"value": finding.rule},
        }
        rule = self._context.rules.get(finding.rule)
        if not (rule and rule.foreign):
            data["code"]["url"] = rule_url(finding.rule)
        text = replacement(finding.fix, source) if finding.fix else None
        if finding.fix and text is not None:
            data["suggestions"] = [{"range": _range(finding.fix.place, source), "text": text}]
        if finding.related:
            around = _around(report)
            data["related_locations"] = [self._related(related, source, around) for related in finding.related]
        return data

    def _related(self, related: RelatedPlace, source: Source, around: dict[str, Source]) -> dict[str, Any]:
        home = around.get(related.file) if related.file else source
        location = self._location(related.file or source.name, related.place, home)
        return {"message": one_line(related.words.in_(self._context.lang)), "location": location}

    def _location(self, name: str, place: Place, source: Source | None) -> dict[str, Any]:
        """A place; only its line where the file's text is not at hand."""
        path = self._paths.of(name)
        return {"path": path, "range": _range(place, source) if source else {"start": {"line": place.line}}}


def _around(report: Report) -> dict[str, Source]:
    """The other files that a report was checked with, by name."""
    around = report.around
    others = (*((around.previous,) if around.previous else ()), *around.parts, *around.siblings)
    return {other.source.name: other.source for other in others}


def _range(place: Place, source: Source) -> dict[str, Any]:
    return {
        "start": {"line": place.line, "column": utf8_column(source, place.line, place.column)},
        "end": {"line": place.end_line, "column": utf8_column(source, place.end_line, place.end_column)},
    }
