"""The first administrator's page, people, and the site's facts."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from tests.clocks import FixedClock
from tests.web.clerks import Clerk, Page, _page
from tests.web.conftest import NOW
from trading.config import Settings
from trading.services import initialising
from trading.services.initialising import digest
from trading.services.passwords import Hasher
from trading.store import people, sites
from trading.store.engine import Store
from trading.web import create_app

PASSWORD = "五里长亭外古道边芳草碧连天"
QUICK = Hasher(memory_kib=8, passes=1, lanes=1)


def press(clerk: Clerk, page: Page, holding: str, **typed: str) -> Page:
    """Fill in and send the form on the page that has this field, or this address."""
    sheet = next(
        one for one in page.forms.values() if holding in one.fields or one.address == holding
    )
    sent = {**sheet.fields.to_dict(), **typed}
    address = sheet.address or page.address
    return _page(address, clerk.client.post(address, data=sent))


@pytest.fixture
def newcomer(settings: Settings, sqlite_store: Store) -> tuple[Clerk, str]:
    """Somebody before an empty site, with the link that its first start printed."""
    initialising.prepare(sqlite_store, now=NOW)
    with sqlite_store.writing() as session:
        token = initialising.first_link(session, now=NOW)
    app = create_app(settings, store=sqlite_store, clock=FixedClock(NOW), hasher=QUICK)
    return Clerk(app.test_client(), sqlite_store), f"/staff/first/{token}"


GOOD = {
    "site_name": "某县公共资源交易网",
    "organization": "某县公共资源交易中心",
    "region_code": "230828",
    "site_url": "https://ggzy.example",
    "authority": "ggzy.example",
    "name": "李",
    "password": PASSWORD,
    "again": PASSWORD,
}


def test_the_first_page_makes_a_site_that_its_administrator_can_enter(
    newcomer: tuple[Clerk, str],
) -> None:
    visitor, address = newcomer
    assert press(visitor, visitor.open(address), "site_name", **GOOD).status == 303
    assert visitor.open(address).status == 404
    page = visitor.open("/staff/sign-in")
    assert press(visitor, page, "password", name="李", password=PASSWORD).location == "/staff/"
    assert visitor.open("/staff/people/").status == 200


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("site_name", "", "请填写"),
        ("region_code", "999999", "不在国家代码表"),
        ("site_url", "ggzy.example", "http"),
        ("authority", "中文", "不能作标识机构"),
        ("password", "password1234", "太容易"),
        ("again", "另一个", "不一样"),
        ("name", "", "请填写"),
        ("organization", "甲\x00", "不能使用的字符"),
    ],
)
def test_a_refused_first_page_says_it_at_the_field_and_keeps_the_rest(
    newcomer: tuple[Clerk, str], name: str, typed: str, said: str
) -> None:
    visitor, address = newcomer
    entered = {**GOOD, name: typed}
    if name == "password":
        entered["again"] = typed
    answer = press(visitor, visitor.open(address), "site_name", **entered)
    assert answer.status == 422
    assert said in answer.error_at(name)
    for other in ("site_name", "organization", "site_url", "authority"):
        if other != name:
            assert f'value="{GOOD[other]}"' in answer.text
    assert PASSWORD not in answer.text
    assert press(visitor, visitor.open(address), "site_name", **GOOD).status == 303


@pytest.fixture
def admin(office: Flask, sqlite_store: Store) -> Clerk:
    """An administrator who has just signed in."""
    with sqlite_store.writing() as session:
        staff = people.add_staff(
            session, "李", "admin", now=NOW, password_hash=QUICK.hash(PASSWORD)
        )
        people.add_session(session, digest("admin"), staff, now=NOW, user_agent="")
    client = office.test_client()
    client.set_cookie("trading_staff", "admin")
    return Clerk(client, sqlite_store)


def test_a_colleague_is_invited_sets_a_password_and_comes_in(
    admin: Clerk, office: Flask, sqlite_store: Store
) -> None:
    page = press(admin, admin.open("/staff/people/"), "name", name="赵/钱", role="editor")
    assert page.status == 200
    found = re.search(r"/staff/enrol/[\w-]+", page.text)
    assert found
    colleague = Clerk(office.test_client(), sqlite_store)
    link = found[0]
    short = press(colleague, colleague.open(link), "again", password="短", again="短")
    assert "至少12个字符" in short.error_at("password")
    assert press(
        colleague, colleague.open(link), "again", password=PASSWORD, again=PASSWORD
    ).location.endswith("/staff/sign-in")
    assert colleague.open(link).status == 404
    page = colleague.open("/staff/sign-in")
    assert press(colleague, page, "password", name="赵/钱", password=PASSWORD).status == 303


def test_a_name_that_is_taken_is_refused_at_its_field(admin: Clerk) -> None:
    page = press(admin, admin.open("/staff/people/"), "name", name="李", role="editor")
    assert page.status == 422
    assert "已经有名为“李”的账号" in page.error_at("name")


def test_somebody_is_reset_and_disabled_whatever_the_name(
    admin: Clerk, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        odd = people.add_staff(session, "a/b?c", "editor", now=NOW, password_hash="x")
    page = press(admin, admin.open("/staff/people/"), f"/staff/people/{odd}/reset")
    assert "/staff/enrol/" in page.text
    page = press(admin, admin.open("/staff/people/"), f"/staff/people/{odd}/disable")
    assert page.status == 303
    assert "已停用" in admin.open("/staff/people/").text


def test_the_only_administrator_is_not_disabled(admin: Clerk, sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        me = people.staff_named(session, "李")
    assert me is not None
    page = press(admin, admin.open("/staff/people/"), f"/staff/people/{me.id}/disable")
    assert page.status == 409
    assert "唯一能登录的管理员" in page.text


def test_the_site_is_renamed_and_a_bad_address_is_refused_at_its_field(
    admin: Clerk, sqlite_store: Store, settings: Settings
) -> None:
    page = admin.open("/staff/site/")
    refused = press(admin, page, "site_url", site_url="ftp://x")
    assert refused.status == 422
    assert "http" in refused.error_at("site_url")
    assert press(admin, page, "site_url", site_name="新名称").status == 303
    with sqlite_store.reading() as session:
        assert sites.read_site(session, settings).site_name == "新名称"
    assert "新名称" in admin.client.get("/").text


def test_managing_people_asks_for_the_password_again_after_five_minutes(
    admin: Clerk, office_clock: FixedClock
) -> None:
    page = admin.open("/staff/people/")
    office_clock.pass_by(minutes=5)
    assert admin.open("/staff/people/").status == 200
    office_clock.pass_by(seconds=1)
    asked = press(admin, page, "name", name="赵", role="editor")
    assert asked.location.startswith("/staff/confirm?next=")
    assert admin.open("/staff/site/").status == 200
    confirm = admin.open(admin.open("/staff/people/").location)
    assert press(admin, confirm, "password", password=PASSWORD).location == "/staff/people/"
    assert admin.open("/staff/people/").status == 200


def test_an_invitation_leads_to_the_sites_own_address_whatever_the_request_claims(
    admin: Clerk,
) -> None:
    page = admin.open("/staff/people/")
    page = press(admin, page, "name", name="钱", role="editor")
    assert "https://ggzy.example/staff/enrol/" in page.text


def test_somebody_is_signed_out_everywhere_by_an_administrator(
    admin: Clerk, clerk: Clerk, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        me = people.staff_named(session, "王")
        assert me is not None
        people.set_password(session, me.id, "x", now=NOW)
    assert clerk.open("/staff/").status == 200
    press(admin, admin.open("/staff/people/"), f"/staff/people/{me.id}/end-sessions")
    assert "在各处的登录都已退出" in admin.open("/staff/people/").text
    assert clerk.open("/staff/").status == 303


def test_what_the_settings_decide_is_shown_but_not_to_be_changed(
    settings: Settings, newcomer: tuple[Clerk, str]
) -> None:
    visitor, address = newcomer
    given = replace(settings, authority="given.example", sources={"authority": "site.toml"})
    app = create_app(given, store=visitor.store, clock=FixedClock(NOW), hasher=QUICK)
    there = Clerk(app.test_client(), visitor.store)
    page = there.open(address)
    assert 'value="given.example"' in page.text
    press(there, page, "site_name", **{**GOOD, "authority": "given.example"})
    press(there, there.open("/staff/sign-in"), "password", name="李", password=PASSWORD)
    shown = re.search(r'<input id="authority"[^>]*>', there.open("/staff/site/").text)
    assert shown and "readonly" in shown[0]
    assert "site.toml" in there.open("/staff/site/").text
