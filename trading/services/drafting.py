"""Drafting: a notice is begun, saved as often as needed, and discarded if it comes to nothing."""

from dataclasses import replace
from datetime import datetime

from trading.domain.drafts import NoticeDraft
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken
from trading.domain.lifecycle import Action
from trading.domain.tidying import tidied
from trading.services import autosaving, moving, richtext
from trading.store import autosaves, drafts, processes
from trading.store.drafts import DraftView
from trading.store.engine import Session
from trading.store.loops import decision_of
from trading.store.turning import raise_revision


class StaleDraft(Conflict):
    """Somebody saved the draft after this form was opened; `newest` is what they saved."""

    def __init__(self, newest: DraftView) -> None:
        super().__init__(
            "您打开之后，%(editor)s已经保存过这份草稿：请对照后再保存", editor=newest.editor_name
        )
        self.newest = newest


def start(
    session: Session,
    content: NoticeDraft,
    *,
    by: int,
    now: datetime,
    process_id: int | None = None,
    once_key: str | None = None,
    revision: int = 1,
) -> int:
    """Enter a new draft and give its id; without a process it begins one.

    A form sent twice with the same `once_key` is one draft; what changed in between is saved
    over the first, as `revise` would, by a clerk who saw its `revision`. Raises
    SeveralBroken for texts that cannot stand, NotFound for an unknown process.
    """
    clean = clean_content(content)
    if decision_of(clean):  # an open loop more; it holds the site first, as publishing does
        raise_revision(session)
    if once_key:
        autosaves.forget_autosave(session, autosaving.new_key(once_key), of=by)
    made = drafts.draft_of_key(session, once_key) if once_key else None
    if made is not None:
        typed = replace(drafts.find_draft(session, made).content, attachments=())
        if typed != clean:
            revise(session, made, clean, revision=revision, by=by, now=now)
        return made
    if process_id is None:
        process_id = processes.add_process(session, clean, now=now)
    else:
        processes.find_process(session, process_id)
        processes.describe_anchor(session, process_id, clean)
    added = drafts.add_draft(
        session, clean, process_id=process_id, by=by, now=now, once_key=once_key
    )
    if added is not None:
        return added
    raise Conflict("这份表单已经提交过：请回到工作台查看")


def revise(
    session: Session,
    draft_id: int,
    content: NoticeDraft,
    *,
    revision: int,
    by: int,
    now: datetime,
    elsewhere: bool = False,
) -> int:
    """Save a draft over the `revision` that the clerk saw; gives the new revision.

    What is typed into its form is settled by that, unless the save comes from `elsewhere`.
    Raises StaleDraft when somebody saved it meanwhile, Conflict when it was published or
    discarded or must be recalled first, SeveralBroken for texts that cannot stand.
    """
    clean = clean_content(content)
    if decision_of(clean) != decision_of(drafts.find_draft(session, draft_id).content):
        raise_revision(session)
    moving.held(session, [draft_id], Action.SAVE, by=by)
    if drafts.save_draft(session, draft_id, clean, revision=revision, by=by, now=now):
        if not elsewhere:
            autosaves.forget_autosave(session, autosaving.draft_key(draft_id), of=by)
        processes.describe_anchor(session, drafts.find_draft(session, draft_id).process_id, clean)
        return revision + 1
    raise StaleDraft(drafts.find_draft(session, draft_id))


def discard(session: Session, draft_id: int, *, by: int, now: datetime) -> None:
    """Take a draft off the desk; its row stays.

    Conflict when it was published or discarded, or stands somewhere from which it must be
    recalled first.
    """
    if decision_of(drafts.find_draft(session, draft_id).content):
        raise_revision(session)
    (draft,) = moving.held(session, [draft_id], Action.DISCARD, by=by)
    drafts.discard_draft(session, draft_id, by=by, now=now)
    moving.keep(session, draft, "discarded", by=by, now=now)
    autosaves.forget_autosaves_of_draft(session, draft_id)


def clean_content(content: NoticeDraft) -> NoticeDraft:
    """The content with texts in normal form and a body that went through the sanitiser.

    Raises SeveralBroken with every text that cannot stand, the body among them.
    """
    broken: list[RuleBroken] = []
    clean = content
    try:
        clean = tidied(content)
    except SeveralBroken as several:
        broken += several.broken
    try:
        clean = replace(clean, body_html=richtext.from_input(content.body_html))
    except RuleBroken as fault:
        fault.field = "body_html"
        broken.append(fault)
    if broken:
        raise SeveralBroken(broken)
    return clean
