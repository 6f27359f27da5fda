"""Reviewing at the desk: the page as it will look, what to check, and the reviewer's decision."""

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.checklist import Check
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken, TradingError
from trading.domain.lifecycle import Action, check
from trading.services import finding, moving, reviewing
from trading.store.drafts import DraftView, find_draft
from trading.store.engine import Session
from trading.web.access import REVIEWERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.filters import moment
from trading.web.forms.base import Form
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session
from trading.web.staff.asking import shown
from trading.web.staff.files import staff_address
from trading.web.staff.previews import page_to_be
from trading.web.staff.steps import told_steps
from trading.web.staff.told_traces import traced

bp = staff_blueprint(
    "staff_reviews",
    url_prefix="/staff/notices",
    roles=REVIEWERS,
    fresh=("show", "approve"),
    keeps=("approve", "send_back"),
)

Answer = str | Response | tuple[str, int]


@bp.get("/<int:draft>/review")
def show(draft: int) -> str:
    """Everything that a reviewer looks at before deciding; refused to those who wrote it."""
    session = get_read_session()
    found = find_draft(session, draft)
    now_at = moving.situation(session, found, get_staff().id)
    check(Action.RETURN, now_at, title=moving.title_of(found))
    return _page(session, found)


@bp.post("/<int:draft>/approve")
def approve(draft: int) -> Answer:
    """Approve what was seen; what was wished for a time still ahead is scheduled."""
    try:
        done = reviewing.approve(
            get_session(),
            draft,
            by=get_staff().id,
            now=get_now(),
            sha256=request.form.get("seen", ""),
            checklist=request.form.getlist("check"),
            opinion=request.form.get("opinion", ""),
        )
    except (Conflict, RuleBroken, SeveralBroken) as refused:
        return _refuse(draft, refused)
    flash(_told(done))
    return redirect(url_for("staff_previews.show", draft=draft), 303)


@bp.post("/<int:draft>/return")
def send_back(draft: int) -> Answer:
    """Send a draft back to its writers."""
    try:
        reviewing.send_back(
            get_session(),
            draft,
            by=get_staff().id,
            now=get_now(),
            sha256=request.form.get("seen", ""),
            opinion=request.form.get("opinion", ""),
        )
    except (Conflict, RuleBroken, SeveralBroken) as refused:
        return _refuse(draft, refused)
    flash(gettext("已退回，写稿人会在工作台上看到您的意见。"))
    return redirect(url_for("staff_previews.show", draft=draft), 303)


def _told(done: reviewing.Approved) -> str:
    if done.due_at:
        return str(gettext("审核通过，将于 %(at)s 自动发布。", at=moment(done.due_at)))
    if done.missed:
        late = moment(done.missed)
        return str(gettext("审核通过。希望的发布时间 %(at)s 已过，没有定时。", at=late))
    return str(gettext("审核通过，写稿人可以发布了。"))


def _refuse(draft: int, refused: Conflict | RuleBroken | SeveralBroken) -> tuple[str, int]:
    """The page with what was typed and ticked, and the draft as it says now."""
    session = get_session()
    broken = refused.broken if isinstance(refused, SeveralBroken) else [refused]
    status = 409 if isinstance(refused, Conflict) else 422
    return _page(session, find_draft(session, draft), broken), status


def _page(session: Session, draft: DraftView, refused: Sequence[TradingError] = ()) -> str:
    found = finding.findings_of(session, draft, now=max(draft.due_at or get_now(), get_now()))
    return render_template(
        "staff/reviews/show.html",
        form=Form(),
        draft=draft,
        sheet=page_to_be(draft.content),
        file_address=partial(staff_address, draft.id),
        traced=traced(draft.content.attachments),
        seen=moving.fingerprint(draft),
        findings=shown(found, draft.explanations, draft_id=draft.id),
        checks=[(one.value, one.zh, one.value in request.form.getlist("check")) for one in Check],
        opinion=request.form.get("opinion", ""),
        refused=[say(one) for one in refused],
        steps=told_steps(session, draft.id),
        undecided=draft.state == "submitted",
    )
