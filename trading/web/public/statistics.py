"""Statistics: the figures of a year, each open to the rows behind it."""

from dataclasses import replace
from itertools import chain
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from trading.domain.calendar import FIRST_YEAR, check_year, reporting_year
from trading.domain.definitions import DEFINITIONS, definition_of
from trading.domain.errors import NotFound, RuleBroken
from trading.domain.figures import YearFigures
from trading.services.wording import sentence
from trading.store.snapshots import reported_years
from trading.store.totals import sums_of_years, years_with_totals
from trading.store.years import read_year
from trading.web.clock import get_now
from trading.web.public.behind import csv_lines, sha256_of
from trading.web.public.choosing import Asked, opened, read_asked
from trading.web.public.drawn import (
    YEARS,
    drawn_categories,
    drawn_months,
    drawn_years,
    since_the_first,
    year_rows,
    years_title,
)
from trading.web.public.filtering import BadQuery, refuse_query
from trading.web.public.grouped import tables
from trading.web.public.machine import year_json
from trading.web.public.passports import choice_of, passport
from trading.web.public.restated import restated_json, restated_since_report
from trading.web.public.yearly import checks, compared, equations, sayings, told_figures
from trading.web.session import get_read_session, get_runtime, get_site

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
    """The years that have figures, newest first, and the newest of them compared."""
    session, site = get_read_session(), get_site()
    years = [read_year(session, one, site) for one in years_with_totals(session)]
    return render_template(
        "public/statistics/index.html",
        years=years,
        compared=compared(years[:YEARS]),
        reported=reported_years(session),
    )


@bp.get("/statistics/<year:year>")
def year(year: int) -> str:
    """The figures of a year, what they count, and how they add up."""
    session, now, figures = get_read_session(), get_now(), year_figures(year)
    shown = range(max(year - YEARS + 1, FIRST_YEAR), year + 1)
    sums = since_the_first(sums_of_years(session, shown, figures.basis))
    return render_template(
        "public/statistics/year.html",
        figures=figures,
        running=_runs(figures),
        sayings=sayings(figures),
        told=told_figures(figures),
        tables={one.dimension: one for one in tables(figures)},
        months=drawn_months(figures),
        categories=drawn_categories(figures),
        years_title=years_title(sums),
        years=drawn_years(sums),
        year_rows=year_rows(sums),
        equations=equations(session, figures, at=now),
        checks=checks(session, figures, at=now),
        restated=restated_since_report(year),
    )


@bp.get("/statistics/<year:year>.json")
def year_as_json(year: int) -> Response:
    """The same for machines (interface.md §5)."""
    figures = year_figures(year)
    restated = restated_json(restated_since_report(year))
    return jsonify(year_json(figures, get_site(), note=_note(figures), restated=restated))


@bp.get("/statistics/<year:year>/<figure>")
def figure(year: int, figure: str) -> str | BaseResponse:
    """The passport of a figure: what it counts, what it leaves out, and the rows behind it."""
    figures = _checked(year, figure)
    try:
        asked = read_asked(request.args, figures, figure, paged=True)
    except BadQuery as bad:
        return refuse_query(bad)
    return _elsewhere(opened(year, asked)) or render_template(
        "public/statistics/figure.html",
        figures=figures,
        told=passport(get_read_session(), figures, asked, at=get_now()),
        address=lambda page: opened(year, replace(asked, page=page)),
    )


@bp.get("/statistics/<year:year>/<figure>.csv")
def figure_as_csv(year: int, figure: str) -> BaseResponse:
    """The same rows for a spreadsheet, sent as they are read.

    The session is one of its own, since it outlives the request, until the last byte is sent.
    """
    figures = _checked(year, figure)
    try:
        asked = read_asked(request.args, figures, figure, paged=False)
    except BadQuery as bad:
        return refuse_query(bad)
    if elsewhere := _elsewhere(opened(year, asked, endpoint="figure_as_csv")):
        return elsewhere
    session = get_runtime().store.read_session()
    try:
        lines = csv_lines(session, choice_of(figures, asked, at=get_now()))
        first = next(lines)  # a database that is away refuses before anything is sent
    except BaseException:
        session.close()
        raise
    answer = Response(chain([first], lines), mimetype="text/csv")
    answer.call_on_close(session.close)
    answer.headers["Content-Disposition"] = f"inline; filename={_filename(year, asked)}"
    return answer


@bp.get("/statistics/<year:year>/<figure>.csv.sha256")
def figure_digest(year: int, figure: str) -> BaseResponse:
    """The SHA-256 of that file as sha256sum writes it, computed without holding the file."""
    figures = _checked(year, figure)
    try:
        asked = read_asked(request.args, figures, figure, paged=False)
    except BadQuery as bad:
        return refuse_query(bad)
    if elsewhere := _elsewhere(opened(year, asked, endpoint="figure_digest")):
        return elsewhere
    lines = csv_lines(get_read_session(), choice_of(figures, asked, at=get_now()))
    return Response(f"{sha256_of(lines)}  {_filename(year, asked)}\n", mimetype="text/plain")


def _filename(year: int, asked: Asked) -> str:
    chosen = (str(year), asked.name, asked.key)
    return f"{'-'.join(one for one in chosen if one)}.csv"


def _elsewhere(address: str) -> BaseResponse | None:
    """A permanent redirect when the query is written otherwise than canonical."""
    asked = request.query_string.decode("latin-1")
    return None if asked == urlsplit(address).query else redirect(address, 308)


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


def _runs(figures: YearFigures) -> bool:
    """Whether a year with notices may still get more: none was published since it ended."""
    last = figures.as_of
    return last is not None and figures.line("notices") > 0 and reporting_year(last) <= figures.year


def _note(figures: YearFigures) -> str:
    """The note that stands beside the sentence of 2016; empty where it is not printed."""
    try:
        return sentence(figures, STYLE).note
    except RuleBroken:
        return ""
