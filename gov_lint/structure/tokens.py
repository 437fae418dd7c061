"""The tokens of a report: headings, prose, and inside the mandated tables labels, values and other words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gov_lint.nouns import BLANK, NUMBER, PLACEHOLDER, TEXT, Span, Squeezed
from gov_lint.patterns import compiled
from gov_lint.structure.form import EDITIONS, load_form
from gov_lint.structure.grammar import Token
from gov_lint.structure.headings import Candidate

NUMERAL = r"[-+增减]?\d+(?:，\d{3})*(?:\.\d+)?"
UNIT = r"(?:万元|亿元|千元|元|件|个|项|份)"
NOTE = r"（(?![一二三四五六七八九十]）)[^（）\t\n]{1,40}）"
MARKS = r"[-—–/\\×*]{1,4}|N/A|n/a|不适用|持平|无增减|不变|无|空"
ODD = r"[OoQ〇○]|[零一二三四五六七八九十百]{1,4}"
"""What may stand in a cell instead of a number: a letter like a zero, a Chinese numeral."""
VALUE = compiled(rf"(?P<number>{NUMERAL})(?:[ \n]?(?P<unit>{UNIT}))?(?P<note>{NOTE})?|(?P<mark>{MARKS})")
"""A cell that holds a value: a number, perhaps with a unit and a note, or a mark that stands for none."""
RUN = "run"
"""The name of a value token that is several whole numbers, with one character between two of them."""
_TABLES = ("公开", "申请", "复议诉讼")


@lru_cache(maxsize=3)
def _start(name: str) -> re.Pattern[str]:
    """Where a table begins: words that only it holds, or one of its labels with a value behind it."""
    tables = [load_form().table(name, edition) for edition in EDITIONS]
    telling = [row for table in tables for row in table.rows if not row.group and row.name not in table.columns]
    labels = "|".join(dict.fromkeys(row.words for row in telling))
    if name == "复议诉讼":
        return compiled(tables[0].start)
    return compiled(rf"{tables[0].start}|(?:{labels})(?=[\t ]?\d[\d. ]*(?:[\t\n]|\d|$))")


@lru_cache(maxsize=3)
def _labels(name: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern for the labels and the values of a table in flowing text, and the rows that its groups name."""
    rows: dict[str, str] = {}
    for edition in EDITIONS:
        for row in load_form().table(name, edition).rows:
            rows.setdefault(row.name, row.words)
    names = tuple(rows)
    parts = "|".join(f"(?P<r{i}>{rows[name]})" for i, name in enumerate(names))
    first = "".join(sorted({char for words in rows.values() for char in _first(words)}))
    number = rf"(?<![\d.第〔\[]){NUMERAL}(?![.．、]\D|[.．、]$|\d)(?:{NOTE})?"
    value = rf"(?P<value>{number}|{MARKS}|[OoQ〇○])"
    run = r"(?P<run>(?<![\d.第〔\[-])\d+(?: \d+)+)"
    return compiled(rf"(?=[{re.escape(first)}\d+\-—–/\\×*Nn不无空持增减OoQ〇○])(?:{parts}|{run}|{value})"), names


def _first(words: str) -> Iterator[str]:
    """The letters that a row's patterns may begin with."""
    for option in words.replace("(?<!\\d)", "").split("|"):
        yield option[0]


def tokenise(squeezed: Squeezed, headings: Sequence[Candidate]) -> list[Token]:
    """All tokens of a report, in the order of the text."""
    text = squeezed.text
    tokens: list[Token] = []
    zones = _zones(text, headings, squeezed.lines)
    at = 0
    events = sorted([(h.span.start, 0, h.number, h.span.end) for h in headings] + [(s, 1, t, e) for t, s, e in zones])
    edges = set(squeezed.starts) | {len(text)}
    for start, kind, what, end in events:
        if start > at:
            tokens.append(Token("TEXT", "", at, start))
        if kind == 0:
            tokens.append(Token("HEADING", str(what), start, end))
        else:
            name = _TABLES[what]
            tokens.append(Token("TABLE", name, start, start))
            _table(tokens, text, name, start, end, edges, squeezed.lines)
        at = end
    if at < len(text):
        tokens.append(Token("TEXT", "", at, len(text)))
    return tokens


