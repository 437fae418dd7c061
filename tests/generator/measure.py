"""Makes cases by number, runs the linter on them, and says what was missed and what was falsely found."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.generator import defects as d
from tests.generator import layouts as lay
from tests.generator import model as m
from tests.generator.marks import bare
from tests.generator.wording import make_model

# fmt: off
ROW_NAMES = dict(
    zip(
        m.ROWS_2021,
        [
            "新收", "上年结转", "予以公开", "部分公开", "国家秘密", "法律法规禁止", "三安全一稳定", "第三方权益",
            "内部事务", "过程性信息", "执法案卷", "行政查询", "不掌握", "没有现成信息", "补正仍不明确", "信访举报",
            "重复申请", "公开出版物", "大量反复", "重新出具", "逾期不补正", "逾期不缴费", "其他", "总计", "结转下年",
        ],
        strict=True,
    )
) | {"f": "其他处理"}
# fmt: on
"""What the linter calls the rows of table 3."""
DISPUTE_NAMES = ("行政复议", "直接起诉", "复议后起诉")

Check = Callable[[str], Any]


@dataclass
class Case:
    """One report by its number: model, layout, the text with its places, and what is due (None when it is clean)."""

    seed: int
    model: m.ReportModel
    layout: str
    shown: lay.Rendered
    defect: d.Defect | None = None
    due: d.Due | None = None

    @property
    def name(self) -> str:
        """What a person needs to see this case again."""
        kind = f"{self.defect.rule}/{self.defect.name}" if self.defect else "clean"
        return f"seed {self.seed} {self.layout} {kind}"

    def lines(self, place: str) -> set[int]:
        """The lines of a logical place; ``section.3`` is everything from a heading to the next."""
        if place == "first":
            return {next((n for n, line in enumerate(self.shown.text.split("\n"), 1) if line.strip()), 1), 1}
        if place.startswith("section."):
            return self._section(int(place[8:]))
        if place.endswith(".*"):
            found: set[int] = set()
            for key in self.shown.places:
                if key.startswith(place[:-1]):
                    found |= self.shown.lines(key)
            return found
        return self.shown.lines(place)

    def _section(self, number: int) -> set[int]:
        starts = sorted(min(self.shown.lines(f"heading.{n}")) for n in range(1, 7) if self.shown.lines(f"heading.{n}"))
        begin = min(self.shown.lines(f"heading.{number}"), default=1)
        end = next((s for s in starts if s > begin), self.shown.text.count("\n") + 2)
        return set(range(begin, end))

    def accepted(self) -> set[int]:
        """The lines on which the finding may stand."""
        return {n for place in (self.due.places if self.due else ()) for n in self.lines(place)}


def make_case(seed: int, layout: str = "", defect: d.Defect | None = None) -> Case:
    """The case of that number; the same arguments give the same case."""
    rng = random.Random(f"{seed}/{defect.name if defect else ''}")
    allowed = [x for x in lay.LAYOUTS if not defect or not defect.layouts or x in defect.layouts]
    layout = layout or allowed[seed % len(allowed)]
    if defect:
        model = make_model(rng, kinds=defect.kinds, sizes=defect.sizes, from_year=defect.from_year)
        due = defect.inject(model, rng)
    else:
        model, due = make_model(rng), None
    return Case(seed, model, layout, lay.render(model, layout, random.Random(f"{seed}/{layout}")), defect, due)


@dataclass
class Verdict:
    """What a run showed of one case."""

    case: Case
    found: bool = True
    """Whether the defect was found at its place."""
    why: str = ""
    alarms: tuple[str, ...] = ()
    """Errors and warnings that nothing in the report deserves."""
    notes: tuple[str, ...] = ()
    """Notes that nothing in the report deserves."""
    wrong_cells: tuple[str, ...] = ()
    unread_cells: tuple[str, ...] = ()


def say(finding: Any, text: str) -> str:
    """A finding in one line, with the words of its line."""
    lines = text.split("\n")
    words = lines[finding.place.line - 1].strip() if 0 < finding.place.line <= len(lines) else ""
    where = f"{finding.place.line}:{finding.place.column}"
    return f"{finding.severity} {finding.rule} {where} {finding.message.zh} ⟨{words[:60]}⟩"


def judge(case: Case, result: Any) -> Verdict:
    """Compares what was found with what is due."""
    verdict = Verdict(case)
    due = case.due
    own: set[str] = set()
    if due and case.defect and case.defect.rule != "quirk":
        rules = {case.defect.rule, *due.instead}
        if case.layout not in lay.SHOWS_BLANKS:
            rules |= set(due.blank_instead)
        own = rules | set(due.companions)
        lines = case.accepted()
        right = [f for f in result.findings if f.rule in rules and f.place.line in lines]
        if not right:
            there = [say(f, case.shown.text) for f in result.findings if f.rule in rules]
            near = there or [say(f, case.shown.text) for f in result.findings][:4]
            verdict.found, verdict.why = (
                False,
                f"due on {_some(lines)}; {'elsewhere' if there else 'not found'}: {near}",
            )
        elif due.words and not any(due.words in f.message.zh for f in right):
            verdict.found, verdict.why = False, f"without {due.words}: {[f.message.zh for f in right]}"
        elif case.defect.rule == "applications-single-cell" and len(right) > 1:
            verdict.found, verdict.why = False, "found twice"
    elif due:
        own = set(due.companions)
    loud = [f for f in result.findings if f.severity != "note" and f.rule not in own]
    soft = [f for f in result.findings if f.severity == "note" and f.rule not in own | case.model.notes]
    verdict.alarms = tuple(say(f, case.shown.text) for f in loud)
    verdict.notes = tuple(say(f, case.shown.text) for f in soft)
    if not due or (case.defect and case.defect.rule == "quirk"):
        verdict.wrong_cells, verdict.unread_cells = compare_cells(case, result.report)
    return verdict


def _some(lines: Iterable[int]) -> str:
    found = sorted(lines)
    return str(found) if len(found) < 9 else f"{found[:4]}…{found[-2:]}"


def number(text: str) -> Decimal | None:
    """What a printed cell is worth."""
    plain = (
        bare(text)
        .translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        .replace(",", "")
        .split("（")[0]
        .replace("+", "")
    )
    try:
        return Decimal(plain)
    except ArithmeticError:
        return None


def printed_cells(model: m.ReportModel) -> Iterator[tuple[str, str, int, str]]:
    """Every printed cell: table, the linter's row name, column index, text."""
    for name, cells in model.disclosure.items():
        if name in model.disclosure_order:
            for at, text in enumerate(cells):
                yield "公开", {"规范性文件": "行政规范性文件"}.get(name, name), at, text
    for key in model.row_order:
        for at, text in enumerate(model.requests[key]):
            yield "申请", ROW_NAMES[key], at, text
    for at, text in enumerate(model.disputes):
        yield "复议诉讼", DISPUTE_NAMES[at // 5], at % 5, text


def compare_cells(case: Case, report: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells that were read with another value, and those that were not read."""
    wrong, unread = [], []
    for table, row, at, text in printed_cells(case.model):
        found = report.tables[table].rows.get(row) if table in report.tables else None
        cell = found.cells[at] if found and at < len(found.cells) else None
        if cell is None or cell.value is None:
            unread.append(f"{table}/{row}/{at}: {text}")
        elif number(text) is not None and Decimal(cell.value) != number(text):
            wrong.append(f"{table}/{row}/{at}: {text} read as {cell.value}")
    return tuple(wrong), tuple(unread)


def cell_places(case: Case, report: Any) -> list[str]:
    """The cells whose place in the linter's report is not where they stand."""
    odd = []
    for key in case.model.row_order:
        row = report.tables["申请"].rows.get(ROW_NAMES[key]) if "申请" in report.tables else None
        for at, cell in enumerate(row.cells if row else ()):
            spots = case.shown.places.get(f"cell.申请.{key}.{at}", [])
            place = report.place(cell.span)
            if (
                cell.value is not None
                and spots
                and (place.line, place.column) not in [(s.line, s.column) for s in spots]
            ):
                odd.append(f"{key}.{at} at {place.line}:{place.column}, stands at {spots[0].line}:{spots[0].column}")
    return odd


def compare_facts(case: Case, report: Any) -> list[str]:
    """What was read amiss of a clean report's title, year, period and sign-off."""
    model, prose, odd = case.model, case.model.prose, []
    title, period, signoff = report.title, report.period, report.signoff
    if title is None or title.organ not in (model.organ.name, model.organ.short):
        odd.append(f"title {prose.title} of {title.organ if title else None}")
    elif report.place(title.span).line not in case.lines("title"):
        odd.append(f"title on line {report.place(title.span).line}, stands on {sorted(case.lines('title'))}")
    if report.year != model.year:
        odd.append(f"year {report.year}, is {model.year}")
    bounds = [d.value if d else None for d in (period.start, period.end)] if period else []
    if bounds != [date(model.year, 1, 1), date(model.year, 12, 31)]:
        odd.append(f"period {bounds} from {bare(prose.preface['period'])}")
    if bool(signoff.date) != bool(prose.signoff_date):
        odd.append(f"sign-off date {signoff.date}, printed {prose.signoff_date!r}")
    elif signoff.date and report.place(signoff.date.span).line not in case.lines("signoff.date"):
        odd.append(f"sign-off on line {report.place(signoff.date.span).line}")
    if signoff.organ != prose.signoff_organ:
        odd.append(f"sign-off organ {signoff.organ!r}, printed {prose.signoff_organ!r}")
    return odd


def clean_cases(start: int, count: int, layout: str = "") -> Iterator[Case]:
    """So many clean reports, layouts in turn."""
    return (make_case(seed, layout) for seed in range(start, start + count))


def defect_cases(start: int, count: int, layout: str = "", rule: str = "") -> Iterator[Case]:
    """So many reports with one defect each: every injector in every layout in turn."""
    pairs = [
        (x, lo)
        for lo in lay.LAYOUTS
        for x in (*d.DEFECTS, *d.QUIRKS)
        if rule in ("", x.rule, x.name) and layout in ("", lo) and (not x.layouts or lo in x.layouts)
    ]
    for at in range(count if pairs else 0):
        chosen, where = pairs[at % len(pairs)]
        yield make_case(start + at, where, chosen)


def run(cases: Iterable[Case], check: Check) -> list[Verdict]:
    """The verdicts of those cases.  A crash is an alarm."""
    found = []
    for case in cases:
        try:
            found.append(judge(case, check(case.shown.text)))
        except Exception as error:  # a crash is what this is here to find
            found.append(Verdict(case, found=False, why=f"crash: {error!r}", alarms=(f"crash: {error!r}",)))
    return found


def recall(verdicts: Sequence[Verdict]) -> dict[tuple[str, str], tuple[int, int]]:
    """Found and due, by rule and layout."""
    table: dict[tuple[str, str], tuple[int, int]] = {}
    for verdict in verdicts:
        case = verdict.case
        if case.defect and case.defect.rule != "quirk":
            hit, due = table.get((case.defect.rule, case.layout), (0, 0))
            table[case.defect.rule, case.layout] = hit + verdict.found, due + 1
    return table
