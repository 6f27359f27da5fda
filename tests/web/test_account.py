"""One's own account: the password, and the browsers in which one is signed in."""

import pytest
from flask import Flask

from tests.clocks import FixedClock
from tests.web.clerks import Clerk, Page, _page
from tests.web.conftest import NOW
from trading.services.initialising import digest
from trading.services.passwords import Hasher
from trading.store import people
from trading.store.engine import Store
from trading.web.staff.account import browser_name

PASSWORD = "五里长亭外古道边芳草碧连天"
ANOTHER = PASSWORD + "夕阳山外山"
QUICK = Hasher(memory_kib=8, passes=1, lanes=1)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)


@pytest.fixture
def here(office: Flask, sqlite_store: Store) -> Clerk:
    """A clerk at one browser, signed in at another, too."""
    with sqlite_store.writing() as session:
        staff = people.add_staff(
            session, "王", "editor", now=NOW, password_hash=QUICK.hash(PASSWORD)
        )
        people.add_session(session, digest("here"), staff, now=NOW, user_agent="")
        people.add_session(session, digest("there"), staff, now=NOW, user_agent=EDGE)
    return _browser(office, sqlite_store, "here")


@pytest.fixture
def there(office: Flask, sqlite_store: Store, here: Clerk) -> Clerk:
    """The same clerk's other browser."""
    return _browser(office, sqlite_store, "there")


def _browser(office: Flask, store: Store, token: str) -> Clerk:
    client = office.test_client()
    client.set_cookie("trading_staff", token)
    return Clerk(client, store)


def change(clerk: Clerk, **typed: str) -> Page:
    page = clerk.open("/staff/account/")
    sheet = next(one for one in page.forms.values() if "current" in one.fields)
    sent = {**sheet.fields.to_dict(), **typed}
    return _page(page.address, clerk.client.post("/staff/account/", data=sent))


def test_one_changes_the_password_with_the_current_one_and_other_browsers_are_out(
    here: Clerk, there: Clerk
) -> None:
    wrong = change(here, current="x" * 12, password=ANOTHER, again=ANOTHER)
    assert "密码不对" in wrong.error_at("current")
    assert there.open("/staff/").status == 200
    assert change(here, current=PASSWORD, password=ANOTHER, again=ANOTHER).status == 303
    assert "密码已更改" in here.open("/staff/account/").text
    assert there.open("/staff/").status == 303


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"password": "短", "again": "短"}, "password", "至少12个字符"),
        ({"again": "别的"}, "again", "不一样"),
        ({"current": ""}, "current", "请填写"),
        (
            {"password": "某县公共资源交易中心2026", "again": "某县公共资源交易中心2026"},
            "password",
            "太容易",
        ),
    ],
)
def test_a_password_that_cannot_be_is_refused_at_its_field(
    here: Clerk, typed: dict[str, str], field: str, said: str
) -> None:
    entered = {"current": PASSWORD, "password": ANOTHER, "again": ANOTHER} | typed
    refused = change(here, **entered)
    assert refused.status == 422
    assert said in refused.error_at(field)
    assert change(here, current=PASSWORD, password=ANOTHER, again=ANOTHER).status == 303


def test_one_sees_where_one_is_signed_in_and_ends_the_other_browser(
    here: Clerk, there: Clerk
) -> None:
    page = here.open("/staff/account/")
    assert "Edge 142 · Windows" in page.text
    assert "闲置30分钟，或者登录满10小时" in page.text
    (end,) = (one for one in page.forms.values() if "browser" in one.fields)
    assert here.client.post(end.address, data=end.fields).status_code == 303
    assert "那个浏览器已经退出" in here.open("/staff/account/").text
    assert there.open("/staff/").status == 303


def test_a_browser_of_somebody_else_is_not_ended(here: Clerk, colleague: Clerk) -> None:
    page = here.open("/staff/account/")
    end = next(one for one in page.forms.values() if "browser" in one.fields)
    token = colleague.client.get_cookie("trading_staff")
    assert token is not None
    sent = {**end.fields.to_dict(), "browser": digest(token.value)}
    here.client.post(end.address, data=sent)
    assert colleague.open("/staff/").status == 200


def test_after_half_an_hour_away_one_is_asked_to_sign_in(
    here: Clerk, office_clock: FixedClock
) -> None:
    office_clock.pass_by(minutes=30, seconds=1)
    assert here.open("/staff/account/").location.startswith("/staff/sign-in")


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (EDGE, "Edge 142 · Windows"),
        (EDGE.rpartition(" ")[0], "Chrome 142 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox 145"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.5 Safari/605.1.15",
            "Safari 18 · macOS",
        ),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_has_the_name_that_people_know(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
