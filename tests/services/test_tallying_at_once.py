"""The roll-up while several clerks publish at once: it stays exact, and a check sees one moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.domain.counting import Basis
from trading.services import tallying
from trading.store import sites
from trading.store.engine import Store
from trading.store.totals import totals_of_year
from trading.store.years import read_year

CLERKS = 4


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    """Publishes on a site that is ready to, on either kind of database."""
    identity = sites.Identity(
        site_name="某县公共资源交易网",
        organization="某县公共资源交易中心",
        region_code="230828",
        site_url="https://ggzy.example",
        authority="ggzy.example",
    )
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, identity)
    return Press(store, settings)


def year_of(press: Press) -> dict[str, int]:
    with press.store.reading() as session:
        site = sites.read_site(session, press.settings)
        figures = read_year(session, NOON.year, site)
    assert figures.reconciles
    further = ("savings", "on_time_rate", "channel_web")
    return {
        one.name: one.count
        for one in figures.figures
        if one.value and not one.name.startswith(further)
    }


def test_clerks_who_publish_at_once_lose_nothing_of_the_figures(press: Press, store: Store) -> None:
    """Every act raises the same sums of the year: two that read them together would lose one."""
    tenders = [replace(TENDER, project_code=f"HD-{n}") for n in range(8)]
    with ThreadPoolExecutor(CLERKS) as clerks:
        acts = list(clerks.map(press, tenders))
        numbers = [act.numbers[0] for act in acts]
        list(clerks.map(lambda one: press.after(one, result(won(1, 2, fen=3_00))), numbers))
    assert year_of(press) == {
        "trades": 16,
        "trade_total": 24_00,
        "disclosures": 16,
        "notices": 16,
        "tender_notices": 8,
        "award_notices": 8,
        "lots_offered": 16,
    }
    with store.reading() as session:
        assert tallying.differences(session) == []


def test_clerks_who_decide_lots_of_one_process_at_once_lose_nothing_of_it(
    press: Press, store: Store
) -> None:
    (number,) = press(TENDER).numbers
    with ThreadPoolExecutor(CLERKS) as clerks:
        outcomes = (result(won(1, fen=3_00)), result(won(2, fen=4_00, by="乙公司")))
        list(clerks.map(lambda one: press.after(number, one), outcomes))
    counted = year_of(press)
    assert (counted["trades"], counted["trade_total"]) == (2, 7_00)
    with store.reading() as session:
        assert tallying.differences(session) == []


def test_a_check_finds_nothing_amiss_while_others_publish(press: Press, store: Store) -> None:
    """Sums and notices are read one after the other, and must be of the same moment."""
    (number,) = press(TENDER).numbers
    with store.reading() as session:
        before = totals_of_year(session, NOON.year, Basis.DECIDED)
        press.after(number, result(won(1), won(2, by="乙公司")))
        assert totals_of_year(session, NOON.year, Basis.DECIDED) == before
        assert tallying.differences(session) == []
    with store.reading() as session:
        assert totals_of_year(session, NOON.year, Basis.DECIDED) != before


def test_a_rebuild_waits_for_publications_and_they_for_it(press: Press, store: Store) -> None:
    def rebuild(_: object) -> None:
        with store.writing() as session:
            tallying.rebuild(session)

    tenders = [replace(TENDER, project_code=f"HD-{n}") for n in range(6)]
    with ThreadPoolExecutor(CLERKS) as clerks:
        published = clerks.map(press, tenders)
        rebuilt = clerks.map(rebuild, range(3))
        assert [len(act.numbers) for act in published] == [1] * 6
        list(rebuilt)
    assert year_of(press)["notices"] == 6
    with store.reading() as session:
        assert tallying.differences(session) == []
