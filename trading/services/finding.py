"""Finding: everything that stands out in a notice, gathered before it is submitted or published."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from trading.domain.amounts import Limit, amount_findings
from trading.domain.calendar import day_of
from trading.domain.codes import Category, category
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.findings import (
    LONGEST_REASON,
    Finding,
    in_order,
    stop,
    to_explain,
    unexplained,
)
from trading.domain.lifecycle import NoticeState
from trading.domain.privacy import privacy_findings
from trading.domain.requirements import is_offering
from trading.domain.slips import number_findings, price_findings
from trading.domain.text import clean_block
from trading.services import checking
from trading.services.matching import matching_findings
from trading.services.timing import timing_findings
from trading.store import publications, reviews
from trading.store.drafts import DraftView, find_draft, hold_drafts
from trading.store.engine import Session
from trading.store.processes import ProcessView, find_process


def findings(
    session: Session,
    content: NoticeDraft,
    *,
    process_id: int | None,
    now: datetime,
    together: Sequence[NoticeDraft] = (),
) -> list[Finding]:
    """Everything that stands out in this content, were it published at `now`; worst first.

    What `checking.shortcomings` says is a stop. Arguments and field paths are as there.
    """
    missing = checking.shortcomings(
        session, content, process_id=process_id, now=now, together=together
    )
    found = [stop(one) for one in missing]
    process = find_process(session, process_id) if process_id is not None else None
    kind = _category(content)
    if kind is not None:
        found += amount_findings(content, kind, limits(content, process))
    found += [*number_findings(content), *price_findings(content), *privacy_findings(content)]
    found += timing_findings(session, content, kind, process, now=now)
    found += matching_findings(session, content, process, today=day_of(now), together=together)
    return in_order(found)


def findings_of(
    session: Session, draft: DraftView, *, now: datetime, beside: Sequence[DraftView] = ()
) -> list[Finding]:
    """The findings of a draft as it was saved last; `beside` are drafts of the same act."""
    together = [
        one.content
        for one in beside
        if one.id != draft.id
        and one.process_id == draft.process_id
        and is_offering(one.content.type)
    ]
    return findings(session, draft.content, process_id=draft.process_id, now=now, together=together)


def asks_reasons(draft: DraftView) -> bool:
    """Whether its writer can still give reasons: a reviewer relies on those that were given."""
    return draft.state in (NoticeState.DRAFT, NoticeState.RETURNED)


def explain_all(
    session: Session,
    draft_ids: Sequence[int],
    reasons: Mapping[int, Mapping[str, str]],
    *,
    now: datetime,
) -> None:
    """Keep the reasons (by draft, by finding key) of drafts about to be published as one act.

    Only for drafts in hand. Raises RuleBroken when a finding has no reason yet, RuleBroken(key)
    for a text that cannot stand. The site is locked first, as by every act.
    """
    publications.lock_site(session)
    hold_drafts(session, draft_ids)
    drafts = [find_draft(session, one) for one in draft_ids]
    missing: list[Finding] = []
    for draft in drafts:
        if asks_reasons(draft):
            found = findings_of(session, draft, now=now, beside=drafts)
            missing += _explain(session, draft, found, reasons.get(draft.id, {}))
    if missing:
        raise RuleBroken(
            "请核对以下问题：有误的先改正，确认无误的逐条写明理由", field=missing[0].key
        )


def kept_reasons(
    found: Sequence[Finding], given: Mapping[str, str], reasons: Mapping[str, str]
) -> dict[str, str]:
    """The reasons that stand (finding key → reason): `reasons` over those `given` before.

    Reasons for what is no longer found are dropped; a blank takes one away. Raises
    RuleBroken(key) for a text that cannot stand.
    """
    merged = {**given, **reasons}
    kept = {
        one.key: clean_block(merged.get(one.key, ""), field=one.key, limit=LONGEST_REASON)
        for one in to_explain(found)
    }
    return {key: reason for key, reason in kept.items() if reason}


def _explain(
    session: Session, draft: DraftView, found: Sequence[Finding], reasons: Mapping[str, str]
) -> list[Finding]:
    kept = kept_reasons(found, draft.explanations, reasons)
    if kept != draft.explanations:
        reviews.store_explanations(session, draft.id, kept)
    return unexplained(found, kept)


def limits(content: NoticeDraft, process: ProcessView | None) -> dict[int, Limit]:
    """What each lot was expected to cost: as this notice says it, else as published before."""
    known = {
        lot.number: Limit(lot.ceiling_fen, lot.estimate_fen)
        for lot in (process.lots if process else ())
    }
    for lot in content.lots:
        before = known.get(lot.number, Limit())
        known[lot.number] = Limit(
            lot.ceiling.fen if lot.ceiling else before.ceiling,
            lot.estimate.fen if lot.estimate else before.estimate,
        )
    return known


def _category(content: NoticeDraft) -> Category | None:
    try:
        return category(content.category)
    except RuleBroken:
        return None
