"""The publish page: what will be frozen is shown, one press is one act, a late press is told so."""

from concurrent.futures import ThreadPoolExecutor

from tests.clocks import FixedClock
from tests.web.clerks import Clerk, Page, reasons
from trading.store.acts import find_act, recent_acts
from trading.store.drafts import find_draft

TENDER = "/staff/notices/new/tender?category=construction"
WHOLE = {
    "title": "河东路改造招标公告",
    "process_title": "河东路改造",
    "project_code": "HD-001",
    "method": "open",
    "buyer-name": "某局",
    "buyer-address": "县城一号",
    "buyer-contact": "张先生",
    "buyer-phone": "0454-0000000",
    "lots-0-title": "一标段",
    "lots-0-content": "道路",
    "lots-0-ceiling": "117.104",
    "lots-0-ceiling-unit": "wan",
    "tender-funds_source": "财政资金",
    "tender-qualification": "三级以上",
    "tender-consortium": "no",
    "tender-documents_from": "2026-4-1 8:30",
    "tender-documents_until": "2026-4-8 17:00",
    "tender-documents_how": "网上下载",
    "tender-deadline": "2026-4-22 9:00",
    "tender-opening_place": "第一开标室",
}


def draft(clerk: Clerk, **changes: str) -> str:
    """A saved tender; gives the id of its draft."""
    answer = clerk.send(clerk.open(TENDER), **{**WHOLE, **changes, "do": "save"})
    assert answer.status == 303, answer.faults
    return answer.location.split("/")[-2]


def confirm(clerk: Clerk, *ids: str) -> Page:
    return clerk.open("/staff/publish?" + "&".join(f"draft={one}" for one in ids))


def acts(clerk: Clerk) -> list[tuple[str, ...]]:
    """The notice numbers of every act, newest first."""
    with clerk.store.reading() as session:
        return [tuple(n.number for n in act.notices) for act in recent_acts(session)]


def test_amounts_are_shown_in_three_ways_before_they_are_frozen(clerk: Clerk) -> None:
    page = confirm(clerk, draft(clerk))
    assert page.status == 200
    for text in ("1,171,040.00", "117.104", "壹佰壹拾柒万壹仟零肆拾元整"):
        assert text in page.text


def test_one_press_publishes_several_drafts_as_one_act(clerk: Clerk) -> None:
    page = confirm(clerk, draft(clerk), draft(clerk, title="第二份", project_code="HD-002"))
    done = clerk.follow(clerk.send(page, "publish-form"))
    assert "已发布2份公告" in done.text
    ((first, second),) = acts(clerk)
    assert f"/notices/{first}" in done.text and f"/notices/{second}" in done.text


def test_a_press_sent_twice_ends_on_the_same_page(clerk: Clerk) -> None:
    page = confirm(clerk, draft(clerk))
    first = clerk.send(page, "publish-form")
    second = clerk.send(page, "publish-form")
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert len(acts(clerk)) == 1


def test_a_colleague_who_comes_second_is_told_and_shown_the_notice(
    clerk: Clerk, colleague: Clerk
) -> None:
    one = draft(clerk)
    mine, theirs = confirm(clerk, one), confirm(colleague, one)
    assert clerk.send(mine, "publish-form").status == 303
    late = colleague.send(theirs, "publish-form")
    ((number,),) = acts(clerk)
    assert late.status == 409
    assert "已经发布" in late.text and f"/notices/{number}" in late.text
    assert len(acts(clerk)) == 1


def test_presses_at_the_same_moment_are_one_act(clerk: Clerk) -> None:
    page = confirm(clerk, draft(clerk))
    sheet = page.forms["publish-form"]

    def press(_n: int) -> int:
        client = clerk.client.application.test_client()
        for cookie in clerk.client._cookies.values():
            client.set_cookie(cookie.key, cookie.value, domain=cookie.domain, path=cookie.path)
        return client.post(sheet.address, data=sheet.fields).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(press, range(4)))
    assert statuses == [303] * 4
    assert len(acts(clerk)) == 1


def test_an_unfinished_draft_is_not_published_and_says_what_is_missing(clerk: Clerk) -> None:
    good, bad = draft(clerk), draft(clerk, **{"tender-qualification": "", "title": "未完"})
    page = confirm(clerk, good, bad)
    assert "请填写资格条件" in page.text
    assert "publish-form" not in page.forms
    ready = confirm(clerk, good)
    ready.forms["publish-form"].fields.add("draft", bad)
    refused = clerk.send(ready, "publish-form")
    assert refused.status == 422
    assert "请填写资格条件" in refused.text
    assert acts(clerk) == []


def test_without_a_choice_there_is_nothing_to_publish(clerk: Clerk) -> None:
    assert "还没有选择草稿" in confirm(clerk).text
    assert confirm(clerk, "999").status == 404


def test_an_act_knows_who_pressed(clerk: Clerk) -> None:
    done = clerk.send(confirm(clerk, draft(clerk)), "publish-form")
    with clerk.store.reading() as session:
        act = find_act(session, int(done.location.rpartition("/")[2]))
    assert act.staff_name != ""
    assert clerk.open("/staff/acts/999").status == 404


