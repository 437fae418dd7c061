"""The layouts in which reports come: a model goes in; its text comes out, and where each logical thing stands in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from tests.generator import model as m
from tests.generator.marks import MARK, Spot, bare, marked, settle

LAYOUTS = ("pdf", "pdf-split", "tsv", "cells-tab", "cells-plain", "markdown", "aligned", "flow", "glued", "cells-wide")
"""The layouts by name.  ``pdf`` is text from a PDF with wrapped labels; ``pdf-split`` the same with number runs split;
``tsv`` has tabs and the empty twins of merged cells; ``cells-tab`` and ``cells-plain`` one cell a line; ``cells-wide``
one cell a line with blank lines between all; ``aligned`` columns made with spaces; ``flow`` one row a line; ``glued``
the same with headings in odd places."""

SHOWS_BLANKS = frozenset({"tsv", "cells-tab", "markdown"})
"""The layouts in which a blank cell is known by its row and column."""


@dataclass
class Rendered:
    """A report as text, and where its logical things stand: ``heading.3``, ``row.申请.r1``, ``cell.申请.r1.0`` …"""

    text: str
    places: dict[str, list[Spot]]

    def lines(self, key: str) -> set[int]:
        """All lines of the words with that key."""
        return {n for spot in self.places.get(key, []) for n in range(spot.line, spot.end_line + 1)}


# --- tables, logically ------------------------------------------------------------------------------------------------


@dataclass
class Line3:
    """A row of table 3 as laid out: its group labels (empty where the one above reaches down), label and cells."""

    outer: str
    inner: str
    label: str
    cells: list[str]


def request_rows(model: m.ReportModel) -> list[Line3]:
    """The rows of table 3 with their marks."""
    rows = m.ROWS_2021 if model.request_edition == 2021 else m.ROWS_2019
    found: list[Line3] = []
    seen: set[str] = set()
    first_result = True
    for key in model.row_order:
        label = marked(model.labels.get(key, rows.get(key, "")), f"row.申请.{key}")
        cells = [marked(c, f"cell.申请.{key}.{i}") for i, c in enumerate(model.requests[key])]
        outer = inner = ""
        if key not in ("r1", "r2", "K") and first_result:
            outer, first_result = marked(model.labels.get("三", "三、本年度办理结果"), "group.申请.三"), False
        letter = key[0]
        if letter in m.GROUPS and key[1:] and letter not in seen:
            seen.add(letter)
            if letter in model.subtotals:
                name = marked(model.labels.get(letter, m.GROUPS[letter]), f"row.申请.{letter}")
                sums = [marked(c, f"cell.申请.{letter}.{i}") for i, c in enumerate(model.subtotals[letter])]
                found.append(Line3(outer, "", name, sums))
                found.append(Line3("", "", label, cells))
                continue
            inner = marked(model.labels.get(letter, m.GROUPS[letter]), f"group.申请.{letter}")
        found.append(Line3(outer, inner, label, cells))
    return found


def disclosure_groups(model: m.ReportModel) -> list[tuple[str, list[str], list[tuple[str, list[str]]]]]:
    """Table 2: caption, heads, rows of label and cells, with their marks."""
    form = m.DISCLOSURE_2021 if model.edition == 2021 else m.DISCLOSURE_2019
    found = []
    for caption, heads, names in form:
        rows = [
            (
                marked(model.labels.get(n, n), f"row.公开.{n}"),
                [marked(c, f"cell.公开.{n}.{i}") for i, c in enumerate(model.disclosure[n])],
            )
            for n in model.disclosure_order
            if n in names
        ]
        shown = [marked(model.heads.get(h, h), f"head.{caption}.{h}") for h in heads]
        found.append((marked(model.heads.get(caption, caption), f"caption.{caption}"), shown, rows))
    return found


def dispute_cells(model: m.ReportModel) -> list[str]:
    """The cells of table 4 with their marks."""
    return [marked(c, f"cell.复议诉讼.{i // 5}.{i % 5}") for i, c in enumerate(model.disputes)]


# --- prose ------------------------------------------------------------------------------------------------------------

Block = tuple[str, str]
"""A kind (title, heading, sub, para, sign, table) and its text; for a table, the number of its section."""


def blocks(model: m.ReportModel) -> list[Block]:
    """The report as a row of blocks."""
    prose = model.prose
    found: list[Block] = [("web", line) for line in prose.head]
    found += [("title", marked(line, "title")) for line in prose.title]
    if prose.under_title:
        found.append(("web", prose.under_title))
    if prose.contents:
        found += [("web", "目  录")]
        found += [("web", f"{prose.ordinals[n]}{prose.titles[n].rstrip('：。')}{'…' * 6}{n}") for n in prose.order]
    preface = marked("".join(marked(text, f"preface.{key}") for key, text in prose.preface.items()), "preface")
    preface = preface if prose.preface else ""
    if preface and not prose.preface_inside:
        found.append(("para", preface))
    for number in prose.order:
        heading = marked(prose.ordinals.get(number, "") + prose.titles[number], f"heading.{number}")
        if not bare(heading):
            pass
        elif number == 1 and prose.glued and found and found[-1][0] == "para":
            found[-1] = ("para", found[-1][1] + heading)
        else:
            found.append((f"heading{number}", heading))
        if number == 1:
            if preface and prose.preface_inside:
                found.append(("para", preface))
            found += _overview(prose)
        elif number in (2, 3, 4):
            if number in prose.bodies:
                found += [("para", marked(prose.bodies[number], f"body.{number}"))] if prose.bodies[number] else []
            else:
                found += [("table", str(number))] * (2 if number in model.twice else 1)
        elif number == 5:
            found += [("para", marked(text, "five")) for text in prose.five]
        elif number == 6:
            found += [("para", marked(text, f"six.{key}")) for key, text in prose.six]
        else:
            found.append(("para", marked(prose.bodies[number], f"body.{number}")))
    if prose.tail:
        found.append(("para", marked(prose.tail, "tail")))
    if prose.signoff_organ:
        found.append(("sign", marked(prose.signoff_organ, "signoff.organ")))
    if prose.signoff_date:
        found.append(("sign", marked(prose.signoff_date, "signoff.date")))
    found += [("web", line) for line in prose.foot]
    return found


def _overview(prose: m.Prose) -> Iterator[Block]:
    if prose.item_style == "inline":
        text = marked(prose.overview, "overview") if prose.overview else ""
        for item in prose.items:
            text += marked(item.heading, f"item.{item.topic}") + marked(item.body, f"item.{item.topic}.body")
        if text:
            yield "para", text
        return
    if prose.overview:
        yield "para", marked(prose.overview, "overview")
    for item in prose.items:
        heading = marked(item.heading, f"item.{item.topic}")
        body = marked(item.body, f"item.{item.topic}.body")
        if prose.item_style == "line":
            yield "para", heading + body
        else:
            yield "sub", heading
            if item.body:
                yield "para", body


_HAN = re.compile("[\u3400-\u9fff]")


def spaced(text: str) -> str:
    """The text as PDFs give it: a space between Chinese and a number or Latin word."""
    out: list[str] = []
    last = ""
    for char in text:
        if MARK.match(char):
            out.append(char)
            continue
        word, before = char.isascii() and char.isalnum(), last.isascii() and last.isalnum()
        if last and ((word and _HAN.match(last)) or (before and _HAN.match(char))):
            out.append(" ")
        out.append(char)
        last = char
    return "".join(out)


def width(text: str) -> int:
    """How many columns a text takes on a page: a Chinese character two."""
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in bare(text))


_ATOM = re.compile("[\U000f0000-\U000fffff]+|[!-~]+|[０-９，]*[０-９]+|.", re.S)


def wrap(text: str, columns: int, first: int = 0) -> list[str]:
    """The text in lines of that width; words and numbers stay whole where they can.  Marks take no room."""
    lines, line, used = [], "", first
    for atom in _ATOM.findall(text):
        size = width(atom)
        if size and used + size > columns and bare(line).strip() and atom not in "，。、；：）》”,.;:)":
            lines.append(line)
            line, used = "", 0
            if atom == " ":
                continue
        line += atom
        used += size
    if bare(line).strip() or not lines:
        lines.append(line)
    else:
        lines[-1] += line
    return lines


# --- the layouts ------------------------------------------------------------------------------------------------------


class Layout:
    """What the layouts share: blocks in, lines out."""

    def __init__(self, model: m.ReportModel, rng: random.Random) -> None:
        self.model, self.rng = model, rng
        self.lines: list[str] = []

    def render(self) -> str:
        """The whole report, with its marks."""
        for kind, text in blocks(self.model):
            self.block(kind, text)
        return "\n".join(self.lines) + self.rng.choice(["\n", "\n", "", "\n\n"])

    def block(self, kind: str, text: str) -> None:
        """Appends the lines of one block."""
        if kind == "table":
            {"2": self.disclosure, "3": self.requests, "4": self.disputes}[text]()
        else:
            self.prose(kind, text)

    def prose(self, kind: str, text: str) -> None:
        """Appends the lines of a block of prose."""
        indent = "\u3000\u3000" if self.indent and kind == "para" else ""
        self.lines.append(indent + text)

    indent = False

    def disclosure(self) -> None:
        """Appends table 2."""
        raise NotImplementedError

    def requests(self) -> None:
        """Appends table 3."""
        raise NotImplementedError

    def disputes(self) -> None:
        """Appends table 4."""
        raise NotImplementedError


class Pdf(Layout):
    """Text from a PDF: lines of one width, labels wrapped, group labels between the rows, page numbers."""

    split = False

    def __init__(self, model: m.ReportModel, rng: random.Random) -> None:
        super().__init__(model, rng)
        self.columns = rng.randint(44, 84)
        self.label_width = rng.randint(22, 46)
        self.gap = rng.random() < 0.6
        self.page = rng.randint(22, 48)
        self.since = 0
        self.pages = 0
        self.style = rng.choice(["- {} -", "-{}-", "— {} —", "第 {} 页", "第{}页 共9页", "- {} -\f", "—{}—", ""])
        self.space = rng.random() < 0.7
        self.inner_style = rng.choice(["own", "glued"])
        self.cell_gap = rng.choice([" ", " ", "  ", "\u3000", "\u00a0"])

    def put(self, line: str) -> None:
        """Appends one line, and the page's number where a page ends."""
        self.lines.append(line)
        self.since += 1
        if self.gap:
            self.lines.append("")
        if self.since >= self.page and self.style:
            self.since, self.pages = 0, self.pages + 1
            self.lines.append(self.style.format(self.pages))
            if self.rng.random() < 0.5:
                self.lines.append("")

    def prose(self, kind: str, text: str) -> None:
        """Wrapped paragraphs."""
        text = spaced(text) if self.space and kind != "title" else text
        for line in wrap(text, self.columns, 4 if kind == "para" else 0):
            self.put(line)

    def numbers(self, cells: list[str]) -> list[str]:
        """A run of numbers, on one line or on two."""
        shown = [c for c in cells if bare(c).strip()]
        if self.split and len(shown) > 2 and self.rng.random() < 0.5:
            at = self.rng.randint(1, len(shown) - 1)
            return [self.cell_gap.join(shown[:at]), self.cell_gap.join(shown[at:])]
        return [self.cell_gap.join(shown)]

    def row(self, label: str, cells: list[str]) -> None:
        """A label and its numbers; a wrapped label has its numbers on the next line."""
        found = wrap(label, self.label_width)
        runs = self.numbers(cells)
        if len(found) == 1:
            runs[0] = f"{found[0]}{self.cell_gap}{runs[0]}"
        else:
            for line in found:
                self.put(line)
        for run in runs:
            if bare(run).strip():
                self.put(run)

    def disclosure(self) -> None:
        for caption, heads, rows in disclosure_groups(self.model):
            self.put(caption)
            self.put(" ".join(["信息内容", *heads]))
            for label, cells in rows:
                self.row(label, cells)

    header = (
        "申请人情况",
        "自然",
        "人",
        "法人或其他组织",
        "总计商业",
        "企业",
        "科研",
        "机构",
        "社会",
        "公益",
        "组织",
        "法律",
        "服务",
        "机构",
        "其他",
    )

    def requests(self) -> None:
        for line in wrap("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", self.columns):
            self.put(line)
        for word in self.rng.choice(
            [
                self.header,
                ("申请人情况", "自然人 法人或其他组织 总计", "商业企业 科研机构 社会公益组织 法律服务机构 其他"),
            ]
        ):
            self.put(word)
        pending = ""
        for row in request_rows(self.model):
            if row.outer:
                for part in self.rng.choice(
                    [
                        ("三、本", "年度办", "理结果"),
                        ("三、本年度办理", "结果"),
                        ("三、本年度办理结果",),
                        ("三、", *"本年度办理结果"),
                    ]
                ):
                    self.put(part)
            label = row.label
            if pending:
                label, pending = pending + " " + label, ""
            elif row.inner:
                text = row.inner
                parts = wrap(text, 8)
                if self.inner_style == "glued" and len(parts) == 2:
                    label, pending = parts[0] + " " + label, parts[1]
                else:
                    for part in parts:
                        self.put(part)
            self.row(label, row.cells)

    def disputes(self) -> None:
        heads = ["结果", "维持", "结果", "纠正", "其他", "结果", "尚未", "审结", "总计"]
        tight = self.rng.random() < 0.4
        heads = ["结果维持 结果纠正 其他结果 尚未审结 总计"] if tight else heads
        names = m.DISPUTE_GROUPS if self.model.captions else ("", "", "")
        if tight and self.rng.random() < 0.5:
            plan = [f"{names[0]} 行政诉讼".strip(), f"{names[1]} {names[2]}".strip(), " ".join(heads * 3)]
        else:
            plan = [
                f"{names[0]} 行政诉讼" if names[0] else "",
                *heads,
                f"{names[1]} {names[2]}".strip(),
                *heads,
                *heads,
            ]
        for line in plan:
            if line:
                self.put(line)
        cells = [c for c in dispute_cells(self.model) if bare(c).strip()]
        for run in self.numbers(cells):
            self.put(run)


