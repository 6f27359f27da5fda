"""The largest buyers and suppliers of a year, on their own page: it reads the year's trades."""

from flask import Blueprint, render_template, url_for
from flask_babel import gettext

from trading.domain.figures import Share, YearFigures, rounded
from trading.store.leaders import Leader, leading_suppliers
from trading.web.public.choosing import address_of
from trading.web.public.grouped import MOST_NAMED, Cell, Row, in_wan, largest
from trading.web.public.statistics import year_figures
from trading.web.session import get_read_session

bp = Blueprint("leading", __name__)


@bp.get("/statistics/<year:year>/organizations")
def organizations(year: int) -> str:
    """Ten buyers and ten suppliers, by amount."""
    figures = year_figures(year)
    won = leading_suppliers(get_read_session(), year, figures.basis, most=MOST_NAMED)
    traded = [one for one in largest(figures.by["buyer"]) if one.values.get("trades")]
    return render_template(
        "public/statistics/organizations.html",
        year=year,
        buyers=[_buyer(figures, one) for one in traded[:MOST_NAMED]],
        suppliers=[_supplier(one) for one in won],
        heads=[gettext("进场交易（次）"), gettext("交易额（万元）"), gettext("其中联合体（次）")],
    )


def _buyer(figures: YearFigures, share: Share) -> Row:
    texts = {"trades": str(share.values["trades"])}
    texts["trade_total"] = _wan(share.values.get("trade_total", 0))
    cells = tuple(
        Cell(text, address_of(figures, name, dimension="buyer", key=share.key))
        for name, text in texts.items()
    )
    return Row(share.label, cells, url_for("organizations.buyer", number=int(share.key)))


def _supplier(one: Leader) -> Row:
    cells = Cell(str(one.trades)), Cell(_wan(one.fen)), Cell(str(one.shared))
    return Row(one.name, cells, url_for("organizations.supplier", number=one.id))


def _wan(fen: int) -> str:
    return in_wan(rounded([fen], per=10_000).whole)
