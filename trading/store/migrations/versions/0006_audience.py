"""How often notices and feeds were read, by day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audience",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('notice', 'feed')", name=op.f("ck_audience_kind")),
        sa.CheckConstraint("count >= 1", name=op.f("ck_audience_from_one")),
        sa.PrimaryKeyConstraint("kind", "name", "day", name=op.f("pk_audience")),
    )
    op.create_index(op.f("ix_audience_kind_day"), "audience", ["kind", "day"])
