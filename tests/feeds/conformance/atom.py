"""Rules of RFC 4287, and of interface.md §4 where it speaks of Atom."""

from collections.abc import Iterator
from datetime import datetime

from tests.feeds.conformance.reading import ATOM, RFC3339, TRADING, Element, Xml
from tests.feeds.conformance.ruling import once, rule

ONCE = ("id", "title", "updated")
OF_FEED = {*ONCE, "author", "link", "category", "generator", "rights", "subtitle", "entry"}
OF_ENTRY = {*ONCE, "author", "link", "category", "content", "published", "summary"}


def moment(element: Element, name: str) -> datetime:
    return datetime.fromisoformat(element.findtext(f"{ATOM}{name}") or "")


@rule("RFC 4287 §4.1.1: feed", "atom")
def the_feed_is_whole(seen: Xml) -> Iterator[str]:
    if seen.root.tag != f"{ATOM}feed":
        yield f"root is {seen.root.tag}"
    for name in (*ONCE, "author", "subtitle"):
        yield from once(name, len(seen.root.findall(f"{ATOM}{name}")))
    if not seen.root.findtext(f"{ATOM}author/{ATOM}name"):
        yield "an author without a name"


@rule("RFC 4287 §4.1.2: entry", "atom")
def every_entry_is_whole(seen: Xml) -> Iterator[str]:
    for entry in seen.items:
        for name in (*ONCE, "published", "content", "summary"):
            found = entry.findall(f"{ATOM}{name}")
            yield from once(f"{seen.id_of(entry)} {name}", len(found))
            if not all((one.text or "").strip() for one in found):
                yield f"{seen.id_of(entry)}: {name} is empty"


@rule("RFC 4287 §4: elements of Atom", "atom")
def knows_every_element_of_atom(seen: Xml) -> Iterator[str]:
    for parent, names in ((seen.root, OF_FEED), *((one, OF_ENTRY) for one in seen.items)):
        for one in parent:
            tag = str(one.tag)
            if tag.startswith(ATOM) and tag.removeprefix(ATOM) not in names:
                yield f"{tag} in {parent.tag}"
            if not tag.startswith("{"):
                yield f"{tag} has no namespace"


@rule("RFC 4287 §4.1.1 and §4.1.2: at most one alternate of a type", "atom")
def each_has_one_page(seen: Xml) -> Iterator[str]:
    for one in (seen.root, *seen.items):
        pages = [
            link for link in one.findall(f"{ATOM}link") if link.get("rel") in (None, "alternate")
        ]
        yield from once(f"the page of {one.findtext(f'{ATOM}id')}", len(pages))


@rule("RFC 4287 §3.3; RFC 3339; interface.md §4", "atom")
def dates_are_of_rfc_3339(seen: Xml) -> Iterator[str]:
    for name in ("updated", "published"):
        for one in seen.root.iter(f"{ATOM}{name}"):
            if not RFC3339.fullmatch(one.text or ""):
                yield f"{name} {one.text!r}"


@rule("RFC 4287 §4.2.15; interface.md §4: updated is the last change", "atom")
def updated_is_never_too_early(seen: Xml) -> Iterator[str]:
    for entry in seen.items:
        if moment(entry, "updated") < moment(entry, "published"):
            yield f"{seen.id_of(entry)} changed before it appeared"
        if moment(seen.root, "updated") < moment(entry, "updated"):
            yield f"{seen.id_of(entry)} is newer than its feed"


@rule("interface.md §4: newest first", "atom")
def the_newest_entry_of_atom_stands_first(seen: Xml) -> Iterator[str]:
    dates = [moment(entry, "published") for entry in seen.items]
    if dates != sorted(dates, reverse=True):
        yield "an older entry stands above a newer"


@rule("RFC 4287 §3.1.1: text constructs; stack.md: content is escaped HTML", "atom")
def texts_say_what_they_are(seen: Xml) -> Iterator[str]:
    for entry in seen.items:
        for name, kinds in (("content", ("html",)), ("summary", ("text", None))):
            for one in entry.findall(f"{ATOM}{name}"):
                if one.get("type") not in kinds or len(one) or one.get("src"):
                    yield f"{seen.id_of(entry)}: {name} {dict(one.attrib)}"
        for one in entry.findall(f"{ATOM}title"):
            if one.get("type", "text") != "text":
                yield f"{seen.id_of(entry)}: the title is {one.get('type')}"


@rule("RFC 4287 §4.2.1; interface.md §4: the buyer", "atom")
def the_author_is_the_buyer(seen: Xml) -> Iterator[str]:
    for entry in seen.items:
        names = [one.text or "" for one in entry.findall(f"{ATOM}author/{ATOM}name")]
        if len(names) != 1 or not names[0].strip():
            yield f"{seen.id_of(entry)} is by {names}"


@rule("RFC 4287 §4.2.7: link; interface.md §4: enclosures", "atom")
def links_keep_their_relation_and_type(seen: Xml) -> Iterator[str]:
    for entry in seen.items:
        for link in entry.findall(f"{ATOM}link"):
            relation = link.get("rel", "alternate")
            if relation not in ("alternate", "enclosure"):
                yield f"{seen.id_of(entry)} has a link {relation}"
            whole = "/" in link.get("type", "") and link.get("length", "").isdigit()
            if relation == "enclosure" and not whole:
                yield f"{seen.id_of(entry)}: {dict(link.attrib)}"


@rule("RFC 4287 §2: xml:lang", "atom")
def says_its_language(seen: Xml) -> Iterator[str]:
    if seen.root.get("{http://www.w3.org/XML/1998/namespace}lang") != "zh-CN":
        yield "xml:lang is not zh-CN"


@rule("RFC 4287 §6.4: extensions are simple", "atom")
def extensions_are_simple(seen: Xml) -> Iterator[str]:
    for entry in seen.items:
        for one in entry:
            if str(one.tag).startswith(TRADING) and (len(one) or one.attrib):
                yield f"{one.tag} holds more than text"
