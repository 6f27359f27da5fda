"""The query of a list: read strictly, and written in one canonical order (interface.md §3)."""

from trading.web.public.filtering.reading import (
    HIGHEST_PAGE,
    LONGEST_QUERY,
    BadQuery,
    read_filter,
    read_nothing,
    refuse_query,
)
from trading.web.public.filtering.writing import Chosen, canonical, chosen, to_canonical

__all__ = [
    "HIGHEST_PAGE",
    "LONGEST_QUERY",
    "BadQuery",
    "Chosen",
    "canonical",
    "chosen",
    "read_filter",
    "read_nothing",
    "refuse_query",
    "to_canonical",
]
