"""Rows of the table of applications whose numbers stand one column early or late.

A cell too many before a number moves all that follow one column on, and the last one out of the row; a cell too few moves them back, and
leaves the last column empty.  Such a row breaks sums all over the table.  Where moving the numbers back makes every identity of the table
hold, and no other move does, the row is one fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from gov_lint.arithmetic import Equation, Outcome, all_hold, outcomes
from gov_lint.nouns import BLANK, NUMBER, PLACEHOLDER, Fault, Related, Report, Row, Span, Table
from gov_lint.structure.form import FormTable, load_form

FACTS = ("subject", "subject_en", "way", "way_en", "printed", "due")

_MANY = 5
"""From so many rows on that were moved alike, they are one fault."""
_MOST_APART = 3
"""How many rows may each have been moved in a way of its own."""

Key = tuple[str, str]


class Options(NamedTuple):
    """The table whose rows are looked at."""

    table: str


class Move(NamedTuple):
    """One way to move a row's numbers back: how they stand now (``late`` or ``early``), from which column on, whether the total stayed where
    it was (``inner``) or went round (``round``), and the numbers moved back."""

    late: bool
    start: int
    kind: str
    values: tuple[int, ...]


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each row that was moved; one for many that were moved alike."""
    table = report.tables.get(options.table)
    if table is None or table.missing or table.unread:
        return
    form = load_form().table(options.table, table.edition)
    identities = [Equation(options.table, name) for name in form.identities]
    if all(all_hold(report, identity) for identity in identities) or any(row.loose for row in table.rows.values()):
        return
    printed = {row.name: [_value(cell.state, cell.value) for cell in row.cells] for row in table.rows.values()}
    if any(value is None for values in printed.values() for value in values):
        return
    numbers = {name: [int(value or 0) for value in values] for name, values in printed.items()}
    tried = [outcome for identity in identities for outcome in outcomes(report, identity)]
    moved = _moved(table, form, tried, numbers)
    rows = sorted(moved, key=lambda name: table.rows[name].label.start)
    kinds = {(moved[name].late, moved[name].start, moved[name].kind) for name in rows}
    if len(rows) >= _MANY and len(kinds) == 1:
        yield _fault(table, form, [table.rows[name] for name in rows], moved)
    else:
        yield from (_fault(table, form, [table.rows[name]], moved) for name in rows)


def _value(state: str, value: object) -> int | None:
    """The number in a cell, 0 for one that a moved row may have left empty; None where nobody can say."""
    if state in (BLANK, PLACEHOLDER):
        return 0
    return value if state == NUMBER and isinstance(value, int) and value >= 0 else None


def _moved(table: Table, form: FormTable, tried: list[Outcome], numbers: Mapping[str, list[int]]) -> dict[str, Move]:
    """The rows that were moved, each with its way back; empty where there is none, or more than one."""
    odd = [name for name, values in numbers.items() if sum(values[:-1]) != values[-1]]
    filled = {name for name, row in table.rows.items() if any(cell.state != NUMBER for cell in row.cells)}
    if not filled <= set(odd):
        return {}  # a cell that is empty for another reason
    ways = {name: list(_ways(numbers[name])) for name in (odd or numbers)}
    found = _together(odd, ways) if odd else [{name: move} for name, moves in ways.items() for move in moves]
    found = [moved for moved in found if _holds(tried, form.columns, numbers, moved)]
    if not odd:  # a row that adds up as it stands lost no total: nothing may be made up
        found = [moved for moved in found if all(_printed(numbers[name], move) for name, move in moved.items())]
    first = found[0] if found else {}
    if len(odd) == 1 and first and _one_cell(tried, form.columns, numbers, odd[0]):
        return {}  # one cell is wrong or empty: the simpler reading
    same = all({n: m.values for n, m in other.items()} == {n: m.values for n, m in first.items()} for other in found)
    return first if same else {}


def _printed(values: list[int], move: Move) -> bool:
    """Whether a row that was moved back holds nothing but what is printed in it."""
    return sorted(move.values) == sorted(values)


def _one_cell(tried: list[Outcome], columns: tuple[str, ...], numbers: Mapping[str, list[int]], name: str) -> bool:
    """Whether another number in one cell of a row that does not add up makes every identity hold."""
    *parts, total = numbers[name]
    for at in range(len(columns)):
        last = at == len(parts)
        own = sum(parts) if last else total - sum(parts) + parts[at]
        values = (*parts[:at], own) if last else (*parts[:at], own, *parts[at + 1 :], total)
        if values[at] >= 0 and _holds(tried, columns, numbers, {name: Move(True, at, "cell", values)}):
            return True
    return False