def _zones(text: str, headings: Sequence[Candidate], lines: list[int]) -> list[tuple[int, int, int]]:
    """Where each table stands: its number in _TABLES, start and end.  It is looked for in its own section, then in the other
    sections with tables; in the whole text where no such section was found."""
    bounds = [h.span.start for h in headings] + [len(text)]
    bodies = [(h.number, h.span.end, end) for h, end in zip(headings, bounds[1:], strict=True)]
    holders = [body for body in bodies if body[0] in (2, 3, 4)]
    if not holders:
        holders = [(0, 0, bounds[0]), *bodies]
    starts: list[tuple[int, int, int]] = []
    for which, name in enumerate(_TABLES):
        own = [body for body in holders if body[0] == which + 2]
        for number, start, end in [*own, *(body for body in holders if body not in own)]:
            match = _start(name).search(text, start, end)
            if match:
                line = max(start, lines[bisect_right(lines, match.start()) - 1])
                mine = number == which + 2 and text.find("。", start, line) < 0
                begin = start if mine else line  # captions stand above; prose and other tables do not belong
                if not mine:
                    begin = _captions_above(text, start, line, name)
                if not mine and number == which + 2:
                    begin = _heads_above(text, text.rfind("。", start, line) + 1, line, lines)
                starts.append((begin, end, which))
                break
    starts.sort()
    zones = []
    for i, (begin, end, which) in enumerate(starts):
        later = starts[i + 1][0] if i + 1 < len(starts) else len(text)
        if begin < min(end, later):
            zones.append((which, begin, min(end, later)))
    return zones


_PROSE = compiled(r"[\d，；：、]")


def _heads_above(text: str, start: int, line: int, lines: list[int]) -> int:
    """Where the heads above a table's first line begin, behind the full stop of its section's prose; that line where prose goes on."""
    begin = lines[bisect_left(lines, start)]
    return line if begin >= line or _PROSE.search(text, begin, line) else begin


def _captions_above(text: str, start: int, line: int, name: str) -> int:
    """Where the rows above a table's first line begin that hold nothing but heads of it; that line where there are none."""
    heads = load_form().table(name, 2021).heads
    while start < line:
        above = max(text.rfind("\n", start, line - 1) + 1, start)
        cells = [cell for cell in text[above : line - 1].split("\t") if cell]
        if len(cells) < 2 or not all(cell in heads for cell in cells):
            break
        line = above
    return line


def _table(tokens: list[Token], text: str, name: str, start: int, end: int, edges: set[int], lines: list[int]) -> None:
    """Adds the tokens of a table."""
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if text.find("\t", at, stop) >= 0:
            _cells(tokens, text, name, at, stop, edges, lines)
        elif stop > at:
            tokens += _flow(text, name, at, stop, edges, lines)
        if stop < end:
            tokens.append(Token("BREAK", "", stop, stop + 1))
        at = stop + 1


@lru_cache(maxsize=4096)
def _label(name: str, cell: str) -> str:
    """The row that a cell's words are the whole label of; empty where they are none."""
    pattern, names = _labels(name)
    match = pattern.match(cell)
    kind = (match.lastgroup or "") if match and match.end() == len(cell) else ""
    return names[int(kind[1:])] if kind[1:].isdecimal() else ""


_LONGEST_LABEL = 60
"""Longer cells hold more than a label."""


def _last_numbers(line: str) -> int:
    """Where in a row the last cells begin that hold whole numbers, if they are two or more; else 0."""
    cut = line.find("\t", len(line.rstrip("0123456789\t"))) + 1
    return cut if cut and "\t" in line[cut:-1] and "\t\t" not in line[cut - 1 :] and line[-1] != "\t" else 0


