"""A process as the public sees it: its notices in time, its lots, its awards, what it retries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from trading.domain.errors import NotFound
from trading.store.award_records import AwardRecord, ProcessLink, awards_of_process
from trading.store.lots import AwardView
from trading.store.notice_rows import NoticeRow
from trading.store.notices import notices_of_process
from trading.store.plans import Unindexed
from trading.store.processes import ProcessView, find_process
from trading.store.tables import (
    LotExit,
    Notice,
    NoticeLot,
    Process,
    Withdrawal,
)


@dataclass(frozen=True, kw_only=True)
class Attempts:
    """The process that this one tries again, and those that try this one again."""

    before: ProcessLink | None = None
    after: tuple[ProcessLink, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LotState:
    """Where a lot stands: its award, or how, why and by which notice it ended without one.

    Else `said` are the families of the notices that speak of it so far.
    """

    number: int
    title: str
    award: AwardView | None
    exit: str | None
    exit_reason: str
    exit_notice: str
    said: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Everything public about one process; notices and awards oldest first."""

    process: ProcessView
    notices: tuple[NoticeRow, ...]
    lots: tuple[LotState, ...]
    awards: tuple[AwardRecord, ...]
    attempts: Attempts


def find_timeline(session: Session, code: str) -> Timeline:
    """The published process of this code; NotFound when there is none."""
    found = session.exec(select(Process.id).where(col(Process.code) == code)).one_or_none()
    if found is None:
        raise NotFound("没有代码为%(code)s的项目", code=code[:40])
    process = find_process(session, found)
    return Timeline(
        process=process,
        notices=tuple(notices_of_process(session, found)),
        lots=_lot_states(session, process),
        awards=awards_of_process(session, found),
        attempts=attempts_of(session, found),
    )


def attempts_of(session: Session, process_id: int) -> Attempts:
    """The published processes before and after this one in a chain of re-tenders."""
    failed = aliased(Process)
    before = session.exec(
        select(failed.code, failed.title)
        .join(Process, col(Process.retender_of_id) == col(failed.id))
        .where(col(Process.id) == process_id)
    ).one_or_none()
    return Attempts(
        before=ProcessLink(before[0] or "", before[1]) if before else None,
        after=attempts_after(session, [process_id])[process_id],
    )


def attempts_after(
    session: Session, process_ids: Collection[int]
) -> defaultdict[int, tuple[ProcessLink, ...]]:
    """The published processes that try each of these (by id) again, oldest first."""
    query = (
        select(Process.retender_of_id, Process.code, Process.title)
        .where(col(Process.retender_of_id).in_(process_ids), col(Process.code).is_not(None))
        .order_by(col(Process.id))
    )
    found: defaultdict[int, tuple[ProcessLink, ...]] = defaultdict(tuple)
    for tried, code, title in session.exec(query):
        assert tried is not None
        found[tried] += (ProcessLink(code or "", title),)
    return found


def _lot_states(session: Session, process: ProcessView) -> tuple[LotState, ...]:
    """Every lot of which something still speaks; what was withdrawn no longer does."""
    ended = session.exec(
        select(LotExit.lot_id, LotExit.reason, Notice.number)
        .join(Notice, col(Notice.id) == col(LotExit.notice_id))
        .where(
            col(Notice.process_id) == process.id, Unindexed(LotExit.revoked_by_notice_id).is_(None)
        )
    ).all()
    ends = {lot_id: (reason, number) for lot_id, reason, number in ended}
    families: defaultdict[int, set[str]] = defaultdict(set)
    spoken = (
        select(NoticeLot.lot_id, Notice.family)
        .join(Notice, col(Notice.id) == col(NoticeLot.notice_id))
        .where(
            col(Notice.process_id) == process.id,
            col(Notice.id).not_in(select(Withdrawal.notice_id)),
        )
    )
    for lot_id, family in session.exec(spoken):
        families[lot_id].add(family)
    return tuple(
        LotState(
            number=lot.number,
            title=lot.title,
            award=lot.active_award,
            exit=lot.exit,
            exit_reason=ends.get(lot.id, ("", ""))[0],
            exit_notice=ends.get(lot.id, ("", ""))[1],
            said=frozenset(families[lot.id]),
        )
        for lot in process.lots
        if families[lot.id]
    )
