"""The nouns of govlint: what readers hand over, what the parser recognises, what rules find.

Nothing here computes or judges.  Offsets are Unicode code points.  A :class:`Span` always counts in the *squeezed* text of a
report (layout removed); :meth:`Report.place` leads back to the line and the column that a person sees.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from gov_lint.records import dataclass, field

SEVERITIES = ("note", "warning", "error")
"""The severities of a finding, mildest first."""

PROFILES = ("minimal", "publish", "strict")
"""The general profiles, smallest first; each holds the rules of those before it.  ``publish`` is the default."""

LOCAL = "local"
"""What a rule says in place of a general profile where only named ones hold it."""

ORGAN_KINDS = ("department", "government", "town", "subdistrict", "other")
"""What an organ may be: a department (the government's office is one), a government of a county or higher, a town's
government, a sub-district office, or any other body."""


class Span(NamedTuple):
    """A stretch of the squeezed text: ``start`` is included, ``end`` is not."""

    start: int
    end: int


class Block(NamedTuple):
    """From ``offset`` of a source's text on (to the next block), characters come from this piece of the document: its page, its paragraph (those
    outside tables), or the cell of one of its tables.  All count from 1, columns as in the table's grid; None where the format has none."""

    offset: int
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


class Place(NamedTuple):
    """Where a person finds a stretch of text.  Lines and columns count from 1, in code points; the end column is that of the
    character after the last one.  ``start`` and ``end`` are offsets in the source's text; ``block`` is set for formats that have
    pages, paragraphs or cells."""

    line: int
    column: int
    end_line: int
    end_column: int
    start: int = 0
    end: int = 0
    block: Block | None = None


class Anchor(NamedTuple):
    """From ``offset`` of a source's text on (to the next anchor), characters come from this place of the original file."""

    offset: int
    line: int
    column: int


class Lapse(NamedTuple):
    """A suppression that suppresses nothing: the line of its file that it begins on, its rule, what it is about, and the day it ran out (empty
    for one that is in force and meets no finding)."""

    line: int
    rule: str
    subject: str
    expired: str = ""


SUPPRESSIONS = "suppressions"
"""The format of a source that is no report but a file with suppressions."""


@dataclass(frozen=True)
class Source:
    """One report as read from a file: its text, and where each character of it stands.

    Tables are handed over as text too, one row a line, with a tab between two cells; a reader of a format with real cells
    writes them so.  Lines are those of ``text``, unless the file has lines of its own that differ (a web page): then ``anchors`` has one for
    each stretch of characters that come from one place, and ``original`` is the file's own text.
    """

    name: str
    text: str
    encoding: str = "utf-8"
    anchors: tuple[Anchor, ...] = ()
    damaged: tuple[int, ...] = ()
    """Offsets of characters that stand for bytes which could not be decoded."""
    format: str = "text"
    """The format that the content was recognised as: ``text``, ``html``, ``docx`` …; for a file inside another one, the inner one's."""
    blocks: tuple[Block, ...] = ()
    original: str = ""
    pictures: bool = False
    """Whether pages were found that hold a picture and no text, or a picture as wide as a table."""
    guessed: bool = False
    """Whether the characters were recognised in a picture (OCR): every finding then needs a person."""
    tables_only: bool = False
    """Whether the file is for tables and holds no prose (a workbook): then only its tables are judged."""
    unread: tuple[str, str] | None = None
    """Why nothing of the file could be read, in Chinese and in English, where a part of govlint is not installed."""
    lapses: tuple[Lapse, ...] = ()
    """In a file with suppressions, those that suppress nothing."""

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of each line's first character.  A line ends with ``\\n`` only."""
        return _line_starts(self.text)

    @cached_property
    def _anchor_offsets(self) -> list[int]:
        return [anchor.offset for anchor in self.anchors]

    @cached_property
    def _block_offsets(self) -> list[int]:
        return [block.offset for block in self.blocks]

    @cached_property
    def _original_starts(self) -> list[int]:
        return _line_starts(self.original)

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of one character in the file."""
        if self.anchors:
            anchor = self.anchors[max(bisect_right(self._anchor_offsets, offset) - 1, 0)]
            return anchor.line, anchor.column + max(offset - anchor.offset, 0)
        return self.text_position(offset)

    def text_position(self, offset: int) -> tuple[int, int]:
        """The line and the column of one character in the text."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def block(self, offset: int) -> Block | None:
        """The piece of the document that a character comes from, where the format has such."""
        if not self.blocks:
            return None
        return self.blocks[max(bisect_right(self._block_offsets, offset) - 1, 0)]

    def line(self, number: int) -> str:
        """The line of the text of that number, without its end; empty where there is none."""
        return _line(self.text, self.line_starts, number)

    def file_line(self, number: int) -> str:
        """The line that a place's number means: of the file, where it has lines of its own, else of the text."""
        return _line(self.original, self._original_starts, number) if self.anchors else self.line(number)


