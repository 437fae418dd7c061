"""The rule pack: YAML files read into frozen rules, every mistake in them reported at once.

The files are read and checked once and kept as plain data in the cache; a warm start imports no YAML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from gov_lint.cache import load_or_build
from gov_lint.nouns import ORGAN_KINDS, PROFILES, SEVERITIES, Example, Rule, Words
from gov_lint.patterns import compiled
from gov_lint.resources import resource_dir

LEVELS = ("法定", "格式", "地方", "惯例")
"""What a rule may rest on: law, the form, a local rule, practice."""
_FIELDS = {
    "title",
    "severity",
    "basis",
    "basis_level",
    "why",
    "applies",
    "replaces",
    "stops",
    "profile",
    "mandatory",
    "check",
    "message",
    "examples",
}
_APPLIES = {"organs", "from_year", "to_year"}
_MARK = compiled(r"[ \t]*#!(.*)$")


class PackError(Exception):
    """The mistakes in a rule pack, each with its file and line."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Pack:
    """The rules of a pack, in the order of their files."""

    rules: tuple[Rule, ...]

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    def rule(self, name: str) -> Rule | None:
        """The rule of that id."""
        return self.by_id.get(name)

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of the rules, in the order of the files."""
        return tuple(dict.fromkeys(rule.family for rule in self.rules))


@lru_cache(maxsize=2)
def load_pack(*, examples: bool = False) -> Pack:
    """The national rule pack; with the rules' examples only where asked for."""
    root = resource_dir("rules")
    files = sorted(root.glob("*/*/*.yaml"))
    contents = [str(file).encode() + b"\0" + file.read_bytes() for file in files]
    name = "pack-examples" if examples else "pack"
    plain = load_or_build(name, b"\0".join(contents), lambda: _compiled(root, files, examples=examples))
    return Pack(tuple(_rule(data) for data in plain))


@lru_cache(maxsize=64)
def check_module(kind: str) -> ModuleType:
    """The module of a kind of check."""
    return import_module(f"gov_lint.checks.{kind.replace('-', '_')}")


def _rule(data: Mapping[str, Any]) -> Rule:
    options = check_module(data["kind"]).Options(**{key: _frozen(value) for key, value in data["options"].items()})
    title, message, basis, why = (Words(*data[field]) for field in ("title", "message", "basis", "why"))
    return Rule(
        id=data["id"],
        family=data["family"],
        severity=data["severity"],
        title=title,
        message=message,
        basis=basis,
        basis_level=data["basis_level"],
        why=why,
        kind=data["kind"],
        options=options,
        applies={key: tuple(value) for key, value in data["applies"].items()},
        replaces=tuple(data["replaces"]),
        stops=data["stops"],
        profile=data["profile"],
        mandatory=data["mandatory"],
        examples=tuple(
            Example(e["text"], tuple((n, w) for n, w in e["due"]), _frozen(e["settings"]), e["role"])
            for e in data["examples"]
        ),
    )


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


def _compiled(root: Path, files: list[Path], *, examples: bool) -> list[dict[str, Any]]:
    """The files as plain data, checked."""
    import yaml

    mistakes: list[str] = []
    rules: list[dict[str, Any]] = []
    for file in files:
        name = file.relative_to(root).as_posix()
        try:
            node = yaml.compose(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            mistakes.append(f"{name}:{mark.line + 1 if mark else 1}: {getattr(error, 'problem', error)}")
            continue
        lines: dict[tuple[str, ...], int] = {}
        data = _plain(node, (), lines)
        found = list(_mistakes(file, data))
        mistakes += [f"{name}:{_line(lines, path)}: {words}" for path, words in found]
        if not found:
            rules.append(_as_data(file, data, examples=examples))
    ids = {rule["id"] for rule in rules}
    for rule in rules:
        mistakes += [f"{rule['id']}: replaces an unknown rule {name!r}" for name in rule["replaces"] if name not in ids]
    if mistakes:
        raise PackError(mistakes)
    return rules


def _plain(node: Any, path: tuple[str, ...], lines: dict[tuple[str, ...], int]) -> Any:
    """A YAML node as plain data, with the line of each key; scalars that are no numbers or booleans stay as printed."""
    if node is None:
        return None
    lines[path] = node.start_mark.line + 1
    if node.id == "mapping":
        return {key.value: _plain(value, (*path, key.value), lines) for key, value in node.value}
    if node.id == "sequence":
        return [_plain(item, (*path, str(i)), lines) for i, item in enumerate(node.value)]
    if node.tag.endswith(":int"):
        return int(node.value)
    if node.tag.endswith(":bool"):
        return node.value.lower() in ("true", "yes", "on")
    return node.value


def _line(lines: Mapping[tuple[str, ...], int], path: tuple[str, ...]) -> int:
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path, 1)


