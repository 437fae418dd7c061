"""Old Office files (OLE2): what is inside decides.  Word 97–2003 and WPS Writer documents are read here; older ones are handed to LibreOffice where
it is installed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from gov_lint.nouns import Source
from gov_lint.readers.flow import lay
from gov_lint.readers.refusal import MissingPackagesError, ReadError, damaged_container, other_format, protected

_MAX_STREAM = 64 * 1024 * 1024
_ZIPPED = frozenset({"docx", "xlsx", "odt", "ofd"})


def read(data: bytes, name: str) -> Source:
    """The source in an OLE2 file.  Raises ReadError where it cannot be read."""
    streams = _Streams(data)
    if streams.has("encryptedpackage", "encryptioninfo", "\tdrmcontent"):
        raise protected()
    if streams.has("worddocument"):
        return _word(streams, data, name)
    if streams.has("package"):
        return _package(streams.bytes("package"), name)
    if streams.has("workbook", "book"):
        raise _excel()
    if streams.has("powerpoint document", "pp97_dualstorage"):
        raise other_format("PowerPoint 文件", "a PowerPoint file")
    if streams.has("contents", "matost", "mn0"):
        return _by_office(data, name)
    raise _old_document()


def _word(streams: _Streams, data: bytes, name: str) -> Source:
    """The source in a Word document of any age."""
    from gov_lint.readers.word97 import WORD_97, Word97

    main = streams.bytes("worddocument")
    if main[1:2] in (b"\xa5", b"\xa6") and int.from_bytes(main[2:4], "little") < WORD_97:
        return _by_office(data, name)
    document = Word97(main, (streams.bytes("0table"), streams.bytes("1table")), streams.bytes("data"))
    blocks = document.blocks()
    source = lay(blocks, name, "doc").source
    if document.pictures and not source.text.strip():
        return lay(blocks, name, "doc", pictures=True).source
    if document.numbers_missing:
        try:
            return _by_office(data, name)
        except ReadError:
            pass
    return source


def _package(data: bytes, name: str) -> Source:
    """The source in a newer document that an old container wraps."""
    from gov_lint.readers import read_here
    from gov_lint.readers.sniff import format_of

    kind = format_of(data)
    if kind not in _ZIPPED:
        raise damaged_container()
    return read_here(kind, data, name)


def _by_office(data: bytes, name: str) -> Source:
    """The source as LibreOffice reads it.  Raises ReadError where it is not installed or cannot."""
    from gov_lint.readers.docx import read as read_docx
    from gov_lint.readers.office import as_docx

    converted = as_docx(data)
    if converted is None:
        raise _old_document()
    return _renamed(read_docx(converted, name))


def _renamed(source: Source) -> Source:
    """The source under the name of the format that it came in."""
    from gov_lint.records import replace

    return replace(source, format="doc")


def _excel() -> ReadError:
    return ReadError(
        "这是 Excel 97-2003 工作簿（.xls），govlint 不能读取。请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再检查。",
        "This is an Excel 97-2003 workbook (.xls), which govlint cannot read. Open it and save it as .xlsx.",
    )


def _old_document() -> ReadError:
    return ReadError(
        "这是 govlint 不认识的旧版文档（如 Word 95、早期 WPS）。请用 Word 或 WPS 打开，另存为 .docx 后再检查；装有 LibreOffice 时，govlint 也会用它转换旧版文档。",
        "This is an old document (Word 95, early WPS or the like) that govlint does not know. Open it in Word or WPS and save it as .docx; "
        "where LibreOffice is installed, govlint also converts old documents with it.",
    )


class _Streams:
    """The streams of a compound file by their names, which no case distinguishes."""

    def __init__(self, data: bytes) -> None:
        try:
            import olefile
        except ImportError as error:
            raise MissingPackagesError("doc", " .doc 和 .wps 文件", ".doc and .wps files") from error
        try:
            self._file: Any = olefile.OleFileIO(BytesIO(data))
            self._names = {"/".join(path).lower(): path for path in self._file.listdir(streams=True, storages=False)}
        except (ReadError, MemoryError):
            raise
        except Exception as error:  # the package raises many kinds, down to plain Exception
            raise damaged_container() from error

    def has(self, *names: str) -> bool:
        """Whether one of the streams is there."""
        return any(name in self._names for name in names)

    def bytes(self, name: str) -> bytes:
        """The content of a stream; empty where there is none.  Raises ReadError where it is damaged."""
        if name not in self._names:
            return b""
        try:
            content: bytes = self._file.openstream(self._names[name]).read(_MAX_STREAM)
        except MemoryError:
            raise
        except Exception as error:  # see above
            raise damaged_container() from error
        return content
