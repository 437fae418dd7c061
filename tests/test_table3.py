"""The table of applications, cell by cell: any one wrong cell is found and repaired, two never look like one."""

from __future__ import annotations

import random

import pytest

from gov_lint.engine import check_report
from gov_lint.nouns import Finding, Settings, Source
from gov_lint.rulepack import load_pack
from gov_lint.structure import recognise
from gov_lint.structure.form import load_form

PACK = load_pack()
RULES = [rule for rule in PACK.rules if rule.family == "tables"]
REPAIR = "applications-single-cell"


def balanced(rng: random.Random, edition: int) -> dict[str, list[int]]:
    """A table of applications without a zero in which every identity holds."""
    form = load_form().table("申请", edition)
    rows = {}
    for row in form.leaves:
        if row.name not in ("总计", "结转下年", "新收"):
            rows[row.name] = [rng.randint(1, 9) for _ in form.columns[:-1]]
    rows["总计"] = [sum(rows[name][c] for name in form.expand("办理结果")) for c in range(6)]
    rows["结转下年"] = [rng.randint(1, 9) for _ in range(6)]
    rows["新收"] = [rows["总计"][c] + rows["结转下年"][c] - rows["上年结转"][c] for c in range(6)]
    return {row.name: [*rows[row.name], sum(rows[row.name])] for row in form.leaves}


def findings(rows: dict[str, list[int]], edition: int) -> list[Finding]:
    form = load_form().table("申请", edition)
    lines = ["三、收到和处理政府信息公开申请情况"]
    lines += [row.label + ("" if row.group else " " + " ".join(map(str, rows[row.name]))) for row in form.rows]
    report = recognise(Source("test", "\n".join(lines)), Settings(edition=edition))
    return list(check_report(report, RULES).findings)


@pytest.mark.parametrize("edition", [2021, 2019])
def test_each_wrong_cell_is_one_finding_with_the_right_value(edition: int) -> None:
    rng = random.Random(3)
    rows = balanced(rng, edition)
    form = load_form().table("申请", edition)
    assert findings(rows, edition) == []
    assert len(form.leaves) * 7 == {2021: 175, 2019: 161}[edition]
    for row in form.leaves:
        for number, column in enumerate(form.columns):
            wrong = {name: list(values) for name, values in rows.items()}
            right = wrong[row.name][number]
            wrong[row.name][number] += rng.choice([-1, 1, 10, 90])
            found = findings(wrong, edition)
            assert [(f.rule, f.cell) for f in found] == [(REPAIR, ("表三", row.label, column))]
            assert f"应为 {right}（唯一解" in found[0].message.zh
            assert found[0].related, "the identities that fail are named"


def test_two_wrong_cells_are_never_taken_for_one() -> None:
    rng = random.Random(5)
    rows = balanced(rng, 2021)
    cells = [(name, column) for name in rows for column in range(7)]
    for _ in range(2000):
        (a, i), (b, j) = rng.sample(cells, 2)
        wrong = {name: list(values) for name, values in rows.items()}
        step = rng.choice([1, 2, 5, 10])
        wrong[a][i] += step
        wrong[b][j] += rng.choice([step, -step, rng.randint(1, 20)])
        if wrong[b][j] < 0:
            continue
        found = findings(wrong, 2021)
        assert REPAIR not in {f.rule for f in found}, (a, i, b, j)
        assert found, (a, i, b, j)


def test_no_offer_where_a_cell_is_blank_or_a_row_is_short() -> None:
    rows = balanced(random.Random(7), 2021)
    rows["新收"][0] += 1
    form = load_form().table("申请", 2021)
    for damage in ("blank", "short"):
        lines = ["三、收到和处理政府信息公开申请情况"]
        for row in form.leaves:
            values = list(map(str, rows[row.name]))
            if row.name == "重复申请":
                values = ["", *values[1:]] if damage == "blank" else values[1:]
            lines.append("\t".join([row.label, *values]) if damage == "blank" else " ".join([row.label, *values]))
        report = recognise(Source("test", "\n".join(lines)), Settings())
        found = {f.rule for f in check_report(report, RULES).findings}
        assert REPAIR not in found
        assert ("cell-empty" if damage == "blank" else "applications-column-count") in found
