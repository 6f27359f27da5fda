"""The desk: who saved what and when, what each draft still lacks, and what went out last."""

from tests.web.clerks import Clerk

TENDER = "/staff/notices/new/tender?category=construction"


def test_an_empty_desk_says_so_and_offers_both_beginnings(clerk: Clerk) -> None:
    page = clerk.open("/staff/")
    assert page.status == 200
    assert "没有待发布的草稿" in page.text
    assert "/staff/notices/new/tender" in page.text and "/staff/notices/new/award" in page.text


def test_a_draft_waits_with_its_editor_its_moment_and_what_it_lacks(clerk: Clerk) -> None:
    clerk.send(clerk.open(TENDER), title="河东路改造招标公告", do="save")
    page = clerk.open("/staff/")
    assert "河东路改造招标公告" in page.text
    assert "请填写项目名称" in page.text
    assert "还有" in page.text


def test_a_nameless_draft_can_still_be_opened(clerk: Clerk) -> None:
    saved = clerk.send(clerk.open(TENDER), do="save")
    page = clerk.open("/staff/")
    assert "（还没有标题）" in page.text
    assert saved.location in page.text


def test_a_discarded_draft_leaves_the_desk(clerk: Clerk) -> None:
    edit = clerk.follow(clerk.send(clerk.open(TENDER), title="误录", do="save"))
    assert clerk.send(edit, "discard-form").status == 303
    assert "误录" not in clerk.open("/staff/").text


def test_a_reviewer_may_look_at_drafts_but_not_write(clerk: Clerk, reviewer: Clerk) -> None:
    edit = clerk.send(clerk.open(TENDER), title="河东路改造招标公告", do="save").location
    assert "河东路改造招标公告" in reviewer.open("/staff/").text
    assert reviewer.open(edit.removesuffix("/edit")).status == 200
    for address in (edit, TENDER, "/staff/publish", "/staff/echo/amount"):
        assert reviewer.open(address).status == 403
