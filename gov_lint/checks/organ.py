"""The organ: the same in the title, in the preface, in the sign-off and in the contact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Related, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import levels_differ, organ_kind, own_place, prose_spans, same_organ, same_place, within

FACTS = ("organ", "other")


class Options(NamedTuple):
    """What is a fault: another organ than the title's, where the report names its author (``author``: the group ``organ`` of ``pattern``,
    and the sign-off), or where it names whom to ask (``contact``: the group ``organ``)."""

    find: Literal["author", "contact"]
    pattern: str


def problems(options: Options) -> Iterator[str]:
    """What is wrong with the options beyond their types."""
    if "(?P<organ>" not in options.pattern:
        yield "the pattern needs the group 'organ'"


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault at the first place that names another organ."""
    title = report.title
    if title is None or len(title.organ) < 3 or compiled(_UNFILLED).search(title.text):
        return
    for span in _places(report, options):
        other = report.words(span)
        wrong = _other_author if options.find == "author" else _other_contact
        if options.find == "author" and levels_differ(title.organ, other):
            if _RAISED.search(report.text):
                continue
            wrong = _differs
        elif options.find == "author" and _signed_above(report, title.organ, span):
            wrong = _differs
        if wrong(title.organ, other) and not (options.find == "contact" and _signs(report, other)):
            place = Related(title.span, f"标题中的机关：{title.organ}", f"the organ in the title: {title.organ}")
            yield Fault(span, {"organ": title.organ, "other": other}, (place,))
            return


_UNFILLED = r"[XxＸ×*_＿□]{2}|某某|[〇○]{2,}(?![一二三四五六七八九〇○])|（?(?:单位|机关)(?:名称|全称)|【"
"""What stands in a title where a name or a year was not filled in: a finding of its own."""


def _places(report: Report, options: Options) -> Iterator[Span]:
    """Where the report names its author or its contact."""
    if options.find == "author":
        if report.signoff.organ_span:
            yield report.signoff.organ_span
        spans = [report.preface, *(s.body for s in report.sections[:1] if s.number == 1)]
    else:
        spans = prose_spans(report)
    for span in spans:
        for match in compiled(options.pattern).finditer(report.text, span.start, span.end):
            yield Span(*match.span("organ"))


def _stand_in(organ: str) -> bool:
    """Whether a name is no name of one organ: 本机关, 我局, 局办公室, 各部门."""
    return len(organ) < 5 or bool(
        compiled(
            "^(?:中共)?[县市区]委|^(?:本|我|该|各|全|其|局|委|区直|县直|市直|上级|有关|相关|同级)|各(?:部门|单位)|有关|相关"
        ).search(organ)
    )


_RAISED = compiled("撤[县市区](?:建|设|改)?|[县市](?:改|设)[市区]")


def _signed_above(report: Report, organ: str, span: Span) -> bool:
    """Whether the sign-off's organ is a government where the title has its bureau, which is named nowhere near."""
    other = report.words(span)
    signed = report.signoff.organ_span == span and organ_kind(other) == "government" and other.endswith("政府")
    if not signed or organ_kind(organ) != "department" or not organ.endswith(("局", "厅")):
        return False
    return organ not in report.text[max(span.start - 150, report.title.span.end if report.title else 0) :]


def _differs(organ: str, other: str) -> bool:
    return not _stand_in(other) and not same_organ(organ, other)


def _other_author(organ: str, other: str) -> bool:
    if _stand_in(other) or organ_kind(other) is None or same_organ(organ, other):
        return False
    small = ("town", "subdistrict")
    if organ_kind(organ) in small and organ_kind(other) in small:
        return not within(own_place(organ), own_place(other))
    if organ_kind(organ) in ("government", *small) or organ_kind(other) == "government":
        return not same_place(organ, other)  # another organ of the place may sign for its government, and report for it
    return True


def _signs(report: Report, organ: str) -> bool:
    """Whether an organ is the one that signed: then the title is wrong, which is a finding of its own."""
    return bool(report.signoff.organ) and same_organ(report.signoff.organ, organ)


_SERVES_ALL = "办公室|办公厅|政府|政务|公开办|信息中心|数据|审批|网信|党政|中心|街道|办事处|领导小组|电子"


def _other_contact(organ: str, other: str) -> bool:
    """Whether the contact is an organ of another place, or plainly another department of the same place."""
    if _stand_in(other) or organ_kind(other) is None or same_organ(organ, other):
        return False
    if not same_place(organ, other):
        return True
    other = compiled("(?<=[局会厅])办公室$").sub("", other)
    if compiled(_SERVES_ALL).search(other) or organ_kind(organ) != "department":
        return False
    return other.endswith(("局", "委员会", "厅")) and not compiled(_SERVES_ALL).search(organ)
