"""Scheduling: drafts wait until their time, then go out through the same door as any other."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trading.config import Settings
from trading.domain.errors import RuleBroken, SeveralBroken, TradingError
from trading.domain.lifecycle import Action, NoticeState
from trading.domain.site import Site
from trading.services import checking, moving, publishing
from trading.services.publishing import PublishedAct
from trading.store import publications, reviews, schedules, sites
from trading.store.drafts import DraftView, hold_drafts
from trading.store.engine import DatabaseAway, Session, Store

_log = logging.getLogger(__name__)
_BROKE_DOWN = "系统出现问题，没有发布：请重新定时，或者告诉管理员"


@dataclass(frozen=True)
class Outcome:
    """What became of a schedule when it was due: its act, or why there is none."""

    schedule: int
    act: PublishedAct | None = None
    failure: str = ""


def check_time(due_at: datetime, now: datetime) -> None:
    """RuleBroken("due_at") unless this time is still ahead."""
    if due_at <= now:
        raise RuleBroken("发布时间须晚于现在", field="due_at")


def schedule(
    session: Session,
    draft_ids: Sequence[int],
    *,
    by: int,
    due_at: datetime,
    now: datetime,
    site: Site,
    seen: Mapping[int, int] | None = None,
) -> int:
    """Let these drafts go out together at `due_at` as one act; gives the schedule's id.

    They are checked as if it were that time. Raises as `publishing.publish` does, and
    RuleBroken("due_at") for a time that is not ahead.
    """
    chosen = publishing.chosen(draft_ids)
    check_time(due_at, now)
    publishing.check_site(site)
    required = publishing.review_required(publications.lock_site(session), site)
    drafts = moving.held(
        session, chosen, Action.SCHEDULE, by=by, review_required=required, seen=seen
    )
    drafts = publishing.in_order(drafts)
    _check(session, drafts, due_at)
    made = schedules.add_schedule(session, due_at=due_at, by=by, now=now)
    for draft in drafts:
        _set(session, draft, made, due_at, by=by, now=now)
    return made


def set_wished(session: Session, draft: DraftView, due_at: datetime, *, now: datetime) -> None:
    """Schedule a held draft that was just approved for the time which its submitter wished."""
    submitted = [one for one in reviews.steps_of(session, draft.id) if one.name == "submitted"]
    by = submitted[-1].by if submitted else None
    by = draft.editor_id if by is None else by
    made = schedules.add_schedule(session, due_at=due_at, by=by, now=now)
    _set(session, draft, made, due_at, by=by, now=now)


def unschedule(session: Session, schedule_id: int, *, by: int, now: datetime) -> None:
    """Cancel what waits; its drafts stand where they were before. Conflict when it is over."""
    waiting = schedules.find_schedule(session, schedule_id).drafts
    moving.held(session, [one.id for one in waiting], Action.UNSCHEDULE, by=by)
    moving.end_waiting(session, schedule_id, "unscheduled", by=by, now=now)


def publish_due(store: Store, settings: Settings, *, now: datetime) -> list[Outcome]:
    """Publish everything that is due at `now`, each schedule once, whole or not at all.

    May be called by several workers at once, at any time and as often as one likes. What cannot
    be published is marked with the reason, and its drafts stand by themselves again. While the
    clock is behind the last publication everything waits.
    """
    with store.reading() as session:
        due = schedules.due_schedules(session, now)
        last = schedules.last_published_at(session)
    if not due or publishing.is_behind(now, last):
        return []
    found = [_publish_or_fail(store, settings, one, now) for one in due]
    return [one for one in found if one.act or one.failure]


def _publish_or_fail(store: Store, settings: Settings, schedule_id: int, now: datetime) -> Outcome:
    """One schedule in a transaction of its own; what breaks down does not keep the others."""
    try:
        with store.writing() as session:
            return Outcome(schedule_id, _publish(session, settings, schedule_id, now))
    except DatabaseAway:
        raise
    except publishing.ClockBehind:
        return Outcome(schedule_id)
    except TradingError as error:
        said = str(error)
    except Exception:
        _log.exception("schedule %d broke down", schedule_id)
        said = _BROKE_DOWN
    return Outcome(schedule_id, failure=said if _failed(store, schedule_id, said, now) else "")


def _failed(store: Store, schedule_id: int, said: str, now: datetime) -> bool:
    """Keep why a schedule did not go out, also when a draft of it cannot even be read.

    It must not wait on: everybody who asks for a page would try it again, and fail.
    """
    try:
        with store.writing() as session:
            return _fail(session, schedule_id, said, now)
    except DatabaseAway:
        raise
    except Exception:
        _log.exception("the drafts of schedule %d cannot be told", schedule_id)
    with store.writing() as session:
        publications.lock_site(session)
        return schedules.give_up(session, schedule_id, at=now, failure=said)


def _publish(
    session: Session, settings: Settings, schedule_id: int, now: datetime
) -> PublishedAct | None:
    """None when another worker, or somebody at the desk, was faster."""
    publications.lock_site(session)
    waiting = _held(session, schedule_id)
    if waiting is None:
        return None
    site = sites.read_site(session, settings)
    ids = [draft.id for draft in waiting.drafts]
    act = publishing.publish_scheduled(session, ids, by=waiting.staff_id, now=now, site=site)
    schedules.end_schedule(session, schedule_id, act_id=act.id)
    _log.info("schedule %d published as act %d", schedule_id, act.id)
    return act


def _fail(session: Session, schedule_id: int, said: str, now: datetime) -> bool:
    """Keep why it did not go out; whether it still waited."""
    if _held(session, schedule_id) is None:
        return False
    moving.end_waiting(session, schedule_id, "failed", by=None, now=now, failure=said)
    _log.warning("schedule %d could not be published", schedule_id)
    return True


def _held(session: Session, schedule_id: int) -> schedules.ScheduleView | None:
    """An open schedule with its drafts, which stay as they are until the transaction ends."""
    found = schedules.find_schedule(session, schedule_id)
    hold_drafts(session, [draft.id for draft in found.drafts])
    found = schedules.find_schedule(session, schedule_id)
    return found if found.is_open else None


def _set(
    session: Session, draft: DraftView, made: int, due_at: datetime, *, by: int, now: datetime
) -> None:
    approval = moving.approval_of(draft)
    reviews.move_draft(
        session, draft.id, NoticeState.SCHEDULED, approval=approval, schedule_id=made
    )
    moving.keep(session, draft, "scheduled", by=by, now=now, due_at=due_at)


def _check(session: Session, drafts: Sequence[DraftView], due_at: datetime) -> None:
    """Each draft as it was approved, and fit to be published then, after those before it."""
    broken: list[RuleBroken] = []
    for at, draft in enumerate(drafts):
        moving.check_approval(draft)
        together = [one.content for one in drafts[:at] if one.process_id == draft.process_id]
        broken += checking.shortcomings(
            session, draft.content, process_id=draft.process_id, now=due_at, together=together
        )
    if broken:
        raise SeveralBroken(broken)
