"""Making figures: a year's stored sums become figures that print themselves."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from trading.domain.counting import Basis, Tally
from trading.domain.definitions import (
    BRIDGES,
    DEFINITIONS,
    EXCLUSIONS,
    Definition,
    foreign_total,
    part_label,
)
from trading.domain.figures.identities import identities
from trading.domain.figures.rounding import percent_text, ratio
from trading.domain.figures.shares import DIMENSIONS, RATES, shares_of, worked_out
from trading.domain.figures.values import (
    Bridge,
    Comparison,
    Coverage,
    Figure,
    Part,
    Ratio,
    YearFigures,
)
from trading.domain.money import decimal_string, floor_text, write_wan

FLOWS = ("trade_total_spending", "trade_total_income")
_DETAILS: Mapping[str, tuple[str, ...]] = {
    "trades": ("trades_spending", "trades_income"),
    "trade_total": ("trades_rate", "trades_unit_price", "trades_other"),
    "notices": ("withdrawn",),
    "savings": ("savings_lots",),
    "premium": ("premium_lots",),
    "on_time_rate": ("results_on_time", "results_late"),
}


def year_figures(
    counted: Tally,
    *,
    year: int,
    basis: Basis,
    as_of: datetime | None,
    revision: int,
    buyers: Mapping[int, str],
    before: Mapping[str, int] | None = None,
    open_loops: int | None = None,
) -> YearFigures:
    """The figures of a year from its stored sums; `buyers` names organizations by id.

    `before` are the sums of the year before, None when it has none; `open_loops` counts what is
    open, None when nobody looked.
    """
    sums = {cell.figure: value for cell, value in counted.items() if cell.dimension == "year"}
    whole = worked_out(sums)
    if open_loops is not None:
        whole["open_loops"] = open_loops
    earlier = worked_out(before) if before and sums else None  # nothing is no fall of 100%
    return YearFigures(
        year=year,
        basis=basis,
        as_of=as_of,
        revision=revision,
        figures=tuple(_figure(one, whole, earlier) for one in _definitions(whole)),
        bridges=tuple(_bridge(name, head, parts, whole) for name, head, parts in BRIDGES),
        identities=identities(counted),
        by={dimension: shares_of(counted, dimension, buyers) for dimension in DIMENSIONS},
        whole=whole,
    )


def figure_of(definition: Definition, sums: Mapping[str, int]) -> Figure:
    """A figure from the sums of one group (`Share.values`); there is no year before it."""
    return _figure(definition, sums, None)


def _definitions(whole: Mapping[str, int]) -> Iterator[Definition]:
    """Every figure, and after the trade total one for each other currency in which was traded."""
    known = {*DEFINITIONS, *FLOWS}
    for one in DEFINITIONS.values():
        yield one
        if one.name == "trade_total":
            for name in sorted(whole.keys() - known):
                if name.startswith("trades_") and len(name) == len("trades_usd"):
                    yield foreign_total(name.removeprefix("trades_"))


def _figure(
    definition: Definition, whole: Mapping[str, int], before: Mapping[str, int] | None
) -> Figure:
    name = definition.name
    value = _value(name, whole)
    is_total = name == "trade_total"
    parts = RATES.get(name)
    return Figure(
        definition=definition,
        value=value,
        text=_text(definition, value),
        floor_text=floor_text(value or 0) if definition.currency == "CNY" else "",
        excluded={why: whole.get(f"excluded_{why}", 0) for why in EXCLUSIONS} if is_total else {},
        exclusions=tuple(_part(one, whole) for one in definition.excluded),
        details=tuple(_part(one, whole) for one in _DETAILS.get(name, ())),
        flows={flow: whole.get(flow, 0) for flow in FLOWS} if is_total else {},
        coverage=_coverage(name, whole),
        ratio=Ratio(*(whole.get(part, 0) for part in parts)) if parts else None,
        compared=_compared(name, value, before),
    )


def _value(name: str, whole: Mapping[str, int]) -> int | None:
    """A sum is 0 where nothing was added; a rate, or what nobody looked for, is nothing."""
    missing = None if name in RATES or name == "open_loops" else 0
    return whole.get(name, missing)


def _text(definition: Definition, value: int | None) -> str:
    if value is None:
        return ""
    if definition.unit == "basis_point":
        return percent_text(value)
    if definition.currency == "CNY":
        return f"{write_wan(value)}万元"
    if definition.currency:
        return f"{decimal_string(value)}{definition.measure}"
    return f"{value}{definition.measure}"


def _coverage(name: str, whole: Mapping[str, int]) -> Coverage | None:
    for measure, trades in (("savings", "trades_spending"), ("premium", "trades_income")):
        if name in (measure, f"{measure}_rate"):
            lots, awards = whole.get(f"{measure}_lots", 0), whole.get(f"{measure}_awards", 0)
            return Coverage(lots, whole.get(trades, 0), awards)
    if name == "on_time_rate":
        return Coverage(whole.get("results_measured", 0), whole.get("award_notices", 0))
    return None


def _compared(name: str, value: int | None, before: Mapping[str, int] | None) -> Comparison | None:
    earlier = _value(name, before) if before and name != "open_loops" else None
    if value is None or earlier is None:
        return None
    difference = value - earlier
    percent = None if name in RATES else ratio(difference, abs(earlier))
    return Comparison(earlier, difference, percent)


def _part(name: str, whole: Mapping[str, int]) -> Part:
    return Part(name, part_label(name), whole.get(name, 0))


def _bridge(
    name: str,
    head: tuple[str, str],
    parts: Iterable[tuple[str, str]],
    whole: Mapping[str, int],
) -> Bridge:
    def part(figure: str, label: str) -> Part:
        return Part(figure, label, whole.get(figure, 0))

    return Bridge(name, part(*head), tuple(part(*one) for one in parts))
