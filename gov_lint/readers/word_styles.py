"""What the styles and the lists of a Word document say of its text: which of it is hidden, and which automatic number a paragraph prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from gov_lint.readers.ordinals import printed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML; the reader rewrites the strict one to it."""
_VAL = f"{W}val"
_OFF = frozenset({"0", "false", "off"})
LEVELS = 9
"""Levels of a list."""
_MAX_LABEL = 100
"""The longest text around an automatic number."""
_MANY = 20
_MAX_BASES = 20
"""How many styles a style may stand on, one upon another."""
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PLACE = re.compile(r"%([1-9])")


class NumberRef(NamedTuple):
    """What a paragraph or a style says of its list: the list's number and the level (from 0); None where it does not say."""

    num: str | None
    level: int | None


class Level(NamedTuple):
    """One level of a list."""

    start: int
    numeral: str
    text: str
    joint: str
    legal: bool
    restart: int | None
    style: str


class _Style(NamedTuple):
    base: str
    ref: NumberRef | None
    hidden: bool | None


_PLAIN = Level(1, "none", "", "", False, None, "")
_NO_REF = NumberRef(None, None)


def switched(element: Element | None) -> bool | None:
    """What a property that is on or off says; None where it is not there."""
    return None if element is None else element.get(_VAL, "1").lower() not in _OFF


def number_ref(properties: Element | None) -> NumberRef | None:
    """What paragraph properties say of the paragraph's list."""
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None
    num, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    return NumberRef(None if num is None else num.get(_VAL), None if level is None else _number(level.get(_VAL)))


