"""The award form: every lot says what became of it, and a replaced award says why."""

from collections.abc import Callable

import pytest

from tests.web.clerks import Clerk, Page, reasons
from trading.domain.drafts import FailedLot, NoticeDraft
from trading.store.drafts import open_drafts
from trading.store.processes import search_processes

NEW = "/staff/notices/new/award?category=construction"
COMMON = {
    "title": "河东路改造中标结果公告",
    "process_title": "河东路改造",
    "project_code": "HD-001",
    "method": "open",
    "buyer-name": "某局",
    "lots-0-title": "一标段",
}
WON = {
    "awards-0-suppliers-0-name": "甲公司",
    "awards-0-amount": "480",
    "awards-0-amount-unit": "wan",
    "awards-0-decided_on": "2016年3月1日",
}
WHOLE = {**COMMON, **WON}


def fill(clerk: Clerk, page: Page, do: str, typed: dict[str, str]) -> Page:
    """Fill in these fields and press a button."""
    return clerk.send(page, **{**typed, "do": do})


def kept(page: Page) -> dict[str, str]:
    return dict(page.forms["notice-form"].fields)


def only_draft(clerk: Clerk) -> NoticeDraft:
    with clerk.store.reading() as session:
        (draft,) = open_drafts(session)
    return draft.content


def publish(clerk: Clerk, page: Page) -> Page:
    """Save what is typed and publish it."""
    preview = fill(clerk, page, "check", {})
    assert preview.status == 303, preview.faults
    number = preview.location.rstrip("/").rpartition("/")[2]
    press = clerk.open(f"/staff/publish?draft={number}")
    return clerk.follow(clerk.send(press, "publish-form", **reasons(press)))


def process_page(clerk: Clerk) -> Page:
    """The award form of the only published process."""
    with clerk.store.reading() as session:
        (process,) = search_processes(session, "河东路")
    return clerk.open(f"/staff/notices/new/award?process={process.id}")


def two_lots(clerk: Clerk) -> Page:
    """The form of a new process with two lots, both won by the first award."""
    page = fill(clerk, clerk.open(NEW), "add:lots", WHOLE)
    return fill(clerk, page, "add:awards", {"lots-1-title": "二标段", "lots-1-outcome": "award:0"})


def test_the_only_lot_is_for_the_only_award(clerk: Clerk) -> None:
    assert fill(clerk, clerk.open(NEW), "check", WHOLE).status == 303
    content = only_draft(clerk)
    (award,) = content.awards
    assert (award.lots, award.amount and award.amount.fen) == ((1,), 480 * 10**6)
    assert (award.suppliers[0].name, str(award.decided_on)) == ("甲公司", "2016-03-01")


def test_one_award_may_take_several_lots_and_a_blank_one_is_none(clerk: Clerk) -> None:
    assert fill(clerk, two_lots(clerk), "check", {}).status == 303
    (award,) = only_draft(clerk).awards
    assert award.lots == (1, 2)


def test_every_lot_may_have_its_own_outcome(clerk: Clerk) -> None:
    page = fill(clerk, two_lots(clerk), "add:lots", {})
    third = {
        "lots-1-outcome": "award:1",
        "lots-2-title": "三标段",
        "lots-2-outcome": "failed",
        "lots-2-failed_reason": "投标人不足三家",
        "awards-1-suppliers-0-name": "乙公司",
        "awards-1-price_form": "rate",
        "awards-1-rate_text": "下浮率8.5%",
        "awards-1-decided_on": "2016/3/2",
    }
    answer = fill(clerk, page, "check", third)
    assert answer.status == 303, answer.faults
    content = only_draft(clerk)
    assert [award.lots for award in content.awards] == [(1,), (2,)]
    assert content.failed == (FailedLot(lot=3, reason="投标人不足三家"),)
    again = kept(clerk.open(f"{answer.location}/edit"))
    assert [again[f"lots-{n}-outcome"] for n in range(3)] == ["award:0", "award:1", "failed"]


def test_a_consortium_is_one_award_with_several_suppliers(clerk: Clerk) -> None:
    page = fill(clerk, clerk.open(NEW), "add:awards-0-suppliers", WHOLE)
    assert kept(page)["awards-0-suppliers-0-name"] == "甲公司"
    assert fill(clerk, page, "check", {"awards-0-suppliers-1-name": "丙公司"}).status == 303
    assert [party.name for party in only_draft(clerk).awards[0].suppliers] == ["甲公司", "丙公司"]


def test_removing_an_award_leaves_its_lots_without_an_outcome(clerk: Clerk) -> None:
    page = fill(clerk, two_lots(clerk), "refresh", {"lots-1-outcome": "award:1"})
    page = fill(clerk, page, "remove:awards:0", {"awards-1-suppliers-0-name": "乙公司"})
    fields = kept(page)
    assert (fields["lots-0-outcome"], fields["lots-1-outcome"]) == ("", "award:0")
    assert fields["awards-0-suppliers-0-name"] == "乙公司"
    rest = {"awards-0-amount": "1", "awards-0-amount-unit": "wan"}
    fill(clerk, page, "save", rest)
    (award,) = only_draft(clerk).awards
    assert (award.lots, award.suppliers[0].name) == ((2,), "乙公司")


