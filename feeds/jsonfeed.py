"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any  # JSON members

from feeds import wellformed
from feeds.model import Enclosure, Facts, Feed, Item
from feeds.vocabularies import rfc3339

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"

Members = dict[str, Any]


def render(feed: Feed, *, next_url: str | None = None) -> bytes:
    """UTF-8 bytes, the same for the same feed always and everywhere; `next_url` has what follows.

    JSON Feed dates no feed and knows no archives, so neither is said.
    """
    members = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "description": feed.subtitle,
        "next_url": None if next_url is None else wellformed.address(next_url),
        "authors": [{"name": feed.author, "url": feed.home_url}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub_url}] if feed.hub_url else [],
    }
    # `items` stands last, and though it be empty: it is what a feed may not lack.
    document = _known(members) | {"items": [_item(one) for one in feed.items]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _item(item: Item) -> Members:
    members = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        **_content(item),
        "summary": item.summary,
        "date_published": rfc3339(item.published),
        "date_modified": rfc3339(item.updated),
        "authors": [{"name": item.creator}] if item.creator else [],
        "tags": list(dict.fromkeys(one.label or one.term for one in item.categories)),
        "attachments": [_attachment(one) for one in item.enclosures],
        "_trading": _facts(item.facts) if item.facts else {},
    }
    return _known(members)


def _content(item: Item) -> Members:
    """One of the two members that every item must have; what has no text is told by its facts."""
    if item.content_html.strip():
        return {"content_html": item.content_html}
    return {"content_text": item.summary or item.title}


def _attachment(enclosure: Enclosure) -> Members:
    members = {
        "url": enclosure.url,
        "mime_type": enclosure.type,
        "title": enclosure.title,
        "size_in_bytes": enclosure.length,
    }
    return _known(members)


def _facts(facts: Facts) -> Members:
    """What the `trading:` elements say (interface.md §4), and the sequence to go on from."""
    members = {
        "number": facts.number,
        "process": facts.process,
        "lots": facts.lots,
        "amount": facts.amount,
        "currency": facts.currency,
        "deadline": None if facts.deadline is None else rfc3339(facts.deadline),
        "sequence": facts.sequence,
    }
    return _known(members)


def _known(members: Members) -> Members:
    """What is not known is left out; a file of no bytes has a size."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
