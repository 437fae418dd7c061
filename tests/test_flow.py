"""Documents as text: what a reader's paragraphs and tables become, and where each character of it stands."""

from __future__ import annotations

import pytest

from gov_lint.nouns import Settings
from gov_lint.readers.flow import MAX_DEPTH, Cell, Paragraph, Piece, Table, lay, paragraph
from gov_lint.readers.refusal import ReadError
from gov_lint.structure import recognise


def cell(text: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell([paragraph(text)], colspan, rowspan)


def text_of(*blocks: Paragraph | Table) -> str:
    return lay(blocks, "x", "docx").source.text


def test_a_row_is_a_line_and_a_tab_parts_two_cells() -> None:
    table = Table([[cell("规章"), cell("0"), cell("")], [cell("行政规范性文件"), cell("2"), cell("7")]])
    assert text_of(table) == "规章\t0\t\n行政规范性文件\t2\t7\n\n"


def test_a_shared_cell_is_written_once_and_leaves_an_empty_one_below() -> None:
    table = Table(
        [
            [cell("三、本年度办理结果", rowspan=3), cell("（一）予以公开", colspan=2), cell("1")],
            [cell("（三）不予公开", rowspan=2), cell("1.属于国家秘密"), cell("2")],
            [cell("2.其他法律行政法规禁止公开"), cell("3")],
        ]
    )
    lines = text_of(table).split("\n")
    assert lines[0] == "三、本年度办理结果\t（一）予以公开\t1"
    assert lines[1] == "\t（三）不予公开\t1.属于国家秘密\t2"
    assert lines[2] == "\t\t2.其他法律行政法规禁止公开\t3"


def below(*lines: str) -> Cell:
    return Cell([paragraph(line) for line in lines])


def test_a_row_whose_cells_hold_numbers_below_one_another_is_several() -> None:
    heads = below("行政处罚", "行政强制", "行政许可")
    table = Table([[cell("第二十条"), heads, below("9", "", "0"), Cell([paragraph("1\n2\n3")])]])
    assert text_of(table) == "第二十条\t行政处罚\t9\t1\n\t行政强制\t\t2\n\t行政许可\t0\t3\n\n"
    places = lay([table], "x", "docx").source.blocks
    assert {place.row for place in places if place.column} == {1}


def test_a_heading_in_a_narrow_column_beside_its_section_is_a_line() -> None:
    prose = below("云棠县水利局主动公开信息。" * 5, "全年收到申请3件。" * 8)
    table = Table([[below("一、", "总体", "情况"), prose], [below("六、其他需要报告的事项", "（一）"), prose]])
    found = text_of(table).split("\n")
    assert found[0] == "一、总体情况"
    assert found[3:5] == ["六、其他需要报告的事项", "（一）"]


@pytest.mark.parametrize(
    "cells",
    [
        (below("行政", "许可"), below("28", "26")),
        (below("", "规章", ""), below("", "0", ""), below("", "1", "")),
        (below("行政", "处罚"), below("1", "2"), below("3", "4", "5")),
        (cell("行政处罚"), below("1", "2"), below("3", "4")),
        (below("甲", "乙"), below("1", "2"), below("3", "4件")),
    ],
)
def test_other_rows_of_several_paragraphs_stay_one(cells: tuple[Cell, ...]) -> None:
    assert text_of(Table([cells])).count("\n") == 2


def test_a_blank_cell_of_a_merged_row_is_known_by_its_column() -> None:
    columns = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    rows = [
        [cell("", colspan=3), *map(cell, columns)],
        [cell("一、本年新收政府信息公开申请数量", colspan=3), *map(cell, ("3", "", "0", "0", "0", "0", "3"))],
        [cell("二、上年结转政府信息公开申请数量", colspan=3), *map(cell, ("1", "0", "0", "0", "0", "", "1"))],
    ]
    source = lay([paragraph("三、收到和处理政府信息公开申请情况"), Table(rows)], "x", "docx").source
    table = recognise(source, Settings()).tables["申请"]
    blank = {(c.row, c.column) for row in table.rows.values() for c in row.cells if c.state == "blank"}
    assert blank == {("新收", "商业企业"), ("上年结转", "其他")}


def test_places_name_page_paragraph_and_cell() -> None:
    blocks = [
        paragraph("甲县水利局", page=1),
        Table([[cell("规章", colspan=2), cell("0")], [cell("行政许可"), cell("甲"), Cell([paragraph("12", page=2)])]]),
        paragraph("六、其他需要报告的事项", page=2),
    ]
    source = lay(blocks, "x", "docx").source

    def at(words: str) -> tuple[int | None, ...]:
        block = source.block(source.text.index(words))
        assert block is not None
        return block[1:]

    assert at("水利") == (1, 1, None, None, None)
    assert at("0") == (None, None, 1, 1, 3)
    assert at("12") == (2, None, 1, 2, 3)
    assert at("六、") == (2, 2, None, None, None)


def test_a_page_of_html_keeps_the_lines_of_its_source() -> None:
    original = "<p>甲县\n<b>水利局</b></p>"
    laid = lay([Paragraph([Piece("甲县 ", 1, 4), Piece("水利局", 2, 4)])], "x", "html", original=original)
    source = laid.source
    assert source.position(source.text.index("局")) == (2, 6)
    assert source.file_line(2)[5] == "局"
    assert source.text_position(source.text.index("局")) == (1, 6)


def test_a_layout_table_is_no_table() -> None:
    inner = Table([[cell("规章"), cell("0")]])
    outer = Table([[Cell([paragraph("栏目导航")]), Cell([paragraph("一、总体情况"), inner, paragraph("落款")])]])
    assert text_of(outer) == "栏目导航\n一、总体情况\n\n规章\t0\n\n落款\n\n"


def test_prose_in_a_cell_keeps_its_paragraphs() -> None:
    prose = Cell([paragraph("总体情况" * 20), paragraph("主动公开" * 20)])
    assert text_of(Table([[cell("一"), prose]])).count("\n") == 4


def test_signs_that_would_be_taken_for_borders_are_blanks() -> None:
    assert text_of(Paragraph([Piece("电话：\t0555\v1\x07\f2\n3")])) == "电话： 0555 1  2\n3\n"
    assert text_of(Table([[cell("a\tb\nc"), cell("1")]])) == "a b c\t1\n\n"


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([Table([[cell("0")] * 1000] * 200)], "单元格"),
        ([paragraph("字" * 9_000_000)], "万字"),
    ],
)
def test_what_no_report_has_is_refused(blocks: list[Paragraph | Table], words: str) -> None:
    with pytest.raises(ReadError, match=words):
        lay(blocks, "x", "docx")


def test_tables_in_one_another_without_end_are_refused() -> None:
    block: Paragraph | Table = paragraph("0")
    for _ in range(MAX_DEPTH + 2):
        block = Table([[Cell([block])]])
    with pytest.raises(ReadError, match="嵌套"):
        lay([block], "x", "docx")


def test_absurd_spans_count_as_one() -> None:
    table = Table([[cell("甲", colspan=1, rowspan=1), cell("0")], [cell("乙"), cell("1")]])
    from gov_lint.readers.flow import span_of

    assert [span_of(text) for text in ("2", " 3 ", "0", "-1", "100000", "9" * 50, "二", "", None)] == [2, 3] + [1] * 7
    assert text_of(table) == "甲\t0\n乙\t1\n\n"
