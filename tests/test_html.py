"""Web pages: the report is found in them, its cells are those of the text, and every place is one of the source."""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections import Counter
from html import escape, unescape

import pytest

from gov_lint.engine import run
from gov_lint.nouns import Result, Source
from gov_lint.readers import ReadError, html_report, read_bytes, read_here
from gov_lint.readers.sniff import format_of
from gov_lint.rulepack import load_pack
from tests.conftest import ROOT
from tests.generator import measure
from tests.generator.marks import bare
from tests.html_made import STYLES, content, page

TITLE = "柳川县水利局2023年政府信息公开工作年度报告"
OTHER_ROWS = {"row_too_short"}
"""Defects of a row without one of its cells: blank twins of merged cells, which text has and pages have not, hide how many are missing."""


def read(text: str, encoding: str = "utf-8") -> Source:
    return read_bytes(text.encode(encoding), "page.html")


def check(source: Source) -> Result:
    return run(source, load_pack())


def findings(source: Source) -> Counter[tuple[str, tuple[str, ...]]]:
    return Counter((finding.rule, finding.cell) for finding in check(source).findings)


def lines(source: Source) -> list[str]:
    return ["".join(line.split()) for line in source.text.split("\n") if line.strip()]


def sample(seed: int = 4) -> tuple[str, str, Source]:
    """A clean report: its title and its text as parts of a page, and the source of the two alone."""
    title, body = content(measure.make_case(seed, "tsv").model)
    return "".join(title), body, read(f"<html><body><h1>{''.join(title)}</h1>{body}</body></html>")


# --- equal to text ---


@pytest.mark.parametrize("style", STYLES)
def test_a_page_gives_the_findings_of_the_text(style: str) -> None:
    known = [x for x in measure.injectors() if x.name not in OTHER_ROWS]
    for seed in range(24):
        case = measure.make_case(seed, "tsv", known[seed * 7 % len(known)] if seed % 2 else None)
        text = read_bytes(case.shown.text.encode(), "page.html")
        source = read_bytes(page(case.model, style, seed), "page.html")
        assert source.format == "html"
        assert findings(source) == findings(text), case.name


@pytest.mark.parametrize("style", STYLES)
def test_every_character_stands_where_its_place_says(style: str) -> None:
    for seed in range(3):
        source = read_bytes(page(measure.make_case(seed, "tsv").model, style, seed), "page.html")
        printed = source.original.split("\n")
        for offset, sign in enumerate(source.text):
            if not sign.isspace():
                line, column = source.position(offset)
                rest = printed[line - 1][column - 1 : column + 9]
                assert rest.startswith(sign) or unescape(rest).startswith(sign), (line, column, sign)


def test_a_finding_on_a_blank_cell_stands_at_its_tag_and_names_its_column() -> None:
    injector = next(x for x in measure.injectors() if x.name == "request_cell_blank")
    for style in STYLES:
        source = read_bytes(page(measure.make_case(5, "tsv", injector).model, style, 5), "page.html")
        found = [finding for finding in check(source).findings if finding.rule == "cell-empty"]
        assert found
        for finding in found:
            line = source.file_line(finding.place.line)
            assert line[finding.place.column - 1 :].lower().startswith("<td")
            assert finding.place.block is not None and finding.place.block.table
            assert "".join(source.text[finding.place.start :].split("\t")[1].split()) == ""


# --- finding the report ---

NAV = '<ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li><a href="/nb">年度报告</a></li></ul>'
CRUMB = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/x">信息公开</a> &gt; 政府信息公开年报</div>'
FOOT = "<div><p>主办单位：柳川县人民政府办公室</p><p>版权所有 网站标识码：3505210001 备案号：柳ICP备05000001号</p><p>网站地图 联系我们</p></div>"


def around(inner: str) -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head><body><div>{NAV}</div>{CRUMB}{inner}{FOOT}</body></html>"


