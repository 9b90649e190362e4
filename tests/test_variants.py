"""Names that differ in regular ways join; two organizations never do. Own sentences, expected groups of names."""

import pytest

from cmfacts import Extractor

JOINED = {
    "海尔发布新品。海尔集团董事长出席。": [{"海尔", "海尔集团"}],
    "武汉市政府与企业签约。武汉市人民政府副市长到场。": [{"武汉市政府", "武汉市人民政府"}],
    "四川省经济和信息化厅印发通知，四川省经信厅负责人解读。": [{"四川省经济和信息化厅", "四川省经信厅"}],
    "青海省商务厅组织活动，商务厅负责人介绍。": [{"青海省商务厅", "商务厅"}],
    "山东云麓海洋科技有限公司成立，云麓海洋科技有限公司总经理致辞。": [
        {"山东云麓海洋科技有限公司", "云麓海洋科技有限公司"}
    ],
    "工信部发布通知，工业和信息化部负责人答问。": [{"工信部", "工业和信息化部"}],
    "中移动公布业绩，中国移动董事长出席，China Mobile also spoke。": [{"中移动", "中国移动", "China Mobile"}],
    "京东集团发布财报，京东股价上涨。": [{"京东集团", "京东"}],
    "华为技术有限公司发布公告，华为今日开会。": [{"华为技术有限公司", "华为"}],
}
APART = {
    "吉林省政府与吉林市政府签约。": ("吉林省政府", "吉林市政府"),
    "安徽云麓新能源有限公司和贵州云麓新能源有限公司签约。": ("安徽云麓新能源有限公司", "贵州云麓新能源有限公司"),
    "浙江省发改委和江苏省发改委联合发文。": ("浙江省发改委", "江苏省发改委"),
    "海螺集团增持海螺水泥。": ("海螺集团", "海螺水泥"),
    "浪潮信息与浪潮软件签约。": ("浪潮信息", "浪潮软件"),
    "北京市高级人民法院和北京市人民检察院发布白皮书。": ("北京市高级人民法院", "北京市人民检察院"),
    "华为终端有限公司与华为签约。": ("华为终端有限公司", "华为"),
    "中国联通与联通数科签约。": ("中国联通", "联通数科"),
}


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


def groups(extractor, text):
    return [{mention.text for mention in entity.mentions} for entity in extractor.extract(text).organizations]


@pytest.mark.parametrize("text", JOINED)
def test_variants_join(extractor, text):
    assert groups(extractor, text) == JOINED[text]


@pytest.mark.parametrize("text", APART)
def test_two_organizations_stay_two(extractor, text):
    one, other = APART[text]
    found = groups(extractor, text)
    assert {one} in found
    assert {other} in found


def test_a_body_without_place_belongs_to_the_only_place_named(extractor):
    assert groups(extractor, "浙江省商务厅、江苏省商务厅出席，商务厅负责人介绍。") == [
        {"浙江省商务厅"},
        {"江苏省商务厅"},
        {"商务厅"},
    ]


def test_the_joined_entity_has_name_full_name_and_class(extractor):
    (entity,) = extractor.extract("工信部发布通知，工业和信息化部负责人答问，工信部再次强调。").organizations
    assert (entity.name, entity.full_name, entity.class_) == ("工信部", "中华人民共和国工业和信息化部", "government")


def test_a_formal_name_is_the_full_name_of_those_it_joins(extractor):
    (organization,) = extractor.extract("华为技术有限公司发布公告，华为今日开会。").organizations
    assert organization.full_name == "华为技术有限公司"
