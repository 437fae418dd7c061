"""How the organ can be reached: postcodes, e-mail and web addresses, and whether a phone number is among them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Report, Span
from gov_lint.patterns import compiled
from gov_lint.prose import prose_spans, prose_text

FACTS = ("printed", "what", "what_en")


class Options(NamedTuple):
    """What is a fault, outside of the mandated tables.

    ``postcode``: one that has not six digits, or begins as none of the provinces does that the organ's name and the address name.
    ``email-form``: an e-mail address that no mail program takes.  ``email-host``: a well-formed one at a host that matches ``hosts``.
    ``url``: a web address that no browser takes, one left blank, or a government's own site at a host that is none of a government.
    ``incomplete``: an address, a postcode or an organ to turn to, and no phone number anywhere.
    """

    find: Literal["postcode", "email-form", "email-host", "url", "incomplete"]
    hosts: str = ""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """The faults of this kind."""
    if options.find == "postcode":
        yield from _postcodes(report)
    elif options.find == "email-form":
        yield from _email_forms(report)
    elif options.find == "email-host":
        yield from _email_hosts(report, options.hosts)
    elif options.find == "url":
        yield from _urls(report)
    else:
        yield from _incomplete(report)


def _printed(report: Report, span: Span) -> str:
    """The words of a span as the source prints them, put together where a line ends among them."""
    source, origin = report.source.text, report.squeezed.origin
    return "".join(source[origin(at)] for at in range(span.start, span.end) if not _wrapped(report, at))


# --- postcodes ---

_PREFIXES = {
    "北京": "10",
    "天津": "30",
    "上海": "20",
    "重庆": "40|63|64",
    "河北": "0[567]|10",
    "山西": "0[34]",
    "内蒙古": "0[12]|13|16",
    "辽宁": "1[12]",
    "吉林": "13",
    "黑龙江": "1[56]",
    "江苏": "2[12]",
    "浙江": "3[12]",
    "安徽": "2[34]",
    "福建": "3[56]",
    "江西": "3[34]",
    "山东": "2[567]",
    "河南": "4[567]",
    "湖北": "4[34]",
    "湖南": "4[12]",
    "广东": "5[12]",
    "广西": "5[34]",
    "海南": "57",
    "四川": "6[1234]",
    "贵州": "5[56]",
    "云南": "6[567]",
    "西藏": "8[56]",
    "陕西": "7[12]",
    "甘肃": "7[34]",
    "青海": "8[12]|73",
    "宁夏": "75",
    "新疆": "8[34]",
}
"""How postcodes begin in each province, with what neighbours deliver there."""
_PROVINCE = compiled(
    r"(?P<a>河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海)省"
    r"|(?P<b>内蒙古|广西|西藏|宁夏|新疆)(?:维吾尔|壮族|回族)?自治区|(?P<c>北京|天津|上海|重庆)市"
)
_POSTCODE = compiled(
    r"(?:邮编|邮政编码|邮码|邮政编号)(?:号码)?(?:：|为|是|（|\t| |\n\t)*(?P<it>[\dA-Za-z](?:[\dA-Za-z —–-]{0,20}[\dA-Za-z])?)"
)


def _postcodes(report: Report) -> Iterator[Fault]:
    if "邮" not in report.text:
        return
    for span in prose_spans(report):
        for match in _POSTCODE.finditer(report.text, span.start, span.end):
            place = _postcode(match)
            code = _printed(report, place).replace(" ", "")
            if not compiled(r"[0-9０-９]{6}").fullmatch(code):
                yield Fault(place, {"printed": code, "what": "不是6位数字", "what_en": "has not six digits"})
                continue
            named = _provinces(report, match.start())
            if named and not any(
                compiled(_PREFIXES[name]).match(report.words(place).replace(" ", "")) for name in named
            ):
                where = "、".join(sorted(named))
                what = f"不是{where}的邮政编码（应以{_beginnings(named)}开头）"
                what_en = f"is none of {where} (which begin with {_beginnings(named)})"
                yield Fault(place, {"printed": code, "what": what, "what_en": what_en})


def _postcode(match: re.Match[str]) -> Span:
    """The code behind its label: the first six digits that spaces part or not, else all up to the next space."""
    start = match.start("it")
    six = compiled(r"(?:\d ?){5}\d(?![\dA-Za-z])").match(match["it"])
    first = compiled(r"[^ ]+").match(match["it"])
    if six and not (first and len(first.group()) == 6):
        return Span(start, start + six.end())
    return Span(start, start + (first.end() if first else 0))


def _provinces(report: Report, at: int) -> set[str]:
    """The provinces that the title and the words before a postcode name; none where the organ sits in another one than its own."""
    organ = report.title.organ if report.title else ""
    words = organ + report.text[max(0, at - 70) : at]
    if "驻" in words:
        return set()
    return {match["a"] or match["b"] or match["c"] for match in _PROVINCE.finditer(words)}


def _beginnings(names: set[str]) -> str:
    found: set[str] = set()
    for name in names:
        for piece in _PREFIXES[name].split("|"):
            head, _, digits = piece.partition("[")
            found |= {head + digit for digit in digits.rstrip("]")} if digits else {head}
    return "、".join(sorted(found))


# --- e-mail ---

_LOCAL = r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,40}"
_MAIL = compiled(
    rf"(?<![A-Za-z0-9_.+-])(?P<it>{_LOCAL}[ ，]?@{{1,2}}[ ，]?[A-Za-z0-9-]{{1,30}}"
    r"(?: ?(?:\.{1,2} ?[A-Za-z0-9]|[。，、·] ?[A-Za-z])[A-Za-z0-9-]{0,20}){0,4}\.?)"
)
_LABELLED = compiled(
    r"(?:邮箱|邮件|电邮|信箱|[Ee]-?[Mm]ail|E-MAIL)(?:地址|账号)?[：为是 ]{1,3}"
    r"(?P<it>[A-Za-z0-9@][A-Za-z0-9@_.+ #◎⊙●-]{2,40})(?![A-Za-z0-9@])"
)
_FORM = compiled(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,10}")
_ENDED = compiled(r"\.(?:cn|com|net|org|edu|info|top|cc|tv|mobi)(?=[:/?#]|$)|\d{1,3}\.\d{1,3}(?=[:/]|$)")
_TYPO = compiled(
    r"\.con\.cn$|\.(?:con|cmo|comm|vom|xom|ocm|cpm|cnn|ccn|nc)$|\.gov\.(?:c|cm|con|nc|ch)$|\.gov(?:cn)?$|\.govcn$|\.g0v\."
)
_HOST_ONLY = compiled(
    r"(?:163|126|qq|sina|sohu|139|189|yeah|foxmail|gmail|outlook|hotmail|aliyun|21cn)\.(?:com|cn|net)|\.(?:gov|com|net|org)\.?cn?$"
)


@lru_cache(maxsize=8)
def _mails(report: Report) -> tuple[Span, ...]:
    """Where e-mail addresses stand, however misprinted, in the order of the text."""
    found: list[Span] = []
    if "@" in report.text:
        for span in prose_spans(report):
            at = span.start
            while match := _MAIL.search(report.text, at, span.end):
                short = _shortened(Span(*match.span("it")), match["it"])
                found.append(short if short.end < match.end("it") else _continued(report, short))
                at = found[-1].end
    return tuple(found)


def _continued(report: Report, span: Span) -> Span:
    """An address with what of it stands on the next lines, where it is none without it."""
    for _ in range(3):
        rest = compiled(r" [A-Za-z0-9.-]{1,40}").match(report.text, span.end)
        if (
            not rest
            or not _wrapped(report, span.end)
            or (_FORM.fullmatch(_printed(report, span)) and _ENDED.search(report.words(span)))
        ):
            break
        span = Span(span.start, rest.end())
    return Span(span.start, span.end - 1) if report.text[span.end - 1] == "." else span


def _wrapped(report: Report, at: int) -> bool:
    """Whether a line ends at the space that stands there."""
    origin = report.squeezed.origin
    return report.text[at : at + 1] == " " and "\n" in report.source.text[origin(at - 1) : origin(at + 1)]


def _shortened(span: Span, words: str) -> Span:
    """An address without what follows its last part: a full stop, the next one of a list."""
    whole = compiled(r"[^@]+@+[ ，]?[A-Za-z0-9.-]+\.[A-Za-z]{2,10}(?=[。，、 ·])").match(words)
    if whole and not compiled(r"[。，、 ·] ?(?:com|cn|net|org)").match(words, whole.end()):
        return Span(span.start, span.start + whole.end())
    return Span(span.start, span.end - 1) if words.endswith(".") else span


def _email_forms(report: Report) -> Iterator[Fault]:
    known = _mails(report)
    for span in known:
        printed = _printed(report, span)
        if not _FORM.fullmatch(printed) or _TYPO.search(printed):
            yield Fault(span, {"printed": printed})
    if not _LABELLED.search(prose_text(report)):
        return
    for span in prose_spans(report):
        for match in _LABELLED.finditer(report.text, span.start, span.end):
            place = Span(match.start("it"), match.start("it") + len(match["it"].rstrip()))
            before = bisect_left(known, (place.end, 0)) - 1
            if before < 0 or known[before].end <= place.start:
                yield from _without_at(report, place)


def _without_at(report: Report, place: Span) -> Iterator[Fault]:
    """Words behind a label for e-mail that are none: half of an address, or one whose @ is another sign."""
    printed = _printed(report, place)
    host = printed.split(" ")[0].rstrip(".")
    if not _FORM.fullmatch(host) and ("@" in printed or (_HOST_ONLY.search(host) and not host.startswith("www"))):
        yield Fault(place, {"printed": printed})


def _email_hosts(report: Report, hosts: str) -> Iterator[Fault]:
    for span in _mails(report):
        printed = _printed(report, span)
        if _FORM.fullmatch(printed) and compiled(hosts).fullmatch(printed.rpartition("@")[2].lower()):
            yield Fault(span, {"printed": printed})


# --- web addresses ---

_URL = compiled(
    r"(?<![A-Za-z0-9@._/-])(?P<it>(?:h{1,2}t{1,3}p{1,2}s?|ttps?|htp|hppt)[：；，.、]{0,2} ?[/\\]{1,4}：? ?[^\u4e00-\u9fff\s，。；、（）“”《》]{0,120}"
    r"(?:[，。、· ]{1,2}\.?[A-Za-z0-9][A-Za-z0-9./_-]{0,60}){0,3}"
    r"|https?[：.]?[Ww]{3}\.[A-Za-z0-9./_-]{1,80}|[Ww]{2}\.[A-Za-z0-9][A-Za-z0-9./_-]{0,80}"
    r"|[Ww]{3}[.，。、·； ]{0,2}[A-Za-z0-9][A-Za-z0-9./_-]{0,80}(?:[，。、· ]{1,2}\.?[A-Za-z0-9][A-Za-z0-9./_-]{0,60}){0,3})"
)
_URL_FORM = compiled(
    r"(?:https?://)?(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,12}(?::\d{2,5})?(?:[/?#]\S*)?|https?://(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5})?(?:/\S*)?"
)
_URL_TYPO = compiled(
    r"\.gov\.(?:c|cm|con|com|nc|ch|cnn|ccn)(?![A-Za-z])|\.gov(?=[/:]|$)|\.govcn|gov[，。、]cn|(?<![\w.])[Ww]{3}(?=[A-Za-z-])[^./]*\.(?:gov|com)\.cn|(?<![\w.])[Ww]{2}\.|[Ww]{4,}\.|^https?[Ww]{3}"
)
_BLANK_URL = compiled(
    r"(?:网址|网站|平台|专栏|栏目|门户|链接|下载地址|公众号)(?:为|是|：)?（(?:网址|链接)?[：]?）|（ ?）(?=[上]?(?:查阅|下载|查询|浏览|获取|查看))"
    r"|(?:网址|下载地址|网站地址|链接地址)(?:为|是|：)(?=[，。；）])|下载”?（ ?）"
)
_BLANK = compiled("（(?:网址|链接)?：? ?）|址[为是：][，。；）]")
"""What :data:`_BLANK_URL` needs."""
_OWN_SITE = compiled(
    r"(?:人民政府(?:门户)?网站|(?<!非)政府(?:门户)?网站|人民政府门户网|人民政府网)”?(?:（|：|，)?(?:网址|网站地址|地址)?[：为是]{0,2}"
    r"(?P<it>(?:https?：//)?(?P<host>(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,8})(?![A-Za-z0-9.-])[^\u4e00-\u9fff\s，。；、（）“”]{0,80})"
)
_NO_OWN_SITE = compiled(r"\.gov\.|\.gov$|政务|公益|\.org|weibo|weixin|qq\.com|\.cn\.gov|edu\.|china\.com|hotline")


def _urls(report: Report) -> Iterator[Fault]:
    text, prose = report.text, prose_text(report)
    if "/" in text or "ww" in text or "WW" in text:
        if compiled("tp|pp|[Ww]{2}").search(prose):
            for span in prose_spans(report):
                yield from _malformed_urls(report, span)
        if "." in prose and ("政府网" in prose or "政府门户网" in prose):
            for span in prose_spans(report):
                yield from _foreign_sites(report, span)
    if _BLANK.search(prose):
        for span in prose_spans(report):
            for match in _BLANK_URL.finditer(text, span.start, span.end):
                facts = {"printed": match.group(), "what": "没有填写网址", "what_en": "has no address in it"}
                yield Fault(Span(*match.span()), facts)


def _malformed_urls(report: Report, span: Span) -> Iterator[Fault]:
    at = span.start
    while match := _URL.search(report.text, at, span.end):
        place = _address(report, Span(*match.span("it")))
        at = place.end
        printed = _printed(report, place).rstrip(".,")
        narrow = _narrow(printed)
        if _URL_FORM.fullmatch(narrow) and not _URL_TYPO.search(narrow):
            if "：" in printed or "．" in printed or "／" in printed:
                facts = {"printed": printed, "what": "用了全角符号，无法直接打开", "what_en": "has wide signs in it"}
                yield Fault(place, facts, severity="note")
            continue
        if _wrapped(report, place.start - 1):
            continue  # the rest of an address that begins in the line before
        if compiled(r"[A-Za-z0-9][.。，、·][A-Za-z]|//|[Ww]{3}").search(printed):
            yield Fault(place, {"printed": printed, "what": "格式不正确", "what_en": "is malformed"})


def _foreign_sites(report: Report, span: Span) -> Iterator[Fault]:
    """A government's own site at a host that is none of a government."""
    for match in _OWN_SITE.finditer(report.text, span.start, span.end):
        if report.text[match.end() : match.end() + 1] == " ":
            continue  # it goes on in the next line
        if not _NO_OWN_SITE.search(match["host"].lower()) and not _URL_TYPO.search(match["host"]):
            what = "不是政府网站的域名（.gov.cn）"
            facts = {"printed": match["host"], "what": what, "what_en": "is at no host of a government (.gov.cn)"}
            yield Fault(Span(*match.span("it")), facts, severity="note")


