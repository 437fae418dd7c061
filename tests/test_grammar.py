"""The grammar: total, without conflicts, and run by our driver just as Lark would run it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from lark import Lark, Tree
from lark import Token as LarkToken
from lark.lexer import Lexer

from gov_lint.resources import resource_dir
from gov_lint.structure.grammar import TERMINALS, Node, Tables, Token, build_tables, parse

GRAMMAR = (resource_dir("grammars") / "report.lark").read_text(encoding="utf-8")


class Ready(Lexer):
    """Hands over tokens that are made already."""

    def __init__(self, conf: object) -> None: ...

    def lex(self, data: list[str]) -> Iterator[LarkToken]:  # type: ignore[override]
        for number, name in enumerate(data):
            yield LarkToken(name, name, start_pos=number)


def shape(node: object) -> object:
    """A tree as nested lists of names, whichever parser made it."""
    if isinstance(node, Tree):
        return [str(node.data), *(shape(child) for child in node.children)]
    if isinstance(node, Node):
        return [node.rule, *(shape(child) for child in node.children)]
    assert isinstance(node, Token | LarkToken)
    return node.type


def test_the_driver_agrees_with_lark_on_random_tokens() -> None:
    lark = Lark(GRAMMAR, parser="lalr", lexer=Ready, keep_all_tokens=True)
    rng = random.Random(11)
    for _ in range(4000):
        names = [rng.choice(TERMINALS) for _ in range(rng.randint(0, 14))]
        ours = parse([Token(name, "", i, i) for i, name in enumerate(names)])
        assert shape(ours) == shape(lark.parse(names)), names  # type: ignore[arg-type]


def test_the_table_survives_being_kept_as_json() -> None:
    start, end, actions, gotos, rules = json.loads(json.dumps(build_tables(GRAMMAR)))
    kept = Tables(start, end, actions, gotos, [(name, length, keep) for name, length, keep in rules])
    tokens = [Token(name, "", i, i) for i, name in enumerate(["TEXT", "HEADING", "TABLE", "LABEL", "VALUE", "HEADING"])]
    assert shape(parse(tokens, kept)) == shape(parse(tokens))


def test_long_input_is_read_without_recursion() -> None:
    tokens = [Token(name, "", i, i) for i, name in enumerate(["HEADING", "TABLE", "LABEL", *["VALUE"] * 200_000])]
    assert len(parse(tokens).children) == 1
