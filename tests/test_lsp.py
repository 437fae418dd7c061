"""The language server in conversations with a client; and the extension for VS Code."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gov_lint import __version__
from gov_lint.nouns import Place, Source
from tests.conftest import ROOT, need_tool

if not find_spec("pygls") and not os.environ.get("GOVLINT_REQUIRE_ALL"):
    pytest.skip("pygls is missing", allow_module_level=True)

from lsprotocol import types

from gov_lint.lsp import wishes
from gov_lint.lsp.handlers import build
from gov_lint.lsp.server import Open
from gov_lint.lsp.texts import edited, end_of, points, position, readable, units
from gov_lint.lsp.uris import name_of, path_of
from tests.lsp_client import FULL, Editor, codes, of, talk

REPORT = (ROOT / "examples" / "errors-tabs.txt").read_text(encoding="utf-8")
"""A report with a wrong number, 14 for 4, in one cell."""
WRONG = "applications-single-cell"
CITATION = "format-notice-citation"
VSCODE = ROOT / "editors" / "vscode"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a blank and Chinese characters in its name."""
    made = tmp_path / "2024年 年报"
    made.mkdir()
    return made


def test_open_edit_fix(folder: Path) -> None:
    uri = (folder / "年 报𠮷.txt").as_uri()

    async def conversation() -> None:
        async with Editor(folder, capabilities=FULL) as editor:
            found = await editor.open(uri, REPORT)
            wrong = of(found, WRONG)
            assert editor.words(uri, wrong.range) == "14"
            assert wrong.severity == types.DiagnosticSeverity.Error
            assert wrong.source == "govlint"
            assert wrong.code_description and wrong.code_description.href.endswith(f"/rules/{WRONG}/")
            related = wrong.related_information or []
            assert {editor.words(uri, place.location.range) for place in related} == {"16", "4"}
            assert all(place.location.uri == uri for place in related)

            fix = next(action for action in await editor.actions(uri, wrong) if action.edit and action.is_preferred)
            assert fix.title == "把 14 改为 4"
            assert fix.edit and fix.edit.document_changes
            [change] = fix.edit.document_changes
            assert isinstance(change, types.TextDocumentEdit)
            assert (change.text_document.uri, change.text_document.version) == (uri, 1)
            [edit] = change.edits
            assert isinstance(edit, types.TextEdit)
            assert WRONG not in codes(await editor.apply(uri, edit))
            assert "\t0\t0\t4\n" in editor.texts[uri]

            assert CITATION not in codes(found)
            assert CITATION in codes(await editor.replace(uri, "〔2021〕30号", "〔2021〕3号"))
            assert CITATION not in codes(await editor.replace(uri, "〔2021〕3号", "〔2021〕30号"))
            assert not editor.told
        assert editor.code == 0

    talk(conversation)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_after_characters_outside_the_basic_plane(folder: Path, encoding: str) -> None:
    uri = (folder / "年报.md").as_uri()
    text = REPORT.replace("根据《", "𠮷𠮷：根据《").replace("〔2021〕30号", "〔2021〕3号").replace("\n", "\r\n")
    offered = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])

    async def conversation() -> None:
        async with Editor(folder, capabilities=types.ClientCapabilities(general=offered)) as editor:
            assert editor.encoding == encoding
            wrong = of(await editor.open(uri, text, "markdown"), CITATION)
            assert editor.words(uri, wrong.range) == "国办公开办函〔2021〕3号"
            [fix] = [action for action in await editor.actions(uri, wrong) if getattr(action, "is_preferred", False)]
            assert fix.edit and fix.edit.changes
            [edit] = fix.edit.changes[uri]
            assert CITATION not in codes(await editor.apply(uri, edit))
            assert "国办公开办函〔2021〕30号）" in editor.texts[uri]

    talk(conversation)


