"""Taking effect: what a notice does to its process, lots and awards as it becomes public."""

from collections.abc import Mapping, Sequence

from trading.domain.codes import Family
from trading.domain.drafts import NoticeDraft
from trading.domain.payloads import FrozenNotice
from trading.services import freezing
from trading.store import corrections, outcomes, publications
from trading.store.engine import Session
from trading.store.lots import AwardView, lots_of
from trading.store.organizations import find_or_add_organization


def ended_by(session: Session, process_id: int, content: NoticeDraft) -> list[AwardView]:
    """The standing awards for whose lots this content gives a new outcome.

    A correction gives none: it states an outcome anew that stands already.
    """
    if content.correction is not None:
        return []
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
    if content.correction is not None:
        _correct(session, frozen, process_id=process_id, notice_id=notice_id, lot_ids=lot_ids)
    else:
        _decide(session, frozen, process_id, notice_id, lot_ids, ended)
    session.flush()
    return notice_id


def _decide(
    session: Session,
    frozen: FrozenNotice,
    process_id: int,
    notice_id: int,
    lot_ids: Mapping[int, int],
    ended: Sequence[AwardView],
) -> None:
    """Lots are won, or end without an award; what stood on them ends."""
    content = frozen.content
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


def _correct(
    session: Session,
    frozen: FrozenNotice,
    *,
    process_id: int,
    notice_id: int,
    lot_ids: Mapping[int, int],
) -> None:
    """What the corrected notice said stands anew; its own record stays as it is."""
    content = frozen.content
    assert content.correction is not None  # noqa: S101 # asked by the caller
    target = corrections.find_target(session, content.correction.corrects)
    assert target is not None  # noqa: S101 # checked before anything was written
    old, new = target.standing(), corrections.as_of_notice(content, target.content)
    corrections.add_correction(session, content, notice_id=notice_id, target=target.id)
    corrections.restate_standing(session, target.id, new, at=frozen.stamp.published_at)
    corrections.restate_lots(session, process_id, old, new)
    corrections.restate_process(session, process_id, target.id, old, new)
    corrections.restate_reasons(session, target.id, new)
    _rename_parties(session, process_id, old, new)
    changed = {award.lots: award for award in old.awards}
    for award in new.awards:
        if changed.get(award.lots) != award:
            outcomes.restate_award(
                session,
                award,
                of=target.id,
                notice_id=notice_id,
                lot_ids=lot_ids,
                supplier_ids=[find_or_add_organization(session, one) for one in award.suppliers],
            )


def _rename_parties(session: Session, process_id: int, old: NoticeDraft, new: NoticeDraft) -> None:
    """The process has the corrected buyer and agency, where it had those of the notice."""
    for name, was, now in (
        ("buyer_id", old.buyer, new.buyer),
        ("agency_id", old.agency, new.agency),
    ):
        if was is not None and was != now:
            after = find_or_add_organization(session, now) if now else None
            before = find_or_add_organization(session, was)
            corrections.restate_party(session, process_id, name, before, after)


def _reason(content: NoticeDraft, old: AwardView) -> str:
    """Why the old award ended, from whichever new outcome of its lots says so."""
    covered = set(old.lots)
    reasons = [one.replace_reason for one in content.awards if covered.intersection(one.lots)]
    reasons += [one.replace_reason for one in content.failed if one.lot in covered]
    return "；".join(dict.fromkeys(reason for reason in reasons if reason))
