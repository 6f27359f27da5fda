"""Open loops as they follow from what is published, corrected, withdrawn and drafted."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select, update

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.conftest import IDENTITY
from trading.config import Settings
from trading.domain.codes import NoticeType
from trading.domain.drafts import (
    CandidateDraft,
    CandidateFacts,
    Entered,
    FailedLot,
    NoticeDraft,
    Party,
)
from trading.domain.payloads import FrozenNotice, Stamp
from trading.services import drafting, taking_effect, tallying
from trading.store import publications, sites
from trading.store.engine import Store
from trading.store.loops import count_loops, decided_drafts, loops_at, loops_since
from trading.store.notices import find_notice
from trading.store.tables import (
    Correction,
    Lot,
    Notice,
    NoticeStanding,
    Process,
    StandingRow,
    Withdrawal,
)

DAY = timedelta(days=1)
OPENED = NOON + 21 * DAY
CANDIDATES = replace(
    TENDER,
    type=NoticeType.CANDIDATE,
    title="河东路改造中标候选人公示",
    lots=TENDER.lots[:1],
    tender=None,
    candidate=CandidateFacts(
        evaluated_on=date(2026, 3, 24),
        publicity_from=date(2026, 3, 25),
        publicity_until=date(2026, 3, 28),
        objections="向招标人书面提出",
    ),
    candidates=(
        CandidateDraft(
            lot=1,
            rank=1,
            suppliers=(Party(name="甲公司"),),
            amount=Entered(480_000_00),
            leader="陈",
        ),
    ),
)


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, IDENTITY)
    return Press(store, settings)


def found(press: Press, at: datetime) -> list[tuple[str, tuple[int, ...], int]]:
    with press.store.reading() as session:
        loops = [row.loop for row in loops_at(session, at)]
        for by in (at.date() - 2 * DAY, at.date() + DAY):  # what is counted is what is listed
            assert count_loops(session, at, by=by) == len(loops_since(session, at, by=by))
            assert len(loops_since(session, at, by=by)) == sum(one.since <= by for one in loops)
    return [(one.kind.value, one.lots, one.days(at)) for one in loops]


def days(press: Press) -> dict[int, date | None]:
    """The last day of the publicity of each pending lot."""
    with press.store.reading() as session:
        rows = session.exec(select(Lot.number, StandingRow.publicity_until).join(StandingRow))
        return dict(rows.all())


def announce(
    press: Press, number: str, content: NoticeDraft, *, sequence: int, at: datetime = OPENED
) -> int:
    """Enter a notice of the process of another one, whatever the form would ask of it."""
    with press.store.writing() as session:
        process = session.exec(select(Process).where(col(Process.code) == number)).one()
        assert process.id is not None and process.buyer_id is not None
        stamp = Stamp(
            number=f"20260325{sequence:04}",
            sequence=sequence,
            act=publications.add_act(session, at, by=press.staff),
            process_code=number,
            published_at=at,
            entered_at=OPENED,
            salt="0" * 64,
        )
        frozen = FrozenNotice(stamp=stamp, content=content)
        before = tallying.snapshot(session, [process.id])
        made = taking_effect.enter(
            session, frozen, process_id=process.id, buyer_id=process.buyer_id, ended=()
        )
        tallying.apply(session, before, [process.id], acts=[])
        return made


def draft(press: Press, number: str, content: NoticeDraft) -> int:
    with press.store.writing() as session:
        process = find_notice(session, number).row.process_id
        return drafting.start(session, content, by=press.staff, now=NOON, process_id=process)


def test_a_tender_is_open_from_its_opening_until_every_lot_has_an_outcome(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    assert found(press, OPENED - timedelta(seconds=1)) == []
    assert found(press, OPENED) == [("tender", (1, 2), 0)]
    press.after(tender, result(won(1)), now=OPENED + DAY)
    assert found(press, OPENED + 2 * DAY) == [("tender", (2,), 2)]
    failed = result(failed=(FailedLot(lot=2, reason="不足三家"),))
    press.after(tender, failed, now=OPENED + 3 * DAY)
    assert found(press, OPENED + 9 * DAY) == []


def test_a_row_says_which_process_waits(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    with press.store.reading() as session:
        (row,) = loops_at(session, OPENED)
    assert (row.title, row.code) == ("河东路改造", tender)


def test_a_corrected_opening_counts_and_a_withdrawn_tender_does_not(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    with press.store.writing() as session:
        standing = update(NoticeStanding).values(opening_at=OPENED + 7 * DAY)
        session.exec(standing)
        tallying.rebuild(session)
    assert found(press, OPENED + 6 * DAY) == []
    assert found(press, OPENED + 7 * DAY) == [("tender", (1, 2), 0)]
    with press.store.writing() as session:
        notice = session.exec(select(Notice.id).where(col(Notice.number) == tender)).one()
        withdrawn = {"sequence": 99, "withdrawn_at": NOON, "reason": "误发"}
        session.add(Withdrawal(notice_id=notice, staff_id=press.staff, **withdrawn))
        session.flush()
        tallying.rebuild(session)
    assert found(press, OPENED + 7 * DAY) == []


def test_an_older_offer_that_is_moved_in_later_is_not_the_newest(press: Press) -> None:
    """The newest is published last (domain.md §4.2), whatever was entered last."""
    (tender,) = press(TENDER).numbers
    announce(press, tender, CANDIDATES, sequence=2)
    assert TENDER.tender is not None
    ago = replace(TENDER.tender, opening_at=NOON - 9 * DAY)
    announce(press, tender, replace(TENDER, tender=ago), sequence=3, at=NOON - 30 * DAY)
    assert CANDIDATES.candidate is not None
    over = replace(CANDIDATES.candidate, publicity_until=(NOON - 2 * DAY).date())
    announce(press, tender, replace(CANDIDATES, candidate=over), sequence=4, at=NOON - 5 * DAY)
    assert days(press) == {1: date(2026, 3, 28), 2: None}
    assert found(press, NOON + DAY) == []
    assert found(press, OPENED) == [("tender", (2,), 0)]


def test_candidates_wait_for_a_result_once_their_publicity_is_over(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    announce(press, tender, CANDIDATES, sequence=2)
    last_day = datetime.combine(date(2026, 3, 28), NOON.timetz())
    assert found(press, last_day) == [("tender", (2,), 5)]
    assert found(press, last_day + DAY) == [("tender", (2,), 6), ("candidate", (1,), 1)]
    announce(press, tender, result(won(1), won(2)), sequence=3)
    assert found(press, last_day + 2 * DAY) == []


def test_a_correction_moves_the_publicity_and_a_damaged_record_hides_no_loop(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    candidates = announce(press, tender, CANDIDATES, sequence=2)
    assert days(press) == {1: date(2026, 3, 28), 2: None}
    facts = CandidateFacts(publicity_until=date(2026, 4, 2))
    corrected = replace(CANDIDATES, type=NoticeType.CORRECTION, candidate=facts)
    correction = announce(press, tender, corrected, sequence=3)
    with press.store.writing() as session:
        row = Correction(notice_id=correction, corrects_id=candidates, reason_code="typing_error")
        session.add(row)
        session.flush()
        tallying.rebuild(session)
    assert days(press) == {1: date(2026, 4, 2), 2: None}
    spoilt = replace(CANDIDATES, candidate=None)
    announce(press, tender, spoilt, sequence=4)
    assert days(press) == {1: OPENED.date(), 2: None}


def test_a_decided_result_waits_to_be_published(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    decided = replace(won(1), decided_on=(OPENED + DAY).date())
    made = draft(press, tender, result(decided))
    at = OPENED + 3 * DAY
    assert found(press, at) == [("tender", (2,), 3), ("award", (1,), 2)]
    with press.store.writing() as session:
        assert [one.draft_id for one in decided_drafts(session)] == [made]
        drafting.discard(session, made, by=press.staff, now=at)
    assert found(press, at) == [("tender", (1, 2), 3)]


def test_a_result_without_a_decision_date_is_still_being_written(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    draft(press, tender, result(replace(won(1), decided_on=None)))
    assert found(press, OPENED + DAY) == [("tender", (1, 2), 1)]
