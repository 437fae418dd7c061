"""The keys of a settings file: what each may hold, and what is wrong with what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from gov_lint.formats import BINARY, FORMATS
from gov_lint.yamlfile import Path, near

FAIL_ON = ("error", "warning", "note", "never")
"""From which severity on a run fails."""
ORGANS = ("department", "government", "town", "subdistrict", "other")
"""The types of organs."""
EDITIONS = ("2019", "2021")
"""The editions of the form."""

NAME, NAMES, PATH, PATHS, CHOICE, DAY, COUNT, FOREIGN = (
    "name",
    "names",
    "path",
    "paths",
    "choice",
    "day",
    "count",
    "foreign",
)
"""What a key may hold: a word, several; a path told from the file's own folder, several; one of a few words; a day; a whole number; something that another
module judges, and finds in ``Config.documents``."""
LISTS = (NAMES, PATHS)


class Key(NamedTuple):
    """A key: its name, what it holds, and whether it may be said of some files only."""

    name: str
    kind: str
    zh: str
    en: str
    choices: tuple[str, ...] = ()
    per_file: bool = False
    variable: bool = True
    """Whether an environment variable says it too."""
    adds: bool = False
    """Whether what a file says comes on top of what it extends, instead of in its place."""

    @property
    def environment(self) -> str:
        """The name of the variable."""
        return "GOVLINT_" + self.name.upper().replace("-", "_")


_ALL = (
    Key("extends", PATHS, "先读这些配置文件，再用本文件改", "settings files to start from", variable=False),
    Key("rules", PATHS, "规则包所在的目录", "folders of an agency's own rules", adds=True),
    Key("profile", NAME, "配置集", "profile", per_file=True),
    Key("select", NAMES, "只用这些规则或类别", "only these rules or families", per_file=True),
    Key("ignore", NAMES, "不用这些规则或类别", "without these rules or families", per_file=True),
    Key("fail-on", CHOICE, "从哪一级起以 1 退出", "severity from which on the exit code is 1", FAIL_ON),
    Key("org-type", CHOICE, "机关类型", "type of the organ", ORGANS, per_file=True),
    Key("edition", CHOICE, "格式的版本", "edition of the form", EDITIONS, per_file=True),
    Key("published", DAY, "公布日期", "day of publication", per_file=True),
    Key("previous", PATH, "上年报告或它们的目录；false 为不对照", "last year's report, or a folder of such; false for no comparison"),
    Key("suppress", FOREIGN, "豁免：经批准不再提示的问题", "findings that are let pass, and why", variable=False, adds=True),
    Key("baseline", PATH, "基线：其中的问题只标出，不计入退出码；false 为不用", "findings that were there before; false for none"),
    Key("format", CHOICE, "输出格式", "format of the output", tuple(name for name in FORMATS if name not in BINARY)),
    Key("jobs", COUNT, "用几个进程", "processes that share the files"),
    Key("overrides", FOREIGN, "只对一部分文件的设置", "settings of some files", variable=False, adds=True),
)  # fmt: skip
KEYS: Mapping[str, Key] = {key.name: key for key in _ALL}
"""Every key by its name, in the order in which they are shown."""
OVERRIDES = "overrides"
"""The key that holds what is said of some files only."""
FILES = "files"
"""The key of an override that says which files it is about."""

Wrong = tuple[Path, str, str]
"""What is wrong with a value: where in it, in Chinese and in English."""


def wrong(data: Any) -> Iterator[Wrong]:
    """All that is wrong with what a settings file holds."""
    if data in (None, ""):
        return
    if not isinstance(data, dict):
        yield (), "配置应当是“键: 值”的形式", "settings are a mapping"
        return
    for name, value in data.items():
        if name not in KEYS:
            zh, en = near(name, tuple(KEYS))
            yield (name,), f"没有 {name!r} 这个键{zh}", f"unknown key {name!r}{en}"
        elif name == "overrides":
            yield from _wrong_overrides(value)
        else:
            yield from _below((name,), wrong_value(KEYS[name], value))


def _below(path: Path, found: Iterator[Wrong]) -> Iterator[Wrong]:
    return (((*path, *at), zh, en) for at, zh, en in found)


def _wrong_overrides(value: Any) -> Iterator[Wrong]:
    if value == "":
        return
    if not isinstance(value, list):
        yield ("overrides",), "overrides 应当是一个列表，每项有 files", "overrides is a list, each item with files"
        return
    for number, item in enumerate(value):
        yield from _below(("overrides", str(number)), _wrong_override(item))


def _wrong_override(item: Any) -> Iterator[Wrong]:
    if not isinstance(item, dict):
        yield (), "overrides 的每一项应当是“键: 值”的形式", "each override is a mapping"
        return
    if FILES not in item:
        zh, en = "缺少 files：这些设置用于哪些文件", "files is missing: which files the settings are for"
        yield (), zh, en
    allowed = (FILES, *(key.name for key in _ALL if key.per_file))
    for name, value in item.items():
        if name == FILES:
            yield from _below((FILES,), _wrong_patterns(value))
        elif name in allowed:
            yield from _below((name,), wrong_value(KEYS[name], value))
        elif name in KEYS:
            zh = f"{name} 不能只对一部分文件设置；overrides 中可用：{'、'.join(allowed)}"
            en = f"{name} cannot be set for some files only; an override may hold: {', '.join(allowed)}"
            yield (name,), zh, en
        else:
            zh, en = near(name, allowed)
            yield (name,), f"没有 {name!r} 这个键{zh}", f"unknown key {name!r}{en}"


def _wrong_patterns(value: Any) -> Iterator[Wrong]:
    if not listed(value):
        yield (
            (),
            'files 应当是文件名的模式，如 街道/** 或 ["*.docx"]',
            "files is a pattern of file names, or a list of such",
        )
    for number, pattern in enumerate(listed(value)):
        if pattern.startswith("!") or ".." in pattern.split("/"):
            zh = f"files 的模式不能以 ! 开头，也不能有 ..：{pattern}"
            yield _item(value, number), zh, f"a pattern of files has no ! in front and no ..: {pattern}"


def _item(value: Any, number: int) -> Path:
    return (str(number),) if isinstance(value, list) else ()


def wrong_value(key: Key, value: Any) -> Iterator[Wrong]:
    """What is wrong with the value of a key."""
    name = key.name
    if key.kind in LISTS:
        if not (isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))):
            yield (), f"{name} 应当是一个列表", f"{name} is a list"
    elif value == "":
        return
    elif key.kind == CHOICE and _word(value) not in key.choices:
        yield (), f"{name} 只能是：{'、'.join(key.choices)}", f"{name} is one of {', '.join(key.choices)}"
    elif key.kind == DAY and not (isinstance(value, str) and day_of(value)):
        yield (), f"{name} 应当是日期，如 2024-01-31", f"{name} is a day, as 2024-01-31"
    elif key.kind == COUNT and not 0 <= _count(value) <= MOST_JOBS:
        yield (), f"{name} 应当是 0 到 {MOST_JOBS} 的整数", f"{name} is a whole number from 0 to {MOST_JOBS}"
    elif key.kind == NAME and not isinstance(value, str):
        yield (), f"{name} 应当是一个名称", f"{name} is a name"
    elif key.kind == PATH and not (isinstance(value, str) or value is False):
        yield (), f"{name} 应当是文件或目录，或者 false", f"{name} is a file or a folder, or false"


MOST_JOBS = 1024
"""How many processes may be asked for."""


def _word(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _count(value: Any) -> int:
    """A whole number, also one that is printed; -1 for anything else."""
    printed = _word(value)
    return int(printed) if re.fullmatch("[0-9]{1,6}", printed) else -1


def day_of(printed: str) -> date | None:
    """A day that is printed as 2024-01-31, 2024/1/31 or 2024年1月31日; None for anything else."""
    match = re.fullmatch(r"\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*", printed)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def value_of(key: Key, value: Any) -> Any:
    """The value of a key as it is used, once there is nothing wrong with it; lists are of ``listed``."""
    if key.kind == DAY:
        return day_of(value)
    if key.kind == COUNT:
        return _count(value)
    return value if value is False else str(value)


def listed(value: Any, *, words: bool = False) -> list[str]:
    """The strings of a list or a single one, without the empty ones; ``words`` may also stand in one string with commas between."""
    return [name for name, _ in numbered(value, words=words)]


def numbered(value: Any, *, words: bool = False) -> list[tuple[str, Path]]:
    """The same, each with its path in the value."""
    found: list[tuple[str, Path]] = []
    for number, item in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(item, str):
            parts = item.replace("，", ",").split(",") if words else [item]
            found += [(part.strip(), _item(value, number)) for part in parts if part.strip()]
    return found
