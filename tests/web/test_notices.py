"""The list of published notices: found by what readers choose, at one address for each choice."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import Read, read
from trading.services import drafting


def many(press: Press, count: int) -> None:
    press(*(replace(TENDER, title=f"第{n:02}号公告") for n in range(count)))


def titles(page: Read) -> list[str]:
    return [row[0].split(" ")[0] for row in page.rows]


def test_a_row_says_who_what_where_how_much_and_when(reader: FlaskClient, tender: str) -> None:
    page = read(reader, "/notices")
    (row,) = page.rows
    assert row == [
        "河东路改造招标公告某县建设局 · 汤原县",
        "招标公告",
        "工程建设",
        "59万元",
        "2026-03-23 12:00",
        "2026-03-02",
    ]
    assert page.links["河东路改造招标公告"] == f"/notices/{tender}"
    assert "共1条公告" in page.main


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("?q=&family=&type=&category=&year=", ""),
        ("?family=award&q=河", "?q=河&family=award"),
        ("?family=award&family=tender", "?family=tender&family=award"),
        ("?family=tender&family=tender", "?family=tender"),
        ("?q=+河++东+", "?q=河+东"),
        ("?page=1", ""),
        ("?year=02026", "?year=2026"),
        ("?category=land&page=1&family=plan", "?family=plan&category=land"),
    ],
)
def test_a_query_has_one_address(reader: FlaskClient, query: str, right: str) -> None:
    answer = reader.get(f"/notices{query}")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/notices" + quote(right, safe="?&=+")
    again = reader.get(answer.headers["Location"])
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "colour=red",
            "不认识的参数 colour；可用：q、family、type、category、method、region、buyer、",
        ),
        ("family=bread", "family 不能是 bread；可用：plan（采购计划）、tender（招标公告）"),
        ("type=TENDER", "type 不能是 TENDER"),
        ("category=01", "可用：construction（工程建设）"),
        ("year=16", "year 应是合理的数字，不是 16"),
        ("year=２０１６", "year 应是合理的数字"),
        ("year=2016&year=2017", "参数 year 只能出现一次"),
        ("page=0", "page 应是合理的数字"),
        ("page=-1", "page 应是合理的数字"),
        ("q=a&q=b", "参数 q 只能出现一次"),
        ("q=？！", "里没有可以查找的文字或数字"),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_allowed(
    reader: FlaskClient, query: str, said: str
) -> None:
    page = read(reader, f"/notices?{query}", 400)
    assert page.heading == "请求无法识别"
    assert said in page.main
    feed = reader.get(f"/notices.rss?{query}")
    assert feed.status_code == 400


def test_the_form_keeps_every_choice_and_each_can_be_taken_back(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    press.after(tender, result(won(1)))
    searched = quote("河东")
    query = f"?q={searched}&family=tender&family=award&category=construction&year=2026"
    page = read(reader, f"/notices{query}")
    assert page.title.startswith("河东，招标公告，中标公告，工程建设，2026年 - 公告列表")
    selected = [one.get("value") for one in page.all("option") if one.get("selected") is not None]
    assert selected == ["tender", "award", "construction", "2026", "-published"]
    (typed,) = [one for one in page.all("input") if one.get("name") == "q"]
    assert typed.get("value") == "河东"
    taken_back = page.links["中标公告 ×（去掉这个条件）"]
    assert taken_back == f"/notices?q={searched}&family=tender&category=construction&year=2026"
    assert len(read(reader, taken_back).rows) == 1
    assert page.links["全部清除"] == "/notices"


def test_a_year_without_notices_stays_chosen_in_the_form(reader: FlaskClient) -> None:
    page = read(reader, "/notices?year=2019")
    years = [one.get("value") for one in page.all("option") if one.get("selected") is not None]
    assert "2019" in years
    assert "没有符合条件的公告" in page.main


def test_an_empty_site_does_not_blame_a_filter(reader: FlaskClient) -> None:
    assert "还没有发布过公告" in read(reader, "/notices").main


def test_paging_keeps_the_filter_and_reaches_every_notice_once(
    press: Press, reader: FlaskClient
) -> None:
    many(press, 45)
    seen, address, steps = [], "/notices?q=" + quote("公告"), 0
    while address:
        page = read(reader, address)
        seen += titles(page)
        address, steps = page.links.get("下一页", ""), steps + 1
    assert steps == 3
    assert len(set(seen)) == len(seen) == 45
    assert read(reader, "/notices?page=3").links["首页"] == "/notices"
    assert read(reader, "/notices").links["末页"] == "/notices?page=3"
    assert read(reader, "/notices?page=2").head("canonical") == [
        "https://ggzy.example/notices?page=2"
    ]
    assert "没有第4页" in read(reader, "/notices?page=4", 404).main


def test_a_list_names_the_feeds_of_exactly_itself(reader: FlaskClient, tender: str) -> None:
    page = read(reader, "/notices?family=tender")
    assert page.head("alternate")[:2] == [
        "/notices.rss?family=tender",
        "/notices.atom?family=tender",
    ]
    assert page.links["RSS"] == "/notices.rss?family=tender"


def test_the_search_address_leads_to_the_list(reader: FlaskClient) -> None:
    answer = reader.get("/search?q=绿化")
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"/notices?q={quote('绿化')}"
    assert reader.get("/search").headers["Location"] == "/notices"
    both = reader.get("/search?year=2026&q=绿化")
    assert both.headers["Location"] == f"/notices?q={quote('绿化')}&year=2026"


def test_the_search_address_refuses_what_the_list_refuses(reader: FlaskClient) -> None:
    for query in ("x=1", "q=a&q=b", "year=x"):
        assert reader.get(f"/search?{query}").status_code == 400


def test_a_draft_is_nowhere_in_public(press: Press, reader: FlaskClient) -> None:
    with press.store.writing() as session:
        secret = replace(TENDER, title="未公开的秘密")
        drafting.start(session, secret, by=press.staff, now=NOON)
    searched = f"/notices?q={quote('未公开')}"
    for address in ("/", "/notices", searched, "/feeds/all.rss", "/statistics/2026"):
        assert "秘密" not in reader.get(address).get_data(as_text=True)
    assert "共0条公告" in read(reader, searched).main


def test_less_common_conditions_stay_in_the_form_and_can_be_taken_back(
    reader: FlaskClient, tender: str
) -> None:
    asked = "method=open&region=230828&from=2026-01-01&to=2026-12-31&min=1&max=9000000.5"
    page = read(reader, f"/notices?{asked}&open=1&sort=deadline")
    kept = {one.get("name"): one.get("value") for one in page.all("input")}
    assert (kept["from"], kept["to"]) == ("2026-01-01", "2026-12-31")
    assert (kept["min"], kept["max"], kept["region"]) == ("1", "9000000.5", "230828")
    for chip in ("公开招标", "2026-01-01起", "1元以上", "未截止"):
        assert chip in page.main


@pytest.mark.parametrize(
    "query",
    ["buyer=999", "process=209901010001", "min=2&max=1", "min=1e3", "open=yes", "sort=title"],
)
def test_a_condition_that_cannot_hold_is_refused(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"/notices?{query}").status_code == 400
    assert reader.get("/notices?after=5").status_code == 400
