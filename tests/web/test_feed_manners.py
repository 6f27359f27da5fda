"""Feeds and HTTP: asked a hundred times a day by readers that should mostly hear 304."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from flask.testing import FlaskClient
from werkzeug.http import http_date

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.store.engine import Store
from trading.web import create_app

BOTH = ("rss", "atom")
DAY = timedelta(days=1)


@pytest.mark.parametrize("ext", BOTH)
def test_the_same_feed_fetched_twice_is_the_same_bytes_and_304_by_its_etag(
    press: Press, reader: FlaskClient, office_clock: FixedClock, ext: str
) -> None:
    press(TENDER)
    first = reader.get(f"/feeds/all.{ext}")
    office_clock.pass_by(days=400)
    again = reader.get(f"/feeds/all.{ext}", headers={"User-Agent": "Mozilla/5.0 Feedfetcher"})
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["ETag"].startswith('W/"')
    not_changed = reader.get(f"/feeds/all.{ext}", headers={"If-None-Match": first.headers["ETag"]})
    assert (not_changed.status_code, not_changed.data) == (304, b"")
    for name in ("ETag", "Cache-Control"):
        assert not_changed.headers[name] == first.headers[name]


def test_another_process_of_the_application_answers_the_same_bytes(
    press: Press, reader: FlaskClient, settings: Settings, sqlite_store: Store
) -> None:
    press(TENDER)
    other = create_app(settings, store=sqlite_store).test_client()
    for ext in BOTH:
        assert other.get(f"/feeds/all.{ext}").data == reader.get(f"/feeds/all.{ext}").data


def test_a_new_notice_is_not_hidden_by_an_old_etag_or_date(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press(TENDER)
    seen = reader.get("/feeds/all.rss")
    press(replace(TENDER, project_code="HD-2"), now=NOON + DAY)
    office_clock.set(NOON + DAY + timedelta(seconds=1))
    for name, header in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
        answer = reader.get("/feeds/all.rss", headers={header: seen.headers[name]})
        assert answer.status_code == 200
        assert len(feedparser.parse(answer.data).entries) == 2


def test_what_does_not_concern_a_feed_leaves_its_bytes_alone(
    press: Press, reader: FlaskClient
) -> None:
    (tender,) = press(TENDER).numbers
    seen = reader.get("/feeds/tender.rss")
    press.after(tender, result(won(1)), now=NOON + timedelta(seconds=30))
    answer = reader.get("/feeds/tender.rss", headers={"If-None-Match": seen.headers["ETag"]})
    assert answer.status_code == 304
    assert reader.get("/feeds/tender.rss").headers["Last-Modified"] == http_date(NOON)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-Modified-Since": http_date(NOON)}, 304),
        ({"If-Modified-Since": http_date(NOON + DAY)}, 304),
        ({"If-Modified-Since": http_date(NOON - timedelta(seconds=1))}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-None-Match": 'W/"other"', "If-Modified-Since": http_date(NOON)}, 200),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"a", W/"b"'}, 200),
    ],
)
def test_the_etag_counts_before_the_date(
    press: Press, reader: FlaskClient, headers: dict[str, str], status: int
) -> None:
    press(TENDER)
    assert reader.get("/feeds/all.rss", headers=headers).status_code == status


def test_the_date_is_left_out_until_its_second_is_over(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press(TENDER)
    for passed, given in ((0.0, None), (0.999, None), (1.0, http_date(NOON))):
        office_clock.set(NOON + timedelta(seconds=passed))
        assert reader.get("/feeds/all.rss").headers.get("Last-Modified") == given
        asked = reader.get("/feeds/all.rss", headers={"If-Modified-Since": http_date(NOON)})
        assert asked.status_code == (304 if given else 200)


@pytest.mark.parametrize("ext", BOTH)
def test_a_feed_may_be_kept_for_five_minutes_and_sets_no_cookie(
    press: Press, reader: FlaskClient, ext: str
) -> None:
    press(TENDER)
    for address in (f"/feeds/all.{ext}", f"/notices.{ext}"):
        answer = reader.get(address)
        assert answer.headers["Content-Type"] == f"application/{ext}+xml; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_head_answers_as_get_without_the_bytes(press: Press, reader: FlaskClient) -> None:
    press(TENDER)
    whole, head = reader.get("/feeds/all.rss"), reader.head("/feeds/all.rss")
    assert head.data == b""
    assert dict(head.headers) | {"Date": ""} == dict(whole.headers) | {"Date": ""}
    assert int(head.headers["Content-Length"]) == len(whole.data)


def test_no_address_comes_from_what_a_request_claims(press: Press, reader: FlaskClient) -> None:
    press(TENDER)
    plain = reader.get("/feeds/all.rss").data
    for name in ("X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Original-URL"):
        assert reader.get("/feeds/all.rss", headers={name: "evil.example"}).data == plain


@pytest.mark.parametrize("address", ["/feeds/all.rss", "/notices.atom", "/notices"])
def test_the_clock_is_asked_before_the_database(
    reader: FlaskClient,
    office_clock: FixedClock,
    sqlite_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    """Else a date could be given out for a second in which something was still published."""
    reader.get("/help")  # from now on the edge knows what stands
    asked: list[str] = []
    now, read_session = office_clock.now, sqlite_store.read_session
    monkeypatch.setattr(office_clock, "now", lambda: asked.append("clock") or now())
    monkeypatch.setattr(
        sqlite_store, "read_session", lambda: asked.append("database") or read_session()
    )
    assert reader.get(address).status_code == 200
    assert asked == ["clock", "database"]


@pytest.mark.parametrize("query", ["?open=1", "?min=1000", "?max=10000000"])
@pytest.mark.parametrize("ext", ["rss", "atom", "json"])
def test_a_list_that_a_deadline_or_amount_decides_is_known_by_its_etag_alone(
    press: Press, reader: FlaskClient, office_clock: FixedClock, ext: str, query: str
) -> None:
    """When something has left it a date alone would call old bytes new."""
    press(TENDER)
    seen = reader.get(f"/notices.{ext}{query}")
    assert "Last-Modified" not in seen.headers
    office_clock.pass_by(days=30)
    for since in (NOON, NOON + 30 * DAY):
        asked = {"If-Modified-Since": http_date(since)}
        assert reader.get(f"/notices.{ext}{query}", headers=asked).status_code == 200
    again = reader.get(f"/notices.{ext}{query}", headers={"If-None-Match": seen.headers["ETag"]})
    assert again.status_code == (200 if "open" in query else 304)


def test_feeds_may_be_kept_for_five_minutes_and_what_is_read_in_order_is_asked_for_anew(
    press: Press, reader: FlaskClient
) -> None:
    press(TENDER)
    kept = {
        address: reader.get(address).headers["Cache-Control"]
        for address in (
            "/notices.json",
            "/feeds/all.json",
            "/buyers/1.json",
            "/notices.json?after=0",
        )
    }
    assert list(kept.values()) == ["public, max-age=300"] * 3 + ["public, no-cache"]
