"""XML as the outputs write it: elements from words of a report, without the characters that XML 1.0 forbids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def content(text: str) -> str:
    """A text as it stands in an element or an attribute."""
    return escape(_FORBIDDEN.sub("", text))


def tag(name: str, attributes: Mapping[str, str | int]) -> str:
    """What stands between the angle brackets of a start tag."""
    return " ".join([name, *(f'{key}="{content(str(value))}"' for key, value in attributes.items())])


def element(name: str, attributes: Mapping[str, str | int], body: str = "") -> str:
    """An element; ``body`` is XML already."""
    start = tag(name, attributes)
    return f"<{start}>{body}</{name}>" if body else f"<{start}/>"


def encoded(text: str, *, ascii_only: bool) -> str:
    """The XML; with a reference for each character beyond ASCII for outputs that are not in UTF-8."""
    return text.encode("ascii", "xmlcharrefreplace").decode() if ascii_only else text
