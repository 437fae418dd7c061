"""YAML files from anywhere, read without trust: plain data with the line of everything in it, and what is wrong with it.

Anchors, aliases and tags are refused, and so are keys given twice; size, depth and number of values have limits.  What keeps them is read in time
and memory in proportion to its size.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from gov_lint.cache import load_or_build

MOST_BYTES = 1_000_000
"""How long a file may be."""
MOST_VALUES = 20_000
"""How many values a file may hold."""
MOST_LEVELS = 24
"""How deep its values may be nested."""
MOST_MISTAKES = 50
"""How many mistakes of one file are told."""
_LONGEST = 300
"""How long a message may be; a file may hold anything."""

Path = tuple[str, ...]
"""The keys (and the positions in lists) that lead to a value."""


class Mistake(NamedTuple):
    """Something wrong in a file, in Chinese and in English."""

    file: str
    line: int
    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The mistake in ``zh`` or ``en``, with its file and line."""
        return f"{self.file}:{self.line}: {self.en if lang == 'en' else self.zh}"


class Document(NamedTuple):
    """What a file holds.  ``lines`` says on which line the key of each value stands, ``starts`` on which its text begins."""

    name: str
    data: Any = None
    lines: Mapping[Path, int] = {}
    starts: Mapping[Path, int] = {}

    def line(self, path: Path) -> int:
        """The line of a value, or of what should hold it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def mistake(self, path: Path, zh: str, en: str) -> Mistake:
        """A mistake at a value."""
        return Mistake(self.name, self.line(path), *(words[:_LONGEST] for words in (zh, en)))

    def mistakes(self, wrong: Iterable[tuple[Path, str, str]]) -> list[Mistake]:
        """The first of what is wrong with a document, as mistakes."""
        return [self.mistake(*words) for words in islice(wrong, MOST_MISTAKES)]


Parser = Callable[[bytes, str], tuple[Document, list[Mistake]]]
"""From the bytes of a file and what messages call it to what it holds, and what is wrong with it."""


class _Refused(Exception):  # noqa: N818 - it is no error of ours
    """Why a file is not read any further."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(zh)
        self.line, self.zh, self.en = line, zh, en


def read(path: str, name: str) -> tuple[Document, list[Mistake]]:
    """What is in a file, and the mistakes in it; with mistakes the document may be empty.  ``name`` is what messages call the file."""
    data, mistakes = _bytes(path, name)
    return (Document(name), mistakes) if mistakes else parse(data, name)


def read_kept(path: str, name: str, parser: Parser | None = None) -> tuple[Document, list[Mistake]]:
    """The same by way of the cache, so that a second start needs no YAML; or no other ``parser``, a function of a module."""
    data, mistakes = _bytes(path, name)
    if mistakes:
        return Document(name), mistakes
    parser = parser or parse
    key = f"{parser.__module__}.{parser.__name__}\0{name}\0".encode("utf-8", "replace") + data
    kept = load_or_build("document", key, lambda: _as_json(*parser(data, name)))
    document = Document(
        name, kept["data"], *({tuple(at): line for at, line in kept[key]} for key in ("lines", "starts"))
    )
    return document, [Mistake(*mistake) for mistake in kept["mistakes"]]


def _as_json(document: Document, mistakes: list[Mistake]) -> Any:
    lines, starts = ([[list(at), line] for at, line in lines.items()] for lines in document[2:])
    return {"data": document.data, "lines": lines, "starts": starts, "mistakes": mistakes}


def _bytes(path: str, name: str) -> tuple[bytes, list[Mistake]]:
    """What a regular file holds."""
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            return b"", [Mistake(name, 1, "不是普通文件", "this is no regular file")]
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return b"", [Mistake(name, 1, "没有这个文件", "there is no such file")]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return b"", [Mistake(name, 1, f"无法读取：{reason}", f"it cannot be read: {reason}")]
    if len(data) > MOST_BYTES:
        limit = f"{MOST_BYTES:,}"
        return b"", [Mistake(name, 1, f"文件超过 {limit} 字节", f"the file is longer than {limit} bytes")]
    return data, []


