"""The report for code-scanning services and editors: SARIF 2.1.0.

Columns are UTF-16 code units, as editors count them.  A finding's fingerprint is made from what it is about, not from its line.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote_from_bytes

from gov_lint import __version__
from gov_lint.nouns import Finding, Place, RelatedPlace, Result, Rule, Source, Words
from gov_lint.pages import rule_page
from gov_lint.reporters import Context, Unread
from gov_lint.reporters.json import place_data

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""What stands for the top of the work tree, which relative addresses start from."""
UNREADABLE, INTERNAL = "file-not-read", "internal-error"
_FAILURES = {
    UNREADABLE: Words("文件不能读取，没有检查。", "A file could not be read and was not checked."),
    INTERNAL: Words("govlint 内部出错，文件没有检查。", "govlint itself failed and did not check a file."),
}
_FULL_NAME = "govlint 政府信息公开工作年度报告检查工具"
_RANKS = {"error": "error", "warning": "warning", "note": "recommendation"}


class SarifReporter:
    """Gathers the files of a run and writes one SARIF log at its end.  ``ascii_only`` is for outputs that are not in UTF-8."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._ascii_only = ascii_only
        self._base = _work_tree(os.path.abspath(context.base or os.curdir))
        self._rules: dict[str, dict[str, Any]] = {rule.id: _rule(rule, context.lang) for rule in context.rules.values()}
        self._artifacts: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}
        """The number of each file among the artifacts."""
        self._results: list[dict[str, Any]] = []
        self._notes: list[dict[str, Any]] = []

    def result(self, result: Result) -> str:
        """Keeps the findings of a file."""
        source = result.report.source
        artifact = self._artifact(source.name, source.encoding)
        elsewhere = any(related.file for finding in result.findings for related in finding.related)
        around = _around(result) if elsewhere else {}
        twins: Counter[str] = Counter()
        for finding in result.findings:
            self._rules.setdefault(finding.rule, {"id": finding.rule, "name": finding.rule})
            mark = _fingerprint(finding, result)
            twins[mark] += 1
            self._results.append(self._finding(finding, source, artifact, f"{mark}:{twins[mark]}", around))
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        artifact = self._artifact(unread.name)
        self._notes.append(
            {
                "level": "error",
                "message": {"text": unread.words.in_(self._context.lang)},
                "descriptor": {"id": INTERNAL if unread.internal else UNREADABLE},
                "locations": [{"physicalLocation": {"artifactLocation": artifact}}],
            }
        )
        return ""

    def end(self) -> str:
        """The log."""
        order = {name: index for index, name in enumerate(self._rules)}
        for result in self._results:
            result["ruleIndex"] = order[result["ruleId"]]
        invocation = {"executionSuccessful": not self._notes, "toolExecutionNotifications": self._notes}
        run: dict[str, Any] = {
            "tool": {"driver": self._driver()},
            "automationDetails": {"id": "govlint/"},
            "invocations": [invocation],
            "columnKind": "utf16CodeUnits",
            "language": "en-US" if self._context.lang == "en" else "zh-CN",
        }
        if any("uriBaseId" in artifact["location"] for artifact in self._artifacts):
            run["originalUriBaseIds"] = {ROOT: {"uri": PurePath(self._base).as_uri().rstrip("/") + "/"}}
        run |= {"artifacts": self._artifacts, "results": self._results}
        log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
        text = json.dumps(log, ensure_ascii=self._ascii_only, indent=2)
        return text.encode("utf-8", "replace").decode("utf-8") + "\n"

    def _driver(self) -> dict[str, Any]:
        return {
            "name": "govlint",
            "fullName": _FULL_NAME,
            "version": __version__,
            "semanticVersion": __version__,
            "rules": list(self._rules.values()),
            "notifications": [_notification(name, words.in_(self._context.lang)) for name, words in _FAILURES.items()],
        }

    def _artifact(self, name: str, encoding: str | None = None, *, checked: bool = True) -> dict[str, Any]:
        """The location of a file in the log, which lists each file once; a file that another one is only compared with is no target."""
        location = self._location(name)
        number = self._places.setdefault(location["uri"], len(self._artifacts))
        if number == len(self._artifacts):
            self._artifacts.append({"location": location})
        artifact = self._artifacts[number]
        if checked:
            artifact["roles"] = ["analysisTarget"]
        if encoding:
            artifact["encoding"] = encoding.upper()
        return {**location, "index": number}

    def _location(self, name: str) -> dict[str, Any]:
        if name in ("<stdin>", ""):
            return {"uri": "stdin", "description": {"text": "standard input"}}
        full = os.path.abspath(os.path.join(self._context.base or os.curdir, name))
        inside = os.path.relpath(full, self._base) if full.startswith(os.path.join(self._base, "")) else ""
        if inside:
            return {"uri": _uri(inside), "uriBaseId": ROOT}
        return {"uri": PurePath(full).as_uri()}

    def _finding(
        self,
        finding: Finding,
        source: Source,
        artifact: dict[str, Any],
        fingerprint: str,
        around: Mapping[str, Source],
    ) -> dict[str, Any]:
        lang = self._context.lang
        location: dict[str, Any] = {"physicalLocation": _physical(finding.place, source, artifact, snippet=True)}
        if finding.place.block:
            where = place_data(finding.place)
            location["properties"] = {name: where[name] for name in ("page", "paragraph", "table") if name in where}
        if finding.cell:
            full = "/".join(finding.cell)
            location["logicalLocations"] = [{"name": finding.cell[-1], "fullyQualifiedName": full, "kind": "element"}]
        data: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": -1,
            "kind": "fail",
            "level": finding.severity,
            "message": {"text": finding.message.in_(lang)},
            "locations": [location],
            "partialFingerprints": {"primaryLocationLineHash": fingerprint},
            "properties": {"basis": finding.basis.in_(lang), "guessed": finding.guessed},
        }
        if finding.related:
            data["relatedLocations"] = [
                {
                    "id": number,
                    "message": {"text": related.words.in_(lang)},
                    "physicalLocation": self._elsewhere(related, around)
                    if related.file
                    else _physical(related.place, source, artifact),
                }
                for number, related in enumerate(finding.related, 1)
            ]
        return data

    def _elsewhere(self, related: RelatedPlace, around: Mapping[str, Source]) -> dict[str, Any]:
        """A related place in another file."""
        source = around.get(related.file) or Source(related.file, "")
        artifact = self._artifact(related.file, source.encoding if source.text else None, checked=False)
        return _physical(related.place, source, artifact)


def _around(result: Result) -> dict[str, Source]:
    """The other files that a report was checked with, by name."""
    around = result.report.around
    others = (*((around.previous,) if around.previous else ()), *around.parts, *around.siblings)
    return {report.source.name: report.source for report in others}


def _notification(name: str, words: str) -> dict[str, Any]:
    """A kind of failure as SARIF describes it."""
    text = {"text": words}
    return {"id": name, "name": _pascal(name), "shortDescription": text, "fullDescription": text, "help": text}


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def _physical(place: Place, source: Source, artifact: dict[str, Any], *, snippet: bool = False) -> dict[str, Any]:
    """A place as a region, in UTF-16 units."""
    region: dict[str, Any] = {
        "startLine": place.line,
        "startColumn": _utf16_column(source, place.line, place.column),
        "endLine": place.end_line,
        "endColumn": _utf16_column(source, place.end_line, place.end_column),
    }
    if snippet and place.line == place.end_line:
        region["snippet"] = {"text": source.file_line(place.line)[place.column - 1 : place.end_column - 1]}
    return {"artifactLocation": artifact, "region": region}


def _utf16_column(source: Source, line: int, column: int) -> int:
    before = source.file_line(line)[: column - 1]
    return column + sum(1 for sign in before if ord(sign) > 0xFFFF)


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    """A rule as SARIF describes it."""
    why = rule.why.in_(lang).strip()
    basis = f"{'Basis: ' if lang == 'en' else '依据：'}{rule.basis.in_(lang)}"
    page = rule_page(rule, lang)
    return {
        "id": rule.id,
        "name": _pascal(rule.id),
        "shortDescription": {"text": rule.title.in_(lang)},
        "fullDescription": {"text": why},
        "help": {"text": f"{why}\n\n{basis}", "markdown": page},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": [rule.family, rule.basis_level],
            "precision": "high" if rule.severity == "error" else "medium",
            "problem.severity": _RANKS[rule.severity],
        },
    }


def _fingerprint(finding: Finding, result: Result) -> str:
    """What stays the same of a finding when lines move or the file is renamed: rule, subject, organ and year."""
    report = result.report
    organ = report.title.organ if report.title else ""
    whose = organ or os.path.basename(report.source.name)
    parts = (finding.rule, finding.key, whose, str(report.year or ""))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _uri(path: str) -> str:
    """A relative path as a URI: with forward slashes, every other character percent-encoded by its bytes."""
    return quote_from_bytes(os.fsencode(path.replace(os.sep, "/")), safe="/-._~")


def _work_tree(folder: str) -> str:
    """The top of the git work tree around a folder, or the folder itself."""
    top = folder
    while not os.path.exists(os.path.join(top, ".git")):
        parent = os.path.dirname(top)
        if parent == top:
            return folder
        top = parent
    return top