def _line_starts(text: str) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]


def _line(text: str, starts: list[int], number: int) -> str:
    if not 0 < number <= len(starts):
        return ""
    start = starts[number - 1]
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]


@dataclass(frozen=True)
class Squeezed:
    """A text without its layout, folded to one spelling, that remembers where each character came from.

    White space is gone, but for one space between two ASCII characters that layout had parted, a tab before each cell and a
    newline after each row where the layout shows cells.
    """

    text: str
    starts: list[int]
    """For each stretch copied as a whole: where it begins in ``text`` …"""
    origins: list[int]
    """… and where it begins in the source."""
    lines: list[int]
    """For each line of the source: where its first character stands (or would stand) in ``text``."""

    def origin(self, offset: int) -> int:
        """The offset in the source of one character of the squeezed text."""
        at = max(bisect_right(self.starts, offset) - 1, 0)
        return self.origins[at] + offset - self.starts[at]


NUMBER, BLANK, PLACEHOLDER, TEXT, MISSING = "number", "blank", "placeholder", "text", "missing"
CELL_STATES = (NUMBER, BLANK, PLACEHOLDER, TEXT, MISSING)
"""What a cell may hold: a number; nothing (and the layout shows that it is so); a dash, a slash or 无; other words; or it was not
found, and nobody can say what it holds."""


class Cell(NamedTuple):
    """One cell of a mandated table.  ``row`` and ``column`` are the names of ``form.yaml``.

    ``value`` is an int where the printed number is whole, a Decimal where it has decimals, None where there is no number (a
    blank is never zero).  ``span`` of a missing cell is that of its row's label.  ``note`` is what the cell prints after the number.
    """

    row: str
    column: str
    state: str
    span: Span
    raw: str = ""
    value: int | Decimal | None = None
    note: str = ""


class Row(NamedTuple):
    """One row of a mandated table as found: the span of its printed label, its cells in the form's order.

    ``read`` says how far the numbers can be trusted: ``exact``, ``inferred`` (read by a fallback) or ``unread`` (the numbers
    are somewhere in the text, but which are this row's cannot be said).  ``loose`` are values that were printed for the row but could
    not be given to its columns, because there are too few or too many of them: then all its cells are missing.
    """

    name: str
    label: Span
    cells: tuple[Cell, ...]
    loose: tuple[Span, ...] = ()
    read: str = "exact"
    printed: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A mandated table as found.  ``name`` is the form's (申请), ``number`` its printed section (三); ``missing`` are the rows of the
    edition that were not found."""

    name: str
    span: Span
    rows: Mapping[str, Row]
    missing: tuple[str, ...] = ()
    edition: int = 2021
    headers: tuple[str, ...] = ()
    """The printed column heads and captions that were found, by the form's names."""
    unread: bool = False
    """Whether numbers stand in the table that could not be given to a row."""
    extra: tuple[Row, ...] = ()
    """Rows found twice, and subtotals that the form does not have."""

    @cached_property
    def by_name(self) -> dict[tuple[str, str], Cell]:
        """The cells by row and column."""
        return {(cell.row, cell.column): cell for row in self.rows.values() for cell in row.cells}

    def cell(self, row: str, column: str) -> Cell | None:
        """The cell of that row and column, or None where the row was not found."""
        found = self.rows.get(row)
        for cell in found.cells if found else ():
            if cell.column == column:
                return cell
        return None


class Section(NamedTuple):
    """A section of the report: its number by *meaning* (1 to 6; 0 for one that the form does not have), the ordinal and the title
    as printed, and how the title was known: ``exact``, ``variant`` or ``typo``."""

    number: int
    ordinal: int | None
    title: str
    match: str
    heading: Span
    body: Span


class Item(NamedTuple):
    """A sub-item of section one, such as （一）主动公开情况: its topic by the form's name where known, its heading and its body."""

    topic: str
    heading: Span
    body: Span


