"""Numbers of the prose held against the cells of a mandated table that count the same things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from gov_lint.claims import (
    Passage,
    Sum,
    Topic,
    clause,
    evaluate,
    explained,
    guessed,
    in_scope,
    may_say,
    misspelled,
    of_another_whole,
    passages,
    pattern,
    phrase,
    related,
    said_of,
    unknown_cells,
)
from gov_lint.figures import Figure, figure_at, marked
from gov_lint.nouns import Fault, Report, Span, Verdict, Words
from gov_lint.patterns import compiled

FACTS = ("what", "phrase", "printed", "value", "where", "where_en", "parts", "hint", "hint_en")
PLAIN = ("equal", "hint", "least", "most", "of", "scope", "unit", "severity", "where", "where_en")

_FIELDS = {
    "says", "equal", "hint", "not", "clause", "before", "absent", "prior", "after", "part", "whole", "denied", "of", "scope", "unit", "severity", "where", "where_en",
}  # fmt: skip


class Options(NamedTuple):
    """Which numbers are held against which cells.

    ``claims`` are by what is counted.  ``says`` finds the number in text where numbers are ``#`` (``figures.marked``), with the short words of
    ``claims.pattern``; ``equal`` is the sum of cells that it is, or several that it may be, parted by |; ``hint`` one that it may be by
    another reading, which makes a note of the fault; ``where`` says in words which cells these are.
    ``not`` are words that the number's clause must not have (``foreign`` for all claims), ``clause`` words that it must have, ``before`` words that
    must not stand in it before the number, ``absent`` words that the whole passage must not have.
    ``prior`` are words that must not stand in the passage before the number, ``after`` words that must not follow it, ``part`` words that
    make a number below the cell's lawful, ``denied`` those of a denial where the number is zero, which is another rule's.
    ``whole`` are the sums that a list with the number may divide (for all claims, or one); in a list that divides another number it is not
    compared.  ``joined`` are words that, right before the claim, make its number one of several things together.
    ``scope`` is ``carried`` where another year is named for good reason, ``part`` where the number may be part (其中) of another;
    ``unit`` is 万元 for sums of money.  ``of`` asks that the last of the ``subjects`` named before the number is one of these; a ``*`` in ``equal``
    stands for the rows of that subject.  Of several sums only the first counts in a sentence with the words ``first``, and the last only in one with the
    words ``last``.  A number that is zero is compared only where ``zero`` is set: else it is a denial, another rule's.
    """

    table: str
    topic: Topic
    claims: Mapping[str, Mapping[str, str]]
    subjects: Mapping[str, Mapping[str, str]] = {}
    foreign: str = ""
    zero: bool = False
    first: str = ""
    last: str = ""
    whole: str = ""
    joined: str = ""


class _Claim(NamedTuple):
    """A number that the prose gives for something: the words that give it, and the sums of cells that it may be."""

    what: str
    stated: Mapping[str, str]
    passage: Passage
    span: Span
    figure: Figure
    rows: str
    sums: tuple[Sum, ...]

    @property
    def holds(self) -> bool:
        """Whether the number is one of the sums."""
        return any(_equal(self.figure, found, money="unit" in self.stated) for found in self.sums)


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    for what, stated in options.claims.items():
        for name in stated.keys() - _FIELDS:
            yield f"{what}: no field {name!r}; there are: {', '.join(sorted(_FIELDS))}"
        yield from (f"{what}: {words}" for words in misspelled(stated.get("says", "")))
        if "<n>" not in stated.get("says", ""):
            yield f"{what}: 'says' needs <n>, the number"
        if "equal" not in stated:
            yield f"{what}: nothing to hold the number against"
        for rows in [s["rows"] for s in options.subjects.values() if "rows" in s] or [""]:
            for side in [*stated.get("equal", "").split("|"), stated.get("hint", "")]:
                yield from (f"{what}: no cell {cell}" for cell in unknown_cells(_side(side, rows), options.table, 2021))


def _side(side: str, rows: str) -> str:
    """A sum with the rows of the subject put in."""
    if "*" not in side:
        return side
    words = (" + ".join(row + word[1:] for row in rows.split()) if word[0] == "*" else word for word in side.split())
    return " ".join(words)


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at each number that the table does not bear out."""
    claims = list(_claims(report, options))
    if all(not claim.sums or claim.holds for claim in claims):
        return
    beside = frozenset(claim.figure.number.start for claim in claims)
    together = _together(claims)
    flagged = set()
    for claim in claims:
        if (
            claim.sums
            and not claim.holds
            and claim.figure.number not in flagged
            and _comparable(report, claim, beside, options)
            and all(found.value not in together.get((claim.what, claim.passage.span), ()) for found in claim.sums)
            and not _excused(report, claim, options)
        ):
            flagged.add(claim.figure.number)
            yield _fault(report, options, claim)


