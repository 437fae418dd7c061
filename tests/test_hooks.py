"""Hooks and templates: the plain git hook on staged content, pre-commit's hooks from this checkout, and the commands in the CI templates."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from gov_lint.commands import cli
from gov_lint.files import READABLE, named_like_report
from gov_lint.hook import MARK, OTHERS
from tests.conftest import ROOT, missing, need_tool

GOOD = (ROOT / "examples" / "clean-2019.txt").read_text(encoding="utf-8")
BAD = (ROOT / "examples" / "errors-tabs.txt").read_text(encoding="utf-8")
NAME = "2023年 年报/东关 街道“公开”.txt"


class Repository:
    """A git repository with our hook in it, or without."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GOVLINT_"))}
        who = {f"GIT_{role}_{what}": "clerk" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        own = {"GIT_CONFIG_GLOBAL": str(folder / "none"), "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": str(ROOT)}
        cache = {"GOVLINT_CACHE_DIR": os.environ["GOVLINT_CACHE_DIR"], "GIT_ALLOW_PROTOCOL": "file"}
        self.environment = {**kept, **who, **own, **cache, **environment}

    def run(self, *command: str, cwd: str = "") -> subprocess.CompletedProcess[str]:
        """What a command gives back."""
        return subprocess.run(
            command, cwd=self.folder / cwd, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )

    def git(self, *arguments: str, cwd: str = "") -> str:
        """What git says where it must succeed."""
        done = self.run("git", *arguments, cwd=cwd)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def govlint(self, *arguments: str, cwd: str = "") -> subprocess.CompletedProcess[str]:
        """A run of govlint."""
        return self.run(sys.executable, "-m", "gov_lint", *arguments, cwd=cwd)

    def put(self, name: str, text: str, encoding: str = "utf-8", *, add: bool = True) -> None:
        """A file, staged."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        if add:
            self.git("add", "--", name)

    def commit(self, *arguments: str, cwd: str = "") -> subprocess.CompletedProcess[str]:
        """An attempt to commit."""
        return self.run("git", "commit", "-q", "-m", "报告", *arguments, cwd=cwd)


@pytest.fixture(name="repository")
def repository_with_hook(tmp_path: Path) -> Repository:
    """A repository with our hook and nothing else."""
    need_tool("git")
    need_tool("sh")
    made = Repository(tmp_path / "机关 网站")
    made.folder.mkdir()
    made.git("init", "-q", "-b", "main")
    done = made.govlint("hook", "install")
    assert done.returncode == 0, done.stderr
    assert "pre-commit" in done.stdout
    return made


def test_what_is_staged_counts_and_not_the_folder(repository: Repository) -> None:
    repository.put(NAME, BAD, "gb18030")
    repository.put(NAME, GOOD, add=False)
    done = repository.commit()
    assert done.returncode == 1
    assert NAME in done.stdout + done.stderr
    assert "govlint-" not in done.stdout + done.stderr
    assert "applications-single-cell" in done.stdout + done.stderr
    assert "提交已停止" in done.stderr
    repository.git("add", ".")
    repository.put(NAME, BAD, "gb18030", add=False)
    assert repository.commit().returncode == 0
    assert (repository.folder / NAME).read_bytes() == BAD.encode("gb18030")
    assert GOOD in repository.git("show", f"HEAD:{NAME}")
    assert repository.commit("-a").returncode == 1
    assert repository.commit("--", NAME).returncode == 1
    assert repository.commit("-a", "--no-verify").returncode == 0


def test_renamed_and_deleted_files(repository: Repository) -> None:
    repository.put("a.txt", BAD)
    repository.put("b.txt", GOOD)
    repository.put("c.txt", GOOD)
    repository.git("commit", "-q", "--no-verify", "-m", "x")
    repository.git("mv", "b.txt", "街道 b.txt")
    repository.git("rm", "-q", "c.txt")
    assert repository.commit().returncode == 0
    repository.git("mv", "a.txt", "街道 a.txt")
    done = repository.commit()
    assert done.returncode == 1
    assert "街道 a.txt" in done.stdout + done.stderr
    repository.git("rm", "-qf", "街道 a.txt")
    assert repository.commit().returncode == 0
    repository.put("新.txt", BAD)
    os.remove(repository.folder / "新.txt")
    assert repository.commit().returncode == 1


def test_what_is_no_report_is_let_pass(repository: Repository) -> None:
    for name in ("README.md", "code.py", "requirements.txt", "~$年报.docx", "年报.批注.docx"):
        repository.put(name, "x")
    (repository.folder / "link.txt").symlink_to("README.md")
    repository.git("add", ".")
    assert repository.commit().returncode == 0


def test_names_that_are_hard(repository: Repository) -> None:
    names = ["-q.txt", "a'b\"c $(x).txt", "二〇二三\u00a0年𠮷.txt", "[街道]*.txt"]
    for name in names:
        repository.put(name, BAD)
    done = repository.commit()
    assert done.returncode == 1
    assert done.stdout.count("47:37") + done.stderr.count("47:37") == len(names)


def test_only_files_that_fit_a_pattern(repository: Repository) -> None:
    assert repository.govlint("hook", "install", "/年报 2023", "it's*.txt").returncode == 0
    repository.put("说明.txt", BAD)
    repository.put("x/年报 2023/a.txt", BAD)
    assert repository.commit().returncode == 0
    for name in ("年报 2023/a.txt", "深/it's 年报.txt"):
        repository.put(name, BAD)
        done = repository.commit()
        assert done.returncode == 1
        assert name in done.stderr
        repository.git("rm", "-qf", name)


def test_the_settings_and_suppressions_of_the_real_place(repository: Repository) -> None:
    repository.put(NAME, BAD)
    entry = "  - {rule: applications-single-cell, file: 2023年 年报/*, cell: 表三 / 1.本机关不掌握相关政府信息, reason: 已核}\n"
    repository.put("govlint.yaml", "suppress:\n" + entry)
    done = repository.commit()
    assert done.returncode == 0, done.stderr
    repository.put("坏.txt", BAD)
    assert repository.commit().returncode == 1
    repository.put("govlint.yaml", "overrides: [{files: 坏.txt, select: contact}]\n")
    assert repository.commit().returncode == 0
    repository.put("坏.txt", BAD + "\n")
    repository.put("govlint.yaml", "fail-on: never\n", add=False)
    assert repository.commit().returncode == 0
    repository.put("坏.txt", BAD + "\n\n")
    repository.put("govlint.yaml", "fail-on: nie\n")
    done = repository.commit()
    assert done.returncode == 1
    assert "govlint.yaml:1: fail-on" in done.stderr


def test_two_years_are_compared_as_staged(repository: Repository) -> None:
    from tests.test_previous import text

    repository.put("2023.txt", text(2023))
    repository.put("2024.txt", text(2024, carried=120, done=3499))
    for name in ("2023.txt", "2024.txt"):
        repository.put(name, "无", add=False)
    done = repository.commit()
    assert "previous-carry" in done.stdout + done.stderr


def test_worktrees_and_submodules(repository: Repository, tmp_path: Path) -> None:
    repository.put("a.txt", GOOD)
    assert repository.commit().returncode == 0
    repository.git("worktree", "add", "-q", "../other", "-b", "other")
    other = Repository(tmp_path / "other")
    other.put(NAME, BAD)
    assert other.commit(cwd=".").returncode == 1
    assert other.govlint("hook", "uninstall").returncode == 0
    assert other.commit().returncode == 0
    whole = Repository(tmp_path / "whole")
    whole.folder.mkdir()
    whole.git("init", "-q")
    whole.git("submodule", "add", "-q", str(repository.folder), "部门.txt")
    assert whole.govlint("hook", "install", cwd="部门.txt").returncode == 0
    assert not (whole.folder / ".git" / "hooks" / "pre-commit").exists()
    inner = Repository(whole.folder / "部门.txt")
    inner.put(NAME, BAD)
    assert inner.commit().returncode == 1
    assert whole.govlint("hook", "install").returncode == 0
    assert whole.commit().returncode == 0


def test_a_hook_of_somebody_else_stays(repository: Repository, tmp_path: Path) -> None:
    hook = repository.folder / ".git" / "hooks" / "pre-commit"
    assert os.access(hook, os.X_OK)
    again = hook.read_text(encoding="utf-8")
    assert repository.govlint("hook", "install").returncode == 0
    assert hook.read_text(encoding="utf-8") == again
    assert repository.govlint("hook", "uninstall").returncode == 0
    assert not hook.exists()
    assert "没有钩子" in repository.govlint("hook", "uninstall").stdout
    hook.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    for command in ("install", "uninstall"):
        done = repository.govlint("hook", command)
        assert done.returncode == 2
        assert str(hook) in done.stderr
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\nexit 0\n"
    hook.unlink()
    hook.symlink_to(tmp_path / "nowhere")
    assert repository.govlint("hook", "install").returncode == 2
    assert "govlint hook run" in repository.govlint("hook", "install", "--lang", "en").stderr


def test_hooks_in_another_folder(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "core.hooksPath", ".githooks")
    (repository.folder / "深").mkdir()
    assert repository.govlint("hook", "install", cwd="深").returncode == 0
    assert MARK in (repository.folder / ".githooks" / "pre-commit").read_text(encoding="utf-8")
    repository.put(NAME, BAD)
    assert repository.commit().returncode == 1
    shared = tmp_path / "shared"
    repository.git("config", "core.hooksPath", str(shared))
    done = repository.govlint("hook", "install")
    assert done.returncode == 2
    assert "core.hooksPath" in done.stderr
    assert not shared.exists()


def test_a_hook_whose_python_is_gone(repository: Repository, tmp_path: Path) -> None:
    hook = repository.folder / ".git" / "hooks" / "pre-commit"
    text = hook.read_text(encoding="utf-8")
    hook.write_text(re.sub(r"(?m)^python=.*$", "python=/nowhere/python", text), encoding="utf-8")
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("git", "sh"):
        (tools / tool).symlink_to(need_tool(tool))
    repository.put(NAME, BAD)
    repository.environment["PATH"] = str(tools)
    done = repository.commit()
    assert done.returncode == 1
    assert "govlint is not installed" in done.stderr
    (tools / "govlint").write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m gov_lint "$@"\n', encoding="utf-8"
    )
    (tools / "govlint").chmod(0o755)
    assert "applications-single-cell" in repository.commit().stderr + repository.commit().stdout


def test_outside_a_repository(tmp_path: Path) -> None:
    need_tool("git")
    done = Repository(tmp_path).govlint("hook", "install")
    assert done.returncode == 2
    assert "当前目录不在 git 仓库里（git rev-parse）" in done.stderr


# --- pre-commit -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def manifest() -> dict[str, dict[str, Any]]:
    """The hooks that the checkout offers, by id."""
    return {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


def test_which_files_the_hooks_take(manifest: dict[str, dict[str, Any]]) -> None:
    def takes(hook: str, name: str) -> bool:
        found = manifest[hook]
        return bool(re.search(found["files"], name)) and not re.search(found.get("exclude", "^$"), name)

    for suffix in READABLE:
        name = f"2023年 年报/东关 街道{suffix}"
        assert takes("govlint", name) != takes("govlint-documents", name)
        assert takes("govlint-system", name)
        assert takes("govlint-cross", name)
    for other in ("x/README.md", "requirements-dev.txt", "a.py", "Licence.txt", "a/~$年报.docx", "a/年报.批注-2.docx"):
        assert (
            not takes("govlint", other) and not takes("govlint-documents", other) and not takes("govlint-system", other)
        )
        assert not named_like_report(Path(other).name) or Path(other).name.lower().startswith(OTHERS)


def test_the_entries_of_the_hooks_are_commands(manifest: dict[str, dict[str, Any]]) -> None:
    for hook in manifest.values():
        exists([*shlex.split(hook["entry"]), *hook.get("args", [])])
        assert hook["require_serial"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository that holds what this checkout does, as users name it in their configuration."""
    need_tool("git")
    if find_spec("pre_commit") is None:
        missing("pre-commit")
    reach = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--dest",
        str(tmp_path_factory.mktemp("reach")),
        "hatchling",
    ]
    if subprocess.run(reach, capture_output=True, check=False, timeout=120).returncode:
        missing("a package index")
    made = Repository(tmp_path_factory.mktemp("source"))
    for name in ("gov_lint", "rules", "grammars"):
        shutil.copytree(ROOT / name, made.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, made.folder / name)
    made.git("init", "-q")
    made.git("add", ".")
    made.git("commit", "-q", "-m", "x")
    return made


