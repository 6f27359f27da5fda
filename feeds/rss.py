"""A feed as RSS 2.0 with the Atom, content and Dublin Core modules."""

from functools import partial
from html import escape

from feeds import adapter
from feeds.model import Feed, Item
from feeds.vocabularies import (
    NAMESPACES,
    Element,
    add,
    add_facts,
    add_history,
    onward_links,
    rfc3339,
)

MEDIA_TYPE = "application/rss+xml"

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"


def render(feed: Feed) -> bytes:
    """UTF-8 bytes with XML declaration, the same for the same feed always and everywhere."""
    document = adapter.document(
        feed,
        media_type=MEDIA_TYPE,
        namespaces=NAMESPACES | {"dc": _DC, "dcterms": _DCTERMS},
        write=partial(_complete_channel, feed),
    )
    for item in feed.items:
        entry = adapter.entry(document, item, write=partial(_complete_item, item))
        entry.description(_description(item), isSummary=True)
        for enclosure in item.enclosures[:1]:
            entry.enclosure(enclosure.url, str(enclosure.length), enclosure.type)
    rendered: bytes = document.rss_str(pretty=True)
    return rendered


def _description(item: Item) -> str:
    """The summary as HTML, which RSS readers take it for; never empty, or feedgen would put the
    whole content there."""
    return escape(item.summary or item.title, quote=False).replace("\n", "<br/>")


def _complete_channel(feed: Feed, root: Element) -> None:
    channel = root[0]  # feedgen hands over <rss>
    for relation, address in onward_links(feed):
        add(channel, f"{{{_ATOM}}}link", rel=relation, href=address)
    add_history(channel, feed)


def _complete_item(item: Item, element: Element) -> None:
    if item.creator is not None:
        add(element, f"{{{_DC}}}creator", item.creator)
    if item.is_changed:
        add(element, f"{{{_DCTERMS}}}modified", rfc3339(item.updated))
    # RSS allows one enclosure (RSS Best Practices Profile); readers find the others as Atom links.
    for enclosure in item.enclosures[1:]:
        add(
            element,
            f"{{{_ATOM}}}link",
            rel="enclosure",
            href=enclosure.url,
            length=str(enclosure.length),
            type=enclosure.type,
            title=enclosure.title,
        )
    add_facts(element, item.facts)
