"""One's own account: where one is signed in, and another password."""

import re
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken
from trading.services import accounts, signing_in
from trading.services.passwords import words_of
from trading.store.people import SessionView
from trading.web.access import get_staff, get_staff_session, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.accounts import ChangePasswordForm
from trading.web.session import get_read_session, get_runtime, get_session, get_site
from trading.web.staff.attempts import attempt_of

bp = staff_blueprint("account", url_prefix="/staff/account")

# The first that fits: every browser also names those that it wants to be taken for.
_PROGRAMS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
_SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "iOS", "Mac OS": "macOS"}


@dataclass(frozen=True)
class Browser:
    """One place where the user is signed in; `name` is empty for an unknown browser."""

    key: str
    name: str
    created_at: datetime
    seen_at: datetime
    here: bool


@bp.route("/", methods=["GET", "POST"])
def password() -> str | Response | tuple[str, int]:
    """Change the password; every other browser is signed out."""
    form, runtime, found = ChangePasswordForm(), get_runtime(), get_staff_session()
    if request.method == "GET":
        return _page(form)
    if form.validate_on_submit():
        try:
            accounts.change_password(
                runtime.store,
                runtime.hasher,
                found,
                attempt_of(found.staff.name, form.current.data),
                chosen=form.password.data or "",
                own_words=words_of(get_site()),
                now=get_now(),
            )
            flash(gettext("密码已更改，其他浏览器上的登录已经退出。"))
            return redirect(url_for("account.password"), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    return _page(form), 422


@bp.post("/browsers/end")
def end() -> Response:
    """Sign one of the user's other browsers out."""
    signing_in.sign_out_there(get_session(), get_staff(), request.form.get("browser", ""))
    flash(gettext("那个浏览器已经退出。"))
    return redirect(url_for("account.password"), 303)


def _page(form: ChangePasswordForm) -> str:
    settings = get_runtime().settings
    found = signing_in.browsers(get_read_session(), settings, get_staff(), now=get_now())
    return render_template(
        "staff/account/password.html",
        form=form,
        press=FlaskForm(),
        browsers=[_browser(one) for one in found],
        idle_minutes=settings.session_idle_minutes,
        whole_hours=settings.session_hours,
    )


def _browser(one: SessionView) -> Browser:
    return Browser(
        key=one.token_hash,
        name=browser_name(one.user_agent),
        created_at=one.created_at,
        seen_at=one.seen_at,
        here=one.token_hash == get_staff_session().token_hash,
    )


def browser_name(user_agent: str) -> str:
    """What a person calls a browser, such as "Edge 142 · Windows"; empty when it is unknown."""
    for mark, name in (*_PROGRAMS.items(), ("Version", "Safari")):
        found = re.search(rf"{mark}\w*/(\d+)", user_agent)
        if found:
            systems = [said for system, said in _SYSTEMS.items() if system in user_agent]
            return " · ".join([f"{name} {found[1]}", *systems[:1]])
    return ""
