"""Where findings are, as SARIF says it: the files of a run, regions in UTF-16 code units, and repairs.

A document's lines are those of the text that was read from it, as ``govlint extract --text`` shows them; page, paragraph and cell stand beside them.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import PurePath
from typing import Any
from urllib.parse import quote_from_bytes

from gov_lint.nouns import Finding, Fix, Place, Source
from gov_lint.reporters.json import place_data

ROOT = "%SRCROOT%"
"""What stands for the top of the work tree, which relative addresses start from."""
STDIN = "<stdin>"
_CHARACTERS = frozenset({"text", "html"})
"""Formats whose file is what a person reads: an encoding says what its bytes are, and a repair can be written into it."""
_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "mht": "multipart/related",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
}
_SNIPPET = 400
"""How many characters of the report are quoted at most, for viewers that don't have the file."""


class Files:
    """The files of one run: their addresses relative to the work tree, and what is said of each once."""

    def __init__(self, base: str = "") -> None:
        self.artifacts: list[dict[str, Any]] = []
        self.folder = os.path.abspath(base or os.curdir)
        self.root = work_tree(self.folder)
        self._numbers: dict[str, int] = {}

    def bases(self) -> dict[str, Any]:
        """What relative addresses start from, where there are such."""
        relative = any("uriBaseId" in artifact["location"] for artifact in self.artifacts)
        return {ROOT: {"uri": folder_uri(self.root)}} if relative else {}

    @property
    def all_inside(self) -> bool:
        """Whether every file is one of the work tree."""
        return all("uriBaseId" in artifact["location"] for artifact in self.artifacts)

    def add(self, name: str, source: Source | None = None, *, checked: bool = True) -> dict[str, Any]:
        """The location of a file, which is listed once; a file that another one is only compared with is no target."""
        location = self._location(name)
        number = self._numbers.setdefault(location["uri"], len(self.artifacts))
        if number == len(self.artifacts):
            self.artifacts.append({"location": location, **self._content(name)})
        artifact = self.artifacts[number]
        if checked:
            artifact["roles"] = ["analysisTarget"]
        if source:
            artifact |= _kind(source)
        return {**location, "index": number}

    def _location(self, name: str) -> dict[str, Any]:
        if name in (STDIN, ""):
            return {"uri": "stdin", "description": {"text": "standard input"}}
        full = self._path(name)
        inside = os.path.relpath(full, self.root) if full.startswith(os.path.join(self.root, "")) else ""
        if inside:
            return {"uri": relative_uri(inside), "uriBaseId": ROOT}
        return {"uri": PurePath(full).as_uri()}

    def _path(self, name: str) -> str:
        return os.path.abspath(os.path.join(self.folder, name))

    def _content(self, name: str) -> dict[str, Any]:
        """How long a file is, and the hash of its bytes, where they can be read once more."""
        path = self._path(name)
        if name in (STDIN, "") or not os.path.isfile(path):
            return {}
        size, digest = 0, hashlib.sha256()
        try:
            with open(path, "rb") as file:
                while piece := file.read(1 << 20):
                    size += len(piece)
                    digest.update(piece)
        except (OSError, ValueError):
            return {}
        return {"length": size, "hashes": {"sha-256": digest.hexdigest()}}


def _kind(source: Source) -> dict[str, Any]:
    """What kind of file a source was read from."""
    kind: dict[str, Any] = {}
    if source.format in _TYPES:
        kind["mimeType"] = _TYPES[source.format]
    if source.format in _CHARACTERS and source.text:
        kind["encoding"] = source.encoding.upper()
    if source.format == "html":
        kind["sourceLanguage"] = "html"
    return kind


def located(finding: Finding, source: Source, artifact: dict[str, Any]) -> dict[str, Any]:
    """The location of a finding: its region with the words there and about there, its cell, and its place in a document."""
    place = finding.place
    physical = physical_location(place, source, artifact)
    quoted = _quoted(source, place)
    if quoted:
        physical["region"]["snippet"] = {"text": quoted}
    around = "\n".join(source.file_line(number) for number in range(place.line, place.end_line + 1))
    whole = region(Place(place.line, 1, place.end_line, len(source.file_line(place.end_line)) + 1), source)
    if 0 < len(around) <= _SNIPPET and whole != region(place, source):  # what surrounds a region must be larger
        physical["contextRegion"] = {**whole, "snippet": {"text": around}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.block:
        where = place_data(place)
        location["properties"] = {name: where[name] for name in ("page", "paragraph", "table") if name in where}
    if finding.cell:
        full = "/".join(finding.cell)
        location["logicalLocations"] = [{"name": finding.cell[-1], "fullyQualifiedName": full, "kind": "element"}]
    return location


def _quoted(source: Source, place: Place) -> str:
    """The words at a place, as the file has them; empty where they are too many."""
    if place.line == place.end_line:
        words = source.file_line(place.line)[place.column - 1 : place.end_column - 1]
    else:
        between = [source.file_line(number) for number in range(place.line + 1, place.end_line)]
        first, last = source.file_line(place.line), source.file_line(place.end_line)
        words = "\n".join([first[place.column - 1 :], *between, last[: place.end_column - 1]])
    return words if len(words) <= _SNIPPET else ""


def physical_location(place: Place, source: Source, artifact: dict[str, Any]) -> dict[str, Any]:
    """A place in a file."""
    return {"artifactLocation": artifact, "region": region(place, source)}


def region(place: Place, source: Source) -> dict[str, Any]:
    """A place as a region, in UTF-16 units; the end column is that of the unit after the last one."""
    return {
        "startLine": place.line,
        "startColumn": _utf16_column(source, place.line, place.column),
        "endLine": place.end_line,
        "endColumn": _utf16_column(source, place.end_line, place.end_column),
    }


def _utf16_column(source: Source, line: int, column: int) -> int:
    before = source.file_line(line)[: column - 1]
    return column - len(before) + len(before.encode("utf-16-le", "surrogatepass")) // 2


def replacement(fix: Fix, source: Source) -> dict[str, Any] | None:
    """A repair of the file; None where it cannot be written there: a document, or a page that spells the characters in another way."""
    place = fix.place
    if source.format not in _CHARACTERS or place.line != place.end_line:
        return None
    if _quoted(source, place) != source.text[place.start : place.end]:
        return None
    text = fix.text
    if source.format == "html":
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"deletedRegion": region(place, source), "insertedContent": {"text": text}}


def relative_uri(path: str) -> str:
    """A relative path as a URI: with forward slashes, every other character percent-encoded by its bytes."""
    return quote_from_bytes(os.fsencode(path.replace(os.sep, "/")), safe="/-._~")


def folder_uri(path: str) -> str:
    """A folder as a URI, with the slash that relative addresses need."""
    return PurePath(path).as_uri().rstrip("/") + "/"


def work_tree(folder: str) -> str:
    """The top of the git work tree around a folder, or the folder itself."""
    top = folder
    while not os.path.exists(os.path.join(top, ".git")):
        parent = os.path.dirname(top)
        if parent == top:
            return folder
        top = parent
    return top
