"""Old Office files: Word 97–2003 and WPS Writer documents byte by byte, what else an OLE2 file may hold, and LibreOffice for what is older."""

from __future__ import annotations

import contextlib
import http.server
import io
import random
import stat
import struct
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import pytest

from gov_lint.nouns import Source
from gov_lint.readers import MissingPackagesError, ReadError, apart, office, read_bytes, read_here
from tests.conftest import missing, need_tool
from tests.generator import equality


@pytest.fixture(autouse=True)
def needs_the_package() -> None:
    try:
        import olefile  # noqa: F401
    except ImportError:
        missing("olefile")


# --- making compound files and Word documents ------------------------------------------------------------------------

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE2 file ([MS-CFB]) of those streams; each is padded to 4,096 bytes, so that none is in the mini stream."""
    directory_sectors = (len(streams) + 1 + 3) // 4
    bodies = [data.ljust(4096, b"\0") for data in streams.values()]
    sizes = [(len(body) + 511) // 512 for body in bodies]
    fat_sectors = 1
    while fat_sectors * 128 < fat_sectors + directory_sectors + sum(sizes):
        fat_sectors += 1
    fat: list[int] = [FAT] * fat_sectors
    starts = []
    for size in [directory_sectors, *sizes]:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + size), END]
    fat += [FREE] * (-len(fat) % 128)
    entries = [_entry("Root Entry", 5, 1 if streams else FREE, FREE, END, 0)]
    for number, (name, body) in enumerate(zip(streams, bodies, strict=True), 1):
        right = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, FREE, right, starts[number], len(body)))
    directory = b"".join(entries).ljust(512 * directory_sectors, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, starts[0], 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(fat_sectors), *[FREE] * (109 - fat_sectors))
    table = struct.pack(f"<{len(fat)}I", *fat)
    return header + table + directory + b"".join(body.ljust(-(-len(body) // 512) * 512, b"\0") for body in bodies)


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw) + 2, kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


@dataclass
class Made:
    """A Word document to be.  ``paragraphs`` are texts with their marks and what deviates from the style; ``runs`` are words and their
    character properties; ``behind`` is the text that follows the main text, with its counts (footnotes, headers, -, comments, endnotes, boxes)."""

    paragraphs: Sequence[tuple[str, bytes]]
    runs: Sequence[tuple[str, bytes]] = ()
    styles: Sequence[int] = ()
    western: bool = False
    pieces: Sequence[int] = ()
    changes: Sequence[int] = ()
    prcs: Sequence[bytes] = ()
    behind: str = ""
    counts: Sequence[int] = ()
    parts: Sequence[tuple[int, bytes]] = ()
    levels: bytes = b""
    data: bytes = b""
    flags: int = 0x0200
    version: int = 0x00D9

    def bytes(self) -> bytes:
        """The file."""
        main, table = self.streams()
        streams = {"WordDocument": main, "1Table": table}
        return compound(streams | ({"Data": self.data} if self.data else {}))

    def streams(self) -> tuple[bytes, bytes]:
        """The main stream and the table stream."""
        body = "".join(text for text, _ in self.paragraphs)
        whole = body + self.behind
        width = 1 if self.western else 2
        raw = whole.encode("cp1252" if self.western else "utf-16-le")
        length = len(raw) // width
        count = len(body.encode("cp1252" if self.western else "utf-16-le")) // width
        bounds = [0, *self.pieces, length]
        spans = list(pairwise(bounds))
        main = bytearray(2048)
        placed: dict[tuple[int, int], int] = {}
        for span in reversed(spans):  # as after fast saves, later pieces stand first
            placed[span] = len(main)
            main += raw[span[0] * width : span[1] * width]

        def offset(position: int) -> int:
            span = next(span for span in spans if span[0] <= position < span[1])
            return placed[span] + (position - span[0]) * width

        table = bytearray(b"\0" * 16)
        pairs: dict[int, tuple[int, int]] = {}

        def part(number: int, content: bytes, size: int | None = None) -> None:
            pairs[number] = len(table), len(content) if size is None else size
            table.extend(content)

        clx = b"".join(b"\1" + struct.pack("<H", len(prc)) + prc for prc in self.prcs)
        pcds = b"".join(
            struct.pack("<HIH", 0, placed[span] * 2 | 0x40000000 if self.western else placed[span], prm)
            for span, prm in zip(spans, [*self.changes, *[0] * len(spans)], strict=False)
        )
        plc = struct.pack(f"<{len(bounds)}I", *bounds) + pcds
        part(33, clx + b"\2" + struct.pack("<I", len(plc)) + plc)
        paragraph_runs: list[tuple[int, int, bytes]] = []
        position = 0
        for number, (text, grpprl) in enumerate(self.paragraphs):
            units = len(text.encode("utf-16-le")) // 2
            style = self.styles[number] if number < len(self.styles) else 0
            papx = struct.pack("<H", style) + grpprl
            papx = (
                bytes(((len(papx) + 1) // 2 if len(papx) % 2 else 0,)) + papx
                if len(papx) % 2
                else b"\0" + bytes((len(papx) // 2,)) + papx
            )
            mark = offset(position + units - 1)
            first = next(span for span in spans if span[0] <= position + units - 1 < span[1])
            begin = placed[first] + max(position - first[0], 0) * width
            paragraph_runs.append((begin, mark + width, papx))
            position += units
        part(13, _plc(main, paragraph_runs, 13))
        character_runs = []
        for words, grpprl in self.runs:
            at = len(whole[: whole.index(words)].encode("utf-16-le")) // 2
            units = len(words.encode("utf-16-le")) // 2
            character_runs.append((offset(at), offset(at) + units * width, bytes((len(grpprl),)) + grpprl))
        part(12, _plc(main, character_runs, 1))
        for number, content in self.parts:
            if number == 73:
                part(number, content + self.levels, len(content))
            else:
                part(number, content)
        struct.pack_into("<HHHHHH", main, 0, 0xA5EC, self.version, 0, 0x0804, 0, self.flags)
        struct.pack_into("<H", main, 32, 14)
        struct.pack_into("<H", main, 62, 22)
        struct.pack_into("<8i", main, 76, count, *[*self.counts, *[0] * 7][:7])
        struct.pack_into("<H", main, 152, 93)
        for number, pair in pairs.items():
            struct.pack_into("<II", main, 154 + 8 * number, *pair)
        return bytes(main), bytes(table)


def _plc(main: bytearray, runs: Sequence[tuple[int, int, bytes]], entry: int) -> bytes:
    """Appends a page of properties for each run to the main stream; the part of the table stream that names them."""
    pages = []
    runs = sorted(runs)
    main.extend(bytes(-len(main) % 512))
    for start, end, properties in runs:
        where = (511 - len(properties)) // 2 * 2
        page = bytearray(512)
        struct.pack_into("<II", page, 0, start, end)
        page[8] = where // 2
        page[where : where + len(properties)] = properties
        page[511] = 1
        pages.append(len(main) // 512)
        main.extend(page)
    assert entry in (1, 13)
    bounds = [start for start, _, _ in runs] + [runs[-1][1] if runs else 0]
    return struct.pack(f"<{len(bounds)}I", *bounds) + struct.pack(f"<{len(pages)}I", *pages)


def sprm(code: int, operand: int, size: int) -> bytes:
    return struct.pack("<H", code) + operand.to_bytes(size, "little")


CELL = sprm(0x2416, 1, 1)
INNER = CELL + sprm(0x6649, 2, 4)
INNER_CELL = INNER + sprm(0x244B, 1, 1)
DELETED, INSERTED, HIDDEN = sprm(0x0800, 1, 1), sprm(0x0801, 1, 1), sprm(0x083C, 1, 1)


def row_end(borders: Sequence[int], flags: Sequence[int] = (), more: bytes = b"", base: bytes = CELL) -> bytes:
    """The properties of a row's end mark: borders in twips from the left one on."""
    cells = len(borders) - 1
    content = bytes((cells,)) + struct.pack(f"<{cells + 1}h", *borders)
    content += b"".join(struct.pack("<H18x", flag) for flag in flags)
    mark = sprm(0x2417, 1, 1) if base is CELL else sprm(0x244C, 1, 1)
    return base + mark + struct.pack("<HH", 0xD608, len(content) + 1) + content + more


