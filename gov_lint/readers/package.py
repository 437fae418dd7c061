"""Opens zip packages of XML parts (docx, xlsx, odt, ofd) and parses their XML, whatever somebody has put into them.

Parts are only looked up by name, never written to disk or used as paths; nothing outside the archive is opened.  Sizes are those of the bytes that
were really decompressed, so that what a header claims does not matter.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, XMLParser

from gov_lint.readers.refusal import ReadError, damaged_container, protected

MAX_PART = 32 * 1024 * 1024
"""The largest part that is read, in decompressed bytes; the text of a 200-page report has some 5 MB."""
MAX_TOTAL = 64 * 1024 * 1024
"""The most decompressed bytes that are read of one package."""
MAX_PARTS = 20_000
"""The most parts that a package may have."""
MAX_MARKS = 800_000
"""The most tags and attributes that one XML part may have; a report has some 50,000."""

_ENTRY = b"PK\x01\x02"
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_PROLOG_BYTES = re.compile(_PROLOG.pattern.encode(), re.DOTALL)
_DECLARED = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"'>]*)[\"']")
_WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


class Package:
    """An opened package.  ``names`` are the names of its parts as stored, in the archive's order."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            self._entries.setdefault(_key(info.filename), info)
        self.names = tuple(info.filename for info in self._entries.values())
        self._left = MAX_TOTAL

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return _key(name) in self._entries

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None where there is none of that name (case, a leading slash and backslashes do not matter).

        Raises ReadError where it is encrypted, damaged or beyond the limits.
        """
        info = self._entries.get(_key(name))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise protected()
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged_container()
        limit = min(MAX_PART, self._left)
        try:
            with self._archive.open(info) as file:
                data = file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise damaged_container() from error
        if len(data) > limit:
            raise too_big()
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Element | None:
        """The root element of an XML part, or None where there is no such part.  Raises ReadError like :meth:`part` and :func:`parse_xml`."""
        data = self.part(name)
        return None if data is None else parse_xml(data)


def open_package(data: bytes) -> Package:
    """The package in the bytes of a zip file.  Raises ReadError where it is none, or damaged."""
    if data.count(_ENTRY) > MAX_PARTS:
        raise too_big()
    try:
        return Package(zipfile.ZipFile(BytesIO(data)))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise damaged_container() from error


def parse_xml(data: bytes) -> Element:
    """The root element of an XML document in UTF-8 or UTF-16.

    Raises ReadError where it is not well-formed, in another encoding, too large, or has a document type: entities are declared there.
    """
    text = _decoded(data)
    if (
        text.count("<") + text.count("=") > MAX_MARKS
        if isinstance(text, str)
        else text.count(b"<") + text.count(b"=") > MAX_MARKS
    ):
        raise too_big()
    prolog = _PROLOG.match(text) if isinstance(text, str) else _PROLOG_BYTES.match(text)
    after = prolog.end() if prolog else 0
    if text[after : after + 2] in ("<!", b"<!"):
        raise ReadError(
            "文件里有文档类型（实体）声明，正常的 Word、WPS 文件没有；为安全起见没有读取。请用 Word、WPS 打开后另存一份再检查。",
            "The file declares a document type (entities), which no proper document does; for safety it was not read. Open it and save a new copy.",
        )
    parser = XMLParser(encoding="utf-8")
    try:
        parser.feed(text)
        root: Element = parser.close()
    except (ParseError, ValueError) as error:
        raise damaged_container() from error
    return root


def too_big() -> ReadError:
    """The refusal of a package that unpacks to more than any report."""
    size = MAX_PART // (1024 * 1024)
    return ReadError(
        f"文件解压后过大（单个部件超过 {size} MB 或内容过多），不像是年度报告，没有读取。请确认文件是否选对，或另存一份再检查。",
        f"The file unpacks to too much (a part of more than {size} MB, or too many parts), which no annual report does; it was not read. "
        "Check that it is the right file, or save a new copy.",
    )


def _decoded(data: bytes) -> bytes | str:
    """UTF-8 as bytes, UTF-16 as a string.  Raises ReadError for anything else."""
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise damaged_container() from error
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf")[:400].lstrip())
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise damaged_container()
    return data.removeprefix(b"\xef\xbb\xbf")


def _key(name: str) -> str:
    """A part's name as it is looked up."""
    return name.replace("\\", "/").lstrip("/").lower()
