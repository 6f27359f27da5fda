"""Publishing every type: what each does to lots, awards, offers and figures, and what it leaves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.families import (
    CANDIDATES,
    CONTRACT,
    OTHERS,
    PLAN,
    TERMINATION,
    candidates,
    ended,
    proposed,
    signed,
)
from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.domain.codes import Outcome
from trading.domain.drafts import FailedLot, NoticeDraft
from trading.domain.errors import SeveralBroken
from trading.services import tallying
from trading.services.checking import shortcomings
from trading.store import sites
from trading.store.engine import Store
from trading.store.lists import NoticeFilter, deadlines_ahead, page_of_notices
from trading.store.notices import find_notice
from trading.store.processes import ProcessView, find_process, process_of_code
from trading.store.years import read_year

LATER = NOON + timedelta(days=1)


@pytest.fixture
def press(store: Store, settings: Settings) -> Iterator[Press]:
    """A site that publishes; afterwards its roll-up is what a recount finds."""
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        identity = sites.Identity(
            site_name="网",
            organization="中心",
            region_code="230828",
            site_url="https://ggzy.example",
            authority="ggzy.example",
        )
        sites.save_identity(session, identity)
    yield Press(store, settings)
    with store.reading() as session:
        assert tallying.differences(session) == []


def process(store: Store, number: str) -> ProcessView:
    with store.reading() as session:
        return find_process(session, find_notice(session, number).row.process_id)


def figures(press: Press) -> dict[str, int]:
    with press.store.reading() as session:
        year = read_year(session, 2026, sites.read_site(session, press.settings))
    assert year.reconciles
    return {one.name: one.value for one in year.figures if one.value}


def refusals(press: Press, number: str, content: NoticeDraft) -> dict[str, str]:
    with pytest.raises(SeveralBroken) as caught:
        press.after(number, content, now=LATER)
    return {one.field: str(one) for one in caught.value.broken}


@pytest.mark.parametrize("content", OTHERS, ids=lambda one: one.type)
def test_every_type_is_published_counted_in_its_family_and_read_back(
    press: Press, content: NoticeDraft
) -> None:
    (number,) = press(content).numbers
    family = content.type.family.value
    with press.store.reading() as session:
        found = find_notice(session, number)
    assert found.frozen.content == content
    assert found.row.family == family
    counted = figures(press)
    assert (counted[f"{family}_notices"], counted["notices"]) == (1, 1)
    assert counted.get("trades", 0) == counted.get("trade_total", 0) == 0


def test_candidates_and_contracts_count_as_nothing_but_their_notices(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    before = figures(press)
    press.after(tender, CANDIDATES, now=LATER)
    press.after(tender, CONTRACT, now=LATER)
    changed = {
        "notices": 3,
        "channel_web": 3,
        "disclosures": 3,
        "candidate_notices": 1,
        "contract_notices": 1,
    }
    assert figures(press) == before | changed
    assert [lot.active_award for lot in process(press.store, tender).lots] == [None, None]
    with press.store.reading() as session:
        (row,) = page_of_notices(session, NoticeFilter(family=("contract",))).rows
    assert row.amount_fen == 479_000_00


def test_a_terminated_tender_is_over_and_no_deadline_of_it_is_listed(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, ended(1), now=LATER)
    with press.store.reading() as session:
        assert [one.number for one in deadlines_ahead(session, LATER, limit=9)] == [tender]
    press.after(tender, ended(2, how=Outcome.FAILED), now=LATER)
    with press.store.reading() as session:
        assert deadlines_ahead(session, LATER, limit=9) == []
        row = find_notice(session, tender).row
    assert (row.over, row.deadline) == (True, None)
    assert [lot.exit for lot in process(press.store, tender).lots] == ["terminated", "failed"]
    assert figures(press)["lots_failed"] == 1


def test_lots_that_fail_in_a_result_end_their_offer_too_but_awarded_ones_alone_do_not(
    press: Press,
) -> None:
    awarded, mixed = press(TENDER, TENDER).numbers
    press.after(awarded, result(won(1, 2)), now=LATER)
    failed = (FailedLot(lot=2, reason="不足三家"),)
    press.after(mixed, result(won(1, by="乙公司"), failed=failed), now=LATER)
    with press.store.reading() as session:
        assert [find_notice(session, one).row.over for one in (awarded, mixed)] == [False, True]


def test_a_termination_ends_an_award_that_stands_and_says_why(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    (award,) = press.after(tender, result(won(1)), now=LATER).numbers
    assert list(refusals(press, tender, ended(1))) == ["lots.0.replace_reason"]
    (ending,) = press.after(tender, ended(1, why="中标无效"), now=LATER).numbers
    (lot, _) = process(press.store, tender).lots
    assert (lot.active_award, lot.exit) == (None, "terminated")
    with press.store.reading() as session:
        assert find_notice(session, award).row.replaced
        assert find_notice(session, ending).frozen.stamp.replaces == (award,)
    assert "trades" not in figures(press)


def test_all_lots_of_an_award_that_a_termination_ends_need_an_outcome(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, result(won(1, 2)), now=LATER)
    assert "标段2" in refusals(press, tender, ended(1, why="中标无效"))["lots"]


@pytest.mark.parametrize(
    "content",
    [
        candidates(proposed(1, 1, "甲公司")),
        signed(1),
        replace(PLAN, lots=PLAN.lots[:1]),
        replace(TENDER, lots=TENDER.lots[:1]),
    ],
    ids=lambda one: one.type,
)
def test_nothing_more_is_said_of_a_lot_that_has_ended(press: Press, content: NoticeDraft) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, ended(1), now=LATER)
    assert "已终止" in refusals(press, tender, content)["lots.0.number"]


def test_a_lot_ends_only_once(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, ended(1), now=LATER)
    assert "已终止" in refusals(press, tender, ended(1))["lots.0.outcome"]


def test_a_re_tender_is_a_new_process_linked_to_the_one_that_failed(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, TERMINATION, now=LATER)
    again = replace(TENDER, process_title="河东路改造（第二次）", retender_of=tender)
    (second,) = press(again, now=LATER).numbers
    with press.store.reading() as session:
        found = process_of_code(session, second)
    assert found and found.code == second != tender
    assert figures(press)["lots_offered"] == 4


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"retender_of": "209901010001"}, "没有代码为209901010001的项目"),
        ({"category": "procurement"}, "类别须与原项目"),
        ({}, "没有流标或终止的标段"),
    ],
)
def test_a_re_tender_of_what_did_not_fail_is_refused(
    press: Press, changes: dict[str, str], said: str
) -> None:
    (tender,) = press(TENDER).numbers
    content = replace(TENDER, **{"retender_of": tender, **changes})
    with press.store.reading() as session:
        broken = shortcomings(session, content, process_id=None, now=NOON)
    (one,) = [one for one in broken if one.field == "retender_of"]
    assert said in str(one)


def test_a_notice_is_found_by_whoever_is_named_in_it(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, candidates(proposed(1, 1, "沧海公司")), now=LATER)
    press.after(tender, signed(1, by="桑田公司"), now=LATER)
    with press.store.reading() as session:
        for words, family in (("沧海公司", "candidate"), ("桑田 HT-2026-08", "contract")):
            (row,) = page_of_notices(session, NoticeFilter(q=words)).rows
            assert row.family == family
