"""The migrations make exactly the tables that the code speaks of, on either database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from trading.store import migrate
from trading.store.engine import Store
from trading.store.tables import metadata


def test_the_migrations_and_the_tables_agree(store: Store) -> None:
    with store.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": migrate.is_compared}
        context = MigrationContext.configure(connection, opts=opts)
        assert metadata.tables
        assert compare_metadata(context, metadata) == []


def test_a_migrated_database_is_at_the_newest_revision(store: Store) -> None:
    assert migrate.current(store) == migrate.newest()


def test_migrating_twice_changes_nothing(store: Store) -> None:
    migrate.upgrade(store)
    assert migrate.current(store) == migrate.newest()


def test_an_empty_database_has_no_revision() -> None:
    store = Store("sqlite://")
    assert migrate.current(store) is None
    migrate.upgrade(store)
    assert migrate.current(store) == migrate.newest()
    store.close()


def test_the_newest_revision_is_known_without_alembic() -> None:
    assert migrate.newest() == ScriptDirectory.from_config(migrate._config()).get_current_head()