def _address(report: Report, span: Span) -> Span:
    """A web address without the words of the next item, which a mark or a space parts from it; a mark before .cn is a misprint of its own."""
    head = compiled(r"[^，。、· ]+").match(report.text, span.start, span.end)
    if (
        head
        and head.end() < span.end
        and not compiled(r"[，。、·] ?(?:cn|com|net|org|gov)(?![a-z])").match(report.text, head.end())
    ):
        narrow = _narrow(_printed(report, Span(*head.span())))
        if _URL_FORM.fullmatch(narrow) and _ENDED.search(narrow):
            return Span(*head.span())
    return span


def _narrow(printed: str) -> str:
    """A printed address with its wide signs folded."""
    return printed.replace("：", ":").replace("．", ".").replace("？", "?").replace("／", "/")


# --- whole contacts ---

_BLOCK = compiled(
    r"(?:联系|办公|通讯|通信|单位|邮寄)?地址(?:：|为)[^，。；：（）]{2,20}|邮(?:编|政编码)(?:：|为)?\d{4,6}|请(?:及时|直接)?(?:与|和|同|向)[^。；]{2,50}(?:联系|咨询|反映|反馈)|[A-Za-z0-9_.]{2,30}@[A-Za-z0-9]"
)
_ADDRESS = compiled(r"(?:联系|办公|通讯|通信|单位|邮寄)?地址(?:：|为)[^，。；：（）]{2,20}")
_PHONE = compiled(
    r"(?:电话|传真|热线|手机|TEL|Tel|tel|联系方式)[^，。；、\d]{0,12}(?:\d{5}|\d{3,4}[-—）]|[*＊X]{3})|(?<!\d)（?0\d{2,3}[-—–―－）~ ]{1,3}\d{6,8}|(?<!\d)0\d{9,11}(?!\d)"
    r"|(?<!\d)[48]00[- —]?\d{3,4}[- —]?\d{3,4}|(?<!\d)1[3-9]\d{9}(?!\d)|(?:电话|传真)(?:号码)?(?:：|为)"
)


def _incomplete(report: Report) -> Iterator[Fault]:
    spans = prose_spans(report)
    told = [section.body for section in report.sections if section.number in (1, 5)]
    for span in spans:
        for block in _BLOCK.finditer(report.text, span.start, span.end):
            if block.group().startswith("地址") and any(body.start <= block.start() < body.end for body in told):
                continue
            if not any(_PHONE.search(report.text, other.start, other.end) for other in spans):
                address = _ADDRESS.search(report.text, max(span.start, block.start() - 40), span.end)
                best = address if address and address.start() < block.end() + 40 else block
                yield Fault(Span(*best.span()), {"printed": best.group()})
            return
