"""RTF as Word, WPS, WordPad, LibreOffice and TextEdit write it: the text that a person sees, table cells in their places, and no file that hurts."""

from __future__ import annotations

import contextlib
import random
import time

import pytest

from gov_lint.engine import run
from gov_lint.nouns import Source
from gov_lint.readers import ReadError, read_bytes
from gov_lint.rulepack import load_pack

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}"
    r"{\f2\fnil\fcharset2 Symbol;}{\f3\fnil\fcharset2{\*\panose 05}Wingdings;}}"
)
HEAD = r"{\rtf1\ansi\ansicpg936\deff0\deflangfe2052" + FONTS + r"{\stylesheet{\s0 Normal;}}\uc1\pard\plain "


def hexadecimal(text: str) -> str:
    """A text as ``\\'xx`` in GBK."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def unicode(text: str) -> str:
    """A text as ``\\uN`` with a question mark for programs that know no Unicode."""
    raw = text.encode("utf-16-le")
    codes = [int.from_bytes(raw[at : at + 2], "little", signed=True) for at in range(0, len(raw), 2)]
    return "".join(f"\\u{code}?" for code in codes)


def source(body: str, head: str = HEAD) -> Source:
    return read_bytes((head + body + "}").encode("latin-1"), "年报.rtf")


def lines(body: str, head: str = HEAD) -> list[str]:
    return [line for line in source(body, head).text.split("\n") if line]


# --- characters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        r"{\f1 " + hexadecimal("一、总体情况") + "}",
        r"{\loch\af0\hich\af0\dbch\f1 " + hexadecimal("一、总体情况") + "}",
        r"{\f0 " + hexadecimal("一、总体情况") + "}",
        r"{\b " + hexadecimal("一、总") + r"}{\b0 " + hexadecimal("体情况") + "}",
        unicode("一、总体情况"),
        r"\uc2 \u19968\'d2\'bb\u12289\'a1\'a2\uc1 " + unicode("总体情况"),
        r"\uc0\u19968\u12289 " + hexadecimal("总体情况"),
        r"{\upr{" + hexadecimal("??") + r"}{\*\ud{" + unicode("一、总体情况") + "}}}",
    ],
)
def test_chinese_in_every_spelling(written: str) -> None:
    assert lines(written + r"\par") == ["一、总体情况"]


def test_second_bytes_may_stand_as_plain_characters() -> None:
    assert "丂".encode("gbk") == b"\x81@"
    assert lines(r"{\f1 \'81@" + hexadecimal("规章") + r"}\par") == ["丂规章"]


def test_bytes_beyond_ascii_may_stand_as_they_are() -> None:
    data = HEAD.encode() + b"\\f1 " + "总体情况".encode("gbk") + b"\\par}"
    assert read_bytes(data, "x").text.strip() == "总体情况"


def test_a_document_that_does_not_say_that_it_is_chinese() -> None:
    head = r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\pard "
    assert lines(hexadecimal("总体情况") + r"\par", head) == ["总体情况"]
    assert lines(r"caf\'e9 \'93x\'94\par", head) == ["café “x”"]


def test_characters_beyond_the_basic_plane() -> None:
    assert lines(unicode("𠮷溪县") + r"\par") == ["𠮷溪县"]


def test_signs_that_have_words_of_their_own() -> None:
    assert lines(r"A\emdash\emdash B\endash C\ldblquote D\rdblquote\lquote E\rquote\~F\_G\-H\bullet\{\}\\\par") == [
        "A——B–C“D”‘E’\u00a0F-GH•{}\\"
    ]


def test_signs_of_symbol_fonts() -> None:
    assert lines(r"{\f3 \'fe}A{\f3\u-3928?}B{\f2 \'b7}C\par") == ["☑A□BC"]


def test_line_ends_of_the_file_are_none_of_the_text() -> None:
    assert lines("ab\r\ncd\\line ef\\par gh\\\nij") == ["abcd", "ef", "gh", "ij"]


# --- what is printed and what is not ----------------------------------------------------------------------------------


def test_automatic_numbers_are_as_the_file_prints_them() -> None:
    word = r"{\listtext\pard\plain\f1 " + hexadecimal("一、") + r"\tab}\ls1 " + unicode("总体情况") + r"\par"
    office = r"{\listtext\pard\plain " + unicode("（二）") + r"}\ls1 " + unicode("平台") + r"\par"
    old = r"{\pntext\pard\plain 3.\tab}{\*\pn \pnlvlbody\pndec{\pntxta .}}" + unicode("监督") + r"\par"
    assert lines(word + office + old) == ["一、 总体情况", "（二）平台", "3. 监督"]


@pytest.mark.parametrize("bullet", [r"\f2\'b7", r"\f2 l", r"\f3 n", r"\u8226?", r"\u-3913?", r"\bullet"])
def test_signs_of_bullets_are_no_text(bullet: str) -> None:
    assert lines(r"{\listtext\pard\plain " + bullet + r"\tab}\ls2 A\par") == ["A"]


def test_fields_show_their_results() -> None:
    page = r"{\field{\*\fldinst PAGE \\* MERGEFORMAT}{\fldrslt{\lang1033 7}}}"
    nested = r"{\field{\*\fldinst HYPERLINK {\field{\*\fldinst X}{\fldrslt secret}}}{\fldrslt shown}}"
    assert lines("A" + page + "B" + nested + r"\par") == ["A7Bshown"]


def test_what_is_deleted_or_hidden_is_left_out() -> None:
    assert lines(r"A{\deleted\revauthdel1 x\par}{\revised B}{\v y}C\v z\v0 D\par") == ["ABCD"]


@pytest.mark.parametrize(
    "group",
    [
        r"{\header\pard H\par}",
        r"{\footerf\pard F\par}",
        r"{\footnote\pard\plain note\par}",
        r"{\*\atnid x}{\*\annotation comment\par}",
        r"{\info{\title T}{\author A}}",
        r"{\pict\pngblip 89504e47}",
        r"{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict 0100}}",
        r"{\object\objemb{\*\objdata 0105}{\result}}",
        r"{\*\bkmkstart b}{\*\bkmkend b}{\xe index}",
        r"{\*\unknown{\b text}}",
        "{\\pict\\bin4 {{{{}",
    ],
)
def test_what_is_no_text_of_the_document(group: str) -> None:
    assert lines("A" + group + r"B\par") == ["AB"]


def test_a_document_of_pictures_is_told_from_an_empty_one() -> None:
    assert source(r"{\pict\pngblip 89504e47}\par").pictures
    assert source(r"{\*\shppict{\pict\pngblip 89504e47}}\par").pictures
    assert not source(r"{\header{\pict\pngblip 89504e47}}\par").pictures
    assert not source(r"{\pict\pngblip 89504e47}A\par").pictures


def test_text_boxes_stand_behind_their_paragraph() -> None:
    box = (
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard In\par Box\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext\pard In\par}}}}"
    )
    assert lines(f"A{box}B\\par C\\par") == ["AB", "In", "Box", "C"]
    old = r"{\*\do\dobxpage\dptxbx{\dptxbxtext\pard Old\par}\dpx100}"
    assert lines(f"A{old}B\\par") == ["AB", "Old"]


# --- tables -----------------------------------------------------------------------------------------------------------


def row(*cells: tuple[str, int, str]) -> str:
    """A row: each cell with its text, its right border and its further words."""
    forms = "".join(f"{flags}\\clvertalc\\cellx{right}" for _, right, flags in cells)
    texts = "".join(f"\\pard\\intbl {text}\\cell" for text, _, _ in cells)
    return f"\\trowd\\trgaph108{forms}{texts}\\row"


def grid(of: Source) -> list[tuple[str, int | None, int | None, int | None]]:
    """Each stretch of the text that stands in a table, with its place."""
    found = []
    ends = [block.offset for block in of.blocks[1:]] + [len(of.text)]
    for block, end in zip(of.blocks, ends, strict=True):
        text = of.text[block.offset : end].strip()
        if block.table and text:
            found.append((text, block.table, block.row, block.column))
    return found


def test_cells_that_reach_down_and_across() -> None:
    shown = source(
        row(("A", 1000, r"\clvmgf"), ("B", 3000, ""))
        + row(("", 1010, r"\clvmrg"), ("C", 2000, ""), ("D", 2990, ""))
        + row(("E", 1000, r"\clmgf"), ("", 2000, r"\clmrg"), ("F", 3000, ""))
        + r"\pard G\par"
    )
    assert [line for line in shown.text.split("\n") if line] == ["A\tB", "\tC\tD", "E\tF", "G"]
    assert grid(shown) == [
        ("A", 1, 1, 1),
        ("B", 1, 1, 2),
        ("C", 1, 2, 2),
        ("D", 1, 2, 3),
        ("E", 1, 3, 1),
        ("F", 1, 3, 3),
    ]


def test_a_row_that_defines_its_cells_once_more_at_its_end() -> None:
    forms = r"\trowd\cellx1000\cellx2000"
    body = (
        forms
        + r"\pard\intbl A\cell B\cell\pard\intbl{"
        + forms
        + r"\row}"
        + r"\pard\intbl C\cell D\cell\row\pard E\par"
    )
    assert lines(body) == ["A\tB", "C\tD", "E"]


def test_cells_without_any_definition() -> None:
    assert lines(r"\pard A\cell B\cell\row C\cell D\cell\row\pard E\par") == ["A\tB", "C\tD", "E"]


def test_tables_in_cells() -> None:
    inner = (
        r"\pard\intbl\itap2 1\nestcell 2\nestcell{\*\nesttableprops\trowd\cellx500\cellx1000\nestrow}{\nonesttables\par}"
        r"\pard\intbl\itap2 3\nestcell 4\nestcell{\*\nesttableprops\trowd\cellx500\cellx1000\nestrow}{\nonesttables\par}"
    )
    body = rf"\trowd\cellx2000\cellx4000\pard\intbl A\par {inner}\pard\intbl\cell B\cell\row\pard C\par"
    assert lines(body) == ["A", "1\t2", "3\t4", "B", "C"]
    assert ("4", 2, 2, 2) in grid(source(body))


def test_several_paragraphs_in_a_cell() -> None:
    body = r"\trowd\cellx2000\cellx4000\pard\intbl A\par B\cell C\cell\row\pard D\par"
    assert lines(body) == ["A B\tC", "D"]


def test_a_report_gives_its_findings() -> None:
    text = [
        ("", "柳川县财政局2023年政府信息公开工作年度报告"),
        ("一、", "总体情况"),
        ("二、", "主动公开政府信息情况"),
        ("三、", "收到和处理政府信息公开申请情况"),
        ("五、", "存在的主要问题及改进情况"),
    ]
    body = "".join(
        (r"{\listtext\pard\plain " + unicode(number) + r"\tab}" if number else "") + unicode(words) + r"\par "
        for number, words in text
    )
    report = run(source(body), load_pack()).report
    assert report.title is not None and report.title.organ == "柳川县财政局"
    assert [section.number for section in report.sections] == [1, 2, 3, 5]
    assert [section.ordinal for section in report.sections] == [1, 2, 3, 5]


# --- files that are no good -------------------------------------------------------------------------------------------


def read_or_refuse(data: bytes) -> None:
    started = time.perf_counter()
    with contextlib.suppress(ReadError):
        read_bytes(data, "x.rtf")
    assert time.perf_counter() - started < 10


WHOLE = (
    HEAD
    + row(("A", 1000, r"\clvmgf"), (hexadecimal("规章"), 3000, ""))
    + row(("", 1010, r"\clvmrg"), ("C", 2000, ""), ("D", 2990, ""))
    + r"\pard{\listtext 1.\tab}A{\field{\*\fldinst PAGE}{\fldrslt 7}}{\*\shpinst{\shptxt x\par}}\u20013?\par}"
).encode()


def test_cut_off_anywhere() -> None:
    for end in range(6, len(WHOLE)):
        read_or_refuse(WHOLE[:end])
    assert "规章" in read_bytes(WHOLE[: WHOLE.index(b"\\pard{\\listtext")], "x").text


def test_braces_that_do_not_match() -> None:
    assert lines(r"A}}}B\par C") == ["AB", "C"]
    assert lines(r"{{{A{B\par C") == ["AB", "C"]


def test_garbled_bytes() -> None:
    rng = random.Random(4)
    for _ in range(300):
        data = bytearray(WHOLE)
        for _ in range(rng.randint(1, 12)):
            at = rng.randrange(6, len(data))
            what = rng.randrange(3)
            data[at : at + rng.randint(0, 3)] = (
                rng.randbytes(2),
                b"",
                rng.choice([b"{", b"}", b"\\", b"\\'", b"\\u"]),
            )[what]
        read_or_refuse(bytes(data))


@pytest.mark.parametrize(
    "body",
    [
        "{" * 1_000_000,
        "}" * 1_000_000,
        "{}" * 500_000,
        r"\bin999999999 ",
        r"{\pict\bin4294967295 ",
        r"\bin-5 A",
        r"\u99999999999999999999?" * 10_000,
        r"\uc2000000000\u20013?" * 10_000,
        r"\u55357?" * 100_000,
        r"\itap1000000\intbl A\nestcell" * 10_000,
        r"\itap40\intbl A\par\itap0\par" * 20_000,
        r"\cell" * 300_000,
        r"\par" * 150_000,
        r"\trowd" + r"\cellx2147483647\cellx-9" * 100_000 + r"A\cell\row",
        r"\listtext" * 100_000,
        r"{\shptxt" * 100,
        r"\upr{" * 100_000,
        "\\'" * 500_000,
        "\\ansicpg99999 \\f99 \\'ff\\'ff",
    ],
)
def test_hostile_files(body: str) -> None:
    read_or_refuse((HEAD + body).encode())


def test_numbers_without_end() -> None:
    assert lines("A\\fs" + "9" * 10_000 + r" B\par") == ["AB"]
