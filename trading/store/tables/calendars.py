"""What staff keep up to date each year: holidays with make-up days, and statutory periods."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from trading.store.tables.base import Row


class CalendarDay(Row, table=True):
    """A day that is not what its weekday says: a holiday, or a make-up working day (调休上班)."""

    __tablename__ = "calendar_days"
    __table_args__ = (CheckConstraint("kind IN ('holiday', 'workday')", name="kind"),)

    day: date = Field(primary_key=True)
    kind: str
    name: str = ""


class PeriodRow(Row, table=True):
    """A statutory period from a day on, until a later row of the same key takes its place.

    `unit` is day (日) or workday (工作日); `article` is its source.
    """

    __tablename__ = "periods"
    __table_args__ = (
        CheckConstraint("unit IN ('day', 'workday')", name="unit"),
        CheckConstraint("days >= 0", name="not_negative"),
    )

    key: str = Field(primary_key=True)
    effective_from: date = Field(primary_key=True)
    days: int
    unit: str
    article: str