def read(made: Made) -> Source:
    return read_here("doc", made.bytes(), "年报.doc")


def lines(*paragraphs: tuple[str, bytes], **more: object) -> list[str]:
    source = read(Made(paragraphs, **more))  # type: ignore[arg-type]
    assert source.format == "doc"
    return [line for line in source.text.split("\n") if line]


# --- text -------------------------------------------------------------------------------------------------------------


def test_paragraphs_of_both_kinds_of_characters() -> None:
    assert lines(("总体𠮷情况\r", b""), ("㎡ “好”\r", b"")) == ["总体𠮷情况", "㎡ “好”"]
    assert lines(("Caf\xe9 “x”\r", b""), ("2\r", b""), western=True) == ["Café “x”", "2"]


def test_pieces_in_any_order() -> None:
    assert lines(("一二三四五\r", b""), ("六七八九\r", b""), pieces=(2, 4, 8)) == ["一二三四五", "六七八九"]


def test_signs_that_print_otherwise() -> None:
    assert lines(("a\x0bb\x1ec\x1fd\x01e\x02f\tg\x0ch\r", b"")) == ["a", "b-cdef g", "h"]


def test_fields_show_their_results() -> None:
    text = "第\x13 PAGE \x147\x15页\x13 IF \x13 X \x14y\x15 \x14甲\x15乙\x13 XE \x15。\r"
    assert lines((text, b""), ("一\x13 半\r", b"")) == ["第7页甲乙。", "一 半"]


