"""The grammar of ``grammars/report.lark``, run.

Lark builds the LALR table once; it is kept as plain data in the cache, so that a start does not have to import Lark.  The driver below is
the textbook LALR loop; a test holds it against Lark's own parser on random tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from gov_lint.cache import load_or_build
from gov_lint.resources import resource

TERMINALS = ("HEADING", "TABLE", "LABEL", "VALUE", "WORD", "BREAK", "TEXT")


class Token(NamedTuple):
    """A token: its terminal, what it names (a section, a table or a row of the form), and its stretch of the squeezed text."""

    type: str
    name: str
    start: int
    end: int


class Node(NamedTuple):
    """A node of the tree: a rule of the grammar and its children."""

    rule: str
    children: tuple[Node | Token, ...]


class Tables(NamedTuple):
    """An LALR table: the first state and the last; by state and terminal, the state to shift to (0 or more) or the rule to reduce by
    (``-1 - rule``); by state and rule name the state to go to; and each rule's name, length and whether its node stays."""

    start: int
    end: int
    actions: list[dict[str, int]]
    gotos: list[dict[str, int]]
    rules: list[tuple[str, int, bool]]


@lru_cache(maxsize=1)
def load_tables() -> Tables:
    """The table of the report grammar."""
    text = resource("grammars", "report.lark")
    start, end, actions, gotos, rules = load_or_build("grammar", text, lambda: build_tables(text.decode()))
    return Tables(start, end, actions, gotos, [(name, length, keep) for name, length, keep in rules])


def build_tables(grammar: str) -> list[Any]:
    """The LALR table of a grammar, as plain data, made by Lark."""
    from lark import Lark
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    lark = Lark(grammar, parser="lalr", lexer="basic", strict=False)
    data, memo = lark.memo_serialize([TerminalDef, Rule])
    parser = data["parser"]["parser"]
    numbers = {number: i for i, number in enumerate(key for key in memo if memo[key]["__type__"] == "Rule")}
    rules = []
    for key in numbers:
        rule = memo[key]
        name = rule["origin"]["name"]
        # As Lark builds trees: rules named with an underscore, and "?rule" with one child, give way to their children.
        keep = not (name.startswith("_") or (rule["options"]["expand1"] and len(rule["expansion"]) == 1))
        rules.append([name, len(rule["expansion"]), keep])
    actions: list[dict[str, int]] = []
    gotos: list[dict[str, int]] = []
    names = parser["tokens"]
    for state in range(len(parser["states"])):
        actions.append({})
        gotos.append({})
        for token, (action, target) in parser["states"][state].items():
            name = names[token]
            if action == 1:
                actions[-1][name] = -1 - numbers[target["@"]]
            elif name in TERMINALS or name == "$END":
                actions[-1][name] = target
            else:
                gotos[-1][name] = target
    return [parser["start_states"]["start"], parser["end_states"]["start"], actions, gotos, rules]


def _stays(tables: Tables) -> list[frozenset[str]]:
    """For each state, the terminals that change nothing but the list on top: those of a repetition that is under way.

    In such a state, which only the repetition's name leads to, the terminal is shifted to a state that always reduces the two to that name.
    """
    names = [""] * len(tables.actions)
    for gotos in tables.gotos:
        for name, state in gotos.items():
            names[state] = name
    appends = [""] * len(tables.actions)
    for state, actions in enumerate(tables.actions):
        if len(actions) == len(TERMINALS) + 1 and len(set(actions.values())) == 1:
            action = next(iter(actions.values()))
            name, length, keep = tables.rules[-1 - action] if action < 0 else ("", 0, True)
            appends[state] = name if length == 2 and not keep else ""
    return [
        frozenset(kind for kind, to in actions.items() if to >= 0 and name and appends[to] == name)
        for name, actions in zip(names, tables.actions, strict=True)
    ]


@lru_cache(maxsize=1)
def _loaded() -> tuple[Tables, list[frozenset[str]]]:
    tables = load_tables()
    return tables, _stays(tables)


def parse(tokens: Sequence[Token], tables: Tables | None = None) -> Node:
    """The tree of a sequence of tokens.  The grammar is total: every sequence has one."""
    (start, end, actions, gotos, rules), stays = (tables, _stays(tables)) if tables else _loaded()
    states: list[int] = [start]
    values: list[list[Node | Token]] = []
    state, stay = start, stays[start]
    for token in (*tokens, Token("$END", "", 0, 0)):
        kind = token.type
        if kind in stay:
            values[-1].append(token)
            continue
        while state != end and (action := actions[state][kind]) < 0:
            name, length, keep = rules[-1 - action]
            if length == 1 and not keep:  # another name for what is on top
                states[-1] = state = gotos[states[-2]][name]
                continue
            children: list[Node | Token] = []
            if length:
                children = values[-length]
                for more in values[len(values) - length + 1 :]:
                    children += more
                del states[-length:], values[-length:]
            state = gotos[states[-1]][name]
            states.append(state)
            values.append([Node(name, tuple(children))] if keep else children)
        stay = stays[state]
        if kind in stay:
            values[-1].append(token)
        elif state != end:
            state = action
            states.append(state)
            values.append([token])
            stay = stays[state]
    node = values[0][0]
    assert isinstance(node, Node)
    return node
