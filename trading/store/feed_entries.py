"""What a feed holds: notices and withdrawals in one order, with what became of each since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from trading.store.corrections import CorrectionRow, corrections_of
from trading.store.endings import Ending, endings_of
from trading.store.lists import NoticeFilter, narrowed
from trading.store.notice_rows import NoticeRow, as_row, rows, whole
from trading.store.notices import NoticeView
from trading.store.tables import Correction, LotExit, Notice, NoticeLot, Withdrawal

CLOSED_PAGE = 50  # items in a closed page of a feed (interface.md §4)


@dataclass(frozen=True, kw_only=True)
class FeedEntry(NoticeView):
    """A notice, or the event of its withdrawal, as an entry of a feed.

    `sequence` is its place in the order of publication, a withdrawal's its own.
    `changed_at` is when what readers see of it changed last; `reason` that of a withdrawal.
    A correction has the notice that it `corrects`, and as `corrections` those that followed it.
    `endings` are the lots of an offer that ended without an award.
    """

    corrects: NoticeRow | None = None
    endings: tuple[Ending, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()
    reason: str = ""
    is_withdrawal: bool = False
    sequence: int
    changed_at: datetime

    @property
    def appeared_at(self) -> datetime:
        """When the entry became visible."""
        withdrawn = self.row.withdrawn_at if self.is_withdrawal else None
        return withdrawn or self.row.published_at

    @property
    def deadline(self) -> datetime | None:
        """Until when one can take part, as it stands now: a correction's is never an older one."""
        return (self.corrects or self.row).deadline


def entries_for_feed(session: Session, wanted: NoticeFilter) -> list[FeedEntry]:
    """What a feed holds, newest first: its open page and the whole closed page before it.

    That is everything while there are fewer than 100 (interface.md §4). A withdrawal is an entry
    of its own, by its own sequence. Archived entries are never in feeds.
    """
    total = _count(session, wanted, withdrawals=False) + _count(session, wanted, withdrawals=True)
    size = total if total < CLOSED_PAGE else CLOSED_PAGE + total % CLOSED_PAGE
    published = _found(session, wanted, size, withdrawals=False)
    found = published + _found(session, wanted, size, withdrawals=True)
    found.sort(key=lambda one: one.sequence, reverse=True)
    return _entries(session, found[:size])


def last_withdrawal(session: Session) -> datetime | None:
    """When a notice was withdrawn last: a search forgets what it found before."""
    return session.exec(select(func.max(Withdrawal.withdrawn_at))).one()


@dataclass(frozen=True)
class _Found:
    sequence: int
    view: NoticeView
    notice_id: int
    reason: str
    is_withdrawal: bool


@dataclass(frozen=True)
class _Subject:
    """The notice that an entry is about: itself, or what it corrects."""

    notice_id: int
    row: NoticeRow


def _count(session: Session, wanted: NoticeFilter, *, withdrawals: bool) -> int:
    query: Any = select(func.count()).select_from(Notice)  # Any: it may be joined
    if withdrawals:
        query = query.join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id))
    query = narrowed(query, wanted).where(col(Notice.archived).is_(False))
    counted: int = session.exec(query).one()
    return counted


def _found(session: Session, wanted: NoticeFilter, size: int, *, withdrawals: bool) -> list[_Found]:
    query = whole().add_columns(col(Withdrawal.sequence), col(Withdrawal.reason))
    order: Any = col(Notice.sequence)
    if withdrawals:
        query, order = query.where(col(Withdrawal.sequence).is_not(None)), col(Withdrawal.sequence)
    query = narrowed(query, wanted).where(col(Notice.archived).is_(False))
    found = session.exec(query.order_by(order.desc()).limit(size))
    return [_as_found(*one, withdrawals=withdrawals) for one in found]


def _as_found(notice: Notice, *columns: Any, withdrawals: bool) -> _Found:
    # Any: the columns of `whole`, and of the withdrawal if there is one.
    *row, sequence, reason = columns
    assert notice.id is not None
    return _Found(
        sequence=sequence if withdrawals else notice.sequence,
        view=NoticeView(
            row=as_row(notice, *row), payload=notice.payload, sha256=notice.payload_sha256
        ),
        notice_id=notice.id,
        reason=reason or "",
        is_withdrawal=withdrawals,
    )


def _entries(session: Session, found: Sequence[_Found]) -> list[FeedEntry]:
    """The entries with what became of each, asked for all at once."""
    targets = _targets(session, [one.notice_id for one in found])
    corrected = [one.view.row for one in found if one.view.row.corrected_at]
    corrected += [one.row for one in targets.values()]
    corrections = corrections_of(session, {row.number for row in corrected}) if corrected else {}
    subjects = [
        targets.get(one.notice_id) or _Subject(one.notice_id, one.view.row) for one in found
    ]
    endings = endings_of(session, {one.row.number for one in subjects})
    ended = _ended_at(session, {one.notice_id for one in subjects})
    return [
        FeedEntry(
            row=one.view.row,
            payload=one.view.payload,
            sha256=one.view.sha256,
            corrections=_since(one.view.row, corrections.get(subject.row.number, ())),
            corrects=subject.row if one.notice_id in targets else None,
            endings=endings[subject.row.number],
            reason=one.reason,
            is_withdrawal=one.is_withdrawal,
            sequence=one.sequence,
            changed_at=_changed_at(one, subject, ended.get(subject.notice_id, ())),
        )
        for one, subject in zip(found, subjects, strict=True)
    ]


def _targets(session: Session, notice_ids: Collection[int]) -> dict[int, _Subject]:
    """Of those that are corrections, by their ids, what they correct."""
    query = (
        rows()
        .add_columns(col(Correction.notice_id))
        .join(Correction, col(Correction.corrects_id) == col(Notice.id))
        .where(col(Correction.notice_id).in_(notice_ids))
    )
    return {
        correction: _Subject(notice.id, as_row(notice, *row))
        for notice, *row, correction in session.exec(query)
    }


def _since(row: NoticeRow, every: Sequence[CorrectionRow]) -> tuple[CorrectionRow, ...]:
    """The corrections of a notice, or of one of them those after it."""
    numbers = [one.number for one in every]
    at = numbers.index(row.number) + 1 if row.number in numbers else 0
    return tuple(every[at:])


def _changed_at(found: _Found, subject: _Subject, ended: Iterable[datetime]) -> datetime:
    row = found.view.row
    moments = [row.published_at, row.withdrawn_at]
    if not found.is_withdrawal:
        moments += [subject.row.corrected_at, subject.row.withdrawn_at, *ended]
    return max(moment for moment in moments if moment is not None)


def _ended_at(session: Session, notice_ids: Collection[int]) -> dict[int, list[datetime]]:
    """When lots of these offers ended without an award, or were let stand again."""
    offer = aliased(Notice)
    query = (
        select(NoticeLot.notice_id, Notice.published_at, Withdrawal.withdrawn_at)
        .join(offer, col(offer.id) == col(NoticeLot.notice_id))
        .join(LotExit, col(LotExit.lot_id) == col(NoticeLot.lot_id))
        .join(Notice, col(Notice.id) == col(LotExit.notice_id))
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id), isouter=True)
        .where(col(NoticeLot.notice_id).in_(notice_ids), col(offer.family) == "tender")
    )
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    for notice_id, *moments in session.exec(query):
        found[notice_id] += [moment for moment in moments if moment is not None]
    return found
