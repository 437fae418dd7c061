"""The documentation site: the pages of docs/ together with those that are made from the rules, the commands and the schemas.

``make site`` builds it into build/site/html, with warnings as errors; ``--write`` renews the generated pages that are kept in docs/site, and
``--check`` exits with 1 where they are out of date.
"""

from __future__ import annotations

import argparse
import html
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from gov_lint import DOCS
from gov_lint.commands import cli
from gov_lint.formats import SCHEMAS
from gov_lint.nouns import Rule
from gov_lint.options import Both, Command, DefaultGroup, Option
from gov_lint.pages import SEVERITY_WORDS, rule_page
from gov_lint.rulepack import Pack, load_pack
from gov_lint.settings.keys import KEYS, Key

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "build" / "site"
"""Where the site is built: its Markdown in ``source``, its pages in ``html``."""
OWN = "docs/site"
"""The folder of the pages that are written for the site."""
TAKEN = {
    "docs/formats.md": "formats.md",
    "docs/limits.md": "limits.md",
    "docs/design.md": "design.md",
    "CONTRIBUTING.md": "contributing.md",
    "editors/README.md": "other-editors.md",
    "editors/vscode/README.md": "vscode.md",
}
"""Files of the repository that are pages of the site too."""
_RULES = "docs/rules.md"
"""In the repository the rules are one page; on the site each has its own."""
FAMILIES = {
    "contact": Both("联系方式", "Contact"),
    "crosscheck": Both("正文与表格对照", "Text against tables"),
    "dates": Both("日期和期限", "Dates"),
    "fees": Both("收费", "Fees"),
    "previous-year": Both("与上年报告对照", "Last year's report"),
    "privacy": Both("个人信息和保密", "Privacy and secrecy"),
    "reading": Both("读取和豁免", "Reading and suppressions"),
    "rollup": Both("汇总", "Regions"),
    "structure": Both("章节和标题", "Structure"),
    "tables": Both("表格", "Tables"),
    "wording": Both("用语", "Wording"),
}
_WORDS = {
    "zh": {
        "rules": "规则一览",
        "intro": "共 {} 条规则，由规则文件生成。`govlint explain 规则` 在终端里显示同样的内容。",
        "profiles": "配置集",
        "named": "用 `--profile` 选用。规则属于哪些配置集，写在它的页面上。",
        "columns": "| 规则 | 级别 | 要求 |",
        "back": "[全部规则]({0}) · [English]({1})",
        "options": "选项",
        "made": "本页由命令本身生成，请勿手工修改。`govlint 命令 --help` 显示同样的内容。",
        "option": "| 选项 | 含义 |",
        "default": "默认命令",
        "keys": "| 名称 | 环境变量 | 值 | 含义 |",
        "values": "取值：",
        "stop": "。",
        "or": "、",
    },
    "en": {
        "rules": "The rules",
        "intro": "There are {} rules; this page is generated from their files. `govlint explain RULE` shows the same on a terminal.",
        "profiles": "Profiles",
        "named": "Chosen with `--profile`. A rule's page tells the profiles that hold it.",
        "columns": "| Rule | Severity | What it asks for |",
        "back": "[All rules]({0}) · [中文]({1})",
        "options": "Options",
        "made": "This page is generated from the commands; do not edit it. `govlint COMMAND --help --lang en` shows the same.",
        "option": "| Option | Meaning |",
        "default": "the default command",
        "keys": "| Key | Variable | Value | Meaning |",
        "values": " One of ",
        "stop": ".",
        "or": ", ",
    },
}
_VALUES = {
    "name": Both("名称", "a name"),
    "names": Both("列表", "a list"),
    "path": Both("路径", "a path"),
    "paths": Both("路径的列表", "a list of paths"),
    "day": Both("日期", "a day"),
    "count": Both("整数", "a whole number"),
    "foreign": Both("列表", "a list"),
}
_FENCE = re.compile(r"(^ *```.*?^ *```[^\n]*$)", re.S | re.M)
_BREAK = re.compile(r"(?<=[^\x00-\u2fff])\n *(?=[\u3001-\u9fff“‘（])")
"""The end of a line between two Chinese characters, where a browser would show a space."""
_LINK = re.compile(r"(?<=\]\()(?!\w+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]+)?(?=\))")


