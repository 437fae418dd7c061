"""Generated reports as web pages, in the ways that pages of Chinese agencies are made."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape

from tests.generator import layouts as lay
from tests.generator import model as m
from tests.generator.marks import bare

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
Cells = list[tuple[str, int, int]]
"""The cells of a row: text, colspan, rowspan."""


def disclosure(model: m.ReportModel) -> list[Cells]:
    """The rows of table 2."""
    rows: list[Cells] = []
    for caption, heads, groups in lay.disclosure_groups(model):
        rows.append([(bare(caption), 4, 1)])
        span = {1: 3, 2: 1, 3: 1}[len(heads)]
        rows.append([("信息内容", 1, 1), *((bare(head), span, 1) for head in heads)])
        for label, cells in groups:
            rows.append([(bare(label), 1, 1), *((bare(cell), span, 1) for cell in cells)])
    return rows


def requests(model: m.ReportModel) -> list[Cells]:
    """The rows of table 3."""
    middle = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    rows: list[Cells] = [
        [(NOTE, 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        [(head, 1, 1) for head in middle],
    ]
    lines = lay.request_rows(model)
    results = sum(1 for line in lines if lay._key(line.label) not in ("r1", "r2", "K"))
    for at, line in enumerate(lines):
        key = lay._key(line.label)
        cells = [(bare(cell), 1, 1) for cell in line.cells]
        label = bare(line.label)
        if key in ("r1", "r2", "K"):
            rows.append([(label, 3, 1), *cells])
            continue
        row: Cells = [(bare(line.outer), 1, results)] if line.outer else []
        if len(key) == 1:
            row.append((label, 2, 1))
        else:
            if line.inner:
                count = 1
                while (
                    at + count < len(lines)
                    and not lines[at + count].inner
                    and len(lay._key(lines[at + count].label)) == 2
                ):
                    if lay._key(lines[at + count].label)[0] != key[0]:
                        break
                    count += 1
                row.append((bare(line.inner), 1, count))
            elif at and lay._key(lines[at - 1].label) == key[0]:
                row.append(
                    ("", 1, sum(1 for x in lines if len(lay._key(x.label)) == 2 and lay._key(x.label)[0] == key[0]))
                )
            row.append((label, 1, 1))
        rows.append([*row, *cells])
    return rows


def disputes(model: m.ReportModel) -> list[Cells]:
    """The rows of table 4."""
    heads: Cells = [(head, 1, 1) for head in m.DISPUTE_HEADS]
    cells: list[Cells] = [[(bare(cell), 1, 1) for cell in lay.dispute_cells(model)]]
    if not model.captions:
        return [[*heads, *heads, *heads], *cells]
    down = [(head, 1, 2) for head in m.DISPUTE_HEADS]
    names = m.DISPUTE_GROUPS
    return [
        [(names[0], 5, 1), ("行政诉讼", 10, 1)],
        [*down, (names[1], 5, 1), (names[2], 5, 1)],
        [*heads, *heads],
        *cells,
    ]


TABLES: dict[str, Callable[[m.ReportModel], list[Cells]]] = {"2": disclosure, "3": requests, "4": disputes}


def spans(colspan: int, rowspan: int) -> str:
    """The attributes of a cell that reaches over several."""
    return (f' colspan="{colspan}"' if colspan > 1 else "") + (f' rowspan="{rowspan}"' if rowspan > 1 else "")


def content(model: m.ReportModel) -> tuple[list[str], str]:
    """The lines of a report's title, and its text as an editor of a present system makes it."""
    title, body = [], []
    for kind, text in lay.blocks(model):
        text = escape(bare(text), quote=False)
        if kind == "title":
            title.append(text)
        elif kind == "table":
            rows = TABLES[text](model)
            printed = "".join(
                "<tr>" + "".join(f"<td{spans(c, r)}><p>{escape(t) or '&nbsp;'}</p></td>" for t, c, r in row) + "</tr>\n"
                for row in rows
            )
            body.append(
                f'<div class="table-box"><table border="1" style="width:100%"><tbody>{printed}</tbody></table></div>'
            )
        elif kind.startswith("heading"):
            body.append(f'<p style="text-indent: 2em;"><strong>{text}</strong></p>')
        elif kind == "sign":
            body.append(f'<p style="text-align: right;">{text}</p>')
        else:
            body.append(f"<p>&emsp;&emsp;{text}</p>")
    return title, "\n".join(body)


def modern(model: m.ReportModel, rng: random.Random) -> str:
    """A page of a present system: blocks, an article, a title above it."""
    title, body = content(model)
    name = "<br>".join(title)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{"".join(title)}_云棠县人民政府</title>
