"""Dates of tenders: the deadlines and openings around today, as they stand, with their changes."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from trading.domain.calendar import day_start
from trading.store.lists import NoticeFilter, narrowed
from trading.store.notice_rows import NoticeRow, as_row, rows
from trading.store.tables import Correction, LotExit, Notice, NoticeLot, NoticeStanding, Withdrawal

DAYS_BACK = 30
MOST_AHEAD = 500
MOST_BACK = 100
# What a date may be, and the column that has it as it stands now.
KINDS = {"deadline": NoticeStanding.deadline, "opening": NoticeStanding.opening_at}


@dataclass(frozen=True, kw_only=True)
class TenderDate:
    """A moment of a tender, one of `KINDS`, and the notice that has it.

    `changes` is how often something happened to the notice since it was published, `changed_at`
    when that was last: both only rise. It is cancelled when before its moment the notice was
    withdrawn or all its lots had ended.
    """

    kind: str
    at: datetime
    row: NoticeRow
    changes: int
    changed_at: datetime
    cancelled: bool


def tender_dates(session: Session, wanted: NoticeFilter, *, today: date) -> list[TenderDate]:
    """The dates of a list in their order: the last ones of 30 days, and the next ones from today.

    At most so many of each: a calendar of everything would grow without end. The order that the
    list itself is asked for plays no part.
    """
    now = day_start(today)
    found = [
        (row, kind, at)
        for kind in KINDS
        for row, at in [*_back(session, wanted, kind, now), *_ahead(session, wanted, kind, now)]
    ]
    found.sort(key=lambda one: (one[2], one[1], one[0].sequence))
    back = [one for one in found if one[2] < now]
    kept = back[-MOST_BACK:] + found[len(back) :][:MOST_AHEAD]
    events = _events(session, {row.sequence for row, _, _ in kept})
    ended = _ended(session, {row.sequence for row, _, _ in kept if row.over})
    return [
        TenderDate(
            kind=kind,
            at=at,
            row=row,
            changes=events.counts[row.sequence],
            changed_at=max(row.published_at, events.last.get(row.sequence, row.published_at)),
            cancelled=any(
                one is not None and one < at for one in (row.withdrawn_at, ended.get(row.sequence))
            ),
        )
        for row, kind, at in kept
    ]


def dates_query(wanted: NoticeFilter, kind: str, *, start: datetime, end: datetime | None) -> Any:
    """The notices with such a date from `start` on, the next ones first; or before `end`."""
    # Any: SQLModel types at most four columns.
    column = col(KINDS[kind])
    query = narrowed(rows(), wanted).add_columns(column).where(column >= start)
    if end is None:
        return query.order_by(column, col(NoticeStanding.notice_id)).limit(MOST_AHEAD)
    query = query.where(column < end)
    return query.order_by(column.desc(), col(NoticeStanding.notice_id).desc()).limit(MOST_BACK)


def _ahead(
    session: Session, wanted: NoticeFilter, kind: str, now: datetime
) -> Iterator[tuple[NoticeRow, datetime]]:
    for *row, at in session.exec(dates_query(wanted, kind, start=now, end=None)):
        yield as_row(*row), at


def _back(
    session: Session, wanted: NoticeFilter, kind: str, now: datetime
) -> Iterator[tuple[NoticeRow, datetime]]:
    start = now - timedelta(days=DAYS_BACK)
    for *row, at in session.exec(dates_query(wanted, kind, start=start, end=now)):
        yield as_row(*row), at


@dataclass(frozen=True)
class _Events:
    """What happened to notices, by their sequences: how often, and when last."""

    counts: Counter[int]
    last: dict[int, datetime]

    def note(self, sequence: int, *moments: datetime | None) -> None:
        for moment in moments:
            if moment is not None:
                self.counts[sequence] += 1
                self.last[sequence] = max(moment, self.last.get(sequence, moment))


def _events(session: Session, sequences: Collection[int]) -> _Events:
    """Corrections, endings of lots (those, too, that were withdrawn again) and withdrawals."""
    found = _Events(Counter(), {})
    for sequence, published_at in session.exec(_corrections(sequences)):
        found.note(sequence, published_at)
    for sequence, _, published_at, withdrawn_at in session.exec(_exits(sequences)):
        found.note(sequence, published_at, withdrawn_at)
    own = (
        select(Notice.sequence, Withdrawal.withdrawn_at)
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id))
        .where(col(Notice.sequence).in_(sequences))
    )
    for sequence, withdrawn_at in session.exec(own):
        found.note(sequence, withdrawn_at)
    return found


def _ended(session: Session, sequences: Collection[int]) -> dict[int, datetime]:
    """When the last lot of a notice ended without an award, where all of them did and stay so."""
    query = (
        select(Notice.sequence, NoticeLot.lot_id)
        .join(NoticeLot, col(NoticeLot.notice_id) == col(Notice.id))
        .where(col(Notice.sequence).in_(sequences))
    )
    standing = col(LotExit.revoked_by_notice_id).is_(None)
    exits = {
        (sequence, lot): published_at
        for sequence, lot, published_at, _ in session.exec(_exits(sequences).where(standing))
    }
    found: dict[int, datetime] = {}
    still_on: set[int] = set()
    for sequence, lot in session.exec(query):
        at = exits.get((sequence, lot))
        if at is None:
            still_on.add(sequence)
        else:
            found[sequence] = max(at, found.get(sequence, at))
    return {sequence: at for sequence, at in found.items() if sequence not in still_on}


def _corrections(sequences: Collection[int]) -> Any:
    """When these notices were corrected; one is withdrawn only with its notice."""
    # Any: SQLModel's own type of a query is not exported.
    corrected = aliased(Notice)
    return (
        select(corrected.sequence, Notice.published_at)
        .join(Correction, col(Correction.corrects_id) == col(corrected.id))
        .join(Notice, col(Notice.id) == col(Correction.notice_id))
        .where(col(corrected.sequence).in_(sequences))
    )


def _exits(sequences: Collection[int]) -> Any:
    """The lots of these notices that ended, when, and when that was withdrawn."""
    # Any: an outer join's column may be null.
    offer = aliased(Notice)
    return (
        select(offer.sequence, NoticeLot.lot_id, Notice.published_at, Withdrawal.withdrawn_at)
        .join(NoticeLot, col(NoticeLot.notice_id) == col(offer.id))
        .join(LotExit, col(LotExit.lot_id) == col(NoticeLot.lot_id))
        .join(Notice, col(Notice.id) == col(LotExit.notice_id))
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id), isouter=True)
        .where(col(offer.sequence).in_(sequences))
    )