def test_a_web_page_is_marked_in_its_source(folder: Path) -> None:
    page = (ROOT / "examples" / "errors-web.html").read_bytes().decode("gb18030")
    uri = (folder / "index.html").as_uri()

    async def conversation() -> None:
        async with Editor(folder) as editor:
            found = await editor.open(uri, page, "html")
            wrong = of(found, "disputes-sum")
            assert editor.words(uri, wrong.range).isdigit()
            cell = await editor.hover(uri, editor.position(uri, editor.offset(uri, wrong.range.start) - 1))
            assert not cell and "disputes-sum" in await editor.hover(uri, wrong.range.start)

    talk(conversation)


def test_hover(folder: Path) -> None:
    uri = (folder / "年报.txt").as_uri()

    async def conversation() -> None:
        async with Editor(folder) as editor:
            wrong = of(await editor.open(uri, REPORT), WRONG)
            page = await editor.hover(uri, wrong.range.start)
            assert WRONG in page and "**" in page and "依据" in page and "```" in page
            line = REPORT.index("二、上年结转政府信息公开申请数量")
            at = REPORT.index("\t0", line) + 1
            assert (
                await editor.hover(uri, editor.position(uri, at)) == "表三 / 二、上年结转政府信息公开申请数量 / 自然人"
            )
            assert not await editor.hover(uri, editor.position(uri, REPORT.index("稳步推进")))
            assert not await editor.hover(uri, types.Position(9999, 9999))

    talk(conversation)


def test_suppressing_with_a_reason(folder: Path) -> None:
    """A client that can ask for the reason gets its own command, and has the server write the entry."""
    path = folder / "年报.txt"
    uri = path.as_uri()
    listed = folder / "govlint-suppressions.yaml"

    async def conversation() -> None:
        async with Editor(folder, capabilities=FULL, options={"asksReason": True}) as editor:
            wrong = of(await editor.open(uri, REPORT), WRONG)
            [action] = [a for a in await editor.actions(uri, wrong) if "豁免" in a.title]
            assert action.command and action.command.command == "govlint.suppressHere"
            assert action.command.arguments
            [named] = action.command.arguments
            assert named["message"] == wrong.message and named["mandatory"] is False

            assert await editor.command("govlint.suppress", {**named, "reason": " "}) is False
            assert "理由" in editor.told[-1] and not listed.exists()
            assert await editor.command("govlint.suppress", {**named, "reason": "x", "expires": "明年"}) is False
            assert not listed.exists()
            asked = {**named, "reason": "上年结转数经复核更正", "approver": "办公室", "expires": "2999-12-31"}
            editor.published.clear()
            assert await editor.command("govlint.suppress", asked) is True
            assert WRONG not in codes(await editor.diagnostics(uri))
            entry = listed.read_text(encoding="utf-8")
            assert "cell: 表三 / 1.本机关不掌握相关政府信息 / 总计" in entry
            assert "file: 年报.txt" in entry and "reason: 上年结转数经复核更正" in entry and "2999-12-31" in entry

            assert await editor.command("govlint.suppress", asked) is False
            assert "不在" in editor.told[-1]

            other = of(await editor.diagnostics(uri), "disputes-incomplete")
            editor.published.clear()
            named = {"uri": uri, "key": other.data["key"], "reason": "附件另有说明：见第六部分"}
            assert await editor.command("govlint.suppress", named) is True
            assert "disputes-incomplete" not in codes(await editor.diagnostics(uri))
            assert listed.read_text(encoding="utf-8").count("- rule:") == 2

            listed.write_text("[]\n", encoding="utf-8")
            changed = types.FileEvent(listed.as_uri(), types.FileChangeType.Changed)
            editor.published.clear()
            editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
            assert WRONG in codes(await editor.diagnostics(uri))

    talk(conversation)


