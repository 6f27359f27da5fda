"""Previews: a draft exactly as its page will be, and what still keeps it from publication."""

from functools import partial

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from trading.domain.codes import category
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.services import checking
from trading.store.drafts import find_draft
from trading.web.access import staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.sentences import say
from trading.web.public.facts import Sheet, sheet
from trading.web.session import get_read_session
from trading.web.staff.files import staff_address

bp = staff_blueprint("staff_previews", url_prefix="/staff/notices")


@bp.get("/<int:draft>")
def show(draft: int) -> str | Response:
    """The draft as readers will see it; a published one shows its page itself."""
    session = get_read_session()
    found = find_draft(session, draft)
    if found.published_number:
        return redirect(url_for("notices.show", number=found.published_number))
    missing = checking.shortcomings(
        session, found.content, process_id=found.process_id, now=get_now()
    )
    return render_template(
        "staff/notices/preview.html",
        draft=found,
        sheet=_sheet(found.content),
        missing=[say(one) for one in missing],
        file_address=partial(staff_address, draft),
    )


def _sheet(content: NoticeDraft) -> Sheet | None:
    """The page to be; none as long as the category, which names everything, is not chosen."""
    try:
        category(content.category)
    except RuleBroken:
        return None
    return sheet(content, at=get_now())
