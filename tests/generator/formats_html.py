"""A document as a web page, in the styles of three content management systems, and as a bare page for printing."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable

from tests.generator.formats import Box, Document, Grid, Text, pieces

_NUMBER = re.compile(r"[\d.,+-]*")


def modern(document: Document, rng: random.Random) -> bytes:
    """A page of ``div``s in UTF-8: navigation, breadcrumbs, a sidebar that names other reports, a footer with a telephone number, scripts."""
    body = "".join(_modern_part(part, rng) for part in document.parts if not _is_title(part))
    title = html.escape(_title(document))
    years = "".join(
        f'<li><a href="/zwgk/nb/{year}.html">{html.escape(document.name[:9])}{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-2{year % 10}</span></li>'
        for year in range(2016, 2020)
    )
    page = f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="SiteName" content="政府门户网站"><meta name="ColumnName" content="政府信息公开年报"><meta name="ArticleTitle" content="{title}">
<title>{title}_政府信息公开年报_政府门户网站</title>
<style>.nav li{{float:left}} table td{{border:1px solid #000}} .con:before{{content:"一、"}}</style>
<script>var _hmt = _hmt || []; if (1 < 2 && "</td>") {{ document.write("<p>一、总体情况</p>"); }}</script>
</head>
<body>
<header class="top"><div class="logo">政府门户网站</div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul>
<form action="/search"><input type="text" name="q" value="请输入关键字"><button>搜索</button></form></header>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/nb/">政府信息公开年报</a></div>
<div class="main">
<aside class="left"><h3>政府信息公开</h3><ul><li><a href="/zn/">政府信息公开指南</a></li>
<li><a href="/zd/">政府信息公开制度</a></li>
<li><a href="/ml/">法定主动公开内容</a></li>
<li class="on"><a href="/nb/">政府信息公开年报</a></li>
<li><a href="/ysq/">依申请公开</a></li></ul></aside>
<div class="article">
<h1>{title}</h1>
<div class="info"><span>发布时间：{_year(document) + 1}-01-22 16:02</span>
<span>来源：本网</span>
<span>浏览次数：<em id="hits">18</em>次</span>
<span>字体：[<a>大</a> <a>中</a> <a>小</a>]</span></div>
<div class="con" id="zoom">
{body}
</div>
<div class="share">分享到：<a>微信</a><a>微博</a> <a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div>
</div>
<div class="related"><h3>相关链接</h3><ul>{years}</ul></div>
</div>
<footer><p>主办：政府办公室　承办：大数据中心　联系电话：0358-3021234</p><p>网站标识码：1411000001　晋ICP备05000001号-1　晋公网安备 14110002000001号</p></footer>
<script src="/js/jquery.js"></script>
</body>
</html>
"""
    return page.encode()


def _title(document: Document) -> str:
    titles = [part.text for part in document.parts if _is_title(part)]
    return "".join(titles) if titles else document.name


def _year(document: Document) -> int:
    """The year that the title names."""
    found = re.search(r"20\d\d", _title(document))
    return int(found.group()) if found else 2023


def _is_title(part: Text | Grid) -> bool:
    return isinstance(part, Text) and part.kind == "title"


def _modern_part(part: Text | Grid, rng: random.Random) -> str:
    if isinstance(part, Grid):
        return _table(part, rng, '<table class="MsoTable" border="1" cellspacing="0">', _modern_cell, heads=part.heads)
    text = html.escape(part.text, quote=False).replace("\n", "<br>")
    if part.kind.startswith("heading"):
        text = f"<strong>{text}</strong>"
    place = ' style="text-align: right;"' if part.kind == "sign" else ""
    return f"<p{place}>{'　　' if part.kind in ('para', 'sub') or part.kind.startswith('heading') else ''}{text}</p>\n"


def _modern_cell(box: Box, rng: random.Random) -> str:
    text = html.escape(box.text, quote=False).replace("\n", "<br/>")
    return rng.choice([f"<p>{text}</p>", text, f'<p style="text-align: center;"><span>{text}</span></p>'])


