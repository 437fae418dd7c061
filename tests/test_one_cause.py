"""One cause, one finding: what goes wrong in one place of a good report is said once."""

from __future__ import annotations

import re

import pytest

from gov_lint.api import check_text
from tests.test_never_flag import REQUESTS, applications, report

GOOD = report()
HEADINGS = {
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}


def rules(text: str) -> list[str]:
    return [finding.rule for finding in check_text(text, "report.txt").findings]


def section(number: int) -> str:
    """A whole section of the good report."""
    start = GOOD.index(HEADINGS[number])
    end = GOOD.index(HEADINGS[number + 1]) if number < 6 else GOOD.index("青禾县水利局\n2024年")
    return GOOD[start:end]


def test_the_good_report_is_clean() -> None:
    assert rules(GOOD) == []


@pytest.mark.parametrize("number", HEADINGS)
def test_a_missing_section_is_one_finding(number: int) -> None:
    assert rules(GOOD.replace(section(number), "")) == ["section-missing"]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_missing_table_is_one_finding(number: int) -> None:
    assert rules(
        GOOD.replace(section(number), HEADINGS[number] + "\n本机关有关情况详见附件所列各表，不再逐项说明。\n")
    ) == ["table-missing"]


def row(name: str, values: str) -> str:
    """The good report with other values in one row of table 3."""
    return report(t3=applications(REQUESTS | {name: values}))


@pytest.mark.parametrize(
    ("name", "values"),
    [("新收", "0 2 1 0 0 0 3"), ("予以公开", "0 2 1 0 0 0 3"), ("总计", "0 2 1 0 0 0 3")],
    ids=["received", "disclosed", "total"],
)
def test_a_shifted_row_is_one_finding(name: str, values: str) -> None:
    assert rules(row(name, values)) == ["applications-columns-shifted"]


@pytest.mark.parametrize("column", range(7))
@pytest.mark.parametrize("name", ["新收", "予以公开", "总计", "结转下年"])
def test_a_wrong_cell_is_one_finding(name: str, column: int) -> None:
    values = REQUESTS[name].split()
    values[column] = str(int(values[column]) + 4)
    assert rules(row(name, " ".join(values))) == ["applications-single-cell"]


def test_a_row_that_lost_a_number_is_one_finding() -> None:
    assert rules(row("予以公开", "2 1 0 0 0 3")) == ["applications-column-count"]


def test_a_row_that_is_missing_is_one_finding() -> None:
    lines = [line for line in GOOD.split("\n") if not line.startswith("3.危及")]
    assert rules("\n".join(lines)) == ["applications-row-missing"]


def test_a_wrong_number_in_the_text_is_one_finding() -> None:
    assert rules(GOOD.replace("新收政府信息公开申请3件", "新收政府信息公开申请5件")) == ["received-mismatch"]
    assert rules(GOOD.replace("办结3件", "办结2件")) == ["processed-mismatch"]
    assert rules(GOOD.replace("结转下年度1件", "结转下年度2件")) == ["carried-out-mismatch"]


def test_another_years_dates_are_one_finding_each() -> None:
    text = re.sub("2023年1月1日起，至2023年12月31日", "2022年1月1日起，至2022年12月31日", GOOD)
    assert rules(text) == ["period-year-mismatch"]
