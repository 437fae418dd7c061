"""The headings of a report: sections known by their words, and the sub-items of section one.

A heading is known by its words, never by its ordinal alone: rows of the table of applications carry 一、二、三、四、 too.  The ordinal
only tells a rule whether it is the right one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gov_lint.nouns import Item, Section, Span, Squeezed
from gov_lint.patterns import compiled
from gov_lint.structure.form import Form, FormSection, load_form

_ORDINALS = "一二三四五六七八九十"
_TOP_MARKS = frozenset(_ORDINALS + "123456IVXⅠⅡⅢⅣⅤⅥ①②③④⑤⑥") | {"第", "（"}
_ORDINAL = (
    r"(?:第?(?P<ord>[一二三四五六七八九十])(?:部分|章|节)?[、.．，：]?|（(?P<par>[一二三四五六七八九十])）、?"
    r"|(?P<dig>\d)[、.．]|[IVXⅠ-Ⅹ]{1,4}[、.．]|[①-⑩]|（\d）)?"
)


class Candidate(NamedTuple):
    """A place that may be a heading: its section, its ordinal, where ordinal and title stand, how the title was known, whether it
    has the line for itself, and how the ordinal is written (``ord`` 一、, ``par`` （一）, ``dig`` 1. or nothing)."""

    number: int
    ordinal: int | None
    span: Span
    title: Span
    match: str
    alone: bool
    style: str = "ord"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """One pattern for all titles in use: a group each for the printed title (t1…) and for its variants (v1…)."""
    parts = []
    for section in load_form().sections:
        variants = "|".join(section.variants)
        parts.append(f"(?P<t{section.number}>{re.escape(section.title)})|(?P<v{section.number}>{variants})")
    bare = "|".join(parts).replace("(?P<", "\0").replace("(?:", "\1").replace("(", "(?:")
    return compiled(_ORDINAL + "(?:" + bare.replace("\0", "(?P<").replace("\1", "(?:") + ")")


@lru_cache(maxsize=1)
def _glued() -> re.Pattern[str]:
    """A heading that follows a sentence on the same line."""
    titles = "|".join(re.escape(section.title) for section in load_form().sections)
    return compiled(rf"(?<=[。！？）])(?:[{_ORDINALS}][、.．]|（[{_ORDINALS}]）)(?:{titles})")


@lru_cache(maxsize=1)
def _anywhere() -> re.Pattern[str]:
    """A heading in the middle of anything but a list."""
    titles = "|".join(re.escape(section.title) for section in load_form().sections)
    return compiled(rf"(?<![：，、；“《含括为])[{_ORDINALS}][、.．](?:{titles})")


def _add_glued(found: dict[int, Candidate], text: str, glued: re.Match[str]) -> None:
    """Adds a heading that does not open its line, unless it stands in a list."""
    match = _pattern().match(text, glued.start())
    if match and match.end() >= glued.end() and text[match.end() : match.end() + 1] not in ("，", "；", "、"):
        found.setdefault(glued.start(), _candidate(match, alone=False))


def find_headings(squeezed: Squeezed) -> list[Candidate]:
    """The headings of sections, in the order of the text; a table of contents is not among them."""
    found = {candidate.span.start: candidate for candidate in _on_lines(squeezed)}
    for glued in _glued().finditer(squeezed.text):
        _add_glued(found, squeezed.text, glued)
    if len({c.number for c in found.values()}) < 3 or len(set(squeezed.lines)) < _FEW_LINES:
        # a text that lost its lines: ordinal and printed title must do
        for glued in _anywhere().finditer(squeezed.text):
            _add_glued(found, squeezed.text, glued)
    return _chosen(sorted(found.values(), key=lambda c: c.span.start), squeezed)


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    """Words of which every title in use has one within its first letters."""
    return compiled("|".join(section.words for section in load_form().sections))


_POINTS = ("、", ".", "．")
"""What stands behind an ordinal in digits; other digits are a value."""
_FEW_LINES = 15
"""With fewer lines than this, a report has lost its own."""
_REACH = 26
"""How far from its line's start the first telling word of a title stands, at most."""
_CLOSING = compiled("情况|概[况述]|事项|事宜|内容|措施|举措|意见|打算|计划|思路|安排|方向|方法|建议")
"""Words of which every title in use has one near its end."""
_LAST_LETTERS = frozenset("情况事项措施")
"""Letters of the words that close the form's titles."""
_LONGEST = 44
"""How many letters a heading has, at most."""
_SHORT = 26
"""The longest line that may be a misprinted heading without an ordinal."""


