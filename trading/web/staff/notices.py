"""Notices being written: begin one of any family, edit it, throw it away."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.codes import (
    CATEGORIES,
    Category,
    Family,
    NoticeType,
    allowed_types,
    category,
    notice_type,
)
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import Conflict, NotFound
from trading.domain.lifecycle import NoticeState
from trading.services import beginning, drafting
from trading.store.drafts import DraftView, find_draft
from trading.store.processes import LotView, ProcessView, find_process, search_processes
from trading.store.timelines import attempts_after
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.compare import differences
from trading.web.forms.making import filled_form, first_form, sent_form
from trading.web.forms.notice import NoticeForm
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session, get_site
from trading.web.staff import corrections
from trading.web.staff.autosaving import Kept, keeping, kept_for_draft, kept_new, offered, restored
from trading.web.staff.menu import names_in
from trading.web.staff.steps import last_opinion
from trading.web.staff.submitting import Press, accepted, mask, pressed

LONGEST_SEARCH = 100
_FAMILIES = [one.value for one in Family]

bp = staff_blueprint(
    "staff_notices",
    url_prefix="/staff/notices",
    roles=WRITERS,
    keeps=("new", "edit"),
)

# Where a press leads once the draft is saved; every other one leads back to the form.
AFTER = {
    Press.CHECK: "staff_previews.show",
    Press.FILES: "staff_files.show",
    Press.WORD: "staff_word.show",
}

Answer = str | Response | tuple[str, int]


@bp.route("/new/<family>", methods=["GET", "POST"])
def new(family: str) -> Answer:
    """A new notice: choose the process it belongs to, or a category for a new one; fill it in."""
    if family not in _FAMILIES:
        raise NotFound("没有这种公告的表单")
    return _begin(Family(family))


@bp.route("/<int:draft>/edit", methods=["GET", "POST"])
def edit(draft: int) -> Answer:
    """Go on with a draft."""
    found = find_draft(get_session(), draft)
    if request.method == "GET":
        if found.published_number:
            return redirect(url_for("notices.show", number=found.published_number))
        if found.state not in (NoticeState.DRAFT, NoticeState.RETURNED):
            return redirect(url_for("staff_previews.show", draft=draft), 303)
        return _open(found)
    form = sent_form(found.content.type.family)
    return _answer(form, draft=found, process_id=found.process_id)


@bp.post("/<int:draft>/discard")
def discard(draft: int) -> Answer:
    """Take a draft off the desk."""
    drafting.discard(get_session(), draft, by=get_staff().id, now=get_now())
    return redirect(url_for("desk.show"), 303)


def _open(draft: DraftView) -> Answer:
    """A draft to go on with: what this person typed and never saved comes first."""
    kept = kept_for_draft(draft)
    if kept is None:
        content = corrections.up_to_date(draft.content)
        form = filled_form(content, revision=draft.revision)
        return _show(form, draft=draft, process_id=draft.process_id)
    if kept.revision != draft.revision:
        return _show_both(restored(kept), drafting.StaleDraft(draft), kept=offered(kept))
    form, kept_before = restored(kept), offered(kept)
    return _show(form, draft=draft, process_id=draft.process_id, kept=kept_before)


def _begin(family: Family) -> Answer:
    """Show where a new notice can begin, or its form; take the form when it comes back."""
    process_id = request.args.get("process", type=int)
    if family is Family.CORRECTION:
        process_id = corrections.asked_process()
    if request.method == "POST":
        return _answer(sent_form(family), draft=None, process_id=process_id)
    kept = kept_new()
    if kept is not None and kept.family == family.value:
        return _show(restored(kept), process_id=process_id, kept=offered(kept))
    content = _first_content(family, process_id)
    if content is None:
        return _choose(family)
    form = first_form(content, once_key=secrets.token_urlsafe(16))
    return _show(form, process_id=process_id)


def _first_content(family: Family, process_id: int | None) -> NoticeDraft | None:
    """What a new notice begins with: the facts of its process, or a category alone."""
    session, args = get_read_session(), request.args
    if family is Family.CORRECTION:
        return corrections.first_content()
    failed = args.get("retender", type=int)
    if failed is not None and family is Family.TENDER:
        return beginning.try_again(session, failed)
    if process_id is not None:
        method = find_process(session, process_id).method
        type_ = _asked_type(family) or beginning.usual_type(family, method)
        return beginning.begin(session, process_id, type_, again="again" in args)
    slug = args.get("category")
    if slug is None:
        return None
    method = args.get("method", "")
    type_ = _asked_type(family) or beginning.usual_type(family, method)
    region = get_site().region_code
    return beginning.blank(type_, category(slug), region=region, method=method)


def _asked_type(family: Family) -> NoticeType | None:
    """The type that the address names, if it is one of this family."""
    slug = request.args.get("type")
    if not slug:
        return None
    type_ = notice_type(slug)
    return type_ if type_.family is family else None


def _choose(family: Family) -> str:
    """Where a new notice begins: a process found by its name, code or number, or a category.

    A correction begins at the notice that it corrects.
    """
    if family is Family.CORRECTION:
        return corrections.choose()
    text = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    known = [one for one in CATEGORIES if _knows(one, family)]
    slugs = {one.slug for one in known}
    found = search_processes(get_read_session(), text)
    return render_template(
        "staff/notices/choose.html",
        family=family,
        name=names_in(known, family),
        categories=[(one, names_in([one], family)) for one in known],
        q=text,
        processes=[one for one in found if not one.category or one.category in slugs],
        tried_again=attempts_after(get_read_session(), [one.id for one in found]),
    )


def _knows(kind: Category, family: Family) -> bool:
    return any(type_.family is family for type_ in allowed_types(kind))


def _answer(form: NoticeForm, *, draft: DraftView | None, process_id: int | None) -> Answer:
    """Do what the pressed button says; a refused form comes back with all that was typed."""
    action = request.form.get("do", "")
    press = pressed(action)
    if press is Press.MASK:
        flash(gettext("已遮盖%(n)d处个人信息，请核对后保存。", n=mask(form)))
        return _show(form, draft=draft, process_id=process_id)
    if press in (Press.ROWS, Press.REFRESH):
        form.press(action)
        return _show(form, draft=draft, process_id=process_id)
    strict = press is Press.CHECK
    content = accepted(get_session(), form, strict=strict, process_id=process_id, now=get_now())
    if content is None:
        return _show(form, draft=draft, process_id=process_id), 422
    try:
        saved = _save(content, form, draft=draft, process_id=process_id)
    except drafting.StaleDraft as stale:
        return _show_both(form, stale), 409
    except Conflict as conflict:
        form.notes[""] = say(conflict)
        newest = find_draft(get_session(), draft.id) if draft else None
        return _show(form, draft=newest, process_id=process_id), 409
    return redirect(url_for(AFTER.get(press, "staff_notices.edit"), draft=saved), 303)


def _save(
    content: NoticeDraft, form: NoticeForm, *, draft: DraftView | None, process_id: int | None
) -> int:
    session, by, now = get_session(), get_staff().id, get_now()
    if draft is None:
        return drafting.start(
            session,
            content,
            by=by,
            now=now,
            process_id=process_id,
            once_key=form.once_key.data or None,
            revision=form.seen_revision or 1,
        )
    drafting.revise(session, draft.id, content, revision=form.seen_revision, by=by, now=now)
    return draft.id


def _show(
    form: NoticeForm,
    *,
    draft: DraftView | None = None,
    process_id: int | None = None,
    kept: Kept | None = None,
) -> str:
    """The form, with what is known of the lots of its process."""
    form.tidy_rows()
    process = find_process(get_read_session(), process_id) if process_id else None
    return render_template(
        "staff/notices/entry.html",
        form=form,
        draft=draft,
        kept=kept,
        keeping=keeping(form, draft),
        opinion=last_opinion(get_read_session(), draft.id) if draft else "",
        process=process,
        standing=_standing(form, process),
        looking=_looking(draft, process_id),
    )


def _looking(draft: DraftView | None, process_id: int | None) -> str:
    """Where the form is looked at while it is being typed."""
    if draft is not None:
        return url_for("staff_findings.look", draft=draft.id)
    return url_for("staff_findings.look", process=process_id)


def _standing(form: NoticeForm, process: ProcessView | None) -> dict[int, LotView]:
    """What stands for each lot; a correction replaces nothing of it."""
    if process is None or form.is_correction:
        return {}
    return {lot.number: lot for lot in process.lots}


def _show_both(form: NoticeForm, stale: drafting.StaleDraft, *, kept: Kept | None = None) -> str:
    """Both versions: the clerk's in the form, ready to be saved over the colleague's."""
    newest = stale.newest
    form.tidy_rows()
    theirs = filled_form(newest.content)
    form.revision.data = str(newest.revision)
    return render_template(
        "staff/notices/both.html",
        form=form,
        draft=newest,
        kept=kept,
        keeping=keeping(form, newest),
        differences=differences(form, theirs),
        said=say(stale),
        standing=_standing(form, find_process(get_read_session(), newest.process_id)),
        looking=_looking(newest, None),
    )
