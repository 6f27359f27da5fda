"""The pulse of a database: it beats with every commit, whoever commits, and only then."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.notices import NOON
from trading.store import pulses, sites
from trading.store.engine import DatabaseAway, Store
from trading.store.pulses import FilePulse, Pulse, SharedPulse


def commit(store: Store, *, required: bool) -> None:
    """Something that is no publication; SQLite writes nothing where nothing differs."""
    with store.writing() as session:
        sites.set_review_required(session, required=required)


@pytest.mark.parametrize("kind", [FilePulse, SharedPulse])
def test_a_file_beats_with_each_commit_of_anybody(
    sqlite_store: Store, sqlite_url: str, kind: Callable[[str], Pulse]
) -> None:
    with sqlite_store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
    pulse, other = kind(sqlite_url.removeprefix("sqlite:///")), Store(sqlite_url)
    seen = [pulse.beat()]
    for number in range(50):
        assert pulse.beat() == seen[-1]
        commit((sqlite_store, other)[number % 2], required=not number % 2)
        seen.append(pulse.beat())
        assert seen[-1] != seen[-2]
        with other.reading() as session:
            sites.is_initialised(session)
    assert len(set(seen)) == 51
    other.close()
    pulse.close()


def test_a_log_that_begins_anew_beats_too(sqlite_store: Store, sqlite_url: str) -> None:
    with sqlite_store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
    pulse = sqlite_store.pulse()
    seen = {pulse.beat()}
    for number in range(1, 6):
        with sqlite_store.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        commit(sqlite_store, required=bool(number % 2))
        seen.add(pulse.beat())
    assert len(seen) == 6


def test_on_linux_the_shared_header_is_read_and_without_it_the_pragma(
    sqlite_store: Store, sqlite_url: str, tmp_path: Path
) -> None:
    with sqlite_store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
    path = sqlite_url.removeprefix("sqlite:///")
    shared = pulses.file_pulse(path)
    assert isinstance(shared.beat(), bytes if sys.platform == "linux" else tuple)
    assert pulses._header_of(tmp_path / "nothing-shm") is None
    shared.close()


def test_a_server_beats_with_own_commits_and_with_the_time(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
    pulse = store.pulse()
    for number in range(5):
        before = pulse.beat()
        commit(store, required=bool(number % 2))
        assert pulse.beat() != before
    store.close()


def test_a_pulse_that_cannot_be_felt_fails_as_every_query_does(
    sqlite_store: Store, sqlite_url: str
) -> None:
    assert sqlite_store.is_ready()
    pulse = FilePulse(sqlite_url.removeprefix("sqlite:///"))
    pulse.close()
    with pytest.raises(DatabaseAway):
        pulse.beat()


def test_what_is_rolled_back_is_no_beat(sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
    before = sqlite_store.pulse().beat()
    with sqlite_store.write_session() as session:
        sites.set_review_required(session, required=True)
        session.rollback()
    assert sqlite_store.pulse().beat() == before
