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
from trading.store.feed_pages import CLOSED_PAGE, Pages, feed_of, open_pages
from trading.store.lists import NoticeFilter, is_common, narrowed, ordered
from trading.store.notice_rows import NoticeRow, as_row, rows, whole
from trading.store.notices import NoticeView
from trading.store.plans import Unindexed
from trading.store.tables import Correction, LotExit, Notice, NoticeLot, Withdrawal

MOST_OF_A_LIST = 99  # items in the feed of a list that has no pages
_SEQUENCE = col(Notice.sequence)
MOST_AFTER = 500  # items after a sequence (interface.md §4)


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
    """What the feed of a list holds, newest first; a withdrawal is an entry of its own.

    A list that has a named feed holds the pages of that; any other one its newest 99. Archived
    entries are never in feeds.
    """
    name = feed_of(wanted)
    if name is not None:
        return entries_of_pages(session, wanted, open_pages(session, name))
    return _both(session, wanted, _Span(size=MOST_OF_A_LIST, q=wanted.q))


def entries_of_pages(session: Session, wanted: NoticeFilter, pages: Pages) -> list[FeedEntry]:
    """What these pages of a named feed hold, newest first."""
    if pages.first == pages.until:
        return []
    span = _Span(first=pages.first, until=pages.until, size=2 * CLOSED_PAGE)
    return _both(session, wanted, span)


def entries_after(
    session: Session, wanted: NoticeFilter, sequence: int
) -> tuple[list[FeedEntry], bool]:
    """The next 500 after a sequence, oldest first, and whether more follow (interface.md §4).

    Archived entries and withdrawals are among them. Sequences are given out one by one and seen
    in their order, so nothing is ever published behind what was read.
    """
    span = _Span(first=sequence + 1, size=MOST_AFTER + 1, oldest_first=True, archived=True)
    found = _both(session, wanted, span)
    return found[:MOST_AFTER], len(found) > MOST_AFTER


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


@dataclass(frozen=True, kw_only=True)
class _Span:
    """Which places in the order of publication are asked for, and how many at most."""

    size: int
    first: int | None = None
    until: int | None = None
    oldest_first: bool = False
    archived: bool = False
    q: str = ""

    def limited(self, query: Any, place: Any) -> Any:
        """The query within this span of `place`, a column of sequences."""
        # Any: queries of many shapes.
        if self.first is not None:
            query = query.where(place >= self.first)
        if self.until is not None:
            query = query.where(place < self.until)
        if not self.archived:
            query = query.where(col(Notice.archived).is_(False))
        if self.oldest_first or self.first is not None or place is not _SEQUENCE:
            order = place if self.oldest_first else place.desc()
            return query.order_by(order).limit(self.size)
        # What is not archived was published in the order of its sequence: a list's own index.
        return ordered(query, NoticeFilter(q=self.q), common=True).limit(self.size)


def _both(session: Session, wanted: NoticeFilter, span: _Span) -> list[FeedEntry]:
    """Notices and withdrawals of a span in one order."""
    found = _found(session, wanted, span, withdrawals=False)
    found += _found(session, wanted, span, withdrawals=True)
    found.sort(key=lambda one: one.sequence, reverse=not span.oldest_first)
    return _entries(session, found[: span.size])


def _found(
    session: Session, wanted: NoticeFilter, span: _Span, *, withdrawals: bool
) -> list[_Found]:
    query = whole().add_columns(col(Withdrawal.sequence), col(Withdrawal.reason))
    place = col(Withdrawal.sequence) if withdrawals else _SEQUENCE
    if withdrawals:
        query = query.where(place.is_not(None))
    query = narrowed(query, wanted, common=is_common(session, wanted), led=withdrawals)
    found = session.exec(span.limited(query, place))
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
        .where(col(NoticeLot.notice_id).in_(notice_ids), Unindexed(offer.family) == "tender")
    )
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    for notice_id, *moments in session.exec(query):
        found[notice_id] += [moment for moment in moments if moment is not None]
    return found
