"""Any text is read: without an exception, in time that grows with its length, whatever it is."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_lint.api import check_text
from gov_lint.rulepack import load_pack
from gov_lint.structure.form import load_form
from gov_lint.structure.squeeze import squeeze

FORM = load_form()
WORDS = [
    *(section.title for section in FORM.sections),
    *(row.label for name in FORM.tables[2021] for row in FORM.table(name, 2021).rows),
    *(head for name in FORM.tables[2019] for head in FORM.table(name, 2019).heads),
    *(
        "一、",
        "（二）",
        "三、",
        "# ",
        "| ",
        " | ",
        "\t",
        "\n",
        "\n\n",
        " ",
        "\u3000",
        "0",
        "0 0 0 0 0 0 0",
        "12",
        "1,234",
        "-3",
        "/",
        "—",
        "无",
    ),
    *(
        "2023年",
        "2024年1月19日",
        "第二十条第（一）项",
        "。",
        "，",
        "：",
        "\f",
        "- 4 -",
        "\u2028",
        "𠮷",
        "[/条例]",
        "青禾县水利局",
        "电话：0359-7523270",
    ),
    *(
        "政府信息公开工作年度报告",
        "未收取信息处理费",
        "收到申请3件",
        "（",
        "）",
        "《",
        "》",
        "\x00",
        "\ufffd",
        "|---|---|",
        "万元",
    ),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=120))
def test_random_pieces_of_reports_are_read(pieces: list[str]) -> None:
    result = check_text("".join(pieces))
    lines = "".join(pieces).count("\n") + 1
    for finding in result.findings:
        assert 1 <= finding.place.line <= lines
        assert finding.message.zh and finding.message.en


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    check_text(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_squeezed_text_knows_where_it_came_from(pieces: list[str]) -> None:
    text = "".join(pieces)
    squeezed = squeeze(text)
    for offset, char in enumerate(squeezed.text):
        if char not in " \t\n" and char.isalnum() and ord(char) < 0xFF00:
            assert text[squeezed.origin(offset)] == char


def growth(make: object) -> float:
    """How much longer twice the text takes, at the best of three."""

    def seconds(size: int) -> float:
        text = make(size)  # type: ignore[operator]
        best = 1e9
        for _ in range(3):
            start = time.perf_counter()
            check_text(text)
            best = min(best, time.perf_counter() - start)
        return best

    return seconds(40_000) / seconds(20_000)


HOSTILE = {
    "one long line": lambda n: "政府信息公开" * (n // 6),
    "digits": lambda n: "1" * n,
    "digits and blanks": lambda n: "1 " * (n // 2),
    "labels without values": lambda n: "（一）予以公开" * (n // 7),
    "headings": lambda n: "一、总体情况\n" * (n // 7),
    "brackets": lambda n: "（" * n,
    "book titles": lambda n: "《" * n,
    "tabs": lambda n: "一、本年新收政府信息公开申请数量" + "\t" * n,
    "pipes": lambda n: "三、收到和处理政府信息公开申请情况\n|---|---|\n" + "|" * n,
    "blank lines": lambda n: "四、结转下年度继续办理\n" + "\n" * n + "0",
    "years": lambda n: "2023年" * (n // 5),
    "dates": lambda n: "2023年1月1日至" * (n // 10),
    "phones": lambda n: "电话：0359-" * (n // 8),
    "organs": lambda n: "青禾县水利局" * (n // 6),
    "report words": lambda n: "年度报告" * (n // 4),
    "commas": lambda n: "，" * n,
    "fees": lambda n: "收取信息处理费" * (n // 7),
    "parts": lambda n: "包括总体情况、主动公开政府信息情况、" * (n // 18),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_length(name: str) -> None:
    make = HOSTILE[name]
    ratio = min(growth(make) for _ in range(2))
    assert ratio < 3.2, f"{name}: twice the text takes {ratio:.1f} times as long"


def test_five_megabytes_on_one_line() -> None:
    start = time.perf_counter()
    check_text("一、总体情况 2023年，我局主动公开信息86条，" * 200_000)
    assert time.perf_counter() - start < 60


def test_truncated_and_shuffled_reports() -> None:
    rng = random.Random(17)
    texts = [example.text for rule in load_pack(examples=True).rules for example in rule.examples]
    for text in texts:
        check_text(text[: rng.randint(0, len(text))])
        lines = text.split("\n")
        rng.shuffle(lines)
        check_text("\n".join(lines))
        check_text(re.sub(r"\d", "", text))
