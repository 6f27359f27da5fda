"""Amounts that a careful colleague would ask about, and those nobody needs to."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.calendars import CALENDAR
from trading.domain.amounts import Limit, amount_findings
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import NoticeType, category
from trading.domain.drafts import (
    AwardDraft,
    CandidateDraft,
    ContractDraft,
    Entered,
    LotDraft,
    NoticeDraft,
    Party,
    TenderFacts,
)
from trading.domain.findings import Severity
from trading.domain.money import Unit
from trading.domain.slips import slip_findings

WAN = 10**6  # fen
AWARD = AwardDraft(
    lots=(1,),
    suppliers=(Party(name="甲公司"),),
    amount=Entered(95 * WAN),
    decided_on=date(2016, 3, 15),
)
CONTENT = NoticeDraft(
    type=NoticeType.AWARD,
    title="公告",
    process_title="项目",
    project_code="2016-0315-001",
    category="construction",
    method="open",
    region="230828",
    buyer=Party(name="某局", phone="0454-7654321"),
    awards=(AWARD,),
)
LIMITS = {1: Limit(ceiling=100 * WAN), 2: Limit(estimate=50 * WAN), 3: Limit()}


def doubts(award: AwardDraft, slug: str = "construction") -> list[str]:
    content = replace(CONTENT, awards=(award,))
    return [str(one) for one in amount_findings(content, category(slug), LIMITS)]


@pytest.mark.parametrize(
    ("fen", "slug", "said"),
    [
        (95 * WAN, "construction", ""),
        (100 * WAN, "construction", ""),
        (101 * WAN, "construction", "高于最高限价（100万元）"),
        (101 * WAN, "land", ""),
        (900 * WAN, "land", ""),
        (1001 * WAN, "land", "10倍"),
        (9 * WAN, "construction", "节约超过90%"),
        (9 * WAN, "land", "十分之一"),
        (95 * WAN * 10**4, "construction", "相差约一万倍"),
        (95 * WAN // 10**4, "construction", "相差约一万倍"),
        (95 * WAN * 10**8, "land", "相差约一亿倍"),
        (0, "construction", "节约超过90%"),
    ],
)
def test_an_amount_is_measured_against_its_lot(fen: int, slug: str, said: str) -> None:
    found = doubts(replace(AWARD, amount=Entered(fen)), slug)
    assert [said in one for one in found] == ([True] if said else [])


def test_several_lots_are_measured_together_and_an_unknown_limit_is_no_measure() -> None:
    assert doubts(replace(AWARD, lots=(1, 2), amount=Entered(145 * WAN))) == []
    assert doubts(replace(AWARD, lots=(1, 3), amount=Entered(10**9 * WAN))) == []
    assert doubts(replace(AWARD, lots=(9,), amount=Entered(10**9 * WAN))) == []
    assert doubts(replace(AWARD, amount=None)) == []


@pytest.mark.parametrize(
    ("yuan", "said"),
    [(4547654321, "电话"), (20160315, "日期"), (20160315001, "项目编号"), (20160316, "")],
)
def test_an_amount_that_is_another_number_of_the_notice_is_asked_about(
    yuan: int, said: str
) -> None:
    award = replace(AWARD, lots=(3,), amount=Entered(yuan * 100))
    phone = replace(CONTENT, buyer=Party(name="某局", phone="454-7654321"), awards=(award,))
    found = [str(one) for one in amount_findings(phone, category("construction"), LIMITS)]
    assert [said in one for one in found] == ([True] if said else [])


def test_one_award_split_over_lots_is_asked_about() -> None:
    content = replace(CONTENT, awards=(AWARD, replace(AWARD, lots=(3,))))
    (doubt,) = amount_findings(content, category("construction"), LIMITS)
    assert doubt.field == "awards.1.amount"
    assert "合为一个" in str(doubt)


NOW = datetime(2016, 3, 1, 9, 0, tzinfo=SHANGHAI)


def offered(deadline: datetime, *amounts: tuple[int | None, int | None]) -> list[str]:
    lots = tuple(
        LotDraft(
            number=number,
            title="标段",
            estimate=None if estimate is None else Entered(estimate),
            ceiling=None if ceiling is None else Entered(ceiling),
        )
        for number, (estimate, ceiling) in enumerate(amounts, start=1)
    )
    facts = TenderFacts(deadline=deadline)
    content = replace(CONTENT, type=NoticeType.TENDER, awards=(), lots=lots, tender=facts)
    found = [
        *amount_findings(content, category(content.category), {}),
        *slip_findings(content, NOW, CALENDAR),
    ]
    return [str(one) for one in found if one.severity is Severity.EXPLAIN]


def test_a_limit_in_another_unit_than_the_estimate_of_its_lot_is_asked_about() -> None:
    soon = datetime(2016, 3, 22, 9, 0, tzinfo=SHANGHAI)
    usual = ((100 * WAN, 95 * WAN), (None, 50 * WAN), (50 * WAN, None), (0, WAN))
    assert offered(soon, *usual) == []
    (slip,) = offered(soon, (100 * WAN, 100 * WAN), (1200 * WAN, 1190 * 100))
    assert slip == "标段2的两个金额（1200万元、0.119万元）相差约一万倍，单位选对了吗？"


def test_a_deadline_more_than_a_year_ahead_is_asked_about() -> None:
    assert offered(datetime(2017, 3, 1, 9, 0, tzinfo=SHANGHAI)) == []
    (far,) = offered(datetime(2061, 3, 22, 9, 0, tzinfo=SHANGHAI))
    assert far == "截止时间（2061-03-22 09:00）在一年以后，年份写对了吗？"


def questions(content: NoticeDraft, slug: str = "construction") -> list[tuple[str, str]]:
    found = amount_findings(content, category(slug), LIMITS)
    return [(one.rule, one.field) for one in found]


def test_candidates_and_contracts_are_measured_like_awards() -> None:
    firm = (Party(name="甲公司"),)
    candidates = tuple(
        CandidateDraft(lot=1, rank=rank, suppliers=(Party(name=name),), amount=Entered(fen))
        for rank, name, fen in ((1, "甲", 95 * WAN), (2, "乙", 101 * WAN), (3, "丙", 95 * 10**10))
    )
    content = replace(
        CONTENT, awards=(), lots=(LotDraft(number=1, title="标段"),), candidates=candidates
    )
    assert questions(content) == [
        ("amount.ceiling", "lots.0.candidates.1.amount"),
        ("amount.unit", "lots.0.candidates.2.amount"),
    ]
    contract = ContractDraft(lots=(1, 2), suppliers=firm, amount=Entered(2000 * WAN))
    assert questions(replace(CONTENT, awards=(), contracts=(contract,))) == [
        ("amount.tenfold", "contracts.0.amount")
    ]


@pytest.mark.parametrize(
    ("estimate", "ceiling", "slug", "rules"),
    [
        (100, 95, "construction", []),
        (100, 101, "construction", ["amount.lot-over"]),
        (100, 101, "land", []),
        (100, 1001, "construction", ["amount.lot-ratio"]),
        (100, 9, "construction", ["amount.lot-ratio"]),
        (100, 1_000_000, "land", ["amount.lot-unit"]),
        (0, 100, "construction", []),
    ],
)
def test_the_two_limits_of_a_lot_are_measured_against_each_other(
    estimate: int, ceiling: int, slug: str, rules: list[str]
) -> None:
    lot = LotDraft(
        number=9, title="标段", estimate=Entered(estimate * WAN), ceiling=Entered(ceiling * WAN)
    )
    content = replace(CONTENT, awards=(), lots=(lot,))
    assert [rule for rule, _ in questions(content, slug)] == rules


def test_income_below_the_start_price_is_asked_about() -> None:
    sold = replace(AWARD, amount=Entered(99 * WAN))
    assert questions(replace(CONTENT, awards=(sold,)), "land") == [
        ("amount.start", "awards.0.amount")
    ]


@pytest.mark.parametrize(
    ("typed", "unit", "said"),
    [
        (Entered(13800001234 * 100), Unit.YUAN, "电话"),
        (Entered(13800001234 * 10**6, Unit.WAN), Unit.WAN, "电话"),
        (Entered(7654321 * 100), Unit.YUAN, "电话"),
        (Entered(20160322 * 100), Unit.YUAN, "日期"),
        (Entered(230828001 * 100), Unit.YUAN, "宗地编号"),
        (Entered(13800001234_50), Unit.YUAN, ""),
        (Entered(12345 * 100), Unit.YUAN, ""),
    ],
)
def test_any_number_of_the_notice_may_have_slipped_into_an_amount(
    typed: Entered, unit: Unit, said: str
) -> None:
    assert typed.unit is unit
    content = replace(
        CONTENT,
        buyer=Party(name="某局", phone="0454-7654321 / 138 0000 1234"),
        tender=TenderFacts(deadline=datetime(2016, 3, 22, 9, 0, tzinfo=SHANGHAI)),
        lots=(LotDraft(number=3, title="宗地", parcel="230828-001", ceiling=typed),),
        awards=(),
    )
    found = [str(one) for one in amount_findings(content, category("land"), {})]
    assert [said in one for one in found] == ([True] if said else [])
