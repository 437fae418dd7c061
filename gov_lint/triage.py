"""What a run does with findings that are known: those that are suppressed are let pass, those of a baseline are marked.

At the end of a run it has findings of its own, about suppressions that suppress nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gov_lint.engine import applies, check_report
from gov_lint.files import READABLE
from gov_lint.nouns import SUPPRESSIONS, Finding, Lapse, Report, Result, Rule, Source
from gov_lint.outputs import Refusal, warn, write
from gov_lint.records import replace
from gov_lint.rulepack import Pack
from gov_lint.structure.squeeze import squeeze

if TYPE_CHECKING:
    from gov_lint.baseline import Baseline, Known, Special
    from gov_lint.waivers import Entry, Listed
    from gov_lint.yamlfile import Document, Mistake

NAME, SIDECAR = "govlint-suppressions.yaml", ".govlint.yaml"
"""As in ``waivers``, which a run without suppressions does without."""
_KIND = "suppression"
"""The kind of check that says which suppressions suppress nothing."""
_ONCE = {("title", "missing"), ("dates", "signoff-missing"), ("dates", "period-missing"), ("wording", "missing")}
"""Checks, by their kinds and what they find, that say at most once of a report that something is nowhere in it."""
_SECRET = "privacy"
"""The family of rules whose findings are about what should not be written down once more."""

T = TypeVar("T")
Names = Callable[[str], Collection[str]]
"""From a file's name to the rules that are tried on it."""


class Wishes(NamedTuple):
    """What a user wants of suppressions and baseline."""

    suppress: bool = True
    """Whether suppressions are heeded at all."""
    suppressions: str = ""
    """The only file whose suppressions are heeded; those that are found otherwise where it is empty."""
    baseline: str = ""
    """The file with findings that were there before."""
    write: str = ""
    """The file that the present findings are written to as a baseline."""


