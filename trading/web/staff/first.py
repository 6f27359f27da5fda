"""The first administrator's page, opened by the one-time link that the first start prints."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.services import initialising
from trading.web.clock import get_now
from trading.web.forms.site import FirstForm
from trading.web.session import get_read_session, get_runtime, get_site

# Before the door: nobody can be signed in yet; the link itself is the key.
bp = Blueprint("first", __name__, url_prefix="/staff/first")


@bp.route("/<token>", methods=["GET", "POST"])
def set_up(token: str) -> str | Response | tuple[str, int]:
    """Enter the site's identity and make the first administrator."""
    form, runtime = FirstForm(obj=get_site()), get_runtime()
    initialising.check_first_link(get_read_session(), token, now=get_now())
    if request.method == "GET":
        return render_template("staff/first/set_up.html", form=form)
    if form.validate_on_submit():
        try:
            initialising.make_first_administrator(
                runtime.store,
                runtime.hasher,
                token,
                form.identity(),
                name=form.name.data or "",
                password=form.password.data or "",
                now=get_now(),
            )
            flash(gettext("设置完成，请用刚才的姓名和密码登录。"))
            return redirect(url_for("sessions.sign_in"), 303)
        except (RuleBroken, SeveralBroken) as broken:
            form.refuse(broken)
    return render_template("staff/first/set_up.html", form=form), 422
