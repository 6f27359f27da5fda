"""Calendars: one event for each deadline and opening, as they stand, until a day is far behind."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any  # vobject's components

import pytest
import vobject
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, result, won
from trading.domain.codes import CorrectionReason, NoticeType, Outcome
from trading.domain.drafts import FailedLot, NoticeDraft
from trading.services import correcting, withdrawing
from trading.store.sites import read_site

assert TENDER.tender is not None and TENDER.tender.deadline is not None
DEADLINE = TENDER.tender.deadline


def events(reader: FlaskClient, address: str = "/notices.ics") -> dict[str, Any]:
    """The events at an address, by what follows `:notice:` in their ids, in order."""
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    read = vobject.readOne(answer.data.decode())
    return {one.uid.value.partition(":notice:")[2]: one for one in read.contents.get("vevent", ())}


def stands(one: Any) -> tuple[str, int]:
    return one.status.value, int(one.sequence.value)


def moved(press: Press, number: str, *, deadline: datetime, opening: datetime) -> None:
    with press.store.reading() as session:
        content = correcting.begin(session, number)
        assert content.correction is not None and content.tender is not None
        told = replace(content.correction, reason_code=CorrectionReason.POSTPONEMENT, reason="因雨")
        later = replace(content.tender, deadline=deadline, opening_at=opening)
        settled = correcting.settled(session, replace(content, correction=told, tender=later))
    press.after(number, settled, now=NOON + timedelta(seconds=1))


def withdraw(press: Press, number: str, *, now: datetime = NOON) -> None:
    with press.store.writing() as session:
        site = read_site(session, press.settings)
        withdrawing.withdraw(session, number, reason="重复", by=press.staff, now=now, site=site)


def ended(*lots: int) -> NoticeDraft:
    failed = tuple(
        FailedLot(lot=lot, outcome=Outcome.TERMINATED, reason="规划调整") for lot in lots
    )
    return replace(result(failed=failed), type=NoticeType.TERMINATION, title="终止公告", award=None)


def test_a_tender_has_two_events_that_lead_to_it(press: Press, reader: FlaskClient) -> None:
    (number,) = press(TENDER).numbers
    found = events(reader)
    assert list(found) == [f"{number}:deadline", f"{number}:opening"]
    deadline, opening = found.values()
    assert deadline.summary.value == "投标截止：河东路改造招标公告"
    assert opening.summary.value == "开标：河东路改造招标公告"
    assert deadline.dtstart.value == DEADLINE
    assert deadline.url.value == f"https://ggzy.example/notices/{number}"
    assert stands(deadline) == stands(opening) == ("CONFIRMED", 0)


def test_a_correction_moves_the_events_and_raises_their_sequence(
    press: Press, reader: FlaskClient
) -> None:
    (number,) = press(TENDER).numbers
    later = DEADLINE + timedelta(days=9)
    moved(press, number, deadline=later, opening=later + timedelta(hours=1))
    found = events(reader)
    assert list(found) == [f"{number}:deadline", f"{number}:opening"]
    starts = [one.dtstart.value for one in found.values()]
    assert starts == [later, later + timedelta(hours=1)]
    assert [stands(one) for one in found.values()] == [("CONFIRMED", 1)] * 2
    moved(press, number, deadline=later, opening=later)
    assert [stands(one)[1] for one in events(reader).values()] == [2, 2]


def test_what_is_withdrawn_before_its_moment_is_cancelled_and_stays_in_the_calendar(
    press: Press, reader: FlaskClient
) -> None:
    (number,) = press(TENDER).numbers
    withdraw(press, number)
    assert [stands(one) for one in events(reader).values()] == [("CANCELLED", 1)] * 2


def test_what_is_withdrawn_later_did_take_place(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    (number,) = press(TENDER).numbers
    withdraw(press, number, now=DEADLINE + timedelta(days=1))
    office_clock.pass_by(days=23)
    assert [stands(one) for one in events(reader).values()] == [("CONFIRMED", 1)] * 2


def test_a_tender_is_cancelled_when_the_last_of_its_lots_is_ended(
    press: Press, reader: FlaskClient
) -> None:
    (number,) = press(TENDER).numbers
    press.after(number, ended(1))
    assert {stands(one)[0] for one in events(reader).values()} == {"CONFIRMED"}
    press.after(number, ended(2))
    assert [stands(one) for one in events(reader).values()] == [("CANCELLED", 2)] * 2


def test_a_tender_that_was_awarded_in_part_is_not_cancelled(
    press: Press, reader: FlaskClient
) -> None:
    (number,) = press(TENDER).numbers
    press.after(number, ended(1))
    press.after(number, result(won(2)))
    assert {stands(one)[0] for one in events(reader).values()} == {"CONFIRMED"}


def test_a_date_stays_for_thirty_days(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press(TENDER)
    office_clock.pass_by(days=21 + 30)
    assert len(events(reader)) == 2
    office_clock.pass_by(days=1)
    assert not events(reader)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?family=tender&category=construction", 2),
        ("?family=award", 0),
        ("?q=%E7%BB%BF%E5%8C%96", 2),
        ("?min=100&open=1", 2),
    ],
)
def test_a_calendar_holds_what_its_list_asks_for(
    press: Press, reader: FlaskClient, query: str, count: int
) -> None:
    (number,) = press(TENDER).numbers
    press.after(number, result(won(1)))
    assert len(events(reader, f"/notices.ics{query}")) == count


def test_an_organization_has_a_calendar(press: Press, reader: FlaskClient) -> None:
    press(TENDER)
    assert len(events(reader, "/buyers/1.ics")) == 2


def test_a_query_that_is_not_understood_is_refused_and_another_order_redirected(
    reader: FlaskClient,
) -> None:
    assert reader.get("/notices.ics?family=x").status_code == 400
    assert reader.get("/notices.ics?page=2").status_code == 400
    answer = reader.get("/notices.ics?open=1&family=tender")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/notices.ics?family=tender&open=1"


def test_the_same_day_gives_the_same_bytes(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press(TENDER)
    first = reader.get("/notices.ics")
    office_clock.pass_by(hours=3)
    again = reader.get("/notices.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
