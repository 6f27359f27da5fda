"""Identities: the ways of adding up that must always agree (domain.md §4.9)."""

from collections.abc import Iterable, Iterator, Mapping

from trading.domain.codes import Family
from trading.domain.counting import Tally
from trading.domain.figures.values import Fault, Identity

_GROUPED = (
    ("month", "months = year", "各月之和等于全年"),
    ("category", "categories = year", "各交易类别之和等于全年"),
    ("buyer", "buyers = year", "各招标（采购、出让）人之和等于全年"),
    ("method", "methods = year", "各交易方式之和等于全年"),
    ("region", "regions = year", "各行政区划之和等于全年"),
)
_EXCLUDED = ("rate_or_unit_price", "no_amount", "foreign_currency")
_RESULTS = ("on_time", "late", "no_date", "no_period", "no_calendar", "withdrawn")
# Parts that must be their whole, besides the bridges: name, label, whole, parts. They hold with
# zeros in a year that counted none of them; an uncounted part of a counted whole is a fault.
_SPLITS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "families = notices",
        "各类公告之和等于全部公告",
        "notices",
        tuple(f"{family.value}_notices" for family in Family),
    ),
    (
        "price forms = rates",
        "费率、单价和其他价款形式之和等于未计入总额的宗数",
        "excluded_rate_or_unit_price",
        ("trades_rate", "trades_unit_price", "trades_other"),
    ),
    (
        "savings lots = spending trades",
        "节约资金的覆盖与未覆盖之和等于支出类成交",
        "trades_spending",
        ("savings_lots", "savings_no_limit", *(f"savings_{why}" for why in _EXCLUDED)),
    ),
    (
        "premium lots = income trades",
        "增值的覆盖与未覆盖之和等于收入类成交",
        "trades_income",
        ("premium_lots", "premium_no_limit", *(f"premium_{why}" for why in _EXCLUDED)),
    ),
    (
        "results = award notices",
        "按时、超时与不计时限之和等于中标公告",
        "award_notices",
        tuple(f"results_{punctual}" for punctual in _RESULTS),
    ),
)


SPLITS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    name: (whole, parts) for name, _, whole, parts in _SPLITS
}
"""The whole and the parts that must be it, by the name of the identity."""


def identities(counted: Tally) -> tuple[Identity, ...]:
    """Every identity over every figure of the year's sums, with what breaks it."""
    sums: dict[str, dict[str, int]] = {}
    for cell, value in counted.items():
        of_dimension = sums.setdefault(cell.dimension, {})
        of_dimension[cell.figure] = of_dimension.get(cell.figure, 0) + value
    whole = sums.get("year", {})
    typed = {name for name in whole if name in ("notices", "withdrawn") or _is_family(name)}
    found = [Identity(*split[:2], faults=_split(whole, *split[2:])) for split in _SPLITS]
    typed_faults = tuple(_faults(sums.get("type", {}), whole, typed))
    found.insert(1, Identity("types = notices", "各公告类型之和等于全部公告", typed_faults, "type"))
    for dimension, name, label in _GROUPED:
        skipped = set() if dimension == "month" else {"disclosures"}
        grouped = sums.get(dimension, {})
        faults = _faults(grouped, whole, whole.keys() - skipped)
        found.append(Identity(name, label, tuple(faults), dimension))
    return tuple(found)


def _is_family(name: str) -> bool:
    return name in {f"{family.value}_notices" for family in Family}


def _split(whole: Mapping[str, int], name: str, parts: tuple[str, ...]) -> tuple[Fault, ...]:
    added, value = sum(whole.get(part, 0) for part in parts), whole.get(name, 0)
    return () if added == value else (Fault(name, added, value),)


def _faults(
    grouped: Mapping[str, int], whole: Mapping[str, int], names: Iterable[str]
) -> Iterator[Fault]:
    for name in sorted({*names, *grouped}):
        parts, value = grouped.get(name, 0), whole.get(name, 0)
        if parts != value:
            yield Fault(name, parts, value)
