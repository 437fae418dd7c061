"""Numbers and names that tell who a person is: identity cards, mobile phones, bank cards, the names of applicants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from gov_lint.nouns import Fault, Report, Span
from gov_lint.patterns import compiled, possible
from gov_lint.prose import prose_spans, prose_text

FACTS = ("printed", "who")


class Options(NamedTuple):
    """What is a fault, outside of the mandated tables.

    ``identity``: an identity card's number, of 18 digits whose date and check digit (GB 11643) are right, or of 15 next to words that say so.
    ``bank``: the number of a bank card, by its length and Luhn's check digit, behind words for an account.
    ``mobile``: a mobile phone's number that is not given for contacting the organ; ``mobile-contact``: one that is.
    ``person``: a party's word (``parties``), a surname and a given name, and what can only follow a name.
    """

    find: Literal["identity", "bank", "mobile", "mobile-contact", "person"]
    parties: str = ""


def check(report: Report, options: Options) -> Iterator[Fault]:
    """A fault for each such number or name; the facts show no more of it than is needed to find it."""
    if options.find == "identity":
        yield from _identities(report)
    elif options.find == "bank":
        yield from _bank_cards(report)
    elif options.find == "person":
        yield from _persons(report, options.parties)
    else:
        yield from _mobiles(report, contact=options.find == "mobile-contact")


# --- numbers of 15 digits and more ---

_RUN = compiled(r"(?<![\dA-Za-z/=_.-])[0-9](?: ?\d){13,23} ?[\dXx](?![\dA-Za-z])")
_TOKEN = compiled(r"[\dXx]+")
_OTHER_NUMBER = compiled(
    r"(?:索引号?|信用代码|机构代码|代码|标识码|编号|文号|案号|订单号|单号|流水号|批次号|许可证号?|证书号|项目号|备案号|发票号码?|ICP备?)[^。；]{0,6}$"
)


def _long_numbers(report: Report, shortest: int, longest: int) -> Iterator[tuple[Span, str]]:
    """The numbers of so many digits; a line's end or a space may part theirs."""
    for run in _runs(report):
        tokens = list(_TOKEN.finditer(report.text, *run))
        if len(tokens) > 4 and all(len(token.group()) * 5 < shortest for token in tokens):
            continue
        for first in range(len(tokens)):
            for last in range(first, min(first + 5, len(tokens))):
                digits = "".join(token.group() for token in tokens[first : last + 1])
                if shortest <= len(digits) <= longest:
                    yield Span(tokens[first].start(), tokens[last].end()), digits


@lru_cache(maxsize=8)
def _digits(report: Report) -> tuple[str, ...]:
    """All that may be such a number or a phone's, with the blanks and dashes that part its digits."""
    return tuple(compiled("[0-9][0-9 -]{10,}").findall(prose_text(report)))


@lru_cache(maxsize=8)
def _runs(report: Report) -> tuple[Span, ...]:
    """Where fifteen digits or more stand in a row."""
    if not any(len(digits.replace(" ", "").replace("-", "")) > 13 for digits in _digits(report)):
        return ()
    text, spans = report.text, prose_spans(report)
    return tuple(Span(*run.span()) for span in spans for run in _RUN.finditer(text, span.start, span.end))


