"""What SARIF says of govlint: its rules with their help, and the laws and forms that they rest on, as taxonomies whose taxa are clauses.

Which clauses a rule rests on is read from the words of its basis; a rule that is practice only rests on none.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gov_lint import DOCS, __version__, docs_url, rule_url
from gov_lint.nouns import Rule, Words
from gov_lint.pages import rule_page

UNREADABLE, INTERNAL = "file-not-read", "internal-error"
FAILURES = {
    UNREADABLE: Words("文件不能读取，没有检查。", "A file could not be read and was not checked."),
    INTERNAL: Words("govlint 内部出错，文件没有检查。", "govlint itself failed and did not check a file."),
}
"""The kinds of notifications."""
_FULL_NAME = "govlint 政府信息公开工作年度报告检查工具"
_RANKS = {"error": "error", "warning": "warning", "note": "recommendation"}
_PRACTICE = "惯例"


class _Document(NamedTuple):
    """A law or a form: how a basis names it, its own name, who issued it, and the version that is meant."""

    key: str
    pattern: str
    name: Words
    organization: Words
    version: str
    form: bool = False
    """Whether its clauses are tables and sections instead of articles."""


_COUNCIL = Words("国务院", "State Council")
_OFFICE = Words("国务院办公厅", "General Office of the State Council")
_DISCLOSURE = Words(
    "国务院办公厅政府信息与政务公开办公室",
    "Office of Government Information Disclosure, General Office of the State Council",
)
_CONGRESS = Words("全国人民代表大会", "National People's Congress")
_COMMITTEE = Words("全国人民代表大会常务委员会", "Standing Committee of the National People's Congress")
_LAW = "《(?:中华人民共和国)?{}》"
_DOCUMENTS = (
    _Document(
        "regulation",
        _LAW.format("政府信息公开条例"),
        Words("中华人民共和国政府信息公开条例", "Regulations on Open Government Information"),
        _COUNCIL,
        "2019",
    ),
    _Document(
        "form-2021",
        "国办公开办函〔2021〕30号",
        Words(
            "政府信息公开工作年度报告格式（国办公开办函〔2021〕30号）",
            "Form of the annual report (国办公开办函〔2021〕30号)",
        ),
        _DISCLOSURE,
        "2021",
        form=True,
    ),
    _Document(
        "form-2019",
        "国办公开办函〔2019〕60号",
        Words(
            "政府信息公开工作年度报告格式（试行）（国办公开办函〔2019〕60号）",
            "Trial form of the annual report (国办公开办函〔2019〕60号)",
        ),
        _DISCLOSURE,
        "2019",
        form=True,
    ),
    _Document(
        "fees",
        "国办函〔2020〕109号",
        Words("政府信息公开信息处理费管理办法（国办函〔2020〕109号）", "Measures on the information processing fee"),
        _OFFICE,
        "2020",
    ),
    _Document(
        "legislation", _LAW.format("立法法"), Words("中华人民共和国立法法", "Legislation Law"), _CONGRESS, "2023"
    ),
    _Document(
        "personal-information",
        _LAW.format("个人信息保护法"),
        Words("中华人民共和国个人信息保护法", "Personal Information Protection Law"),
        _COMMITTEE,
        "2021",
    ),
    _Document(
        "secrecy",
        _LAW.format("保守国家秘密法"),
        Words("中华人民共和国保守国家秘密法", "Law on Guarding State Secrets"),
        _COMMITTEE,
        "2024",
    ),
)
_NUMERALS = "一二三四五六七八九十百零"
_ARTICLE = re.compile(rf"第([{_NUMERALS}]+)条(?:第([{_NUMERALS}]+)款)?(?:第([{_NUMERALS}（）()、]+)项)?")
_PART = re.compile("表([二三四])|(?:第([一二三四五六])部分|》([一二三四五六])(?=[（；]|$))|（一）(总体情况)")
_NAMED = re.compile("|".join(f"(?P<d{number}>{document.pattern})" for number, document in enumerate(_DOCUMENTS)))
_WHOLE = Words("全文", "the whole")


class Clause(NamedTuple):
    """A clause that a rule rests on: the number of its document, and its own name (empty for the document as a whole)."""

    document: int
    name: str


def clauses(rule: Rule) -> tuple[Clause, ...]:
    """The clauses that a rule rests on, each once, in the order of its basis."""
    if rule.basis_level == _PRACTICE:
        return ()
    basis = rule.basis.zh
    found: list[Clause] = []
    named = list(_NAMED.finditer(basis))
    for match, after in zip(named, [*named[1:], None], strict=False):
        number = int(str(match.lastgroup)[1:])
        words = basis[match.end() : after.start() if after else len(basis)]
        names = list(_parts(words) if _DOCUMENTS[number].form else _articles(words))
        found += [Clause(number, name) for name in names or [""]]
    return tuple(dict.fromkeys(found))


def _articles(words: str) -> Iterator[str]:
    """The articles that are named: 第五十条第一款第二项; several items of one are several clauses."""
    for match in _ARTICLE.finditer(words):
        article, paragraph, items = match.groups()
        name = f"第{article}条" + (f"第{paragraph}款" if paragraph else "")
        listed = re.findall(f"[{_NUMERALS}]+", items or "")
        yield from (f"{name}第{item}项" for item in listed)
        if not listed:
            yield name


def _parts(words: str) -> Iterator[str]:
    """The tables and sections of the form that are named."""
    for match in _PART.finditer(words):
        table, section, bare, overview = match.groups()
        yield f"表{table}" if table else f"第{section or bare or (overview and '一')}部分"


class Catalogue:
    """The rules of a run and the clauses that they rest on, as SARIF numbers them."""

    def __init__(self, rules: Iterable[Rule], lang: str) -> None:
        self._lang = lang
        rules = list(rules)
        resting = {rule.id: clauses(rule) for rule in rules}
        used = list(dict.fromkeys(clause for found in resting.values() for clause in found))
        self._documents = sorted({clause.document for clause in used})
        self._taxa = {
            number: sorted({clause.name for clause in used if clause.document == number}, key=_order)
            for number in self._documents
        }
        self._rules = {rule.id: self._rule(rule, resting[rule.id]) for rule in rules}
        self._numbers = {name: number for number, name in enumerate(self._rules)}

    def number(self, rule: str) -> int:
        """The number of a rule; one that is reserved for govlint itself is taken in."""
        if rule not in self._numbers:
            self._numbers[rule] = len(self._rules)
            self._rules[rule] = _reserved(rule)
        return self._numbers[rule]

    def driver(self) -> dict[str, Any]:
        """govlint as the tool of a run."""
        return {
            "name": "govlint",
            "fullName": _FULL_NAME,
            "version": __version__,
            "semanticVersion": __version__,
            "informationUri": docs_url(),
            "language": _language(self._lang),
            "rules": list(self._rules.values()),
            "notifications": [_notification(name, words.in_(self._lang)) for name, words in FAILURES.items()],
            "supportedTaxonomies": [self._reference(number) for number in self._documents],
        }

    def taxonomies(self) -> list[dict[str, Any]]:
        """The documents that rules rest on, with the clauses that they name."""
        return [self._taxonomy(number) for number in self._documents]

    def _taxonomy(self, number: int) -> dict[str, Any]:
        document = _DOCUMENTS[number]
        name = document.name.in_(self._lang)
        return {
            "name": name,
            "guid": _guid(document),
            "version": document.version,
            "organization": document.organization.in_(self._lang),
            "shortDescription": {"text": sentence(name, self._lang)},
            "language": _language(self._lang),
            "isComprehensive": False,
            "taxa": [
                {"id": clause or _WHOLE.zh, "shortDescription": {"text": self._clause(document, clause)}}
                for clause in self._taxa[number]
            ],
        }

    def _clause(self, document: _Document, clause: str) -> str:
        name = document.name.in_(self._lang)
        return sentence(f"{name} {clause or _WHOLE.in_(self._lang)}", self._lang)

    def _reference(self, number: int) -> dict[str, Any]:
        """A document as other objects name it."""
        document = _DOCUMENTS[number]
        name = document.name.in_(self._lang)
        return {"name": name, "index": self._documents.index(number), "guid": _guid(document)}

    def _rule(self, rule: Rule, resting: tuple[Clause, ...]) -> dict[str, Any]:
        """A rule as SARIF describes it."""
        lang = self._lang
        why = rule.why.in_(lang).strip() or rule.title.in_(lang)
        basis = f"{'Basis: ' if lang == 'en' else '依据：'}{rule.basis.in_(lang)}"
        described: dict[str, Any] = {
            "id": rule.id,
            "name": _pascal(rule.id),
            "shortDescription": {"text": sentence(rule.title.in_(lang), lang)},
            "fullDescription": {"text": sentence(why, lang)},
            "help": {"text": f"{why}\n\n{sentence(basis, lang)}", "markdown": rule_page(rule, lang)},
            **({} if rule.foreign else {"helpUri": rule_url(rule.id)}),
            "defaultConfiguration": {"level": rule.severity},
            "properties": {
                "tags": [rule.family, rule.basis_level],
                "precision": "high" if rule.severity == "error" else "medium",
                "problem.severity": _RANKS[rule.severity],
            },
        }
        if resting:
            described["relationships"] = [
                {
                    "target": {
                        "id": clause.name or _WHOLE.zh,
                        "index": self._taxa[clause.document].index(clause.name),
                        "toolComponent": self._reference(clause.document),
                    },
                    "kinds": ["relevant"],
                }
                for clause in resting
            ]
        return described


def _order(clause: str) -> tuple[int, ...]:
    """What clauses are sorted by: their numbers."""
    return tuple(_value(numeral) for numeral in re.findall(f"[{_NUMERALS}]+", clause))


def _value(numeral: str) -> int:
    """The value of a Chinese numeral up to 999."""
    value, digit = 0, 0
    for sign in numeral:
        if sign in "十百":
            value += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(sign)
    return value + digit


def _guid(document: _Document) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{DOCS}taxonomies/{document.key}"))


def _language(lang: str) -> str:
    return "en-US" if lang == "en" else "zh-CN"


def _reserved(rule: str) -> dict[str, Any]:
    """A rule of which nothing but its name is known."""
    return _plainly(rule, rule, docs_url("rules/"))


def _notification(name: str, words: str) -> dict[str, Any]:
    """A kind of failure as SARIF describes it."""
    return _plainly(name, words, docs_url())


def _plainly(name: str, words: str, url: str) -> dict[str, Any]:
    """What SARIF asks of a rule or a failure that has one sentence only."""
    text = {"text": words}
    return {
        "id": name,
        "name": _pascal(name),
        "shortDescription": text,
        "fullDescription": text,
        "help": text,
        "helpUri": url,
    }


def _pascal(name: str) -> str:
    """A name for people, which must differ from the id by more than its letters' case."""
    return "".join(part.capitalize() for part in name.split("-")) + ("" if "-" in name else "Rule")


def sentence(words: str, lang: str) -> str:
    """Words that end as a sentence does."""
    words = words.rstrip()
    return words if words.endswith(tuple("。！？.!?…")) else words + ("." if lang == "en" else "。")
