"""RSS and Atom read alike: where each keeps its items, its texts and its links."""

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from tests.feeds.conformance import markup
from tests.feeds.making import NS, tree

Element = etree._Element  # lxml gives its element type no public name
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TRADING = f"{{{NS['trading']}}}"

RFC3339 = re.compile(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}\+08:00")
TAG_URI = re.compile(r"tag:[a-z0-9.@-]+,\d{4}:(notice:\d{8}\d{4,}(:withdrawn)?|[a-z]+:\S+)")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Xml:
    """A document of one of the two formats, and the one canonical address it has."""

    kind: str
    document: bytes
    address: str

    @cached_property
    def root(self) -> Element:
        return tree(self.document)

    @property
    def channel(self) -> Element:
        found = self.root if self.kind == "atom" else self.root.find("channel")
        assert found is not None, "no channel"
        return found

    @property
    def items(self) -> list[Element]:
        return self.channel.findall(f"{ATOM}entry" if self.kind == "atom" else "item")

    def id_of(self, item: Element) -> str:
        return item.findtext(f"{ATOM}id" if self.kind == "atom" else "guid") or ""

    def title_of(self, item: Element) -> str:
        return item.findtext(f"{ATOM}title" if self.kind == "atom" else "title") or ""

    def short_of(self, item: Element) -> str:
        """The short facts."""
        name = f"{ATOM}summary" if self.kind == "atom" else "description"
        return item.findtext(name) or ""

    def words_of(self, item: Element) -> str:
        """The short facts as a person reads them: HTML in RSS, plain text in Atom."""
        short = self.short_of(item)
        return " ".join(short.split()) if self.kind == "atom" else markup.words(short)

    def html_of(self, item: Element) -> str:
        """The whole text."""
        name = f"{ATOM}content" if self.kind == "atom" else f"{CONTENT}encoded"
        return item.findtext(name) or ""

    def categories_of(self, item: Element) -> list[Element]:
        return item.findall(f"{ATOM}category" if self.kind == "atom" else "category")

    def labels_of(self, item: Element) -> list[str]:
        """Family, type, category and region for people."""
        found = self.categories_of(item)
        return [(one.get("label") if self.kind == "atom" else one.text) or "" for one in found]

    def names_of(self, item: Element) -> tuple[str, str, str]:
        """Lots, region and buyer as the short facts say them."""
        author = f"{ATOM}author/{ATOM}name" if self.kind == "atom" else f"{DC}creator"
        lots = own(item).get("lots", ["?"])[0]
        return (
            f"{lots}个",
            self.labels_of(item)[-1],
            " ".join((item.findtext(author) or "").split()),
        )


def links(element: Element, relation: str) -> list[str]:
    """Where the Atom links of this relation lead; a link without a relation is "alternate"."""
    return [
        one.get("href", "")
        for one in element.findall(f"{ATOM}link")
        if one.get("rel", "alternate") == relation
    ]


def own(item: Element) -> dict[str, list[str]]:
    """The `trading:` elements of an item: name to texts."""
    found: dict[str, list[str]] = {}
    for one in item:
        if str(one.tag).startswith(TRADING):
            found.setdefault(str(one.tag).removeprefix(TRADING), []).append(one.text or "")
    return found