def test_suppressing_where_the_client_cannot_ask(folder: Path) -> None:
    """The entry is an edit with an empty reason, which counts only once the user has filled it in."""
    uri = (folder / "年报.txt").as_uri()
    listed = folder / "govlint-suppressions.yaml"

    async def conversation() -> None:
        async with Editor(folder, capabilities=FULL) as editor:
            wrong = of(await editor.open(uri, REPORT), WRONG)
            [action] = [a for a in await editor.actions(uri, wrong) if "豁免" in a.title]
            assert action.edit and action.edit.document_changes
            create, change = action.edit.document_changes
            assert isinstance(create, types.CreateFile) and create.uri == listed.as_uri()
            assert isinstance(change, types.TextDocumentEdit)
            [edit] = change.edits
            assert isinstance(edit, types.TextEdit)
            assert edit.range.start == types.Position(0, 0)
            assert re.search(r"(?m)^  reason: *$", edit.new_text)

            listed.write_text(edit.new_text, encoding="utf-8")
            editor.published.clear()
            editor.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
            assert WRONG in codes(await editor.diagnostics(uri))
            while not editor.told:
                await asyncio.sleep(0.01)
            assert "豁免清单有误" in editor.told[0]

            listed.write_text(re.sub(r"(?m)^  reason: *$", "  reason: 已核对台账", edit.new_text), encoding="utf-8")
            editor.published.clear()
            editor.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
            found = await editor.diagnostics(uri)
            assert WRONG not in codes(found)

            [action] = [a for a in await editor.actions(uri, found[0]) if "豁免" in a.title]
            assert action.edit and action.edit.document_changes
            [change] = action.edit.document_changes
            assert isinstance(change, types.TextDocumentEdit)
            assert change.edits[0].range.start.line == edit.new_text.count("\n")

    talk(conversation)


def test_explaining_a_rule(folder: Path) -> None:
    uri = (folder / "年报.txt").as_uri()

    async def conversation() -> None:
        async with Editor(folder, capabilities=FULL) as editor:
            wrong = of(await editor.open(uri, REPORT), WRONG)
            [action] = [a for a in await editor.actions(uri, wrong) if "解释" in a.title]
            assert action.command
            await editor.command(action.command.command, *(action.command.arguments or ()))
            assert [url.rpartition("/rules/")[2] for url in editor.shown] == [f"{WRONG}/"]
            assert not await editor.actions(uri, wrong, only=[types.CodeActionKind.Refactor])

    talk(conversation)


def test_a_client_that_knows_commands_only(folder: Path) -> None:
    uri = (folder / "年报.txt").as_uri()

    async def conversation() -> None:
        async with Editor(folder) as editor:
            wrong = of(await editor.open(uri, REPORT), WRONG)
            [action] = [a for a in await editor.actions(uri, wrong) if isinstance(a, types.Command)]
            await editor.command(action.command, *(action.arguments or ()))
            while not editor.told:
                await asyncio.sleep(0.01)
            assert f"/rules/{WRONG}/" in editor.told[0]

    talk(conversation)


def test_settings_file_and_settings(folder: Path) -> None:
    uri = (folder / "年报.txt").as_uri()
    config = folder / "govlint.yaml"

    async def conversation() -> None:
        async with Editor(folder, capabilities=FULL) as editor:
            assert WRONG in codes(await editor.open(uri, REPORT))
            assert set(editor.registered) == {
                types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                types.WORKSPACE_DID_CHANGE_CONFIGURATION,
            }

            config.write_text(f"ignore: [{WRONG}]\n", encoding="utf-8")
            event = types.FileEvent(config.as_uri(), types.FileChangeType.Created)
            editor.published.clear()
            editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            assert WRONG not in codes(await editor.diagnostics(uri))

            config.write_text("profil: strict\n", encoding="utf-8")
            editor.published.clear()
            editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            assert WRONG in codes(await editor.diagnostics(uri))
            while not editor.told:
                await asyncio.sleep(0.01)
            assert "govlint.yaml:1" in editor.told[0] and "profil" in editor.told[0]

            config.unlink()
            editor.told.clear()
            editor.settings = {"select": [WRONG], "edition": "1999", "path": "govlint"}
            editor.published.clear()
            editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
            assert set(codes(await editor.diagnostics(uri))) == {WRONG}
            assert len(editor.told) == 1 and "govlint.edition" in editor.told[0]

    talk(conversation)


