"""What reports say besides their tables: many whole sentences on each topic, drawn and ordered anew for each report.

A sentence's numbers come from ``Facts``: a name has one value in one report, so two sentences never tell two values.
"""

from __future__ import annotations

import random

from tests.generator import model as m
from tests.generator.numerals import percent, say, shown, some
from tests.generator.told import Teller, decisions, normative, other_documents, split


class Facts(dict[str, object]):
    """The names that sentences hold: those of the report, and counts that are drawn when first asked for."""

    def __init__(self, rng: random.Random, model: m.ReportModel) -> None:
        super().__init__(
            year=model.year, next=model.year + 1, last=model.year - 1, we=model.organ.we, place=model.organ.place,
            name=model.organ.name,
        )  # fmt: skip
        self.rng, self.style = rng, model.style
        self.used: set[str] = set()

    def __missing__(self, name: str) -> object:
        low, high = {"few": (2, 6), "some": (7, 60), "many": (61, 900), "crowd": (1000, 90000)}[name.split("_")[0]]
        found = shown(self.rng.randint(low, high), self.style if low < 1000 or self.style != "han" else "plain")
        self[name] = found
        return found


# fmt: off
OPENINGS = [
    "{year}年，{we}坚持以习近平新时代中国特色社会主义思想为指导，<全面|深入>贯彻<党的二十大|党的二十大和二十届历次全会>精神，<扎实推进|统筹推进>政府信息公开工作。",
    "{year}年，在上级党委、政府的坚强领导下，{we}紧紧围绕中心工作，聚焦群众关切，持续做好公开、解读、回应各环节工作。",
    "{year}年，{we}认真落实《{year}年{place}政务公开工作要点》，坚持以公开为常态、不公开为例外，与{last}年相比，公开实效稳步提升。",
    "自2019年《条例》修订实施以来，{we}持续规范公开行为。{year}年，{we}按照“公开为原则、不公开为例外”的要求扎实推进各项工作。",
    "{year}年，{we}针对{last}年度评估反馈的问题逐项整改，{year}年3月15日召开专题会议部署全年任务，12月31日前全部完成。",
    "一年来，{we}严格执行条例各项规定，健全机制、细化责任，切实保障人民群众的知情权、参与权和监督权。现将有关情况报告如下：",
    "{year}年，{we}把政府信息公开作为法治政府建设的重要抓手，按时发布《{last}年政府信息公开工作年度报告》，各项工作平稳有序。",
    "{year}年，{we}严格按照《中华人民共和国政府信息公开条例》（国务院令第711号）要求，<围绕中心、服务大局|立足职能、服务群众>，<不断提升工作透明度|着力提高公开质效>。",
    "过去一年，{we}深化“放管服”改革，<优化营商环境|保障改善民生>，将公开贯穿决策、执行、管理、服务、结果全过程。",
    "{year}年，{we}<按照上级统一部署|在上级主管部门的精心指导下>，进一步提高政治站位，强化责任落实，<政府信息公开工作取得新进展|较好完成了全年目标任务>。",
    "{year}年，{we}紧扣“十四五”规划目标任务，坚持“应公开尽公开”，<以公开促规范、以公开促落实|以公开促服务>。现将全年工作总结如下。",
    "2008年以来，{we}逐步建立起较为完善的信息公开制度体系；{year}年继续抓好制度执行，各项工作有序推进。",
    "{year}年是<全面贯彻党的二十大精神|实施“十四五”规划>的<重要|关键>一年，{we}认真落实国家、省、市有关政务公开工作的决策部署，成效较为明显。",
]

