"""Layout out, cells in: from a source's text to the squeezed text that grammar and rules see.

Each line is one of four kinds: *plain* (prose, or a row whose cells only blanks part), a *row* (tabs or pipes part its cells), a *cell*
(one cell a line) or *empty*.  Rows and cells keep their borders in the squeezed text, as tabs and newlines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from gov_lint.nouns import Squeezed
from gov_lint.patterns import compiled
from gov_lint.structure.fold import fold

PLAIN, ROW, CELL, EMPTY, HOLE = range(5)

_RUN = compiled(r"[^ \t\n]+(?:(?<=[!-~—–×]) (?=[!-~—–×])[^ \t\n]+)*")
"""A piece that is copied as a whole: no blanks in it but single ones between two ASCII characters or marks, which stay."""
_ROW_RUN = compiled(r"[^ \n]+(?:(?<=[!-~—–×]) (?=[!-~—–×])[^ \n]+)*")
"""The same in a row whose tabs stay."""
_SOLID = frozenset(map(chr, range(0x21, 0x7F))) | set("—–×")
"""Characters that do not run together when layout parts them: what numbers, Latin words and marks for none are made of."""
_PAGE = compiled(
    r"(?m)^[ \t]*(?:[-—–·~_]{1,2}[ ]*\d{1,3}[ ]*[-—–·~_]{1,2}|第[ ]*\d{1,3}[ ]*页(?:[，/ ]*共[ ]*\d{1,3}[ ]*页)?"
    r"|(?:Page|PAGE|page)[ ]*\d{1,3}(?:[ ]*(?:of|/)[ ]*\d{1,3})?|[1-9]\d?[ ]*/[ ]*[1-9]\d?)[ \t]*$",
)
_LAST_OF_PAGE = compiled(r"(?m)^[ \t]*(\d{1,3})[ \t\r]*\n(?:[ \t\r]*\n)*[ \t]*\f|^[ \t]*(\d{1,3})[ \t\r]*\f")
_RULE = compiled(r"(?m)^[ \t]*[|+]?[ \t]*:?[-=─━]{2,}[-=:|+┼─━ \t]*$")
_VALUE_LINE = compiled(r"-?[\d，.]+%?|[-/—–×*\\]{1,4}|N/A|n/a|不适用|无|空|(?:万元|元|件)?-?\d[\d，.]*(?:万元|元|件)?")
_BORDER = "─━┄┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬═"


_LONG_VALUE = 40
"""A line of this length or more is no single value."""
_WIDEST = 7
"""How many cells stand behind a label, at most."""


class _Line(NamedTuple):
    start: int
    text: str
    kind: int


def squeeze(text: str) -> Squeezed:
    """The squeezed text of a source's text."""
    clean = _clean(text)
    writer = _Writer()
    for line in _lines(clean):
        writer.add(line)
    return writer.done()


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def _clean(text: str) -> str:
    """The folded text with page numbers, borders and Markdown's marks overwritten by blanks: every offset stays."""
    folded = fold(text)
    folded = _PAGE.sub(_blank, folded)
    if "\f" in text:
        folded = _without_page_numbers(text, folded)
    if "**" in folded or "__" in folded:
        folded = compiled(r"\*{2,3}|(?<=[\s|])__(?=\S)|(?<=\S)__(?=[\s|])").sub(_blank, folded)
    folded = compiled(r"(?m)^[ \t]*(?:#{1,6}(?=[^#])|>+(?= ))").sub(_blank, folded)
    if "&nbsp；" in folded or "<br" in folded:
        folded = compiled(r"&nbsp；|<br ?/?>").sub(_blank, folded)
    if "|" in folded or "─" in folded or "━" in folded:
        folded = _pipes(folded)
    return folded


