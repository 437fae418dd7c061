"""The public reports beside the repository: every cell, and just the findings that a reviewer would make."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from gov_lint.engine import run
from gov_lint.nouns import NUMBER, Result, Settings
from gov_lint.readers import read_bytes, read_path
from gov_lint.rulepack import load_pack
from tests.conftest import SHARED, need_tool

FINDINGS = {
    "000": [("email-personal", 23), ("bracket-mismatch", 81)],
    "001": [
        ("contact-missing", 2),
        ("period-missing", 2),
        ("requests-without-figure", 14),
        ("punctuation", 18),
        ("punctuation", 25),
        ("signoff-missing", 232),
    ],
    "002": [("contact-missing", 3), ("preface-contents-mismatch", 9), ("disputes-incomplete", 91)],
    "003": [
        ("title-organ-abbreviated", 1),
        ("conversion-residue", 3),
        ("format-notice-citation", 3),
        ("preface-contents-mismatch", 3),
        ("punctuation", 5),
        *[("heading-style", line) for line in (6, 8, 10, 12, 14)],
        *[("section-title-variant", line) for line in (16, 63, 352, 408)],
        ("signoff-missing", 412),
    ],
    "004": [
        ("contact-missing", 3),
        ("conversion-residue", 51),
        ("section-six-off-topic", 99),
        ("conversion-residue", 105),
        ("conversion-residue", 107),
        ("signoff-missing", 109),
    ],
}
"""The findings on each sample report: rule and line."""

STRICT = {
    "000": [],
    "001": [("regulation-short-name", 8), ("nested-title-marks", 231)],
    "002": [("approximate-count", 17)],
    "003": [("nested-title-marks", 3), ("fee-term", 412)],
    "004": [],
}
"""What the strict profile adds."""

GRAVE = {
    "001": ["contact-missing", "requests-without-figure"],
    "002": ["contact-missing", "disputes-incomplete"],
    "003": ["format-notice-citation"],
    "004": ["contact-missing"],
}
"""The findings that are errors or warnings."""

CELLS = {"000": (200, 0), "001": (200, 0), "002": (195, 5), "003": (200, 0), "004": (200, 0)}
"""The cells of each sample report that hold a number, and the blank ones."""

HUAIAN = {
    "公开": [["1", "0", "11"], ["8", "26", "66"], ["447228"], ["3985758"], ["88283"], ["96171.6"]],
    "复议诉讼": [["72", "64", "178", "37", "351"], ["13", "4", "8", "1", "26"], ["12", "1", "1", "6", "20"]],
}
APPLICATIONS = """3001 53 0 0 61 4 3119/34 0 0 0 0 0 34/1288 21 0 0 50 3 1362/447 7 0 0 0 0 454/2 0 0 0 0 0 2/30 1 0 0 0 0 31
5 0 0 0 0 0 5/6 0 0 0 0 0 6/7 1 0 0 0 0 8/12 0 0 0 0 0 12/9 0 0 0 0 0 9/105 0 0 0 0 0 105/746 12 0 0 10 1 769/11 0 0 0 0 0 11
1 0 0 0 0 0 1/56 6 0 0 0 0 62/25 0 0 0 0 0 25/0 0 0 0 0 0 0/0 0 0 0 0 0 0/1 0 0 0 0 0 1/67 3 0 0 1 0 71/6 0 0 0 0 0 6
108 2 0 0 0 0 110/2932 53 0 0 61 4 3050/103 0 0 0 0 0 103"""
HUAIAN["申请"] = [row.split() for row in APPLICATIONS.replace("\n", "/").split("/")]


def seed_files() -> Iterator[Path]:
    yield from sorted((SHARED / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name[:3]) for path in seed_files()])
def test_seed(path: Path) -> None:
    result = run(read_path(path), load_pack())
    number = path.name[:3]
    assert [(f.rule, f.place.line) for f in result.findings] == FINDINGS[number]
    assert [f.rule for f in result.findings if f.severity != "note"] == GRAVE.get(number, [])
    strict = run(read_path(path), load_pack(), profile="strict")
    places = sorted(FINDINGS[number] + STRICT[number], key=lambda place: (place[1], place[0]))
    assert sorted(((f.rule, f.place.line) for f in strict.findings), key=lambda place: (place[1], place[0])) == places
    assert (result.cells_read, result.cells_blank) == CELLS[number]
    assert result.cells_due == 200
    assert {s.number for s in result.report.sections} == {1, 2, 3, 4, 5, 6}
    assert result.identities.fails == 0
    assert result.identities.unknown == (1 if number == "002" else 0)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name[:3]) for path in seed_files()])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encoding_and_line_ends_change_nothing(path: Path, ending: str, encoding: str) -> None:
    text = path.read_text(encoding="utf-8")
    plain = places(run(read_path(path), load_pack()))
    other = places(run(read_bytes(text.replace("\n", ending).encode(encoding), path.name), load_pack()))
    assert other == plain


def places(result: Result) -> list[tuple[object, ...]]:
    cells = [
        (table.name, cell.row, cell.column, cell.state, result.report.place(cell.span))
        for table in result.report.tables.values()
        for row in table.rows.values()
        for cell in row.cells
    ]
    return [(f.rule, f.severity, f.place, f.message) for f in result.findings] + cells


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name[:3]) for path in seed_files()])
def test_each_cell_stands_where_its_place_says(path: Path) -> None:
    report = run(read_path(path), load_pack()).report
    for table in report.tables.values():
        for row in table.rows.values():
            for cell in row.cells:
                place = report.place(cell.span)
                line = report.source.line(place.line)
                if cell.state == NUMBER:
                    assert line[place.column - 1 : place.end_column - 1].strip() == cell.raw


@pytest.fixture(scope="module", params=["", "-layout", "-raw"], ids=["plain", "layout", "raw"])
def huaian(request: pytest.FixtureRequest) -> tuple[str, Result]:
    path = SHARED / "samples" / "huaian-2024.pdf"
    if not path.exists():
        pytest.skip("the sample report is not here")
    options = [request.param] if request.param else []
    text = subprocess.run([need_tool("pdftotext"), *options, str(path), "-"], capture_output=True, check=True).stdout
    return request.param, run(read_bytes(text, "huaian.txt"), load_pack())


def test_huaian_has_every_value_or_none(huaian: tuple[str, Result]) -> None:
    option, result = huaian
    for name, rows in HUAIAN.items():
        table = result.report.tables[name]
        assert len(table.rows) == len(rows)
        for row, values in zip(table.rows.values(), rows, strict=True):
            read = [cell.value for cell in row.cells]
            assert read == [None] * len(values) or read == [Decimal(value) for value in values], (name, row.name)
    assert result.cells_read == (185 if option == "" else 200)


def test_huaian_is_silent_on_assessment_only(huaian: tuple[str, Result]) -> None:
    _, result = huaian
    assert [f.rule for f in result.findings if f.severity != "note"] == ["assessment-missing"]
    notes = {f.rule for f in result.findings if f.severity == "note"}
    assert notes - {"table-unread"} == {"email-personal", "signoff-missing"}


def test_the_type_given_makes_the_finding_an_error(huaian: tuple[str, Result]) -> None:
    _, result = huaian
    sure = run(result.report.source, load_pack(), Settings(org_type="government"))
    assert [f.severity for f in sure.findings if f.rule == "assessment-missing"] == ["error"]
    office = run(result.report.source, load_pack(), Settings(org_type="department"))
    assert "assessment-missing" not in {f.rule for f in office.findings}
