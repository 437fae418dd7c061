"""Records: dataclasses in all that is asked of them, without what takes long to import."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from gov_lint.nouns import Report, Result, Source, Squeezed
from gov_lint.records import replace
from tests import made


def test_values_come_by_place_by_name_and_by_default() -> None:
    assert Source("a", "b").name == Source(name="a", text="b").name == "a"
    first, second = made.report(), made.report()
    assert Report(first.source, first.squeezed).tables == {}
    assert Report(first.source, first.squeezed).tables is not Report(first.source, first.squeezed).tables
    assert first != second
    assert first == first
    assert Source("a", "b") == Source("a", "b") != Source("a", "c")
    assert hash(Source("a", "b")) == hash(Source("a", "b"))
    assert Source("a", "b") != ("a", "b")
    assert repr(Source("a", "b")).startswith("Source(name='a', text='b'")


@pytest.mark.parametrize("wrong", [lambda: Source("a"), lambda: Source("a", "b", nmae="c"), lambda: Source("a", "b", name="c"),
                                   lambda: Source(*"abcdefghijklmnopqrstuvw")])  # fmt: skip
def test_other_values_are_refused(wrong: Callable[[], Any]) -> None:
    with pytest.raises(TypeError):
        wrong()


def test_a_record_is_frozen() -> None:
    source = Source("a", "b")
    with pytest.raises(AttributeError, match="frozen"):
        source.name = "c"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del source.name
    assert source.line_starts is source.line_starts


def test_records_are_replaced_and_copied() -> None:
    report = made.report()
    for function in (replace, dataclasses.replace):
        changed = function(report, year=1999)
        assert (changed.year, report.year) == (1999, 2023)
        assert changed.source is report.source
    assert [field.name for field in dataclasses.fields(Squeezed)] == list(Squeezed.__annotations__)
    result = made.result(report)
    for copied in (copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert isinstance(copied, Result)
        assert copied.report.source == result.report.source
        assert copied.verdicts == result.verdicts
