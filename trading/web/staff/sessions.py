"""Sessions: sign in, prove oneself again, sign out, and use a one-time link."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.services import accounts, signing_in
from trading.services.signing_in import Attempt
from trading.web import cookies
from trading.web.access import get_staff, get_staff_session, safe_next, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.accounts import ConfirmForm, NewPasswordForm, SignInForm
from trading.web.session import get_read_session, get_runtime, get_session

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
    runtime = get_runtime()
    try:
        token = signing_in.sign_in(
            runtime.store,
            runtime.hasher,
            _attempt(form.name.data or "", form.password.data or ""),
            now=get_now(),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _sign_in_page(form), 422
    answer = redirect(safe_next(request.args.get("next")), 303)
    cookies.give_staff_token(answer, token)
    return answer


@inside.route("/confirm", methods=["GET", "POST"], endpoint="confirm")
def confirm() -> Answer:
    """The password once more, before something that cannot be taken back."""
    form = ConfirmForm()
    if request.method == "GET":
        return _confirm_page(form)
    if not form.validate_on_submit():
        return _confirm_page(form), 422
    runtime, found = get_runtime(), get_staff_session()
    attempt = _attempt(found.staff.name, form.password.data or "")
    try:
        signing_in.confirm(runtime.store, runtime.hasher, found, attempt, now=get_now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _confirm_page(form), 422
    return redirect(safe_next(request.args.get("next")), 303)


@inside.post("/sign-out", endpoint="sign_out")
def sign_out() -> Answer:
    """End this browser's session."""
    signing_in.sign_out(get_session(), cookies.staff_token(request))
    answer = redirect(url_for("sessions.sign_in"), 303)
    cookies.take_staff_token(answer)
    return answer


@bp.route("/enrol/<token>", methods=["GET", "POST"])
def enrol(token: str) -> Answer:
    """A one-time link: choose a password, then sign in with it."""
    form = NewPasswordForm()
    staff = accounts.invited(get_read_session(), token, now=get_now())
    if request.method == "GET":
        return render_template("staff/sessions/enrol.html", form=form, person=staff)
    if form.validate_on_submit():
        try:
            accounts.enrol(
                get_session(),
                token,
                form.password.data or "",
                hasher=get_runtime().hasher,
                now=get_now(),
            )
            return redirect(url_for("sessions.sign_in"), 303)
        except (RuleBroken, SeveralBroken) as broken:
            form.refuse(broken)
    return render_template("staff/sessions/enrol.html", form=form, person=staff), 422


def _attempt(name: str, password: str) -> Attempt:
    return Attempt(
        name=name.strip(),
        password=password,
        address=request.remote_addr or "",
        user_agent=request.headers.get("User-Agent", ""),
    )


def _sign_in_page(form: SignInForm) -> str:
    return render_template("staff/sessions/sign_in.html", form=form)


def _confirm_page(form: ConfirmForm) -> str:
    return render_template("staff/sessions/confirm.html", form=form, person=get_staff())
