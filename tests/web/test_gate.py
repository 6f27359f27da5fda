"""Addresses that nobody types: each has an answer below 500, on either database."""

import pytest
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.web.conftest import IDENTITY, NOW
from trading.config import Settings
from trading.services.initialising import digest
from trading.services.passwords import Hasher
from trading.store import people, sites
from trading.store.engine import Store
from trading.web import create_app

HUGE = "9" * 24


@pytest.fixture
def client(settings: Settings, store: Store) -> FlaskClient:
    """An editor's browser; form tokens are not asked for."""
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOW)
        sites.save_identity(session, IDENTITY)
        staff = people.add_staff(session, "王", "editor", now=NOW)
        people.add_session(session, digest("token"), staff, now=NOW, user_agent="")
    hasher = Hasher(memory_kib=8, passes=1, lanes=1)
    app = create_app(settings, store=store, clock=FixedClock(NOW), hasher=hasher)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.set_cookie("trading_staff", "token")
    return client


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/notices?q=a%00b", 400),
        ("/notices?q=%1b", 400),
        ("/notices.rss?q=a%00b", 400),
        ("/notices/2016%00", 400),
        ("/notices/x", 404),
        (f"/notices/{HUGE}", 404),
        (f"/notices?page={HUGE}", 400),
        (f"/notices?year={HUGE}", 400),
        (f"/statistics/{HUGE}", 404),
        ("/statistics/2016/x", 404),
        ("/feeds/x.rss", 404),
        ("/feeds/all.rss?x=1", 400),
        ("/staff/enrol/x", 404),
        ("/staff/first/x", 404),
        ("/staff/notices/new/award?q=a%00", 400),
        (f"/staff/notices/new/award?process={HUGE}", 400),
        (f"/staff/notices/{HUGE}", 400),
        (f"/staff/notices/{HUGE}/edit", 400),
        (f"/staff/publish?draft={HUGE}", 400),
        (f"/staff/acts/{HUGE}", 400),
        ("/staff/notices/7", 404),
    ],
)
def test_an_address_that_nobody_types_is_answered_below_500(
    client: FlaskClient, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.get_data(as_text=True)
    assert client.get("/").status_code == 200


def test_a_search_may_hold_the_blanks_of_chinese_typing(client: FlaskClient) -> None:
    assert client.get("/notices?q=道路　改造", follow_redirects=True).status_code == 200


def test_a_form_with_values_that_no_database_stores_is_answered_below_500(
    client: FlaskClient,
) -> None:
    odd = {"name": "a\x00b", "password": "x\x00"}
    assert client.post("/staff/sign-in", data=odd).status_code in (400, 422)
    assert client.post("/staff/publish", data={"draft": HUGE}).status_code in (400, 404)
    assert client.get("/staff/").status_code == 200
