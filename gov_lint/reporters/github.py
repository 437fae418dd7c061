"""Annotations of GitHub Actions: a workflow command for each finding, written to the log as soon as its file is checked.

GitHub shows the first ten errors, warnings and notices of a step beside the code, and all of them in the log.  Waived findings are left out;
those of the baseline come last, as notices.  Columns are UTF-16 code units.
"""

from __future__ import annotations

import re
from collections import Counter

from gov_lint.nouns import UNCHANGED, Finding, Result, Source
from gov_lint.reporters import Context, Unread
from gov_lint.reporters.places import Paths, basis_line, level, one_line, related_lines, said, utf16_column

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
SHOWN = 10
"""Annotations of one command that GitHub shows for a step."""
_LONGEST, _LONGEST_TITLE = 16_000, 255
"""Characters of a message (GitHub takes 64 KB of UTF-8) and of a title."""
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What the terminal that shows a log would obey, in the name of a file too."""


class GithubReporter:
    """Writes the commands of each file at once, those of old findings at the end."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._paths = Paths(context.base, from_top=True)
        self._old: list[str] = []
        self._counts: Counter[str] = Counter()

    def result(self, result: Result) -> str:
        """A command for each new finding of a file."""
        source = result.report.source
        wanted = [finding for finding in result.findings if finding.waiver is None]
        self._old += [self._finding(finding, source) for finding in wanted if finding.baseline == UNCHANGED]
        return "".join(self._finding(finding, source) for finding in wanted if finding.baseline != UNCHANGED)

    def unread(self, unread: Unread) -> str:
        """A command for the file."""
        title = "govlint: not checked" if self._context.lang == "en" else "govlint：未检查"
        return self._command(
            "error",
            {"file": self._paths.of(unread.name), "title": title},
            one_line(unread.words.in_(self._context.lang)),
        )

    def end(self) -> str:
        """The old findings, and a word about what GitHub does not show."""
        hidden = sum(max(count - SHOWN, 0) for count in self._counts.values())
        zh = f"GitHub 每步每级只显示前 {SHOWN} 条批注；另外 {hidden} 条见本日志。\n"
        en = f"GitHub shows the first {SHOWN} annotations of each severity; {hidden} more stand in this log.\n"
        return "".join(self._old) + ((en if self._context.lang == "en" else zh) if hidden else "")

    def _finding(self, finding: Finding, source: Source) -> str:
        lang, place = self._context.lang, finding.place
        rule = self._context.rules.get(finding.rule)
        title = f"{finding.rule} {rule.title.in_(lang)}" if rule else finding.rule
        properties: dict[str, str | int] = {
            "file": self._paths.of(source.name),
            "line": place.line,
            "endLine": place.end_line,
        }
        if place.line == place.end_line:  # GitHub refuses columns over several lines
            properties["col"] = utf16_column(source, place.line, place.column)
            properties["endColumn"] = utf16_column(source, place.end_line, place.end_column)
        properties["title"] = one_line(title)[:_LONGEST_TITLE]
        text = "\n".join([said(finding, lang), *related_lines(finding, lang), basis_line(finding, rule, lang)])
        return self._command(_COMMANDS[level(finding)], properties, text)

    def _command(self, name: str, properties: dict[str, str | int], text: str) -> str:
        self._counts[name] += 1
        given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        return f"::{name} {given}::{_data(text[:_LONGEST])}\n"


def _data(text: str) -> str:
    """A text as the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(_CONTROL.sub("\ufffd", text)).replace(":", "%3A").replace(",", "%2C")
