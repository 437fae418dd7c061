"""The reader of web pages: pages of content management systems, pages saved by Word, and pieces of pages.

Lines and columns are those of the decoded file, with CR LF and CR as one line's end.
"""

from __future__ import annotations

import re

from gov_lint.nouns import Source
from gov_lint.readers.encoding import Decoded, decode
from gov_lint.readers.flow import lay
from gov_lint.readers.html_blocks import Printer
from gov_lint.readers.html_report import ENOUGH, Choice, find_report, folded
from gov_lint.readers.html_tree import EVERYTHING, Page, parse
from gov_lint.records import replace

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_WIDENED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "gb_2312-80": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
"""Declared names of Chinese encodings, and the widest encoding that pages with that name are written in."""
_HEAD = 8192
"""Within how many bytes a page declares its encoding."""
_WORTH = 3000
"""A hidden part of a page shorter than this, in characters of its source, holds no report."""
_WHOLE = 15
"""A report with so many different signs is not looked for in what a page hides …"""
_MORE = 4
"""… and one with fewer gives way only to one with so many more."""
_NO_BREAK = re.compile(r"[^\n]")
_MOST_HIDDEN = 8
"""How many hidden parts are looked at."""


def read(data: bytes, name: str) -> Source:
    """The source in the bytes of a web page.

    Raises ReadError where it is beyond the limits.
    """
    text, encoding = decode_page(data)
    return read_page(text, name, encoding)


def decode_page(data: bytes, charset: str | None = None) -> Decoded:
    """The text of a page: by its byte order mark, else as UTF-8 where it is, else in the encoding it declares (or else ``charset``, what was
    said of it), else as text files are read.  A declaration that its bytes belie does not count."""
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\0" not in data[:_HEAD]:
        declared = _DECLARED.search(data[:_HEAD])
        wide = _WIDENED.get(declared[1].decode("ascii").lower() if declared else (charset or "").lower())
        for encoding in ("utf-8", wide):
            try:
                if encoding:
                    return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                continue
    return decode(data)


def read_page(text: str, name: str, encoding: str, kind: str = "html") -> Source:
    """The report in the text of a page.  Only the lines of a page of its own (``html``) are what places name."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    page, choice = find_in(text)
    printer = Printer(page, lambda line: line not in choice.dropped)
    blocks = [*printer.lines(choice.above), *printer.blocks(choice.node), *printer.lines(choice.below)]
    source = lay(blocks, name, kind, encoding=encoding, original=text if kind == "html" else "").source
    return replace(source, pictures=True) if "<img" in text and _illustrated(source) else source


def _illustrated(source: Source) -> bool:
    """Whether pictures stand among the lines of a report in a page."""
    if not source.anchors:
        return False
    first, last = source.anchors[0].line, source.anchors[-1].line
    return any("<img" in source.file_line(number) for number in range(first, last + 1))


def find_in(text: str) -> tuple[Page, Choice]:
    """The report in the text of a page: in what the page shows, else in what it keeps or hides until a script shows it."""
    page = parse(text)
    choice = find_report(page)
    if choice.signs >= _WHOLE:
        more = folded(page)
        if more:
            page = parse(text, *more)
            choice = find_report(page)
        return page, choice
    page, choice = _stored(page, choice)
    parts = _longest(page.hidden)
    if choice.signs >= _WHOLE or not parts:
        return page, choice
    everything = parse(text, EVERYTHING)
    all_found = find_report(everything)
    if all_found.signs < max(ENOUGH, choice.signs + _MORE):
        return page, choice
    for start, _ in parts[:_MOST_HIDDEN]:
        other = parse(text, start)
        found = find_report(other)
        if found.signs >= all_found.signs:
            return other, found
    return everything, all_found


def _longest(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of a page in which a report may be, the longest first."""
    return sorted((part for part in parts if part[1] - part[0] > _WORTH), key=lambda part: part[0] - part[1])


def _stored(page: Page, choice: Choice) -> tuple[Page, Choice]:
    """The report in what a page keeps in a field or a script, where that holds much more of one than what the page shows."""
    for start, end in _longest(page.stored)[:_MOST_HIDDEN]:
        inner = page.source[start:end]
        if "<" not in inner or "&quot;" in inner:
            inner = _unescaped(inner)
        other = parse(_NO_BREAK.sub(" ", page.source[:start]) + inner)
        found = find_report(other)
        if found.signs >= max(ENOUGH, choice.signs + _MORE):
            return other, found
    return page, choice


def _unescaped(markup: str) -> str:
    """Markup that was written as text, as markup; each sign stays on its line, and its column as near as can be."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        markup = markup.replace(entity, sign)
    return markup