def _mistakes(file: Path, data: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is wrong with a rule, each with the path of the key it is about."""
    if not isinstance(data, dict):
        yield (), "a rule is a mapping"
        return
    for name in data.keys() - _FIELDS:
        yield (name,), f"unknown field {name!r}; there are: {', '.join(sorted(_FIELDS))}"
    for name in ("title", "severity", "basis", "basis_level", "why", "check", "message", "examples"):
        if name not in data:
            yield (), f"no field {name!r}"
    for name in ("title", "message", "basis", "why"):
        value = data.get(name, {})
        if name in data and (not isinstance(value, dict) or set(value) != {"zh", "en"} or not all(value.values())):
            yield (name,), f"{name} takes a sentence each under zh and en"
    if data.get("severity") not in SEVERITIES:
        yield ("severity",), f"severity is one of {', '.join(SEVERITIES)}"
    if data.get("profile", "publish") not in PROFILES:
        yield ("profile",), f"profile is one of {', '.join(PROFILES)}"
    if data.get("basis_level") not in LEVELS:
        yield ("basis_level",), f"basis_level is one of {', '.join(LEVELS)}"
    yield from _applies_mistakes(data.get("applies", {}))
    if isinstance(data.get("examples"), dict):
        for role in ("good", "bad"):
            if not data["examples"].get(role):
                yield ("examples",), f"no {role} example"
        for role in data["examples"].keys() - {"good", "bad", "trap"}:
            yield ("examples", role), f"unknown kind of example {role!r}"
    yield from _check_mistakes(data)


def _applies_mistakes(applies: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    for name in applies.keys() - _APPLIES:
        yield ("applies", name), f"unknown condition {name!r}; there are: {', '.join(sorted(_APPLIES))}"
    for kind in applies.get("organs", []):
        if kind not in ORGAN_KINDS:
            yield ("applies", "organs"), f"unknown type of organ {kind!r}; there are: {', '.join(ORGAN_KINDS)}"


def _check_mistakes(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    stated = data.get("check")
    if not isinstance(stated, dict) or len(stated) != 1:
        yield ("check",), "check takes one kind of check with its options"
        return
    kind, given = next(iter(stated.items()))
    try:
        module = check_module(kind)
    except ImportError:
        yield ("check", kind), f"unknown kind of check {kind!r}"
        return
    wrong = list(_option_mistakes(module, given or {}))
    yield from ((("check", kind, name), words) for name, words in wrong)
    if not wrong and hasattr(module, "problems"):
        options = module.Options(**{key: _frozen(value) for key, value in (given or {}).items()})
        yield from ((("check", kind), words) for words in module.problems(options))
    for language, sentence in (data.get("message") or {}).items():
        for name in compiled(r"\{([^{}]*)\}").findall(str(sentence)):
            if name not in module.FACTS:
                yield ("message", language), f"no fact {name!r}; {kind} gives: {', '.join(module.FACTS)}"


def _option_mistakes(module: ModuleType, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    hints = get_type_hints(module.Options)
    defaults: Mapping[str, Any] = module.Options._field_defaults
    for name in given.keys() - hints.keys():
        yield name, f"unknown option {name!r}; there are: {', '.join(hints)}"
    for name, hint in hints.items():
        if name in given:
            if not _fits(given[name], hint):
                yield name, f"option {name!r} cannot be {given[name]!r}"
        elif name not in defaults:
            yield name, f"no option {name!r}"


def _fits(value: Any, hint: Any) -> bool:
    """Whether a plain value is of the type that an option asks for."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return value in arguments
    if origin is tuple:
        return isinstance(value, list) and all(_fits(item, arguments[0]) for item in value)
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, dict) and all(_fits(item, arguments[1]) for item in value.values())
    if arguments:  # a union
        return any(_fits(value, option) for option in arguments)
    return isinstance(value, hint) and not (hint is int and isinstance(value, bool))


def _as_data(file: Path, data: Mapping[str, Any], *, examples: bool) -> dict[str, Any]:
    kind, options = next(iter(data["check"].items()))
    applies = {
        key: value if isinstance(value, list) else [str(value)] for key, value in data.get("applies", {}).items()
    }
    words = {
        field: [str(data[field]["zh"]).strip(), str(data[field]["en"]).strip()]
        for field in ("title", "message", "basis", "why")
    }
    return {
        "id": file.stem,
        "family": file.parent.name,
        "severity": data["severity"],
        **words,
        "basis_level": data["basis_level"],
        "kind": kind,
        "options": options or {},
        "applies": applies,
        "replaces": data.get("replaces", []),
        "stops": bool(data.get("stops", False)),
        "profile": data.get("profile", "publish"),
        "mandatory": bool(data.get("mandatory", False)),
        "examples": [_example(e, role) for role, given in data["examples"].items() for e in given or []]
        if examples
        else [],
    }


def _setting(value: Any) -> str | list[str]:
    return [str(item) for item in value] if isinstance(value, list) else str(value)


def _example(given: Any, role: str) -> dict[str, Any]:
    """An example's text without its marks, and the lines where they stood."""
    settings = (
        {key: _setting(value) for key, value in given.items() if key != "text"} if isinstance(given, dict) else {}
    )
    text = given["text"] if isinstance(given, dict) else given
    lines, due = [], []
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARK.search(line)
        if mark:
            due.append([number, mark.group(1).strip()])
            line = line[: mark.start()]
        lines.append(line)
    return {"text": "\n".join(lines), "due": due, "settings": settings, "role": role}
