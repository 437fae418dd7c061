"""The printed words of the mandated tables: captions, heads of columns, the printed relation, labels of rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from gov_lint.nouns import BLANK, MISSING, NUMBER, Fault, Report, Row, Span, Table
from gov_lint.patterns import compiled
from gov_lint.structure.form import EDITIONS, FormTable, load_form

FACTS = ("table", "due", "printed", "detail", "detail_en", "row")


class Options(NamedTuple):
    """What is a fault: ``heads`` of columns and captions other than the form's (``times`` says which of a table's heads stand more than once, and
    how often), or ``labels`` of rows that lack more than ``slack`` letters of the form's and match none of the ``short`` patterns of their
    row."""

    find: Literal["heads", "labels"]
    times: Mapping[str, Mapping[str, str]] = {}
    short: Mapping[str, str] = {}
    slack: int = 2


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    for name in options.times:
        if name not in load_form().tables[2021]:
            yield f"no table {name!r}"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each head or label."""
    for name, table in report.tables.items():
        form = load_form().table(name, table.edition)
        if options.find == "heads":
            yield from _heads(report, table, form, options.times.get(name, {}))
        else:
            yield from _labels(report, table, form, options)


# --- heads ---


_RELATION = compiled(r"（?本列数据的?勾稽关系.{0,60}?之和）?|第一项加第二项之和，?等于第三项加第四项之和")
_UNIT = compiled(r"（[^（）]*）$")
_MOST = 3
"""From more heads than this on, they are one fault."""
_MOST_LOST = 2
"""How many heads may be left out by hand; more were lost by the layout."""


class Zone(NamedTuple):
    """The words of a table that are no labels and no values: their text without layout, and where each letter stands in the report's."""

    words: str
    places: Sequence[int]


def _heads(report: Report, table: Table, form: FormTable, times: Mapping[str, str]) -> Iterator[Fault]:
    """Heads that are printed in other words, or not at all where the others are."""
    wanted = _wanted(form.name, form.edition, tuple(times.items()))
    if _as_the_form(report, table, form, wanted):
        return
    words = _words(report, table, form)
    counts = {head: words.count(head) for head in wanted}
    if form.name == "申请":
        yield from _without_relation(report, table, form, counts)
    if form.name == "复议诉讼" and not any(counts[head] > 1 for head in form.columns):
        # One head for all three groups, which are rows then: nothing has to stand above two of them.
        wanted = {head: 1 for head in wanted if head != "行政诉讼"}
    for head in wanted:  # 其他 is part of 法人或其他组织, 行政复议 of nothing
        counts[head] -= sum(counts[other] for other in wanted if head in other and head != other)
    if all(counts[head] >= count for head, count in wanted.items()):
        yield from _order(report, table, form, wanted, words)
        return
    if _other_edition(words, form):
        return  # a finding of its own
    wanted = _printed_at_all(wanted, counts, _lacking(wanted, words))
    short = [head for head, count in wanted.items() if counts[head] < count]
    letters = _lacking(wanted, words)
    wrong = [head for head in short if letters & set(head)]
    if not wrong:
        return  # all letters are there: the layout took the heads apart
    zone = _zone(report, table, form)
    yield from _faults(form, zone, table, wrong, _rest(zone, wanted))


@lru_cache(maxsize=16)
def _wanted(name: str, edition: int, times: tuple[tuple[str, str], ...]) -> dict[str, int]:
    """The heads of a table without their units, and how often each stands."""
    often = dict(times)
    heads = load_form().table(name, edition).heads
    return {_UNIT.sub("", head): int(often.get(head, "1")) for head in heads if head != "信息内容"}


def _as_the_form(report: Report, table: Table, form: FormTable, wanted: Mapping[str, int]) -> bool:
    """Whether all heads stand in one piece, as often as in the form and in its order, and the relation too: the usual case, quickly told."""
    start, end = table.span
    if form.name == "申请":
        end = _first_label(table)
    words = report.text[start:end]
    for head, count in wanted.items():
        if head not in words or (count > 1 and words.count(head) < count):
            return False
    if form.name == "申请" and "勾" not in words:
        return False
    at = -1
    for head in form.heads[3:7] if form.name == "申请" else form.columns[:3]:
        before, at = at, words.find(head)
        if at < before:
            return False
    return form.name != "申请" or words.count("其他") > 1


