"""Reviewing: two persons for every notice, on exactly what was read, and every step is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import text

from tests.notices import NOON, TENDER
from tests.reviewed import EVERY_CHECK, ReviewedOffice, tender
from trading.config import Settings
from trading.domain.errors import Conflict, NotAllowed, RuleBroken, SeveralBroken
from trading.services import publishing
from trading.services.moving import ChangedSince
from trading.store import sites
from trading.store.engine import Store
from trading.store.notices import find_notice
from trading.store.reviews import steps_of


@pytest.fixture
def office(store: Store, settings: Settings) -> ReviewedOffice:
    return ReviewedOffice(store, settings)


def test_what_one_writes_another_approves_and_a_writer_publishes(office: ReviewedOffice) -> None:
    draft = office.write()
    office.submit(draft)
    assert office.look(draft).state == "submitted"
    office.approve(draft)
    seen = office.look(draft)
    assert (seen.state, seen.approver_name) == ("approved", "reviewer")
    (number,) = office.publish(draft, by="colleague").numbers
    with office.store.reading() as session:
        assert find_notice(session, number).frozen.content == tender()
    assert office.look(draft).state == "published"
    assert office.steps(draft) == [
        ("submitted", "editor"),
        ("approved", "reviewer"),
        ("published", "colleague"),
    ]


def test_without_an_approval_nothing_goes_out_where_review_is_required(
    office: ReviewedOffice,
) -> None:
    draft = office.write()
    with pytest.raises(Conflict, match="先审后发"):
        office.publish(draft)
    office.submit(draft)
    with pytest.raises(Conflict, match="等待审核"):
        office.publish(draft)
    office.send_back(draft)
    with pytest.raises(Conflict, match="先审后发"):
        office.publish(draft)
    office.require(required=False)
    assert len(office.publish(draft).numbers) == 1


def test_review_that_is_switched_on_while_a_press_waits_holds_for_that_press(
    office: ReviewedOffice,
) -> None:
    """The site was read before the press; what counts is what it says when nobody else writes."""
    office.require(required=False)
    draft = office.write()
    with office.store.reading() as session:
        site = sites.read_site(session, office.settings)
    office.require(required=True)
    by = office.ids["editor"]
    with office.store.writing() as session, pytest.raises(Conflict, match="先审后发"):
        publishing.publish(session, [draft], by=by, now=NOON, site=site)


def test_a_setting_of_the_installation_wins_over_the_sites_row(
    store: Store, settings: Settings
) -> None:
    strict = ReviewedOffice(store, replace(settings, review_required=True), required=False)
    draft = strict.write()
    with pytest.raises(Conflict, match="先审后发"):
        strict.publish(draft)
    strict.settings = replace(settings, review_required=False)
    strict.require(required=True)
    assert len(strict.publish(draft).numbers) == 1


@pytest.mark.parametrize("writer", ["editor", "admin"])
def test_nobody_who_ever_saved_a_draft_approves_it(office: ReviewedOffice, writer: str) -> None:
    """Neither its author nor who saved it in between; an administrator's own draft neither."""
    draft = office.write(by=writer)
    office.save(draft, tender(2), by="admin")
    office.save(draft, tender(3), by="colleague")
    office.submit(draft, by="colleague")
    for who in ("admin", "editor", "colleague"):
        with pytest.raises(NotAllowed):
            office.approve(draft, by=who)
        with pytest.raises(NotAllowed):
            office.send_back(draft, by=who)
    office.approve(draft, by="reviewer")


def test_whoever_hands_a_draft_in_with_reasons_is_one_of_its_writers(
    office: ReviewedOffice,
) -> None:
    draft = office.write(by="editor")
    office.submit(draft, by="admin")
    with pytest.raises(NotAllowed, match="没有写过它的人"):
        office.approve(draft, by="admin")


def test_the_database_itself_refuses_an_approver_who_wrote(office: ReviewedOffice) -> None:
    """In either order: a writer who approves, an approver who writes (security.md R15)."""
    draft = office.write(by="editor")
    office.save(draft, tender(2), by="admin")
    office.save(draft, tender(3), by="editor")
    admin, reviewer = office.ids["admin"], office.ids["reviewer"]
    approve = "UPDATE drafts SET approver_id = %d, approved_sha256 = 'x'"
    write = "INSERT INTO draft_writers (draft_id, staff_id) VALUES (%d, %d)"
    with pytest.raises(DBAPIError, match="nobody approves"), office.store.writing() as session:
        session.connection().execute(text(approve % admin))
    with pytest.raises(DBAPIError, match="nobody approves"), office.store.writing() as session:
        session.connection().execute(text(approve % reviewer))
        session.connection().execute(text(write % (draft, reviewer)))


@pytest.mark.parametrize(
    "statement", ["UPDATE draft_steps SET opinion = 'x'", "DELETE FROM draft_steps"]
)
def test_no_statement_changes_a_step(office: ReviewedOffice, statement: str) -> None:
    draft = office.write()
    office.submit(draft)
    with pytest.raises(DBAPIError, match="never changes"), office.store.writing() as session:
        session.connection().execute(text(statement))
    assert office.steps(draft) == [("submitted", "editor")]


def test_an_approval_names_what_was_read(office: ReviewedOffice) -> None:
    """What was read is recalled, changed and handed in again: the old sight approves nothing."""
    draft = office.write()
    office.submit(draft)
    read = office.sight(draft)
    office.recall(draft)
    office.save(draft, tender(2))
    office.submit(draft)
    with pytest.raises(ChangedSince):
        office.approve(draft, seen=read)
    assert office.look(draft).state == "submitted"
    assert office.look(draft).approver_id is None


