"""Facts of the prose: title, year, period, dates, sign-off, kinds of organs, numerals, sums of money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gov_lint.nouns import Report, Settings, Signoff, Source, Span, Title
from gov_lint.prose import (
    all_dates,
    find_amounts,
    find_dates,
    find_years,
    han,
    number,
    organ_kind,
    same_organ,
    same_place,
    sentences,
    without_citations,
)
from gov_lint.structure import recognise
from gov_lint.structure.facts import find_period, find_signoff, find_title, report_year
from gov_lint.structure.squeeze import squeeze

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
BUREAU = "青川县水利局"


def title_of(lines: str) -> Title | None:
    """The title of a text that goes on with a preface and a first section."""
    squeezed = squeeze(lines + "\n本报告依据条例编制，现予公布。\n一、总体情况\n我局公开信息86条。")
    return find_title(squeezed.text, squeezed.text.index("一、总体情况"), squeezed.lines)


@pytest.mark.parametrize(
    ("lines", "organ"),
    [
        ("青川县水利局2023年政府信息公开工作年度报告", BUREAU),
        ("青川县水利局\n2023年政府信息公开工作年度报告", BUREAU),
        ("青川县水利局\n2023年度\n政府信息公开工作年度报告", BUREAU),
        ("青川县水利局2023年政府信息\n公开工作年度报告", BUREAU),
        ("2023年青川县水利局\n政府信息公开工作年度报告", BUREAU),
        ("2023年度青川县水利局政府信息公开工作年度报告", BUREAU),
        ("2023年青川县政府信息公开工作年度报告", "青川县"),
        ("青川县水利局政府信息公开工作年度报告（2023年度）", BUREAU),
        ("青川县水利局政府信息公开工作年度报告\n(2023年)", BUREAU),
        ("青川县水利局关于2023年度政府信息公开工作的年度报告", BUREAU),
        ("# 青川县水利局 2023 年政府信息公开工作年度报告", BUREAU),
        ("**青川县水利局2023年政府信息公开工作年度报告**", BUREAU),
        ("青川县水利局二〇二三年政府信息公开工作年度报告", BUREAU),
        ("青川县水利局2023年政府信息公开年报", BUREAU),
        ("首页 > 政务公开 > 政府信息公开年报 > 正文\n青川县水利局2023年政府信息公开工作年度报告\n浏览次数：32", BUREAU),
        ("标题：青川县水利局2023年政府信息公开工作年度报告\n索引号：000014349/2024-00001", BUREAU),
        ("发布日期：2024-01-19\n2023年青川县水利局\n政府信息公开工作年度报告", BUREAU),
        ("青川县水利局文件\n青水〔2024〕3号\n青川县水利局\n2023年政府信息公开工作年度报告", BUREAU),
        ("青川县水利局（河长制办公室）2023年政府信息公开工作年度报告", "青川县水利局（河长制办公室）"),
    ],
)
def test_title(lines: str, organ: str) -> None:
    title = title_of(lines)
    assert title is not None
    assert (title.organ, title.year) == (organ, 2023)


@pytest.mark.parametrize(
    "lines",
    [
        "青川县水利局",
        "根据条例要求，现公布青川县水利局2023年政府信息公开工作年度报告。",
        "根据《中华人民共和国\n政府信息公开工作年度报告格式》编制。",
        "首页 > 政府信息公开工作年度报告 > 正文",
    ],
)
def test_no_title(lines: str) -> None:
    assert title_of(lines) is None


def test_title_without_a_year() -> None:
    title = title_of("青川县水利局政府信息公开工作年度报告")
    assert title is not None
    assert (title.organ, title.year) == (BUREAU, None)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        ("1，203", 1203),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("两", 2),
        ("二〇二三", 2023),
        ("甲", None),
        ("1a", None),
    ],
)
def test_number(words: str, value: int | None) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    "words",
    [
        "2024年1月19日",
        "2024-01-19",
        "2024.1.19",
        "2024/1/19",
        "二〇二四年一月十九日",
        "二○二四年一月十九日",
        "2024年01月19日",
    ],
)
def test_dates(words: str) -> None:
    text = f"于{words}公布"
    (found,) = find_dates(text, Span(0, len(text)))
    assert text[found.span.start : found.span.end] == words
    assert found.value == date(2024, 1, 19)


def test_impossible_dates() -> None:
    text = "1月32日、2023年2月29日、2024年2月29日、2月29日、2023年13月5日"
    assert [dated.value is None for dated in all_dates(text, Span(0, len(text)))] == [True, True, False, False, True]


@pytest.mark.parametrize("words", ["2023-30-99号", "http：//a.gov.cn/2023/13/40/x.html", "2023.1.2.3", "0839-2023139"])
def test_numbers_that_are_no_dates(words: str) -> None:
    assert not all_dates(words, Span(0, len(words)))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("所列数据的统计期限自2023年1月1日起至2023年12月31日止。", date(2023, 1, 1), date(2023, 12, 31)),
        ("本报告统计数据从2023年1月1日至12月31日。", date(2023, 1, 1), date(2023, 12, 31)),
        ("统计时限为2023年1月1日—12月31日。", date(2023, 1, 1), date(2023, 12, 31)),
        ("报告期为2023.1.1-2023.12.31。", date(2023, 1, 1), date(2023, 12, 31)),
        ("数据统计期限为2023年1月至12月。", date(2023, 1, 1), date(2023, 12, 31)),
        ("本报告所列数据的统计期限为2022年1月1日至2022年12月31日。", date(2022, 1, 1), date(2022, 12, 31)),
        ("从2023年1月1日至2023年12月 31日，我局公开信息117条。", date(2023, 1, 1), date(2023, 12, 31)),
        ("本报告数据截至2023年12月31日。", None, date(2023, 12, 31)),
    ],
)
def test_period(text: str, start: date | None, end: date) -> None:
    period = find_period(text, Span(0, len(text)), 2023)
    assert period is not None
    assert (period.start and period.start.value, period.end and period.end.value) == (start, end)


def test_no_period() -> None:
    text = "2023年3月1日至5月31日，我局集中清理信息。2022年1月1日至2022年12月31日的文件已归档。"
    assert find_period(text, Span(0, len(text)), 2023) is None


def signoff_of(tail: str) -> Signoff:
    """The sign-off of a report that ends so."""
    squeezed = squeeze("六、其他需要报告的事项\n" + tail)
    return find_signoff(squeezed.text, 11, len(squeezed.text), squeezed.lines)


@pytest.mark.parametrize(
    "tail",
    [
        "未收取信息处理费。\n青川县水利局\n2024年1月19日",
        "未收取信息处理费\n青川县水利局\n2024年1月19日",
        "无\n青川县水利局2024年1月19日",
        "未收取信息处理费。\n2024年1月19日\n青川县水利局",
        "未收取信息处理费。\n青川县水利局（盖章）\n二〇二四年一月十九日",
        "未收取信息处理费。\n青川县水利局\n2024.1.19\n打印 关闭",
        "未收取信息处理费。\n青川县水利局\n2024年1月19日\n（此件公开发布）",
        "未收取信息处理费。\n青川县水利局\n2024-01-19\n附件：统计表",
        "未收取信息处理费。\n联系电话：0839-7201234\n青川县水利局\n2024年1月19日",
    ],
)
def test_signoff(tail: str) -> None:
    signoff = signoff_of(tail)
    assert signoff.organ == BUREAU
    assert signoff.date is not None
    assert signoff.date.value == date(2024, 1, 19)


def test_signoff_of_one_half() -> None:
    assert signoff_of("未收取信息处理费。\n青川县水利局").organ == BUREAU
    lone = signoff_of("未收取信息处理费\n2024年1月19日")
    assert lone.organ == ""
    assert lone.date is not None


@pytest.mark.parametrize(
    "tail",
    [
        "未收取信息处理费。",
        "办法自2024年1月1日起施行。",
        "数据截至2023年12月31日。",
        "数据截至2023年12月31日",
        "办法印发于2020年11月17日。",
    ],
)
def test_no_signoff(tail: str) -> None:
    assert signoff_of(tail) == Signoff()


@pytest.mark.parametrize(
    ("organ", "kind"),
    [
        ("青川县人民政府办公室", "department"),
        ("青川县政府办", "department"),
        ("青川县水利局", "department"),
        ("青川县发展和改革委员会", "department"),
        ("青川县国有资产监督管理委员会", "department"),
        ("国家税务总局青川县税务局", "department"),
        ("海东市人民政府驻西宁办事处", "department"),
        ("青川县人民政府", "government"),
        ("景德镇市人民政府", "government"),
        ("青川县", "government"),
        ("大兴安岭地区行政公署", "government"),
        ("青川县木鱼镇人民政府", "town"),
        ("木鱼乡", "town"),
        ("城关街道办事处", "subdistrict"),
        ("青川经济开发区管理委员会", "other"),
        ("青川县人民医院", "other"),
        ("我们", None),
    ],
)
def test_organ_kind(organ: str, kind: str | None) -> None:
    assert organ_kind(organ) == kind


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("青川县人力资源和社会保障局", "青川县人社局", True),
        ("青川县发展和改革局", "青川县发改局", True),
        ("青川县卫生健康局", "青川县卫健委", True),
        ("广元市利州区财政局", "利州区财政局", True),
        ("青川县水利局", "青川县水利局办公室", True),
        ("青川县人民政府", "青川县人民政府办公室", True),
        ("青川县工业和信息化局", "青川县经信局", True),
        ("青川县水利局", "青川县教育局", False),
        ("青川县水利局", "剑阁县水利局", False),
        ("青川县民政局", "青川县财政局", False),
        ("青川县人民政府办公室", "青川县司法局", False),
        ("青川县水利局", "青川市水利局", False),
        ("青川县水利局", "青川区水利局", False),
        ("青川县人民政府", "青川市人民政府", False),
        ("青川县水利局", "青川县人民政府", False),
        ("青川县市场监督管理局", "青川县人民政府", False),
        ("木鱼镇人民政府", "青川县人民政府", False),
        ("青川县政府办", "青川县人民政府", True),
        ("青川县", "青川县人民政府", True),
        ("青川县政务服务管理局", "青川县人民政府", True),
        ("青川县人民政府", "青川县政务公开办公室", True),
        ("江州市江州区水利局", "江州区水利局", True),
        ("江州市江州区水利局", "江州市水利局", True),
        ("江东省青川县水利局", "青川县水利局", True),
        ("恩施土家族苗族自治州恩施市水利局", "恩施市水利局", True),
        ("青川县住建局", "青川县住房和城乡建设局", True),
        ("青川经开区管委会", "青川经济开发区管理委员会", True),
        ("国家税务总局青川县税务局", "青川县税务局", True),
    ],
)
def test_same_organ(one: str, other: str, same: bool) -> None:
    assert same_organ(one, other) is same
    assert same_organ(other, one) is same


def test_same_place() -> None:
    assert same_place("青川县人民政府", "青川县政务服务中心")
    assert same_place("青川县人民政府", "县政务服务中心")
    assert not same_place("青川县人民政府", "剑阁县人民政府办公室")
    assert not same_place("青川县住房和城乡建设局", "剑阁县住房和城乡建设局")


def test_report_year() -> None:
    title = Title(Span(0, 1), "", "", 2023)
    assert report_year(title, None, "2022年年报.txt") == 2023
    assert report_year(None, None, "水利局2022年政府信息公开年报.txt") == 2022
    assert report_year(None, None, "reports/2022.txt") == 2022
    assert report_year(None, None, "000_2a4e20230.txt") is None


def test_a_title_alone_against_period_and_signoff_is_misprinted() -> None:
    text = "青川县水利局2022年政府信息公开工作年度报告\n统计期限为2023年1月1日至12月31日。\n未收取信息处理费。\n青川县水利局\n2024年1月19日"
    squeezed = squeeze(text)
    title = find_title(squeezed.text, len(squeezed.text), squeezed.lines)
    period = find_period(squeezed.text, Span(0, len(squeezed.text)))
    signoff = find_signoff(squeezed.text, 40, len(squeezed.text), squeezed.lines)
    assert title is not None
    assert report_year(title, period, "", signoff) == 2023
    assert report_year(title, period, "") == 2022


@pytest.mark.parametrize("words", ["1月1日至12月31号", "1月—12月"])
def test_a_period_to_the_31st_in_other_words(words: str) -> None:
    text = f"数据统计期限为2023年{words}。"
    period = find_period(text, Span(0, len(text)))
    assert period is not None
    assert period.end is not None
    assert (period.end.month, period.end.day) == (12, 31)


def test_amounts_leave_tariffs_out() -> None:
    text = "按每件100元、10元/页的标准收取1，200元，计0.12万元，另三百元，应收零元。"
    amounts = [amount.yuan for amount in find_amounts(text, Span(0, len(text)))]
    assert amounts == [Decimal(1200), Decimal("1200.00"), Decimal(300), Decimal(0)]


def test_sentences_and_citations() -> None:
    text = "甲乙。丙丁！戊\n己"
    assert [text[a:b] for a, b in sentences(text, Span(0, len(text)))] == ["甲乙。", "丙丁！", "戊", "己"]
    masked = without_citations("印发《2022年要点》（〔2021〕30号）")
    assert "2022" not in masked
    assert len(masked) == len("印发《2022年要点》（〔2021〕30号）")
    assert han("甲1乙") == 2
    assert [year for _, year in find_years("二〇二三年、2024年", Span(0, 11))] == [2023, 2024]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five reports are not here")
@pytest.mark.parametrize(
    ("start", "organ", "signed"),
    [
        ("000", "新绛县人力资源和社会保障局", date(2024, 1, 19)),
        ("001", "涧西区人力资源和社会保障局", None),
        ("002", "新绛县人民政府办公室", date(2024, 1, 30)),
        ("003", "樟树市人社局", None),
        ("004", "原州区人力资源和社会保障局", None),
    ],
)
def test_seeds(start: str, organ: str, signed: date | None) -> None:
    (path,) = SEEDS.glob(f"{start}_*.txt")
    report: Report = recognise(Source(path.name, path.read_text(encoding="utf-8")), Settings())
    assert report.title is not None
    assert (report.title.organ, report.year, report.organ_kind) == (organ, 2023, "department")
    assert (report.period is None) == (start == "001")
    assert (report.signoff.date.value if report.signoff.date else None) == signed
