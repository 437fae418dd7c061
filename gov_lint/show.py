"""The commands that show something without judging: a rule, all rules, what was recognised in a report."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Any, NamedTuple

from gov_lint.batch import STDIN_NAME, no_such_rule, pack_of, profile_of, read_source, refusal
from gov_lint.config import Config, refuse_names
from gov_lint.files import STDIN
from gov_lint.formats import SCHEMAS
from gov_lint.nouns import PROFILES, Rule, Settings
from gov_lint.outputs import say, warn
from gov_lint.packfiles import PackError
from gov_lint.pages import SEVERITY_WORDS, rule_page
from gov_lint.resources import resource
from gov_lint.rulepack import Pack
from gov_lint.terminal import Screen, cell_len, pad, screen_of, visible, wrap

_GAP = 2
"""Cells between two columns of a table."""
_LEAST = 20
"""Cells that a column of words needs at least; else it goes below."""
_HEADS_ZH = ("规则", "级别", "配置集", "要求", "依据")


class Wanted(NamedTuple):
    """How something is shown, and of which rules: the language, whether in colours, the packs asked for, the settings file."""

    lang: str = "zh"
    color: str = "auto"
    packs: Sequence[str] = ()
    config: Config = Config()

    def pack(self, *, examples: bool = False) -> Pack:
        """The rules."""
        pack = pack_of(self.packs or self.config.rules, examples=examples)
        refuse_names(self.config, pack)
        return pack


def explain(name: str, wanted: Wanted) -> int:
    """Prints the page of a rule.  Raises Refusal where there is none of that name."""
    pack = wanted.pack(examples=True)
    rule = pack.rule(name)
    if rule is None:
        raise no_such_rule(name, list(pack.plain))
    page = rule_page(rule, wanted.lang, profiles=pack.profiles_of(name))
    say("\n".join(_painted(page, screen_of(sys.stdout, wanted.color), rule.severity)) + "\n")
    return 0


def _painted(page: str, screen: Screen, severity: str) -> Iterator[str]:
    """A page's Markdown for a terminal: headings and marks in colour, long lines broken, fences left out."""
    example = False
    for line in page.split("\n"):
        line = visible(line.expandtabs(4))
        if line.startswith("```"):
            example = not example
        elif example:
            yield from _example_line(line, screen, severity)
        elif line.startswith("#"):
            yield screen.paint(line.lstrip("# "), "bold")
        else:
            bold = line.startswith("**") and line.endswith("**")
            indent = 2 if line.startswith("* ") else 0
            first, *rest = wrap(line.strip("*") if bold else line, screen.width - indent, screen.width)
            yield screen.paint(first, "bold") if bold else first
            yield from (" " * indent + other for other in rest)


def _example_line(line: str, screen: Screen, severity: str) -> Iterator[str]:
    """A line of an example; what is too long for the screen goes on under the words."""
    marked = line.startswith(">") or line.lstrip().startswith("^")
    for number, part in enumerate(wrap(line[6:], screen.width - 8)):
        text = "  " + (line[:6] if number == 0 else " " * 6) + part
        yield screen.paint(text, severity) if marked else text