def _on_lines(squeezed: Squeezed) -> Iterator[Candidate]:
    """Headings that begin a line."""
    text = squeezed.text
    words = [match.start() for match in _words().finditer(text)]
    bounds = [*dict.fromkeys(squeezed.lines), len(text), len(text)]
    ends = set(bounds)
    reached = -1
    word, places = -1, iter((*words, len(text) + _REACH))
    for start, end, second in _likely_lines(text, bounds):
        while start < end and text[start] in " \t\n":
            start += 1
        if start <= reached or start >= end:
            continue
        while word < start:
            word = next(places)
        numbered = text[start] <= "9" and text[start + 1 : start + 2] not in _POINTS
        candidate = _exact(_pattern(), text, start, ends) if word - start < _REACH and not numbered else None
        if candidate is None and (text[start] in _ORDINALS or (7 < end - start <= _SHORT and text[start] > "9")):
            candidate = _by_words(text, load_form(), start, end, second)
        if candidate:
            reached = candidate.span.end - 1
            yield candidate


def _likely_lines(text: str, bounds: list[int]) -> Iterator[tuple[int, int, int]]:
    """The lines that may begin with a heading (where they begin and end, and where the next one ends): they open with an ordinal, or
    words that close titles (a letter of them, on a short line) close them or the next line."""
    closes: set[int] = set()
    for match in _CLOSING.finditer(text):
        closes.add(match.end())
        if text[match.end() : match.end() + 1] in ("：", "。", "\t", "\n"):
            closes.add(match.end() + 1)
    for start, end, second in zip(bounds, bounds[1:], bounds[2:], strict=False):
        if start < end and (
            text[start] in _TOP_MARKS
            or end in closes
            or second in closes
            or text[start] in " \t\n"
            or (7 < end - start <= _SHORT and (text[end - 1] in _LAST_LETTERS or text[end - 2] in _LAST_LETTERS))
        ):
            yield start, end, second


def _exact(pattern: re.Pattern[str], text: str, start: int, ends: set[int]) -> Candidate | None:
    match = pattern.match(text, start)
    if not match:
        return None
    end = match.end()
    after = text[end : end + 1]
    if after in _LEADERS or (after in "：。" and text[end + 1 : end + 2] in _LEADERS):
        return None
    if end in ends or after in ("", "\t", "\n"):
        return None if _is_item(match) else _candidate(match, alone=True)
    top = match.group("ord")
    if top and after in "：。":
        return _candidate(match, alone=False)
    printed = any(match.group(f"t{section}") for section in range(1, 7))
    if after in "：。" and end + 1 in ends and not _is_item(match):
        return _candidate(match, alone=True)
    if top and printed and after not in "，；、）":
        return _candidate(match, alone=False)
    page = _PAGE.match(text, end) if top and _ordinal(match) == _number(match) else None
    if page and (page.end() in ends or text[page.end() : page.end() + 1] in ("", "\n")):
        return _candidate(match, alone=False)
    return None


_PAGE = compiled(r"[ \t]*\d{1,3}")
"""The page that a table of contents gives after a title."""
_TO_PAGE = compiled(r"[^，。；：！？\t\n]{0,12}(?:[…⋯]|[.．·•]{3})")
_LEADERS = ("…", "．", ".", "·", "⋯", "•")
"""What leads from a title to its page in a table of contents."""


def _is_item(match: re.Match[str]) -> bool:
    """Whether a matched title is that of a sub-item: 主动公开情况 without an ordinal belongs to section one, and so does
    （一）主动公开情况, which is the form's second section."""
    if match.group("ord"):
        return False
    if match.group("par") or match.group("dig"):
        return _ordinal(match) != _number(match) and not match.group(f"t{_number(match)}")
    return not any(match.group(f"t{section}") for section in range(1, 7)) and match.end() - match.start() < 8


def _number(match: re.Match[str]) -> int:
    return next(n for n in range(1, 7) if match.group(f"t{n}") or match.group(f"v{n}"))


def _candidate(match: re.Match[str], *, alone: bool) -> Candidate:
    number = _number(match)
    printed = match.group(f"t{number}")
    title = Span(*match.span(f"t{number}" if printed else f"v{number}"))
    style = next((name for name in ("ord", "par", "dig") if match.group(name)), "")
    known = "exact" if printed else "variant"
    return Candidate(number, _ordinal(match), Span(match.start(), match.end()), title, known, alone, style)


def _ordinal(match: re.Match[str]) -> int | None:
    if match.group("dig"):
        return int(match.group("dig"))
    printed = match.group("ord") or match.group("par")
    return _ORDINALS.index(printed) + 1 if printed else None


_TOP = compiled(rf"(?P<ord>[{_ORDINALS}])[、.．](?P<title>[^，。；：！？…\t\n\d]{{4,34}})")
_LONGER = compiled(r"[^，。；：！？…\t\n\d]{6,34}")