def test_a_sight_covers_the_reasons_too(office: ReviewedOffice) -> None:
    draft = office.write()
    office.submit(draft)
    read = office.sight(draft)
    with office.store.writing() as session:
        session.connection().execute(text('UPDATE drafts SET explanations = \'{"a": "b"}\''))
    assert office.sight(draft) != read
    with pytest.raises(ChangedSince):
        office.approve(draft, seen=read)


def test_what_was_changed_behind_an_approval_is_not_published(office: ReviewedOffice) -> None:
    """Even by somebody with the database in hand: the hash is taken again at the last moment."""
    draft = office.approved()
    with office.store.writing() as session:
        session.connection().execute(
            text("UPDATE drafts SET content = replace(content, '河东路', '河西路')")
        )
    with pytest.raises(ChangedSince, match="审核通过之后内容有变动"):
        office.publish(draft)
    with pytest.raises(ChangedSince):
        office.schedule(draft, due_at=NOON + timedelta(hours=1))


def test_a_recall_drops_the_approval_and_a_save_needs_one(office: ReviewedOffice) -> None:
    draft = office.approved()
    with pytest.raises(Conflict, match="请先撤回"):
        office.save(draft, tender(2))
    office.recall(draft, by="colleague")
    seen = office.look(draft)
    assert (seen.state, seen.approver_id, seen.approved_sha256) == ("draft", None, None)
    office.save(draft, tender(2))
    with pytest.raises(Conflict, match="先审后发"):
        office.publish(draft)


def test_a_draft_is_sent_back_only_with_an_opinion_also_after_its_approval(
    office: ReviewedOffice,
) -> None:
    draft = office.approved()
    with pytest.raises(RuleBroken, match="意见") as refused:
        office.send_back(draft, opinion=" ")
    assert refused.value.field == "opinion"
    office.send_back(draft, opinion="金额写错了")
    seen = office.look(draft)
    assert (seen.state, seen.approver_id) == ("returned", None)
    with office.store.reading() as session:
        assert steps_of(session, draft)[-1].opinion == "金额写错了"


@pytest.mark.parametrize("left_out", EVERY_CHECK)
def test_every_point_of_the_checklist_is_ticked(office: ReviewedOffice, left_out: str) -> None:
    draft = office.write()
    office.submit(draft)
    with pytest.raises(RuleBroken, match="还有没有核对的项目") as refused:
        office.approve(draft, checklist=[one for one in EVERY_CHECK if one != left_out])
    assert refused.value.field == "checklist"
    office.approve(draft)
    with office.store.reading() as session:
        step = steps_of(session, draft)[-1]
    assert (step.name, step.checklist) == ("approved", EVERY_CHECK)
    assert step.sha256 == office.look(draft).approved_sha256


def test_an_unfinished_draft_is_not_handed_in_and_says_what_is_missing(
    office: ReviewedOffice,
) -> None:
    draft = office.write(replace(TENDER, lots=()))
    with pytest.raises(SeveralBroken, match="标段"):
        office.submit(draft)
    assert office.look(draft).state == "draft"


def test_a_wished_time_is_ahead_and_is_set_by_the_approval(office: ReviewedOffice) -> None:
    draft = office.write()
    with pytest.raises(RuleBroken, match="须晚于现在") as refused:
        office.submit(draft, due_at=NOON)
    assert refused.value.field == "due_at"
    wish = NOON + timedelta(hours=2)
    office.submit(draft, due_at=wish)
    assert office.approve(draft, now=NOON + timedelta(hours=1)).due_at == wish
    assert office.look(draft).state == "scheduled"
    assert office.steps(draft)[-1] == ("scheduled", "editor")


def test_a_wish_that_came_too_late_leaves_an_approved_draft(office: ReviewedOffice) -> None:
    draft = office.write()
    wish = NOON + timedelta(hours=2)
    office.submit(draft, due_at=wish)
    done = office.approve(draft, now=wish)
    assert (done.due_at, done.missed) == (None, wish)
    assert office.look(draft).state == "approved"


def test_one_act_holds_only_what_was_approved(office: ReviewedOffice) -> None:
    good, bad = office.approved(1), office.write(tender(2))
    with pytest.raises(Conflict, match="先审后发"):
        office.publish(good, bad)
    assert office.look(good).state == "approved"
    with office.store.reading() as session:
        assert [one.name for one in steps_of(session, good)] == ["submitted", "approved"]


def test_a_reviewer_publishes_and_schedules_nothing(office: ReviewedOffice) -> None:
    draft = office.approved()
    with pytest.raises(NotAllowed):
        office.publish(draft, by="reviewer")
    with pytest.raises(NotAllowed):
        office.schedule(draft, due_at=NOON + timedelta(hours=1), by="reviewer")
    with pytest.raises(NotAllowed):
        office.recall(draft, by="reviewer")


def test_what_the_sanitiser_would_change_after_the_approval_is_not_published(
    office: ReviewedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer version of it may be stricter: then somebody reads the text again."""
    draft = office.approved()
    monkeypatch.setattr(publishing.richtext, "from_input", lambda _: "<p>另一段正文</p>")
    with pytest.raises(ChangedSince, match="审核通过之后内容有变动"):
        office.publish(draft)
    assert office.look(draft).state == "approved"
