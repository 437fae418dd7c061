"""Reads OpenDocument texts (odt, ott, flat fodt; tables of ods): what a person sees who opens or prints them.

Automatic numbers are written out; deleted and hidden text, headers, footers and comments are left out.  Text boxes come after the paragraph that
they are anchored in, footnotes after the paragraph that refers to them, or after its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from gov_lint.nouns import Source
from gov_lint.readers.flow import (
    MAX_CELLS,
    MAX_DEPTH,
    Cell,
    Paragraph,
    Piece,
    Table,
    lay,
    span_of,
    too_deep,
    too_many_cells,
)
from gov_lint.readers.ordinals import printed
from gov_lint.readers.package import open_package, parse_xml
from gov_lint.readers.refusal import damaged_container, protected

MAX_NESTING = 120
"""How deep elements may stand in one another, tables and lists alike."""
LEVELS = 10
"""Levels of a list."""

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE, _STYLE, _DRAW = (_NAMES % name for name in ("office", "text", "table", "style", "drawing"))
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LIST_FORMATS = (
    f"{_STYLE}num-list-format",
    "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format",
)
_MAX_BASES = 20
"""How many styles a style may stand on, one upon another."""
_MAX_LABEL = 100
"""The longest text around an automatic number."""
_MAX_BLANKS = 200
"""The most blanks that one element may stand for."""

_P, _H, _LIST, _A_TABLE = f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}list", f"{_TABLE}table"
_LIST_ITEM, _LIST_HEADER = f"{_TEXT}list-item", f"{_TEXT}list-header"
_ROW, _CELL = f"{_TABLE}table-row", f"{_TABLE}table-cell"
_ROWS = frozenset(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
_INDEXES = frozenset(
    f"{_TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    )
)
_AROUND = frozenset({f"{_TEXT}section", f"{_TEXT}index-body", f"{_TEXT}index-title", f"{_TEXT}numbered-paragraph"})
"""Elements that stand around blocks and say nothing themselves."""
_SILENT = frozenset(
    {
        f"{_OFFICE}annotation",
        f"{_OFFICE}annotation-end",
        f"{_TEXT}ruby-text",
        f"{_TEXT}note-citation",
        f"{_TEXT}tracked-changes",
        f"{_TEXT}script",
        f"{_OFFICE}forms",
        f"{_OFFICE}event-listeners",
    }
)
"""What stands in a text and is not printed there."""
_NUMERALS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一": "chineseCountingThousand",
    "壹": "chineseLegalSimplified",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "①": "decimalEnclosedCircle",
    "\uff11": "decimalFullWidth",
    "0": "decimalZero",
    "〇": "ideographDigital",
}
"""Formats of numbers by their first sign; LibreOffice writes ``一, 二, 三, ...``."""
_DRAWN_TABLES = tuple(
    (f"<{end}loext:{covered}table".encode(), f"<{end}table:{covered}table".encode())
    for end in ("", "/")
    for covered in ("", "covered-")
)
"""How LibreOffice writes tables in text boxes of Word files, and how any other table is written."""
_LAYOUT = re.compile(r"[ \t\r\n]+")
_PLACE = re.compile(r"%(\d\d?)%")


class _Level(NamedTuple):
    """One level of a list: its numeral (empty: prints no number), what stands around the number, how many levels it shows, its first number."""

    numeral: str
    prefix: str
    suffix: str
    shown: int
    start: int
    pattern: str
    joint: str


_PLAIN = _Level("", "", "", 1, 1, "", "")


def read(data: bytes, name: str) -> Source:
    """The source in the bytes of an OpenDocument file.  Raises ReadError where it cannot be read."""
    if not data.startswith(b"PK"):
        root = parse_xml(data)
        return lay(_Document(root, None).blocks(), name, "odt").source
    package = open_package(data)
    manifest = package.part("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest or package.has("encrypted-package"):
        raise protected()
    content = package.part("content.xml")
    if content is None:
        raise damaged_container()
    for written, meant in _DRAWN_TABLES if b"<loext:table" in content else ():
        content = content.replace(written, meant)
    document = _Document(parse_xml(content), package.xml("styles.xml"))
    blocks = document.blocks()
    source = lay(blocks, name, "odt").source
    if document.pictures and not source.text.strip():
        return lay(blocks, name, "odt", pictures=True).source
    return source


class _Document:
    """An OpenDocument text with its styles."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self._content = content
        self.lists: dict[str, tuple[_Level, ...]] = {}
        self.outline: tuple[_Level, ...] = ()
        self._styles: dict[str, Mapping[str, str]] = {}
        self._hidden: dict[str, bool] = {}
        for root in (styles, content):
            if root is not None:
                self._read_styles(root)
        self.kept: dict[str, list[int | None]] = {}
        self.headings: list[int | None] = [None] * LEVELS
        self.cells = 0

    @property
    def pictures(self) -> bool:
        """Whether there are pictures."""
        return self._content.find(f".//{_DRAW}image") is not None

    def _read_styles(self, root: Element) -> None:
        for part in (f"{_OFFICE}styles", f"{_OFFICE}automatic-styles"):
            for style in root.iterfind(part + "/*"):
                if style.tag == f"{_STYLE}style":
                    name = style.get(f"{_STYLE}name", "")
                    self._styles[name] = style.attrib
                    shown = style.find(f"{_STYLE}text-properties")
                    display = None if shown is None else shown.get(f"{_TEXT}display")
                    if display is not None:
                        self._hidden[name] = display == "none"
                elif style.tag == f"{_TEXT}list-style":
                    self.lists[style.get(f"{_STYLE}name", "")] = _levels(style)
                elif style.tag == f"{_TEXT}outline-style":
                    self.outline = _levels(style)

    def _of_style(self, name: str | None, attribute: str) -> str | None:
        """What a style, or one that it stands on, says in an attribute."""
        for _ in range(_MAX_BASES):
            style = self._styles.get(name or "")
            if style is None:
                return None
            if attribute in style:
                return style[attribute]
            name = style.get(f"{_STYLE}parent-style-name")
        return None

    def list_of(self, style: str | None) -> str | None:
        """The list style that a paragraph's style names; empty where it says that there is none."""
        return self._of_style(style, f"{_STYLE}list-style-name")

    def hides(self, style: str | None) -> bool:
        """Whether a style hides its text."""
        if not self._hidden:
            return False
        for _ in range(_MAX_BASES):
            if style in self._hidden:
                return self._hidden[style]
            style = self._styles.get(style or "", {}).get(f"{_STYLE}parent-style-name")
            if style is None:
                break
        return False

    def blocks(self) -> list[Paragraph | Table]:
        """What the document shows."""
        body = self._content.find(f"{_OFFICE}body")
        if body is None or not len(body):
            raise damaged_container()
        story = _Story(self)
        for part in body:
            story.read(part, 0)
        return story.out


