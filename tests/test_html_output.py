"""The page: a report with its marked places beside its findings."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from gov_lint.nouns import (
    UNCHANGED,
    Block,
    Finding,
    Fix,
    Place,
    RelatedPlace,
    Report,
    Result,
    Source,
    Squeezed,
    Waiver,
    Words,
)
from gov_lint.records import replace
from gov_lint.reporters import Context, Unread, render
from gov_lint.reporters import html as page_module
from gov_lint.reporters.html import MANY, HtmlReporter
from tests.conftest import need_tool
from tests.made import TEXT, finding, report, result, rule

RULES = {"applications-balance": rule()}
VOID = {"meta", "br"}
EVIL = "<script>alert(1)</script></style></title><!--[/x]=cmd()\"' onload=x javascript:alert(2)\u202e\u200b\x1b\x00\ud800&lt;"
EVIL_NAME = EVIL.replace("\ud800", "\udcff").replace("\x00", "")
"""What a file's name may be: bytes that are no character, but no NUL."""


class Page(HTMLParser):
    """The elements of a page, and whether they are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """The words of the page, without its style."""
        return "".join(self.words)

    def values(self, name: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [str(attributes[name]) for _, attributes in self.elements if name in attributes]


def shown(*outcomes: Result | Unread, lang: str = "zh", ascii_only: bool = False) -> str:
    """The page of these outcomes; it is well formed, asks for nothing, and every link within it leads somewhere."""
    text = render(HtmlReporter(Context(lang, RULES), ascii_only=ascii_only), outcomes)
    page = Page(text)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    links = [value for value in page.values("href") if value.startswith("#")]
    assert {link[1:] for link in links} <= set(ids)
    assert not {"script", "img", "link", "iframe", "form", "object", "svg", "base"} & {tag for tag, _ in page.elements}
    assert not page.values("style") + page.values("src")
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert all(value.startswith(("#", "https://")) for value in page.values("href"))
    return text


def at(of: Report, start: int, end: int, severity: str = "error", **changes: object) -> Finding:
    """A finding at these offsets."""
    one = finding(of, of.text[0], severity=severity)
    return one._replace(place=one.place._replace(start=start, end=end), **changes)  # type: ignore[arg-type]


def marks(text: str) -> list[tuple[str, str]]:
    """The looks of the marked stretches, and their words."""
    found = re.findall(r'<mark class="([^"]*)"[^>]*>(.*?)</mark>', text)
    return [(look, html.unescape(words)) for look, words in found]


def test_a_finding_stands_beside_its_marked_place_and_each_leads_to_the_other() -> None:
    of = report()
    text = shown(result(of, finding(of, "5", related=("四、结转",), cell=("表三", "新收", "自然人"), guessed=True)))
    assert marks(text) == [("error", "5")]
    assert 'id="f1m1" href="#f1n1"' in text
    assert '<li class="error" id="f1n1">' in text
    assert '<a href="#f1m1">第 3 行第 18 列</a>；表三 / 新收 / 自然人' in text
    assert '<a href="#f1L4">第 4 行</a> 另见 四、结转' in text
    words = Page(text).text
    assert "“自然人”列：左边 5，右边 4，应当相等" in words
    assert "国办公开办函〔2021〕30号，表三" in words and "已降一级" in words
    assert "错误 1。已检查：章节 1/6，单元格 199/200（空白 1），勾稽关系成立 1，不成立 1，无法判断 1。" in words


def test_the_rule_is_linked_to_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVLINT_DOCS", "https://docs.example/govlint")
    of = report()
    assert 'href="https://docs.example/govlint/rules/applications-balance/"' in shown(result(of, finding(of, "5")))


def test_lines_are_numbered_and_rows_of_tabs_are_a_table() -> None:
    text = shown(result(report()))
    assert '<p id="f1L2" data-n="2">一、总体情况</p>' in text
    assert text.count("<table>") == 1
    row = text[text.index('<tr id="f1L3">') : text.index('<tr id="f1L4">')]
    assert re.findall(r"<td[^>]*>(.*?)</td>", row) == ["", "一、本年新收政府信息公开申请数量", "5", "2", "7"]


def test_cells_stand_in_the_columns_of_the_document() -> None:
    cells = "\t\t行政复议\t行政诉讼\n甲\t乙\t1\t2\t3\n"
    places = [(2, 3), (7, 5), (12, 1), (14, 2), (16, 3), (18, 4), (20, 5)]
    blocks = tuple(Block(offset, table=1, row=1 + (offset > 11), column=column) for offset, column in places)
    source = Source("a.docx", cells, blocks=blocks)
    of = Report(source, Squeezed(cells, [0], [0], source.line_starts))
    assert '<td colspan="2">行政复议</td><td>行政诉讼</td>' in shown(result(of))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 4), (2, 6)], [("error", "青禾"), ("error", "县水"), ("warning", "利局")]),
        ([(0, 6), (2, 4)], [("error", "青禾"), ("error", "县水"), ("error", "利局")]),
        ([(0, 2), (0, 2)], [("error", "青禾")]),
        ([(0, 2), (2, 4)], [("error", "青禾"), ("warning", "县水")]),
    ],
)
def test_spans_may_overlap(spans: list[tuple[int, int]], expected: list[tuple[str, str]]) -> None:
    of = report()
    findings = [at(of, *span, severity) for span, severity in zip(spans, ("error", "warning"), strict=True)]
    text = shown(result(of, *findings))
    assert marks(text) == expected
    assert text.count('id="f1m1"') == text.count('id="f1m2"') == 1


def test_a_span_goes_over_lines_and_its_number_stands_once() -> None:
    of = report()
    text = shown(result(of, at(of, of.text.index("年度报告"), of.text.index("总体情况") + 2)))
    assert marks(text) == [("error", "年度报告"), ("error", "一、总体")]
    assert text.count('href="#f1n1"') == 1


def test_a_blank_cell_and_the_end_of_the_text_can_be_marked() -> None:
    of = report(TEXT + "规章\t\t3\n")
    tab = of.text.index("\t\t3")
    text = shown(result(of, at(of, tab, tab + 1), at(of, len(of.text), len(of.text))))
    assert '<td><mark class="error z" title="空白"></mark><a class="b error" id="f1m1"' in text
    assert 'id="f1m2"' in text and 'id="f1n2"' in text


def test_findings_that_do_not_count_are_shown_muted() -> None:
    of = report()
    waiver = Waiver("上级已同意", "王某", date(2025, 12, 31), "govlint-suppress.yaml", 4)
    text = shown(
        result(
            of,
            finding(of, "5")._replace(waiver=waiver),
            finding(of, "2023", severity="warning")._replace(baseline=UNCHANGED),
        )
    )
    words = Page(text).text
    assert "没有需要处理的问题，另有 2 处已豁免或基线已有，以灰色显示" in words
    assert "豁免：上级已同意，批准人：王某，有效期至 2025-12-31，见 govlint-suppress.yaml 第 4 行" in words
    assert '<span class="tag">已豁免</span>' in text and '<span class="tag">基线已有</span>' in text
    assert [look for look, _ in marks(text)] == ["warning muted", "error muted"]


def test_a_fix_is_named() -> None:
    of = report()
    one = finding(of, "5")
    text = shown(result(of, one._replace(fix=Fix(one.place, "4")), one._replace(fix=Fix(one.place, ""))))
    assert "<ins>4</ins>" in text and "<ins>（删去）</ins>" in text


def test_a_related_place_in_another_file_is_no_link() -> None:
    of = report()
    other = RelatedPlace(Place(9, 1, 9, 2, 900, 901), Words("上年为 7", "7 last year"), "2022<b>.txt")
    text = shown(result(of, finding(of, "5")._replace(related=(other,))))
    assert "<bdi>2022&lt;b&gt;.txt</bdi> 第 9 行 上年为 7" in text


def test_places_are_named_as_in_the_document() -> None:
    of = report()
    one = finding(of, "5")
    text = shown(result(of, one._replace(place=one.place._replace(block=Block(0, page=3, table=2, row=7, column=4)))))
    assert "第 3 页，第 2 个表格第 7 行第 4 列" in text


def test_the_lines_of_a_web_page_are_those_of_its_source() -> None:
    of = report()
    one = finding(of, "5")
    text = shown(result(of, one))
    assert '<td class="n" data-n="3">' in text
    from gov_lint.nouns import Anchor

    web = replace(of.source, anchors=(Anchor(0, 41, 5), Anchor(of.text.index("一、本年"), 77, 9)), original="x")
    assert '<td class="n" data-n="77">' in shown(result(replace(of, source=web), one))


def test_words_from_outside_change_nothing() -> None:
    of = report(EVIL + "\n" + "\t".join([EVIL, "1", EVIL]) + "\n一、" + EVIL, name=f"a{EVIL_NAME}.txt", organ=EVIL)
    one = finding(of, "alert", message=EVIL, related=("cmd",), cell=(EVIL,), rule=EVIL)
    hostile = one._replace(
        waiver=Waiver(EVIL, EVIL, None, EVIL, 1),
        fix=Fix(one.place, EVIL),
        related=(one.related[0]._replace(file=EVIL_NAME),),
    )
    for lang in ("zh", "en"):
        text = shown(result(of, one, hostile), result(of), Unread(EVIL_NAME, Words(EVIL, EVIL)), lang=lang)
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e\u200b\ud800-\udfff]", text)
        assert text.count("</style>") == text.count("</title>") == 1 and "<!--" not in text
        assert "<script>alert(1)</script></style>" in Page(text).text
        assert "\\u202e" in text and "\\x1b" in text and "\\ud800" in text


def test_the_policy_forbids_all_but_the_style() -> None:
    text = shown(result(report()))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}' in text
    assert "url(" not in text and "@import" not in text


def test_a_narrow_encoding_gets_references() -> None:
    of = report(TEXT + "𠮷\n")
    text = shown(result(of, finding(of, "5")), ascii_only=True)
    assert text.isascii()
    assert Page(text).text == Page(shown(result(of, finding(of, "5")))).text


def test_the_page_is_the_same_each_time() -> None:
    of = report()
    assert shown(result(of, finding(of, "5"))) == shown(result(of, finding(of, "5")))


def test_english() -> None:
    of = report()
    text = shown(result(of, finding(of, "5", guessed=True)), Unread("x", Words("不能读", "unreadable")), lang="en")
    assert '<html lang="en">' in text
    words = re.sub(r'<div class="text" lang="zh-CN">.*?</div>\n<ol', "", text, flags=re.S)
    words = re.sub(r"<bdi>.*?</bdi>", "", words)
    assert not re.search("[一-鿿，。：；]", words)


def test_several_files_have_an_overview() -> None:
    of = report()
    text = shown(
        result(of, finding(of, "5")), result(report(name="好.txt")), Unread("坏.pdf", Words("文件已损坏", "damaged"))
    )
    words = Page(text).text
    assert "共 2 个文件：1 个未发现问题，1 个有问题（错误 1）。另有 1 个文件未能检查。" in words
    assert "未能检查：坏.pdf文件已损坏" in words
    assert '<a href="#f1"><bdi>年报.txt</bdi></a>' in text and '<a href="#f2"><bdi>好.txt</bdi></a>' in text
    assert text.count('<details class="file" open>') == 2
    assert "申请的收与办应当平衡" in words


def test_files_that_could_not_be_checked_are_all_that_there_is() -> None:
    for count in (1, 2):
        text = shown(*[Unread("坏.pdf", Words("文件已损坏", "damaged"))] * count)
        assert Page(text).text.count("文件已损坏") == count
        assert "<table" not in text


def test_of_very_many_files_those_without_findings_leave_their_text_out() -> None:
    of = report()
    outcomes = [result(report(name=f"{n}.txt"), *([finding(of, "5")] if n % 10 == 0 else [])) for n in range(300)]
    text = shown(*outcomes)
    assert text.count('<div class="report"') == 30
    assert text.count('<details class="file">') == 30
    assert "270 个文件未发现问题" in text
    assert all(f"<bdi>{n}.txt</bdi></a>" in text for n in range(300))
    assert MANY < 300


def test_once_there_is_no_room_files_show_what_is_around_their_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "ROOM", 3000)
    long = TEXT + "本机关依法公开。\n" * 200
    of = report(long)
    text = shown(*(result(of, finding(of, "5")) for _ in range(3)))
    assert text.count("本机关依法公开。") < 2 * 200
    assert text.count('id="f3m1"') == 1 and "行未显示" in text


@pytest.mark.parametrize("text", ["公开" * 2_500_000, "公开\n" * 1_500_000, "公开\t1\n" * 1_000_000, "\t" * 5_000_000])
def test_a_huge_text_is_shown_in_part(text: str) -> None:
    of = report(text)
    middle, end = len(text) // 2, len(text) - 3
    page = shown(result(of, at(of, middle, middle + 1), at(of, end, end + 1), at(of, 0, len(text))))
    assert len(page) < 200_000
    assert all(f'id="f1m{number}"' in page and f'id="f1n{number}"' in page for number in (1, 2, 3))


def test_colours_have_contrast_enough() -> None:
    style = Path(page_module.__file__).with_name("page.css").read_text()
    themes = re.findall(r":root \{(.*?)\n\s*\}", style, re.S)
    assert len(themes) == 3
    for theme in themes:
        colours = dict(re.findall(r"--([\w-]+): (#\w+);", theme))
        for words, *papers in (
            ("ink", "paper", "desk", "mute-paper", "error-paper", "warning-paper", "note-paper"),
            ("dim", "paper", "desk", "mute-paper"),
            ("link", "paper", "mute-paper"),
            *((name, "paper", f"{name}-paper") for name in ("error", "warning", "note", "good")),
        ):
            for paper in papers:
                assert contrast(colours[words], colours[paper]) >= 4.5, (words, paper)


def contrast(one: str, other: str) -> float:
    """The ratio of the luminances of two colours, as WCAG 2 has it."""
    light, dark = sorted(map(luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The luminance of #rgb or #rrggbb, from 0 to 1."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.fixture
def hostile_page(tmp_path: Path) -> Iterator[Path]:
    """A page of a hostile report."""
    of = report(
        TEXT + EVIL + "\n<img src=http://192.0.2.1/x onerror=document.title='caught'>\n", name=f"a{EVIL_NAME}.txt"
    )
    path = tmp_path / "page.html"
    path.write_text(shown(result(of, finding(of, "5", message=EVIL))), encoding="utf-8")
    return path


def test_a_browser_shows_the_words_and_runs_nothing(hostile_page: Path) -> None:
    browser = need_tool("chromium")
    done = subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0", "--dump-dom"),
            f"--user-data-dir={hostile_page.parent / 'profile'}",
            hostile_page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "CONSOLE" not in done.stderr
    page = Page(done.stdout)
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert "<img src=http://192.0.2.1/x onerror=document.title='caught'>" in page.text
    assert "<title>caught" not in done.stdout
    assert page.text.count("<script>alert(1)</script>") >= 3
