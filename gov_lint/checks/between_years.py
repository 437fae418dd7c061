"""Cells that continue last year's: what was carried on is carried in, what was in force and pending does not vanish."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from gov_lint.nouns import Cell, Fault, Related, Report, Table, Tally, Verdict, Words
from gov_lint.patterns import compiled
from gov_lint.relatives import last_year, reorganised, says
from gov_lint.structure.form import load_form

NEEDS = "previous"
FACTS = ("each", "left", "right", "sum", "others", "year")


class Options(NamedTuple):
    """What must hold between last year's table and this year's, in each row or column: names of columns or rows with + and -, those in
    ``last()`` of last year.

    ``at`` is the cell where a failure is reported; ``only`` limits the rows or columns; ``main`` is the one whose failure stands
    for all others; alone, theirs has the severity ``others``.  ``same_form`` leaves out tables of another edition.  A sentence ``about``
    the matter with a word of ``because`` explains a difference.
    """

    table: str
    each: Literal["row", "column"]
    holds: str
    at: str
    only: tuple[str, ...] = ()
    main: str = ""
    others: Literal["note", "warning", "error"] = "warning"
    same_form: bool = False
    about: str = ""
    because: str = ""


class _Term(NamedTuple):
    """A cell of an identity: its sign, whether it is last year's, and its row or column."""

    sign: int
    last: bool
    name: str


class _Broken(NamedTuple):
    """A row or column where the identity fails: the sums of the two sides, how the left one is reached, and the cells of both years."""

    subject: str
    left: int | Decimal
    right: int | Decimal
    sum: str
    before: Cell
    here: Cell
    guessed: bool


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    tables = load_form().tables[2021]
    if options.table not in tables:
        yield f"no table {options.table!r}; there are: {', '.join(tables)}"
        return
    form = load_form().table(options.table, 2021)
    known = {row.name for row in form.rows} | set(form.columns) | {c for row in form.leaves for c in row.columns}
    sides = _sides(options.holds)
    if sides is None:
        yield f"no = or <= in {options.holds!r}"
        return
    for name in (*(term.name for side in sides[1:] for term in side), options.at, *options.only):
        if name not in known:
            yield f"no row or column {name!r}; there are: {', '.join(sorted(known))}"
    if not any(term.last for term in sides[1]):
        yield f"nothing of last year on the left of {options.holds!r}"


def _sides(holds: str) -> tuple[str, list[_Term], list[_Term]] | None:
    """The operator of an identity and the terms on its two sides."""
    parts = compiled(r"\s(<=|=)\s").split(holds)
    if len(parts) != 3:
        return None
    left, operator, right = parts
    return operator, _terms(left), _terms(right)


def _terms(side: str) -> list[_Term]:
    found = []
    for sign, last, name in compiled(r"([+-])?\s*(last\()?([^\s+()-]+)\)?").findall(side):
        found.append(_Term(-1 if sign == "-" else 1, bool(last), name))
    return found


def check(report: Report, options: Options) -> Iterator[Fault]:
    """One fault for all rows or columns where it fails: at the main one, else at the first."""
    before = _before(report, options)
    failed = list(_failures(report, before, options)) if before else []
    if before is None or not failed or _explained(report, options):
        return
    if options.main:
        chosen = [broken for broken in failed if broken.subject == options.main] or failed[:1]
        yield _fault(report, before, options, chosen[0], [broken for broken in failed if broken is not chosen[0]])
        return
    for broken in failed:
        yield _fault(report, before, options, broken, [])


def tally(report: Report, options: Options) -> Tally:
    """How the identities came out."""
    return Tally.of(evidence(report, options))


def evidence(report: Report, options: Options) -> Iterator[Verdict]:
    """How each identity came out, with the numbers on its sides; nothing of one that fails for a reason that the report gives."""
    before = _before(report, options)
    form = load_form().table(options.table, 2021)
    for tried in _tried(report, before, options) if before else ():
        row, column = (tried.subject, options.at) if options.each == "row" else (options.at, tried.subject)
        verdict = Verdict(
            "",
            (options.table, tried.subject),
            "unknown",
            printed=(f"表{form.number}", form.by_name[row].label, column),
            relation=tried.operator,
            why=Words("两年中有一个单元格没有数", "a cell of one of the two years holds no number"),
        )
        if tried.sums is None:
            yield verdict
        elif tried.holds or not _explained(report, options):
            left, right = map(str, tried.sums)
            outcome = "holds" if tried.holds else "fails"
            yield verdict._replace(outcome=outcome, left=left, right=right, why=Words("", ""))


