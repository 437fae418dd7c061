"""The language server: what an editor tells it, and what it answers.

Messages are taken on one thread, texts are checked on another.  A change is checked a moment after it came, so that a burst of keystrokes costs one
check; what was found in a text that has changed since is never shown.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcMethodNotFound
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from gov_lint import __version__
from gov_lint.batch import collect_rarely
from gov_lint.lsp import suppressing, wishes
from gov_lint.lsp.answers import View
from gov_lint.lsp.checking import HUGE, Checker
from gov_lint.lsp.suppressing import Chance, Grant, Place
from gov_lint.lsp.uris import name_of, path_of
from gov_lint.nouns import Finding, Result, Words
from gov_lint.outputs import Refusal, internal_error
from gov_lint.patterns import keep
from gov_lint.triage import target_of

DELAY = 0.03
"""Seconds from a change to its check."""


class Protocol(LanguageServerProtocol):
    """The protocol without pygls' own copies of the texts, which split lines at more signs than the protocol does."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Iterator[Any]:
        """A text was opened."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Iterator[Any]:
        """A text was changed."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Iterator[Any]:
        """A text was closed."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class Job(NamedTuple):
    """A check under way or done: of which state of the text, and what comes of it."""

    state: int
    outcome: asyncio.Future[Result | None]


class Open:
    """An open document: its text as last told, and the check of it."""

    def __init__(self, item: types.TextDocumentItem) -> None:
        self.uri = item.uri
        self.text = item.text
        self.version = item.version
        self.name = name_of(item.uri)
        self.path = path_of(item.uri)
        self.state = 0
        """Counts what makes an earlier check worthless: changes of the text and of the settings."""
        self.waits = False
        """Whether a check is going to begin in a moment."""
        self.job: Job | None = None


class Server(LanguageServer):
    """The server: the open documents, and what the client can do."""

    def __init__(self, lang: str = "") -> None:
        super().__init__("govlint", __version__, protocol_cls=Protocol)
        self.asked_lang = lang
        """The language that the command line asks for; empty where it asks for none."""
        self.own_lang = lang or "zh"
        """The language where the settings say nothing."""
        self.documents: dict[str, Open] = {}
        self.checker = Checker()
        self.asks_reason = False
        """Whether the client has a command of its own that asks for the reason of a suppression."""
        self.options: dict[str, Any] = {}
        """What the client said of itself at the beginning."""
        self.pulls = False
        """Whether the client asks for diagnostics, so that none are sent to it."""
        self.ended = False
        """Whether the client has said goodbye."""
        self.worker = ThreadPoolExecutor(1, "govlint-check")
        """The thread that checks texts."""
        self._told: set[str] = set()

    @property
    def lang(self) -> str:
        """The language of all words."""
        return self.checker.wishes.lang or self.own_lang

    @property
    def encoding(self) -> str:
        """The units that columns are counted in."""
        return str(
            getattr(self.server_capabilities.position_encoding, "value", self.server_capabilities.position_encoding)
        )

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Writes what went wrong in handling a message to the client's log.  A request for what nobody offered is answered, and no defect."""
        if not isinstance(error, JsonRpcMethodNotFound):
            self.log(types.MessageType.Error, internal_error(error)[self.lang == "en"])

    def shutdown(self) -> None:
        """Ends the server; checks that wait are not begun."""
        self.worker.shutdown(wait=False, cancel_futures=True)
        super().shutdown()  # type: ignore[no-untyped-call]

    def log(self, kind: types.MessageType, words: str) -> None:
        """Writes to the client's log."""
        self.window_log_message(types.LogMessageParams(kind, words))

    def tell(self, kind: types.MessageType, words: Words) -> None:
        """Shows the user a message; the same one only once, until the settings change."""
        said = words.in_(self.lang)
        if said not in self._told:
            self._told.add(said)
            self.window_show_message(types.ShowMessageParams(kind, f"govlint: {said}"))

    def say(self, words: Words) -> None:
        """Shows the user a message, however often it comes."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"govlint: {words.in_(self.lang)}"))

    def has(self, *path: str) -> bool:
        """Whether the client has a capability, named by the attributes that lead to it."""
        found: Any = self.client_capabilities
        for name in path:
            found = getattr(found, name, None)
        return bool(found)

    def take_wishes(self, data: Any) -> None:
        """Takes the editor's settings, and checks everything anew."""
        self.checker.wishes, wrong = wishes.read(data)
        self.check_all(again=True)
        for words in wrong:
            self.tell(types.MessageType.Warning, words)

    def check_all(self, *, again: bool = False) -> None:
        """Checks all open documents anew: settings, rules or other reports may have changed.  ``again`` tells again what was told of them."""
        if again:
            self._told.clear()
        self.worker.submit(self.checker.forget)
        for document in self.documents.values():
            document.state += 1
            self.check_soon(document)
        if self.pulls:
            self.workspace_diagnostic_refresh(None)

    def check_soon(self, document: Open) -> None:
        """Checks a document in a moment, unless it is going to be checked anyway, or when the client asks."""
        if not (document.waits or self.pulls):
            document.waits = True
            asyncio.get_running_loop().call_later(DELAY, self._begin, document)

    def _begin(self, document: Open) -> None:
        document.waits = False
        if self.documents.get(document.uri) is document:
            task = asyncio.ensure_future(self._show(document))
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Future[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self.report_server_error(Exception(str(error)) if not isinstance(error, Exception) else error, None)

    async def _show(self, document: Open) -> None:
        """Checks a document and shows what was found, unless the document was changed or closed meanwhile."""
        state, version = document.state, document.version
        result = await self.checked(document)
        if document.state != state or self.documents.get(document.uri) is not document:
            return
        diagnostics = self.view(document, result).diagnostics() if result else []
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, diagnostics, version))

    async def found(self, document: Open) -> list[types.Diagnostic]:
        """What is found in a document as it is when the check is done."""
        state = -1
        result: Result | None = None
        while document.state != state:
            state = document.state
            result = await self.checked(document)
        return self.view(document, result).diagnostics() if result else []

    async def checked(self, document: Open) -> Result | None:
        """What the check of a document's present text comes to; None where it is not checked, or the check failed."""
        if document.job is None or document.job.state != document.state:
            loop = asyncio.get_running_loop()
            document.job = Job(document.state, loop.run_in_executor(self.worker, self._run, document, document.state))
        return await asyncio.shield(document.job.outcome)

    def _run(self, document: Open, state: int) -> Result | None:
        """Checks a document, on the worker's thread.  Whatever goes wrong is told, and never raised."""
        text = document.text
        if document.state != state:
            return None  # the change that came asks for a check of its own
        try:
            if len(text) > HUGE:
                raise _Huge(len(text))
            result = self.checker.check(text, document.name, document.path)
            wrong = self.checker.wrong(document.path)
        except _Huge as huge:
            zh = f"{document.name} 有 {huge.size:,} 个字，太大，未检查。"
            self._tell_later(Words(zh, f"{document.name} has {huge.size:,} characters: too large to be checked."))
            return None
        except Exception as error:  # a defect must not cost the user the server
            zh, en = internal_error(error)
            self._tell_later(Words(f"{document.name}：{zh}", f"{document.name}: {en}"), types.MessageType.Error)
            return None
        for words in wrong:
            self._tell_later(words, types.MessageType.Error)
        return result

    def _tell_later(self, words: Words, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Shows a message from the worker's thread."""
        self.loop.call_soon_threadsafe(self.tell, kind, words)

    def hover(self, document: Open, view: View, point: types.Position) -> types.Hover | None:
        """What is told of a place, on the worker's thread: the rules' examples may have to be read."""
        return view.hover(point, self.checker.explained(document.path))

    def chances(self, document: Open, view: View, findings: Sequence[Finding]) -> list[Chance | None]:
        """What suppressing each finding would come to, with an empty reason, on the worker's thread; None where it cannot be."""
        return [self._chance(document, view, finding) for finding in findings]

    def _chance(self, document: Open, view: View, finding: Finding) -> Chance | None:
        if not suppressing.allowed(finding, document.path):
            return None
        mandatory = finding.rule in self.checker.plan(document.path).pack.mandatory
        try:
            return Chance(self._entered(document, view, finding, Grant()), mandatory)
        except Refusal:
            return None

    def _entered(self, document: Open, view: View, finding: Finding, grant: Grant) -> Place:
        """The suppression of a finding, and where it goes.  Raises Refusal."""
        plan = self.checker.plan(document.path)
        path = target_of(document.path, plan.home)
        home = os.path.dirname(path)
        given = suppressing.entry(finding, view.source, plan.pack, document.path, home, grant)
        return suppressing.place(path, given)

    def suppress(self, document: Open, view: View, finding: Finding, grant: Grant) -> Words | None:
        """Lets a finding pass, on the worker's thread; gives why that cannot be, where it cannot."""
        if not suppressing.allowed(finding, document.path):
            return Words("这个问题不能在这里豁免。", "This finding cannot be suppressed here.")
        failed = suppressing.wrong(finding, self.checker.plan(document.path).pack, grant)
        if failed:
            return failed
        try:
            suppressing.write_down(self._entered(document, view, finding, grant))
        except Refusal as refusal:
            return Words(refusal.zh, refusal.en)
        return None

    def prepare(self) -> None:
        """Has the rules and the grammar ready before the first text comes."""
        self.loop = asyncio.get_running_loop()
        self.worker.submit(self._warm)

    def _warm(self) -> None:
        collect_rarely()
        self.checker.check(_SAMPLE, "", "")
        keep()

    def view(self, document: Open, result: Result) -> View:
        """A checked document as the client sees it."""
        foreign = self.checker.plan(document.path).pack.foreign
        return View(document.uri, result, self.encoding, self.lang, foreign)


_SAMPLE = "青禾县水利局2023年政府信息公开工作年度报告\n一、总体情况\n"


class _Huge(Exception):  # noqa: N818 - it is no error
    """A text is too large to be checked."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size
