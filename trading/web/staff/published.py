"""A published notice from the staff side: what can still be done about it, and what was asked."""

from flask import render_template

from trading.domain.codes import NoticeType
from trading.services import withdrawing
from trading.store.corrections import corrections_of
from trading.store.notices import find_notice
from trading.store.withdrawals import find_withdrawable, find_withdrawal, requests_of
from trading.web.access import is_writer, staff_blueprint
from trading.web.forms.sentences import say
from trading.web.session import get_read_session

bp = staff_blueprint("staff_published", url_prefix="/staff/published")


@bp.get("/<number>")
def show(number: str) -> str:
    """Correct it, withdraw it; its corrections, and every request to withdraw it."""
    session = get_read_session()
    found = find_notice(session, number).row
    refused = withdrawing.why_not(find_withdrawable(session, number))
    return render_template(
        "staff/published/show.html",
        row=found,
        writes=is_writer(),
        is_correction=found.type == NoticeType.CORRECTION.value,
        refused=say(refused) if refused else "",
        corrections=corrections_of(session, [number])[number],
        withdrawal=find_withdrawal(session, number),
        requests=requests_of(session, number),
    )
