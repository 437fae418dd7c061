"""The commands and their options, as click knows them; each command imports what it needs when it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from gov_lint import __version__
from gov_lint.options import LANGUAGES, Both, Command, Day, DefaultGroup, Option, complaint

if TYPE_CHECKING:
    from gov_lint.nouns import Settings

ORGANS = ("department", "government", "town", "subdistrict", "other")
FORMATS = ("text", "json", "sarif")


_SETTINGS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--edition",
        cls=Option,
        type=click.Choice(["2019", "2021"]),
        both=Both(
            "按哪一版格式检查；不指定则自动识别。", "Edition of the mandated form; recognised by itself otherwise."
        ),
    ),
    click.option(
        "--org-type",
        cls=Option,
        type=click.Choice(ORGANS),
        both=Both(
            "机关类型：部门（含政府办公室）、县级以上政府、乡镇、街道、其他；不指定则从标题推测，有关的提示降一级。",
            "Type of the organ; guessed from the title otherwise, and the findings that rest on it are one step milder.",
        ),
    ),
    click.option(
        "--published",
        cls=Option,
        type=Day(),
        both=Both(
            "公布日期，如 2024-01-31；不指定则用落款日期。", "Day of publication; that of the sign-off otherwise."
        ),
    ),
)
_LANG = click.option(
    "--lang",
    cls=Option,
    type=click.Choice(LANGUAGES),
    expose_value=False,  # main() has seen it
    both=Both("语言（默认 zh；也可用环境变量 GOVLINT_LANG）。", "Language (zh by default; GOVLINT_LANG sets it too)."),
)
_COLOR = click.option(
    "--color",
    cls=Option,
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    both=Both(
        "是否用颜色；auto 看 NO_COLOR、FORCE_COLOR 和是不是终端。",
        "Colours; auto looks at NO_COLOR, FORCE_COLOR and whether it is a terminal.",
    ),
)


def _complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of rules that begin like that."""
    from gov_lint.rulepack import load_pack

    return [rule.id for rule in load_pack().rules if rule.id.startswith(incomplete)]


