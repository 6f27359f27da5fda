"""Help for staff: what each state means, and how to review, schedule, correct and withdraw."""

from flask import render_template

from trading.domain.checklist import Check
from trading.domain.findings import Severity
from trading.web.access import staff_blueprint
from trading.web.session import get_site
from trading.web.staff.sections import LOOPS, STATES

bp = staff_blueprint("staff_guide", url_prefix="/staff")


@bp.get("/help")
def show() -> str:
    """The guide, in the words that the pages use."""
    return render_template(
        "staff/guide/show.html",
        states=STATES,
        loops=LOOPS,
        checks=[check.zh for check in Check],
        severities={one.value: one.zh for one in Severity},
        reviewed=get_site().review_required,
    )
