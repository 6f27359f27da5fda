"""The first administrator's page, opened by the one-time link that the first start prints."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.services import initialising
from trading.web.clock import get_now
from trading.web.forms.site import FirstForm
from trading.web.session import get_read_session, get_runtime, get_session

# Before the door: nobody can be signed in yet; the link itself is the key.
bp = Blueprint("first", __name__, url_prefix="/staff/first")


@bp.route("/<token>", methods=["GET", "POST"])
def set_up(token: str) -> str | Response | tuple[str, int]:
    """Enter the site's identity and make the first administrator."""
    form = FirstForm()
    initialising.check_first_link(get_read_session(), token, now=get_now())
    if request.method == "GET":
        return render_template("staff/first/set_up.html", form=form)
    if form.validate_on_submit():
        try:
            initialising.make_first_administrator(
                get_session(),
                token,
                form.identity(),
                name=form.name.data or "",
                password=form.password.data or "",
                hasher=get_runtime().hasher,
                now=get_now(),
            )
            return redirect(url_for("sessions.sign_in"), 303)
        except (RuleBroken, SeveralBroken) as broken:
            form.refuse(broken)
    return render_template("staff/first/set_up.html", form=form), 422
