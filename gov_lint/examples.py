"""Runs the examples that a rule's file carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gov_lint.engine import check_report
from gov_lint.nouns import Around, Example, Report, Result, Rule, Settings, Source
from gov_lint.structure import recognise


def check_example(rule: Rule, example: Example) -> Result:
    """What a rule says of one of its examples.

    The example's settings are those of a user (``org_type``, ``published``, ``edition``, ``name`` of the file), and the reports around it:
    ``previous``, ``parts`` (a list) with ``complete`` and ``units``, ``siblings`` (a list).
    """
    return check_report(_report(example), [rule])


def _report(example: Example) -> Report:
    given = example.settings
    published = date.fromisoformat(str(given["published"])) if "published" in given else None
    edition = int(str(given["edition"])) if "edition" in given else None
    org_type = str(given["org_type"]) if "org_type" in given else None
    report = recognise(
        Source(str(given.get("name", "example.txt")), example.text), Settings(org_type, published, edition)
    )
    if not given.keys() & Around._fields:
        return report
    around = Around(
        previous=_other("previous", str(given["previous"])) if "previous" in given else None,
        parts=_others("part", given.get("parts", ())),
        complete=str(given.get("complete", "")).lower() == "true",
        units=_texts(given.get("units", ())),
        siblings=_others("sibling", given.get("siblings", ())),
    )
    return replace(report, around=around)


def _texts(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def _others(name: str, given: str | tuple[str, ...]) -> tuple[Report, ...]:
    return tuple(_other(f"{name}-{number}", text) for number, text in enumerate(_texts(given), 1))


def _other(name: str, text: str) -> Report:
    return recognise(Source(f"{name}.txt", text), Settings())