def generated() -> dict[str, str]:
    """The generated pages that are kept in the repository, by their paths in docs/site."""
    pages = {"options.md": "zh", "en/options.md": "en"}
    return {path: options_page(lang) for path, lang in pages.items()} | {"keys.md": keys_page()}


def sources() -> dict[str, bytes]:
    """All files that the site is made of, by their paths there."""
    files = {_on_site(path): path for path in [*_own_files(), *TAKEN]}
    made = {target: _content(path) for target, path in files.items()}
    for name, text in _rule_pages(load_pack(examples=True)):
        made[name] = text.encode()
    for schema in SCHEMAS.values():
        made[f"schemas/{schema}"] = (ROOT / "gov_lint" / "schemas" / schema).read_bytes()
    return made


def build(folder: Path = FOLDER) -> Path:
    """Builds the site in a folder and gives the folder of its pages.  Raises CalledProcessError where anything is to be warned of."""
    source = folder / "source"
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in sources().items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    (folder / "mkdocs.yml").write_text(_configuration(), encoding="utf-8")
    # The builder writes its links from its configuration's folder, and keeps what it has read there.
    command = [
        sys.executable,
        "-m",
        "zensical",
        "build",
        "--strict",
        "--clean",
        "--config-file",
        str(folder / "mkdocs.yml"),
    ]
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL)
    return folder / "html"


def _configuration() -> str:
    """mkdocs.yml for a folder of its own; the address is that of the mirror that GOVLINT_DOCS names, where it names one."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("build/site/", "")
    return text.replace(DOCS, os.environ.get("GOVLINT_DOCS", DOCS).rstrip("/") + "/")


def _own_files() -> list[str]:
    """The files of docs/site, by their paths in the repository."""
    return [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / OWN).rglob("*")) if path.is_file()]


def _on_site(path: str) -> str:
    """Where a file of the repository is on the site.  Raises KeyError where it is not there."""
    return path.removeprefix(f"{OWN}/") if path.startswith(f"{OWN}/") else TAKEN[path]


def _content(path: str) -> bytes:
    """A file as the site has it."""
    content = (ROOT / path).read_bytes()
    if not path.endswith(".md"):
        return content
    parts = _FENCE.split(content.decode())
    return "".join(part if index % 2 else _page(part, path) for index, part in enumerate(parts)).encode()


def _page(text: str, path: str) -> str:
    """Markdown outside fences, with unbroken Chinese lines and links that lead to pages of the site."""
    here = posixpath.dirname(_on_site(path))

    def led(match: re.Match[str]) -> str:
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
        anchor = match["anchor"] or ""
        if found == _RULES:
            target, anchor = (f"rules/{anchor[1:]}.md", "") if anchor else ("rules/index.md", "")
        elif found.startswith("gov_lint/schemas/"):
            target = found.removeprefix("gov_lint/")
        else:
            target = _on_site(found)
        return posixpath.relpath(target, here or ".") + anchor

    return _LINK.sub(led, _BREAK.sub("", text))


def _rule_pages(pack: Pack) -> Iterator[tuple[str, str]]:
    """A page for every rule and one for all of them, in both languages, with their paths."""
    for lang, folder, other in (("zh", "rules", "../en/rules"), ("en", "en/rules", "../../rules")):
        words = _WORDS[lang]
        yield f"{folder}/index.md", _index(pack, lang)
        for rule in pack.rules:
            head = f"---\ntitle: {rule.id}\n---\n\n"
            page = rule_page(rule, lang, profiles=pack.profiles_of(rule.id))
            back = words["back"].format("index.md", f"{other}/{rule.id}.md")
            yield f"{folder}/{rule.id}.md", head + page.replace("\n", f"\n\n{back}\n", 1)


def _index(pack: Pack, lang: str) -> str:
    """The list of all rules, family by family."""
    words = _WORDS[lang]
    parts = [f"# {words['rules']}", words["intro"].format(len(pack.rules)), f"## {words['profiles']}", words["named"]]
    colon = "：" if lang == "zh" else ": "
    parts.append("\n".join(f"* `{name}`{colon}{pack.title(name).in_(lang)}" for name in pack.profiles))
    for family, members in groupby(pack.rules, key=lambda rule: rule.family):
        rows = [words["columns"], "|---|---|---|", *(_row(rule, lang) for rule in members)]
        parts += [f"## {getattr(FAMILIES[family], lang)} `{family}`", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _row(rule: Rule, lang: str) -> str:
    title = _cell(rule.title.in_(lang))
    return f"| [{rule.id}]({rule.id}.md) | {SEVERITY_WORDS[lang][rule.severity]} | {title} |"


def options_page(lang: str) -> str:
    """Every command with its options."""
    words = _WORDS[lang]
    parts = [f"# {words['options']}", words["made"]]
    parts += [part for names, command in commands() for part in _command(names, command, lang)]
    return "\n\n".join(parts) + "\n"


def commands(group: click.Group = cli, names: Sequence[str] = ("govlint",)) -> Iterator[tuple[Sequence[str], Command]]:
    """Every command that does something, with the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*names, name))
        elif isinstance(command, Command):
            yield (*names, name), command


