"""The conformance checker: a document of any format, and the same feed in several formats."""

import email.utils
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any  # feedparser's results and JSON members

import feedparser
import vobject

from tests.feeds.conformance import atom, both, calendars, jsonfeed, lists, rss
from tests.feeds.conformance.calendars import Ics
from tests.feeds.conformance.jsonfeed import Json
from tests.feeds.conformance.lists import Opml
from tests.feeds.conformance.reading import Xml
from tests.feeds.conformance.ruling import RULES, breaches

ROOMS = (atom, both, calendars, jsonfeed, lists, rss)
"""Importing a room of rules is what makes them known."""
VERSIONS = {"rss": "rss20", "atom": "atom10"}
READERS: dict[str, Any] = {
    "rss": partial(Xml, "rss"),
    "atom": partial(Xml, "atom"),
    "json": Json,
    "ics": Ics,
    "opml": Opml,
}
"""What reads a document of each format for its rules: bytes and address."""


def broken(kind: str, document: bytes, address: str) -> list[str]:
    """Every rule that the document at this address breaks; empty for a good one."""
    assert len(RULES[kind]) > 2, "no rules: nothing would be checked"
    found = breaches(kind, READERS[kind](document, address))
    if kind in VERSIONS:
        return [*found, *_second_reader(kind, document)]
    return [*found, *_second_calendar(document)] if kind == "ics" else found


def _second_reader(kind: str, document: bytes) -> Iterator[str]:
    """feedparser finds the same items and nothing wrong."""
    read = feedparser.parse(document)
    if read.bozo or read.version != VERSIONS[kind]:
        yield f"feedparser: {read.version} {read.get('bozo_exception')}"
    if len(read.entries) != len(Xml(kind, document, "").items):
        yield f"feedparser finds {len(read.entries)} entries"


def _second_calendar(document: bytes) -> Iterator[str]:
    """vobject finds the same events."""
    read = vobject.readOne(document.decode())
    read.serialize()
    found = len(read.contents.get("vevent", ()))
    if found != document.count(b"BEGIN:VEVENT\r\n"):
        yield f"vobject finds {found} events"


def differences(documents: Mapping[str, bytes]) -> list[str]:
    """Where RSS, Atom and JSON Feed of one list do not say the same of the same items."""
    found_in = {kind: list(told(kind, document)) for kind, document in documents.items()}
    first, *others = found_in
    return [
        f"{kind} {found} but {first} {expected}"
        for kind in others
        for found, expected in _pairs(found_in[kind], found_in[first])
        if found != expected
    ]


def _pairs(some: list[Any], others: list[Any]) -> Iterable[tuple[Any, Any]]:
    width = max(len(some), len(others))
    return zip(
        some + [None] * (width - len(some)), others + [None] * (width - len(others)), strict=True
    )


def told(kind: str, document: bytes) -> Iterator[tuple[Any, ...]]:
    """Id, address, title, dates, author, content, files and facts of each item, in order."""
    if kind == "json":
        for item in json.loads(document)["items"]:
            facts = {name: str(value) for name, value in item["_trading"].items()}
            facts.pop("sequence", None)
            files = sorted(one["url"] for one in item.get("attachments", []))
            dates = (_rfc3339(item["date_published"]), _rfc3339(item["date_modified"]))
            author = item["authors"][0]["name"] if "authors" in item else None
            content = item.get("content_html")
            yield (item["id"], item["url"], item["title"], *dates, author, content, files, facts)
        return
    seen = Xml(kind, document, "")
    for item in seen.items:
        facts = {name: texts[0] for name, texts in both.own(item).items()}
        yield (
            seen.id_of(item),
            _page(kind, item),
            seen.title_of(item),
            *_dates(kind, item),
            _author(kind, item),
            seen.html_of(item) or None,
            sorted(
                both.links(item, "enclosure")
                + [one.get("url", "") for one in item.findall("enclosure")]
            ),
            facts,
        )


def _page(kind: str, item: Any) -> str | None:
    return both.links(item, "alternate")[0] if kind == "atom" else item.findtext("link")


def _author(kind: str, item: Any) -> str | None:
    name = f"{atom.ATOM}author/{atom.ATOM}name" if kind == "atom" else f"{rss.DC}creator"
    found: str | None = item.findtext(name)
    return found


def _dates(kind: str, item: Any) -> tuple[datetime, datetime]:
    """When it appeared and when it changed; RSS says the second only when it differs."""
    if kind == "atom":
        return atom.moment(item, "published"), atom.moment(item, "updated")
    published = email.utils.parsedate_to_datetime(item.findtext("pubDate"))
    modified = item.findtext(f"{rss.DCTERMS}modified")
    return published, _rfc3339(modified) if modified else published


def _rfc3339(text: str) -> datetime:
    return datetime.fromisoformat(text)
