"""The page of a rule, as ``govlint explain`` and docs/rules.md show it."""

from __future__ import annotations

import re

import pytest

from gov_lint.nouns import Example
from gov_lint.pages import rule_page
from gov_lint.rulepack import load_pack

PACK = load_pack(examples=True)


def page(example: Example, lang: str = "zh") -> str:
    """The part of a page that shows an example."""
    found = PACK.rule("previous-carry")
    assert found
    return rule_page(found._replace(examples=(example,)), lang).split("## ", 1)[1]


def test_a_report_by_itself_is_one_block() -> None:
    assert page(Example("甲\n乙\n", ((2, "错了"),), {"edition": "2019"}, role="bad")) == (
        "反例\n\n检查时的选项：`--edition 2019`\n\n```text\n    1 甲\n>   2 乙\n      ^ 错了\n```\n"
    )


def test_other_reports_are_blocks_of_their_own() -> None:
    example = Example("甲\n", (), {"previous": "乙\n", "name": "a.txt", "complete": "true"})
    assert page(example) == (
        "正例\n\n检查时的选项：`--complete`\n\n文件名：`a.txt`\n\n"
        "要检查的报告：\n\n```text\n    1 甲\n```\n\n上年的报告：\n\n```text\n    1 乙\n```\n"
    )
    several = page(Example("a\n", (), {"parts": ("b\n", "c\n"), "units": ("水利局", "教育局")}), "en")
    assert several.index("Units that owe a report: 水利局, 教育局") < several.index("The report that is checked:")
    assert re.findall(r"Report \d.*:", several) == [f"Report {number} of a unit that it sums up:" for number in (1, 2)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_names_only_options_that_there_are(lang: str) -> None:
    known = {"--edition", "--org-type", "--published", "--complete"}
    for rule in PACK.rules:
        shown = [line for line in rule_page(rule, lang).split("\n") if line.startswith(("检查时", "Checked with"))]
        assert {option for line in shown for option in re.findall(r"--[a-z-]+", line)} <= known
        assert all(line.count("`") % 2 == 0 for line in shown)
