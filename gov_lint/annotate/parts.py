"""The parts of a Word file, of which a few are changed and all others are copied byte for byte.

The package is not opened with python-docx: that writes every part anew, and refuses strict files, files with macros and files with a
relationship that leads nowhere, which WPS leaves behind.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Any

from lxml import etree  # type: ignore[import-untyped, import-not-found, unused-ignore]

from gov_lint.readers.docx import main_part, relations
from gov_lint.readers.package import open_package, parse_xml, too_big
from gov_lint.readers.refusal import damaged_container, protected

MAX_COPIED = 256 * 1024 * 1024
"""The most bytes that the parts of a file may have together, unpacked; they are mostly pictures."""

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Parts:
    """The parts of a Word file.  Raises ReadError where it is none, or damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._package = open_package(data)
        self._changed: dict[str, tuple[str, bytes]] = {}
        self.main = main_part(self._package)
        """The name of the part that holds the text."""

    def xml(self, name: str) -> Any:
        """The root of an XML part.  Raises ReadError where there is no such part, or it is none that a reader takes."""
        data = self._package.part(name)
        if data is None:
            raise damaged_container()
        parse_xml(data)  # refuses entities
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged_container() from error

    def put(self, name: str, root: Any) -> None:
        """Replaces a part, or adds it."""
        self._changed[_key(name)] = name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def related(self, kind: str) -> str:
        """The name of the part of that kind that belongs to the text, such as ``comments``; empty where there is none."""
        targets = relations(self._package, self.main).values()
        return next((name for found, name in targets if found == kind and self._package.has(name)), "")

    def relate(self, kind: str, content_type: str) -> str:
        """Makes room for a new part of that kind beside the text, and gives its name."""
        folder = posixpath.dirname(self.main)
        taken = {_key(name) for name in self._package.names}
        file = next(name for name in _numbered(kind) if _key(posixpath.join(folder, name)) not in taken)
        name = self._relations_of(self.main)
        empty = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        root = empty if self._package.part(name) is None else self.xml(name)
        ids = {relation.get("Id") for relation in root}
        number = next(number for number in range(1, len(ids) + 2) if f"rIdGL{number}" not in ids)
        strict = _STRICT.encode() in (self._package.part("_rels/.rels") or b"")
        what = f"{_STRICT if strict else _TRANSITIONAL}/{kind}"
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", {"Id": f"rIdGL{number}", "Type": what, "Target": file})
        self.put(name, root)
        self._declare("/" + posixpath.join(folder, file), content_type)
        return posixpath.join(folder, file)

    def save(self) -> bytes:
        """The file with what was changed.  Raises ReadError where a part cannot be copied."""
        target = BytesIO()
        left = dict(self._changed)
        seen: set[str] = set()
        room = MAX_COPIED
        try:
            with zipfile.ZipFile(BytesIO(self._data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
                for info in old.infolist():
                    key = _key(info.filename)
                    if key in seen:
                        continue
                    seen.add(key)
                    if key in left:
                        content = left.pop(key)[1]
                    else:
                        with old.open(info) as file:
                            content = file.read(room + 1)
                        room -= len(content)
                    if room < 0:
                        raise too_big()
                    new.writestr(_entry(info, info.compress_type), content)
                for name, added in left.values():
                    new.writestr(_entry(zipfile.ZipInfo(name, _EPOCH), zipfile.ZIP_DEFLATED), added)
        except RuntimeError as error:  # a part that asks for a password
            raise protected() from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
            raise damaged_container() from error
        return target.getvalue()

    def _relations_of(self, name: str) -> str:
        return posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")

    def _declare(self, name: str, content_type: str) -> None:
        """Says what a new part is."""
        root = self.xml("[Content_Types].xml")
        tag = f"{{{_TYPES}}}Override"
        for stale in [each for each in root.iter(tag) if each.get("PartName", "").lower() == name.lower()]:
            root.remove(stale)
        etree.SubElement(root, tag, {"PartName": name, "ContentType": content_type})
        self.put("[Content_Types].xml", root)


def _numbered(kind: str) -> list[str]:
    return [f"{kind}.xml", *(f"{kind}{number}.xml" for number in range(1, 100))]


def _entry(info: zipfile.ZipInfo, method: int) -> zipfile.ZipInfo:
    """The head of a part, stored or compressed as it was."""
    entry = zipfile.ZipInfo(info.filename, max(info.date_time, _EPOCH))
    entry.compress_type = zipfile.ZIP_STORED if method == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    entry.external_attr = info.external_attr
    return entry


def _key(name: str) -> str:
    """A part's name as it is compared: neither case nor a leading slash matters."""
    return name.replace("\\", "/").lstrip("/").lower()
