"""JSON Feed 1.1: what a reader finds in the feed and in its items."""

import json
from datetime import timedelta
from typing import Any  # JSON members

import pytest

from feeds import jsonfeed
from feeds.model import Category, Enclosure, Facts, Feed
from tests.feeds.making import MORNING, feed, item


def parsed(document: Feed, **options: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(jsonfeed.render(document, **options))
    return read


def test_the_feed_says_what_whose_and_where() -> None:
    read = parsed(feed(self_url="https://demo.example/feeds/all.json"))
    assert read == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "全部公告",
        "home_page_url": "https://demo.example/notices",
        "feed_url": "https://demo.example/feeds/all.json",
        "description": "某县公共资源交易中心发布的全部公告",
        "authors": [{"name": "某县公共资源交易中心", "url": "https://demo.example/notices"}],
        "language": "zh-CN",
        "items": [],
    }


def test_the_feed_names_its_hub_and_what_follows() -> None:
    after = "https://demo.example/notices.json?after=500"
    read = parsed(feed(hub_url="https://hub.example/"), next_url=after)
    assert read["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert read["next_url"] == after
    with pytest.raises(ValueError, match="address"):
        jsonfeed.render(feed(), next_url="/notices.json?after=500")


def test_an_item_says_everything_that_is_known_of_a_notice() -> None:
    facts = Facts(
        number="201603150001",
        process="201603010002",
        lots=2,
        amount="1171040.00",
        currency="CNY",
        deadline=MORNING + timedelta(days=21),
        sequence=7,
    )
    land = Category(term="land", scheme="tag:demo.example,2016:codes:category", label="土地使用权")
    file = Enclosure(url="https://demo.example/a.txt", length=0, type="text/plain", title="附件一")
    one = item(
        1,
        updated=MORNING + timedelta(days=2),
        summary="最高限价 <100万元>",
        content_html="<p>全文</p>",
        creator="某局",
        categories=(land, Category(term="其他"), Category(term="again", label="土地使用权")),
        enclosures=(file,),
        facts=facts,
    )
    assert parsed(feed(one))["items"] == [
        {
            "id": "tag:demo.example,2016:notice:1",
            "url": "https://demo.example/notices/1",
            "title": "招标公告：第1号",
            "content_html": "<p>全文</p>",
            "summary": "最高限价 <100万元>",
            "date_published": "2016-03-15T09:00:00+08:00",
            "date_modified": "2016-03-17T09:00:00+08:00",
            "authors": [{"name": "某局"}],
            "tags": ["土地使用权", "其他"],
            "attachments": [
                {
                    "url": "https://demo.example/a.txt",
                    "mime_type": "text/plain",
                    "title": "附件一",
                    "size_in_bytes": 0,
                }
            ],
            "_trading": {
                "number": "201603150001",
                "process": "201603010002",
                "lots": 2,
                "amount": "1171040.00",
                "currency": "CNY",
                "deadline": "2016-04-05T09:00:00+08:00",
                "sequence": 7,
            },
        }
    ]


@pytest.mark.parametrize(("summary", "told"), [("短", "短"), ("", "招标公告：第1号")])
def test_an_item_without_a_text_still_has_content(summary: str, told: str) -> None:
    (one,) = parsed(feed(item(1, summary=summary)))["items"]
    assert "content_html" not in one
    assert one["content_text"] == told


def test_chinese_stands_in_the_bytes_as_it_is() -> None:
    assert "招标公告：第1号".encode() in jsonfeed.render(feed(item(1)))
