"""Work shared out to several processes, its results in order; a process that dies costs the one file that killed it."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")

CHUNK = 16
"""How many files a process takes at a time: handing them over costs little then, and the first results come soon."""
_AHEAD = 4
"""How many chunks per process are under way at most, so that results do not pile up in memory."""

_work: Callable[[str], object] | None = None
"""What a process of the pool does with a file."""


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def spread(items: Sequence[str], work: Callable[[str], T], jobs: int, lost: Callable[[str], T]) -> Iterator[T]:
    """What ``work`` makes of each item, in their order, done by so many processes.  ``lost`` makes up for an item whose process died."""
    waiting = deque(_chunks(items, CHUNK))
    while waiting:
        done = 0
        try:
            for results in _run(waiting, work, jobs):
                done += 1
                yield from results
            return
        except BrokenProcessPool:
            waiting = deque(islice(waiting, done, None))
            yield from _one_by_one(waiting.popleft(), work, lost)


def _chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _run(chunks: Sequence[Sequence[str]], work: Callable[[str], T], jobs: int) -> Iterator[list[T]]:
    """The results of the chunks in order.  Raises BrokenProcessPool where a process dies."""
    pool = _pool(work, jobs)
    under_way: deque[Future[list[T]]] = deque()
    try:
        for chunk in chunks:
            under_way.append(pool.submit(_do, chunk))
            if len(under_way) >= jobs * _AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _one_by_one(items: Sequence[str], work: Callable[[str], T], lost: Callable[[str], T]) -> Iterator[T]:
    """The results of a chunk in which a process died: one file at a time, to lose only that one."""
    for item in items:
        try:
            with _pool(work, 1) as pool:
                yield from pool.submit(_do, [item]).result()
        except BrokenProcessPool:
            yield lost(item)


def _pool(work: Callable[[str], object], jobs: int) -> ProcessPoolExecutor:
    method = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _prepare, (work,))


def _prepare(work: Callable[[str], object]) -> None:
    """Gets a new process ready.  Ctrl-C is the first process's business."""
    import signal

    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(items: Sequence[str]) -> list[Any]:
    assert _work is not None
    return [_work(item) for item in items]
