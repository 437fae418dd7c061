"""Identities of the mandated tables, tried on what was read.

Every identity has one of three outcomes: it holds, it fails, or it is unknown because a cell holds no number.  What is not known is never
counted as zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from gov_lint.nouns import NUMBER, Cell, Report, Row, Table
from gov_lint.patterns import compiled
from gov_lint.structure.form import EDITIONS, FormTable, load_form

_OPERATORS = compiled(r"\s(<=|>=|=)\s")


class Equation(NamedTuple):
    """What must hold in a table: ``identity`` names one of the form's; else ``each`` (row or column) and ``holds`` state one.  ``only`` limits it to some rows or
    columns; ``at`` is the name of the cell where a failure is reported."""

    table: str
    identity: str = ""
    each: str = "row"
    holds: str = ""
    only: tuple[str, ...] = ()
    at: str = ""


Key = tuple[str, str]
"""A cell's row and column."""
_Value = int | Decimal | None
"""The number in a cell; None where there is none."""


class Outcome(NamedTuple):
    """An identity tried on one row or column: the cells on its two sides, and their sums; None where a cell holds no number."""

    subject: str
    operator: str
    left: tuple[Key, ...]
    right: tuple[Key, ...]
    sums: tuple[int | Decimal, int | Decimal] | None

    @property
    def holds(self) -> bool | None:
        """Whether it holds; None where nobody can say."""
        if self.sums is None:
            return None
        left, right = self.sums
        if self.operator == "=":
            return left == right
        return left <= right if self.operator == "<=" else left >= right


def problems(equation: Equation) -> Iterator[str]:
    """What is wrong with the words of an equation: unknown tables, identities, rows and columns, with the words there are."""
    if equation.table not in load_form().tables[2021]:
        yield f"no table {equation.table!r}; there are: {', '.join(load_form().tables[2021])}"
        return
    known: set[str] = set()
    for edition in EDITIONS:
        form = load_form().table(equation.table, edition)
        if equation.identity and equation.identity not in form.identities:
            yield f"no identity {equation.identity!r}; there are: {', '.join(form.identities)}"
            return
        _, holds, _ = stated(equation, form)
        known |= {row.name for row in form.rows} | set(form.columns) | set(form.parts)
    if not _OPERATORS.search(holds):
        yield f"no = or <= or >= in {holds!r}"
        return
    for name in compiled(r"[^\s+=<>()]+").findall(holds.replace("sum(", "(")):
        if name not in known and not name.isdigit():
            yield f"no row or column {name!r}; there are: {', '.join(sorted(known))}"


def stated(equation: Equation, form: FormTable) -> tuple[str, str, str]:
    """Whether an equation is tried on each row or each column, what must hold, and the name of the cell where a failure is reported."""
    if equation.identity:
        identity = form.identities[equation.identity]
        return identity.each, identity.holds, identity.at
    return equation.each, equation.holds, equation.at


