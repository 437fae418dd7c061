"""Marks of punctuation as they are printed: brackets and quotation marks in pairs, widths, spaces before a mark, a mark printed twice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Repair, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import running_spans

FACTS = ("printed", "reason", "reason_en")


class Options(NamedTuple):
    """What is a fault: brackets that are ``unpaired`` (or of which one is wide and one narrow), or ``marks`` that are narrow, doubled or set off
    by a space."""

    find: Literal["unpaired", "marks"]


def check(report: Report, options: Options) -> Iterator[Fault]:
    """The faults of the running text."""
    if options.find == "unpaired":
        yield from _unpaired(report)
    else:
        yield from _marks(report)


@lru_cache(maxsize=8)
def _own(report: Report) -> tuple[Span, ...]:
    """The running text from the title to the sign-off: before and after them a page has words of its own."""
    start = report.title.span.start if report.title else 0
    closing = report.signoff.date.span if report.signoff.date else report.signoff.organ_span
    last = max((section.heading.start for section in report.sections), default=start)
    end = closing.end if closing and closing.end > last else len(report.text)
    end += report.text[end : end + 1] == "）"
    cut = [Span(max(start, span.start), min(end, span.end)) for span in running_spans(report)]
    return tuple(span for span in cut if span.start < span.end)


@lru_cache(maxsize=8)
def _printed(report: Report) -> tuple[Span, ...]:
    """The stretches of the source that this text was copied from."""
    return tuple(_origins(report, span) for span in _own(report))


# --- pairs ---

_BRACKETS = compiled("[（）《》〔〕“”〈〉【】]")
_NONE = "[^（）《》〔〕“”〈〉【】\0]"
_INNER = f"(?:《{_NONE}{{0,60}}》|“{_NONE}{{0,60}}”|〔{_NONE}{{0,6}}〕){_NONE}{{0,60}}"
_PAIRED = compiled(
    f"（{_NONE}{{0,120}}(?:{_INNER}){{0,2}}）|《{_NONE}{{0,120}}》|“{_NONE}{{0,120}}(?:{_INNER})?”|〔{_NONE}{{0,20}}〕"
)
"""Pairs as nearly all are: of these nothing is to be said, whatever stands about them."""
_CLOSERS = {"）": "（", "》": "《", "〕": "〔", "”": "“", "〉": "〈", "】": "【"}
_REACH = {"（": 400, "《": 150, "〔": 24, "“": 300, "〈": 120, "【": 80}
"""How many characters a pair may hold."""
_LIST = compiled(r"(?<![0-9A-Za-z（.．-])(?:\d{1,2}|[A-Za-z])$")
"""What stands before the bracket of an item's number, as in 1）."""


class _Stray(NamedTuple):
    """A bracket without its other half."""

    at: int
    mark: str
    before: int
    """How many brackets stand before it."""


_MANY = 20
"""From more brackets than this on, one finding tells of all: the text was damaged, or typed so."""
_ENOUGH = 2 * _MANY + 3
"""So many brackets make more findings than that, though two may make one."""


def _unpaired(report: Report) -> Iterator[Fault]:
    faults = list(islice(_brackets(report), _MANY + 1))
    if len(faults) <= _MANY:
        yield from faults
        return
    facts = faults[0].facts
    more = {
        "reason": f"{facts['reason']}，全文类似的超过{_MANY}处",
        "reason_en": f"{facts['reason_en']}, and more than {_MANY} others like it",
    }
    yield faults[0]._replace(facts={**facts, **more})


def _brackets(report: Report) -> Iterator[Fault]:
    """The faults of all brackets."""
    text, source = report.text, report.source.text
    mixed = ("(" in source or ")" in source) and ("（" in source or "）" in source) and _halved(report)
    if not mixed and not _BRACKETS.search(_PAIRED.sub("", "\0".join(map(report.words, _own(report))))):
        return
    for span in _own(report):
        strays: list[tuple[int, str, int]] = []
        stacks: dict[str, list[tuple[int, int]]] = {mark: [] for mark in _REACH}
        for count, match in enumerate(_BRACKETS.finditer(text, span.start, span.end)):
            mark, at = match[0], match.start()
            if mark in stacks:
                stacks[mark].append((at, count))
                continue
            opener = _CLOSERS[mark]
            stack = stacks[opener]
            if stack and at - stack[-1][0] <= _REACH[opener]:
                stack.pop()
            elif not (mark == "）" and _is_item(report, at)):
                strays.append((at, mark, count))
        if mixed:
            yield from _mixed(report, span)
        strays += [(at, mark, count) for mark, stack in stacks.items() for at, count in stack]
        if strays:
            yield from _strays(report, [_Stray(*stray) for stray in sorted(strays)[:_ENOUGH]])


def _is_item(report: Report, at: int) -> bool:
    """Whether a closing bracket belongs to an item's number (1）…), which has no opening one."""
    if not report.text[at - 1 : at].isalnum():
        return False
    number = _LIST.search(report.text, max(0, at - 4), at)
    if not number:
        return False
    start, lines = number.start(), report.squeezed.lines
    at_line = bisect_right(lines, start)
    begins = at_line > 0 and lines[at_line - 1] == start
    return begins or start == 0 or report.text[start - 1] in "。；：，、！？）”\n\t "


