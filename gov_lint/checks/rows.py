"""The rows of the mandated tables: that each is there, and with as many values as the table has columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from gov_lint.nouns import BLANK, Fault, Related, Report, Row, Span, Table
from gov_lint.patterns import compiled
from gov_lint.structure.form import FormRow, FormTable, load_form

FACTS = (
    "detail",
    "detail_en",
    "row",
    "rows",
    "subject",
    "subject_en",
    "count",
    "due",
    "table",
    "hint",
    "hint_en",
    "printed",
)


class Options(NamedTuple):
    """``missing``: rows of the form that were not found.  ``count``: rows with more or fewer values than columns.  ``group``: a table of
    which a whole row is blank, or which has not as many values as the form."""

    table: str
    find: Literal["missing", "count", "group"]


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each such row (for rows that are missing, one that lists them)."""
    table = report.tables.get(options.table)
    if table is None:
        return
    form = load_form().table(options.table, table.edition)
    if options.find == "missing":
        yield from _missing(report, table, form)
    elif options.find == "group":
        yield from _groups(report, table, form)
    else:
        yield from _counts(report, table, form)


def _counts(report: Report, table: Table, form: FormTable) -> Iterator[Fault]:
    """Rows with another number of values than the form has columns; many of a kind are one fault."""
    odd = [row for row in table.rows.values() if row.loose and row.read != "unread"]
    if not odd:
        return
    common, rows = Counter(len(row.loose) for row in odd).most_common(1)[0]
    if rows >= max(_MANY, len(odd) - 2):
        alike = [row for row in odd if len(row.loose) == common]
        yield _one_for_all(report, alike, form, "都", "")
        odd = [row for row in odd if row not in alike]
    short = [row for row in odd if len(row.loose) < len(form.by_name[row.name].columns)]
    if len(short) >= _MANY:
        yield _one_for_all(report, short, form, "的数不全，该行", "；没有发生的应填0，不应空着")._replace(
            severity="warning"
        )
        odd = [row for row in odd if row not in short]
    for row in odd:
        yield _count(report, row, form)


_MANY = 5
"""From so many rows on, a wrong number of values has one cause: a column too many or too few, or blank cells, which running text
does not show."""


def _one_for_all(report: Report, rows: Sequence[Row], form: FormTable, what: str, hint: str) -> Fault:
    """Many rows with too few or too many values, as one fault at the first of them."""
    fault = _count(report, rows[0], form)
    label, count = form.by_name[rows[0].name].label, len(rows)
    facts = {
        "subject": f"“{label}”等 {count} 行{what}",
        "subject_en": f"{count} rows have a wrong number of values; “{label}”",
        "hint": hint,
        "hint_en": "; where nothing happened, fill in 0" if hint else "",
    }
    related = tuple(Related(row.label, f"{len(row.loose)} 个数", f"{len(row.loose)} number(s)") for row in rows[1:])
    return fault._replace(facts={**fault.facts, **facts}, related=related, cell=(form.name,))


def _missing(report: Report, table: Table, form: FormTable) -> Iterator[Fault]:
    if not table.missing:
        return
    labels = [form.by_name[name].label for name in table.missing]
    facts = {
        "rows": "、".join(f"“{label}”" for label in labels),
        "count": str(len(labels)),
        "table": f"表{form.number}",
    }
    before = _before(table, form, table.missing[0])
    span = before.label if before else report.heading(form.section)
    yield Fault(span, facts, (), (form.name, table.missing[0]), guessed=table.unread)


def _before(table: Table, form: FormTable, name: str) -> Row | None:
    """The row that stands before a missing one in the form, as far as it was found."""
    names = [row.name for row in form.leaves]
    for earlier in reversed(names[: names.index(name)]):
        if earlier in table.rows:
            return table.rows[earlier]
    return None


def _count(report: Report, row: Row, form: FormTable) -> Fault:
    due = len(form.by_name[row.name].columns)
    printed = [report.words(span) for span in row.loose]
    zh, en = _hint(printed, due, form)
    label = form.by_name[row.name].label
    facts = {
        "row": label,
        "subject": f"“{label}”行",
        "subject_en": f"row “{label}”",
        "count": str(len(row.loose)),
        "due": str(due),
        "table": f"表{form.number}",
        "printed": " ".join(printed),
        "hint": zh,
        "hint_en": en,
    }
    return Fault(
        Span(row.loose[0].start, row.loose[-1].end),
        facts,
        (Related(row.label, "行名", "row label"),),
        (form.name, row.name),
    )


