"""TOML files as documents: plain data with the line of everything in it.

``tomllib`` reads them, and says no lines; those are found by walking over the text again, which is known to be TOML by then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from gov_lint.yamlfile import MOST_VALUES, Document, Mistake, Path

_TOKEN = re.compile(
    r'''[ \t\r]+|\#[^\n]*|\n|"""(?:[^\\]|\\.)*?"""(?!")|\'\'\'.*?\'\'\'(?!')|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\[\]{}=,.]|[^\s\[\]{}=,.\#"']+''',
    re.DOTALL,
)


def parse(data: bytes, name: str, table: Path = ()) -> tuple[Document, list[Mistake]]:
    """What a table of a TOML file holds, and what is wrong with the file; nothing where it has no such table."""
    import tomllib

    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Document(name), [Mistake(name, line, "不是 UTF-8 编码", "this is not UTF-8")]
    try:
        value: Any = tomllib.loads(text)
        for key in table:
            value = value.get(key, {}) if isinstance(value, dict) else {}
        value = _plain(value)
        lines = _below(table, _Walk(text).lines())
    except ValueError as error:  # TOMLDecodeError is one; a number of thousands of digits is another
        return Document(name), [_invalid(name, text, str(error))]
    except RecursionError:
        return Document(name), [_invalid(name, text, "nested too deep (at line 1)")]
    if len(lines) > MOST_VALUES:
        words = f"超过 {MOST_VALUES:,} 个值", f"there are more than {MOST_VALUES:,} values"
        return Document(name), [Mistake(name, 1, *words)]
    return Document(name, value, lines, {}), []


def _invalid(name: str, text: str, what: str) -> Mistake:
    at = re.search(r" ?\(at (?:line (\d+), column \d+|end of document|line 1)\)$", what)
    line = int(at[1]) if at and at[1] else text.rstrip("\n").count("\n") + 1 if at and "end" in at[0] else 1
    what = what[: at.start()] if at else what
    return Mistake(name, line, f"不是有效的 TOML：{what[:200]}", f"no valid TOML: {what[:200]}")


def _plain(value: Any) -> Any:
    """A value as JSON has it; days, times and numbers that JSON lacks as they are printed."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bool | str):
        return value
    return value if isinstance(value, int) and abs(value) < 1 << 53 else f"{value:.6g}"


def _below(table: Path, lines: dict[Path, int]) -> dict[Path, int]:
    """The lines of what is in a table, by their paths from there."""
    depth = len(table)
    return {path[depth:]: line for path, line in lines.items() if path[:depth] == table}


class _Token(NamedTuple):
    text: str
    line: int


class _Walk:
    """Goes over the tokens of a text that is known to be TOML, and notes on which line each key, item and table stands."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._found: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}
        """How many tables each array of tables has so far."""

    def lines(self) -> dict[Path, int]:
        """The line of everything, by its path."""
        table: Path = ()
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.text == "\n":
                self._at += 1
            elif token.text == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._found

    def _next(self) -> _Token:
        token = self._tokens[self._at] if self._at < len(self._tokens) else _Token("\n", 0)
        self._at += 1
        return token

    def _peek(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else "\n"

    def _skip_lines(self) -> None:
        while self._at < len(self._tokens) and self._tokens[self._at].text == "\n":
            self._at += 1

    def _header(self) -> Path:
        """The path of a table, which begins here."""
        line = self._next().line
        several = self._peek() == "["
        self._at += several
        keys = self._keys("]")
        self._at += several
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            self._note(path, line)
            if number == len(keys) and several:
                self._arrays[path] = self._arrays.get(path, 0) + 1
            if path in self._arrays:
                path = (*path, str(self._arrays[path] - 1))
                self._note(path, line)
        return path

    def _keys(self, end: str) -> list[str]:
        """The parts of a dotted key, up to the sign that ends it."""
        keys: list[str] = []
        for token in iter(self._next, None):
            if token.text in (end, "\n"):
                break
            if token.text != ".":
                keys.append(_unquoted(token.text))
        return keys

    def _note(self, path: Path, line: int) -> None:
        self._found.setdefault(path, line)

    def _pair(self, table: Path) -> None:
        line = self._tokens[self._at].line
        path = table
        for key in self._keys("="):
            path = (*path, key)
            self._note(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        """Goes over one value, which may be several lines long."""
        if self._peek() == "[":
            self._at += 1
            self._items(path, "]")
        elif self._peek() == "{":
            self._at += 1
            self._items(path, "}")
        else:
            while self._peek() not in (",", "]", "}", "\n"):
                self._at += 1

    def _items(self, path: Path, end: str) -> None:
        """Goes over the items of an array, or the pairs of an inline table, and the sign that ends it."""
        number = 0
        while self._at < len(self._tokens):
            self._skip_lines()
            if self._peek() in (end, ","):
                if self._next().text == end:
                    return
            elif end == "}":
                self._pair(path)
            else:
                item = (*path, str(number))
                self._note(item, self._tokens[self._at].line)
                self._value(item)
                number += 1


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens of a text with their lines, without blanks and comments."""
    line = 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] not in " \t\r#":
            yield _Token(token, line)
        line += token.count("\n")


def _unquoted(token: str) -> str:
    """A key as it is meant."""
    if token[:1] == "'":
        return token[1:-1]
    if token[:1] == '"':
        import tomllib

        return str(tomllib.loads(f"key = {token}")["key"])
    return token
