"""Drafts: notices being written, kept as JSON until they are published or discarded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import Select

from trading.domain.drafts import Attachment, NoticeDraft
from trading.domain.errors import NotFound
from trading.store.files import attachments_of
from trading.store.tables import Draft, Notice, Staff

_ADAPTER = TypeAdapter(NoticeDraft)


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """One draft; `editor_name` saved it last, at `saved_at` (aware)."""

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
    """The drafts that wait for publication, last saved first; of one process if given."""
    query = _views().where(col(Draft.notice_id).is_(None), col(Draft.discarded_at).is_(None))
    if process_id is not None:
        query = query.where(col(Draft.process_id) == process_id)
    query = query.order_by(col(Draft.saved_at).desc(), col(Draft.id).desc())
    found = list(session.exec(query))
    files = attachments_of(session, [row.id for row, _, _ in found if row.id is not None])
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
    return row.id


def save_draft(
    session: Session, draft_id: int, content: NoticeDraft, *, revision: int, by: int, now: datetime
) -> bool:
    """Replace the content of an open draft that still has this revision; whether it had."""
    saved = session.exec(
        update(Draft)
        .where(
            col(Draft.id) == draft_id,
            col(Draft.revision) == revision,
            col(Draft.notice_id).is_(None),
            col(Draft.discarded_at).is_(None),
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
    return saved.rowcount == 1


def discard_draft(session: Session, draft_id: int, *, by: int, now: datetime) -> bool:
    """Take an open draft off the desk (its row stays); whether it was open."""
    taken = session.exec(
        update(Draft)
        .where(
            col(Draft.id) == draft_id,
            col(Draft.notice_id).is_(None),
            col(Draft.discarded_at).is_(None),
        )
        .values(discarded_at=now, editor_id=by)
    )
    return taken.rowcount == 1


def _views() -> Select[Draft, str, str]:
    return (
        select(Draft, Staff.name, Notice.number)
        .join(Staff, col(Staff.id) == col(Draft.editor_id))
        .join(Notice, col(Notice.id) == col(Draft.notice_id), isouter=True)
        .execution_options(populate_existing=True)
    )


def _view(
    row: Draft,
    editor_name: str,
    published_number: str | None,
    files: Mapping[int, tuple[Attachment, ...]],
) -> DraftView:
    """The number comes from an outer join: None while the draft is not published."""
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
    )
