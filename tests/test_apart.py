"""Files that are read in a process apart: one that crashes, hangs or wants all memory costs itself and no other."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from gov_lint.nouns import Source
from gov_lint.readers import MissingPackagesError, ReadError, apart

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the process must inherit the made-up readers")


def crash(data: bytes, name: str) -> Source:
    os._exit(11)


def hang(data: bytes, name: str) -> Source:
    time.sleep(60)
    return Source(name, "")


def hoard(data: bytes, name: str) -> Source:
    return Source(name, str(len(bytearray(3_000_000_000))))


def lack(data: bytes, name: str) -> Source:
    raise MissingPackagesError("pdf", "PDF 文件", "PDF files")


def stumble(data: bytes, name: str) -> Source:
    raise KeyError("一")


def read(data: bytes, name: str) -> Source:
    return Source(name, f"{data.decode()} {os.getpid()}")


@pytest.fixture(autouse=True)
def made_up_readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    functions: list[Callable[[bytes, str], Source]] = [crash, hang, hoard, lack, stumble, read]
    for function in functions:
        module = ModuleType(f"gov_lint.readers.{function.__name__}")
        module.read = function  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
    if apart._helper:
        apart._helper.stop()
    monkeypatch.setattr(apart, "SECONDS", 1.0)
    monkeypatch.setattr(apart, "_STARTING", 0.0)
    yield
    if apart._helper:
        apart._helper.stop()


def pid(source: Source) -> int:
    return int(source.text.split()[-1])


def test_the_process_is_another_one_and_is_kept() -> None:
    first, second = (apart.read_apart("read", b"1", "x") for _ in range(2))
    assert first.text.startswith("1 ")
    assert pid(first) == pid(second) != os.getpid()


@pytest.mark.parametrize(("kind", "words"), [("crash", "崩溃"), ("hang", "超过 1 秒"), ("hoard", "内存不足")])
def test_a_file_that_kills_its_reader_is_refused_and_the_next_is_read(kind: str, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        apart.read_apart(kind, b"", "x")
    assert apart.read_apart("read", b"2", "y").name == "y"


def test_what_the_reader_says_arrives() -> None:
    with pytest.raises(MissingPackagesError, match=r'pip install "govlint\[pdf\]"'):
        apart.read_apart("lack", b"", "x")
    with pytest.raises(RuntimeError, match="KeyError"):
        apart.read_apart("stumble", b"", "x")
    assert apart.read_apart("read", b"3", "x").text.startswith("3 ")


def test_the_process_ends_when_the_one_that_asks_is_gone() -> None:
    first, second = os.pipe()
    asker = os.fork()
    if asker == 0:
        found = apart.read_apart("read", b"4", "x")
        os.write(second, str(pid(found)).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(asker, 0)
    helper = int(os.read(first, 20))
    os.close(first)
    os.close(second)
    for _ in range(100):
        if not _alive(helper):
            return
        time.sleep(0.05)
    os.kill(helper, signal.SIGKILL)
    pytest.fail("it is still there")


def _alive(number: int) -> bool:
    """Whether a process is there and no zombie (a container may have nobody to reap those)."""
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_forked_process_has_a_reader_of_its_own() -> None:
    here = pid(apart.read_apart("read", b"5", "x"))
    first, second = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(second, str(pid(apart.read_apart("read", b"6", "x"))).encode())
        os._exit(0)
    os.waitpid(child, 0)
    there = int(os.read(first, 20))
    os.close(first)
    os.close(second)
    assert here != there
    assert pid(apart.read_apart("read", b"7", "x")) == here