def rules(form: str, profile: str, wanted: Wanted) -> int:
    """Prints all rules, or those of a profile as it has them: a table, or JSON."""
    pack = wanted.pack()
    shown = pack.rules
    if profile_of(profile, pack) == profile:
        shown = tuple(pack.under(profile, name) for name in pack.plain if pack.holds(profile, name))
    if form == "json":
        data = {
            "version": 1,
            "rules": [_rule_data(rule, pack) for rule in shown],
            "profiles": {name: pack.title(name)._asdict() for name in pack.profiles},
        }
        say(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        screen = screen_of(sys.stdout, wanted.color)
        say(_table(shown, wanted.lang, screen) + ("" if profile else _profiles(pack, wanted.lang, screen)))
    return 0


def _rule_data(rule: Rule, pack: Pack) -> dict[str, Any]:
    pairs = {name: {"zh": words.zh, "en": words.en} for name, words in _sentences(rule)}
    return {
        "id": rule.id,
        "family": rule.family,
        "severity": rule.severity,
        "basis_level": rule.basis_level,
        **pairs,
        "applies": {name: list(values) for name, values in rule.applies.items()},
        "profile": rule.profile,
        "profiles": list(pack.profiles_of(rule.id)),
        "mandatory": rule.mandatory,
    }


def _sentences(rule: Rule) -> Iterator[tuple[str, Any]]:
    yield from (("title", rule.title), ("message", rule.message), ("basis", rule.basis), ("why", rule.why))


def _table(shown: tuple[Rule, ...], lang: str, screen: Screen) -> str:
    """The rules as a table, as wide as the screen: without the basis, or one below the other, where that is too narrow."""
    heads = ("Rule", "Severity", "Profile", "What ought to be", "Basis") if lang == "en" else _HEADS_ZH
    names = max([cell_len(heads[0]), *(cell_len(rule.id) for rule in shown)])
    marks = max(cell_len(heads[1]), *(cell_len(words) for words in SEVERITY_WORDS[lang].values()))
    sizes = max(map(cell_len, (heads[2], *PROFILES)))
    room = screen.width - names - marks - sizes - 3 * _GAP
    widths = [names, marks, sizes, room]
    if room >= 50:
        widths[3:] = [(room - _GAP) * 3 // 5, (room - _GAP) * 2 // 5]
    lines: list[str] = []
    if room >= _LEAST:
        lines.append(screen.paint(_line([[head] for head in heads[: len(widths)]], widths)[0], "bold"))
    for family, members in groupby(shown, key=lambda rule: rule.family):
        lines += ["", screen.paint(family, "dim")]
        for rule in members:
            lines += _row(rule, lang, screen, widths)
    total = (
        f"{len(shown)} rules. See 'govlint explain RULE'."
        if lang == "en"
        else f"共 {len(shown)} 条规则。govlint explain 规则名 查看说明。"
    )
    return "\n".join([*lines, "", *wrap(total, screen.width)]) + "\n"


def _profiles(pack: Pack, lang: str, screen: Screen) -> str:
    """The profiles, and how many rules each has."""
    lines = ["", screen.paint("Profiles" if lang == "en" else "配置集", "bold")]
    options = {name: f"--profile {name}" for name in pack.profiles}
    widths = [max(map(cell_len, options.values())), 9, 0]
    widths[2] = screen.width - sum(widths) - 2 * _GAP
    for name, option in options.items():
        count = sum(pack.holds(name, rule) for rule in pack.plain)
        counted = f"{count:3} {'rules' if lang == 'en' else '条'}"
        title = visible(pack.title(name).in_(lang))
        if widths[2] < _LEAST:
            lines += [f"{option}  {counted}", *("  " + line for line in wrap(title, screen.width - 2))]
        else:
            lines += _line([[option], [counted], wrap(title, widths[2])], widths)
    return "\n".join(lines) + "\n"


def _row(rule: Rule, lang: str, screen: Screen, widths: list[int]) -> list[str]:
    """The lines of a rule in the table."""
    severity = SEVERITY_WORDS[lang][rule.severity]
    title, basis = visible(rule.title.in_(lang)), visible(rule.basis.in_(lang))
    if widths[3] < _LEAST:
        first = f"{rule.id}  {screen.paint(severity, rule.severity)}"
        return [first, *("  " + line for line in wrap(title, screen.width - 2))]
    profile = [rule.profile]
    cells = [[rule.id], [severity], profile, wrap(title, widths[3]), wrap(basis, widths[-1])][: len(widths)]
    first, *rest = _line(cells, widths)
    return [first.replace(severity, screen.paint(severity, rule.severity), 1), *rest]


def _line(cells: list[list[str]], widths: list[int]) -> list[str]:
    """The lines of a table's row, of which each cell has some."""
    rows = zip_longest(*cells, fillvalue="")
    return [
        (" " * _GAP).join(pad(part, width) for part, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def try_packs(folders: Sequence[str], lang: str) -> int:
    """Tries the examples of the packs in these folders, and prints what is wrong with them; 1 where something is."""
    from gov_lint.examples import failures
    from gov_lint.rulepack import load_untested

    try:
        pack, own = load_untested(folders)
    except PackError as error:
        raise refusal(error) from error
    texts, wrong = 0, 0
    for rule in (rule for rule in pack.rules if rule.id in own):
        texts += len(rule.examples)
        for line, words in failures(rule):
            wrong += 1
            say(
                f"{visible(own[rule.id])}:{line}: {rule.id}{': ' if lang == 'en' else '：'}{visible(words.in_(lang))}\n"
            )
    if lang == "en":
        say(f"Rules: {len(own)}, examples: {texts}; {f'not as they say: {wrong}' if wrong else 'all as they say'}\n")
    else:
        say(f"{len(own)} 条规则，{texts} 个例子：{f'{wrong} 处不符' if wrong else '全部相符'}\n")
    return int(wrong > 0)


def extract(path: str, settings: Settings, lang: str, *, text_only: bool) -> int:
    """Prints what was recognised in a report; 2 where it cannot be read."""
    from gov_lint.readers import ReadError
    from gov_lint.reporters.extract import extract as extracted
    from gov_lint.structure import recognise

    name = STDIN_NAME if path == STDIN else path
    try:
        source = read_source(path, name)
    except ReadError as error:
        warn(f"{name}{': ' if lang == 'en' else '：'}{error.in_(lang)}")
        return 2
    report = recognise(source, settings)
    if text_only:
        say(report.source.text.removesuffix("\n") + "\n")
    else:
        say(json.dumps(extracted(report), ensure_ascii=False, indent=2) + "\n")
    return 0


def schema(name: str) -> int:
    """Prints a JSON Schema."""
    say(resource("schemas", SCHEMAS[name]).decode())
    return 0
