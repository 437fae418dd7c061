"""Scans: characters and ruled lines recognised in pictures, cells that cannot be read, and what a run says of them."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gov_lint.cli import main
from gov_lint.engine import run
from gov_lint.nouns import Source
from gov_lint.readers import ocr, read_here
from gov_lint.readers.flow import lay
from gov_lint.readers.geometry import blocks_of
from gov_lint.rulepack import load_pack
from tests.conftest import missing
from tests.generator import equality
from tests.generator.formats import Document, Grid
from tests.generator.formats_pages import HEIGHT, WIDTH, Line, Page, Rule, pages
from tests.generator.ofd import Style, write_ofd

_DOT = 25.4 / 200
"""A pixel of a scan of 200 dots an inch, in millimetres."""
_POINTS = 72 / 25.4


@pytest.fixture(scope="module", autouse=True)
def _packages() -> None:
    if not ocr.available():
        missing("rapidocr")


def font(size: float) -> Any:
    """A Chinese font of that size, in millimetres."""
    from PIL import ImageFont

    matcher = shutil.which("fc-match")
    found = (
        subprocess.run([matcher, "-f", "%{file}", "Noto Serif CJK SC"], capture_output=True, text=True)
        if matcher
        else None
    )
    if found is None or "CJK" not in found.stdout:
        missing("a Chinese font")
    assert found
    return ImageFont.truetype(found.stdout, round(size / _DOT))


def picture(page: Page, turned: float = 0.0) -> Any:
    """A page as a scanner gives it: a little noise, perhaps askew."""
    import numpy
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (round(WIDTH / _DOT), round(HEIGHT / _DOT)), "white")
    pen = ImageDraw.Draw(image)
    fonts = {size: font(size) for size in {line.size for line in page.lines}}
    for x, y, size, text in page.lines:
        pen.text((x / _DOT, (y - 0.15 * size) / _DOT), text, fill=(30, 30, 30), font=fonts[size])
    for rule in page.rules:
        pen.line([side / _DOT for side in rule], fill=(20, 20, 20), width=2)
    if turned:
        image = image.rotate(turned, resample=Image.Resampling.BICUBIC, fillcolor="white")
    pixels = numpy.asarray(image).astype("float32") + numpy.random.default_rng(3).normal(
        0, 8, (image.height, image.width, 1)
    )
    return Image.fromarray(pixels.clip(0, 255).astype("uint8"))


def source_of(images: list[Any]) -> Source:
    """What is read of the pictures of some pages."""
    import numpy

    found = [
        ocr.page_of(numpy.asarray(image), number, WIDTH * _POINTS, HEIGHT * _POINTS)
        for number, image in enumerate(images, 1)
    ]
    return lay(blocks_of(found), "扫描件.pdf", "pdf", guessed=True).source


def model_and_pages() -> tuple[Any, list[Page]]:
    """A report's tables of sections two and four, with their headings: one page."""
    model = equality.model_of(equality.SAMPLES[2])
    whole = equality.document(model)
    parts = [
        part
        for part in whole.parts
        if (isinstance(part, Grid) and part.section != 3)
        or (not isinstance(part, Grid) and part.kind in ("title", "heading2", "heading4"))
    ]
    return model, pages(Document("扫描件", parts), random.Random(1))


def table(rows: list[list[str]], top: float = 60.0, wide: float = 24.0) -> Page:
    """A page with a table."""
    lines = [
        Line(28 + wide * x, top + 9 * y + 2.5, 3.6, text) for y, row in enumerate(rows) for x, text in enumerate(row)
    ]
    right, bottom = 25 + wide * len(rows[0]), top + 9 * len(rows)
    rules = [Rule(25, top + 9 * y, right, top + 9 * y) for y in range(len(rows) + 1)]
    rules += [Rule(25 + wide * x, top, 25 + wide * x, bottom) for x in range(len(rows[0]) + 1)]
    return Page(lines, rules)


def test_a_scanned_page_gives_the_cells_it_shows() -> None:
    model, laid = model_and_pages()
    result = run(source_of([picture(page, turned=1.2) for page in laid]), load_pack())
    cells = dict(equality.read_cells(result, model))
    right = [key for key, cell in cells.items() if str(cell.raw) == equality.printed(model, key)]
    assert len(right) == len(cells) == 25
    assert {finding.severity for finding in result.findings} == {"note"}
    assert all(finding.message.zh.startswith("需人工核对") for finding in result.findings)


def test_single_digits_are_read_and_a_scrawl_is_no_number() -> None:
    from PIL import ImageDraw

    image = picture(table([["信息内容", "维持", "纠正", "其他"], ["规章", "0", "1", "7"], ["行政许可", "", "", "12"]]))
    pen = ImageDraw.Draw(image)
    left, top = (25 + 24 * 2 + 6) / _DOT, (60 + 9 * 2 + 2) / _DOT
    for shift in range(0, 60, 4):
        pen.line([left + shift, top, left + 60 - shift, top + 40], fill=(20, 20, 20), width=2)
    rows = [line.split("\t") for line in source_of([image]).text.split("\n") if "\t" in line]
    assert rows[:2] == [["信息内容", "维持", "纠正", "其他"], ["规章", "0", "1", "7"]]
    assert rows[2][:2] == ["行政许可", ""] and rows[2][3] == "12"
    assert rows[2][2] and not rows[2][2].isdigit()


def test_an_empty_or_tiny_picture_is_an_empty_page() -> None:
    import numpy

    for shape in ((300, 200, 3), (10, 10, 3), (300, 200)):
        found = ocr.page_of(numpy.full(shape, 255, "uint8"), 1, 595.0, 842.0)
        assert not found.glyphs and not found.strokes
    assert ocr.bitmap_of(b"") is None and ocr.bitmap_of(b"no picture") is None


def test_a_scanned_pdf_never_fails_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "扫描件.pdf"
    picture(model_and_pages()[1][0]).save(path, resolution=200)
    code = main([str(path)])
    assert code == 0 and "需人工核对" in capsys.readouterr().out


def test_a_scanned_ofd_is_recognised_too() -> None:
    laid = model_and_pages()[1]
    out = io.BytesIO()
    picture(laid[0]).save(out, "JPEG", quality=80)
    namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    res = (
        f'<ofd:Res {namespace} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>page.jpg</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    extra = '<ofd:ImageObject ID="6" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
    more: dict[str, str | bytes] = {"Doc_0/DocumentRes.xml": res, "Doc_0/Res/page.jpg": out.getvalue()}
    source = read_here("ofd", write_ofd([([], [])], Style(extra=extra), more), "扫描件.ofd")
    result = run(source, load_pack())
    assert source.guessed and result.cells_read == 25
