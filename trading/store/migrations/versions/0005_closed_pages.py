"""Where the pages of each feed begin, openings in order, and when the site got another name."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FIFTY = 50
# A notice and its withdrawal each have a place; what was moved in has none (interface.md §4).
_ITEMS = """
SELECT sequence, family, category FROM notices WHERE NOT archived
UNION ALL
SELECT withdrawals.sequence, family, category FROM withdrawals
JOIN notices ON notices.id = withdrawals.notice_id WHERE NOT archived
ORDER BY 1
"""


def upgrade() -> None:
    pages = op.create_table(
        "feed_pages",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("first_sequence", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.CheckConstraint("page >= 1", name=op.f("ck_feed_pages_from_one")),
        sa.CheckConstraint("items BETWEEN 1 AND 50", name=op.f("ck_feed_pages_fifty")),
        sa.PrimaryKeyConstraint("feed", "page", name=op.f("pk_feed_pages")),
    )
    op.create_index(
        op.f("ix_notices_family_category_sequence"), "notices", ["family", "category", "sequence"]
    )
    op.create_index(op.f("ix_notices_category_sequence"), "notices", ["category", "sequence"])
    op.create_index(
        op.f("ix_notice_standings_opening_at_notice_id"),
        "notice_standings",
        ["opening_at", "notice_id"],
    )
    kind = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    op.execute(f"ALTER TABLE site ADD COLUMN changed_at {kind}")
    op.bulk_insert(pages, _counted())


def _counted() -> list[dict[str, object]]:
    """Every page of every feed, as publishing would have written them."""
    starts: defaultdict[str, list[int]] = defaultdict(list)
    counts: defaultdict[str, int] = defaultdict(int)
    for sequence, family, category in op.get_bind().execute(sa.text(_ITEMS)):
        for feed in ("all", family, category, f"{family}-{category}"):
            if counts[feed] % _FIFTY == 0:
                starts[feed].append(sequence)
            counts[feed] += 1
    return [
        {
            "feed": feed,
            "page": page,
            "first_sequence": first,
            "items": min(_FIFTY, counts[feed] - (page - 1) * _FIFTY),
        }
        for feed, firsts in starts.items()
        for page, first in enumerate(firsts, start=1)
    ]