def test_a_client_that_only_sends_settings(folder: Path) -> None:
    uri = (folder / "年报.txt").as_uri()

    async def conversation() -> None:
        async with Editor(folder, options={"lang": "en"}) as editor:
            assert "14" in of(await editor.open(uri, REPORT), WRONG).message
            assert re.search("[a-z]{4}", of(await editor.diagnostics(uri), WRONG).message)
            editor.published.clear()
            sent = types.DidChangeConfigurationParams({"govlint": {"ignore": WRONG}})
            editor.client.workspace_did_change_configuration(sent)
            found = await editor.diagnostics(uri)
            assert found and WRONG not in codes(found)
            assert not editor.registered

    talk(conversation)


@pytest.mark.parametrize(
    ("locale", "arguments", "english"),
    [("en-us", (), True), ("zh-tw", (), False), ("de", (), False), ("en", ("--lang", "zh"), False)],
)
def test_the_language(folder: Path, locale: str, arguments: tuple[str, ...], english: bool) -> None:
    uri = (folder / "年报.txt").as_uri()

    async def conversation() -> None:
        async with Editor(folder, locale=locale, arguments=arguments) as editor:
            wrong = of(await editor.open(uri, REPORT), "cell-placeholder")
            assert ("填报惯例" not in wrong.message) == english

    talk(conversation)


def test_last_years_report(folder: Path) -> None:
    """What a finding relates to may be in last year's file, in its own lines."""
    years = ROOT / "examples" / "years"
    before, now = sorted(years.glob("*.txt"))[:2]
    (folder / before.name).write_bytes(before.read_bytes())
    (folder / now.name).write_bytes(now.read_bytes())
    uri = (folder / now.name).as_uri()

    async def conversation() -> None:
        async with Editor(folder, options={"previous": "."}) as editor:
            found = await editor.open(uri, now.read_text(encoding="utf-8"))
            places = [place.location for finding in found for place in finding.related_information or ()]
            other = [place for place in places if place.uri == (folder / before.name).as_uri()]
            assert other and all(place.range.start.line > 0 for place in other)

    talk(conversation)


def test_texts_that_are_no_reports_are_left_alone(folder: Path) -> None:
    async def conversation() -> None:
        async with Editor(folder) as editor:
            assert not await editor.open((folder / "README.md").as_uri(), "# A tool\n\nwords\n", "markdown")
            assert not await editor.open("untitled:Untitled-1", "")
            assert not await editor.open((folder / "a.rtf").as_uri(), "{\\rtf1 年报}")
            draft = "柳川县水利局2023年政府信息公开工作年度报告\n"
            assert codes(await editor.open("untitled:Untitled-2", draft))
            assert not editor.told and not editor.logged

    talk(conversation)


