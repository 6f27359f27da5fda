"""Moving: a draft is held, checked against the table of lawful moves, and every step is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from trading.domain.errors import Conflict
from trading.domain.lifecycle import Action, NoticeState, Role, Situation, check
from trading.services import freezing
from trading.store import people, reviews, schedules
from trading.store.drafts import DraftView, find_draft, hold_drafts, is_writer
from trading.store.engine import Session
from trading.store.reviews import Approval, Step

MOVED_MEANWHILE = "“%(title)s”刚刚有变动：请刷新后再试"


class ChangedSince(Conflict):
    """A draft was saved again after somebody looked at it: what they saw is not what it says."""


def situation(
    session: Session, draft: DraftView, by: int | None, *, review_required: bool = False
) -> Situation:
    """All that decides what this person (None: the server) may do with a draft now."""
    staff = people.staff_by_id(session, by) if by is not None else None
    return Situation(
        state=draft.state,
        role=Role(staff.role) if staff else Role.SERVER,
        is_writer=staff is not None and is_writer(session, draft.id, staff.id),
        review_required=review_required,
        approved=draft.approver_id is not None,
    )


def held(
    session: Session,
    draft_ids: Sequence[int],
    action: Action,
    *,
    by: int | None,
    review_required: bool = False,
    seen: Mapping[int, int] | None = None,
) -> list[DraftView]:
    """The drafts as they are now, for an action that is lawful for each of them.

    Nobody else changes one until this transaction ends. `seen` are the revisions that were
    looked at, by draft id. Raises NotFound, ChangedSince, Conflict or NotAllowed.
    """
    hold_drafts(session, draft_ids)
    drafts = [find_draft(session, one) for one in draft_ids]
    for draft in drafts:
        _check_seen(draft, (seen or {}).get(draft.id))
        now_at = situation(session, draft, by, review_required=review_required)
        check(action, now_at, title=title_of(draft))
    return drafts


def held_out_of_schedule(
    session: Session, draft_id: int, action: Action, *, by: int, now: datetime
) -> DraftView:
    """As `held`, for an action that takes a draft out of the schedule in which it may wait.

    The others of that act wait no longer either: it was to go out whole or not at all.
    """
    schedule_id = find_draft(session, draft_id).schedule_id
    together = reviews.drafts_of_schedules(session, [schedule_id] if schedule_id else [])
    hold_drafts(session, [draft_id, *together.get(schedule_id or 0, [])])
    (draft,) = held(session, [draft_id], action, by=by)
    if draft.schedule_id != schedule_id:
        raise Conflict(MOVED_MEANWHILE, title=title_of(draft))
    if schedule_id is not None:
        end_waiting(session, schedule_id, "unscheduled", by=by, now=now)
    return find_draft(session, draft_id)


def end_waiting(
    session: Session,
    schedule_id: int,
    step: str,
    *,
    by: int | None,
    now: datetime,
    failure: str = "",
) -> None:
    """Close an open schedule whose drafts are held; each stands where it was before.

    Conflict when it is not open any more.
    """
    schedule = schedules.find_schedule(session, schedule_id)
    if not schedules.end_schedule(session, schedule_id, cancelled_at=now, failure=failure):
        raise Conflict("这次定时发布已经结束")
    for draft in schedule.drafts:
        approval = approval_of(draft)
        state = NoticeState.APPROVED if approval else NoticeState.DRAFT
        reviews.move_draft(session, draft.id, state, approval=approval)
        keep(session, draft, step, by=by, now=now, opinion=failure, due_at=schedule.due_at)


def keep(
    session: Session,
    draft: DraftView,
    step: str,
    *,
    by: int | None,
    now: datetime,
    opinion: str = "",
    checklist: Sequence[str] = (),
    due_at: datetime | None = None,
) -> None:
    """Keep a step of this draft, with the text that it was about."""
    made = Step(
        name=step,
        by=by,
        at=now,
        revision=draft.revision,
        sha256=fingerprint(draft),
        opinion=opinion,
        checklist=checklist,
        due_at=due_at,
    )
    reviews.add_step(session, draft.id, made)


def title_of(draft: DraftView) -> str:
    """What a sentence calls this draft."""
    return draft.content.title or draft.content.process_title or "（还没有标题）"


def fingerprint(draft: DraftView) -> str:
    """The SHA-256 (hex) over exactly what a reviewer of this draft sees."""
    return freezing.fingerprint(draft.content, draft.explanations)


def approval_of(draft: DraftView) -> Approval | None:
    """The approval that stands."""
    if draft.approver_id is None or draft.approved_sha256 is None:
        return None
    return Approval(draft.approver_id, draft.approved_sha256)


def check_approval(draft: DraftView) -> None:
    """Refuse (ChangedSince) a draft that is not byte for byte what its reviewer approved."""
    if draft.approved_sha256 is not None and draft.approved_sha256 != fingerprint(draft):
        raise ChangedSince(
            "“%(title)s”审核通过之后内容有变动：请撤回并重新送审", title=draft.content.title
        )


def _check_seen(draft: DraftView, seen: int | None) -> None:
    if seen is not None and seen != draft.revision:
        raise ChangedSince(
            "您核对之后，%(editor)s又改过“%(title)s”：请重新核对再发布",
            editor=draft.editor_name,
            title=title_of(draft),
        )
