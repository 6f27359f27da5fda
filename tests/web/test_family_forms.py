"""A journey for every family: begun from its process, filled in, checked, published, read."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.families import CANDIDATES, PLAN, candidates, ended, proposed
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.clerks import Clerk, Page, reasons
from tests.web.pages import read
from trading.domain.codes import Outcome
from trading.domain.drafts import NoticeDraft
from trading.store.drafts import open_drafts
from trading.store.notices import find_notice
from trading.store.timelines import find_timeline

BODY = {
    "title": "河东路改造公告",
    "process_title": "河东路改造",
    "project_code": "HD-001",
    "method": "open",
    "buyer-name": "某局",
    "lots-0-title": "一标段",
}


def begin(clerk: Clerk, family: str, number: str, query: str = "") -> Page:
    """The form of this family for the process of a published notice."""
    with clerk.store.reading() as session:
        process = find_notice(session, number).row.process_id
    return clerk.open(f"/staff/notices/new/{family}?process={process}{query}")


def kept(page: Page) -> dict[str, str]:
    return dict(page.forms["notice-form"].fields)


def check(clerk: Clerk, page: Page, **typed: str) -> Page:
    return clerk.send(page, **{**typed, "do": "check"})


def publish(clerk: Clerk, checked: Page) -> str:
    """Publish the draft behind a preview; gives its number."""
    assert checked.status == 303, checked.faults
    draft = checked.location.rstrip("/").rpartition("/")[2]
    preview = clerk.open(checked.location)
    assert "还不能发布" not in preview.text
    page = clerk.open(f"/staff/publish?draft={draft}")
    clerk.follow(clerk.send(page, "publish-form", **reasons(page)))
    return find(clerk, int(draft))


def find(clerk: Clerk, draft: int) -> str:
    return clerk.open(f"/staff/notices/{draft}/edit").location.rpartition("/")[2]


def drafted(clerk: Clerk) -> NoticeDraft:
    with clerk.store.reading() as session:
        (draft,) = open_drafts(session)
    return draft.content


def test_a_plan_is_entered_published_and_becomes_a_tender(
    clerk: Clerk, reader: FlaskClient
) -> None:
    page = clerk.open("/staff/notices/new/plan?category=procurement")
    page = check(clerk, page, **{**BODY, "method": "other", "project_code": ""})
    assert page.status == 422
    assert page.error_at("plan-expected_on") and page.error_at("lots-0-content")
    whole = {
        "lots-0-content": "检验设备",
        "lots-0-estimate": "286",
        "lots-0-estimate-unit": "wan",
        "plan-expected_on": "2026年4月20日",
        "plan-note": "面向中小企业",
    }
    number = publish(clerk, check(clerk, page, **whole))
    shown = read(reader, f"/notices/{number}")
    assert shown.facts["预计招标（采购）日期"] == "2026-04-20"
    assert (shown.facts["采购方式"], shown.facts["说明"]) == ("尚未确定", "面向中小企业")
    assert shown.of_class("kind") == ["采购意向"]
    fields = kept(begin(clerk, "tender", number))
    assert fields["lots-0-content"] == "检验设备"
    assert (fields["lots-0-estimate"], fields["lots-0-estimate-unit"]) == ("2860000.00", "yuan")


def test_candidates_are_entered_by_rank_published_and_proposed_as_the_result(
    clerk: Clerk, tender: str, reader: FlaskClient
) -> None:
    page = begin(clerk, "candidate", tender)
    fields = kept(page)
    assert fields["title"] == "河东路改造中标候选人公示"
    assert [fields[f"lots-0-candidates-{n}-rank"] for n in range(3)] == ["1", "2", "3"]
    first = {
        f"lots-0-candidates-{n}-{name}": text
        for n, row in enumerate((("甲公司", "48", "周某"), ("乙公司", "49", "吴某")))
        for name, text in zip(("suppliers-0-name", "amount", "leader"), row, strict=True)
    }
    first |= {f"lots-0-candidates-{n}-amount-unit": "wan" for n in (0, 1)}
    rate = {
        "lots-1-candidates-0-suppliers-0-name": "丙公司",
        "lots-1-candidates-0-price_form": "rate",
        "lots-1-candidates-0-rate_text": "下浮率8.5%",
    }
    page = check(clerk, page, **first, **rate)
    assert page.status == 422
    assert "项目负责人" in page.error_at("lots-1-candidates-0-leader")
    assert page.error_at("candidate-objections")
    days = {
        "lots-1-candidates-0-leader": "无",
        "candidate-evaluated_on": "2026-03-02",
        "candidate-publicity_from": "2026-03-03",
        "candidate-publicity_until": "2026-03-06",
        "candidate-objections": "书面向招标人提出",
    }
    number = publish(clerk, check(clerk, page, **days))
    shown = read(reader, f"/notices/{number}")
    assert shown.of_class("deadline") == ["公示期：2026-03-03 至 2026-03-06"]
    assert shown.rows == [
        ["一标段", "第1名", "甲公司", "48万元480,000.00元", "周某"],
        ["一标段", "第2名", "乙公司", "49万元490,000.00元", "吴某"],
        ["二标段", "第1名", "丙公司", "下浮率8.5%", "无"],
    ]
    fields = kept(begin(clerk, "award", tender))
    assert fields["awards-0-suppliers-0-name"] == "甲公司"
    assert (fields["awards-0-amount"], fields["lots-0-outcome"]) == ("480000.00", "award:0")
    assert fields["awards-1-rate_text"] == "下浮率8.5%"
    assert fields["lots-1-outcome"] == "award:1"


def test_a_candidate_of_a_consortium_and_rows_without_script(clerk: Clerk, tender: str) -> None:
    page = begin(clerk, "candidate", tender)
    page = clerk.send(page, do="add:lots-0-candidates-0-suppliers")
    page = clerk.send(page, do="remove:lots:1")
    page = clerk.send(page, do="remove:lots-0-candidates:2")
    names = {
        "lots-0-candidates-0-suppliers-0-name": "甲公司",
        "lots-0-candidates-0-suppliers-1-name": "丁公司",
    }
    clerk.send(page, **names, do="save")
    (one,) = drafted(clerk).candidates
    assert [party.name for party in one.suppliers] == ["甲公司", "丁公司"]
    assert (one.lot, one.rank) == (1, 1)
    assert [lot.number for lot in drafted(clerk).lots] == [1]


def test_candidates_are_known_to_works_alone(clerk: Clerk) -> None:
    page = check(clerk, clerk.open("/staff/notices/new/candidate?category=construction"), **BODY)
    page = check(clerk, page, category="procurement")
    assert "没有" in page.error_at("type")
    assert clerk.open("/staff/notices/new/candidate?category=procurement").status == 422


def test_a_termination_begins_with_the_open_lots_and_ends_them(
    clerk: Clerk, tender: str, reader: FlaskClient
) -> None:
    page = begin(clerk, "termination", tender)
    page = check(clerk, page, **{"lots-1-failed_reason": "项目调整"})
    assert page.status == 422
    assert "怎样结束" in page.error_at("lots-0-outcome")
    assert "怎样结束" in page.error_at("lots-1-outcome")
    ends = {
        "lots-0-outcome": "failed",
        "lots-0-failed_reason": "投标人不足三家",
        "lots-1-outcome": "terminated",
    }
    number = publish(clerk, check(clerk, page, **ends))
    shown = read(reader, f"/notices/{number}")
    assert shown.of_class("kind") == ["流标、终止公告"]
    assert shown.rows == [
        ["一标段", "流标", "投标人不足三家"],
        ["二标段", "终止", "项目调整"],
    ]
    assert "目前没有尚未截止的公告" in read(reader, "/").main


def test_a_termination_of_an_awarded_lot_needs_a_reason_and_ends_the_award(
    clerk: Clerk, tender: str, press: Press, reader: FlaskClient
) -> None:
    press.after(tender, result(won(1)))
    page = begin(clerk, "termination", tender, "&again=1")
    assert "现有结果：甲公司" in page.text
    ends = {"lots-0-outcome": "terminated", "lots-0-failed_reason": "停建"}
    page = check(clerk, page, **ends)
    assert "原因" in page.error_at("lots-0-replace_reason")
    publish(clerk, check(clerk, page, **{"lots-0-replace_reason": "规划变更"}))
    with clerk.store.reading() as session:
        (award,) = find_timeline(session, tender).awards
    assert (award.end_kind, award.end_reason) == ("replaced", "规划变更")


def test_a_contract_begins_with_the_winners_and_their_amounts(
    clerk: Clerk, tender: str, press: Press, reader: FlaskClient
) -> None:
    press.after(tender, result(won(1), won(2, fen=88_000_00, by="乙公司")))
    page = begin(clerk, "contract", tender)
    fields = kept(page)
    assert fields["contracts-1-suppliers-0-name"] == "乙公司"
    assert (fields["contracts-1-amount"], fields["lots-1-contract"]) == ("88000.00", "contract:1")
    page = clerk.send(page, do="remove:lots:1")
    page = clerk.send(page, do="remove:contracts:1")
    page = check(clerk, page)
    assert page.error_at("contracts-0-signed_on")
    typed = {
        "contracts-0-signed_on": "2026/3/1",
        "contracts-0-number": "HT-2026-08",
        "contracts-0-term": "180日历天",
    }
    number = publish(clerk, check(clerk, page, **typed))
    shown = read(reader, f"/notices/{number}")
    assert shown.rows == [
        ["一标段", "HT-2026-08", "甲公司县城", "48万元480,000.00元", "2026-03-01", "180日历天"]
    ]
    fields = kept(begin(clerk, "contract", tender))
    assert fields["contracts-0-suppliers-0-name"] == "乙公司"
    assert "contracts-1-suppliers-0-name" not in fields


def test_a_contract_row_without_a_lot_is_asked_about_and_its_number_alone_is_kept(
    clerk: Clerk, tender: str
) -> None:
    page = begin(clerk, "contract", tender)
    page = check(clerk, page, **{"contracts-0-number": "HT-1", "lots-0-contract": ""})
    assert page.status == 422
    assert kept(page)["contracts-0-number"] == "HT-1"
    assert any("没有标段选用这份合同" in fault for fault in page.faults)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("prequalification", "资格预审公告"), ("single_source", "单一来源采购公示")],
)
def test_the_other_tenders_are_begun_by_their_own_names(clerk: Clerk, kind: str, name: str) -> None:
    page = clerk.open(f"/staff/notices/new/tender?category=procurement&type={kind}")
    assert f"新建{name}" in page.text
    fields = kept(page)
    assert (fields["type"], fields["category"]) == (kind, "procurement")
    assert fields["method"] == ("single_source" if kind == "single_source" else "")


def test_what_failed_is_tendered_again_as_a_new_process_linked_both_ways(
    clerk: Clerk, tender: str, press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press.after(tender, ended(2, how=Outcome.FAILED))
    found = clerk.open("/staff/notices/new/tender?q=HD-001")
    assert "重新招标（新项目）" in found.text
    with clerk.store.reading() as session:
        process = find_notice(session, tender).row.process_id
    page = clerk.open(f"/staff/notices/new/tender?retender={process}")
    fields = kept(page)
    assert fields["process_title"] == "河东路改造（第二次）"
    assert fields["title"] == "河东路改造（第二次）招标公告"
    assert (fields["lots-0-title"], fields["lots-0-number"]) == ("二标段", "1")
    assert fields["tender-qualification"] == "施工总承包三级以上"
    assert fields["tender-deadline"] == ""
    assert fields["retender_of"] == tender
    times = {
        "tender-documents_from": "2026-03-05 09:00",
        "tender-documents_until": "2026-03-12 09:00",
        "tender-deadline": "2026-04-01 09:00",
    }
    again = publish(clerk, check(clerk, page, **times))
    old, new = read(reader, f"/notices/{tender}"), read(reader, f"/notices/{again}")
    assert old.links["河东路改造（第二次）"] == f"/processes/{again}"
    assert new.links["河东路改造"] == f"/processes/{tender}"
    assert read(reader, f"/processes/{tender}").links["河东路改造（第二次）"].endswith(again)
    assert read(reader, f"/processes/{again}").links["河东路改造"].endswith(tender)


def test_nothing_is_tendered_again_that_did_not_fail(clerk: Clerk, tender: str) -> None:
    with clerk.store.reading() as session:
        process = find_notice(session, tender).row.process_id
    page = clerk.open(f"/staff/notices/new/tender?retender={process}")
    assert page.status == 409
    assert "没有流标或终止的标段" in page.text


def test_a_forged_link_to_an_earlier_attempt_is_refused(clerk: Clerk) -> None:
    page = clerk.open("/staff/notices/new/tender?category=construction")
    page = check(clerk, page, **BODY, retender_of="209901010001")
    assert page.status == 422
    assert any("没有代码为209901010001的项目" in fault for fault in page.faults)


@pytest.mark.parametrize("content", [PLAN, CANDIDATES, ended(1, 2)], ids=lambda one: one.type)
def test_a_draft_of_each_family_opens_as_it_was_saved(
    clerk: Clerk, press: Press, content: NoticeDraft
) -> None:
    (number,) = press(content).numbers
    with clerk.store.reading() as session:
        saved = find_notice(session, number).frozen.content
    page = begin(clerk, content.type.family.value, press(TENDER).numbers[0])
    assert page.status == 200
    assert saved.type is content.type


def test_a_saved_draft_of_candidates_is_the_same_after_another_save(
    clerk: Clerk, tender: str
) -> None:
    page = begin(clerk, "candidate", tender)
    typed = {
        "lots-0-candidates-0-suppliers-0-name": "甲公司",
        "lots-0-candidates-0-amount": "48",
        "lots-0-candidates-0-amount-unit": "wan",
        "lots-0-candidates-1-suppliers-0-name": "乙公司",
        "candidate-publicity_from": "2026-03-03",
    }
    saved = clerk.send(page, **typed, do="save")
    before = drafted(clerk)
    clerk.send(clerk.follow(saved), do="save")
    assert drafted(clerk) == before
    assert [one.rank for one in before.candidates] == [1, 2]


def test_an_unknown_family_has_no_form(clerk: Clerk) -> None:
    assert clerk.open("/staff/notices/new/nothing").status == 404


def test_the_menu_names_what_clerks_know_in_each_category(clerk: Clerk) -> None:
    page = clerk.open("/staff/notices/new")
    for name in (
        *("招标计划", "资格预审公告", "招标公告", "邀请招标公告", "中标候选人公示"),
        *("中标结果公告", "流标、终止公告", "合同公告", "采购意向", "竞争性磋商公告", "询价公告"),
        *("单一来源采购公示", "废标、终止公告", "挂牌出让公告", "成交公示", "挂牌披露"),
    ):
        assert f">{name}</a>" in page.text
    links = read(clerk.client, "/staff/notices/new").links
    address = links["竞争性谈判公告"]
    fields = kept(clerk.open(address))
    assert (fields["category"], fields["method"]) == ("procurement", "negotiation")
    assert len(links) > 20
    for address in links.values():
        assert clerk.open(address).status == 200, address


def test_the_newest_candidates_are_proposed_when_they_were_published_twice(
    clerk: Clerk, tender: str, press: Press
) -> None:
    press.after(tender, candidates(proposed(1, 1, "甲公司")))
    press.after(tender, candidates(proposed(1, 1, "戊公司")))
    fields = kept(begin(clerk, "award", tender))
    assert fields["awards-0-suppliers-0-name"] == "戊公司"
    assert "awards-1-suppliers-0-name" not in fields


def test_a_tender_after_a_result_still_knows_its_terms(
    clerk: Clerk, press: Press, tender: str
) -> None:
    press.after(tender, result(won(1)))
    fields = kept(begin(clerk, "tender", tender))
    assert fields["tender-qualification"] == "施工总承包三级以上"
    assert (fields["lots-0-title"], fields["lots-0-content"]) == ("二标段", "绿化")
    assert "lots-1-title" not in fields


def test_a_single_source_process_goes_on_with_its_own_type(clerk: Clerk, press: Press) -> None:
    from_single = replace(
        TENDER,
        category="procurement",
        method="single_source",
        tender=None,
        type=PLAN.type,
        plan=PLAN.plan,
    )
    (number,) = press(from_single, now=NOON).numbers
    assert kept(begin(clerk, "tender", number))["type"] == "single_source"
