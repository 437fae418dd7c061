"""OpenDocument texts: what a person sees who opens them is what is read."""

from __future__ import annotations

import io
import random
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from gov_lint.readers import ReadError, odt, read_bytes
from tests.conftest import need_tool
from tests.generator import formats_docx
from tests.generator.equality import SAMPLES, check, due, findings, model_of
from tests.generator.formats import document

NAMES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
        )
    )
    + ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def file_of(body: str, styles: str = "", more: str = "", manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument file of that body; ``styles`` are its automatic styles, ``more`` the common ones."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:styles>{more}</office:styles></office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def lines(body: str, styles: str = "", more: str = "") -> list[str]:
    """The lines with text that are read of that body."""
    return [line for line in read_bytes(file_of(body, styles, more), "a.odt").text.split("\n") if line.strip()]


def p(text: str, more: str = "") -> str:
    """A paragraph."""
    return f"<text:p {more}>{text}</text:p>"


def cell(text: str, more: str = "") -> str:
    """A cell."""
    return f"<table:table-cell {more}>{p(text)}</table:table-cell>"


def table(*rows: str) -> str:
    """A table of rows of cells."""
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"


COVERED = "<table:covered-table-cell/>"


# --- tables -----------------------------------------------------------------------------------------------------------


def test_merged_cells_are_written_once() -> None:
    tall, wide = 'table:number-rows-spanned="2"', 'table:number-columns-spanned="2"'
    body = table(
        cell("甲", tall) + cell("乙", wide) + COVERED,
        COVERED + cell("1") + cell("2"),
        cell("丙") + cell("3") + cell("4"),
    )
    assert lines(body) == ["甲\t乙", "\t1\t2", "丙\t3\t4"]
    source = odt.read(file_of(body), "a")
    block = source.block(source.text.index("2"))
    assert block is not None
    assert (block.table, block.row, block.column) == (1, 2, 3)


def test_head_rows_repeated_cells_and_rows_left_out() -> None:
    heads = f"<table:table-header-rows><table:table-row>{cell('项目')}{cell('数')}</table:table-row></table:table-header-rows>"
    zeros = "<table:table-row>" + cell("甲") + cell("0", 'table:number-columns-repeated="3"') + "</table:table-row>"
    hidden = f'<table:table-row table:visibility="collapse">{cell("藏")}{cell("9")}</table:table-row>'
    assert lines(f"<table:table>{heads}<table:table-rows>{zeros}</table:table-rows>{hidden}</table:table>") == [
        "项目\t数",
        "甲\t0\t0\t0",
    ]


def test_nested_tables() -> None:
    inner = table(cell("内甲") + cell("1"))
    assert lines(table(f"<table:table-cell>{inner}</table:table-cell>{cell('旁')}")) == ["内甲\t1", "旁"]


# --- lists ------------------------------------------------------------------------------------------------------------


def level(
    number: int,
    form: str = "一, 二, 三, ...",
    suffix: str = "、",
    prefix: str = "",
    more: str = "",
    follow: str = "nothing",
) -> str:
    """A level of a list style."""
    return (
        f'<text:list-level-style-number text:level="{number}" style:num-format="{form}" style:num-prefix="{prefix}" style:num-suffix="{suffix}" {more}>'
        f'<style:list-level-properties><style:list-level-label-alignment text:label-followed-by="{follow}"/></style:list-level-properties>'
        "</text:list-level-style-number>"
    )


def style(*levels: str) -> str:
    """A list style with the name L."""
    return f'<text:list-style style:name="L">{"".join(levels)}</text:list-style>'


def listed(*items: str, more: str = "") -> str:
    """A list of items."""
    return f'<text:list text:style-name="L" {more}>{"".join(f"<text:list-item>{item}</text:list-item>" for item in items)}</text:list>'


def test_lists_print_their_numbers() -> None:
    inner = "<text:list>" + "".join(f"<text:list-item>{p(text)}</text:list-item>" for text in "乙丙") + "</text:list>"
    found = lines(
        listed(p("甲") + p("续") + inner, p("丁") + inner), style(level(1), level(2, suffix="）", prefix="（"))
    )
    assert found == ["一、甲", "续", "（一）乙", "（二）丙", "二、丁", "（一）乙", "（二）丙"]


def test_lists_go_on_or_begin_anew() -> None:
    body = (
        listed(p("甲"), more='xml:id="a"')
        + listed(p("乙"))
        + listed(p("丙"), more='text:continue-numbering="true"')
        + listed(p("丁"), more='text:continue-list="a"')
    )
    assert lines(body, style(level(1))) == ["一、甲", "一、乙", "二、丙", "二、丁"]


def test_starts_headers_and_levels_shown_together() -> None:
    header = f"<text:list-header>{p('头')}</text:list-header>"
    first = f'<text:list text:style-name="L">{header}<text:list-item text:start-value="4">{p("甲")}</text:list-item></text:list>'
    second = listed("<text:list><text:list-item>" + p("乙") + "</text:list-item></text:list>")
    shown = style(
        level(1, more='text:start-value="3"'), level(2, "1", "", more='text:display-levels="2"', follow="space")
    )
    assert lines(first + second, shown) == ["头", "四、甲", "三.1 乙"]


def test_the_newer_pattern_of_numbers() -> None:
    found = style(
        level(1, more='loext:num-list-format="第%1%部分"', suffix=""),
        '<text:list-level-style-bullet text:level="2" text:bullet-char="•"/>',
    )
    assert lines(listed(p("甲"), "<text:list><text:list-item>" + p("乙") + "</text:list-item></text:list>"), found) == [
        "第一部分甲",
        "乙",
    ]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("1", "11"),
        ("a", "k"),
        ("I", "XI"),
        ("壹, 贰, 叁, ...", "壹拾壹"),
        ("壹, 貳, 參, ...", "壹拾壹"),
        ("甲, 乙, 丙, ...", "甲"),
        ("①, ②, ③, ...", "⑪"),
        ("１, ２, ３, ...", "１１"),
        ("一, 二, 三, ...", "十一"),
    ],
)
def test_forms_of_numbers(form: str, shown: str) -> None:
    assert lines(listed(p("文")), style(level(1, form, more='text:start-value="11"'))) == [f"{shown}、文"]


