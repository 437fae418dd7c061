"""Reads Excel workbooks (.xlsx, .xlsm): each visible sheet is a table with the rows that the sheet has, and its cells say what they print.

Formulas are never calculated: the results that the file keeps are read.  Macros are not run, links to other files not followed.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple
from xml.etree.ElementTree import Element

from gov_lint.formats import BOOK_MARK
from gov_lint.nouns import Source
from gov_lint.readers.flow import MAX_CELLS, Cell, Table, lay, paragraph, text_of, too_many_cells
from gov_lint.readers.numberformat import BUILTIN, GENERAL, printed
from gov_lint.readers.own import own_output
from gov_lint.readers.package import Package, open_package, parse_xml
from gov_lint.readers.refusal import ReadError, damaged_container

_FOLDER = "xl"
_BOOK = f"{_FOLDER}/workbook.xml"
_PROPERTIES = "docProps/core.xml"
_EMPTY_ROW = re.compile(rb"<row(?:\s[^<>]*)?/>")
_MAX_COLUMNS = 16384
_MAX_ROWS = 1_048_576
_MAX_SHEETS = 200
_MAX_MERGES = 50_000
_FAR = 2000
"""Rows without a cell are kept, so that a row's number is the sheet's, as long as there are no more than this."""
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_LABEL = 120
"""A longer text in a cell is prose; the form's longest label has some 40 characters."""
_ON = ("1", "true", "on")


class _Range(NamedTuple):
    """Merged cells: the first and the last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int


class _Sheet:
    """What a sheet shows: its texts by row and column (from 1), what is merged and what is hidden."""

    def __init__(self) -> None:
        self.texts: dict[int, dict[int, str]] = {}
        self.framed: set[tuple[int, int]] = set()
        """Cells without text that have a border."""
        self.merged: list[_Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns = bytearray(_MAX_COLUMNS + 1)

    def shows(self, column: int) -> bool:
        """Whether a column is not hidden."""
        return not self.hidden_columns[column]


class _Styles(NamedTuple):
    """What is needed of the styles: each cell style's number format, and whether it draws a border."""

    formats: list[str]
    bordered: list[bool]


def read(data: bytes, name: str) -> Source:
    """The source in the bytes of a workbook.  Raises ReadError where it cannot be read."""
    package = open_package(data)
    book = package.xml(_BOOK)
    if book is None:
        raise damaged_container()
    if BOOK_MARK.encode() in (package.part(_PROPERTIES) or b""):
        raise own_output()
    links = _links(package)
    properties = next(_all(book, "workbookPr"), None)
    since_1904 = properties is not None and properties.get("date1904", "").lower() in _ON
    strings = _shared_strings(package, links)
    styles = _styles(package, links)
    tables: list[Table] = []
    for sheet in list(_all(book, "sheet"))[:_MAX_SHEETS]:
        if sheet.get("state", "visible") == "visible":
            root = _sheet_root(package, links.get(_attribute(sheet, "id"), ""))
            tables += [] if root is None else _table(_sheet(root, strings, styles, since_1904))
    prose = any(len(text) > _LONGEST_LABEL for table in tables for text in _texts(table))
    return lay(tables, name, "xlsx", tables_only=not prose).source


def _texts(table: Table) -> Iterator[str]:
    return (text_of(cell.blocks) for row in table.rows for cell in row)


def without_results() -> ReadError:
    """The refusal of a workbook that a program wrote and no spreadsheet has calculated yet."""
    return ReadError(
        "工作簿中的公式没有保存计算结果，无法知道单元格的数值，没有检查。请用 Excel 或 WPS 打开，保存后再检查。",
        "The workbook's formulas have no stored results, so the cells' values are unknown; it was not checked. "
        "Open it in Excel or WPS, save it, and check it again.",
    )


# --- the parts of the file --------------------------------------------------------------------------------------------


def _all(element: Element, name: str) -> Iterator[Element]:
    """The elements of that name, whatever their namespace (there are two: transitional and strict)."""
    return (found for found in element.iter() if _local(found) == name)


def _attribute(element: Element, name: str) -> str:
    """An attribute that has a namespace, whichever."""
    return next((value for key, value in element.items() if key.endswith("}" + name)), "")


