"""One rule's file: read, checked in every field, and turned into plain data."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from string import Formatter
from types import ModuleType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from gov_lint import checks
from gov_lint.danger import trouble
from gov_lint.nouns import LOCAL, ORGAN_KINDS, PROFILES, SEVERITIES, Around
from gov_lint.ruledata import check_module, options_of
from gov_lint.yamlfile import MOST_MISTAKES, Document, Mistake, Path, near

LEVELS = ("法定", "格式", "地方", "惯例")
"""What a rule may rest on: law, the form, a local rule, practice."""
_SENTENCES = ("title", "message", "basis", "why")
_NEEDED = ("title", "severity", "basis", "basis_level", "why", "check", "message")
_FIELDS = (*_NEEDED, "applies", "replaces", "stops", "profile", "mandatory", "examples")
_APPLIES = ("organs", "from_year", "to_year")
_ROLES = ("good", "bad", "trap")
_SETTINGS = ("org_type", "published", "edition", "name", "unread", "unused", "expired", *Around._fields)
_MARK = re.compile(r"[ \t]*#!(.*)$")
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

Wrong = tuple[Path, str, str]
"""Where something is wrong, and what, in Chinese and in English."""


def rule_data(
    document: Document, *, foreign: bool, examples: bool, tested: bool = True
) -> tuple[dict[str, Any], list[Mistake]]:
    """The rule in a file as plain data, and the mistakes in it; with mistakes there is no data.

    ``foreign`` is the file of an agency's own pack, which may do less.  ``examples`` says whether they are kept, ``tested`` whether
    a rule without them is a mistake.
    """
    mistakes = document.mistakes(_wrong(document, foreign=foreign, tested=tested))
    if mistakes:
        return {}, mistakes
    return _as_data(document, foreign=foreign, examples=examples), []


def rule_name(document: Document) -> str:
    """The id that a file's name gives its rule."""
    return document.name.rsplit("/", 1)[-1].removesuffix(".yaml")


def _family(document: Document) -> str:
    return document.name.split("/")[-2] if "/" in document.name else ""