def _short(words: str) -> str:
    return words if len(words) <= 24 else f"{words[:11]}…{words[-11:]}"


_ROUND = compiled("[()（）]")
_HALVES = compiled(r"\([^()（）]{0,400}）|（[^()（）]{0,400}\)")


def _halved(report: Report) -> bool:
    """Whether a bracket that is narrow stands next to one that is wide, which pairs of one width alone never do so."""
    source = report.source.text
    brackets = "".join("".join(_ROUND.findall(source, span.start, span.end)) for span in _printed(report))
    return "(）" in brackets or "（)" in brackets


def _mixed(report: Report, span: Span) -> Iterator[Fault]:
    """The brackets of which one half is narrow and the other wide."""
    start, end = _origins(report, span)
    for match in _HALVES.finditer(report.source.text, start, end):
        words = match.group()
        if compiled(r"[：；。，、\s]\d{1,2}\)$").search(words):
            continue  # an item's number inside wide brackets
        pair = Span(_squeezed(report, match.start()), _squeezed(report, match.end() - 1) + 1)
        facts = {
            "printed": _short(report.words(pair) if "\n" in words else words),
            "reason": f"括号一半全角一半半角（“{words[0]}”与“{words[-1]}”），应统一为全角（）",
            "reason_en": f"one bracket is wide, the other narrow ({words[0]} and {words[-1]}); both should be wide",
        }
        half = Span(pair.start, pair.start + 1) if words[0] == "(" else Span(pair.end - 1, pair.end)
        yield Fault(pair, facts, repair=Repair(half, "（" if words[0] == "(" else "）"))


def _strays(report: Report, strays: list[_Stray]) -> Iterator[Fault]:
    """One fault for each bracket without its other half; two of them that stand next to one another are one fault."""
    done = -1
    for stray, later in [*pairwise(strays), (strays[-1], None)]:
        if stray.at <= done:
            continue
        together = later is not None and later.before == stray.before + 1 and later.at - stray.at <= 40
        together = together and (stray.mark not in _CLOSERS or (later is not None and later.mark == stray.mark))
        if together and later is not None:
            done = later.at
            span = Span(stray.at, later.at + 1)
            reason = f"“{stray.mark}”与“{later.mark}”不成对"
            english = f"{stray.mark} and {later.mark} do not make a pair"
        else:
            span = Span(stray.at, stray.at + 1)
            closing = stray.mark in _CLOSERS
            reason = f"“{stray.mark}”没有相应的{'前' if closing else '后'}半"
            english = f"{stray.mark} has no {'opening' if closing else 'closing'} half"
        around = _around(report, span)
        yield Fault(span, {"printed": around, "reason": f"{reason}，括号、书名号和引号应当成对", "reason_en": english})


def _around(report: Report, span: Span) -> str:
    """The words of a span with some that stand about it, on the same line."""
    start, end = _origins(report, span)
    words = _context(report.source.text, start, end)
    return _short(report.words(span)) if "\n" in words else words


# --- marks ---

_HAN = r"\u3400-\u9fff"
_NARROW = compiled(
    rf"(?m)(?:(?<=[{_HAN}）》”’])(?:[,;!?](?=[{_HAN}（《“‘\d]|[ \r]*$)|:(?=[{_HAN}（《“‘]|[ \r]*$)"
    rf"|\.(?=[{_HAN}])(?!政务|公益|中国|网址|公司|网络|商标|信息))"
    rf"|(?<=[0-9%％])[,;](?=[{_HAN}（《“])|(?<=[A-Za-z]),(?=[{_HAN}（《“]))"
)
_SPACED = compiled(rf"(?<=[{_HAN}）》”’])[ \u3000\u00a0]+(?=[、，。；！？])")
_DOUBLED = compiled(r"[，。；、：](?:(?<=[，。；、])[ \u3000]?[，。；、,;]|(?<=：)[：:])")
_BLANK_BEFORE = compiled("[ \u3000\u00a0][、，。；！？]")
_TWO_MARKS = compiled("[，。；、：]{2}")
"""What :data:`_SPACED` needs, and in the squeezed text what :data:`_DOUBLED` does; both are quicker to look for."""
_LOOSE = compiled(rf"(?<=[{_HAN}])[ \u3000]{{1,2}}(?=[{_HAN}])")
"""A blank between two Chinese characters: where there are many, the layout makes them."""
_CHROME = compiled(
    "(?:来源|发布时间|发布日期|公开日期|时间|作者|字体|字号|浏览次数|浏览量|点击数|点击量|阅读量|访问次数|索引号|发布机构|公开机构|编辑|打印|分享|分享到|文号)$"
)
"""Labels that a page puts around its text."""
_WIDE_OF = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_GENERAL = 8
"""From so many narrow marks on, one finding tells of all."""


class _Mark(NamedTuple):
    """A mark that is printed wrongly, by its offset in the source."""

    start: int
    end: int
    reason: str
    reason_en: str
    right: str | None = None
    """What is printed in place of its last character where it is right (nothing where it is one too many); None where that is not certain."""