ACTIVE = [
    "围绕<社会保障、生态环境、优化营商环境|教育、医疗、就业|乡村振兴、食品安全、安全生产>等重点领域，及时发布群众关心的信息。",
    "依法公开机构职能、领导分工、办事依据和联系方式，并根据<机构改革|人员变动>情况动态调整。",
    "按时公开{last}年度部门决算和{year}年度部门预算，<预决算公开率100%|接受社会监督>。",
    "及时公开<财政预决算|重大建设项目|公共资源配置>信息，群众获取信息更加便捷。",
    "全年召开新闻发布会{few_press}场，主要负责人出席解读{few_chief}次。",
    "落实“三同步”要求，对重要政策同步组织解读，全年发布<图文|视频|专家>解读{some_read}篇。",
    "围绕群众关心的热点问题，回应社会关切{few_answer}次。",
    "发布人事任免、公务员招考、事业单位招聘等信息{some_staff}条。",
    "开设“<优化营商环境|安全生产|乡村振兴>”专题专栏{few_special}个。",
    "开展“政府开放日”活动{few_open}次，邀请代表委员、企业和市民{some_guest}人走进机关。",
    "推进决策公开，重大行政决策事项向社会征求意见{few_decide}次，并公布意见采纳情况。",
    "组织编制基层政务公开事项标准目录，涉及{some_list}个领域。",
    "{year}版权责清单、“双随机、一公开”抽查事项清单均已公开。",
    "行政许可和行政处罚结果自作出决定之日起7个工作日内公示。",
    "深入推进政策精准推送，制作“一图读懂”{few_chart}期，点击量超过{crowd_click}次。",
    "通过微信公众号推送信息{many_push}条，<关注人数突破|粉丝数达>{crowd_fans}人。",
    "建议提案办理结果依法公开，全年公开答复<意见|全文>{few_proposal}件。",
    "规范发布<统一社会信用代码为11331000MB1D23456X的机构信息|本单位统一社会信用代码等登记信息>。",
    "做好政府公报、年鉴赠阅，将公开资料送到乡镇、社区。",
    "对拟公开的文件，公文拟制时即明确主动公开、依申请公开、不予公开等属性。",
]
_KINDS = [
    "政策文件", "工作动态", "通知公告", "财政信息", "人事信息", "规划计划", "重点领域信息", "机构职能", "政策解读", "统计信息", "行政执法信息", "公示公告",
    "民生信息", "招标采购信息", "应急管理信息",
]
_WEB = ["政府门户网站", "{place}人民政府网站", "政务公开专栏", "{place}政府信息公开平台", "官方网站", "门户网站信息公开专栏"]

MANAGEMENT = [
    "严格<落实|执行>信息发布“三审三校”制度，坚持<先审查、后公开|谁发布、谁负责>，确保公开内容准确、规范。",
    "健全政府信息制作、获取、保存、处理等制度，做好公文公开属性源头认定，及时清理失效文件。",
    "规范信息发布审核流程，由经办人、科室负责人、分管领导逐级把关，全年未发生<失泄密|泄密>事件。",
    "一是完善信息发布审查机制；二是加强档案管理；三是动态调整公开目录，全年更新{few_update}次。",
    "严格执行保密审查制度，对拟公开信息逐条审查，杜绝涉密信息和个人隐私上网。",
    "按照《中华人民共和国保守国家秘密法》等规定，对<涉及国家秘密、工作秘密和个人隐私|敏感>的内容严格把关。",
    "建立政府信息管理动态调整机制，对<不予公开|已公开>的政府信息定期评估，<符合公开条件的及时转为主动公开|确保信息准确有效>。",
    "修订完善《政府信息公开指南》和《政府信息公开目录》，<更新联系方式|明确公开范围、形式和时限>。",
    "对历年印发的规范性文件集中清理，废止、失效的文件均在网站标注。",
    "建立信息台账，每条信息的索引号、生成日期、发布日期、公开方式等要素齐全。",
    "明确<办公室|综合科>为政府信息公开工作机构，负责信息的收集、审核、发布和归档。",
    "对历史信息开展拉网式排查，整改错敏字{some_typo}处、隐私泄露风险点{few_risk}处。",
    "组织开展涉个人隐私信息排查，身份证号码、手机号码、银行账号等均作隐去处理。",
    "依托统一的公文系统，实现公文制发、属性标注、发布推送一体化管理。",
    "加强政策文件库建设，规章、规范性文件实行<集中|分类>公开，做到底数清、情况明。",
    "坚持<“谁制作谁公开、谁保存谁公开”|“谁起草、谁解读”>的原则，<责任落实到人|做到责任明晰>。",
]

