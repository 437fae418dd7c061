"""Reading text files: one text whatever the encoding and the line ends, and plain words where a file cannot be read."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_lint import readers
from gov_lint.nouns import Source
from gov_lint.readers import ReadError, read_bytes, read_path
from gov_lint.readers.sniff import format_of

SIMPLIFIED = """临溪县水利局2023年政府信息公开工作年度报告

一、总体情况
本年度通过政府网站公开信息 36 条，朱镕同志〇㎡\u00a0。
规章\t0\t0\t0
"""
TRADITIONAL = "臨溪縣水利局2023年政府信息公開工作年度報告\n\n一、總體情況\n本年度公開信息 36 條。\n"
MARKED = ("utf-8-sig", "utf-16", "utf-32")
UNMARKED = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
LINE_ENDS = ("\n", "\r\n", "\r")


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("encoding", MARKED + UNMARKED)
def test_text_is_the_same_in_every_encoding(encoding: str, line_end: str) -> None:
    source = read_bytes(SIMPLIFIED.replace("\n", line_end).encode(encoding), "年报.txt")
    assert source.text == SIMPLIFIED
    assert source.damaged == ()
    assert source.name == "年报.txt"


@pytest.mark.parametrize("encoding", ["gb2312", "gbk"])
def test_older_chinese_encodings(encoding: str) -> None:
    text = SIMPLIFIED.replace("镕同志〇㎡\u00a0", "同志")
    assert read_bytes(text.encode(encoding), "x").text == text


@pytest.mark.parametrize("encoding", ["big5", "cp950", "gb18030", "utf-8", "utf-16-le"])
def test_traditional_characters(encoding: str) -> None:
    assert read_bytes(TRADITIONAL.encode(encoding), "x").text == TRADITIONAL


def test_utf16_without_ascii_has_no_zero_bytes_and_is_still_known() -> None:
    text = "某局政府信息工作年度报告"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert b"\0" not in text.encode(encoding)
        assert read_bytes(text.encode(encoding), "x").text == text


def test_utf16_full_of_the_character_with_a_zero_byte() -> None:
    text = "一、总体情况\n一、本年新收政府信息公开申请数量\n" + "一" * 50
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read_bytes(text.encode(encoding), "x").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_damaged_bytes_are_named_and_change_nothing_else(encoding: str) -> None:
    text = SIMPLIFIED * 20
    data = bytearray(text.encode(encoding))
    broken_lines = (4, 59)
    starts = [0]
    while (at := data.find(b"\n", starts[-1])) >= 0:
        starts.append(at + 1)
    for line in broken_lines:
        data[starts[line]] = 0xFF
    source = read_bytes(bytes(data), "x")
    assert source.encoding == ("gb18030" if encoding == "gb18030" else "utf-8")
    assert {source.position(offset)[0] - 1 for offset in source.damaged} == set(broken_lines)
    assert {source.text[offset] for offset in source.damaged} == {"\ufffd"}
    whole = [line for number, line in enumerate(text.split("\n")) if number not in broken_lines]
    assert [line for number, line in enumerate(source.text.split("\n")) if number not in broken_lines] == whole


def test_a_truncated_last_character_is_damage() -> None:
    for encoding in ("utf-8", "gb18030"):
        source = read_bytes((SIMPLIFIED + "报").encode(encoding)[:-1], "x")
        assert source.text == SIMPLIFIED + "\ufffd"
        assert source.damaged == (len(SIMPLIFIED),)


def test_a_pasted_passage_in_another_encoding_does_not_win() -> None:
    data = (SIMPLIFIED * 10).encode() + "公开政府信息的情况如下\n".encode("gb18030") + (SIMPLIFIED * 10).encode()
    source = read_bytes(data, "x")
    assert source.encoding == "utf-8"
    assert source.text.startswith(SIMPLIFIED * 10)
    assert {source.position(offset)[0] for offset in source.damaged} == {51}


def test_only_line_ends_end_lines() -> None:
    text = "一\f二\u0085三\u2028四\v五\x1c六\n政府信息公开年度报告"
    source = read_bytes(text.encode(), "x")
    assert source.text == text
    assert source.line(2) == "政府信息公开年度报告"


def test_a_byte_order_mark_is_no_column() -> None:
    source = read_bytes("\ufeff规章".encode(), "x")
    assert source.text == "规章"
    assert source.position(0) == (1, 1)


def test_other_languages_still_make_a_source() -> None:
    text = "Привет, мир: это не отчёт о раскрытии информации."
    assert isinstance(read_bytes(text.encode("cp1251"), "x"), Source)
    assert isinstance(read_bytes(b"caf\xe9 au lait", "x"), Source)


def test_an_empty_file_is_a_source() -> None:
    assert read_bytes(b"", "x").text == ""
    assert read_bytes(b"\xef\xbb\xbf", "x").text == ""


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ReadError):
        source = read_bytes(data, "x")
        assert "\r" not in source.text
        assert all(source.text[offset] == "\ufffd" for offset in source.damaged)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_any_utf8_text_is_read_as_it_is(text: str) -> None:
    data = ("政府信息公开\n" + text).encode()
    assert read_bytes(data, "x").text == "政府信息公开\n" + text


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=200), st.sampled_from(UNMARKED))
def test_any_chinese_characters_in_any_encoding(text: str, encoding: str) -> None:
    text = f"2023年政府信息公开工作年度报告\n{text}\n0\t0\n"
    assert read_bytes(text.encode(encoding), "x").text == text


def zipped(*names: str) -> bytes:
    """A zip file with parts of these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"junk before\n%PDF-1.4\n", "pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("word\\document.xml"), "docx"),
        (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (zipped("mimetype", "content.xml"), "odt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "doc"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "html"),
        ("\ufeff<!-- x --><HTML>".encode("utf-16"), "html"),
        (b'<!--#include virtual="/head.html" --><div class="a">', "html"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-'>", "html"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", "mht"),
        (b"From: <x>\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>", "mht"),
        ("# 年度报告\n\n<table><tr><td>0</td></tr></table>\n".encode(), "text"),
        ("BM县水利局2023年政府信息公开工作年度报告".encode(), "text"),
        (b"", "text"),
        (b"<", "text"),
    ],
)
def test_the_content_decides_on_the_format(data: bytes, kind: str) -> None:
    assert format_of(data) == kind


@pytest.mark.parametrize(
    ("data", "zh", "en"),
    [
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "损坏", "damaged"),
        (zipped("a.txt"), "压缩包", "archive"),
        (zipped("ppt/presentation.xml"), "PowerPoint", "PowerPoint"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "图片", "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "图片", "picture"),
        (b"\x1f\x8b\x08" + bytes(20), "压缩包", "archive"),
        (bytes(range(256)) * 4, "控制字符", "control characters"),
        (bytes(1000), "控制字符", "control characters"),
    ],
)
def test_other_formats_are_refused_in_words(data: bytes, zh: str, en: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "x")
    assert zh in caught.value.zh
    assert en in caught.value.en
    assert caught.value.in_("zh") == caught.value.zh == str(caught.value)
    assert caught.value.in_("en") == caught.value.en


def test_a_few_control_characters_do_not_make_a_text_binary() -> None:
    text = SIMPLIFIED + "\x07\x07\x01\n\0"
    for encoding in UNMARKED:
        assert read_bytes(text.encode(encoding), "x").text == text


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "临溪县水利局 2023.txt"
    path.write_bytes(SIMPLIFIED.encode("gb18030"))
    assert read_path(path) == read_bytes(SIMPLIFIED.encode("gb18030"), str(path))


def test_what_cannot_be_opened_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object, __: str) -> None:
        raise PermissionError(13, "Permission denied")

    for path, zh in ((tmp_path / "none.txt", "找不到"), (tmp_path, "目录"), ("a\0b", "文件名")):
        with pytest.raises(ReadError, match=zh):
            read_path(path)
    monkeypatch.setattr("builtins.open", refused)
    with pytest.raises(ReadError, match="没有权限"):
        read_path(tmp_path / "secret.txt")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 10)
    path = tmp_path / "large.txt"
    path.write_bytes(b"0" * 11)
    with pytest.raises(ReadError, match="MB"):
        read_path(path)


def test_chardet_is_loaded_for_strange_bytes_only() -> None:
    code = (
        "import sys; from gov_lint.readers import read_bytes\n"
        f"for encoding in {UNMARKED!r}: read_bytes({SIMPLIFIED!r}.encode(encoding), 'x')\n"
        f"read_bytes({SIMPLIFIED!r}.encode() + b'\\xff', 'x')\n"
        "assert 'chardet' not in sys.modules and 'hashlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
