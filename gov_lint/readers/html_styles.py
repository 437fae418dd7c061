"""Which elements the style sheets in a web page hide, as far as their rules are simple: one class or one id, in ``<style>``, for every medium."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_DISPLAY = re.compile(r"(?<![\w-])(display|visibility)\s*:\s*([a-z-]+)")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*+)?((?:\.[\w-]++)++|#[\w-]++)")
_LAST = re.compile(r"[^\s>+~]*+$")
_LONGEST = 300_000
"""A longer style sheet is not looked at; those in pages have some thousand characters."""
_MOST_RULES = 20
"""How many rules that hide or show are kept for one class or id."""

_Rule = tuple[str, frozenset[str]]
"""A selector: the element's name (empty for any), and its classes with a point before them or its id with a ``#``."""


class Hiding:
    """The rules of a page's style sheets that hide elements, and those that show some of them again."""

    def __init__(self) -> None:
        self._hides: dict[str, list[_Rule]] = {}
        self._shows: dict[str, list[_Rule]] = {}

    def __bool__(self) -> bool:
        return bool(self._hides)

    def add(self, sheet: str) -> None:
        """Takes in a style sheet."""
        if ("none" not in sheet and "hidden" not in sheet) or len(sheet) > _LONGEST:
            return
        sheet = _COMMENT.sub(" ", sheet)
        depth, start, selectors = 0, 0, ""
        for brace in re.finditer(r"[{}]", sheet):
            if brace[0] == "{":
                depth += 1
                if depth == 1:
                    selectors = sheet[start : brace.start()].strip()
            elif depth:
                depth -= 1
                if not depth and not selectors.startswith("@"):
                    self._rule(selectors, sheet[start : brace.start()])
            start = brace.end() if depth < 2 else start

    def _rule(self, selectors: str, body: str) -> None:
        shown = [value not in ("none", "hidden") for _, value in _DISPLAY.findall(body.lower())]
        if not shown:
            return
        for selector in selectors.split(","):
            last = _LAST.search(selector.strip())
            match = _SELECTOR.match(last[0]) if last else None
            if match is None:
                continue
            whole = match.end() == len(selector.strip())
            rule = (match[1] or "", frozenset(re.findall(r"[.#][\w-]+", match[2])))
            if whole or all(shown):
                kept = (self._shows if all(shown) else self._hides).setdefault(min(rule[1]), [])
                if len(kept) < _MOST_RULES:
                    kept.append(rule)

    def hides(self, name: str, given: Mapping[str, str]) -> bool:
        """Whether an element with these attributes is hidden, and by no rule shown again."""
        marks = {f".{each}" for each in given.get("class", "").split()} | {f"#{given.get('id', '')}"}

        def apply(rules: Mapping[str, Sequence[_Rule]]) -> bool:
            return any(each[0] in ("", name) and each[1] <= marks for mark in marks for each in rules.get(mark, ()))

        return apply(self._hides) and not apply(self._shows)
