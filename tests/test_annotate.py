"""Copies of reports with the findings written in: every comment at its place, and nothing else changed."""

from __future__ import annotations

import io
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from gov_lint import cli
from gov_lint.annotate import Note, Sheet
from gov_lint.engine import run
from gov_lint.nouns import Result
from gov_lint.readers import read_bytes
from gov_lint.readers.docx import read_laid
from gov_lint.rulepack import load_pack
from tests.conftest import missing, need_tool
from tests.generator import equality

docx = pytest.importorskip("docx") if not os.environ.get("GOVLINT_REQUIRE_ALL") else __import__("docx")

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{NAMESPACE}}}"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET = Sheet(
    "govlint 检查结果",
    "文件：年报.docx",
    ("序号", "级别", "位置", "问题", "依据"),
    [("1", "错误", "一", "二", "三")],
    "完",
)
WHEN = datetime(2025, 1, 20, 9, 30)
TWICE = (
    "cell-wrong",
    "cell-blank",
    "shifted",
    "disputes-blank",
    "fee-statement",
    "heading-typo",
    "told-otherwise",
    "row-too-long",
)
"""Samples with a fault in a number, in blank cells, in a row, in a heading, in a sentence."""


def sample(name: str) -> bytes:
    """The Word file of a generated report."""
    return equality._docx(next(each for each in equality.SAMPLES if each.name == name))


def word(body: str, parts: dict[str, str] | None = None, kind: str = MAIN, namespace: str = NAMESPACE) -> bytes:
    """A Word file with that body."""
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    names = (
        f'xmlns:w="{namespace}" xmlns:r="{RELATIONS}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    files = {
        "[Content_Types].xml": TYPES.format(kind),
        "_rels/.rels": f'<Relationships {relations}><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document {names}><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>',
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def annotated(data: bytes, *words: str) -> bytes:
    """The copy of a Word file with a comment at each of the words."""
    from gov_lint.annotate.word import annotate_docx

    text = read_laid(data, "").source.text
    notes = [Note(text.index(each), text.index(each) + len(each), "错误 rule", each, "error") for each in words]
    return annotate_docx(data, notes, SHEET, WHEN)


def checked(data: bytes) -> Result:
    """What govlint says of a file."""
    return run(read_bytes(data, "年报.docx"), load_pack())


def copy_of(data: bytes) -> tuple[Result, bytes]:
    """A file's findings, and its copy with them."""
    from gov_lint.annotate.notes import notes_of, sheet_of
    from gov_lint.annotate.word import annotate_docx

    result = checked(data)
    rules = {rule.id: rule for rule in load_pack().rules}
    return result, annotate_docx(data, notes_of(result, rules), sheet_of(result, rules, WHEN), WHEN)


def part(data: bytes, name: str = "word/document.xml") -> Any:
    """The root of a part."""
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


class Marked:
    """A comment in a document: the words it is around, the paragraph and the cell that it is in."""

    def __init__(self, root: Any, number: str) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        elements = list(root.iter())
        [start], [end], [reference] = (
            [at for at, each in enumerate(elements) if each.tag == W + name and each.get(W + "id") == number]
            for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
        )
        assert start < end < reference
        self.words = "".join(each.text or "" for each in elements[start:end] if each.tag == W + "t")
        around = [elements[start]]
        while around[-1] in parents:
            around.append(parents[around[-1]])
        self.inside = [each.tag.rpartition("}")[2] for each in around[1:]]
        cell = next((each for each in around if each.tag == W + "tc"), None)
        self.row, self.column = (0, 0) if cell is None else self._place(parents, cell)

    def _place(self, parents: dict[Any, Any], cell: Any) -> tuple[int, int]:
        """Row and column in the table's grid, from 1."""
        row = parents[cell]
        rows = [each for each in parents[row] if each.tag == W + "tr"]
        before = [each for each in row if each.tag == W + "tc"]
        spans = [each.find(f"{W}tcPr/{W}gridSpan") for each in before[: before.index(cell)]]
        return rows.index(row) + 1, 1 + sum(1 if span is None else int(span.get(W + "val", "1")) for span in spans)


def comments(data: bytes) -> list[tuple[str, Marked]]:
    """The comments of a file in the order of their part: text, and place."""
    root = part(data)
    return [
        (comment.text, Marked(root, str(comment.comment_id))) for comment in docx.Document(io.BytesIO(data)).comments
    ]


# --- each comment at its place --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TWICE)
def test_every_finding_is_a_comment_at_its_words(name: str) -> None:
    result, copy = copy_of(sample(name))
    found = comments(copy)
    assert len(found) == len(result.findings) > 0
    for (text, marked), finding in zip(found, result.findings, strict=True):
        severity, rule = text.split("\n")[0].split()
        assert (severity, rule) == (
            {"error": "错误", "warning": "警告", "note": "提示"}[finding.severity],
            finding.rule,
        )
        assert finding.message.zh in text and f"依据：{finding.basis.zh}" in text and f"govlint explain {rule}" in text
        block, words = finding.place.block, result.report.source.text[finding.place.start : finding.place.end]
        assert block is not None
        if block.table:
            assert (marked.row, marked.column) == (block.row, block.column)
            assert marked.words == words.split("\t")[0]
        else:
            assert marked.words and marked.words in words and marked.row == 0
            assert len(words) - len(marked.words) <= len("十二、")  # a number that Word makes has no characters to mark


def test_a_comment_begins_and_ends_within_runs() -> None:
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲乙</w:t><w:tab/><w:t xml:space='preserve'>丙 丁</w:t></w:r><w:r><w:t>戊己</w:t></w:r></w:p>"
    copy = annotated(word(body), "丁戊", "乙", "丙 丁")
    assert [(text.split("\n")[1], marked.words) for text, marked in comments(copy)] == [
        (w, w) for w in ("丁戊", "乙", "丙 丁")
    ]
    runs = docx.Document(io.BytesIO(copy)).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs if run.text] == [
        *[("甲", True), ("乙", True), ("\t", True), ("丙 ", True), ("丁", True)],
        *[("戊", None), ("己", None)],
    ]