def _hint(printed: Sequence[str], due: int, form: FormTable) -> tuple[str, str]:
    """Where one value too many comes from two that belong together: said when joining just one pair makes the row's sum hold."""
    if len(printed) != due + 1 or "总计" not in form.columns or not all(p.isdigit() for p in printed):
        return "", ""
    joined = []
    for i in range(len(printed) - 1):
        values = [int(p) for p in (*printed[:i], printed[i] + printed[i + 1], *printed[i + 2 :])]
        if sum(values[:-1]) == values[-1]:
            joined.append((printed[i], printed[i + 1]))
    if len(joined) != 1:
        return "", ""
    one, other = joined[0]
    return (
        f"；若“{one} {other}”本是一个数{one}{other}，该行即平衡",
        f"; with “{one} {other}” as one number, {one}{other}, the row adds up",
    )


def _groups(report: Report, table: Table, form: FormTable) -> Iterator[Fault]:
    rows = list(table.rows.values())
    if any(row.read == "unread" for row in rows):
        return
    facts = {"due": str(form.cells), "table": f"表{form.number}"}
    loose = next((row.loose for row in rows if row.loose), ())
    if loose or (not rows and table.missing):
        span = Span(loose[0].start, loose[-1].end) if loose else _first_character(table.span)
        yield Fault(span, facts | {"count": str(len(loose))} | _difference(len(loose), form.cells), (), (form.name,))
        return
    blank = [row for row in rows if all(cell.state == BLANK for cell in row.cells)]
    if blank and (len(blank) < len(rows) or len(rows) == len(form.leaves)):
        labels = "、".join(f"“{form.by_name[row.name].label}”" for row in blank)
        facts |= {"count": _filled(rows)}
        yield Fault(blank[0].cells[0].span, facts | _lacking(labels), (), (form.name, blank[0].name))
        return
    captions = [row for row in form.leaves if row.name != "行政复议"]
    if rows and not _any_of(captions, report, table):
        labels = "、".join(f"“{row.label}”" for row in captions)
        facts |= {"count": _filled(rows)}
        detail = {"detail": f"，但缺少{labels}等表头", "detail_en": f", but the heads {labels} are missing"}
        yield Fault(report.heading(form.section), facts | detail, (), (form.name,))


def _filled(rows: Sequence[Row]) -> str:
    """How many cells of some rows are not blank."""
    return str(sum(cell.state != BLANK for row in rows for cell in row.cells))


def _difference(count: int, due: int) -> dict[str, str]:
    """How many numbers are wanting, or too many, where nobody can say which."""
    if count > due:
        return {"detail": f"，多出 {count - due} 个，请核对", "detail_en": f", {count - due} too many"}
    return {
        "detail": f"，缺 {due - count} 个，分不清是哪一格；没有案件的应填0",
        "detail_en": f", {due - count} are missing, nobody can say which; without cases fill in 0",
    }


def _lacking(labels: str) -> dict[str, str]:
    return {"detail": f"，缺：{labels}；没有案件的应填0", "detail_en": f"; missing: {labels}; without cases fill in 0"}


def _any_of(captions: Sequence[FormRow], report: Report, table: Table) -> bool:
    """Whether one of these captions, which are plain words, stands in or above a table, in one piece or across cells and lines."""
    patterns = [compiled(row.words) for row in captions]
    if any(pattern.search(report.text, *table.span) for pattern in patterns):
        return True
    words = _around(report, table)
    return any(pattern.search(words) for pattern in patterns)


def _around(report: Report, table: Table) -> str:
    """The text of a table with what stands before it in its section, without the borders of cells."""
    section = next((s for s in report.sections if s.body.start <= table.span.start < s.body.end), None)
    start = section.body.start if section else table.span.start
    return compiled(r"\s").sub("", report.text[start : table.span.end])


def _first_character(span: Span) -> Span:
    return Span(span.start, min(span.start + 1, span.end))
