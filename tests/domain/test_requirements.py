"""What a notice must carry: a whole one has no fault, each missing part is named at its field."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import NoticeType, PriceForm
from trading.domain.drafts import (
    AwardDraft,
    AwardFacts,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    TenderFacts,
)
from trading.domain.requirements import content_shortcomings

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
FACTS = TenderFacts(
    qualification="施工总承包三级以上",
    consortium=False,
    documents_from=NOW + timedelta(days=1),
    documents_until=NOW + timedelta(days=8),
    documents_how="网上下载",
    deadline=NOW + timedelta(days=21),
    opening_place="第一开标室",
    funds_source="财政资金",
)
LOT = LotDraft(number=1, title="一标段", content="道路", ceiling=Entered(500_000_00))
TENDER = NoticeDraft(
    type=NoticeType.TENDER,
    title="河东路改造招标公告",
    process_title="河东路改造",
    project_code="HD-001",
    category="construction",
    method="open",
    region="230828",
    buyer=Party(name="某局", address="县城一号", contact="张先生", phone="0454-0000000"),
    lots=(LOT,),
    tender=FACTS,
)
WON = AwardDraft(
    lots=(1,),
    suppliers=(Party(name="甲公司"),),
    amount=Entered(480_000_00),
    decided_on=date(2026, 3, 1),
)
AWARD = replace(TENDER, type=NoticeType.AWARD, tender=None, awards=(WON,), award=AwardFacts())
PARCEL = replace(
    LOT,
    parcel="2026-01号",
    area="1200平方米",
    land_use="商服",
    term="40年",
    bid_step=Entered(1_000_00),
    deposit=Entered(50_000_00),
)
LAND = replace(TENDER, category="land", method="listing", lots=(PARCEL,))
BOUGHT = replace(
    AWARD,
    category="procurement",
    award=AwardFacts(main_items="电脑100台", experts="赵、钱、孙", agency_fee="无"),
)
SINGLE = replace(
    TENDER,
    type=NoticeType.SINGLE_SOURCE,
    category="procurement",
    method="single_source",
    tender=None,
)


def fields(content: NoticeDraft) -> list[str]:
    return [one.field for one in content_shortcomings(content, NOW)]


@pytest.mark.parametrize("content", [TENDER, AWARD, LAND, BOUGHT, SINGLE])
def test_a_whole_notice_has_no_shortcoming(content: NoticeDraft) -> None:
    assert fields(content) == []


WHOLE_FIELDS = {
    "title": "title",
    "process_title": "process_title",
    "project_code": "project_code",
    "category": "category",
    "method": "method",
    "region": "region",
}


@pytest.mark.parametrize(("name", "field"), WHOLE_FIELDS.items())
@pytest.mark.parametrize("content", [TENDER, AWARD])
def test_every_notice_needs_its_names_and_codes(
    content: NoticeDraft, name: str, field: str
) -> None:
    assert fields(replace(content, **{name: ""})) == [field]


@pytest.mark.parametrize("name", ["name", "address", "contact", "phone"])
def test_a_tender_needs_a_buyer_who_can_be_reached(name: str) -> None:
    buyer = replace(TENDER.buyer, **{name: ""})
    assert fields(replace(TENDER, buyer=buyer)) == [f"buyer.{name}"]


@pytest.mark.parametrize(
    "name",
    [
        "qualification",
        "consortium",
        "documents_from",
        "documents_until",
        "documents_how",
        "deadline",
        "opening_place",
        "funds_source",
    ],
)
def test_a_works_tender_needs_its_terms(name: str) -> None:
    empty: Any = "" if isinstance(getattr(FACTS, name), str) else None
    facts = replace(FACTS, **{name: empty})
    assert fields(replace(TENDER, tender=facts)) == [f"tender.{name}"]


def test_funds_are_asked_of_works_only_and_a_place_of_openings_only() -> None:
    bought = replace(TENDER, category="procurement", tender=replace(FACTS, funds_source=""))
    assert fields(bought) == []
    early = replace(TENDER, type=NoticeType.PREQUALIFICATION)
    assert fields(replace(early, tender=replace(FACTS, opening_place=""))) == []


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"deadline": NOW}, "tender.deadline", "投标截止须晚于发布时间"),
        ({"deadline": NOW - timedelta(days=1)}, "tender.deadline", "晚于发布时间"),
        ({"documents_until": NOW}, "tender.documents_until", "获取截止须晚于获取开始"),
        ({"documents_until": NOW + timedelta(days=30)}, "tender.documents_until", "投标截止前"),
        ({"opening_at": NOW + timedelta(days=20)}, "tender.opening_at", "开标不能早于投标截止"),
        (
            {"opening_at": NOW + timedelta(days=30), "listing_until": NOW + timedelta(days=29)},
            "tender.listing_until",
            "挂牌截止须晚于挂牌开始",
        ),
    ],
)
def test_the_moments_of_a_tender_are_in_order(facts: dict[str, Any], field: str, said: str) -> None:
    broken = content_shortcomings(replace(TENDER, tender=replace(FACTS, **facts)), NOW)
    assert any(one.field == field and said in str(one) for one in broken)


@pytest.mark.parametrize("name", ["parcel", "area", "land_use", "term"])
def test_a_parcel_needs_its_facts(name: str) -> None:
    assert fields(replace(LAND, lots=(replace(PARCEL, **{name: ""}),))) == [f"lots.0.{name}"]


@pytest.mark.parametrize("name", ["ceiling", "bid_step", "deposit"])
def test_a_parcel_needs_its_amounts(name: str) -> None:
    lot: LotDraft = replace(PARCEL, **{name: None})
    assert fields(replace(LAND, lots=(lot,))) == [f"lots.0.{name}"]


def test_a_lot_needs_a_name_a_content_and_a_budget_or_a_ceiling() -> None:
    bare = LotDraft(number=1, title="")
    assert set(fields(replace(TENDER, lots=(bare,)))) == {
        "lots.0.title",
        "lots.0.content",
        "lots.0.ceiling",
    }
    budgeted = replace(LOT, ceiling=None, estimate=Entered(1))
    assert fields(replace(TENDER, lots=(budgeted,))) == []
    assert fields(replace(TENDER, lots=())) == ["lots"]
    assert fields(replace(TENDER, lots=(LOT, LOT))) == ["lots.1.number"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "land"}, "method"),
        ({"category": "procurement", "method": "single_source"}, "method"),
        ({"category": "land", "method": "listing", "type": NoticeType.SINGLE_SOURCE}, "type"),
        ({"type": NoticeType.CONTRACT}, "type"),
        ({"region": "999999"}, "region"),
        ({"source_url": "javascript:alert(1)", "source": "省平台"}, "source_url"),
        ({"source_url": "https://example.org/a"}, "source"),
        ({"agency": Party(name="", phone="1")}, "agency.name"),
    ],
)
def test_codes_and_sources_that_do_not_fit_are_refused(changes: dict[str, Any], field: str) -> None:
    assert field in fields(replace(TENDER, **changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"suppliers": ()}, "awards.0.suppliers"),
        ({"suppliers": (Party(name=""),)}, "awards.0.suppliers.0.name"),
        ({"suppliers": (Party(name="甲"), Party(name="甲"))}, "awards.0.suppliers.1.name"),
        ({"amount": None}, "awards.0.amount"),
        ({"amount": Entered(0)}, "awards.0.amount_note"),
        ({"price_form": PriceForm.RATE, "amount": None}, "awards.0.rate_text"),
        ({"price_form": PriceForm.RATE, "rate_text": "下浮8%"}, "awards.0.amount"),
        ({"currency": "XXX"}, "awards.0.currency"),
        ({"decided_on": None}, "awards.0.decided_on"),
        ({"decided_on": date(2026, 3, 3)}, "awards.0.decided_on"),
        ({"lots": ()}, "awards.0"),
        ({"lots": (1, 2)}, "lots"),
    ],
)
def test_an_award_says_who_won_what_when_and_for_how_much(
    changes: dict[str, Any], field: str
) -> None:
    assert fields(replace(AWARD, awards=(replace(WON, **changes),))) == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": None, "amount_note": "待审计"},
        {"amount": Entered(0), "amount_note": "免费实施"},
        {"amount": None, "price_form": PriceForm.RATE, "rate_text": "下浮8%"},
    ],
)
def test_an_award_without_an_amount_says_why(changes: dict[str, Any]) -> None:
    assert fields(replace(AWARD, awards=(replace(WON, **changes),))) == []


@pytest.mark.parametrize("name", ["main_items", "experts", "agency_fee"])
def test_a_procurement_result_names_items_experts_and_fee(name: str) -> None:
    assert BOUGHT.award is not None
    facts = replace(BOUGHT.award, **{name: ""})
    assert fields(replace(BOUGHT, award=facts)) == [f"award.{name}"]


def test_an_award_notice_states_at_least_one_outcome_and_one_for_each_lot_only() -> None:
    assert fields(replace(AWARD, awards=())) == ["lots"]
    failed = replace(AWARD, awards=(), failed=(FailedLot(lot=1, reason="无人投标"),))
    assert fields(failed) == []
    assert fields(replace(failed, failed=(FailedLot(lot=1, reason=""),))) == [
        "lots.0.failed_reason"
    ]
    twice = replace(AWARD, failed=(FailedLot(lot=1, reason="无人投标"),))
    assert fields(twice) == ["lots.0.outcome"]
