import io
import json
import random
import sys
from base64 import b64encode
from importlib.util import find_spec
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmfacts.errors import InputError, UsageError
from cmfacts.models import Article
from cmfacts.readers import ENDINGS, is_input, read
from cmfacts.readers.encoding import decode, detect

PARAGRAPHS = (
    "星河通信今日在南京举办合作伙伴大会，正式启动云帆计划，计划用三年时间建成覆盖全国的算力服务平台。",
    "该行有关负责人介绍，上半年新增普惠贷款一百二十亿元，惠及小微企业两万余户，不良率保持在较低水平。",
    "技术人员把传感器埋进稻田，土壤的温度和水分随时传到手机上，农户足不出户就知道什么时候该浇水。",
    "列车从清晨六点开出，沿江而下，一路经过七座城市，沿线的货物第二天就能送到港口装船。",
    "学校把机房向附近的居民开放，老人在志愿者的帮助下学会了用手机挂号、缴费和看化验单。",
    "工厂新建的生产线实现了自动检测，产品合格率提高到百分之九十九，能耗比去年同期下降一成。",
)
TRADITIONAL = opencc.OpenCC("s2tw").convert


def only(path: Path | str, **options) -> Article:
    (result,) = read(path, **options)
    assert isinstance(result, Article), result
    return result


def error(path: Path | str, **options) -> str:
    (result,) = read(path, **options)
    assert isinstance(result, InputError), result
    return str(result)


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    ("encoding", "length", "least"),
    [("gb18030", 8, 0.995), ("big5hkscs", 8, 0.995), ("utf-16-le", 16, 0.99), ("utf-16-be", 16, 0.99)],
)
def test_short_texts_without_a_mark_are_decoded(encoding, length, least):
    rng = random.Random(7)
    right = 0
    for _ in range(400):
        paragraph = rng.choice(PARAGRAPHS)
        start = rng.randrange(len(paragraph) - length)
        text = paragraph[start : start + length]
        text = TRADITIONAL(text) if encoding == "big5hkscs" else text
        right += decode(text.encode(encoding), "x") == text
    assert right >= least * 400


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312"])
def test_encodings_of_simplified_text(encoding):
    assert decode(PARAGRAPHS[0].encode(encoding), "x") == PARAGRAPHS[0]


def test_traditional_text_in_gb18030_is_not_taken_for_big5():
    text = TRADITIONAL(PARAGRAPHS[1])
    assert decode(text.encode("gb18030"), "x") == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"])))
def test_utf8_is_always_utf8(text):
    assert decode(text.encode("utf-8-sig"), "x") == text.removeprefix("\ufeff")


def test_one_lost_byte_does_not_lose_the_article():
    data = "".join(PARAGRAPHS).encode()
    assert detect(data[:-1]) == "utf-8"
    assert decode(data[:-1], "x") == "".join(PARAGRAPHS)[:-1] + "\ufffd"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image, not text"),
        (b"PK\x03\x04....", "is a ZIP archive, or a Word or Excel document, not text"),
        ("正文\0正文".encode(), "is binary data, or text in an encoding that we do not know"),
        (b"\x01\x02\x03\x04" * 9, "is binary data, or text in an encoding that we do not know"),
        (random.Random(1).randbytes(5000), "is binary data, or text in an encoding that we do not know"),
    ],
)
def test_binary_data_is_refused_with_one_reason(tmp_path, data, reason):
    path = write(tmp_path / "picture.txt", data)
    assert error(path) == f"{path}: {reason}"


def test_encoding_overrides_detection(tmp_path):
    path = write(tmp_path / "a.txt", "中文".encode("gb18030"))
    assert only(path, encoding="GBK").text == "中文"
    assert error(path, encoding="utf-8") == f"{path}: is not utf-8 (byte 0)"


@pytest.mark.parametrize("name", ["no-such", "hex", "rot13", ""])
def test_an_unknown_encoding_is_wrong_usage_at_once(name):
    with pytest.raises(UsageError, match="unknown encoding"):
        read("never-opened.txt", encoding=name)


