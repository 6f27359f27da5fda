"""A list of feeds as OPML 2.0 (http://opml.org/spec2.opml), which readers subscribe to at once."""

import email.utils
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from feeds import wellformed
from feeds.vocabularies import Element, add

MEDIA_TYPE = "text/x-opml"


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A feed, or a folder of feeds, which has no address; texts are plain.

    `xml_url` is the feed's address, `html_url` that of its page for people.
    """

    text: str
    xml_url: str | None = None
    html_url: str | None = None
    description: str = ""
    language: str = "zh-CN"
    outlines: tuple["Outline", ...] = ()

    def __post_init__(self) -> None:
        if (self.xml_url is None) == (not self.outlines):
            raise ValueError("an outline is a feed or a folder of feeds")
        wellformed.settle(
            self,
            text=wellformed.required_line(self.text, "text"),
            xml_url=None if self.xml_url is None else wellformed.address(self.xml_url),
            html_url=None if self.html_url is None else wellformed.address(self.html_url),
            description=wellformed.line(self.description),
        )


@dataclass(frozen=True, kw_only=True)
class Subscriptions:
    """One document; `updated` is when the list changed last, if that is known."""

    title: str
    outlines: tuple[Outline, ...]
    owner: str | None = None
    owner_url: str | None = None
    updated: datetime | None = None

    def __post_init__(self) -> None:
        if not self.outlines:
            raise ValueError("a body holds at least one outline (OPML 2.0)")
        wellformed.settle(
            self,
            title=wellformed.required_line(self.title, "title"),
            owner=None if self.owner is None else wellformed.line(self.owner) or None,
            owner_url=None if self.owner_url is None else wellformed.address(self.owner_url),
            updated=None if self.updated is None else wellformed.moment(self.updated),
        )


def render(subscriptions: Subscriptions) -> bytes:
    """UTF-8 bytes with XML declaration, the same for the same list always and everywhere."""
    root = etree.Element("opml", {"version": "2.0"})
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    said = {
        "title": subscriptions.title,
        "dateModified": _rfc822(subscriptions.updated),
        "ownerName": subscriptions.owner,
        "ownerId": subscriptions.owner_url,
        "docs": "http://opml.org/spec2.opml",
    }
    for name, value in said.items():
        if value is not None:
            add(head, name, value)
    for outline in subscriptions.outlines:
        _add(body, outline)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: Element, outline: Outline) -> None:
    """`type` is "rss" for every kind of feed; `title` repeats the text for readers that ask it."""
    is_feed = outline.xml_url is not None
    said = {
        "type": "rss" if is_feed else None,
        "text": outline.text,
        "title": outline.text,
        "description": outline.description or None,
        "xmlUrl": outline.xml_url,
        "htmlUrl": outline.html_url,
        "language": outline.language if is_feed else None,
    }
    given = {name: value for name, value in said.items() if value is not None}
    made = etree.SubElement(parent, "outline", given)
    for one in outline.outlines:
        _add(made, one)


def _rfc822(moment: datetime | None) -> str | None:
    return None if moment is None else email.utils.format_datetime(moment)
