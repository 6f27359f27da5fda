"""The desk's piles: every open draft lies in one place, and it is the right one for each person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from tests.notices import NOON, TENDER, Press, open_site
from trading.config import Settings
from trading.domain.errors import NotFound
from trading.services import drafting
from trading.store import people, sites
from trading.store.desks import (
    PER_PAGE,
    Pile,
    asked_withdrawals,
    drafts_in,
    failed_drafts,
    planned_acts,
)
from trading.store.drafts import find_draft
from trading.store.engine import Store
from trading.store.tables import Draft, DraftStep, DraftWriter, Notice, Schedule, WithdrawalRequest

NAMES = ("作者", "审核人", "旁人")


@pytest.fixture
def office(store: Store) -> dict[str, int]:
    """Three people of a site, by name."""
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        return {name: people.add_staff(session, name, "editor", now=NOON) for name in NAMES}


def write(session: Session, by: int, title: str, **columns: object) -> int:
    """A draft of somebody, put into a state as review would."""
    made = drafting.start(session, replace(TENDER, title=title), by=by, now=NOON)
    if columns:
        session.exec(update(Draft).where(col(Draft.id) == made).values(**columns))
    return made


def step(session: Session, draft: int, name: str, by: int | None, opinion: str = "") -> None:
    row = DraftStep(draft_id=draft, step=name, staff_id=by, at=NOON, revision=1, sha256="")
    row.opinion = opinion
    session.add(row)
    session.flush()


def titles(session: Session, pile: Pile, who: int, *, reviews: bool) -> set[str]:
    return {one.content.title for one in drafts_in(session, pile, who, reviews=reviews).rows}


def laid_out(session: Session, who: int, *, reviews: bool) -> dict[str, set[str]]:
    piles = {pile.value: titles(session, pile, who, reviews=reviews) for pile in Pile}
    return {name: found for name, found in piles.items() if found}


def test_each_draft_lies_in_one_pile_and_in_the_right_one_for_each_person(
    store: Store, office: dict[str, int]
) -> None:
    author, reviewer, other = (office[name] for name in NAMES)
    with store.writing() as session:
        write(session, author, "写着")
        write(session, author, "退回", state="returned")
        write(session, author, "送审", state="submitted")
        write(session, author, "通过", state="approved", approver_id=reviewer, approved_sha256="0")
        touched = write(session, author, "改过", state="submitted")
        session.add(DraftWriter(draft_id=touched, staff_id=reviewer))
        plan = Schedule(due_at=NOON, staff_id=author, created_at=NOON)
        session.add(plan)
        session.flush()
        write(session, author, "定时", state="scheduled", schedule_id=plan.id)
        drafting.discard(session, write(session, author, "删了"), by=author, now=NOON)
        assert laid_out(session, author, reviews=False) == {
            "returned": {"退回"},
            "mine": {"写着", "送审", "通过", "改过"},
        }
        assert laid_out(session, reviewer, reviews=True) == {
            "review": {"送审"},
            "mine": {"改过"},
            "others": {"写着", "退回", "通过"},
        }
        assert laid_out(session, other, reviews=False)["others"] == {
            *("写着", "退回", "送审", "通过", "改过")
        }


def test_a_returned_draft_says_what_the_newest_step_said(
    store: Store, office: dict[str, int]
) -> None:
    author, reviewer, _ = (office[name] for name in NAMES)
    with store.writing() as session:
        made = write(session, author, "退回", state="returned")
        step(session, made, "returned", reviewer, "金额单位不对")
        step(session, made, "submitted", author)
        step(session, made, "returned", reviewer, "仍然不对")
        (found,) = drafts_in(session, Pile.RETURNED, author, reviews=False).rows
        assert (found.opinion, found.step_by) == ("仍然不对", "审核人")


def test_what_failed_when_it_was_due_is_shown_until_somebody_goes_on_with_it(
    store: Store, office: dict[str, int]
) -> None:
    author = office["作者"]
    with store.writing() as session:
        made = write(session, author, "没发成")
        step(session, made, "scheduled", author)
        assert failed_drafts(session).total == 0
        step(session, made, "failed", None, "投标截止已过")
        (found,) = failed_drafts(session).rows
        assert (found.opinion, found.step_by) == ("投标截止已过", "")
        step(session, made, "submitted", author)
        assert failed_drafts(session).total == 0


def test_planned_acts_come_in_the_order_of_their_time_with_all_their_drafts(
    store: Store, office: dict[str, int]
) -> None:
    author = office["作者"]
    with store.writing() as session:
        for hours, drafts in ((2, ("丙",)), (1, ("甲", "乙"))):
            plan = Schedule(due_at=NOON + timedelta(hours=hours), staff_id=author, created_at=NOON)
            session.add(plan)
            session.flush()
            for title in drafts:
                write(session, author, title, state="scheduled", schedule_id=plan.id)
        empty = Schedule(due_at=NOON, staff_id=author, created_at=NOON)
        over = Schedule(due_at=NOON, staff_id=author, created_at=NOON, cancelled_at=NOON)
        session.add_all([empty, over])
        session.flush()
        found = planned_acts(session)
        assert [[title for _, title in act.drafts] for act in found.rows] == [["甲", "乙"], ["丙"]]
        assert found.total == 2


def test_a_pile_has_pages_and_says_how_many_there_are(store: Store, office: dict[str, int]) -> None:
    author = office["作者"]
    with store.writing() as session:
        for number in range(PER_PAGE + 1):
            write(session, author, f"第{number}份")
        first = drafts_in(session, Pile.MINE, author, reviews=False)
        second = drafts_in(session, Pile.MINE, author, reviews=False, page=2)
    assert (len(first.rows), first.total, first.pages) == (PER_PAGE, PER_PAGE + 1, 2)
    assert [one.content.title for one in second.rows] == ["第0份"]


def test_nothing_is_asked_of_an_empty_office(store: Store, office: dict[str, int]) -> None:
    with store.reading() as session:
        assert laid_out(session, office["旁人"], reviews=True) == {}
        assert planned_acts(session).total == asked_withdrawals(session, 1).total == 0
        assert planned_acts(session).pages == 1
        with pytest.raises(NotFound):
            find_draft(session, 1)


def test_a_request_to_withdraw_waits_for_neither_its_asker_nor_the_writer_of_the_notice(
    store: Store, settings: Settings
) -> None:
    open_site(store)
    press = Press(store, settings)
    (number,) = press(TENDER).numbers
    with store.writing() as session:
        asker = people.add_staff(session, "申请人", "reviewer", now=NOON)
        other = people.add_staff(session, "另一人", "reviewer", now=NOON)
        notice = session.exec(select(Notice.id).where(col(Notice.number) == number)).one()
        session.add(
            WithdrawalRequest(notice_id=notice, reason="误发", staff_id=asker, asked_at=NOON)
        )
        session.flush()
        waiting = {who: asked_withdrawals(session, who) for who in (asker, press.staff, other)}
        found = {who: (part.total, len(part.rows)) for who, part in waiting.items()}
    assert found == {asker: (0, 0), press.staff: (0, 0), other: (1, 1)}
