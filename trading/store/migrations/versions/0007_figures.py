"""What the further figures of a year are counted from; the roll-up is counted anew afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was counted knows nothing of the new figures: `store.recounting` counts it again.
    op.execute("DELETE FROM totals")
    op.execute("DELETE FROM standings")
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("foreign_fen", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("measure", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("limit_fen", sa.BigInteger(), nullable=True))
    nought = sa.text("value = 0")
    op.create_index(
        "ix_totals_nought", "totals", ["year"], sqlite_where=nought, postgresql_where=nought
    )
    op.create_table(
        "results",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("class_decided", sa.String(), nullable=False),
        sa.Column("class_published", sa.String(), nullable=False),
        sa.Column("punctual", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_results_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_results_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_results")),
    )
    op.create_index(op.f("ix_results_process_id"), "results", ["process_id"])
    op.create_index(
        op.f("ix_results_published_on_notice_id"), "results", ["published_on", "notice_id"]
    )
