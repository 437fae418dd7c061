"""The reports around one: which of them is really last year's, and which are those of the units that it sums up."""

from __future__ import annotations

from functools import lru_cache

from gov_lint.nouns import Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import organ_kind, same_organ, sentences


def organ_of(report: Report) -> str:
    """The organ that a report names as its author: in its title, else in its sign-off; empty where it names none."""
    return (report.title.organ if report.title else "") or report.signoff.organ


def top(report: Report) -> Span:
    """Where something is said of a report as a whole: its title, else its first character."""
    return report.title.span if report.title else Span(0, min(1, len(report.text)))


def wrong_year(report: Report) -> bool:
    """Whether the report given as last year's is known to be of another year than the one before."""
    before = report.around.previous
    return before is not None and None not in (report.year, before.year) and report.year != (before.year or 0) + 1


def other_organ(report: Report) -> bool:
    """Whether the report given as last year's is known to be another organ's.  A report that speaks of an organ made new or renamed may
    well have a predecessor of another name."""
    before = report.around.previous
    if before is None:
        return False
    one, other = organ_of(report), organ_of(before)
    if len(one) < 3 or len(other) < 3 or same_organ(one, other):
        return False
    return not reorganised(report)


def last_year(report: Report) -> Report | None:
    """The report of the year before, where there is one to compare with."""
    before = report.around.previous
    return None if before is None or wrong_year(report) or other_organ(report) else before


_REORGANISED = compiled(
    r"(?:并入|划入|划转|划归|撤并|更名|改名|重组|新设|新成立|挂牌成立)[^。；\n\t]{0,24}?(?:局|委员会|委|办公室|办|中心|厅|职能|职责|机关|机构|街道|镇|乡)"
    r"|原[^，。；\n\t原局厅]{2,14}(?:局|委员会|办公室|厅|中心|街道|镇|乡)[^。；\n\t]{0,24}?(?:并入|划入|划转|整合|合并|更名|撤销|移交|承接)"
    r"|(?:局|委员会|厅|中心|机构|街道|镇|乡)(?:已|正式|职能|职责)?(?:合并|并入|更名为|组建|撤并|成立于)|组建(?:了)?[^。，；\n\t]{2,12}(?:局|委员会|厅)"
    r"|行政区划(?:调整|变更)|撤[县市]设|设[市区](?:后|以来|之后)|机构改革(?:后|期间|，(?:我|本|原))"
)


@lru_cache(maxsize=8)
def reorganised(report: Report) -> bool:
    """Whether a report speaks of organs merged, made, renamed or taken apart: then its figures need not continue last year's."""
    return bool(_REORGANISED.search(report.text))


def says(report: Report, about: str, words: str) -> bool:
    """Whether a sentence of the report that speaks ``about`` something also has such ``words``."""
    topic, reason = compiled(about), compiled(words)
    if not reason.search(report.text):
        return False
    return any(
        topic.search(report.text, *sentence) and reason.search(report.text, *sentence)
        for sentence in sentences(report.text, Span(0, len(report.text)))
    )


# --- the units of a place ---

_SENT_DOWN = compiled(
    r"税务|海关|气象|烟草|海事|出入境|边防|边境|国家统计局|调查队|调查总队|邮政|银保监|银监|证监|金融监管总局|金融监督管理总局|人民银行|外汇管理|矿山安全监察|煤矿安全监察"
    r"|通信管理|消防救援|地震台|国家安全|专员办|铁路|民航|供电|电力公司|分局$|(?:公司|集团|银行|医院|学校|中学|小学|大学|学院)$"
)
"""Bodies that sit in a place but answer to another one's, and enterprises, which report by their own rules."""


def answers_elsewhere(organ: str) -> bool:
    """Whether an organ answers to a superior of its own branch, so that the government of its place does not sum it up."""
    return bool(_SENT_DOWN.search(organ))


@lru_cache(maxsize=4)
def children(report: Report) -> tuple[Report, ...]:
    """The reports that this one must hold: those of its year, without bodies of other superiors and without the report itself."""
    own = organ_of(report)
    return tuple(
        part
        for part in report.around.parts
        if report.year is not None
        and part.year == report.year
        and organ_of(part) != own
        and not answers_elsewhere(organ_of(part))
    )


@lru_cache(maxsize=4)
def level(report: Report) -> tuple[Report, ...] | None:
    """The children one level down, whose figures add up to the report's: a city's counties without the counties' bureaus.  None where
    that cannot be said: a report without an organ, two of one organ, or one left out for its year."""
    found = children(report)
    names = [organ_of(part) for part in found]
    if any(not name for name in names) or len(set(names)) < len(names):
        return None
    if any(part.year != report.year and not answers_elsewhere(organ_of(part)) for part in report.around.parts):
        return None
    places = [
        name.removesuffix("人民政府").removesuffix("政府")
        for name in names
        if organ_kind(name) == "government" and len(name) > 2
    ]
    return tuple(
        part
        for part, name in zip(found, names, strict=True)
        if not any(name.startswith(place) and organ_kind(name) != "government" for place in places)
    )
