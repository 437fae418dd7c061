"""Makes a pack out of its files: every rule and profile checked, every mistake told at once, all of it as plain data for the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gov_lint.nouns import PROFILES, SEVERITIES
from gov_lint.packfiles import File, Home, PackError, is_profile
from gov_lint.profiles import profile_name, resolve, wrong_change
from gov_lint.rulefile import Wrong, patterns, rule_data, rule_name
from gov_lint.trial import trial
from gov_lint.yamlfile import MOST_MISTAKES, Document, Mistake, near, read

OFF = "off"
"""The profile of a rule that a pack has switched off."""
_CHANGES = ("severity", "enabled", "options")
_MOST_RULES = 2_000
"""How many rules there may be, those of all packs together."""


def build(packs: Sequence[tuple[Home, list[File]]], *, examples: bool, tested: bool = True) -> dict[str, Any]:
    """The rules, profiles and default profile of packs, of which the first are the national ones.  Raises PackError.

    ``examples`` says whether the rules' examples are kept, ``tested`` whether a rule without them is a mistake.
    """
    made = _Build(examples, tested)
    for home, files in packs:
        made.add(home, files)
    if made.mistakes:
        raise PackError(sorted(made.mistakes, key=lambda mistake: (mistake.file, mistake.line)))
    return {"rules": list(made.rules.values()), "profiles": made.profiles, "profile": made.profile}


_BROKEN: Mapping[str, Any] = {"mandatory": False, "severity": SEVERITIES[-1], "kind": "", "options": {}}
"""What stands for a rule whose file has mistakes, so that naming it is no second one."""


class _Build:
    """A pack in the making."""

    def __init__(self, examples: bool, tested: bool) -> None:
        self.rules: dict[str, dict[str, Any]] = {}
        self.profiles: dict[str, Any] = {}
        self.profile = PROFILES[1]
        self.mistakes: list[Mistake] = []
        self._examples, self._tested = examples, tested
        self._documents: dict[str, Document] = {}
        self._broken: set[str] = set()
        self._changed: list[tuple[str, Document]] = []

    def add(self, home: Home, files: list[File]) -> None:
        """Adds a pack to those that it rests on."""
        profiles = []
        own: dict[str, dict[str, Any]] = {}
        for file in files:
            document, mistakes = read(file.path, file.name)
            self.mistakes += mistakes
            if mistakes and document.data is None:
                self._broken.add(rule_name(document))
            elif is_profile(home, file):
                profiles.append(document)
            else:
                self._rule(document, own, foreign=home.foreign)
        if len(self.rules) > _MOST_RULES:
            words = f"规则超过 {_MOST_RULES:,} 条", f"there are more than {_MOST_RULES:,} rules"
            raise PackError([*self.mistakes, Mistake(home.shown, 1, *words)])
        self._replaces(own, foreign=home.foreign)
        if home.manifest is not None:
            self._changes(home.manifest)
        sound, mistakes = resolve(profiles, self.profiles, self._known, foreign=home.foreign)
        self.mistakes += mistakes
        self.profiles |= sound
        if home.manifest is not None:
            self._default(home.manifest)
        if home.foreign and not self.mistakes:
            self._try(own, profiles)

    @property
    def _known(self) -> dict[str, Mapping[str, Any]]:
        """The rules that may be named, those among them whose files have mistakes of their own."""
        return {**self.rules, **dict.fromkeys(self._broken - self.rules.keys(), _BROKEN)}

    def _rule(self, document: Document, own: dict[str, dict[str, Any]], *, foreign: bool) -> None:
        rule, mistakes = rule_data(document, foreign=foreign, examples=self._examples, tested=self._tested)
        name = rule_name(document)
        if name in self.rules:
            other = self.rules[name]["file"]
            mistakes.append(
                document.mistake(
                    (),
                    f"规则 {name!r} 已经存在（{other}）；要改动它，请在 pack.yaml 的 rules 中写明",
                    f"there is a rule {name!r} already ({other}); to change it, name it under rules in pack.yaml",
                )
            )
        elif rule:
            own[name] = self.rules[name] = rule
            self._documents[name] = document
        else:
            self._broken.add(name)
        self.mistakes += mistakes

    def _replaces(self, own: dict[str, dict[str, Any]], *, foreign: bool) -> None:
        for name, rule in own.items():
            for other in rule["replaces"]:
                words = None
                if other in self._broken:
                    continue
                if other not in self.rules:
                    zh, en = near(other, list(self.rules))
                    words = f"没有 {other!r} 这条规则{zh}", f"it replaces an unknown rule {other!r}{en}"
                elif foreign and self.rules[other]["mandatory"] and other not in own:
                    words = f"{other} 是必查规则，不能由别的规则代替", f"{other} is mandatory and cannot be replaced"
                if words:
                    self.mistakes.append(self._documents[name].mistake(("replaces",), *words))

    def _changes(self, manifest: Document) -> None:
        """The changes that a pack makes to rules."""
        for name, change in manifest.data.get("rules", {}).items():
            wrong = manifest.mistakes((("rules", name, *at), zh, en) for at, zh, en in self._wrong_change(name, change))
            self.mistakes += wrong
            if len(self.mistakes) > MOST_MISTAKES:
                return
            if wrong or name not in self.rules:
                continue
            rule = self.rules[name]
            rule["severity"] = change.get("severity", rule["severity"])
            rule["options"] = {**rule["options"], **change.get("options", {})}
            if "enabled" in change:
                rule["profile"] = PROFILES[0] if change["enabled"] else OFF
            if "options" in change:
                self._changed.append((name, manifest))

    def _wrong_change(self, name: str, change: Any) -> Iterator[Wrong]:
        if not isinstance(change, dict) or not change:
            yield (), "应当写明改动：severity、enabled、options", "changes are severity, enabled, options"
            return
        if name not in self.rules:
            yield from wrong_change(name, {}, self._known, foreign=True)
            return
        for key, value in change.items():
            if key not in _CHANGES:
                zh, en = near(key, _CHANGES)
                yield (key,), f"没有 {key!r} 这种改动{zh}", f"unknown change {key!r}{en}"
            else:
                wrong = wrong_change(name, {key: value}, self.rules, foreign=True)
                yield from (((key, *at), zh, en) for at, zh, en in wrong)

    def _default(self, manifest: Document) -> None:
        given = manifest.data.get("profile")
        known = [*PROFILES, *self.profiles]
        if given is None:
            return
        if given not in known:
            zh, en = near(given, known)
            self.mistakes.append(
                manifest.mistake(("profile",), f"没有 {given!r} 这个配置集{zh}", f"there is no profile {given!r}{en}")
            )
        self.profile = given

    def _try(self, own: dict[str, dict[str, Any]], profiles: list[Document]) -> None:
        """Tries a pack's rules, and those it has changed, in a process of its own."""
        tried = [(name, rule, self._documents[name]) for name, rule in own.items()]
        tried += [(name, self.rules[name], document) for name, document in self._changed]
        for document in profiles:
            profile = self.profiles[profile_name(document)]
            for name, options in profile["options"].items():
                tried.append((name, {**self.rules[name], "options": options}, document))
        self._changed.clear()
        items: list[dict[str, Any]] = []
        homes: list[tuple[str, Document]] = []
        for name, rule, document in tried:
            found = [{"pattern": pattern} for _, pattern in patterns(rule["kind"], rule["options"])]
            items += [*found, {**rule, "examples": []}]
            homes += [(name, document)] * (len(found) + 1)
        for trouble in trial(items):
            if trouble.at is None:
                self.mistakes.append(Mistake(homes[0][1].name, 1, trouble.zh, trouble.en))
                continue
            name, document = homes[trouble.at]
            item = items[trouble.at]
            shown = f" {item['pattern'][:80]!r}" if "pattern" in item else ""
            self.mistakes.append(
                document.mistake(
                    self._place(document, name), f"{name}{shown}：{trouble.zh}", f"{name}{shown}: {trouble.en}"
                )
            )

    @staticmethod
    def _place(document: Document, name: str) -> tuple[str, ...]:
        """Where a file states the options of a rule."""
        for key in ("rules", "options"):
            if (key, name) in document.lines:
                return (key, name)
        return ("check",)