_PROVINCES = compiled("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
"""The first two digits of an identity card's number (GB/T 2260)."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WORDS = compiled("身份证|身份号码|证件号|证号")


def _identities(report: Report) -> Iterator[Fault]:
    last = -1
    for span, digits in _long_numbers(report, 15, 18):
        before = report.text[max(0, span.start - 24) : span.start]
        if span.start < last or len(digits) in (16, 17) or _OTHER_NUMBER.search(before):
            continue
        if _is_identity(digits, said=bool(_IDENTITY_WORDS.search(before))):
            last = span.end
            yield Fault(span, {"printed": f"{digits[:4]}…{digits[-2:]}", "who": ""})


def _is_identity(digits: str, *, said: bool) -> bool:
    """Whether digits are the number of an identity card; ``said`` says that words in front call it one."""
    if not _PROVINCES.match(digits):
        return False
    if len(digits) == 15:
        return said and digits.isdigit() and _is_day(f"19{digits[6:12]}")
    if not digits[:17].isdigit() or not _is_day(digits[6:14]):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return "10X98765432"[rest] == digits[17].upper()


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day on which somebody alive may be born."""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2049
    except ValueError:
        return False


_ACCOUNT = compiled(
    r"账号|帐号|卡号|开户行|开户银行|银行卡|银行账户|银行帐户|(?:缴费|收款|退款|个人)[账帐]户|储蓄卡|信用卡"
)
_NO_CARD = compiled(r"公众号|视频号|抖音|微信|微博|快手|头条|对公|专户|国库|非税|财政|单位账户|基本户|收款单位")
_ISSUER = compiled(r"62|60|4|5[1-5]|35|37|9558|9559|9111|955")


def _bank_cards(report: Report) -> Iterator[Fault]:
    last = -1
    if not _runs(report) or not _ACCOUNT.search(report.text):
        return
    for span, digits in _long_numbers(report, 16, 19):
        if span.start < last or not digits.isdigit() or not _ISSUER.match(digits):
            continue
        before = _clause(report.text[max(0, span.start - 40) : span.start])
        if _luhn(digits) and _ACCOUNT.search(before) and not _NO_CARD.search(before):
            last = span.end
            yield Fault(span, {"printed": f"{digits[:4]}…{digits[-4:]}", "who": ""})


def _clause(words: str) -> str:
    """What stands behind the last mark that ends a clause."""
    return words[max(words.rfind(mark) for mark in "。；\n") + 1 :]


def _luhn(digits: str) -> bool:
    """Whether the last digit is Luhn's check digit (ISO/IEC 7812-1)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


# --- mobile phones ---

_MOBILE = compiled(
    r"(?<![\d/=_.A-Za-z—–-])(?<!\d )(?:\+?86[- ]?)?(?P<n>1 ?[3-9](?:[- ]?\d){9})(?!\d)(?!\.?[A-Za-z@/_\d])"
)
_QUANTITY = compiled(r" ?[余多]?(?:[万亿千百]?元|[条件次人份个篇户亩吨张%％]|万|亿)")
_CONTACT = compiled(
    r"联系|联络|电话|手机|热线|地址|邮编|邮政编码|邮箱|传真|咨询|致电|拨打|办公室|负责人|值班|监督|受理机构|(?<![A-Za-z])[Tt][Ee][Ll]"
)
_SOMEBODY = compiled(
    r"申请人|投诉人|举报人|原告|当事人|起诉人|信访人|反映人|来电人|来访人|来信人|上诉人|被处罚人|违法人|户主|市民(?![族政])|村民|居民|群众|业主|公民|网民|网友"
    r"|患者|学生|家长|农户|贫困户|客户|消费者|求助者|户籍|身份证|本人|[\u4e00-\u9fff]某"
)
_OWN = compiled(
    r"(?:申请人|公民|市民|群众|当事人|居民|村民|投诉人|举报人|网民)[^，。；：（]{0,12}(?:可|如|若|对|认为|需|有疑问|拨打|通过)"
)


def _mobiles(report: Report, *, contact: bool) -> Iterator[Fault]:
    work = [section.body for section in report.sections if section.number in (1, 5)]
    for match in _phones(report):
        before = report.text[max(0, match.start() - 90) : match.start()]
        if (
            not _grouped(report, Span(*match.span("n")))
            or _QUANTITY.match(report.text, match.end())
            or _OTHER_NUMBER.search(before[-24:])
        ):
            continue
        tells = any(body.start <= match.start() < body.end for body in work)
        if _is_contact(before, report.text[match.end() : match.end() + 20], tells=tells) == contact:
            digits = match["n"].replace(" ", "").replace("-", "")
            yield Fault(Span(*match.span("n")), {"printed": f"{digits[:3]}****{digits[-4:]}", "who": ""})


@lru_cache(maxsize=8)
def _phones(report: Report) -> tuple[re.Match[str], ...]:
    """All that looks like a mobile phone's number."""
    if not any("1" in digits for digits in _digits(report)):
        return ()
    text, spans = report.text, prose_spans(report)
    return tuple(match for span in spans for match in _MOBILE.finditer(text, span.start, span.end))


def _grouped(report: Report, span: Span) -> bool:
    """Whether what parts the digits of a phone's number is the end of a line, or the groups of three, four and four that people write; and no
    longer number goes on in the next line."""
    origin, digits = report.squeezed.origin, 0
    if (
        compiled(r" \d").match(report.text, span.end)
        and "\n" in report.source.text[origin(span.end - 1) : origin(span.end + 1)]
    ):
        return False
    for at in range(span.start, span.end):
        if report.text[at].isdigit():
            digits += 1
        elif digits not in (3, 7) and "\n" not in report.source.text[origin(at - 1) : origin(at + 1)]:
            return False
    return True


def _is_contact(before: str, after: str, *, tells: bool) -> bool:
    """Whether a number between these words is given for reaching the organ, and not that of somebody the report tells of.  ``tells`` says that
    it stands in a section that tells of the year's work, where the words of its own sentence alone count."""
    sentence = before[max(before.rfind(mark) for mark in "。！？") + 1 :]
    if _SOMEBODY.search(_OWN.sub("", sentence)):
        return False
    if compiled(r"[^，。；、]{0,6}(?:回访|申请人|反映|来电|留言|投诉|举报)").match(after):
        return False
    return bool(_CONTACT.search(sentence if tells else before) or compiled("联系|电话|办公室|手机").search(after))


# --- names ---

_SURNAMES = (
    "张王李赵刘陈杨黄周吴徐孙胡朱高林郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范石姚谭廖邹熊金陆郝孔"
    "崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎武乔贺赖龚樊兰殷陶洪翟颜倪严牛俞章鲁葛韦岳聂焦柳邢莫骆耿欧庄梅祝霍童柯阮纪季屈靳覃翁"
    "闫蒲裴甄涂桑霞苗臧池肖詹柴卜舒屠邬窦祁符滕娄苑姬褚邝卞桂缪宗闵艾裘晏冉竺冀郁仇栾麦戚阳隋佟闻鲍岑仲储"
    "匡瞿湛宫巫敖巩芦喻柏伍吉粟芮鄢窦邸晁苟逄鞠亓於牟"
)
"""Common surnames of one letter."""
_DOUBTFUL = "齐庞左尤盛辛卓宁凌农蒙于何任方曾常易安文应向时路白万付温游车商花荣初古简项"
"""Surnames that may as well go on the sentence behind 申请人: they count with a given name of common letters only."""
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|长孙|宇文|轩辕|南宫|呼延|闻人|澹台|淳于|单于|申屠|公羊|钟离|司空|拓跋|独孤"
_GIVEN = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超霞刚桂玉萍红玲芬燕梅兰国建华志辉海峰波宁云莉慧鹏宇浩俊斌彬健飞林凤香珍春菊花荣贵福生龙虎德祥发富财永"
    "庆喜顺昌兴旺平安康乐文武斯雅琴琳琪瑶瑾璐倩雪雯婷婧妍妮嘉佳家宝宏洪鸿鑫森淼焱垚炎焕灿炳昊旭晓晨晖曦曼明亮光辰阳东南西北山川江河湖泉松柏"
    "柱树根木良仁义礼智信忠孝廉诚诗涵子轩梓欣怡可心美月星翠莲荷蓉茹萌薇蕾蓓蕊菲芝芸芹苗若英卿淑贞洁琼瑛珠珊玺珂琦琛瑞瑜璇立新民胜利学友爱"
    "丹悦栋爽嫣剑颖晴腾京歌圆娇媛媚姣彤昕昱晟瀚烨烁煜熙祺禹毅翔翰耀聪芷莎莺菁萱蓝虹诺谦豪贤赫钧钰锐锦雁雄露青韬韵颂骁骏鹤麟黎凯冉冰凌凤勤勋博卉哲"
    "唯喆坤城培奇奎婉孟宗宜宸宾寒寅尧岚峥峻巍帅弘彦彪彰忆怀思恒恩恺惠慈慕懿妹依联"
    "卫革跃进前锋钢铁金银铜连继承传世绍启振中正大小长全成元元万千秋冬夏双才有高远威力克凡帆航舟岩岭石峻崇达道通迪进运逸逵泽润深清源溪滨澜澄"
)
"""Letters that are common in given names."""
_NO_NAME = frozenset(
    "的了在是和与或及对向因为以于就将被把由从到不未没无应须需要得已所其他这那此该本我你您各每某些后时间年日内外下次再也都还请申复议诉讼公司局厅府院"
    "法息政务权益情况数量类型等们什么先女士氏姐师律老者人提出述围可依按经过果上款额项序证件号称表示说认度会多少最很较非只仅又且但而之乎若如何"
)
"""Letters that are in no given name, or make a title or the rest of a sentence of it."""
_WORDS = compiled(
    "农业|农村|农民|农户|农田|农资|农商|蒙古|张三|李四|王五|赵六|张贴|高[兴明效速强大山峰超尚龄原中]|许[诺愿多]|孙[子女]|黎明|周[全边到密]|张[扬力]|贺信|严[厉格]|龙头|金点子?|雷达|钟爱|文明|文化|江苏|江西|江南|江北|江山|江门|江海|黄金|黄河|黄山|黄石|马上|马路|金华|金山|金昌|金融|钱财|石家|石材"
    "|平安|林业|林地|林权|林木|田地|田间|田园|车辆|路线|路段|安全|安康|安心|安宁|方便|方向|方才|任意|任务|任命|何时|易于|常见|常年|荣誉|白天|万元|万全|温州|温泉|游客|商家|商业"
    "|商户|时效|时常|向上|应有|应尽|严明|严正|严重|康复|夏季|夏天|路政|路人|花费|花园|毛利|钟山|段落|章节|史料|宁夏|宁波|宁愿|宁静|符合|卓越|凌晨|古城|水利|水电|水泥|水库|水源|水道"
    "|纪律|纪委|阳光|盛大|麻烦|宫廷|米兰|柳州|柳江|贺州|贺兰|乔木|庄园|祝福|余元|余万|洪水|欧元|荣成|武汉|武安|武夷|沈阳|沙河|苏州|郑州|徐州|福州|孟州|莫大|谢意|左右|辛苦|辛勤"
)
_AFTER = (
    r"(?=向|诉|申请|予以|作出|对|不服|，|。|、|（|；|要求|提出|提交|认为|请求|就|于|与|因|以"
    r"|起诉|提起|投诉|举报|等\d|等[一二三四五两]|通过|在|和|反映|咨询|询问|主张|撤回|来电|来信|）|的(?:\d|申请)|$)"
)


