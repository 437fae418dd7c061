"""govlint: a linter for the annual reports on government information disclosure of Chinese agencies."""

import os

__version__ = "0.1.0"
DOCS = "https://govlint.readthedocs.io/"
"""Where the documentation is published."""


def docs_url(path: str = "") -> str:
    """The address of a page of the documentation; on the mirror that GOVLINT_DOCS names, where it names one."""
    return (os.environ.get("GOVLINT_DOCS") or DOCS).rstrip("/") + "/" + path


def rule_url(rule: str) -> str:
    """The address of a rule's page."""
    return docs_url(f"rules/{rule}/")