def test_what_is_deleted_or_hidden_is_left_out() -> None:
    runs = [("旧", DELETED), ("新", INSERTED), ("暗\r", HIDDEN)]
    assert lines(("甲旧新乙\r", b""), ("丙暗\r", b""), ("丁\r", b""), runs=runs) == ["甲新乙", "丙丁"]


def test_what_pieces_of_fast_saved_documents_change() -> None:
    assert lines(("甲旧乙\r", b""), pieces=(1, 2), changes=(0, 1), prcs=[DELETED]) == ["甲乙"]
    assert lines(("甲旧乙\r", b""), pieces=(1, 2), changes=(0, 0x41 << 1 | 1 << 8)) == ["甲乙"]


def test_a_document_of_pictures_is_told_from_an_empty_one() -> None:
    assert read(Made((("\x01\r", b""), ("\r", b"")))).pictures
    assert not read(Made((("\r", b""),))).pictures
    assert not read(Made((("甲\x01\r", b""),))).pictures


def test_signs_of_symbol_fonts() -> None:
    name = "Wingdings".encode("utf-16-le") + b"\0\0"
    fonts = struct.pack("<HH", 2, 0) + 2 * (bytes((39 + len(name),)) + bytes(39) + name)
    ticked, unknown, plain = (sprm(0x6A09, 1 | code << 16, 4) for code in (0xF0FE, 0xF021, 0x25A1))
    runs = [("(", ticked), ("[", unknown), ("<", plain)]
    assert lines(("甲(乙[丙<丁(\r", b""), runs=runs, parts=[(15, fonts)]) == ["甲☑乙丙□丁("]


def test_only_the_main_text_is_read() -> None:
    assert lines(("正文\r", b""), behind="脚注\r页眉\r批注\r", counts=(3, 3, 0, 3)) == ["正文"]


