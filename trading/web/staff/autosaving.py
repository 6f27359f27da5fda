"""Autosaving: the page sends what is being typed, and gets it back when it is opened again."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import jsonify, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import notice_type
from trading.domain.errors import RuleBroken
from trading.services import autosaving
from trading.services.autosaving import Typed, draft_key, new_key
from trading.store.autosaves import AutosaveView, find_autosave
from trading.store.drafts import DraftView
from trading.web.access import WRITERS, get_staff, safe_next, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.compare import differences
from trading.web.forms.making import filled_form, has_form, typed_form
from trading.web.forms.notice import NoticeForm
from trading.web.session import get_read_session, get_session

LONGEST_ADDRESS = 1000
RESTORE = "restore"  # the parameter of a new form's address that names what was typed into it
_NOT_TYPED = {"csrf_token", "do"}

bp = staff_blueprint("autosaving", url_prefix="/staff/autosaves", roles=WRITERS)


@dataclass(frozen=True)
class Keeping:
    """Where a form on the page sends what is typed; `unsaved` when it shows such already."""

    url: str
    unsaved: bool


@dataclass(frozen=True)
class Kept:
    """What was typed before and is shown again, and where it can be thrown away."""

    typed: AutosaveView
    discard_url: str


@bp.post("/draft/<int:draft>.json")
def keep_for_draft(draft: int) -> Response:
    """Keep what is being typed into a draft."""
    typed = _typed(url_for("staff_notices.edit", draft=draft))
    autosaving.keep_for_draft(get_session(), draft, typed, by=get_staff().id, now=get_now())
    return _said()


@bp.post("/new/<key>.json")
def keep_new(key: str) -> Response:
    """Keep what is being typed into a new form."""
    address = safe_next(request.args.get("at", "")[:LONGEST_ADDRESS])
    autosaving.keep_new(get_session(), key, _typed(address), by=get_staff().id, now=get_now())
    return _said()


@bp.post("/draft/<int:draft>/discard")
def discard_for_draft(draft: int) -> Response:
    """Throw away what was typed into a draft; the draft is shown as it was saved."""
    autosaving.discard(get_session(), draft_key(draft), by=get_staff().id)
    return redirect(url_for("staff_notices.edit", draft=draft), 303)


@bp.post("/new/<key>/discard")
def discard_new(key: str) -> Response:
    """Throw away what was typed into a new form."""
    autosaving.discard(get_session(), new_key(key), by=get_staff().id)
    return redirect(url_for("desk.show"), 303)


def keeping(form: NoticeForm, draft: DraftView | None) -> Keeping:
    """Where the form of a page is kept while it is filled in."""
    unsaved = request.method == "POST"
    if draft is not None:
        return Keeping(url_for("autosaving.keep_for_draft", draft=draft.id), unsaved)
    again = request.args.to_dict(flat=False)
    again.pop(RESTORE, None)
    query = urlencode(again, doseq=True)
    at = f"{request.path}?{query}".rstrip("?")
    key = form.once_key.data or "-"  # a form without its key is kept nowhere, and is told so
    return Keeping(url_for("autosaving.keep_new", key=key, at=at), unsaved)


def kept_for_draft(draft: DraftView) -> AutosaveView | None:
    """What this person typed into the draft, unless it says what the draft says anyway."""
    kept = find_autosave(get_read_session(), draft_key(draft.id), of=get_staff().id)
    if kept is None or kept.family != draft.content.type.family.value:
        return None
    same = not differences(restored(kept), filled_form(draft.content))
    return None if same else kept


def kept_new() -> AutosaveView | None:
    """What this person typed into the new form that the address names."""
    key = request.args.get(RESTORE, "")
    return find_autosave(get_read_session(), new_key(key), of=get_staff().id) if key else None


def restored(kept: AutosaveView) -> NoticeForm:
    """The form with everything as it was typed, also what cannot be read."""
    form = typed_form(kept.family, kept.fields)
    form.revision.data = str(kept.revision)
    return form


def offered(kept: AutosaveView) -> Kept:
    """What the page says about typing that it shows again."""
    if kept.draft_id is not None:
        return Kept(kept, url_for("autosaving.discard_for_draft", draft=kept.draft_id))
    return Kept(kept, url_for("autosaving.discard_new", key=kept.key.partition(":")[2]))


def address_of(key: str, draft_id: int | None, address: str) -> str:
    """Where what was typed is opened again."""
    if draft_id is not None:
        return address
    sign = "&" if "?" in address else "?"
    return f"{address}{sign}{urlencode({RESTORE: key.partition(':')[2]})}"


def _typed(address: str) -> Typed:
    """The form as the page sent it; what its buttons and token say is no part of it."""
    fields = tuple(
        (name, text) for name, text in request.form.items(multi=True) if name not in _NOT_TYPED
    )
    revision = request.form.get("revision", "")
    type_ = notice_type(request.form.get("type", ""))
    if not has_form(type_):
        raise RuleBroken("这种公告的内容不自动保存")
    return Typed(
        family=type_.family.value,
        title=request.form.get("title", "") or request.form.get("process_title", ""),
        address=address,
        fields=fields,
        revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
    )


def _said() -> Response:
    at = get_now().astimezone(SHANGHAI).strftime("%H:%M:%S")
    return jsonify({"said": gettext("已自动保存 %(at)s", at=at)})