def test_pre_commit_tries_the_checkout(source: Repository, tmp_path: Path) -> None:
    """Two installations from the checkout: some ten seconds each."""
    user = Repository(tmp_path / "网站", PRE_COMMIT_HOME=str(tmp_path / "home"))
    del user.environment["PYTHONPATH"]
    user.folder.mkdir()
    user.git("init", "-q")
    user.put("2023年 年报/好 年报.txt", GOOD, "gb18030")
    user.put("README.md", "no report")
    command = (sys.executable, "-m", "pre_commit", "try-repo", str(source.folder), "govlint", "--all-files")
    done = user.run(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    user.put(NAME, BAD, "gb18030")
    done = user.run(*command)
    assert done.returncode == 1
    assert NAME in done.stdout
    assert "applications-single-cell" in done.stdout


def test_pre_commit_with_every_hook(source: Repository, tmp_path: Path) -> None:
    """One installation with the extra ``all``: some twenty seconds."""
    from tests.test_previous import text

    user = Repository(tmp_path / "网站", PRE_COMMIT_HOME=str(tmp_path / "home"))
    del user.environment["PYTHONPATH"]
    user.environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), user.environment["PATH"]])
    user.folder.mkdir()
    user.git("init", "-q")
    revision = source.git("rev-parse", "HEAD").strip()
    hooks = [{"id": name} for name in ("govlint-documents", "govlint-system", "govlint-cross")]
    user.put(
        ".pre-commit-config.yaml",
        yaml.safe_dump({"repos": [{"repo": str(source.folder), "rev": revision, "hooks": hooks}]}),
    )
    user.put("2023.txt", text(2023))
    user.put("2024.txt", text(2024, carried=120, done=3499))
    shutil.copy(ROOT / "examples" / "errors-word.docx", user.folder / "东关 街道.docx")
    user.git("add", ".")
    done = user.run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    documents, system, cross = done.stdout.split("- hook id: ")[1:]
    assert "东关 街道.docx" in documents and "2023.txt" not in documents
    assert "东关 街道.docx" in system and "2023.txt" in system
    assert set(re.findall(r" (previous-[a-z-]+|section-[a-z-]+|contact-[a-z-]+)  ", cross)) == {"previous-carry"}


