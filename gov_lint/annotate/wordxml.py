"""What is written into a Word file, as XML: comments, and the last page.

All formatting is direct, for a document need not have any style, and its plain style may be anything: Chinese official papers have it large, with
an indent of two characters and sometimes with a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped, import-not-found, unused-ignore]

from gov_lint.annotate import AUTHOR, INITIALS, Note, Sheet

SMALL, TEXT, HEAD = 18, 19, 32
"""Sizes of type in half points."""
_SHARES = (7, 8, 20, 37, 28)
"""How wide the columns of the last page are, in hundredths."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ILLEGAL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Writer:
    """Makes elements in the namespace of a document, which is another one in strict files."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def name(self, local: str) -> str:
        """The full name of an element or an attribute."""
        return f"{{{self._namespace}}}{local}"

    def element(self, local: str, *children: Any, **attributes: str) -> Any:
        """An element with those children and attributes."""
        made = etree.Element(self.name(local), nsmap={"w": self._namespace})
        for key, value in attributes.items():
            made.set(self.name(key), value)
        made.extend(children)
        return made

    def reference(self, number: int) -> Any:
        """The run that ties a comment to its place."""
        return self.element("r", self.element("commentReference", id=str(number)))

    def comment(self, number: int, note: Note, written: datetime) -> Any:
        """A comment: a line in bold type, and a paragraph for each further one."""
        first, *rest = [note.title, *note.text.split("\n")]
        sign = self.element("r", self.element("annotationRef"))
        paragraphs = [self._paragraph(sign, self._run(first, SMALL, bold=True))]
        paragraphs += [self._paragraph(self._run(line, SMALL)) for line in rest]
        date = written.strftime("%Y-%m-%dT%H:%M:%SZ")
        return self.element("comment", *paragraphs, id=str(number), author=AUTHOR, date=date, initials=INITIALS)

    def page(self, sheet: Sheet, width: int, mark: str, number: int) -> list[Any]:
        """The blocks of a page with the list of findings, ``width`` twips wide, within a bookmark of that name and number."""
        heading = self._paragraph(self._run(sheet.heading, HEAD, bold=True), new_page=True, after=120, centred=True)
        heading.insert(1, self.element("bookmarkStart", id=str(number), name=mark))
        about = self._paragraph(self._run(sheet.about, SMALL), after=120)
        closing = self._paragraph(self._run(sheet.closing, SMALL), before=120)
        closing.append(self.element("bookmarkEnd", id=str(number)))
        return [heading, about, self._table(sheet, width), closing]

    def _table(self, sheet: Sheet, width: int) -> Any:
        widths = [width * share // 100 for share in _SHARES]
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = [self.element(side, val="single", sz="4", space="0", color="auto") for side in self._sides(sides)]
        sizes = {"top": "30", "left": "70", "bottom": "30", "right": "70"}
        margins = [self.element(*self._sides((side,)), w=size, type="dxa") for side, size in sizes.items()]
        properties = self.element(
            "tblPr",
            self.element("tblW", w=str(sum(widths)), type="dxa"),
            self.element("jc", val="center"),
            self.element("tblBorders", *lines),
            self.element("tblLayout", type="fixed"),
            self.element("tblCellMar", *margins),
        )
        grid = self.element("tblGrid", *(self.element("gridCol", w=str(size)) for size in widths))
        rows = [self._row(sheet.heads, widths, head=True), *(self._row(row, widths) for row in sheet.rows)]
        return self.element("tbl", properties, grid, *rows)

    def _sides(self, names: tuple[str, ...]) -> list[str]:
        """The names of sides: strict files say where a line starts and ends, others left and right."""
        strict = {"left": "start", "right": "end"} if "purl.oclc.org" in self._namespace else {}
        return [strict.get(name, name) for name in names]

    def _row(self, texts: Sequence[str], widths: Sequence[int], *, head: bool = False) -> Any:
        row = self.element("tr", self.element("trPr", self.element("cantSplit")))
        if head:
            row[0].append(self.element("tblHeader"))
        for text, size in zip(texts, widths, strict=True):
            properties = self.element("tcPr", self.element("tcW", w=str(size), type="dxa"))
            row.append(self.element("tc", properties, self._paragraph(self._run(text, TEXT, bold=head))))
        return row

    def _paragraph(
        self, *runs: Any, new_page: bool = False, centred: bool = False, before: int = 0, after: int = 0
    ) -> Any:
        """A paragraph without the number, the indents and the spacing that the document's plain style may have."""
        spacing = {"before": str(before), "after": str(after), "line": "240", "lineRule": "auto"}
        side = self._sides(("left",))[0]
        indents = {f"{side}Chars": "0", side: "0", "firstLineChars": "0", "firstLine": "0"}
        properties = self.element("pPr")
        if new_page:
            properties.extend([self.element("keepNext"), self.element("pageBreakBefore")])
        properties.extend(
            [
                self.element("numPr", self.element("ilvl", val="0"), self.element("numId", val="0")),
                self.element("snapToGrid", val="0"),
                self.element("spacing", **spacing),
                self.element("ind", **indents),
            ]
        )
        properties.append(self.element("jc", val="center" if centred else side))
        properties.append(self.element("outlineLvl", val="9"))
        return self.element("p", properties, *runs)

    def _run(self, text: str, size: int, *, bold: bool = False) -> Any:
        fonts = self.element("rFonts", hint="eastAsia", ascii="Arial", eastAsia="宋体", hAnsi="Arial", cs="Arial")
        look = [self.element("b", val=str(int(bold))), self.element("i", val="0"), self.element("color", val="auto")]
        sizes = [self.element("sz", val=str(size)), self.element("szCs", val=str(size))]
        words = self.element("t")
        words.text = _ILLEGAL.sub("\ufffd", text)
        words.set(_SPACE, "preserve")
        return self.element("r", self.element("rPr", fonts, *look, *sizes), words)
