"""Reads OFD files (GB/T 33190): every printed character with its place and every drawn line, from which cells are made.

The package ``ofdkit`` opens the container and repairs its XML; what it does not tell, the place of single characters and the lines of tables, is
read here.  Annotations, seals and signatures are not read; pictures only where their characters can be recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from unicodedata import category, east_asian_width
from xml.etree.ElementTree import Element

from gov_lint.nouns import Source
from gov_lint.readers.flow import lay, too_long
from gov_lint.readers.geometry import Glyph, Page, Stroke, blocks_of
from gov_lint.readers.package import MAX_MARKS, MAX_PART, MAX_TOTAL, open_package, too_big
from gov_lint.readers.refusal import MissingPackagesError, ReadError, damaged_container, protected

if TYPE_CHECKING:
    from ofdkit.package import Package

MAX_PAGES = 1000
"""The most pages that are read; a report has some ten."""
MAX_GLYPHS = 400_000
"""The most characters that are read; a report of 200 pages has some 150,000."""
MAX_OBJECTS = 300_000
"""The most objects of all pages, those of composite ones counted each time they are drawn."""
MAX_STROKES = 50_000
"""The most lines of one page; a page with more is a drawing, of which the rest is left out."""

_POINTS = 72 / 25.4
"""Points in a millimetre."""
_A4 = (0.0, 0.0, 210.0, 297.0)
_DEEPEST = 32
_FAR = 100_000.0
"""No coordinate of a page is as large as this, in millimetres."""
_LONGEST_PATH = 200_000
"""Path data of more characters is a drawing."""
_THIN = 1.0
"""A filled rectangle that is no thicker, in millimetres, is a line."""
_ASCENT, _DESCENT = 0.86, 0.14
"""How far characters reach above and below their base line, in parts of their size."""
_BLANK_PICTURE = 0.3
"""A picture that covers less of its page is no scan of it."""
_TABLE = 0.45, 0.05
"""A picture larger than these parts of its page's width and height may be a table."""
_ENCRYPTED = re.compile(r"(?:^|/)(?:encryptions?|decrypt?seed|decyptseed|encryptlist)[^/]*$", re.IGNORECASE)
_PATH = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)")
_PAIRS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""The commands of path data and how many numbers each takes; the last two are where the pen is then."""

_Box = TypeVar("_Box", Glyph, Stroke)
_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read(data: bytes, name: str) -> Source:
    """The source in the bytes of an OFD file.  Raises ReadError where it cannot be read."""
    try:
        from ofdkit import OFDError
        from ofdkit.package import Package
    except ImportError as error:
        raise MissingPackagesError("ofd", "OFD 文件", "OFD files") from error
    names = open_package(data).names
    try:
        with Package(data) as package:
            reader = _Reader(package)
            pages = list(reader.pages())
            pictures = [at for at, page in enumerate(pages) if not page.glyphs and page.number in reader.scans]
            pasted = reader.pasted
            guessed = _recognise(pages, pictures, reader) if pictures else False
    except OFDError as error:
        if "password" in str(error) or "encrypt" in str(error) or any(_ENCRYPTED.search(part) for part in names):
            raise protected() from error
        raise damaged_container() from error
    return lay(blocks_of(pages), name, "ofd", pictures=bool(pictures) or pasted, guessed=guessed).source


def too_many_pages() -> ReadError:
    """The refusal of a file with more pages than any report."""
    return ReadError(
        f"文件超过 {MAX_PAGES} 页，不像是年度报告，没有读取。请确认文件是否选对。",
        f"The file has more than {MAX_PAGES} pages, which no annual report has; it was not read. Check that it is the right file.",
    )


class Scan(NamedTuple):
    """A picture that covers most of a page: its part of the file (empty where there is none), and its box on the page in points."""

    part: str
    left: float
    top: float
    width: float
    height: float


def _recognise(pages: list[Page], pictures: Sequence[int], reader: _Reader) -> bool:
    """Puts recognised characters and lines into the pages that are pictures, or what their scanner recognised; whether there were any."""
    from gov_lint.readers import ocr

    installed = ocr.available()
    if installed:
        from gov_lint.readers.apart import announce_ocr

        announce_ocr()
    for at in pictures:
        page = pages[at]
        scan = reader.scans[page.number]
        bitmap = ocr.bitmap_of(reader.picture(scan)) if installed else None
        if bitmap is None:
            pages[at] = page._replace(glyphs=reader.under[page.number])
            continue
        found = ocr.page_of(bitmap, page.number, scan.width, scan.height)
        pages[at] = page._replace(
            glyphs=[_moved(glyph, scan.left, scan.top) for glyph in found.glyphs],
            strokes=[_moved(stroke, scan.left, scan.top) for stroke in found.strokes],
        )
    return any(pages[at].glyphs for at in pictures)


def _moved(box: _Box, right: float, down: float) -> _Box:
    return box._replace(left=box.left + right, top=box.top + down, right=box.right + right, bottom=box.bottom + down)


# --- the parts of the file --------------------------------------------------------------------------------------------


def _local(element: Element) -> str:
    """An element's name without its namespace, of which there are several in use; empty for comments."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _children(element: Element | None, *names: str) -> Iterator[Element]:
    return (child for child in (() if element is None else element) if _local(child) in names)


