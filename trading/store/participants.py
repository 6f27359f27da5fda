"""Organizations as the public meets them: those that bought, those that won, those of a process."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from trading.domain.counting import Basis
from trading.domain.errors import NotFound
from trading.store.plans import Unindexed
from trading.store.tables import (
    Award,
    AwardSupplier,
    Notice,
    Organization,
    Process,
    Total,
    Withdrawal,
)
from trading.store.totals import years_with_totals


@dataclass(frozen=True)
class Participant:
    """An organization by its public id, which is given once; `uscc` is empty while unknown."""

    id: int
    name: str
    uscc: str = ""


@dataclass(frozen=True)
class Participants:
    """Who buys or sells in a process, and who won what stands."""

    buyer: Participant
    suppliers: tuple[Participant, ...]


@dataclass(frozen=True)
class BuyerYear:
    """What a buyer adds to the figures of a year; the trade total in fen."""

    year: int
    notices: int
    trades: int
    trade_total: int


def find_buyer(session: Session, id_: int) -> Participant:
    """The organization that published notices under this id; NotFound when none did."""
    if not is_buyer(session, id_):
        raise NotFound("没有编号为%(id)d的招标（采购、出让）人", id=id_)
    return _participant(session.get_one(Organization, id_))


def find_supplier(session: Session, id_: int) -> Participant:
    """The organization of this id that won something; NotFound when none did.

    One that only withdrawn notices named is not told of any more (interface.md §6).
    """
    if not is_supplier(session, id_):
        raise NotFound("没有编号为%(id)d的中标（成交）人", id=id_)
    return _participant(session.get_one(Organization, id_))


def is_buyer(session: Session, id_: int) -> bool:
    """Whether notices of this organization were published."""
    query = select(Notice.id).where(col(Notice.buyer_id) == id_).limit(1)
    return session.exec(query).first() is not None


def is_supplier(session: Session, id_: int) -> bool:
    """Whether a notice that was not withdrawn named this organization as a winner."""
    query = (
        select(Award.id)
        .join(AwardSupplier, col(AwardSupplier.award_id) == col(Award.id))
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Award.notice_id), isouter=True)
        .where(col(AwardSupplier.organization_id) == id_, col(Withdrawal.sequence).is_(None))
        .limit(1)
    )
    return session.exec(query).first() is not None


def participants(session: Session, process_id: int) -> Participants:
    """Who takes part in a published process; suppliers in the order of their awards."""
    buying = (
        select(Organization)
        .join(Process, col(Process.buyer_id) == col(Organization.id))
        .where(col(Process.id) == process_id)
    )
    winning = (
        select(Organization)
        .join(AwardSupplier, col(AwardSupplier.organization_id) == col(Organization.id))
        .join(Award, col(Award.id) == col(AwardSupplier.award_id))
        .where(col(Award.process_id) == process_id, Unindexed(Award.ended_by_notice_id).is_(None))
        .order_by(col(Award.id), col(AwardSupplier.position))
    )
    winners = dict.fromkeys(_participant(row) for row in session.exec(winning))
    return Participants(_participant(session.exec(buying).one()), tuple(winners))


def buyer_years(session: Session, buyer_id: int, basis: Basis) -> list[BuyerYear]:
    """What a buyer adds to each year's figures, the newest year first."""
    years = years_with_totals(session)
    query = select(Total.year, Total.figure, Total.value).where(
        col(Total.basis) == basis.value,
        col(Total.year).in_(years),
        col(Total.dimension) == "buyer",
        col(Total.key) == str(buyer_id),
    )
    sums: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for year, figure, value in session.exec(query):
        sums[year][figure] = value
    return [
        BuyerYear(year, *(sums[year].get(one, 0) for one in ("notices", "trades", "trade_total")))
        for year in years
        if year in sums
    ]


def _participant(row: Organization) -> Participant:
    assert row.id is not None
    return Participant(row.id, row.name, row.uscc or "")