def _together(odd: list[str], ways: Mapping[str, list[Move]]) -> list[dict[str, Move]]:
    """The ways to move back all the rows that do not add up: all alike, or, where they are few, each for itself."""
    if len(odd) <= _MOST_APART:
        return [dict(zip(odd, moves, strict=True)) for moves in product(*(ways[name] for name in odd))]
    kinds = {(move.late, move.start, move.kind) for move in ways[odd[0]]}
    found = []
    for kind in sorted(kinds):
        moved = {name: move for name in odd for move in ways[name] if (move.late, move.start, move.kind) == kind}
        if len(moved) == len(odd):
            found.append(moved)
    return found


def _ways(values: list[int]) -> Iterator[Move]:
    """The ways to move a row's numbers back so that the row adds up; the number that was pushed out follows from the others."""
    *parts, total = values
    if not any(values):
        return
    for kind, back in (("round", [*values[1:], values[0]]), ("round", [values[-1], *values[:-1]])):
        if sum(back[:-1]) == back[-1] and back != values:
            yield Move(back[0] == values[1], 0, kind, tuple(back))
    for at, value in enumerate(parts):  # a cell too many: what follows stands late, the total was pushed out
        if value == 0 and (at == 0 or parts[at - 1] != 0):
            rest = [*values[:at], *values[at + 1 :]]
            yield Move(True, at, "outer", (*rest, sum(rest)))
    if total == 0:  # a cell too few: what follows stands early
        rest = values[:-1]
        lost = rest[-1] - sum(rest[:-1])
        if lost >= 0:
            for at in range(len(rest)):
                if lost or at == 0:
                    yield Move(False, at, "outer", (*rest[:at], lost, *rest[at:]))
    for late, rest in ((True, parts[1:]), (False, parts[:-1])):  # the total stayed
        filler = parts[0] if late else parts[-1]
        lost = total - sum(rest)
        if filler == 0 and lost >= 0:
            back = [*rest, lost] if late else [lost, *rest]
            if back != parts:
                yield Move(late, 0, "inner", (*back, total))


def _holds(
    tried: list[Outcome], columns: tuple[str, ...], numbers: Mapping[str, list[int]], moved: Mapping[str, Move]
) -> bool:
    """Whether every identity of the table holds once these rows are moved back."""
    values: dict[Key, int] = {}
    for outcome in tried:
        for key in (*outcome.left, *outcome.right):
            if key not in values:
                row = moved[key[0]].values if key[0] in moved else numbers.get(key[0])
                if row is None:
                    return False
                values[key] = row[columns.index(key[1])]
        if sum(values[key] for key in outcome.left) != sum(values[key] for key in outcome.right):
            return False
    return True


def _fault(table: Table, form: FormTable, rows: list[Row], moved: Mapping[str, Move]) -> Fault:
    """The fault of some rows that were moved alike, at the first of them."""
    row, move = rows[0], moved[rows[0].name]
    label, column = form.by_name[row.name].label, form.columns[move.start]
    cells = [cell for cell in row.cells if cell.state == NUMBER]
    many = f"等 {len(rows)} 行" if len(rows) > 1 else "行"
    where = "整行" if move.start == 0 else f"自“{column}”列起"
    facts = {
        "subject": f"“{label}”{many}",
        "subject_en": f"row “{label}”" + (f" and {len(rows) - 1} more" if len(rows) > 1 else ""),
        "way": f"{where}{'右移' if move.late else '左移'}了一列",
        "way_en": f"one column {'late' if move.late else 'early'}" + (f" from {column} on" if move.start else ""),
        "printed": " ".join(cell.raw or "空" for cell in row.cells),
        "due": " ".join(map(str, move.values)),
    }
    related = tuple(Related(r.label, "同样错列的行", "a row moved alike") for r in rows[1:])
    related = related or (Related(row.label, "行名", "row label"),)
    guessed = any(table.rows[name].read == "inferred" for name in moved)
    return Fault(Span(cells[0].span.start, cells[-1].span.end), facts, related, (table.name, row.name), guessed)
