"""Autosaving: kept for whoever typed it, never in the draft, and gone once it is saved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.notices import NOON, TENDER, Press
from trading.config import Settings
from trading.domain.errors import Conflict, NotFound, RuleBroken
from trading.services import autosaving, drafting
from trading.services.autosaving import KEPT_FOR, MOST_BYTES, MOST_KEPT, Typed, draft_key, new_key
from trading.services.publishing import publish
from trading.store import people, sites
from trading.store.autosaves import AutosaveView, find_autosave, unsaved_rows
from trading.store.drafts import find_draft
from trading.store.engine import Store
from trading.store.sites import read_site

IDENTITY = sites.Identity(
    site_name="某县公共资源交易网",
    organization="某县公共资源交易中心",
    region_code="230828",
    site_url="https://ggzy.example",
    authority="ggzy.example",
)
KEY = "k" * 22
TYPED = Typed(
    family="tender",
    title="河东路\x00改造",
    address="/staff/notices/new/tender?category=construction",
    fields=(("title", "河东路改造"), ("tender-deadline", "下周三\x00"), ("title", "又一次")),
    revision=1,
)


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, IDENTITY)
    return Press(store, settings)


@pytest.fixture
def other(store: Store) -> int:
    with store.writing() as session:
        return people.add_staff(session, "同事", "editor", now=NOON)


def begun(press: Press) -> int:
    with press.store.writing() as session:
        return drafting.start(session, TENDER, by=press.staff, now=NOON)


def keep(press: Press, draft: int, *, by: int, typed: Typed = TYPED) -> None:
    with press.store.writing() as session:
        autosaving.keep_for_draft(session, draft, typed, by=by, now=NOON)


def kept(press: Press, key: str, of: int) -> AutosaveView | None:
    with press.store.reading() as session:
        return find_autosave(session, key, of=of)


def save(press: Press, draft: int, *, by: int, revision: int) -> None:
    with press.store.writing() as session:
        changed = replace(TENDER, title=f"第{revision}次修改")
        drafting.revise(session, draft, changed, revision=revision, by=by, now=NOON)


def test_what_was_typed_comes_back_letter_for_letter_and_the_draft_stays(press: Press) -> None:
    draft = begun(press)
    keep(press, draft, by=press.staff)
    found = kept(press, draft_key(draft), press.staff)
    assert found is not None and found.fields == TYPED.fields
    with press.store.reading() as session:
        assert find_draft(session, draft).content == TENDER
        assert find_draft(session, draft).revision == 1


def test_the_newest_typing_takes_the_place_of_the_older(press: Press) -> None:
    draft = begun(press)
    keep(press, draft, by=press.staff)
    keep(press, draft, by=press.staff, typed=replace(TYPED, fields=(("title", "新"),)))
    found = kept(press, draft_key(draft), press.staff)
    assert found is not None and found.fields == (("title", "新"),)


def test_nobody_gets_what_somebody_else_typed(press: Press, other: int) -> None:
    draft = begun(press)
    keep(press, draft, by=press.staff)
    assert kept(press, draft_key(draft), other) is None
    with press.store.writing() as session:
        autosaving.discard(session, draft_key(draft), by=other)
    assert kept(press, draft_key(draft), press.staff) is not None
    with press.store.reading() as session:
        assert unsaved_rows(session, of=other, limit=10) == []
        assert [row.title for row in unsaved_rows(session, of=press.staff, limit=10)] == [
            "河东路改造"
        ]


def test_saving_clears_ones_own_typing_and_leaves_a_colleagues(press: Press, other: int) -> None:
    draft = begun(press)
    keep(press, draft, by=press.staff)
    keep(press, draft, by=other)
    save(press, draft, by=press.staff, revision=1)
    assert kept(press, draft_key(draft), press.staff) is None
    assert kept(press, draft_key(draft), other) is not None


def test_saving_a_new_form_clears_its_typing_and_nothing_late_comes_back(press: Press) -> None:
    with press.store.writing() as session:
        autosaving.keep_new(session, KEY, TYPED, by=press.staff, now=NOON)
        drafting.start(session, TENDER, by=press.staff, now=NOON, once_key=KEY)
    assert kept(press, new_key(KEY), press.staff) is None
    with press.store.writing() as session, pytest.raises(Conflict, match="存成草稿"):
        autosaving.keep_new(session, KEY, TYPED, by=press.staff, now=NOON)


def test_typing_from_an_old_page_does_not_come_back_over_ones_own_saving(
    press: Press, other: int
) -> None:
    draft = begun(press)
    save(press, draft, by=press.staff, revision=1)
    with pytest.raises(Conflict, match="别处保存过"):
        keep(press, draft, by=press.staff)
    keep(press, draft, by=other)  # over a colleague's saving it is kept: both will be shown


@pytest.mark.parametrize("end", ["discarded", "published"])
def test_a_draft_that_ends_takes_all_typing_with_it(
    press: Press, settings: Settings, other: int, end: str
) -> None:
    draft = begun(press)
    keep(press, draft, by=press.staff)
    keep(press, draft, by=other)
    with press.store.writing() as session:
        if end == "discarded":
            drafting.discard(session, draft, by=press.staff, now=NOON)
        else:
            site = read_site(session, settings)
            publish(session, [draft], by=press.staff, now=NOON, site=site)
    assert kept(press, draft_key(draft), press.staff) is None
    assert kept(press, draft_key(draft), other) is None
    with pytest.raises(Conflict, match="不再自动保存"):
        keep(press, draft, by=other)


def test_more_than_anybody_types_is_refused_to_the_byte(press: Press) -> None:
    draft = begun(press)
    frame = len('[["body_html",""]]')
    whole = "x" * (MOST_BYTES - frame)
    keep(press, draft, by=press.staff, typed=replace(TYPED, fields=(("body_html", whole),)))
    with pytest.raises(RuleBroken, match="1 MB"):
        keep(
            press, draft, by=press.staff, typed=replace(TYPED, fields=(("body_html", whole + "x"),))
        )


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "无" * 20, "a/b" * 8])
def test_only_keys_of_our_own_forms_are_kept(press: Press, key: str) -> None:
    with press.store.writing() as session, pytest.raises(NotFound):
        autosaving.keep_new(session, key, TYPED, by=press.staff, now=NOON)


def test_typing_is_forgotten_after_thirty_days_and_beyond_fifty_forms(
    press: Press, other: int
) -> None:
    with press.store.writing() as session:
        autosaving.keep_new(session, KEY, TYPED, by=other, now=NOON)
        for number in range(MOST_KEPT + 1):
            at = NOON + timedelta(seconds=number + 1)
            autosaving.keep_new(session, f"form-number-{number:04}", TYPED, by=press.staff, now=at)
        rows = unsaved_rows(session, of=press.staff, limit=100)
        assert len(rows) == MOST_KEPT
        assert new_key("form-number-0000") not in {row.key for row in rows}
        assert len(unsaved_rows(session, of=other, limit=100)) == 1
    with press.store.writing() as session:
        later = NOON + KEPT_FOR + timedelta(seconds=1)
        autosaving.keep_new(session, "form-number-last", TYPED, by=press.staff, now=later)
        assert unsaved_rows(session, of=other, limit=100) == []
