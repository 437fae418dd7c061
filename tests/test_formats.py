"""The same report gives the same findings, cell for cell, in every format."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from gov_lint.nouns import Result
from tests.conftest import ROOT, missing, need_tool
from tests.generator import equality, measure
from tests.generator.equality import BY_NAME, FORMATS, SAMPLES, Format, Sample
from tests.generator.formats import Document
from tools import format_matrix

PLAIN = [kind.name for kind in FORMATS if not kind.tool and not kind.package]
CONVERTED = [kind.name for kind in FORMATS if kind.tool or kind.package]


def results(kind: Format, files: Mapping[str, bytes]) -> dict[str, Result]:
    return {name: equality.check(data, name + kind.extension) for name, data in files.items()}


def unequal(kind: Format, found: Mapping[str, Result]) -> str:
    """What a format says otherwise, a line for each sample; empty where all is as it must be."""
    lines = []
    for sample in SAMPLES:
        differs = equality.difference(sample, found[sample.name], kind)
        excuse = equality.excuse(sample, kind)
        if not (excused(differs, excuse.instead) if excuse and excuse.instead else not differs):
            lines.append(f"{sample.name}: lacks {differs.lacks}, has besides {differs.besides}")
    return "\n".join(lines)


def excused(differs: equality.Difference, instead: frozenset[str]) -> bool:
    """Whether a blank cell was reported in the way that a text without cells can."""
    lost = {rule for rule, _, _ in differs.lacks}
    return lost == {"cell-empty"} and {rule for rule, _, _ in differs.besides} <= instead and bool(differs.besides)


def test_the_samples_have_the_faults_that_they_are_named_for() -> None:
    assert len(SAMPLES) == 30
    rules = {x.name: x.rule for x in measure.injectors()}
    for sample in SAMPLES:
        found = equality.due(sample)
        if sample.injector and rules[sample.injector] != "quirk":
            assert rules[sample.injector] in {rule for rule, _, _ in found}, sample.name
        else:
            assert {severity for _, severity, _ in found} <= {"note"}, sample.name


@pytest.mark.parametrize("name", PLAIN)
def test_findings_are_the_same_in(name: str) -> None:
    kind = BY_NAME[name]
    assert unequal(kind, results(kind, equality.files_of(kind))) == ""


@pytest.mark.parametrize("name", CONVERTED)
def test_findings_are_the_same_after_conversion_to(name: str) -> None:
    kind = BY_NAME[name]
    if kind.tool:
        need_tool(kind.tool)
    if kind.package:
        need_package(kind.package)
    assert unequal(kind, results(kind, equality.files_of(kind))) == ""


def need_package(name: str) -> None:
    try:
        __import__(name)
    except ImportError:
        missing(name)


@pytest.mark.parametrize("name", ["docx", "docx-typed", "html-modern", "html-layout", "html-word"])
def test_every_cell_is_where_the_document_has_it(name: str) -> None:
    kind = BY_NAME[name]
    assert kind.make
    for sample in SAMPLES:
        model, laid = equality.model_of(sample), document_of(sample, name)
        result = equality.check(kind.make(sample), sample.name)
        assert len(list(equality.read_cells(result, model))) > 50, sample.name
        wide = name == "docx"  # a sixteenth grid column may shift the columns of section four
        assert not equality.misplaced(result, model, laid, columns=not wide), sample.name


def document_of(sample: Sample, name: str) -> Document:
    """The document that the file of that format was made from."""
    key = name.removeprefix("html-").removeprefix("docx-")
    return equality.document_of(sample, equality.model_of(sample), random.Random(f"{sample.name}/{key}"))


def test_the_page_of_the_formats_is_current() -> None:
    assert format_matrix.outdated(ROOT / "docs") == ""


@pytest.mark.parametrize("name", ["html-modern", "html-layout", "html-word"])
def test_cells_of_a_web_page_are_shown_where_its_source_has_them(name: str) -> None:
    kind = BY_NAME[name]
    assert kind.make
    for sample in SAMPLES[::5]:
        result = equality.check(kind.make(sample), sample.name)
        lines = result.report.source.original.split("\n")
        for key, cell in equality.read_cells(result, equality.model_of(sample)):
            place = result.report.place(cell.span)
            assert lines[place.line - 1][place.column - 1] == cell.raw[:1], (sample.name, key)
