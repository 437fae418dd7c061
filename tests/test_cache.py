"""The cache: the same values with and without it, whatever happens to its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gov_lint import packfiles
from gov_lint.cache import cache_dir, load_or_build


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that does not exist yet."""
    path = tmp_path / "deep" / "cache"
    monkeypatch.setenv("GOVLINT_CACHE_DIR", str(path))
    return path


def value() -> Any:
    """A value with what JSON changes: a tuple."""
    return {"行": (1, 2.5, None, "𠮷")}


AS_JSON = {"行": [1, 2.5, None, "𠮷"]}


def never() -> Any:
    raise AssertionError("built again")


def test_a_value_is_built_once_for_a_key(folder: Path) -> None:
    assert load_or_build("pack", b"1", value) == AS_JSON
    assert load_or_build("pack", b"1", never) == AS_JSON
    assert load_or_build("pack", b"2", lambda: 2) == 2
    assert load_or_build("form", b"1", lambda: 3) == 3
    assert load_or_build("pack", b"1", never) == AS_JSON


@pytest.mark.parametrize("damage", [b"", b"[]", b"\xff\xfe", b"0" * 64 + b"\n[1]"])
def test_a_damaged_file_is_made_again(folder: Path, damage: bytes) -> None:
    load_or_build("pack", b"1", value)
    [file] = folder.iterdir()
    file.write_bytes(damage)
    assert load_or_build("pack", b"1", lambda: "new") == "new"
    assert load_or_build("pack", b"1", never) == "new"


def test_one_flipped_character_is_noticed(folder: Path) -> None:
    load_or_build("pack", b"1", lambda: [10])
    [file] = folder.iterdir()
    file.write_bytes(file.read_bytes().replace(b"[10]", b"[11]"))
    assert load_or_build("pack", b"1", lambda: [10]) == [10]


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GOVLINT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert load_or_build("pack", b"1", value) == AS_JSON
    assert load_or_build("pack", b"1", value) == AS_JSON


def test_a_full_disk_leaves_no_draft(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert load_or_build("pack", b"1", value) == AS_JSON
    assert list(folder.iterdir()) == []


def test_an_empty_name_turns_the_cache_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVLINT_CACHE_DIR", "")
    assert cache_dir() == ""
    assert load_or_build("pack", b"1", value) == AS_JSON
    assert load_or_build("pack", b"1", lambda: 2) == 2


def test_old_values_go(folder: Path) -> None:
    for key in range(20):
        load_or_build("pack", bytes([key]), value)
        load_or_build("form", b"1", value)
    assert len(list(folder.glob("pack-*"))) <= 8
    assert len(list(folder.glob("form-*"))) == 1


def test_errors_of_the_builder_are_the_callers(folder: Path) -> None:
    with pytest.raises(AssertionError, match="built again"):
        load_or_build("pack", b"1", never)
    assert not folder.exists()


def test_the_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GOVLINT_CACHE_DIR")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_dir() == str(tmp_path / "govlint")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_dir() == ""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_dir() == str(tmp_path / ".cache" / "govlint")
    monkeypatch.setattr("sys.platform", "darwin")
    assert cache_dir() == str(tmp_path / "Library" / "Caches" / "govlint")


def test_another_edition_of_what_makes_data_of_rules_makes_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = tmp_path / "rulefile.py"
    maker.write_text("KEYS = 1\n", encoding="utf-8")
    monkeypatch.setattr(packfiles, "_makers", lambda: [("rulefile.py", str(maker))])
    before = packfiles.kinds_stamp(), packfiles.digest_of([])
    assert (packfiles.kinds_stamp(), packfiles.digest_of([])) == before
    maker.write_text("KEYS = 22\n", encoding="utf-8")
    assert packfiles.kinds_stamp() != before[0] and packfiles.digest_of([]) != before[1]
