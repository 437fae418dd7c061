"""``govlint lint``: many files are read and checked and handed to every reporter; what goes wrong with one costs no other."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TextIO

from gov_lint.config import Config, Override, fitting, refuse_names, settings_over, without
from gov_lint.engine import check_report, choose, chosen, run
from gov_lint.files import READABLE, STDIN, Found, find, identity, named_like_report
from gov_lint.nouns import ALONE, SEVERITIES, Around, Report, Result, Settings, Source, Squeezed, Words
from gov_lint.outputs import Output, Refusal, internal_error, refuse_inputs, say, silence, warn, write
from gov_lint.packfiles import PackError
from gov_lint.patterns import keep
from gov_lint.readers import MissingPackagesError, ReadError, read_bytes, read_path
from gov_lint.records import replace
from gov_lint.reporters import Context, Reporter, Unread, reporter_of
from gov_lint.rulepack import Pack, load_pack
from gov_lint.triage import Triage, Wishes
from gov_lint.yamlfile import near

if TYPE_CHECKING:
    from gov_lint.pairing import Pairs

STDIN_NAME = "<stdin>"
"""The name of standard input in reports, unless the user gives it one."""
_OF_A_REPORT = 3
"""A file with so many of the six sections is a report, and no output that quotes one."""


class Choice(NamedTuple):
    """What is checked, and how: what the user says of the reports, and the rules and families asked for."""

    settings: Settings = Settings()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    stdin_name: str = STDIN_NAME
    jobs: int = 1
    """How many processes share the files; 0 leaves it to the number of files and processors."""
    evidence: bool = False
    """Whether the numbers of everything compared are wanted."""
    packs: Sequence[str] = ()
    """The folders of an agency's own rules."""
    profile: str = ""
    config: Config = Config()
    """What the settings file says, where the user says nothing."""
    previous: str = ""
    """Last year's report, or a folder of such."""
    alone: bool = False
    """Whether no report is to be compared with last year's."""
    pairs: Pairs | None = None
    """The files that are compared with last year's, once that is known."""
    overrides: tuple[Override, ...] = ()
    """What is said of some files only, once that is settled."""
    wishes: Wishes = Wishes()
    """What is wanted of suppressions and baseline."""

    def at(self, name: str) -> Choice:
        """The choice for one file."""
        if not self.overrides:
            return self
        values = fitting(self.overrides, name)
        profile, select, ignore = (
            values[key].value if key in values else "" for key in ("profile", "select", "ignore")
        )
        return self._replace(
            settings=settings_over(values, self.settings),
            profile=profile or self.profile,
            select=select if "select" in values else self.select,
            ignore=ignore if "ignore" in values else self.ignore,
        )


class Look(NamedTuple):
    """How reports look: where they go, their language, and what the user wants of the text report."""

    lang: str = "zh"
    outputs: Sequence[Output] = (Output("text"),)
    quiet: bool = False
    statistics: bool = False
    color: str = "auto"
    show_passed: bool = False


class Sink(NamedTuple):
    """An output under way: its reporter, and what of it is not written yet."""

    output: Output
    reporter: Reporter
    held: list[str | bytes]

    def take(self, piece: str | bytes) -> None:
        """Writes a piece to standard output, or keeps it for the file."""
        if self.output.path == STDIN and isinstance(piece, str):
            say(piece)
        else:
            self.held.append(piece)


class Tally:
    """What a run came to: the gravest severity met, and whether files were left unchecked."""

    def __init__(self) -> None:
        self.gravest = -1
        self.unread = 0

    def count(self, outcome: Result | Unread) -> None:
        """Takes the outcome of one more file in.  What was recognised in pictures never makes a run fail."""
        if isinstance(outcome, Unread) or outcome.report.source.unread:
            self.unread += 1
        elif not outcome.report.source.guessed:
            self.gravest = max([self.gravest, *(SEVERITIES.index(f.severity) for f in outcome.findings if f.counts)])

    def exit_code(self, fail_on: str) -> int:
        """2 where a file was not checked, 1 where a finding is at or above ``fail_on``, else 0."""
        if self.unread:
            return 2
        if fail_on == "never":
            return 0
        return int(self.gravest >= SEVERITIES.index(fail_on))


FEW = 48
"""Fewer files than this are done by one process, unless the user says otherwise: others take longer to start."""


