"""Word files: what a person sees who opens them is what is read."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest

from gov_lint.engine import run
from gov_lint.readers import ReadError, docx, read_bytes
from gov_lint.rulepack import load_pack
from tests.conftest import SHARED
from tests.generator import formats_docx
from tests.generator.equality import SAMPLES, check, due, findings, model_of
from tests.generator.formats import Text, document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def file_of(body: str, strict: bool = False, **parts: str) -> bytes:
    """A Word file of that body; parts are the insides of others, such as styles."""
    main = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    roots = {
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "endnotes": "endnotes",
        "comments": "comments",
        "header": "hdr",
    }
    relations = "".join(f'<Relationship Id="{name}" Type="{R}/{name}" Target="{name}.xml"/>' for name in parts)
    namespace = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    files = {
        "_rels/.rels": f'<Relationships {namespace}><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": main,
        "word/_rels/document.xml.rels": f"<Relationships {namespace}>{relations}</Relationships>",
    }
    files |= {f"word/{name}.xml": f"<w:{roots[name]} {NAMES}>{text}</w:{roots[name]}>" for name, text in parts.items()}
    return packed({name: text.replace(W, STRICT) if strict else text for name, text in files.items()})


def packed(files: dict[str, str], more: dict[str, bytes] | None = None) -> bytes:
    """A zip file of those parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), *(more or {}).items()]:
            archive.writestr(name, content)
    return out.getvalue()


def p(text: str = "", properties: str = "") -> str:
    """A paragraph of one run, or of the runs given."""
    inside = text if text.startswith("<") or not text else r(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def row(*cells: str, properties: str = "") -> str:
    """A row; a cell may begin with its properties, parted by a bar."""
    found = [cell.rpartition("|") for cell in cells]
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(f'<w:tc><w:tcPr>{a}</w:tcPr>{p(text)}</w:tc>' for a, _, text in found)}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr><w:tblW w:w='0'/></w:tblPr>{''.join(rows)}</w:tbl>"


def lines(body: str, **parts: str) -> list[str]:
    """The lines with text that are read of that body."""
    return [line for line in docx.read(file_of(body, **parts), "a.docx").text.split("\n") if line.strip()]


# --- tables -----------------------------------------------------------------------------------------------------------


def test_merged_cells_are_written_once() -> None:
    found = lines(
        table(
            row('<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>|甲', "乙", "丙"),
            row('<w:gridSpan w:val="2"/><w:vMerge/>|', "1", "2"),
            row(
                "丁", '<w:vMerge w:val="restart"/>|戊', '<w:hMerge w:val="restart"/>|3', '<w:hMerge w:val="continue"/>|'
            ),
            row("己", '<w:vMerge w:val="continue"/>|藏', "4", "5"),
        )
    )
    assert found == ["甲\t乙\t丙", "\t1\t2", "丁\t戊\t3", "己\t\t4\t5"]


def test_a_cell_that_continues_nothing_is_shown() -> None:
    assert lines(table(row("<w:vMerge/>|甲", "1"), row("乙", "<w:vMerge/>|2"))) == ["甲\t1", "乙\t2"]


def test_cells_know_their_row_and_column() -> None:
    source = docx.read(file_of(table(row('<w:gridSpan w:val="3"/>|甲', "乙"), row("丙", "丁", "戊", "己"))), "a.docx")
    block = source.block(source.text.index("己"))
    assert block is not None
    assert (block.table, block.row, block.column) == (1, 2, 4)
    block = source.block(source.text.index("乙"))
    assert block is not None
    assert block.column == 4


def test_grid_columns_that_nobody_sees_are_not_counted() -> None:
    two = '<w:gridSpan w:val="2"/>|'
    source = docx.read(file_of(table(row("甲", f"{two}乙", "丙"), row("丁", f"{two}戊", "己"))), "a.docx")
    block = source.block(source.text.index("己"))
    assert block is not None
    assert (block.row, block.column) == (2, 3)


