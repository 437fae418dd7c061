"""The report for code-scanning services and editors: SARIF 2.1.0.

Columns are UTF-16 code units, as editors count them.  A finding's fingerprint is made from what it is about, not from its line.  A finding that
was let pass is a suppressed result, one that a baseline knows an unchanged one; none is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from gov_lint.nouns import NEW, SEVERITIES, Finding, RelatedPlace, Result, Source, Waiver
from gov_lint.reporters import Context, Unread
from gov_lint.reporters.sarif_pipeline import automation_details, version_control
from gov_lint.reporters.sarif_places import Files, folder_uri, located, physical_location, replacement
from gov_lint.reporters.sarif_rules import FAILURES, INTERNAL, UNREADABLE, Catalogue, sentence

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LIMITS = (5_000,) * 10 + (25_000,) * 10
"""How many results a run takes before the next one begins.  GitHub takes 20 runs of a log and 25,000 results of a run, and shows 5,000 of them;
the last run takes whatever is left."""
_LINKS = 5
"""How many related places a message links to at most; all of them are listed beside it."""


class SarifReporter:
    """Gathers the files of a run and writes one SARIF log at its end.  ``ascii_only`` is for outputs that are not in UTF-8."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._ascii_only = ascii_only
        self._runs = [_Run(context)]
        self._outcome = _Outcome()

    def result(self, result: Result) -> str:
        """Keeps the findings of a file, which all go into one run."""
        self._outcome.take(result)
        run = self._runs[-1]
        limit = LIMITS[min(len(self._runs), len(LIMITS)) - 1]
        full = run.results and len(run.results) + len(result.findings) > limit
        if full and len(self._runs) < len(LIMITS):
            run = _Run(self._context)
            self._runs.append(run)
        run.add(result)
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        self._outcome.unread += 1
        self._runs[-1].add_unread(unread)
        return ""

    def end(self) -> str:
        """The log."""
        waived = any("suppressions" in result for run in self._runs for result in run.results)
        compared = self._context.baseline or any("baselineState" in r for run in self._runs for r in run.results)
        code = self._outcome.exit_code(self._context.fail_on)
        runs = [
            run.data(number, code, waived=waived, compared=compared) for number, run in enumerate(self._runs, start=1)
        ]
        log = {"$schema": SCHEMA, "version": "2.1.0", "runs": runs}
        indent = 2 if len(runs) == 1 else None  # a log for nobody's eyes is half as large without
        text = json.dumps(log, ensure_ascii=self._ascii_only, indent=indent)
        return text.encode("utf-8", "replace").decode("utf-8") + "\n"


class _Outcome:
    """What the run comes to, as its exit code will say."""

    def __init__(self) -> None:
        self.gravest = -1
        self.unread = 0

    def take(self, result: Result) -> None:
        source = result.report.source
        if source.unread:
            self.unread += 1
        elif not source.guessed:
            self.gravest = max([self.gravest, *(SEVERITIES.index(f.severity) for f in result.findings if f.counts)])

    def exit_code(self, fail_on: str) -> int:
        if self.unread:
            return 2
        return int(fail_on in SEVERITIES and self.gravest >= SEVERITIES.index(fail_on))


