"""Withdrawals: who may, what they take back, and what stays counted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import text

from tests.families import TERMINATION, ended
from tests.notices import NOON, TENDER, Press, open_site, result, won
from trading.config import Settings
from trading.domain.codes import CorrectionReason
from trading.domain.drafts import Change, FailedLot, NoticeDraft
from trading.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from trading.domain.site import Site
from trading.services import correcting, tallying, withdrawing
from trading.store import people
from trading.store.corrections import corrections_of
from trading.store.engine import Session, Store
from trading.store.lists import NoticeFilter, deadlines_ahead, page_of_notices
from trading.store.notices import find_notice
from trading.store.processes import find_process
from trading.store.sites import read_site
from trading.store.tables import Process
from trading.store.withdrawals import find_withdrawal, requests_of
from trading.store.years import read_year

LATER = NOON + timedelta(hours=1)
WHY = "发布有误"


@pytest.fixture
def press(store: Store, settings: Settings) -> Iterator[Press]:
    """A site that publishes; afterwards its roll-up is what a recount finds."""
    open_site(store)
    yield Press(store, settings)
    with store.reading() as session:
        assert tallying.differences(session) == []


def site_of(press: Press, session: Session) -> Site:
    return read_site(session, press.settings)


def withdraw(press: Press, number: str, reason: str = WHY) -> None:
    with press.store.writing() as session:
        withdrawing.withdraw(
            session, number, reason=reason, by=press.staff, now=LATER, site=site_of(press, session)
        )


def figures(press: Press, year: int = 2026) -> dict[str, int]:
    with press.store.reading() as session:
        found = read_year(session, year, site_of(press, session))
    assert found.reconciles
    return {one.name: one.value for one in found.figures if one.value}


def staff(press: Press, name: str, role: str) -> int:
    with press.store.writing() as session:
        return people.add_staff(session, name, role, now=NOON)


def test_a_withdrawn_tender_stays_counted_and_can_be_answered_no_more(press: Press) -> None:
    number = press(TENDER).numbers[0]
    before = figures(press)
    withdraw(press, number)
    assert figures(press) == before | {"withdrawn": 1}
    with press.store.reading() as session:
        row = find_notice(session, number).row
        assert (row.withdrawn_at, row.over, row.deadline) == (LATER, True, None)
        assert deadlines_ahead(session, NOON, limit=9) == []
        process = session.get_one(Process, row.process_id)
        assert (process.deadline, process.opening_at) == (None, None)
        assert page_of_notices(session, NoticeFilter(q="河东路")).total == 0
        assert page_of_notices(session, NoticeFilter()).total == 1
        event = find_withdrawal(session, number)
        assert event is not None
        assert (event.reason, event.sequence) == (WHY, row.sequence + 1)


def test_the_deadline_falls_back_to_the_offer_that_stands(press: Press) -> None:
    first = press(TENDER).numbers[0]
    assert TENDER.tender is not None and TENDER.tender.deadline is not None
    moved = TENDER.tender.deadline + timedelta(days=9)
    again = replace(TENDER, tender=replace(TENDER.tender, deadline=moved, opening_at=moved))
    second = press.after(first, again).numbers[0]
    withdraw(press, second)
    with press.store.reading() as session:
        process = session.get_one(Process, find_notice(session, first).row.process_id)
        assert process.deadline == TENDER.tender.deadline


def test_its_awards_are_cancelled_and_its_failures_stand_no_more(press: Press) -> None:
    number = press(TENDER).numbers[0]
    award = press.after(number, result(won(1), failed=(FailedLot(lot=2, reason="不足"),))).numbers[
        0
    ]
    assert figures(press)["trades"] == 1
    withdraw(press, award)
    after = figures(press)
    assert "trades" not in after and "lots_failed" not in after and "trade_total" not in after
    assert (after["award_notices"], after["notices"], after["disclosures"]) == (1, 2, 2)
    with press.store.reading() as session:
        lots = find_process(session, find_notice(session, award).row.process_id).lots
        assert [(lot.active_award, lot.exit) for lot in lots] == [(None, None)] * 2
    press.after(number, result(won(1, by="乙公司"), won(2)), now=LATER)
    assert figures(press)["trades"] == 2


def test_an_award_that_was_taken_back_dates_no_trade(press: Press) -> None:
    number = press(TENDER).numbers[0]
    early = replace(won(1), decided_on=NOON.date())
    award = press.after(number, result(early)).numbers[0]
    withdraw(press, award)
    next_year = NOON.replace(year=2027)
    late = replace(won(1, by="乙公司"), decided_on=next_year.date())
    press.after(number, result(late), now=next_year)
    assert "trades" not in figures(press)
    assert figures(press, 2027)["trades"] == 1


def test_a_withdrawn_termination_lets_the_offer_stand_again(press: Press) -> None:
    number = press(TENDER).numbers[0]
    end = press.after(number, TERMINATION).numbers[0]
    with press.store.reading() as session:
        assert find_notice(session, number).row.over
    withdraw(press, end)
    with press.store.reading() as session:
        row = find_notice(session, number).row
        assert not row.over and row.deadline is not None
    press.after(number, ended(1), now=LATER)
    assert figures(press)["termination_notices"] == 2


def test_a_corrected_award_is_taken_back_whole(press: Press) -> None:
    number = press(TENDER).numbers[0]
    award = press.after(number, result(won(1), won(2))).numbers[0]
    press.after(number, correction(press, award), now=LATER)
    withdraw(press, award)
    after = figures(press)
    assert "trades" not in after
    assert (after["correction_notices"], after["withdrawn"]) == (1, 1)


def correction(press: Press, number: str) -> NoticeDraft:
    with press.store.reading() as session:
        content = correcting.begin(session, number)
        assert content.correction is not None
        told = replace(
            content.correction,
            reason_code=CorrectionReason.OTHER,
            changes=(Change(label="事项", old="", new="新"),),
        )
        changed = replace(content, correction=told)
        if content.awards:
            first = replace(content.awards[0], decided_on=LATER.date(), rate_text="")
            changed = replace(
                changed, awards=(replace(first, amount_note="含税"), *content.awards[1:])
            )
        return correcting.settled(session, changed)


def test_what_cannot_be_withdrawn_is_refused_with_a_sentence(press: Press) -> None:
    number = press(TENDER).numbers[0]
    second = press.after(number, correction(press, number), now=LATER).numbers[0]
    with pytest.raises(Conflict, match="更正公告不能撤销"):
        withdraw(press, second)
    with pytest.raises(RuleBroken, match="原因"):
        withdraw(press, number, reason="  ")
    with pytest.raises(NotFound):
        withdraw(press, "209901010001")
    withdraw(press, number)
    with pytest.raises(Conflict, match="已经撤销"):
        withdraw(press, number)
    with press.store.reading() as session, pytest.raises(RuleBroken, match="已经撤销"):
        correcting.begin(session, number)


def test_a_correction_follows_what_it_corrects(press: Press) -> None:
    """It repeats the facts whole, and nothing else could take them away any more."""
    number = press(TENDER).numbers[0]
    second = press.after(number, correction(press, number), now=LATER).numbers[0]
    with pytest.raises(Conflict, match="不能撤销"):
        withdraw(press, second)
    withdraw(press, number)
    withdraw(press, second)
    with press.store.reading() as session:
        assert find_withdrawal(session, second) is not None
        assert corrections_of(session, [number])[number] == ()


def test_the_event_has_its_place_in_the_sequence_and_the_next_notice_follows(press: Press) -> None:
    first = press(TENDER).numbers[0]
    with press.store.reading() as session:
        before = site_of(press, session).revision
    withdraw(press, first)
    with press.store.reading() as session:
        assert site_of(press, session).revision == before + 1
    second = press(replace(TENDER, project_code="HD-2"), now=LATER).numbers[0]
    with press.store.reading() as session:
        sequences = [find_notice(session, one).row.sequence for one in (first, second)]
    assert sequences == [1, 3]


def test_nobody_withdraws_alone_where_review_is_required(press: Press) -> None:
    number = press(TENDER).numbers[0]
    press.settings = replace(press.settings, review_required=True)
    with pytest.raises(Conflict, match="另一个人"):
        withdraw(press, number)
    reviewer, other = staff(press, "赵", "reviewer"), staff(press, "李", "editor")
    admin = staff(press, "钱", "admin")

    def decide(request: int, by: int, *, accepted: bool = True, opinion: str = "") -> None:
        with press.store.writing() as session:
            withdrawing.decide(
                session,
                request,
                accepted=accepted,
                opinion=opinion,
                by=by,
                now=LATER,
                site=site_of(press, session),
            )

    with press.store.writing() as session:
        first = withdrawing.ask(session, number, reason=WHY, by=admin, now=LATER)
    with press.store.writing() as session, pytest.raises(Conflict, match="正在等待"):
        withdrawing.ask(session, number, reason=WHY, by=other, now=LATER)
    for nobody in (admin, other, press.staff):
        with pytest.raises(NotAllowed):
            decide(first, nobody)
    with pytest.raises(RuleBroken, match="意见"):
        decide(first, reviewer, accepted=False)
    decide(first, reviewer, accepted=False, opinion="发更正即可")
    with pytest.raises(Conflict, match="已经有决定"):
        decide(first, reviewer)
    with press.store.reading() as session:
        assert find_withdrawal(session, number) is None
    with press.store.writing() as session:
        second = withdrawing.ask(session, number, reason=WHY, by=other, now=LATER)
    decide(second, reviewer)
    with press.store.reading() as session:
        assert find_withdrawal(session, number) is not None
        told = [
            (one.accepted, one.opinion, one.decider_name) for one in requests_of(session, number)
        ]
    assert told == [(True, "", "赵"), (False, "发更正即可", "赵")]


def test_the_writer_of_a_notice_does_not_decide_its_withdrawal(press: Press) -> None:
    writer = staff(press, "钱", "admin")
    author, press.staff = press.staff, writer
    number = press(TENDER).numbers[0]
    with press.store.writing() as session:
        request = withdrawing.ask(session, number, reason=WHY, by=author, now=LATER)
    with press.store.writing() as session, pytest.raises(NotAllowed, match="您写过"):
        withdrawing.decide(
            session,
            request,
            accepted=True,
            opinion="",
            by=writer,
            now=LATER,
            site=site_of(press, session),
        )


def test_nothing_is_deleted(press: Press) -> None:
    number = press(TENDER).numbers[0]
    with press.store.reading() as session:
        before = find_notice(session, number).payload
    withdraw(press, number)
    with press.store.reading() as session:
        assert find_notice(session, number).payload == before
    for statement in ("DELETE FROM withdrawals", "UPDATE withdrawals SET reason = 'x'"):
        with pytest.raises(Exception, match="never changes"), press.store.writing() as session:
            session.connection().execute(text(statement))
