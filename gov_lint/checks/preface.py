"""The preface's list of the report's parts: their number and their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Related, Report, Section, Span
from gov_lint.patterns import compiled
from gov_lint.prose import breaks, number, sentences, within
from gov_lint.structure.form import load_form
from gov_lint.structure.headings import misprint

FACTS = ("count", "listed", "due", "printed", "names")


class Options(NamedTuple):
    """What is a fault: ``names`` of parts that are not those of the headings (a short form of a name is none), or a ``count`` that is
    neither the number of names nor that of parts.  ``words`` tell by a pattern which section (by its number)
    a name means.  A list counts as one from ``least`` recognised names on."""

    find: Literal["names", "count"]
    words: Mapping[str, str]
    least: int = 4


class _Listed(NamedTuple):
    """A list of parts: its names' places with the section each means, the number stated (with its place), whether 等 leaves it open."""

    names: dict[Span, int | None]
    stated: int | None
    count_span: Span
    open: bool


_COUNT = (
    r"(?:共|共计|合计|等|分为|分成|分|由|包括|包含|以上|以下|上述|下列|涵盖|的|内容|，|、|情况|事项)"
    r"(?P<n>[一二三四五六七八九十]|\d{1,2})(?:个|大|项){0,2}(?:部分|部份|方面|章节|章|板块)"
)
_LEAD = (
    r"(?:由|包括|包含|涵盖|分为|组成：|内容为|内容有|内容是|内容：|部分：|方面：|部分，|方面，|涉及|即|分别是|分别为|从|含|括)(?:了|以下|下列|如下)?(?:内容)?(?:：|，)?"
    r"(?=[“《（]{0,2}[一1]?[、.．）]?)"
)
_SPLIT = r"(?:、|，|；|：|“|”|（[一二三四五六]）|(?<=情况|事项|措施|概述|概况)(?:以及|及|和|与))"
_ORDINAL = r"^(?:以及|以及|及|和|与)?(?:第?[一二三四五六][、.．是]|\d[.．、])?"
_CLOSE = r"(?:等)?(?:共|共计|合计)?(?:分为)?(?:[一二三四五六七八九十]|\d{1,2})?(?:个|大|项){0,2}(?:部分|部份|方面|章节|板块)?(?:的)?(?:内容)?(?:组成|构成)?[。（）》]?$"

_LONGEST = 400
"""How many characters a list of parts has, at most."""
_CLOSERS = frozenset("等共计为成一二三四五六七八九十0123456789个大项分份面节章块的容。）》")
"""The last characters of words that close such a list."""
_LONGEST_CLOSING = 20
"""How many characters the words that close such a list have, at most."""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """At most one fault: on the names that differ, or on the number."""
    listed = _listed(report, tuple(options.words.items()), options.least)
    if listed is None:
        return
    if options.find == "count":
        yield from _count(report, listed)
    else:
        yield from _names(report, options, listed)


def _stretch(report: Report) -> Span:
    """The preface, and the beginning of section one, where some reports put it."""
    first = report.section(1)
    end = report.preface.end
    if first:
        end = max(end, report.items[0].heading.start if report.items else min(first.body.end, first.body.start + 900))
    return Span(report.preface.start, end)


@lru_cache(maxsize=8)
def _listed(report: Report, meanings: tuple[tuple[str, str], ...], least: int) -> _Listed | None:
    """The first sentence that names enough of the parts."""
    stretch = _stretch(report)
    if not _means(report, stretch, meanings, least):
        return None
    for sentence in sentences(report.text, stretch, breaks(report)):
        if not _means(report, sentence, meanings, least):
            continue
        cuts = _cuts(report, sentence)
        if len(cuts) < least - 1:
            continue  # too few marks to part so many names
        best: tuple[int, int, list[Span]] = (0, 0, [])
        meant: dict[Span, int | None] = {}
        for lead in islice(compiled(_LEAD).finditer(report.text, sentence.start, sentence.end), 8):
            listing = Span(lead.end(), min(sentence.end, lead.end() + _LONGEST))
            behind = [cut for cut in cuts if listing.start <= cut[0] and cut[1] <= listing.end]
            if len(behind) < max(least, best[0]) - 1:
                continue
            names = list(_split(report, listing, behind))
            if len(names) < max(least, best[0]):
                continue
            for name in names:
                if name not in meant:
                    meant[name] = _meant(report.words(name), meanings)
            known = {meant[name] for name in names} - {None}
            best = max(best, (len(known), -len(names), names))
        if best[0] >= least:
            return _with_count(report, sentence, {name: meant[name] for name in best[2]})
    return None


def _means(report: Report, span: Span, meanings: Sequence[tuple[str, str]], least: int) -> bool:
    """Whether a stretch has words for so many sections."""
    wanting = len(meanings) - least
    for _, words in meanings:
        if wanting < 0:
            return False
        wanting -= compiled(words).search(report.text, span.start, span.end) is None
    return wanting >= 0