PLACES = {
    "hyperlink": ("<w:hyperlink w:anchor='x'><w:r><w:t>见差错处</w:t></w:r></w:hyperlink>", "差错", "hyperlink"),
    "insertion": ("<w:ins w:id='1' w:author='x'><w:r><w:t>见差错处</w:t></w:r></w:ins>", "差错", "ins"),
    "rich control": ("<w:sdt><w:sdtPr><w:richText/></w:sdtPr><w:sdtContent><w:r><w:t>见差错处</w:t></w:r></w:sdtContent></w:sdt>", "差错", "sdtContent"),
    "plain control": ("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>见差错处</w:t></w:r></w:sdtContent></w:sdt>", "见差错处", "p"),
    "ruby": (
        "<w:r><w:ruby><w:rt><w:r><w:t>chā</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>差错</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "chā差错",
        "p",
    ),
    "text box": (
        ("<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>见差错处</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>见差错处</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"),
        "见差错处见差错处",
        "p",
    ),
    "field": (
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t>见差错处</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"),
        "差错",
        "p",
    ),
    "nested table": (
        ("</w:p><w:tbl><w:tr><w:tc><w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>差错</w:t></w:r></w:p></w:tc>"
        "</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl><w:p>"),
        "差错",
        "p",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_comment_stands_where_word_allows_it(name: str) -> None:
    inside, words, parent = PLACES[name]
    data = word(f"<w:p><w:r><w:t>前</w:t></w:r>{inside}<w:r><w:t>后</w:t></w:r></w:p>")
    copy = annotated(data, "差错")
    [(_, marked)] = comments(copy)
    assert (marked.words, marked.inside[0]) == (words, parent)
    assert "txbxContent" not in marked.inside
    assert read_laid(copy, "").source.text == read_laid(data, "").source.text


def test_a_comment_on_several_paragraphs_ends_before_a_table() -> None:
    paragraphs = "<w:p><w:r><w:t>甲乙</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>丙丁</w:t></w:r></w:p>"
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>戊</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>己</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    data = word(paragraphs + table + "<w:p><w:r><w:t>庚</w:t></w:r></w:p>")
    text = read_laid(data, "").source.text
    over = [("乙", "丙"), ("乙", "己"), ("戊", "己"), ("丁", "庚")]
    copy = annotated(data, *(text[text.index(first) : text.index(last) + 1] for first, last in over))
    assert [marked.words for _, marked in comments(copy)] == ["乙丙", "乙", "戊", "丁"]


def test_words_without_characters_of_their_own_are_marked_beside_them() -> None:
    row = "".join(
        f"<w:tc><w:p>{f'<w:r><w:t>{text}</w:t></w:r>' if text else ''}</w:p></w:tc>" for text in ("甲", "", "乙", "")
    )
    data = word(f"<w:tbl><w:tr>{row}</w:tr></w:tbl><w:p/>")
    text = read_laid(data, "").source.text
    assert text == "甲\t\t乙\t\n\n\n"
    from gov_lint.annotate.word import annotate_docx

    notes = [Note(at, at + 1, "错误 rule", "", "error") for at in (1, 4, 5, 6, 99)]
    found = comments(annotate_docx(data, notes, SHEET, WHEN))
    assert [(marked.column, marked.words) for _, marked in found] == [(2, ""), (4, ""), (4, ""), (3, "乙"), (3, "乙")]


def test_a_file_without_any_text_gets_its_comment_at_the_beginning() -> None:
    from gov_lint.annotate.word import annotate_docx

    for body in ("<w:p/>", "", "<w:p><w:pPr><w:jc w:val='center'/></w:pPr></w:p>"):
        [(_, marked)] = comments(
            annotate_docx(word(body), [Note(0, 0, "错误 text-missing", "没有文字", "error")], SHEET, WHEN)
        )
        assert marked.inside == ["p", "body", "document"]


# --- nothing else changed -------------------------------------------------------------------------------------------------


def prints(data: bytes) -> list[str]:
    """What a file prints, paragraph by paragraph with the cells' in their order, up to the page that govlint adds."""
    texts = ["".join(run.text or "" for run in each.iter(W + "t")) for each in part(data).iter(W + "p")]
    return texts[: texts.index(SHEET.heading)] if SHEET.heading in texts else texts


@pytest.mark.parametrize("name", TWICE)
def test_the_text_and_all_other_parts_stay_as_they_are(name: str) -> None:
    data = sample(name)
    _, copy = copy_of(data)
    assert prints(copy) == prints(data)
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (data, copy))
    changed = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert set(after.namelist()) == {*before.namelist(), "word/comments.xml"}
    for other in set(before.namelist()) - changed:
        assert after.read(other) == before.read(other)
    assert [ElementTree.tostring(each) for each in part(copy).iter(W + "sectPr")] == [
        ElementTree.tostring(each) for each in part(data).iter(W + "sectPr")
    ]
    bodies = [list(part(each).find(W + "body")) for each in (data, copy)]
    assert bodies[1][-1].tag == W + "sectPr"
    assert [each.tag for each in bodies[1][: len(bodies[0]) - 1]] == [each.tag for each in bodies[0][:-1]]


def test_the_file_is_one_that_word_takes() -> None:
    _, copy = copy_of(sample("cell-wrong"))
    root, notes = part(copy), part(copy, "word/comments.xml")
    numbers = [each.get(W + "id") for each in notes]
    assert len(set(numbers)) == len(numbers)
    bookmarks = [each.get(W + "id") for each in root.iter(W + "bookmarkStart")]
    assert len(set(bookmarks)) == len(bookmarks) == len(list(root.iter(W + "bookmarkEnd")))
    assert all({W + "author", W + "date", W + "initials"} <= set(each.keys()) for each in notes)
    overrides = [each.get("PartName") for each in part(copy, "[Content_Types].xml")]
    assert overrides.count("/word/comments.xml") == 1
    targets = [each.get("Target") for each in part(copy, "word/_rels/document.xml.rels")]
    assert targets.count("comments.xml") == 1
    assert len({each.get("Id") for each in part(copy, "word/_rels/document.xml.rels")}) == len(targets)


def test_the_last_page_lists_the_findings() -> None:
    result, copy = copy_of(sample("cell-wrong"))
    table = docx.Document(io.BytesIO(copy)).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(SHEET.heads)
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, len(result.findings) + 1)]
    assert [row[3] for row in rows[1:]] == [finding.message.zh for finding in result.findings]
    fault = next(row for row, finding in zip(rows[1:], result.findings, strict=True) if finding.severity == "error")
    assert fault[1] == "错误" and fault[2].startswith("表三 ")


