"""Taking effect: what a notice does to its process, lots and awards as it becomes public."""

from collections.abc import Sequence

from trading.domain.codes import Family
from trading.domain.drafts import NoticeDraft
from trading.domain.payloads import FrozenNotice
from trading.services import freezing
from trading.store import outcomes, publications
from trading.store.engine import Session
from trading.store.lots import AwardView, lots_of
from trading.store.organizations import find_or_add_organization


def ended_by(session: Session, process_id: int, content: NoticeDraft) -> list[AwardView]:
    """The standing awards for whose lots this content gives a new outcome."""
    decided = {lot for award in content.awards for lot in award.lots}
    decided |= {failed.lot for failed in content.failed}
    standing = [lot.active_award for lot in lots_of(session, process_id) if lot.number in decided]
    return list({award.id: award for award in standing if award}.values())


def enter(
    session: Session,
    frozen: FrozenNotice,
    *,
    process_id: int,
    buyer_id: int,
    ended: Sequence[AwardView],
) -> int:
    """Enter a frozen notice and everything that follows from it; gives the notice's id."""
    content = frozen.content
    offering = content.type.family is Family.TENDER
    lot_ids = outcomes.state_lots(session, process_id, content.lots, offering=offering)
    record = freezing.record(frozen)
    notice_id = publications.add_notice(
        session,
        frozen,
        record=(record.payload, record.sha256),
        search_text=freezing.search_text(frozen.stamp.number, content),
        process_id=process_id,
        buyer_id=buyer_id,
        lot_ids=list(lot_ids.values()),
    )
    for old in ended:
        reason = _reason(content, old)
        outcomes.end_award(session, old.id, by_notice=notice_id, reason=reason)
    for award in content.awards:
        outcomes.add_award(
            session,
            award,
            process_id=process_id,
            notice_id=notice_id,
            lot_ids=lot_ids,
            supplier_ids=[find_or_add_organization(session, one) for one in award.suppliers],
        )
    for failed in content.failed:
        outcomes.add_exit(session, failed, notice_id=notice_id, lot_ids=lot_ids)
    if content.failed:
        outcomes.settle_offers(session, process_id)
    session.flush()
    return notice_id


def _reason(content: NoticeDraft, old: AwardView) -> str:
    """Why the old award ended, from whichever new outcome of its lots says so."""
    covered = set(old.lots)
    reasons = [one.replace_reason for one in content.awards if covered.intersection(one.lots)]
    reasons += [one.replace_reason for one in content.failed if one.lot in covered]
    return "；".join(dict.fromkeys(reason for reason in reasons if reason))
