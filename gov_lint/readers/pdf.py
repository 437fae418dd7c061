"""PDF files: characters and drawn lines as pdfium finds them, pictures recognised where that is installed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from gov_lint.nouns import Source
from gov_lint.readers.flow import MAX_CHARACTERS, Laid, Paragraph, Table, lay, too_long
from gov_lint.readers.geometry import Glyph, Page, Spot, Stroke, blocks_of
from gov_lint.readers.refusal import MissingPackagesError, ReadError, damaged_container, protected

MAX_PAGES = 300
"""The most pages that are read; a county's report has five to thirty."""
MAX_SEGMENTS = 60_000
"""How many pieces of drawn lines of one page are looked at; a page with more is a drawing."""
MAX_OBJECTS = 200_000
"""How many objects of one page are looked at."""
_DEPTH = 8
"""How deep forms may stand in one another."""
_FEW = 12
"""A page with fewer characters than this, most of it a picture, is a scan; a page number or a stamp may be typed on it."""
_OUTLINES = 300
"""A page without characters and with so many drawings shows characters as outlines."""
_TABLE = 0.45, 0.05
"""A picture larger than these parts of its page's width and height may be a table."""
_DPI = 200
_MAX_PIXELS = 30_000_000
_THIN = 4.0
"""A filled rectangle of at most so many points is a line."""
_DOTS = 40
"""A drawing with more pieces than this that is as thin as a line is a dotted one."""
_RECTANGLE = 5
"""So many pieces make one rectangle or line at most."""
_MANY_PATHS = 1000
"""On a page with more drawings than this, dots are drawings of their own."""


def read(data: bytes, name: str) -> Source:
    """The source in the bytes of a PDF.  Raises ReadError where it cannot be read."""
    return _laid(data, name, spots=False).source


def read_laid(data: bytes, name: str) -> Laid:
    """The same with a piece for each character; its origin is the index of its page, and left, top, right and bottom in the page's own
    coordinates."""
    return _laid(data, name, spots=True)


def _laid(data: bytes, name: str, *, spots: bool) -> Laid:
    document = opened(data)
    try:
        count = len(document)
        if not count:
            raise damaged_container()
        if count > MAX_PAGES:
            raise _too_many_pages(count)
        sheets = []
        characters = 0
        for number in range(1, count + 1):
            sheets.append(_sheet(document, number))
            characters += len(sheets[-1].page.glyphs)
            if characters > MAX_CHARACTERS:
                raise too_long()
        pages, guessed = _recognised(document, sheets)
    finally:
        document.close()
    blocks = blocks_of(pages, spots=spots)
    if spots:
        views = {sheet.page.number: sheet.view for sheet in sheets}
        blocks = [_with_origins(block, views) for block in blocks]
    guessed = guessed or any(sheet.layer for sheet in sheets)
    pictures = any(sheet.picture or sheet.pasted for sheet in sheets)
    return lay(blocks, name, "pdf", pictures=pictures, guessed=guessed)


def _too_many_pages(count: int) -> ReadError:
    return ReadError(
        f"文件有 {count} 页，超过 {MAX_PAGES} 页，不像是年度报告，没有读取。请把年度报告的各页单独存成一个文件。",
        f"The file has {count} pages, more than the {MAX_PAGES} that are read; save the pages of the annual report as a file of their own.",
    )


def opened(data: bytes) -> Any:
    """The document.  An empty user password opens what only forbids printing or changes."""
    try:
        import pypdfium2
        import pypdfium2.raw as raw
    except ImportError as error:
        raise MissingPackagesError("pdf", "PDF 文件", "PDF files") from error
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) or "assword" in str(error):
            raise protected() from error
        raise damaged_container() from error


# --- one page ---------------------------------------------------------------------------------------------------------


_Bounds = tuple[float, float, float, float]


