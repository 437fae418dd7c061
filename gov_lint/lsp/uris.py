"""Addresses of documents, and the names of files that they stand for."""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

from pygls.uris import from_fs_path, to_fs_path


def path_of(uri: str) -> str:
    """The file that an address names; empty for one that is no file, such as a text that was never saved."""
    try:
        path = to_fs_path(uri) or ""
    except ValueError:
        return ""
    return path if "\0" not in path else ""


def name_of(uri: str) -> str:
    """What a document is called in findings: its path; without one, the last part of its address."""
    return path_of(uri) or unquote(_path(uri).rpartition("/")[2])


def _path(uri: str) -> str:
    try:
        return urlsplit(uri).path
    except ValueError:
        return uri


def uri_of(path: str) -> str:
    """The address of a file."""
    return str(from_fs_path(os.path.abspath(path)))
