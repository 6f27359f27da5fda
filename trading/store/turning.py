"""When public pages change: the site's revision, and the next moment at which time changes them."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select, update

from trading.domain.calendar import day_of, day_start
from trading.store.tables import NoticeStanding, Schedule, SiteRow, StandingRow

_OVERDUE = timedelta(seconds=1)


def revision_of(session: Session) -> int | None:
    """The revision that readers see; None before the site is initialised."""
    return session.exec(select(SiteRow.revision)).one_or_none()


def raise_revision(session: Session) -> None:
    """Let readers see a new revision: something public changes without a publication."""
    session.exec(update(SiteRow).values(revision=SiteRow.revision + 1))


def next_turn(session: Session, now: datetime) -> datetime:
    """The first moment after `now` at which a public page differs though nothing is published.

    That is a deadline as it stands, the opening for which a lot waits (open loops), a schedule
    that is due, or midnight in Shanghai, which begins a day of statistics and ends a publicity.
    While a schedule is overdue (whoever asks for a page tries to publish it) it is in a second.
    """
    turns = [day_start(day_of(now) + timedelta(days=1)), *_deadlines(session, now)]
    turns += _opening(session, now)
    due = session.exec(
        select(func.min(Schedule.due_at)).where(
            col(Schedule.act_id).is_(None), col(Schedule.cancelled_at).is_(None)
        )
    ).one()
    if due is not None:
        turns.append(due if due > now else now + _OVERDUE)
    return min(turns)


def _opening(session: Session, now: datetime) -> list[datetime]:
    """The next opening of a lot that has no outcome yet."""
    opening = col(StandingRow.opening_at)
    found = session.exec(select(func.min(opening)).where(opening > now)).one()
    return [] if found is None else [found]


def _deadlines(session: Session, now: datetime) -> list[datetime]:
    """The next deadlines of what can and of what can no longer be answered: pages tell both.

    Two questions, because the index that answers each at once begins with `over`.
    """
    found = [
        session.exec(
            select(func.min(NoticeStanding.deadline)).where(
                col(NoticeStanding.over).is_(over), col(NoticeStanding.deadline) > now
            )
        ).one()
        for over in (False, True)
    ]
    return [one for one in found if one is not None]
