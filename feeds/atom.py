"""A feed as Atom 1.0 (RFC 4287)."""

from functools import partial

from feeds import adapter
from feeds.model import Feed, Item
from feeds.vocabularies import NAMESPACES, Element, add, add_facts, add_history

MEDIA_TYPE = "application/atom+xml"


def render(feed: Feed) -> bytes:
    """UTF-8 bytes with XML declaration, the same for the same feed always and everywhere."""
    document = adapter.document(
        feed,
        media_type=MEDIA_TYPE,
        namespaces=NAMESPACES,
        write=partial(_complete_feed, feed),
    )
    for item in feed.items:
        entry = adapter.entry(document, item, write=partial(_complete_entry, item))
        if item.summary:
            entry.summary(item.summary, type="text")
        if item.creator is not None:
            entry.author(name=item.creator)
    rendered: bytes = document.atom_str(pretty=True)
    return rendered


def _complete_feed(feed: Feed, root: Element) -> None:
    add_history(root, feed)


def _complete_entry(item: Item, element: Element) -> None:
    for enclosure in item.enclosures:
        add(
            element,
            "link",  # feedgen writes the Atom namespace as a plain attribute of the root
            rel="enclosure",
            href=enclosure.url,
            length=str(enclosure.length),
            type=enclosure.type,
            title=enclosure.title,
        )
    add_facts(element, item.facts)
