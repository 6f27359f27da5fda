"""Drafts at rest: whatever a clerk may type reads back as the same value."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

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
from trading.domain.money import MAX_FEN, Unit
from trading.store.drafts import add_draft, draft_of_key, dump, load
from trading.store.engine import Store
from trading.store.processes import add_process
from trading.store.tables import Staff

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(1, 9999)
AMOUNTS = st.builds(Entered, st.integers(0, MAX_FEN), st.sampled_from(Unit))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))
PARTIES = st.builds(Party, name=TEXT, uscc=TEXT, address=TEXT, contact=TEXT, phone=TEXT)
LOTS = st.builds(
    LotDraft,
    number=NUMBERS,
    title=TEXT,
    content=TEXT,
    estimate=st.none() | AMOUNTS,
    ceiling=st.none() | AMOUNTS,
)
AWARDS = st.builds(
    AwardDraft,
    lots=st.lists(NUMBERS, max_size=3).map(tuple),
    suppliers=st.lists(PARTIES, max_size=2).map(tuple),
    price_form=st.sampled_from(PriceForm),
    amount=st.none() | AMOUNTS,
    decided_on=st.none() | st.dates(date(1950, 1, 1)),
)
CONTENTS = st.builds(
    NoticeDraft,
    type=st.sampled_from(NoticeType),
    title=TEXT,
    process_title=TEXT,
    category=TEXT,
    method=TEXT,
    region=TEXT,
    buyer=PARTIES,
    agency=st.none() | PARTIES,
    lots=st.lists(LOTS, max_size=3).map(tuple),
    tender=st.none()
    | st.builds(
        TenderFacts,
        qualification=TEXT,
        consortium=st.none() | st.booleans(),
        deadline=st.none() | MOMENTS,
    ),
    award=st.none() | st.builds(AwardFacts, main_items=TEXT, experts=TEXT),
    awards=st.lists(AWARDS, max_size=2).map(tuple),
    failed=st.lists(st.builds(FailedLot, lot=NUMBERS, reason=TEXT), max_size=2).map(tuple),
    body_html=TEXT,
)


@given(CONTENTS)
def test_a_draft_reads_back_as_it_was_saved(content: NoticeDraft) -> None:
    assert load(dump(content)) == content


def test_a_one_time_key_makes_one_draft_even_when_two_requests_race(store: Store) -> None:
    content = NoticeDraft(
        type=NoticeType.TENDER, title="", process_title="", category="", method="", region=""
    )
    with store.writing() as session:
        session.add(Staff(id=1, name="王", role="editor", created_at=NOW))
        process = add_process(session, content, now=NOW)
        first = add_draft(session, content, process_id=process, by=1, now=NOW, once_key="k")
        second = add_draft(session, content, process_id=process, by=1, now=NOW, once_key="k")
        assert (first, second) == (draft_of_key(session, "k"), None)