def test_columns_left_out_at_the_start_of_a_row() -> None:
    narrow = '<w:gridBefore w:val="1"/><w:wBefore w:w="12" w:type="dxa"/>'
    wide = '<w:gridBefore w:val="1"/><w:wBefore w:w="1200" w:type="dxa"/>'
    assert lines(table(row("甲", "1"), row("乙", "2", properties=narrow), row("3", properties=wide))) == [
        "甲\t1",
        "乙\t2",
        "\t3",
    ]


def test_nested_tables_and_content_controls() -> None:
    inner = table(row("内甲", "1"), row("内乙", "2"))
    cell = f"<w:sdt><w:sdtPr/><w:sdtContent><w:tc>{inner}{p('后')}</w:tc></w:sdtContent></w:sdt>"
    line = f"<w:sdt><w:sdtContent>{row('丙', '3')}</w:sdtContent></w:sdt>"
    assert lines(table(f"<w:tr>{cell}</w:tr>")) == ["内甲\t1", "内乙\t2", "后"]
    assert lines(f"<w:sdt><w:sdtContent>{table(line)}</w:sdtContent></w:sdt>") == ["丙\t3"]


# --- tracked changes --------------------------------------------------------------------------------------------------


def test_insertions_are_kept_and_deletions_left_out() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2">{r("走")}</w:moveFrom><w:moveTo w:id="3">{r("来")}</w:moveTo>'
    assert lines(p(f'{r("共")}<w:ins w:id="4">{r("12")}</w:ins>{deleted}{moved}{r("件")}')) == ["共12来件"]


def test_deleted_paragraph_marks_join_paragraphs() -> None:
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    gone = '<w:del w:id="1"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    assert lines(p("前半", mark) + p("后半") + p(gone, mark) + p("末")) == ["前半后半", "末"]


def test_deleted_rows_and_cells_are_left_out() -> None:
    gone = row("删", "9", properties='<w:del w:id="1"/>')
    new = row("增", '<w:cellDel w:id="3"/>|8', "<w:cellIns w:id='4'/>|7", properties='<w:ins w:id="2"/>')
    assert lines(table(row("甲", "1"), gone, new)) == ["甲\t1", "增\t7"]


def test_a_deleted_numbered_paragraph_takes_no_number() -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    body = p("甲", NUMBERED) + p(gone, f'{NUMBERED}<w:rPr><w:del w:id="1"/></w:rPr>') + p("乙", NUMBERED)
    assert lines(body, numbering=numbering(level(0))) == ["一、甲", "二、乙"]


# --- numbers ----------------------------------------------------------------------------------------------------------

NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def level(
    number: int,
    text: str = "%1、",
    form: str = "chineseCounting",
    more: str = "",
    suff: str = "nothing",
    start: int = 1,
) -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:suff w:val="{suff}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, nums: str = "") -> str:
    """A list with the number 1, and others."""
    num = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{num}{nums}'


