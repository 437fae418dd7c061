"""The messages that the server answers, one function each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from lsprotocol import types

from gov_lint import rule_url
from gov_lint.lsp.answers import View, selected
from gov_lint.lsp.server import Open, Server
from gov_lint.lsp.suppressing import Chance, Grant, Place
from gov_lint.lsp.texts import edited, end_of
from gov_lint.lsp.uris import path_of, uri_of
from gov_lint.nouns import Finding, Words

EXPLAIN = "govlint.explain"
"""The command that opens a rule's page: its argument is the rule's id."""
SUPPRESS = "govlint.suppress"
"""The command that lets a finding pass: its argument names it by ``uri`` and ``key`` and has ``reason``, ``approver`` and ``expires``."""
ASK = "govlint.suppressHere"
"""The client's own command that asks for a reason and then asks for SUPPRESS, where it has one."""
SECTION = "govlint"
"""The heading of govlint's settings in an editor."""
_WATCHED = ("**/*.yaml", "**/*.yml", "**/pyproject.toml")
"""Files on whose changes everything is checked anew: settings, what they extend, rules, suppressions."""


def build(lang: str = "") -> Server:
    """The server with all that it answers.  ``lang`` is the language that was asked for, empty where none was."""
    server = Server(lang)
    for register in (_life, _settings, _texts, _answers):
        register(server)
    return server


def _life(server: Server) -> None:
    """Beginning and end of a conversation."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        options = params.initialization_options
        server.options = dict(options) if isinstance(options, Mapping) else {}
        server.asks_reason = server.options.get("asksReason") is True
        server.own_lang = server.asked_lang or ("en" if (params.locale or "zh").lower().startswith("en") else "zh")
        folders = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        server.checker.root = path_of(folders[0]) or params.root_path or ""
        server.pulls = server.has("text_document", "diagnostic") and server.has(
            "workspace", "diagnostics", "refresh_support"
        )
        if server.pulls:
            _asked_for(server)
        server.prepare()

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        server.take_wishes(server.options)
        wanted = []
        if server.has("workspace", "did_change_watched_files", "dynamic_registration"):
            watchers = [types.FileSystemWatcher(glob) for glob in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted.append(types.Registration("watched", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        if server.has("workspace", "did_change_configuration", "dynamic_registration"):
            section = types.DidChangeConfigurationRegistrationOptions(SECTION)
            wanted.append(types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
        if wanted:
            await server.client_register_capability_async(types.RegistrationParams(wanted))
        await _ask_for_settings(server)

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.ended = True


def _asked_for(server: Server) -> None:
    """Diagnostics when the client asks for them, in place of those that are sent when there are new ones."""
    options = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier=SECTION)

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostics(params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
        document = server.documents.get(params.text_document.uri)
        return types.RelatedFullDocumentDiagnosticReport(await server.found(document) if document else [])


async def _ask_for_settings(server: Server) -> bool:
    """Asks the client for its settings, where it can be asked."""
    if not server.has("workspace", "configuration"):
        return False
    asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    answers = await server.workspace_configuration_async(asked)
    given = answers[0] if answers else None
    server.take_wishes({**server.options, **given} if isinstance(given, Mapping) else server.options)
    return True


def _settings(server: Server) -> None:
    """What changes around the texts."""

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def settings_changed(params: types.DidChangeConfigurationParams) -> None:
        if await _ask_for_settings(server):
            return
        sent = params.settings
        given = sent.get(SECTION, sent) if isinstance(sent, Mapping) else {}
        server.take_wishes({**server.options, **given} if isinstance(given, Mapping) else server.options)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        server.check_all(again=True)


def _texts(server: Server) -> None:
    """What happens to the texts."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = Open(params.text_document)
        server.documents[document.uri] = document
        server.check_soon(document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        document = server.documents.get(params.text_document.uri)
        if document is None:
            return
        for change in params.content_changes:
            document.text = _after(document.text, change, server.encoding)
        document.version = params.text_document.version
        document.state += 1
        server.check_soon(document)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.check_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        document = server.documents.pop(params.text_document.uri, None)
        if document and not server.pulls:
            server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, []))


def _after(text: str, change: types.TextDocumentContentChangeEvent, encoding: str) -> str:
    """A text after a change."""
    if isinstance(change, types.TextDocumentContentChangeWholeDocument):
        return change.text
    start, end = ((point.line, point.character) for point in (change.range.start, change.range.end))
    return edited(text, start, end, change.text, encoding)


