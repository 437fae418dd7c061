"""Finds the report inside a web page: by the words that belong to a report, never by the names of tags or classes.

The block is chosen that is the smallest with all the signs of a report in it: titles of its sections and labels of its tables.  A heading of the
page above it and the sign-off below it belong to it too; navigation, the dates and counters of the page, links and footers do not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from gov_lint.readers.html_tree import Line, Node, Page


class Choice(NamedTuple):
    """The report in a page: lines above its block, the block, lines below it, and lines in the block that are none of it.  ``signs`` is how
    many different signs of a report it has."""

    above: list[Line]
    node: Node
    below: list[Line]
    dropped: frozenset[Line]
    signs: int


ENOUGH = 3
"""So many different signs make a report."""

_LOOSE = ("总体|概述|概况|基本情况", "主动公开", "申请(?!数量)", "复议|诉讼", "问题|不足|困难|改进", "其[他它](?!处理)")
_EXACT = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、?行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
_SECTIONS = re.compile(
    r"\n(?:第?[一二三四五六](?:[、.．，：:]|部分|章|节)[、：:]?(?:[^\n。]{0,24}?(?:"
    + "|".join(f"(?P<l{n}>{words})" for n, words in enumerate(_LOOSE))
    + r"))|(?:[1-6][、.．]|[（(][一二三四五六][)）]|[ⅠⅡⅢⅣⅤⅥ①②③④⑤⑥])?(?:"
    + "|".join(f"(?P<e{n}>{words})" for n, words in enumerate(_EXACT))
    + r")(?=[\n：:。]))"
)
_LABELS = (
    ("本年制发件数", "本年新制作数量"),
    ("现行有效件数", "对外公开总数量"),
    ("本年处理决定数量", "上一年项目数量"),
    ("勾稽关系",),
    ("法律服务机构",),
    ("本年新收政府信息公开申请",),
    ("本年度办理结果",),
    ("属于国家秘密",),
    ("保护第三方合法权益",),
    ("没有现成信息",),
    ("信访举报投诉",),
    ("结转下年度继续办理",),
    ("未经复议直接起诉",),
    ("尚未审结",),
)
"""Labels of the tables, each with its name in the older form."""
_ALL_SECTIONS = (1 << 6) - 1
_CONTENTS = 4
"""So many titles of sections below one another are a table of contents."""
_ORDINAL = re.compile(r"[（(]?[一二三四五六1-6][）)、.．]")
_MOST_EVENTS = 4000
"""More signs than this are not looked at; a report has some forty."""
_MOST_FOLDS = 300
"""How many hidden parts of a page are looked at."""
_MOST_RIVALS = 40
"""How many blocks are compared of which each may be a whole report."""

_TITLE = re.compile(
    r"(?:政府信息公开|政府信息与政务公开|政务信息公开|政务公开|信息公开)(?:工作)?(?:情况)?的?(?:[〇\d]{4}年)?(?:(?:年度)?(?:工作)?(?:情况)?(?:报告|总结)|年报)"
    r"(?:[（(][^（）()]{1,12}[)）])?$"
)
_NO_TITLE = re.compile(r"首页|位置|[>＞»|：:。；《》]|^(?:附件|名称|标题|上一|下一)")
_META = re.compile(
    r"(?:发布|公开|更新|生成|成文|发文|公布|编辑|录入|撰写)(?:日期|时间|机构|单位|人)?[：:]|^(?:日期|时间|来源|信息来源|文章来源|稿源|作者|访问量|索引号|文号|主题词|主题分类"
    r"|名称|体裁分类|有效性|关键词|信息分类|内容概述|公开方式|公开范围|公开类别)[：:]?|浏览(?:次数|量)?|阅读(?:次数|量|数)?[：:]|点击(?:次数|量|数)?[：:]"
    r"|字号|字体[：:]?|【?打印(?:本页|文章)?】?|【?关闭(?:窗口|本页)?】?$|分享到|来源[：:]|保护视力|语音播报|无障碍|责任编辑"
)
_STRONG = re.compile(
    r"^(?:上一[篇条页]|下一[篇条页]|相关(?:阅读|文章|链接|信息|文档|新闻|稿件|解读|附件)|友情链接|扫一扫|微信扫|扫码|用手机|分享(?:到|至|：|:|$)|版权所有|网站地图|网站声明"
    r"|关于我们|(?:主办|承办)(?:单位)?[：:]|技术支持[：:]|.{4,24}(?:主办|承办|主管)$|返回顶部|热点(?:推荐|新闻|关注|信息)|推荐阅读|您访问的链接|【?(?:打印|关闭)(?:本页|此页|页面|窗口|文章)?】?(?:$|[【|])"
    r"|字号|责任编辑|编辑[：:]|收藏(?:本页)?$|我要纠错|为您推荐|(?:官方)?(?:微信|微博)?(?:公众号|客户端)$)"
    r"|备案(?:序)?号?[：:]|ICP备|公网安备|网站标识码|版权所有|Copyright|©"
)
_TRAIL = re.compile(r"当前位置|您(?:现在)?(?:的|所在)(?:的)?位置|^首页|[>＞»].*[>＞»]")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar|et)(?:[（(].*[)）])?$", re.IGNORECASE)
_DATE = r"(?:20\d\d|二[〇○零0][一二三四五六七八九〇○零]{2})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
_ORGAN = r"[\u3400-\u9fff（）()·]{2,40}(?:局|委|委员会|府|办|办公室|办公厅|厅|院|处|中心|会|所|站|队|行|社|庭|公司|学校)(?:[（(][^（）()]{1,8}[)）])?"
_SIGNED = re.compile(rf"(?:{_ORGAN})?(?:{_DATE})?")
_PUBLISHED = re.compile(r"(?:发布|公布|公开)(?:时间|日期)[：:]20\d\d")
_YEAR_LINE = re.compile(r"[（(]?20\d\d年(?:度)?[）)]?")
_TITLE_PART = re.compile(r"[\u3400-\u9fff（）()〇\d·、]{2,60}")
_WHOLE_TITLE = re.compile(
    r"^[\u3400-\u9fff（）]{3,}.*\d{4}|\d{4}年度?[\u3400-\u9fff]{3,}(?:政府信息|政务公开|信息公开)"
)
_HEADINGS = ("h1", "h2", "h3")
_LONG = 30
"""A line of this length with a full stop is prose."""
_REACH = 60
"""How many lines above and below its block a report's title and sign-off are looked for."""