class View(NamedTuple):
    """How a page is shown: the box of its own coordinates (y grows upward) that a person sees, and how many quarters it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """The width and the height as shown."""
        size = self.right - self.left, self.top - self.bottom
        return size if self.turn % 2 == 0 else (size[1], size[0])

    def shown(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of the page's own coordinates as shown: left, top, right, bottom with y growing downward."""
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turn == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def own(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box as shown in the page's own coordinates: left, top, right, bottom with y growing upward."""
        if self.turn == 0:
            return left + self.left, self.top - top, right + self.left, self.top - bottom
        if self.turn == 1:
            return top + self.left, right + self.bottom, bottom + self.left, left + self.bottom
        if self.turn == 2:
            return self.right - right, bottom + self.bottom, self.right - left, top + self.bottom
        return self.right - bottom, self.top - left, self.right - top, self.top - right


class _Sheet(NamedTuple):
    """A page, how it is shown, whether it is a picture without text, whether its text is an invisible layer on a picture, and whether it has a
    picture as large as a table."""

    page: Page
    view: View
    picture: bool
    layer: bool
    pasted: bool


def _sheet(document: Any, number: int) -> _Sheet:
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise damaged_container() from error
    left, bottom, right, top = page.get_bbox()
    view = View(left, bottom, right, top, raw.FPDFPage_GetRotation(page.raw) % 4)
    drawn = _Drawn(page.raw, view)
    count = max(raw.FPDFText_CountChars(text.raw), 0)
    if count > MAX_CHARACTERS:
        raise too_long()
    turn = _turned(text.raw, count)
    if turn is not None:
        view = view._replace(turn=turn)
    pictured = drawn.pictured > 0.5
    glyphs = _glyphs(text.raw, count, view, visible_only=drawn.invisible and not pictured)
    layer = drawn.invisible and (pictured or not glyphs)
    if layer and not pictured:
        glyphs = _glyphs(text.raw, count, view, visible_only=False)
    strokes = [Stroke(*view.shown(*box)) for box in drawn.lines]
    width, height = view.size
    few = len(glyphs) < _FEW
    picture = few and (drawn.pictured > 0.3 or (not glyphs and drawn.paths > _OUTLINES))
    text.close()
    page.close()
    return _Sheet(Page(number, width, height, glyphs, strokes), view, picture, layer and not few, drawn.pasted)


def _glyphs(text: Any, count: int, view: View, *, visible_only: bool) -> list[Glyph]:
    """The characters of a page with their boxes; blanks are seen by the gaps."""
    import pypdfium2.raw as raw

    unicode_of, box_of, origin_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    x, y = ctypes.c_double(), ctypes.c_double()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    matrix_of, size_of = raw.FPDFText_GetMatrix, raw.FPDFText_GetFontSize
    matrix = raw.FS_MATRIX()
    to_matrix = ctypes.byref(matrix)
    width, height = view.size
    shown = view.shown
    found: list[Glyph] = []
    high = 0
    for at in range(count):
        code = unicode_of(text, at)
        if code <= 32 or code == 0xA0 or code == 0x3000:
            if code == 2:
                code = 0x2D  # pdfium's sign for a hyphen at the end of a line
            elif code or raw.FPDFText_IsGenerated(text, at) == 1:
                continue
            else:
                code = 0xFFFD
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code, high = (0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD), 0
        if visible_only and raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, at)) == 3:
            continue
        if not origin_of(text, at, to_x, to_y):
            continue
        matrix_of(text, at, to_matrix)
        quarter, scale, stretch = _quarter(matrix)
        if quarter == _ASKEW:
            continue
        size = size_of(text, at) * scale
        if quarter == view.turn and size > 0:
            # what fonts say of their heights differs within a line; the base line and the size do not
            left, base, _, _ = shown(x.value, y.value, x.value, y.value)
            if code > 0x2E80:
                right = left + size * stretch
            elif quarter:
                right = max(shown(*_inked(text, at))[2], left + 0.3 * size)
            else:
                box_of(text, at, pointer)
                right = shown(box.right, 0, box.right, 0)[0]
            top, bottom, right = base - _ABOVE * size, base + (1 - _ABOVE) * size, max(right, left)
        else:
            left, top, right, bottom = shown(*_inked(text, at))
        if right < 0 or left > width or bottom < 0 or top > height:
            continue
        found.append(Glyph(chr(code), left, top, right, bottom))
    return found


_ABOVE = 0.86
"""The part of a character's height that is above the base line."""


def _inked(text: Any, at: int) -> _Bounds:
    """The box around what is printed of a character."""
    import pypdfium2.raw as raw

    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, at, *map(ctypes.byref, (left, right, bottom, top)))
    return left.value, top.value, right.value, bottom.value


def _quarter(matrix: Any) -> tuple[int | None, float, float]:
    """By how many quarters clockwise a character must be turned to stand upright (_ASKEW where none do, None where it is mirrored), what its height
    is in sizes of its font, and its width in heights."""
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    if abs(b) <= 0.2 * abs(a) and d:
        return (0 if a > 0 and d > 0 else 2 if a < 0 and d < 0 else None), abs(d), abs(a / d)
    if abs(a) <= 0.2 * abs(b) and c:
        return (1 if b > 0 and c < 0 else 3 if b < 0 and c > 0 else None), abs(c), abs(b / c)
    return (_ASKEW if a or b else None), 0.0, 1.0


