"""Regular expressions from anywhere: whether they are ones at all, and whether some text could keep them busy for ever.

A pattern is dangerous where one stretch of text can be read in very many ways: a repeat within a repeat, as in ``(a+)+``, or a repeat of
alternatives that overlap, as in ``(a|a.)*``.  That is looked for in the parsed pattern, with every character that it names;
:func:`pumps` makes texts for trying what remains.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

try:
    from re import _constants as _const
    from re import _parser
except ImportError:  # pragma: no cover - another Python than CPython
    _parser = None

LONGEST = 10_000
"""How many characters a pattern may have."""
_MANY = 10
"""From how many repetitions on a repeat counts as unlimited."""
_USUAL = "一的年0a，。；\n\t "
"""Characters that are tried beside those that a pattern names."""
_MOST_TRIED = 60
"""How many characters are tried."""
_LONGEST_RUN = 4
"""How long the runs of a character are that are tried."""

Ways = tuple[int, ...]
"""In how many ways something is matched, by its length."""
_NOTHING: Ways = (1, *[0] * _LONGEST_RUN)
_ONE: Ways = (0, 1, *[0] * (_LONGEST_RUN - 1))
_NEVER: Ways = (0,) * (_LONGEST_RUN + 1)


def trouble(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a pattern, in Chinese and in English; None where nothing is."""
    if len(pattern) > LONGEST:
        return f"正则表达式超过 {LONGEST:,} 个字符", f"the pattern is longer than {LONGEST:,} characters"
    shown = pattern if len(pattern) <= 80 else pattern[:79] + "…"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
            if _parser is None or not _ambiguous(_parser.parse(pattern), _characters(pattern)):
                return None
    except re.error as error:
        at = error.pos + 1 if error.pos is not None else 1
        return (
            f"正则表达式 {shown!r} 第 {at} 个字符处有误：{error.msg}",
            f"the pattern {shown!r} is wrong at character {at}: {error.msg}",
        )
    except (RecursionError, OverflowError, MemoryError):
        return f"正则表达式 {shown!r} 过于复杂", f"the pattern {shown!r} is too complicated"
    return (
        f"正则表达式 {shown!r} 可能无限回溯：重复之中又有重复，或重复的各个选项相互重叠",
        f"the pattern {shown!r} may backtrack for ever: a repeat within a repeat, or a repeat of alternatives that overlap",
    )


