"""The pattern of every notice that is measured: the example county as the services published it."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from trading.config import Settings
from trading.domain.counting import ProcessFacts, ResultPeriods
from trading.services import demonstrating, initialising
from trading.services.passwords import Hasher
from trading.store.engine import Store
from trading.store.facts import all_facts, result_periods
from trading.store.tables import metadata

# What publication writes, parents first; the papers before it (drafts, reviews) are no part of
# what is read. The rest is the site's own, or made when all is there.
CLONED = (
    *("organizations", "processes", "acts", "lots", "notices", "notice_lots", "notice_standings"),
    *("awards", "award_lots", "award_suppliers", "lot_exits", "corrections", "withdrawals"),
    "standings",
)


@dataclass(frozen=True)
class County:
    """The rows of each table as SQLite holds them, and from what figures are counted."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]  # Any: what SQLite stores
    facts: Sequence[ProcessFacts]
    periods: ResultPeriods

    @property
    def notices(self) -> Sequence[Mapping[str, Any]]:
        """The notices in the order of their ids."""
        return self.rows["notices"]

    def highest(self, table: str) -> int:
        """The highest id of a table: copies have ids above it."""
        return max((row["id"] for row in self.rows[table]), default=0)

    def tokens(self) -> re.Pattern[str]:
        """What differs from copy to copy wherever it stands in a text: names, numbers, days."""
        names = {row["name"] for row in self.rows["organizations"]}
        codes = {row["project_code"] for row in self.rows["processes"] if row["project_code"]}
        codes |= {code.lower() for code in codes}
        numbers = {row["number"] for row in self.notices}
        words = sorted(map(re.escape, names | codes | numbers), key=len, reverse=True)
        return re.compile(
            r'("act":\d+|"sequence":\d+|"salt":"[0-9a-f]{64}"|'
            + "|".join(words)
            + r"|(?<!\d)\d{4}-\d\d-\d\d(?!\d))"
        )


def make(folder: Path, *, now: datetime) -> County:
    """The example county, published in an installation in this folder and read back."""
    settings = Settings(data_dir=folder)
    store = Store(settings.resolved_database_url)
    try:
        initialising.prepare(store, now=now)
        quick = Hasher(memory_kib=8, passes=1, lanes=1)
        demonstrating.fill(
            store, settings, hasher=quick, now=now, site_url="http://127.0.0.1", acts=None
        )
        with store.reading() as session:
            facts, periods = list(all_facts(session)), result_periods(session)
    finally:
        store.close()
    return County(dict(_read(folder / "trading.db")), facts, periods)


def _read(path: Path) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    for name in CLONED:
        key = ", ".join(one.name for one in metadata.tables[name].primary_key)
        found = database.execute(f"SELECT * FROM {name} ORDER BY {key}")  # noqa: S608 # our own names
        yield name, [dict(row) for row in found]
    database.close()
