"""RSS 2.0: what a reader finds in the channel and in its items."""

from datetime import timedelta

import feedparser

from feeds import rss
from feeds.model import Category, Enclosure, Facts
from tests.feeds.making import MORNING, NS, feed, item, texts, tree


def test_the_channel_says_what_whose_and_since_when() -> None:
    rendered = rss.render(
        feed(item(1), rights="可自由转载", generator="Trading Notices", updated=MORNING)
    )
    channel = feedparser.parse(rendered).feed
    assert channel.title == "全部公告"
    assert channel.subtitle == "某县公共资源交易中心发布的全部公告"
    assert channel.language == "zh-CN"
    assert channel.rights == "可自由转载"
    assert channel.generator == "Trading Notices"
    assert channel.ttl == "15"
    assert channel.updated == "Tue, 15 Mar 2016 09:00:00 +0800"
    assert texts(tree(rendered), "channel/link") == ["https://demo.example/notices"]


def test_the_channel_names_its_own_address() -> None:
    (link,) = tree(rss.render(feed())).findall("channel/atom:link", NS)
    assert dict(link.attrib) == {
        "href": "https://demo.example/feeds/all.rss",
        "rel": "self",
        "type": "application/rss+xml",
    }


def test_the_guid_is_the_tag_uri_and_no_address() -> None:
    (guid,) = tree(rss.render(feed(item(7)))).findall("channel/item/guid")
    assert guid.text == "tag:demo.example,2016:notice:7"
    assert guid.get("isPermaLink") == "false"


def test_items_stay_in_the_order_given() -> None:
    parsed = feedparser.parse(rss.render(feed(item(9), item(2), item(5))))
    assert [entry.id[-1] for entry in parsed.entries] == ["9", "2", "5"]


def test_dates_are_those_of_rfc_822_in_china_time() -> None:
    changed = item(1, updated=MORNING + timedelta(days=2))
    found = tree(rss.render(feed(changed, item(2))))
    assert texts(found, "channel/item/pubDate") == [
        "Tue, 15 Mar 2016 09:00:00 +0800",
        "Wed, 16 Mar 2016 09:00:00 +0800",
    ]
    assert texts(found, "channel/lastBuildDate") == ["Thu, 17 Mar 2016 09:00:00 +0800"]
    assert texts(found, "channel/item/dcterms:modified") == ["2016-03-17T09:00:00+08:00"]


def test_short_facts_and_whole_text_stand_apart() -> None:
    one = item(summary="最高限价 <100万元> & 更多\n截止 9:00", content_html="<p>全文 &amp; 表</p>")
    found = tree(rss.render(feed(one)))
    assert texts(found, "channel/item/description") == [
        "最高限价 &lt;100万元&gt; &amp; 更多<br/>截止 9:00"
    ]
    assert texts(found, "channel/item/content:encoded") == ["<p>全文 &amp; 表</p>"]


def test_an_item_without_facts_is_described_by_its_title() -> None:
    found = tree(rss.render(feed(item(title="招标公告：一", content_html="<p>全文</p>"))))
    assert texts(found, "channel/item/description") == ["招标公告：一"]
    assert texts(found, "channel/item/content:encoded") == ["<p>全文</p>"]


def test_categories_carry_the_list_they_come_from() -> None:
    land = Category(term="land", scheme="tag:demo.example,2016:codes:category", label="土地使用权")
    found = tree(rss.render(feed(item(categories=(land, Category(term="其他"))))))
    assert [(one.text, one.get("domain")) for one in found.findall("channel/item/category")] == [
        ("土地使用权", "tag:demo.example,2016:codes:category"),
        ("其他", None),
    ]


def test_the_buyer_is_the_creator() -> None:
    found = tree(rss.render(feed(item(1, creator="某局"), item(2))))
    assert texts(found, "channel/item/dc:creator") == ["某局"]


def test_every_attachment_is_reached_though_rss_has_room_for_one() -> None:
    files = tuple(
        Enclosure(
            url=f"https://demo.example/{n}.pdf", length=n, type="application/pdf", title=f"{n}"
        )
        for n in (1, 2, 3)
    )
    (entry,) = feedparser.parse(rss.render(feed(item(enclosures=files)))).entries
    assert [one.href[-5:] for one in entry.enclosures] == ["1.pdf", "2.pdf", "3.pdf"]
    found = tree(rss.render(feed(item(enclosures=files))))
    (first,) = found.findall("channel/item/enclosure")
    assert dict(first.attrib) == {
        "url": "https://demo.example/1.pdf",
        "length": "1",
        "type": "application/pdf",
    }


def test_programs_find_number_process_lots_amount_and_deadline() -> None:
    facts = Facts(
        number="201603150001",
        process="201603010002",
        lots=2,
        amount="1171040.00",
        currency="CNY",
        deadline=MORNING + timedelta(days=21),
    )
    bare = Facts(number="2", process="2", lots=1)
    found = tree(rss.render(feed(item(1, facts=facts), item(2, facts=bare), item(3))))
    said = [
        {str(one.tag).split("}")[1]: one.text for one in entry if NS["trading"] in str(one.tag)}
        for entry in found.findall("channel/item")
    ]
    assert said == [
        {
            "number": "201603150001",
            "process": "201603010002",
            "lots": "2",
            "amount": "1171040.00",
            "currency": "CNY",
            "deadline": "2016-04-05T09:00:00+08:00",
        },
        {"number": "2", "process": "2", "lots": "1"},
        {},
    ]


def test_an_archive_says_so_and_leads_on() -> None:
    archive = feed(
        item(1),
        is_archive=True,
        current_url="https://demo.example/feeds/all.rss",
        prev_archive_url="https://demo.example/feeds/all/page/1.rss",
        hub_url="https://hub.example/",
    )
    found = tree(rss.render(archive))
    assert len(found.findall("channel/fh:archive", NS)) == 1
    links = {one.get("rel"): one.get("href") for one in found.findall("channel/atom:link", NS)}
    assert links.keys() == {"self", "hub", "current", "prev-archive"}
    assert tree(rss.render(feed(is_complete=True))).find("channel/fh:complete", NS) is not None


def test_an_empty_feed_is_a_feed() -> None:
    parsed = feedparser.parse(rss.render(feed()))
    assert parsed.bozo == 0
    assert parsed.version == "rss20"
    assert parsed.entries == []
