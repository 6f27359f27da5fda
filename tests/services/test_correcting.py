"""Corrections: begun from what stands, told change by change, and in force once published."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.notices import NOON, TENDER, Press, open_site, result, won
from trading.config import Settings
from trading.domain.codes import CorrectionReason, Extension, NoticeType, PriceForm
from trading.domain.drafts import Change, Entered, FailedLot, NoticeDraft, Party
from trading.domain.errors import Conflict, NotFound, RuleBroken, SeveralBroken
from trading.services import checking, correcting, drafting, tallying
from trading.services.publishing import publish
from trading.store.corrections import find_target
from trading.store.engine import Store
from trading.store.lists import deadlines_ahead
from trading.store.notices import find_notice, notices_of_process
from trading.store.processes import find_process
from trading.store.sites import read_site
from trading.store.tables import Process

LATER = NOON + timedelta(days=1)
DEADLINE = NOON + timedelta(days=28)


@pytest.fixture
def press(store: Store, settings: Settings) -> Iterator[Press]:
    """A site that publishes; afterwards its roll-up is what a recount finds."""
    open_site(store)
    yield Press(store, settings)
    with store.reading() as session:
        assert tallying.differences(session) == []


def corrected(
    press: Press, number: str, change: Callable[[NoticeDraft], NoticeDraft], **facts: object
) -> NoticeDraft:
    """A correction of a notice, with one thing changed in it."""
    with press.store.reading() as session:
        content = change(correcting.begin(session, number))
        assert content.correction is not None
        answers = {"reason_code": CorrectionReason.CLERICAL, "reason": "录入有误", **facts}
        stated = replace(content.correction, **answers)
        return correcting.settled(session, replace(content, correction=stated))


def later(content: NoticeDraft) -> NoticeDraft:
    """Deadline and opening a week later."""
    assert content.tender is not None
    moved = replace(content.tender, deadline=DEADLINE, opening_at=DEADLINE)
    return replace(content, tender=moved)


def award_of(content: NoticeDraft, **facts: object) -> NoticeDraft:
    return replace(content, awards=(replace(content.awards[0], **facts), *content.awards[1:]))


def faults(press: Press, content: NoticeDraft, number: str) -> dict[str, str]:
    with press.store.reading() as session:
        process = find_notice(session, number).row.process_id
        broken = checking.shortcomings(session, content, process_id=process, now=LATER)
        return {one.field: str(one) for one in broken}


def test_a_correction_begins_with_the_facts_as_they_stand(press: Press) -> None:
    number = press(TENDER).numbers[0]
    first = press.after(number, corrected(press, number, later), now=LATER).numbers[0]
    with press.store.reading() as session:
        again = correcting.begin(session, number)
    assert again.type is NoticeType.CORRECTION
    assert again.title == "河东路改造变更、澄清公告"
    assert (again.body_html, again.source, again.attachments) == ("", "", ())
    assert again.tender is not None and again.tender.deadline == DEADLINE
    assert again.lots == find(press, number).lots
    assert again.correction is not None
    assert (again.correction.corrects, again.correction.follows) == (number, first)
    assert again.correction.corrected_type is NoticeType.TENDER


def find(press: Press, number: str) -> NoticeDraft:
    with press.store.reading() as session:
        return find_notice(session, number).frozen.content


def test_a_corrected_deadline_moves_the_process_and_leaves_the_record_as_it_was(
    press: Press,
) -> None:
    number = press(TENDER).numbers[0]
    with press.store.reading() as session:
        before = find_notice(session, number)
    content = corrected(press, number, later)
    assert content.correction is not None
    assert [(c.label, c.old, c.new) for c in content.correction.changes] == [
        ("投标截止", "2026-03-23 12:00", "2026-03-30 12:00"),
        ("开标时间", "2026-03-23 12:00", "2026-03-30 12:00"),
    ]
    second = press.after(number, content, now=LATER).numbers[0]
    with press.store.reading() as session:
        after = find_notice(session, number)
        process = session.get_one(Process, after.row.process_id)
        assert (process.deadline, process.opening_at) == (DEADLINE, DEADLINE)
        assert (after.payload, after.sha256) == (before.payload, before.sha256)
        assert after.row.deadline == DEADLINE
        assert after.row.corrected_at == LATER
        assert [one.number for one in deadlines_ahead(session, LATER, limit=9)] == [number]
        correction = find_notice(session, second)
        assert correction.frozen.content == content
        assert (correction.row.family, correction.row.deadline) == ("correction", None)
        assert find_process(session, after.row.process_id).code == number
        assert tallying.differences(session) == []


def test_an_older_offer_does_not_move_the_deadline_of_a_newer_one(press: Press) -> None:
    first = press(replace(TENDER, type=NoticeType.PREQUALIFICATION)).numbers[0]
    press.after(first, TENDER)
    press.after(first, corrected(press, first, later), now=LATER)
    with press.store.reading() as session:
        row = find_notice(session, first).row
        assert row.deadline == DEADLINE
        process = session.get_one(Process, row.process_id)
        assert TENDER.tender is not None
        assert process.deadline == TENDER.tender.deadline


def test_corrected_lots_and_names_stand_in_the_process(press: Press) -> None:
    number = press(TENDER).numbers[0]

    def change(content: NoticeDraft) -> NoticeDraft:
        first = replace(content.lots[0], title="一标段（道路）", ceiling=None, estimate=Entered(7))
        buyer = replace(content.buyer, name="某县住建局")
        return replace(content, lots=(first, content.lots[1]), process_title="河东路", buyer=buyer)

    press.after(number, corrected(press, number, change), now=LATER)
    with press.store.reading() as session:
        row = find_notice(session, number).row
        process = find_process(session, row.process_id)
        assert (process.title, process.buyer.name) == ("河东路", "某县住建局")
        lot = process.lots[0]
        assert (lot.title, lot.ceiling_fen, lot.estimate_fen) == ("一标段（道路）", None, 7)
        assert row.amount_fen == 7 + 90_000_00
        assert row.buyer_name == "某县建设局"  # as the notice itself says


def test_what_a_newer_notice_says_is_not_undone_by_correcting_an_older_one(press: Press) -> None:
    first = press(replace(TENDER, type=NoticeType.PREQUALIFICATION)).numbers[0]
    lots = (replace(TENDER.lots[0], ceiling=Entered(450_000_00)), TENDER.lots[1])
    press.after(first, replace(TENDER, lots=lots, process_title="河东路改造工程"))

    def change(content: NoticeDraft) -> NoticeDraft:
        dearer = replace(content.lots[0], ceiling=Entered(510_000_00))
        return replace(content, lots=(dearer, content.lots[1]), process_title="河东路")

    press.after(first, corrected(press, first, change), now=LATER)
    with press.store.reading() as session:
        row = find_notice(session, first).row
        process = find_process(session, row.process_id)
        assert (process.title, process.lots[0].ceiling_fen) == ("河东路改造工程", 450_000_00)
        assert row.amount_fen == 510_000_00 + 90_000_00


def test_a_corrected_award_is_one_award_with_the_corrected_facts(press: Press) -> None:
    number = press(TENDER).numbers[0]
    award = press.after(number, result(won(1), won(2, by="乙公司"))).numbers[0]
    content = corrected(
        press,
        award,
        lambda one: award_of(one, amount=Entered(470_000_00), suppliers=(Party(name="丁公司"),)),
    )
    press.after(number, content, now=LATER)
    with press.store.reading() as session:
        row = find_notice(session, award).row
        lots = find_process(session, row.process_id).lots
        standing = [lot.active_award for lot in lots]
        assert [one.suppliers if one else None for one in standing] == [("丁公司",), ("乙公司",)]
        assert [one.amount_fen if one else None for one in standing] == [470_000_00, 480_000_00]
        assert [one.notice_number if one else None for one in standing] == [award, award]
        assert row.amount_fen == 950_000_00
        assert not row.replaced
        assert tallying.differences(session) == []


def test_an_award_corrected_twice_and_then_replaced_is_one_award_all_along(press: Press) -> None:
    number = press(TENDER).numbers[0]
    award = press.after(number, result(won(1), failed=(FailedLot(lot=2, reason="不足"),))).numbers[
        0
    ]
    for fen in (1_00, 2_00):
        change = corrected(press, award, lambda one, fen=fen: award_of(one, amount=Entered(fen)))
        press.after(number, change, now=LATER)
    press.after(number, result(won(1, by="乙公司", why="放弃")), now=LATER)
    press.after(
        number,
        corrected(
            press,
            award,
            lambda one: award_of(one, price_form=PriceForm.RATE, amount=None, rate_text="下浮8%"),
        ),
        now=LATER,
    )
    with press.store.reading() as session:
        row = find_notice(session, award).row
        lot = find_process(session, row.process_id).lots[0]
        assert lot.active_award and lot.active_award.suppliers == ("乙公司",)
        assert row.replaced
        assert tallying.differences(session) == []
        kinds = [one.type for one in notices_of_process(session, row.process_id)]
        assert kinds == ["tender", "award", *["correction"] * 2, "award", "correction"]


def test_only_a_standing_notice_can_be_corrected(press: Press) -> None:
    number = press(TENDER).numbers[0]
    second = press.after(number, corrected(press, number, later), now=LATER).numbers[0]
    with press.store.reading() as session:
        with pytest.raises(RuleBroken, match="不能再更正"):
            correcting.begin(session, second)
        with pytest.raises(NotFound):
            correcting.begin(session, "209901010001")


def test_a_correction_that_changes_nothing_or_gives_no_reason_is_not_published(
    press: Press,
) -> None:
    number = press(TENDER).numbers[0]
    said = faults(press, corrected(press, number, lambda one: one, reason_code=None), number)
    assert said == {
        "reason_code": "请选择更正原因",
        "worded": "没有改动：请修改下面的内容，或在“其他更正”中写明",
    }
    worded = (Change(label="招标文件第三章", old="", new="见附件"),)
    content = corrected(press, number, lambda one: one, changes=worded)
    assert faults(press, content, number) == {}
    assert content.correction and content.correction.changes == worded


def test_a_correction_neither_adds_lots_nor_gives_them_other_outcomes(press: Press) -> None:
    number = press(TENDER).numbers[0]
    award = press.after(number, result(won(1), won(2))).numbers[0]
    dropped = corrected(press, number, lambda one: replace(one, lots=one.lots[:1]))
    assert "增减标段" in faults(press, dropped, number)["lots"]
    joined = corrected(
        press, award, lambda one: replace(one, awards=(replace(one.awards[0], lots=(1, 2)),))
    )
    assert "哪些标段" in faults(press, joined, award)["lots"]
    other = corrected(press, number, lambda one: replace(one, category="other", method="open"))
    assert "category" in faults(press, other, number)


def test_what_is_corrected_keeps_the_rules_and_what_is_not_is_let_stand(press: Press) -> None:
    number = press(TENDER).numbers[0]
    assert TENDER.tender is not None

    def early(content: NoticeDraft) -> NoticeDraft:
        assert content.tender is not None
        return replace(content, tender=replace(content.tender, deadline=NOON))

    said = faults(press, corrected(press, number, early), number)
    assert said["tender.deadline"] == "投标截止须晚于发布时间"

    def opened_first(content: NoticeDraft) -> NoticeDraft:
        assert content.tender is not None
        return replace(content, tender=replace(content.tender, opening_at=LATER))

    said = faults(press, corrected(press, number, opened_first), number)
    assert said["tender.opening_at"] == "开标不能早于投标截止"
    past = TENDER.tender.deadline + timedelta(days=1)  # type: ignore[operator]
    content = corrected(press, number, lambda one: replace(one, project_code="HD-002"))
    with press.store.reading() as session:
        process = find_notice(session, number).row.process_id
        broken = checking.shortcomings(session, content, process_id=process, now=past)
    assert broken == []


def test_a_decision_is_not_moved_before_the_tender(press: Press) -> None:
    number = press(TENDER).numbers[0]
    award = press.after(number, result(won(1), won(2))).numbers[0]
    day = NOON.date() - timedelta(days=1)
    content = corrected(press, award, lambda one: award_of(one, decided_on=day))
    assert "定标日期不能早于" in faults(press, content, award)["awards.0.decided_on"]


@pytest.mark.parametrize(
    ("type_", "days", "asked"),
    [
        (NoticeType.TENDER, 15, False),
        (NoticeType.TENDER, 14, True),
        (NoticeType.PREQUALIFICATION, 3, False),
        (NoticeType.PREQUALIFICATION, 2, True),
    ],
)
def test_near_the_deadline_bidders_are_given_time_or_told_why_not(
    press: Press, type_: NoticeType, days: int, asked: bool
) -> None:
    number = press(replace(TENDER, type=type_)).numbers[0]

    def stricter(content: NoticeDraft) -> NoticeDraft:
        assert content.tender is not None
        return replace(content, tender=replace(content.tender, qualification="二级以上"))

    content = corrected(press, number, stricter)
    assert content.tender is not None and content.tender.deadline is not None
    at = content.tender.deadline - timedelta(days=days)

    def said(one: NoticeDraft) -> list[str]:
        with press.store.reading() as session:
            process = find_notice(session, number).row.process_id
            broken = checking.shortcomings(session, one, process_id=process, now=at)
            return [fault.field for fault in broken]

    assert said(content) == (["extension"] if asked else [])
    kept = corrected(press, number, stricter, extension=Extension.UNAFFECTED)
    assert said(kept) == []
    not_moved = corrected(press, number, stricter, extension=Extension.EXTENDED)
    assert said(not_moved) == ["tender.deadline"]
    moved = corrected(press, number, lambda one: later(stricter(one)), extension=Extension.EXTENDED)
    assert said(moved) == []


def test_a_deadline_alone_asks_nothing_more(press: Press) -> None:
    number = press(TENDER).numbers[0]
    content = corrected(press, number, later)
    near = NOON + timedelta(days=20)
    with press.store.reading() as session:
        process = find_notice(session, number).row.process_id
        assert checking.shortcomings(session, content, process_id=process, now=near) == []


def test_a_draft_that_somebody_overtook_is_refused_and_can_be_renewed(press: Press) -> None:
    number = press(TENDER).numbers[0]
    slow = corrected(press, number, lambda one: replace(one, project_code="HD-002"))
    quick = corrected(press, number, later)
    second = press.after(number, quick, now=LATER).numbers[0]
    assert second in faults(press, slow, number)["correction"]
    with pytest.raises(SeveralBroken):
        press.after(number, slow, now=LATER)
    with press.store.reading() as session:
        assert correcting.is_stale(session, slow)
        fresh = correcting.renewed(session, slow)
    assert fresh.tender is not None and fresh.tender.deadline == DEADLINE
    assert fresh.correction is not None
    assert [one.path for one in fresh.correction.changes] == ["project_code"]
    assert faults(press, fresh, number) == {}
    press.after(number, fresh, now=LATER)
    with press.store.reading() as session:
        target = find_target(session, number)
        assert target is not None
        assert target.standing().project_code == "HD-002"
        assert target.standing(second).project_code == "HD-001"
        assert target.standing("").tender == TENDER.tender


def test_two_corrections_of_one_notice_are_not_one_act(press: Press, settings: Settings) -> None:
    number = press(TENDER).numbers[0]
    contents = [
        corrected(press, number, later),
        corrected(press, number, lambda one: replace(one, project_code="HD-002")),
    ]
    with press.store.writing() as session:
        process = find_notice(session, number).row.process_id
        drafts = [
            drafting.start(session, one, by=press.staff, now=LATER, process_id=process)
            for one in contents
        ]
        site = read_site(session, settings)
        with pytest.raises((SeveralBroken, Conflict)):
            publish(session, drafts, by=press.staff, now=LATER, site=site)
        assert [one.type for one in notices_of_process(session, process)] == ["tender"]


def test_a_correction_belongs_to_the_process_of_its_notice(press: Press) -> None:
    first, second = press(TENDER, replace(TENDER, project_code="X-2")).numbers
    content = corrected(press, first, later)
    assert "同一个项目" in faults(press, content, second)["correction"]
