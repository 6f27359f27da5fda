"""The frozen form of every notice type reads back as exactly what was frozen."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_payloads import STAMP
from tests.families import OTHERS
from tests.notices import TENDER
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import CorrectionReason, NoticeType, Outcome, PriceForm
from trading.domain.drafts import (
    Attachment,
    AwardDraft,
    AwardFacts,
    CandidateDraft,
    CandidateFacts,
    Change,
    ContractDraft,
    CorrectionFacts,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    PlanFacts,
    TenderFacts,
)
from trading.domain.payloads import freeze, thaw

text, said = st.text(max_size=6), st.text(min_size=1, max_size=6)
amount = st.none() | st.builds(Entered, st.integers(0, 10**15))
day = st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1))
moment = st.none() | st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.just(SHANGHAI)
)
party = st.builds(Party, name=said, uscc=text, address=text, contact=text, phone=text)
parties = st.lists(party, min_size=1, max_size=2).map(tuple)
numbers = st.lists(st.integers(1, 9), min_size=1, max_size=3).map(tuple)
lot = st.builds(
    LotDraft,
    number=st.integers(1, 9),
    **dict.fromkeys(("title",), said),
    **dict.fromkeys(("code", "content", "parcel", "area", "land_use", "term"), text),
    **dict.fromkeys(("estimate", "ceiling", "bid_step", "deposit"), amount),
)
price = {"price_form": st.sampled_from(PriceForm), "amount": amount, "rate_text": text}
award = st.builds(
    AwardDraft,
    lots=numbers,
    suppliers=parties,
    amount_note=text,
    decided_on=day,
    replace_reason=text,
    **price,
)
candidate = st.builds(
    CandidateDraft,
    lot=st.integers(1, 9),
    rank=st.integers(1, 5),
    suppliers=parties,
    leader=text,
    **price,
)
contract = st.builds(
    ContractDraft,
    lots=numbers,
    suppliers=parties,
    number=text,
    amount=amount,
    rate_text=text,
    signed_on=day,
    term=text,
)
change = st.builds(Change, label=said, old=text, new=text, path=text)
correction = st.builds(
    CorrectionFacts,
    corrects=said,
    reason_code=st.none() | st.sampled_from(CorrectionReason),
    reason=text,
    changes=st.lists(change, max_size=2).map(tuple),
)
attachment = st.builds(Attachment, name=said, size=st.integers(1, 10**9), sha256=said)


def ends(lots: list[LotDraft]) -> st.SearchStrategy[tuple[FailedLot, ...]]:
    """Endings of some of these lots, in the order of the lots."""
    outcomes = st.sampled_from(Outcome)
    ending = st.builds(
        FailedLot, lot=st.just(0), reason=said, replace_reason=text, outcome=outcomes
    )
    chosen = st.lists(st.none() | ending, min_size=len(lots), max_size=len(lots))
    return chosen.map(
        lambda many: tuple(
            replace(one, lot=lot.number) for lot, one in zip(lots, many, strict=True) if one
        )
    )


@st.composite
def contents(draw: st.DrawFn) -> NoticeDraft:
    """Any content at all; groups of facts say at least one thing, since an empty one is none."""
    lots = draw(st.lists(lot, max_size=3, unique_by=lambda one: one.number))
    many = {"max_size": 2}
    return NoticeDraft(
        type=draw(st.sampled_from(NoticeType)),
        **{name: draw(said) for name in ("title", "process_title", "category", "method", "region")},
        **{
            name: draw(text)
            for name in ("project_code", "body_html", "source", "source_url", "retender_of")
        },
        buyer=draw(party),
        agency=draw(st.none() | party),
        lots=tuple(lots),
        plan=draw(st.none() | st.builds(PlanFacts, expected_on=day, note=said)),
        tender=draw(
            st.none()
            | st.builds(
                TenderFacts,
                qualification=said,
                consortium=st.booleans(),
                deadline=moment,
                listing_until=moment,
            )
        ),
        candidate=draw(st.none() | st.builds(CandidateFacts, objections=said, publicity_until=day)),
        award=draw(st.none() | st.builds(AwardFacts, main_items=said, experts=text)),
        correction=draw(st.none() | correction),
        candidates=tuple(draw(st.lists(candidate, **many))),
        awards=tuple(draw(st.lists(award, **many))),
        failed=draw(ends(lots)),
        contracts=tuple(draw(st.lists(contract, **many))),
        attachments=tuple(draw(st.lists(attachment, **many))),
    )


@given(contents())
def test_what_was_frozen_is_what_is_read(content: NoticeDraft) -> None:
    members = json.loads(json.dumps(freeze(content, STAMP)))
    assert thaw(members).content == content


@pytest.mark.parametrize("content", [TENDER, *OTHERS], ids=lambda one: one.type)
def test_a_notice_of_each_type_survives_its_canonical_bytes(content: NoticeDraft) -> None:
    canonical = rfc8785.dumps(freeze(content, STAMP))
    assert thaw(json.loads(canonical)).content == content


def test_a_candidate_is_a_pending_award_and_a_contract_belongs_to_the_process() -> None:
    _, _, _, candidates, termination, contract = (freeze(one, STAMP) for one in OTHERS)
    assert [one["status"] for one in candidates["awards"]] == ["pending"] * 3
    assert [one["lots"] for one in candidates["awards"]] == [[1], [1], [2]]
    assert [one["failed"]["outcome"] for one in termination["lots"]] == ["terminated"] * 2
    assert contract["process"]["contracts"][0]["amount"] == "479000.00"
    assert "awards" not in contract