def at(ilvl: int, num: int = 1) -> str:
    """The properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>'


def test_levels_count_and_begin_anew() -> None:
    body = "".join(p("文", at(n)) for n in (0, 1, 2, 2, 1, 0, 1, 2))
    lists = numbering(level(0), level(1, "（%2）"), level(2, "%1.%3", "decimal", "<w:isLgl/>", "space"))
    assert lines(body, numbering=lists) == [
        "一、文",
        "（一）文",
        "1.1 文",
        "1.2 文",
        "（二）文",
        "二、文",
        "（一）文",
        "2.1 文",
    ]


def test_a_level_that_never_begins_anew() -> None:
    lists = numbering(level(0), level(1, "%2.", "decimal", '<w:lvlRestart w:val="0"/>'))
    assert lines("".join(p("文", at(n)) for n in (0, 1, 0, 1)), numbering=lists) == ["一、文", "1.文", "二、文", "2.文"]


def test_lists_share_a_count_unless_they_start_anew() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
        f'<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{level(0, "第%1条", "decimal")}</w:lvlOverride></w:num>'
    )
    body = "".join(p("文", at(0, num)) for num in (1, 2, 3, 3, 4))
    assert lines(body, numbering=numbering(level(0), nums=nums)) == ["一、文", "二、文", "七、文", "八、文", "第9条文"]


def test_numbers_of_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
        '<w:style w:type="paragraph" w:styleId="1"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="4"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = numbering(level(0), level(1, "（%2）"), level(2, "%3.", "decimal", '<w:pStyle w:val="4"/>'))
    off = '<w:pStyle w:val="1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body = "".join(p("文", f'<w:pStyle w:val="{style}"/>') for style in "123a4") + p("文", off)
    assert lines(body, styles=styles, numbering=lists) == ["一、文", "（一）文", "（二）文", "文", "1.文", "文"]


def test_lists_of_list_styles() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="5"><w:styleLink w:val="L"/>{level(0)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    )
    assert lines(p("甲", at(0)) + p("乙", at(0)), styles=styles, numbering=lists) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("chineseCountingThousand", "十一"),
        ("japaneseCounting", "十一"),
        ("taiwaneseCountingThousand", "十一"),
        ("ideographTraditional", "甲"),
        ("chineseLegalSimplified", "壹拾壹"),
        ("decimalFullWidth", "１１"),
        ("decimalEnclosedCircle", "⑪"),
        ("decimalEnclosedCircleChinese", "⑪"),
        ("decimalZero", "11"),
        ("ideographDigital", "一一"),
        ("upperRoman", "XI"),
        ("lowerLetter", "k"),
        ("somethingNew", "11"),
    ],
)
def test_forms_of_numbers(form: str, shown: str) -> None:
    assert lines(p("文", at(0)), numbering=numbering(level(0, "（%1）", form, start=11))) == [f"（{shown}）文"]


def test_bullets_and_hidden_numbers_are_left_out() -> None:
    hidden = level(1).replace("<w:suff", "<w:rPr><w:vanish/></w:rPr><w:suff")
    assert lines(p("甲", at(0)) + p("乙", at(1)), numbering=numbering(level(0, "\uf06c", "bullet"), hidden)) == [
        "甲",
        "乙",
    ]


def test_cells_that_hold_nothing_but_a_number() -> None:
    cell = f"<w:tc>{p('', at(0))}</w:tc>"
    found = lines(
        table(f"<w:tr>{cell}<w:tc>{p('甲')}</w:tc></w:tr>" * 2),
        numbering=numbering(level(0, "%1", "decimal", suff="tab")),
    )
    assert found == ["1 \t甲", "2 \t甲"]


def test_nonsense_in_lists_does_no_harm() -> None:
    lists = numbering(level(0, "%1、%9、"), '<w:lvl w:ilvl="77"/>', "<w:lvl/>", nums='<w:num w:numId="x"/><w:num/>')
    body = (
        p("甲", at(0))
        + p("乙", at(8))
        + p("丙", at(0, 99))
        + p("丁", '<w:numPr><w:ilvl w:val="zz"/><w:numId w:val="1"/></w:numPr>')
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("1", "2"), ("2", "1"))
    )
    assert lines(body + p("戊", '<w:pStyle w:val="1"/>'), numbering=lists, styles=styles) == [
        "一、、甲",
        "乙",
        "丙",
        "二、、丁",
        "戊",
    ]


# --- what stands in a paragraph ---------------------------------------------------------------------------------------


def field(kind: str) -> str:
    """The mark of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_fields_show_their_results() -> None:
    inner = f"{field('begin')}{r('内码')}{field('separate')}{r('内值')}{field('end')}"
    whole = f"{r('前')}{field('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>{inner}{field('separate')}{r('果')}{field('end')}{r('后')}"
    assert lines(p(whole)) == ["前果后"]
    assert lines(p(f'<w:fldSimple w:instr="DATE">{r("2024年")}</w:fldSimple>')) == ["2024年"]


