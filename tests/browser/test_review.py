"""Two browsers: one hands in with a time, another approves, the clock passes, everybody sees it."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import feedparser
import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.browser.conftest import PASSWORD
from tests.clocks import FixedClock
from tests.notices import NOON, TENDER
from tests.reviewed import IDENTITY
from trading.config import Settings
from trading.services import drafting
from trading.services.passwords import Hasher
from trading.store import people, sites
from trading.store.engine import Store
from trading.web import create_app

DUE = NOON + timedelta(minutes=20)
TYPED = "2026-03-02 12:20"
TITLE = "河东路改造招标公告"


@dataclass(frozen=True)
class TimedSite:
    """A site under review whose clock a test sets; `draft` waits to be handed in."""

    address: str
    clock: FixedClock
    draft: int


@pytest.fixture
def timed(settings: Settings, sqlite_store: Store) -> Iterator[TimedSite]:
    """Served in the background; an editor has written a tender, a reviewer waits."""
    hasher, clock = Hasher(memory_kib=8, passes=1, lanes=1), FixedClock(NOON)
    app = create_app(settings, store=sqlite_store, hasher=hasher, clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    with sqlite_store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON, review_required=True)
        sites.save_identity(session, replace(IDENTITY, site_url=address))
        hashed = hasher.hash(PASSWORD)
        by = people.add_staff(session, "editor", "editor", now=NOON, password_hash=hashed)
        people.add_staff(session, "reviewer", "reviewer", now=NOON, password_hash=hashed)
        draft = drafting.start(session, TENDER, by=by, now=NOON)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield TimedSite(address, clock, draft)
    server.shutdown()
    thread.join()
    server.server_close()


def sign_in(browser: Browser, site: TimedSite, name: str) -> Page:
    """A browser of their own, at the desk."""
    page = browser.new_context().new_page()
    page.goto(f"{site.address}/staff/")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    return page


def fetched(site: TimedSite, path: str) -> bytes:
    with urllib.request.urlopen(f"{site.address}{path}") as answer:
        body: bytes = answer.read()
    return body


def public(site: TimedSite) -> dict[str, bool]:
    """Whether readers find it on the page, in the feed and in the figures."""
    figures = json.loads(fetched(site, "/statistics/2026.json"))["figures"]
    entries = feedparser.parse(fetched(site, "/feeds/all.rss")).entries
    return {
        "page": TITLE in fetched(site, "/notices").decode(),
        "feed": any(TITLE in entry.title for entry in entries),
        "figures": {one["name"]: one["value"] for one in figures}["tender_notices"] == 1,
    }


def test_an_editor_hands_in_with_a_time_a_reviewer_approves_and_the_clock_makes_it_public(
    browser: Browser, timed: TimedSite
) -> None:
    writes, reads = sign_in(browser, timed, "editor"), sign_in(browser, timed, "reviewer")
    writes.goto(f"{timed.address}/staff/notices/{timed.draft}")
    writes.get_by_role("link", name="送审…").click()
    for reason in writes.locator("textarea").all():
        reason.fill("已与招标人核对")
    writes.get_by_label("希望的发布时间").fill(TYPED)
    writes.get_by_role("button", name="送审").click()
    expect(writes.locator("#state")).to_have_text("已送审")

    reads.get_by_role("link", name="工作台").click()
    expect(reads.get_by_role("heading", name="等我审核的")).to_be_visible()
    reads.get_by_role("link", name=TITLE).first.click()
    if "/review" not in reads.url:
        reads.get_by_role("link", name="审核…").click()
    expect(reads.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(reads.get_by_text(TYPED).first).to_be_visible()
    for check in ("保密审查", "个人信息", "错敏字词", "金额与单位", "时限"):
        reads.get_by_label(check).check()
    reads.get_by_label("审核意见").fill("同意")
    reads.get_by_role("button", name="审核通过").click()
    expect(reads.locator("#state")).to_have_text("已定时")

    timed.clock.set(DUE - timedelta(seconds=1))
    assert public(timed) == {"page": False, "feed": False, "figures": False}
    timed.clock.set(DUE)
    assert public(timed) == {"page": True, "feed": True, "figures": True}

    writes.goto(f"{timed.address}/staff/notices/{timed.draft}/steps")
    steps = [row.inner_text() for row in writes.locator("tbody tr").all()]
    assert ["送审" in steps[0], "同意" in steps[1], "定时" in steps[2], "发布" in steps[3]] == [
        True
    ] * 4
