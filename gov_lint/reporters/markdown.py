"""A sheet of comments (复核意见单) for each report, to be sent back to those who wrote it: findings by section, each with its place, what is
wrong, what ought to be and the clause; before several of them a summary.

Words of a report are escaped, so that none of them is a link, a tag or a mark-up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from gov_lint import __version__
from gov_lint.formats import SHEET_MARK
from gov_lint.nouns import SEVERITIES, SUPPRESSIONS, UNCHANGED, Finding, Result, Words
from gov_lint.reporters import Checked, Context, Unread, details
from gov_lint.reporters.places import OTHER_SECTION, Paths, one_line, place_words, quoted, related_words, section_of

_ZH = {
    "title": "政府信息公开工作年度报告复核意见单",
    "summary": "政府信息公开工作年度报告复核情况汇总",
    "list": "豁免清单待处理事项（不发给报告单位）",
    "to": "致：",
    "unknown": "（报告未写明机关）",
    "file": "材料：",
    "opening": "贵单位报送的政府信息公开工作年度报告已经复核。需要处理的问题共 **{due}** 处：{counts}。"
    "现按报告章节列出，请逐条核实，确有问题的请修改后重新报送；认为无需修改的，请说明理由。谢谢支持配合！",
    "clean": "贵单位报送的政府信息公开工作年度报告已经复核，未发现需要处理的问题。谢谢支持配合！",
    "unread": "未能复核：{}",
    "picture": "报告的文字由图片识别得到，以下各条均请对照原件核实。",
    "error": "应当改正",
    "warning": "请核实修改",
    "note": "供参考",
    "old": "以前已提出",
    "waived": "已豁免",
    "files": "文件",
    "organ": "机关",
    "year": "年度",
    "result": "结论",
    "good": "未发现问题",
    "bad": "有问题",
    "failed": "未能复核",
    "all": "合计（{} 个文件）",
    "where": "位置：",
    "text": "原文：",
    "text_words": "“{}”",
    "cell": "涉及：",
    "problem": "问题：",
    "ought": "要求：",
    "fix": "改法：",
    "replace": "“{}”改为“{}”",
    "delete": "删去“{}”",
    "insert": "补上“{}”",
    "related": "相关：",
    "basis": "依据：",
    "guess": "把握：部分依据是推测（如机关类型、公布日期），请结合实际情况核实。",
    "waived_part": "已同意暂不处理的事项",
    "count": "（{} 处）",
    "checked": "复核范围：章节 {sections}，表格数据 {cells}，勾稽关系{identities}。",
    "holds": "成立 {}",
    "fails": "不成立 {}",
    "unknown_identity": "无法判断 {}",
    "none": "无",
    "comma": "，",
    "semicolon": "；",
    "of": "{} {} 处",
    "closing": "复核人：＿＿＿＿＿＿＿＿　　复核日期：＿＿＿＿年＿＿月＿＿日",
    "made": "本意见单由 govlint {} 自动生成，须经复核人员审定后发出。",
}
_EN = {
    "title": "Comments on the annual report on government information disclosure",
    "summary": "Summary of the comments on annual reports",
    "list": "Suppressions to be looked into (not for those who wrote the reports)",
    "to": "To: ",
    "unknown": "(the report names no organ)",
    "file": "Document: ",
    "opening": "Your annual report on government information disclosure has been reviewed. Points to be dealt with: **{due}** ({counts}). "
    "They follow in the order of the report's sections. Please look into each; correct the report and submit it again, or state why "
    "no change is needed. Thank you for your cooperation.",
    "clean": "Your annual report on government information disclosure has been reviewed. Nothing was found that needs to be dealt with. "
    "Thank you for your cooperation.",
    "unread": "Could not be reviewed: {}",
    "picture": "The words of this report were recognised in pictures; please compare every point with the original.",
    "error": "must be corrected",
    "warning": "to be verified and corrected",
    "note": "for information",
    "old": "raised before",
    "waived": "waived",
    "files": "File",
    "organ": "Organ",
    "year": "Year",
    "result": "Result",
    "good": "nothing found",
    "bad": "to be dealt with",
    "failed": "not reviewed",
    "all": "Total ({} files)",
    "where": "Place: ",
    "text": "Text: ",
    "text_words": "“{}”",
    "cell": "Cell: ",
    "problem": "Problem: ",
    "ought": "Requirement: ",
    "fix": "Correction: ",
    "replace": "“{}” becomes “{}”",
    "delete": "delete “{}”",
    "insert": "add “{}”",
    "related": "See also: ",
    "basis": "Basis: ",
    "guess": "Confidence: partly a guess (such as the type of organ or the date of publication); please verify.",
    "waived_part": "Points that need not be dealt with for now",
    "count": " ({})",
    "checked": "What was reviewed: sections {sections}, figures of the tables {cells}, identities {identities}.",
    "holds": "{} held",
    "fails": "{} failed",
    "unknown_identity": "{} could not be judged",
    "none": "none",
    "comma": ", ",
    "semicolon": "; ",
    "of": "{} {}",
    "closing": "Reviewer: ____________________    Date: ____________________",
    "made": "Made by govlint {}; to be confirmed by the reviewer before it is sent.",
}
_SECTIONS = {
    "zh": (
        "标题、前言",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项（含落款）",
        "其他部分",
    ),
    "en": (
        "Title and preface",
        "Section 1 (一、总体情况)",
        "Section 2 (二、主动公开政府信息情况)",
        "Section 3 (三、收到和处理政府信息公开申请情况)",
        "Section 4 (四、政府信息公开行政复议、行政诉讼情况)",
        "Section 5 (五、存在的主要问题及改进情况)",
        "Section 6 (六、其他需要报告的事项, with the sign-off)",
        "Other parts",
    ),
}
_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&#$@=^!]|:(?=[/A-Za-z0-9])|(?<=:)/|(?<=/)/|(?<=www)\.", re.IGNORECASE)
"""What Markdown, its common extensions or a search for bare links would take for more than itself."""
_MASKED = re.compile(r"\d\*{3}")
"""A number of which a message leaves something out: such are not copied into a letter."""
_GRAVE = tuple(reversed(SEVERITIES))


def escaped(text: str) -> str:
    """Words from anywhere as one line of plain text in Markdown."""
    return _MARKUP.sub(lambda match: "\\" + match.group(), one_line(text))


class MarkdownReporter:
    """Gathers the sheets of a run and writes them at its end.  ``ascii_only`` changes nothing: Markdown is plain text."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._lang = "en" if context.lang == "en" else "zh"
        self._words = _EN if context.lang == "en" else _ZH
        self._paths = Paths(context.base)
        self._sheets: list[str] = []
        self._rows: list[str] = []
        self._totals: Counter[str] = Counter()

    def result(self, result: Result) -> str:
        """Keeps the sheet of a file."""
        report = result.report
        if report.source.unread:
            return self.unread(Unread(report.source.name, Words(*report.source.unread)))
        counts = _counts(result.findings)
        if report.source.format == SUPPRESSIONS:
            return self._list(result, counts)
        organ = (report.title.organ if report.title else "") or report.signoff.organ
        lines = [
            f"# {self._words['title']}",
            f"{self._words['to']}{escaped(organ) or self._words['unknown']}",
            f"{self._words['file']}{self._document(result)}",
            self._opening(counts),
        ]
        if report.source.guessed:
            lines.append(self._words["picture"])
        lines += self._sections(result)
        lines += [self._checked(Checked.of(result)), *self._closing()]
        self._sheets.append("\n\n".join(lines))
        self._row(report.source.name, (organ, str(report.year or "")), "bad" if counts["due"] else "good", counts)
        return ""

    def _list(self, result: Result, counts: Counter[str]) -> str:
        """Keeps what is to be done about a file with suppressions, which is no report and goes to nobody."""
        name = result.report.source.name
        items = [self._finding(number, finding, result) for number, finding in enumerate(result.findings, 1)]
        self._sheets.append(
            "\n\n".join([f"# {self._words['list']}", f"{self._words['file']}{self._file(name)}", *items])
        )
        self._row(name, ("", ""), "bad" if counts["due"] else "good", counts)
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        words = self._words["unread"].format(escaped(unread.words.in_(self._lang)))
        name = f"{self._words['file']}{self._file(unread.name)}"
        self._sheets.append("\n\n".join([f"# {self._words['title']}", name, words, *self._closing()]))
        self._row(unread.name, ("", ""), "failed", Counter())
        return ""

    def end(self) -> str:
        """The summary of several files, and the sheets."""
        sheets = [*self._summary(), *self._sheets]
        return "\n\n---\n\n".join(sheets) + f"\n\n{SHEET_MARK}\n" if sheets else ""

    def _document(self, result: Result) -> str:
        """The report's title and its file."""
        title, name = result.report.title, self._file(result.report.source.name)
        if not title or not title.text.strip():
            return name
        return f"《{escaped(title.text)}》（{name}）" if self._lang == "zh" else f"{escaped(title.text)} ({name})"

    def _file(self, name: str) -> str:
        """The name of a file without its folders: those of this machine say nothing to others."""
        return escaped(self._paths.of(name).rpartition("/")[2])

    def _opening(self, counts: Counter[str]) -> str:
        words = self._words
        if not counts["due"]:
            return words["clean"]
        named = [words["of"].format(words[name], counts[name]) for name in (*_GRAVE, "old") if counts[name]]
        return words["opening"].format(due=counts["due"], counts=words["comma"].join(named))

    def _sections(self, result: Result) -> Iterator[str]:
        """The findings under the names of their sections, numbered through; those let pass at the end."""
        due = [finding for finding in result.findings if not finding.waiver]
        order = {id(finding): section_of(result.report, finding) for finding in due}
        due.sort(key=lambda finding: order[id(finding)])
        number = 0
        for section, group in groupby(due, key=lambda finding: order[id(finding)]):
            findings = list(group)
            name = _SECTIONS[self._lang][min(section, OTHER_SECTION)]
            yield f"## {name}{self._words['count'].format(len(findings))}"
            for finding in findings:
                number += 1
                yield self._finding(number, finding, result)
        waived = [finding for finding in result.findings if finding.waiver]
        if waived:
            yield f"## {self._words['waived_part']}{self._words['count'].format(len(waived))}"
        for finding in waived:
            number += 1
            yield self._finding(number, finding, result)

    def _finding(self, number: int, finding: Finding, result: Result) -> str:
        """A finding as an item of a list, its parts as a list in it."""
        words = self._words
        head = f"{number}. "
        mark = "waived" if finding.waiver else "old" if finding.baseline == UNCHANGED else ""
        worth = f"**{words[finding.severity]}**" + (f" · {words[mark]}" if mark else "")
        parts = self._parts(finding, result)
        return "\n".join([head + worth, "", *(" " * len(head) + "- " + part for part in parts)])

    def _parts(self, finding: Finding, result: Result) -> Iterator[str]:
        words, lang = self._words, self._lang
        source = result.report.source
        rule = self._context.rules.get(finding.rule)
        yield words["where"] + place_words(finding.place, lang)
        if finding.cell:
            yield words["cell"] + escaped(" / ".join(finding.cell))
        private = (rule and rule.family == "privacy") or _MASKED.search(finding.message.zh)
        text = "" if private else quoted(source, finding.place)
        if text:
            yield words["text"] + words["text_words"].format(escaped(text))
        yield words["problem"] + escaped(finding.message.in_(lang))
        if rule:
            yield words["ought"] + escaped(rule.title.in_(lang))
        if finding.fix:
            yield words["fix"] + self._change(quoted(source, finding.fix.place), one_line(finding.fix.text))
        if finding.related:
            yield words["related"] + words["semicolon"].join(escaped(related_words(r, lang)) for r in finding.related)
        yield words["basis"] + escaped(details.basis(finding, rule, lang))
        if finding.guessed:
            yield words["guess"]
        if finding.waiver:
            yield words["waived"] + ("：" if lang == "zh" else ": ") + escaped(details.waived(finding.waiver, lang))

    def _change(self, before: str, after: str) -> str:
        if not after:
            return self._words["delete"].format(escaped(before))
        if not before:
            return self._words["insert"].format(escaped(after))
        return self._words["replace"].format(escaped(before), escaped(after))

    def _checked(self, checked: Checked) -> str:
        words = self._words
        names = {"holds": "holds", "fails": "fails", "unknown": "unknown_identity"}
        identities = [
            words[name].format(checked.identities[key]) for key, name in names.items() if checked.identities[key]
        ]
        return words["checked"].format(
            sections=f"{checked.sections}/{checked.sections_due}",
            cells=f"{checked.cells}/{checked.cells_due}",
            identities=words["comma"].join(identities) or words["none"],
        )

    def _closing(self) -> Iterable[str]:
        yield escaped(self._words["closing"])
        yield self._words["made"].format(__version__)

    def _row(self, name: str, whose: tuple[str, str], verdict: str, counts: Counter[str]) -> None:
        """Keeps a row of the summary."""
        self._totals += counts
        cells = [self._paths.of(name), *whose, self._words[verdict]]
        self._rows.append(_table_row([*(escaped(cell) for cell in cells), *self._numbers(counts)]))

    def _numbers(self, counts: Counter[str]) -> list[str]:
        return [str(counts[name]) for name in (*_GRAVE, "old", "waived")]

    def _summary(self) -> Iterator[str]:
        """The table of all files, where there are several."""
        words = self._words
        if len(self._rows) < 2:
            return
        head = [words[name] for name in ("files", "organ", "year", "result", *_GRAVE, "old", "waived")]
        rule = _table_row([*["---"] * 4, *["---:"] * 5])
        total = _table_row([words["all"].format(len(self._rows)), "", "", "", *self._numbers(self._totals)])
        table = "\n".join([_table_row(head), rule, *self._rows, total])
        yield f"# {words['summary']}\n\n{table}"


def _counts(findings: Iterable[Finding]) -> Counter[str]:
    """How many findings are to be dealt with (``due``): by severity, and those raised before; and how many are let pass."""
    counts = Counter(
        "waived" if finding.waiver else "old" if finding.baseline == UNCHANGED else finding.severity
        for finding in findings
    )
    counts["due"] = sum(counts.values()) - counts["waived"]
    return counts


def _table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
