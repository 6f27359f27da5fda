"""What staff keep up to date: holidays with make-up days by year, and statutory periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, extract
from sqlmodel import Session, col, select

from trading.domain.periods import Period
from trading.domain.workdays import DayKind, NamedDay, Unit, WorkCalendar
from trading.store.tables import CalendarDay, PeriodRow


@dataclass(frozen=True)
class EnteredYear:
    """A year of which something was entered; `whole` says that it can be counted with."""

    year: int
    holidays: int
    workdays: int
    whole: bool


def work_calendar(session: Session) -> WorkCalendar:
    """Every day that is not what its weekday says."""
    rows = session.exec(select(CalendarDay))
    return WorkCalendar({row.day: DayKind(row.kind) for row in rows})


def days_of_year(session: Session, year: int) -> list[NamedDay]:
    """The holidays and make-up days of a year in order."""
    query = select(CalendarDay).where(extract("year", col(CalendarDay.day)) == year)
    rows = session.exec(query.order_by(col(CalendarDay.day)))
    return [NamedDay(row.day, DayKind(row.kind), row.name) for row in rows]


def entered_years(session: Session) -> list[EnteredYear]:
    """The years of which something was entered, newest first."""
    calendar = work_calendar(session)
    years = sorted({day.year for day in calendar.days}, reverse=True)
    return [
        EnteredYear(
            year=year,
            holidays=_count(calendar, year, DayKind.HOLIDAY),
            workdays=_count(calendar, year, DayKind.WORKDAY),
            whole=calendar.knows(year),
        )
        for year in years
    ]


def store_days(session: Session, days: Iterable[NamedDay]) -> None:
    """Enter these days; one that was entered before becomes what it is now."""
    for one in days:
        session.merge(CalendarDay(day=one.day, kind=one.kind.value, name=one.name))
    session.flush()


def forget_days(session: Session, days: Iterable[date]) -> int:
    """Let these days be what their weekdays say again; how many were something else."""
    wanted = list(days)
    # Any: the type of the result is SQLAlchemy's own.
    gone = session.exec(delete(CalendarDay).where(col(CalendarDay.day).in_(wanted)))
    return int(gone.rowcount)


def all_periods(session: Session) -> list[Period]:
    """Every row of the table of periods, by key, the oldest first."""
    query = select(PeriodRow).order_by(col(PeriodRow.key), col(PeriodRow.effective_from))
    return [
        Period(
            key=row.key,
            days=row.days,
            unit=Unit(row.unit),
            article=row.article,
            effective_from=row.effective_from,
        )
        for row in session.exec(query)
    ]


def store_period(session: Session, period: Period) -> None:
    """Enter a period, in place of the row of the same key and day if there is one."""
    session.merge(
        PeriodRow(
            key=period.key,
            effective_from=period.effective_from,
            days=period.days,
            unit=period.unit.value,
            article=period.article,
        )
    )
    session.flush()


def forget_period(session: Session, key: str, effective_from: date) -> bool:
    """Take a row out of the table of periods; whether it was there."""
    query = delete(PeriodRow).where(
        col(PeriodRow.key) == key, col(PeriodRow.effective_from) == effective_from
    )
    return bool(session.exec(query).rowcount)


def _count(calendar: WorkCalendar, year: int, kind: DayKind) -> int:
    return sum(day.year == year and one is kind for day, one in calendar.days.items())
