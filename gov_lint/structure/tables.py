"""From the tree to the mandated tables: which value is which cell.

A value is given to a cell only where the text says so.  Where a label has too few or too many values, its cells are missing and the
values loose; where values of several rows run together behind one label, they are given out only when the rows that follow in
the form have none of their own, and the rows are then marked as inferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gov_lint.nouns import BLANK, MISSING, Cell, Row, Span, Table
from gov_lint.structure.columns import Votes, fit, votes_of, without_page_number
from gov_lint.structure.disputes import read_disputes
from gov_lint.structure.form import EDITIONS, FormRow, FormTable, load_form
from gov_lint.structure.grammar import Node, Token
from gov_lint.structure.owners import give_out
from gov_lint.structure.rows import Found, cell_of, cells_of, collect, tokens_of, whole_cell
from gov_lint.structure.tokens import span_of


def read_tables(tree: Node, text: str, edition: int | None, lines: Sequence[int] = (0,)) -> dict[str, Table]:
    """The mandated tables of a report; ``edition`` is the user's, None where the text decides; ``lines`` are where lines begin."""
    tables: dict[str, Table] = {}
    for name, table in list(_anchors(tree)):
        if name in tables:
            continue
        if name == "复议诉讼":
            tables[name] = read_disputes(table, text, edition or 2021, lines)
        else:
            hint = tables["公开"].edition if "公开" in tables else 2021
            tables[name] = _rows(name, table, text, edition, hint, lines)
    return tables


def _anchors(tree: Node) -> Iterator[tuple[str, list[Node]]]:
    """Each table: its name and its part of the tree (the table node and the rows after it)."""
    for parts in [tree.children, *(c.children for c in tree.children if isinstance(c, Node) and c.rule == "section")]:
        current: list[Node] = []
        for part in parts:
            if not isinstance(part, Node):
                continue
            if part.rule == "table":
                current = [part]
                head = part.children[0]
                assert isinstance(head, Token)
                yield head.name, current
            elif part.rule == "row" and current:
                current.append(part)


def _edition(name: str, found: Sequence[Found], words: str, hint: int) -> int:
    """The edition that most of a table's own words show; ``hint`` is that of the table before it."""
    newer, older = (load_form().table(name, edition) for edition in reversed(EDITIONS))
    old = sum(head in words for head in older.heads if head not in newer.heads and head != "处理决定数量")
    new = sum(head in words for head in newer.heads if head not in older.heads)
    for each in found:  # how many values a row has tells more than a head that was left over
        if each.name in newer.by_name and len(newer.by_name[each.name].columns) == 1 and each.count:
            filled = sum(value.name != BLANK for value in each.run)
            old += filled == len(older.by_name[each.name].columns)
            new += filled == 1
    if old > new:
        return 2019
    if older.single:
        valued = {f.name for f in found if f.count}
        if not valued & set(older.instead_of):
            return 2019 if older.single in valued else hint
    return 2021


def _rows(name: str, parts: Sequence[Node], text: str, edition: int | None, hint: int, lines: Sequence[int]) -> Table:
    found = collect(parts, text)
    start = tokens_of(parts[0])[0].start
    end = max(tokens_of(part)[-1].end for part in parts)
    words = text[start:end].replace("\t", "").replace("\n", "")
    form = load_form().table(name, edition or _edition(name, found, words, hint))
    for each in found:
        size = len(form.by_name[each.name].columns) if each.name in form.by_name else 0
        if size == 1 and name == "公开" and (odd := whole_cell(each, text, lines)):
            each.run = odd
        if each.compact and each.count == size:
            continue
        few = each.count < min(3, size) or _is_head(each, found, form, text)
        if few and all(value.name == BLANK for value in each.run):
            each.run = []  # the twins of merged cells, or columns that the form has not: no cells of the row
        elif size and not each.grid:
            summed = form.by_name[each.name].columns[-1] == "总计"
            each.run = without_page_number(each.run, size, text, lines, summed=summed)
        elif each.grid and name == "公开" and len({text[v.start : v.end] for v in each.run[size - 1 :]}) == 1:
            each.run = each.run[:size]  # a merged cell that stands in each of its columns
    give_out(found, form, text)
    votes = votes_of(found, form, text)
    rows: dict[str, Row] = {}
    extra: list[Row] = []
    for each in sorted(found, key=lambda f: (not f.count, 0 if f.count else -f.label.start)):
        row = form.by_name.get(each.name)
        if row is None or (row.group and not each.count):
            continue
        if not each.count and text[each.label.start : each.label.end] in form.columns:
            continue  # the head of a column
        read = _row(each, row, form, votes, text)
        if row.group or (each.name in rows and read.cells and each.count):
            if each.count and each.count >= len(form.columns):
                extra.append(read)
        elif each.name not in rows:
            rows[each.name] = read
    loose = any(values for each in found for _, values in each.stray)
    ordered = {row.name: rows[row.name] for row in form.leaves if row.name in rows}
    if loose:  # numbers nobody owns: a row without numbers may own them
        ordered = {
            k: _unread(r) if all(c.state == BLANK for c in r.cells) and r.read == "inferred" else r
            for k, r in ordered.items()
        }
    missing = tuple(row.name for row in form.leaves if row.name not in ordered)
    heads = tuple(head for head in form.heads if head in words)
    return Table(name, Span(start, end), ordered, missing, form.edition, heads, loose, tuple(extra))


def _is_head(each: Found, found: Sequence[Found], form: FormTable, text: str) -> bool:
    """Whether words that are a row's label are the head of a column here: the row itself stands elsewhere."""
    return text[each.label.start : each.label.end] in form.columns and any(
        other is not each and other.name == each.name for other in found
    )


def _unread(row: Row) -> Row:
    return row._replace(read="unread", cells=tuple(cell._replace(state=MISSING) for cell in row.cells))


def _row(each: Found, row: FormRow, form: FormTable, votes: Votes, text: str) -> Row:
    columns = row.columns or form.columns
    printed = text[each.label.start : each.label.end]
    if each.compact and each.count == len(columns):
        cells = cells_of(row.name, columns, each, text)
        return Row(each.name, each.label, cells, (), "inferred" if each.inferred else "exact", printed)
    if not each.count:
        return Row(
            each.name, each.label, tuple(Cell(row.name, c, BLANK, each.label) for c in columns), (), "inferred", printed
        )
    values = fit(each, len(columns), votes, text)
    if values is None:
        loose = tuple(span_of(value) for value in each.run if value.name != BLANK)
        return Row(
            each.name,
            each.label,
            tuple(Cell(row.name, c, MISSING, each.label) for c in columns),
            loose,
            "exact",
            printed,
        )
    cells = tuple([cell_of(row.name, column, value, text) for column, value in zip(columns, values, strict=True)])
    return Row(each.name, each.label, cells, (), "inferred" if each.inferred else "exact", printed)
