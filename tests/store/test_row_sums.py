"""Row sums: rows counted by group are what the roll-up stores, on both databases."""

from datetime import timedelta

import pytest

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.conftest import IDENTITY
from trading.config import Settings
from trading.domain.counting import Basis
from trading.domain.errors import NotFound
from trading.domain.figures import DIMENSIONS, RATES
from trading.store import sites
from trading.store.choices import Choice, selection
from trading.store.engine import Store
from trading.store.row_sums import sums_by_group
from trading.store.sites import read_site
from trading.store.years import read_year


def test_rows_by_group_are_the_stored_sums(store: Store, settings: Settings) -> None:
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, IDENTITY)
    press = Press(store, settings)
    (tender,) = press(TENDER).numbers
    press.after(tender, result(won(1, fen=48_000_100), won(2)), now=NOON + timedelta(days=40))
    with store.reading() as session:
        figures = read_year(session, 2026, read_site(session, settings))
        asked = 0
        for dimension in DIMENSIONS:
            for name in {name for one in figures.by[dimension] for name in one.values}:
                if name in RATES:
                    continue
                choice = Choice(year=2026, basis=figures.basis, name=name)
                adds = bool(selection(choice).value)
                found = sums_by_group(session, choice, dimension)
                sums = {key: one.fen if adds else one.count for key, one in found.items()}
                stored = {one.key: one.values.get(name, 0) for one in figures.by[dimension]}
                assert {key: value for key, value in sums.items() if value} == {
                    key: value for key, value in stored.items() if value
                }, (dimension, name)
                asked += 1
        assert asked > 50


@pytest.mark.parametrize(
    ("name", "dimension"), [("disclosures", "buyer"), ("trades", "type"), ("open_loops", "month")]
)
def test_what_has_no_such_groups_is_not_found(store: Store, name: str, dimension: str) -> None:
    choice = Choice(year=2026, basis=Basis.DECIDED, name=name)
    with store.reading() as session, pytest.raises(NotFound):
        sums_by_group(session, choice, dimension)
