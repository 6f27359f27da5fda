"""Every feed of the example county, with corrections and withdrawals, keeps every rule."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.feeds.conformance.checking import broken, differences, told
from tests.feeds.conformance.lists import Opml
from tests.feeds.conformance.reading import Xml, links
from tests.notices import TENDER, Press
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import CATEGORIES, CorrectionReason, Family
from trading.services import correcting, demonstrating, withdrawing
from trading.services.passwords import Hasher
from trading.store import sites
from trading.store.engine import Store
from trading.web import create_app
from trading.web.public.feeds import FORMATS

EXTENSIONS = tuple(ext for ext in ("rss", "atom", "json") if ext in FORMATS)

NOW = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
SITE = "https://demo.example"
NAMED = (
    "all",
    *(family.value for family in Family),
    *(one.slug for one in CATEGORIES),
    *(f"{family.value}-{one.slug}" for one in CATEGORIES for family in Family),
)
FILTERED = (
    "",
    "?q=%E5%B7%A5%E7%A8%8B",
    "?q=%E6%B2%B3%E4%B8%9C%E8%B7%AF",
    "?q=nothing-like-it",
    "?family=tender&family=award&category=construction",
    "?family=correction",
    "?type=tender",
    "?year=2016",
    "?category=land&year=2016",
    "?method=open&region=230000",
    "?min=1000000&max=20000000&open=1",
    "?from=2016-03-01&to=2016-09-30",
)


@pytest.fixture(scope="module")
def county(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """A reader of the example county, where more was corrected, withdrawn and published since."""
    folder = tmp_path_factory.mktemp("county")
    shutil.copy(sqlite_template, folder / "trading.db")
    url = f"sqlite:///{(folder / 'trading.db').as_posix()}"
    store, settings = Store(url), Settings(data_dir=folder, database_url=url)
    quick = Hasher(memory_kib=8, passes=1, lanes=1)
    with store.writing() as session:
        sites.add_site(session, authority_year=2016, now=NOW)
    demonstrating.fill(store, settings, hasher=quick, now=NOW, site_url=SITE)
    with store.writing() as session:
        sites.set_review_required(session, required=False)
    _go_on(Press(store, settings))
    clock = FixedClock(NOW + timedelta(hours=1))
    yield create_app(settings, store=store, clock=clock, hasher=quick).test_client()
    store.close()


def _go_on(press: Press) -> None:
    """A deadline moves, a notice is withdrawn, another with its correction, and pages close."""
    dates = {
        name: moment + (NOW - TENDER.tender.documents_from + timedelta(days=1))
        for name in ("documents_from", "documents_until", "deadline", "opening_at")
        if TENDER.tender and (moment := getattr(TENDER.tender, name))
    }
    assert TENDER.tender is not None
    made = replace(TENDER, tender=replace(TENDER.tender, **dates))
    many = [replace(made, title=f"{n}号", project_code=f"HD-{n}") for n in range(60)]
    press(*many[:30], now=NOW)
    first, second, third, *_ = press(*many[30:], now=NOW).numbers
    _correct(press, first, days=7, now=NOW + timedelta(minutes=1))
    _correct(press, first, days=9, now=NOW + timedelta(minutes=2))
    _withdraw(press, second, now=NOW + timedelta(minutes=3))
    _correct(press, third, days=7, now=NOW + timedelta(minutes=4))
    _withdraw(press, third, now=NOW + timedelta(minutes=5))


def _correct(press: Press, number: str, *, days: int, now: datetime) -> None:
    with press.store.reading() as session:
        content = correcting.begin(session, number)
        assert content.correction is not None and content.tender is not None
        told = replace(
            content.correction, reason_code=CorrectionReason.POSTPONEMENT, reason="应投标人要求"
        )
        later = content.tender.deadline + timedelta(days=days) if content.tender.deadline else None
        moved = replace(content.tender, deadline=later, opening_at=later)
        settled = correcting.settled(session, replace(content, correction=told, tender=moved))
    press.after(number, settled, now=now)


def _withdraw(press: Press, number: str, *, now: datetime) -> None:
    with press.store.writing() as session:
        site = sites.read_site(session, press.settings)
        withdrawing.withdraw(session, number, reason="发布有误", by=press.staff, now=now, site=site)


def fetched(reader: FlaskClient, address: str) -> bytes:
    """The bytes under an address, which are the same when they are asked for again."""
    answer = reader.get(address)
    assert answer.status_code == 200, address
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Type"].endswith("; charset=utf-8")
    assert reader.get(address).data == answer.data
    return answer.data


@pytest.mark.parametrize("name", NAMED)
def test_every_named_feed_keeps_every_rule_in_every_format(county: FlaskClient, name: str) -> None:
    addresses = {ext: f"/feeds/{name}.{ext}" for ext in EXTENSIONS}
    documents = {ext: fetched(county, address) for ext, address in addresses.items()}
    for ext, document in documents.items():
        assert broken(ext, document, f"{SITE}{addresses[ext]}") == []
    assert differences(documents) == []


@pytest.mark.parametrize("query", FILTERED)
def test_every_list_keeps_every_rule_in_every_format(county: FlaskClient, query: str) -> None:
    addresses = {ext: f"/notices.{ext}{query}" for ext in EXTENSIONS}
    documents = {ext: fetched(county, address) for ext, address in addresses.items()}
    for ext, document in documents.items():
        assert broken(ext, document, f"{SITE}{addresses[ext]}") == []
    assert differences(documents) == []


@pytest.mark.parametrize("query", FILTERED)
def test_the_calendar_of_every_list_keeps_every_rule(county: FlaskClient, query: str) -> None:
    address = f"/notices.ics{query}"
    document = fetched(county, address)
    assert broken("ics", document, f"{SITE}{address}") == []


def test_the_subscriptions_keep_every_rule_and_lead_to_every_named_feed(
    county: FlaskClient,
) -> None:
    address = "/feeds.opml"
    document = fetched(county, address)
    assert broken("opml", document, f"{SITE}{address}") == []
    given = [one.get("xmlUrl") for one in Opml(document, address).root.iter("outline")]
    assert [one for one in given if one] == [f"{SITE}/feeds/{name}.rss" for name in NAMED]


@pytest.mark.parametrize("ext", ["rss", "atom"])
@pytest.mark.parametrize("name", ["all", "tender", "construction", "tender-construction"])
def test_the_pages_behind_a_feed_keep_every_rule_and_repeat_nothing(
    county: FlaskClient, name: str, ext: str
) -> None:
    address, ids = f"/feeds/{name}.{ext}", list[str]()
    while address:
        document = fetched(county, address)
        assert broken(ext, document, f"{SITE}{address}") == []
        seen = Xml(ext, document, "")
        ids += map(seen.id_of, seen.items)
        address = "".join(links(seen.channel, "prev-archive")).removeprefix(SITE)
    assert len(set(ids)) == len(ids) >= 50


@pytest.mark.parametrize("ext", EXTENSIONS)
def test_what_became_of_a_notice_moves_its_own_item(county: FlaskClient, ext: str) -> None:
    """The third was corrected, and withdrawn five minutes after it was published."""
    dates = {one[0]: one[3:5] for one in told(ext, fetched(county, f"/feeds/tender.{ext}"))}
    gone = {id_: moments for id_, moments in dates.items() if id_.endswith(":withdrawn")}
    assert len(gone) == 2
    for id_, (withdrawn, changed) in gone.items():
        own = dates[id_.removesuffix(":withdrawn")]
        assert own == (NOW, withdrawn)
        assert withdrawn == changed > NOW