def _without_page_numbers(text: str, folded: str) -> str:
    """Bare numbers that close a page are page numbers when they count up from page to page; else they may be cells."""
    found = [(m.start(1), m.end(1)) if m.group(1) else (m.start(2), m.end(2)) for m in _LAST_OF_PAGE.finditer(text)]
    numbers = [int(text[a:b]) for a, b in found]
    if len(numbers) < 2 or any(later <= earlier for earlier, later in zip(numbers, numbers[1:], strict=False)):
        return folded
    for start, end in found:
        folded = folded[:start] + " " * (end - start) + folded[end:]
    return folded


def _pipes(folded: str) -> str:
    """Pipe tables and drawn tables as tabs; the rules between their rows blank."""
    ruled = _RULE.search(folded) is not None
    folded = _RULE.sub(_blank, folded)
    if any(mark in folded for mark in _BORDER):
        folded = folded.translate(dict.fromkeys(map(ord, _BORDER), " "))
    lines = folded.split("\n")
    for number, line in enumerate(lines):
        bare = line.strip(" \t")
        if "|" in bare and (ruled or bare.count("|") > 1):
            if bare[0] == "|":
                line = line.replace("|", " ", 1)
            if bare[-1] == "|" and len(bare) > 1:
                at = line.rindex("|")
                line = line[:at] + " " + line[at + 1 :]
            lines[number] = line.replace("\t", " ").replace("|", "\t")
    return "\n".join(lines)


def _lines(text: str) -> list[_Line]:
    """Each line with its kind."""
    lines, at = [], 0
    cells = 0
    for line in text.split("\n"):
        if "\t" not in line:
            kind = EMPTY if not line or line.isspace() else PLAIN
        else:
            bare = line.strip(" \t")
            if "\t" in line.strip(" ").strip("\t") if bare else "\t" in line.lstrip("\t"):
                kind = ROW
            else:
                kind = CELL
                valued = len(bare) < _LONG_VALUE and _VALUE_LINE.fullmatch(bare) is not None
                cells += valued
                if valued and line.count("\t") > 1:
                    kind = ROW
        lines.append(_Line(at, line, kind))
        at += len(line) + 1
    if cells < 3:
        if "\t" in text:
            lines = [_without_cells(line) for line in lines]
        return _one_a_line(lines)
    return _cell_blocks(lines)


def _without_cells(line: _Line) -> _Line:
    """A line whose tab only indents it, as a plain one."""
    return line if line.kind != CELL else line._replace(kind=PLAIN if line.text.strip() else EMPTY)


def _cell_blocks(lines: list[_Line]) -> list[_Line]:
    """Lines that a tab opens are cells only near a cell that holds a number; elsewhere the tab indents a paragraph."""
    valued = [i for i, line in enumerate(lines) if line.kind == CELL and _VALUE_LINE.fullmatch(line.text.strip(" \t"))]
    near, after = set[int](), 0
    for i in valued:
        for j in range(i, -1, -1):
            if j in near or (lines[j].kind not in (CELL, EMPTY) and not _goes_on(lines, j)):
                break
            near.add(j)
        after = max(after, i)
        for j in range(i + 1, len(lines)):
            if lines[j].kind not in (CELL, EMPTY) and not _goes_on(lines, j):
                break
            if j - i > 12:
                break
            near.add(j)
    return [line if i in near else _without_cells(line) for i, line in enumerate(lines)]


def _goes_on(lines: list[_Line], number: int) -> bool:
    """Whether a plain line is the rest of a cell that began on a line before."""
    return (
        number > 0
        and lines[number].kind == PLAIN
        and lines[number - 1].kind in (CELL, PLAIN)
        and len(lines[number].text) < 30
    )


