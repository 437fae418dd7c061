"""Named profiles: what a region or an agency asks for, stated as changes to a general profile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gov_lint.nouns import PROFILES, SEVERITIES
from gov_lint.rulefile import Wrong, is_both, wrong_options
from gov_lint.yamlfile import Document, Mistake, near

_KEYS = ("title", "extends", "enable", "disable", "severity", "options")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

Rules = Mapping[str, Mapping[str, Any]]
"""Rules as plain data, by id."""


def profile_name(document: Document) -> str:
    """The name that a file gives its profile."""
    return document.name.rsplit("/", 1)[-1].removesuffix(".yaml")


def resolve(
    documents: list[Document], known: Mapping[str, Any], rules: Rules, *, foreign: bool
) -> tuple[dict[str, Any], list[Mistake]]:
    """The profiles that files state, each with all that it has from those it extends; and the mistakes in them.

    A profile as plain data is its ``title``, the general profile it starts from (``base``), the rules that it takes in (``enable``) or
    leaves out (``disable``), and their ``severity`` and ``options`` where these differ.
    """
    stated = {profile_name(document): document for document in documents}
    mistakes: list[Mistake] = []
    for name, document in stated.items():
        mistakes += document.mistakes(_wrong(name, document, [*PROFILES, *known, *stated], rules, foreign=foreign))
        if name in known or name in PROFILES:
            words = f"配置集 {name!r} 已经存在", f"there is a profile {name!r} already"
            mistakes.append(document.mistake((), *words))
    if mistakes:
        return {}, mistakes
    found = dict(known)
    for name, document in stated.items():
        if not _resolve(name, stated, found, rules, ()):
            mistakes.append(document.mistake(("extends",), "绕了一圈又以自己为基础", "it extends itself in the end"))
    return {name: found[name] for name in stated if name in found}, mistakes


def _resolve(
    name: str, stated: Mapping[str, Document], found: dict[str, Any], rules: Rules, below: tuple[str, ...]
) -> bool:
    """Puts a profile among those found, after what it extends; False where that goes round in a circle."""
    if name in found or name in PROFILES:
        return True
    if name in below:
        return False
    data = stated[name].data
    base = data.get("extends", "publish")
    if not _resolve(base, stated, found, rules, (*below, name)):
        return False
    start = found.get(base, {"base": base, "enable": [], "disable": [], "severity": {}, "options": {}})
    enable, disable = set(data.get("enable") or ()), set(data.get("disable") or ())
    options = dict(start["options"])
    for rule, given in (data.get("options") or {}).items():
        options[rule] = {**rules[rule]["options"], **options.get(rule, {}), **given}
    found[name] = {
        "title": [data["title"]["zh"], data["title"]["en"]],
        "base": start["base"],
        "enable": sorted((set(start["enable"]) | enable) - disable),
        "disable": sorted((set(start["disable"]) | disable) - enable),
        "severity": {**start["severity"], **(data.get("severity") or {})},
        "options": options,
    }
    return True


def _wrong(name: str, document: Document, profiles: list[str], rules: Rules, *, foreign: bool) -> Iterator[Wrong]:
    data = document.data
    if not _NAME.fullmatch(name):
        yield (), f"{name!r} 不能作配置集的名称", f"{name!r} cannot name a profile"
    if not isinstance(data, dict):
        yield (), "配置集应当是“键: 值”的形式", "a profile is a mapping"
        return
    for key in data:
        if key not in _KEYS:
            zh, en = near(key, _KEYS)
            yield (key,), f"没有 {key!r} 这个键{zh}", f"unknown key {key!r}{en}"
    if not is_both(data.get("title")):
        yield ("title",), "title 应当有 zh 和 en 两个名称", "title takes a name each under zh and en"
    base = data.get("extends", "publish")
    if base not in profiles:
        zh, en = near(str(base), profiles)
        yield ("extends",), f"没有 {base!r} 这个配置集{zh}", f"there is no profile {base!r}{en}"
    for key in ("enable", "disable"):
        yield from _wrong_list(data.get(key) or [], key, rules)
    enable, disable = (set(map(str, data.get(key) or ())) for key in ("enable", "disable"))
    for rule in sorted(enable & disable):
        yield ("disable",), f"{rule} 既在 enable 中，又在 disable 中", f"{rule} is both in enable and in disable"
    for key in ("severity", "options"):
        given = data.get(key) or {}
        if not isinstance(given, dict):
            yield (key,), f"{key} 应当是“规则: 值”的形式", f"{key} is a mapping of rules"
            continue
        for rule, value in given.items():
            yield from (
                ((key, rule, *at), zh, en) for at, zh, en in wrong_change(rule, {key: value}, rules, foreign=foreign)
            )


def _wrong_list(given: Any, key: str, rules: Rules) -> Iterator[Wrong]:
    if not isinstance(given, list):
        yield (key,), f"{key} 是规则的列表", f"{key} is a list of rules"
        return
    for number, rule in enumerate(given):
        change = {"enabled": key == "enable"}
        words = wrong_change(str(rule), change, rules, foreign=False)
        yield from (((key, str(number)), zh, en) for _, zh, en in words)


def wrong_change(rule: str, change: Mapping[str, Any], rules: Rules, *, foreign: bool) -> Iterator[Wrong]:
    """What is wrong with a change to a rule: ``enabled``, ``severity``, ``options``.  A mandatory rule stays as it is, or gets graver."""
    if rule not in rules:
        zh, en = near(rule, list(rules))
        yield (), f"没有 {rule!r} 这条规则{zh}", f"there is no rule {rule!r}{en}"
        return
    present = rules[rule]
    mandatory = present["mandatory"]
    enabled, severity = change.get("enabled", True), change.get("severity", present["severity"])
    if not isinstance(enabled, bool):
        yield (), "enabled 只能是 true 或 false", "enabled is true or false"
    elif mandatory and not enabled:
        yield (), f"{rule} 是必查规则，不能停用", f"{rule} is mandatory and cannot be switched off"
    if severity not in SEVERITIES:
        yield (), f"severity 只能是：{'、'.join(SEVERITIES)}", f"severity is one of {', '.join(SEVERITIES)}"
    elif mandatory and SEVERITIES.index(severity) < SEVERITIES.index(present["severity"]):
        yield (), f"{rule} 是必查规则，不能降级", f"{rule} is mandatory and cannot be made milder"
    if "options" in change:
        yield from _wrong_options(rule, present, change["options"], foreign=foreign)


def _wrong_options(rule: str, present: Mapping[str, Any], given: Any, *, foreign: bool) -> Iterator[Wrong]:
    if present["mandatory"]:
        yield (), f"{rule} 是必查规则，不能改选项", f"{rule} is mandatory; its options stay as they are"
    elif not present["kind"]:
        return
    elif not isinstance(given, dict):
        yield (), "选项应当是“名称: 值”的形式", "options are a mapping"
    else:
        yield from wrong_options(present["kind"], {**present["options"], **given}, foreign=foreign)
