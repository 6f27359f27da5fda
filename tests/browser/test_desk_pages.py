"""The pages of the desk in a browser: readable for everybody, on a phone too, without scripts."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlmodel import update

from tests.browser.conftest import LiveSite
from tests.browser.test_journey import sign_in
from tests.notices import NOON, TENDER, Press
from trading.config import Settings
from trading.services import drafting
from trading.store.tables import NoticeStanding
from trading.web.clock import Clock

PHONE, DESK = 360, 1280
PATHS = (
    "/staff/",
    "/staff/desk/mine",
    "/staff/desk/loops",
    "/staff/search?q=河东路",
    "/staff/help",
)


@pytest.fixture
def busy(site: LiveSite, settings: Settings) -> LiveSite:
    """A site with something in most sections of its desk."""
    press = Press(site.store, settings)
    press(TENDER)
    with site.store.writing() as session:
        soon = Clock().now() + timedelta(hours=1)
        session.exec(update(NoticeStanding).values(deadline=soon, opening_at=NOON))
        for by in (1, press.staff):
            drafting.start(session, TENDER, by=by, now=NOON)
    return site


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_page_of_the_desk_has_a_barrier_that_axe_knows(
    browser: Browser, busy: LiveSite, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    sign_in(page, busy)
    for path in PATHS:
        page.goto(f"{busy.address}{path}")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], path
    context.close()


def test_no_page_of_the_desk_has_to_be_pushed_sideways_on_a_phone(
    page: Page, busy: LiveSite
) -> None:
    page.set_viewport_size({"width": PHONE, "height": 800})
    sign_in(page, busy)
    for path in PATHS:
        page.goto(f"{busy.address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE, path


def test_the_desk_and_the_search_need_no_script(browser: Browser, busy: LiveSite) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, busy)
    page.get_by_label("搜索草稿、公告、项目和单位").fill("HD-001")
    page.get_by_role("button", name="搜索").click()
    for kind in ("草稿", "已发布的公告", "项目"):
        assert page.get_by_role("heading", level=2, name=kind).is_visible()
    context.close()
