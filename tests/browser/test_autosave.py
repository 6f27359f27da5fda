"""Autosave in a browser: a closed laptop loses the last seconds of typing and nothing more.

Time passes by the page's own clock, which the tests move.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LiveSite
from tests.browser.test_journey import sign_in
from trading.store.drafts import open_drafts
from trading.store.people import end_sessions_of, staff_named

SECOND = 1000
NEW = "/staff/notices/new/tender?category=construction"
KEPT = "已自动保存"


@pytest.fixture
def form(browser: Browser, site: LiveSite) -> Iterator[Page]:
    """A new form, opened by a clerk whose clock the test moves, in a browser with other tabs."""
    page = browser.new_context().new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    sign_in(page, site)
    page.clock.install()
    page.goto(f"{site.address}{NEW}")
    yield page
    assert faults == []


def line(page: Page) -> str:
    """What the page says about keeping."""
    return page.locator("#autosave-line").inner_text()


def pause(page: Page, seconds: float = 3) -> None:
    """Let somebody stop typing for so long."""
    page.clock.run_for(int(seconds * SECOND))


def opened_again(browser: Browser, site: LiveSite, words: str) -> Page:
    """The form as it comes back in another browser."""
    page = browser.new_page()
    sign_in(page, site)
    page.get_by_role("link", name=words).first.click()
    return page


def test_what_was_typed_survives_a_browser_that_is_killed(
    form: Page, browser: Browser, site: LiveSite
) -> None:
    title = form.locator('[name="title"]')
    title.fill("河东路改造")
    pause(form, 2.9)
    assert line(form) == ""
    pause(form, 0.1)
    expect(form.locator("#autosave-line")).to_contain_text(KEPT)
    form.get_by_role("button", name="再加一个标段").click()
    form.locator('[name="lots-1-title"]').fill("二标段")
    form.locator('[name="tender-deadline"]').fill("下周三上午")
    form.locator('[name="lots-1-ceiling"]').fill("一百来万")
    form.get_by_role("textbox", name="公告正文").click()
    form.keyboard.type("正文第一段")
    with form.expect_response("**/staff/autosaves/**"):
        pause(form)
    form.context.set_offline(True)  # nothing that the page says as it dies arrives
    title.fill("只有这几秒会丢")
    form.close()
    again = opened_again(browser, site, "河东路改造")
    expect(again.get_by_text("已替您保留")).to_be_visible()
    expect(again.locator('[name="title"]')).to_have_value("河东路改造")
    expect(again.locator('[name="lots-1-title"]')).to_have_value("二标段")
    expect(again.locator('[name="tender-deadline"]')).to_have_value("下周三上午")
    expect(again.locator('[name="lots-1-ceiling"]')).to_have_value("一百来万")
    expect(again.get_by_role("textbox", name="公告正文")).to_have_text("正文第一段")
    with site.store.reading() as session:
        assert open_drafts(session) == []


def test_somebody_who_types_without_a_pause_is_kept_every_five_seconds(form: Page) -> None:
    title = form.locator('[name="title"]')
    for second in range(4):
        title.press_sequentially(str(second))
        pause(form, 1)
    assert line(form) == ""
    with form.expect_response("**/staff/autosaves/**") as sent:
        title.press_sequentially("4")
        pause(form, 1)
    assert sent.value.status == 200


def test_a_page_that_goes_away_sends_the_last_words(form: Page, site: LiveSite) -> None:
    form.locator('[name="title"]').fill("最后一句")
    form.goto(f"{site.address}/help")
    # What a dying page sends arrives when it arrives: the desk is opened until it is there.
    for _ in range(100):
        form.goto(f"{site.address}/staff/")
        if form.get_by_role("link", name="最后一句").is_visible():
            return
    raise AssertionError("the last words never arrived")


def test_saving_leaves_nothing_behind_to_be_offered(form: Page, site: LiveSite) -> None:
    form.locator('[name="title"]').fill("存了的")
    with form.expect_response("**/staff/autosaves/**"):
        pause(form)
    form.locator('[name="process_title"]').fill("也存了")
    form.get_by_role("button", name="存草稿").last.click()
    expect(form.get_by_text("上次保存")).to_be_visible()
    expect(form.get_by_text("已替您保留")).to_have_count(0)
    form.goto(f"{site.address}/staff/")
    expect(form.get_by_text("没有保存的内容")).to_have_count(0)


def test_a_refused_form_is_kept_before_another_key_is_pressed(form: Page) -> None:
    form.locator('[name="title"]').fill("还缺很多")
    form.get_by_role("button", name="检查并预览").click()
    expect(form.get_by_text("处需要改正")).to_be_visible()
    with form.expect_response("**/staff/autosaves/**") as sent:
        pause(form)
    assert sent.value.status == 200


def test_after_signing_in_again_in_another_tab_typing_is_kept_again(
    form: Page, site: LiveSite
) -> None:
    with site.store.writing() as session:
        staff = staff_named(session, "editor")
        assert staff is not None
        end_sessions_of(session, staff.id)
    form.locator('[name="title"]').fill("登录过期时写的")
    pause(form)
    expect(form.locator("#autosave-line")).to_contain_text("登录已过期，内容还在本页")
    other = form.context.new_page()
    sign_in(other, site)
    with form.expect_response("**/staff/autosaves/**") as sent:
        pause(form, 30)
    assert sent.value.status == 200
    expect(form.locator("#autosave-line")).to_contain_text(KEPT)


def test_when_the_server_is_away_the_line_says_so_and_it_is_tried_again(form: Page) -> None:
    form.context.set_offline(True)
    form.locator('[name="title"]').fill("断网时写的")
    pause(form)
    expect(form.locator("#autosave-line")).to_contain_text("没有能够自动保存")
    form.context.set_offline(False)
    pause(form, 30)
    expect(form.locator("#autosave-line")).to_contain_text(KEPT)