def test_a_copy_is_the_same_twice() -> None:
    data = sample("fee-statement")
    assert copy_of(data)[1] == copy_of(data)[1]


@pytest.mark.parametrize("name", TWICE)
def test_a_copy_has_the_same_findings_as_the_report(name: str) -> None:
    result, copy = copy_of(sample(name))
    again = checked(copy)
    assert again.report.source.text == result.report.source.text
    assert [finding.key for finding in again.findings] == [finding.key for finding in result.findings]


def test_a_copy_of_a_copy_has_each_comment_once() -> None:
    result, copy = copy_of(sample("cell-wrong"))
    _, again = copy_of(copy)
    assert [(text, marked.words) for text, marked in comments(again)] == [
        (text, marked.words) for text, marked in comments(copy)
    ]
    assert prints(again) == prints(copy)
    assert len(docx.Document(io.BytesIO(again)).tables) == len(docx.Document(io.BytesIO(copy)).tables)
    assert len(result.findings) == len(list(docx.Document(io.BytesIO(again)).comments))


def test_comments_of_others_stay() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    first, second = paragraph.add_run("本年度共受理申请"), paragraph.add_run("三件")
    document.add_comment([first, second], "请核实", author="王科长", initials="王")
    out = io.BytesIO()
    document.save(out)
    found = list(docx.Document(io.BytesIO(annotated(annotated(out.getvalue(), "三"), "申请三"))).comments)
    assert [(each.author, each.text.split("\n")[-1]) for each in found] == [("王科长", "请核实"), ("govlint", "申请三")]
    assert len({each.comment_id for each in found}) == 2