def _one_a_line(lines: list[_Line]) -> list[_Line]:
    """Values that stand on lines of their own, one below the other, are cells; an empty line among them is a blank cell."""
    if any(line.kind == ROW for line in lines):
        return lines
    singles = [
        i
        for i, line in enumerate(lines)
        if line.kind == PLAIN and len(line.text) < _LONG_VALUE and _VALUE_LINE.fullmatch(line.text.strip(" "))
    ]
    close = sum(1 for i in singles if i and lines[i - 1].kind == PLAIN)
    if len(singles) < 20 or close < 0.8 * len(singles):
        return lines
    kinds = dict.fromkeys(singles, CELL)
    for one, other in zip(singles, singles[1:], strict=False):
        gap = other - one
        if 1 < gap <= 8 and all(lines[i].kind == EMPTY for i in range(one + 1, other)):
            kinds |= dict.fromkeys(range(one + 1, other), HOLE)
    for i in singles:
        back = i - 1
        while back > 0 and lines[back].kind == EMPTY and back not in kinds:
            back -= 1
        if i - back > 1 and lines[back].kind == PLAIN and back not in kinds:
            after = i
            while after in kinds:
                after += 1
            if (
                after - back - 1 <= _WIDEST
            ):  # a wider row is that of table four, which an empty line sets off from its heads
                kinds |= dict.fromkeys(range(back + 1, i), HOLE)
    return [line._replace(kind=kinds.get(i, line.kind)) for i, line in enumerate(lines)]


class _Writer:
    """Collects the squeezed text and where its pieces came from."""

    __slots__ = ("last", "lines", "open_row", "origins", "pieces", "size", "starts", "valued")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = [0]
        self.origins: list[int] = [0]
        self.lines: list[int] = []
        self.size = 0
        self.last = "\n"
        self.open_row = False
        self.valued = False

    def put(self, piece: str, origin: int) -> None:
        self.pieces.append(piece)
        self.starts.append(self.size)
        self.origins.append(origin)
        self.size += len(piece)
        self.last = piece[-1]

    def words(self, text: str, origin: int) -> None:
        """Pieces without the blanks between them; one blank stays between two ASCII characters."""
        bare = text.strip(" \t")
        if not bare:
            return
        if " " not in bare and not (bare[0] in _SOLID and self.last in _SOLID):
            self.put(bare, origin + text.index(bare))
            return
        self.runs(_RUN, text, origin)

    def runs(self, pattern: re.Pattern[str], text: str, origin: int) -> None:
        """The pieces that a pattern finds."""
        for run in pattern.finditer(text):
            piece = run.group()
            if piece[0] in _SOLID and self.last in _SOLID:
                self.put(" ", origin + run.start() - 1 if run.start() or not origin else origin - 1)
            self.put(piece, origin + run.start())

    def add(self, line: _Line) -> None:
        start, text, kind = line
        if kind == PLAIN:
            if self.open_row and self.valued:
                self.end_row(start)
            self.lines.append(self.size)
            self.words(text, start)
        elif kind == ROW:
            self.row(start, text)
        elif kind == EMPTY:
            if self.open_row:
                self.end_row(start)
            self.lines.append(self.size)
        else:
            self.cell(start, text, kind)

    def row(self, start: int, text: str) -> None:
        """A line whose tabs part its cells."""
        self.end_row(start)
        self.lines.append(self.size)
        self.put("\n", start)
        if " " not in text:
            self.put(text, start)
        else:
            self.runs(_ROW_RUN, text, start)
        self.put("\n", start + len(text))

    def cell(self, start: int, text: str, kind: int) -> None:
        """A line that is a cell: a tab opens it, or it follows its row's label, which had a line of its own."""
        tab = text.find("\t")
        self.lines.append(self.size)
        self.put("\n" if tab >= 0 and not self.open_row else "\t", start + max(tab, 0))
        self.open_row = True
        bare = text.strip(" \t")
        self.valued = kind == HOLE or not bare or bool(_VALUE_LINE.fullmatch(bare))
        self.words(text.replace("\t", " "), start)

    def end_row(self, origin: int) -> None:
        """Ends the row that is open, if one is."""
        self.open_row = False
        if self.size and self.last != "\n":
            self.put("\n", max(origin - 1, 0))

    def done(self) -> Squeezed:
        return Squeezed("".join(self.pieces), self.starts, self.origins, self.lines)
