"""Rules that RSS and Atom share: XML, the promises of interface.md §4, and RFC 5005."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tests.feeds.conformance import markup
from tests.feeds.conformance.reading import (
    ADDRESS,
    HISTORY,
    NO_TEXT,
    RFC3339,
    TAG_URI,
    TRADING,
    Xml,
    links,
    own,
)
from tests.feeds.conformance.ruling import once, rule

BOTH = ("rss", "atom")
LISTS = ("family", "type", "category", "region")
FACTS = {
    "number": re.compile(r"\d{8}\d{4,}"),
    "process": re.compile(r"\d{8}\d{4,}"),
    "lots": re.compile(r"0|[1-9]\d*"),
    "amount": re.compile(r"(0|[1-9]\d*)\.\d\d"),
    "currency": re.compile(r"[A-Z]{3}"),
    "deadline": RFC3339,
}
NEEDED = ("number", "process", "lots")


@rule("XML 1.0 §2.8; interface.md §4 charset", *BOTH)
def declares_utf_8(seen: Xml) -> Iterator[str]:
    if not re.match(rb"<\?xml version=['\"]1\.0['\"] encoding=['\"]UTF-8['\"]\?>\n", seen.document):
        yield "no declaration of UTF-8"
    if seen.root.getroottree().docinfo.doctype:
        yield "a document type, which readers refuse"


@rule("XML 1.0 §2.2; RSS Best Practices Profile: character data", *BOTH)
def holds_no_control_characters(seen: Xml) -> Iterator[str]:
    for element in seen.root.iter():
        for text in (element.text or "", *map(str, element.attrib.values())):
            if found := NO_TEXT.search(text):
                yield f"U+{ord(found[0]):04X} in {element.tag}"


@rule("interface.md §4: self; RSS Best Practices Profile: atom:link", *BOTH)
def names_its_one_address(seen: Xml) -> Iterator[str]:
    if (found := links(seen.channel, "self")) != [seen.address]:
        yield f"self is {found}, not {seen.address}"


@rule("interface.md §4: tag URI; RFC 4151", *BOTH)
def names_each_item_by_its_number(seen: Xml) -> Iterator[str]:
    ids = [seen.id_of(one) for one in seen.items]
    yield from (f"{one!r} is no tag URI of a notice" for one in ids if not TAG_URI.fullmatch(one))
    if len(set(ids)) < len(ids):
        yield "an id stands twice"
    for item, id_ in zip(seen.items, ids, strict=True):
        if id_.partition(":notice:")[2].removesuffix(":withdrawn") not in own(item)["number"]:
            yield f"{id_} is not of its number"


@rule("interface.md §4: title plain text, type + title", *BOTH)
def titles_say_the_type_first(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        title = seen.title_of(item)
        if not re.fullmatch(r"[^\s：][^：\n]*：\S[^\n]*", title):
            yield f"{title!r}"
        if title.startswith("撤销") != seen.id_of(item).endswith(":withdrawn"):
            yield f"a withdrawal and its title: {title!r}"


@rule("interface.md §4: description short facts, content the whole text", *BOTH)
def short_facts_and_whole_text_stand_apart(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        short, html = seen.short_of(item), seen.html_of(item)
        if not short.strip() or not html.strip():
            yield f"{seen.id_of(item)} lacks one"
        if "<" in short and short == html:
            yield f"{seen.id_of(item)} says the same twice"


@rule("interface.md §4: amount or ceiling, lots, deadline, region, buyer", *BOTH)
def short_facts_are_those_of_programs(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        short, facts = seen.words_of(item), own(item)
        # Of what was withdrawn no more is told than that it was.
        is_gone = re.match(r"公告 \d+ 已于 [\d :-]+ 撤销：", short)
        wanted = [] if is_gone else list(seen.names_of(item))
        if "currency" in facts and facts["currency"] == ["CNY"]:
            wanted.append(f"{in_wan(facts['amount'][0])}万元")
        if "deadline" in facts:
            wanted.append(facts["deadline"][0][:16].replace("T", " "))
        for one in wanted:
            if one not in short:
                yield f"{seen.id_of(item)}: no {one} in {short!r}"


def in_wan(amount: str) -> str:
    """Yuan in units of 10,000, as people write it."""
    text = f"{Decimal(amount) / 10_000:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@rule("interface.md §4: corrections begin with what changed", *BOTH)
def corrections_begin_with_what_changed(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        if "更正" not in seen.labels_of(item)[0] or seen.id_of(item).endswith(":withdrawn"):
            continue
        first, arrow, _ = seen.words_of(item).partition(" → ")
        if not arrow or "；" in first:
            yield f"{seen.id_of(item)} begins with {first!r}"
        if not markup.words(seen.html_of(item)).startswith(f"{first} → "):
            yield f"the text of {seen.id_of(item)} begins otherwise"


@rule("interface.md §4: absolute URLs, safe text; RFC 4287 §3.1.1.2", *BOTH)
def content_can_leave_its_page(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        for said in markup.unsafe(seen.html_of(item)):
            yield f"{seen.id_of(item)}: {said}"


@rule("interface.md §4: absolute URLs; RFC 3986", *BOTH)
def every_address_is_absolute(seen: Xml) -> Iterator[str]:
    for element in seen.root.iter():
        found = [element.get("href"), element.get("url")]
        if element.tag in ("link", "docs"):
            found.append(element.text)
        yield from (f"{one!r}" for one in found if one is not None and not ADDRESS.fullmatch(one))


@rule("interface.md §4: categories with domain", *BOTH)
def has_family_type_category_and_region(seen: Xml) -> Iterator[str]:
    scheme = "scheme" if seen.kind == "atom" else "domain"
    for item in seen.items:
        every = seen.categories_of(item)
        found = [one.get(scheme, "").rpartition(":codes:")[2] for one in every]
        if tuple(found) != LISTS:
            yield f"{seen.id_of(item)} has {found}"
        terms = [one.get("term") if seen.kind == "atom" else one.text for one in every]
        if not all(terms) or not all(seen.labels_of(item)):
            yield f"{seen.id_of(item)} has an empty category"


@rule("interface.md §4: trading:number process lots amount currency deadline", *BOTH)
def programs_can_read_the_facts(seen: Xml) -> Iterator[str]:
    for item in seen.items:
        found = own(item)
        for name in (*NEEDED, *found):
            yield from once(f"{seen.id_of(item)} trading:{name}", len(found.get(name, ())))
            pattern = FACTS.get(name)
            if pattern is None or not all(map(pattern.fullmatch, found.get(name, ()))):
                yield f"{seen.id_of(item)} trading:{name} is {found.get(name)}"
        if ("amount" in found) != ("currency" in found):
            yield f"{seen.id_of(item)} has an amount or a currency without the other"


@rule("interface.md §4: xmlns:trading", *BOTH)
def has_the_promised_namespace(seen: Xml) -> Iterator[str]:
    if seen.root.nsmap.get("trading") != TRADING[1:-1]:
        yield f"trading is {seen.root.nsmap.get('trading')}"


@rule("interface.md §3 closed pages; RFC 5005 §4", *BOTH)
def archives_say_so_and_lead_on(seen: Xml) -> Iterator[str]:
    is_page = "/page/" in seen.address
    flags = seen.channel.findall(f"{HISTORY}archive")
    if len(flags) != int(is_page):
        yield f"fh:archive {len(flags)} times"
    if seen.channel.findall(f"{HISTORY}complete"):
        yield "no feed here is complete in the sense of RFC 5005 §2"
    name, _, page = seen.address.removesuffix(f".{seen.kind}").partition("/page/")
    expected = {"current": [f"{name}.{seen.kind}"] if is_page else []}
    if is_page:
        before = int(page) - 1
        expected["prev-archive"] = [f"{name}/page/{before}.{seen.kind}"] if before else []
    for relation, addresses in expected.items():
        if (found := links(seen.channel, relation)) != addresses:
            yield f"{relation} is {found}, not {addresses}"


@rule("RFC 5005 §4: at most one of each", *BOTH)
def leads_one_way_each(seen: Xml) -> Iterator[str]:
    for relation in ("hub", "prev-archive", "next-archive"):
        found = links(seen.channel, relation)
        if len(found) > 1 or seen.address in found:
            yield f"{relation} is {found}"


@rule("interface.md §4: 50 to 99 items; a closed page has 50", *BOTH)
def is_as_long_as_promised(seen: Xml) -> Iterator[str]:
    count = len(seen.items)
    if "/page/" in seen.address:
        # A record that is damaged is left out of its page.
        if count > 50:
            yield f"{count} items on a closed page"
    elif count > 99 or (count < 50 and links(seen.channel, "prev-archive")):
        yield f"{count} items"