def _child(element: Element | None, name: str) -> Element | None:
    return next(_children(element, name), None)


class _Document(NamedTuple):
    """One document of the file: the box of its pages, where its templates are, its composite units and its pictures."""

    box: tuple[float, float, float, float]
    templates: Mapping[str, str]
    units: dict[str, Element]
    media: dict[str, str]


class _Reader:
    """Reads the pages of a file, within the limits."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left = MAX_TOTAL
        self._glyphs = MAX_GLYPHS
        self._objects = MAX_OBJECTS
        self._templates: dict[str, Element] = {}
        self.scans: dict[int, Scan] = {}
        """The pictures that cover a page without text, by its number …"""
        self.pasted = False
        """Whether there is a picture as large as a table."""
        self.under: dict[int, list[Glyph]] = {}
        """… and the characters that its scanner recognised and put under the picture, unseen."""

    def pages(self) -> Iterator[Page]:
        """All pages of all documents of the file."""
        entry = self._package.find("OFD.xml") or ""
        number = 0
        for body in _children(self._xml(entry), "DocBody"):
            root = _child(body, "DocRoot")
            where = self._package.resolve(entry, root.text if root is not None else None)
            if where is None:
                continue
            tree = self._xml(where)
            document = self._document(where, tree)
            for page in _children(_child(tree, "Pages"), "Page"):
                number += 1
                if number > MAX_PAGES:
                    raise too_many_pages()
                location = self._package.resolve(where, page.get("BaseLoc"))
                if location is not None:
                    yield self._page(number, location, document)
        if not number:
            raise damaged_container()

    def _xml(self, name: str) -> Element:
        """The root of a part.  Raises ReadError where it is beyond the limits."""
        data = self._bytes(name)
        self._left -= len(data)
        if self._left < 0 or len(data) > MAX_PART or data.count(b"<") + data.count(b"=") > MAX_MARKS:
            raise too_big()
        root: Element = self._package.read_xml(name)
        return root

    def picture(self, scan: Scan) -> bytes:
        """The bytes of a picture; none where the file has none."""
        return self._bytes(scan.part) if scan.part else b""

    def _bytes(self, name: str) -> bytes:
        """The bytes of a part.  Raises ReadError where the container is damaged there."""
        try:
            data: bytes = self._package.read(name)
        except (ValueError, OSError) as error:
            raise damaged_container() from error
        return data

    def _document(self, where: str, tree: Element) -> _Document:
        common = _child(tree, "CommonData")
        templates = {}
        for template in _children(common, "TemplatePage"):
            location = self._package.resolve(where, template.get("BaseLoc"))
            if location is not None:
                templates[template.get("ID", "")] = location
        document = _Document(_page_box(_child(common, "PageArea")) or _A4, templates, {}, {})
        for resource in _children(common, "PublicRes", "DocumentRes"):
            self._resources(self._package.resolve(where, resource.text), document)
        return document

    def _resources(self, where: str | None, document: _Document) -> None:
        """Adds what a resource file has to a document's composite units and pictures."""
        if where is None:
            return
        root = self._xml(where)
        base = root.get("BaseLoc", "").strip("/")
        for group in root:
            for unit in _children(group, "CompositeGraphicUnit"):
                document.units.setdefault(unit.get("ID", ""), unit)
            for media in _children(group, "MultiMedia"):
                file = _child(media, "MediaFile")
                text = (file.text or "").strip() if file is not None else ""
                found = self._package.resolve(where, f"{base}/{text}") or self._package.resolve(where, text)
                if found is not None:
                    document.media.setdefault(media.get("ID", ""), found)

    def _page(self, number: int, location: str, document: _Document) -> Page:
        root = self._xml(location)
        box = _page_box(_child(root, "Area")) or document.box
        for resource in _children(root, "PageRes"):
            self._resources(self._package.resolve(location, resource.text), document)
        drawing = _Drawing(box, document.units, min(self._glyphs, MAX_GLYPHS), self._objects)
        for template in _children(root, "Template"):
            where = document.templates.get(template.get("TemplateID", ""))
            if where is not None:
                if where not in self._templates:
                    self._templates[where] = self._xml(where)
                drawing.content(self._templates[where])
        drawing.content(root)
        self._glyphs -= len(drawing.glyphs) + len(drawing.unseen)
        self._objects = drawing.left
        self.pasted = self.pasted or any(
            right - left > _TABLE[0] * box[2] and bottom - top > _TABLE[1] * box[3]
            for _, (left, top, right, bottom) in drawing.pictures
        )
        if not drawing.glyphs:
            self._scan(number, drawing, document)
            self.under[number] = drawing.unseen
        return Page(number, box[2] * _POINTS, box[3] * _POINTS, drawing.glyphs, drawing.strokes)

    def _scan(self, number: int, drawing: _Drawing, document: _Document) -> None:
        """Remembers the largest picture of a page without text."""
        width, height = drawing.box[2], drawing.box[3]
        for resource, (left, top, right, bottom) in sorted(drawing.pictures, key=lambda p: _area(p[1]), reverse=True):
            if _area((left, top, right, bottom)) < _BLANK_PICTURE * width * height:
                return
            where = document.media.get(resource, "")
            self.scans[number] = Scan(
                where, left * _POINTS, top * _POINTS, (right - left) * _POINTS, (bottom - top) * _POINTS
            )
            return


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _page_box(area: Element | None) -> tuple[float, float, float, float] | None:
    """The box of a page, x, y, width, height in millimetres."""
    box = _child(area, "PhysicalBox")
    numbers = _numbers(box.text if box is not None else None, 4)
    return numbers[:4] if numbers and numbers[2] > 0 and numbers[3] > 0 else None  # type: ignore[return-value]


