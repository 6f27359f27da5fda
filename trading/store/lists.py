"""Lists of published notices: a page at a time or a whole year, and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from trading.domain.calendar import reporting_year, year_span
from trading.domain.errors import NotFound
from trading.store.narrowing import NEWEST_FIRST, NoticeFilter, narrowed, ordered
from trading.store.notice_rows import NoticeRow, as_row, rows
from trading.store.tables import Notice, NoticeStanding, Withdrawal

__all__ = [
    "MOST_COUNTED",
    "NEWEST_FIRST",
    "NoticeFilter",
    "NoticePage",
    "count_notices",
    "deadlines_ahead",
    "narrowed",
    "newest",
    "notices_of_year",
    "ordered",
    "page_of_notices",
    "withdrawn_of_year",
    "years_with_notices",
]

PER_PAGE = 20
MOST_COUNTED = 10_000  # what a reader would still believe; more is "10000条以上"


@dataclass(frozen=True)
class NoticePage:
    """One page of a list, from 1: its rows, and how many there are in all (`more`: at least)."""

    rows: tuple[NoticeRow, ...]
    total: int
    page: int
    more: bool = False
    has_next: bool = False

    @property
    def pages(self) -> int:
        """How many pages are known of; an empty list still has one."""
        return max(1, -(-self.total // PER_PAGE), self.page + self.has_next)


def page_of_notices(session: Session, wanted: NoticeFilter, *, page: int = 1) -> NoticePage:
    """A page of 20 in the order that is asked for; NotFound beyond the last page.

    Only ids are walked on the way to a deep page: an index holds them.
    """
    query = ordered(narrowed(select(Notice.id), wanted), wanted)
    ids = list(session.exec(query.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)))
    if page > 1 and not ids:
        raise NotFound("没有第%(page)d页", page=page)
    total = count_notices(session, wanted)
    return NoticePage(
        rows=_in_order(session, ids[:PER_PAGE]),
        total=min(total, MOST_COUNTED),
        page=page,
        more=total > MOST_COUNTED,
        has_next=len(ids) > PER_PAGE,
    )


def _in_order(session: Session, ids: Sequence[int]) -> tuple[NoticeRow, ...]:
    found = session.exec(rows().where(col(Notice.id).in_(ids)))
    by_id = {one[0].id: as_row(*one) for one in found}
    return tuple(by_id[id_] for id_ in ids)


def count_notices(session: Session, wanted: NoticeFilter) -> int:
    """How many notices a list holds; counting stops one above `MOST_COUNTED`."""
    some = narrowed(select(Notice.id), wanted).limit(MOST_COUNTED + 1).subquery()
    counted: int = session.exec(select(func.count()).select_from(some)).one()
    return counted


def newest(session: Session, *families: str, limit: int) -> list[NoticeRow]:
    """The last published notices of these families; entries moved in from before are left out."""
    query = rows().where(col(Notice.family).in_(families), col(Notice.archived).is_(False))
    query = query.order_by(col(Notice.sequence).desc()).limit(limit)
    return [as_row(*one) for one in session.exec(query)]


def deadlines_ahead(session: Session, at: datetime, *, limit: int) -> list[NoticeRow]:
    """The notices whose deadline, as it stands now, is still ahead; the next one first."""
    query = rows().where(
        col(NoticeStanding.over).is_(False),
        col(NoticeStanding.deadline) > at,
        col(Notice.archived).is_(False),
    )
    query = query.order_by(col(NoticeStanding.deadline), col(Notice.sequence)).limit(limit)
    return [as_row(*one) for one in session.exec(query)]


def notices_of_year(session: Session, wanted: NoticeFilter) -> list[NoticeRow]:
    """Every notice that a filter finds, oldest first: the rows behind a figure."""
    query = narrowed(rows(), wanted).order_by(col(Notice.sequence))
    return [as_row(*one) for one in session.exec(query)]


def withdrawn_of_year(session: Session, year: int) -> list[NoticeRow]:
    """The notices of a year that were withdrawn since, oldest first."""
    query = narrowed(rows(), NoticeFilter(year=year)).order_by(col(Notice.sequence))
    return [as_row(*one) for one in session.exec(query.where(col(Withdrawal.sequence) > 0))]


def years_with_notices(session: Session) -> list[int]:
    """The years in which notices were first published, newest first.

    Each year is one step down an index: the last moment before the year just found.
    """
    published = col(Notice.published_at)
    years: list[int] = []
    last: datetime | None = session.exec(select(func.max(published))).one()
    while last is not None:
        years.append(reporting_year(last))
        start, _ = year_span(years[-1])
        last = session.exec(select(func.max(published)).where(published < start)).one()
    return years
