"""Suppressing a finding from an editor: the entry that lets it pass, and the file that the entry goes to.  The text itself is never touched."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import NamedTuple

from gov_lint.nouns import Finding, Source, Words
from gov_lint.outputs import Refusal, write
from gov_lint.rulepack import Pack
from gov_lint.waivers import ALWAYS, beside, day, subject_of, with_entry, wrong_rule

_SECRET = "privacy"
"""The family of rules whose findings quote what should not be written down once more."""


class Grant(NamedTuple):
    """Why a finding is let pass, who approved it and until which day, as the user typed it."""

    reason: str = ""
    approver: str = ""
    expires: str = ""


class Place(NamedTuple):
    """The file that an entry goes to, what it holds now (None where it is not there yet), and what is added at its end."""

    path: str
    now: str | None
    added: str
    mark: bytes = b""
    """The byte order mark that the file begins with."""


class Chance(NamedTuple):
    """What suppressing a finding would come to: where its entry goes, and whether somebody has to approve."""

    place: Place
    mandatory: bool


def allowed(finding: Finding, path: str) -> bool:
    """Whether a finding in the document of that path can be suppressed at all."""
    return bool(path) and finding.rule not in ALWAYS


def entry(finding: Finding, source: Source, pack: Pack, path: str, home: str, grant: Grant) -> dict[str, str]:
    """The entry for a finding in the document of that path, in a file in the folder ``home``."""
    key, subject = subject_of(finding, source, secret=pack.plain[finding.rule]["family"] == _SECRET)
    given = {"rule": finding.rule, "file": beside(path, home), key: subject}
    given["reason"] = grant.reason.strip()
    return given | {key: value for key in ("approver", "expires") if (value := getattr(grant, key).strip())}


def place(path: str, given: Mapping[str, str]) -> Place:
    """Where and how an entry is written down.  Raises Refusal where the file cannot be read, or its layout takes no entry at its end."""
    now, mark = None, b""
    try:
        if os.path.lexists(path):
            with open(path, "rb") as file:
                data = file.read()
            mark = data[: len(BOM_UTF8)] if data.startswith(BOM_UTF8) else b""
            now = data[len(mark) :].decode()
    except (OSError, ValueError) as error:
        raise Refusal(f"无法读取 {path}：{error}", f"{path} cannot be read: {error}") from error
    text = with_entry(now or "", given)
    if text is None or not text.startswith(now or ""):
        raise Refusal(
            f"{path} 有误，或者它的写法不便添加；请手工登记。",
            f"{path} has mistakes or a layout of its own; add the entry by hand.",
        )
    return Place(path, now, text[len(now or "") :], mark)


def write_down(where: Place) -> None:
    """Writes an entry to its file.  Raises Refusal where that fails."""
    try:
        write(where.path, where.mark + ((where.now or "") + where.added).encode("utf-8", "replace"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(f"无法写入 {where.path}：{reason}。", f"{where.path} cannot be written: {reason}.") from error


def wrong(finding: Finding, pack: Pack, grant: Grant) -> Words | None:
    """Why a finding cannot be suppressed like that; None where it can."""
    if not grant.reason.strip():
        return Words("必须写明理由。", "A reason is required.")
    if re.search(r"[\r\n]", grant.reason + grant.approver):
        return Words("理由和批准人应当各写成一行。", "Reason and approver are one line each.")
    if grant.expires.strip() and day(grant.expires.strip()) is None:
        return Words("有效期应当是 2026-12-31 这样的日期。", "The last day is one such as 2026-12-31.")
    for _, zh, en in wrong_rule(finding.rule, grant.approver.strip(), pack.plain):
        return Words(f"{zh}。", f"{en}.")
    return None
