"""Organizations while one is being typed: those known by this name or code, as last published."""

from dataclasses import asdict

from flask import jsonify, request
from werkzeug.wrappers import Response

from trading.domain.grams import parse_query
from trading.store.parties import suggest_parties
from trading.web.access import WRITERS, staff_blueprint
from trading.web.session import get_read_session

LONGEST = 100  # characters that the name of an organization could sensibly have

bp = staff_blueprint("staff_organizations", url_prefix="/staff", roles=WRITERS)


@bp.get("/organizations.json")
def suggest() -> Response:
    """What the typed text may mean, ten at most; nothing for a blank one."""
    terms = parse_query(request.args.get("q", "")[:LONGEST])
    found = suggest_parties(get_read_session(), terms)
    return jsonify({"organizations": [asdict(party) for party in found]})
