"""Which files a run reads: the named ones, and those that folders hold, in the order a person would list them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

READABLE = (
    *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".mht", ".mhtml"),
    *(".docx", ".doc", ".wps", ".pdf", ".ofd", ".odt", ".rtf", ".xlsx"),
)
"""The extensions of reports that a folder is searched for."""

STDIN = "-"
"""The name that stands for standard input."""


COPY = ".批注"
"""What the name of a copy with findings written in has before its extension, with a number after it where that one was taken."""


class Found(NamedTuple):
    """What the arguments of a run lead to: files to read (``-`` is standard input), and folders without any report."""

    files: tuple[str, ...]
    empty: tuple[str, ...] = ()


def find(paths: Iterable[str], leave_out: Iterable[str] = ()) -> Found:
    """The files that the paths name or hold, each once.  ``leave_out`` are files that a folder's search passes over, and so are results that an
    earlier run has left there."""
    from gov_lint.readers.own import is_own

    files: dict[str, str] = {}
    empty: list[str] = []
    passed_over = {identity(path) for path in leave_out}
    for path in paths:
        if path == STDIN or not os.path.isdir(path):
            files.setdefault(identity(path), path)
            continue
        held = [name for name in walk(path) if identity(name) not in passed_over and not is_own(name)]
        for name in held:
            files.setdefault(identity(name), name)
        if not held:
            empty.append(path)
    return Found(tuple(files.values()), tuple(empty))


def identity(path: str) -> str:
    """What two names of one file have in common."""
    return path if path == STDIN else os.path.normcase(os.path.realpath(path))


def without_mark(stem: str) -> str:
    """A file's name without its extension, and without what the name of an annotated copy has there."""
    return re.sub(f"{re.escape(COPY)}(-[0-9]+)?$", "", stem)


def walk(folder: str) -> list[str]:
    """The report files under a folder in natural order, without those that are hidden, that git ignores, or that are annotated copies."""
    found = _without_ignored(folder, list(_walk(folder)))
    return sorted(found, key=natural)


def natural(path: str) -> list[list[tuple[int, int, str]]]:
    """A sort key by the names of the path: numbers by value (2 before 10), the rest by character, whatever the locale."""
    return [[_part(part) for part in re.split("([0-9]+)", name)] for name in path.split(os.sep)]


def _part(part: str) -> tuple[int, int, str]:
    if part.isascii() and part.isdigit():
        digits = part.lstrip("0")
        return 0, len(digits), digits
    return 1, 0, part


def _walk(folder: str) -> Iterator[str]:
    """The files under a folder that are named like a report."""
    prefix = os.path.join(os.curdir, "") if folder == os.curdir else ""
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        base = "" if top == os.curdir else top.removeprefix(prefix)
        for name in names:
            if named_like_report(name):
                yield os.path.join(base, name)


def named_like_report(name: str) -> bool:
    """Whether a file's name is that of a report, and neither hidden nor that of an annotated copy."""
    return not name.startswith((".", "~$")) and name.lower().endswith(READABLE) and not _is_copy(name)


def _is_copy(name: str) -> bool:
    """Whether a file is an annotated copy, by its name."""
    stem = os.path.splitext(name)[0]
    return COPY in stem and without_mark(stem) != stem


def _without_ignored(folder: str, paths: list[str]) -> list[str]:
    """The paths less those that git leaves out; all of them where there is no repository, or no git."""
    ignored: set[str] = set()
    homes: dict[str, str] = {}
    by_repository: dict[str, list[str]] = {}
    for path in paths:
        parent = os.path.realpath(os.path.dirname(path) or os.curdir)
        by_repository.setdefault(_repository(parent, homes), []).append(path)
    for repository, members in by_repository.items():
        if repository and not _ignored_by_git(repository, [os.path.join(folder, "")]):
            ignored |= _ignored_by_git(repository, members)
    return [path for path in paths if path not in ignored]


def _repository(folder: str, homes: dict[str, str]) -> str:
    """The top of the git work tree that a folder is in; empty where it is in none."""
    if folder not in homes:
        parent = os.path.dirname(folder)
        if os.path.exists(os.path.join(folder, ".git")):
            homes[folder] = folder
        else:
            homes[folder] = _repository(parent, homes) if parent != folder else ""
    return homes[folder]


def _ignored_by_git(repository: str, paths: list[str]) -> set[str]:
    """Those of the paths that git ignores; none where git is not installed or fails."""
    import subprocess

    inside = {os.path.relpath(_resolved(path), repository): path for path in paths}
    inside = {
        name: path for name, path in inside.items() if name != os.curdir and not name.startswith(os.pardir + os.sep)
    }
    if not inside:
        return set()
    command = ["git", "-c", "core.fsmonitor=false", "-C", repository, "check-ignore", "-z", "--stdin"]
    asked = b"\0".join(b"./" + os.fsencode(name) for name in inside)
    try:
        run = subprocess.run(command, input=asked, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return set()
    named = [os.fsdecode(name)[2:] for name in run.stdout.split(b"\0") if name]
    return {inside[name] for name in named if name in inside}


def _resolved(path: str) -> str:
    """The path with its folders resolved, but not the file itself: git looks at the link."""
    return os.path.join(os.path.realpath(os.path.dirname(path) or os.curdir), os.path.basename(path))
