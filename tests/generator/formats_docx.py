"""A document as a Word file: automatic or typed numbers, merged label cells, text in runs cut in odd places, header and footer apart."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.generator.formats import ORDINALS, Box, Document, Grid, Text, numbered, pieces

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WIDTH = 9000
"""The width of a table, in twentieths of a point."""


@dataclass(frozen=True)
class Style:
    """How a Word file is made."""

    automatic: bool = True
    """Whether headings get their ordinals from the numbering, where that prints the same ones."""
    by_style: bool = False
    """Whether the numbering hangs on the heading's style, not on the paragraph."""
    extra_column: bool = False
    """Whether the table of section four has a sixteenth grid column, as converters leave it."""
    cut: float = 0.3
    """The share of texts that are cut into several runs."""
    repeat: bool = True
    """Whether head rows repeat on each page."""


def style_of(rng: random.Random) -> Style:
    """A style by chance."""
    return Style(
        automatic=rng.random() < 0.75,
        by_style=rng.random() < 0.5,
        extra_column=rng.random() < 0.3,
        cut=rng.choice([0.0, 0.3, 0.8]),
        repeat=rng.random() < 0.6,
    )


def docx(document: Document, rng: random.Random, style: Style | None = None) -> bytes:
    """The document as the bytes of a .docx file."""
    return _Writer(document, rng, style or style_of(rng)).bytes()


class _Writer:
    def __init__(self, document: Document, rng: random.Random, style: Style) -> None:
        self.document, self.rng, self.style = document, rng, style
        self.headings = style.automatic and numbered(document.parts, "heading", "{}、")
        self.subs = self.headings and numbered(document.parts, "sub", "（{}）")

    def bytes(self) -> bytes:
        """The whole file."""
        body = "".join(self.grid(part) if isinstance(part, Grid) else self.text(part) for part in self.document.parts)
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId3"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1400" w:bottom="1440" w:left="1400" '
            'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
        )
        files = {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}{section}</w:body></w:document>',
            "word/styles.xml": self.styles(),
            "word/numbering.xml": _NUMBERING,
            "word/footer1.xml": _FOOTER,
            "word/header1.xml": _HEADER,
            "word/_rels/document.xml.rels": _relations(
                ("styles", "styles.xml"),
                ("numbering", "numbering.xml"),
                ("footer", "footer1.xml"),
                ("header", "header1.xml"),
            ),
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), text, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def styles(self) -> str:
        """The styles, of which two are the headings'."""
        levels = []
        for level in (0, 1):
            number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
            own = (self.headings, self.subs)[level] and self.style.by_style
            levels.append(
                f'<w:style w:type="paragraph" w:styleId="{level + 2}"><w:name w:val="heading {level + 1}"/>'
                f'<w:basedOn w:val="1"/><w:pPr><w:keepNext/>{number if own else ""}<w:outlineLvl w:val="{level}"/></w:pPr>'
                "<w:rPr><w:b/></w:rPr></w:style>"
            )
        fonts = '<w:rFonts w:ascii="Noto Serif CJK SC" w:hAnsi="Noto Serif CJK SC" w:eastAsia="Noto Serif CJK SC"/>'
        return (
            f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="24"/></w:rPr></w:rPrDefault>'
            '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/></w:style>'
            f"{''.join(levels)}</w:styles>"
        )

    def text(self, part: Text) -> str:
        """A paragraph."""
        text, properties = part.text, ""
        if part.kind.startswith("heading"):
            properties = self.heading(0, self.headings)
            text = re.sub(f"^[{ORDINALS}]+、", "", text) if self.headings else text
        elif part.kind == "sub":
            properties = self.heading(1, self.subs)
            text = re.sub(f"^（[{ORDINALS}]+）", "", text) if self.subs else text
        elif part.kind == "title":
            properties = '<w:jc w:val="center"/>'
        elif part.kind == "sign":
            properties = '<w:jc w:val="right"/>'
        elif part.kind == "para":
            properties = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
        return f"<w:p><w:pPr>{properties}</w:pPr>{self.runs(text, self.style.cut)}</w:p>"

    def heading(self, level: int, automatic: bool) -> str:
        """The properties of a heading: its style, and its number where the style has none."""
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return f'<w:pStyle w:val="{level + 2}"/>{number if automatic and not self.style.by_style else ""}'

    def runs(self, text: str, share: float) -> str:
        """The runs of a text; line breaks as Word has them."""
        found = []
        for piece in pieces(self.rng, text, share):
            lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in piece.split("\n"))
            hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>' if self.rng.random() < 0.2 else ""
            found.append(f'<w:r>{hint}<w:t xml:space="preserve">{lines}</w:t></w:r>')
        return "".join(found)

    def grid(self, grid: Grid) -> str:
        """A table, and the empty paragraph behind it, without which Word joins two tables."""
        extra = self.style.extra_column and grid.section == 4
        columns = grid.columns + extra
        widths = "".join(f'<w:gridCol w:w="{_WIDTH // columns}"/>' for _ in range(columns))
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        rows: list[str] = []
        reaching: dict[int, tuple[int, int]] = {}
        for number, boxes in enumerate(grid.rows):
            waiting, cells, column = list(boxes), [], 0
            while waiting or column in reaching:
                if column in reaching:
                    span, left = reaching.pop(column)
                    if left > 1:
                        reaching[column] = (span, left - 1)
                    cells.append(
                        self.cell(Box("", span), "<w:vMerge/>", columns, extra and column + span > 8 >= column)
                    )
                    column += span
                    continue
                box = waiting.pop(0)
                merge = '<w:vMerge w:val="restart"/>' if box.rowspan > 1 else ""
                if merge:
                    reaching[column] = (box.colspan, box.rowspan - 1)
                cells.append(self.cell(box, merge, columns, extra and column + box.colspan > 8 >= column))
                column += box.colspan
            head = "<w:trPr><w:tblHeader/></w:trPr>" if self.style.repeat and number < grid.heads else ""
            rows.append(f"<w:tr>{head}{''.join(cells)}</w:tr>")
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{widths}</w:tblGrid>{"".join(rows)}</w:tbl><w:p/>'
        )

    def cell(self, box: Box, merge: str, columns: int, wider: bool) -> str:
        """A cell; ``wider`` gives it the table's extra grid column."""
        span = box.colspan + wider
        grid_span = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        width = f'<w:tcW w:w="{_WIDTH // columns * span}" w:type="dxa"/>'
        number = re.fullmatch(r"[\d.,-]*", box.text)
        center = '<w:jc w:val="center"/>' if number else ""
        return f"<w:tc><w:tcPr>{width}{grid_span}{merge}</w:tcPr><w:p><w:pPr>{center}</w:pPr>{self.runs(box.text, self.style.cut / 2) if box.text else ''}</w:p></w:tc>"


def _relations(*targets: tuple[str, str]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'


_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("footer1", "footer"),
            ("header1", "header"),
        )
    )
    + "</Types>"
)


def _level(level: int, form: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{form}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


_NUMBERING = (
    f'{_HEAD}<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    f"{_level(0, '%1、')}{_level(1, '（%2）')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_FOOTER = (
    f'{_HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)
_HEADER = f'{_HEAD}<w:hdr xmlns:w="{_W}"><w:p/></w:hdr>'
