"""Frozen reports, the centre's own sentence and templates."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled in by its room."""
