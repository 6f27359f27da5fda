"""Leaders: who won most in a year; what a consortium won stands at each of its members."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from trading.domain.codes import Outcome
from trading.domain.counting import Basis
from trading.store.tables import AwardSupplier, Organization, StandingRow


@dataclass(frozen=True)
class Leader:
    """A supplier with its trades of a year and their amounts in fen; `shared` were consortia's."""

    id: int
    name: str
    trades: int
    fen: int
    shared: int


def leading_suppliers(session: Session, year: int, basis: Basis, *, most: int) -> list[Leader]:
    """The suppliers of the largest amounts of a year; those of consortia cannot be added up."""
    fen = func.coalesce(func.sum(StandingRow.amount_fen), 0)
    query: Any = select(AwardSupplier.organization_id, Organization.name, func.count(), fen)
    query = (
        query.join(StandingRow, col(StandingRow.award_id) == col(AwardSupplier.award_id))
        .join(Organization, col(Organization.id) == col(AwardSupplier.organization_id))
        .where(*_traded(year, basis))
        .group_by(col(AwardSupplier.organization_id), col(Organization.name))
        .order_by(fen.desc(), func.count().desc(), col(AwardSupplier.organization_id))
        .limit(most)
    )
    found = session.exec(query).all()
    shared = _shared(session, year, basis, [id_ for id_, *_ in found])
    return [
        Leader(id_, name, int(trades), int(fen), shared.get(id_, 0))
        for id_, name, trades, fen in found
    ]


def _shared(session: Session, year: int, basis: Basis, ids: Collection[int]) -> dict[int, int]:
    """How many of their trades each of these won together with others."""
    other = aliased(AwardSupplier)
    query: Any = (
        select(AwardSupplier.organization_id, func.count(col(StandingRow.lot_id).distinct()))
        .join(StandingRow, col(StandingRow.award_id) == col(AwardSupplier.award_id))
        .join(other, col(other.award_id) == col(AwardSupplier.award_id))
        .where(
            *_traded(year, basis),
            col(AwardSupplier.organization_id).in_(ids),
            col(other.organization_id) != col(AwardSupplier.organization_id),
        )
        .group_by(col(AwardSupplier.organization_id))
    )
    return {id_: int(count) for id_, count in session.exec(query)}


def _traded(year: int, basis: Basis) -> tuple[Any, ...]:
    """The conditions of a trade of the year."""
    decided = basis is Basis.DECIDED
    dated: Any = StandingRow.decided_on if decided else StandingRow.announced_on
    return (
        col(StandingRow.outcome) == Outcome.AWARDED.value,
        dated >= date(year, 1, 1),
        dated <= date(year, 12, 31),
    )
