"""Whole notices of the families besides tender and award, all of the process of `TENDER`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tests.notices import NOON, TENDER
from trading.domain.codes import NoticeType, Outcome
from trading.domain.drafts import (
    CandidateDraft,
    CandidateFacts,
    ContractDraft,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    PlanFacts,
)

TODAY = NOON.date()
PLAN = replace(
    TENDER,
    type=NoticeType.PLAN,
    title="河东路改造招标计划",
    project_code="",
    tender=None,
    plan=PlanFacts(
        expected_on=TODAY + timedelta(days=40), funds_source="财政资金", note="以招标公告为准"
    ),
)
PREQUALIFICATION = replace(TENDER, type=NoticeType.PREQUALIFICATION, title="河东路改造资格预审公告")
SINGLE_SOURCE = replace(
    TENDER,
    type=NoticeType.SINGLE_SOURCE,
    title="检验设备单一来源采购公示",
    category="procurement",
    method="single_source",
    tender=None,
)


def of_lots(numbers: Sequence[int], type_: NoticeType, title: str) -> NoticeDraft:
    """A notice that speaks of these lots of `TENDER` by name alone."""
    lots = [LotDraft(number=one.number, title=one.title) for one in TENDER.lots]
    kept = tuple(one for one in lots if one.number in numbers)
    return replace(TENDER, type=type_, title=f"河东路改造{title}", lots=kept, tender=None)


def proposed(lot: int, rank: int, by: str, fen: int = 470_000_00) -> CandidateDraft:
    """A candidate for one lot."""
    return CandidateDraft(
        lot=lot,
        rank=rank,
        suppliers=(Party(name=by, address="县城"),),
        amount=Entered(fen),
        leader="周某",
    )


def candidates(*ranked: CandidateDraft) -> NoticeDraft:
    """The publicity of these candidates, for the three days from tomorrow on."""
    plain = of_lots([one.lot for one in ranked], NoticeType.CANDIDATE, "中标候选人公示")
    facts = CandidateFacts(
        evaluated_on=TODAY,
        publicity_from=TODAY + timedelta(days=1),
        publicity_until=TODAY + timedelta(days=4),
        objections="书面向招标人提出，电话0454-0000000",
    )
    return replace(plain, candidates=ranked, candidate=facts)


def ended(*lots: int, how: Outcome = Outcome.TERMINATED, why: str = "") -> NoticeDraft:
    """The termination of these lots; `why` an award that stands on them ends, too."""
    failed = tuple(
        FailedLot(lot=lot, reason="项目调整", replace_reason=why, outcome=how) for lot in lots
    )
    return replace(of_lots(lots, NoticeType.TERMINATION, "流标、终止公告"), failed=failed)


def signed(*lots: int, by: str = "甲公司", fen: int = 479_000_00) -> NoticeDraft:
    """The notice of one contract on these lots."""
    contract = ContractDraft(
        lots=lots,
        suppliers=(Party(name=by, address="县城"),),
        number="HT-2026-08",
        amount=Entered(fen),
        signed_on=TODAY,
        term="180日历天",
    )
    return replace(of_lots(lots, NoticeType.CONTRACT, "合同公告"), contracts=(contract,))


CANDIDATES = candidates(
    proposed(1, 1, "甲公司"), proposed(1, 2, "乙公司", 475_000_00), proposed(2, 1, "丙公司")
)
TERMINATION = ended(1, 2)
CONTRACT = signed(1, 2)
OTHERS = (PLAN, PREQUALIFICATION, SINGLE_SOURCE, CANDIDATES, TERMINATION, CONTRACT)
