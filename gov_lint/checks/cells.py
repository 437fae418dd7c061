"""What single cells of the mandated tables hold: nothing, a dash, words, or a number that cannot be one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from gov_lint.arithmetic import odd_cells
from gov_lint.nouns import BLANK, MISSING, NUMBER, PLACEHOLDER, TEXT, Cell, Fault, Related, Report, Row, Span, Table
from gov_lint.patterns import compiled
from gov_lint.structure.form import FormTable, load_form

FACTS = ("hint", "hint_en", "row", "subject", "subject_en", "columns", "count", "printed", "table", "unit")


class Options(NamedTuple):
    """Which cells are a fault: ``blank`` ones, those with a ``placeholder``, those whose content is ``invalid``, or those that print a
    ``unit`` of their own, or that are written in an odd ``format`` (wide digits, separators, leading zeros, decimals of nothing).  ``tables``
    limits it; ``signed`` names columns where a minus is lawful."""

    find: Literal["blank", "placeholder", "invalid", "unit", "format"]
    tables: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each row with such cells, at the first of them."""
    for name, table in report.tables.items():
        if options.tables and name not in options.tables:
            continue
        form = load_form().table(name, table.edition)
        if options.find == "format":
            yield from _formats(report, table, form)
            continue
        if options.find == "blank" and name == "公开":
            yield from _short_rows(report, table, form)
        if options.find == "invalid" and name == "公开":
            yield from _long_rows(report, table, form)
        if options.find == "unit" and name == "公开":
            yield from _head_without_unit(report, table, form)
        odd_cells = _odd_cells(table)
        if not odd_cells:
            continue
        found = [(row, cells) for row, odd in odd_cells if (cells := [c for c in odd if _faulty(c, options, form)])]
        if options.find == "blank":
            found = [] if _group_blank(table) else found
        columns = _blank_columns(table) if options.find == "blank" and name == "申请" else []
        if columns and all(cell.column in columns for _, cells in found for cell in cells):
            yield _whole_columns(table, form, columns)
        elif options.find in ("blank", "placeholder") and len(found) >= (3 if name == "复议诉讼" else _MANY):
            yield _many(form, found)
        else:
            yield from (_fault(form, row, cells) for row, cells in found)


