"""The report's title: that there is one, and that it is worded as usual."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Report, Span, Title
from gov_lint.patterns import compiled
from gov_lint.prose import organ_kind

FACTS = ("title", "reason", "reason_en", "printed", "full", "full_en")


class Options(NamedTuple):
    """What is a fault: a title that is ``missing``, or one that is ``odd`` for one of the ``reasons``, each with ``when`` (a pattern of the
    title's text) and its words in ``zh`` and ``en``; ``nameless`` are the words for a title without an organ, ``yearless`` for one without
    a year where the report's year is known.  ``short``: an organ whose name ends with one of the ``names`` (a pattern of each short name, and
    what stands for it in full; a pattern in ``unless`` keeps a name that is full)."""

    find: Literal["missing", "odd", "short"]
    reasons: tuple[Mapping[str, str], ...] = ()
    nameless: Mapping[str, str] | None = None
    yearless: Mapping[str, str] | None = None
    names: Mapping[str, str] = {}
    unless: str = ""


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    for reason in options.reasons:
        if set(reason) != {"when", "zh", "en"}:
            yield "a reason takes when, zh and en"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """At most one fault, with all reasons."""
    title = report.title
    if options.find == "short":
        yield from _short(report, options)
        return
    if options.find == "missing":
        if title is None:
            yield Fault(report.heading(0), {"title": "", "reason": "", "reason_en": ""})
        return
    if title is None:
        return
    found = [reason for reason in options.reasons if compiled(reason["when"]).search(title.text)]
    if (
        options.nameless
        and not title.organ
        and not _cut_off(report, title.span.start)
        and not _named_below(report, title)
    ):
        found.append(options.nameless)
    if options.yearless and title.year is None and report.year and not compiled("[XxＸ×*_□]").search(title.text):
        found.append(options.yearless)
    if found:
        facts = {
            "title": title.text,
            "reason": "、".join(r["zh"] for r in found),
            "reason_en": ", ".join(r["en"] for r in found),
        }
        yield Fault(title.span, facts)


@lru_cache(maxsize=8)
def _any_end(names: tuple[str, ...]) -> str:
    """A pattern of what ends with one of the names."""
    return f"(?:{'|'.join(names)})$"


def _short(report: Report, options: Options) -> Iterator[Fault]:
    """The short name that the title has for its organ."""
    title = report.title
    if title is None or not compiled(_any_end(tuple(options.names))).search(title.organ):
        return
    if options.unless and compiled(options.unless).search(title.organ):
        return
    for pattern, full in options.names.items():
        match = compiled(f"(?:{pattern})$").search(title.organ)
        if match:
            at = report.text.find(title.organ, title.span.start, title.span.end)
            span = Span(at + match.start(), at + match.end()) if at >= 0 else title.span
            facts = {
                "title": title.text,
                "printed": match.group(),
                "full": f"，宜写全称，如“{full}”" if full else "，宜写全称",
                "full_en": f", in full such as {full}" if full else "",
            }
            yield Fault(span, facts)
            return


_BELOW = compiled(r"[ \t\n]*（?([\u3400-\u9fff]{3,25})）?[ \t\n]*")


def _named_below(report: Report, title: Title) -> bool:
    """Whether the organ stands on a line of its own below the title, as on a cover."""
    lines = report.squeezed.lines
    line = bisect_left(lines, title.span.end)
    if line >= len(lines):
        return False
    end = lines[line + 1] if line + 1 < len(lines) else len(report.text)
    below = _BELOW.fullmatch(report.text, lines[line], end)
    return below is not None and organ_kind(below[1]) is not None


def _cut_off(report: Report, at: int) -> bool:
    """Whether a title begins in the middle of two years (2022—2023年), which are a finding of their own."""
    return bool(compiled(r"20\d\d年?[-—–~～、至到]{1,2}$").search(report.text, max(0, at - 8), at))
