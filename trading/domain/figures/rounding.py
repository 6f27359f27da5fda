"""Rounding: rates from their sums, and tables whose rounded rows may not add up as printed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rounded:
    """A column as it is printed: rounded rows, the rounded whole, and what they differ by."""

    rows: tuple[int, ...]
    whole: int

    @property
    def difference(self) -> int:
        """The printed whole minus the sum of the printed rows: printed where it is not 0."""
        return self.whole - sum(self.rows)


def rounded(rows: Sequence[int], *, per: int) -> Rounded:
    """Rows and their sum, each rounded half up to whole `per` (1_000_000 fen are one 万元)."""
    return Rounded(tuple(_half_up(row, per) for row in rows), _half_up(sum(rows), per))


def ratio(part: int, whole: int) -> int | None:
    """`part` of `whole` in hundredths of a percent, rounded half up; None of nothing."""
    return _half_up(part * 10_000, whole) if whole else None


def percent_text(hundredths: int | None) -> str:
    """A rate as it is printed, without needless zeros: 3.3%, 7.07%; empty for none."""
    if hundredths is None:
        return ""
    whole, rest = divmod(abs(hundredths), 100)
    decimals = f"{rest:02d}".rstrip("0")
    return f"{'-' if hundredths < 0 else ''}{whole}{'.' if decimals else ''}{decimals}%"


def _half_up(value: int, per: int) -> int:
    """The nearest whole number of `per`; a half goes away from 0."""
    size = (2 * abs(value) + abs(per)) // (2 * abs(per))
    return size if (value < 0) == (per < 0) else -size