def folded(body: str) -> str:
    """A text in two parts, the second one hidden until somebody asks for it."""
    at = body.index("<div class=")
    return f"<div>{body[:at]}</div><div style='display:none'>{body[at:]}</div>"


def test_what_is_around_the_report_is_left_out() -> None:
    title, body, alone = sample()
    pages = {
        "heading outside": f"<div><h1>{title}</h1><p>来源：本站 浏览次数：12</p><div>{body}</div></div>",
        "heading a link": f"<div><h2><a href=x>{title}</a></h2><div>{body}</div></div>",
        "all in one block": f"<div><p>{title}</p>{body}<p>附件：<a href=a.pdf>{title}.pdf</a></p><p>【<a href=#>打印</a>】</p>"
        "<p>上一篇：<a href=p>公告</a></p><p>扫一扫在手机打开当前页</p></div>",
        "columns of a table": f"<table><tr><td>{NAV}</td><td><table><tr><td>{title}</td></tr><tr><td>{body}</td></tr></table></td></tr></table>",
        "teaser first": f"<div><h3>{title}</h3><p>一、总体情况</p><p>本年度主动公开…</p></div><div><h1>{title}</h1><div>{body}</div></div>",
        "desktop and mobile": f"<div class=pc><h1>{title}</h1><div>{body}</div></div><div class=mobile><h1>{title}</h1><div>{body}</div></div>",
        "contents in the margin": f"<div><a href=#1>一、总体情况</a><a href=#6>六、其他需要报告的事项</a></div><div><h1>{title}</h1><div>{body}</div></div>",
        "a link without an end": f"<div><a href=x>专题</div><h1>{title}</h1><p>浏览次数：12</p><div>{body}</div>",
        "one section shown": f"<h1>{title}</h1>" + folded(body),
        "column with a like name": f"<div><h1>{title}</h1><h3>政府信息公开工作年度报告</h3><div>{body}</div></div>",
        "shown by a script": f'<div><p>阅读全文</p></div><div id="js_content" style="visibility: hidden;"><h1>{title}</h1>{body}</div>',
    }
    for name, inner in pages.items():
        assert lines(read(around(inner))) == lines(alone), name


def test_a_title_over_several_lines_outside_the_text() -> None:
    _, body, _ = sample()
    body = body.replace(str(measure.make_case(4, "tsv").model.year), "2023")
    for heading in (
        "<h1>柳川县水利局<br>2023年政府信息公开工作年度报告</h1>",
        "<h1>柳川县水利局2023年政府信息公开<br>工作年度报告</h1>",
        "<p>柳川县水利局</p><p>2023年政府信息公开工作年度报告</p>",
        "<p>柳川县水利局政府信息公开工作年度报告</p><p>（2023年度）</p>",
    ):
        result = check(read(around(f"<div>{heading}</div><div>{body}</div>")))
        assert result.report.title is not None
        assert (result.report.title.organ, result.report.year) == ("柳川县水利局", 2023), heading


def test_a_text_with_its_own_title_does_not_take_that_of_the_page() -> None:
    title, body, alone = sample()
    source = read(around(f"<div><h1>{title}</h1><div><p>{title}</p>{body}</div></div>"))
    assert lines(source) == lines(alone)


def test_the_day_of_publication_stays_and_other_facts_of_the_page_go() -> None:
    title, body, _ = sample()
    source = read(around(f"<h1>{title}</h1><p>发布日期：2024-01-19</p><p>字号：大 中 小</p><div>{body}</div>"))
    assert lines(source)[:2] == [title, "发布日期：2024-01-19"]
    assert "字号" not in source.text


def test_the_sign_off_below_the_block_belongs_to_the_report() -> None:
    title, body, _ = sample()
    body = body[: body.index('<p style="text-align: right;">')] if 'text-align: right;">' in body else body
    source = read(around(f"<h1>{title}</h1><div>{body}</div><p>柳川县水利局</p><p>2024年1月19日</p>"))
    signoff = check(source).report.signoff
    assert signoff.organ == "柳川县水利局" and signoff.date is not None


