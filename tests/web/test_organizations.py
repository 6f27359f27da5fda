"""Known organizations are offered while one is typed, as they were last published."""

import json
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.clerks import Clerk
from trading.domain.drafts import Party
from trading.store.parties import MOST_SUGGESTED
from trading.store.tables import Notice, Withdrawal

USCC = "91230800MA18WXYB2T"
WINNER = Party(name="北榆建设（集团）", uscc=USCC, address="北街一号")
AGENCY = Party(name="诚信代理公司", address="南街二号", contact="李女士", phone="0454-1111111")


def suggested(clerk: Clerk, q: str) -> list[dict[str, str]]:
    answer = clerk.client.get(f"/staff/organizations.json?q={quote(q)}")
    assert answer.status_code == 200
    found: list[dict[str, str]] = json.loads(answer.data)["organizations"]
    return found


@pytest.fixture
def award(press: Press) -> str:
    """The number of a result, with a buyer, an agency and a winner."""
    (tender,) = press(replace(TENDER, lots=TENDER.lots[:1], agency=AGENCY)).numbers
    outcome = result(replace(won(1), suppliers=(WINNER,)))
    return press.after(tender, replace(outcome, agency=AGENCY)).numbers[0]


@pytest.mark.parametrize("q", ["北榆", "建设(集团)", USCC, USCC[:10].lower(), "北榆 集团"])
def test_a_winner_is_found_by_name_and_by_code(award: str, clerk: Clerk, q: str) -> None:
    expected = {"name": WINNER.name, "uscc": USCC, "address": "北街一号"}
    assert suggested(clerk, q) == [{**expected, "contact": "", "phone": ""}]


def test_a_buyer_and_an_agency_come_with_their_people(award: str, clerk: Clerk) -> None:
    (buyer,) = suggested(clerk, "建设局")
    assert (buyer["address"], buyer["contact"], buyer["phone"]) == (
        *("县城一号", "张先生", "0454-0000000"),
    )
    (agency,) = suggested(clerk, "诚信代理")
    assert (agency["address"], agency["contact"]) == ("南街二号", "李女士")


def test_the_newest_notice_says_where_an_organization_is(press: Press, clerk: Clerk) -> None:
    press(TENDER)
    press(replace(TENDER, buyer=replace(TENDER.buyer, address="新址三号")))
    assert [one["address"] for one in suggested(clerk, "建设局")] == ["新址三号"]


def test_what_a_withdrawn_notice_said_is_not_repeated(press: Press, clerk: Clerk) -> None:
    press(TENDER)
    (number,) = press(replace(TENDER, buyer=replace(TENDER.buyer, address="错址"))).numbers
    with clerk.store.writing() as session:
        notice = session.exec(select(Notice.id).where(col(Notice.number) == number)).one()
        said = {"sequence": 99, "withdrawn_at": NOON, "reason": "误发"}
        session.add(Withdrawal(notice_id=notice, staff_id=press.staff, **said))
    assert [one["address"] for one in suggested(clerk, "建设局")] == ["县城一号"]


def test_nothing_is_offered_for_nothing(award: str, clerk: Clerk) -> None:
    for q in ("", " ", "%", "没有这家"):
        assert suggested(clerk, q) == []


def test_no_more_than_ten_are_offered(press: Press, clerk: Clerk) -> None:
    for number in range(MOST_SUGGESTED + 1):
        press(replace(TENDER, buyer=replace(TENDER.buyer, name=f"第{number}建设局")))
    assert len(suggested(clerk, "建设局")) == MOST_SUGGESTED


def test_only_writers_are_offered_anything(
    award: str, reviewer: Clerk, reader: FlaskClient
) -> None:
    address = f"/staff/organizations.json?q={quote('北榆')}"
    assert reviewer.client.get(address).status_code == 403
    answer = reader.get(address)
    assert answer.status_code == 303 and "北榆建设" not in answer.get_data(as_text=True)