def _local(element: Element) -> str:
    """An element's name without its namespace; empty for comments."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _links(package: Package) -> dict[str, str]:
    """The parts that the workbook names, by their ids.  Links to what is outside the file are left out."""
    root = package.xml(posixpath.join(_FOLDER, "_rels", "workbook.xml.rels"))
    return {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/" + _FOLDER, link.get("Target", "").replace("\\", "/")))
        for link in (() if root is None else root)
        if link.get("TargetMode", "Internal") == "Internal"
    }


def _named(package: Package, links: Mapping[str, str], kind: str) -> Element | None:
    """The root of the part of the workbook that is named so."""
    part = next((part for part in links.values() if part.lower().endswith(f"/{kind}.xml")), f"{_FOLDER}/{kind}.xml")
    return package.xml(part)


def _sheet_root(package: Package, part: str) -> Element | None:
    """The root of a sheet, less the rows that hold nothing but formats: there may be a million of them."""
    data = package.part(part)
    return None if data is None else parse_xml(_EMPTY_ROW.sub(b"", data))


def _shared_strings(package: Package, links: Mapping[str, str]) -> list[str]:
    root = _named(package, links, "sharedstrings")
    return [_string(item) for item in (() if root is None else root) if _local(item) == "si"]


def _string(item: Element) -> str:
    """The text of a string: plain or in runs, without the readings that stand over it."""
    out: list[str] = []
    for child in item:
        if _local(child) == "t":
            out.append(child.text or "")
        elif _local(child) == "r":
            out += [text.text or "" for text in child if _local(text) == "t"]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(out)).replace("\r\n", "\n").replace("\r", "\n")


def _styles(package: Package, links: Mapping[str, str]) -> _Styles:
    root = _named(package, links, "styles")
    if root is None:
        return _Styles([], [])
    codes = dict(BUILTIN)
    for element in _all(root, "numFmt"):
        codes[_number(element.get("numFmtId"), 0)] = element.get("formatCode", GENERAL)
    drawn = [
        any(side.get("style", "none") != "none" for side in border)
        for group in root
        if _local(group) == "borders"
        for border in group
    ]
    formats, bordered = [], []
    for group in root:
        for style in group if _local(group) == "cellXfs" else ():
            border = _number(style.get("borderId"), 0)
            formats.append(codes.get(_number(style.get("numFmtId"), 0), GENERAL))
            bordered.append(0 <= border < len(drawn) and drawn[border])
    return _Styles(formats, bordered)


def _number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default


# --- a sheet ----------------------------------------------------------------------------------------------------------


def _sheet(root: Element, strings: list[str], styles: _Styles, since_1904: bool) -> _Sheet:
    sheet = _Sheet()
    count = row_number = 0
    for element in root.iter():
        if _local(element) == "row":
            row_number = _number(element.get("r"), row_number + 1)
            if 0 < row_number <= _MAX_ROWS:
                if _zero(element.get("ht")) or element.get("hidden", "").lower() in _ON:
                    sheet.hidden_rows.add(row_number)
                texts = _row(element, row_number, sheet, strings, styles, since_1904)
                count += len(texts)
                if count > MAX_CELLS:
                    raise too_many_cells()
                if texts:
                    sheet.texts[row_number] = texts
        elif _local(element) == "col":
            if element.get("hidden", "").lower() in _ON or _zero(element.get("width")):
                first, last = _number(element.get("min"), 1), min(_number(element.get("max"), 0), _MAX_COLUMNS)
                sheet.hidden_columns[first : last + 1] = b"\1" * (last + 1 - first)
        elif _local(element) == "mergeCell" and len(sheet.merged) < _MAX_MERGES:
            sheet.merged += _ranges(element.get("ref", ""))
    return sheet


def _zero(size: str | None) -> bool:
    """Whether a height or a width is none at all, which hides a row or a column too."""
    return size is not None and size.strip() in ("0", "0.0")


def _row(
    row: Element, number: int, sheet: _Sheet, strings: list[str], styles: _Styles, since_1904: bool
) -> dict[int, str]:
    """The texts of a row by their columns."""
    found: dict[int, str] = {}
    column = 0
    for cell in row:
        if _local(cell) != "c":
            continue
        where = _reference(cell.get("r", ""))
        column = where[1] if where else column + 1
        if column > _MAX_COLUMNS:
            continue
        style = _number(cell.get("s"), 0)
        text = _text(cell, strings, styles.formats[style] if style < len(styles.formats) else GENERAL, since_1904)
        if text.strip():
            found[column] = text
        elif style < len(styles.bordered) and styles.bordered[style] and len(sheet.framed) < MAX_CELLS:
            sheet.framed.add((number, column))
    return found


def _reference(text: str) -> tuple[int, int] | None:
    """The row and the column (from 1) that a name such as ``AB12`` means."""
    match = _REFERENCE.fullmatch(text)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _ranges(text: str) -> Iterator[_Range]:
    first, _, last = text.partition(":")
    start, end = _reference(first), _reference(last)
    if start and end and start[0] <= end[0] <= _MAX_ROWS and start[1] <= end[1] <= _MAX_COLUMNS:
        yield _Range(*start, *end)


def _text(cell: Element, strings: list[str], code: str, since_1904: bool) -> str:
    """What a cell prints.  Raises ReadError where only a calculation could say."""
    kind = cell.get("t", "n")
    value: str | None = None
    formula = False
    for child in cell:
        if _local(child) == "is":
            return _string(child)
        if _local(child) == "v":
            value = child.text or ""
        elif _local(child) == "f":
            formula = True
    if value is None:
        if formula and kind != "str":
            raise without_results()
        return ""
    if kind == "s":
        at = _number(value, -1)
        return strings[at] if 0 <= at < len(strings) else ""
    if kind == "b":
        return "TRUE" if value.strip() in _ON else "FALSE"
    if kind == "n":
        return printed(value, code, since_1904=since_1904)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)


# --- a sheet as a table -----------------------------------------------------------------------------------------------


def _table(sheet: _Sheet) -> list[Table]:
    """The table of a sheet, with one row for each of the sheet's; nothing where the sheet shows nothing."""
    shown = [number for number in sorted(sheet.texts) if number not in sheet.hidden_rows]
    merged = _merged(sheet, shown)
    columns = sorted({column for number in shown for column in sheet.texts[number] if sheet.shows(column)})
    if not columns:
        return []
    places: dict[int, int] = {}
    missed = 0
    for number in shown:
        missed = max(missed, number - 1 - _FAR)
        places[number] = max(number - 1 - missed, len(places))
    ends = _ends(sheet, shown, merged)
    rows: list[list[Cell]] = []
    cells = 0
    for number in shown:
        rows += [[] for _ in range(places[number] - len(rows))]
        row_columns = columns[: bisect_right(columns, ends[number])]
        rows.append(_cells(sheet, number, row_columns, merged.get(number, ()), places))
        cells += len(rows[-1])
        if cells > MAX_CELLS:
            raise too_many_cells()
    return [Table(rows)]