def test_text_boxes_stand_behind_their_paragraph() -> None:
    box = struct.pack("<4I", 0, 2, 4, 6) + struct.pack("<14xi4x", 77) + struct.pack("<14xi4x", 88)
    box += struct.pack("<8xH4xi4x", 1, 99)
    anchor = struct.pack("<2I", 1, 5) + struct.pack("<i22x", 77)
    shown = lines(
        ("甲\x08\r", b""),
        ("乙\r", b""),
        behind="框\r角\r旧\r",
        counts=(0, 0, 0, 0, 0, 6),
        parts=[(56, box), (40, anchor)],
    )
    assert shown == ["甲", "框", "乙", "角"]


# --- tables -----------------------------------------------------------------------------------------------------------


def grid(of: Source) -> list[tuple[str, int | None, int | None]]:
    """The text in the first table's cells, with row and column."""
    ends = [block.offset for block in of.blocks[1:]] + [len(of.text)]
    cells = [(of.text[block.offset : end].strip(), block) for block, end in zip(of.blocks, ends, strict=True)]
    return [(text, block.row, block.column) for text, block in cells if block.table and text]


@pytest.mark.parametrize(("first", "on"), [(1, 2), (2, 1), (3, 1)])
def test_cells_that_reach_down_and_across(first: int, on: int) -> None:
    rows = [
        *((text + "\x07", CELL) for text in "AB"),
        ("\x07", row_end((0, 1000, 3000), (0x60, 0))),
        *((text + "\x07", CELL) for text in ("", "C", "D")),
        ("\x07", row_end((-10, 1010, 2000, 2990), (0x20, 0, 0))),
        *((text + "\x07", CELL) for text in ("E", "", "F")),
        ("\x07", row_end((0, 1000, 2000, 3000), (first, on, 0))),
        ("G\r", b""),
    ]
    source = read(Made(rows))
    assert [line for line in source.text.split("\n") if line] == ["A\tB", "\tC\tD", "E\tF", "G"]
    assert grid(source) == [("A", 1, 1), ("B", 1, 2), ("C", 2, 2), ("D", 2, 3), ("E", 3, 1), ("F", 3, 3)]


def test_merges_that_are_stated_beside_the_row() -> None:
    down = struct.pack("<HBBB", 0xD62B, 2, 0, 1)
    across = struct.pack("<HBB", 0x5624, 0, 2)
    rows = [
        *((text + "\x07", CELL) for text in "AB"),
        ("\x07", row_end((0, 1000, 3000), (0, 0), struct.pack("<HBBB", 0xD62B, 2, 0, 3))),
        *((text + "\x07", CELL) for text in ("", "C")),
        ("\x07", row_end((0, 1000, 3000), (0, 0), down)),
        *((text + "\x07", CELL) for text in ("D", "", "E")),
        ("\x07", row_end((0, 1000, 2000, 3000), (), across)),
    ]
    assert lines(*rows) == ["A\tB", "\tC", "D\tE"]


@pytest.mark.parametrize("code", [0x6645, 0x6646, 0x646B])
def test_a_row_too_wide_for_its_page_stands_in_the_data_stream(code: int) -> None:
    form = row_end((0, 1000, 3000), (0x60, 0))
    huge = sprm(code, 100, 4)
    rows = [
        *((text + "\x07", CELL) for text in "AB"),
        ("\x07", CELL + sprm(0x2417, 1, 1) + huge),
        *((text + "\x07", CELL) for text in ("", "C")),
        ("\x07", row_end((0, 1000, 3000), (0x20, 0))),
    ]
    data = bytes(100) + struct.pack("<H", len(form)) + form
    source = read(Made(rows, data=data))
    assert grid(source) == [("A", 1, 1), ("B", 1, 2), ("C", 2, 2)]


def test_tables_in_cells() -> None:
    inner = row_end((0, 500, 1000), (0, 0), base=INNER)
    rows = [
        ("A\r", CELL),
        *((text + "\r", INNER_CELL) for text in "12"),
        ("\r", inner),
        *((text + "\r", INNER_CELL) for text in "34"),
        ("\r", inner),
        ("\x07", CELL),
        ("B\x07", CELL),
        ("\x07", row_end((0, 2000, 4000), (0, 0))),
        ("C\r", b""),
    ]
    assert lines(*rows) == ["A", "1\t2", "3\t4", "B", "C"]


