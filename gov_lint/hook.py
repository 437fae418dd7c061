"""``govlint hook``: a plain git hook that checks the reports of a commit as they are staged, whatever the folder holds by then."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from tempfile import TemporaryDirectory
from typing import NamedTuple

from gov_lint import config, files, readers
from gov_lint.batch import Choice, Look, lint, under
from gov_lint.outputs import Refusal, say, warn, write

MARK = '# Written by "govlint hook install"; "govlint hook uninstall" removes it.'
"""The line by which a hook of ours is known."""
OTHERS = ("readme", "changelog", "changes", "contributing", "license", "licence", "requirements", "cmakelists")
"""How the names of files begin that stand in repositories and are no reports."""

_SCRIPT = """\
#!/bin/sh
{mark}
# It checks the staged reports before each commit.
python={python}
if [ -x "$python" ]; then
    exec "$python" -P -m gov_lint hook run{patterns}
elif command -v govlint >/dev/null 2>&1; then
    exec govlint hook run{patterns}
fi
echo "govlint is not installed (未安装 govlint). Install it, or remove this hook: $0" >&2
exit 1
"""


class Staged(NamedTuple):
    """A file of the next commit: its path from the top of the work tree."""

    path: str
    regular: bool


def install(patterns: Sequence[str], lang: str) -> int:
    """Writes the hook of the repository around the current folder, for reports that fit the patterns.  Raises Refusal where there is another one already,
    or the hooks are not this repository's own."""
    path = _hook_path()
    ours = _is_ours(path)
    if os.path.lexists(path) and not ours:
        raise Refusal(
            f"已有钩子 {path}，不会覆盖它。请在其中加一行：govlint hook run || exit 1；用 pre-commit 管理钩子的，请在 .pre-commit-config.yaml 中加入 govlint。",
            f"There is a hook {path} already, which will not be overwritten. Add a line to it: govlint hook run || exit 1; "
            "or, with pre-commit, add govlint to .pre-commit-config.yaml.",
        )
    given = "".join(f" {shlex.quote(pattern)}" for pattern in patterns)
    script = _SCRIPT.format(
        mark=MARK, python=shlex.quote(sys.executable.replace(os.sep, "/")), patterns=f" --{given}" if given else ""
    )
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write(path, os.fsencode(script))
        os.chmod(path, 0o755)
    except OSError as error:
        raise Refusal(
            f"{path} 无法写入：{error.strerror or error}", f"{path} cannot be written: {error.strerror or error}"
        ) from error
    zh = f"已写好钩子 {path}：以后每次提交前检查暂存的报告。git commit --no-verify 可以跳过一次。\n"
    en = f"The hook {path} is in place: staged reports are checked before each commit. git commit --no-verify passes it over once.\n"
    say(en if lang == "en" else zh)
    return 0


def uninstall(lang: str) -> int:
    """Removes the hook of the repository around the current folder.  Raises Refusal where it is not ours."""
    path = _hook_path()
    if not os.path.lexists(path):
        say("There is no hook.\n" if lang == "en" else "没有钩子。\n")
        return 0
    if not _is_ours(path):
        raise Refusal(
            f"钩子 {path} 不是 govlint hook install 写的，没有删除。",
            f"The hook {path} was not written by 'govlint hook install' and stays.",
        )
    os.unlink(path)
    say(f"Removed: {path}\n" if lang == "en" else f"已删除 {path}\n")
    return 0


def _hook_path() -> str:
    """Where git looks for the hook.  Raises Refusal where that is a folder that other repositories share."""
    top = _top()
    hooks = os.path.realpath(_line("rev-parse", "--git-path", "hooks"))
    homes = [os.path.realpath(_line("rev-parse", "--git-common-dir")), os.path.realpath(top)]
    if not any(os.path.normcase(hooks).startswith(os.path.normcase(os.path.join(home, ""))) for home in homes):
        raise Refusal(
            f"core.hooksPath 指向本仓库以外的 {hooks}，别的仓库也可能在用。请在那里的 pre-commit 中加一行 govlint hook run || exit 1，"
            "或者为本仓库另设：git config core.hooksPath .githooks",
            f"core.hooksPath leads to {hooks} outside this repository, which others may share. Add a line to pre-commit there: govlint hook run || exit 1; "
            "or set another for this repository: git config core.hooksPath .githooks",
        )
    return os.path.join(hooks, "pre-commit")


def _is_ours(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return not os.path.islink(path) and MARK.encode() in file.read(4096)
    except OSError:
        return False


def run(patterns: Sequence[str], lang: str) -> int:
    """Checks what is staged of the reports that fit the patterns (all, where there are none), and gives the exit code of a check."""
    os.chdir(_top())
    names = [staged.path for staged in _staged() if staged.regular and _is_report(staged.path, patterns)]
    if not names:
        return 0
    with TemporaryDirectory(prefix="govlint-", ignore_cleanup_errors=True) as folder:
        _git("checkout-index", "-z", "--stdin", "-f", "-q", f"--prefix={folder}/", given=_joined(names))
        readers.read_instead({name: os.path.join(folder, name) for name in names})
        settings = config.load(config.nearest())
        code = lint(names, Look(lang), under(Choice(jobs=0 if sys.platform == "linux" else 1), settings))
    if code:
        zh = "提交已停止。改正后重新 git add 再提交；git commit --no-verify 可以跳过一次。"
        en = (
            "The commit was stopped. Mend, git add, and commit again; git commit --no-verify passes the hook over once."
        )
        warn(en if lang == "en" else zh)
    return code


def _is_report(path: str, patterns: Sequence[str]) -> bool:
    """Whether a staged file is to be checked: it is named like a report, and fits a pattern where there are any."""
    name = os.path.basename(path)
    if not files.named_like_report(name):
        return False
    if not patterns:
        return not name.lower().startswith(OTHERS)
    from gov_lint.settings.globs import fits, parts_of, pattern_of

    return any(fits(pattern_of(pattern), parts_of(path, os.curdir)) for pattern in patterns)


def _staged() -> Iterator[Staged]:
    """The files that the next commit adds or changes; a renamed one is added."""
    told = _git("diff", "--cached", "--raw", "-z", "--no-renames", "--no-ext-diff", "--diff-filter=ACMT")
    fields = told.split(b"\0")
    for head, name in zip(fields[::2], fields[1::2], strict=False):
        yield Staged(os.fsdecode(name), head.split()[1].startswith(b"100"))


def _joined(names: Sequence[str]) -> bytes:
    return b"".join(os.fsencode(name) + b"\0" for name in names)


def _top() -> str:
    """The top of the work tree.  Raises Refusal where there is none."""
    return _line("rev-parse", "--show-toplevel")


def _line(*arguments: str) -> str:
    return os.fsdecode(_git(*arguments).rstrip(b"\r\n"))


def _git(*arguments: str, given: bytes = b"") -> bytes:
    """What git says.  Raises Refusal where it fails."""
    try:
        done = subprocess.run(["git", *arguments], input=given, capture_output=True, check=False)
    except OSError as error:
        raise Refusal("没有找到 git。", "git was not found.") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip()
        if "not a git repository" in reason:
            raise Refusal(
                f"当前目录不在 git 仓库里（git {arguments[0]}）。",
                f"This folder is in no git repository (git {arguments[0]}).",
            )
        raise Refusal(f"git {arguments[0]} 失败：{reason}", f"git {arguments[0]} failed: {reason}")
    return done.stdout
