"""Repairs: each that a finding offers mends just that finding and brings no other, on every example of every rule."""

from __future__ import annotations

from collections import Counter

import pytest

from gov_lint.engine import run
from gov_lint.examples import check_example
from gov_lint.nouns import Example, Finding, Fix, Place, Rule, Source
from gov_lint.reporters import Context, render
from gov_lint.reporters.text import TextReporter
from gov_lint.rulepack import load_pack
from gov_lint.terminal import Screen
from tests.made import finding, place, report, result

PACK = load_pack(examples=True)
BAD = [(rule, example) for rule in PACK.rules for example in rule.examples if example.role == "bad"]
FIXED = [
    (rule, example, finding)
    for rule, example in BAD
    if not set(example.settings) & {"previous", "parts", "siblings"}
    for finding in check_example(rule, example).findings
    if finding.fix
]
MENDING = {
    "applications-single-cell",
    "bracket-mismatch",
    "document-number-bracket",
    "duplicate-word",
    "fee-citation",
    "fee-term",
    "format-notice-citation",
    "jiezhi",
    "key-phrase-misquote",
    "nested-title-marks",
    "punctuation",
    "quote-nesting",
    "regulation-citation",
    "regulation-short-name",
    "section-number",
    "section-title-typo",
}
"""The rules that know the one change that mends what they find, for some of it at least."""


def mended(text: str, finding: Finding) -> str:
    """The text after a finding's repair."""
    assert finding.fix
    place = finding.fix.place
    return text[: place.start] + finding.fix.text + text[place.end :]


def test_who_offers_repairs() -> None:
    assert {rule.id for rule, _, _ in FIXED} == MENDING


@pytest.mark.parametrize(
    ("rule", "example", "finding"), FIXED, ids=[f"{rule.id}-{i}" for i, (rule, _, _) in enumerate(FIXED)]
)
def test_a_repair_mends_its_finding_alone(rule: Rule, example: Example, finding: Finding) -> None:
    after = check_example(rule, example._replace(text=mended(example.text, finding))).findings
    before = check_example(rule, example).findings
    assert len(after) == len(before) - 1
    assert Counter(f.place.line for f in after) == Counter(
        f.place.line for f in before if f is not finding and f != finding
    )


@pytest.mark.parametrize(
    ("rule", "example", "finding"), FIXED, ids=[f"{rule.id}-{i}" for i, (rule, _, _) in enumerate(FIXED)]
)
def test_a_repair_brings_no_finding_of_another_rule(rule: Rule, example: Example, finding: Finding) -> None:
    def found(text: str) -> Counter[str]:
        return Counter(f.rule for f in run(Source("a.txt", text), PACK, profile="strict").findings)

    assert not found(mended(example.text, finding)) - found(example.text)


def offered(text: str, rule: str) -> list[str]:
    """The texts of the repairs that a rule's findings offer; empty strings for findings without one."""
    [made] = [one for one in PACK.rules if one.id == rule]
    return [f.fix.text if f.fix else "" for f in check_example(made, Example(text)).findings]


HEAD = "柳川县水利局2023年政府信息公开工作年度报告\n一、总体情况\n"


def test_no_repair_reaches_over_a_line_end() -> None:
    assert offered(HEAD + "截止2023年12月31日，公开信息120条。\n", "jiezhi") == ["截至"]
    assert offered(HEAD + "截\n止2023年12月31日，公开信息120条。\n", "jiezhi") == [""]


def test_no_repair_where_several_would_be_needed() -> None:
    assert offered(HEAD + "健全机制,加强培训。\n", "punctuation") == ["，"]
    assert offered(HEAD + "健全机制,加强培训,做好公开。\n", "punctuation") == [""]
    assert offered(HEAD + "按国办函[2020]109号、国办发[2021]5号执行。\n", "document-number-bracket") == [""]


def test_no_repair_where_either_mark_may_be_meant() -> None:
    assert offered(HEAD + "健全机制，。加强培训。\n", "punctuation") == [""]


def shown(fix: Fix, lang: str = "zh") -> str:
    """The text report of a finding with that repair."""
    of = report("[/x]<b>5 7\n")
    made = result(of, finding(of, "<b>")._replace(fix=fix._replace(place=place(of, "<b>"))))
    return render(TextReporter(Context(lang), Screen(100)), [made])


def test_the_text_report_says_what_to_write() -> None:
    at = Place(1, 1, 1, 2)
    assert "    可改为：“[b]\\x1b”（现为“<b>”）\n" in shown(Fix(at, "[b]\x1b"))
    assert "    可删去：“<b>”\n" in shown(Fix(at, ""))
    assert "    May be changed to “c” (now “<b>”)\n" in shown(Fix(at, "c"), "en")
