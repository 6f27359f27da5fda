"""Pages about the site itself, and the two addresses that watchers ask."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from trading.domain.calendar import reporting_year
from trading.services.reporting import catalogue
from trading.store import migrate
from trading.web.clock import get_now
from trading.web.public.columns import COLUMNS, MOST_IN_WORKBOOK
from trading.web.public.filtering import BadQuery, canonical, read_filter, refuse_query
from trading.web.session import get_read_session, get_runtime, get_site

bp = Blueprint("pages", __name__)


@bp.get("/help")
def guide() -> str:
    """How to search, subscribe and check; what the figures and feed elements mean."""
    now = get_now()
    year = reporting_year(now)
    known = catalogue(get_read_session(), get_site(), year, at=now)
    return render_template(
        "public/pages/help.html",
        known=known,
        year=year,
        columns=COLUMNS,
        most_rows=MOST_IN_WORKBOOK,
    )


@bp.get("/about")
def about() -> str:
    """Who publishes here."""
    return render_template("public/pages/about.html")


@bp.get("/search")
def search() -> BaseResponse:
    """The search address of interface.md §3."""
    try:
        wanted, page = read_filter(request.args, paged=True)
    except BadQuery as bad:
        return refuse_query(bad)
    return redirect(url_for("notices.listing") + canonical(wanted, page=page), 308)


@bp.get("/robots.txt")
def robots() -> Response:
    """Everything public may be indexed; the staff area may not."""
    return Response("User-agent: *\nDisallow: /staff/\n", mimetype="text/plain")


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> Response:
    """The database answers, and its schema is the one this program was written for."""
    store = get_runtime().store
    ready = store.is_ready() and migrate.current(store) == migrate.newest()
    text = "ready\n" if ready else "the schema is not up to date: run trading migrate\n"
    return Response(text, status=200 if ready else 503, mimetype="text/plain")
