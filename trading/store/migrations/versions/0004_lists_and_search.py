"""Indexes for every list, and the grams under which notices are found."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled in by the room of lists."""
