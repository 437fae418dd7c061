"""What govlint itself has written about reports, which is no report: its pages, sheets and workbooks quote all that a report holds."""

from __future__ import annotations

import os

from gov_lint.formats import BOOK_MARK, PAGE_MARK, SHEET_MARK
from gov_lint.readers.refusal import ReadError

_HEAD, _TAIL = 1024, 64
_BOOK_PART = "docProps/core.xml"


def refuse_own(data: bytes) -> None:
    """Raises ReadError where a page or a sheet is one of results."""
    if _marked(data[:_HEAD], data[-_TAIL:]):
        raise own_output()


def own_output() -> ReadError:
    """The refusal of results."""
    return ReadError(
        "这是 govlint 写出的检查结果，不是报告，没有检查。请检查报告本身。",
        "This is a result that govlint wrote, no report; it was not checked. Check the report itself.",
    )


def is_own(path: str) -> bool:
    """Whether a file is one of results, as far as its beginning and its end (or a workbook's properties) tell."""
    name = path.lower()
    try:
        if name.endswith(".xlsx"):
            return _is_own_book(path)
        if not name.endswith((".html", ".htm", ".md", ".markdown")):
            return False
        with open(path, "rb") as file:
            head = file.read(_HEAD)
            file.seek(max(os.fstat(file.fileno()).st_size - _TAIL, 0))
            return _marked(head, file.read(_TAIL))
    except (OSError, ValueError):
        return False


def _marked(head: bytes, tail: bytes) -> bool:
    return PAGE_MARK.encode() in head or tail.rstrip().endswith(SHEET_MARK.encode())


def _is_own_book(path: str) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive, archive.open(_BOOK_PART) as part:
            return BOOK_MARK.encode() in part.read(_HEAD * 4)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError):
        return False
