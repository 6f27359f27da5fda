"""Schedules at the desk, and that nothing leaks before its time, whoever notices when it comes."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.web.clerks import Clerk, Page
from tests.web.conftest import NOW
from tests.web.pages import read
from tests.web.test_publish_page import acts, confirm, draft
from trading.store import sites
from trading.store.engine import DatabaseFailed, Store
from trading.web import timekeeping

DUE = NOW + timedelta(minutes=20)
TYPED = "2026-03-02 12:20"
SECOND = timedelta(seconds=1)


def set_time(clerk: Clerk, page: Page, typed: str = TYPED) -> Page:
    page.forms["publish-form"].address = "/staff/schedules/"
    return clerk.send(page, "publish-form", due_at=typed)


def scheduled(clerk: Clerk, **changes: str) -> str:
    """A draft that waits for its time; gives the address of its schedule."""
    answer = set_time(clerk, confirm(clerk, draft(clerk, **changes)))
    assert answer.status == 303, answer.faults
    return answer.location


def seen_by(reader: FlaskClient, title: str) -> dict[str, bool]:
    """Where a reader finds it: each public way to a notice."""
    ways = {"feed": "/feeds/all.rss", "atom": "/feeds/tender.atom", "home": "/"}
    found = {
        way: title in reader.get(address).get_data(as_text=True) for way, address in ways.items()
    }
    for way, address in {"list": "/notices", "search": f"/notices?q={quote(title)}"}.items():
        found[way] = any(title in cell for row in read(reader, address).rows for cell in row)
    figures = reader.get("/statistics/2026.json").get_json()["figures"]
    counted = {one["name"]: one["value"] for one in figures}
    return {**found, "figures": counted["tender_notices"] == counted["disclosures"] == 1}


@pytest.mark.parametrize(
    "first", ["/", "/notices", "/feeds/all.rss", "/statistics/2026", "/staff/"]
)
def test_whoever_asks_first_sees_everything_published_and_a_second_before_nothing(
    clerk: Clerk, office: Flask, office_clock: FixedClock, first: str
) -> None:
    scheduled(clerk, title="到时公开的标题")
    reader = office.test_client()
    office_clock.set(DUE - SECOND)
    assert not any(seen_by(reader, "到时公开的标题").values())
    assert acts(clerk) == []
    office_clock.set(DUE)
    reader.get(first)
    assert len(acts(clerk)) == 1
    assert all(seen_by(reader, "到时公开的标题").values())
    ((number,),) = acts(clerk)
    assert reader.get(f"/notices/{number}").status_code == 200
    assert number.startswith("20260302")


def test_the_one_who_asks_is_answered_with_what_was_published_by_asking(
    clerk: Clerk, office: Flask, office_clock: FixedClock
) -> None:
    scheduled(clerk, title="到时公开的标题")
    office_clock.set(DUE)
    assert "到时公开的标题" in office.test_client().get("/notices").get_data(as_text=True)


def test_the_watching_thread_publishes_while_nobody_asks(
    clerk: Clerk, office: Flask, office_clock: FixedClock
) -> None:
    scheduled(clerk)
    assert timekeeping.look_once(office)
    assert acts(clerk) == []
    office_clock.set(DUE)
    assert timekeeping.look_once(office)
    assert timekeeping.look_once(office)
    assert len(acts(clerk)) == 1


def test_a_database_that_is_away_is_waited_for_and_readers_are_served(
    clerk: Clerk,
    office: Flask,
    office_clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scheduled(clerk)
    office_clock.set(DUE)

    def away(*_: object, **__: object) -> None:
        raise DatabaseFailed("x", None, OSError("locked"))

    with monkeypatch.context() as broken:
        broken.setattr(timekeeping.scheduling, "publish_due", away)
        assert office.test_client().get("/notices").status_code == 200
        assert not timekeeping.look_once(office)
    assert acts(clerk) == []
    assert timekeeping.look_once(office)
    assert len(acts(clerk)) == 1


def test_readers_do_not_wait_one_after_another_for_a_database_that_somebody_holds(
    clerk: Clerk,
    office: Flask,
    office_clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first one has waited; a minute later somebody tries again. What broke is no page."""
    scheduled(clerk)
    office_clock.set(DUE)
    reader, tried = office.test_client(), []

    def broken(*_: object, **__: object) -> None:
        tried.append(1)
        raise LookupError("not a matter of the database")

    with monkeypatch.context() as patched:
        patched.setattr(timekeeping.scheduling, "publish_due", broken)
        for _ in range(3):
            assert reader.get("/notices").status_code == 200
        assert len(tried) == 1
        office_clock.pass_by(minutes=1)
        assert reader.get("/notices").status_code == 200
        assert len(tried) == 2
    office_clock.pass_by(minutes=1)
    reader.get("/notices")
    assert len(acts(clerk)) == 1