@lru_cache(maxsize=64)
def _sides(holds: str, table: str, edition: int) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The operator of an equation and the names on its two sides, parts taken apart."""
    form = load_form().table(table, edition)
    left, operator, right = _OPERATORS.split(holds)
    return operator, _names(left, form), _names(right, form)


def _names(side: str, form: FormTable) -> tuple[str, ...]:
    names: list[str] = []
    for term in side.split("+"):
        term = term.strip()
        if term.startswith("sum("):
            names.extend(form.expand(term[4:-1]))
        else:
            names.append(term)
    return tuple(names)


class _Try(NamedTuple):
    """An equation on one row or column: its name, the two rows of which the table must have one, the operator, the cells on the two sides,
    and what picks them out of :func:`_values`."""

    subject: str
    rows: tuple[str, str]
    operator: str
    left: tuple[Key, ...]
    right: tuple[Key, ...]
    pick_left: Callable[[Sequence[_Value]], tuple[_Value, ...]]
    pick_right: Callable[[Sequence[_Value]], tuple[_Value, ...]]


@lru_cache(maxsize=256)
def _tries(equation: Equation, edition: int) -> tuple[_Try, ...]:
    """What an equation asks for, for each row or column."""
    form = load_form().table(equation.table, edition)
    each, holds, _ = stated(equation, form)
    operator, left, right = _sides(holds, equation.table, edition)
    subjects = [row.name for row in form.leaves] if each == "row" else list(form.columns)
    columns = {row.name: row.columns for row in form.leaves}
    places = {key: at for at, key in enumerate((row.name, column) for row in form.leaves for column in row.columns)}
    tries = []
    for subject in subjects:
        if equation.only and subject not in equation.only:
            continue
        if each == "row" and not set(left) | set(right) <= set(columns[subject]):
            continue
        keys = [tuple((subject, n) if each == "row" else (n, subject) for n in side) for side in (left, right)]
        picks = [itemgetter(*(places.get(key, _UNKNOWN) for key in side), _ZERO) for side in keys]
        one, other = (side[0][0] if side[0] in places else "" for side in keys)
        tries.append(_Try(subject, (one, other), operator, keys[0], keys[1], picks[0], picks[1]))
    return tuple(tries)


@lru_cache(maxsize=32)
def outcomes(report: Report, equation: Equation) -> list[Outcome]:
    """The identity tried on each row or column of the table; nothing where the table, or the row, was not found."""
    table = report.tables.get(equation.table)
    if table is None:
        return []
    values, there = _values(table), table.rows
    found = []
    for subject, (one, other), operator, left, right, pick_left, pick_right in _tries(equation, table.edition):
        if one not in there and other not in there:
            continue
        try:
            known = sum(pick_left(values)), sum(pick_right(values))  # type: ignore[arg-type]
        except TypeError:  # a cell without a number
            known = None
        found.append(Outcome(subject, operator, left, right, known))
    return found


@lru_cache(maxsize=32)
def all_hold(report: Report, equation: Equation) -> bool:
    """Whether an identity holds in every row or column where it was tried."""
    uneven = [o for o in outcomes(report, equation) if o.sums is None or o.sums[0] != o.sums[1]]
    return all(outcome.holds for outcome in uneven)


_ZERO, _UNKNOWN = -1, -2
"""Where :func:`_values` has a zero, which lets a sum of one cell be one of two terms, and a cell that no form has."""


@lru_cache(maxsize=8)
def _values(table: Table) -> list[_Value]:
    """The number in each cell, in the form's order; None where it is none that the cell can hold, for another rule speaks of that."""
    form = load_form().table(table.name, table.edition)
    odd = {row.name for row, _ in odd_cells(table)}
    values: list[_Value] = []
    for leaf in form.leaves:
        row = table.rows.get(leaf.name)
        if row is None:
            values += [None] * len(leaf.columns)
        elif row.name in odd:
            values += [_possible(cell, form) for cell in row.cells]
        else:
            values += [cell.value for cell in row.cells]
    return [*values, None, 0]


@lru_cache(maxsize=8)
def odd_cells(table: Table) -> tuple[tuple[Row, tuple[Cell, ...]], ...]:
    """The cells that hold anything but a bare whole number of zero or more, by row."""
    found = []
    for row in table.rows.values():
        odd = []
        for cell in row.cells:
            _, _, state, _, _, value, note = cell
            if state != NUMBER or note or not isinstance(value, int) or value < 0:
                odd.append(cell)
        if odd:
            found.append((row, tuple(odd)))
    return tuple(found)


def _possible(cell: Cell, form: FormTable) -> _Value:
    """What a cell holds, if it is a whole number of zero or more or an amount in the form's unit; else None."""
    if cell.value is None or cell.value < 0:
        return None
    return cell.value if isinstance(cell.value, int) or form.by_name[cell.row].unit else None