def _cuts(report: Report, span: Span) -> list[tuple[int, int]]:
    """What may part two names in a stretch."""
    return [m.span() for m in compiled(_SPLIT).finditer(report.text, span.start, span.end)]


def _split(report: Report, span: Span, cuts: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """The names in a stretch, up to the first that cannot be one; 行政复议、行政诉讼情况 is one name."""
    at = span.start
    held: Span | None = None
    for start, end in chain(cuts, [(span.end, span.end)]):
        name = _trimmed(report, Span(at, start))
        at = end
        if name.start >= name.end:
            continue
        words = report.words(name)
        if held and (
            report.words(held).endswith("复议") or compiled("^(?:被)?(?:提起|申请)?(?:行政)?诉讼").match(words)
        ):
            held = Span(held.start, name.end)
            continue
        if held:
            yield held
        held = None
        if not compiled("[\u4e00-\u9fff]").search(words) or len(words) > 36:
            return
        if _closing(words):
            return
        held = name
    if held:
        yield held


def _trimmed(report: Report, span: Span) -> Span:
    """A name without its ordinal and without the words that close the list."""
    words = report.words(span)
    lead = compiled(_ORDINAL).match(words)
    start = span.start + (lead.end() if lead else 0)
    if words[-1:] not in _CLOSERS:
        return Span(start, max(span.end, start))
    closing = compiled(_CLOSE).search(words, max(start, span.end - _LONGEST_CLOSING) - span.start)
    stop = span.start + closing.start() if closing else start
    return Span(start, max(stop, start))


def _closing(words: str) -> bool:
    """Whether these words go on after a list."""
    return bool(compiled("^(?:共|全文|本报告|报告|所列|统计|数据|其中|现将|并|如)").match(words))


def _with_count(report: Report, sentence: Span, names: dict[Span, int | None]) -> _Listed:
    first, last = next(iter(names)), next(reversed(names))
    count_of = compiled(_COUNT)
    match = count_of.search(report.text, max(sentence.start, last.end - 2), sentence.end) or count_of.search(
        report.text, sentence.start, sentence.end
    )
    count = number(match["n"]) if match else None
    opened = bool(compiled("等").match(report.text, last.end)) or report.words(last).endswith("等")
    place = Span(match.start("n"), match.end()) if match else first
    return _Listed(names, count, place, opened)


def _meant(name: str, meanings: Iterable[tuple[str, str]]) -> int | None:
    """The section that a name means."""
    return next((int(key) for key, words in meanings if compiled(words).search(name)), None)


def _count(report: Report, listed: _Listed) -> Iterator[Fault]:
    if listed.stated is None:
        return
    parts = {6, len({s.heading.start for s in report.sections})}
    names = len(listed.names)
    few = listed.stated != names and not (listed.open and names < listed.stated)
    if few or listed.stated not in parts:
        facts = {
            "count": str(listed.stated),
            "listed": str(names),
            "due": "6",
            "printed": report.words(listed.count_span),
        }
        yield Fault(listed.count_span, facts)


def _bare(name: str) -> str:
    """A name without the words that may come and go."""
    return compiled("[的、，“”]|以及|和|及|与|或").sub("", name)


def _short_of(short: str, full: str) -> bool:
    """Whether a name is another one with letters left out, in whatever order (申请处理情况)."""
    return len(short) < len(full) and within(short, full)


def _agrees(name: str, section: Section, form: str) -> bool:
    """Whether a name is the heading's, or short for it."""
    if name == section.title:
        return True
    listed, printed, mandated = _bare(name), _bare(section.title), _bare(form)
    if listed == printed:
        return True
    if listed == mandated:
        return False  # the list has the form's full name and the heading another
    return _short_of(listed, printed) or _short_of(listed, mandated)


def _misprinted(name: str, meant: int | None) -> bool:
    """Whether a name is one of the form's but for a few letters: the misprint is a finding of its own."""
    return any(meant in (None, section.number) and misprint(name, section) for section in load_form().sections)


def _printed_title(section: Section) -> str:
    """The title that the form prints for a section."""
    return load_form().sections[section.number - 1].title


def _names(report: Report, options: Options, listed: _Listed) -> Iterator[Fault]:
    wrong: list[tuple[Span, Section | None]] = []
    for span, meant in listed.names.items():
        name = report.words(span)
        section = report.section(meant) if meant else None
        if meant and section is None:
            continue  # a missing section is a finding of its own
        if section and (section.match == "typo" or _agrees(name, section, _printed_title(section))):
            continue
        if not _misprinted(name, meant):
            wrong.append((span, section))
    if wrong:
        related = tuple(Related(s.heading, f"标题：{s.title}", f"heading: {s.title}") for _, s in wrong if s)
        names = "、".join(f"“{report.words(span)}”" for span, _ in wrong)
        yield Fault(wrong[0][0], {"names": names, "printed": names, "count": str(len(wrong))}, related)