def outcomes(files: Sequence[str], pack: Pack, choice: Choice) -> Iterator[Result | Unread]:
    """What each file comes to, in their order."""
    jobs = choice.jobs
    if jobs == 1 or STDIN in files or (jobs == 0 and len(files) < FEW):
        for path in files:
            yield _outcome(path, pack, choice)
        return
    from gov_lint.parallel import processors, spread

    yield from spread(files, partial(_handed_over, pack=pack, choice=choice), jobs or processors(), _lost)


def _handed_over(path: str, pack: Pack, choice: Choice) -> Result | Unread:
    """What a file comes to, without what only rules need: it has to travel to another process."""
    outcome = _outcome(path, pack, choice)
    if isinstance(outcome, Unread):
        return outcome
    before = outcome.report.around.previous
    around = Around(_bare(before, ALONE)) if before else ALONE
    return replace(outcome, report=_bare(outcome.report, around))


def _bare(report: Report, around: Around) -> Report:
    """A report without what only rules need; of its squeezed text only where the sections begin is left."""
    starts = sorted({section.heading.start for section in report.sections})
    left = Squeezed("", starts, [report.squeezed.origin(start) for start in starts], [])
    return replace(report, squeezed=left, items=(), tables={}, around=around)


def _lost(path: str) -> Unread:
    """What is said of a file whose process died."""
    zh = "检查这个文件的进程被系统终止（可能是内存不足），文件未检查。请单独检查它，或把它拆小。"
    en = "The process that checked this file was killed (perhaps for lack of memory); the file was not checked. Check it by itself."
    return Unread(path, Words(zh, en), internal=True)


def _outcome(path: str, pack: Pack, choice: Choice) -> Result | Unread:
    name = choice.stdin_name if path == STDIN else path
    choice = choice.at(name)
    try:
        if choice.pairs and path in choice.pairs.members:
            return _compared(path, name, pack, choice, choice.pairs)
        source = read_source(path, name)
        return run(
            source,
            pack,
            choice.settings,
            select=choice.select,
            ignore=choice.ignore,
            evidence=choice.evidence,
            profile=choice.profile,
        )
    except MissingPackagesError as error:
        return _unchecked(Source(name, "", unread=(error.zh, error.en)), pack, choice)
    except ReadError as error:
        return Unread(name, Words(error.zh, error.en))
    except Exception as error:  # one file must never cost the others, whatever goes wrong
        return Unread(name, Words(*internal_error(error)), internal=True)


def _unchecked(source: Source, pack: Pack, choice: Choice) -> Result:
    """What is said of a file whose reader is not installed: one finding that says how to install it."""
    return run(source, pack, choice.settings, profile=choice.profile)


def _compared(path: str, name: str, pack: Pack, choice: Choice, pairs: Pairs) -> Result:
    """What a file comes to that is compared with last year's, or serves as last year's of another."""
    from gov_lint import pairing
    from gov_lint.structure import recognise

    settings = choice.settings
    report = pairing.parsed(path, settings) if path != STDIN else recognise(read_source(path, name), settings)
    rules = chosen(pack, choice.select, choice.ignore, choice.profile)
    return check_report(pairing.with_last_year(report, path, pairs, settings), rules, evidence=choice.evidence)


def paired(files: Sequence[str], choice: Choice, lang: str) -> tuple[Choice, tuple[Unread, ...]]:
    """The choice with the pairs of reports that are compared, and last year's report where it cannot be read."""
    if choice.alone or (len(files) < 2 and not choice.previous):
        return choice, ()
    from gov_lint import pairing

    if not choice.previous:
        return choice._replace(pairs=pairing.pairs_among(files)), ()
    try:
        pairs, left = pairing.pairs_given(files, choice.previous)
    except ReadError as error:
        return choice, (Unread(choice.previous, Words(error.zh, error.en)),)
    if left:
        zh = f"在 {choice.previous} 中没有找到 {len(left)} 个文件的上年报告，未作对照：{pairing.names(left, 'zh')}"
        en = f"Not compared, for {choice.previous} holds no report of the year before ({len(left)}): {pairing.names(left, 'en')}"
        warn(en if lang == "en" else zh)
    return choice._replace(pairs=pairs), ()


