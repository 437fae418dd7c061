"""JUnit XML, for the test pages of CI servers: a suite for each file, a case for each finding, one case that passes for a clean file.

A finding fails where it would make the run fail; milder, waived and old ones are skipped cases that say so.  A file that was not checked
is an error.
"""

from __future__ import annotations

from collections import Counter

from gov_lint.nouns import SEVERITIES, UNCHANGED, Finding, Result
from gov_lint.pages import SEVERITY_WORDS
from gov_lint.reporters import Context, Unread, details
from gov_lint.reporters.places import Paths, basis_line, one_line, place_words, related_lines, said
from gov_lint.reporters.xml import HEAD, content, element, encoded

_OUTCOMES = ("failures", "errors", "skipped")


class JunitReporter:
    """Gathers the suites of a run and writes them at its end.  ``ascii_only`` is for outputs that are not in UTF-8."""

    def __init__(self, context: Context, *, ascii_only: bool = False) -> None:
        self._context = context
        self._ascii_only = ascii_only
        self._paths = Paths(context.base)
        self._suites: list[str] = []
        self._totals: Counter[str] = Counter()

    def result(self, result: Result) -> str:
        """Keeps the suite of a file."""
        source = result.report.source
        path = self._paths.of(source.name)
        counts: Counter[str] = Counter()
        twins: Counter[str] = Counter()
        cases = []
        for finding in result.findings:
            name = one_line(f"{finding.rule} {'/'.join(finding.cell)}")
            twins[name] += 1
            if twins[name] > 1:
                name += f" #{twins[name]}"
            outcome = "errors" if source.unread else self._outcome(finding, guessed=source.guessed)
            counts[outcome] += 1
            place: dict[str, str | int] = {"file": path, "line": finding.place.line}
            cases.append(_case(name, path, self._body(finding, outcome), place))
        if not cases:
            cases = [_case("未发现问题" if self._zh else "nothing found", path, "", {"file": path})]
        self._suite(path, cases, counts)
        return ""

    def unread(self, unread: Unread) -> str:
        """Keeps why a file was not checked."""
        path, words = self._paths.of(unread.name), one_line(unread.words.in_(self._context.lang))
        kind = "internal-error" if unread.internal else "file-not-read"
        error = element("error", {"message": words, "type": kind}, content(words))
        self._suite(path, [_case(kind, path, error, {"file": path})], Counter(errors=1))
        return ""

    def end(self) -> str:
        """The document."""
        totals = {"tests": self._totals["tests"], **{name: self._totals[name] for name in _OUTCOMES}, "time": 0}
        suites = element("testsuites", {"name": "govlint", **totals}, "\n" + "".join(self._suites))
        return encoded(HEAD + suites + "\n", ascii_only=self._ascii_only)

    @property
    def _zh(self) -> bool:
        return self._context.lang != "en"

    def _suite(self, path: str, cases: list[str], counts: Counter[str]) -> None:
        numbers = {"tests": len(cases), **{name: counts[name] for name in _OUTCOMES}, "time": 0}
        self._suites.append(element("testsuite", {"name": path, **numbers}, "\n" + "".join(cases)) + "\n")
        self._totals.update(numbers)

    def _outcome(self, finding: Finding, *, guessed: bool) -> str:
        """``failures`` for what makes a run fail, ``skipped`` for the rest.  Where nothing shall, errors are failures all the same."""
        least = self._context.fail_on if self._context.fail_on in SEVERITIES else "error"
        grave = SEVERITIES.index(finding.severity) >= SEVERITIES.index(least)
        return "failures" if grave and finding.counts and not guessed else "skipped"

    def _body(self, finding: Finding, outcome: str) -> str:
        lang = self._context.lang
        where = place_words(finding.place, lang)
        lines = [
            said(finding, lang),
            where,
            *related_lines(finding, lang),
            basis_line(finding, self._context.rules.get(finding.rule), lang),
        ]
        if outcome == "skipped":
            return element("skipped", {"message": self._why(finding) + said(finding, lang)}, content("\n".join(lines)))
        name = "error" if outcome == "errors" else "failure"
        return element(name, {"message": lines[0], "type": finding.severity}, content("\n".join(lines)))

    def _why(self, finding: Finding) -> str:
        """Why a finding does not fail, where its own words do not say so."""
        if finding.waiver:
            reason = one_line(details.waived(finding.waiver, self._context.lang))
            return f"已豁免（{reason}）：" if self._zh else f"waived ({reason}): "
        if finding.baseline == UNCHANGED:
            return ""
        severity = SEVERITY_WORDS["zh" if self._zh else "en"][finding.severity]
        return severity + ("：" if self._zh else ": ")


def _case(name: str, path: str, body: str, place: dict[str, str | int]) -> str:
    return element("testcase", {"name": name, "classname": path, "time": 0, **place}, body) + "\n"