def _by_words(text: str, form: Form, start: int, end: int, second: int) -> Candidate | None:
    """A heading whose title is misprinted, or says the same in words of its own."""
    ordinal, title = None, None
    if text[start] in _ORDINALS and text[start + 1 : start + 2] in ("、", ".", "．"):
        match = _TOP.match(text, start, end) or _TOP.match(text, start, second)
        if not match or text[match.end() : match.end() + 1] in _LEADERS:
            return None
        ordinal, title = _ORDINALS.index(match.group("ord")) + 1, Span(*match.span("title"))
        whole = text[title.end : title.end + 1] in ("", "\t", "\n", "：") or title.end in (end, second)
    else:
        bare = _LONGER.match(text, start, end)
        if not bare or bare.end() != end or text[start] == "（":
            return None
        title, whole = Span(bare.start(), bare.end()), True
    if not whole or _TO_PAGE.match(text, title.end):
        return None
    printed = text[title.start : title.end]
    if _row_label(printed):
        return None
    near = _nearest(form, printed)
    if near and (ordinal or len(printed) > 7):
        return Candidate(near, ordinal, Span(start, title.end), title, "typo", alone=True)
    if ordinal is None:
        return None
    known = [section.number for section in form.sections if compiled(section.words).search(printed)]
    if ordinal in known:
        return Candidate(ordinal, ordinal, Span(start, title.end), title, "variant", alone=True)
    if len(known) == 1:
        return Candidate(known[0], ordinal, Span(start, title.end), title, "loose", alone=True)
    return Candidate(0, ordinal, Span(start, title.end), title, "loose", alone=True)


def _row_label(printed: str) -> bool:
    """Whether a heading's words are those of a row of the table of applications."""
    return bool(compiled(r"新收|结转|办理结果|勾稽").search(printed))


