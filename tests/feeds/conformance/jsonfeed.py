"""Rules of JSON Feed 1.1, and of interface.md §4 where it speaks of JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any  # JSON members

from tests.feeds.conformance import markup
from tests.feeds.conformance.both import FACTS, NEEDED
from tests.feeds.conformance.reading import ADDRESS, NO_TEXT, RFC3339, TAG_URI
from tests.feeds.conformance.ruling import rule

Members = dict[str, Any]
OF_FEED: Members = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "next_url": str,
    "icon": str,
    "favicon": str,
    "authors": list,
    "language": str,
    "hubs": list,
    "items": list,
}
OF_ITEM: Members = {
    "id": str,
    "url": str,
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
    "attachments": list,
    "_trading": dict,
}
NEEDED_OF_ITEM = ("id", "url", "title", "summary", "date_published", "date_modified", "_trading")
NEEDED_OF_FEED = ("version", "title", "home_page_url", "feed_url", "description", "items")


@dataclass(frozen=True)
class Json:
    """A document, and the one canonical address it has."""

    document: bytes
    address: str

    @cached_property
    def feed(self) -> Members:
        read: Members = json.loads(self.document.decode())
        return read

    @property
    def items(self) -> list[Members]:
        found: list[Members] = self.feed.get("items", [])
        return found


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)


@rule("JSON Feed 1.1: top level; interface.md §3", "json")
def is_json_feed_1_1(seen: Json) -> Iterator[str]:
    if seen.feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"version is {seen.feed.get('version')}"
    yield from (f"no {name}" for name in NEEDED_OF_FEED if name not in seen.feed)


@rule("JSON Feed 1.1: members and their types", "json")
def members_are_known_and_of_their_type(seen: Json) -> Iterator[str]:
    for members, known in ((seen.feed, OF_FEED), *((one, OF_ITEM) for one in seen.items)):
        for name, value in members.items():
            if not isinstance(value, known.get(name, ())):
                yield f"{name} is {value!r:.60}"
            if value in ("", []) and name != "items":
                yield f"{name} is there and empty"


@rule("RFC 8259 §8.1: UTF-8; interface.md §4 charset", "json")
def is_written_in_plain_utf_8(seen: Json) -> Iterator[str]:
    if b"\\u4e" in seen.document or seen.document.startswith(b"\xef\xbb\xbf"):
        yield "Chinese is escaped, or a byte order mark stands first"
    for text in strings(seen.feed):
        if found := NO_TEXT.search(text):
            yield f"U+{ord(found[0]):04X}"


@rule("interface.md §4: self; JSON Feed 1.1: feed_url", "json")
def feed_url_is_its_one_address(seen: Json) -> Iterator[str]:
    if seen.feed.get("feed_url") != seen.address:
        yield f"feed_url is {seen.feed.get('feed_url')}, not {seen.address}"


@rule("JSON Feed 1.1: items; interface.md §4", "json")
def every_json_item_is_whole(seen: Json) -> Iterator[str]:
    for item in seen.items:
        yield from (f"{item.get('id')} lacks {name}" for name in NEEDED_OF_ITEM if name not in item)
        if ("content_html" in item) + ("content_text" in item) != 1:
            yield f"{item.get('id')} has no content, or two"


@rule("interface.md §4: tag URI; RFC 4151", "json")
def ids_are_tag_uris(seen: Json) -> Iterator[str]:
    ids = [str(one.get("id")) for one in seen.items]
    yield from (f"{one!r}" for one in ids if not TAG_URI.fullmatch(one))
    if len(set(ids)) < len(ids):
        yield "an id stands twice"


@rule("JSON Feed 1.1: dates of RFC 3339; interface.md §4", "json")
def json_dates_are_of_rfc_3339(seen: Json) -> Iterator[str]:
    for item in seen.items:
        published, modified = (str(item.get(f"date_{name}")) for name in ("published", "modified"))
        if not (RFC3339.fullmatch(published) and RFC3339.fullmatch(modified)):
            yield f"{item.get('id')}: {published}, {modified}"
        elif modified < published:
            yield f"{item.get('id')} changed before it appeared"


@rule("JSON Feed 1.1: URLs; interface.md §4: absolute URLs, safe text", "json")
def every_json_address_is_absolute(seen: Json) -> Iterator[str]:
    named = ("home_page_url", "feed_url", "next_url", "url")
    places = [seen.feed, *seen.feed.get("authors", []), *seen.feed.get("hubs", []), *seen.items]
    places += [file for item in seen.items for file in item.get("attachments", [])]
    for place in places:
        found = [place[name] for name in named if name in place]
        yield from (f"{one!r}" for one in found if not ADDRESS.fullmatch(one))
    for item in seen.items:
        yield from markup.unsafe(item.get("content_html", ""))


@rule("JSON Feed 1.1: attachments; interface.md §4: enclosures", "json")
def attachments_are_whole(seen: Json) -> Iterator[str]:
    for item in seen.items:
        for file in item.get("attachments", []):
            if not {"url", "mime_type", "size_in_bytes"} <= file.keys():
                yield f"{item.get('id')}: {file}"
            elif "/" not in file["mime_type"] or not isinstance(file["size_in_bytes"], int):
                yield f"{item.get('id')}: {file}"


@rule("JSON Feed 1.1: tags and authors; interface.md §4", "json")
def tags_and_authors_are_words(seen: Json) -> Iterator[str]:
    for item in seen.items:
        tags, authors = item.get("tags", []), item.get("authors", [])
        if not tags or not all(isinstance(one, str) and one.strip() for one in tags):
            yield f"{item.get('id')}: {tags}"
        if len(authors) != 1 or not str(authors[0].get("name", "")).strip():
            yield f"{item.get('id')} is by {authors}"


@rule("JSON Feed 1.1: extensions; interface.md §4: the facts", "json")
def programs_can_read_the_json_facts(seen: Json) -> Iterator[str]:
    for item in seen.items:
        facts = item.get("_trading", {})
        for name in {*NEEDED, "sequence"} - facts.keys():
            yield f"{item.get('id')} lacks {name}"
        for name, value in facts.items():
            if name in ("lots", "sequence"):
                fits = isinstance(value, int) and value >= 0
            else:
                fits = name in FACTS and bool(FACTS[name].fullmatch(str(value)))
            if not fits:
                yield f"{item.get('id')}: {name} is {value!r}"


@rule("interface.md §3 after, §4: publication order", "json")
def stands_in_the_order_of_publication(seen: Json) -> Iterator[str]:
    found = [one.get("_trading", {}).get("sequence", -1) for one in seen.items]
    is_paged = "after=" in seen.address
    if found != sorted(found, reverse=not is_paged) or len(set(found)) < len(found):
        yield f"sequences are {found}"
    if len(found) > (500 if is_paged else 99):
        yield f"{len(found)} items"
