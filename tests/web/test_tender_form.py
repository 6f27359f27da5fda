"""The tender form: rows come and go without losing a word, and a whole tender reaches its draft."""

import pytest

from tests.web.clerks import Clerk, Page
from trading.domain.drafts import Entered, NoticeDraft
from trading.domain.money import Unit
from trading.store.drafts import open_drafts

NEW = "/staff/notices/new/tender?category=construction"
LOT_1 = {"lots-0-title": "一标段", "lots-0-content": "道路"}
WHOLE = {
    "title": "河东路改造招标公告",
    "process_title": "河东路改造",
    "project_code": "HD-001",
    "method": "open",
    "buyer-name": "某局",
    "buyer-address": "县城一号",
    "buyer-contact": "张先生",
    "buyer-phone": "0454-0000000",
    **LOT_1,
    "lots-0-ceiling": "1,234.5",
    "lots-0-ceiling-unit": "wan",
    "tender-funds_source": "财政资金",
    "tender-qualification": "三级以上",
    "tender-consortium": "no",
    "tender-documents_from": "2199年1月1日上午8时30分",
    "tender-documents_until": "2199-1-8 17:00",
    "tender-documents_how": "网上下载",
    "tender-deadline": "2199-1-22 9:00",
    "tender-opening_place": "第一开标室",
    "body_html": "<p>正文</p>",
}


def fill(clerk: Clerk, page: Page, do: str, typed: dict[str, str]) -> Page:
    """Fill in these fields and press a button."""
    return clerk.send(page, **{**typed, "do": do})


def only_draft(clerk: Clerk) -> NoticeDraft:
    with clerk.store.reading() as session:
        (draft,) = open_drafts(session)
    return draft.content


def test_a_new_tender_begins_with_its_category(clerk: Clerk) -> None:
    page = clerk.open("/staff/notices/new/tender")
    assert "工程建设" in page.text and "土地使用权" in page.text
    assert clerk.open("/staff/notices/new/tender?category=bread").status == 422


def test_a_whole_tender_goes_to_its_preview_and_rests_as_typed(clerk: Clerk) -> None:
    answer = fill(clerk, clerk.open(NEW), "check", WHOLE)
    assert answer.status == 303, answer.faults
    content = only_draft(clerk)
    assert content.lots[0].ceiling == Entered(12_345_000_00, Unit.WAN)
    assert content.tender is not None
    assert content.tender.consortium is False
    assert f"{content.tender.documents_from:%Y-%m-%d %H:%M}" == "2199-01-01 08:30"
    assert (content.region, content.agency) == ("230828", None)


def test_a_draft_shows_again_what_was_typed(clerk: Clerk) -> None:
    page = clerk.follow(fill(clerk, clerk.open(NEW), "save", WHOLE))
    kept = page.forms["notice-form"].fields
    assert kept["lots-0-ceiling"] == "1234.5"
    assert kept["lots-0-ceiling-unit"] == "wan"
    assert kept["tender-documents_from"] == "2199-01-01 08:30"
    assert kept["tender-consortium"] == "no"
    again = fill(clerk, page, "save", {})
    assert again.status == 303


def test_a_row_is_added_and_nothing_typed_is_lost(clerk: Clerk) -> None:
    page = fill(clerk, clerk.open(NEW), "add:lots", WHOLE | {"lots-0-estimate": "12万元"})
    assert page.status == 200
    kept = page.forms["notice-form"].fields
    assert {name: kept[name] for name in WHOLE} == WHOLE
    assert kept["lots-0-estimate"] == "12万元"
    assert (kept["lots-1-title"], kept["lots-1-number"]) == ("", "2")
    with clerk.store.reading() as session:
        assert open_drafts(session) == []


def test_a_row_is_removed_and_the_others_keep_what_they_hold(clerk: Clerk) -> None:
    page = fill(clerk, clerk.open(NEW), "add:lots", WHOLE)
    page = fill(clerk, page, "add:lots", {"lots-1-title": "二标段"})
    page = fill(clerk, page, "remove:lots:1", {"lots-2-title": "三标段"})
    kept = page.forms["notice-form"].fields
    assert "lots-2-title" not in kept
    assert (kept["lots-0-title"], kept["lots-1-title"]) == ("一标段", "三标段")
    fill(clerk, page, "save", {})
    assert [(lot.number, lot.title) for lot in only_draft(clerk).lots] == [
        (1, "一标段"),
        (3, "三标段"),
    ]


def test_the_last_row_stays(clerk: Clerk) -> None:
    page = fill(clerk, clerk.open(NEW), "remove:lots:0", WHOLE)
    kept = page.forms["notice-form"].fields
    assert [text for name, text in kept.items() if name.endswith("-title") and "lots" in name] == [
        ""
    ]


def test_blank_rows_are_no_lots(clerk: Clerk) -> None:
    page = fill(clerk, clerk.open(NEW), "add:lots", WHOLE)
    page = fill(clerk, page, "add:lots", {})
    assert fill(clerk, page, "check", {}).status == 303
    assert len(only_draft(clerk).lots) == 1


def test_an_error_in_a_later_row_stands_at_that_row_when_a_blank_one_comes_before(
    clerk: Clerk,
) -> None:
    page = fill(clerk, clerk.open(NEW), "add:lots", WHOLE)
    page = fill(clerk, page, "add:lots", {})
    page = fill(clerk, page, "check", {"lots-2-title": "三标段"})
    assert page.status == 422
    assert page.forms["notice-form"].fields["lots-1-title"] == "三标段"
    assert page.error_at("lots-1-content") == "请填写内容和范围"


