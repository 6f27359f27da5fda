"""Sessions: sign in, prove oneself again, sign out, and use a one-time link."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as form_cookie
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken
from trading.services import accounts, signing_in
from trading.services.passwords import words_of
from trading.services.signing_in import SignedIn
from trading.store.people import staff_named
from trading.web import cookies
from trading.web.access import get_staff, get_staff_session, safe_next, staff_blueprint
from trading.web.clock import get_now
from trading.web.filters import moment
from trading.web.forms.accounts import ConfirmForm, NewPasswordForm, SignInForm
from trading.web.logs import name_actor
from trading.web.session import get_read_session, get_runtime, get_session, get_site
from trading.web.staff.attempts import attempt_of

# These pages stand before the door: they are for people who are not signed in yet.
bp = Blueprint("sessions", __name__, url_prefix="/staff")
inside = staff_blueprint("own_session", url_prefix="/staff")

Answer = str | Response | tuple[str, int]


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Answer:
    """Name and password become a session; then on to where the visitor wanted to go."""
    form = SignInForm()
    if request.method == "GET":
        return _sign_in_page(form)
    if not form.validate_on_submit():
        return _sign_in_page(form), 422
    runtime, name = get_runtime(), (form.name.data or "").strip()
    try:
        made = signing_in.sign_in(
            runtime.store, runtime.hasher, attempt_of(name, form.password.data), now=get_now()
        )
    except RuleBroken as broken:
        if staff_named(get_read_session(), name):
            name_actor(name)
        form.refuse(broken)
        return _sign_in_page(form), 422
    name_actor(name)
    _begin_for(name, made)
    answer = redirect(safe_next(request.args.get("next")), 303)
    cookies.give_staff_token(answer, made.token)
    return answer


def _begin_for(name: str, made: SignedIn) -> None:
    """Another person gets another form token; the same one can still send what lies open."""
    if form_cookie.get("name") != name:
        form_cookie.clear()
    form_cookie["name"] = name
    if made.password_changed_at:
        at = moment(made.password_changed_at)
        said = gettext("您的密码在%(at)s更改过；如果不是您本人改的，请马上告诉管理员。", at=at)
        flash(said)


@inside.route("/confirm", methods=["GET", "POST"], endpoint="confirm")
def confirm() -> Answer:
    """The password once more, before something that cannot be taken back."""
    form = ConfirmForm()
    if request.method == "GET":
        return _confirm_page(form)
    if not form.validate_on_submit():
        return _confirm_page(form), 422
    runtime, found = get_runtime(), get_staff_session()
    attempt = attempt_of(found.staff.name, form.password.data)
    try:
        signing_in.prove(runtime.store, runtime.hasher, found, attempt, now=get_now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _confirm_page(form), 422
    return redirect(safe_next(request.args.get("next")), 303)


@inside.post("/sign-out", endpoint="sign_out")
def sign_out() -> Answer:
    """End this browser's session."""
    signing_in.sign_out(get_session(), cookies.staff_token(request))
    form_cookie.clear()
    answer = redirect(url_for("sessions.sign_in"), 303)
    cookies.take_staff_token(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/enrol/<token>", methods=["GET", "POST"])
def enrol(token: str) -> Answer:
    """A one-time link: choose a password, then sign in with it."""
    form, runtime = NewPasswordForm(), get_runtime()
    staff = accounts.invited(get_read_session(), token, now=get_now())
    if request.method == "GET":
        return render_template("staff/sessions/enrol.html", form=form, person=staff)
    if form.validate_on_submit():
        try:
            accounts.enrol(
                runtime.store,
                runtime.hasher,
                token,
                form.password.data or "",
                own_words=words_of(get_site()),
                now=get_now(),
            )
            flash(gettext("密码已设定，请用姓名和密码登录。"))
            return redirect(url_for("sessions.sign_in"), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template("staff/sessions/enrol.html", form=form, person=staff), 422


def _sign_in_page(form: SignInForm) -> str:
    return render_template("staff/sessions/sign_in.html", form=form)


def _confirm_page(form: ConfirmForm) -> str:
    return render_template("staff/sessions/confirm.html", form=form, person=get_staff())
