"""Staff searches and suggestions on both databases: signs and widths do not matter, words do."""

from dataclasses import replace

import pytest

from tests.notices import NOON, TENDER, Press
from tests.web.conftest import IDENTITY
from trading.config import Settings
from trading.domain.drafts import Party
from trading.domain.grams import parse_query
from trading.services import drafting
from trading.services.searching import search_drafts
from trading.store import sites
from trading.store.engine import Store
from trading.store.parties import suggest_parties
from trading.store.searches import search_notices, search_organizations, search_processes

USCC = "91230800MA18WXYB2T"
NAMED = replace(
    TENDER,
    process_title="河东路改造（一期）",
    project_code="ＨＤ-００2",
    buyer=Party(
        name="某县建设局（本级）", uscc=USCC, address="县城一号", contact="张", phone="0454-1"
    ),
)


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, IDENTITY)
    return Press(store, settings)


@pytest.mark.parametrize(
    ("q", "processes", "organizations"),
    [
        ("改造(一期)", 1, 0),
        ("改造（一期）", 1, 0),
        ("建设局(本级)", 0, 1),
        (USCC.lower(), 0, 1),
        ("河东路 建设局", 0, 0),
        ("河_路", 0, 0),
        ("一期%", 0, 0),
    ],
)
def test_titles_and_names_are_found_however_their_signs_are_written(
    press: Press, q: str, processes: int, organizations: int
) -> None:
    press(NAMED)
    terms = parse_query(q)
    with press.store.reading() as session:
        assert search_processes(session, terms, page=1).total == processes
        assert search_organizations(session, terms, page=1).total == organizations


def test_a_number_finds_the_notice_and_its_process(press: Press) -> None:
    (number,) = press(NAMED).numbers
    terms = parse_query(number)
    with press.store.reading() as session:
        assert [row.number for row in search_notices(session, terms, page=1).rows] == [number]
        assert [row.code for row in search_processes(session, terms, page=1).rows] == [number]
        assert search_notices(session, terms, page=2).rows == ()


def test_a_draft_is_searched_until_it_is_published(press: Press) -> None:
    with press.store.writing() as session:
        made = drafting.start(session, NAMED, by=press.staff, now=NOON)
        terms = parse_query("建设局 绿化")
        assert [row.id for row in search_drafts(session, terms, page=1).rows] == [made]
        drafting.discard(session, made, by=press.staff, now=NOON)
        assert search_drafts(session, terms, page=1).total == 0


def test_an_organization_is_suggested_as_it_was_published_last(press: Press) -> None:
    press(NAMED)
    press(replace(NAMED, buyer=replace(NAMED.buyer, address="新址", contact="王")))
    with press.store.reading() as session:
        (party,) = suggest_parties(session, parse_query("建设局"))
        assert suggest_parties(session, []) == []
    assert party == replace(NAMED.buyer, address="新址", contact="王")