def test_rough_treatment(folder: Path) -> None:
    """Bursts of edits, texts closed while they are checked, addresses of all kinds, halves of characters: the server goes on."""
    uri = (folder / "年报.txt").as_uri()
    start = types.Range(types.Position(0, 0), types.Position(0, 0))

    async def conversation() -> None:
        async with Editor(folder) as editor:
            await editor.open(uri, REPORT)
            editor.published.clear()
            for _ in range(200):
                editor.edit(uri, types.TextDocumentContentChangePartial(start, "字"))
                editor.edit(
                    uri, types.TextDocumentContentChangePartial(types.Range(start.start, types.Position(0, 1)), "")
                )
            assert WRONG in codes(await editor.diagnostics(uri))
            assert len(editor.published) < 100

            for strange in (
                "file:///c%3A/Users/%E7%8E%8B/a.txt",
                "file://server/share/a.txt",
                "file:///%FF%00.txt",
                "http://[",
                "x:",
            ):
                assert WRONG in codes(await editor.open(strange, REPORT))
                assert await editor.actions(strange, of(await editor.diagnostics(strange), WRONG))

            editor.edit(
                uri,
                types.TextDocumentContentChangePartial(
                    types.Range(types.Position(99999, 5), types.Position(0, 3)), "\ud842"
                ),
            )
            editor.edit(uri, types.TextDocumentContentChangeWholeDocument("\ufeff" + REPORT.replace("，", "\ud842，")))
            found = await editor.diagnostics(uri)
            assert WRONG in codes(found)
            assert await editor.hover(uri, of(found, WRONG).range.start)

            editor.edit(uri, types.TextDocumentContentChangeWholeDocument("报" * 5_000_001))
            assert not await editor.diagnostics(uri)
            while not editor.told:
                await asyncio.sleep(0.01)
            assert "太大" in editor.told[0]

            editor.edit(uri, types.TextDocumentContentChangeWholeDocument(REPORT))
            editor.published.clear()
            editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
            while not editor.published or editor.published[-1].diagnostics:
                await editor.news()
            editor.published.clear()
            assert not await editor.hover(uri, start.start)
            await asyncio.sleep(0.2)
            assert not editor.published
            assert not editor.logged

    talk(conversation)


UNITS = st.text(st.sampled_from("a中𠮷\n\r\u2028\x0c\x85é"), max_size=24)


@given(text=UNITS, new=UNITS, cuts=st.tuples(st.integers(0, 60), st.integers(0, 60)))
@example(text="𠮷\r\n𠮷", new="\n", cuts=(1, 6))
@example(text="a\u2028b\x85c", new="", cuts=(1, 2))
def test_edits_are_those_of_the_client(text: str, new: str, cuts: tuple[int, int]) -> None:
    """A text is edited as a client that keeps it in UTF-16 would, even between the halves of a character."""
    data = text.encode("utf-16-le")
    start, end = sorted(min(cut, len(data) // 2) for cut in cuts)
    places = [_place(data, cut) for cut in (start, end)]
    if None in places:
        return  # between \r and \n there is no place
    expected = data[: 2 * start] + new.encode("utf-16-le") + data[2 * end :]
    after = edited(text, places[0] or (0, 0), places[1] or (0, 0), new, "utf-16")
    assert after.encode("utf-16-le", "surrogatepass") == expected
    assert not re.search("[\ud800-\udbff][\udc00-\udfff]", after)


def _place(data: bytes, unit: int) -> tuple[int, int] | None:
    """The line and the column of a unit in a text in UTF-16."""
    before = data[: 2 * unit].decode("utf-16-le", "surrogatepass")
    if before.endswith("\r") and data[2 * unit : 2 * unit + 2] == b"\n\0":
        return None
    lines = re.split("\r\n|\r|\n", before)
    return len(lines) - 1, len(lines[-1].encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 5), ("utf-16", 3), ("utf-32", 2)])
def test_places_there_and_back(encoding: str, column: int) -> None:
    source = Source("", "x\na𠮷中\n")
    start, end = points(source, Place(2, 3, 2, 4), encoding)
    assert start == (1, column) and end == (1, column + units("中", encoding))
    assert position(source, start, encoding) == (2, 3)
    assert position(source, (1, 99), encoding) == (2, 4)
    assert points(source, Place(2, 3, 2, 1), encoding) == (start, start)


def test_places_outside_the_text_and_inside_a_character() -> None:
    assert edited("a\nb", (7, 0), (7, 0), "c", "utf-16") == "a\nbc"
    assert edited("a\nb", (0, 9), (0, 9), "c", "utf-16") == "ac\nb"
    assert edited("a\nb", (1, 1), (0, 0), "c", "utf-16") == "c"
    assert edited("中文", (0, 4), (0, 4), "-", "utf-8") == "中-文"
    assert end_of("a\r\n𠮷", "utf-16") == (1, 2)
    assert readable("\ufeffa\rb\r\n\ud842") == " a\nb\n\ufffd"