PLATFORM = [
    "加强门户网站专栏维护，优化栏目设置{few_column}个，政务新媒体账号运行平稳，内容更新及时。",
    "持续完善网站、微信公众号、公示栏等公开渠道，方便群众查询，检查整改错链断链{few_link}处。",
    "依托统一平台做好栏目日常巡查，规范运维政务新媒体{few_media}个，未新开设账号。",
    "在办事大厅设置公开查阅点，配备查阅设备{few_machine}台，为群众提供便捷服务。",
    "统筹用好政府网站和政务新媒体，做到同步更新、相互补充，访问量达{few_visit}万余次。",
    "网站开通无障碍浏览和适老化功能，<支持IPv6访问|满足老年人、残疾人的需要>。",
    "落实网站安全防护措施，坚持<每日读网|每周巡查>，全年未发生网络安全事件。",
    "打造政务公开专区{few_zone}个，提供信息查询、政策咨询、办事指引等服务。",
    "充分发挥<广播、电视、报纸|村务公开栏、电子屏>等传统渠道作用，多渠道发布信息。",
    "做好政府信息公开平台与上级平台的数据对接，按要求完成栏目迁移和信息归集。",
    "注销长期不更新的政务新媒体账号{few_closed}个，切实防止“指尖上的形式主义”。",
    "网站设有主动公开、依申请公开、政策解读、互动交流等栏目，全年总访问量约{few_total}.5万人次。",
    "平台运行情况良好，网址为http://www.example.gov.cn，群众可随时查阅。",
    "“{place}发布”微信公众号全年推送信息{many_post}条，阅读量达12.3万次。",
    "优化智能搜索和“一号答”服务，开设“高频服务”“政策直达”板块，方便企业和群众办事。",
    "政府信息公开专栏按统一要求设置指南、制度、法定主动公开内容、年报和依申请公开五个板块。",
]

SUPERVISION = [
    "调整充实工作领导小组，明确专人负责，全年组织业务培训{few_training}次，参训{some_trained}人次。",
    "主要领导定期听取汇报，将公开工作列入年度重点任务，每季度开展自查并督促整改。",
    "通过设立意见箱、公布监督电话等方式主动接受群众监督，全年召开专题会议{few_meeting}次。",
    "压实工作责任，建立台账，定期通报各科室信息报送情况，发现问题及时整改{few_fixed}个。",
    "强化队伍建设，明确分管领导{few_leader}名、专兼职人员{few_clerk}名，未发生因不履行公开义务被追究责任的情况。",
    "建立健全<主要领导亲自抓、分管领导具体抓、专人负责抓|一把手负总责>的工作机制，做到有部署、有检查、有落实。",
    "开展政务公开<季度测评|常态化监测>，对<发现的问题|信息更新不及时等问题>限期整改，形成闭环管理。",
    "把《条例》纳入干部学法内容，举办专题<讲座|辅导>，提高依法公开意识。",
    "公布监督举报电话0358-3023456，自觉接受社会各界监督。",
    "加强对下属单位的指导，实地督导{few_visitunit}次，下发整改通知{few_notice}份。",
    "将政府信息公开经费列入预算，落实人员、经费、设备保障。",
    "全年接受上级督查检查{few_checked}次，反馈问题均已整改到位。",
    "安排业务骨干参加上级组织的培训班，学习依申请公开办理、政策解读等内容。",
    "对不认真履行职责的，严肃批评教育；全年没有发生责任追究的情形。",
    "聘请社会监督员{few_watch}名，定期听取意见建议。",
]

ASSESSMENT = [
    "把政府信息公开纳入年度绩效考核，考核结果与评优挂钩；开展社会评议，群众满意度较高；全年没有因政府信息公开被责任追究的情形。",
    "工作考核方面，对各单位开展季度测评并纳入目标考核；社会评议方面，邀请代表委员评议公开工作；责任追究方面，未发生需要追究责任的情况。",
    "将政务公开工作列入综合考核，占分值{few_weight}分；委托第三方评估并向社会公布评议结果；本年度未发生责任追究情形。",
    "政府信息公开工作纳入年度考核指标体系，组织开展满意度调查，<满意率达98%|群众总体满意>，全年无问责情况。",
    "认真落实工作考核、社会评议和责任追究制度：年终考核结果已通报；社会评议结果为“满意”；未发生责任追究事项。",
]

