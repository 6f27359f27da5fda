"""The home page: newest notices, deadlines ahead, this year's figures, how to subscribe."""

from flask import Blueprint, render_template

from trading.domain.calendar import reporting_year
from trading.domain.codes import Family
from trading.store.lists import deadlines_ahead, newest
from trading.store.snapshots import reported_years
from trading.store.years import read_year
from trading.web.clock import get_now
from trading.web.session import get_read_session, get_site

NEWEST, AHEAD, WATCHED = 10, 8, 6
# Whoever bids must not miss these: they change a deadline, open a publicity or end a tender.
_WATCHED = (Family.CORRECTION.value, Family.CANDIDATE.value, Family.TERMINATION.value)
_BESIDES = (Family.PLAN.value, Family.CONTRACT.value)

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> str:
    """What a visitor most likely came for."""
    session, now = get_read_session(), get_now()
    return render_template(
        "public/home/index.html",
        tenders=newest(session, Family.TENDER.value, limit=NEWEST),
        awards=newest(session, Family.AWARD.value, limit=NEWEST),
        watched=newest(session, *_WATCHED, limit=WATCHED),
        besides=newest(session, *_BESIDES, limit=WATCHED),
        ahead=deadlines_ahead(session, now, limit=AHEAD),
        figures=read_year(session, reporting_year(now), get_site()),
        reported=reported_years(session)[:1],
    )