def parse(data: bytes, name: str) -> tuple[Document, list[Mistake]]:
    """What the bytes of a file hold, and the mistakes in them."""
    import yaml

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Document(name), [Mistake(name, line, "不是 UTF-8 编码", "this is not UTF-8")]
    reader = _Reader(name)
    try:
        value = reader.document(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except _Refused as refused:
        return Document(name), [*reader.mistakes, Mistake(name, refused.line, refused.zh, refused.en)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).split("\n")[0]
        line = mark.line + 1 if mark else 1
        return Document(name), [
            *reader.mistakes,
            Mistake(name, line, f"不是有效的 YAML：{what}", f"no valid YAML: {what}"),
        ]
    return Document(name, value, reader.lines, reader.starts), reader.mistakes


class _Reader:
    """Turns the events of a YAML parser into plain data.  Scalars that are no whole numbers or booleans stay as printed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.starts: dict[Path, int] = {}
        self.mistakes: list[Mistake] = []
        self._values = 0

    def document(self, events: Iterator[Any]) -> Any:
        """The value of the one document; None where there is none."""
        value, seen = None, 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                seen += 1
                if seen > 1:
                    raise _Refused(
                        _line(event),
                        "一个文件只能有一份文档（多余的 ---）",
                        "a file holds one document (no second ---)",
                    )
            elif not kind.startswith(("Stream", "Document")):
                value = self._value(events, event, (), _line(event))
        return value

    def _value(self, events: Iterator[Any], event: Any, path: Path, line: int) -> Any:
        kind = type(event).__name__
        self._values += 1
        if kind == "AliasEvent" or event.anchor:
            raise _Refused(
                _line(event), "不能使用锚点和别名（& 和 *）", "anchors and aliases (& and *) are not allowed"
            )
        if event.tag:
            raise _Refused(_line(event), f"不能使用标签 {event.tag[:80]}", f"the tag {event.tag[:80]} is not allowed")
        if self._values > MOST_VALUES:
            raise _Refused(_line(event), f"超过 {MOST_VALUES:,} 个值", f"there are more than {MOST_VALUES:,} values")
        if len(path) > MOST_LEVELS:
            raise _Refused(
                _line(event), f"嵌套超过 {MOST_LEVELS} 层", f"values are nested deeper than {MOST_LEVELS} levels"
            )
        self.lines[path] = line
        if kind == "MappingStartEvent":
            return self._mapping(events, path)
        if kind == "SequenceStartEvent":
            return self._sequence(events, path)
        self.starts[path] = _line(event) + (event.style in ("|", ">"))
        return _scalar(event.value) if event.implicit[0] and event.style in (None, "") else event.value

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            if type(event).__name__ != "ScalarEvent":
                raise _Refused(_line(event), "键必须是一个词", "a key is a single word")
            key = str(event.value)
            if key in found and len(self.mistakes) < MOST_MISTAKES:
                words = f"键 {key[:60]!r} 重复", f"the key {key[:60]!r} is given twice"
                self.mistakes.append(Mistake(self.name, _line(event), *words))
            found[key] = self._value(events, next(events), (*path, key), _line(event))
        return found

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            found.append(self._value(events, event, (*path, str(len(found))), _line(event)))
        return found


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_TRUE = ("true", "yes", "on")
_FALSE = ("false", "no", "off")


def _scalar(printed: str) -> Any:
    """A plain scalar: a whole number, a boolean, or itself."""
    if printed.lower() in (*_TRUE, *_FALSE) and printed in (printed.lower(), printed.upper(), printed.capitalize()):
        return printed.lower() in _TRUE
    return int(printed) if _WHOLE.fullmatch(printed) else printed


def near(name: str, known: Iterator[str] | list[str] | tuple[str, ...]) -> tuple[str, str]:
    """What may have been meant, to go at the end of a message: in Chinese and in English; else what there is."""
    from difflib import get_close_matches

    known = list(known)
    found = get_close_matches(name, known, n=3, cutoff=0.6) if len(name) < 100 else []
    if found:
        return f"；是不是 {'、'.join(found)}？", f"; did you mean {', '.join(found)}?"
    if len(known) > 30:
        return "", ""
    return f"；有：{'、'.join(known)}", f"; there are: {', '.join(known)}"
