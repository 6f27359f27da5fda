"""The life of a notice: review, schedules, corrections, withdrawals, files, calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _calendars()
    _schedules()
    _known_tables_grow()
    _lot_exits_can_be_revoked()
    _reviews()
    _changes()
    _files()
    _what_is_known()
    _withdrawals_stay()
    _steps_stay()
    _nobody_approves_what_they_wrote()


def _calendars() -> None:
    """Holidays and statutory periods."""
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('holiday', 'workday')", name=op.f("ck_calendar_days_kind")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )

    op.create_table(
        "periods",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.CheckConstraint("unit IN ('day', 'workday')", name=op.f("ck_periods_unit")),
        sa.CheckConstraint("days >= 0", name=op.f("ck_periods_not_negative")),
        sa.PrimaryKeyConstraint("key", "effective_from", name=op.f("pk_periods")),
    )


def _schedules() -> None:
    """What waits for its time."""
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "act_id IS NULL OR cancelled_at IS NULL", name=op.f("ck_schedules_one_end")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_schedules_act_id_acts")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_schedules_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    with op.batch_alter_table("schedules", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_schedules_act_id_cancelled_at_due_at"),
            ["act_id", "cancelled_at", "due_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_schedules_staff_id"), ["staff_id"], unique=False)


# Columns added in place, since SQLite cannot rebuild a table that others refer to. Both databases
# take these words.
_GROWN = (
    "awards ADD COLUMN correction_notice_id INTEGER "
    "CONSTRAINT fk_awards_correction_notice_id_notices REFERENCES notices (id)",
    "processes ADD COLUMN retender_of_id INTEGER "
    "CONSTRAINT fk_processes_retender_of_id_processes REFERENCES processes (id)",
    "site ADD COLUMN review_required BOOLEAN NOT NULL DEFAULT FALSE",
    "drafts ADD COLUMN schedule_id INTEGER "
    "CONSTRAINT fk_drafts_schedule_id_schedules REFERENCES schedules (id)",
    "drafts ADD COLUMN state VARCHAR NOT NULL DEFAULT 'draft' CONSTRAINT ck_drafts_state CHECK "
    "(state IN ('draft', 'submitted', 'returned', 'approved', 'scheduled')) "
    "CONSTRAINT ck_drafts_scheduled_whole CHECK "
    "((state = 'scheduled') = (schedule_id IS NOT NULL))",
    "drafts ADD COLUMN due_at TIMESTAMP WITH TIME ZONE "
    "CONSTRAINT ck_drafts_one_end CHECK (notice_id IS NULL OR discarded_at IS NULL)",
    "drafts ADD COLUMN approved_sha256 VARCHAR",
    "drafts ADD COLUMN approver_id INTEGER "
    "CONSTRAINT fk_drafts_approver_id_staff REFERENCES staff (id) "
    "CONSTRAINT ck_drafts_not_own_approval CHECK "
    "(approver_id IS NULL OR (approver_id <> author_id AND approver_id <> editor_id)) "
    "CONSTRAINT ck_drafts_approved_whole CHECK "
    "((approver_id IS NULL) = (approved_sha256 IS NULL))",
    "drafts ADD COLUMN explanations TEXT NOT NULL DEFAULT '{}'",
)
_GROWN_INDEXES = {
    "awards": ("correction_notice_id",),
    "processes": ("retender_of_id",),
    "drafts": ("approver_id", "schedule_id", "state"),
}


def _known_tables_grow() -> None:
    """Existing sites keep publishing without a second person; new ones start with review."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for words in _GROWN:
        op.execute(
            "ALTER TABLE "
            + (words.replace("TIMESTAMP WITH TIME ZONE", "DATETIME") if on_sqlite else words)
        )
    for table, columns in _GROWN_INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _lot_exits_can_be_revoked() -> None:
    """A lot may end, be open again because the notice was withdrawn, and end once more."""
    old = sa.table("lot_exits", *(sa.column(n) for n in ("lot_id", "notice_id", "kind", "reason")))
    rows = [dict(row) for row in op.get_bind().execute(sa.select(old)).mappings()]
    op.drop_table("lot_exits")
    made = op.create_table(
        "lot_exits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("revoked_by_notice_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('failed', 'terminated')", name=op.f("ck_lot_exits_kind")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_lot_exits_lot_id_lots")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_lot_exits_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_notice_id"],
            ["notices.id"],
            name=op.f("fk_lot_exits_revoked_by_notice_id_notices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_exits")),
    )
    for column in ("lot_id", "notice_id", "revoked_by_notice_id"):
        op.create_index(op.f(f"ix_lot_exits_{column}"), "lot_exits", [column])
    standing = sa.text("revoked_by_notice_id IS NULL")
    op.create_index(
        "uq_lot_exits_standing",
        "lot_exits",
        ["lot_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    if rows:
        op.bulk_insert(made, rows)


def _reviews() -> None:
    """Who wrote and who reviewed, and what was typed but not saved."""
    op.create_table(
        "draft_writers",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_draft_writers_draft_id_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_draft_writers_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("draft_id", "staff_id", name=op.f("pk_draft_writers")),
    )
    with op.batch_alter_table("draft_writers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_writers_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "draft_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "step IN ('submitted', 'recalled', 'returned', 'approved', 'scheduled', "
            "'unscheduled', 'published', 'failed', 'discarded')",
            name=op.f("ck_draft_steps_step"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_draft_steps_draft_id_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_draft_steps_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_steps")),
    )
    with op.batch_alter_table("draft_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draft_steps_draft_id_id"), ["draft_id", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_draft_steps_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "autosaves",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_autosaves_draft_id_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_autosaves_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("key", "staff_id", name=op.f("pk_autosaves")),
    )
    with op.batch_alter_table("autosaves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_autosaves_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_autosaves_staff_id_saved_at"), ["staff_id", "saved_at"], unique=False
        )


def _changes() -> None:
    """Corrections, withdrawals, and where each notice stands."""
    op.create_table(
        "notice_standings",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opening_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_standings_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notice_standings")),
    )
    with op.batch_alter_table("notice_standings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_standings_over_deadline"), ["over", "deadline"], unique=False
        )

    op.create_table(
        "corrections",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["notices.id"], name=op.f("fk_corrections_corrects_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_corrections_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_corrections_corrects_id"), ["corrects_id"], unique=False
        )

    op.create_table(
        "withdrawals",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("confirmer_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_withdrawals_reasoned")),
        sa.ForeignKeyConstraint(
            ["confirmer_id"], ["staff.id"], name=op.f("fk_withdrawals_confirmer_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_withdrawals_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_withdrawals_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_withdrawals")),
        sa.UniqueConstraint("sequence", name=op.f("uq_withdrawals_sequence")),
    )
    with op.batch_alter_table("withdrawals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_withdrawals_confirmer_id"), ["confirmer_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_withdrawals_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_withdrawals_withdrawn_at"), ["withdrawn_at"], unique=False
        )

    op.create_table(
        "withdrawal_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_withdrawal_requests_reasoned")),
        sa.CheckConstraint(
            "(accepted IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_withdrawal_requests_decided_whole"),
        ),
        sa.CheckConstraint(
            "decider_id IS NULL OR decider_id <> staff_id",
            name=op.f("ck_withdrawal_requests_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["staff.id"], name=op.f("fk_withdrawal_requests_decider_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_withdrawal_requests_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_withdrawal_requests_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal_requests")),
    )
    with op.batch_alter_table("withdrawal_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_withdrawal_requests_decider_id"), ["decider_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_withdrawal_requests_notice_id"), ["notice_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_withdrawal_requests_staff_id"), ["staff_id"], unique=False
        )
        batch_op.create_index(
            "uq_withdrawal_requests_open",
            ["notice_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )


def _files() -> None:
    """Attachments."""
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_files_hashed")),
        sa.CheckConstraint("size > 0", name=op.f("ck_files_not_empty")),
        sa.ForeignKeyConstraint(["stored_by"], ["staff.id"], name=op.f("fk_files_stored_by_staff")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_stored_by"), "files", ["stored_by"])

    op.create_table(
        "draft_files",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_draft_files_draft_id_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["files.sha256"], name=op.f("fk_draft_files_sha256_files")
        ),
        sa.PrimaryKeyConstraint("draft_id", "position", name=op.f("pk_draft_files")),
    )
    with op.batch_alter_table("draft_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_files_sha256"), ["sha256"], unique=False)

    op.create_table(
        "notice_files",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_files_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["files.sha256"], name=op.f("fk_notice_files_sha256_files")
        ),
        sa.PrimaryKeyConstraint("notice_id", "position", name=op.f("pk_notice_files")),
    )
    with op.batch_alter_table("notice_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_files_sha256"), ["sha256"], unique=False)