def _cells(tokens: list[Token], text: str, name: str, start: int, end: int, edges: set[int], lines: list[int]) -> None:
    """Adds the tokens of a row whose cells the layout shows."""
    at = start
    labelled = valued = False
    line = text[start:end]
    numbers = _last_numbers(line)
    for cell in line[: numbers - 1].split("\t") if numbers else line.split("\t"):
        stop = at + len(cell)
        label = _label(name, cell) if 2 < len(cell) < _LONGEST_LABEL else ""
        if label:
            labelled = True
            tokens.append(tuple.__new__(Token, ("LABEL", label, at, stop)))
        elif cell.isdecimal():
            tokens.append(tuple.__new__(Token, ("VALUE", NUMBER, at, stop)))
        elif not cell:
            tokens.append(Token("VALUE", BLANK, max(at - 1, 0), stop))
        elif VALUE.fullmatch(cell):
            state = NUMBER if cell[-1].isdigit() or cell[0].isdigit() else _state(cell)
            tokens.append(Token("VALUE", state, at, stop))
        else:
            found = _flow(text, name, at, stop, edges, lines)
            if labelled and len(found) == 1 and found[0].type == "WORD" and (valued or _ODD_CELL.search(cell)):
                found = [Token("VALUE", TEXT, at, stop)]
            labelled = labelled or any(token.type == "LABEL" for token in found)
            tokens += found
        valued = valued or (labelled and tokens[-1].type == "VALUE" and tokens[-1].name != BLANK)
        at = stop + 1
    if numbers:
        tokens.append(tuple.__new__(Token, ("VALUE", RUN, start + numbers, end)))


_ODD_CELL = compiled(rf"\d|^(?:{ODD})$")


def _state(cell: str) -> str:
    return NUMBER if compiled(r"-?\d").match(cell) else PLACEHOLDER


def _flow(text: str, name: str, start: int, end: int, edges: set[int], lines: list[int]) -> list[Token]:
    """The tokens of text whose cells only blanks part."""
    pattern, names = _labels(name)
    tokens: list[Token] = []
    at = position = start
    held: Token | None = None
    earlier = -1  # where the value before the one that is held ends
    while match := pattern.search(text, position, end):
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "run":
            if held:
                tokens.append(held)
                held = None
            if match.start() > at and text[at : match.start()] != " ":
                tokens.append(_between(text, at, match.start(), tokens))
            # all but its last number, which may go on with a unit or a note
            earlier = text.rindex(" ", match.start(), position)
            tokens.append(tuple.__new__(Token, ("VALUE", RUN, match.start(), earlier)))
            at = position = earlier + 1
            continue
        token = (
            Token("LABEL", names[int(kind[1:])], match.start(), position)
            if kind != "value"
            else _value(text, match, edges, lines)
        )
        if token is None:
            continue
        if held and token.type == "LABEL" and _is_ordinal(text, held, token, lines, earlier):
            at = held.start
            held = None
        if held:
            tokens.append(held)
            earlier = held.end
            held = None
        if token.start > at and text[at : token.start] != " ":
            between = (
                _between(text, at, token.start, tokens) if token.type == "VALUE" else Token("WORD", "", at, token.start)
            )
            tokens.append(between)
        at = position = token.end
        if token.type == "VALUE":
            held = token
        else:
            tokens.append(token)
    if held:
        tokens.append(held)
    if at < end and text[at:end].strip():
        tokens.append(Token("WORD", "", at, end))
    return tokens


def _between(text: str, start: int, end: int, tokens: list[Token]) -> Token:
    """What stands before a value: words, or, right behind another value, a Chinese numeral in a cell."""
    if tokens and tokens[-1].type == "VALUE" and tokens[-1].end == start and compiled(ODD).fullmatch(text, start, end):
        return Token("VALUE", TEXT, start, end)
    return Token("WORD", "", start, end)


def single(values: Sequence[Token], text: str) -> list[Token]:
    """Values, each number of a run a token of its own."""
    found: list[Token] = []
    for value in values:
        if value.name != RUN:
            found.append(value)
            continue
        at = value.start
        for number in text[at : value.end].replace("\t", " ").split(" "):
            found.append(tuple.__new__(Token, ("VALUE", NUMBER, at, at + len(number))))
            at += len(number) + 1
    return found


