"""Autosave at the browser: typed and never saved, it is there again when the form is opened."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict

from tests.clocks import FixedClock
from tests.web.clerks import Clerk, Page
from tests.web.pages import read
from trading.services.initialising import digest
from trading.store import people
from trading.store.drafts import open_drafts
from trading.store.notices import find_notice

TENDER = "/staff/notices/new/tender?category=construction"


def address(page: Page) -> str:
    """Where the page's script sends what is typed."""
    found = page.text.split('data-autosave="')[1].split('"')[0]
    return found.replace("&amp;", "&")


def type_in(clerk: Clerk, page: Page, status: int = 200, **typed: str) -> dict[str, Any]:
    """What the page's script does a few seconds after the last key."""
    sent: MultiDict[str, str] = MultiDict(page.forms["notice-form"].fields)
    for name, text in typed.items():
        sent[name.replace("__", "-")] = text
    answer = clerk.client.post(address(page), data=sent)
    assert answer.status_code == status, answer.get_data(as_text=True)
    said: dict[str, Any] = json.loads(answer.data)
    return said


def saved_draft(clerk: Clerk, **typed: str) -> Page:
    return clerk.follow(clerk.send(clerk.open(TENDER), title="河东路改造", do="save", **typed))


def again(clerk: Clerk) -> Page:
    """The form as the desk's row opens it."""
    desk = clerk.open("/staff/")
    link = desk.text.split("restore=")[1].split('"')[0]
    return clerk.open(f"{TENDER}&restore={link}")


def test_the_line_says_when_it_was_kept(clerk: Clerk, office_clock: FixedClock) -> None:
    page = clerk.open(TENDER)
    office_clock.pass_by(minutes=3, seconds=5)
    assert type_in(clerk, page, title="河东路")["said"] == "已自动保存 12:03:05"
    with clerk.store.reading() as session:
        assert open_drafts(session) == []


def test_what_was_typed_into_a_draft_is_shown_again_with_a_way_to_drop_it(clerk: Clerk) -> None:
    page = saved_draft(clerk)
    type_in(clerk, page, title="河东路改造（二期）", tender__deadline="下周三上午")
    opened = clerk.open(page.address)
    fields = opened.forms["notice-form"].fields
    assert fields["title"] == "河东路改造（二期）"
    assert fields["tender-deadline"] == "下周三上午"
    assert "还没有保存的内容" in opened.text
    back = clerk.follow(clerk.send(opened, "kept-form"))
    assert back.forms["notice-form"].fields["title"] == "河东路改造"
    assert "还没有保存的内容" not in back.text


def test_saving_what_was_restored_saves_it_and_the_banner_is_gone(clerk: Clerk) -> None:
    page = saved_draft(clerk)
    type_in(clerk, page, title="河东路改造（二期）")
    saved = clerk.follow(clerk.send(clerk.open(page.address), do="save"))
    assert saved.forms["notice-form"].fields["title"] == "河东路改造（二期）"
    assert "还没有保存的内容" not in saved.text


def test_typing_that_says_what_the_draft_says_is_not_offered(clerk: Clerk) -> None:
    page = saved_draft(clerk)
    type_in(clerk, page)
    assert "还没有保存的内容" not in clerk.open(page.address).text


def test_a_new_form_is_opened_again_from_the_desk_with_its_added_rows(clerk: Clerk) -> None:
    page = clerk.send(clerk.open(TENDER), title="河东路", do="add:lots")
    type_in(clerk, page, **{"lots-1-title": "二标段", "lots-1-ceiling": "一百来万"})
    opened = again(clerk)
    fields = opened.forms["notice-form"].fields
    assert (fields["title"], fields["lots-1-title"]) == ("河东路", "二标段")
    assert fields["lots-1-ceiling"] == "一百来万"
    saved = clerk.send(opened, do="save", **{"lots-1-ceiling": "100", "lots-1-ceiling-unit": "wan"})
    assert saved.status == 303
    assert "restore=" not in clerk.open("/staff/").text


def test_a_new_form_can_be_dropped(clerk: Clerk) -> None:
    type_in(clerk, clerk.open(TENDER), title="河东路")
    assert clerk.follow(clerk.send(again(clerk), "kept-form")).status == 200
    assert "restore=" not in clerk.open("/staff/").text


