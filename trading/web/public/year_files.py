"""The files of a year: every figure and group as CSV, and as a workbook with the trades."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from flask import Blueprint, Response
from flask_babel import gettext

from trading.domain.calendar import FIRST_YEAR
from trading.domain.counting import Basis
from trading.domain.definitions import definition_of, part_label
from trading.domain.figures import DIMENSIONS, YearFigures
from trading.later import Later
from trading.store.choices import Choice, selection
from trading.store.figure_rows import LotRow
from trading.store.trades import stream_rows
from trading.web.public.behind import plain
from trading.web.public.columns import MOST_IN_WORKBOOK
from trading.web.public.statistics import year_figures
from trading.web.session import get_read_session

if TYPE_CHECKING:
    from trading.services import spreadsheets
else:  # only a workbook needs it
    spreadsheets = Later("trading.services.spreadsheets")

bp = Blueprint("year_files", __name__)

_HEAD = ("figure", "label", "dimension", "key", "group", "value", "unit", "currency")


@dataclass(frozen=True)
class Line:
    """A figure or a line beside one, whole or of a group; money in yuan, a rate in percent."""

    name: str
    dimension: str
    key: str
    group: str
    value: int | Decimal
    unit: str
    currency: str


@bp.get("/statistics/<year:year>.<any(csv, xlsx):ext>")
def year_file(year: int, ext: str) -> Response:
    """Everything that the year's page tells, in one file."""
    figures = year_figures(year)
    if ext == "csv":
        answer = Response(_csv(figures), mimetype="text/csv")
    else:
        made = spreadsheets.workbook_of(_sheets(figures))
        answer = Response(made, content_type=spreadsheets.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f"attachment; filename=statistics-{year}.{ext}"
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def lines(figures: YearFigures, dimension: str = "") -> Iterator[Line]:
    """Every sum of the year, also of figures that are 0, or of the groups along one dimension."""
    if not dimension:
        known = {one.name: one.value for one in figures.figures if one.value is not None}
        for name, value in sorted((known | dict(figures.whole)).items()):
            yield _line(figures, name, value)
        return
    for share in figures.by[dimension]:
        for name, value in sorted(share.values.items()):
            yield _line(figures, name, value, (dimension, share.key, share.label))


def _line(
    figures: YearFigures, name: str, value: int, group: tuple[str, str, str] = ("", "", "")
) -> Line:
    if name.endswith("_rate"):
        return Line(name, *group, Decimal(value) / 100, "%", "")
    if not (currency := _currency(name)):
        return Line(name, *group, value, "", "")
    return Line(name, *group, Decimal(value).scaleb(-2), "yuan", currency)


@cache
def _currency(name: str) -> str:
    """The currency of a sum of money, empty for a count; asked once for each name."""
    if not selection(Choice(year=FIRST_YEAR, basis=Basis.DECIDED, name=name)).value:
        return ""
    known = definition_of(name)
    return (known.currency if known else "") or "CNY"


def _csv(figures: YearFigures) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for dimension in ("", *DIMENSIONS):
        for one in lines(figures, dimension):
            label, group = part_label(one.name), plain(one.group)
            told = one.name, label, one.dimension, one.key, group, one.value, one.unit
            writer.writerow((*told, one.currency))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _sheets(figures: YearFigures) -> Iterator["spreadsheets.Sheet"]:
    titles = {
        "": gettext("各项数字"),
        "month": gettext("月份"),
        "category": gettext("交易类别"),
        "type": gettext("公告类型"),
        "buyer": gettext("招标（采购、出让）人"),
        "method": gettext("交易方式"),
        "region": gettext("行政区划"),
    }
    columns = [
        spreadsheets.Column(head, width)
        for head, width in (
            (gettext("分组"), 28),
            (gettext("项目"), 28),
            (gettext("数字"), 18),
            (gettext("单位"), 8),
            (gettext("币种"), 8),
            (gettext("名称"), 28),
        )
    ]
    for dimension, title in titles.items():
        told = (
            (one.group, part_label(one.name), one.value, one.unit, one.currency, one.name)
            for one in lines(figures, dimension)
        )
        yield spreadsheets.Sheet(title, columns, told)
    yield _trades(figures)


def _trades(figures: YearFigures) -> "spreadsheets.Sheet":
    """The trades, as many as a workbook holds; the title says where it ends."""
    heads = (
        (gettext("日期"), 12),
        (gettext("项目"), 40),
        (gettext("标段（包、宗）"), 20),
        (gettext("招标（采购、出让）人"), 28),
        (gettext("中标（成交）人"), 28),
        (gettext("计入总额（元）"), 18),
        (gettext("没有计入的原因"), 18),
        (gettext("公告"), 16),
    )
    found = stream_rows(
        get_read_session(), Choice(year=figures.year, basis=figures.basis, name="trade_total")
    )
    rows = [_trade(one) for one in islice(found, MOST_IN_WORKBOOK) if isinstance(one, LotRow)]
    title = gettext("交易明细")
    if figures.line("trades") > MOST_IN_WORKBOOK:
        title = gettext("交易明细（前%(most)d行，全部见CSV）", most=MOST_IN_WORKBOOK)
    return spreadsheets.Sheet(title, [spreadsheets.Column(*one) for one in heads], rows)


def _trade(row: LotRow) -> Sequence["spreadsheets.Value"]:
    amount = None if row.amount_fen is None else Decimal(row.amount_fen).scaleb(-2)
    reason = part_label(f"excluded_{row.excluded}") if row.excluded else ""
    who = "、".join(one.name for one in row.winners)
    told = row.day.isoformat(), row.process_title, row.lot, row.buyer, who
    return (*told, amount, reason, row.number)
