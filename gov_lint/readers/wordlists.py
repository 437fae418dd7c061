"""Automatic numbers of Word 97–2003 documents: the lists of the table stream ([MS-DOC] PlfLst, PlfLfo) and the styles (STSH) that put their
paragraphs into them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.readers.ordinals import printed

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""The bytes of an operand by the topmost three bits of its sprm; 0: the operand begins with its size."""
_LONG, _TABS = 0xD608, 0xC615
"""The two sprms whose operands state their size otherwise: sprmTDefTable and sprmPChgTabs."""
_S_LEVEL, _S_LIST = 0x260A, 0x460B
_LEVELS = 9
_MAX_BASES = 20
"""How many styles a style may stand on, one upon another."""
_MOST_LISTS = 0x7FE
_NO_STYLE = 0x0FFF

_NUMERALS = {
    0x00: "decimal",
    0x01: "upperRoman",
    0x02: "lowerRoman",
    0x03: "upperLetter",
    0x04: "lowerLetter",
    0x0A: "ideographDigital",
    0x0B: "japaneseCounting",
    0x0E: "decimalFullWidth",
    0x10: "japaneseLegal",
    0x11: "japaneseDigitalTenThousand",
    0x12: "decimalEnclosedCircle",
    0x13: "decimalFullWidth2",
    0x16: "decimalZero",
    0x17: "bullet",
    0x1A: "decimalEnclosedFullstop",
    0x1B: "decimalEnclosedParen",
    0x1C: "decimalEnclosedCircleChinese",
    0x1D: "ideographEnclosedCircle",
    0x1E: "ideographTraditional",
    0x1F: "ideographZodiac",
    0x20: "ideographZodiacTraditional",
    0x21: "taiwaneseCounting",
    0x22: "ideographLegalTraditional",
    0x23: "taiwaneseCountingThousand",
    0x24: "taiwaneseDigital",
    0x25: "chineseCounting",
    0x26: "chineseLegalSimplified",
    0x27: "chineseCountingThousand",
    0x39: "numberInDash",
    0xFF: "none",
}
"""The number formats of [MS-OSHARED] MSONFC by the names that OOXML has for them."""


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """The properties in a ``grpprl``: each sprm and its operand."""
    at, end = 0, len(grpprl)
    while at + 2 < end:
        sprm = grpprl[at] | grpprl[at + 1] << 8
        at += 2
        size = _SIZES[sprm >> 13]
        if not size:
            if sprm == _LONG:
                size = max(int.from_bytes(grpprl[at : at + 2], "little") + 1, 2)
            elif sprm == _TABS and grpprl[at] == 255:
                return
            else:
                size = grpprl[at] + 1
        yield sprm, grpprl[at : at + size]
        at += size


class _Level(NamedTuple):
    """A level of a list; signs below 9 in ``text`` stand for the numbers of the levels."""

    start: int
    numeral: str
    text: str
    joint: str
    legal: bool
    restart: int
    """Numbers begin anew after a paragraph of a level above this one."""


class _List(NamedTuple):
    """A list as paragraphs name it: whose count it shares, its levels, the styles of its levels, the numbers that it starts anew with."""

    counts: int
    levels: tuple[_Level, ...]
    styles: tuple[int, ...]
    starts: dict[int, int]


