"""Recognises the characters and the ruled lines of a page that is a picture.

``rapidocr`` finds and reads lines of text; its models come with the package, nothing is fetched.  The lines of tables are found here, and so are the
cells that have ink and no text: those are read once more, one by one.  What stays unread is printed as a box, never as a number or a blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from gov_lint.readers.geometry import Glyph, Page, Stroke

UNREAD = "□"
"""What stands for signs that were seen and could not be read."""

_MAX_PIXELS = 60_000_000
"""A larger picture is not looked at: an A3 page at 300 dpi has 17 million."""
_LEAST_SIDE = 60
_STEEPEST = 8.0
"""Up to so many degrees a scan is put straight."""
_SURE = 0.5
"""A reading that is less sure is none."""
_INK = 0.004
"""The part of a cell that is dark at least where something is printed in it."""


class _Text(NamedTuple):
    """A line of text as it was read, with the box around it in pixels, and the boxes of its words."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    words: tuple[tuple[str, float, float], ...] = ()


class _Cell(NamedTuple):
    """A rectangle between ruled lines, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


def available() -> bool:
    """Whether characters can be recognised: the packages are there, with their models."""
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None or any(find_spec(name) is None for name in ("onnxruntime", "cv2", "numpy")):
        return False
    return any(Path(spec.origin).parent.glob("models/*rec*.onnx"))


def bitmap_of(data: bytes) -> Any | None:
    """The picture in the bytes of an image file, as an array of RGB, or None where it is none that can be shown."""
    import cv2
    import numpy

    try:
        picture = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR) if data else None
    except cv2.error:
        return None
    return None if picture is None else picture[:, :, ::-1]


def page_of(bitmap: Any, number: int, width: float, height: float) -> Page:
    """The page in an array of RGB (or grey) pixels: its characters and lines.  ``width`` and ``height`` are the page's, in the unit of the result."""
    high, wide = bitmap.shape[:2]
    if min(high, wide) < _LEAST_SIDE or high * wide > _MAX_PIXELS:
        return Page(number, width, height, [], [])
    import cv2
    import numpy

    bitmap = numpy.ascontiguousarray(
        bitmap[:, :, :3][:, :, ::-1] if bitmap.ndim == 3 else cv2.cvtColor(bitmap, cv2.COLOR_GRAY2BGR)
    )
    bitmap = _straight(bitmap)
    ink = _ink(bitmap)
    level, upright = _ruled(ink)
    cells = _cells(level, upright)
    texts = _in_cells(bitmap, ink, level | upright, list(_read(bitmap)), cells)
    across, down = width / wide, height / high
    glyphs = [
        Glyph(sign, left * across, top * down, right * across, bottom * down)
        for text in texts
        for sign, left, top, right, bottom in _signs(text)
    ]
    strokes = [
        Stroke(left * across, top * down, right * across, bottom * down)
        for left, top, right, bottom in (*_boxes(level, lying=True), *_boxes(upright, lying=False))
    ]
    return Page(number, width, height, glyphs, strokes)


# --- lines and cells --------------------------------------------------------------------------------------------------


def _ink(bitmap: Any) -> Any:
    """The dark pixels as 255, whatever the paper's colour and shade."""
    import cv2

    grey = cv2.cvtColor(bitmap, cv2.COLOR_BGR2GRAY)
    size = max(grey.shape) // 40 | 1
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(size, 15), 15)


def _straight(bitmap: Any) -> Any:
    """The picture turned so that its long level lines, or else its lines of text, are level."""
    import cv2
    import numpy

    high, wide = bitmap.shape[:2]
    found = cv2.HoughLinesP(
        _ink(bitmap), 1, numpy.pi / 1440, wide // 5, minLineLength=wide // 5, maxLineGap=max(wide // 200, 3)
    )
    if found is None:
        return bitmap
    angles = [float(numpy.degrees(numpy.arctan2(y1 - y0, x1 - x0))) for x0, y0, x1, y1 in found.reshape(-1, 4)[:2000]]
    angles = [angle for angle in angles if abs(angle) <= _STEEPEST]
    if not angles:
        return bitmap
    angle = float(numpy.median(angles))
    if abs(angle) < 0.08:
        return bitmap
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(bitmap, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _ruled(ink: Any) -> tuple[Any, Any]:
    """The pixels of level lines and those of upright ones, as 0 and 255: runs that are longer than any stroke of a character."""
    import cv2

    high, wide = ink.shape
    long = max(min(high, wide) // 28, 24)
    found = []
    for lying in (True, False):
        across = (1, 3) if lying else (3, 1)
        run = (long, 1) if lying else (1, long)
        thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, across))
        kept = cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, run))
        join = (long // 2, 1) if lying else (1, long // 2)
        kept = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, join))
        found.append(_thin(kept, lying, long))
    return found[0], found[1]


def _thin(mask: Any, lying: bool, long: int) -> Any:
    """The mask without what is no line: too thick (a picture, a shaded head), or too short."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for at in range(1, count):
        _, _, wide, high, area = stats[at]
        length, breadth = (wide, high) if lying else (high, wide)
        if length < long or area / max(length, 1) > long / 2.5 or breadth > max(long / 1.5, length / 12):
            mask[labels == at] = 0
    return mask


def _boxes(mask: Any, lying: bool) -> Iterator[tuple[float, float, float, float]]:
    """The lines of a mask, without thickness."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for at in range(1, count):
        left, top, wide, high, _ = (float(size) for size in stats[at])
        if lying:
            yield left, top + high / 2, left + wide, top + high / 2
        else:
            yield left + wide / 2, top, left + wide / 2, top + high