def test_several_drafts_are_given_one_time_and_taken_back_together(clerk: Clerk) -> None:
    one, two = draft(clerk), draft(clerk, title="第二份", project_code="HD-002")
    page = clerk.follow(set_time(clerk, confirm(clerk, one, two)))
    assert TYPED in page.text and "第二份" in page.text
    assert "看定时" in clerk.open(f"/staff/notices/{one}").text
    done = clerk.follow(clerk.send(page, "cancel-form"))
    assert "取消" in done.text
    for draft_id in (one, two):
        assert "核对并发布" in clerk.open(f"/staff/notices/{draft_id}").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请填写日期和时间"),
        ("明天", "看不懂"),
        ("2026-03-02 12:00", "须晚于现在"),
        ("2026-03-02", "还缺时间"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_the_drafts_as_they_were(
    clerk: Clerk, typed: str, said: str
) -> None:
    refused = set_time(clerk, confirm(clerk, draft(clerk)), typed)
    assert refused.status == 422
    assert said in refused.text
    assert refused.forms["publish-form"].fields["due_at"] == typed


def test_a_draft_that_somebody_changed_meanwhile_is_not_scheduled(
    clerk: Clerk, colleague: Clerk
) -> None:
    one = draft(clerk)
    page = confirm(clerk, one)
    edit = colleague.open(f"/staff/notices/{one}/edit")
    colleague.send(edit, title="改过的标题", do="save")
    late = set_time(clerk, page)
    assert late.status == 409
    assert "改过的标题" in late.text and "又改过" in late.text


def test_a_press_sent_twice_is_scheduled_once(clerk: Clerk) -> None:
    page = confirm(clerk, draft(clerk))
    assert set_time(clerk, page).status == 303
    again = set_time(clerk, page)
    assert again.status == 409
    assert "已经定时发布" in again.text


def test_a_schedule_that_failed_is_told_at_the_desk_with_its_reason(
    clerk: Clerk, office_clock: FixedClock, sqlite_store: Store
) -> None:
    address = scheduled(clerk, title="没发成的标题")
    with sqlite_store.writing() as session:
        sites.set_review_required(session, required=True)
    office_clock.set(DUE)
    desk = clerk.client.get("/staff/").get_data(as_text=True)
    assert "先审后发" in desk
    page = clerk.open(address)
    assert "到时没有发布成" in page.text or page.status == 303
    assert acts(clerk) == []


def test_scheduling_asks_for_the_password_when_it_was_given_long_ago(
    clerk: Clerk, office_clock: FixedClock
) -> None:
    ready = confirm(clerk, draft(clerk))
    office_clock.pass_by(minutes=25)
    clerk.open("/staff/")
    office_clock.pass_by(minutes=20)
    assert set_time(clerk, ready).location.startswith("/staff/confirm")


def test_a_schedule_that_nobody_made_is_not_there(clerk: Clerk) -> None:
    assert clerk.open("/staff/schedules/999").status == 404
