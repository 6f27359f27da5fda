"""Reviews: where each draft stands on its way to publication, and every step that led there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from trading.domain.lifecycle import NoticeState
from trading.store.tables import Draft, DraftStep, Notice, Staff


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that was done with a draft; `by` is None for the server.

    `sha256` is over the text that the person had before them; `checklist` names what a reviewer
    ticked; `due_at` is the time that was set or wished for.
    """

    name: str
    by: int | None
    at: datetime
    revision: int
    sha256: str
    opinion: str = ""
    checklist: Sequence[str] = ()
    due_at: datetime | None = None
    staff_name: str = ""


@dataclass(frozen=True)
class Approval:
    """Who approved, and the SHA-256 of what they saw."""

    staff_id: int
    sha256: str


def add_step(session: Session, draft_id: int, step: Step) -> None:
    """Keep a step for good."""
    session.add(
        DraftStep(
            draft_id=draft_id,
            step=step.name,
            staff_id=step.by,
            at=step.at,
            revision=step.revision,
            sha256=step.sha256,
            opinion=step.opinion,
            checklist=json.dumps(list(step.checklist)),
            due_at=step.due_at,
        )
    )
    session.flush()


def steps_of(session: Session, draft_id: int) -> list[Step]:
    """Every step of a draft, oldest first."""
    query = (
        select(DraftStep, Staff.name)
        .join(Staff, col(Staff.id) == col(DraftStep.staff_id), isouter=True)
        .where(col(DraftStep.draft_id) == draft_id)
        .order_by(col(DraftStep.id))
    )
    return [
        Step(
            name=row.step,
            by=row.staff_id,
            at=row.at,
            revision=row.revision,
            sha256=row.sha256,
            opinion=row.opinion,
            checklist=json.loads(row.checklist),
            due_at=row.due_at,
            staff_name=name or "",
        )
        for row, name in session.exec(query)
    ]


def move_draft(
    session: Session,
    draft_id: int,
    state: NoticeState,
    *,
    approval: Approval | None = None,
    due_at: datetime | None = None,
    schedule_id: int | None = None,
) -> None:
    """Let a held draft stand there, with exactly this approval, wish and schedule, or none."""
    session.exec(
        update(Draft)
        .where(col(Draft.id) == draft_id)
        .values(
            state=state.value,
            approver_id=approval.staff_id if approval else None,
            approved_sha256=approval.sha256 if approval else None,
            due_at=due_at,
            schedule_id=schedule_id,
        )
    )


def store_explanations(session: Session, draft_id: int, explanations: Mapping[str, str]) -> None:
    """Keep the writer's reasons, by finding."""
    said = json.dumps(dict(explanations), ensure_ascii=False)
    session.exec(update(Draft).where(col(Draft.id) == draft_id).values(explanations=said))


def drafts_of_schedules(session: Session, schedule_ids: Iterable[int]) -> dict[int, list[int]]:
    """The ids of the drafts of each of these schedules, in the order in which they were made."""
    query = select(Draft.schedule_id, Draft.id).where(col(Draft.schedule_id).in_(schedule_ids))
    found: dict[int, list[int]] = {}
    for schedule_id, draft_id in session.exec(query.order_by(col(Draft.id))):
        if schedule_id is not None and draft_id is not None:
            found.setdefault(schedule_id, []).append(draft_id)
    return found


def drafts_of_act(session: Session, act_id: int) -> dict[str, int]:
    """From which draft each notice of an act was made, by the notice's number."""
    query = select(Notice.number, Draft.id).join(Draft, col(Draft.notice_id) == col(Notice.id))
    found = session.exec(query.where(col(Notice.act_id) == act_id))
    return {number: draft_id for number, draft_id in found if draft_id is not None}
