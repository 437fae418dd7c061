"""The project's settings: what a file ``govlint.yaml`` (or ``[tool.govlint]`` in ``pyproject.toml``) and the environment say.

They say what the command line would; what the command line says goes before the environment, the environment before the file, and the file before what
a pack says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gov_lint.nouns import Settings, Words
from gov_lint.outputs import Refusal
from gov_lint.packfiles import PackError
from gov_lint.rulepack import Pack, load_pack
from gov_lint.settings import files
from gov_lint.settings.keys import (
    FILES,
    FOREIGN,
    KEYS,
    LISTS,
    NAMES,
    OVERRIDES,
    PATH,
    PATHS,
    Key,
    numbered,
    value_of,
    wrong_value,
)
from gov_lint.yamlfile import MOST_MISTAKES, Document, Mistake, Path, near

if TYPE_CHECKING:
    from gov_lint.settings.globs import Pattern

VARIABLE = "GOVLINT_CONFIG"
"""The environment variable that names a settings file."""

LANG = "GOVLINT_LANG"
"""The environment variable that names the language."""


class Where(NamedTuple):
    """Where something is said: on a line of a file (perhaps in one of its overrides, counted from 1), or in an environment variable."""

    file: str = ""
    line: int = 0
    variable: str = ""
    override: int = 0

    def words(self, zh: str, en: str) -> Words:
        """What is wrong there, in one line."""
        if self.variable:
            return Words(f"环境变量 {self.variable}：{zh}", f"environment variable {self.variable}: {en}")
        mistake = Mistake(self.file, self.line, zh, en)
        return Words(mistake.in_("zh"), mistake.in_("en"))


class Said(NamedTuple):
    """The value of a key, where it is said, and for a list where each item is."""

    value: Any
    where: Where
    items: tuple[Where, ...] = ()


Values = Mapping[str, Said]
"""What is said, by key."""


class Override(NamedTuple):
    """What is said of some files only; their names are told from the folder ``home``."""

    home: str
    patterns: tuple[Pattern, ...]
    values: Values
    where: Where

    def fits(self, path: str) -> bool:
        """Whether it is about a file."""
        from gov_lint.settings.globs import fits, parts_of

        parts = parts_of(path, self.home)
        return any(fits(pattern, parts) for pattern in self.patterns)

    def with_selected(self, names: Sequence[str]) -> Override:
        """The override with more rules in what it selects, where it selects any."""
        said = self.values.get("select")
        if not said or not said.value:
            return self
        return self._replace(values={**self.values, "select": said._replace(value=(*said.value, *names))})


class Config(NamedTuple):
    """What the environment and the files say; empty where they say nothing."""

    values: Mapping[str, Said] = {}
    overrides: tuple[Override, ...] = ()
    documents: tuple[Document, ...] = ()
    """What the files hold, each after those that it extends."""
    path: str = ""
    """The settings file itself."""
    shadowed: str = ""
    """A ``pyproject.toml`` in the same folder whose settings are not used."""

    def get(self, key: str) -> Any:
        """What is said under a key; None where nothing is."""
        said = self.values.get(key)
        return said.value if said else None

    @property
    def rules(self) -> tuple[str, ...]:
        """The folders of an agency's own rules."""
        return self.get("rules") or ()

    @property
    def fail_on(self) -> str:
        """From which severity on a run fails."""
        return self.get("fail-on") or ""

    @property
    def format(self) -> str:
        """The format of the output."""
        return self.get("format") or ""


def nearest(folder: str = "") -> str:
    """The settings file that the environment names; else that of a folder (the current one) or the nearest one above; empty where there is none.

    Raises Refusal where the environment names none that is there.
    """
    named = os.environ.get(VARIABLE, "")
    if named:
        if not os.path.isfile(named):
            words = Where(variable=VARIABLE).words(f"{named} 不是文件", f"{named} is no file")
            raise _refusal([words])
        return named
    try:
        return files.nearest(os.path.abspath(folder) if folder else os.getcwd())
    except OSError:  # the folder has been removed
        return ""


def load(path: str, packs: Sequence[str] = ()) -> Config:
    """What the environment and a settings file (none where the path is empty) say.  Raises Refusal where there is something wrong with either: then
    the names of rules are looked at too, ``packs`` being the folders that go before those of the file, so that everything is told at once."""
    held, mistakes = files.read_all(path) if path else ([], [])
    variables, wrong = _environment()
    wrong += [Words(mistake.in_("zh"), mistake.in_("en")) for mistake in mistakes]
    values: dict[str, Said] = {}
    overrides: list[Override] = []
    for one in held:
        for key, said in _values(one.document, one.data, (), one.home).items():
            values[key] = _added(values[key], said) if KEYS[key].adds and key in values else said
        overrides += _overrides(one)
    values |= variables
    wrong += _missing(values)
    documents = tuple(one.document for one in held)
    config = Config(values, tuple(overrides), documents, path, files.shadowed(path) if path else "")
    if wrong:
        raise _refusal([*wrong, *_also_wrong(config, packs)])
    return config


def _also_wrong(config: Config, packs: Sequence[str]) -> Iterator[Words]:
    """What is wrong with the names in settings that have something else wrong, or with the packs that they name."""
    try:
        yield from _wrong_names(config, load_pack(packs or config.rules))
    except PackError as error:
        yield from (Words(mistake.in_("zh"), mistake.in_("en")) for mistake in error.mistakes)


def _added(before: Said, after: Said) -> Said:
    """Two lists as one."""
    return Said(before.value + after.value, after.where, before.items + after.items)


