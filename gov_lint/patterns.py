"""Regular expressions, compiled once and for all.

Compiling the patterns of a run takes longer than the rest of it, for a class of Chinese characters costs a millisecond.  What the compiler makes
of a pattern is therefore kept in the cache and handed to the engine as it is.  That is a short cut through the private parts of ``re``:
where anything about it is not as expected, the pattern is compiled as usual.

The compiler also notes with which characters a match may begin, for the engine to skip all others quickly; but it gives up where a pattern begins
with an assertion, something optional or alternatives of classes, as most of ours do.  :func:`_sharpened` adds the note there.
"""

from __future__ import annotations

import re
import sys
from array import array
from binascii import a2b_base64, b2a_base64
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

_KEY = f"{sys.version} {_MAGIC} sharpened".encode()
_new: dict[str, list[Any]] = {}


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern.  Flags are written in it, as in ``(?m)``."""
    if not _MAGIC:
        return re.compile(pattern)
    try:
        kept = _kept().get(pattern)
        if kept is None:
            kept = _new[pattern] = _code(pattern)
        flags, groups, names, code = kept
        numbers: list[str | None] = [None] * (groups + 1)
        for name, number in names.items():
            numbers[number] = name
        made: re.Pattern[str] = _sre.compile(
            pattern, flags, array("I", a2b_base64(code)).tolist(), groups, names, tuple(numbers)
        )
        return made
    except (AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        _new.pop(pattern, None)
        return re.compile(pattern)


def keep() -> None:
    """Puts the patterns that this run compiled into the cache, for the next one."""
    if _new:
        cache.store("patterns", _KEY, {**_kept(), **_new})
        _new.clear()


@lru_cache(maxsize=1)
def _kept() -> dict[str, list[Any]]:
    """The patterns in the cache: flags, number of groups, names of groups, code."""
    found = cache.load("patterns", _KEY)
    return found if isinstance(found, dict) and len(found) < 4096 else {}


def _code(pattern: str) -> list[Any]:
    """What the compiler makes of a pattern."""
    parsed = _sre_parser.parse(pattern, 0)
    state = parsed.state
    code = _sharpened(list(map(int, _sre_compiler._code(parsed, 0))), parsed, state.flags)
    packed = b2a_base64(array("I", code).tobytes(), newline=False).decode("ascii")
    return [state.flags, state.groups - 1, state.groupdict, packed]


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
