"""Random histories of notices and awards: every figure is what a plain recount says."""

import csv
import io
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from tests.journeys.offices import START, Office
from tests.journeys.recount import Counted, Said, Story, Won, recount
from trading.config import Settings
from trading.domain.counting import Basis
from trading.domain.definitions import DEFINITIONS
from trading.domain.figures import FLOWS, YearFigures
from trading.services import tallying
from trading.store.engine import Session, Store
from trading.store.sites import read_site
from trading.store.years import read_year
from trading.web.public.behind import Rows, as_csv, rows_behind


def said_by(figures: YearFigures) -> Counted:
    """What the product says of a year, wherever it says it."""
    said: Counted = Counter({("year", "", one.name): one.value for one in figures.figures})
    total = figures.figure("trade_total")
    for reason, lots in total.excluded.items():
        said["year", "", f"excluded_{reason}"] = lots
    said.update({("year", "", flow): fen for flow, fen in total.flows.items()})
    for bridge in figures.bridges:
        assert said["year", "", bridge.whole.name] == bridge.whole.value
        said.update({("year", "", part.name): part.value for part in bridge.parts})
    for dimension, shares in figures.by.items():
        for share in shares:
            key = share.label if dimension == "buyer" else share.key
            said.update({(dimension, key, name): value for name, value in share.values.items()})
    return +said


def printed(counted: Counted) -> Counted:
    """The part of a recount that the product prints: what is not a figure, only for the year."""
    shown = {*DEFINITIONS, *FLOWS}
    return Counter(
        {key: value for key, value in counted.items() if key[0] == "year" or key[2] in shown}
    )


def check_rows(session: Session, figures: YearFigures) -> None:
    """The rows behind each figure are as many as it says, or add up to it; so does their CSV."""
    for figure in figures.figures:
        rows = rows_behind(session, figures, figure.name)
        lines = list(csv.DictReader(io.StringIO(as_csv(rows).removeprefix("\ufeff"))))
        assert len(lines) == number_of(rows)
        if figure.definition.unit == "fen":
            assert rows.amount_fen == figure.value
            assert sum(100 * Decimal(line["amount"] or 0) for line in lines) == figure.value
        else:
            assert len(lines) == figure.value, figure.name
        if figure.name == "disclosures":
            assert sum(int(line["notices"]) for line in lines) == figures.figure("notices").value


def number_of(rows: Rows) -> int:
    (found,) = [kind for kind in (rows.lots, rows.notices, rows.acts) if kind is not None]
    return len(found)


def check_years(office: Office) -> None:
    """Every year on both bases is what a plain recount of the stories says."""
    site = read_site(office.session, office.settings)
    for year in range(START.year - 2, office.acts[-1].year + 1):
        for basis in Basis:
            figures = read_year(office.session, year, site, basis=basis)
            expected = recount(office.stories, office.acts, year, basis.value)
            assert said_by(figures) == printed(expected)
            assert [
                one.name for one in (*figures.bridges, *figures.identities) if not one.holds
            ] == []
            check_rows(office.session, figures)


@trying(
    max_examples=10,
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
    once = {"disclosures": 1, "notices": 1}
    assert whole == {
        2014: once
        | {"tender_notices": 1, "lots_offered": 2, "offered_awarded_later": 1, "offered_failed": 1},
        2015: once
        | {"award_notices": 1, "award_notices_replaced": 1, "trades": 1, "trades_of_earlier": 1}
        | {"trade_total": 800, "trade_total_spending": 800},
        2016: once
        | {"award_notices": 1, "award_notices_trading": 1, "trades": 1, "trades_untendered": 1}
        | {"excluded_rate_or_unit_price": 1, "lots_failed": 1},
    }


def test_the_recount_takes_back_what_a_withdrawn_notice_announced() -> None:
    """A lot won in 2015 by mistake and again in 2016; one that was to fail, and did not."""
    wrong = Won((1,), date(2015, 6, 1), date(2015, 5, 30), "amount", 900, "CNY")
    right = Won((1,), date(2016, 2, 1), date(2016, 1, 30), "amount", 800, "CNY")
    story = Story("construction", "open", "230828", "某局", 2)
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
        | {"award_notices_replaced": 1, "lots_offered": 2}
        | {"offered_awarded_later": 1, "offered_pending": 1},
        2016: {"notices": 1, "award_notices": 1, "award_notices_trading": 1, "trades": 1}
        | {"trades_of_earlier": 1, "trade_total": 800, "trade_total_spending": 800},
    }
