"""Open loops: from the lots that wait past their day, and from results not yet published."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from trading.domain.calendar import day_of, day_start
from trading.domain.codes import NoticeType
from trading.domain.drafts import NoticeDraft
from trading.domain.loops import DecidedDraft, Loop, PendingLot, open_loops
from trading.store.drafts import load
from trading.store.plans import Unindexed
from trading.store.tables import Draft, Lot, Process, StandingRow

_PORTION = 500


@dataclass(frozen=True, kw_only=True)
class LoopRow:
    """An open loop with what staff call it; `code` is that of its process, empty for none."""

    loop: Loop
    title: str
    code: str
    category: str


def loops_at(session: Session, at: datetime) -> list[LoopRow]:
    """Every open loop at a moment, by what is published and drafted now; longest open first."""
    return list(named(session, loops_since(session, at)))


def loops_since(session: Session, at: datetime, *, by: date | None = None) -> tuple[Loop, ...]:
    """The loops that are open at a moment, of lots that began to wait by the end of a day."""
    found = open_loops(pending_lots(session, at, by=by), decided_drafts(session), at)
    return tuple(one for one in found if by is None or one.since <= by)


def count_loops(session: Session, at: datetime, *, by: date) -> int:
    """Their number, by two questions about the lots that wait; drafts are few, and looked at."""
    # Unindexed: their number would else be read off the index of all processes there ever were.
    processes = func.count(Unindexed(col(StandingRow.process_id)).distinct())
    count = sum(
        session.exec(select(processes).where(*waits)).one() for waits in _waiting(at, by=by)
    )
    drafts = decided_drafts(session)
    touched = pending_lots(session, at, by=by, within={one.process_id for one in drafts})
    before, after = open_loops(touched, (), at), open_loops(touched, drafts, at)
    return count - len(before) + sum(one.since <= by for one in after)


def named(session: Session, loops: Sequence[Loop]) -> Iterator[LoopRow]:
    """These loops as staff call them, in their order, read in portions."""
    for start in range(0, len(loops), _PORTION):
        portion = loops[start : start + _PORTION]
        processes = _processes(session, {loop.process_id for loop in portion})
        for loop in portion:
            if row := processes.get(loop.process_id):
                yield LoopRow(
                    loop=loop, title=row.title, code=row.code or "", category=row.category
                )


def pending_lots(
    session: Session,
    at: datetime,
    *,
    by: date | None = None,
    within: Collection[int] | None = None,
) -> list[PendingLot]:
    """The lots that wait past their opening or publicity, of all or some processes.

    `by` is the last day on which that may have been.
    """
    found: list[PendingLot] = []
    for waits in _waiting(at, by=by):
        # Any: SQLModel types at most four columns.
        query: Any = select(StandingRow.process_id, Lot.number)
        query = query.add_columns(col(StandingRow.opening_at), col(StandingRow.publicity_until))
        query = query.join(Lot, col(Lot.id) == col(StandingRow.lot_id)).where(*waits)
        query = query.order_by(col(StandingRow.process_id), col(Lot.number))
        for some in _within(query, within):
            found.extend(
                PendingLot(
                    process_id=process_id, number=number, opened_at=opened, publicity_until=until
                )
                for process_id, number, opened, until in session.exec(some)
            )
    return found


def _waiting(at: datetime, *, by: date | None) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The conditions of lots past their opening, and of lots past their publicity.

    Each column has one bound, the earlier: of two, SQLite would walk the index up to the first
    that is written, which is everything that waits, whatever the year.
    """
    opening, until = col(StandingRow.opening_at), col(StandingRow.publicity_until)
    over = day_of(at) - timedelta(days=1)
    if by is None or at < (end := day_start(by + timedelta(days=1))):
        opened = opening <= at
    else:
        opened = opening < end
    return (opened, until.is_(None)), (until <= (over if by is None else min(by, over)),)


def _within(query: Any, within: Collection[int] | None) -> Iterator[Any]:
    if within is None:
        yield query
        return
    ids = sorted(within)
    for start in range(0, len(ids), _PORTION):
        yield query.where(col(StandingRow.process_id).in_(ids[start : start + _PORTION]))


def decided_drafts(session: Session) -> list[DecidedDraft]:
    """Every open draft of a result in which a decision is dated."""
    query = (
        select(Draft.id, Draft.process_id, Draft.content)
        .where(
            col(Draft.type) == NoticeType.AWARD.value,
            col(Draft.notice_id).is_(None),
            col(Draft.discarded_at).is_(None),
        )
        .order_by(col(Draft.id))
    )
    found = []
    for draft_id, process_id, text in session.exec(query):
        if draft_id is not None and (decided := decision_of(load(text))):
            lots, day = decided
            found.append(
                DecidedDraft(draft_id=draft_id, process_id=process_id, lots=lots, decided_on=day)
            )
    return found


def decision_of(content: NoticeDraft) -> tuple[tuple[int, ...], date] | None:
    """The lots that a draft of a result decides, and its earliest decision; None without one.

    It is all of a draft that public figures count: whoever changes it raises the revision.
    """
    if content.type is not NoticeType.AWARD:
        return None
    awards = [one for one in content.awards if one.decided_on]
    days = [one.decided_on for one in awards if one.decided_on]
    lots = tuple(sorted({number for one in awards for number in one.lots}))
    return (lots, min(days)) if days else None


def _processes(session: Session, process_ids: Iterable[int]) -> dict[int | None, Process]:
    query = select(Process).where(col(Process.id).in_(set(process_ids)))
    return {row.id: row for row in session.exec(query)}
