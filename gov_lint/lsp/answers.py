"""What the protocol is told of a checked text: diagnostics, hovers, repairs.  Everything here is made from a result; nothing is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types

from gov_lint import rule_url
from gov_lint.lsp.texts import covers, points, position
from gov_lint.lsp.uris import uri_of
from gov_lint.nouns import UNCHANGED, Finding, Fix, Place, RelatedPlace, Report, Result, Source
from gov_lint.pages import rule_page
from gov_lint.rulepack import Pack
from gov_lint.structure.form import load_form

SOURCE = "govlint"
"""Whose diagnostics they are."""
LINE_FORMATS = ("text", "html")
"""Formats whose places are lines and columns of the file itself."""
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_LONG = 30
"""Up to how many characters a title quotes."""
_MOST_RULES = 3
"""How many rules one hover explains."""


class View:
    """A checked text as a client sees it: its address, the result, the units of columns, the language of words, the rules that the documentation does
    not know."""

    def __init__(
        self, uri: str, result: Result, encoding: str, lang: str, foreign: frozenset[str] = frozenset()
    ) -> None:
        self.uri = uri
        self.result = result
        self.encoding = encoding
        self.lang = lang
        self.foreign = foreign

    @property
    def source(self) -> Source:
        """The text that was checked."""
        return self.result.report.source

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody has let pass."""
        return tuple(finding for finding in self.result.findings if finding.waiver is None)

    def range(self, place: Place) -> types.Range:
        """A place of the text."""
        return _range(self.source, place, self.encoding)

    def diagnostics(self) -> list[types.Diagnostic]:
        """What is shown in the text."""
        return [self.diagnostic(finding) for finding in self.open]

    def diagnostic(self, finding: Finding) -> types.Diagnostic:
        """What is shown of one finding.  One that was there before, by the baseline, is only hinted at."""
        message = finding.message.in_(self.lang)
        severity = _SEVERITIES[finding.severity]
        if finding.baseline == UNCHANGED:
            severity = types.DiagnosticSeverity.Hint
            message += " (in the baseline)" if self.lang == "en" else "（基线中已有）"
        return types.Diagnostic(
            self.range(finding.place),
            message,
            severity=severity,
            code=finding.rule,
            code_description=None if finding.rule in self.foreign else types.CodeDescription(rule_url(finding.rule)),
            source=SOURCE,
            related_information=[self._related(place) for place in finding.related] or None,
            data={"key": finding.key},
        )

    def _related(self, related: RelatedPlace) -> types.DiagnosticRelatedInformation:
        """A place that belongs to a finding.  Of a document that has no lines of its own only the beginning is named."""
        words = related.words.in_(self.lang)
        other = _other(self.result.report, related.file)
        if not related.file or (other and other.name == self.source.name):
            return types.DiagnosticRelatedInformation(types.Location(self.uri, self.range(related.place)), words)
        where = types.Range(types.Position(0, 0), types.Position(0, 0))
        if other and other.format in LINE_FORMATS:
            where = _range(other, related.place, self.encoding)
        return types.DiagnosticRelatedInformation(types.Location(uri_of(related.file), where), words)

    def at(self, where: types.Range) -> list[Finding]:
        """The findings that a selection touches."""
        start, end = ((point.line, point.character) for point in (where.start, where.end))
        touched = []
        for finding in self.open:
            first, last = points(self.source, finding.place, self.encoding)
            if first <= end and start <= last:
                touched.append(finding)
        return touched

    def finding(self, key: str) -> Finding | None:
        """The finding of that key."""
        return next((finding for finding in self.open if finding.key == key), None)

    def hover(self, point: types.Position, pack: Pack) -> types.Hover | None:
        """What is told of a place in the text: the rules of its findings, else the cell that it is in."""
        where = position(self.source, (point.line, point.character), self.encoding)
        found = [finding for finding in self.open if covers(finding.place, *where)]
        if found:
            names = list(dict.fromkeys(finding.rule for finding in found))[:_MOST_RULES]
            pages = [self._page(name, pack) for name in names]
            return _hover("\n\n---\n\n".join(page for page in pages if page), self.range(found[0].place))
        for place, words in _cells(self.result.report):
            if covers(place, *where):
                return _hover(words, self.range(place))
        return None

    def _page(self, name: str, pack: Pack) -> str:
        rule = pack.rule(name)
        return rule_page(rule, self.lang, level=3, profiles=pack.profiles_of(name)) if rule else ""

    def fix(self, finding: Finding) -> tuple[str, types.TextEdit] | None:
        """The title and the edit of a finding's repair; None where it has none, or where the file says it in other characters than the
        report's text does (a web page's entities)."""
        fix = finding.fix
        if fix is None or fix.place.line != fix.place.end_line:
            return None
        old = self.source.text[fix.place.start : fix.place.end]
        written = self.source.file_line(fix.place.line)[fix.place.column - 1 : fix.place.end_column - 1]
        if written != old:
            return None
        return _title(old, fix, self.lang), types.TextEdit(self.range(fix.place), fix.text)


def _title(old: str, fix: Fix, lang: str) -> str:
    before, after = (
        text if len(text) <= _LONG else text[: _LONG - 1] + "…" for text in (old.strip(), fix.text.strip())
    )
    if not before:
        return f"Write {after}" if lang == "en" else f"填入 {after}"
    if not after:
        return f"Remove {before}" if lang == "en" else f"删去 {before}"
    return f"Change {before} to {after}" if lang == "en" else f"把 {before} 改为 {after}"


def _other(report: Report, name: str) -> Source | None:
    """The source of that name among the reports that one is checked with."""
    previous = report.around.previous
    return previous.source if previous and previous.source.name == name else None


def _range(source: Source, place: Place, encoding: str) -> types.Range:
    start, end = points(source, place, encoding)
    return types.Range(types.Position(*start), types.Position(*end))


def _hover(words: str, where: types.Range) -> types.Hover | None:
    if not words:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, words), where)


def _cells(report: Report) -> Iterator[tuple[Place, str]]:
    """The cells of the mandated tables, with what each is called: 表三 / 一、本年新收政府信息公开申请数量 / 自然人."""
    for table in report.tables.values():
        form = load_form().table(table.name, table.edition)
        for row in table.rows.values():
            label = form.by_name[row.name].label if row.name in form.by_name else row.name
            for cell in row.cells:
                if cell.raw:
                    yield report.place(cell.span), f"表{form.number} / {label} / {cell.column}"


def selected(actions: Sequence[types.CodeAction], only: Sequence[Any] | None) -> list[types.CodeAction]:
    """The actions of the kinds that a client asks for."""
    if not only:
        return list(actions)
    kinds = [str(getattr(kind, "value", kind)) for kind in only]
    return [action for action in actions if any(_is_a(str(getattr(action.kind, "value", "")), kind) for kind in kinds)]


def _is_a(kind: str, wanted: str) -> bool:
    return not wanted or kind == wanted or kind.startswith(wanted + ".")
