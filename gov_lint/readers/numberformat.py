"""Numbers as a spreadsheet prints them: what a cell's number format (ECMA-376 part 1, 18.8.31) makes of its value."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"

BUILTIN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0",
    6: "¥#,##0",
    7: "¥#,##0.00",
    8: "¥#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '¥#,##0;¥-#,##0;¥"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '¥#,##0.00;¥-#,##0.00;¥"-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""The formats that files name by number only, as a Chinese system prints them."""

_LONGEST = 200
"""A format's text that is longer than this is taken for General; spreadsheets allow 255 signs and use 60."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>[Gg]eneral|G/通用格式)'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<power>[Ee][+-])|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,4})|(?P<sign>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_DAYS = "一二三四五六日"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_Part = tuple[str, str]
"""A kind (``text``, ``digits``, ``point``, ``percent``, ``date``, ``noon``, ``power``, ``elapsed``, ``general``, ``value``) and its signs."""


def printed(value: str, code: str, *, since_1904: bool = False) -> str:
    """What a cell with a number prints; fractions are printed as decimals.  ``value`` is the number as stored; where it is none, it is printed as it stands."""
    try:
        number = Decimal(value.strip())
    except ArithmeticError:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return value
    parts, negative = _section(code, number)
    if any(kind == "general" for kind, _ in parts):
        shown = general(abs(number) if negative else number)
        return "".join(shown if kind == "general" else text for kind, text in parts if kind in ("general", "text"))
    if any(kind in ("date", "elapsed") for kind, _ in parts):
        return _date(number, parts, since_1904)
    if any(kind == "digits" for kind, _ in parts) and ("text", "/") not in parts:
        return _number(abs(number) if negative else number, parts)
    if ("text", "/") in parts or any(kind == "value" for kind, _ in parts):
        return general(number)
    return "".join(text for kind, text in parts if kind == "text")


def general(number: Decimal) -> str:
    """A number without a format: whole ones in full, others with the ten digits that fit into a cell, so that the noise of binary
    fractions is not printed."""
    rounded = Decimal(f"{number:.15g}")
    if rounded == rounded.to_integral_value() and rounded.adjusted() < 20:
        return f"{rounded.to_integral_value():f}".replace("-0", "0") if rounded == 0 else f"{rounded:.0f}"
    shown = Decimal(f"{rounded:.10g}")
    if not -10 < shown.adjusted() < 20:
        return f"{shown:.5E}"
    text = f"{shown:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section(code: str, number: Decimal) -> tuple[list[_Part], bool]:
    """The part of a format that is for this number, and whether it prints the sign of a negative one itself."""
    sections = _sections(code)
    conditions = [condition for _, condition in sections]
    if any(conditions):
        for at, (parts, condition) in enumerate(sections):
            if condition is None or _holds(number, *condition):
                return parts, at > 0 and number < 0
        return sections[-1][0], False
    if number < 0 and len(sections) > 1:
        return sections[1][0], True
    if number == 0 and len(sections) > 2:
        return sections[2][0], False
    return sections[0][0], False


def _holds(number: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": number < bound,
        ">": number > bound,
        "=": number == bound,
        "<=": number <= bound,
        ">=": number >= bound,
        "<>": number != bound,
    }[sign]


@lru_cache(maxsize=256)
def _sections(code: str) -> list[tuple[list[_Part], tuple[str, Decimal] | None]]:
    """The parts of a format for positive numbers, negative ones, zero and text, each with its condition where it has one."""
    found: list[tuple[list[_Part], tuple[str, Decimal] | None]] = []
    parts: list[_Part] = []
    condition = None
    for match in _TOKEN.finditer(code if len(code) <= _LONGEST else GENERAL):
        kind, text = match.lastgroup, match[0]
        if kind == "sign" and text == ";":
            found.append((parts, condition))
            parts, condition = [], None
        elif kind == "bracket":
            inside = match["bracket"]
            limit = _CONDITION.fullmatch(inside)
            if limit:
                condition = (limit[1], Decimal(limit[2]))
            elif inside.lower().strip("hms") == "" and inside:
                parts.append(("elapsed", inside.lower()))
            elif inside.startswith("$"):
                parts.append(("text", inside[1:].split("-")[0]))
        elif kind is not None:
            parts.append(_part(kind, text, match[kind]))
    found.append((parts, condition))
    return found


def _part(kind: str, text: str, inside: str) -> _Part:
    if kind in ("quoted", "escaped"):
        return "text", inside
    if kind == "date":
        return "date", text.lower()
    if kind != "sign":
        return kind, text
    if text in "0#?,":
        return "digits", text
    return {".": "point", "%": "percent", "@": "value"}.get(text, "text"), text


def _number(number: Decimal, parts: list[_Part]) -> str:
    """A number by a format of digits.  Literal text between the digits goes behind them."""
    if any(kind == "power" for kind, _ in parts):
        places = sum(text in "0#?" for kind, text in parts[_point(parts) :] if kind == "digits")
        return f"{number:.{max(places - 2, 0)}E}"
    digits = [at for at, (kind, _) in enumerate(parts) if kind in ("digits", "point")]
    first, last = digits[0], digits[-1]
    point = min(_point(parts), last + 1)
    whole = "".join(text for kind, text in parts[first:point] if kind == "digits")
    after = "".join(text for kind, text in parts[point : last + 1] if kind == "digits").replace(",", "")
    number *= Decimal(100) ** sum(kind == "percent" for kind, _ in parts)
    thousands = len(whole) - len(whole.rstrip(",")) if whole.strip(",") else 0
    number /= Decimal(1000) ** thousands
    shown = _digits(number, whole.rstrip(","), after, parts[last][0] == "point")
    before = "".join(text for kind, text in parts[:first] if kind in ("text", "percent"))
    behind = "".join(text for kind, text in parts[first:] if kind in ("text", "percent"))
    return ("-" + before + shown[1:] if shown.startswith("-") else before + shown) + behind


def _point(parts: list[_Part]) -> int:
    return next((at for at, (kind, _) in enumerate(parts) if kind == "point"), len(parts))


def _digits(number: Decimal, whole: str, after: str, bare_point: bool) -> str:
    """The digits of a number with the places that ``0`` and ``#`` ask for before and after the point."""
    rounded = Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    left, _, right = f"{abs(rounded):f}".partition(".")
    least = len(after.rstrip("#?"))
    while len(right) > least and right.endswith("0"):
        right = right[:-1]
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    return sign + left + ("." + right if right or bare_point else "")


