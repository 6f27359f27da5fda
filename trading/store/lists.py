"""Lists of published notices: a page at a time or a whole year, and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from trading.domain.calendar import reporting_year, year_span
from trading.domain.errors import NotFound
from trading.store.narrowing import (
    NEWEST_FIRST,
    NoticeFilter,
    asks_only_standing,
    asks_standing,
    narrowed,
    ordered,
    stand_so,
    walks_by_standing,
)
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
_STOP = MOST_COUNTED + 1


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
    total = count_notices(session, wanted)
    queries = ways(wanted, common=total > MOST_COUNTED)
    ids = _part(session, queries, limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
    if page > 1 and not ids:
        raise NotFound("没有第%(page)d页", page=page)
    return NoticePage(
        rows=_in_order(session, ids[:PER_PAGE]),
        total=min(total, MOST_COUNTED),
        page=page,
        more=total > MOST_COUNTED,
        has_next=len(ids) > PER_PAGE,
    )


def ways(wanted: NoticeFilter, *, common: bool) -> tuple[Any, ...]:
    """The queries whose ids, one query after the other, are the list.

    Few notices are found and then sorted. Of many, the index that has the order is followed until
    the page is full: for dates and amounts only where nothing else is asked, because there are
    kinds of notices that have none.
    """
    # Any: queries of one column.
    plain = wanted == NoticeFilter(sort=wanted.sort) or asks_only_standing(wanted)
    if common and plain and wanted.sort != NEWEST_FIRST:
        return walks_by_standing(wanted)
    return (ordered(narrowed(select(Notice.id), wanted, common=common), wanted, common=common),)


def _part(session: Session, queries: Sequence[Any], *, limit: int, offset: int) -> list[int]:
    """So many ids from an offset on, as if the queries were one."""
    ids: list[int] = []
    for query in queries:
        found = list(session.exec(query.limit(limit - len(ids)).offset(offset)))
        ids += found
        if len(ids) == limit:
            break
        offset -= offset if found else _count(session, query.order_by(None), most=offset)
    return ids


def _in_order(session: Session, ids: Sequence[int]) -> tuple[NoticeRow, ...]:
    found = session.exec(rows().where(col(Notice.id).in_(ids)))
    by_id = {one[0].id: as_row(*one) for one in found}
    return tuple(by_id[id_] for id_ in ids)


def count_notices(session: Session, wanted: NoticeFilter) -> int:
    """How many notices a list holds; counting stops one above `MOST_COUNTED`.

    Where it matters how notices stand, those that stand so are counted first: when even they are
    many, each notice is asked.
    """
    if asks_only_standing(wanted):
        shown = col(NoticeStanding.notice_id).not_in(select(Withdrawal.notice_id))
        return _count(session, stand_so(wanted).where(shown), most=_STOP)
    common = is_common(session, wanted)
    return _count(session, narrowed(select(Notice.id), wanted, common=common), most=_STOP)


def is_common(session: Session, wanted: NoticeFilter) -> bool:
    """Whether more notices than are counted stand as the filter asks, whatever else it asks."""
    if not asks_standing(wanted):
        return False
    return _count(session, stand_so(wanted), most=_STOP) == _STOP


def _count(session: Session, query: Any, *, most: int) -> int:  # Any: a query of one column
    counted: int = session.exec(
        select(func.count()).select_from(query.limit(most).subquery())
    ).one()
    return counted


def newest(session: Session, *families: str, limit: int) -> list[NoticeRow]:
    """The last published notices of these families; entries moved in from before are left out.

    Each family is asked by itself, in the order of its index: several at once would be sorted.
    """
    query = rows().where(col(Notice.archived).is_(False))
    query = query.order_by(col(Notice.sequence).desc()).limit(limit)
    found = [one for each in families for one in session.exec(query.where(Notice.family == each))]
    found.sort(key=lambda one: one[0].sequence, reverse=True)
    return [as_row(*one) for one in found[:limit]]


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
