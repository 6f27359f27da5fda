"""The public site in a browser: readable for everybody, on any screen, without scripts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import select

from tests.browser.conftest import LiveSite
from tests.families import CANDIDATES, CONTRACT, PLAN, ended
from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.domain.codes import CorrectionReason
from trading.domain.drafts import FailedLot
from trading.services import correcting, withdrawing
from trading.store.sites import read_site
from trading.store.tables import AwardSupplier

PHONE, DESK = 360, 1280
WIDE_TABLE = "<table><tr>" + "<td>很宽的一格，不愿意折行的内容1234567890</td>" * 8 + "</tr></table>"
# Every number in a table of ours that is no address: on how many lines it stands, and what it is.
BROKEN = r"""() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (!node.parentElement.closest("table.list") || node.parentElement.closest("code")) continue;
    for (const match of node.data.matchAll(/[0-9][0-9.,-]+[0-9]/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set(Array.from(range.getClientRects(), (box) => Math.round(box.top)));
      if (lines.size) found.push([lines.size, match[0]]);
    }
  }
  return found;
}"""

# The text of every cell that another cell of its row lies over.
COVERED = r"""() => {
  const found = [];
  for (const row of document.querySelectorAll("table.list tr")) {
    const cells = Array.from(row.cells, (cell) => [cell, cell.getBoundingClientRect()]);
    for (const [one, a] of cells) for (const [other, b] of cells) {
      const apart = a.right <= b.left + 1 || b.right <= a.left + 1
        || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
      if (one !== other && a.width > 1 && b.width > 1 && !apart) found.push(one.textContent.trim());
    }
  }
  return found;
}"""


@pytest.fixture
def addresses(site: LiveSite, settings: Settings) -> list[str]:
    """Every kind of public page, of a site with notices of all families, and what is refused."""
    press = Press(site.store, settings)
    (tender,) = press(replace(TENDER, body_html=WIDE_TABLE)).numbers
    outcome = result(won(1), failed=(FailedLot(lot=2, reason="有效投标人不足三家"),))
    (award,) = press.after(tender, outcome).numbers
    others = (*press(PLAN, CANDIDATES, CONTRACT, ended(1, 2)).numbers, *changed(press))
    paths = ["/", "/notices", "/notices?family=tender&family=award&year=2026", "/notices?year=2019"]
    paths += [f"/notices/{tender}", f"/notices/{award}", "/feeds", "/help", "/about", "/nothing"]
    paths += ["/feeds/all", "/feeds/tender-land"]
    paths += ["/notices?q=河东路&type=award&min=1", f"/notices/{tender}/views"]
    paths += ["/buyers/1", *(f"/suppliers/{one}" for one in suppliers(site))]
    paths += ["/statistics", "/statistics/2026", "/statistics/2026/trades", "/notices?colour=red"]
    paths += ["/statistics/2026/savings", "/statistics/2026/trades?part=trades_of_year"]
    paths += ["/statistics/2026/organizations", "/statistics/2026/on_time_rate"]
    paths += [f"/notices/{number}" for number in others] + [f"/processes/{tender}"]
    return [f"{site.address}{path}" for path in paths]


def suppliers(site: LiveSite) -> list[int]:
    """The ids of who won something."""
    with site.store.reading() as session:
        return list(session.exec(select(AwardSupplier.organization_id).distinct()))


def changed(press: Press) -> list[str]:
    """A corrected notice, its correction, and a withdrawn one."""
    corrected, withdrawn = press(
        replace(TENDER, project_code="HD-8"), replace(TENDER, project_code="HD-9")
    ).numbers
    with press.store.writing() as session:
        content = correcting.begin(session, corrected)
        assert content.tender is not None and content.correction is not None
        later = replace(content.tender, deadline=NOON + timedelta(days=28), opening_at=None)
        told = replace(content.correction, reason_code=CorrectionReason.POSTPONEMENT)
        content = replace(content, tender=later, project_code="HD-8（更）", correction=told)
        content = correcting.settled(session, content)
        site = read_site(session, press.settings)
        withdrawing.withdraw(
            session, withdrawn, reason="发布有误", by=press.staff, now=NOON, site=site
        )
    return [corrected, *press.after(corrected, content).numbers, withdrawn]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_page_has_a_barrier_that_axe_knows(
    browser: Browser, addresses: list[str], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for address in addresses:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], address
    context.close()


def test_no_page_has_to_be_pushed_sideways_on_a_phone(page: Page, addresses: list[str]) -> None:
    page.set_viewport_size({"width": PHONE, "height": 800})
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE, address


def test_the_form_above_a_list_is_one_row_on_a_desk(page: Page, addresses: list[str]) -> None:
    page.set_viewport_size({"width": DESK, "height": 800})
    page.goto(addresses[1])
    button, words = page.locator(".filter button"), page.locator(".filter input[name=q]")
    below = [box["y"] + box["height"] for box in map(Locator.bounding_box, (button, words)) if box]
    assert len(below) == 2 and abs(below[0] - below[1]) < 2


@pytest.mark.parametrize("width", [900, DESK])  # below, a row is no row of columns
def test_the_kind_of_a_notice_is_not_set_as_a_column_of_single_characters(
    page: Page, addresses: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(addresses[1])
    cells = page.locator("table.notices tbody td:nth-child(3)")
    widths = cells.evaluate_all("all => all.map(one => one.clientWidth)")
    assert widths and min(widths) > 80


def test_an_address_is_copied_without_a_safe_connection_too(
    page: Page, addresses: list[str]
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(next(one for one in addresses if one.endswith("/feeds/all")))
    page.evaluate(
        "document.addEventListener('copy', () => { window.said = String(getSelection()) })"
    )
    page.get_by_role("button", name="复制 RSS 地址").click()
    expect(page.get_by_role("button", name="复制 RSS 地址")).to_have_text("已复制")
    assert page.evaluate("window.said").endswith("/feeds/all.rss")


def test_the_public_site_needs_no_script(browser: Browser, addresses: list[str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses[0])
    page.get_by_label("搜索公告").fill("河东路")
    page.get_by_role("button", name="搜索").click()
    page.get_by_label("大类").select_option("award")
    page.get_by_role("button", name="筛选").click()
    assert page.get_by_role("status").inner_text().startswith("共1条公告")
    page.get_by_role("link", name="河东路改造中标结果公告").click()
    assert page.get_by_role("heading", level=1).inner_text() == "河东路改造中标结果公告"
    context.close()


def test_a_keyboard_gets_past_the_frame_in_one_step(page: Page, addresses: list[str]) -> None:
    page.goto(addresses[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_printed_notice_is_the_notice_alone(page: Page, addresses: list[str]) -> None:
    page.goto(addresses[4])
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.get_by_role("search").is_visible()


def test_no_number_is_broken_in_two_on_a_phone(page: Page, addresses: list[str]) -> None:
    page.set_viewport_size({"width": PHONE, "height": 800})
    looked = 0
    for address in addresses:
        page.goto(address)
        for lines, text in page.evaluate(BROKEN):
            looked += 1
            assert lines == 1, (address, text)
    assert looked > 10


def test_no_cell_lies_over_another_on_a_phone(addresses: list[str], page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 800})
    rows = 0
    for address in addresses:
        page.goto(address)
        rows += page.locator("table.list tr").count()
        assert page.evaluate(COVERED) == [], address
    assert rows
