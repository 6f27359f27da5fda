"""Random histories of notices and awards: every figure is what a plain recount says."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlmodel import col, select

from tests.journeys.agreeing import Agreement
from tests.journeys.desks import START
from tests.journeys.offices import Office
from tests.journeys.recount import recount
from tests.journeys.stories import Act, Said, Story, Won
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.services import tallying
from trading.store.engine import Session, Store
from trading.store.tables import ResultRow, StandingRow, Total


@pytest.fixture(scope="module")
def seen(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """What was drawn and compared in all histories together; told when many were asked for."""
    counted: Counter[str] = Counter()
    yield counted
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    if terminal and os.environ.get("TRADING_HISTORIES"):
        told = ", ".join(f"{name} {number:,}" for name, number in sorted(counted.items()))
        # What a fixture writes as it ends would else be swallowed where every test passed.
        with request.config.pluginmanager.get_plugin(
            "capturemanager"
        ).global_and_fixture_disabled():
            terminal.write_line(f"\nhistories: {told}")


def stored(session: Session) -> list[object]:
    """The whole roll-up as it is stored, down to where each lot and each result stands."""
    session.expire_all()
    totals = select(Total.basis, Total.year, Total.dimension, Total.key)
    lots = session.exec(select(StandingRow).order_by(col(StandingRow.lot_id))).all()
    results = session.exec(select(ResultRow).order_by(col(ResultRow.notice_id))).all()
    return [
        sorted(session.exec(totals.add_columns(col(Total.figure), col(Total.value)))),
        [one.model_dump() for one in lots],
        [one.model_dump() for one in results],
    ]


# 1,000 histories on each database: TRADING_HISTORIES=1000 pytest tests/journeys/test_histories.py
@trying(
    max_examples=int(os.environ.get("TRADING_HISTORIES", "100" if os.environ.get("CI") else "10")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_figure_of_any_history_is_what_a_plain_recount_says(
    store: Store, settings: Settings, seen: Counter[str], data: st.DataObject
) -> None:
    with store.write_session() as session:
        office = Office(session, settings, data)
        day = START
        for _ in range(data.draw(st.integers(1, 6), "days of work")):
            day += timedelta(days=data.draw(st.integers(0, 250), "days until the next"))
            office.live(day)
            assert tallying.differences(session) == []
        office.leave_a_draft(day)
        read_on = office.read_on(day)
        agreement = Agreement(office, datetime.combine(read_on, time(23), SHANGHAI))
        agreement.check(opened=True)
        kept = stored(session)
        tallying.clear(session)
        tallying.rebuild(session)
        assert stored(session) == kept
        agreement.check(opened=False)
        seen.update(agreement.compared + office.drawn())
        session.rollback()


def test_the_recount_itself_agrees_with_a_count_by_hand() -> None:
    """A lot won in 2015 and again in 2016 by another; one that failed; one at a rate."""
    first = Won((1,), date(2015, 6, 1), date(2015, 5, 30), "amount", 900, "CNY", stands=False)
    second = Won((1,), date(2016, 2, 1), None, "amount", 800, "CNY")
    rate = Won((3,), date(2016, 2, 1), date(2016, 1, 30), "rate", None, "CNY")
    story = Story("construction", "open", "230828", "某局", 3)
    story.notices = [
        Said("tender", "tender", date(2014, 12, 31), (1, 2)),
        Said("award", "award", date(2015, 6, 1), (1,), (first,)),
        Said("award", "award", date(2016, 2, 1), (1, 2, 3), (second, rate)),
    ]
    story.failed = {2: date(2016, 2, 1)}
    acts = [Act(said.day) for said in story.notices]
    whole = {
        year: {
            name: value
            for (dimension, _, name), value in recount([story], acts, year, "decided").items()
            if dimension == "year"
        }
        for year in (2014, 2015, 2016)
    }
    once = {"disclosures": 1, "notices": 1, "channel_web": 1}
    in_time = {"results_on_time": 1, "results_measured": 1, "on_time_rate": 10000}
    assert whole == {
        2014: once
        | {"tender_notices": 1, "lots_offered": 2, "offered_awarded_later": 1, "offered_failed": 1},
        2015: once
        | {"award_notices": 1, "award_notices_replaced": 1, "trades": 1, "trades_of_earlier": 1}
        | {"trade_total": 800, "trade_total_spending": 800}
        | {"trades_spending": 1, "savings_no_limit": 1, **in_time},
        2016: once
        | {"award_notices": 1, "award_notices_trading": 1, "trades": 1, "trades_untendered": 1}
        | {"excluded_rate_or_unit_price": 1, "lots_failed": 1, "trades_rate": 1, **in_time}
        | {"trades_spending": 1, "savings_rate_or_unit_price": 1},
    }


def test_the_recount_takes_back_what_a_withdrawn_notice_announced() -> None:
    """A lot won in 2015 by mistake and again in 2016; one that was to fail, and did not."""
    wrong = Won((1,), date(2015, 6, 1), date(2015, 5, 30), "amount", 900, "CNY")
    right = Won((1,), date(2016, 2, 1), date(2016, 1, 30), "amount", 800, "CNY")
    story = Story("construction", "open", "230828", "某局", 2, limits={1: (None, 950)})
    mistake = Said("award", "award", date(2015, 6, 1), (1, 2), (wrong,), ends=(2,))
    story.notices = [
        Said("tender", "tender", date(2015, 1, 31), (1, 2)),
        mistake,
        Said("award", "award", date(2016, 2, 1), (1,), (right,)),
    ]
    story.failed = {2: date(2015, 6, 1)}
    story.withdraw(mistake)
    whole = {
        year: {
            name: value
            for (dimension, _, name), value in recount([story], [], year, "decided").items()
            if dimension == "year"
        }
        for year in (2015, 2016)
    }
    assert whole == {
        2015: {"notices": 2, "tender_notices": 1, "award_notices": 1, "withdrawn": 1}
        | {"award_notices_replaced": 1, "lots_offered": 2, "channel_web": 2}
        | {"offered_awarded_later": 1, "offered_pending": 1, "results_withdrawn": 1},
        2016: {"notices": 1, "award_notices": 1, "award_notices_trading": 1, "trades": 1}
        | {"trades_of_earlier": 1, "trade_total": 800, "trade_total_spending": 800}
        | {"channel_web": 1, "trades_spending": 1, "savings": 150, "savings_limit": 950}
        | {"savings_lots": 1, "savings_awards": 1, "savings_rate": 1579}
        | {"results_on_time": 1, "results_measured": 1, "on_time_rate": 10000},
    }
