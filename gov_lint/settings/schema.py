"""The JSON Schema of a settings file, made from the keys: editors complete and check ``govlint.yaml`` with it."""

from __future__ import annotations

import json
import sys
from typing import Any

from gov_lint.settings.keys import (
    CHOICE,
    COUNT,
    DAY,
    FILES,
    FOREIGN,
    KEYS,
    LISTS,
    MOST_JOBS,
    OVERRIDES,
    PATH,
    Key,
)

SUPPRESS = "suppress"
"""The key that holds suppressions."""
_STRINGS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def schema() -> dict[str, Any]:
    """The schema."""
    foreign = {OVERRIDES: _overrides, SUPPRESS: _suppress}
    properties = {key.name: foreign[key.name]() if key.kind == FOREIGN else _property(key) for key in KEYS.values()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govlint.yaml",
        "description": "Settings of govlint / govlint 的配置",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def _overrides() -> dict[str, Any]:
    files = {**_STRINGS, "description": "patterns of file names, as in .gitignore / 文件名的模式，写法同 .gitignore"}
    per_file = {key.name: _property(key) for key in KEYS.values() if key.per_file}
    item = {
        "type": "object",
        "required": [FILES],
        "additionalProperties": False,
        "properties": {FILES: files, **per_file},
    }
    return {"type": "array", "description": _words(KEYS[OVERRIDES]), "items": item}


def _suppress() -> dict[str, Any]:
    item = {
        "type": "object",
        "required": ["rule", "file", "reason"],
        "anyOf": [{"required": ["cell"]}, {"required": ["words"]}],
        "additionalProperties": False,
        "properties": {
            name: {"description": words, "type": "string", "minLength": 1} for name, words in _SUPPRESSION.items()
        },
    }
    return {"type": "array", "description": _words(KEYS[SUPPRESS]), "items": item}


_SUPPRESSION = {
    "rule": "id of the rule / 规则",
    "file": "the report, told from this file's folder; * and ** / 报告，从本文件所在目录算起，可用 * 和 **",
    "cell": "table / row / column / 表格 / 行 / 列",
    "words": "a quotation of the text / 原文摘录",
    "reason": "why / 理由",
    "approver": "who approved / 批准人",
    "expires": "the last day on which it holds / 有效期（含当日）",
}


def _words(key: Key) -> str:
    return f"{key.en} / {key.zh}"


def _property(key: Key) -> dict[str, Any]:
    return {"description": _words(key), **_type(key)}


def _type(key: Key) -> dict[str, Any]:
    """What a key may hold."""
    if key.kind in LISTS:
        return _STRINGS
    if key.kind == CHOICE:
        numbers = [int(choice) for choice in key.choices if choice.isdigit()]
        return {"enum": [*key.choices, *numbers]}
    if key.kind == DAY:
        return {
            "type": "string",
            "pattern": "^\\s*[0-9]{4}\\s*[-/.年]\\s*[0-9]{1,2}\\s*[-/.月]\\s*[0-9]{1,2}\\s*日?\\s*$",
        }
    if key.kind == COUNT:
        return {"type": "integer", "minimum": 0, "maximum": MOST_JOBS}
    return {"anyOf": [{"type": "string"}, {"const": False}]} if key.kind == PATH else {"type": "string"}


def main(arguments: list[str]) -> int:
    """Writes the schema into the file; with ``--check`` in front, 1 where the file says something else."""
    text = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
    path = arguments[-1]
    if arguments[0] == "--check":
        with open(path, encoding="utf-8") as file:
            return int(file.read() != text)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
