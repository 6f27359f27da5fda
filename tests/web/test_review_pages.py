"""Review at the desk: handed in, read as it will look, checked point by point, decided, told."""

import csv
import io

import pytest
from flask import Flask

from tests.clocks import FixedClock
from tests.notices import TENDER
from tests.web.clerks import Clerk, Page
from tests.web.conftest import NOW, _signed_in
from tests.web.pages import Read
from tests.web.test_publish_page import confirm, draft
from trading.domain.checklist import Check
from trading.store import sites
from trading.store.acts import recent_acts
from trading.store.drafts import find_draft
from trading.store.engine import Store

ALL = [check.value for check in Check]


@pytest.fixture(autouse=True)
def reviewed(office: Flask, sqlite_store: Store) -> None:
    """The office publishes under review."""
    with sqlite_store.writing() as session:
        sites.set_review_required(session, required=True)


@pytest.fixture
def chief(office: Flask, sqlite_store: Store) -> Clerk:
    """An administrator."""
    return _signed_in(office, sqlite_store, "孙", role="admin")


def hand_in(clerk: Clerk, one: str, **typed: str) -> Page:
    page = clerk.open(f"/staff/notices/{one}/submit")
    reasons = {name: "已核对" for name in page.forms["submit-form"].fields if "reason-" in name}
    return clerk.send(page, "submit-form", **{**reasons, **typed})


def review(reviewer: Clerk, one: str) -> Page:
    return reviewer.open(f"/staff/notices/{one}/review")


def approve(reviewer: Clerk, page: Page, checks: list[str] = ALL, **typed: str) -> Page:
    for check in checks:
        page.forms["review-form"].fields.add("check", check)
    return reviewer.send(page, "review-form", **typed)


def send_back(reviewer: Clerk, page: Page, opinion: str) -> Page:
    sheet = page.forms["review-form"]
    sheet.address = sheet.address.replace("/approve", "/return")
    return reviewer.send(page, "review-form", opinion=opinion)


def state(clerk: Clerk, one: str) -> str:
    with clerk.store.reading() as session:
        return find_draft(session, int(one)).state.value


def test_the_way_from_the_writer_to_the_public(clerk: Clerk, reviewer: Clerk) -> None:
    one = draft(clerk)
    assert "publish-form" not in confirm(clerk, one).forms
    assert "已送审" in clerk.follow(hand_in(clerk, one)).text
    page = review(reviewer, one)
    for text in ("河东路改造招标公告", "保密审查", "个人信息", "错敏字词", "金额与单位", "时限"):
        assert text in page.text
    assert "审核通过" in reviewer.follow(approve(reviewer, page)).text
    done = clerk.follow(clerk.send(confirm(clerk, one), "publish-form"))
    assert "已发布1份公告" in done.text
    assert f"/staff/notices/{one}/steps" in done.text
    assert clerk.client.get("/notices").get_data(as_text=True).count("河东路改造招标公告") == 1


def test_a_press_without_an_approval_is_refused_and_publishes_nothing(clerk: Clerk) -> None:
    one = draft(clerk)
    page = confirm(clerk, one)
    assert "先审后发" in page.text
    page = clerk.open(f"/staff/notices/{one}/submit")
    token = page.forms["submit-form"].fields["csrf_token"]
    answer = clerk.client.post("/staff/publish", data={"csrf_token": token, "draft": one})
    assert answer.status_code == 409
    assert "先审后发" in answer.get_data(as_text=True)
    with clerk.store.reading() as session:
        assert recent_acts(session) == []


def test_the_reviewer_reads_the_reasons_and_the_writer_reads_the_opinion(
    clerk: Clerk, reviewer: Clerk
) -> None:
    one = draft(clerk, **{"tender-deadline": "2199-1-22 0:00"})
    page = clerk.open(f"/staff/notices/{one}/submit")
    asked = [name for name in page.forms["submit-form"].fields if "reason-" in name]
    assert asked
    bare = clerk.send(page, "submit-form")
    assert bare.status == 422
    assert "请写明理由" in bare.text
    assert state(clerk, one) == "draft"
    sent = clerk.send(page, "submit-form", **dict.fromkeys(asked, "招标人要求"))
    assert sent.status == 303
    read = review(reviewer, one)
    assert "招标人要求" in read.text
    refused = send_back(reviewer, read, " ")
    assert refused.status == 422
    assert "请写明退回的意见" in refused.text
    assert send_back(reviewer, read, "截止时间请改").status == 303
    assert state(clerk, one) == "returned"
    assert "截止时间请改" in clerk.open(f"/staff/notices/{one}").text
    assert "截止时间请改" in clerk.open(f"/staff/notices/{one}/edit").text
    assert "招标人要求" in clerk.open(f"/staff/notices/{one}/submit").text


def test_a_checklist_with_a_gap_is_refused_and_keeps_what_was_ticked(
    clerk: Clerk, reviewer: Clerk
) -> None:
    one = draft(clerk)
    hand_in(clerk, one)
    refused = approve(reviewer, review(reviewer, one), ["secrecy", "money"], opinion="看过")
    assert refused.status == 422
    assert "个人信息、错敏字词、时限" in refused.text
    fields = refused.forms["review-form"].fields
    assert fields.getlist("check") == ["secrecy", "money"]
    assert fields["opinion"] == "看过"
    assert state(clerk, one) == "submitted"


