"""Generated reports: clean ones raise nothing, known defects are found at their line, in every layout and encoding."""

from __future__ import annotations

from functools import cache

import pytest

from gov_lint.api import check_text
from gov_lint.nouns import Result
from gov_lint.readers import read_bytes
from gov_lint.rulepack import load_pack
from tests.generator import layouts, measure
from tests.generator.marks import bare

SEED = 20240131
CLEAN = 120
SHARE = 5
"""A defect of the prose is shown in one layout of so many; ``python -m tests.generator`` shows all in all."""


@cache
def clean() -> list[measure.Verdict]:
    return measure.run(measure.clean_cases(SEED, CLEAN))


@cache
def faulty(layout: str) -> list[measure.Verdict]:
    """Each defect of a table in that layout, and a share of those of the prose."""
    return measure.run(measure.defect_cases(SEED, 0, layout, share=SHARE))


def told(verdicts: list[measure.Verdict], *parts: str) -> str:
    lines = [f"{v.case.name}: {getattr(v, part)}" for v in verdicts for part in parts if getattr(v, part)]
    return "\n".join(["", *lines])


def test_the_generator_knows_where_its_cells_stand() -> None:
    for case in measure.clean_cases(SEED, 60):
        lines = case.shown.text.split("\n")
        for key, spots in case.shown.places.items():
            if key.startswith("cell."):
                shown = lines[spots[0].line - 1][spots[0].column - 1 : spots[0].end_column]
                assert shown == printed(case, key), (case.name, key)


def printed(case: measure.Case, key: str) -> str:
    _, table, row, column = key.split(".")
    if table == "申请":
        return bare(case.model.requests[row][int(column)])
    if table == "公开":
        return bare(case.model.disclosure[row][int(column)])
    return bare(case.model.disputes[int(row) * 5 + int(column)])


def test_clean_reports_raise_no_error_and_no_warning() -> None:
    assert not [v for v in clean() if v.alarms], told(clean(), "alarms")


def test_clean_reports_raise_no_note_that_nothing_deserves() -> None:
    assert not [v for v in clean() if v.notes], told(clean(), "notes")


def test_every_cell_of_a_clean_report_is_read_as_printed() -> None:
    assert not [v for v in clean() if v.wrong_cells or v.unread_cells], told(clean(), "wrong_cells", "unread_cells")


def test_every_cell_of_a_clean_report_is_read_where_it_stands() -> None:
    odd = {v.case.name: measure.cell_places(v.case, v.report) for v in clean()[:40]}
    assert not any(odd.values()), {name: places for name, places in odd.items() if places}


def test_title_period_and_signoff_of_a_clean_report_are_read_as_printed() -> None:
    odd = {v.case.name: measure.compare_facts(v.case, v.report) for v in clean()}
    assert not any(odd.values()), "\n".join(["", *(f"{name}: {said}" for name, said in odd.items() if said)])


@pytest.mark.parametrize("layout", layouts.LAYOUTS)
def test_every_defect_is_found_at_its_line(layout: str) -> None:
    missed = [v for v in faulty(layout) if not v.found]
    assert not missed, told(missed, "why")


@pytest.mark.parametrize("layout", layouts.LAYOUTS)
def test_one_defect_raises_nothing_else(layout: str) -> None:
    assert not [v for v in faulty(layout) if v.alarms], told(faulty(layout), "alarms")


@pytest.mark.parametrize("layout", layouts.LAYOUTS)
def test_oddities_cost_no_cell(layout: str) -> None:
    odd = [v for v in faulty(layout) if v.wrong_cells or v.unread_cells]
    assert not odd, told(odd, "wrong_cells", "unread_cells")


def test_every_rule_has_an_injector() -> None:
    injected = {x.rule for x in measure.injectors()}
    assert {rule.id for rule in load_pack().rules} - injected == NOT_INJECTED


NOT_INJECTED = {
    "damaged-text",
    "not-a-report",
    "table-unread",
    "unchecked",
    "deadline-local",
    "suppression-unused",
    "suppression-expired",
}
"""Rules about files that are no reports, and those whose dates are a profile's."""


@pytest.mark.parametrize("encoding", layouts.ENCODINGS)
@pytest.mark.parametrize("line_end", layouts.LINE_ENDS, ids=["lf", "crlf", "cr"])
def test_findings_do_not_depend_on_the_bytes(encoding: str, line_end: str) -> None:
    cases = list(measure.defect_cases(SEED, 6, rule="applications-single-cell"))
    for case in cases:
        data = layouts.encoded(case.shown.text, encoding, line_end)
        if data is not None:
            source = read_bytes(data, "年报.txt")
            assert places(check_text(source.text)) == places(check_text(case.shown.text)), case.name


def places(result: Result) -> list[tuple[str, int, int]]:
    return [(f.rule, f.place.line, f.place.column) for f in result.findings]
