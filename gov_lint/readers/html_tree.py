"""A web page as a tree of blocks and lines, built as browsers build it where that matters for reports.

The tokens are found with patterns of our own: ``html.parser`` of Python 3.11 needs 10 ms for the bare tokens of a page of 120 KB that Word saved
(this module 6 ms for tokens and tree), and quadratic time on unclosed tags and comments (8,000 unclosed tags: 3.5 s).  Here each character is looked
at a bounded number of times.  Inline elements make no nodes; the tree is at most ``_DEEPEST`` deep (what stands deeper joins the block around it, as in
browsers).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape

from gov_lint.readers.flow import MAX_CHARACTERS, span_of, too_long
from gov_lint.readers.html_styles import Hiding
from gov_lint.readers.refusal import ReadError

MAX_TAGS = 300_000
"""The most tags that a page may have; a report of Word's own making has some ten thousand."""

_DEEPEST = 512
"""How many blocks may be open at once; browsers stop at the same number."""
_LONGEST_LINK = 200
"""How many characters a link has, at most; what stands farther behind is none, for its end was forgotten."""
EVERYTHING = -2
"""Has all be shown that is hidden."""
_NEAR = 12
"""Within how many open blocks a list's item is looked for that the next one closes."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^=>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_OPENS = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"[a-zA-Z]")
_ATTRIBUTE = re.compile(r"([^\s=>\"'/]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]++)))?+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_PRE_STYLE = re.compile(r"white-space\s*:\s*(pre|normal|nowrap)")
_CJK_LIST = re.compile(r"cjk-ideographic|(?:simp|trad)-chinese|hiragana-iroha")

# fmt: off
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "ul",
])
# fmt: on
_TABLES = frozenset(["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"])
_CELLS = ("td", "th")
_GROUPS = ("thead", "tbody", "tfoot")
_UNSEEN = frozenset(
    ["select", "svg", "math", "template", "object", "video", "audio", "canvas", "button", "datalist", "del"]
)
"""Elements whose content is no text of the page, or text that was deleted."""
_RAW = frozenset(["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"])
"""Elements whose content holds no elements, and is not shown."""
_BREAKS = frozenset(["hr", "form", "body", "html", "head", "frameset", "option", "optgroup"])
"""Elements that end a line and make no block."""
_KINDS = (
    dict.fromkeys(_BLOCKS, "block")
    | dict.fromkeys(_TABLES, "table")
    | dict.fromkeys(_UNSEEN, "unseen")
    | dict.fromkeys(_RAW, "raw")
    | dict.fromkeys(_BREAKS, "break")
    | {"br": "br", "a": "a"}
)
_VOID = frozenset(
    ["area", "base", "col", "embed", "img", "input", "link", "meta", "param", "source", "track", "wbr", "colgroup"]
)

_STORES = frozenset(["textarea", "xmp", "noscript"])
"""Elements in which pages keep what a script shows later; scripts of a kind that is no program, and frames, do so too."""
_MARKUP = re.compile(r"(?i)type\s*=\s*[\"']?text/(?:html|x-|template|ng-)")
_SRCDOC = re.compile(r"(?is)\bsrcdoc\s*=\s*([\"'])(.*?)\1")
_VALUED = frozenset(["", "text", "number", "tel", "search", "email", "date"])
"""Kinds of fields that show their value."""

Run = tuple[int, int, bool, str]
"""A stretch of a line: where its source begins and ends, whether blanks in it are kept, and what it prints where that is not in the source."""


class Line:
    """What stands on a line of its own: runs of text; ``start`` and ``end`` count in the page's bare text.  ``linked`` is how many of its
    characters are links; ``soft`` says that only a line break parts it from the line before."""

    __slots__ = ("end", "linked", "node", "runs", "soft", "start")

    def __init__(self, node: Node, start: int, soft: bool) -> None:
        self.node = node
        self.runs: list[Run] = []
        self.start = self.end = start
        self.linked = 0
        self.soft = soft


class Node:
    """An element that is a block: its name, where its tag stands in the source (``at``), what it holds, and which stretch of the bare text."""

    __slots__ = ("at", "children", "colspan", "count", "end", "name", "parent", "pre", "rowspan", "start", "unseen")

    def __init__(self, name: str, parent: Node | None, at: int, start: int) -> None:
        self.name = name
        self.parent = parent
        self.at = at
        self.start = self.end = start
        self.children: list[Node | Line] = []
        self.colspan = self.rowspan = 1
        self.pre: bool = parent.pre if parent else False
        self.unseen = False
        self.count: tuple[str, int] | None = None


class Page:
    """A page: its source, the tree, all its lines that are seen, and their bare text (without blanks, each line ended by a newline).
    ``hidden`` are the stretches of the source that the page does not show, though a script might; ``stored`` those of them that are no
    elements of the page, but kept in a script or a field."""

    def __init__(
        self,
        source: str,
        root: Node,
        lines: list[Line],
        bare: str,
        hidden: list[tuple[int, int]],
        stored: list[tuple[int, int]],
    ) -> None:
        self.source = source
        self.root = root
        self.lines = lines
        self.bare = bare
        self.hidden = hidden
        self.stored = stored

    def words(self, line: Line) -> str:
        """The bare text of a line."""
        return self.bare[line.start : line.end]


def parse(source: str, *shown: int) -> Page:
    """The page in a source.  ``shown`` is where the tags of hidden elements stand that are to be shown nevertheless, or EVERYTHING.

    Raises ReadError where there are more tags or more text than any report has.
    """
    if source.count("<") > MAX_TAGS:
        raise too_many_tags()
    builder = _Builder(source, shown)
    builder.run()
    return builder.page()


def too_many_tags() -> ReadError:
    """The refusal of a page with more tags than any report."""
    return ReadError(
        f"网页的标签超过 {MAX_TAGS // 10000} 万个，不像是年度报告，没有读取。请确认文件是否选对。",
        f"The page has more than {MAX_TAGS:,} tags, which no annual report has; it was not read. Check that it is the right file.",
    )


def attributes(raw: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case; the first of two with one name counts."""
    found: dict[str, str] = {}
    for name, double, single, plain in _ATTRIBUTE.findall(raw):
        found.setdefault(name.lower(), double or single or plain)
    return found