PROBLEMS = [
    "公开内容的深度和广度还不够", "部分栏目更新不够及时", "政策解读形式较为单一，群众关注度有待提高", "公开意识有待加强",
    "业务人员流动较大，业务能力需进一步提升", "个别科室重视程度不足，信息报送不够主动", "公开渠道宣传不到位", "信息发布时效性不强",
    "解读质量不高、互动回应薄弱", "依申请公开答复的规范化水平有待提高", "信息公开的针对性还不够强", "专业人员力量不足",
    "与群众的互动交流不够", "政务新媒体传播力有欠缺", "对法律法规的学习不够深入", "基层公开标准化程度与群众期盼还有差距",
    "信息分类不够细化，查找不够便捷", "部门之间协调联动机制不够健全",
]
PROBLEM_FRAMES = [
    "{year}年，{we}政府信息公开工作虽取得一定成绩，但还存在一些不足：{listed}。",
    "存在的主要问题：{listed}。",
    "对照上级要求和群众期盼，{we}的工作仍存在以下问题：{listed}。",
    "{year}年工作中存在的主要问题有：{listed}。",
    "与新形势新要求相比，{we}政府信息公开工作仍有差距，主要表现为：{listed}。",
    "（一）存在的问题。{listed}。",
    "虽然工作有了一定进展，但也应看到问题和不足，{listed}。",
]
MEASURES = [
    "加强业务培训，提升人员能力", "丰富解读形式，增强公开实效", "完善考评机制，压实工作责任", "健全信息报送制度，明确专人负责", "加强与上级部门沟通，规范办理流程",
    "提高思想认识，强化组织领导", "加大培训力度，{next}年计划组织专题培训不少于{few_planned}次", "加强日常监测，及时整改问题", "细化公开内容，及时更新栏目信息",
    "拓宽公众参与渠道，主动回应关切", "优化平台功能，提升用户体验", "严把公开审查关，杜绝泄密风险", "推进基层政务公开标准化规范化", "充实工作队伍，保持人员稳定",
    "加强政务新媒体管理，提高传播力", "进一步健全会商研判机制，提高答复质量", "聚焦重点领域，扩大主动公开范围",
]
MEASURE_FRAMES = [
    "{next}年，{we}将重点做好以下工作：{listed}。",
    "下一步，{we}将坚持问题导向，采取有力措施加以改进：{listed}。",
    "针对上述问题，{we}将采取以下改进措施：{listed}。",
    "改进措施：{listed}。",
    "{year}年，{we}针对{last}年存在的问题进行了认真整改。{next}年，将从以下方面着力：{listed}。",
    "今后，{we}将认真落实{next}年政务公开工作要求，对照“十四五”规划和2024-2026年工作方案，{listed}，持续提升公开质量。",
    "（二）改进情况。针对上一年度报告中提出的人员不足问题，{year}年{we}增配专职人员{few_added}名，有效改进了工作。下一步将{listed}。",
    "下一阶段工作打算：{listed}。",
    "为切实解决存在的问题，{next}年{we}计划{listed}。",
    "针对以上问题，{we}已着手改进：{listed}。",
]
OTHERS = [
    "{year}年，{we}未发生政府信息公开领域舆情事件。按照{year}年政务公开工作要点安排，{few_task}项任务全部落实。",
    "（二）其他事项。{we}组织开展政务公开主题宣传活动{few_show}场次，发放资料{some_leaflet}份。",
    "{year}年，{we}承办人大代表建议{few_congress}件、政协提案{some_council}件，均已按时办结并依法公开答复结果。",
    "{we}认真落实《{year}年政务公开工作要点》，各项任务按期完成。",
    "无其他需要报告的事项。",
    "{we}严格落实上级关于政务新媒体管理的要求，开展常态化监管。",
    "{year}年政务公开工作要点落实情况：按照要点分工，逐项细化措施，公开工作与业务工作同部署、同推进。",
    "除上述事项外，{we}没有其他需要报告的事项。",
    "落实上级有关基层政务公开标准化规范化的要求，指导<村（社区）|下属单位>做好公开工作。",
    "本报告的电子版可在政府网站政府信息公开专栏下载。",
]
# fmt: on
_OPENERS = [
    "坚持问题导向，",
    "结合工作实际，",
    "{year}年以来，",
    "按照上级部署，",
    "围绕年度目标任务，",
    "立足自身职责，",
    "为提升服务水平，",
    "认真落实有关规定，",
    "对标先进做法，",
    "{we}",
    "{year}年，{we}",
    "在做好日常工作的同时，",
    "",
]
_ACTIONS = {
    "政府信息管理": [
        "<健全|完善>信息<公开审查|发布审核|动态管理>制度",
        "对已公开信息开展<全面自查|定期评估>",
        "规范信息<采集、编辑、审核、发布|归档、移交>流程",
        "<细化|更新>主动公开基本目录",
        "做好文件公开属性的<认定|标注>工作",
        "<及时清理|集中排查>过期失效信息",
    ],
    "平台建设": [
        "<优化|调整>网站栏目<结构|设置>",
        "<加强|做好>政务新媒体<内容审核|日常运维>",
        "<完善|升级>平台<检索|互动|查询>功能",
        "<丰富|更新>公开专区的<资料|设备>",
        "推进线上线下渠道<融合|衔接>",
        "开展平台<安全检测|信息巡查>",
    ],
    "监督保障": [
        "<成立|调整>政务公开工作<专班|领导机构>",
        "<组织|开展><业务学习|交流研讨>",
        "<定期|不定期>开展<监督检查|自查自纠>",
        "<压实|明确>各<科室|岗位>工作责任",
        "<公布|畅通>监督<渠道|方式>",
        "<听取|收集>群众意见建议",
    ],
}
_RESULTS = [
    "<取得了较好效果|成效明显>",
    "<确保|保证>信息<准确、及时、规范|权威、准确>",
    "<方便|便利>群众<查询|获取信息>",
    "<切实保障|维护>群众知情权",
    "<工作质量|公开质效>进一步提升",
    "<推动|促进>各项工作<规范化、制度化|落地见效>",
    "<得到群众认可|群众反映良好>",
]


