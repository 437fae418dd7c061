"""The output formats by their names."""

from __future__ import annotations

FORMATS = {
    "text": "TextReporter",
    "json": "JsonReporter",
    "sarif": "SarifReporter",
}
"""Each is a module of ``reporters`` with this class, made from a Context and ``ascii_only`` (``text`` asks for a screen instead)."""
BINARY: frozenset[str] = frozenset()
"""Formats that are no text."""
