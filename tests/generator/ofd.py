"""Pages as an OFD file (GB/T 33190), in the ways in which programs write characters and lines."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from tests.generator.formats import Document, Grid, Text
from tests.generator.formats_pages import pages as laid_out
from tests.generator.layouts import width

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ASCENT = 0.86
"""Where the base line is, from the top of a sign's box, in parts of its size."""

OfdText = tuple[float, float, float, str]
"""Where a text begins (x, y of the base line, in millimetres), the size of the type, and its words."""
OfdLine = tuple[float, float, float, float]
"""A line from one point to another, in millimetres."""
OfdPage = tuple[Sequence[OfdText], Sequence[OfdLine]]


@dataclass(frozen=True)
class Style:
    """How a program writes a page."""

    text: str = "run"
    """``run``: a line of text is one object; ``sign``: each sign is; ``ctm``: objects have spaces of their own, scaled; ``cut``: one object
    with several pieces of text."""
    lines: str = "each"
    """``each`` line is a path; ``one`` path for all; ``rect``: thin filled rectangles; ``ctm``: paths with spaces of their own."""
    template: bool = False
    """Whether the lines stand in a template of the page."""
    box: tuple[float, float, float, float] = (0, 0, 210, 297)
    extra: str = ""
    """Objects to be put on each page besides."""
    layer: str = 'Type="Body"'


STYLES = tuple(
    Style(text, lines, template)
    for text, lines, template in (
        ("run", "each", False),
        ("sign", "rect", False),
        ("ctm", "one", True),
        ("cut", "ctm", False),
    )
)


def ofd(document: Document, rng: random.Random, style: Style | None = None) -> bytes:
    """The document as the bytes of an OFD file."""
    found: list[OfdPage] = [
        (
            [(line.x, line.y + _ASCENT * line.size, line.size, line.text) for line in page.lines],
            [(rule.x, rule.y, rule.x_end, rule.y_end) for rule in page.rules],
        )
        for page in laid_out(_lines_apart(document), rng)
    ]
    return write_ofd(found, style or rng.choice(STYLES))


def _lines_apart(document: Document) -> Document:
    """The document with each line of a paragraph as one of its own: a text object has no line breaks."""
    parts: list[Text | Grid] = []
    for part in document.parts:
        parts += [part] if isinstance(part, Grid) else [Text(part.kind, line) for line in part.text.split("\n")]
    return Document(document.name, parts)


