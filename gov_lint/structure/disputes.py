"""The table of reviews and lawsuits, which has no rows of its own: fifteen values behind three captions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gov_lint.nouns import BLANK, MISSING, Cell, Row, Span, Table
from gov_lint.structure.columns import without_page_number
from gov_lint.structure.form import load_form
from gov_lint.structure.grammar import Node, Token
from gov_lint.structure.rows import cell_of, tokens_of
from gov_lint.structure.tokens import single, span_of


def read_disputes(parts: Sequence[Node], text: str, edition: int, lines: Sequence[int]) -> Table:
    """The table of reviews and lawsuits: fifteen values in one row, or five behind each of its captions."""
    form = load_form().table("复议诉讼", edition)
    tokens = single([token for part in parts for token in tokens_of(part)], text)
    start = tokens[0].start
    end = max(token.end for token in tokens)
    words = text[start:end].replace("\t", "").replace("\n", "")
    heads = tuple(head for head in form.heads if head in words)
    captions = {t.name: span_of(t) for t in reversed(tokens) if t.type == "LABEL"}
    names = [row.name for row in form.leaves]
    groups = _groups(tokens, text, form.columns, len(names), lines)
    rows = {}
    for name, values in zip(names, groups or (), strict=False):
        label = captions.get(name, span_of(values[0]))
        cells = tuple(cell_of(name, column, value, text) for column, value in zip(form.columns, values, strict=True))
        rows[name] = Row(name, label, cells, (), "exact", name)
    filled = [t for t in tokens if t.type == "VALUE" and t.name != BLANK]
    loose = tuple(span_of(t) for t in filled) if groups is None else ()
    if groups is None and filled:
        rows = {
            name: Row(
                name,
                captions.get(name, Span(start, start + 1)),
                tuple(Cell(name, c, MISSING, captions.get(name, Span(start, start + 1))) for c in form.columns),
                loose,
                "unread" if _scattered(tokens) else "exact",
            )
            for name in names
        }
    missing = tuple(name for name in names if name not in rows)
    return Table("复议诉讼", Span(start, end), rows, missing, edition, heads, groups is None and bool(filled))


def _scattered(tokens: Sequence[Token]) -> bool:
    """Whether as many values as the table has stand between its captions, in an order that the layout lost."""
    runs = _value_runs(tokens)
    return len(runs) > 1 and sum(map(len, runs)) >= load_form().table("复议诉讼", 2021).cells


def _value_runs(tokens: Sequence[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = []
    open_run = False
    for token in tokens:
        if token.type == "VALUE":
            if not open_run:
                runs.append([])
            runs[-1].append(token)
            open_run = True
        else:
            open_run = False
    return runs


def _groups(
    tokens: Sequence[Token], text: str, columns: Sequence[str], count: int, lines: Sequence[int]
) -> list[list[Token]] | None:
    """The values of each group: from one run of all, or from a run a group, each behind the whole of its heads."""
    size = len(columns)
    runs = [run for run in _value_runs(tokens) if any(value.name != BLANK for value in run)]
    if not runs:
        return _blank_groups(tokens, size, count)
    paired = _pairs(tokens, text, columns, count)
    if paired:
        return paired
    runs = [_trim(without_page_number(run, size * count, text, lines), size * count) for run in runs]
    whole = [run for run in runs if len(run) == size * count]
    if len(whole) == 1 and all(len(run) < size for run in runs if run is not whole[0]):
        runs = whole  # numbers of a sentence above or below
    if len(runs) > 1 and all(len(run) == size * count for run in runs):
        runs = runs[:1]  # the table stands twice: the first counts
    if len(runs) == 1 and len(runs[0]) == size * count:
        return [runs[0][i * size : (i + 1) * size] for i in range(count)]
    if len(runs) > 1 and sum(map(len, runs)) == size * count and all(len(run) % size == 0 for run in runs):
        values = [value for run in runs for value in run]
        return [values[i * size : (i + 1) * size] for i in range(count)] if _headed(tokens, runs) else None
    if (
        len(runs) > 1
        and sum(map(len, runs)) == size * count
        and not any(t.type == "LABEL" for t in _between(tokens, runs))
    ):
        joined = [value for run in runs for value in run]
        if all(t.type in ("BREAK", "VALUE") for t in _between(tokens, runs)):
            return [joined[i * size : (i + 1) * size] for i in range(count)]
    return None


def _pairs(tokens: Sequence[Token], text: str, columns: Sequence[str], count: int) -> list[list[Token]] | None:
    """The values of each group where every value stands behind its own head: 结果维持 0 结果纠正 0 …"""
    values: list[Token] = []
    for before, token in pairwise(tokens):
        if token.type == "VALUE":
            if before.type != "WORD" or not text[before.start : before.end].endswith(
                columns[len(values) % len(columns)]
            ):
                return None
            values.append(token)
    if len(values) != count * len(columns):
        return None
    return [values[i * len(columns) : (i + 1) * len(columns)] for i in range(count)]


def _between(tokens: Sequence[Token], runs: Sequence[Sequence[Token]]) -> list[Token]:
    return [token for token in tokens if runs[0][0].start <= token.start < runs[-1][0].start]


def _headed(tokens: Sequence[Token], runs: Sequence[Sequence[Token]]) -> bool:
    """Whether words (a caption, the five heads) stand before each run: then each run is a group of its own."""
    ends = [0, *(run[-1].end for run in runs)]
    return all(
        any(t.type == "LABEL" for t in tokens if before <= t.start < run[0].start)
        for before, run in zip(ends, runs, strict=False)
    )


def _trim(run: list[Token], size: int) -> list[Token]:
    """A run less blank cells at its ends that the table does not have."""
    while len(run) > size and run[-1].name == BLANK:
        run = run[:-1]
    while len(run) > size and run[0].name == BLANK:
        run = run[1:]
    return run


def _blank_groups(tokens: Sequence[Token], size: int, count: int) -> list[list[Token]] | None:
    """A row of as many blank cells as the table has."""
    for run in reversed(_value_runs(tokens)):
        if len(run) == size * count:
            return [run[i * size : (i + 1) * size] for i in range(count)]
    return None
