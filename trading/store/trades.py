"""The rows behind each figure of a year: their count and sum are the figure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from trading.domain.calendar import year_span
from trading.domain.codes import Outcome
from trading.domain.counting import Basis
from trading.store.participants import Participant
from trading.store.tables import (
    Act,
    AwardSupplier,
    Lot,
    Notice,
    Organization,
    Process,
    StandingRow,
)

# Any: a column; the payload stays in the database.
_NUMBER: tuple[Any, ...] = (Notice.number,)


@dataclass(frozen=True, kw_only=True)
class LotRow:
    """A lot behind a figure: the amount (fen) is its share of the trade total, None for none.

    `day` is the day (Asia/Shanghai) that puts it into the year, `number` the notice behind it.
    `day_stated` is false where the first publication stands in for a decision date.
    """

    process_code: str
    process_title: str
    category: str
    buyer: str
    buyer_id: int
    lot: str
    day: date
    day_stated: bool
    number: str
    winners: tuple[Participant, ...]
    amount_fen: int | None
    excluded: str


@dataclass(frozen=True, kw_only=True)
class ActRow:
    """A publication act with the numbers of the notices it published."""

    published_at: datetime
    numbers: tuple[str, ...]


def trade_rows(session: Session, year: int, basis: Basis) -> list[LotRow]:
    """One row for each trade of a year: as many as `trades`, adding up to `trade_total`."""
    day = "decided_on" if basis is Basis.DECIDED else "announced_on"
    return _rows(session, year, outcome=Outcome.AWARDED, day=day, notice="award_notice_id")


def offered_rows(session: Session, year: int) -> list[LotRow]:
    """One row for each lot first offered in a year."""
    return _rows(session, year, outcome=None, day="offered_on", notice="offered_notice_id")


def failed_rows(session: Session, year: int) -> list[LotRow]:
    """One row for each lot declared failed in a year."""
    return _rows(session, year, outcome=Outcome.FAILED, day="exited_on", notice="exit_notice_id")


def act_rows(session: Session, year: int) -> list[ActRow]:
    """One row for each publication act of a year, oldest first."""
    start, end = year_span(year)
    rows = session.exec(
        select(Act.id, Act.published_at, Notice.number)
        .join(Notice, col(Notice.act_id) == col(Act.id))
        .where(col(Act.published_at) >= start, col(Act.published_at) < end)
        .order_by(col(Act.published_at), col(Act.id), col(Notice.sequence))
    ).all()
    numbers: defaultdict[int | None, list[str]] = defaultdict(list)
    moments: dict[int | None, datetime] = {}
    for act_id, moment, number in rows:
        numbers[act_id].append(number)
        moments[act_id] = moment
    return [ActRow(published_at=moments[act], numbers=tuple(numbers[act])) for act in moments]


def _rows(
    session: Session, year: int, *, outcome: Outcome | None, day: str, notice: str
) -> list[LotRow]:
    """The lots that stand so, whose day (the column of this name) lies in the year."""
    dated, behind = getattr(StandingRow, day), getattr(StandingRow, notice)
    query = (
        select(StandingRow, Lot, Process, Notice)
        .join(Lot, col(Lot.id) == col(StandingRow.lot_id))
        .join(Process, col(Process.id) == col(StandingRow.process_id))
        .join(Notice, col(Notice.id) == col(behind))
        .where(col(dated) >= date(year, 1, 1), col(dated) <= date(year, 12, 31))
        .options(load_only(*_NUMBER, raiseload=True))
    )
    if outcome is not None:
        query = query.where(col(StandingRow.outcome) == outcome.value)
    found = session.exec(query.order_by(col(dated), col(StandingRow.lot_id))).all()
    buyers = _buyers(session, {process.buyer_id for _, _, process, _ in found})
    traded = outcome is Outcome.AWARDED
    winners = (
        _winners(session, {one.award_id for one, *_ in found}) if traded else defaultdict(list)
    )
    return [
        LotRow(
            process_code=process.code or "",
            process_title=process.title,
            category=process.category,
            buyer=buyers.get(process.buyer_id, ""),
            buyer_id=process.buyer_id or 0,
            lot=lot.title,
            day=getattr(standing, day),
            day_stated=day != "decided_on" or standing.decision_stated,
            number=behind_it.number,
            winners=tuple(winners.get(standing.award_id, ())),
            amount_fen=standing.amount_fen if traded else None,
            excluded=standing.excluded if traded else "",
        )
        for standing, lot, process, behind_it in found
    ]


def _buyers(session: Session, ids: set[int | None]) -> dict[int | None, str]:
    query = select(Organization.id, Organization.name).where(col(Organization.id).in_(ids))
    return dict(session.exec(query).all())


def _winners(
    session: Session, award_ids: set[int | None]
) -> defaultdict[int | None, list[Participant]]:
    rows = session.exec(
        select(AwardSupplier.award_id, Organization.id, Organization.name)
        .join(Organization, col(Organization.id) == col(AwardSupplier.organization_id))
        .where(col(AwardSupplier.award_id).in_(award_ids))
        .order_by(col(AwardSupplier.award_id), col(AwardSupplier.position))
    )
    found: defaultdict[int | None, list[Participant]] = defaultdict(list)
    for award_id, id_, name in rows:
        found[award_id].append(Participant(id_ or 0, name))
    return found
