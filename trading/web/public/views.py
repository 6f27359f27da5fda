"""How often a notice was read: a page of its own, so that the notice stays as it is."""

from flask import Blueprint, Response, jsonify, make_response, render_template

from trading.store.audiences import readings_of_notice
from trading.store.notices import find_notice
from trading.web.session import get_read_session

DAYS = 30  # on the page; the JSON holds every day

bp = Blueprint("views", __name__)


@bp.get("/notices/<number>/views")
def show(number: str) -> Response:
    """The readings of a notice: all together, and of the last days on which it was read."""
    session = get_read_session()
    found, days = find_notice(session, number), readings_of_notice(session, number)
    page = render_template(
        "public/notices/views.html",
        row=found.row,
        total=sum(count for _, count in days),
        days=days[:DAYS],
    )
    return _for_an_hour(make_response(page))


@bp.get("/notices/<number>/views.json")
def as_json(number: str) -> Response:
    """The same for programs, every day of it."""
    session = get_read_session()
    row, days = find_notice(session, number).row, readings_of_notice(session, number)
    members = {
        "number": row.number,
        "views": sum(count for _, count in days),
        "days": [{"day": day.isoformat(), "views": count} for day, count in days],
    }
    return _for_an_hour(jsonify(members))


def _for_an_hour(answer: Response) -> Response:
    """It is no news: whoever has it may keep it for a while."""
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
