"""What may still be open when a year is closed: results across its end, and drafts from it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, and_, col, select

from trading.domain.calendar import year_span
from trading.domain.codes import Outcome
from trading.store.tables import Draft, Lot, Notice, Process, StandingRow


@dataclass(frozen=True, kw_only=True)
class Straddling:
    """A trade whose decision and publication fall into different years; `number` its notice."""

    title: str
    lot: str
    number: str
    decided_on: date
    announced_on: date


@dataclass(frozen=True, kw_only=True)
class OpenDraft:
    """A draft that was begun by the end of the year and became nothing yet."""

    id: int
    title: str
    type: str
    created_at: datetime


def straddling(session: Session, year: int) -> list[Straddling]:
    """The trades with one foot in the year, by the day of the decision."""
    decided, announced = col(StandingRow.decided_on), col(StandingRow.announced_on)
    one, other = _within(decided, year), _within(announced, year)
    # Any: SQLModel types at most four columns.
    query: Any = select(Process.title, Lot.title, Notice.number, StandingRow.decided_on)
    query = (
        query.add_columns(announced)
        .select_from(StandingRow)
        .join(Lot, col(Lot.id) == col(StandingRow.lot_id))
        .join(Process, col(Process.id) == col(StandingRow.process_id))
        .join(Notice, col(Notice.id) == col(StandingRow.award_notice_id))
        .where(col(StandingRow.outcome) == Outcome.AWARDED.value, one != other)
        .order_by(decided, col(StandingRow.lot_id))
    )
    return [
        Straddling(title=title, lot=lot, number=number, decided_on=day, announced_on=shown)
        for title, lot, number, day, shown in session.exec(query)
    ]


def open_drafts(session: Session, year: int) -> list[OpenDraft]:
    """The open drafts that were begun by the end of the year, oldest first."""
    query = (
        select(Draft.id, Draft.title, Draft.type, Draft.created_at)
        .where(
            col(Draft.notice_id).is_(None),
            col(Draft.discarded_at).is_(None),
            col(Draft.created_at) < year_span(year)[1],
        )
        .order_by(col(Draft.id))
    )
    return [
        OpenDraft(id=id_, title=title, type=type_, created_at=at)
        for id_, title, type_, at in session.exec(query)
        if id_ is not None
    ]


def _within(day: Any, year: int) -> Any:
    # Any: SQL expressions.
    return and_(day >= date(year, 1, 1), day <= date(year, 12, 31))
