"""Scheduling: an act goes out when it is due, once, whole or not at all, or says why not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select, update

from tests.notices import NOON, TENDER, result, won
from tests.reviewed import ReviewedOffice, tender
from trading.config import Settings
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken
from trading.services import drafting, publishing
from trading.store import schedules, sites
from trading.store.engine import Store
from trading.store.schedules import find_schedule
from trading.store.tables import Act, Draft, Notice

DUE = NOON + timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def office(store: Store, settings: Settings) -> ReviewedOffice:
    return ReviewedOffice(store, settings)


def published(office: ReviewedOffice) -> list[Notice]:
    with office.store.reading() as session:
        return list(session.exec(select(Notice).order_by(Notice.sequence)))


def test_what_is_scheduled_goes_out_as_one_act_when_it_is_due_and_not_before(
    office: ReviewedOffice,
) -> None:
    one, two = office.approved(1), office.approved(2)
    made = office.schedule(one, two, due_at=DUE)
    assert office.due(DUE - SECOND) == []
    assert published(office) == []
    (outcome,) = office.due(DUE)
    assert outcome.act is not None and len(outcome.act.numbers) == 2
    notices = published(office)
    assert {row.published_at for row in notices} == {DUE}
    with office.store.reading() as session:
        (act,) = session.exec(select(Act)).all()
        schedule = find_schedule(session, made)
    assert (act.staff_id, schedule.act_id) == (office.ids["editor"], act.id)
    assert office.steps(one)[-1] == ("published", "")
    assert office.due(DUE + timedelta(days=1)) == []
    assert len(published(office)) == 2


def test_it_is_dated_when_it_became_visible(office: ReviewedOffice) -> None:
    """The server was off when it was due."""
    office.schedule(office.approved(), due_at=DUE)
    late = DUE + timedelta(hours=3)
    office.due(late)
    (row,) = published(office)
    assert row.published_at == late


def test_the_site_says_when_the_next_one_is_due(office: ReviewedOffice) -> None:
    def next_due() -> object:
        with office.store.reading() as session:
            return sites.read_site(session, office.settings).next_due_at

    assert next_due() is None
    office.schedule(office.approved(1), due_at=DUE + timedelta(days=1))
    first = office.schedule(office.approved(2), due_at=DUE)
    assert next_due() == DUE
    office.unschedule(first)
    assert next_due() == DUE + timedelta(days=1)
    office.due(DUE + timedelta(days=1))
    assert next_due() is None


def test_a_clock_behind_the_last_publication_lets_everything_wait(office: ReviewedOffice) -> None:
    """The clock was far ahead for a while; what is due by the wall clock now still waits for it."""
    office.schedule(office.approved(1), due_at=DUE)
    ahead = DUE + timedelta(days=2)
    office.publish(office.approved(2), now=ahead)
    assert office.due(DUE) == []
    assert office.due(ahead - timedelta(minutes=5)) == []
    assert len(published(office)) == 1
    (outcome,) = office.due(ahead)
    assert outcome.act is not None
    dates = [row.published_at for row in published(office)]
    assert dates == sorted(dates)


def test_a_clock_that_jumps_back_after_a_schedule_was_made_only_makes_it_later(
    office: ReviewedOffice,
) -> None:
    office.schedule(office.approved(), due_at=DUE)
    assert office.due(NOON - timedelta(days=400)) == []
    assert len(office.due(DUE + SECOND)) == 1


def test_what_cannot_be_published_when_due_is_kept_back_whole_and_says_why(
    office: ReviewedOffice,
) -> None:
    """Another notice took the outcome of the lot meanwhile: then none of the act goes out."""
    first = office.approved(1)
    (number,) = office.publish(first).numbers
    with office.store.writing() as session:
        process = office.look(first).process_id
        award = replace(result(won(1)), project_code="HD-001")
        drafts = [
            drafting.start(session, award, by=office.ids["editor"], now=NOON, process_id=process)
            for _ in range(2)
        ]
    for draft in drafts:
        office.submit(draft, by="editor")
        office.approve(draft)
    other = office.approved(2)
    made = office.schedule(other, drafts[0], due_at=DUE)
    office.publish(drafts[1], now=NOON + SECOND)
    before = len(published(office))
    (outcome,) = office.due(DUE)
    assert outcome.act is None
    assert number
    assert "原因" in outcome.failure
    assert len(published(office)) == before
    with office.store.reading() as session:
        failed = find_schedule(session, made)
    assert (failed.is_open, failed.failure) == (False, outcome.failure)
    assert [office.look(one).state.value for one in (other, drafts[0])] == ["approved"] * 2
    assert office.steps(other)[-1] == ("failed", "")
    assert office.due(DUE + SECOND) == []
    assert len(office.publish(other, now=DUE + SECOND).numbers) == 1


def test_one_that_fails_keeps_no_other_back(
    office: ReviewedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even when it breaks down in a way that no rule foresees."""
    bad, good = office.approved(1), office.approved(2)
    office.schedule(bad, due_at=DUE)
    office.schedule(good, due_at=DUE)
    real = publishing.publish_scheduled

    def breaks(session: object, ids: list[int], **rest: object) -> object:
        if bad in ids:
            raise ZeroDivisionError
        return real(session, ids, **rest)  # type: ignore[arg-type] # as it is called

    monkeypatch.setattr(publishing, "publish_scheduled", breaks)
    broken, went_out = office.due(DUE)
    assert "系统出现问题" in broken.failure
    assert went_out.act is not None
    assert office.look(bad).state == "approved"
    assert office.look(good).state == "published"


