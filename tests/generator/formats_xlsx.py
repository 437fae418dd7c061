"""The three tables of a document as a workbook: a sheet for each section or one for all, labels merged."""

from __future__ import annotations

import io
import random
import re
import zipfile
from xml.sax.saxutils import escape

from tests.generator.formats import Document, Grid, Text, placed

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SIDES = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    f'<borders count="2"><border/><border>{_SIDES}</border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf borderId="1" applyBorder="1"/></cellXfs></styleSheet>'
)
"""Two styles: the plain one, and one with borders."""
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")


def xlsx(document: Document, rng: random.Random) -> bytes:
    """The tables with their titles above them, as the bytes of an .xlsx file."""
    sheets = _sheets(document, one=rng.random() < 0.5)
    strings: dict[str, int] = {}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(sheets) + 1)
    files = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers
        )
        + "</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><sheets>'
        + "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_R}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
        )
        + f'<Relationship Id="rId{len(sheets) + 1}" Type="{_R}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId{len(sheets) + 2}" Type="{_R}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    for number, parts in enumerate(sheets, 1):
        files[f"xl/worksheets/sheet{number}.xml"] = _sheet(parts, strings, rng)
    files["xl/sharedStrings.xml"] = (
        f'{_HEAD}<sst xmlns="{_MAIN}">'
        + "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
        + "</sst>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheets(document: Document, *, one: bool) -> list[list[Text | Grid]]:
    """What stands on each sheet: the title, and each heading with the tables below it."""
    found: list[list[Text | Grid]] = [
        [part for part in document.parts if isinstance(part, Text) and part.kind == "title"]
    ]
    heading: Text | None = None
    for part in document.parts:
        if isinstance(part, Text):
            heading = part if part.kind.startswith("heading") else heading
            continue
        if heading:
            if not one and any(isinstance(x, Grid) for x in found[-1]):
                found.append([])
            found[-1].append(heading)
            heading = None
        found[-1].append(part)
    return found


def _sheet(parts: list[Text | Grid], strings: dict[str, int], rng: random.Random) -> str:
    rows: dict[int, list[str]] = {}
    merged: list[str] = []
    top = 1
    for part in parts:
        if isinstance(part, Text):
            rows[top] = [_cell(top, 1, part.text, strings, rng)]
            merged.append(f"A{top}:{_column(10)}{top}")
            top += 1
            continue
        for row, column, box in placed(part):
            at = top + row - 1
            rows.setdefault(at, []).append(_cell(at, column, box.text, strings, rng))
            if box.colspan > 1 or box.rowspan > 1:
                last = f"{_column(column + box.colspan - 1)}{at + box.rowspan - 1}"
                merged.append(f"{_column(column)}{at}:{last}")
        top += len(part.rows) + 1
    data = "".join(f'<row r="{at}">{"".join(cells)}</row>' for at, cells in sorted(rows.items()))
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData><mergeCells count="{len(merged)}">{areas}</mergeCells></worksheet>'


def _column(number: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number - 1]


def _cell(row: int, column: int, text: str, strings: dict[str, int], rng: random.Random) -> str:
    place = f"{_column(column)}{row}"
    if not text:
        return f'<c r="{place}" s="1"/>'
    if _NUMBER.fullmatch(text) and rng.random() < 0.9:
        return f'<c r="{place}" s="1"><v>{text}</v></c>'
    if rng.random() < 0.1:
        return f'<c r="{place}" s="1" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    return f'<c r="{place}" s="1" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'
