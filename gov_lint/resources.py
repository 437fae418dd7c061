"""Where the data files of govlint are: its rules, its grammars and its JSON Schemas."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def resource_path(name: str) -> str:
    """The folder ``rules``, ``grammars`` or ``schemas``: inside the package where it is installed, at the top of a checkout otherwise.

    Raises FileNotFoundError where neither is there, which only a broken installation can bring about.
    """
    for parent in (_PACKAGE, os.path.dirname(_PACKAGE)):
        folder = os.path.join(parent, name)
        if os.path.isdir(folder):
            return folder
    raise FileNotFoundError(f"govlint's folder {name!r} is missing beside {_PACKAGE}: install govlint again")


def resource_dir(name: str) -> Path:
    """The same as a Path, which takes milliseconds to import."""
    from pathlib import Path

    return Path(resource_path(name))


def resource(folder: str, name: str) -> bytes:
    """What is in a file of one of these folders."""
    with open(os.path.join(resource_path(folder), name), "rb") as file:
        return file.read()
