"""Search over everything that staff may see: drafts, notices, processes, organizations."""

from collections.abc import Callable, Mapping
from typing import Any  # parts of several kinds of rows

from flask import abort, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from trading.domain.grams import parse_query
from trading.services.searching import search_drafts
from trading.store.desks import Part
from trading.store.searches import search_notices, search_organizations, search_processes
from trading.web.access import get_staff, staff_blueprint
from trading.web.session import get_read_session
from trading.web.staff.sections import STATES, name_of

LONGEST_QUERY = 100
HIGHEST_PAGE = 100_000
FIRST_ROWS = 5  # of each kind, where all kinds are shown

KINDS: Mapping[str, LazyString] = {
    "drafts": _l("草稿"),
    "notices": _l("已发布的公告"),
    "processes": _l("项目"),
    "organizations": _l("单位"),
}
_SEARCHES: Mapping[str, Callable[..., Part[Any]]] = {
    "drafts": search_drafts,
    "notices": search_notices,
    "processes": search_processes,
    "organizations": search_organizations,
}

bp = staff_blueprint("staff_search", url_prefix="/staff")


@bp.get("/search")
def show() -> str:
    """What holds every word: the first of each kind, or (`kind`) one kind a page at a time."""
    text = " ".join(request.args.get("q", "").split())[:LONGEST_QUERY].rstrip()
    kind = request.args.get("kind", "")
    page = request.args.get("page", default=1, type=int) if kind else 1
    if kind not in ("", *KINDS) or not 1 <= page <= HIGHEST_PAGE:
        abort(404)
    terms, session = parse_query(text), get_read_session()
    wanted = (kind,) if kind else tuple(KINDS) if terms else ()
    found = {one: _SEARCHES[one](session, terms, page=page) for one in wanted if terms}
    if kind in found and page > found[kind].pages:
        abort(404)
    return render_template(
        "staff/search/show.html",
        q=text,
        understood=bool(terms),
        kind=kind,
        kinds=KINDS,
        found=found,
        most=None if kind else FIRST_ROWS,
        states=STATES,
        called=name_of,
        writes=get_staff().role != "reviewer",
        address=lambda number: url_for("staff_search.show", q=text, kind=kind, page=number),
    )