<style>.nav li {{ display: inline }} /* 一、总体情况 */</style>
<script>var article = "<p>一、总体情况</p>"; if (1 < 2) {{ document.write("<table>"); }}</script>
</head>
<body>
<header><div class="top"><a href="/">云棠县人民政府</a><span>今天是2024年3月5日</span></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/fw/">办事服务</a></li></ul></header>
<div class="crumb">您所在的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政府信息公开</a> &gt; <a href="/nb/">年报</a></div>
<div class="main">
<div class="side"><h3>政府信息公开</h3><ul><li><a href="1">政府信息公开指南</a></li><li><a href="2">政府信息公开制度</a></li>
<li><a href="3">依申请公开</a></li><li><a href="4">政府信息公开年报</a></li></ul></div>
<div class="article">
<h1>{name}</h1>
<div class="info"><span>来源：本站</span><span>浏览次数：<script>hits()</script>86</span>
<span>字号：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</span></div>
<div class="content" id="zoom">
{body}
</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div class="attach">附件：<a href="a.pdf">{"".join(title)}.pdf</a></div>
<ul class="near"><li>上一篇：<a href="p">云棠县2023年法治政府建设年度报告</a></li><li>下一篇：没有了</li></ul>
</div>
</div>
<footer><p>主办：云棠县人民政府办公室　承办：云棠县大数据中心</p><p>网站标识码：3505210001　备案号：<a href="#">云ICP备05000001号</a></p>
<p>联系我们　网站地图　电话：0595-87000000</p></footer>
</body>
</html>
"""


def old(model: m.ReportModel, rng: random.Random) -> str:
    """A page of an old system: layout tables in layout tables, end tags left out, lines ended by <br>."""
    title, body = [], []
    for kind, text in lay.blocks(model):
        text = escape(bare(text), quote=False).replace("“", "&ldquo;").replace("”", "&rdquo;")
        if kind == "title":
            title.append(text)
        elif kind == "table":
            rows = TABLES[text](model)
            printed = "".join(
                "<TR>\n" + "".join(f"  <TD{spans(c, r)} align=center>{escape(t) or '&nbsp;'}\n" for t, c, r in row)
                for row in rows
            )
            body.append(f"<TABLE border=1 cellSpacing=0 width='98%'>\n{printed}</TABLE>")
        else:
            body.append(f"&nbsp;&nbsp;&nbsp;&nbsp;{text}<BR>")
    text = "\n".join(body)
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>信息公开</TITLE></HEAD>
<BODY leftMargin=0 onload="init()">
<TABLE width=980 align=center><TR><TD><IMG src="top.jpg" alt="云棠县"></TD></TR>
<TR><TD height=30>&nbsp;<A href="/">网站首页</A> | <A href="/a">机构概况</A> | <A href="/b">政务信息</A> | <A href="/c">信息公开</A></TD></TR></TABLE>
<TABLE width=980 align=center><TR>
<TD width=200 valign=top><TABLE width="100%"><TR><TD>信息公开目录</TD></TR><TR><TD><A href="/d">组织机构</A></TD></TR>
<TR><TD><A href="/e">年度报告</A></TD></TR></TABLE></TD>
<TD valign=top><TABLE width="100%"><TR><TD>当前位置：<A href="/">首页</A> &gt;&gt; <A href="/e">年度报告</A></TD></TR>
<TR><TD align=center><FONT size=5 color=red><B>{"<BR>".join(title)}</B></FONT></TD></TR>
<TR><TD align=center>点击数：<SCRIPT src="count.asp"></SCRIPT></TD></TR>
<TR><TD><TABLE width="96%" align=center><TR><TD class=txt>
{text}
</TD></TR></TABLE></TD></TR>
<TR><TD align=right>【<A href="javascript:window.print()">打印本页</A>】【<A href="javascript:window.close()">关闭窗口</A>】</TD></TR>
</TABLE></TD></TR></TABLE>
<TABLE width=980 align=center><TR><TD align=center>版权所有：云棠县人民政府 云ICP备05000001号<BR>地址：云棠县人民路1号 电话：0595-87000000</TD></TR></TABLE>
</BODY></HTML>
"""


def word(model: m.ReportModel, rng: random.Random) -> str:
    """A page saved by Word: a span for every few characters, conditional comments, lines broken anywhere between tags."""

    def runs(text: str) -> str:
        out = []
        at = 0
        while at < len(text):
            size = rng.randint(1, 9)
            part = escape(text[at : at + size], quote=False)
            language = " lang=EN-US" if part.isascii() else ""
            out.append(
                f"<span{language}\nstyle='font-size:16.0pt;mso-bidi-font-size:12.0pt;\nfont-family:\"仿宋_GB2312\"'>{part}</span>"
            )
            at += size
        return "".join(out)

    body = []
    for kind, text in lay.blocks(model):
        text = bare(text)
        if kind == "table":
            rows = "".join(
                " <tr style='mso-yfti-irow:0;height:18.0pt'>\n"
                + "".join(
                    f"  <td width=62{spans(c, r)} valign=top style='width:46.5pt;border:solid windowtext 1.0pt'>\n"
                    f"  <p class=MsoNormal align=center style='text-align:center'>{runs(t)}<span lang=EN-US><o:p>{'' if t else '&nbsp;'}</o:p></span></p>\n  </td>\n"
                    for t, c, r in row
                )
                + " </tr>\n"
                for row in TABLES[text](model)
            )
            body.append(
                f"<table class=MsoNormalTable border=1 cellspacing=0>\n{rows}</table>\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
            )
        elif kind.startswith("heading") and text[1:2] == "、":
            number = f"<![if !supportLists]><span style='mso-list:Ignore'>{text[:2]}<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span><![endif]>"
            body.append(
                f"<p class=MsoNormal style='mso-list:l0 level1 lfo1'>{number}<b>{runs(text[2:])}</b><o:p></o:p></p>"
            )
        else:
            body.append(f"<p class=MsoNormal style='text-indent:32.0pt'>{runs(text)}<o:p></o:p></p>")
    text = "\n\n".join(body)
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<title>年报</title>
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>一、总体情况</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {{ margin:0cm; }} --></style>
</head>
<body lang=ZH-CN style='tab-interval:21.0pt'>
<div class=WordSection1 style='layout-grid:15.6pt'>
{text}
</div>
</body>
</html>
"""


STYLES: dict[str, tuple[Callable[[m.ReportModel, random.Random], str], str]] = {
    "modern": (modern, "utf-8"),
    "old": (old, "gb18030"),
    "word": (word, "gb18030"),
}
"""The ways by name, each with its encoding."""


def page(model: m.ReportModel, style: str, seed: int) -> bytes:
    """A report as a page in one of the styles."""
    make, encoding = STYLES[style]
    return make(model, random.Random(seed)).encode(encoding)
