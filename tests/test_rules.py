"""Every example of every rule, in both directions: each marked line has a finding with the marked words, and no other line has one."""

from __future__ import annotations

from datetime import date

import pytest

from gov_lint.engine import check_report
from gov_lint.nouns import Example, Rule, Settings, Source
from gov_lint.rulepack import load_pack
from gov_lint.structure import recognise

PACK = load_pack(examples=True)
EXAMPLES = [(rule, example) for rule in PACK.rules for example in rule.examples]


def settings_of(example: Example) -> Settings:
    given = example.settings
    published = date.fromisoformat(given["published"]) if "published" in given else None
    edition = int(given["edition"]) if "edition" in given else None
    return Settings(given.get("org_type"), published, edition)


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.id}-{example.role}-{i}" for i, (rule, example) in enumerate(EXAMPLES)]
)
def test_example(rule: Rule, example: Example) -> None:
    report = recognise(Source(example.settings.get("name", "example.txt"), example.text), settings_of(example))
    found = [(f.place.line, f.message.zh) for f in check_report(report, [rule]).findings]
    assert [line for line, _ in found] == [line for line, _ in example.due], found
    for (_, words), (_, message) in zip(example.due, found, strict=True):
        assert words in message


@pytest.mark.parametrize("rule", PACK.rules, ids=[rule.id for rule in PACK.rules])
def test_rule_has_what_a_reader_needs(rule: Rule) -> None:
    roles = [example.role for example in rule.examples]
    assert {"good", "bad", "trap"} <= set(roles)
    assert all(example.due for example in rule.examples if example.role == "bad")
    assert not any(example.due for example in rule.examples if example.role != "bad")
    if rule.basis_level == "惯例":
        assert "未见" in rule.basis.zh or "未见" in rule.message.zh
