"""Feeds over HTTP: what is published arrives, cheaply, under names that never change."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any  # feedparser's results have no types

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.conftest import IDENTITY
from trading.domain.drafts import Entered, FailedLot, NoticeDraft
from trading.store import sites
from trading.store.engine import Store

BOTH = ("rss", "atom")
LAND = replace(
    TENDER,
    title="河湾地块挂牌出让公告",
    process_title="河湾地块",
    category="land",
    method="listing",
    lots=(
        replace(
            TENDER.lots[0],
            parcel="A-1",
            area="100平方米",
            land_use="商服",
            term="40年",
            bid_step=Entered(1_000_00),
            deposit=Entered(90_000_00),
        ),
    ),
)


def read(reader: FlaskClient, address: str) -> Any:
    answer = reader.get(address)
    assert answer.status_code == 200, address
    parsed = feedparser.parse(answer.data)
    assert parsed.bozo == 0
    return parsed


def titles(reader: FlaskClient, address: str) -> list[str]:
    return [entry.title for entry in read(reader, address).entries]


@pytest.mark.parametrize("ext", BOTH)
def test_a_published_notice_is_an_entry(press: Press, reader: FlaskClient, ext: str) -> None:
    (number,) = press(TENDER).numbers
    parsed = read(reader, f"/feeds/all.{ext}")
    (entry,) = parsed.entries
    assert parsed.feed.title == "全部公告 - 某县公共资源交易网"
    assert entry.title == "招标公告：河东路改造招标公告"
    assert entry.id == f"tag:ggzy.example,2026:notice:{number}"
    assert entry.link == f"https://ggzy.example/notices/{number}"
    assert entry.published_parsed[:5] == (2026, 3, 2, 4, 0)
    assert entry.author == "某县建设局"
    label = "label" if ext == "atom" else "term"  # RSS has room for one: the one for people
    assert [(tag.scheme, tag[label]) for tag in entry.tags] == [
        ("tag:ggzy.example,2026:codes:family", "招标公告"),
        ("tag:ggzy.example,2026:codes:type", "招标公告"),
        ("tag:ggzy.example,2026:codes:category", "工程建设"),
        ("tag:ggzy.example,2026:codes:region", "汤原县"),
    ]


@pytest.mark.parametrize("ext", BOTH)
def test_short_facts_name_amount_lots_deadline_region_and_buyer(
    press: Press, reader: FlaskClient, ext: str
) -> None:
    press(TENDER)
    (entry,) = read(reader, f"/feeds/tender.{ext}").entries
    assert entry.summary == (
        "最高限价 59万元；标段2个；投标截止时间：2026-03-23 12:00；汤原县；招标人：某县建设局"
    )
    assert entry.trading_amount == "590000.00"
    assert entry.trading_currency == "CNY"
    assert entry.trading_lots == "2"
    assert entry.trading_deadline == "2026-03-23T12:00:00+08:00"


OUTCOMES = [
    (result(won(1, 2)), "中标金额 48万元；标段2个；中标人：甲公司；汤原县"),
    (
        result(won(1), failed=(FailedLot(lot=2, reason="不足三家"),)),
        "中标金额 48万元；标段2个；中标人：甲公司；流标1个；汤原县",
    ),
    (result(failed=(FailedLot(lot=2, reason="不足三家"),)), "标段1个；流标1个；汤原县"),
    (
        result(replace(won(1), amount=None, amount_note="涉密"), won(2)),
        "中标金额：未填金额、48万元；标段2个；中标人：甲公司；汤原县",
    ),
]


@pytest.mark.parametrize(("content", "said"), OUTCOMES)
def test_short_facts_of_a_result_name_who_won_and_what_failed(
    press: Press, reader: FlaskClient, content: NoticeDraft, said: str
) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, content)
    newest = read(reader, "/feeds/award.rss").entries[0]
    assert newest.summary == f"{said}；招标人：某县建设局"
    assert newest.trading_process == tender


@pytest.mark.parametrize("ext", BOTH)
def test_the_whole_text_is_the_facts_the_lots_and_the_body(
    press: Press, reader: FlaskClient, ext: str
) -> None:
    link = '<p><a href="https://other.example/a" title="见 href=\'/x\'">附件</a></p>'
    press(replace(TENDER, body_html=f"<p>正文</p>{link}"))
    (entry,) = read(reader, f"/feeds/all.{ext}").entries
    (content,) = (one.value for one in entry.content)
    for said in ("HD-001", "2026-03-23 12:00", "一标段", "50万元", "第一开标室", "正文"):
        assert said in content
    assert "已截止" not in content
    assert re.findall(r'href="([^"]*)"', content) == ["https://other.example/a"]


def test_a_result_that_replaces_another_begins_with_it(press: Press, reader: FlaskClient) -> None:
    (tender,) = press(TENDER).numbers
    (first,) = press.after(tender, result(won(1, 2))).numbers
    again = result(won(1, 2, by="乙公司", why="中标人放弃"))
    press.after(tender, again)
    newest = read(reader, "/feeds/award.atom").entries[0]
    assert newest.summary.startswith(f"替换公告{first}的结果；")
    assert f'href="https://ggzy.example/notices/{first}"' in newest.content[0].value


def test_newest_publication_comes_first(press: Press, reader: FlaskClient) -> None:
    named = [replace(TENDER, title=f"{n}号公告", project_code=f"HD-{n}") for n in range(4)]
    press(named[0], named[1])
    press(named[2], now=NOON + timedelta(seconds=5))
    press(named[3], now=NOON + timedelta(seconds=5))
    assert [title[-4:-2] for title in titles(reader, "/feeds/all.rss")] == [
        "3号",
        "2号",
        "1号",
        "0号",
    ]


def test_a_feed_holds_the_open_page_and_the_whole_closed_page_before_it(
    press: Press, reader: FlaskClient
) -> None:
    many = [replace(TENDER, title=f"{n}号", project_code=f"HD-{n}") for n in range(1, 102)]
    for start, end, held in ((0, 49, 49), (49, 99, 99), (99, 100, 50), (100, 101, 51)):
        press(*many[start:end])
        found = titles(reader, "/feeds/all.rss")
        assert len(found) == held
        assert (found[0], found[-1]) == (f"招标公告：{end}号", f"招标公告：{end - held + 1}号")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/feeds/all", ["结果", "地块", "道路"]),
        ("/feeds/tender", ["地块", "道路"]),
        ("/feeds/award", ["结果"]),
        ("/feeds/plan", []),
        ("/feeds/land", ["地块"]),
        ("/feeds/tender-construction", ["道路"]),
        ("/feeds/award-land", []),
        ("/notices", ["结果", "地块", "道路"]),
        ("/notices?family=award", ["结果"]),
        ("/notices?family=tender&family=award&category=land", ["地块"]),
        ("/notices?type=tender&year=2026", ["地块", "道路"]),
        ("/notices?year=2016", []),
        ("/notices?q=%E6%B2%B3%E6%B9%BE", ["地块"]),
    ],
)
def test_a_feed_holds_what_its_name_or_its_query_says(
    press: Press, reader: FlaskClient, address: str, found: list[str]
) -> None:
    tender, _ = press(replace(TENDER, title="道路"), replace(LAND, title="地块")).numbers
    press.after(tender, replace(result(won(1)), title="结果"))
    path, mark, query = address.partition("?")
    for ext in BOTH:
        parsed = read(reader, f"{path}.{ext}{mark}{query}")
        assert [entry.title.split("：")[1] for entry in parsed.entries] == found
        links = {one.rel: one.href for one in parsed.feed.links}
        assert links["self"] == f"https://ggzy.example{path}.{ext}{mark}{query}"
        assert links["alternate"].startswith("https://ggzy.example/notices")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/feeds/none.rss", 404),
        ("/feeds/tender-none.atom", 404),
        ("/feeds/ALL.rss", 404),
        ("/feeds/all.xml", 404),
        ("/feeds/all.rss?page=2", 400),
        ("/notices.rss?page=2", 400),
        ("/notices.rss?family=none", 400),
        ("/notices.atom?year=16", 400),
        ("/notices.atom?none=1", 400),
        ("/notices.rss?year=2026&family=award", 308),
    ],
)
def test_an_address_that_means_nothing_is_refused_rather_than_empty(
    reader: FlaskClient, address: str, status: int
) -> None:
    assert reader.get(address).status_code == status
    assert reader.head(address).status_code == status


@pytest.mark.parametrize("ext", BOTH)
def test_ids_stay_when_the_site_moves_to_another_address(
    press: Press, reader: FlaskClient, sqlite_store: Store, ext: str
) -> None:
    press(TENDER, LAND)
    before = read(reader, f"/feeds/all.{ext}")
    moved = replace(IDENTITY, site_url="http://other.example:8080", site_name="新名称")
    with sqlite_store.writing() as session:
        sites.save_identity(session, moved)
    after = read(reader, f"/feeds/all.{ext}")
    assert [one.id for one in after.entries] == [one.id for one in before.entries]
    assert after.feed.get("id") == before.feed.get("id")
    assert [one.tags for one in after.entries] == [one.tags for one in before.entries]
    assert {one.link.rsplit("/", 1)[0] for one in after.entries} == {
        "http://other.example:8080/notices"
    }
    assert b"ggzy.example/" not in reader.get(f"/feeds/all.{ext}").data


def test_a_feed_waits_until_the_site_has_an_address(
    office: Flask, sqlite_store: Store, reader: FlaskClient
) -> None:
    with sqlite_store.writing() as session:
        sites.save_identity(session, replace(IDENTITY, site_url=""))
    assert reader.get("/feeds/all.rss").status_code == 503
    assert reader.get("/feeds").status_code == 200


def test_every_feed_named_on_the_page_can_be_subscribed_to(reader: FlaskClient) -> None:
    page = reader.get("/feeds").get_data(as_text=True)
    named = set(re.findall(r'<a href="(/feeds/[^"]+\.(?:rss|atom))"', page))
    assert len(named) == 2 * (1 + 7 + 6 + 7 * 6)
    assert {f"/feeds/{name}.{ext}" for name in ("all", "tender", "award") for ext in BOTH} <= named
    for address in sorted(named):
        parsed = read(reader, address)
        assert parsed.entries == []
        if address.endswith(".rss"):
            assert f"https://ggzy.example{address}" in page