class _Event(NamedTuple):
    """A sign of a report: where it stands in the bare text, and which one it is, as a bit."""

    at: int
    bit: int


def find_report(page: Page) -> Choice:
    """The report in a page; where there is none, its main text."""
    events = _events(page)
    signs = _mask(events).bit_count()
    if signs < ENOUGH:
        return _main_text(page, signs)
    node, events = _smallest(page.root, events)
    return _around(page, node, _first_report(page, events), signs)


def folded(page: Page) -> list[int]:
    """Where the tags of hidden parts stand that hold labels of tables which the page does not show, and none that it shows: tables that are folded
    up, and no other report."""
    absent = [names for names in _LABELS if not any(name in page.bare for name in names)]
    if not absent:
        return []
    shown = [name for names in _LABELS if names not in absent for name in names]
    found: list[int] = []
    for start, end in page.hidden[:_MOST_FOLDS]:
        source = page.source[start:end]
        if any(name in source for names in absent for name in names) and not any(name in source for name in shown):
            found.append(start)
    return found


def _events(page: Page) -> list[_Event]:
    """All signs of a report that are no entries of a menu, in the order of the text."""
    text = "\n" + page.bare
    found: list[_Event] = []
    for match in _SECTIONS.finditer(text):
        name = match.lastgroup or "l0"
        found.append(_Event(match.start(), 1 << int(name[1:])))
        if len(found) > _MOST_EVENTS:
            break
    for number, names in enumerate(_LABELS, 6):
        for name in names:
            at = page.bare.find(name)
            while at >= 0 and len(found) < 2 * _MOST_EVENTS:
                found.append(_Event(at, 1 << number))
                at = page.bare.find(name, at + 1)
    found.sort()
    starts = [line.start for line in page.lines]
    placed = [(_line_at(starts, event.at), event) for event in found]
    return _without_contents(page, [(line, event) for line, event in placed if not _is_menu(page.lines, line)])


def _without_contents(page: Page, placed: list[tuple[int, _Event]]) -> list[_Event]:
    """The signs less those of tables of contents: titles of four or more sections with nothing but other ordinals between them.  Each sign comes
    with the number of its line."""
    kept: list[_Event] = []
    run: list[_Event] = []
    last = -_CONTENTS
    for line, event in placed:
        between = page.lines[last + 1 : line] if line <= last + _CONTENTS else None
        if (
            event.bit > _ALL_SECTIONS
            or between is None
            or (run and event.bit < run[-1].bit)
            or not all(_ORDINAL.match(page.words(each)) for each in between)
        ):
            kept += run if len(run) < _CONTENTS else ()
            run = []
        if event.bit > _ALL_SECTIONS:
            kept.append(event)
            continue
        run.append(event)
        last = line
    return kept + (run if len(run) < _CONTENTS else [])


