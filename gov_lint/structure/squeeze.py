"""Layout out, cells in: from a source's text to the squeezed text that grammar and rules see.

Each line is one of four kinds: *plain* (prose, or a row whose cells only blanks part), a *row* (tabs or pipes part its cells), a *cell*
(one cell a line) or *empty*.  Rows and cells keep their borders in the squeezed text, as tabs and newlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from gov_lint.nouns import Squeezed
from gov_lint.patterns import compiled
from gov_lint.structure.fold import fold
from gov_lint.structure.form import load_form

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


_VALUE_STARTS = frozenset("0123456789-，./—–×*\\无万元件Nn不空")
"""What a value begins with."""
_LONG_VALUE = 40
"""A line of this length or more is no single value."""
_LONG_REST = 30
"""A plain line of this length or more is not the rest of a cell that began on a line before."""


def squeeze(text: str) -> Squeezed:
    """The squeezed text of a source's text."""
    lines = _clean(text).split("\n")
    writer = _Writer()
    writer.write(lines, _kinds(lines))
    return writer.done()


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def _clean(text: str) -> str:
    """The folded text with page numbers, borders and Markdown's marks overwritten by blanks: every offset stays."""
    folded = fold(text)
    folded = _PAGE.sub(_blank, folded)
    if "\f" in text:
        folded = _without_page_numbers(text, folded)
    folded = _without_bare_numbers(folded)
    if "__" in folded:
        folded = compiled(r"__(?:(?<=[\s|]__)(?=\S)|(?<=\S__)(?=[\s|]))").sub(_blank, folded)
    if "**" in folded:
        folded = compiled(r"\*\*\*?").sub(_blank, folded)
    if "#" in folded or ">" in folded:
        folded = compiled(r"(?m)^[ \t]*(?:#{1,6}(?=[^#])|>+(?= ))").sub(_blank, folded)
    if "<td" in folded:
        folded = _tags(folded)
    if "0，0，0" in folded or "0；0；0" in folded:
        folded = _commas(folded)
    if "&nbsp；" in folded or "<br" in folded:
        folded = compiled(r"&nbsp；|<br ?/?>").sub(_blank, folded)
    if "|" in folded or "─" in folded or "━" in folded:
        folded = _pipes(folded)
    return folded


def _tags(folded: str) -> str:
    """Tables that converters to Markdown leave as HTML, as rows with tabs; every offset stays."""
    folded = compiled(r"<tr[^<>]*>|</table>").sub(lambda m: "\n".ljust(m.end() - m.start()), folded)
    folded = compiled(r"</t[dh]>\s*<t[dh][^<>]*>").sub(lambda m: "\t".ljust(m.end() - m.start()), folded)
    return compiled(r"</?[a-z][^<>]*>").sub(_blank, folded)


_COMMAS = compiled(r"(?m)^[^\n\t]*?(?:[，；][ ]*-?\d[\d.]*){6,}[ ]*$")
_LAST_FIELDS = compiled(r"(?m)(?:[，；][ ]*(?:-?\d[\d.]*|/)?)+[ ]*$")


def _commas(folded: str) -> str:
    """Rows whose cells commas or semicolons part, as rows with tabs."""
    if len(_COMMAS.findall(folded)) < 5:
        return folded
    return _LAST_FIELDS.sub(lambda match: match.group().replace("，", "\t").replace("；", "\t"), folded)


def _without_page_numbers(text: str, folded: str) -> str:
    """Bare numbers that close a page are page numbers when they count up from page to page; else they may be cells."""
    found = [(m.start(1), m.end(1)) if m.group(1) else (m.start(2), m.end(2)) for m in _LAST_OF_PAGE.finditer(text)]
    numbers = [int(text[a:b]) for a, b in found]
    if len(numbers) < 2 or any(later <= earlier for earlier, later in pairwise(numbers)):
        return folded
    for start, end in found:
        folded = folded[:start] + " " * (end - start) + folded[end:]
    return folded


_BARE = compiled(r"(?m)^ *([1-9]\d?) *$")


def _without_bare_numbers(folded: str) -> str:
    """Three or more lines with nothing but a number, which count up by one, far from one another, are page numbers."""
    found = [(match.start(1), match.end(1)) for match in _BARE.finditer(folded)]
    if not 3 <= len(found) <= 60:
        return folded
    numbers = [int(folded[start:end]) for start, end in found]
    near = any(folded.count("\n", a[1], b[0]) < 12 for a, b in pairwise(found))
    if near or any(later != earlier + 1 for earlier, later in pairwise(numbers)):
        return folded
    for start, end in found:
        folded = folded[:start] + " " * (end - start) + folded[end:]
    return folded


