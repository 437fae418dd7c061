"""Which format the bytes of a file are in.  The content decides; the name never does.

Every start passes here, mostly with a text: what only other formats need is imported and compiled when they come.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gov_lint.readers.refusal import damaged_container, other_format

TEXT = "text"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SKIPPED = rb"(?s)(?:\s|\xef\xbb\xbf|<!--.{0,20000}?-->|<\?xml[^>]{0,400}\?>)*"
_PAGE = (
    rb"(?i)<(?:!doctype\s+html|(?:html|head|body|meta|title|link|style|script|div|p|center|span|section|article|main|h[1-6]|font|base|form|ul)"
    rb"(?=[\s>/]))"
)
_MAIL = rb"(?i)\s*(?:[a-z-]{2,30}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?(?:mime-version|content-type):"
_WIDE = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_OTHERS: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM"), "图片", "a picture"),
    ((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0"), "压缩包", "an archive"),
)


def format_of(data: bytes) -> str:
    """The format: ``text``, ``html``, ``mht``, ``docx``, ``xlsx``, ``odt``, ``ofd``, ``pdf``, ``doc`` (any old Office file) or ``rtf``.

    Raises ReadError where it is one that no reader reads.
    """
    head = data[:1024]
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if head.startswith(_OLE):
        return "doc"
    if head.lstrip().startswith(b"{\\rt"):
        return "rtf"
    if b"%PDF-" in head:
        return "pdf"
    for marks, zh, en in _OTHERS:
        if head.startswith(marks) and not (marks[-1] == b"BM" and head.startswith(b"BM") and not _is_bitmap(data)):
            raise other_format(zh, en)
    if (b"<" in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))) and _is_page(data):
        return "html"
    return "mht" if b":" in head[:40] and _is_mail(data) else TEXT


@lru_cache(maxsize=4)
def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)


def _is_mail(data: bytes) -> bool:
    """Whether the bytes begin like a message that holds a web page."""
    head = data[:8192].lower()
    return (b"multipart/" in head or b"text/html" in head) and _pattern(_MAIL).match(head) is not None


def _is_bitmap(data: bytes) -> bool:
    return data[6:10] == b"\0\0\0\0"


def _is_page(data: bytes) -> bool:
    """Whether the bytes begin like a web page, or like a piece of one."""
    head = data[:32768]
    for mark, encoding in _WIDE:
        if head.startswith(mark):
            head = head[2 : len(head) & ~1].decode(encoding, "ignore").encode()
    start = _pattern(_SKIPPED).match(head)
    return _pattern(_PAGE).match(head, start.end() if start else 0) is not None


def _zipped(data: bytes) -> str:
    """What a zip file holds, by the names of its parts."""
    import zipfile
    from io import BytesIO

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged_container() from error
    lower = {name.lower().replace("\\", "/").lstrip("/") for name in names}
    if "word/document.xml" in lower or any(name.startswith("word/document") for name in lower):
        return "docx"
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "ofd.xml" in lower:
        return "ofd"
    if "content.xml" in lower:
        return "odt"
    if any(name.startswith("ppt/") for name in lower):
        raise other_format("PowerPoint 文件", "a PowerPoint file")
    raise other_format("压缩包", "an archive")