def _together(claims: list[_Claim]) -> dict[tuple[str, Span], tuple[Decimal, ...]]:
    """What several numbers that a sentence gives for the same thing add up to (县政府制发2件，办公室制发4件), which may be the table's."""
    told: dict[tuple[str, Span], dict[Span, Decimal]] = {}
    for claim in claims:
        told.setdefault((claim.what, claim.passage.span), {})[claim.figure.number] = claim.figure.value
    return {key: (sum(values.values(), Decimal(0)),) for key, values in told.items() if len(values) > 1}


def evidence(report: Report, options: Options) -> Iterator[Verdict]:
    """How each number compared."""
    claims = list(_claims(report, options))
    beside = frozenset(claim.figure.number.start for claim in claims)
    for claim in claims:
        if not _comparable(report, claim, beside, options):
            continue
        printed = report.words(claim.figure.span)
        where = ("正文", f"“{phrase(report, claim.span)}”", claim.stated.get("where", ""))
        verdict = Verdict("", ("text", claim.what), "unknown", printed, left_parts=(printed,), printed=where)
        if not claim.sums:
            yield verdict._replace(why=Words("表中没有读出相应的数字", "no such number was read in the table"))
            continue
        equal = (found for found in claim.sums if _equal(claim.figure, found, money="unit" in claim.stated))
        right = next(equal, claim.sums[0])
        cells = tuple(cell.raw or str(cell.value) for cell in right.cells)
        outcome = "holds" if claim.holds else "fails"
        yield verdict._replace(outcome=outcome, right=str(right.value), right_parts=cells)


# --- what the prose says ---


def _claims(report: Report, options: Options) -> Iterator[_Claim]:
    """The exact numbers that the prose gives for what the rule compares, each once."""
    if options.table not in report.tables:
        return
    topic = options.topic
    if "#" not in said_of(report, topic):
        return
    claims = [
        (what, stated, pattern(stated["says"]))
        for what, stated in options.claims.items()
        if may_say(report, topic, stated["says"])
    ]
    if not claims:
        return
    text = marked(report)
    seen = set()
    for passage in passages(report, topic):
        start, end = passage.span
        if text.find("#", start, end) < 0:
            continue
        for what, stated, says in claims:
            for match in says.finditer(text, start, end):
                at = match.start(match.lastgroup or 0)
                figure = figure_at(report, at)
                if figure is None or (what, at) in seen or not _counts(figure, stated, options):
                    continue
                rows = _meant(text, passage, at, options.subjects, stated)
                if rows is not None:
                    seen.add((what, at))
                    span = Span(match.start(), max(match.end(), figure.span.end))
                    said = text[passage.since : passage.span.start], text[start:end]
                    sums = _sums(report, options.table, _readings(_equals(text, figure, stated), said, options), rows)
                    yield _Claim(what, stated, passage, span, figure, rows, sums)


_UNITS = frozenset(("", "件", "条", "份", "宗", "起", "例", "次", "个", "项", "件次"))


def _counts(figure: Figure, stated: Mapping[str, str], options: Options) -> bool:
    """Whether a number is exact and counts what the cells count."""
    money = "unit" in stated
    if figure.approximate or (not options.zero and not figure.value):
        return False
    return figure.unit == "元" if money else figure.unit in _UNITS


def _meant(
    text: str, passage: Passage, at: int, subjects: Mapping[str, Mapping[str, str]], stated: Mapping[str, str]
) -> str | None:
    """The rows of the subject last named before a place; empty where the claim asks for none, None where it is another one's."""
    if "of" not in stated:
        return ""
    last, name = -1, ""
    for subject, words in subjects.items():
        for match in compiled(words["says"]).finditer(text, passage.since, at):
            if match.end() >= last:
                last, name = match.end(), subject
    return subjects[name].get("rows", "") if name in stated["of"].split() else None


def _comparable(report: Report, claim: _Claim, beside: frozenset[int], options: Options) -> bool:
    """Whether a number is of the report's own scope, and of no other thing."""
    text, stated, passage, figure = marked(report), claim.stated, claim.passage, claim.figure
    place = clause(text, passage, figure.number.start, figure.span.end)
    start = min(place.start, claim.span.start)
    words = text[start : place.end]
    if _of_several(text, start, claim, options) or _of_a_part(text, claim):
        return False
    if any(foreign and pattern(foreign).search(words) for foreign in (options.foreign, stated.get("not", ""))):
        return False
    if "clause" in stated and not pattern(stated["clause"]).search(words):
        return False
    if "before" in stated and compiled(stated["before"]).search(text, start, figure.number.start):
        return False
    if "absent" in stated and compiled(stated["absent"]).search(text, *passage.span):
        return False
    if stated.get("whole", options.whole) and _elsewhere(report, claim, beside, options):
        return False
    scope = stated.get("scope", "")
    place = Span(figure.number.start, figure.span.end)
    return in_scope(report, options.topic, passage, place, carried="carried" in scope, part="part" in scope)


_RESPECTIVELY = compiled("分别[^#]*$")