def _pipes(folded: str) -> str:
    """Pipe tables and drawn tables as tabs; the rules between their rows blank."""
    ruled = _RULE.search(folded) is not None
    folded = _RULE.sub(_blank, folded)
    for mark in _BORDER:
        if mark in folded:
            folded = folded.replace(mark, " ")
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


def _is_value(bare: str) -> bool:
    """Whether the words of a line are a single value."""
    return bare[:1] in _VALUE_STARTS and _VALUE_LINE.fullmatch(bare) is not None


def _kinds(lines: list[str]) -> list[int]:
    """The kind of each line."""
    kinds: list[int] = []
    valued: list[int] = []
    open_ended: list[int] = []
    single = 0
    tabs = False
    for number, line in enumerate(lines):
        if "\t" not in line:
            kinds.append(EMPTY if not line or line.isspace() else PLAIN)
            continue
        tabs = True
        bare = line.strip(" \t")
        if "\t" in line.strip(" ").strip("\t") if bare else "\t" in line.lstrip("\t"):
            kinds.append(ROW)
        elif not _is_value(bare):
            kinds.append(CELL)
            if bare and line.rstrip(" ").endswith("\t"):
                open_ended.append(number)
        else:
            short = len(bare) < _LONG_VALUE
            single += short
            if short and line.count("\t") > 1:
                kinds.append(ROW)
            else:
                kinds.append(CELL)
                valued.append(number)
    _rows_of_blanks(open_ended, kinds)
    if single >= 3:
        _keep_cells_near(valued, lines, kinds)
        return kinds
    if tabs:
        _without_cells(range(len(lines)), lines, kinds)
    _one_a_line(lines, kinds)
    return kinds


def _rows_of_blanks(open_ended: list[int], kinds: list[int]) -> None:
    """A label with nothing but tabs behind it, next to a row, is a row of blank cells."""
    for number in open_ended:
        if number and kinds[number - 1] == ROW:
            kinds[number] = ROW
    for number in reversed(open_ended):
        if number + 1 < len(kinds) and kinds[number + 1] == ROW:
            kinds[number] = ROW


def _without_cells(numbers: Iterable[int], lines: list[str], kinds: list[int]) -> None:
    """Makes lines whose tab only indents them plain ones."""
    for number in numbers:
        if kinds[number] == CELL:
            kinds[number] = PLAIN if lines[number].strip() else EMPTY


def _keep_cells_near(valued: list[int], lines: list[str], kinds: list[int]) -> None:
    """Lines that a tab opens are cells only near a cell that holds a number (no other kind of line between them, and at most twelve
    behind it); elsewhere the tab indents a paragraph."""
    part = [
        kind in (CELL, EMPTY) or (kind == PLAIN and before in (CELL, PLAIN) and len(line) < _LONG_REST)
        for line, kind, before in zip(lines, kinds, [EMPTY, *kinds], strict=False)
    ]
    far: list[int] = []
    done = 0
    for number, after in zip(valued, [*valued[1:], len(lines)], strict=False):
        if number >= done:  # a new stretch
            start = number
            while start > done and part[start - 1]:
                start -= 1
            far += range(done, start)
            done = start
        stop = number
        while stop < after and part[stop]:
            stop += 1
        done = stop if stop == after < len(lines) else min(stop, number + 13)
    far += range(done, len(lines))
    _without_cells(far, lines, kinds)


@lru_cache(maxsize=1)
def _widest() -> int:
    """How many cells stand behind a label, at most."""
    return max(len(row.columns) for row in load_form().table("申请", 2021).leaves)


def _one_a_line(lines: list[str], kinds: list[int]) -> None:
    """Values that stand on lines of their own, one below the other, are cells; an empty line among them is a blank cell."""
    if ROW in kinds:
        return
    singles = [
        number
        for number, line in enumerate(lines)
        if kinds[number] == PLAIN and len(line) < _LONG_VALUE and _is_value(line.strip(" "))
    ]
    close = sum(1 for i in singles if i and kinds[i - 1] == PLAIN)
    if len(singles) < 20 or close < 0.8 * len(singles):
        return
    found = dict.fromkeys(singles, CELL)
    for one, other in pairwise(singles):
        gap = other - one
        if 1 < gap <= 8 and all(kinds[i] == EMPTY for i in range(one + 1, other)):
            found |= dict.fromkeys(range(one + 1, other), HOLE)
    for i in singles:
        back = i - 1
        while back > 0 and kinds[back] == EMPTY and back not in found:
            back -= 1
        if i - back > 1 and kinds[back] == PLAIN and back not in found:
            after = i
            while after in found:
                after += 1
            if (
                after - back - 1 <= _widest()
            ):  # a wider row is that of table four, which an empty line sets off from its heads
                found |= dict.fromkeys(range(back + 1, i), HOLE)
    for i, kind in found.items():
        kinds[i] = kind


