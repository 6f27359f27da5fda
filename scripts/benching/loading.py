"""Loading: a database with as many notices as wanted, row for row as publication writes them."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from benching import county as pattern
from benching.cells import Cells, in_copies
from benching.copies import Copies
from benching.county import CLONED, County
from benching.derived import feed_pages, index_words
from benching.figures import Books
from trading.domain.counting import Cell, ResultStanding

_QUICK = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000")
Say = Callable[[str], None]


def fill(folder: Path, wanted: int, *, now: datetime, say: Say) -> int:
    """Make an installation with at least so many notices in this folder; gives their number."""
    folder.mkdir(parents=True, exist_ok=True)
    county = pattern.make(folder, now=now)
    copies = -(-wanted // len(county.notices))
    plan = Copies(county, copies)
    database = sqlite.connect(str(folder / "trading.db"), isolation_level=None)
    for pragma in _QUICK:
        database.execute(f"PRAGMA {pragma}")
    indexes = _without_indexes(database)
    database.execute("BEGIN")
    _load(database, county, plan, say)
    for statement in indexes:
        database.execute(statement)
    database.execute("COMMIT")
    searched = _has(database, "notice_grams")
    database.execute("PRAGMA journal_mode=WAL")
    database.close()
    if searched:
        say("notice_grams")
        index_words(folder / "trading.db")
    return copies * len(county.notices)


def _without_indexes(database: Any) -> list[str]:
    """Take away what slows loading, indexes and triggers; gives how to make them again."""
    found = database.execute(
        "SELECT type, name, sql FROM sqlite_master "
        "WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    ).fetchall()
    for kind, name, _ in found:
        database.execute(f'DROP {kind} "{name}"')
    return [statement for *_, statement in found]


def _load(database: Any, county: County, plan: Copies, say: Say) -> None:
    cells = Cells(county, plan)
    for table in ("draft_steps", "draft_writers", "drafts", "results", *reversed(CLONED)):
        database.execute(f"DELETE FROM {table}")  # noqa: S608 # our own names
    for table in CLONED:
        made = cells.rows(table)
        if table == "notices":
            rows: Iterable[tuple[Any, ...]] = (made[at](copy) for copy, at in plan.in_order())
        else:
            rows = in_copies(made, plan.copies, table=table)
        _insert(database, table, list(county.rows[table][0]) if made else [], rows)
        say(table)
    _close_the_books(database, county, plan)


def _insert(database: Any, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    if not columns:
        return
    places = ", ".join("?" * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    database.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 # our own names
        rows,
    )


def _close_the_books(database: Any, county: County, plan: Copies) -> None:
    """What the site knows of all its notices: serials of days, its sequence, its figures."""
    database.execute("DELETE FROM day_serials")
    _insert(database, "day_serials", ["day", "last"], plan.serials.items())
    database.execute("UPDATE site SET sequence = ?, revision = revision + 1", (len(plan.order),))
    database.execute("DELETE FROM totals")
    books = Books(county, plan)
    rows = [(*dataclasses.astuple(cell), value) for cell, value in books.totals().items()]
    _insert(database, "totals", [*_members(Cell), "value"], rows)
    _insert(database, "results", _members(ResultStanding), books.results())
    if _has(database, "feed_pages"):
        database.execute("DELETE FROM feed_pages")
        columns = ["feed", "page", "first_sequence", "items"]
        _insert(database, "feed_pages", columns, feed_pages(county, plan))


def _members(of: type) -> list[str]:
    return [field.name for field in dataclasses.fields(of)]


def _has(database: Any, table: str) -> bool:
    found = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
    return found.fetchone() is not None
