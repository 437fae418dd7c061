"""Every example of every rule, in both directions: each marked line has a finding with the marked words, and no other line has one."""

from __future__ import annotations

import pytest

from gov_lint.examples import check_example
from gov_lint.nouns import Example, Rule
from gov_lint.rulepack import load_pack

PACK = load_pack(examples=True)
EXAMPLES = [(rule, example) for rule in PACK.rules for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.id}-{example.role}-{i}" for i, (rule, example) in enumerate(EXAMPLES)]
)
def test_example(rule: Rule, example: Example) -> None:
    found = [(f.place.line, f.message.zh) for f in check_example(rule, example).findings]
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