def _command(names: Sequence[str], command: Command, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    context = click.Context(command, info_name=" ".join(names))
    default = isinstance(cli, DefaultGroup) and names[1:] == (cli.default,)
    yield f"## {' '.join(names)}"
    yield getattr(command.both, lang)
    usage = " ".join(["govlint" if default else " ".join(names), *command.collect_usage_pieces(context)])
    yield f"```text\n{usage}\n```"
    options = [option for option in command.params if isinstance(option, Option)]
    rows = [words["option"], "|---|---|", *(_option_row(option, context, lang) for option in options)]
    yield "\n".join(rows)
    if command.epilogue:
        yield getattr(command.epilogue, lang)


def _option_row(option: Option, context: click.Context, lang: str) -> str:
    words = _WORDS[lang]
    record = option.get_help_record(context)
    name = record[0] if record else option.opts[0]
    meaning = _cell(getattr(option.both, lang))
    if isinstance(option.type, click.Choice):
        name = name.split(" [")[0]
        meaning += (
            f" {words['values']}{words['or'].join(f'`{choice}`' for choice in option.type.choices)}{words['stop']}"
        )
    return f"| <code>{_cell(name)}</code> | {meaning} |"


def keys_page() -> str:
    """What a settings file may say, key by key."""
    parts = ["# 配置的各项", "本页由程序生成，请勿手工修改。怎样写配置文件见[配置](config.md)。"]
    return (
        "\n\n".join([*parts, "\n".join([_WORDS["zh"]["keys"], "|---|---|---|---|", *map(_key_row, KEYS.values())])])
        + "\n"
    )


def _key_row(key: Key) -> str:
    value = "、".join(f"`{choice}`" for choice in key.choices) or _VALUES[key.kind].zh
    variable = f"`{key.environment}`" if key.variable else ""
    scope = "；可以只对一部分文件设置" if key.per_file else ""
    adds = "；加在所继承文件的值之上" if key.adds else ""
    return f"| `{key.name}` | {variable} | {value} | {_cell(key.zh + scope + adds)} |"


def _cell(text: str) -> str:
    """A text for a cell of a table: angle brackets, stars and bars as themselves."""
    return html.escape(text.replace("\n", " "), quote=False).replace("|", "&#124;").replace("*", "&#42;")


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds the site, or writes or checks the generated pages."""
    parser = argparse.ArgumentParser(prog="python -m tools.site_build", description="The documentation site.")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--write", action="store_true", help="renew the generated pages of docs/site")
    action.add_argument("--check", action="store_true", help="exit with 1 where they are out of date")
    options = parser.parse_args(arguments)
    if not options.write and not options.check:
        try:
            print(build())
        except subprocess.CalledProcessError as error:
            return error.returncode
        return 0
    stale = [
        ROOT / OWN / name
        for name, text in generated().items()
        if not (ROOT / OWN / name).exists() or (ROOT / OWN / name).read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if options.write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(generated()[path.relative_to(ROOT / OWN).as_posix()], encoding="utf-8")
        else:
            print(f"{path.relative_to(ROOT)} is out of date: run make pages", file=sys.stderr)
    return int(bool(stale) and options.check)


if __name__ == "__main__":
    raise SystemExit(main())