def _what_is_known() -> None:
    """Every notice stands as it was published; whoever saved a draft is one of its writers."""
    op.execute(
        "INSERT INTO notice_standings "
        "(notice_id, deadline, opening_at, amount_fen, currency, over) "
        "SELECT n.id, n.deadline, CASE WHEN n.family = 'tender' THEN p.opening_at END, "
        "n.amount_fen, n.currency, FALSE "
        "FROM notices n JOIN processes p ON p.id = n.process_id"
    )
    # An offer is over once all its lots have ended, and not all of them by an award.
    op.execute(
        "UPDATE notice_standings SET over = TRUE WHERE notice_id IN ("
        "SELECT n.id FROM notices n WHERE n.family = 'tender' AND EXISTS ("
        "SELECT 1 FROM notice_lots o JOIN lot_exits x ON x.lot_id = o.lot_id "
        "WHERE o.notice_id = n.id) AND NOT EXISTS ("
        "SELECT 1 FROM notice_lots o WHERE o.notice_id = n.id "
        "AND NOT EXISTS (SELECT 1 FROM lot_exits x WHERE x.lot_id = o.lot_id) "
        "AND NOT EXISTS (SELECT 1 FROM award_lots l JOIN awards a ON a.id = l.award_id "
        "WHERE l.lot_id = o.lot_id AND a.ended_by_notice_id IS NULL)))"
    )
    op.execute(
        "INSERT INTO draft_writers (draft_id, staff_id) "
        "SELECT id, author_id FROM drafts UNION SELECT id, editor_id FROM drafts"
    )


