"""Where the closed pages of each feed begin."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled in by the room of feeds."""
