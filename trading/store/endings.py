"""What became of the lots of an offer that ended without an award, for those who read the offer."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from trading.domain.codes import Family, Outcome
from trading.store.plans import Unindexed
from trading.store.tables import Lot, LotExit, Notice, NoticeLot


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A lot that failed or was terminated, and the number of the notice that said so."""

    lot: str
    outcome: Outcome
    number: str


def endings_of(session: Session, numbers: Collection[str]) -> defaultdict[str, tuple[Ending, ...]]:
    """The ended lots of these offers (tender family) by number, in order of publication and lot.

    What a withdrawn notice ended stands again, and is not among them.
    """
    offer = aliased(Notice)
    query = (
        select(offer.number, Lot.title, LotExit.kind, Notice.number)
        .join(NoticeLot, col(NoticeLot.notice_id) == col(offer.id))
        .join(Lot, col(Lot.id) == col(NoticeLot.lot_id))
        .join(LotExit, col(LotExit.lot_id) == col(Lot.id))
        .join(Notice, col(Notice.id) == col(LotExit.notice_id))
        .where(
            col(offer.number).in_(numbers),
            Unindexed(offer.family) == Family.TENDER.value,
            Unindexed(LotExit.revoked_by_notice_id).is_(None),
        )
        .order_by(col(Notice.sequence), col(Lot.number))
    )
    found: defaultdict[str, tuple[Ending, ...]] = defaultdict(tuple)
    for number, lot, kind, ended_by in session.exec(query):
        found[number] += (Ending(lot=lot, outcome=Outcome(kind), number=ended_by),)
    return found
