"""Shares: what each month, category, type, buyer, method and region adds to a year's figures."""

from collections.abc import Mapping

from trading.domain.codes import CATEGORIES, Method, NoticeType, method, region_name
from trading.domain.counting import Tally
from trading.domain.errors import RuleBroken
from trading.domain.figures.rounding import ratio
from trading.domain.figures.values import Share

DIMENSIONS = ("month", "category", "type", "buyer", "method", "region")
FOLDED = ""
"""The key of everybody who is not listed by name."""

# Each rate, and the two sums that it is worked out from.
RATES: Mapping[str, tuple[str, str]] = {
    "savings_rate": ("savings", "savings_limit"),
    "premium_rate": ("premium", "premium_limit"),
    "on_time_rate": ("results_on_time", "results_measured"),
}
_CODES: Mapping[str, tuple[str, ...]] = {
    "category": tuple(one.slug for one in CATEGORIES),
    "type": tuple(one.value for one in NoticeType),
    "method": tuple(one.value for one in Method),
}


def shares_of(counted: Tally, dimension: str, buyers: Mapping[int, str]) -> tuple[Share, ...]:
    """Every share along a dimension, in the order of a table."""
    values: dict[str, dict[str, int]] = {}
    for cell, value in sorted(counted.items()):
        if cell.dimension == dimension and value:
            values.setdefault(cell.key, {})[cell.figure] = value
    ordered = sorted(values, key=lambda key: _place(dimension, key))
    return tuple(
        Share(key, label_of(dimension, key, buyers), worked_out(values[key])) for key in ordered
    )


def worked_out(sums: Mapping[str, int]) -> dict[str, int]:
    """The sums with everything that follows from them: rates, and the counts of channels."""
    found = dict(sums)
    if "notices" in sums:
        found["channel_web"] = sums["notices"]
    measured = sums.get("results_on_time", 0) + sums.get("results_late", 0)
    if measured:
        found["results_measured"] = measured
    for name, (part, whole) in RATES.items():
        rate = ratio(found.get(part, 0), found.get(whole, 0))
        if rate is not None:
            found[name] = rate
    return found


def _place(dimension: str, key: str) -> tuple[bool, int, int, str]:
    """Where a key stands in a table: as in its code list, by its number, unknown ones last."""
    codes = _CODES.get(dimension, ())
    listed = codes.index(key) if key in codes else len(codes)
    return key == FOLDED, listed, int(key) if key.isdecimal() else 0, key


def label_of(dimension: str, key: str, buyers: Mapping[int, str] = {}) -> str:
    """What a group is called; its key where nobody calls it anything."""
    try:
        return _known_label(dimension, key, buyers)
    except (RuleBroken, KeyError, ValueError):
        return key


def _known_label(dimension: str, key: str, buyers: Mapping[int, str]) -> str:
    if key == FOLDED:
        return "其余"
    if dimension == "month":
        return f"{int(key)}月"
    if dimension == "category":
        return {one.slug: one.zh for one in CATEGORIES}[key]
    if dimension == "type":
        return NoticeType(key).zh
    if dimension == "buyer":
        return buyers[int(key)]
    return method(key).zh if dimension == "method" else region_name(key)
