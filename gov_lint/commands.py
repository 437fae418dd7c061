"""The commands and their options, as click knows them; each command imports what it needs when it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from gov_lint import __version__
from gov_lint.formats import FORMATS, SCHEMAS
from gov_lint.options import LANGUAGES, Both, Command, Day, DefaultGroup, Option, complaint
from gov_lint.settings.keys import EDITIONS, FAIL_ON, ORGANS

if TYPE_CHECKING:
    from gov_lint.batch import Choice, Look
    from gov_lint.config import Config
    from gov_lint.nouns import Settings


_SETTINGS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--edition",
        cls=Option,
        type=click.Choice(EDITIONS),
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
_PACKS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--rules",
        "packs",
        cls=Option,
        multiple=True,
        type=click.Path(),
        metavar="DIR",
        both=Both(
            "加用本机关的规则包（含 pack.yaml 的目录）；可重复。",
            "An agency's own rules on top (a folder with a pack.yaml); repeatable.",
        ),
    ),
    click.option(
        "--config",
        cls=Option,
        type=click.Path(),
        metavar="FILE",
        both=Both(
            "配置文件；不指定则用当前目录或最近的上级目录中的 govlint.yaml，或 pyproject.toml 中的 [tool.govlint]。",
            "Settings file; otherwise govlint.yaml of the current folder or the nearest one above, or [tool.govlint] in pyproject.toml.",
        ),
    ),
    click.option("--no-config", cls=Option, is_flag=True, both=Both("不用配置文件。", "Without a settings file.")),
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


def _complete_profile(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The national profiles that begin like that."""
    from gov_lint.rulepack import load_pack

    return [name for name in load_pack().profiles if name.startswith(incomplete)]


