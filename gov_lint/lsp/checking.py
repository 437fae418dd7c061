"""Checks texts as the settings file of their folder and the editor's own settings say.  Used by one thread at a time."""

from __future__ import annotations

import os
from typing import NamedTuple

from gov_lint import batch, config, pairing
from gov_lint.batch import Choice
from gov_lint.config import Config
from gov_lint.engine import check_report, chosen
from gov_lint.lsp.texts import readable
from gov_lint.lsp.wishes import Wishes
from gov_lint.nouns import Result, Source, Words
from gov_lint.outputs import Refusal
from gov_lint.pairing import Pairs
from gov_lint.patterns import compiled
from gov_lint.readers import ReadError
from gov_lint.readers.encoding import DAMAGED
from gov_lint.readers.html import read_page
from gov_lint.readers.sniff import TEXT, format_of
from gov_lint.rulepack import Pack, load_pack
from gov_lint.structure import recognise
from gov_lint.triage import Triage

HUGE = 5_000_000
"""Texts with more characters than this are not checked; a report has twenty thousand."""


class Plan(NamedTuple):
    """How a text is checked: the rules, what is asked for, and what is wrong with the settings."""

    pack: Pack
    choice: Choice
    config: Config = Config()
    folders: tuple[str, ...] = ()
    """The agency's packs among the rules."""
    wrong: tuple[Words, ...] = ()

    @property
    def home(self) -> str:
        """The folder of the settings file; empty where there is none."""
        return os.path.dirname(os.path.abspath(self.config.path)) if self.config.path else ""


class Checker:
    """Checks texts; what it has read of settings, rules and other reports it keeps until it is told to forget."""

    def __init__(self) -> None:
        self.wishes = Wishes()
        self.root = ""
        """The workspace's folder; empty where there is none."""
        self._plans: dict[str, Plan] = {}
        self._pairs: dict[str, Pairs] = {}
        self._triages: dict[str, tuple[Triage | None, tuple[Words, ...]]] = {}
        self._explained: dict[tuple[str, ...], Pack] = {}

    def forget(self) -> None:
        """Drops all that was read: files have changed, or the settings."""
        self._plans.clear()
        self._pairs.clear()
        self._triages.clear()
        self._explained.clear()

    def plan(self, path: str) -> Plan:
        """How the document in a file is checked.  Where the settings are wrong, as if there were none."""
        folder = os.path.dirname(path) if path else self.root
        if folder not in self._plans:
            try:
                self._plans[folder] = self._planned(config.nearest(folder) if folder else "")
            except Refusal as refusal:
                pack = load_pack()
                choice = Choice(self.wishes.settings, profile=pack.profile)
                self._plans[folder] = Plan(pack, choice, wrong=(Words(refusal.zh, refusal.en),))
        return self._plans[folder]

    def _planned(self, found: str) -> Plan:
        wishes = self.wishes
        asked = Choice(
            wishes.settings,
            wishes.select,
            wishes.ignore,
            packs=tuple(os.path.join(self.root, folder) for folder in wishes.rules),
            profile=wishes.profile,
            previous=os.path.join(self.root, wishes.previous) if wishes.previous else "",
        )
        loaded = config.load(found)
        choice = batch.under(asked, loaded)
        baseline = choice.wishes.baseline or loaded.get("baseline") or ""
        choice = choice._replace(wishes=choice.wishes._replace(baseline=baseline))
        folders = tuple(choice.packs or choice.config.rules)
        pack = batch.pack_of(folders)
        return Plan(pack, batch.settled(choice, pack), loaded, folders)

    def explained(self, path: str) -> Pack:
        """The rules of the document in a file with their examples."""
        folders = self.plan(path).folders
        if folders not in self._explained:
            self._explained[folders] = load_pack(folders, examples=True)
        return self._explained[folders]

    def wrong(self, path: str) -> tuple[Words, ...]:
        """What is wrong with the settings, the suppressions and the baseline that hold for the document in a file."""
        return (*self.plan(path).wrong, *self._triage(path)[1])

    def _triage(self, path: str) -> tuple[Triage | None, tuple[Words, ...]]:
        """What is done with the known findings of the document in a file; nothing where the files that say so are wrong."""
        if path not in self._triages:
            plan = self.plan(path)
            try:
                made = batch.triage_of([path], plan.pack, plan.choice, plan.config) if path else None
                self._triages[path] = made, ()
            except Refusal as refusal:
                self._triages[path] = None, (Words(refusal.zh, refusal.en),)
        return self._triages[path]

    def check(self, text: str, name: str, path: str) -> Result | None:
        """The findings on a text of that name, which is to be in the file of that path (empty where it is in none).  None where the text is no
        report that could be read as one: another format, or a text that has nothing to do with disclosure."""
        source = source_of(text, name)
        if source is None:
            return None
        plan = self.plan(path)
        pack, choice = plan.pack, plan.choice.at(path or name)
        report = recognise(source, choice.settings)
        pairs = self._paired(path, choice.previous)
        if pairs:
            report = pairing.with_last_year(report, path, pairs, choice.settings)
        rules = chosen(pack, choice.select, choice.ignore, choice.profile, alone=not pairs)
        result = check_report(report, rules)
        if _is_something_else(result, pack):
            return None
        triage, _ = self._triage(path)
        return triage.result(result) if triage else result

    def _paired(self, path: str, previous: str) -> Pairs | None:
        """Last year's report of the one in a file, where the settings name one, or a folder that holds it."""
        if not (path and previous):
            return None
        if path not in self._pairs:
            try:
                self._pairs[path], _ = pairing.pairs_given([path], previous)
            except ReadError:
                self._pairs[path] = Pairs()
        return self._pairs[path] if self._pairs[path].previous else None


def source_of(text: str, name: str) -> Source | None:
    """The source in the text of an open document; None where it is in a format that an editor does not show as it is."""
    text = readable(text)
    try:
        kind = format_of(text.encode())
    except ReadError:
        return None
    if kind == "html":
        return read_page(text, name, "utf-8")
    if kind != TEXT:
        return None
    damaged = tuple(offset for offset, sign in enumerate(text) if sign == DAMAGED) if DAMAGED in text else ()
    return Source(name, text, damaged=damaged)


def _is_something_else(result: Result, pack: Pack) -> bool:
    """Whether a text is no report and does not claim to be one: editors have all kinds of texts open."""
    if not any(pack.plain[finding.rule]["stops"] for finding in result.findings if finding.rule in pack.plain):
        return False
    return compiled("公开.{0,40}(?:报告|年报)").search(result.report.text) is None
