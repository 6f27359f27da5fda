"""Walking back through a feed, and forward through everything: no gap and no repeat."""

from dataclasses import replace

import feedparser
import pytest
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, result, won
from trading.services import withdrawing
from trading.store.sites import read_site


def walk(reader: FlaskClient, address: str) -> list[str]:
    """Every id from the open document back to the oldest page, newest first."""
    ids: list[str] = []
    while address:
        answer = reader.get(address)
        assert answer.status_code == 200
        parsed = feedparser.parse(answer.data)
        assert parsed.bozo == 0
        ids += [one.id for one in parsed.entries]
        links = {one.rel: one.href for one in parsed.feed.links}
        address = links.get("prev-archive", "").removeprefix("https://ggzy.example")
    return ids


def withdraw(press: Press, number: str) -> None:
    with press.store.writing() as session:
        site = read_site(session, press.settings)
        withdrawing.withdraw(session, number, reason="重复", by=press.staff, now=NOON, site=site)


@pytest.mark.parametrize("ext", ["rss", "atom"])
def test_walking_back_meets_every_notice_and_withdrawal_once(
    press: Press, reader: FlaskClient, ext: str
) -> None:
    many = [replace(TENDER, title=f"{n}号", project_code=f"HD-{n}") for n in range(147)]
    given = [one for at in (0, 49, 98) for one in press(*many[at : at + 49]).numbers]
    withdraw(press, given[3])
    award = press.after(given[0], result(won(1))).numbers[0]
    expected = [*given, f"{given[3]}:withdrawn"]
    ids = [one.partition(":notice:")[2] for one in walk(reader, f"/feeds/tender.{ext}")]
    assert ids == expected[::-1]
    ids = [one.partition(":notice:")[2] for one in walk(reader, f"/feeds/all.{ext}")]
    assert ids == [*expected, award][::-1]
    page = reader.get(f"/feeds/tender/page/1.{ext}")
    assert page.headers["Cache-Control"] == "public, max-age=86400"
    links = {one.rel: one.href for one in feedparser.parse(page.data).feed.links}
    assert links["current"] == f"https://ggzy.example/feeds/tender.{ext}"
    assert links["next-archive"] == f"https://ggzy.example/feeds/tender/page/2.{ext}"
    for missing in (0, 3, "01"):
        assert reader.get(f"/feeds/tender/page/{missing}.{ext}").status_code == 404


@pytest.mark.parametrize("ext", ["rss", "atom"])
def test_who_goes_by_dates_learns_that_a_closed_page_has_a_next_one(
    press: Press, reader: FlaskClient, office_clock: FixedClock, ext: str
) -> None:
    many = [replace(TENDER, title=f"{n}号", project_code=f"HD-{n}") for n in range(101)]
    press(*many[:50])
    press(many[50])
    office_clock.pass_by(minutes=1)
    address, wanted = f"/feeds/tender/page/1.{ext}", "https://ggzy.example/feeds/tender/page/2"
    seen = reader.get(address)
    date = seen.headers.get("Last-Modified")
    press(*many[51:100])
    press(many[100])
    again = reader.get(address, headers={"If-Modified-Since": date} if date else {})
    links = {one.rel: one.href for one in feedparser.parse(again.data).feed.get("links", ())}
    assert "Last-Modified" not in seen.headers
    assert links.get("next-archive") == f"{wanted}.{ext}"
    assert reader.get(address).last_modified is not None


def test_paging_forward_meets_moved_in_notices_and_withdrawals(
    press: Press, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trading.store.feed_entries.MOST_AFTER", 2)
    given = press(*(replace(TENDER, project_code=f"HD-{n}") for n in range(4))).numbers
    withdraw(press, given[1])
    old = press.moved_in(given[0], replace(TENDER, title="旧"), dated=NOON.replace(year=2015))
    address, ids = "/notices.json?after=0", []
    while address:
        answer = reader.get(address)
        assert answer.status_code == 200 and answer.json is not None
        ids += [one["id"].partition(":notice:")[2] for one in answer.json["items"]]
        address = answer.json.get("next_url", "").removeprefix("https://ggzy.example")
    assert ids == [*given, f"{given[1]}:withdrawn", old]


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "after=1&after=2", "after=1&page=2", "after=1&sort=deadline"]
)
def test_after_is_one_sequence_and_nothing_else(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"/notices.json?{query}").status_code == 400


def test_readers_subscribe_to_every_named_feed_at_once(reader: FlaskClient) -> None:
    answer = reader.get("/feeds.opml")
    assert answer.status_code == 200
    assert b"https://ggzy.example/feeds/tender-construction.rss" in answer.data


@pytest.mark.parametrize("ext", ["rss", "atom"])
def test_a_process_has_a_feed_of_its_own(press: Press, reader: FlaskClient, ext: str) -> None:
    given, _ = press(TENDER, replace(TENDER, project_code="HD-2")).numbers
    award = press.after(given, result(won(1))).numbers[0]
    parsed = feedparser.parse(reader.get(f"/processes/{given}.{ext}").data)
    assert [one.id.rpartition(":")[2] for one in parsed.entries] == [award, given]
    assert reader.get(f"/processes/201601010001.{ext}").status_code == 404


def test_where_to_go_on_has_its_place_in_the_query(reader: FlaskClient) -> None:
    answer = reader.get("/notices.json?after=03&family=tender")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/notices.json?family=tender&after=3"
