"""Runs a pack over a report: the one place where rules meet text.

A check's fault becomes a finding here: it gets its rule's id, severity, words and clause, its lines and columns, and a key that stays the
same when lines move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from gov_lint.nouns import (
    BLANK,
    NUMBER,
    SEVERITIES,
    Fault,
    Finding,
    Fix,
    Related,
    RelatedPlace,
    Repair,
    Report,
    Result,
    Rule,
    Settings,
    Source,
    Tally,
    Verdict,
    Words,
)
from gov_lint.ruledata import check_module
from gov_lint.rulepack import Pack
from gov_lint.structure import recognise
from gov_lint.structure.form import load_form


def run(
    source: Source,
    pack: Pack,
    settings: Settings | None = None,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    profile: str = "",
    evidence: bool = False,
) -> Result:
    """All that the rules of a pack say of a source.  ``select`` and ``ignore`` are rule ids or families; nothing selected means all of the
    profile (the pack's own default where none is named), and what is selected need not be in it."""
    rules = chosen(pack, select, ignore, profile, alone=True)
    return check_report(recognise(source, settings or Settings()), rules, evidence=evidence)


def chosen(
    pack: Pack, select: Collection[str] = (), ignore: Collection[str] = (), profile: str = "", *, alone: bool = False
) -> tuple[Rule, ...]:
    """The rules of a pack that a run uses, as the profile has them.  A family that is ignored keeps its mandatory rules.  ``alone`` leaves out
    those that need other reports beside the one checked."""
    return _chosen(pack, tuple(select), tuple(ignore), profile or pack.profile, alone)


@lru_cache(maxsize=8)
def _chosen(
    pack: Pack, select: tuple[str, ...], ignore: tuple[str, ...], profile: str, alone: bool
) -> tuple[Rule, ...]:
    names = choose(pack, select, ignore, profile)
    return tuple(pack.under(profile, name) for name in names if not (alone and pack.plain[name]["needs"]))


def choose(pack: Pack, select: Collection[str], ignore: Collection[str], profile: str) -> tuple[str, ...]:
    """The names of the rules of a pack that a run uses."""
    return tuple(
        name
        for name, data in pack.plain.items()
        if _wanted(data, select, ignore) and (_named(data, select) or pack.holds(profile, name))
    )


def _named(data: Mapping[str, Any], names: Collection[str]) -> bool:
    """Whether a rule or its family is among the names."""
    return data["id"] in names or data["family"] in names


def _wanted(data: Mapping[str, Any], select: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a rule that a profile holds is among those asked for."""
    if data["id"] in ignore or (data["family"] in ignore and data["id"] not in select and not data["mandatory"]):
        return False
    return data["stops"] or not select or _named(data, select)


def check_report(report: Report, rules: Collection[Rule], *, evidence: bool = False) -> Result:
    """The findings of some rules on a report, in the order of its lines; with ``evidence``, the numbers of all that was compared too."""
    found: list[tuple[Rule, Fault]] = []
    verdicts: list[Verdict] = []
    tallies: list[Tally] = []
    functions = {kind: _functions(kind) for kind in {rule.kind for rule in rules}}
    for rule in rules:
        if rule.applies and not applies(rule, report):
            continue
        check, tally_of, evidence_of, needs = functions[rule.kind]
        if needs and not getattr(report.around, needs):
            continue
        faults = [fault for fault in check(report, rule.options) if _judged(report, rule, fault)]
        if faults:
            if rule.stops:
                found, verdicts, tallies = [(rule, faults[0])], [], []
                break
            found += [(rule, fault) for fault in faults]
        if evidence and evidence_of:
            verdicts += [_evidence(report, rule, verdict) for verdict in evidence_of(report, rule.options)]
        if tally_of:
            tallies.append(tally_of(report, rule.options))
    seen: Counter[str] = Counter()
    findings = [_finding(report, rule, fault, seen) for rule, fault in _without_replaced(found)]
    findings.sort(key=lambda f: (f.place.line, f.place.column, -SEVERITIES.index(f.severity), f.rule))
    return Result(
        report, tuple(findings), tuple(verdicts), Tally(*map(sum, zip(*tallies, strict=True))), *_cells(report)
    )


_Check = Callable[[Report, Any], Iterable[Fault]]
_Tally = Callable[[Report, Any], Tally]
_Verdicts = Callable[[Report, Any], Iterable[Verdict]]


@lru_cache(maxsize=64)
def _functions(kind: str) -> tuple[_Check, _Tally | None, _Verdicts | None, str]:
    """What finds the faults of a kind of check; what says how its identities came out, where it has any, as a count and one by one;
    and which other reports it needs (a field of ``nouns.Around``; empty for none)."""
    module = check_module(kind)
    functions = (getattr(module, name, None) for name in ("tally", "evidence"))
    return module.check, *functions, getattr(module, "NEEDS", "")


def _judged(report: Report, rule: Rule, fault: Fault) -> bool:
    """Whether a fault is about something that the file is for: in a workbook of the tables nobody misses the prose."""
    if not report.source.tables_only or rule.kind == "readable":
        return True
    return bool(fault.cell) and fault.cell[0] in load_form().tables[2021]


def _evidence(report: Report, rule: Rule, verdict: Verdict) -> Verdict:
    return verdict._replace(rule=rule.id, printed=verdict.printed or _printed(report, verdict.subject))


def applies(rule: Rule, report: Report) -> bool:
    """Whether a rule is for reports of this year and this type of organ.  Without a year, the edition of the tables tells it."""
    year = report.year or report.edition
    conditions = rule.applies
    if "from_year" in conditions and year < int(conditions["from_year"][0]):
        return False
    if "to_year" in conditions and year > int(conditions["to_year"][0]):
        return False
    return "organs" not in conditions or report.organ_kind in conditions["organs"]


def _without_replaced(found: list[tuple[Rule, Fault]]) -> list[tuple[Rule, Fault]]:
    """The faults less those that another rule explains: one cause, one finding."""
    if not any(rule.replaces for rule, _ in found):
        return found
    silent = {(name, fault.cell[:1]) for rule, fault in found for name in rule.replaces}
    return [(rule, fault) for rule, fault in found if (rule.id, fault.cell[:1]) not in silent]


def _finding(report: Report, rule: Rule, fault: Fault, seen: Counter[str]) -> Finding:
    guessed = fault.guessed or ("organs" in rule.applies and not report.organ_kind_given)
    severity = fault.severity or rule.severity
    if guessed:
        severity = SEVERITIES[max(SEVERITIES.index(severity) - 1, 0)]
    by_hand = report.source.guessed
    if by_hand:
        severity = SEVERITIES[0]
    cell = _printed(report, fault.cell)
    subject = "/".join(fault.cell) or report.words(fault.span)[:60]
    seen[rule.id + subject] += 1
    key = f"{rule.id}|{subject}|{seen[rule.id + subject]}"
    message = Words(rule.message.zh.format_map(fault.facts), rule.message.en.format_map(fault.facts))
    if by_hand:
        message = Words(
            f"需人工核对（文字由图片识别）：{message.zh}",
            f"to be checked by a person (text recognised in a picture): {message.en}",
        )
    related = tuple(_related(report, other) for other in fault.related)
    fix = _fix(report, fault.repair) if fault.repair and not by_hand else None
    return Finding(rule.id, severity, report.place(fault.span), message, rule.basis, related, cell, guessed, key, fix)


def _fix(report: Report, repair: Repair) -> Fix | None:
    """A repair in the file; None where layout stands among the characters, for then other text than was looked at would be replaced."""
    place = report.place(repair.span)
    printed = report.source.text[place.start : place.end]
    if place.end - place.start != repair.span.end - repair.span.start or not printed or {"\n", "\t"} & set(printed):
        return None
    return Fix(place, repair.text)


def _related(report: Report, other: Related) -> RelatedPlace:
    home = other.report or report
    return RelatedPlace(home.place(other.span), Words(other.zh, other.en), "" if home is report else home.source.name)


def _printed(report: Report, cell: tuple[str, ...]) -> tuple[str, ...]:
    """The printed names of a table, a row and a column."""
    if not cell or cell[0] not in report.tables:
        return ()
    form = load_form().table(cell[0], report.tables[cell[0]].edition)
    labels = [form.by_name[name].label if name in form.by_name else name for name in cell[1:2]]
    return (f"表{form.number}", *labels, *cell[2:])


def _cells(report: Report) -> tuple[int, int, int]:
    """How many cells hold a number, how many are blank, and how many the form has."""
    states = [cell.state for table in report.tables.values() for row in table.rows.values() for cell in row.cells]
    form = load_form()
    due = sum(form.table(name, _edition(report, name)).cells for name in form.tables[2021])
    return states.count(NUMBER), states.count(BLANK), due


def _edition(report: Report, name: str) -> int:
    table = report.tables.get(name)
    return table.edition if table else report.edition