def test_a_draft_that_cannot_be_read_any_more_keeps_nothing_else_from_going_out(
    office: ReviewedOffice,
) -> None:
    """And it is not tried again and again: it is back in hand, to be looked at anew."""
    bad, good = office.approved(1), office.approved(2)
    made = office.schedule(bad, due_at=DUE)
    office.schedule(good, due_at=DUE + SECOND)
    with office.store.writing() as session:
        session.exec(update(Draft).where(Draft.id == bad).values(content="{}"))
    broke_down, went_out = office.due(DUE + SECOND)
    assert "系统出现问题" in broke_down.failure
    assert went_out.act is not None
    with office.store.reading() as session:
        assert find_schedule(session, made).failure == broke_down.failure
        row = session.get_one(Draft, bad)
        assert (row.state, row.schedule_id, row.approver_id) == ("draft", None, None)
    assert office.due(DUE + SECOND) == []


def test_a_time_that_is_not_ahead_is_refused(office: ReviewedOffice) -> None:
    draft = office.approved()
    for due_at in (NOON, NOON - SECOND):
        with pytest.raises(RuleBroken, match="须晚于现在"):
            office.schedule(draft, due_at=due_at)
    with pytest.raises(RuleBroken, match="至少选择一份"):
        office.schedule(due_at=DUE)
    assert office.look(draft).state == "approved"


def test_a_draft_is_checked_as_if_it_were_that_time(office: ReviewedOffice) -> None:
    draft = office.approved()
    assert TENDER.tender and TENDER.tender.deadline
    with pytest.raises(SeveralBroken, match="截止"):
        office.schedule(draft, due_at=TENDER.tender.deadline)


def test_unscheduled_drafts_keep_their_approval_and_may_go_out_at_once(
    office: ReviewedOffice,
) -> None:
    one, two = office.approved(1), office.approved(2)
    made = office.schedule(one, two, due_at=DUE)
    with pytest.raises(Conflict, match="先取消定时"):
        office.publish(one)
    office.unschedule(made, by="colleague")
    assert office.look(one).state == office.look(two).state == "approved"
    assert office.due(DUE) == []
    assert len(office.publish(one, two).numbers) == 2
    with pytest.raises(Conflict):
        office.unschedule(made)


@pytest.mark.parametrize("act", ["recall", "send_back"])
def test_whoever_takes_one_draft_out_of_an_act_takes_the_whole_act_back(
    office: ReviewedOffice, act: str
) -> None:
    one, two = office.approved(1), office.approved(2)
    office.schedule(one, two, due_at=DUE)
    getattr(office, act)(one)
    assert office.look(one).state == {"recall": "draft", "send_back": "returned"}[act]
    assert office.look(one).approver_id is None
    assert office.look(two).state == "approved"
    assert office.due(DUE) == []
    assert published(office) == []


def test_review_switched_on_keeps_back_what_was_scheduled_without_it(
    office: ReviewedOffice,
) -> None:
    office.require(required=False)
    draft = office.write()
    office.schedule(draft, due_at=DUE)
    office.require(required=True)
    (outcome,) = office.due(DUE)
    assert "先审后发" in outcome.failure
    assert published(office) == []
    assert office.look(draft).state == "draft"


def test_without_review_a_draft_is_scheduled_as_it_is(office: ReviewedOffice) -> None:
    office.require(required=False)
    draft = office.write()
    office.schedule(draft, due_at=DUE)
    with pytest.raises(Conflict, match="请先撤回"):
        office.save(draft, tender(2))
    assert len(office.due(DUE)) == 1
    assert len(published(office)) == 1


def test_a_schedule_that_another_worker_has_done_is_left_alone(office: ReviewedOffice) -> None:
    """Two workers read that something is due; the second finds it done."""
    office.schedule(office.approved(), due_at=DUE)
    with office.store.reading() as session:
        due = schedules.due_schedules(session, DUE)
    assert len(office.due(DUE)) == 1
    with office.store.reading() as session:
        assert due and schedules.due_schedules(session, DUE) == []
    assert office.due(DUE) == []
