"""An editor for tests: a client of pygls that starts the language server, keeps its own copies of the texts, and does what it is told."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

from tests.conftest import ROOT

WAIT = 30.0
"""Seconds after which an answer is given up."""
FULL = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        configuration=True,
        did_change_configuration=types.DidChangeConfigurationClientCapabilities(dynamic_registration=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
        workspace_edit=types.WorkspaceEditClientCapabilities(
            document_changes=True, resource_operations=[types.ResourceOperationKind.Create]
        ),
    ),
    text_document=types.TextDocumentClientCapabilities(
        code_action=types.CodeActionClientCapabilities(
            code_action_literal_support=types.ClientCodeActionLiteralOptions(
                types.ClientCodeActionKindOptions([types.CodeActionKind.QuickFix])
            )
        )
    ),
    window=types.WindowClientCapabilities(show_document=types.ShowDocumentClientCapabilities(True)),
)
"""A client that can do all that govlint asks for."""


def converter() -> Converter:
    """How messages are read; lsprotocol takes an action that has a command for a command."""
    made = default_converter()

    def action(data: Any, _: object) -> Any:
        return made.structure(data, types.Command if isinstance(data.get("command"), str) else types.CodeAction)

    made.register_structure_hook(types.Command | types.CodeAction, action)
    return made


def talk(conversation: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Has a conversation."""
    asyncio.run(conversation())


