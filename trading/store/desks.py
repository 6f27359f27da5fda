"""What waits on the desk: drafts by whose turn it is, schedules, requests, deadlines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from trading.domain.drafts import NoticeDraft
from trading.store.drafts import load
from trading.store.notice_rows import NoticeRow, as_row, rows
from trading.store.tables import (
    Draft,
    DraftStep,
    DraftWriter,
    Notice,
    NoticeStanding,
    Schedule,
    Staff,
    WithdrawalRequest,
)

PER_PAGE = 20
T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """The first rows of a section, or one page of it, and how many there are in all."""

    rows: tuple[T, ...]
    total: int
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are; an empty section still has one."""
        return max(1, -(-self.total // PER_PAGE))


class Pile(StrEnum):
    """A pile of open drafts, as one member of staff sees it; no draft lies in two of them."""

    RETURNED = "returned"
    REVIEW = "review"
    MINE = "mine"
    OTHERS = "others"


@dataclass(frozen=True, kw_only=True)
class DeskDraft:
    """An open draft as the desk lists it; `state` is that of review.

    `opinion` is what the last step said, and `step_by` who said it: empty for the server.
    """

    id: int
    process_id: int
    content: NoticeDraft
    state: str
    editor_name: str
    saved_at: datetime
    step: str = ""
    step_by: str = ""
    step_at: datetime | None = None
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedAct:
    """What will be published at a time: its drafts by id and title, in order of their ids."""

    id: int
    due_at: datetime
    staff_name: str
    drafts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class AskedWithdrawal:
    """Somebody asks that a published notice be withdrawn, and nobody has decided yet."""

    id: int
    number: str
    title: str
    reason: str
    staff_id: int
    staff_name: str
    asked_at: datetime


def drafts_in(
    session: Session, pile: Pile, staff_id: int, *, reviews: bool, page: int = 1
) -> Part[DeskDraft]:
    """The drafts of a pile, last saved first; `reviews` says that this person may review.

    Returned are those sent back that this person has written at; to review are those handed in
    that they have not; what is planned lies in no pile. A returned draft of others, or one
    handed in by somebody else before a person who does not review, is among the others'.
    """
    lies_there = _pile(pile, staff_id, reviews=reviews)
    total = session.exec(select(func.count()).select_from(Draft).where(lies_there)).one()
    newest = col(Draft.saved_at).desc(), col(Draft.id).desc()
    query = _desk_drafts().where(lies_there).order_by(*newest)
    found = session.exec(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Part(tuple(_desk_draft(*row) for row in found), total, page)


def failed_drafts(session: Session, *, page: int = 1) -> Part[DeskDraft]:
    """The open drafts that could not be published when they were due, newest failure first."""
    failed = and_(_is_open(), col(Draft.state) != "scheduled", _last_step_is("failed"))
    total = session.exec(select(func.count()).select_from(Draft).where(failed)).one()
    newest = col(DraftStep.at).desc(), col(Draft.id)
    query = _desk_drafts().where(failed).order_by(*newest)
    found = session.exec(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Part(tuple(_desk_draft(*row) for row in found), total, page)


def planned_acts(session: Session, *, page: int = 1) -> Part[PlannedAct]:
    """What is planned to be published, the next one first."""
    planned = and_(
        col(Schedule.act_id).is_(None),
        col(Schedule.cancelled_at).is_(None),
        col(Schedule.failure) == "",
        col(Schedule.id).in_(select(Draft.schedule_id).where(col(Draft.schedule_id).is_not(None))),
    )
    total = session.exec(select(func.count()).select_from(Schedule).where(planned)).one()
    query = (
        select(Schedule, Staff.name)
        .join(Staff, col(Staff.id) == col(Schedule.staff_id))
        .where(planned)
        .order_by(col(Schedule.due_at), col(Schedule.id))
    )
    found = session.exec(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    drafts = _planned_drafts(session, [row.id for row, _ in found if row.id is not None])
    acts = tuple(
        PlannedAct(id=row.id, due_at=row.due_at, staff_name=name, drafts=tuple(drafts[row.id]))
        for row, name in found
        if row.id is not None
    )
    return Part(acts, total, page)


def asked_withdrawals(session: Session, staff_id: int, *, page: int = 1) -> Part[AskedWithdrawal]:
    """The requests to withdraw a notice that this person, neither asker nor writer, may decide."""
    wrote = (
        select(Draft.id)
        .join(DraftWriter, col(DraftWriter.draft_id) == col(Draft.id))
        .where(
            col(Draft.notice_id) == col(WithdrawalRequest.notice_id),
            col(DraftWriter.staff_id) == staff_id,
        )
    )
    waits = and_(
        col(WithdrawalRequest.decided_at).is_(None),
        col(WithdrawalRequest.staff_id) != staff_id,
        ~exists(wrote),
    )
    total = session.exec(select(func.count()).select_from(WithdrawalRequest).where(waits)).one()
    query: Any = (  # Any: SQLModel has no type for these four columns together.
        select(WithdrawalRequest, Notice.number, Notice.title)
        .add_columns(col(Staff.name))
        .join(Notice, col(Notice.id) == col(WithdrawalRequest.notice_id))
        .join(Staff, col(Staff.id) == col(WithdrawalRequest.staff_id))
        .where(waits)
        .order_by(col(WithdrawalRequest.asked_at), col(WithdrawalRequest.id))
    )
    found = session.exec(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    asked = tuple(
        AskedWithdrawal(
            id=row.id,
            number=number,
            title=title,
            reason=row.reason,
            staff_id=row.staff_id,
            staff_name=name,
            asked_at=row.asked_at,
        )
        for row, number, title, name in found
    )
    return Part(asked, total, page)


def deadlines_between(
    session: Session, start: datetime, end: datetime, *, page: int = 1
) -> Part[NoticeRow]:
    """The notices whose deadline, as it stands now, lies in [start, end); the next one first."""
    lies_there = and_(
        col(NoticeStanding.over).is_(False),
        col(NoticeStanding.deadline) >= start,
        col(NoticeStanding.deadline) < end,
    )
    total = session.exec(select(func.count()).select_from(NoticeStanding).where(lies_there)).one()
    query = rows().where(lies_there).order_by(col(NoticeStanding.deadline), col(Notice.sequence))
    found = session.exec(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return Part(tuple(as_row(*one) for one in found), total, page)


def _pile(pile: Pile, staff_id: int, *, reviews: bool) -> ColumnElement[bool]:
    own = or_(
        col(Draft.author_id) == staff_id,
        col(Draft.editor_id) == staff_id,
        exists().where(
            col(DraftWriter.draft_id) == col(Draft.id), col(DraftWriter.staff_id) == staff_id
        ),
    )
    returned = and_(col(Draft.state) == "returned", own)
    for_review = and_(col(Draft.state) == "submitted", ~own)
    on_the_way = and_(_is_open(), col(Draft.state) != "scheduled")
    if pile is Pile.RETURNED:
        return and_(on_the_way, returned)
    if pile is Pile.REVIEW:
        return and_(on_the_way, for_review)
    if pile is Pile.MINE:
        return and_(on_the_way, own, col(Draft.state) != "returned")
    others = and_(on_the_way, ~own)
    return and_(others, ~for_review) if reviews else others


def _is_open() -> ColumnElement[bool]:
    return and_(col(Draft.notice_id).is_(None), col(Draft.discarded_at).is_(None))


def _last_step() -> Any:
    """The id of a draft's newest step."""
    # Any: a scalar subquery; `later` keeps it apart from the step that is joined.
    later = aliased(DraftStep)
    return (
        select(func.max(later.id)).where(later.draft_id == Draft.id).correlate(Draft)
    ).scalar_subquery()


def _last_step_is(step: str) -> ColumnElement[bool]:
    last = aliased(DraftStep)
    return exists().where(col(last.id) == _last_step(), col(last.step) == step)


def _desk_drafts() -> Any:
    """Drafts with their last editor and their newest step."""
    # Any: SQLModel has no type for these five columns together.
    editor, by = aliased(Staff), aliased(Staff)
    query: Any = select(Draft, editor.name, DraftStep)
    return (
        query.add_columns(by.name)
        .join(editor, editor.id == Draft.editor_id)
        .join(DraftStep, DraftStep.id == _last_step(), isouter=True)
        .join(by, by.id == DraftStep.staff_id, isouter=True)
    )


def _desk_draft(
    row: Draft, editor_name: str, step: DraftStep | None, step_by: str | None
) -> DeskDraft:
    """A draft that has taken no step yet has none."""
    assert row.id is not None
    return DeskDraft(
        id=row.id,
        process_id=row.process_id,
        content=load(row.content),
        state=row.state,
        editor_name=editor_name,
        saved_at=row.saved_at,
        step=step.step if step else "",
        step_by=step_by or "",
        step_at=step.at if step else None,
        opinion=step.opinion if step else "",
    )


def _planned_drafts(
    session: Session, schedule_ids: Collection[int]
) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {schedule_id: [] for schedule_id in schedule_ids}
    query = (
        select(Draft.id, Draft.schedule_id, Draft.title)
        .where(col(Draft.schedule_id).in_(schedule_ids))
        .order_by(col(Draft.id))
    )
    for draft_id, schedule_id, title in session.exec(query):
        if draft_id is not None and schedule_id is not None:
            found[schedule_id].append((draft_id, title))
    return found
