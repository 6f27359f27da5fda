"""Atom 1.0: what RFC 4287 asks of a feed and of its entries."""

from datetime import timedelta

import feedparser
from lxml import etree

from feeds import atom
from feeds.model import Category, Enclosure, Facts, Feed
from tests.feeds.making import MORNING, NS, feed, item, texts, tree


def parsed(document: Feed) -> etree._Element:
    return tree(atom.render(document))


def test_the_feed_says_what_whose_and_since_when() -> None:
    found = parsed(feed(item(3), rights="可自由转载"))
    assert texts(found, "atom:id") == ["tag:demo.example,2016:feed:all"]
    assert texts(found, "atom:title") == ["全部公告"]
    assert texts(found, "atom:author/atom:name") == ["某县公共资源交易中心"]
    assert texts(found, "atom:updated") == ["2016-03-17T09:00:00+08:00"]
    assert texts(found, "atom:rights") == ["可自由转载"]
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"


def test_the_feed_names_itself_and_the_page_for_people() -> None:
    found = parsed(feed(self_url="https://demo.example/feeds/all.atom"))
    assert [dict(one.attrib) for one in found.findall("atom:link", NS)] == [
        {
            "href": "https://demo.example/feeds/all.atom",
            "rel": "self",
            "type": "application/atom+xml",
        },
        {"href": "https://demo.example/notices", "rel": "alternate", "type": "text/html"},
    ]


def test_an_entry_has_everything_that_rfc_4287_requires_once() -> None:
    found = parsed(feed(item(2), item(1, content_html="<p>全文</p>", summary="短")))
    entries = found.findall("atom:entry", NS)
    assert len(entries) == 2
    for entry in entries:
        for name in ("id", "title", "updated", "published"):
            assert len(entry.findall(f"atom:{name}", NS)) == 1, name
        alternates = [
            one for one in entry.findall("atom:link", NS) if one.get("rel") in (None, "alternate")
        ]
        assert len(alternates) == 1


def test_the_id_is_the_tag_uri_and_the_link_the_page() -> None:
    (entry,) = feedparser.parse(atom.render(feed(item(7)))).entries
    assert entry.id == "tag:demo.example,2016:notice:7"
    assert entry.link == "https://demo.example/notices/7"


def test_dates_are_those_of_rfc_3339_in_china_time() -> None:
    found = parsed(feed(item(1, updated=MORNING + timedelta(days=2))))
    assert texts(found, "atom:entry/atom:published") == ["2016-03-15T09:00:00+08:00"]
    assert texts(found, "atom:entry/atom:updated") == ["2016-03-17T09:00:00+08:00"]


def test_the_whole_text_is_escaped_html_and_the_facts_plain_text() -> None:
    one = item(summary="<100万元> & 更多", content_html="<p>全文 &amp; 表 ]]></p>")
    found = parsed(feed(one))
    (content,) = found.findall("atom:entry/atom:content", NS)
    assert (content.get("type"), content.text) == ("html", "<p>全文 &amp; 表 ]]></p>")
    assert len(content) == 0
    (summary,) = found.findall("atom:entry/atom:summary", NS)
    assert (summary.get("type"), summary.text) == ("text", "<100万元> & 更多")


def test_the_buyer_is_the_author_of_the_entry() -> None:
    found = parsed(feed(item(1, creator="某局"), item(2)))
    assert texts(found, "atom:entry/atom:author/atom:name") == ["某局"]


def test_categories_have_term_scheme_and_label() -> None:
    land = Category(term="land", scheme="tag:demo.example,2016:codes:category", label="土地使用权")
    (found,) = parsed(feed(item(categories=(land,)))).findall("atom:entry/atom:category", NS)
    assert dict(found.attrib) == {
        "term": "land",
        "scheme": "tag:demo.example,2016:codes:category",
        "label": "土地使用权",
    }


def test_an_attachment_is_an_enclosure_and_never_the_page_of_the_entry() -> None:
    file = Enclosure(
        url="https://demo.example/a.pdf", length=9, type="application/pdf", title="附件一"
    )
    (entry,) = feedparser.parse(atom.render(feed(item(1, enclosures=(file,))))).entries
    assert entry.link == "https://demo.example/notices/1"
    (found,) = entry.enclosures
    assert (found.href, found.length, found.type, found.title) == (
        "https://demo.example/a.pdf",
        "9",
        "application/pdf",
        "附件一",
    )


def test_programs_find_the_facts_in_atom_as_in_rss() -> None:
    facts = Facts(number="1", process="1", lots=1, amount="0.01", currency="CNY")
    found = parsed(feed(item(facts=facts)))
    assert texts(found, "atom:entry/trading:amount") == ["0.01"]
    assert texts(found, "atom:entry/trading:currency") == ["CNY"]
    assert texts(found, "atom:entry/trading:deadline") == []


def test_an_empty_feed_is_a_feed() -> None:
    read = feedparser.parse(atom.render(feed()))
    assert read.bozo == 0
    assert read.version == "atom10"
    assert read.entries == []