class Editor:
    """An editor with a workspace; used as ``async with``."""

    def __init__(
        self,
        folder: Path,
        *,
        capabilities: types.ClientCapabilities | None = None,
        options: Mapping[str, Any] | None = None,
        locale: str = "zh-cn",
        arguments: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.logged: list[str] = []
        self.told: list[str] = []
        self.shown: list[str] = []
        self.registered: list[str] = []
        self.refreshed = 0
        self.settings: dict[str, Any] = {}
        self.published: list[types.PublishDiagnosticsParams] = []
        self._given = capabilities or types.ClientCapabilities()
        self._options, self._locale, self._arguments = options, locale, arguments
        self._news = asyncio.Event()
        self.client = LanguageClient("tests", "1", converter_factory=converter)
        self._listen()

    def _listen(self) -> None:
        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.published.append(params)
            self._news.set()

        @self.client.feature(types.WINDOW_LOG_MESSAGE)
        def logged(params: types.LogMessageParams) -> None:
            self.logged.append(params.message)

        @self.client.feature(types.WINDOW_SHOW_MESSAGE)
        def told(params: types.ShowMessageParams) -> None:
            self.told.append(params.message)

        @self.client.feature(types.WINDOW_SHOW_DOCUMENT)
        def shown(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
            self.shown.append(params.uri)
            return types.ShowDocumentResult(True)

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def registered(params: types.RegistrationParams) -> None:
            self.registered += [registration.method for registration in params.registrations]

        @self.client.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        def refresh(params: None) -> None:
            self.refreshed += 1

        @self.client.feature(types.WORKSPACE_CONFIGURATION)
        def configuration(params: types.ConfigurationParams) -> list[Any]:
            return [self.settings for _ in params.items]

    async def __aenter__(self) -> Editor:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "gov_lint", "lsp", *self._arguments]
        await self.client.start_io(*command, env=environment, cwd=self.folder)
        asked = types.InitializeParams(
            self._given,
            locale=self._locale,
            initialization_options=self._options,
            workspace_folders=[types.WorkspaceFolder(self.folder.as_uri(), self.folder.name)],
        )
        self.capabilities = (await asyncio.wait_for(self.client.initialize_async(asked), WAIT)).capabilities
        self.encoding = str(getattr(self.capabilities.position_encoding, "value", self.capabilities.position_encoding))
        self.client.initialized(types.InitializedParams())
        return self

    async def __aexit__(self, *failure: object) -> None:
        server = self.client._server
        assert server is not None
        await asyncio.wait_for(self.client.shutdown_async(None), WAIT)
        self.client.exit(None)
        self.code = await asyncio.wait_for(server.wait(), WAIT)
        await self.client.stop()

    async def open(self, uri: str, text: str, language: str = "plaintext") -> list[types.Diagnostic]:
        """Opens a text; gives what is found in it."""
        self.put(uri, text, language)
        return await self.diagnostics(uri)

    def put(self, uri: str, text: str, language: str = "plaintext") -> None:
        """Opens a text, without waiting."""
        self.texts[uri], self.versions[uri] = text, 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    async def pull(self, uri: str) -> list[types.Diagnostic]:
        """Asks for what is found in a text."""
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        report = await asyncio.wait_for(self.client.text_document_diagnostic_async(params), WAIT)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)

    def edit(self, uri: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        """Sends changes as one, without waiting."""
        self.versions[uri] += 1
        known = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(known, list(changes)))

    async def replace(self, uri: str, old: str, new: str) -> list[types.Diagnostic]:
        """Replaces the first of some words in a text; gives what is found then."""
        text = self.texts[uri]
        start = text.index(old)
        where = types.Range(self.position(uri, start), self.position(uri, start + len(old)))
        self.texts[uri] = text[:start] + new + text[start + len(old) :]
        self.edit(uri, types.TextDocumentContentChangePartial(where, new))
        return await self.diagnostics(uri)

    async def apply(self, uri: str, edit: types.TextEdit) -> list[types.Diagnostic]:
        """Makes an edit of the server's in a text; gives what is found then."""
        text = self.texts[uri]
        start, end = self.offset(uri, edit.range.start), self.offset(uri, edit.range.end)
        self.texts[uri] = text[:start] + edit.new_text + text[end:]
        self.edit(uri, types.TextDocumentContentChangePartial(edit.range, edit.new_text))
        return await self.diagnostics(uri)

    async def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """What was last found in a text, once it is of the text's present version."""
        while not (found := [p for p in self.published if p.uri == uri and p.version == self.versions[uri]]):
            await self.news()
        return list(found[-1].diagnostics)

    async def news(self, seconds: float = WAIT) -> None:
        """Waits for the next diagnostics."""
        self._news.clear()
        await asyncio.wait_for(self._news.wait(), seconds)

    async def again(self, uri: str) -> list[types.Diagnostic]:
        """What is found in a text that is checked anew."""
        self.published.clear()
        return await self.diagnostics(uri)

    async def actions(self, uri: str, finding: types.Diagnostic, **context: Any) -> list[types.CodeAction]:
        """What can be done about a finding."""
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(uri), finding.range, types.CodeActionContext([finding], **context)
        )
        return list(await asyncio.wait_for(self.client.text_document_code_action_async(params), WAIT) or ())  # type: ignore[arg-type]

    async def hover(self, uri: str, at: types.Position) -> str:
        """What is told of a place; empty where nothing is."""
        params = types.HoverParams(types.TextDocumentIdentifier(uri), at)
        told = await asyncio.wait_for(self.client.text_document_hover_async(params), WAIT)
        return str(getattr(told.contents, "value", "")) if told else ""

    async def command(self, name: str, *arguments: Any) -> Any:
        """Has the server do something."""
        params = types.ExecuteCommandParams(name, list(arguments))
        return await asyncio.wait_for(self.client.workspace_execute_command_async(params), WAIT)

    def words(self, uri: str, where: types.Range) -> str:
        """The words that a range of a text covers."""
        return self.texts[uri][self.offset(uri, where.start) : self.offset(uri, where.end)]

    def position(self, uri: str, offset: int) -> types.Position:
        """The place of a character in the client's units."""
        before = self.texts[uri][:offset]
        line = before.count("\n")
        return types.Position(line, self._units(before.rpartition("\n")[2]))

    def offset(self, uri: str, at: types.Position) -> int:
        """The character at a place."""
        lines = self.texts[uri].split("\n")
        line = lines[at.line]
        units = next((n for n in range(len(line) + 1) if self._units(line[:n]) >= at.character), len(line))
        return sum(len(line) + 1 for line in lines[: at.line]) + units

    def _units(self, text: str) -> int:
        codec, width = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[self.encoding]
        return len(text.encode(codec)) // width


def codes(diagnostics: Sequence[types.Diagnostic]) -> list[str]:
    """The rules of findings."""
    return [str(diagnostic.code) for diagnostic in diagnostics]


def of(diagnostics: Sequence[types.Diagnostic], rule: str) -> types.Diagnostic:
    """The first finding of a rule."""
    return next(diagnostic for diagnostic in diagnostics if diagnostic.code == rule)
