"""govlint as a library: one call from text to result."""

from __future__ import annotations

from datetime import date

from gov_lint.engine import run
from gov_lint.nouns import Result, Settings, Source
from gov_lint.rulepack import load_pack


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
    pack = load_pack()
    if profile not in pack.profiles:
        raise ValueError(f"there is no profile {profile!r}; there are: {', '.join(pack.profiles)}")
    return run(Source(name, text), pack, Settings(org_type, published, edition), profile=profile)
