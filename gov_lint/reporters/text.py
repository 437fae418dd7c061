"""The report for people: every finding with its line, the clause it rests on, and what was checked.

Words of a report are written as they are, never as markup; what a terminal would obey is made visible.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gov_lint.nouns import SEVERITIES, SUPPRESSIONS, UNCHANGED, Finding, Fix, Report, Result
from gov_lint.reporters import Checked, Context, Unread
from gov_lint.reporters.details import basis, where
from gov_lint.terminal import Screen, cell_len, excerpt, visible, wrap

SEVERITY_WORDS = {
    "zh": {"error": "错误", "warning": "警告", "note": "提示"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}

_ZH = {
    "related": "相关：",
    "previous": "（对照上年报告：{}）",
    "where": "位置：",
    "basis": "依据：",
    "same": "同上",
    "fix": "可改为：“{text}”（现为“{printed}”）",
    "delete": "可删去：“{printed}”",
    "guess": "把握：部分依据是推测（如机关类型、公布日期），已降一级；可用 --org-type、--published 指明。",
    "clean": "√ 未发现问题",
    "old": "（基线中已有）",
    "no_new": "没有新的问题",
    "known": "基线中已有 {}",
    "waived": "另有 {} 条已豁免（--no-suppress 查看）",
    "checked": "已检查：章节 {sections}，单元格 {cells}，勾稽关系 {identities}",
    "blank": "（空白 {}）",
    "holds": "成立 {}",
    "fails": "不成立 {}",
    "unknown": "无法判断 {}",
    "none": "无",
    "sum": "共 {files} 个文件：{clean} 个未发现问题，{dirty} 个有问题（{counts}）",
    "unread": "；{} 个未能检查",
    "evidence": "核对过的关系：",
    "open_question": "无法判断（{}）",
    "statistics": "按规则统计：",
    "comma": "，",
    "semicolon": "；",
    "stop": "。",
    "open": "（",
    "close": "）",
}
_EN = {
    "related": "See also: ",
    "previous": " (compared with last year's: {})",
    "where": "Where: ",
    "basis": "Basis: ",
    "same": "as above",
    "fix": "May be changed to “{text}” (now “{printed}”)",
    "delete": "May be deleted: “{printed}”",
    "guess": "Confidence: partly a guess (such as the type of organ or the date of publication), so one step milder; "
    "--org-type and --published settle it.",
    "clean": "√ nothing found",
    "old": " (in the baseline)",
    "no_new": "nothing new",
    "known": "{} in the baseline",
    "waived": "{} more suppressed (--no-suppress shows them)",
    "checked": "checked: sections {sections}, cells {cells}, identities {identities}",
    "blank": " ({} blank)",
    "holds": "{} held",
    "fails": "{} failed",
    "unknown": "{} could not be judged",
    "none": "none",
    "sum": "{files} files: {clean} without findings, {dirty} with findings ({counts})",
    "unread": "; {} could not be checked",
    "evidence": "What was compared:",
    "open_question": "cannot be judged ({})",
    "statistics": "By rule:",
    "comma": ", ",
    "semicolon": "; ",
    "stop": ".",
    "open": " (",
    "close": ")",
}
_INDENT = 4
_SIGNS = {"holds": ("√", "good"), "fails": ("×", "error"), "unknown": ("？", "note")}


_RELATIONS = {"=": "＝≠", "<=": "≤＞", ">=": "≥＜"}
"""How a relation that holds and one that fails are written."""


def _side(total: str, parts: tuple[str, ...]) -> str:
    """A side of an equation: its parts that are not zero, and what they make."""
    if len(parts) < 2:
        return total
    counted = [part for part in parts if part.strip("0.") or len(parts) == 2]
    return f"{total}（{'＋'.join(counted)}）" if counted else total


class TextReporter:
    """Writes for people.  ``quiet`` leaves one line a finding; ``statistics`` adds the counts by rule at the end; ``evidence``
    lists all that was compared, with its numbers."""

    def __init__(
        self, context: Context, screen: Screen, *, quiet: bool = False, statistics: bool = False, evidence: bool = False
    ) -> None:
        self._context = context
        self._screen = screen
        self._quiet = quiet
        self._statistics = statistics
        self._evidence = evidence
        self._words = _EN if context.lang == "en" else _ZH
        self._severities = SEVERITY_WORDS["en" if context.lang == "en" else "zh"]
        self._files: Counter[str] = Counter()
        self._severity_counts: Counter[str] = Counter()
        self._known: Counter[str] = Counter()
        """How many findings are suppressed (``waived``) or were there before (``unchanged``)."""
        self._rules: Counter[tuple[str, str]] = Counter()

    def result(self, result: Result) -> str:
        """The findings of a file and what was checked of it."""
        checked = Checked.of(result)
        findings = [finding for finding in result.findings if finding.waiver is None]
        if result.report.source.format != SUPPRESSIONS:
            self._files["dirty" if checked.findings else "clean"] += 1
        self._severity_counts += checked.findings
        self._known += Counter(waived=checked.waived, unchanged=checked.unchanged)
        self._rules.update((finding.rule, finding.severity) for finding in findings)
        name = visible(result.report.source.name)
        if self._quiet:
            return "".join(self._short(name, finding) for finding in findings)
        evidence = list(self._compared(result)) if self._evidence else []
        last = result.report.around.previous
        beside = self._words["previous"].format(visible(last.source.name)) if last else ""
        if not findings:
            return self._clean(name + beside, checked) + "".join(line + "\n" for line in evidence)
        lines = [self._screen.paint(name, "bold") + beside]
        last_basis = ""
        for finding in findings:
            lines += self._finding(result.report, finding, last_basis)
            last_basis = finding.basis.zh
        lines += self._verdict(result, checked) + evidence
        return "\n".join(lines) + "\n\n"

    def unread(self, unread: Unread) -> str:
        """Counts the file; the message about it goes to standard error."""
        self._files["unread"] += 1
        return ""

    def end(self) -> str:
        """The sum of several files, and the statistics where wanted."""
        return (self._statistics_table() if self._statistics else "") + ("" if self._quiet else self._sum())

    def _short(self, name: str, finding: Finding) -> str:
        severity = self._screen.paint(self._severities[finding.severity], finding.severity)
        message = visible(self._message(finding))
        return f"{name}:{finding.place.line}:{finding.place.column}: {severity} {finding.rule} {message}\n"

    def _message(self, finding: Finding) -> str:
        """What a finding says, and whether it was there before."""
        return finding.message.in_(self._context.lang) + (self._words["old"] if finding.baseline == UNCHANGED else "")

    def _clean(self, name: str, checked: Checked) -> str:
        words = self._words
        verdict = self._screen.paint(words["clean"], "good")
        told = words["semicolon"].join([self._checked(checked), *self._known_words(0, checked.waived)])
        return f"{name}  {verdict}{words['open']}{told}{words['close']}\n"

    def _known_words(self, unchanged: int, waived: int) -> list[str]:
        """How many findings were there before, and how many are suppressed."""
        given = ("known", unchanged), ("waived", waived)
        return [self._words[name].format(count) for name, count in given if count]

    def _finding(self, report: Report, finding: Finding, last_basis: str) -> Iterator[str]:
        lang, words = self._context.lang, self._words
        place = f"{finding.place.line}:{finding.place.column}"
        severity = self._severities[finding.severity]
        head = [(place, "place"), (severity, finding.severity), (finding.rule, "bold")]
        yield from self._paragraph(visible(self._message(finding)), head)
        yield from self._excerpt(report, finding)
        found = where(finding.place.block, lang)
        if found:
            yield from self._labelled("where", found)
        if finding.related:
            related = words["semicolon"].join(
                f"{r.file}{':' if r.file else ''}{r.place.line}:{r.place.column} {r.words.in_(lang)}".rstrip()
                for r in finding.related
            )
            yield from self._labelled("related", related)
        if finding.fix:
            yield from self._fix(report, finding.fix)
        same = finding.basis.zh == last_basis
        yield from self._labelled(
            "basis", words["same"] if same else basis(finding, self._context.rules.get(finding.rule), lang)
        )
        if finding.guessed:
            yield from self._labelled("", words["guess"])

    def _fix(self, report: Report, fix: Fix) -> list[str]:
        """The one change that mends a finding."""
        printed = report.source.text[fix.place.start : fix.place.end]
        words = self._words["fix" if fix.text else "delete"].format(text=fix.text, printed=printed)
        lines = wrap(visible(words), self._screen.width - _INDENT)
        return self._indented(self._screen.paint(line, "good") for line in lines)

    def _paragraph(self, text: str, head: list[tuple[str, str]]) -> list[str]:
        """A text after a head (words and their styles), in lines as wide as the screen; below the head where that leaves little room."""
        body = self._screen.width - _INDENT
        used = sum(2 + cell_len(words) for words, _ in head)
        painted = "".join("  " + self._screen.paint(words, style) for words, style in head)
        if used > self._screen.width:
            first, last = self._paragraph("", head[:-1]), head[-1]
            text = f"{last[0]} {text}"
            return [*first, *self._indented(wrap(text, body))]
        if not text:
            return [painted]
        if self._screen.width - used - 2 < min(24, body):
            return [painted, *self._indented(wrap(text, body))]
        start, *rest = wrap(text, body, self._screen.width - used - 2)
        return [f"{painted}  {start}", *self._indented(rest)]

    def _labelled(self, label: str, text: str) -> list[str]:
        """A paragraph of lesser weight, such as the basis."""
        lines = wrap(visible((self._words[label] if label else "") + text), self._screen.width - _INDENT)
        return self._indented(self._screen.paint(line, "dim") for line in lines)

    def _indented(self, lines: Iterable[str]) -> list[str]:
        return [" " * _INDENT + line for line in lines]

    def _excerpt(self, report: Report, finding: Finding) -> Iterator[str]:
        """The line of the text and a mark under the place."""
        source, place = report.source, finding.place
        number, column = source.text_position(place.start)
        line = source.line(number)
        if not line.strip():
            return
        end = min(column - 1 + place.end - place.start, len(line))
        shown = excerpt(line, column - 1, end, self._screen.width - _INDENT - 2)
        bar = " " * _INDENT + self._screen.paint("│", "dim") + " "
        yield bar + shown.before + self._screen.paint(shown.marked, "underline", finding.severity) + shown.after
        yield bar + " " * shown.indent + self._screen.paint("^" * shown.length, finding.severity)

    def _verdict(self, result: Result, checked: Checked) -> list[str]:
        sign = "×" if checked.findings["error"] else "●" if checked.findings else "√"
        words = self._words
        parts = [self._counts(checked.findings) if checked.findings else words["no_new"]]
        parts += self._known_words(checked.unchanged, checked.waived)
        if result.report.source.format != SUPPRESSIONS:
            parts.append(self._checked(checked))
        first, *rest = wrap(f"{sign} {words['semicolon'].join(parts)}", self._screen.width - 4, self._screen.width - 2)
        style = next((s for s in reversed(SEVERITIES) if checked.findings[s]), "good")
        return ["  " + self._screen.paint(line, style) for line in [first, *("  " + line for line in rest)]]

    def _compared(self, result: Result) -> Iterator[str]:
        """Every comparison with its numbers and how it came out."""
        words, lang = self._words, self._context.lang
        if result.verdicts:
            yield "  " + words["evidence"]
        for verdict in result.verdicts:
            sign, style = _SIGNS[verdict.outcome]
            subject = " ".join(verdict.printed or verdict.subject)
            if verdict.outcome == "unknown":
                text = words["open_question"].format(verdict.why.in_(lang))
            else:
                relation = _RELATIONS[verdict.relation][verdict.outcome == "fails"]
                text = _side(verdict.left, verdict.left_parts) + relation + _side(verdict.right, verdict.right_parts)
            head = [(sign, style), (verdict.rule, "dim")]
            yield from self._paragraph(visible(f"{subject}{'：' if lang == 'zh' else ': '}{text}"), head)

    def _counts(self, counts: Counter[str]) -> str:
        named = [f"{self._severities[s]} {counts[s]}" for s in reversed(SEVERITIES) if counts[s]]
        return self._words["comma"].join(named) or self._words["none"]

    def _checked(self, checked: Checked) -> str:
        """What was checked, in words: 章节 6/6，单元格 200/200，勾稽关系 成立 57."""
        words = self._words
        cells = f"{checked.cells}/{checked.cells_due}"
        if checked.cells_blank:
            cells += words["blank"].format(checked.cells_blank)
        outcomes = [
            words[o].format(checked.identities[o]) for o in ("holds", "fails", "unknown") if checked.identities[o]
        ]
        return words["checked"].format(
            sections=f"{checked.sections}/{checked.sections_due}",
            cells=cells,
            identities=words["comma"].join(outcomes) or words["none"],
        )

    def _sum(self) -> str:
        files, words = self._files, self._words
        if sum(files.values()) < 2:
            return ""
        text = words["sum"].format(
            files=sum(files.values()),
            clean=files["clean"],
            dirty=files["dirty"],
            counts=self._counts(self._severity_counts),
        )
        if files["unread"]:
            text += words["unread"].format(files["unread"])
        for told in self._known_words(self._known["unchanged"], self._known["waived"]):
            text += words["semicolon"] + told
        return "\n".join(wrap(text + words["stop"], self._screen.width)) + "\n"

    def _statistics_table(self) -> str:
        if not self._rules:
            return ""
        order = sorted(self._rules.items(), key=lambda item: (-item[1], item[0]))
        lines = [self._words["statistics"]]
        for (name, severity), count in order:
            rule = self._context.rules.get(name)
            shown = self._screen.paint(self._severities[severity], severity)
            lines.append(f"{count:6}  {shown}  {name}  {rule.title.in_(self._context.lang) if rule else ''}".rstrip())
        return "\n".join(lines) + "\n"
