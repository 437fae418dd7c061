"""The six sections and the three tables: there, in order, under their own number and name, and not empty."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Related, Repair, Report, Section, Span
from gov_lint.patterns import compiled
from gov_lint.prose import holds_table, in_pictures
from gov_lint.structure.form import Form, FormTable, load_form
from gov_lint.structure.headings import misprint

FACTS = ("section", "title", "printed", "what", "what_en", "ordinal", "due", "before", "sections", "count", "table")

_ORDINALS = "一二三四五六七八九十"
_HOLLOW = compiled(r"[（(]?(?:无|略|暂无|同上|没有|无内容|空)[。.）)]?")
_LONGEST_HOLLOW = 3
"""How many Chinese characters such words have, at most."""


_LIST = 3
"""So many names of sections make a list of them …"""
_SHORTEST_LIST = 40
"""… in a sentence of so many characters."""
_GLANCE = 60
"""How many characters of a section mostly tell that it is not empty."""


class Options(NamedTuple):
    """What is a fault: a section that is ``missing``, out of ``order``, under another ``number``, titled by a ``variant`` or with a ``typo``,
    ``empty`` (of the sections in ``sections``), or whose mandated ``table`` is missing."""

    find: Literal["missing", "order", "number", "variant", "typo", "empty", "table"]
    sections: tuple[int, ...] = (1, 2, 3, 4, 5, 6)
    shortest: int = 10


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each such section."""
    form = load_form()
    yield from {
        "missing": _missing,
        "order": _order,
        "number": _number,
        "variant": _title,
        "typo": _title,
        "empty": _empty,
        "table": _table,
    }[options.find](report, options, form)


def _full(number: int, form: Form) -> str:
    """A section's heading as the form prints it."""
    return f"{_ORDINALS[number - 1]}、{form.sections[number - 1].title}"


def _missing(report: Report, options: Options, form: Form) -> Iterator[Fault]:
    found = {section.number for section in report.sections}
    for number in options.sections:
        if number in found:
            continue
        before = [section for section in report.sections if 0 < section.number < number]
        span = max(before, key=lambda s: s.number).heading if before else report.heading(0)
        yield Fault(
            span, {"section": _full(number, form), "title": form.sections[number - 1].title}, (), (f"section{number}",)
        )


def _order(report: Report, options: Options, form: Form) -> Iterator[Fault]:
    """A section that stands behind one of a higher number; where one section was moved, that one."""
    known = [section for section in report.sections if section.number]
    if all(one.number <= other.number for one, other in pairwise(known)):
        return
    first: dict[int, Section] = {}
    for section in known:
        first.setdefault(section.number, section)
    order = list(first.values())
    kept = _longest_rising([section.number for section in order])
    for i, section in enumerate(order):
        if section.number in kept:
            continue
        before = order[i - 1] if i else order[1]
        facts = {"section": _full(section.number, form), "before": _full(before.number, form)}
        yield Fault(section.heading, facts, (Related(before.heading, "相邻的部分", "its neighbour"),))


def _longest_rising(numbers: list[int]) -> set[int]:
    """The largest set of numbers that already stand in rising order."""
    best: list[list[int]] = [[]]
    for number in numbers:
        before = [chain for chain in best if not chain or chain[-1] < number]
        best.append([*max(before, key=lambda chain: len(chain)), number])
    longest: list[int] = max(best, key=lambda chain: len(chain))
    return set(longest)


def _number(report: Report, options: Options, form: Form) -> Iterator[Fault]:
    """A heading with another ordinal than the form's.  Sections that are out of order have a finding of their own, and so have those
    that were numbered as they stand."""
    known = [s for s in report.sections if s.number]
    if all(s.ordinal in (None, 0, s.number) for s in known):
        return
    kept = _longest_rising(list(dict.fromkeys(s.number for s in known)))
    moved = len(kept) < len({s.number for s in known})
    wrong = [
        section
        for position, section in enumerate(known, 1)
        if section.ordinal
        and section.ordinal != section.number
        and not (moved and (section.number not in kept or section.ordinal == position))
    ]
    for section in wrong[:1]:  # numbers shift from one heading on: one cause
        facts = {
            "title": section.title,
            "ordinal": _ORDINALS[section.ordinal - 1] if section.ordinal else "",
            "due": _ORDINALS[section.number - 1],
            "section": _full(section.number, form),
        }
        related = tuple(
            Related(other.heading, f"应为“{_ORDINALS[other.number - 1]}”", f"should be {_ORDINALS[other.number - 1]}")
            for other in wrong[1:]
        )
        yield Fault(section.heading, facts, related, repair=_renumbered(report, section) if not related else None)


def _renumbered(report: Report, section: Section) -> Repair | None:
    """The right ordinal in place of a wrong one that is a single numeral."""
    start = section.heading.start
    printed = report.text[start : start + 2]
    if not section.ordinal or section.ordinal > len(_ORDINALS) or printed != f"{_ORDINALS[section.ordinal - 1]}、":
        return None
    return Repair(Span(start, start + 1), _ORDINALS[section.number - 1])


