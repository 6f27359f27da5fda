"""Groupings as tables: rounded amounts, their sum, and the line that says what rounding did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from flask import url_for
from flask_babel import gettext

from trading.domain.figures import Rounded, Share, YearFigures, rounded
from trading.web.public.choosing import address_of

MOST_NAMED = 10
"""So many buyers stand on the page of a year; the files list all."""
_HUNDREDTH_WAN = 10_000  # fen
_MONEY = ("trade_total", "trade_total_spending", "trade_total_income")


@dataclass(frozen=True)
class Cell:
    """A number as it is printed, and where it opens."""

    text: str
    href: str | None = None


@dataclass(frozen=True)
class Row:
    """A line of a table; `href` leads to whom or what it is about."""

    label: str
    cells: tuple[Cell, ...]
    href: str | None = None


@dataclass(frozen=True)
class Table:
    """A grouping: `difference` stands where the printed rows do not add up to the printed sum."""

    dimension: str
    title: str
    head: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row
    difference: Row | None


def tables(figures: YearFigures) -> list[Table]:
    """Every grouping of a year that has rows."""
    named = {
        "month": (gettext("按月"), gettext("月份")),
        "category": (gettext("按交易类别"), gettext("交易类别")),
        "type": (gettext("按公告类型"), gettext("公告类型")),
        "method": (gettext("按交易方式"), gettext("交易方式")),
        "region": (gettext("按行政区划"), gettext("行政区划")),
        "buyer": (gettext("按招标（采购、出让）人"), gettext("招标（采购、出让）人")),
    }
    return [_table(figures, one, *words) for one, words in named.items() if figures.by[one]]


def largest(shares: Iterable[Share]) -> list[Share]:
    """Shares by what was traded, the largest first."""

    def size(share: Share) -> tuple[int, int, int]:
        value = share.values.get
        return -value("trade_total", 0), -value("trades", 0), -value("notices", 0)

    return sorted(shares, key=size)


def in_wan(hundredths: int) -> str:
    """A rounded amount in 万元, always with two decimals."""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole}.{rest:02d}"


def _table(figures: YearFigures, dimension: str, title: str, head: str) -> Table:
    columns, shares = _columns(dimension), list(figures.by[dimension])
    folded: list[Share] = []
    if dimension == "buyer":
        shares = largest(shares)
        shares, folded = shares[:MOST_NAMED], shares[MOST_NAMED:]
    printed = {
        name: _printed(name, [*shares, *([_sum(folded)] if folded else [])]) for name in columns
    }
    rows = [_row(figures, dimension, one, columns, printed, at) for at, one in enumerate(shares)]
    if folded:
        cells = tuple(Cell(_write(name, printed[name].rows[-1])) for name in columns)
        rows.append(Row(gettext("其余%(n)d家", n=len(folded)), cells))
    whole = tuple(
        Cell(_write(name, _whole(figures, name)), address_of(figures, name)) for name in columns
    )
    return Table(
        dimension,
        title,
        head,
        tuple(columns.values()),
        tuple(rows),
        Row(gettext("合计"), whole),
        _difference(figures, columns, printed),
    )


def _columns(dimension: str) -> dict[str, str]:
    """The columns of a grouping: the name of a figure or line, and its head."""
    notices = {"notices": gettext("公告（条）")}
    if dimension == "type":
        return notices
    traded = {"trades": gettext("进场交易（次）"), "trade_total": gettext("交易额（万元）")}
    flows = {
        "trade_total_spending": gettext("其中支出类"),
        "trade_total_income": gettext("其中收入类"),
    }
    return traded | (flows if dimension != "category" else {}) | notices


def _row(
    figures: YearFigures,
    dimension: str,
    share: Share,
    columns: dict[str, str],
    printed: dict[str, Rounded],
    place: int,
) -> Row:
    cells = []
    for name in columns:
        opens = share.values.get(name) is not None
        where = address_of(figures, name, dimension=dimension, key=share.key) if opens else None
        cells.append(Cell(_write(name, printed[name].rows[place]), where))
    buyer = dimension == "buyer"
    href = url_for("organizations.buyer", number=int(share.key)) if buyer else None
    return Row(share.label, tuple(cells), href)


def _difference(
    figures: YearFigures, columns: dict[str, str], printed: dict[str, Rounded]
) -> Row | None:
    """What the printed sum of the year has more than the printed rows, where there is any."""
    more = {
        name: _whole(figures, name) - sum(printed[name].rows) for name in columns if name in _MONEY
    }
    if not any(more.values()):
        return None
    cells = tuple(Cell(_write(name, more[name]) if more.get(name) else "") for name in columns)
    return Row(gettext("各行四舍五入后与合计相差"), cells)


def _whole(figures: YearFigures, name: str) -> int:
    return _printed(name, [Share("", "", {name: figures.line(name)})]).rows[0]


def _printed(name: str, shares: Sequence[Share]) -> Rounded:
    values = [one.values.get(name, 0) for one in shares]
    return rounded(values, per=_HUNDREDTH_WAN if name in _MONEY else 1)


def _sum(shares: Iterable[Share]) -> Share:
    values: dict[str, int] = {}
    for one in shares:
        for name, value in sorted(one.values.items(), key=itemgetter(0)):
            values[name] = values.get(name, 0) + value
    return Share("", "", values)


def _write(name: str, value: int) -> str:
    return in_wan(value) if name in _MONEY else str(value)