def test_a_field_over_paragraphs_and_one_that_never_ends() -> None:
    contents = p(
        f"{field('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{field('separate')}{r('一、总体情况')}"
    ) + p("二、主动公开")
    assert lines(contents + p(field("end") + r("完"))) == ["一、总体情况", "二、主动公开", "完"]
    assert lines(p(field("begin") + r("码")) + p("正文")) == ["正文"]


def test_controls_links_ruby_and_symbols() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('yún')}</w:rt><w:rubyBase>{r('云')}</w:rubyBase></w:ruby></w:r>"
    around = f'<w:hyperlink r:id="x"><w:smartTag>{r("棠")}</w:smartTag></w:hyperlink><w:sdt><w:sdtContent>{r("县")}</w:sdtContent></w:sdt>'
    signs = '<w:r><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:char="zz"/><w:sym w:char="F099"/><w:softHyphen/></w:r>'
    assert lines(p(ruby + around + signs)) == ["云棠县-☑"]


def test_a_control_that_nobody_filled_in_is_blank() -> None:
    def control(text: str, properties: str = "<w:showingPlcHdr/>") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>"

    cells = ("甲", control("单击或点击此处输入文字。"), control("0"), control("单击此处", ""))
    assert lines(table(row(*cells))) == ["甲\t\t0\t单击此处"]