def test_what_changed_while_it_was_read_is_not_approved(clerk: Clerk, reviewer: Clerk) -> None:
    """409, and the page shows what stands there now, to be read again (security.md R16)."""
    one = draft(clerk)
    hand_in(clerk, one)
    read = review(reviewer, one)
    preview = clerk.open(f"/staff/notices/{one}")
    clerk.send(preview, "recall-form")
    edit = clerk.open(f"/staff/notices/{one}/edit")
    assert clerk.send(edit, title="改过的标题", do="save").status == 303
    hand_in(clerk, one)
    stale = approve(reviewer, read)
    assert stale.status == 409
    assert "改过的标题" in stale.text and "重新阅读" in stale.text
    assert state(clerk, one) == "submitted"
    assert approve(reviewer, review(reviewer, one)).status == 303


def test_who_wrote_it_cannot_even_open_its_review(clerk: Clerk, chief: Clerk) -> None:
    one = draft(chief)
    hand_in(chief, one)
    page = review(chief, one)
    assert page.status == 403
    assert "没有写过它的人" in page.text
    assert review(clerk, one).status == 403
    other = draft(clerk, project_code="HD-002")
    hand_in(clerk, other)
    assert approve(chief, review(chief, other)).status == 303


def test_an_administrator_who_wrote_is_refused_by_the_press_itself(
    clerk: Clerk, chief: Clerk
) -> None:
    other = draft(clerk, project_code="HD-002")
    hand_in(clerk, other)
    theirs = review(chief, other)
    own = draft(chief)
    hand_in(chief, own)
    theirs.forms["review-form"].address = f"/staff/notices/{own}/approve"
    assert approve(chief, theirs).status == 403
    assert state(chief, own) == "submitted"


def test_what_is_handed_in_is_looked_at_not_edited_and_a_late_save_loses_nothing(
    clerk: Clerk, colleague: Clerk
) -> None:
    one = draft(clerk)
    open_form = colleague.open(f"/staff/notices/{one}/edit")
    hand_in(clerk, one)
    assert clerk.open(f"/staff/notices/{one}/edit").location == f"/staff/notices/{one}"
    late = colleague.send(open_form, title="我的标题", do="save")
    assert late.status == 409
    assert "请先撤回" in late.text
    assert late.forms["notice-form"].fields["title"] == "我的标题"
    with clerk.store.reading() as session:
        assert find_draft(session, int(one)).content.title == TENDER.title


def test_approving_asks_for_the_password_when_it_was_given_long_ago(
    clerk: Clerk, reviewer: Clerk, office_clock: FixedClock
) -> None:
    one = draft(clerk)
    hand_in(clerk, one)
    read = review(reviewer, one)
    office_clock.pass_by(minutes=25)
    reviewer.open("/staff/")
    office_clock.pass_by(minutes=20)
    asked = approve(reviewer, read)
    assert asked.location.startswith("/staff/confirm")
    assert review(reviewer, one).location.startswith("/staff/confirm")
    assert state(clerk, one) == "submitted"


def test_every_step_is_shown_and_exported_with_person_and_time(
    clerk: Clerk, reviewer: Clerk
) -> None:
    one = draft(clerk)
    hand_in(clerk, one)
    send_back(reviewer, review(reviewer, one), "=1+1 请改")
    hand_in(clerk, one)
    approve(reviewer, review(reviewer, one), opinion="可以")
    clerk.send(confirm(clerk, one), "publish-form")
    answer = reviewer.client.get(f"/staff/notices/{one}/steps.csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [(row["step"], row["person"]) for row in rows] == [
        ("送审", "王"),
        ("退回", "赵"),
        ("送审", "王"),
        ("审核通过", "赵"),
        ("发布", "王"),
    ]
    assert {row["at"] for row in rows} == {NOW.isoformat()}
    assert rows[1]["opinion"] == "'=1+1 请改"
    assert rows[3]["checklist"] == "保密审查、个人信息、错敏字词、金额与单位、时限"
    assert len({row["sha256"] for row in rows}) == 1
    page = Read(reviewer.client.get(f"/staff/notices/{one}/steps"))
    assert "=1+1 请改" in page.main and "可以" in page.main
    assert reviewer.open("/staff/notices/999/steps.csv").status == 404


def test_the_desk_of_each_shows_whose_turn_it_is(clerk: Clerk, reviewer: Clerk) -> None:
    one = draft(clerk)
    hand_in(clerk, one)
    assert "等我审核的" in reviewer.open("/staff/").text
    assert "等我审核的" not in clerk.open("/staff/").text
    send_back(reviewer, review(reviewer, one), "请改")
    assert "退回给我修改的" in clerk.open("/staff/").text


def test_nothing_of_a_review_is_public(clerk: Clerk, reviewer: Clerk, office: Flask) -> None:
    one = draft(clerk, title="尚未公开的标题")
    hand_in(clerk, one)
    send_back(reviewer, review(reviewer, one), "内部意见")
    reader = office.test_client()
    for address in ("/", "/notices", "/notices?q=尚未公开", "/feeds/all.rss", "/statistics/2026"):
        text = reader.get(address).get_data(as_text=True)
        # What was searched for stands in the search box.
        assert "尚未公开的标题" not in text and "内部意见" not in text, address
