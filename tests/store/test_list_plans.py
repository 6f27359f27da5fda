"""How SQLite answers each list on a big site: by an index, never by reading every notice."""

import re
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlmodel import select

from tests.notices import NOON
from trading.store.engine import Store
from trading.store.lists import NoticeFilter, narrowed, ordered
from trading.store.tables import Notice

SORTS = ("-published", "deadline", "-amount")
ASKED = (
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


def plan(store: Store, wanted: NoticeFilter) -> list[str]:
    query = ordered(narrowed(select(Notice.id), wanted), wanted).limit(21)
    compiled = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with store.reading() as session:
        rows = session.connection().execute(text("EXPLAIN QUERY PLAN " + escaped(str(compiled))))
        return [row[3] for row in rows]


def escaped(statement: str) -> str:
    return re.sub(r":(?=\w)", r"\\:", statement)


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_no_list_reads_every_notice(sqlite_store: Store, asked: dict[str, object]) -> None:
    for sort in SORTS:
        steps = plan(sqlite_store, NoticeFilter(**asked, sort=sort))  # type: ignore[arg-type]
        for step in steps:
            if step.startswith("SCAN"):
                assert "INDEX" in step or "VIRTUAL TABLE" in step, steps


@pytest.mark.parametrize(
    "asked",
    [one for one in ASKED if not {"supplier", "process", "min", "open"} & set(one)],
    ids=str,
)
def test_the_newest_of_a_list_are_read_without_sorting_it(
    sqlite_store: Store, asked: dict[str, object]
) -> None:
    steps = plan(sqlite_store, NoticeFilter(**asked))  # type: ignore[arg-type]
    assert not any("ORDER BY" in step for step in steps), steps
