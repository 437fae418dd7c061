"""Results made by hand: a text, and findings at the words they are about."""

from __future__ import annotations

from gov_lint.nouns import (
    Finding,
    Place,
    RelatedPlace,
    Report,
    Result,
    Rule,
    Section,
    Source,
    Span,
    Squeezed,
    Tally,
    Title,
    Verdict,
    Words,
)

TEXT = (
    "青禾县水利局2023年政府信息公开工作年度报告\n"
    "一、总体情况\n"
    "一、本年新收政府信息公开申请数量\t5\t2\t7\n"
    "四、结转下年度继续办理\t0\t0\t0\n"
)


def report(text: str = TEXT, name: str = "年报.txt", organ: str = "青禾县水利局", year: int | None = 2023) -> Report:
    """A report whose squeezed text is its text."""
    source = Source(name, text)
    title = Title(Span(0, max(text.find("\n"), 0)), text.split("\n")[0], organ, year)
    sections = (Section(1, 1, "总体情况", "exact", Span(0, 1), Span(1, 2)),)
    return Report(source, Squeezed(text, [0], [0], source.line_starts), title=title, year=year, sections=sections)


def place(of: Report, words: str) -> Place:
    """Where the words stand first."""
    start = of.text.index(words)
    return of.place(Span(start, start + len(words)))


def finding(
    of: Report,
    words: str,
    *,
    rule: str = "applications-balance",
    severity: str = "error",
    message: str = "“自然人”列：左边 5，右边 4，应当相等",
    related: tuple[str, ...] = (),
    cell: tuple[str, ...] = (),
    guessed: bool = False,
    key: str = "applications-balance|申请/新收/自然人|1",
) -> Finding:
    """A finding at the words, with related places at other words."""
    also = tuple(RelatedPlace(place(of, other), Words(f"另见 {other}", f"see {other}")) for other in related)
    basis = Words("国办公开办函〔2021〕30号，表三", "format notice, table 3")
    return Finding(rule, severity, place(of, words), Words(message, "not equal"), basis, also, cell, guessed, key)


def result(of: Report, *findings: Finding) -> Result:
    """A result with these findings, one identity that holds, and 199 of 200 cells read."""
    verdicts = (
        Verdict("applications-balance", ("申请", "总计"), "holds", "7", "7"),
        Verdict("applications-balance", ("申请", "自然人"), "fails", "5", "4"),
        Verdict("disputes-sum", ("争议", "行政复议"), "unknown"),
    )
    return Result(of, findings, verdicts, Tally.of(verdicts), 199, 1, 200)


def rule(name: str = "applications-balance", **changes: object) -> Rule:
    """A rule."""
    given: dict[str, object] = {
        "id": name,
        "family": "tables",
        "severity": "error",
        "title": Words("申请的收与办应当平衡", "Requests balance"),
        "message": Words("{each}", "{each}"),
        "basis": Words("国办公开办函〔2021〕30号，表三", "format notice, table 3"),
        "basis_level": "格式",
        "why": Words("两个去处。", "Two ways out."),
        "kind": "equation",
        "options": None,
    }
    return Rule(**{**given, **changes})  # type: ignore[arg-type]
