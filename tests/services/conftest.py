"""An office with people, on either database."""

import shutil
from pathlib import Path

import pytest

from tests.services.test_demonstrating import fill
from tests.staffed import CountingHasher, staff_up
from trading.config import Settings
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


@pytest.fixture(scope="session")
def county(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the example county, not to be written to."""
    folder = tmp_path_factory.mktemp("county")
    shutil.copy(sqlite_template, folder / "trading.db")
    settings = Settings(data_dir=folder)
    store = Store(settings.resolved_database_url)
    fill(store, settings)
    store.close()
    return folder


@pytest.fixture
def here(county: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The county is what the command works on."""
    monkeypatch.setenv("TRADING_DATA_DIR", str(county))
    return county
