"""Feeds at their edges: full pages, moved-in notices, damaged records, settings, other readers."""

import gzip
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import http_date

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.store.engine import Store
from trading.web import create_app

BOTH = ("rss", "atom")


def numbers(reader: FlaskClient, address: str) -> list[str]:
    answer = reader.get(address)
    assert answer.status_code == 200
    parsed = feedparser.parse(answer.data)
    assert parsed.bozo == 0
    return [one.id.rpartition(":")[2] for one in parsed.entries]


def damage(store: Store, number: str, payload: str) -> None:
    """Spoil a record behind the product's back, as a failing disk would."""
    with store.writing() as session:
        run = session.connection().exec_driver_sql
        run("DROP TRIGGER notices_no_update")
        run("UPDATE notices SET payload = ? WHERE number = ?", (payload, number))
        run("UPDATE site SET revision = revision + 1")  # nobody else would look again


def test_pages_close_at_each_fiftieth_notice_of_the_feed_itself(
    press: Press, reader: FlaskClient
) -> None:
    many = [replace(TENDER, title=f"{n}号", project_code=f"HD-{n}") for n in range(150)]
    given = [*press(*many[:50]).numbers, *press(*many[50:99]).numbers]
    # An award in between counts in the feed of all, and not in that of tenders.
    (award,) = press.after(given[0], result(won(1))).numbers
    assert numbers(reader, "/feeds/tender.rss") == given[::-1]
    assert numbers(reader, "/feeds/all.rss") == [award, *given[:49:-1]]
    given += press(*many[99:149]).numbers
    assert numbers(reader, "/feeds/tender.atom") == given[:49:-1]
    assert len(given[50:]) == 99
    given += press(many[149]).numbers
    assert numbers(reader, "/feeds/tender.rss") == given[:99:-1]
    assert numbers(reader, "/notices.rss?family=tender") == given[:99:-1]


@pytest.mark.parametrize("ext", BOTH)
def test_a_moved_in_notice_is_in_the_list_and_never_in_a_feed(
    press: Press, reader: FlaskClient, ext: str
) -> None:
    (tender,) = press(TENDER).numbers
    before = reader.get(f"/feeds/all.{ext}")
    old = press.moved_in(tender, replace(TENDER, title="旧公告"), dated=NOON.replace(year=2015))
    assert "旧公告" in reader.get("/notices").get_data(as_text=True)
    assert reader.get(f"/feeds/all.{ext}").data == before.data
    assert numbers(reader, f"/notices.{ext}") == [tender]
    assert numbers(reader, f"/notices.{ext}?year=2015") == []
    assert old not in before.get_data(as_text=True)


@pytest.mark.parametrize("ext", BOTH)
@pytest.mark.parametrize("payload", ["", "{", '{"v":1}', "[" * 100_000])
def test_a_damaged_record_is_left_out_and_logged_and_no_date_goes_back(
    press: Press,
    reader: FlaskClient,
    sqlite_store: Store,
    office_clock: FixedClock,
    caplog: pytest.LogCaptureFixture,
    ext: str,
    payload: str,
) -> None:
    later = NOON + timedelta(seconds=30)
    (first,) = press(TENDER).numbers
    (second,) = press(replace(TENDER, project_code="HD-2"), now=later).numbers
    office_clock.pass_by(minutes=1)
    assert reader.get(f"/feeds/all.{ext}").headers["Last-Modified"] == http_date(later)
    damage(sqlite_store, second, payload)
    assert numbers(reader, f"/feeds/all.{ext}") == [first]
    assert reader.get(f"/feeds/all.{ext}").headers["Last-Modified"] == http_date(later)
    assert "feed all leaves out entry 0" in caplog.text


def test_an_address_from_the_settings_moves_the_links_and_no_id(
    press: Press, reader: FlaskClient, settings: Settings, sqlite_store: Store
) -> None:
    press(TENDER)
    moved = replace(settings, site_url="https://other.example/")
    elsewhere = create_app(moved, store=sqlite_store).test_client()
    for ext in BOTH:
        here = feedparser.parse(reader.get(f"/feeds/all.{ext}").data)
        there = feedparser.parse(elsewhere.get(f"/feeds/all.{ext}").data)
        assert [one.id for one in here.entries] == [one.id for one in there.entries]
        assert there.entries[0].link.startswith("https://other.example/notices/")
        links = {one.rel: one.href for one in there.feed.links}
        assert links["self"] == f"https://other.example/feeds/all.{ext}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "en"},
        {"Accept": "text/html"},
        {"Accept-Encoding": "br, gzip"},
        {"Cookie": "trading_staff=token; session=x"},
        {"User-Agent": ""},
        {"Range": "bytes=0-9"},
    ],
)
def test_no_reader_gets_other_bytes(
    press: Press, reader: FlaskClient, headers: dict[str, str]
) -> None:
    press(TENDER)
    for ext in BOTH:
        plain, asked = (reader.get(f"/feeds/all.{ext}", headers=one) for one in ({}, headers))
        packed = asked.headers.get("Content-Encoding") == "gzip"
        assert packed is ("gzip" in headers.get("Accept-Encoding", ""))
        assert asked.status_code == 200
        assert (gzip.decompress(asked.data) if packed else asked.data) == plain.data
        assert asked.headers["ETag"] == plain.headers["ETag"]
        assert "Set-Cookie" not in asked.headers


@pytest.mark.parametrize("ext", BOTH)
def test_a_clerk_who_is_signed_in_reads_the_same_feed(
    press: Press, reader: FlaskClient, office: Flask, ext: str
) -> None:
    press(TENDER)
    signed_in = office.test_client()
    signed_in.set_cookie("trading_staff", "token")
    assert signed_in.get(f"/feeds/all.{ext}").data == reader.get(f"/feeds/all.{ext}").data


@pytest.mark.parametrize("ext", BOTH)
def test_304_repeats_what_a_cache_keeps_by_and_protects_like_any_answer(
    press: Press, reader: FlaskClient, ext: str
) -> None:
    press(TENDER)
    whole = reader.get(f"/feeds/all.{ext}")
    for asked in (
        {"If-None-Match": whole.headers["ETag"]},
        {"If-None-Match": whole.headers["ETag"].removeprefix("W/")},
        {"If-Modified-Since": whole.headers["Last-Modified"]},
        {"If-None-Match": whole.headers["ETag"], "If-Modified-Since": http_date(0)},
    ):
        for ask in (reader.get, reader.head):
            answer = ask(f"/feeds/all.{ext}", headers=asked)
            assert (answer.status_code, answer.data) == (304, b"")
            for name in ("ETag", "Cache-Control", "Content-Security-Policy"):
                assert answer.headers[name] == whole.headers[name]
            assert "Set-Cookie" not in answer.headers


def test_a_clock_that_is_set_back_gives_out_no_date_from_the_future(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press(TENDER)
    office_clock.set(NOON - timedelta(hours=1))
    answer = reader.get("/feeds/all.rss")
    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers
    assert reader.get("/feeds/all.rss").data == answer.data