def test_of_two_reports_the_first_is_read() -> None:
    (title, body, alone), (second, other, _) = sample(4), sample(6)
    parted = read(around(f"<div><h1>{title}</h1>{body}</div><div><h1>{second}</h1>{other}</div>"))
    flat = read(around(f"<div><h1>{title}</h1>{body}<h1>{second}</h1>{other}</div>"))
    assert lines(parted) == lines(alone)
    assert lines(flat) == lines(alone)


def test_a_page_with_nothing_but_an_attachment_has_no_text() -> None:
    inner = f"<div><h1>{TITLE}</h1><p>发布日期：2024-01-19 来源：本站</p><div><p><a href=a.pdf>{TITLE}.pdf</a></p></div></div>"
    assert [finding.rule for finding in check(read(around(inner))).findings] == ["text-not-extractable"]


def test_a_page_without_a_report_gives_its_main_text() -> None:
    notice = "".join(
        f"<p>第{n}项：各乡镇人民政府要认真做好防汛值班工作，及时上报雨情水情，确保安全度汛。</p>" for n in range(12)
    )
    source = read(around(f"<div><h1>关于做好防汛工作的通知</h1><div>{notice}</div></div>"))
    assert "版权所有" not in source.text and "首页" not in source.text
    assert [finding.rule for finding in check(source).findings] == ["not-a-report"]


def test_a_page_with_little_on_it_gives_all_of_it() -> None:
    assert lines(read("<html><body><p>暂无内容</p></body></html>")) == ["暂无内容"]
    assert read("<html><head><title>x</title></head></html>").text == ""


def test_who_runs_the_site_and_its_telephone_are_no_part_of_the_report() -> None:
    title, body, alone = sample()
    footer = "<div><p>柳川县人民政府办公室主办</p><p>联系电话：0599-8812345</p></div>"
    assert lines(read(f"<html><body><h1>{title}</h1>{body}{footer}")) == lines(alone)


# --- what is shown ---


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ("<p>甲<script>乙</script><style>丙</style><!-- 丁 --><!--[if mso]>戊<![endif]-->己</p>", ["甲己"]),
        ("<p><![if !supportLists]>一、<![endif]>总体情况</p>", ["一、总体情况"]),
        ("<!--[if !mso]><!--><p>甲</p><!--<![endif]-->", ["甲"]),
        ("<p>甲<span style='DISPLAY: none'>乙<span>丙</span>丁</span>戊</p>", ["甲戊"]),
        ("<div hidden>甲</div><div style='overflow:hidden' class=hidden-xs aria-hidden=false>乙</div>", ["乙"]),
        ("<p>甲<del class=msoDel>乙</del><ins class=msoIns>丙</ins><s>丁</s></p>", ["甲丙丁"]),
        ("<p>甲<p>乙<div>丙<p>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("甲<br/>乙<BR>丙<hr>丁", ["甲", "乙", "丙", "丁"]),
        ("<ul><li>甲<li>乙<ul><li>丙</ul><li>丁</ul>", ["甲", "乙", "丙", "丁"]),
        (
            "<ol><li>甲<li>乙</ol><ol start=3 style='list-style-type:cjk-ideographic'><li>丙</ol>",
            ["1.甲", "2.乙", "三、丙"],
        ),
        ("<select><option>甲<option>乙</select><textarea><p>丙</textarea><template>丁</template>戊", ["戊"]),
        ("<p title='a > b'>甲</p><p title=\"x'y\">乙</p><p a=1/>丙", ["甲", "乙", "丙"]),
        ("<p>1 < 2，a&lt;b&amp;c &copy 甲&unknown;乙&#x4E19;</p>", ["1<2，a<b&c©甲&unknown;乙丙"]),
        ("<pre>甲\n乙</pre><div style='white-space: pre-wrap'>丙\n丁</div>", ["甲", "乙", "丙", "丁"]),
        ("<p>甲</b></span></div></td></table>乙</p>", ["甲乙"]),
        ("<noscript>甲</noscript><iframe>乙</iframe><svg><text>丙</text></svg>丁", ["丁"]),
        ("<p>甲</p></body></html><p>乙", ["甲", "乙"]),
        (
            "<p>共<input value=3 size=4>件<INPUT type='text' VALUE='甲&amp;乙'></p><textarea>丙</textarea>",
            ["共3件甲&乙", "丙"],
        ),
        ("<input type=hidden value=1><input type=submit value=2><input value=3 style='display:none'>甲", ["甲"]),
        ("<p>申请86<a href='#1'><sup>1</sup></a>件，5m<sup>2</sup></p>", ["申请86件，5m2"]),
        ("<style>.a, p.b{display:none}</style><p class='x a'>甲</p><div class=b>乙</div><p class=b>丙</p>", ["乙"]),
        ("<style>.t{display:none} ul .t.on{display:block}</style><p class=t>甲</p><p class='t on'>乙</p>", ["乙"]),
        ("<style>@media print{.a{display:none}} #b .a{display:none}</style><p class=a>甲</p>", ["甲"]),
        ("<style>/* .a{ */ #c{visibility : hidden}</style><p id=c>甲</p><p id=d>乙</p>", ["乙"]),
    ],
)
def test_what_a_browser_shows_is_read(inner: str, shown: list[str]) -> None:
    assert lines(read(f"<html><body>{inner}")) == shown


