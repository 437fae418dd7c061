"""A rule's documentation page, written from the rule: for ``govlint explain``, for SARIF, and for the rule reference.

``python -m gov_lint.pages --write docs/rules.md`` writes the reference, ``--check`` says whether it is up to date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from gov_lint.nouns import PROFILES, Example, Rule
from gov_lint.rulepack import Pack, load_pack

SEVERITY_WORDS = {
    "zh": {"error": "错误", "warning": "警告", "note": "提示"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}
_LEVELS_EN = {
    "法定": "law",
    "格式": "the mandated form",
    "地方": "local rule",
    "惯例": "practice; no legal duty was found",
}
_LEVELS_ZH = {"惯例": "惯例，未见法定要求"}
_ORGANS_ZH = {
    "department": "部门",
    "government": "县级以上人民政府",
    "town": "乡镇人民政府",
    "subdistrict": "街道办事处",
    "other": "其他机构",
}
_WORDS = {
    "zh": {
        "severity": "严重程度",
        "basis": "依据",
        "family": "类别",
        "applies": "适用",
        "profiles": "配置集",
        "mandatory": "必查，不能停用或降级",
        "off": "已停用",
        "named": "用 `--profile` 选用。",
        "bad": "反例",
        "good": "正例",
        "trap": "合法的写法，不提示",
        "colon": "：",
        "open": "（",
        "close": "）",
        "and": "、",
        "due": "此处提示",
        "settings": "检查时的选项：",
        "name": "文件名：",
        "units": "应当有报告的单位：",
        "previous": "上年的报告{}：",
        "parts": "被汇总单位的报告{}：",
        "siblings": "另一单位的报告{}：",
        "this": "要检查的报告：",
        "reference": "规则一览",
        "intro": "本页由规则文件生成，请勿手工修改。共 {} 条规则。",
        "from_year": "{} 年度起",
        "to_year": "至 {} 年度",
    },
    "en": {
        "severity": "Severity",
        "basis": "Basis",
        "family": "Family",
        "applies": "Applies to",
        "profiles": "Profiles",
        "mandatory": "mandatory: it cannot be switched off or made milder",
        "off": "switched off",
        "named": "Chosen with `--profile`.",
        "bad": "Bad",
        "good": "Good",
        "trap": "Lawful, and not reported",
        "colon": ": ",
        "open": " (",
        "close": ")",
        "and": ", ",
        "due": "reported here",
        "settings": "Checked with: ",
        "name": "Name of the file: ",
        "units": "Units that owe a report: ",
        "previous": "Last year's report{}:",
        "parts": "Report{} of a unit that it sums up:",
        "siblings": "Report{} of another unit:",
        "this": "The report that is checked:",
        "reference": "The rules",
        "intro": "This page is generated from the rule files; do not edit it. There are {} rules.",
        "from_year": "reports for {} and later",
        "to_year": "reports up to {}",
    },
}
_WHOLE = 14
"""Lines up to which an example is shown as a whole; of a longer one, what surrounds the marked lines."""
_AROUND = 3
_OPTIONS = ("edition", "org_type", "published")
"""The settings of an example that are options of the command line."""
_OTHERS = ("previous", "parts", "siblings")
"""Those that are other reports."""


def rule_page(rule: Rule, lang: str = "zh", *, level: int = 1, profiles: Sequence[str] = ()) -> str:
    """The page of a rule in Markdown, its title a heading of that level.  ``profiles`` are those that hold it; told from the rule otherwise."""
    words = _WORDS[lang]
    lines = [f"{'#' * level} {rule.id}", "", f"**{rule.title.in_(lang)}**", ""]
    lines += [f"* {name}{words['colon']}{value}" for name, value in _facts(rule, lang, profiles or _general(rule))]
    lines += ["", rule.why.in_(lang).strip(), ""]
    for role in ("bad", "good", "trap"):
        example = next((e for e in rule.examples if e.role == role), None)
        if example:
            lines += [f"{'#' * (level + 1)} {words[role]}", "", *_example(example, lang), ""]
    return "\n".join(lines).rstrip() + "\n"


def reference(rules: Iterable[Rule], lang: str = "zh", pack: Pack | None = None) -> str:
    """The rule reference: every rule's page, family by family; and the profiles of the pack that they are of, where it is told."""
    rules = tuple(rules)
    words = _WORDS[lang]
    parts = [f"# {words['reference']}\n\n{words['intro'].format(len(rules))}\n"]
    if pack:
        named = "\n".join(f"* `{name}`{words['colon']}{pack.title(name).in_(lang)}" for name in pack.profiles)
        parts.append(f"## {words['profiles']}\n\n{words['named']}\n\n{named}\n")
    families = [(family, tuple(members)) for family, members in groupby(rules, key=lambda rule: rule.family)]
    for family, members in families:
        links = "\n".join(f"* [{rule.id}](#{rule.id}) {rule.title.in_(lang)}" for rule in members)
        parts.append(f"## {family}\n\n{links}\n")
        for rule in members:
            parts.append(rule_page(rule, lang, level=3, profiles=pack.profiles_of(rule.id) if pack else ()))
    return "\n".join(parts)


