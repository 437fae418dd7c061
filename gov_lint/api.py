"""govlint as a library: one call from a text or a file to a result."""

from __future__ import annotations

import os
from datetime import date

from gov_lint.engine import run
from gov_lint.nouns import Result, Settings, Source
from gov_lint.readers import ReadError, read_path
from gov_lint.rulepack import load_pack

__all__ = ["ReadError", "check_path", "check_text"]


def check_text(
    text: str,
    name: str = "",
    *,
    org_type: str | None = None,
    published: date | None = None,
    edition: int | None = None,
    profile: str = "publish",
) -> Result:
    """What the national rules say of a text.  ``org_type``, ``published``, ``edition`` and ``profile`` are as the command's options.

    Raises ValueError where there is no such profile.
    """
    return _check(Source(name, text), Settings(org_type, published, edition), profile)


def check_path(
    path: str | os.PathLike[str],
    *,
    org_type: str | None = None,
    published: date | None = None,
    edition: int | None = None,
    profile: str = "publish",
) -> Result:
    """What the national rules say of a file of any format; the rest is as for :func:`check_text`.

    Raises ReadError where the file cannot be read, or where packages that its format needs are not installed.
    """
    return _check(read_path(path), Settings(org_type, published, edition), profile)


def _check(source: Source, settings: Settings, profile: str) -> Result:
    pack = load_pack()
    if profile not in pack.profiles:
        raise ValueError(f"there is no profile {profile!r}; there are: {', '.join(pack.profiles)}")
    return run(source, pack, settings, profile=profile)
