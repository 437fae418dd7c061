"""How a report is parted: sections that stand twice or that the form does not have, and how the items of a section are numbered."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Related, Report, Section, Span
from gov_lint.patterns import compiled
from gov_lint.prose import han, prose_spans
from gov_lint.structure.form import load_form

FACTS = ("title", "printed", "due", "count", "limit")

_ORDINALS = "一二三四五六七八九十"
_SECTIONS = 6
"""How many sections the form has."""


class Options(NamedTuple):
    """What is a fault: a section that stands ``twice``; a top-level heading that is ``extra`` (titles that match ``unless`` are none); an
    item of section one whose ordinal is out of ``sequence``; an item with an ordinal of a lower ``level``; a section one of more than
    ``limit`` Chinese characters (``long``)."""

    find: Literal["twice", "extra", "sequence", "level", "long"]
    unless: str = ""
    limit: int = 0


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each such section or item."""
    yield from {"twice": _twice, "extra": _extra, "sequence": _sequence, "level": _level, "long": _long}[options.find](
        report, options
    )


# --- sections ---


class Heading(NamedTuple):
    """A line that looks like a top-level heading: where it stands, its ordinal, and its title."""

    span: Span
    ordinal: int
    title: str


_TOP = compiled(
    rf"第?([{_ORDINALS}])(?:、|[.．，：]|(?:部分|章)[、：:]?)((?:[^，。；：！？…\t\n\d（）]|（[^（）\n\t]{{1,12}}）){{3,34}})"
)


@lru_cache(maxsize=8)
def _tops(report: Report) -> tuple[Heading, ...]:
    """The lines outside the tables that an ordinal 一、 opens and a title fills, behind the first section's heading; not those that are
    known for headings of the form's sections."""
    text, lines = report.text, report.squeezed.lines
    if not report.sections:
        return ()
    first = report.sections[0].heading.start
    known = {section.heading.start for section in report.sections if section.number}
    found = []
    for span in prose_spans(report):
        begin = max(span.start, first)
        for line in range(bisect_right(lines, begin) - 1, bisect_left(lines, span.end)):
            if text[lines[line]] not in _TOP_STARTS or lines[line] in known:
                continue
            end = lines[line + 1] if line + 1 < len(lines) else len(text)
            top = _TOP.match(text, max(_end_of_blanks(text, lines[line], end), begin), end)
            if top is None or top.start() in known:
                continue
            if top.end() == end or text[top.end() : end].strip(" \t\n") in ("", "：", "。"):
                found.append(Heading(Span(*top.span()), _ORDINALS.index(top[1]) + 1, top[2]))
    return tuple(found)


_ROW = compiled("本年度?新收|上年度?结转|结转下|^本年度?办理结果|勾稽")
"""Labels of the table of applications that carry the ordinals of sections."""
_TOP_STARTS = frozenset(_ORDINALS + "第 \t\n")
"""What a line with such a heading begins with."""
_BLANKS = compiled(r"[ \t\n]*")


def _end_of_blanks(text: str, start: int, end: int) -> int:
    """Where the first character that is no blank stands in a stretch."""
    blanks = _BLANKS.match(text, start, end)
    return blanks.end() if blanks else start


_Named = tuple[Span, int, int | None]
"""A heading, the number of its section, and its ordinal."""


@lru_cache(maxsize=64)
def _number(title: str) -> int:
    """The section that a title names by its printed title or a known variant; 0 for none."""
    for section in load_form().sections:
        if compiled(section.words).search(title) and (
            title == section.title or any(compiled(variant).fullmatch(title) for variant in section.variants)
        ):
            return section.number
    return 0


def _twice(report: Report, options: Options) -> Iterator[Fault]:
    """The second heading of a section.  A heading that opens page after page, or says that it goes on, is none."""
    known = {section.heading.start for section in report.sections}
    named = [(s.heading, s.number, s.ordinal) for s in report.sections if s.number]
    numbers = {number for _, number, _ in named}
    for top in _tops(report):
        number = 0 if top.span.start in known else _number(top.title)
        if number in numbers:
            named.append((top.span, number, top.ordinal))
    named += _bare(report, [s for s in report.sections if s.number and s.ordinal is None])
    if len(named) == len(numbers):
        return
    found: dict[int, list[tuple[Span, int | None]]] = {}
    for span, number, ordinal in _without_contents(report, sorted(named)):
        found.setdefault(number, []).append((span, ordinal))
    there = set(found)
    for number, places in found.items():
        if len(places) > 1:
            yield from _second(report, number, places, there)


