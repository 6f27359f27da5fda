"""What pending lots wait for, so that open loops are read without the notices behind them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was counted knows nothing of it: `store.recounting` counts it again.
    op.execute("DELETE FROM totals")
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opening_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("publicity_until", sa.Date(), nullable=True))
    for columns in (
        ("opening_at", "process_id", "publicity_until"),
        ("publicity_until", "process_id"),
    ):
        waits = sa.text(f"{columns[0]} IS NOT NULL")
        op.create_index(
            f"ix_standings_{columns[0]}",
            "standings",
            list(columns),
            sqlite_where=waits,
            postgresql_where=waits,
        )