def _date(number: Decimal, parts: list[_Part], since_1904: bool) -> str:
    """A day and time by a format; days count from 1899-12-30 (which is right from March 1900 on) or from 1904-01-01."""
    seconds = (number * 86400).quantize(Decimal(1), ROUND_HALF_UP)
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    if not 0 <= seconds < 86400 * 2_900_000:
        return general(number)
    moment = start + timedelta(seconds=int(seconds))
    noon = any(kind == "noon" for kind, _ in parts)
    out: list[str] = []
    before = ""
    for at, (kind, text) in enumerate(parts):
        if kind == "date":
            following = next((t for k, t in parts[at + 1 :] if k == "date"), "")
            minutes = text[0] == "m" and len(text) < 3 and (before.startswith("h") or following.startswith("s"))
            out.append(f"{moment.minute:0{len(text)}d}" if minutes else _date_part(moment, text, noon))
            before = text
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            out.append(f"{int(seconds) // unit:0{len(text)}d}")
            before = text
        elif kind == "noon":
            chinese = text.startswith("上")
            out.append(("上午", "下午")[moment.hour >= 12] if chinese else ("AM", "PM")[moment.hour >= 12])
        elif kind in ("text", "point", "digits", "percent"):
            out.append("" if kind == "digits" else text)
    return "".join(out)


def _date_part(moment: datetime, text: str, noon: bool) -> str:
    sign, size = text[0], len(text)
    if sign == "y":
        return f"{moment.year:04d}" if size > 2 else f"{moment.year % 100:02d}"
    if sign == "m":
        name = _MONTHS[moment.month - 1]
        return f"{moment.month:0{size}d}" if size < 3 else name
    if sign == "d":
        return f"{moment.day:0{size}d}" if size < 3 else moment.strftime("%a")
    if sign == "a":
        return ("周", "星期")[size > 3] + _DAYS[moment.weekday()]
    if sign == "h":
        hour = (moment.hour + 11) % 12 + 1 if noon else moment.hour
        return f"{hour:0{min(size, 2)}d}"
    return f"{moment.second:0{min(size, 2)}d}"