def read_source(path: str, name: str) -> Source:
    """The source in a file, or in standard input under that name.  Raises ReadError where it cannot be read."""
    if path != STDIN:
        return read_path(path)
    try:
        data = sys.stdin.buffer.read()
    except OSError as error:
        raise ReadError(f"标准输入读取时出错：{error}。", f"Standard input cannot be read: {error}.") from error
    return read_bytes(data, name)


def refuse_reports(outputs: Iterable[Output], paths: Iterable[str]) -> None:
    """Raises Refusal where an output would replace a report in a folder that is checked.  Outputs of an earlier run, which the folder's search
    passes over, are replaced."""
    folders = [os.path.join(identity(path), "") for path in paths if path != STDIN and os.path.isdir(path)]
    for output in outputs:
        if output.path != STDIN and identity(output.path).startswith(tuple(folders)) and _is_report(output.path):
            raise Refusal(
                f"--output {output.path} 是一份报告，不会覆盖它；请换一个文件名。",
                f"--output {output.path} is a report and will not be overwritten; choose another name.",
            )


def _is_report(path: str) -> bool:
    """Whether a file is a report, as far as its name and its sections tell."""
    from gov_lint.readers.own import is_own

    if not named_like_report(os.path.basename(path)) or not os.path.isfile(path) or is_own(path):
        return False
    from gov_lint.structure import recognise

    try:
        report = recognise(read_path(path), Settings())
        return len(report.sections) >= _OF_A_REPORT and not _is_output(report.source.text)
    except MissingPackagesError:
        return True
    except ReadError:
        return False