def _withdrawals_stay() -> None:
    """A withdrawal, once public, is as lasting as a notice."""
    if op.get_bind().dialect.name == "sqlite":
        for when in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER withdrawals_no_{when.lower()} BEFORE {when} ON withdrawals "
                "BEGIN SELECT RAISE(ABORT, 'what was published never changes'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER withdrawals_no_update BEFORE UPDATE OR DELETE ON withdrawals "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER withdrawals_no_truncate BEFORE TRUNCATE ON withdrawals "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _steps_stay() -> None:
    """What somebody did with a draft is not rewritten later."""
    if op.get_bind().dialect.name == "sqlite":
        for when in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER draft_steps_no_{when.lower()} BEFORE {when} ON draft_steps "
                "BEGIN SELECT RAISE(ABORT, 'a step of review never changes'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_step_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a step of review never changes'; END $$"
    )
    op.execute(
        "CREATE TRIGGER draft_steps_no_change BEFORE UPDATE OR DELETE ON draft_steps "
        "FOR EACH ROW EXECUTE FUNCTION refuse_step_change()"
    )


# Whoever saved a draft at any time cannot be its approver (security.md R15), in either order.
_WROTE = (
    "EXISTS (SELECT 1 FROM draft_writers w WHERE w.draft_id = NEW.id "
    "AND w.staff_id = NEW.approver_id)"
)
_APPROVED = (
    "EXISTS (SELECT 1 FROM drafts d WHERE d.id = NEW.draft_id AND d.approver_id = NEW.staff_id)"
)


def _nobody_approves_what_they_wrote() -> None:
    """The rule of two persons holds in the database, too."""
    rules = (
        ("drafts_second_person", "UPDATE OF approver_id ON drafts", _WROTE),
        ("draft_writers_second_person", "INSERT ON draft_writers", _APPROVED),
    )
    for name, when, broken in rules:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {when} WHEN {broken} "
                "BEGIN SELECT RAISE(ABORT, 'nobody approves what they wrote'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {broken} THEN RAISE EXCEPTION 'nobody approves what they wrote'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} FOR EACH ROW EXECUTE FUNCTION {name}()")