def _float(text: str | None, default: float | None) -> float | None:
    """A number as a file states it, None where it states an absurd one."""
    if text is None:
        return default
    try:
        number = float(text)
    except ValueError:
        return default
    return number if isfinite(number) and abs(number) < _FAR else None


def _numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """So many numbers, or None where there are fewer, or absurd ones."""
    words = (text or "").replace(",", " ").split(None, count)[:count]
    found = [number for number in (_float(word, None) for word in words) if number is not None]
    return tuple(found) if len(found) == count else None


# --- a page -----------------------------------------------------------------------------------------------------------


class _Drawing:
    """What a page draws: characters and straight lines in points, and the boxes of pictures in millimetres, from the page's corner."""

    def __init__(
        self, box: tuple[float, float, float, float], units: Mapping[str, Element], room: int, left: int
    ) -> None:
        self.box, self.left = box, left
        self._units, self._room = units, room
        self.glyphs: list[Glyph] = []
        self.unseen: list[Glyph] = []
        """Characters that are not shown, as scanners put what they recognised under the picture."""
        self.strokes: list[Stroke] = []
        self.pictures: list[tuple[str, tuple[float, float, float, float]]] = []

    def content(self, root: Element) -> None:
        """Draws a page, or the template of one."""
        start = (1.0, 0.0, 0.0, 1.0, -self.box[0], -self.box[1])
        for layer in _children(_child(root, "Content"), "Layer"):
            if _visible(layer):
                self._block(layer, start, 0)

    def _block(self, block: Element, matrix: _Matrix, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for element in block:
            kind = _local(element)
            self.left -= 1
            if self.left < 0:
                raise too_big()
            if not _visible(element) and kind != "TextObject":
                continue
            if kind == "PageBlock":
                self._block(element, matrix, depth + 1)
            elif kind in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
                inner = _placed(element, matrix)
                if inner is not None:
                    self._object(kind, element, inner, depth)

    def _object(self, kind: str, element: Element, matrix: _Matrix, depth: int) -> None:
        if kind == "TextObject":
            self._text(element, matrix)
        elif kind == "PathObject":
            self._path(element, matrix)
        elif kind == "ImageObject":
            if element.get("CTM") is None:
                box = _numbers(element.get("Boundary"), 4) or (0.0, 0.0, 1.0, 1.0)
                corners = _box(matrix, 0, 0, box[2], box[3])
            else:
                corners = _box(matrix, 0, 0, 1, 1)
            self.pictures.append((element.get("ResourceID", ""), corners))
        else:
            unit = _child(self._units.get(element.get("ResourceID", "")), "Content")
            if unit is not None:
                self._block(unit, matrix, depth + 1)

    def _text(self, element: Element, matrix: _Matrix) -> None:
        """The characters of a text object, each in its place.  Text askew is a watermark."""
        size = _float(element.get("Size"), 0.0)
        scale = _float(element.get("HScale"), 1.0)
        if not size or not scale or _askew(matrix):
            return
        turned = _float(element.get("CharDirection"), 0.0) in (90.0, 270.0)
        found = self.glyphs if _is_inked(element) else self.unseen
        x = y = 0.0
        for code in _children(element, "TextCode"):
            text = "".join(
                " " if sign == "\t" else sign for sign in code.text or "" if sign == "\t" or category(sign) != "Cc"
            )
            start = _float(code.get("X"), x), _float(code.get("Y"), y)
            if start[0] is None or start[1] is None:
                continue
            x, y = start[0], start[1]
            across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
            for at, sign in enumerate(text):
                width = size * scale * (1.0 if east_asian_width(sign) in "WFA" else 0.5)
                step = across[at] if at < len(across) else (0.0 if down else width)
                if not sign.isspace():
                    narrow = min(width, step) if step > 0.2 * width else width
                    found += self._glyph(sign, matrix, x, y, narrow, size, turned)
                    if len(found) > self._room:
                        raise too_long()
                x += step
                y += down[at] if at < len(down) else 0.0

    def _glyph(
        self, sign: str, matrix: _Matrix, x: float, y: float, width: float, size: float, turned: bool
    ) -> list[Glyph]:
        """A character on the page; nothing where it stands beside it."""
        box = (
            _box(matrix, x - size / 2, y - size / 2, x + size / 2, y + size / 2)
            if turned
            else _box(matrix, x, y - _ASCENT * size, x + width, y + _DESCENT * size)
        )
        return [Glyph(sign, *(side * _POINTS for side in box))] if self._on_page(*box) else []

    def _on_page(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether something stands on the page; comparisons with what is no number fail."""
        return -1.0 <= (left + right) / 2 <= self.box[2] + 1.0 and -1.0 <= (top + bottom) / 2 <= self.box[3] + 1.0

    def _path(self, element: Element, matrix: _Matrix) -> None:
        """The straight lines of a path that run level or upright: drawn ones, and filled rectangles as thin as lines."""
        data = _child(element, "AbbreviatedData")
        text = data.text if data is not None else None
        if not text or len(text) > _LONGEST_PATH or len(self.strokes) >= MAX_STROKES:
            return
        drawn = _shows(element, "StrokeColor") and element.get("Stroke", "true").lower() != "false"
        filled = element.get("Fill", "false").lower() == "true" and _shows(element, "FillColor")
        for points in _subpaths(text):
            placed = [_point(matrix, x, y) for x, y in points]
            if drawn:
                for (x0, y0), (x1, y1) in pairwise(placed):
                    if min(abs(x1 - x0), abs(y1 - y0)) <= 0.3:
                        self._stroke(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            elif filled and len(placed) > 2:
                xs, ys = [x for x, _ in placed], [y for _, y in placed]
                if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
                    self._stroke(min(xs), min(ys), max(xs), max(ys))

    def _stroke(self, left: float, top: float, right: float, bottom: float) -> None:
        left, right = max(left, -1.0), min(right, self.box[2] + 1.0)
        top, bottom = max(top, -1.0), min(bottom, self.box[3] + 1.0)
        if left <= right and top <= bottom and len(self.strokes) < MAX_STROKES:
            self.strokes.append(Stroke(left * _POINTS, top * _POINTS, right * _POINTS, bottom * _POINTS))


def _visible(element: Element) -> bool:
    return element.get("Visible", "true").strip().lower() != "false" and element.get("Alpha", "255").strip() != "0"


def _is_inked(element: Element) -> bool:
    """Whether text is drawn so that it can be seen."""
    colour = _child(element, "FillColor")
    clear = colour is not None and colour.get("Alpha", "255").strip() == "0"
    filled = element.get("Fill", "true").lower() != "false" and not clear
    return _visible(element) and (filled or element.get("Stroke", "false").lower() == "true")


def _shows(element: Element, name: str) -> bool:
    """Whether a colour is one that can be seen on paper."""
    colour = _child(element, name)
    if colour is None:
        return True
    return colour.get("Alpha", "255").strip() != "0" and colour.get("Value", "").split() != ["255", "255", "255"]


def _placed(element: Element, matrix: _Matrix) -> _Matrix | None:
    """From an object's own space to the page's: its transformation, then the corner of its boundary.  None where the file says something absurd."""
    boundary = element.get("Boundary")
    box = _numbers(boundary, 4) if boundary else (0.0, 0.0, 0.0, 0.0)
    ctm = element.get("CTM")
    inner = _numbers(ctm, 6) if ctm else _SAME
    if box is None or inner is None:
        return None
    a, b, c, d, e, f = inner
    return _after(matrix, (a, b, c, d, e + box[0], f + box[1]))


def _after(outer: _Matrix, inner: _Matrix) -> _Matrix | None:
    """The transformation that does the inner one first; None where numbers grow absurd."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    found = (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)
    return found if all(abs(number) < _FAR for number in found) else None


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(matrix: _Matrix, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """The upright box around a transformed one."""
    x0, y0 = _point(matrix, left, top)
    x1, y1 = _point(matrix, right, bottom)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _askew(matrix: _Matrix) -> bool:
    """Whether something is turned by other than right angles."""
    a, b = abs(matrix[0]), abs(matrix[1])
    return min(a, b) > 0.1 * max(a, b)


def _deltas(text: str | None, count: int) -> list[float]:
    """The steps between characters, at most so many; ``g n v`` says that the step v comes n times."""
    found: list[float] = []
    words = iter((text or "").split())
    for word in words:
        times = 1
        if word == "g":
            number = _float(next(words, None), None)
            times = int(number) if number is not None and number > 0 else 1_000_000
            word = next(words, "")
        step = _float(word, 0.0)
        found += [step or 0.0] * min(times, count - len(found))
        if len(found) >= count:
            break
    return found


def _subpaths(text: str) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; curves are cut off to their ends."""
    points: list[tuple[float, float]] = []
    numbers: list[float] = []
    command = ""
    for letter, number in _PATH.findall(text):
        if letter:
            command, numbers = letter.upper(), []
            if command in "CZ" and points:
                points.append(points[0])
            continue
        numbers.append(float(number))
        if len(numbers) < _PAIRS.get(command, 99):
            continue
        x, y = numbers[-2:]
        numbers = []
        if command in "MS":
            if len(points) > 1:
                yield points
            points = []
            command = "L"
        if command in "QBA" and points:
            if len(points) > 1:
                yield points
            points = []
        points.append((x, y))
    if len(points) > 1:
        yield points
