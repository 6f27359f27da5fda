"""Findings while typing: said at their fields, nothing kept, nothing asked for too early."""

from dataclasses import replace

from flask.testing import FlaskClient

from tests.notices import TENDER, Press
from tests.web.clerks import Clerk, Page
from tests.web.test_publish_page import TENDER as NEW
from tests.web.test_publish_page import WHOLE, draft
from trading.store.drafts import find_draft, open_drafts


def look(clerk: Clerk, page: Page, **typed: str) -> list[dict[str, str]]:
    """What is said at the fields of the form on this page, with these fields filled in."""
    fields = page.forms["notice-form"].fields.copy()
    for name, text in typed.items():
        fields[name] = text
    answer = clerk.client.post(_address(page), data=fields)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: list[dict[str, str]] = answer.get_json()["findings"]
    return found


def _address(page: Page) -> str:
    marked = page.text.partition('data-findings="')[2]
    return marked.partition('"')[0].replace("&amp;", "&")


def said(found: list[dict[str, str]], at: str) -> list[str]:
    return [one["said"] for one in found if one["at"] == at]


def test_an_empty_form_is_asked_for_nothing(clerk: Clerk) -> None:
    assert look(clerk, clerk.open(NEW)) == []


def test_what_stands_out_is_said_at_its_field_with_its_article(clerk: Clerk) -> None:
    short = {"tender-documents_from": "2026-3-3 8:30", "tender-documents_until": "2026-3-6 17:00"}
    found = look(clerk, clerk.open(NEW), **{**WHOLE, **short})
    (sale,) = [one for one in found if one["at"] == "tender-documents_until"]
    assert sale["said"].startswith("招标文件（资格预审文件）发售期不得少于5日：从2026-03-03起")
    assert sale["article"] == "《招标投标法实施条例》第十六条"
    assert sale["severity"] == "explain"


def test_what_cannot_be_read_is_said_before_anything_else(clerk: Clerk) -> None:
    found = look(clerk, clerk.open(NEW), **{**WHOLE, "tender-deadline": "下周三"})
    assert [one["at"] for one in found] == ["tender-deadline"]
    assert found[0]["severity"] == "stop"


def test_personal_data_and_a_known_title_are_asked_about(clerk: Clerk, press: Press) -> None:
    number = press(replace(TENDER, title="河东路改造招标公告")).numbers[0]
    typed = {**WHOLE, "project_code": "HD-9", "body_html": "<p>王 13800001234</p>"}
    found = look(clerk, clerk.open(NEW), **typed)
    assert said(found, "body_html") == ["正文里有手机号码（138****1234）：公开前请遮盖"]
    (same,) = [one for one in found if one["at"] == "title"]
    assert same["link"] == f"/notices/{number}"


def test_looking_keeps_nothing_and_needs_the_token(clerk: Clerk) -> None:
    page = clerk.open(f"/staff/notices/{draft(clerk)}/edit")
    look(clerk, page, title="改了标题")
    with clerk.store.reading() as session:
        (kept,) = open_drafts(session)
    assert kept.content.title == WHOLE["title"]
    fields = page.forms["notice-form"].fields.copy()
    del fields["csrf_token"]
    assert clerk.client.post(_address(page), data=fields).status_code == 400


def test_strangers_and_reviewers_are_turned_away(reader: FlaskClient, reviewer: Clerk) -> None:
    assert reader.post("/staff/notices/findings").status_code in (303, 400)
    assert reviewer.client.post("/staff/notices/findings").status_code in (400, 403)


def test_a_type_without_a_form_is_refused(clerk: Clerk) -> None:
    page = clerk.open(NEW)
    fields = page.forms["notice-form"].fields.copy()
    fields["type"] = "公告"
    assert clerk.client.post(_address(page), data=fields).status_code == 422


def test_one_press_masks_title_and_body_and_loses_nothing_else(clerk: Clerk) -> None:
    typed = {
        **WHOLE,
        "title": "关于 13800001234 的公告",
        "body_html": "<p>证号 11010519491231002X，联系 139 0000 5678</p>",
        "buyer-phone": "13900005678",
        "tender-deadline": "下周三",
    }
    page = clerk.send(clerk.open(NEW), **typed, do="mask")
    assert page.status == 200
    assert "已遮盖2处个人信息" in page.text
    fields = page.forms["notice-form"].fields
    assert fields["title"] == "关于 138****1234 的公告"
    assert fields["body_html"] == "<p>证号 11*************02X，联系 139 0000 5678</p>"
    for name in typed.keys() - {"title", "body_html"}:
        assert fields[name] == typed[name]
    with clerk.store.reading() as session:
        assert open_drafts(session) == []


def test_the_preview_lists_findings_by_severity(clerk: Clerk) -> None:
    one = draft(clerk, **{"tender-qualification": "", "lots-0-code": "1", "title": "13800001234"})
    page = clerk.open(f"/staff/notices/{one}")
    stop, explain, note = (page.text.index(f"<h3>{name}</h3>") for name in NAMES)
    assert stop < explain < note
    assert "请填写资格条件" in page.text
    with clerk.store.reading() as session:
        assert find_draft(session, int(one)).explanations == {}


NAMES = ("必须改正", "须说明理由", "提示")