class _Builder:
    """Goes through the source once and builds the tree."""

    def __init__(self, source: str, shown: Collection[int]) -> None:
        self.source = source
        self.shown = shown
        self.root = Node("body", None, 0, 0)
        self.stack = [self.root]
        self.scopes: list[dict[str, int]] = [{}]
        self.tables: list[int] = []
        self.skipped: dict[str, int] = {}
        self.bare: list[str] = []
        self.size = 0
        self.lines: list[Line] = []
        self.line: Line | None = None
        self.soft = False
        self.unseen = 0
        self.linked = False
        self.link = 0
        self.hidden: list[tuple[int, int]] = []
        self.stored: list[tuple[int, int]] = []
        self.hiding = Hiding()
        self.closings: dict[str, int] = {}

    def page(self) -> Page:
        """The page that was built."""
        self.end_line()
        while self.stack:
            self.pop(len(self.source))
        return Page(self.source, self.root, self.lines, "".join(self.bare), self.hidden, self.stored)

    # --- tokens ---

    def run(self) -> None:
        """Goes through all tokens."""
        source, length = self.source, len(self.source)
        find = _OPENS.search
        tag = _TAG
        at = begun = 0
        while opens := find(source, at):
            at = opens.start()
            match = tag.match(source, at)
            if match:
                if at > begun:
                    self.text(begun, at)
                at = begun = self.element(match)
                continue
            following = source[at + 1 : at + 2]
            after = source[at + 2 : at + 3]
            if _NAME.match(following) or (following == "/" and _NAME.match(after)):
                if tag is _PLAIN_TAG:  # no tag ends any more: browsers drop the rest
                    if at > begun:
                        self.text(begun, at)
                    return
                tag = _PLAIN_TAG
                continue
            if at > begun:
                self.text(begun, at)
            at = begun = self.comment(at)
        if length > begun:
            self.text(begun, length)

    def comment(self, at: int) -> int:
        """Where what follows a comment or a declaration begins."""
        if self.source.startswith("<!--", at):
            end = self.source.find("-->", at + 2)
            return end + 3 if end >= 0 else len(self.source)
        end = self.source.find(">", at)
        return end + 1 if end >= 0 else len(self.source)

    def element(self, match: re.Match[str]) -> int:
        """Takes in a tag, and says where what follows it begins."""
        closing, name, raw = match.groups()
        kind = _KINDS.get(name)
        if kind is None:
            name = name.lower()
            kind = _KINDS.get(name)
        if closing:
            self.close(name, kind, match.start())
            return match.end()
        if kind is None:
            self.inline(name, raw, match.start())
        elif kind == "br":
            self.end_line()
            self.soft = True
        elif kind == "block":
            self.block(name, raw, match.start())
        elif kind == "table":
            self.table_part(name, raw, match.start())
        elif kind == "raw":
            return self.skip(name, raw, match.end())
        elif kind == "a":
            self.linked = "href" in raw or "HREF" in raw
            self.link = self.size
            self.inline(name, raw, match.start())
        elif kind == "unseen":
            if name != "del" and name != "button":
                self.end_line()
            stored = name == "template"
            unseen = not (stored and self.shows(match.start()))
            unseen = unseen and (not raw.endswith("/") or name not in ("svg", "math"))
            self.push(name, match.start(), unseen=unseen, hidden=stored)
            if raw.endswith("/") and name in ("svg", "math"):
                self.pop(match.end())
        else:
            self.end_line()
        return match.end()

    def skip(self, name: str, raw: str, at: int) -> int:
        """Where what follows an element without elements begins; where it has no end, the rest of the page belongs to it."""
        end, after = self.inner(name, at)
        if name == "style":
            self.hiding.add(self.source[at:end])
        elif name == "iframe":
            found = _SRCDOC.search(raw)
            if found:
                begin = at - 1 - len(raw) + found.start(2)
                self.stored.append((begin, begin + len(found[2])))
        elif name in _STORES or (name == "script" and _MARKUP.search(raw)):
            if any(self.source.find(sign, at, end) >= 0 for sign in ("<", "&lt;")):
                self.stored.append((at, end))
            elif name == "textarea" and not self.hides(name, raw, at):
                self.text(at, end)
        return after

    def inner(self, name: str, at: int) -> tuple[int, int]:
        """Where the inside of an element without elements ends, and where what follows it begins."""
        ends = [end for form in (name, name.upper(), name.capitalize()) if (end := self.closing(f"</{form}", at)) >= 0]
        if not ends:
            return (len(self.source),) * 2 if name in ("script", "style", "textarea") else (at, at)
        end = self.source.find(">", min(ends))
        return min(ends), end + 1 if end >= 0 else len(self.source)

    def closing(self, words: str, at: int) -> int:
        """Where these words stand next, or -1; each part of the source is searched once."""
        known = self.closings.get(words, -2)
        if known == -1 or known >= at:
            return known
        found = self.source.find(words, at)
        self.closings[words] = found
        return found

    # --- text ---

    def text(self, start: int, end: int) -> None:
        """Takes in characters that stand between tags."""
        if self.unseen:
            return
        raw = self.source[start:end]
        bare = "" if raw.isspace() else "".join((unescape(raw) if "&" in raw else raw).split())
        if not bare:
            if self.line is not None:
                self.line.runs.append((start, end, self.stack[-1].pre, ""))
            return
        line = self.line or self.begin_line()
        line.runs.append((start, end, self.stack[-1].pre, ""))
        if self.linked and self.size - self.link < _LONGEST_LINK:
            line.linked += len(bare)
        self.add(bare)

    def begin_line(self) -> Line:
        """A new line in the block that is open."""
        node = self.stack[-1]
        self.line = line = Line(node, self.size, self.soft)
        node.children.append(line)
        self.lines.append(line)
        return line

    def end_line(self) -> None:
        """Ends the line that is open."""
        if self.line is not None:
            self.line.end = self.size
            self.add("\n")
            self.line = None
        self.soft = False

    def add(self, bare: str) -> None:
        """Appends to the bare text."""
        self.bare.append(bare)
        self.size += len(bare)
        if self.size > 2 * MAX_CHARACTERS:
            raise too_long()

    # --- elements ---

    def inline(self, name: str, raw: str, at: int) -> None:
        """Takes in the start of an element that is no block: only where it hides something it matters."""
        if name in _VOID:
            if name == "input" and "value" in raw.lower() and not self.unseen and not self.hides(name, raw, at):
                self.value(raw, at)
            return
        if name == "sup" and self.linked:  # the number of a note, which would run into the number before it
            self.push(name, at, unseen=True)
        elif self.hides(name, raw, at) or (self.unseen and self.scopes[-1].get(name)):
            self.push(name, at, unseen=True, hidden=True)

    def value(self, raw: str, at: int) -> None:
        """Prints what a field shows that was filled in."""
        given = attributes(raw)
        shown = unescape(given.get("value", "")).strip() if given.get("type", "").lower() in _VALUED else ""
        if shown:
            line = self.line or self.begin_line()
            line.runs.append((at, at, True, f"{shown} "))
            self.add("".join(shown.split()))

    def block(self, name: str, raw: str, at: int) -> None:
        """Takes in the start of a block."""
        self.end_line()
        if self.scopes[-1].get("p"):
            self.pop_to("p", at)
        if name == "li":
            self.close_item(("li",), ("ul", "ol", "menu", "dir"), at)
        elif name in ("dd", "dt"):
            self.close_item(("dd", "dt"), ("dl",), at)
        hides = self.hides(name, raw, at)
        node = self.push(name, at, unseen=hides, hidden=hides)
        if node is None:
            return
        if name == "pre":
            node.pre = True
        elif "white-space" in raw and (style := _PRE_STYLE.search(raw)):
            node.pre = style[1] == "pre"
        if name == "ol":
            node.count = _numbering(raw)
        elif name == "li" and node.parent is not None and node.parent.count:
            self.number(node, node.parent, raw)

    def number(self, item: Node, numbered: Node, raw: str) -> None:
        """Prints the number of a list's item, as a browser does."""
        style, count = numbered.count or ("", 1)
        own = attributes(raw)
        if own.get("value", "").isdigit():
            count = int(own["value"][:6])
        numbered.count = (style, count + 1)
        printed = _ordinal(style, count)
        if printed and "none" not in own.get("style", "") and not self.unseen:
            line = self.begin_line()
            line.runs.append((item.at, item.at, True, printed))
            self.add(printed)

    def table_part(self, name: str, raw: str, at: int) -> None:
        """Takes in the start of a table or of a part of one, and closes what it implies."""
        self.end_line()
        if name == "table":
            if self.scopes[-1].get("p"):
                self.pop_to("p", at)
            if self.tables and len(self.scopes) - 1 == self.tables[-1]:
                self.pop_to("table", at)
            hides = self.hides(name, raw, at)
            self.push("table", at, unseen=hides, hidden=hides)
            return
        if not self.tables:
            self.push("table", at)
        self.close_parts(("td", "th", "caption"), at)
        if name not in _CELLS:
            self.close_parts(("tr",), at)
            if name in _GROUPS or name == "caption":
                self.close_parts(_GROUPS, at)
        elif self.tables and not self.scopes[self.tables[-1]].get("tr"):
            self.push("tr", at)
        self.linked = False
        hides = self.hides(name, raw, at)
        node = self.push(name, at, unseen=hides, hidden=hides)
        if node and name in _CELLS and "span" in raw.lower():
            given = attributes(raw)
            node.colspan, node.rowspan = span_of(given.get("colspan")), span_of(given.get("rowspan"))

    def close_parts(self, names: tuple[str, ...], at: int) -> None:
        """Closes those of the innermost table's parts that are open."""
        for name in names:
            while self.tables and self.scopes[self.tables[-1]].get(name):
                self.pop_to(name, at)

    def close_item(self, names: tuple[str, ...], lists: tuple[str, ...], at: int) -> None:
        """Closes the item of the innermost list that is open."""
        for node in self.stack[: -_NEAR - 1 : -1]:
            if node.name in names:
                self.pop_to(node.name, at)
                return
            if node.name in lists or node.name in _TABLES:
                return

    def close(self, name: str, kind: str | None, at: int) -> None:
        """Takes in an end tag."""
        if self.skipped.get(name):
            self.skipped[name] -= 1
            self.end_line()
            return
        if kind == "table":
            if self.tables and (name == "table" or self.scopes[self.tables[-1]].get(name)):
                self.end_line()
                self.pop_to(name, at)
            return
        if kind == "a":
            self.linked = False
        is_open = self.scopes[-1].get(name)
        if kind == "break" or name == "p" or (kind == "block" and is_open):
            self.end_line()
        if is_open:
            self.pop_to(name, at)

    def shows(self, at: int) -> bool:
        """Whether the element there is to be shown, hidden or not."""
        return at in self.shown or EVERYTHING in self.shown

    def hides(self, name: str, raw: str, at: int) -> bool:
        """Whether a tag's attributes hide its element, or a style sheet in the page does."""
        if not raw or self.shows(at):
            return False
        if self.hiding and ("class" in raw or "id" in raw) and self.hiding.hides(name, attributes(raw)):
            return True
        lower = raw.lower()
        if "hidden" not in lower and "none" not in lower:
            return False
        given = attributes(lower)
        return "hidden" in given or _HIDDEN_STYLE.search(given.get("style", "")) is not None

    def push(self, name: str, at: int, *, unseen: bool = False, hidden: bool = False) -> Node | None:
        """Opens an element, unless too many are open."""
        if len(self.stack) >= _DEEPEST:
            self.skipped[name] = self.skipped.get(name, 0) + 1
            return None
        parent = self.stack[-1]
        node = Node(name, parent, at, self.size)
        parent.children.append(node)
        self.stack.append(node)
        scope = self.scopes[-1] if name not in ("tr", *_CELLS, *_GROUPS, "caption") else self.scopes[self.tables[-1]]
        scope[name] = scope.get(name, 0) + 1
        if name == "table":
            self.tables.append(len(self.scopes))
            self.scopes.append({})
        elif name in ("td", "th", "caption"):
            self.scopes.append({})
        if unseen:
            if hidden and not self.unseen:
                self.hidden.append((at, -1))
            node.unseen = True
            self.unseen += 1
        return node

    def pop_to(self, name: str, at: int) -> None:
        """Closes the innermost element of that name, which is open, and all in it."""
        while len(self.stack) > 1 and self.pop(at).name != name:
            pass

    def pop(self, at: int) -> Node:
        """Closes the innermost element."""
        node = self.stack.pop()
        node.end = self.size
        if node is self.root:
            return node
        if self.line is not None and self.line.node is node:
            self.end_line()
            node.end = self.size
        if node.name == "table":
            self.tables.pop()
            self.scopes.pop()
        elif node.name in ("td", "th", "caption"):
            self.scopes.pop()
        part = node.name in ("tr", *_CELLS, *_GROUPS, "caption")
        scope = self.scopes[self.tables[-1]] if part else self.scopes[-1]
        scope[node.name] -= 1
        if node.unseen:
            self.unseen -= 1
            if not self.unseen and self.hidden and self.hidden[-1] == (node.at, -1):
                self.hidden[-1] = (node.at, at)
        return node