class Triage:
    """Suppressions and baseline of one run."""

    def __init__(
        self,
        pack: Pack,
        profile: str,
        names: Names,
        wishes: Wishes = Wishes(),  # noqa: B008 - immutable
        *,
        whole: bool = True,
    ) -> None:
        """``names`` tells the rules of a file; ``whole`` says whether they are all tried on it."""
        self._pack, self._profile, self._names = pack, profile, names
        self._wishes = wishes
        self._whole = whole
        self._entries: list[Entry] = []
        self._used: set[Entry] = set()
        self._met: set[Entry] = set()
        """Entries whose file was checked …"""
        self._tried: set[Entry] = set()
        """… with their rule."""
        self._checked: set[str] = set()
        self._today = date.today()
        self._baseline: Baseline | None = None
        self._old: Baseline | None = None
        self._now: dict[str, Known] = {}
        self._ran: dict[str, Callable[[str], bool]] = {}

    @cached_property
    def _listed(self) -> Listed:
        """The suppressions, once all are read."""
        from gov_lint.waivers import Listed

        return Listed(self._entries)

    @cached_property
    def _special(self) -> Special:
        """The rules whose findings a baseline does not know by their words."""
        from gov_lint.baseline import Special

        rules = self._pack.plain.items()
        return Special(
            secret=frozenset(name for name, rule in rules if rule["family"] == _SECRET),
            once=frozenset(name for name, rule in rules if (rule["kind"], rule["options"].get("find")) in _ONCE),
        )

    @classmethod
    def of(
        cls,
        files: Iterable[str],
        pack: Pack,
        profile: str,
        names: Names,
        wishes: Wishes = Wishes(),  # noqa: B008 - immutable
        *,
        settings: Sequence[Document] = (),
        whole: bool = True,
    ) -> Triage:
        """The triage of a run over some files.  ``settings`` are the settings files, which may hold ``suppress``.  Raises Refusal with all that is
        wrong in the files that it reads."""
        made = cls(pack, profile, names, wishes, whole=whole)
        if wishes.suppress:
            made._read_suppressions(files, settings)
        if wishes.baseline:
            made._baseline = _baseline(wishes.baseline, made._special, "--baseline")
        if wishes.write:
            if os.path.lexists(wishes.write):
                made._old = _baseline(wishes.write, made._special, "--write-baseline")
            elif not os.path.isdir(os.path.dirname(os.path.abspath(wishes.write))):
                raise Refusal(
                    f"--write-baseline {wishes.write}：目录不存在。",
                    f"--write-baseline {wishes.write}: there is no such folder.",
                )
        return made

    @property
    def has_baseline(self) -> bool:
        """Whether findings are held against a baseline."""
        return self._baseline is not None

    @property
    def accepts(self) -> bool:
        """Whether the run writes a baseline, and its findings are accepted with that."""
        return bool(self._wishes.write)

    def _read_suppressions(self, files: Iterable[str], settings: Sequence[Document]) -> None:
        only = self._wishes.suppressions
        paths = [only] if only else found(files)
        listed = [document for document in settings if not only and (document.data or {}).get("suppress")]
        if not paths and not listed:
            return
        from gov_lint.waivers import read, read_file

        mistakes: list[Mistake] = []
        for path in paths:
            entries, wrong = read_file(path, shown(path), self._pack.plain)
            self._entries += entries
            mistakes += wrong
        for document in listed:
            home = os.path.dirname(os.path.abspath(document.name))
            entries, wrong = read(
                document.data["suppress"], document, home=home, rules=self._pack.plain, at=("suppress",)
            )
            self._entries += entries
            mistakes += wrong
        if mistakes:
            zh, en = ("\n  ".join(mistake.in_(lang) for mistake in mistakes) for lang in ("zh", "en"))
            raise Refusal(f"豁免清单有误：\n  {zh}", f"Mistakes in the suppressions:\n  {en}")

    def through(self, outcomes: Iterable[T | Result]) -> Iterator[T | Result]:
        """The outcomes of a run with every finding marked as it is known, and then what is to be said of suppressions."""
        for outcome in outcomes:
            yield self.result(outcome) if isinstance(outcome, Result) else outcome
        yield from self.lapsed()

    def result(self, result: Result) -> Result:
        """A result with every finding marked as it is known."""
        ran = partial(_ran, names=self._names, pack=self._pack, result=result)
        findings = result.findings
        if self._entries and result.report.source.format != SUPPRESSIONS:
            findings = tuple(self._waived(result, ran))
        if self._baseline:
            states = self._baseline.match(result, ran)
            findings = tuple(f._replace(baseline=state.baseline) for f, state in zip(findings, states, strict=True))
        if self._wishes.write and not result.report.source.unread:
            self._keep(replace(result, findings=findings), ran)
        return replace(result, findings=findings) if self._entries or self._baseline else result

    def _waived(self, result: Result, ran: Callable[[str], bool]) -> Iterator[Finding]:
        """The findings of a result, with a waiver where an entry in force means them."""
        from gov_lint.waivers import Quotable

        path = os.path.abspath(result.report.source.name)
        self._checked.add(path)
        entries = self._listed.of(path)
        self._met.update(entries)
        self._tried.update(
            entry for entry in entries if ran(entry.rule) and (entry.cell or not result.report.source.tables_only)
        )
        quoted = Quotable(result.report.source)
        for finding in result.findings:
            meant = [e for e in entries if not e.expired(self._today) and e.means(finding, quoted)]
            self._used.update(meant)
            yield finding._replace(waiver=meant[0].waiver) if meant else finding

    def lapsed(self) -> list[Result]:
        """What is to be said of suppressions that suppress nothing, by the files that hold them."""
        lapses: dict[str, list[Lapse]] = {}
        for entry in self._entries:
            expired = entry.expired(self._today) and entry in self._met
            if expired or self._unused(entry):
                day = entry.expires.isoformat() if expired and entry.expires else ""
                lapses.setdefault(entry.document, []).append(Lapse(entry.line, entry.rule, entry.subject, day))
        results = [check_report(_report(name, of), self._rules(name)) for name, of in sorted(lapses.items())]
        return [self.result(replace(result, cells_due=0)) for result in results if result.findings]

    def _rules(self, name: str) -> list[Rule]:
        """The rules of the run that look at a file with suppressions."""
        names = [rule for rule in self._names(name) if self._pack.plain[rule]["kind"] == _KIND]
        return [self._pack.under(self._profile, rule) for rule in names]

    def _unused(self, entry: Entry) -> bool:
        """Whether an entry in force met no finding although it could have."""
        if not self._whole or entry in self._used or entry not in self._tried or entry.expired(self._today):
            return False
        return not entry.several or all(path in self._checked for path in _meant(entry))

    def _keep(self, result: Result, ran: Callable[[str], bool]) -> None:
        """Keeps what of a result goes into the baseline that is written."""
        from gov_lint.baseline import known_of
        from gov_lint.waivers import beside

        name = beside(result.report.source.name, os.path.dirname(os.path.abspath(self._wishes.write)))
        self._now[name] = known_of(result, (f for f in result.findings if f.waiver is None), self._special)
        self._ran[name] = ran

    def finish(self, lang: str) -> bool:
        """Writes the baseline where one is wanted, and says what has become of it; False where it cannot be written."""
        said: list[tuple[str, str]] = []
        gone = self._baseline.gone if self._baseline else 0
        if gone:
            said.append(
                (
                    f"基线中有 {gone} 条已消除{'' if self.accepts else '，可用 --write-baseline 更新'}",
                    f"{gone} findings of the baseline are gone{'' if self.accepts else '; --write-baseline renews it'}",
                )
            )
        done = True
        if self._wishes.write:
            words, done = self._written()
            said.append(words)
        for zh, en in said:
            warn(en if lang == "en" else zh)
        return done

    def _written(self) -> tuple[tuple[str, str], bool]:
        """Writes the baseline; what to say of that, and whether it was possible."""
        from gov_lint.baseline import kept, written

        path = self._wishes.write
        files = kept(self._old, self._now, self._ran) if self._old else self._now
        count = sum(known.findings.total() for known in files.values())
        try:
            write(path, written(files))
        except OSError as error:
            return (f"--write-baseline {path}：{error.strerror}", f"--write-baseline {path}: {error.strerror}"), False
        return (f"已把 {count} 条问题写入基线 {path}", f"{count} findings are written to the baseline {path}"), True