def test_blanks_collapse_and_never_glue_numbers() -> None:
    source = read("<html><body><p>\n  共 12\n   <b>34</b>  <i>56</i>&nbsp;78\n件</p>")
    assert source.text.replace("\xa0", "~") == "共 12 34 56~78 件\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<textarea style='display:none'>", "</textarea>"),
        ("<script type='text/html' id=a>", "</script>"),
        ("<xmp>", "</xmp>"),
        ("<template>", "</template>"),
    ],
)
def test_a_report_kept_for_a_script_is_read_where_the_page_shows_none(before: str, after: str) -> None:
    title, body, alone = sample()
    source = read(f"<html><body><p>正在加载</p>\n{before}<h1>{title}</h1>{body}{after}<p>版权所有</p>")
    assert lines(source) == lines(alone)
    assert source.anchors[0].line == 2
    assert findings(source) == findings(alone)


@pytest.mark.parametrize(("before", "after"), [("<textarea>", "</textarea>"), ('<iframe srcdoc="', '"></iframe>')])
def test_a_report_kept_as_escaped_markup_is_read_too(before: str, after: str) -> None:
    title, body, alone = sample()
    source = read(f"<html><body>\n{before}{escape(f'<h1>{title}</h1>{body}')}{after}<p>版权所有</p>")
    assert lines(source) == lines(alone)
    assert source.anchors[0].line == 2


@pytest.mark.parametrize("fold", ["class=fold", "style='display:none'"])
def test_a_table_that_is_folded_up_is_read(fold: str) -> None:
    title, body, alone = sample()
    table = body.rindex("<table")
    end = body.index("</table>", table) + len("</table>")
    folded = f"{body[:table]}<div {fold}>{body[table:end]}</div>{body[end:]}"
    source = read(f"<html><head><style>.fold{{display:none}}</style></head><body><h1>{title}</h1>{folded}")
    assert lines(source) == lines(alone)


def test_headings_that_are_links_which_fold_their_section_up_stay() -> None:
    title, body, alone = sample()
    linked, count = re.subn(r"(<p[^>]*>)([一二三四五六]、[^<]{4,30})(</p>)", r"\1<a href='javascript:;'>\2</a>\3", body)
    assert count > 3
    assert lines(read(f"<html><body><h1>{title}</h1>{linked}<p>版权所有</p>")) == lines(alone)


