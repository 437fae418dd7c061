"""Regular expressions, compiled once and for all.

Compiling the patterns of a run takes longer than the rest of it, for a class of Chinese characters costs a millisecond.  What the compiler makes
of a pattern is therefore kept in the cache and handed to the engine as it is.  That is a short cut through the private parts of ``re``:
where anything about it is not as expected, the pattern is compiled as usual.

The compiler also notes with which characters a match may begin, for the engine to skip all others quickly; but it gives up where a pattern begins
with an assertion, something optional or alternatives of classes, as most of ours do.  :func:`_sharpened` adds the note there.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from gov_lint import cache

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler as _sre_compiler  # type: ignore[attr-defined]
    from re import _constants as _sre_constants
    from re import _parser as _sre_parser

    _MAGIC = f"{_sre.MAGIC} {_sre.CODESIZE}"
except (ImportError, AttributeError):  # pragma: no cover - another Python than CPython
    _MAGIC = ""

_Code = tuple[int, int, dict[str, int], list[str], bytes]
"""What the compiler makes of a pattern: flags, number of groups, names of groups, words of which each match has one, code."""
_KEY = f"{sys.version} {_MAGIC} sharpened packed telling words".encode()
_new: dict[str, _Code] = {}


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern.  Flags are written in it, as in ``(?m)``."""
    if not _MAGIC:
        return re.compile(pattern)
    try:
        index, codes = _kept()
        kept = index.get(pattern)
        if kept is None:
            flags, groups, names, _, code = _new[pattern] = _code(pattern)
        else:
            flags, groups, names, _, start, end = kept
            code = codes[start:end]
        numbers: list[str | None] = [None] * (groups + 1)
        for name, number in names.items():
            numbers[number] = name
        made: re.Pattern[str] = _sre.compile(pattern, flags, array("I", code).tolist(), groups, names, tuple(numbers))
        return made
    except (AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        _new.pop(pattern, None)
        return re.compile(pattern)


@lru_cache(maxsize=4096)
def words_of(pattern: str) -> tuple[str, ...]:
    """Words of which each match of a pattern has at least one; none where no such words are known."""
    if not _MAGIC:
        return ()
    kept = _kept()[0].get(pattern) or _new.get(pattern)
    if kept is None:
        compiled(pattern)
        kept = _new.get(pattern)
    return tuple(kept[3]) if kept else ()


def possible(pattern: str, text: str) -> bool:
    """Whether a text has what a match of a pattern needs; far quicker than to look for one."""
    words = words_of(pattern)
    for word in words:
        if (
            word[0] in text and word in text
        ):  # the first letter alone is found ten times as quickly, and mostly is not there
            return True
    return not words


def keep() -> None:
    """Puts the patterns that this run compiled into the cache, for the next one."""
    if _new:
        index, codes = _kept()
        whole = {name: (*kept[:4], codes[kept[4] : kept[5]]) for name, kept in index.items()} | _new
        cache.store_bytes("patterns", _KEY, _packed(whole))
        _new.clear()


def _packed(whole: Mapping[str, _Code]) -> bytes:
    """Patterns as bytes: an index in JSON on the first line, which says of each where its code begins and ends in all that follows."""
    index: dict[str, tuple[Any, ...]] = {}
    end = 0
    for pattern, (flags, groups, names, words, code) in whole.items():
        index[pattern] = (flags, groups, names, words, end, end := end + len(code))
    return json.dumps(index).encode() + b"\n" + b"".join(code for *_, code in whole.values())


@lru_cache(maxsize=1)
def _kept() -> tuple[dict[str, list[Any]], bytes]:
    """The patterns in the cache: flags, number of groups, names of groups, words, and where in the codes each has its own."""
    head, _, codes = (cache.load_bytes("patterns", _KEY) or b"").partition(b"\n")
    index = json.loads(head) if head else {}
    return (index, codes) if len(index) < 4096 else ({}, b"")


def _code(pattern: str) -> _Code:
    """What the compiler makes of a pattern."""
    parsed = _sre_parser.parse(pattern, 0)
    state = parsed.state
    code = _sharpened(list(map(int, _sre_compiler._code(parsed, 0))), parsed, state.flags)
    words = [] if state.flags & _sre_constants.SRE_FLAG_IGNORECASE else sorted(_words(parsed))
    return state.flags, state.groups - 1, state.groupdict, words, array("I", code).tobytes()


def _sharpened(code: list[int], parsed: Any, flags: int) -> list[int]:
    """The code with a note of the characters that a match may begin with, where it has none.

    It begins with INFO, the length of this block, what notes it holds (0: none), the least and the greatest width of a match.
    """
    const = _sre_constants
    info, length, notes, least, greatest = code[:5]
    if info != const.INFO or notes or not least or flags & const.SRE_FLAG_IGNORECASE:
        return code
    first = _first(parsed)
    if first is None or first[1]:
        return code
    block = [info, 0, int(const.SRE_INFO_CHARSET), least, greatest]
    charset, _ = _sre_compiler._optimize_charset(first[0])
    _sre_compiler._compile_charset(charset, flags, block)
    block[1] = len(block) - 1
    return [*map(int, block), *code[1 + length :]]


def _first(parsed: Any) -> tuple[list[Any], bool] | None:
    """The characters that a match of a part may begin with, as the items of a class, and whether the part may match nothing; None where
    nearly every character may begin it."""
    const = _sre_constants
    items: list[Any] = []
    for kind, value in parsed:
        if kind in (const.ASSERT, const.ASSERT_NOT, const.AT):
            continue
        if kind is const.LITERAL:
            return [*items, (kind, value)], False
        if kind is const.IN and value[0][0] is not const.NEGATE:
            return items + value, False
        parts: list[Any]
        optional = False
        if kind is const.BRANCH:
            parts = value[1]
        elif kind is const.SUBPATTERN and not value[1] and not value[2]:
            parts = [value[3]]
        elif kind in (const.MAX_REPEAT, const.MIN_REPEAT):
            parts, optional = [value[2]], value[0] == 0
        else:
            return None
        for part in parts:
            first = _first(part)
            if first is None:
                return None
            items += first[0]
            optional = optional or first[1]
        if not optional:
            return items, False
    return items, True


_MOST_WORDS = 16
"""With more words than this, looking for them takes as long as the search itself."""


def _words(parsed: Any) -> frozenset[str]:
    """Words of which each match of a part has at least one: the longest that can be told, and the fewest; none where nothing can be."""
    const = _sre_constants
    best: frozenset[str] = frozenset()
    run = ""
    for kind, value in [*parsed, (None, None)]:
        if kind is const.LITERAL:
            run += chr(value)
            continue
        found = frozenset({run}) if run else frozenset()
        run = ""
        best = _better(best, found)
        if kind is const.IN and all(item is const.LITERAL for item, _ in value):
            found = frozenset(chr(code) for _, code in value)
        elif kind is const.BRANCH:
            options = [_words(part) for part in value[1]]
            found = frozenset().union(*options) if all(options) else frozenset()
        elif kind is const.SUBPATTERN:
            found = _words(value[3])
        elif kind in (const.MAX_REPEAT, const.MIN_REPEAT, const.POSSESSIVE_REPEAT) and value[0]:
            found = _words(value[2])
        elif kind is const.ASSERT:
            found = _words(value[1])
        else:
            continue
        best = _better(best, found)
    return best


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The set of words that tells more: longer words first, then fewer of them.  Digits stand everywhere, and tell as little as one letter."""

    def rank(words: frozenset[str]) -> tuple[int, int]:
        if not 0 < len(words) <= _MOST_WORDS:
            return 0, 0
        return min(1 if word.isdigit() else min(len(word), 2) for word in words), -len(words)

    return other if rank(other) > rank(one) else one