def _bare(report: Report, sections: Sequence[Section]) -> Iterator[_Named]:
    """Lines that are the printed title of a section whose own heading has no ordinal either."""
    lines = {*report.squeezed.lines, len(report.text)}
    for section in sections:
        at = report.text.find(section.title, section.body.start)
        while at >= 0:
            end = at + len(section.title)
            alone = at in lines and (end in lines or report.text[end : end + 1] in ("", "\n"))
            if (
                alone and report.text[section.body.start : at].strip()
            ):  # right below the heading it is the table's caption
                yield Span(at, end), section.number, None
            at = report.text.find(section.title, end)


_APART = compiled(r"(?:[㐀-鿿][^㐀-鿿]*){2}[㐀-鿿]")
"""Three letters: more than stands between two lines of a table of contents."""


def _without_contents(report: Report, named: list[_Named]) -> list[_Named]:
    """Headings less those of a table of contents: three or more with nothing between them, of which only the last may be a heading."""
    kept: list[_Named] = []
    run: list[_Named] = []
    for one, after in zip(named, [*named[1:], None], strict=False):
        run.append(one)
        if after is None or _APART.search(report.text, one[0].end, after[0].start):
            kept += run if len(run) < 3 else run[-1:]
            run = []
    return kept


def _second(report: Report, number: int, places: Sequence[tuple[Span, int | None]], there: set[int]) -> Iterator[Fault]:
    first, first_ordinal = places[0]
    others = [place for place in places[1:] if not _goes_on(report, place[0])]
    alike = [span for span, _ in others if report.words(span) == report.words(first)]
    if len(alike) > 1 and len(alike) == len(others):
        return  # the head of every page
    for span, ordinal in others[:1]:
        wrong = [o for o in (first_ordinal, ordinal) if o and o != number]
        if any(o not in there for o in wrong):
            continue  # the title of another section was meant, which is missing: a finding of its own
        facts = {"title": load_form().sections[number - 1].title, "printed": report.words(span)}
        yield Fault(span, facts, (Related(first, "第一次出现", "the first one"),))


_CONTINUED = compiled(r"[（(]?(?:续|接上[页表])")


def _goes_on(report: Report, span: Span) -> bool:
    """Whether a heading says that its section goes on, or stands first on a page."""
    if _CONTINUED.match(report.text, span.end):
        return True
    at = report.squeezed.origin(span.start)
    return report.source.text[:at].rstrip(" \t\r\n#*").endswith("\f")


def _extra(report: Report, options: Options) -> Iterator[Fault]:
    """Top-level headings that name no section of the form: their ordinal goes on from the section they stand in, and they begin no
    list."""
    if not _tops(report):
        return
    known = {section.heading.start: section for section in report.sections}
    current: Section | None = None
    due = 0
    listed = False
    for heading in sorted([*_tops(report), *_numbered(report)], key=lambda h: h.span.start):
        section = known.get(heading.span.start)
        if section and section.number:
            current, due, listed = section, heading.ordinal + 1, False
            continue
        if current is None or _number(heading.title) or _ROW.search(heading.title):
            continue
        listed = listed or heading.ordinal == 1
        if listed or heading.ordinal != due or _listed(report, current, heading):
            continue
        due += 1
        if heading.ordinal <= _SECTIONS and report.section(heading.ordinal) is None:
            continue  # that section is missing, which is a finding of its own
        if not (options.unless and compiled(options.unless).search(heading.title)):
            yield Fault(heading.span, {"title": heading.title, "printed": report.words(heading.span)})


def _numbered(report: Report) -> Iterator[Heading]:
    """The headings of the form's sections."""
    for section in report.sections:
        if section.number:
            yield Heading(section.heading, section.ordinal or section.number, section.title)


