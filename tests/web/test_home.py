"""The home page: what most visitors come for."""

from datetime import timedelta

import feedparser
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import read

DAY = timedelta(days=1)


def test_before_the_first_notice_it_says_so_and_still_tells_how_to_subscribe(
    reader: FlaskClient,
) -> None:
    page = read(reader, "/")
    assert page.heading == "某县公共资源交易网"
    assert page.main.count("还没有发布过。") == 2
    assert "目前没有尚未截止的公告。" in page.main
    assert page.links["怎样订阅"] == "/feeds"


def test_what_is_published_is_there_at_once_by_family(press: Press, reader: FlaskClient) -> None:
    (tender,) = press(TENDER).numbers
    (award,) = press.after(tender, result(won(1, 2))).numbers
    page = read(reader, "/")
    newest = page.of_class("short")
    assert newest == [
        "河东路改造招标公告 工程建设 2026-03-02",
        "河东路改造中标结果公告 工程建设 2026-03-02",
    ]
    assert page.links["河东路改造招标公告"] == f"/notices/{tender}"
    assert page.links["河东路改造中标结果公告"] == f"/notices/{award}"


def test_a_deadline_is_told_with_day_time_and_weekday_until_it_has_passed(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press(TENDER)
    told = ["2026-03-23 12:00（周一）", "河东路改造招标公告", "工程建设"]
    assert read(reader, "/").rows == [told]
    office_clock.set(NOON + 21 * DAY - timedelta(seconds=1))
    assert read(reader, "/").rows == [told]
    office_clock.set(NOON + 21 * DAY)
    assert read(reader, "/").rows == []


def test_the_figures_of_the_year_stand_there_and_open_to_their_rows(
    press: Press, reader: FlaskClient
) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, result(won(1, 2)))
    page = read(reader, "/")
    (tiles,) = page.of_class("tiles")
    assert tiles == "进场交易 2次 交易总额 48万元 公开 2次 招标公告 1条 中标公告 1条"
    assert page.links["交易总额 48万元"] == "/statistics/2026/trade_total"


def test_a_replaced_result_is_marked(press: Press, reader: FlaskClient) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, result(won(1)))
    press.after(tender, result(won(1, by="乙公司", why="中标人放弃")))
    _, awards = read(reader, "/").of_class("short")
    assert awards.count("结果已被替换") == 1


def test_its_feeds_are_found_by_readers_and_exist(press: Press, reader: FlaskClient) -> None:
    press(TENDER)
    feeds = read(reader, "/").head("alternate")
    assert "/feeds/all.rss" in feeds
    assert len(feeds) == 6
    for address in feeds:
        assert feedparser.parse(reader.get(address).data).bozo == 0
