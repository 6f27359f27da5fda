"""The facts from which open loops follow: lots without an outcome, results not yet published."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from trading.domain.codes import Family, NoticeType, Outcome
from trading.domain.loops import DecidedDraft, Loop, PendingLot, open_loops
from trading.domain.payloads import thaw
from trading.store.drafts import load
from trading.store.plans import Unindexed
from trading.store.tables import (
    Correction,
    Draft,
    Lot,
    Notice,
    NoticeLot,
    NoticeStanding,
    Process,
    StandingRow,
    Withdrawal,
)

# As the public saw them: what a centre moves in later has its own, earlier day.
_FIRST_TO_LAST = (col(Notice.published_at), col(Notice.sequence))


@dataclass(frozen=True, kw_only=True)
class LoopRow:
    """An open loop with what staff call it; `number` is that of its process, empty for none."""

    loop: Loop
    title: str
    code: str
    category: str


def loops_at(session: Session, at: datetime) -> list[LoopRow]:
    """Every open loop at a moment, by what is published and drafted now; longest open first."""
    found = open_loops(pending_lots(session), decided_drafts(session), at)
    processes = _processes(session, {loop.process_id for loop in found})
    return [
        LoopRow(loop=loop, title=row.title, code=row.code or "", category=row.category)
        for loop in found
        if (row := processes.get(loop.process_id))
    ]


def pending_lots(session: Session) -> list[PendingLot]:
    """Every published lot without an outcome."""
    query = (
        select(StandingRow.lot_id, StandingRow.process_id, Lot.number)
        .join(Lot, col(Lot.id) == col(StandingRow.lot_id))
        .where(col(StandingRow.outcome) == Outcome.PENDING.value)
        .order_by(col(StandingRow.process_id), col(Lot.number))
    )
    found = session.exec(query).all()
    opened, until = _openings(session), _publicities(session)
    return [
        PendingLot(
            process_id=process_id,
            number=number,
            opened_at=opened.get(lot_id),
            publicity_until=until.get(lot_id),
        )
        for lot_id, process_id, number in found
    ]


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
        awards = [one for one in load(text).awards if one.decided_on]
        days = [one.decided_on for one in awards if one.decided_on]
        if draft_id is not None and days:
            lots = tuple(sorted({number for one in awards for number in one.lots}))
            found.append(
                DecidedDraft(
                    draft_id=draft_id, process_id=process_id, lots=lots, decided_on=min(days)
                )
            )
    return found


def _openings(session: Session) -> dict[int, datetime]:
    """When the bids for each pending lot are opened, as its newest offer that says so stands."""
    query = (
        select(NoticeLot.lot_id, NoticeStanding.opening_at, NoticeStanding.deadline)
        .join(Notice, col(Notice.id) == col(NoticeLot.notice_id))
        .join(NoticeStanding, col(NoticeStanding.notice_id) == col(Notice.id))
        .join(StandingRow, col(StandingRow.lot_id) == col(NoticeLot.lot_id))
        .where(
            col(StandingRow.outcome) == Outcome.PENDING.value,
            Unindexed(Notice.family) == Family.TENDER.value,
            col(Notice.id).not_in(select(Withdrawal.notice_id)),
        )
        .order_by(*_FIRST_TO_LAST)
    )
    rows = session.exec(query).all()
    return {lot: moment for lot, opening, deadline in rows if (moment := opening or deadline)}


def _publicities(session: Session) -> dict[int, date]:
    """The last day of the newest publicity of candidates for each pending lot.

    One that names no last day counts as over when it was published: somebody should look.
    """
    # Any: SQLModel has no type for these four columns together.
    query: Any = (
        select(NoticeLot.lot_id, Notice.id, Notice.payload)
        .add_columns(col(Notice.published_on))
        .join(Notice, col(Notice.id) == col(NoticeLot.notice_id))
        .join(StandingRow, col(StandingRow.lot_id) == col(NoticeLot.lot_id))
        .where(
            col(StandingRow.outcome) == Outcome.PENDING.value,
            Unindexed(Notice.family) == Family.CANDIDATE.value,
            col(Notice.id).not_in(select(Withdrawal.notice_id)),
        )
        .order_by(*_FIRST_TO_LAST)
    )
    rows = session.exec(query).all()
    texts = {notice: text for _, notice, text, _ in rows if notice is not None}
    texts |= _corrected(session, texts.keys())
    stated = {notice: _last_day(text) for notice, text in texts.items()}
    return {
        lot: stated[notice] or published_on
        for lot, notice, _, published_on in rows
        if notice is not None
    }


def _corrected(session: Session, notice_ids: Collection[int]) -> Iterable[tuple[int, str]]:
    """The record of the newest correction of each of these notices: it states the facts whole."""
    query = (
        select(Correction.corrects_id, Notice.payload)
        .join(Notice, col(Notice.id) == col(Correction.notice_id))
        .where(col(Correction.corrects_id).in_(notice_ids))
        .order_by(col(Notice.sequence))
    )
    return session.exec(query).all()


def _last_day(payload: str) -> date | None:
    """The last day of the publicity; None when it names none, or its record is damaged."""
    try:
        facts = thaw(json.loads(payload)).content.candidate
    except (ValueError, KeyError, TypeError):
        return None
    return facts.publicity_until if facts else None


def _processes(session: Session, process_ids: Collection[int]) -> dict[int | None, Process]:
    query = select(Process).where(col(Process.id).in_(process_ids))
    return {row.id: row for row in session.exec(query)}
