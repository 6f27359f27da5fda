"""The centre's own sentence: edited with a preview, checked, and kept."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.calendar import check_year, reporting_year
from trading.domain.errors import RuleBroken, SeveralBroken
from trading.services import composing, reporting
from trading.services.composing import say_own
from trading.services.reporting import Refused
from trading.services.wording import OwnSentence
from trading.store.own_sentences import newest_sentence
from trading.store.totals import years_with_totals
from trading.store.years import read_year
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.reports import OwnSentenceForm
from trading.web.session import get_read_session, get_session, get_site

bp = staff_blueprint(
    "staff_sentence", url_prefix="/staff/reports/sentence", roles=WRITERS, keeps=("save",)
)

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Preview:
    """The sentence of one year, or why it has none."""

    year: int
    text: str
    refused: Refused | None = None


@bp.get("/")
def edit() -> Answer:
    """The sentence in use, or an empty field, with this and last year's values."""
    found = reporting.own_sentence(get_read_session(), get_site())
    form = OwnSentenceForm(formdata=None, text=found.text if found else "", year=_years()[0])
    for whole in found.wholes if found else ():
        form.wholes.append_entry(whole)
    return _page(_prepared(form), previewed=bool(found))


@bp.post("/")
def save() -> Answer:
    """Keep the sentence, or only look at it; what is refused stays as it was typed."""
    form = _prepared(OwnSentenceForm())
    if not form.validate_on_submit():
        return _page(form), 422
    if request.form.get("do") == "preview":
        return _page(form, previewed=True)
    staff, now = get_staff(), get_now()
    try:
        composing.keep_sentence(
            get_session(), get_site(), form.sentence(), year=_year(form), by=staff.id, now=now
        )
    except SeveralBroken as several:
        form.refuse(several)
        return _page(form, previewed=True), 422
    flash(gettext("句子已保存，年度报告里可以选“本单位自己的句子”。"))
    return redirect(url_for("staff_sentence.edit"), 303)


def _prepared(form: OwnSentenceForm) -> OwnSentenceForm:
    figures = read_year(get_read_session(), _year(form), get_site())
    return form.prepare(_years(), figures)


def _years() -> list[int]:
    """This year, the last, and every year that has figures; first the newest that has some."""
    this = reporting_year(get_now())
    counted = years_with_totals(get_read_session())
    others = sorted({this, this - 1, *counted}, reverse=True)
    first = next((one for one in counted if one <= this), this)
    return [first, *(one for one in others if one != first)]


def _year(form: OwnSentenceForm) -> int:
    chosen = form.year.data
    try:
        return check_year(int(chosen))
    except (TypeError, ValueError, RuleBroken):
        return _years()[0]


def _page(form: OwnSentenceForm, *, previewed: bool = False) -> str:
    own = form.sentence()
    year = _year(form)
    return render_template(
        "staff/reports/sentence.html",
        form=form,
        kept=newest_sentence(get_read_session()),
        fixed=bool(get_site().sentence),
        previews=[_preview(own, one) for one in (year, year - 1)] if previewed else [],
    )


def _preview(own: OwnSentence, year: int) -> Preview:
    session = get_read_session()
    try:
        return Preview(year, say_own(session, get_site(), own, year, at=get_now()).text)
    except (RuleBroken, SeveralBroken) as broken:
        return Preview(year, "", reporting.refusal(session, year, broken))