# --- automatic numbers ------------------------------------------------------------------------------------------------

CHINESE, DECIMAL, BULLET = 0x25, 0x00, 0x17


def level(numeral: int, text: str, start: int = 1, follow: int = 2) -> bytes:
    """A level (LVL); digits in ``text`` that follow a per cent sign stand for the numbers of the levels."""
    signs, places = "", []
    while text:
        if text[0] == "%":
            signs += chr(int(text[1]) - 1)
            places.append(len(signs))
            text = text[2:]
        else:
            signs, text = signs + text[0], text[1:]
    head = (
        struct.pack("<iBB", start, numeral, 0)
        + bytes(places).ljust(9, b"\0")
        + struct.pack("<B8xBBBB", follow, 2, 4, 0, 0)
    )
    return head + b"\0\0\0\0" + b"\0\0" + struct.pack("<H", len(signs)) + signs.encode("utf-16-le")


NINE = (
    level(CHINESE, "%1、")
    + level(CHINESE, "（%2）")
    + level(DECIMAL, "%3.", follow=0)
    + level(DECIMAL, "%3.%4")
    + level(BULLET, "·")
    + level(0xFF, "") * 4
)


def lists(*styles: int, overrides: bytes = b"") -> tuple[tuple[int, bytes], ...]:
    """One list with nine levels, and two names for it; the second starts its first level anew with 5."""
    lst = struct.pack("<Hii", 1, 4711, 0) + struct.pack("<9H", *[*styles, *[0x0FFF] * 9][:9]) + b"\0\0"
    lfo = (
        struct.pack("<I", 2)
        + struct.pack("<iIIBBBB", 4711, 0, 0, 0, 0, 0, 0)
        + struct.pack("<iIIBBBB", 4711, 0, 0, 1, 0, 0, 0)
    )
    lfo += b"\xff" * 4 + b"\xff" * 4 + struct.pack("<iI", 5, 0x10) + overrides
    return (73, lst), (74, lfo)


def number(of: int, at: int) -> bytes:
    return sprm(0x260A, at, 1) + sprm(0x460B, of, 2)


def test_automatic_numbers_are_printed() -> None:
    shown = lines(
        ("总体\r", number(1, 0)),
        ("主动\r", number(1, 1)),
        ("申请\r", number(1, 1)),
        ("细目\r", number(1, 2)),
        ("更细\r", number(1, 3)),
        ("点\r", number(1, 4)),
        ("表\r", number(1, 0)),
        ("又\r", number(1, 1)),
        ("五\r", number(2, 0)),
        ("无\r", number(0, 0)),
        ("也无\r", number(0xF801, 0)),
        parts=lists(),
        levels=NINE,
    )
    assert shown == [
        "一、总体",
        "（一）主动",
        "（二）申请",
        "1. 细目",
        "1.1更细",
        "点",
        "二、表",
        "（一）又",
        "五、五",
        "无",
        "也无",
    ]


def styles(*given: tuple[int, bytes]) -> bytes:
    """A style sheet: each style with the number of the one it stands on, and its paragraph properties."""
    sheet = struct.pack("<HHH", 4, len(given), 10)
    for base, grpprl in given:
        std = (
            struct.pack("<HHHHH", 0, 1 | base << 4, 2, 0, 0) + struct.pack("<H", 1) + "s".encode("utf-16-le") + b"\0\0"
        )
        std += struct.pack("<HH", len(grpprl) + 2, 0) + grpprl
        std += b"\0" * (len(std) % 2)
        sheet += struct.pack("<H", len(std)) + std
    return sheet