def test_a_published_draft_opens_as_its_notice(clerk: Clerk) -> None:
    one = draft(clerk)
    edit = clerk.open(f"/staff/notices/{one}/edit")
    clerk.send(confirm(clerk, one), "publish-form")
    ((number,),) = acts(clerk)
    assert clerk.open(f"/staff/notices/{one}/edit").location.endswith(f"/notices/{number}")
    late = clerk.send(edit, title="改标题", do="save")
    assert late.status == 409
    assert f"/notices/{number}" in late.text
    assert late.forms["notice-form"].fields["title"] == "改标题"


def test_a_doubtful_amount_is_asked_about_before_it_is_frozen(clerk: Clerk) -> None:
    result = {
        "lots-0-title": "一标段",
        "lots-0-ceiling": "117.104",
        "lots-0-ceiling-unit": "wan",
        "awards-0-suppliers-0-name": "甲公司",
        "awards-0-amount": "116.5",
        "awards-0-amount-unit": "yi",
        "awards-0-decided_on": "2026-3-1",
    }
    common = {name: WHOLE[name] for name in ("title", "process_title", "project_code", "method")}
    begun = clerk.open("/staff/notices/new/award?category=construction")
    saved = clerk.send(begun, **{**common, **result, "buyer-name": "某局", "do": "check"})
    page = confirm(clerk, saved.location.rpartition("/")[2])
    assert "相差约一万倍，单位选对了吗" in page.text
    refused = clerk.send(page, "publish-form")
    assert refused.status == 422
    assert acts(clerk) == []
    asked = [name for name in refused.forms["publish-form"].fields if name.startswith("reason-")]
    assert len(asked) == 1
    assert refused.error_at(asked[0]) == "请写明理由"
    told = {asked[0]: "与合同一致，已电话核实"}
    assert clerk.send(refused, "publish-form", **told).status == 303
    assert len(acts(clerk)) == 1
    with clerk.store.reading() as session:
        kept = find_draft(session, int(saved.location.rpartition("/")[2])).explanations
    assert list(kept.values()) == list(told.values())


def test_what_was_typed_as_a_reason_is_shown_again_when_the_press_is_refused(clerk: Clerk) -> None:
    far = {"tender-deadline": "2199-1-22 9:00", "tender-opening_at": ""}
    page = confirm(clerk, draft(clerk, **far), draft(clerk, **far, project_code="HD-002"))
    first, second = [n for n in page.forms["publish-form"].fields if n.startswith("reason-")]
    refused = clerk.send(page, "publish-form", **{first: "百年工程"})
    assert refused.status == 422
    assert refused.forms["publish-form"].fields[first] == "百年工程"
    assert (refused.error_at(first), refused.error_at(second)) == ("", "请写明理由")


def test_publishing_asks_for_the_password_when_it_was_given_long_ago(
    clerk: Clerk, office_clock: FixedClock
) -> None:
    ready = confirm(clerk, draft(clerk))
    office_clock.pass_by(minutes=25)
    clerk.open("/staff/")
    office_clock.pass_by(minutes=20)
    asked = clerk.send(ready, "publish-form")
    assert asked.status == 303
    assert asked.location.startswith("/staff/confirm")
    assert acts(clerk) == []


def test_what_a_colleague_changed_since_is_shown_again_before_it_is_published(
    clerk: Clerk, colleague: Clerk
) -> None:
    one = draft(clerk)
    seen = confirm(clerk, one)
    theirs = colleague.open(f"/staff/notices/{one}/edit")
    assert colleague.send(theirs, **{"lots-0-ceiling": "118", "do": "save"}).status == 303
    again = clerk.send(seen, "publish-form")
    assert again.status == 409
    assert "又改过“河东路改造招标公告”" in again.text
    assert "1,180,000.00" in again.text and "1,171,040.00" not in again.text
    assert acts(clerk) == []
    assert clerk.send(again, "publish-form").status == 303
    assert len(acts(clerk)) == 1


def test_a_deadline_with_a_wrong_year_is_asked_about(clerk: Clerk) -> None:
    page = confirm(clerk, draft(clerk, **{"tender-deadline": "2062-4-22 9:00"}))
    assert "截止时间（2062-04-22 09:00）在一年以后，年份写对了吗？" in page.text
    assert clerk.send(page, "publish-form").status == 422
    assert acts(clerk) == []


def test_a_project_entered_twice_is_asked_about_before_it_counts_twice(clerk: Clerk) -> None:
    one, two = draft(clerk), draft(clerk, title="又录了一遍")
    assert "是不是录了两遍？" in confirm(clerk, one, two).text
    page = confirm(clerk, one)
    assert clerk.send(page, "publish-form", **reasons(page)).status == 303
    page = confirm(clerk, two)
    assert "项目编号“HD-001”已用于另一个项目的公告 202603020001" in page.text
    assert clerk.send(page, "publish-form").status == 422
    assert clerk.send(page, "publish-form", **reasons(page)).status == 303