def _persons(report: Report, parties: str) -> Iterator[Fault]:
    if not possible(parties, prose_text(report)):
        return
    pattern = compiled(
        rf"(?<![被各])(?P<who>{parties})(?:[{_SURNAMES}{_DOUBTFUL}][某×]{{1,2}}[、和与及]){{0,3}}(?:姓名)?(?:为|系|是|：|（)?(?P<name>(?P<s>{_COMPOUND}|[{_SURNAMES}{_DOUBTFUL}])(?P<g>[\u4e00-\u9fff]{{1,2}}?)){_AFTER}"
    )
    for span in prose_spans(report):
        for match in pattern.finditer(report.text, span.start, span.end):
            name = _named(report, match)
            if name:
                facts = {"printed": name[0] + "某" * (len(name) - 1), "who": match["who"]}
                yield Fault(Span(match.start("name"), match.start("name") + len(name)), facts)


def _named(report: Report, match: re.Match[str]) -> str:
    """The name in a match, empty where the letters are more likely other words; a longer name is tried where the shorter one is none."""
    for length in (len(match["g"]), 2):
        start = match.start("g")
        given = report.text[start : start + length]
        if compiled(_AFTER).match(report.text, start + length) and _is_name(match["s"], given):
            return match["s"] + given
    return ""


def _is_name(surname: str, given: str) -> bool:
    """Whether the letters make a name."""
    if set(given) & _NO_NAME or _WORDS.match(surname + given):
        return False
    if len(given) == 1 or surname in _DOUBTFUL:
        return set(given) <= _GIVEN and not (len(given) == 1 and surname in _DOUBTFUL)
    return bool(set(given) & _GIVEN)
