"""Handing in: a writer gives a draft to the reviewers with reasons and a wish, or takes it back."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.calendar import parse_moment
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken, TradingError
from trading.domain.findings import Severity
from trading.domain.lifecycle import Action, check
from trading.services import finding, moving, reviewing
from trading.store.drafts import DraftView, find_draft
from trading.store.engine import Session
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.base import Form
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session
from trading.web.staff.asking import sent_reasons, shown

bp = staff_blueprint(
    "staff_submissions", url_prefix="/staff/notices", roles=WRITERS, keeps=("submit",)
)

Answer = str | Response | tuple[str, int]


@bp.get("/<int:draft>/submit")
def show(draft: int) -> str:
    """What still keeps a draft from the reviewers, and what they would ask."""
    session = get_read_session()
    found = find_draft(session, draft)
    check(
        Action.SUBMIT,
        moving.situation(session, found, get_staff().id),
        title=moving.title_of(found),
    )
    return _page(session, found)


@bp.post("/<int:draft>/submit")
def submit(draft: int) -> Answer:
    """Hand a draft to the reviewers."""
    session = get_session()
    try:
        reviewing.submit(
            session,
            draft,
            by=get_staff().id,
            now=get_now(),
            reasons=sent_reasons().get(draft, {}),
            due_at=_wish(),
            seen=request.form.get("revision", type=int),
        )
    except moving.ChangedSince as changed:
        return _page(session, find_draft(session, draft), [changed]), 409
    except Conflict as conflict:
        return _page(session, find_draft(session, draft), [conflict]), 409
    except SeveralBroken as several:
        return _page(session, find_draft(session, draft), several.broken), 422
    except RuleBroken as broken:
        return _page(session, find_draft(session, draft), [broken]), 422
    flash(gettext("已送审，请等待审核。"))
    return redirect(url_for("staff_previews.show", draft=draft), 303)


@bp.post("/<int:draft>/recall")
def recall(draft: int) -> Response:
    """Take a draft back to be changed; approval and schedule are gone."""
    reviewing.recall(get_session(), draft, by=get_staff().id, now=get_now())
    flash(gettext("已撤回，可以继续修改。"))
    return redirect(url_for("staff_previews.show", draft=draft), 303)


def _wish() -> datetime | None:
    text = request.form.get("due_at", "").strip()
    return parse_moment(text, field="due_at") if text else None


def _page(session: Session, draft: DraftView, refused: Sequence[TradingError] = ()) -> str:
    """The form with what was typed, or what was given when the draft was handed in before."""
    found = finding.findings_of(session, draft, now=get_now())
    findings = shown(found, draft.explanations, draft_id=draft.id)
    return render_template(
        "staff/reviews/submit.html",
        form=Form(),
        draft=draft,
        told=[one for one in findings if one.severity is not Severity.EXPLAIN],
        asked=[one for one in findings if one.severity is Severity.EXPLAIN],
        due_at=request.form.get("due_at", ""),
        refused=[say(one) for one in refused],
    )
