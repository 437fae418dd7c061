"""Word 97–2003 documents (and those of WPS Writer) as Microsoft documents them in [MS-DOC]: the main text, its tables and its automatic numbers.

Names such as ``Clx``, ``PAPX`` and ``sprm`` are those of that specification.  Offsets that lead nowhere are skipped: what else can be read is.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gov_lint.readers.flow import MAX_CHARACTERS, MAX_DEPTH, Paragraph, Table, paragraph, too_long
from gov_lint.readers.grid import Builder, Form
from gov_lint.readers.refusal import damaged_container, protected
from gov_lint.readers.symbols import symbol
from gov_lint.readers.wordlists import Lists, sprms

WORD_97 = 0x00C1
"""``nFib`` of Word 97; lower numbers are older formats."""

_FC_STSH, _FC_CHPX, _FC_PAPX, _FC_FONTS, _FC_CLX, _FC_SPA, _FC_TXBX, _FC_LST, _FC_LFO = (
    1,
    12,
    13,
    15,
    33,
    40,
    56,
    73,
    74,
)
"""Where parts of the table stream are named in the FIB: the number of the pair of offset and size."""
_PAGE = 512
_TWO_BYTES, _ONE_BYTE = 2, 1

_S_DELETED, _S_HIDDEN, _S_SYMBOL = 0x0800, 0x083C, 0x6A09
_S_IN_TABLE, _S_ROW_END, _S_DEPTH, _S_INNER_CELL, _S_INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_S_ELSEWHERE = frozenset({0x6645, 0x6646, 0x646B})
"""Sprms that name a place of the stream ``Data`` where the properties stand: those that are too many for a page, those of a table."""
_S_LEVEL, _S_LIST = 0x260A, 0x460B
_S_ROW, _S_MERGE, _S_MERGE_DOWN = 0xD608, 0x5624, 0xD62B
_PRM_SPRMS = {0x18: _S_IN_TABLE, 0x19: _S_ROW_END, 0x41: _S_DELETED, 0x5C: _S_HIDDEN}
"""The short names (``isprm``) of single properties that a piece of a fast-saved document may have."""

_MOST_SYMBOLS = 100
"""How many characters of one run may be symbols."""

_MARKS = re.compile("[\r\x07\x0c]")
_FIELDS = re.compile("[\x13-\x15]")
_SIGNS = dict.fromkeys(range(32), "") | {0x09: "\t", 0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-"}
_CONTROL = re.compile("[\0-\x1f]")
_PICTURE, _DRAWING = "\x01", "\x08"


class _Piece(NamedTuple):
    """Characters that stand together: their positions in the text, their first byte in the main stream, how many bytes each has, what the
    piece adds to their properties."""

    start: int
    end: int
    offset: int
    width: int
    changes: bytes


class _Props(NamedTuple):
    """What a paragraph's mark says of it.  ``depth`` is how many tables it stands in."""

    depth: int = 0
    row_end: bool = False
    inner_cell: bool = False
    inner_row_end: bool = False
    number: tuple[int, int] | None = None
    row: Sequence[Form] = ()


