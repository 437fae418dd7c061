"""Lists, percentages and fees of the prose with random numbers: lawful sentences say nothing, and one wrong number is found."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from gov_lint.engine import check_report
from gov_lint.nouns import Settings, Source
from gov_lint.rulepack import load_pack
from gov_lint.structure import recognise

TOPICS = ("政务动态", "通知公告", "财政预决算", "人事信息", "规划计划", "机构职能", "公开指南", "安全生产", "统计数据")
CHANNELS = ("网络申请", "信函申请", "当面申请", "电子邮件申请", "传真申请", "其他方式")
PLACES = ("云棠县", "青禾县", "白石县", "柳城区", "柳北区", "经开区", "高新区", "市本级")
RULES = (
    "breakdown-sum",
    "channels-sum",
    "rollup-breakdown-sum",
    "unit-magnitude",
    "percentage",
    "self-contradiction",
    "fee-breakdown-sum",
    "fee-amount-granularity",
    "fee-formula",
)
HEAD = "柳川市人民政府2023年政府信息公开工作年度报告\n一、总体情况\n"
FEES = "柳川市人民政府2023年政府信息公开工作年度报告\n六、其他需要报告的事项\n"
ROUNDS = 60
Made = tuple[str, str]
"""A sentence, and the same with one wrong number."""


def found(text: str) -> list[str]:
    """The rules that find something."""
    rules = [rule for rule in load_pack().rules if rule.id in RULES]
    return [finding.rule for finding in check_report(recognise(Source("年报.txt", text), Settings()), rules).findings]


def parts(rng: random.Random, names: tuple[str, ...], unit: str, least: int = 10) -> tuple[int, str]:
    """Some names with numbers, and their sum; no number of them is the sum of others, nor small enough to be the slip itself."""
    chosen_names = rng.sample(names, rng.randint(3, 6))
    numbers = [rng.randint(least, 90) * 7 + i for i, _ in enumerate(chosen_names)]
    mark = rng.choice("、，；")
    return sum(numbers), mark.join(f"{name}{number}{unit}" for name, number in zip(chosen_names, numbers, strict=True))


def topics(rng: random.Random) -> Made:
    total, listed = parts(rng, TOPICS, "条")
    say = rng.choice(
        ("全年公开信息{}条，其中{}。", "公开政府信息{}条（其中{}）。", "公开信息{}条。其中：{}，同比增长12%。")
    ).format
    return say(total, listed), say(total - rng.randint(1, 9), listed)


def channels(rng: random.Random) -> Made:
    total, listed = parts(rng, CHANNELS, "件")
    say = rng.choice(
        ("共收到申请{}件，其中{}。", "受理政府信息公开申请{}件（{}），均已答复。", "收到申请{}件。其中，{}。")
    ).format
    return say(total, listed), say(total + rng.choice((-3, -1, 1, 2)), listed)


def places(rng: random.Random) -> Made:
    total, listed = parts(rng, PLACES, "件")
    say = rng.choice(("全市收到申请{}件，其中{}。", "全市办理申请{}件，分地区看，{}。")).format
    return say(total, listed), say(total - rng.randint(1, 9), listed)


def magnitude(rng: random.Random) -> Made:
    total, listed = parts(rng, TOPICS, "条", least=60)
    return f"全市公开信息{total}条，其中{listed}。", f"全市公开信息{total}万条，其中{listed}。"


def share(rng: random.Random) -> Made:
    whole = rng.randint(40, 900)
    part = rng.randint(3, whole // 2)
    right = 100 * part / whole
    say = f"公开信息{whole}条，其中人事信息{part}条，占{{:.2f}}%。".format
    return say(right), say(right + rng.choice((-1.3, 2.1, 7)))


def growth(rng: random.Random) -> Made:
    before = rng.randint(100, 900)
    now = before + rng.randint(5, 300)
    say = f"全市收到申请由{before}件增至{now}件，增长{{:.2f}}%。".format
    return say(100 * (now - before) / before), say(100 * (now - before) / before + rng.choice((0.5, 3)))


def twice(rng: random.Random) -> Made:
    number = rng.randint(20, 900)
    say = "2023年，通过政府网站主动公开政府信息{}条。\n全年政府网站共主动公开信息{}条，更新及时。".format
    return say(number, number), say(number, number + rng.randint(1, 50))


def fees(rng: random.Random) -> Made:
    numbers = [rng.randint(10, 200) * 10 for _ in range(3)]
    total = sum(numbers)
    say = "2023年收取信息处理费{}元，其中市公安局1件{}元，市民政局1件{}元，市水利局1件{}元。".format
    return say(total, *numbers), say(total - 10 * rng.randint(1, 4), *numbers)


@pytest.mark.parametrize(
    ("make", "rule", "head"),
    [
        (topics, "breakdown-sum", HEAD),
        (channels, "channels-sum", HEAD),
        (places, "rollup-breakdown-sum", HEAD),
        (magnitude, "unit-magnitude", HEAD),
        (share, "percentage", HEAD),
        (growth, "percentage", HEAD),
        (twice, "self-contradiction", HEAD),
        (fees, "fee-breakdown-sum", FEES),
    ],
    ids=["topics", "channels", "places", "magnitude", "share", "growth", "twice", "fees"],
)
def test_right_is_silent_and_wrong_is_found(make: Callable[[random.Random], Made], rule: str, head: str) -> None:
    rng = random.Random(rule)
    missed = []
    for _ in range(ROUNDS):
        right, wrong = make(rng)
        assert found(head + right + "\n") == [], right
        if found(head + wrong + "\n") != [rule]:
            missed.append(wrong)
    assert len(missed) <= ROUNDS * 0.04, missed


@pytest.mark.parametrize(
    ("count", "fee"), [(10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000), (51, 7400)]
)
def test_tariff_by_requests(count: int, fee: int) -> None:
    from gov_lint.checks.charges import by_requests

    assert by_requests(count) == fee


@pytest.mark.parametrize(("pages", "fee"), [(30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740)])
def test_tariff_by_pages(pages: int, fee: int) -> None:
    from gov_lint.checks.charges import by_pages

    assert by_pages(pages) == fee


@pytest.mark.parametrize(
    "nasty", ["网站1条", "1条占1%", "，其中县1条", "处理费1元，", "1件（", "其中", "（1件）", "公开1条。"]
)
def test_hostile_text_ends_soon(nasty: str) -> None:
    found(HEAD + nasty * 4000 + "\n")
