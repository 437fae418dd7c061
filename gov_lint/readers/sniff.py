"""Which format the bytes of a file are in.  The content decides; the name never does.

Every start passes here, mostly with a text: what only other formats need is imported and compiled when they come.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gov_lint.readers.refusal import other_format

TEXT = "text"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SKIPPED = rb"(?s)(?:\s|\xef\xbb\xbf|<!--.{0,20000}?-->|<\?xml[^>]{0,400}\?>)*"
_PAGE = rb"(?i)<(?:!doctype\s+html|(?:html|head|body|meta|title|base)(?=[\s>/]))"
_PIECE = (
    rb"(?is)</?(?:link|style|script|div|p|center|span|section|article|main|h[1-6]|font|form|[uod]l|header|nav|aside|footer|strong|b|br|img|a|input"
    rb"|iframe|blockquote|noscript|o:p)(?=[\s>/])|<(?:table|tbody|tr)(?=[\s>])(?=.{0,4000}?<(?:p|div|span|font|br|strong)[\s>/])"
)
_MARKDOWN = rb"(?m)^(?:#{1,6}[ \t]|\|.*\|[ \t\r]*$|[-*] |```)"
_FOREWORD = 4096
"""Within how many bytes a page begins that something else stands before, such as an answer's headers."""
_FLAT = ((rb"<pkg:package[\s>]", "docx"), (rb"<office:document[\s>]", "odt"))
"""Documents that are one XML file in place of a package of several."""
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
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml"):
        for pattern, kind in _FLAT:
            if _pattern(pattern).search(head):
                return kind
        if b"<w:wordDocument" in head:
            raise other_format(" Word 2003 的 XML 文件", "an XML file of Word 2003")
    if (b"<" in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))) and _is_page(data):
        return "html"
    if b":" in head[:40] and _is_mail(data):
        return "mht"
    begins = _narrow(data[:_FOREWORD]).lower()
    return "html" if (b"<html" in begins or b"<!doctype" in begins) and _pattern(_PAGE).search(begins) else TEXT


@lru_cache(maxsize=8)
def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)


def _is_mail(data: bytes) -> bool:
    """Whether the bytes begin like a message that holds a web page."""
    head = data[:8192].lower()
    return (b"multipart/" in head or b"text/html" in head) and _pattern(_MAIL).match(head) is not None


def _is_bitmap(data: bytes) -> bool:
    return data[6:10] == b"\0\0\0\0"


def _is_page(data: bytes) -> bool:
    """Whether the bytes begin like a web page, or like a piece of one.  Markdown may begin with tags too."""
    head = _narrow(data[:32768])
    skipped = _pattern(_SKIPPED).match(head)
    start = skipped.end() if skipped else 0
    if _pattern(_PAGE).match(head, start):
        return True
    return _pattern(_PIECE).match(head, start) is not None and not _pattern(_MARKDOWN).search(head)


def _narrow(head: bytes) -> bytes:
    """Bytes of UTF-16 as those of UTF-8; others as they are."""
    for mark, encoding in _WIDE:
        if head.startswith(mark):
            return head[2 : len(head) & ~1].decode(encoding, "ignore").encode()
    if head[:8].count(0) >= 3:
        encoding = "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
        return head[: len(head) & ~1].decode(encoding, "ignore").encode()
    return head


def _zipped(data: bytes) -> str:
    """What a zip file holds, by the names of its parts."""
    from gov_lint.readers.package import open_package

    package = open_package(data)
    lower = {name.lower().replace("\\", "/").lstrip("/") for name in package.names}
    if "word/document.xml" in lower or any(name.startswith("word/document") for name in lower):
        return "docx"
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "ofd.xml" in lower:
        return "ofd"
    if "content.xml" in lower or "encrypted-package" in lower:
        return "odt"
    if b"wordprocessingml.document.main" in (package.part("[Content_Types].xml") or b""):
        return "docx"
    if "xl/workbook.bin" in lower:
        raise other_format("Excel 二进制工作簿（.xlsb）", "an Excel binary workbook (.xlsb)")
    if any(name.startswith("ppt/") for name in lower):
        raise other_format("PowerPoint 文件", "a PowerPoint file")
    raise other_format("压缩包", "an archive")