def test_headings_are_numbered_by_the_outline() -> None:
    outline = "<text:outline-style>" + "".join(
        f'<text:outline-level-style text:level="{number}" style:num-format="一, 二, 三, ..." style:num-prefix="{a}" style:num-suffix="{b}"/>'
        for number, a, b in ((1, "", "、"), (2, "（", "）"))
    )
    none = '<style:style style:name="N" style:family="paragraph" style:list-style-name=""/>'
    headings = "".join(f'<text:h text:outline-level="{number}" {more}>文</text:h>' for number, more in HEADINGS)
    assert [line.replace(" ", "") for line in lines(headings, none, outline + "</text:outline-style>")] == [
        "一、文",
        "（一）文",
        "（二）文",
        "文",
        "文",
        "二、文",
    ]


HEADINGS = ((1, ""), (2, ""), (2, ""), (1, 'text:is-list-header="true"'), (1, 'text:style-name="N"'), (1, ""))


# --- what stands in a paragraph ---------------------------------------------------------------------------------------


def test_blanks_breaks_and_spans() -> None:
    text = '\n  甲<text:s text:c="2"/><text:span>乙<text:a>丙</text:a></text:span>  1<text:tab/>2<text:line-break/>丁'
    assert odt.read(file_of(p(text) + p("") + p("戊")), "a").text == "甲  乙丙 1 2\n丁\n\n戊\n"


def test_what_is_not_printed_is_left_out() -> None:
    styles = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="I" style:family="paragraph" style:parent-style-name="H"/>'
    )
    changes = f"<text:tracked-changes><text:changed-region><text:deletion>{p('删')}</text:deletion></text:changed-region></text:tracked-changes>"
    body = (
        changes
        + p(
            '甲<text:change text:change-id="1"/><text:span text:style-name="H">藏</text:span><office:annotation><text:p>批注</text:p></office:annotation>乙'
        )
        + p("隐", 'text:style-name="I"')
        + f'<text:section text:display="none">{p("节")}</text:section><text:section>{p("丙")}</text:section>'
        + p(
            '<text:ruby><text:ruby-base>云</text:ruby-base><text:ruby-text>yún</text:ruby-text></text:ruby><text:hidden-text text:is-hidden="true">z</text:hidden-text>'
        )
    )
    assert lines(body, styles) == ["甲乙", "丙", "云"]