def _before(report: Report, options: Options) -> Report | None:
    """Last year's report, where its table can be compared."""
    before = last_year(report)
    if before is None or options.table not in report.tables or options.table not in before.tables:
        return None
    editions = report.tables[options.table].edition, before.tables[options.table].edition
    return None if options.same_form and min(editions) < 2021 else before


def _explained(report: Report, options: Options) -> bool:
    """Whether the report says why it does not continue last year's."""
    return reorganised(report) or bool(options.because and says(report, options.about, options.because))


class _Tried(NamedTuple):
    """An identity tried on a row or column: the terms and cells on its sides, and their sums, None where a cell holds no number."""

    subject: str
    operator: str
    terms: tuple[list[_Term], list[_Term]]
    cells: tuple[list[Cell], list[Cell]]
    sums: tuple[int | Decimal, int | Decimal] | None

    @property
    def holds(self) -> bool:
        """Whether it is known to hold."""
        return self.sums is not None and (
            self.sums[0] == self.sums[1] or (self.operator == "<=" and self.sums[0] < self.sums[1])
        )


def _tried(report: Report, before: Report, options: Options) -> Iterator[_Tried]:
    sides = _sides(options.holds)
    assert sides is not None
    operator, *terms = sides
    tables = before.tables[options.table], report.tables[options.table]
    for subject in _subjects(options):
        cells = [[_cell(tables, term, subject, options.each) for term in side] for side in terms]
        left, right = ([cell for cell in side if cell is not None and _counts(cell)] for side in cells)
        known = len(left) == len(cells[0]) and len(right) == len(cells[1])
        sums = (_sum(terms[0], left), _sum(terms[1], right)) if known else None
        yield _Tried(subject, operator, (terms[0], terms[1]), (left, right), sums)


def _failures(report: Report, before: Report, options: Options) -> Iterator[_Broken]:
    tables = before.tables[options.table], report.tables[options.table]
    for tried in _tried(report, before, options):
        here = _cell(tables, _Term(1, False, options.at), tried.subject, options.each)
        if tried.sums is None or tried.holds or here is None:
            continue
        terms, cells = tried.terms[0], tried.cells[0]
        first = next(cell for term, cell in zip(terms, cells, strict=True) if term.last)
        rows = {cell.row for side in tried.cells for cell in side}
        guessed = any(table.rows[row].read != "exact" for table in tables for row in rows if row in table.rows)
        yield _Broken(tried.subject, *tried.sums, _written(terms, cells), first, here, guessed)


def _subjects(options: Options) -> tuple[str, ...]:
    form = load_form().table(options.table, 2021)
    return options.only or (form.columns if options.each == "column" else tuple(row.name for row in form.leaves))


def _cell(tables: tuple[Table, Table], term: _Term, subject: str, each: str) -> Cell | None:
    row, column = (subject, term.name) if each == "row" else (term.name, subject)
    return tables[0 if term.last else 1].cell(row, column)


def _counts(cell: Cell) -> bool:
    """Whether a cell holds a count."""
    return isinstance(cell.value, int) and cell.value >= 0


def _sum(terms: list[_Term], cells: list[Cell]) -> int | Decimal:
    return sum(term.sign * (cell.value or 0) for term, cell in zip(terms, cells, strict=True))


def _written(terms: list[_Term], cells: list[Cell]) -> str:
    """A side as a sum: 597＋50－227."""
    shown = [("－" if term.sign < 0 else "＋") + str(cell.value) for term, cell in zip(terms, cells, strict=True)]
    return "".join(shown)[1:]


def _fault(report: Report, before: Report, options: Options, broken: _Broken, rest: list[_Broken]) -> Fault:
    here = broken.here
    others = "".join(f"，{other.subject} {other.left}→{other.right}" for other in rest)
    facts = {
        "each": broken.subject,
        "left": str(broken.left),
        "right": str(broken.right),
        "sum": broken.sum,
        "others": f"（{others[1:]}）" if others else "",
        "year": str(before.year or ""),
    }
    related = [_related(before, broken.before, options.table)]
    related += [_related(before, other.before, options.table) for other in rest]
    alone = bool(options.main) and broken.subject != options.main
    return Fault(
        here.span,
        facts,
        tuple(related),
        (options.table, here.row, here.column),
        broken.guessed,
        options.others if alone else None,
    )


def _related(before: Report, cell: Cell, table: str) -> Related:
    label = load_form().table(table, before.tables[table].edition).by_name[cell.row].label
    words = f"“{label}”{cell.column}"
    return Related(cell.span, f"上年报告{words}：{cell.raw}", f"{words} in last year's report: {cell.raw}", before)