def _wrong(document: Document, *, foreign: bool, tested: bool) -> Iterator[Wrong]:
    data = document.data
    for name in (rule_name(document), _family(document)):
        if not _ID.fullmatch(name) or len(name) > 60:
            yield (
                (),
                f"{name!r} 不能作规则或类别的名称：只用小写字母、数字和连字符，且以字母开头",
                f"{name!r} cannot name a rule or a family: lower-case letters, digits and hyphens, a letter first",
            )
    if not isinstance(data, dict):
        yield (), "规则应当是“字段: 值”的形式", "a rule is a mapping"
        return
    for name in data:
        if name not in _FIELDS:
            zh, en = near(name, _FIELDS)
            yield (name,), f"没有 {name!r} 这个字段{zh}", f"unknown field {name!r}{en}"
    for name in _NEEDED:
        if name not in data:
            yield (), f"缺少字段 {name!r}", f"no field {name!r}"
    for name in _SENTENCES:
        if name in data and not is_both(data[name]):
            yield (
                (name,),
                f"{name} 应当有 zh 和 en 两句话，不含控制字符",
                f"{name} takes a plain sentence each under zh and en",
            )
    yield from _one_of(data, "severity", SEVERITIES)
    yield from _one_of(data, "profile", (*PROFILES, LOCAL))
    yield from _one_of(data, "basis_level", LEVELS)
    for name in ("stops", "mandatory"):
        if not isinstance(data.get(name, False), bool):
            yield (name,), f"{name} 只能是 true 或 false", f"{name} is true or false"
    if data.get("mandatory") is True and data.get("profile") != "minimal":
        yield ("mandatory",), "必查的规则应当写明 profile: minimal", "a mandatory rule is of profile: minimal"
    if foreign and data.get("stops"):
        yield ("stops",), "只有国家规则可以使其他规则停止", "only a national rule may stop the others"
    replaces = data.get("replaces", [])
    if not isinstance(replaces, list) or not all(isinstance(name, str) for name in replaces):
        yield ("replaces",), "replaces 是规则名称的列表", "replaces is a list of rules"
    yield from _wrong_applies(data.get("applies", {}))
    yield from _wrong_examples(data.get("examples", {}), tested=tested)
    if "check" in data:
        yield from _wrong_check(data, foreign=foreign)


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that steer a terminal or turn the direction of writing."""


def is_both(value: Any) -> bool:
    """Whether this is a sentence in both languages."""
    return isinstance(value, dict) and set(value) == {"zh", "en"} and all(map(_is_sentence, value.values()))


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _UNSEEN.search(value.strip())


def _one_of(data: Mapping[str, Any], name: str, known: tuple[str, ...]) -> Iterator[Wrong]:
    if name in data and data[name] not in known:
        yield (name,), f"{name} 只能是：{'、'.join(known)}", f"{name} is one of {', '.join(known)}"


def _wrong_applies(applies: Any) -> Iterator[Wrong]:
    if not isinstance(applies, dict):
        yield ("applies",), "applies 应当是“条件: 值”的形式", "applies is a mapping"
        return
    for name, value in applies.items():
        if name not in _APPLIES:
            zh, en = near(name, _APPLIES)
            yield ("applies", name), f"没有 {name!r} 这个条件{zh}", f"unknown condition {name!r}{en}"
        elif name != "organs" and (not isinstance(value, int) or isinstance(value, bool)):
            yield ("applies", name), f"{name} 应当是年份", f"{name} is a year"
        elif name == "organs" and not isinstance(value, list):
            yield ("applies", name), "organs 是机关类型的列表", "organs is a list of types of organ"
        elif name == "organs":
            for kind in value:
                if kind not in ORGAN_KINDS:
                    zh, en = near(str(kind), ORGAN_KINDS)
                    yield (
                        ("applies", "organs"),
                        f"没有 {kind!r} 这种机关类型{zh}",
                        f"unknown type of organ {kind!r}{en}",
                    )


def _wrong_examples(given: Any, *, tested: bool) -> Iterator[Wrong]:
    at: Path = ("examples",)
    if not isinstance(given, dict):
        yield at, "examples 应当分 good、bad、trap", "examples holds good, bad and trap"
        return
    for role in ("good", "bad"):
        if tested and not given.get(role):
            yield at, f"没有 {role} 的例子", f"no {role} example"
    for role, texts in given.items():
        if role not in _ROLES:
            zh, en = near(role, _ROLES)
            yield (*at, role), f"没有 {role!r} 这种例子{zh}", f"unknown kind of example {role!r}{en}"
        elif texts and not isinstance(texts, list):
            yield (*at, role), f"{role} 是例子的列表", f"{role} is a list of examples"
        else:
            for number, example in enumerate(texts or ()):
                yield from _wrong_example(example, (*at, role, str(number)), role, tested=tested)


def _wrong_example(example: Any, at: Path, role: str, *, tested: bool) -> Iterator[Wrong]:
    text = example.get("text") if isinstance(example, dict) else example
    if not isinstance(text, str):
        yield at, "例子是一段文字，或者带 text 的设置", "an example is a text, or a mapping with text"
        return
    marked = "#!" in text
    if marked != (role == "bad") and (tested or marked):
        yield (
            at,
            "反例中没有用 #! 标出应当提示的行" if role == "bad" else "只有反例可以用 #! 标出应当提示的行",
            "no line of the bad example is marked with #!"
            if role == "bad"
            else "only bad examples have lines marked with #!",
        )
    if not isinstance(example, dict):
        return
    for name, value in example.items():
        words = _wrong_setting(name, value)
        if words:
            yield ((*at, name), *words)


def _wrong_setting(name: str, value: Any) -> tuple[str, str] | None:
    if name == "text":
        return None
    if name not in _SETTINGS:
        zh, en = near(name, ("text", *_SETTINGS))
        return f"例子没有 {name!r} 这个设置{zh}", f"unknown setting of an example {name!r}{en}"
    if name == "org_type" and value not in ORGAN_KINDS:
        return f"org_type 只能是：{'、'.join(ORGAN_KINDS)}", f"org_type is one of {', '.join(ORGAN_KINDS)}"
    if name == "edition" and value not in (2019, 2021):
        return "edition 只能是：2019、2021", "edition is one of 2019, 2021"
    if name == "published" and not _is_day(value):
        return "published 应当是 2024-01-31 这样的日期", "published is a day such as 2024-01-31"
    many = name in ("parts", "siblings", "units")
    if isinstance(value, dict) or (
        isinstance(value, list) and (not many or any(isinstance(v, list | dict) for v in value))
    ):
        return f"{name} 的值不对", f"{name} cannot be this"
    return None


def _is_day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


@lru_cache(maxsize=1)
def kinds() -> list[str]:
    """The kinds of check that there are."""
    [folder] = checks.__path__
    return sorted(name[:-3].replace("_", "-") for name in os.listdir(folder) if re.fullmatch(r"[a-z]\w*\.py", name))


def _wrong_check(data: Mapping[str, Any], *, foreign: bool) -> Iterator[Wrong]:
    stated = data["check"]
    if not isinstance(stated, dict) or len(stated) != 1:
        yield ("check",), "check 应当是一种检查及其选项", "check takes one kind of check with its options"
        return
    kind, given = next(iter(stated.items()))
    if kind.replace("_", "-") not in kinds():
        zh, en = near(kind, kinds())
        yield ("check", kind), f"没有 {kind!r} 这种检查{zh}", f"unknown kind of check {kind!r}{en}"
        return
    module = check_module(kind)
    for path, zh, en in wrong_options(kind, given or {}, foreign=foreign):
        yield ("check", kind, *path), zh, en
    for language, sentence in data["message"].items() if is_both(data.get("message")) else ():
        for zh, en in _wrong_message(sentence, module.FACTS, kind):
            yield ("message", language), zh, en


def _wrong_message(sentence: str, facts: tuple[str, ...], kind: str) -> Iterator[tuple[str, str]]:
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        yield "花括号没有成对", "a brace has no partner"
        return
    for _, name, form, conversion in parts:
        if name in facts and (form or conversion):
            yield f"事实只能写成 {{{name}}}", f"a fact is written {{{name}}} and no more"
        elif name is not None and name not in facts:
            zh, en = near(name, facts)
            yield f"没有 {name!r} 这个事实{zh}（{kind}）", f"no fact {name!r}{en} ({kind})"


def wrong_options(kind: str, given: Any, *, foreign: bool) -> Iterator[Wrong]:
    """What is wrong with the options of a kind of check.  The patterns among those of a foreign pack are looked at closely."""
    if not isinstance(given, dict):
        yield (), "选项应当是“名称: 值”的形式", "options are a mapping"
        return
    module = check_module(kind)
    wrong = list(islice(_wrong_types(module, given), MOST_MISTAKES))
    if foreign:
        for path, pattern in patterns(kind, given):
            words = trouble(pattern)
            if words:
                wrong.append((path, *words))
    yield from wrong
    if not wrong:
        try:
            options = options_of(kind, given)
            problems: Callable[[Any], Iterator[str]] | None = getattr(module, "problems", None)
            yield from (((), words, words) for words in problems(options)) if problems else ()
        except Exception as error:  # whatever a kind makes of options that nobody has tried
            yield (), f"这些选项不能用：{error}", f"these options cannot be used: {error}"


def patterns(kind: str, given: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The texts among the options of a kind that may be regular expressions: all but those that its ``PLAIN`` names, and fixed words."""
    module = check_module(kind)
    hints = get_type_hints(module.Options)
    plain = ("zh", "en", *getattr(module, "PLAIN", ()))
    for name, value in given.items():
        if name not in plain and get_origin(hints.get(name)) is not Literal:
            yield from _texts(value, (name,), plain)


