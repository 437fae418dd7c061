"""A report made to break outputs: whatever it says, each output keeps its shape."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_lint.nouns import Fix, Result, Waiver, Words
from gov_lint.records import replace
from gov_lint.reporters import Context, Unread, render, reporter_of
from tests.made import TEXT, finding, place, report, result, rule

RULES = {"applications-balance": rule()}
HOSTILE = [
    "<script>alert(1)</script>",
    "[/x] [red]",
    "=cmd()|' /C calc'!A0",
    "\n::error::x\r\n::stop-commands::y\n##[error]z",
    "a|b`c`",
    "]]></failure>",
    "\x00\x01\x1b[31m\x7f\x85\u2028",
    "\u202e\u2066\u200b\ufeff",
    "\ud800 \udfff \udcff",
    "\ufffe\uffff",
    "\"quotes\", 'commas', and\r\nlines",
    "%0A%25 100%",
    "--> <!-- &amp; &#0;",
]


def made(words: str, name: str = "") -> list[Result | Unread]:
    """Results in which these words stand wherever a report's, a rule's or a user's words can stand; in the names of the files too, unless
    they have another one."""
    of = report(TEXT + words + "\n", name or words.replace("/", "_") + ".txt", organ=words)
    named = replace(of, title=of.title._replace(text=words) if of.title else None)
    spot = finding(named, "5", message=words, related=("7",), cell=("表三", words, words), key=words)
    spot = spot._replace(fix=Fix(place(named, "5"), words), basis=Words(words, words))
    spot = spot._replace(related=(spot.related[0]._replace(words=Words(words, words)),))
    waived = finding(named, "7", key=words)._replace(waiver=Waiver(words, words, None, words, 3))
    return [result(named, spot, waived), Unread(name or words + ".pdf", Words(words, words))]


def written(name: str, outcomes: list[Result | Unread]) -> str:
    """An output, after the way to a file in UTF-8."""
    return render(reporter_of(name, Context("zh", RULES)), outcomes).encode("utf-8", "replace").decode("utf-8")


def of_github(text: str) -> object:
    return [line.split(" ")[0] for line in text.split("\n")]


def of_json(text: str) -> object:
    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(member) for key, member in value.items()}
        return [shape(member) for member in value] if isinstance(value, list) else type(value).__name__

    return shape(json.loads(text))


def of_xml(text: str) -> object:
    return [(element.tag, sorted(element.attrib)) for element in ElementTree.fromstring(text).iter()]


def of_csv(text: str) -> object:
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert not [field for line in lines for field in line if field[:1] in ("=", "+", "@", "-", "\t", "\r")]
    return [len(line) for line in lines]


def of_markdown(text: str) -> object:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [(token.type, [child.type for child in token.children or [] if child.type != "text"]) for token in tokens]


SHAPES: dict[str, Callable[[str], object]] = {
    "github": of_github,
    "gitlab": of_json,
    "rdjson": of_json,
    "junit": of_xml,
    "checkstyle": of_xml,
    "csv": of_csv,
    "markdown": of_markdown,
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_change_no_structure(name: str, words: str) -> None:
    assert SHAPES[name](written(name, made(words))) == SHAPES[name](written(name, made("话")))


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("words", HOSTILE)
def test_no_word_of_a_report_turns_the_writing_or_a_terminal(name: str, words: str) -> None:
    text = written(name, made(words, "年报.txt"))  # a path is left as it is, or nobody finds the file
    shown = text.replace(json.dumps(words, ensure_ascii=False), "")  # and so is a change of the file
    assert not [sign for sign in shown.lstrip("\ufeff") if sign in "\x00\x01\x1b\x7f\x85\u202e\u2066\u200b\ufeff"]


def test_no_name_of_a_file_turns_the_log_that_holds_it() -> None:
    assert "\x1b" not in written("github", made("话", "年\x1b[31m报.txt"))


@pytest.mark.parametrize("name", SHAPES)
@settings(deadline=None)
@given(words=st.text(st.characters(), min_size=1, max_size=12))
def test_any_words_change_no_structure(name: str, words: str) -> None:
    plain = written(name, made("话"))
    assert SHAPES[name](written(name, made("话" + words))) == SHAPES[name](plain)
