"""The first schema, with triggers that refuse any change of what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_serials",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 1", name=op.f("ck_day_serials_from_one")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_serials")),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_organizations_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("uscc", name=op.f("uq_organizations_uscc")),
    )
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organizations_name"), ["name"], unique=False)

    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempts_address_at"), ["address", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempts_name_at"), ["name", "at"], unique=False
        )

    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_name", sa.String(), nullable=False),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column("site_url", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("authority_year", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("ocid_prefix", sa.String(), nullable=False),
        sa.Column("initialised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("last_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_one_row")),
        sa.CheckConstraint("sequence >= 0 AND revision >= 0", name=op.f("ck_site_counts_up")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_staff_named")),
        sa.CheckConstraint("role IN ('editor', 'reviewer', 'admin')", name=op.f("ck_staff_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )
    op.create_table(
        "totals",
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("basis IN ('decided', 'published')", name=op.f("ck_totals_basis")),
        sa.PrimaryKeyConstraint(
            "basis", "year", "dimension", "key", "figure", name=op.f("pk_totals")
        ),
    )
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_acts_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acts_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_acts_published_on"), ["published_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_acts_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "enrolments",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_enrolments_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_enrolments")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolments_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "processes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("project_code", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opening_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "code IS NULL OR buyer_id IS NOT NULL", name=op.f("ck_processes_published_has_buyer")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["organizations.id"], name=op.f("fk_processes_agency_id_organizations")
        ),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["organizations.id"], name=op.f("fk_processes_buyer_id_organizations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processes")),
        sa.UniqueConstraint("code", name=op.f("uq_processes_code")),
    )
    with op.batch_alter_table("processes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_processes_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_processes_buyer_id"), ["buyer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_processes_project_code"), ["project_code"], unique=False
        )

    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
    )
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_sessions_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("estimate_fen", sa.BigInteger(), nullable=True),
        sa.Column("ceiling_fen", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "estimate_fen >= 0 AND ceiling_fen >= 0", name=op.f("ck_lots_not_negative")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_lots_from_one")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_lots_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_lots_process_id_number")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("payload_sha256", sa.String(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(payload_sha256) = 64", name=op.f("ck_notices_hashed")),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_notices_from_one")),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_notices_act_id_acts")),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["organizations.id"], name=op.f("fk_notices_buyer_id_organizations")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_notices_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("number", name=op.f("uq_notices_number")),
        sa.UniqueConstraint("sequence", name=op.f("uq_notices_sequence")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_act_id"), ["act_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_buyer_id"), ["buyer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notices_category_published_at_sequence"),
            ["category", "published_at", "sequence"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_notices_deadline"), ["deadline"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notices_family_sequence"), ["family", "sequence"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notices_process_id"), ["process_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notices_published_at_sequence"),
            ["published_at", "sequence"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_notices_published_on"), ["published_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notices_type_published_on"), ["type", "published_on"], unique=False
        )

    op.create_table(
        "awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("price_form", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("rate_text", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("ended_by_notice_id", sa.Integer(), nullable=True),
        sa.Column("end_kind", sa.String(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "price_form = 'amount' OR amount_fen IS NULL",
            name=op.f("ck_awards_only_form_1_has_amount"),
        ),
        sa.CheckConstraint(
            "price_form IN ('amount', 'rate', 'unit_price', 'other')", name=op.f("ck_awards_form")
        ),
        sa.CheckConstraint(
            "(ended_by_notice_id IS NULL) = (end_kind IS NULL)", name=op.f("ck_awards_ended_whole")
        ),
        sa.CheckConstraint(
            "amount_fen IS NULL OR amount_fen >= 0", name=op.f("ck_awards_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_notice_id"],
            ["notices.id"],
            name=op.f("fk_awards_ended_by_notice_id_notices"),
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_awards_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_awards_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
    )
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_awards_ended_by_notice_id"), ["ended_by_notice_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_awards_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_awards_process_id"), ["process_id"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("once_key", sa.String(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_drafts_counts_up")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff.id"], name=op.f("fk_drafts_author_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["staff.id"], name=op.f("fk_drafts_editor_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_drafts_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_drafts_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_drafts_notice_id")),
        sa.UniqueConstraint("once_key", name=op.f("uq_drafts_once_key")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drafts_editor_id"), ["editor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drafts_process_id"), ["process_id"], unique=False)

    op.create_table(
        "lot_exits",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('failed', 'terminated')", name=op.f("ck_lot_exits_kind")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_lot_exits_lot_id_lots")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_lot_exits_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_lot_exits")),
    )
    with op.batch_alter_table("lot_exits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lot_exits_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notice_lots",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_notice_lots_lot_id_lots")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_lots_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("notice_id", "lot_id", name=op.f("pk_notice_lots")),
    )
    with op.batch_alter_table("notice_lots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_lots_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "standings",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("offered_notice_id", sa.Integer(), nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("award_notice_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_stated", sa.Boolean(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("exited_on", sa.Date(), nullable=True),
        sa.Column("exit_notice_id", sa.Integer(), nullable=True),
        sa.Column("price_form", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("carries_amount", sa.Boolean(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("excluded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('pending', 'awarded', 'failed', 'terminated')",
            name=op.f("ck_standings_outcome"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_standings_lot_id_lots")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_standings_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_standings")),
    )
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standings_offered_on"), ["offered_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_standings_outcome_announced_on"),
            ["outcome", "announced_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_standings_outcome_decided_on"), ["outcome", "decided_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_standings_outcome_exited_on"), ["outcome", "exited_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_standings_process_id"), ["process_id"], unique=False)

    op.create_table(
        "award_lots",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_award_lots_award_id_awards")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_award_lots_lot_id_lots")),
        sa.PrimaryKeyConstraint("award_id", "lot_id", name=op.f("pk_award_lots")),
    )
    with op.batch_alter_table("award_lots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_lots_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "award_suppliers",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_award_suppliers_award_id_awards")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_award_suppliers_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("award_id", "organization_id", name=op.f("pk_award_suppliers")),
    )
    with op.batch_alter_table("award_suppliers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_award_suppliers_organization_id"), ["organization_id"], unique=False
        )
    _freeze_published()


# Columns that follow other rows (buyer_id, search_text) are not part of what was published.
_FROZEN = {
    "notices": (
        "number, sequence, act_id, process_id, type, family, category, method, region, title, "
        "published_at, published_on, archived, payload, payload_sha256"
    ),
    "acts": "published_at, published_on, staff_id",
}


def _freeze_published() -> None:
    """No statement, whoever sends it, changes or deletes a published row."""
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in _FROZEN.items():
            for name, when in (("update", f"UPDATE OF {columns}"), ("delete", "DELETE")):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what was published never changes'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was published never changes'; END $$"
    )
    for table, columns in _FROZEN.items():
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
