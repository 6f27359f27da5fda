"""Narrowing: what a list of notices is filtered by, and in which order it stands."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import and_, case, col, literal, or_, select

from trading.domain.calendar import day_start, year_span
from trading.domain.grams import parse_query
from trading.store.plans import Unindexed
from trading.store.search_index import Place, found, place_of
from trading.store.tables import Award, AwardSupplier, Notice, NoticeStanding, Process, Withdrawal

NEWEST_FIRST = "-published"
_WITHDRAWN = select(Withdrawal.notice_id)


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


def narrowed(query: Any, wanted: NoticeFilter, *, common: bool = False, led: bool = False) -> Any:
    """The query with every condition of the filter; several values of one kind are alternatives.

    A search leaves out what was withdrawn: its text is gone (interface.md §6). Where so many
    notices are found that a page of them is soon met, a `common` filter asks each notice how it
    stands; otherwise the few that stand so are taken first. `led` says that other rows lead to
    the notices one by one, so that none is looked up.
    """
    # Any: queries of many shapes.
    few = led or wanted.buyer is not None or (asks_standing(wanted) and not common)
    for column, values in (
        (Notice.family, wanted.family),
        (Notice.type, wanted.type),
        (Notice.category, wanted.category),
        (Notice.method, wanted.method),
        (Notice.region, wanted.region),
    ):
        if values:
            given = (values,) if isinstance(values, str) else values
            asked = Unindexed(col(column)) if few else col(column)
            query = query.where(asked.in_(given))
    query = _by_parties(_by_days(query, wanted, led=led), wanted, led=led)
    if asks_standing(wanted):
        query = query.where(_stands(wanted, one_by_one=common))
    terms = parse_query(wanted.q)
    if terms:
        query = _placed(found(query, terms), wanted)
    if terms or wanted.supplier is not None:  # nobody is told any more whom it named
        query = query.where(col(Notice.id).not_in(_WITHDRAWN))
    return query


def asks_only_standing(wanted: NoticeFilter) -> bool:
    """Whether nothing but how a notice stands now narrows the list."""
    plain = NoticeFilter(min=wanted.min, max=wanted.max, open=wanted.open, sort=wanted.sort)
    return wanted == plain and asks_standing(wanted)


def asks_standing(wanted: NoticeFilter) -> bool:
    """Whether it matters how a notice stands now: its amount, its deadline."""
    return wanted.open or wanted.min is not None or wanted.max is not None


def ordered(query: Any, wanted: NoticeFilter, *, common: bool = False) -> Any:
    """The query in the order that is asked for; what has no such date or amount comes last.

    Few that stand as they should are sorted: to meet them among the newest would take long.
    """
    # Any: queries of many shapes, which get the standing joined where its columns order them.
    if wanted.sort == NEWEST_FIRST and parse_query(wanted.q):
        return query.order_by(Place().desc())
    if wanted.sort == NEWEST_FIRST:
        published = col(Notice.published_at)
        begun = Unindexed(published) if asks_standing(wanted) and not common else published
        return query.order_by(begun.desc(), col(Notice.sequence).desc())
    query = query.join(NoticeStanding, col(NoticeStanding.notice_id) == col(Notice.id))
    return by_standing(query, wanted)


def by_standing(query: Any, wanted: NoticeFilter) -> Any:
    """A query that has the standings already, in an order that they give.

    What shows no deadline or no amount any more (`as_row`) has none here either.
    """
    # Any: queries of many shapes.
    place = col(NoticeStanding.notice_id)
    if wanted.sort == "deadline":
        deadline = case((col(NoticeStanding.over).is_(False), col(NoticeStanding.deadline)))
        return query.order_by(deadline.asc().nulls_last(), place)
    amount = case((place.not_in(_WITHDRAWN), col(NoticeStanding.amount_fen)))
    return query.order_by(amount.desc().nulls_last(), place.desc())


def walks_by_standing(wanted: NoticeFilter) -> tuple[Any, Any]:
    """The ids of a common filter as two queries, one after the other, that follow an index each.

    Those with such a value in its order, then those without; each notice that is met on the way
    is asked whether the filter wants it. The same order as `by_standing`.
    """
    # Any: queries of one column.
    place, amount = col(NoticeStanding.notice_id), col(NoticeStanding.amount_fen)
    over, deadline = col(NoticeStanding.over), col(NoticeStanding.deadline)
    wants = narrowed(select(literal(1)).select_from(Notice), wanted, common=True)
    wants = wants.where(col(Notice.id) == place).correlate(NoticeStanding).scalar_subquery()
    query = select(NoticeStanding.notice_id).where(wants == 1)
    if wanted.sort == "deadline":
        shown = query.where(over.is_(False), deadline.is_not(None)).order_by(deadline, place)
        return shown, query.where(or_(over, deadline.is_(None))).order_by(place)
    shown = query.where(amount.is_not(None), place.not_in(_WITHDRAWN))
    rest = query.where(or_(amount.is_(None), place.in_(_WITHDRAWN)))
    return shown.order_by(amount.desc(), place.desc()), rest.order_by(place.desc())


def _placed(query: Any, wanted: NoticeFilter) -> Any:
    """A search between days: the index has the matches in this order, and begins there."""
    # Any: queries of many shapes.
    start, end = _days(wanted)
    if start is not None:
        query = query.where(Place() >= place_of(start, 0))
    if end is not None:
        query = query.where(Place() < place_of(end, 0))
    return query


def _days(wanted: NoticeFilter) -> tuple[datetime | None, datetime | None]:
    """From which moment on, and before which, a notice was first published (Asia/Shanghai)."""
    starts, ends = [], []
    if wanted.year is not None:
        starts, ends = [year_span(wanted.year)[0]], [year_span(wanted.year)[1]]
    if wanted.from_ is not None:
        starts.append(day_start(wanted.from_))
    if wanted.to is not None:
        ends.append(day_start(wanted.to + timedelta(days=1)))
    return max(starts, default=None), min(ends, default=None)


def _by_days(query: Any, wanted: NoticeFilter, *, led: bool) -> Any:
    published = Unindexed(Notice.published_at) if led else col(Notice.published_at)
    start, end = _days(wanted)
    if start is not None:
        query = query.where(published >= start)
    if end is not None:
        query = query.where(published < end)
    return query


def _by_parties(query: Any, wanted: NoticeFilter, *, led: bool) -> Any:
    if wanted.buyer is not None:
        buyer = Unindexed(Notice.buyer_id) if led else col(Notice.buyer_id)
        query = query.where(buyer == wanted.buyer)
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


def stand_so(wanted: NoticeFilter) -> Any:
    """The ids of all notices that have such an amount, or such a deadline ahead."""
    # Any: a query of one column.
    return select(NoticeStanding.notice_id).where(*_asked(wanted))


def _stands(wanted: NoticeFilter, *, one_by_one: bool) -> Any:
    """Whether a notice has such an amount, or such a deadline ahead, as it stands now."""
    # Any: a condition.
    if one_by_one:  # a scalar: no database turns it around and begins with the standings
        mine = select(literal(1)).where(col(NoticeStanding.notice_id) == col(Notice.id))
        mine = mine.where(*_asked(wanted)).correlate(Notice)
        stands: Any = mine.scalar_subquery() == 1
    else:
        stands = col(Notice.id).in_(stand_so(wanted))
    if wanted.min is None and wanted.max is None:
        return stands
    return and_(stands, col(Notice.id).not_in(_WITHDRAWN))  # one of these shows no amount


def _asked(wanted: NoticeFilter) -> list[Any]:
    # Any: conditions.
    amount, deadline = col(NoticeStanding.amount_fen), col(NoticeStanding.deadline)
    asked: list[Any] = []
    if wanted.min is not None:
        asked.append(amount >= wanted.min)
    if wanted.max is not None:
        asked.append(amount <= wanted.max)
    if wanted.open:
        assert wanted.at is not None, "an open list needs its moment"
        asked += [col(NoticeStanding.over).is_(False), deadline > wanted.at]
    return asked
