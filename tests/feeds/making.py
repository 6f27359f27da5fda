"""Feeds and items that say only what a test is about; everything else is plain and right."""

from datetime import datetime, timedelta, timezone
from typing import Any  # a test names the few fields it cares about

from lxml import etree

from feeds import atom, rss
from feeds.model import Feed, Item

CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2016, 3, 15, 9, 0, tzinfo=CHINA)
FORMATS = {"rss": rss, "atom": atom}
NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "fh": "http://purl.org/syndication/history/1.0",
    "trading": "urn:uuid:0afcfde1-5871-4104-af4e-96d308f087e2",
}


def item(number: int = 1, **fields: Any) -> Item:
    """An item published on the `number`-th morning."""
    published = MORNING + timedelta(days=number - 1)
    plain = {
        "id": f"tag:demo.example,2016:notice:{number}",
        "title": f"招标公告：第{number}号",
        "url": f"https://demo.example/notices/{number}",
        "published": published,
        "updated": fields.get("published", published),
    }
    return Item(**{**plain, **fields})


def feed(*items: Item, **fields: Any) -> Feed:
    """A feed of these items."""
    plain = {
        "id": "tag:demo.example,2016:feed:all",
        "title": "全部公告",
        "subtitle": "某县公共资源交易中心发布的全部公告",
        "home_url": "https://demo.example/notices",
        "self_url": "https://demo.example/feeds/all.rss",
        "updated": MORNING,
        "author": "某县公共资源交易中心",
    }
    return Feed(**{**plain, **fields}, items=items)


def tree(rendered: bytes) -> etree._Element:
    """The document as a strict XML parser reads it; anything not well-formed raises."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(rendered, parser)


def texts(element: etree._Element, path: str) -> list[str]:
    """The text of every element at this path."""
    return [one.text or "" for one in element.findall(path, NS)]
