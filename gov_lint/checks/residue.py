"""What a conversion left in the text: bookmarks, broken references, field codes, entities, tags, and Markdown that does not render."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple
from unicodedata import category

from gov_lint.nouns import Fault, Related, Report, Span
from gov_lint.patterns import compiled

FACTS = ("printed", "what", "what_en", "lines")
PLAIN = ("signs",)


class Options(NamedTuple):
    """What is a fault: one of the ``kinds`` of leftovers, ``stars`` that are no emphasis, or a ``depth`` of Markdown headings that jumps.

    A kind has its ``pattern`` in the text as it came, the ``signs`` of which that text holds one, and its words in ``zh`` and ``en``;
    ``prose`` leaves out tables of HTML and pipes, where it belongs; ``wraps`` looks for it across the ends of lines."""

    find: tuple[Literal["kinds", "stars", "depth"], ...] = ("kinds", "stars", "depth")
    kinds: tuple[Mapping[str, str], ...] = ()


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    for kind in options.kinds:
        if not {"pattern", "signs", "zh", "en"} <= set(kind) <= {"pattern", "signs", "zh", "en", "prose", "wraps"}:
            yield "a kind takes pattern, signs, zh and en, and perhaps prose and wraps"


_MOST = 5
"""Up to so many lines with one kind of leftover each have a finding; more are one."""


class Spot(NamedTuple):
    """A leftover: where it stands in the source, and how the message prints it."""

    start: int
    end: int
    printed: str


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each line with leftovers of a kind."""
    text = report.source.text
    ascii_only = text.encode("ascii", "ignore").decode()
    if "kinds" in options.find:
        for kind in options.kinds:
            plain, other = _signs(kind["signs"])
            if not _holds(ascii_only, plain) and not _holds(text, other):
                continue
            place = report.squeezed.origin if kind.get("wraps") else int
            found = compiled(kind["pattern"]).finditer(report.text if kind.get("wraps") else text)
            spots = [Spot(place(m.start()), place(m.end() - 1) + 1, _shown(m.group())) for m in found]
            if spots and kind.get("prose"):
                spots = [spot for spot in spots if not _in_table(text, spot.start)]
            yield from _faults(report, spots, kind["zh"], kind["en"])
    if "stars" in options.find and "**" in ascii_only:
        yield from _faults(report, list(_stars(text)), "未起作用的加粗标记", "a mark of emphasis that does not render")
    if "depth" in options.find and "#" in ascii_only:
        yield from _depth(report)


