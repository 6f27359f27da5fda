"""Schedules: acts that wait for their time, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from trading.domain.errors import NotFound
from trading.domain.lifecycle import NoticeState
from trading.store.drafts import DraftView, find_draft
from trading.store.reviews import drafts_of_schedules
from trading.store.tables import Draft, Schedule, SiteRow, Staff


@dataclass(frozen=True, kw_only=True)
class ScheduleView:
    """An act that waits until `due_at`; it is open until it went out, was cancelled or failed.

    `drafts` is empty once it was cancelled or has failed: they stand by themselves again.
    """

    id: int
    due_at: datetime
    staff_id: int
    staff_name: str
    created_at: datetime
    act_id: int | None
    cancelled_at: datetime | None
    failure: str
    drafts: tuple[DraftView, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.act_id is None and self.cancelled_at is None


def add_schedule(session: Session, *, due_at: datetime, by: int, now: datetime) -> int:
    """Enter a schedule; gives its id."""
    row = Schedule(due_at=due_at, staff_id=by, created_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def find_schedule(session: Session, schedule_id: int) -> ScheduleView:
    """One schedule; NotFound when there is none."""
    query = (
        select(Schedule, Staff.name)
        .join(Staff, col(Staff.id) == col(Schedule.staff_id))
        .where(col(Schedule.id) == schedule_id)
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound("没有这次定时发布")
    drafts = drafts_of_schedules(session, [schedule_id]).get(schedule_id, [])
    return _view(session, *found, drafts)


def due_schedules(session: Session, now: datetime) -> list[int]:
    """What is due at `now` by the wall clock, in the order of its times."""
    query = select(Schedule.id).where(*_waiting(), col(Schedule.due_at) <= now)
    found = session.exec(query.order_by(col(Schedule.due_at), col(Schedule.id)))
    return [one for one in found if one is not None]


def end_schedule(
    session: Session,
    schedule_id: int,
    *,
    act_id: int | None = None,
    cancelled_at: datetime | None = None,
    failure: str = "",
) -> bool:
    """Close an open schedule; whether it was open."""
    ended = session.exec(
        update(Schedule)
        .where(col(Schedule.id) == schedule_id, *_waiting())
        .values(act_id=act_id, cancelled_at=cancelled_at, failure=failure)
    )
    return ended.rowcount == 1


def give_up(session: Session, schedule_id: int, *, at: datetime, failure: str) -> bool:
    """Close an open schedule without reading its drafts; whether it was open.

    They are back in hand without their approval: somebody has to look at them anew.
    """
    if not end_schedule(session, schedule_id, cancelled_at=at, failure=failure):
        return False
    session.exec(
        update(Draft)
        .where(col(Draft.schedule_id) == schedule_id)
        .values(
            state=NoticeState.DRAFT.value,
            schedule_id=None,
            due_at=None,
            approver_id=None,
            approved_sha256=None,
        )
    )
    return True


def last_published_at(session: Session) -> datetime | None:
    """When the site last published; None before the first time."""
    return session.exec(select(SiteRow.last_published_at)).one_or_none()


def _waiting() -> tuple[Any, Any]:  # Any: SQL conditions carry no narrower type here
    return col(Schedule.act_id).is_(None), col(Schedule.cancelled_at).is_(None)


def _view(session: Session, row: Schedule, name: str, drafts: Sequence[int]) -> ScheduleView:
    assert row.id is not None
    return ScheduleView(
        id=row.id,
        due_at=row.due_at,
        staff_id=row.staff_id,
        staff_name=name,
        created_at=row.created_at,
        act_id=row.act_id,
        cancelled_at=row.cancelled_at,
        failure=row.failure,
        drafts=tuple(find_draft(session, one) for one in drafts),
    )
