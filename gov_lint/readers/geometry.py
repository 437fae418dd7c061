"""Pages of placed characters and drawn lines, as PDF, OFD and recognised scans have them, read as paragraphs and tables.

A table is what lines enclose; its cells are the rectangles between them.  What stands outside tables is prose, a paragraph a printed line, with the
blanks that the page shows, so that columns without lines stay columns.  Page numbers and running heads are left out; a table that goes on over a
page break is one table, and a row that the break splits is one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gov_lint.readers.flow import Paragraph, Table
from gov_lint.readers.geometry_breaks import joined
from gov_lint.readers.geometry_glyphs import Glyph, Page, Spot, Stroke, pieces_of
from gov_lint.readers.geometry_grid import Grid
from gov_lint.readers.geometry_lines import Line, words_of
from gov_lint.readers.geometry_pages import align, drop_margins, sheet_of, without_marks

__all__ = ["Glyph", "Page", "Spot", "Stroke", "blocks_of"]


def blocks_of(pages: Sequence[Page], *, spots: bool = False) -> list[Paragraph | Table]:
    """The paragraphs and tables of a document in reading order.  With ``spots`` every glyph is a piece of its own with a Spot as its origin."""
    sheets = [sheet_of(page) for page in without_marks(pages)]
    drop_margins(sheets)
    align(sheets)
    found: list[Paragraph | Table] = []
    for parts in _paragraph_parts(joined(sheets)):
        first = parts[0]
        if isinstance(first, Grid):
            found.append(first.table(spots))
        else:
            words = list(words_of([part for part in parts if isinstance(part, Line)]))
            found.append(Paragraph(pieces_of(words, first.page, spots), first.page))
    return found


def _paragraph_parts(parts: Sequence[Line | Grid]) -> Iterator[list[Line | Grid]]:
    """Each table by itself, and the lines of each paragraph."""
    group: list[Line | Grid] = []
    for part in parts:
        last = group[-1] if group else None
        if not (isinstance(last, Line) and isinstance(part, Line) and last.goes_on(part)):
            if group:
                yield group
            group = []
        group.append(part)
    if group:
        yield group
