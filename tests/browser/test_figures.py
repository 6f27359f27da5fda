"""The pages of figures in a browser: no barrier, whole at every width, by keyboard and on paper."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlmodel import select

from tests.browser.conftest import LiveSite
from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.services import snapshots
from trading.services.snapshots import Wish
from trading.store.sites import read_site
from trading.store.tables import Total

NEXT_YEAR = datetime(2027, 1, 5, 9, tzinfo=SHANGHAI)
YEAR = "/statistics/2026"
WIDTHS = (320, 641, 768, 880, 900, 1024)
# What is set on paper so that nothing can be turned over to the next page, or comes on each.
GLUED = """() => [...document.querySelectorAll("tbody tr, tfoot")].filter((one) => {
  const style = getComputedStyle(one);
  return style.breakAfter === "avoid" || style.display === "table-footer-group";
}).length"""
NARROW = """() => [...document.querySelectorAll("table.behind tbody td")]
  .filter((one) => one.textContent.length > 3 && one.clientWidth < 60)
  .map((one) => one.textContent)"""
CLIPPED = """() => [...document.querySelectorAll("svg.chart")].flatMap((chart) => {
  const frame = chart.getBoundingClientRect();
  return [...chart.querySelectorAll("text")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
  }).map((one) => one.textContent);
})"""


@pytest.fixture
def addresses(site: LiveSite, settings: Settings) -> Iterator[list[str]]:
    """Every kind of page of figures, of two years and a report that is public."""
    press = Press(site.store, settings)
    long = replace(TENDER, process_title="青禾县城区三条道路改造及配套管网更新一期工程施工总承包")
    (tender,) = press(long).numbers
    told = replace(result(won(1, fen=987_654_321_00)), process_title=long.process_title)
    press.after(tender, told, now=NOON + timedelta(days=3))
    before = replace(won(1), decided_on=(NOON - timedelta(days=200)).date())
    press(
        replace(result(before), project_code="HD-7", process_title="另一项目"),
        now=NOON + timedelta(days=4),
    )
    with site.store.writing() as session:
        kept = read_site(session, settings)
        wish = Wish("standard")
        frozen = snapshots.freeze(session, kept, 2026, wish, by=press.staff, now=NEXT_YEAR)
        snapshots.make_public(session, 2026, frozen.serial, by=press.staff, now=NEXT_YEAR)
    paths = ["/statistics", YEAR, "/statistics/2019", f"{YEAR}/organizations", "/reports/2026"]
    paths += [f"{YEAR}/{one}" for one in ("trade_total", "savings", "notices", "disclosures")]
    paths += [f"{YEAR}/trades?month=03", f"{YEAR}/trade_total?part=trades_rate"]
    yield [f"{site.address}{path}" for path in paths]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_figures_has_a_barrier_that_axe_knows(
    browser: Browser, addresses: list[str], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], address
    context.close()


def test_no_page_of_figures_has_to_be_pushed_sideways(page: Page, addresses: list[str]) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for address in addresses:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)


def test_what_is_printed_breaks_between_rows_and_is_no_column_of_characters(
    page: Page, addresses: list[str]
) -> None:
    page.set_viewport_size({"width": 680, "height": 900})  # A4 between its margins
    page.emulate_media(media="print")
    for address in addresses:
        page.goto(address)
        assert page.evaluate(GLUED) == 0, address
        assert page.evaluate(NARROW) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 680, address


def test_a_chart_shows_all_its_words_also_in_the_colours_of_the_reader(
    page: Page, addresses: list[str]
) -> None:
    for colours in ("none", "active"):
        page.emulate_media(forced_colors=colours)
        page.goto(addresses[1])
        assert page.locator("svg.chart").count() == 6
        assert page.evaluate(CLIPPED) == []
        fill = "getComputedStyle(document.querySelector('.chart .bar')).fill"
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(fill) != page.evaluate(ground)


def test_a_chart_is_one_picture_with_a_name_and_words_and_its_table_follows(
    page: Page, addresses: list[str]
) -> None:
    page.goto(addresses[1])
    picture = page.get_by_role("img", name="2026年各月进场交易（次）")
    assert picture.count() == 1
    assert page.locator("section", has=picture).get_by_role("table").count() == 1


def test_a_number_opens_by_keyboard_alone(page: Page, addresses: list[str]) -> None:
    page.goto(addresses[1])
    page.locator("#trades td a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{YEAR}/trades")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"


def test_a_false_line_is_seen_and_passes_axe(
    browser: Browser, site: LiveSite, addresses: list[str]
) -> None:
    with site.store.writing() as session:
        for one in session.exec(select(Total).where(Total.figure == "trades", Total.key == "03")):
            one.value += 1
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(addresses[1])
    line = page.locator("li.false", has_text="3月 进场交易")
    assert line.evaluate("one => getComputedStyle(one).color") == "rgb(163, 32, 20)"
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
    context.close()
