"""Patterns of file names, as ``.gitignore`` has them: ``街道/**``, ``*.docx``, ``/2023``; one that fits a folder fits all that is in it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase

ANY = "**"
"""The part of a pattern that stands for any number of folders."""

Pattern = tuple[str, ...]


def pattern_of(printed: str) -> Pattern:
    """The parts of a pattern.  One without a slash (but at its end) fits in every folder, one with a slash from the settings file's own."""
    parts = [part for part in _same(printed).split("/") if part not in ("", ".")]
    return tuple(parts) if "/" in printed.rstrip("/") else (ANY, *parts)


def parts_of(path: str, home: str) -> list[str]:
    """The parts of a file's path, told from a folder."""
    path = os.path.abspath(path)
    try:
        relative = os.path.relpath(path, home)
        if relative.startswith(os.pardir):
            resolved = os.path.relpath(os.path.realpath(path), os.path.realpath(home))
            relative = relative if resolved.startswith(os.pardir) else resolved
    except ValueError:  # on another drive
        relative = path
    return [part for part in _same(relative).replace(os.sep, "/").split("/") if part]


def _same(printed: str) -> str:
    """What two spellings of one name have in common: accents may be signs of their own, and Windows takes a for A."""
    return os.path.normcase(unicodedata.normalize("NFC", printed)).replace(os.sep, "/")


def fits(pattern: Pattern, parts: Iterable[str]) -> bool:
    """Whether a pattern fits a path or a folder above it, in time proportional to the length of both."""
    states = _opened(pattern, {0})
    for part in parts:
        states = _opened(
            pattern,
            {
                state if pattern[state] == ANY else state + 1
                for state in states
                if state < len(pattern) and (pattern[state] == ANY or fnmatchcase(part, pattern[state]))
            },
        )
        if len(pattern) in states:
            return True
    return False


def _opened(pattern: Pattern, states: set[int]) -> set[int]:
    """The positions in a pattern with those that are reached because ``**`` may stand for no folder at all."""
    for state in sorted(states):
        while state < len(pattern) and pattern[state] == ANY:
            state += 1
            states.add(state)
    return states
