"""Identities of the mandated tables, tried on what was read.

Every identity has one of three outcomes: it holds, it fails, or it is unknown because a cell holds no number.  What is not known is never
counted as zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gov_lint.nouns import Cell, Report, Table
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


@lru_cache(maxsize=256)
def _tries(equation: Equation, edition: int) -> tuple[tuple[str, str, tuple[Key, ...], tuple[Key, ...]], ...]:
    """What an equation asks for: for each row or column its name, the operator, and the cells on the two sides."""
    form = load_form().table(equation.table, edition)
    each, holds, _ = stated(equation, form)
    operator, left, right = _sides(holds, equation.table, edition)
    subjects = [row.name for row in form.leaves] if each == "row" else list(form.columns)
    columns = {row.name: row.columns for row in form.leaves}
    tries = []
    for subject in subjects:
        if equation.only and subject not in equation.only:
            continue
        if each == "row" and not set(left) | set(right) <= set(columns[subject]):
            continue
        keys = [tuple((subject, n) if each == "row" else (n, subject) for n in side) for side in (left, right)]
        tries.append((subject, operator, keys[0], keys[1]))
    return tuple(tries)


@lru_cache(maxsize=32)
def outcomes(report: Report, equation: Equation) -> list[Outcome]:
    """The identity tried on each row or column of the table; nothing where the table, or the row, was not found."""
    table = report.tables.get(equation.table)
    if table is None:
        return []
    values = _values(table)
    found = []
    for subject, operator, left, right in _tries(equation, table.edition):
        if left[0] not in values and right[0] not in values:
            continue
        sums = _sum(values, left), _sum(values, right)
        known = None if sums[0] is None or sums[1] is None else (sums[0], sums[1])
        found.append(Outcome(subject, operator, left, right, known))
    return found


@lru_cache(maxsize=8)
def _values(table: Table) -> dict[Key, int | Decimal | None]:
    """The number in each cell; None where it is none that the cell can hold, for another rule speaks of that."""
    form = load_form().table(table.name, table.edition)
    return {
        key: value if (type(value := cell.value) is int and value >= 0) or _possible(cell, form) else None
        for key, cell in table.by_name.items()
    }


def _possible(cell: Cell, form: FormTable) -> bool:
    """Whether a cell holds what it takes: a whole number of zero or more, or an amount in the form's unit."""
    if cell.value is None or cell.value < 0:
        return False
    return isinstance(cell.value, int) or bool(form.by_name[cell.row].unit)


def _sum(values: Mapping[Key, int | Decimal | None], keys: tuple[Key, ...]) -> int | Decimal | None:
    """The sum of some cells; None where one of them holds no number."""
    try:
        return sum(map(values.__getitem__, keys))  # type: ignore[arg-type]
    except (KeyError, TypeError):  # no such cell, or None in it
        return None