class Word97:
    """A document: its stream ``WordDocument``, the table stream that it names and the stream ``Data``."""

    def __init__(self, main: bytes, tables: tuple[bytes, bytes], data: bytes) -> None:
        if len(main) < 0x1AA:
            raise damaged_container()
        flags = struct.unpack_from("<H", main, 10)[0]
        if flags & 0x0100:
            raise protected()
        self._main = main
        self._table = tables[1 if flags & 0x0200 else 0] or tables[0] or tables[1]
        self._data = data
        counts = struct.unpack_from("<8i", main, 76)
        self._counts = [max(count, 0) for count in counts]
        self._pieces = self._clx()
        self._starts = [piece.start for piece in self._pieces]
        self._text = self._characters()
        self._lists = Lists(self._table, self._pair(_FC_STSH), self._pair(_FC_LST), self._pair(_FC_LFO))
        self._paragraph_runs = self._runs(_FC_PAPX, 13, True)
        self._run_starts = [run[0] for run in self._paragraph_runs]
        self._known: dict[tuple[int, bytes], _Props] = {}
        self._left_out = bytearray(len(self._text))
        self._symbols: dict[int, str] = {}
        self._leave_out()
        self._boxes: dict[int, list[tuple[int, int]]] = {}
        self._loose: list[tuple[int, int]] = []
        self._text_boxes()

    @property
    def numbers_missing(self) -> bool:
        """Whether a paragraph has an automatic number that could not be worked out."""
        return self._lists.failed

    @property
    def pictures(self) -> bool:
        """Whether there are pictures or drawings in the main text."""
        body = self._text[: self._counts[0]]
        return _PICTURE in body or _DRAWING in body

    def blocks(self) -> list[Paragraph | Table]:
        """The main text, with the text boxes after the paragraphs that they are anchored in."""
        found = self._read(0, min(self._counts[0], len(self._text)))
        for start, end in self._loose:
            found += self._read(start, end)
        return found

    # --- the text ---------------------------------------------------------------------------------------------------

    def _pair(self, number: int) -> tuple[int, int]:
        """Offset and size of a part of the table stream; (0, 0) where it is not there."""
        at = 154 + 8 * number
        if at + 8 > len(self._main):
            return 0, 0
        offset, size = struct.unpack_from("<II", self._main, at)
        return (offset, min(size, len(self._table) - offset)) if offset < len(self._table) else (0, 0)

    def _clx(self) -> list[_Piece]:
        """The pieces of the text in their order."""
        at, size = self._pair(_FC_CLX)
        end = at + size
        changes: list[bytes] = []
        while at + 3 <= end and self._table[at] == 1:
            length = struct.unpack_from("<H", self._table, at + 1)[0]
            changes.append(self._table[at + 3 : at + 3 + length])
            at += 3 + length
        if at + 5 > end or self._table[at] != 2:
            raise damaged_container()
        size = min(struct.unpack_from("<I", self._table, at + 1)[0], end - at - 5)
        return list(self._pcdt(at + 5, max(size - 4, 0) // 12, changes))

    def _pcdt(self, at: int, count: int, changes: Sequence[bytes]) -> Iterator[_Piece]:
        positions = struct.unpack_from(f"<{count + 1}I", self._table, at) if count else ()
        longest = min(sum(self._counts) + 1, len(self._main))
        if longest > 2 * MAX_CHARACTERS:
            raise too_long()
        before = 0
        for number in range(count):
            _, where, prm = struct.unpack_from("<HIH", self._table, at + 4 * (count + 1) + 8 * number)
            start, end = positions[number], min(positions[number + 1], longest)
            compressed = where & 0x40000000
            width = _ONE_BYTE if compressed else _TWO_BYTES
            offset = (where & 0x3FFFFFFF) // (2 if compressed else 1)
            end = min(end, start + max(len(self._main) - offset, 0) // width)
            if start != before or end <= start:
                break
            yield _Piece(start, end, offset, width, _changes(prm, changes))
            before = end

    def _characters(self) -> str:
        """All characters; those beyond the basic plane are two, as positions count them so."""
        parts = []
        for piece in self._pieces:
            raw = self._main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
            if piece.width == _ONE_BYTE:
                parts.append(raw.decode("cp1252", "replace") if raw.isascii() else _western(raw))
            else:
                text = raw.decode("utf-16-le", "surrogatepass")
                if len(text) != piece.end - piece.start:
                    text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
                parts.append(text)
        return "".join(parts)

    def _offset(self, position: int) -> tuple[int, _Piece]:
        """Where a character's bytes stand in the main stream, and its piece."""
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        return piece.offset + (position - piece.start) * piece.width, piece

    # --- properties -------------------------------------------------------------------------------------------------

    def _runs(self, part: int, entry: int, paragraphs: bool) -> list[tuple[int, int, bytes]]:
        """First byte, end and properties of all runs of paragraphs or characters (PlcfBtePapx or PlcfBteChpx), in ascending order."""
        at, size = self._pair(part)
        count = max(size - 4, 0) // 8
        pages = struct.unpack_from(f"<{count}I", self._table, at + 4 * (count + 1)) if count else ()
        found: list[tuple[int, int, bytes]] = []
        for page in dict.fromkeys(number & 0x3FFFFF for number in pages):
            raw = self._main[page * _PAGE : (page + 1) * _PAGE]
            if len(raw) < _PAGE:
                continue
            runs = min(raw[-1], (_PAGE - 5) // (4 + entry))
            offsets = struct.unpack_from(f"<{runs + 1}I", raw)
            for number in range(runs):
                where = raw[4 * (runs + 1) + number * entry] * 2
                found.append((offsets[number], offsets[number + 1], _properties(raw, where, paragraphs)))
        found.sort(key=lambda run: run[0])
        return found

    def _leave_out(self) -> None:
        """Marks the characters that are not printed: deleted and hidden ones, and the instructions of fields."""
        marked: list[tuple[int, int, bool, bytes]] = []
        for start, end, grpprl in self._runs(_FC_CHPX, 1, False):
            hidden, sign = _character(grpprl)
            if hidden or sign:
                marked.append((start, end, hidden, sign))
        starts = [start for start, *_ in marked]
        fonts = _fonts(self._table, *self._pair(_FC_FONTS))
        for piece in self._pieces:
            length = (piece.end - piece.start) * piece.width
            at = max(bisect_right(starts, piece.offset) - 1, 0)
            while at < len(marked) and marked[at][0] < piece.offset + length:
                first, end, hidden, sign = marked[at]
                first = piece.start + max(first - piece.offset, 0) // piece.width
                end = piece.start + max(min(end - piece.offset, length), 0) // piece.width
                if hidden and end > first:
                    self._hide(first, end)
                elif sign:
                    font, code = struct.unpack("<HH", sign)
                    shown = symbol(fonts[font] if font < len(fonts) else "", code)
                    self._symbols.update(
                        (position, shown) for position in range(first, min(end, first + _MOST_SYMBOLS))
                    )
                at += 1
            if piece.changes and _character(piece.changes)[0]:
                self._hide(piece.start, piece.end)
        for start, end in _instructions(self._text):
            self._hide(start, end)

    def _hide(self, start: int, end: int) -> None:
        end = min(end, len(self._left_out))
        if end > start:
            self._left_out[start:end] = b"\1" * (end - start)

    def _props(self, position: int) -> tuple[_Props, int]:
        """The properties of the paragraph that has the mark at that position, and how many characters are left of it, the mark included."""
        offset, piece = self._offset(position)
        number = bisect_right(self._run_starts, offset) - 1
        if number < 0 or offset >= self._paragraph_runs[number][1]:
            number = -1
        key = number, piece.changes
        if key not in self._known:
            grpprl = self._paragraph_runs[number][2] if number >= 0 else b"\0\0"
            self._known[key] = self._parsed(grpprl, piece.changes)
        ends = self._paragraph_runs[number][1] if number >= 0 else 0
        return self._known[key], (ends - offset) // piece.width

    def _parsed(self, papx: bytes, changes: bytes) -> _Props:
        """The properties in a PAPX: its style, then what deviates from it."""
        style = int.from_bytes(papx[:2], "little")
        found: dict[int, bytes] = {}
        for part in (papx[2:], changes):
            for sprm, operand in sprms(part):
                if sprm in _S_ELSEWHERE:
                    at = int.from_bytes(operand, "little")
                    size = int.from_bytes(self._data[at : at + 2], "little")
                    found.update(sprms(self._data[at + 2 : at + 2 + size]))
                else:
                    found[sprm] = operand
        in_table = any(found.get(_S_IN_TABLE, b""))
        depth = int.from_bytes(found.get(_S_DEPTH, b"\1" if in_table else b""), "little", signed=False)
        depth = min(depth, MAX_DEPTH) if in_table else 0
        return _Props(
            max(depth, 1) if in_table else 0,
            any(found.get(_S_ROW_END, b"")),
            any(found.get(_S_INNER_CELL, b"")),
            any(found.get(_S_INNER_ROW, b"")),
            self._lists.place(style, found.get(_S_LIST), found.get(_S_LEVEL)),
            _row(found) if _S_ROW in found else (),
        )

    # --- paragraphs and tables --------------------------------------------------------------------------------------

    def _read(self, start: int, end: int) -> list[Paragraph | Table]:
        """The paragraphs and tables between two positions."""
        builder = Builder()
        kept = ""
        for mark in _MARKS.finditer(self._text, start, end):
            position = mark.start()
            props, left = self._props(position)
            if mark[0] == "\x0c" and left > 1:
                continue
            words = self._printed(start, position)
            boxes = self._anchored(start, position)
            first, start = start, position + 1
            if mark[0] == "\r" and self._left_out[position] and not props.inner_cell and not props.inner_row_end:
                kept += words
                continue
            depth = max(props.depth, 1) if mark[0] == "\x07" else props.depth
            builder.to_depth(depth)
            if depth and ((props.row_end and mark[0] == "\x07") or props.inner_row_end):
                builder.end_row(props.row)
                continue
            hidden = not words and not kept and position > first and self._left_out.find(0, first, position) < 0
            words = kept + words
            if props.number and not hidden:
                words = self._lists.next(*props.number) + words.lstrip("\n")
            kept = ""
            builder.add(paragraph(words), *boxes)
            if depth and (mark[0] == "\x07" or props.inner_cell):
                builder.end_cell()
        last = kept + self._printed(start, end)
        found = builder.finish()
        return [*found, paragraph(last)] if last else found

    def _printed(self, start: int, end: int) -> str:
        """The characters between two positions that are printed."""
        text = self._text[start:end]
        if self._left_out.find(1, start, end) >= 0 or (
            self._symbols and not self._symbols.keys().isdisjoint(range(start, end))
        ):
            left_out = self._left_out[start:end]
            text = "".join(
                self._symbols.get(start + at, sign)
                for at, (sign, out) in enumerate(zip(text, left_out, strict=True))
                if not out
            )
        if text.isprintable():
            return text
        text = _CONTROL.sub(lambda sign: _SIGNS[ord(sign[0])], text)
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    # --- text boxes -------------------------------------------------------------------------------------------------

    def _text_boxes(self) -> None:
        """Finds which stretch of the text stands in which text box, and at which character that is anchored."""
        first = sum(self._counts[:6])
        at, size = self._pair(_FC_TXBX)
        count = max(size - 4, 0) // 26
        if not self._counts[6] or not count:
            return
        positions = struct.unpack_from(f"<{count + 1}I", self._table, at)
        shapes = [
            (shape, unused)
            for unused, _, shape in struct.iter_unpack("<8xHIi4x", self._table[at + 4 * (count + 1) :][: 22 * count])
        ]
        anchors = self._anchors()
        limit = min(first + self._counts[6], len(self._text))
        before = 0
        for number, (shape, unused) in enumerate(shapes):
            start, end = first + positions[number], min(first + positions[number + 1], limit)
            if unused or start < first + before or end <= start:
                continue
            before = positions[number + 1]
            end -= self._text[end - 1] == "\r"
            if shape in anchors:
                self._boxes.setdefault(anchors[shape], []).append((start, end))
            elif shape:
                self._loose.append((start, end))

    def _anchors(self) -> dict[int, int]:
        """The position of the character that each drawn shape of the main text is anchored at."""
        at, size = self._pair(_FC_SPA)
        count = max(size - 4, 0) // 30
        if not count:
            return {}
        positions = struct.unpack_from(f"<{count}I", self._table, at)
        return {
            struct.unpack_from("<i", self._table, at + 4 * (count + 1) + 26 * number)[0]: position
            for number, position in enumerate(positions)
        }

    def _anchored(self, start: int, end: int) -> list[Paragraph | Table]:
        """What stands in the text boxes that are anchored between two positions."""
        if not self._boxes:
            return []
        return [
            block
            for position in range(start, end + 1)
            for box in self._boxes.pop(position, ())
            if not self._left_out[position]
            for block in self._read(*box)
        ]


def _western(raw: bytes) -> str:
    """Bytes of Windows 1252, with the five that it does not define as they are."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def _changes(prm: int, changes: Sequence[bytes]) -> bytes:
    """The properties that a piece's ``prm`` stands for."""
    if prm & 1:
        number = prm >> 1
        return changes[number] if number < len(changes) else b""
    sprm = _PRM_SPRMS.get(prm >> 1 & 0x7F)
    return struct.pack("<HB", sprm, prm >> 8) if sprm else b""


def _properties(page: bytes, where: int, paragraphs: bool) -> bytes:
    """The properties at that place of a page: a grpprl, for paragraphs after the number of the style."""
    if not where:
        return b"\0\0" if paragraphs else b""
    size = page[where]
    if not paragraphs:
        return page[where + 1 : where + 1 + size]
    if size:
        return page[where + 1 : where + 2 * size]
    return page[where + 2 : where + 2 + 2 * page[where + 1]] if where + 1 < len(page) else b"\0\0"


def _character(grpprl: bytes) -> tuple[bool, bytes]:
    """Whether characters with these properties are not printed, and the font and the code of the symbol that stands in their place."""
    sign = b""
    hidden = deleted = False
    for sprm, operand in sprms(grpprl):
        if sprm == _S_DELETED:
            deleted = operand[:1] == b"\1"
        elif sprm == _S_HIDDEN:
            hidden = operand[:1] in (b"\1", b"\x81")
        elif sprm == _S_SYMBOL and len(operand) == 4:
            sign = operand
    return hidden or deleted, sign


def _fonts(table: bytes, at: int, size: int) -> list[str]:
    """The names of the fonts (SttbfFfn) in their order."""
    end = at + size
    at += 4
    found: list[str] = []
    while at < end:
        after = at + 1 + table[at]
        name = table[at + 40 : after].decode("utf-16-le", "replace")
        found.append(name.split("\0")[0])
        at = after
    return found


def _row(found: dict[int, bytes]) -> list[Form]:
    """The cells' forms in the operand of ``sprmTDefTable`` and those that change it."""
    operand = found[_S_ROW]
    count = operand[2] if len(operand) > 2 else 0
    if not count or len(operand) < 3 + 2 * (count + 1):
        return []
    borders = struct.unpack_from(f"<{count + 1}h", operand, 3)
    start = 3 + 2 * (count + 1)
    flags = [int.from_bytes(operand[at : at + 2], "little") for at in range(start, start + 20 * count, 20)]
    above = {at for at, flag in enumerate(flags) if flag & 0x60 == 0x20}
    left_on = _left_on([flag & 3 for flag in flags])
    if len(merge := found.get(_S_MERGE, b"")) == 2:
        left_on |= set(range(merge[0] + 1, merge[1]))
    if len(down := found.get(_S_MERGE_DOWN, b"")) >= 3:
        above = above - {down[1]} | ({down[1]} if down[2] == 1 else set())
    return [Form(border, at in left_on, at in above) for at, border in enumerate(borders[1:])]


def _left_on(flags: Iterable[int]) -> set[int]:
    """The cells that continue the one to their left.  Programs differ in which bit means the first one of a run, but a run begins with it."""
    found: set[int] = set()
    first = 0
    for at, flag in enumerate(flags):
        if flag and first and flag != first:
            found.add(at)
        else:
            first = flag
    return found


def _instructions(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of text that are instructions of fields: from a field's begin to its separator, or to its end where it has no result."""
    stretches: list[tuple[int, int]] = []
    fields: list[list[int]] = []
    for match in _FIELDS.finditer(text):
        at, sign = match.start(), match[0]
        if sign == "\x13":
            fields.append([at, -1])
        elif fields and sign == "\x14":
            fields[-1][1] = at
        elif fields:
            begin, separator = fields.pop()
            stretches.append((begin, separator if separator >= 0 else at))
    end = 0
    for begin, after in sorted(stretches):
        if after > end:
            yield max(begin, end), after
            end = after
