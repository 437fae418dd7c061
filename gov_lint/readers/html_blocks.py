"""The blocks of a web page's tree as paragraphs and tables, each piece with its line and column in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from html import unescape
from itertools import accumulate

from gov_lint.readers.flow import MAX_CELLS, Cell, Paragraph, Piece, Table, too_many_cells
from gov_lint.readers.html_tree import Line, Node, Page, too_many_tags, walk

_MOST_PIECES = 1_000_000
"""More pieces than this are no report; a page of Word's has some three thousand."""
_BLANK = r"(?:nbsp|ensp|emsp|thinsp|#(?:160|8194|8195|12288)|#[xX](?:a0|A0|3000|2002|2003))"
_PART = re.compile(
    rf"(?P<text>[^ \t\n\f\r&]++(?: [^ \t\n\f\r&]++)*+)|(?P<space>[ \t\n\f\r]++)|(?P<blank>(?:&{_BLANK};)++)"
    r"|(?P<entity>&(?:#[xX]?[0-9a-fA-F]++|[a-zA-Z][a-zA-Z0-9]*+);?+)|(?P<sign>(?:&(?![#a-zA-Z]))++|&)"
)
_SPACES = " \t\n\f\r"
_COLLAPSES = re.compile(r"[\t\n\f\r&]|  ")


class Printer:
    """Makes paragraphs and tables of parts of a page.  ``keep`` says which lines are wanted."""

    def __init__(self, page: Page, keep: Callable[[Line], bool] = lambda line: True) -> None:
        self._source = page.source
        self._starts = [0, *accumulate(len(line) + 1 for line in page.source.split("\n"))]
        self._keep = keep
        self._pieces = 0
        self._cells = 0

    def blocks(self, node: Node) -> list[Paragraph | Table]:
        """What a block prints."""
        return self._blocks(walk(node))

    def lines(self, lines: Iterable[Line]) -> list[Paragraph | Table]:
        """What some lines print."""
        return self._blocks(lines)

    def _blocks(self, parts: Iterable[Node | Line]) -> list[Paragraph | Table]:
        found: list[Paragraph | Table] = []
        before: Line | None = None
        open_: list[Piece] = []
        for part in parts:
            if isinstance(part, Node):
                found += self._table(part)
                before = None
            elif self._keep(part):
                pieces = self._line(part)
                if part.soft and before is not None and before.node is part.node:
                    open_[-1] = open_[-1]._replace(text=open_[-1].text + "\n")
                    open_ += pieces
                else:
                    found.append(Paragraph(open_ := pieces))
                before = part
        return found

    def _table(self, node: Node) -> list[Paragraph | Table]:
        """A table, and before it what stands in it outside its cells."""
        outside: list[Node | Line] = []
        rows: list[list[Node]] = []
        last: list[list[Node]] = []
        for child in node.children:
            if isinstance(child, Node) and child.name in ("thead", "tbody", "tfoot"):
                group = last if child.name == "tfoot" else rows
                for grandchild in child.children:
                    if isinstance(grandchild, Node) and grandchild.name == "tr":
                        group.append(_cells(grandchild, outside))
                    else:
                        outside.append(grandchild)
            elif isinstance(child, Node) and child.name == "tr":
                rows.append(_cells(child, outside))
            else:
                outside.append(child)
        found: list[Paragraph | Table] = []
        for part in outside:
            if isinstance(part, Line):
                found += self._blocks([part])
            else:
                found += self._table(part) if part.name == "table" else self._blocks(walk(part))
        table = Table([[self._cell(cell) for cell in row] for row in [*rows, *last] if row])
        return [*found, table] if table.rows else found

    def _cell(self, node: Node) -> Cell:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise too_many_cells()
        blocks = self._blocks(walk(node))
        return Cell(blocks or [Paragraph([Piece("", *self._place(node.at))])], node.colspan, node.rowspan)

    def _line(self, line: Line) -> list[Piece]:
        """The pieces of a line, blanks collapsed as browsers do."""
        pieces: list[Piece] = []
        space = False
        source = self._source
        for start, end, pre, printed in line.runs:
            if printed:
                pieces.append(Piece(printed, *self._place(start)))
                continue
            raw = source[start:end]
            if pre or _COLLAPSES.search(raw):
                space = self._parts(start, end, pre, pieces, space)
                continue
            text = raw.strip(" ")
            if pieces and (space or raw[0] == " "):
                pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + " ")
            if text:
                pieces.append(Piece(text, *self._place(start + (raw[0] == " "))))
                space = raw[-1] == " "
            else:
                space = False
        self._pieces += len(pieces)
        if self._pieces > _MOST_PIECES:
            raise too_many_tags()
        return pieces or [Piece("", *self._place(line.runs[0][0]))]

    def _parts(self, start: int, end: int, pre: bool, pieces: list[Piece], space: bool) -> bool:
        """Appends the pieces of a run with entities or several blanks; whether a blank is due before what follows."""
        for match in _PART.finditer(self._source, start, end):
            kind, text = match.lastgroup, match.group()
            if kind == "space" and not pre:
                space = True
                continue
            if kind == "entity":
                text = unescape(text)
                if text in ("\n", "\t", "\r", "\f", " "):
                    space = True
                    continue
            elif kind == "blank":
                text = unescape(text)
            if space and pieces:
                pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + " ")
            space = False
            pieces.append(Piece(text, *self._place(match.start())))
        return space

    def _place(self, at: int) -> tuple[int, int]:
        """The line and the column of a character in the source."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


def _cells(row: Node, outside: list[Node | Line]) -> list[Node]:
    """The cells of a row; what stands between them goes outside."""
    cells: list[Node] = []
    for child in row.children:
        if isinstance(child, Node) and child.name in ("td", "th"):
            if not child.unseen:
                cells.append(child)
        else:
            outside.append(child)
    return cells
