"""Signing in at the browser: the door, the cookie, the way back, and the fresh password."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.web.clerks import Clerk, Page, _page
from trading.services.passwords import Hasher
from trading.store import people
from trading.store.engine import Store
from trading.web import create_app
from trading.web.session import Runtime

PASSWORD = "五里长亭外古道边芳草碧连天"


@pytest.fixture
def visitor(office: Flask, sqlite_store: Store, office_clock: FixedClock) -> Clerk:
    """Somebody with the account 王, not signed in."""
    hasher = Hasher(memory_kib=8, passes=1, lanes=1)
    with sqlite_store.writing() as session:
        people.add_staff(
            session, "王", "editor", now=office_clock.now(), password_hash=hasher.hash(PASSWORD)
        )
    return Clerk(office.test_client(), sqlite_store)


def sign_in(visitor: Clerk, address: str = "/staff/sign-in", password: str = PASSWORD) -> Page:
    page = visitor.open(address)
    sheet = next(iter(page.forms.values()))
    sent = {**sheet.fields.to_dict(), "name": "王", "password": password}
    return _page(address, visitor.client.post(address, data=sent))


def test_the_way_leads_through_the_door_and_back_to_where_one_wanted_to_go(
    visitor: Clerk,
) -> None:
    turned_away = visitor.open("/staff/notices/new/tender?category=land")
    assert turned_away.status == 303
    assert turned_away.location.startswith("/staff/sign-in?next=")
    answer = sign_in(visitor, turned_away.location)
    assert answer.location == "/staff/notices/new/tender?category=land"
    assert visitor.open(answer.location).status == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/staff/",
        "/\\evil.example",
        "/notices",
        "javascript:alert(1)",
        "/staff/\r\nX: y",
        "/staff/no-such-page",
        "/staff/sign-out",
        "/staff/../notices",
        "",
    ],
)
def test_the_way_back_never_leads_to_another_site(visitor: Clerk, target: str) -> None:
    page = visitor.client.get("/staff/sign-in", query_string={"next": target})
    sheet = next(iter(_page("", page).forms.values()))
    sent = {**sheet.fields.to_dict(), "name": "王", "password": PASSWORD}
    answer = visitor.client.post("/staff/sign-in", query_string={"next": target}, data=sent)
    assert answer.headers["Location"] == "/staff/"


def test_a_wrong_password_keeps_the_name_and_never_shows_the_password(visitor: Clerk) -> None:
    answer = sign_in(visitor, password="六里长亭外古道边芳草碧连天")
    assert answer.status == 422
    assert "姓名或密码不对" in answer.text
    assert 'value="王"' in answer.text
    assert "六里长亭" not in answer.text


def test_the_session_cookie_is_for_this_site_and_no_script(visitor: Clerk) -> None:
    page = visitor.open("/staff/sign-in")
    sheet = next(iter(page.forms.values()))
    sent = {**sheet.fields.to_dict(), "name": "王", "password": PASSWORD}
    answer = visitor.client.post("/staff/sign-in", data=sent)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("trading_staff="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_behind_tls_cookies_are_secure_and_bound_to_the_host(office: Flask) -> None:
    answer = office.test_client().get("/staff/sign-in", base_url="https://ggzy.example")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "Path=/" in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_proxy_is_believed_only_when_the_settings_name_one(
    office: Flask, sqlite_store: Store
) -> None:
    runtime: Runtime = office.extensions["trading"]
    forwarded = {"X-Forwarded-Proto": "https"}
    plain = office.test_client().get("/staff/sign-in", headers=forwarded)
    assert "Strict-Transport-Security" not in plain.headers
    behind = create_app(
        replace(runtime.settings, trusted_proxies=1),
        store=sqlite_store,
        clock=runtime.clock,
        hasher=runtime.hasher,
    )
    trusted = behind.test_client().get("/staff/sign-in", headers=forwarded)
    assert "Strict-Transport-Security" in trusted.headers


def form_token(visitor: Clerk, address: str = "/staff/sign-in") -> str:
    return next(
        sheet.fields["csrf_token"]
        for sheet in visitor.open(address).forms.values()
        if "csrf_token" in sheet.fields
    )


def test_what_lies_open_can_still_be_sent_after_signing_in_again_but_not_by_somebody_else(
    visitor: Clerk, office_clock: FixedClock
) -> None:
    before = form_token(visitor)
    sign_in(visitor)
    page = visitor.open("/staff/notices/new/tender?category=land")
    sheet = page.forms["notice-form"]
    office_clock.pass_by(minutes=31)
    assert visitor.client.post(page.address, data=sheet.fields).status_code == 401
    sign_in(visitor)
    assert visitor.client.post(page.address, data=sheet.fields).status_code != 400
    planted = {"csrf_token": before, "browser": ""}
    assert visitor.client.post("/staff/account/browsers/end", data=planted).status_code == 400


def test_signing_out_takes_the_form_token_and_what_the_browser_kept(visitor: Clerk) -> None:
    sign_in(visitor)
    token = form_token(visitor, "/staff/")
    answer = visitor.client.post("/staff/sign-out", data={"csrf_token": token})
    assert "storage" in answer.headers["Clear-Site-Data"]
    sent = {"csrf_token": token, "name": "王", "password": PASSWORD}
    assert visitor.client.post("/staff/sign-in", data=sent).status_code == 400


def test_an_address_that_guessed_too_often_is_told_when_to_come_back(visitor: Clerk) -> None:
    for n in range(10):
        assert sign_in(visitor, password=f"{n}里长亭外古道边芳草碧连天").status == 422
    page = visitor.open("/staff/sign-in")
    sheet = next(iter(page.forms.values()))
    sent = {**sheet.fields.to_dict(), "name": "王", "password": PASSWORD}
    answer = visitor.client.post("/staff/sign-in", data=sent)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "1分钟后再试" in answer.get_data(as_text=True)


def test_a_password_changed_since_is_told_after_the_next_sign_in(
    visitor: Clerk, sqlite_store: Store, office_clock: FixedClock
) -> None:
    sign_in(visitor)
    assert "更改过" not in visitor.open("/staff/").text
    office_clock.pass_by(minutes=1)
    with sqlite_store.writing() as session:
        staff = people.staff_named(session, "王")
        assert staff is not None
        people.set_password(session, staff.id, staff.password_hash, now=office_clock.now())
    sign_in(visitor)
    assert "您的密码在2026-03-02 12:01更改过" in visitor.open("/staff/").text
    assert "更改过" not in visitor.open("/staff/").text


def test_signing_out_ends_the_session_even_for_who_kept_the_cookie(clerk: Clerk) -> None:
    page = clerk.open("/staff/")
    sheet = next(one for one in page.forms.values() if one.address == "/staff/sign-out")
    token = clerk.client.get_cookie("trading_staff")
    assert clerk.client.post("/staff/sign-out", data=sheet.fields).status_code == 303
    assert token is not None
    clerk.client.set_cookie("trading_staff", token.value)
    assert clerk.open("/staff/").status == 303


def test_a_form_without_its_token_is_refused_and_so_is_one_from_another_site(
    clerk: Clerk,
) -> None:
    page = clerk.open("/staff/notices/new/tender?category=land")
    sheet = page.forms["notice-form"]
    without = sheet.fields.copy()
    without.pop("csrf_token")
    assert clerk.client.post(page.address, data=without).status_code == 400
    foreign = clerk.client.post(
        page.address, data=sheet.fields, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403


def test_after_half_an_hour_publishing_asks_for_the_password_again(
    clerk: Clerk, office_clock: FixedClock
) -> None:
    assert clerk.open("/staff/publish?draft=1").status == 404
    office_clock.pass_by(minutes=29)
    assert clerk.open("/staff/").status == 200
    office_clock.pass_by(minutes=2)
    asked = clerk.open("/staff/publish?draft=1")
    assert asked.status == 303
    assert asked.location.startswith("/staff/confirm?next=")
    page = clerk.open(asked.location)
    sheet = next(one for one in page.forms.values() if "password" in one.fields)
    sent = {**sheet.fields.to_dict(), "password": "六里长亭外古道边芳草碧连天"}
    assert clerk.client.post(asked.location, data=sent).status_code == 422


def test_a_save_after_the_session_ended_hands_back_all_that_was_typed(
    visitor: Clerk, office_clock: FixedClock
) -> None:
    sign_in(visitor)
    page = visitor.open("/staff/notices/new/tender?category=land")
    page = visitor.send(page, do="add:lots")
    office_clock.pass_by(minutes=31)
    typed = {"title": "半天的“成果”<b>", "lots-1-title": "二号宗地", "lots-0-ceiling": "1234.5"}
    typed["lots-0-ceiling-unit"] = "wan"
    ended = visitor.send(page, **typed, body_html="\n第一行\r\n第二行", do="save")
    assert ended.status == 401
    assert "在新窗口登录" in ended.text
    too_early = visitor.send(ended)
    assert too_early.status == 401
    sign_in(visitor)
    draft = visitor.follow(visitor.send(too_early)).forms["notice-form"].fields
    assert {name: draft[name] for name in typed} == typed
    assert draft["body_html"] == "<p>第一行<br>第二行</p>"


def test_publishing_after_the_session_ended_can_be_pressed_again(
    visitor: Clerk, office_clock: FixedClock
) -> None:
    sign_in(visitor)
    token = form_token(visitor, "/staff/")
    office_clock.pass_by(minutes=31)
    answer = visitor.client.post("/staff/publish", data={"csrf_token": token, "draft": ["7", "8"]})
    assert answer.status_code == 401
    sheet = _page("/staff/publish", answer).forms["notice-form"]
    assert (sheet.address, sheet.fields.getlist("draft")) == ("/staff/publish", ["7", "8"])


def test_a_password_sent_after_the_session_ended_is_not_handed_back(
    visitor: Clerk, office_clock: FixedClock
) -> None:
    sign_in(visitor)
    token = form_token(visitor, "/staff/")
    office_clock.pass_by(minutes=31)
    sent = {"csrf_token": token, "current": PASSWORD, "password": "新", "again": "新"}
    answer = visitor.client.post("/staff/account/", data=sent)
    assert answer.status_code == 401
    assert PASSWORD not in answer.text
    assert "后退" in answer.text


def test_only_administrators_meet_people_and_the_site(clerk: Clerk, reviewer: Clerk) -> None:
    for somebody in (clerk, reviewer):
        for address in ("/staff/people/", "/staff/site/"):
            assert somebody.open(address).status == 403


def test_nothing_of_a_staff_page_is_kept_by_a_cache(clerk: Clerk) -> None:
    client: FlaskClient = clerk.client
    assert client.get("/staff/").headers["Cache-Control"] == "no-store"
