"""Closing a year: what is still open in it, its frozen reports, and the press that freezes one."""

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.calendar import check_year
from trading.domain.errors import Conflict, NotFound, RuleBroken, SeveralBroken
from trading.services import closing, reporting, restating, snapshots
from trading.store.report_templates import kept_templates
from trading.store.snapshots import document_of, find_snapshot, snapshots_of
from trading.store.years import read_year
from trading.web.access import REVIEWERS, WRITERS, get_staff, recently_confirmed, staff_blueprint
from trading.web.clock import get_now
from trading.web.disposition import attachment
from trading.web.forms.closing import FreezeForm, style_names
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session, get_site

looking = staff_blueprint("staff_closing", url_prefix="/staff/reports")
bp = staff_blueprint(
    "staff_freezing",
    url_prefix="/staff/reports",
    roles=REVIEWERS,
    fresh=("freeze", "publish"),
    keeps=("freeze",),
)

Answer = str | Response | tuple[str, int]
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@looking.get("/<int(fixed_digits=4):year>/closing")
def show(year: int) -> Answer:
    """What is still open, what changed since the last frozen report, and the form."""
    return _page(_known(year), _form(fresh=True))


@looking.get("/<int(fixed_digits=4):year>/closing/<int:serial>.docx")
def document(year: int, serial: int) -> FlaskResponse:
    """The Word file of a frozen report, public or not."""
    session = get_read_session()
    found = find_snapshot(session, _known(year), serial)
    answer = FlaskResponse(document_of(session, found.id), mimetype=_WORD)
    answer.headers["Content-Disposition"] = attachment(f"{year}-{serial}-{found.document_name}")
    return answer


@bp.post("/<int(fixed_digits=4):year>/closing")
def freeze(year: int) -> Answer:
    """Freeze the report as chosen."""
    form = _form()
    if not form.validate_on_submit():
        return _page(_known(year), form), 422
    try:
        found = snapshots.freeze(
            get_session(), get_site(), year, form.wish(), by=get_staff().id, now=get_now()
        )
    except (RuleBroken, SeveralBroken) as broken:
        form.refuse(broken)
        return _page(_known(year), form), 422
    except Conflict as conflict:
        form.form_errors.append(say(conflict))
        return _page(_known(year), form), 409
    flash(gettext("已冻结%(year)d年报告（第%(serial)d份）。", year=year, serial=found.serial))
    return redirect(url_for("staff_closing.show", year=year), 303)


@bp.post("/<int(fixed_digits=4):year>/closing/<int:serial>/publish")
def publish(year: int, serial: int) -> Answer:
    """Put a frozen report on the public site, once it was confirmed."""
    if "sure" not in request.form:
        said = gettext("请先确认：报告公开后不能收回")
        return _page(_known(year), _form(fresh=True), refused=said), 422
    try:
        snapshots.make_public(get_session(), year, serial, by=get_staff().id, now=get_now())
    except Conflict as conflict:
        return _page(_known(year), _form(fresh=True), refused=say(conflict)), 409
    flash(gettext("报告已公开。"))
    return redirect(url_for("staff_closing.show", year=year), 303)


def _known(year: int) -> int:
    try:
        return check_year(year)
    except RuleBroken as broken:
        raise NotFound("没有%(year)d年的统计", year=year) from broken


def _form(*, fresh: bool = False) -> FreezeForm:
    """The form as it was sent, or as it begins."""
    session = get_read_session()
    has_own = reporting.own_sentence(session, get_site()) is not None
    form = FreezeForm(formdata=None, style="standard") if fresh else FreezeForm()
    return form.prepared(
        style_names(gettext("本单位自己的句子") if has_own else ""),
        [(one.id, one.name) for one in kept_templates(session)],
    )


def _page(year: int, form: FreezeForm, *, refused: str = "") -> str:
    session, site, now = get_read_session(), get_site(), get_now()
    figures = read_year(session, year, site, at=now)
    return render_template(
        "staff/reports/closing.html",
        year=year,
        form=form,
        refused=refused,
        questions=closing.questions(session, figures, now=now),
        not_yet=_not_yet(year),
        snapshots=snapshots_of(session, year),
        styles=style_names(gettext("本单位自己的句子")),
        restated=restating.since_newest(session, site, year),
        writes=get_staff().role in WRITERS,
        freezes=get_staff().role in REVIEWERS,
        confirmed=recently_confirmed(),
    )


def _not_yet(year: int) -> str:
    """Why the year cannot be frozen today; empty when it can."""
    try:
        snapshots.check_over(year, now=get_now())
    except RuleBroken as broken:
        return say(broken)
    return ""
