"""Where words go: standard output, standard error, or a file that is written as a whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gov_lint.files import STDIN, identity


class Output(NamedTuple):
    """One report of a run: its format, and the file it goes to (``-`` is standard output)."""

    format: str
    path: str = STDIN


class Refusal(Exception):  # noqa: N818 - it is not an error of ours
    """Why a run cannot be as it was asked for: one sentence or two in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def in_(self, lang: str) -> str:
        """The message in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


def pair(formats: Sequence[str], paths: Sequence[str]) -> tuple[Output, ...]:
    """The outputs that ``--format`` and ``--output`` name, paired in their order; a format left over goes to standard output.

    Raises Refusal where they do not fit together.
    """
    from gov_lint.formats import BINARY, PACKAGES

    formats = formats or ("text",)
    if len(paths) > len(formats):
        raise Refusal(
            f"--output 给了 {len(paths)} 个，--format 只有 {len(formats)} 个；请让每个 --output 跟在自己的 --format 之后。",
            f"There are {len(paths)} --output for {len(formats)} --format; give each --output after its --format.",
        )
    outputs = tuple(Output(name, path) for name, path in zip(formats, [*paths, *[STDIN] * len(formats)], strict=False))
    for output in outputs:
        if output.format in BINARY and output.path == STDIN:
            raise Refusal(
                f"{output.format} 不能写到标准输出；请用 --output 指定文件。",
                f"{output.format} cannot go to standard output; name a file with --output.",
            )
        if output.format in PACKAGES and not _installed(PACKAGES[output.format][0]):
            install = f'pip install "govlint[{PACKAGES[output.format][1]}]"'
            raise Refusal(
                f"--format {output.format} 需要另外安装组件，没有检查。请运行：{install}",
                f"--format {output.format} needs a package that is not installed; nothing was checked. Run: {install}",
            )
    if sum(output.path == STDIN for output in outputs) > 1:
        raise Refusal(
            "只能有一种格式写到标准输出；请用 --output 给其余的 --format 各指定一个文件，并按相同的次序书写。",
            "Only one format can go to standard output; give the others a file each with --output, in the order of the --format.",
        )
    files = [identity(output.path) for output in outputs if output.path != STDIN]
    if len(set(files)) < len(files):
        raise Refusal("两个 --output 是同一个文件。", "Two --output are the same file.")
    return outputs


def _installed(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


def refuse_inputs(outputs: Iterable[Output], inputs: Iterable[str]) -> None:
    """Raises Refusal where an output would replace an input file, or cannot be written at all."""
    read = {identity(path) for path in inputs if path != STDIN}
    for output in outputs:
        if output.path == STDIN:
            continue
        if identity(output.path) in read:
            raise Refusal(
                f"--output {output.path} 是要检查的文件，不会覆盖它；请换一个文件名。",
                f"--output {output.path} is a file to be checked and will not be overwritten; choose another name.",
            )
        folder = os.path.dirname(os.path.realpath(output.path))
        if os.path.isdir(output.path) or not os.path.isdir(folder):
            raise Refusal(
                f"--output {output.path} 无法写入：目录不存在，或者它本身是目录。请先建好目录，再给出文件名。",
                f"--output {output.path} cannot be written: its folder does not exist, or it is a folder itself.",
            )


def write(path: str, data: bytes) -> None:
    """Puts the bytes into the file, by way of a draft beside it, so that nobody ever sees half a report.

    Raises OSError where the file cannot be written.
    """
    target = os.path.realpath(path)
    mode = _mode(target)
    if mode is None:  # a device or a pipe: there is nothing to replace
        with open(target, "wb") as file:
            file.write(data)
        return
    import tempfile

    handle, draft = tempfile.mkstemp(prefix=".govlint-", dir=os.path.dirname(target))
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(draft, mode)
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise


def _mode(path: str) -> int | None:
    """The permissions that a file has or, new, would have; None where it is no regular file."""
    try:
        found = os.stat(path).st_mode
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    return stat.S_IMODE(found) if stat.S_ISREG(found) else None


def say(text: str) -> None:
    """Writes to standard output at once.  Raises BrokenPipeError where nobody reads it any more, Refusal where it fails otherwise."""
    if not text or sys.stdout is None:
        return
    try:
        sys.stdout.write(text if os.linesep == "\n" else text.replace("\r\n", "\n"))  # Windows puts the \r back
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        reason = error.strerror or str(error)
        raise Refusal(
            f"写到标准输出时出错：{reason}。请检查磁盘空间，或用 --output 写到别处。",
            f"Standard output cannot be written: {reason}. Check the disk, or write elsewhere with --output.",
        ) from error


def warn(message: str) -> None:
    """Writes a line to standard error, as far as there is one; what a terminal would obey is made visible."""
    from gov_lint.terminal import visible

    if sys.stderr is None:
        return
    try:
        sys.stderr.write("govlint: " + "\n".join(visible(line) for line in message.split("\n")) + "\n")
        sys.stderr.flush()
    except OSError:
        pass


def harden_streams() -> None:
    """Makes both streams replace what their encoding lacks, instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def silence() -> None:
    """Sends what is still in standard output's buffer nowhere: its reader is gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass


def internal_error(error: Exception) -> tuple[str, str]:
    """What to say of an exception that nobody expected: what and where, in one line; in Chinese and in English."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
    what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return (
        f"govlint 内部出错，检查没有完成（{what}，{where}）。这是 govlint 的缺陷，请连同此行报告给维护者。",
        f"govlint itself failed and could not finish ({what}, {where}). This is a defect; please report this line.",
    )
