"""Rich Text Format, as Word, WPS, WordPad, LibreOffice and TextEdit write it (Rich Text Format Specification 1.9.1).

Automatic numbers need no lists here: the file holds each of them as printed, for programs that know no lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from gov_lint.nouns import Source
from gov_lint.readers.flow import MAX_CHARACTERS, Paragraph, Table, lay, paragraph, too_deep, too_long
from gov_lint.readers.grid import Builder, Form
from gov_lint.readers.symbols import symbol

_MAX_GROUPS = 4000
"""How deep groups may stand in one another; Word's own files stay below 100."""
_MAX_BOXES = 8
"""How deep text boxes may stand in one another."""
_MAX_FORMS = 1000
"""Cells that a row may define; Word knows 63."""
_MAX_FALLBACK = 64
"""The most characters that may stand for one of Unicode."""

_LAYOUT = (
    rb"\\(?:cl(?:brdr|pad|w|f|sh|vert|txlr|cb)[A-Za-z]*|brdr[a-z]*|tr(?:brdr|padd|ftsW|w|rh|gaph|q|left|hdr|keep|autofit|spd)[A-Za-z]*"
    rb"|lang[a-z]*|ltr[a-z]*|rtl[a-z]*|a[fbi]|afs|alang|hich|loch|dbch|fs|fcs|kerning|cf|cgrid|[a-z]{3,4}rsid|q[cdjlr]|[rl]in?|fi|s[ab](?:auto)?"
    rb"|nowidctlpar|widctlpar|hyphpar|aspalpha|aspnum|faauto|adjustright|wrapdefault|expndt?w?|irow|irowband|outlinelevel|sl|slmult|[sbi])"
    rb"(?![A-Za-z])-?[0-9]* ?"
)
"""Words that only lay out; nine of ten are such, and the loop over the tokens need not see them."""
_TOKEN = re.compile(
    rb"(?<!\\\*)(?:" + _LAYOUT + rb")+"
    rb"|\\([A-Za-z]+)(-?[0-9]{1,10})?[0-9]* ?|((?:\\'[0-9A-Fa-f]{2})+)|([^\\{}\r\n\0]+)|([{}])|\\([^A-Za-z])",
    re.DOTALL,
)
_BRACE = re.compile(rb"[{}]|\\bin([0-9]{1,10}) ?|\\.", re.DOTALL)
_FONT = re.compile(rb"\\f([0-9]{1,9})(?![0-9A-Za-z])|\\fcharset([0-9]{1,3})|\\cpg([0-9]{1,5})|(Wingdings(?: [23])?)")

_SIGNS = {
    b"tab": "\t",
    b"line": "\n",
    b"lbr": "\n",
    b"page": "\n",
    b"column": "\n",
    b"softline": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
}
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}

