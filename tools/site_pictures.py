"""The pictures of the documentation, made from the invented examples: ``python -m tools.site_pictures`` renews docs/site/pictures.

Needs LibreOffice, Chromium, the fonts Noto Sans CJK, and Pillow and pypdfium2 (``govlint[pdf]``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "site" / "pictures"
REPORT = "年报.docx"
_COLUMNS = 84
_SCALE = 1.6
_WHITE = (255, 255, 255)
_HEAD = 256
"""Pixels of the HTML page above the report's text."""
_VIVID = 60
"""How much more red than blue, of 255, a coloured pixel has."""
_GAP = (150, 150, 150)
_COLUMNS_SHOWN = 0.5515
"""The share of the width of a printed sheet up to its column of places."""
_NOTES = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 18px 22px; background: #1e1e1e; color: #d4d4d4; width: max-content }}
pre {{ margin: 0; font: 15px/1.5 "Noto Sans Mono CJK SC", monospace }}
</style><pre>{code}</pre>"""


def main() -> None:
    """Makes every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copy(ROOT / "examples" / "errors-word.docx", work / REPORT)
        _terminal(work)
        _annotated(work)
        _page(work)
        _workbook(work)


def _govlint(work: Path, *arguments: str) -> str:
    """What a run prints; it finds errors, so it ends with 1."""
    environment = {**os.environ, "COLUMNS": str(_COLUMNS), "FORCE_COLOR": "1", "PYTHONUTF8": "1", "GOVLINT_LANG": "zh"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "gov_lint", *arguments]
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 1:
        raise RuntimeError(done.stderr)
    return done.stdout


def _terminal(work: Path) -> None:
    """A run on a terminal."""
    shown = f"> govlint {REPORT}\n{_govlint(work, REPORT, '--color', 'always')}"
    console = Console(record=True, width=_COLUMNS + 2, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    console.print(Text.from_ansi(shown))
    code = console.export_html(inline_styles=True, theme=DIMMED_MONOKAI, code_format="{code}")
    page = work / "terminal.html"
    page.write_text(_TERMINAL.format(code=code), encoding="utf-8")
    _save(_trimmed(_screenshot(page, work, 900, 700), (0x1E, 0x1E, 0x1E), 18), "terminal.png")


def _annotated(work: Path) -> None:
    """The page of the annotated copy on which the comments are, and the list at its end."""
    _govlint(work, "annotate", REPORT)
    pages = _printed(work / "年报.批注.docx", work, _NOTES)
    _save(_trimmed(_part(max(pages, key=_coloured), 0.3, 0.64), _WHITE, 24), "annotated-word.png")
    _save(_trimmed(_part(pages[-1], 0, 0.9), _WHITE, 24), "annotated-list.png")


def _coloured(picture: Image.Image) -> int:
    """How many pixels of a picture are red, orange or yellow: those of comments and findings."""
    red, _, blue = picture.convert("RGB").split()
    return sum(ImageChops.subtract(red, blue).histogram()[_VIVID:])


def _page(work: Path) -> None:
    """The HTML output in a browser: its head, and what is around the first finding."""
    _govlint(work, REPORT, "--format", "html", "--output", "page.html")
    page = _screenshot(work / "page.html", work, 1180, 4000)
    head = page.crop((0, 0, page.width, _HEAD))
    body = page.crop((0, _HEAD, page.width, page.height))
    first = next(y for y in range(body.height) if _coloured(body.crop((0, y, body.width, y + 1))) > 0)
    body = body.crop((0, max(0, first - 150), body.width, first + 330))
    both = Image.new("RGB", (page.width, _HEAD + body.height + 6), _GAP)
    both.paste(head, (0, 0))
    both.paste(body, (0, _HEAD + 6))
    _save(both, "html-page.png")


def _workbook(work: Path) -> None:
    """The sheet of findings of the XLSX output."""
    shutil.copy(ROOT / "examples" / "errors-cells.txt", work / "交通局.txt")
    _govlint(work, REPORT, "交通局.txt", "--format", "xlsx", "--output", "findings.xlsx")
    pages = _printed(work / "findings.xlsx", work, "pdf")
    sheet = pages[1].crop((0, 0, int(pages[1].width * _COLUMNS_SHOWN), pages[1].height))
    _save(_trimmed(_part(sheet, 0, 0.9), _WHITE, 24), "xlsx-findings.png")


def _printed(document: Path, work: Path, form: str) -> list[Image.Image]:
    """The pages of a document as LibreOffice prints them."""
    command = ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(work), str(document)], check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(work / f"{document.stem}.pdf") as pdf:
        return [page.render(scale=_SCALE).to_pil() for page in pdf]


def _screenshot(page: Path, work: Path, width: int, height: int) -> Image.Image:
    """A page as Chromium shows it."""
    target = work / "screenshot.png"
    options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={width},{height}"]
    command = ["chromium", *options, f"--user-data-dir={work}/chromium", f"--screenshot={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with Image.open(target) as picture:
        return picture.convert("RGB")


def _trimmed(picture: Image.Image, ground: tuple[int, int, int], border: int) -> Image.Image:
    """A picture without the plain ground around what it shows."""
    picture = picture.convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, ground)).getbbox()
    left, top, right, bottom = box or (0, 0, *picture.size)
    return picture.crop(
        (
            max(0, left - border),
            max(0, top - border),
            min(picture.width, right + border),
            min(picture.height, bottom + border),
        )
    )


def _part(picture: Image.Image, top: float, bottom: float) -> Image.Image:
    """The part of a picture between two shares of its height."""
    return picture.crop((0, int(picture.height * top), picture.width, int(picture.height * bottom)))


def _save(picture: Image.Image, name: str) -> None:
    """Writes a picture of few colours, which keeps it small."""
    few = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    few.save(PICTURES / name, optimize=True)
    print(f"{name}: {few.width} x {few.height}, {(PICTURES / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