def test_a_lot_keeps_its_award_when_a_blank_one_before_it_is_left_out(clerk: Clerk) -> None:
    page = fill(clerk, clerk.open(NEW), "add:awards", COMMON | {"lots-0-outcome": "award:0"})
    second = {name.replace("awards-0", "awards-1"): text for name, text in WON.items()}
    page = fill(clerk, page, "check", second | {"lots-0-outcome": "award:1", "title": ""})
    assert page.status == 422
    assert kept(page)["lots-0-outcome"] == "award:0"
    assert kept(page)["awards-0-suppliers-0-name"] == "甲公司"
    assert fill(clerk, page, "check", {"title": "公告"}).status == 303
    assert only_draft(clerk).awards[0].lots == (1,)


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ({"awards-0-amount": "98%"}, "awards-0-amount", "是比率"),
        ({"awards-0-amount": ""}, "awards-0-amount", "请填写金额"),
        ({"awards-0-amount": "0"}, "awards-0-amount_note", "金额为0"),
        ({"awards-0-price_form": "rate"}, "awards-0-rate_text", "请写明费率"),
        ({"awards-0-decided_on": "2016-02-30"}, "awards-0-decided_on", "不是一个日期"),
        ({"awards-0-decided_on": "2199-01-01"}, "awards-0-decided_on", "不能晚于今天"),
        ({"awards-0-suppliers-0-name": ""}, "awards-0-suppliers-0-name", "请填写单位名称"),
        ({"lots-0-failed_reason": "无人投标"}, "lots-0-failed_reason", "没有选流标"),
        ({"lots-0-outcome": "failed"}, "lots-0-failed_reason", "请填写流标"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_kept(
    clerk: Clerk, typed: dict[str, str], name: str, said: str
) -> None:
    page = fill(clerk, clerk.open(NEW), "check", WHOLE | typed)
    assert page.status == 422
    assert said in page.error_at(name)
    sent = WHOLE | typed
    assert {one: kept(page).get(one) for one in sent} == sent


def test_an_award_that_no_lot_names_is_asked_about(clerk: Clerk) -> None:
    page = fill(clerk, clerk.open(NEW), "check", WHOLE | {"lots-0-outcome": ""})
    assert page.status == 422
    assert any("没有标段选用这个结果" in fault for fault in page.faults)


def test_a_procurement_result_asks_for_items_experts_and_fee(clerk: Clerk) -> None:
    page = clerk.open("/staff/notices/new/award?category=procurement")
    page = fill(clerk, page, "check", WHOLE)
    assert page.error_at("award-main_items") and page.error_at("award-experts")
    facts = {"main_items": "电脑100台", "experts": "赵、钱、孙", "agency_fee": "无"}
    typed = {f"award-{name}": text for name, text in facts.items()}
    assert fill(clerk, page, "check", typed).status == 303


def test_a_result_begins_with_what_its_process_said(clerk: Clerk) -> None:
    publish(clerk, fill(clerk, clerk.open(NEW), "refresh", WHOLE))
    found = clerk.open("/staff/notices/new/award?q=HD-001")
    assert "河东路改造" in found.text
    assert "没有找到" in clerk.open("/staff/notices/new/award?q=XX-999").text
    fields = kept(process_page(clerk))
    assert fields["title"] == "河东路改造中标结果公告"
    assert (fields["buyer-name"], fields["lots-0-title"]) == ("某局", "一标段")


def replacing(change: dict[str, str]) -> Callable[[Clerk], Page]:
    """Publish an award of two lots, then begin one that replaces it with these outcomes."""

    def fill_in(clerk: Clerk) -> Page:
        publish(clerk, two_lots(clerk))
        page = process_page(clerk)
        outcomes = {"lots-0-outcome": "award:0", "lots-1-outcome": "award:0"}
        second = WON | {"awards-0-suppliers-0-name": "乙公司"}
        return fill(clerk, page, "check", {**outcomes, **second, **change})

    return fill_in


def test_replacing_an_award_needs_a_reason(clerk: Clerk) -> None:
    page = replacing({})(clerk)
    assert page.status == 422
    assert "请填写原因" in page.error_at("awards-0-replace_reason")
    assert fill(clerk, page, "check", {"awards-0-replace_reason": "中标人放弃"}).status == 303
    assert only_draft(clerk).awards[0].replace_reason == "中标人放弃"


def test_replacing_an_award_needs_an_outcome_for_all_its_lots(clerk: Clerk) -> None:
    page = replacing({"lots-1-outcome": "", "awards-0-replace_reason": "中标人放弃"})(clerk)
    assert page.status == 422
    assert "标段2" in page.error_at("lots-1-outcome")
    rest = {
        "lots-1-outcome": "failed",
        "lots-1-failed_reason": "重新评审不合格",
        "lots-1-replace_reason": "中标无效",
    }
    assert fill(clerk, page, "check", rest).status == 303


def test_a_standing_award_is_shown_at_its_lots(clerk: Clerk) -> None:
    publish(clerk, two_lots(clerk))
    page = process_page(clerk)
    assert page.text.count("现有结果：甲公司") == 2