def _with(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A decorator that adds several options in the given order."""

    def add(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@click.group(
    cls=DefaultGroup,
    default="lint",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    both=Both(
        "检查政府信息公开工作年度报告：格式、表格勾稽、日期、联系方式和收费说明，逐条指出行、列和依据。"
        "给出文件、目录或 -（标准输入）；文件名与命令同名时写成 ./rules。",
        "Checks annual reports on government information disclosure: form, arithmetic of the tables, dates, contacts and fees, "
        "each finding with its line, column and clause. Give files, folders or - (standard input); write ./rules for a file that is "
        "called like a command.",
    ),
    epilogue=Both(
        "退出码：0 没有达到 --fail-on 的问题；1 有；2 有文件未能检查，或选项有误。\n"
        '命令补全（bash）：eval "$(_GOVLINT_COMPLETE=bash_source govlint)"；zsh、fish 换成 zsh_source、fish_source。',
        "Exit codes: 0 nothing at or above --fail-on; 1 something; 2 a file was not checked, or an option is wrong.\n"
        'Completion (bash): eval "$(_GOVLINT_COMPLETE=bash_source govlint)"; zsh_source and fish_source likewise.',
    ),
)
@click.version_option(
    __version__, prog_name="govlint", message="%(prog)s %(version)s", help="显示版本 / Show the version."
)
def cli() -> None:
    """The group; its default command is ``lint``."""


@cli.command(cls=Command, both=Both("检查年度报告（默认命令）。", "Check reports (the default command)."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="FILE…|DIR…|-")
@_with(
    click.option(
        "--format",
        "formats",
        cls=Option,
        multiple=True,
        type=click.Choice(FORMATS),
        both=Both(
            "输出格式（默认 text）；可重复，每个后面跟自己的 --output。",
            "Format of the output (text by default); repeatable, each followed by its --output.",
        ),
    ),
    click.option(
        "--output",
        "outputs",
        cls=Option,
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        both=Both(
            "写到文件（- 为标准输出），按次序与 --format 配对。",
            "File to write (- is standard output), paired with --format by order.",
        ),
    ),
    click.option(
        "--fail-on",
        cls=Option,
        type=click.Choice(["error", "warning", "note", "never"]),
        default="error",
        both=Both(
            "从哪一级起以 1 退出（默认 error）。", "Severity from which on the exit code is 1 (error by default)."
        ),
    ),
    click.option(
        "--select",
        cls=Option,
        multiple=True,
        metavar="RULE,…",
        both=Both(
            "只用这些规则或类别；可重复，可用逗号分隔。", "Only these rules or families; repeatable, or with commas."
        ),
    ),
    click.option(
        "--ignore",
        cls=Option,
        multiple=True,
        metavar="RULE,…",
        both=Both("不用这些规则或类别。", "Without these rules or families."),
    ),
    *_SETTINGS,
    click.option(
        "--stdin-filename",
        cls=Option,
        metavar="NAME",
        both=Both("标准输入在报告中的文件名。", "Name of standard input in reports."),
    ),
    click.option(
        "-q",
        "--quiet",
        cls=Option,
        is_flag=True,
        both=Both("每个问题一行，不显示原文和汇总。", "One line a finding, without the report's text and the summary."),
    ),
    click.option(
        "-j",
        "--jobs",
        cls=Option,
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        both=Both(
            "用几个进程检查；0（默认）表示文件多时用上全部处理器。",
            "Processes that share the files; 0 (the default) takes all processors where there are many files.",
        ),
    ),
    click.option(
        "--show-passed",
        cls=Option,
        is_flag=True,
        both=Both(
            "列出核对过的每一条关系：两边的数、是否成立、无法判断的原因。",
            "Lists all that was compared: the numbers, whether it holds, and why it could not be judged.",
        ),
    ),
    click.option(
        "--statistics",
        cls=Option,
        is_flag=True,
        both=Both("最后按规则统计。", "Counts by rule at the end."),
    ),
    _COLOR,
    _LANG,
)
@click.pass_obj
def lint(lang: str, /, paths: tuple[str, ...], **given: Any) -> int:
    """Checks files and folders."""
    from gov_lint import batch
    from gov_lint.outputs import pair

    outputs = pair(given["formats"], given["outputs"])
    look = batch.Look(lang, outputs, given["quiet"], given["statistics"], given["color"], given["show_passed"])
    name = given["stdin_filename"] or batch.STDIN_NAME
    evidence = given["show_passed"] or any(output.format == "json" for output in outputs)
    choice = batch.Choice(_settings(given), given["select"], given["ignore"], name, given["jobs"], evidence)
    return batch.lint(paths, look, choice, given["fail_on"])


@cli.command(
    cls=Command, both=Both("说明一条规则：依据、理由、正例和反例。", "Explain a rule: basis, reason, examples.")
)
@click.argument("rule", shell_complete=_complete_rule)
@_with(_COLOR, _LANG)
@click.pass_obj
def explain(lang: str, /, rule: str, color: str, **_: Any) -> int:
    """Explains a rule."""
    from gov_lint import show

    return show.explain(rule, lang, color)


@cli.command(cls=Command, both=Both("列出全部规则。", "List all rules."))
@_with(
    click.option(
        "--format",
        cls=Option,
        type=click.Choice(["text", "json"]),
        default="text",
        both=Both("输出格式（默认 text）。", "Format of the output (text by default)."),
    ),
    _COLOR,
    _LANG,
)
@click.pass_obj
def rules(lang: str, /, color: str, **given: Any) -> int:
    """Lists the rules."""
    from gov_lint import show

    return show.rules(given["format"], lang, color)


@cli.command(
    cls=Command,
    both=Both(
        "以 JSON 给出识别到的章节和表格，每个单元格带行、列。",
        "Recognised sections and tables as JSON, each cell with its place.",
    ),
)
@click.argument("path", type=click.Path(), metavar="FILE|-")
@_with(
    click.option("--text", cls=Option, is_flag=True, both=Both("只给出规范化后的文本。", "Only the normalised text.")),
    *_SETTINGS,
    _LANG,
)
@click.pass_obj
def extract(lang: str, /, path: str, text: bool, **given: Any) -> int:
    """Shows what was recognised."""
    from gov_lint import show

    return show.extract(path, _settings(given), lang, text_only=text)


def _settings(given: dict[str, Any]) -> Settings:
    from gov_lint.nouns import Settings

    return Settings(given["org_type"], given["published"], int(given["edition"]) if given["edition"] else None)


def run(arguments: list[str], lang: str) -> int:
    """Runs the command that the arguments name.  Raises Refusal where it cannot be done as asked, KeyboardInterrupt after Ctrl-C."""
    from gov_lint.outputs import warn

    try:
        return int(cli.main(arguments, prog_name="govlint", standalone_mode=False, obj=lang) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
    except click.ClickException as error:
        warn(complaint(error, lang))
    except click.Abort:
        raise KeyboardInterrupt from None
    return 2