def _is_output(text: str) -> bool:
    """Whether a text begins as results do, which quote a report and its headings: with the name of a file, or as data."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    named = any(re.search(rf"{re.escape(extension)}($|  |（| \(|[:,])", first, re.IGNORECASE) for extension in READABLE)
    return named or first.startswith(("{", "[", "<?xml", "::", "文件,", "file,"))


def lint(paths: Sequence[str], look: Look, choice: Choice = Choice(), fail_on: str = "") -> int:  # noqa: B008 - immutable
    """Checks what the paths name and hold, writes the outputs, and gives the exit code.  Raises Refusal before anything is read."""
    found = find(paths, leave_out=[output.path for output in look.outputs if output.path != STDIN])
    refuse_inputs(look.outputs, [*found.files, *([choice.previous] if choice.previous else [])])
    refuse_reports(look.outputs, paths)
    collect_rarely()
    pack = pack_for(look, choice)
    fail_on = fail_on or choice.config.fail_on or "error"
    _mention_shadowed(choice.config, look.lang)
    config = choice.config
    choice = settled(choice, pack)
    triage = triage_of(found.files, pack, choice, config)
    choice, unread = paired(found.files, choice, look.lang)
    _mention(found, look.lang)
    results = shown(outcomes(found.files, pack, choice), len(found.files), look)
    code = deliver(chain(unread, results), pack, look, choice, fail_on, found.files, triage)
    return code if found.files else 2


def triage_of(files: Sequence[str], pack: Pack, choice: Choice, config: Config, *, whole: bool = True) -> Triage:
    """What a run over these files does with findings that are suppressed or known, as the settled choice and the settings say.  ``whole`` says
    whether all rules are tried on every file.  Raises Refusal where a file with suppressions or a baseline has mistakes."""

    def names(name: str) -> tuple[str, ...]:
        own = choice.at(name)
        return choose(pack, own.select, own.ignore, own.profile)

    named = [choice.stdin_name if path == STDIN else path for path in files]
    wishes = choice.wishes
    usual = config.get("baseline") or ""
    if usual and not wishes.baseline and not (wishes.write and not os.path.exists(usual)):
        wishes = wishes._replace(baseline=usual)
    return Triage.of(named, pack, choice.profile, names, wishes, settings=config.documents, whole=whole)


def under(choice: Choice, config: Config) -> Choice:
    """The choice with the settings that a run needs before it knows any rules, where the user says nothing."""
    previous = config.get("previous")
    if not (choice.previous or choice.alone):
        choice = choice._replace(previous=previous or "", alone=previous is False)
    return choice._replace(config=config)


def pack_for(look: Look, choice: Choice) -> Pack:
    """The rules of a run, with their examples where an output needs them.  Raises Refusal where their files have mistakes."""
    examples = any(output.format == "sarif" for output in look.outputs)
    return pack_of(choice.packs or choice.config.rules, examples=examples)


def rules_of(pack: Pack, choice: Choice, files: Iterable[str]) -> tuple[str, ...]:
    """The names of the rules that a run over these files may use."""
    if not choice.overrides:
        return choose(pack, choice.select, choice.ignore, choice.profile)
    each = (choice.at(choice.stdin_name if path == STDIN else path) for path in files)
    ways = {(tuple(one.select), tuple(one.ignore), one.profile) for one in each}
    names = {name for way in ways for name in choose(pack, *way)}
    return tuple(name for name in pack.plain if name in names)


def deliver(
    results: Iterable[Result | Unread],
    pack: Pack,
    look: Look,
    choice: Choice,
    fail_on: str,
    files: Iterable[str],
    triage: Triage,
) -> int:
    """Hands each result on these files to every reporter, writes the outputs, and gives the exit code."""
    names = rules_of(pack, choice, files)
    fail_on = "never" if triage.accepts else fail_on
    context = Context(look.lang, pack.view(choice.profile, names), fail_on=fail_on, baseline=triage.has_baseline)
    sinks = [Sink(output, reporter(output, context, look), []) for output in look.outputs]
    tally = Tally()
    for outcome in triage.through(results):
        sinks = _passed(sinks, lambda sink, outcome=outcome: _feed(sink, outcome))  # type: ignore[misc]
        tally.count(outcome)
        if isinstance(outcome, Unread):
            warn(f"{outcome.name}{': ' if look.lang == 'en' else '：'}{outcome.words.in_(look.lang)}")
    sinks = _passed(sinks, lambda sink: sink.reporter.end())
    keep()
    unwritten = [sink for sink in sinks if not _written(sink)]
    if not triage.finish(look.lang) or unwritten:
        return 2
    return tally.exit_code(fail_on)


def shown(results: Iterator[Result | Unread], count: int, look: Look) -> Iterator[Result | Unread]:
    """The results, with a progress bar on standard error while it is a terminal and nothing else is written to one."""
    to_screen = any(output.path == STDIN for output in look.outputs) and _is_terminal(sys.stdout)
    if count < FEW or to_screen or not _is_terminal(sys.stderr) or look.color == "never":
        return results
    from gov_lint.progress import with_bar

    return with_bar(results, count, look.lang)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def collect_rarely() -> None:
    """Lets the garbage collector look for cycles less often: a report is thousands of small objects, and none of them are in a cycle."""
    gc.set_threshold(50_000, 20, 20)


def _feed(sink: Sink, outcome: Result | Unread) -> str | bytes:
    return sink.reporter.unread(outcome) if isinstance(outcome, Unread) else sink.reporter.result(outcome)


def _passed(sinks: list[Sink], piece: Callable[[Sink], str | bytes]) -> list[Sink]:
    """The sinks after each has taken its next piece: without standard output once its reader is gone, as long as others are left."""
    left = list(sinks)
    for sink in sinks:
        try:
            sink.take(piece(sink))
        except BrokenPipeError:
            if len(left) == 1:
                raise
            silence()
            left.remove(sink)
    return left


def _written(sink: Sink) -> bool:
    """Writes a file's report; False where that fails."""
    if sink.output.path == STDIN:
        return True
    try:
        write(sink.output.path, b"".join(_bytes(piece) for piece in sink.held))
    except OSError as error:
        warn(f"--output {sink.output.path}: {error.strerror or error}")
        return False
    return True


def _bytes(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")


def reporter(output: Output, context: Context, look: Look) -> Reporter:
    """The reporter of an output.  Only standard output may be coloured, and only UTF-8 has all characters for JSON."""
    on_screen = output.path == STDIN
    if output.format == "text":
        from gov_lint.reporters.text import TextReporter
        from gov_lint.terminal import Screen, screen_of

        screen = screen_of(sys.stdout, look.color) if on_screen else Screen()
        return TextReporter(context, screen, quiet=look.quiet, statistics=look.statistics, evidence=look.show_passed)
    return reporter_of(output.format, context, ascii_only=on_screen and not _is_utf8(sys.stdout))


def _is_utf8(stream: TextIO | None) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "") == "utf8"


