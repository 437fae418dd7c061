"""GitLab's Code Quality report: Code Climate issues, compared between branches by their fingerprints.

Waived findings are left out; those of the baseline are of severity ``info``.  GitLab knows lines and no columns.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from gov_lint.nouns import UNCHANGED, Finding, Result
from gov_lint.reporters import Context, Unread
from gov_lint.reporters.places import Paths, one_line, with_basis

_SEVERITIES = {"error": "critical", "warning": "major", "note": "minor"}
UNREADABLE, OLD = "blocker", "info"
"""The severities of a file that was not checked, and of an old finding."""


class GitlabReporter:
    """Gathers the issues of a run and writes them at its end.  ``ascii_only`` is for outputs that are not in UTF-8."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._ascii_only = ascii_only
        self._paths = Paths(context.base, from_top=True)
        self._issues: list[dict[str, Any]] = []

    def result(self, result: Result) -> str:
        """Keeps the findings of a file."""
        path = self._paths.of(result.report.source.name)
        twins: Counter[tuple[str, str]] = Counter()
        for finding in result.findings:
            twins[finding.rule, finding.key] += 1
            if finding.waiver is None:
                self._issues.append(self._issue(finding, path, twins[finding.rule, finding.key]))
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        path, words = self._paths.of(unread.name), one_line(unread.words.in_(self._context.lang))
        name = "internal-error" if unread.internal else "file-not-read"
        self._issues.append(_data(name, words, UNREADABLE, path, (1, 1), _fingerprint(path, name)))
        return ""

    def end(self) -> str:
        """The report."""
        text = json.dumps(self._issues, ensure_ascii=self._ascii_only, indent=2)
        return text.encode("utf-8", "replace").decode("utf-8") + "\n"

    def _issue(self, finding: Finding, path: str, twin: int) -> dict[str, Any]:
        lang = self._context.lang
        severity = OLD if finding.baseline == UNCHANGED else _SEVERITIES[finding.severity]
        words = with_basis(finding, self._context.rules.get(finding.rule), lang)
        lines = finding.place.line, max(finding.place.end_line, finding.place.line)
        return _data(
            finding.rule, words, severity, path, lines, _fingerprint(path, finding.rule, finding.key, str(twin))
        )


def _data(name: str, words: str, severity: str, path: str, lines: tuple[int, int], fingerprint: str) -> dict[str, Any]:
    """An issue as Code Climate describes it."""
    return {
        "type": "issue",
        "check_name": name,
        "description": words,
        "categories": ["Bug Risk" if severity in ("blocker", "critical") else "Clarity"],
        "severity": severity,
        "fingerprint": fingerprint,
        "location": {"path": path, "lines": {"begin": lines[0], "end": lines[1]}},
    }


def _fingerprint(*parts: str) -> str:
    """What stays the same of a finding when its lines move: file, rule, subject and the number among twins."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
