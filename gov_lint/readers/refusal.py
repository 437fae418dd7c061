"""Files that cannot be read, and the words that say why and what to do."""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read; a report of 200 pages has less than one megabyte of text."""


class ReadError(Exception):
    """A file that cannot be read: one sentence or two in Chinese and in English, without the file's name."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def in_(self, lang: str) -> str:
        """The message in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


def too_large() -> ReadError:
    """The refusal of a file beyond ``MAX_BYTES``."""
    size = MAX_BYTES // (1024 * 1024)
    return ReadError(
        f"文件超过 {size} MB，不像是年度报告的文本，没有读取。请确认文件是否选对，或者把报告单独存成文本。",
        f"The file is larger than {size} MB, which no annual report's text is; it was not read. Check that it is the right file.",
    )


def refuse_other_formats(data: bytes) -> None:
    """Raises a ReadError where the first bytes show a format that this version does not read."""
    head = data[:1024]
    for marks, zh, en in _FORMATS:
        if head.startswith(marks):
            raise _other_format(zh, en)
    if head.startswith(b"PK\x03\x04"):
        raise _other_format(*_zip_kind(data))
    if b"%PDF-" in head:
        raise _pdf()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise _other_format("网页（HTML）", "a web page (HTML)")


def refuse_binary(data: bytes) -> None:
    """Raises a ReadError where control characters abound, as in programs, archives and damaged files.

    Not for UTF-16, whose zero bytes are no characters.
    """
    controls = len(data.translate(None, _NO_CONTROLS))
    if controls * 20 > len(data):
        raise ReadError(
            "这不是文本文件（含有大量控制字符）。请把报告另存为纯文本（.txt，UTF-8 或 GB18030 编码）后再检查。",
            "This is not a text file (it is full of control characters). Save the report as plain text (.txt, UTF-8 or GB18030).",
        )


def refusal_of(error: OSError | ValueError) -> ReadError:
    """What the operating system's refusal means, in plain words."""
    if isinstance(error, FileNotFoundError):
        return ReadError("找不到这个文件。请检查路径和文件名。", "There is no such file. Check the path and the name.")
    if isinstance(error, IsADirectoryError):
        return ReadError("这是目录，不是文件。", "This is a directory, not a file.")
    if isinstance(error, PermissionError):
        return ReadError("没有权限读取这个文件。", "You are not allowed to read this file.")
    if isinstance(error, ValueError):
        return ReadError("这不是合法的文件名。", "This is not a valid file name.")
    reason = error.strerror or str(error)
    return ReadError(f"读取时出错：{reason}。", f"It cannot be read: {reason}.")


_NO_CONTROLS = bytes(code for code in range(256) if code >= 32 or code in b"\t\n\v\f\r")

_FORMATS: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
        "旧版 Office 文件（.doc、.wps、.xls）",
        "an old Office file (.doc, .wps, .xls)",
    ),
    ((b"{\\rtf",), "RTF 文件", "an RTF file"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), "图片", "a picture"),
    ((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0"), "压缩包", "an archive"),
)


def _zip_kind(data: bytes) -> tuple[str, str]:
    """What a zip file holds, by the names of its parts."""
    if b"word/" in data:
        return "Word 文件（.docx）", "a Word file (.docx)"
    if b"xl/" in data:
        return "Excel 文件（.xlsx）", "an Excel file (.xlsx)"
    if b"OFD.xml" in data:
        return "OFD 版式文件", "an OFD file"
    return "压缩包", "an archive"


def _other_format(zh: str, en: str) -> ReadError:
    return ReadError(
        f"这是{zh}，本版本只读纯文本。请打开后另存为纯文本（.txt）再检查。",
        f"This is {en}; this version reads plain text only. Open it and save it as plain text (.txt).",
    )


def _pdf() -> ReadError:
    return ReadError(
        "这是 PDF 文件，本版本只读纯文本。请先转成文本，例如：pdftotext -layout 年报.pdf 年报.txt",
        "This is a PDF file; this version reads plain text only. Convert it first, for example: pdftotext -layout in.pdf out.txt",
    )
