"""Reporters: one output format each, from results to text.

A reporter is fed one file after the other, so that a long run shows what it has; what it gives back is the next piece of its output.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from gov_lint.nouns import SEVERITIES, Result, Rule, Words

SECTIONS_DUE = 6
"""The sections that the form has."""


class Unread(NamedTuple):
    """A file that could not be checked, and why.  ``internal`` says that govlint itself failed on it."""

    name: str
    words: Words
    internal: bool = False


class Context(NamedTuple):
    """What reporters know of a run beside its results: the language, the rules by id, the folder that paths are relative to (the
    current one where empty), the severity from which on a finding makes the run fail (never where empty), and whether findings are held
    against a baseline."""

    lang: str = "zh"
    rules: Mapping[str, Rule] = {}
    base: str = ""
    fail_on: str = ""
    baseline: bool = False


class Reporter(Protocol):
    """One output format at work."""

    def result(self, result: Result) -> str:
        """What is to be written for a checked file, if anything yet."""

    def unread(self, unread: Unread) -> str:
        """What is to be written for a file that could not be checked, if anything yet."""

    def end(self) -> str | bytes:
        """The rest of the output; bytes for the formats of ``formats.BINARY``."""


def reporter_of(name: str, context: Context, *, ascii_only: bool = False) -> Reporter:
    """The reporter of a format (not of ``text``, which asks for a screen).  ``ascii_only`` is for outputs that are not in UTF-8."""
    from importlib import import_module

    from gov_lint.formats import FORMATS

    made: Reporter = getattr(import_module(f"gov_lint.reporters.{name}"), FORMATS[name])(context, ascii_only=ascii_only)
    return made


def render(reporter: Reporter, outcomes: Iterable[Result | Unread]) -> str:
    """The whole output of a reporter."""
    pieces = [reporter.unread(o) if isinstance(o, Unread) else reporter.result(o) for o in outcomes]
    end = reporter.end()
    return "".join([*pieces, end if isinstance(end, str) else end.decode()])


class Checked(NamedTuple):
    """What was checked of a file: its sections, cells and identities, and the findings by severity."""

    sections: int
    sections_due: int
    cells: int
    cells_blank: int
    cells_due: int
    identities: Counter[str]
    """How many identities hold, fail or are unknown."""
    findings: Counter[str]
    """How many findings are errors, warnings or notes; without those that are suppressed or were there before."""
    waived: int = 0
    """How many are suppressed …"""
    unchanged: int = 0
    """… and how many were there before."""

    @classmethod
    def of(cls, result: Result) -> Checked:
        """What was checked of one file."""
        sections = {section.number for section in result.report.sections if section.number}
        return cls(
            len(sections),
            SECTIONS_DUE,
            result.cells_read,
            result.cells_blank,
            result.cells_due,
            Counter(result.identities._asdict()),
            Counter(finding.severity for finding in result.findings if finding.counts),
            sum(finding.waiver is not None for finding in result.findings),
            sum(finding.waiver is None and not finding.counts for finding in result.findings),
        )

    def counts(self) -> dict[str, int]:
        """The findings by severity, gravest first."""
        return {severity: self.findings[severity] for severity in reversed(SEVERITIES)}


def printable_path(name: str) -> str:
    """A path as text: bytes that are no characters are replaced."""
    return os.fsencode(name).decode("utf-8", "replace")
