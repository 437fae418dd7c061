"""The mandated form of ``grammars/form.yaml`` as objects: sections, topics, tables, rows and columns of each edition."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from gov_lint.cache import load_or_build
from gov_lint.records import dataclass
from gov_lint.resources import resource

EDITIONS = (2019, 2021)


class FormRow(NamedTuple):
    """A row of a mandated table: what rules call it, its printed label, the patterns that find it, its columns.  A group has no cells."""

    name: str
    label: str
    words: str
    columns: tuple[str, ...]
    group: bool = False
    unit: str = ""


class Identity(NamedTuple):
    """A sum that must hold in every row or every column of a table: an equation over its columns or rows, the name of the one
    where a failure is reported, and what its two sides are in words."""

    each: str
    holds: str
    at: str
    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class FormTable:
    """A mandated table in one edition."""

    name: str
    number: str
    section: int
    edition: int
    start: str
    heads: tuple[str, ...]
    rows: tuple[FormRow, ...]
    parts: Mapping[str, tuple[str, ...]]
    identities: Mapping[str, Identity]
    single: str = ""
    instead_of: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, FormRow]:
        """Its rows by name."""
        return {row.name: row for row in self.rows}

    @cached_property
    def leaves(self) -> tuple[FormRow, ...]:
        """The rows that have cells."""
        return tuple(row for row in self.rows if not row.group)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of its rows, each once."""
        return tuple(dict.fromkeys(column for row in self.leaves for column in row.columns))

    @cached_property
    def cells(self) -> int:
        """How many cells it has."""
        return sum(len(row.columns) for row in self.leaves)

    def expand(self, part: str) -> tuple[str, ...]:
        """The rows (or columns) that a part stands for; a row stands for itself."""
        if part in self.by_name and not self.by_name[part].group:
            return (part,)
        if part not in self.parts:
            return (part,)
        return tuple(name for member in self.parts[part] for name in self.expand(member))


class FormSection(NamedTuple):
    """A section of the form: its number, its title as printed, and patterns of other titles in use."""

    number: int
    title: str
    variants: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Form:
    """The whole form.  ``tables`` are by edition, then by name."""

    sections: tuple[FormSection, ...]
    topics: Mapping[str, str]
    tables: Mapping[int, Mapping[str, FormTable]]

    def table(self, name: str, edition: int) -> FormTable:
        """The table of that name in that edition."""
        return self.tables[edition][name]


@lru_cache(maxsize=1)
def load_form() -> Form:
    """The form, read once."""
    raw = resource("grammars", "form.yaml")
    return _form(load_or_build("form", raw, lambda: _parse(raw)))


def _parse(raw: bytes) -> Any:
    import yaml

    data = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for table in data["tables"]:  # JSON has no numbers as keys
        for field in ("heads", "rows"):
            table[field] = {str(edition): value for edition, value in table[field].items()}
        table["parts"] = {
            part: {str(k): v for k, v in members.items()} if isinstance(members, dict) else members
            for part, members in table.get("parts", {}).items()
        }
    return data


def _form(data: Any) -> Form:
    sections = tuple(FormSection(s["number"], s["title"], tuple(s["variants"]), s["words"]) for s in data["sections"])
    topics = {topic["name"]: topic["words"] for topic in data["topics"]}
    tables = {edition: {t["name"]: _table(t, edition) for t in data["tables"]} for edition in EDITIONS}
    return Form(sections, topics, tables)


def _table(data: Any, edition: int) -> FormTable:
    single = data.get("single", {}) if edition == 2019 else {}
    common = tuple(data.get("columns", ()))
    rows = []
    for row in data["rows"][str(edition)]:
        name = row.get("name") or row["group"]
        if name in single.get("instead_of", ()):
            continue
        group = "group" in row and name != single.get("group")
        columns = () if group else tuple(row.get("columns", common))
        rows.append(FormRow(name, row["label"], row["words"], columns, group, row.get("unit", "")))
    parts = {
        part: tuple(members[str(edition)] if isinstance(members, dict) else members)
        for part, members in data.get("parts", {}).items()
    }
    identities = {
        key: Identity(i["each"], i["holds"], i["at"], tuple(i["zh"]), tuple(i["en"]))
        for key, i in data.get("identities", {}).items()
    }
    return FormTable(
        data["name"],
        data["number"],
        data["section"],
        edition,
        data["start"],
        tuple(data["heads"][str(edition)]),
        tuple(rows),
        parts,
        identities,
        single.get("group", ""),
        tuple(single.get("instead_of", ())),
    )
