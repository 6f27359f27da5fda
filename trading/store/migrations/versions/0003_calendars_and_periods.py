"""What the State Council decided for 2015 to 2026, and the statutory periods, to begin with."""

import csv
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def upgrade() -> None:
    days = sa.table(
        "calendar_days", sa.column("day", sa.Date), sa.column("kind"), sa.column("name")
    )
    op.bulk_insert(days, [{**row, "day": _day(row["day"])} for row in _rows("holidays.csv")])
    periods = sa.table(
        "periods",
        sa.column("key"),
        sa.column("effective_from", sa.Date),
        sa.column("days", sa.Integer),
        sa.column("unit"),
        sa.column("article"),
    )
    op.bulk_insert(
        periods,
        [
            {**row, "effective_from": _day(row["effective_from"]), "days": int(row["days"])}
            for row in _rows("periods.csv")
        ],
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date:
    return date.fromisoformat(text)
