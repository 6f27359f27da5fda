"""How often notices and feeds were read, by day; what a notice speaks of stays as it was."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _audience()
    _parts_of_notices_stay()


def _audience() -> None:
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


def _parts_of_notices_stay() -> None:
    """Neither the files nor the lots of a published notice can be changed or taken away."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("notice_files", "notice_lots"):
        if on_sqlite:
            for when in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{when.lower()} BEFORE {when} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what was published never changes'); END"
                )
            continue
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
