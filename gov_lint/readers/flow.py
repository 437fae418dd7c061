"""A document as readers of rich formats hand it over, paragraphs and tables, and the text that the parser reads of it.

One place decides how a table becomes lines, so that the same report gives the same text whatever file it came in: each row is one line with tabs
between its cells; a cell that several columns share is written once, and where a cell reaches down, an empty one stands in the rows below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gov_lint.nouns import Anchor, Block, Source
from gov_lint.readers.encoding import DAMAGED
from gov_lint.readers.refusal import ReadError

MAX_CHARACTERS = 8_000_000
"""The longest text that a document may have; a county's report has some ten thousand characters."""
MAX_CELLS = 100_000
"""The most cells that the tables of a document may have; the three mandated tables have some 400."""
MAX_DEPTH = 40
"""How deep tables may stand in one another; layout tables of web pages are three or four deep."""
_NARROW = 6
"""The most letters that a line of a narrow column has."""
_LONG = 120
"""A cell of several paragraphs with more characters than this is prose laid out with a table, no datum."""


_FIGURE = re.compile(r"\s*(?:[\d,.．，/+\-－—]{1,14}\s*)?")
"""What a line of a cell of numbers holds."""


class Piece(NamedTuple):
    """Characters that stand together in the file.  ``line`` and ``column`` (from 1) say where, for formats with lines of their own; ``origin``
    is what they were made from, for those who write back into the file."""

    text: str
    line: int = 0
    column: int = 0
    origin: object = None


class Paragraph(NamedTuple):
    """One paragraph; a newline in it is a line break.  ``page`` counts from 1."""

    pieces: Sequence[Piece]
    page: int | None = None


class Cell(NamedTuple):
    """A cell of a table and how many columns and rows it reaches over (1 where the file says something absurd)."""

    blocks: Sequence[Paragraph | Table]
    colspan: int = 1
    rowspan: int = 1


class Table(NamedTuple):
    """A table: its rows, each with the cells that begin in it."""

    rows: Sequence[Sequence[Cell]]


class Laid(NamedTuple):
    """A document as a source, and which piece each stretch of its text was copied from (offsets ascend)."""

    source: Source
    offsets: tuple[int, ...]
    pieces: tuple[Piece, ...]


def paragraph(text: str, page: int | None = None) -> Paragraph:
    """A paragraph of one piece."""
    return Paragraph((Piece(text),), page)


def lay(
    blocks: Iterable[Paragraph | Table],
    name: str,
    kind: str,
    *,
    encoding: str = "utf-8",
    original: str = "",
    pictures: bool = False,
    guessed: bool = False,
    tables_only: bool = False,
) -> Laid:
    """The source of a document.  ``kind`` is its format, ``original`` the file's own text where its lines are what a person sees: then each piece
    has to say where it stands.

    Raises ReadError where the document is beyond the limits.
    """
    writer = _Writer(numbered=not original)
    writer.blocks(blocks, 0)
    text = "".join(writer.text)
    source = Source(
        name,
        text,
        encoding,
        tuple(_anchors(writer.offsets, writer.pieces)) if original else (),
        tuple(at for at, sign in enumerate(text) if sign == DAMAGED) if DAMAGED in text else (),
        format=kind,
        blocks=tuple(writer.places),
        original=original,
        pictures=pictures,
        guessed=guessed,
        tables_only=tables_only,
    )
    return Laid(source, tuple(writer.offsets), tuple(writer.pieces))


def too_long() -> ReadError:
    """The refusal of a document with more text than any report."""
    return ReadError(
        f"文档的文字超过 {MAX_CHARACTERS // 10000} 万字，不像是年度报告，没有读取。请确认文件是否选对。",
        f"The document has more than {MAX_CHARACTERS:,} characters, which no annual report has; it was not read. Check that it is the right file.",
    )


def too_deep() -> ReadError:
    """The refusal of a document whose parts stand in one another without end."""
    return ReadError(
        "文档的表格或结构嵌套过深，没有读取。请用 Word、WPS 或浏览器打开后另存一份再检查。",
        "The tables or parts of the document are nested too deeply; it was not read. Open it in Word, WPS or a browser and save a new copy.",
    )


def too_many_cells() -> ReadError:
    """The refusal of a document whose tables have more cells than any report."""
    return ReadError(
        f"文档的表格超过 {MAX_CELLS // 10000} 万个单元格，不像是年度报告，没有读取。请确认文件是否选对。",
        f"The tables have more than {MAX_CELLS:,} cells, which no annual report has; the file was not read. Check that it is the right file.",
    )


def span_of(text: str | None) -> int:
    """A number of columns or rows as a file states it; 1 where it is none, or absurd."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and 0 < int(text) <= 200 else 1


def text_of(blocks: Iterable[Paragraph | Table]) -> str:
    """All the text of some blocks, for those who look for words in it."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += [piece.text for piece in block.pieces]
        else:
            found += [text_of(cell.blocks) for row in block.rows for cell in row]
    return "".join(found)


