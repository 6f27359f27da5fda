"""People: administrators add colleagues, give one-time links, reset and disable accounts."""

from flask import abort, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken
from trading.services import accounts
from trading.services.accounts import Invitation
from trading.store.people import all_staff, staff_by_id
from trading.web.access import ADMINISTRATORS, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.accounts import AddPersonForm
from trading.web.session import get_read_session, get_session

bp = staff_blueprint(
    "people",
    url_prefix="/staff/people",
    roles=ADMINISTRATORS,
    fresh=("add", "reset", "disable"),
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
    accounts.disable(get_session(), _name_of(person), now=get_now())
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
    link = url_for("sessions.enrol", token=invitation.token, _external=True)
    return render_template("staff/people/invited.html", invitation=invitation, link=link)
