"""What is installed: a wheel, a source distribution and an editable install all find the rules and the grammars."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from gov_lint import __version__
from tests.conftest import ROOT, missing

DATA = {
    path.relative_to(ROOT).as_posix()
    for folder in ("rules", "grammars")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and not path.name.startswith(".")
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a wheel and a source distribution of this checkout."""
    for module in ("build", "hatchling"):
        if importlib.util.find_spec(module) is None:
            missing(f"the Python package {module}")
    folder = tmp_path_factory.mktemp("dist")
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--sdist",
        "--wheel",
        "--outdir",
        str(folder),
        str(ROOT),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_wheel_holds_the_package_and_its_data(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"gov_lint/{name}" for name in DATA} <= names
    assert {
        "gov_lint/py.typed",
        "gov_lint/cli.py",
        "gov_lint/schemas/output-1.json",
        f"govlint-{__version__}.dist-info/licenses/LICENSE",
    } <= names
    assert all(name.startswith(("gov_lint/", f"govlint-{__version__}.dist-info/")) for name in names)


def test_the_source_distribution_holds_all_that_tests_need(built: Path) -> None:
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert names >= DATA
    assert {"LICENSE", "README.md", "Makefile", "pyproject.toml", "tools/venv.sh", "tests/conftest.py"} <= names


def test_an_unpacked_wheel_finds_its_rules(built: Path, tmp_path: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "gov_lint"
    code = "from gov_lint.resources import resource_dir as d; print(d('rules')); print(d('grammars'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(folder / "rules"), str(folder / "grammars")]


def test_an_editable_install_finds_the_rules_of_the_checkout(tmp_path: Path) -> None:
    if importlib.util.find_spec("hatchling") is None:
        missing("the Python package hatchling")
    venv.create(tmp_path / "venv", symlinks=True, system_site_packages=False)
    python = tmp_path / "venv" / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    hatchling = str(Path(str(importlib.util.find_spec("hatchling").origin)).parent.parent)  # type: ignore[union-attr]
    done = subprocess.run(
        [*install, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        env={"PYTHONPATH": hatchling, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    code = "from gov_lint.resources import resource_dir as d; print(d('rules')); print(d('grammars'))"
    found = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert found.stdout.split() == [str(ROOT / "rules"), str(ROOT / "grammars")]


def test_data_folders_hold_no_python() -> None:
    assert DATA
    assert not [name for name in DATA if name.endswith(".py")]
