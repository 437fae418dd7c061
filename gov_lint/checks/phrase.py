"""Words that were copied wrongly: a set phrase or a title misquoted, a word or a passage printed twice, the report called by another name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate, islice
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Related, Repair, Report, Span
from gov_lint.patterns import compiled, possible
from gov_lint.prose import breaks, han, running_spans, sentences, without_citations
from gov_lint.structure.headings import distance

FACTS = ("printed", "due")


class Options(NamedTuple):
    """What is a fault.

    ``misquoted``: words one or two letters away from one of the ``phrases``, looked for where a rare part of it (``anchor``) stands, and no right
    form (``forms``, a pattern); or a title in 《》 that matches ``about`` and is so near to one of the ``titles`` (one letter for a ``short`` one).
    ``doubled``: two to six letters printed twice in a row, where they are one of ``words`` or followed by one of ``tails`` (or no Chinese
    character) or more than three letters, or where ``certain`` matches about them; not where ``lawful`` does.
    ``repeated``: a passage of ``length`` letters or more, from the beginning of a sentence on, that stands a second time and does not match ``unless``.
    ``named``: the report itself is called what group ``it`` of ``pattern`` reads; silent where the title has the same fault (``titled``).
    """

    find: Literal["misquoted", "doubled", "repeated", "named"]
    phrases: tuple[Mapping[str, str], ...] = ()
    titles: tuple[Mapping[str, str], ...] = ()
    words: str = ""
    certain: str = ""
    tails: str = ""
    lawful: str = ""
    length: int = 40
    unless: str = ""
    pattern: str = ""
    titled: str = ""


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    for phrase in options.phrases:
        if set(phrase) != {"right", "anchor", "forms"}:
            yield "a phrase takes right, anchor and forms"
    for title in options.titles:
        if set(title) != {"right", "short", "about"}:
            yield "a title takes right, short and about"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """The faults of this kind."""
    if options.find == "misquoted":
        for phrase in options.phrases:
            yield from _misquoted(report, phrase)
        yield from _mistitled(report, options)
    elif options.find == "doubled":
        yield from _doubled(report, options)
    elif options.find == "repeated":
        yield from _repeated(report, options)
    else:
        yield from _named(report, options)


# --- misquoted ---

_MOST = 2
"""How many letters a misquoted phrase may be off."""
_LONG = 15
"""A phrase of more letters may be one letter further off."""
_TRIES = 100
"""At how many places a phrase is looked for."""


def _misquoted(report: Report, phrase: Mapping[str, str]) -> Iterator[Fault]:
    text, right = report.text, phrase["right"]
    anchor = compiled(phrase["anchor"])
    if not possible(phrase["anchor"], text) or not anchor.search(text.replace(right, "")):
        return
    good = [Span(*match.span()) for match in compiled(phrase["forms"]).finditer(text)]
    done = 0
    for match in islice(anchor.finditer(text), _TRIES):
        if match.start() < done or any(span.start <= match.start() < span.end for span in good):
            continue
        start = max([done, match.start() - len(right), *(span.end for span in good if span.end <= match.start())])
        end = min([len(text), match.end() + len(right), *(span.start for span in good if span.start > match.start())])
        off, span = _nearest(text, Span(start, end), right)
        if 0 < off <= _MOST + (len(right) > _LONG) and span.start <= match.start() < span.end:
            done = span.end
            printed = report.words(span)
            whole = printed[:1] + printed[-1:] == right[:1] + right[-1:]  # else the words may begin or end elsewhere
            mend = Repair(span, right) if whole and off <= _MOST else None
            yield Fault(span, {"printed": printed, "due": right}, repair=mend)


def _nearest(text: str, span: Span, right: str) -> tuple[int, Span]:
    """How many letters the nearest words of a span are off, and where they stand.  Marks between the halves of a phrase are one mark."""
    window = text[span.start : span.end].replace("，", "、").replace("；", "、")
    costs, starts = [0] * (len(window) + 1), list(range(len(window) + 1))
    for i, letter in enumerate(right, 1):
        corner, corner_start = costs[0], starts[0]
        costs[0] = i
        for j, found in enumerate(window, 1):
            kept = corner + (letter != found)
            corner, next_start = costs[j], starts[j]
            best, begun = kept, corner_start
            if costs[j] + 1 < best:
                best, begun = costs[j] + 1, starts[j]
            if costs[j - 1] + 1 < best:
                best, begun = costs[j - 1] + 1, starts[j - 1]
            costs[j], starts[j] = best, begun
            corner_start = next_start
    off = min(costs)
    end = costs.index(off)
    return off, Span(span.start + starts[end], span.start + max(end, starts[end] + 1))


_TITLE = compiled(r"《([^《》〈〉\n\t]{4,30})》")


def _mistitled(report: Report, options: Options) -> Iterator[Fault]:
    about = [(compiled(title["about"]), title) for title in options.titles]
    right = {title[key] for title in options.titles for key in ("right", "short")}
    for prose in running_spans(report):
        for match in _TITLE.finditer(report.text, prose.start, prose.end):
            name = match[1]
            if name in right:
                continue
            for pattern, title in about:
                if not pattern.search(name):
                    continue
                long = distance(name, title["right"], _MOST) <= _MOST
                if long or distance(name, title["short"], 1) <= 1:
                    due = title["right"] if long else title["short"]
                    facts = {"printed": match.group(), "due": f"《{due}》"}
                    yield Fault(Span(*match.span()), facts, repair=Repair(Span(*match.span(1)), due))
                    break


# --- doubled ---

_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两")
_NEAR = 200
"""With how many of the places found before one is compared, for one word is not to be found in two sizes."""


def _doubled(report: Report, options: Options) -> Iterator[Fault]:
    text = report.text
    found: list[tuple[int, int]] = []
    for start, size in _running_echoes(report):
        if not any(start < other + 2 * width and other < start + 2 * size for other, width in found[-_NEAR:]):
            found.append((start, size))
    for start, size in sorted(found):
        word, end = text[start : start + size], start + 2 * size
        if han(word) < size or _NUMERALS.issuperset(word) or without_citations(text)[start] != text[start]:
            continue
        if _matches(options.lawful, text, start, end):
            continue
        known = size > 3 or compiled(options.words).fullmatch(word) or _matches(options.certain, text, start, end)
        if (known or _closed(text, end, options.tails)) and _joined(report, start + size):
            mend = Repair(Span(start + size, end), "")
            yield Fault(Span(start, end), {"printed": text[start:end], "due": word}, repair=mend)


def _matches(pattern: str, text: str, start: int, end: int) -> bool:
    """Whether a match of a pattern covers a part of a stretch."""
    found = compiled(pattern).finditer(text, max(0, start - 6), min(len(text), end + 6)) if pattern else ()
    return any(match.start() < end and match.end() > start for match in found)


def _closed(text: str, at: int, tails: str) -> bool:
    """Whether a word ends at a place for certain: before a mark, or a letter that no compound begins with."""
    return at >= len(text) or not "\u3400" <= text[at] <= "\u9fff" or bool(compiled(tails).match(text, at))


_PARTED = "\0\1\2\3\4\5\6"
"""What parts two stretches that are searched as one: too long to echo anything across it."""


def _running_echoes(report: Report) -> Iterator[tuple[int, int]]:
    """The echoes of the running text, all of whose stretches are searched as one."""
    spans = running_spans(report)
    starts = list(accumulate((span.end - span.start + len(_PARTED) for span in spans), initial=0))
    for at, size in _echoes(_PARTED.join(report.words(span) for span in spans)):
        which = bisect_right(starts, at) - 1
        yield spans[which].start + at - starts[which], size


def _echoes(text: str) -> Iterator[tuple[int, int]]:
    """Where some letters stand twice in a row, and how many, the longest first.  The text is compared with itself, moved on by so many letters,
    as one large number each: what is the same is zero in both together."""
    data = text.encode("utf-16-le", "surrogatepass")
    if len(data) != 2 * len(text):
        data = "".join(char if char < "\U00010000" else "□" for char in text).encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(data, "little")
    for size in range(6, 1, -1):
        same = (number ^ (number >> 16 * size)).to_bytes(len(data), "little")
        zeros, end = bytes(2 * size), len(data) - 2 * size
        at = same.find(zeros, 0, end)
        while at >= 0:
            if at % 2:
                at += 1
                if same[at : at + 2 * size] != zeros:
                    at = same.find(zeros, at, end)
                    continue
            yield at // 2, size
            while at + 2 <= end and not (same[at] or same[at + 1]):
                at += 2
            at = same.find(zeros, at, end)


def _joined(report: Report, at: int) -> bool:
    """Whether what stands before and after a place is one text: no heading ends there, no paragraph, and no blank parts them."""
    if at in breaks(report):
        return False
    squeezed = report.squeezed
    lines = squeezed.lines
    line = bisect_left(lines, at)
    if line >= len(lines) or lines[line] != at:
        return squeezed.origin(at) == squeezed.origin(at - 1) + 1
    sizes = [
        later - earlier
        for earlier, later in zip(lines[max(0, line - 4) :], lines[max(0, line - 4) + 1 :][:8], strict=False)
    ]
    before = at - lines[line - 1]
    return line > 0 and before >= 20 and before >= max(sizes) - 3


# --- repeated ---


def _repeated(report: Report, options: Options) -> Iterator[Fault]:
    text = report.text
    seen: dict[str, Span] = {}
    done = -1
    for prose in running_spans(report):
        for span in sentences(text, prose, breaks(report)):
            opening = text[span.start : min(span.start + options.length, prose.end)]
            first = seen.setdefault(opening, span)
            if first is span or span.start < done:
                continue
            size = 0
            while span.start + size < prose.end and text[first.start + size] == text[span.start + size]:
                size += 1
            passage = text[span.start : span.start + size]
            done = span.start + size
            if han(passage) < options.length or (options.unless and compiled(options.unless).search(passage)):
                continue
            related = Related(first, "与此处相同", "the same as this")
            yield Fault(Span(span.start, done), {"printed": passage[:20], "due": ""}, (related,))


# --- named ---


def _named(report: Report, options: Options) -> Iterator[Fault]:
    """At most one fault."""
    if report.title and options.titled and compiled(options.titled).search(report.title.text):
        return
    start = report.title.span.end if report.title else 0
    for prose in running_spans(report):
        for match in compiled(options.pattern).finditer(report.text, max(start, prose.start), prose.end):
            years = {int(year) for year in compiled(r"20\d\d(?=年)").findall(match.group())}
            if years and report.year not in years:
                continue
            yield Fault(Span(*match.span("it")), {"printed": match["it"], "due": ""})
            return
