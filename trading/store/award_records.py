"""Awards as they were announced, with what became of each: those of a process, of a supplier."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from trading.store.lots import award_lots, award_suppliers
from trading.store.tables import Award, AwardSupplier, Lot, Notice, Process, Withdrawal


@dataclass(frozen=True)
class ProcessLink:
    """A process by its public code."""

    code: str
    title: str


@dataclass(frozen=True, kw_only=True)
class AwardRecord:
    """An award as it was announced; `ended_by` is the number of what ended it, empty if nothing.

    The amount (fen) covers all its lots, which are named by their numbers. When its notice was
    withdrawn (`withdrawn`), nobody is told who won, what, or when.
    """

    notice_number: str
    lots: tuple[int, ...]
    suppliers: tuple[str, ...]
    price_form: str
    amount_fen: int | None
    currency: str
    rate_text: str
    decided_on: date | None
    ended_by: str
    end_kind: str
    end_reason: str
    correction: str
    withdrawn: bool


@dataclass(frozen=True)
class WonAward:
    """An award with its process, and the titles of that process's lots by their numbers."""

    record: AwardRecord
    process: ProcessLink
    lot_titles: dict[int, str]


def awards_of_process(session: Session, process_id: int) -> tuple[AwardRecord, ...]:
    """The awards of a process, oldest first."""
    query = _awards().where(col(Award.process_id) == process_id).order_by(col(Award.id))
    return tuple(_records(session, session.exec(query).all()))


def awards_of_supplier(session: Session, supplier_id: int, *, limit: int) -> list[WonAward]:
    """The newest awards that name a supplier; what was withdrawn names nobody any more."""
    query = _awards().where(*_told_of(supplier_id)).order_by(col(Award.id).desc()).limit(limit)
    rows = session.exec(query).all()
    ids = {award.process_id for award, *_ in rows}
    named = select(Process).where(col(Process.id).in_(ids))
    links = {one.id: ProcessLink(one.code or "", one.title) for one in session.exec(named)}
    titles: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for lot in session.exec(select(Lot).where(col(Lot.process_id).in_(ids))):
        titles[lot.process_id][lot.number] = lot.title
    records = _records(session, rows)
    return [
        WonAward(record, links[award.process_id], titles[award.process_id])
        for (award, *_), record in zip(rows, records, strict=True)
    ]


def count_awards(session: Session, supplier_id: int) -> tuple[int, int]:
    """How many awards name a supplier, and how many of them stand."""
    query = (
        select(func.count(), func.count() - func.count(col(Award.ended_by_notice_id)))
        .select_from(Award)
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Award.notice_id), isouter=True)
        .where(*_told_of(supplier_id))
    )
    every, standing = session.exec(query).one()
    return every, standing


def _told_of(supplier_id: int) -> tuple[Any, Any]:
    """That an award names this supplier, and that its notice was not withdrawn."""
    # Any: SQLModel has no type for these conditions.
    named = select(AwardSupplier.award_id).where(col(AwardSupplier.organization_id) == supplier_id)
    return col(Award.id).in_(named), col(Withdrawal.sequence).is_(None)


def _awards() -> Any:
    """Awards with the numbers of the notices that announced, ended and corrected them."""
    # Any: five columns of four outer joins; SQLModel types at most four.
    ending, correcting = aliased(Notice), aliased(Notice)
    query: Any = select(Award, Notice.number)
    return (
        query.add_columns(col(ending.number), col(correcting.number), col(Withdrawal.sequence))
        .join(Notice, col(Notice.id) == col(Award.notice_id))
        .join(ending, col(ending.id) == col(Award.ended_by_notice_id), isouter=True)
        .join(correcting, col(correcting.id) == col(Award.correction_notice_id), isouter=True)
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Award.notice_id), isouter=True)
    )


def _records(session: Session, rows: Sequence[Any]) -> list[AwardRecord]:  # Any: as above
    process_ids: Collection[int] = {award.process_id for award, *_ in rows}
    lots = award_lots(session, process_ids)
    suppliers = award_suppliers(session, process_ids)
    return [
        AwardRecord(
            notice_number=number,
            lots=tuple(lots[row.id]),
            suppliers=tuple(suppliers[row.id]),
            price_form=row.price_form,
            amount_fen=row.amount_fen,
            currency=row.currency,
            rate_text=row.rate_text,
            decided_on=row.decided_on,
            ended_by=ended_by or "",
            end_kind=row.end_kind or "",
            end_reason=row.end_reason,
            correction=correction or "",
            withdrawn=withdrawn is not None,
        )
        for row, number, ended_by, correction, withdrawn in rows
    ]
