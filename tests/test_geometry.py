"""Pages of placed characters and lines, read as paragraphs and tables."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from gov_lint.readers.flow import lay
from gov_lint.readers.geometry import Glyph, Page, Spot, Stroke, blocks_of

SIZE = 10.0


def words(text: str, x: float, y: float, size: float = SIZE) -> list[Glyph]:
    """A printed line, a glyph for each sign that is no blank."""
    found = []
    for sign in text:
        wide = size if sign > "\u2000" else size / 2
        if sign.strip():
            found.append(Glyph(sign, x, y, x + wide, y + size))
        x += wide
    return found


def across(y: float, left: float, right: float) -> Stroke:
    return Stroke(left, y, right, y)


def down(x: float, top: float, bottom: float) -> Stroke:
    return Stroke(x, top, x, bottom)


def table(
    rows: Sequence[Sequence[str]], xs: Sequence[float], y: float, height: float = 20.0
) -> tuple[list[Glyph], list[Stroke]]:
    """A table with all its lines.  A newline in a cell begins a line; ``None`` would be no cell, so write fewer cells than columns for wide ones."""
    glyphs: list[Glyph] = []
    strokes: list[Stroke] = []
    for row in rows:
        edges = [*xs[: len(row)], xs[-1]]
        high = max([height, *(12.0 * (cell.count("\n") + 1) + 8 for cell in row)])
        for cell, left, right in zip(row, edges, edges[1:], strict=False):
            for at, line in enumerate(cell.split("\n")):
                glyphs += words(line, left + 3, y + 4 + 12 * at)
            strokes += [down(left, y, y + high), down(right, y, y + high), across(y, left, right)]
            strokes.append(across(y + high, left, right))
        y += high
    return glyphs, strokes


def page(number: int, *parts: tuple[list[Glyph], list[Stroke]] | list[Glyph]) -> Page:
    glyphs: list[Glyph] = []
    strokes: list[Stroke] = []
    for part in parts:
        if isinstance(part, tuple):
            glyphs += part[0]
            strokes += part[1]
        else:
            glyphs += part
    return Page(number, 600, 800, glyphs, strokes)


def text_of(*pages: Page) -> list[str]:
    """The lines that are not empty, as the parser gets them."""
    return [line for line in lay(blocks_of(pages), "x", "pdf").source.text.split("\n") if line]


XS = (100, 160, 220, 280)
ROWS = [["1.属于", "0", "12"], ["2.其他", "3", "4"]]
PLAIN = ["1.属于\t0\t12", "2.其他\t3\t4"]


def test_a_ruled_table_is_read_by_its_lines() -> None:
    assert text_of(page(1, table(ROWS, XS, 100))) == PLAIN


def test_lines_may_be_double_dashed_thick_or_have_short_gaps() -> None:
    glyphs, strokes = table(ROWS, XS, 100)
    double = [
        s._replace(left=s.left + 1.5, top=s.top + 1.5, right=s.right + 1.5, bottom=s.bottom + 1.5) for s in strokes
    ]
    thick = [s._replace(right=s.right + 1.2, bottom=s.bottom + 1.2) for s in strokes]
    dashed = []
    for left, top, right, bottom in strokes:
        for at in range(0, int(right - left + bottom - top), 6):
            dashed.append(
                Stroke(left + at, top, left + at + 4, top)
                if right > left
                else Stroke(left, top + at, left, top + at + 4)
            )
    for drawn in (strokes + double, thick, dashed):
        assert text_of(page(1, (glyphs, drawn))) == PLAIN


def test_what_was_printed_twice_to_look_bold_stands_once() -> None:
    glyphs, strokes = table(ROWS, XS, 100)
    twice = [g._replace(left=g.left + 0.4, right=g.right + 0.4) for g in glyphs]
    assert text_of(page(1, (glyphs + twice, strokes))) == PLAIN
    assert text_of(page(1, words("11月22日", 100, 300))) == ["11月22日"]


def test_wrapped_labels_are_joined_and_columns_that_cells_share_are_counted() -> None:
    rows = [["（本列数据", "申请人情况"], ["1.属于国\n家秘密", "12\n34", "Aa\nbb"]]
    assert text_of(page(1, table(rows, XS, 100))) == ["（本列数据\t申请人情况", "1.属于国家秘密\t12 34\tAa bb"]


def test_a_number_that_fills_its_cell_goes_on_in_the_next_line() -> None:
    assert text_of(page(1, table([["行政许可", "4472\n28", ""]], (100, 160, 186, 280), 100))) == ["行政许可\t447228\t"]


def test_labels_that_run_downward_are_read_as_printed() -> None:
    label = [
        Glyph(sign, 120.0 - 12 * (at // 4), 105.0 + 12 * (at % 4), 130.0 - 12 * (at // 4), 115.0 + 12 * (at % 4))
        for at, sign in enumerate("本年度办理结果")
    ]
    frame = table([["", "0", "12"]], XS, 100, 60)
    assert text_of(page(1, (label + frame[0], frame[1]))) == ["本年度办理结果\t0\t12"]


def test_a_frame_around_the_page_is_no_table() -> None:
    frame = [across(20, 20, 580), across(780, 20, 580), down(20, 20, 780), down(580, 20, 780)]
    assert text_of(page(1, (words("一、总体情况", 100, 100), frame), table(ROWS, XS, 200))) == ["一、总体情况", *PLAIN]


def test_paragraphs_are_joined_where_lines_are_full_and_headings_are_not() -> None:
    lines = [
        ("二、主动公开政府信息情况", 120),
        ("我局公开信息四十条，都在网站" + "，" * 6, 120),
        ("上发布，网址为http://www.", 100),
        ("example.gov.cn/。", 100),
        ("（一）主动公开", 100),
    ]
    glyphs = [glyph for at, (text, x) in enumerate(lines) for glyph in words(text, x, 100 + 18 * at)]
    found = [line.strip() for line in text_of(page(1, glyphs))]
    assert found == [
        "二、主动公开政府信息情况",
        "我局公开信息四十条，都在网站，，，，，，上发布，网址为http://www.example.gov.cn/。",
        "（一）主动公开",
    ]


def test_columns_without_lines_stay_columns() -> None:
    rows = [("信息内容", "本年制发件数", "现行有效件数"), ("规章", "0", "11"), ("行政规范性文件", "8", "66")]
    glyphs = [
        g
        for at, row in enumerate(rows)
        for x, cell in zip((100, 220, 340), row, strict=True)
        for g in words(cell, x, 100 + 18 * at)
    ]
    first, second, third = text_of(page(1, glyphs))
    assert [line.split() for line in (first, second, third)] == [list(row) for row in rows]


# --- page breaks ------------------------------------------------------------------------------------------------------


def over_break(above: list[list[str]], below: list[list[str]], xs: Sequence[float] = XS) -> list[str]:
    return text_of(page(1, table(above, xs, 600)), page(2, table(below, xs, 80)))


def test_a_table_over_a_break_is_one_table() -> None:
    joined = over_break(ROWS, [["3.危及", "5", "6"]])
    assert joined == [*PLAIN, "3.危及\t5\t6"]
    blocks = blocks_of([page(1, table(ROWS, XS, 600)), page(2, table([["3.危及", "5", "6"]], XS, 80))])
    assert len(blocks) == 1


def test_a_row_that_the_break_splits_is_one_row() -> None:
    assert over_break([["3.危及三安", "5", "6"]], [["全一稳", "", ""], ["4.保护", "7", "8"]]) == [
        "3.危及三安全一稳\t5\t6",
        "4.保护\t7\t8",
    ]
    assert over_break([["3.危及三安", "", ""]], [["全", "5", "6"]]) == ["3.危及三安全\t5\t6"]
    assert over_break([["3.危及", "5", "6"]], [["“三安全", "", ""]]) == ["3.危及“三安全\t5\t6"]


def test_digits_of_one_number_on_both_sides_of_the_break_are_one_number() -> None:
    assert over_break([["0", "15", "4"]], [["", "3", ""]], (100, 120, 138, 160)) == ["0\t153\t4"]


def test_rows_that_the_break_parts_stay_rows() -> None:
    assert over_break([["行政处罚", "5", "6"]], [["行政强制", "", ""]]) == ["行政处罚\t5\t6", "行政强制\t\t"]
    assert over_break([["1.属于国", "0", "0"]], [["2.其他法", "", ""]]) == ["1.属于国\t0\t0", "2.其他法\t\t"]
    assert over_break([["信息内容", "本年制", "现行"]], [["规章", "1", "2"]]) == [
        "信息内容\t本年制\t现行",
        "规章\t1\t2",
    ]


def test_repeated_heads_are_no_rows() -> None:
    head = ["信息内容", "本年", "现行"]
    assert over_break([head, ["规章", "1", "2"]], [head, ["许可", "3", "4"]]) == [
        "信息内容\t本年\t现行",
        "规章\t1\t2",
        "许可\t3\t4",
    ]


def grouped(label: str, rows: Sequence[str], y: float) -> tuple[list[Glyph], list[Stroke]]:
    """Rows beside a label cell that they share."""
    glyphs, strokes = table([[row, "0"] for row in rows], XS[1:], y)
    bottom = y + 20 * len(rows)
    strokes += [across(y, 100, 160), across(bottom, 100, 160), down(100, y, bottom)]
    return glyphs + [g for at, line in enumerate(label.split("\n")) for g in words(line, 103, y + 4 + 12 * at)], strokes


@pytest.mark.parametrize(
    ("above", "below", "labels"),
    [
        ("（四）无", "法提供", ["（四）无法提供", "", "", ""]),
        ("（四）无\n法提供", "", ["（四）无法提供", "", "", ""]),
        ("", "（四）无\n法提供", ["（四）无法提供", "", "", ""]),
        ("（四）无\n法提供", "（五）不\n予处理", ["（四）无法提供", "", "（五）不予处理", ""]),
    ],
)
def test_a_label_that_rows_share_goes_on_below_the_break(above: str, below: str, labels: list[str]) -> None:
    pages = page(1, grouped(above, ["1.甲", "2.乙"], 600)), page(2, grouped(below, ["3.丙", "4.丁"], 80))
    assert [line.split("\t")[0] for line in text_of(*pages)] == labels


# --- margins ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["- {} -", "— {} —", "第 {} 页 共 3 页", "{}/3", "{}", "第{}页"])
def test_page_numbers_and_running_heads_are_left_out(form: str) -> None:
    pages = [
        page(
            n,
            words("某某县水利局年度报告", 200, 30, 8),
            words(f"正文{'甲乙丙'[n - 1]}", 100, 100),
            words(form.format(n), 290, 760),
        )
        for n in (1, 2, 3)
    ]
    assert text_of(*pages) == ["正文甲", "正文乙", "正文丙"]


def test_a_name_that_opens_the_report_and_closes_it_is_no_running_head() -> None:
    name = words("柳川县水利局", 200, 80)
    pages = [
        page(1, name, words("年度报告", 210, 98)),
        page(2, words("正文", 100, 80)),
        page(3, name, words("2024年1月20日", 200, 98)),
    ]
    assert [line.strip() for line in text_of(*pages)] == [
        "柳川县水利局",
        "年度报告",
        "正文",
        "柳川县水利局",
        "2024年1月20日",
    ]


def test_a_lone_figure_at_the_foot_is_kept_where_it_is_no_page_number() -> None:
    assert text_of(page(1, words("其他事项", 100, 100), words("38", 100, 740))) == ["其他事项", "38"]


def test_a_cell_in_the_margin_is_kept() -> None:
    pages = [page(n, table([["规章", "1", "2"]], XS, 770)) for n in (1, 2)]
    assert text_of(*pages) == ["规章\t1\t2"] * 2


# --- limits and the way back ------------------------------------------------------------------------------------------


def test_a_page_full_of_lines_takes_no_long_time() -> None:
    strokes = [across((at * 37) % 800, at % 400, at % 400 + 90) for at in range(5000)]
    strokes += [down((at * 53) % 600, at % 500, at % 500 + 90) for at in range(5000)]
    begun = time.process_time()
    blocks_of([Page(1, 600, 800, words("一、总体情况", 100, 100) * 300, strokes)])
    assert time.process_time() - begun < 5


def test_spots_lead_from_the_text_back_to_the_page() -> None:
    laid = lay(blocks_of([page(1, table(ROWS, XS, 100)), page(2, words("正文", 100, 90))], spots=True), "x", "pdf")
    at = laid.source.text.index("12")
    piece = laid.pieces[laid.offsets.index(at)]
    assert isinstance(piece.origin, Spot)
    assert piece.origin.page == 1 and (piece.origin.glyph.text, piece.origin.glyph.left) == ("1", 223.0)
    assert laid.source.block(laid.source.text.index("正")).page == 2  # type: ignore[union-attr]


# --- what stands in the way -------------------------------------------------------------------------------------------


def test_tables_of_other_widths_right_below_do_not_cut_a_cell() -> None:
    above = table([["行政规范性文件", "9", "6"]], (100, 172, 220, 280), 100)
    between = table([["行政许可", "0"]], (130, 200, 250), 120)
    below = table([["行政处罚", "7", "8"]], (100, 166, 226, 280), 140)
    assert text_of(page(1, above, between, below)) == ["行政规范性文件\t9\t6", "行政许可\t0", "行政处罚\t7\t8"]


def test_a_blank_cell_at_an_open_side_is_kept() -> None:
    glyphs, strokes = table([["1.属于", "0", ""], ["2.其他", "3", "4"]], XS, 100)
    sides = [s for s in strokes if s.left != s.right or s.left not in (XS[0], XS[-1])]
    assert text_of(page(1, (glyphs, sides))) == ["1.属于\t0\t", "2.其他\t3\t4"]


def test_the_rest_of_a_label_behind_the_break_is_no_row_of_its_own() -> None:
    above, below = [["3.危及", "5", "6"]], [["〝三安全〞", "", ""], ["4.保护", "7", "8"]]
    assert over_break(above, below) == ["3.危及〝三安全〞\t5\t6", "4.保护\t7\t8"]
    assert over_break([["3.危及", "5", "6"]], [["三安全", "", ""]]) == ["3.危及三安全\t5\t6"]
    assert over_break([["3.危及", "", ""]], [["三安全", "5", "6"]]) == ["3.危及三安全\t5\t6"]


def test_a_row_may_reach_over_three_pages() -> None:
    pages = [
        table([["2.其他法律", "", ""]], XS, 700),
        table([["行政法规禁", "", ""]], XS, 80),
        table([["止公开", "5", "6"]], XS, 80),
    ]
    assert text_of(*(page(n, part) for n, part in enumerate(pages, 1))) == ["2.其他法律行政法规禁止公开\t5\t6"]


def test_words_that_ran_out_of_their_cell_at_the_foot_of_a_page_belong_to_it() -> None:
    glyphs, strokes = table([["（五）不", "1.甲", "0"]], XS, 700, 16)
    rest = words("予处理", 103, 714.5)
    assert (
        text_of(page(1, (glyphs + rest, strokes)), page(2, table([["", "2.乙", "4"]], XS, 80)))[0]
        == "（五）不予处理\t1.甲\t0"
    )


def test_repeated_heads_are_known_beside_a_column_without_heads() -> None:
    def part(rows: Sequence[Sequence[str]], y: float) -> tuple[list[Glyph], list[Stroke]]:
        glyphs, strokes = table(rows, XS, y)
        high = 20.0 * len(rows)
        return glyphs, [*strokes, across(y, 280, 320), across(y + high, 280, 320), down(320, y, y + high)]

    head = ["信息内容", "本年", "现行"]
    pages = page(1, part([head, ["规章", "1", "2"]], 600)), page(2, part([head, ["许可", "3", "4"]], 80))
    assert [line.split("\t")[:3] for line in text_of(*pages)] == [head, ["规章", "1", "2"], ["许可", "3", "4"]]


def test_a_menu_beside_the_text_is_left_out() -> None:
    prose = "本机关认真贯彻落实条例规定，持续推进政府信息公开工作，取得了较好成效"
    lines = [words("年度报告", 300, 100), *(words(prose, 200, 120 + 18 * at) for at in range(6))]
    menu = [
        words(f"·{text}", 40, 101 + 20 * at) for at, text in enumerate(["公开指南", "公开制度", "公开年报", "规章"])
    ]
    assert "".join(line.strip() for line in text_of(page(1, *lines, *menu))) == "年度报告" + prose * 6
    beside = [words("注一", 40, 90), words("注二", 40, 400)]
    assert "注一" in "".join(text_of(page(1, *lines, *beside)))


def test_the_signs_of_a_title_may_stand_apart() -> None:
    title = [
        Glyph(sign, x, 100, x + (20 if sign > "\u2000" else 10), 120)
        for sign, x in zip(
            "水利局2023年度报告", (100, 126, 152, 178, 194, 210, 226, 242, 268, 294, 320, 346), strict=False
        )
    ]
    assert text_of(page(1, title))[0].strip() == "水利局2023年度报告"


def test_large_words_at_the_same_place_of_each_page_are_a_watermark() -> None:
    pages = [page(n, words("内部资料", 100, 390, 60), words(f"正文{'甲乙丙'[n - 1]}", 100, 400)) for n in (1, 2, 3)]
    assert text_of(*pages) == ["正文甲", "正文乙", "正文丙"]


# --- tables without lines ---------------------------------------------------------------------------------------------

COLUMNS = (260, 310, 360, 410)


def numbers(y: float, *cells: str) -> list[Glyph]:
    return [g for x, cell in zip(COLUMNS, cells, strict=True) for g in words(cell, x, y)]


def test_labels_that_wrap_stand_in_the_line_of_their_numbers() -> None:
    rows = [
        *(words("一、新收申请数量", 60, 100), numbers(100, "5", "0", "12", "17")),
        *(words("2.其他法律行政", 60, 120), numbers(126, "1", "2", "3", "6"), words("法规禁止公开", 60, 132)),
        *(words("3.危及", 60, 152), numbers(152, "0", "0", "0", "0")),
    ]
    assert [line.split() for line in text_of(page(1, *rows))] == [
        ["一、新收申请数量", "5", "0", "12", "17"],
        ["2.其他法律行政法规禁止公开", "1", "2", "3", "6"],
        ["3.危及", "0", "0", "0", "0"],
    ]


def test_heads_that_wrap_are_joined_column_by_column() -> None:
    heads = [words("法人或其他组织", 290, 76)]
    for x, text in zip(COLUMNS, ("商业\n企业", "科研\n机构", "其他", "总计"), strict=True):
        parts = text.split("\n")
        heads += [words(part, x - 5, 90 + 12 * at + (6 if len(parts) == 1 else 0)) for at, part in enumerate(parts)]
    rows = [
        words("一、新收", 60, 120),
        numbers(120, "5", "0", "12", "17"),
        words("二、结转", 60, 140),
        numbers(140, "1", "2", "3", "6"),
    ]
    assert [line.split() for line in text_of(page(1, *heads, *rows))][:3] == [
        ["法人或其他组织"],
        ["商业企业", "科研机构", "其他", "总计"],
        ["一、新收", "5", "0", "12", "17"],
    ]
