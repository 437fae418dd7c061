"""The command line as a user meets it: arguments, files, exit codes, messages."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from rich.cells import cell_len

from gov_lint import cli, commands, nouns
from gov_lint.files import find, natural, walk
from gov_lint.outputs import Output, Refusal, pair, write
from tests.conftest import ROOT, need_tool

REPORT = (
    """青禾县水利局2023年政府信息公开工作年度报告
一、总体情况
（一）主动公开。2023年我局主动公开信息86条。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
五、存在的主要问题及改进情况
存在的问题是解读形式单一，下一步将丰富图文解读。
六、其他需要报告的事项
本机关2023年未收取政府信息公开信息处理费。
"""
    + "我局认真落实条例，及时公开政府信息，做好解读和回应。" * 12
    + "\n"
)
"""A report without its fourth section: at least one error."""


class Run:
    """What a run gave back."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GOVLINT_LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def report(here: Path) -> Path:
    """A report with an error, in the current folder."""
    path = here / "年报.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def govlint(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Run:
    """A run in this process."""
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return Run(code, out, err)


def started(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}  # type: ignore[dict-item]
    command = [sys.executable, "-m", "gov_lint", *arguments]
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.PIPE,
        **options,  # type: ignore[call-overload]
    )


def output(*arguments: str, **options: object) -> str:
    """The standard output of a run in a process of its own."""
    with started(*arguments, **options) as run:
        return run.communicate(timeout=60)[0].decode()