def _faults(
    form: FormTable, zone: Zone, table: Table, wrong: Sequence[str], rest: list[tuple[Span, str]]
) -> Iterator[Fault]:
    """The faults of heads of which letters are wanting, each at what stands in its place; many are one."""
    found: dict[str, tuple[Span, str] | None] = {}
    for head in wrong:
        found[head] = _nearest(head, rest)
        rest = [stretch for stretch in rest if stretch != found[head]]
    lost = [head for head, stretch in found.items() if stretch is None]
    if len(lost) > _MOST_LOST:  # a row of heads that did not come along
        found = {head: stretch for head, stretch in found.items() if stretch}
    if len(found) > _MOST:
        listed = "、".join(f"“{head}”" for head in found)
        facts = {"table": f"表{form.number}", "due": listed, "printed": "", "row": ""} | _detail("", listed)
        yield Fault(_first(zone, table), facts, (), (form.name,))
        return
    for head, stretch in found.items():
        span, printed = stretch or (_first(zone, table), "")
        facts = {"table": f"表{form.number}", "due": head, "printed": printed, "row": ""} | _detail(
            printed, f"“{head}”"
        )
        synonym = printed.replace("合计", "总计") == head
        yield Fault(span, facts, (), (form.name,), severity="note" if synonym else None)


def _detail(printed: str, due: str) -> dict[str, str]:
    if printed:
        return {
            "detail": f"印的是“{printed}”，格式为{due}",
            "detail_en": f"“{printed}” is printed, the form says {due}",
        }
    return {"detail": f"没有找到格式的{due}", "detail_en": f"{due} of the form was not found"}


_LAYOUT = compiled(r"[^\u3400-\u9fff（）：/]+")
"""What is no letter of a head."""


def _stretches(table: Table, form: FormTable) -> Iterator[Span]:
    """Where heads may stand: before the first row's label in the table of applications, else between and around the labels."""
    start, end = table.span
    if form.name == "申请":
        yield Span(start, _first_label(table))
        return
    labels = () if form.name == "复议诉讼" else sorted(row.label for row in table.rows.values())
    for label in labels:
        yield Span(start, min(label.start, end))
        start = max(start, label.end)
    yield Span(start, end)


def _first_label(table: Table) -> int:
    """Where the first label of a table begins; the table's end where there is none."""
    return min([row.label.start for row in table.rows.values()], default=table.span.end)


def _words(report: Report, table: Table, form: FormTable) -> str:
    """The words of a table that are no labels and no values, without layout and without the printed relation."""
    text = report.text
    words = "".join([_LAYOUT.sub("", text[start:end]) for start, end in _stretches(table, form)])
    return _RELATION.sub("", words, count=1)


def _zone(report: Report, table: Table, form: FormTable) -> Zone:
    """The same words, with the place of each letter."""
    text = report.text
    places = [at for start, end in _stretches(table, form) for at in range(start, end) if not _LAYOUT.match(text[at])]
    words = "".join([text[at] for at in places])
    relation = _RELATION.search(words)
    if relation:
        places = places[: relation.start()] + places[relation.end() :]
        words = words[: relation.start()] + words[relation.end() :]
    return Zone(words, places)


def _other_edition(words: str, form: FormTable) -> bool:
    """Whether heads stand there that only the other edition has."""
    other = load_form().table(form.name, next(edition for edition in EDITIONS if edition != form.edition))
    return any(head in words for head in other.heads if not any(head in mine for mine in form.heads))


def _lacking(wanted: Mapping[str, int], words: str) -> set[str]:
    """The letters of heads that do not stand often enough among the words, wherever the layout put them."""
    lacking = Counter("".join(head * count for head, count in wanted.items()))
    lacking.subtract(words.replace("它", "他").replace("者", ""))
    return {letter for letter, count in lacking.items() if count > 0 and letter not in "（）：/"}