def _listed(report: Report, section: Section, heading: Heading) -> bool:
    """Whether a list that counts with the same ordinals began before, in this section."""
    before = report.text[section.body.start : heading.span.start]
    if compiled("(?:^|[。；：\n\t])一(?:、|是|．|\\.)").search(before):
        return True
    return bool(heading.ordinal == 2 and compiled("首先|其一|第一").search(before))


# --- items ---


_ITEM = compiled(
    rf"（(?P<par>[{_ORDINALS}])）|（(?P<inner>\d{{1,2}})）|(?<![\d.])(?P<digit>\d{{1,2}})[、.．）](?!\d)|(?P<ring>[①-⑨])"
)
_TITLE = compiled(r"[^，。；：！？（）\t\n]{2,28}")


class Item(NamedTuple):
    """An item as it stands: how its ordinal is written, the ordinal, where ordinal and title stand, whether it opens its line and whether
    its title is a heading (it has the line for itself, or a colon or full stop ends it)."""

    style: str
    ordinal: int
    span: Span
    opens: bool
    heads: bool


@lru_cache(maxsize=8)
def _lines(report: Report) -> frozenset[int]:
    """Where lines begin."""
    return frozenset(report.squeezed.lines)


@lru_cache(maxsize=16)
def _items(report: Report, span: Span) -> tuple[Item, ...]:
    """The items of a stretch, in the order of the text."""
    text, lines = report.text, _lines(report)
    found = []
    for match in _ITEM.finditer(text, span.start, span.end):
        start, before = match.start(), text[match.start() - 1 : match.start()]
        opens = start in lines or before in ("\n", "\t")
        if not opens and before not in "。；：！？":
            continue
        title = _TITLE.match(text, match.end(), span.end)
        if not title or title.group().startswith(("项", "款", "目", "类第")):
            continue
        style = match.lastgroup or ""
        printed = match[style]
        ordinal = _ORDINALS.index(printed) + 1 if style == "par" else "①②③④⑤⑥⑦⑧⑨".find(printed) + 1 or int(printed)
        end = next((at for at in range(title.start() + 2, title.end() + 1) if at in lines), title.end())
        heads = end in lines or end == span.end or text[end : end + 1] in ("：", "。", "\n", "\t")
        found.append(Item(style, ordinal, Span(start, end), opens, heads))
    return tuple(found)


def _sequence(report: Report, options: Options) -> Iterator[Fault]:
    """The first item of section one that does not go on from the one before it."""
    section = report.section(1)
    if section is None:
        return
    if _counts_up(report, section):
        return
    items = _items(report, section.body)
    style = _style(report, items)
    topics = {item.heading.start for item in report.items}
    counted = [item for item in items if item.style == style and (item.heads or _stands(item, topics))]
    if len(counted) < 3 or (style != "par" and any(item.span.start not in topics for item in counted)):
        return
    for one, other in pairwise([Item(style, 0, section.heading, True, True), *counted]):
        if other.ordinal == one.ordinal + 1 or (other.ordinal == 1 and one.ordinal > 1):
            continue
        if other.ordinal > one.ordinal and _anywhere(report, section, style, one.ordinal + 1):
            continue  # it stands where no item was looked for
        if one.ordinal == 0 and any(item.span.start < other.span.start for item in items if item.opens):
            return
        due = one.ordinal + 1
        facts = {"printed": _printed(report, other), "due": _like(_printed(report, other), due)}
        related = () if one.ordinal == 0 else (Related(one.span, "前一项", "the item before"),)
        yield Fault(other.span, {**facts, "title": report.words(other.span)}, related)
        return


def _counts_up(report: Report, section: Section) -> bool:
    """Whether the ordinals in brackets of section one are 1, 2, 3 …, each once: then there is nothing to look at."""
    marks = compiled(rf"（([{_ORDINALS}])）").findall(report.text, *section.body)
    return len(marks) > 2 and "".join(marks) == _ORDINALS[: len(marks)]


def _stands(item: Item, topics: set[int]) -> bool:
    """Whether an ordinal in brackets numbers an item though a comma follows its title: it opens a line, or a topic of the form follows."""
    return item.style == "par" and (item.opens or item.span.start in topics)


