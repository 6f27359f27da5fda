"""Published lots and how each stands: offered when, won by whom, or ended without an award."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from trading.domain.codes import Family
from trading.store.plans import Unindexed
from trading.store.tables import (
    Award,
    AwardLot,
    AwardSupplier,
    Lot,
    LotExit,
    Notice,
    NoticeLot,
    Organization,
)


@dataclass(frozen=True, kw_only=True)
class AwardView:
    """An active award: the lots (by number) that it covers together, and who won them.

    `amount_fen` is for all its lots; None for the other price forms or when not stated.
    """

    id: int
    notice_number: str
    lots: tuple[int, ...]
    suppliers: tuple[str, ...]
    price_form: str
    amount_fen: int | None
    currency: str
    decided_on: date | None


@dataclass(frozen=True, kw_only=True)
class LotView:
    """A published lot; amounts in fen. `offered_on` is the day (Asia/Shanghai) of its first
    tender-family notice here; `exit` is failed or terminated once it ended without an award."""

    id: int
    number: int
    title: str
    code: str
    estimate_fen: int | None
    ceiling_fen: int | None
    offered_on: date | None
    active_award: AwardView | None
    exit: str | None

    @property
    def offered(self) -> bool:
        """Whether a tender-family notice has been published for it here."""
        return self.offered_on is not None


def lots_of(session: Session, process_id: int) -> tuple[LotView, ...]:
    """The published lots of a process in order of number."""
    return lots_of_processes(session, [process_id])[process_id]


def lots_of_processes(
    session: Session, process_ids: Collection[int]
) -> dict[int, tuple[LotView, ...]]:
    """The published lots of each of these processes, in as many statements as for one."""
    query = select(Lot).where(col(Lot.process_id).in_(process_ids)).order_by(col(Lot.number))
    offered = _offered_on(session, process_ids)
    exits = _exits(session, process_ids)
    awards = {
        (process_id, lot): award
        for process_id, award in _active_awards(session, process_ids)
        for lot in award.lots
    }
    found: dict[int, list[LotView]] = {process_id: [] for process_id in process_ids}
    for row in session.exec(query):
        assert row.id is not None
        found[row.process_id].append(
            LotView(
                id=row.id,
                number=row.number,
                title=row.title,
                code=row.code,
                estimate_fen=row.estimate_fen,
                ceiling_fen=row.ceiling_fen,
                offered_on=offered.get(row.id),
                active_award=awards.get((row.process_id, row.number)),
                exit=exits.get(row.id),
            )
        )
    return {process_id: tuple(lots) for process_id, lots in found.items()}


def _offered_on(session: Session, process_ids: Collection[int]) -> dict[int, date]:
    rows = session.exec(
        select(NoticeLot.lot_id, func.min(Notice.published_on))
        .join(Notice, col(Notice.id) == col(NoticeLot.notice_id))
        .where(
            col(Notice.process_id).in_(process_ids), Unindexed(Notice.family) == Family.TENDER.value
        )
        .group_by(col(NoticeLot.lot_id))
    )
    return dict(rows.all())


def _exits(session: Session, process_ids: Collection[int]) -> dict[int, str]:
    rows = session.exec(
        select(LotExit.lot_id, LotExit.kind)
        .join(Lot, col(Lot.id) == col(LotExit.lot_id))
        .where(
            col(Lot.process_id).in_(process_ids), Unindexed(LotExit.revoked_by_notice_id).is_(None)
        )
    )
    return dict(rows.all())


def _active_awards(session: Session, process_ids: Collection[int]) -> list[tuple[int, AwardView]]:
    """The active awards, each with the process it belongs to."""
    rows = session.exec(
        select(Award, Notice.number)
        .join(Notice, col(Notice.id) == col(Award.notice_id))
        .where(
            col(Award.process_id).in_(process_ids), Unindexed(Award.ended_by_notice_id).is_(None)
        )
        .order_by(col(Award.id))
    ).all()
    lots, suppliers = award_lots(session, process_ids), award_suppliers(session, process_ids)
    return [
        (
            row.process_id,
            AwardView(
                id=row.id,
                notice_number=number,
                lots=tuple(lots[row.id]),
                suppliers=tuple(suppliers[row.id]),
                price_form=row.price_form,
                amount_fen=row.amount_fen,
                currency=row.currency,
                decided_on=row.decided_on,
            ),
        )
        for row, number in rows
        if row.id is not None
    ]


def award_lots(session: Session, process_ids: Collection[int]) -> defaultdict[int, list[int]]:
    """The numbers of the lots of every award of these processes, by award."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    query = (
        select(AwardLot.award_id, Lot.number)
        .join(Lot, col(Lot.id) == col(AwardLot.lot_id))
        .where(col(Lot.process_id).in_(process_ids))
        .order_by(col(Lot.number))
    )
    for award_id, number in session.exec(query):
        found[award_id].append(number)
    return found


def award_suppliers(session: Session, process_ids: Collection[int]) -> defaultdict[int, list[str]]:
    """The names of the suppliers of every award of these processes, by award, as stated."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = (
        select(AwardSupplier.award_id, Organization.name)
        .join(Organization, col(Organization.id) == col(AwardSupplier.organization_id))
        .join(Award, col(Award.id) == col(AwardSupplier.award_id))
        .where(col(Award.process_id).in_(process_ids))
        .order_by(col(AwardSupplier.award_id), col(AwardSupplier.position))
    )
    for award_id, name in session.exec(query):
        found[award_id].append(name)
    return found
