"""Amounts that a careful colleague would ask about, and those nobody needs to."""

from dataclasses import replace
from datetime import date

import pytest

from trading.domain.codes import NoticeType, category
from trading.domain.doubts import Limit, amount_doubts
from trading.domain.drafts import AwardDraft, Entered, NoticeDraft, Party

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
    return [str(one) for one in amount_doubts(content, category(slug), LIMITS)]


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
        (95 * WAN * 10**4, "construction", "万元的倍数"),
        (95 * WAN // 10**4, "construction", "万元的倍数"),
        (95 * WAN * 10**8, "land", "亿元的倍数"),
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
    [(4547654321, "电话"), (20160315, "定标日期"), (20160315001, "项目编号"), (20160316, "")],
)
def test_an_amount_that_is_another_number_of_the_notice_is_asked_about(
    yuan: int, said: str
) -> None:
    award = replace(AWARD, lots=(3,), amount=Entered(yuan * 100))
    phone = replace(CONTENT, buyer=Party(name="某局", phone="454-7654321"), awards=(award,))
    found = [str(one) for one in amount_doubts(phone, category("construction"), LIMITS)]
    assert [said in one for one in found] == ([True] if said else [])


def test_one_award_split_over_lots_is_asked_about() -> None:
    content = replace(CONTENT, awards=(AWARD, replace(AWARD, lots=(3,))))
    (doubt,) = amount_doubts(content, category("construction"), LIMITS)
    assert doubt.field == "awards.1.amount"
    assert "合为一个结果" in str(doubt)
