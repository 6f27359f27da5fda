"""Lists, organizations and processes as feeds: what they hold, found from their pages."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import read
from trading.services import withdrawing
from trading.store.engine import Store
from trading.store.sites import read_site
from trading.store.tables import Organization

DAY = timedelta(days=1)


def id_of(store: Store, name: str) -> int:
    """The public id of an organization."""
    with store.reading() as session:
        row = session.exec(select(Organization).where(Organization.name == name)).one()
        assert row.id is not None
        return row.id


def entries(reader: FlaskClient, address: str) -> list[str]:
    """The numbers of a feed's items, a withdrawal's with its word; they are the same as JSON."""
    answer = reader.get(address)
    assert answer.status_code == 200, address
    if address.endswith(".json"):
        ids = [one["id"] for one in answer.json["items"]]
    else:
        parsed = feedparser.parse(answer.data)
        assert parsed.bozo == 0
        assert parsed.feed.link, "the feed knows its page"
        ids = [one.id for one in parsed.entries]
    return [one.partition(":notice:")[2] for one in ids]


def withdraw(press: Press, number: str, *, days: int) -> None:
    """Take a notice back some days after."""
    with press.store.writing() as session:
        site = read_site(session, press.settings)
        withdrawing.withdraw(session, number, reason="发错", by=1, now=NOON + days * DAY, site=site)


@pytest.fixture
def decided(press: Press, tender: str) -> tuple[str, str]:
    """The numbers of two results of `tender`, one lot each; only the second names 乙公司."""
    (first,) = press.after(tender, result(won(1)), now=NOON + DAY).numbers
    (second,) = press.after(tender, result(won(2, by="乙公司")), now=NOON + 2 * DAY).numbers
    other = replace(TENDER.buyer, name="某县水务局")
    press(replace(TENDER, buyer=other, project_code="SW-1"), now=NOON + 2 * DAY)
    return first, second


@pytest.mark.parametrize("ext", ["rss", "atom", "json"])
def test_an_organization_is_a_feed_of_what_its_list_holds(
    reader: FlaskClient, tender: str, decided: tuple[str, str], sqlite_store: Store, ext: str
) -> None:
    first, second = decided
    buyer, winner = id_of(sqlite_store, "某县建设局"), id_of(sqlite_store, "乙公司")
    assert entries(reader, f"/buyers/{buyer}.{ext}") == [second, first, tender]
    assert entries(reader, f"/suppliers/{winner}.{ext}") == [second]


@pytest.mark.parametrize("ext", ["rss", "atom", "json"])
def test_what_a_withdrawn_notice_said_leaves_the_suppliers_feed_and_is_told_in_the_buyers(
    reader: FlaskClient,
    office_clock: FixedClock,
    press: Press,
    tender: str,
    decided: tuple[str, str],
    sqlite_store: Store,
    ext: str,
) -> None:
    first, second = decided
    office_clock.pass_by(days=5)
    instead = result(won(1, by="乙公司", why="放弃中标"))
    (again,) = press.after(tender, instead, now=NOON + 3 * DAY).numbers
    winner, buyer = id_of(sqlite_store, "乙公司"), id_of(sqlite_store, "某县建设局")
    before = reader.get(f"/suppliers/{winner}.{ext}")
    withdraw(press, again, days=4)
    after = reader.get(f"/suppliers/{winner}.{ext}")
    assert entries(reader, f"/suppliers/{winner}.{ext}") == [second]
    assert before.last_modified is not None and after.last_modified is not None
    assert after.last_modified > before.last_modified, "a reader is told that something left"
    gone = f"{again}:withdrawn"
    assert entries(reader, f"/buyers/{buyer}.{ext}")[:2] == [gone, again]


def test_an_organization_without_that_role_has_no_feed_and_none_has_parameters(
    reader: FlaskClient, decided: tuple[str, str], sqlite_store: Store
) -> None:
    buyer = id_of(sqlite_store, "某县建设局")
    assert reader.get(f"/suppliers/{buyer}.rss").status_code == 404
    assert reader.get("/buyers/999.atom").status_code == 404
    assert reader.get("/buyers/01.rss").status_code == 404
    assert reader.get(f"/buyers/{buyer}.rss?page=2").status_code == 400


def test_the_pages_name_their_own_feeds_first_and_in_sight(
    reader: FlaskClient, tender: str, decided: tuple[str, str], sqlite_store: Store
) -> None:
    buyer, winner = id_of(sqlite_store, "某县建设局"), id_of(sqlite_store, "乙公司")
    for page in (f"/buyers/{buyer}", f"/suppliers/{winner}", f"/processes/{tender}"):
        shown = read(reader, page)
        own = [f"{page}.rss", f"{page}.atom"]
        assert shown.head("alternate")[:2] == own, page
        assert "/feeds/all.rss" in shown.head("alternate")[2:], page
        assert set(own) <= set(shown.links.values()), page
        feed = feedparser.parse(reader.get(own[0]).data).feed
        assert feed.link == f"https://ggzy.example{page}"
        hrefs = [one.href for one in feed.links if one.rel == "self"]
        assert hrefs == [f"https://ggzy.example{page}.rss"]


def test_a_list_names_its_twins_with_its_own_query(reader: FlaskClient, tender: str) -> None:
    page = read(reader, "/notices?family=tender")
    feeds = [f"/notices.{ext}?family=tender" for ext in ("rss", "atom", "json")]
    files = [f"/notices.{ext}?family=tender" for ext in ("csv", "xlsx")]
    assert page.head("alternate") == [*feeds, "/notices.ics?family=tender", *files]
    assert {*feeds, *files} <= set(page.links.values())
