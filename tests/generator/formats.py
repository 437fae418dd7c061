"""A report as a document, whatever file it will be: paragraphs by their kind, and tables as grids with merged cells.

The writers beside this module (``formats_docx``, ``formats_html``, ``formats_pages``, ``formats_xlsx``) turn such a document into a file.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from tests.generator import model as m
from tests.generator.layouts import Line3, blocks, disclosure_groups, dispute_cells, request_rows
from tests.generator.marks import MARK, bare, settle

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
OUTSIDE = ("r1", "r2", "K")
"""The rows of table 3 that stand in no group."""


@dataclass
class Box:
    """A cell of a grid: its words and how many columns and rows it reaches over.  ``key`` is its logical place, such as ``cell.申请.r1.0``."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    key: str = ""


@dataclass
class Grid:
    """A table: its rows, each with the cells that begin in it."""

    section: int
    rows: list[list[Box]]
    columns: int
    heads: int
    """How many of its first rows are column heads, which a printed table repeats on each page."""


@dataclass
class Text:
    """A paragraph: its kind (``title``, ``heading1`` …, ``sub``, ``para``, ``sign``, ``web``) and its words."""

    kind: str
    text: str


@dataclass
class Document:
    """What a report prints, in order."""

    name: str
    parts: list[Text | Grid] = field(default_factory=list)

    @property
    def grids(self) -> list[Grid]:
        """Its tables."""
        return [part for part in self.parts if isinstance(part, Grid)]

    def places(self) -> dict[str, tuple[int, int, int]]:
        """Where each number cell stands: its table (among the grids), row and column, from 1."""
        found: dict[str, tuple[int, int, int]] = {}
        for table, grid in enumerate(self.grids, 1):
            for row, column, box in placed(grid):
                if box.key:
                    found.setdefault(box.key, (table, row, column))
        return found


def document(model: m.ReportModel, name: str = "", *, split: bool = False, tall: bool = False) -> Document:
    """The report as a document.  ``split`` makes each group of table 2 a table of its own; ``tall`` lets 行政复议 reach over two head rows."""
    found = Document(name or bare("".join(model.prose.title)) or model.organ.name)
    for kind, text in blocks(model):
        if kind != "table":
            found.parts.append(Text(kind, bare(text)))
        elif text == "2":
            found.parts += disclosure_grids(model, split)
        else:
            found.parts.append(request_grid(model) if text == "3" else dispute_grid(model, tall))
    return found


def placed(grid: Grid) -> Iterator[tuple[int, int, Box]]:
    """Every cell with its row and column in the grid, from 1."""
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(grid.rows, 1):
        column = 1
        for box in boxes:
            while (row, column) in taken:
                column += 1
            yield row, column, box
            taken |= {(row + down, column + right) for down in range(box.rowspan) for right in range(box.colspan)}
            column += box.colspan


def _box(text: str, colspan: int = 1, rowspan: int = 1) -> Box:
    """A cell of marked words."""
    plain, spots = settle(text)
    key = next((key for key in spots if key.startswith("cell.")), "")
    return Box(MARK.sub("", plain), colspan, rowspan, key)


def disclosure_grids(model: m.ReportModel, split: bool = False) -> list[Grid]:
    """Table 2 as one table, or as one for each group."""
    groups: list[list[list[Box]]] = []
    for caption, heads, rows in disclosure_groups(model):
        last = 5 - len(heads) - 1
        found = [[_box(caption, 4)], [_box("信息内容"), *(_wide(heads, last))]]
        found += [[_box(label), *_wide(cells, 5 - len(cells) - 1)] for label, cells in rows]
        groups.append(found)
    if split:
        return [Grid(2, rows, 4, 2) for rows in groups]
    return [Grid(2, [row for rows in groups for row in rows], 4, 0)]


def _wide(texts: list[str], last: int) -> list[Box]:
    """Cells in a row, the last of which reaches to the table's right border."""
    return [*(_box(text) for text in texts[:-1]), _box(texts[-1], max(last, 1))] if texts else []


def request_grid(model: m.ReportModel) -> Grid:
    """Table 3: three label columns, seven or more of numbers, three head rows."""
    rows: list[list[Box]] = [
        [Box(NOTE, 3, 3), Box("申请人情况", 7)],
        [Box("自然人", 1, 2), Box("法人或其他组织", 5), Box("总计", 1, 2)],
        [Box(head) for head in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    lines = request_rows(model)
    keys = [_key(line) for line in lines]
    inside = sum(key not in OUTSIDE for key in keys)
    runs = {letter: sum(key[0] == letter and key not in OUTSIDE for key in keys) for letter in "cdef"}
    for line, key in zip(lines, keys, strict=True):
        row: list[Box] = []
        if key in OUTSIDE:
            row.append(_box(line.label, 3))
        else:
            if line.outer:
                row.append(_box(line.outer, 1, inside))
            grouped = len(key) > 1 and key[0] not in model.subtotals
            if line.inner:
                row.append(_box(line.inner, 1, runs[key[0]]))
            row.append(_box(line.label, 1 if grouped else 2))
        rows.append(row + [_box(cell) for cell in line.cells])
    return Grid(3, rows, 3 + max((len(line.cells) for line in lines), default=7), 3)


def _key(line: Line3) -> str:
    _, spots = settle(line.label)
    return next(key.rsplit(".", 1)[1] for key in spots if key.startswith("row."))


def dispute_grid(model: m.ReportModel, tall: bool = False) -> Grid:
    """Table 4: three head rows (one where the captions are gone) and one row of numbers."""
    cells = [_box(cell) for cell in dispute_cells(model)]
    heads = [Box(head) for head in m.DISPUTE_HEADS]
    if not model.captions:
        return Grid(4, [[Box(head.text) for _ in range(3) for head in heads], cells], 15, 1)
    review, direct, after = m.DISPUTE_GROUPS
    if tall:
        rows = [
            [Box(review, 5, 2), Box("行政诉讼", 10)],
            [Box(direct, 5), Box(after, 5)],
            [Box(head.text) for _ in range(3) for head in heads],
        ]
    else:
        rows = [
            [Box(review, 5), Box("行政诉讼", 10)],
            [*(Box(head.text, 1, 2) for head in heads), Box(direct, 5), Box(after, 5)],
            [Box(head.text) for _ in range(2) for head in heads],
        ]
    return Grid(4, [*rows, cells], 15, 3)


def pieces(rng: random.Random, text: str, share: float = 0.3) -> list[str]:
    """The text cut in odd places, as word processors cut it into runs."""
    if len(text) < 2 or rng.random() > share:
        return [text]
    cuts = sorted({0, len(text), *(rng.randrange(1, len(text)) for _ in range(rng.randint(1, 4)))})
    return [text[a:b] for a, b in pairwise(cuts)]


ORDINALS = "一二三四五六七八九十"


def numbered(parts: list[Text | Grid], kind: str, form: str) -> bool:
    """Whether the headings of that kind carry the ordinals that automatic numbering would print, such as ``{}、``."""
    texts = [part for part in parts if isinstance(part, Text) and part.kind.startswith(("heading", kind))]
    found = [list(group) for key, group in groupby(texts, lambda part: part.kind.startswith(kind)) if key]
    runs = [[part for run in found for part in run]] if kind == "heading" else found
    return bool(found) and all(
        part.text.startswith(form.format(ordinal)) for run in runs for part, ordinal in zip(run, ORDINALS, strict=False)
    )
