"""Sentences: a finished text of the report with its note, and how it writes amounts."""

from dataclasses import dataclass
from enum import StrEnum

from trading.domain.money import floor_text, round_text, write_wan


class Amounts(StrEnum):
    """How a sentence writes an amount (domain.md §4.10)."""

    EXACT = "exact"  # 73012.35万元
    FLOOR = "floor"  # 73000余万元
    ABOUT = "about"  # 约73000万元

    def write(self, fen: int) -> str:
        """An amount in fen, with its unit."""
        if self is Amounts.EXACT:
            return f"{write_wan(fen)}万元"
        return floor_text(fen) if self is Amounts.FLOOR else round_text(fen)


@dataclass(frozen=True)
class Sentence:
    """A sentence ready for a report, and the note that stands beside it."""

    style: str
    text: str
    note: str
