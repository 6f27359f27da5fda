"""Reviewing: what one person wrote, another reads and approves, or sends back with an opinion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trading.domain.checklist import Check
from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.findings import Finding, Severity, unexplained
from trading.domain.lifecycle import Action, NoticeState
from trading.domain.text import clean_block
from trading.services import checking, finding, moving, scheduling
from trading.store import reviews
from trading.store.drafts import DraftView, find_draft, note_writer
from trading.store.engine import Session
from trading.store.reviews import Approval

LONGEST_OPINION = 2000


@dataclass(frozen=True)
class Approved:
    """What became of an approval: the time for which it was set, or the wish that came too late."""

    due_at: datetime | None = None
    missed: datetime | None = None


def submit(
    session: Session,
    draft_id: int,
    *,
    by: int,
    now: datetime,
    reasons: Mapping[str, str],
    due_at: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Hand a draft to the reviewers, with reasons by finding and perhaps a wished time.

    `seen` is the revision that was looked at. Raises SeveralBroken with everything that still
    keeps it from publication and every finding without its reason, ChangedSince, Conflict or
    NotAllowed as `moving.held`.
    """
    looked_at = {draft_id: seen} if seen is not None else {}
    (draft,) = moving.held(session, [draft_id], Action.SUBMIT, by=by, seen=looked_at)
    if due_at is not None:
        scheduling.check_time(due_at, now)
    found = finding.findings_of(session, draft, now=due_at or now)
    kept = finding.kept_reasons(found, draft.explanations, reasons)
    broken = [one.broken for one in found if one.severity is Severity.STOP]
    broken += [_unexplained(one) for one in unexplained(found, kept)]
    if broken:
        raise SeveralBroken(broken)
    reviews.store_explanations(session, draft_id, kept)
    note_writer(session, draft_id, by)
    reviews.move_draft(session, draft_id, NoticeState.SUBMITTED, due_at=due_at)
    told = find_draft(session, draft_id)
    moving.keep(session, told, "submitted", by=by, now=now, due_at=due_at)


def recall(session: Session, draft_id: int, *, by: int, now: datetime) -> None:
    """Take a draft back from the reviewers, or after them: its approval and schedule are gone."""
    draft = moving.held_out_of_schedule(session, draft_id, Action.RECALL, by=by, now=now)
    reviews.move_draft(session, draft_id, NoticeState.DRAFT)
    moving.keep(session, draft, "recalled", by=by, now=now)


def send_back(
    session: Session, draft_id: int, *, by: int, now: datetime, sha256: str, opinion: str
) -> None:
    """Send a draft back to its writers with an opinion; RuleBroken("opinion") without one.

    Raises ChangedSince unless `sha256` names what it says now.
    """
    said = _opinion(opinion)
    if not said:
        raise RuleBroken("请写明退回的意见", field="opinion")
    draft = moving.held_out_of_schedule(session, draft_id, Action.RETURN, by=by, now=now)
    _check_sight(draft, sha256)
    reviews.move_draft(session, draft_id, NoticeState.RETURNED)
    moving.keep(session, draft, "returned", by=by, now=now, opinion=said)


def approve(
    session: Session,
    draft_id: int,
    *,
    by: int,
    now: datetime,
    sha256: str,
    checklist: Sequence[str],
    opinion: str = "",
) -> Approved:
    """Approve exactly what `sha256` names; a wished time that is still ahead is set at once.

    Raises RuleBroken("checklist") unless every point was ticked, ChangedSince when the draft
    says something else by now, SeveralBroken when it could not be published.
    """
    (draft,) = moving.held(session, [draft_id], Action.APPROVE, by=by)
    _check_sight(draft, sha256)
    missing = [check for check in Check if check.value not in checklist]
    if missing:
        names = "、".join(check.zh for check in missing)
        raise RuleBroken("还有没有核对的项目：%(names)s", field="checklist", names=names)
    said = _opinion(opinion)
    wished = draft.due_at if draft.due_at and draft.due_at > now else None
    broken = _shortcomings(session, draft, wished or now)
    if broken:
        raise SeveralBroken(broken)
    approval = Approval(by, sha256)
    reviews.move_draft(session, draft_id, NoticeState.APPROVED, approval=approval)
    ticked = [check.value for check in Check]
    moving.keep(session, draft, "approved", by=by, now=now, opinion=said, checklist=ticked)
    if wished is not None:
        scheduling.set_wished(session, find_draft(session, draft_id), wished, now=now)
    return Approved(wished, None if wished else draft.due_at)


def _check_sight(draft: DraftView, sha256: str) -> None:
    """What was read must be what stands here (security.md R16)."""
    if sha256 != moving.fingerprint(draft):
        raise moving.ChangedSince(
            "您打开之后，“%(title)s”有变动：请重新阅读后再审核", title=draft.content.title
        )


def _opinion(text: str) -> str:
    return clean_block(text, field="opinion", limit=LONGEST_OPINION)


def _shortcomings(session: Session, draft: DraftView, at: datetime) -> list[RuleBroken]:
    return checking.shortcomings(session, draft.content, process_id=draft.process_id, now=at)


def _unexplained(found: Finding) -> RuleBroken:
    return RuleBroken("请写明理由：%(asked)s", field=found.key, asked=str(found))
