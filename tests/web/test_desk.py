"""The desk: what waits for whoever looks, what each draft still lacks, what went out last."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import col, update

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.clerks import Clerk
from tests.web.pages import Read, read
from trading.services import drafting, tallying
from trading.store import people
from trading.store.desks import PER_PAGE
from trading.store.engine import Store
from trading.store.notices import find_notice
from trading.store.tables import (
    Draft,
    DraftStep,
    NoticeStanding,
    Schedule,
    SiteRow,
    WithdrawalRequest,
)

NEW = "/staff/notices/new/tender?category=construction"


def sections(page: Read) -> dict[str, str]:
    """The sections of the desk in their order, with their words."""
    found = [one for one in page.all("section") if one.get("id")]
    return {one.get("id", ""): " ".join("".join(one.itertext()).split()) for one in found}


def desk(clerk: Clerk) -> dict[str, str]:
    return sections(read(clerk.client, "/staff/"))


def write(clerk: Clerk, title: str, **columns: object) -> int:
    """A draft of 王, put into a state as review would."""
    with clerk.store.writing() as session:
        author = people.staff_named(session, "王")
        assert author is not None
        made = drafting.start(session, replace(TENDER, title=title), by=author.id, now=NOON)
        if columns:
            session.exec(update(Draft).where(col(Draft.id) == made).values(**columns))
        return made


def step(store: Store, draft: int, name: str, opinion: str, by: int | None = None) -> None:
    with store.writing() as session:
        session.add(
            DraftStep(
                draft_id=draft,
                step=name,
                staff_id=by,
                at=NOON,
                revision=1,
                sha256="",
                opinion=opinion,
            )
        )


def open_bids(store: Store) -> None:
    """Every tender was opened three days ago."""
    with store.writing() as session:
        session.exec(update(NoticeStanding).values(opening_at=NOON - timedelta(days=3)))
        tallying.rebuild(session)


def test_when_nothing_waits_one_calm_line_says_so(clerk: Clerk) -> None:
    page = clerk.open("/staff/")
    assert "现在没有等您处理的事。" in page.text
    assert list(desk(clerk)) == ["newest"]
    assert "/staff/notices/new/tender" in page.text and "/staff/notices/new/award" in page.text


def test_the_sections_stand_in_the_order_of_whose_turn_it_is(
    press: Press, clerk: Clerk, reviewer: Clerk
) -> None:
    (tender,) = press(TENDER).numbers
    returned = write(clerk, "退回", state="returned")
    step(clerk.store, returned, "returned", "金额单位不对")
    write(clerk, "送审", state="submitted")
    write(clerk, "写着")
    failed = write(clerk, "没发成")
    step(clerk.store, failed, "failed", "投标截止已过")
    with clerk.store.writing() as session:
        plan = Schedule(due_at=NOON + timedelta(hours=2), staff_id=press.staff, created_at=NOON)
        session.add(plan)
        session.flush()
        planned = plan.id
        process = find_notice(session, tender).row.process_id
        content = replace(result(won(1)), title="未发布的结果")
        drafting.start(session, content, by=press.staff, now=NOON, process_id=process)
        notice = find_notice(session, tender)
        session.exec(update(NoticeStanding).values(deadline=NOON + timedelta(days=1)))
        asked = {"reason": "误发", "staff_id": press.staff, "asked_at": NOON}
        session.add(WithdrawalRequest(notice_id=1, **asked))
        assert notice.row.number == tender
    write(clerk, "定时", state="scheduled", schedule_id=planned)

    assert list(desk(clerk)) == [
        *("returned", "mine", "others", "scheduled", "failed", "deadlines", "loops", "newest")
    ]
    seen = desk(reviewer)
    assert list(seen) == [
        *("review", "others", "scheduled", "failed", "withdrawals", "deadlines", "loops", "newest")
    ]
    assert "金额单位不对" in desk(clerk)["returned"]
    assert "送审" in seen["review"]
    assert "2026-03-02 14:00" in seen["scheduled"] and "发布人" in seen["scheduled"]
    assert "投标截止已过" in seen["failed"]
    assert "误发" in seen["withdrawals"]
    assert "明天" in seen["deadlines"] and TENDER.title in seen["deadlines"]
    assert "已定标，结果还没有发布" in seen["loops"]


def test_a_draft_waits_with_its_editor_its_moment_and_what_it_lacks(clerk: Clerk) -> None:
    clerk.send(clerk.open(NEW), title="河东路改造招标公告", do="save")
    page = clerk.open("/staff/")
    assert "河东路改造招标公告" in page.text
    assert "请填写项目名称" in page.text
    assert "还有" in page.text


def test_a_nameless_draft_can_still_be_opened(clerk: Clerk) -> None:
    saved = clerk.send(clerk.open(NEW), do="save")
    page = clerk.open("/staff/")
    assert "（还没有标题）" in page.text
    assert saved.location in page.text


def test_a_discarded_draft_leaves_the_desk(clerk: Clerk) -> None:
    edit = clerk.follow(clerk.send(clerk.open(NEW), title="误录", do="save"))
    assert clerk.send(edit, "discard-form").status == 303
    assert "误录" not in clerk.open("/staff/").text


def test_a_reviewer_may_look_at_drafts_but_not_write(clerk: Clerk, reviewer: Clerk) -> None:
    edit = clerk.send(clerk.open(NEW), title="河东路改造招标公告", do="save").location
    assert "河东路改造招标公告" in reviewer.open("/staff/").text
    assert reviewer.open(edit.removesuffix("/edit")).status == 200
    for address in (edit, NEW, "/staff/publish", "/staff/echo/amount"):
        assert reviewer.open(address).status == 403


def test_every_link_of_the_desk_leads_somewhere_for_whoever_sees_it(
    press: Press, clerk: Clerk, reviewer: Clerk
) -> None:
    (tender,) = press(TENDER).numbers
    write(clerk, "退回", state="returned")
    write(clerk, "送审", state="submitted")
    write(clerk, "写着")
    with clerk.store.writing() as session:
        session.exec(update(NoticeStanding).values(deadline=NOON, opening_at=NOON))
    for one in (clerk, reviewer):
        links = [
            address
            for address in read(one.client, "/staff/").links.values()
            if not address.startswith("#")
        ]
        assert len(links) > 4
        for address in links:
            answer = one.client.get(address)
            assert answer.status_code in (200, 303), address
            assert "/sign-in" not in answer.headers.get("Location", ""), address
    assert f"/notices/{tender}" in read(clerk.client, "/staff/").links.values()


def test_who_reviews_opens_a_draft_to_decide_and_who_writes_hands_it_in(
    clerk: Clerk, reviewer: Clerk
) -> None:
    with clerk.store.writing() as session:
        session.exec(update(SiteRow).values(review_required=True))
    made = write(clerk, "送审的", state="submitted")
    write(clerk, "写好的")
    assert read(reviewer.client, "/staff/").links["送审的"] == f"/staff/notices/{made}/review"
    page = read(clerk.client, "/staff/")
    assert page.links["送审…"].endswith("/submit")
    assert clerk.client.get(page.links["送审…"]).status_code == 200
    boxes = [one for one in page.all("input") if one.get("type") == "checkbox"]
    assert boxes == []  # nothing goes out that nobody has approved


def test_what_is_planned_can_be_looked_at_and_taken_back(clerk: Clerk, reviewer: Clerk) -> None:
    with clerk.store.writing() as session:
        plan = Schedule(due_at=NOON + timedelta(hours=2), staff_id=1, created_at=NOON)
        session.add(plan)
        session.flush()
        planned = plan.id
    write(clerk, "定时", state="scheduled", schedule_id=planned)
    for one, words in ((clerk, "查看或取消…"), (reviewer, "查看")):
        links = read(one.client, "/staff/").links
        assert links[words] == f"/staff/schedules/{planned}"
        assert one.client.get(links[words]).status_code == 200


def test_an_open_loop_says_since_when_and_leads_to_where_it_is_mended(
    press: Press, clerk: Clerk, reviewer: Clerk
) -> None:
    press(TENDER)
    assert "loops" not in desk(clerk)
    open_bids(clerk.store)
    said = desk(clerk)["loops"]
    assert "已开标，还没有发布结果" in said and "2026-02-27" in said and "3天" in said
    page = read(clerk.client, "/staff/")
    assert clerk.client.get(page.links["发布结果"]).status_code == 200
    assert "发布结果" not in read(reviewer.client, "/staff/").links


def test_an_office_without_review_says_so_openly(clerk: Clerk) -> None:
    assert "没有启用“先审后发”" in clerk.open("/staff/").text


def test_a_long_section_shows_its_first_rows_and_leads_to_all(clerk: Clerk) -> None:
    for number in range(PER_PAGE + 2):
        write(clerk, f"第{number:02}份")
    page = read(clerk.client, "/staff/")
    assert "第01份" not in page.main and "第21份" in page.main
    whole = page.links["全部22件…"]
    assert "第21份" in read(clerk.client, whole).main
    assert "第01份" in read(clerk.client, f"{whole}?page=2").main
    assert "发布选中的草稿" in read(clerk.client, whole).main


@pytest.mark.parametrize("address", ["nothing", "mine?page=2", "mine?page=0", "mine?page=9999999"])
def test_a_page_that_is_not_there_is_not_found(clerk: Clerk, address: str) -> None:
    assert clerk.open(f"/staff/desk/{address}").status == 404


def test_an_empty_section_opened_directly_says_so(clerk: Clerk) -> None:
    assert "现在没有。" in clerk.open("/staff/desk/mine").text


def statements(client: FlaskClient, store: Store, address: str) -> int:
    """How many statements the database is asked for one page."""
    asked: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engines = (store._reader, store._writer)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_the_desk_asks_the_database_no_more_however_many_drafts_there_are(
    press: Press, clerk: Clerk
) -> None:
    def grow(number: int) -> None:
        (tender,) = press(TENDER).numbers
        with clerk.store.writing() as session:
            process = find_notice(session, tender).row.process_id
            content = replace(result(won(1)), title=f"结果{number}")
            drafting.start(session, content, by=press.staff, now=NOON, process_id=process)
        write(clerk, f"写着{number}")
        write(clerk, f"退回{number}", state="returned")

    grow(0)
    open_bids(clerk.store)
    few = statements(clerk.client, clerk.store, "/staff/")
    for number in range(1, PER_PAGE + 2):
        grow(number)
    open_bids(clerk.store)
    assert statements(clerk.client, clerk.store, "/staff/") == few
    assert 0 < few < 60
