"""Findings as highlights with notes in a copy of a PDF; nothing else of the file changes."""

from __future__ import annotations

import ctypes
import io
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from gov_lint.annotate import AUTHOR, Note
from gov_lint.readers.flow import Laid
from gov_lint.readers.pdf import opened, read_laid

_COLOURS = {"error": (255, 110, 100), "warning": (255, 190, 60), "note": (150, 205, 255)}
"""Red, green and blue of a highlight by the severity."""
_OPACITY = 130
_MOST = 400
"""How many boxes one highlight has at most; a finding on more characters is about a whole part of the report."""


class _Mark(NamedTuple):
    """A box to highlight: the index of its page, and its sides in the page's own coordinates (y grows upward)."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def annotate_pdf(data: bytes, notes: Sequence[Note]) -> bytes:
    """The PDF with a highlight for each note, whose offsets count in the text that the reader of PDFs makes of it.

    Raises ReadError where it cannot be read, ModuleNotFoundError where the package for PDFs is not installed.
    """
    laid = read_laid(data, "")
    document = opened(data)
    try:
        count = len(document)
        wanted: dict[int, list[tuple[Note, list[_Mark]]]] = {}
        for note in notes:
            marks = _marks(laid, note)
            for index in sorted({mark.page for mark in marks}):
                wanted.setdefault(index, []).append((note, [mark for mark in marks if mark.page == index]))
        for index in range(count):
            page = document[index]
            _remove_earlier(page.raw)
            for note, marks in wanted.get(index, ()):
                _highlight(page.raw, note, marks)
            page.close()
        return _saved(document, count)
    finally:
        document.close()


def _saved(document: Any, count: int) -> bytes:
    """The changed document: the file as it was with the changes after it; written anew where that cannot be opened."""
    import pypdfium2
    import pypdfium2.raw as raw

    for flags in (raw.FPDF_INCREMENTAL, raw.FPDF_NO_INCREMENTAL):
        buffer = io.BytesIO()
        document.save(buffer, flags=flags)
        try:
            again = pypdfium2.PdfDocument(buffer.getvalue())
        except pypdfium2.PdfiumError:
            continue
        pages = len(again)
        again.close()
        if pages == count:
            break
    return buffer.getvalue()


def _marks(laid: Laid, note: Note) -> list[_Mark]:
    """The boxes of a note's characters, those beside one another on a line joined; where none is printed, as in an empty cell, that of the nearest
    character."""
    first = max(bisect_right(laid.offsets, note.start) - 1, 0)
    after = bisect_left(laid.offsets, max(note.end, note.start + 1))
    boxes = [_Mark(*piece.origin) for piece in laid.pieces[first:after] if isinstance(piece.origin, tuple)]
    ends = laid.offsets[first] + len(laid.pieces[first].text) if laid.offsets else 0
    if ends <= note.start:
        boxes = boxes[1:]
    return list(_joined(boxes[:_MOST] or _nearest(laid, first)))


def _nearest(laid: Laid, at: int) -> list[_Mark]:
    for distance in range(len(laid.pieces)):
        for index in (at - distance, at + distance):
            if 0 <= index < len(laid.pieces):
                origin = laid.pieces[index].origin
                if isinstance(origin, tuple):
                    return [_Mark(*origin)]
    return []


def _joined(boxes: Sequence[_Mark]) -> Iterator[_Mark]:
    last: _Mark | None = None
    for box in boxes:
        if last and _beside(last, box):
            last = _Mark(
                box.page,
                min(last.left, box.left),
                max(last.top, box.top),
                max(last.right, box.right),
                min(last.bottom, box.bottom),
            )
            continue
        if last:
            yield last
        last = box
    if last:
        yield last


def _beside(one: _Mark, other: _Mark) -> bool:
    """Whether two boxes stand on one line, be it upright or level, with hardly a gap."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.top, other.top) - max(one.bottom, other.bottom)
    size = min(max(box.right - box.left, box.top - box.bottom) for box in (other, one))
    size = min(size, other.right - other.left + other.top - other.bottom)
    level = high > 0.6 * min(one.top - one.bottom, other.top - other.bottom) and wide > -size
    upright = wide > 0.6 * min(one.right - one.left, other.right - other.left) and high > -0.5 * size
    turned = one.top - one.bottom > 1.5 * (one.right - one.left)
    return one.page == other.page and (level if not turned else upright)


def _remove_earlier(page: Any) -> None:
    """Removes the highlights of an earlier run."""
    import pypdfium2.raw as raw

    for index in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        ours = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_HIGHLIGHT and _string(annotation, b"T") == AUTHOR
        raw.FPDFPage_CloseAnnot(annotation)
        if ours:
            raw.FPDFPage_RemoveAnnot(page, index)


def _string(annotation: Any, key: bytes) -> str:
    import pypdfium2.raw as raw

    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _highlight(page: Any, note: Note, marks: Sequence[_Mark]) -> None:
    import pypdfium2.raw as raw

    annotation = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_HIGHLIGHT)
    if not annotation:
        return
    raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, *_COLOURS[note.severity], _OPACITY)
    for mark in marks:
        quad = raw.FS_QUADPOINTSF(
            mark.left, mark.top, mark.right, mark.top, mark.left, mark.bottom, mark.right, mark.bottom
        )
        raw.FPDFAnnot_AppendAttachmentPoints(annotation, ctypes.byref(quad))
    around = raw.FS_RECTF(
        min(mark.left for mark in marks),
        max(mark.top for mark in marks),
        max(mark.right for mark in marks),
        min(mark.bottom for mark in marks),
    )
    raw.FPDFAnnot_SetRect(annotation, ctypes.byref(around))
    raw.FPDFAnnot_SetFlags(annotation, raw.FPDF_ANNOT_FLAG_PRINT)
    for key, text in ((b"T", AUTHOR), (b"Subj", note.title), (b"Contents", f"{note.title}\n{note.text}")):
        _set_string(annotation, key, text)
    raw.FPDFPage_CloseAnnot(annotation)


def _set_string(annotation: Any, key: bytes, text: str) -> None:
    import pypdfium2.raw as raw

    encoded = text.replace("\0", "").encode("utf-16-le", "replace") + b"\0\0"
    units = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
    raw.FPDFAnnot_SetStringValue(annotation, key, units)
