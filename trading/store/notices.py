"""Published notices as readers see them: one, a page of many, those for a feed."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import extract
from sqlalchemy.orm import aliased, load_only
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from trading.domain.calendar import year_span
from trading.domain.errors import NotFound
from trading.domain.grams import parse_query
from trading.domain.payloads import FrozenNotice, thaw
from trading.store.tables import Award, Notice, Organization

PER_PAGE = 20
# Any: SQLModel has no type for EXISTS.
_IS_REPLACED: Any = (
    select(Award.id)
    .where(col(Award.notice_id) == col(Notice.id), col(Award.ended_by_notice_id).is_not(None))
    .exists()
)
_Query = TypeVar("_Query", Select[Notice, str, bool], SelectOfScalar[int])
CLOSED_PAGE = 50  # items in a closed page of a feed (interface.md §4)
# Any: columns of many types; the payload and the search text stay in the database.
_PLAIN: tuple[Any, ...] = (
    Notice.id,
    Notice.number,
    Notice.sequence,
    Notice.process_id,
    Notice.type,
    Notice.family,
    Notice.category,
    Notice.method,
    Notice.region,
    Notice.title,
    Notice.published_at,
    Notice.deadline,
    Notice.amount_fen,
    Notice.currency,
    Notice.archived,
)


@dataclass(frozen=True, kw_only=True)
class NoticeFilter:
    """What a list is narrowed to; empty means everything. `year` is that of first publication."""

    q: str = ""
    family: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A notice in a list; times aware, the amount in fen.

    `replaced` is true once another notice has replaced an award that this one announced.
    """

    number: str
    sequence: int
    process_id: int
    type: str
    family: str
    category: str
    method: str
    region: str
    title: str
    published_at: datetime
    deadline: datetime | None
    amount_fen: int | None
    currency: str
    archived: bool
    buyer_name: str
    replaced: bool


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice with its frozen content; `payload` is the canonical record, byte for byte."""

    row: NoticeRow
    payload: str
    sha256: str

    @cached_property
    def frozen(self) -> FrozenNotice:
        """The record read back; ValueError, KeyError or TypeError when it is damaged.

        Read only when asked for, so that one damaged record cannot break a list of many.
        """
        return thaw(json.loads(self.payload))


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
    query = _narrowed(_rows(), wanted).order_by(
        col(Notice.published_at).desc(), col(Notice.sequence).desc()
    )
    found = session.exec(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return NoticePage(tuple(_row(*one) for one in found), total, page)


def count_notices(session: Session, wanted: NoticeFilter) -> int:
    """How many notices a list holds."""
    query = select(func.count()).select_from(Notice)
    return session.exec(_narrowed(query, wanted)).one()


def newest(session: Session, family: str, *, limit: int) -> list[NoticeRow]:
    """The last published notices of a family; entries moved in from before are left out."""
    query = _rows().where(col(Notice.family) == family, col(Notice.archived).is_(False))
    query = query.order_by(col(Notice.sequence).desc()).limit(limit)
    return [_row(*one) for one in session.exec(query)]


def deadlines_ahead(session: Session, at: datetime, *, limit: int) -> list[NoticeRow]:
    """The notices whose deadline is still ahead, the next one first."""
    query = _rows().where(col(Notice.deadline) > at, col(Notice.archived).is_(False))
    query = query.order_by(col(Notice.deadline), col(Notice.sequence)).limit(limit)
    return [_row(*one) for one in session.exec(query)]


def find_notice(session: Session, number: str) -> NoticeView:
    """One notice by its number; NotFound when it was never published."""
    query = _whole().where(col(Notice.number) == number)
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound("没有编号为%(number)s的公告", number=number[:40])
    return _view(*found)


def notices_of_process(session: Session, process_id: int) -> list[NoticeRow]:
    """Every notice of a process, oldest first: its time line."""
    query = _rows().where(col(Notice.process_id) == process_id)
    return [_row(*one) for one in session.exec(query.order_by(col(Notice.sequence)))]


def replaced_by(session: Session, number: str) -> list[str]:
    """The numbers of the notices that replaced an award which this notice announced."""
    later = aliased(Notice)
    query = (
        select(later.number)
        .join(Award, col(Award.ended_by_notice_id) == col(later.id))
        .join(Notice, col(Notice.id) == col(Award.notice_id))
        .where(col(Notice.number) == number)
        .distinct()
        .order_by(col(later.number))
    )
    return list(session.exec(query))


def notices_for_feed(session: Session, wanted: NoticeFilter) -> list[NoticeView]:
    """What a feed holds, newest first: its open page and the whole closed page before it.

    That is everything while there are fewer than 100 (interface.md §4). Archived entries are
    never in feeds.
    """
    own = col(Notice.archived).is_(False)
    total = session.exec(
        _narrowed(select(func.count()).select_from(Notice), wanted).where(own)
    ).one()
    size = total if total < CLOSED_PAGE else CLOSED_PAGE + total % CLOSED_PAGE
    query = _narrowed(_whole(), wanted).where(own).order_by(col(Notice.sequence).desc())
    return [_view(*one) for one in session.exec(query.limit(size))]


def notices_of_year(session: Session, wanted: NoticeFilter) -> list[NoticeRow]:
    """Every notice that a filter finds, oldest first: the rows behind a figure."""
    query = _narrowed(_rows(), wanted).order_by(col(Notice.sequence))
    return [_row(*one) for one in session.exec(query)]


def years_with_notices(session: Session) -> list[int]:
    """The years in which notices were first published, newest first."""
    year = extract("year", col(Notice.published_on))
    return list(session.exec(select(year).distinct().order_by(year.desc())))


def _rows() -> Select[Notice, str, bool]:
    query = select(Notice, Organization.name, _IS_REPLACED)
    query = query.options(load_only(*_PLAIN, raiseload=True))
    return query.join(Organization, col(Organization.id) == col(Notice.buyer_id))


def _whole() -> Select[Notice, str, bool]:
    query = select(Notice, Organization.name, _IS_REPLACED)
    return query.join(Organization, col(Organization.id) == col(Notice.buyer_id))


def _narrowed(query: _Query, wanted: NoticeFilter) -> _Query:
    """The query with every condition of the filter; several values of one kind are alternatives."""
    if wanted.family:
        query = query.where(col(Notice.family).in_(wanted.family))
    if wanted.type:
        query = query.where(col(Notice.type).in_(wanted.type))
    if wanted.category:
        query = query.where(col(Notice.category).in_(wanted.category))
    if wanted.year is not None:
        start, end = year_span(wanted.year)
        query = query.where(col(Notice.published_at) >= start, col(Notice.published_at) < end)
    for term in parse_query(wanted.q):
        query = query.where(col(Notice.search_text).contains(term.text, autoescape=True))
    return query


def _row(notice: Notice, buyer_name: str, replaced: bool) -> NoticeRow:
    return NoticeRow(
        number=notice.number,
        sequence=notice.sequence,
        process_id=notice.process_id,
        type=notice.type,
        family=notice.family,
        category=notice.category,
        method=notice.method,
        region=notice.region,
        title=notice.title,
        published_at=notice.published_at,
        deadline=notice.deadline,
        amount_fen=notice.amount_fen,
        currency=notice.currency,
        archived=notice.archived,
        buyer_name=buyer_name,
        replaced=replaced,
    )


def _view(notice: Notice, buyer_name: str, replaced: bool) -> NoticeView:
    return NoticeView(
        row=_row(notice, buyer_name, replaced),
        payload=notice.payload,
        sha256=notice.payload_sha256,
    )