def test_numbers_come_from_styles_too() -> None:
    sheet = styles((0x0FFF, b""), (0, sprm(0x460B, 1, 2)), (1, sprm(0x260A, 1, 1)), (0, sprm(0x460B, 1, 2)))
    shown = lines(
        ("甲\r", b""),
        ("乙\r", b""),
        ("丙\r", b""),
        ("丁\r", b""),
        ("戊\r", number(0, 0)),
        ("己\r", b""),
        styles=(1, 2, 3, 0, 1, 1),
        parts=[*lists(1, 0x0FFF, 3), (1, sheet)],
        levels=NINE,
    )
    assert shown == ["一、甲", "（一）乙", "1. 丙", "丁", "戊", "二、己"]


def test_hidden_paragraphs_do_not_count() -> None:
    shown = lines(
        ("甲\r", number(1, 0)),
        ("旧\r", number(1, 0)),
        ("乙\r", number(1, 0)),
        runs=[("旧\r", DELETED)],
        parts=lists(),
        levels=NINE,
    )
    assert shown == ["一、甲", "二、乙"]


def test_lists_are_read_as_far_as_they_are_whole() -> None:
    (first, lst), (second, lfo) = lists()
    cut = lfo[: 4 + 2 * 16 + 4]
    assert lines(("甲\r", number(1, 0)), ("乙\r", number(2, 0)), parts=[(first, lst), (second, cut)], levels=NINE) == [
        "一、甲",
        "二、乙",
    ]


@pytest.mark.parametrize("western", [False, True])
def test_page_breaks_within_paragraphs_do_not_count(western: bool) -> None:
    shown = lines(
        ("\x0cA\r", number(1, 2)),
        ("B\x0c\r", number(1, 2)),
        ("C\x0c", number(1, 2)),
        ("D\r", number(1, 2)),
        western=western,
        parts=lists(),
        levels=NINE,
    )
    assert shown == ["1. A", "2. B", "3. C", "4. D"]


def test_numbers_in_cells() -> None:
    rows = [("A\x07", CELL + number(1, 2)), ("B\x07", CELL), ("\x07", row_end((0, 1, 2000), (0, 0)))]
    assert lines(*rows, parts=lists(), levels=NINE) == ["1. A\tB"]


# --- what else an OLE2 file may hold ----------------------------------------------------------------------------------

PLAIN = Made((("柳川县财政局\r", b""),))


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.OFF, "1")


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("streams", "zh", "en"),
    [
        (("EncryptedPackage", "EncryptionInfo"), "密码", "password"),
        (("Workbook",), ".xlsx", ".xlsx"),
        (("Book",), ".xlsx", ".xlsx"),
        (("PowerPoint Document",), "PowerPoint", "PowerPoint"),
        (("CONTENTS",), ".docx", ".docx"),
        (("Anything",), ".docx", ".docx"),
        (("WordDocument",), "已损坏", "damaged"),
        (("Package",), "已损坏", "damaged"),
    ],
)
def test_what_is_refused_and_why(streams: tuple[str, ...], zh: str, en: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_here("doc", compound(dict.fromkeys(streams, b"\0" * 8)), "年报.doc")
    assert zh in caught.value.zh and en in caught.value.en


@pytest.mark.usefixtures("no_office")
def test_protected_and_too_old() -> None:
    with pytest.raises(ReadError, match="密码"):
        read(Made(PLAIN.paragraphs, flags=0x0300))
    with pytest.raises(ReadError, match="Word 95"):
        read(Made(PLAIN.paragraphs, version=0x68))


def test_a_newer_document_in_an_old_container() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>总体情况</w:t></w:r></w:p></w:body></w:document>',
        )
    source = read_here("doc", compound({"package": inner.getvalue()}), "年报.doc")
    assert source.text.strip() == "总体情况"


@pytest.mark.parametrize("data", [b"{\\rtf1 A\\par}", b"<html><body><p>A</p></body></html>", b"A\n"])
def test_the_name_decides_nothing(data: bytes) -> None:
    assert read_bytes(data, "年报.doc").text.strip() == "A"


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "olefile", None)
    with pytest.raises(MissingPackagesError) as caught:
        read(PLAIN)
    assert caught.value.extra == "doc"


