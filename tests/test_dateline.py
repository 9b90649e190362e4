"""What an article says of its own date and title."""

import pytest

from cmfacts.finders.dateline import find_published, find_title, read_dateline

STORY = "记者获悉,公司新建的智能工厂已经投产,年产能达到三万台。\n"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("智能工厂投产\n2020/11/19 10:45\n" + STORY, "2020-11-19"),
        ("智能工厂投产\n２０２０年１１月１９日\n" + STORY, "2020-11-19"),
        ("智能工厂投产\n来源：云州日报　作者：王明 2025/03/28 20:16\n" + STORY, "2025-03-28"),
        ("智能工厂投产\n发布时间：2020-11-19 10:45:20  来源：新华网\n" + STORY, "2020-11-19"),
        (STORY * 3 + "某某公司\n2020年11月19日", "2020-11-19"),
        ("（记者 张三 2020年11月19日电）" + STORY, "2020-11-19"),
        ("北京2020年11月19日 /美通社/ -- " + STORY, "2020-11-19"),
        ("新华社北京11月19日电 " + STORY, None),
        ("新华社北京11月19日电 " + STORY + "2020年11月19日上午,公司举行了仪式。", "2020-11-19"),
        ("新华社北京11月19日电 " + STORY + "2020年10月8日,工厂试产。", None),
        ("2020年11月19日,公司举行了仪式。" + STORY, None),
        (STORY + "2020年11月19日上午,公司举行了仪式。" + STORY, None),
        ("智能工厂投产\n2020年2月30日\n" + STORY, None),
        ("", None),
    ],
)
def test_published(text, published):
    assert find_published(text) == published


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("新华社北京11月19日电 ", "11", "19"),
        ("中新网哈尔滨7月27日电（记者 张三）", "07", "27"),
        ("大众网东营8月25日讯 ", "08", "25"),
        ("工厂投产\n5月9日,公司举行了仪式。", "05", "09"),
        ("6月1日电影上映。", None, None),
    ],
)
def test_a_dateline_without_a_year(text, month, day):
    dateline = read_dateline(text.replace("（", "(").replace("）", ")") + STORY)
    assert (dateline.year, dateline.month, dateline.day) == (None, month, day)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("智能工厂投产\n" + STORY, "智能工厂投产"),
        ("\ufeff  智能工厂投产 年产能三万台 \r\n" + STORY, "智能工厂投产 年产能三万台"),
        ("谁在建设智能工厂？\n" + STORY, "谁在建设智能工厂？"),
        (STORY + STORY, None),
        (STORY, None),
        ("智能工厂投产", None),
        ("2020年11月19日\n" + STORY, None),
        ("证券时报记者 张三\n" + STORY, None),
        ("新华社北京11月19日电\n" + STORY, None),
        ("", None),
    ],
)
def test_title(text, title):
    assert find_title(text) == title


def test_a_text_that_has_lost_its_digits():
    assert read_dateline("公司于年月正式启动。年,公司成立。").stripped
    assert not read_dateline("公司于年月正式启动,投资30亿元,建成120条产线。").stripped
    assert not read_dateline("岁月如歌,年年有余。").stripped
