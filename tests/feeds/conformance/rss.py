"""Rules of RSS 2.0, its Best Practices Profile, and interface.md §4 where it speaks of RSS."""

import email.utils
import re
from collections.abc import Iterator
from datetime import datetime

from tests.feeds.conformance.reading import ATOM, CONTENT, DC, DCTERMS, RFC3339, Element, Xml
from tests.feeds.conformance.ruling import once, rule

RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0800"
)
OF_CHANNEL = {
    *("title", "link", "description", "language", "copyright", "lastBuildDate", "generator"),
    *("docs", "ttl", "item"),
}
OF_ITEM = {
    *("title", "link", "description", "category", "enclosure", "guid", "pubDate"),
    *(f"{CONTENT}encoded", f"{DC}creator", f"{DCTERMS}modified", f"{ATOM}link"),
}
REPEATED = {"category", f"{ATOM}link", "item"}


def moment(text: str) -> datetime:
    return email.utils.parsedate_to_datetime(text)


@rule("RSS 2.0: required elements", "rss")
def the_channel_is_whole(seen: Xml) -> Iterator[str]:
    if seen.root.tag != "rss" or seen.root.get("version") != "2.0":
        yield f"root is {seen.root.tag} {seen.root.get('version')}"
    yield from once("channel", len(seen.root))
    needed = ("title", "link", "description", "language", "lastBuildDate", "ttl", "docs")
    for name in needed:
        yield from once(name, len(seen.channel.findall(name)))
        if not (seen.channel.findtext(name) or "").strip():
            yield f"{name} is empty"


@rule("RSS 2.0: elements of channel and item; namespaces", "rss")
def knows_every_element(seen: Xml) -> Iterator[str]:
    yield from _known(seen.channel, OF_CHANNEL)
    for item in seen.items:
        yield from _known(item, OF_ITEM)


def _known(parent: Element, names: set[str]) -> Iterator[str]:
    tags = [str(one.tag) for one in parent]
    core = [tag for tag in tags if not tag.startswith("{") or tag in OF_ITEM]
    yield from (f"{tag} in {parent.tag}" for tag in core if tag not in names | {f"{ATOM}link"})
    yield from (f"{tag} twice" for tag in set(core) - REPEATED if core.count(tag) > 1)


@rule("RSS 2.0: elements of item; interface.md §4", "rss")
def every_item_is_whole(seen: Xml) -> Iterator[str]:
    needed = ("title", "link", "description", "guid", "pubDate", f"{CONTENT}encoded")
    for item in seen.items:
        for name in needed:
            yield from once(f"{seen.id_of(item)} {name}", len(item.findall(name)))


@rule("interface.md §4: guid isPermaLink=false", "rss")
def no_guid_is_an_address(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        for guid in item.findall("guid"):
            if guid.get("isPermaLink") != "false":
                yield f"{guid.text}: isPermaLink is {guid.get('isPermaLink')}"


@rule("interface.md §4: RFC 822 with +0800; RSS Best Practices Profile: four-digit year", "rss")
def dates_are_of_rfc_822(seen: Xml) -> Iterator[str]:
    for date in (*seen.root.iter("pubDate"), *seen.root.iter("lastBuildDate")):
        text = date.text or ""
        if not RFC822.fullmatch(text) or email.utils.format_datetime(moment(text)) != text:
            yield f"{date.tag} {text!r}"


@rule("interface.md §4: dcterms:modified of what changed", "rss")
def modified_is_later_than_published(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        for text in (one.text or "" for one in item.findall(f"{DCTERMS}modified")):
            if not RFC3339.fullmatch(text):
                yield f"{seen.id_of(item)}: {text!r}"
            elif datetime.fromisoformat(text) <= moment(item.findtext("pubDate") or ""):
                yield f"{seen.id_of(item)}: {text} is not after its publication"


@rule("interface.md §4: lastBuildDate = last change of this feed", "rss")
def is_as_new_as_its_last_change(seen: Xml) -> Iterator[str]:
    built = moment(seen.channel.findtext("lastBuildDate") or "")
    changes = [moment(one.text or "") for one in seen.root.iter("pubDate")]
    changes += [
        datetime.fromisoformat(one.text or "") for one in seen.root.iter(f"{DCTERMS}modified")
    ]
    if changes and built < max(changes):
        yield f"{built} is before {max(changes)}"


@rule("interface.md §4: newest first", "rss")
def the_newest_item_of_rss_stands_first(seen: Xml) -> Iterator[str]:
    dates = [moment(item.findtext("pubDate") or "") for item in seen.items]
    if dates != sorted(dates, reverse=True):
        yield "an older item stands above a newer"


@rule("interface.md §4: ttl 15", "rss")
def readers_come_every_quarter_of_an_hour(seen: Xml) -> Iterator[str]:
    if seen.channel.findtext("ttl") != "15":
        yield f"ttl is {seen.channel.findtext('ttl')}"


@rule("interface.md §4: dc:creator the buyer", "rss")
def the_creator_is_the_buyer(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        yield from once(f"{seen.id_of(item)} creator", len(item.findall(f"{DC}creator")))
        if not (item.findtext(f"{DC}creator") or "").strip():
            yield f"{seen.id_of(item)} has an empty creator"


@rule("RSS 2.0: enclosure has url, length, type", "rss")
def enclosures_are_whole(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        for one in item.findall("enclosure"):
            if set(one.attrib) != {"url", "length", "type"} or one.text:
                yield f"{seen.id_of(item)}: {dict(one.attrib)}"
            if not one.get("length", "").isdigit() or "/" not in one.get("type", ""):
                yield f"{seen.id_of(item)}: {dict(one.attrib)}"
        if item.findall(f"{ATOM}link") and not item.findall("enclosure"):
            yield f"{seen.id_of(item)} has further files without a first"


@rule("RSS 2.0: title is plain text; RSS Best Practices Profile: description is HTML", "rss")
def a_description_is_html_of_words_alone(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        if re.search(r"<(?!br/>)|&(?!amp;|lt;|gt;)", seen.short_of(item)):
            yield f"{seen.id_of(item)}: {seen.short_of(item)!r}"


@rule("RSS 2.0: language; RFC 5646", "rss")
def is_in_chinese(seen: Xml) -> Iterator[str]:
    if seen.channel.findtext("language") != "zh-CN":
        yield f"language is {seen.channel.findtext('language')}"
