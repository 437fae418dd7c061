"""The project's settings: a file ``govlint.yaml`` in the current folder or the nearest one above it.

It says what the command line would; what the command line says goes before it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gov_lint.nouns import SEVERITIES
from gov_lint.outputs import Refusal
from gov_lint.rulepack import Pack
from gov_lint.yamlfile import Document, Mistake, Path, near, read_kept

NAME = "govlint.yaml"
"""The file's name."""
_KEYS = ("rules", "profile", "select", "ignore", "fail-on")
_LISTS = ("rules", "select", "ignore")
FAIL_ON = (*reversed(SEVERITIES), "never")
"""From which severity on a run fails."""


class Config(NamedTuple):
    """What a file says; empty where it says nothing.  The folders of ``rules`` are told from the file's own."""

    rules: tuple[str, ...] = ()
    profile: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    document: Document | None = None


def nearest() -> str:
    """The settings file of the current folder or the nearest one above; empty where there is none."""
    try:
        folder = os.getcwd()
    except OSError:  # it has been removed
        return ""
    while True:
        path = os.path.join(folder, NAME)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def load(path: str) -> Config:
    """What a settings file says; nothing for an empty path.  Raises Refusal where there is something wrong with it."""
    if not path:
        return Config()
    document, mistakes = read_kept(path, _shown(path))
    _refuse(mistakes or document.mistakes(_wrong(document)))
    data: Mapping[str, Any] = document.data or {}
    lists = {key: tuple(_listed(data.get(key))) for key in _LISTS}
    home = os.path.dirname(path)
    return Config(
        tuple(_shown(os.path.join(home, folder)) for folder in lists["rules"]),
        str(data.get("profile", "")),
        lists["select"],
        lists["ignore"],
        str(data.get("fail-on", "")),
        document,
    )


def _shown(path: str) -> str:
    """A path as messages show it: relative to the current folder where it is below it."""
    path = os.path.abspath(path)
    here = os.path.join(os.path.abspath(os.curdir), "")
    return path.removeprefix(here)


def _listed(value: Any) -> Iterator[str]:
    """A list, or words with commas between them."""
    for item in value if isinstance(value, list) else [value or ""]:
        yield from (part.strip() for part in item.replace("，", ",").split(",") if part.strip())


def _wrong(document: Document) -> Iterator[tuple[Path, str, str]]:
    data = document.data
    if data is None:
        return
    if not isinstance(data, dict):
        yield (), "配置应当是“键: 值”的形式", "settings are a mapping"
        return
    for key, value in data.items():
        if key not in _KEYS:
            zh, en = near(key, _KEYS)
            yield (key,), f"没有 {key!r} 这个键{zh}", f"unknown key {key!r}{en}"
        elif key in _LISTS and not _is_list(value):
            yield (key,), f"{key} 应当是一个列表", f"{key} is a list"
        elif key == "fail-on" and value not in FAIL_ON:
            yield (key,), f"fail-on 只能是：{'、'.join(FAIL_ON)}", f"fail-on is one of {', '.join(FAIL_ON)}"
        elif key == "profile" and not isinstance(value, str):
            yield (key,), "profile 应当是一个名称", "profile is a name"


def _is_list(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def refuse_names(config: Config, pack: Pack) -> None:
    """Raises Refusal where the settings name a rule or profile that the pack has not, or switch a mandatory rule off."""
    document = config.document
    if document is None:
        return
    known = [*pack.families, *pack.plain]
    mistakes: list[Mistake] = []
    for key, names in (("select", config.select), ("ignore", config.ignore)):
        for number, name in enumerate(names):
            at = (key, str(number))
            if name not in known:
                zh, en = near(name, known)
                mistakes.append(
                    document.mistake(at, f"没有 {name!r} 这条规则或类别{zh}", f"no rule or family {name!r}{en}")
                )
            elif key == "ignore" and name in pack.mandatory:
                words = f"{name} 是必查规则，不能停用", f"{name} is mandatory and cannot be switched off"
                mistakes.append(document.mistake(at, *words))
    if config.profile and config.profile not in pack.profiles:
        zh, en = near(config.profile, pack.profiles)
        words = f"没有 {config.profile!r} 这个配置集{zh}", f"there is no profile {config.profile!r}{en}"
        mistakes.append(document.mistake(("profile",), *words))
    _refuse(mistakes)


def _refuse(mistakes: list[Mistake]) -> None:
    if mistakes:
        zh, en = ("\n  ".join(mistake.in_(lang) for mistake in mistakes) for lang in ("zh", "en"))
        raise Refusal(f"配置有误：\n  {zh}", f"Mistakes in the settings:\n  {en}")
