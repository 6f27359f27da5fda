"""Working days and the last day of a period, counted by hand from a wall calendar."""

from datetime import date, timedelta

import pytest

from tests.calendars import CALENDAR, seeded
from trading.domain.workdays import DayKind, Unit, WorkCalendar, YearNotEntered


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        # An ordinary week, and one with a weekend in it.
        ("2016-03-21", 2, "2016-03-23"),
        ("2016-03-24", 2, "2016-03-28"),
        # 2016: 1 to 7 October off, Saturday the 8th and Sunday the 9th made up for it.
        ("2016-09-29", 1, "2016-09-30"),
        ("2016-09-29", 2, "2016-10-08"),
        ("2016-09-29", 3, "2016-10-09"),
        ("2016-09-29", 5, "2016-10-11"),
        # 2020: the Spring Festival was made longer, to 2 February.
        ("2020-01-22", 2, "2020-02-03"),
        # 2021: 1 to 5 May off, Saturday the 8th made up.
        ("2021-04-30", 1, "2021-05-06"),
        ("2021-04-30", 3, "2021-05-08"),
        ("2021-04-30", 4, "2021-05-10"),
        # 2023: eight days off from 29 September, then a weekend of work.
        ("2023-09-28", 1, "2023-10-07"),
        ("2023-09-28", 2, "2023-10-08"),
        # 2024: New Year's Eve was a working day, Sunday the 18th made up.
        ("2024-02-08", 1, "2024-02-09"),
        ("2024-02-08", 2, "2024-02-18"),
        # 2026: Sunday 20 September makes up for October.
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-18", 5, "2026-09-24"),
        # A period that begins on a holiday counts from the first working day after it.
        ("2016-10-01", 1, "2016-10-08"),
        ("2016-03-21", 0, "2016-03-21"),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, days: int, last: str) -> None:
    counted = CALENDAR.last_day(date.fromisoformat(start), days, Unit.WORKDAY)
    assert counted.isoformat() == last


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2016-03-01", 20, "2016-03-21"),
        # A Saturday moves on to Monday.
        ("2016-03-06", 20, "2016-03-28"),
        # Mid-Autumn of 2016 ends on Saturday the 17th; Sunday the 18th is a working day.
        ("2016-09-12", 5, "2016-09-18"),
        # 1 October moves on to the made-up Saturday.
        ("2016-09-26", 5, "2016-10-08"),
        # 1 May 2019 moves on to Sunday the 5th, which was made up.
        ("2019-04-30", 1, "2019-05-05"),
        # The whole Spring Festival of 2026.
        ("2026-02-05", 10, "2026-02-24"),
        # A Saturday that was made up does not move.
        ("2021-05-05", 3, "2021-05-08"),
        # The leap day counts.
        ("2016-02-25", 5, "2016-03-01"),
    ],
)
def test_a_last_day_on_which_nobody_works_moves_on(start: str, days: int, last: str) -> None:
    counted = CALENDAR.last_day(date.fromisoformat(start), days, Unit.DAY)
    assert counted.isoformat() == last


def test_where_it_does_not_move_no_calendar_is_asked() -> None:
    saturday = WorkCalendar().last_day(date(2016, 3, 6), 20, Unit.DAY, moves=False)
    assert saturday == date(2016, 3, 26)


def test_a_year_that_nobody_entered_is_not_guessed() -> None:
    for start, days, unit in (
        (date(2026, 12, 30), 2, Unit.WORKDAY),
        (date(2026, 12, 30), 10, Unit.DAY),
        (date(2014, 12, 31), 0, Unit.DAY),
    ):
        with pytest.raises(YearNotEntered):
            CALENDAR.last_day(start, days, unit)
    assert CALENDAR.last_day(date(2026, 12, 30), 1, Unit.WORKDAY) == date(2026, 12, 31)


def test_a_year_entered_in_part_is_not_known() -> None:
    days = {date(2027, 1, 1): DayKind.HOLIDAY, date(2027, 5, 1): DayKind.HOLIDAY}
    assert not WorkCalendar(days).knows(2027)
    assert WorkCalendar({**days, date(2027, 10, 1): DayKind.HOLIDAY}).knows(2027)


def test_the_seed_holds_every_year_from_2015_to_2026() -> None:
    assert [year for year in range(2000, 2040) if CALENDAR.knows(year)] == list(range(2015, 2027))
    rows = seeded("holidays.csv")
    assert len({row["day"] for row in rows}) == len(rows) == 411
    assert all(row["name"] for row in rows)


def test_make_up_days_of_the_seed_are_weekends_and_each_pays_for_a_day_off() -> None:
    for year in range(2015, 2027):
        of_year = {day: kind for day, kind in CALENDAR.days.items() if day.year == year}
        made_up = [day for day, kind in of_year.items() if kind is DayKind.WORKDAY]
        assert made_up and all(day.weekday() >= 5 for day in made_up), year
        off = [
            day for day, kind in of_year.items() if kind is DayKind.HOLIDAY and day.weekday() < 5
        ]
        assert len(off) > len(made_up), year


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2015-09-03", "2015-09-04"),
        ("2016-02-07", "2016-02-13"),
        ("2017-10-01", "2017-10-08"),
        ("2018-12-30", "2018-12-31"),
        ("2019-05-01", "2019-05-04"),
        ("2020-01-24", "2020-02-02"),
        ("2022-01-31", "2022-02-06"),
        ("2025-01-28", "2025-02-04"),
        ("2025-10-01", "2025-10-08"),
        ("2026-02-15", "2026-02-23"),
    ],
)
def test_the_seed_knows_the_holidays_that_everybody_remembers(first: str, last: str) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    assert {CALENDAR.days.get(day) for day in days} == {DayKind.HOLIDAY}
    assert not any(CALENDAR.is_workday(day) for day in days)
