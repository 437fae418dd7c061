"""Makes cases by number, runs the linter on them, and says what was missed and what was falsely found."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from gov_lint.engine import check_report, chosen
from gov_lint.nouns import SEVERITIES, Around, Report, Result, Rule, Settings, Source
from gov_lint.rulepack import load_pack
from gov_lint.structure import recognise
from tests.generator import defects as d
from tests.generator import (  # the modules of defects register themselves
    defects_crosscheck,
    defects_pairs,
    defects_wording,
    pairs,
)
from tests.generator import layouts as lay
from tests.generator import model as m
from tests.generator.marks import bare
from tests.generator.wording import make_model

REGISTERED = (defects_crosscheck, defects_pairs, defects_wording)

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
CROSS = (
    "channels-sum",
    *(
        f"{x}-mismatch"
        for x in (
            *(
                "received",
                "none-received",
                "carried-in",
                "carried-out",
                "processed",
                "outcomes",
                "applicants",
                "review",
            ),
            *("litigation", "case-outcomes", "no-cases", "all-closed", "normative-docs", "decisions", "no-function"),
        )
    ),
)
"""The rules that compare the prose with the tables."""
DISPUTE_NAMES = ("行政复议", "直接起诉", "复议后起诉")


@dataclass
class Case:
    """One report by its number: model, layout, the text with its places, and what is due (None when it is clean)."""

    seed: int
    model: m.ReportModel
    layout: str
    shown: lay.Rendered
    defect: d.Defect | None = None
    due: d.Due | None = None
    others: dict[str, list[str]] = field(default_factory=dict)
    """The texts of the reports around it: ``previous``, ``parts``, ``siblings``."""

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
        before = repr((model.requests, model.disclosure, model.disputes))
        due = defect.inject(model, rng)
        after = repr((model.requests, model.disclosure, model.disputes))
        if after != before and defect.rule not in CROSS:  # the prose may tell what the tables held before
            due.companions += CROSS
        around = due.around
    else:
        model, due = make_model(rng), None
        around = pairs.around(rng, model)
    shown = lay.render(model, layout, random.Random(f"{seed}/{layout}"))
    others = {
        key: [
            lay.render(x, rng.choice(lay.LAYOUTS), random.Random(f"{seed}/{key}/{at}")).text for at, x in enumerate(v)
        ]
        for key, v in around.items()
    }
    return Case(seed, model, layout, shown, defect, due, others)


@cache
def rules(profile: str = "publish", also: str = "") -> tuple[Rule, ...]:
    """The rules of that profile, and one more by its id."""
    pack = load_pack()
    found = chosen(pack, profile=profile)
    return (*found, *(r for r in pack.rules if r.id == also and r not in found))


@cache
def known() -> frozenset[str]:
    """The rules that the pack has; an injector for another one waits."""
    return frozenset(r.id for r in load_pack().rules) | {"quirk"}


def injectors(rule: str = "", layout: str = "") -> list[d.Defect]:
    """The registered defects and quirks whose rule exists."""
    return [
        x
        for x in (*d.DEFECTS, *d.QUIRKS)
        if x.rule in known() and rule in ("", x.rule, x.name) and (not layout or not x.layouts or layout in x.layouts)
    ]


def report_of(case: Case) -> Report:
    """The case as the linter reads it, with the reports around it."""
    report = recognise(Source("", case.shown.text), Settings())
    if not case.others:
        return report
    read = {
        key: tuple(recognise(Source(f"{key}.txt", x), Settings()) for x in texts) for key, texts in case.others.items()
    }
    around = Around(
        previous=next(iter(read.get("previous", ())), None),
        parts=read.get("parts", ()),
        complete=bool(read.get("parts")) and not (case.due and case.due.incomplete),
        units=tuple(case.due.units) if case.due else (),
        siblings=read.get("siblings", ()),
    )
    return replace(report, around=around)


def check(case: Case, profile: str = "publish") -> Result:
    """What the rules of a profile say of a case, and the rule whose defect it has."""
    return check_report(report_of(case), rules(profile, case.defect.rule if case.defect else ""))


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
    report: Any = None
    """The case as the linter read it."""


def say(finding: Any, text: str) -> str:
    """A finding in one line, with the words of its line."""
    lines = text.split("\n")
    words = lines[finding.place.line - 1] if 0 < finding.place.line <= len(lines) else ""
    words = words[max(0, finding.place.column - 41) : finding.place.column + 50].strip()
    where = f"{finding.place.line}:{finding.place.column}"
    return f"{finding.severity} {finding.rule} {where} {finding.message.zh} ⟨{words}⟩"


def judge(case: Case, result: Any) -> Verdict:
    """Compares what was found with what is due."""
    verdict = Verdict(case, report=result.report)
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
            near = there or [say(f, case.shown.text) for f in result.findings if f.place.line in lines][:4]
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


def defect_cases(start: int, count: int, layout: str = "", rule: str = "", share: int = 1) -> Iterator[Case]:
    """So many reports with one defect each: every injector in every layout in turn; 0 means each pair once.
    An injector of the prose takes part in one layout of ``share``."""
    plan = [
        (x, lo)
        for row, lo in enumerate(lay.LAYOUTS)
        if layout in ("", lo)
        for at, x in enumerate(injectors(rule, lo))
        if x.inject.__module__ == d.__name__ or (at + row) % share == 0
    ]
    for at in range((count or len(plan)) if plan else 0):
        x, where = plan[at % len(plan)]
        yield make_case(start + at, where, x)


def run(cases: Iterable[Case], profile: str = "publish") -> list[Verdict]:
    """The verdicts of those cases.  A crash is an alarm."""
    found = []
    for case in cases:
        try:
            found.append(judge(case, check(case, profile)))
        except Exception as error:  # a crash is what this is here to find
            found.append(Verdict(case, found=False, why=f"crash: {error!r}", alarms=(f"crash: {error!r}",)))
    return found


def told(verdicts: Sequence[Verdict], part: str) -> dict[str, list[tuple[str, str]]]:
    """What was said and not deserved, by rule: the case's name and the finding.  Part: alarms or notes."""
    table: dict[str, list[tuple[str, str]]] = {}
    for verdict in verdicts:
        for said in getattr(verdict, part):
            words = said.split(" ")
            table.setdefault(words[1] if words[0] in SEVERITIES else "crash", []).append((verdict.case.name, said))
    return table


