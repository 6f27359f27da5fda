"""What is drawn of a year: its months, its categories, and the five years that end with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from trading.domain.figures import YearFigures, rounded
from trading.domain.money import write_wan
from trading.web.public.charts import Chart, Point, columns, lying
from trading.web.public.grouped import Cell, Row, in_wan

YEARS = 5
_WAN = 1_000_000  # fen


@dataclass(frozen=True)
class Drawn:
    """Two charts side by side: of the number of trades, and of their amounts."""

    title: str
    charts: tuple[Chart, Chart]


def drawn_months(figures: YearFigures) -> Drawn:
    """The twelve months of a year, also those without a trade."""
    of = {share.key: share.values for share in figures.by["month"]}
    values = {str(month): of.get(f"{month:02d}", {}) for month in range(1, 13)}
    title = gettext("%(year)d年各月", year=figures.year)
    return Drawn(title, _standing("months", title, values))


def drawn_years(sums: Mapping[int, Mapping[str, int]]) -> Drawn:
    """Years beside each other, the oldest first."""
    values = {str(year): sums[year] for year in sorted(sums)}
    title = gettext("%(first)s—%(last)s年", first=min(sums), last=max(sums))
    return Drawn(title, _standing("years", title, values))


def drawn_categories(figures: YearFigures) -> Drawn | None:
    """The categories in which was traded; nothing where there are none."""
    shares = [share for share in figures.by["category"] if share.values.get("trades")]
    if not shares:
        return None
    title = gettext("%(year)d年各交易类别", year=figures.year)
    counted = [
        Point(one.label, one.values["trades"], _times(one.values["trades"])) for one in shares
    ]
    money = [
        Point(one.label, fen := one.values.get("trade_total", 0), _money(fen)) for one in shares
    ]
    return Drawn(
        title,
        (
            lying(counted, name="categories-trades", title=_heading(title, "trades")),
            lying(money, name="categories-money", title=_heading(title, "trade_total")),
        ),
    )


def year_rows(sums: Mapping[int, Mapping[str, int]]) -> list[Row]:
    """The table beside the years: each number opens to its rows."""
    return [_year_row(year, sums[year]) for year in sorted(sums)]


def _year_row(year: int, values: Mapping[str, int]) -> Row:
    def opening(name: str) -> str | None:
        if name not in values:
            return None
        return url_for("statistics.figure", year=year, figure=name)

    money = rounded([values.get("trade_total", 0)], per=10_000).whole
    texts = {
        "trades": str(values.get("trades", 0)),
        "trade_total": in_wan(money),
        "notices": str(values.get("notices", 0)),
    }
    cells = tuple(Cell(text, opening(name)) for name, text in texts.items())
    return Row(str(year), cells, url_for("statistics.year", year=year))


def _standing(
    name: str, title: str, values: Mapping[str, Mapping[str, int]]
) -> tuple[Chart, Chart]:
    def points(figure: str, write: Callable[[int], str]) -> list[Point]:
        return [
            Point(label, of.get(figure, 0), write(of.get(figure, 0)))
            for label, of in values.items()
        ]

    counted = columns(
        points("trades", _times),
        name=f"{name}-trades",
        title=_heading(title, "trades"),
        write=str,
    )
    money = columns(
        points("trade_total", _money),
        name=f"{name}-money",
        title=_heading(title, "trade_total"),
        write=write_wan,
        unit=_WAN,
    )
    return counted, money


def _heading(title: str, figure: str) -> str:
    if figure == "trades":
        return str(gettext("%(title)s进场交易（次）", title=title))
    return str(gettext("%(title)s交易额（万元）", title=title))


def _times(count: int) -> str:
    return str(gettext("%(n)d次", n=count))


def _money(fen: int) -> str:
    return f"{in_wan(rounded([fen], per=10_000).whole)}{gettext('万元')}"
