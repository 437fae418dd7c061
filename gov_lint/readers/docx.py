"""Reads Word files (docx, docm, dotx; those of WPS and in strict OOXML too): what a person sees who opens or prints them.

Tracked insertions are kept and deletions left out, automatic numbers are written out, hidden text, headers, footers and comments are left out.
Text boxes come after the paragraph that they are anchored in, footnotes after the paragraph that refers to them, or after its table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from io import BytesIO
from itertools import groupby
from xml.etree.ElementTree import Element, tostring
from zipfile import ZipFile

from gov_lint.nouns import Source
from gov_lint.readers.flow import MAX_DEPTH, Cell, Laid, Paragraph, Piece, Table, lay, paragraph, span_of, too_deep
from gov_lint.readers.package import Package, open_package, parse_xml
from gov_lint.readers.refusal import ReadError, damaged_container
from gov_lint.readers.symbols import symbol
from gov_lint.readers.word_styles import Numbering, NumberRef, Styles, W, number_ref, switched

MAX_NESTING = 120
"""How deep elements may stand in one another, tables and runs alike."""

FINDINGS = "_govlint_findings"
"""The bookmark around the page of findings that ``govlint annotate`` adds to a report: it is no part of the report."""

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = W[1:-1].encode()
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_CHOICE = f"{_MC}AlternateContent"
_VAL = f"{W}val"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CHUNK = f"{W}altChunk"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_CHUNKS = frozenset({"html", "mht", "docx", "rtf"})
"""Formats of documents that stand as a whole in a Word file, as systems leave them that write Word files from web pages."""
_NARROW = 200
"""Twips (a twentieth of a point): what a row is indented by less than this is no cell left out, but a table drawn unevenly."""
_PROMPT = re.compile(r"(?i)\s*(?:请)?(?:单击|点击|轻触|click|tap|选择一项|choose an item)")
"""What a content control shows until it is filled in; one may show a number or a date too, which then counts."""
_BLANKS = " \t\r\n"
_ONE_LINE = str.maketrans("\t\r\n", "   ")

_THROUGH = frozenset(
    f"{W}{name}"
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "customXml",
        "sdt",
        "sdtContent",
        "fldSimple",
        "dir",
        "bdo",
        "rubyBase",
    )
)
"""Elements that stand around others and say nothing themselves."""
_DRAWN = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_TEXT, _RUN, _FIELD, _RUBY, _SYMBOL = f"{W}t", f"{W}r", f"{W}fldChar", f"{W}ruby", f"{W}sym"
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}txbxContent"
_LETTERING = "{urn:schemas-microsoft-com:vml}textpath"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FORMULAS = frozenset({f"{_MATH}oMath", f"{_MATH}oMathPara"})
_FORMULA_TEXT = f"{_MATH}t"
_PICTURES = (b":blip ", b"imagedata ")
_EXTENT = re.compile(rb':extent [^<>]*?cx="(\d+)" [^<>]*?cy="(\d+)"')
_WIDE, _HIGH = 8 * 360_000, 2 * 360_000
"""How large a picture of a table is at least, in EMU (360,000 a centimetre)."""


def read(data: bytes, name: str) -> Source:
    """The source in the bytes of a Word file.  Raises ReadError where it cannot be read."""
    return read_laid(data, name).source


def read_laid(data: bytes, name: str) -> Laid:
    """The source in the bytes of a Word file, with the pieces that it was made of.

    A piece's ``origin`` is the number (from 0) of its ``w:t`` among all those of the main part in document order, and the offset of the piece's
    first character in that element's text; None for what stands in no ``w:t`` of the main part.  Raises ReadError where it cannot be read.
    """
    document = _Document(open_package(data if data.startswith(b"PK") else _packed(data)))
    blocks = document.blocks()
    laid = lay(blocks, name, "docx", pictures=document.large_pictures)
    if document.pictures and not laid.source.text.strip():
        return lay(blocks, name, "docx", pictures=True)
    return laid


class _Document:
    """A Word file: its parts as far as they are needed."""

    def __init__(self, package: Package, *, inner: bool = False) -> None:
        self.package = package
        self._inner = inner
        self.main = main_part(package)
        data = self._bytes(self.main)
        if data is None:
            raise damaged_container()
        self._data = data
        self.relations = relations(package, self.main)
        styles = self._related("styles") or b""
        numbered = b"numPr" in data or b"numPr" in styles
        self.styles = Styles(_defined(styles) if styles and (numbered or b"vanish" in styles) else None)
        self.hiding = self.styles.hiding or b"vanish" in data
        self.tracked = b"del" in data or b"moveFrom" in data
        lists = self._related("numbering") if numbered else None
        self.numbering = Numbering(_defined(lists) if lists else None, self.styles)
        self.root = parse_xml(self._needed(data, numbered))
        if b"showingPlcHdr" in data:
            _empty_prompts(self.root)
        self.drawn = b"txbxContent" in data or b"textpath" in data
        self.preserved = self.root.get(_SPACE) == "preserve"
        self.places: dict[Element, int] = {text: number for number, text in enumerate(self.root.iter(_TEXT))}
        self._notes: dict[str, dict[str, Element]] = {}

    @property
    def pictures(self) -> bool:
        """Whether there are pictures."""
        return any(mark in self._data for mark in _PICTURES)

    @property
    def large_pictures(self) -> bool:
        """Whether there are pictures as large as a table."""
        sizes = _EXTENT.findall(self._data) if self.pictures else []
        return any(len(cx) < 12 and len(cy) < 12 and int(cx) >= _WIDE and int(cy) >= _HIGH for cx, cy in sizes)

    def _needed(self, data: bytes, numbered: bool) -> bytes:
        """The main part without the properties that change nothing here: they are most of it."""
        signs: list[bytes] = []
        if self.hiding:
            signs += (b"vanish", b"rStyle")
        if self.tracked:
            signs += (b"del", b"moveFrom")
        data = _thinned(data, "rPr", signs)
        signs = [b"<w:rPr>"] if signs else []
        if numbered:
            signs.append(b"numPr")
        if numbered or self.hiding:
            signs += self.styles.signs(data)
        data = _thinned(data, "pPr", signs)
        for name in ("tblPr", "tblPrEx"):
            data = _thinned(data, name, ())
        data = _thinned(data, "tcPr", (b"gridSpan", b"Merge", b"cellDel"))
        return _thinned(data, "trPr", (b"grid", b"del", b"hidden"))

    def _bytes(self, name: str) -> bytes | None:
        """The bytes of a part, with the namespace of strict OOXML rewritten to the usual one, in UTF-8 as far as it was not UTF-16."""
        data = self.package.part(name)
        if data is not None and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            data = data.decode("utf-16", "replace").replace("UTF-16", "UTF-8", 1).replace("utf-16", "utf-8", 1).encode()
        return data.replace(_STRICT, _TRANSITIONAL) if data is not None and _STRICT in data[:65536] else data

    def _related(self, kind: str) -> bytes | None:
        name = next((target for found, target in self.relations.values() if found == kind), None)
        return None if name is None else self._bytes(name)

    def blocks(self) -> list[Paragraph | Table]:
        """What the document shows."""
        body = self.root.find(f"{W}body")
        if body is None:
            raise damaged_container()
        if FINDINGS.encode() in self._data:
            _drop_findings(body)
        story = _Story(self)
        story.read(body, 0)
        return story.close()

    def note(self, kind: str, number: str) -> Element | None:
        """A footnote or an endnote; each is shown once."""
        if kind not in self._notes:
            data = self._related(kind)
            root = None if data is None else parse_xml(data)
            notes = () if root is None else (note for note in root if note.get(f"{W}type", "normal") == "normal")
            self._notes[kind] = {note.get(f"{W}id", ""): note for note in notes}
        return self._notes[kind].pop(number, None)

    def chunk(self, relation: str | None) -> list[Paragraph | Table]:
        """A document that stands as a whole in this one; nothing where it cannot be read, was shown, or stands in such a one."""
        kind, target = self.relations.pop(relation or "", ("", ""))
        data = self.package.part(target) if kind == "aFChunk" and not self._inner else None
        if not data:
            return []
        from gov_lint.readers import read_here
        from gov_lint.readers.sniff import format_of

        try:
            kind = format_of(data)
            if kind == "docx":
                return _Document(open_package(data), inner=True).blocks()
            return _as_blocks(read_here(kind, data, target).text) if kind in _CHUNKS else []
        except ReadError:
            return []


class _Story:
    """A run of blocks: the body, a cell, a text box or a note."""

    def __init__(self, document: _Document, *, in_cell: bool = False) -> None:
        self.document = document
        self._in_cell = in_cell
        self.out: list[Paragraph | Table] = []
        self.notes: list[tuple[str, str]] = []
        self._pieces: list[Piece] = []
        self._after: list[Paragraph | Table] = []
        self._open = False
        self._ref: tuple[NumberRef | None, str] | None = None
        self._style = ""
        self._fields: list[bool] = []
        self._instructions = 0

    def close(self) -> list[Paragraph | Table]:
        """All blocks, with the notes that are still due."""
        if self._open:
            self._end(None, "")
        return self.out

    def read(self, element: Element, depth: int) -> None:
        """Reads the blocks in an element."""
        if depth > MAX_NESTING:
            raise too_deep()
        for child in element:
            tag = child.tag
            if tag == _PARAGRAPH:
                self._paragraph(child, depth)
            elif tag == _TABLE:
                if self._open:
                    self._end(None, "")
                self._table(child, depth)
            elif tag in _THROUGH:
                self.read(child, depth + 1)
            elif tag == _CHUNK:
                self.out += self.document.chunk(
                    next((child.get(name) for name in _RELATION_IDS if child.get(name)), "")
                )
            elif tag == _CHOICE:
                self._choose(child, depth, self.read)

    def _choose(self, element: Element, depth: int, read: Callable[[Element, int], None]) -> None:
        """Reads the first of the alternatives that shows anything."""
        for alternative in element:
            before = (len(self.out), len(self._pieces), len(self._after))
            read(alternative, depth + 1)
            if (len(self.out), len(self._pieces), len(self._after)) != before:
                return

    def _paragraph(self, element: Element, depth: int) -> None:
        properties = element.find(f"{W}pPr")
        ref, style, ends = None, "", True
        if properties is not None:
            ref = number_ref(properties)
            named = properties.find(f"{W}pStyle")
            style = "" if named is None else named.get(_VAL, "")
            ends = not (self.document.tracked or self.document.hiding) or not self._joins(properties, style)
        self._style = style
        count = len(self._pieces)
        self._inline(element, depth)
        while self._instructions:
            self._instructions -= not self._fields.pop()
        if ends:
            self._end(ref, style)
        else:
            self._open = True
            if self._ref is None and len(self._pieces) > count:
                self._ref = (ref, style)

    def _joins(self, properties: Element, style: str) -> bool:
        """Whether a paragraph's mark is deleted or hidden, so that the next paragraph's text follows on."""
        mark = properties.find(f"{W}rPr")
        if mark is None:
            return False
        if mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None:
            return True
        return self.document.hiding and self._hides(mark)

    def _hides(self, properties: Element | None) -> bool:
        """Whether run properties, or the styles that they and the paragraph name, hide text."""
        if properties is not None:
            own = switched(properties.find(f"{W}vanish"))
            if own is not None:
                return own
            named = properties.find(f"{W}rStyle")
            if named is not None:
                hidden = self.document.styles.hidden(named.get(_VAL, ""))
                if hidden is not None:
                    return hidden
        return bool(self.document.styles.hidden(self._style or self.document.styles.default))

    def _end(self, ref: NumberRef | None, style: str) -> None:
        """Ends a paragraph."""
        if self._ref is not None:
            ref, style = self._ref
        label = self.document.numbering.label(ref, style)
        if label:
            self._pieces.insert(0, Piece(label))
        self.out.append(Paragraph(tuple(self._pieces)))
        self.out += self._after
        self._pieces, self._after, self._open, self._ref = [], [], False, None
        self._add_notes()

    def _add_notes(self) -> None:
        """Adds the notes that were referred to; those of cells wait for the end of the table."""
        if self._in_cell or not self.notes:
            return
        notes, self.notes = self.notes, []
        for kind, number in notes:
            element = self.document.note(kind, number)
            if element is not None:
                story = _Story(self.document, in_cell=True)
                story.read(element, 1)
                self.out += story.close()

    def _inline(self, element: Element, depth: int) -> None:
        """Reads what stands in a paragraph."""
        if depth > MAX_NESTING:
            raise too_deep()
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._run(child, depth)
            elif tag in _THROUGH:
                self._inline(child, depth + 1)
            elif tag == _CHOICE:
                self._choose(child, depth, self._inline)
            elif tag in _FORMULAS and not self._instructions:
                self._pieces += (Piece(text.text) for text in child.iter(_FORMULA_TEXT) if text.text)

    def _run(self, run: Element, depth: int) -> None:
        if depth > MAX_NESTING:
            raise too_deep()
        if self.document.hiding and self._hides(run.find(f"{W}rPr")):
            return
        shown = not self._instructions
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                if shown and child.text:
                    self._text(child, child.text)
            elif tag in _SIGNS:
                if shown:
                    self._pieces.append(Piece(_SIGNS[tag]))
            elif tag == _FIELD:
                self._field(child.get(f"{W}fldCharType"))
                shown = not self._instructions
            elif tag == _RUBY:
                self._inline(child, depth + 1)
            elif tag == _SYMBOL:
                if shown:
                    self._pieces.append(Piece(_symbol(child)))
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
            elif tag in _DRAWN:
                if self.document.drawn:
                    self._boxes(child, depth + 1)
            elif tag == _CHOICE:
                self._choose(child, depth, self._run)

    def _text(self, element: Element, text: str) -> None:
        start = 0
        if (
            (text[0] in _BLANKS or text[-1] in _BLANKS)
            and not self.document.preserved
            and element.get(_SPACE) != "preserve"
        ):
            start = len(text) - len(text.lstrip(_BLANKS))
            text = text.strip(_BLANKS)
        if not text.isprintable():
            text = text.translate(_ONE_LINE)
        place = self.document.places.get(element)
        self._pieces.append(Piece(text, 0, 0, None if place is None else (place, start)))

    def _field(self, kind: str | None) -> None:
        """The beginning of a field, its instruction's end or its own; an instruction that a paragraph leaves open ends with it."""
        if kind == "begin":
            self._fields.append(False)
            self._instructions += 1
        elif kind == "separate" and self._fields:
            self._instructions -= not self._fields[-1]
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._instructions -= not self._fields.pop()

    def _boxes(self, element: Element, depth: int) -> None:
        """Reads the text boxes in a drawing."""
        if depth > MAX_NESTING:
            raise too_deep()
        for child in element:
            if child.tag == _BOX:
                story = _Story(self.document)
                story.read(child, depth + 1)
                self._after += story.close()
            elif child.tag == _LETTERING:
                self._after.append(Paragraph((Piece(child.get("string", "")),)))
            elif child.tag == _CHOICE:
                self._choose(child, depth, self._boxes)
            elif len(child):
                self._boxes(child, depth + 1)

    def _table(self, element: Element, depth: int) -> None:
        table = _TableReader(self)
        table.read(element, depth)
        if table.rows:
            self.out.append(Table(table.rows))
        self._add_notes()


