"""The reader of text files: plain text and Markdown in any encoding and with any line ends."""

from __future__ import annotations

from gov_lint.nouns import Source
from gov_lint.readers.encoding import DAMAGED, decode
from gov_lint.readers.refusal import refuse_binary


def read_text(data: bytes, name: str) -> Source:
    """The source in the bytes of a text file.  The lines and columns are those of the file; CR LF and CR become ``\\n``, and a
    byte order mark is no column.

    Raises ReadError where the bytes are clearly no text.
    """
    text, encoding = decode(data)
    if not encoding.startswith(("utf-16", "utf-32")):
        refuse_binary(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(name, text, encoding, damaged=_damaged(text))


def _damaged(text: str) -> tuple[int, ...]:
    """The offsets of the characters that could not be decoded, now or when the file was made."""
    if DAMAGED not in text:
        return ()
    return tuple(offset for offset, sign in enumerate(text) if sign == DAMAGED)
