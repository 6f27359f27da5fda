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
_LONGEST = 1_000_000 * _WAN  # seven digits of 万元 fit beside the scale


@dataclass(frozen=True)
class Drawn:
    """Two charts side by side: of the number of trades, and of their amounts."""

    title: str
    charts: tuple[Chart, Chart]


def drawn_months(figures: YearFigures) -> Drawn | None:
    """The twelve months of a year, also those without a trade; nothing where none has any."""
    if not figures.line("trades"):
        return None
    of = {share.key: share.values for share in figures.by["month"]}
    values = {str(month): of.get(f"{month:02d}", {}) for month in range(1, 13)}
    title = gettext("%(year)d年各月", year=figures.year)
    return Drawn(title, _standing("months", title, values))


def since_the_first(sums: Mapping[int, Mapping[str, int]]) -> dict[int, Mapping[str, int]]:
    """These years without those before anything was published; the last stays in any case."""
    first = min((year for year, values in sums.items() if values), default=max(sums))
    return {year: sums[year] for year in sorted(sums) if year >= first}


def years_title(sums: Mapping[int, Mapping[str, int]]) -> str:
    """What these years are called, all together."""
    first, last = min(sums), max(sums)
    if first == last:
        return str(gettext("%(year)d年", year=first))
    return str(gettext("%(first)s—%(last)s年", first=first, last=last))


def drawn_years(sums: Mapping[int, Mapping[str, int]]) -> Drawn | None:
    """Years beside each other, the oldest first; nothing where there is nothing to compare."""
    if len(sums) < 2 or not any(one.get("trades") for one in sums.values()):
        return None
    values = {str(year): sums[year] for year in sorted(sums)}
    title = years_title(sums)
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
    amounts = points("trade_total", _money)
    money = columns(
        amounts,
        name=f"{name}-money",
        title=_heading(title, "trade_total"),
        write=_scale(max((one.value for one in amounts), default=0)),
        unit=_WAN,
    )
    return counted, money


def _scale(highest: int) -> Callable[[int], str]:
    """How the scale is written: 万元 as the title says, 亿元 where its numbers grow too long."""
    if highest <= _LONGEST:
        return write_wan
    return _in_yi


def _in_yi(fen: int) -> str:
    if fen >= 10**14:
        return f"{fen // 10**14}{gettext('万亿元')}"
    return f"{fen // 10**10}{gettext('亿元')}" if fen else "0"


def _heading(title: str, figure: str) -> str:
    if figure == "trades":
        return str(gettext("%(title)s进场交易（次）", title=title))
    return str(gettext("%(title)s交易额（万元）", title=title))


def _times(count: int) -> str:
    return str(gettext("%(n)d次", n=count))


def _money(fen: int) -> str:
    return f"{in_wan(rounded([fen], per=10_000).whole)}{gettext('万元')}"
