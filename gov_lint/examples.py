"""Runs the examples that a rule's file carries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gov_lint.engine import check_report
from gov_lint.nouns import Around, Example, Lapse, Report, Result, Rule, Settings, Source, Words
from gov_lint.records import replace
from gov_lint.structure import recognise
from gov_lint.yamlfile import parse


def check_example(rule: Rule, example: Example) -> Result:
    """What a rule says of one of its examples.

    The example's settings are those of a user (``org_type``, ``published``, ``edition``, ``name`` of the file, ``unread``:
    why nothing of it could be read, ``unused`` and ``expired``: the lines of suppressions that are so), and the reports around it:
    ``previous``, ``parts`` (a list) with ``complete`` and ``units``, ``siblings`` (a list).
    """
    return check_report(_report(example), [rule])


def failures(rule: Rule) -> Iterator[tuple[int, Words]]:
    """What is wrong with a rule's own examples, each with the line in the rule's file: none there, none that fires, and every line where what the
    rule says is not what is marked."""
    for role in ("good", "bad"):
        if not any(example.role == role for example in rule.examples):
            yield 1, Words(f"没有 {role} 的例子", f"no {role} example")
    fired = False
    for example in rule.examples:
        try:
            found = [(finding.place.line, finding.message) for finding in check_example(rule, example).findings]
        except Exception as error:  # a rule that nobody has tried
            what = f"{type(error).__name__}: {error}".split("\n")[0]
            yield example.line or 1, Words(f"检查时出错：{what}", f"it fails: {what}")
            continue
        fired = fired or (example.role == "bad" and bool(found))
        yield from _differences(example, found)
    if any(example.role == "bad" for example in rule.examples) and not fired:
        yield 1, Words("从不提示：没有一个反例使它提示", "it never fires: no bad example makes it fire")


def _differences(example: Example, found: list[tuple[int, Words]]) -> Iterator[tuple[int, Words]]:
    """Where findings are not those marked."""
    first = example.line or 1
    left = list(found)
    for line, words in example.due:
        match = next((f for f in left if f[0] == line and words in f[1].zh), None)
        if match is not None:
            left.remove(match)
            continue
        other = next((message for at, message in left if at == line), None)
        zh = f"得到“{other.zh}”" if other else "没有提示"
        en = f"it says “{other.zh}”" if other else "it says nothing"
        yield first + line - 1, Words(f"应当提示“{words}”，{zh}", f"due: “{words}”; {en}")
        if other:
            left.remove((line, other))
    role = {"good": "正例", "bad": "反例中未标出的行", "trap": "合法的写法"}[example.role]
    for line, message in left:
        zh = f"在{role}中提示“{message.zh}”"
        en = f"it fires on a {example.role} example{' where no mark is' if example.role == 'bad' else ''}: {message.en}"
        yield first + line - 1, Words(zh, en)


def _report(example: Example) -> Report:
    given = example.settings
    published = date.fromisoformat(str(given["published"])) if "published" in given else None
    edition = int(str(given["edition"])) if "edition" in given else None
    org_type = str(given["org_type"]) if "org_type" in given else None
    unread = (str(given["unread"]), str(given["unread"])) if "unread" in given else None
    lapses = (*_lapses("unused", example), *_lapses("expired", example))
    source = Source(str(given.get("name", "example.txt")), example.text, unread=unread, lapses=lapses)
    report = recognise(source, Settings(org_type, published, edition))
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


def _lapses(why: str, example: Example) -> Iterator[Lapse]:
    """The suppressions in an example that suppress nothing for that reason: the setting has the lines on which they begin."""
    lines = _texts(example.settings.get(why, ()))
    if not lines:
        return
    document, _ = parse(example.text.encode(), "example.yaml")
    for number, entry in enumerate(document.data):
        line = document.line((str(number),))
        if str(line) in lines:
            subject = f"{entry.get('file', '')} {entry.get('cell') or entry.get('words')}".strip()
            yield Lapse(line, entry["rule"], subject, entry["expires"] if why == "expired" else "")


def _texts(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def _others(name: str, given: str | tuple[str, ...]) -> tuple[Report, ...]:
    return tuple(_other(f"{name}-{number}", text) for number, text in enumerate(_texts(given), 1))


def _other(name: str, text: str) -> Report:
    return recognise(Source(f"{name}.txt", text), Settings())