class Dated(NamedTuple):
    """A date printed in the text; ``value`` is None where there is no such day."""

    span: Span
    year: int
    month: int
    day: int
    value: date | None


class Title(NamedTuple):
    """The report's title: its span, the organ and the year it names (empty or None where it names none)."""

    span: Span
    text: str
    organ: str
    year: int | None


class Period(NamedTuple):
    """The period that the report says its figures cover; a bound is None where it is no possible date."""

    span: Span
    start: Dated | None
    end: Dated | None


class Signoff(NamedTuple):
    """The organ and the date that close the report (落款), each with its span where printed."""

    organ: str = ""
    organ_span: Span | None = None
    date: Dated | None = None


class Around(NamedTuple):
    """The other reports that one is checked with: last year's of the same organ; those of the units that it sums up (``complete`` where the user
    says that they are all of them; ``units`` the names of those that owe one); those of like units in the same year."""

    previous: Report | None = None
    parts: tuple[Report, ...] = ()
    complete: bool = False
    units: tuple[str, ...] = ()
    siblings: tuple[Report, ...] = ()


ALONE = Around()
"""What surrounds a report that is checked by itself."""


@dataclass(frozen=True, eq=False)
class Report:
    """What the parser recognised in one source.  Any text has one; what was not found is empty or None."""

    source: Source
    squeezed: Squeezed
    edition: int = 2021
    edition_given: bool = False
    title: Title | None = None
    year: int | None = None
    preface: Span = Span(0, 0)
    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    period: Period | None = None
    signoff: Signoff = Signoff()
    organ_kind: str | None = None
    """One of ORGAN_KINDS, or None where nothing tells."""
    organ_kind_given: bool = False
    """Whether the user said so; else it is a guess from the title."""
    published: date | None = None
    """The day of publication, where the user gave it."""
    around: Around = field(default_factory=lambda: ALONE)
    """The other reports that this one is checked with."""

    @property
    def text(self) -> str:
        """The squeezed text: what spans count in."""
        return self.squeezed.text

    def section(self, number: int) -> Section | None:
        """The first section of that number by meaning."""
        return next((s for s in self.sections if s.number == number), None)

    def words(self, span: Span) -> str:
        """The squeezed text of a span."""
        return self.squeezed.text[span.start : span.end]

    def place(self, span: Span) -> Place:
        """The lines and columns of a span; an empty one is widened to the character it stands on."""
        first = self.squeezed.origin(span.start)
        last = self.squeezed.origin(max(span.end - 1, span.start))
        line, column = self.source.position(first)
        end_line, end_column = self.source.position(last)
        end = last
        if self.source.text[last : last + 1] not in ("", "\n"):
            end_column += 1
            end += 1
        border = self.source.text[first : first + 1] == "\t"  # a blank cell is named by the border before it
        return Place(line, column, end_line, end_column, first, end, self.source.block(first + border))

    def heading(self, number: int) -> Span:
        """Where the absence of something from a section is reported: on its heading, else on the title, else on the first line."""
        section = self.section(number)
        if section:
            return section.heading
        return self.title.span if self.title else Span(0, min(1, len(self.text)))


class Related(NamedTuple):
    """A place that belongs to a fault, in words of its own (already in both languages, zh and en).  ``report`` is set where the place is in
    another report than the fault."""

    span: Span
    zh: str
    en: str
    report: Report | None = None


class Repair(NamedTuple):
    """The one change that mends a fault for certain: these characters of the squeezed text replaced by others."""

    span: Span
    text: str


class Fault(NamedTuple):
    """What a check found: a place and the facts that the rule's message names.

    ``guessed`` says that the fault rests on a guess (the organ's type, a row read by a fallback): the finding is one step milder.
    ``cell`` names the table, row and column it is about, as far as it is about one; ``severity`` replaces the rule's where a
    check knows better.  ``repair`` is set only where no other change could be meant.
    """

    span: Span
    facts: Mapping[str, str] = {}
    related: tuple[Related, ...] = ()
    cell: tuple[str, ...] = ()
    guessed: bool = False
    severity: str | None = None
    repair: Repair | None = None