def _value(text: str, match: re.Match[str], edges: set[int], lines: list[int]) -> Token | None:
    """A value that stands for itself: blanks or borders around it, no counting word glued to it."""
    start, end = match.start(), match.end()
    word = match.group()
    if word[-1].isdecimal() or word[0].isdecimal() or (len(word) > 1 and word[1].isdecimal()):
        if not _edge(text, start, edges) and text[start - 1] in _PREFIXES:
            return _chunk(text, start, end, edges)
        unit = compiled(UNIT).match(text, end)
        if unit and end not in edges and _edge(text, unit.end(), edges):
            return Token("VALUE", NUMBER, start, unit.end())
        if end in edges:
            after = text[end : end + 1]
            counted = after and after in "件条次份元个项人年月日%宗起" and not _closes(text, end, edges, lines)
            if counted and lines[bisect_right(lines, end) - 1] < end:
                return None
            return Token("VALUE", NUMBER, start, end)
        if text[end : end + 1] in ("", " ", "\t", "\n"):
            return Token("VALUE", NUMBER, start, end)
        return _chunk(text, start, end, edges)
    vertical = word == "无" and text.startswith(("法提供", "正当理由"), end)
    if vertical or not (_edge(text, start, edges) and _edge(text, end, edges)):
        return None
    if word in _ZEROS:
        return Token("VALUE", TEXT, start, end)
    return Token("VALUE", PLACEHOLDER, start, end)


_ZEROS = "OoQ〇○"
_PREFIXES = "约近超逾，/."
"""What glued to the front of a number makes it something else than a count."""
_CHUNK = compiled(r"[约近超逾]?\d[\d，./]*[余多]?")


def _chunk(text: str, start: int, end: int, edges: set[int]) -> Token | None:
    """What stands between two edges around a number and is no number: 约12, 125，36, 12/1."""
    limit = start - 6
    while start > limit and start > 0 and not _edge(text, start, edges):
        start -= 1
    limit = end + 8
    while end < limit and not _edge(text, end, edges):
        end += 1
    whole = _edge(text, start, edges) and _edge(text, end, edges) and _CHUNK.fullmatch(text, start, end)
    return Token("VALUE", TEXT, start, end) if whole else None


def _edge(text: str, at: int, edges: set[int]) -> bool:
    """Whether layout parts what stands before an offset from what stands behind it."""
    return at in edges or at >= len(text) or text[at] in " \t\n" or (at > 0 and text[at - 1] in " \t\n")


def _closes(text: str, at: int, edges: set[int], lines: list[int]) -> bool:
    """Whether the counting word after a number stands in a cell with it: another number follows, or the line ends."""
    if at + 1 >= len(text):
        return True
    following = lines[min(bisect_right(lines, at), len(lines) - 1)]
    return (at + 1 in edges and text[at + 1].isdecimal()) or following == at + 1


def _is_ordinal(text: str, value: Token, label: Token, lines: list[int], earlier: int) -> bool:
    """Whether a number right before a label is its ordinal, printed without a point: 1 属于国家秘密.

    The form says which ordinal the label carries.  It stands on the label's line, and no other value (``earlier`` is where the last
    one ends) stands before it there.
    """
    ordinal = _ordinals().get(label.name)
    if ordinal is None or text[value.start : value.end] != ordinal or label.start - value.end > 3:
        return False
    line = lines[bisect_right(lines, label.start) - 1]
    return earlier <= line <= value.start


@lru_cache(maxsize=1)
def _ordinals() -> dict[str, str]:
    """The Arabic ordinals of the labels of the table of applications."""
    rows = load_form().table("申请", 2021).rows
    return {row.name: row.label[0] for row in rows if row.label[0].isdigit()}


def span_of(token: Token) -> Span:
    """The span of a token."""
    return Span(token.start, token.end)
