"""Readers: the bytes of one file to one :class:`~gov_lint.nouns.Source`."""

from __future__ import annotations

import os

from gov_lint.nouns import Source
from gov_lint.readers.refusal import MAX_BYTES, ReadError, refusal_of, refuse_other_formats, too_large
from gov_lint.readers.text import read_text

__all__ = ["MAX_BYTES", "ReadError", "read_bytes", "read_path"]


def read_bytes(data: bytes, name: str) -> Source:
    """The source in the bytes of a file of that name; the content decides on the format, the name never does.

    Raises ReadError where no reader can read them.
    """
    if len(data) > MAX_BYTES:
        raise too_large()
    refuse_other_formats(data)
    return read_text(data, name)


def read_path(path: str | os.PathLike[str]) -> Source:
    """The source in a file; its name is the path as given.

    Raises ReadError where the file cannot be opened or read.
    """
    try:
        if os.path.isdir(path):
            raise IsADirectoryError(path)
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise refusal_of(error) from error
    return read_bytes(data, os.fspath(path))