# --- templates --------------------------------------------------------------------------------------------------------


def exists(words: list[str]) -> None:
    """Fails unless a command line is one of govlint's, with options and choices that it has."""
    assert words[0] == "govlint"
    named = words[1] in cli.commands if len(words) > 1 else False
    command = cli.commands[words[1] if named else "lint"]
    options = {name: option for option in command.params for name in option.opts if name.startswith("-")}
    rest = iter(words[2 if named else 1 :])
    for word in rest:
        if word == "--":
            break
        if word.startswith("--"):
            assert word in options, word
            choices = getattr(options[word].type, "choices", None)
            if not getattr(options[word], "is_flag", False):
                value = next(rest)
                assert choices is None or value in choices, value


def commands_in(text: str) -> list[list[str]]:
    """The calls of govlint in a shell script, without what stands for inputs."""
    lines = (line.strip() for line in re.sub(r"\$\[\[[^]]*\]\]", "", text).splitlines())
    return [shlex.split(line) for line in lines if line.startswith("govlint ")]


def template(name: str) -> list[Any]:
    """The documents of a YAML file."""
    return list(yaml.safe_load_all((ROOT / name).read_text(encoding="utf-8")))


def test_the_gitlab_template() -> None:
    head, jobs = template("integrations/ci/gitlab.yml")
    [job] = jobs.values()
    used = set(re.findall(r"\$\[\[ inputs\.(\w+) \]\]", yaml.safe_dump(jobs, width=1000)))
    assert used == set(head["spec"]["inputs"])
    [command] = commands_in("\n".join(job["script"]))
    exists(command)
    assert job["artifacts"]["reports"]["codequality"] in command