_PLAIN = compiled(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


_WIDE = "０１２３４５６７８９．－"


def _has_wide(report: Report, span: Span) -> bool:
    """Whether there are wide digits in a stretch as printed."""
    printed = report.source.text
    if not any(sign in printed for sign in _WIDE):
        return False
    stretch = printed[report.squeezed.origin(span.start) : report.squeezed.origin(max(span.end - 1, span.start)) + 1]
    return any(sign in stretch for sign in _WIDE)


def _extent(row: Row) -> Span:
    """The stretch in which the cells of a row stand."""
    return Span(min(cell.span.start for cell in row.cells), max(cell.span.end for cell in row.cells))


def _is_plain(raw: str) -> bool:
    """Whether the words of a cell are digits without leading zeros."""
    return raw.isdecimal() and (raw == "0" or raw[0] != "0")


def _formats(report: Report, table: Table, form: FormTable) -> Iterator[Fault]:
    """Numbers in an odd format, by row; many of a kind are one fault."""
    any_wide = _has_wide(report, table.span)
    odd_words = {raw for raw in {cell.raw for row in table.rows.values() for cell in row.cells} if not _is_plain(raw)}
    if not any_wide and not odd_words:
        return
    found = []
    for row in table.rows.values():
        wide = any_wide and bool(row.cells) and _has_wide(report, _extent(row))
        cells = row.cells if wide else [cell for cell in row.cells if cell.raw in odd_words]
        odd = [cell for cell in cells if cell.state == NUMBER and _odd_format(report, cell, form, wide=wide)]
        if odd and row.read != "unread":
            found.append((row, [cell._replace(raw=_as_printed(report, cell)) for cell in odd]))
    if len(found) >= _MANY:
        yield _many(form, found)
    else:
        yield from (_fault(form, row, cells) for row, cells in found)


def _as_printed(report: Report, cell: Cell) -> str:
    """A cell's words with the characters of the source."""
    squeezed = report.squeezed
    return report.source.text[squeezed.origin(cell.span.start) : squeezed.origin(cell.span.end - 1) + 1].strip()


def _odd_format(report: Report, cell: Cell, form: FormTable, *, wide: bool) -> bool:
    """Whether a number is written otherwise than with bare digits."""
    number = compiled(r"-?[\d，.]+").match(cell.raw)
    if not number or not _PLAIN.fullmatch(number.group()):
        return number is not None
    if "." in number.group() and isinstance(cell.value, int) and not form.by_name[cell.row].unit:
        return True
    return wide and not set(_WIDE).isdisjoint(_as_printed(report, cell))


_MANY = 5
"""From so many rows with blank cells on, they are one fault."""


def _many(form: FormTable, found: Sequence[tuple[Row, Sequence[Cell]]]) -> Fault:
    """Blank cells all over a table, as one fault at the first of them."""
    row, cells = found[0]
    label = form.by_name[row.name].label
    facts = {
        "subject": f"表{form.number}“{label}”等 {len(found)} 行",
        "subject_en": f"table {form.number}, “{label}” and others ({len(found)} rows)",
        "count": str(sum(len(cells) for _, cells in found)),
        "columns": "各处见相关位置",
        "printed": cells[0].raw,
    }
    related = tuple(
        Related(r.label, "、".join(c.column for c in cells), ", ".join(c.column for c in cells))
        for r, cells in found[1:]
    )
    return _fault(form, row, cells)._replace(facts={**_fault(form, row, cells).facts, **facts}, related=related)


def _odd_cells(table: Table) -> list[tuple[Row, tuple[Cell, ...]]]:
    """The cells that hold anything but a bare whole number, by row; rows that could not be read are left out."""
    return [(row, odd) for row, odd in odd_cells(table) if row.read != "unread"]


def _group_blank(table: Table) -> bool:
    """Whether a whole group of the table of reviews and lawsuits is blank: another rule speaks of that table's blanks."""
    return table.name == "复议诉讼" and any(all(c.state == BLANK for c in row.cells) for row in table.rows.values())


def _blank_columns(table: Table) -> list[str]:
    """Columns that are blank in every row that was read."""
    if len(_odd_cells(table)) < len(table.rows):
        return []
    columns: dict[str, list[str]] = {}
    for row in table.rows.values():
        if len({cell.state for cell in row.cells} - {MISSING}) and row.read != "unread":
            for cell in row.cells:
                columns.setdefault(cell.column, []).append(cell.state)
    return [name for name, states in columns.items() if len(states) > 3 and all(state == BLANK for state in states)]


def _whole_columns(table: Table, form: FormTable, columns: Sequence[str]) -> Fault:
    """One fault for columns left blank from top to bottom."""
    rows = [row for row in table.rows.values() if row.read != "unread"]
    first = next(cell for cell in rows[0].cells if cell.column in columns)
    count = sum(1 for row in rows for cell in row.cells if cell.column in columns)
    facts = {
        "row": "各行",
        "subject": "各行",
        "subject_en": "every row",
        "columns": "、".join(columns),
        "count": str(count),
        "printed": "",
        "table": f"表{form.number}",
        "unit": "",
        **_hint([cell for row in rows for cell in row.cells if cell.column in columns], form),
    }
    return Fault(first.span, facts, (), (form.name, first.row, first.column))


def _faulty(cell: Cell, options: Options, form: FormTable) -> bool:
    if options.find == "blank":
        return cell.state == BLANK
    if options.find == "placeholder":
        return cell.state == PLACEHOLDER and cell.column not in options.signed
    unit = form.by_name[cell.row].unit
    if options.find == "unit":
        named = any(head.startswith(cell.column) and unit in head for head in form.heads)
        return bool(unit and named and compiled(r"亿元|千元|元|万元|件").match(cell.note)) and not cell.note.startswith(
            unit
        )
    if cell.column in options.signed:
        return False
    if cell.state == TEXT:
        return True
    if cell.state != NUMBER or cell.value is None:
        return False
    return cell.value < 0 or (isinstance(cell.value, Decimal) and not unit)


def _short_rows(report: Report, table: Table, form: FormTable) -> Iterator[Fault]:
    """Rows of running text with fewer values than columns: some cell is blank, and nobody can say which."""
    for row in table.rows.values():
        if row.loose and len(row.loose) < (due := len(form.by_name[row.name].columns)):
            words = {
                "row": form.by_name[row.name].label,
                "subject": f"“{form.by_name[row.name].label}”",
                "subject_en": f"“{form.by_name[row.name].label}”",
                "count": str(due - len(row.loose)),
                "table": f"表{form.number}",
                "unit": "",
            }
            printed = " ".join(report.words(span) for span in row.loose)
            columns = f"{due}列只有{len(row.loose)}个数（{printed}）"
            hints = {"hint": "没有发生的应填0", "hint_en": "where nothing happened, fill in 0"}
            facts = words | hints | {"columns": columns, "printed": printed}
            yield Fault(row.label, facts, (), (form.name, row.name))


def _long_rows(report: Report, table: Table, form: FormTable) -> Iterator[Fault]:
    """Rows with more values than columns: a number cut in two, or one that does not belong there."""
    for row in table.rows.values():
        if row.loose and row.read != "unread" and len(row.loose) > len(columns := form.by_name[row.name].columns):
            cells = [cell._replace(raw=report.words(span)) for cell, span in zip(row.cells, row.loose, strict=False)]
            fault = _fault(form, row, cells)
            printed = " ".join(report.words(span) for span in row.loose)
            span = Span(row.loose[0].start, row.loose[-1].end)
            facts = {
                **fault.facts,
                "columns": "、".join(columns),
                "printed": printed,
                "hint": f"（应为 {len(columns)} 个数）",
            }
            facts["hint_en"] = f" ({len(columns)} number(s) are due)"
            yield fault._replace(span=span, facts=facts, related=())


def _head_without_unit(report: Report, table: Table, form: FormTable) -> Iterator[Fault]:
    """The head of the column of fees, where the form's unit is left out."""
    for row in form.leaves:
        head = next(
            (head for head in form.heads if row.unit and row.unit in head and head.startswith(row.columns[0])), ""
        )
        if not head or row.name not in table.rows:
            continue
        at = report.text.find(row.columns[0], table.span.start, table.span.end)
        end = at + len(row.columns[0])
        if at >= 0 and row.unit not in report.text[end : end + 12]:
            printed = compiled(r"（[^（）]{1,12}）").match(report.text, end)
            end = printed.end() if printed else end
            facts = {
                "row": "表头",
                "columns": row.columns[0],
                "count": "1",
                "table": f"表{form.number}",
                "unit": row.unit,
            }
            yield Fault(
                Span(at, end), facts | {"printed": report.text[at:end]}, (), (form.name, row.name, row.columns[0])
            )


def _hint(cells: Sequence[Cell], form: FormTable) -> dict[str, str]:
    """What to fill in: a sum in a column of sums, 0 elsewhere; and whether decimals are allowed."""
    if {cell.column for cell in cells} == {"总计"}:
        return {"hint": "总计应填各数之和", "hint_en": "the total takes the sum"}
    if cells[0].state == BLANK:
        return {"hint": "没有发生的应填0", "hint_en": "where nothing happened, fill in 0"}
    if form.by_name[cells[0].row].unit:
        return {"hint": "（收费金额可有小数）", "hint_en": " (fees may have decimals)"}
    return {"hint": "", "hint_en": ""}


def _fault(form: FormTable, row: Row, cells: Sequence[Cell]) -> Fault:
    first = cells[0]
    columns = [cell.column for cell in cells]
    label = form.by_name[row.name].label
    facts = {
        "row": label,
        "subject": f"“{label}”",
        "subject_en": f"“{label}”",
        "columns": "各列" if len(cells) == len(row.cells) > 1 else "、".join(columns),
        "count": str(len(cells)),
        "printed": "、".join(cell.raw for cell in cells),
        "table": f"表{form.number}",
        "unit": form.by_name[row.name].unit,
        **_hint(cells, form),
    }
    span = first.span if first.span.end > first.span.start else Span(first.span.start, first.span.start + 1)
    others = tuple(Related(cell.span, cell.column, cell.column) for cell in cells[1:] if cell.span != first.span)
    return Fault(span, facts, others, (form.name, row.name, first.column), guessed=row.read == "inferred")