def _general(rule: Rule) -> Sequence[str]:
    """The general profiles that hold a rule."""
    return PROFILES[PROFILES.index(rule.profile) :] if rule.profile in PROFILES else ()


def _facts(rule: Rule, lang: str, profiles: Sequence[str]) -> Iterator[tuple[str, str]]:
    words = _WORDS[lang]
    levels = _LEVELS_EN if lang == "en" else _LEVELS_ZH
    yield words["severity"], SEVERITY_WORDS[lang][rule.severity]
    basis_level = levels.get(rule.basis_level, rule.basis_level)
    yield words["basis"], f"{rule.basis.in_(lang)}{words['open']}{basis_level}{words['close']}"
    yield words["family"], rule.family
    mandatory = f"{words['open']}{words['mandatory']}{words['close']}" if rule.mandatory else ""
    yield words["profiles"], (words["and"].join(profiles) or words["off"]) + mandatory
    applies = list(_applies(rule, lang))
    if applies:
        yield words["applies"], words["and"].join(applies)


def _applies(rule: Rule, lang: str) -> Iterator[str]:
    for organ in rule.applies.get("organs", ()):
        yield organ if lang == "en" else _ORGANS_ZH.get(organ, organ)
    for bound in ("from_year", "to_year"):
        if bound in rule.applies:
            yield _WORDS[lang][bound].format(rule.applies[bound][0])


def _example(example: Example, lang: str) -> Iterator[str]:
    """The text of an example with line numbers, and under each marked line the words that are due there; then the reports around it, each
    a block of its own."""
    words = _WORDS[lang]
    for line in _given(example, lang):
        yield from (line, "")
    others = [(role, _several(example.settings[role])) for role in _OTHERS if role in example.settings]
    if others:
        yield from (words["this"], "")
    due: dict[int, list[str]] = {}
    for number, message in example.due:
        due.setdefault(number, []).append(message or words["due"])
    yield from _block(example.text, due)
    for role, texts in others:
        for number, text in enumerate(texts, 1):
            yield from ("", words[role].format(f" {number}" if len(texts) > 1 else ""), "")
            yield from _block(text, {})


def _given(example: Example, lang: str) -> Iterator[str]:
    """What an example is checked with, besides other reports: options, the file's name, the units that owe a report."""
    words, given = _WORDS[lang], example.settings
    options = [f"`--{name.replace('_', '-')} {given[name]}`" for name in _OPTIONS if name in given]
    if str(given.get("complete", "")).lower() == "true":
        options.append("`--complete`")
    if options:
        yield words["settings"] + words["and"].join(options)
    if "name" in given:
        yield f"{words['name']}`{given['name']}`"
    if "units" in given:
        yield words["units"] + words["and"].join(_several(given["units"]))


def _several(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def _block(text: str, due: Mapping[int, Sequence[str]]) -> Iterator[str]:
    """A text with line numbers, in a fence; under a line the words that are due there."""
    lines = text.rstrip("\n").split("\n")
    yield "```text"
    before = 0
    for number in _kept(len(lines), due):
        if number > before + 1:
            yield "      …"
        yield f"{'>' if number in due else ' '} {number:3} {lines[number - 1]}".rstrip()
        for message in due.get(number, ()):
            yield f"      ^ {message}"
        before = number
    if before < len(lines):
        yield "      …"
    yield "```"


def _kept(length: int, due: Iterable[int]) -> list[int]:
    """The numbers of the lines of an example that are shown."""
    if length <= _WHOLE:
        return list(range(1, length + 1))
    near = {n for line in due for n in range(line - _AROUND, line + _AROUND + 1)} or set(range(1, _WHOLE))
    return sorted(n for n in near if 1 <= n <= length)


def main(arguments: list[str] | None = None) -> int:
    """Writes or checks the rule reference; 1 where it is out of date."""
    import argparse
    import sys
    from pathlib import Path

    parser = argparse.ArgumentParser(
        prog="python -m gov_lint.pages", description="The rule reference, from the rule files."
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--write", action="store_true", help="write the reference (the default)")
    action.add_argument("--check", action="store_true", help="exit with 1 where the file is out of date")
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    options = parser.parse_args(arguments)
    pack = load_pack(examples=True)
    text = reference(pack.rules, options.lang, pack)
    if not options.check:
        options.file.parent.mkdir(parents=True, exist_ok=True)
        options.file.write_text(text, encoding="utf-8")
        return 0
    current = options.file.read_text(encoding="utf-8") if options.file.exists() else ""
    if current == text:
        return 0
    sys.stderr.write(f"{options.file} is out of date: run python -m gov_lint.pages --write {options.file}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
