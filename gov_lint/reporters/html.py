"""The report as a page to read and to print: the text of each file with its marked places, and beside it what was found.

The page is one file that asks for nothing else: no script, no picture, no address but those that a reader may follow.  The same run gives the
same bytes; there is no date on it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gov_lint import __version__, rule_url
from gov_lint.formats import PAGE_MARK
from gov_lint.nouns import SEVERITIES, SUPPRESSIONS, Finding, RelatedPlace, Result
from gov_lint.pages import SEVERITY_WORDS
from gov_lint.reporters import Checked, Context, Unread, printable_path
from gov_lint.reporters.details import basis, status, waived, where
from gov_lint.reporters.marks import WHOLE, Mark, MarkedText, Unit, shown

ROOM = 3_000_000
"""Characters of reports that a page shows as a whole; once they are used up, a file shows the lines around its findings."""
MANY = 20
"""More files than this begin folded, and those without findings are left without their text."""
_MOST_NUMBERS = 300
"""Findings of a file that the list of their numbers names."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_ZH = {
    "title": "政府信息公开工作年度报告检查结果",
    "skip": "跳到检查结果",
    "file": "文件",
    "organ": "机关",
    "year": "年度",
    "settled": "已豁免或基线已有",
    "cells": "已读单元格",
    "overview": "文件一览",
    "clean_files": "{} 个文件未发现问题",
    "by_rule": "按规则统计",
    "rule": "规则",
    "meaning": "要求",
    "count": "数量",
    "sum": "共 {files} 个文件：{clean} 个未发现问题，{dirty} 个有问题（{counts}）。",
    "sum_unread": "另有 {} 个文件未能检查。",
    "not_read": "未能检查",
    "clean": "未发现问题",
    "clean_but": "没有需要处理的问题",
    "settled_count": "另有 {} 处已豁免或基线已有，以灰色显示",
    "checked": "已检查：章节 {sections}，单元格 {cells}，勾稽关系{identities}",
    "blank": "（空白 {}）",
    "holds": "成立 {}",
    "fails": "不成立 {}",
    "unknown": "无法判断 {}",
    "none": "无",
    "previous": "对照上年报告：{}",
    "guessed": "文字由图片识别，每一处都需人工核对。",
    "year_of": "{} 年度",
    "numbers": "问题：",
    "report": "报告文本和问题",
    "finding": "问题 {}：{}",
    "back": "问题 {}，到原文",
    "place": "位置",
    "line": "第 {} 行第 {} 列",
    "related_line": "第 {} 行",
    "fix": "改为",
    "delete": "（删去）",
    "related": "相关",
    "basis": "依据",
    "confidence": "把握",
    "guess": "部分依据是推测（如机关类型、公布日期），已降一级；可用 --org-type、--published 指明。",
    "waiver": "豁免",
    "rule_page": "规则说明",
    "no_text": "没有可显示的文本。",
    "omitted_lines": "……（第 {}–{} 行未显示）",
    "omitted_signs": "……（{} 字未显示）……",
    "blank_cell": "空白",
    "table": "报告中的表格",
    "colon": "：",
    "comma": "，",
    "semicolon": "；",
    "stop": "。",
    "made": "由 govlint {} 生成。本页不含脚本，不访问网络；页上文字照录自所检查的文件，看不见的字符以 \\u202e 之类的写法标出。",
}
_EN = {
    "title": "Findings on annual reports on government information disclosure",
    "skip": "Skip to the findings",
    "file": "File",
    "organ": "Agency",
    "year": "Year",
    "settled": "Waived or in the baseline",
    "cells": "Cells read",
    "overview": "Files",
    "clean_files": "{} files without findings",
    "by_rule": "By rule",
    "rule": "Rule",
    "meaning": "What it asks for",
    "count": "Count",
    "sum": "{files} files: {clean} without findings, {dirty} with findings ({counts}).",
    "sum_unread": " {} more could not be checked.",
    "not_read": "Could not be checked",
    "clean": "Nothing found",
    "clean_but": "Nothing that needs to be dealt with",
    "settled_count": "{} waived or in the baseline, shown in grey",
    "checked": "checked: sections {sections}, cells {cells}, identities {identities}",
    "blank": " ({} blank)",
    "holds": "{} held",
    "fails": "{} failed",
    "unknown": "{} could not be judged",
    "none": "none",
    "previous": "compared with last year's: {}",
    "guessed": "The text was recognised in a picture; a person has to check every finding.",
    "year_of": "report for {}",
    "numbers": "Findings: ",
    "report": "The report and its findings",
    "finding": "finding {}: {}",
    "back": "finding {}, go to the text",
    "place": "Place",
    "line": "line {}, column {}",
    "related_line": "line {}",
    "fix": "Change to",
    "delete": "(delete)",
    "related": "See also",
    "basis": "Basis",
    "confidence": "Confidence",
    "guess": "partly a guess (such as the type of organ or the date of publication), so one step milder; --org-type and --published settle it.",
    "waiver": "Waived",
    "rule_page": "about the rule",
    "no_text": "There is no text to show.",
    "omitted_lines": "… (lines {} to {} not shown)",
    "omitted_signs": "… ({} characters not shown) …",
    "blank_cell": "blank",
    "table": "Table of the report",
    "colon": ": ",
    "comma": ", ",
    "semicolon": "; ",
    "stop": ".",
    "made": "Made by govlint {}. This page has no script and asks for nothing from the network; its words are those of the checked files, with what "
    "cannot be seen written out, such as \\u202e.",
}