def pumps(pattern: str, length: int) -> Iterator[str]:
    """Texts that may keep a pattern busy: each character it names, and a text of each of its repeats, over and over."""
    if _parser is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = _parser.parse(pattern)
    seeds = dict.fromkeys([*_samples(parsed), *islice(_characters(pattern), 8)])
    for seed in islice(seeds, 16):
        yield seed * (length // len(seed)) + "\0"


def _characters(pattern: str) -> list[str]:
    """The characters to try a pattern with."""
    return list(dict.fromkeys(_USUAL[:3] + pattern + _USUAL))[:_MOST_TRIED]


def _ambiguous(parsed: Any, characters: list[str]) -> bool:
    """Whether a repeat in the pattern can read a run of one of the characters in more than one way."""
    for least, body in _bodies(parsed):
        for character in characters:
            ways = _runs(body, ord(character))
            if sum(ways[1:]) > 1 or (least > 1 and ways[0] and ways[1]):
                return True
    return False


def _bodies(parsed: Any) -> Iterator[tuple[int, Any]]:
    """What the repeats of a pattern repeat, and how often at least.  A possessive repeat never tries again what it has read."""
    for kind, value in parsed:
        if kind in (_const.MAX_REPEAT, _const.MIN_REPEAT) and value[1] >= _MANY:
            yield value[0], value[2]
        for part in _parts(kind, value):
            yield from _bodies(part)


def _parts(kind: Any, value: Any) -> list[Any]:
    """The patterns within an item of a pattern."""
    if kind in (_const.MAX_REPEAT, _const.MIN_REPEAT, _const.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind is _const.SUBPATTERN:
        return [value[3]]
    if kind is _const.BRANCH:
        return list(value[1])
    if kind in (_const.ASSERT, _const.ASSERT_NOT):
        return [value[1]]
    if kind is _const.ATOMIC_GROUP:
        return [value]
    if kind is _const.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _runs(parsed: Any, code: int) -> Ways:
    """In how many ways a pattern may match a run of that character and nothing else, for each length of the run (2: two or more)."""
    ways = _NOTHING
    for kind, value in parsed:
        ways = _then(ways, _item_runs(kind, value, code))
        if not any(ways):
            break
    return ways


def _item_runs(kind: Any, value: Any, code: int) -> Ways:
    parts = _parts(kind, value)
    if kind in (_const.MAX_REPEAT, _const.MIN_REPEAT, _const.POSSESSIVE_REPEAT):
        ways = _times(_runs(parts[0], code), value[0], value[1])
        return _once(ways) if kind is _const.POSSESSIVE_REPEAT else ways
    if kind in (_const.ASSERT, _const.ASSERT_NOT, _const.AT, _const.GROUPREF):
        return _NOTHING
    if kind is _const.ATOMIC_GROUP:
        return _once(_runs(parts[0], code))
    if parts:
        return tuple(min(sum(ways), 2) for ways in zip(*(_runs(part, code) for part in parts), strict=True))
    return _ONE if _reads(kind, value, code) else _NEVER


def _once(ways: Ways) -> Ways:
    """The ways of what never tries again: one, whatever its length."""
    return (0, 1, *[0] * (_LONGEST_RUN - 1)) if any(ways[1:]) else ways


def _then(first: Ways, second: Ways) -> Ways:
    """The ways of two patterns one after the other."""
    if second == _NOTHING:
        return first
    return tuple(min(sum(first[i] * second[n - i] for i in range(n + 1)), 2) for n in range(_LONGEST_RUN + 1))


def _times(ways: Ways, least: int, most: int) -> Ways:
    """The ways of a pattern repeated.  Round after round that reads nothing is no other way."""
    if ways[0] == 0 and least > _LONGEST_RUN:
        return _NEVER
    least = min(least, _LONGEST_RUN)
    ways = (min(ways[0], 1) if least else 0, *ways[1:])
    total, power = list(_NEVER), _NOTHING
    for rounds in range(min(most, _LONGEST_RUN + 1) + 1):
        if rounds >= least:
            total = [min(a + b, 2) for a, b in zip(total, power, strict=True)]
        power = _then(power, ways)
        if not any(power):
            break
    return tuple(total)


def _reads(kind: Any, value: Any, code: int) -> bool:
    """Whether an item that stands for one character may be that one."""
    if kind is _const.LITERAL:
        return bool(value == code)
    if kind is _const.NOT_LITERAL:
        return bool(value != code)
    if kind is _const.ANY:
        return code != 10
    if kind is _const.IN:
        within = any(_reads(item[0], item[1], code) for item in value if item[0] is not _const.NEGATE)
        return within != (value[0][0] is _const.NEGATE)
    if kind is _const.RANGE:
        return bool(value[0] <= code <= value[1])
    if kind is _const.CATEGORY:
        return bool(re.match(_CATEGORIES.get(str(value), r"(?s:.)"), chr(code)))
    return True


_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}


def _samples(parsed: Any) -> Iterator[str]:
    """For each repeat of a pattern, a text that its body matches, as far as one is easily found."""
    for _, body in _bodies(parsed):
        text = _sample(body)
        if text:
            yield text[:50]


def _sample(parsed: Any) -> str:
    return "".join(_sample_of(kind, value) for kind, value in parsed)


def _sample_of(kind: Any, value: Any) -> str:
    if kind is _const.LITERAL:
        return chr(value)
    if kind is _const.IN and value[0][0] is _const.LITERAL:
        return chr(value[0][1])
    if kind is _const.IN and value[0][0] is _const.RANGE:
        return chr(value[0][1][0])
    if kind is _const.IN and str(value[0][1]) == "CATEGORY_DIGIT":
        return "0"
    if kind in (_const.MAX_REPEAT, _const.MIN_REPEAT, _const.POSSESSIVE_REPEAT):
        return _sample(value[2]) * int(min(max(value[0], 1), 3))
    if kind is _const.BRANCH:
        return _sample(value[1][0])
    if kind is _const.SUBPATTERN:
        return _sample(value[3])
    return "" if kind in (_const.ASSERT, _const.ASSERT_NOT, _const.AT, _const.GROUPREF) else "一"
