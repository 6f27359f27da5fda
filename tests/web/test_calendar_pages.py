"""The working calendar and the periods, as administrators keep them and as findings use them."""

from datetime import date

import pytest
from flask import Flask

from tests.web.clerks import Clerk
from tests.web.conftest import _signed_in
from tests.web.test_findings_while_typing import look
from tests.web.test_publish_page import TENDER, WHOLE
from trading.domain.workdays import DayKind
from trading.store.calendars import all_periods, days_of_year, work_calendar
from trading.store.engine import Store

YEAR = "2027-01-01至2027-01-03,放假,元旦\n2027-05-01,放假\n2027-10-01至2027-10-07,放假,国庆节"


@pytest.fixture
def admin(office: Flask, sqlite_store: Store) -> Clerk:
    """An administrator."""
    return _signed_in(office, sqlite_store, "管", role="admin")


def test_a_pasted_year_is_entered_and_a_day_is_taken_back(admin: Clerk) -> None:
    page = admin.open("/staff/calendar/?year=2027")
    assert "2027年的放假安排还没有录入" in page.text
    done = admin.follow(admin.send(page, "days-form", days=YEAR))
    assert "已录入11天" in done.text and "2027年的放假安排还没有录入" not in done.text
    with admin.store.reading() as session:
        assert work_calendar(session).knows(2027)
    forget = next(name for name, one in done.forms.items() if "2027-01-03" in one.address)
    assert admin.send(done, forget).status == 303
    with admin.store.reading() as session:
        days = days_of_year(session, 2027)
    assert len(days) == 10 and days[0].kind is DayKind.HOLIDAY


def test_a_wrong_line_is_named_and_nothing_is_entered(admin: Clerk) -> None:
    page = admin.open("/staff/calendar/")
    refused = admin.send(page, "days-form", days="2027-01-01\n2027-01-04,上班")
    assert refused.status == 422
    assert "第2行：2027-01-04不是周末" in refused.text
    assert refused.forms["days-form"].fields["days"] == "2027-01-01\n2027-01-04,上班"
    with admin.store.reading() as session:
        assert days_of_year(session, 2027) == []


def test_a_changed_period_counts_from_its_day(admin: Clerk, clerk: Clerk) -> None:
    terms = {"tender-documents_from": "2026-3-3 8:30", "tender-documents_until": "2026-3-9 17:00"}
    typed = {**WHOLE, **terms}
    assert "tender-documents_until" not in [one["at"] for one in look_at(clerk, typed)]
    page = admin.open("/staff/calendar/periods/works.sale")
    assert "《招标投标法实施条例》第十六条" in page.text
    new = {"effective_from": "2026-3-1", "days": "10", "unit": "workday", "article": "新条例第一条"}
    assert admin.send(page, "period-form", **new).status == 303
    (said,) = [one for one in look_at(clerk, typed) if one["at"] == "tender-documents_until"]
    assert "不得少于10个工作日" in said["said"] and said["article"] == "新条例第一条"
    shown = admin.open("/staff/calendar/periods/works.sale")
    forget = next(name for name, one in shown.forms.items() if "2026-03-01" in one.address)
    assert admin.send(shown, forget).status == 303
    with admin.store.reading() as session:
        rows = [one for one in all_periods(session) if one.key == "works.sale"]
    assert [one.effective_from for one in rows] == [date(2012, 2, 1)]


def look_at(clerk: Clerk, typed: dict[str, str]) -> list[dict[str, str]]:
    return look(clerk, clerk.open(TENDER), **typed)


def test_a_period_that_cannot_be_is_refused(admin: Clerk) -> None:
    page = admin.open("/staff/calendar/periods/works.sale")
    good = {"effective_from": "2026-3-1", "days": "5", "unit": "day", "article": "某条"}
    for wrong in ({"effective_from": ""}, {"days": "x"}, {"days": "9999"}, {"article": " "}):
        assert admin.send(page, "period-form", **{**good, **wrong}).status == 422
    assert admin.open("/staff/calendar/periods/nothing").status in (404, 422)
    last = "/staff/calendar/periods/works.sale/2012-02-01/forget"
    token = page.forms["period-form"].fields["csrf_token"]
    assert admin.client.post(last, data={"csrf_token": token}).status_code == 422


def test_every_period_is_listed_with_what_it_applies_to(admin: Clerk) -> None:
    page = admin.open("/staff/calendar/periods")
    for words in ("中标候选人公示期", "至少3日", "最多2个工作日", "国资委、财政部令第32号"):
        assert words in page.text


def test_only_administrators_keep_the_calendar(clerk: Clerk, reviewer: Clerk) -> None:
    for person in (clerk, reviewer):
        for address in ("/staff/calendar/", "/staff/calendar/periods"):
            assert person.open(address).status == 403
