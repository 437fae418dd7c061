"""Which encoding a text file is in, and its characters.

The order was measured on published reports: byte order mark, zero bytes (UTF-16 without a mark), strict UTF-8, strict GB18030 that speaks
of a report's matters, then whatever reads best, and chardet for what is no report at all.  A few damaged bytes never change
the encoding: they become U+FFFD, one by one.
"""

from __future__ import annotations

from typing import NamedTuple

DAMAGED = "\ufffd"
"""The character that stands for bytes that could not be decoded."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WORDS = ("信息", "公开", "年度", "报告", "政府", "行政", "公開", "報告", "資訊")
"""Words of which a report has many, and which no other encoding's bytes spell by chance."""

_SAMPLE = 1 << 16
"""How many bytes are looked at where the question is only which encoding reads better."""

_SIGNS = frozenset("“”‘’—…·、。《》〈〉〔〕「」『』【】○●√×℃\u3000\xa0\t\n\r\f\ufeff")

_BYTEWISE = ("gb18030", "utf-8", "big5hkscs")
"""The likeliest first: of two that read equally well, the first is taken."""
_UTF16 = ("utf-16-le", "utf-16-be")


class Decoded(NamedTuple):
    """The characters of a file, and the Python name of the encoding they were read in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of the bytes, without a byte order mark.  Never fails: what cannot be decoded becomes ``DAMAGED``."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read_as(encoding, data[len(mark) :])
    if b"\0" in data and (kind := _utf16_kind(data)):
        return _read_as(kind, data)
    return _strict(data, "utf-8") or _strict_chinese(data) or _best(data)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _strict_chinese(data: bytes) -> Decoded | None:
    """The text in GB18030, if it is free of faults and speaks of a report's matters: the bytes of Big5 and UTF-16 pass for
    GB18030 too."""
    read = _strict(data, "gb18030")
    return read if read and any(word in read.text for word in _WORDS) else None


def _best(data: bytes) -> Decoded:
    """The reading with the most of a report's words, then with the fewest faults; chardet's guess where none has any."""
    sample = data[:_SAMPLE]
    encoding = max((*_BYTEWISE, *_UTF16), key=lambda name: _rate(sample, name))
    if _rate(sample, encoding)[0] == 0:
        encoding = max(_BYTEWISE, key=lambda name: _rate(sample, name))
        guess = _guess(sample) if _rate(sample, encoding)[1] else None
        if guess and _rate(sample, guess) > _rate(sample, encoding):
            encoding = guess
    return _read_as(encoding, data)


def _rate(sample: bytes, encoding: str) -> tuple[int, int]:
    """How well the bytes read in that encoding: how many of a report's words, and (below zero) how many faults."""
    text = sample.decode(encoding, "replace")
    return sum(text.count(word) for word in _WORDS), -text.count(DAMAGED)


def _guess(sample: bytes) -> str | None:
    """The encoding that chardet takes the bytes for, if Python knows it."""
    import codecs

    import chardet

    name = chardet.detect(sample)["encoding"]
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _utf16_kind(data: bytes) -> str | None:
    """The kind of UTF-16 that bytes with zeros among them are; None where they are none.

    ASCII characters bring the zeros, in every second byte; read the wrong way round, the text is full of signs that no report has.
    """
    sample = data[: _SAMPLE & ~1]
    share, encoding = max((_common_share(sample, name), name) for name in _UTF16)
    if share < 0.8 or (sample.count(0) * 4 < len(sample) and _strict(data, "utf-8")):
        return None
    return encoding


def _common_share(sample: bytes, encoding: str) -> float:
    """Which part of the characters a Chinese text may well hold, from 0 to 1."""
    text = sample.decode(encoding, "replace")
    common = sum(
        1
        for sign in text
        if " " <= sign <= "~" or "\u4e00" <= sign <= "\u9fff" or "\uff01" <= sign <= "\uff5e" or sign in _SIGNS
    )
    return common / max(len(text), 1)


def _read_as(encoding: str, data: bytes) -> Decoded:
    return Decoded(data.decode(encoding, "replace"), encoding)
