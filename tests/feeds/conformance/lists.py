"""Rules of OPML 2.0 for the list of feeds."""

import email.utils
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.feeds.conformance.reading import ADDRESS, Element
from tests.feeds.conformance.ruling import once, rule
from tests.feeds.making import tree


@dataclass(frozen=True)
class Opml:
    """A document, and the one canonical address it has."""

    document: bytes
    address: str

    @cached_property
    def root(self) -> Element:
        return tree(self.document)


@rule("OPML 2.0: opml, head, body", "opml")
def is_opml_2(seen: Opml) -> Iterator[str]:
    if (seen.root.tag, seen.root.get("version")) != ("opml", "2.0"):
        yield f"{seen.root.tag} {seen.root.get('version')}"
    if [one.tag for one in seen.root] != ["head", "body"]:
        yield "not a head and a body"
    yield from once("title", len(seen.root.findall("head/title")))
    if seen.root.find("body/outline") is None:
        yield "no outline"


@rule("OPML 2.0: every outline has text; subscription lists", "opml")
def every_outline_is_a_feed_or_a_folder(seen: Opml) -> Iterator[str]:
    for one in seen.root.iter("outline"):
        if not (one.get("text") or "").strip():
            yield "an outline without text"
        is_feed = one.get("type") == "rss" and ADDRESS.fullmatch(one.get("xmlUrl", ""))
        if not (is_feed or (len(one) and one.get("type") is None)):
            yield f"{dict(one.attrib)}"
        if not ADDRESS.fullmatch(one.get("htmlUrl", "http://a")):
            yield f"{one.get('htmlUrl')!r}"


@rule("OPML 2.0: dates of RFC 822", "opml")
def dates_of_a_list_are_of_rfc_822(seen: Opml) -> Iterator[str]:
    for name in ("dateCreated", "dateModified"):
        for text in (one.text or "" for one in seen.root.iter(name)):
            if email.utils.format_datetime(email.utils.parsedate_to_datetime(text)) != text:
                yield f"{name} {text!r}"
