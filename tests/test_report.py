"""The report pages: what is in them, in a folder of them, and in a real browser, by clicking."""

import json
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import cmfacts
from cmfacts.batch.report import Report
from cmfacts.errors import UsageError
from cmfacts.render import render
from cmfacts.render.html import index
from cmfacts.results import read_article

TEXT = (
    "云杉科技有限公司发布星桥计划\n\n2024年5月18日，云杉科技有限公司（以下简称“云杉科技”）在杭州启动星桥计划。"
    "5月20日，云杉科技与清华大学、浙江大学签署战略合作协议，共同推进工业互联网和智慧医疗发展。\n"
    "会上，云杉科技拟收购砺芯微电子有限公司。"
)
EVIL = "</script><script>document.title='x'</script><img src=x onerror=alert(1)>\x1b[31m\u202e\ud800\0"


class Page(HTMLParser):
    """The addresses, the ids and the text of a page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.text, self.tags = [], [], "", []
        self.feed(Path(path).read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def extractor():
    return cmfacts.Extractor()


@pytest.fixture
def page(tmp_path, extractor):
    path = tmp_path / "page.html"
    article = extractor.extract(TEXT, published="2024-05-20", id="release.txt")
    path.write_text("".join(render([article], "html")), encoding="utf-8")
    return path


def lines(path, extractor, texts, **given):
    trees = [
        extractor.extract(text, id=id, published="2024-05-20", **given).to_dict(with_text=True)
        for id, text in texts.items()
    ]
    path.write_text("".join(json.dumps(tree) + "\n" for tree in trees), encoding="utf-8")
    return path


def test_every_link_has_a_place_and_every_id_is_one(page):
    seen = Page(page)
    assert len(set(seen.ids)) == len(seen.ids)
    assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)
    for heading in ("Organizations", "Dates", "Sectors", "Initiatives", "Facts", "Timeline", "Ties"):
        assert heading in seen.text
    assert "planned" in seen.text


def test_results_are_read_back_as_they_were(extractor):
    article = extractor.extract(TEXT + "腾讯以5亿元收购咪咕公司。", published="2024-05-20")
    assert any(fact.amount for fact in article.facts)
    assert read_article(json.loads(json.dumps(article.to_dict(with_text=True)))) == article


def test_a_folder_links_each_article_and_names_the_most_named(tmp_path, extractor):
    texts = {f"releases/{number}.txt": TEXT for number in range(3)} | {
        "../../etc/passwd": "云杉科技有限公司成立。",
        "": "无",
    }
    Report(str(tmp_path / "out")).finish(lines(tmp_path / "lines.jsonl", extractor, texts))
    seen = Page(tmp_path / "out" / "index.html")
    assert len({link for link in seen.links if link.startswith("articles/")}) == 5
    for link in seen.links:
        if not link.startswith("#"):
            target = (tmp_path / "out" / unquote(link)).resolve()
            assert target.is_file()
            assert (tmp_path / "out") in target.parents
            assert "../index.html" in Page(target).links
    assert "云杉科技" in seen.text
    assert "工业互联网" in seen.text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lines.jsonl", "out"]


def test_long_lists_go_over_several_pages(tmp_path, extractor, monkeypatch):
    monkeypatch.setattr("cmfacts.batch.report.PER_PAGE", 2)
    monkeypatch.setattr(index, "PER_PAGE", 2)
    source = lines(tmp_path / "lines.jsonl", extractor, {str(number): "无" for number in range(5)})
    Report(str(tmp_path / "out")).finish(source)
    pages = ["index.html", "list-0002.html", "list-0003.html"]
    articles = [[link for link in Page(tmp_path / "out" / name).links if "articles/" in link] for name in pages]
    assert [len(links) for links in articles] == [2, 2, 1]
    assert len({link for links in articles for link in links}) == 5
    assert "list-0002.html" in Page(tmp_path / "out" / "index.html").links


def test_only_a_report_or_an_empty_folder_is_replaced(tmp_path, extractor):
    source = lines(tmp_path / "lines.jsonl", extractor, {"a": "无"})
    (tmp_path / "mine").mkdir()
    Report(str(tmp_path / "mine")).finish(source)
    Report(str(tmp_path / "mine")).finish(source)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "work.txt").write_text("x", encoding="utf-8")
    for name in ("other", "lines.jsonl"):
        with pytest.raises(UsageError, match="cannot write"):
            Report(str(tmp_path / name))


def test_outside_text_stays_text_on_every_page(tmp_path, extractor):
    texts = {EVIL: f"{EVIL}云杉科技有限公司成立。"}
    Report(str(tmp_path / "out")).finish(lines(tmp_path / "lines.jsonl", extractor, texts, title=EVIL))
    for path in (tmp_path / "out").rglob("*.html"):
        seen = Page(path)
        assert seen.tags.count("script") == 1
        assert "img" not in seen.tags
        assert not set("\x1b\u202e\0") & set(path.read_text(encoding="utf-8"))


def test_batch_writes_a_report_and_goes_on_where_it_ended(tmp_path):
    releases = tmp_path / "releases"
    releases.mkdir()
    for number in range(3):
        (releases / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    (releases / "bad.txt").write_bytes(b"\x89PNG")
    command = [sys.executable, "-m", "cmfacts", "batch", "releases", "--format", "html", "-o", "report", "--quiet"]
    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 1
        assert done.stderr.splitlines() == ["cmfacts: releases/bad.txt: is a PNG image, not text"]
        assert {path.name for path in (tmp_path / "report").iterdir()} == {".cmfacts-report", "articles", "index.html"}
    pages = list((tmp_path / "report" / "articles").iterdir())
    assert len(pages) == 3
    assert TEXT.splitlines()[0] in Page(pages[0]).text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["releases", "report"]


# --- in a browser

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    webdriver = pytest.importorskip("selenium.webdriver")
    if not (BROWSER and DRIVER):
        pytest.skip("needs Debian's chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--window-size=1400,1000"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def opened(browser, page):
    browser.set_window_size(1400, 1000)
    browser.get(page.as_uri())
    return browser


def find(browser, selector):
    return browser.find_elements("css selector", selector)


def test_an_entity_lights_up_its_mentions_and_goes_from_one_to_the_next(opened):
    link = find(opened, 'aside a[data-entity="a1-o1"]')[0]
    link.click()
    mentions = find(opened, 'mark[data-entity="a1-o1"]')
    assert len(mentions) > 2
    assert all("lit" in mention.get_attribute("class") for mention in mentions)
    assert not find(opened, 'mark.lit:not([data-entity="a1-o1"])')
    mentions[0].find_element("xpath", "/html").send_keys("\ue00c")  # Escape
    assert not find(opened, ".lit")


def test_a_mention_lights_up_its_entity(opened):
    find(opened, 'mark[data-entity="a1-i1"]')[0].click()
    assert find(opened, 'aside a.lit[data-entity="a1-i1"]')


def test_evidence_lights_up_where_it_stands(opened):
    link = find(opened, "a[data-evidence]")[0]
    link.click()
    lit = opened.execute_script("return [...CSS.highlights.get('evidence')].map(String).join('')")
    assert lit == link.text


def test_a_filter_hides_a_kind_in_the_text_and_beside_it(opened):
    box = opened.find_element("id", "show-sector")
    shown = find(opened, "section.kind.sector")[0]
    assert shown.is_displayed()
    box.click()
    assert not shown.is_displayed()
    mark = find(opened, "mark.sector")[0]
    assert mark.value_of_css_property("border-bottom-color") == "rgba(0, 0, 0, 0)"
    assert find(opened, "section.kind.org")[0].is_displayed()


def test_the_theme_can_be_chosen(opened):
    background = opened.execute_script("return getComputedStyle(document.body).backgroundColor")
    opened.find_element("id", "theme").click()
    assert opened.execute_script("return getComputedStyle(document.body).backgroundColor") != background


@pytest.mark.parametrize("width", [400, 1400])
def test_nothing_runs_off_the_page_and_nothing_is_refused(browser, page, width):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    browser.get(page.as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_outside_text_is_not_run(browser, tmp_path, extractor):
    path = tmp_path / "evil.html"
    article = extractor.extract(f"{EVIL}云杉科技有限公司成立。", id=EVIL, title=EVIL)
    path.write_text("".join(render([article], "html")), encoding="utf-8")
    browser.get(path.as_uri())
    assert browser.title != "x"
    assert not find(browser, "img")
    assert len(find(browser, "mark")) == 1


def test_every_control_has_a_name_and_can_be_reached_by_keyboard(opened):
    unnamed = opened.execute_script(
        "return [...document.querySelectorAll('a, button, input')].filter(e => e.tabIndex < 0 || "
        "!(e.textContent.trim() || e.labels?.[0]?.textContent.trim())).length"
    )
    assert unnamed == 0