_ASKEW = -1
"""The direction of watermarks, which are no part of the report."""


def _turned(text: Any, count: int) -> int | None:
    """By how many quarters clockwise the page must be turned for most of its characters to stand upright; None where it has too few."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    turns = []
    for at in range(0, count, max(count // 40, 1)):
        if raw.FPDFText_GetMatrix(text, at, ctypes.byref(matrix)):
            turns.append(_quarter(matrix)[0])
    return next((turn for turn in range(4) if turns.count(turn) > max(0.6 * len(turns), 5)), None)


class _Drawn:
    """What is drawn on a page: lines as boxes in its own coordinates, the share of it that pictures cover, how many paths there are, and whether
    there is invisible text."""

    def __init__(self, page: Any, view: View) -> None:
        import pypdfium2.raw as raw

        self._raw = raw
        self.lines: list[tuple[float, float, float, float]] = []
        self.paths = 0
        self.invisible = False
        self.pasted = False
        """Whether a picture is as large as a table."""
        self._area = 0.0
        self._segments = self._objects = 0
        self._modes = ctypes.c_int(), ctypes.c_int()
        self._box = [ctypes.c_float() for _ in range(4)]
        self._to_box = [ctypes.byref(part) for part in self._box]
        self._colours = [ctypes.c_uint() for _ in range(4)]
        self._to_colours = [ctypes.byref(part) for part in self._colours]
        self._view = view
        count, get = raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject
        self._objects_of(count, lambda at: get(page, at), _SAME, 0)
        self.pictured = self._area / max((view.right - view.left) * (view.top - view.bottom), 1.0)
        if self._segments > MAX_SEGMENTS:
            self.lines = []

    def _objects_of(self, count: int, get: Callable[[int], Any], matrix: _Matrix, depth: int) -> None:
        raw = self._raw
        kind_of = raw.FPDFPageObj_GetType
        for at in range(count):
            each = get(at)
            kind = kind_of(each)
            self._objects += 1
            if self._objects > MAX_OBJECTS:
                return
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self.invisible = self.invisible or raw.FPDFTextObj_GetTextRenderMode(each) == 3
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                if self._segments <= MAX_SEGMENTS:
                    self._path(each, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                a, b, c, d, e, f = _times(self._matrix(each), matrix)
                xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
                wide = min(max(xs), self._view.right) - max(min(xs), self._view.left)
                high = min(max(ys), self._view.top) - max(min(ys), self._view.bottom)
                self._area += max(wide, 0.0) * max(high, 0.0)
                self.pasted = self.pasted or (
                    wide > _TABLE[0] * (self._view.right - self._view.left)
                    and high > _TABLE[1] * (self._view.top - self._view.bottom)
                )
                if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
                    self.lines.append((min(xs), max(ys), max(xs), min(ys)))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                inner = _times(self._matrix(each), matrix)
                self._objects_of(raw.FPDFFormObj_CountObjects(each), _getter(raw, each), inner, depth + 1)

    def _matrix(self, each: Any) -> _Matrix:
        matrix = self._raw.FS_MATRIX()
        if not self._raw.FPDFPageObj_GetMatrix(each, ctypes.byref(matrix)):
            return _SAME
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _path(self, each: Any, matrix: _Matrix) -> None:
        """Adds the straight lines of a path that is stroked, and its outlines that are thin and filled."""
        raw = self._raw
        fill, stroke = self._modes
        if not raw.FPDFPath_GetDrawMode(each, ctypes.byref(fill), ctypes.byref(stroke)):
            return
        stroked = bool(stroke.value) and self._seen(raw.FPDFPageObj_GetStrokeColor, each)
        filled = bool(fill.value) and self._seen(raw.FPDFPageObj_GetFillColor, each)
        if not stroked and not filled:
            return
        count = raw.FPDFPath_CountSegments(each)
        if count > _DOTS or count <= _RECTANGLE or self.paths > _MANY_PATHS:
            box = self._bounds(each, matrix)
            if min(box[2] - box[0], box[1] - box[3]) <= _THIN:
                self.lines.append(box)
                return
        outlines = self._outlines(each, count, _times(self._matrix(each), matrix))
        if stroked:
            for points in outlines:
                for (x, y), (to_x, to_y) in pairwise(points):
                    if abs(x - to_x) < 1 or abs(y - to_y) < 1:
                        self.lines.append((min(x, to_x), max(y, to_y), max(x, to_x), min(y, to_y)))
        else:
            self.lines += _filled_lines([_bounds(points) for points in outlines if len(points) > 1])

    def _seen(self, colour_of: Callable[..., Any], each: Any) -> bool:
        """Whether a path's colour shows on paper."""
        if not colour_of(each, *self._to_colours):
            return True
        red, green, blue, alpha = (part.value for part in self._colours)
        return alpha > 8 and min(red, green, blue) < 250

    def _bounds(self, each: Any, matrix: _Matrix) -> _Bounds:
        """The box around what is drawn."""
        self._raw.FPDFPageObj_GetBounds(each, *self._to_box)
        left, bottom, right, top = (part.value for part in self._box)
        if matrix == _SAME:
            return left, top, right, bottom
        a, b, c, d, e, f = matrix
        return _bounds([(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)])

    def _outlines(self, each: Any, count: int, matrix: _Matrix) -> list[list[tuple[float, float]]]:
        """The points of each part of a path, without those of curves."""
        raw = self._raw
        a, b, c, d, e, f = matrix
        x, y = ctypes.c_float(), ctypes.c_float()
        to_x, to_y = ctypes.byref(x), ctypes.byref(y)
        found: list[list[tuple[float, float]]] = []
        self._segments += max(count, 0)
        if self._segments > MAX_SEGMENTS:
            return []
        for at in range(count):
            segment = raw.FPDFPath_GetPathSegment(each, at)
            if not raw.FPDFPathSegment_GetPoint(segment, to_x, to_y):
                continue
            kind = raw.FPDFPathSegment_GetType(segment)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == raw.FPDF_SEGMENT_LINETO and found:
                found[-1].append(point)
            else:
                found.append([point])
            if raw.FPDFPathSegment_GetClose(segment):
                found[-1].append(found[-1][0])
        return found