class Lists:
    """The lists of a document; it counts while the paragraphs are read in their order.  Parts are given by offset and size in ``table``."""

    def __init__(
        self, table: bytes, styles: tuple[int, int], lists: tuple[int, int], overrides: tuple[int, int]
    ) -> None:
        self._styles = _styles(table[styles[0] : sum(styles)])
        self._lists: list[_List | None] = []
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[int] = set()
        self.failed = False
        """Whether a paragraph names a list that could not be read."""
        try:
            self._lists = _overridden(table, overrides[0], _abstract(table, lists)) if overrides[1] else []
        except (struct.error, IndexError):
            self._lists = []

    def place(self, style: int, own_list: bytes | None, own_level: bytes | None) -> tuple[int, int] | None:
        """The list (from 1) and the level (from 0) of a paragraph by its style and what it says itself; None where it is in no list."""
        number, level, source = self._styled(style)
        if own_list is not None:
            number, source = int.from_bytes(own_list, "little"), _NO_STYLE
        if own_level:
            level = own_level[0]
        if not 0 < number <= _MOST_LISTS:
            return None
        if level is None:
            found = self._lists[number - 1] if number <= len(self._lists) else None
            level = found.styles.index(source) if found and source in found.styles else 0
        return number, min(level, _LEVELS - 1)

    def _styled(self, style: int) -> tuple[int, int | None, int]:
        """The list and the level that a style gives, and which of those that it stands on gives the list."""
        level: int | None = None
        for _ in range(_MAX_BASES):
            found = self._styles.get(style)
            if found is None:
                break
            base, own_list, own_level = found
            level = own_level if level is None else level
            if own_list is not None:
                return own_list, level, style
            style = base
        return 0, level, _NO_STYLE

    def next(self, number: int, level: int) -> str:
        """The number that the next paragraph of that list and level prints, with the blank after it."""
        found = self._lists[number - 1] if number <= len(self._lists) else None
        if found is None:
            self.failed = True
            return ""
        counts = self._counts.setdefault(found.counts, [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for at, start in found.starts.items():
                counts[at] = start - 1
        last = counts[level]
        counts[level] = found.levels[level].start if last is None else last + 1
        for deeper in range(level + 1, _LEVELS):
            if level < found.levels[deeper].restart:
                counts[deeper] = None
        return _label(found, counts, level)


def _label(found: _List, counts: list[int | None], level: int) -> str:
    shown = found.levels[level]
    if shown.numeral == "bullet":
        return ""
    text = ""
    for sign in shown.text:
        at = ord(sign)
        if at < _LEVELS:
            number = counts[at]
            numeral = "decimal" if shown.legal else found.levels[at].numeral
            text += printed(found.levels[at].start if number is None else number, numeral)
        else:
            text += sign
    return text + shown.joint if text.strip() else ""


def _styles(stsh: bytes) -> dict[int, tuple[int, int | None, int | None]]:
    """Of each paragraph style by its number: the one it stands on, the list and the level that it says itself."""
    found: dict[int, tuple[int, int | None, int | None]] = {}
    if len(stsh) < 6:
        return found
    header = int.from_bytes(stsh[:2], "little")
    count, base_size = struct.unpack_from("<HH", stsh, 2)
    at = 2 + header
    for number in range(count):
        size = int.from_bytes(stsh[at : at + 2], "little")
        std = stsh[at + 2 : at + 2 + size]
        at += 2 + size
        if at > len(stsh):
            break
        if len(std) > base_size + 2:
            kind, base = std[2] & 15, int.from_bytes(std[2:4], "little") >> 4
            if kind == 1:
                given = dict(sprms(_paragraph_properties(std, base_size)))
                own = given.get(_S_LIST)
                found[number] = (
                    base,
                    None if own is None else int.from_bytes(own, "little"),
                    (given.get(_S_LEVEL) or (None,))[0],
                )
    return found


def _paragraph_properties(std: bytes, base_size: int) -> bytes:
    """The grpprl of a paragraph style, behind its name."""
    name = int.from_bytes(std[base_size : base_size + 2], "little")
    at = base_size + 2 + 2 * name + 2
    at += at & 1
    size = int.from_bytes(std[at : at + 2], "little")
    return std[at + 4 : at + 2 + size]


def _abstract(table: bytes, part: tuple[int, int]) -> dict[int, tuple[tuple[_Level, ...], tuple[int, ...]]]:
    """The levels and the styles of the lists (PlfLst) by their ids; the levels stand behind the part."""
    offset, size = part
    found: dict[int, tuple[tuple[_Level, ...], tuple[int, ...]]] = {}
    if size < 2:
        return found
    count = min(struct.unpack_from("<H", table, offset)[0], (size - 2) // 28)
    at = offset + 2 + 28 * count
    for number in range(count):
        lst = offset + 2 + 28 * number
        name = struct.unpack_from("<i", table, lst)[0]
        levels: list[_Level] = []
        try:
            for _ in range(1 if table[lst + 26] & 1 else _LEVELS):
                level, at = _level(table, at)
                levels.append(level)
        except (struct.error, IndexError):
            break
        levels += [_PLAIN] * (_LEVELS - len(levels))
        found[name] = tuple(levels), struct.unpack_from("<9H", table, lst + 8)
    return found


_PLAIN = _Level(1, "none", "", "", False, 0)


def _level(table: bytes, at: int) -> tuple[_Level, int]:
    """A level (LVL), and the byte behind it."""
    start, numeral, flags = struct.unpack_from("<iBB", table, at)
    places = table[at + 6 : at + 15]
    follow = table[at + 15]
    characters, paragraphs, restart = struct.unpack_from("<BBB", table, at + 24)
    ends = at + 28 + paragraphs + characters
    size = struct.unpack_from("<H", table, ends)[0]
    raw = table[ends + 2 : ends + 2 + 2 * size]
    text = raw.decode("utf-16-le", "replace")
    signs = {place - 1 for place in places if place}
    text = "".join(sign for number, sign in enumerate(text) if ord(sign) >= _LEVELS or number in signs)
    level = _Level(
        start,
        _NUMERALS.get(numeral, "decimal"),
        text,
        "" if follow == 2 else " ",
        bool(flags & 4),
        restart if flags & 8 else _LEVELS,
    )
    return level, ends + 2 + 2 * size


def _overridden(
    table: bytes, at: int, abstract: dict[int, tuple[tuple[_Level, ...], tuple[int, ...]]]
) -> list[_List | None]:
    """The lists as paragraphs name them (PlfLfo): each with the levels that it changes."""
    count = struct.unpack_from("<I", table, at)[0]
    if count > _MOST_LISTS + 1 or at + 4 + 16 * count > len(table):
        raise IndexError(count)
    data = at + 4 + 16 * count
    found: list[_List | None] = []
    for number in range(count):
        name, _, _, changes = struct.unpack_from("<iIIB", table, at + 4 + 16 * number)
        levels, styles = abstract.get(name, ((), ()))
        changed = list(levels)
        starts: dict[int, int] = {}
        try:
            data = _changes(table, data + 4, min(changes, _LEVELS), changed, starts)
        except (struct.error, IndexError):
            data = len(table)
        found.append(_List(name, tuple(changed), styles, starts) if changed else None)
    return found


def _changes(table: bytes, at: int, count: int, levels: list[_Level], starts: dict[int, int]) -> int:
    """Applies the changes of one name of a list (LFOLVL) to its levels and their first numbers; returns the byte behind them."""
    for _ in range(count):
        start, flags = struct.unpack_from("<iI", table, at)
        at += 8
        place = flags & 15
        if flags & 0x20:
            level, at = _level(table, at)
            if place < len(levels):
                levels[place] = level
            start = level.start
        if flags & 0x10 and place < _LEVELS:
            starts[place] = start
    return at