def _printed_at_all(wanted: Mapping[str, int], counts: Mapping[str, int], lacking: set[str]) -> dict[str, int]:
    """The heads without those of a kind (captions, columns) of which half or more are not there: a table printed without them."""
    kept: dict[str, int] = {}
    for caption in (True, False):
        kind = {head: count for head, count in wanted.items() if head.startswith("第二十条") == caption}
        if 2 * sum(counts[head] > 0 or not lacking & set(head) for head in kind) > len(kind):
            kept |= kind
    return kept


def _rest(zone: Zone, wanted: Mapping[str, int]) -> list[tuple[Span, str]]:
    """What is left of the words without the heads of the form: stretches that stand together, with their places."""
    left = list(zone.words)
    for head in sorted([*wanted, "信息内容", "单位：万元"], key=len, reverse=True):
        at = zone.words.find(head)
        while at >= 0:
            if all(left[at : at + len(head)]):
                left[at : at + len(head)] = [""] * len(head)
            at = zone.words.find(head, at + 1)
    found: list[tuple[Span, str]] = []
    run: list[int] = []
    for i, letter in enumerate([*left, ""]):
        if letter and (not run or zone.places[i] == zone.places[run[-1]] + 1):
            run.append(i)
            continue
        if len(run) > 1:
            span = Span(zone.places[run[0]], zone.places[run[-1]] + 1)
            found.append((span, "".join(left[k] for k in run)))
        run = [i] if letter else []
    return found


def _nearest(head: str, rest: Sequence[tuple[Span, str]]) -> tuple[Span, str] | None:
    """The stretch that looks most like a head, if one does."""
    best, found = 0.0, None
    for span, words in rest:
        shared = sum((Counter(words) & Counter(head)).values())
        score = 2 * shared / (len(words) + len(head))
        if score > best:
            best, found = score, (span, words)
    alone = len(rest) == 1 and abs(len(rest[0][1]) - len(head)) < 3
    return found if best >= 0.3 or (alone and best > 0) else None


def _first(zone: Zone, table: Table) -> Span:
    """Where something about all heads is reported: at the first of them."""
    at = zone.places[0] if zone.places else table.span.start
    return Span(at, at + 1)


def _order(report: Report, table: Table, form: FormTable, wanted: Mapping[str, int], words: str) -> Iterator[Fault]:
    """Columns whose heads stand side by side in another order than the form's."""
    columns = next((row.columns for row in form.leaves if len(row.columns) > 2), ())
    names = [column for column in columns if column in wanted]
    if form.name == "申请":
        names = list(columns[1:6])
    found = sorted((words.find(name), name) for name in names)
    if [name for _, name in found] == names or any(a[0] + len(a[1]) != b[0] for a, b in pairwise(found)):
        return
    printed, due = "、".join(name for _, name in found), "、".join(names)
    facts = {"table": f"表{form.number}", "due": due, "printed": printed, "row": ""}
    detail = {
        "detail": f"各列的顺序是{printed}，格式为{due}",
        "detail_en": f"the columns are {printed}, the form has {due}",
    }
    start = _zone(report, table, form).places[found[0][0]]
    yield Fault(Span(start, start + len(found[0][1])), facts | detail, (), (form.name,))


def _without_relation(report: Report, table: Table, form: FormTable, counts: Mapping[str, int]) -> Iterator[Fault]:
    """A table of applications that prints its heads, but not the relation below them."""
    if sum(count > 0 for count in counts.values()) < len(counts) - 1:
        return
    section = next((s for s in report.sections if s.body.start <= table.span.start < s.body.end), None)
    start, end = (section.body.start, section.body.end) if section else table.span
    if report.text.find("勾", start, end) >= 0 or report.text.find("第一项", start, end) >= 0:
        return
    due = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    facts = {"table": "表三", "due": due, "printed": "", "row": ""} | _detail("", f"说明“{due}”")
    yield Fault(_first(_zone(report, table, form), table), facts, (), ("申请",), severity="note")


# --- labels ---


_START = compiled(r"[一二三四]、|（[一二三四五六七]）|(?<!\d)[1-8][.、．]|[①-⑧]|（[1-8]）")


