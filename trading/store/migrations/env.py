"""Alembic's environment: runs migrations on the connection that `store.migrate` hands in."""

from alembic import context

from trading.store.migrate import is_compared
from trading.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_name=is_compared,
)
with context.begin_transaction():
    context.run_migrations()