_DIGITS = frozenset("0123456789")
_CUT_NUMBER = compiled(r"[\u4e00-\u9fff，。；、：（]\d{1,6}[ \t]*$")
"""What a line of prose ends with where it is cut within a number …"""
_REST_OF_NUMBER = compiled(r"\d{1,6}(?:\.\d+)?[年月日件条次宗起份个项篇期人元万亿余名家场例户部%]")
"""… and what the next one begins with."""
_CUT_PHONE = compiled(r"(?<!\d)0\d{2,3}-\d{1,7}[ \t]*$")
_REST_OF_PHONE = compiled(r"\d{1,7}(?:$|[，。；、）])")
_SHORTEST_CUT = 10
"""A shorter line is none that was cut because it was full."""


def _broken(line: str, following: str) -> bool:
    """Whether a number was cut where a line was full: 2023年1|2月31日."""
    if not len(line) >= _SHORTEST_CUT or len(following) > len(line) + 3:
        return False
    if _CUT_NUMBER.search(line) and _REST_OF_NUMBER.match(following):
        return True
    phone, rest = _CUT_PHONE.search(line), _REST_OF_PHONE.match(following)
    return bool(phone and rest and 7 <= sum(map(str.isdigit, phone.group() + rest.group())) - 4 <= 9)


class _Writer:
    """Collects the squeezed text and where its pieces came from."""

    __slots__ = ("last", "line_before", "lines", "open_row", "origins", "pieces", "size", "starts", "valued")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = [0]
        self.origins: list[int] = [0]
        self.lines: list[int] = []
        self.size = 0
        self.last = "\n"
        self.line_before = ""
        self.open_row = False
        self.valued = False

    def put(self, piece: str, origin: int) -> None:
        """Copies a piece as a whole."""
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
        if self.last in _DIGITS and bare[0] in _DIGITS and _broken(self.line_before, bare):
            self.last = ""  # the number goes on
        if " " in bare or (bare[0] in _SOLID and self.last in _SOLID):
            self.runs(_RUN, text, origin)
        else:
            self.put(bare, origin + (0 if bare is text else text.index(bare)))

    def runs(self, pattern: re.Pattern[str], text: str, origin: int) -> None:
        """The pieces that a pattern finds."""
        pieces, starts, origins = self.pieces, self.starts, self.origins
        size, last = self.size, self.last
        for run in pattern.finditer(text):
            piece, at = run.group(), origin + run.start()
            if piece[0] in _SOLID and last in _SOLID:
                piece, at = " " + piece, at - 1
            pieces.append(piece)
            starts.append(size)
            origins.append(at)
            size += len(piece)
            last = piece[-1]
        self.size, self.last = size, last

    def write(self, lines: list[str], kinds: list[int]) -> None:
        """Lines, each of its kind."""
        start = 0
        for text, kind in zip(lines, kinds, strict=True):
            if kind == PLAIN:
                if self.open_row and self.valued:
                    self.end_row(start)
                self.lines.append(self.size)
                self.words(text, start)
                self.line_before = text
            elif kind == EMPTY:
                if self.open_row:
                    self.end_row(start)
                self.lines.append(self.size)
            elif kind == ROW:
                self.row(start, text)
            else:
                self.cell(start, text, kind)
            start += len(text) + 1

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
        self.put("\n" if tab >= 0 and not self.open_row else "\t", start + (tab if tab > 0 else 0))
        self.open_row = True
        bare = text.strip(" \t")
        self.valued = kind == HOLE or not bare or _is_value(bare)
        if " " in bare or "\t" in bare:
            self.words(text.replace("\t", " "), start)
        elif bare:  # a border is before it
            self.put(bare, start + text.index(bare))

    def end_row(self, origin: int) -> None:
        """Ends the row that is open, if one is."""
        self.open_row = False
        if self.size and self.last != "\n":
            self.put("\n", max(origin - 1, 0))

    def done(self) -> Squeezed:
        """What was collected."""
        return Squeezed("".join(self.pieces), self.starts, self.origins, self.lines)
