"""Prose taken over from last year's report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.nouns import Fault, Related, Report
from gov_lint.relatives import last_year
from gov_lint.similarity import Copy, Sentence, Share, copies, known_runs, prose_of, share

NEEDS = "previous"
FACTS = ("share", "sections", "year", "words")

_SHOWN = 5
"""How many copied stretches a finding names, the longest ones."""


class Options(NamedTuple):
    """The sections compared as a whole, how many letters that count they must have in both years (``short`` where the share is a grave one),
    and from which share on it is a fault and a grave one; ``alone`` is the section that is a fault by itself where nearly all of it is
    copied, and how many letters it must have."""

    sections: tuple[int, ...]
    letters: int
    short: int
    share: str
    grave: str
    alone: int
    alone_letters: int


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    for value in (options.share, options.grave):
        if not 0 < float(value) <= 1:
            yield f"a share is above 0 and at most 1, not {value!r}"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """One fault, at the longest stretch that was copied."""
    before = last_year(report)
    if before is None:
        return
    here, there = prose_of(report, options.sections), prose_of(before, options.sections)
    known = known_runs(there)
    whole = share(here, known)
    alone = share((s for s in here if s.section == options.alone), known)
    grave = whole.part >= float(options.grave)
    if min(_letters(here), _letters(there)) >= (options.short if grave else options.letters) and (
        whole.part >= float(options.share)
    ):
        severity = "error" if grave else None
        yield from _fault(report, before, whole, copies(here, there, known), here, severity)
    elif alone.all >= options.alone_letters and alone.part >= float(options.grave):
        here = tuple(s for s in here if s.section == options.alone)
        yield from _fault(report, before, alone, copies(here, there, known), here, None)


def _letters(sentences: tuple[Sentence, ...]) -> int:
    return sum(len(sentence.letters) for sentence in sentences)


def _fault(
    report: Report, before: Report, whole: Share, found: list[Copy], here: tuple[Sentence, ...], severity: str | None
) -> Iterator[Fault]:
    """The fault, with the copied stretches here and there."""
    longest = sorted(found, key=lambda copy: -copy.letters)[:_SHOWN]
    if not longest:
        return
    numbers = sorted({sentence.section for sentence in here if any(_in(sentence, copy) for copy in found)})
    facts = {
        "share": whole.percent,
        "sections": "、".join("零一二三四五六"[number] for number in numbers),
        "year": str(before.year or ""),
        "words": _quoted(report, longest[0]),
    }
    related: list[Related] = []
    for copy in sorted(longest, key=lambda copy: copy.here.start):
        words = _quoted(report, copy)
        related.append(Related(copy.here, f"本年：“{words}”", f"this year: “{words}”"))
        related.append(
            Related(copy.there, f"上年报告的同一段：“{words}”", f"the same in last year's report: “{words}”", before)
        )
    yield Fault(longest[0].here, facts, tuple(related), severity=severity)


def _in(sentence: Sentence, copy: Copy) -> bool:
    return copy.here.start <= sentence.span.start < copy.here.end


def _quoted(report: Report, copy: Copy) -> str:
    words = report.words(copy.here).replace("\t", " ").replace("\n", " ").strip()
    return words if len(words) <= 24 else words[:22] + "……"
