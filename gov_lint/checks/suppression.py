"""Whether the suppressions of a file suppress anything.  Which do not is known before: a run holds them against its findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Report, Span

FACTS = ("rule", "subject", "expired")


class Options(NamedTuple):
    """What is a fault: a suppression in force that meets no finding (``unused``), one whose day is over (``expired``)."""

    find: Literal["unused", "expired"]


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each such suppression, on its first line."""
    for lapse in report.source.lapses:
        if bool(lapse.expired) == (options.find == "expired"):
            yield Fault(_line(report, lapse.line), lapse._asdict())


def _line(report: Report, number: int) -> Span:
    """A line of the file."""
    starts = [*report.squeezed.lines, len(report.text)]
    number = min(number, len(starts) - 1)  # the file may have changed since it was read
    start, end = starts[number - 1], starts[number]
    words = report.text[start:end]
    start += len(words) - len(words.lstrip())  # blanks, and borders of what looks like a cell
    return Span(start, max(start + len(words.strip()), start + 1))
