"""The working calendar: administrators enter each year's holidays, and periods when law changes."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.calendar import check_year, day_of, parse_day
from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.periods import RULES, in_force, period_rule
from trading.services import calendaring
from trading.store.calendars import EnteredYear, all_periods, days_of_year, entered_years
from trading.web.access import ADMINISTRATORS, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.calendars import DaysForm, PeriodForm
from trading.web.session import get_read_session, get_session

bp = staff_blueprint(
    "staff_calendars", url_prefix="/staff/calendar", roles=ADMINISTRATORS, keeps=("enter",)
)

Answer = str | Response | tuple[str, int]


@bp.get("/")
def show() -> str:
    """The years that were entered, and the days of one of them."""
    return _page(DaysForm(formdata=None), _asked_year())


@bp.post("/")
def enter() -> Answer:
    """Enter a pasted list of days."""
    form = DaysForm()
    if not form.validate_on_submit():
        return _page(form, _asked_year()), 422
    try:
        days = calendaring.enter_days(get_session(), form.days.data or "")
    except (RuleBroken, SeveralBroken) as broken:
        form.refuse(broken)
        return _page(form, _asked_year()), 422
    flash(gettext("已录入%(n)d天。", n=len(days)))
    return redirect(url_for("staff_calendars.show", year=days[0].day.year), 303)


@bp.post("/days/<day>/forget")
def forget_day(day: str) -> Answer:
    """Let a day be an ordinary one again."""
    found = parse_day(day)
    calendaring.forget_day(get_session(), found)
    flash(gettext("%(day)s已恢复为平常的日子。", day=found.isoformat()))
    return redirect(url_for("staff_calendars.show", year=found.year), 303)


@bp.get("/periods")
def periods() -> str:
    """Every statutory period as it counts today."""
    rows = in_force(all_periods(get_read_session()), day_of(get_now()))
    table = [(rule, rows.get(rule.key)) for rule in RULES]
    return render_template("staff/calendars/periods.html", table=table)


@bp.route("/periods/<key>", methods=["GET", "POST"])
def period(key: str) -> Answer:
    """One period: its rows, and a form for the next one."""
    period_rule(key)
    form = PeriodForm()
    if request.method == "GET":
        return _period_page(key, form)
    if form.validate_on_submit():
        try:
            calendaring.enter_period(get_session(), form.period(key))
            flash(gettext("时限已保存。"))
            return redirect(url_for("staff_calendars.period", key=key), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    return _period_page(key, form), 422


@bp.post("/periods/<key>/<day>/forget")
def forget_period(key: str, day: str) -> Answer:
    """Take a row out of the table."""
    calendaring.forget_period(get_session(), key, parse_day(day))
    flash(gettext("已删除。"))
    return redirect(url_for("staff_calendars.period", key=key), 303)


def _asked_year() -> int:
    year = request.args.get("year", type=int)
    return check_year(year) if year is not None else day_of(get_now()).year


def _page(form: DaysForm, year: int) -> str:
    session = get_read_session()
    years = entered_years(session)
    this = day_of(get_now()).year
    return render_template(
        "staff/calendars/show.html",
        form=form,
        press=DaysForm(formdata=None),
        year=year,
        years=years,
        days=days_of_year(session, year),
        wanted=[one for one in (this, this + 1) if not _is_whole(one, years)],
    )


def _is_whole(year: int, years: list[EnteredYear]) -> bool:
    return any(one.year == year and one.whole for one in years)


def _period_page(key: str, form: PeriodForm) -> str:
    rows = [one for one in all_periods(get_read_session()) if one.key == key]
    return render_template(
        "staff/calendars/period.html",
        form=form,
        press=DaysForm(formdata=None),
        rule=period_rule(key),
        rows=rows,
    )
