"""The frozen form of a notice: what it holds, and that it reads back whole."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from trading.domain.money import Unit
from trading.domain.payloads import Stamp, freeze, thaw

STAMP = Stamp(
    number="201603150001",
    sequence=7,
    act=3,
    process_code="201603150001",
    published_at=datetime(2016, 3, 15, 1, 30, tzinfo=UTC),
    entered_at=datetime(2016, 3, 15, 1, 30, tzinfo=UTC),
    salt="ab" * 32,
)
AWARD = NoticeDraft(
    type=NoticeType.AWARD,
    title="河东路改造中标结果公告",
    process_title="河东路改造",
    category="construction",
    method="open",
    region="230828",
    buyer=Party(name="某局"),
    lots=(
        LotDraft(number=1, title="一标段", ceiling=Entered(123_450, Unit.WAN)),
        LotDraft(number=2, title="二标段"),
    ),
    award=AwardFacts(experts="张某、李某"),
    awards=(
        AwardDraft(
            lots=(1,), suppliers=(Party(name="甲公司"),), amount=Entered(0), amount_note="赠与"
        ),
    ),
    failed=(FailedLot(lot=2, reason="投标人不足三家"),),
    body_html="<p>略</p>",
)

text = st.text(max_size=8)
said = st.text(min_size=1, max_size=8)
amount = st.none() | st.builds(Entered, st.integers(0, 10**15), st.sampled_from(Unit))
moment = st.none() | st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.just(SHANGHAI)
)
party = st.builds(Party, name=said, uscc=text, address=text, contact=text, phone=text)
lot = st.builds(
    LotDraft,
    number=st.integers(1, 9),
    title=said,
    code=text,
    estimate=amount,
    ceiling=amount,
    deposit=amount,
    area=text,
)
award = st.builds(
    AwardDraft,
    lots=st.lists(st.integers(1, 9), min_size=1, max_size=3).map(tuple),
    suppliers=st.lists(party, min_size=1, max_size=3).map(tuple),
    price_form=st.sampled_from(PriceForm),
    amount=amount,
    amount_note=text,
    decided_on=st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1)),
)
draft = st.builds(
    NoticeDraft,
    type=st.sampled_from(NoticeType),
    title=said,
    process_title=said,
    category=said,
    method=said,
    region=said,
    buyer=party,
    agency=st.none() | party,
    lots=st.lists(lot, max_size=3).map(tuple),
    tender=st.none()
    | st.builds(
        TenderFacts, consortium=st.none() | st.booleans(), deadline=moment, opening_at=moment
    ),
    award=st.none() | st.builds(AwardFacts, main_items=text),
    awards=st.lists(award, max_size=2).map(tuple),
    body_html=text,
    source=text,
)


def test_amounts_are_decimal_strings_and_what_is_not_given_is_left_out() -> None:
    members = freeze(AWARD, STAMP)
    assert members["lots"] == [
        {"number": 1, "title": "一标段", "ceiling": "1234.50"},
        {
            "number": 2,
            "title": "二标段",
            "failed": {"reason": "投标人不足三家", "outcome": "failed"},
        },
    ]
    assert members["awards"] == [
        {
            "lots": [1],
            "suppliers": [{"name": "甲公司"}],
            "price_form": "amount",
            "amount": "0.00",
            "currency": "CNY",
            "amount_note": "赠与",
        }
    ]
    assert "agency" not in members["process"]
    assert "tender" not in members["process"]
    assert "replaces" not in members


def test_times_are_written_in_shanghai_and_archived_is_said_also_when_false() -> None:
    members = freeze(AWARD, STAMP)
    assert members["published_at"] == "2016-03-15T09:30:00+08:00"
    assert members["archived"] is False
    assert thaw(members).stamp == STAMP


@given(draft)
def test_a_frozen_notice_reads_back_as_the_same_payload(content: NoticeDraft) -> None:
    members = freeze(content, STAMP)
    again = json.loads(json.dumps(members))
    assert freeze(thaw(again).content, thaw(again).stamp) == members


@given(draft)
def test_nothing_in_a_payload_is_null_a_float_or_empty(content: NoticeDraft) -> None:
    def walk(value: object) -> None:
        assert value is not None
        assert not isinstance(value, float)
        assert value not in ("", [], {})
        if isinstance(value, Mapping):
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk(freeze(content, STAMP))


def test_an_award_reads_back_as_it_was_entered_but_for_the_unit() -> None:
    content = thaw(freeze(AWARD, STAMP)).content
    assert content.awards == AWARD.awards
    assert content.failed == AWARD.failed
    assert content.lots[0].ceiling == Entered(123_450, Unit.YUAN)


def test_a_payload_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="payload version 2"):
        thaw({**freeze(AWARD, STAMP), "v": 2})
