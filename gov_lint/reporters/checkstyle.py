"""Checkstyle's XML, which Jenkins, GitLab plug-ins and many review tools read; written file by file.

Columns are UTF-16 code units.  Waived findings are left out; those of the baseline are of severity ``info``.
"""

from __future__ import annotations

from gov_lint.nouns import Finding, Result, Source
from gov_lint.reporters import Context, Unread
from gov_lint.reporters.places import Paths, level, one_line, utf16_column, with_basis
from gov_lint.reporters.xml import HEAD, element, encoded

_SEVERITIES = {"error": "error", "warning": "warning", "note": "info"}
_OPENING = HEAD + '<checkstyle version="4.3">\n'


class CheckstyleReporter:
    """Writes the findings of each file at once.  ``ascii_only`` is for outputs that are not in UTF-8."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._ascii_only = ascii_only
        self._paths = Paths(context.base)
        self._opening = _OPENING

    def result(self, result: Result) -> str:
        """The findings of a file."""
        source = result.report.source
        found = [self._error(finding, source) for finding in result.findings if finding.waiver is None]
        return self._file(source.name, found)

    def unread(self, unread: Unread) -> str:
        """An error of the file."""
        kind = "internal-error" if unread.internal else "file-not-read"
        words = one_line(unread.words.in_(self._context.lang))
        error = element("error", {"line": 1, "severity": "error", "message": words, "source": f"govlint.{kind}"})
        return self._file(unread.name, [error])

    def end(self) -> str:
        """The end of the document."""
        return self._opened("</checkstyle>\n")

    def _file(self, name: str, errors: list[str]) -> str:
        body = "\n" + "".join(error + "\n" for error in errors) if errors else ""
        return self._opened(element("file", {"name": self._paths.of(name)}, body) + "\n")

    def _opened(self, text: str) -> str:
        """The next piece of the document, after its opening if it is the first."""
        text, self._opening = self._opening + text, ""
        return encoded(text, ascii_only=self._ascii_only)

    def _error(self, finding: Finding, source: Source) -> str:
        lang, place = self._context.lang, finding.place
        rule = self._context.rules.get(finding.rule)
        given: dict[str, str | int] = {
            "line": place.line,
            "column": utf16_column(source, place.line, place.column),
            "severity": _SEVERITIES[level(finding)],
            "message": with_basis(finding, rule, lang),
            "source": f"govlint.{rule.family}.{finding.rule}" if rule else f"govlint.{finding.rule}",
        }
        return element("error", given)
