"""The report's section: its sentences, its files to take away, and the names templates may use."""

from dataclasses import dataclass

from flask import Response, render_template, request

from trading.domain.calendar import reporting_year
from trading.domain.errors import RuleBroken
from trading.domain.figures import YearFigures
from trading.services import reporting
from trading.services.placeholders import placeholders as placeholders_of
from trading.services.rendering import FORMATS
from trading.services.reporting import Report, Section
from trading.services.wording import STYLES, Amounts
from trading.store.report_templates import kept_templates, template_content
from trading.store.totals import years_with_totals
from trading.web.access import staff_blueprint
from trading.web.clock import get_now
from trading.web.disposition import attachment
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_site

bp = staff_blueprint("staff_reports", url_prefix="/staff/reports")

Answer = str | Response | tuple[str, int]
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/plain",  # to be pasted, not to be shown
    "text": "text/plain",
    "json": "application/json",
}
_LONGEST_ID = 9


@dataclass(frozen=True)
class Asked:
    """What a page or a file is asked for; what cannot be read is what is usual."""

    style: str
    amounts: Amounts
    template: int


@bp.get("/")
def show() -> str:
    """The years that have figures."""
    years = years_with_totals(get_read_session())
    return render_template("staff/reports/index.html", years=years, this=_this_year())


@bp.get("/<int(fixed_digits=4):year>")
def section(year: int) -> Answer:
    """The section of a year in every style, and why a style has none."""
    return _page(year)


@bp.get("/<int(fixed_digits=4):year>/section.docx", defaults={"kind": "docx"})
@bp.get("/<int(fixed_digits=4):year>/section.html", defaults={"kind": "html"})
@bp.get("/<int(fixed_digits=4):year>/section.txt", defaults={"kind": "text"})
@bp.get("/<int(fixed_digits=4):year>/section.json", defaults={"kind": "json"})
def file(year: int, kind: str) -> Answer:
    """The section as a file; a refusal is said on the section's page."""
    asked, session = _asked(), get_read_session()
    name, content = "section.docx", None
    try:
        if kind == "docx" and asked.template:
            name, content = template_content(session, asked.template)
        made = _report(year, asked)
        filled = FORMATS[kind](made, content)
    except RuleBroken as broken:
        return _page(year, refused=say(broken)), 422
    answer = Response(filled, mimetype=_TYPES[kind])
    if kind == "docx":
        answer.headers["Content-Disposition"] = attachment(f"{year}-{name}")
    return answer


@bp.get("/placeholders")
def placeholders() -> str:
    """Every name that the own sentence and a Word template may use, with today's values."""
    year = _this_year()
    known = reporting.catalogue(get_read_session(), get_site(), year, at=get_now())
    return render_template("staff/reports/placeholders.html", known=known, year=year)


def _report(year: int, asked: Asked) -> Report:
    return reporting.report(
        get_read_session(),
        get_site(),
        year,
        style=asked.style,
        amounts=asked.amounts,
        at=get_now(),
    )


def _page(year: int, *, refused: str = "") -> str:
    asked, session = _asked(), get_read_session()
    made: Section | None = None
    try:
        made = reporting.section(session, get_site(), year, amounts=asked.amounts, at=get_now())
    except RuleBroken as broken:
        refused = refused or say(broken)
    return render_template(
        "staff/reports/section.html",
        year=year,
        asked=asked,
        section=made,
        pasted=_pasted(made, asked.style),
        cells=_cells(made.figures) if made else None,
        refused=refused,
        styles=STYLES,
        templates=kept_templates(session),
    )


def _pasted(made: Section | None, style: str) -> str:
    """The HTML to paste, as text."""
    if made is None or style not in made.sentences:
        return ""
    return FORMATS["html"](made.report(style), None).decode()


def _cells(figures: YearFigures) -> dict[str, str]:
    known = {one.name: str(one.value) for one in placeholders_of(figures, get_site())}
    return {name: known[name] for name in ("procurement_trades", "procurement_total_wan")}


def _asked() -> Asked:
    style = request.args.get("style", "standard")
    amounts = request.args.get("amounts", Amounts.EXACT.value)
    template = request.args.get("template", "")
    return Asked(
        style=style[:20],
        amounts=Amounts(amounts) if amounts in {*Amounts} else Amounts.EXACT,
        template=int(template) if template.isdecimal() and len(template) <= _LONGEST_ID else 0,
    )


def _this_year() -> int:
    return reporting_year(get_now())
