"""The page about one feed: what it holds, where it is, and the way back to its first notice."""

import re
from datetime import timedelta

import html5lib
import pytest
import segno
from flask.testing import FlaskClient

from tests.notices import NOON, TENDER, Press
from tests.web.pages import read, text
from tests.web.test_discovery import withdraw
from trading.web.public.feeds.names import named_feeds

SITE = "https://ggzy.example"


def test_every_feed_with_a_short_name_has_a_page_that_says_what_it_holds(
    office: object, reader: FlaskClient
) -> None:
    said = set()
    for feed in named_feeds():
        page = read(reader, f"/feeds/{feed.name}")
        assert page.heading == f"订阅：{feed.title}"
        said.add(text(page.all("p", page.all("main")[0])[0]))
    assert len(said) == 1 + 7 + 6 + 7 * 6


@pytest.mark.parametrize("name", ["nothing", "land-tender", "ALL", "all.xml", "1"])
def test_an_unknown_name_has_neither_page_nor_code(reader: FlaskClient, name: str) -> None:
    assert reader.get(f"/feeds/{name}").status_code == 404
    assert reader.get(f"/feeds/{name}/qr.svg").status_code == 404


def test_a_query_means_nothing_to_the_page_or_its_code(reader: FlaskClient) -> None:
    assert reader.get("/feeds/all?page=2").status_code == 400
    assert reader.get("/feeds/all/qr.svg?size=9").status_code == 400


@pytest.mark.parametrize(
    ("name", "calendar"),
    [
        ("all", "/notices.ics"),
        ("tender", "/notices.ics?family=tender"),
        ("tender-land", "/notices.ics?family=tender&category=land"),
        ("award", None),
    ],
)
def test_every_address_stands_in_sight_and_is_a_link(
    reader: FlaskClient, name: str, calendar: str | None
) -> None:
    page = read(reader, f"/feeds/{name}")
    paths = [f"/feeds/{name}.{ext}" for ext in ("rss", "atom", "json")]
    paths += [calendar] if calendar else []
    for path in paths:
        assert page.links[f"{SITE}{path}"] == path
        assert reader.get(path).status_code == 200
    assert [one for one in page.links if one.endswith(".ics")] == (
        [f"{SITE}/notices.ics"] if calendar == "/notices.ics" else []
    )


def test_the_code_is_the_rss_address_and_always_the_same(reader: FlaskClient) -> None:
    answer = reader.get("/feeds/tender-land/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    drawn = segno.make(f"{SITE}/feeds/tender-land.rss", error="m", micro=False)
    size = 4 * (drawn.symbol_size(border=4)[0])
    assert f'width="{size}"' in answer.get_data(as_text=True)
    assert answer.data == reader.get("/feeds/tender-land/qr.svg").data
    assert answer.data != reader.get("/feeds/tender/qr.svg").data
    etag = answer.headers["ETag"]
    again = reader.get("/feeds/tender-land/qr.svg", headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_the_page_shows_the_code_in_words_too(reader: FlaskClient) -> None:
    (image,) = read(reader, "/feeds/land").all("img")
    assert image.get("src") == "/feeds/land/qr.svg"
    assert image.get("alt") == "二维码：土地使用权的 RSS 地址"


def test_the_newest_items_are_those_of_the_feed(press: Press, reader: FlaskClient) -> None:
    numbers = press(*[TENDER] * 12).numbers
    withdraw(press, numbers[0])
    page = read(reader, "/feeds/construction")
    (items,) = [one for one in page.all("ul") if one.get("class") == "short"]
    shown = [one.get("href") for one in page.all("a", items)]
    newest = [numbers[0], *reversed(numbers[3:])]
    assert shown == [f"/notices/{number}" for number in newest]
    assert text(page.all("li", items)[0]).startswith("撤销：")
    assert "至今共13条，现在打开订阅源可得最新的13条。" in page.main


def test_a_feed_without_items_says_that_one_can_subscribe_already(reader: FlaskClient) -> None:
    page = read(reader, "/feeds/land")
    assert "还没有发布过。现在就可以订阅" in page.main
    assert "更早的公告" not in page.main


def test_the_closed_pages_lead_back_to_the_first_notice(press: Press, reader: FlaskClient) -> None:
    for day in range(6):
        press(*[TENDER] * 25, now=NOON + timedelta(days=day))
    page = read(reader, "/feeds/all")
    back = [one for one in page.links.values() if "/page/" in one]
    assert "至今共150条，现在打开订阅源可得最新的50条。" in page.main
    (listed,) = [one for one in page.all("ul") if one.get("class") == "archives"]
    hrefs = [one.get("href", "") for one in page.all("a", listed)]
    assert hrefs == [
        f"/feeds/all/page/{number}.{ext}" for number in (3, 2, 1) for ext in ("rss", "atom")
    ]
    assert back
    assert all(reader.get(one).status_code == 200 for one in hrefs)


def test_the_page_for_people_leads_to_every_feed(reader: FlaskClient) -> None:
    page = read(reader, "/feeds")
    pages = {one for one in page.links.values() if re.fullmatch("/feeds/[a-z-]+", one)}
    assert pages == {f"/feeds/{one.name}" for one in named_feeds()}
    assert page.links["一次订阅全部（OPML 文件）"] == "/feeds.opml"


def test_the_file_for_readers_names_the_page_of_each_feed(reader: FlaskClient) -> None:
    root = html5lib.parse(reader.get("/feeds.opml").data, namespaceHTMLElements=False)
    found = [one for one in root.iter("outline") if one.get("xmlurl")]
    assert {(one.get("xmlurl"), one.get("htmlurl")) for one in found} == {
        (f"{SITE}/feeds/{one.name}.rss", f"{SITE}/feeds/{one.name}") for one in named_feeds()
    }
