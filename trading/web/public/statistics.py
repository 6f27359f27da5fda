"""Statistics: the figures of a year, each open to the rows behind it."""

from flask import Blueprint, Response, jsonify, render_template, stream_with_context
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.routing import IntegerConverter

from trading.domain.calendar import check_year
from trading.domain.definitions import DEFINITIONS, definition_of
from trading.domain.errors import NotFound, RuleBroken
from trading.domain.figures import YearFigures
from trading.services.wording import PartsDiffer, Sentence, sentence
from trading.store.snapshots import reported_years
from trading.store.totals import years_with_totals
from trading.store.years import read_year
from trading.web.clock import get_now
from trading.web.public.behind import chosen, csv_lines, rows_behind
from trading.web.public.machine import year_json
from trading.web.public.restated import restated_json, restated_since_report
from trading.web.session import get_read_session, get_site

bp = Blueprint("statistics", __name__)

STYLE = "2016"


class YearConverter(IntegerConverter):
    """A year as everybody writes it: other digits, or more of them, would be a second address."""

    regex = "[0-9]{4}"


@bp.record_once
def know_years(state: BlueprintSetupState) -> None:
    """Let the addresses below name a year."""
    state.app.url_map.converters["year"] = YearConverter


@bp.get("/statistics")
def index() -> str:
    """The years that have figures, newest first."""
    session, site = get_read_session(), get_site()
    years = [read_year(session, one, site) for one in years_with_totals(session)]
    return render_template(
        "public/statistics/index.html", years=years, reported=reported_years(session)
    )


@bp.get("/statistics/<year:year>")
def year(year: int) -> str:
    """The figures of a year, what they count, and how they add up."""
    figures = year_figures(year)
    said, refused = _sentence(figures)
    return render_template(
        "public/statistics/year.html",
        figures=figures,
        sentence=said,
        refused=refused,
        outside=refused.outside if isinstance(refused, PartsDiffer) else (),
        restated=restated_since_report(year),
    )


@bp.get("/statistics/<year:year>.json")
def year_as_json(year: int) -> Response:
    """The same for machines (interface.md §5)."""
    figures = year_figures(year)
    said, _ = _sentence(figures)
    restated = restated_json(restated_since_report(year))
    note = said.note if said else ""
    return jsonify(year_json(figures, get_site(), note=note, restated=restated))


@bp.get("/statistics/<year:year>/<figure>")
def figure(year: int, figure: str) -> str:
    """The rows behind one figure."""
    figures = _checked(year, figure)
    choice = chosen(figures, figure, at=get_now())
    return render_template(
        "public/statistics/figure.html",
        figures=figures,
        figure=figures.figure(figure),
        rows=rows_behind(get_read_session(), choice),
    )


@bp.get("/statistics/<year:year>/<figure>.csv")
def figure_as_csv(year: int, figure: str) -> Response:
    """The same rows for a spreadsheet."""
    figures = _checked(year, figure)
    lines = csv_lines(get_read_session(), chosen(figures, figure, at=get_now()))
    answer = Response(stream_with_context(lines), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"inline; filename={year}-{figure}.csv"
    return answer


def year_figures(year: int) -> YearFigures:
    """The figures of a year on the site's basis; NotFound for a year that cannot be."""
    try:
        check_year(year)
    except RuleBroken:
        raise NotFound("没有%(year)d年的统计", year=year) from None
    return read_year(get_read_session(), year, get_site(), at=get_now())


def _checked(year: int, figure: str) -> YearFigures:
    if definition_of(figure) is None:
        raise NotFound("没有这项统计；可用：%(names)s", names="、".join(DEFINITIONS))
    return year_figures(year)


def _sentence(figures: YearFigures) -> tuple[Sentence | None, RuleBroken | None]:
    """The report's sentence, or why it is not printed."""
    try:
        return sentence(figures, STYLE), None
    except RuleBroken as refused:
        return None, refused
