"""feedgen, held so that its habits cannot reach a feed: order, locale, clock, links, extensions.

feedgen 1.0.0 prepends entries, dates a feed by the clock unless told otherwise, takes the last link
for RSS, and writes each date by changing the locale of the whole process, which other threads see.
"""

import email.utils
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import feedgen.entry
import feedgen.feed

from feeds.model import Category, Feed, Item
from feeds.vocabularies import Element, onward_links

# email.utils knows the English names of RFC 822 itself; `setlocale` is not safe between threads.
feedgen.feed.formatRFC2822 = email.utils.format_datetime
feedgen.entry.formatRFC2822 = email.utils.format_datetime

Write = Callable[[Element], None]


@dataclass(frozen=True)
class _Extension:
    """What feedgen calls to add elements of ours; it asks for these three methods by name."""

    namespaces: dict[str, str]
    write: Write

    def extend_ns(self) -> dict[str, str]:
        return dict(self.namespaces)

    def extend_rss(self, element: Element) -> Element:
        self.write(element)
        return element

    extend_atom = extend_rss


def document(
    feed: Feed, *, media_type: str, namespaces: dict[str, str], write: Write
) -> feedgen.feed.FeedGenerator:
    """The head of a feed; `write` adds to its root element (`<rss>` or `<feed>`) when rendered."""
    made = feedgen.feed.FeedGenerator()
    made.id(feed.id)
    made.title(feed.title)
    made.subtitle(feed.subtitle)
    made.updated(feed.updated)
    made.author(name=feed.author)
    made.language(feed.language)
    made.generator(feed.generator or "")
    made.ttl(feed.ttl)
    if feed.rights is not None:
        made.rights(feed.rights)
    made.link(href=feed.self_url, rel="self", type=media_type)
    for relation, address in onward_links(feed):
        made.link(href=address, rel=relation)
    made.link(href=feed.home_url, rel="alternate", type="text/html")
    made.register_extension("ours", partial(_Extension, namespaces, write))
    return made


def entry(
    document: feedgen.feed.FeedGenerator, item: Item, *, write: Write
) -> feedgen.entry.FeedEntry:
    """The next entry with what both formats say alike; `write` adds to its element when rendered.

    Enclosures are not among it: feedgen keeps one for RSS, and in Atom drops the relation of every
    entry link (its issue 135), which would make a file the entry's page.
    """
    made = document.add_entry(order="append")
    made.id(item.id)
    made.title(item.title)
    made.link(href=item.url, rel="alternate")
    made.published(item.published)
    made.updated(item.updated)
    if item.content_html.strip():
        made.content(item.content_html, type="html")
    for category in item.categories:
        made.category(_category(category))
    made.register_extension("ours", partial(_Extension, {}, write))
    return made


def _category(category: Category) -> dict[str, str]:
    values = {"term": category.term, "scheme": category.scheme, "label": category.label}
    return {name: value for name, value in values.items() if value is not None}
