"""Feeds: what one can subscribe to, the named feeds with their pages, the feed of every list."""

from trading.web.public.feeds import (
    about,
    calendars,
    listing,
    named,
    organizations,
    people,
    processes,
)
from trading.web.public.feeds.answering import FORMATS, answer_feed
from trading.web.public.feeds.blueprint import bp

__all__ = [
    "FORMATS",
    "about",
    "answer_feed",
    "bp",
    "calendars",
    "listing",
    "named",
    "organizations",
    "people",
    "processes",
]
