"""``govlint annotate``: each report is checked, and one with findings gets a copy beside it in which they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, count

from gov_lint.annotate.notes import counts_of, notes_of, sheet_of
from gov_lint.batch import Choice, Look, Tally, collect_rarely, outcomes, pack_for, paired, rules_of, settled, triage_of
from gov_lint.files import COPY, STDIN, find, identity, without_mark
from gov_lint.nouns import Result, Rule, Words
from gov_lint.outputs import Output, Refusal, internal_error, refuse_inputs, say, warn
from gov_lint.patterns import keep
from gov_lint.readers import ReadError, bytes_of
from gov_lint.readers.refusal import protected
from gov_lint.readers.sniff import format_of
from gov_lint.records import replace
from gov_lint.reporters import Unread
from gov_lint.terminal import visible

SUFFIXES = {"docx": (".docx", ".docm", ".dotx", ".dotm"), "pdf": (".pdf",)}
"""The formats that findings can be written into, and how their files are called; the first one serves for a file that is called otherwise."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""In a Word file that asks for a password, the name of the stream that holds it."""
_EXTRAS = {"docx": "office", "pdf": "pdf"}


def annotate(paths: Sequence[str], target: str, look: Look, choice: Choice, fail_on: str = "") -> int:
    """Checks what the paths name and hold, writes the copies (of a single file to ``target``, where it is given), and gives the exit code.

    Raises Refusal before anything is read.
    """
    files = _files(paths, look.lang)
    if target:
        _refuse_target(target, files, choice.previous)
    collect_rarely()
    pack = pack_for(look, choice)
    fail_on = fail_on or choice.config.fail_on or "error"
    config = choice.config
    choice = settled(choice, pack)
    triage = triage_of(files, pack, choice, config)
    rules = pack.view(choice.profile, rules_of(pack, choice, files))
    kinds = {path: _kind(path) for path in files}
    fit = [path for path in files if isinstance(kinds[path], str)]
    choice, unread = paired(fit, choice, look.lang)
    refused = [kind for kind in kinds.values() if isinstance(kind, Unread)]
    tally = Tally()
    for outcome in chain(refused, unread, outcomes(fit, pack, choice._replace(jobs=1))):
        if isinstance(outcome, Result):
            outcome = _without_waived(triage.result(outcome))
        tally.count(outcome)
        if isinstance(outcome, Result) and not outcome.report.source.unread:
            failed = _copy(outcome, str(kinds[outcome.report.source.name]), target, rules, look.lang)
            if failed:
                tally.count(failed)
                _complain(failed, look.lang)
        else:
            _complain(outcome, look.lang)
    keep()
    return tally.exit_code(fail_on) if files else 2


def _files(paths: Sequence[str], lang: str) -> list[str]:
    """The files that are named, and those in folders that can be written into.  Raises Refusal for standard input."""
    if STDIN in paths:
        raise Refusal(
            "annotate 要给出文件名，不能用标准输入。", "annotate needs names of files; standard input has no copy."
        )
    named = {identity(path) for path in paths if not os.path.isdir(path)}
    ours = tuple(chain.from_iterable(SUFFIXES.values()))
    files = [path for path in find(paths).files if identity(path) in named or path.lower().endswith(ours)]
    if not files:
        zh = "没有找到可以加批注的报告（.docx、.pdf；隐藏的、git 忽略的和已有批注的副本不算）。"
        en = "There is no report to annotate (.docx, .pdf; hidden and git-ignored files and annotated copies do not count)."
        warn(en if lang == "en" else zh)
    return files


def _refuse_target(target: str, files: Sequence[str], previous: str) -> None:
    """Raises Refusal where the copy cannot be written there, or would replace something."""
    if len(files) > 1:
        raise Refusal(
            f"--output 只能用于一个文件，这里有 {len(files)} 个；不用 --output 时副本写在各个原文件旁边。",
            f"--output is for one file, and there are {len(files)}; without it, each copy goes beside its file.",
        )
    if target == STDIN:
        raise Refusal("--output 要给出文件名。", "--output needs the name of a file.")
    refuse_inputs([Output("", target)], [*files, *([previous] if previous else [])])
    if os.path.lexists(target):
        raise Refusal(
            f"--output {target} 已经存在，不会覆盖它；请换一个文件名，或先把它移走。",
            f"--output {target} exists and will not be overwritten; choose another name, or move it away first.",
        )


