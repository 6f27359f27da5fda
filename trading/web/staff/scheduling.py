"""Schedules at the desk: chosen drafts are given a time, looked at, and taken back from it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.calendar import parse_moment
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken, TradingError
from trading.services import finding, scheduling
from trading.store.schedules import find_schedule
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.base import Form
from trading.web.session import get_read_session, get_session, get_site
from trading.web.staff.asking import sent_reasons
from trading.web.staff.candidates import chosen, seen, show_candidates

looking = staff_blueprint("staff_schedules", url_prefix="/staff/schedules")
bp = staff_blueprint(
    "staff_scheduling",
    url_prefix="/staff/schedules",
    roles=WRITERS,
    fresh=("schedule",),
    keeps=("schedule",),
)

Answer = str | Response | tuple[str, int]


@looking.get("/<int:schedule>")
def show(schedule: int) -> str:
    """What goes out at a time, or what became of it."""
    found = find_schedule(get_read_session(), schedule)
    may_cancel = found.is_open and get_staff().role in WRITERS
    return render_template(
        "staff/schedules/show.html", schedule=found, form=Form(), may_cancel=may_cancel
    )


@bp.post("/")
def schedule() -> Answer:
    """Let the chosen drafts go out together at the time that was typed."""
    ids = chosen(request.form.getlist("draft", type=int))
    session = get_session()
    try:
        finding.explain_all(session, ids, sent_reasons(), now=get_now())
        made = scheduling.schedule(
            session,
            ids,
            by=get_staff().id,
            due_at=parse_moment(request.form.get("due_at", ""), field="due_at"),
            now=get_now(),
            site=get_site(),
            seen=seen(),
        )
    except Conflict as conflict:
        return _refuse(ids, [conflict]), 409
    except SeveralBroken as several:
        return _refuse(ids, several.broken), 422
    except RuleBroken as broken:
        return _refuse(ids, [broken]), 422
    return redirect(url_for("staff_schedules.show", schedule=made), 303)


@bp.post("/<int:schedule>/cancel")
def cancel(schedule: int) -> Response:
    """Take everything back that was to go out at this time."""
    scheduling.unschedule(get_session(), schedule, by=get_staff().id, now=get_now())
    flash(gettext("已取消定时。审核通过的稿件仍可发布或重新定时。"))
    return redirect(url_for("staff_schedules.show", schedule=schedule), 303)


def _refuse(ids: list[int], refused: Sequence[TradingError]) -> str:
    """The drafts as they are now, with what was typed; nothing was scheduled."""
    return show_candidates(
        ids, refused, session=get_session(), due_at=request.form.get("due_at", "")
    )
