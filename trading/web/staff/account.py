"""One's own account: who one is here, and another password."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken
from trading.services import accounts
from trading.web import cookies
from trading.web.access import get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.accounts import ChangePasswordForm
from trading.web.session import get_runtime, get_session

bp = staff_blueprint("account", url_prefix="/staff/account")


@bp.route("/", methods=["GET", "POST"])
def password() -> str | Response | tuple[str, int]:
    """Change the password; every other browser is signed out."""
    form = ChangePasswordForm()
    if request.method == "GET":
        return render_template("staff/account/password.html", form=form)
    if form.validate_on_submit():
        try:
            accounts.change_password(
                get_session(),
                get_staff(),
                current=form.current.data or "",
                chosen=form.password.data or "",
                hasher=get_runtime().hasher,
                now=get_now(),
                keep_session=cookies.staff_token(request),
            )
            flash(gettext("密码已更改，其他浏览器上的登录已经退出。"))
            return redirect(url_for("account.password"), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template("staff/account/password.html", form=form), 422