def test_breaks_and_tabs() -> None:
    assert (
        docx.read(file_of(p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>")), "a").text
        == "甲\n乙 丙\n"
    )


def test_blanks_at_the_ends_of_a_text_count_where_the_file_says_so() -> None:
    assert lines(
        p('<w:r><w:t> a </w:t></w:r><w:r><w:t xml:space="preserve"> b </w:t></w:r><w:r><w:t>c\nd</w:t></w:r>')
    ) == ["a b c d"]


def test_empty_paragraphs_stay_lines() -> None:
    assert docx.read(file_of(p("甲") + p() + p("乙")), "a").text == "甲\n\n乙\n"


def test_hidden_text_is_left_out() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:basedOn w:val="Q"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Q"><w:rPr><w:vanish w:val="true"/></w:rPr></w:style>'
    )
    own, none, named = "<w:vanish/>", '<w:vanish w:val="0"/>', '<w:rStyle w:val="H"/>'
    body = p(r("甲") + r("藏", own) + r("乙", none) + r("隐", named)) + p(
        r("藏") + r("丙", none), '<w:pStyle w:val="P"/>'
    )
    assert lines(body, styles=styles) == ["甲乙", "丙"]
    assert lines(p("前", "<w:rPr><w:vanish/></w:rPr>") + p("后")) == ["前后"]


def test_text_boxes_come_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内')}{table(row('甲', '1'))}</w:txbxContent>"
    choice = (
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
    )
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    assert lines(p(r("前") + both + r("后"))) == ["前后", "框内", "甲\t1"]
    assert lines(p(f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>")) == ["框内", "甲\t1"]
    assert lines(p('<w:r><w:pict><v:shape><v:textpath string="云棠县人民政府"/></v:shape></w:pict></w:r>')) == [
        "云棠县人民政府"
    ]


def test_notes_follow_their_paragraph_or_table() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote><w:footnote w:id="2">{p("脚注")}</w:footnote>'
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    assert lines(p(r("共12") + mark + r("件")) + p("下段"), footnotes=notes) == ["共12件", "脚注", "下段"]
    assert lines(table(row(r("12") + mark, "甲"), row("1", "2")) + p("下段"), footnotes=notes) == [
        "12\t甲",
        "1\t2",
        "脚注",
        "下段",
    ]


def test_headers_and_comments_are_no_text() -> None:
    body = p(
        '<w:commentRangeStart w:id="1"/>'
        + r("正文")
        + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    )
    assert lines(body, header=p("页眉"), comments=f'<w:comment w:id="1">{p("批注")}</w:comment>') == ["正文"]


def test_a_document_of_pictures_says_so() -> None:
    picture = p('<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r>')
    assert docx.read(file_of(picture), "a").pictures
    assert not docx.read(file_of(picture + p("正文")), "a").pictures


# --- kinds of files ---------------------------------------------------------------------------------------------------


def test_strict_files_and_other_names_of_the_main_part() -> None:
    body = p("甲", at(0)) + table(row("乙", "1"))
    assert docx.read(file_of(body, strict=True, numbering=numbering(level(0))), "a").text == "一、甲\n\n乙\t1\n\n"
    relation = f'<Relationship Id="a" Type="{R}/officeDocument" Target="/doc/main.xml"/>'
    files = {
        "[Content_Types].xml": "<Types>application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml</Types>",
        "_rels/.rels": f"<Relationships>{relation}</Relationships>",
        "doc/main.xml": f"<w:document {NAMES}><w:body>{p('正文')}</w:body></w:document>",
    }
    source = read_bytes(packed(files), "a.docx")
    assert (source.format, source.text) == ("docx", "正文\n")


def test_utf_16_and_one_xml_file() -> None:
    main = f"<w:document {NAMES}><w:body>{p('正文')}</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-16"?>{main}'.encode("utf-16"))
    assert read_bytes(out.getvalue(), "a.docx").text == "正文\n"
    part = f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{main}</pkg:xmlData></pkg:part>'
    space = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    source = read_bytes(
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package {space}>{part}</pkg:package>'.encode(),
        "a.xml",
    )
    assert (source.format, source.text) == ("docx", "正文\n")


def test_whole_documents_inside() -> None:
    page = "<html><body><p>一、总体情况</p><table><tr><td>甲</td><td>1</td></tr></table></body></html>"
    inner = file_of(p("内文") + '<w:altChunk r:id="c"/>')
    for content, shown in (
        (page.encode(), ["前", "一、总体情况", "甲\t1", "后"]),
        (inner, ["前", "内文", "后"]),
        (b"\0\1", ["前", "后"]),
    ):
        relation = f'<Relationship Id="c" Type="{R}/aFChunk" Target="chunk"/><Relationship Id="d" Type="{R}/aFChunk" Target="chunk" TargetMode="External"/>'
        main = f"<w:document {NAMES}><w:body>{p('前')}<w:altChunk r:id='c'/><w:altChunk r:id='d'/><w:altChunk/>{p('后')}</w:body></w:document>"
        files = {
            "word/document.xml": main,
            "word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>",
        }
        source = read_bytes(packed(files, {"word/chunk": content}), "a.docx")
        assert [line for line in source.text.split("\n") if line.strip()] == shown


def test_the_xml_of_word_2003_is_refused_by_name() -> None:
    with pytest.raises(ReadError, match="Word 2003"):
        read_bytes(b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "a.doc")


def test_pieces_lead_back_to_the_elements_of_the_file() -> None:
    body = p('<w:r><w:t>  甲</w:t></w:r><w:del w:id="1"><w:r><w:t>删</w:t></w:r></w:del>' + r("乙"), at(0)) + table(
        row("丙", "丁")
    )
    laid = docx.read_laid(file_of(body, numbering=numbering(level(0))), "a")
    found = {piece.text: piece.origin for piece in laid.pieces}
    assert found == {"一、": None, "甲": (0, 2), "乙": (2, 0), "丙": (3, 0), "丁": (4, 0)}
    for offset, piece in zip(laid.offsets, laid.pieces, strict=True):
        assert laid.source.text[offset : offset + len(piece.text)] == piece.text


# --- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000, "嵌套过深"),
        ("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000, "嵌套过深"),
        ("<w:p>" + "<w:ins>" * 100_000 + "</w:ins>" * 100_000 + "</w:p>", "嵌套过深"),
        ("<w:p><w:r><w:pict><w:txbxContent>" * 5000 + "</w:txbxContent></w:pict></w:r></w:p>" * 5000, "嵌套过深"),
        ("<w:tbl>" + ("<w:tr>" + "<w:tc/>" * 60 + "</w:tr>") * 2000 + "</w:tbl>", "单元格"),
        ("<w:p><w:r><w:t>" + "字" * 9_000_000 + "</w:t></w:r></w:p>", "解压后过大|文字超过"),
        ("<w:p/>" * 900_000, "解压后过大"),
    ],
)
def test_more_than_any_report_is_refused_soon(body: str, words: str) -> None:
    data = file_of(body)
    begin = time.perf_counter()
    with pytest.raises(ReadError, match=words):
        docx.read(data, "a")
    assert time.perf_counter() - begin < 10


def test_absurd_spans_and_endless_fields_are_read() -> None:
    wide = table(row('<w:gridSpan w:val="100000"/>|甲', '<w:gridSpan w:val="-1"/>|乙'))
    assert lines(wide) == ["甲\t乙"]
    begin = time.perf_counter()
    assert lines(p(field("begin") * 20_000) + p("正文")) == ["正文"]
    assert lines(p((field("begin") + field("separate")) * 10_000 + field("begin") * 10_000) + p("正文")) == ["正文"]
    assert time.perf_counter() - begin < 5


def test_files_without_text_are_damaged() -> None:
    for main in (f"<w:document {NAMES}/>", "<a/>", "<a>"):
        with pytest.raises(ReadError, match="损坏"):
            read_bytes(packed({"word/document.xml": main}), "a.docx")
    with pytest.raises(ReadError, match="损坏"):
        read_bytes(packed({"word/document2.bin": ""}), "a.docx")


def test_mutated_files_give_text_or_a_clear_error() -> None:
    whole = formats_docx.docx(document(model_of(SAMPLES[0])), random.Random(1))
    rng = random.Random(7)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(150):
        name = rng.choice(
            [
                "word/document.xml",
                "word/numbering.xml",
                "word/styles.xml",
                "word/_rels/document.xml.rels",
                "_rels/.rels",
            ]
        )
        tags = parts[name].decode().split("<")
        for _ in range(rng.randint(1, 3)):
            at_ = rng.randrange(1, len(tags))
            tags[at_] = rng.choice(
                [
                    tags[rng.randrange(1, len(tags))],
                    tags[at_].replace("1", "-7"),
                    tags[at_].replace("w:val", "w:vel"),
                    "",
                ]
            )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for other, content in parts.items():
                archive.writestr(other, "<".join(tags) if other == name else content)
        try:
            read_bytes(out.getvalue(), "a.docx")
        except ReadError:
            pass


# --- reports ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("automatic", [True, False])
@pytest.mark.parametrize("extra", [True, False])
def test_reports_give_the_findings_of_their_text(automatic: bool, extra: bool) -> None:
    style = formats_docx.Style(automatic=automatic, by_style=extra, extra_column=extra)
    for sample in SAMPLES[:12]:
        data = formats_docx.docx(document(model_of(sample), split=extra, tall=not extra), random.Random(3), style)
        assert findings(check(data, "a.docx")) == due(sample), sample.name


def test_a_table_of_contents_before_the_first_heading_is_no_section() -> None:
    sample = next(sample for sample in SAMPLES if sample.name == "row-sum")
    laid = document(model_of(sample))
    at_ = next(number for number, part in enumerate(laid.parts) if isinstance(part, Text) and part.kind == "heading1")
    titles = [part.text for part in laid.parts if isinstance(part, Text) and part.kind.startswith("heading")]
    assert len(titles) == 6
    laid.parts[at_:at_] = [
        Text("web", "目录"),
        *(Text("web", f"{title} {page}") for page, title in enumerate(titles, 1)),
    ]
    result = check(formats_docx.docx(laid, random.Random(1)), "a.docx")
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]
    assert findings(result) == due(sample)


def test_the_blank_form_is_recognised() -> None:
    path = SHARED / "samples" / "form-2021-blank.docx"
    if not path.exists():
        pytest.skip("the samples are not here")
    result = run(read_bytes(path.read_bytes(), Path(path).name), load_pack())
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]
    assert sum(finding.rule == "placeholder-left" for finding in result.findings) >= 2
    assert result.cells_due == 200