_ENCODINGS = {
    77: "mac-roman",
    78: "cp932",
    79: "cp949",
    80: "gb18030",
    81: "cp950",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""The encoding of a font's characters by its charset; 0, 1 and those that are not here follow the document."""
_SYMBOL_CHARSET = 2
_SYMBOL = "symbol:"
"""What stands before the font's name in place of an encoding."""
_PAIRS = re.compile(rb"(?:[\0-\x7f]|[\xa1-\xf7][\xa1-\xfe])+")
"""Bytes that are Chinese in GB 2312, whatever the document says of itself."""
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949", 65001: "utf-8", 10008: "gb18030"}

_SKIPPED = frozenset(
    b"colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf footnote annotation fldinst listtables filetbl "
    b"xe tc tcn rxe txe sp shprslt nonesttables pntxta pntxtb template nextfile private objclass objname objdata atnid atnauthor mmathPict "
    b"listtable listoverridetable revtbl rsidtbl generator themedata datastore latentstyles bkmkstart bkmkend datafield formfield ftnsep "
    b"ftnsepc aftnsep aftnsepc docvar userprops xmlnstbl fchars lchars".split()
)
"""Groups that hold no text of the document."""
_STARRED = frozenset(b"shpinst nesttableprops ud do dptxbxtext pntext listtext".split())
"""Groups that old programs skip and that hold text all the same."""


class _Group(NamedTuple):
    """What a group gives back at its end: the state before it, and what is to be done then."""

    hidden: bool
    deleted: bool
    encoding: str
    fallback: int
    depth: int
    nested: bool
    upper: bool
    at_end: list[Callable[[], None]]


class _Story:
    """The document, or a text box in it: what was put together, and the paragraph that is open."""

    def __init__(self) -> None:
        self.builder = Builder()
        self.text: list[str] = []
        self.boxes: list[Paragraph | Table] = []
        self.forms: list[Form] = []


def read(data: bytes, name: str) -> Source:
    """The source in an RTF file.  Raises ReadError where it is beyond the limits."""
    reader = _Reader(data)
    blocks = reader.blocks()
    source = lay(blocks, name, "rtf", encoding=reader.document_encoding).source
    if reader.pictures and not source.text.strip():
        return lay(blocks, name, "rtf", encoding=reader.document_encoding, pictures=True).source
    return source


class _Reader:
    """Reads from the first byte to the last; what is not closed at the end is taken for closed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._story = _Story()
        self._outer: list[_Story] = []
        self._groups: list[_Group] = []
        self._length = 0
        self._raw = bytearray()
        self._to_skip = 0
        self._fonts: dict[int, str] = {}
        self._default_font = 0
        self.document_encoding = "cp1252"
        self.pictures = False
        """Whether there are pictures outside headers, footers and notes."""
        self._hidden = self._deleted = self._nested = self._upper = False
        self._at_end: list[Callable[[], None]] = []
        self._encoding = ""
        self._fallback = 1
        self._depth = 0
        self._nested_forms: list[Form] = []
        self._merge = (False, False)
        self._shapeless = 0
        self._words = self._handlers()

    def blocks(self) -> list[Paragraph | Table]:
        """The document's paragraphs and tables."""
        at = 0
        while at < len(self._data):
            at = self._tokens(at)
        self._flush()
        while self._groups or self._at_end:
            self._close()
        story = self._story
        if story.text or story.boxes:
            self._end_paragraph()
        return story.builder.finish()

    # --- tokens -----------------------------------------------------------------------------------------------------

    def _tokens(self, start: int) -> int:
        """Reads on from there until something is to be skipped; where to go on."""
        words = self._words
        starred = False
        for match in _TOKEN.finditer(self._data, start):
            kind = match.lastindex
            if kind is None:
                pass
            elif kind == 4:
                self._plain(match[4])
            elif kind == 3:
                self._hexadecimal(match[3])
            elif kind == 5:
                self._flush()
                self._to_skip = 0
                if match[5] == b"}":
                    self._close()
                elif not self._upper or self._data.startswith(b"{\\*\\ud", match.start()):
                    self._open()
                else:
                    return self._behind(match.end())
            elif kind == 6:
                if match[6] == b"*":
                    starred = True
                    continue
                self._symbol(match[6])
            else:
                word = match[1]
                if (starred and word not in _STARRED) or word in _SKIPPED:
                    self._flush()
                    self.pictures = self.pictures or word in (b"pict", b"shppict")
                    return self._behind(match.end())
                handler = words.get(word)
                if handler is not None:
                    number = match[2]
                    if word == b"bin":
                        return match.end() + max(int(number or 0), 0)
                    if word == b"fonttbl":
                        after = self._behind(match.end())
                        self._read_fonts(self._data[match.end() : after])
                        return after
                    if self._to_skip and word in _SIGNS:
                        self._to_skip -= 1
                    else:
                        self._to_skip = 0
                        handler(None if number is None else int(number))
            starred = False
        return len(self._data)

    def _behind(self, at: int) -> int:
        """The brace that closes the group which is open there."""
        depth = 1
        while match := _BRACE.search(self._data, at):
            at = match.end()
            if match[1]:
                at += int(match[1])
            elif match[0] in b"{}":
                depth += 1 if match[0] == b"{" else -1
                if not depth:
                    return match.start()
        return len(self._data)

    def _open(self) -> None:
        if len(self._groups) >= _MAX_GROUPS:
            raise too_deep()
        self._groups.append(
            _Group(
                self._hidden,
                self._deleted,
                self._encoding,
                self._fallback,
                self._depth,
                self._nested,
                self._upper,
                self._at_end,
            )
        )
        self._at_end, self._upper = [], False

    def _close(self) -> None:
        for end in reversed(self._at_end):
            end()
        self._at_end = []
        if not self._groups:
            return
        (
            self._hidden,
            self._deleted,
            self._encoding,
            self._fallback,
            self._depth,
            self._nested,
            self._upper,
            self._at_end,
        ) = self._groups.pop()

    # --- characters -------------------------------------------------------------------------------------------------

    def _plain(self, raw: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(raw))
            self._to_skip -= skipped
            raw = raw[skipped:]
        self._raw += raw

    def _hexadecimal(self, raw: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(raw) // 4)
            self._to_skip -= skipped
            raw = raw[4 * skipped :]
        self._raw += bytes.fromhex(raw.decode("ascii").replace("\\'", ""))

    def _symbol(self, sign: bytes) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif sign in b"\r\n":
            self._par(None)
        elif sign in _SYMBOLS:
            self._put(_SYMBOLS[sign])

    def _flush(self) -> None:
        """Decodes the bytes that have come, in the encoding of their font."""
        if self._raw:
            raw = bytes(self._raw)
            self._raw.clear()
            self._put(
                raw.decode("ascii") if raw.isascii() and not self._encoding.startswith(_SYMBOL) else self._decoded(raw)
            )

    def _decoded(self, raw: bytes) -> str:
        if self._encoding.startswith(_SYMBOL):
            font = self._encoding.removeprefix(_SYMBOL)
            return "".join(symbol(font, 0xF000 + byte) if byte > 32 else chr(byte) for byte in raw)
        encoding = self._encoding or self.document_encoding
        if encoding == "cp1252" and _PAIRS.fullmatch(raw):
            encoding = "gb18030"
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            return raw.decode("cp1252" if len(raw) < 2 else encoding, "replace")

    def _put(self, text: str) -> None:
        if self._raw:
            self._flush()
        if self._hidden or self._deleted or self._shapeless:
            return
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            raise too_long()
        self._story.text.append(text)

    def _unicode(self, number: int | None) -> None:
        code = (number or 0) + (0x10000 if (number or 0) < 0 else 0)
        if 0xF000 <= code <= 0xF0FF and self._encoding.startswith(_SYMBOL):
            self._put(symbol(self._encoding.removeprefix(_SYMBOL), code))
        elif 0 < code < 0x110000:
            self._put(chr(code))
        self._to_skip = self._fallback

    # --- paragraphs and tables --------------------------------------------------------------------------------------

    def _taken(self) -> str:
        """The text since the last mark."""
        if self._raw:
            self._flush()
        text = "".join(self._story.text)
        self._story.text.clear()
        return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _end_paragraph(self) -> None:
        text = self._taken()
        story = self._story
        story.builder.add(paragraph(text), *story.boxes)
        story.boxes = []

    def _par(self, _: int | None) -> None:
        if self._raw:
            self._flush()
        if self._hidden or self._deleted or self._shapeless:
            return
        self._story.builder.to_depth(self._depth)
        self._end_paragraph()

    def _cell(self, depth: int) -> None:
        if self._shapeless:
            return
        self._story.builder.to_depth(depth)
        self._end_paragraph()
        self._story.builder.end_cell()

    def _row(self, depth: int, forms: list[Form]) -> None:
        if self._raw:
            self._flush()
        if self._shapeless:
            return
        builder = self._story.builder
        builder.to_depth(depth)
        if self._story.text:
            self._end_paragraph()
        builder.end_row(forms)

    def _defined(self) -> list[Form]:
        return self._nested_forms if self._nested else self._story.forms

    def _new_row(self, _: int | None) -> None:
        if self._nested:
            self._nested_forms = []
        else:
            self._story.forms = []
        self._merge = (False, False)

    def _border(self, number: int | None) -> None:
        forms = self._defined()
        if len(forms) < _MAX_FORMS:
            forms.append(Form(number, *self._merge))
        self._merge = (False, False)

    def _merged(self, *, left_on: bool = False, above: bool = False) -> None:
        self._merge = (self._merge[0] or left_on, self._merge[1] or above)

    def _paragraph_defaults(self, _: int | None) -> None:
        self._depth = 0

    def _in_table(self, number: int | None) -> None:
        self._depth = 0 if number == 0 else max(self._depth, 1)

    def _table_depth(self, number: int | None) -> None:
        self._depth = max(number or 0, 0)

    # --- properties and groups --------------------------------------------------------------------------------------

    def _font(self, number: int | None) -> None:
        if self._raw:
            self._flush()
        self._encoding = self._fonts.get(number or 0, "")

    def _plain_characters(self, _: int | None) -> None:
        if self._raw:
            self._flush()
        self._hidden = self._deleted = False
        self._encoding = self._fonts.get(self._default_font, "")

    def _hide(self, number: int | None) -> None:
        if self._raw:
            self._flush()
        self._hidden = number != 0

    def _delete(self, number: int | None) -> None:
        if self._raw:
            self._flush()
        self._deleted = number != 0

    def _set_fallback(self, number: int | None) -> None:
        self._fallback = min(max(1 if number is None else number, 0), _MAX_FALLBACK)

    def _set_default_font(self, number: int | None) -> None:
        self._default_font = number or 0

    def _set_page(self, number: int | None) -> None:
        self.document_encoding = _page(number or 0) or self.document_encoding

    def _read_fonts(self, table: bytes) -> None:
        """The encodings of the fonts, from the table of them."""
        font = 0
        for match in _FONT.finditer(table):
            if match[1]:
                font = int(match[1])
            elif match[2]:
                charset = int(match[2])
                self._fonts[font] = _SYMBOL if charset == _SYMBOL_CHARSET else _ENCODINGS.get(charset, "")
            elif match[4]:
                self._fonts[font] = _SYMBOL + match[4].decode()
            elif page := _page(int(match[3])):
                self._fonts[font] = page
        self._encoding = self._fonts.get(self._default_font, "")

    def _label(self, _: int | None) -> None:
        """The printed number of a paragraph; signs of bullets are no text."""
        self._flush()
        before = self._story.text
        self._story.text = []

        def end() -> None:
            self._flush()
            label = "".join(self._story.text)
            self._story.text = before
            words = label.strip()
            if any(sign.isalnum() and not "\ue000" <= sign <= "\uf8ff" for sign in words):
                before.append(words + (" " if label[-1:].isspace() else ""))

        self._at_end.append(end)

    def _box(self, _: int | None) -> None:
        """A text box: it stands behind the paragraph that it is anchored in."""
        self._flush()
        if len(self._outer) >= _MAX_BOXES:
            raise too_deep()
        shapeless, self._shapeless = self._shapeless, 0
        self._outer.append(self._story)
        self._story = _Story()
        self._depth, self._nested = 0, False

        def end() -> None:
            self._flush()
            if self._story.text or self._story.boxes:
                self._end_paragraph()
            found = self._story.builder.finish()
            self._story = self._outer.pop()
            self._story.boxes += found
            self._shapeless = shapeless

        self._at_end.append(end)

    def _shape(self, _: int | None) -> None:
        """A drawn shape: of what it holds only text boxes are text."""
        self._flush()
        self._shapeless += 1

        def end() -> None:
            self._flush()
            self._shapeless -= 1

        self._at_end.append(end)

    def _nested_row(self, _: int | None) -> None:
        self._nested = True

    def _twice(self, _: int | None) -> None:
        """Text that is there twice, for programs without Unicode and for those with it."""
        self._upper = True

    def _nothing(self, _: int | None) -> None:
        """Words that the loop over the tokens knows."""

    def _handlers(self) -> dict[bytes, Callable[[int | None], None]]:
        """What to do at each word; words that are not here change nothing that is read."""

        def sign(text: str) -> Callable[[int | None], None]:
            return lambda _: self._put(text)

        return {word: sign(text) for word, text in _SIGNS.items()} | {
            b"u": self._unicode,
            b"uc": self._set_fallback,
            b"par": self._par,
            b"sect": self._par,
            b"pard": self._paragraph_defaults,
            b"plain": self._plain_characters,
            b"f": self._font,
            b"v": self._hide,
            b"deleted": self._delete,
            b"intbl": self._in_table,
            b"itap": self._table_depth,
            b"cell": lambda _: self._cell(1),
            b"nestcell": lambda _: self._cell(max(self._depth, 2)),
            b"row": lambda _: self._row(1, self._story.forms),
            b"nestrow": lambda _: self._row(max(self._depth, 2), self._nested_forms),
            b"trowd": self._new_row,
            b"cellx": self._border,
            b"clmrg": lambda _: self._merged(left_on=True),
            b"clvmrg": lambda _: self._merged(above=True),
            b"ansicpg": self._set_page,
            b"deff": self._set_default_font,
            b"listtext": self._label,
            b"pntext": self._label,
            b"shptxt": self._box,
            b"dptxbxtext": self._box,
            b"shpinst": self._shape,
            b"do": self._shape,
            b"nesttableprops": self._nested_row,
            b"upr": self._twice,
            b"bin": self._nothing,
            b"fonttbl": self._nothing,
        }


def _page(number: int) -> str:
    """The encoding of a code page; empty where Python knows none."""
    if number in _PAGES:
        return _PAGES[number]
    return f"cp{number}" if number in (437, 850, 874, *range(1250, 1259)) else ""