def _kind(path: str) -> str | Unread:
    """The format of a file, by its content, or why nothing can be written into it."""
    try:
        data = bytes_of(path)
        kind = format_of(data)
        if kind == "doc" and _ENCRYPTED in data:
            raise protected()
    except ReadError as error:
        return Unread(path, Words(error.zh, error.en))
    if kind in SUFFIXES:
        return kind
    zh, en = (
        "没有加批注：只能给 Word（.docx）和 PDF 文件加批注。",
        "Not annotated: only Word (.docx) and PDF files can be.",
    )
    if kind in ("doc", "rtf", "odt"):
        zh += "请用 Word 或 WPS 把它另存为 .docx 后再试。"
        en += " Save it as .docx with Word or WPS, and try again."
    else:
        zh += "请用 govlint 直接检查，或改用报告的 Word、PDF 文件。"
        en += " Check it with govlint alone, or use the report's Word or PDF file."
    return Unread(path, Words(zh, en))


def _without_waived(result: Result) -> Result:
    """A result without the findings that are let pass: nobody has to do anything about them."""
    return replace(result, findings=tuple(finding for finding in result.findings if finding.waiver is None))


def _complain(outcome: Result | Unread, lang: str) -> None:
    """Says why a file was not checked, or no copy written."""
    if isinstance(outcome, Unread):
        name, words = outcome.name, outcome.words.in_(lang)
    else:
        source = outcome.report.source
        name, words = source.name, (source.unread or ("", ""))[lang == "en"]
    warn(f"{name}{': ' if lang == 'en' else '：'}{words}")


def _copy(result: Result, kind: str, target: str, rules: Mapping[str, Rule], lang: str) -> Unread | None:
    """Writes the copy of a file that has findings, and says so; why not, where that fails."""
    name = result.report.source.name
    if not result.findings:
        clean = "√ nothing found; no copy was written" if lang == "en" else "√ 未发现问题，没有生成批注文件"
        say(f"{visible(name)}  {clean}\n")
        return None
    try:
        data = _annotated(result, kind, rules, lang)
        written = _written(data, [target] if target else _names(name, kind))
    except ReadError as error:
        return _failure(name, error.zh, error.en)
    except OSError as error:
        reason = "没有写入权限" if isinstance(error, PermissionError) else error.strerror or str(error)
        return _failure(
            name,
            f"批注文件无法写入（{reason}）；请用 --output 写到别处。",
            f"The copy cannot be written ({error.strerror or error}); write it elsewhere with --output.",
        )
    except Exception as error:  # one file must never cost the others, whatever goes wrong
        return _failure(name, *internal_error(error))
    counts = counts_of(result, lang)
    say(f"{visible(name)} → {visible(written)}{f' ({counts})' if lang == 'en' else f'（{counts}）'}\n")
    return None


def _failure(name: str, zh: str, en: str) -> Unread:
    return Unread(name, Words(zh, en))


def _annotated(result: Result, kind: str, rules: Mapping[str, Rule], lang: str) -> bytes:
    """The bytes of the copy.  Raises ReadError where the file cannot be written into, or packages are not installed."""
    data = bytes_of(result.report.source.name)
    notes = notes_of(result, rules, lang)
    try:
        if kind == "pdf":
            from gov_lint.annotate.pdf import annotate_pdf

            return annotate_pdf(data, notes)
        from gov_lint.annotate.word import annotate_docx

        now = _now()
        return annotate_docx(data, notes, sheet_of(result, rules, now, lang), now)
    except ModuleNotFoundError as error:
        install = f'pip install "govlint[{_EXTRAS[kind]}]"'
        raise ReadError(
            f"没有加批注：这需要另外安装组件。请运行：{install}",
            f"Not annotated: that needs packages that are not installed. Run: {install}",
        ) from error


def _now() -> datetime:
    """The time that comments bear: SOURCE_DATE_EPOCH where it is set, as for any build that is to be the same twice; the local time otherwise."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isascii() and fixed.isdigit() and len(fixed) < 11:
        return datetime.fromtimestamp(int(fixed), UTC)
    return datetime.now()


def _names(path: str, kind: str) -> Iterator[str]:
    """The names that a copy may have, the preferred one first: 年报.批注.docx, 年报.批注-2.docx …"""
    stem, suffix = os.path.splitext(path)
    stem = without_mark(stem)
    suffix = suffix if suffix.lower() in SUFFIXES[kind] else SUFFIXES[kind][0]
    yield f"{stem}{COPY}{suffix}"
    yield from (f"{stem}{COPY}-{number}{suffix}" for number in count(2))


def _written(data: bytes, names: Iterator[str] | Sequence[str]) -> str:
    """The first of the names that was free, which the data has been written to.  Raises OSError where that fails."""
    for name in names:
        try:
            with open(name, "xb") as file:
                try:
                    file.write(data)
                except BaseException:
                    os.unlink(name)
                    raise
        except FileExistsError:
            continue
        return name
    raise FileExistsError(17, "File exists")
