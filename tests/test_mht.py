"""Web archives: the page in them is read, whatever encodes it."""

from __future__ import annotations

import base64
import contextlib
import quopri

import pytest

from gov_lint.readers import ReadError, read_bytes, read_here
from tests.generator import measure
from tests.html_made import page

PAGE = "<html><head><meta charset=gb2312></head><body><p>柳川县水利局2023年政府信息公开工作年度报告</p></body></html>"
TEXT = "柳川县水利局2023年政府信息公开工作年度报告\n"


def archive(body: bytes, coding: str, charset: str = "gb2312", before: bytes = b"") -> bytes:
    return (
        b"From: <Saved by a browser>\r\nSubject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----x"\r\n\r\n'
        + before
        + b"------x\r\n"
        b"Content-Type: text/html"
        + (f'; charset="{charset}"' if charset else "").encode()
        + b"\r\nContent-Transfer-Encoding: "
        + coding.encode()
        + b"\r\nContent-Location: http://x/\r\n\r\n"
        + body
        + b"\r\n------x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------x--\r\n"
    )


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", ""])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_every_coding_gives_the_page(encoding: str, charset: str) -> None:
    data = PAGE.encode(encoding)
    for coding, body in (
        ("quoted-printable", quopri.encodestring(data)),
        ("base64", base64.encodebytes(data)),
        ("8bit", data),
    ):
        source = read_bytes(archive(body, coding, charset), "年报.mht")
        assert (source.format, source.text) == ("mht", TEXT)


def test_the_page_with_the_report_is_taken() -> None:
    report = page(measure.make_case(4, "tsv").model, "word", 4)
    frame = b"------x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>frame</p></body></html>\r\n"
    source = read_bytes(archive(base64.encodebytes(report), "base64", "gb2312", frame), "x.mht")
    assert source.text == read_bytes(report, "x.html").text
    assert source.anchors == ()


def test_lines_are_those_of_the_text() -> None:
    source = read_bytes(archive(base64.encodebytes(PAGE.encode("gb18030")), "base64"), "x.mht")
    assert source.position(2) == (1, 3)


def test_an_archive_without_a_page_is_refused() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\nx\r\n--x--\r\n"
    with pytest.raises(ReadError):
        read_here("mht", data, "x.mht")
    for cut in range(0, 600, 37):
        with contextlib.suppress(ReadError):
            assert read_here("mht", archive(base64.encodebytes(PAGE.encode()), "base64")[:cut], "x.mht").format == "mht"


def test_hostile_archives_end() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    for data in (
        b"MIME-Version: 1.0\r\n" + deep,
        archive(b"=" * 200_000, "quoted-printable"),
        archive(b"!" * 200_000, "base64"),
        archive(PAGE.encode(), "x-none", "no-such-charset"),
        archive(PAGE.encode(), "8bit", "\\"),
    ):
        with contextlib.suppress(ReadError):
            assert read_here("mht", data, "x.mht").format == "mht"
