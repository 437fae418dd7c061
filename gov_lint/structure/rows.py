"""Labels with the values behind them, before anybody knows which value is which cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from gov_lint.nouns import BLANK, NUMBER, PLACEHOLDER, TEXT, Cell, Span
from gov_lint.structure.grammar import Node, Token
from gov_lint.structure.tokens import VALUE, span_of


@dataclass
class Found:
    """A label with what stands behind it, as long as its values are not given out."""

    name: str
    label: Span
    run: list[Token] = field(default_factory=list)
    """The values right behind the label (in a grid: the rest of its row) …"""
    words: Span = Span(0, 0)
    """… and the words between the label and them."""
    grid: bool = False
    inferred: bool = False
    stray: list[tuple[Span, list[Token]]] = field(default_factory=list)
    """Later runs of values, each with the words before it."""


def tokens_of(node: Node) -> tuple[Token, ...]:
    """The tokens of a table or of a row, which have no other children."""
    return cast(tuple[Token, ...], node.children)


def collect(parts: Sequence[Node]) -> list[Found]:
    """The labels of a table with their values."""
    found = []
    for part in parts[1:]:
        label, *tail = tokens_of(part)
        found.append(_behind(label, tail))
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
