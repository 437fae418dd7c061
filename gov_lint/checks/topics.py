"""The sub-items of section one: each topic there, none of them hollow, the requests counted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Item, Report, Section, Span
from gov_lint.patterns import compiled
from gov_lint.prose import han, sentences, without_citations

FACTS = ("missing", "topic", "printed", "count")


class Options(NamedTuple):
    """What is a fault.

    ``missing``: a topic that no sub-item has and whose words (``topics``: name to pattern) occur nowhere in the section.  Where
    the section has fewer than two sub-items, or where one has a heading of its own, the wider words of ``loose`` do.
    ``thin``: a section with nothing but a preface (sentences that match ``frame``), or a sub-item of less than ``shortest`` Chinese
    characters that does not match ``complete``.
    ``figure``: the sub-item ``topic`` matches none of ``figures``, and the section as a whole not ``general``.
    """

    find: Literal["missing", "thin", "figure"]
    topics: Mapping[str, str] = {}
    loose: Mapping[str, str] = {}
    shortest: int = 15
    frame: str = ""
    complete: str = ""
    topic: str = ""
    figures: str = ""
    general: str = ""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """The faults of section one; none where there is no such section."""
    section = report.section(1)
    if section is None:
        return
    if options.find == "missing":
        yield from _missing(report, section, options)
    elif options.find == "thin":
        yield from _thin(report, section, options)
    else:
        yield from _figure(report, options)


_HEAD = (
    r"(?:（[一二三四五六七八九十\d]{1,2}）|(?<!\d)\d[、.．](?!\d)|[一二三四五六七]是|(?<=[。；：\n])[一二三四五六七]、)"
    r"[^，。；：！？（）\t\n]{2,24}"
)


def _missing(report: Report, section: Section, options: Options) -> Iterator[Fault]:
    text = report.words(section.body)
    itemised = len({item.topic for item in report.items}) > 1
    if (han(text) < 60 and not itemised) or (options.frame and _content(report, section.body, options.frame) < 15):
        return
    found = {item.topic for item in report.items}
    heads = " ".join(_heads(report, section.body))
    for name, words in options.topics.items():
        loose = options.loose.get(name, words)
        if compiled(words).search(text) or compiled(loose).search(heads if itemised else text):
            found.add(name)
    missing = [name for name in options.topics if name not in found]
    if missing:
        yield Fault(section.heading, {"missing": "、".join(missing), "count": str(len(missing))})


def _heads(report: Report, body: Span) -> Iterator[str]:
    """What stands after an ordinal, to the next punctuation or the end of its line, and no longer than a title is."""
    lines = report.squeezed.lines
    for match in compiled(_HEAD).finditer(report.text, body.start, body.end):
        after = bisect_right(lines, match.start() + 3)
        end = min(match.end(), match.start() + 20, lines[after] if after < len(lines) else match.end())
        yield report.text[match.start() : end]


def _content(report: Report, body: Span, frame: str) -> int:
    """How many Chinese characters a stretch holds beside the sentences of a preface."""
    masked = without_citations(report.text[body.start : body.end])
    spans = sentences(masked, Span(0, len(masked)))
    return sum(han(masked[s.start : s.end]) for s in spans if not compiled(frame).search(masked, s.start, s.end))


def _thin(report: Report, section: Section, options: Options) -> Iterator[Fault]:
    """The section, or each hollow sub-item; a section that is empty has a finding of its own."""
    if han(report.words(section.body)) < 10:
        return
    if not report.items and _content(report, section.body, options.frame) < options.shortest:
        yield Fault(section.heading, {"topic": section.title, "printed": report.words(section.body)[:30]})
        return
    for item in report.items:
        words = _body(report, item)
        if han(words) < options.shortest and not compiled(options.complete).search(words):
            yield Fault(
                item.heading, {"topic": item.topic, "printed": words.strip() or "空白", "count": str(han(words))}
            )


def _body(report: Report, item: Item) -> str:
    """What an item says, with what of its heading is more than a title."""
    heading = report.words(item.heading)
    return heading[20:] + report.words(item.body)


def _figure(report: Report, options: Options) -> Iterator[Fault]:
    item = next((item for item in report.items if item.topic == options.topic), None)
    section = report.section(1)
    if item is None or section is None:
        return
    words = without_citations(report.words(item.heading) + "。" + report.words(item.body))
    if compiled(options.figures).search(words) or compiled(options.general).search(
        without_citations(report.words(section.body))
    ):
        return
    if han(report.words(item.body)) >= 15:
        yield Fault(item.heading, {"topic": item.topic, "printed": report.words(item.heading)})
