"""What the counting rules hear of a process: in order of publication, whenever it was entered."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.counting import Basis, ProcessFacts, standings
from trading.services import tallying
from trading.store import facts, sites
from trading.store.choices import Choice
from trading.store.engine import Store
from trading.store.facts import all_facts, facts_of
from trading.store.figure_rows import ActRow, LotRow
from trading.store.tables import Award, AwardLot, Lot, Notice, NoticeLot, Process
from trading.store.trades import stream_rows

LONG_AGO = datetime(2015, 6, 1, 9, tzinfo=SHANGHAI)
TURNED = replace(TENDER, lots=TENDER.lots[::-1])


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


def only_process(store: Store) -> ProcessFacts:
    with store.reading() as session:
        (found,) = all_facts(session)
    return found


def moved_in(press: Press, number: str) -> None:
    """A tender and an award of lot 1 from 2015, entered after all that followed them."""
    tender = press.moved_in(number, TENDER, dated=LONG_AGO)
    with press.store.writing() as session:
        row = session.exec(select(Notice).where(col(Notice.number) == tender)).one()
        lot = session.exec(select(Lot).where(col(Lot.number) == 1)).one()
        last = session.exec(select(Award).order_by(col(Award.id).desc())).first()
        assert row.id is not None
        assert lot.id is not None
        assert last is not None
        award = Award(
            process_id=row.process_id,
            notice_id=row.id,
            price_form="amount",
            amount_fen=1_00,
            decided_on=LONG_AGO.date(),
            ended_by_notice_id=last.notice_id,
            end_kind="replaced",
        )
        session.add(award)
        session.flush()
        assert award.id is not None
        session.add(NoticeLot(notice_id=row.id, lot_id=lot.id))
        session.add(AwardLot(award_id=award.id, lot_id=lot.id))
        session.flush()
        tallying.rebuild(session)


def test_lots_stand_in_order_of_their_numbers_wherever_they_were_entered(press: Press) -> None:
    (number,) = press(TURNED).numbers
    press.after(number, result(won(2, 1)))
    told = only_process(press.store)
    with press.store.reading() as session:
        numbers = dict(session.exec(select(Lot.id, Lot.number)).all())
    assert [numbers[one] for one in told.lots] == [1, 2]
    (award,) = told.awards
    assert [numbers[one] for one in award.lots] == [1, 2]
    assert [one.amount_fen for one in standings(told)] == [480_000_00, None]


def test_an_award_and_the_one_that_replaces_it_are_told_in_that_order(press: Press) -> None:
    (number,) = press(TENDER).numbers
    press.after(number, result(won(1)))
    press.after(number, result(won(1, fen=3_00, by="乙公司", why="放弃")))
    told = only_process(press.store)
    assert [(one.amount_fen, one.active) for one in told.awards] == [
        (480_000_00, False),
        (3_00, True),
    ]
    assert [one.type.value for one in told.notices] == ["tender", "award", "award"]


def test_history_that_is_moved_in_later_comes_before_what_followed_it(press: Press) -> None:
    """First published counts (domain.md §4.2 and §4.4), not first entered."""
    (number,) = press(TENDER).numbers
    press.after(number, result(won(1)))
    moved_in(press, number)
    first, second = standings(only_process(press.store))
    assert first.offered_on == LONG_AGO.date()
    assert second.offered_on == NOON.date()
    assert first.traded_on(Basis.DECIDED) == LONG_AGO.date()
    assert first.traded_on(Basis.PUBLISHED) == LONG_AGO.date()
    assert first.amount_fen == 480_000_00
    with press.store.reading() as session:
        for year, lot in ((2015, "一标段"), (2026, "二标段")):
            offered = Choice(year=year, basis=Basis.DECIDED, name="lots_offered")
            rows = [row for row in stream_rows(session, offered) if isinstance(row, LotRow)]
            assert [row.lot for row in rows] == [lot]


def test_acts_are_listed_oldest_first_whenever_they_were_entered(press: Press) -> None:
    later, earlier = NOON + timedelta(days=2), NOON - timedelta(days=2)
    (number,) = press(TENDER, now=later).numbers
    moved = press.moved_in(number, TENDER, dated=earlier)
    with press.store.reading() as session:
        acts = Choice(year=NOON.year, basis=Basis.DECIDED, name="disclosures")
        rows = [row for row in stream_rows(session, acts) if isinstance(row, ActRow)]
        assert [row.numbers for row in rows] == [(moved,), (number,)]


def test_a_process_that_is_only_drafted_is_not_counted(press: Press) -> None:
    with press.store.writing() as session:
        session.add(Process(created_at=NOON))
    with press.store.reading() as session:
        assert list(all_facts(session)) == []
        assert facts_of(session, [1]) == []


def test_every_process_is_told_once_however_many_portions_it_takes(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    for serial in range(5):
        press(replace(TENDER, project_code=f"HD-{serial}"))
    for size in (1, 2, 5, 6):
        monkeypatch.setattr(facts, "CHUNK", size)
        with press.store.reading() as session:
            told = [one.id for one in all_facts(session)]
        assert len(told) == len(set(told)) == 5
        assert told == sorted(told)