def _nearest(form: Form, printed: str) -> int | None:
    """The section whose printed title is one to three letters away, and no further than a third of its length."""
    letters = set(printed)
    for section in form.sections:
        limit = min(3, len(section.title) // 3)
        if abs(len(section.title) - len(printed)) > limit or len(_letters(section.title) - letters) > limit:
            continue
        if 0 < distance(section.title, printed, limit) <= limit:
            return section.number
    return None


@lru_cache(maxsize=16)
def _letters(title: str) -> frozenset[str]:
    return frozenset(title)


def distance(one: str, other: str, limit: int) -> int:
    """The edit distance of two texts (insert, delete, replace; two neighbours changed over count as one), or ``limit + 1``."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def misprint(printed: str, section: FormSection) -> bool:
    """Whether a name is a section's but for one to three letters (a third of them at most), and no other way to say it."""
    title = section.title
    limit = min(3, len(title) // 3)
    if printed == title or abs(len(title) - len(printed)) > limit or len(set(title).difference(printed)) > limit:
        return False
    if any(compiled(variant).fullmatch(printed) for variant in section.variants):
        return False
    return distance(title, printed, limit) <= limit


def _chosen(found: list[Candidate], squeezed: Squeezed) -> list[Candidate]:
    """The candidates less a table of contents and less what only looks like a heading."""
    found = _without_contents(found, squeezed)
    for style in ("par", "dig"):  # （一） and 1. number sections only where three or more of them do
        right = {c.number for c in found if c.style == style and c.ordinal == c.number}
        found = [c for c in found if c.style != style or _numbers_sections(c, found, right)]
    certain = {c.number for c in found if c.match in ("exact", "variant", "typo")}
    kept = []
    for candidate in found:
        if candidate.match == "loose" and candidate.number in certain:
            candidate = candidate._replace(number=0)
        if candidate.number == 0 and not _top_level(candidate, found):
            continue
        kept.append(candidate._replace(match="variant") if candidate.match == "loose" else candidate)
    return _one_each(kept)


def _numbers_sections(candidate: Candidate, found: list[Candidate], right: set[int]) -> bool:
    """Whether an ordinal of a lower level numbers a section all the same: it is the right one, or most others of its kind are; and the
    section has no other heading."""
    if candidate.ordinal == candidate.number:
        return len(right) >= 3 or not _twin(candidate, found)
    return len(right) >= 3 and not _twin(candidate, found)


def _twin(candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether the section of a candidate has another heading."""
    return any(c.number == candidate.number and c is not candidate for c in found)


def _top_level(candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether a heading without a place in the form is a section all the same: its ordinal goes on from the section before."""
    before = [c for c in found if c.span.start < candidate.span.start and c.number]
    last = before[-1] if before else None
    return bool(last and last.ordinal and candidate.ordinal == last.ordinal + 1 and last.number >= 5)


_APART = compiled(r"(?:[^\s.．·…\-—\d][\s.．·…\-—\d]*){2}[^\s.．·…\-—\d]")
"""Three letters: more than what leads to the number of a page."""


def _without_contents(found: list[Candidate], squeezed: Squeezed) -> list[Candidate]:
    """Three or more headings in a row with nothing between them are a table of contents when they stand again below."""
    run: list[Candidate] = []
    numbers: set[int] = set()
    contents: set[int] = set()
    for one, other in zip([*found, None], [*found[1:], None, None], strict=False):
        if one is None:
            break
        run.append(one)
        numbers.add(one.number)
        begins_again = other is not None and other.number in numbers and len(numbers) >= 3
        if other is None or begins_again or _APART.search(squeezed.text, one.span.end, other.span.start):
            if len(run) >= 3:
                later = {c.number for c in found if c.span.start > one.span.start}
                contents |= {c.span.start for c in run if c.number in later}
            run, numbers = [], set()
    return [c for c in found if c.span.start not in contents]


def _one_each(found: list[Candidate]) -> list[Candidate]:
    """Of several candidates for one section, the printed title counts, then the one with a top-level ordinal; another printed title stays
    as a duplicate."""
    best: dict[int, Candidate] = {}
    ranks = {"exact": 3, "variant": 2, "typo": 1}

    def rank(candidate: Candidate) -> tuple[int, int, bool]:
        right = candidate.ordinal == candidate.number
        return (right, ranks[candidate.match], candidate.alone)

    for candidate in found:
        known = best.get(candidate.number)
        if candidate.number and (known is None or rank(candidate) > rank(known)):
            best[candidate.number] = candidate
    return [
        c
        for c in found
        if c.number == 0
        or best[c.number] is c
        or (c.match == "exact" == best[c.number].match and c.ordinal is not None and c.style == best[c.number].style)
    ]


def sections(squeezed: Squeezed, found: list[Candidate]) -> tuple[Section, ...]:
    """The sections that the headings begin."""
    if not found:
        return ()
    ends = [c.span.start for c in found[1:]] + [len(squeezed.text)]
    return tuple(
        Section(
            c.number,
            c.ordinal,
            squeezed.text[c.title.start : c.title.end],
            c.match,
            c.span,
            Span(_body(squeezed.text, c.span.end), end),
        )
        for c, end in zip(found, ends, strict=True)
    )


def _body(text: str, at: int) -> int:
    """Where the body begins after a heading: after its colon or full stop."""
    while at < len(text) and text[at] in "：。:\t\n":
        at += 1
    return at


def items(squeezed: Squeezed, span: Span) -> tuple[Item, ...]:
    """The sub-items of section one that carry one of the form's topics, in the order of the text."""
    text, form = squeezed.text, load_form()
    lines = set(squeezed.lines)
    found: list[tuple[str, Span]] = []
    for match in compiled(
        r"（[一二三四五六七八九十]）|（\d{1,2}）|(?<!\d)\d[、.．](?!\d)|[一二三四五六七八九十](?:、|是)"
    ).finditer(text, span.start, span.end):
        before = text[match.start() - 1] if match.start() else ""
        if match.start() not in lines and before not in "。；：！？）\n\t":
            continue
        title = compiled(r"[^，。；：！？（）\t\n]{2,28}").match(text, match.end(), span.end)
        if not title:
            continue
        topic, end = _topic(squeezed, form, match.end(), title.end())
        if topic and not any(name == topic for name, _ in found):
            found.append((topic, Span(match.start(), end)))
    if not found:
        return ()
    ends = [heading.start for _, heading in found[1:]] + [span.end]
    return tuple(
        Item(topic, head, Span(_body(text, head.end), end)) for (topic, head), end in zip(found, ends, strict=True)
    )


def _topic(squeezed: Squeezed, form: Form, start: int, stop: int) -> tuple[str, int]:
    """The topic that the title of a sub-item names (empty where it names none), and where the title ends: at its colon,
    else with the line that holds the topic."""
    text = squeezed.text
    to_colon = text[stop : stop + 1] == "：" and stop - start <= _LONGEST_ITEM
    for end in [*_line_ends(squeezed, start, stop), stop]:
        for name, words in form.topics.items():
            if compiled(words).search(text, start, end):
                return name, stop if to_colon else end
    return "", stop


_LONGEST_ITEM = 22
"""How many letters the title of a sub-item has, at most."""


def _line_ends(squeezed: Squeezed, start: int, end: int) -> Iterator[int]:
    """Ends of lines inside a stretch, after the first four letters: a title in a line of its own ends there."""
    lines = squeezed.lines
    yield from lines[bisect_left(lines, start + 4) : bisect_right(lines, end)]
