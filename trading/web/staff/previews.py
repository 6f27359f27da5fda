"""Previews: a draft exactly as its page will be, and what still keeps it from publication."""

from functools import partial

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from trading.domain.codes import category
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.findings import Severity
from trading.domain.lifecycle import Action, refusal
from trading.services import finding, moving
from trading.store.drafts import DraftView, find_draft
from trading.store.engine import Session
from trading.web.access import get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.base import Form
from trading.web.public.facts import Sheet, sheet
from trading.web.session import get_read_session, get_site
from trading.web.staff.asking import shown
from trading.web.staff.files import staff_address
from trading.web.staff.sections import STATES
from trading.web.staff.steps import last_opinion
from trading.web.staff.told_traces import traced

bp = staff_blueprint("staff_previews", url_prefix="/staff/notices")


@bp.get("/<int:draft>")
def show(draft: int) -> str | Response:
    """The draft as readers will see it; a published one shows its page itself."""
    session = get_read_session()
    found = find_draft(session, draft)
    if found.published_number:
        return redirect(url_for("notices.show", number=found.published_number))
    findings = finding.findings_of(session, found, now=get_now())
    return render_template(
        "staff/notices/preview.html",
        form=Form(),
        draft=found,
        sheet=page_to_be(found.content),
        findings=shown(findings, found.explanations, draft_id=draft),
        missing=any(one.severity is Severity.STOP for one in findings),
        file_address=partial(staff_address, draft),
        traced=traced(found.content.attachments),
        can=_possible(session, found),
        state=STATES.get(found.state.value, ""),
        opinion=last_opinion(session, draft) if found.state == "returned" else "",
    )


def _possible(session: Session, draft: DraftView) -> set[str]:
    """What this person may do with the draft where it stands."""
    required = get_site().review_required
    now_at = moving.situation(session, draft, get_staff().id, review_required=required)
    return {action.value for action in Action if refusal(action, now_at) is None}


def page_to_be(content: NoticeDraft) -> Sheet | None:
    """The page to be; none as long as the category, which names everything, is not chosen."""
    try:
        category(content.category)
    except RuleBroken:
        return None
    return sheet(content, at=get_now())
