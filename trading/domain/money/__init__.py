"""Money in whole fen: what it is, how people write it, how this house writes it."""

from trading.domain.money.reading import from_decimal_string, parse_amount
from trading.domain.money.units import MAX_FEN, Unit, sum_fen
from trading.domain.money.words import words
from trading.domain.money.writing import (
    decimal_string,
    floor_text,
    round_text,
    write_in,
    write_wan,
    write_yuan,
)

__all__ = [
    "MAX_FEN",
    "Unit",
    "decimal_string",
    "floor_text",
    "from_decimal_string",
    "parse_amount",
    "round_text",
    "sum_fen",
    "words",
    "write_in",
    "write_wan",
    "write_yuan",
]
