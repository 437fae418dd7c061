"""What the user's editor is set to: the settings under ``govlint``, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gov_lint.nouns import ORGAN_KINDS, Settings, Words

LANGUAGES = ("zh", "en")
EDITIONS = ("2019", "2021")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class Wishes(NamedTuple):
    """The settings; what is empty is left to the settings file, and then to govlint."""

    lang: str = ""
    profile: str = ""
    settings: Settings = Settings()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    previous: str = ""
    """Last year's report, or a folder of such; a relative path is told from the workspace."""


KEYS = ("lang", "profile", "orgType", "edition", "published", "select", "ignore", "rules", "previous")
"""The settings that there are.  An editor may have others of its own under the same heading."""


def read(data: Any) -> tuple[Wishes, list[Words]]:
    """The settings in what an editor sends, and what is wrong with them; a wrong one counts as not set."""
    given = data if isinstance(data, Mapping) else {}
    wrong: list[Words] = []
    taken = {key: _taken(key, given.get(key), wrong) for key in KEYS}
    edition = int(taken["edition"]) if taken["edition"] else None
    settings = Settings(taken["orgType"] or None, taken["published"] or None, edition)
    select, ignore, rules = (tuple(taken[key] or ()) for key in ("select", "ignore", "rules"))
    return Wishes(taken["lang"], taken["profile"], settings, select, ignore, rules, taken["previous"]), wrong


def _taken(key: str, value: Any, wrong: list[Words]) -> Any:
    if value is None or value == "" or value == []:
        return ""
    try:
        return _READERS[key](value)
    except (TypeError, ValueError):
        shown = repr(value)[:80]
        wrong.append(
            Words(f"设置 govlint.{key} 不对，未采用：{shown}", f"govlint.{key} is wrong and not used: {shown}")
        )
        return ""


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value.strip()


def _one_of(choices: Sequence[str]) -> Callable[[Any], str]:
    def taken(value: Any) -> str:
        if str(value) not in choices:
            raise ValueError(value)
        return str(value)

    return taken


def _day(value: Any) -> date:
    match = _DAY.fullmatch(_word(value))
    if match is None:
        raise ValueError(value)
    return date(*map(int, match.groups()))


def _words(value: Any) -> tuple[str, ...]:
    several = value.split(",") if isinstance(value, str) else value
    if not isinstance(several, Sequence):
        raise TypeError(value)
    return tuple(word for word in map(_word, several) if word)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "lang": _one_of(LANGUAGES),
    "profile": _word,
    "orgType": _one_of(ORGAN_KINDS),
    "edition": _one_of(EDITIONS),
    "published": _day,
    "select": _words,
    "ignore": _words,
    "rules": _words,
    "previous": _word,
}
