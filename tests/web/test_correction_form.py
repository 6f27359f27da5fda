"""Correcting in the browser: the notice's own form, filled with what stands; JavaScript is off."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.families import CANDIDATES, CONTRACT, PLAN, TERMINATION
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.clerks import Clerk, Page
from trading.domain.codes import Extension
from trading.domain.drafts import Change, Entered, NoticeDraft
from trading.store.drafts import DraftView, find_draft

NEW = "/staff/notices/new/correction"
REASON = {"reason_code": "postponement", "reason": "应投标人要求"}


def draft_of(clerk: Clerk, page: Page) -> DraftView:
    """The draft to whose page an answer leads."""
    number = next(part for part in urlsplit(page.location).path.split("/") if part.isdecimal())
    with clerk.store.reading() as session:
        return find_draft(session, int(number))


def presses(page: Page) -> list[str]:
    """What the buttons of the page do."""
    return re.findall(r'name="do" value="([^"]+)"', page.text)


def changes_of(draft: DraftView) -> tuple[Change, ...]:
    assert draft.content.correction is not None
    return draft.content.correction.changes


def test_a_notice_is_chosen_and_its_form_opens_with_what_stands(clerk: Clerk, tender: str) -> None:
    chosen = clerk.open(f"{NEW}?q=河东")
    assert f"{NEW}?number={tender}" in chosen.text
    form = clerk.open(f"{NEW}?number={tender}").forms["notice-form"].fields
    assert form["title"] == "河东路改造变更、澄清公告"
    assert form["tender-deadline"] == "2026-03-23 12:00"
    assert (form["lots-0-title"], form["lots-1-title"]) == ("一标段", "二标段")
    assert (form["type"], form["corrects"]) == ("correction", tender)


def test_checked_it_shows_every_change_before_anything_else(clerk: Clerk, tender: str) -> None:
    form = clerk.open(f"{NEW}?number={tender}")
    sent = clerk.send(
        form,
        do="check",
        **{"tender-deadline": "2026-03-30 09:00", "tender-opening_at": "", **REASON},
    )
    draft = draft_of(clerk, sent)
    assert [(one.label, one.old, one.new) for one in changes_of(draft)] == [
        ("投标截止", "2026-03-23 12:00", "2026-03-30 09:00"),
        ("开标时间", "2026-03-23 12:00", ""),
    ]
    assert draft.content.lots == TENDER.lots
    preview = clerk.follow(sent)
    assert preview.text.index("2026-03-30 09:00") < preview.text.index("基本信息")
    assert "核对" in preview.text
    again = clerk.open(f"/staff/notices/{draft.id}/edit").forms["notice-form"].fields
    assert again["reason_code"] == "postponement"


def test_what_is_missing_is_said_at_its_field(clerk: Clerk, tender: str) -> None:
    page = clerk.send(clerk.open(f"{NEW}?number={tender}"), do="check")
    assert page.status == 422
    assert page.error_at("reason_code") == "请选择更正原因"
    assert any("没有改动" in one for one in page.faults)
    page = clerk.send(page, do="check", **REASON, **{"worded-0-old": "旧", "worded-0-new": "新"})
    assert page.error_at("worded-0-label") == "请写明更正的事项"
    done = clerk.send(page, do="check", **{"worded-0-label": "第三章"})
    assert changes_of(draft_of(clerk, done)) == (Change(label="第三章", old="旧", new="新"),)


def test_near_the_deadline_the_form_asks_whether_it_is_put_off(
    clerk: Clerk, press: Press, tender: str
) -> None:
    assert TENDER.tender is not None
    near = replace(
        TENDER.tender,
        documents_until=NOON + timedelta(days=6),
        deadline=NOON + timedelta(days=10),
        opening_at=None,
    )
    number = press(replace(TENDER, project_code="HD-3", tender=near)).numbers[0]
    page = clerk.send(
        clerk.open(f"{NEW}?number={number}"),
        do="check",
        **{"tender-qualification": "二级以上", **REASON},
    )
    assert "不足15日" in page.error_at("extension")
    done = clerk.send(page, do="check", extension="unaffected")
    correction = draft_of(clerk, done).content.correction
    assert correction is not None and correction.extension is Extension.UNAFFECTED


def test_rows_of_worded_changes_are_added_without_losing_anything(
    clerk: Clerk, tender: str
) -> None:
    page = clerk.open(f"{NEW}?number={tender}")
    page = clerk.send(page, do="add:worded", **{"worded-0-label": "第一项", "title": "另题"})
    fields = page.forms["notice-form"].fields
    assert (fields["worded-0-label"], fields["worded-1-label"]) == ("第一项", "")
    assert fields["title"] == "另题"


@pytest.mark.parametrize(
    ("content", "typed", "label"),
    [
        (PLAN, {"plan-note": "改后"}, "备注"),
        (result(won(1), won(2)), {"awards-0-amount": "47", "awards-0-amount-unit": "wan"}, "金额"),
        (CANDIDATES, {"candidate-objections": "改后"}, "异议渠道"),
        (TERMINATION, {"lots-0-failed_reason": "改后"}, "原因"),
        (CONTRACT, {"contracts-0-number": "改后"}, "合同编号"),
    ],
    ids=["plan", "award", "candidate", "termination", "contract"],
)
def test_every_family_is_corrected_in_its_own_form(
    clerk: Clerk, press: Press, tender: str, content: NoticeDraft, typed: dict[str, str], label: str
) -> None:
    if content is CONTRACT:
        press.after(tender, result(won(1), won(2)))
    number = (press(content) if content is PLAN else press.after(tender, content)).numbers[0]
    form = clerk.open(f"{NEW}?number={number}")
    unchanged = clerk.send(form, do="save", **REASON)
    assert changes_of(draft_of(clerk, unchanged)) == ()
    sent = clerk.send(form, do="check", **REASON, **typed)
    assert sent.status == 303, sent.faults
    assert [label in one.label for one in changes_of(draft_of(clerk, sent))] == [True]
    assert "替换" not in form.text
    assert not {"add:lots", "remove:lots"} & {":".join(one.split(":")[:2]) for one in presses(form)}


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (result(won(1), won(2)), "awards-0-suppliers-0-address"),
        (CANDIDATES, "candidate-objections"),
        (TERMINATION, "lots-0-failed_reason"),
        (CONTRACT, "contracts-0-number"),
    ],
    ids=["award", "candidate", "termination", "contract"],
)
def test_what_the_form_does_not_ask_for_is_not_corrected(
    clerk: Clerk, press: Press, tender: str, content: NoticeDraft, field: str
) -> None:
    lots = tuple(
        replace(lot, parcel="甲-1号", area="900平方米", bid_step=Entered(100_00))
        for lot in TENDER.lots
    )
    number = press.after(tender, replace(content, lots=lots)).numbers[0]
    form = clerk.open(f"{NEW}?number={number}")
    draft = draft_of(clerk, clerk.send(form, do="save", **REASON, **{field: "改后"}))
    assert ["改后" in one.new for one in changes_of(draft)] == [True]
    again = clerk.open(f"/staff/notices/{draft.id}/edit")
    draft = draft_of(clerk, clerk.send(again, do="check"))
    assert ["改后" in one.new for one in changes_of(draft)] == [True]
    assert draft.content.lots == lots


def test_a_draft_that_was_overtaken_opens_on_the_facts_that_stand(
    clerk: Clerk, colleague: Clerk, tender: str, press: Press
) -> None:
    slow = clerk.send(
        clerk.open(f"{NEW}?number={tender}"), do="save", project_code="HD-9", **REASON
    )
    quick = colleague.send(
        colleague.open(f"{NEW}?number={tender}"),
        do="save",
        **{"tender-deadline": "2026-03-30 12:00", "tender-opening_at": "", **REASON},
    )
    press.after(tender, draft_of(colleague, quick).content)
    stale = clerk.send(
        clerk.open(f"/staff/notices/{draft_of(clerk, slow).id}/edit"),
        do="check",
        project_code="HD-9",
    )
    assert stale.status == 303, stale.faults
    renewed = draft_of(clerk, stale)
    assert [one.path for one in changes_of(renewed)] == ["project_code"]
    assert renewed.content.tender is not None and renewed.content.tender.deadline is not None
    assert renewed.content.tender.deadline.day == 30


def test_a_form_that_was_overtaken_while_open_is_refused(
    clerk: Clerk, tender: str, press: Press, colleague: Clerk
) -> None:
    form = clerk.open(f"{NEW}?number={tender}")
    quick = colleague.send(
        colleague.open(f"{NEW}?number={tender}"), do="save", project_code="HD-8", **REASON
    )
    press.after(tender, draft_of(colleague, quick).content)
    page = clerk.send(form, do="check", project_code="HD-9", **REASON)
    assert page.status == 422
    assert any("又被" in one for one in page.faults)


def test_what_cannot_be_corrected_says_why(clerk: Clerk, tender: str, press: Press) -> None:
    sent = clerk.send(
        clerk.open(f"{NEW}?number={tender}"), do="save", project_code="HD-8", **REASON
    )
    number = press.after(tender, draft_of(clerk, sent).content).numbers[0]
    assert "不能再更正" in clerk.open(f"{NEW}?number={number}").text
    assert clerk.open(f"{NEW}?number=209901010001").status == 404


def test_typing_that_was_kept_comes_back_in_the_same_form(clerk: Clerk, tender: str) -> None:
    form = clerk.open(f"{NEW}?number={tender}")
    fields = dict(form.forms["notice-form"].fields)
    fields |= {"reason": "说明", "worded-0-label": "第三章"}
    key = fields["once_key"]
    at = f"{NEW}?number={tender}".replace("?", "%3F").replace("=", "%3D")
    kept = clerk.client.post(f"/staff/autosaves/new/{key}.json?at={at}", data=fields)
    assert kept.status_code == 200
    back = clerk.open(f"{NEW}?number={tender}&restore={key}").forms["notice-form"].fields
    assert (back["reason"], back["worded-0-label"]) == ("说明", "第三章")
    assert back["corrects"] == tender
