"""The sentences of the prose in which its figures stand."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from gov_lint.figures import Figure, figures
from gov_lint.nouns import Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import breaks, prose_spans, without_citations


class Counted(NamedTuple):
    """A sentence with figures."""

    span: Span
    figures: tuple[Figure, ...]


_UP_TO = compiled(r"(?s:.*[。！？\n\t])?")
"""All before the sentence of a place."""
_END = compiled(r"[。！？]|(?=[\n\t])")


@lru_cache(maxsize=8)
def counted(report: Report) -> tuple[Counted, ...]:
    """The sentences of the prose that have figures, in the order of the text, as ``prose.sentences`` parts them."""
    text, every = without_citations(report.text), figures(report)
    edges = sorted([0, len(text), *chain.from_iterable(prose_spans(report)), *breaks(report)])
    starts = [figure.span.start for figure in every]
    found: list[Counted] = []
    first = end = 0
    while first < len(every):
        place = starts[first]
        at = bisect_right(edges, place)
        before = _UP_TO.match(text, max(edges[at - 1], end), place)
        after = _END.search(text, place, edges[at])
        start, end = before.end() if before else place, after.end() if after else edges[at]
        last = bisect_right(starts, end - 1)
        found.append(Counted(Span(start, end), every[first:last]))
        first = last
    return tuple(found)