class PdfSplit(Pdf):
    """The same, with number runs split over two lines."""

    split = True


class Flow(Layout):
    """One row a line: label, space, numbers."""

    def __init__(self, model: m.ReportModel, rng: random.Random) -> None:
        super().__init__(model, rng)
        self.indent = rng.random() < 0.5
        self.gap = rng.choice([" ", " ", "  ", "\u3000"])
        self.empty = rng.random() < 0.3

    def put(self, *cells: str) -> None:
        """Appends a row."""
        self.lines.append(self.gap.join(c for c in cells if bare(c).strip()))
        if self.empty:
            self.lines.append("")

    def disclosure(self) -> None:
        for caption, heads, rows in disclosure_groups(self.model):
            self.put(caption)
            self.put("信息内容", *heads)
            for label, cells in rows:
                self.put(label, *cells)

    def requests(self) -> None:
        self.put("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况")
        self.put("自然人", "法人或其他组织", "总计")
        self.put("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
        own = self.rng.random() < 0.5
        for row in request_rows(self.model):
            if own:
                for group in (row.outer, row.inner):
                    if group:
                        self.put(group)
                self.put(row.label, *row.cells)
            else:
                self.put(row.outer, row.inner, row.label, *row.cells)

    def disputes(self) -> None:
        names = m.DISPUTE_GROUPS if self.model.captions else ("", "", "")
        self.put(names[0], "行政诉讼" if self.model.captions else "")
        self.put(names[1], names[2])
        self.put(*(m.DISPUTE_HEADS * 3))
        self.put(*dispute_cells(self.model))


class Glued(Flow):
    """One row a line; the first heading glued to the preface, headings with # or without ordinals."""

    def __init__(self, model: m.ReportModel, rng: random.Random) -> None:
        super().__init__(model, rng)
        self.form = rng.choice(["glue", "glue", "hash", "plain"])
        prose = model.prose
        whole = prose.titles.get(1) == "总体情况" and prose.ordinals.get(1, "").startswith("一")
        whole = whole and bare("".join(prose.preface.values())).endswith("。")
        if self.form == "glue" and not prose.preface_inside and whole:
            prose.glued = True
        if (
            self.form == "plain"
            and not prose.glued
            and prose.ordinals == {n: f"{c}、" for n, c in enumerate("一二三四五六", 1)}
        ):
            prose.ordinals = dict.fromkeys(prose.ordinals, "")

    def prose(self, kind: str, text: str) -> None:
        if self.form == "hash" and (kind.startswith("heading") or kind in ("title", "sub")):
            text = {"t": "# ", "h": "## ", "s": "### "}[kind[0]] + text
        super().prose(kind, text)


class Aligned(Pdf):
    """Columns aligned with spaces, as ``pdftotext -layout`` does; numbers stand on a wrapped label's middle line."""

    def __init__(self, model: m.ReportModel, rng: random.Random) -> None:
        super().__init__(model, rng)
        self.gap = False
        self.style = self.style.replace("{}", "{}") and " " * rng.randint(0, 40) + (self.style or "- {} -")
        self.cell = rng.randint(8, 11)
        self.label_width = rng.randint(26, 40)

    def prose(self, kind: str, text: str) -> None:
        text = spaced(text) if self.space else text
        indent = " " * (self.rng.randint(10, 18) if kind == "title" else 4)
        for at, line in enumerate(wrap(text, self.columns, 4)):
            self.put((indent if at == 0 else "") + line)

    def canvas(self, pieces: list[list[tuple[int, str]]]) -> None:
        """Appends lines given as pieces of text with their columns."""
        for line in pieces:
            out = ""
            for at, text in sorted(line, key=lambda p: p[0]):
                room = at - width(out)
                out += " " * (max(room, 1) if bare(out) else max(room, 0)) + text
            self.put(out.rstrip(" "))
            for _ in range(self.rng.choice([0, 1, 1, 2])):
                self.lines.append("")

    def disclosure(self) -> None:
        for caption, heads, rows in disclosure_groups(self.model):
            self.canvas([[(0, caption)]])
            places = [24 + 18 * i for i in range(3)]
            self.canvas([[(0, "信息内容"), *zip(places, heads, strict=False)]])
            self.canvas([[(0, label), *zip(places, cells, strict=False)] for label, cells in rows])

    def requests(self) -> None:
        x_label, x_cells = 17, 17 + self.label_width + 2
        xs = [x_cells + self.cell * i for i in range(9)]
        self.canvas([[(xs[2], "申请人情况")]])
        self.canvas(
            [
                [(0, "（本列数据的勾稽关系为：第一项加第二项之和，"), (xs[2], "法人或其他组织")],
                [(0, "等于第三项加第四项之和）")],
                [(xs[0], "自然人"), (xs[6], "总计")],
                [(xs[1], "商业企"), (xs[2], "科研机"), (xs[3], "社会公"), (xs[4], "法律服")],
                [(xs[5], "其他")],
                [(xs[1], "业"), (xs[2], "构"), (xs[3], "益组织"), (xs[4], "务机构")],
            ]
        )
        lines: list[list[tuple[int, str]]] = []
        groups: list[tuple[int, int, str]] = []
        results: list[int] = []
        for row in request_rows(self.model):
            outer = _key(row.label) in ("r1", "r2", "K")
            at = 0 if outer else (5 if len(_key(row.label)) == 1 else x_label)
            found = wrap(row.label, x_cells - at - 2)
            first = len(lines)
            for i, text in enumerate(found):
                line: list[tuple[int, str]] = [(at, text)]
                if i == len(found) // 2:
                    line += zip(xs, row.cells, strict=False)
                lines.append(line)
            if not outer:
                results += range(first, len(lines))
            if row.inner or _key(row.label) in m.GROUPS:  # a group with a subtotal has its name there
                groups.append((first, len(lines), row.inner))
            elif groups and at == x_label:
                groups[-1] = (groups[-1][0], len(lines), groups[-1][2])
        for first, last, text in groups:
            parts = wrap(text, 9)
            begin = first + max((last - first - len(parts)) // 2, 0)
            for i, part in enumerate(parts):
                lines[min(begin + i, last - 1)].append((5, part))
        if results:
            begin = results[0] + len(results) // 3
            for i, part in enumerate(["三、", "本", "年", "度", "办", "理", "结", "果"]):
                if begin + i <= results[-1]:
                    lines[begin + i].append((0, part))
        self.canvas(lines)

    def disputes(self) -> None:
        xs = [7 * i for i in range(15)]
        if self.model.captions:
            self.canvas(
                [[(xs[1], "行政复议"), (xs[8], "行政诉讼")], [(xs[5], "未经复议直接起诉"), (xs[11], "复议后起诉")]]
            )
        self.canvas(
            [
                [(x, word[:2]) for x, word in zip(xs, ["结果", "结果", "其他", "尚未"] * 1, strict=False)],
                [(x, word) for x, word in zip(xs, ["结果", "结果", "其他", "尚未", "总计"] * 3, strict=False)],
                [(x, word) for x, word in zip(xs, ["维持", "纠正", "结果", "审结", ""] * 3, strict=False) if word],
            ][1:]
        )
        self.canvas([list(zip(xs, dispute_cells(self.model), strict=False))])


def _key(label: str) -> str:
    """The row key in a marked label of table 3."""
    _, spots = settle(label)
    return next(k.rsplit(".", 1)[1] for k in spots if k.startswith("row."))


class Tsv(Layout):
    """Tab separated, as a table of Word pasted into text: merged cells leave empty twins, rows are ragged."""

    def __init__(self, model: m.ReportModel, rng: random.Random) -> None:
        super().__init__(model, rng)
        self.indent = rng.random() < 0.3
        self.twins = rng.random() < 0.7
        self.lose_after = rng.choice(["", "", "d", "e"])
        self.tail = rng.choice(["", "", "\t", "\t\t"])
        self.odd = rng.random() < 0.2
        self.empty = rng.random() < 0.3

    def put(self, *cells: str) -> None:
        """Appends a row."""
        if self.odd:
            cells = tuple(
                c + self.rng.choice(["\u00a0", "\u3000", " "]) if self.rng.random() < 0.1 else c for c in cells
            )
        self.lines.append("\t".join(cells) + self.tail)

    def prose(self, kind: str, text: str) -> None:
        super().prose(kind, text)
        if self.empty:
            self.lines.append("")

    def disclosure(self) -> None:
        for caption, heads, rows in disclosure_groups(self.model):
            self.put(caption, *([""] * 3 if self.twins else []))
            self.put("信息内容", *heads)
            for label, cells in rows:
                self.put(label, *cells)

    def requests(self) -> None:
        note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
        if self.twins:
            self.put(note, "", "", "申请人情况", "", "", "", "", "", "")
            self.put("", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计")
            self.put("", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "")
        else:
            self.put(note, "申请人情况")
            self.put("自然人", "法人或其他组织", "总计")
            self.put("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
        lost = False
        for row in request_rows(self.model):
            key = _key(row.label)
            lost = lost or (bool(self.lose_after) and key[0] >= self.lose_after and key[0] in "def")
            self.put(*self.labels(key, row, self.twins and not lost), *row.cells)

    def labels(self, key: str, row: Line3, twins: bool) -> list[str]:
        """The label cells of one row: three with twins, fewer without."""
        if key in ("r1", "r2", "K"):
            return [row.label, "", ""] if twins else [row.label]
        if len(key) == 1:
            return [row.outer, row.label, ""] if twins else [row.outer, row.label] if row.outer else [row.label]
        return [row.outer, row.inner, row.label] if self.twins else [*([row.inner] if row.inner else []), row.label]

    def disputes(self) -> None:
        names = m.DISPUTE_GROUPS
        if self.model.captions:
            blank = ["", "", "", ""]
            self.put(names[0], *blank, "行政诉讼", *blank, "", *blank)
            self.put(*m.DISPUTE_HEADS, names[1], *blank, names[2], *blank)
            self.put(*[""] * 5, *m.DISPUTE_HEADS, *m.DISPUTE_HEADS)
        else:
            self.put(*m.DISPUTE_HEADS * 3)
        self.put(*dispute_cells(self.model))


class Markdown(Tsv):
    """Pipe tables with the columns shifted, as converters make them; headings with #."""

    def __init__(self, model: m.ReportModel, rng: random.Random) -> None:
        super().__init__(model, rng)
        self.twins, self.tail, self.odd, self.lose_after, self.empty = True, "", False, "", False
        self.shifted = rng.random() < 0.5
        self.pad = rng.random() < 0.5
        self.levels = rng.random() < 0.3
        if self.levels:
            model.notes.add("conversion-residue")
        self.columns, self.fresh = 4, True
        self.rule = rng.choice(["---", "---", ":---:", " --- "])
        self.tight = rng.random() < 0.3
        self.apart = rng.random() < 0.2

    def put(self, *cells: str) -> None:
        if self.apart and self.columns == 4 and bare(cells[0]).startswith("第二十条") and not self.fresh:
            self.lines.append("")
            self.fresh = True
        cells = (*cells, *[""] * (self.columns - len(cells)))
        shown = [c + " " * max(0, 8 - width(c)) for c in cells] if self.pad else list(cells)
        self.lines.append("|" + "|".join(shown) + "|" if self.tight else "| " + " | ".join(shown) + " |")
        if self.fresh:
            self.lines.append("|" + "|".join([self.rule] * len(cells)) + "|")
            self.fresh = False

    def prose(self, kind: str, text: str) -> None:
        if kind == "title":
            text = "# " + text
        elif kind.startswith("heading"):
            text = ("####" if self.levels and kind > "heading3" else "##") + " " + text
        elif kind == "sub":
            text = "### " + text
        self.lines += [text, ""]

    def block(self, kind: str, text: str) -> None:
        super().block(kind, text)
        if kind == "table":
            self.lines.append("")

    def disclosure(self) -> None:
        self.columns, self.fresh = 4, True
        super().disclosure()

    def requests(self) -> None:
        self.columns, self.fresh = 10, True
        super().requests()

    def labels(self, key: str, row: Line3, twins: bool) -> list[str]:
        if not self.shifted:
            return super().labels(key, row, True)
        if key in ("r1", "r2", "K"):
            return [row.label, ""]
        if len(key) == 1:
            return [row.outer, row.label]
        return [row.outer, row.inner, row.label]

    def disputes(self) -> None:
        self.columns, self.fresh = 15, True
        super().disputes()


class Cells(Tsv):
    """One cell a line, with a tab before each, and a blank line between rows."""

    before = "\t"

    def put(self, *cells: str) -> None:
        for cell in cells:
            found = (
                wrap(cell, self.rng.choice([4, 8]))
                if bare(cell) in ("商业企业", "科研机构", "结果维持", "结果纠正")
                else [cell]
            )
            self.lines.append(self.before + found[0])
            self.lines += found[1:]
        self.lines.append("")

    def labels(self, key: str, row: Line3, twins: bool) -> list[str]:
        if not self.before:
            return [x for x in (row.outer, row.inner, row.label) if bare(x)]
        if key in ("r1", "r2", "K"):
            return [row.label]
        if len(key) == 1:
            return [row.outer, row.label]
        return [row.outer, row.inner, row.label]

    def disclosure(self) -> None:
        self.twins = False
        super().disclosure()

    def requests(self) -> None:
        self.lose_after = ""
        super().requests()


class CellsPlain(Cells):
    """One cell a line without tabs; a blank line between rows."""

    before = ""

    def put(self, *cells: str) -> None:
        self.lines += [c for c in cells if bare(c).strip()]
        self.lines.append("")


class CellsWide(CellsPlain):
    """One cell a line, a blank line after each, as plain ``pdftotext`` writes a table with wide cells."""

    def put(self, *cells: str) -> None:
        for cell in cells:
            if bare(cell).strip():
                self.lines += [cell, ""]


_LAYOUTS: dict[str, Callable[[m.ReportModel, random.Random], Layout]] = {
    "pdf": Pdf,
    "pdf-split": PdfSplit,
    "tsv": Tsv,
    "cells-tab": Cells,
    "cells-plain": CellsPlain,
    "cells-wide": CellsWide,
    "markdown": Markdown,
    "aligned": Aligned,
    "flow": Flow,
    "glued": Glued,
}


def render(model: m.ReportModel, layout: str, rng: random.Random) -> Rendered:
    """The report in that layout, and where its things stand."""
    text, places = settle(_LAYOUTS[layout](model, rng).render())
    return Rendered(text, places)


ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5")
LINE_ENDS = ("\n", "\r\n", "\r")


def encoded(text: str, encoding: str, line_end: str) -> bytes | None:
    """The report as bytes, or None where the encoding has not all its characters.  ``utf-16-le`` has no mark."""
    try:
        return text.replace("\n", line_end).encode(encoding)
    except UnicodeEncodeError:
        return None