class _Run:
    """One run of the log in the making."""

    def __init__(self, context: Context) -> None:
        self.results: list[dict[str, Any]] = []
        self._context = context
        self._catalogue = Catalogue(context.rules.values(), context.lang)
        self._files = Files(context.base)
        self._notes: list[dict[str, Any]] = []

    def add(self, result: Result) -> None:
        """Takes in the findings of a file."""
        source = result.report.source
        artifact = self._files.add(source.name, source)
        elsewhere = any(related.file for finding in result.findings for related in finding.related)
        around = _around(result) if elsewhere else {}
        twins: Counter[str] = Counter()
        for finding in result.findings:
            mark = _fingerprint(finding, result)
            twins[mark] += 1
            data = self._finding(finding, source, artifact, around)
            data["partialFingerprints"] = {"primaryLocationLineHash": f"{mark}:{twins[mark]}"}
            self.results.append(data)

    def add_unread(self, unread: Unread) -> None:
        """Takes in why a file was not checked."""
        name = INTERNAL if unread.internal else UNREADABLE
        self._notes.append(
            {
                "level": "error",
                "message": {"text": sentence(unread.words.in_(self._context.lang), self._context.lang)},
                "descriptor": {"id": name, "index": list(FAILURES).index(name)},
                "locations": [{"physicalLocation": {"artifactLocation": self._files.add(unread.name)}}],
            }
        )

    def data(self, number: int, code: int, *, waived: bool, compared: bool) -> dict[str, Any]:
        """The run; where one result is suppressed or compared with a baseline, all say whether they are."""
        for result in self.results:
            if waived:
                result.setdefault("suppressions", [])
            if compared:
                result.setdefault("baselineState", NEW)
        bases = self._files.bases()
        provenance = version_control(relative=bool(bases)) if self._files.all_inside else []
        return {
            "tool": {"driver": self._catalogue.driver()},
            "automationDetails": automation_details(number),
            "invocations": [
                {
                    "executionSuccessful": not self._notes,
                    "exitCode": code,
                    "exitCodeDescription": _EXITS["en" if self._context.lang == "en" else "zh"][code],
                    "workingDirectory": {"uri": folder_uri(self._files.folder)},
                    "toolExecutionNotifications": self._notes,
                }
            ],
            **({"versionControlProvenance": provenance} if provenance else {}),
            "columnKind": "utf16CodeUnits",
            "language": "en-US" if self._context.lang == "en" else "zh-CN",
            **({"originalUriBaseIds": bases} if bases else {}),
            "taxonomies": self._catalogue.taxonomies(),
            "artifacts": self._files.artifacts,
            "results": self.results,
        }

    def _finding(
        self, finding: Finding, source: Source, artifact: dict[str, Any], around: Mapping[str, Source]
    ) -> dict[str, Any]:
        lang = self._context.lang
        data: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self._catalogue.number(finding.rule),
            "kind": "fail",
            "level": finding.severity,
            "message": {"text": _message(finding, lang)},
            "locations": [located(finding, source, artifact)],
            "properties": {"basis": finding.basis.in_(lang), "guessed": finding.guessed},
        }
        if finding.related:
            data["relatedLocations"] = [
                {
                    "id": number,
                    "message": {"text": _plain(_named(related, lang))},
                    "physicalLocation": self._elsewhere(related, around)
                    if related.file
                    else physical_location(related.place, source, artifact),
                }
                for number, related in enumerate(finding.related, 1)
            ]
        repair = replacement(finding.fix, source) if finding.fix else None
        if finding.fix and repair:
            words = f"Replace by “{finding.fix.text}”." if lang == "en" else f"改为“{finding.fix.text}”。"
            if not finding.fix.text:
                words = "Delete." if lang == "en" else "删去。"
            change = {"artifactLocation": artifact, "replacements": [repair]}
            data["fixes"] = [{"description": {"text": words}, "artifactChanges": [change]}]
        if finding.waiver:
            data["suppressions"] = [self._suppression(finding.waiver)]
        if finding.baseline:
            data["baselineState"] = finding.baseline
        return data

    def _elsewhere(self, related: RelatedPlace, around: Mapping[str, Source]) -> dict[str, Any]:
        """A related place in another file."""
        source = around.get(related.file)
        artifact = self._files.add(related.file, source, checked=False)
        return physical_location(related.place, source or Source(related.file, ""), artifact)

    def _suppression(self, waiver: Waiver) -> dict[str, Any]:
        """Why a finding is let pass, and where that is written down."""
        english = self._context.lang == "en"
        words = [waiver.reason]
        if waiver.approver:
            words.append(f"approved by {waiver.approver}" if english else f"批准：{waiver.approver}")
        if waiver.expires:
            words.append(f"until {waiver.expires}" if english else f"有效期至 {waiver.expires}")
        text = ("; " if english else "；").join(words)
        data: dict[str, Any] = {"kind": "external", "status": "accepted", "justification": text}
        if waiver.file:
            where: dict[str, Any] = {"artifactLocation": self._files.add(waiver.file, checked=False)}
            if waiver.line:
                where["region"] = {"startLine": waiver.line}
            data["location"] = {"physicalLocation": where}
        return data


_EXITS = {
    "zh": ("没有达到 --fail-on 的问题。", "有达到 --fail-on 的问题。", "有文件未能检查。"),
    "en": ("Nothing at or above --fail-on.", "Findings at or above --fail-on.", "A file was not checked."),
}


def _message(finding: Finding, lang: str) -> str:
    """The words of a finding, with links to its related places.  Brackets of the document never make a link."""
    text = finding.message.in_(lang)
    if not finding.related:
        return sentence(_plain(text), lang)
    links = [f"[{_escaped(_named(related, lang))}]({number})" for number, related in enumerate(finding.related, 1)]
    english = lang == "en"
    shown = ("; " if english else "；").join(links[:_LINKS])
    if len(links) > _LINKS:
        shown += f" and {len(links) - _LINKS} more" if english else f"等 {len(links)} 处"
    return f"{sentence(_escaped(text), lang)}{' See also: ' if english else '相关：'}{sentence(shown, lang)}"


def _named(related: RelatedPlace, lang: str) -> str:
    """The words of a related place; its file and line where it has none."""
    line = f"line {related.place.line}" if lang == "en" else f"第 {related.place.line} 行"
    words = re.sub(r"\s+", " ", related.words.in_(lang)).strip() or line
    return f"{os.path.basename(related.file)}: {words}" if related.file else words


def _plain(words: str) -> str:
    """Words as a message without links has them: escaped only where they would make a link."""
    return _escaped(words) if "](" in words else words


def _escaped(words: str) -> str:
    """Words as SARIF's plain text has them beside links."""
    return words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _around(result: Result) -> dict[str, Source]:
    """The other files that a report was checked with, by name."""
    around = result.report.around
    others = (*((around.previous,) if around.previous else ()), *around.parts, *around.siblings)
    return {report.source.name: report.source for report in others}


def _fingerprint(finding: Finding, result: Result) -> str:
    """What stays the same of a finding when lines move or the file is renamed: rule, subject, organ and year."""
    report = result.report
    organ = report.title.organ if report.title else ""
    whose = organ or os.path.basename(report.source.name)
    parts = (finding.rule, finding.key, whose, str(report.year or ""))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