# --- numbers of lists ---

_DIGITS = "零一二三四五六七八九"


def _numbering(raw: str) -> tuple[str, int] | None:
    """How the items of an ordered list are numbered, and the first one's number; None where no number is printed."""
    given = attributes(raw)
    style = given.get("style", "").lower()
    start = given.get("start", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
    if "list-style" in style:
        if re.search(r"list-style(?:-type)?\s*:\s*[^;]*none", style):
            return None
        if _CJK_LIST.search(style):
            return "一", first
        for words, kind in (("lower-alpha", "a"), ("upper-alpha", "A"), ("lower-roman", "i"), ("upper-roman", "I")):
            if words in style:
                return kind, first
    return (given["type"] if given.get("type", "") in ("a", "A", "i", "I") else "1"), first


def _ordinal(style: str, count: int) -> str:
    """The number of a list's item with what stands behind it."""
    if style == "一" and 0 < count < 100:
        tens, ones = divmod(count, 10)
        return ("" if tens < 2 else _DIGITS[tens]) + "十" * (tens > 0) + (_DIGITS[ones] if ones else "") + "、"
    if style in ("a", "A") and 0 < count < 27:
        return chr(ord(style) + count - 1) + ". "
    if style in ("i", "I") and 0 < count < 40:
        tens, ones = divmod(count, 10)
        roman = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
        return (roman.lower() if style == "i" else roman) + ". "
    return f"{count}. "


def walk(node: Node) -> Iterator[Node | Line]:
    """The lines of a block and its tables, in their order; what stands in a table comes with the table."""
    waiting: list[Iterator[Node | Line]] = [iter(node.children)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif isinstance(child, Line) or child.name == "table":
            yield child
        else:
            waiting.append(iter(child.children))