class Styles:
    """The styles of a document, by their ids.  ``hiding`` says whether any of them hides text."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._refs: dict[str, tuple[NumberRef, str]] = {}
        self.default = ""
        for style in () if root is None else root.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            paragraph, run, base = style.find(f"{W}pPr"), style.find(f"{W}rPr"), style.find(f"{W}basedOn")
            hidden = None if run is None else switched(run.find(f"{W}vanish"))
            self._styles[name] = _Style("" if base is None else base.get(_VAL, ""), number_ref(paragraph), hidden)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0").lower() not in _OFF:
                self.default = name
        self.hiding = any(style.hidden for style in self._styles.values())

    def _chain(self, name: str) -> Iterable[tuple[str, _Style]]:
        """A style and those it stands on."""
        for _ in range(_MAX_BASES):
            style = self._styles.get(name)
            if style is None:
                return
            yield name, style
            name = style.base

    def signs(self, data: bytes) -> list[bytes]:
        """Words of which one stands in the properties of each paragraph whose style matters: that hides, or that puts it into a list."""
        names = [
            name
            for name in self._styles
            if any(style.ref or style.hidden is not None for _, style in self._chain(name))
        ]
        if (
            b"='" in data
            or len(names) > _MANY
            or not all(name.isascii() and name.isalnum() for name in (*names, self.default or "0"))
        ):
            return [b"pStyle"]
        return [b"pStyle"] if self.default in names else [f'"{name}"'.encode() for name in names]

    def hidden(self, name: str) -> bool | None:
        """Whether a style hides its text; None where it does not say."""
        return next((style.hidden for _, style in self._chain(name) if style.hidden is not None), None)

    def ref(self, name: str) -> tuple[NumberRef, str]:
        """The list that a style puts its paragraphs into, and which style of its chain says so."""
        if name not in self._refs:
            self._refs[name] = self._ref(name)
        return self._refs[name]

    def _ref(self, name: str) -> tuple[NumberRef, str]:
        num, level, source = None, None, ""
        for link, style in self._chain(name):
            if style.ref is not None:
                if level is None:
                    level = style.ref.level
                if style.ref.num is not None:
                    num, source = style.ref.num, link
                    break
        return NumberRef(num, level), source


class _List(NamedTuple):
    """A list as ``w:num`` makes it: whose count it shares, its levels, and the levels that it starts anew with which number."""

    counts: str
    levels: tuple[Level, ...]
    starts: Mapping[int, int]


class Numbering:
    """The lists of a document; it counts while the paragraphs are read in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        abstract = {found.get(f"{W}abstractNumId", ""): found for found in root.iter(f"{W}abstractNum")}
        nums = {found.get(f"{W}numId", ""): found for found in root.iter(f"{W}num")}
        read: dict[str, tuple[Level, ...]] = {}
        for name, num in nums.items():
            number = _child(num, "abstractNumId")
            base = abstract.get(number)
            linked = "" if base is None else _child(base, "numStyleLink")
            if linked:
                ref, _ = self._styles.ref(linked)
                other = nums.get(ref.num or "")
                number = number if other is None else _child(other, "abstractNumId")
                base = abstract.get(number)
            if base is None:
                continue
            levels = read.setdefault(number, _levels(base)) if number not in read else read[number]
            changed, starts = list(levels), {}
            for override in num.iter(f"{W}lvlOverride"):
                at = _number(override.get(f"{W}ilvl"))
                if at is None or at >= LEVELS:
                    continue
                level, start = override.find(f"{W}lvl"), _number(_child(override, "startOverride"))
                if level is not None:
                    changed[at] = _level(level)
                if start is not None:
                    starts[at] = start
            self._lists[name] = _List(number, tuple(changed), starts)

    def label(self, own: NumberRef | None, style: str) -> str:
        """The number that the next paragraph prints, with the blank after it; empty where it prints none."""
        if not self._lists:
            return ""
        given, source = (
            self._styles.ref(style or self._styles.default)
            if own is None or own.num is None or own.level is None
            else (_NO_REF, "")
        )
        num, level = own or _NO_REF
        if num is None:
            num = given.num
        else:
            source = ""
        found = self._lists.get(num or "")
        if found is None:
            return ""
        if level is None:
            level = given.level if given.num == num else None
        if level is None:
            level = next((at for at, one in enumerate(found.levels) if source and one.style == source), 0)
        return self._count(num or "", found, min(level, LEVELS - 1))

    def _count(self, num: str, found: _List, level: int) -> str:
        counts = self._counts.setdefault(found.counts, [None] * LEVELS)
        if num not in self._begun:
            self._begun.add(num)
            for at, start in found.starts.items():
                counts[at] = start - 1
        number = counts[level]
        counts[level] = self._start(found, level) if number is None else number + 1
        for deeper in range(level + 1, LEVELS):
            restart = found.levels[deeper].restart
            if restart is None or level < restart:
                counts[deeper] = None
        return self._text(found, counts, level)

    @staticmethod
    def _start(found: _List, level: int) -> int:
        return found.starts.get(level, found.levels[level].start)

    def _text(self, found: _List, counts: list[int | None], level: int) -> str:
        shown = found.levels[level]
        if shown.numeral == "bullet":
            return ""

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            number = counts[at]
            numeral = "decimal" if shown.legal else found.levels[at].numeral
            return printed(self._start(found, at) if number is None else number, numeral)

        text = _PLACE.sub(place, shown.text)
        return text + shown.joint if text.strip() else ""


def _levels(abstract: Element) -> tuple[Level, ...]:
    levels = [_PLAIN] * LEVELS
    for element in abstract.iterfind(f"{W}lvl"):
        at = _number(element.get(f"{W}ilvl"))
        if at is not None and at < LEVELS:
            levels[at] = _level(element)
    return tuple(levels)


def _level(element: Element) -> Level:
    numeral = element.find(f"{W}numFmt")
    if numeral is None:
        numeral = element.find(f".//{_FALLBACK}/{W}numFmt")
    start, restart = _number(_child(element, "start")), _number(_child(element, "lvlRestart"))
    properties = element.find(f"{W}rPr")
    hidden = properties is not None and switched(properties.find(f"{W}vanish"))
    joint = _child(element, "suff")
    return Level(
        0 if start is None else start,
        "decimal" if numeral is None else numeral.get(_VAL, "decimal"),
        "" if hidden else _child(element, "lvlText")[:_MAX_LABEL],
        "" if joint == "nothing" else " ",
        bool(switched(element.find(f"{W}isLgl"))),
        restart,
        _child(element, "pStyle"),
    )


def _child(element: Element, name: str) -> str:
    """The value of a child element; empty where there is none."""
    found = element.find(f"{W}{name}")
    return "" if found is None else found.get(_VAL, "")


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
