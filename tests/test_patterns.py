"""Compiled patterns: what our note of first characters skips is never a match."""

from __future__ import annotations

import random
import re

import pytest

from gov_lint import patterns

PATTERNS = [
    r"(?<!\d)(?:20\d\d|二[〇○]{2})年",
    r"(?<=[。；])[一二三]、|（\d）|x{2,4}(?=月)",
    r"(?:第?[一二]|[ab]{0,2}c)章?[、.]",
    r"(?m)^[ \t]*(?:\d|[一二]+)$",
    r"(?:不|未(?!来))?(?:公开|[^。]{2})",
    r"(?i)(?:tel|电话)[：:]?\d",
    r"(?:a|b?)\b",
    r"(?!20)\d{2}(?<!7)[年月]|(?P<q>[“”]).(?P=q)",
    r"(?>\d+)月|(?:[x-z]+)?+日",
]
LETTERS = "20273年月日一二三、。；（）章未不来公开xabcTELtel电话：“” \t\n第"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_compiled_pattern_finds_what_the_library_finds(pattern: str) -> None:
    rng = random.Random(pattern)
    for _ in range(400):
        text = "".join(rng.choices(LETTERS, k=rng.randint(0, 40)))
        start, end = rng.randint(0, 5), rng.randint(0, 45)
        ours = [match.span() for match in patterns.compiled(pattern).finditer(text, start, end)]
        assert ours == [match.span() for match in re.compile(pattern).finditer(text, start, end)], text


def test_first_characters_are_noted_where_the_library_gives_up() -> None:
    parsed = patterns._sre_parser.parse(PATTERNS[0], 0)
    plain = list(map(int, patterns._sre_compiler._code(parsed, 0)))
    assert len(patterns._sharpened(plain, parsed, parsed.state.flags)) > len(plain)
