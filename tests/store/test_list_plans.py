"""How SQLite answers each list: by an index, never by reading every notice.

Nobody runs ANALYZE on it, so these plans, of an empty database, are those of a big site too.
"""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlmodel import select

from tests.notices import NOON
from trading.store.engine import Session, Store
from trading.store.lists import NoticeFilter, ways
from trading.store.tables import Notice

SORTS = ("-published", "deadline", "-amount")
ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"family": ("tender",)},
    {"type": ("award",)},
    {"category": ("land",)},
    {"method": "open"},
    {"region": "230828"},
    {"buyer": 7},
    {"supplier": 7},
    {"process": "201603010001"},
    {"year": 2016},
    {"from_": date(2016, 3, 1), "to": date(2016, 3, 31)},
    {"min": 100_00},
    {"min": 100_00, "max": 200_00},
    {"open": True, "at": NOON},
    {"q": "绿化"},
    {"q": "绿 2016"},
    {"family": ("tender",), "category": ("land",)},
    {"family": ("tender",), "year": 2016},
    {"category": ("land",), "year": 2016},
    {"family": ("tender",), "open": True, "at": NOON},
    {"q": "绿化", "family": ("tender",), "year": 2016},
)


def plans(store: Store, wanted: NoticeFilter, *, common: bool) -> list[str]:
    queries = ways(wanted, common=common)
    with store.reading() as session:
        return [step for query in queries for step in explained(session, query.limit(21))]


def explained(session: Session, query: Any) -> list[str]:  # Any: queries of one column
    compiled = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    rows = session.connection().execute(text("EXPLAIN QUERY PLAN " + escaped(str(compiled))))
    return [row[3] for row in rows]


def escaped(statement: str) -> str:
    return re.sub(r":(?=\w)", r"\\:", statement)


def reads_all(steps: list[str]) -> bool:
    return any(
        step.startswith("SCAN") and "INDEX" not in step and not step.startswith("SCAN anon")
        for step in steps
    )


@pytest.mark.parametrize("common", [True, False], ids=["common", "rare"])
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_no_list_reads_every_notice(
    sqlite_store: Store, asked: dict[str, Any], common: bool
) -> None:
    for sort in SORTS:
        steps = plans(sqlite_store, NoticeFilter(**asked, sort=sort), common=common)
        assert not reads_all(steps), steps


@pytest.mark.parametrize(
    "asked", [one for one in ASKED if not {"supplier", "process"} & set(one)], ids=str
)
def test_the_newest_of_a_common_list_are_read_without_sorting_it(
    sqlite_store: Store, asked: dict[str, Any]
) -> None:
    steps = plans(sqlite_store, NoticeFilter(**asked), common=True)
    assert not any("ORDER BY" in step for step in steps), steps


@pytest.mark.parametrize("sort", ["deadline", "-amount"])
def test_the_first_of_all_notices_by_another_order_are_read_without_sorting(
    sqlite_store: Store, sort: str
) -> None:
    first, _ = ways(NoticeFilter(sort=sort), common=True)
    with sqlite_store.reading() as session:
        steps = explained(session, first.limit(21))
    assert not any("ORDER BY" in step for step in steps), steps


@pytest.mark.parametrize(
    "asked",
    [
        {"min": 100_00},
        {"min": 100_00, "family": ("tender",)},
        {"open": True, "at": NOON},
        {"open": True, "at": NOON, "family": ("tender",), "category": ("land",)},
    ],
    ids=str,
)
def test_a_rare_amount_or_deadline_is_where_the_reading_begins(
    sqlite_store: Store, asked: dict[str, Any]
) -> None:
    for sort in SORTS:
        steps = plans(sqlite_store, NoticeFilter(**asked, sort=sort), common=False)
        assert any(
            step.startswith(("SEARCH notices USING INTEGER", "SEARCH notice_standings USING INT"))
            for step in steps[:1]
        ), steps


def test_a_search_within_a_year_begins_and_ends_there(sqlite_store: Store) -> None:
    steps = plans(sqlite_store, NoticeFilter(q="绿化", year=2016), common=False)
    assert steps[0].startswith("SCAN notice_grams VIRTUAL TABLE INDEX")
    assert steps[0].endswith("><"), steps


def test_a_list_that_reads_everything_would_be_noticed(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        assert reads_all(explained(session, select(Notice.id).where(Notice.title == "x")))
