"""Drafting: saving never overwrites a colleague, never doubles, never keeps what cannot stand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import NoticeType
from trading.domain.drafts import AwardFacts, LotDraft, NoticeDraft, Party, TenderFacts
from trading.domain.errors import Conflict, NotFound, SeveralBroken
from trading.domain.following import follow_up
from trading.services import drafting
from trading.store.drafts import find_draft, open_drafts
from trading.store.engine import Store
from trading.store.processes import find_process, search_processes
from trading.store.tables import Staff

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
SOON = NOW + timedelta(minutes=5)
TENDER = NoticeDraft(
    type=NoticeType.TENDER,
    title="河东路改造招标公告",
    process_title="河东路改造",
    project_code="HD-001",
    category="construction",
    method="open",
    region="230828",
    buyer=Party(name="某局"),
    lots=(LotDraft(number=1, title="一标段"),),
    tender=TenderFacts(funds_source="财政资金"),
    body_html="<p>正文</p>",
)


@pytest.fixture
def office(store: Store) -> Store:
    """A store with two clerks: ids 1 and 2."""
    with store.writing() as session:
        session.add(Staff(id=1, name="王", role="editor", created_at=NOW))
        session.add(Staff(id=2, name="李", role="editor", created_at=NOW))
    return store


def begin(store: Store, content: NoticeDraft = TENDER, once_key: str | None = None) -> int:
    with store.writing() as session:
        return drafting.start(session, content, by=1, now=NOW, once_key=once_key)


def save(store: Store, draft_id: int, content: NoticeDraft, *, revision: int, by: int) -> int:
    with store.writing() as session:
        return drafting.revise(session, draft_id, content, revision=revision, by=by, now=SOON)


def test_a_draft_waits_on_the_desk_as_it_was_typed(office: Store) -> None:
    made = begin(office)
    with office.reading() as session:
        (draft,) = open_drafts(session)
        assert find_process(session, draft.process_id).code is None
    assert (draft.id, draft.content, draft.revision) == (made, TENDER, 1)
    assert (draft.editor_name, draft.saved_at) == ("王", NOW)


def test_an_empty_draft_may_be_saved_and_finished_later(office: Store) -> None:
    bare = replace(TENDER, title="", lots=(), category="", method="", region="")
    made = begin(office, bare)
    with office.reading() as session:
        assert find_draft(session, made).content == bare


def test_the_same_form_sent_twice_is_one_draft(office: Store) -> None:
    assert begin(office, once_key="k1") == begin(office, once_key="k1")
    assert begin(office, once_key="k2") != begin(office, once_key="k1")
    with office.reading() as session:
        assert len(open_drafts(session)) == 2


def test_saving_raises_the_revision_and_names_who_saved(office: Store) -> None:
    made = begin(office)
    assert save(office, made, replace(TENDER, title="新标题"), revision=1, by=2) == 2
    with office.reading() as session:
        draft = find_draft(session, made)
        assert (draft.content.title, draft.revision) == ("新标题", 2)
        assert (draft.author_id, draft.editor_id, draft.saved_at) == (1, 2, SOON)


def test_a_stale_save_is_refused_and_shows_what_the_colleague_saved(office: Store) -> None:
    made = begin(office)
    save(office, made, replace(TENDER, title="同事的标题"), revision=1, by=2)
    with pytest.raises(drafting.StaleDraft) as caught:
        save(office, made, replace(TENDER, title="我的标题"), revision=1, by=1)
    assert caught.value.newest.content.title == "同事的标题"
    assert "李" in str(caught.value)
    with office.reading() as session:
        assert find_draft(session, made).content.title == "同事的标题"


def test_a_discarded_draft_leaves_the_desk_and_takes_no_more_changes(office: Store) -> None:
    made = begin(office)
    with office.writing() as session:
        drafting.discard(session, made, by=2, now=SOON)
    with office.reading() as session:
        assert open_drafts(session) == []
        assert find_draft(session, made).discarded
        assert search_processes(session, "河东路") == []
    with pytest.raises(Conflict, match="已经删除"):
        save(office, made, TENDER, revision=1, by=1)


def test_a_draft_that_is_not_there_is_not_found(office: Store) -> None:
    with pytest.raises(NotFound), office.reading() as session:
        find_draft(session, 99)
    with pytest.raises(NotFound):
        save(office, 99, TENDER, revision=1, by=1)


def test_malformed_texts_are_refused_together_and_nothing_is_written(office: Store) -> None:
    bad = replace(TENDER, title="坏\x00字", body_html="<b>" * 40_000)
    with pytest.raises(SeveralBroken) as caught:
        begin(office, bad)
    assert {one.field for one in caught.value.broken} == {"title", "body_html"}
    with office.reading() as session:
        assert open_drafts(session) == []


def test_the_body_is_sanitised_when_saved(office: Store) -> None:
    made = begin(office, replace(TENDER, body_html="<p>好</p><script>alert(1)</script>"))
    with office.reading() as session:
        assert find_draft(session, made).content.body_html == "<p>好</p>"


def test_a_second_draft_joins_the_process_and_the_process_is_found_by_its_newest_name(
    office: Store,
) -> None:
    begin(office)
    with office.writing() as session:
        (process,) = search_processes(session, "hd-001")
        renamed = replace(TENDER, process_title="河西路改造")
        drafting.start(session, renamed, by=1, now=NOW, process_id=process.id)
    with office.reading() as session:
        assert [one.id for one in search_processes(session, "河西路")] == [process.id]
        assert len(open_drafts(session, process_id=process.id)) == 2


def test_an_award_begins_with_what_the_tender_said(office: Store) -> None:
    begun = follow_up(TENDER, NoticeType.AWARD)
    assert begun.title == "河东路改造中标结果公告"
    assert (begun.buyer, begun.lots, begun.project_code) == (
        TENDER.buyer,
        TENDER.lots,
        TENDER.project_code,
    )
    assert (begun.tender, begun.award, begun.body_html) == (None, AwardFacts(), "")


def test_what_follows_a_nameless_draft_has_no_title_yet(office: Store) -> None:
    assert follow_up(replace(TENDER, method=""), NoticeType.AWARD).title == ""