def complaints(clean: Sequence[Verdict], faulty: Sequence[Verdict]) -> dict[str, list[str]]:
    """All misses and false alarms in words, by rule."""
    table: dict[str, list[str]] = {}
    for verdict in faulty:
        if not verdict.found and verdict.case.defect:
            words = " / ".join(planted(verdict.case))
            table.setdefault(verdict.case.defect.rule, []).append(
                f"MISSED {verdict.case.name}: ⟨{words}⟩ {verdict.why}"
            )
    for title, verdicts, part in (
        ("FALSE ALARM", clean, "alarms"), ("FALSE NOTE", clean, "notes"), ("SECOND FINDING", faulty, "alarms"),
    ):  # fmt: skip
        for rule, said in told(verdicts, part).items():
            table.setdefault(rule, []).extend(f"{title} {name}: {words}" for name, words in said)
    return table


def planted(case: Case) -> list[str]:
    """The words in which a defect stands: those marked, or else those of the first lines on which it is due."""
    lines = case.shown.text.split("\n")
    spots = case.shown.places.get(d.FAULT, [])
    if not spots:
        return [lines[n - 1].strip()[:200] for n in sorted(case.accepted())[:3]]
    found = []
    for spot in spots:
        words = lines[spot.line - 1 : spot.end_line]
        words[-1] = words[-1][: spot.end_column]
        words[0] = words[0][spot.column - 1 :]
        found.append("".join(x.strip() for x in words)[:300])
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
