"""Drafts: notices being written, kept as JSON until they are published or discarded."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import Select

from trading.domain.drafts import Attachment, NoticeDraft
from trading.domain.errors import NotFound
from trading.domain.lifecycle import NoticeState
from trading.store.files import attachments_of
from trading.store.tables import Draft, DraftWriter, Notice, Staff

_ADAPTER = TypeAdapter(NoticeDraft)
_APPROVER = aliased(Staff)
# Where a draft can be saved or thrown away; elsewhere somebody else relies on it (lifecycle).
_IN_HAND = (NoticeState.DRAFT.value, NoticeState.RETURNED.value)


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """One draft; `editor_name` saved it last, at `saved_at` (aware).

    `due_at` is the time of publication that the writer wished for. `approved_sha256` is over what
    `approver_name` saw and approved. `explanations` are the writer's reasons by finding.
    """

    id: int
    process_id: int
    content: NoticeDraft
    revision: int
    author_id: int
    editor_id: int
    editor_name: str
    created_at: datetime
    saved_at: datetime
    published_number: str | None
    discarded: bool
    state: NoticeState
    due_at: datetime | None
    approver_id: int | None
    approver_name: str
    approved_sha256: str | None
    schedule_id: int | None
    explanations: Mapping[str, str]


def dump(content: NoticeDraft) -> str:
    """The content as JSON without its files, which have rows of their own; `load` reads it back."""
    return _ADAPTER.dump_json(content, exclude={"attachments"}).decode()


def load(text: str) -> NoticeDraft:
    """The content that `dump` wrote."""
    return _ADAPTER.validate_json(text)


def find_draft(session: Session, draft_id: int) -> DraftView:
    """One draft, also a published or discarded one; NotFound when there is none."""
    found = session.exec(_views().where(col(Draft.id) == draft_id)).one_or_none()
    if found is None:
        raise NotFound("没有这份草稿")
    return _view(*found, attachments_of(session, [draft_id]))


def hold_drafts(session: Session, draft_ids: Sequence[int]) -> None:
    """Let nobody else change these drafts until the transaction ends; what is read next stands.

    In one order for everybody, and before any process: a save takes its draft first, too.
    """
    query = select(Draft.id).where(col(Draft.id).in_(draft_ids)).order_by(col(Draft.id))
    session.exec(query.with_for_update()).all()


def open_drafts(session: Session, *, process_id: int | None = None) -> list[DraftView]:
    """The drafts on their way to publication, last saved first; of one process if given."""
    query = _views().where(col(Draft.notice_id).is_(None), col(Draft.discarded_at).is_(None))
    if process_id is not None:
        query = query.where(col(Draft.process_id) == process_id)
    query = query.order_by(col(Draft.saved_at).desc(), col(Draft.id).desc())
    found = list(session.exec(query))
    files = attachments_of(session, [row.id for row, _, _, _ in found if row.id is not None])
    return [_view(*row, files) for row in found]


def draft_of_key(session: Session, once_key: str) -> int | None:
    """The draft that a form with this one-time key has made already."""
    return session.exec(select(Draft.id).where(col(Draft.once_key) == once_key)).one_or_none()


def add_draft(
    session: Session,
    content: NoticeDraft,
    *,
    process_id: int,
    by: int,
    now: datetime,
    once_key: str | None,
) -> int | None:
    """Enter a new draft; None when another request has just used the one-time key."""
    row = Draft(
        process_id=process_id,
        type=content.type.value,
        title=content.title,
        content=dump(content),
        once_key=once_key,
        author_id=by,
        editor_id=by,
        created_at=now,
        saved_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        if once_key is None or draft_of_key(session, once_key) is None:
            raise
        return None
    assert row.id is not None
    note_writer(session, row.id, by)
    return row.id


def save_draft(
    session: Session, draft_id: int, content: NoticeDraft, *, revision: int, by: int, now: datetime
) -> bool:
    """Replace the content of a draft in hand that still has this revision; whether it had."""
    saved = session.exec(
        update(Draft)
        .where(
            col(Draft.id) == draft_id,
            col(Draft.revision) == revision,
            col(Draft.notice_id).is_(None),
            col(Draft.discarded_at).is_(None),
            col(Draft.state).in_(_IN_HAND),
        )
        .values(
            type=content.type.value,
            title=content.title,
            content=dump(content),
            revision=revision + 1,
            editor_id=by,
            saved_at=now,
        )
    )
    if saved.rowcount == 1:
        note_writer(session, draft_id, by)
    return saved.rowcount == 1


def discard_draft(session: Session, draft_id: int, *, by: int, now: datetime) -> bool:
    """Take a draft in hand off the desk (its row stays); whether it was in hand."""
    taken = session.exec(
        update(Draft)
        .where(
            col(Draft.id) == draft_id,
            col(Draft.notice_id).is_(None),
            col(Draft.discarded_at).is_(None),
            col(Draft.state).in_(_IN_HAND),
        )
        .values(discarded_at=now, editor_id=by)
    )
    return taken.rowcount == 1


def note_writer(session: Session, draft_id: int, staff_id: int) -> None:
    """Note that this person had a hand in the text: they can no longer approve it."""
    if not is_writer(session, draft_id, staff_id):
        session.add(DraftWriter(draft_id=draft_id, staff_id=staff_id))
        session.flush()


def is_writer(session: Session, draft_id: int, staff_id: int) -> bool:
    """Whether this person has ever saved this draft."""
    return session.get(DraftWriter, (draft_id, staff_id), populate_existing=True) is not None


def _views() -> Select[Draft, str, str, str]:
    return (
        select(Draft, Staff.name, Notice.number, _APPROVER.name)
        .join(Staff, col(Staff.id) == col(Draft.editor_id))
        .join(_APPROVER, col(_APPROVER.id) == col(Draft.approver_id), isouter=True)
        .join(Notice, col(Notice.id) == col(Draft.notice_id), isouter=True)
        .execution_options(populate_existing=True)
    )


def _view(
    row: Draft,
    editor_name: str,
    published_number: str | None,
    approver_name: str | None,
    files: Mapping[int, tuple[Attachment, ...]],
) -> DraftView:
    """The number and the approver come from outer joins: None while there is none."""
    assert row.id is not None
    return DraftView(
        id=row.id,
        process_id=row.process_id,
        content=replace(load(row.content), attachments=files.get(row.id, ())),
        revision=row.revision,
        author_id=row.author_id,
        editor_id=row.editor_id,
        editor_name=editor_name,
        created_at=row.created_at,
        saved_at=row.saved_at,
        published_number=published_number,
        discarded=row.discarded_at is not None,
        state=_state(row),
        due_at=row.due_at,
        approver_id=row.approver_id,
        approver_name=approver_name or "",
        approved_sha256=row.approved_sha256,
        schedule_id=row.schedule_id,
        explanations=json.loads(row.explanations),
    )


def _state(row: Draft) -> NoticeState:
    """The two ends are told by what they left behind, the way there by its own column."""
    if row.notice_id is not None:
        return NoticeState.PUBLISHED
    return NoticeState.DISCARDED if row.discarded_at else NoticeState(row.state)
