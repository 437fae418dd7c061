"""``govlint config show``: the settings in effect, and where each comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gov_lint.batch import pack_of
from gov_lint.config import Config, Said, Values, Where, fitting, refuse_names, without
from gov_lint.outputs import say
from gov_lint.rulepack import Pack
from gov_lint.settings.keys import FOREIGN, KEYS, LISTS, Key
from gov_lint.terminal import cell_len, pad, visible

_DEFAULTS: Mapping[str, Any] = {"fail-on": "error", "format": "text", "jobs": 0}
"""What holds where nobody says anything and no pack does."""


def show(path: str, form: str, packs: Sequence[str], config: Config, lang: str) -> int:
    """Prints every value of the settings and where it is said, for one file where the path is not empty.  Raises Refusal where something is wrong."""
    pack = pack_of(packs or config.rules)
    refuse_names(config, pack)
    if packs:
        config = config._replace(values={**config.values, "rules": Said(tuple(packs), Where())})
    values = _effective(config, path)
    if form == "json":
        say(json.dumps(_data(path, values, config, pack), ensure_ascii=False, indent=2) + "\n")
    else:
        say("\n".join(_lines(path, values, config, pack, lang)) + "\n")
    return 0


def _effective(config: Config, path: str) -> Values:
    """What is said, of one file where the path is not empty."""
    overrides = without(config.overrides, config)
    return {**config.values, **(fitting(overrides, path) if path else {})}


def _keys() -> Iterator[Key]:
    """The keys that have a value in effect."""
    return (key for key in KEYS.values() if key.name != "extends" and key.kind != FOREIGN)


def _value(key: Key, values: Values, pack: Pack) -> Any:
    """The value in effect, as JSON has it; None where it is left to each report."""
    said = values.get(key.name)
    if said is None:
        return [] if key.kind in LISTS else pack.profile if key.name == "profile" else _DEFAULTS.get(key.name)
    value = list(said.value) if key.kind in LISTS else said.value
    return value.isoformat() if hasattr(value, "isoformat") else value


def _places(key: Key, values: Values) -> list[Where]:
    """Where a value is said: for a list that files add to, each place once."""
    said = values.get(key.name)
    if said is None:
        return []
    return list(dict.fromkeys(said.items)) if key.adds and said.items else [said.where]


def _kind(key: Key, where: Where | None, config: Config) -> str:
    """What a value comes from: ``default``, ``pack``, ``option``, ``variable``, ``override`` or ``file``."""
    if where is None:
        return "pack" if key.name == "profile" and config.rules else "default"
    if where.variable:
        return "variable"
    if where.override:
        return "override"
    return "file" if where.file else "option"


def _data(path: str, values: Values, config: Config, pack: Pack) -> Any:
    return {
        "version": 1,
        "file": path or None,
        "settings": [document.name for document in config.documents],
        "unused": config.shadowed or None,
        "values": {
            key.name: {"value": _value(key, values, pack), "from": _origins(key, values, config)} for key in _keys()
        },
    }


def _origins(key: Key, values: Values, config: Config) -> list[dict[str, Any]]:
    places: list[Where | None] = [*_places(key, values)] or [None]
    return [
        {
            "kind": _kind(key, where, config),
            **{name: part for name, part in (where or Where())._asdict().items() if part},
        }
        for where in places
    ]


def _lines(path: str, values: Values, config: Config, pack: Pack, lang: str) -> Iterator[str]:
    english = lang == "en"
    names = [document.name for document in reversed(config.documents)]
    if names:
        yield ("Settings: " if english else "配置文件：") + visible(" ← ".join(names))
    else:
        yield "No settings file." if english else "没有配置文件。"
    if config.shadowed:
        other = visible(config.shadowed)
        yield f"Not used: [tool.govlint] in {other}" if english else f"没有使用：{other} 中的 [tool.govlint]"
    if path:
        yield ("For: " if english else "适用于：") + visible(path)
    elif config.overrides:
        count = len(config.overrides)
        yield (
            f"There are {count} overrides for some files; see 'govlint config show FILE'."
            if english
            else f"另有 {count} 项只用于一部分文件的设置，用 govlint config show 文件名 查看。"
        )
    yield ""
    rows = [(key.name, _printed(_value(key, values, pack)), _told(key, values, config, lang)) for key in _keys()]
    widths = [max(cell_len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, origin in rows:
        yield f"{pad(name, widths[0])}  {pad(value, min(widths[1], 40))}  {origin}"


def _printed(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return visible(", ".join(value)) or "-"
    return str(value).lower() if isinstance(value, bool) else visible(str(value))


def _told(key: Key, values: Values, config: Config, lang: str) -> str:
    """Where a value comes from, in words."""
    places: list[Where | None] = [*_places(key, values)] or [None]
    return ("; " if lang == "en" else "；").join(_words(_kind(key, where, config), where, lang) for where in places)


def _words(kind: str, where: Where | None, lang: str) -> str:
    english = lang == "en"
    if where is None or kind == "option":
        zh = {"pack": "规则包默认", "option": "命令行", "default": "默认"}[kind]
        return {"pack": "the pack's default", "option": "command line", "default": "default"}[kind] if english else zh
    if kind == "variable":
        return f"environment variable {where.variable}" if english else f"环境变量 {where.variable}"
    place = f"{visible(where.file)}:{where.line}"
    if kind == "override":
        return f"{place}, override {where.override}" if english else f"{place}，overrides 第 {where.override} 项"
    return place
