"""``govlint suppress``: a finding is let pass, by an entry in a file with suppressions that says why."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from gov_lint.batch import Choice, Look, no_such_rule, outcomes, pack_for, paired, settled
from gov_lint.files import STDIN
from gov_lint.nouns import Finding, Result
from gov_lint.outputs import Refusal, say, warn, write
from gov_lint.reporters import Unread
from gov_lint.rulepack import Pack
from gov_lint.terminal import visible
from gov_lint.triage import shown, target_of
from gov_lint.waivers import (
    LEAST_WORDS,
    Entry,
    Quotable,
    beside,
    plain,
    read_file,
    report_of,
    subject_of,
    with_entry,
    wrong_rule,
)

_MOST = 20
"""How many findings are listed to choose from."""


class Wanted(NamedTuple):
    """What is to be suppressed and why, and the file that it is written to (the usual one where empty)."""

    rule: str
    cell: str
    words: str
    reason: str
    approver: str = ""
    expires: date | None = None
    target: str = ""
    force: bool = False
    """Whether it is written even where there is no such finding."""


def suppress(path: str, wanted: Wanted, choice: Choice, lang: str) -> int:
    """Writes the entry and says where; 2 where it is not written because the file cannot be checked or several findings could be meant.  Raises Refusal
    where it may not be written."""
    config = choice.config
    pack = pack_for(Look(lang), choice)
    _refuse(path, wanted, pack)
    choice = settled(choice, pack).at(path)._replace(select=(wanted.rule,), ignore=(), overrides=(), jobs=1)
    choice, lost = paired([path], choice, lang)
    outcome = next(iter((*lost, *outcomes([path], pack, choice))))
    if isinstance(outcome, Unread):
        warn(f"{outcome.name}{': ' if lang == 'en' else '：'}{outcome.words.in_(lang)}")
        return 2
    target = wanted.target or target_of(path, os.path.dirname(config.path))
    entries = _entries(target, pack)
    meant = _meant(outcome, wanted, [entry for entry in entries if entry.names(path)])
    secret = pack.plain[wanted.rule]["family"] == "privacy"
    if not _settled(meant, outcome, wanted, secret=secret, lang=lang):
        return 2
    given = entry_of(path, target, wanted, meant[0] if meant else None, outcome, secret=secret)
    _refuse_known(entries, given, path, meant, outcome)
    line = add(target, given)
    name = visible(shown(target))
    say(f"Suppressed: {name}:{line}\n" if lang == "en" else f"已豁免，写入 {name} 第 {line} 行\n")
    return 0


def _refuse(path: str, wanted: Wanted, pack: Pack) -> None:
    """Raises Refusal where such an entry would be a mistake whatever the report holds."""
    if path == STDIN or not os.path.isfile(path):
        raise Refusal(
            f"{path} 不是文件；豁免只能针对一份报告。", f"{path} is no file; a suppression is about one report."
        )
    if wanted.rule not in pack.plain:
        raise no_such_rule(wanted.rule, list(pack.plain))
    for _, zh, en in wrong_rule(wanted.rule, wanted.approver, pack.plain):
        raise Refusal(f"{zh}。", f"{en}.")
    if not wanted.reason:
        raise Refusal("--reason 要写明理由，不能为空。", "--reason takes the reason; it cannot be empty.")
    if wanted.words and len(plain(wanted.words)) < LEAST_WORDS:
        raise Refusal("--words 至少要有两个字。", "--words takes two characters at least.")
    if wanted.expires and wanted.expires < date.today():
        raise Refusal(f"--expires {wanted.expires} 已经过去。", f"--expires {wanted.expires} is over.")


def _entries(target: str, pack: Pack) -> list[Entry]:
    """The entries that a file has already.  Raises Refusal where there is something wrong with it."""
    if not os.path.lexists(target):
        folder = os.path.dirname(os.path.abspath(target))
        if not os.path.isdir(folder):
            raise Refusal(
                f"--suppressions {target}：目录不存在。", f"--suppressions {target}: there is no such folder."
            )
        return []
    entries, mistakes = read_file(target, shown(target), pack.plain)
    if mistakes:
        zh, en = ("\n  ".join(mistake.in_(lang) for mistake in mistakes) for lang in ("zh", "en"))
        raise Refusal(
            f"豁免清单有误，没有写入：\n  {zh}", f"Nothing was written; mistakes in the suppressions:\n  {en}"
        )
    return entries


def _meant(result: Result, wanted: Wanted, entries: Sequence[Entry]) -> list[Finding]:
    """The findings that are to be suppressed; where some are and some are not yet, the latter."""
    probe = Entry(wanted.rule, "", wanted.reason, wanted.cell, wanted.words)
    quoted, today = Quotable(result.report.source), date.today()
    meant = [finding for finding in result.findings if probe.means(finding, quoted)]
    in_force = [entry for entry in entries if not entry.expired(today)]
    return [finding for finding in meant if not any(entry.means(finding, quoted) for entry in in_force)] or meant


def _settled(meant: Sequence[Finding], result: Result, wanted: Wanted, *, secret: bool, lang: str) -> bool:
    """Whether it is clear what is written; else says why not, and what there is to choose from."""
    if (meant and (wanted.cell or wanted.words or len(meant) == 1)) or (wanted.force and (wanted.cell or wanted.words)):
        return True
    listed = meant or [finding for finding in result.findings if finding.rule == wanted.rule]
    name = result.report.source.name
    if not listed:
        zh = f"{name} 现在没有 {wanted.rule} 的问题，没有写入。确需预先豁免时，写明 --cell 或 --words 并加 --force。"
        en = f"{name} has no finding of {wanted.rule} now; nothing was written. To suppress one beforehand, give --cell or --words, and --force."
    elif meant:
        zh, en = (
            f"{wanted.rule} 有 {len(listed)} 处，请用 --cell 或 --words 指明一处：",
            f"There are {len(listed)} findings of {wanted.rule}; tell one with --cell or --words:",
        )
    else:
        zh = f"那里没有 {wanted.rule} 的问题，没有写入（加 --force 仍然写入）。现有的是："
        en = f"There is no finding of {wanted.rule} there; nothing was written (--force does it all the same). There are:"
    rows = [f"  {_told(finding, result, secret=secret)}" for finding in listed[:_MOST]]
    warn("\n".join([en if lang == "en" else zh, *rows]))
    return False


def _told(finding: Finding, result: Result, *, secret: bool) -> str:
    """How an option tells a finding, with its line."""
    key, value = subject_of(finding, result.report.source, secret=secret)
    return f"{finding.place.line}:{finding.place.column}  --{key} '{value}'"


def entry_of(
    path: str, target: str, wanted: Wanted, finding: Finding | None, result: Result, *, secret: bool = False
) -> dict[str, str]:
    """The entry as it is written, with what the user has not said told from the finding."""
    home = os.path.dirname(os.path.abspath(target))
    given = {"rule": wanted.rule}
    if not report_of(target):
        given["file"] = beside(path, home)
    if wanted.cell or wanted.words:
        given |= {key: value for key, value in (("cell", wanted.cell), ("words", wanted.words)) if value}
    elif finding:
        key, value = subject_of(finding, result.report.source, secret=secret)
        given[key] = value
    given["reason"] = wanted.reason
    if wanted.approver:
        given["approver"] = wanted.approver
    if wanted.expires:
        given["expires"] = wanted.expires.isoformat()
    return given


def _refuse_known(
    entries: Sequence[Entry], given: dict[str, str], path: str, meant: Sequence[Finding], result: Result
) -> None:
    """Raises Refusal where the file has the entry already, or another one in force that does as much."""
    quoted = Quotable(result.report.source)
    for entry in entries:
        same = (entry.rule, plain(entry.cell), plain(entry.words)) == (
            given["rule"],
            plain(given.get("cell", "")),
            plain(given.get("words", "")),
        )
        does = bool(meant) and all(entry.means(finding, quoted) for finding in meant)
        if entry.names(path) and (same or (does and not entry.expired(date.today()))):
            raise Refusal(
                f"{entry.document} 第 {entry.line} 行已有这条豁免，没有写入；要改有效期或理由，请直接修改那一条。",
                f"{entry.document}:{entry.line} has this suppression already; nothing was written. Change its day or reason there.",
            )


def add(target: str, given: dict[str, str]) -> int:
    """Adds an entry at the end of a file with suppressions, or makes the file; the line on which the entry begins.  Raises Refusal where that
    cannot be done."""
    try:
        with open(target, "rb") as file:
            before = file.read()
    except FileNotFoundError:
        before = b""
    text = before.decode("utf-8-sig")
    after = with_entry(text, given)
    if after is None:
        raise Refusal(
            f"{target} 的写法不能自动追加，请手工加入这一条：{given}",
            f"{target} is written in a way that cannot be added to; add this by hand: {given}",
        )
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    try:
        write(target, mark + after.encode("utf-8"))
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal(f"{target} 无法写入：{reason}。", f"{target} cannot be written: {reason}.") from error
    return after.count("\n") - len(given) + 1
