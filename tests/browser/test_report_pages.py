"""The report in a browser: from open matters to the public page, for everybody, without scripts."""

import re
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page

from tests.browser.conftest import PASSWORD, LiveSite
from tests.browser.test_journey import fetched
from tests.notices import TENDER, Press, result, won
from tests.services.test_documents import template
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.services.passwords import Hasher
from trading.store import people
from trading.web.clock import Clock

PHONE, DESK = 390, 1280
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORTS = "/staff/reports"
MIXED = (
    "公开计{{ disclosures }}次，其中招标公告{{ tender_notices }}条、中标公告{{ award_notices }}条、"
    "更正公告{{ correction_notices }}条。"
)


def last_year() -> int:
    """The year that is to be reported."""
    return Clock().now().astimezone(SHANGHAI).year - 1


@pytest.fixture
def reported(site: LiveSite, settings: Settings) -> LiveSite:
    """A site with last year's tender and result, and one who may do everything."""
    year = last_year()
    spring, autumn = (datetime(year, month, 2, 9, tzinfo=SHANGHAI) for month in (3, 9))
    press = Press(site.store, settings)
    number = press(TENDER, replace(TENDER, title="河西路"), now=spring).numbers[0]
    trade = replace(won(1), decided_on=date(year, 9, 1))
    press.after(number, result(trade), now=autumn)
    with site.store.writing() as session:
        password = Hasher(memory_kib=8, passes=1, lanes=1).hash(PASSWORD)
        people.add_staff(session, "李主任", "admin", now=Clock().now(), password_hash=password)
    return site


def enter(page: Page, site: LiveSite, path: str = "/staff/") -> None:
    page.goto(f"{site.address}/staff/")
    page.get_by_label("姓名").fill("李主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(f"{site.address}{path}")


def offer(page: Page, site: LiveSite, name: str, content: bytes) -> str:
    """Upload a template; what the page says about it."""
    page.goto(f"{site.address}{REPORTS}/templates/")
    sent: FilePayload = {"name": name, "mimeType": WORD, "buffer": content}
    page.get_by_label("Word 文件").set_input_files(sent)
    page.get_by_role("button", name="上传").click()
    return page.locator(".summary, .done").first.inner_text()


def write_sentence(page: Page, site: LiveSite, text: str) -> None:
    page.goto(f"{site.address}{REPORTS}/sentence/")
    page.get_by_label("句子", exact=True).fill(text)
    page.get_by_label("按哪一年的数核对").select_option(str(last_year()))
    page.get_by_role("button", name="保存").click()


def freeze_and_publish(page: Page, site: LiveSite) -> None:
    year = last_year()
    page.goto(f"{site.address}{REPORTS}/{year}/closing")
    page.get_by_label("句式").select_option("2021")
    page.get_by_label("我已核对上面的事项").check()
    page.get_by_role("button", name=f"冻结{year}年报告").click()
    assert page.get_by_text(f"已冻结{year}年报告（第1份）").is_visible()
    page.get_by_label("公开后不能收回").check()
    page.get_by_role("button", name="公开第1份").click()
    assert page.get_by_text("报告已公开").is_visible()


def test_a_year_is_reported_without_a_script(browser: Browser, reported: LiveSite) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, year = context.new_page(), last_year()
    enter(page, reported, f"{REPORTS}/{year}")
    said = page.locator("#style-standard blockquote").inner_text()
    assert said.startswith(f"{year}年，公共资源交易中心累计进场交易1宗，交易总额48万元。")
    with page.expect_download() as taken:
        page.locator("#style-standard").get_by_role("button", name="下载填好的 Word").click()
    words = docx.Document(taken.value.path()).paragraphs
    assert any("进场交易1宗，交易总额48万元" in one.text for one in words)
    freeze_and_publish(page, reported)
    page.get_by_role("link", name="打开", exact=True).click()
    assert page.url == f"{reported.address}/reports/{year}/1"
    shown = page.locator("dl.hashes dd").all_inner_texts()
    files = (f"/{year}/1.json", f"/{year}/1/rows.json", f"/{year}/1.docx")
    assert shown == [
        sha256(fetched(f"{reported.address}/reports{one}")).hexdigest() for one in files
    ]
    said = page.locator("blockquote").inner_text()
    links = page.locator("blockquote").get_by_role("link").all_inner_texts()
    assert re.findall(r"[0-9.]+(?:万元)?", said.partition("年")[2]) == links, "every number"
    page.locator("blockquote").get_by_role("link", name="3", exact=True).click()
    assert page.url == f"{reported.address}/statistics/{year}/notices"
    context.close()


def test_a_wrong_sentence_stays_as_typed_beside_the_reason_and_the_rows(
    page: Page, reported: LiveSite
) -> None:
    enter(page, reported)
    write_sentence(page, reported, MIXED)
    assert page.get_by_label("句子", exact=True).input_value() == MIXED
    why = "“2次”与分项之和3条（2条＋1条＋0条）不符：分项多1条，单位也不同"
    assert page.locator("#wholes-0-error").inner_text() == why
    page.get_by_role("alert").get_by_role("link", name=f"“其中”的分项：{why}").click()
    assert page.url.endswith("#wholes")
    page.get_by_label("第1处“其中”是谁的分项").select_option("notices")
    page.get_by_role("button", name="保存").click()
    assert page.get_by_text("句子已保存").is_visible()
    page.goto(f"{reported.address}{REPORTS}/{last_year()}")
    said = page.locator("#style-own")
    assert "公开计2次，其中招标公告2条、中标公告1条、更正公告0条。" in said.inner_text()
    assert "2次、共3条" in said.inner_text(), "the unit before 其中 is another one"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("年报.docx", template("{{ ''.__class__ }}"), "不是可以填数的占位符"),
        ("年报.docx", template("{{ tredes }}"), "是不是 {{ trades }}？"),
        ("年报.docm", template("{{ trades }}"), "模板里有宏：请另存为不带宏的 .docx 再上传"),
        ("年报.docx", bytes(6_500_000), "模板太大：最多5 MB"),
        ("年报.docx", template("{{ trades }}宗"), "模板已保存"),
    ],
)
def test_a_template_is_answered_in_words_that_a_clerk_understands(
    page: Page, reported: LiveSite, name: str, content: bytes, said: str
) -> None:
    enter(page, reported)
    assert said in offer(page, reported, name, content)


def wrong_and_right(page: Page, site: LiveSite) -> list[str]:
    """The addresses of the report, once something stands on each of them."""
    year = last_year()
    offer(page, site, "年报.docx", template("{{ trades }}宗"))
    write_sentence(page, site, "进场{{ trades }}宗。")
    freeze_and_publish(page, site)
    staff = ("/", f"/{year}?style=2021&amounts=floor", f"/{year}/closing", "/placeholders")
    own = ("/sentence/", "/templates/")
    public = [f"/reports/{year}", "/help"]
    return [f"{REPORTS}{one}" for one in (*staff, *own)] + public


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_page_of_the_report_has_a_barrier_that_axe_knows_or_is_wider_than_the_screen(
    browser: Browser, reported: LiveSite, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    enter(page, reported)
    paths = wrong_and_right(page, reported)
    assert len(paths) == 8

    def look(path: str) -> None:
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path

    for path in paths:
        page.goto(f"{reported.address}{path}")
        look(path)
    write_sentence(page, reported, MIXED)
    look("a refused sentence")
    offer(page, reported, "年报.docx", template("{{ tredes }}"))
    look("a refused template")
    context.close()