def _of_several(text: str, start: int, claim: _Claim, options: Options) -> bool:
    """Whether a number stands for several things together, or is one of several that things named before are given in turn."""
    if compiled("(?:无|没有)$").search(text, start, claim.figure.number.start):
        return True  # 无一例, which denies
    if "分别" not in claim.stated["says"] and _RESPECTIVELY.search(text, start, claim.figure.number.start):
        return True
    if not options.joined or text[claim.span.start] == "#":
        return False
    return bool(compiled(f"(?:{options.joined})$").search(text, claim.passage.span.start, claim.span.start))


def _of_a_part(text: str, claim: _Claim) -> bool:
    """Whether words before or after a number say that it counts a part of what the cell counts."""
    stated, (start, end), figure = claim.stated, claim.passage.span, claim.figure
    if "prior" in stated and compiled(stated["prior"]).search(text, start, figure.number.start):
        return True
    if "after" in stated and compiled(stated["after"]).match(text, figure.span.end, end):
        return True
    if "denied" in stated and not figure.value and pattern(stated["denied"]).search(text, start, end):
        return True
    if "part" not in stated or not claim.sums or figure.value > Decimal(claim.sums[0].value or 0):
        return False
    return bool(compiled(stated["part"]).search(text, max(start, claim.span.start - 30), figure.number.start))


def _elsewhere(report: Report, claim: _Claim, beside: frozenset[int], options: Options) -> bool:
    """Whether the list that holds a number divides another number than the table's."""
    whole = claim.stated.get("whole", options.whole)
    sums = (evaluate(report, options.table, side) for side in whole.split("|"))
    wholes = frozenset(Decimal(found.value) for found in sums if found and found.value is not None)
    at = claim.figure.number.start
    return bool(wholes) and of_another_whole(report, options.topic, claim.passage, at, wholes, beside)


# --- against the table ---


_WITH_CARRIED = compiled(
    "[，（](?:其中|含|包括|包含|内含)[^。；（）#]{0,16}(?:上一?年度?|去年|LLLL年度?)[^，。；（）#]{0,4}(?:结转|转结|遗留|转入)"
)


def _equals(text: str, figure: Figure, stated: Mapping[str, str]) -> str:
    """The sums that a number may be, as stated: what ``hint`` says where the text itself says that it counted so (（含上年结转4件）)."""
    inclusive = "hint" in stated and _WITH_CARRIED.match(text, figure.span.end)
    return stated["hint"] if inclusive else stated["equal"]


def _readings(equal: str, said: tuple[str, str], options: Options) -> list[str]:
    """The sums that a sentence leaves open, of those that a rule states."""
    sides = equal.split("|")
    before, here = said
    if options.first and compiled(options.first).search(here):
        return sides[:1]
    return sides if not options.last or compiled(options.last).search(before + here) else sides[:-1] or sides


def _sums(report: Report, table: str, sides: list[str], rows: str) -> tuple[Sum, ...]:
    """The sums of cells that a number may be; none where the first of them is unknown."""
    found = [evaluate(report, table, _side(side, rows)) for side in sides]
    known = tuple(sum_ for sum_ in found if sum_ is not None and sum_.value is not None)
    return known if known and known[0] is found[0] else ()


def _equal(figure: Figure, sum_: Sum, *, money: bool) -> bool:
    """Whether a number and a sum are the same; where one of them is rounded, whether they may be."""
    if not money and not figure.scale:
        return figure.value == sum_.value
    value, slack = Decimal(sum_.value or 0), Decimal(0)
    if money:  # the cell is in 万元
        slack = Decimal(5000).scaleb(min(0, int(value.as_tuple().exponent)))
        value *= 10_000
    if figure.scale:
        slack += figure.step / 2
    return abs(figure.value - value) <= slack


def _excused(report: Report, claim: _Claim, options: Options) -> bool:
    """Whether the table is wrong by itself where it differs."""
    return any(
        explained(report, options.table, sum_, claim.figure.value - Decimal(sum_.value or 0)) for sum_ in claim.sums
    )


def _fault(report: Report, options: Options, claim: _Claim) -> Fault:
    stated, right = claim.stated, claim.sums[0]
    other = evaluate(report, options.table, _side(stated["hint"], claim.rows)) if "hint" in stated else None
    hinted = other if other and other.value is not None and _equal(claim.figure, other, money=False) else None
    facts = {
        "what": claim.what,
        "phrase": phrase(report, claim.span),
        "printed": report.words(claim.figure.span),
        "value": str(right.value),
        "where": stated.get("where", "").replace("*", claim.rows.replace(" ", "、")),
        "where_en": stated.get("where_en", "").replace("*", claim.rows.replace(" ", ", ")),
        "parts": f"（{right.parts}）" if "＋" in right.parts else "",
        "hint": f"（等于{hinted.parts}，请核对口径）" if hinted else "",
        "hint_en": f" (it is {hinted.parts}: check what was counted)" if hinted else "",
    }
    cell = (options.table, right.cells[0].row, right.cells[0].column) if len(right.cells) == 1 else ()
    severity = "note" if hinted else stated.get("severity")
    return Fault(
        claim.figure.span,
        facts,
        related(report, options.table, right),
        cell,
        guessed(report, options.table, right),
        severity,
    )