def test_frames_notes_and_contents() -> None:
    frame = f"<draw:frame><draw:text-box>{p('框内')}{table(cell('1') + cell('2'))}</draw:text-box></draw:frame>"
    note = (
        f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('脚注')}</text:note-body></text:note>"
    )
    index = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>样</text:index-title-template>"
        f"</text:table-of-content-source><text:index-body>{p('一、总体情况')}</text:index-body></text:table-of-content>"
    )
    body = (
        index
        + p("前" + frame + "后")
        + p(f"共12{note}件")
        + table(cell(f"12{note}") + cell("甲"))
        + p(f"<draw:g><draw:custom-shape>{p('形')}</draw:custom-shape></draw:g>")
    )
    assert lines(body) == ["一、总体情况", "前后", "框内", "1\t2", "共12件", "脚注", "12\t甲", "脚注", "形"]


def test_tables_in_text_boxes_as_libreoffice_converts_them() -> None:
    inside = table(cell("甲") + cell("1")).replace("<table:", "<loext:").replace("</table:", "</loext:")
    names = 'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    assert lines(p(f"<draw:custom-shape {names}>{inside}</draw:custom-shape>")) == ["甲\t1"]


def test_a_document_of_pictures_says_so() -> None:
    picture = p("<draw:frame><draw:image/></draw:frame>")
    assert odt.read(file_of(picture), "a").pictures
    assert not odt.read(file_of(picture + p("正文")), "a").pictures


# --- kinds of files and limits ----------------------------------------------------------------------------------------


def test_one_xml_file() -> None:
    flat = f'<?xml version="1.0"?>\n<office:document {NAMES}><office:body><office:text>{p("正文")}</office:text></office:body></office:document>'
    source = read_bytes(flat.encode(), "a.fodt")
    assert (source.format, source.text) == ("odt", "正文\n")


def test_protected_files_say_so() -> None:
    with pytest.raises(ReadError, match="密码"):
        read_bytes(file_of("", manifest="<manifest><encryption-data/></manifest>"), "a.odt")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("encrypted-package", b"\0\1")
    with pytest.raises(ReadError, match="密码"):
        read_bytes(out.getvalue(), "a.odt")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "<table:table><table:table-row><table:table-cell>" * 10_000
            + "</table:table-cell></table:table-row></table:table>" * 10_000,
            "嵌套过深",
        ),
        ("<text:list><text:list-item>" * 50_000 + "</text:list-item></text:list>" * 50_000, "嵌套过深"),
        ("<text:p>" + "<text:span>" * 50_000 + "</text:span>" * 50_000 + "</text:p>", "嵌套过深"),
        (
            "<table:table>"
            + '<table:table-row table:number-rows-repeated="200"><table:table-cell table:number-columns-repeated="200"/></table:table-row>'
            * 9000
            + "</table:table>",
            "单元格",
        ),
        ("<text:p>" + '<text:s text:c="99999"/>' * 60_000 + "</text:p>", "文字超过"),
    ],
)
def test_more_than_any_report_is_refused_soon(body: str, words: str) -> None:
    data = file_of(body)
    begin = time.perf_counter()
    with pytest.raises(ReadError, match=words):
        odt.read(data, "a")
    assert time.perf_counter() - begin < 10


def test_absurd_counts_are_read_as_one() -> None:
    wide = cell("甲", 'table:number-columns-spanned="100000"') + cell("乙", 'table:number-columns-repeated="16384"')
    assert lines(
        f'<table:table><table:table-row table:number-rows-repeated="1048576">{wide}</table:table-row></table:table>'
    ) == ["甲\t乙"]
    styles = "".join(
        f'<style:style style:name="{a}" style:parent-style-name="{b}"/>' for a, b in (("A", "B"), ("B", "A"))
    )
    assert lines(listed(p("甲", 'text:style-name="A"')), styles) == ["甲"]


def test_reports_that_libreoffice_saved(tmp_path: Path) -> None:
    office = need_tool("soffice")
    chosen = [
        sample
        for sample in SAMPLES
        if sample.name in ("clean-government", "cell-blank", "dashes", "disputes-sum", "section-missing")
    ]
    for sample in chosen:
        style_ = formats_docx.Style(by_style=sample.name == "dashes", extra_column=True)
        (tmp_path / f"{sample.name}.docx").write_bytes(
            formats_docx.docx(document(model_of(sample)), random.Random(3), style_)
        )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("odt", "fodt"):
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path)]
        subprocess.run(
            [*command, *map(str, sorted(tmp_path.glob("*.docx")))], check=True, capture_output=True, timeout=120
        )
        for sample in chosen:
            data = (tmp_path / f"{sample.name}.{kind}").read_bytes()
            assert findings(check(data, f"a.{kind}")) == due(sample), (kind, sample.name)
