"""Staff find everything they may see: drafts, notices also when withdrawn, processes, firms."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.clerks import Clerk
from tests.web.pages import Read, read
from trading.domain.drafts import Party
from trading.services import drafting
from trading.store import people
from trading.store.desks import PER_PAGE
from trading.store.tables import Notice, Withdrawal

USCC = "91230800MA18WXYB2T"


def write(clerk: Clerk, **changes: object) -> int:
    with clerk.store.writing() as session:
        author = people.staff_named(session, "王")
        assert author is not None
        content = replace(TENDER, **changes)  # type: ignore[arg-type] # fields of many types
        return drafting.start(session, content, by=author.id, now=NOON)


def found(clerk: Clerk, q: str, **more: str) -> dict[str, str]:
    """The sections of the answer, with their words."""
    query = {"q": q, **more}
    page = read_query(clerk, query)
    sections = [one for one in page.all("section") if one.get("id")]
    return {one.get("id", ""): " ".join("".join(one.itertext()).split()) for one in sections}


def read_query(clerk: Clerk, query: dict[str, str]) -> Read:
    return read(clerk.client, f"/staff/search?{urlencode(query)}")


@pytest.mark.parametrize(
    "q",
    ["河东路", "HD-001", "ｈｄ－００１", "某县建设局", "正文第一段", "河东路 绿化", "路改造(一期)"],
)
def test_a_draft_is_found_by_all_its_words_however_they_are_typed(clerk: Clerk, q: str) -> None:
    write(clerk, title="河东路改造（一期）招标公告", body_html="<p>正文<b>第一</b>段</p>")
    write(
        clerk,
        title="别的",
        process_title="别的",
        project_code="X",
        buyer=Party(name="别家"),
        body_html="",
    )
    said = found(clerk, q)["drafts"]
    assert "河东路改造（一期）招标公告" in said and "别家" not in said


def test_a_discarded_draft_is_not_found(clerk: Clerk) -> None:
    made = write(clerk, title="误录的草稿")
    with clerk.store.writing() as session:
        drafting.discard(session, made, by=1, now=NOON)
    assert found(clerk, "误录的草稿") == {}


def test_a_withdrawn_notice_is_found_and_marked(press: Press, clerk: Clerk) -> None:
    (number,) = press(TENDER).numbers
    assert "已撤销" not in found(clerk, number)["notices"]
    with clerk.store.writing() as session:
        notice = session.exec(select(Notice.id)).one()
        said = {"sequence": 99, "withdrawn_at": NOON, "reason": "误发"}
        session.add(Withdrawal(notice_id=notice, staff_id=press.staff, **said))
    for q in (number, "河东路改造招标公告", "hd-001"):
        assert "已撤销" in found(clerk, q)["notices"]


@pytest.mark.parametrize("q", ["河东路改造", "HD-001", "hd-001", "ＨＤ－００１", "改造(一期)"])
def test_a_process_is_found_by_its_title_and_code(press: Press, clerk: Clerk, q: str) -> None:
    (number,) = press(replace(TENDER, process_title="河东路改造（一期）")).numbers
    assert number in found(clerk, q)["processes"]
    assert "HD-001" in found(clerk, number)["processes"]


def test_a_process_with_drafts_alone_is_found_and_can_be_gone_on_with(clerk: Clerk) -> None:
    write(clerk)
    assert "只有草稿" in found(clerk, "河东路")["processes"]


def test_an_organization_is_found_by_name_and_by_code(press: Press, clerk: Clerk) -> None:
    (tender,) = press(replace(TENDER, lots=TENDER.lots[:1])).numbers
    winner = Party(name="北榆建设（集团）", uscc=USCC, address="县城")
    outcome = replace(result(replace(won(1), suppliers=(winner,))), lots=TENDER.lots[:1])
    press.after(tender, outcome)
    for q in ("北榆", "北榆建设(集团)", USCC, USCC.lower(), USCC[:8]):
        assert "北榆建设（集团）" in found(clerk, q)["organizations"], q


def test_every_word_must_be_found(press: Press, clerk: Clerk) -> None:
    press(TENDER)
    assert found(clerk, "河东路 桥梁") == {}
    assert "没有找到" in clerk.open("/staff/search?q=桥梁").text
    assert "没有可以查找的文字" in clerk.open("/staff/search?q=%25").text
    assert clerk.open("/staff/search").status == 200


def test_one_kind_is_shown_a_page_at_a_time(clerk: Clerk) -> None:
    for number in range(PER_PAGE + 1):
        write(clerk, title=f"第{number:02}份河东路公告")
    overview = read_query(clerk, {"q": "河东路公告"})
    assert "第20份" in overview.main and "第10份" not in overview.main
    whole = overview.links["全部21件…"]
    assert "第01份" in read(clerk.client, whole).main
    assert "第00份" in read(clerk.client, f"{whole}&page=2").main
    assert clerk.open(f"{whole}&page=3").status == 404
    assert clerk.open(f"{whole}&page=0").status == 404
    assert clerk.open("/staff/search?q=x&kind=nothing").status == 404


def test_the_search_stands_in_the_header_for_every_role(clerk: Clerk, reviewer: Clerk) -> None:
    write(clerk, title="河东路的草稿")
    for one in (clerk, reviewer):
        assert 'action="/staff/search"' in one.open("/staff/").text
        links = read_query(one, {"q": "河东路"}).links
        assert one.client.get(links["河东路的草稿"]).status_code == 200


def test_nothing_that_only_staff_may_see_is_found_outside(
    clerk: Clerk, reader: FlaskClient
) -> None:
    write(clerk, title="未公开的标题")
    answer = reader.get("/staff/search?q=未公开的标题")
    assert answer.status_code == 303 and "/sign-in" in answer.headers["Location"]
    assert "未公开的标题</a>" not in reader.get("/notices?q=未公开的标题").get_data(as_text=True)


def test_a_script_as_a_word_is_text(clerk: Clerk) -> None:
    page = clerk.open("/staff/search?q=<script>alert(1)</script>")
    assert page.status == 200 and "<script>alert" not in page.text
