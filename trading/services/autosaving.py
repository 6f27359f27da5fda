"""Autosaving: what is being typed is kept for its writer, beside the draft and never in it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from trading.domain.errors import Conflict, NotFound, RuleBroken
from trading.store import autosaves, drafts
from trading.store.autosaves import AutosaveView, Pairs
from trading.store.engine import Session

KEPT_FOR = timedelta(days=30)
MOST_KEPT = 50  # forms of one person
MOST_BYTES = 1024 * 1024  # of one form, in UTF-8
LONGEST_TITLE = 200
_ONCE_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A form as it stands on the screen: every field with its text, read or not.

    `address` is where the form is opened again; `revision` is that of the draft which the
    writer had before them.
    """

    family: str
    title: str
    address: str
    fields: Pairs
    revision: int = 0


def draft_key(draft_id: int) -> str:
    """The name under which typing into a draft is kept."""
    return f"draft:{draft_id}"


def new_key(once_key: str) -> str:
    """The name under which typing into a new form is kept."""
    return f"new:{once_key}"


def keep_new(session: Session, once_key: str, typed: Typed, *, by: int, now: datetime) -> None:
    """Keep what was typed into a new form.

    NotFound for a key that no form of ours has; Conflict once the form was saved: what is typed
    after that belongs to the draft. RuleBroken for more than anybody types.
    """
    if not _ONCE_KEY.fullmatch(once_key):
        raise NotFound("没有这份表单")
    if drafts.draft_of_key(session, once_key) is not None:
        raise Conflict("这份表单已经存成草稿，这一页不再自动保存：请从工作台打开草稿")
    _keep(session, new_key(once_key), typed, draft_id=None, by=by, now=now)


def keep_for_draft(
    session: Session, draft_id: int, typed: Typed, *, by: int, now: datetime
) -> None:
    """Keep what was typed into a draft; the draft itself stays as it is.

    A colleague may have saved it meanwhile: then both are shown when the form is opened again.
    Conflict when it was published or discarded, or when the same person has saved it since this
    form was opened: late typing from an old page must not come back over what they saved.
    """
    draft = drafts.find_draft(session, draft_id)
    if draft.published_number is not None or draft.discarded:
        raise Conflict("这份草稿已经发布或删除，不再自动保存")
    if draft.revision > typed.revision and draft.editor_id == by:
        raise Conflict("您已在别处保存过这份草稿，这一页不再自动保存：请重新打开草稿")
    _keep(session, draft_key(draft_id), typed, draft_id=draft_id, by=by, now=now)


def discard(session: Session, key: str, *, by: int) -> None:
    """Drop what this person typed; whatever is saved stays."""
    autosaves.forget_autosave(session, key, of=by)


def _keep(
    session: Session, key: str, typed: Typed, *, draft_id: int | None, by: int, now: datetime
) -> None:
    if len(autosaves.dump_fields(typed.fields).encode()) > MOST_BYTES:
        raise RuleBroken("内容超过1 MB，不能自动保存：请用“存草稿”保存")
    kept = AutosaveView(
        key=key,
        staff_id=by,
        draft_id=draft_id,
        family=typed.family,
        title="".join(one for one in typed.title if one.isprintable())[:LONGEST_TITLE],
        address=typed.address,
        fields=typed.fields,
        revision=typed.revision,
        saved_at=now,
    )
    autosaves.keep_autosave(session, kept)
    autosaves.prune_autosaves(session, of=by, before=now - KEPT_FOR, most=MOST_KEPT)