# --- files that are not like others ---------------------------------------------------------------------------------------

ODD = {
    "strict": word("<w:p><w:r><w:t>有差错的句子</w:t></w:r></w:p>", namespace=STRICT),
    "macros": word("<w:p><w:r><w:t>有差错的句子</w:t></w:r></w:p>", {"word/vbaProject.bin": "x"}, MACROS),
    "relation to nothing": word(
        "<w:p><w:r><w:t>有差错的句子</w:t></w:r></w:p>",
        {
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rIdGL1" Type="{RELATIONS}/image" Target="../NULL"/></Relationships>',
            "word/comments.xml": "<x/>",
        },
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_annotated_too(name: str) -> None:
    copy = annotated(ODD[name], "差错")
    archive = zipfile.ZipFile(io.BytesIO(copy))
    notes = next(
        each
        for each in archive.namelist()
        if re.fullmatch(r"word/comments\d*\.xml", each) and archive.read(each) != b"<x/>"
    )
    namespace = STRICT if name == "strict" else NAMESPACE
    assert part(copy, notes).tag == f"{{{namespace}}}comments"
    relations = part(copy, "word/_rels/document.xml.rels")
    assert len({each.get("Id") for each in relations}) == len(relations)
    assert any("word/" + each.get("Target", "") == notes for each in relations)
    assert set(zipfile.ZipFile(io.BytesIO(ODD[name])).namelist()) <= set(archive.namelist())
    assert read_laid(copy, "").source.text == "有差错的句子\n"


# --- LibreOffice ----------------------------------------------------------------------------------------------------------


def test_libreoffice_shows_every_comment_at_its_cell(tmp_path: Path) -> None:
    made = {name: copy_of(sample(name)) for name in TWICE}
    for name, (_, copy) in made.items():
        (tmp_path / f"{name}.docx").write_bytes(copy)
    converted(tmp_path, "odt", *(f"{name}.docx" for name in made))
    for name, (result, _) in made.items():
        shown = list(notes_in(tmp_path / f"{name}.odt"))
        due = [(finding.rule, block(finding)) for finding in result.findings]
        assert Counter(shown) == Counter(due)


def converted(folder: Path, kind: str, *names: str) -> None:
    """Lets LibreOffice convert files within a folder."""
    command = [need_tool("soffice"), f"-env:UserInstallation={(folder / '.office').as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder), *(str(folder / name) for name in names)]
    subprocess.run(command, capture_output=True, check=True, timeout=180)


def block(finding: Any) -> tuple[int, int]:
    """Row and column of a finding; zeros outside tables."""
    return (finding.place.block.row or 0, finding.place.block.column or 0)


OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def notes_in(path: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """The rules of the comments in an OpenDocument text, each with its row and column."""
    root = ElementTree.fromstring(zipfile.ZipFile(path).read("content.xml"))
    cells: dict[Any, tuple[int, int]] = {}
    for table in root.iter(TABLE + "table"):
        for row, element in enumerate(table.iter(TABLE + "table-row"), 1):
            column = 1
            for cell in element:
                for note in cell.iter(OFFICE + "annotation"):
                    cells[note] = (row, column)
                column += int(cell.get(TABLE + "number-columns-repeated", "1"))
    for note in root.iter(OFFICE + "annotation"):
        title = "".join(next(each for each in note if each.tag.endswith("}p")).itertext())
        yield title.split()[-1], cells.get(note, (0, 0))


# --- the command ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a report that has an error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "年报 终稿.docx").write_bytes(sample("cell-wrong"))
    return tmp_path


def names(folder: Path) -> list[str]:
    """The files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_written_beside_the_report(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (here / "年报 终稿.docx").read_bytes()
    assert cli.main(["annotate", "年报 终稿.docx"]) == 1
    assert capsys.readouterr().out == "年报 终稿.docx → 年报 终稿.批注.docx（错误 1，提示 5）\n"
    assert cli.main(["annotate", "年报 终稿.docx", "--lang", "en"]) == 1
    assert capsys.readouterr().out == "年报 终稿.docx → 年报 终稿.批注-2.docx (error 1, note 5)\n"
    assert cli.main(["annotate", "年报 终稿.批注.docx"]) == 1
    assert names(here) == ["年报 终稿.docx", "年报 终稿.批注-2.docx", "年报 终稿.批注-3.docx", "年报 终稿.批注.docx"]
    assert (here / "年报 终稿.docx").read_bytes() == before
    assert "error applications-single-cell" in "".join(
        text for text, _ in comments((here / "年报 终稿.批注-2.docx").read_bytes())
    )


def test_a_pdf_gets_a_copy_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not find_spec("pypdfium2"):
        missing("the Python package pypdfium2")
    converted(here, "pdf", "年报 终稿.docx")
    assert cli.main(["annotate", "年报 终稿.pdf"]) == 1
    assert capsys.readouterr().out == "年报 终稿.pdf → 年报 终稿.批注.pdf（错误 1，提示 5）\n"
    assert (here / "年报 终稿.批注.pdf").read_bytes().startswith(b"%PDF-")


def test_a_finding_on_two_years_names_the_other_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "上年.docx").write_bytes((here / "年报 终稿.docx").read_bytes())
    assert cli.main(["annotate", "年报 终稿.docx", "--previous", "没有.docx"]) == 2
    assert "没有.docx" in capsys.readouterr().err
    assert cli.main(["annotate", "年报 终稿.docx", "--previous", "上年.docx"]) == 1
    assert "年报 终稿.docx → 年报 终稿.批注" in capsys.readouterr().out
    assert cli.main(["annotate", "年报 终稿.docx", "--previous", "上年.docx", "--no-previous"]) == 2


def test_options_of_lint_hold(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["annotate", "年报 终稿.docx", "--select", "applications-single-cell", "--fail-on", "never"]) == 0
    assert capsys.readouterr().out.endswith("（错误 1）\n")
    assert cli.main(["annotate", "年报 终稿.docx", "--ignore", "applications-single-cell,heading-style"]) in (0, 1)
    assert cli.main(["annotate", "年报 终稿.docx", "--select", "no-such-rule"]) == 2


def test_a_report_without_findings_needs_no_copy(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "年报 终稿.docx").write_bytes(sample("clean-government"))
    assert cli.main(["annotate", "年报 终稿.docx"]) == 0
    assert capsys.readouterr().out == "年报 终稿.docx  √ 未发现问题，没有生成批注文件\n"
    assert names(here) == ["年报 终稿.docx"]


def test_the_copy_of_one_report_may_go_elsewhere(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["annotate", "年报 终稿.docx", "--output", "副本.docx"]) == 1
    assert len(comments((here / "副本.docx").read_bytes())) == 6
    (here / "另一份.docx").write_bytes(sample("cell-wrong"))
    capsys.readouterr()
    for arguments, said in (
        (["年报 终稿.docx", "--output", "副本.docx"], "已经存在，不会覆盖它"),
        (["年报 终稿.docx", "--output", "年报 终稿.docx"], "是要检查的文件"),
        (["年报 终稿.docx", "--output", "没有/副本.docx"], "目录不存在"),
        (["年报 终稿.docx", "--output", "-"], "--output 要给出文件名"),
        (["年报 终稿.docx", "另一份.docx", "--output", "三.docx"], "只能用于一个文件"),
        (["-"], "不能用标准输入"),
    ):
        assert cli.main(["annotate", *arguments]) == 2
        assert said in capsys.readouterr().err
    assert names(here) == ["副本.docx", "另一份.docx", "年报 终稿.docx"]


def test_other_formats_are_refused_and_cost_no_other_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.wps").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (here / "b.docx").write_text("这是文本\n", encoding="utf-8")
    (here / "c.docx").write_bytes(sample("cell-wrong")[:3000])
    (here / "d.wps").write_bytes(sample("cell-wrong"))
    (here / "e.docm").write_bytes(sample("cell-wrong"))
    (here / "f.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    files = ["a.wps", "b.docx", "c.docx", "f.docx", "没有.docx", "d.wps", "e.docm", "年报 终稿.docx"]
    assert cli.main(["annotate", *files]) == 2
    out, err = capsys.readouterr()
    assert [line.split(" → ")[1].split("（")[0] for line in out.splitlines()] == [
        "d.批注.docx",
        "e.批注.docm",
        "年报 终稿.批注.docx",
    ]
    said = {line.split("：")[0].removeprefix("govlint: "): line for line in err.splitlines()}
    assert "只能给 Word（.docx）和 PDF 文件加批注。请用 Word 或 WPS 把它另存为 .docx" in said["a.wps"]
    assert "只能给 Word（.docx）和 PDF 文件加批注" in said["b.docx"]
    assert "已损坏" in said["c.docx"] and "密码" in said["f.docx"] and "找不到" in said["没有.docx"]


def test_a_folder_is_searched_for_reports_without_their_copies(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "说明.txt").write_text("这是文本\n", encoding="utf-8")
    assert cli.main(["annotate", "."]) == 1
    assert cli.main(["annotate", "."]) == 1
    assert names(here) == ["年报 终稿.docx", "年报 终稿.批注-2.docx", "年报 终稿.批注.docx", "说明.txt"]
    capsys.readouterr()
    (here / "说明.txt").unlink()
    assert cli.main([".", "--quiet", "--fail-on", "never"]) == 0
    assert "批注" not in capsys.readouterr().out
    assert cli.main(["年报 终稿.批注.docx", "--quiet", "--fail-on", "never"]) == 0
    assert "批注.docx:" in capsys.readouterr().out
    (here / "空").mkdir()
    assert cli.main(["annotate", "空"]) == 2
    assert "没有找到可以加批注的报告" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to this user")
def test_a_folder_that_cannot_be_written_to(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert cli.main(["annotate", "年报 终稿.docx"]) == 2
    finally:
        here.chmod(stat.S_IRWXU)
    assert "没有写入权限" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (PermissionError(13, "denied"), "没有写入权限"),
    ],
)
def test_a_copy_that_cannot_be_written(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    from gov_lint.annotate import command

    def fail(data: bytes, names: Sequence[str]) -> str:
        raise error

    monkeypatch.setattr(command, "_written", fail)
    assert cli.main(["annotate", "年报 终稿.docx"]) == 2
    assert f"年报 终稿.docx：批注文件无法写入（{said}）；请用 --output 写到别处。" in capsys.readouterr().err


def test_without_its_packages_it_says_how_to_install_them(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("word", "wordxml", "parts"):
        monkeypatch.delitem(sys.modules, f"gov_lint.annotate.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert cli.main(["annotate", "年报 终稿.docx"]) == 2
    assert 'pip install "govlint[office]"' in capsys.readouterr().err
    assert names(here) == ["年报 终稿.docx"]


def test_comments_bear_the_time_or_the_one_that_is_set(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert cli.main(["annotate", "年报 终稿.docx"]) == 1
    assert cli.main(["annotate", "年报 终稿.docx"]) == 1
    first, second = ((here / f"年报 终稿.批注{number}.docx").read_bytes() for number in ("", "-2"))
    assert first == second
    assert {each.get(W + "date") for each in part(first, "word/comments.xml")} == {"2023-11-14T22:13:20Z"}
