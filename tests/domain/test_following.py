"""How a notice follows from what was said before: newest first, older words where it is silent."""

from dataclasses import replace

import pytest

from tests.families import CANDIDATES, CONTRACT, PLAN, candidates, proposed
from tests.notices import TENDER, result, won
from trading.domain.codes import NoticeType
from trading.domain.drafts import Entered, LotDraft, PlanFacts, TenderFacts
from trading.domain.following import (
    brought_together,
    follow_up,
    next_attempt,
    to_be_signed,
    usual_title,
)
from trading.domain.following import proposed as suggested


def test_a_result_is_silent_on_the_terms_so_the_tender_still_speaks() -> None:
    known = brought_together([result(won(1)), TENDER, PLAN])
    assert (known.type, known.tender, known.plan) == (NoticeType.AWARD, TENDER.tender, PLAN.plan)
    assert [lot.content for lot in known.lots] == ["道路", "绿化"]
    renamed = replace(TENDER, lots=(LotDraft(number=2, title="二标段（更名）"),), project_code="")
    known = brought_together([renamed, TENDER])
    assert [lot.title for lot in known.lots] == ["一标段", "二标段（更名）"]
    assert (known.lots[1].ceiling, known.project_code) == (Entered(90_000_00), "HD-001")


@pytest.mark.parametrize("type_", [one for one in NoticeType if one is not NoticeType.CORRECTION])
def test_what_follows_carries_the_facts_of_its_own_type_alone(type_: NoticeType) -> None:
    begun = follow_up(brought_together([CONTRACT, CANDIDATES, TENDER, PLAN]), type_)
    own = {name for name in ("plan", "tender", "candidate", "award") if getattr(begun, name)}
    family = type_.family.value
    assert own == ({family} if family in ("plan", "tender", "candidate", "award") else set())
    assert not (begun.candidates or begun.awards or begun.failed or begun.contracts)
    assert (begun.body_html, begun.attachments, begun.retender_of) == ("", (), "")


def test_a_tender_after_a_plan_begins_with_its_funds() -> None:
    known = replace(PLAN, plan=PlanFacts(funds_source="专项债券"))
    assert follow_up(known, NoticeType.TENDER).tender == TenderFacts(funds_source="专项债券")


def test_only_offers_of_a_re_tender_say_what_they_try_again() -> None:
    known = replace(TENDER, retender_of="201603150001")
    assert follow_up(known, NoticeType.PREQUALIFICATION).retender_of == "201603150001"
    assert follow_up(known, NoticeType.AWARD).retender_of == ""


@pytest.mark.parametrize(
    ("title", "again"),
    [
        ("河东路改造", "河东路改造（第二次）"),
        ("河东路改造（第二次）", "河东路改造（第三次）"),
        ("河东路改造（第九次）", "河东路改造（第十次）"),
        ("（第二次）河东路改造", "（第二次）河东路改造（第二次）"),
    ],
)
def test_attempts_are_counted_in_the_title(title: str, again: str) -> None:
    assert next_attempt(title) == again


def test_a_title_says_no_word_twice() -> None:
    plan = NoticeType.PLAN
    assert usual_title("教学设备采购", plan, "procurement", "open") == "教学设备采购意向"
    assert usual_title("甲地块挂牌", NoticeType.TENDER, "land", "listing") == "甲地块挂牌出让公告"
    assert usual_title("监理招标", NoticeType.TENDER, "construction", "open") == "监理招标公告"
    assert usual_title("甲公", NoticeType.TENDER, "other", "auction") == "甲公交易公告"


def test_a_title_waits_for_the_method_and_is_never_too_long() -> None:
    assert usual_title("甲", NoticeType.TENDER, "procurement", "inquiry") == "甲询价公告"
    assert usual_title("甲", NoticeType.TENDER, "procurement", "") == ""
    assert usual_title("甲", NoticeType.CANDIDATE, "land", "listing") == ""
    assert len(usual_title("甲" * 300, NoticeType.TENDER, "construction", "open")) == 200


def test_first_candidates_of_the_newest_publicity_are_proposed_for_the_lots_asked() -> None:
    again = candidates(proposed(1, 1, "戊公司", 460_000_00))
    first, second = suggested([again, CANDIDATES], [1, 2])
    assert [first.suppliers[0].name, second.suppliers[0].name] == ["戊公司", "丙公司"]
    assert (first.amount, first.decided_on) == (Entered(460_000_00), None)
    assert suggested([CANDIDATES], []) == ()


def test_contracts_follow_the_awards_on_the_lots_that_have_none_yet() -> None:
    (contract,) = to_be_signed([won(1, 2), won(3)], [2])
    assert (contract.lots, contract.suppliers[0].name) == ((2,), "甲公司")
    assert (contract.amount, contract.signed_on) == (Entered(480_000_00), None)
