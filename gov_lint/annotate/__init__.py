"""``govlint annotate``: findings written into a copy of the report, each at its place.

``notes`` says what is written, in words; ``word`` and ``pdf`` write it, knowing nothing of rules; ``command`` goes from files to files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

AUTHOR = "govlint"
"""Who the comments of a copy are by; an earlier run's are known by it."""
INITIALS = "GL"


class Note(NamedTuple):
    """What is written at one place: from ``start`` to ``end`` of the source's text (offsets, the end not included).  ``title`` is one line, ``text``
    some, with newlines between them; ``severity`` is one of ``nouns.SEVERITIES``."""

    start: int
    end: int
    title: str
    text: str
    severity: str


class Sheet(NamedTuple):
    """The list of all findings for paper: a heading, a line on the run, the heads of the columns, and a row for each finding."""

    heading: str
    about: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    closing: str