class _Lists:
    """Where in the lists a story is: the count of the list, its style, the level (from 0), and whether the next paragraph takes a number."""

    def __init__(self, counts: list[int | None], style: str) -> None:
        self.counts = counts
        self.style = style
        self.level = 0
        self.due = False
        self.start: int | None = None


class _Story:
    """A run of blocks: the body, a cell, a text box or a note."""

    def __init__(self, document: _Document, *, in_cell: bool = False) -> None:
        self.document = document
        self.out: list[Paragraph | Table] = []
        self.notes: list[Element] = []
        self._in_cell = in_cell
        self._pieces: list[Piece] = []
        self._after: list[Paragraph | Table] = []
        self._blank = True
        self._list: _Lists | None = None

    def read(self, element: Element, depth: int) -> None:
        """Reads the blocks in an element."""
        if depth > MAX_NESTING:
            raise too_deep()
        for child in element:
            tag = child.tag
            if tag in (_P, _H):
                self._paragraph(child, depth)
            elif tag == _LIST:
                self._read_list(child, depth)
            elif tag == _A_TABLE:
                self._table(child, depth)
            elif tag in _AROUND:
                if not _is_hidden(child):
                    self.read(child, depth + 1)
            elif tag in _INDEXES:
                for part in child.iterfind(f"{_TEXT}index-body"):
                    self.read(part, depth + 1)
            elif tag.startswith(_DRAW):
                self._drawing(child, depth + 1)
                self._end_boxes()

    # --- lists --------------------------------------------------------------------------------------------------------

    def _read_list(self, element: Element, depth: int) -> None:
        """A list: those in one another are the levels of one."""
        outer = self._list
        if outer is None:
            self._list = self._begun(element)
            self._items(element, depth)
            self._list = None
            return
        style, outer.style = outer.style, element.get(f"{_TEXT}style-name") or outer.style
        level, due, start = outer.level, outer.due, outer.start
        outer.level = min(level + 1, LEVELS - 1)
        self._items(element, depth)
        outer.level, outer.style, outer.due, outer.start = level, style, due, start

    def _begun(self, element: Element) -> _Lists:
        """A list as it begins: with a count of its own, or with that of the list that it continues."""
        style = element.get(f"{_TEXT}style-name") or ""
        kept = self.document.kept
        earlier, own = element.get(f"{_TEXT}continue-list"), element.get(_ID)
        counts = kept.get(f"#{earlier}") if earlier else None
        if counts is None and element.get(f"{_TEXT}continue-numbering") == "true":
            counts = kept.get(style)
        if counts is None:
            counts = [None] * LEVELS
        kept[style] = counts
        if own:
            kept[f"#{own}"] = counts
        return _Lists(counts, style)

    def _items(self, element: Element, depth: int) -> None:
        lists = self._list
        assert lists is not None
        for item in element:
            if item.tag in (_LIST_ITEM, _LIST_HEADER):
                lists.due = item.tag == _LIST_ITEM
                lists.start = _count(item.get(f"{_TEXT}start-value"))
                style = lists.style
                lists.style = item.get(f"{_TEXT}style-override") or style
                self.read(item, depth + 1)
                lists.style = style

    def _label(self, element: Element) -> str:
        """The number that a paragraph prints, with the blank after it."""
        style = element.get(f"{_TEXT}style-name")
        lists = self._list
        if lists is not None:
            if not lists.due:
                return ""
            lists.due = False
            levels = self.document.lists.get(lists.style) or self.document.lists.get(
                self.document.list_of(style) or "", ()
            )
            return _numbered(levels, lists.counts, lists.level, lists.start)
        if element.tag == _H and element.get(f"{_TEXT}is-list-header") != "true" and self.document.list_of(style) != "":
            level = (_count(element.get(f"{_TEXT}outline-level")) or 1) - 1
            start = _count(element.get(f"{_TEXT}start-value"))
            return _numbered(self.document.outline, self.document.headings, min(max(level, 0), LEVELS - 1), start)
        return ""

    # --- paragraphs ---------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element, depth: int) -> None:
        hidden = self.document.hides(element.get(f"{_TEXT}style-name"))
        label = "" if hidden else self._label(element)
        pieces, after, blank = self._pieces, self._after, self._blank
        self._pieces, self._after, self._blank = [Piece(label)] if label else [], [], True
        self._inline(element, depth, hidden)
        if not hidden or self._pieces:
            self.out.append(Paragraph(tuple(self._pieces)))
        self._end_boxes()
        self._pieces, self._after, self._blank = pieces, after, blank
        self._add_notes()

    def _end_boxes(self) -> None:
        self.out += self._after
        self._after = []

    def _add_notes(self) -> None:
        """Adds the notes that were referred to; those of cells wait for the end of the table."""
        if self._in_cell or not self.notes:
            return
        notes, self.notes = self.notes, []
        for note in notes:
            story = _Story(self.document, in_cell=True)
            story.read(note, 1)
            self.out += story.out

    def _inline(self, element: Element, depth: int, hidden: bool) -> None:
        """Reads what stands in a paragraph."""
        if depth > MAX_NESTING:
            raise too_deep()
        if element.text and not hidden:
            self._write(element.text)
        for child in element:
            self._child(child, depth, hidden)
            if child.tail and not hidden:
                self._write(child.tail)

    def _child(self, child: Element, depth: int, hidden: bool) -> None:
        tag = child.tag
        if tag == f"{_TEXT}span":
            style = child.get(f"{_TEXT}style-name")
            own = self.document.hides(style) if style else hidden
            self._inline(child, depth + 1, own or hidden)
        elif tag == f"{_TEXT}s":
            if not hidden:
                self._sign(" " * min(_count(child.get(f"{_TEXT}c")) or 1, _MAX_BLANKS))
        elif tag == f"{_TEXT}tab":
            if not hidden:
                self._sign("\t")
        elif tag == f"{_TEXT}line-break":
            if not hidden:
                self._sign("\n")
        elif tag == f"{_TEXT}note":
            self.notes += child.iterfind(f"{_TEXT}note-body")
        elif tag in _SILENT or not isinstance(tag, str):
            return
        elif tag.startswith(_DRAW):
            if tag != f"{_DRAW}a":
                self._drawing(child, depth + 1)
            else:
                self._inline(child, depth + 1, hidden)
        elif not _is_hidden(child):
            self._inline(child, depth + 1, hidden)

    def _write(self, text: str) -> None:
        """Adds text; layout in the file is one blank, and none where a line begins."""
        if not text.isprintable() or "  " in text or text[0] == " ":
            text = _LAYOUT.sub(" ", text)
            if self._blank:
                text = text.removeprefix(" ")
        if text:
            self._pieces.append(Piece(text))
            self._blank = text[-1] == " "

    def _sign(self, text: str) -> None:
        self._pieces.append(Piece(text))
        self._blank = False

    def _drawing(self, element: Element, depth: int) -> None:
        """Reads the text boxes in a drawing."""
        if depth > MAX_NESTING:
            raise too_deep()
        story = _Story(self.document)
        story.read_box(element, depth)
        self._after += story.out

    def read_box(self, element: Element, depth: int) -> None:
        """Reads the blocks in a drawing, however deep they stand in frames and groups."""
        if depth > MAX_NESTING:
            raise too_deep()
        for child in element:
            if child.tag in (_P, _H):
                self._paragraph(child, depth)
            elif child.tag == _LIST:
                self._read_list(child, depth)
            elif child.tag == _A_TABLE:
                self._table(child, depth)
            elif isinstance(child.tag, str) and child.tag.startswith(_DRAW):
                self.read_box(child, depth + 1)

    # --- tables -------------------------------------------------------------------------------------------------------

    def _table(self, element: Element, depth: int) -> None:
        outer, self._list = self._list, None
        rows: list[list[Cell]] = []
        self._rows(element, rows, depth)
        self._list = outer
        if rows:
            self.out.append(Table(rows))
        self._add_notes()

    def _rows(self, element: Element, rows: list[list[Cell]], depth: int) -> None:
        if depth > MAX_NESTING:
            raise too_deep()
        for child in element:
            if child.tag == _ROW:
                if child.get(f"{_TABLE}visibility", "visible") == "visible":
                    row = self._row(child, depth)
                    times = span_of(child.get(f"{_TABLE}number-rows-repeated", "1"))
                    self._count_cells((len(row) + 1) * times)
                    rows += [row] * times
            elif child.tag in _ROWS:
                self._rows(child, rows, depth + 1)

    def _row(self, element: Element, depth: int) -> list[Cell]:
        cells: list[Cell] = []
        for child in element:
            if child.tag == _CELL:
                story = _Story(self.document, in_cell=True)
                story.read(child, depth + MAX_NESTING // MAX_DEPTH)
                columns = span_of(child.get(f"{_TABLE}number-columns-spanned", "1"))
                down = span_of(child.get(f"{_TABLE}number-rows-spanned", "1"))
                times = span_of(child.get(f"{_TABLE}number-columns-repeated", "1"))
                self._count_cells(times)
                cells += [Cell(story.out, columns, down)] * times
                self.notes += story.notes
        return cells

    def _count_cells(self, count: int) -> None:
        self.document.cells += count
        if self.document.cells > 3 * MAX_CELLS:
            raise too_many_cells()


def _is_hidden(element: Element) -> bool:
    """Whether an element says that it is not shown."""
    if element.get(f"{_TEXT}is-hidden") == "true":
        return True
    return element.get(f"{_TEXT}display") == "none" or (
        element.get(f"{_TEXT}display") == "condition" and element.get(f"{_TEXT}is-hidden") != "false"
    )


def _levels(style: Element) -> tuple[_Level, ...]:
    levels = [_PLAIN] * LEVELS
    for element in style:
        level = _count(element.get(f"{_TEXT}level"))
        if level is not None and 0 < level <= LEVELS:
            levels[level - 1] = _level(element)
    return tuple(levels)


def _level(element: Element) -> _Level:
    form = element.get(f"{_STYLE}num-format", "")
    numeral = _NUMERALS.get(form[:1], "decimal") if form else ""
    if form.startswith("壹") and "贰" not in form:
        numeral = "ideographLegalTraditional"
    aligned = element.find(f"{_STYLE}list-level-properties/{_STYLE}list-level-label-alignment")
    followed = "listtab" if aligned is None else aligned.get(f"{_TEXT}label-followed-by", "listtab")
    return _Level(
        numeral,
        element.get(f"{_STYLE}num-prefix", "")[:_MAX_LABEL],
        element.get(f"{_STYLE}num-suffix", "")[:_MAX_LABEL],
        _count(element.get(f"{_TEXT}display-levels")) or 1,
        1 if (start := _count(element.get(f"{_TEXT}start-value"))) is None else start,
        next((element.get(name, "")[:_MAX_LABEL] for name in _LIST_FORMATS if element.get(name)), ""),
        "" if followed == "nothing" else " ",
    )


def _numbered(levels: Iterable[_Level], counts: list[int | None], level: int, start: int | None) -> str:
    """Counts one further on a level; the number as printed, with the blank after it."""
    found = tuple(levels)
    if not found:
        return ""
    number = counts[level]
    counts[level] = start if start is not None else found[level].start if number is None else number + 1
    counts[level + 1 :] = [None] * (LEVELS - level - 1)
    own = found[level]

    def place(at: int) -> str:
        count = counts[at]
        return printed(found[at].start if count is None else count, found[at].numeral) if found[at].numeral else ""

    if own.pattern:
        text = _PLACE.sub(lambda match: place(int(match[1]) - 1) if 0 < int(match[1]) <= LEVELS else "", own.pattern)
    elif own.numeral:
        shown = (place(at) for at in range(max(level - own.shown + 1, 0), level + 1))
        text = own.prefix + ".".join(part for part in shown if part) + own.suffix
    else:
        text = own.prefix + own.suffix
    return text + own.joint if text.strip() else ""


def _count(text: str | None) -> int | None:
    """A count as an attribute states it; None where it is none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