def _title(report: Report, options: Options, form: Form) -> Iterator[Fault]:
    for section in report.sections:
        if section.number and section.match == options.find:
            due = form.sections[section.number - 1].title
            at = report.text.rfind(section.title, *section.heading)
            mend = Repair(Span(at, at + len(section.title)), due) if options.find == "typo" and at >= 0 else None
            facts = {"printed": section.title, "title": due, "what": "标题", "what_en": "title"}
            yield Fault(section.heading, facts, repair=mend)
    if options.find == "typo":
        yield from _listed_typos(report, form)


_PAIR = compiled("行政复议[和与及]行政诉讼")


def _listed_typos(report: Report, form: Form) -> Iterator[Fault]:
    """Misprinted names in the preface's list of sections: what stands where a name should, a few letters off, and is no known variant."""
    start, end = report.preface.start, _end_of_preface(report)
    stretch = report.text[start:end]
    if sum(section.title in stretch for section in form.sections) < _LIST:
        return
    for sentence in compiled(r"[^。…]+").finditer(report.text, start, end):
        text = _PAIR.sub("行政复议、行政诉讼", sentence.group())
        if len(text) < _SHORTEST_LIST:
            continue
        found = sorted((at, at + len(s.title)) for s in form.sections if (at := text.find(s.title)) >= 0)
        if len(found) < _LIST:
            continue
        for section in form.sections:
            gaps = () if section.title in text else _gaps(text, found, len(section.title))
            for at, end in gaps:
                if misprint(text[at:end], section):
                    span = Span(sentence.start() + at, sentence.start() + end)
                    facts = {"printed": text[at:end], "title": section.title}
                    facts = {**facts, "what": "前言列举的", "what_en": "in the preface's list,"}
                    yield Fault(span, facts, repair=Repair(span, section.title))
                    break


def _end_of_preface(report: Report) -> int:
    """Where the preface ends; some reports put it at the beginning of section one."""
    first = report.section(1)
    if first is None:
        return report.preface.end
    if report.items:
        return max(report.preface.end, report.items[0].heading.start)
    return min(first.body.end, first.body.start + 600)


def _gaps(text: str, found: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """What stands before, between and behind the names that were found, without marks and ordinals, as far as it may be one name."""
    edges = [
        (max(0, found[0][0] - length - 6), found[0][0]),
        *((a[1], b[0]) for a, b in pairwise(found)),
    ]
    edges.append((found[-1][1], min(len(text), found[-1][1] + length + 12)))
    for start, end in edges:
        for match in compiled(r"[^，。；：！？“”（）\d]+").finditer(text[start:end]):
            words = compiled(
                r"^(?:.{0,12}(?:包括|包含|涵盖|分为|由))?(?:[、一二三四五六和及与是]|以及)+|^.{0,12}(?:包括|包含|涵盖|分为|由)|(?:以及|[、等共由和及与]|[一二三四五六]个?部分.*)+$"
            ).sub("", match.group())
            at = start + match.start() + match.group().find(words)
            if start + match.end() == end < len(text) and (end - start) == length + 12:
                continue  # cut off in the middle
            if words and abs(len(words) - length) <= 3:
                yield at, at + len(words)


def _letters(words: str) -> int:
    """How many Chinese characters there are."""
    return sum(map(len, compiled(r"[一-鿿]+").findall(words)))


def _empty(report: Report, options: Options, form: Form) -> Iterator[Fault]:
    for section in report.sections:
        if section.number not in options.sections:
            continue
        if section.number in (2, 3, 4) and (holds_table(report, section) or in_pictures(report, section)):
            continue
        start, end = section.body
        if _letters(report.text[start : min(start + _GLANCE, end)]) >= max(options.shortest, _LONGEST_HOLLOW + 1):
            continue
        body = report.words(section.body)
        letters = _letters(body)
        hollow = letters <= _LONGEST_HOLLOW and _HOLLOW.fullmatch(compiled(r"\s").sub("", body))
        if letters < options.shortest or hollow:
            facts = {"section": _full(section.number, form), "printed": body.strip() or "空白", "count": str(letters)}
            yield Fault(section.heading, facts)


def _form_table(number: int) -> FormTable:
    return next(table for table in load_form().tables[2021].values() if table.section == number)


def _table(report: Report, options: Options, form: Form) -> Iterator[Fault]:
    """A section that is there, and not empty, but holds no table."""
    for number in options.sections:
        section = report.section(number)
        wanted = _form_table(number)
        if section is None or wanted.name in report.tables or in_pictures(report, section):
            continue
        body = report.words(section.body)
        if _letters(body) < options.shortest:
            continue  # an empty section is one finding
        yield Fault(
            Span(section.heading.start, section.heading.end),
            {"section": _full(number, form), "table": f"表{wanted.number}"},
            (),
            (wanted.name,),
        )
