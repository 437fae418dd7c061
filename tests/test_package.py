"""Zip packages of XML parts: what is read, and what ends early with words that a person understands."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from gov_lint.readers import ReadError, package
from gov_lint.readers.package import open_package, parse_xml


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of those parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_parts_are_found_whatever_their_case_and_slashes() -> None:
    opened = open_package(zipped({"Word\\Document.xml": "<a/>", "b.xml": "<b/>"}))
    assert opened.part("word/document.xml") == b"<a/>"
    assert opened.part("/b.xml") == b"<b/>"
    assert opened.has("B.xml")
    assert opened.part("../b.xml") is None
    assert opened.xml("c.xml") is None


def test_paths_outside_the_archive_are_only_names() -> None:
    opened = open_package(zipped({"../../etc/passwd": "x", "C:\\a.xml": "<a/>"}))
    assert opened.part("/etc/passwd") is None
    assert opened.part("../../etc/passwd") == b"x"


def test_a_zip_bomb_ends_early() -> None:
    data = zipped({"a.xml": b" " * (package.MAX_PART * 3)})
    begin = time.perf_counter()
    with pytest.raises(ReadError, match="解压后过大"):
        open_package(data).part("a.xml")
    assert time.perf_counter() - begin < 2


def test_many_large_parts_are_limited_together() -> None:
    opened = open_package(zipped({f"{number}.xml": b" " * (package.MAX_PART - 1) for number in range(3)}))
    opened.part("0.xml")
    opened.part("1.xml")
    with pytest.raises(ReadError, match="解压后过大"):
        opened.part("2.xml")


def test_a_header_that_lies_about_the_size_does_not_matter() -> None:
    data = bytearray(zipped({"a.xml": b" " * (package.MAX_PART + 10)}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 5)
    with pytest.raises(ReadError):
        open_package(bytes(data)).part("a.xml")


def test_too_many_parts() -> None:
    with pytest.raises(ReadError, match="内容过多"):
        open_package(zipped({str(number): b"" for number in range(package.MAX_PARTS + 1)}))


def test_encrypted_entries_ask_for_the_password_to_be_removed() -> None:
    data = bytearray(zipped({"a.xml": "<a/>"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    with pytest.raises(ReadError, match="密码"):
        open_package(bytes(data)).part("a.xml")


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_compressions_that_no_office_writes_are_refused(method: int) -> None:
    with pytest.raises(ReadError, match="损坏"):
        open_package(zipped({"a.xml": "<a/>"}, method)).part("a.xml")


@pytest.mark.parametrize("cut", [10, 60, -30, -4])
def test_a_truncated_file_is_damaged(cut: int) -> None:
    with pytest.raises(ReadError, match="损坏"):
        open_package(zipped({"a.xml": "<a>" + "text" * 50 + "</a>"})[:cut])


def test_a_garbled_part_is_damaged() -> None:
    data = bytearray(zipped({"a.xml": "<a>" + "".join(map(str, range(900))) + "</a>"}))
    data[60:90] = b"\xff" * 30
    with pytest.raises(ReadError, match="损坏"):
        open_package(bytes(data)).part("a.xml")


BOMB = '<!DOCTYPE a [<!ENTITY b "1234567890">]><a>&b;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, f'<?xml version="1.0"?>\n<!-- c -->\n{BOMB}', "<!DOCTYPE a><a/>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_document_types_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(ReadError, match="文档类型"):
        parse_xml(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_8_and_utf_16_are_read(encoding: str) -> None:
    declared = "utf-8" if encoding.startswith("utf-8") else "utf-16"
    root = parse_xml(f'<?xml version="1.0" encoding="{declared}"?><!-- <!DOCTYPE --><a>柳川县</a>'.encode(encoding))
    assert root.text == "柳川县"


@pytest.mark.parametrize(
    "text",
    [
        b'<?xml version="1.0" encoding="gb2312"?><a/>',
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b"<a>&b;</a>",
        b"",
        b"<a>",
    ],
)
def test_other_encodings_and_malformed_xml_are_refused(text: bytes) -> None:
    with pytest.raises(ReadError, match="损坏"):
        parse_xml(text)


def test_more_tags_than_any_report_has() -> None:
    with pytest.raises(ReadError, match="解压后过大"):
        parse_xml(b"<a>" + b"<b/>" * package.MAX_MARKS + b"</a>")


def test_deep_xml_neither_hangs_nor_crashes() -> None:
    root = parse_xml(b"<a>" * 200_000 + b"</a>" * 200_000)
    assert len(root) == 1
