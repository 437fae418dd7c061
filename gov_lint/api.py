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
) -> Result:
    """What the national rule pack says of a text.  ``org_type``, ``published`` and ``edition`` are as the command's options."""
    return run(Source(name, text), load_pack(), Settings(org_type, published, edition))
