"""What a path means to the audience, and who is none of it: programs that read everything."""

import re

from trading.store.audiences import FEED, NOTICE

# A short list on purpose: what says of itself that it crawls, and what looks whether we are up.
# Cubot is a make of telephones.
_CRAWLERS = re.compile(
    r"(?<!cu)bot\b|spider|crawl|slurp|externalhit|uptime|monitor|pingdom|headless|lighthouse|scrapy",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"/notices/([0-9]{12,20})")
_FEED = re.compile(r"/feeds/([a-z-]{1,60})\.(?:rss|atom|json)")
_LIST = re.compile(
    r"/(?:(notices)|(suppliers|buyers)/[0-9]{1,20})\.(?:rss|atom|json|ics)"
    r"|/(processes)/[0-9]{1,20}\.(?:rss|atom)"
)


def is_crawler(agent: str) -> bool:
    """Whether a User-Agent is of a program that no person reads with."""
    return _CRAWLERS.search(agent[:500]) is not None


def what_was_read(path: str) -> tuple[str, str] | None:
    """The kind and name of what a path shows; None for what is not counted.

    Feeds with a short name count by themselves; all others together, by the column they are of.
    Closed pages are read once and by machines: they say nothing of how many subscribe.
    """
    notice = _NOTICE.fullmatch(path)
    if notice:
        return NOTICE, notice[1]
    feed = _FEED.fullmatch(path)
    if feed:
        return FEED, feed[1]
    other = _LIST.fullmatch(path)
    return (FEED, other[1] or other[2] or other[3]) if other else None
