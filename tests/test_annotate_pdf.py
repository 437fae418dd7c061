"""Findings as highlights in a copy of a PDF."""

from __future__ import annotations

import ctypes
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gov_lint.annotate import AUTHOR, Note
from gov_lint.cli import main
from gov_lint.nouns import Source
from gov_lint.readers.pdf import read
from tests.generator import measure
from tests.generator.formats import document
from tests.generator.formats_pages import pages
from tests.pdf_made import locked, pdf_of

pypdfium2 = pytest.importorskip("pypdfium2", reason="the packages for PDFs are not installed")

from gov_lint.annotate.pdf import annotate_pdf  # noqa: E402 - it needs the package


class Highlight(NamedTuple):
    page: int
    author: str
    contents: str
    covered: str
    """The characters whose middle is in the highlight's boxes, without blanks."""


def highlights(data: bytes) -> Iterator[Highlight]:
    """The highlights of a PDF, as a viewer finds them."""
    import pypdfium2.raw as raw

    opened = pypdfium2.PdfDocument(data)
    for index in range(len(opened)):
        page = opened[index]
        for at in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, at)
            assert raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_HIGHLIGHT
            quads = []
            for number in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
                quad = raw.FS_QUADPOINTSF()
                raw.FPDFAnnot_GetAttachmentPoints(annotation, number, ctypes.byref(quad))
                quads.append((quad.x1, quad.y3, quad.x2, quad.y1))
            words = "".join(_covered(page.get_textpage(), quads).split())
            yield Highlight(index + 1, _string(annotation, b"T"), _string(annotation, b"Contents"), words)
            raw.FPDFPage_CloseAnnot(annotation)
    opened.close()


def _covered(text: Any, quads: list[tuple[float, float, float, float]]) -> str:
    found = ""
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        x, y = (left + right) / 2, (bottom + top) / 2
        if any(quad[0] <= x <= quad[2] and quad[1] <= y <= quad[3] for quad in quads):
            found += text.get_text_range(at, 1)
    return found


def _string(annotation: Any, key: bytes) -> str:
    import pypdfium2.raw as raw

    buffer = (ctypes.c_ushort * 2000)()
    size = raw.FPDFAnnot_GetStringValue(annotation, key, buffer, 4000)
    return bytes(buffer)[: size - 2].decode("utf-16-le")


@pytest.fixture(scope="module")
def report() -> bytes:
    case = measure.make_case(40, "tsv")
    return pdf_of(pages(document(case.model), random.Random(1)))


def note(source: Source, words: str, title: str = "错误 some-rule", severity: str = "error") -> Note:
    start = source.text.index(words)
    return Note(start, start + len(words), title, "应为 0。\n依据：格式", severity)


def test_each_note_is_a_highlight_on_its_words(report: bytes) -> None:
    source = read(report, "")
    wanted = ["三、收到和处理政府信息公开申请情况", "1.属于国家秘密", "（七）总计"]
    wanted = [words for words in wanted if words in source.text]
    assert len(wanted) > 1
    found = list(highlights(annotate_pdf(report, [note(source, words) for words in wanted])))
    assert [each.covered for each in found] == wanted
    assert {each.author for each in found} == {AUTHOR}
    assert all(each.contents == "错误 some-rule\n应为 0。\n依据：格式" for each in found)
    for each, words in zip(found, wanted, strict=True):
        block = source.block(source.text.index(words))
        assert block is not None and each.page == block.page


def test_the_text_stays_as_it_was(report: bytes) -> None:
    source = read(report, "")
    annotated = annotate_pdf(report, [note(source, "一、总体情况")])
    assert read(annotated, "").text == source.text
    assert annotated.startswith(report[:1000])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_highlighted_at_the_words(turn: int) -> None:
    case = measure.make_case(40, "tsv")
    data = pdf_of(pages(document(case.model), random.Random(1)), turn=turn)
    (found,) = highlights(annotate_pdf(data, [note(read(data, ""), "一、总体情况")]))
    assert found.covered == "一、总体情况"


def test_a_note_on_an_empty_cell_is_at_the_nearest_words(report: bytes) -> None:
    source = read(report, "")
    at = source.text.index("\n\n") + 1
    (found,) = highlights(annotate_pdf(report, [Note(at, at, "警告 x", "空", "warning")]))
    assert len(found.covered) == 1


def test_notes_of_an_earlier_run_are_replaced(report: bytes) -> None:
    source = read(report, "")
    once = annotate_pdf(report, [note(source, "一、总体情况")])
    (found,) = highlights(annotate_pdf(once, [note(source, "总体情况", "提示 new", "note")]))
    assert found.contents.startswith("提示 new") and found.covered == "总体情况"


def test_a_file_that_forbids_changes_opens_afterwards(report: bytes) -> None:
    data = locked(report)
    annotated = annotate_pdf(data, [note(read(data, ""), "一、总体情况")])
    assert read(annotated, "").text == read(report, "").text
    assert [each.covered for each in highlights(annotated)] == ["一、总体情况"]


def test_the_command_writes_a_copy_beside_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = measure.make_case(51, "tsv", next(x for x in measure.injectors("", "tsv") if x.name == "leaf_row_broken"))
    path = tmp_path / "年报.pdf"
    path.write_bytes(pdf_of(pages(document(case.model), random.Random(1))))
    before = path.read_bytes()
    main(["annotate", str(path)])
    assert "年报.批注.pdf" in capsys.readouterr().out
    copy = tmp_path / "年报.批注.pdf"
    assert path.read_bytes() == before and copy.exists()
    assert any(each.contents.startswith("错误 applications-") for each in highlights(copy.read_bytes()))
    assert len(pypdfium2.PdfDocument(io.BytesIO(copy.read_bytes()))) > 1