def composed(rng: random.Random, topic: str) -> str:
    """A sentence of an opening, one or two things done and what came of it."""
    done = "，".join(some(rng, _ACTIONS[topic], 1, 2))
    return rng.choice(_OPENERS) + done + "，" + rng.choice(_RESULTS) + "。"


# fmt: off
TRAPS = [
    "对照清单逐条逐项梳理，一条一条核对，确保不漏一项。",
    "层层压实责任，人人参与公开，时时接受监督。",
    "办公时间为工作日上午8:30—12:00、下午14:30—18:00。",
    "采取“线上+线下”方式，按3:1的比例配备专职与兼职人员。",
    "依法保障数据的完整性和机密性，属于国家秘密的信息一律不予公开。",
    "申请人张某、李先生对答复表示满意。",
    "申请人满意度较高，申请人情况详见后表。",
    "信息均标注索引号，如11331000002684/{year}-00123。",
    "落实《关于印发〈{year}年政务公开工作要点分工方案〉的通知》要求，明确任务。",
    "开设“深化‘放管服’改革”专栏，集中发布改革举措。",
    "截至目前，各专栏运行平稳，内容更新及时，未发现错链断链。",
    "意见征集截止日期为11月30日，共收到意见{few_opinion}条。",
    "按照国办发〔2019〕54号文件要求，推进基层政务公开标准化规范化。",
    "严格执行《党政机关公文格式》（GB/T 9704—2012）。",
    "权责清单（{year}版）已在网站公布，网址为http://www.example.gov.cn/xxgk/index.html。",
    "群众可将意见发送至zwgk@example.gov.cn。",
    "群众满意率98.5%，较上年提高2.3个百分点。",
    "全年线上办件7.26万件，完成年度目标任务72500件的100.2%。",
    "完成率达到112.4%，位居前列。",
    "纷纷点赞的“局长接待日”活动每月举办一次，热热闹闹拉近了距离。",
    "清清楚楚公开、明明白白办事，让群众看得见、看得懂、能监督。",
    "常态化开展监测，常态化通报情况。",
    "{year}年2月28日召开年度部署会，{year}年6月30日完成半年自查。",
    "规划期为2021年1月1日至2025年12月31日。",
    "落实国务院办公厅有关政务公开工作的部署，一是抓学习，二是抓落实，三是抓提升。",
    "12345热线接听量为12345件，接通率为99.1%。",
    "统一社会信用代码、行政许可编号等字段全部规范填写。",
    "坚持公开为原则、不公开为例外，做到“应公开、尽公开、真公开”。",
    "银行账户信息、身份证号、手机号等敏感内容均已脱敏。",
    "全年向社会公开招标文件{few_bid}份（含采购项目3个），金额共计1,234.5万元。",
    "{year}年末在岗工作人员{some_posts}人，其中从事政务公开工作的{few_posts}人。",
    "热线电话0358—3022110转2室，工作日均有人值守。",
    "参加省、市组织的培训3次，学习《中华人民共和国政府信息公开条例》《中华人民共和国保守国家秘密法》《中华人民共和国个人信息保护法》。",
    "对上一年度报告反映的“解读形式单一”问题，已通过增加图解、短视频予以改进。",
    "中共中央办公厅、国务院办公厅《关于全面推进政务公开工作的意见》（中办发〔2016〕8号）印发以来，公开工作不断深化。",
]
"""Lawful sentences that a careless pattern takes for something else."""
STOCK = {"政府信息管理": MANAGEMENT, "平台建设": PLATFORM, "监督保障": SUPERVISION}
# fmt: on


