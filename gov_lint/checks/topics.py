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
    the section has fewer than two sub-items the wider words of ``loose`` do, else those of ``heads`` (or ``loose``) in a heading.
    ``thin``: a section with nothing but a preface (sentences that match ``frame``) or a general phrase (less than ``phrase`` Chinese
    characters without what ``complete`` matches), or a sub-item of less than ``shortest`` that matches neither ``complete`` nor ``concrete``, or ``hollow`` as a whole
    (where ``topic`` is another).
    ``figure``: the sub-item ``topic`` (or the sentence that ``spoken`` says is on it) matches none of ``figures``, and the section as a
    whole not ``general``.
    """

    find: Literal["missing", "thin", "figure"]
    topics: Mapping[str, str] = {}
    loose: Mapping[str, str] = {}
    heads: Mapping[str, str] = {}
    shortest: int = 15
    phrase: int = 0
    hollow: str = ""
    spoken: str = ""
    frame: str = ""
    complete: str = ""
    concrete: str = ""
    topic: str = ""
    figures: str = ""
    general: str = ""


_GLANCE = 60
"""How many characters mostly tell that a stretch is not thin."""


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
    if (not itemised and han(text) < 60) or (options.frame and _content(report, section.body, options.frame, 15) < 15):
        return
    found = {item.topic for item in report.items}
    heads: list[str] | None = None
    for name, words in options.topics.items():
        if name in found or compiled(words).search(text):
            found.add(name)
            continue
        if heads is None:
            heads = list(_heads(report, section.body)) if itemised else [text]
        loose = options.loose.get(name, words)
        wider = compiled(options.heads.get(name, loose) if itemised else loose)
        if any(wider.search(part) for part in heads):
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


def _content(report: Report, body: Span, frame: str, enough: int) -> int:
    """How many Chinese characters a stretch holds beside the sentences of a preface; counts no further than ``enough``."""
    masked = without_citations(report.text)
    letters = 0
    for sentence in sentences(masked, body):
        if letters >= enough:
            break
        if not compiled(frame).search(masked, sentence.start, sentence.end):
            letters += han(masked[sentence.start : sentence.end])
    return letters


def _thin(report: Report, section: Section, options: Options) -> Iterator[Fault]:
    """The section, or each hollow sub-item; a section that is empty has a finding of its own."""
    if han(report.words(section.body)[:_GLANCE]) < 10 and han(report.words(section.body)) < 10:
        return
    enough = max(options.shortest, options.phrase)
    letters = enough if report.items else _content(report, section.body, options.frame, enough)
    if letters < options.shortest or (letters < options.phrase and not _says(report, section.body, options)):
        yield Fault(section.heading, {"topic": section.title, "printed": report.words(section.body)[:30]})
        return
    for item in report.items:
        words = _body(report, item)
        hollow = item.topic not in ("", options.topic) and compiled(options.hollow or "$^").fullmatch(words.strip())
        if not hollow and (_in_passing(report, item) or han(words[:_GLANCE]) >= options.shortest):
            continue
        short = han(words) < options.shortest and not compiled(options.complete).search(words)
        if hollow or (short and not compiled(options.concrete or "$^").search(words.lstrip("，；：。 "))):
            yield Fault(
                item.heading, {"topic": item.topic, "printed": words.strip() or "空白", "count": str(han(words))}
            )


_POINT = compiled("[一二三四五六七八九十]是")


def _in_passing(report: Report, item: Item) -> bool:
    """Whether an item is a point in the middle of a sentence: its words before the topic are content."""
    start, end = item.heading
    around = (report.text[start - 1 : start], report.text[end : end + 1])
    return ("；" in around or "，" in around) and _POINT.match(report.text, start) is not None


def _says(report: Report, body: Span, options: Options) -> bool:
    """Whether a stretch has a figure, or says that there was none; its years are no figures."""
    return bool(compiled(options.complete).search(compiled(r"20\d\d ?年").sub("", report.words(body))))


def _body(report: Report, item: Item) -> str:
    """What an item says, with what of its heading is more than a title."""
    heading = report.words(item.heading)
    return heading[20:] + report.words(item.body)


def _figure(report: Report, options: Options) -> Iterator[Fault]:
    item = next((item for item in report.items if item.topic == options.topic), None)
    section = report.section(1)
    if section is None:
        return
    if item is None:
        yield from _spoken(report, section, options)
        return
    words = without_citations(report.words(item.heading) + "。" + report.words(item.body))
    if compiled(options.figures).search(words) or compiled(options.general).search(
        without_citations(report.words(section.body))
    ):
        return
    if han(report.words(item.body)) >= 15:
        yield Fault(item.heading, {"topic": item.topic, "printed": report.words(item.heading)})


def _spoken(report: Report, section: Section, options: Options) -> Iterator[Fault]:
    """The sentence on the topic in a section without such a sub-item, where it and the next one have no figure."""
    masked = without_citations(report.text[section.body.start : section.body.end])
    if not options.spoken or compiled(options.general).search(masked):
        return
    spans = list(sentences(masked, Span(0, len(masked))))
    for span, later in zip(spans, [*spans[1:], Span(0, 0)], strict=False):
        words, next_words = masked[span.start : span.end], masked[later.start : later.end]
        match = compiled(options.spoken).search(words)
        if not match:
            continue
        if compiled("申请|受理|收到|接到|答复|办结|件").search(next_words):
            words += next_words
        if not compiled(options.figures).search(words):
            at = section.body.start + span.start
            printed = report.words(Span(at + match.start(), at + match.end()))
            yield Fault(Span(at + match.start(), at + match.end()), {"topic": options.topic, "printed": printed})
        return
