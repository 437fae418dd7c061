"""Repairs: each that a finding offers mends just that finding and brings no other, on every example of every rule."""

from __future__ import annotations

from collections import Counter

import pytest

from gov_lint.engine import run
from gov_lint.examples import check_example
from gov_lint.nouns import Example, Finding, Rule, Source
from gov_lint.rulepack import load_pack

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