class _TableReader:
    """Reads a table of a story."""

    def __init__(self, story: _Story) -> None:
        self.rows: list[list[Cell]] = []
        self._story = story
        self._reaching: frozenset[int] = frozenset()

    def read(self, element: Element, depth: int) -> None:
        """Reads the rows in an element."""
        if depth > MAX_NESTING:
            raise too_deep()
        for child in element:
            if child.tag == _ROW:
                self._row(child, depth)
            elif child.tag in _THROUGH or child.tag == _CHOICE:
                self.read(_first(child), depth + 1)

    def _row(self, element: Element, depth: int) -> None:
        properties = element.find(f"{W}trPr")
        cells: list[Cell] = []
        column = 0
        if properties is not None:
            if properties.find(f"{W}del") is not None or switched(properties.find(f"{W}hidden")):
                return
            column = _columns(properties.find(f"{W}gridBefore"))
            if column and not _is_narrow(properties.find(f"{W}wBefore")):
                cells.append(Cell((), column))
        reaching: set[int] = set()
        for cell in _cells(element, depth):
            column += self._cell(cell, cells, column, reaching, depth)
        self._reaching = frozenset(reaching)
        if cells:
            self.rows.append(cells)

    def _cell(self, element: Element, cells: list[Cell], column: int, reaching: set[int], depth: int) -> int:
        """Adds a cell to its row; how many columns of the grid it covers."""
        properties = element.find(f"{W}tcPr")
        span, down, across = 1, "", ""
        if properties is not None:
            if properties.find(f"{W}cellDel") is not None:
                return 0
            found = properties.find(f"{W}gridSpan")
            span = 1 if found is None else span_of(found.get(_VAL))
            down = _merged(properties.find(f"{W}vMerge"))
            across = _merged(properties.find(f"{W}hMerge"))
            changed = properties.find(f"{W}cellMerge")
            if changed is not None:
                down = {"rest": "restart", "cont": "continue"}.get(changed.get(f"{W}vMerge", ""), "")
        if across == "continue" and cells:
            cells[-1] = cells[-1]._replace(colspan=cells[-1].colspan + span)
            return span
        if down:
            reaching.add(column)
        if down == "continue" and column in self._reaching:
            cells.append(Cell((), span))
            return span
        story = _Story(self._story.document, in_cell=True)
        story.read(element, depth + MAX_NESTING // MAX_DEPTH)
        cells.append(Cell(story.close(), span))
        self._story.notes += story.notes
        return span


def _cells(row: Element, depth: int) -> Iterable[Element]:
    """The cells in a row, also those in content controls."""
    if depth > MAX_NESTING:
        raise too_deep()
    for child in row:
        if child.tag == _CELL:
            yield child
        elif child.tag in _THROUGH or child.tag == _CHOICE:
            yield from _cells(_first(child), depth + 1)


def _first(element: Element) -> Element:
    """The first of alternatives; any other element itself."""
    return element[0] if element.tag == _CHOICE and len(element) else element


def _merged(element: Element | None) -> str:
    """What a merging property says: ``restart``, ``continue`` (also where it says nothing), or empty where there is none."""
    return "" if element is None else element.get(_VAL, "continue")


def _columns(element: Element | None) -> int:
    """How many columns a row leaves out."""
    text = "0" if element is None else element.get(_VAL, "0")
    return 0 if text == "0" else span_of(text)


def _is_narrow(element: Element | None) -> bool:
    width = "" if element is None else element.get(f"{W}w", "")
    return width.isascii() and width.isdigit() and len(width) < 6 and int(width) < _NARROW


def _symbol(element: Element) -> str:
    """The character of a symbol font, as far as it is one that people read."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return symbol(element.get(f"{W}font", ""), code)


def _thinned(data: bytes, name: str, signs: Collection[bytes], opening: str = ">") -> bytes:
    """The XML without the elements of that name in which none of the signs stands.

    ``opening`` is what follows the name.  Only elements that hold none of the same name are taken out, so that what remains is balanced.
    """
    start, end = f"<w:{name}{opening}".encode(), f"</w:{name}>".encode()
    length = len(end)
    first, *others = data.split(start)
    kept = [first]
    for other in others:
        at = other.find(end)
        if at < 0 or (signs and any(other.find(sign, 0, at) >= 0 for sign in signs)):
            kept += (start, other)
        else:
            kept.append(other[at + length :])
    return b"".join(kept)


def _defined(data: bytes) -> Element:
    """The styles or the lists, with what they say of lists and hidden text."""
    data = _thinned(data, "latentStyles", (), " ")
    data = _thinned(data, "style", (), ' w:type="table"')
    for name, signs in (("rPr", (b"vanish",)), ("pPr", (b"numPr",)), ("tcPr", ()), ("tblPr", ())):
        data = _thinned(data, name, signs)
    return parse_xml(data)


def _packed(data: bytes) -> bytes:
    """A document that is one XML file (flat OPC) as a package of parts."""
    parts = parse_xml(data)
    archive = BytesIO()
    with ZipFile(archive, "w") as written:
        for part in parts:
            held = part.find(f"{_FLAT}xmlData/*")
            if held is not None:
                written.writestr(part.get(f"{_FLAT}name", "").lstrip("/")[:200] or "_", tostring(held))
    return archive.getvalue()


def _as_blocks(text: str) -> list[Paragraph | Table]:
    """Paragraphs and tables of a text that has a tab between two cells."""
    blocks: list[Paragraph | Table] = []
    for tabbed, lines in groupby(text.rstrip("\n").split("\n"), lambda line: "\t" in line):
        if tabbed:
            blocks.append(Table([[Cell((paragraph(cell),)) for cell in line.split("\t")] for line in lines]))
        else:
            blocks += (paragraph(line) for line in lines)
    return blocks


def _empty_prompts(root: Element) -> None:
    """Empties the content controls that nobody filled in, which ask for a click: what they show is no text of the report."""
    for control in root.iter(f"{W}sdt"):
        prompt = control.find(f"{W}sdtPr/{W}showingPlcHdr")
        content = control.find(f"{W}sdtContent")
        if content is None or not switched(prompt):
            continue
        texts = list(content.iter(_TEXT))
        if _PROMPT.match("".join(text.text or "" for text in texts)):
            for text in texts:
                text.text = ""


def _drop_findings(body: Element) -> None:
    """Takes out the blocks from the beginning of the bookmark around the findings to its end."""
    number: str | None = None
    kept: list[Element] = []
    for block in body:
        starts = (each for each in block.iter(f"{W}bookmarkStart") if each.get(f"{W}name") == FINDINGS)
        number = next((each.get(f"{W}id", "") for each in starts), number)
        if number is None:
            kept.append(block)
        elif any(each.get(f"{W}id", "") == number for each in block.iter(f"{W}bookmarkEnd")):
            number = None
    body[:] = kept


def main_part(package: Package) -> str:
    """The name of the part that holds the text."""
    for kind, target in relations(package, "").values():
        if kind == "officeDocument" and package.has(target):
            return target
    lower = {name.lower().replace("\\", "/").lstrip("/") for name in package.names}
    return next(
        (name for name in sorted(lower) if name.startswith("word/document") and name.endswith(".xml")),
        "word/document.xml",
    )


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part (or, for no name, the package) refers to within the package: by id, the last word of the kind and the part's name."""
    folder, _, name = part.rpartition("/")
    root = package.xml(f"{folder}/_rels/{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    for relation in () if root is None else root:
        target = relation.get("Target", "")
        if target and relation.get("TargetMode") != "External":
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, _resolved(folder, target))
    return found


def _resolved(folder: str, target: str) -> str:
    """A target as a part's name, from the folder of the part that refers to it."""
    steps: list[str] = []
    for step in (target if target.startswith("/") else f"{folder}/{target}").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
