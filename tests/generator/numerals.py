"""Numbers and whole sentences in the many ways in which reports print them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零一二三四五六七八九"
STYLES = ("plain",) * 14 + ("thousands",) * 3 + ("han",) * 2 + ("wide", "spaced")
"""How a report prints its counts, by weight."""


def han(number: int) -> str:
    """A number below ten thousand in Chinese, such as 一百零五."""
    if number == 0:
        return "零"
    out, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if pending and out else "") + _DIGITS[digit] + name
            pending = False
        else:
            pending = True
    return out[1:] if out.startswith("一十") else out


def shown(number: int, style: str = "plain") -> str:
    """A count as a report of that style prints it."""
    if style == "thousands":
        return f"{number:,}"
    if style == "wide":
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if style == "spaced":
        return f" {number} "
    if style == "han" and number < 100:
        return {2: "两", 0: "0"}.get(number, han(number))
    return str(number)


def percent(part: Decimal | int, whole: Decimal | int, places: int = 2) -> str:
    """A part of a whole in percent, rounded half up, such as 42.86%."""
    share = Decimal(part) * 100 / Decimal(whole)
    return f"{share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"


_CHOICE = re.compile("<([^<>]*)>")


def say(rng: random.Random, text: str, names: Mapping[str, object]) -> str:
    """A sentence from a pattern: ``<a|b>`` is one of both, ``{name}`` what ``names`` holds."""
    chosen = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    return chosen.format_map(names)  # type: ignore[arg-type]


def some(rng: random.Random, pool: list[str], low: int, high: int) -> list[str]:
    """So many different ones of a pool, in any order."""
    return rng.sample(pool, k=min(len(pool), rng.randint(low, high)))
