"""Frozen reports, the centre's own sentence and templates."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _own_sentences()
    _templates()


def _own_sentences() -> None:
    op.create_table(
        "own_sentences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wholes", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_own_sentences_not_empty")),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["staff.id"], name=op.f("fk_own_sentences_saved_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_sentences")),
    )
    op.create_index(op.f("ix_own_sentences_saved_by"), "own_sentences", ["saved_by"])


def _templates() -> None:
    op.create_table(
        "report_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_report_templates_hashed")),
        sa.CheckConstraint("size > 0", name=op.f("ck_report_templates_not_empty")),
        sa.ForeignKeyConstraint(
            ["added_by"], ["staff.id"], name=op.f("fk_report_templates_added_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_templates")),
    )
    op.create_index(op.f("ix_report_templates_added_by"), "report_templates", ["added_by"])