def test_addresses() -> None:
    assert path_of("file:///a/%E5%B9%B4%20%23%E6%8A%A5.txt") == "/a/年 #报.txt"
    assert path_of("untitled:Untitled-1") == path_of("file:///a%00") == path_of("http://[") == ""
    assert name_of("untitled:%E5%B9%B4%E6%8A%A5") == "年报"


def test_a_client_that_asks_for_diagnostics(folder: Path) -> None:
    """It is sent none, and is told when to ask again."""
    uri = (folder / "年报.txt").as_uri()
    capabilities = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities()),
        workspace=types.WorkspaceClientCapabilities(diagnostics=types.DiagnosticWorkspaceClientCapabilities(True)),
    )

    async def conversation() -> None:
        async with Editor(folder, capabilities=capabilities) as editor:
            editor.put(uri, REPORT)
            assert WRONG in codes(await editor.pull(uri))
            editor.edit(uri, types.TextDocumentContentChangeWholeDocument(REPORT.replace("\t14\n", "\t4\n")))
            assert WRONG not in codes(await editor.pull(uri))
            asked = editor.refreshed
            sent = types.DidChangeConfigurationParams({"govlint": {"select": WRONG}})
            editor.client.workspace_did_change_configuration(sent)
            assert not await editor.pull(uri)
            assert editor.refreshed > asked
            assert not editor.published

    talk(conversation)