def _mention(found: Found, lang: str) -> None:
    """Says what a search of folders left out."""
    for folder in found.empty:
        zh = f"目录 {folder} 中没有可以检查的报告（{'、'.join(READABLE)}；隐藏的和 git 忽略的文件不算）。"
        en = f"The folder {folder} holds no report to check ({', '.join(READABLE)}; hidden and git-ignored files do not count)."
        warn(en if lang == "en" else zh)


def _mention_shadowed(config: Config, lang: str) -> None:
    """Says which settings are not used because there are others in the same folder."""
    if config.shadowed:
        zh = f"同一目录中有 govlint.yaml，{config.shadowed} 中的 [tool.govlint] 没有使用。"
        en = f"[tool.govlint] in {config.shadowed} is not used, for there is a govlint.yaml in the same folder."
        warn(en if lang == "en" else zh)


def settled(choice: Choice, pack: Pack) -> Choice:
    """The choice with what the settings file and the pack say where the user says nothing.  Raises Refusal where either cannot be.

    A mandatory rule cannot be left out by name, nor by the settings file in any way.
    """
    config = choice.config
    refuse_names(config, pack)
    select, ignore = rule_names(choice.select, pack), rule_names(choice.ignore, pack)
    for name in ignore:
        if name in pack.mandatory:
            raise Refusal(
                f"{name} 是必查规则，不能用 --ignore 停用；只想看别的规则时用 --select。",
                f"{name} is mandatory and cannot be ignored; use --select to look at other rules only.",
            )
    overrides = _overrides(choice, pack)
    if config.get("select") and not select:
        select = (*config.get("select"), *pack.mandatory)
    return choice._replace(
        settings=settings_over(config.values, Settings(), choice.settings),
        select=select,
        ignore=ignore or config.get("ignore") or (),
        profile=profile_of(choice.profile or config.get("profile") or "", pack),
        config=Config(),
        overrides=overrides,
    )


def _overrides(choice: Choice, pack: Pack) -> tuple[Override, ...]:
    """What the settings file says of some files only, less what the user says of all; with the mandatory rules in each selection."""
    if not choice.config.overrides:
        return ()
    given = {
        "select": choice.select,
        "ignore": choice.ignore,
        "profile": choice.profile,
        "org-type": choice.settings.org_type,
        "published": choice.settings.published,
        "edition": choice.settings.edition,
    }
    left = without(choice.config.overrides, choice.config, [key for key, value in given.items() if value])
    return tuple(override.with_selected(pack.mandatory) for override in left)


def profile_of(name: str, pack: Pack) -> str:
    """A profile's name; the pack's own where it is empty.  Raises Refusal where there is none of that name."""
    if name and name not in pack.profiles:
        zh, en = near(name, pack.profiles)
        raise Refusal(f"没有“{name}”这个配置集{zh}", f"There is no profile {name!r}{en}")
    return name or pack.profile


def pack_of(folders: Sequence[str] = (), *, examples: bool = False) -> Pack:
    """The national rules, and the packs in these folders.  Raises Refusal where their files have mistakes."""
    try:
        return load_pack(folders, examples=examples)
    except PackError as error:
        raise refusal(error) from error


def refusal(error: PackError) -> Refusal:
    """The refusal of rule files, with all that is wrong with them."""
    zh, en = ("\n  ".join(mistake.in_(lang) for mistake in error.mistakes) for lang in ("zh", "en"))
    return Refusal(f"规则文件有误：\n  {zh}", f"Mistakes in the rule files:\n  {en}")


def rule_names(given: Iterable[str], pack: Pack) -> tuple[str, ...]:
    """The ids and families in the values of an option.  Raises Refusal where there is no such rule."""
    names = [name for value in given for name in value.replace("，", ",").replace(",", " ").split()]
    known = [*pack.families, *pack.plain]
    for name in names:
        if name not in known:
            raise no_such_rule(name, known)
    return tuple(names)


def no_such_rule(name: str, known: Sequence[str]) -> Refusal:
    """The refusal of a name that no rule has, with those that come close."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=3, cutoff=0.5) or [other for other in known if name and name in other][:5]
    return Refusal(
        f"没有“{name}”这条规则或类别{'；是不是 ' + '、'.join(near) + '？' if near else '。'}用 govlint rules 查看全部规则。",
        f"There is no rule or family {name!r}{'; did you mean ' + ', '.join(near) + '?' if near else '.'} See 'govlint rules'.",
    )