def _labels(report: Report, table: Table, form: FormTable, options: Options) -> Iterator[Fault]:
    """Labels of which letters are wanting, wherever the layout put the rest of them."""
    text = report.text
    if form.name == "复议诉讼":
        return
    if form.name == "申请" and _all_labels(form.name, form.edition).match(text, *table.span):
        return
    due = _bare_labels(form.name, form.edition)
    odd = {row.name for row in table.rows.values() if not _in_full(text, row.label.start, due[row.name])}
    if not odd:
        return
    rows = sorted(table.rows.values(), key=lambda row: row.label.start)
    for i, row in enumerate(rows):
        if row.name not in odd:
            continue
        values, before = _values(row), _values(rows[i - 1]) if i else None
        if values is None or (i and before is None):
            continue
        label = form.by_name[row.name].label
        start = before.end if before else table.span.start
        after = rows[i + 1].label.start if i + 1 < len(rows) else table.span.end
        if not start <= row.label.start < row.label.end <= values.start or values.end > after:
            continue  # the layout put labels and values apart
        if due[row.name] in text[start : values.start]:
            continue
        printed = _own(text, start, values.start, row.label.start)
        stop = _stop(text, values.end, after)
        words = text[printed.start : values.start] + text[values.end : stop]
        other = _other_kind(label, words)
        if not other and sum((Counter(_letters(label)) - Counter(words)).values()) <= options.slack:
            continue
        if not other and row.name in options.short and compiled(options.short[row.name]).search(_letters(words)):
            continue
        shown = text[printed.start : printed.end].strip(" \t\n")
        facts = {
            "row": label,
            "due": label,
            "printed": shown,
            "table": f"表{form.number}",
            "detail": "",
            "detail_en": "",
        }
        yield Fault(row.label, facts, (), (form.name, row.name))


_KINDS_OF = compiled("([一二三四五六七八九])类(?=内部事务|过程性)")


def _other_kind(label: str, words: str) -> bool:
    """Whether a label counts other kinds than the form's: 三类过程性信息 where the form has four."""
    due, printed = _KINDS_OF.search(label), _KINDS_OF.findall(_letters(words))
    return due is not None and bool(printed) and due[1] not in printed


@lru_cache(maxsize=8)
def _bare_labels(name: str, edition: int) -> dict[str, str]:
    """The labels of a table's rows without their ordinals."""
    ordinal = compiled(rf"^(?:{_START.pattern})")
    return {row.name: ordinal.sub("", row.label) for row in load_form().table(name, edition).rows}


_BETWEEN = r"[\x00-\u4dff\ua000-\uffff一二三四五六七]*+"
"""What stands between two labels: numbers, layout, ordinals."""


@lru_cache(maxsize=8)
def _all_labels(name: str, edition: int) -> re.Pattern[str]:
    """What matches a table of applications with the full labels of all its rows, each right behind the numbers of the one before."""
    first, *others = map(re.escape, _bare_labels(name, edition).values())
    return compiled(f"(?s)(?>.*?{first})" + "".join(_BETWEEN + label for label in others))


def _in_full(text: str, at: int, label: str) -> bool:
    """Whether all of a label stands where some of it was found."""
    return text.startswith(label, at) or text.find(label, max(at - len(label), 0), at + len(label)) >= 0


def _values(row: Row) -> Span | None:
    """Where the values of a row stand; None where they cannot be told."""
    if row.read == "exact" and row.cells and row.cells[0].state == NUMBER:
        return Span(row.cells[0].span.start, row.cells[-1].span.end)
    if row.loose:
        return Span(row.loose[0].start, row.loose[-1].end)
    if row.read == "unread" or not row.cells or all(cell.state in (BLANK, MISSING) for cell in row.cells):
        return None
    return Span(row.cells[0].span.start, row.cells[-1].span.end)


def _own(text: str, start: int, end: int, label: int) -> Span:
    """The stretch of a printed label before its values: from its ordinal on, if it has one."""
    begin = start
    for match in _START.finditer(text, start, min(label + 2, end)):
        begin = match.start()
    return Span(begin, end)


def _stop(text: str, start: int, end: int) -> int:
    """Where the rest of a label behind its values ends: before the next ordinal."""
    match = _START.search(text, start, end)
    return match.start() if match else end


def _letters(words: str) -> str:
    """The Chinese characters of a label but for what brackets explain."""
    return compiled(r"（[^（）]*）|[^一-鿿]").sub("", words)
