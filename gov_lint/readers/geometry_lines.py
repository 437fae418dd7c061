"""Printed lines outside of tables, and which of them make a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from gov_lint.readers.geometry_glyphs import WIDE, Glyph, has_gap, is_word


class Line:
    """A printed line outside of tables."""

    def __init__(self, glyphs: list[Glyph], page: int, em: float) -> None:
        self.glyphs, self.page = glyphs, page
        self.top = min(g.top for g in glyphs)
        self.bottom = max(g.bottom for g in glyphs)
        self.left, self.right = glyphs[0].left, glyphs[-1].right
        self.edges = 0.0, self.right
        self.rivers: Sequence[float] = ()
        self.em = em

    @property
    def size(self) -> float:
        """The height of its first character."""
        return self.glyphs[0].bottom - self.glyphs[0].top

    @cached_property
    def text(self) -> str:
        """Its words, without the blanks around them."""
        return "".join([w if isinstance(w, str) else w.text for w in self.words()]).strip()

    @cached_property
    def in_columns(self) -> bool:
        """Whether it has gaps as between columns."""
        return any(after.left - before.right > 1.2 * self.em for before, after in pairwise(self.glyphs))

    def _parted(self, before: Glyph, after: Glyph) -> bool:
        """Whether a column ends between two glyphs."""
        if not self.rivers or after.left - before.right < 0.1 * self.em:
            return False
        at = bisect_left(self.rivers, before.right)
        return at < len(self.rivers) and self.rivers[at] <= after.left

    def _spaced(self, before: Glyph, after: Glyph) -> bool:
        """Whether two glyphs are no farther apart than all others, as the signs of a title may be."""
        return after.left - before.right < self._spacing + 0.22 * self.em

    @cached_property
    def _spacing(self) -> float:
        """How far all of its glyphs are apart."""
        gaps = [after.left - before.right for before, after in pairwise(self.glyphs)]
        return max(min(gaps), 0.0) if len(gaps) > 4 else 0.0

    def goes_on(self, below: Line) -> bool:
        """Whether the next line goes on with this one's paragraph: this one is full up to the text's right edge, that one begins at its left."""
        em = self.em
        word = _WORD.match(below.text)
        room = self.edges[1] - self.right - (len(word[0]) * 0.6 * em if word else 0)
        if self._is_centred(below):
            return True
        return (
            below.page == self.page
            and room < 1.3 * em
            and below.left - self.edges[0] < 0.7 * em
            and below.top - self.bottom < 1.6 * em
            and abs(below.size - self.size) < 0.2 * em
            and not _HEADING.match(below.text)
            and not self.in_columns
            and not below.in_columns
        )

    def _is_centred(self, below: Line) -> bool:
        """Whether it is a full line of a centred title, and the next one the rest of it."""
        size = self.size
        return (
            below.page == self.page
            and size > 1.2 * self.em
            and max(self.left - self.edges[0], self.edges[1] - self.right) < 1.1 * size
            and abs(self.left + self.right - below.left - below.right) < size
            and abs(below.size - size) < 0.1 * size
            and len(below.glyphs) < 6
            and below.top - self.bottom < 1.6 * size
        )

    def words(self, first: bool = True) -> Iterator[Glyph | str]:
        """The glyphs, with the blanks between them: after a wide gap so many that columns stand below one another.  ``first`` says that it begins
        its paragraph; else there is no blank before it, but between words."""
        last: Glyph | None = None
        column = 0
        for glyph in self.glyphs:
            if last is None and not first:
                blanks = 0
            elif last is None or glyph.left - last.right > 1.2 * self.em or self._parted(last, glyph):
                due = round((glyph.left - self.edges[0]) * 2 / self.em)
                blanks = max(due - column, 2 if last else 0)
            else:
                blanks = 1 if has_gap(last, glyph, self.em) and not self._spaced(last, glyph) else 0
            if blanks:
                yield " " * min(blanks, 200)
            yield glyph
            column += blanks + (
                len(glyph.text) if glyph.text < WIDE else sum(2 if sign >= WIDE else 1 for sign in glyph.text)
            )
            last = glyph


def words_of(lines: Sequence[Line]) -> Iterator[Glyph | str]:
    """The glyphs of a paragraph's lines and the blanks between them.  A line's end parts two words, not the halves of an address or a number."""
    for at, line in enumerate(lines):
        if at:
            before, after = _LAST.search(lines[at - 1].text), line.text[0]
            if before and is_word(before[0][-1]) and is_word(after) and after.isalpha():
                yield from "" if set(before[0]) & set("/:@.") else " "
        yield from line.words(not at)


_WORD = re.compile(r"[!-~]+")
_LAST = re.compile(r"[!-~]+$")
_HEADING = re.compile(
    r"\d{1,2}[.、．](?!\d)|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+[章节部条]"
)
"""How headings and the items of a list begin, which are no continued lines."""
