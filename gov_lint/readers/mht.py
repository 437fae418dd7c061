"""The reader of web archives (.mht, .mhtml): the page in it that holds the report."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message

from gov_lint.nouns import Source
from gov_lint.readers.encoding import Decoded
from gov_lint.readers.html import decode_page, find_in, read_page
from gov_lint.readers.refusal import damaged_container

_MOST_PAGES = 20
"""How many pages of an archive are looked at."""


def read(data: bytes, name: str) -> Source:
    """The source in the bytes of a web archive.  The lines are those of the text, for those of the archive are encoded.

    Raises ReadError where it holds no page.
    """
    pages = _pages(message_from_bytes(data, policy=policy.compat32))
    if not pages:
        raise damaged_container()
    best = pages[0]
    if len(pages) > 1:
        best = max(pages, key=lambda page: find_in(page.text)[1].signs)
    return read_page(best.text, name, best.encoding, "mht")


def _pages(message: Message) -> list[Decoded]:
    """The texts of the pages in an archive, in their order."""
    found: list[Decoded] = []
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml") or len(found) == _MOST_PAGES:
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            found.append(decode_page(payload, part.get_content_charset()))
    return found
