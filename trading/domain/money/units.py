"""The units in which staff state an amount, and the largest amount one field takes."""

from collections.abc import Iterable
from enum import StrEnum

MAX_FEN = 10**15
"""The largest amount of one field, in fen: 10 万亿元 (security.md R20).

Two thousand such amounts still fit a signed 64-bit column, so a year's sum cannot overflow it
before anybody has noticed.
"""


class Unit(StrEnum):
    """The unit chosen beside an amount."""

    YUAN = "yuan"
    WAN = "wan"
    YI = "yi"

    @property
    def label(self) -> str:
        """The unit as staff write it: 元, 万元 or 亿元."""
        return _LABELS[self]

    @property
    def decimals(self) -> int:
        """How many decimals a whole number of fen can have in this unit: 2, 6 or 10."""
        return _DECIMALS[self]

    @property
    def fen(self) -> int:
        """How many fen one of this unit is worth."""
        return int(10**self.decimals)


_LABELS = {Unit.YUAN: "元", Unit.WAN: "万元", Unit.YI: "亿元"}
_DECIMALS = {Unit.YUAN: 2, Unit.WAN: 6, Unit.YI: 10}


def sum_fen(amounts: Iterable[int]) -> int:
    """The sum in fen of amounts of one currency.

    A float or a missing amount (None) in a sum is a mistake of the caller, so it raises TypeError.
    """
    total = 0
    for amount in amounts:
        if type(amount) is not int:
            raise TypeError(f"an amount is a whole number of fen, not {amount!r}")
        total += amount
    return total
