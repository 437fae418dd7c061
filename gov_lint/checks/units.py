"""Units that owe a report and have none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gov_lint.nouns import Fault, Report
from gov_lint.patterns import compiled
from gov_lint.prose import organ_kind
from gov_lint.relatives import organ_of, top

NEEDS = "units"
FACTS = ("units", "count", "due", "year")

_SHOWN = 20
"""How many names the message gives."""


class Options(NamedTuple):
    """No options."""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """One fault that names all of them, on the title."""
    if report.year is None:
        return
    present = [organ_of(part) for part in (report, *report.around.parts) if part.year in (report.year, None)]
    missing = _missing(list(report.around.units), [name for name in present if name])
    if missing:
        named = "、".join(missing[:_SHOWN]) + ("等" if len(missing) > _SHOWN else "")
        count, due = str(len(missing)), str(len(report.around.units))
        yield Fault(top(report), {"units": named, "count": count, "due": due, "year": str(report.year)})


def _missing(units: list[str], organs: list[str]) -> list[str]:
    """The units that no report is from.  Each report answers for one unit: the one whose name comes closest."""
    left, free = list(units), list(organs)
    for alike in (_same, _ends, _shortens):
        for unit in list(left):
            found = next((organ for organ in free if alike(unit, organ)), None)
            if found is not None:
                left.remove(unit)
                free.remove(found)
    return left


def _bare(name: str) -> str:
    return compiled(r"[\s（）()·]").sub("", name)


def _same(unit: str, organ: str) -> bool:
    return _bare(unit) == _bare(organ)


def _ends(unit: str, organ: str) -> bool:
    """Whether one name is the other without its place (县教育局, 教育局) or without its body (青坪镇)."""
    whole = _core(organ)
    return any(len(short) > 1 and whole.endswith(short) for short in _forms(_core(unit)))


def _core(name: str) -> str:
    return compiled(r"(?:人民政府|办事处|政府)$").sub("", _bare(name))


def _forms(name: str) -> tuple[str, str]:
    """A name, and without the 县 or 市 that may stand for its place."""
    return name, compiled(r"^[省市县区旗州]").sub("", name)


def _shortens(unit: str, organ: str) -> bool:
    """Whether one name abbreviates the other letter by letter (县人社局), and both are of one kind."""
    kinds = organ_kind(unit), organ_kind(organ)
    if None not in kinds and kinds[0] != kinds[1]:
        return False
    whole = _bare(organ)
    return any(_in_order(form, whole) or _in_order(whole, form) for form in _forms(_bare(unit)))


def _in_order(short: str, long: str) -> bool:
    """Whether all letters of one text stand in the other in the same order, the last one last."""
    if len(short) < 3 or short[-1] not in (long[-1:], "办", "委", "局"):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)
