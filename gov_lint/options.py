"""How the command line behaves where click's own ways do not fit: a default command, and words in two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from gov_lint.settings.keys import day_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

LANGUAGES = ("zh", "en")


class Both(NamedTuple):
    """Help in both languages."""

    zh: str
    en: str


def language(context: click.Context) -> str:
    """The language of a command under way."""
    return str(context.find_root().obj or "zh")


class Option(click.Option):
    """An option with help in both languages."""

    def __init__(self, *args: Any, both: Both, **attributes: Any) -> None:
        super().__init__(*args, **{**attributes, "help": both.en})
        self.both = both


class Command(click.Command):
    """A command with help in both languages, which breaks Chinese lines."""

    def __init__(self, *args: Any, both: Both, epilogue: Both | None = None, **attributes: Any) -> None:
        super().__init__(*args, **{**attributes, "help": both.en})
        self.both = both
        self.epilogue = epilogue

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes usage, purpose and options."""
        lang = language(ctx)
        usage = " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])
        write_help(formatter, lang, usage, self.both, _records(self, ctx, lang), self.epilogue)


class DefaultGroup(click.Group):
    """A group whose default command needs no name: what is not the name of a command belongs to the default one."""

    def __init__(
        self, *args: Any, default: str, both: Both, epilogue: Both | None = None, usage: str = "", **attributes: Any
    ) -> None:
        super().__init__(*args, **{**attributes, "help": both.en})
        self.default = default
        self.usage = usage
        self.both = both
        self.epilogue = epilogue

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the default command before arguments that name none."""
        if args and args[0] in ("--help", "-h", "--version"):
            args = args[:1]  # what follows can only be the language
        elif args[0] not in self.commands if args else not self.no_args_is_help:
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, and whatever the default command would complete."""
        from click.shell_completion import CompletionItem

        command = self.commands[self.default]
        inner = click.Context(command, parent=ctx, info_name=self.default, resilient_parsing=True)
        own = [item for item in super().shell_complete(ctx, incomplete) if item.value != self.default]
        files = [CompletionItem(incomplete, type="file")] if not incomplete.startswith("-") else []
        return [*own, *command.shell_complete(inner, incomplete), *files]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes usage, purpose, the default command's options, and the other commands."""
        lang = language(ctx)
        usage = f"{ctx.command_path} [OPTIONS] {self.usage}".rstrip()
        records = _records(self.commands[self.default], ctx, lang) + [
            record for record in _records(self, ctx, lang) if "--version" in record[0]
        ]
        write_help(formatter, lang, usage, self.both, records, self.epilogue)
        formatter.write(f"\n{'Commands' if lang == 'en' else '其他命令'}\n")
        others = [
            (name, command.both)
            for name, command in self.commands.items()
            if isinstance(command, Command | DefaultGroup)
        ]
        write_records(formatter, [(name, getattr(both, lang)) for name, both in others if name != self.default])


def _records(command: click.Command, ctx: click.Context, lang: str) -> list[tuple[str, str]]:
    """The options of a command and what they are for."""
    found: list[tuple[str, str]] = []
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is None or isinstance(parameter, click.Argument):
            continue
        words = getattr(parameter.both, lang) if isinstance(parameter, Option) else record[1]
        if record[0].endswith("--help"):
            words = "Show this help." if lang == "en" else "显示本帮助。"
        found.append((record[0], words))
    return found


def write_help(
    formatter: click.HelpFormatter,
    lang: str,
    usage: str,
    purpose: Both,
    records: list[tuple[str, str]],
    epilogue: Both | None,
) -> None:
    """Writes one page of help."""
    from gov_lint.terminal import wrap

    formatter.write(f"{'Usage: ' if lang == 'en' else '用法：'}{usage}\n\n")
    formatter.write("\n".join(wrap(getattr(purpose, lang), formatter.width)) + "\n")
    formatter.write(f"\n{'Options' if lang == 'en' else '选项'}\n")
    write_records(formatter, records)
    if epilogue:
        lines = getattr(epilogue, lang).split("\n")
        formatter.write("\n" + "\n".join(part for line in lines for part in wrap(line, formatter.width)) + "\n")


def write_records(formatter: click.HelpFormatter, records: list[tuple[str, str]]) -> None:
    """Writes names and what they mean in two columns."""
    from gov_lint.terminal import cell_len, pad, wrap

    column = min(max(cell_len(name) for name, _ in records), 30) + 4
    for name, words in records:
        head = f"  {name}"
        first, *rest = wrap(words, max(formatter.width - column, 20))
        if cell_len(head) + 2 > column:
            formatter.write(head + "\n" + " " * column + first + "\n")
        else:
            formatter.write(pad(head, column) + first + "\n")
        for line in rest:
            formatter.write(" " * column + line + "\n")


class Day(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A day, as 2024-01-31, 2024/1/31 or 2024年1月31日."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The date, or a complaint."""
        return day_of(str(value)) or self.fail(_no_day(value, ctx), param, ctx)


def _no_day(value: Any, ctx: click.Context | None) -> str:
    if ctx and language(ctx) == "en":
        return f"{value!r} is no day; write it as 2024-01-31."
    return f"“{value}”不是日期，应写成 2024-01-31 这样。"


def complaint(error: click.ClickException, lang: str) -> str:
    """What is wrong with the command line, and what to do."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path.removesuffix(" lint").removesuffix(" list") if context else "govlint"
    if lang == "en":
        return f"{error.format_message().rstrip('.')}. Try '{command} --help'."
    return f"{_complaint_zh(error)}用 {command} --help 查看用法。"


def _complaint_zh(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        return f"没有 {error.option_name} 这个选项{f'；是不是 {near}？' if near else '。'}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_name(error).rstrip()}。"
    if isinstance(error, click.BadParameter):
        parameter = error.param
        if parameter is not None and isinstance(parameter.type, click.Choice):
            return f"{_name(error)}只能是：{'、'.join(map(str, parameter.type.choices))}。"
        if parameter is not None and isinstance(parameter.type, click.IntRange):
            least, most = parameter.type.min, parameter.type.max
            return f"{_name(error)}应当是不小于 {least}{'' if most is None else f'、不大于 {most}'} 的整数。"
        return f"{_name(error)}不对：{error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的用法不对（{error.message}）。"
    return error.format_message()


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return f"参数 {error.param_hint or ''} "
    if isinstance(parameter, click.Option):
        return f"选项 {parameter.opts[-1]} "
    return f"参数 {parameter.make_metavar(error.ctx) if error.ctx else parameter.name} "
