"""An office at its browsers: the whole application on an empty database, with clerks signed in."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.notices import TENDER, Press
from tests.web.clerks import Clerk
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.services.initialising import digest
from trading.services.passwords import Hasher
from trading.store import people, sites
from trading.store.engine import Store
from trading.web import create_app

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
IDENTITY = sites.Identity(
    site_name="某县公共资源交易网",
    organization="某县公共资源交易中心",
    region_code="230828",
    site_url="https://ggzy.example",
    authority="ggzy.example",
)


@pytest.fixture
def office_clock() -> FixedClock:
    """Noon of a working day, until the test moves it."""
    return FixedClock(NOW)


@pytest.fixture
def office(settings: Settings, sqlite_store: Store, office_clock: FixedClock) -> Flask:
    """The application of a site that may publish; nobody works there yet."""
    with sqlite_store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOW)
        sites.save_identity(session, IDENTITY)
    quick = Hasher(memory_kib=8, passes=1, lanes=1)
    return create_app(settings, store=sqlite_store, clock=office_clock, hasher=quick)


@pytest.fixture
def clerk(office: Flask, sqlite_store: Store) -> Clerk:
    """An editor who has just signed in."""
    return _signed_in(office, sqlite_store, "王")


@pytest.fixture
def colleague(office: Flask, sqlite_store: Store) -> Clerk:
    """Another editor, at another browser."""
    return _signed_in(office, sqlite_store, "李")


@pytest.fixture
def reviewer(office: Flask, sqlite_store: Store) -> Clerk:
    """Somebody who may look at drafts, but not write."""
    return _signed_in(office, sqlite_store, "赵", role="reviewer")


@pytest.fixture
def press(sqlite_store: Store, settings: Settings, office: Flask) -> Press:
    """Publishes on the office's site."""
    return Press(sqlite_store, settings)


@pytest.fixture
def reader(office: Flask, office_clock: FixedClock) -> FlaskClient:
    """Somebody outside; a minute has passed since noon."""
    office_clock.pass_by(minutes=1)
    return office.test_client()


@pytest.fixture
def tender(press: Press) -> str:
    """The number of a published tender announcement."""
    return press(TENDER).numbers[0]


def _signed_in(
    office: Flask, store: Store, name: str, role: str = "editor", now: datetime = NOW
) -> Clerk:
    token = f"token-{role}-{ord(name)}"
    with store.writing() as session:
        staff = people.add_staff(session, name, role, now=now)
        people.add_session(session, digest(token), staff, now=now, user_agent="")
    client = office.test_client()
    client.set_cookie("trading_staff", token)
    return Clerk(client, store)