class _File(NamedTuple):
    """A checked file on the page: its row in the overview, its heading and facts, and its text with the findings."""

    number: int
    name: str
    organ: str
    year: str
    counts: Counter[str]
    """How many findings count, by severity, and how many are ``settled``."""
    cells: str
    facts: str
    body: str

    @property
    def clean(self) -> bool:
        return not sum(self.counts.values())


class HtmlReporter:
    """Keeps the files of a run as pieces of the page and puts them together at its end.  ``ascii_only`` is for outputs that are not in UTF-8."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._ascii_only = ascii_only
        self._lang = "en" if context.lang == "en" else "zh"
        self._words = _EN if self._lang == "en" else _ZH
        self._severities = SEVERITY_WORDS[self._lang]
        self._files: list[_File] = []
        self._lists: set[int] = set()
        """Those of them that hold suppressions and are no reports, by their numbers."""
        self._unread: list[tuple[str, str]] = []
        self._rules: Counter[tuple[str, str]] = Counter()
        self._room = ROOM

    def result(self, result: Result) -> str:
        """Keeps what the page shows of a file."""
        report = result.report
        counts = Counter(finding.severity if finding.counts else "settled" for finding in result.findings)
        self._rules.update((finding.rule, finding.severity) for finding in result.findings if finding.counts)
        checked = Checked.of(result)
        without_text = not result.findings and len(self._files) >= MANY
        made = _File(
            len(self._files) + 1,
            shown(printable_path(report.source.name)),
            shown(report.title.organ if report.title else ""),
            str(report.year or ""),
            counts,
            f"{checked.cells}/{checked.cells_due}",
            self._facts(result, checked, counts),
            "" if without_text else self._body(result, len(self._files) + 1),
        )
        self._files.append(made)
        if report.source.format == SUPPRESSIONS:
            self._lists.add(made.number)
        if len(self._files) == MANY + 1:
            self._files = [file._replace(body="") if file.clean else file for file in self._files]
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        self._unread.append((shown(printable_path(unread.name)), shown(unread.words.in_(self._lang))))
        return ""

    def end(self) -> str:
        """The page."""
        page = "".join(self._page())
        if self._ascii_only:
            return page.encode("ascii", "xmlcharrefreplace").decode("ascii")
        return page.encode("utf-8", "replace").decode("utf-8")

    def _page(self) -> Iterator[str]:
        words = self._words
        several = len(self._files) + len(self._unread) > 1
        title = words["title"]
        if not several and self._files:
            title = f"{os.path.basename(self._files[0].name)} – {title}"
        yield f'<!DOCTYPE html>\n<html lang="{"en" if self._lang == "en" else "zh-CN"}">\n<head>\n<meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        yield f'{PAGE_MARK}\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        yield f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        yield f'<a class="skip" href="#main">{words["skip"]}</a>\n<header>\n<h1>{words["title"]}</h1>\n'
        if several:
            yield f"<p>{self._sum()}</p>\n"
        yield '</header>\n<main id="main">\n'
        yield from (self._not_read(name, why) for name, why in self._unread)
        if several and self._files:
            yield from self._overview()
        for file in self._files:
            yield from self._section(file, several)
        yield f"</main>\n<footer><p>{words['made'].format(__version__)}</p></footer>\n</body>\n</html>\n"

    def _not_read(self, name: str, why: str) -> str:
        return f'<p class="said error"><strong>{self._words["not_read"]}{self._words["colon"]}<bdi>{name}</bdi></strong><br>{why}</p>\n'

    def _sum(self) -> str:
        reports = [file for file in self._files if file.number not in self._lists]
        dirty = [file for file in reports if sum(file.counts[s] for s in SEVERITIES)]
        counts: Counter[str] = sum((file.counts for file in self._files), Counter())
        text = self._words["sum"].format(
            files=len(reports),
            clean=len(reports) - len(dirty),
            dirty=len(dirty),
            counts=self._counts(counts),
        )
        if counts["settled"]:
            text += self._words["settled_count"].format(counts["settled"]) + self._words["stop"]
        return text + (self._words["sum_unread"].format(len(self._unread)) if self._unread else "")

    def _counts(self, counts: Counter[str]) -> str:
        named = [f"{self._severities[s]} {counts[s]}" for s in reversed(SEVERITIES) if counts[s]]
        return self._words["comma"].join(named) or self._words["none"]

    def _overview(self) -> Iterator[str]:
        """What was found by rule, and the files; those without findings are folded away where there are many."""
        words = self._words
        many = len(self._files) > MANY
        clean = [file for file in self._files if file.clean]
        listed = [file for file in self._files if not (many and file.clean)]
        yield f"<section>\n<h2>{words['overview']}</h2>\n"
        if self._rules:
            yield f"<details><summary>{words['by_rule']}</summary>\n"
            yield from self._rule_list()
            yield "</details>\n"
        if many and clean:
            yield f"<details><summary>{words['clean_files'].format(len(clean))}</summary>\n"
            yield from self._file_list(clean)
            yield "</details>\n"
        if listed:
            yield from self._file_list(listed)
        yield "</section>\n"

    def _file_list(self, files: Iterable[_File]) -> Iterator[str]:
        words = self._words
        heads = [words["file"], words["organ"], words["year"], *(self._severities[s] for s in reversed(SEVERITIES))]
        settled = ["settled"] if any(file.counts["settled"] for file in self._files) else []
        yield from _table_head([*heads, *(words[name] for name in settled), words["cells"]])
        for file in files:
            found = "".join(self._found(s, file.counts[s]) for s in (*reversed(SEVERITIES), *settled))
            yield (
                f'<tr><td class="name"><a href="#f{file.number}"><bdi>{file.name}</bdi></a></td><td class="organ"><bdi>{file.organ}</bdi></td>'
                f'<td class="d">{file.year}</td>{found}<td class="d">{file.cells}</td></tr>\n'
            )
        yield "</tbody></table></div>\n"

    def _found(self, severity: str, count: int) -> str:
        return f'<td class="d{f" {severity}" if count else ""}">{count}</td>'

    def _rule_list(self) -> Iterator[str]:
        words = self._words
        yield from _table_head([words["count"], words["rule"], words["meaning"]])
        for (name, severity), count in sorted(self._rules.items(), key=lambda item: (-item[1], item[0])):
            rule = self._context.rules.get(name)
            said = f'<span class="{severity}">{self._severities[severity]}</span> {self._rule_link(name)}'
            yield f'<tr><td class="d">{count}</td><td>{said}</td><td>{shown(rule.title.in_(self._lang)) if rule else ""}</td></tr>\n'
        yield "</tbody></table></div>\n"

    def _rule_link(self, name: str) -> str:
        rule = self._context.rules.get(name)
        if rule and rule.foreign:
            return shown(name)
        return (
            f'<a href="{shown(rule_url(name))}" rel="noreferrer" title="{self._words["rule_page"]}">{shown(name)}</a>'
        )

    def _section(self, file: _File, several: bool) -> Iterator[str]:
        """A file: folded where there are many, and then only its overview is seen at first."""
        name = f'<h2 id="f{file.number}"><bdi>{file.name}</bdi></h2>'
        if not several or not file.body:
            yield f'<section class="file">\n{name}\n{file.facts}{file.body}</section>\n'
            return
        unfolded = "" if len(self._files) > MANY else " open"
        counts = self._counts(file.counts)
        yield f'<details class="file"{unfolded}>\n<summary>{name} <span class="dim">{counts}</span></summary>\n'
        yield f"{file.facts}{file.body}</details>\n"

    def _facts(self, result: Result, checked: Checked, counts: Counter[str]) -> str:
        """What a file is, what was checked of it, and what it came to."""
        report, words = result.report, self._words
        lines = []
        organ = report.title.organ if report.title else ""
        about = [f"<bdi>{shown(organ)}</bdi>"] if organ else []
        about += [words["year_of"].format(report.year)] if report.year else []
        last = report.around.previous
        if last:
            about.append(words["previous"].format(f"<bdi>{shown(printable_path(last.source.name))}</bdi>"))
        if about:
            lines.append(f'<p class="about">{words["comma"].join(about)}</p>')
        grave = next((s for s in reversed(SEVERITIES) if counts[s]), "good")
        clean = words["clean_but" if counts["settled"] else "clean"]
        verdict = clean if grave == "good" else self._counts(counts)
        if counts["settled"]:
            verdict += words["comma"] + words["settled_count"].format(counts["settled"])
        read = "" if report.source.format == SUPPRESSIONS else self._checked(checked)  # that is no report
        lines.append(f'<p class="said {grave}"><strong>{verdict}</strong>{words["stop"]}{read}</p>')
        if report.source.unread:
            zh, en = report.source.unread
            lines.append(f'<p class="said error">{shown(en if self._lang == "en" else zh)}</p>')
        if report.source.guessed:
            lines.append(f'<p class="said warning">{words["guessed"]}</p>')
        return "\n".join(lines) + "\n"

    def _checked(self, checked: Checked) -> str:
        words = self._words
        outcomes = [
            words[o].format(checked.identities[o]) for o in ("holds", "fails", "unknown") if checked.identities[o]
        ]
        cells = f"{checked.cells}/{checked.cells_due}"
        if checked.cells_blank:
            cells += words["blank"].format(checked.cells_blank)
        sections = f"{checked.sections}/{checked.sections_due}"
        identities = words["comma"].join(outcomes) or words["none"]
        text = words["checked"].format(sections=sections, cells=cells, identities=identities)
        return (" " + text[0].upper() + text[1:] if self._lang == "en" else text) + words["stop"]

    def _body(self, result: Result, number: int) -> str:
        """The text with its marks, and beside each part of it the findings there."""
        source, key = result.report.source, f"f{number}"
        if not source.text.strip() and not result.findings:
            return f'<p class="dim">{self._words["no_text"]}</p>\n'
        wanted = [related.place.start for finding in result.findings for related in finding.related if not related.file]
        marks = [self._mark(at, finding) for at, finding in enumerate(result.findings, 1)]
        words = {name: self._words[name] for name in ("omitted_lines", "omitted_signs", "table")}
        text = MarkedText(source, marks, key, {**words, "blank": self._words["blank_cell"]}, wanted)
        whole = len(source.text) <= min(WHOLE, self._room)
        self._room -= len(source.text) if whole else 0
        notes = [self._note(at, finding, key, text) for at, finding in enumerate(result.findings, 1)]
        parts = [self._numbers(result.findings, key)] if len(notes) > 1 else []
        parts += [f'<div class="report" role="group" aria-label="{self._words["report"]}">\n']
        parts += _beside(text.units(whole), notes)
        return "".join([*parts, "</div>\n"])

    def _mark(self, number: int, finding: Finding) -> Mark:
        label = self._words["finding"].format(number, self._severities[finding.severity])
        place = finding.place
        return Mark(place.start, place.end, number, finding.severity, label, not finding.counts)

    def _numbers(self, findings: Sequence[Finding], key: str) -> str:
        """The numbers of the findings, each a link to its words."""
        links = " ".join(
            f'<a class="{_look("b", finding)}" href="#{key}n{number}" aria-label="{self._mark(number, finding).label}">{number}</a>'
            for number, finding in enumerate(findings[:_MOST_NUMBERS], 1)
        )
        more = " …" if len(findings) > _MOST_NUMBERS else ""
        return f'<p class="numbers">{self._words["numbers"]}{links}{more}</p>\n'

    def _note(self, number: int, finding: Finding, key: str, text: MarkedText) -> _Note:
        """A finding in words: how severe, by which rule, what is wrong, where, and what else is known."""
        tag = status(finding, self._lang)
        head = (
            f'<a class="{_look("b", finding)}" href="#{key}m{number}" aria-label="{self._words["back"].format(number)}">{number}</a> '
            f'<strong class="{finding.severity}">{self._severities[finding.severity]}</strong> {self._rule_link(finding.rule)}'
            + (f'<span class="tag">{tag}</span>' if tag else "")
        )
        facts = "".join(
            f"<dt>{self._words[name]}{self._words['colon']}</dt><dd>{value}</dd>"
            for name, value in self._details(number, finding, key, text)
        )
        message = finding.message.in_(self._lang)
        html = (
            f'<li class="{_look("", finding)}" id="{key}n{number}"><p class="head">{head}</p>'
            f'<p class="message">{shown(message)}</p><dl class="more">{facts}</dl></li>\n'
        )
        return _Note(html, 4 + (len(message) + len(finding.basis.zh) + 20 * len(finding.related)) / _NARROW)

    def _details(self, number: int, finding: Finding, key: str, text: MarkedText) -> Iterator[tuple[str, str]]:
        """What is said of a finding below its message: the names of facts, and the facts in HTML."""
        words = self._words
        place = words["line"].format(finding.place.line, finding.place.column)
        beside = [where(finding.place.block, self._lang), " / ".join(finding.cell)]
        yield (
            "place",
            words["semicolon"].join(
                [f'<a href="#{key}m{number}">{place}</a>', *(shown(each) for each in beside if each)]
            ),
        )
        if finding.fix:
            yield "fix", f"<ins>{shown(finding.fix.text) or words['delete']}</ins>"
        if finding.related:
            yield "related", words["semicolon"].join(self._related(each, key, text) for each in finding.related)
        yield "basis", shown(basis(finding, self._context.rules.get(finding.rule), self._lang))
        if finding.guessed:
            yield "confidence", words["guess"]
        if finding.waiver:
            yield "waiver", shown(waived(finding.waiver, self._lang))

    def _related(self, related: RelatedPlace, key: str, text: MarkedText) -> str:
        """A related place: a link to its line, unless it is in another file."""
        line = self._words["related_line"].format(related.place.line)
        said = shown(related.words.in_(self._lang))
        if related.file:
            return f"<bdi>{shown(printable_path(related.file))}</bdi> {line} {said}".rstrip()
        return f'<a href="#{key}L{text.line_of(related.place.start)}">{line}</a> {said}'.rstrip()


class _Note(NamedTuple):
    """A finding in HTML, and its height in lines, roughly."""

    html: str
    height: float


_NARROW = 24
"""Characters in a line of a note, roughly."""
_SCREEN = 24
"""Lines of notes that fit on any screen; so few stay in sight while their part of the text is read."""


def _look(name: str, finding: Finding) -> str:
    """The classes of what belongs to a finding."""
    return " ".join(filter(None, (name, finding.severity, "" if finding.counts else "muted")))


def _table_head(heads: Iterable[str]) -> Iterator[str]:
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    yield f'<div class="wide" tabindex="0"><table class="list"><thead><tr>{cells}</tr></thead><tbody>\n'


def _beside(units: Iterable[Unit], notes: Sequence[_Note]) -> Iterator[str]:
    """The text in parts with the findings of each, no longer than needed to be as high as these, so that no gaps come about."""
    text: list[str] = []
    numbers: list[int] = []
    height = room = 0.0
    left = set(range(1, len(notes) + 1))
    for unit in units:
        if (unit.begins or numbers) and text and height >= room:
            yield _part(text, [notes[number - 1] for number in numbers])
            text, numbers, height, room = [], [], 0.0, 0.0
        text.append(unit.html)
        numbers += unit.begins
        left.difference_update(unit.begins)
        height += unit.height
        room += sum(notes[number - 1].height for number in unit.begins)
    yield _part(text, [notes[number - 1] for number in (*numbers, *sorted(left))])


def _part(text: Iterable[str], notes: Sequence[_Note]) -> str:
    look = "notes short" if sum(note.height for note in notes) < _SCREEN else "notes"
    beside = f'<ol class="{look}" role="list">\n{"".join(note.html for note in notes)}</ol>\n' if notes else ""
    return f'<div class="part"><div class="text" lang="zh-CN">\n{"".join(text)}</div>\n{beside}</div>\n'


def _style() -> str:
    with open(os.path.join(os.path.dirname(__file__), "page.css"), encoding="ascii") as file:
        return file.read()
