"""Withdrawing in the browser, and what readers, feeds and programs meet afterwards."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import feedparser
import pytest
from flask.testing import FlaskClient
from sqlmodel import text

from tests.clocks import FixedClock
from tests.notices import NOON, Press, result, won
from tests.web.clerks import Clerk, Page
from tests.web.pages import read
from trading.domain.codes import CorrectionReason
from trading.services import correcting
from trading.store.engine import Store

ROAD = quote("河东路")
WHY = "发布有误，项目尚未批准"


@pytest.fixture
def reviewed(sqlite_store: Store) -> None:
    """The site wants a second person."""
    with sqlite_store.writing() as session:
        session.connection().execute(text("UPDATE site SET review_required = TRUE"))


def withdraw(clerk: Clerk, number: str) -> Page:
    asked = clerk.send(clerk.open(f"/staff/withdrawals/of/{number}"), "withdraw-form", reason=WHY)
    return clerk.send(asked, "withdraw-form")


def test_without_review_it_takes_effect_after_saying_what_it_will_do(
    clerk: Clerk, tender: str
) -> None:
    page = clerk.open(f"/staff/published/{tender}")
    assert f"/staff/withdrawals/of/{tender}" in page.text
    form = clerk.open(f"/staff/withdrawals/of/{tender}")
    assert clerk.send(form, "withdraw-form", reason=" ").status == 422
    confirming = clerk.send(form, "withdraw-form", reason=WHY)
    assert "撤销不能取消" in confirming.text
    assert "截止时间不再显示" in confirming.text
    assert clerk.open(f"/notices/{tender}/record.json").status == 200
    done = clerk.follow(clerk.send(confirming, "withdraw-form"))
    assert "已撤销" in done.text and WHY in done.text
    assert "已撤销" in clerk.open("/staff/").text, "the newest publications mark it"
    again = clerk.open(f"/staff/withdrawals/of/{tender}")
    assert again.status == 303


def test_with_review_a_second_person_decides(
    clerk: Clerk, reviewer: Clerk, tender: str, reviewed: None
) -> None:
    form = clerk.open(f"/staff/withdrawals/of/{tender}")
    done = clerk.follow(clerk.send(form, "withdraw-form", reason=WHY))
    assert "等待决定" in done.text
    desk = reviewer.open("/staff/")
    assert WHY in desk.text
    request = reviewer.open("/staff/withdrawals/1")
    assert clerk.open("/staff/withdrawals/1").status == 403
    refused = reviewer.send(request, "decide-form", do="refuse")
    assert refused.status == 422 and "请写明意见" in refused.text
    reviewer.send(request, "decide-form", do="refuse", opinion="发更正即可")
    assert "发更正即可" in clerk.open(f"/staff/published/{tender}").text
    assert "发更正即可" in clerk.open("/staff/").text, "who asked sees the answer on the desk"
    assert "发更正即可" not in reviewer.open("/staff/").text
    assert clerk.open(f"/notices/{tender}/record.json").status == 200
    clerk.send(clerk.open(f"/staff/withdrawals/of/{tender}"), "withdraw-form", reason=WHY)
    second = reviewer.open("/staff/withdrawals/2")
    assert reviewer.send(second, "decide-form", do="accept").status == 303
    assert clerk.open(f"/notices/{tender}/record.json").status == 410
    assert reviewer.send(second, "decide-form", do="accept").status == 409


def test_a_password_given_long_ago_is_asked_for_again(
    clerk: Clerk, tender: str, office_clock: FixedClock
) -> None:
    office_clock.pass_by(minutes=31)
    page = clerk.open(f"/staff/withdrawals/of/{tender}")
    assert page.status == 303
    assert "confirm" in page.location or "sign-in" in page.location


def test_the_page_stays_and_the_record_does_not(
    clerk: Clerk, reader: FlaskClient, tender: str
) -> None:
    withdraw(clerk, tender)
    page = read(reader, f"/notices/{tender}")
    assert page.heading == "河东路改造招标公告"
    assert WHY in page.main and "2026-03-02 12:01" in page.main
    assert "正文第一段" not in page.main and "2026-03-23" not in page.main
    gone = reader.get(f"/notices/{tender}/record.json")
    assert (gone.status_code, gone.content_type) == (410, "application/problem+json")
    assert gone.json["status"] == 410


def test_lists_mark_it_search_forgets_it_and_its_deadline_is_nowhere(
    clerk: Clerk, reader: FlaskClient, tender: str
) -> None:
    withdraw(clerk, tender)
    listed = read(reader, "/notices")
    assert "已撤销" in listed.main and "2026-03-23" not in listed.main
    assert tender not in str(read(reader, f"/notices?q={ROAD}").links)
    assert "2026-03-23" not in read(reader, "/").main


def test_feeds_tell_of_it_once_and_the_original_keeps_its_place(
    clerk: Clerk, reader: FlaskClient, tender: str, office_clock: FixedClock
) -> None:
    before = feedparser.parse(reader.get("/feeds/all.rss").data).entries[0]
    withdraw(clerk, tender)
    office_clock.pass_by(minutes=1)
    for ext in ("rss", "atom"):
        event, original = feedparser.parse(reader.get(f"/feeds/tender.{ext}").data).entries
        assert event.id == f"{original.id}:withdrawn"
        assert event.title == "撤销招标公告：河东路改造招标公告"
        assert WHY in event.summary and WHY in original.summary
        assert original.title == before.title
        assert (original.id, original.published_parsed) == (before.id, before.published_parsed)
        assert original.updated_parsed == event.published_parsed
        assert "正文" not in str(original.content) and "trading_deadline" not in original
        assert original.trading_number == event.trading_number == tender
    assert feedparser.parse(reader.get(f"/notices.rss?q={ROAD}").data).entries == []
    assert reader.get(f"/notices.rss?q={ROAD}").last_modified is not None


def test_figures_keep_the_notice_and_lose_its_awards(
    clerk: Clerk, reader: FlaskClient, tender: str, press: Press
) -> None:
    award = press.after(tender, result(won(1), won(2))).numbers[0]
    warned = clerk.send(clerk.open(f"/staff/withdrawals/of/{award}"), "withdraw-form", reason=WHY)
    assert "“一标段”由甲公司成交的结果作废" in warned.text
    clerk.send(warned, "withdraw-form")
    figures = {
        one["name"]: one["value"] for one in reader.get("/statistics/2026.json").json["figures"]
    }
    wanted = {"notices": 2, "withdrawn": 1, "disclosures": 2, "trades": 0, "award_notices": 1}
    assert {name: figures[name] for name in wanted} == wanted
    assert read(reader, "/statistics/2026").links["1条"].startswith("/statistics/2026/")
    rows = read(reader, "/statistics/2026/withdrawn").rows
    assert [row[0].split()[0] for row in rows] == ["河东路改造中标结果公告某县建设局"]


def test_nobody_is_told_any_more_who_won_or_for_how_much(
    clerk: Clerk, reader: FlaskClient, tender: str, press: Press
) -> None:
    """The page of the process and the lists say no more than what is left of the notice."""
    award = press.after(tender, result(won(1, by="误写的公司"))).numbers[0]
    press.after(tender, result(won(1, by="乙公司", why="评标有误")))
    withdraw(clerk, award)
    page = read(reader, f"/processes/{tender}")
    assert "误写的公司" not in page.main and "乙公司" in page.main
    assert page.rows[2][1:4] == ["", "", ""]
    (gone,) = (row for row in read(reader, "/notices").rows if "已撤销" in row[0])
    assert "万元" not in " ".join(gone)


def test_lots_of_which_only_a_withdrawn_notice_spoke_are_gone_from_the_process(
    clerk: Clerk, reader: FlaskClient, tender: str
) -> None:
    assert "一标段" in read(reader, f"/processes/{tender}").main
    withdraw(clerk, tender)
    page = read(reader, f"/processes/{tender}")
    assert "一标段" not in page.main
    assert "已撤销" in page.main


def test_its_corrections_are_named_and_can_be_withdrawn_after_it(
    clerk: Clerk, reader: FlaskClient, tender: str, press: Press
) -> None:
    with press.store.reading() as session:
        begun = correcting.begin(session, tender)
        assert begun.correction is not None
        told = replace(begun.correction, reason_code=CorrectionReason.CLERICAL, reason="笔误")
        facts = replace(begun, project_code="HD-误", correction=told)
        content = correcting.settled(session, facts)
    number = press.after(tender, content).numbers[0]
    assert f"/staff/withdrawals/of/{number}" not in clerk.open(f"/staff/published/{number}").text
    warned = clerk.send(clerk.open(f"/staff/withdrawals/of/{tender}"), "withdraw-form", reason=WHY)
    assert f"更正公告 {number} 仍然公开" in warned.text
    clerk.send(warned, "withdraw-form")
    page = clerk.open(f"/staff/published/{number}").text
    assert f"/staff/withdrawals/of/{number}" in page and "family=correction" not in page
    withdraw(clerk, number)
    assert "HD-误" not in read(reader, f"/notices/{number}").main
    assert reader.get(f"/notices/{number}/record.json").status_code == 410
    assert "HD-误" not in reader.get("/feeds/all.rss").get_data(as_text=True)


def test_a_closed_page_counts_withdrawals_among_its_items(
    clerk: Clerk, reader: FlaskClient, tender: str, press: Press
) -> None:
    later = press.after(tender, result(won(1), won(2)), now=NOON + timedelta(seconds=5)).numbers[0]
    withdraw(clerk, tender)
    entries = feedparser.parse(reader.get("/feeds/all.atom").data).entries
    numbers = [one.id.split("notice:")[1] for one in entries]
    assert numbers == [f"{tender}:withdrawn", later, tender]


def test_a_result_that_was_replaced_by_one_that_is_gone_does_not_send_readers_there_as_valid(
    clerk: Clerk, press: Press, tender: str, reader: FlaskClient
) -> None:
    (first,) = press.after(tender, result(won(1))).numbers
    (later,) = press.after(tender, result(won(1, by="乙公司", why="放弃中标"))).numbers
    assert "请以新公告为准" in reader.get(f"/notices/{first}").text
    withdraw(clerk, later)
    page = reader.get(f"/notices/{first}").text
    assert "请以新公告为准" not in page
    assert "该公告后来撤销" in page