TEXT_OF_MOJIBAKE = "11月19日，云杉科技在广州启动星辰计划。公司表示，将与各方合作，推进工业互联网发展。"


@pytest.mark.parametrize("ending", [".txt", ".md", ".jsonl"])
@pytest.mark.parametrize("errors", ["replace", "ignore"])
@pytest.mark.parametrize(
    ("true", "taken_for"),
    [("utf-8", "gbk"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gbk", "latin-1"), ("gbk", "utf-8")],
)
def test_a_text_in_mojibake_is_refused_in_one_line(tmp_path, true, taken_for, errors, ending):
    text = TEXT_OF_MOJIBAKE.encode(true).decode(taken_for, "replace" if true == "gbk" else errors)
    content = json.dumps({"text": text}, ensure_ascii=False) if ending == ".jsonl" else text
    said = error(write(tmp_path / f"page{ending}", content))
    assert "is mojibake: " in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "text",
    [
        TEXT_OF_MOJIBAKE,
        "臺灣積體電路製造股份有限公司與日本電氣簽署協議",
        "“稳面积”“提单产”“优服务”“强政策”，“综合办公”“移动视频”",
        "Le café à Genève était fermé près de la forêt: élève, été, être, âme",
        "株式会社サンプルは、新しいサービスを開始しました。",
        "云杉科技\ufffd在广州启动星辰计划，锟铻是剑名",
    ],
)
def test_other_text_is_no_mojibake(tmp_path, text):
    assert only(write(tmp_path / "page.txt", text)).text == text


MAIL = """From: press@example.com
Subject: =?utf-8?B?{subject}?=
Date: Thu, 19 Nov 2020 10:00:00 +0800
MIME-Version: 1.0
Content-Type: {kind}; charset="{charset}"
Content-Transfer-Encoding: base64

{body}
"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "no-such-charset"])
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_a_mail_gives_subject_text_and_date(tmp_path, charset, kind):
    text = "今天，云安科技有限公司在广州启动星桥计划，与云杉科技签约。"
    encoded = text.encode("gb18030" if charset == "gb2312" else "utf-8")
    fields = {
        "subject": b64encode("云安科技发布星桥计划".encode()).decode(),
        "kind": kind,
        "charset": charset,
        "body": b64encode(b"<p>" + encoded + b"</p>" if kind == "text/html" else encoded).decode(),
    }
    article = only(write(tmp_path / "release.eml", MAIL.format(**fields)))
    assert (article.title, article.published) == ("云安科技发布星桥计划", "2020-11-19")
    assert article.text.splitlines() == ["云安科技发布星桥计划", text]


@pytest.mark.parametrize("content", ["", "no header, only text", "Subject: 星桥\nContent-Type: image/png\n\nxx"])
def test_what_is_no_mail_with_a_text_is_one_error(tmp_path, content):
    assert "\n" not in error(write(tmp_path / "release.eml", content))


def test_a_page_on_standard_input_is_read_as_one(monkeypatch):
    page = "\n<!DOCTYPE html><html><body><p>11月19日，云杉科技在广州启动星辰计划。</p></body></html>"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
    assert only("-").text == "11月19日，云杉科技在广州启动星辰计划。"


def test_text_is_untouched(tmp_path):
    text = "　　第一段 😀\r\n\r\n第二段\r末\u2028尾\n"
    assert only(write(tmp_path / "a.TXT", text)).text == text


def test_the_id_is_the_path_as_given(tmp_path, monkeypatch):
    write(tmp_path / "文.txt", "正文")
    monkeypatch.chdir(tmp_path)
    assert only("./文.txt").id == "./文.txt"


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".unknown", ""])
def test_an_empty_file_is_an_article_without_text(tmp_path, ending):
    assert only(write(tmp_path / f"empty{ending}", b"")).text == ""


def test_unknown_endings_are_text(tmp_path):
    assert only(write(tmp_path / "a.dat", "# 正文")).text == "# 正文"


def test_what_cannot_be_opened_is_an_error_not_a_crash(tmp_path):
    assert error(tmp_path / "none.txt") == f"{tmp_path}/none.txt: No such file or directory"
    assert error(tmp_path) == f"{tmp_path}: Is a directory"
    assert "null" in error("a\0b.txt")


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("正文".encode("gb18030"))))
    assert only("-") == Article("-", "正文")


@pytest.mark.parametrize(
    ("name", "expected"),
    [*((f"a/b{ending}", True) for ending in ENDINGS), ("B.TXT", True), ("a.csv", False), (".hidden.txt", False)],
)
def test_is_input(name, expected):
    assert is_input(name) is expected


def test_markdown_loses_its_marks(tmp_path):
    page = """---
title: 不是正文
---
# 星河科技发布**云帆计划**

> 2024年5月17日

- 联合[清华大学](https://example.org/a_(b))，使用`5G`和*物联网*
1. snake_case 不变
![厂区](a.png)

| 医院 | 城市 |
|---|:-:|
| 一 | 南京 |

***
2024. 不是列表<!-- 注
释 --> \\*完\\*
"""
    article = only(write(tmp_path / "a.md", page))
    assert article.title == "星河科技发布云帆计划"
    assert article.text.split("\n") == [
        *("星河科技发布云帆计划", "", "2024年5月17日", "", "联合清华大学，使用5G和物联网", "snake_case 不变", "厂区"),
        *("", "医院   城市", "", "一   南京", "", "2024. 不是列表 *完*"),
    ]


@pytest.mark.parametrize(
    "run", ["*", "_", "`", "[", "|", "-", " ", "<!--", "[a](", "- ", "---\n", "*a", "> ", "(", "|-"]
)
def test_markdown_of_nothing_but_marks_ends(tmp_path, run):
    """No pattern backtracks without bound: that would show as a test that does not end."""
    only(write(tmp_path / "run.md", run * (400_000 // len(run))))


LINES = """{"text": "一", "id": "a", "published": "2020-11-19", "title": "题"}

{"text": "二", "published": "2020-02-30"}
{"text": 3}
[1]
{"text": "断
{"text": "五", "id": 7, "title": null, "published": null, "more": true}
{"id": "没有正文"}
{"text": "末\\ud83d"}"""


def test_jsonl_reads_every_good_line_and_names_every_bad_one(tmp_path):
    path = write(tmp_path / "a.jsonl", LINES)
    assert [result if isinstance(result, Article) else str(result) for result in read(path)] == [
        Article("a", "一", "题", "2020-11-19"),
        f"{path}:3: \"published\" is '2020-02-30', not a day such as 2020-11-19",
        f'{path}:4: "text" is not a string',
        f"{path}:5: is not a JSON object",
        f"{path}:6: is not JSON (Invalid control character at at column 12)",
        Article("7", "五"),
        f'{path}:8: has no "text"',
        Article(f"{path}:9", "末\ufffd"),
    ]


@pytest.mark.parametrize(
    "published",
    [
        "2020-11-19T08:00:00",
        "2020-11-19T08:00:00Z",
        "2020-11-19 08:00:00+08:00",
        "2020/11/19",
        "20201119",
        20201119,
        "2020.11.19",
        "2020年11月19日",
        " 2020-11-19\n",
    ],
)
def test_jsonl_takes_the_day_in_the_forms_that_programs_write(tmp_path, published):
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "一", "published": published}))
    assert [article.published for article in read(path)] == ["2020-11-19"]


@pytest.mark.parametrize("published", ["", "  ", None])
def test_jsonl_takes_an_empty_date_for_none(tmp_path, published):
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "一", "published": published}))
    assert [article.published for article in read(path)] == [None]


@pytest.mark.parametrize(
    "published", ["２０２０-11-19", "昨天", "2020", "2020-11", "2020-11/19", "2020-13-01", 1605744000, True]
)
def test_jsonl_takes_nothing_else_for_a_date(tmp_path, published):
    assert "published" in error(write(tmp_path / "a.jsonl", json.dumps({"text": "一", "published": published})))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_jsonl_in_any_encoding(tmp_path, encoding):
    lines = "".join(f'{{"text": "{text}"}}\r\n' for text in PARAGRAPHS)
    path = write(tmp_path / "a.jsonl", lines.encode(encoding))
    assert [result.text for result in read(path) if isinstance(result, Article)] == list(PARAGRAPHS)


def test_jsonl_is_streamed(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "一"}\n' * 100_000, encoding="utf-8")
    results = read(path)
    assert next(results).id == f"{path}:1"
    path.write_bytes(b"")  # what was not read yet is gone: only a buffer's worth can still come
    assert sum(1 for _ in results) < 50_000


def test_a_picture_named_jsonl_is_one_error(tmp_path):
    assert "PNG" in error(write(tmp_path / "a.jsonl", b"\x89PNG\n\x00\n\x00\n"))


def test_deep_nesting_is_an_error_of_its_line(tmp_path):
    assert "is not JSON" in error(write(tmp_path / "a.jsonl", "[" * 100_000))


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>星河科技发布云帆计划_财经_某网</title>
<meta name="pubdate" content="2024-05-17 09:30"></head><body><nav><a href="/">首页</a><a href="/n">新闻</a></nav>
<h1>星河科技发布云帆计划</h1><div class="content"><p>星河科技今日在南京发布云帆计划，联合<b>十家</b>医院。</p>
<p>到2026年底，平台将覆盖五百家医院。<script>var a = "脚本"</script></p></div><footer>版权所有</footer></body></html>"""


@pytest.mark.skipif(find_spec("trafilatura") is None, reason="needs the extra html")
def test_html_gives_headline_main_text_and_date(tmp_path):
    article = only(write(tmp_path / "a.html", PAGE.encode("gb18030")))
    assert (article.title, article.published) == ("星河科技发布云帆计划", "2024-05-17")
    assert article.text.split("\n") == [
        "星河科技发布云帆计划",
        "星河科技今日在南京发布云帆计划，联合十家医院。",
        "到2026年底，平台将覆盖五百家医院。",
    ]


@pytest.mark.skipif(find_spec("trafilatura") is None, reason="needs the extra html")
@pytest.mark.parametrize("page", ["<html><body><p>星河科技。</p></body></html>", "<p>星河科技。</p>", "星河科技。"])
def test_html_of_one_sentence_is_not_lost(tmp_path, page):
    assert only(write(tmp_path / "a.htm", page)).text == "星河科技。"


@pytest.mark.parametrize(("ending", "module", "extra"), [("html", "trafilatura", "html"), ("pdf", "pypdf", "pdf")])
def test_a_missing_extra_says_what_to_install(tmp_path, monkeypatch, ending, module, extra):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"cmfacts.readers.{ending}", raising=False)
    path = write(tmp_path / f"a.{ending}", b"")
    assert error(path).endswith(f"pip install 'cmfacts[{extra}]'")


@pytest.mark.skipif(find_spec("docx") is None, reason="needs the extra docx")
def test_docx_gives_paragraphs_and_tables(tmp_path):
    import docx

    document = docx.Document()
    document.add_paragraph("星河科技发布云帆计划")
    for cell, text in zip(document.add_table(1, 2).rows[0].cells, ("医院", "南京"), strict=True):
        cell.text = text
    document.save(str(tmp_path / "a.docx"))
    assert only(tmp_path / "a.docx").text == "星河科技发布云帆计划\n医院\t南京"


@pytest.mark.parametrize(("ending", "module"), [("docx", "docx"), ("pdf", "pypdf")])
def test_a_broken_document_is_an_error(tmp_path, ending, module):
    pytest.importorskip(module)
    assert "can be read" in error(write(tmp_path / f"a.{ending}", b"not one"))


@pytest.mark.parametrize(
    "text",
    [
        "“" * 20 + "计划",
        "“……”" * 5 + "他说",
        "‘’" * 8 + "好",
        "…" * 20 + "计划",
        "“" * 10 + "…" * 10 + "云帆计划",
        "“”" * 20,
    ],
)
def test_marks_of_chinese_text_are_no_mojibake(tmp_path, text):
    [article] = read(write(tmp_path / "a.txt", text))
    assert article.text == text
