"""Where the data files of govlint are: its rules and its grammars."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource_dir(name: str) -> Path:
    """The folder ``rules`` or ``grammars``: inside the package where it is installed, at the top of a checkout otherwise.

    Raises FileNotFoundError where neither is there, which only a broken installation can bring about.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"govlint's folder {name!r} is missing beside {_PACKAGE}: install govlint again")
