"""An office with people, on either database."""

import pytest

from tests.staffed import CountingHasher, staff_up
from trading.store.engine import Store


@pytest.fixture
def hasher() -> CountingHasher:
    """A cheap hasher that counts."""
    return CountingHasher()


@pytest.fixture
def staffed(store: Store, hasher: CountingHasher) -> Store:
    """A site with the clerk 王 and the administrator 李."""
    staff_up(store, hasher)
    return store