# --- LibreOffice ------------------------------------------------------------------------------------------------------


@pytest.fixture
def fake_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a program in LibreOffice's place: a script of Python, in which ``out`` is the folder that it is to write to."""

    def install(script: str) -> None:
        if sys.platform == "win32":
            pytest.skip("a script is no program here")
        path = tmp_path / "soffice"
        path.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\nout = pathlib.Path(sys.argv[-2])\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.delenv(office.OFF, raising=False)

    end_the_process_apart()
    yield install
    end_the_process_apart()


def end_the_process_apart() -> None:
    """The next one sees the environment as it is then."""
    if apart._helper is not None:
        apart._helper.stop()


OLD = Made(PLAIN.paragraphs, version=0x68)
CONVERTS = """
import zipfile
w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
with zipfile.ZipFile(out / "report.docx", "w") as archive:
    archive.writestr("word/document.xml", f'<w:document xmlns:w="{w}"><w:body><w:p><w:r><w:t>converted</w:t></w:r></w:p></w:body></w:document>')
"""


def test_older_documents_are_converted(fake_office: Callable[[str], None]) -> None:
    fake_office(CONVERTS)
    for read_it in (lambda data: read_here("doc", data, "x"), lambda data: read_bytes(data, "x")):
        source = read_it(OLD.bytes())
        assert source.text.strip() == "converted"
        assert source.format == "doc"


def test_documents_that_are_read_here_are_not_converted(fake_office: Callable[[str], None]) -> None:
    fake_office(CONVERTS)
    assert read(PLAIN).text.strip() == "柳川县财政局"


def test_numbers_that_cannot_be_worked_out_are_left_to_it(fake_office: Callable[[str], None]) -> None:
    numbered = Made((("甲\r", number(1, 0)),))
    fake_office("sys.exit(1)")
    assert read(numbered).text.strip() == "甲"
    fake_office(CONVERTS)
    assert read(numbered).text.strip() == "converted"


