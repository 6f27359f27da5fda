"""The tables of holidays and periods, on either database, as an installation begins with them."""

from dataclasses import replace
from datetime import date

from tests.calendars import CALENDAR, PERIODS
from trading.domain.workdays import DayKind, NamedDay
from trading.store import calendars
from trading.store.engine import Store


def test_a_new_installation_knows_the_seed(store: Store) -> None:
    with store.reading() as session:
        assert calendars.work_calendar(session) == CALENDAR
        found = calendars.all_periods(session)
        years = calendars.entered_years(session)
    assert sorted(found, key=str) == sorted(PERIODS, key=str)
    assert [one.year for one in years] == list(range(2026, 2014, -1))
    assert all(one.whole for one in years)


def test_days_are_entered_changed_and_forgotten(store: Store) -> None:
    day = date(2027, 1, 2)
    with store.writing() as session:
        calendars.store_days(session, [NamedDay(day, DayKind.WORKDAY)])
        calendars.store_days(session, [NamedDay(day, DayKind.HOLIDAY, "元旦")])
    with store.reading() as session:
        assert calendars.days_of_year(session, 2027) == [NamedDay(day, DayKind.HOLIDAY, "元旦")]
        assert not calendars.entered_years(session)[0].whole
    with store.writing() as session:
        assert calendars.forget_days(session, [day, date(2027, 1, 3)]) == 1
        assert calendars.days_of_year(session, 2027) == []


def test_a_period_of_the_same_day_takes_the_place_of_the_other(store: Store) -> None:
    first = next(one for one in PERIODS if one.key == "works.sale")
    with store.writing() as session:
        calendars.store_period(session, replace(first, days=7))
        calendars.store_period(session, replace(first, effective_from=date(2030, 1, 1)))
        rows = [one for one in calendars.all_periods(session) if one.key == "works.sale"]
        assert [(one.days, one.effective_from.year) for one in rows] == [(7, 2012), (5, 2030)]
        assert calendars.forget_period(session, "works.sale", date(2030, 1, 1))
        assert not calendars.forget_period(session, "works.sale", date(2030, 1, 1))
