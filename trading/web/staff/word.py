"""Text from Word: a .docx is read, looked at, and becomes the body of a draft."""

from collections.abc import Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.errors import Conflict, RuleBroken, SeveralBroken
from trading.services import drafting, richtext
from trading.services.word_import import MOST_BYTES, Imported, read_word
from trading.store.drafts import DraftView, find_draft
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.base import Form
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session
from trading.web.staff.left_out import sentences

MEGABYTE = 1024 * 1024
MOST_SAID, LONGEST_SAID = 20, 200  # sentences that a form brings back, and their characters

bp = staff_blueprint("staff_word", url_prefix="/staff/notices", roles=WRITERS)

Answer = str | Response | tuple[str, int]


@bp.get("/<int:draft>/word")
def show(draft: int) -> Answer:
    """The field for a Word file."""
    found = find_draft(get_read_session(), draft)
    if found.published_number:
        return redirect(url_for("notices.show", number=found.published_number))
    too_large = request.args.get("refused") == "size"
    most = MOST_BYTES // MEGABYTE
    return _show(found, gettext("文件太大：最多%(most)d MB", most=most) if too_large else "")


@bp.post("/<int:draft>/word")
def read(draft: int) -> Answer:
    """Read the file: into an empty body at once, beside another one for the clerk to decide.

    Nothing is written while the file is read, so that nobody waits for it.
    """
    uploaded = request.files.get("file")
    found = find_draft(get_read_session(), draft)
    if uploaded is None or not uploaded.filename:
        return _show(found, gettext("请先选择文件")), 422
    try:
        imported = read_word(uploaded.stream, uploaded.filename)
    except RuleBroken as broken:
        return _show(found, say(broken)), 422
    said = sentences(imported.left_out)
    if richtext.is_blank(found.content.body_html):
        return _save(found, imported.html, said, revision=_seen())
    return _confirm(found, imported, said)


@bp.post("/<int:draft>/word/take")
def take(draft: int) -> Answer:
    """Put the text that the clerk has seen in place of the body, or behind it."""
    found = find_draft(get_read_session(), draft)
    html = request.form.get("html", "")
    if request.form.get("do") == "append":
        html = found.content.body_html + html
    said = [one[:LONGEST_SAID] for one in request.form.getlist("left_out")[:MOST_SAID]]
    return _save(found, html, said, revision=_seen())


def _save(draft: DraftView, html: str, said: Sequence[str], *, revision: int) -> Answer:
    """Save the draft with this body and nothing else changed; the report stands above the form."""
    content = replace(draft.content, body_html=html)
    by, now = get_staff().id, get_now()
    try:
        session = get_session()
        drafting.revise(
            session, draft.id, content, revision=revision, by=by, now=now, elsewhere=True
        )
    except Conflict as conflict:
        newest = find_draft(get_session(), draft.id)
        sent = Imported(request.form.get("html") or html, ())
        return _confirm(newest, sent, said, refused=say(conflict)), 409
    except SeveralBroken as several:
        return _show(draft, "；".join(say(one) for one in several.broken)), 422
    flash(gettext("已从 Word 文件带入正文，请核对后再保存或预览"))
    for one in said:
        flash(one)
    return redirect(url_for("staff_notices.edit", draft=draft.id), 303)


def _seen() -> int:
    """The revision that the page had shown; 0 when the form does not say."""
    text = request.form.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _show(draft: DraftView, refused: str) -> str:
    return render_template(
        "staff/word/show.html",
        form=Form(),
        draft=draft,
        refused=refused,
        most=MOST_BYTES // MEGABYTE,
        most_bytes=MOST_BYTES,
    )


def _confirm(draft: DraftView, imported: Imported, said: Sequence[str], refused: str = "") -> str:
    """Both texts side by side; what came from the form goes through the sanitiser once more."""
    try:
        html = richtext.from_input(imported.html)
    except RuleBroken as broken:
        return _show(draft, say(broken))
    return render_template(
        "staff/word/confirm.html",
        form=Form(),
        draft=draft,
        html=html,
        said=said,
        refused=refused,
        open_to_change=not draft.discarded and draft.published_number is None,
    )
