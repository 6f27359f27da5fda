"""Autodiscovery: every public page names the feeds that tell what comes next, the nearest first."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import Read, read
from tests.web.test_organization_feeds import id_of
from trading.services import withdrawing
from trading.store.engine import Store
from trading.store.sites import read_site

XML = ("rss", "atom")
ALL = [f"/feeds/all.{ext}" for ext in XML]
LIST = ("rss", "atom", "json", "ics", "csv", "xlsx")
NO_PAGES = {"files.download", "pages.search", "pages.healthz", "pages.readyz"}
# There is none before a year is over and frozen: tests/web/test_closing.py reads it.
REPORTS = {"reports.newest", "reports.numbered"}


def pairs(*names: str) -> list[str]:
    return [f"{name}.{ext}" for name in names for ext in XML]


@pytest.fixture
def pages(press: Press, sqlite_store: Store, tender: str) -> dict[str, list[str]]:
    """Every kind of public page with the addresses that it has to name, in their order."""
    (award,) = press.after(tender, result(won(1), won(2))).numbers
    (gone,) = press(TENDER).numbers
    withdraw(press, gone)
    process = pairs(f"/processes/{tender}", "/feeds/construction", "/feeds/all")
    record = [f"/notices/{award}/record.json"]
    families = "plan tender correction candidate award termination contract".split()
    buyer = f"/buyers/{id_of(sqlite_store, '某县建设局')}"
    supplier = f"/suppliers/{id_of(sqlite_store, '甲公司')}"
    own = [f"/feeds/land.{ext}" for ext in (*XML, "json")]
    dates = ["/notices.ics?category=land"]
    return {
        "/": pairs("/feeds/all", "/feeds/tender", "/feeds/award"),
        "/notices": [f"/notices.{ext}" for ext in LIST],
        "/notices?family=award&year=2026": [
            f"/notices.{ext}?family=award&year=2026" for ext in LIST
        ],
        f"/notices/{award}": process + record,
        f"/notices/{gone}": pairs(f"/processes/{gone}", "/feeds/construction", "/feeds/all"),
        f"/notices/{award}/views": ALL,
        f"/processes/{tender}": process,
        buyer: [f"{buyer}.{ext}" for ext in LIST] + ALL,
        supplier: [f"{supplier}.{ext}" for ext in LIST] + ALL,
        "/feeds": pairs("/feeds/all", *(f"/feeds/{name}" for name in families)),
        "/feeds/all": [*ALL, "/feeds/all.json", "/notices.ics"],
        "/feeds/land": [*own, *dates, *ALL],
        "/feeds/award-land": [f"/feeds/award-land.{ext}" for ext in (*XML, "json")] + ALL,
        "/statistics": ALL,
        "/statistics/2026": ["/statistics/2026.json", "/statistics/2026.csv", *ALL],
        "/statistics/2026/trades": ["/statistics/2026/trades.csv", *ALL],
        "/statistics/2026/organizations": ALL,
        "/help": ALL,
        "/about": ALL,
    }


def withdraw(press: Press, number: str) -> None:
    with press.store.writing() as session:
        site = read_site(session, press.settings)
        withdrawing.withdraw(
            session, number, reason="发布有误", by=press.staff, now=NOON, site=site
        )


def links(page: Read) -> list[tuple[str, str, str]]:
    """Address, media type and title of every other form that the head names."""
    found = [one for one in page.all("link") if one.get("rel") == "alternate"]
    return [(one.get("href", ""), one.get("type", ""), one.get("title", "")) for one in found]


def test_every_page_names_its_feeds_the_most_specific_first(
    reader: FlaskClient, pages: dict[str, list[str]]
) -> None:
    for address, expected in pages.items():
        assert [href for href, _, _ in links(read(reader, address))] == expected, address


def test_every_address_that_a_head_names_answers_with_the_type_it_names(
    reader: FlaskClient, pages: dict[str, list[str]]
) -> None:
    for address in pages:
        for href, kind, title in links(read(reader, address)):
            answer = reader.get(href)
            assert (answer.status_code, answer.mimetype) == (200, kind), (address, href)
            assert title, (address, href)


def test_no_public_page_is_left_out_of_the_sweep(
    office: Flask, pages: dict[str, list[str]]
) -> None:
    adapter = office.url_map.bind("ggzy.example")
    swept = {adapter.match(address.partition("?")[0])[0] for address in pages}
    for rule in office.url_map.iter_rules():
        is_document = "." in rule.rule.rpartition("/")[2]
        if not is_document and not rule.rule.startswith(("/staff", "/static")):
            assert rule.endpoint in swept | NO_PAGES | REPORTS, rule


def test_an_error_page_names_the_feed_of_everything(reader: FlaskClient) -> None:
    assert [href for href, _, _ in links(read(reader, "/nothing", 404))] == ALL
