"""Attachments of a draft: the page on which they are added, put in order and taken off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import flash, get_flashed_messages, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from trading.domain.drafts import Attachment
from trading.domain.errors import Conflict, RuleBroken
from trading.services import filing
from trading.store.drafts import DraftView, find_draft
from trading.store.files import find_draft_file
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.base import Form
from trading.web.forms.sentences import say
from trading.web.handing_out import get_shelf, hand_out
from trading.web.session import get_read_session, get_session
from trading.web.staff.told_traces import told_traces

MOST_SAID = 8  # refusals that a redirect carries along; the cookie that holds them is small
REFUSED = "refused"  # the kind of message that belongs to the file field

bp = staff_blueprint("staff_files", url_prefix="/staff/notices", roles=WRITERS)
reading = staff_blueprint("staff_draft_files", url_prefix="/staff/files")

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Line:
    """A file in the list; `there` is false when its bytes are gone from the disk.

    `traces` say what it carries besides its content.
    """

    file: Attachment
    there: bool
    traces: Sequence[str]


@bp.get("/<int:draft>/files")
def show(draft: int) -> Answer:
    """The files of a draft, and the field for more."""
    found = find_draft(get_read_session(), draft)
    if found.published_number:
        return redirect(url_for("notices.show", number=found.published_number))
    refused = [str(said) for said in get_flashed_messages(category_filter=[REFUSED])]
    if request.args.get("refused") == "size":
        most = filing.MOST_IN_ALL // filing.MEGABYTE
        refused.append(gettext("一次上传的文件合计最多%(most)d MB：请分几次上传", most=most))
    return _show(found, refused)


@bp.post("/<int:draft>/files")
def add(draft: int) -> Answer:
    """Take the uploaded files; those that cannot be taken are named, the others stay."""
    refused: list[str] = []
    taken = list(_taken(request.files.getlist("file"), refused))
    if not taken and not refused:
        refused.append(gettext("请先选择文件"))
    if taken:
        try:
            attached = filing.attach(
                get_session(), draft, taken, revision=_seen(), by=get_staff().id, now=get_now()
            )
        except Conflict as conflict:
            return _too_late(draft, conflict)
        refused += [say(one) for one in attached.refused]
        if attached.added:
            flash(gettext("已添加%(n)d个附件", n=attached.added))
            return _back(draft, refused)
    return _show(find_draft(get_read_session(), draft), refused), 422


@bp.post("/<int:draft>/files/order")
def arrange(draft: int) -> Answer:
    """Take a file off, or let it change places with the one above: `do` is `remove:2`, `up:2`."""
    action, _, text = request.form.get("do", "").partition(":")
    position = int(text) if text.isdecimal() and len(text) < 4 else 0
    change = {"remove": filing.detach, "up": filing.move_up}.get(action)
    if change is None:
        return redirect(url_for("staff_files.show", draft=draft), 303)
    try:
        change(get_session(), draft, position, revision=_seen(), by=get_staff().id, now=get_now())
    except Conflict as conflict:
        return _too_late(draft, conflict)
    return _back(draft, [])


@reading.get("/<int:draft>/<sha256>/<name>")
def download(draft: int, sha256: str, name: str) -> Response:
    """A file of a draft, for those who write or review it."""
    found = find_draft_file(get_read_session(), draft, sha256, name)
    if found is None:
        raise NoSuchPage
    return hand_out(found)


def staff_address(draft: int, file: Attachment) -> str:
    """Where a file of a draft is looked at before anybody else may see it."""
    name, sha256 = file.name, file.sha256
    return url_for("staff_draft_files.download", draft=draft, sha256=sha256, name=name)


def _taken(uploaded: Iterable[FileStorage], refused: list[str]) -> Iterable[Attachment]:
    """Each file as it reaches the disk; what is refused is said with the name of its file."""
    for one in uploaded:
        if not one.filename:
            continue
        try:
            yield filing.take_in(get_shelf(), one.stream, one.filename)
        except RuleBroken as broken:
            said = say(broken)
            if "name" not in broken.values:
                said = gettext("“%(name)s”：%(said)s", name=one.filename[-60:], said=said)
            refused.append(said)


def _seen() -> int:
    """The revision that the page had shown; 0 when the form does not say."""
    text = request.form.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _back(draft: int, refused: Sequence[str]) -> Response:
    for said in refused[:MOST_SAID]:
        flash(said, REFUSED)
    if len(refused) > MOST_SAID:
        flash(gettext("另有%(n)d个文件没有添加", n=len(refused) - MOST_SAID), REFUSED)
    return redirect(url_for("staff_files.show", draft=draft), 303)


def _too_late(draft: int, conflict: Conflict) -> Answer:
    """Somebody saved the draft meanwhile: the list as it is now, and why nothing was changed."""
    newest = find_draft(get_session(), draft)
    return _show(newest, [say(conflict), gettext("附件没有改动，请核对后重新操作")]), 409


def _show(draft: DraftView, refused: Sequence[str]) -> str:
    shelf = get_shelf()
    return render_template(
        "staff/files/show.html",
        form=Form(),
        draft=draft,
        lines=[
            Line(one, shelf.holds(one.sha256, one.size), told_traces(one))
            for one in draft.content.attachments
        ],
        refused=refused,
        most_bytes=filing.MOST_BYTES,
        most_files=filing.MOST_FILES,
        megabyte=filing.MEGABYTE,
    )
