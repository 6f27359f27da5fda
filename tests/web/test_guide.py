"""Help for staff: every state, every severity and every point of review in the pages' own words."""

from flask.testing import FlaskClient
from sqlmodel import update

from tests.web.clerks import Clerk
from tests.web.pages import read
from trading.domain.checklist import Check
from trading.domain.findings import Severity
from trading.domain.lifecycle import NoticeState
from trading.store.tables import SiteRow
from trading.web.staff.sections import STATES


def test_the_guide_names_every_state_severity_and_check(clerk: Clerk, reviewer: Clerk) -> None:
    gone = {NoticeState.PUBLISHED.value, NoticeState.DISCARDED.value}
    assert set(STATES) == {state.value for state in NoticeState} - gone
    for one in (clerk, reviewer):
        said = read(one.client, "/staff/help").main
        for words in (*(str(word) for word in STATES.values()), *(one.zh for one in Severity)):
            assert words in said
        for check in Check:
            assert check.zh in said


def test_it_says_whether_review_is_on(clerk: Clerk) -> None:
    assert "没有启用“先审后发”" in clerk.open("/staff/help").text
    with clerk.store.writing() as session:
        session.exec(update(SiteRow).values(review_required=True))
    assert "本站先审后发" in clerk.open("/staff/help").text
    assert "没有启用" not in clerk.open("/staff/").text


def test_its_own_links_lead_to_its_sections(clerk: Clerk) -> None:
    page = read(clerk.client, "/staff/help")
    anchors = [address[1:] for address in page.links.values() if address.startswith("#")]
    assert len(anchors) > 5
    assert set(anchors) == {one.get("id") for one in page.all("section")}


def test_the_public_help_stays_public_and_this_one_does_not(
    clerk: Clerk, reader: FlaskClient
) -> None:
    assert reader.get("/help").status_code == 200
    assert reader.get("/staff/help").status_code == 303
    assert 'href="/staff/help"' in clerk.open("/staff/").text
    assert 'href="/staff/help"' not in reader.get("/").get_data(as_text=True)


def test_the_bar_says_where_one_is(clerk: Clerk) -> None:
    for address, name in (("/staff/", "工作台"), ("/staff/help", "帮助")):
        (bar,) = read(clerk.client, address).all("nav")
        current = [one.text for one in bar.iter() if one.get("aria-current")]
        assert current == [name]
