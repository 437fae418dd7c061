"""Two units of one year with the same prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gov_lint.nouns import Fault, Related, Report
from gov_lint.relatives import organ_of
from gov_lint.similarity import Sentence, Share, copies, index_of, known_runs, prose_of, share

NEEDS = "siblings"
FACTS = ("organ", "share", "sections", "words")


class Options(NamedTuple):
    """The sections compared, how many letters that count each must have, and the share of them that must be the same both ways."""

    sections: tuple[int, ...]
    letters: int
    share: str


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    if not 0 < float(options.share) <= 1:
        yield f"a share is above 0 and at most 1, not {options.share!r}"


class _Twin(NamedTuple):
    """A section that is nearly another unit's: its number, the other report, and how much of it is the same."""

    number: int
    other: Report
    share: Share


def check(report: Report, options: Options) -> Iterator[Fault]:
    """One fault on the later of two such reports; the siblings are in the order of the run, and may hold the report itself."""
    units = report.around.siblings
    before = next((at for at, unit in enumerate(units) if unit.source is report.source), len(units))
    twins = [twin for number in options.sections if (twin := _twin(report, units, before, number, options))]
    if not twins:
        return
    first = twins[0]
    here, there = prose_of(report, (first.number,)), prose_of(first.other, (first.number,))
    found = copies(here, there, known_runs(there))
    if not found:
        return
    longest = max(found, key=lambda copy: copy.letters)
    words = report.words(longest.here).replace("\n", " ").replace("\t", " ").strip()
    facts = {
        "organ": organ_of(first.other) or first.other.source.name,
        "share": "99%" if first.share.percent == "100%" and _letters(here) != _letters(there) else first.share.percent,
        "sections": "、".join("零一二三四五六"[twin.number] for twin in twins if twin.other is first.other),
        "words": words if len(words) <= 32 else words[:30] + "……",
    }
    said = f"{facts['organ']}的同一段", f"the same in the report of {facts['organ']}"
    yield Fault(longest.here, facts, (Related(longest.there, *said, first.other),))


def _letters(sentences: Iterable[Sentence]) -> str:
    """All letters that count, one after the other."""
    return "".join(sentence.letters for sentence in sentences)


def _twin(report: Report, units: tuple[Report, ...], before: int, number: int, options: Options) -> _Twin | None:
    """The unit ahead of the report whose section is nearly the report's."""
    here = prose_of(report, (number,))
    if sum(len(sentence.letters) for sentence in here) < options.letters:
        return None
    for at in index_of(units, number).near(here, before):
        other = units[at]
        if None not in (report.year, other.year) and report.year != other.year:
            continue
        there = prose_of(other, (number,))
        shares = share(here, known_runs(there)), share(there, known_runs(here))
        if organ_of(report) == organ_of(other) != "" or shares[1].all < options.letters:
            continue
        if min(each.part for each in shares) >= float(options.share):
            return _Twin(number, other, min(shares, key=lambda each: each.part))
    return None