def test_a_defect_costs_one_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in a check is told, and the next check is as good as any."""
    server = build()
    said: list[str] = []
    monkeypatch.setattr(server, "window_show_message", lambda params: said.append(params.message))
    document = Open(types.TextDocumentItem("untitled:年报", "plaintext", 1, REPORT))
    check = server.checker.check

    async def conversation() -> None:
        server.loop = asyncio.get_running_loop()
        monkeypatch.setattr(server.checker, "check", lambda *_: "" + [])  # type: ignore[operator]
        assert await server.checked(document) is None
        await asyncio.sleep(0)
        monkeypatch.setattr(server.checker, "check", check)
        document.state += 1
        result = await server.checked(document)
        assert result and WRONG in [finding.rule for finding in result.findings]

    talk(conversation)
    assert len(said) == 1 and "内部出错" in said[0] and "TypeError" in said[0]
    server.worker.shutdown()


def test_over_tcp(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "gov_lint", "lsp", "--tcp", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2 and str(port) in done.stderr
    command = [sys.executable, "-m", "gov_lint", "lsp", "--tcp", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as server:
        client = _connected(port, server)
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
        client.sendall(f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
        assert client.recv(65536).startswith(b"Content-Length")
        client.close()
        assert server.wait(30) == 1


def _connected(port: int, server: subprocess.Popen[bytes]) -> socket.socket:
    """A connection to a server that is just starting."""
    while server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=30)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError(server.stderr and server.stderr.read())


def test_without_pygls(tmp_path: Path) -> None:
    code = "import sys; sys.modules['pygls'] = None; from gov_lint.cli import main; sys.exit(main(['lsp', '--lang', 'en']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and not done.stdout
    assert 'pip install "govlint[lsp]"' in done.stderr and "Traceback" not in done.stderr


def test_a_client_that_leaves_without_a_word() -> None:
    command = [sys.executable, "-m", "gov_lint", "lsp"]
    done = subprocess.run(command, cwd=ROOT, input=b"", capture_output=True, timeout=60, check=False)
    assert done.returncode == 1 and not done.stdout and b"Traceback" not in done.stderr


def _manifest() -> dict[str, object]:
    return dict(json.loads((VSCODE / "package.json").read_text(encoding="utf-8")))


def test_the_extension_says_nothing_that_is_not_there() -> None:
    """Every word, command and file that the manifest names exists, in both languages."""
    manifest = _manifest()
    code = (VSCODE / "extension.js").read_text(encoding="utf-8")
    printed = json.dumps(manifest)
    names = set(re.findall(r'"%([\w.]+)%"', printed))
    for language in ("", ".zh-cn"):
        words = json.loads((VSCODE / f"package.nls{language}.json").read_text(encoding="utf-8"))
        assert set(words) == names
    assert manifest["version"] == __version__
    commands = {command["command"] for command in manifest["contributes"]["commands"]}  # type: ignore[index]
    assert commands | {"govlint.suppressHere"} == set(re.findall(r'registerCommand\("([\w.]+)"', code))
    assert f"--outfile={manifest['main']}".replace("./", "") in manifest["scripts"]["build"]  # type: ignore[index]
    said = {
        json.loads(words) if words[0] == '"' else words[1:-1]
        for words in re.findall(r"\bt\((\"(?:[^\"\\]|\\.)+\"|'[^']+')", code)
    }
    translated = json.loads((VSCODE / "l10n" / "bundle.l10n.zh-cn.json").read_text(encoding="utf-8"))
    assert set(translated) == said


def test_the_extensions_settings_are_those_of_the_server() -> None:
    properties = _manifest()["contributes"]["configuration"]["properties"]  # type: ignore[index]
    assert {name.removeprefix("govlint.") for name in properties} == {*wishes.KEYS, "path", "trace.server"}
    defaults = {name.removeprefix("govlint."): value["default"] for name, value in properties.items()}
    assert wishes.read(defaults) == (wishes.Wishes(), [])
    kinds = {name: value["enum"][1:] for name, value in properties.items() if "enum" in value and "" in value["enum"]}
    for name, choices in kinds.items():
        for choice in choices:
            assert not wishes.read({name.removeprefix("govlint."): choice})[1]


def test_the_extensions_code_is_javascript() -> None:
    node = need_tool("node")
    done = subprocess.run([node, "--check", VSCODE / "extension.js"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_extension_at_work(folder: Path) -> None:
    """With stand-ins for VS Code: it starts the server, asks for a reason before it suppresses, and shows the page of a file that it checks."""
    node = need_tool("node")
    program = folder / "govlint"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m gov_lint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    report = folder / "年 报.txt"
    report.write_text(REPORT, encoding="utf-8")
    command = [node, ROOT / "tests" / "vscode_session.cjs", VSCODE / "extension.js", program, report]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    happened = json.loads(done.stdout)
    assert [start["server"] for start in happened["started"]] == [{"command": str(program), "args": ["lsp"]}] * 2
    assert happened["started"][0]["client"]["initializationOptions"] == {"asksReason": True}
    entry = {"uri": "file:///a.txt", "key": "k", "reason": "已核对台账", "approver": "办公室", "expires": "2999-12-31"}
    asked = {"command": "govlint.suppress", "arguments": [entry]}
    assert happened["sent"] == [{"method": "workspace/executeCommand", "parameters": asked}]
    [panel] = happened["panels"]
    assert panel["title"] == "govlint: 年 报.txt" and panel["options"]["enableScripts"] is False
    assert WRONG in panel["webview"]["html"] and "<html" in panel["webview"]["html"]
    assert not happened["said"]


def test_wrong_settings_count_as_not_set() -> None:
    given = {
        "orgType": "firm",
        "published": "2024-02-30",
        "edition": 2021,
        "select": ["a", 1],
        "lang": "fr",
        "previous": 3,
    }
    read, wrong = wishes.read(given)
    assert read == wishes.Wishes(settings=read.settings) and read.settings.edition == 2021
    assert len(wrong) == 5
    assert wishes.read(None) == wishes.read([]) == (wishes.Wishes(), [])
