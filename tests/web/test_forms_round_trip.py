"""A form shows a content of any family and gives back the same, whatever it holds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.families import CANDIDATES, CONTRACT, OTHERS, SINGLE_SOURCE, TERMINATION
from tests.notices import NOON, TENDER, result, won
from trading.domain.codes import Outcome, PriceForm
from trading.domain.drafts import Entered, FailedLot, NoticeDraft, Party, TenderFacts
from trading.domain.money import Unit
from trading.web.forms.making import filled_form

BOTH = (Party(name="甲公司"), Party(name="丁公司", uscc="91350100M000100Y43"))
FIRST, SECOND, THIRD = CANDIDATES.candidates
AT_RATES = replace(
    FIRST, price_form=PriceForm.RATE, amount=None, rate_text="下浮8%", suppliers=BOTH
)
(SIGNED,) = CONTRACT.contracts
CONTENTS = {
    **{one.type.value: one for one in OTHERS},
    "tender": TENDER,
    "single_source": replace(SINGLE_SOURCE, tender=TenderFacts(funds_source="财政资金")),
    "award": result(won(1), failed=(FailedLot(lot=2, reason="不足三家"),)),
    "listing": replace(
        TENDER,
        category="land",
        method="listing",
        tender=replace(TENDER.tender or TenderFacts(), listing_until=NOON + timedelta(days=40)),
    ),
    "re-tender": replace(TENDER, retender_of="201603150001"),
    "candidates at rates": replace(CANDIDATES, candidates=(AT_RATES, SECOND, THIRD)),
    "two contracts": replace(
        CONTRACT,
        contracts=(
            replace(SIGNED, lots=(2,), suppliers=BOTH, amount=Entered(10**9, Unit.WAN)),
            replace(SIGNED, lots=(1,), number="", amount=None, rate_text="据实结算"),
        ),
    ),
    "both endings": replace(
        TERMINATION,
        failed=(
            FailedLot(lot=1, reason="不足三家", replace_reason="中标无效"),
            FailedLot(lot=2, reason="停建", outcome=Outcome.TERMINATED),
        ),
    ),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_content_comes_back_from_its_form_as_it_went_in(office: Flask, name: str) -> None:
    content: NoticeDraft = CONTENTS[name]
    with office.test_request_context():
        assert filled_form(content).as_draft() == content