def _cells(level: Any, upright: Any) -> list[_Cell]:
    """The rectangles that lines enclose."""
    import cv2

    high, wide = level.shape
    walls = cv2.dilate(level | upright, cv2.getStructuringElement(cv2.MORPH_RECT, (7, 7)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(255 - walls, connectivity=4)
    found = []
    for left, top, across, down, area in stats[1:count]:
        outside = left == 0 or top == 0 or left + across == wide or top + down == high
        if not outside and min(across, down) >= 12 and area > 0.85 * across * down:
            found.append(_Cell(int(left), int(top), int(left + across), int(top + down)))
    return found


# --- text -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, "Global.text_score": _SURE})


def _read(bitmap: Any) -> Iterator[_Text]:
    """The lines of text on a page."""
    found = _engine()(
        bitmap, use_det=True, use_cls=False, use_rec=True, return_word_box=True, return_single_char_box=True
    )
    if found.boxes is None or found.txts is None:
        return
    words = found.word_results or ()
    for at, (box, text) in enumerate(zip(found.boxes, found.txts, strict=True)):
        xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
        pieces = words[at] if len(words) == len(found.txts) else ()
        places = tuple(
            (word, min(float(x) for x, _ in place), max(float(x) for x, _ in place))
            for word, _, place in pieces
            if place is not None
        )
        yield _Text(text, min(xs), min(ys), max(xs), max(ys), places)


def _read_cell(bitmap: Any, cell: _Cell) -> str:
    """What stands in one cell, of one line; empty where that cannot be said."""
    found = _engine()(
        bitmap[cell.top : cell.bottom, cell.left : cell.right],
        use_det=False,
        use_cls=False,
        use_rec=True,
        return_word_box=False,
        return_single_char_box=False,
    )
    texts, scores = getattr(found, "txts", None) or (), getattr(found, "scores", None) or ()
    return texts[0].strip() if texts and scores and scores[0] >= _SURE else ""


def _in_cells(bitmap: Any, ink: Any, lines: Any, texts: list[_Text], cells: Sequence[_Cell]) -> list[_Text]:
    """The texts, those that reach over a line cut there, and with what cells show that no text was found in."""
    found: list[_Text] = []
    filled: set[_Cell] = set()
    for text in texts:
        for piece in _cut(text, cells):
            found.append(piece)
            filled.update(cell for cell in cells if _holds(cell, piece))
    for cell in cells:
        box = cell not in filled and _printed(ink, lines, cell)
        if box:
            read = _read_cell(bitmap, box)
            found.append(_Text(read or UNREAD, box.left, box.top, box.right, box.bottom))
    return found


def _holds(cell: _Cell, text: _Text) -> bool:
    x, y = (text.left + text.right) / 2, (text.top + text.bottom) / 2
    return cell.left <= x < cell.right and cell.top <= y < cell.bottom


def _cut(text: _Text, cells: Sequence[_Cell]) -> list[_Text]:
    """A text by the cells that it reaches over, where it reaches into several that stand side by side."""
    middle = (text.top + text.bottom) / 2
    room = (text.bottom - text.top) / 3
    touched = [
        cell
        for cell in cells
        if cell.top <= middle < cell.bottom and min(cell.right, text.right) - max(cell.left, text.left) > room
    ]
    if len(touched) < 2 or not text.words:
        return [text]
    pieces: dict[int, list[tuple[str, float, float]]] = {}
    for word, left, right in text.words:
        at = min(
            range(len(touched)),
            key=lambda n: (
                abs((touched[n].left + touched[n].right) / 2 - (left + right) / 2)
                - (touched[n].right - touched[n].left) / 2
            ),
        )
        pieces.setdefault(at, []).append((word, left, right))
    return [
        _Text("".join(word for word, _, _ in words), words[0][1], text.top, words[-1][2], text.bottom, tuple(words))
        for _, words in sorted(pieces.items())
    ]


def _printed(ink: Any, lines: Any, cell: _Cell) -> _Cell | None:
    """The part of a cell that is printed on, with some margin; None where it is blank but for specks."""
    import cv2

    inside = (
        ink[cell.top : cell.bottom, cell.left : cell.right] & ~lines[cell.top : cell.bottom, cell.left : cell.right]
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    least = max(6, (cell.bottom - cell.top) // 9)
    marks = [mark for mark in stats[1:count] if max(mark[2], mark[3]) >= least]
    if not marks or sum(int(mark[4]) for mark in marks) < _INK * (cell.right - cell.left) * (cell.bottom - cell.top):
        return None
    margin = 6
    left, top = min(int(m[0]) for m in marks) - margin, min(int(m[1]) for m in marks) - margin
    right, bottom = max(int(m[0] + m[2]) for m in marks) + margin, max(int(m[1] + m[3]) for m in marks) + margin
    return _Cell(
        cell.left + max(left, 0),
        cell.top + max(top, 0),
        min(cell.left + right, cell.right),
        min(cell.top + bottom, cell.bottom),
    )


def _signs(text: _Text) -> Iterator[tuple[str, float, float, float, float]]:
    """The characters of a text, each with its share of the box; one below the other where the box stands upright."""
    sizes = [2 if east_asian_width(sign) in "WFA" else 1 for sign in text.text]
    total = sum(sizes)
    wide, high = text.right - text.left, text.bottom - text.top
    upright = len(text.text) > 1 and high > 1.5 * wide
    at = 0
    for sign, size in zip(text.text, sizes, strict=True):
        start, end = at / total, (at + size) / total
        at += size
        if sign.isspace():
            continue
        if upright:
            yield sign, text.left, text.top + start * high, text.right, text.top + end * high
        else:
            yield sign, text.left + start * wide, text.top, text.left + end * wide, text.bottom
