"""The printed form of automatic numbers: 一, （二）, ③, iv …, by the names that Office files use for the formats."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")

MAX_NUMBER = 32767
"""The largest automatic number; larger ones are printed as plain digits."""


def printed(number: int, numeral: str) -> str:
    """The printed form of a number in a format of OOXML's ``w:numFmt``; plain digits for a format that is not known."""
    if not 0 <= number <= MAX_NUMBER:
        return str(number)
    form = _FORMS.get(numeral)
    return form(number) if form else str(number)


def _counted(number: int, digits: str, units: tuple[str, ...]) -> str:
    """In the manner of 一百二十; up to 99,999."""
    if number == 0:
        return digits[0].replace("〇", "零")
    if number >= 10000:
        rest = number % 10000
        joint = "万零" if 0 < rest < 1000 else "万"
        return _counted(number // 10000, digits, units) + joint + (_counted(rest, digits, units) if rest else "")
    text = ""
    for power, digit in enumerate(reversed(str(number))):
        if digit != "0":
            text = digits[int(digit)] + units[power] + text
        elif text and not text.startswith("零"):
            text = "零" + text
    return text


def _chinese(number: int) -> str:
    text = _counted(number, _DIGITS, _UNITS)
    return text[1:] if text.startswith("一十") else text


def _chinese_simple(number: int) -> str:
    return _chinese(number) if number < 100 else _digital(number)


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    count, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (count + 1) if 0 < number <= 780 else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _among(signs: str, number: int) -> str:
    """The sign of that number, or digits beyond the signs."""
    return signs[number - 1] if 0 < number <= len(signs) else str(number)


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + step) for step in range(count))


_CIRCLED = _run("①", 20) + _run("㉑", 15) + _run("㊱", 15)


def _circled(number: int) -> str:
    return "⓪" if number == 0 else _among(_CIRCLED, number)


def _in_turn(signs: str, number: int) -> str:
    return signs[(number - 1) % len(signs)] if number else "0"


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda number: _among(_run("⒈", 20), number),
    "decimalEnclosedParen": lambda number: _among(_run("⑴", 20), number),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": lambda number: _roman(number).upper() or "0",
    "lowerRoman": lambda number: _roman(number) or "0",
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _chinese_simple,
    "taiwaneseCounting": _chinese_simple,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": lambda number: _counted(number, _LEGAL, _LEGAL_UNITS),
    "ideographLegalTraditional": lambda number: _counted(number, _LEGAL_TRADITIONAL, _LEGAL_UNITS),
    "japaneseLegal": lambda number: _counted(number, _LEGAL_TRADITIONAL, _LEGAL_UNITS),
    "ideographTraditional": lambda number: _in_turn(_STEMS, number),
    "ideographZodiac": lambda number: _in_turn(_BRANCHES, number),
    "ideographZodiacTraditional": lambda number: _in_turn(_STEMS, number) + _in_turn(_BRANCHES, number),
    "ideographEnclosedCircle": lambda number: _among(_run("㊀", 10), number),
}