_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _getter(raw: Any, form: Any) -> Callable[[int], Any]:
    return lambda at: raw.FPDFFormObj_GetObject(form, at)


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    """The matrix that does the one and then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _bounds(points: Sequence[tuple[float, float]]) -> _Bounds:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), max(ys), max(xs), min(ys)


def _filled_lines(boxes: Sequence[_Bounds]) -> Iterator[_Bounds]:
    """The lines among filled rectangles: thin ones, and the sides of a frame (one rectangle cut out of a slightly larger one)."""
    for at, (left, top, right, bottom) in enumerate(boxes):
        if min(right - left, top - bottom) <= _THIN:
            yield left, top, right, bottom
        elif at and _encloses(boxes[at - 1], (left, top, right, bottom)):
            left, top, right, bottom = boxes[at - 1]
            yield from ((left, top, right, top), (left, bottom, right, bottom))
            yield from ((left, top, left, bottom), (right, top, right, bottom))


def _encloses(outer: _Bounds, inner: _Bounds) -> bool:
    left, top, right, bottom = (a - b for a, b in zip(inner, outer, strict=True))
    return all(-0.1 <= side <= _THIN for side in (left, -top, -right, bottom))


# --- pictures ---------------------------------------------------------------------------------------------------------


def _recognised(document: Any, sheets: Sequence[_Sheet]) -> tuple[list[Page], bool]:
    """The pages, those that are pictures with the characters that are recognised in them, where that is installed; and whether any is."""
    from gov_lint.readers import ocr
    from gov_lint.readers.apart import announce_ocr

    if not any(sheet.picture for sheet in sheets) or not ocr.available():
        return [sheet.page for sheet in sheets], False
    announce_ocr()
    pages = []
    for sheet in sheets:
        if sheet.picture:
            width, height = sheet.view.size
            scale = min(_DPI / 72, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
            bitmap = document[sheet.page.number - 1].render(scale=scale, rev_byteorder=True)
            pages.append(ocr.page_of(bitmap.to_numpy()[:, :, :3], sheet.page.number, width, height))
        else:
            pages.append(sheet.page)
    return pages, True


# --- the way back -----------------------------------------------------------------------------------------------------


def _with_origins(block: Paragraph | Table, views: dict[int, View]) -> Paragraph | Table:
    """The block with places of the pages' own coordinates as origins of its pieces."""
    if isinstance(block, Table):
        rows = [
            [cell._replace(blocks=[_with_origins(each, views) for each in cell.blocks]) for cell in row]
            for row in block.rows
        ]
        return Table(rows)
    pieces = [
        piece._replace(origin=(piece.origin.page - 1, *views[piece.origin.page].own(*piece.origin.glyph[1:])))
        if isinstance(piece.origin, Spot)
        else piece
        for piece in block.pieces
    ]
    return Paragraph(pieces, block.page)