def _anchors(offsets: Sequence[int], pieces: Sequence[Piece]) -> Iterable[Anchor]:
    yield from (Anchor(offset, piece.line, piece.column) for offset, piece in zip(offsets, pieces, strict=True))


_CLEAN = dict.fromkeys(range(32), " ") | {0x0A: "\n", 0x7F: " ", 0x85: " ", 0x2028: "\n", 0x2029: "\n"}
"""In a paragraph no sign stands for a cell's border; every sign stays one sign, so that offsets hold."""
_ONE_LINE = _CLEAN | {0x0A: " ", 0x2028: " ", 0x2029: " "}


class _Writer:
    """Writes blocks as text, and remembers where each character came from."""

    def __init__(self, numbered: bool) -> None:
        self._numbered = numbered  # where lines are those of the file, nobody counts paragraphs
        self.text: list[str] = []
        self.offsets: list[int] = []
        self.pieces: list[Piece] = []
        self.places: list[Block] = []
        self._length = 0
        self._paragraphs = 0
        self._tables = 0
        self._cells = 0

    def blocks(self, blocks: Iterable[Paragraph | Table], depth: int, place: Block | None = None) -> None:
        """Writes blocks below one another.  ``place`` is the cell that they stand in."""
        if depth > MAX_DEPTH:
            raise too_deep()
        for block in blocks:
            if isinstance(block, Table):
                self._table(block, depth)
            else:
                if place is None:
                    self._paragraphs += 1
                self._mark(block.page, place or Block(0, paragraph=self._paragraphs if self._numbered else None))
                self._write(block.pieces, _CLEAN)
                self._add("\n")

    def _table(self, table: Table, depth: int) -> None:
        """Writes a table.  Its columns are those in which some cell begins: a file's grid may have others, which nobody sees."""
        self._tables += 1
        number = self._tables
        reaching: list[tuple[int, int, int]] = []
        if self.text and self.text[-1] == "\n" and (len(self.text) < 2 or self.text[-2] != "\n"):
            self._add("\n")
        found: list[list[tuple[int, Cell | None]]] = []
        for row in table.rows:
            self._cells += len(row) + len(reaching)
            if self._cells > MAX_CELLS:
                raise too_many_cells()
            slots, reaching = _slots(row, reaching)
            found.append(slots)
        columns = {
            column: place for place, column in enumerate(sorted({column for slots in found for column, _ in slots}), 1)
        }
        for row_number, slots in enumerate(found, 1):
            self._row(
                [(columns[column], cell) for column, cell in slots], Block(0, table=number, row=row_number), depth
            )
        self._add("\n")

    def _row(self, slots: Sequence[tuple[int, Cell | None]], place: Block, depth: int) -> None:
        """Writes a row: as a line, as several where its cells hold several numbers each, or its cells one after the other where they hold prose
        or tables."""
        stacked = _stacked(slots)
        for each in stacked:
            self._line(each, place)
        if stacked:
            return
        cells = [(column, cell) for column, cell in slots if cell is not None]
        if len(slots) == 1 or any(_holds_prose(cell) for _, cell in cells):
            for column, cell in cells:
                blocks = _joined(cell.blocks) if len(slots) > 1 else cell.blocks
                self.blocks(blocks, depth + 1, place._replace(column=column))
            return
        if not any(piece.text.strip() for _, cell in cells for block in _paragraphs(cell) for piece in block.pieces):
            return
        self._line(slots, place)

    def _line(self, slots: Sequence[tuple[int, Cell | None]], place: Block) -> None:
        """Writes cells as a line."""
        for number, (column, shown) in enumerate(slots):
            if number:
                self._before(shown, place._replace(column=column))
                self._add("\t")
            for count, block in enumerate(_paragraphs(shown) if shown else ()):
                if count:
                    self._add(" ")
                self._mark(block.page, Block(0, None, None, place.table, place.row, column))
                self._write(block.pieces, _ONE_LINE)
        self._add("\n")

    def _before(self, cell: Cell | None, place: Block) -> None:
        """Has the tab before a blank cell stand for the cell: there the parser sees that it is blank."""
        paragraphs = _paragraphs(cell) if cell else []
        if paragraphs and not any(piece.text.strip() for block in paragraphs for piece in block.pieces):
            self._mark(paragraphs[0].page, place)
            if paragraphs[0].pieces and paragraphs[0].pieces[0].line:
                self.offsets.append(self._length)
                self.pieces.append(paragraphs[0].pieces[0])

    def _write(self, pieces: Sequence[Piece], signs: dict[int, str]) -> None:
        for piece in pieces:
            if piece.text:
                self.offsets.append(self._length)
                self.pieces.append(piece)
                text = piece.text
                self._add(text if text.isprintable() else text.translate(signs))

    def _mark(self, page: int | None, place: Block) -> None:
        _, _, paragraph, table, row, column = place
        if not self.places or self.places[-1][1:] != (page, paragraph, table, row, column):
            self.places.append(Block(self._length, page, paragraph, table, row, column))

    def _add(self, text: str) -> None:
        self.text.append(text)
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            raise too_long()


def _paragraphs(cell: Cell) -> list[Paragraph]:
    return [block for block in cell.blocks if isinstance(block, Paragraph)]