def _enumerated(rng: random.Random, clauses: list[str]) -> str:
    style = rng.choice(["一是{}", "一是{}", "{}", "（{n}）{}", "{n}.{}"])
    out = []
    for at, clause in enumerate(clauses):
        mark = {"一是{}": "一二三四五"[at] + "是", "{}": "", "（{n}）{}": f"（{at + 1}）", "{n}.{}": f"{at + 1}."}[
            style
        ]
        out.append(mark + clause)
    return rng.choice(["；", "；", "，"]).join(out)


def problems(rng: random.Random, facts: Facts) -> str:
    """What is not yet good."""
    facts["listed"] = _enumerated(rng, some(rng, PROBLEMS, 2, 4))
    return say(rng, rng.choice(PROBLEM_FRAMES), facts)


def measures(rng: random.Random, facts: Facts) -> str:
    """What was or will be done about it."""
    clauses = [say(rng, x, facts) for x in some(rng, MEASURES, 2, 4)]
    facts["listed"] = _enumerated(rng, clauses)
    return say(rng, rng.choice(MEASURE_FRAMES), facts)


def others(rng: random.Random, facts: Facts) -> str:
    """Something else for section six."""
    return say(rng, rng.choice(OTHERS), facts)


def opening(rng: random.Random, facts: Facts) -> str:
    """The general paragraph of section one."""
    return "".join(say(rng, x, facts) for x in some(rng, OPENINGS, 1, 1 if rng.random() < 0.8 else 2))


def stock(rng: random.Random, topic: str, facts: Facts) -> str:
    """The body of one of the three topics without figures of the tables."""
    high = rng.choice([1, 2, 3, 4, 5])
    chosen = some(rng, STOCK[topic], max(1, high - 1), high) + some(rng, TRAPS, 0, rng.choice([0, 0, 1, 2]))
    chosen += [composed(rng, topic) for _ in range(rng.choice([0, 0, 1, 2, 3]))]
    rng.shuffle(chosen)
    free = [x for x in chosen if x not in facts.used]
    facts.used.update(free)
    return "".join(say(rng, x, facts) for x in free or chosen[:1])