def _texts(value: Any, path: Path, plain: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if key not in plain:
            yield from _texts(item, (*path, str(key)), plain)


def _wrong_types(module: ModuleType, given: Mapping[str, Any]) -> Iterator[Wrong]:
    hints = get_type_hints(module.Options)
    defaults: Mapping[str, Any] = module.Options._field_defaults
    for name in given:
        if name not in hints:
            zh, en = near(name, list(hints))
            yield (name,), f"没有 {name!r} 这个选项{zh}", f"unknown option {name!r}{en}"
    for name, hint in hints.items():
        if name in given:
            if not _fits(given[name], hint):
                shown = repr(given[name])[:60]
                yield (name,), f"选项 {name!r} 不能是 {shown}", f"option {name!r} cannot be {shown}"
        elif name not in defaults:
            yield (), f"缺少选项 {name!r}", f"no option {name!r}"


def _fits(value: Any, hint: Any) -> bool:
    """Whether a plain value is of the type that an option asks for."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return value in arguments
    if origin is tuple:
        return isinstance(value, list) and all(_fits(item, arguments[0]) for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, dict) and all(_fits(item, arguments[1]) for item in value.values())
    if arguments:  # a union
        return any(_fits(value, option) for option in arguments)
    return isinstance(value, hint) and not (hint is int and isinstance(value, bool))


def _as_data(document: Document, *, foreign: bool, examples: bool) -> dict[str, Any]:
    data = document.data
    kind, options = next(iter(data["check"].items()))
    applies = {
        key: value if isinstance(value, list) else [str(value)] for key, value in data.get("applies", {}).items()
    }
    return {
        "id": rule_name(document),
        "family": _family(document),
        "file": document.name,
        "severity": data["severity"],
        **{field: [data[field]["zh"].strip(), data[field]["en"].strip()] for field in _SENTENCES},
        "basis_level": data["basis_level"],
        "kind": kind,
        "needs": getattr(check_module(kind), "NEEDS", ""),
        "options": options or {},
        "applies": applies,
        "replaces": data.get("replaces", []),
        "stops": data.get("stops", False),
        "profile": data.get("profile", "publish"),
        "mandatory": data.get("mandatory", False),
        "foreign": foreign,
        "examples": list(_examples(document)) if examples else [],
    }


def _examples(document: Document) -> Iterator[dict[str, Any]]:
    """Each example's text without its marks, the lines where they stood, and where it begins."""
    for role, given in document.data.get("examples", {}).items():
        for number, example in enumerate(given or ()):
            at: Path = ("examples", role, str(number))
            settings = {}
            if isinstance(example, dict):
                settings = {key: _setting(value) for key, value in example.items() if key != "text"}
                example, at = example["text"], (*at, "text")
            lines, due = [], []
            for count, line in enumerate(example.split("\n"), 1):
                mark = _MARK.search(line)
                if mark:
                    due.append([count, mark.group(1).strip()])
                    line = line[: mark.start()]
                lines.append(line)
            start = document.starts.get(at, 0)
            yield {"text": "\n".join(lines), "due": due, "settings": settings, "role": role, "line": start}


def _setting(value: Any) -> str | list[str]:
    return [str(item) for item in value] if isinstance(value, list) else str(value)
