"""Narrowing: what a list of notices is filtered by, and in which order it stands."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from trading.domain.calendar import day_start, year_span
from trading.domain.grams import parse_query
from trading.store.search_index import Place, found
from trading.store.tables import Award, AwardSupplier, Notice, NoticeStanding, Process, Withdrawal

NEWEST_FIRST = "-published"


@dataclass(frozen=True, kw_only=True)
class NoticeFilter:
    """What a list is narrowed to; empty means everything. `year` is that of first publication.

    `buyer` and `supplier` are ids, `process` a code, `min` and `max` fen, `from_` and `to` days
    that both count. `open` is judged at the moment `at`, which is no part of what is asked.
    `after` is where a reader that takes everything goes on; only the feed that knows it looks.
    """

    q: str = ""
    family: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    method: str = ""
    region: str = ""
    buyer: int | None = None
    supplier: int | None = None
    process: str = ""
    year: int | None = None
    from_: date | None = None
    to: date | None = None
    min: int | None = None
    max: int | None = None
    open: bool = False
    at: datetime | None = field(default=None, compare=False)
    after: int | None = None
    sort: str = NEWEST_FIRST


def narrowed(query: Any, wanted: NoticeFilter) -> Any:
    """The query with every condition of the filter; several values of one kind are alternatives.

    A search leaves out what was withdrawn: its text is gone (interface.md §6).
    """
    # Any: queries of many shapes.
    for column, values in (
        (Notice.family, wanted.family),
        (Notice.type, wanted.type),
        (Notice.category, wanted.category),
        (Notice.method, wanted.method),
        (Notice.region, wanted.region),
    ):
        if values:
            given = (values,) if isinstance(values, str) else values
            query = query.where(col(column).in_(given))
    query = _by_parties(_by_days(query, wanted), wanted)
    if wanted.open or wanted.min is not None or wanted.max is not None:
        query = query.where(col(Notice.id).in_(_standing(wanted)))
    terms = parse_query(wanted.q)
    if terms:
        query = found(query, terms)
    if terms or wanted.supplier is not None:  # nobody is told any more whom it named
        query = query.where(col(Notice.id).not_in(select(Withdrawal.notice_id)))
    return query


def ordered(query: Any, wanted: NoticeFilter) -> Any:
    """The query in the order that is asked for; what has no such date or amount comes last."""
    # Any: queries of many shapes, which get the standing joined where its columns order them.
    if wanted.sort == NEWEST_FIRST and parse_query(wanted.q):
        return query.order_by(Place().desc())
    if wanted.sort == NEWEST_FIRST:
        return query.order_by(col(Notice.published_at).desc(), col(Notice.sequence).desc())
    query = query.join(NoticeStanding, col(NoticeStanding.notice_id) == col(Notice.id))
    return by_standing(query, wanted)


def by_standing(query: Any, wanted: NoticeFilter) -> Any:
    """A query that has the standings already, in an order that they give."""
    # Any: queries of many shapes.
    place = col(NoticeStanding.notice_id)
    if wanted.sort == "deadline":
        return query.order_by(col(NoticeStanding.deadline).asc().nulls_last(), place)
    return query.order_by(col(NoticeStanding.amount_fen).desc().nulls_last(), place.desc())


def _by_days(query: Any, wanted: NoticeFilter) -> Any:
    """First published in a year, from a day on, or to the end of a day (Asia/Shanghai)."""
    published = col(Notice.published_at)
    if wanted.year is not None:
        start, end = year_span(wanted.year)
        query = query.where(published >= start, published < end)
    if wanted.from_ is not None:
        query = query.where(published >= day_start(wanted.from_))
    if wanted.to is not None:
        query = query.where(published < day_start(wanted.to + timedelta(days=1)))
    return query


def _by_parties(query: Any, wanted: NoticeFilter) -> Any:
    if wanted.buyer is not None:
        query = query.where(col(Notice.buyer_id) == wanted.buyer)
    if wanted.process:
        process = select(Process.id).where(col(Process.code) == wanted.process)
        query = query.where(col(Notice.process_id) == process.scalar_subquery())
    if wanted.supplier is not None:
        query = query.where(col(Notice.id).in_(_won_by(wanted.supplier)))
    return query


def _won_by(organization_id: int) -> Any:
    """The notices, and the corrections, that announced an award to an organization."""
    awards = select(Award.notice_id).join(
        AwardSupplier, col(AwardSupplier.award_id) == col(Award.id)
    )
    won = awards.where(col(AwardSupplier.organization_id) == organization_id)
    corrected = won.with_only_columns(col(Award.correction_notice_id))
    return won.union_all(corrected.where(col(Award.correction_notice_id).is_not(None)))


def _standing(wanted: NoticeFilter) -> Any:
    """The notices with such an amount, or such a deadline ahead, as they stand now."""
    query = select(NoticeStanding.notice_id)
    amount, deadline = col(NoticeStanding.amount_fen), col(NoticeStanding.deadline)
    if wanted.min is not None:
        query = query.where(amount >= wanted.min)
    if wanted.max is not None:
        query = query.where(amount <= wanted.max)
    if wanted.min is not None or wanted.max is not None:  # one that was withdrawn shows none
        gone = select(Withdrawal.notice_id)
        query = query.where(col(NoticeStanding.notice_id).not_in(gone))
    if wanted.open:
        assert wanted.at is not None, "an open list needs its moment"
        query = query.where(col(NoticeStanding.over).is_(False), deadline > wanted.at)
    return query
