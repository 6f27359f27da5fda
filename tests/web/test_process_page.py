"""The page of a process: its time line, its lots, its awards with their history, its attempts."""

from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient

from tests.families import CANDIDATES, PLAN, TERMINATION, ended, signed
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import read, text
from trading.domain.codes import Outcome

DAY = timedelta(days=1)


def test_a_process_that_is_not_there_is_not_found(reader: FlaskClient, tender: str) -> None:
    for code in ("209901010001", "abc", "1" * 50, f"{tender}x"):
        read(reader, f"/processes/{code}", 404)


def test_the_life_of_a_project_is_one_time_line(press: Press, reader: FlaskClient) -> None:
    (plan,) = press(PLAN).numbers
    steps = [TENDER, CANDIDATES, result(won(1)), signed(1)]
    for days, content in enumerate(steps):
        press.after(plan, content, now=NOON + days * timedelta(minutes=1))
    page = read(reader, f"/processes/{plan}")
    assert page.heading == "河东路改造"
    (line,) = page.of_class("line")
    names = ["招标计划", "招标公告", "中标候选人公示", "中标结果公告", "合同公告"]
    places = [line.index(f" {name}：") for name in names]
    assert places == sorted(places)
    lots, awards = page.rows[:2], page.rows[2:]
    assert lots == [
        ["1 一标段", "中标，已公告合同", "甲公司 公告202603020004"],
        ["2 二标段", "已公示中标候选人，尚无结果", ""],
    ]
    assert awards == [["一标段", "甲公司", "48万元", "2026-03-02", "现行结果公告202603020004"]]
    assert page.facts == {
        "项目编号": "HD-001",
        "项目代码": plan,
        "交易类别": "工程建设",
        "招标方式": "公开招标",
        "行政区划": "汤原县",
        "招标人": "某县建设局",
        "投标截止时间": "2026-03-23 12:00（周一）",
    }


def test_a_replaced_award_stays_on_the_page_with_its_reason(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    press.after(tender, result(won(1)))
    again = won(1, by="乙公司", why="甲公司放弃中标")
    (second,) = press.after(tender, result(again)).numbers
    page = read(reader, f"/processes/{tender}")
    assert page.rows[2:] == [
        [
            *("一标段", "甲公司", "48万元", "2026-03-02"),
            f"已被替换或撤销：甲公司放弃中标公告{second}",
        ],
        ["一标段", "乙公司", "48万元", "2026-03-02", f"现行结果公告{second}"],
    ]


def test_lots_that_ended_say_how_and_why(press: Press, reader: FlaskClient, tender: str) -> None:
    (first,) = press.after(tender, ended(1, how=Outcome.FAILED)).numbers
    (second,) = press.after(tender, ended(2)).numbers
    page = read(reader, f"/processes/{tender}")
    assert page.rows == [
        ["1 一标段", "流标", f"项目调整 公告{first}"],
        ["2 二标段", "终止", f"项目调整 公告{second}"],
    ]
    assert page.of_class("outcomes") == []


def test_attempts_are_linked_both_ways_on_every_page(press: Press, reader: FlaskClient) -> None:
    (first,) = press(TENDER).numbers
    (ending,) = press.after(first, TERMINATION).numbers
    again = replace(TENDER, process_title="河东路改造（第二次）", retender_of=first)
    (second,) = press(again).numbers
    for number in (first, ending):
        links = read(reader, f"/notices/{number}").links
        assert links["河东路改造（第二次）"] == f"/processes/{second}"
        assert links["项目全过程：各标段的进展和结果"] == f"/processes/{first}"
    page = read(reader, f"/notices/{second}")
    assert page.links["河东路改造"] == f"/processes/{first}"
    assert page.facts["重新招标的原项目代码"] == first


def test_the_page_points_to_the_feeds_that_tell_what_comes_next(
    reader: FlaskClient, tender: str
) -> None:
    page = read(reader, f"/processes/{tender}")
    assert page.head("canonical") == [f"https://ggzy.example/processes/{tender}"]
    names = (f"/processes/{tender}", "/feeds/construction", "/feeds/all")
    feeds = [f"{name}.{ext}" for name in names for ext in ("rss", "atom")]
    assert page.head("alternate") == feeds, "the most specific first"
    assert all(reader.get(one).status_code == 200 for one in page.head("alternate"))


def test_nothing_of_a_process_is_public_before_its_first_notice(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    page = read(reader, f"/processes/{tender}")
    assert [text(one) for one in page.all("li", page.all("ol")[0])] == [
        "2026-03-02 12:00 招标公告：河东路改造招标公告"
    ]
