"""PDF files give the findings that the same report gives as text."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gov_lint.engine import run
from gov_lint.nouns import Source
from gov_lint.readers import MissingPackagesError, ReadError, ocr, read_bytes
from gov_lint.readers.pdf import MAX_PAGES, read, read_laid
from gov_lint.rulepack import load_pack
from tests.conftest import SHARED, need_tool
from tests.generator import measure
from tests.generator.formats import Document, Grid, document
from tests.generator.formats_docx import docx
from tests.generator.formats_html import printed
from tests.generator.formats_pages import HEIGHT, Page, pages
from tests.generator.layouts import width
from tests.pdf_made import POINTS, locked, pdf, pdf_of

pytest.importorskip("pypdfium2", reason="the packages for PDFs are not installed")

INJECTORS = (
    "", "request_row_gone", "request_cell_blank", "row_too_long", "leaf_row_broken", "label_changed", "head_changed", "dispute_group_blank",
    "disclosure_row_gone", "row_shifted", "request_placeholder", "one_cell_wrong", "subtotal_wrong", "cell_misprinted",
)  # fmt: skip


@cache
def case_of(seed: int, injector: str = "") -> measure.Case:
    chosen = next((x for x in measure.injectors("", "tsv") if x.name == injector), None)
    return measure.make_case(seed, "tsv", chosen)


def told(source: Source) -> Counter[tuple[str, tuple[str, ...]]]:
    """The rules and the cells of all findings."""
    return Counter((finding.rule, finding.cell) for finding in run(source, load_pack()).findings)


def pages_of(case: measure.Case) -> list[Page]:
    return pages(document(case.model), random.Random(case.seed))


@pytest.mark.parametrize(("seed", "injector"), list(enumerate(INJECTORS, 40)))
def test_a_pdf_gives_the_findings_of_the_text(seed: int, injector: str) -> None:
    case = case_of(seed, injector)
    rules = ("stroked", "filled", "form")[seed % 3]
    source = read(pdf_of(pages_of(case), rules=rules), "年报.pdf")
    assert told(source) == told(Source("年报.txt", case.shown.text))
    assert source.format == "pdf" and not source.pictures and not source.guessed


def test_findings_name_page_and_line() -> None:
    source = read(pdf_of(pages_of(case_of(41, "leaf_row_broken"))), "年报.pdf")
    places = [f.place for f in run(source, load_pack()).findings if f.cell]
    assert places and all(place.block and place.block.page and place.block.table for place in places)
    assert source.line(places[0].line).strip()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    case = case_of(40)
    source = read(pdf_of(pages_of(case), turn=turn), "年报.pdf")
    assert told(source) == told(Source("年报.txt", case.shown.text))


def test_white_lines_are_not_seen() -> None:
    assert "\t" not in read(pdf_of(pages_of(case_of(40)), rules="white"), "年报.pdf").text


def test_the_sample_report() -> None:
    path = SHARED / "samples" / "huaian-2024.pdf"
    if not path.exists():
        pytest.skip("the sample reports are not here")
    result = run(read_bytes(path.read_bytes(), str(path)), load_pack())
    assert {f.rule for f in result.findings if f.severity != "note"} == {"assessment-missing"}
    assert {f.rule for f in result.findings} <= {"assessment-missing", "email-personal", "signoff-missing"}
    cells = [cell for table in result.report.tables.values() for cell in table.by_name.values()]
    assert len(cells) == 200 and all(cell.state == "number" for cell in cells)
    assert "\t（四）无法提供\t1.本机关不掌握相关政府信息\t746\t" in result.report.source.text


def test_chromium_prints_what_is_read(tmp_path: Path) -> None:
    chromium = need_tool("chromium")
    for seed, injector in ((51, "leaf_row_broken"), (52, "")):
        case = case_of(seed, injector)
        (tmp_path / "a.html").write_bytes(printed(document(case.model), random.Random(seed)))
        target = tmp_path / f"{seed}.pdf"
        command = [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'profile'}",
        ]
        subprocess.run(
            [*command, f"--print-to-pdf={target}", f"file://{tmp_path}/a.html"],
            capture_output=True,
            check=True,
            timeout=120,
        )
        assert told(read(target.read_bytes(), "年报.pdf")) == told(Source("年报.txt", case.shown.text))


def test_libreoffice_prints_what_is_read(tmp_path: Path) -> None:
    office = need_tool("soffice")
    cases = [case_of(61, "request_cell_blank"), case_of(62, "disclosure_row_gone"), case_of(63)]
    files = [tmp_path / f"{case.seed}.docx" for case in cases]
    for case, file in zip(cases, files, strict=True):
        file.write_bytes(docx(document(case.model), random.Random(case.seed)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, files)], capture_output=True, check=True, timeout=300)
    for case, file in zip(cases, files, strict=True):
        assert told(read(file.with_suffix(".pdf").read_bytes(), "年报.pdf")) == told(
            Source("年报.txt", case.shown.text)
        )


# --- pictures ---------------------------------------------------------------------------------------------------------

PICTURE = b"q 500 0 0 800 20 20 cm /Im Do Q"


def test_a_scan_is_said_to_be_one_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    source = read(pdf([PICTURE, PICTURE]), "年报.pdf")
    assert source.pictures and not source.guessed
    (finding,) = run(source, load_pack()).findings
    assert finding.rule == "text-not-extractable"
    assert (
        "扫描件" in finding.message.zh
        and 'pip install "govlint[ocr]"' in finding.message.zh
        and "Word" in finding.message.zh
    )


def test_a_picture_in_a_page_of_text_makes_no_scan() -> None:
    source = read(pdf_of(pages_of(case_of(40)), extra=b"q 400 0 0 500 20 20 cm /Im Do Q"), "年报.pdf")
    assert not source.guessed and told(source) == told(Source("年报.txt", case_of(40).shown.text))


def test_a_table_pasted_as_a_picture_is_said_to_be_unread() -> None:
    case = case_of(40)
    whole = document(case.model)
    parts = [part for part in whole.parts if not (isinstance(part, Grid) and part.section == 3)]
    laid = pages(Document(whole.name, parts), random.Random(1))
    due = told(read(pdf_of(pages_of(case)), "年报.pdf"))
    result = run(read(pdf_of(laid, extra=b"q 400 0 0 300 80 20 cm /Im Do Q"), "年报.pdf"), load_pack())
    added = [f for f in result.findings if not due[f.rule, f.cell]]
    assert [(f.rule, f.severity) for f in added] == [("table-unread", "warning")]
    assert "175" in added[0].message.zh and "图片" in added[0].message.zh
    bare = run(read(pdf_of(laid), "年报.pdf"), load_pack())
    assert {"section-empty", "table-missing"} & {f.rule for f in bare.findings}


def test_lines_may_be_thin_pictures() -> None:
    case = case_of(40)
    drawn = [
        b"\n".join(
            b"q %.2f 0 0 %.2f %.2f %.2f cm /Im Do Q"
            % (
                max(rule.x_end - rule.x, 0.2) * POINTS,
                max(rule.y_end - rule.y, 0.2) * POINTS,
                rule.x * POINTS,
                (HEIGHT - rule.y_end) * POINTS,
            )
            for rule in page.rules
        )
        for page in pages_of(case)
    ]
    texts = [_text(page) for page in pages_of(case)]
    source = read(pdf([a + b"\n" + b for a, b in zip(drawn, texts, strict=True)]), "年报.pdf")
    assert "\t" in source.text and told(source) == told(Source("年报.txt", case.shown.text))


def _text(page: Page) -> bytes:
    """The text of a page with a size and a place for each sign, as some programs write it."""
    found = []
    for line in page.lines:
        x, size = line.x, line.size * POINTS
        for sign in line.text:
            place = f"{size:.3f} 0 0 {size:.3f} {x * POINTS:.2f} {(HEIGHT - line.y) * POINTS - 0.86 * size:.2f}"
            found.append(f"BT /F 1 Tf {place} Tm <{sign.encode('utf-16-be').hex()}> Tj ET".encode())
            x += width(sign) * line.size / 2
    return b"\n".join(found)


def test_the_invisible_text_of_a_scan_is_read_and_needs_a_person() -> None:
    plain = read(pdf_of(pages_of(case_of(40))), "年报.pdf")
    source = read(pdf_of(pages_of(case_of(40)), text="3 Tr", extra=PICTURE), "年报.pdf")
    assert source.text == plain.text and source.guessed


def test_invisible_text_beside_text_is_not_read() -> None:
    hidden = b"BT 3 Tr /F 12 Tf 1 0 0 1 60 60 Tm <8BD58BD5> Tj ET"
    assert "试试" not in read(pdf_of(pages_of(case_of(40)), extra=hidden), "年报.pdf").text


def test_a_watermark_across_the_page_is_not_read() -> None:
    case = case_of(40)
    mark = b"BT /F 60 Tf .7 .7 -.7 .7 150 250 Tm <5F816C42610F89C17A3F> Tj ET"
    source = read(pdf_of(pages_of(case), extra=mark), "年报.pdf")
    assert source.text == read(pdf_of(pages_of(case)), "年报.pdf").text


# --- files that cannot be read ----------------------------------------------------------------------------------------


def test_a_password_is_asked_for_and_an_empty_one_is_tried() -> None:
    data = pdf_of(pages_of(case_of(40)))
    assert read(locked(data), "年报.pdf").text == read(data, "年报.pdf").text
    with pytest.raises(ReadError, match="密码"):
        read(locked(data, user=b"secret"), "年报.pdf")


def test_a_damaged_file_is_refused() -> None:
    data = pdf_of(pages_of(case_of(40)))
    for broken in (b"%PDF-1.7\n", data[:200], pdf([])):
        with pytest.raises(ReadError, match="损坏"):
            read(broken, "年报.pdf")


def test_a_file_with_too_many_pages_is_refused() -> None:
    assert read(pdf([b""] * MAX_PAGES), "书.pdf").text == ""
    with pytest.raises(ReadError, match="页"):
        read(pdf([b""] * (MAX_PAGES + 1)), "书.pdf")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingPackagesError, match=r'pip install "govlint\[pdf\]"'):
        read(b"%PDF-1.4\n", "年报.pdf")


def test_mutated_files_are_read_or_refused() -> None:
    rng = random.Random(7)
    data = pdf_of(pages_of(case_of(40)))
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(rng.choice((1, 10, 100))):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            read(bytes(broken[: rng.choice((len(broken), rng.randrange(len(broken))))]), "年报.pdf")
        except ReadError:
            pass


@pytest.mark.parametrize("box", ["0 0 1000000 100", "0 0 0 0", "100 100 -595 -842"])
def test_absurd_pages_do_no_harm(box: str) -> None:
    read(pdf([b"BT /F 12 Tf 1 0 0 1 50 50 Tm <8BD58BD5> Tj ET 0 0 m 900000 0 l S"], box=box), "年报.pdf")


# --- the way back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_each_character_says_where_on_its_page_it_stands(turn: int) -> None:
    content = b"BT /F 10 Tf 1 0 0 1 100 200 Tm <516C5F00> Tj ET"
    turned = {0: b"", 90: b"0 1 -1 0 400 0 cm ", 180: b"-1 0 0 -1 400 400 cm ", 270: b"0 -1 1 0 0 400 cm "}[turn]
    laid = read_laid(pdf([turned + content * 6], turn, box="0 0 400 400"), "年报.pdf")
    assert laid.source.text.strip().startswith("公开")
    page, left, top, right, bottom = laid.pieces[-1].origin if laid.pieces[-1].text == "开" else laid.pieces[-2].origin  # type: ignore[misc]
    expected = {
        0: (110, 208.6, 120, 198.6),
        90: (191.4, 120, 201.4, 110),
        180: (280, 201.4, 290, 191.4),
        270: (198.6, 290, 208.6, 280),
    }[turn]
    assert page == 0 and (left, top, right, bottom) == pytest.approx(expected, abs=0.2)
