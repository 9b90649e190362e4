"""Organizations by the slot that they fill: a sentence whose form leaves room for nothing else."""

import re
from typing import Any

from cmfacts.engine.rule import Rule, RuleSet
from cmfacts.finders.values import OrganizationValue


def _company(match: re.Match[str], _: Any) -> OrganizationValue:
    return OrganizationValue(match["mention"], None, "company")


def _media(match: re.Match[str], _: Any) -> OrganizationValue:
    return OrganizationValue(match["mention"], None, "media")


SLOTS = RuleSet(
    "org.slot",
    (
        Rule(
            id="org.slot.funded",
            anchors=("融资",),
            pattern=r"[「“\"](?P<mention>[\w·&]{2,12})[」”\"][^,。;\n「」“”]{0,16}(?:完成|获)[^。；\n「」“”]{0,24}(?<!质押)融资",
            build=_company,
            examples={"「西岚健康」完成数千万元A轮融资": "西岚健康"},
            rejects=("严格管控“白名单”项目的融资", "“十四五”规划提出支持企业发展。融资环境改善"),
            why="trade press puts the name of a young company in marks and tells of its funding round",
        ),
        Rule(
            id="org.slot.called",
            anchors=("名为", "名叫", "叫做", "取名"),
            pattern=r"(?:名为|名叫|叫做|取名)[「“\"](?P<mention>[\w·&]{2,12})[」”\"]的(?=[\u4e00-\u9fff]{0,8}"
            r"(?:公司|企业|机构|协会|基金会|医院|学校|工作室|合作社|组织|团伙|社团|商行))",
            build=_company,
            examples={"一家名为“星野互动”的科技公司": "星野互动"},
            rejects=("一款名为“星野”的产品", "名为“星野”的活动走进校园"),
        ),
        Rule(
            id="org.slot.magazine",
            anchors=("》杂志", "》周刊", "》报社"),
            pattern=r"《(?P<mention>[^《》\n]{2,12})》(?=杂志|周刊|报社)",
            build=_media,
            examples={"获《未来商业家》杂志评选": "未来商业家"},
            rejects=("《未来商业家》一书",),
        ),
        Rule(
            id="org.slot.byline",
            anchors=("讯", "消息", "记者", "电"),
            pattern=r"(?:^|(?<=[\n ]))(?!据|根据|本|截至)(?P<mention>[\u4e00-\u9fff]{2,7}[网报社台])"
            r"(?=[\u4e00-\u9fff]{0,4}(?:\d{1,2}月\d{1,2}日)?(?:讯|电(?=[,:( ]))|消息[,:(]|记者)",
            build=_media,
            examples={"云州在线网讯（记者 王明）": "云州在线网"},
            rejects=("今年台湾电影票房上升", "各地通过互联网消息传播", "据云州在线网消息", "本报讯"),
            why="a line that opens with an outlet's name and 讯, 电 or 记者 is a byline",
        ),
        Rule(
            id="org.slot.cited",
            anchors=("据", "援引"),
            pattern=r"(?:(?<![\u4e00-\u9fff])(?:据|根据)|援引)(?P<mention>[\u4e00-\u9fff]{2,9}(?:(?<![官互联全])网|资讯|咨询|(?<![年财季研公情通])报)"
            r"|[A-Z][A-Za-z.&+-]*[a-z](?: [A-Z][A-Za-z.&+-]*){0,3}) ?的?(?:最新)?"
            r"(?:数据|统计|监测|报道|消息|测算|预测|调研|报告)",
            build=_media,
            examples={"根据云州水产信息网报道，鱼价上涨": "云州水产信息网", "据Bluefield数据，库存下降": "Bluefield"},
            rejects=("据公司官网消息", "据年报数据", "根据互联网数据", "据GDP数据", "数据Bluefield数据"),
            why="what stands between 据 and 数据 or 报道 and is called as outlets are, or is a Latin name, is a source",
        ),
        Rule(
            id="org.slot.signed",
            anchors=("网)", "报)", "社)", "财经)", "新闻)"),
            pattern=r"(?<=\()(?P<mention>[\u4e00-\u9fff]{2,8}(?:(?<![官互联全])网|(?<![年财季研公情通])报|(?<![报旅出])社|财经|新闻))\)(?=\s*(?:\n|$))",
            build=_media,
            examples={"产能将翻番。(云州生活报)": "云州生活报"},
            rejects=("详见后续公告(云州生活报)报道", "产能将翻番。(来源于官网)"),
            why="a bracket that closes a paragraph and holds no more than the name of an outlet says where it is from",
        ),
        Rule(
            id="org.slot.source",
            anchors=("来源:", "转自:"),
            pattern=r"(?:来源|转自):\s?(?P<mention>[\u4e00-\u9fff]{2,10}(?:(?<![官互联全])网|(?<![年财季研公情通])报|(?<![报旅出])社|财经|新闻|发布|在线|客户端))(?=\s*(?:[\n,;|()]|$))",
            build=_media,
            examples={"来源:云州发布": "云州发布"},
            rejects=("来源:公司官网", "资金来源:年报"),
            why="a line that says where a text is from names an outlet",
        ),
    ),
)