def published(t: Teller, facts: Facts) -> str:
    """How much was published, and of what."""
    rng, model = t.rng, t.model
    big = rng.random() < 0.12
    parts = [rng.randint(1, 90) * (1000 if big else 1) for _ in range(rng.randint(2, 6))]
    names = rng.sample(_KINDS, k=len(parts))
    total = sum(parts)
    mark = rng.choice(["，", "、", "；"])
    listed = mark.join(f"{n}{t.n(p)}条" for n, p in zip(names, parts, strict=True))
    turned = mark.join(f"{t.n(p)}条{n}" for n, p in zip(names, parts, strict=True))
    named = {
        "listed": listed, "turned": turned, "total": t.n(total), "web": say(rng, rng.choice(_WEB), facts),
        "more": t.n(total + rng.randint(20, 90)), "first": names[0], "part": t.n(parts[0]),
        "share": percent(parts[0], total, rng.choice([1, 2, 2])), "round": f"{total // 10 * 10}",
        "wan": f"{total / 10000:.4f}".rstrip("0").rstrip("."),
        "growth": f"较{model.year - 1}年" + rng.choice(["有所增长", "增长12.5%"] if model.before is None else ["有所增长"]),
    }  # fmt: skip
    forms = [
        "{year}年，{we}通过{web}公开各类信息{total}条，其中{listed}。",
        "全年<累计|共>发布政府信息{total}条。其中：{listed}。",
        "坚持应公开尽公开，依托{web}发布信息{more}条，其中{listed}等。",
        "<主动公开|对外发布>政府信息{total}条（{listed}）。",
        "{year}年<主动公开|更新>信息共计{total}条：{turned}。",
        "{year}年，{we}在{web}发布信息{total}条，其中{first}{part}条，占{share}。",
        "及时更新法定主动公开内容，全年公开信息<{round}余条|约{total}条>，{growth}。",
        "全年公开信息{total}条，包括{listed}。",
        "截至{year}年12月31日，在{web}累计公开信息{more}条，其中主要是{listed}。",
    ]
    if big:
        forms = [
            "全年<累计|共>归集发布信息{wan}万条，其中{listed}。",
            "{year}年，{we}通过{web}公开各类信息{total}条，其中{listed}。",
        ]
    return t.say(*forms, **named)


def nested(t: Teller, facts: Facts) -> str:
    """How much was published, in lists within lists, by channel, or beside last year."""
    rng = t.rng
    inner, outer = split(rng, rng.randint(40, 900), 3), rng.randint(5, 400)
    names = rng.sample(_KINDS, k=3)
    site = sum(inner)
    listed = "、".join(f"{k}{t.n(n)}条" for k, n in zip(names, inner, strict=True))
    gap = rng.randint(1, site)
    two = "，".join(f"{k}{t.n(n)}条，占{percent(n, site)}" for k, n in zip(names[:2], inner[:2], strict=True))
    return t.say(
        "{year}年，{we}公开信息{total}条，其中网站{site}条（{listed}），政务新媒体{outer}条。",
        "通过网站公开{site}条、<微信公众号|政务微博>公开{outer}条，合计{total}条。",
        "<全年公开信息|主动公开政府信息>约{site}条，<比|较>上年<增加|多>约{gap}条。",
        "{year}年公开信息{site}条，其中{two}。",
        "网站全年发布信息{site}条，<日均|平均每个工作日>发布{few_daily}条以上。",
        "按发布渠道统计：政府网站{site}条，政务新媒体{outer}条；按信息类别统计另见网站栏目。",
        "更新{names}等栏目信息{site}条，网站访问量突破1.2亿次。",
        total=t.n(site + outer), site=t.n(site), outer=t.n(outer), listed=listed, gap=t.n(gap), two=two,
        names="、".join(names), few_daily=facts["few_daily"],
    )  # fmt: skip


def active(t: Teller, facts: Facts) -> str:
    """The body of 主动公开."""
    rng, model = t.rng, t.model
    parts = [published(t, facts) if rng.random() < 0.7 else nested(t, facts)]
    parts += [say(rng, x, facts) for x in some(rng, ACTIVE, 0, 3)]
    if model.edition == 2021 and rng.random() < 0.25:
        parts.append(normative(t))
    if model.edition == 2021 and rng.random() < 0.2:
        parts.append(decisions(t))
    if rng.random() < 0.3:
        parts.append(other_documents(t))
    if rng.random() < 0.3:
        parts = [parts[1], parts[0], *parts[2:]] if len(parts) > 1 else parts
    return "".join(parts)


def breakdown(t: Teller) -> tuple[list[str], list[int]]:
    """Names and counts of a list of things published."""
    parts = split(t.rng, t.rng.randint(60, 900), t.rng.randint(3, 5))
    return t.rng.sample(_KINDS, k=len(parts)), parts