def _report(name: str, lapses: Sequence[Lapse]) -> Report:
    """A file with suppressions as what a check may look at."""
    try:
        with open(name, encoding="utf-8-sig", errors="replace") as file:
            text = file.read()
    except OSError:  # it was there a moment ago
        text = ""
    return Report(Source(name, text, format=SUPPRESSIONS, lapses=tuple(lapses)), squeeze(text))


def _ran(name: str, *, names: Names, pack: Pack, result: Result) -> bool:
    """Whether a rule could have found anything in a file: it is one of the run's, nothing of what it needs was missing, and no other rule
    speaks in its place."""
    report = result.report
    if name not in pack.plain or report.source.unread or report.source.guessed or name not in names(report.source.name):
        return False
    needs = pack.plain[name]["needs"]
    rule = pack.rule(name)
    if rule is None or not applies(rule, report) or (needs and not getattr(report.around, needs)):
        return False
    spoken = [pack.rule(finding.rule) for finding in result.findings]
    return not any(other and other.id != name and (other.stops or name in other.replaces) for other in spoken)


def _meant(entry: Entry) -> Iterator[str]:
    """The reports that an entry with a pattern means, as they lie there now."""
    for folder, folders, names in os.walk(entry.home):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(folder, name)
            if not name.startswith((".", "~$")) and name.lower().endswith(READABLE) and entry.names(path):
                yield path


def found(files: Iterable[str]) -> list[str]:
    """The files with suppressions that hold for some reports: the nearest one in the folder of each or above it, and sidecars."""
    paths: dict[str, None] = {}
    nearest: dict[str, str] = {}
    for name in files:
        path = os.path.abspath(name)
        near = _nearest(os.path.dirname(path), nearest)
        sidecars = (other + SIDECAR for other in dict.fromkeys((path, os.path.splitext(path)[0])))
        paths.update(dict.fromkeys(filter(None, [near, *filter(os.path.isfile, sidecars)])))
    return list(paths)


def _nearest(folder: str, known: dict[str, str]) -> str:
    """The file with suppressions in a folder or the nearest one above it; empty where there is none."""
    if folder not in known:
        path, above = os.path.join(folder, NAME), os.path.dirname(folder)
        known[folder] = path if os.path.isfile(path) else _nearest(above, known) if above != folder else ""
    return known[folder]


def shown(path: str) -> str:
    """A path as messages show it: relative to the current folder where it is below it."""
    path = os.path.abspath(path)
    return path.removeprefix(os.path.join(os.path.abspath(os.curdir), ""))


def _baseline(path: str, special: Special, option: str) -> Baseline:
    """The baseline in a file.  Raises Refusal where there is none."""
    from gov_lint.baseline import BaselineError, read

    try:
        return read(path, special)
    except BaselineError as error:
        raise Refusal(f"{option} {path}：{error.zh}。", f"{option} {path}: {error.en}.") from error


def target_of(path: str, settings: str = "") -> str:
    """The file that a suppression of a report's finding is written to: the nearest one in the report's folder or above; else a new one beside the
    settings file (in the folder ``settings``) where that holds for the report, or beside the report."""
    there = next((other for other in found([path]) if os.path.basename(other) == NAME), "")
    if there:
        return there
    full, home = os.path.abspath(path), os.path.abspath(settings) if settings else ""
    above = home and full.startswith(os.path.join(home, ""))
    return os.path.join(home if above else os.path.dirname(full), NAME)
