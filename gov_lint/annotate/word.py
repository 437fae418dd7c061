"""Writes notes into a Word file as comments, and the list of all of them as its last page.

Nothing else of the file changes: runs are split where a comment begins or ends within one, which no reader sees.  What an earlier run of govlint
wrote into the file is taken out first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any, NamedTuple

from gov_lint.annotate import AUTHOR, Note, Sheet
from gov_lint.annotate.parts import Parts
from gov_lint.annotate.wordxml import Writer
from gov_lint.readers.docx import FINDINGS, read_laid
from gov_lint.readers.flow import Laid
from gov_lint.readers.refusal import damaged_container

_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_AROUND = frozenset(
    ("p", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "sdtContent", "dir", "bdo")
)
"""Elements in which a comment may begin and end."""
_PLAIN = ("text", "dataBinding", "date", "comboBox", "dropDownList")
"""Kinds of content controls that can hold no comments: these go around them."""
_WIDTH = 8800
"""Twips between the margins of a page that does not say."""


class _Spot(NamedTuple):
    """A character: the number of its ``w:t`` in the main part, and its offset in that element's text."""

    text: int
    offset: int


class _Target(NamedTuple):
    """Where a note goes: around the characters from ``first`` to ``last``, or into a cell without any: the one that is ``cells`` to the right
    of the characters' (to the left where negative)."""

    first: _Spot
    last: _Spot
    cells: int = 0


class _Part(NamedTuple):
    """An element with some of the text of one that was split, and the offset in that text at which it begins."""

    offset: int
    element: Any


def annotate_docx(data: bytes, notes: Sequence[Note], sheet: Sheet, written: datetime) -> bytes:
    """A copy of a Word file with the notes as comments and the list at its end; ``written`` is the time that the comments bear.

    Raises ReadError where the file cannot be read.
    """
    laid = read_laid(data, "")
    parts = Parts(data)
    root = parts.xml(parts.main)
    document = _Document(root)
    name = parts.related("comments")
    comments = parts.xml(name) if name else document.writer.element("comments")
    document.drop_earlier(comments)
    document.add_page(sheet)
    number = document.free_number(comments)
    for note in notes:
        document.mark(_target(laid, note), number)
        comments.append(document.writer.comment(number, note, written))
        number += 1
    parts.put(parts.main, root)
    parts.put(name or parts.relate("comments", _COMMENTS), comments)
    return parts.save()


def _target(laid: Laid, note: Note) -> _Target | None:
    """Where a note goes; None where the text has no character at all that stands in the file."""
    text, offsets = laid.source.text, laid.offsets
    start = min(max(note.start, 0), len(text))
    found = list(_spots(laid, start, max(note.end, start + 1)))
    if found:
        return _Target(found[0], found[-1])
    start += text[start : start + 1] == "\t"  # a blank cell is named by the border before it
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    at = bisect_right(offsets, start)
    before = next((i for i in range(at - 1, -1, -1) if laid.pieces[i].origin), None)
    after = next((i for i in range(at, len(offsets)) if laid.pieces[i].origin), None)
    near: list[tuple[int, int]] = []
    if after is not None and offsets[after] < (line_end if line_end >= 0 else len(text)):
        near.append((-text.count("\t", start, offsets[after]), after))
    if before is not None and offsets[before] >= line_start:
        near.append((text.count("\t", offsets[before], start), before))
    cells, index = min(near, key=lambda pair: abs(pair[0]), default=(0, before if before is not None else after))
    if index is None:
        return None
    found = list(_spots(laid, offsets[index], offsets[index] + len(laid.pieces[index].text)))
    return _Target(found[0], found[-1], cells)


def _spots(laid: Laid, start: int, end: int) -> Iterator[_Spot]:
    """The first and the last character of each piece between two offsets that stands in the main part."""
    for index in range(max(bisect_right(laid.offsets, start) - 1, 0), len(laid.offsets)):
        offset, piece = laid.offsets[index], laid.pieces[index]
        if offset >= end:
            return
        first, last = max(start, offset) - offset, min(end - offset, len(piece.text)) - 1
        if first <= last and isinstance(piece.origin, tuple):
            number, shift = piece.origin
            yield _Spot(number, shift + first)
            yield _Spot(number, shift + last)


