"""OPML 2.0: a list of feeds that readers take in at once."""

from typing import Any  # the table holds every kind

import pytest

from feeds import opml
from feeds.opml import Outline, Subscriptions
from tests.feeds.making import MORNING, tree

ALL = Outline(
    text="全部公告",
    xml_url="https://demo.example/feeds/all.rss",
    html_url="https://demo.example/feeds/all",
)


def test_every_feed_is_an_outline_and_folders_hold_feeds() -> None:
    folder = Outline(text="按类别", outlines=(ALL,))
    root = tree(opml.render(Subscriptions(title="订阅", outlines=(ALL, folder))))
    assert (root.tag, dict(root.attrib)) == ("opml", {"version": "2.0"})
    assert [one.tag for one in root] == ["head", "body"]
    first, second = root.findall("body/outline")
    assert dict(first.attrib) == {
        "type": "rss",
        "text": "全部公告",
        "title": "全部公告",
        "xmlUrl": "https://demo.example/feeds/all.rss",
        "htmlUrl": "https://demo.example/feeds/all",
        "language": "zh-CN",
    }
    assert dict(second.attrib) == {"text": "按类别", "title": "按类别"}
    assert [dict(one.attrib) for one in second] == [dict(first.attrib)]


def test_the_head_says_what_whose_and_since_when() -> None:
    document = Subscriptions(title="订阅", outlines=(ALL,), owner="某中心", updated=MORNING)
    head = {one.tag: one.text for one in tree(opml.render(document)).iterfind("head/*")}
    assert head["title"] == "订阅"
    assert head["ownerName"] == "某中心"
    assert head["dateModified"] == "Tue, 15 Mar 2016 09:00:00 +0800"
    assert "dateCreated" not in head


def test_any_name_can_stand_in_a_list() -> None:
    nasty = "<&\"'>]]>\x00\x0b\ud83d🚧"
    root = tree(
        opml.render(
            Subscriptions(
                title=nasty, outlines=(Outline(text=nasty, xml_url="https://demo.example/公告"),)
            )
        )
    )
    (one,) = root.findall("body/outline")
    assert one.get("text") == "<&\"'>]]>\ufffd\ufffd\ufffd🚧"
    assert one.get("xmlUrl") == "https://demo.example/%E5%85%AC%E5%91%8A"


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "无"},
        {"text": "", "xml_url": "https://demo.example/"},
        {"text": "又", "xml_url": "https://demo.example/", "outlines": (ALL,)},
        {"text": "近", "xml_url": "/feeds/all.rss"},
    ],
)
def test_an_outline_that_leads_nowhere_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="outline|empty|address"):
        Outline(**fields)


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Subscriptions(title="订阅", outlines=())
