"""How much two reports have in common in words: sentences without what every report says, compared by runs of Chinese characters.

Numbers, years, citations and punctuation count for nothing, so that last year's text with this year's figures is last year's text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from gov_lint.nouns import Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import breaks, is_title, sentences

RUN = 9
"""How many characters in a row must be the same to count: more than a set phrase, less than a clause."""

_NO_LETTERS = compiled(r"[^\u3400-\u9fff]+")
_NOISE = compiled(
    r"《[^《》]{1,90}》|〔[^〔〕]{1,12}〕\d*号?|[〇零一二三四五六七八九十百千万\d]+(?=[、件条次个篇份期场人名项年月日号部章家项轮批起家])|（[一二三四五六七八九十]{1,3}）"
    r"|习近平新时代中国特色社会主义思想|党的(?:十九|二十)大(?:和[^，。]{2,30}全会)?(?:精神)?|中华人民共和国|政府信息公开(?:工作)?|政务公开(?:工作)?|以公开为常态，?不公开为例外"
    r"|公开是?为?常态，?不公开是?为?例外|人民政府|人民群众|习近平总书记|全面贯彻|深入贯彻(?:落实)?|认真贯彻(?:落实)?|知情权、?参与权、?(?:表达权、?)?(?:和|、)?监督权"
)
"""Words that count for nothing: numbers, citations, set phrases."""
_FRAME = compiled(
    r"(?:根据|按照|依据|依照)[^。]{0,200}(?:编制|制作|撰写|形成|公布|发布|向社会)[^。]{0,40}(?:报告|年报)|部分组成|[六五6]个?部分|统计期限|数据(?:的)?(?:统计)?(?:期限|时限|时间)|起止时间|(?:如|若)[^。]{0,12}(?:本|该)?(?:年度)?报告[^。]{0,20}(?:疑问|问题|建议|意见)|电子版|(?:联系|咨询|电话|地址|邮编|邮箱|传真)[^。]{0,20}(?:：|:)"
    r"|信息(?:公开)?处理费|收费(?:、|和|及)?减免|收取[^。]{0,12}费|其他(?:需要|应当)?(?:报告|说明)的?(?:事项|情况)|[下如]列?如下|现将[^。]{0,40}(?:如下|公布|报告)"
)
_NOTHING = compiled(
    r"[未没无][^。]{0,24}(?:申请|复议|诉讼|追究|问责|费)|(?:申请|复议|诉讼)[^。]{0,12}(?:[0０零]|[^\d]0)[件起宗次]|不存在|未发生"
)
"""What a report says where nothing happened: each year the same words."""
_SHORT = 6


class Sentence(NamedTuple):
    """A sentence of a report: where it stands, in which section, and its letters that count."""

    span: Span
    section: int
    letters: str


def letters_of(words: str) -> str:
    """What of a sentence counts: its Chinese characters without numbers, citations and set phrases; nothing of a sentence that every
    report has."""
    if _FRAME.search(words, 0, 400) or (len(words) < 60 and _NOTHING.search(words)):
        return ""
    return _NO_LETTERS.sub("", _NOISE.sub("", words))


@lru_cache(maxsize=16)
def prose_of(report: Report, numbers: tuple[int, ...]) -> tuple[Sentence, ...]:
    """The sentences that count of some sections, without tables."""
    left_out = [table.span for table in report.tables.values()]
    left_out += [item.heading for item in report.items if is_title(item)]
    end = report.signoff.organ_span.start if report.signoff.organ_span else len(report.text)
    found = []
    for section in report.sections:
        if section.number not in numbers:
            continue
        body = Span(section.body.start, min(section.body.end, max(end, section.body.start)))
        for span in sentences(report.text, body, breaks(report)):
            if any(span.start < other.end and other.start < span.end for other in left_out):
                continue
            letters = letters_of(report.words(span))
            if len(letters) >= _SHORT:
                found.append(Sentence(span, section.number, letters))
    return tuple(found)


def runs(letters: str) -> set[str]:
    """The runs of a sentence; a short sentence is one run."""
    if len(letters) <= RUN:
        return {letters}
    return {letters[at : at + RUN] for at in range(len(letters) - RUN + 1)}


@lru_cache(maxsize=16)
def known_runs(sentences: tuple[Sentence, ...]) -> Mapping[str, int]:
    """The runs of some sentences, each with the number of the first sentence that has it."""
    found: dict[str, int] = {}
    for number, sentence in enumerate(sentences):
        for run in runs(sentence.letters):
            found.setdefault(run, number)
    return found


def covered(letters: str, known: Mapping[str, int]) -> int:
    """How many letters of a sentence stand in runs that are known."""
    if len(letters) <= RUN:
        return len(letters) if letters in known else 0
    count, until = 0, 0
    for at in range(len(letters) - RUN + 1):
        if letters[at : at + RUN] in known:
            count += at + RUN - max(at, until)
            until = at + RUN
    return count


class Share(NamedTuple):
    """How many letters of some sentences stand elsewhere too."""

    same: int
    all: int

    @property
    def part(self) -> float:
        """From 0 to 1."""
        return self.same / self.all if self.all else 0.0

    @property
    def percent(self) -> str:
        """As people read it; never rounded up to a share that is not reached."""
        return f"{int(self.part * 100)}%"


def share(sentences: Iterable[Sentence], known: Mapping[str, int]) -> Share:
    """How much of the sentences is known."""
    same = every = 0
    for sentence in sentences:
        same += covered(sentence.letters, known)
        every += len(sentence.letters)
    return Share(same, every)


class Copy(NamedTuple):
    """A stretch of sentences that stands in another report too: where it stands here and there, and how many letters it has."""

    here: Span
    there: Span
    letters: int


def copies(sentences: Sequence[Sentence], others: Sequence[Sentence], known: Mapping[str, int]) -> list[Copy]:
    """The stretches of sentences that nearly all stand in the others, in their order; sentences that follow one another there too make one."""
    found: list[Copy] = []
    last: tuple[int, int] | None = None
    for number, sentence in enumerate(sentences):
        if covered(sentence.letters, known) < 0.8 * len(sentence.letters):
            continue
        twin = Counter(known[run] for run in runs(sentence.letters) if run in known).most_common(1)[0][0]
        other = others[twin]
        grown = last is not None and last[0] == number - 1 and 0 <= twin - last[1] <= 1
        if grown and others[twin].section == others[twin - 1].section == sentence.section:
            whole = found[-1]
            found[-1] = Copy(
                Span(whole.here.start, sentence.span.end),
                Span(whole.there.start, max(whole.there.end, other.span.end)),
                whole.letters + len(sentence.letters),
            )
        else:
            found.append(Copy(sentence.span, other.span, len(sentence.letters)))
        last = number, twin
    return found


# --- one among many ---

_ONE_IN = 8
"""Of so many runs one is kept in an index, the same ones in every report."""
_DEPTH = 48
"""How many reports are kept for a run: what more of them say is no mark of one."""


class Index:
    """Where the runs of many reports stand, so that one report is compared with a few others instead of with all."""

    def __init__(self, reports: Sequence[Report], number: int) -> None:
        self._places: dict[str, list[int]] = {}
        for at, report in enumerate(reports):
            for run in _marks(prose_of(report, (number,))):
                places = self._places.setdefault(run, [])
                if len(places) < _DEPTH:
                    places.append(at)

    def near(self, sentences: tuple[Sentence, ...], before: int) -> list[int]:
        """The numbers of the few reports ahead of ``before`` that share most with the sentences, the closest first."""
        shared: Counter[int] = Counter()
        for run in _marks(sentences):
            shared.update(at for at in self._places.get(run, ()) if at < before)
        return [at for at, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:4]]


def _marks(sentences: Iterable[Sentence]) -> set[str]:
    """The runs of some sentences that an index keeps; all of a short text's."""
    every = {run for sentence in sentences for run in runs(sentence.letters)}
    return {run for run in every if crc32(run.encode("utf-8", "surrogatepass")) % _ONE_IN == 0}


@lru_cache(maxsize=4)
def index_of(reports: tuple[Report, ...], number: int) -> Index:
    """The index of a section of many reports."""
    return Index(reports, number)
