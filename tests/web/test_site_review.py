"""Review for the whole site: said openly when it is off, switched by an administrator, logged."""

import logging
from dataclasses import replace

import pytest
from flask import Flask

from tests.clocks import FixedClock
from tests.web.clerks import Clerk, Page
from tests.web.conftest import NOW, _signed_in
from tests.web.test_journal import Kept
from trading.config import Settings
from trading.services.passwords import Hasher
from trading.store import sites
from trading.store.engine import Store
from trading.web import create_app


@pytest.fixture
def admin(office: Flask, sqlite_store: Store) -> Clerk:
    return _signed_in(office, sqlite_store, "孙", role="admin")


def press(admin: Clerk, way: str, **typed: str) -> Page:
    page = admin.open("/staff/site/")
    name = next(name for name, one in page.forms.items() if one.address.endswith(way))
    return admin.send(page, name, **typed)


def required(clerk: Clerk, settings: Settings) -> bool:
    with clerk.store.reading() as session:
        return sites.read_site(session, settings).review_required


def test_a_site_without_review_says_so_at_the_desk_and_an_administrator_switches_it_on(
    admin: Clerk, clerk: Clerk, settings: Settings
) -> None:
    assert "没有启用“先审后发”" in clerk.open("/staff/").text
    assert "未启用" in admin.open("/staff/site/").text
    assert press(admin, "/review/on").status == 303
    assert required(clerk, settings)
    assert "没有启用“先审后发”" not in clerk.open("/staff/").text


def test_switching_it_off_wants_a_confirmation_and_leaves_a_line_in_the_log(
    admin: Clerk, settings: Settings
) -> None:
    press(admin, "/review/on")
    kept, ours = Kept(), logging.getLogger("trading")
    level = ours.level
    ours.addHandler(kept)
    ours.setLevel(logging.INFO)
    try:
        refused = press(admin, "/review/off")
        assert refused.status == 422 and "先勾选确认" in refused.text
        assert required(admin, settings)
        assert press(admin, "/review/off", sure="1").status == 303
    finally:
        ours.removeHandler(kept)
        ours.setLevel(level)
    assert not required(admin, settings)
    assert [(e["action"], e["status"], e["user"]) for e in kept.events] == [
        ("staff_site.waive_review", 422, "孙"),
        ("staff_site.waive_review", 303, "孙"),
    ]


def test_nobody_but_an_administrator_switches_it(
    office: Flask, clerk: Clerk, reviewer: Clerk, settings: Settings
) -> None:
    office.config["WTF_CSRF_ENABLED"] = False
    for one in (clerk, reviewer):
        for way in ("on", "off"):
            answer = one.client.post(f"/staff/site/review/{way}", data={"sure": "1"})
            assert answer.status_code == 403
    assert not required(clerk, settings)


def test_switching_it_asks_for_the_password_when_it_was_given_long_ago(
    admin: Clerk, office_clock: FixedClock, settings: Settings
) -> None:
    page = admin.open("/staff/site/")
    office_clock.pass_by(minutes=25)
    admin.open("/staff/")
    office_clock.pass_by(minutes=20)
    name = next(name for name, one in page.forms.items() if one.address.endswith("/review/on"))
    assert admin.send(page, name).location.startswith("/staff/confirm")
    assert not required(admin, settings)


def test_a_setting_of_the_installation_decides_it_and_the_page_says_so(
    admin: Clerk, settings: Settings
) -> None:
    given = replace(settings, review_required=True, sources={"review_required": "site.toml"})
    quick = Hasher(memory_kib=8, passes=1, lanes=1)
    app = create_app(given, store=admin.store, clock=FixedClock(NOW), hasher=quick)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.set_cookie("trading_staff", f"token-admin-{ord('孙')}")
    there = Clerk(client, admin.store)
    page = there.open("/staff/site/")
    assert "review_required" in page.text and "/review/off" not in page.text
    assert client.post("/staff/site/review/off", data={"sure": "1"}).status_code == 409