def test_another_category_changes_the_words_and_keeps_what_was_typed(clerk: Clerk) -> None:
    page = fill(clerk, clerk.open(NEW), "refresh", WHOLE | {"category": "land"})
    assert "宗地编号或位置" in page.text and "出让方式" in page.text
    kept = page.forms["notice-form"].fields
    assert kept["method"] == ""
    assert kept["tender-funds_source"] == "财政资金"
    assert kept["lots-0-ceiling"] == "1,234.5"


def test_a_land_tender_asks_for_each_parcel(clerk: Clerk) -> None:
    page = clerk.open("/staff/notices/new/tender?category=land")
    page = fill(clerk, page, "check", WHOLE | {"method": "listing"})
    assert page.status == 422
    for name in ("parcel", "area", "land_use", "term", "bid_step", "deposit"):
        assert page.error_at(f"lots-0-{name}")


def test_a_single_source_publicity_asks_for_no_deadline(clerk: Clerk) -> None:
    page = clerk.open("/staff/notices/new/tender?category=procurement")
    typed = {name: text for name, text in WHOLE.items() if not name.startswith("tender-")}
    answer = fill(
        clerk, page, "check", typed | {"type": "single_source", "method": "single_source"}
    )
    assert answer.status == 303, answer.faults
    assert only_draft(clerk).type == "single_source"


def test_the_same_form_sent_twice_is_one_draft_with_the_last_words(clerk: Clerk) -> None:
    page = clerk.open(NEW)
    first = fill(clerk, page, "save", WHOLE)
    assert fill(clerk, page, "save", WHOLE).location == first.location
    assert fill(clerk, page, "save", WHOLE | {"title": "改过的标题"}).location == first.location
    assert only_draft(clerk).title == "改过的标题"


def test_a_stale_save_shows_both_versions_and_loses_neither(clerk: Clerk) -> None:
    mine = clerk.follow(fill(clerk, clerk.open(NEW), "save", WHOLE))
    theirs = clerk.open(mine.address)
    fill(clerk, theirs, "save", {"title": "同事的标题"})
    stale = fill(clerk, mine, "save", {"title": "我的标题", "lots-0-title": "甲标段"})
    assert stale.status == 409
    assert "同事的标题" in stale.text and "我的标题" in stale.text
    assert "标段1 名称" in stale.text and "甲标段" in stale.text
    assert only_draft(clerk).title == "同事的标题"
    assert stale.forms["notice-form"].fields["title"] == "我的标题"
    settled = fill(clerk, stale, "save", {})
    assert settled.status == 303
    assert only_draft(clerk).title == "我的标题"


def test_a_first_form_sent_again_after_later_changes_is_settled_too(clerk: Clerk) -> None:
    new = clerk.open(NEW)
    fill(clerk, clerk.follow(fill(clerk, new, "save", WHOLE)), "save", {"title": "后来的标题"})
    stale = fill(clerk, new, "save", WHOLE | {"title": "第一张表上的标题"})
    assert stale.status == 409
    assert only_draft(clerk).title == "后来的标题"
    settled = fill(clerk, stale, "save", {})
    assert settled.status == 303
    assert only_draft(clerk).title == "第一张表上的标题"


def test_a_discarded_draft_takes_no_more_changes_but_shows_what_was_typed(clerk: Clerk) -> None:
    page = clerk.follow(fill(clerk, clerk.open(NEW), "save", WHOLE))
    clerk.send(page, "discard-form")
    late = fill(clerk, page, "save", {"title": "晚了一步"})
    assert late.status == 409
    assert "草稿已经删除" in late.text
    assert late.forms["notice-form"].fields["title"] == "晚了一步"


@pytest.mark.parametrize("category", ["procurement", "land", "mineral", "property", "other"])
def test_every_category_has_its_form(clerk: Clerk, category: str) -> None:
    page = clerk.open(f"/staff/notices/new/tender?category={category}")
    assert page.status == 200
    assert page.forms["notice-form"].fields["category"] == category


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("117.104", "wan", "1,171,040.00元（壹佰壹拾柒万壹仟零肆拾元整）"),
        ("98%", "yuan", "是比率"),
        ("100", "", "请选择单位"),
        ("", "wan", ""),
    ],
)
def test_an_amount_is_said_again_as_it_is_typed(
    clerk: Clerk, text: str, unit: str, said: str
) -> None:
    answer = clerk.client.get("/staff/echo/amount", query_string={"text": text, "unit": unit})
    assert said in answer.get_json()["said"]
    assert bool(answer.get_json()["said"]) == bool(said)


def test_the_preview_shows_the_page_to_be_and_what_is_missing(clerk: Clerk) -> None:
    answer = fill(clerk, clerk.open(NEW), "check", WHOLE)
    page = clerk.follow(answer)
    assert "尚未发布" in page.text and "核对并发布" in page.text
    for text in ("河东路改造招标公告", "1234.5万元", "三级以上", "2199-01-22 09:00", "正文"):
        assert text in page.text
    bare = clerk.follow(fill(clerk, clerk.open(NEW), "save", {"title": "未完"}))
    preview = clerk.open(bare.address.removesuffix("/edit"))
    assert "请填写项目名称" in preview.text and "核对并发布" not in preview.text
