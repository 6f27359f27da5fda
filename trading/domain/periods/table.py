"""The table of periods: how long each is from which day on, and where it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trading.domain.workdays import Unit


@dataclass(frozen=True, kw_only=True)
class Period:
    """A period of law from a day on, until a later row of the same key takes its place."""

    key: str
    days: int
    unit: Unit
    article: str
    effective_from: date


def in_force(periods: Iterable[Period], day: date) -> dict[str, Period]:
    """The row of each key that counts on a day; a key that is not in force yet has none."""
    found: dict[str, Period] = {}
    for one in sorted(periods, key=lambda period: period.effective_from):
        if one.effective_from <= day:
            found[one.key] = one
    return found
