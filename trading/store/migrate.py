"""Brings a database to the newest schema with Alembic, all in one transaction."""

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from trading.later import Later
from trading.paths import migrations_dir
from trading.store.engine import Session, Store
from trading.store.recounting import recount_if_empty
from trading.store.search_index import rebuild

if TYPE_CHECKING:
    from alembic import command, config
else:  # every start asks whether there is something to do, few have it
    command, config = Later("alembic.command"), Later("alembic.config")

# The revision since which the search index is written as it is now: who changes `domain.grams` or
# `store.search_index` adds an empty migration and names it here.
_INDEXED_SINCE = "0004"


def _config() -> "config.Config":
    settings = config.Config()
    settings.set_main_option("script_location", str(migrations_dir()))
    return settings


def newest() -> str:
    """The revision this program was written for."""
    return max(path.name[:4] for path in migrations_dir().glob("versions/[0-9]*.py"))


def current(store: Store) -> str | None:
    """The revision of this database; None when it is empty."""
    with store.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version"))
        return found.scalar_one_or_none()


def is_compared(name: str | None, kind: str, _parents: object) -> bool:
    """Whether autogenerate looks at a table: the search index is no table of `store.tables`."""
    return not (kind == "table" and name is not None and name.startswith("notice_grams"))


def upgrade(store: Store) -> None:
    """Create or upgrade every table; a failure leaves the schema as it was.

    The search index of a database older than the way it is written now is made anew.
    """
    settings, before = _config(), current(store)
    with store.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        if before is not None and before < _INDEXED_SINCE:
            rebuild(connection)
        with Session(connection) as session:
            recount_if_empty(session)
            session.flush()