class Words(NamedTuple):
    """A sentence in both languages."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


class RelatedPlace(NamedTuple):
    """A related place of a finding, with its words; ``file`` names the file it is in where that is another one."""

    place: Place
    words: Words
    file: str = ""


class Fix(NamedTuple):
    """A repair in the file: the place that is replaced, and by what."""

    place: Place
    text: str


class Waiver(NamedTuple):
    """Why a finding is let pass: the reason, who approved it, until which day (None: for good), and where that is written down."""

    reason: str
    approver: str = ""
    expires: date | None = None
    file: str = ""
    line: int = 0


NEW, UNCHANGED = "new", "unchanged"
"""What a finding is against a baseline."""


class Finding(NamedTuple):
    """What a user reads: a rule, how severe, where, one sentence, and the places and the clause that go with it.

    ``key`` names the finding independently of lines: rule, cell or heading, and what tells twins apart (see ``engine``).
    """

    rule: str
    severity: str
    place: Place
    message: Words
    basis: Words
    related: tuple[RelatedPlace, ...] = ()
    cell: tuple[str, ...] = ()
    """The printed names of table, row and column, such as 表三, （七）总计, 总计; empty where the finding is about no cell."""
    guessed: bool = False
    key: str = ""
    fix: Fix | None = None
    waiver: Waiver | None = None
    """Set where the finding is let pass; it is shown as such and never makes a run fail."""
    baseline: str = ""
    """NEW or UNCHANGED where the run has a baseline; empty where it has none."""

    @property
    def counts(self) -> bool:
        """Whether the finding can make a run fail: nobody let it pass, and it was not there before."""
        return self.waiver is None and self.baseline != UNCHANGED


class Verdict(NamedTuple):
    """One identity that was tried: its rule, the table and the row or column it was tried on, ``holds``, ``fails`` or ``unknown``, and the
    two sides as printed (empty where unknown).  Where evidence was asked for, ``left_parts`` and ``right_parts`` are the numbers that make the
    sides as printed, ``why`` says what keeps an unknown one from being judged, and ``printed`` is the subject in the form's printed words."""

    rule: str
    subject: tuple[str, ...]
    outcome: str
    left: str = ""
    right: str = ""
    left_parts: tuple[str, ...] = ()
    right_parts: tuple[str, ...] = ()
    why: Words = Words("", "")
    printed: tuple[str, ...] = ()
    relation: str = "="
    """What must hold between the sides: ``=``, ``<=`` or ``>=``."""


class Tally(NamedTuple):
    """How many identities hold, fail and cannot be judged."""

    holds: int = 0
    fails: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Tally:
        """The tally of verdicts."""
        outcomes = [verdict.outcome for verdict in verdicts]
        return cls(*(outcomes.count(name) for name in cls._fields))


@dataclass(frozen=True)
class Result:
    """All that a run says of one source."""

    report: Report
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...] = ()
    """All that was compared, where this was asked for."""
    identities: Tally = Tally()
    cells_read: int = 0
    """Cells of the mandated tables that hold a number."""
    cells_blank: int = 0
    cells_due: int = 0
    """Cells that the edition's form has."""


class Example(NamedTuple):
    """A text of a rule's examples and the settings it is checked with, which may hold other reports (``previous``, ``parts``, ``siblings``);
    ``due`` are the lines (from 1) where a finding is due, each with the words of the message that were marked there (may be empty)."""

    text: str
    due: tuple[tuple[int, str], ...] = ()
    settings: Mapping[str, str | tuple[str, ...]] = {}
    role: str = "good"
    """``good``, ``bad`` or ``trap`` (a good text that looks bad)."""
    line: int = 0
    """The line of the rule's file on which the text begins; 0 where that is not known."""


class Rule(NamedTuple):
    """One rule, as its YAML file states it.  ``options`` is the frozen options object of its kind of check."""

    id: str
    family: str
    severity: str
    title: Words
    message: Words
    basis: Words
    basis_level: str
    why: Words
    kind: str
    options: object
    applies: Mapping[str, tuple[str, ...]] = {}
    replaces: tuple[str, ...] = ()
    """Rules that stay silent on a table where this one found something."""
    stops: bool = False
    """Whether a finding of this rule makes every other one pointless: there is no such report to read."""
    profile: str = "publish"
    """The smallest profile that holds the rule, one of PROFILES; LOCAL where only named profiles do, ``off`` where a pack has switched it
    off."""
    mandatory: bool = False
    """Whether no pack may switch the rule off or make it milder."""
    foreign: bool = False
    """Whether it is a rule of an agency's own pack, of which the documentation knows nothing."""
    examples: tuple[Example, ...] = ()


class Settings(NamedTuple):
    """What the user says of a report that its text may not say; None leaves it to the parser."""

    org_type: str | None = None
    published: date | None = None
    edition: int | None = None
