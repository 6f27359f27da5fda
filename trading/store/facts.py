"""Facts: what is published about processes, as the counting rules want to hear it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, func, select

from trading.domain.codes import Family, NoticeType, Outcome, PriceForm
from trading.domain.counting import (
    AwardFact,
    ExitFact,
    Limit,
    NoticeFact,
    ProcessFacts,
    ResultPeriods,
)
from trading.store.calendars import all_periods, work_calendar
from trading.store.plans import Unindexed
from trading.store.publicities import last_days
from trading.store.tables import (
    Award,
    AwardLot,
    Lot,
    LotExit,
    Notice,
    NoticeLot,
    NoticeStanding,
    Process,
    Withdrawal,
)

CHUNK = 200
# As the public saw them: what a centre moves in later has its own, earlier day.
_FIRST_TO_LAST = (col(Notice.published_at), col(Notice.sequence))


def facts_of(session: Session, process_ids: Sequence[int]) -> list[ProcessFacts]:
    """The published facts of these processes; those with nothing published are left out."""
    ids = list(process_ids)
    query = select(Process).where(col(Process.id).in_(ids), col(Process.code).is_not(None))
    rows = session.exec(query.order_by(col(Process.id))).all()
    lots, limits = _lots(session, ids)
    notices = _notices(session, ids)
    awards, exits = _awards(session, ids), _exits(session, ids)
    settled = {one.lot_id for found in exits.values() for one in found}
    settled |= {lot for found in awards.values() for one in found if one.active for lot in one.lots}
    _add_publicities(session, notices, settled)
    return [
        ProcessFacts(
            id=row.id,
            category=row.category,
            method=row.method,
            region=row.region,
            buyer_id=row.buyer_id,
            lots=tuple(lots[row.id]),
            limits={lot: limits[lot] for lot in lots[row.id]},
            notices=tuple(notices[row.id]),
            awards=tuple(awards[row.id]),
            exits=tuple(exits[row.id]),
        )
        for row in rows
        if row.id is not None and row.buyer_id is not None
    ]


@dataclass(frozen=True)
class Portion:
    """The facts of the processes with ids above `after` up to `upto` (None: without end)."""

    after: int
    upto: int | None
    facts: tuple[ProcessFacts, ...]


def portions(session: Session) -> Iterator[Portion]:
    """The facts of every process in portions so that memory stays small; they cover every id."""
    last = 0
    while True:
        query = select(Process.id).where(col(Process.id) > last).order_by(col(Process.id))
        ids = [one for one in session.exec(query.limit(CHUNK)) if one is not None]
        if not ids:
            yield Portion(last, None, ())
            return
        yield Portion(last, ids[-1], tuple(facts_of(session, ids)))
        last = ids[-1]


def all_facts(session: Session) -> Iterator[ProcessFacts]:
    """The facts of every process."""
    for portion in portions(session):
        yield from portion.facts


def result_periods(session: Session) -> ResultPeriods:
    """The periods of results and the calendar as they are entered now."""
    return ResultPeriods(work_calendar(session), tuple(all_periods(session)))


def _lots(session: Session, ids: list[int]) -> tuple[defaultdict[int, list[int]], dict[int, Limit]]:
    """The lots of each process in order of their numbers, and the limits of each lot."""
    query = (
        select(Lot.process_id, Lot.id, Lot.ceiling_fen, Lot.estimate_fen)
        .where(col(Lot.process_id).in_(ids))
        .order_by(col(Lot.process_id), col(Lot.number))
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    limits = {}
    for process_id, lot, ceiling, estimate in session.exec(query):
        assert lot is not None
        found[process_id].append(lot)
        limits[lot] = Limit(ceiling, estimate)
    return found, limits


def _notices(session: Session, ids: list[int]) -> defaultdict[int, list[NoticeFact]]:
    of_notice = _grouped(
        session.exec(
            select(NoticeLot.notice_id, NoticeLot.lot_id)
            .join(Notice, col(Notice.id) == col(NoticeLot.notice_id))
            .where(col(Notice.process_id).in_(ids))
            .order_by(col(NoticeLot.lot_id))
        )
    )
    # Any: SQLModel types at most four columns.
    query: Any = select(col(Notice.process_id), col(Notice.id), col(Notice.type))
    query = query.add_columns(col(Notice.published_on), col(Withdrawal.sequence))
    opening = func.coalesce(NoticeStanding.opening_at, NoticeStanding.deadline)
    query = query.add_columns(opening)
    query = query.join(
        NoticeStanding, col(NoticeStanding.notice_id) == col(Notice.id), isouter=True
    )
    query = query.join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id), isouter=True)
    rows = session.exec(query.where(col(Notice.process_id).in_(ids)).order_by(*_FIRST_TO_LAST))
    found: defaultdict[int, list[NoticeFact]] = defaultdict(list)
    for process_id, id_, type_, published_on, withdrawn, opening_at in rows:
        assert id_ is not None
        fact = NoticeFact(
            id=id_,
            type=NoticeType(type_),
            published_on=published_on,
            lots=tuple(of_notice[id_]),
            withdrawn=withdrawn is not None,
            opening_at=opening_at,
        )
        found[process_id].append(fact)
    return found


def _add_publicities(
    session: Session, notices: defaultdict[int, list[NoticeFact]], settled: set[int]
) -> None:
    """Until when publicities run: their records are read only where a lot waits for its result."""
    waiting = [
        one.id
        for found in notices.values()
        for one in found
        if one.type.family is Family.CANDIDATE and not settled.issuperset(one.lots)
    ]
    if not waiting:
        return
    until = last_days(session, waiting)
    for found in notices.values():
        found[:] = [
            replace(one, publicity_until=until[one.id]) if one.id in until else one for one in found
        ]


def _awards(session: Session, ids: list[int]) -> defaultdict[int, list[AwardFact]]:
    of_award = _grouped(
        session.exec(
            select(AwardLot.award_id, AwardLot.lot_id)
            .join(Lot, col(Lot.id) == col(AwardLot.lot_id))
            .where(col(Lot.process_id).in_(ids))
            .order_by(col(Lot.number))
        )
    )
    rows = session.exec(
        select(Award)
        .join(Notice, col(Notice.id) == col(Award.notice_id))
        .where(col(Award.process_id).in_(ids))
        # A corrected award was never another one: the row that states it anew is counted.
        .where(func.coalesce(col(Award.end_kind), "") != "corrected")
        .order_by(*_FIRST_TO_LAST, col(Award.id))
    )
    found: defaultdict[int, list[AwardFact]] = defaultdict(list)
    for row in rows:
        assert row.id is not None
        found[row.process_id].append(
            AwardFact(
                id=row.id,
                notice_id=row.notice_id,
                lots=tuple(of_award[row.id]),
                price_form=PriceForm(row.price_form),
                amount_fen=row.amount_fen,
                currency=row.currency,
                decided_on=row.decided_on,
                active=row.ended_by_notice_id is None,
            )
        )
    return found


def _exits(session: Session, ids: list[int]) -> defaultdict[int, list[ExitFact]]:
    rows = session.exec(
        select(Lot.process_id, LotExit)
        .join(Lot, col(Lot.id) == col(LotExit.lot_id))
        .where(col(Lot.process_id).in_(ids), Unindexed(LotExit.revoked_by_notice_id).is_(None))
        .order_by(col(LotExit.lot_id))
    )
    found: defaultdict[int, list[ExitFact]] = defaultdict(list)
    for process_id, row in rows:
        fact = ExitFact(lot_id=row.lot_id, notice_id=row.notice_id, outcome=Outcome(row.kind))
        found[process_id].append(fact)
    return found


def _grouped(pairs: Any) -> defaultdict[int, list[int]]:
    # Any: a result of two columns; SQLModel's result type does not name their nullability.
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