def _merged(sheet: _Sheet, shown: Sequence[int]) -> dict[int, list[_Range]]:
    """The merged cells that each row with text takes part in, each cut down to such rows.  Of the cells that they were made of, only the first keeps its text; it
    stands in the first row and column that are not hidden."""
    found: dict[int, list[_Range]] = {}
    count = 0
    for area in sheet.merged:
        rows = shown[bisect_left(shown, area.top) : bisect_right(shown, area.bottom)]
        if not rows:
            continue
        count += len(rows)
        if count > MAX_CELLS * 3:
            raise too_many_cells()
        text = sheet.texts.get(area.top, {}).get(area.left, "")
        for number in rows:
            texts = sheet.texts[number]
            for column in [column for column in texts if area.left <= column <= area.right]:
                del texts[column]
            found.setdefault(number, []).append(area._replace(top=rows[0], bottom=rows[-1]))
        left = next((column for column in range(area.left, area.right + 1) if sheet.shows(column)), area.left)
        if text:
            sheet.texts[rows[0]][left] = text
    return found


def _ends(sheet: _Sheet, shown: Sequence[int], merged: Mapping[int, Sequence[_Range]]) -> dict[int, int]:
    """The column in which each row ends: that of its last text or border.  On a sheet without borders, the widest of the rows that follow one
    another without a gap says it, since a row's last cells may be empty."""
    bordered: dict[int, int] = {}
    for row, column in sheet.framed:
        bordered[row] = max(bordered.get(row, 0), column)
    ends = {
        number: max(
            [*sheet.texts[number], bordered.get(number, 0), *(area.right for area in merged.get(number, ()))], default=0
        )
        for number in shown
    }
    if not sheet.framed:
        for _, run in groupby(enumerate(shown), lambda pair: pair[1] - pair[0]):
            numbers = [number for _, number in run]
            widest = max((ends[number] for number in numbers if len(sheet.texts[number]) > 1), default=0)
            ends |= {number: max(ends[number], widest) for number in numbers}
    return ends


def _cells(
    sheet: _Sheet, number: int, columns: Sequence[int], merged: Iterable[_Range], places: Mapping[int, int]
) -> list[Cell]:
    """The cells that begin in a row.  A text without a neighbour that has a border stands alone: it is no row of a table."""
    texts = {column: text for column, text in sheet.texts[number].items() if sheet.shows(column)}
    starts = {bisect_left(columns, area.left): area for area in merged}
    framed = any((number, column) in sheet.framed for column in columns)
    reaching = any(area.bottom > area.top for area in starts.values())
    if len(texts) == 1 and sheet.framed and not framed and not reaching:
        return [Cell([paragraph(text)]) for text in texts.values()]
    found: list[Cell] = []
    at = 0
    while at < len(columns):
        area = starts.get(at)
        after = max(bisect_right(columns, area.right), at + 1) if area else at + 1
        if area is None or area.top == number:
            text = texts.get(columns[at], "")
            height = places[area.bottom] - places[number] + 1 if area else 1
            found.append(Cell([paragraph(text)], after - at, height))
        at = after
    return found
