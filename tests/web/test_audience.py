"""Who reads what is counted by day in memory, without knowing anybody, and shown by and by."""

import json
import threading
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.clocks import FixedClock
from tests.web.clerks import Clerk
from tests.web.pages import read
from trading.domain.calendar import SHANGHAI
from trading.services import gathering
from trading.store.audiences import FEED, NOTICE, feed_fetches, readings_of_notice
from trading.store.engine import DatabaseFailed, Store
from trading.web.audience import Audience, audience_of, until_midnight
from trading.web.audience_names import is_crawler, what_was_read

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
DAY = date(2026, 3, 2)


def see(audience: Audience, path: str, times: int = 1, agent: str = FIREFOX) -> None:
    for _ in range(times):
        audience.seen({"PATH_INFO": path, "HTTP_USER_AGENT": agent}, "200 OK")


@pytest.fixture
def audience(office: Flask) -> Audience:
    return audience_of(office)


def test_a_notice_says_how_often_it_was_read(
    audience: Audience, tender: str, reader: FlaskClient
) -> None:
    see(audience, f"/notices/{tender}", 3)
    assert audience.write()
    answer = reader.get(f"/notices/{tender}/views.json")
    assert json.loads(answer.data) == {
        "number": tender,
        "views": 3,
        "days": [{"day": "2026-03-02", "views": 3}],
    }
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer.headers
    page = read(reader, f"/notices/{tender}/views")
    assert page.heading == "浏览量"
    assert "共被浏览3次" in page.main
    assert page.answer.headers["Cache-Control"] == "public, max-age=3600"


def test_the_notice_links_its_number_of_readings(tender: str, reader: FlaskClient) -> None:
    page = read(reader, f"/notices/{tender}")
    assert page.links["浏览量"] == f"/notices/{tender}/views"
    assert read(reader, f"/notices/{tender}/views").links
    assert any(one.get("src") == "/static/views.js" for one in page.all("script"))


def test_a_number_that_does_not_exist_has_no_readings(reader: FlaskClient) -> None:
    assert reader.get("/notices/209901010001/views").status_code == 404
    assert reader.get("/notices/209901010001/views.json").status_code == 404


def test_being_read_changes_no_revision_and_no_page(
    audience: Audience, tender: str, reader: FlaskClient, sqlite_store: Store
) -> None:
    before = reader.get(f"/notices/{tender}").data
    with sqlite_store.reading() as session:
        revision = session.connection().execute(text("SELECT revision FROM site")).scalar()
    see(audience, f"/notices/{tender}", 9)
    assert audience.write()
    assert reader.get(f"/notices/{tender}").data == before
    with sqlite_store.reading() as session:
        assert session.connection().execute(text("SELECT revision FROM site")).scalar() == revision


def test_crawlers_are_left_out(audience: Audience, tender: str, sqlite_store: Store) -> None:
    see(audience, f"/notices/{tender}", 4, agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
    see(audience, f"/notices/{tender}", 2, agent="Mozilla/5.0 (compatible; Baiduspider/2.0)")
    see(audience, f"/notices/{tender}", 1)
    assert audience.write()
    with sqlite_store.reading() as session:
        assert readings_of_notice(session, tender) == [(DAY, 1)]


@pytest.mark.parametrize(
    ("agent", "crawls"),
    [
        ("bingbot/2.0", True),
        ("Sogou web spider/4.0", True),
        ("UptimeRobot/2.0", True),
        ("YisouSpider", True),
        (FIREFOX, False),
        ("Feedly/1.0 (+poller; like FeedFetcher-Google)", False),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT X19)", False),
        ("", False),
    ],
)
def test_a_crawler_says_so_itself(agent: str, crawls: bool) -> None:
    assert is_crawler(agent) is crawls


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/notices/201603150001", (NOTICE, "201603150001")),
        ("/feeds/all.rss", (FEED, "all")),
        ("/feeds/tender-construction.atom", (FEED, "tender-construction")),
        ("/feeds/award.json", (FEED, "award")),
        ("/notices.rss", (FEED, "notices")),
        ("/notices.ics", (FEED, "notices")),
        ("/buyers/12.rss", (FEED, "buyers")),
        ("/processes/201603150001.atom", (FEED, "processes")),
        ("/processes/201603150001.json", None),
        ("/feeds/all/page/3.rss", None),
        ("/feeds/all", None),
        ("/notices", None),
        ("/notices/201603150001/views", None),
        ("/notices/201603150001/record.json", None),
        ("/notices/201603150001x", None),
    ],
)
def test_a_path_means_one_thing(path: str, what: tuple[str, str] | None) -> None:
    assert what_was_read(path) == what


def test_a_flood_of_invented_addresses_takes_no_memory(audience: Audience, tender: str) -> None:
    for n in range(30_000):
        see(audience, f"/notices/2099{n:08}")
        see(audience, "/notices", agent=f"agent {n}")
    see(audience, f"/notices/{tender}")
    assert len(audience._paths) <= 20_000
    assert len(audience._agents) <= 2_000


def test_a_database_that_does_not_answer_loses_no_count(
    audience: Audience, tender: str, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise DatabaseFailed("INSERT", {}, Exception("away"))

    see(audience, f"/notices/{tender}", 2)
    with monkeypatch.context() as broken:
        broken.setattr(gathering, "gather", fails)
        assert not audience.write()
    see(audience, f"/notices/{tender}")
    assert audience.write()
    assert audience.write()
    with sqlite_store.reading() as session:
        assert readings_of_notice(session, tender) == [(DAY, 3)]


def test_what_was_read_before_midnight_counts_for_that_day(
    audience: Audience, tender: str, sqlite_store: Store, office_clock: FixedClock
) -> None:
    see(audience, f"/notices/{tender}", 2)
    office_clock.pass_by(hours=12)
    assert audience.write()
    see(audience, f"/notices/{tender}")
    assert audience.write()
    with sqlite_store.reading() as session:
        assert readings_of_notice(session, tender) == [(date(2026, 3, 3), 1), (DAY, 2)]


def test_the_counts_are_written_at_midnight_at_the_latest() -> None:
    late = datetime(2026, 3, 2, 23, 59, 50, tzinfo=SHANGHAI)
    assert 10 < until_midnight(late) < 10.1


def test_readers_at_once_are_counted_nearly_all(
    audience: Audience, tender: str, sqlite_store: Store
) -> None:
    readers = [
        threading.Thread(target=see, args=(audience, "/feeds/all.rss", 2_000)) for _ in range(4)
    ]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert audience.write()
    with sqlite_store.reading() as session:
        ((name, count),) = feed_fetches(session, since=DAY)
    assert name == "all"
    assert 7_900 <= count <= 8_000


def test_the_desk_shows_what_is_read_most(audience: Audience, tender: str, clerk: Clerk) -> None:
    assert "浏览最多的公告" not in read(clerk.client, "/staff/").main
    see(audience, f"/notices/{tender}", 12)
    see(audience, "/feeds/tender-land.rss", 4)
    see(audience, "/notices.atom", 3)
    assert audience.write()
    desk = read(clerk.client, "/staff/")
    assert "浏览最多的公告" in desk.main
    assert "订阅源被读取7次" in desk.main
    assert "土地使用权招标公告" in desk.main and "公告列表（各种筛选）" in desk.main
    assert desk.links["12"] == f"/notices/{tender}/views"