def test_it_may_fail_or_never_end(fake_office: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office("sys.exit(1)")
    with pytest.raises(ReadError, match="Word 95"):
        read(OLD)
    monkeypatch.setattr(office, "SECONDS", 0.5)
    fake_office("time.sleep(60)")
    started = time.perf_counter()
    with pytest.raises(ReadError, match="已停止"):
        read(OLD)
    assert time.perf_counter() - started < 10


def test_it_can_be_switched_off(fake_office: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(CONVERTS)
    monkeypatch.setenv(office.OFF, "1")
    assert office.program() is None
    with pytest.raises(ReadError, match="Word 95"):
        read(OLD)


def test_it_reads_what_it_is_given() -> None:
    need_tool("soffice")
    made = office.as_docx(PLAIN.bytes())
    assert made is not None
    assert "柳川县财政局" in read_bytes(made, "x").text


class Asked(http.server.BaseHTTPRequestHandler):
    """A web server that remembers what was asked of it."""

    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_error(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_OPTIONS(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


def linked(address: str) -> bytes:
    """A Word file with a picture that stands on the web."""
    office_space = "http://schemas.openxmlformats.org"
    drawing = f"{office_space}/drawingml/2006"
    relations = f"{office_space}/package/2006/relationships"
    kinds = f"{office_space}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'''<Types xmlns="{office_space}/package/2006/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/word/document.xml"
            ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>''',
        "_rels/.rels": f'''<Relationships xmlns="{relations}">
            <Relationship Id="a" Type="{kinds}/officeDocument" Target="word/document.xml"/></Relationships>''',
        "word/_rels/document.xml.rels": f'''<Relationships xmlns="{relations}">
            <Relationship Id="b" Type="{kinds}/image" TargetMode="External" Target="{address}"/></Relationships>''',
        "word/document.xml": f'''<w:document xmlns:w="{office_space}/wordprocessingml/2006/main" xmlns:r="{kinds}"
            xmlns:wp="{drawing}/wordprocessingDrawing" xmlns:a="{drawing}/main" xmlns:pic="{drawing}/picture">
            <w:body><w:p><w:r><w:t>linked</w:t></w:r><w:r><w:drawing><wp:inline><wp:extent cx="100000" cy="100000"/>
            <wp:docPr id="9" name="p"/><a:graphic><a:graphicData uri="{drawing}/picture"><pic:pic>
            <pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr>
            <pic:blipFill><a:blip r:link="b"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline>
            </w:drawing></w:r></w:p></w:body></w:document>''',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def test_it_follows_no_links() -> None:
    need_tool("soffice")
    with http.server.HTTPServer(("127.0.0.1", 0), Asked) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            made = office.as_docx(linked(f"http://127.0.0.1:{server.server_port}/p.png"))
        finally:
            server.shutdown()
            thread.join()
    assert made is not None and "linked" in read_bytes(made, "x").text
    assert Asked.paths == []


def test_files_that_it_made_give_the_same_text_as_their_originals() -> None:
    need_tool("soffice")
    samples = equality.SAMPLES[:4]
    made = equality.files_of(equality.BY_NAME["doc"], samples)
    originals = equality.files_of(equality.BY_NAME["docx"], samples)
    for name, data in made.items():
        assert read_bytes(data, "x").text == read_bytes(originals[name], "x").text


# --- files that are no good -------------------------------------------------------------------------------------------

WHOLE = Made(
    (
        ("柳川县\x13 PAGE \x147\x15\r", number(1, 0)),
        *((text + "\x07", CELL) for text in "AB"),
        ("\x07", row_end((0, 1000, 3000), (0x60, 0))),
        ("框\x08\r", number(2, 1)),
    ),
    runs=[("县", HIDDEN)],
    pieces=(3,),
    parts=[*lists(), (1, styles((0x0FFF, b""), (0, sprm(0x460B, 1, 2))))],
    levels=NINE,
)


def read_or_refuse(data: bytes) -> None:
    started = time.perf_counter()
    with contextlib.suppress(ReadError):
        read_here("doc", data, "x.doc")
    assert time.perf_counter() - started < 8


@pytest.mark.usefixtures("no_office")
def test_cut_off_anywhere() -> None:
    data = WHOLE.bytes()
    for end in range(0, len(data), 97):
        read_or_refuse(data[:end])


@pytest.mark.usefixtures("no_office")
def test_garbled_containers() -> None:
    rng = random.Random(5)
    data = WHOLE.bytes()
    for _ in range(300):
        garbled = bytearray(data)
        for _ in range(rng.randint(1, 20)):
            garbled[rng.randrange(8, 2048)] = rng.randrange(256)
        read_or_refuse(bytes(garbled))


@pytest.mark.usefixtures("no_office")
def test_garbled_documents() -> None:
    rng = random.Random(6)
    main, table = WHOLE.streams()
    for _ in range(1000):
        one, two = bytearray(main), bytearray(table)
        for _ in range(rng.randint(1, 8)):
            part = rng.choice((one, two, two))
            part[rng.randrange(12, len(part))] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
        read_or_refuse(compound({"WordDocument": bytes(one), "1Table": bytes(two)}))


@pytest.mark.usefixtures("no_office")
def test_sectors_in_a_circle() -> None:
    data = bytearray(WHOLE.bytes())
    for sector in range(1, 40):
        struct.pack_into("<I", data, 512 + 4 * sector, max(sector - 1, 1))
    read_or_refuse(bytes(data))


@pytest.mark.usefixtures("no_office")
def test_counts_beyond_reason() -> None:
    main, table = WHOLE.streams()
    for at in range(76, 108, 4):
        for value in (-1, 0x7FFFFFFF, 0x00FFFFFF):
            one = bytearray(main)
            struct.pack_into("<i", one, at, value)
            read_or_refuse(compound({"WordDocument": bytes(one), "1Table": table}))
