"""Closing a year at the desk, and its report on the public site."""

import io
import json
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import docx
import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.notices import TENDER, Press, result, won
from tests.services.test_correcting import award_of, corrected
from tests.web.clerks import Clerk, words
from tests.web.conftest import _signed_in
from tests.web.pages import read
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.drafts import Entered
from trading.services import drafting
from trading.store.engine import Store
from trading.store.snapshots import snapshots_of
from trading.web import create_app

NEXT_YEAR = datetime(2027, 1, 5, 9, tzinfo=SHANGHAI)
CLOSING = "/staff/reports/2026/closing"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def award(press: Press) -> str:
    """The number of the result of 2026: one lot is won, the other one open."""
    number = press(TENDER).numbers[0]
    return press.after(number, result(won(1))).numbers[0]


@pytest.fixture
def january(award: str, office: Flask, office_clock: FixedClock) -> None:
    """The year is over."""
    office_clock.pass_by(minutes=int((NEXT_YEAR - office_clock.now()).total_seconds() // 60))


@pytest.fixture
def closer(january: None, office: Flask, sqlite_store: Store) -> Clerk:
    """A reviewer who signed in this morning."""
    return signed_in(office, sqlite_store, "赵", "reviewer")


@pytest.fixture
def writer(january: None, office: Flask, sqlite_store: Store) -> Clerk:
    """An editor who signed in this morning."""
    return signed_in(office, sqlite_store, "孙", "editor")


def signed_in(office: Flask, store: Store, name: str, role: str) -> Clerk:
    return _signed_in(office, store, name, role=role, now=NEXT_YEAR)


def freeze(clerk: Clerk, **chosen: str) -> int:
    page = clerk.send(clerk.open(CLOSING), "freeze-form", sure="y", **chosen)
    return page.status


def publish(clerk: Clerk, serial: int = 1) -> int:
    return clerk.send(clerk.open(CLOSING), f"publish-{serial}", sure="y").status


def test_what_is_open_is_listed_with_the_place_to_mend_it(
    closer: Clerk, writer: Clerk, press: Press, award: str
) -> None:
    page = writer.open(CLOSING)
    assert "已过开标时间，尚无结果：1" in words_of(page.text)
    assert "/staff/notices/new/award?process=" in page.text
    assert "候选人公示期满，尚无结果：没有" in words_of(page.text)
    assert "process=" not in closer.open(CLOSING).text


def test_an_open_draft_a_missing_and_an_odd_amount_are_named(
    writer: Clerk, press: Press, award: str, sqlite_store: Store
) -> None:
    missing = replace(won(1), amount=None, amount_note="据实结算")
    first = press(replace(TENDER, project_code="HD-2")).numbers[0]
    press.after(first, replace(result(missing), project_code="HD-2"))
    second = press(replace(TENDER, project_code="HD-3")).numbers[0]
    press.after(second, replace(result(won(1, fen=4_000_00)), project_code="HD-3"))
    with sqlite_store.writing() as session:
        draft = drafting.start(
            session,
            replace(TENDER, title="没写完"),
            by=press.staff,
            now=NEXT_YEAR.replace(year=2026),
        )
    seen = words_of(writer.open(CLOSING).text)
    assert "没有填成交金额：1" in seen and "金额可疑：1" in seen
    assert "相差" in seen or "节约超过90%" in seen
    assert "没写完" in seen and f'href="/staff/notices/{draft}"' in writer.open(CLOSING).text


def words_of(text: str) -> str:
    return words(html5lib.parse(text))


def test_a_report_is_frozen_made_public_and_stays_as_it_is(
    closer: Clerk, reader: FlaskClient, press: Press, award: str
) -> None:
    assert reader.get("/reports/2026").status_code == 404
    assert freeze(closer, style="standard") == 303
    for kind in ("", ".json", ".docx", "/1", "/1.json", "/1/rows.json"):
        assert reader.get(f"/reports/2026{kind}").status_code == 404, kind
    assert reader.get("/statistics/2026.json").get_json()["restated"] == []
    assert "/reports/2026" not in reader.get("/statistics/2026").get_data(as_text=True)
    kept = closer.client.get(f"{CLOSING}/1.docx").data
    assert closer.client.get(f"{CLOSING}/2.docx").status_code == 404
    assert publish(closer) == 303
    assert reader.get("/reports/2026.docx").data == kept
    kinds = ("/1.json", "/1/rows.json", "/1.docx")
    before = [reader.get(f"/reports/2026{kind}").data for kind in kinds]
    page = read(reader, "/reports/2026")
    told = json.loads(before[0])
    assert told["sentence"] in page.main and "某县公共资源交易中心" in page.main
    for one in before:
        assert sha256(one).hexdigest() in page.main
    assert "各项数字与冻结时相同" in page.main
    for one in told["figures"]:
        assert f"/statistics/2026/{one['name']}" in page.answer.get_data(as_text=True)
    said = "\n".join(one.text for one in docx.Document(io.BytesIO(before[2])).paragraphs)
    assert told["sentence"] in said
    fixed = corrected(press, award, lambda one: award_of(one, amount=Entered(470_000_00)))
    number = press.after(award, fixed, now=NEXT_YEAR).numbers[0]
    assert [reader.get(f"/reports/2026{kind}").data for kind in kinds] == before
    page = read(reader, "/reports/2026")
    assert told["sentence"] in page.main and "−1万元" in page.main
    assert number in page.main and "48万元 → 47万元" in page.main
    (moved, *_) = reader.get("/statistics/2026.json").get_json()["restated"]
    assert (moved["name"], moved["difference"], moved["notices"]) == (
        "trade_total",
        -1_000_000,
        [number],
    )
    assert moved["report"] == "https://ggzy.example/reports/2026/1"
    assert number in read(reader, "/statistics/2026").main


def test_of_several_reports_the_newest_public_one_is_shown_and_all_are_listed(
    closer: Clerk, reader: FlaskClient, press: Press, award: str
) -> None:
    freeze(closer)
    publish(closer)
    fixed = corrected(press, award, lambda one: award_of(one, amount=Entered(470_000_00)))
    press.after(award, fixed, now=NEXT_YEAR)
    freeze(closer)
    assert reader.get("/reports/2026.json").get_json()["serial"] == 1
    publish(closer, 2)
    assert reader.get("/reports/2026.json").get_json()["serial"] == 2
    assert "第1份" in read(reader, "/reports/2026").links
    assert "这一年有更新的报告" in read(reader, "/reports/2026/1").main
    for other in ("3", "01", "x", "１"):
        assert reader.get(f"/reports/2026/{other}").status_code == 404, other


def test_no_name_of_staff_is_public(closer: Clerk, reader: FlaskClient) -> None:
    freeze(closer)
    publish(closer)
    assert "赵" in closer.open(CLOSING).text
    for kind in ("", "/1", ".json", "/1/rows.json"):
        shown = reader.get(f"/reports/2026{kind}").get_data(as_text=True)
        assert "赵" not in shown and "发布人" not in shown, kind


def test_freezing_wants_a_tick_and_a_second_time_a_change(
    closer: Clerk, sqlite_store: Store
) -> None:
    page = closer.send(closer.open(CLOSING), "freeze-form")
    assert page.status == 422 and page.error_at("sure") == "请先打钩确认"
    assert closer.send(closer.open(CLOSING), "freeze-form", sure="y", style="x").status == 422
    assert freeze(closer) == 303
    again = closer.send(closer.open(CLOSING), "freeze-form", sure="y")
    assert again.status == 409 and "没有变化" in again.text
    page = closer.send(closer.open(CLOSING), "publish-1")
    assert page.status == 422 and "不能收回" in page.text
    assert publish(closer) == 303
    with sqlite_store.reading() as session:
        assert [one.published_by for one in snapshots_of(session, 2026)] == ["赵"]


def test_a_year_that_goes_on_has_no_form(reviewer: Clerk, award: str) -> None:
    page = reviewer.open(CLOSING)
    assert "2026年还没有过完" in page.text and "freeze-form" not in page.forms


@pytest.mark.parametrize("role", ["editor", "reviewer", "admin"])
@pytest.mark.parametrize("address", [CLOSING, f"{CLOSING}/1/publish"])
def test_who_may_freeze_and_make_public(
    january: None, office: Flask, sqlite_store: Store, role: str, address: str
) -> None:
    office.config["WTF_CSRF_ENABLED"] = False
    browser = signed_in(office, sqlite_store, "周", role)
    assert browser.client.get(CLOSING).status_code == 200
    answer = browser.client.post(address, data={"style": "standard", "amounts": "exact"})
    assert answer.status_code == (403 if role == "editor" else 422)


def test_a_press_without_its_token_or_without_a_fresh_password_does_nothing(
    closer: Clerk, office_clock: FixedClock, sqlite_store: Store
) -> None:
    sent = {"style": "standard", "amounts": "exact", "template": "0", "sure": "y"}
    assert closer.client.post(CLOSING, data=sent).status_code == 400
    page = closer.open(CLOSING)
    office_clock.pass_by(minutes=29)
    closer.open(CLOSING)
    office_clock.pass_by(minutes=2)
    stale = closer.send(page, "freeze-form", sure="y")
    assert stale.status == 303 and "/staff/confirm" in stale.location
    with sqlite_store.reading() as session:
        assert snapshots_of(session, 2026) == []


def test_frozen_reports_are_told_apart_by_their_style(closer: Clerk) -> None:
    assert (freeze(closer, style="standard"), freeze(closer, style="2021")) == (303, 303)
    rows = [
        words(one)
        for one in html5lib.parse(closer.open(CLOSING).text).iter()
        if one.get("scope") == "row"
    ]
    assert rows[-2:] == ["第2份2021年格式（一、总体情况）", "第1份标准句式"]


def test_the_password_is_asked_for_before_anything_is_chosen(
    closer: Clerk, office_clock: FixedClock
) -> None:
    """A form that was sent too late would come back from the password with nothing in it."""
    assert freeze(closer) == 303
    office_clock.pass_by(minutes=25)
    closer.open(CLOSING)
    office_clock.pass_by(minutes=6)
    page = closer.open(CLOSING)
    assert {"freeze-form", "publish-1"}.isdisjoint(page.forms)
    assert page.text.count(f'href="/staff/confirm?next={CLOSING}"') == 2


def test_a_script_in_a_name_is_text_on_every_page_of_the_report(
    office: Flask, press: Press, sqlite_store: Store, office_clock: FixedClock
) -> None:
    named = replace(
        TENDER, title=SCRIPT, process_title=SCRIPT, buyer=replace(TENDER.buyer, name=SCRIPT)
    )
    number = press(named).numbers[0]
    odd = replace(result(won(1, fen=4_000_00)), process_title=SCRIPT, buyer=named.buyer)
    award = press.after(number, odd).numbers[0]
    office_clock.pass_by(minutes=int((NEXT_YEAR - office_clock.now()).total_seconds() // 60))
    closer = signed_in(office, sqlite_store, "赵", "admin")
    freeze(closer)
    publish(closer)
    fixed = corrected(press, award, lambda one: award_of(one, amount=Entered(4_100_00)))
    press.after(award, replace(fixed, title=SCRIPT), now=NEXT_YEAR)
    reader = office.test_client()
    for client, address in (
        (closer.client, CLOSING),
        (reader, "/reports/2026"),
        (reader, "/statistics/2026"),
    ):
        page = read(client, address)
        assert page.status == 200
        assert not [one for one in page.all("script") if "alert" in (one.text or "")], address
        assert SCRIPT in page.main, address


def test_a_report_on_another_basis_than_the_site_says_so_beside_the_live_figures(
    closer: Clerk, settings: Settings, sqlite_store: Store, office_clock: FixedClock
) -> None:
    freeze(closer)
    publish(closer)
    said = "报告按定标（成交）日期归入年度，网站现在按发布日期归入年度"
    for basis, is_said in (("published", True), ("decided", False)):
        counted = replace(settings, year_basis=basis)
        reader = create_app(counted, store=sqlite_store, clock=office_clock).test_client()
        for address in ("/reports/2026", "/statistics/2026"):
            page = read(reader, address)
            assert (said in page.main) is is_said, address
            assert "各项数字与冻结时相同" in page.main
