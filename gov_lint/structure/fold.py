"""One spelling for every character: width, spaces and radicals folded one to one, so that offsets do not move."""

from __future__ import annotations

from unicodedata import normalize

from gov_lint.patterns import compiled

_WIDE = "（），：；！？"
_NARROW = "(),:;!?"
_BLANKS = (
    "\u00a0\u3000\ue5e5\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u2002\u2003\u2009\u202f\u0085\u2028\u2029\f\v\r"
)
_RADICALS = (
    "⺁厂⺄乙⺅亻⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺏尣⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒"
    "⺶羊⺷羋⺸羋⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟"
    "⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)


def _table() -> dict[str, str]:
    folds = {chr(code): normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}  # Kangxi radicals
    folds |= {"⼾": "户", "⾭": "青"}  # where NFKC leads to a character that is not in use
    folds |= dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
    folds |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for wide in _WIDE:
        del folds[wide]
    folds |= dict(zip(_NARROW, _WIDE, strict=True))
    folds |= dict.fromkeys(_BLANKS, " ")
    folds |= dict.fromkeys("│┃║", "|")
    return folds


_FOLDS = _table()
_COMMON = _NARROW + _BLANKS
"""The characters to fold that many texts have: looked for one by one …"""
_RARE = compiled(f"[{''.join(sorted(_FOLDS.keys() - set(_COMMON)))}]")
"""… before all the others at once."""


def fold(text: str) -> str:
    """The text with each character in the one spelling that the grammar and the rules know; its length stays the same."""
    for char in _COMMON:
        if char in text:
            text = text.replace(char, _FOLDS[char])
    if _RARE.search(text):
        for char in _FOLDS.keys() & set(text):
            text = text.replace(char, _FOLDS[char])
    return text
