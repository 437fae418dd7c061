"""Which row a run of values belongs to, where it stands behind the wrong label or behind none."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from gov_lint.nouns import BLANK, Span
from gov_lint.patterns import compiled
from gov_lint.structure.form import FormTable
from gov_lint.structure.rows import Found
from gov_lint.structure.tokens import span_of


def give_out(found: list[Found], form: FormTable, text: str) -> None:
    """Gives runs that stand behind the wrong label to their own row: values cut by a stray word, rows whose label is misprinted,
    rows whose labels the layout moved away."""
    for each in list(found):
        row = form.by_name.get(each.name)
        size = len(row.columns) if row and not row.group else len(form.columns)
        while each.stray and each.count and each.count + len(each.stray[0][1]) <= size and _short(each.stray[0][0]):
            each.run = each.run + each.stray.pop(0)[1]
    for each in found:
        row = form.by_name.get(each.name)
        vague = row is None or row.group or text[each.label.start : each.label.end] in form.columns
        if each.count and vague and len(_letters(text[slice(*each.words)])) > 2:
            each.stray.insert(0, (each.words, each.run))
            each.run = []
        elif each.count > 1 and vague and len(_letters(text[each.run[0].start : each.run[0].end])) > 2:
            each.stray.insert(0, (span_of(each.run[0]), each.run[1:]))  # an unknown label that has a cell for itself
            each.run = []
    valued = {each.name for each in found if each.count}
    for each in list(found):
        kept = []
        for words, values in each.stray:
            name = _misprinted(form, text[words.start : words.end], valued)
            if name and len(values) >= min(len(form.by_name[name].columns), 2):
                found.append(Found(name, words, values, words, each.grid, inferred=True))
                valued.add(name)
            elif any(value.name != BLANK for value in values):
                kept.append((words, values))
        each.stray = kept
    _run_together(found, form, valued)
    _only_gap(found, form, valued)


def _short(words: Span) -> bool:
    return words.end - words.start <= 3


def _run_together(found: list[Found], form: FormTable, valued: set[str]) -> None:
    """Values of several rows behind one label: each row of the form that follows takes its share, if its label stands without
    values elsewhere and the shares come out even."""
    leaves = [row.name for row in form.leaves]
    orphans = {each.name: each for each in found if not each.count}
    for each in list(found):
        row = form.by_name.get(each.name)
        if row is None or row.group or each.count <= len(row.columns) or each.grid:
            continue
        size = len(row.columns)
        count, odd = divmod(len(each.run), size)
        following = leaves[leaves.index(each.name) + 1 : leaves.index(each.name) + count]
        if odd or len(following) < count - 1 or any(n in valued or n not in orphans for n in following):
            continue
        for i, name in enumerate(following, 1):
            orphans[name].run = each.run[i * size : (i + 1) * size]
            orphans[name].inferred = True
            valued.add(name)
        each.run = each.run[:size]


def _only_gap(found: list[Found], form: FormTable, valued: set[str]) -> None:
    """A whole run without a label, where just one row of the form has none between its neighbours, is that row's."""
    leaves = [row.name for row in form.leaves]
    names = [row.name for row in form.rows]
    seen = {each.name for each in found}
    for each in list(found):
        if each.name not in names or len(each.stray) != 1:
            continue
        after = next((name for name in names[names.index(each.name) + 1 :] if name in leaves), None)
        words, values = each.stray[0]
        if after is None or after in seen or len(values) != len(form.by_name[after].columns):
            continue
        following = leaves[leaves.index(after) + 1 :][:1]
        if words.end - words.start < 4 or (following and following[0] not in seen):
            continue
        found.append(Found(after, words, values, words, each.grid, inferred=True))
        valued.add(after)
        each.stray = []


def _misprinted(form: FormTable, words: str, valued: set[str]) -> str | None:
    """The row whose label the words are, but for a few letters."""
    *_, words = compiled(r"(?=[一二三四]、|（[一二三四五六七]）|(?<!\d)\d[.、．])").split(words)
    printed = _letters(words)
    if len(printed) < 3:
        return None
    best, runner_up, name = 0.0, 0.0, None
    for row in form.leaves:
        if row.name in valued:
            continue
        score = _likeness(_letters(row.label), printed) + (0.2 if _same_ordinal(row.label, words) else 0)
        if score > best:
            best, runner_up, name = score, best, row.name
        elif score > runner_up:
            runner_up = score
    return name if best >= 0.5 and best - runner_up > 0.1 else None


def _same_ordinal(label: str, words: str) -> bool:
    """Whether words begin with a label's ordinal."""
    match = compiled(r"[一二三四五六七八]、|（[一二三四五六七八]）|\d[.、．]").match(label)
    return match is not None and words.startswith(match.group())


def _letters(words: str) -> str:
    return compiled(r"^[（）\d一二三四五六七八九十.、．]+|[^一-鿿]").sub("", words)


def _likeness(label: str, printed: str) -> float:
    """How many pairs of neighbouring letters two texts share, from 0 to 1."""
    one = Counter(pairwise(label))
    other = Counter(pairwise(printed))
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0