class _Document:
    """The main part of a Word file, about to be written into."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self.writer = Writer(root.tag[1:].partition("}")[0])
        w = self.writer.name
        self._id, self._text, self._run, self._properties = w("id"), w("t"), w("r"), w("rPr")
        self._body = root.find(w("body"))
        if self._body is None:
            raise damaged_container()
        self._parts: list[list[_Part]] = [[_Part(0, text)] for text in root.iter(self._text)]
        """The elements that each text was split into, with the offsets they begin at."""

    def free_number(self, comments: Any) -> int:
        """A number above those of all comments."""
        w = self.writer.name
        marks = self._root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))
        return 1 + max(_numbers([*comments.iter(w("comment")), *marks], self._id), default=-1)

    def drop_earlier(self, comments: Any) -> None:
        """Takes out what an earlier run has written: its comments, and its last page."""
        w = self.writer.name
        ours = [comment for comment in comments.iter(w("comment")) if comment.get(w("author")) == AUTHOR]
        numbers = {comment.get(self._id) for comment in ours}
        for comment in ours:
            comment.getparent().remove(comment)
        marks = list(self._root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")))
        for mark in marks:
            if mark.get(self._id) in numbers:
                run = mark.getparent()
                alone = run.tag == self._run and all(child in (mark,) or child.tag == self._properties for child in run)
                (run.getparent() if alone else run).remove(run if alone else mark)
        for start in list(self._root.iter(w("bookmarkStart"))):
            if start.get(w("name")) == FINDINGS:
                self._drop_page(start)

    def _drop_page(self, start: Any) -> None:
        ends = self._body.iter(self.writer.name("bookmarkEnd"))
        end = next((self._block(end) for end in ends if end.get(self._id) == start.get(self._id)), None)
        block = self._block(start)
        blocks = [block, *block.itersiblings()] if block is not None else []
        for block in blocks[: blocks.index(end) + 1 if end in blocks else 1]:
            self._body.remove(block)

    def _block(self, element: Any) -> Any:
        """The block of the body that an element is in; None where it is not in the body."""
        while element is not None and element.getparent() is not self._body:
            element = element.getparent()
        return element

    def mark(self, target: _Target | None, number: int) -> None:
        """Sets the marks of a comment.  Raises ReadError where a character is not there, as in a file with text where there can be none."""
        if target is None:
            self._mark_empty(next(self._body.iter(self.writer.name("p"))), number)
            return
        for spot in (target.first, target.last):
            if spot.text >= len(self._parts) or spot.offset >= self._length(spot.text):
                raise damaged_container()
        if target.cells:
            self._mark_empty(self._beside(target.first, target.cells), number)
        else:
            self._mark(target.first, self._within(target.first, target.last), number)

    def _mark(self, first: _Spot, last: _Spot, number: int) -> None:
        """Sets the marks around characters of one paragraph, or of such as follow one another."""
        start, end = self._whole(first), self._whole(last)
        if end is None:
            self._cut_after(last)
        if start is None:
            start = self._cut_before(first)
        if end is None:
            end = self._part(last).element.getparent()
        start.addprevious(self.writer.element("commentRangeStart", id=str(number)))
        end.addnext(self.writer.reference(number))
        end.addnext(self.writer.element("commentRangeEnd", id=str(number)))

    def _mark_empty(self, paragraph: Any, number: int) -> None:
        """Sets the marks in a paragraph without text."""
        at = 1 if len(paragraph) and paragraph[0].tag == self.writer.name("pPr") else 0
        start, end = (self.writer.element(name, id=str(number)) for name in ("commentRangeStart", "commentRangeEnd"))
        paragraph[at:at] = [start, end, self.writer.reference(number)]

    def _beside(self, spot: _Spot, steps: int) -> Any:
        """The paragraph of a cell in the row of a character, so many cells to the right."""
        w = self.writer.name
        cell = _nearest(self._parts[spot.text][0].element, w("tc"))
        row = None if cell is None else _nearest(cell, w("tr"))
        if row is None:
            return self._paragraph(spot)
        cells = [other for other in row.iter(w("tc")) if _nearest(other, w("tr")) is row and not self._is_gone(other)]
        found = cells[min(max(cells.index(cell) + steps, 0), len(cells) - 1)] if cell in cells else cell
        paragraph = found.find(w("p"))
        return next(found.iter(w("p")), self._paragraph(spot)) if paragraph is None else paragraph

    def _is_gone(self, cell: Any) -> bool:
        """Whether a cell is deleted, or belongs to the one on its left."""
        w = self.writer.name
        merged = cell.find(f"{w('tcPr')}/{w('hMerge')}")
        joined = merged is not None and merged.get(w("val"), "continue") == "continue"
        return joined or cell.find(f"{w('tcPr')}/{w('cellDel')}") is not None

    def _within(self, first: _Spot, last: _Spot) -> _Spot:
        """The last character that a comment may reach to: comments do not go from one cell into another, nor over a table."""
        home, end = self._paragraph(first), self._paragraph(last)
        if last >= first and (end is home or self._follows(home, end)):
            return last
        found = first
        for number in range(first.text, len(self._parts)):
            if self._paragraph(_Spot(number, 0)) is not home:
                break
            if self._length(number):
                found = _Spot(number, self._length(number) - 1)
        return max(found, first)

    def _follows(self, home: Any, end: Any) -> bool:
        """Whether a paragraph comes after another one with nothing but paragraphs between them."""
        for sibling in home.itersiblings():
            if sibling is end:
                return True
            if sibling.tag in (self.writer.name("tbl"), self.writer.name("sdt")):
                return False
        return False

    def _paragraph(self, spot: _Spot) -> Any:
        """The paragraph that a character is in, or that its text box hangs on."""
        whole = self._whole(spot)
        return _nearest(self._part(spot).element if whole is None else whole, self.writer.name("p"))

    def _whole(self, spot: _Spot) -> Any:
        """What a comment has to go around as a whole: the run with a text box or with ruby, a content control for plain text; None where it may
        begin and end at any character."""
        w = self.writer.name
        element = self._part(spot).element.getparent()
        pending, inside, whole = element.tag != self._run, True, None
        while element is not None and (parent := element.getparent()) is not None:
            local = element.tag.rpartition("}")[2]
            if local == "p":
                inside = False
            elif local == "txbxContent":
                pending = inside = True
            elif inside and local == "sdt":
                properties = element.find(w("sdtPr"))
                pending |= properties is not None and any(properties.find(w(kind)) is not None for kind in _PLAIN)
            elif inside and local == "r":
                pending |= whole is None and parent.tag.rpartition("}")[2] not in _AROUND
            if pending and parent.tag.rpartition("}")[2] in _AROUND:
                pending, whole = False, element
            element = parent
        return whole

    def _length(self, number: int) -> int:
        """How many characters a text has, in all elements that it was split into."""
        offset, element = self._parts[number][-1]
        return offset + len(element.text or "")

    def _part(self, spot: _Spot) -> _Part:
        """The element that a character is in now, and the offset that it begins at."""
        parts = self._parts[spot.text]
        return parts[bisect_right([part.offset for part in parts], spot.offset) - 1]

    def _cut_before(self, spot: _Spot) -> Any:
        """Makes a run begin with a character, and gives it."""
        offset, text = self._part(spot)
        if spot.offset > offset:
            text = self._split_text(spot.text, offset, text, spot.offset)
        return self._split_run(text)

    def _cut_after(self, spot: _Spot) -> None:
        """Makes a run end after a character."""
        offset, text = self._part(spot)
        if spot.offset + 1 < offset + len(text.text):
            self._split_run(self._split_text(spot.text, offset, text, spot.offset + 1))
        else:
            following = text.getnext()
            if following is not None:
                self._split_run(following)

    def _split_text(self, number: int, offset: int, text: Any, at: int) -> Any:
        """Splits an element of text in two within its run, and gives the second one."""
        second = deepcopy(text)
        second.tail = None
        text.text, second.text = text.text[: at - offset], text.text[at - offset :]
        for part, edge in ((text, text.text[-1]), (second, second.text[0])):
            if edge in " \t\r\n":
                part.set(_PRESERVE, "preserve")
        text.addnext(second)
        parts = self._parts[number]
        parts.insert(parts.index(_Part(offset, text)) + 1, _Part(at, second))
        return second

    def _split_run(self, child: Any) -> Any:
        """Splits a run before one of its children, and gives the second one; the run itself where nothing but properties is before it."""
        run = child.getparent()
        if all(other.tag == self._properties for other in child.itersiblings(preceding=True)):
            return run
        second = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
        properties = run.find(self._properties)
        if properties is not None:
            second.append(deepcopy(properties))
        second.extend([child, *child.itersiblings()])
        run.addnext(second)
        return second

    def add_page(self, sheet: Sheet) -> None:
        """Adds the list of findings to the end of the last section."""
        w = self.writer.name
        number = 1 + max(_numbers(self._root.iter(w("bookmarkStart")), self._id), default=0)
        last = self._body[-1] if len(self._body) and self._body[-1].tag == w("sectPr") else None
        for block in self.writer.page(sheet, self._width(last), FINDINGS, number):
            if last is None:
                self._body.append(block)
            else:
                last.addprevious(block)

    def _width(self, section: Any) -> int:
        """The twips between the margins of a section's pages."""
        w = self.writer.name
        try:
            size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
            width = int(size.get(w("w"))) - int(margins.get(w("left"))) - int(margins.get(w("right")))
        except (AttributeError, TypeError, ValueError):
            return _WIDTH
        return width if 2000 < width < 40000 else _WIDTH


def _nearest(element: Any, tag: str) -> Any:
    """The innermost element of that name around another one."""
    return next(element.iterancestors(tag), None)


def _numbers(elements: Iterable[Any], key: str) -> Iterator[int]:
    """The numbers of elements, as far as they are any."""
    for element in elements:
        text = element.get(key, "")
        if text.isascii() and text.isdigit() and len(text) < 10:
            yield int(text)
