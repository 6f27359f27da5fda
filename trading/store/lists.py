"""Lists of published notices: narrowed by a filter, a page at a time or a whole year."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import extract
from sqlmodel import Session, col, func, select

from trading.domain.calendar import year_span
from trading.domain.errors import NotFound
from trading.domain.grams import parse_query
from trading.store.notice_rows import NoticeRow, as_row, rows
from trading.store.tables import Notice, NoticeStanding, Withdrawal

PER_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class NoticeFilter:
    """What a list is narrowed to; empty means everything. `year` is that of first publication."""

    q: str = ""
    family: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True)
class NoticePage:
    """One page of a list: its rows, and how many there are in all; pages count from 1."""

    rows: tuple[NoticeRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list still has one."""
        return max(1, -(-self.total // PER_PAGE))


def page_of_notices(session: Session, wanted: NoticeFilter, *, page: int = 1) -> NoticePage:
    """A page of 20, newest publication first; NotFound beyond the last page."""
    total = count_notices(session, wanted)
    if page > max(1, -(-total // PER_PAGE)):
        raise NotFound("没有第%(page)d页", page=page)
    query = narrowed(rows(), wanted).order_by(
        col(Notice.published_at).desc(), col(Notice.sequence).desc()
    )
    found = session.exec(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return NoticePage(tuple(as_row(*one) for one in found), total, page)


def count_notices(session: Session, wanted: NoticeFilter) -> int:
    """How many notices a list holds."""
    counted: int = session.exec(narrowed(select(func.count()).select_from(Notice), wanted)).one()
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
    """The years in which notices were first published, newest first."""
    year = extract("year", col(Notice.published_on))
    return list(session.exec(select(year).distinct().order_by(year.desc())))


def narrowed(query: Any, wanted: NoticeFilter) -> Any:
    """The query with every condition of the filter; several values of one kind are alternatives.

    A search leaves out what was withdrawn: its text is gone (interface.md §6).
    """
    # Any: queries of many shapes.
    if wanted.family:
        query = query.where(col(Notice.family).in_(wanted.family))
    if wanted.type:
        query = query.where(col(Notice.type).in_(wanted.type))
    if wanted.category:
        query = query.where(col(Notice.category).in_(wanted.category))
    if wanted.year is not None:
        start, end = year_span(wanted.year)
        query = query.where(col(Notice.published_at) >= start, col(Notice.published_at) < end)
    terms = parse_query(wanted.q)
    for term in terms:
        query = query.where(col(Notice.search_text).contains(term.text, autoescape=True))
    if terms:
        query = query.where(col(Notice.id).not_in(select(Withdrawal.notice_id)))
    return query
