"""Rows of the table of applications that were moved by one column: one finding at the row, or silence where nobody can tell."""

from __future__ import annotations

import random

import pytest

from gov_lint.engine import check_report
from gov_lint.nouns import Finding, Settings, Source
from gov_lint.rulepack import load_pack
from gov_lint.structure import recognise
from gov_lint.structure.form import load_form

RULES = [rule for rule in load_pack().rules if rule.family == "tables"]
SHIFTED = "applications-columns-shifted"
ARITHMETIC = {
    "applications-balance",
    "applications-results-sum",
    "applications-row-sum",
    "applications-single-cell",
    "carried-in-unfinished",
    "cell-empty",
}
FORM = load_form().table("申请", 2021)
ROWS = [row.name for row in FORM.leaves]


def balanced(rng: random.Random, most: int) -> dict[str, list[int]]:
    """A table in which every identity holds; with ``most`` of 1 or 2, most cells are zeros, as in the reports of small organs."""
    rows = {
        name: [max(0, rng.randint(-2 if most < 3 else 0, most)) for _ in range(6)]
        for name in ROWS
        if name not in ("总计", "结转下年", "新收", "上年结转")
    }
    total = [sum(rows[name][c] for name in FORM.expand("办理结果")) for c in range(6)]
    carried_in = [rng.randint(0, value) for value in total]
    carried_on = [rng.randint(0, 2) for _ in range(6)]
    received = [t + k - r for t, k, r in zip(total, carried_on, carried_in, strict=True)]
    rows |= {"总计": total, "上年结转": carried_in, "结转下年": carried_on, "新收": received}
    return {name: [*rows[name], sum(rows[name])] for name in ROWS}


def findings(rows: dict[str, list[str]], mark: str) -> list[Finding]:
    lines = ["三、收到和处理政府信息公开申请情况"]
    lines += [row.label + ("" if row.group else mark + mark.join(rows[row.name])) for row in FORM.rows]
    report = recognise(Source("test", "\n".join(lines)), Settings())
    return list(check_report(report, RULES).findings)


def late(values: list[str], filler: str) -> list[str]:
    """A cell too many before the row: its total is pushed out."""
    return [filler, *values[:-1]]


def early(values: list[str], filler: str) -> list[str]:
    """A cell too few before the row: its last column stays empty."""
    return [*values[1:], filler]


def inner(values: list[str], filler: str) -> list[str]:
    """A cell too many, but the total kept its place."""
    return [filler, *values[:-2], values[-1]]


def printed(rows: dict[str, list[int]]) -> dict[str, list[str]]:
    return {name: list(map(str, values)) for name, values in rows.items()}


@pytest.mark.parametrize("most", [2, 9, 400])
@pytest.mark.parametrize("move", [late, early])
@pytest.mark.parametrize(("mark", "filler"), [(" ", "0"), ("\t", "0"), ("\t", ""), ("\t", "/")])
def test_a_moved_row_is_one_finding(most: int, move: object, mark: str, filler: str) -> None:
    rng = random.Random(most)
    told = 0
    for _ in range(3):
        rows = balanced(rng, most)
        assert not findings(printed(rows), mark)
        for name in ROWS:
            wrong = printed(rows)
            wrong[name] = late(wrong[name], filler) if move is late else early(wrong[name], filler)
            if wrong[name] == printed(rows)[name] or not any(rows[name]):
                continue
            found = findings(wrong, mark)
            assert found, name
            if SHIFTED not in {f.rule for f in found}:
                continue
            told += 1
            label = FORM.by_name[name].label
            assert [(f.rule, f.cell) for f in found if f.rule in ARITHMETIC | {SHIFTED}] == [
                (SHIFTED, ("表三", label))
            ], name
            assert "移回后为 " + " ".join(map(str, rows[name])) in found[0].message.zh
    assert told >= (20 if most < 3 else 60)


def test_a_row_whose_total_kept_its_place() -> None:
    rng = random.Random(11)
    told = 0
    for _ in range(6):
        rows = balanced(rng, 9)
        for name in ROWS:
            rows[name][5] = 0
        for name, values in rows.items():
            if name not in ("总计", "新收", "上年结转", "结转下年"):
                values[6] = sum(values[:6])
        rows["总计"] = [sum(rows[name][c] for name in FORM.expand("办理结果")) for c in range(7)]
        rows["上年结转"][5] = rows["结转下年"][5] = 0
        for name in ("上年结转", "结转下年"):
            rows[name][6] = sum(rows[name][:6])
        rows["新收"] = [rows["总计"][c] + rows["结转下年"][c] - rows["上年结转"][c] for c in range(7)]
        assert not findings(printed(rows), " ")
        for name in ROWS:
            wrong = printed(rows)
            wrong[name] = inner(wrong[name], "0")
            found = findings(wrong, " ")
            if wrong == printed(rows) or SHIFTED not in {f.rule for f in found}:
                continue
            told += 1
            assert [f.rule for f in found] == [SHIFTED], name
            assert found[0].cell == ("表三", FORM.by_name[name].label)
    assert told > 100


def test_several_rows() -> None:
    rng = random.Random(17)
    for count in (2, 3):
        for _ in range(10):
            rows = balanced(rng, 30)
            wrong = printed(rows)
            names = rng.sample(ROWS, count)
            for name in names:
                wrong[name] = late(wrong[name], "0") if rng.random() < 0.5 else early(wrong[name], "0")
            found = findings(wrong, " ")
            assert {f.cell[1] for f in found} == {FORM.by_name[name].label for name in names}
            assert {f.rule for f in found} == {SHIFTED}


def test_a_whole_table_is_one_finding() -> None:
    rows = printed(balanced(random.Random(19), 30))
    found = findings({name: late(values, "0") for name, values in rows.items()}, " ")
    assert [f.rule for f in found] == [SHIFTED]
    assert "等 25 行" in found[0].message.zh


def test_wrong_cells_are_no_moved_row() -> None:
    rng = random.Random(23)
    for _ in range(400):
        rows = balanced(rng, 20)
        for name, column in rng.sample([(name, column) for name in ROWS for column in range(7)], rng.choice((1, 2))):
            rows[name][column] += rng.choice((1, 2, 10, 90))
        assert SHIFTED not in {f.rule for f in findings(printed(rows), " ")}