def _environment() -> tuple[dict[str, Said], list[Words]]:
    """What the environment variables say, and what is wrong with them."""
    found: dict[str, Said] = {}
    mistakes: list[Words] = []
    if os.environ.get(LANG) not in (None, "", "zh", "en"):
        mistakes.append(Where(variable=LANG).words("语言只能是：zh、en", "the language is one of zh, en"))
    for key in KEYS.values():
        printed = os.environ.get(key.environment, "").strip() if key.variable else ""
        if not printed:
            continue
        where = Where(variable=key.environment)
        value: Any = printed
        if key.kind == PATHS:
            value = printed.split(os.pathsep)
        elif key.kind == PATH and printed.lower() == "false":
            value = False
        wrong = [where.words(zh, en) for _, zh, en in wrong_value(key, value)]
        mistakes += wrong
        if not wrong:
            found[key.name] = _said(key, value, lambda _, where=where: where, os.curdir)
    return found, mistakes


def _values(document: Document, data: Mapping[str, Any], at: Path, home: str, override: int = 0) -> dict[str, Said]:
    """What a mapping of a file says, without what only the file itself is about."""

    def where(path: Path) -> Where:
        return Where(document.name, document.line((*at, *path)), override=override)

    return {
        name: _said(KEYS[name], value, lambda path, name=name: where((name, *path)), home)
        for name, value in data.items()
        if name not in ("extends", FILES) and KEYS[name].kind != FOREIGN and (value != "" or KEYS[name].kind in LISTS)
    }


def _said(key: Key, value: Any, where: Any, home: str) -> Said:
    """A value that has nothing wrong.  ``where`` tells from a path in it where that is said."""
    if key.kind in LISTS:
        items = numbered(value, words=key.kind == NAMES)
        texts = tuple(_path(home, text) if key.kind == PATHS else text for text, _ in items)
        return Said(texts, where(()), tuple(where(path) for _, path in items))
    value = value_of(key, value)
    return Said(_path(home, value) if key.kind == PATH and value else value, where(()))


def _path(home: str, path: str) -> str:
    return files.shown(os.path.join(home, path))


def _overrides(held: files.Held) -> Iterator[Override]:
    """What a file says of some files only."""
    document = held.document
    for number, item in enumerate(held.data.get(OVERRIDES) or ()):
        if not item:
            continue
        from gov_lint.settings.globs import pattern_of

        at = (OVERRIDES, str(number))
        values = _values(document, item, at, held.home, number + 1)
        where = Where(document.name, document.line((*at, FILES)), override=number + 1)
        patterns = tuple(pattern_of(text) for text, _ in numbered(item[FILES]))
        yield Override(held.home, patterns, values, where)


def _missing(values: Values) -> Iterator[Words]:
    """What is wrong with paths that lead nowhere."""
    said = values.get("previous")
    if said and said.value and not os.path.exists(said.value):
        yield said.where.words(f"previous：{said.value} 不存在", f"previous: {said.value} does not exist")


def settings_over(values: Values, others: Settings, given: Settings = Settings()) -> Settings:  # noqa: B008 - immutable
    """What is said of a report: what is given, else what the values say, else the others."""
    organ, published, edition = (
        values[key].value if key in values else None for key in ("org-type", "published", "edition")
    )
    return Settings(
        given.org_type or organ or others.org_type,
        given.published or published or others.published,
        given.edition or (int(edition) if edition else others.edition),
    )


def fitting(overrides: Sequence[Override], path: str) -> Values:
    """What overrides say of a file: the later one goes before the one above."""
    found: dict[str, Said] = {}
    for override in overrides:
        if override.fits(path):
            found.update(override.values)
    return found


def without(overrides: Sequence[Override], config: Config, keys: Sequence[str] = ()) -> tuple[Override, ...]:
    """The overrides without what goes before them: what the environment says, and these keys of the command line."""
    gone = {*keys, *(key for key, said in config.values.items() if said.where.variable)}
    kept = (
        override._replace(values={key: said for key, said in override.values.items() if key not in gone})
        for override in overrides
    )
    return tuple(override for override in kept if override.values)


def refuse_names(config: Config, pack: Pack) -> None:
    """Raises Refusal where the settings name a rule or profile that the pack has not, or switch a mandatory rule off."""
    wrong = list(_wrong_names(config, pack))
    if wrong:
        raise _refusal(wrong)


def _wrong_names(config: Config, pack: Pack) -> Iterator[Words]:
    for values in (config.values, *(override.values for override in config.overrides)):
        yield from _names(values, pack)


def _names(values: Values, pack: Pack) -> Iterator[Words]:
    known = [*pack.families, *pack.plain]
    for key in ("select", "ignore"):
        said = values.get(key)
        for name, where in zip(said.value, said.items, strict=True) if said else ():
            if name not in known:
                zh, en = near(name, known)
                yield where.words(f"没有 {name!r} 这条规则或类别{zh}", f"no rule or family {name!r}{en}")
            elif key == "ignore" and name in pack.mandatory:
                yield where.words(f"{name} 是必查规则，不能停用", f"{name} is mandatory and cannot be switched off")
    said = values.get("profile")
    if said and said.value not in pack.profiles:
        zh, en = near(said.value, pack.profiles)
        words = f"没有 {said.value!r} 这个配置集{zh}", f"there is no profile {said.value!r}{en}"
        yield said.where.words(*words)


def _refusal(wrong: Sequence[Words]) -> Refusal:
    zh, en = ("\n  ".join(words.in_(lang)[:_LONGEST] for words in wrong[:MOST_MISTAKES]) for lang in ("zh", "en"))
    return Refusal(f"配置有误：\n  {zh}", f"Mistakes in the settings:\n  {en}")


_LONGEST = 1000
"""How long what is said of one mistake may be."""
