"""What is derived from notices: the pages of the named feeds, and the index of the search."""

import importlib
from collections import Counter
from pathlib import Path
from typing import Any

from benching.copies import Copies
from benching.county import County
from trading.store.engine import Store

PER_PAGE = 50
Page = tuple[str, int, int, int]  # feed, page, first sequence, items


def feed_pages(county: County, plan: Copies) -> list[Page]:
    """Every page of every named feed, as publishing one notice after the other opens them."""
    counts: Counter[str] = Counter()
    first: dict[tuple[str, int], int] = {}
    kinds = [(row["family"], row["category"]) for row in county.notices]
    for sequence, (_, at) in enumerate(plan.in_order(), start=1):
        family, category = kinds[at]
        for feed in ("all", family, category, f"{family}-{category}"):
            if counts[feed] % PER_PAGE == 0:
                first[feed, counts[feed] // PER_PAGE + 1] = sequence
            counts[feed] += 1
    return [
        (feed, page, sequence, min(PER_PAGE, counts[feed] - (page - 1) * PER_PAGE))
        for (feed, page), sequence in first.items()
    ]


def index_words(path: Path) -> None:
    """Fill the index of the search as `trading reindex` does."""
    store = Store(f"sqlite:///{path.as_posix()}")
    try:
        with store.engine.begin() as connection:
            rebuild: Any = importlib.import_module("trading.store.search_index").rebuild
            rebuild(connection)
    finally:
        store.close()
