"""Everything found in a notice, beside what was published here before, and the reasons kept."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.domain.codes import NoticeType
from trading.domain.drafts import LotDraft, NoticeDraft, Party, PlanFacts
from trading.domain.errors import RuleBroken
from trading.domain.findings import Finding, Severity, unexplained
from trading.services import drafting, finding
from trading.store import sites
from trading.store.drafts import DraftView, find_draft
from trading.store.engine import Session, Store
from trading.store.notices import find_notice

# A right check character.
CODE = "91350100M000100Y43"


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    """Publishes on a site that may, on either database."""
    identity = sites.Identity(
        site_name="某县公共资源交易网",
        organization="某县公共资源交易中心",
        region_code="230828",
        site_url="https://ggzy.example",
        authority="ggzy.example",
    )
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, identity)
    return Press(store, settings)


def look(press: Press, content: NoticeDraft, *, after: str = "", **more: object) -> list[Finding]:
    """The findings of a content, of the process of notice `after` if given."""
    with press.store.reading() as session:
        process = find_notice(session, after).row.process_id if after else None
        return finding.findings(session, content, process_id=process, now=NOON, **more)  # type: ignore[arg-type]  # passed on


def rules(found: list[Finding]) -> set[str]:
    return {one.rule for one in found if one.severity is not Severity.STOP}


def to_explain_yet(session: Session, draft: DraftView, *, now: datetime) -> list[Finding]:
    return unexplained(finding.findings_of(session, draft, now=now), draft.explanations)


def saved(press: Press, content: NoticeDraft) -> DraftView:
    with press.store.writing() as session:
        made = drafting.start(session, content, by=press.staff, now=NOON)
        return find_draft(session, made)


def test_a_plain_tender_is_asked_for_nothing(press: Press) -> None:
    found = look(press, replace(TENDER, project_code="E2308281234567890"))
    assert [str(one) for one in found] == []


def test_what_is_missing_comes_first_and_stops(press: Press) -> None:
    found = look(press, replace(TENDER, title="", body_html="<p>13800001234</p>"))
    assert [one.severity for one in found] == [Severity.STOP, Severity.EXPLAIN, Severity.NOTE]


def test_a_title_and_a_type_that_were_published_are_linked(press: Press) -> None:
    number = press(TENDER).numbers[0]
    again = {one.rule: one for one in look(press, TENDER, after=number)}
    assert again["match.title"].notice == again["match.type"].notice == number
    assert again["match.type"].severity is Severity.EXPLAIN
    third = LotDraft(number=3, title="三标段", content="桥", ceiling=TENDER.lots[0].ceiling)
    other = {one.rule: one for one in look(press, replace(TENDER, lots=(third,)), after=number)}
    assert other["match.type"].severity is Severity.NOTE
    later = NOON + timedelta(days=367)
    with press.store.reading() as session:
        process = find_notice(session, number).row.process_id
        found = finding.findings(session, TENDER, process_id=process, now=later)
    assert "match.type" not in rules(found)


def test_an_award_without_a_tender_here_is_noted_unless_the_act_brings_it(press: Press) -> None:
    award = result(won(1))
    (note,) = [one for one in look(press, award) if one.rule == "match.no-tender"]
    assert (note.severity, note.field) == (Severity.NOTE, "lots.0.number")
    assert "match.no-tender" not in rules(look(press, award, together=[TENDER]))
    assert "match.no-tender" not in rules(look(press, award, after=press(TENDER).numbers[0]))


def test_the_same_result_again_is_asked_about(press: Press) -> None:
    tender = press(TENDER).numbers[0]
    number = press.after(tender, result(won(1))).numbers[0]
    found = look(press, result(won(1, why="改正")), after=tender)
    (twin,) = [one for one in found if one.rule == "match.award"]
    assert twin.notice == number


@pytest.mark.parametrize(("decided", "asked"), [(20, True), (None, True), (21, False), (22, False)])
def test_a_result_before_the_deadline_is_asked_about(
    press: Press, decided: int | None, asked: bool
) -> None:
    """Whoever decides while bids are open has mistyped a date, or broken the law."""
    assert TENDER.tender is not None
    assert TENDER.tender.deadline == NOON + timedelta(days=21)
    first = press(TENDER).numbers[0]
    on = None if decided is None else (NOON + timedelta(days=decided)).date()
    found = look(press, result(replace(won(1), decided_on=on)), after=first)
    assert ("time.still-open" in rules(found)) is asked


def test_a_code_that_had_another_name_is_asked_about(press: Press) -> None:
    known = replace(TENDER.buyer, uscc=CODE)
    press(replace(TENDER, buyer=known))
    renamed = replace(TENDER, buyer=replace(known, name="某县住建局"), project_code="HD-2")
    (asked,) = [one for one in look(press, renamed) if one.rule == "match.name"]
    assert (asked.field, asked.values["before"]) == ("buyer.name", "某县建设局")
    supplier = result(replace(won(1), suppliers=(Party(name="乙公司", uscc=CODE),)))
    fields = [one.field for one in look(press, supplier) if one.rule == "match.name"]
    assert fields == ["awards.0.suppliers.0.name"]


def test_a_plan_published_here_is_counted_from(press: Press) -> None:
    plan = replace(
        TENDER,
        type=NoticeType.PLAN,
        title="采购意向",
        category="procurement",
        tender=None,
        plan=PlanFacts(expected_on=date(2026, 4, 1)),
    )
    number = press(plan).numbers[0]
    tender = replace(TENDER, category="procurement")
    assert "period.procurement.intention" in rules(look(press, tender, after=number))


def test_reasons_are_kept_with_the_draft_until_their_facts_change(press: Press) -> None:
    draft = saved(press, replace(TENDER, body_html="<p>13800001234</p>"))
    with press.store.writing() as session:
        with pytest.raises(RuleBroken, match="写明理由"):
            finding.explain_all(session, [draft.id], {}, now=NOON)
        (asked,) = to_explain_yet(session, draft, now=NOON)
        said = {asked.key: " 本人同意公开 ", "没有的": "不留"}
        finding.explain_all(session, [draft.id], {draft.id: said}, now=NOON)
        kept = find_draft(session, draft.id)
        assert kept.explanations == {asked.key: "本人同意公开"}
        assert to_explain_yet(session, kept, now=NOON) == []
        changed = replace(kept.content, body_html="<p>13800005678</p>")
        drafting.revise(session, draft.id, changed, revision=1, by=press.staff, now=NOON)
        (again,) = to_explain_yet(session, find_draft(session, draft.id), now=NOON)
        assert again.key != asked.key


def test_a_reason_does_not_expire_overnight(press: Press) -> None:
    short = replace(TENDER.tender, deadline=NOON + timedelta(days=15))  # type: ignore[type-var]  # a tender has terms
    draft = saved(press, replace(TENDER, tender=short))
    with press.store.reading() as session:
        today = to_explain_yet(session, draft, now=NOON)
        tomorrow = to_explain_yet(session, draft, now=NOON + timedelta(days=1))
    assert [one.key for one in today] == [one.key for one in tomorrow] != []


def test_a_reason_that_is_too_long_is_refused_by_its_key(press: Press) -> None:
    draft = saved(press, replace(TENDER, body_html="<p>13800001234</p>"))
    with press.store.writing() as session:
        (asked,) = to_explain_yet(session, draft, now=NOON)
        with pytest.raises(RuleBroken) as refused:
            finding.explain_all(session, [draft.id], {draft.id: {asked.key: "长" * 501}}, now=NOON)
    assert refused.value.field == asked.key