def write_ofd(
    pages: Sequence[OfdPage], style: Style = STYLES[0], more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """The bytes of an OFD file of those pages; ``more`` are parts that are added or put in the place of others."""
    root = "Doc_0"
    files: dict[str, str | bytes] = {
        "OFD.xml": f'{_HEAD}<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>'
        f"<ofd:DocRoot>{root}/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        f"{root}/PublicRes.xml": f'{_HEAD}<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体"/></ofd:Fonts></ofd:Res>',
        f"{root}/DocumentRes.xml": f'{_HEAD}<ofd:Res {_NS} BaseLoc="Res"/>',
    }
    numbers = range(len(pages))
    templates = (
        "".join(f'<ofd:TemplatePage ID="{900 + n}" BaseLoc="Tpls/Tpl_{n}/Content.xml"/>' for n in numbers)
        if style.template
        else ""
    )
    box = " ".join(f"{side:g}" for side in style.box)
    area = f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
    files[f"{root}/Document.xml"] = (
        f"{_HEAD}<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{templates}</ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{100 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in numbers)
        + "</ofd:Pages></ofd:Document>"
    )
    for number, (texts, lines) in enumerate(pages):
        drawn = _lines(lines, style.lines)
        words = "".join(_text(text, style.text) for text in texts)
        used = ""
        if style.template:
            files[f"{root}/Tpls/Tpl_{number}/Content.xml"] = (
                f"{_HEAD}<ofd:Page {_NS}><ofd:Content><ofd:Layer>{drawn}</ofd:Layer></ofd:Content></ofd:Page>"
            )
            used, drawn = f'<ofd:Template TemplateID="{900 + number}" ZOrder="Background"/>', ""
        files[f"{root}/Pages/Page_{number}/Content.xml"] = (
            f"{_HEAD}<ofd:Page {_NS}>{used}<ofd:Content><ofd:Layer {style.layer}>{drawn}{words}{style.extra}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    files |= more or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _step(sign: str, size: float) -> float:
    return width(sign) * size / 2


def _deltas(text: str, size: float) -> str:
    """The steps from sign to sign, equal ones as ``g n v``."""
    steps = [_step(sign, size) for sign in text[:-1]]
    runs = [(step, len(list(run))) for step, run in groupby(steps)]
    return " ".join(f"g {count} {step:g}" if count > 2 else " ".join([f"{step:g}"] * count) for step, count in runs)


def _text(text: OfdText, kind: str) -> str:
    x, y, size, words = text
    long = sum(_step(sign, size) for sign in words)
    if kind == "sign":
        found, at = "", x
        for sign in words:
            found += _object(
                at,
                y - size,
                size,
                size,
                f'Size="{size:g}"',
                f'<ofd:TextCode X="0" Y="{size:g}">{escape(sign)}</ofd:TextCode>',
            )
            at += _step(sign, size)
        return found
    if kind == "ctm":
        code = f'<ofd:TextCode X="0" Y="10" DeltaX="{_deltas(words, 10)}">{escape(words)}</ofd:TextCode>'
        return _object(x, y - size, long, size, f'Size="10" CTM="{size / 10:g} 0 0 {size / 10:g} 0 0"', code)
    if kind == "cut" and len(words) > 3:
        half = len(words) // 2
        begin = sum(_step(sign, size) for sign in words[:half])
        codes = f'<ofd:TextCode X="0" Y="{size:g}" DeltaX="{_deltas(words[:half], size)}">{escape(words[:half])}</ofd:TextCode>'
        codes += (
            f'<ofd:TextCode X="{begin:g}" DeltaX="{_deltas(words[half:], size)}">{escape(words[half:])}</ofd:TextCode>'
        )
        return _object(x, y - size, long, size, f'Size="{size:g}"', codes)
    code = f'<ofd:TextCode X="0" Y="{size:g}" DeltaX="{_deltas(words, size)}">{escape(words)}</ofd:TextCode>'
    return _object(x, y - size, long, size, f'Size="{size:g}"', code)


def _object(x: float, y: float, long: float, high: float, rest: str, inside: str) -> str:
    box = f"{x:.4f} {y:.4f} {long:.4f} {high:.4f}"
    return f'<ofd:TextObject ID="9" Boundary="{box}" Font="2" {rest}>{inside}</ofd:TextObject>'


def _lines(lines: Sequence[OfdLine], kind: str) -> str:
    if kind == "one":
        data = " ".join(f"M {a:.3f} {b:.3f} L {c:.3f} {d:.3f}" for a, b, c, d in lines)
        return f'<ofd:PathObject Boundary="0 0 210 297" LineWidth="0.2"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
    found = ""
    for a, b, c, d in lines:
        if kind == "rect":
            e, f = (c, b + 0.2) if b == d else (a + 0.2, d)
            path = f"S {a:.3f} {b:.3f} L {e:.3f} {b:.3f} L {e:.3f} {f:.3f} L {a:.3f} {f:.3f} C"
            found += f'<ofd:PathObject Boundary="0 0 210 297" Fill="true" Stroke="false"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
        elif kind == "ctm":
            path = f"M 0 0 L {(c - a) * 10:.2f} {(d - b) * 10:.2f}"
            found += (
                f'<ofd:PathObject Boundary="{a:.3f} {b:.3f} {c - a:.3f} {d - b:.3f}" CTM="0.1 0 0 0.1 0 0">'
                f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
            )
        else:
            path = f"M 0 0 L {c - a:.3f} {d - b:.3f}"
            found += (
                f'<ofd:PathObject Boundary="{a:.3f} {b:.3f} {c - a:.3f} {d - b:.3f}">'
                f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
            )
    return found
