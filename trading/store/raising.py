"""Raising a number that may not be there yet: both databases can, each in its own words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from trading.later import Later
from trading.store.tables.base import Row

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql
else:  # a county's SQLite never speaks it
    postgresql = Later("sqlalchemy.dialects.postgresql")


def raise_by(
    session: Session,
    table: type[Row],
    rows: Sequence[Mapping[str, Any]],  # Any: values of several types
    *,
    key: Sequence[str],
    column: str,
) -> None:
    """Insert these rows; where one of the same key stands, its column grows by what this says."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    adding: Any = sqlite.insert(table) if on_sqlite else postgresql.insert(table)
    raised = {column: getattr(table, column) + adding.excluded[column]}
    session.connection().execute(
        adding.on_conflict_do_update(index_elements=key, set_=raised), rows
    )
