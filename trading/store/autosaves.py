"""Autosaves: what somebody has typed into a form and not saved, kept apart from every draft."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer
from sqlmodel import Session, col, delete, select, update

from trading.store.tables import Autosave

Pairs = tuple[tuple[str, str], ...]

# Any: a column; what was typed stays in the database.
_FIELDS: Any = Autosave.fields
_WITHOUT_FIELDS = defer(_FIELDS, raiseload=True)


@dataclass(frozen=True, kw_only=True)
class AutosaveView:
    """The fields of one form as typed by one person; `saved_at` is aware.

    `address` is where the form is opened again, `revision` that of the draft when it was opened
    (0 for a new form).
    """

    key: str
    staff_id: int
    draft_id: int | None
    family: str
    title: str
    address: str
    fields: Pairs
    revision: int
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class UnsavedRow:
    """What was typed and not saved, as the desk lists it."""

    key: str
    draft_id: int | None
    family: str
    title: str
    address: str
    saved_at: datetime


def dump_fields(fields: Pairs) -> str:
    """The fields as JSON, in their order; control characters are escaped."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def keep_autosave(session: Session, kept: AutosaveView) -> None:
    """Store what was typed over what this person had typed into the same form before."""
    if _replace(session, kept):
        return
    try:
        with session.begin_nested():
            session.add(
                Autosave(key=kept.key, staff_id=kept.staff_id, **_columns(kept)),
            )
    except IntegrityError:  # another tab of the same person was faster
        _replace(session, kept)


def find_autosave(session: Session, key: str, *, of: int) -> AutosaveView | None:
    """What this person typed into this form, if it is still kept."""
    row = session.get(Autosave, (key, of), populate_existing=True)
    if row is None:
        return None
    return AutosaveView(
        key=row.key,
        staff_id=row.staff_id,
        draft_id=row.draft_id,
        family=row.family,
        title=row.title,
        address=row.address,
        fields=tuple((name, text) for name, text in json.loads(row.fields)),
        revision=row.revision,
        saved_at=row.saved_at,
    )


def unsaved_rows(session: Session, *, of: int, limit: int) -> list[UnsavedRow]:
    """What this person has typed and not saved, last typed first."""
    query = select(Autosave).where(col(Autosave.staff_id) == of).options(_WITHOUT_FIELDS)
    newest = col(Autosave.saved_at).desc(), col(Autosave.key)
    return [
        UnsavedRow(
            key=row.key,
            draft_id=row.draft_id,
            family=row.family,
            title=row.title,
            address=row.address,
            saved_at=row.saved_at,
        )
        for row in session.exec(query.order_by(*newest).limit(limit))
    ]


def forget_autosave(session: Session, key: str, *, of: int) -> None:
    """Drop what this person typed into this form."""
    session.exec(delete(Autosave).where(col(Autosave.key) == key, col(Autosave.staff_id) == of))


def forget_autosaves_of_draft(session: Session, draft_id: int) -> None:
    """Drop what anybody typed into a draft."""
    session.exec(delete(Autosave).where(col(Autosave.draft_id) == draft_id))


def prune_autosaves(session: Session, *, of: int, before: datetime, most: int) -> None:
    """Drop everybody's autosaves from before a moment, and this person's beyond the newest."""
    session.exec(delete(Autosave).where(col(Autosave.saved_at) < before))
    newest = (
        select(Autosave.key)
        .where(col(Autosave.staff_id) == of)
        .order_by(col(Autosave.saved_at).desc(), col(Autosave.key))
        .limit(most)
    )
    spared = session.exec(newest).all()
    if len(spared) == most:
        own = delete(Autosave).where(col(Autosave.staff_id) == of)
        session.exec(own.where(col(Autosave.key).not_in(spared)))


def _replace(session: Session, kept: AutosaveView) -> bool:
    """Store over an earlier autosave; whether there was one."""
    same = update(Autosave).where(
        col(Autosave.key) == kept.key, col(Autosave.staff_id) == kept.staff_id
    )
    return session.exec(same.values(**_columns(kept))).rowcount == 1


def _columns(kept: AutosaveView) -> dict[str, Any]:  # Any: columns of many types
    return {
        "draft_id": kept.draft_id,
        "family": kept.family,
        "title": kept.title,
        "address": kept.address,
        "fields": dump_fields(kept.fields),
        "revision": kept.revision,
        "saved_at": kept.saved_at,
    }
