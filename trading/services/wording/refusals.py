"""Refusals: why a sentence is not printed, with the figures to look at."""

from trading.domain.errors import RuleBroken
from trading.domain.figures import Figure


class PartsDiffer(RuleBroken):
    """The parts of a sentence are not its whole: `outside` are the figures to look at, which with
    `left_out` are those that the sentence leaves out."""

    def __init__(
        self,
        message: str,
        /,
        *,
        outside: tuple[Figure, ...],
        left_out: bool = False,
        field: str = "",
        **values: object,
    ) -> None:
        super().__init__(message, field=field, **values)
        self.outside, self.left_out = outside, left_out
