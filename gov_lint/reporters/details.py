"""What is said of a finding beside its message, in words that the page and the workbook share."""

from __future__ import annotations

from collections.abc import Mapping

from gov_lint.nouns import NEW, UNCHANGED, Block, Finding, Rule, Waiver

_ZH = {
    "in_page": "第 {page} 页",
    "in_paragraph": "第 {paragraph} 段",
    "in_table": "第 {table} 个表格第 {row} 行第 {column} 列",
    "comma": "，",
    "practice": "（惯例，未见法定要求）",
    "waived": "已豁免",
    "unchanged": "基线已有",
    "new": "新增",
    "approver": "批准人：",
    "expires": "有效期至 {}",
    "for_good": "长期有效",
    "written": "见 {}",
    "line": "{} 第 {} 行",
}
_EN = {
    "in_page": "page {page}",
    "in_paragraph": "paragraph {paragraph}",
    "in_table": "table {table}, row {row}, column {column}",
    "comma": ", ",
    "practice": " (practice; no legal duty was found)",
    "waived": "waived",
    "unchanged": "in the baseline",
    "new": "new",
    "approver": "approved by ",
    "expires": "until {}",
    "for_good": "for good",
    "written": "see {}",
    "line": "{}, line {}",
}


def _words(lang: str) -> Mapping[str, str]:
    return _EN if lang == "en" else _ZH


def where(block: Block | None, lang: str) -> str:
    """A place in words, as one finds it in Word or on paper; empty for formats that have neither pages nor paragraphs nor cells."""
    given = block._asdict() if block else {}
    names = [name for name in ("page", "paragraph", "table") if given.get(name)]
    return _words(lang)["comma"].join(_words(lang)[f"in_{name}"].format(**given) for name in names)


def basis(finding: Finding, rule: Rule | None, lang: str) -> str:
    """The clause that a finding rests on, and that it is mere practice where it is."""
    said = "未见" in finding.basis.zh + finding.message.zh
    practice = rule is not None and rule.basis_level == "惯例" and not said
    return finding.basis.in_(lang) + (_words(lang)["practice"] if practice else "")


def status(finding: Finding, lang: str) -> str:
    """What sets a finding apart: that it is let pass, that it was there before, that it is new; empty for any other."""
    words = _words(lang)
    if finding.waiver:
        return words["waived"]
    return {UNCHANGED: words["unchanged"], NEW: words["new"]}.get(finding.baseline, "")


def waived(waiver: Waiver, lang: str) -> str:
    """Why a finding is let pass, who approved it, until when, and where that is written down."""
    words = _words(lang)
    parts = [waiver.reason]
    if waiver.approver:
        parts.append(words["approver"] + waiver.approver)
    parts.append(words["expires"].format(waiver.expires.isoformat()) if waiver.expires else words["for_good"])
    if waiver.file:
        place = words["line"].format(waiver.file, waiver.line) if waiver.line else waiver.file
        parts.append(words["written"].format(place))
    return words["comma"].join(part for part in parts if part)
