"""What a notice must carry before it may be published, by its type and category (domain.md §2)."""

from trading.domain.requirements.asked import (
    asks_bidding,
    asks_land,
    is_offering,
    is_result,
)
from trading.domain.requirements.paths import candidate_path, lot_path
from trading.domain.requirements.whole import content_shortcomings

__all__ = [
    "asks_bidding",
    "asks_land",
    "candidate_path",
    "content_shortcomings",
    "is_offering",
    "is_result",
    "lot_path",
]