def _answers(server: Server) -> None:
    """What a client asks about the texts."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        document, view = await _seen(server, params.text_document.uri)
        if document is None or view is None:
            return None
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(server.worker, server.hover, document, view, params.position)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction | types.Command]:
        document, view = await _seen(server, params.text_document.uri)
        if document is None or view is None:
            return []
        loop = asyncio.get_running_loop()
        findings = view.at(params.range)
        chances = await loop.run_in_executor(server.worker, server.chances, document, view, findings)
        found = [
            action
            for finding, chance in zip(findings, chances, strict=True)
            for action in _actions(server, document, view, finding, chance)
        ]
        return [_known(server, action) for action in selected(found, params.context.only)]

    @server.command(EXPLAIN)
    async def explain(*arguments: Any) -> None:
        url = rule_url(str(arguments[0])) if arguments else ""
        if url and server.has("window", "show_document", "support"):
            await server.window_show_document_async(types.ShowDocumentParams(url, external=True))
        elif url:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Info, url))

    @server.command(SUPPRESS)
    async def suppress(*arguments: Any) -> bool:
        given = arguments[0] if arguments and isinstance(arguments[0], Mapping) else {}
        document, view = await _seen(server, str(given.get("uri", "")))
        finding = view.finding(str(given.get("key", ""))) if view else None
        if document is None or view is None or finding is None:
            server.say(Words("这个问题已经不在了。", "This finding is gone."))
            return False
        grant = Grant(*(str(given.get(name) or "") for name in Grant._fields))
        loop = asyncio.get_running_loop()
        failed = await loop.run_in_executor(server.worker, server.suppress, document, view, finding, grant)
        if failed:
            server.say(failed)
        else:
            server.check_all(again=True)
        return failed is None


async def _seen(server: Server, uri: str) -> tuple[Open | None, View | None]:
    """An open document and what its check came to, where it has one."""
    document = server.documents.get(uri)
    result = await server.checked(document) if document else None
    return document, server.view(document, result) if document and result else None


def _actions(
    server: Server, document: Open, view: View, finding: Finding, chance: Chance | None
) -> Iterator[types.CodeAction]:
    """What can be done about a finding.  ``chance`` is what suppressing it would come to."""
    kind, english = types.CodeActionKind.QuickFix, server.lang == "en"
    diagnostics = [view.diagnostic(finding)]
    fix = view.fix(finding)
    if fix:
        title, edit = fix
        yield types.CodeAction(title, kind, diagnostics, is_preferred=True, edit=_edit(server, document, edit))
    if chance:
        title = "Suppress, with a reason…" if english else "在豁免清单中登记（须写明理由）…"
        if server.asks_reason:
            asked = types.Command(title, ASK, arguments=[_named(server, document, finding, chance)])
            yield types.CodeAction(title, kind, diagnostics, command=asked)
        else:
            yield types.CodeAction(title, kind, diagnostics, edit=_entered(server, chance.place))
    title = f"Explain the rule {finding.rule}" if english else f"解释规则 {finding.rule}"
    explained = types.Command(title, EXPLAIN, arguments=[finding.rule])
    yield types.CodeAction(title, kind, diagnostics, command=explained)


def _known(server: Server, action: types.CodeAction) -> types.CodeAction | types.Command:
    """An action that does nothing but ask for a command, as a command for a client that knows no other way."""
    if action.command and not server.has("text_document", "code_action", "code_action_literal_support"):
        return action.command
    return action


def _edit(server: Server, document: Open, edit: types.TextEdit) -> types.WorkspaceEdit:
    """An edit of a document, tied to its present version where the client understands that."""
    if not server.has("workspace", "workspace_edit", "document_changes"):
        return types.WorkspaceEdit(changes={document.uri: [edit]})
    versioned = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(versioned, [edit])])


def _named(server: Server, document: Open, finding: Finding, chance: Chance) -> dict[str, Any]:
    """What the client is told of a finding that the user may want to let pass."""
    return {
        "uri": document.uri,
        "key": finding.key,
        "message": finding.message.in_(server.lang),
        "mandatory": chance.mandatory,
    }


def _entered(server: Server, place: Place) -> types.WorkspaceEdit:
    """The edit that puts an entry into its file, where the user fills the reason in."""
    uri = uri_of(place.path)
    end = types.Position(*end_of(place.now or "", server.encoding))
    edit = types.TextEdit(types.Range(end, end), place.added)
    if not server.has("workspace", "workspace_edit", "document_changes"):
        return types.WorkspaceEdit(changes={uri: [edit]})
    changes: list[Any] = [types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri), [edit])]
    if place.now is None and server.has("workspace", "workspace_edit", "resource_operations"):
        changes.insert(0, types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True)))
    return types.WorkspaceEdit(document_changes=changes)