def _with(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A decorator that adds several options in the given order."""

    def add(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return add


_REPORTING: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--format",
        "formats",
        cls=Option,
        multiple=True,
        type=click.Choice(list(FORMATS)),
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
)
"""Where the outputs go."""
_CHOOSING: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--fail-on",
        cls=Option,
        type=click.Choice(FAIL_ON),
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
    click.option(
        "--profile",
        cls=Option,
        metavar="NAME",
        shell_complete=_complete_profile,
        both=Both(
            "用哪个配置集：minimal、publish（默认）、strict，或某地、某机关的；用 govlint rules 查看。",
            "The profile: minimal, publish (the default), strict, or a local one; see 'govlint rules'.",
        ),
    ),
    *_PACKS,
    *_SETTINGS,
)
"""What is checked."""
_PREVIOUS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--previous",
        cls=Option,
        type=click.Path(),
        metavar="FILE|DIR",
        both=Both(
            "对照用的上年报告，或放着上年报告的目录（按机关和年份查找）；不指定时，要检查的文件里有同一机关两年的报告就自动对照。",
            "Last year's report to compare with, or a folder in which it is looked up by organ and year; by itself, where both years "
            "are among the files.",
        ),
    ),
    click.option(
        "--no-previous",
        cls=Option,
        is_flag=True,
        both=Both("不与上年报告对照。", "No comparison with last year's report."),
    ),
)
"""What a report is compared with."""
_KNOWN: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--no-suppress",
        cls=Option,
        is_flag=True,
        both=Both(
            "不理会任何豁免，全部照常提示（供上级检查用）。",
            "Heeds no suppression: everything is reported (for a supervising office).",
        ),
    ),
    click.option(
        "--suppressions",
        cls=Option,
        type=click.Path(),
        metavar="FILE",
        both=Both(
            "只用这个豁免清单；不指定则用报告所在目录或最近的上级目录中的 govlint-suppressions.yaml、配置文件中的 suppress，"
            "和报告旁边的 <报告>.govlint.yaml。",
            "The only suppressions that are heeded; otherwise govlint-suppressions.yaml in the report's folder or the nearest one above, "
            "'suppress' in the settings, and <report>.govlint.yaml beside the report.",
        ),
    ),
)
"""Which findings are let pass."""
_BASELINE: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--baseline",
        cls=Option,
        type=click.Path(),
        metavar="FILE",
        both=Both(
            "基线文件：其中已有的问题标为“基线中已有”，不计入退出码。",
            "Baseline: findings that it holds are marked and do not count for the exit code.",
        ),
    ),
    click.option(
        "--write-baseline",
        cls=Option,
        type=click.Path(),
        metavar="FILE",
        both=Both(
            "把现有的问题写入基线文件，以 0 退出（有文件未能检查时仍为 2）。",
            "Writes the present findings to a baseline and exits with 0 (still 2 where a file was not checked).",
        ),
    ),
)
"""Which findings were there before."""
_LOOK: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "-q",
        "--quiet",
        cls=Option,
        is_flag=True,
        both=Both("每个问题一行，不显示原文和汇总。", "One line a finding, without the report's text and the summary."),
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
"""How the text looks."""


@click.group(
    cls=DefaultGroup,
    default="lint",
    usage="FILE…|DIR…|-",
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
    *_REPORTING,
    *_CHOOSING,
    *_PREVIOUS,
    *_KNOWN,
    *_BASELINE,
    click.option(
        "--stdin-filename",
        cls=Option,
        metavar="NAME",
        both=Both("标准输入在报告中的文件名。", "Name of standard input in reports."),
    ),
    click.option(
        "-j",
        "--jobs",
        cls=Option,
        type=click.IntRange(min=0),
        metavar="N",
        both=Both(
            "用几个进程检查；0（默认）表示文件多时用上全部处理器。",
            "Processes that share the files; 0 (the default) takes all processors where there are many files.",
        ),
    ),
    *_LOOK,
)
@click.pass_obj
def lint(lang: str, /, paths: tuple[str, ...], **given: Any) -> int:
    """Checks files and folders."""
    from gov_lint import batch

    look, choice = _asked(lang, given)
    jobs = choice.config.get("jobs") or 0 if given["jobs"] is None else given["jobs"]
    choice = _beside(choice, given)._replace(stdin_name=given["stdin_filename"] or batch.STDIN_NAME, jobs=jobs)
    return batch.lint(paths, look, choice, given["fail_on"] or "")


def _asked(lang: str, given: dict[str, Any]) -> tuple[Look, Choice]:
    """How the outputs look and what is checked, as the options say."""
    from gov_lint.batch import Look
    from gov_lint.outputs import pair

    choice = _chosen(given)
    outputs = pair(given["formats"] or [choice.config.format or "text"], given["outputs"])
    look = Look(lang, outputs, given["quiet"], given["statistics"], given["color"], given["show_passed"])
    evidence = given["show_passed"] or any(output.format == "json" for output in outputs)
    return look, choice._replace(evidence=evidence)


def _chosen(given: dict[str, Any]) -> Choice:
    """What is checked, as the options say.  Raises Refusal where they contradict each other."""
    from gov_lint.batch import Choice
    from gov_lint.outputs import Refusal
    from gov_lint.triage import Wishes

    if given["no_suppress"] and given["suppressions"]:
        raise Refusal("--no-suppress 和 --suppressions 只能用一个。", "Give --no-suppress or --suppressions, not both.")
    choice = Choice(_settings(given), given["select"], given["ignore"], packs=given["packs"])
    wishes = Wishes(
        not given["no_suppress"],
        given["suppressions"] or "",
        given.get("baseline") or "",
        given.get("write_baseline") or "",
    )
    return choice._replace(profile=given["profile"] or "", config=_config(given), wishes=wishes)


def _beside(choice: Choice, given: dict[str, Any]) -> Choice:
    """The choice with last year's report, as the options say.  Raises Refusal where they contradict each other."""
    from gov_lint.outputs import Refusal

    if given["previous"] and given["no_previous"]:
        raise Refusal("--previous 和 --no-previous 只能用一个。", "Give --previous or --no-previous, not both.")
    from gov_lint.batch import under

    choice = choice._replace(previous=given["previous"] or "", alone=given["no_previous"])
    return under(choice, choice.config)


@cli.command(
    cls=Command,
    both=Both(
        "检查 Word（.docx）或 PDF 报告，在旁边另存一份带批注的副本（年报.批注.docx）；原文件不变。",
        "Checks Word (.docx) or PDF reports and saves a copy with comments beside each; the report itself stays as it is.",
    ),
    epilogue=Both(
        "每个问题在所在的单元格、标题或句子处有一条批注，Word 副本的末页还有问题一览表。已有的文件不会被覆盖；没有问题的报告不生成副本。退出码与检查时相同。",
        "There is a comment on the cell, the heading or the sentence of each finding, and in Word a table of all of them on a last page. No file is "
        "overwritten; a report without findings gets no copy. Exit codes are those of a check.",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="FILE…|DIR…")
@_with(
    click.option(
        "--output",
        "target",
        cls=Option,
        type=click.Path(),
        metavar="FILE",
        both=Both(
            "副本写到这个文件，不能是已有的文件；只检查一个文件时可用。",
            "File to write the copy to, which must not exist; for a single report.",
        ),
    ),
    *_CHOOSING,
    *_PREVIOUS,
    *_KNOWN,
    _LANG,
)
@click.pass_obj
def annotate(lang: str, /, paths: tuple[str, ...], target: str | None, **given: Any) -> int:
    """Writes findings into copies of reports."""
    from gov_lint.annotate import command
    from gov_lint.batch import Look

    choice = _beside(_chosen(given), given)
    return command.annotate(paths, target or "", Look(lang), choice, given["fail_on"] or "")


@cli.command(
    cls=Command,
    both=Both(
        "把一个地区的政府报告和它汇总的各单位报告放在一起核对；单位之间只比较文字是否雷同，它们各自的报告另用 govlint 目录/ 检查。",
        "Checks a government's report, its figures with those of the units that it sums up, and the units' prose against one another; "
        "check the units' own reports with 'govlint DIR'.",
    ),
)
@click.argument("path", type=click.Path(), metavar="FILE")
@_with(
    click.option(
        "--parts",
        cls=Option,
        multiple=True,
        required=True,
        type=click.Path(),
        metavar="FILE|DIR",
        both=Both("各单位的报告或它们的目录；可重复。", "The units' reports, or folders of them; repeatable."),
    ),
    click.option(
        "--complete",
        cls=Option,
        is_flag=True,
        both=Both(
            "各单位的报告已经齐全，可以加总核对。", "The units' reports are all there, so that sums may be tried."
        ),
    ),
    click.option(
        "--units",
        cls=Option,
        type=click.Path(),
        metavar="FILE",
        both=Both(
            "应当有报告的单位名单，一行一个，找出缺报告的单位。",
            "A list of the units that owe a report, one a line, to find those without.",
        ),
    ),
    *_REPORTING,
    *_CHOOSING,
    *_KNOWN,
    *_BASELINE,
    *_LOOK,
)
@click.pass_obj
def rollup(lang: str, /, path: str, **given: Any) -> int:
    """Checks a government's report with its units'."""
    from gov_lint import rollup

    look, choice = _asked(lang, given)
    region = rollup.Region(path, given["parts"], given["complete"], given["units"] or "")
    return rollup.check(region, look, choice, given["fail_on"] or "")


@cli.command(
    cls=Command,
    both=Both(
        "豁免一个问题：写明理由，记入豁免清单，报告正文不变。",
        "Let a finding pass: the reason goes into the list of suppressions, the report stays as it is.",
    ),
    epilogue=Both(
        "写入报告所在目录或最近的上级目录中的 govlint-suppressions.yaml，没有就在 govlint.yaml 旁边或报告旁边新建；"
        "--suppressions 年报.txt.govlint.yaml 写到只管一份报告的文件。已有的内容和注释不变。写入后以 0 退出，没有写入时为 2。",
        "It goes to govlint-suppressions.yaml in the report's folder or the nearest one above; a new one is made beside govlint.yaml or the report. With "
        "--suppressions report.txt.govlint.yaml it goes to a file for that report alone. What is there stays as it is. Exits with 0 once it is written, "
        "with 2 where it is not.",
    ),
)
@click.argument("path", type=click.Path(), metavar="FILE")
@_with(
    click.option(
        "--rule",
        cls=Option,
        required=True,
        metavar="RULE",
        shell_complete=_complete_rule,
        both=Both("规则。", "The rule."),
    ),
    click.option(
        "--cell",
        cls=Option,
        metavar="CELL",
        both=Both(
            "单元格，如“表三 / （七）总计 / 总计”；也可以只写到行或表。",
            "The cell, such as 表三 / （七）总计 / 总计; or only its row or table.",
        ),
    ),
    click.option(
        "--words",
        cls=Option,
        metavar="TEXT",
        both=Both(
            "问题所在的原文摘录（问题不在表格中时）。", "A quotation of the text (for a finding outside the tables)."
        ),
    ),
    click.option(
        "--reason", cls=Option, required=True, metavar="TEXT", both=Both("理由（必填）。", "The reason (required).")
    ),
    click.option(
        "--approver",
        cls=Option,
        metavar="NAME",
        both=Both("批准人；豁免必查规则时必填。", "Who approved; required for a mandatory rule."),
    ),
    click.option(
        "--expires",
        cls=Option,
        type=Day(),
        both=Both("有效期，如 2026-12-31（含当日）。", "The last day, such as 2026-12-31."),
    ),
    click.option(
        "--suppressions",
        cls=Option,
        type=click.Path(),
        metavar="FILE",
        both=Both("写到这个豁免清单。", "The file to write to."),
    ),
    click.option(
        "--force",
        cls=Option,
        is_flag=True,
        both=Both("现在没有这个问题也写入。", "Writes it even where there is no such finding now."),
    ),
    *_PACKS,
    *_SETTINGS,
    *_PREVIOUS,
    _LANG,
)
@click.pass_obj
def suppress(lang: str, /, path: str, **given: Any) -> int:
    """Adds a suppression."""
    from gov_lint import suppress
    from gov_lint.batch import Choice

    choice = Choice(_settings(given), packs=given["packs"], config=_config(given))
    texts = {key: (given[key] or "").strip() for key in ("rule", "cell", "words", "reason", "approver")}
    wanted = suppress.Wanted(
        **texts, expires=given["expires"], target=given["suppressions"] or "", force=given["force"]
    )
    return suppress.suppress(path, wanted, _beside(choice, given), lang)


@cli.command(
    cls=Command, both=Both("说明一条规则：依据、理由、正例和反例。", "Explain a rule: basis, reason, examples.")
)
@click.argument("rule", shell_complete=_complete_rule)
@_with(*_PACKS, _COLOR, _LANG)
@click.pass_obj
def explain(lang: str, /, rule: str, color: str, **given: Any) -> int:
    """Explains a rule."""
    from gov_lint import show

    return show.explain(rule, show.Wanted(lang, color, given["packs"], _config(given)))


@cli.group(
    cls=DefaultGroup,
    default="list",
    no_args_is_help=False,
    both=Both(
        "列出全部规则；rules test 检验规则包自带的例子。", "List all rules; 'rules test' tries a pack's examples."
    ),
)
def rules() -> None:
    """The group; its default command lists."""


@rules.command("list", cls=Command, both=Both("列出全部规则。", "List all rules."))
@_with(
    click.option(
        "--format",
        cls=Option,
        type=click.Choice(["text", "json"]),
        default="text",
        both=Both("输出格式（默认 text）。", "Format of the output (text by default)."),
    ),
    click.option(
        "--profile",
        cls=Option,
        metavar="NAME",
        shell_complete=_complete_profile,
        both=Both("只列这个配置集的规则。", "Only the rules of this profile."),
    ),
    *_PACKS,
    _COLOR,
    _LANG,
)
@click.pass_obj
def list_rules(lang: str, /, color: str, **given: Any) -> int:
    """Lists the rules."""
    from gov_lint import show

    wanted = show.Wanted(lang, color, given["packs"], _config(given))
    return show.rules(given["format"], given["profile"] or "", wanted)


@rules.command(
    "test",
    cls=Command,
    both=Both(
        "检验规则包自带的例子：没有例子、从不提示或在正例中提示的规则。有不符的以 1 退出，规则包有误的以 2 退出。",
        "Try a pack's own examples: rules that have none, never fire, or fire on a good one. Exits with 1 where there are such, with 2 where the pack "
        "has mistakes.",
    ),
)
@click.argument("folders", nargs=-1, required=True, type=click.Path(), metavar="DIR…")
@_with(_LANG)
@click.pass_obj
def try_rules(lang: str, /, folders: tuple[str, ...], **_: Any) -> int:
    """Tries the examples of packs."""
    from gov_lint import show

    return show.try_packs(folders, lang)


@cli.command(
    cls=Command,
    both=Both(
        "以 JSON 给出识别到的章节和表格，每个单元格带行、列。",
        "Recognised sections and tables as JSON, each cell with its place.",
    ),
)
@click.argument("path", type=click.Path(), metavar="FILE|-")
@_with(
    click.option(
        "--text",
        cls=Option,
        is_flag=True,
        both=Both("只给出文本，一行对应提示中的一个行号。", "Only the text, by the lines that findings name."),
    ),
    *_SETTINGS,
    _LANG,
)
@click.pass_obj
def extract(lang: str, /, path: str, text: bool, **given: Any) -> int:
    """Shows what was recognised."""
    from gov_lint import show

    return show.extract(path, _settings(given), lang, text_only=text)


@cli.group(
    "config",
    cls=DefaultGroup,
    default="show",
    no_args_is_help=False,
    both=Both("显示实际生效的配置，每个值来自哪里。", "Show the settings in effect, and where each comes from."),
)
def settings_group() -> None:
    """The group; its only command shows."""


@settings_group.command(
    "show",
    cls=Command,
    both=Both(
        "显示实际生效的配置，每个值来自哪里；给出文件名时，把只对一部分文件的设置（overrides）也算进去。",
        "Show the settings in effect, and where each comes from; for a file, with what overrides say of it.",
    ),
)
@click.argument("path", required=False, type=click.Path(), metavar="[FILE]")
@_with(
    click.option(
        "--format",
        cls=Option,
        type=click.Choice(["text", "json"]),
        default="text",
        both=Both("输出格式（默认 text）。", "Format of the output (text by default)."),
    ),
    *_PACKS,
    _LANG,
)
@click.pass_obj
def show_settings(lang: str, /, path: str | None, **given: Any) -> int:
    """Shows the settings."""
    from gov_lint import configshow

    return configshow.show(path or "", given["format"], given["packs"], _config(given), lang)


@cli.command(
    cls=Command,
    both=Both(
        "语言服务器：在 VS Code、Neovim、Emacs 等编辑器中边写边检查；由编辑器启动，经标准输入输出通信。需要 govlint[lsp]。",
        "Language server for editors such as VS Code, Neovim and Emacs, which start it and talk to it on standard input and output. Needs "
        "govlint[lsp].",
    ),
)
@_with(
    click.option(
        "--tcp",
        cls=Option,
        type=click.IntRange(1, 65535),
        metavar="PORT",
        both=Both(
            "改在本机的这个端口上等一个编辑器连接（调试用）。",
            "Wait for one editor on this port of this machine (for debugging).",
        ),
    ),
    _LANG,
)
@click.pass_obj
def lsp(lang: str, /, tcp: int | None) -> int:
    """Serves an editor, which may ask for another language than the user's where neither option nor environment does."""
    import os

    from click.core import ParameterSource

    from gov_lint.lsp.command import serve

    source = click.get_current_context().get_parameter_source("lang")
    asked = source == ParameterSource.COMMANDLINE or os.environ.get("GOVLINT_LANG") in LANGUAGES
    return serve(lang if asked else "", tcp)


@cli.command(
    cls=Command,
    both=Both(
        "给出 JSON Schema：json 是 --format json 的输出的，config 是配置文件的。",
        "Prints a JSON Schema: json is that of the output of --format json, config that of a settings file.",
    ),
)
@click.argument("name", type=click.Choice(list(SCHEMAS)))
@_with(_LANG)
@click.pass_obj
def schema(lang: str, /, name: str) -> int:
    """Prints a schema."""
    from gov_lint import show

    return show.schema(name)


@cli.group(
    cls=DefaultGroup,
    default="run",
    usage="[PATTERN…]",
    both=Both(
        "git 提交前检查暂存的报告：hook install 写入钩子，hook uninstall 删除，hook run 检查一次。",
        "Check the staged reports before each git commit: 'hook install' writes the hook, 'hook uninstall' removes it, 'hook run' checks once.",
    ),
)
def hook() -> None:
    """The group; its default command is what the hook does."""


_PATTERNS = click.argument("patterns", nargs=-1, metavar="[PATTERN…]")


@hook.command("run", cls=Command, both=Both("检查暂存的报告。", "Check the staged reports."))
@_PATTERNS
@_with(_LANG)
@click.pass_obj
def run_hook(lang: str, /, patterns: tuple[str, ...]) -> int:
    """Does what the hook does."""
    from gov_lint import hook as module

    return module.run(patterns, lang)


@hook.command(
    "install",
    cls=Command,
    both=Both(
        "写入 git 的 pre-commit 钩子；可以只管一部分文件（写法同 .gitignore，如 年报/）。已有的钩子不会被覆盖。",
        "Write git's pre-commit hook, for all reports or those that fit a pattern (as in .gitignore, such as reports/). No other hook is overwritten.",
    ),
)
@_PATTERNS
@_with(_LANG)
@click.pass_obj
def install_hook(lang: str, /, patterns: tuple[str, ...]) -> int:
    """Writes the hook."""
    from gov_lint import hook as module

    return module.install(patterns, lang)


@hook.command("uninstall", cls=Command, both=Both("删除它写入的钩子。", "Remove the hook that it wrote."))
@_with(_LANG)
@click.pass_obj
def uninstall_hook(lang: str, /) -> int:
    """Removes the hook."""
    from gov_lint import hook as module

    return module.uninstall(lang)


def _config(given: dict[str, Any]) -> Config:
    """The settings file that is asked for, or the nearest one."""
    from gov_lint import config

    return config.load("" if given["no_config"] else given["config"] or config.nearest(), given["packs"])


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