def _style(report: Report, items: Sequence[Item]) -> str:
    """How the ordinals of section one's items are written: those of the form's topics, of which most are alike."""
    starts = {item.heading.start for item in report.items}
    styles = [item.style for item in items if item.span.start in starts]
    return max(styles, key=styles.count) if styles else "par"


def _anywhere(report: Report, section: Section, style: str, ordinal: int) -> bool:
    """Whether an ordinal of that style stands anywhere in a section, but as that of a clause of law."""
    text = report.words(section.body)
    if style == "par":
        return bool(compiled(rf"(?<!第)（{_ORDINALS[min(ordinal, 10) - 1]}）").search(text))
    return bool(re.search(rf"(?<!\d){ordinal}[、.．）](?!\d)", text))


def _printed(report: Report, item: Item) -> str:
    """The ordinal of an item as printed."""
    match = _ITEM.match(report.text, item.span.start)
    return match.group() if match else ""


def _like(printed: str, ordinal: int) -> str:
    """Another ordinal, written like a printed one."""
    number = str(ordinal) if compiled(r"\d").search(printed) else _ORDINALS[min(ordinal, 10) - 1]
    return compiled(rf"\d+|[{_ORDINALS}]").sub(number, printed, count=1)


_LOW = compiled(r"（\d{1,2}）|\d{1,2}[、.．）](?!\d)|[①-⑨]")
"""How an item of a lower level begins …"""
_FIRSTS = ("（1）", "1.", "1、", "①", "1．", "1）")
"""… and the first of some."""
_LOWER_STARTS = frozenset("（0123456789①②③④⑤⑥")
"""What a section's heading begins with where its own ordinal is of a lower level: then nobody can say what comes below it."""
_PARTS_OF_FIVE = compiled("问题|不足|困难|改进|整改|下一步|措施|打算|举措")


def _level(report: Report, options: Options) -> Iterator[Fault]:
    """Items right below a section that carry an ordinal of a lower level: those of section one that name a topic of the form, and the two
    halves of section five."""
    for number, least in ((1, 3), (5, 2)):
        section = report.section(number)
        if section is None or report.text[section.heading.start] in _LOWER_STARTS:
            continue
        starts = {item.heading.start for item in report.items}
        candidates = starts if number == 1 else _openings(report, section.body)
        if len([at for at in candidates if _LOW.match(report.text, at)]) < least:
            continue
        words = report.words(section.body)
        if not any(first in words for first in _FIRSTS):
            continue
        items = [item for item in _items(report, section.body) if item.opens]
        if any(item.style == "par" for item in items):
            continue
        low = [item for item in items if item.style in ("inner", "digit", "ring")]
        low = [item for item in low if (item.span.start in starts if number == 1 else _halves(report, item))]
        if sum(item.heads for item in low) < least:
            continue
        for item in low:
            due = f"（{_ORDINALS[min(max(item.ordinal, 1), 10) - 1]}）"
            yield Fault(item.span, {"printed": _printed(report, item), "due": due, "title": report.words(item.span)})


def _openings(report: Report, span: Span) -> set[int]:
    """Where lines, rows and cells of a stretch begin."""
    lines, words = report.squeezed.lines, report.words(span)
    found = set(lines[bisect_left(lines, span.start) : bisect_left(lines, span.end)])
    if "\t" in words or "\n" in words:
        found |= {span.start + mark.end() for mark in compiled(r"[\t\n]").finditer(words)}
    return found


def _halves(report: Report, item: Item) -> bool:
    """Whether an item of section five has the line for itself and names one of the section's two halves."""
    words = report.words(item.span)
    alone = report.text[item.span.end : item.span.end + 1] not in ("：", "。") and len(words) < 20
    return alone and bool(_PARTS_OF_FIVE.search(words))


def _long(report: Report, options: Options) -> Iterator[Fault]:
    section = report.section(1)
    if section is None or section.body.end - section.body.start <= options.limit:
        return
    count = han(report.words(section.body))
    if count > options.limit:
        facts = {"title": section.title, "count": str(count), "limit": str(options.limit)}
        yield Fault(section.heading, facts)
