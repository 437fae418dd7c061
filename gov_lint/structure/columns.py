"""Which value of a row is which column: blanks that merged cells left, page numbers, cells that a layout shifted."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from gov_lint.nouns import BLANK, NUMBER
from gov_lint.structure.form import FormTable
from gov_lint.structure.grammar import Token
from gov_lint.structure.rows import Found

Votes = Counter[tuple[int, ...]]


def votes_of(found: Sequence[Found], form: FormTable, text: str) -> Votes:
    """Where the first column stands: by the width of a row, told by rows whose label a value follows at once; and by its width and the
    place of its label, told by all rows that leave no choice."""
    votes: Votes = Counter()
    for each in found:
        row = form.by_name.get(each.name)
        if row is None or row.group or not each.grid or not each.count:
            continue
        width, lead = _place(each, text)
        choices = [0] if each.compact or each.run[0].name != BLANK else _choices(each.run, len(row.columns))
        if len(choices) == 1:
            votes[width, lead, lead + 1 + choices[0]] += 1
            votes[width, lead + 1 + choices[0]] += bool(each.compact) or each.run[0].name != BLANK
    return votes


def _place(each: Found, text: str) -> tuple[int, int]:
    """How many cells the row of a label has, and how many of them stand before the label."""
    start = text.rfind("\n", 0, each.label.start) + 1
    end = text.find("\n", each.label.start)
    lead = text.count("\t", start, each.label.start)
    return text.count("\t", start, end if end >= 0 else len(text)) + 1, lead


def _choices(values: Sequence[Token], size: int) -> list[int]:
    """At how many cells the row may begin, when blanks before and after it are not its own."""
    filled = [i for i, value in enumerate(values) if value.name != BLANK]
    if not filled:
        return list(range(len(values) - size + 1))
    first, last = filled[0], filled[-1]
    return list(range(max(0, last - size + 1), min(first, len(values) - size) + 1))


def fit(each: Found, size: int, votes: Votes, text: str) -> list[Token] | None:
    """The values of a row's columns, or None where they cannot be told."""
    values = each.run
    if len(values) <= size and not (each.grid and len(values) == size and values[0].name == BLANK):
        return values if len(values) == size else None
    if each.grid:
        begin = _begin(each, size, votes, text)
        if begin is not None:
            cells = values[begin:]
            return cells[:size] if len(cells) >= size else None
    filled = [value for value in values if value.name != BLANK]
    return filled if len(filled) == size else None


def _begin(each: Found, size: int, votes: Votes, text: str) -> int | None:
    """Before which cell behind the label the first column begins: as in rows of its kind, else as the blanks allow."""
    width, lead = _place(each, text)
    filled = [i for i, value in enumerate(each.run) if value.name != BLANK]
    possible = [k for k in range((filled[0] if filled else len(each.run)) + 1) if not filled or filled[-1] - k < size]
    told = [k for k in possible if votes[width, lead + 1 + k]] or [
        k for k in possible if votes[width, lead, lead + 1 + k]
    ]
    if told:
        return max(told, key=lambda k: (votes[width, lead + 1 + k], votes[width, lead, lead + 1 + k], -k))
    choices = _choices(each.run, size)
    return choices[0] if choices else None


def without_page_number(
    run: list[Token], size: int, text: str, lines: Sequence[int], *, summed: bool = False
) -> list[Token]:
    """A run with one value too many, less the one that has a line for itself while the others share theirs: a page number.  In a row
    that closes with its sum (``summed``), what is left adds up."""
    if len(run) != size + 1 or any(value.name != NUMBER for value in run):
        return run
    alone = [value for value in run if _alone(value, text, lines)]
    if len(alone) > 2:  # here every value has a line for itself
        return run
    pages = [value for value in alone if text[value.start : value.end].strip("0")]
    rests = [[value for value in run if value is not number] for number in pages if len(run) > 1]
    if summed:  # where the row carries a sum, what is left has to add up
        rests = [rest for rest in rests if _adds_up([text[v.start : v.end] for v in rest])]
    return rests[-1] if rests else run


def _adds_up(printed: Sequence[str]) -> bool:
    """Whether the last number is the sum of those before it."""
    return all(p.isdecimal() for p in printed) and sum(map(int, printed[:-1])) == int(printed[-1])


def _alone(value: Token, text: str, lines: Sequence[int]) -> bool:
    """Whether nothing else stands on a value's line."""
    at = bisect_right(lines, value.start)
    stop = lines[at] if at < len(lines) else len(text)
    return text[lines[at - 1] : stop].strip(" ") == text[value.start : value.end]
