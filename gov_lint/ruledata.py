"""A rule as the cache keeps it, plain data, and the Rule made of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from gov_lint.nouns import Example, Rule, Words


@lru_cache(maxsize=64)
def check_module(kind: str) -> ModuleType:
    """The module of a kind of check.  Raises ImportError where there is none."""
    return import_module(f"gov_lint.checks.{kind.replace('-', '_')}")


def rule_of(data: Mapping[str, Any]) -> Rule:
    """The rule that plain data states."""
    return Rule(
        id=data["id"],
        family=data["family"],
        severity=data["severity"],
        title=Words(*data["title"]),
        message=Words(*data["message"]),
        basis=Words(*data["basis"]),
        basis_level=data["basis_level"],
        why=Words(*data["why"]),
        kind=data["kind"],
        options=options_of(data["kind"], data["options"]),
        applies={key: tuple(value) for key, value in data["applies"].items()},
        replaces=tuple(data["replaces"]),
        stops=data["stops"],
        profile=data["profile"],
        mandatory=data["mandatory"],
        foreign=data["foreign"],
        examples=tuple(
            Example(e["text"], tuple((n, w) for n, w in e["due"]), frozen(e["settings"]), e["role"], e["line"])
            for e in data["examples"]
        ),
    )


def options_of(kind: str, given: Mapping[str, Any]) -> object:
    """The options of a kind of check."""
    return check_module(kind).Options(**{key: frozen(value) for key, value in given.items()})


def frozen(value: Any) -> Any:
    """A value whose lists have become tuples."""
    if isinstance(value, list):
        return tuple(map(frozen, value))
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return value
