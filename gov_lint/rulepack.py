"""The rule pack: the national rules, and those of an agency on top of them where it has a pack of its own.

The files are read and checked once and kept as plain data in the cache; a warm start imports no YAML, and makes only the rules that it
runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NoReturn

from gov_lint.cache import load_or_build
from gov_lint.nouns import PROFILES, Rule, Words
from gov_lint.packfiles import File, Home, PackError, digest_of, files, homes, kinds_stamp
from gov_lint.records import dataclass, field
from gov_lint.ruledata import options_of, rule_of
from gov_lint.yamlfile import Mistake


@dataclass(frozen=True, eq=False)
class Pack:
    """Rules as plain data by id, in the order of their files; the named profiles as plain data; the profile where none is asked for."""

    plain: Mapping[str, Mapping[str, Any]]
    named: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    profile: str = "publish"
    _made: dict[str, Rule] = field(default_factory=dict, repr=False)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules."""
        return tuple(map(self._rule, self.plain))

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    def rule(self, name: str) -> Rule | None:
        """The rule of that id."""
        return self._rule(name) if name in self.plain else None

    def _rule(self, name: str) -> Rule:
        if name not in self._made:
            self._made[name] = rule_of(self.plain[name])
        return self._made[name]

    @property
    def families(self) -> tuple[str, ...]:
        """The families of the rules, in the order of the files."""
        return tuple(dict.fromkeys(data["family"] for data in self.plain.values()))

    @property
    def mandatory(self) -> tuple[str, ...]:
        """The rules that are always there."""
        return tuple(name for name, data in self.plain.items() if data["mandatory"])

    @property
    def foreign(self) -> frozenset[str]:
        """The rules of an agency's own packs."""
        return frozenset(name for name, data in self.plain.items() if data["foreign"])

    @property
    def profiles(self) -> tuple[str, ...]:
        """The names of all profiles, the general ones first."""
        return (*PROFILES, *self.named)

    def title(self, profile: str) -> Words:
        """What a profile is called."""
        return Words(*self.named[profile]["title"]) if profile in self.named else _TITLES[profile]

    def holds(self, profile: str, name: str) -> bool:
        """Whether a profile holds a rule."""
        changes = self.named.get(profile, {})
        if name in changes.get("enable", ()):
            return True
        if name in changes.get("disable", ()):
            return False
        smallest = self.plain[name]["profile"]
        return smallest in PROFILES[: PROFILES.index(changes.get("base", profile)) + 1]

    def profiles_of(self, name: str) -> tuple[str, ...]:
        """The profiles that hold a rule."""
        return tuple(profile for profile in self.profiles if self.holds(profile, name))

    def view(self, profile: str, names: Sequence[str]) -> Mapping[str, Rule]:
        """Some rules by id, as a profile has them, each made when it is asked for."""
        return _View(self, profile, names)

    def under(self, profile: str, name: str) -> Rule:
        """A rule as a profile has it."""
        rule = self._rule(name)
        changes = self.named.get(profile)
        if changes and name in changes["severity"]:
            rule = rule._replace(severity=changes["severity"][name])
        if changes and name in changes["options"]:
            rule = rule._replace(options=options_of(rule.kind, changes["options"][name]))
        return rule


class _View(Mapping[str, Rule]):
    """Rules of a pack, each made when it is asked for."""

    def __init__(self, pack: Pack, profile: str, names: Sequence[str]) -> None:
        self._pack, self._profile, self._names = pack, profile, names

    def __getitem__(self, name: str) -> Rule:
        if name not in self._names:
            raise KeyError(name)
        return self._pack.under(self._profile, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


_TITLES = {
    "minimal": Words("最少：法律和格式的要求", "what law and form ask for"),
    "publish": Words("发布前检查（默认）", "for a report that is about to go out (the default)"),
    "strict": Words("全部规则（各地专有的除外）", "all rules but those of single places"),
}


def load_pack(folders: Sequence[str] = (), *, examples: bool = False) -> Pack:
    """The national rules, with the packs in these folders on top; with the rules' examples only where asked for.  Raises PackError."""
    return _loaded(folders, examples) if folders else _national(examples)


@lru_cache(maxsize=2)
def _national(examples: bool) -> Pack:
    return _loaded((), examples)


def _loaded(folders: Sequence[str], examples: bool) -> Pack:
    """The pack that is in the cache for what these files hold, or made of them."""
    packs, mistakes = _found(folders)
    if mistakes:
        _refuse(packs, mistakes)
    name = "pack-examples" if examples else "pack"
    shape = " ".join(Rule._fields)  # another govlint may keep other fields
    return pack_from(load_or_build(name, f"{shape}\0{_content(packs)}".encode(), lambda: _built(packs, examples)))


def _content(packs: list[tuple[Home, list[File]]]) -> str:
    """A digest of what the files of packs hold, and of the kinds of check.  Files that did not change since they were last seen are not read."""
    parts = [f"{home.folder} {home.manifest}\n" + "\n".join(map("\t".join, files)) for home, files in packs]
    seen = "\0".join([*kinds_stamp(), *parts]).encode("utf-8", "replace")
    return str(load_or_build("content", seen, lambda: digest_of(packs)))


def _found(folders: Sequence[str]) -> tuple[list[tuple[Home, list[File]]], list[Mistake]]:
    """The packs with their files, and what is wrong with either."""
    packs, mistakes = homes(folders)
    return [(home, files(home, mistakes)) for home in packs], mistakes


def _built(packs: list[tuple[Home, list[File]]], examples: bool) -> dict[str, Any]:
    from gov_lint.packbuild import build

    return build(packs, examples=examples)


def _refuse(packs: list[tuple[Home, list[File]]], mistakes: list[Mistake]) -> NoReturn:
    """Raises PackError with these mistakes and those in the files."""
    try:
        _built(packs, examples=False)
    except PackError as error:
        mistakes = sorted({*mistakes, *error.mistakes})
    raise PackError(sorted(mistakes))


def load_untested(folders: Sequence[str]) -> tuple[Pack, dict[str, str]]:
    """The same, whether or not the packs' rules have examples, straight from the files; and the file of each rule in these folders."""
    from gov_lint.packbuild import build

    packs, mistakes = _found(folders)
    if mistakes:
        _refuse(packs, mistakes)
    pack = pack_from(build(packs, examples=True, tested=False))
    own = {file.name for home, files in packs if home.shown in folders for file in files}
    return pack, {name: data["file"] for name, data in pack.plain.items() if data["file"] in own}


def pack_from(plain: Mapping[str, Any]) -> Pack:
    """The pack that plain data states."""
    return Pack({rule["id"]: rule for rule in plain["rules"]}, plain["profiles"], plain["profile"])
