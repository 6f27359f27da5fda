"""The holidays and periods that an installation begins with, as values."""

import csv
from datetime import date

from trading.domain.periods import Period
from trading.domain.workdays import DayKind, Unit, WorkCalendar
from trading.paths import migrations_dir


def seeded(name: str) -> list[dict[str, str]]:
    """The rows of a seed file."""
    text = (migrations_dir() / "seeds" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


CALENDAR = WorkCalendar(
    {date.fromisoformat(row["day"]): DayKind(row["kind"]) for row in seeded("holidays.csv")}
)
PERIODS = [
    Period(
        key=row["key"],
        days=int(row["days"]),
        unit=Unit(row["unit"]),
        article=row["article"],
        effective_from=date.fromisoformat(row["effective_from"]),
    )
    for row in seeded("periods.csv")
]
