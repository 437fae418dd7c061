"""Labels with the values behind them, before anybody knows which value is which cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from gov_lint.nouns import BLANK, NUMBER, PLACEHOLDER, TEXT, Cell, Span
from gov_lint.patterns import compiled
from gov_lint.structure.grammar import Node, Token
from gov_lint.structure.tokens import RUN, VALUE, single, span_of


class Found:
    """A label with what stands behind it, as long as its values are not given out.

    ``words`` are the words between the label and its values; ``grid`` says that the layout shows the row's cells; ``inferred`` that the values
    stood elsewhere; ``stray`` are later runs of values, each with the words before it.
    """

    __slots__ = ("_run", "_text", "compact", "count", "grid", "inferred", "label", "name", "stray", "words")

    def __init__(
        self,
        name: str,
        label: Span,
        run: Sequence[Token] = (),
        words: Span = Span(0, 0),
        grid: bool = False,
        *,
        inferred: bool = False,
    ) -> None:
        self.name, self.label, self.words, self.grid, self.inferred = name, label, words, grid, inferred
        self.stray: list[tuple[Span, list[Token]]] = []
        self.compact: tuple[Token, ...] = ()
        self.run = list(run)

    def hold(self, values: tuple[Token, ...], count: int, text: str) -> None:
        """Takes values that are nothing but so many whole numbers, without a token for each."""
        self.compact, self.count, self._text = values, count, text

    @property
    def run(self) -> list[Token]:
        """The values right behind the label (in a grid: the rest of its row)."""
        if self.compact:
            self.run = single(self.compact, self._text)
        return self._run

    @run.setter
    def run(self, values: list[Token]) -> None:
        self._run, self.count, self.compact = values, len(values), ()


def tokens_of(node: Node) -> tuple[Token, ...]:
    """The tokens of a table or of a row, which have no other children."""
    return cast(tuple[Token, ...], node.children)


def collect(parts: Sequence[Node], text: str) -> list[Found]:
    """The labels of a table with their values."""
    found = []
    for part in parts[1:]:
        label, *tail = tokens_of(part)
        found.append(_whole(label, tail, text) or _behind(label, single(tail, text)))
    return found


def _whole(label: Token, tail: Sequence[Token], text: str) -> Found | None:
    """A label with nothing but one run of whole numbers behind it, and perhaps words around them."""
    values: list[Token] = []
    start = end = label.end
    broken = False
    before = ""
    for token in tail:
        kind, name, begin, stop = token
        if kind == "WORD":
            if not values:
                start, end = begin, stop
        elif kind == "BREAK":
            if not values:
                return None
            broken = True
        elif (not values and name == RUN) or (before == RUN and name == NUMBER):
            values.append(token)
        elif not (broken and name == BLANK):
            return None
        before = name
    if not values or (len(values) == 2 and not text[values[1].start : values[1].end].isdecimal()):
        return None
    found = Found(label.name, span_of(label), words=Span(start, end), grid=broken)
    first = text[values[0].start : values[0].end]
    found.hold(tuple(values), first.count("\t") + first.count(" ") + len(values), text)
    return found


def _behind(label: Token, tail: Sequence[Token]) -> Found:
    found = Found(label.name, span_of(label))
    runs: list[tuple[Span, list[Token], int]] = []
    start = end = label.end  # the words before the next run
    row, values = 0, list[Token]()
    for token in tail:
        kind = token[0]
        if kind == "VALUE":
            if not values:
                runs.append((Span(start, end), values, row))
            values.append(token)
        elif kind == "BREAK":
            row += 1
            values = []
            start = end = token[3]
        else:
            _, _, start, end = token
            values = []
    found.grid = row > 0
    if found.grid and runs and (len(runs) > 1 or runs[0][2]):
        runs = [run for run in runs if run[2] == 0 or any(t.name != BLANK for t in run[1])]
        runs = _joined_in_row(runs)
    if runs:
        found.words, found.run, _ = runs[0]
        found.stray = [(before, values) for before, values, _ in runs[1:]]
    return found


def _joined_in_row(runs: list[tuple[Span, list[Token], int]]) -> list[tuple[Span, list[Token], int]]:
    """In a grid, words between two values of one row are a cell that could not be read; the values after it stay in the row."""
    joined: list[tuple[Span, list[Token], int]] = []
    for before, values, row in runs:
        if joined and joined[-1][2] == row and row == 0:
            if all(token.name == BLANK for token in joined[-1][1]):
                joined[-1] = (before, values, row)
                continue
            joined[-1][1].extend(values)
        else:
            joined.append((before, list(values), row))
    return joined


_DIGIT = r"[\dOoQlI〇○]"
_ODD = compiled(
    rf"(?!\d+$){_DIGIT}{{1,8}}|\d{{1,12}}[A-Za-z.?？-]|[—–]\d{{1,12}}|[?？]{{1,3}}|[.…]{{1,6}}|[零一二两三四五六七八九十百千万]{{1,8}}元?"
    r"|\d{1,9}(?:\.\d{1,6})?万"
)
"""What is printed in a cell and is no number."""
_WITH_UNIT = compiled(r"\d[\d，]{0,15}(?:\.\d{1,6})?[ \n]?(?:亿元|千元|元)")


def whole_cell(found: Found, text: str, lines: Sequence[int]) -> list[Token]:
    """The one cell of a row, where all that is printed on the rest of the label's line, or on the next, is no plain number: words in place
    of one, or a number with a unit apart; else nothing."""
    at = found.label.end
    line = bisect_right(lines, at - 1)
    begin, stop = at, _stop(text, lines, line)
    if not text[begin:stop].strip(" \t\n"):
        line += 1
        begin, stop = stop, _stop(text, lines, line)
    words = text[begin:stop].strip(" \t\n")
    if words.isdecimal() or not 0 < len(words) < _LONGEST or "\t" in words:
        if not words.isdecimal() or not compiled(r"元|亿元|千元").fullmatch(
            text[stop : (after := _stop(text, lines, line + 1))].strip(" \t\n")
        ):
            return []
        words = text[begin:after].strip(" \t\n")
        stop = after
    start = text.find(words, begin, stop)
    if _ODD.fullmatch(words):
        return [Token("VALUE", TEXT, start, start + len(words))]
    if _WITH_UNIT.fullmatch(words):
        return [Token("VALUE", NUMBER, start, start + len(words))]
    return []


_LONGEST = 24
"""More than this is no cell of a number."""


def _stop(text: str, lines: Sequence[int], line: int) -> int:
    """Where the line before that of this number ends."""
    return lines[line] if line < len(lines) else len(text)


def cells_of(row: str, columns: Sequence[str], found: Found, text: str) -> tuple[Cell, ...]:
    """The cells that a compact run of numbers is."""
    start, end = found.compact[0].start, found.compact[-1].end
    cells = []
    for column, raw in zip(columns, text[start:end].replace("\t", " ").split(" "), strict=True):
        if len(raw) > 60:
            return tuple(cell_of(row, column, value, text) for column, value in zip(columns, found.run, strict=True))
        end = start + len(raw)
        span = tuple.__new__(
            Span, (start, end)
        )  # there are hundreds: without the detour of a named tuple's constructor
        cells.append(tuple.__new__(Cell, (row, column, NUMBER, span, raw, int(raw), "")))
        start = end + 1
    return tuple(cells)


def cell_of(row: str, column: str, value: Token, text: str) -> Cell:
    """The cell that a value token is: its state, its number where it prints one, and what stands beside the number."""
    _, state, start, end = value
    raw = text[start:end]
    span = tuple.__new__(Span, (start, end))  # there are hundreds: without the detour of a named tuple's constructor
    if raw.isdecimal() and end - start <= 60:
        return tuple.__new__(Cell, (row, column, NUMBER, span, raw, int(raw), ""))
    if state == BLANK:
        return Cell(row, column, BLANK, span)
    raw = raw.strip("\t\n ")
    if len(raw) > 60:
        return Cell(row, column, TEXT, span, raw)
    if raw.isdecimal():
        return Cell(row, column, NUMBER, span, raw, int(raw))
    match = VALUE.fullmatch(raw)
    if match and match.group("number"):
        printed = match.group("number").replace("，", "").replace("减", "-").lstrip("增")
        number: int | Decimal = Decimal(printed) if "." in printed else int(printed)
        note = (match.group("unit") or "") + (match.group("note") or "")
        return Cell(row, column, NUMBER, span, raw, int(number) if number == int(number) else number, note)
    return Cell(row, column, PLACEHOLDER if value.name == PLACEHOLDER else value.name, span, raw)