def test_when_a_colleague_saved_meanwhile_both_are_shown(clerk: Clerk, colleague: Clerk) -> None:
    page = saved_draft(clerk)
    type_in(clerk, page, title="我写的标题")
    assert colleague.send(colleague.open(page.address), title="同事的标题", do="save").status == 303
    both = clerk.open(page.address)
    assert "我写的标题" in both.text and "同事的标题" in both.text
    assert both.forms["notice-form"].fields["title"] == "我写的标题"
    assert clerk.send(both, do="save").status == 303
    assert clerk.open(page.address).forms["notice-form"].fields["title"] == "我写的标题"


def test_typing_is_its_writers_alone(clerk: Clerk, colleague: Clerk, reviewer: Clerk) -> None:
    page = saved_draft(clerk)
    new = clerk.open(TENDER)
    type_in(clerk, page, title="秘密的草稿")
    type_in(clerk, new, title="秘密的新公告")
    key = address(new).split("/new/")[1].split(".json")[0]
    for other in (colleague, reviewer):
        assert "秘密" not in other.open("/staff/").text
        assert "秘密" not in other.open(f"{TENDER}&restore={key}").text
        assert "秘密" not in other.open(page.address).text
    assert reviewer.client.post(address(page)).status_code == 400  # no form token
    assert "秘密" in clerk.open("/staff/").text


def test_a_refused_form_says_that_it_holds_what_is_not_saved(clerk: Clerk) -> None:
    page = clerk.open(TENDER)
    assert "data-unsaved" not in page.text
    refused = clerk.send(page, title="河东路", do="check")
    assert refused.status == 422 and "data-unsaved" in refused.text


@pytest.mark.parametrize("at", ["https://other.example/", "//other.example/", "/nothing", ""])
def test_the_desk_links_to_no_address_but_our_own(clerk: Clerk, at: str) -> None:
    page = clerk.open(TENDER)
    url = address(page).split("?")[0] + "?" + urlencode({"at": at})
    sent = MultiDict(page.forms["notice-form"].fields)
    assert clerk.client.post(url, data=sent).status_code == 200
    assert "other.example" not in clerk.open("/staff/").text


@pytest.mark.parametrize("type_", ["", "nothing", "../x"])
def test_a_form_of_no_type_is_refused(clerk: Clerk, type_: str) -> None:
    assert type_in(clerk, clerk.open(TENDER), 422, type=type_)["status"] == 422


def test_without_its_token_nothing_is_kept(clerk: Clerk) -> None:
    page = clerk.open(TENDER)
    answer = clerk.client.post(address(page), data={"title": "伪造", "type": "tender"})
    assert answer.status_code == 400
    assert "伪造" not in clerk.open("/staff/").text


def test_after_the_session_ends_typing_waits_and_goes_on_after_signing_in(
    clerk: Clerk, office_clock: FixedClock
) -> None:
    page = clerk.open(TENDER)
    office_clock.pass_by(days=2)
    assert type_in(clerk, page, 401, title="河东路")["status"] == 401
    with clerk.store.writing() as session:
        staff = people.staff_named(session, "王")
        assert staff is not None
        people.add_session(
            session, digest("another"), staff.id, now=office_clock.now(), user_agent=""
        )
    clerk.client.set_cookie("trading_staff", "another")
    assert "已自动保存" in type_in(clerk, page, title="河东路")["said"]


@pytest.mark.parametrize(
    "family", ["plan", "tender", "candidate", "award", "termination", "contract"]
)
def test_every_family_is_kept_and_opened_again(clerk: Clerk, tender: str, family: str) -> None:
    with clerk.store.reading() as session:
        process = find_notice(session, tender).row.process_id
    page = clerk.open(f"/staff/notices/new/{family}?process={process}")
    type_in(clerk, page, title=f"未存的{family}")
    link = read(clerk.client, "/staff/").links[f"未存的{family}"]
    assert clerk.open(link).forms["notice-form"].fields["title"] == f"未存的{family}"


def test_a_correction_is_kept_and_opened_again(clerk: Clerk, tender: str) -> None:
    page = clerk.open(f"/staff/notices/new/correction?number={tender}")
    type_in(clerk, page, title="未存的更正", tender__deadline="顺延一周")
    link = read(clerk.client, "/staff/").links["未存的更正"]
    opened = clerk.open(link)
    assert opened.forms["notice-form"].fields["tender-deadline"] == "顺延一周"
    saved = clerk.send(opened, do="save", **{"tender-deadline": "2026-03-30 09:00"})
    assert saved.status == 303
    assert "未存的更正" in clerk.follow(saved).text
    assert "restore=" not in clerk.open("/staff/").text
