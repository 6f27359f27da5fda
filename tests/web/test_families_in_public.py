"""Every family where readers meet it: home page, lists, and the short facts in feeds."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.families import CANDIDATES, CONTRACT, OTHERS, PLAN, TERMINATION, ended, signed
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import read
from trading.domain.codes import Outcome
from trading.domain.drafts import NoticeDraft, Party
from trading.services import withdrawing
from trading.store.sites import read_site

MINUTE = timedelta(minutes=1)


def entries(reader: FlaskClient, name: str) -> list[feedparser.FeedParserDict]:
    parsed = feedparser.parse(reader.get(f"/feeds/{name}.rss").data)
    assert not parsed.bozo
    return list(parsed.entries)


@pytest.mark.parametrize("content", OTHERS, ids=lambda one: one.type)
def test_each_family_has_a_page_without_an_empty_column_and_an_item_in_its_feed(
    press: Press, reader: FlaskClient, content: NoticeDraft
) -> None:
    (number,) = press(content).numbers
    page = read(reader, f"/notices/{number}")
    assert all(cell for row in page.rows for cell in row)
    assert all(page.facts.values())
    (entry,) = entries(reader, content.type.family.value)
    assert entry.link == f"https://ggzy.example/notices/{number}"
    assert entry.trading_number == number
    assert content.title in entry.title


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PLAN, "预计时间：2026-04-11"),
        (CANDIDATES, "第一候选人：甲公司（47万元）、丙公司（47万元）"),
        (CANDIDATES, "公示期：2026-03-03 至 2026-03-06"),
        (CONTRACT, "合同金额 47.9万元"),
        (CONTRACT, "中标人：甲公司"),
        (TERMINATION, "原因：项目调整"),
    ],
)
def test_the_short_facts_of_a_feed_say_what_the_family_is_about(
    press: Press, reader: FlaskClient, content: NoticeDraft, said: str
) -> None:
    press(content)
    (entry,) = entries(reader, content.type.family.value)
    assert said in entry.summary


def test_a_termination_begins_with_what_ended(press: Press, reader: FlaskClient) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, ended(1, how=Outcome.FAILED))
    (entry,) = entries(reader, "termination")
    assert entry.summary.startswith("一标段流标；原因：项目调整；")
    whole = entry.content[0].value
    assert whole.index("流标") < whole.index("基本信息")


def test_whoever_reads_an_offer_meets_at_its_top_that_its_lots_have_ended(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    (ending,) = press.after(tender, ended(1), now=NOON + MINUTE / 2).numbers
    page = read(reader, f"/notices/{tender}")
    assert page.of_class("banner") == [f"“一标段”已终止，见公告 {ending}"]
    assert page.links[ending] == f"/notices/{ending}"
    (entry,) = entries(reader, "tender")
    assert entry.summary.startswith(f"“一标段”已终止，见公告{ending}；")
    with press.store.writing() as session:
        site = read_site(session, press.settings)
        withdrawing.withdraw(
            session, ending, reason="误发", by=press.staff, now=NOON + MINUTE, site=site
        )
    assert read(reader, f"/notices/{tender}").of_class("banner") == []
    (entry,) = entries(reader, "tender")
    assert "终止" not in entry.summary


def test_a_termination_says_whose_result_no_longer_stands(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    (award,) = press.after(tender, result(won(1))).numbers
    (number,) = press.after(tender, ended(1, why="中标无效")).numbers
    assert f"本公告撤销了公告 {award} 的结果。" in read(reader, f"/notices/{number}").main
    (entry,) = entries(reader, "termination")
    assert f"撤销公告{award}的结果" in entry.summary


def test_amounts_of_contracts_are_in_the_feed_and_those_of_candidates_are_not(
    press: Press, reader: FlaskClient
) -> None:
    press(CONTRACT, CANDIDATES)
    (contract,), (candidate,) = entries(reader, "contract"), entries(reader, "candidate")
    assert (contract.trading_amount, contract.trading_currency) == ("479000.00", "CNY")
    assert "trading_amount" not in candidate


def test_the_home_page_shows_what_bidders_must_not_miss_if_there_is_any(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    assert "变更、候选人公示和终止" not in read(reader, "/").links
    press.after(tender, CANDIDATES)
    press.after(tender, ended(1))
    home = read(reader, "/")
    address = home.links["变更、候选人公示和终止"]
    assert [row[0] for row in read(reader, address).rows] == [
        "河东路改造流标、终止公告某县建设局 · 汤原县",
        "河东路改造中标候选人公示某县建设局 · 汤原县",
    ]
    assert "中标候选人公示 · 工程建设" in home.main


def test_the_home_page_shows_plans_and_contracts_if_there_are_any(
    press: Press, reader: FlaskClient
) -> None:
    assert "计划和合同" not in read(reader, "/").links
    (plan,) = press(PLAN).numbers
    home = read(reader, "/")
    assert home.links[PLAN.title] == f"/notices/{plan}"
    assert len(read(reader, home.links["计划和合同"]).rows) == 1


def test_a_publicity_is_over_once_its_last_day_has_passed(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    (number,) = press(CANDIDATES).numbers
    office_clock.set(NOON + timedelta(days=4, hours=11))
    assert read(reader, f"/notices/{number}").of_class("past") == []
    office_clock.set(NOON + timedelta(days=4, hours=12))
    assert read(reader, f"/notices/{number}").of_class("past") == [
        "公示期：2026-03-03 至 2026-03-06（已结束）"
    ]


def test_a_consortium_is_one_candidate_and_one_contractor(
    press: Press, reader: FlaskClient
) -> None:
    both = (Party(name="甲公司"), Party(name="丁公司"))
    first = replace(CANDIDATES.candidates[0], suppliers=both)
    publicity = replace(
        CANDIDATES, candidates=(first,), lots=CANDIDATES.lots[:1], process_title="甲项目"
    )
    contract = signed(1)
    contract = replace(
        contract, contracts=(replace(contract.contracts[0], suppliers=both, number="", term=""),)
    )
    numbers = press(publicity, contract).numbers
    candidate, signed_page = (read(reader, f"/notices/{number}") for number in numbers)
    assert candidate.rows[0][2] == "甲公司、丁公司（联合体）"
    assert signed_page.rows == [
        ["一标段", "甲公司、丁公司（联合体）", "47.9万元479,000.00元", "2026-03-02"]
    ]


def test_a_result_after_candidates_leaves_their_page_as_it_was(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    (number,) = press.after(tender, CANDIDATES).numbers
    before = read(reader, f"/notices/{number}").rows
    record = reader.get(f"/notices/{number}/record.json").data
    press.after(tender, result(won(1)))
    assert read(reader, f"/notices/{number}").rows == before
    assert reader.get(f"/notices/{number}/record.json").data == record
