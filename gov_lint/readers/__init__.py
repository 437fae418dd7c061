"""Readers: the bytes of one file to one :class:`~gov_lint.nouns.Source`.

Each format has a module of its own with ``read(data, name)``, imported when the first such file comes.  Formats that foreign code reads, and large
files of any format, are read in a process apart: one that crashes or does not end costs its own file and no other.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module

from gov_lint.nouns import Source
from gov_lint.readers.refusal import (
    MAX_BYTES,
    MissingPackagesError,
    ReadError,
    crashed,
    damaged_container,
    refusal_of,
    too_large,
)
from gov_lint.readers.sniff import TEXT, format_of
from gov_lint.readers.text import read_text

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "MissingPackagesError",
    "ReadError",
    "bytes_of",
    "is_text",
    "opened",
    "read_bytes",
    "read_here",
    "read_instead",
    "read_path",
]

FORMATS = ("text", "docx", "html", "mht", "xlsx", "odt", "rtf", "pdf", "ofd", "doc")
"""The formats that are read, by the names of their modules; ``doc`` is any old Office file."""

_FOREIGN = frozenset({"pdf", "ofd", "doc"})
"""Formats that packages from elsewhere read."""
_LARGE = 2 * 1024 * 1024
"""Documents larger than this are read in a process apart; a report without pictures is a tenth of it."""


def read_bytes(data: bytes, name: str) -> Source:
    """The source in the bytes of a file of that name; the content decides on the format, the name never does.

    Raises ReadError where no reader can read them.
    """
    if len(data) > MAX_BYTES:
        raise too_large()
    kind = format_of(data)
    if b"govlint" in data[:1024] or b"govlint" in data[-64:]:
        from gov_lint.readers.own import refuse_own

        refuse_own(data)
    if kind == TEXT:
        return read_text(data, name)
    if kind in _FOREIGN or len(data) > _LARGE:
        from gov_lint.readers.apart import read_apart

        return read_apart(kind, data, name)
    return read_here(kind, data, name)


def is_text(data: bytes) -> bool:
    """Whether bytes begin like a text file."""
    try:
        return format_of(data) == TEXT
    except ReadError:
        return False


def read_here(kind: str, data: bytes, name: str) -> Source:
    """The source in bytes of that format, read in this process.  Raises ReadError where they cannot be read."""
    import struct
    import zipfile
    import zlib
    from xml.etree.ElementTree import ParseError

    try:
        source: Source = import_module(f"gov_lint.readers.{kind}").read(data, name)
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError, struct.error, NotImplementedError) as error:
        raise damaged_container() from error
    except (RecursionError, MemoryError) as error:
        raise crashed() from error
    return source


def read_path(path: str | os.PathLike[str]) -> Source:
    """The source in a file; its name is the path as given.

    Raises ReadError where the file cannot be opened or read.
    """
    return read_bytes(bytes_of(path), os.fspath(path))


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file, at most one more than a file may have.  Raises ReadError where it cannot be opened or read."""
    try:
        path = opened(os.fspath(path))
        if os.path.isdir(path):
            raise IsADirectoryError(path)
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise refusal_of(error) from error


_instead: dict[str, str] = {}


def read_instead(files: Mapping[str, str]) -> None:
    """From now on opens other files in the place of these, which keep their names: what is staged for a commit is not what the folder holds."""
    _instead.clear()
    _instead.update(files)


def opened(path: str) -> str:
    """The file that is opened for a path."""
    return _instead.get(path, path)
