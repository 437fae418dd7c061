"""From the tree to the mandated tables: which value is which cell.

A value is given to a cell only where the text says so.  Where a label has too few or too many values, its cells are missing and the
values loose; where values of several rows run together behind one label, they are given out only when the rows that follow in
the form have none of their own, and the rows are then marked as inferred.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import cast

from gov_lint.nouns import BLANK, MISSING, NUMBER, PLACEHOLDER, TEXT, Cell, Row, Span, Table
from gov_lint.patterns import compiled
from gov_lint.structure.form import EDITIONS, FormRow, FormTable, load_form
from gov_lint.structure.grammar import Node, Token
from gov_lint.structure.tokens import VALUE, span_of


@dataclass
class _Found:
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


def read_tables(tree: Node, text: str, edition: int | None, lines: Sequence[int] = (0,)) -> dict[str, Table]:
    """The mandated tables of a report; ``edition`` is the user's, None where the text decides; ``lines`` are where lines begin."""
    tables: dict[str, Table] = {}
    for name, table in list(_anchors(tree)):
        if name in tables:
            continue
        if name == "复议诉讼":
            tables[name] = _disputes(table, text, edition or 2021, lines)
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


def _tokens(node: Node) -> tuple[Token, ...]:
    """The tokens of a table or of a row, which have no other children."""
    return cast(tuple[Token, ...], node.children)


def _collect(parts: Sequence[Node]) -> list[_Found]:
    """The labels of a table with their values."""
    found = []
    for part in parts[1:]:
        label, *tail = _tokens(part)
        found.append(_behind(label, tail))
    return found


def _behind(label: Token, tail: Sequence[Token]) -> _Found:
    found = _Found(label.name, span_of(label))
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


def _edition(name: str, found: Sequence[_Found], words: str, hint: int) -> int:
    """The edition that most of a table's own words show; ``hint`` is that of the table before it."""
    newer, older = (load_form().table(name, edition) for edition in reversed(EDITIONS))
    old = sum(head in words for head in older.heads if head not in newer.heads and head != "处理决定数量")
    new = sum(head in words for head in newer.heads if head not in older.heads)
    for each in found:  # how many values a row has tells more than a head that was left over
        if each.name in newer.by_name and len(newer.by_name[each.name].columns) == 1 and each.run:
            filled = sum(value.name != BLANK for value in each.run)
            old += filled == len(older.by_name[each.name].columns)
            new += filled == 1
    if old > new:
        return 2019
    if older.single:
        valued = {f.name for f in found if f.run}
        if not valued & set(older.instead_of):
            return 2019 if older.single in valued else hint
    return 2021


def _rows(name: str, parts: Sequence[Node], text: str, edition: int | None, hint: int, lines: Sequence[int]) -> Table:
    found = _collect(parts)
    start = _tokens(parts[0])[0].start
    end = max(_tokens(part)[-1].end for part in parts)
    words = text[start:end].replace("\t", "").replace("\n", "")
    form = load_form().table(name, edition or _edition(name, found, words, hint))
    for each in found:
        size = len(form.by_name[each.name].columns) if each.name in form.by_name else 0
        if len(each.run) < min(3, size) and all(value.name == BLANK for value in each.run):
            each.run = []  # the twins of merged cells, not cells of the row
        elif size and not each.grid:
            summed = form.by_name[each.name].columns[-1] == "总计"
            each.run = _without_page_number(each.run, size, text, lines, summed=summed)
        elif each.grid and name == "公开" and len({text[v.start : v.end] for v in each.run[size - 1 :]}) == 1:
            each.run = each.run[:size]  # a merged cell that stands in each of its columns
    _split_runs(found, form, text)
    votes = _votes(found, form, text)
    rows: dict[str, Row] = {}
    extra: list[Row] = []
    for each in sorted(found, key=lambda f: (not f.run, 0 if f.run else -f.label.start)):
        row = form.by_name.get(each.name)
        if row is None or (row.group and not each.run):
            continue
        if not each.run and text[each.label.start : each.label.end] in form.columns:
            continue  # the head of a column
        read = _row(each, row, form, votes, text)
        if row.group or (each.name in rows and read.cells and each.run):
            if each.run and len(each.run) >= len(form.columns):
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