@lru_cache(maxsize=64)
def _signs(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The signs of a kind: those in ASCII, and the others."""
    signs = words.split()
    return tuple(sign for sign in signs if sign.isascii()), tuple(sign for sign in signs if not sign.isascii())


def _holds(text: str, signs: Sequence[str]) -> bool:
    """Whether a text holds one of these signs."""
    return bool([sign for sign in signs if sign[0] in text and sign in text])  # a single character is found much faster


def _shown(printed: str) -> str:
    """A leftover as a message prints it: on one line, and not too long."""
    bare = " ".join(printed.split())
    return bare if len(bare) <= 30 else bare[:29] + "…"


def _in_table(text: str, at: int) -> bool:
    """Whether a place is inside a table of HTML or in a row with pipes: there tags and entities are what makes it."""
    opened = text.rfind("<table", 0, at + 6)
    if opened >= 0 and text.find("</table", opened, at) < 0 <= text.find("</table", at):
        return True
    start = text.rfind("\n", 0, at) + 1
    return text[start : start + 3].lstrip().startswith("|")


def _faults(report: Report, spots: Sequence[Spot], what: str, what_en: str) -> Iterator[Fault]:
    lines: dict[int, Spot] = {}
    for spot in spots:
        lines.setdefault(report.source.position(spot.start)[0], spot)
    found = list(lines.values())
    facts = {"what": what, "what_en": what_en, "lines": ""}
    if len(found) > _MOST:
        facts["lines"] = f"等 {len(found)} 行"
        related = tuple(Related(_span(report, spot), "同样的残留", "the same") for spot in found[1:20])
        yield Fault(_span(report, found[0]), {**facts, "printed": found[0].printed}, related)
    else:
        for spot in found:
            yield Fault(_span(report, spot), {**facts, "printed": spot.printed})


def _span(report: Report, spot: Spot) -> Span:
    """The place of a leftover in the squeezed text, which may have dropped it: then that of the next character of its line."""
    start, end = (_squeezed(report, at) for at in (spot.start, spot.end))
    return Span(start, max(end, start + 1)) if start < len(report.text) else Span(max(start - 1, 0), start)


def _squeezed(report: Report, at: int) -> int:
    """Where the character at an offset of the source, or the next one that was kept, stands in the squeezed text."""
    squeezed = report.squeezed
    piece = bisect_right(squeezed.origins, at) - 1
    start = squeezed.starts[max(piece, 0)]
    after = squeezed.starts[piece + 1] if piece + 1 < len(squeezed.starts) else len(squeezed.text)
    return min(start + max(at - squeezed.origins[max(piece, 0)], 0), after)


# --- Markdown ---


def _stars(text: str) -> Iterator[Spot]:
    """The runs of two stars that open and close nothing, by the rules of CommonMark: a mark opens before a letter and closes behind one; next to
    a punctuation mark only where blanks or punctuation stand on its other side."""
    markdown = _MARKDOWN.search(text) is not None
    open_at: Spot | None = None
    for match in compiled(r"(?<![\\*])\*{2,3}(?!\*)").finditer(text):
        if open_at and "\n\n" in text[open_at.end : match.start()].replace(" ", ""):
            yield open_at  # emphasis ends with its paragraph
            open_at = None
        opens, closes = _flanks(text, match)
        spot = Spot(match.start(), match.end(), _shown(text[match.start() : match.end() + 12]))
        if open_at and closes:
            if not markdown:
                yield open_at
            open_at = None
        elif _MASKED.match(text, max(match.start() - 1, 0)) or len(match.group()) == 3:
            continue
        elif opens and not open_at:
            open_at = spot
        elif opens:
            yield open_at or spot
            open_at = spot
        else:
            yield open_at or spot
            open_at = None
    if open_at:
        yield open_at


_MARKDOWN = compiled(r"(?m)^ {0,3}#{1,6}[ \t]*[^#\s]|^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\||^[ \t]*\*\*[^*\n]+\*\*[ \t]*$")
"""What only a text in Markdown has: a heading, the rule below a table's head, a line in bold.  In another text every mark of emphasis is left
over."""
_MASKED = compiled(
    r"[\dA-Za-z某王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][*]"
)
"""What stands before stars that hide the rest of a name or a number."""


def _flanks(text: str, match: re.Match[str]) -> tuple[bool, bool]:
    """Whether a run of stars may open emphasis, and whether it may close it."""
    before = text[match.start() - 1 : match.start()] or "\n"
    after = text[match.end() : match.end() + 1] or "\n"
    blank_before, blank_after = before.isspace(), after.isspace()
    mark_before, mark_after = (not sign.isspace() and category(sign)[0] in "PS" for sign in (before, after))
    left = not blank_after and (not mark_after or blank_before or mark_before)
    right = not blank_before and (not mark_before or blank_after or mark_after)
    return left, right


_HEADING = compiled(r"(?<!#)(#{1,6})[ \t]*(?=[^#\s])")
_INDENT = compiled(r"(?:^|\n) {0,3}$")


def _headings(text: str) -> Iterator[re.Match[str]]:
    """The marks of Markdown headings, which stand first in a line but for three blanks."""
    for match in _HEADING.finditer(text):
        if _INDENT.search(text[max(match.start() - 4, 0) : match.start()]):
            yield match


def _depth(report: Report) -> Iterator[Fault]:
    """The first Markdown heading whose depth does not fit: a section deeper or higher than the first one, or a heading two levels below the
    one before."""
    marks = [(match.start(1), match.end(), len(match[1])) for match in _headings(report.source.text)]
    if len(marks) < 2:
        return
    starts = [_squeezed(report, end) for _, end, _ in marks]
    depths: list[tuple[Spot, int]] = []
    for section in report.sections:
        at = bisect_left(starts, section.heading.start)
        if section.number and at < len(starts) and starts[at] == section.heading.start:
            depths.append((_mark(report, marks[at]), marks[at][2]))
    odd = [spot for spot, depth in depths if depth != depths[0][1]]
    if not odd:
        first = depths[0][0].start if depths else 0
        odd = [
            _mark(report, other)
            for one, other in pairwise(marks)
            if other[2] > one[2] + 1 and other[0] > first >= 0 and depths
        ][:1]
    if odd:
        facts = {
            "what": "标题的层级标记前后不一",
            "what_en": "headings of uneven depth",
            "lines": "",
            "printed": odd[0].printed,
        }
        yield Fault(
            _span(report, odd[0]),
            facts,
            tuple(Related(_span(report, s), "层级也不一致", "uneven too") for s in odd[1:]),
        )


def _mark(report: Report, mark: tuple[int, int, int]) -> Spot:
    start, end, _ = mark
    stop = report.source.text.find("\n", end)
    return Spot(start, end, _shown(report.source.text[start : stop if stop >= 0 else None]))