@pytest.mark.parametrize("kind", ["ul", "div"])
def test_a_list_of_sections_that_are_no_links_is_not_the_report(kind: str) -> None:
    title, body, alone = sample()
    names = "总体情况 主动公开政府信息情况 收到和处理政府信息公开申请情况 四、因政府信息公开被申请行政复议的情况 其他需要报告的事项"
    item = "li" if kind == "ul" else "p"
    menu = "".join(f"<{item}>{name}</{item}>" for name in names.split())
    source = read(f"<html><body><{kind}>{menu}</{kind}><div><h1>{title}</h1>{body}</div><p>版权所有</p>")
    assert lines(source) == lines(alone)


# --- tables ---


def rows(table: str) -> list[str]:
    return [line for line in read(f"<html><body>{table}").text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["甲\t乙", "丙\t丁"]),
        (
            "<table><tfoot><tr><td>末<td>1</tfoot><thead><tr><th>首<th>2</thead><tr><td>中<td>3</table>",
            ["首\t2", "中\t3", "末\t1"],
        ),
        ("<table><caption>题</caption><tr><td>甲<td>&nbsp;<td>乙</table>", ["题", "甲\t\t乙"]),
        ("<table><tr><td rowspan=2>甲<td colspan=100000>乙<tr><td>丙</table>", ["甲\t乙", "\t丙"]),
        ("<table><tr><td>甲<table><tr><td>乙<td>丙</table><td>丁</table>", ["甲", "乙\t丙", "丁"]),
        ("<table><form><tr><td>甲<td>乙</form></table>", ["甲\t乙"]),
        ("<table><tr>外<td>甲<td>乙</table>", ["外", "甲\t乙"]),
        ("<tr><td>甲</td><td>乙</td></tr>", ["甲\t乙"]),
        ("<table><tr><td><p>甲</p><p>乙</p></td><td>丙<br>丁</td></tr></table>", ["甲 乙\t丙 丁"]),
    ],
)
def test_tables_are_rows_of_cells(table: str, shown: list[str]) -> None:
    assert rows(table) == shown


def test_a_table_split_into_one_for_each_page() -> None:
    model = measure.make_case(4, "tsv").model
    whole = content(model)[1]
    at = whole.index("本年新收")
    table = whole.rindex("<table", 0, at)
    heads = whole[table : whole.rindex("<tr>", 0, at)]
    cut = whole.rindex(
        "<tr>", 0, whole.index("1.信访举报投诉类申请") if "1.信访举报投诉类申请" in whole else whole.index("信访举报")
    )
    parted = f"{whole[:cut]}</tbody></table><p>&nbsp;</p>{heads}{whole[cut:]}"
    before, after = (check(read(f"<html><body><h1>{bare(TITLE)}</h1>{body}")) for body in (whole, parted))
    assert after.cells_read == before.cells_read == before.cells_due
    assert Counter(f.rule for f in after.findings) == Counter(f.rule for f in before.findings)


# --- encodings ---


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8", "iso-8859-1", ""])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_what_the_bytes_are_counts_more_than_what_they_are_declared_as(declared: str, encoding: str) -> None:
    text = f'<html><head><meta http-equiv=Content-Type content="text/html; charset={declared}"><body><p>{TITLE}</p><p>朱镕㎡𠮷政府信息公开</p>'
    source = read(text, encoding)
    assert source.text == f"{TITLE}\n朱镕㎡𠮷政府信息公开\n"
    assert source.damaged == ()


