"""A progress bar on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")


def with_bar(results: Iterator[T], count: int, lang: str) -> Iterator[T]:
    """The results as they come, each moving the bar on; the bar goes away at the end."""
    words = TextColumn("Checking" if lang == "en" else "正在检查")
    columns = (words, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    with bar:
        yield from bar.track(results, total=count)
