"""Elements of the vocabularies that RSS and Atom share: trading facts, history flags, links."""

from datetime import datetime

from lxml import etree

from feeds.model import Facts, Feed

TRADING = "urn:uuid:0afcfde1-5871-4104-af4e-96d308f087e2"
HISTORY = "http://purl.org/syndication/history/1.0"
NAMESPACES = {"trading": TRADING, "fh": HISTORY}

Element = etree._Element  # lxml gives its element type no public name


def add(parent: Element, tag: str, text: str | None = None, **attributes: str | None) -> None:
    """A child element; attributes without a value are left out."""
    given = {name: value for name, value in attributes.items() if value is not None}
    etree.SubElement(parent, tag, given).text = text


def add_facts(entry: Element, facts: Facts | None) -> None:
    """The `trading:` elements of one entry; what is not known is left out (interface.md §4)."""
    if facts is None:
        return
    values = {
        "number": facts.number,
        "process": facts.process,
        "lots": str(facts.lots),
        "amount": facts.amount,
        "currency": facts.currency,
        "deadline": None if facts.deadline is None else rfc3339(facts.deadline),
    }
    for name, value in values.items():
        if value is not None:
            add(entry, f"{{{TRADING}}}{name}", value)


def add_history(channel: Element, feed: Feed) -> None:
    """Whether the document is an archive, or the whole feed (RFC 5005 §2 and §4)."""
    if feed.is_archive:
        add(channel, f"{{{HISTORY}}}archive")
    if feed.is_complete:
        add(channel, f"{{{HISTORY}}}complete")


def onward_links(feed: Feed) -> list[tuple[str, str]]:
    """(relation, address) of the other documents of this feed (RFC 5005) and of its WebSub hub."""
    links = [
        ("hub", feed.hub_url),
        ("current", feed.current_url),
        ("prev-archive", feed.prev_archive_url),
        ("next-archive", feed.next_archive_url),
    ]
    return [(relation, address) for relation, address in links if address is not None]


def rfc3339(moment: datetime) -> str:
    """`2016-03-15T09:00:00+08:00` (RFC 3339)."""
    return moment.isoformat()