def _line_at(starts: list[int], at: int) -> int:
    return max(bisect_left(starts, at + 1) - 1, 0)


def _is_link(line: Line) -> bool:
    """Whether a line is mostly a link."""
    return line.linked * 10 > (line.end - line.start) * 6


def _is_menu(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is a link beside another; one for itself may be a heading that folds its section up."""
    return _is_link(lines[number]) and any(
        map(_is_link, [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2]])
    )


def _mask(events: Iterable[_Event]) -> int:
    mask = 0
    for event in events:
        mask |= event.bit
    return mask


def _smallest(node: Node, events: list[_Event]) -> tuple[Node, list[_Event]]:
    """The smallest block that holds (nearly) all signs, and those in it; of several copies the most complete one, the first of equals."""
    while True:
        mask = _mask(events)
        parts = list(_parts(node, events))
        whole = [part for part in parts if _holds(part[1], mask)]
        if not whole:
            rivals = [part for part in parts if part[1].bit_count() * 2 > mask.bit_count()][:_MOST_RIVALS]
            shared = [
                one
                for one in rivals
                if any(other is not one and (one[1] & other[1]).bit_count() >= ENOUGH for other in rivals)
            ]
            if not shared:
                return node, events
            whole = shared
        best = max(whole, key=lambda part: part[1].bit_count())
        node, events = best[0], best[2]


def _parts(node: Node, events: list[_Event]) -> Iterator[tuple[Node, int, list[_Event]]]:
    """The blocks in a block that hold signs, which ones, and where."""
    for child in node.children:
        if isinstance(child, Node) and child.end > child.start:
            low, high = bisect_left(events, (child.start,)), bisect_left(events, (child.end,))
            if high > low:
                inside = events if high - low == len(events) else events[low:high]
                yield child, _mask(inside), inside


def _holds(part: int, whole: int) -> bool:
    """Whether some signs are (nearly) all of them: the same sections, and most labels of tables."""
    return part & _ALL_SECTIONS == whole & _ALL_SECTIONS and part.bit_count() * 10 >= whole.bit_count() * 7


def _first_report(page: Page, events: list[_Event]) -> tuple[int, int, int]:
    """Where the first and the last sign of the first report stand in the bare text; and where a second report begins in the same block."""
    seen = 0
    starts = [line.start for line in page.lines]
    for number, event in enumerate(events):
        if event.bit == 1 and seen & 1 and seen & 0b110000:
            before = events[number - 1].at
            between = page.lines[bisect_left(starts, before + 1) : bisect_left(starts, event.at + 1)]
            at = next((line.start for line in reversed(between[-_REACH:]) if _is_title(page, line)), -1)
            if at >= 0:
                return events[0].at, before, at
        seen |= event.bit if event.bit < 1 << 6 else 0
    return events[0].at, events[-1].at, len(page.bare) + 1


def _is_title(page: Page, line: Line) -> bool:
    """Whether a line is (the end of) a report's title, and no link to one."""
    return _titled(page.words(line)) and (not _is_link(line) or line.node.name in _HEADINGS)


def _titled(words: str) -> bool:
    return len(words) <= 80 and not _NO_TITLE.search(words) and _TITLE.search(words) is not None


def _is_noise(page: Page, line: Line) -> bool:
    """Whether a line belongs to the page around a report."""
    words = page.words(line)
    if len(words) >= 200:
        return False
    if _is_link(line):
        return len(words) < 80
    if "。" in words and len(words) >= _LONG:
        return False
    return bool(_STRONG.search(words) or _TRAIL.search(words) or (line.linked and _FILE.search(words)))


def _is_meta(page: Page, line: Line) -> bool:
    """Whether a line tells when and by whom a page was put online."""
    words = page.words(line)
    return len(words) < 150 and "。" not in words and _META.search(words) is not None


def _is_prose(page: Page, line: Line) -> bool:
    words = page.words(line)
    return len(words) >= _LONG and "。" in words


def _around(page: Page, node: Node, bounds: tuple[int, int, int], signs: int) -> Choice:
    """A block with what belongs to its report above and below, and without what does not in it."""
    first, last, stop = bounds
    starts = [line.start for line in page.lines]
    low, high = bisect_left(starts, node.start), bisect_left(starts, node.end)
    inside = page.lines[low:high]
    head = [line for line in inside if line.start < first]
    dropped: set[Line] = set()
    for line in head:
        if _is_prose(page, line):
            break
        if _is_title(page, line) or _PUBLISHED.search(page.words(line)):
            continue
        if _is_noise(page, line) or _is_meta(page, line):
            dropped.add(line)
    tail = [line for line in inside if line.start > last]
    ended = False
    for line in tail:
        words = page.words(line)
        ended = ended or line.start >= stop or bool(not _is_prose(page, line) and _STRONG.search(words))
        if ended or _is_noise(page, line):
            dropped.add(line)
    above: list[Line] = []
    kept = [line for line in head if line not in dropped]
    own = ["".join(page.words(line) for line in kept[at:after]) for at, after in _titles(page, kept)]
    before = page.lines[max(low - _REACH, 0) : low]
    if not any(_is_whole_title(words) for words in own):
        above = _above(page, before, bool(own))
    if not any(_PUBLISHED.search(page.words(line)) for line in kept):
        above += _published(page, before)
    below = [] if ended else _below(page, page.lines[high : high + _REACH])
    return Choice(above, node, below, frozenset(dropped), signs)


def _is_whole_title(words: str) -> bool:
    """Whether a title names its organ and its year."""
    return _WHOLE_TITLE.search(words) is not None


def _titles(page: Page, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The titles of reports among some lines, each with the number of its first line and that after its last: a title may take several lines,
    and its organ or its year may stand on lines of their own."""
    at = 0
    while at < len(lines):
        after = at + 1
        if not (_is_link(lines[at]) and lines[at].node.name not in _HEADINGS):
            for end in range(at + 1, min(at + 4, len(lines) + 1)):
                if end > at + 1 and not _goes_on(page, lines[end - 2], lines[end - 1]):
                    break
                if _titled("".join(page.words(line) for line in lines[at:end])):
                    after = end
                    while after < len(lines) and after < end + 2 and _YEAR_LINE.fullmatch(page.words(lines[after])):
                        after += 1
                    yield at, after
                    break
        at = after


def _goes_on(page: Page, before: Line, line: Line) -> bool:
    """Whether a line may go on with the title that the line before it begins."""
    same = line.soft and line.node is before.node
    alike = line.node.parent is before.node.parent and line.node.name == before.node.name
    return (same or alike) and _TITLE_PART.fullmatch(page.words(before)) is not None


def _above(page: Page, lines: list[Line], titled: bool) -> list[Line]:
    """The title above a block, with the lines of prose between."""
    found = list(_titles(page, lines))
    if not found:
        return []
    whole = [span for span in found if _is_whole_title("".join(page.words(line) for line in lines[span[0] : span[1]]))]
    first, after = (whole or found)[-1]
    if titled and not _is_whole_title("".join(page.words(line) for line in lines[first:after])):
        return []
    return [*lines[first:after], *(line for line in lines[after:] if _is_prose(page, line) and not _is_link(line))]


def _published(page: Page, lines: list[Line]) -> list[Line]:
    """The line that says when the page was published, the last one above its report."""
    return next(([line] for line in reversed(lines) if _PUBLISHED.search(page.words(line)) and not _is_link(line)), [])


def _below(page: Page, lines: list[Line]) -> list[Line]:
    """The sign-off below a block."""
    found: list[Line] = []
    taken = 0
    for line in lines[:12]:
        words = page.words(line)
        if _is_noise(page, line) or _is_meta(page, line):
            break
        found.append(line)
        if words and _SIGNED.fullmatch(words):
            taken = len(found)
    return found[:taken]


def _main_text(page: Page, signs: int) -> Choice:
    """The main text of a page that holds no report's text: the smallest block with most of the prose."""
    starts = [line.start for line in page.lines]
    weights = (len(page.words(line)) if _is_prose(page, line) and not _is_link(line) else 0 for line in page.lines)
    sums = [0, *accumulate(weights)]
    node = page.root
    total = sums[-1]
    while total:
        for child in node.children:
            if isinstance(child, Node):
                weight = sums[bisect_left(starts, child.end)] - sums[bisect_left(starts, child.start)]
                if weight * 10 >= total * 8:
                    node, total = child, weight
                    break
        else:
            break
    low, high = bisect_left(starts, node.start), bisect_left(starts, node.end)
    inside_lines = page.lines[low:high]
    above: list[Line] = []
    if not any(_is_title(page, line) for line in inside_lines):
        above = _above(page, page.lines[max(low - _REACH, 0) : low], False)
    dropped = frozenset(
        line for line in inside_lines if not _is_title(page, line) and (_is_noise(page, line) or _is_meta(page, line))
    )
    if len(dropped) == len(inside_lines) and not above:
        dropped = frozenset()
    return Choice(above, node, [], dropped, signs)
