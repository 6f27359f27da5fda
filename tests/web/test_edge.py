"""The edge: what it keeps, for how long, and what it never gives from memory."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, open_site
from trading.config import Settings
from trading.services import tallying
from trading.store import sites
from trading.store.engine import Store
from trading.web import create_app
from trading.web.clock import get_now
from trading.web.edge import freshness, keep_until


@pytest.fixture
def made(office: Flask) -> list[str]:
    """The paths for which the application itself was asked."""
    asked: list[str] = []
    views = dict(office.view_functions)

    def told(name: str):  # type: ignore[no-untyped-def] # as the view
        def view(**values: object) -> object:
            asked.append(name)
            return views[name](**values)

        return view

    office.view_functions.update({name: told(name) for name in views})
    return asked


def test_an_address_is_made_once_in_a_revision_whatever_readers_send(
    press: Press, reader: FlaskClient, made: list[str]
) -> None:
    press(TENDER)
    first = reader.get("/notices?family=tender")
    for headers in ({}, {"Cookie": "a=b"}, {"Authorization": "x"}, {"Accept-Encoding": "gzip"}):
        assert reader.get("/notices?family=tender", headers=headers).status_code == 200
        assert reader.head("/notices?family=tender", headers=headers).status_code == 200
    reader.get("/notices?family=tender", data=b"a body")
    assert made == ["notices.listing"]
    packed = reader.get("/notices?family=tender", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == first.data
    press(replace(TENDER, title="又一条"))
    assert "又一条" in reader.get("/notices?family=tender").get_data(as_text=True)
    assert made == ["notices.listing"] * 2


def test_work_that_publishes_nothing_leaves_what_is_kept(
    press: Press, reader: FlaskClient, sqlite_store: Store, made: list[str]
) -> None:
    press(TENDER)
    reader.get("/")
    with sqlite_store.writing() as session:
        sites.set_review_required(session, required=False)
    reader.get("/")
    assert made == ["home.index"]


def test_whatever_else_is_public_begins_a_new_revision(
    press: Press, reader: FlaskClient, sqlite_store: Store, settings: Settings, made: list[str]
) -> None:
    press(TENDER)

    def revision() -> int:
        with sqlite_store.reading() as session:
            return sites.read_site(session, settings).revision

    for change in (tallying.rebuild, lambda session: sites.set_ocid_prefix(session, "ocds-x")):
        reader.get("/statistics")
        before = revision()
        with sqlite_store.writing() as session:
            change(session)
        assert revision() == before + 1
    reader.get("/statistics")
    assert made == ["statistics.index"] * 3


def test_other_workers_see_a_publication_at_once(
    press: Press, reader: FlaskClient, settings: Settings, office_clock: FixedClock, sqlite_url: str
) -> None:
    """Each worker has a store of its own; what one commits the others are told by the database."""
    other_store = Store(sqlite_url)
    other = create_app(settings, store=other_store, clock=office_clock).test_client()
    for number in range(1, 6):
        (published,) = press(replace(TENDER, title=f"第{number}条")).numbers
        for one in (reader, other):
            entries = feedparser.parse(one.get("/feeds/all.rss").data).entries
            assert (len(entries), entries[0].link.rpartition("/")[2]) == (number, published)
            assert one.get(f"/notices/{published}").status_code == 200
    other_store.close()


def test_on_postgresql_own_writes_count_at_once_and_others_within_a_second(
    postgresql_url: str, settings: Settings
) -> None:
    here, there = Store(postgresql_url), Store(postgresql_url)
    open_site(here)
    clock = FixedClock(NOON + timedelta(minutes=1))
    (reading, other) = (
        create_app(settings, store=store, clock=clock).test_client() for store in (here, there)
    )
    press = Press(here, settings)
    for number in range(1, 4):
        other.get("/feeds/all.rss")
        press(replace(TENDER, title=f"第{number}条"))
        assert len(feedparser.parse(reading.get("/feeds/all.rss").data).entries) == number
        threading.Event().wait(0.25)
        assert len(feedparser.parse(other.get("/feeds/all.rss").data).entries) == number
    here.close()
    there.close()


def test_a_deadline_is_over_on_a_kept_page_in_the_same_instant(
    press: Press, reader: FlaskClient, office_clock: FixedClock, made: list[str]
) -> None:
    (number,) = press(TENDER).numbers
    assert TENDER.tender is not None
    deadline = TENDER.tender.deadline
    assert deadline is not None
    for passed, over in ((-0.001, False), (-0.0005, False), (0.0, True), (5.0, True)):
        office_clock.set(deadline + timedelta(seconds=passed))
        for path in (f"/notices/{number}", "/notices"):
            assert ("已截止" in reader.get(path).get_data(as_text=True)) is over, (path, passed)
    assert len(made) == 4


def test_a_clock_that_is_set_back_gives_no_page_of_later(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press(TENDER)
    assert TENDER.tender is not None
    deadline = TENDER.tender.deadline
    assert deadline is not None
    office_clock.set(deadline)
    assert "已截止" in reader.get("/notices").get_data(as_text=True)
    office_clock.set(deadline - timedelta(hours=1))
    assert "已截止" not in reader.get("/notices").get_data(as_text=True)


def test_a_new_day_begins_a_new_page(
    press: Press, reader: FlaskClient, office_clock: FixedClock, made: list[str]
) -> None:
    press(TENDER)
    for hour, minute in ((22, 0), (23, 59)):
        office_clock.set(NOON.replace(hour=hour, minute=minute))
        reader.get("/")
    office_clock.set((NOON + timedelta(days=1)).replace(hour=0))
    reader.get("/")
    assert made == ["home.index"] * 2


def test_a_view_may_say_how_long_its_answer_holds(
    office: Flask, reader: FlaskClient, office_clock: FixedClock
) -> None:
    count = 0

    def short() -> str:
        nonlocal count
        count += 1
        keep_until(get_now() + timedelta(seconds=9))
        keep_until(get_now() + timedelta(seconds=3))
        return str(count)

    office.view_functions["pages.guide"] = short
    seen = []
    for _ in range(5):
        seen.append(reader.get("/help").get_data(as_text=True))
        office_clock.pass_by(seconds=1)
    assert seen == ["1", "1", "1", "2", "2"]


@pytest.mark.parametrize(
    "headers", [{"Cache-Control": "no-store"}, {"Set-Cookie": "a=b"}, {"Cache-Control": "private"}]
)
def test_what_is_for_one_reader_is_neither_kept_nor_tagged(
    office: Flask, reader: FlaskClient, headers: dict[str, str]
) -> None:
    answers = iter("ab")
    office.view_functions["pages.guide"] = lambda: Response(next(answers), headers=headers)
    for expected in "ab":
        answer = reader.get("/help")
        assert answer.get_data(as_text=True) == expected
        assert "ETag" not in answer.headers


def test_refusals_and_redirects_are_never_kept(reader: FlaskClient, made: list[str]) -> None:
    for path, status in (("/notices/209901010001", 404), ("/notices?page=1", 308)):
        for _ in range(2):
            assert reader.get(path).status_code == status
            assert reader.head(path).data == b""
    assert len(made) == 8


def test_a_kept_page_is_not_given_under_a_name_that_is_not_ours(
    press: Press, reader: FlaskClient
) -> None:
    press(TENDER)
    for host in ("localhost", "evil.example", "ggzy.example", "evil.example:80", "office-pc"):
        answer = reader.get("/notices", headers={"Host": host})
        assert answer.status_code == (400 if "evil" in host else 200), host


def test_invented_names_of_our_machine_do_not_make_every_reader_wait(
    press: Press, reader: FlaskClient, made: list[str]
) -> None:
    press(TENDER)
    for number in range(200):
        reader.get("/notices", headers={"Host": f"pc-{number}"})
    made.clear()
    for _ in range(3):
        assert reader.get("/notices", headers={"Host": "ggzy.example"}).status_code == 200
    assert len(made) <= 1


def test_two_schemes_are_two_answers(press: Press, reader: FlaskClient) -> None:
    press(TENDER)
    for _ in range(2):
        plain = reader.get("/notices", base_url="http://ggzy.example")
        secure = reader.get("/notices", base_url="https://ggzy.example")
        assert "Strict-Transport-Security" not in plain.headers
        assert "Strict-Transport-Security" in secure.headers


def test_a_herd_at_a_cold_address_builds_it_once(
    office: Flask, press: Press, reader: FlaskClient, made: list[str]
) -> None:
    press(TENDER)
    view, waiting = office.view_functions["feeds.named"], threading.Event()

    def slow(**values: object) -> object:
        waiting.wait(0.3)
        return view(**values)

    office.view_functions["feeds.named"] = slow  # type: ignore[assignment] # as the view
    start = threading.Barrier(12)

    def ask(_: int) -> bytes:
        start.wait(10)
        return office.test_client().get("/feeds/all.rss").data

    with ThreadPoolExecutor(12) as threads:
        given = set(threads.map(ask, range(12)))
    assert len(given) == 1
    assert made == ["feeds.named"]


def test_who_comes_after_a_publication_is_not_given_what_was_begun_before_it(
    office: Flask, press: Press, reader: FlaskClient
) -> None:
    press(TENDER)
    view, begun, go_on = office.view_functions["feeds.named"], threading.Event(), threading.Event()

    def held(**values: object) -> object:
        answer = view(**values)
        if not begun.is_set():
            begun.set()
            go_on.wait(10)
        return answer

    office.view_functions["feeds.named"] = held  # type: ignore[assignment] # as the view
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(lambda: office.test_client().get("/feeds/all.rss").data)
        assert begun.wait(10)
        press(replace(TENDER, title="又一条"))
        assert len(feedparser.parse(reader.get("/feeds/all.rss").data).entries) == 2
        go_on.set()
        assert len(feedparser.parse(slow.result()).entries) == 1
    assert len(feedparser.parse(reader.get("/feeds/all.rss").data).entries) == 2


def test_memory_is_bounded_and_what_is_asked_for_stays_longest(
    office: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "MOST_BYTES", 400_000)
    built: list[str] = []

    def page(code: str) -> str:
        built.append(code)
        return "x" * (50_000 if code == "big" else 20_000)

    office.view_functions["processes.show"] = page
    for number in range(60):
        reader.get("/processes/popular")
        reader.get(f"/processes/{number}")
    assert built.count("popular") == 1
    for _ in range(2):
        reader.get("/processes/big")
        reader.get("/processes/0")
    assert built.count("big") == 2  # more than an eighth
    assert built.count("0") == 2  # forgotten, then kept again


def test_a_database_that_cannot_be_asked_lets_nothing_kept_out(
    press: Press, reader: FlaskClient, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(TENDER)
    assert reader.get("/notices").status_code == 200

    def away() -> object:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(sqlite_store, "pulse", away)
    monkeypatch.setattr(sqlite_store, "read_session", away)
    assert reader.get("/notices").status_code == 503
    monkeypatch.undo()
    assert reader.get("/notices").status_code == 200


def test_a_streamed_answer_is_compressed_tagged_and_never_held(
    office: Flask, press: Press, reader: FlaskClient
) -> None:
    closed: list[bool] = []

    def streamed() -> Response:
        answer = Response((f"row {n}\n" for n in range(5000)), mimetype="text/csv")
        answer.call_on_close(lambda: closed.append(True))
        return answer

    office.view_functions["pages.guide"] = streamed
    whole = reader.get("/help", buffered=True)
    packed = reader.get("/help", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert gzip.decompress(packed.data) == whole.data
    assert whole.data.count(b"\n") == 5000
    etag = whole.headers["ETag"]
    assert packed.headers["ETag"] == etag
    assert reader.get("/help", headers={"If-None-Match": etag}).status_code == 304
    assert reader.head("/help").headers["ETag"] == etag
    assert len(closed) == 4
    press(TENDER)
    assert reader.get("/help", headers={"If-None-Match": etag}, buffered=True).status_code == 200


def test_an_edge_that_keeps_nothing_answers_the_same(
    office: Flask,
    press: Press,
    reader: FlaskClient,
    settings: Settings,
    sqlite_store: Store,
    office_clock: FixedClock,
) -> None:
    press(TENDER)
    off = create_app(settings, store=sqlite_store, clock=office_clock, edge_keeps=False)
    for path in ("/", "/notices", "/feeds/all.atom", "/statistics/2026.json"):
        for headers in ({}, {"Accept-Encoding": "gzip"}):
            kept, anew = (one.get(path, headers=headers) for one in (reader, off.test_client()))
            assert kept.data == anew.data
            assert list(kept.headers) == list(anew.headers)