def test_the_gitee_template() -> None:
    [pipeline] = template("integrations/ci/gitee-go.yml")
    [step] = pipeline["stages"][0]["steps"]
    for command in commands_in("\n".join(step["commands"])):
        exists(command)
    assert (
        subprocess.run(step["commands"][0].replace("python3", sys.executable), shell=True, check=False).returncode == 0
    )


def test_the_github_action(tmp_path: Path) -> None:
    [action] = template("action.yml")
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert used == set(action["inputs"])
    steps = action["runs"]["steps"]
    assert all("${{" not in step.get("run", "") for step in steps), "inputs never become part of a script"
    assert all(step.get("shell") == "bash" for step in steps if "run" in step)
    [check] = [step for step in steps if "govlint" in step.get("run", "") and "pip" not in step["run"]]
    need_tool("bash")
    (tmp_path / "年 报.txt").write_text(BAD, encoding="gb18030")
    (tmp_path / "好.txt").write_text(GOOD, encoding="utf-8")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "govlint").write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m gov_lint "$@"\n', encoding="utf-8"
    )
    (tools / "govlint").chmod(0o755)
    path = os.pathsep.join([str(tools), os.environ["PATH"]])

    def run(paths: str, options: str) -> subprocess.CompletedProcess[str]:
        user = Repository(tmp_path, PATH=path, PATHS=paths, OPTIONS=options, SARIF="out.sarif", PYTHONUTF8="1")
        return user.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check["run"])

    done = run("年 报.txt\n好.txt\n", "--profile\nminimal\n")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::")
    assert "applications-single-cell" in (tmp_path / "out.sarif").read_text(encoding="utf-8")
    assert run("年 报.txt", "--fail-on\nnever").returncode == 0
    assert run("$(touch evil); 好.txt", "").returncode == 2
    assert not (tmp_path / "evil").exists()


def test_the_containerfile_brings_all_that_a_wheel_needs(tmp_path: Path) -> None:
    """No container is started here: what it copies is built instead."""
    text = (ROOT / "integrations" / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"(?m)^USER govlint$", text)
    for line in re.findall(r"(?m)^COPY (.+)$", text):
        *names, target = line.split()
        for name in names:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, tmp_path / target / Path(name).name if target == "./" else tmp_path / target
                )
            else:
                shutil.copy(ROOT / name, tmp_path / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "dist").glob("govlint-*.whl"))
