"""What published notices say of lots: that they are offered, won by someone, or ended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select, update

from trading.domain.codes import Family
from trading.domain.drafts import AwardDraft, FailedLot, LotDraft
from trading.store.plans import Unindexed
from trading.store.tables import (
    Award,
    AwardLot,
    AwardSupplier,
    Lot,
    LotExit,
    Notice,
    NoticeLot,
    NoticeStanding,
    Withdrawal,
)


def state_lots(
    session: Session, process_id: int, lots: Sequence[LotDraft], *, offering: bool
) -> dict[int, int]:
    """Enter what a notice says of its lots; gives their row ids by lot number.

    A notice that offers lots states their facts anew; any other one only fills what is not known.
    """
    known = {
        row.number: row
        for row in session.exec(select(Lot).where(col(Lot.process_id) == process_id))
    }
    rows = {}
    for lot in lots:
        row = known.get(lot.number) or Lot(process_id=process_id, number=lot.number, title="")
        _state(row, lot, offering=offering)
        session.add(row)
        rows[lot.number] = row
    session.flush()
    return {number: row.id for number, row in rows.items() if row.id is not None}


def _state(row: Lot, lot: LotDraft, *, offering: bool) -> None:
    said = {
        "title": lot.title,
        "code": lot.code,
        "estimate_fen": lot.estimate.fen if lot.estimate else None,
        "ceiling_fen": lot.ceiling.fen if lot.ceiling else None,
    }
    for name, value in said.items():
        if value not in ("", None) and (offering or getattr(row, name) in ("", None)):
            setattr(row, name, value)


def end_award(session: Session, award_id: int, *, by_notice: int, reason: str) -> None:
    """An award is replaced by what another notice announces; its row stays as history."""
    session.exec(
        update(Award)
        .where(
            col(Award.id) == award_id,
            Unindexed(Award.ended_by_notice_id).is_(None),
        )
        .values(ended_by_notice_id=by_notice, end_kind="replaced", end_reason=reason)
    )


def add_award(
    session: Session,
    award: AwardDraft,
    *,
    process_id: int,
    notice_id: int,
    lot_ids: Mapping[int, int],
    supplier_ids: Sequence[int],
) -> None:
    """Enter an award with its lots and suppliers; its amount (fen) covers all its lots."""
    row = Award(
        process_id=process_id,
        notice_id=notice_id,
        price_form=award.price_form.value,
        amount_fen=award.amount.fen if award.amount else None,
        currency=award.currency,
        rate_text=award.rate_text,
        decided_on=award.decided_on,
    )
    _add(session, row, [lot_ids[lot] for lot in award.lots], supplier_ids)


def _add(session: Session, row: Award, lot_ids: Sequence[int], supplier_ids: Sequence[int]) -> None:
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add_all([AwardLot(award_id=row.id, lot_id=lot_id) for lot_id in lot_ids])
    session.add_all(
        [
            AwardSupplier(award_id=row.id, organization_id=organization, position=position)
            for position, organization in enumerate(dict.fromkeys(supplier_ids), start=1)
        ]
    )


def restate_award(
    session: Session,
    award: AwardDraft,
    *,
    of: int,
    notice_id: int,
    lot_ids: Mapping[int, int],
    supplier_ids: Sequence[int],
) -> None:
    """A correction (`notice_id`) states an award of notice `of` anew: one award, another row.

    It stands or has ended as the row before it, which stays as history.
    """
    lots = [lot_ids[lot] for lot in award.lots]
    old = _row_of(session, of, set(lots))
    new = Award(
        process_id=old.process_id,
        notice_id=of,
        price_form=award.price_form.value,
        amount_fen=award.amount.fen if award.amount else None,
        currency=award.currency,
        rate_text=award.rate_text,
        decided_on=award.decided_on,
        ended_by_notice_id=old.ended_by_notice_id,
        end_kind=old.end_kind,
        end_reason=old.end_reason,
        correction_notice_id=notice_id,
    )
    old.ended_by_notice_id, old.end_kind, old.end_reason = notice_id, "corrected", ""
    session.add(old)
    session.flush()
    _add(session, new, lots, supplier_ids)


def _row_of(session: Session, notice_id: int, lots: set[int]) -> Award:
    """The newest row of the award that a notice announced for exactly these lots."""
    query = select(Award).where(col(Award.notice_id) == notice_id).order_by(col(Award.id).desc())
    for row in session.exec(query).all():
        covered = select(AwardLot.lot_id).where(col(AwardLot.award_id) == row.id)
        if set(session.exec(covered)) == lots:
            return row
    raise LookupError(f"notice {notice_id} has no award of the lots {sorted(lots)}")


def add_exit(
    session: Session, failed: FailedLot, *, notice_id: int, lot_ids: Mapping[int, int]
) -> None:
    """Enter that a lot failed or was terminated; it is final while the notice stands."""
    session.add(
        LotExit(
            lot_id=lot_ids[failed.lot],
            notice_id=notice_id,
            kind=failed.outcome.value,
            reason=failed.reason,
        )
    )


def settle_offers(session: Session, process_id: int) -> None:
    """Note which offers of a process are over: all their lots have ended, so nobody can bid.

    An offer whose lots were all awarded keeps the deadline that it had: it is history, not stale.
    Derived anew each time, so it may follow whatever ends a lot or lets it stand again.
    """
    session.flush()
    exited = _lots_of_exits(session, process_id)
    awarded = _lots_of_awards(session, process_id)
    for notice_id, lots in _offers(session, process_id).items():
        over = lots <= exited | awarded and bool(lots & exited)
        withdrawn = session.get(Withdrawal, notice_id) is not None
        standing = session.get_one(NoticeStanding, notice_id)
        standing.over = over or withdrawn
        session.add(standing)
    session.flush()


def _lots_of_exits(session: Session, process_id: int) -> set[int]:
    query = (
        select(LotExit.lot_id)
        .join(Lot, col(Lot.id) == col(LotExit.lot_id))
        .where(
            col(Lot.process_id) == process_id,
            Unindexed(LotExit.revoked_by_notice_id).is_(None),
        )
    )
    return set(session.exec(query))


def _lots_of_awards(session: Session, process_id: int) -> set[int]:
    query = (
        select(AwardLot.lot_id)
        .join(Award, col(Award.id) == col(AwardLot.award_id))
        .where(
            col(Award.process_id) == process_id,
            Unindexed(Award.ended_by_notice_id).is_(None),
        )
    )
    return set(session.exec(query))


def _offers(session: Session, process_id: int) -> dict[int, set[int]]:
    """The lots of every tender-family notice, by notice."""
    query = (
        select(NoticeLot.notice_id, NoticeLot.lot_id)
        .join(Notice, col(Notice.id) == col(NoticeLot.notice_id))
        .where(
            col(Notice.process_id) == process_id, Unindexed(Notice.family) == Family.TENDER.value
        )
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for notice_id, lot_id in session.exec(query):
        found[notice_id].add(lot_id)
    return found