def test_a_file_needs_no_command(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    run = govlint(capsys, "年报.txt")
    assert run.code == 1
    assert "section-missing" in run.out
    assert run.err == ""
    assert govlint(capsys, "lint", "年报.txt").out == run.out
    assert govlint(capsys, "--color", "never", "年报.txt").out == run.out


def test_a_file_named_like_a_command(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    (here / "rules").write_text(REPORT, encoding="utf-8")
    assert "section-missing" in govlint(capsys, "./rules").out
    assert "section-missing" in govlint(capsys, "lint", "rules").out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    short, long = govlint(capsys, "--version"), govlint(capsys, "--version", "--lang")
    assert short.out == long.out
    assert short.out.startswith("govlint ")
    assert short.code == 0


def test_help_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    chinese, english = govlint(capsys, "--help"), govlint(capsys, "--help", "--lang", "en")
    assert "用法：govlint" in chinese.out
    assert "Usage: govlint" in english.out
    assert "_GOVLINT_COMPLETE" in chinese.out
    assert "从哪一级起" in govlint(capsys, "lint", "--help").out
    assert not [
        line for line in english.out.splitlines() if any("\u4e00" <= c <= "\u9fff" for c in line) and "/" not in line
    ]
    assert govlint(capsys).code == 2


@pytest.mark.parametrize(
    ("limit", "code"),
    [("error", 1), ("warning", 1), ("note", 1), ("never", 0)],
    ids=["error", "warning", "note", "never"],
)
def test_fail_on(capsys: pytest.CaptureFixture[str], report: Path, limit: str, code: int) -> None:
    assert govlint(capsys, report, "--fail-on", limit).code == code


def test_select_and_ignore(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    only = govlint(capsys, report, "--select", "section-missing", "-q")
    assert only.out.count("\n") == only.out.count(" section-missing ") == 1
    assert " contact-missing " in govlint(capsys, report, "-q").out
    assert " contact-missing " not in govlint(capsys, report, "--ignore", "contact", "-q").out
    both = govlint(capsys, report, "--select", "structure,contact", "--ignore", "contact-missing", "-q")
    assert " section-missing " in both.out
    assert " contact-missing " not in both.out


def test_a_mandatory_rule_stays(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    run = govlint(capsys, report, "--ignore", "section-missing")
    assert run.code == 2
    assert "section-missing 是必查规则" in run.err
    assert " section-missing " in govlint(capsys, report, "--ignore", "structure", "-q").out


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule(capsys: pytest.CaptureFixture[str], report: Path, option: str) -> None:
    run = govlint(capsys, report, option, "section-mising")
    assert run.code == 2
    assert "是不是 section-missing" in run.err
    assert "did you mean section-missing" in govlint(capsys, report, option, "section-mising", "--lang", "en").err
    assert run.out == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--frmat", "json"], "没有 --frmat 这个选项；是不是 --format"),
        (["--fail-on", "all"], "只能是：error、warning、note、never"),
        (["--published", "2024-02-30"], "不是日期"),
        (["--edition", "2020"], "2019、2021"),
        (["--format"], "--format"),
        (["--format", "json", "--format", "sarif"], "只能有一种格式写到标准输出"),
        (["--output", "a", "--output", "b"], "--output 给了 2 个"),
        (["--format", "json", "--output", "无/a.json"], "目录不存在"),
    ],
)
def test_mistakes_in_options(
    capsys: pytest.CaptureFixture[str], report: Path, arguments: list[str], words: str
) -> None:
    run = govlint(capsys, report, *arguments)
    assert (run.code, run.out) == (2, "")
    assert words in run.err
    assert "Traceback" not in run.err


def test_days(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    for day in ("2024-01-31", "2024/1/31", "2024年1月31日"):
        run = govlint(capsys, report, "--published", day, "--format", "json")
        assert json.loads(run.out)["files"][0]["report"]["published"] == "2024-01-31"


def test_settings_reach_the_report(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    run = govlint(capsys, report, "--org-type", "town", "--edition", "2019", "--format", "json")
    about = json.loads(run.out)["files"][0]["report"]
    assert (about["organ_kind"], about["organ_kind_given"], about["edition"]) == ("town", True, 2019)


def test_files_that_cannot_be_read_cost_no_other(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    Path("b.docx").write_bytes(b"PK\x03\x04word/")
    run = govlint(capsys, "missing.txt", "b.docx", report, "-q")
    assert run.code == 2
    assert "section-missing" in run.out
    assert "missing.txt：找不到这个文件" in run.err
    assert "b.docx：" in run.err
    assert "missing.txt: There is no such file" in govlint(capsys, "missing.txt", "--lang", "en").err
    assert govlint(capsys, "missing.txt", "--fail-on", "never").code == 2


def test_an_internal_error_is_a_sentence(
    capsys: pytest.CaptureFixture[str], report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gov_lint import batch

    real = batch.run

    def fails(source: nouns.Source, *arguments: object, **options: object) -> nouns.Result:
        if source.name == "bad.txt":
            raise KeyError("自然人")
        return real(source, *arguments, **options)  # type: ignore[arg-type]

    Path("bad.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr(batch, "run", fails)
    run = govlint(capsys, "bad.txt", report, "-q")
    assert run.code == 2
    assert "section-missing" in run.out
    assert "bad.txt：govlint 内部出错" in run.err
    assert "KeyError" in run.err
    assert "Traceback" not in run.err
    run = govlint(capsys, "bad.txt", "--format", "sarif")
    [note] = json.loads(run.out)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert note["descriptor"]["id"] == "internal-error"


def test_folders(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    names = ["10.txt", "2.txt", "b/1.md", ".hidden.txt", ".h/1.txt", "c.docx", "d.py", "~$x.docx"]
    for name in names:
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(REPORT, encoding="utf-8")
    run = govlint(capsys, ".", "-q", "--select", "section-missing")
    assert [line.split(":")[0] for line in run.out.splitlines()] == ["2.txt", "10.txt", "b/1.md", "c.docx"]
    assert "~$x" not in run.err
    again = govlint(capsys, ".", "2.txt", "./2.txt", "-q", "--select", "section-missing")
    assert again.out == run.out


def test_an_empty_folder(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    run = govlint(capsys, ".")
    assert run.code == 2
    assert "没有可以检查的报告" in run.err


def test_ignored_files_are_left_out(here: Path) -> None:
    git = need_tool("git")
    for repository in (here, here / "nested"):
        repository.mkdir(exist_ok=True)
        subprocess.run([git, "init", "-q", str(repository)], check=True)
    for name in ("甲 乙.txt", "草稿.txt", "out/a.txt", "out/b.txt", "nested/草稿.txt", ":x.txt"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text("x", encoding="utf-8")
    (here / ".gitignore").write_text("草稿.txt\n/out/\n", encoding="utf-8")
    assert walk(".") == [":x.txt", "nested/草稿.txt", "甲 乙.txt"]
    assert walk("out") == ["out/a.txt", "out/b.txt"]  # named on purpose
    assert walk(str(here)) == [str(here / name) for name in (":x.txt", "nested/草稿.txt", "甲 乙.txt")]
    assert find(["草稿.txt"]).files == ("草稿.txt",)


def test_natural_order() -> None:
    names = ["b10", "b2", "b02", "a", "第10号", "第9号", "9" * 5000, "B"]
    assert sorted(names, key=natural) == ["9" * 5000, "B", "a", "b2", "b02", "b10", "第9号", "第10号"]


def test_standard_input(capsys: pytest.CaptureFixture[str], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fed() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode("gb18030"))))

    fed()
    assert govlint(capsys, "-", "-q").out.startswith("<stdin>:")
    fed()
    run = govlint(capsys, "-", "--stdin-filename", "甲/乙.txt", "--format", "json")
    assert json.loads(run.out)["files"][0]["path"] == "甲/乙.txt"


def test_one_run_writes_several_formats(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    outputs = ["--format", "json", "--output", "o.json", "--format", "sarif", "--output", "o.sarif"]
    run = govlint(capsys, report, *outputs, "--format", "text")
    assert run.code == 1
    assert "section-missing" in run.out
    assert json.loads(Path("o.json").read_text("utf-8"))["version"] == 1
    assert json.loads(Path("o.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert sorted(os.listdir(".")) == ["o.json", "o.sarif", "年报.txt"]


def test_an_output_of_the_last_run_is_no_input(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    for _ in range(2):
        run = govlint(capsys, ".", "--output", "结果.txt")
        assert (run.code, run.err) == (1, "")
    assert "结果.txt" not in Path("结果.txt").read_text("utf-8")


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_a_report_of_a_folder_is_never_overwritten(capsys: pytest.CaptureFixture[str], report: Path, form: str) -> None:
    before = report.read_bytes()
    Path("另.txt").write_bytes(before)
    run = govlint(capsys, ".", "--format", form, "--output", "年报.txt")
    assert run.code == 2 and "年报.txt 是一份报告，不会覆盖它" in run.err
    assert govlint(capsys, "rollup", "另.txt", "--parts", ".", "--output", "年报.txt").code == 2
    assert report.read_bytes() == before
    for _ in range(2):
        assert govlint(capsys, ".", "--format", form, "--output", "结果.txt", "--show-passed").code == 1


@pytest.mark.parametrize("name", ["年报.txt", "./年报.txt", "link.txt"])
def test_an_input_is_never_overwritten(capsys: pytest.CaptureFixture[str], report: Path, name: str) -> None:
    Path("link.txt").symlink_to("年报.txt")
    run = govlint(capsys, "年报.txt", "--output", name)
    assert run.code == 2
    assert "不会覆盖" in run.err
    assert report.read_text("utf-8") == REPORT


def test_outputs_are_paired_by_order() -> None:
    assert pair((), ()) == (Output("text", "-"),)
    assert pair(("json", "text"), ("a",)) == (Output("json", "a"), Output("text", "-"))
    assert pair(("json", "text"), ("-", "b")) == (Output("json", "-"), Output("text", "b"))
    for formats, paths in [(("json", "text"), ()), (("json",), ("a", "b")), (("json", "text"), ("a", "./a"))]:
        with pytest.raises(Refusal):
            pair(formats, paths)


def test_a_file_is_written_whole_or_not_at_all(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = here / "o.json"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    write("o.json", b"new")
    assert target.read_text("utf-8") == "new"
    assert target.stat().st_mode & 0o777 == 0o640

    def fails(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="no room"):
        write("o.json", b"newer")
    assert target.read_text("utf-8") == "new"
    assert os.listdir(here) == ["o.json"]


def test_a_device_can_be_an_output(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    assert govlint(capsys, report, "--format", "json", "--output", os.devnull).code == 1
    assert Path(os.devnull).is_char_device()


def test_colours(capsys: pytest.CaptureFixture[str], report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in govlint(capsys, report).out
    assert "\x1b[" in govlint(capsys, report, "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in govlint(capsys, report).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in govlint(capsys, report).out
    assert "\x1b[" in govlint(capsys, report, "--color", "always").out


def test_explain(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    run = govlint(capsys, "explain", "section-missing")
    assert run.code == 0
    for words in ("依据：", "反例", "正例", "  >", "^ 缺少"):
        assert words in run.out
    assert "Basis: " in govlint(capsys, "explain", "section-missing", "--lang", "en").out
    wrong = govlint(capsys, "explain", "sectionmissing")
    assert wrong.code == 2
    assert "是不是 section-missing" in wrong.err
    assert "\x1b[1m" in govlint(capsys, "explain", "section-missing", "--color", "always").out
    assert govlint(capsys, "explain").code == 2


def test_rules(capsys: pytest.CaptureFixture[str], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gov_lint.rulepack import load_pack

    pack = load_pack()
    for width in (30, 44, 61, 80, 121):
        monkeypatch.setenv("COLUMNS", str(width))
        run = govlint(capsys, "rules")
        assert f"共 {len(pack.rules)} 条规则" in run.out
        assert max(cell_len(line) for line in run.out.splitlines()) <= max(width, 40)
        signs = Counter(run.out)
        wanted = Counter(
            "".join(rule.id + rule.title.zh + (rule.basis.zh if width > 120 else "") for rule in pack.rules)
        )
        assert not [sign for sign in wanted if signs[sign] < wanted[sign] and not sign.isspace()]
    listed = json.loads(govlint(capsys, "rules", "--format", "json").out)["rules"]
    assert [entry["id"] for entry in listed] == [rule.id for rule in pack.rules]
    assert "What ought to be" in govlint(capsys, "rules", "--lang", "en").out


def test_extract(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    Path("a.txt").write_text(
        "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量 5 2 0 0 1 0 8\n", encoding="utf-8"
    )
    data = json.loads(govlint(capsys, "extract", "a.txt").out)
    cells = [cell for table in data["tables"] for row in table["rows"] for cell in row["cells"]]
    first = next(cell for cell in cells if cell["value"] == 8)
    assert (first["line"], first["column"], first["state"], first["raw"]) == (2, 30, "number", "8")
    assert data["sections"][0]["line"] == 1
    assert "本年新收" in govlint(capsys, "extract", "a.txt", "--text").out
    missing = govlint(capsys, "extract", "nothing.txt")
    assert (missing.code, missing.out) == (2, "")


def test_choices_are_those_of_the_nouns() -> None:
    assert commands.ORGANS == nouns.ORGAN_KINDS
    assert tuple(commands.cli.commands) == cli.COMMANDS


def test_completion(here: Path) -> None:
    script = output(env={"_GOVLINT_COMPLETE": "bash_source"})
    assert "_GOVLINT_COMPLETE=bash_complete" in script

    def offered(words: str, at: int) -> list[str]:
        asked = {"_GOVLINT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        return output(env=asked).split()

    assert "plain,--fail-on" in offered("govlint --fa", 1)
    assert "plain,explain" in offered("govlint ex", 1)
    assert "plain,section-missing" in offered("govlint explain section-m", 2)


def test_nobody_reads_on(report: Path) -> None:
    for index in range(40):
        Path(f"{index}.txt").write_text(REPORT * 20, encoding="utf-8")
    with started(".") as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.read(10)
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 141


def test_a_closed_screen_costs_no_file(report: Path) -> None:
    with started(".", "--format", "text", "--output", "-", "--format", "json", "--output", "o.json") as run:
        assert run.stdout is not None
        run.stdout.close()
    assert run.returncode == 1
    assert json.loads(Path("o.json").read_text("utf-8"))["counts"]["files"] == 1


def test_a_full_disk_is_a_sentence(report: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gov_lint", str(report)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert "写" in done.stderr.decode()


def _interruptible() -> None:
    """Undoes what a shell does to jobs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_quietly(here: Path) -> None:
    with started("-", preexec_fn=_interruptible) as run:  # waits for standard input
        assert run.stderr is not None
        time.sleep(1.5)
        run.send_signal(signal.SIGINT)
        assert b"Traceback" not in run.stderr.read()
    assert run.returncode == 130


def test_a_console_in_gbk(report: Path) -> None:
    console = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    with started("年报.txt", env=console) as run:
        out, err = run.communicate(timeout=60)
    assert "年报.txt" in out.decode("gbk")
    assert err == b""
    with started("年报.txt", "--format", "json", env=console) as run:
        out, err = run.communicate(timeout=60)
    assert json.loads(out.decode("ascii"))["version"] == 1


def test_an_ascii_console_fails_on_nothing(report: Path) -> None:
    with started("年报.txt", "没有.txt", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}) as run:
        _, err = run.communicate(timeout=60)
    assert run.returncode == 2
    assert b"Traceback" not in err


@pytest.mark.parametrize("kind", ["html", "markdown", "xlsx"])
def test_results_are_no_reports(capsys: pytest.CaptureFixture[str], report: Path, kind: str) -> None:
    name = {"html": "results.html", "markdown": "results.md", "xlsx": "results.xlsx"}[kind]
    if kind == "xlsx":
        pytest.importorskip("xlsxwriter")
    assert govlint(capsys, report, "--format", kind, "--output", name).code == 1
    alone = govlint(capsys, report.name, "-q").out
    assert govlint(capsys, ".", "-q").out == alone
    named = govlint(capsys, name, "-q")
    assert (named.code, named.out) == (2, "")
    assert "不是报告" in named.err
