"""People: administrators add colleagues, give one-time links, reset and disable accounts."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken
from trading.services import accounts
from trading.services.accounts import Invitation
from trading.services.signing_in import FRESH_FOR_PEOPLE
from trading.store.people import all_staff, staff_by_id
from trading.web.access import ADMINISTRATORS, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.accounts import AddPersonForm
from trading.web.session import get_read_session, get_session, get_site

bp = staff_blueprint(
    "people",
    url_prefix="/staff/people",
    roles=ADMINISTRATORS,
    fresh=("show", "add", "reset", "disable", "end_sessions"),
    within=FRESH_FOR_PEOPLE,
)

Answer = str | Response | tuple[str, int]


@bp.get("/")
def show() -> Answer:
    """Everybody with an account."""
    return _page(AddPersonForm())


@bp.post("/")
def add() -> Answer:
    """Enter a colleague; the page shows the one-time link, once."""
    form = AddPersonForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        invitation = accounts.add(
            get_session(), form.name.data or "", form.role.data or "", now=get_now()
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(form), 422
    return _invited(invitation)


@bp.post("/<int:person>/reset")
def reset(person: int) -> Answer:
    """Take a password away and show a new one-time link."""
    return _invited(accounts.reset(get_session(), _name_of(person), now=get_now()))


@bp.post("/<int:person>/disable")
def disable(person: int) -> Answer:
    """Let somebody sign in no more."""
    name = _name_of(person)
    accounts.disable(get_session(), name, now=get_now())
    flash(gettext("已停用“%(name)s”的账号。", name=name))
    return redirect(url_for("people.show"), 303)


@bp.post("/<int:person>/end-sessions")
def end_sessions(person: int) -> Answer:
    """Sign somebody's browsers out."""
    name = _name_of(person)
    accounts.end_sessions(get_session(), name)
    flash(gettext("“%(name)s”在各处的登录都已退出。", name=name))
    return redirect(url_for("people.show"), 303)


def _name_of(person: int) -> str:
    found = staff_by_id(get_session(), person)
    if found is None:
        abort(404)
    return found.name


def _page(form: AddPersonForm) -> str:
    people = all_staff(get_read_session())
    return render_template("staff/people/show.html", form=form, people=people, press=FlaskForm())


def _invited(invitation: Invitation) -> str:
    base = get_site().site_url or request.host_url.rstrip("/")
    link = base + url_for("sessions.enrol", token=invitation.token)
    return render_template("staff/people/invited.html", invitation=invitation, link=link)
