"""The one amount of a notice that lists and feeds show."""

from dataclasses import replace

import pytest

from trading.domain.announced import Announced, announced
from trading.domain.codes import NoticeType, PriceForm
from trading.domain.drafts import (
    AwardDraft,
    ContractDraft,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
)

TENDER = NoticeDraft(
    type=NoticeType.TENDER,
    title="公告",
    process_title="项目",
    category="construction",
    method="open",
    region="230828",
)


def lot(number: int, ceiling: int | None, estimate: int | None = None) -> LotDraft:
    return LotDraft(
        number=number,
        title="标段",
        ceiling=None if ceiling is None else Entered(ceiling),
        estimate=None if estimate is None else Entered(estimate),
    )


def award(
    amount: int | None, form: PriceForm = PriceForm.AMOUNT, currency: str = "CNY"
) -> AwardDraft:
    return AwardDraft(
        lots=(1,),
        suppliers=(Party(name="甲公司"),),
        price_form=form,
        amount=None if amount is None else Entered(amount),
        currency=currency,
    )


@pytest.mark.parametrize(
    ("lots", "fen"),
    [
        ((), None),
        ((lot(1, 100),), 100),
        ((lot(1, 0, 70),), 0),
        ((lot(1, 100, 999), lot(2, None, 30)), 130),
        ((lot(1, 100), lot(2, None)), None),
    ],
)
def test_a_tender_announces_the_sum_of_its_ceilings_else_estimates(
    lots: tuple[LotDraft, ...], fen: int | None
) -> None:
    assert announced(replace(TENDER, lots=lots)) == Announced(fen)


@pytest.mark.parametrize(
    ("awards", "expected"),
    [
        ((), Announced(None)),
        ((award(100), award(23)), Announced(123)),
        ((award(0),), Announced(0)),
        ((award(100), award(None)), Announced(None)),
        ((award(100), award(None, PriceForm.RATE)), Announced(None)),
        ((award(100, currency="USD"),), Announced(100, "USD")),
        ((award(100), award(100, currency="USD")), Announced(None)),
    ],
)
def test_an_award_notice_announces_the_sum_of_its_awards_when_all_are_known(
    awards: tuple[AwardDraft, ...], expected: Announced
) -> None:
    notice = replace(TENDER, type=NoticeType.AWARD, lots=(lot(1, 5),), awards=awards)
    assert announced(notice) == expected


def test_a_notice_of_failed_lots_only_announces_no_amount() -> None:
    notice = replace(
        TENDER, type=NoticeType.AWARD, lots=(lot(1, 5),), failed=(FailedLot(lot=1, reason="流标"),)
    )
    assert announced(notice) == Announced(None)


def contract(fen: int | None, currency: str = "CNY") -> ContractDraft:
    amount = None if fen is None else Entered(fen)
    return ContractDraft(lots=(1,), suppliers=(), amount=amount, currency=currency)


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        ((), Announced(None)),
        ((contract(100), contract(23)), Announced(123)),
        ((contract(100), contract(None)), Announced(None)),
        ((contract(7, "USD"),), Announced(7, "USD")),
        ((contract(7, "USD"), contract(7)), Announced(None)),
    ],
)
def test_a_contract_notice_announces_the_sum_of_its_contracts(
    contracts: tuple[ContractDraft, ...], expected: Announced
) -> None:
    notice = replace(TENDER, type=NoticeType.CONTRACT, lots=(lot(1, 5),), contracts=contracts)
    assert announced(notice) == expected


@pytest.mark.parametrize(
    "type_", [NoticeType.PLAN, NoticeType.CANDIDATE, NoticeType.TERMINATION, NoticeType.CORRECTION]
)
def test_other_families_announce_no_amount(type_: NoticeType) -> None:
    notice = replace(TENDER, type=type_, lots=(lot(1, 5),), awards=(award(100),))
    assert announced(notice) == Announced(None)
