"""The door of the staff area: a staff blueprint is made with it, so that no view can forget it."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from trading.services import signing_in
from trading.store.people import SessionView, StaffView
from trading.web import cookies
from trading.web.clock import get_now
from trading.web.errors import refuse
from trading.web.session import SAFE_METHODS, get_runtime

EVERYBODY = ("editor", "reviewer", "admin")
WRITERS = ("editor", "admin")
REVIEWERS = ("reviewer", "admin")
ADMINISTRATORS = ("admin",)


def staff_blueprint(
    name: str,
    *,
    url_prefix: str,
    roles: Iterable[str] = EVERYBODY,
    fresh: Iterable[str] = (),
    within: timedelta = signing_in.FRESH,
    keeps: Iterable[str] = (),
) -> Blueprint:
    """A blueprint behind the door, for these roles only.

    `fresh` names its views that need a password given within the last half hour, or `within`;
    `keeps` those whose form, sent after the session ended, is handed back to be sent again. A
    form with a password is never among them.
    """
    blueprint = Blueprint(name, __name__, url_prefix=url_prefix)
    allowed, guarded = frozenset(roles), {f"{name}.{view}" for view in fresh}
    kept = {f"{name}.{view}" for view in keeps}

    @blueprint.before_request
    def door() -> Response | None:
        found = _signed_in()
        if found is None:
            return _hand_back() if request.endpoint in kept else _turn_away()
        if found.staff.role not in allowed:
            abort(403)
        if request.endpoint in guarded and not recently_confirmed(within=within):
            return redirect(url_for("own_session.confirm", next=_back()), 303)
        return None

    return blueprint


def get_staff() -> StaffView:
    """Who is signed in; only behind the door."""
    return get_staff_session().staff


def get_staff_session() -> SessionView:
    """The session of this browser; only behind the door."""
    found: SessionView = g.staff_session
    return found


def is_writer() -> bool:
    """Whether this browser's user may write notices; asked where the door has not been yet."""
    found = _signed_in()
    return found is not None and found.staff.role in WRITERS


def recently_confirmed(*, within: timedelta = signing_in.FRESH) -> bool:
    """Whether this browser's user gave their password lately (security.md R10)."""
    return signing_in.is_fresh(get_staff_session(), now=get_now(), within=within)


def staff_or_none() -> StaffView | None:
    """Who is signed in, for the frame of a staff page."""
    found = g.get("staff_session")
    return found.staff if found else None


def safe_next(target: str | None) -> str:
    """A page of our own staff area to go on to (security.md R34); anything else is the desk."""
    parts = urlsplit(target or "")
    inside = parts.path.startswith("/staff/") and not parts.scheme and not parts.netloc
    plain = target and target.isprintable() and "\\" not in target
    if target and plain and inside and _is_page(parts.path):
        return target
    return url_for("desk.show")


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


def _signed_in() -> SessionView | None:
    runtime = get_runtime()
    token = cookies.staff_token(request)
    g.staff_session = signing_in.current(runtime.store, runtime.settings, token, now=get_now())
    found: SessionView | None = g.staff_session
    return found


def _turn_away() -> Response:
    """To the sign-in page and back; a press outside the door is none."""
    if request.method in SAFE_METHODS:
        return redirect(url_for("sessions.sign_in", next=_back()), 303)
    return refuse(401)


def _hand_back() -> Response:
    """All that was typed, on a page that sends it again after signing in elsewhere.

    Not left to the browser's history: pages of staff are not stored, and rows that were added,
    or a page that was itself the answer to a form, do not come back from there.
    """
    if request.method in SAFE_METHODS:
        return _turn_away()
    sent = list(request.form.items(multi=True))
    page = render_template("staff/sessions/ended.html", sent=sent, address=_back_here())
    answer = make_response(page, 401)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _back_here() -> str:
    return request.full_path.rstrip("?")


def _back() -> str:
    """Where this request came from, or was going, as a path of our own."""
    if request.method in SAFE_METHODS:
        return _back_here()
    referrer = urlsplit(request.referrer or "")
    return f"{referrer.path}?{referrer.query}".rstrip("?")
