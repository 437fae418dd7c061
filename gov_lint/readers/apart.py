"""Reads a file in a process apart, with limits of time and memory.

The process is kept for the next file.  One that crashes or takes too long is replaced; the file that did it is refused.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from typing import Any

from gov_lint.nouns import Source
from gov_lint.readers.refusal import MissingPackagesError, ReadError, crashed, too_slow

SECONDS = 8.0
"""How long reading one file may take."""
SECONDS_OCR = 600.0
"""How long it may take to recognise the characters of a scan: some ten seconds a page."""
MEMORY = 1_000_000_000
"""How many bytes of memory the process may add to what it starts with, where the system can limit it."""
MEMORY_OCR = 8_000_000_000

_STARTING = 30.0
"""How long a new process may take until it is ready, on top of the time for the file."""


class _Helper:
    """The process and the line to it."""

    def __init__(self) -> None:
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.line, other = context.Pipe()
        self.owner = os.getpid()
        self.process = context.Process(target=_serve, args=(other, self.line), daemon=True)
        self.process.start()
        other.close()
        self.ready = False

    def ask(self, kind: str, data: bytes, name: str) -> tuple[str, Any]:
        """What the process answers.  Raises ReadError where it crashes or does not answer in time."""
        try:
            self.line.send((kind, data, name))
            answer = self._answer(SECONDS if self.ready else SECONDS + _STARTING, SECONDS)
            while answer[0] == "longer":
                answer = self._answer(answer[1], answer[1])
            self.ready = True
            return answer
        except (EOFError, OSError) as error:
            self.stop()
            raise crashed() from error

    def _answer(self, seconds: float, said: float) -> tuple[str, Any]:
        if not self.line.poll(seconds):
            self.stop()
            raise too_slow(said)
        answer: tuple[str, Any] = self.line.recv()
        return answer

    def stop(self) -> None:
        """Ends the process at once."""
        global _helper
        _helper = None
        self.process.kill()
        self.process.join()
        self.line.close()


_helper: _Helper | None = None


def read_apart(kind: str, data: bytes, name: str) -> Source:
    """The source in the bytes of a file of that format.  Raises ReadError where it cannot be read."""
    global _helper
    if _helper is None or _helper.owner != os.getpid() or not _helper.process.is_alive():
        _helper = _Helper()
    what, answer = _helper.ask(kind, data, name)
    if what == "missing":
        raise MissingPackagesError(*answer)
    if what == "refused":
        raise ReadError(*answer)
    if what == "failed":
        raise RuntimeError(answer)
    source: Source = answer
    return source


def announce_ocr() -> None:
    """Says, in the process apart, that characters are going to be recognised in pictures: that takes time and memory."""
    if _line is not None:
        _limit(MEMORY_OCR)
    announce(SECONDS_OCR)


def announce(seconds: float) -> None:
    """Says, in the process apart, that this file may take so many seconds from now on."""
    if _line is not None:
        _line.send(("longer", seconds))


_line: Connection | None = None
"""In the process apart: the line to the one that asks."""


def _serve(line: Connection, other_end: Connection) -> None:
    """The process: files come, sources go out.  It holds no end of the line but its own, so that it ends when the one that asks is gone."""
    import signal

    from gov_lint.readers import read_here

    global _line, _helper
    _line, _helper = line, None
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(MEMORY)
    while True:
        try:
            kind, data, name = line.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[str, Any] = ("read", read_here(kind, data, name))
        except MissingPackagesError as error:
            answer = ("missing", (error.extra, *error.what))
        except ReadError as error:
            answer = ("refused", (error.zh, error.en))
        except Exception as error:  # told to the process that asks, which knows what to say
            answer = ("failed", f"{type(error).__name__}: {error}")
        line.send(answer)


def _limit(size: int) -> None:
    """Limits the memory of this process, where the system can; a limit can only be lowered by one that has none beyond it."""
    try:
        import resource

        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (used + size, hard))
    except (ImportError, ValueError, OSError):
        pass