def _marks(report: Report) -> Iterator[Fault]:
    """At most one fault a line."""
    ranges = _printed(report)
    narrow = list(_narrow(report, ranges))
    faults = [*_thinned(narrow), *_spaced(report, ranges), *_doubled(report, ranges)]
    lines: dict[int, list[_Mark]] = {}
    for mark in sorted(faults):
        if not _is_row(report, mark.start):
            lines.setdefault(report.source.text.count("\n", 0, mark.start), []).append(mark)
    for mark, *others in lines.values():
        span = Span(_squeezed(report, mark.start - 1), _squeezed(report, mark.end - 1) + 1)
        words = _context(report.source.text, mark.start, mark.end)
        mend = _mended(report, mark) if not others else None
        yield Fault(span, {"printed": words, "reason": mark.reason, "reason_en": mark.reason_en}, repair=mend)


def _mended(report: Report, mark: _Mark) -> Repair | None:
    """What makes a mark right, where that is certain and the layout kept the mark."""
    at = _squeezed(report, mark.end - 1)
    if mark.right is None or report.squeezed.origin(at) != mark.end - 1:
        return None
    return Repair(Span(at, at + 1), mark.right)


def _origins(report: Report, span: Span) -> Span:
    """The stretch of the source that a span was copied from."""
    return Span(report.squeezed.origin(span.start), report.squeezed.origin(span.end - 1) + 1)


def _squeezed(report: Report, offset: int) -> int:
    """The offset in the squeezed text of a character of the source; that of the one before it, if layout took it away."""
    squeezed = report.squeezed
    at = max(bisect_right(squeezed.origins, offset) - 1, 0)
    end = squeezed.starts[at + 1] if at + 1 < len(squeezed.starts) else len(squeezed.text)
    return max(min(squeezed.starts[at] + offset - squeezed.origins[at], end - 1), 0)


def _is_row(report: Report, offset: int) -> bool:
    """Whether a line of the source is a row of some table."""
    text = report.source.text
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)].strip()
    return "\t" in line or "|" in line


def _context(text: str, first: int, last: int) -> str:
    """A stretch of the source with some words about it, on its line."""
    start = max(text.rfind("\n", 0, first) + 1, first - 8)
    end = text.find("\n", last)
    return text[start : min(end if end >= 0 else len(text), last + 6)].strip()


def _narrow(report: Report, ranges: tuple[Span, ...]) -> Iterator[_Mark]:
    for span in ranges:
        for match in _NARROW.finditer(report.source.text, span.start, span.end):
            mark = match.group()
            if mark == ":" and _CHROME.search(report.source.text, max(0, match.start() - 5), match.start()):
                continue
            wide = _WIDE_OF[mark]
            yield _Mark(
                match.start(),
                match.end(),
                f"“{mark}”是半角标点，应为全角“{wide}”",
                f"{mark} is narrow; it should be {wide}",
                wide,
            )


def _thinned(marks: list[_Mark]) -> list[_Mark]:
    """The marks themselves, or only the first one where they are how the whole text was typed."""
    if len(marks) < _GENERAL:
        return marks
    first = marks[0]
    more = f"，全文共{len(marks)}处", f" ({len(marks)} places in all)"
    return [first._replace(reason=first.reason + more[0], reason_en=first.reason_en + more[1], right=None)]


def _spaced(report: Report, ranges: tuple[Span, ...]) -> list[_Mark]:
    """Blanks before a mark; none where the layout puts blanks everywhere."""
    text = report.source.text
    if not any(_BLANK_BEFORE.search(text, span.start, span.end) for span in ranges):
        return []
    found = [match for span in ranges for match in _SPACED.finditer(text, span.start, span.end)]
    if not found:
        return []
    loose = sum(1 for span in ranges for _ in _LOOSE.finditer(text, span.start, span.end))
    marks = sum(text.count(mark, span.start, span.end) for span in ranges for mark in "、，。；")
    if loose >= max(6, 2 * len(found)) or 5 * len(found) > max(marks, 25):
        return []
    return [
        _Mark(m.start(), m.end() + 1, f"“{text[m.end()]}”前有空格", f"a space stands before {text[m.end()]}")
        for m in found
    ]


def _doubled(report: Report, ranges: tuple[Span, ...]) -> Iterator[_Mark]:
    text = report.source.text
    if not _TWO_MARKS.search("\t".join(map(report.words, _own(report)))):
        return
    for span in ranges:
        for match in _DOUBLED.finditer(text, span.start, span.end):
            run = text[max(0, match.start() - 2) : match.end() + 2]
            if run.count(match.group()[0]) > 3:
                continue  # leaders of a list of contents
            words = match.group().replace(" ", "")
            one = _WIDE_OF.get(words[1], words[1]) == words[0]  # of two unlike ones, either may be meant
            right = "" if one and len(words) == len(match.group()) else None
            yield _Mark(match.start(), match.end(), f"标点“{words}”重复", f"two marks in a row: {words}", right)
