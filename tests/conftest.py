"""What all tests share: the folders, the sample reports, and what happens where a tool is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
"""Public reports that are no part of the repository; tests that read them are skipped where they are absent."""


def missing(what: str) -> None:
    """Skips the test because a tool is missing; where GOVLINT_REQUIRE_ALL is set (continuous integration), fails it."""
    if os.environ.get("GOVLINT_REQUIRE_ALL"):
        pytest.fail(f"{what} is missing, and GOVLINT_REQUIRE_ALL is set")
    pytest.skip(f"{what} is missing")


def need_tool(name: str) -> str:
    """The path of a program that the test runs."""
    path = shutil.which(name)
    if path is None:
        missing(name)
    return str(path)


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The five sample reports, in the order of their numbers."""
    found = sorted((SHARED / "seeds").glob("*.txt"))
    if not found:
        pytest.skip("the sample reports are not here")
    return found


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests never touch the user's cache."""
    patch = pytest.MonkeyPatch()
    patch.setenv("GOVLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()
