"""Characters of symbol fonts, such as ticks and boxes, as the signs that people see."""

from __future__ import annotations

_SIGNS = {
    "wingdings": {
        0x6F: "□",
        0xA8: "□",
        0xFC: "√",
        0xFB: "×",
        0xFE: "☑",
        0xFD: "☒",
        0x6E: "■",
        0x6C: "●",
        0xD8: "➢",
        0x75: "◆",
    },
    "wingdings 2": {0x52: "☑", 0x54: "☒", 0x50: "√", 0x4F: "×", 0xA3: "□", 0x30: "□"},
}
"""The signs of symbol fonts that stand in reports: boxes to tick and bullets."""


def symbol(font: str, code: int) -> str:
    """The sign that a font shows for a character (0xF000 to 0xF0FF: one of its own); empty where it is none that people read."""
    if 0xF000 <= code <= 0xF0FF:
        return _SIGNS.get(font.lower(), {}).get(code - 0xF000, "")
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x110000 else ""