def test_damaged_bytes_are_found_in_the_report_only() -> None:
    title, body, _ = sample()
    for encoding in ("utf-8", "gb18030"):
        data = around(f"<!-- ※ --><h1>{title}</h1><div>{body}</div>").encode(encoding)
        data = data.replace("※".encode(encoding), b"\xff\xff")
        assert "damaged-text" not in {f.rule for f in check(read_bytes(data, "x")).findings}
        data = data.replace("自然人".encode(encoding), "自然".encode(encoding) + b"\xff", 1)
        source = read_bytes(data, "x")
        assert [source.text[offset] for offset in source.damaged] == ["\ufffd"]
        assert "damaged-text" in {f.rule for f in check(source).findings}


# --- recognition ---


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<p style='x'>政", "html"),
        ('<!--#include virtual="/head.shtml" -->\r\n<!DOCTYPE html><html>', "html"),
        ('<!--#include virtual="/head.shtml" -->\r\n<div class=a>', "html"),
        ('<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', "html"),
        ("\ufeff\ufeff\n<html>", "html"),
        ("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html>", "html"),
        ("<table class=x><tr><td><p>政</p></td></tr></table>", "html"),
        ("# 标题\n\n<table><tr><td>a</td></tr></table>", "text"),
        ("<table>\n<tr><td>1</td></tr></table>\n\n正文", "text"),
        ("<div align=center>标题</div>\n\n## 一、总体情况\n", "text"),
        ("<柳川县>水利局", "text"),
    ],
)
def test_pages_are_told_from_text(text: str, kind: str) -> None:
    assert format_of(text.encode()) == kind


def test_pages_in_utf_16_without_a_mark() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        source = read_bytes(f"<html><body><p>{TITLE}</p>".encode(encoding), "x")
        assert (source.format, source.text) == ("html", TITLE + "\n")


# --- hostile pages ---