def _without_page_number(
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


def _unread(row: Row) -> Row:
    return row._replace(read="unread", cells=tuple(cell._replace(state=MISSING) for cell in row.cells))


def _split_runs(found: list[_Found], form: FormTable, text: str) -> None:
    """Gives runs that stand behind the wrong label to their own row: values cut by a stray word, rows whose label is misprinted,
    rows whose labels the layout moved away."""
    for each in list(found):
        row = form.by_name.get(each.name)
        size = len(row.columns) if row and not row.group else len(form.columns)
        while each.stray and each.run and len(each.run) + len(each.stray[0][1]) <= size and _short(each.stray[0][0]):
            each.run = each.run + each.stray.pop(0)[1]
    for each in found:
        row = form.by_name.get(each.name)
        vague = row is None or row.group or text[each.label.start : each.label.end] in form.columns
        if each.run and vague and len(_letters(text[slice(*each.words)])) > 2:
            each.stray.insert(0, (each.words, each.run))
            each.run = []
    valued = {each.name for each in found if each.run}
    for each in list(found):
        kept = []
        for words, values in each.stray:
            name = _misprinted(form, text[words.start : words.end], valued)
            if name and len(values) >= min(len(form.by_name[name].columns), 2):
                found.append(_Found(name, words, values, words, each.grid, inferred=True))
                valued.add(name)
            elif any(value.name != BLANK for value in values):
                kept.append((words, values))
        each.stray = kept
    _run_together(found, form, valued)
    _only_gap(found, form, valued)


def _short(words: Span) -> bool:
    return words.end - words.start <= 3


def _run_together(found: list[_Found], form: FormTable, valued: set[str]) -> None:
    """Values of several rows behind one label: each row of the form that follows takes its share, if its label stands without
    values elsewhere and the shares come out even."""
    leaves = [row.name for row in form.leaves]
    orphans = {each.name: each for each in found if not each.run}
    for each in list(found):
        row = form.by_name.get(each.name)
        if row is None or row.group or len(each.run) <= len(row.columns) or each.grid:
            continue
        size = len(row.columns)
        count, odd = divmod(len(each.run), size)
        following = leaves[leaves.index(each.name) + 1 : leaves.index(each.name) + count]
        if odd or len(following) < count - 1 or any(n in valued or n not in orphans for n in following):
            continue
        for i, name in enumerate(following, 1):
            orphans[name].run = each.run[i * size : (i + 1) * size]
            orphans[name].inferred = True
            valued.add(name)
        each.run = each.run[:size]


def _only_gap(found: list[_Found], form: FormTable, valued: set[str]) -> None:
    """A whole run without a label, where just one row of the form has none between its neighbours, is that row's."""
    leaves = [row.name for row in form.leaves]
    seen = {each.name for each in found}
    for each in list(found):
        if each.name not in leaves or len(each.stray) != 1:
            continue
        at = leaves.index(each.name) + 1
        words, values = each.stray[0]
        if at >= len(leaves) or leaves[at] in seen or len(values) != len(form.by_name[leaves[at]].columns):
            continue
        if words.end - words.start < 4 or (at + 1 < len(leaves) and leaves[at + 1] not in seen):
            continue
        found.append(_Found(leaves[at], words, values, words, each.grid, inferred=True))
        valued.add(leaves[at])
        each.stray = []


def _misprinted(form: FormTable, words: str, valued: set[str]) -> str | None:
    """The row whose label the words are, but for a few letters."""
    *_, words = compiled(r"(?=[一二三四]、|（[一二三四五六七]）|(?<!\d)\d[.、．])").split(words)
    printed = _letters(words)
    if len(printed) < 3:
        return None
    best, runner_up, name = 0.0, 0.0, None
    for row in form.leaves:
        if row.name in valued:
            continue
        score = _likeness(_letters(row.label), printed) + (0.2 if _same_ordinal(row.label, words) else 0)
        if score > best:
            best, runner_up, name = score, best, row.name
        elif score > runner_up:
            runner_up = score
    return name if best >= 0.5 and best - runner_up > 0.1 else None


def _same_ordinal(label: str, words: str) -> bool:
    """Whether words begin with a label's ordinal."""
    match = compiled(r"[一二三四五六七八]、|（[一二三四五六七八]）|\d[.、．]").match(label)
    return match is not None and words.startswith(match.group())


def _letters(words: str) -> str:
    return compiled(r"^[（）\d一二三四五六七八九十.、．]+|[^一-鿿]").sub("", words)


def _likeness(label: str, printed: str) -> float:
    """How many pairs of neighbouring letters two texts share, from 0 to 1."""
    one = Counter(pairwise(label))
    other = Counter(pairwise(printed))
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0


Votes = Counter[tuple[int, ...]]


def _votes(found: Sequence[_Found], form: FormTable, text: str) -> Votes:
    """Where the first column stands: by the width of a row, told by rows whose label a value follows at once; and by its width and the
    place of its label, told by all rows that leave no choice."""
    votes: Votes = Counter()
    for each in found:
        row = form.by_name.get(each.name)
        if row is None or row.group or not each.grid or not each.run:
            continue
        width, lead = _place(each, text)
        choices = [0] if each.run[0].name != BLANK else _choices(each.run, len(row.columns))
        if len(choices) == 1:
            votes[width, lead, lead + 1 + choices[0]] += 1
            votes[width, lead + 1 + choices[0]] += each.run[0].name != BLANK
    return votes


def _place(each: _Found, text: str) -> tuple[int, int]:
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


def _fit(each: _Found, size: int, votes: Votes, text: str) -> list[Token] | None:
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


def _begin(each: _Found, size: int, votes: Votes, text: str) -> int | None:
    """Before which cell behind the label the first column begins: as in rows of its kind, else as the blanks allow."""
    width, lead = _place(each, text)
    filled = [i for i, value in enumerate(each.run) if value.name != BLANK]
    possible = [
        k
        for k in range((filled[0] if filled else len(each.run)) + 1)
        if not filled or filled[-1] - k < size
    ]
    told = [k for k in possible if votes[width, lead + 1 + k]] or [k for k in possible if votes[width, lead, lead + 1 + k]]
    if told:
        return max(told, key=lambda k: (votes[width, lead + 1 + k], votes[width, lead, lead + 1 + k], -k))
    choices = _choices(each.run, size)
    return choices[0] if choices else None


def _row(each: _Found, row: FormRow, form: FormTable, votes: Votes, text: str) -> Row:
    columns = row.columns or form.columns
    printed = text[each.label.start : each.label.end]
    if not each.run:
        return Row(
            each.name, each.label, tuple(Cell(row.name, c, BLANK, each.label) for c in columns), (), "inferred", printed
        )
    values = _fit(each, len(columns), votes, text)
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
    cells = tuple([_cell(row.name, column, value, text) for column, value in zip(columns, values, strict=True)])
    return Row(each.name, each.label, cells, (), "inferred" if each.inferred else "exact", printed)


def _cell(row: str, column: str, value: Token, text: str) -> Cell:
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


def _disputes(parts: Sequence[Node], text: str, edition: int, lines: Sequence[int]) -> Table:
    """The table of reviews and lawsuits: fifteen values in one row, or five behind each of its captions."""
    form = load_form().table("复议诉讼", edition)
    tokens = [token for part in parts for token in _tokens(part)]
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
        cells = tuple(_cell(name, column, value, text) for column, value in zip(form.columns, values, strict=True))
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
    return len(runs) > 1 and sum(map(len, runs)) >= 15


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
    runs = [_trim(_without_page_number(run, size * count, text, lines), size * count) for run in runs]
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
            if before.type != "WORD" or not text[before.start : before.end].endswith(columns[len(values) % len(columns)]):
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