def _table(
    grid: Grid, rng: random.Random, opening: str, cell: Callable[[Box, random.Random], str], *, heads: int = 0
) -> str:
    """A table; with ``heads``, its first rows are a ``thead``."""
    rows = []
    for boxes in grid.rows:
        cells = []
        for box in boxes:
            spans = f' colspan="{box.colspan}"' if box.colspan > 1 else ""
            spans += f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
            cells.append(f"<td{spans}>{cell(box, rng)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    head = f"<thead>{''.join(rows[:heads])}</thead>" if heads else ""
    return f"{opening}{head}<tbody>{''.join(rows[heads:])}</tbody></table>\n"


def layout_tables(document: Document, rng: random.Random) -> bytes:
    """An old page: layout tables three deep, upper-case tags left open, ``&nbsp;``; declared gb2312, and holding GB18030."""
    title = _old(_title(document))
    parts = "".join(_old_part(part, rng) for part in document.parts if not _is_title(part))
    page = f"""<HTML>
<HEAD><TITLE>{title}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">
<SCRIPT LANGUAGE=JavaScript>
<!--
function doZoom(size) {{ document.getElementById('zoom').style.fontSize=size+'px' }}
//-->
</SCRIPT></HEAD>
<BODY BGCOLOR=#FFFFFF topmargin=0>
<TABLE WIDTH=1000 BORDER=0 ALIGN=center CELLPADDING=0 CELLSPACING=0><TR><TD><IMG SRC=/images/top.jpg ALT=政务网站></TD></TR>
<TR><TD BACKGROUND=/images/nav.gif>&nbsp;<A HREF=/>首&nbsp;&nbsp;页</A>&nbsp;|&nbsp;
<A HREF=/xxgk/>信息公开</A>&nbsp;|&nbsp;
<A HREF=/wsbs/>网上办事</A>&nbsp;|&nbsp;
<A HREF=/zmhd/>政民互动</A></TD></TR></TABLE>
<TABLE WIDTH=1000 BORDER=0 ALIGN=center><TR><TD WIDTH=200 VALIGN=top>
<TABLE WIDTH=100% BORDER=0><TR><TD><B>栏目导航</B></TD></TR>
<TR><TD>·<A HREF=a.asp?id=1>信息公开指南</A></TD></TR>
<TR><TD>·<A HREF=a.asp?id=2>信息公开目录</A></TD></TR>
<TR><TD>·<A HREF=a.asp?id=3>信息公开年度报告</A></TD></TR></TABLE>
</TD><TD VALIGN=top>
<TABLE WIDTH=98% BORDER=0 ALIGN=center><TR><TD>您现在的位置：<A HREF=/>首页</A> &gt;&gt; 信息公开年度报告 &gt;&gt; 正文</TD></TR>
<TR><TD HEIGHT=50 ALIGN=center CLASS=title><FONT SIZE=5><B>{title}</B></FONT></TD></TR>
<TR><TD ALIGN=center>作者：admin&nbsp;&nbsp;来源：本站原创&nbsp;&nbsp;点击数：106&nbsp;&nbsp;更新时间：{_year(document) + 1}-1-22
&nbsp;&nbsp;【字体：<A HREF=javascript:doZoom(16)>大</A>
<A HREF=javascript:doZoom(12)>小</A>】</TD></TR>
<TR><TD>
<TABLE WIDTH=100% BORDER=0><TR><TD ID=zoom STYLE="font-size:14px;line-height:200%">
{parts}
</TD></TR></TABLE>
</TD></TR>
<TR><TD ALIGN=right>【<A HREF=javascript:window.print()>打印本页</A>】【<A HREF=javascript:window.close()>关闭窗口</A>】</TD></TR></TABLE>
</TD></TR></TABLE>
<TABLE WIDTH=1000 BORDER=0 ALIGN=center><TR><TD ALIGN=center>版权所有：信息中心&nbsp;&nbsp;电话：0358-3025678<BR>地址：滨河西路1号
&nbsp;&nbsp;邮编：033000</TD></TR></TABLE>
</BODY></HTML>
"""
    return page.replace("\n", "\r\n").encode("gb18030")


def _old(text: str) -> str:
    return (
        html.escape(text, quote=False)
        .replace("  ", "&nbsp;&nbsp;")
        .replace("“", "&ldquo;")
        .replace("”", "&rdquo;")
        .replace("\n", "<BR>")
    )


def _old_part(part: Text | Grid, rng: random.Random) -> str:
    if isinstance(part, Grid):
        opening = "<TABLE BORDER=1 CELLPADDING=2 CELLSPACING=0 BORDERCOLOR=#000000 WIDTH=95% ALIGN=center>\n"
        return _table(part, rng, opening, _old_cell).replace("<tbody>", "").replace("</tbody>", "")
    text = _old(part.text)
    if part.kind.startswith("heading"):
        text = f"<B>{text}</B>"
    if part.kind == "sign":
        return f"<DIV ALIGN=right>{text}&nbsp;&nbsp;</DIV>\n"
    if part.kind == "web":
        return f"<CENTER>{text}</CENTER>\n"
    return f"&nbsp;&nbsp;&nbsp;&nbsp;{text}<BR>\n"


def _old_cell(box: Box, rng: random.Random) -> str:
    text = _old(box.text) or "&nbsp;"
    return rng.choice([text, f"{text}&nbsp;", f"<DIV ALIGN=center>{text}</DIV>", f"\n{text}\n"])


def word(document: Document, rng: random.Random) -> bytes:
    """A page with a report pasted from Word: ``MsoNormal``, ``o:p``, inline styles, a ``font`` tag for every few characters."""
    parts = "".join(_word_part(part, rng) for part in document.parts)
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="Generator" content="Microsoft Word 11">
<title>{html.escape(_title(document))}</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View><w:Zoom>100</w:Zoom></w:WordDocument></xml><![endif]-->
<style>
<!--
 p.MsoNormal {{mso-style-parent:""; margin:0cm; text-align:justify; font-size:10.5pt; font-family:"Times New Roman"}}
 @page Section1 {{size:595.3pt 841.9pt; mso-footer:url("x.files/header.htm") f1;}}
-->
</style>
</head>
<body lang="ZH-CN" style="tab-interval:21.0pt">
<div class="crumbs"><a href="/">首页</a>&gt;<a href="/gk">公开年报</a></div>
<div class="Section1" style="layout-grid:15.6pt">
{parts}
</div>
<div class="foot">Copyright © 政务服务管理局 版权所有</div>
</body>
</html>
""".encode()


def _word_part(part: Text | Grid, rng: random.Random) -> str:
    if isinstance(part, Grid):
        opening = '<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse;mso-yfti-tbllook:1184">'
        return '<div align="center">' + _table(part, rng, opening, _word_cell) + "</div>\n"
    style = {"title": "text-align:center", "sign": "text-align:right"}.get(
        part.kind, "text-indent:32.0pt;line-height:28.0pt"
    )
    bold = part.kind.startswith("heading") or part.kind == "title"
    text = _fonts(part.text.replace("\n", "\u2028"), rng)
    return f'<p class="MsoNormal" style=\'{style};mso-pagination:widow-orphan\'>{f"<b>{text}</b>" if bold else text}<span lang="EN-US"><o:p></o:p></span></p>\n\n'


def _fonts(text: str, rng: random.Random) -> str:
    found = []
    for piece in pieces(rng, text, 0.7):
        shown = html.escape(piece, quote=False).replace("·", "&middot;").replace("—", "&mdash;")
        if rng.random() < 0.2 and not piece.startswith(" ") and " " in shown:
            shown = shown.replace(" ", "\n")  # Word wraps its HTML at blanks
        shown = shown.replace("\u2028", "<br>")
        found.append(
            rng.choice(
                [
                    f"<span style='font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体'>{shown}</span>",
                    f'<font face="仿宋"><font size="3">{shown}</font></font>',
                    f'<span lang="EN-US" style="font-size:16.0pt">{shown}</span>',
                ]
            )
        )
    return "".join(found)


def _word_cell(box: Box, rng: random.Random) -> str:
    text = _fonts(box.text.replace("\n", "\u2028"), rng) if box.text else "&nbsp;"
    center = ' align="center"' if _NUMBER.fullmatch(box.text) else ""
    return f'\n  <p class="MsoNormal"{center} style="text-align:center">{text}<span lang="EN-US"><o:p></o:p></span></p>\n  '


def printed(document: Document, rng: random.Random) -> bytes:
    """A bare page, such as a site's view for printing."""
    body = "".join(
        f"<h1>{html.escape(part.text)}</h1>"
        if isinstance(part, Text) and part.kind == "title"
        else _modern_part(part, rng)
        for part in document.parts
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(_title(document))}</title>
<style>
@page {{ size: A4; margin: 20mm }}
body {{ font: 12pt/1.6 "Noto Serif CJK SC" }} h1 {{ font-size: 16pt; text-align: center }}
table {{ border-collapse: collapse; width: 100%; font-size: 9pt; line-height: 1.2 }} td {{ border: 1px solid #000; padding: 3px }} td p {{ margin: 0 }}
</style></head>
<body>{body}</body></html>
""".encode()


STYLES: dict[str, Callable[[Document, random.Random], bytes]] = {
    "modern": modern,
    "layout": layout_tables,
    "word": word,
}
"""The three kinds of web page."""
