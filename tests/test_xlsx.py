"""Workbooks: what cells print, merged and hidden ones, several sheets, and what a workbook of the tables is judged for."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from xml.sax.saxutils import escape

import pytest

from gov_lint.engine import run
from gov_lint.nouns import Source
from gov_lint.readers import ReadError, read_bytes
from gov_lint.readers.numberformat import printed
from gov_lint.rulepack import load_pack
from tests.generator import equality, measure
from tests.generator.formats import Grid
from tests.generator.formats_xlsx import xlsx

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = f'xmlns="{_MAIN}" xmlns:r="{_R}"'


def book(*sheets: str, states: str = "", parts: dict[str, str | bytes] | None = None, properties: str = "") -> bytes:
    """A workbook of sheets given as the inside of their XML; ``states`` has an h for each hidden one."""
    listed, links = "", ""
    files: dict[str, str | bytes] = {}
    for number, sheet in enumerate(sheets, 1):
        hidden = ' state="hidden"' if states[number - 1 : number] == "h" else ""
        listed += f'<sheet name="表{number}" sheetId="{number}" r:id="rId{number}"{hidden}/>'
        links += f'<Relationship Id="rId{number}" Type="{_R}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        files[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {_NS}>{sheet}</worksheet>"
    links += f'<Relationship Id="rId90" Type="{_R}/styles" Target="/xl/styles.xml"/>'
    links += f'<Relationship Id="rId91" Type="{_R}/sharedStrings" Target="sharedStrings.xml"/>'
    files["xl/workbook.xml"] = f"<workbook {_NS}>{properties}<sheets>{listed}</sheets></workbook>"
    files["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="x">{links}</Relationships>'
    files |= parts or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def cells(rows: dict[str, str]) -> str:
    """The data of a sheet, by the names of its cells: texts, or numbers where they look so."""
    found: dict[int, str] = {}
    for name, text in rows.items():
        row = int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        number = text.replace(".", "").replace("-", "").isdigit()
        content = f"<v>{text}</v>" if number else f"<is><t>{escape(text)}</t></is>"
        kind = "" if number else ' t="inlineStr"'
        found[row] = found.get(row, "") + (f'<c r="{name}"{kind}>{content}</c>' if text else f'<c r="{name}"/>')
    return (
        "<sheetData>"
        + "".join(f'<row r="{row}">{inside}</row>' for row, inside in sorted(found.items()))
        + "</sheetData>"
    )


def lines(data: bytes) -> list[str]:
    """The printed lines of a workbook that are not empty."""
    return [line for line in read_bytes(data, "表.xlsx").text.split("\n") if line.strip()]


def test_cells_stand_in_rows_and_columns() -> None:
    data = book(cells({"A1": "信息内容", "B1": "本年制发件数", "A2": "规章", "B2": "3"}))
    assert lines(data) == ["信息内容\t本年制发件数", "规章\t3"]
    assert read_bytes(data, "表.doc").format == "xlsx"


def test_findings_give_the_row_of_the_sheet() -> None:
    source = read_bytes(book(cells({"A4": "规章", "B4": "7", "A9": "规范性文件", "B9": "5"})), "表.xlsx")
    found = [source.block(source.text.index(sign)) for sign in "75"]
    assert [(block.table, block.row, block.column) for block in found if block] == [(1, 4, 2), (1, 9, 2)]


def test_strings_are_shared_in_runs_and_without_their_readings() -> None:
    strings = (
        f'<sst {_NS}><si><t xml:space="preserve">规章 </t></si><si><r><t>行政</t></r><r><rPr/><t>许可</t></r>'
        "<rPh sb='0' eb='1'><t>xing</t></rPh></si><si><t>甲_x000D_\n乙</t></si></sst>"
    )
    inside = '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>99</v></c><c t="str"><f>A1</f><v>丙</v></c></row></sheetData>'
    assert lines(book(inside, parts={"xl/sharedStrings.xml": strings})) == ["规章 \t行政许可\t甲 乙\t丙"]


def test_what_is_hidden_is_left_out() -> None:
    rows = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c>'
        "</row>"
        '<row r="2" hidden="1"><c r="A2"><v>4</v></c></row><row r="3" ht="0"><c r="A3"><v>5</v></c></row><row r="4"><c r="A4"><v>6</v></c><c r="C4"><v>7</v></c></row>'
        "</sheetData>"
    )
    assert lines(book(rows, cells({"A1": "8"}), cells({"A1": "9"}), states="-h-")) == ["1\t3", "6\t7", "9"]


def test_merged_cells_reach_over_columns_and_rows() -> None:
    data = cells(
        {
            "A1": "（三）不予公开",
            "B1": "1.属于国家秘密",
            "C1": "1",
            "B2": "2.其他",
            "C2": "0",
            "A3": "（七）总计",
            "C3": "1",
        }
    )
    merged = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A3:B3"/></mergeCells>'
    assert lines(book(data + merged)) == ["（三）不予公开\t1.属于国家秘密\t1", "\t2.其他\t0", "（七）总计\t1"]


def test_a_merged_cell_that_begins_in_a_hidden_row_is_shown_in_the_next() -> None:
    rows = (
        '<sheetData><row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>规章</t></is></c></row>'
        '<row r="2"><c r="A2"/><c r="B2"><v>3</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    )
    assert lines(book(rows)) == ["规章\t3"]


def test_a_blank_cell_within_borders_stays_a_cell() -> None:
    styles = f'<styleSheet {_NS}><borders><border/><border><left style="thin"/></border></borders><cellXfs><xf/><xf borderId="1"/></cellXfs></styleSheet>'
    rows = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>二、主动公开政府信息情况</t></is></c></row><row r="2"><c r="A2" s="1"><v>1</v></c>'
        '<c r="B2" s="1"><v>2</v></c>'
        '<c r="C2" s="1"><v>3</v></c></row><row r="3"><c r="A3" s="1"><v>4</v></c><c r="B3" s="1"/><c r="C3" s="1"/></row></sheetData>'
    )
    assert lines(book(rows, parts={"xl/styles.xml": styles})) == ["二、主动公开政府信息情况", "1\t2\t3", "4\t\t"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("3", "General", "3"),
        ("3.0", "General", "3"),
        ("0.30000000000000004", "General", "0.3"),
        ("96171.600000000006", "General", "96171.6"),
        ("1E+5", "General", "100000"),
        ("-0", "General", "0"),
        ("2.2104", "0.00", "2.21"),
        ("2.5", "0", "3"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("999", "#,##0", "999"),
        ("0.4286", "0.00%", "42.86%"),
        ("-5", "0_);[Red]\\(0\\)", "(5)"),
        ("-5", "#,##0", "-5"),
        ("12", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "12"),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("3", '0"件"', "3件"),
        ("3", "G/通用格式", "3"),
        ("3", "@", "3"),
        ("3", ";;;", ""),
        ("7", "000", "007"),
        ("0.5", "# ?/?", "0.5"),
        ("5", '[>=10]"多";[<10]0', "5"),
        ("45292", 'yyyy"年"m"月"d"日"', "2024年1月1日"),
        ("45292", "[$-804]yyyy/m/d;@", "2024/1/1"),
        ("45292.75", "yyyy-mm-dd hh:mm", "2024-01-01 18:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("-1", "yyyy", "-1"),
        ("1e400", "0", "1e400"),
        ("文字", "0", "文字"),
    ],
)
def test_numbers_are_printed_by_their_format(value: str, code: str, shown: str) -> None:
    assert printed(value, code) == shown


def test_the_formats_are_those_of_the_styles() -> None:
    styles = (
        f'<styleSheet {_NS}><numFmts><numFmt numFmtId="176" formatCode="0.0&quot;万&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="31"/></cellXfs></styleSheet>'
    )
    values = ("2.25", "2.25", "1", "0.5", "1")
    row = "".join(f'<c s="{at}"><v>{value}</v></c>' for at, value in enumerate(values))
    row += '<c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c>'
    data = book(
        f"<sheetData><row>{row}</row></sheetData>",
        parts={"xl/styles.xml": styles},
        properties='<workbookPr date1904="1"/>',
    )
    assert lines(data) == ["2.25\t2.3万\t1904/1/2\t50.00%\t1904年1月2日\tTRUE\t#DIV/0!"]


def test_formulas_give_their_stored_result_and_none_is_made_up() -> None:
    assert lines(
        book('<sheetData><row><c><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c></row></sheetData>')
    ) == ["2"]
    with pytest.raises(ReadError, match="WPS"):
        read_bytes(book("<sheetData><row><c><f>SUM(A2:A9)</f></c></row></sheetData>"), "表.xlsx")


def _tables(captions: bool, seed: int = 3) -> bytes:
    document = equality.document(measure.make_case(seed, "tsv").model)
    if not captions:
        document.parts = [part for part in document.parts if isinstance(part, Grid)]
    return xlsx(document, random.Random(seed))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("captions", [True, False])
def test_a_workbook_of_the_tables_is_judged_for_its_tables_only(captions: bool, seed: int) -> None:
    result = run(read_bytes(_tables(captions, seed), "表.xlsx"), load_pack())
    assert result.cells_read == result.cells_due == 200
    assert [finding for finding in result.findings if finding.severity != "note"] == []


def test_a_note_far_to_the_right_moves_no_cell() -> None:
    with zipfile.ZipFile(io.BytesIO(_tables(True))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name in [name for name in parts if "/sheet" in name]:
        note = '<c r="{}{}" t="inlineStr"><is><t>备注</t></is></c></row>'
        text = parts[name].decode()  # type: ignore[union-attr]
        for row, column in ((3, "Q"), (4, "R"), (5, "S"), (20, "T")):
            text = re.sub(rf'(<row r="{row}">.*?)</row>', rf"\g<1>{note.format(column, row)}", text)
        parts[name] = text
    result = run(read_bytes(book(parts=parts), "表.xlsx"), load_pack())
    assert result.cells_read == 200


def test_a_wrong_total_is_found_in_a_workbook_without_prose() -> None:
    model = measure.make_case(5, "tsv").model
    model.requests["T"][6] = str(int(model.requests["T"][6]) + 1)
    source = read_bytes(xlsx(equality.document(model), random.Random(1)), "表.xlsx")
    findings = run(source, load_pack()).findings
    assert [(f.rule, f.cell) for f in findings if f.severity == "error"] == [
        ("applications-single-cell", ("表三", "（七）总计", "总计"))
    ]


def test_a_workbook_that_holds_the_prose_too_is_judged_as_a_report() -> None:
    prose = "2024年，本机关主动公开政府信息。" * 20
    source = read_bytes(book(cells({"A1": "一、总体情况", "A2": prose, "A3": "二、主动公开政府信息情况"})), "表.xlsx")
    assert not source.tables_only
    assert "section-missing" in {finding.rule for finding in run(source, load_pack()).findings}


def test_something_else_in_a_workbook_is_no_report() -> None:
    rows = {f"{column}{row}": f"第{row}号职工工资表明细项目{column}" for row in range(1, 40) for column in "ABC"}
    findings = run(read_bytes(book(cells(rows)), "表.xlsx"), load_pack()).findings
    assert [finding.rule for finding in findings] == ["not-a-report"]


def test_a_sheet_with_a_million_formatted_rows_is_read_at_once() -> None:
    empty = "".join(f'<row r="{row}" spans="1:3" s="1"/>' for row in range(3, 300_000))
    data = cells({"A1": "规章", "B1": "3"}).replace("</sheetData>", empty + "</sheetData>")
    start = time.process_time()
    assert lines(book(data)) == ["规章\t3"]
    assert time.process_time() - start < 5


def test_cells_far_apart_are_read_at_once() -> None:
    start = time.process_time()
    found = lines(book(cells({"A1": "规章", "B1": "3", "XFD1048576": "远"})))
    assert found[0].split("\t")[:2] == ["规章", "3"] and "远" in found[1]
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "sheet",
    [
        "<sheetData>"
        + "".join(f'<row r="{n}"><c r="{"ABCDEFGH"[n % 8]}{n}"><v>1</v></c></row>' for n in range(1, 120_000))
        + "</sheetData>",
        cells({f"A{n}": "1" for n in range(1, 3000)})
        + "<mergeCells>"
        + '<mergeCell ref="A1:XFD1048576"/>' * 40_000
        + "</mergeCells>",
    ],
    ids=["too many cells", "merged over one another"],
)
def test_more_than_any_report_has_is_refused(sheet: str) -> None:
    start = time.process_time()
    with pytest.raises(ReadError, match=r"单元格|过大"):
        read_bytes(book(sheet), "表.xlsx")
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    "sheet",
    [
        '<sheetData><row r="99999999999"><c r="A1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="-1"><c r="ZZZ99"><v>1</v></c><c r="?"><v>x</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1" s="900" t="s"><v>x</v></c><c t="zz"><v/></c></row></sheetData>',
        '<cols><col min="9" max="2" hidden="1"/><col max="99999999" hidden="1"/></cols>' + cells({"A1": "1"}),
        cells({"A1": "1"}) + '<mergeCells><mergeCell ref="B9:A1"/><mergeCell ref="A1"/><mergeCell/></mergeCells>',
        "",
    ],
    ids=range(6),
)
def test_absurd_sheets_are_read_as_far_as_they_go(sheet: str) -> None:
    assert isinstance(read_bytes(book(sheet), "表.xlsx"), Source)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml"]
)
def test_broken_parts_are_refused_in_plain_words(part: str) -> None:
    with pytest.raises(ReadError):
        read_bytes(book(cells({"A1": "1"}), parts={part: "<broken"}), "表.xlsx")
    with pytest.raises(ReadError):
        read_bytes(book(cells({"A1": "1"}), parts={part: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "表.xlsx")


def test_mutated_workbooks_raise_nothing_but_refusals() -> None:
    rng = random.Random(9)
    with zipfile.ZipFile(io.BytesIO(_tables(True))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(80):
        name = rng.choice([name for name in sorted(parts) if name.startswith("xl/")])
        broken = bytearray(parts[name])  # type: ignore[arg-type]
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(broken))
            broken[at : at + rng.randint(0, 3)] = rng.choice(
                [b"", b"9", b'"', b"<", b"-1", bytes([rng.randrange(256)])]
            )
        try:
            read_bytes(book(parts=parts | {name: bytes(broken)}), "表.xlsx")
        except ReadError:
            pass
