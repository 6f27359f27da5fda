"""Flags: what does not add up in a sentence, said so that a clerk can mend it, and by how much."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from trading.domain.errors import RuleBroken


class Fault(StrEnum):
    """In what way a sentence contradicts itself."""

    COUNTS = "counts"
    AMOUNTS = "amounts"
    RATE = "rate"
    GROWTH = "growth"
    BLANK = "blank"


@dataclass(frozen=True, kw_only=True)
class Flag:
    """One fault from `start` to `end` of the text; `by` is what was said less what is right.

    `by` counts in ones, 元 or percent and is None for a blank. `whole` is the number (from 0) of
    the 其中 that it is about, where it is about one.
    """

    fault: Fault
    broken: RuleBroken
    start: int
    end: int
    by: Decimal | None = None
    whole: int | None = None

    def __str__(self) -> str:
        return str(self.broken)
