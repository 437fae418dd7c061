"""PDF files made from pages of text and lines, without any tool: the fonts are those that every viewer knows for Chinese."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from hashlib import md5

from tests.generator.formats_pages import HEIGHT, WIDTH, Page

POINTS = 72 / 25.4
"""Points in a millimetre."""


def pdf_of(
    pages: Sequence[Page], *, rules: str = "stroked", text: str = "", turn: int = 0, extra: bytes = b""
) -> bytes:
    """The pages as the bytes of a PDF.  ``rules`` says how lines are drawn: ``stroked``, ``filled`` (as thin rectangles), ``form`` (in a form that is
    moved), ``white`` or ``none``; ``text`` is the operator before the text, such as ``3 Tr``; ``turn`` is how far the page is turned when shown, for
    which its content is turned the other way; ``extra`` is more content of each page."""
    return pdf([_content(page, rules, text, turn, extra) for page in pages], turn)


def pdf(contents: Sequence[bytes], turn: int = 0, box: str = "") -> bytes:
    """A PDF with those contents of its pages.  A picture of one dot is ``/Im``, the font ``/F``, a form that moves up by 100 points ``/X``."""
    size = (WIDTH * POINTS, HEIGHT * POINTS)
    size = size if turn % 180 == 0 else size[::-1]
    box = box or f"0 0 {size[0]:.2f} {size[1]:.2f}"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{' '.join(f'{7 + 3 * at} 0 R' for at in range(len(contents)))}]/Count {len(contents)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/DW 1000/W[1 95 500]/FontDescriptor 5 0 R/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880>>",
        _stream(b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", b"\x80"),
    ]
    for at, content in enumerate(contents):
        first = 7 + 3 * at
        body, _, form = content.partition(b"%form\n")
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Rotate {turn}/Contents {first + 1} 0 R"
            f"/Resources<</Font<</F 3 0 R>>/XObject<</Im 6 0 R/X {first + 2} 0 R>>>>>>".encode(),
            _stream(b"<<", body),
            _stream(b"<</Type/XObject/Subtype/Form/BBox[-1000 -1000 2000 2000]/Matrix[1 0 0 1 0 100]", form),
        ]
    out, offsets = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _stream(head: bytes, body: bytes) -> bytes:
    body = zlib.compress(body)
    return head + b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(body), body)


def _content(page: Page, rules: str, text: str, turn: int, extra: bytes) -> bytes:
    wide, high = WIDTH * POINTS, HEIGHT * POINTS
    turned = {
        0: "",
        90: f"0 1 -1 0 {high:.2f} 0 cm",
        180: f"-1 0 0 -1 {wide:.2f} {high:.2f} cm",
        270: f"0 -1 1 0 0 {wide:.2f} cm",
    }
    found = [turned[turn], "BT", text]
    for line in page.lines:
        size = line.size * POINTS
        x, y = line.x * POINTS, high - line.y * POINTS - 0.88 * size
        found.append(f"/F {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{line.text.encode('utf-16-be').hex()}> Tj")
    found.append("ET")
    drawn = []
    for rule in page.rules if rules != "none" else ():
        x, y, to_x, to_y = rule.x * POINTS, high - rule.y * POINTS, rule.x_end * POINTS, high - rule.y_end * POINTS
        if rules == "filled":
            drawn.append(
                f"{min(x, to_x):.2f} {min(y, to_y):.2f} {abs(x - to_x) + 0.5:.2f} {abs(y - to_y) + 0.5:.2f} re f"
            )
        else:
            shift = 100 if rules == "form" else 0
            drawn.append(f"{x:.2f} {y - shift:.2f} m {to_x:.2f} {to_y - shift:.2f} l S")
    lines = "\n".join(drawn).encode()
    body = "\n".join(found).encode() + b"\n" + extra + b"\n"
    if rules == "form":
        return body + b"/X Do\n%form\n" + lines
    return body + (b"1 G " if rules == "white" else b"0 G ") + lines


PASSWORD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
"""What the format says an empty password is."""


def locked(data: bytes, *, user: bytes = b"") -> bytes:
    """The PDF encrypted (with 40 bits, as ever since the format's version 1.1); it asks for the user's password where that is not empty."""
    owner, file_id = b"\x11" * 32, b"\x22" * 16
    key = md5((user + PASSWORD)[:32] + owner + (-4).to_bytes(4, "little", signed=True) + file_id).digest()[:5]
    mark = _rc4(key, PASSWORD)
    parts = re.split(rb"(?m)^(\d+) 0 obj\n", data)
    for at in range(1, len(parts), 2):
        own = md5(key + int(parts[at]).to_bytes(3, "little") + b"\0\0").digest()[:10]
        head, stream, rest = parts[at + 1].partition(b"stream\n")
        body, end, tail = rest.rpartition(b"\nendstream")
        head = re.sub(rb"\((\w+)\)", lambda m, own=own: b"<" + _rc4(own, m[1]).hex().encode() + b">", head)  # type: ignore[misc]
        parts[at + 1] = b"%b 0 obj\n" % parts[at] + head + stream + (_rc4(own, body) + end + tail if stream else b"")
        parts[at] = b""
    encrypt = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{owner.hex()}>/U<{mark.hex()}>>>/ID[<{file_id.hex()}><{file_id.hex()}>]"
    return b"".join(parts).replace(b"/Root 1 0 R", b"/Root 1 0 R" + encrypt.encode())


def _rc4(key: bytes, data: bytes) -> bytes:
    box, at = list(range(256)), 0
    for i in range(256):
        at = (at + box[i] + key[i % len(key)]) % 256
        box[i], box[at] = box[at], box[i]
    out, i, at = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        at = (at + box[i]) % 256
        box[i], box[at] = box[at], box[i]
        out.append(byte ^ box[(box[i] + box[at]) % 256])
    return bytes(out)
