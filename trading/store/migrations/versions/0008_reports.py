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
    _snapshots()
    _snapshots_stay()


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


def _snapshots() -> None:
    op.create_table(
        "report_snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("amounts", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("payload_sha256", sa.String(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("rows_sha256", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("document_name", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "basis IN ('decided', 'published')", name=op.f("ck_report_snapshots_basis")
        ),
        sa.CheckConstraint("serial >= 1", name=op.f("ck_report_snapshots_from_one")),
        sa.CheckConstraint(
            "length(payload_sha256) = 64 AND length(rows_sha256) = 64",
            name=op.f("ck_report_snapshots_hashed"),
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by IS NULL)",
            name=op.f("ck_report_snapshots_published_whole"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["staff.id"], name=op.f(f"fk_report_snapshots_{column}_staff")
            )
            for column in ("staff_id", "published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_snapshots")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_report_snapshots_year_serial")),
    )
    for column in ("staff_id", "published_by"):
        op.create_index(op.f(f"ix_report_snapshots_{column}"), "report_snapshots", [column])


_FROZEN = (
    "id, year, serial, basis, as_of, frozen_at, sequence, staff_id, style, amounts, payload, "
    "payload_sha256, rows, rows_sha256, document, document_name"
)
_PUBLISHED = "published_at, published_by"
_SAID = "a frozen report never changes"


def _snapshots_stay() -> None:
    """A frozen report is made public once; nothing else ever happens to it."""
    if op.get_bind().dialect.name == "sqlite":
        for name, when in (
            ("update", f"UPDATE OF {_FROZEN} ON report_snapshots"),
            ("delete", "DELETE ON report_snapshots"),
            (
                "second",
                f"UPDATE OF {_PUBLISHED} ON report_snapshots WHEN OLD.published_at IS NOT NULL",
            ),
            # INSERT OR REPLACE would delete without asking the trigger above.
            (
                "replacement",
                "INSERT ON report_snapshots WHEN EXISTS (SELECT 1 FROM report_snapshots o "
                "WHERE o.id = NEW.id OR (o.year = NEW.year AND o.serial = NEW.serial))",
            ),
        ):
            op.execute(
                f"CREATE TRIGGER report_snapshots_no_{name} BEFORE {when} "
                f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_snapshot_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAID}'; END $$"
    )
    for name, when in (
        ("update", f"UPDATE OF {_FROZEN} OR DELETE ON report_snapshots FOR EACH ROW"),
        (
            "second",
            f"UPDATE OF {_PUBLISHED} ON report_snapshots FOR EACH ROW "
            "WHEN (OLD.published_at IS NOT NULL)",
        ),
        ("truncate", "TRUNCATE ON report_snapshots FOR EACH STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER report_snapshots_no_{name} BEFORE {when} "
            "EXECUTE FUNCTION refuse_snapshot_change()"
        )