def _holds_prose(cell: Cell) -> bool:
    """Whether a cell is no datum: it holds a table, or paragraphs of prose."""
    if len(cell.blocks) < 2:
        return bool(cell.blocks) and isinstance(cell.blocks[0], Table)
    if any(isinstance(block, Table) for block in cell.blocks):
        return True
    paragraphs = [block for block in _paragraphs(cell) if any(piece.text.strip() for piece in block.pieces)]
    return len(paragraphs) > 1 and sum(len(piece.text) for block in paragraphs for piece in block.pieces) > _LONG


def _joined(blocks: Sequence[Paragraph | Table]) -> Sequence[Paragraph | Table]:
    """The blocks of a cell beside prose; those of a heading in a narrow column, a few letters in each line, as one paragraph."""
    lines = _lines(Cell(blocks))
    texts = ["".join(piece.text for piece in line.pieces).strip() for line in lines]
    if len(texts) < 2 or max(map(len, texts)) > _NARROW or not any(texts):
        return blocks
    return [lines[0]._replace(pieces=[piece for line in lines for piece in line.pieces])]


def _stacked(slots: Sequence[tuple[int, Cell | None]]) -> list[list[tuple[int, Cell | None]]]:
    """The rows for which a row stands whose cells hold numbers below one another, as many in each; none where a row is just one.

    A cell left of the numbers has as many lines too, or stands for all of them.
    """
    last = slots[-1][1] if slots else None
    if last is None or (
        len(last.blocks) < 2 and not any("\n" in p.text for each in _paragraphs(last) for p in each.pieces)
    ):
        return []
    lines = [_lines(cell) if cell else [] for _, cell in slots]
    first = len(lines) - next((at for at, each in enumerate(reversed(lines)) if not _all_figures(each)), len(lines))
    lines = [*map(_trimmed, lines[:first]), *_level(lines[first:])]
    count = len(lines[-1])
    if count < 2 or len(slots) - first < 2 or any(len(each) != count for each in lines[first:]):
        return []
    heads = [len(each) for each in lines[:first]]
    if any(head not in (0, 1, count) for head in heads) or (heads and heads[-1] != count):
        return []
    return [
        [
            (column, Cell((found[row],)) if len(found) == count else None if row else cell)
            for (column, cell), found in zip(slots, lines, strict=True)
        ]
        for row in range(count)
    ]


def _all_figures(lines: Sequence[Paragraph]) -> bool:
    """Whether lines hold nothing but numbers, one in each, or nothing."""
    return bool(lines) and all(_FIGURE.fullmatch("".join(piece.text for piece in line.pieces)) for line in lines)


def _lines(cell: Cell) -> list[Paragraph]:
    """The lines of a cell; none where it holds a table."""
    found: list[Paragraph] = []
    for block in cell.blocks:
        if isinstance(block, Table):
            return []
        pieces: list[Piece] = []
        for piece in block.pieces:
            head, *tail = piece.text.split("\n")
            pieces.append(piece._replace(text=head))
            for text in tail:
                found.append(block._replace(pieces=pieces))
                pieces = [piece._replace(text=text)] if text else []
        found.append(block._replace(pieces=pieces))
    return found


def _is_blank(line: Paragraph) -> bool:
    return not any(piece.text.strip() for piece in line.pieces)


def _trimmed(lines: list[Paragraph]) -> list[Paragraph]:
    """Lines without the blank ones at their ends."""
    full = [at for at, line in enumerate(lines) if not _is_blank(line)]
    return lines[full[0] : full[-1] + 1] if full else []


def _level(cells: list[list[Paragraph]]) -> list[list[Paragraph]]:
    """The lines of cells that stand beside one another, without those at their ends that are blank in all; where the cells have not as many
    lines, without those that are blank in each."""
    if len({len(lines) for lines in cells}) != 1:
        return [_trimmed(lines) for lines in cells]
    full = [at for at, lines in enumerate(zip(*cells, strict=True)) if not all(map(_is_blank, lines))]
    return [lines[full[0] : full[-1] + 1] if full else [] for lines in cells]


def _slots(
    row: Sequence[Cell], reaching: Sequence[tuple[int, int, int]]
) -> tuple[list[tuple[int, Cell | None]], list[tuple[int, int, int]]]:
    """The cells of a row from left to right, each with its column (from 1), and None where one of a row above reaches down; and what
    reaches into the next row (first column, the column after the last, how many rows still)."""
    slots: list[tuple[int, Cell | None]] = []
    below: list[tuple[int, int, int]] = []
    column = 1
    waiting = list(reaching)
    for cell in [*row, None]:
        while waiting and (waiting[0][0] <= column or cell is None):
            first, after, rows = waiting.pop(0)
            slots.append((first, None))
            column = max(column, after)
            if rows > 1:
                below.append((first, after, rows - 1))
        if cell is not None:
            slots.append((column, cell))
            after = column + cell.colspan
            if cell.rowspan > 1:
                below.append((column, after, cell.rowspan - 1))
            column = after
    return slots, sorted(below)
