"""Indexes for every list, and the grams under which notices are found."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


_FILTERS = ("family", "type", "method", "region", "buyer_id")
_GRAMS = {
    # The words of the index are ASCII letters and digits; six of them are one Chinese character.
    "sqlite": (
        "CREATE VIRTUAL TABLE notice_grams USING fts5(grams, content='', contentless_delete=1,"
        " tokenize='ascii', prefix='6')",
    ),
    "postgresql": (
        "CREATE TABLE notice_grams (place BIGINT PRIMARY KEY, grams TSVECTOR NOT NULL)",
        "CREATE INDEX ix_notice_grams_grams ON notice_grams USING gin (grams)",
    ),
}


def upgrade() -> None:
    for name in _FILTERS:
        columns = [name, "published_at", "sequence"]
        op.create_index(f"ix_notices_{'_'.join(columns)}", "notices", columns)
    for name in ("deadline", "amount_fen"):
        columns = [name, "notice_id"]
        op.create_index(f"ix_notice_standings_{'_'.join(columns)}", "notice_standings", columns)
    for statement in _GRAMS[op.get_bind().dialect.name]:
        op.execute(statement)
    # `store.migrate` fills the index, in the same transaction, as the program that runs cuts words.
