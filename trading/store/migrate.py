"""Brings a database to the newest schema with Alembic, all in one transaction."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from trading.paths import migrations_dir
from trading.store.engine import Session, Store
from trading.store.recounting import recount_if_empty


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_dir()))
    return config


def newest() -> str:
    """The revision this program was written for."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current(store: Store) -> str | None:
    """The revision of this database; None when it is empty."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(store: Store) -> None:
    """Create or upgrade every table; a failure leaves the schema as it was."""
    config = _config()
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        with Session(connection) as session:
            recount_if_empty(session)
            session.flush()