HOSTILE = {
    "unclosed comments": "<!-- " * 200_000,
    "unclosed sections": "<![CDATA[" * 200_000,
    "unclosed tags": "<a " * 300_000,
    "unclosed end tags": "</a" * 300_000,
    "unclosed quotes": '<a b="' * 200_000,
    "mixed quotes": "<a b=\"'>" * 100_000,
    "signs of less": "<" * 250_000,
    "equals signs": "<a " + "=" * 1_000_000 + ">",
    "ampersands": "&" * 1_000_000,
    "entities": "&ldquo;" * 300_000,
    "blocks": "<div>甲" * 200_000 + "</div>" * 200_000,
    "tables": "<table><tr><td>" * 10_000,
    "cells": "<table>" + "<td>" * 250_000,
    "inline elements": "<b><i>甲" * 100_000,
    "stray end tags": "<section><table><td>" + "<div>" * 1000 + "</section>" * 200_000,
    "items": "<ul>" + "<div>" * 400 + "<li></li>" * 100_000,
    "scripts": "<SCRIPT></SCRIPT>" * 100_000 + "</script>",
    "one long tag": "<a " + "x" * 5_000_000 + ">",
    "zero bytes": "<p>" + "\0政" * 500_000,
    "reports": "<p>一、总体情况<p>五、问题<p>六、其他需要报告的事项" * 50_000,
    "hidden": "<div hidden>" + "<p>甲</p>" * 500 + "</div>" + "<span hidden>" * 100_000,
    "style sheets": "<style>" + ".a.b{display:none}" * 10_000 + "</style>" + "<p class='a c d e'>甲" * 60_000,
    "many style sheets": "<style>.a{display:none}" * 2 + "<style>{{{</style>" * 50_000,
    "folded tables": "<p hidden>尚未审结</p>" * 50_000 + "<p>一、总体情况<p>六、其他需要报告的事项" * 20_000,
    "kept for scripts": ("<xmp>" + "<p>一、总体情况" * 2_000 + "</xmp>") * 20,
    "frames": "<iframe " + "srcdoc='" * 200_000 + ">" + '<iframe srcdoc="<p>"></iframe>' * 10_000,
    "fields": "<textarea>甲</textarea><input value=1>" * 60_000,
    "absurd spans": "<table>" + "<tr><td colspan=100000 rowspan=100000>甲<td>乙" * 1000 + "</table>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon(name: str) -> None:
    data = ("<html><body>" + HOSTILE[name]).encode()
    begun = time.process_time()
    with contextlib.suppress(ReadError):
        assert isinstance(read_here("html", data, "x"), Source)
    assert time.process_time() - begun < 10


def test_a_page_with_too_many_tags_is_refused() -> None:
    with pytest.raises(ReadError, match="标签超过 30 万个"):
        read_here("html", b"<html>" + b"<p>a" * 300_001, "x")


SCRAPS = (
    *(
        "<table>",
        "</table>",
        "<td>",
        "</td>",
        "<tr>",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "<script>",
        '"',
        "'",
        "<p>",
        "</p>",
        "<select>",
        "<del>",
    ),
    *(
        "<span hidden>",
        "<caption>",
        "<ol>",
        "<li>",
        "&",
        "&#",
        "\0",
        "<svg/>",
        "<a href=x>",
        "<",
        ">",
        "=",
        "<tbody>",
        "<form>",
        "<h1>",
    ),
)


@pytest.mark.parametrize("style", STYLES)
def test_damaged_pages_are_read_and_every_place_exists(style: str) -> None:
    rng = random.Random(style)
    whole = page(measure.make_case(4, "tsv").model, style, 4)
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(rng.choice((1, 5, 30))):
            at = rng.randrange(len(data))
            if rng.random() < 0.6:
                data[at:at] = rng.choice(SCRAPS).encode()
            else:
                del data[at : at + rng.randrange(40)]
        source = read_here("html", bytes(data), "x")
        printed = source.original.split("\n")
        for offset, sign in enumerate(source.text):
            if not sign.isspace():
                line, column = source.position(offset)
                assert column <= len(printed[line - 1])


def test_any_line_ends_count_as_one() -> None:
    for end in ("\n", "\r\n", "\r"):
        source = read(f"<html>{end}<body>{end}<p>甲</p>{end}<p>乙</p>")
        assert source.position(source.text.index("乙")) == (4, 4)


def test_a_table_that_is_a_picture_is_said_to_be_unread() -> None:
    title = "柳川县水利局2023年政府信息公开工作年度报告"
    prose = "本年度按照要求做好公开工作，群众反映良好，各项制度落实到位。" * 8
    page = (
        f"<html><body><h1>{title}</h1><div><p>一、总体情况</p><p>{prose}</p><p>二、主动公开政府信息情况</p>"
        "<p><img src='1.png'></p><p>三、收到和处理政府信息公开申请情况</p><p>本年度新收申请3件，均已按期答复，没有结转下年度办理的申请。</p>"
        "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>本年度因政府信息公开被申请行政复议0件，被提起行政诉讼0件。</p><p>五、存在的主要问题及改进情况</p>"
        f"<p>{prose}</p><p>六、其他需要报告的事项</p><p>本年度未收取政府信息公开信息处理费，没有其他需要报告的事项。</p></div></body></html>"
    )
    rules = [f.rule for f in run(read_bytes(page.encode(), "a.html"), load_pack()).findings]
    assert "table-unread" in rules
    assert "section-empty" not in rules
    bare = [
        f.rule for f in run(read_bytes(page.replace("<img src='1.png'>", "").encode(), "a.html"), load_pack()).findings
    ]
    assert "section-empty" in bare
    assert "table-unread" not in bare


def test_the_signs_of_a_report_are_words_of_the_form() -> None:
    form = (ROOT / "grammars" / "form.yaml").read_text(encoding="utf-8")
    note = "勾稽关系"  # what the third table prints above its columns
    known = {*html_report._EXACT, *(label for labels in html_report._LABELS for label in labels)} - {note}
    assert [words for words in known if words.replace("、?", "、") not in form] == []
