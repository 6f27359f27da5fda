"""Random histories of notices and awards: every figure is what a plain recount says."""

import csv
import io
import os
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from tests.journeys.offices import START, Office
from tests.journeys.recount import RATES, Counted, Said, Story, Won, recount
from trading.config import Settings
from trading.domain.counting import Basis
from trading.domain.figures import DIMENSIONS, YearFigures
from trading.services import tallying
from trading.store.engine import Session, Store
from trading.store.sites import read_site
from trading.store.years import read_year
from trading.web.public.behind import chosen, csv_lines, rows_behind


def said_by(figures: YearFigures) -> Counted:
    """What the product says of a year, wherever it says it."""
    said: Counted = Counter({("year", "", name): value for name, value in figures.whole.items()})
    for dimension, shares in figures.by.items():
        for share in shares:
            key = share.label if dimension == "buyer" else share.key
            for name, value in share.values.items():
                said[dimension, key, name] += value
    return Counter({key: value for key, value in said.items() if value})


def check_printed(figures: YearFigures) -> None:
    """Figures, bridges and lines print the sums of the year and nothing else."""
    for figure in figures.figures:
        if figure.value is None:
            assert figure.name not in figures.whole
        else:
            assert figure.value == figures.line(figure.name), figure.name
        for line in (*figure.exclusions, *figure.details):
            assert line.value == figures.line(line.name), line.name
    for bridge in figures.bridges:
        for part in (bridge.whole, *bridge.parts):
            assert part.value == figures.line(part.name), part.name


def is_money(name: str) -> bool:
    return name.startswith("trade_total") or name in (
        *("savings", "savings_limit", "premium", "premium_limit"),
    )


def check_rows(session: Session, figures: YearFigures) -> None:
    """The rows behind each figure and line are as many as it says, or add up to it; so the CSV."""
    for name, value in figures.whole.items():
        choice = chosen(figures, name)
        rows = rows_behind(session, choice)
        text = b"".join(csv_lines(session, choice))
        lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        assert len(lines) == rows.count
        if is_money(name):
            assert rows.amount_fen == value, name
            assert sum(100 * Decimal(line["value"] or 0) for line in lines) == value, name
        elif name not in RATES:
            assert rows.count == value, name
        else:
            coverage = figures.figure(name).coverage
            assert coverage is not None
            assert rows.count == coverage.covered, name
        if name == "trade_total":
            assert sum(100 * Decimal(line["amount"] or 0) for line in lines) == value
        if name == "disclosures":
            assert sum(int(line["notices"]) for line in lines) == figures.line("notices")


def check_groups(session: Session, figures: YearFigures, dimension: str) -> None:
    """So are those of every group along a dimension."""
    for share in figures.by[dimension]:
        for name, value in share.values.items():
            if name in RATES:
                continue
            rows = rows_behind(session, chosen(figures, name, group=(dimension, share.key)))
            assert (rows.amount_fen if is_money(name) else rows.count) == value, (share.key, name)


def check_years(office: Office) -> None:
    """Every year on both bases is what a plain recount of the stories says."""
    site = read_site(office.session, office.settings)
    for year in range(START.year - 2, office.acts[-1].year + 1):
        for basis in Basis:
            figures = read_year(office.session, year, site, basis=basis)
            expected = recount(office.stories, office.acts, year, basis.value)
            assert said_by(figures) == expected
            check_printed(figures)
            assert [
                one.name for one in (*figures.bridges, *figures.identities) if not one.holds
            ] == []
            check_rows(office.session, figures)
            check_groups(office.session, figures, DIMENSIONS[year % len(DIMENSIONS)])


# 1,000 histories on each database: TRADING_HISTORIES=1000 pytest tests/journeys/test_histories.py
@trying(
    max_examples=int(os.environ.get("TRADING_HISTORIES", "100" if os.environ.get("CI") else "10")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_figure_of_any_history_is_what_a_plain_recount_says(
    store: Store, settings: Settings, data: st.DataObject
) -> None:
    with store.write_session() as session:
        office = Office(session, settings, data)
        day = START
        for _ in range(data.draw(st.integers(1, 6), "acts")):
            day += timedelta(days=data.draw(st.integers(0, 250), "days until the next act"))
            office.publish(day)
            assert tallying.differences(session) == []
            office.forget_a_date()
            office.correct(day)
            office.withdraw(day)
            assert tallying.differences(session) == []
        check_years(office)
        tallying.clear(session)
        tallying.rebuild(session)
        check_years(office)
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
    acts = [said.day for said in story.notices]
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
